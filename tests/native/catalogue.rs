//! Rules of the catalogues in `public/locales`.
//!
//! English is the source: `build.rs` makes a constant of each of its messages, so that a name that is not there does
//! not compile. Here: what the compiler cannot see. Each message of a fault is shown in `src/i18n/fault.rs`.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
};

use kassa::i18n::{LANGUAGES, Language, Part, parts};

type Catalogue = BTreeMap<String, String>;

/// The plural categories of each language (Unicode CLDR, cardinal).
const CATEGORIES: [(&str, &[&str]); 3] =
    [("en", &["one", "other"]), ("nb", &["one", "other"]), ("ar", &["zero", "one", "two", "few", "many", "other"])];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn catalogue(tag: &str) -> Catalogue {
    let path = root().join("public/locales").join(tag).with_extension("json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn categories(tag: &str) -> &'static [&'static str] {
    let known = CATEGORIES.iter().find(|(of, _)| *of == tag);
    known.unwrap_or_else(|| panic!("add the plural categories of `{tag}` to CATEGORIES")).1
}

/// The name without its plural category.
fn id(key: &str) -> &str {
    key.split_once('#').map_or(key, |(id, _)| id)
}

fn slots(text: &str) -> BTreeSet<&str> {
    parts(text)
        .filter_map(|part| match part {
            Part::Slot(name) => Some(name),
            Part::Text(_) => None,
        })
        .collect()
}

/// Fails with every line, when there are any.
#[track_caller]
fn none(what: &str, lines: Vec<String>) {
    assert!(lines.is_empty(), "{what}:\n  {}", lines.join("\n  "));
}

/// Every text of every language: the tag, the key and the text.
fn texts() -> Vec<(&'static str, String, String)> {
    LANGUAGES
        .into_iter()
        .flat_map(|language| catalogue(language.tag).into_iter().map(move |(key, text)| (language.tag, key, text)))
        .collect()
}

/// The texts of which something is true, readable.
fn which(is: impl Fn(&str) -> bool) -> Vec<String> {
    let found = texts().into_iter().filter(|(_, _, text)| is(text));
    found.map(|(tag, key, text)| format!("{tag} {key}: {text:?}")).collect()
}

/// The keys a language needs so that each English message is there in all its plurals.
fn wanted(tag: &str) -> BTreeSet<String> {
    let mut wanted = BTreeSet::new();
    for key in catalogue("en").keys() {
        match key.split_once('#') {
            None => drop(wanted.insert(key.clone())),
            Some((id, _)) => wanted.extend(categories(tag).iter().map(|category| format!("{id}#{category}"))),
        }
    }
    wanted
}

#[test]
fn every_language_says_everything() {
    let mut missing = Vec::new();
    for Language { tag, .. } in LANGUAGES {
        let given: BTreeSet<_> = catalogue(tag).into_keys().collect();
        missing.extend(wanted(tag).difference(&given).map(|key| format!("{tag} {key}")));
    }
    none("Not translated", missing);
}

#[test]
fn no_language_says_more_than_english() {
    let mut stray = Vec::new();
    for Language { tag, .. } in LANGUAGES {
        let given: BTreeSet<_> = catalogue(tag).into_keys().collect();
        stray.extend(given.difference(&wanted(tag)).map(|key| format!("{tag} {key}")));
    }
    none("Not in English", stray);
}

#[test]
fn translations_have_the_placeholders_of_english() {
    let english = catalogue("en");
    let other = |key: &str| english.get(key).or_else(|| english.get(&format!("{}#other", id(key))));
    let mut wrong = Vec::new();
    for (tag, key, text) in texts() {
        let Some(source) = other(&key) else { continue };
        // "One item" needs no figure; what is for any number does.
        let may_spell_out = key.contains('#') && !["other", "many", "few"].iter().any(|many| key.ends_with(many));
        let figure = |names: BTreeSet<&str>| -> BTreeSet<String> {
            names.into_iter().filter(|name| !may_spell_out || *name != "count").map(str::to_owned).collect()
        };
        if spells_out_none(&key) {
            continue;
        }
        let (wanted, given) = (figure(slots(source)), figure(slots(&text)));
        if wanted != given {
            wrong.push(format!("{tag} {key}: {given:?} where English has {wanted:?}"));
        }
    }
    none("Placeholders", wrong);
}

/// A text for none can do without what it would say of some.
fn spells_out_none(key: &str) -> bool {
    key.ends_with("#zero")
}

#[test]
fn a_text_for_none_names_nothing_unknown() {
    let english = catalogue("en");
    let mut wrong = Vec::new();
    for (tag, key, text) in texts().into_iter().filter(|(_, key, _)| spells_out_none(key)) {
        let known = english.get(&format!("{}#other", id(&key))).map(|text| slots(text)).unwrap_or_default();
        wrong.extend(slots(&text).difference(&known).map(|name| format!("{tag} {key}: {{{name}}}")));
    }
    none("Placeholders", wrong);
}

#[test]
fn braces_only_stand_around_placeholders() {
    let stray = |text: &str| parts(text).any(|part| matches!(part, Part::Text(words) if words.contains(['{', '}'])));
    none("Malformed placeholder", which(stray));
}

#[test]
fn no_text_is_empty() {
    none("Empty", which(|text| text.trim().is_empty()));
}

#[test]
fn no_text_is_a_piece_of_a_sentence_put_together_elsewhere() {
    let edge = |text: &str| text.trim() != text || text.ends_with([',', '،']) || text.starts_with([',', '،', '.']);
    none("Begins or ends like a piece", which(edge));
}

#[test]
fn no_text_has_two_spaces_together() {
    none("Two spaces", which(|text| text.contains("  ")));
}

#[test]
fn nothing_shouts() {
    // Short ones are abbreviations.
    let is_loud = |word: &str| word.chars().count() > 5 && word.chars().all(char::is_uppercase);
    let shouts = |text: &str| text.contains('!') || text.split(|c: char| !c.is_alphabetic()).any(is_loud);
    none("Shouts", which(shouts));
}

#[test]
fn typography_is_of_print() {
    none("Straight quotes or three dots", which(|text| text.contains(['"', '\'']) || text.contains("...")));
}

// shows: LEG-01
#[test]
fn the_order_button_says_that_it_obliges_to_pay() {
    // Directive 2011/83/EU art. 8(2); C-249/21: only the words on the button count (LEG-01).
    let words = [("en", "pay"), ("nb", "betal"), ("ar", "دفع")];
    for Language { tag, .. } in LANGUAGES {
        let messages = catalogue(tag);
        let (_, word) = words.iter().find(|(of, _)| *of == tag).expect("the words of every language");
        for key in ["review.place", "review.place_later"] {
            let text = messages.get(key).map(String::as_str).unwrap_or_default();
            assert!(text.contains(word) && slots(text).contains("amount"), "{tag} {key}: {text:?}");
        }
    }
}

#[test]
fn every_message_is_used() {
    let mut named = BTreeSet::new();
    collect_names(&root().join("src"), &mut named);
    // The card frame is a page of its own: it names its messages as they are.
    let frame = fs::read_to_string(root().join("public/vault/words.js")).unwrap();
    let constant = |key: &str| id(key).to_uppercase().replace(['.', '-'], "_");
    let keys: BTreeSet<_> = catalogue("en").into_keys().map(|key| id(&key).to_owned()).collect();
    let dead: Vec<_> =
        keys.into_iter().filter(|key| !named.contains(&constant(key)) && !frame.contains(key.as_str())).collect();
    none("No source names", dead);
}

/// The words in capitals of every Rust file below a folder.
fn collect_names(folder: &Path, names: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect_names(&path, names);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let words = text.split(|letter: char| !letter.is_ascii_alphanumeric() && letter != '_');
            let capitals = words.filter(|word| word.contains('_') && !word.contains(|c: char| c.is_ascii_lowercase()));
            names.extend(capitals.map(str::to_owned));
        }
    }
}
