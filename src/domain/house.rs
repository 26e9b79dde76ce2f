//! The rules of the house: what a merchant says of its checkout beyond what the backend knows. Why something is asked, what
//! is agreed to, who helps.
//!
//! Always true: a marketing consent is never required, a field that is made required says why, and nothing in here is
//! ticked for anybody. It names no price and no stock: those are the backend's.

use crate::domain::{
    day::{Day, Instant},
    problem::Field,
    quote::Policy,
};

/// A text of the merchant's own, in some languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Own(pub Vec<(String, String)>);

impl Own {
    /// The text in that language and which language it is in: that one, else English, else the first there is.
    pub fn told<'a>(&'a self, tag: &'a str) -> (&'a str, &'a str) {
        let of = |wanted: &str| self.0.iter().find(|(tag, _)| tag == wanted);
        let found = of(tag).or_else(|| of("en")).or_else(|| self.0.first());
        found.map_or(("", tag), |(tag, text)| (text.as_str(), tag.as_str()))
    }

    /// The text in that language.
    pub fn text(&self, tag: &str) -> String {
        self.told(tag).0.to_owned()
    }
}

/// One of a short list, or the merchant's own words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Said<T> {
    /// One that we have words for.
    Known(T),
    /// Own words.
    Own(Own),
}

/// Why a field is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// To make and carry out the contract.
    Order,
    /// To bring the goods.
    Delivery,
    /// To tell how the delivery goes.
    Updates,
    /// To write the invoice.
    Invoice,
    /// Because a law asks for it.
    Law,
    /// To keep from fraud.
    Fraud,
    /// To help with questions.
    Help,
    /// To write about offers.
    Marketing,
}

/// Who gets what is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    /// The shop.
    Shop,
    /// Who carries the parcel.
    Carrier,
    /// Who handles the payment.
    Payment,
    /// Who keeps the books.
    Bookkeeper,
    /// The authorities, where a law says so.
    Authorities,
}

/// How long it is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// So many days after the order.
    Days(u16),
    /// Until the parcel is there.
    Delivered,
    /// For as long as bookkeeping law says.
    Books,
    /// Until the shopper says otherwise.
    Withdrawn,
}

/// What is said beside a field (GDPR art. 13).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purpose {
    /// Why.
    pub why: Said<Why>,
    /// Who gets it.
    pub who: Vec<Said<Who>>,
    /// How long.
    pub kept: Option<Said<Keep>>,
}

/// Whether a field is asked that the shop can do without.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Asked {
    /// Not at all.
    Hidden,
    /// For whoever wants to.
    #[default]
    Optional,
    /// It must be filled in.
    Required,
}

/// What a merchant says of a field; the same for the delivery and the billing address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldRule {
    /// The field; of an address the one of the delivery.
    pub field: Field,
    /// Whether it is asked, where that can be said.
    pub asked: Option<Asked>,
    /// Why.
    pub purpose: Option<Purpose>,
}

/// Something to agree to, apart from everything else (GDPR art. 7(2)).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consent {
    /// What the shop calls it.
    pub id: String,
    /// Which version of the text.
    pub version: String,
    /// What is agreed to.
    pub text: Own,
    /// A quiet line under it.
    pub note: Option<Own>,
    /// Whether there is no order without it. Never of marketing (GDPR art. 7(4)).
    pub required: bool,
    /// Whether it lets the shop write about other things.
    pub marketing: bool,
    /// A text of the shop that belongs to it.
    pub policy: Option<Policy>,
}

/// The most consents of a checkout; each has a field of its own.
pub const CONSENTS: u8 = 8;

impl Consent {
    /// What is noted when the box is ticked: which text exactly, in which language, and when. A tick for another version or
    /// wording is no tick for this one.
    pub fn ticked(&self, language: &str, at: Instant) -> String {
        let (text, tag) = self.text.told(language);
        [self.id.as_str(), self.version.as_str(), tag, &digest(text), &at.0.to_string()].join("\t")
    }

    /// What was agreed to, if that note is of this very text.
    pub fn given(&self, note: &str) -> Option<Consented> {
        let mut parts = note.split('\t');
        let (id, version, language) = (parts.next()?, parts.next()?, parts.next()?);
        let (digest_, at) = (parts.next()?, parts.next()?.parse().ok()?);
        let (text, tag) = self.text.told(language);
        let is_this = id == self.id
            && version == self.version
            && tag == language
            && digest(text) == digest_
            && parts.next().is_none();
        is_this.then(|| Consented {
            id: self.id.clone(),
            version: self.version.clone(),
            language: tag.to_owned(),
            digest: digest_.to_owned(),
            at: Instant(at),
            marketing: self.marketing,
        })
    }
}

/// A consent that was given, as it is kept with the order: the proof of GDPR art. 7(1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Consented {
    /// What the shop calls it.
    pub id: String,
    /// Which version.
    pub version: String,
    /// The language in which it was read.
    pub language: String,
    /// Tells one wording from another: FNV-1a of the text, in hexadecimal. Not for security.
    pub digest: String,
    /// When the box was ticked.
    pub at: Instant,
    /// Whether it is about marketing.
    pub marketing: bool,
}

