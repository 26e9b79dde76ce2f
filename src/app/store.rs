//! The browser's storage: what was typed and the keys of attempts, for at most a day (SEC-21).
//!
//! Always true: storage that is forbidden, full or holds nonsense never stops a purchase; it is told.

use super::{Host, Session};
use crate::{
    checkout::{
        Phase,
        journal::{Journal, Saved},
    },
    domain::day::Instant,
};
use leptos::prelude::{window, window_event_listener};

/// How the names of everything begin that this program keeps in the browser (SEC-21).
const OURS: &str = "kassa:v1";
const ANSWERS: &str = "kassa:v1:answers";
const JOURNAL: &str = "kassa:v1:journal";
/// Older entries are not read, in milliseconds: a day.
const KEPT: i64 = 86_400_000;

/// What was found.
pub enum Found {
    /// Something to go on with.
    Saved(Saved),
    /// Nothing.
    Nothing,
    /// Something that cannot be read; it has been removed.
    Broken,
    /// The browser forbids it.
    Forbidden,
}

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

fn write(name: &str, text: &str, now: Instant) -> bool {
    storage().is_some_and(|storage| storage.set_item(name, &[&now.0.to_string(), "\n", text].concat()).is_ok())
}

fn read(storage: &web_sys::Storage, name: &str, now: Instant) -> Result<Option<Saved>, ()> {
    let Some(text) = storage.get_item(name).map_err(|_| ())? else { return Ok(None) };
    let read = text.split_once('\n').and_then(|(at, rest)| Some((at.parse::<i64>().ok()?, Saved::decode(rest)?)));
    match read {
        // A time to come is as wrong as one long past: the clock was set back.
        Some((at, saved)) if (0..KEPT).contains(&now.0.saturating_sub(at)) => Ok(Some(saved)),
        old_or_broken => {
            let _ = storage.remove_item(name);
            if old_or_broken.is_some() { Ok(None) } else { Err(()) }
        }
    }
}

/// What an earlier visit left.
pub fn load(host: &Host, now: Instant) -> Found {
    let Some(storage) = storage() else { return Found::Forbidden };
    match (read(&storage, &host.name(ANSWERS), now), read(&storage, &host.name(JOURNAL), now)) {
        (Ok(None), Ok(None)) => Found::Nothing,
        (answers, Ok(journal)) if answers.is_ok() || journal.is_some() => {
            let mut saved = answers.ok().flatten().unwrap_or_default();
            if let Some(kept) = journal {
                saved.journal = kept.journal;
                if saved.session.is_empty() {
                    saved.session = kept.session;
                }
            }
            Found::Saved(saved)
        }
        _ => Found::Broken,
    }
}

/// The journal as it stands now: another tab may have written it.
pub fn journal(host: &Host, now: Instant) -> Option<Journal> {
    read(&storage()?, &host.name(JOURNAL), now).ok().flatten().map(|saved| saved.journal)
}

/// Writes down what was typed. Whether it worked.
pub fn save_answers(host: &Host, saved: &Saved, now: Instant) -> bool {
    let answers = Saved { journal: Journal::default(), ..saved.clone() };
    write(&host.name(ANSWERS), &answers.encode(), now)
}

/// Writes down the keys. Whether it worked.
pub fn save_journal(host: &Host, saved: &Saved, now: Instant) -> bool {
    let journal = Saved { answers: Vec::new(), step: None, ..saved.clone() };
    write(&host.name(JOURNAL), &journal.encode(), now)
}

/// Forgets what was typed.
pub fn forget_answers(host: &Host) {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(&host.name(ANSWERS));
    }
}

/// Notes something small that outlives a reload, or no longer; where storage is forbidden nothing does.
pub fn note(name: &str, text: Option<&str>) {
    let Some(storage) = storage() else { return };
    let name = [OURS, ":", name].concat();
    let _ = match text {
        Some(text) => storage.set_item(&name, text),
        None => storage.remove_item(&name),
    };
}

/// What was noted.
pub fn noted(name: &str) -> Option<String> {
    storage()?.get_item(&[OURS, ":", name].concat()).ok().flatten()
}

/// Everything this program keeps in the browser, by name.
fn everything() -> Vec<(String, String)> {
    // Where storage is forbidden nothing is kept.
    let Some(storage) = storage() else { return Vec::new() };
    let count = storage.length().unwrap_or_default();
    let names = (0..count).filter_map(|at| storage.key(at).ok().flatten()).filter(|name| name.starts_with(OURS));
    names.filter_map(|name| Some((name.clone(), storage.get_item(&name).ok().flatten()?))).collect()
}

/// Removes everything this program keeps in the browser.
fn erase() {
    // All names first: removing one moves the others.
    for (name, _) in everything() {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&name);
        }
    }
}

/// Removes everything this program keeps in the browser, and starts the page anew. Not while an order is on its way:
/// its key is what keeps it from being placed twice (REL-03).
pub fn erase_and_reload(session: Session) {
    // Pay may have been pressed elsewhere since this was offered.
    let under_way = session.peek(|checkout| matches!(checkout.phase, Phase::Placing(_) | Phase::Acting(_)));
    if under_way {
        return;
    }
    erase();
    // Leaving the page saves once more what was typed; this listener comes after that one.
    let _ = window_event_listener(leptos::ev::pagehide, |_| erase());
    let _ = window().location().reload();
}

/// The address of a file with everything this program keeps in the browser, as it is kept (GDPR art. 20).
pub fn copy_of_what_is_kept(session: Session) -> String {
    // What was typed a moment ago belongs to it.
    super::run::save(session, false);
    let quoted = |text: &str| js_sys::JSON::stringify(&text.into()).map(String::from).unwrap_or_default();
    let entries: Vec<String> =
        everything().iter().map(|(name, text)| [quoted(name).as_str(), ": ", &quoted(text)].concat()).collect();
    let text = ["{\n  ", &entries.join(",\n  "), "\n}\n"].concat();
    ["data:application/json,", &String::from(js_sys::encode_uri_component(&text))].concat()
}
