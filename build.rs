//! Turns `public/locales/en.json` into constants: `contact.title` becomes `key::CONTACT_TITLE`; and tells the linker
//! what the splitter needs.
//!
//! Always true: one constant for each message and no table of them. The wasm splitter places a text with the
//! code that names it; a table would pull every text into the first download. A message that cannot become a
//! constant stops the build with a sentence.

use std::{collections::BTreeMap, fmt::Write as _, fs, path::PathBuf};

const ENGLISH: &str = "public/locales/en.json";

fn main() {
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={ENGLISH}");
    keep_relocations();
    for problem in write_keys().err().unwrap_or_default() {
        println!("cargo::error={ENGLISH}: {problem}");
    }
}

/// The splitter follows relocations; the parts it writes no longer hold them. Asked for here, and not through
/// RUSTFLAGS, so that dependencies are compiled once for the split build and the build in one piece.
fn keep_relocations() {
    let is_split = std::env::var_os("CARGO_FEATURE_SPLIT").is_some();
    if is_split && std::env::var("CARGO_CFG_TARGET_ARCH").as_deref() == Ok("wasm32") {
        println!("cargo::rustc-link-arg-bins=--emit-relocs");
    }
}

/// A message of the catalogue.
enum Message {
    Plain(String),
    /// The texts for one and for any other number, as far as they were found.
    Plural(Option<String>, Option<String>),
}

fn write_keys() -> Result<(), Vec<String>> {
    let text = fs::read_to_string(ENGLISH).map_err(|error| vec![error.to_string()])?;
    let messages = read(&text)?;
    let mut problems = Vec::new();
    let mut constants = BTreeMap::<String, &str>::new();
    let mut code = String::new();
    for (id, message) in &messages {
        let name = id.to_ascii_uppercase().replace(['.', '-'], "_");
        if let Some(other) = constants.insert(name.clone(), id) {
            problems.push(format!("`{id}` and `{other}` would both be the constant {name}: rename one"));
        }
        // Writing to a string cannot fail.
        let _ = match message {
            Message::Plain(en) => {
                writeln!(code, "/// `{en}`\npub const {name}: Key = Key {{ id: {id:?}, en: {en:?} }};")
            }
            Message::Plural(Some(one), Some(other)) => writeln!(
                code,
                "/// `{one}`, `{other}`\n\
                 pub const {name}: Plural = Plural {{ id: {id:?}, one: {one:?}, other: {other:?} }};"
            ),
            Message::Plural(..) => {
                problems.push(format!("`{id}` needs both `{id}#one` and `{id}#other`"));
                Ok(())
            }
        };
    }
    if !problems.is_empty() {
        return Err(problems);
    }
    let target = std::env::var("OUT_DIR").map_err(|error| vec![error.to_string()])?;
    fs::write(PathBuf::from(target).join("keys.rs"), code).map_err(|error| vec![error.to_string()])
}

/// Every message by its id, with all that is wrong with them otherwise.
fn read(text: &str) -> Result<BTreeMap<String, Message>, Vec<String>> {
    let parsed: serde_json::Map<String, serde_json::Value> =
        serde_json::from_str(text).map_err(|error| vec![format!("not a JSON object of texts: {error}")])?;
    let mut problems = repeated(text);
    let mut messages = BTreeMap::<String, Message>::new();
    for (key, value) in &parsed {
        let Some(en) = value.as_str() else {
            problems.push(format!("`{key}` is not a text"));
            continue;
        };
        problems.extend(faults(en).map(|fault| format!("`{key}`: {fault}")));
        let (id, category) = key.split_once('#').map_or((key.as_str(), None), |(id, category)| (id, Some(category)));
        if !is_id(id) {
            problems.push(format!("`{key}` is not a dotted name of lower case letters, digits, _ and -"));
        }
        let clash = || format!("`{id}` is both a text and a plural");
        match (category, messages.get_mut(id)) {
            (None, None) => {
                messages.insert(id.to_owned(), Message::Plain(en.to_owned()));
            }
            (Some("one"), None) => {
                messages.insert(id.to_owned(), Message::Plural(Some(en.to_owned()), None));
            }
            (Some("other"), None) => {
                messages.insert(id.to_owned(), Message::Plural(None, Some(en.to_owned())));
            }
            (Some("one"), Some(Message::Plural(one, _))) => *one = Some(en.to_owned()),
            (Some("other"), Some(Message::Plural(_, other))) => *other = Some(en.to_owned()),
            (Some("one" | "other") | None, Some(_)) => problems.push(clash()),
            (Some(category), _) => problems.push(format!("`{key}`: English has no plural category `{category}`")),
        }
    }
    if problems.is_empty() { Ok(messages) } else { Err(problems) }
}

/// Keys given twice, which a JSON reader passes over. Each message stands on a line of its own.
fn repeated(text: &str) -> Vec<String> {
    let mut seen = std::collections::BTreeSet::new();
    text.lines()
        .filter_map(|line| line.trim_start().strip_prefix('"')?.split_once("\":"))
        .filter(|(key, _)| !seen.insert(*key))
        .map(|(key, _)| format!("`{key}` is there twice"))
        .collect()
}

fn is_id(id: &str) -> bool {
    // Digits and hyphens come from the card frame, whose words have the names of its faults.
    let is_word = |word: &str| {
        !word.is_empty()
            && word
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'_' | b'-'))
    };
    id.starts_with(|first: char| first.is_ascii_lowercase()) && id.split('.').all(is_word)
}

/// What is wrong with a text, if anything.
fn faults(text: &str) -> Option<String> {
    if text.trim().is_empty() {
        return Some("is empty".to_owned());
    }
    if text.contains(['`', '\n', '\r']) {
        return Some("contains a backtick or a line break".to_owned());
    }
    let mut rest = text;
    while let Some(brace) = rest.find(['{', '}']) {
        let (_, from_brace) = rest.split_at(brace);
        let inside = from_brace.strip_prefix('{').and_then(|after| after.split_once('}'));
        match inside {
            Some((name, after)) if is_id(name) && !name.contains(['.', '-']) => rest = after,
            _ => return Some(format!("has a malformed placeholder at `{from_brace}`")),
        }
    }
    None
}
