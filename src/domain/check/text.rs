//! Reading what people type: digits of other scripts, wide letters, stray spaces.
//!
//! Always true: every function is idempotent and knows no country. Ranges are compared by number; the tables of
//! `char::is_alphabetic` and friends would weigh more in the wasm than all checks together.

/// The ASCII form of a character, or `None` where it only steers the layout and can be dropped.
///
/// Arabic-Indic, Persian and full-width digits become ASCII, and so do full-width letters, odd spaces and dashes.
pub const fn folded_char(c: char) -> Option<char> {
    let code = c as u32;
    let shift = match code {
        _ if is_unseen(c) => return None,
        0x200C | 0x200D => return None,
        0x09..=0x0D | 0x85 | 0xA0 | 0x1680 | 0x2000..=0x200A | 0x2028 | 0x2029 | 0x202F | 0x205F | 0x3000 => {
            return Some(' ');
        }
        0x2010..=0x2015 | 0x2212 | 0xFE58 | 0xFE63 => return Some('-'),
        0x2044 | 0x2215 => return Some('/'),
        0x0660..=0x0669 => 0x0660 - 0x30,
        0x06F0..=0x06F9 => 0x06F0 - 0x30,
        0xFF01..=0xFF5E => 0xFEE0,
        _ => 0,
    };
    char::from_u32(code - shift)
}

/// The text in ASCII forms as far as it has them, without unseen characters and without space at its ends.
pub fn folded(text: &str) -> String {
    let whole: String = text.chars().filter_map(folded_char).collect();
    let inner = whole.trim_matches(' ');
    if inner.len() == whole.len() { whole } else { inner.to_owned() }
}

/// [`folded`], in capitals and without the separators people put into numbers and codes.
pub fn compact(text: &str) -> String {
    text.chars().filter_map(folded_char).filter(|c| !is_separator(*c)).map(|c| c.to_ascii_uppercase()).collect()
}

/// Text for people, as typed: only space at its ends and marks that could turn its direction are dropped.
///
/// Joiners stay: Persian and Indic names need them.
pub fn tidy(text: &str) -> String {
    let seen: String = text.chars().filter(|c| !is_unseen(*c)).collect();
    let inner = seen.trim_matches(is_space);
    if inner.len() == seen.len() { seen } else { inner.to_owned() }
}

/// Whether a folded character is one that people group digits with.
pub const fn is_separator(c: char) -> bool {
    matches!(c, ' ' | '-' | '.' | '_' | ',' | '\u{B7}')
}

/// Whether a character is a space of any kind.
pub const fn is_space(c: char) -> bool {
    matches!(folded_char(c), Some(' '))
}

/// Marks that steer direction or line breaks and are never seen: U+200B and the bidirectional controls.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{AD}' | '\u{61C}' | '\u{200B}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}'
        | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{FEFF}')
}

/// Whether a character is a letter of some script, as far as telling a name from a number needs it.
///
/// What is not known to be a digit, punctuation or a symbol counts as a letter: a name is never refused
/// because its script is rare.
pub const fn is_letter(c: char) -> bool {
    match folded_char(c) {
        None => false,
        Some(folded) if folded.is_ascii() => folded.is_ascii_alphabetic(),
        Some(folded) => !matches!(folded as u32,
            0x80..=0xA9 | 0xAB..=0xB4 | 0xB6..=0xB9 | 0xBB..=0xBF | 0xD7 | 0xF7
            // Arabic signs, points and digits; digits of other scripts; general punctuation, symbols, emoji.
            | 0x300..=0x36F | 0x600..=0x61F | 0x64B..=0x66D | 0x6D4 | 0x966..=0x96F | 0x9E6..=0x9EF
            | 0x2000..=0x2070 | 0x2072..=0x207E | 0x2080..=0x208F | 0x209D..=0x20FF | 0x218C..=0x2BFF | 0x3001..=0x3004 | 0x3008..=0x3020 | 0x3030 | 0x30FB | 0xE000..=0xF8FF
            | 0xFE00..=0xFE0F | 0xFF5F..=0xFF65 | 0xFFF0..=0xFFFF | 0x1_F000..=0x1_FAFF | 0xE_0000..=0x10_FFFF),
    }
}

/// Whether a character is a letter or a digit of any script.
pub const fn is_letter_or_digit(c: char) -> bool {
    is_letter(c)
        || matches!(folded_char(c), Some(folded) if folded.is_ascii_digit() || matches!(folded as u32, 0x966..=0x96F | 0x9E6..=0x9EF))
}

/// How many typed characters a pattern of [`fill`] takes.
pub fn slots(pattern: &str) -> usize {
    pattern.bytes().filter(|byte| stands_for_one(*byte)).count()
}

