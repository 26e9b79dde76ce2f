//! International bank account numbers (ISO 13616).
//!
//! Always true: what passes has its country's length and the right check digits. Whether the account exists only
//! the bank knows.

use crate::domain::{check::text::compact, problem::Fault};

/// Country and length, four characters each (SWIFT IBAN registry, and countries that use the form without entry).
const LENGTHS: &str = concat!(
    "AD24AE23AL28AO25AT20AX18AZ28BA20BE16BF28BG22BH22BI27BJ28BL27BR29BY28CF27CG27CH21CI28CM27CR22CV25CY28CZ24",
    "DE22DJ27DK18DO28DZ26EE20EG29ES24FI18FK18FO18FR27GA27GB22GE22GF27GI23GL18GP27GQ27GR27GT28GW25HN28HR21HU28",
    "IE22IL23IQ23IR26IS26IT27JO30KM27KW30KZ20LB28LC32LI21LT20LU20LV21LY25MA28MC27MD24ME22MF27MG27MK19ML28MN20",
    "MQ27MR27MT31MU30MZ25NC27NE28NI28NL18NO15OM23PF27PK24PL28PM27PS29PT25QA29RE27RO24RS22RU33SA24SC31SD18SE24",
    "SI19SK24SM27SN28SO23ST25SV28TD27TF27TG28TL23TN24TR26UA29VA22VG24WF27XK20YE30YT27",
);

/// An account number without spaces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Iban(String);

impl Iban {
    /// Checks a number.
    ///
    /// # Errors
    /// `Missing`; `BadCharacter`; `Shape` if it does not begin with two letters and two digits; `UnknownCountry`;
    /// `TooShort` or `TooLong` with the country's length; `Checksum`.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let typed = compact(text);
        // Paper forms print the word in front.
        let number = typed.strip_prefix("IBAN").unwrap_or(&typed);
        if number.is_empty() {
            return Err(Fault::Missing);
        }
        if let Some(bad) = number.chars().find(|c| !c.is_ascii_alphanumeric()) {
            return Err(Fault::BadCharacter(bad));
        }
        let shortest = length_of("NO").unwrap_or(15);
        let (country, checks) = match (number.get(..2), number.get(2..4)) {
            (Some(country), checks) => (country, checks.unwrap_or("00")),
            (None, _) => return Err(Fault::TooShort(shortest)),
        };
        if !country.bytes().all(|byte| byte.is_ascii_uppercase()) || !checks.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(Fault::Shape);
        }
        let length = length_of(country).ok_or(Fault::UnknownCountry)?;
        match number.len().cmp(&usize::from(length)) {
            core::cmp::Ordering::Less => Err(Fault::TooShort(length)),
            core::cmp::Ordering::Greater => Err(Fault::TooLong(length)),
            core::cmp::Ordering::Equal if remainder(number) != 1 => Err(Fault::Checksum),
            core::cmp::Ordering::Equal => Ok(Self(number.to_owned())),
        }
    }

    /// The number without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number in groups of four, as it is printed.
    pub fn grouped(&self) -> String {
        let mut shown = String::with_capacity(self.0.len() + 8);
        for (place, c) in self.0.chars().enumerate() {
            if place > 0 && place % 4 == 0 {
                shown.push(' ');
            }
            shown.push(c);
        }
        shown
    }
}

fn length_of(country: &str) -> Option<u16> {
    let entry = LENGTHS.as_bytes().chunks_exact(4).find(|entry| entry.starts_with(country.as_bytes()))?;
    core::str::from_utf8(entry.get(2..)?).ok()?.parse().ok()
}

