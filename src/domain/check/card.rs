//! Payment cards: brand, number, expiry date and security code.
//!
//! The page of the shop never sees a card number; these checks run in the payment provider's frame. The frame of
//! the demo provider is plain JavaScript, so what is right is written down as data that both run:
//! `tests/fixtures/checks/card-cases.json`, an array of cases.
//!
//! | `check` | other keys | `expect` |
//! |---|---|---|
//! | `number` | `input`, `brands`: ids the shop takes, absent for all | `{"ok": digits, "brand": id}` or a fault |
//! | `expiry` | `input`, `today`: `[year, month]` | `{"ok": [year, month]}` or a fault |
//! | `code` | `input`, `brand`: id or null | `{"ok": digits}` or a fault |
//! | `brand` | `input`: digits typed so far | the id, or null while it is open |
//! | `brands` | `input`: digits typed so far, `brands` | ids of the brands it may be paid as, the shop's first first |
//! | `grouped` | `input`: digits, `brand`: id or null | the digits with spaces |
//!
//! A fault is `{"fault": name}`, with `"n": number` or `"c": character` where the [`Fault`] carries one.
//!
//! Brand rules follow `spec/quality.md` 1.2, which took them from braintree's credit-card-type (see NOTICE).

use crate::domain::{
    check::text::{folded_char, is_separator},
    problem::Fault,
    secret::Secret,
};

/// A brand of card, as printed on it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Brand {
    Visa,
    Mastercard,
    Amex,
    Diners,
    Discover,
    Jcb,
    UnionPay,
    Troy,
    Verve,
    Elo,
    Mir,
    Dankort,
    Hiper,
    Hipercard,
    Naranja,
    Maestro,
    Bancontact,
    CartesBancaires,
}

/// What is known of a brand.
struct Rules {
    brand: Brand,
    id: &'static str,
    name: &'static str,
    /// How many digits a number can have; the usual first, then rising.
    lengths: &'static [u8],
    /// What its security code is called.
    code_name: &'static str,
}

/// One row a brand, in the order of the enum.
const RULES: [Rules; 18] = [
    rules(Brand::Visa, "visa", "Visa", &[16, 18, 19], "CVV"),
    rules(Brand::Mastercard, "mastercard", "Mastercard", &[16], "CVC"),
    rules(Brand::Amex, "amex", "American Express", &[15], "CID"),
    rules(Brand::Diners, "diners", "Diners Club", &[14, 16, 19], "CVV"),
    rules(Brand::Discover, "discover", "Discover", &[16, 19], "CID"),
    rules(Brand::Jcb, "jcb", "JCB", &[16, 17, 18, 19], "CVV"),
    rules(Brand::UnionPay, "unionpay", "UnionPay", &[14, 15, 16, 17, 18, 19], "CVN"),
    rules(Brand::Troy, "troy", "Troy", &[16], "CVV"),
    rules(Brand::Verve, "verve", "Verve", &[16, 18, 19], "CVV"),
    rules(Brand::Elo, "elo", "Elo", &[16], "CVE"),
    rules(Brand::Mir, "mir", "Mir", &[16, 17, 18, 19], "CVP2"),
    rules(Brand::Dankort, "dankort", "Dankort", &[16], "CVC"),
    rules(Brand::Hiper, "hiper", "Hiper", &[16], "CVC"),
    rules(Brand::Hipercard, "hipercard", "Hipercard", &[16], "CVC"),
    rules(Brand::Naranja, "naranja", "Naranja", &[16], "CVV"),
    rules(Brand::Maestro, "maestro", "Maestro", &[12, 13, 14, 15, 16, 17, 18, 19], "CVC"),
    rules(Brand::Bancontact, "bancontact", "Bancontact", &[16], "CVC"),
    rules(Brand::CartesBancaires, "cb", "Cartes Bancaires", &[16], "CVC"),
];

const fn rules(
    brand: Brand,
    id: &'static str,
    name: &'static str,
    lengths: &'static [u8],
    code_name: &'static str,
) -> Rules {
    Rules { brand, id, name, lengths, code_name }
}

