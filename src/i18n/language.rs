//! The languages of the checkout, as data. A new one is a line here and a file in `public/locales`.

/// Which way a language is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Direction {
    /// From left to right.
    Ltr,
    /// From right to left.
    Rtl,
}

impl Direction {
    /// The value of the `dir` attribute.
    pub const fn attribute(self) -> &'static str {
        match self {
            Self::Ltr => "ltr",
            Self::Rtl => "rtl",
        }
    }
}

/// A language the checkout speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Language {
    /// Its BCP 47 tag: the value of `lang` and the name of its catalogue.
    pub tag: &'static str,
    /// What its speakers call it.
    pub own_name: &'static str,
    /// Which way it is written.
    pub direction: Direction,
    /// The locale whose numbers and dates it uses.
    pub locale: &'static str,
    /// Other primary tags whose readers are served by it.
    also: &'static [&'static str],
}

/// Every language, in the order of the language menu; the first is compiled in.
pub const LANGUAGES: [Language; 3] = [
    Language { tag: "en", own_name: "English", direction: Direction::Ltr, locale: "en-GB", also: &[] },
    // `no` is the macrolanguage; who prefers Nynorsk is nearer to Bokmål than to English.
    Language { tag: "nb", own_name: "Norsk bokmål", direction: Direction::Ltr, locale: "nb-NO", also: &["no", "nn"] },
    // Latin digits: amounts and card digits are compared with bank statements and cards, which use them.
    Language { tag: "ar", own_name: "العربية", direction: Direction::Rtl, locale: "ar-u-nu-latn", also: &[] },
];

impl Language {
    /// The language that is compiled in.
    pub const ENGLISH: Self = {
        let [english, ..] = LANGUAGES;
        english
    };

    /// The language of exactly that tag, as the address or the storage gives it.
    pub fn named(tag: &str) -> Option<Self> {
        LANGUAGES.into_iter().find(|language| language.tag == tag)
    }

    /// The first language that serves one of the reader's, most wanted first; English when none does, also for
    /// what is no tag at all (`WebKit` without a system language says `C`).
    pub fn nearest(preferred: &[&str]) -> Self {
        preferred.iter().find_map(|tag| Self::serving(tag)).unwrap_or(Self::ENGLISH)
    }

    fn serving(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_']).next().unwrap_or(tag).to_ascii_lowercase();
        LANGUAGES.into_iter().find(|language| language.tag == primary || language.also.contains(&primary.as_str()))
    }

    /// Whether it is written from right to left.
    pub fn is_rtl(self) -> bool {
        self.direction == Direction::Rtl
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(preferred: &[&str], expected: &str) {
        assert_eq!(Language::nearest(preferred).tag, expected);
    }

    #[test]
    fn a_region_does_not_matter() {
        check(&["nb-NO"], "nb");
    }
    #[test]
    fn the_most_wanted_comes_first() {
        check(&["sv-FI", "ar-EG", "nb"], "ar");
    }
    #[test]
    fn norwegian_of_any_kind_is_bokmal() {
        check(&["no"], "nb");
        check(&["nn-NO"], "nb");
    }
    #[test]
    fn case_and_underscores_are_forgiven() {
        check(&["NB_no"], "nb");
    }
    #[test]
    fn script_subtags_are_passed_over() {
        check(&["ar-Arab-AE-u-nu-arab"], "ar");
    }
    #[test]
    fn what_is_no_tag_means_english() {
        check(&["C", "", "-"], "en");
    }
    #[test]
    fn no_wish_means_english() {
        check(&[], "en");
    }
    #[test]
    fn a_tag_that_only_begins_alike_is_another_language() {
        check(&["arn", "nbx"], "en");
    }

    #[test]
    fn every_language_is_found_by_its_tag() {
        for language in LANGUAGES {
            assert_eq!(Language::named(language.tag), Some(language));
        }
        assert_eq!(Language::named("nb-NO"), None);
    }
}
