//! What is wrong with an answer, as data. The sentence the shopper reads is in the catalogue.

use crate::domain::{house::CONSENTS, money::Money};

/// Whose address a field belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AddressUse {
    /// Where the parcel goes.
    Shipping,
    /// Whom the bill is made out to.
    Billing,
}

/// A part of a postal address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[allow(missing_docs)]
pub enum AddressField {
    Country,
    Name,
    Organization,
    Street,
    Line2,
    Postcode,
    City,
    Region,
    Phone,
}

impl AddressField {
    /// Every part, in no country's order.
    pub const ALL: [Self; 9] = [
        Self::Country,
        Self::Name,
        Self::Organization,
        Self::Street,
        Self::Line2,
        Self::Postcode,
        Self::City,
        Self::Region,
        Self::Phone,
    ];
}

/// Everything a shopper can fill in or choose. Stable: names are used in storage and in the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// The e-mail address.
    Email,
    /// Whether the shop may write about other things; `1` or nothing.
    News,
    /// Ship or collect.
    How,
    /// A part of an address.
    Address(AddressUse, AddressField),
    /// The way of shipping.
    Rate,
    /// Near which postcode or city to collect.
    Near,
    /// The place to collect from.
    Point,
    /// Who collects.
    CollectName,
    /// The number to text when the parcel is ready.
    CollectPhone,
    /// Whether the bill goes elsewhere; `1` or nothing.
    BillElsewhere,
    /// The way to pay.
    Method,
    /// Whether the card is kept for next time; `1` or nothing.
    SaveCard,
    /// A company's own number for its purchase.
    PurchaseNumber,
    /// Whether a company buys: `1`, `0`, or nothing for what the shop says.
    Business,
    /// The company's number for value added tax.
    VatId,
    /// Whose budget of the company it is.
    CostCentre,
    /// Where the company wants its invoice.
    InvoiceEmail,
    /// A gift card's code.
    GiftCard,
    /// Whether the shopper agrees to what is taken again and again; `1` or nothing.
    Subscribe,
    /// Something the shop wants agreed, by its place among its consents; the note of the tick, or nothing.
    Consent(u8),
    /// The card fields, which live in the provider's frame. Never holds text.
    Card,
    /// A promotion code.
    Code,
    /// Which address of the book; a name for its list, never holds text.
    Book,
    /// How many of a line; the text belongs to the line being edited.
    Quantity,
    /// With an account or without; `account::talk` holds which.
    Door,
    /// A password. What is typed stays in its field: neither here nor in storage is there a place for it.
    Password,
    /// A password to be.
    NewPassword,
    /// A code of a message or of an app.
    OneTimeCode,
    /// Whether others use this device.
    SharedDevice,
    /// The number of an order that is looked for.
    OrderNumber,
}

impl Field {
    /// Every field of a purchase, for storage, tests and the studio. What signs somebody in is none.
    pub fn all() -> impl Iterator<Item = Self> {
        const PLAIN: [Field; 20] = [
            Field::Email,
            Field::News,
            Field::How,
            Field::Rate,
            Field::Near,
            Field::Point,
            Field::CollectName,
            Field::CollectPhone,
            Field::BillElsewhere,
            Field::Method,
            Field::SaveCard,
            Field::PurchaseNumber,
            Field::Business,
            Field::VatId,
            Field::CostCentre,
            Field::InvoiceEmail,
            Field::GiftCard,
            Field::Subscribe,
            Field::Card,
            Field::Code,
        ];
        let address = |use_| AddressField::ALL.into_iter().map(move |part| Self::Address(use_, part));
        PLAIN
            .into_iter()
            .chain(address(AddressUse::Shipping))
            .chain(address(AddressUse::Billing))
            .chain((0..CONSENTS).map(Self::Consent))
            .chain([Self::Quantity])
    }

    /// The name in the page, in storage and in tests.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::News => "news",
            Self::How => "how",
            Self::Rate => "rate",
            Self::Near => "near",
            Self::Point => "point",
            Self::CollectName => "collect-name",
            Self::CollectPhone => "collect-phone",
            Self::BillElsewhere => "bill-elsewhere",
            Self::Method => "method",
            Self::SaveCard => "save-card",
            Self::PurchaseNumber => "purchase-number",
            Self::Business => "business",
            Self::VatId => "vat",
            Self::CostCentre => "cost-centre",
            Self::InvoiceEmail => "invoice-email",
            Self::GiftCard => "gift-card",
            Self::Subscribe => "subscribe",
            Self::Consent(0) => "consent-1",
            Self::Consent(1) => "consent-2",
            Self::Consent(2) => "consent-3",
            Self::Consent(3) => "consent-4",
            Self::Consent(4) => "consent-5",
            Self::Consent(5) => "consent-6",
            Self::Consent(6) => "consent-7",
            // There are no more of them (`domain::house::CONSENTS`).
            Self::Consent(_) => "consent-8",
            Self::Card => "card",
            Self::Code => "code",
            Self::Book => "book",
            Self::Quantity => "quantity",
            Self::Door => "door",
            Self::Password => "password",
            Self::NewPassword => "new-password",
            Self::OneTimeCode => "one-time-code",
            Self::SharedDevice => "shared-device",
            Self::OrderNumber => "order-number",
            Self::Address(AddressUse::Shipping, part) => match part {
                AddressField::Country => "country",
                AddressField::Name => "name",
                AddressField::Organization => "organization",
                AddressField::Street => "street",
                AddressField::Line2 => "line2",
                AddressField::Postcode => "postcode",
                AddressField::City => "city",
                AddressField::Region => "region",
                AddressField::Phone => "phone",
            },
            Self::Address(AddressUse::Billing, part) => match part {
                AddressField::Country => "billing-country",
                AddressField::Name => "billing-name",
                AddressField::Organization => "billing-organization",
                AddressField::Street => "billing-street",
                AddressField::Line2 => "billing-line2",
                AddressField::Postcode => "billing-postcode",
                AddressField::City => "billing-city",
                AddressField::Region => "billing-region",
                AddressField::Phone => "billing-phone",
            },
        }
    }

    /// The field of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::all().find(|field| field.name() == name)
    }
}

