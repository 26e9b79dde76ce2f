//! Where the shop's letters go: a text on a shelf of its own, which `public/demo/mailbox.html` reads.
//!
//! Always true: a list of plain objects, oldest first, as `{id, to, at, kind, lang, subject, lines, rows, code?, link?, bars?}`.

use super::shop::{Mail, quoted};
use crate::backend::shelf::Shelf;
use serde_json::Value;

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
    let room = MOST.saturating_sub(mails.len());
    while letters.len() > room {
        letters.remove(0);
    }
    let mut is_first = letters.is_empty();
    let mut text = Value::Array(letters).to_string();
    text.pop();
    for mail in &mails {
        if !is_first {
            text.push(',');
        }
        is_first = false;
        letter(&mut text, mail);
    }
    text.push(']');
    // A mailbox that takes nothing stays as it is: the shop goes on.
    let _ = outbox.save(&text);
}

/// A letter as JSON, written by hand: an object of names would bring what sorts them along.
fn letter(text: &mut String, mail: &Mail) {
    let mut put = |part: &str| text.push_str(part);
    put("{\"id\":");
    put(&mail.id.to_string());
    put(",\"at\":");
    put(&mail.at.to_string());
    let code = mail.code.as_ref().map(|code| ("code", code.as_str()));
    let link = mail.link.as_ref().map(|link| ("link", link.as_str()));
    let bars = mail.bars.as_ref().map(|bars| ("bars", bars.as_str()));
    let texts = [("to", mail.to.as_str()), ("kind", mail.kind), ("lang", mail.lang), ("subject", &mail.subject)];
    for (name, value) in texts.into_iter().chain(code).chain(link).chain(bars) {
        put(",\"");
        put(name);
        put("\":");
        put(&quoted(value));
    }
    put(",\"lines\":[");
    put(&mail.lines.iter().map(|line| quoted(line)).collect::<Vec<_>>().join(","));
    put("],\"rows\":[");
    let row = |(label, value): &(String, String)| ["[", &quoted(label), ",", &quoted(value), "]"].concat();
    put(&mail.rows.iter().map(row).collect::<Vec<_>>().join(","));
    put("]}");
}
