//! What goes between the element and the page around, once the first screen is on its way: what the page is told, and what it
//! asks. It travels with what stands around a step; the element shows nothing before that is here.

use super::snapshot::{Json, Snapshot};
use crate::{
    app::{self, Session},
    checkout::{Event, Phase, Target, progress::steps},
    domain::problem::Field,
    i18n::{Language, key},
    lazy::Inside,
    ui::el::follow,
};
use leptos::prelude::*;
use std::cell::RefCell;

/// Both ways.
pub const INSIDE: Inside = Inside { watch, act };

/// Does what the page asks of a checkout; `None` for what is not known.
fn act(session: Session, what: &str, text: &str) -> Option<String> {
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
    // What is said when the program has stopped: nobody can be asked for it then.
    let host = session.host();
    follow(move || {
        let mut words = Json::object();
        words.text("stopped", Some(&session.words.with(|words| words.text(key::NOTICE_STOPPED_TEXT))));
        host.tell("words", &words.end());
    });
    let mut told = false;
    let host = session.host();
    follow(move || {
        if session.settled.get() && !core::mem::replace(&mut told, true) {
            host.tell("ready", &["{\"checkout\":", &session.peek(Snapshot::of).json(), "}"].concat());
        }
    });
}