/// First digits of cards: from, to (as many digits as `from`), brand.
///
/// Where two rows of the same length match, the earlier one counts: Verve lies inside Maestro.
#[rustfmt::skip]
const RANGES: &[(u32, u32, Brand)] = {
    use Brand::{Amex, Dankort, Diners, Discover, Elo, Hiper, Hipercard, Jcb, Maestro, Mastercard, Mir, Naranja, Troy,
        UnionPay, Verve, Visa};
    &[
        (4, 4, Visa),
        (51, 55, Mastercard), (2221, 2720, Mastercard),
        (34, 34, Amex), (37, 37, Amex),
        (36, 36, Diners), (38, 39, Diners), (300, 305, Diners),
        (65, 65, Discover), (644, 649, Discover), (6011, 6011, Discover),
        (1800, 1800, Jcb), (2131, 2131, Jcb), (3528, 3589, Jcb),
        (620, 620, UnionPay), (623, 626, UnionPay), (810, 810, UnionPay), (6270, 6270, UnionPay),
        (6272, 6272, UnionPay), (6276, 6276, UnionPay), (6282, 6289, UnionPay), (6291, 6292, UnionPay),
        (8110, 8171, UnionPay), (62_100, 62_182, UnionPay), (62_184, 62_197, UnionPay), (62_200, 62_205, UnionPay),
        (62_207, 62_209, UnionPay), (622_010, 622_999, UnionPay), (627_700, 627_779, UnionPay),
        (627_781, 627_799, UnionPay),
        (9792, 9792, Troy), (650_052, 650_052, Troy), (650_082, 650_083, Troy), (650_092, 650_092, Troy),
        (650_161, 650_161, Troy), (650_170, 650_170, Troy), (650_173, 650_173, Troy), (650_175, 650_175, Troy),
        (650_268, 650_268, Troy), (650_271, 650_271, Troy), (650_273, 650_274, Troy), (650_456, 650_457, Troy),
        (650_836, 650_836, Troy), (650_846, 650_850, Troy), (650_923, 650_923, Troy), (650_987, 650_987, Troy),
        (650_990, 650_990, Troy), (654_997, 654_997, Troy), (657_366, 657_366, Troy), (657_998, 657_998, Troy),
        (658_758, 658_758, Troy), (658_767, 658_768, Troy), (65_083_700, 65_083_704, Troy),
        (65_085_800, 65_085_804, Troy), (65_085_900, 65_085_901, Troy), (65_086_000, 65_086_000, Troy),
        (65_086_100, 65_086_105, Troy), (65_086_200, 65_086_203, Troy), (65_875_000, 65_875_003, Troy),
        (65_875_009, 65_875_009, Troy), (65_875_101, 65_875_104, Troy), (65_875_200, 65_875_200, Troy),
        (65_875_501, 65_875_501, Troy), (65_875_601, 65_875_601, Troy), (65_875_900, 65_875_900, Troy),
        (65_876_000, 65_876_002, Troy), (65_876_100, 65_876_103, Troy), (65_876_110, 65_876_110, Troy),
        (65_876_115, 65_876_116, Troy), (65_876_200, 65_876_201, Troy), (65_876_500, 65_876_500, Troy),
        (65_876_504, 65_876_505, Troy), (65_876_600, 65_876_602, Troy), (65_877_100, 65_877_101, Troy),
        (65_877_600, 65_877_602, Troy), (65_877_700, 65_877_700, Troy), (65_877_801, 65_877_802, Troy),
        (65_878_200, 65_878_202, Troy), (65_878_300, 65_878_311, Troy), (65_878_400, 65_878_405, Troy),
        (65_878_500, 65_878_505, Troy), (65_878_600, 65_878_601, Troy), (65_879_800, 65_879_800, Troy),
        (65_880_800, 65_880_800, Troy), (65_880_900, 65_880_900, Troy),
        (506_099, 506_127, Verve), (506_129, 506_129, Verve), (506_133, 506_150, Verve), (506_158, 506_163, Verve),
        (506_166, 506_166, Verve), (506_168, 506_168, Verve), (506_170, 506_170, Verve), (506_173, 506_173, Verve),
        (506_176, 506_180, Verve), (506_184, 506_184, Verve), (506_187, 506_188, Verve), (506_191, 506_191, Verve),
        (506_195, 506_195, Verve), (506_197, 506_197, Verve), (507_865, 507_866, Verve), (507_868, 507_877, Verve),
        (507_880, 507_888, Verve), (507_900, 507_900, Verve), (507_941, 507_941, Verve),
        (401_178, 401_179, Elo), (431_274, 431_274, Elo), (438_935, 438_935, Elo), (451_416, 451_416, Elo),
        (457_393, 457_393, Elo), (457_631, 457_632, Elo), (504_175, 504_175, Elo), (506_699, 506_778, Elo),
        (509_000, 509_999, Elo), (627_780, 627_780, Elo), (636_297, 636_297, Elo), (636_368, 636_368, Elo),
        (650_031, 650_033, Elo), (650_035, 650_051, Elo), (650_405, 650_439, Elo), (650_485, 650_538, Elo),
        (650_541, 650_598, Elo), (650_700, 650_718, Elo), (650_720, 650_727, Elo), (650_901, 650_978, Elo),
        (651_652, 651_679, Elo), (655_000, 655_019, Elo), (655_021, 655_058, Elo),
        (2200, 2204, Mir),
        (5019, 5019, Dankort),
        (637_095, 637_095, Hiper), (637_568, 637_568, Hiper), (637_599, 637_599, Hiper), (637_609, 637_609, Hiper),
        (637_612, 637_612, Hiper), (63_737_423, 63_737_423, Hiper), (63_743_358, 63_743_358, Hiper),
        (606_282, 606_282, Hipercard),
        (402_918, 402_918, Naranja), (527_572, 527_572, Naranja), (589_562, 589_562, Naranja),
        (6, 6, Maestro), (56, 59, Maestro), (63, 63, Maestro), (67, 67, Maestro), (493_698, 493_698, Maestro),
        (500_000, 501_899, Maestro), (502_000, 504_174, Maestro), (504_176, 506_698, Maestro),
        (506_779, 508_999, Maestro),
    ]
};

