//! Starts and ends checkouts for the element's script, and carries between the two.
//!
//! What crosses is text and numbers. A checkout is known by its number; one that is gone answers nothing.

use super::snapshot::Snapshot;
use crate::{
    app::{self, Ears, Host, Session},
    checkout::{Event, Phase, Target, progress::steps},
    domain::problem::Field,
    i18n::{Language, key},
    ui::el::follow,
};
use leptos::prelude::*;
use std::{any::Any, cell::RefCell};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// One on the page.
struct Running {
    id: u32,
    /// Once its words are here.
    session: Option<Session>,
    mounted: Option<Box<dyn Any>>,
}

thread_local! {
    /// Those on the page.
    static RUNNING: RefCell<Vec<Running>> = const { RefCell::new(Vec::new()) };
    static LAST: RefCell<u32> = const { RefCell::new(0) };
}

/// Starts a checkout in `place`, which is laid out like the page. `name` sets apart what is kept for it, `files` is where our
/// own files are. The number by which it is known from then on.
#[wasm_bindgen]
pub fn kassa_mount(ears: Ears, place: HtmlElement, name: String, files: String) -> u32 {
    let id = LAST.with_borrow_mut(|last| {
        *last = last.wrapping_add(1);
        *last
    });
    RUNNING.with_borrow_mut(|all| all.push(Running { id, session: None, mounted: None }));
    let host = Host::new(ears, name, files);
    app::start(
        place,
        host,
        watch,
        Box::new(move |session, mounted| {
            RUNNING.with_borrow_mut(|all| {
                // Gone again before its words had come: dropped here.
                if let Some(one) = all.iter_mut().find(|one| one.id == id) {
                    one.session = Some(session);
                    one.mounted = Some(mounted);
                }
            });
        }),
    );
    id
}

/// Ends a checkout: what it drew, listened to and waited for goes. What was typed is kept as it is on a page that is left.
#[wasm_bindgen]
pub fn kassa_unmount(id: u32) {
    let gone = RUNNING.with_borrow_mut(|all| {
        let at = all.iter().position(|one| one.id == id)?;
        Some(all.swap_remove(at))
    });
    if let Some(Running { session, mounted, .. }) = gone {
        if let Some(session) = session {
            app::part(session);
        }
        drop(mounted);
    }
}

/// Does what the page asks of a checkout; what it answers, if anything, is JSON. `None` for one that is gone, and for what is
/// not known.
#[wasm_bindgen]
pub fn kassa_act(id: u32, what: &str, text: &str) -> Option<String> {
    let session = RUNNING.with_borrow(|all| all.iter().find(|one| one.id == id)?.session)?;
    let snapshot = || session.peek(Snapshot::of);
    match what {
        "snapshot" => return Some(snapshot().json()),
        "refresh" => session.dispatch(Event::Refresh),
        "go" => session.dispatch(Event::GoTo(text.to_owned())),
        "continue" => session.dispatch(Event::Continue),
        // `email=kaisa@example.fi`: a field of ours by its name, and what is put into it.
        "type" => {
            let (name, value) = text.split_once('=')?;
            let field = Field::named(name)?;
            session.dispatch(Event::Typed(field, value.to_owned()));
            return Some("true".into());
        }
        "choose" => {
            let (name, value) = text.split_once('=')?;
            let field = Field::named(name)?;
            session.dispatch(Event::Chose(field, value.to_owned()));
            return Some("true".into());
        }
        "code" => {
            session.dispatch(Event::Typed(Field::Code, text.to_owned()));
            session.dispatch(Event::ApplyCode);
        }
        // Shows what is wrong with the step; whether nothing is.
        "validate" => {
            let wrong = session.peek(|checkout| match &checkout.phase {
                Phase::Open(open) => steps(checkout.plan(), &open.quote)
                    .find(|step| step.id == open.at)
                    .is_some_and(|step| !(step.problems)(checkout, &open.quote).is_empty()),
                _ => false,
            });
            if wrong {
                session.dispatch(Event::Continue);
            }
            return Some(if wrong { "false" } else { "true" }.into());
        }
        "theme" => session.theme.set(text.to_owned()),
        "word" => {
            let word = if text == "close" { key::SHARED_CLOSE } else { key::SHELL_SECURE };
            return Some(session.words.with_untracked(|words| words.text(word)));
        }
        "focus" => app::settle(session, Target::Heading),
        "forget" => app::forget(session),
        "speak" => app::speak(session, Language::nearest(&[text])),
        _ => return None,
    }
    Some(String::new())
}

/// Tells the page what happens.
fn watch(session: Session) {
    let host = session.host();
    let before = RefCell::new(Snapshot::default());
    follow(move || {
        let now = session.with(Snapshot::of);
        let was = before.replace(now.clone());
        if was == now {
            return;
        }
        let checkout = now.json();
        let tell = |name: &str, detail: &str| {
            // `{…}` and the snapshot are one object.
            let rest = detail.trim_start_matches('{');
            let comma = if rest == "}" { "" } else { "," };
            host.tell(name, &["{\"checkout\":", &checkout, comma, rest].concat());
        };
        // The latest snapshot first, for whoever reads the property in a listener.
        tell("snapshot", "{}");
        for (name, detail) in now.since(&was) {
            tell(name, &detail);
        }
        for event in now.analytics(&was) {
            tell("analytics", &event);
        }
    });
    let mut told = false;
    let host = session.host();
    follow(move || {
        if session.settled.get() && !core::mem::replace(&mut told, true) {
            host.tell("ready", &["{\"checkout\":", &session.peek(Snapshot::of).json(), "}"].concat());
        }
    });
}
