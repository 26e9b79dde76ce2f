//! The text of a QR code that fills in a bank transfer (EPC069-12, version 2: `GiroCode`, SEPA QR).
//!
//! Always true: what is made here is what every bank's app reads: at most 331 bytes, so at most QR version 13 at error
//! correction M (QR-01). Only euro; anything the form has no room for gives no code at all, because the same facts
//! stand beside it as text and half a reference pays nobody.

use crate::domain::{
    check::{iban::Iban, text::tidy},
    money::{Currency, Money},
};

/// The most bytes a code of this form may have.
const LONGEST: usize = 331;
/// The longest name of a payee, in characters.
const NAME: usize = 70;
/// The longest text for the payee, in characters.
const TEXT: usize = 140;
/// The most cents a transfer can have: €999,999,999.99.
const MOST: i64 = 99_999_999_999;

/// A transfer to be made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer<'a> {
    /// Whom the account belongs to.
    pub name: &'a str,
    /// The account.
    pub iban: &'a Iban,
    /// The bank, where the shop says it; within the area nobody needs it any more.
    pub bic: Option<&'a str>,
    /// How much.
    pub amount: Money,
    /// By what the shop knows whose money it is: `RF…` of ISO 11649, or any text.
    pub reference: &'a str,
}

/// What the code says. `None` when it is not euro, or when something does not fit into the form.
pub fn payload(transfer: &Transfer<'_>) -> Option<String> {
    let cents = transfer.amount.minor();
    if transfer.amount.currency() != Currency::EUR || !(1..=MOST).contains(&cents) {
        return None;
    }
    let bic = match transfer.bic.map(tidy).filter(|bic| !bic.is_empty()) {
        Some(bic) if is_bic(&bic) => bic,
        Some(_) => return None,
        None => String::new(),
    };
    let reference = line(transfer.reference)?;
    if reference.chars().count() > TEXT {
        return None;
    }
    let structured = compact_reference(&reference);
    let (structured, text) = match &structured {
        Some(structured) => (structured.as_str(), ""),
        None => ("", reference.as_str()),
    };
    let name = line(transfer.name)?;
    let tail = [transfer.iban.as_str(), &["EUR", &transfer.amount.decimal()].concat(), "", structured, text].join("\n");
    let head = ["BCD\n002\n1\nSCT\n", &bic, "\n"].concat();
    // A name is for people: its end may be missing, as on every bank statement. Nothing else may.
    let room = LONGEST.checked_sub(head.len() + tail.len() + 1)?;
    let name = shortened(&name, room);
    // Lines that are empty at the end are left out; the form says so.
    (!name.is_empty()).then(|| [&head, name, "\n", tail.trim_end_matches('\n')].concat())
}

/// One line of the form. `None` when there is nothing in it.
fn line(text: &str) -> Option<String> {
    let whole: String = tidy(text).chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let whole = whole.trim();
    (!whole.is_empty()).then(|| whole.to_owned())
}

/// The first characters of a name that fit.
fn shortened(name: &str, room: usize) -> &str {
    let ends = name.char_indices().map(|(at, c)| at + c.len_utf8()).take(NAME);
    let end = ends.take_while(|end| *end <= room).last().unwrap_or(0);
    name.get(..end).unwrap_or("").trim_end()
}