/// Numbers that belong to two brands (CARD-02): their first digits, the brand of the first digits, the other one.
///
/// Dankort/Visa has 4571 for its own. The others are the demo's: small ranges around test numbers that providers
/// publish, as the real ones are known to banks only.
const CO_BADGED: [(&str, [Brand; 2]); 4] = [
    ("4571", [Brand::Visa, Brand::Dankort]),
    ("6703", [Brand::Maestro, Brand::Bancontact]),
    ("40000025", [Brand::Visa, Brand::CartesBancaires]),
    ("55555525", [Brand::Mastercard, Brand::CartesBancaires]),
];

/// The brands a number may be paid as, of those the shop takes and in its order. The shopper decides between two
/// (Regulation (EU) 2015/751, article 8(6)); the first is meant until then.
pub fn brands(digits: &str, accepted: &[Brand]) -> Vec<Brand> {
    let pair = CO_BADGED.iter().find(|(start, _)| digits.starts_with(start)).map(|(_, pair)| pair);
    let own = brand(digits);
    let is_one = |of: &&Brand| pair.map_or(own == Some(**of), |pair| pair.contains(of));
    accepted.iter().filter(is_one).copied().collect()
}

impl Brand {
    /// Every brand, in the order of the enum.
    pub fn all() -> impl Iterator<Item = Self> {
        RULES.iter().map(|rules| rules.brand)
    }

    /// The brand with that [`id`](Self::id).
    pub fn named(id: &str) -> Option<Self> {
        RULES.iter().find(|rules| rules.id == id).map(|rules| rules.brand)
    }

    /// The name in data: `visa`, `mastercard`, …
    pub fn id(self) -> &'static str {
        self.rules().id
    }

    /// The name for people. Brand names are not translated.
    pub fn name(self) -> &'static str {
        self.rules().name
    }

    /// What the brand calls its security code. For a footnote: the label says "security code" (UX-17).
    pub fn code_name(self) -> &'static str {
        self.rules().code_name
    }

    /// How many digits the security code has.
    pub const fn code_length(self) -> u16 {
        if matches!(self, Self::Amex) { 4 } else { 3 }
    }

    /// How many digits a number can have; the usual length first.
    pub fn lengths(self) -> &'static [u8] {
        self.rules().lengths
    }

    /// After how many digits a space stands when the number is shown.
    pub const fn gaps(self) -> &'static [u8] {
        if matches!(self, Self::Amex | Self::Diners) { &[4, 10] } else { &[4, 8, 12, 16] }
    }

    fn rules(self) -> &'static Rules {
        // One row a brand, so the first row is never the answer for another brand.
        let [first, ..] = &RULES;
        RULES.get(self as usize).unwrap_or(first)
    }
}

