//! E-mail addresses, and a guess where a well-known domain is mistyped.
//!
//! Always true: what passes has one at sign and a domain with an ending. International names and plus tags pass;
//! whether the mailbox exists only a mail tells.

use crate::domain::{check::text::folded, problem::Fault};

/// RFC 5321 4.5.3.1.3 less the angle brackets.
const LONGEST: u16 = 254;
/// RFC 5321 4.5.3.1.1.
const LONGEST_MAILBOX: u16 = 64;

/// An address that looks deliverable. Whether it is, only a mail tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);

impl Email {
    /// Checks an address. The domain is kept in small letters, the mailbox as typed.
    ///
    /// # Errors
    /// `Missing`, `Space`, `NoAt`, `TwoAts`, `NoMailbox`, `NoDomain`, `BadCharacter`, `Dots`, `NoDomainEnding` or
    /// `TooLong`: the first that applies.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = folded(text);
        if text.is_empty() {
            return Err(Fault::Missing);
        }
        if text.contains(' ') {
            return Err(Fault::Space);
        }
        let (mailbox, domain) = text.split_once('@').ok_or(Fault::NoAt)?;
        if domain.contains('@') {
            return Err(Fault::TwoAts);
        }
        if mailbox.is_empty() {
            return Err(Fault::NoMailbox);
        }
        if domain.is_empty() {
            return Err(Fault::NoDomain);
        }
        if let Some(bad) = mailbox.chars().find(|c| !in_mailbox(*c)).or_else(|| domain.chars().find(|c| !in_domain(*c)))
        {
            return Err(Fault::BadCharacter(bad));
        }
        if has_stray_dot(mailbox) || has_stray_dot(domain) {
            return Err(Fault::Dots);
        }
        if domain.split('.').any(|label| label.starts_with('-') || label.ends_with('-')) {
            return Err(Fault::BadCharacter('-'));
        }
        match domain.rsplit_once('.') {
            Some((_, ending)) if is_ending(ending) => {}
            _ => return Err(Fault::NoDomainEnding),
        }
        if mailbox.len() > usize::from(LONGEST_MAILBOX) {
            return Err(Fault::TooLong(LONGEST_MAILBOX));
        }
        if text.len() > usize::from(LONGEST) {
            return Err(Fault::TooLong(LONGEST));
        }
        Ok(Self([mailbox, "@", &domain.to_ascii_lowercase()].concat()))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// RFC 5322 `atext` and the dot, and beyond ASCII whatever is not a control (RFC 6531).
const fn in_mailbox(c: char) -> bool {
    in_domain(c)
        || matches!(c, '!' | '#'..='\'' | '*' | '+' | '/' | '=' | '?' | '^' | '_' | '`' | '{' | '|' | '}' | '~')
}

const fn in_domain(c: char) -> bool {
    matches!(c, 'a'..='z' | 'A'..='Z' | '0'..='9' | '.' | '-') || is_international(c)
}

const fn is_international(c: char) -> bool {
    // General punctuation and the private area hold quotes and bullets that were pasted along.
    !matches!(c as u32, 0..=0xBF | 0xD7 | 0xF7 | 0x2000..=0x2BFF | 0x3001..=0x3004 | 0x3008..=0x3020 | 0xE000..=0xF8FF)
}

fn has_stray_dot(part: &str) -> bool {
    part.starts_with('.') || part.ends_with('.') || part.contains("..")
}

/// Endings have two letters at least; only numbers would be an address of the network.
fn is_ending(ending: &str) -> bool {
    ending.chars().count() >= 2 && !ending.bytes().all(|byte| byte.is_ascii_digit())
}

/// Frequent providers and the endings they really have. The first ending is the one offered.
const PROVIDERS: &[(&str, &str)] = &[
    ("gmail", "com"),
    ("googlemail", "com"),
    ("hotmail", "com no se dk fi fr de nl be es it co.uk"),
    ("outlook", "com no dk fr de be es it"),
    ("live", "com no se dk fi fr de nl be it co.uk ca"),
    ("yahoo", "com no se dk fr de es it gr ie co.uk ca co.jp com.br"),
    ("icloud", "com"),
    ("protonmail", "com ch"),
    ("proton", "me"),
    ("fastmail", "com fm"),
    ("telia", "com no"),
    ("online", "no de"),
    ("comhem", "se"),
    ("spray", "se"),
    ("elisanet", "fi"),
    ("kolumbus", "fi"),
    ("luukku", "com"),
    ("ziggo", "nl"),
    ("planet", "nl"),
    ("t-online", "de"),
    ("freenet", "de"),
    ("gmx", "de net at ch com fr"),
    ("web", "de"),
    ("orange", "fr"),
    ("wanadoo", "fr"),
    ("laposte", "net"),
    ("libero", "it"),
    ("btinternet", "com"),
    ("skynet", "be"),
    ("telenet", "be"),
    ("seznam", "cz"),
    ("yandex", "ru com"),
];

/// Names that are real and one letter away from a provider.
const REAL: [&str; 11] =
    ["mail", "email", "ymail", "zmail", "cloud", "planes", "plane", "planets", "range", "telstra", "onlin"];

/// Mistyped `com` and `net`; none of them is an ending of its own.
const ENDINGS: [(&str, &str); 16] = [
    ("con", "com"),
    ("cmo", "com"),
    ("ocm", "com"),
    ("comm", "com"),
    ("coom", "com"),
    ("ccom", "com"),
    ("cim", "com"),
    ("vom", "com"),
    ("xom", "com"),
    ("cpm", "com"),
    ("clm", "com"),
    ("com.com", "com"),
    ("nett", "net"),
    ("ney", "net"),
    ("nte", "net"),
    ("ent", "net"),
];

/// A likely correction of a mistyped domain: the whole address, or `None` (UX-12). Only ever an offer.
pub fn suggestion(text: &str) -> Option<String> {
    let text = folded(text);
    let (mailbox, domain) = text.split_once('@')?;
    if mailbox.is_empty() || domain.contains(['@', ' ']) {
        return None;
    }
    let domain = domain.to_ascii_lowercase();
    corrected(&domain).map(|(name, ending)| [mailbox, "@", name, ".", ending].concat())
}

fn corrected(domain: &str) -> Option<(&str, &str)> {
    let Some((name, ending)) = domain.split_once('.') else {
        // `gmailcom`: only the dot is missing.
        return PROVIDERS.iter().find_map(|(name, endings)| {
            let rest = domain.strip_prefix(name)?;
            endings.split(' ').find(|ending| *ending == rest).map(|ending| (*name, ending))
        });
    };
    if REAL.contains(&name) {
        return None;
    }
    let exact = PROVIDERS.iter().find(|(known, _)| *known == name);
    // Short names have too many real neighbours.
    let near = || PROVIDERS.iter().find(|(known, _)| known.len() >= 5 && one_edit_apart(known, name));
    let Some((known, endings)) = exact.or_else(near) else {
        // A domain we do not know, but its ending exists nowhere.
        return ENDINGS.iter().find(|(wrong, _)| *wrong == ending).map(|(_, right)| (name, *right));
    };
    let mut theirs = endings.split(' ');
    if theirs.clone().any(|right| right == ending) {
        return exact.is_none().then_some((*known, ending));
    }
    if let Some((_, right)) =
        ENDINGS.iter().find(|(wrong, right)| *wrong == ending && endings.split(' ').any(|e| e == *right))
    {
        return Some((*known, *right));
    }
    let first = theirs.next().unwrap_or("com");
    // Two letters are a country, where the name may well be another firm's; not so for those of one ending.
    let only_one = theirs.next().is_none();
    let other_country = ending.len() == 2 && !matches!(ending, "co" | "cm" | "om") && !only_one;
    (!other_country && one_edit_apart(first, ending)).then_some((*known, first))
}

/// Whether one letter was added, left out or replaced, or two neighbours changed places.
fn one_edit_apart(right: &str, typed: &str) -> bool {
    let (right, typed) = (right.as_bytes(), typed.as_bytes());
    let same = right.iter().zip(typed).take_while(|(a, b)| a == b).count();
    match (right.get(same..).unwrap_or_default(), typed.get(same..).unwrap_or_default()) {
        ([_, right @ ..], [_, typed @ ..]) if right == typed => true,
        ([a, b, right @ ..], [c, d, typed @ ..]) if (a, b, right) == (d, c, typed) => true,
        ([_, right @ ..], typed) if right == typed => true,
        (right, [_, typed @ ..]) => right == typed,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn good(typed: &str, read: &str) {
        assert_eq!(Email::parse(typed).as_ref().map(Email::as_str), Ok(read), "{typed:?}");
    }

    #[track_caller]
    fn bad(typed: &str, fault: Fault) {
        assert_eq!(Email::parse(typed), Err(fault), "{typed:?}");
    }

    #[test]
    fn usual_addresses_pass() {
        for address in [
            "ada@example.com",
            "ada.lovelace@example.co.uk",
            "a@b.no",
            "ada+shop@example.org",
            "ada_l@example.fi",
            "o'brien@example.ie",
            "a-b@ex-ample.com",
            "123@example.com",
            "x@1and1.com",
            "ada@mail.sub.example.org",
            "a=b@example.com",
            "#1@example.com",
            "a/b@example.com",
            "me@xn--80ak6aa92e.com",
            "me@example.xn--p1ai",
            "me@example.museum",
            "a{b}@example.com",
            "!@example.com",
            "ada&bo@example.com",
            "~@example.com",
        ] {
            good(address, address);
        }
    }

    #[test]
    fn international_addresses_pass() {
        for address in [
            "åse@blåbær.no",
            "jürgen@müller.de",
            "ада@пример.рф",
            "用户@例子.中国",
            "δοκιμή@παράδειγμα.gr",
            "उदाहरण@उदाहरण.भारत",
            "مثال@مثال.مصر",
            "ada@straße.de",
        ] {
            good(address, address);
        }
    }

    #[test]
    fn space_and_marks_at_the_ends_do_not_matter() {
        good("  ada@example.com ", "ada@example.com");
        good("\u{a0}ada@example.com\n", "ada@example.com");
        good("\u{202a}ada@example.com\u{202c}", "ada@example.com");
        good("ａｄａ＠ｅｘａｍｐｌｅ．ｃｏｍ", "ada@example.com");
    }

    #[test]
    fn only_the_domain_loses_its_capitals() {
        good("Ada.L@Example.COM", "Ada.L@example.com");
    }

    // shows: UX-11
    #[test]
    fn each_mistake_has_its_cause() {
        bad("", Fault::Missing);
        bad(" \u{200e} ", Fault::Missing);
        bad("ada", Fault::NoAt);
        bad("ada.example.com", Fault::NoAt);
        bad("ada@@example.com", Fault::TwoAts);
        bad("ada@example@com", Fault::TwoAts);
        bad("@example.com", Fault::NoMailbox);
        bad("ada@", Fault::NoDomain);
        bad("ada@example", Fault::NoDomainEnding);
        bad("ada@localhost", Fault::NoDomainEnding);
        bad("ada@example.c", Fault::NoDomainEnding);
        bad("ada@10.0.0.1", Fault::NoDomainEnding);
        bad("ada lovelace@example.com", Fault::Space);
        bad("ada@example .com", Fault::Space);
        bad("ada@exam\u{a0}ple.com", Fault::Space);
        bad("ada..l@example.com", Fault::Dots);
        bad(".ada@example.com", Fault::Dots);
        bad("ada.@example.com", Fault::Dots);
        bad("ada@example..com", Fault::Dots);
        bad("ada@.example.com", Fault::Dots);
        bad("ada@example.com.", Fault::Dots);
        bad("ada,@example.com", Fault::BadCharacter(','));
        bad("ada@example,com", Fault::BadCharacter(','));
        bad("<ada@example.com>", Fault::BadCharacter('<'));
        bad("mailto:ada@example.com", Fault::BadCharacter(':'));
        bad("\"ada\"@example.com", Fault::BadCharacter('"'));
        bad("ada(home)@example.com", Fault::BadCharacter('('));
        bad("ada@exam_ple.com", Fault::BadCharacter('_'));
        bad("ada@-example.com", Fault::BadCharacter('-'));
        bad("ada@example-.com", Fault::BadCharacter('-'));
        bad("ada@example.com;bo@example.com", Fault::TwoAts);
        bad("“ada@example.com”", Fault::BadCharacter('“'));
        bad("ada\u{0}@example.com", Fault::BadCharacter('\0'));
        bad("ada\\@example.com", Fault::BadCharacter('\\'));
    }

    #[test]
    fn what_no_server_takes_is_too_long() {
        bad(&format!("{}@example.com", "a".repeat(65)), Fault::TooLong(64));
        let domain = format!("{}.com", "a".repeat(250));
        bad(&format!("a@{domain}"), Fault::TooLong(254));
        let domain = format!("{}.com", "a".repeat(248));
        good(&format!("a@{domain}"), &format!("a@{domain}"));
    }

    #[test]
    fn mistyped_domains_are_corrected() {
        for (typed, meant) in [
            ("gmial.com", "gmail.com"),
            ("gamil.com", "gmail.com"),
            ("gmali.com", "gmail.com"),
            ("gmai.com", "gmail.com"),
            ("gmal.com", "gmail.com"),
            ("gmil.com", "gmail.com"),
            ("gail.com", "gmail.com"),
            ("gnail.com", "gmail.com"),
            ("gmaill.com", "gmail.com"),
            ("ggmail.com", "gmail.com"),
            ("gmaik.com", "gmail.com"),
            ("gmsil.com", "gmail.com"),
            ("gmail.con", "gmail.com"),
            ("gmail.co", "gmail.com"),
            ("gmail.cm", "gmail.com"),
            ("gmail.om", "gmail.com"),
            ("gmail.cmo", "gmail.com"),
            ("gmail.comm", "gmail.com"),
            ("gmail.vom", "gmail.com"),
            ("gmial.con", "gmail.com"),
            ("gmailcom", "gmail.com"),
            ("googlemial.com", "googlemail.com"),
            ("goglemail.com", "googlemail.com"),
            ("hotmial.com", "hotmail.com"),
            ("hotmal.com", "hotmail.com"),
            ("hotmai.com", "hotmail.com"),
            ("hotmil.com", "hotmail.com"),
            ("hormail.com", "hotmail.com"),
            ("hotamil.com", "hotmail.com"),
            ("hotmaill.com", "hotmail.com"),
            ("homail.com", "hotmail.com"),
            ("htmail.com", "hotmail.com"),
            ("hotmail.con", "hotmail.com"),
            ("hotmial.no", "hotmail.no"),
            ("hotmal.se", "hotmail.se"),
            ("hotmai.co.uk", "hotmail.co.uk"),
            ("hotmail.co", "hotmail.com"),
            ("hotmailcom", "hotmail.com"),
            ("outlok.com", "outlook.com"),
            ("outloook.com", "outlook.com"),
            ("otulook.com", "outlook.com"),
            ("outlook.con", "outlook.com"),
            ("outllok.com", "outlook.com"),
            ("outlokk.com", "outlook.com"),
            ("outlook.cm", "outlook.com"),
            ("yaho.com", "yahoo.com"),
            ("yahooo.com", "yahoo.com"),
            ("yhaoo.com", "yahoo.com"),
            ("yahoo.con", "yahoo.com"),
            ("yahho.com", "yahoo.com"),
            ("yahoo.comm", "yahoo.com"),
            ("yaho.fr", "yahoo.fr"),
            ("iclod.com", "icloud.com"),
            ("iclould.com", "icloud.com"),
            ("icoud.com", "icloud.com"),
            ("icloud.con", "icloud.com"),
            ("icluod.com", "icloud.com"),
            ("protonmal.com", "protonmail.com"),
            ("proton.em", "proton.me"),
            ("live.con", "live.com"),
            ("teli.com", "telia.com"),
            ("onlne.no", "online.no"),
            ("comhe.se", "comhem.se"),
            ("elisante.fi", "elisanet.fi"),
            ("luuku.com", "luukku.com"),
            ("zigo.nl", "ziggo.nl"),
            ("t-onlin.de", "t-online.de"),
            ("wanado.fr", "wanadoo.fr"),
            ("laposte.nett", "laposte.net"),
            ("freenet.d", "freenet.de"),
            ("orage.fr", "orange.fr"),
            ("telenet.eb", "telenet.be"),
            ("seznm.cz", "seznam.cz"),
            ("example.con", "example.com"),
            ("my-firm.cmo", "my-firm.com"),
            ("GMIAL.COM", "gmail.com"),
            ("gmx.nett", "gmx.net"),
        ] {
            assert_eq!(suggestion(&format!("ada+1@{typed}")), Some(format!("ada+1@{meant}")), "{typed}");
        }
    }

    #[test]
    fn right_domains_are_left_alone() {
        for (name, endings) in PROVIDERS {
            for ending in endings.split(' ') {
                assert_eq!(suggestion(&format!("ada@{name}.{ending}")), None, "{name}.{ending}");
            }
        }
        for domain in [
            "mail.com",
            "email.com",
            "ymail.com",
            "cloud.com",
            "example.com",
            "example.co",
            "example.cm",
            "hotmail.ch",
            "outlook.at",
            "yahoo.com.au",
            "live.at",
            "kassa.example",
            "love.com",
            "line.no",
            "web.no",
            "gmx.se",
            "me.com",
            "uio.no",
            "aalto.fi",
            "posteo.de",
            "bluewin.ch",
            "mail.ru",
            "qq.com",
            "163.com",
            "planes.nl",
            "пример.рф",
        ] {
            assert_eq!(suggestion(&format!("ada@{domain}")), None, "{domain}");
        }
        for text in ["", "ada", "@gmial.com", "ada@", "ada@gmial.com@x", "a b@gm ial.com"] {
            assert_eq!(suggestion(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn anything_may_be_typed(text in any::<String>()) {
            let _ = suggestion(&text);
            if let Ok(email) = Email::parse(&text) {
                prop_assert_eq!(Email::parse(email.as_str()), Ok(email.clone()));
            }
        }

        #[test]
        fn a_suggestion_is_good_and_final(name in "[a-z-]{3,9}", ending in "[a-z]{1,4}") {
            if let Some(better) = suggestion(&format!("ada@{name}.{ending}")) {
                prop_assert_eq!(suggestion(&better), None, "{}", better);
            }
        }
    }
}