/// FNV-1a, in 16 hexadecimal digits.
fn digest(text: &str) -> String {
    format!("{:016x}", hash(text))
}

/// FNV-1a with 64 bits.
pub fn hash(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// The picture of a reason to trust the shop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum BadgeIcon {
    Lock,
    Shield,
    Truck,
    Returns,
    Leaf,
}

/// Where it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// Under the receipt.
    Summary,
    /// At the button that buys.
    Pay,
    /// In the small print.
    Footer,
}

/// A reason to trust the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrustBadge {
    /// The bold words.
    pub title: Own,
    /// The words after them.
    pub text: Option<Own>,
    /// Its picture.
    pub icon: BadgeIcon,
    /// Where it stands.
    pub at: Spot,
    /// Where one reads more.
    pub href: Option<String>,
}

/// Who helps.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// The number, as it is written.
    pub phone: Option<String>,
    /// When somebody answers.
    pub hours: Option<Own>,
    /// The mailbox.
    pub email: Option<String>,
    /// Where one can chat.
    pub chat: Option<String>,
}

/// The version of a text of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Of which text.
    pub policy: Policy,
    /// Its name.
    pub version: String,
    /// Since when.
    pub from: Option<Day>,
}

/// The rules of the house.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct House {
    /// The picture of the shop's name.
    pub logo: Option<String>,
    /// What is said of fields.
    pub fields: Vec<FieldRule>,
    /// What can be agreed to.
    pub consents: Vec<Consent>,
    /// Versions of the shop's texts.
    pub versions: Vec<Version>,
    /// Reasons to trust the shop.
    pub badges: Vec<TrustBadge>,
    /// Who helps.
    pub help: Option<Help>,
    /// The tags of the languages that are offered; empty for all.
    pub languages: Vec<String>,
}

impl House {
    fn rule(&self, field: Field) -> Option<&FieldRule> {
        // What is said of an address is said of both.
        let named = match field {
            Field::Address(_, part) => Field::Address(crate::domain::problem::AddressUse::Shipping, part),
            other => other,
        };
        self.fields.iter().find(|rule| rule.field == named)
    }

    /// Why a field is asked.
    pub fn purpose(&self, field: Field) -> Option<&Purpose> {
        self.rule(field)?.purpose.as_ref()
    }

    /// Whether a field is asked, where the merchant says so.
    pub fn asked(&self, field: Field) -> Option<Asked> {
        self.rule(field)?.asked
    }

    /// The consents of a kind, with the fields that hold them.
    pub fn consents(&self, marketing: bool) -> impl Iterator<Item = (Field, &Consent)> {
        let numbered = (0_u8..).map(Field::Consent).zip(&self.consents);
        numbered.filter(move |(_, consent)| consent.marketing == marketing)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn consent() -> Consent {
        let texts = [("en", "I am of age."), ("nb", "Jeg er myndig.")];
        Consent {
            id: "age".into(),
            version: "3".into(),
            text: Own(texts.map(|(tag, text)| (tag.to_owned(), text.to_owned())).into()),
            note: None,
            required: true,
            marketing: false,
            policy: None,
        }
    }

    #[test]
    fn a_tick_is_read_back() {
        let given = consent().given(&consent().ticked("nb", Instant(1_795_777_200_500))).unwrap();
        assert_eq!((given.id.as_str(), given.version.as_str(), given.language.as_str()), ("age", "3", "nb"));
        assert_eq!(given.at, Instant(1_795_777_200_500));
    }
    #[test]
    fn what_was_read_is_noted_and_not_what_was_spoken() {
        // No Arabic text: the shopper read the English one.
        assert_eq!(consent().given(&consent().ticked("ar", Instant(1))).unwrap().language, "en");
    }
    #[test]
    fn a_tick_for_another_version_is_none() {
        let newer = Consent { version: "4".into(), ..consent() };
        assert_eq!(newer.given(&consent().ticked("en", Instant(1))), None);
    }
    #[test]
    fn a_tick_for_other_words_is_none() {
        let mut other = consent();
        other.text.0[0].1 = "I am of age, and you may sell my data.".into();
        assert_eq!(other.given(&consent().ticked("en", Instant(1))), None);
        assert!(other.given(&consent().ticked("nb", Instant(1))).is_some());
    }
    #[test]
    fn a_plain_one_is_no_tick() {
        for note in ["", "1", "true", "age\t3", "age\t3\ten\t0\tx"] {
            assert_eq!(consent().given(note), None, "{note}");
        }
    }
    #[test]
    fn a_text_falls_back_to_english_then_to_the_first() {
        assert_eq!(consent().text.text("ar"), "I am of age.");
        assert_eq!(Own(vec![("nb".into(), "Ja".into())]).told("ar"), ("Ja", "nb"));
        assert_eq!(Own::default().told("ar"), ("", "ar"));
    }
}
