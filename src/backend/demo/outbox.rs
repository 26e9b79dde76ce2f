//! Where the shop's letters go: a text on a shelf of its own, which `public/demo/mailbox.html` reads.
//!
//! Always true: a list of plain objects, oldest first, as `{id, to, at, kind, lang, subject, lines, rows, code?, link?}`.

use super::shop::Mail;
use crate::backend::shelf::Shelf;
use serde_json::{Map, Value};

/// The most letters that are kept.
const MOST: usize = 40;

/// Puts letters to those that are there.
pub(super) fn send(outbox: &dyn Shelf, mails: Vec<Mail>) {
    let kept = outbox.load().and_then(|text| serde_json::from_str(&text).ok());
    let mut letters = match kept {
        Some(Value::Array(letters)) => letters,
        // Whatever stood there was no mailbox.
        _ => Vec::new(),
    };
    letters.extend(mails.into_iter().map(letter));
    let beyond = letters.len().saturating_sub(MOST);
    letters.drain(..beyond);
    // A mailbox that takes nothing stays as it is: the shop goes on.
    let _ = outbox.save(&Value::Array(letters).to_string());
}

fn letter(mail: Mail) -> Value {
    let list = |texts: Vec<String>| Value::Array(texts.into_iter().map(Value::String).collect());
    let rows = mail.rows.into_iter().map(|(label, value)| list(vec![label, value])).collect();
    let mut fields = Map::new();
    let mut put = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
    put("id", mail.id.into());
    put("to", mail.to.into());
    put("at", mail.at.into());
    put("kind", mail.kind.into());
    put("lang", mail.lang.into());
    put("subject", mail.subject.into());
    put("lines", list(mail.lines));
    put("rows", Value::Array(rows));
    if let Some(code) = mail.code {
        put("code", code.into());
    }
    if let Some(link) = mail.link {
        put("link", link.into());
    }
    Value::Object(fields)
}
