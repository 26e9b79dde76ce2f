//! The words of the shopper's language: messages, and values as that language writes them.
//!
//! Always true: every function answers with text. A message that the catalogue lacks is the English one; a format
//! that the browser lacks is plain digits. Knows no view; the app keeps a [`Words`] in a signal.

use std::{cmp::Ordering, rc::Rc};

use js_sys::{Array, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use super::{
    Key, Language, Part, Plural,
    fault::{self, Argument},
    fill,
    intl::{Formats, Formatter, Wanted},
    key, parts,
};
use crate::domain::{
    country::Country,
    day::{Day, Instant, Window},
    money::Money,
    problem::Problem,
};

/// The messages of a fetched language. They stay in the browser's own object: nothing is copied until it is shown.
#[derive(Clone)]
pub struct Catalogue(Object);

/// Why a catalogue did not come. The shopper keeps the language of before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CatalogueError {
    /// There was no answer.
    Offline,
    /// The answer was not the file; its status is given.
    Missing(u16),
    /// The file is not an object of texts.
    Malformed,
}

impl Catalogue {
    /// Messages that are already there, as an object of texts by their names.
    pub fn of(messages: Object) -> Self {
        Self(messages)
    }

    /// Fetches `locales/<tag>.json` below `base_url`, which ends in a slash or is empty.
    ///
    /// # Errors
    /// [`CatalogueError`], with which the language cannot be used.
    pub async fn fetch(language: Language, base_url: &str) -> Result<Self, CatalogueError> {
        let mut url = String::from(base_url);
        for part in ["locales/", language.tag, ".json"] {
            url.push_str(part);
        }
        let window = web_sys::window().ok_or(CatalogueError::Offline)?;
        let answer = JsFuture::from(window.fetch_with_str(&url)).await.map_err(|_| CatalogueError::Offline)?;
        let response: web_sys::Response = answer.unchecked_into();
        if !response.ok() {
            return Err(CatalogueError::Missing(response.status()));
        }
        let json = response.json().map_err(|_| CatalogueError::Malformed)?;
        let messages = JsFuture::from(json).await.map_err(|_| CatalogueError::Malformed)?;
        // An array is an object too, and harmless: it has none of our names.
        messages.dyn_into().map(Self::of).map_err(|_| CatalogueError::Malformed)
    }

    fn get(&self, id: &str) -> Option<String> {
        Reflect::get(&self.0, &JsValue::from_str(id)).ok()?.as_string()
    }
}

/// A piece of a message with markup in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// The name of the place where the view puts something of its own.
    Slot(String),
}

/// A language ready to be used. Copies are cheap and share everything.
#[derive(Clone)]
pub struct Words(Rc<Inner>);

struct Inner {
    language: Language,
    /// `None` for English, which is compiled in.
    catalogue: Option<Catalogue>,
    formats: Formats,
}

/// Two are equal when they are of the same language.
impl PartialEq for Words {
    fn eq(&self, other: &Self) -> bool {
        self.language() == other.language()
    }
}

impl Words {
    /// English: fetches nothing, and asks the browser for nothing until a value is formatted.
    pub fn english() -> Self {
        Self::of(Language::ENGLISH, None)
    }

    /// The words of a language whose catalogue is there.
    pub fn new(language: Language, catalogue: Catalogue) -> Self {
        Self::of(language, Some(catalogue))
    }

    /// The words of a language, fetched if need be; `base_url` as for [`Catalogue::fetch`].
    ///
    /// # Errors
    /// As [`Catalogue::fetch`].
    pub async fn load(language: Language, base_url: &str) -> Result<Self, CatalogueError> {
        if language == Language::ENGLISH {
            return Ok(Self::english());
        }
        Ok(Self::new(language, Catalogue::fetch(language, base_url).await?))
    }

    /// The same with some of the page's own instead of ours: an object of texts by their names.
    #[cfg(any(feature = "widget", feature = "studio"))]
    #[must_use]
    pub fn with_own(self, own: &JsValue) -> Self {
        // Also an object of another window, which is an instance of nothing here.
        if !own.is_object() {
            return self;
        }
        let own: &Object = own.unchecked_ref();
        let all = Object::new();
        if let Some(catalogue) = &self.0.catalogue {
            Object::assign(&all, &catalogue.0);
        }
        Object::assign(&all, own);
        Self::of(self.language(), Some(Catalogue(all)))
    }

    fn of(language: Language, catalogue: Option<Catalogue>) -> Self {
        Self(Rc::new(Inner { language, catalogue, formats: Formats::new(language.locale) }))
    }

    /// The language.
    pub fn language(&self) -> Language {
        self.0.language
    }

    // Messages.

    /// A message as it is.
    pub fn text(&self, key: Key) -> String {
        self.translated(key.id).unwrap_or_else(|| key.en.to_owned())
    }

