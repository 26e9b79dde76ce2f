//! What the browser is told about each text field: the field contract of `spec/quality.md` 1.1.
//!
//! Autofill, the keyboard of a phone and screen readers depend on these tokens (WCAG 1.3.5), so
//! they are one table by field and not an attribute typed at each use.

use crate::domain::problem::{AddressField, AddressUse, Field};

/// The attributes of a text field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Entry {
    /// `type`. Never `number`: it drops what it does not understand.
    pub kind: &'static str,
    /// `autocomplete`: tokens of the HTML standard.
    pub autocomplete: &'static str,
    /// `inputmode`: which keyboard a phone shows.
    pub inputmode: &'static str,
    /// `autocapitalize`.
    pub autocapitalize: &'static str,
    /// `maxlength`: far above any real value, so that a paste is never cut silently into a valid one.
    pub max_length: u16,
    /// Whether the value reads left to right in every language: e-mail, telephone, codes.
    pub left_to_right: bool,
}

const TEXT: Entry = Entry {
    kind: "text",
    autocomplete: "off",
    inputmode: "text",
    autocapitalize: "words",
    max_length: 200,
    left_to_right: false,
};

const PHONE: Entry =
    Entry { kind: "tel", autocomplete: "tel", inputmode: "tel", autocapitalize: "off", left_to_right: true, ..TEXT };

impl Entry {
    /// The contract of a field. A field without a row of its own is plain text that is never filled.
    pub const fn of(field: Field) -> Self {
        match field {
            // FLD-01; an address may be 254 octets, a pasted sentence shall still arrive and be explained.
            Field::Email => Self {
                kind: "email",
                autocomplete: "email",
                inputmode: "email",
                autocapitalize: "off",
                max_length: 320,
                left_to_right: true,
            },
            // FLD-18
            Field::Code | Field::GiftCard | Field::OrderNumber => {
                Self { autocapitalize: "characters", max_length: 60, left_to_right: true, ..TEXT }
            }
            // FLD-17
            Field::VatId => Self { autocapitalize: "characters", max_length: 40, left_to_right: true, ..TEXT },
            // Companies write these as they are: no capitals of the keyboard's own.
            Field::PurchaseNumber | Field::CostCentre => {
                Self { autocapitalize: "off", max_length: 60, left_to_right: true, ..TEXT }
            }
            Field::InvoiceEmail => Self {
                kind: "email",
                autocomplete: "off",
                inputmode: "email",
                autocapitalize: "off",
                max_length: 320,
                left_to_right: true,
            },
            Field::Near => Self { autocomplete: "shipping postal-code", ..TEXT },
            Field::CollectName => Self { autocomplete: "name", ..TEXT },
            Field::CollectPhone => PHONE,
            Field::Address(AddressUse::Shipping, part) => {
                Self { autocomplete: shipping_token(part), ..Self::of_part(part) }
            }
            Field::Address(AddressUse::Billing, part) => {
                Self { autocomplete: billing_token(part), ..Self::of_part(part) }
            }
            _ => TEXT,
        }
    }

    /// The contract of what signs somebody in (FLD-19, FLD-21). Nothing here keeps a paste or a password manager out
    /// (A11Y-23). Apart from [`Self::of`], so that it travels with the fields that need it.
    pub const fn secret(field: Field) -> Self {
        const SECRET: Entry =
            Entry { kind: "password", autocapitalize: "off", left_to_right: true, max_length: 200, ..TEXT };
        match field {
            Field::Password => Self { autocomplete: "current-password", ..SECRET },
            Field::NewPassword => Self { autocomplete: "new-password", ..SECRET },
            _ => Self { kind: "text", autocomplete: "one-time-code", inputmode: "numeric", max_length: 60, ..SECRET },
        }
    }

    const fn of_part(part: AddressField) -> Self {
        match part {
            AddressField::Phone => PHONE,
            // FLD-08: digits-only countries ask for the numeric keyboard at the field itself.
            AddressField::Postcode => {
                Self { autocapitalize: "characters", max_length: 40, left_to_right: true, ..TEXT }
            }
            _ => TEXT,
        }
    }
}

/// FLD-02 to FLD-10 for the parcel.
pub const fn shipping_token(part: AddressField) -> &'static str {
    match part {
        AddressField::Country => "shipping country",
        AddressField::Name => "shipping name",
        AddressField::Organization => "shipping organization",
        AddressField::Street => "shipping address-line1",
        AddressField::Line2 => "shipping address-line2",
        AddressField::Postcode => "shipping postal-code",
        AddressField::City => "shipping address-level2",
        AddressField::Region => "shipping address-level1",
        AddressField::Phone => "shipping tel",
    }
}

/// FLD-02 to FLD-10 for the bill.
pub const fn billing_token(part: AddressField) -> &'static str {
    match part {
        AddressField::Country => "billing country",
        AddressField::Name => "billing name",
        AddressField::Organization => "billing organization",
        AddressField::Street => "billing address-line1",
        AddressField::Line2 => "billing address-line2",
        AddressField::Postcode => "billing postal-code",
        AddressField::City => "billing address-level2",
        AddressField::Region => "billing address-level1",
        AddressField::Phone => "billing tel",
    }
}
