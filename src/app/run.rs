//! Carries out what the machine asks for, and tells it what came of it.

use super::{Session, focus, look, nav, store, tabs, wallets};
use crate::{
    backend::{ADAPTERS, Backend},
    checkout::{Checkout, Command, Event, Phase, Say, Timer, TokenFault, request::BackendError},
    domain::day::Instant,
    i18n::key,
    lazy,
    payment::providers::{Asked, Lack, PROVIDERS, Provider},
};
use leptos::{leptos_dom::helpers::set_timeout_with_handle, prelude::*, task::spawn_local};
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
        Command::Open(_)
        | Command::Apply(..)
        | Command::Place { .. }
        | Command::LookUp { .. }
        | Command::Resume { .. }
        | Command::Cancel { .. }
        | Command::FetchOrder(_) => {
            spawn_local(async move {
                let event = match backend(session).await {
                    Ok(backend) => ask(backend, session.locale(), command).await,
                    Err(error) => unreachable_backend(&command, error),
                };
                if let Some(event) = event {
                    session.dispatch(event);
                }
            });
        }
        Command::Tokenize(number) => {
            let chosen = session.peek(Checkout::method);
            let of = |outside: &super::session::Outside| {
                outside.tokenizers.iter().find(|(of, _)| Some(of) == chosen.as_ref()).map(|(_, ask)| ask.clone())
            };
            let tokenizer = session.outside.try_with_value(of).flatten();
            match tokenizer {
                Some(tokenize) => tokenize(number),
                None => session.dispatch(Event::Tokenized(number, Err(TokenFault::NoAnswer))),
            }
        }
        Command::OpenSheet { number, method, .. } => wallets::pay(session, number, &method),
        Command::Withheld(withheld) => {
            for (method, rule) in withheld {
                let cited = rule.citation();
                tell(
                    &["Kassa: `", method.as_str(), "` is withheld: its fee is forbidden here by ", cited, "."].concat(),
                );
            }
        }
        Command::TakeLock(attempt) => tabs::take_lock(session, attempt),
        Command::ReleaseLock => {
            wallets::end(session, false);
            tabs::release_lock(session);
        }
        Command::Publish(number) => tabs::publish(&number),
        Command::Leave(url) => nav::leave(&url),
        Command::Confirm { attempt, provider, client, token } => {
            spawn_local(async move {
                // A provider that cannot be had has ended, too: the shop says what the payment waits for.
                if let Ok(provider) = self::named_provider(session, provider).await {
                    provider.confirm(Asked { client, token }).await;
                }
                session.dispatch(Event::Confirmed(attempt));
            });
        }
        Command::Save => save_soon(session),
        Command::SaveNow => save(session, true),
        Command::Forget => {
            // It has become an order: the sheet of the wallet may say so.
            wallets::end(session, true);
            store::forget_answers();
        }
        Command::Wait(timer, milliseconds) => wait(session, timer, milliseconds),
        Command::Show { step, replace } => {
            if session.page {
                nav::show(step, replace);
            }
        }
        Command::Focus(target) => focus::settle(target),
        Command::Announce(say) => announce(session, &say),
    }
}

/// The payment provider that the page names; its part of the program is fetched the first time.
///
/// # Errors
/// Why there is none.
pub async fn provider(session: Session) -> Result<Rc<dyn Provider>, Lack> {
    named_provider(session, look::provider_name()).await
}

async fn named_provider(session: Session, name: String) -> Result<Rc<dyn Provider>, Lack> {
    let kept = session.outside.try_with_value(|outside| outside.provider.clone()).flatten();
    if let Some((_, provider)) = kept.filter(|(known, _)| *known == name) {
        return Ok(provider);
    }
    if !PROVIDERS.contains(&name.as_str()) {
        tell_names("kassa-provider", &name, PROVIDERS);
        return Err(Lack::Settings);
    }
    let made = lazy::provider(&name).await.map_err(|_| Lack::Script)?;
    let provider = made.ok_or(Lack::Settings)?;
    session.outside.try_update_value(|outside| outside.provider = Some((name, provider.clone())));
    Ok(provider)
}

/// A name that is none of those in this build.
fn tell_names(setting: &str, name: &str, known: &[&str]) {
    let mut text = ["Kassa: the setting `", setting, "` is `", name, "`; this build has:"].concat();
    for name in known {
        text.push(' ');
        text.push_str(name);
    }
    tell(&text);
}

/// The backend that the page names; its part of the program is fetched the first time.
async fn backend(session: Session) -> Result<Rc<dyn Backend>, BackendError> {
    if let Some(backend) = session.outside.try_with_value(|outside| outside.backend.clone()).flatten() {
        return Ok(backend);
    }
    let name = look::backend_name();
    // A part that did not load: nothing was sent.
    let made = lazy::backend(&name).await.map_err(|_| BackendError::NoAnswer)?;
    let backend = made.map_err(|setup| {
        if !ADAPTERS.contains(&name.as_str()) {
            tell_names("kassa-backend", &name, ADAPTERS);
        }
        BackendError::Setup(setup)
    })?;
    backend.meet().await?;
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
        Command::Place { attempt, keys, order } => {
            if !online() {
                return Some(Event::Placed(attempt, Err(BackendError::Offline)));
            }
            let answer = backend.place(locale, keys, order.request().clone(), order.payment().clone()).await;
            Event::Placed(attempt, answer)
        }
        Command::LookUp { attempt, order_key } => Event::LookedUp(attempt, backend.look_up(locale, &order_key).await),
        Command::Resume { attempt, order_key } => Event::LookedUp(attempt, backend.resume(locale, &order_key).await),
        Command::Cancel { attempt, order_key } => {
            Event::Cancelled(attempt, backend.cancel(locale, &order_key).await.map(Box::new))
        }
        Command::FetchOrder(number) => Event::Fetched(backend.order(locale, &number).await.map(Box::new)),
        _ => return None,
    })
}

/// There is no backend: nothing was sent.
fn unreachable_backend(command: &Command, error: BackendError) -> Option<Event> {
    Some(match command {
        Command::Open(sequence) | Command::Apply(sequence, _) => Event::Answered(*sequence, Err(error)),
        Command::Place { attempt, .. } => Event::Placed(*attempt, Err(BackendError::Offline)),
        Command::LookUp { attempt, .. } | Command::Resume { attempt, .. } => Event::LookedUp(*attempt, Err(error)),
        Command::Cancel { attempt, .. } => Event::Cancelled(*attempt, Err(error)),
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
    session.outside.try_update_value(|outside| outside.saving = false);
    let saved = session.peek(|checkout| {
        let done = matches!(checkout.phase, Phase::Placed(_) | Phase::UnderReview(_));
        (checkout.saved(), done)
    });
    let (saved, done) = saved;
    let kept = (done || store::save_answers(&saved, now())) && (!with_journal || store::save_journal(&saved, now()));
    let refused = session.outside.try_update_value(|outside| {
        let first = !kept && !outside.storage_refused;
        outside.storage_refused |= !kept;
        first
    });
    if refused == Some(true) {
        session.dispatch(Event::StorageForbidden);
    }
}

/// A wallet's sheet did not open: the form is there all the same.
pub(super) fn say_sheet_failed(session: Session) {
    session.announcer.assertive(session.words.with_untracked(|words| words.text(key::PAYMENT_EXPRESS_FAILED)));
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
    fn tell(text: &str);

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