/// ISO 7064 mod 97-10 with the first four characters moved to the end; letters count from ten.
pub(super) fn remainder(number: &str) -> u32 {
    let (head, tail) = number.split_at_checked(4).unwrap_or((number, ""));
    tail.chars()
        .chain(head.chars())
        .filter_map(|c| c.to_digit(36))
        .fold(0, |rest, value| if value < 10 { (rest * 10 + value) % 97 } else { (rest * 100 + value) % 97 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Printed as examples by banks and in the registry, one of each country.
    const EXAMPLES: &[&str] = &[
        "GB82WEST12345698765432 NL91ABNA0417164300 DE89370400440532013000 NO9386011117947 DK5000400440116243",
        "SE4550000000058398257466 FI2112345600000785 FR1420041010050500013M02606 ES9121000418450200051332",
        "BE68539007547034 AT611904300234573201 CH9300762011623852957 IT60X0542811101000000123456",
        "PL61109010140000071219812874 PT50000201231234567890154 IE29AIBK93115212345678 IS140159260076545510730339",
        "LU280019400644750000 GR1601101250000000012300695 CZ6508000000192000145399 SK3112000000198742637541",
        "HU42117730161111101800000000 EE382200221020145685 LV80BANK0000435195001 LT121000011101001000",
        "RO49AAAA1B31007593840000 BG80BNBG96611020345678 HR1210010051863000160 SI56263300012039086",
        "CY17002001280000001200527600 MT84MALT011000012345MTLCAST001S AE070331234567890123456",
        "SA0380000000608010167519 TR330006100519786457841326 IL620108000000099999999",
        "BR1800360305000010009795493C1 FO6264600001631634 GL8964710001000206 LI21088100002324013AA",
        "MC5811222000010123456789030 SM86U0322509800000000270100 AD1200012030200359100100 VA59001123000012345678",
        "XK051212012345678906 RS35260005601001611379 BA391290079401028494 ME25505000012345678951",
        "MK07250120000058984 AL47212110090000000235698741 MD24AG000225100013104168 UA213223130000026007233566001",
        "GE29NB0000000101904917 KZ86125KZT5004100100 AZ21NABZ00000000137010001944 QA58DOHB00001234567890ABCDEFG",
        "KW81CBKU0000000000001234560101 BH67BMAG00001299123456 JO94CBJO0010000000000131000302",
        "LB62099900000001001901229114 EG380019000500000000263180002 PK36SCBL0000001123456702",
        "TN5910006035183598478831 MR1300020001010000123456753 CR05015202001026284066 DO28BAGR00000001212453611324",
        "GT82TRAJ01020000001210029690 VG96VPVG0000012345678901 MU17BOMM0101101030300200000MUR",
        "GI75NWBK000000007099453",
    ];

    #[track_caller]
    fn bad(typed: &str, fault: Fault) {
        assert_eq!(Iban::parse(typed), Err(fault), "{typed:?}");
    }

    #[test]
    fn examples_of_every_country_pass() {
        for example in EXAMPLES.iter().flat_map(|row| row.split(' ')) {
            assert_eq!(Iban::parse(example).as_ref().map(Iban::as_str), Ok(example), "{example}");
        }
    }

    #[test]
    fn spaces_dashes_and_small_letters_do_not_matter() {
        for typed in [
            "DE89 3704 0044 0532 0130 00",
            "de89370400440532013000",
            "DE89-3704-0044-0532-0130-00",
            "IBAN DE89 3704 0044 0532 0130 00",
            "DE89\u{a0}3704\u{202f}0044 0532 0130 00 ",
            "ＤＥ８９３７０４００４４０５３２０１３０００",
            "DE٨٩ ٣٧٠٤ ٠٠٤٤ ٠٥٣٢ ٠١٣٠ ٠٠",
        ] {
            assert_eq!(
                Iban::parse(typed).as_ref().map(Iban::grouped),
                Ok("DE89 3704 0044 0532 0130 00".to_owned()),
                "{typed}"
            );
        }
    }

    #[test]
    fn each_mistake_has_its_cause() {
        bad("", Fault::Missing);
        bad("IBAN", Fault::Missing);
        bad("D", Fault::TooShort(15));
        bad("DE", Fault::TooShort(22));
        bad("DE89 3704 0044 0532 0130 0", Fault::TooShort(22));
        bad("DE89 3704 0044 0532 0130 000", Fault::TooLong(22));
        bad("NO93 8601 1117 94", Fault::TooShort(15));
        bad("DE98 3704 0044 0532 0130 00", Fault::Checksum);
        bad("DE89 3704 0044 0532 0103 00", Fault::Checksum);
        bad("NL91 ABNA 0417 1643 01", Fault::Checksum);
        bad("ZZ89 3704 0044 0532 0130 00", Fault::UnknownCountry);
        bad("US12 3456 7890 1234", Fault::UnknownCountry);
        bad("1234 5678 9012 3456", Fault::Shape);
        bad("DEXX 3704 0044 0532 0130 00", Fault::Shape);
        bad("DE89 3704 0044 0532 0130 0é", Fault::BadCharacter('é'));
        bad("DE89/3704", Fault::BadCharacter('/'));
        bad("ada@example.com", Fault::BadCharacter('@'));
    }

    // shows: BNK-01
    #[test]
    fn lengths_are_those_of_the_registry() {
        for (country, length) in [
            ("NL", 18),
            ("DE", 22),
            ("BE", 16),
            ("DK", 18),
            ("NO", 15),
            ("SE", 24),
            ("FR", 27),
            ("ES", 24),
            ("GB", 22),
            ("FI", 18),
            ("AE", 23),
            ("SA", 24),
            ("EG", 29),
            ("RU", 33),
        ] {
            assert_eq!(length_of(country), Some(length), "{country}");
        }
        assert_eq!(LENGTHS.len() % 4, 0);
        assert_eq!(length_of("24"), None);
    }

    proptest! {
        #[test]
        fn anything_may_be_typed(text in any::<String>()) {
            if let Ok(iban) = Iban::parse(&text) {
                prop_assert_eq!(Iban::parse(&iban.grouped()), Ok(iban.clone()));
            }
        }

        #[test]
        fn one_wrong_digit_or_two_swapped_are_found(row in 0..EXAMPLES.len(), place in 4..15_usize, by in 1..10_u8) {
            let example = EXAMPLES[row].split(' ').next().unwrap();
            let mut wrong = example.as_bytes().to_vec();
            if wrong[place].is_ascii_digit() {
                wrong[place] = b'0' + (wrong[place] - b'0' + by) % 10;
                prop_assert_eq!(Iban::parse(std::str::from_utf8(&wrong).unwrap()), Err(Fault::Checksum));
            }
            let mut swapped = example.as_bytes().to_vec();
            swapped.swap(place - 1, place);
            if swapped != example.as_bytes() && place > 4 && swapped[place - 1].is_ascii_digit() && swapped[place].is_ascii_digit() {
                prop_assert_eq!(Iban::parse(std::str::from_utf8(&swapped).unwrap()), Err(Fault::Checksum));
            }
        }
    }
}
