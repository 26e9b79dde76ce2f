//! Telephone numbers.
//!
//! Always true: a number that passes has the shape of E.164 and a country code that is in use. Whether it rings,
//! only the carrier knows (PHN-01); so lengths are checked, areas are not.

use crate::domain::{
    check::text::{folded_char, is_separator, tidy},
    country::Country,
    problem::Fault,
};

/// A number in E.164 form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    e164: String,
    typed: String,
}

/// How a country writes its numbers.
struct Plan {
    country: [u8; 2],
    /// The code after `+`.
    code: &'static str,
    /// What stands before a number inside the country and is left out after the code.
    trunk: &'static str,
    /// How many digits a number has without code and trunk prefix.
    least: u8,
    most: u8,
}

/// Where countries share a code, the first is the one a number with `+` is measured by.
#[rustfmt::skip]
const PLANS: &[Plan] = &[
    plan(*b"FI", "358", "0", 5, 11), plan(*b"SE", "46", "0", 7, 9), plan(*b"NO", "47", "", 8, 8),
    plan(*b"DK", "45", "", 8, 8), plan(*b"IS", "354", "", 7, 9), plan(*b"FO", "298", "", 6, 6),
    plan(*b"GL", "299", "", 6, 6), plan(*b"NL", "31", "0", 9, 9), plan(*b"BE", "32", "0", 8, 9),
    plan(*b"LU", "352", "", 5, 11), plan(*b"DE", "49", "0", 5, 13), plan(*b"AT", "43", "0", 5, 13),
    plan(*b"CH", "41", "0", 9, 9), plan(*b"LI", "423", "", 7, 9), plan(*b"FR", "33", "0", 9, 9),
    plan(*b"MC", "377", "0", 8, 9), plan(*b"ES", "34", "", 9, 9), plan(*b"AD", "376", "", 6, 9),
    plan(*b"PT", "351", "", 9, 9), plan(*b"IT", "39", "", 6, 12), plan(*b"SM", "378", "", 6, 10),
    plan(*b"GB", "44", "0", 9, 10), plan(*b"GG", "44", "0", 9, 10), plan(*b"JE", "44", "0", 9, 10),
    plan(*b"IM", "44", "0", 9, 10), plan(*b"IE", "353", "0", 7, 9), plan(*b"PL", "48", "", 9, 9),
    plan(*b"CZ", "420", "", 9, 9), plan(*b"SK", "421", "0", 9, 9), plan(*b"HU", "36", "06", 8, 9),
    plan(*b"EE", "372", "", 7, 8), plan(*b"LV", "371", "", 8, 8), plan(*b"LT", "370", "0", 8, 8),
    plan(*b"GR", "30", "", 10, 10), plan(*b"RO", "40", "0", 9, 9), plan(*b"BG", "359", "0", 7, 9),
    plan(*b"HR", "385", "0", 8, 9), plan(*b"SI", "386", "0", 8, 8), plan(*b"RS", "381", "0", 8, 10),
    plan(*b"CY", "357", "", 8, 8), plan(*b"MT", "356", "", 8, 8), plan(*b"AX", "358", "0", 5, 11),
    plan(*b"SJ", "47", "", 8, 8), plan(*b"US", "1", "1", 10, 10), plan(*b"CA", "1", "1", 10, 10),
    plan(*b"AU", "61", "0", 9, 9), plan(*b"NZ", "64", "0", 8, 10), plan(*b"JP", "81", "0", 9, 10),
    plan(*b"CN", "86", "0", 9, 11), plan(*b"HK", "852", "", 8, 8), plan(*b"SG", "65", "", 8, 8),
    plan(*b"KR", "82", "0", 8, 10), plan(*b"IN", "91", "0", 10, 10), plan(*b"BR", "55", "0", 10, 11),
    plan(*b"MX", "52", "", 10, 10), plan(*b"TR", "90", "0", 10, 10), plan(*b"AE", "971", "0", 8, 9),
    plan(*b"SA", "966", "0", 9, 9), plan(*b"EG", "20", "0", 8, 10), plan(*b"QA", "974", "", 8, 8),
    plan(*b"KW", "965", "", 8, 8), plan(*b"IL", "972", "0", 8, 9), plan(*b"MA", "212", "0", 9, 9),
    plan(*b"ZA", "27", "0", 9, 9), plan(*b"UA", "380", "0", 9, 9), plan(*b"RU", "7", "8", 10, 10),
    plan(*b"KZ", "7", "8", 10, 10),
];

const fn plan(country: [u8; 2], code: &'static str, trunk: &'static str, least: u8, most: u8) -> Plan {
    Plan { country, code, trunk, least, most }
}

