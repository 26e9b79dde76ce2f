//! Card numbers where none belongs: in a name, an address, a code.
//!
//! A shopper may type a card number into any field. Only the provider's frame may know it (SEC-05), so such a text is
//! told from others before anything is done with it. Always true: a number that can be a card's is found in any
//! spelling; what can be told from one (telephone numbers, IBANs, article numbers) is not.

use super::{
    card::luhn,
    iban,
    text::{compact, folded_char, is_separator},
};

/// What the digits of a text look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Digits {
    /// Nothing that anybody must be careful with.
    #[default]
    Few,
    /// As many as a card's that is not typed to its end: good for use, but not to be written down.
    Many,
    /// A card number.
    Card,
}

/// The shortest and the longest card number (ISO/IEC 7812-1).
const SHORTEST: usize = 12;
const LONGEST: usize = 19;
/// How many signs may stand between two digits of one number: ` - `.
const GAP: usize = 3;
/// The longest telephone number (ITU-T E.164).
const LONGEST_PHONE: usize = 15;

/// Looks for a card number: plain, grouped, in other scripts' digits, or percent-encoded.
pub fn digits(text: &str) -> Digits {
    let mut found = Digits::Few;
    let mut run = Run::default();
    let text = unescaped(text);
    for c in text.chars().filter_map(folded_char) {
        let goes_on = !run.digits.is_empty() && run.gap < GAP;
        if c.is_ascii_digit() {
            run.push(c);
        } else if goes_on && (is_separator(c) || matches!(c, '+' | '/')) {
            run.gap += 1;
        } else {
            found = worse(found, run.look());
            run = Run { is_phone: c == '+', ..Run::default() };
        }
    }
    match worse(found, run.look()) {
        Digits::Few => Digits::Few,
        _ if is_iban(&text) => Digits::Few,
        looks => looks,
    }
}

fn is_iban(text: &str) -> bool {
    let text = compact(text);
    let head = text.as_bytes();
    let named = head.iter().take(2).all(u8::is_ascii_uppercase) && head.iter().skip(2).take(2).all(u8::is_ascii_digit);
    (15..=34).contains(&text.len())
        && text.bytes().all(|c| c.is_ascii_alphanumeric())
        && named
        && iban::remainder(&text) == 1
}

const fn worse(one: Digits, other: Digits) -> Digits {
    match (one, other) {
        (Digits::Card, _) | (_, Digits::Card) => Digits::Card,
        (Digits::Many, _) | (_, Digits::Many) => Digits::Many,
        _ => Digits::Few,
    }
}

/// Digits with little between them.
#[derive(Default)]
struct Run {
    digits: String,
    /// Where each group of digits begins.
    groups: Vec<usize>,
    gap: usize,
    is_phone: bool,
}

impl Run {
    fn push(&mut self, digit: char) {
        if self.gap > 0 || self.digits.is_empty() {
            self.groups.push(self.digits.len());
        }
        self.gap = 0;
        self.digits.push(digit);
    }

    fn look(&self) -> Digits {
        let all = self.digits.len();
        if all < SHORTEST {
            return Digits::Few;
        }
        // Whole groups: the expiry or the code may stand beside the number. Without gaps they follow it.
        let ends = || self.groups.iter().copied().skip(1).chain([all]);
        let is_card = |from: usize, to: usize| self.digits.get(from..to).is_some_and(is_card);
        let found = self.groups.iter().any(|from| {
            ends().filter(|to| (SHORTEST..=LONGEST).contains(&to.saturating_sub(*from))).any(|to| is_card(*from, to))
                || ends().any(|to| to.saturating_sub(*from) > LONGEST)
                    && (is_card(*from, from + 15) || is_card(*from, from + 16))
        });
        match found {
            true => Digits::Card,
            // With the country's code, after `+` or `00`.
            false
                if self.is_phone && all <= LONGEST_PHONE
                    || self.digits.starts_with("00") && all <= 2 + LONGEST_PHONE =>
            {
                Digits::Few
            }
            false => Digits::Many,
        }
    }
}

/// Whether so many digits can be a card's: its beginning is one that schemes have (coarser than
/// [`card::brand`](super::card::brand), whose table the first screen does without), and so is its check digit.
fn is_card(digits: &str) -> bool {
    let head: u32 = digits.get(..4).and_then(|head| head.parse().ok()).unwrap_or(0);
    let size = digits.len();
    let fits = match head {
        4000..=4999 => matches!(size, 16 | 18 | 19),
        5100..=5599 | 2221..=2720 | 9792 => size == 16,
        3400..=3499 | 3700..=3799 => size == 15,
        3000..=3059 | 3600..=3699 | 3800..=3999 => matches!(size, 14 | 16 | 19),
        1800 | 2131 => matches!(size, 15 | 16),
        2200..=2204 | 3528..=3589 => size >= 16,
        // UnionPay's 19 digits carry no dependable check digit (CARD-03).
        6200..=6299 | 8100..=8171 if size == 19 => return true,
        // So short only Maestro is, and its first digits are told from those of articles (GTIN-13).
        5018 | 5020 | 5038 | 5893 | 6304 | 6759 | 6761..=6763 => true,
        // Of 60 Discover and Hipercard have these; most of the rest is on gift cards of shops, which are codes.
        5000..=5099 | 5600..=5999 | 6011 | 6062 | 6100..=6999 | 8100..=8171 => size >= 14,
        _ => false,
    };
    fits && luhn(digits)
}