/// The brand of the digits typed so far; `None` while more than one is possible (CARD-01).
///
/// The longest matching prefix wins. Characters other than digits end the prefix.
pub fn brand(digits: &str) -> Option<Brand> {
    let mut best: Option<(u32, Brand)> = None;
    let mut open: Option<Brand> = None;
    let mut rivals = false;
    let (prefix, typed) = prefix_of(digits);
    if typed == 0 {
        return None;
    }
    for &(from, to, brand) in RANGES {
        let length = digits_in(from);
        if typed >= length {
            let head = prefix / 10_u32.pow(typed - length);
            if from <= head && head <= to && best.is_none_or(|(longest, _)| length > longest) {
                best = Some((length, brand));
            }
        } else {
            let unknown = 10_u32.pow(length - typed);
            if from / unknown <= prefix && prefix <= to / unknown {
                rivals |= open.is_some_and(|other| other != brand);
                open = Some(brand);
            }
        }
    }
    match (best, open) {
        (_, Some(_)) if rivals => None,
        (Some((_, best)), Some(open)) => (best == open).then_some(best),
        (best, open) => best.map(|(_, brand)| brand).or(open),
    }
}

/// The first digits as a number, eight at most, and how many they are. No range is longer than eight.
fn prefix_of(digits: &str) -> (u32, u32) {
    digits
        .chars()
        .map_while(|c| c.to_digit(10))
        .take(8)
        .fold((0, 0), |(prefix, count), digit| (prefix * 10 + digit, count + 1))
}

const fn digits_in(number: u32) -> u32 {
    match number.checked_ilog10() {
        Some(log) => log + 1,
        None => 1,
    }
}

/// A card number whose length and check digit fit its brand.
#[derive(Clone, Debug)]
pub struct CardNumber {
    digits: Secret<String>,
    brand: Brand,
}

impl CardNumber {
    /// Checks a number against the brands the shop takes.
    ///
    /// The check digit (ISO/IEC 7812-1, Luhn) counts for every brand; `UnionPay` has numbers of 19 digits without
    /// one (CARD-03).
    ///
    /// # Errors
    /// `Missing`, `BadCharacter`, `UnsupportedBrand`, `TooShort`, `TooLong` or `Checksum`: the first that applies.
    pub fn parse(text: &str, accepted: &[Brand]) -> Result<Self, Fault> {
        let digits = only_digits(text)?;
        let count = u16::try_from(digits.len()).unwrap_or(u16::MAX);
        let Some(brand) = brand(&digits) else {
            // Lengths of ISO/IEC 7812-1. Better to speak of a typing error than of a brand nobody knows.
            return Err(match count {
                0..12 => Fault::TooShort(12),
                12..=19 if luhn(&digits) => Fault::UnsupportedBrand,
                12..=19 => Fault::Checksum,
                _ => Fault::TooLong(19),
            });
        };
        let Some(paid_as) = brands(&digits, accepted).first().copied() else {
            return Err(Fault::UnsupportedBrand);
        };
        check_length(count, brand.lengths())?;
        let unchecked = matches!(brand, Brand::UnionPay) && count == 19;
        if !unchecked && !luhn(&digits) {
            return Err(Fault::Checksum);
        }
        Ok(Self { digits: Secret::new(digits), brand: paid_as })
    }

    /// The digits without spaces.
    pub const fn digits(&self) -> &Secret<String> {
        &self.digits
    }

    /// The brand; of two the one that the shop names first.
    pub const fn brand(&self) -> Brand {
        self.brand
    }

    /// The last four digits, which may be shown (PCI DSS 3.4.1).
    pub fn last4(&self) -> &str {
        let digits = self.digits.expose();
        digits.len().checked_sub(4).and_then(|start| digits.get(start..)).unwrap_or("")
    }
}

