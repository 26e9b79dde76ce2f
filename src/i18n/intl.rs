//! The browser's `Intl` formatters, each built once.
//!
//! Bound here by name and not through `js_sys::Intl`: its bindings take numbers where we hand over decimal text,
//! which is how an amount reaches the page without passing through a float. Whatever a browser lacks is `None`,
//! and the caller has plain text to show instead.

use core::cell::RefCell;

use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue, prelude::wasm_bindgen};

use crate::domain::money::Currency;

#[wasm_bindgen]
extern "C" {
    /// An instance of any of the constructors of `Intl`.
    #[derive(Clone)]
    pub(super) type Formatter;

    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn format(this: &Formatter, value: &JsValue) -> Result<String, JsValue>;

    #[wasm_bindgen(method, structural, catch, js_name = formatRange)]
    pub(super) fn format_range(this: &Formatter, from: &JsValue, to: &JsValue) -> Result<String, JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn select(this: &Formatter, count: u32) -> Result<String, JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn of(this: &Formatter, code: &str) -> Result<Option<String>, JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    pub(super) fn compare(this: &Formatter, one: &str, other: &str) -> Result<i32, JsValue>;
}

/// What is to be formatted, and how.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A number with as few digits as it has.
    Number,
    /// An amount.
    Money(Currency),
    /// An amount with its sign, also when it is more.
    Change(Currency),
    /// Short distances.
    Metres,
    /// Longer ones, in tenths.
    Kilometres,
    /// `Wed 25 Nov` of a calendar day.
    Day,
    /// `25 Dec 2026` of a calendar day.
    DayOfYear,
    /// `Wed 25 Nov` of an instant on the shopper's clock.
    LocalDay,
    /// `15:40` of an instant on the shopper's clock.
    LocalTime,
    /// Which plural a number takes.
    Plural,
    /// Names of countries.
    Countries,
    /// Alphabetical order.
    Order,
    /// `a, b and c`.
    List,
}

/// The formatters of one locale.
pub(super) struct Formats {
    locale: &'static str,
    built: RefCell<Vec<(Wanted, Formatter)>>,
}

impl Formats {
    /// Builds nothing until something is asked for.
    pub(super) const fn new(locale: &'static str) -> Self {
        Self { locale, built: RefCell::new(Vec::new()) }
    }

    /// The formatter for that, or `None` when the browser has none.
    pub(super) fn get(&self, wanted: Wanted) -> Option<Formatter> {
        if let Some((_, known)) = self.built.borrow().iter().find(|(built, _)| *built == wanted) {
            return Some(known.clone());
        }
        let formatter = self.build(wanted)?;
        self.built.borrow_mut().push((wanted, formatter.clone()));
        Some(formatter)
    }

    fn build(&self, wanted: Wanted) -> Option<Formatter> {
        const DAY: [(&str, &str); 3] = [("weekday", "short"), ("day", "numeric"), ("month", "short")];
        match wanted {
            Wanted::Number => self.construct("NumberFormat", &[]),
            Wanted::Money(currency) => self.money(currency, "auto"),
            Wanted::Change(currency) => self.money(currency, "exceptZero"),
            Wanted::Metres => self.construct("NumberFormat", &[("style", "unit"), ("unit", "meter")]),
            Wanted::Kilometres => self
                .construct("NumberFormat", &[("style", "unit"), ("unit", "kilometer"), ("maximumFractionDigits", "1")]),
            Wanted::Day => {
                let [weekday, day, month] = DAY;
                self.construct("DateTimeFormat", &[weekday, day, month, ("timeZone", "UTC")])
            }
            Wanted::DayOfYear => self.construct(
                "DateTimeFormat",
                &[("day", "numeric"), ("month", "short"), ("year", "numeric"), ("timeZone", "UTC")],
            ),
            Wanted::LocalDay => self.construct("DateTimeFormat", &DAY),
            Wanted::LocalTime => {
                self.construct("DateTimeFormat", &[("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23")])
            }
            Wanted::Plural => self.construct("PluralRules", &[]),
            Wanted::Countries => self.construct("DisplayNames", &[("type", "region")]),
            Wanted::Order => self.construct("Collator", &[]),
            Wanted::List => self.construct("ListFormat", &[]),
        }
    }

    /// Digits are those of our table, so that what is shown is what is stored whatever the browser believes of a
    /// currency. The symbol is the one nobody can mistake in that language (`407,00 kr` but `407,00 SEK` in
    /// Norwegian), not the narrow one.
    fn money(&self, currency: Currency, sign: &str) -> Option<Formatter> {
        let digits = currency.exponent().to_string();
        self.construct(
            "NumberFormat",
            &[
                ("style", "currency"),
                ("currency", currency.code()),
                ("minimumFractionDigits", &digits),
                ("maximumFractionDigits", &digits),
                ("signDisplay", sign),
            ],
        )
    }

    fn construct(&self, name: &str, options: &[(&str, &str)]) -> Option<Formatter> {
        let given = Object::new();
        for (option, value) in options {
            Reflect::set(&given, &JsValue::from_str(option), &JsValue::from_str(value)).ok()?;
        }
        let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).ok()?;
        let constructor: Function = Reflect::get(&intl, &JsValue::from_str(name)).ok()?.dyn_into().ok()?;
        let arguments = Array::of2(&JsValue::from_str(self.locale), &given);
        Reflect::construct(&constructor, &arguments).ok().map(JsCast::unchecked_into)
    }
}
