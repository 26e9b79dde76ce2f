//! Identification numbers for value added tax.
//!
//! Always true: what passes has its country's form and, where the rule is public, the right check digit (TAX-01).
//! Whether the number is registered only the tax office knows; an outage of its service must not block an order.

use crate::domain::{
    check::text::{compact, fill, slots},
    country::Country,
    problem::Fault,
};

/// A number with the letters of its country in front.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VatId(String);

/// How a country writes its numbers.
struct Format {
    country: [u8; 2],
    /// The letters in front, where they are not the country's.
    prefix: &'static str,
    /// Alternatives for [`fill`], with `|` between.
    patterns: &'static str,
    /// What may stand behind and is dropped.
    suffixes: &'static [&'static str],
    /// Whether the check digits of a number of that form are right.
    fits: fn(&[u8]) -> bool,
}

const fn format(country: [u8; 2], patterns: &'static str, fits: fn(&[u8]) -> bool) -> Format {
    Format { country, prefix: "", patterns, suffixes: &[], fits }
}

const FORMATS: &[Format] = &[
    format(*b"NL", "999999999B99", dutch),
    format(*b"DK", "99999999", |id| weighed(id, &[2, 7, 6, 5, 4, 3, 2, 1]).is_multiple_of(11)),
    format(*b"DE", "199999999", german),
    format(*b"FR", "**999999999", french),
    format(*b"ES", "@9999999*|99999999@", spanish),
    format(*b"BE", "9999999999", |id| number(id, 0..8) % 97 + number(id, 8..10) == 97),
    format(*b"SE", "999999999999", |id| luhn(id, 10) && (1..=94).contains(&number(id, 10..12))),
    Format { suffixes: &["MVA"], ..format(*b"NO", "999999999", norwegian) },
    format(*b"FI", "99999999", |id| {
        let rest = weighed(id, &[7, 9, 10, 5, 8, 4, 2]) % 11;
        rest != 1 && (11 - rest) % 11 == digit(id, 7)
    }),
    format(*b"AT", "U99999999", austrian),
    format(*b"IT", "99999999999", |id| luhn(id, 11) && number(id, 0..7) > 0),
    format(*b"GB", "999999999|999999999999|GD999|HA999", british),
    format(*b"XI", "999999999|999999999999|GD999|HA999", british),
    format(*b"PL", "9999999999", |id| weighed(id, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == digit(id, 9)),
    format(*b"IE", "9999999@|9999999@@|9@99999@", irish),
    format(*b"PT", "199999999", |id| {
        let rest = weighed(id, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11;
        (if rest < 2 { 0 } else { 11 - rest }) == digit(id, 8)
    }),
    format(*b"LU", "99999999", |id| number(id, 0..6) % 89 == number(id, 6..8)),
    Format {
        prefix: "EL",
        ..format(*b"GR", "999999999", |id| weighed(id, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == digit(id, 8))
    },
    format(*b"EE", "999999999", |id| (10 - weighed(id, &[3, 7, 1, 3, 7, 1, 3, 7]) % 10) % 10 == digit(id, 8)),
    Format {
        prefix: "CHE",
        suffixes: &["MWST", "TVA", "IVA"],
        ..format(*b"CH", "999999999", |id| (11 - weighed(id, &[5, 4, 3, 2, 7, 6, 5, 4]) % 11) % 11 == digit(id, 8))
    },
];

impl VatId {
    /// Checks a number of the country, with or without the country's letters. Spaces, dots and dashes do not matter.
    /// Of countries without rules here 2 to 15 letters and digits pass.
    ///
    /// # Errors
    /// `Missing`; `BadCharacter`; `TooShort` or `TooLong` counted without the country's letters; `Shape`; `Checksum`.
    pub fn parse(text: &str, country: Country) -> Result<Self, Fault> {
        let typed = compact(text);
        let format = FORMATS.iter().find(|format| format.country == *country.code().as_bytes());
        let prefix = format.map(|format| format.prefix).filter(|prefix| !prefix.is_empty()).unwrap_or(country.code());
        let bare = typed.strip_prefix(prefix).or_else(|| typed.strip_prefix(country.code())).unwrap_or(&typed);
        let bare = format
            .and_then(|format| format.suffixes.iter().find_map(|suffix| bare.strip_suffix(suffix)))
            .unwrap_or(bare);
        if bare.is_empty() {
            return Err(Fault::Missing);
        }
        let letters = format.is_none_or(|format| format.patterns.contains(|c: char| c == '*' || c >= '@' && c != '|'));
        let may_hold = |c: char| c.is_ascii_digit() || (letters && c.is_ascii_uppercase());
        if let Some(bad) = bare.chars().find(|c| !may_hold(*c)) {
            return Err(Fault::BadCharacter(bad));
        }
        let id = match format {
            Some(format) => format.read(bare)?,
            None if bare.len() < 2 => return Err(Fault::TooShort(2)),
            None if bare.len() > 15 => return Err(Fault::TooLong(15)),
            None => bare.to_owned(),
        };
        Ok(Self([prefix, &id].concat()))
    }

    /// Checks a number as somebody types it: of their own country, or of another whose letters stand in front.
    ///
    /// # Errors
    /// As [`VatId::parse`] says it, of the country whose letters are in front.
    pub fn typed(text: &str, own: Country) -> Result<Self, Fault> {
        let read = Self::parse(text, own);
        // French keys have letters, too: what is right as it stands is not read in another way.
        match (&read, abroad(&compact(text))) {
            (Err(_), Some(country)) if country != own => Self::parse(text, country),
            _ => read,
        }
    }

    /// The country that gave it.
    pub fn country(&self) -> Option<Country> {
        abroad(&self.0)
    }

    /// `DE136695976`.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The country whose letters stand in front, of those with rules here.
fn abroad(compact: &str) -> Option<Country> {
    let letters = compact.get(..2)?;
    let letters = if letters == "EL" { "GR" } else { letters };
    FORMATS.iter().map(|format| Country::of(format.country)).find(|country| country.code() == letters)
}

impl Format {
    fn read(&self, bare: &str) -> Result<String, Fault> {
        // Numbers from before 2005 have nine digits (Belgian FPS Finance): a zero goes in front.
        let longer = (self.country == *b"BE" && bare.len() == 9).then(|| ["0", bare].concat());
        let bare = longer.as_deref().unwrap_or(bare);
        let lengths = || self.patterns.split('|').map(slots);
        let counted = |length: Option<usize>| length.and_then(|length| u16::try_from(length).ok()).unwrap_or(1);
        if lengths().all(|length| bare.len() < length) {
            return Err(Fault::TooShort(counted(lengths().min())));
        }
        if lengths().all(|length| bare.len() > length) {
            return Err(Fault::TooLong(counted(lengths().max())));
        }
        let id = self.patterns.split('|').find_map(|pattern| fill(pattern, bare)).ok_or(Fault::Shape)?;
        if (self.fits)(id.as_bytes()) { Ok(id) } else { Err(Fault::Checksum) }
    }
}

/// The value of the digit at a place; zero for a letter.
fn digit(id: &[u8], place: usize) -> u32 {
    id.get(place).and_then(|byte| char::from(*byte).to_digit(10)).unwrap_or(0)
}

/// The digits of a range as a number.
fn number(id: &[u8], places: core::ops::Range<usize>) -> u32 {
    places.fold(0, |number, place| number * 10 + digit(id, place))
}

/// The sum of digits times weights.
fn weighed(id: &[u8], weights: &[u32]) -> u32 {
    weights.iter().enumerate().map(|(place, weight)| digit(id, place) * weight).sum()
}

/// The sum of digits of which every second is doubled, counted from the last of `count`, and cast out to one digit.
fn doubled(id: &[u8], from: usize, count: usize, first_doubled: bool) -> u32 {
    (0..count)
        .map(|place| {
            let digit = digit(id, from + place);
            if (place % 2 == 0) == first_doubled { digit * 2 / 10 + digit * 2 % 10 } else { digit }
        })
        .sum()
}

fn luhn(id: &[u8], count: usize) -> bool {
    doubled(id, 0, count, count.is_multiple_of(2)).is_multiple_of(10)
}

fn letter(id: &[u8], place: usize) -> Option<u8> {
    id.get(place).copied().filter(u8::is_ascii_uppercase)
}

/// Until 2019 a business number with a digit modulo 11; since then modulo 97 over letters and digits, so that the
/// number of a person does not show (Belastingdienst).
fn dutch(id: &[u8]) -> bool {
    let old = weighed(id, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11 == digit(id, 8);
    let new = b"NL"
        .iter()
        .chain(id)
        .filter_map(|byte| char::from(*byte).to_digit(36))
        .fold(0, |rest, value| if value < 10 { (rest * 10 + value) % 97 } else { (rest * 100 + value) % 97 });
    (old || new == 1) && number(id, 10..12) > 0
}

/// ISO 7064 mod 11,10.
fn german(id: &[u8]) -> bool {
    let product = (0..8).fold(10, |product, place| {
        let sum = (digit(id, place) + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10 == digit(id, 8)
}

/// Two digits of key are computed from the SIREN; keys with letters are not public. `I` and `O` are never used.
fn french(id: &[u8]) -> bool {
    match (letter(id, 0), letter(id, 1)) {
        (None, None) => (12 + 3 * (number(id, 2..11) % 97)) % 97 == number(id, 0..2),
        (first, second) => ![first, second].iter().any(|letter| matches!(letter, Some(b'I' | b'O'))),
    }
}

/// People: a letter modulo 23. Firms: a digit or letter, depending on the kind of firm (BOE-A-2008-3580).
fn spanish(id: &[u8]) -> bool {
    const OF_PEOPLE: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";
    const OF_FIRMS: &[u8] = b"JABCDEFGHI";
    let last = id.get(8).copied().unwrap_or(0);
    let person = |number: u32| OF_PEOPLE.get((number % 23) as usize) == Some(&last);
    match id.first().copied().unwrap_or(0) {
        b'0'..=b'9' => person(number(id, 0..8)),
        kind @ b'X'..=b'Z' => person(u32::from(kind - b'X') * 10_000_000 + number(id, 1..8)),
        b'K' | b'L' | b'M' => person(number(id, 1..8)),
        kind @ (b'A'..=b'H' | b'J' | b'N' | b'P'..=b'S' | b'U' | b'V' | b'W') => {
            let check = (10 - doubled(id, 1, 7, true) % 10) % 10;
            let as_digit = last.is_ascii_digit() && digit(id, 8) == check;
            let as_letter = OF_FIRMS.get(check as usize) == Some(&last);
            match kind {
                b'N' | b'P' | b'Q' | b'R' | b'S' | b'W' => as_letter,
                _ => as_digit || as_letter,
            }
        }
        _ => false,
    }
}

fn norwegian(id: &[u8]) -> bool {
    let rest = weighed(id, &[3, 2, 7, 6, 5, 4, 3, 2]) % 11;
    rest != 1 && (11 - rest) % 11 == digit(id, 8)
}

fn austrian(id: &[u8]) -> bool {
    (10 - (doubled(id, 1, 7, false) + 4) % 10) % 10 == digit(id, 8)
}

/// Two check digits modulo 97, since 2010 also with 55 added. Departments below 500, health authorities from there.
fn british(id: &[u8]) -> bool {
    match id {
        [b'G', ..] => number(id, 2..5) < 500,
        [b'H', ..] => number(id, 2..5) >= 500,
        _ => {
            let sum = weighed(id, &[8, 7, 6, 5, 4, 3, 2]) + number(id, 7..9);
            number(id, 0..7) > 0 && (sum.is_multiple_of(97) || (sum + 55).is_multiple_of(97))
        }
    }
}

/// A letter modulo 23; a second letter counts nine times. Numbers from before 2013 have a letter second.
fn irish(id: &[u8]) -> bool {
    let value = |letter: u8| u32::from(letter - b'A' + 1);
    let last = id.get(7).copied().unwrap_or(0);
    let sum = match (letter(id, 1), letter(id, 8)) {
        (Some(_), _) => weighed(
            &[b"0", id.get(2..7).unwrap_or_default(), id.get(..1).unwrap_or_default()].concat(),
            &[8, 7, 6, 5, 4, 3, 2],
        ),
        (None, None | Some(b'W')) => weighed(id, &[8, 7, 6, 5, 4, 3, 2]),
        (None, Some(second @ b'A'..=b'I')) => weighed(id, &[8, 7, 6, 5, 4, 3, 2]) + 9 * value(second),
        (None, Some(_)) => return false,
    };
    let expected = b"WABCDEFGHIJKLMNOPQRSTUV".get((sum % 23) as usize);
    expected == Some(&last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Country and numbers that are right.
    const RIGHT: &[(&str, &str)] = &[
        ("NL", "004495445B01 002455799B11 123456789B13 819464260B60 991391597B95 883315373B15 008484575B14"),
        ("DK", "13585628 24119351 13313350 13287708 28013159 00213551 07519133"),
        ("DE", "136695976 824778423 791351734 289704828 426462196 148200679 240558393"),
        ("FR", "83404833048 40303265045 19531556866 73377762026 47773754203 68088409537 H3928675754"),
        ("FR", "A0591510625 N9662465948 M0843622660 8E371462266 2R556620399 9L179224402 2K626130640"),
        ("ES", "54362315K A58818501 X2482300W J99216582 K0867756N M1234567L 92663919R 22215196W 40473777X"),
        ("ES", "40484510W E86027919 H55968622 F73528820 C07511538 R9397711D D0823714A F5008726A M0972413L"),
        ("BE", "0428759497 0768880792 0726968577 0915916461 0975348262"),
        ("SE", "556188840401 224281966801 239793241501 960242680201 604280651001 204771060901 082424242401"),
        ("NO", "923609016 660208445 550660849 626162517 607391556 639331660 833888668"),
        ("FI", "20774740 91286226 22486240 39191182 08042862"),
        ("AT", "U13585627 U86860460 U11722849 U19137191 U95559733 U36680533 U40448681"),
        ("IT", "00743110157 77910340015 19128482015 06804240015 80831552015 35995710015 37104482015"),
        ("GB", "980780684 488333946 731324021 215196866 802644844 GD064 GD240 GD318 GD426 HA628 HA948 HA902"),
        ("GB", "HA773 898242476844 214208408442 886260493928 711260820293"),
        ("PL", "8567346215 5928026448 4487460444 0684004062 1368614684 4417395351"),
        ("IE", "6433435F 6433435OA 8D79739I 3333510LH 8289704W 1726080H 8224208S 0862793B 6462196MA"),
        ("IE", "4374646EH 6682448QA 1975364AA"),
        ("PT", "501964843 482017775 880160802 566048000 384455344"),
        ("LU", "15027442 11768426 59519754 77198802 40984286 24208808 14024873"),
        ("GR", "094259216 488016080 157773348 828024175 668680800 060004008 695370262"),
        ("EE", "100931558 100408971 103975935 104068155 106097506 101737560 103579373"),
        ("CH", "107787577 887502288 571710477 033848497 331627337 804713557 648311648"),
        ("XI", "980780684"),
    ];

    #[track_caller]
    fn good(country: &str, typed: &str, id: &str) {
        let read = VatId::parse(typed, Country::parse(country).unwrap());
        assert_eq!(read.as_ref().map(VatId::as_str), Ok(id), "{country} {typed:?}");
    }

    #[track_caller]
    fn bad(country: &str, typed: &str, fault: Fault) {
        assert_eq!(VatId::parse(typed, Country::parse(country).unwrap()), Err(fault), "{country} {typed:?}");
    }

    fn all_right() -> impl Iterator<Item = (&'static str, &'static str)> {
        RIGHT.iter().flat_map(|(country, ids)| ids.split(' ').map(move |id| (*country, id)))
    }

    // shows: FLD-17
    #[test]
    fn a_number_from_abroad_is_read_by_its_letters() {
        let typed = |text, own: &str| VatId::typed(text, Country::parse(own).unwrap());
        for (text, own, id, country) in [
            ("de 136.695.976", "FI", "DE136695976", "DE"),
            ("136695976", "DE", "DE136695976", "DE"),
            ("EL 094259216", "FI", "EL094259216", "GR"),
            ("CHE-107.787.577", "DE", "CHE107787577", "CH"),
            ("no 923609016 mva", "SE", "NO923609016", "NO"),
            ("83404833048", "FR", "FR83404833048", "FR"),
        ] {
            let read = typed(text, own).unwrap();
            assert_eq!((read.as_str(), read.country()), (id, Country::parse(country)), "{text}");
        }
        assert_eq!(typed("DE136695977", "FI"), Err(Fault::Checksum));
        assert_eq!(typed("12345", "FI"), Err(Fault::TooShort(8)));
        assert_eq!(typed("", "FI"), Err(Fault::Missing));
    }

    // shows: TAX-01
    #[test]
    fn right_numbers_pass_with_and_without_letters() {
        assert!(all_right().count() > 100);
        for (country, id) in all_right() {
            let prefix = match country {
                "GR" => "EL",
                "CH" => "CHE",
                other => other,
            };
            good(country, id, &format!("{prefix}{id}"));
            good(country, &format!("{prefix} {}", id.to_lowercase()), &format!("{prefix}{id}"));
        }
    }

    #[test]
    fn spaces_dots_and_endings_do_not_matter() {
        good("BE", "BE 0428.759.497", "BE0428759497");
        good("BE", "428759497", "BE0428759497");
        good("NO", "NO 923 609 016 MVA", "NO923609016");
        good("NO", "923609016mva", "NO923609016");
        good("CH", "CHE-107.787.577 MWST", "CHE107787577");
        good("GR", "GR094259216", "EL094259216");
        good("DE", "ＤＥ１３６６９５９７６", "DE136695976");
        good("KE", "P051234567X", "KEP051234567X");
    }

    #[test]
    fn each_mistake_has_its_cause() {
        for (country, typed, fault) in [
            ("DE", "", Fault::Missing),
            ("DE", "DE", Fault::Missing),
            ("DE", "DE13669597", Fault::TooShort(9)),
            ("DE", "DE1366959761", Fault::TooLong(9)),
            ("DE", "DE136695977", Fault::Checksum),
            ("DE", "DE036695976", Fault::Shape),
            ("DE", "DE13669597X", Fault::BadCharacter('X')),
            ("DE", "136/695", Fault::BadCharacter('/')),
            ("NL", "NL004495445B00", Fault::Checksum),
            ("NL", "NL004495446B01", Fault::Checksum),
            ("NL", "NL004495445A01", Fault::Shape),
            ("NL", "004495445", Fault::TooShort(12)),
            ("DK", "13585629", Fault::Checksum),
            ("DK", "1358562", Fault::TooShort(8)),
            ("FR", "83404833049", Fault::Checksum),
            ("FR", "IO404833048", Fault::Checksum),
            ("FR", "404833048", Fault::TooShort(11)),
            ("ES", "54362315Z", Fault::Checksum),
            ("ES", "A58818502", Fault::Checksum),
            ("ES", "5436231K", Fault::TooShort(9)),
            ("BE", "0428759498", Fault::Checksum),
            ("BE", "2428759497", Fault::Checksum),
            ("SE", "556188840501", Fault::Checksum),
            ("SE", "5561888403", Fault::TooShort(12)),
            ("NO", "923609017", Fault::Checksum),
            ("NO", "92360901", Fault::TooShort(9)),
            ("FI", "20774741", Fault::Checksum),
            ("FI", "2077474", Fault::TooShort(8)),
            ("AT", "U13585628", Fault::Checksum),
            ("AT", "13585627", Fault::TooShort(9)),
            ("IT", "00743110158", Fault::Checksum),
            ("GB", "980780685", Fault::Checksum),
            ("GB", "GD500", Fault::Checksum),
            ("GB", "HA499", Fault::Checksum),
            ("GB", "98078068", Fault::Shape),
            ("PL", "8567346216", Fault::Checksum),
            ("IE", "6433435E", Fault::Checksum),
            ("IE", "6433435FAA", Fault::TooLong(9)),
            ("PT", "501964842", Fault::Checksum),
            ("KE", "1", Fault::TooShort(2)),
            ("KE", "1234567890123456", Fault::TooLong(15)),
        ] {
            bad(country, typed, fault);
        }
    }

    proptest! {
        #[test]
        fn anything_may_be_typed(text in any::<String>(), which in 0..FORMATS.len()) {
            let country = Country::of(FORMATS[which].country);
            if let Ok(id) = VatId::parse(&text, country) {
                prop_assert_eq!(VatId::parse(id.as_str(), country), Ok(id.clone()));
            }
        }

        #[test]
        fn anything_of_the_right_length_has_an_answer(text in "[0-9A-Z]{5,12}", which in 0..FORMATS.len()) {
            let country = Country::of(FORMATS[which].country);
            if let Ok(id) = VatId::parse(&text, country) {
                prop_assert_eq!(VatId::parse(id.as_str(), country), Ok(id.clone()));
            }
        }

        #[test]
        fn one_character_more_is_never_right(which in 0..RIGHT.len(), extra in "[0-9]") {
            let (country, ids) = RIGHT[which];
            let longer = format!("{}{extra}", ids.split(' ').next().unwrap());
            prop_assert!(VatId::parse(&longer, Country::parse(country).unwrap()).is_err(), "{country} {longer}");
        }
    }
}