/// Below the usual length digits are missing; above it there are too many, unless the brand has that length too.
fn check_length(count: u16, lengths: &[u8]) -> Result<(), Fault> {
    let lengths = || lengths.iter().map(|length| u16::from(*length));
    if lengths().any(|length| length == count) {
        return Ok(());
    }
    match lengths().filter(|length| *length < count).max() {
        None => Err(Fault::TooShort(lengths().min().unwrap_or(12))),
        Some(most) => Err(Fault::TooLong(if count > 19 { lengths().max().unwrap_or(19) } else { most })),
    }
}

/// Whether the last digit is the one that Luhn's formula gives (ISO/IEC 7812-1 annex B).
pub fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, digit)| {
            let digit = u32::from(digit.wrapping_sub(b'0'));
            if place % 2 == 0 { digit } else { digit * 2 - if digit > 4 { 9 } else { 0 } }
        })
        .sum();
    !digits.is_empty() && sum.is_multiple_of(10)
}

/// Digits in the groups of their brand, with single spaces; fours while the brand is open.
pub fn grouped(digits: &str, brand: Option<Brand>) -> String {
    let gaps = brand.map_or(&[4, 8, 12, 16][..], Brand::gaps);
    let mut shown = String::with_capacity(digits.len() + gaps.len());
    for (place, digit) in digits.chars().enumerate() {
        if gaps.iter().any(|gap| usize::from(*gap) == place) {
            shown.push(' ');
        }
        shown.push(digit);
    }
    shown
}

/// The last month in which a card is good.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expiry {
    /// Four digits.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
}

impl Expiry {
    /// Reads a date in any of the ways people copy it from a card: `3/27`, `0327`, `03-2027`, `2027-03`, …
    ///
    /// `today` is year and month of yesterday in the shopper's zone: a card is good through the last day of its
    /// month, and a day of grace covers wrong clocks and zones (CARD-04).
    ///
    /// # Errors
    /// `Missing`; `BadCharacter`; `TooShort(4)` for less than month and year; `Shape` for what is neither;
    /// `NoSuchMonth`; `Expired`; `TooFar` for more than 20 years ahead.
    pub fn parse(text: &str, today: (u16, u8)) -> Result<Self, Fault> {
        let typed = runs_of_digits(text)?;
        let mut runs = typed.split(' ').filter(|run| !run.is_empty());
        let (month, year) = match (runs.next(), runs.next(), runs.next()) {
            (None, _, _) => return Err(Fault::Missing),
            (Some(run), None, _) => unseparated(run)?,
            (Some(year), Some(month), None) if year.len() == 4 => (month, year),
            (Some(month), Some(year), None) => (month, year),
            _ => return Err(Fault::Shape),
        };
        let year = match (year.len(), year.parse::<u16>()) {
            (1, _) => return Err(Fault::TooShort(4)),
            (2, Ok(year)) => 2000 + year,
            (4, Ok(year)) => year,
            _ => return Err(Fault::Shape),
        };
        let (1 | 2, Ok(month)) = (month.len(), month.parse::<u8>()) else { return Err(Fault::Shape) };
        if !(1..=12).contains(&month) {
            return Err(Fault::NoSuchMonth);
        }
        if (year, month) < today {
            return Err(Fault::Expired);
        }
        if (year, month) > (today.0.saturating_add(20), today.1) {
            return Err(Fault::TooFar);
        }
        Ok(Self { year, month })
    }
}

/// Month and year of digits without a separator.
fn unseparated(run: &str) -> Result<(&str, &str), Fault> {
    let split = match run.len() {
        // `02` may go on; `027` is `02/7…` and not month zero.
        0..=2 => return Err(Fault::TooShort(4)),
        3 if run.starts_with('0') => return Err(Fault::TooShort(4)),
        3 | 5 => 1,
        // Year first, as a date field stores it: there is no month 20.
        6 if run.starts_with("20") => {
            return run.split_at_checked(4).map(|(year, month)| (month, year)).ok_or(Fault::Shape);
        }
        4 | 6 => 2,
        _ => return Err(Fault::Shape),
    };
    run.split_at_checked(split).ok_or(Fault::Shape)
}

/// A security code of the length its brand has.
#[derive(Clone, Debug)]
pub struct SecurityCode(Secret<String>);

