//! Reading JSON of somebody else: what is there is taken, what is unknown is passed over, and what is wrong is
//! named by its place.
//!
//! Always true: a number is read from its text, never through a float, so no amount is off by a rounding of ours. An
//! integer written as a string is taken, too: several shops write them so.

use crate::{
    checkout::request::{BackendError, Setup},
    domain::{
        day::{Day, Instant},
        money::{Currency, Money},
    },
};
use serde_json::Value;

/// Currencies in use (ISO 4217 list one, without funds and metals). An amount in any other cannot be read: nobody
/// knows how many digits its minor unit has.
const CURRENCIES: &str = "AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD \
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD \
    HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD \
    MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG \
    QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD \
    TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG";

/// Something that cannot be used: where it is and what was expected there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unfit {
    /// The place, such as `lines[2].total`.
    pub at: String,
    /// What was expected there.
    pub expected: &'static str,
}

impl Unfit {
    /// The sentence for the console.
    pub fn sentence(&self) -> String {
        format!("Kassa: the shop's answer has no usable `{}`: expected {}.", self.at, self.expected)
    }
}

/// A place in a document: something or nothing, and how one got there.
#[derive(Clone, Debug)]
pub struct Json<'a> {
    value: Option<&'a Value>,
    at: String,
}

/// Reads a text.
///
/// # Errors
/// When it is no JSON.
pub fn parse(text: &str) -> Result<Value, Unfit> {
    serde_json::from_str(text).map_err(|_| Unfit { at: String::new(), expected: "JSON" })
}

impl<'a> Json<'a> {
    /// The whole document.
    pub const fn of(value: &'a Value) -> Self {
        Self { value: Some(value), at: String::new() }
    }

    /// No document at all.
    pub const fn nothing() -> Self {
        Self { value: None, at: String::new() }
    }

    /// A member of an object; nothing where there is none.
    #[must_use]
    pub fn get(&self, name: &str) -> Self {
        let at = if self.at.is_empty() { name.to_owned() } else { [&self.at, ".", name].concat() };
        Self { value: self.value.and_then(|value| value.get(name)).filter(|value| !value.is_null()), at }
    }

    /// The members of a list; none where there is no list.
    pub fn list(&self) -> Vec<Self> {
        let items = self.value.and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        let place = |(index, value)| Self { value: Some(value), at: format!("{}[{index}]", self.at) };
        items.iter().enumerate().map(place).collect()
    }

    /// The members of an object with their names; none where there is no object.
    pub fn members(&self) -> Vec<(&'a str, Self)> {
        let object = self.value.and_then(Value::as_object);
        object.into_iter().flatten().map(|(name, _)| (name.as_str(), self.get(name))).collect()
    }

    /// Whether there is something.
    pub const fn is_some(&self) -> bool {
        self.value.is_some()
    }

