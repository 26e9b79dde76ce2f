//! Carries out what the machine asks for, and tells it what came of it.

use super::{Host, Session, focus, look, nav, store};
use crate::{
    backend::{ADAPTERS, Backend},
    checkout::{Command, Event, Phase, Say, Timer, request::BackendError},
    domain::day::Instant,
    i18n::key,
    lazy,
};
use leptos::{leptos_dom::helpers::set_timeout_with_handle, prelude::*};
use std::{rc::Rc, time::Duration};
use wasm_bindgen::prelude::*;

/// Autosave waits this long after the last change (REL-13).
const SAVE_AFTER: Duration = Duration::from_millis(400);

/// The clock.
#[allow(clippy::cast_possible_truncation)] // Date.now() is whole milliseconds, well inside 53 bits.
pub fn now() -> Instant {
    Instant(js_sys::Date::now() as i64)
}

/// Carries out one command. Answers come back as events.
pub fn carry_out(session: Session, command: Command) {
    match command {
        Command::Open(_) | Command::Apply(..) | Command::FetchOrder(_) => {
            session.spawn(async move {
                let event = match backend(session).await {
                    Ok(backend) => ask(backend, session.locale(), command).await,
                    Err(error) => unreachable_backend(&command, error),
                };
                if let Some(event) = event {
                    session.dispatch(event);
                }
            });
        }
        Command::Save => save_soon(session),
        Command::SaveNow => save(session, true),
        Command::Forget => store::forget_answers(&session.host()),
        Command::Wait(timer, milliseconds) => wait(session, timer, milliseconds),
        Command::Show { step, replace } => {
            if Host::PAGE && session.visiting.get_untracked().is_none() {
                nav::show(session, step, replace);
            }
        }
        Command::Focus(target) => focus::settle(session, target),
        Command::Announce(say) => announce(session, &say),
        // What the rules of paying ask for: who carries it out came with them.
        command => {
            if let Some(pay) = session.outside.try_with_value(|outside| outside.pay).flatten() {
                pay(session, command);
            }
        }
    }
}

/// A name that is none of those in this build.
pub(super) fn tell_names(setting: &str, name: &str, known: &[&str]) {
    let mut text = ["Kassa: the setting `", setting, "` is `", name, "`; this build has:"].concat();
    for name in known {
        text.push(' ');
        text.push_str(name);
    }
    tell(&text);
}

/// The backend that the page names; its part of the program is fetched the first time.
///
/// # Errors
/// When its part could not be fetched, or the page's settings make none.
pub(super) async fn backend(session: Session) -> Result<Rc<dyn Backend>, BackendError> {
    if let Some(backend) = session.outside.try_with_value(|outside| outside.backend.clone()).flatten() {
        return Ok(backend);
    }
    let host = session.host();
    let name = look::backend_name(&host);
    // A part that did not load: nothing was sent.
    let made = lazy::backend(&name, &host).await.map_err(|_| BackendError::NoAnswer)?;
    let backend = made.map_err(|setup| {
        if !ADAPTERS.contains(&name.as_str()) {
            tell_names("kassa-backend", &name, ADAPTERS);
        }
        BackendError::Setup(setup)
    })?;
    backend.meet().await?;
    // Under the rules of the house, where it has any; without their part nothing was sent yet.
    let backend = match host.setting("config") {
        Some(source) => {
            let configure = lazy::configure().await.map_err(|_| BackendError::NoAnswer)?;
            configure(session, source, backend).await
        }
        None => backend,
    };
    session.outside.try_update_value(|outside| outside.backend = Some(backend.clone()));
    session.dispatch(Event::Met(backend.facts()));
    Ok(backend)
}

async fn ask(backend: Rc<dyn Backend>, locale: &str, command: Command) -> Option<Event> {
    Some(match command {
        Command::Open(sequence) => Event::Answered(sequence, backend.open(locale).await.map(Box::new)),
        Command::Apply(sequence, intents) => {
            Event::Answered(sequence, backend.apply(locale, intents).await.map(Box::new))
        }
        Command::FetchOrder(number) => Event::Fetched(backend.order(locale, &number).await.map(Box::new)),
        _ => return None,
    })
}

/// There is no backend: nothing was sent.
fn unreachable_backend(command: &Command, error: BackendError) -> Option<Event> {
    Some(match command {
        Command::Open(sequence) | Command::Apply(sequence, _) => Event::Answered(*sequence, Err(error)),
        Command::FetchOrder(_) => Event::Fetched(Err(error)),
        _ => return None,
    })
}