/// The text without percent-encoding, if it has any.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = match after {
            [high, low, ..] if *first == b'%' => hex(*high).zip(hex(*low)).map(|(high, low)| high << 4 | low),
            _ => None,
        };
        bytes.push(code.unwrap_or(*first));
        rest = if code.is_some() { after.get(2..).unwrap_or(&[]) } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

const fn hex(digit: u8) -> Option<u8> {
    match digit {
        b'0'..=b'9' => Some(digit - b'0'),
        b'a'..=b'f' => Some(digit - b'a' + 10),
        b'A'..=b'F' => Some(digit - b'A' + 10),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// One number a brand, twelve of them; test numbers that schemes and providers publish, or made with a check digit.
    const CARDS: [&str; 12] = [
        "4242424242424242",
        "5555555555554444",
        "2223003122003222",
        "378282246310005",
        "30569309025904",
        "6011111111111117",
        "3530111333300000",
        "6200000000000005",
        "6759649826438453",
        "5019555544445555",
        "2201382000000013",
        "6304000000000000",
    ];

    #[allow(clippy::format_collect)] // A few bytes, in a test.
    fn spellings(card: &str) -> [String; 9] {
        let grouped = |gap: &str| {
            card.as_bytes().chunks(4).map(|four| core::str::from_utf8(four).unwrap()).collect::<Vec<_>>().join(gap)
        };
        let shifted = |zero: u32| {
            card.chars().map(|c| char::from_u32(zero + c.to_digit(10).unwrap()).unwrap()).collect::<String>()
        };
        [
            card.to_owned(),
            grouped(" "),
            grouped("-"),
            grouped("+"),
            grouped("%20"),
            shifted(0x660),
            shifted(0xFF10),
            card.bytes().map(|byte| format!("%{byte:02X}")).collect(),
            shifted(0x6F0).bytes().map(|byte| format!("%{byte:02x}")).collect(),
        ]
    }

    // shows: SEC-05
    #[test]
    fn twelve_brands_are_found_in_nine_spellings_and_among_other_words() {
        for card in CARDS {
            for text in spellings(card) {
                for around in [
                    text.clone(),
                    format!("my card {text}, thanks"),
                    format!("{text} 03/29 123"),
                    format!("{text}@example.com"),
                    format!("Ada{text}"),
                    format!("\u{200f} {text}\u{a0}"),
                    format!("12, {text}"),
                    format!("+{text}"),
                    format!("00 {text}"),
                ] {
                    assert_eq!(digits(&around), Digits::Card, "{around}");
                }
            }
        }
    }

    #[test]
    fn what_people_write_in_fields_is_no_card() {
        for text in [
            "",
            "Ada Lovelace",
            "Karl Johans gate 12, 0154 Oslo",
            "4711",
            "99 99 99 99",
            "+47 912 34 567",
            "+49 1512 3456789",
            "+424242424242424",
            "0047 91234567",
            "020 7946 0958",
            "(555) 010-1234",
            "SW1A 1AA",
            "VILLMARK10",
            "2026-11-28",
            "24.12.2026 18:00",
            "Flat 4, 12-14 High Street",
            "ada.lovelace.1815@example.com",
            // A number of the state, of a bank, of an article (GTIN-13, also one whose sum is Luhn's).
            "01017012345",
            "8601 11 17947",
            "NO93 8601 1117 947",
            "DE89 3704 0044 0532 0130 00",
            "GB29 NWBK 6016 1331 9268 19",
            "NL91ABNA0417164300",
            "FR14 2004 1010 0505 0001 3M02 606",
        ] {
            assert_eq!(digits(text), Digits::Few, "{text}");
        }
        for text in [
            "4006381333931",
            "7038010009457",
            "5901234123457",
            "6035710000000000007",
            "4242424242424241",
            "1234 5678 9012",
            "0123456789012345",
        ] {
            assert_eq!(digits(text), Digits::Many, "{text}");
        }
    }

    #[test]
    fn what_is_typed_of_a_card_is_not_written_down_before_its_end() {
        assert_eq!(digits("4242 4242 424"), Digits::Few);
        assert_eq!(digits("4242 4242 4242"), Digits::Many);
        assert_eq!(digits("4242 4242 4242 424"), Digits::Many);
    }

    #[test]
    fn the_nineteen_digits_of_unionpay_need_no_check_digit() {
        assert_eq!(digits("6205 5000 0000 0000 001"), Digits::Card);
        assert_eq!(digits("4205 5000 0000 0000 001"), Digits::Many);
    }

    proptest! {
        #[test]
        fn anything_may_be_typed(text in any::<String>()) {
            let _ = digits(&text);
        }

        #[test]
        fn what_the_card_fields_take_is_found(card in "(4|5[1-5]|22[3-9]|3[68]|6011|65|35[3-8])[0-9]{12}", sep in "[ .-]?") {
            let mut card = card.get(..card.len().min(15)).unwrap().to_owned();
            card.extend(core::iter::repeat_n('7', 15 - card.len()));
            let last = ('0'..='9').find(|last| luhn(&format!("{card}{last}"))).unwrap();
            card.push(last);
            let text: Vec<&str> = card.as_bytes().chunks(4).map(|four| core::str::from_utf8(four).unwrap()).collect();
            prop_assert_eq!(digits(&text.join(&sep)), Digits::Card);
        }
    }
}