    /// A message with its placeholders filled.
    pub fn with(&self, key: Key, values: &[(&str, &str)]) -> String {
        fill(&self.text(key), self.0.language.direction, values)
    }

    /// A message that depends on a number; `{count}` is filled with it.
    pub fn plural(&self, plural: Plural, count: u32, values: &[(&str, &str)]) -> String {
        let number = self.number(count);
        let mut all = Vec::with_capacity(values.len() + 1);
        all.push(("count", number.as_str()));
        all.extend_from_slice(values);
        fill(&self.chosen(plural, count), self.0.language.direction, &all)
    }

    /// A message in pieces, for a view that puts links or bold words into its placeholders.
    pub fn pieces(&self, key: Key) -> Vec<Piece> {
        parts(&self.text(key))
            .map(|part| match part {
                Part::Text(text) => Piece::Text(text.to_owned()),
                Part::Slot(name) => Piece::Slot(name.to_owned()),
            })
            .collect()
    }

    /// The sentence for a problem. `example` shows what is right there, such as a postcode of the country; empty
    /// when there is none.
    pub fn problem(&self, problem: Problem, example: &str) -> String {
        self.said(fault::sentence(problem), example)
    }

    /// A sentence with what it wants to name.
    pub fn said(&self, (key, argument): (Key, Argument), example: &str) -> String {
        match argument {
            Argument::None => self.text(key),
            Argument::Limit(limit) => self.with(key, &[("limit", &self.number(limit))]),
            Argument::Character(character) => self.with(key, &[("character", character.encode_utf8(&mut [0; 4]))]),
            Argument::Amount(amount) => self.with(key, &[("amount", &self.money(amount))]),
            Argument::Example if example.is_empty() => self.text(key::FAULT_SHAPE),
            Argument::Example => self.with(key, &[("example", example)]),
        }
    }

    fn translated(&self, id: &str) -> Option<String> {
        self.0.catalogue.as_ref()?.get(id)
    }

    fn chosen(&self, plural: Plural, count: u32) -> String {
        let english = || plural.english(count).to_owned();
        if self.0.catalogue.is_none() {
            return english();
        }
        let category = self.formatter(Wanted::Plural).and_then(|rules| rules.select(count).ok());
        let of = |category: &str| {
            let mut id = String::from(plural.id);
            id.push('#');
            id.push_str(category);
            self.translated(&id)
        };
        category.and_then(|category| of(&category)).or_else(|| of("other")).unwrap_or_else(english)
    }

    // Numbers.

    /// A whole number: `9,214`.
    pub fn number(&self, number: u32) -> String {
        self.decimal(&number.to_string())
    }

    /// Tenths, as ratings are given: 48 is `4.8`.
    pub fn tenths(&self, tenths: u8) -> String {
        self.decimal(&point(u32::from(tenths), 10))
    }

    /// Hundredths of a percent: 2550 is `25.5 %`.
    pub fn percent(&self, basis_points: u32) -> String {
        // The space before the sign is the catalogue's, not the browser's: ISO 80000-1 has it, en-GB data has not.
        let number = self.decimal(&point(basis_points, 100));
        fill(&self.text(key::FORMAT_PERCENT), super::Direction::Ltr, &[("number", &number)])
    }

    /// Metres: `350 m`, from a kilometre on `1.1 km`.
    pub fn distance(&self, metres: u32) -> String {
        if metres < 1000 {
            self.formatted(Wanted::Metres, &metres.to_string(), " m")
        } else {
            self.formatted(Wanted::Kilometres, &point(metres, 1000), " km")
        }
    }

    fn decimal(&self, digits: &str) -> String {
        self.formatted(Wanted::Number, digits, "")
    }

    /// Decimal text as the language writes it; followed by `unit` where the browser cannot do it.
    fn formatted(&self, wanted: Wanted, digits: &str, unit: &str) -> String {
        self.try_format(wanted, &JsValue::from_str(digits)).unwrap_or_else(|| {
            let mut plain = String::from(digits);
            plain.push_str(unit);
            plain
        })
    }

    // Money.

    /// An amount: `€407.00`, and `−€40.70` for what is taken off.
    pub fn money(&self, money: Money) -> String {
        self.amount(Wanted::Money(money.currency()), money)
    }

    /// An amount as a change: `+€6.90` or `−€40.70`; nothing has no sign.
    pub fn change(&self, money: Money) -> String {
        self.amount(Wanted::Change(money.currency()), money)
    }

    fn amount(&self, wanted: Wanted, money: Money) -> String {
        let digits = money.decimal();
        let Some(formatted) = self.try_format(wanted, &JsValue::from_str(&digits)) else {
            let mut plain = digits;
            plain.push(' ');
            plain.push_str(money.currency().code());
            return plain;
        };
        // English data has a hyphen there, which is read as a dash or not at all.
        formatted.replace('-', "\u{2212}")
    }

    // Days and times.