/// Eight or eleven capitals and digits, the first six of them letters (ISO 9362).
fn is_bic(bic: &str) -> bool {
    let letters = bic.bytes().take(6).all(|byte| byte.is_ascii_uppercase());
    letters && matches!(bic.len(), 8 | 11) && bic.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

/// A creditor reference of ISO 11649 without its spaces, if it is one: `RF18 5390 0754 7034`.
fn compact_reference(text: &str) -> Option<String> {
    let compact: String = text.chars().filter(|c| *c != ' ').map(|c| c.to_ascii_uppercase()).collect();
    let digits = compact.get(2..4)?;
    let is_shaped = compact.starts_with("RF")
        && (5..=25).contains(&compact.len())
        && digits.bytes().all(|byte| byte.is_ascii_digit())
        && compact.bytes().all(|byte| byte.is_ascii_alphanumeric());
    (is_shaped && super::iban::remainder(&compact) == 1).then_some(compact)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// What a bank's app would read: name, account, bank, cents, reference, text.
    fn read(payload: &str) -> Option<(String, String, String, i64, String, String)> {
        let mut lines = payload.split('\n');
        for fixed in ["BCD", "002", "1", "SCT"] {
            if lines.next()? != fixed {
                return None;
            }
        }
        let bic = lines.next()?.to_owned();
        let name = lines.next()?.to_owned();
        let iban = lines.next()?.to_owned();
        let cents = Money::from_decimal(lines.next()?.strip_prefix("EUR")?, Currency::EUR)?.minor();
        let _purpose = lines.next().unwrap_or("");
        let reference = lines.next().unwrap_or("").to_owned();
        let text = lines.next().unwrap_or("").to_owned();
        lines.next().is_none().then_some((name, iban, bic, cents, reference, text))
    }

    fn iban() -> Iban {
        Iban::parse("DE89370400440532013000").unwrap()
    }

    #[track_caller]
    fn check(name: &str, bic: Option<&str>, cents: i64, reference: &str, expected: Option<&str>) {
        let iban = iban();
        let transfer = Transfer { name, iban: &iban, bic, amount: Money::new(cents, Currency::EUR), reference };
        assert_eq!(payload(&transfer).as_deref(), expected);
    }

    // shows: QR-01
    #[test]
    fn the_form_is_that_of_the_banks() {
        let with_text = "BCD\n002\n1\nSCT\n\nFjellvik AS\nDE89370400440532013000\nEUR388.10\n\n\nFV-48213";
        check("Fjellvik AS", None, 38_810, "FV-48213", Some(with_text));
        let with_reference =
            "BCD\n002\n1\nSCT\nCOBADEFF\nFjellvik AS\nDE89370400440532013000\nEUR0.01\n\nRF18539007547034";
        check(" Fjellvik\nAS ", Some("COBADEFF"), 1, "RF18 5390 0754 7034", Some(with_reference));
    }

    #[test]
    fn a_wrong_creditor_reference_is_a_text() {
        let text = "BCD\n002\n1\nSCT\n\nA\nDE89370400440532013000\nEUR1.00\n\n\nRF19 5390 0754 7034";
        check("A", None, 100, "RF19 5390 0754 7034", Some(text));
    }

    #[test]
    fn what_has_no_room_makes_no_code() {
        check("", None, 100, "A", None);
        check("A", None, 100, "", None);
        check("A", None, 0, "A", None);
        check("A", None, -100, "A", None);
        check("A", None, MOST + 1, "A", None);
        check("A", Some("COBA"), 100, "A", None);
        check("A", None, 100, &"x".repeat(141), None);
        let iban = iban();
        let krone = Money::new(100, Currency::NOK);
        assert_eq!(payload(&Transfer { name: "A", iban: &iban, bic: None, amount: krone, reference: "A" }), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(500))]

        // shows: QR-01
        #[test]
        fn what_is_written_is_read_back(
            name in "[\\PC]{1,90}",
            cents in 1..=MOST,
            reference in prop_oneof!["[A-Z0-9-]{1,35}", "[\\PC]{1,140}", Just("RF18 5390 0754 7034".to_owned())],
            bic in prop_oneof![Just(None), Just(Some("COBADEFFXXX")), Just(Some("DNBANOKK"))],
        ) {
            let iban = iban();
            let transfer = Transfer { name: &name, iban: &iban, bic, amount: Money::new(cents, Currency::EUR), reference: &reference };
            if let Some(payload) = payload(&transfer) {
                prop_assert!(payload.len() <= LONGEST);
                let (read_name, account, bank, sum, structured, text) = read(&payload).expect("a form");
                prop_assert!(!read_name.is_empty() && read_name.chars().count() <= NAME);
                prop_assert!(line(&name).unwrap().starts_with(&read_name));
                prop_assert_eq!(account, iban.as_str());
                prop_assert_eq!(bank, bic.unwrap_or(""));
                prop_assert_eq!(sum, cents);
                prop_assert_eq!(structured.is_empty(), !text.is_empty(), "one of both");
                let whole = [structured.as_str(), text.as_str()].concat();
                prop_assert_eq!(whole.replace(' ', ""), line(&reference).unwrap().replace(' ', ""));
            } else {
                // The only ways to have no room, with a sum that fits: nothing to say, or too much.
                let said = line(&name).is_some() && line(&reference).is_some_and(|text| text.len() <= 140);
                prop_assert!(!said, "{name:?} {reference:?}");
            }
        }
    }
}