impl SecurityCode {
    /// Checks a code. While the brand is open, three or four digits will do; Maestro cards may have none.
    ///
    /// # Errors
    /// `Missing`, `BadCharacter`, `TooShort` or `TooLong`.
    pub fn parse(text: &str, brand: Option<Brand>) -> Result<Self, Fault> {
        let digits = match only_digits(text) {
            Err(Fault::Missing) if brand == Some(Brand::Maestro) => String::new(),
            digits => {
                let digits = digits?;
                let (least, most) = brand.map_or((3, 4), |brand| (brand.code_length(), brand.code_length()));
                let count = u16::try_from(digits.len()).unwrap_or(u16::MAX);
                if count < least {
                    return Err(Fault::TooShort(least));
                }
                if count > most {
                    return Err(Fault::TooLong(most));
                }
                digits
            }
        };
        Ok(Self(Secret::new(digits)))
    }

    /// The digits; empty for a Maestro card without a code.
    pub const fn digits(&self) -> &Secret<String> {
        &self.0
    }
}

/// The digits of a number, without what people group them with.
fn only_digits(text: &str) -> Result<String, Fault> {
    let mut digits = String::with_capacity(19);
    for c in text.chars().filter_map(folded_char).filter(|c| !is_separator(*c)) {
        if !c.is_ascii_digit() {
            return Err(Fault::BadCharacter(c));
        }
        digits.push(c);
    }
    if digits.is_empty() { Err(Fault::Missing) } else { Ok(digits) }
}