/// Compact text as the pattern writes it out, or `None` if it does not have that form.
///
/// `9` stands for a digit, `1` for a digit but zero, `@` for a capital letter, `*` for either; other letters and
/// digits stand for themselves, and the rest is written out without being typed.
pub fn fill(pattern: &str, typed: &str) -> Option<String> {
    let mut typed = typed.chars();
    let mut written = String::with_capacity(pattern.len());
    for place in pattern.chars() {
        if place.is_ascii() && !stands_for_one(place as u8) {
            written.push(place);
            continue;
        }
        let c = typed.next()?;
        let fits = match place {
            '9' => c.is_ascii_digit(),
            '1' => matches!(c, '1'..='9'),
            '@' => c.is_ascii_uppercase(),
            '*' => c.is_ascii_digit() || c.is_ascii_uppercase(),
            other => c == other,
        };
        if !fits {
            return None;
        }
        written.push(c);
    }
    typed.next().is_none().then_some(written)
}

const fn stands_for_one(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'@' | b'*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(typed: &str, read: &str) {
        assert_eq!(folded(typed), read, "{typed:?}");
    }

    // shows: I18N-08
    #[test]
    fn arabic_indic_digits_are_read() {
        check("٠١٢٣٤٥٦٧٨٩", "0123456789");
    }
    // shows: I18N-08
    #[test]
    fn persian_digits_are_read() {
        check("۰۱۲۳۴۵۶۷۸۹", "0123456789");
    }
    // shows: I18N-08
    #[test]
    fn wide_digits_letters_and_signs_are_read() {
        check("０９ＡＺａｚ＠．－／", "09AZaz@.-/");
    }
    #[test]
    fn odd_spaces_become_plain_and_leave_the_ends() {
        check("\u{a0}1\u{202f}2\u{3000}3\t", "1 2 3");
    }
    #[test]
    fn every_dash_is_a_dash() {
        check("1‐2‑3–4—5−6", "1-2-3-4-5-6");
    }
    #[test]
    fn marks_of_direction_are_dropped() {
        check("\u{200f}\u{202a}12\u{202c}\u{feff}3\u{200d}", "123");
    }
    #[test]
    fn compact_keeps_letters_and_digits_only() {
        assert_eq!(compact(" nl‑91.abna 0417\u{a0}1643_00 "), "NL91ABNA0417164300");
    }
    #[test]
    fn tidy_keeps_joiners_and_inner_space() {
        assert_eq!(tidy("\u{202e}  علی\u{200c}رضا  محمدی \u{a0}"), "علی\u{200c}رضا  محمدی");
    }
    #[test]
    fn letters_are_told_from_signs() {
        for letter in "aZéßøΩЖאعदத一々あアㄱ각ກกა ԱאʻᎠ".chars().filter(|c| *c != ' ' && *c != 'ʻ')
        {
            assert!(is_letter(letter), "{letter}");
        }
        for other in "0٣۴９-–'’.,@&()«»“”…€✓😀→　".chars() {
            assert!(!is_letter(other), "{other}");
        }
    }

    #[test]
    fn whatever_unicode_calls_a_letter_is_one() {
        let marks = |c: char| {
            matches!(c as u32, 0x345 | 0x363..=0x36F | 0x610..=0x61A | 0x64B..=0x657 | 0x659..=0x65F | 0x24B6..=0x24E9
                | 0x1_F130..=0x1_F189)
        };
        for c in ('\0'..=char::MAX).filter(|c| c.is_alphabetic() && !marks(*c)) {
            assert!(is_letter(c), "{c} {:x}", c as u32);
        }
    }

    #[test]
    fn digits_of_any_script_count_beside_letters() {
        for one in "a7ßжא٣۴९৯๓７".chars() {
            assert!(is_letter_or_digit(one), "{one}");
        }
        for other in "-–'’., @&()«…€✓😀　".chars() {
            assert!(!is_letter_or_digit(other), "{other}");
        }
        let mark = |c: char| matches!(c as u32, 0x345 | 0x363..=0x36F | 0x610..=0x61A | 0x64B..=0x657 | 0x659..=0x65F);
        for c in ('\0'..='\u{1FFF}').filter(|c| {
            c.is_alphabetic() || matches!(*c as u32, 0x30..=0x39 | 0x660..=0x669 | 0x966..=0x96F | 0xE50..=0xE59)
        }) {
            assert!(is_letter_or_digit(c) || mark(c), "{c} {:x}", c as u32);
        }
    }

    proptest! {
        #[test]
        fn reading_twice_is_reading_once(text in any::<String>()) {
            let once = folded(&text);
            prop_assert_eq!(folded(&once), once);
            let once = compact(&text);
            prop_assert_eq!(compact(&once), once);
            let once = tidy(&text);
            prop_assert_eq!(tidy(&once), once);
        }
    }
}
