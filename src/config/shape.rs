//! The shape of the configuration, and the one reader that holds a text against it.
//!
//! Always true: what comes out of [`hold`] has that shape in every part. What had not is gone from it (`null` in a list), and
//! named with its path. So a mistake costs what it is about and nothing else, and whoever reads on need not ask again. The JSON Schema and
//! the tables of `docs/configuration.md` are written from the same shape.

use super::token::{self, Kind};
use crate::domain::{check::text::is_letter_or_digit, country::Country, day::Day, money::Currency};
use serde_json::Value;

/// What stands at a place.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A text of at most so many characters, without control characters.
    Text(usize),
    /// A text, or one for each language.
    Words(usize),
    /// One of these.
    OneOf(&'static [&'static str]),
    /// Yes or no.
    Flag,
    /// A whole number between two.
    Whole(u32, u32),
    /// A day, `2026-10-01`.
    Day,
    /// A short name for machines: letters, digits, `-`, `_`, `.`.
    Name,
    /// A way to pay, by its id: a name that may have a part after a colon, `instalments:3`.
    Method,
    /// The address of a page.
    Page,
    /// The address of a picture.
    Picture,
    /// A mailbox.
    Mailbox,
    /// A telephone number as it is written.
    Telephone,
    /// A country, `NO`.
    Country,
    /// A currency, `NOK`.
    Currency,
    /// The value of a design token.
    Token(Kind),
    /// A list of at most so many.
    List(&'static Shape, usize),
    /// One value or a list of at most so many.
    OneOrList(&'static Shape, usize),
    /// Members with names of ours.
    Object(&'static [Member]),
    /// Design tokens.
    Tokens,
    /// The first that fits.
    Either(&'static [Shape]),
}

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub shape: Shape,
    /// Whether the object is nothing without it.
    pub needed: bool,
    /// What it is for.
    pub what: &'static str,
}

/// Something in a configuration that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Where: `brand.tokens.radius`, `consents[2].version`; empty for the whole.
    pub path: String,
    /// What belongs there.
    pub expects: String,
    /// What is there, as JSON and cut short; `None` when it is missing.
    pub is: Option<String>,
    /// Whether it counts all the same: it can be used, and is not good.
    pub counts: bool,
}

impl Wrong {
    /// The sentence for the console.
    pub fn sentence(&self) -> String {
        let place = if self.path.is_empty() {
            "Kassa: the configuration".to_owned()
        } else {
            format!("Kassa: in the configuration `{}`", self.path)
        };
        match (&self.is, self.counts) {
            (Some(is), true) => format!("{place} is {is}, but should be {}.", self.expects),
            (Some(is), false) => format!("{place} is {is}, but must be {}. It is left out.", self.expects),
            (None, _) => format!("{place} is missing: {}. What needs it is left out.", self.expects),
        }
    }
}

/// The longest piece of a wrong value that is told, in characters.
const TOLD: usize = 60;

/// A value as the console is told of it: JSON, in one line, cut short.
pub fn told(value: &Value) -> String {
    let text = value.to_string();
    let cut: String = text.chars().take(TOLD).map(|letter| if letter.is_control() { ' ' } else { letter }).collect();
    if text.chars().count() > TOLD { cut + "…" } else { cut }
}

/// The languages in which a merchant may give a text: those of the checkout, held together by a test.
pub const LANGUAGES: &[&str] = &["en", "nb", "ar"];

impl Shape {
    /// What the merchant is told.
    pub fn expects(&self) -> String {
        match self {
            Self::Text(most) => format!("a text of at most {most} characters"),
            Self::Words(most) => {
                format!("a text, or one for each language such as {{\"en\": \"…\"}}, of at most {most} characters")
            }
            Self::OneOf(names) => format!("one of {}", names.join(", ")),
            Self::Flag => "true or false".to_owned(),
            Self::Whole(least, most) => format!("a whole number from {least} to {most}"),
            Self::Day => "a day such as 2026-10-01".to_owned(),
            Self::Name => "a name of at most 40 letters, digits, - _ .".to_owned(),
            Self::Method => "a name of at most 40 letters, digits, - _ . :".to_owned(),
            Self::Page => "the address of a page: https://…, or /… on this site".to_owned(),
            Self::Picture => "the address of a picture: https://…, or /… on this site".to_owned(),
            Self::Mailbox => "an e-mail address".to_owned(),
            Self::Telephone => "a telephone number such as +47 22 00 00 00".to_owned(),
            Self::Country => "a country's code such as NO".to_owned(),
            Self::Currency => "a currency's code such as NOK".to_owned(),
            Self::Token(kind) => kind.expects(),
            Self::List(of, most) => format!("a list of at most {most}, each {}", of.expects()),
            Self::OneOrList(of, most) => format!("{}, or a list of at most {most} of them", of.expects()),
            Self::Object(members) => {
                format!("an object with {}", members.iter().map(|member| member.name).collect::<Vec<_>>().join(", "))
            }
            Self::Tokens => "an object of design tokens".to_owned(),
            Self::Either(shapes) => shapes.iter().map(Self::expects).collect::<Vec<_>>().join("; or "),
        }
    }

    /// Whether a single value fits; `None` for what has parts.
    fn fits(&self, value: &Value) -> Option<bool> {
        let text = value.as_str();
        Some(match self {
            Self::Text(most) => text.is_some_and(|text| is_text(text, *most)),
            Self::OneOf(names) => text.is_some_and(|text| names.contains(&text)),
            Self::Flag => value.is_boolean(),
            Self::Whole(least, most) => whole(value).is_some_and(|number| (*least..=*most).contains(&number)),
            Self::Day => text.is_some_and(|text| text.len() == 10 && Day::parse(text).is_some()),
            Self::Name => text.is_some_and(is_name),
            Self::Method => text.is_some_and(|text| text.len() <= 40 && text.split(':').all(is_name)),
            Self::Page | Self::Picture => text.is_some_and(is_address),
            Self::Mailbox => text.is_some_and(|text| crate::domain::check::email::Email::parse(text).is_ok()),
            Self::Telephone => text.is_some_and(is_telephone),
            Self::Country => text.is_some_and(|text| text.len() == 2 && Country::parse(text).is_some()),
            Self::Currency => text.is_some_and(|text| text.len() == 3 && Currency::parse(text).is_some()),
            Self::Token(kind) => text.is_some_and(|text| token::is_value(text, *kind)),
            _ => return None,
        })
    }
}

fn is_text(text: &str, most: usize) -> bool {
    // Signs that turn the direction of what follows around would let a text say something else than it does.
    let turns = |letter: char| matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !text.trim().is_empty()
        && text.chars().count() <= most
        && !text.chars().any(|letter| letter.is_control() || turns(letter))
}

fn is_name(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

/// An address that leads to a page and nowhere else: no script, no data, no other scheme, no host by a second slash.
pub fn is_address(text: &str) -> bool {
    let own = text.strip_prefix('/').is_some_and(|rest| !rest.starts_with(['/', '\\']));
    let far =
        text.strip_prefix("https://").is_some_and(|rest| rest.starts_with(|first: char| is_letter_or_digit(first)));
    let clean = |letter: char| !letter.is_control() && !letter.is_whitespace() && !"\"'<>\\`{}|^()".contains(letter);
    (own || far) && text.len() <= 500 && text.chars().all(clean)
}

fn is_telephone(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    (3..=15).contains(&digits)
        && text.len() <= 30
        && text
            .char_indices()
            .all(|(at, letter)| letter.is_ascii_digit() || " -()".contains(letter) || (letter == '+' && at == 0))
}

/// A whole number as it is written: no point, no exponent.
pub fn whole(value: &Value) -> Option<u32> {
    match value {
        Value::Number(number) => number.to_string().parse().ok(),
        _ => None,
    }
}

/// A path one step deeper.
pub fn step(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { [path, ".", name].concat() }
}

fn item(path: &str, at: usize) -> String {
    format!("{path}[{at}]")
}

/// Holds a value against its shape: takes out what does not fit and names it. Whether anything is left.
pub fn hold(value: &mut Value, shape: &Shape, path: &str, wrongs: &mut Vec<Wrong>) -> bool {
    let is = told(value);
    let wrong = |expects: String| Wrong { path: path.to_owned(), expects, is: Some(is), counts: false };
    match shape {
        Shape::Words(most) => match value {
            Value::Object(languages) => {
                languages.retain(|tag, text| {
                    let path = step(path, tag);
                    let is_known = LANGUAGES.contains(&tag.as_str());
                    if is_known && Shape::Text(*most).fits(text) == Some(true) {
                        return true;
                    }
                    let expects = if is_known {
                        Shape::Text(*most).expects()
                    } else {
                        Shape::OneOf(LANGUAGES).expects() + " as the name"
                    };
                    wrongs.push(Wrong { path, expects, is: Some(told(text)), counts: false });
                    false
                });
                if languages.is_empty() {
                    wrongs.push(Wrong { path: path.to_owned(), expects: shape.expects(), is: None, counts: false });
                }
                !languages.is_empty()
            }
            other if Shape::Text(*most).fits(other) == Some(true) => true,
            _ => {
                wrongs.push(wrong(shape.expects()));
                false
            }
        },
        Shape::List(of, most) => match value {
            Value::Array(list) => {
                hold_list(list, of, *most, path, wrongs);
                true
            }
            _ => {
                wrongs.push(wrong(shape.expects()));
                false
            }
        },
        Shape::OneOrList(of, most) => match value {
            Value::Array(list) => {
                hold_list(list, of, *most, path, wrongs);
                list.iter().any(|value| !value.is_null())
            }
            other => hold(other, of, path, wrongs),
        },
        Shape::Object(members) => hold_object(value, members, path, wrongs),
        Shape::Tokens => hold_tokens(value, path, wrongs),
        Shape::Either(shapes) => {
            // One that is of the same sort says best what is wrong inside.
            let same = shapes.iter().find(|shape| is_like(value, shape));
            match same {
                Some(shape) => hold(value, shape, path, wrongs),
                None => {
                    wrongs.push(wrong(shape.expects()));
                    false
                }
            }
        }
        single => {
            let fits = single.fits(value) == Some(true);
            if !fits {
                wrongs.push(wrong(single.expects()));
            }
            fits
        }
    }
}

/// Whether a value may be meant as one of that shape.
fn is_like(value: &Value, shape: &Shape) -> bool {
    match shape {
        Shape::Object(members) => {
            value.as_object().is_some_and(|object| members.iter().any(|member| object.contains_key(member.name)))
        }
        // A single small word was meant as a name of ours and mistyped.
        Shape::Words(most) => {
            let is_name =
                value.as_str().is_some_and(|text| text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'));
            value.is_object() || (!is_name && Shape::Text(*most).fits(value) == Some(true))
        }
        Shape::Tokens => value.is_object(),
        Shape::List(..) => value.is_array(),
        Shape::OneOrList(of, _) => value.is_array() || is_like(value, of),
        single => single.fits(value) == Some(true),
    }
}

fn hold_list(list: &mut Vec<Value>, of: &Shape, most: usize, path: &str, wrongs: &mut Vec<Wrong>) {
    if list.len() > most {
        let count = list.len().to_string();
        let expects = format!("a list of at most {most}; the rest is not read");
        wrongs.push(Wrong { path: path.to_owned(), expects, is: Some(count + " long"), counts: true });
        list.truncate(most);
    }
    for (at, value) in list.iter_mut().enumerate() {
        if !hold(value, of, &item(path, at), wrongs) {
            // The others keep their places, by which they are named.
            *value = Value::Null;
        }
    }
}

fn hold_object(value: &mut Value, members: &[Member], path: &str, wrongs: &mut Vec<Wrong>) -> bool {
    let is = told(value);
    let Value::Object(object) = value else {
        let expects = Shape::Object(&[]).expects() + &names(members);
        wrongs.push(Wrong { path: path.to_owned(), expects, is: Some(is), counts: false });
        return false;
    };
    object.retain(|name, value| {
        let path = step(path, name);
        // `$schema` tells an editor where the schema is.
        if name == "$schema" && value.is_string() {
            return false;
        }
        match members.iter().find(|member| member.name == name) {
            Some(member) => hold(value, &member.shape, &path, wrongs),
            None => {
                let expects = ["a name that is known here: ", &names(members)].concat();
                wrongs.push(Wrong { path, expects, is: Some(told(value)), counts: false });
                false
            }
        }
    });
    let mut whole = true;
    for member in members.iter().filter(|member| member.needed && !object.contains_key(member.name)) {
        let path = step(path, member.name);
        // One that was there and wrong has been named.
        if !wrongs.iter().any(|wrong| wrong.path.starts_with(&path)) {
            wrongs.push(Wrong { path, expects: member.shape.expects(), is: None, counts: false });
        }
        whole = false;
    }
    whole
}

fn names(members: &[Member]) -> String {
    members.iter().map(|member| member.name).collect::<Vec<_>>().join(", ")
}

fn hold_tokens(value: &mut Value, path: &str, wrongs: &mut Vec<Wrong>) -> bool {
    let is = told(value);
    let Value::Object(object) = value else {
        wrongs.push(Wrong { path: path.to_owned(), expects: Shape::Tokens.expects(), is: Some(is), counts: false });
        return false;
    };
    object.retain(|name, value| {
        let path = step(path, name);
        match token::TOKENS.iter().find(|(known, ..)| known == name) {
            Some((_, kind, _)) => hold(value, &Shape::Token(*kind), &path, wrongs),
            None => {
                let expects = "a token's name without --kassa-, such as color-primary".to_owned();
                wrongs.push(Wrong { path, expects, is: Some(told(value)), counts: false });
                false
            }
        }
    });
    true
}