/// Digits with a space for each separator.
fn runs_of_digits(text: &str) -> Result<String, Fault> {
    text.chars()
        .filter_map(folded_char)
        .map(|c| match c {
            '0'..='9' => Ok(c),
            '/' | '\\' | '|' | ':' | ';' | '\'' | '’' => Ok(' '),
            _ if is_separator(c) => Ok(' '),
            _ => Err(Fault::BadCharacter(c)),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn accepted_of(case: &Value) -> Vec<Brand> {
        let named = |ids: &Vec<Value>| ids.iter().map(|id| Brand::named(id.as_str().unwrap()).unwrap()).collect();
        case.get("brands").and_then(Value::as_array).map_or_else(|| Brand::all().collect(), named)
    }

    fn answer(case: &Value) -> Value {
        let input = case["input"].as_str().unwrap();
        let brand_of_case = case["brand"].as_str().map(|id| Brand::named(id).unwrap());
        match case["check"].as_str().unwrap() {
            "number" => told(
                CardNumber::parse(input, &accepted_of(case)),
                |card| json!({"ok": card.digits().expose(), "brand": card.brand().id()}),
            ),
            "expiry" => {
                let part = |index: usize| case["today"][index].as_u64().unwrap();
                let today = (u16::try_from(part(0)).unwrap(), u8::try_from(part(1)).unwrap());
                told(Expiry::parse(input, today), |expiry| json!({"ok": [expiry.year, expiry.month]}))
            }
            "code" => told(SecurityCode::parse(input, brand_of_case), |code| json!({"ok": code.digits().expose()})),
            "brand" => brand(input).map_or(Value::Null, |brand| brand.id().into()),
            "brands" => brands(input, &accepted_of(case)).into_iter().map(Brand::id).collect(),
            "grouped" => grouped(input, brand_of_case).into(),
            other => panic!("no such check: {other}"),
        }
    }

    fn told<T>(checked: Result<T, Fault>, ok: fn(T) -> Value) -> Value {
        match checked {
            Ok(value) => ok(value),
            Err(Fault::TooShort(n)) => json!({"fault": "TooShort", "n": n}),
            Err(Fault::TooLong(n)) => json!({"fault": "TooLong", "n": n}),
            Err(Fault::BadCharacter(c)) => json!({"fault": "BadCharacter", "c": c}),
            Err(fault) => json!({"fault": format!("{fault:?}")}),
        }
    }

    // shows: CARD-01, CARD-03, UX-11, I18N-08
    #[test]
    fn every_case_of_the_file_holds() {
        let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/checks/card-cases.json");
        let cases: Vec<Value> = serde_json::from_str(&std::fs::read_to_string(file).unwrap()).unwrap();
        assert!(cases.len() > 300, "only {} cases", cases.len());
        let wrong: Vec<String> = cases
            .iter()
            .filter(|case| answer(case) != case["expect"])
            .map(|case| format!("{case}\n   but: {}", answer(case)))
            .collect();
        assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), cases.len(), wrong.join("\n"));
    }

    #[test]
    fn every_brand_has_its_own_row() {
        for (place, brand) in Brand::all().enumerate() {
            assert_eq!(brand as usize, place);
            assert_eq!(Brand::named(brand.id()), Some(brand));
            let is_second = CO_BADGED.iter().any(|(_, [_, second])| *second == brand);
            assert!(RANGES.iter().any(|range| range.2 == brand) || is_second);
        }
    }

    #[test]
    fn ranges_run_upwards_and_keep_their_length() {
        for &(from, to, brand) in RANGES {
            assert!(from <= to && digits_in(from) == digits_in(to), "{from} {to} {brand:?}");
        }
    }

    #[test]
    fn a_number_does_not_print() {
        let all: Vec<Brand> = Brand::all().collect();
        let card = CardNumber::parse("4242 4242 4242 4242", &all).unwrap();
        assert!(!format!("{card:?}").contains("4242"));
        assert_eq!(card.last4(), "4242");
    }

    proptest! {
        #[test]
        fn numbers_of_every_brand_pass_and_one_wrong_digit_fails(
            range in 0..RANGES.len(), tail in "[0-9]{19}", which in 0..8_usize, place in 0..19_usize, by in 1..10_u8,
        ) {
            let (from, to, of) = RANGES[range];
            let head = from + u32::try_from(tail.len() % 7).unwrap().min(to - from);
            let lengths = of.lengths();
            let length = usize::from(lengths[which % lengths.len()]);
            let mut digits = format!("{head}{tail}");
            digits.truncate(length - 1);
            let last = ('0'..='9').find(|last| luhn(&format!("{digits}{last}"))).unwrap();
            digits.push(last);
            let all: Vec<Brand> = Brand::all().collect();
            let found = brand(&digits);
            prop_assert!(found.is_some());
            let found = found.unwrap();
            if found.lengths().contains(&u8::try_from(length).unwrap()) {
                let spaced = grouped(&digits, Some(found));
                let card = CardNumber::parse(&spaced, &all);
                prop_assert!(card.is_ok(), "{spaced} {card:?}");
                let mut wrong: Vec<u8> = digits.clone().into_bytes();
                let place = place % length;
                wrong[place] = b'0' + (wrong[place] - b'0' + by) % 10;
                prop_assert!(!luhn(std::str::from_utf8(&wrong).unwrap()));
            }
        }

        #[test]
        fn a_brand_once_shown_does_not_change_to_another_without_being_open_in_between(digits in "[0-9]{1,19}") {
            let shown: Vec<Option<Brand>> = (1..=digits.len()).map(|end| brand(&digits[..end])).collect();
            for pair in shown.windows(2) {
                if let [Some(before), Some(after)] = pair {
                    prop_assert_eq!(before, after);
                }
            }
        }

        #[test]
        fn grouping_keeps_every_digit(digits in "[0-9]{0,24}") {
            for of in Brand::all().map(Some).chain([None]) {
                prop_assert_eq!(grouped(&digits, of).replace(' ', ""), digits.clone());
            }
        }

        #[test]
        fn anything_may_be_typed(text in any::<String>(), month in 1_u8..=12) {
            let all: Vec<Brand> = Brand::all().collect();
            let _ = CardNumber::parse(&text, &all);
            let _ = Expiry::parse(&text, (2026, month));
            let _ = SecurityCode::parse(&text, brand(&text));
            let _ = grouped(&text, brand(&text));
        }

        #[test]
        fn a_date_reads_the_same_in_every_spelling(year in 2027_u16..2046, month in 1_u8..=12) {
            let yy = year % 100;
            for text in [
                format!("{month}/{yy}"), format!("{month:02}{yy}"), format!("{month:02} / {yy}"),
                format!("{month:02}-{year}"), format!("{month}.{year}"), format!("{year}-{month:02}"),
                format!("{month:02}{year}"), format!("{year}{month:02}"),
            ] {
                prop_assert_eq!(Expiry::parse(&text, (2026, 11)), Ok(Expiry { year, month }), "{}", text);
            }
        }
    }
}