/// Why an answer cannot be used. Each has its own sentence, which says how to mend it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was given.
    Missing,
    /// Fewer characters than it can have; the least is given.
    TooShort(u16),
    /// More characters than it can have; the most is given.
    TooLong(u16),
    /// A character that never occurs there.
    BadCharacter(char),
    /// No letter at all, where a name or place is asked for.
    NoLetter,
    /// An e-mail address where something else is asked for.
    LooksLikeEmail,
    /// An e-mail address without an at sign.
    NoAt,
    /// More than one at sign.
    TwoAts,
    /// Nothing before the at sign.
    NoMailbox,
    /// Nothing after the at sign.
    NoDomain,
    /// No ending such as `.com` after the at sign.
    NoDomainEnding,
    /// A space inside.
    Space,
    /// Two dots in a row, or a dot at the wrong end.
    Dots,
    /// The form is not that of the country. An example is in the country's data.
    Shape,
    /// The check digits do not fit: most likely a typing error.
    Checksum,
    /// A number of a country we do not know.
    UnknownCountry,
    /// A brand of card that the shop does not take.
    UnsupportedBrand,
    /// A card number where none belongs.
    CardNumber,
    /// A date that has gone by.
    Expired,
    /// A date too far away to be right.
    TooFar,
    /// A month that is not 1 to 12.
    NoSuchMonth,
    /// Not a whole number.
    NotANumber,
    /// More than can be bought; the most is given.
    TooMany(u32),
    /// A choice that is no longer offered.
    Gone,
    /// We do not deliver there.
    NotServed,
    /// A code the shop does not know.
    CodeUnknown,
    /// A code whose time is over.
    CodeExpired,
    /// A code that needs a larger order; the least is given.
    CodeBelowMinimum(Money),
    /// A code that is not for this country.
    CodeWrongMarket,
    /// A code that was used before.
    CodeUsed,
    /// A code that is already on this order.
    CodeAlreadyApplied,
    /// The shop refused it without a reason we know.
    Refused,
}

impl Fault {
    /// Its name for whoever is told which fault it is and not what was typed (`docs/embedding.md`).
    pub const fn name(self) -> &'static str {
        match self {
            Self::Missing => "missing",
            Self::TooShort(_) => "too-short",
            Self::TooLong(_) => "too-long",
            Self::BadCharacter(_) => "bad-character",
            Self::NoLetter => "no-letter",
            Self::LooksLikeEmail => "looks-like-email",
            Self::NoAt => "no-at",
            Self::TwoAts => "two-ats",
            Self::NoMailbox => "no-mailbox",
            Self::NoDomain => "no-domain",
            Self::NoDomainEnding => "no-domain-ending",
            Self::Space => "space",
            Self::Dots => "dots",
            Self::Shape => "shape",
            Self::Checksum => "checksum",
            Self::UnknownCountry => "unknown-country",
            Self::UnsupportedBrand => "unsupported-brand",
            Self::CardNumber => "card-number",
            Self::Expired => "expired",
            Self::TooFar => "too-far",
            Self::NoSuchMonth => "no-such-month",
            Self::NotANumber => "not-a-number",
            Self::TooMany(_) => "too-many",
            Self::Gone => "gone",
            Self::NotServed => "not-served",
            Self::CodeUnknown => "code-unknown",
            Self::CodeExpired => "code-expired",
            Self::CodeBelowMinimum(_) => "code-below-minimum",
            Self::CodeWrongMarket => "code-wrong-market",
            Self::CodeUsed => "code-used",
            Self::CodeAlreadyApplied => "code-already-applied",
            Self::Refused => "refused",
        }
    }
}

/// A fault and where it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The field to mend.
    pub field: Field,
    /// What is wrong with it.
    pub fault: Fault,
}

impl Problem {
    /// A problem of a field.
    pub const fn new(field: Field, fault: Fault) -> Self {
        Self { field, fault }
    }
}

/// Keeps a value that passed its check, or notes why it did not.
pub fn keep<T>(field: Field, checked: Result<T, Fault>, problems: &mut Vec<Problem>) -> Option<T> {
    checked.map_err(|fault| problems.push(Problem::new(field, fault))).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_field_is_found_by_its_name() {
        for field in Field::all() {
            assert_eq!(Field::named(field.name()), Some(field));
        }
        assert_eq!(Field::named("pan"), None);
    }

    // shows: SEC-21
    #[test]
    fn what_signs_somebody_in_has_no_place_in_storage() {
        for field in [Field::Password, Field::NewPassword, Field::OneTimeCode] {
            assert_eq!(Field::named(field.name()), None);
        }
    }
}