/// Country codes in use: from and to (ITU-T E.164 list of assigned codes).
const CODES: [(u16, u16); 38] = [
    (1, 1),
    (7, 7),
    (20, 20),
    (27, 27),
    (30, 34),
    (36, 36),
    (39, 41),
    (43, 49),
    (51, 58),
    (60, 66),
    (81, 82),
    (84, 84),
    (86, 86),
    (90, 95),
    (98, 98),
    (211, 213),
    (216, 216),
    (218, 218),
    (220, 258),
    (260, 269),
    (290, 291),
    (297, 299),
    (350, 359),
    (370, 378),
    (380, 383),
    (385, 387),
    (389, 389),
    (420, 421),
    (423, 423),
    (500, 509),
    (590, 599),
    (670, 670),
    (672, 692),
    (850, 856),
    (870, 888),
    (960, 977),
    (992, 996),
    (998, 998),
];

impl Phone {
    /// Checks a number; one without `+` or `00` is of `country`.
    ///
    /// # Errors
    /// `Missing`, `BadCharacter`, `TooShort` or `TooLong` with the count of digits as the shopper would type them,
    /// `UnknownCountry` for a code not in use, or for a number without code of a country we know no rules of.
    pub fn parse(text: &str, country: Country) -> Result<Self, Fault> {
        let (digits, plus) = dialled(text)?;
        let plan = PLANS.iter().find(|plan| plan.country == *country.code().as_bytes());
        let abroad = if plus { Some((digits.as_str(), 0)) } else { outward(&digits, plan) };
        let e164 = match (abroad, plan) {
            (Some((number, before)), _) => international(number, before)?,
            (None, Some(plan)) => national(&digits, plan)?,
            (None, None) => return Err(Fault::UnknownCountry),
        };
        Ok(Self { e164: ["+", &e164].concat(), typed: tidy(text) })
    }

    /// `+358401234567`.
    pub fn e164(&self) -> &str {
        &self.e164
    }

    /// As the shopper wrote it.
    pub fn typed(&self) -> &str {
        &self.typed
    }
}

/// The digits, and whether a plus stands before them.
fn dialled(text: &str) -> Result<(String, bool), Fault> {
    let mut digits = String::with_capacity(16);
    let mut plus = false;
    for c in text.chars().filter_map(folded_char) {
        match c {
            '0'..='9' => digits.push(c),
            '+' if digits.is_empty() && !plus => plus = true,
            '(' | ')' | '/' => {}
            _ if is_separator(c) => {}
            _ => return Err(Fault::BadCharacter(c)),
        }
    }
    if digits.is_empty() { Err(Fault::Missing) } else { Ok((digits, plus)) }
}

/// The number after the digits that lead out of the country, and how many those are.
fn outward<'a>(digits: &'a str, plan: Option<&Plan>) -> Option<(&'a str, usize)> {
    let american = plan.is_some_and(|plan| plan.code == "1");
    let exit = if american { "011" } else { "00" };
    digits.strip_prefix(exit).map(|number| (number, exit.len()))
}

/// Code and number of a number that starts with the code; `before` counts digits typed before it.
fn international(digits: &str, before: usize) -> Result<String, Fault> {
    let Some(code) = code_of(digits) else {
        // One or two digits may still become a code.
        return Err(if digits.len() < 3 { Fault::TooShort(count(before + 7)) } else { Fault::UnknownCountry });
    };
    let rest = digits.get(code.len()..).unwrap_or_default();
    let Some(plan) = PLANS.iter().find(|plan| plan.code == code) else {
        return measured(code, rest, before + code.len(), 7 - code.len(), 15 - code.len());
    };
    // `+44 (0)20 …`: the zero is for callers from inside.
    let inside = rest.strip_prefix(plan.trunk).filter(|_| plan.trunk.starts_with('0'));
    let dropped = if inside.is_some() { plan.trunk.len() } else { 0 };
    measured(code, inside.unwrap_or(rest), before + code.len() + dropped, plan.least.into(), plan.most.into())
}

/// Code and number of a number typed as people in its country do.
fn national(digits: &str, plan: &Plan) -> Result<String, Fault> {
    let (least, most) = (usize::from(plan.least), usize::from(plan.most));
    // Where the prefix is not zero a number may start with the same digit.
    let trunk = digits
        .strip_prefix(plan.trunk)
        .filter(|rest| !plan.trunk.is_empty() && (plan.trunk.starts_with('0') || rest.len() >= least));
    if let Some(rest) = trunk {
        return measured(plan.code, rest, plan.trunk.len(), least, most);
    }
    // The code without its plus: too long to be a number of the country, and right without the code.
    if let Some(rest) = digits.strip_prefix(plan.code).filter(|_| digits.len() > most)
        && (least..=most).contains(&rest.len())
    {
        return Ok(digits.to_owned());
    }
    measured(plan.code, digits, 0, least, most)
}