    /// The value as it stands.
    pub const fn value(&self) -> Option<&'a Value> {
        self.value
    }

    /// An error at this place.
    pub fn unfit(&self, expected: &'static str) -> Unfit {
        Unfit { at: self.at.clone(), expected }
    }

    /// A text.
    ///
    /// # Errors
    /// When there is none.
    pub fn text(&self) -> Result<&'a str, Unfit> {
        self.maybe_text().ok_or_else(|| self.unfit("a text"))
    }

    /// A text, if there is one.
    pub fn maybe_text(&self) -> Option<&'a str> {
        self.value.and_then(Value::as_str)
    }

    /// A text as our own; empty where there is none.
    pub fn words(&self) -> String {
        self.maybe_text().unwrap_or_default().to_owned()
    }

    /// Whether it says `true`.
    pub fn is_true(&self) -> bool {
        self.value.and_then(Value::as_bool) == Some(true)
    }

    /// The text of a number, written as one or as a string.
    pub fn number(&self) -> Option<&'a str> {
        match self.value? {
            Value::Number(number) => Some(number.as_str()),
            Value::String(text) => Some(text.trim()),
            _ => None,
        }
    }

    /// A whole number.
    ///
    /// # Errors
    /// When there is none, or it does not fit.
    pub fn whole(&self) -> Result<i64, Unfit> {
        let text = self.number().ok_or_else(|| self.unfit("a whole number"))?;
        // `4.0` is 4, too.
        let digits = text.split_once('.').filter(|(_, rest)| rest.bytes().all(|digit| digit == b'0'));
        digits.map_or(text, |(digits, _)| digits).parse().map_err(|_| self.unfit("a whole number"))
    }

    /// How many of something.
    ///
    /// # Errors
    /// When it is no number, negative, or far too large.
    pub fn count(&self) -> Result<u32, Unfit> {
        u32::try_from(self.whole()?).map_err(|_| self.unfit("a count"))
    }

    /// A currency.
    ///
    /// # Errors
    /// [`Setup::Currency`] for one that is not in use, and the console is told by whoever asked.
    pub fn currency(&self) -> Result<Currency, BackendError> {
        let code = self.maybe_text().unwrap_or_default().to_ascii_uppercase();
        let known = Currency::parse(&code).filter(|_| CURRENCIES.split(' ').any(|known| known == code));
        known.ok_or(BackendError::Setup(Setup::Currency))
    }

    /// An amount in minor units. One with a point is refused even where only zeros follow: `407.00` is what a shop
    /// writes that means 407 euros, and to read it as 4.07 would sell everything for a hundredth.
    ///
    /// # Errors
    /// When there is none.
    pub fn minor(&self, currency: Currency) -> Result<Money, Unfit> {
        self.minor_units().map(|minor| Money::new(minor, currency))
    }

    /// The same without its currency.
    ///
    /// # Errors
    /// When there is none.
    pub fn minor_units(&self) -> Result<i64, Unfit> {
        let text = self.number().filter(|text| !text.contains('.'));
        text.and_then(|text| text.parse().ok()).ok_or_else(|| self.unfit("an amount in minor units"))
    }

    /// An amount as a decimal of any length, rounded half away from zero at the currency's last digit: that is how
    /// shops show amounts they keep unrounded.
    ///
    /// # Errors
    /// When there is none.
    pub fn decimal(&self, currency: Currency) -> Result<Money, Unfit> {
        let money = self.number().and_then(|text| Money::from_long_decimal(text, currency));
        money.ok_or_else(|| self.unfit("an amount as a decimal"))
    }

    /// A moment as RFC 3339 writes it.
    pub fn moment(&self) -> Option<Instant> {
        Instant::parse(self.maybe_text()?)
    }

    /// A day, written alone or as the beginning of a moment.
    pub fn day(&self) -> Option<Day> {
        let text = self.maybe_text()?;
        Day::parse(text.get(..10).unwrap_or(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with<T>(text: &str, read: impl FnOnce(Json) -> T) -> T {
        let value = parse(text).unwrap();
        read(Json::of(&value))
    }

    #[test]
    fn a_member_that_is_missing_is_named_by_its_place() {
        let unfit =
            with(r#"{"lines":[{"a":1},{}]}"#, |json| json.get("lines").list()[1].get("title").text().unwrap_err());
        assert_eq!(unfit.at, "lines[1].title");
    }
    #[test]
    fn null_is_nothing() {
        assert!(!with(r#"{"a":null}"#, |json| json.get("a").is_some()));
    }
    #[test]
    fn a_decimal_is_not_read_through_a_float() {
        let money = with(r#"{"total":9007199254740993.29}"#, |json| json.get("total").decimal(Currency::EUR));
        assert_eq!(money.unwrap().decimal(), "9007199254740993.29");
    }
    #[test]
    fn an_unrounded_decimal_is_rounded_half_up() {
        let of = |text: &str| with(text, |json| json.decimal(Currency::EUR).unwrap().decimal());
        assert_eq!(of("42.1584"), "42.16");
        assert_eq!(of("5.5750"), "5.58");
        assert_eq!(of("-5.575"), "-5.58");
        assert_eq!(of("9.994999"), "9.99");
        assert_eq!(of("1e2"), "100.00");
    }
    #[test]
    fn an_integer_may_be_a_string() {
        assert_eq!(with(r#""1099""#, |json| json.minor(Currency::EUR).unwrap().minor()), 1099);
    }
    #[test]
    fn half_a_cent_is_no_minor_unit() {
        assert!(with("10.5", |json| json.minor(Currency::EUR).is_err()));
    }
    #[test]
    fn a_decimal_that_happens_to_be_whole_is_no_count_of_minor_units() {
        for text in ["407.00", "407.0", r#""407.00""#, "4.07e2"] {
            assert!(with(text, |json| json.minor(Currency::EUR).is_err()), "{text}");
        }
    }
    #[test]
    fn a_currency_nobody_uses_is_none() {
        assert_eq!(with(r#""eur""#, |json| json.currency()), Ok(Currency::EUR));
        for text in [r#""XYZ""#, r#""EURO""#, "978", r#""R ON""#, "null"] {
            assert_eq!(with(text, |json| json.currency()), Err(BackendError::Setup(Setup::Currency)), "{text}");
        }
    }
    #[test]
    fn a_page_is_no_json() {
        assert!(parse("<!doctype html>").is_err());
    }
    #[test]
    fn a_moment_is_read_with_its_offset() {
        assert_eq!(with(r#""2026-11-27T12:00:00.500+01:00""#, |json| json.moment().unwrap()).0, 1_795_777_200_500);
    }
}