/// What the browser believes about the connection.
pub fn online() -> bool {
    window().navigator().on_line()
}

fn wait(session: Session, timer: Timer, milliseconds: u32) {
    let after = Duration::from_millis(u64::from(milliseconds));
    let Ok(handle) = set_timeout_with_handle(move || session.dispatch(Event::Elapsed(timer, now())), after) else {
        return;
    };
    session.outside.try_update_value(|outside| {
        outside.timers.retain(|(known, old)| {
            if *known == timer {
                old.clear();
            }
            *known != timer
        });
        outside.timers.push((timer, handle));
    });
}

fn save_soon(session: Session) {
    let first = session.outside.try_update_value(|outside| !core::mem::replace(&mut outside.saving, true));
    if first == Some(true) {
        set_timeout(move || save(session, false), SAVE_AFTER);
    }
}

/// Writes down what outlives a reload. The keys of an attempt are written only when they change:
/// another tab's must not be overwritten by this one's autosave.
pub fn save(session: Session, with_journal: bool) {
    if session.gone() {
        return;
    }
    session.outside.try_update_value(|outside| outside.saving = false);
    let saved = session.peek(|checkout| {
        let done = matches!(checkout.phase, Phase::Placed(_) | Phase::UnderReview(_));
        (checkout.saved(), done)
    });
    let (saved, done) = saved;
    let kept = (done || store::save_answers(&session.host(), &saved, now()))
        && (!with_journal || store::save_journal(&session.host(), &saved, now()));
    let refused = session.outside.try_update_value(|outside| {
        let first = !kept && !outside.storage_refused;
        outside.storage_refused |= !kept;
        first
    });
    if refused == Some(true) {
        session.dispatch(Event::StorageForbidden);
    }
}

fn announce(session: Session, say: &Say) {
    let words = session.words.get_untracked();
    let announcer = session.announcer;
    match say {
        Say::Total(total) => {
            announcer.polite(words.with(key::SHARED_UPDATED, &[("amount", &words.money(*total))]));
        }
        Say::Removed(item) => announcer.polite(words.with(key::BAG_REMOVED, &[("item", item)])),
        Say::Added(item) => announcer.polite(words.with(key::BAG_ADDED, &[("item", item)])),
        Say::CodeApplied(code) => announcer.polite(words.with(key::SUMMARY_CODE_APPLIED_PLAIN, &[("code", code)])),
        Say::CodeRemoved(code) => announcer.polite(words.with(key::SUMMARY_CODE_REMOVED, &[("code", code)])),
        Say::Updating => announcer.polite(words.text(key::SHARED_UPDATING)),
        // A problem is said by the view that shows it, which has the words; the screen of an order on its way
        // takes the focus and says itself what it is.
        Say::Problem(..) | Say::Processing => {}
        Say::StillWorking => announcer.polite(words.text(key::PROCESSING_STILL)),
    }
}

#[wasm_bindgen]
extern "C" {
    /// To the merchant, in the console.
    #[wasm_bindgen(js_namespace = console, js_name = warn)]
    pub(super) fn tell(text: &str);

    #[wasm_bindgen(catch, js_namespace = crypto, js_name = getRandomValues)]
    fn random_values(bytes: &js_sys::Uint8Array) -> Result<js_sys::Uint8Array, JsValue>;
}

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// 128 random bits as 32 hexadecimal digits.
pub fn random_key() -> String {
    let bytes = js_sys::Uint8Array::new_with_length(16);
    // Every browser that runs WebAssembly has it, also outside secure contexts.
    let _ = random_values(&bytes);
    let digit = |value: u8| char::from(DIGITS.get(usize::from(value)).copied().unwrap_or(b'0'));
    bytes.to_vec().into_iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// Before a checkout goes: what was typed is written down, and nothing waits any more.
#[cfg(feature = "widget")]
pub fn part(session: Session) {
    save(session, false);
    session.outside.try_update_value(|outside| {
        for (_, timer) in outside.timers.drain(..) {
            timer.clear();
        }
        if let Some(release) = outside.lock.take() {
            let _ = release.call0(&JsValue::UNDEFINED);
        }
    });
}

/// Forgets what was typed here.
#[cfg(feature = "widget")]
pub fn forget(session: Session) {
    store::forget_answers(&session.host());
}