/// Code and number, if the number's length is in range; `before` counts the digits typed in front of it.
fn measured(code: &str, number: &str, before: usize, least: usize, most: usize) -> Result<String, Fault> {
    if number.len() < least {
        Err(Fault::TooShort(count(before + least)))
    } else if number.len() > most {
        Err(Fault::TooLong(count(before + most)))
    } else {
        Ok([code, number].concat())
    }
}

/// The code that the digits start with. No code is the beginning of another.
fn code_of(digits: &str) -> Option<&str> {
    (1..=3).find_map(|length| {
        let code = digits.get(..length)?;
        let number: u16 = code.parse().ok()?;
        let in_use = !code.starts_with('0') && CODES.iter().any(|(from, to)| (*from..=*to).contains(&number));
        in_use.then_some(code)
    })
}

fn count(digits: usize) -> u16 {
    u16::try_from(digits).unwrap_or(u16::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn good(country: &str, typed: &str, e164: &str) {
        let phone = Phone::parse(typed, Country::parse(country).unwrap());
        assert_eq!(phone.as_ref().map(Phone::e164), Ok(e164), "{country} {typed:?}");
    }

    #[track_caller]
    fn bad(country: &str, typed: &str, fault: Fault) {
        assert_eq!(Phone::parse(typed, Country::parse(country).unwrap()), Err(fault), "{country} {typed:?}");
    }

    // shows: PHN-01
    #[test]
    fn numbers_at_home_get_their_code() {
        for (country, typed, e164) in [
            ("FI", "040 123 4567", "+358401234567"),
            ("FI", "09 1234567", "+35891234567"),
            ("FI", "401234567", "+358401234567"),
            ("SE", "070-123 45 67", "+46701234567"),
            ("SE", "08-123 456 78", "+46812345678"),
            ("NO", "412 34 567", "+4741234567"),
            ("NO", "22 12 34 56", "+4722123456"),
            ("DK", "32 12 34 56", "+4532123456"),
            ("IS", "611 1234", "+3546111234"),
            ("FO", "211234", "+298211234"),
            ("GL", "22 12 34", "+299221234"),
            ("NL", "06-12345678", "+31612345678"),
            ("NL", "020 123 4567", "+31201234567"),
            ("BE", "0470 12 34 56", "+32470123456"),
            ("BE", "02 123 45 67", "+3221234567"),
            ("DE", "030/123456", "+4930123456"),
            ("DE", "0151 23456789", "+4915123456789"),
            ("AT", "0664 1234567", "+436641234567"),
            ("CH", "078 123 45 67", "+41781234567"),
            ("FR", "06 12 34 56 78", "+33612345678"),
            ("FR", "01.23.45.67.89", "+33123456789"),
            ("ES", "612 34 56 78", "+34612345678"),
            ("PT", "912 345 678", "+351912345678"),
            ("IT", "02 1234 5678", "+390212345678"),
            ("IT", "312 345 6789", "+393123456789"),
            ("GB", "07400 123456", "+447400123456"),
            ("GB", "020 7946 0958", "+442079460958"),
            ("IE", "085 012 3456", "+353850123456"),
            ("PL", "512 345 678", "+48512345678"),
            ("CZ", "601 123 456", "+420601123456"),
            ("SK", "0912 123 456", "+421912123456"),
            ("HU", "06 20 123 4567", "+36201234567"),
            ("EE", "5123 4567", "+37251234567"),
            ("LV", "21 234 567", "+37121234567"),
            ("LT", "0612 34567", "+37061234567"),
            ("GR", "691 234 5678", "+306912345678"),
            ("RO", "0712 034 567", "+40712034567"),
            ("BG", "043 012 345", "+35943012345"),
            ("HR", "092 123 4567", "+385921234567"),
            ("SI", "031 234 567", "+38631234567"),
            ("CY", "96 123456", "+35796123456"),
            ("MT", "9696 1234", "+35696961234"),
            ("US", "(201) 555-0123", "+12015550123"),
            ("US", "1-201-555-0123", "+12015550123"),
            ("CA", "506-234-5678", "+15062345678"),
            ("AU", "0412 345 678", "+61412345678"),
            ("NZ", "021 123 4567", "+64211234567"),
            ("JP", "090-1234-5678", "+819012345678"),
            ("BR", "(11) 96123-4567", "+5511961234567"),
            ("BR", "011 96123-4567", "+5511961234567"),
            ("TR", "0501 234 56 78", "+905012345678"),
            ("AE", "050 123 4567", "+971501234567"),
            ("SA", "051 234 5678", "+966512345678"),
            ("EG", "0100 123 4567", "+201001234567"),
            ("RU", "8 (912) 345-67-89", "+79123456789"),
            ("RU", "912 345 67 89", "+79123456789"),
            ("RU", "800 555 35 35", "+78005553535"),
            ("UA", "050 123 4567", "+380501234567"),
            ("IL", "050-234-5678", "+972502345678"),
            ("ZA", "071 123 4567", "+27711234567"),
            ("IN", "081234 56789", "+918123456789"),
            ("SG", "8123 4567", "+6581234567"),
            ("LU", "628 123 456", "+352628123456"),
        ] {
            good(country, typed, e164);
        }
    }

    #[test]
    fn numbers_from_abroad_keep_theirs() {
        good("FI", "+46 70 123 45 67", "+46701234567");
        good("FI", "0046 70 123 45 67", "+46701234567");
        good("US", "011 46 70 123 45 67", "+46701234567");
        good("FI", "+1 (201) 555-0123", "+12015550123");
        good("DE", "+44 (0)20 7946 0958", "+442079460958");
        good("DE", "+39 02 1234 5678", "+390212345678");
        good("NO", "+254 712 123456", "+254712123456");
        good("KE", "+254 712 123456", "+254712123456");
        good("NO", "＋４７ ４１２ ３４ ５６７", "+4741234567");
        good("AE", "\u{200e}+٩٧١ ٥٠ ١٢٣ ٤٥٦٧", "+971501234567");
        good("FI", "+7 912 345-67-89", "+79123456789");
        good("HU", "+36 06 20 123 4567", "+36201234567");
    }

    #[test]
    fn a_code_without_its_plus_is_understood() {
        good("FI", "358 40 1234567 89", "+35840123456789");
        good("NO", "47 412 34 567", "+4741234567");
        good("FR", "33 6 12 34 56 78", "+33612345678");
        good("RU", "7 912 345 67 89", "+79123456789");
        good("ES", "34 612 345 678", "+34612345678");
    }

    // shows: UX-11
    #[test]
    fn each_mistake_has_its_cause() {
        bad("FI", "", Fault::Missing);
        bad("FI", " - ", Fault::Missing);
        bad("FI", "+", Fault::Missing);
        bad("FI", "040 123 456x", Fault::BadCharacter('x'));
        bad("FI", "ask me", Fault::BadCharacter('a'));
        bad("FI", "040+1234567", Fault::BadCharacter('+'));
        bad("FI", "++358401234567", Fault::BadCharacter('+'));
        bad("FI", "040 #1234567", Fault::BadCharacter('#'));
        bad("NO", "412 34 56", Fault::TooShort(8));
        bad("NO", "412 34 5678", Fault::TooLong(8));
        bad("NL", "06 1234567", Fault::TooShort(10));
        bad("NL", "06 123456789", Fault::TooLong(10));
        bad("NL", "61234567", Fault::TooShort(9));
        bad("NL", "+31 6 1234567", Fault::TooShort(11));
        bad("NL", "0031 6 1234567", Fault::TooShort(13));
        bad("NL", "+31 (0)6 1234567", Fault::TooShort(12));
        bad("US", "555-0123", Fault::TooShort(10));
        bad("FI", "+", Fault::Missing);
        bad("FI", "+3", Fault::TooShort(7));
        bad("FI", "+254 1", Fault::TooShort(7));
        bad("FI", "+254 1234567890123", Fault::TooLong(15));
        bad("FI", "+999 123456", Fault::UnknownCountry);
        bad("FI", "+0401234567", Fault::UnknownCountry);
        bad("FI", "00 210 1234567", Fault::UnknownCountry);
        bad("KE", "0712 123456", Fault::UnknownCountry);
        bad("RU", "8 912 345", Fault::TooShort(10));
    }

    #[test]
    fn what_was_typed_is_kept() {
        let phone = Phone::parse(" 040-123 45 67 ", Country::of(*b"FI")).unwrap();
        assert_eq!((phone.typed(), phone.e164()), ("040-123 45 67", "+358401234567"));
    }

    #[test]
    fn every_plan_has_a_code_in_use_and_fits_e164() {
        for plan in PLANS {
            assert_eq!(code_of(plan.code), Some(plan.code));
            assert!(plan.least <= plan.most && plan.code.len() + usize::from(plan.most) <= 15, "{}", plan.code);
        }
    }

    proptest! {
        #[test]
        fn anything_may_be_typed(text in any::<String>(), which in 0..PLANS.len()) {
            let _ = Phone::parse(&text, Country::of(PLANS[which].country));
        }

        #[test]
        fn e164_reads_as_itself_in_every_country(digits in "[0-9+ ()-]{4,20}", which in 0..PLANS.len(), other in 0..PLANS.len()) {
            if let Ok(phone) = Phone::parse(&digits, Country::of(PLANS[which].country)) {
                let again = Phone::parse(phone.e164(), Country::of(PLANS[other].country));
                prop_assert_eq!(again.as_ref().map(Phone::e164), Ok(phone.e164()));
                prop_assert!((8..=16).contains(&phone.e164().len()) || phone.e164().len() > 4);
            }
        }
    }
}
