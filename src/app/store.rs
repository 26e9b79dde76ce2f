//! The browser's storage: what was typed and the keys of attempts, for at most a day (SEC-21).
//!
//! Always true: storage that is forbidden, full or holds nonsense never stops a purchase; it is told.

use crate::{
    checkout::journal::{Journal, Saved},
    domain::day::Instant,
};
use leptos::prelude::window;

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
pub fn load(now: Instant) -> Found {
    let Some(storage) = storage() else { return Found::Forbidden };
    match (read(&storage, ANSWERS, now), read(&storage, JOURNAL, now)) {
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
pub fn journal(now: Instant) -> Option<Journal> {
    read(&storage()?, JOURNAL, now).ok().flatten().map(|saved| saved.journal)
}

/// Writes down what was typed. Whether it worked.
pub fn save_answers(saved: &Saved, now: Instant) -> bool {
    let answers = Saved { journal: Journal::default(), ..saved.clone() };
    write(ANSWERS, &answers.encode(), now)
}

/// Writes down the keys. Whether it worked.
pub fn save_journal(saved: &Saved, now: Instant) -> bool {
    let journal = Saved { answers: Vec::new(), step: None, ..saved.clone() };
    write(JOURNAL, &journal.encode(), now)
}

/// Forgets what was typed.
pub fn forget_answers() {
    if let Some(storage) = storage() {
        let _ = storage.remove_item(ANSWERS);
    }
}