    /// A day of this year's calendar: `Wed 25 Nov`.
    pub fn day(&self, day: Day) -> String {
        self.date(Wanted::Day, day.noon())
    }

    /// A day further away: `25 Dec 2026`.
    pub fn day_of_year(&self, day: Day) -> String {
        self.date(Wanted::DayOfYear, day.noon())
    }

    /// A span of days: `Thu 26 – Fri 27 Nov`; a single day when both are one.
    pub fn days(&self, from: Day, to: Day) -> String {
        if from == to {
            return self.day(from);
        }
        let range = self
            .formatter(Wanted::Day)
            .and_then(|formatter| formatter.format_range(&milliseconds(from.noon()), &milliseconds(to.noon())).ok());
        range.map_or_else(
            || self.with(key::FORMAT_RANGE, &[("from", &self.day(from)), ("to", &self.day(to))]),
            |range| tidy(&range),
        )
    }

    /// Whole hours of the shopper's clock: `17–21`.
    pub fn hours(&self, from: u8, to: u8) -> String {
        self.with(key::FORMAT_HOURS, &[("from", &from.to_string()), ("to", &to.to_string())])
    }

    /// When something arrives: `Wed 25 Nov, 17–21` or `Thu 26 – Fri 27 Nov`.
    pub fn window(&self, window: &Window) -> String {
        let days = self.days(window.from, window.to);
        match window.hours {
            Some((from, to)) => {
                self.with(key::FORMAT_WINDOW_HOURS, &[("day", &days), ("hours", &self.hours(from, to))])
            }
            None => days,
        }
    }

    /// A time of the shopper's clock: `15:40`.
    pub fn time(&self, at: Instant) -> String {
        self.date(Wanted::LocalTime, at)
    }

    /// A moment on the shopper's clock: `Sun 22 Nov, 14:06`.
    pub fn moment(&self, at: Instant) -> String {
        let day = self.date(Wanted::LocalDay, at);
        self.with(key::FORMAT_DAY_TIME, &[("day", &day), ("time", &self.time(at))])
    }

    fn date(&self, wanted: Wanted, at: Instant) -> String {
        // A browser that cannot format dates shows the day as ISO 8601 has it.
        self.try_format(wanted, &milliseconds(at))
            .map_or_else(|| js_sys::Date::new(&milliseconds(at)).to_iso_string().into(), |formatted| tidy(&formatted))
    }

    // Names and order.

    /// The name of a country; its code when the browser has no name.
    pub fn country(&self, country: Country) -> String {
        let named = self.formatter(Wanted::Countries).and_then(|names| names.of(country.code()).ok().flatten());
        named.unwrap_or_else(|| country.code().to_owned())
    }

    /// Countries with their names, in the language's alphabetical order.
    pub fn countries(&self, countries: &[Country]) -> Vec<(Country, String)> {
        let mut named: Vec<_> = countries.iter().map(|country| (*country, self.country(*country))).collect();
        named.sort_by(|(_, one), (_, other)| self.compare(one, other));
        named
    }

    /// Which of two texts comes first in the language's alphabetical order.
    pub fn compare(&self, one: &str, other: &str) -> Ordering {
        let order = self.formatter(Wanted::Order).and_then(|order| order.compare(one, other).ok());
        order.map_or_else(|| one.cmp(other), |order| order.cmp(&0))
    }

    /// Texts as a list: `a, b and c`.
    pub fn list(&self, texts: &[String]) -> String {
        let array: Array = texts.iter().map(|text| JsValue::from_str(text)).collect();
        self.try_format(Wanted::List, &array).unwrap_or_else(|| texts.join(", "))
    }

    fn formatter(&self, wanted: Wanted) -> Option<Formatter> {
        self.0.formats.get(wanted)
    }

    fn try_format(&self, wanted: Wanted, value: &JsValue) -> Option<String> {
        self.formatter(wanted)?.format(value).ok()
    }
}

/// Milliseconds as the browser wants them. Up to 2^53 nothing is lost, and a `Date` ends before that.
#[allow(clippy::cast_precision_loss)]
fn milliseconds(at: Instant) -> JsValue {
    JsValue::from_f64(at.0 as f64)
}

/// `value / scale` as decimal text, `scale` being a power of ten.
fn point(value: u32, scale: u32) -> String {
    let mut text = (value / scale).to_string();
    text.push('.');
    // Zeros in front of the fraction are kept by the one that leads it.
    let fraction = (scale + value % scale).to_string();
    text.push_str(fraction.get(1..).unwrap_or_default());
    text
}

/// A date without what browsers disagree about: the comma after an English weekday, and thin spaces.
fn tidy(date: &str) -> String {
    date.chars()
        .filter(|letter| *letter != ',')
        .map(|letter| if matches!(letter, '\u{2009}' | '\u{202f}') { ' ' } else { letter })
        .collect()
}
