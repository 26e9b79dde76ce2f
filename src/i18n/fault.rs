//! The sentence for each problem: what is wrong with which field, and how to mend it.
//!
//! Always true: every field with every fault has a sentence; where no special one fits, the fault's general one is
//! used. There is a function for each group of fields, so that a step that calls its own takes only its own texts.

use super::{Key, key};
use crate::domain::{
    money::Money,
    problem::{AddressField, Fault, Field, Problem},
};

/// What a sentence wants to name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Argument {
    /// Nothing.
    None,
    /// `{limit}`: a least or a most.
    Limit(u32),
    /// `{character}`: the one to take out.
    Character(char),
    /// `{amount}`: the least an order must cost.
    Amount(Money),
    /// `{example}`: how it should look, which the country's data knows.
    Example,
}

/// The sentence for a problem, and what goes into it.
pub fn sentence(problem: Problem) -> (Key, Argument) {
    let Problem { field, fault } = problem;
    let special = match field {
        Field::Email | Field::InvoiceEmail => email(fault),
        Field::Address(_, part) => address(part, fault),
        Field::How | Field::Rate => shipping(field, fault),
        Field::Near | Field::Point | Field::CollectName | Field::CollectPhone => collecting(field, fault),
        Field::Method | Field::Card => paying(field, fault),
        Field::Code => code(fault),
        Field::Quantity => quantity(fault),
        Field::GiftCard => gift_card(fault),
        Field::PurchaseNumber | Field::CostCentre => reference(field, fault),
        Field::VatId => vat(fault),
        Field::Subscribe => Some(key::FAULT_SUBSCRIBE_MISSING),
        Field::Consent(_) => Some(key::FAULT_CONSENT_MISSING),
        // Said by the view that shows them, where they can be wrong at all (`account/door.rs`).
        Field::News
        | Field::Business
        | Field::BillElsewhere
        | Field::SaveCard
        | Field::Book
        | Field::Door
        | Field::Password
        | Field::NewPassword
        | Field::OneTimeCode
        | Field::SharedDevice
        | Field::OrderNumber => None,
    };
    told(fault, special)
}

/// The same with the field's own sentence already found: for a step that takes only its own texts.
pub fn told(fault: Fault, special: Option<Key>) -> (Key, Argument) {
    let key = special.unwrap_or_else(|| general(fault));
    (key, argument(key, fault))
}

/// What the fault has to give to a sentence.
fn argument(key: Key, fault: Fault) -> Argument {
    if key.en.contains("{example}") {
        return Argument::Example;
    }
    match fault {
        Fault::TooShort(limit) | Fault::TooLong(limit) => Argument::Limit(u32::from(limit)),
        Fault::TooMany(limit) => Argument::Limit(limit),
        Fault::BadCharacter(character) => Argument::Character(character),
        Fault::CodeBelowMinimum(amount) => Argument::Amount(amount),
        _ => Argument::None,
    }
}

/// The sentence of a fault where the field adds nothing.
pub fn general(fault: Fault) -> Key {
    match fault {
        Fault::Missing => key::FAULT_MISSING,
        Fault::TooShort(_) => key::FAULT_TOO_SHORT,
        Fault::TooLong(_) => key::FAULT_TOO_LONG,
        Fault::BadCharacter(_) => key::FAULT_BAD_CHARACTER,
        Fault::NoLetter => key::FAULT_NO_LETTER,
        Fault::LooksLikeEmail => key::FAULT_LOOKS_LIKE_EMAIL,
        Fault::NoAt => key::FAULT_NO_AT,
        Fault::TwoAts => key::FAULT_TWO_ATS,
        Fault::NoMailbox => key::FAULT_NO_MAILBOX,
        Fault::NoDomain => key::FAULT_NO_DOMAIN,
        Fault::NoDomainEnding => key::FAULT_NO_DOMAIN_ENDING,
        Fault::Space => key::FAULT_SPACE,
        Fault::Dots => key::FAULT_DOTS,
        Fault::Shape => key::FAULT_SHAPE,
        Fault::Checksum => key::FAULT_CHECKSUM,
        Fault::UnknownCountry => key::FAULT_UNKNOWN_COUNTRY,
        Fault::UnsupportedBrand => key::FAULT_UNSUPPORTED_BRAND,
        Fault::CardNumber => key::FAULT_CARD_NUMBER,
        Fault::Expired => key::FAULT_EXPIRED,
        Fault::TooFar => key::FAULT_TOO_FAR,
        Fault::NoSuchMonth => key::FAULT_NO_SUCH_MONTH,
        Fault::NotANumber => key::FAULT_NOT_A_NUMBER,
        Fault::TooMany(_) => key::FAULT_TOO_MANY,
        Fault::Gone => key::FAULT_GONE,
        Fault::NotServed => key::FAULT_NOT_SERVED,
        Fault::CodeUnknown => key::FAULT_CODE_UNKNOWN,
        Fault::CodeExpired => key::FAULT_CODE_EXPIRED,
        Fault::CodeBelowMinimum(_) => key::FAULT_CODE_BELOW_MINIMUM,
        Fault::CodeWrongMarket => key::FAULT_CODE_WRONG_MARKET,
        Fault::CodeUsed => key::FAULT_CODE_USED,
        Fault::CodeAlreadyApplied => key::FAULT_CODE_ALREADY_APPLIED,
        Fault::Refused => key::FAULT_REFUSED,
    }
}

/// The e-mail address.
pub fn email(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_EMAIL_MISSING,
        Fault::TooShort(_) => key::FAULT_EMAIL_TOO_SHORT,
        Fault::TooLong(_) => key::FAULT_EMAIL_TOO_LONG,
        Fault::BadCharacter(_) => key::FAULT_EMAIL_BAD_CHARACTER,
        Fault::NoAt => key::FAULT_EMAIL_NO_AT,
        Fault::TwoAts => key::FAULT_EMAIL_TWO_ATS,
        Fault::NoMailbox => key::FAULT_EMAIL_NO_MAILBOX,
        Fault::NoDomain => key::FAULT_EMAIL_NO_DOMAIN,
        Fault::NoDomainEnding => key::FAULT_EMAIL_NO_DOMAIN_ENDING,
        Fault::Space => key::FAULT_EMAIL_SPACE,
        Fault::Dots => key::FAULT_EMAIL_DOTS,
        Fault::Shape => key::FAULT_EMAIL_SHAPE,
        Fault::Refused => key::FAULT_EMAIL_REFUSED,
        _ => return None,
    })
}

/// A gift card's code.
pub fn gift_card(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_GIFT_CARD_MISSING,
        Fault::TooShort(_) => key::FAULT_GIFT_CARD_TOO_SHORT,
        Fault::BadCharacter(_) => key::FAULT_GIFT_CARD_BAD_CHARACTER,
        Fault::CodeUnknown => key::FAULT_GIFT_CARD_UNKNOWN,
        Fault::CodeUsed => key::FAULT_GIFT_CARD_EMPTY,
        Fault::CodeWrongMarket => key::FAULT_GIFT_CARD_CURRENCY,
        Fault::CodeAlreadyApplied => key::FAULT_GIFT_CARD_ALREADY_APPLIED,
        _ => return None,
    })
}

/// What a company finds its order by.
pub fn reference(field: Field, fault: Fault) -> Option<Key> {
    match (field, fault) {
        (Field::PurchaseNumber, Fault::Missing) => Some(key::FAULT_PURCHASE_NUMBER_MISSING),
        (_, Fault::BadCharacter(_)) => Some(key::FAULT_REFERENCE_BAD_CHARACTER),
        (_, Fault::TooLong(_)) => Some(key::FAULT_REFERENCE_TOO_LONG),
        (_, Fault::Refused) => Some(key::FAULT_REFERENCE_REFUSED),
        _ => None,
    }
}

/// A company's number for value added tax.
pub fn vat(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_VAT_MISSING,
        Fault::TooShort(_) => key::FAULT_VAT_TOO_SHORT,
        Fault::TooLong(_) => key::FAULT_VAT_TOO_LONG,
        Fault::BadCharacter(_) => key::FAULT_VAT_BAD_CHARACTER,
        Fault::Shape => key::FAULT_VAT_SHAPE,
        Fault::Checksum => key::FAULT_VAT_CHECKSUM,
        Fault::Refused => key::FAULT_VAT_REFUSED,
        _ => return None,
    })
}

/// A part of an address.
pub fn address(part: AddressField, fault: Fault) -> Option<Key> {
    match part {
        AddressField::Country => country(fault),
        AddressField::Name => name(fault),
        AddressField::Organization => organization(fault),
        AddressField::Street => street(fault),
        AddressField::Line2 => line2(fault),
        AddressField::Postcode => postcode(fault),
        AddressField::City => city(fault),
        AddressField::Region => region(fault),
        AddressField::Phone => phone(fault),
    }
}

fn country(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_COUNTRY_MISSING,
        Fault::Gone | Fault::UnknownCountry => key::FAULT_COUNTRY_GONE,
        Fault::NotServed => key::FAULT_COUNTRY_NOT_SERVED,
        _ => return None,
    })
}

fn name(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_NAME_MISSING,
        Fault::TooShort(_) => key::FAULT_NAME_TOO_SHORT,
        Fault::TooLong(_) => key::FAULT_NAME_TOO_LONG,
        Fault::BadCharacter(_) => key::FAULT_NAME_BAD_CHARACTER,
        Fault::NoLetter => key::FAULT_NAME_NO_LETTER,
        Fault::LooksLikeEmail => key::FAULT_NAME_LOOKS_LIKE_EMAIL,
        _ => return None,
    })
}

fn organization(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_ORGANIZATION_MISSING,
        Fault::TooShort(_) => key::FAULT_ORGANIZATION_TOO_SHORT,
        Fault::TooLong(_) => key::FAULT_ORGANIZATION_TOO_LONG,
        Fault::BadCharacter(_) => key::FAULT_ORGANIZATION_BAD_CHARACTER,
        Fault::NoLetter => key::FAULT_ORGANIZATION_NO_LETTER,
        Fault::LooksLikeEmail => key::FAULT_ORGANIZATION_LOOKS_LIKE_EMAIL,
        _ => return None,
    })
}

fn street(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_STREET_MISSING,
        Fault::TooShort(_) => key::FAULT_STREET_TOO_SHORT,
        Fault::TooLong(_) => key::FAULT_STREET_TOO_LONG,
        Fault::BadCharacter(_) => key::FAULT_STREET_BAD_CHARACTER,
        Fault::NoLetter => key::FAULT_STREET_NO_LETTER,
        Fault::LooksLikeEmail => key::FAULT_STREET_LOOKS_LIKE_EMAIL,
        Fault::Shape => key::FAULT_STREET_SHAPE,
        _ => return None,
    })
}

fn line2(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_LINE2_MISSING,
        Fault::TooLong(_) => key::FAULT_LINE2_TOO_LONG,
        Fault::BadCharacter(_) => key::FAULT_LINE2_BAD_CHARACTER,
        Fault::LooksLikeEmail => key::FAULT_LINE2_LOOKS_LIKE_EMAIL,
        _ => return None,
    })
}

fn postcode(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_POSTCODE_MISSING,
        Fault::TooShort(_) => key::FAULT_POSTCODE_TOO_SHORT,
        Fault::TooLong(_) => key::FAULT_POSTCODE_TOO_LONG,
        Fault::BadCharacter(_) => key::FAULT_POSTCODE_BAD_CHARACTER,
        Fault::Shape | Fault::LooksLikeEmail | Fault::NotANumber => key::FAULT_POSTCODE_SHAPE,
        Fault::NotServed => key::FAULT_POSTCODE_NOT_SERVED,
        Fault::Refused => key::FAULT_POSTCODE_REFUSED,
        _ => return None,
    })
}

fn city(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_CITY_MISSING,
        Fault::TooShort(_) => key::FAULT_CITY_TOO_SHORT,
        Fault::TooLong(_) => key::FAULT_CITY_TOO_LONG,
        Fault::BadCharacter(_) => key::FAULT_CITY_BAD_CHARACTER,
        Fault::NoLetter => key::FAULT_CITY_NO_LETTER,
        Fault::LooksLikeEmail => key::FAULT_CITY_LOOKS_LIKE_EMAIL,
        _ => return None,
    })
}

fn region(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_REGION_MISSING,
        Fault::TooShort(_) => key::FAULT_REGION_TOO_SHORT,
        Fault::TooLong(_) => key::FAULT_REGION_TOO_LONG,
        Fault::BadCharacter(_) => key::FAULT_REGION_BAD_CHARACTER,
        Fault::NoLetter => key::FAULT_REGION_NO_LETTER,
        Fault::Gone => key::FAULT_REGION_GONE,
        _ => return None,
    })
}

fn phone(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_PHONE_MISSING,
        Fault::TooShort(_) => key::FAULT_PHONE_TOO_SHORT,
        Fault::TooLong(_) => key::FAULT_PHONE_TOO_LONG,
        Fault::BadCharacter(_) => key::FAULT_PHONE_BAD_CHARACTER,
        Fault::Shape => key::FAULT_PHONE_SHAPE,
        Fault::UnknownCountry => key::FAULT_PHONE_UNKNOWN_COUNTRY,
        Fault::LooksLikeEmail => key::FAULT_PHONE_LOOKS_LIKE_EMAIL,
        Fault::NotANumber => key::FAULT_PHONE_NOT_A_NUMBER,
        _ => return None,
    })
}

/// Ship or collect, and the way of shipping.
pub fn shipping(field: Field, fault: Fault) -> Option<Key> {
    Some(match (field, fault) {
        (Field::How, Fault::Missing) => key::FAULT_HOW_MISSING,
        (Field::How, Fault::Gone | Fault::NotServed) => key::FAULT_HOW_GONE,
        (Field::Rate, Fault::Missing) => key::FAULT_RATE_MISSING,
        (Field::Rate, Fault::Gone) => key::FAULT_RATE_GONE,
        (Field::Rate, Fault::NotServed) => key::FAULT_RATE_NOT_SERVED,
        (Field::Rate, Fault::Refused) => key::FAULT_RATE_REFUSED,
        _ => return None,
    })
}

/// The place to collect from, and who collects.
pub fn collecting(field: Field, fault: Fault) -> Option<Key> {
    Some(match (field, fault) {
        (Field::Near, Fault::Missing) => key::FAULT_NEAR_MISSING,
        (Field::Near, Fault::TooShort(_)) => key::FAULT_NEAR_TOO_SHORT,
        (Field::Near, Fault::TooLong(_)) => key::FAULT_NEAR_TOO_LONG,
        (Field::Near, Fault::BadCharacter(_)) => key::FAULT_NEAR_BAD_CHARACTER,
        (Field::Near, Fault::NotServed | Fault::Gone) => key::FAULT_NEAR_NOT_SERVED,
        (Field::Point, Fault::Missing) => key::FAULT_POINT_MISSING,
        (Field::Point, Fault::Gone) => key::FAULT_POINT_GONE,
        (Field::Point, Fault::NotServed) => key::FAULT_POINT_NOT_SERVED,
        (Field::Point, Fault::Refused) => key::FAULT_POINT_REFUSED,
        (Field::CollectName, Fault::Missing) => key::FAULT_COLLECT_NAME_MISSING,
        // There is no label to fit on: the general sentence gives the limit.
        (Field::CollectName, Fault::TooLong(_)) => return None,
        (Field::CollectName, fault) => return name(fault),
        (Field::CollectPhone, Fault::Missing) => key::FAULT_COLLECT_PHONE_MISSING,
        (Field::CollectPhone, fault) => return phone(fault),
        _ => return None,
    })
}

/// The way to pay, and the card as a whole; its fields have sentences of their own in the frame.
pub fn paying(field: Field, fault: Fault) -> Option<Key> {
    Some(match (field, fault) {
        (Field::Method, Fault::Missing) => key::FAULT_METHOD_MISSING,
        (Field::Method, Fault::Gone) => key::FAULT_METHOD_GONE,
        (Field::Method, Fault::NotServed) => key::FAULT_METHOD_NOT_SERVED,
        (Field::Method, Fault::Refused) => key::FAULT_METHOD_REFUSED,
        (Field::Card, Fault::Missing) => key::FAULT_CARD_MISSING,
        (Field::Card, Fault::Shape | Fault::TooShort(_) | Fault::TooLong(_)) => key::FAULT_CARD_SHAPE,
        (Field::Card, Fault::Refused) => key::FAULT_CARD_REFUSED,
        (Field::Card, Fault::Gone) => key::FAULT_CARD_GONE,
        (Field::Card, Fault::Checksum) => key::CARD_NUMBER_FAULT_CHECKSUM,
        (Field::Card, Fault::Expired) => key::CARD_EXPIRY_FAULT_EXPIRED,
        (Field::Card, Fault::TooFar) => key::CARD_EXPIRY_FAULT_TOO_FAR,
        (Field::Card, Fault::NoSuchMonth) => key::CARD_EXPIRY_FAULT_NO_SUCH_MONTH,
        _ => return None,
    })
}

/// A promotion code.
pub fn code(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_CODE_MISSING,
        Fault::TooShort(_) => key::FAULT_CODE_TOO_SHORT,
        Fault::TooLong(_) => key::FAULT_CODE_TOO_LONG,
        Fault::BadCharacter(_) => key::FAULT_CODE_BAD_CHARACTER,
        Fault::Space => key::FAULT_CODE_SPACE,
        Fault::Refused => key::FAULT_CODE_REFUSED,
        _ => return None,
    })
}

/// How many of a line.
pub fn quantity(fault: Fault) -> Option<Key> {
    Some(match fault {
        Fault::Missing => key::FAULT_QUANTITY_MISSING,
        Fault::NotANumber | Fault::Shape | Fault::BadCharacter(_) => key::FAULT_QUANTITY_NOT_A_NUMBER,
        Fault::TooShort(_) => key::FAULT_QUANTITY_TOO_SHORT,
        Fault::TooMany(_) => key::FAULT_QUANTITY_TOO_MANY,
        Fault::Gone => key::FAULT_QUANTITY_GONE,
        Fault::Refused => key::FAULT_QUANTITY_REFUSED,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        domain::{money::Currency, problem::AddressUse},
        i18n::{Part, parts},
    };
    use std::collections::BTreeSet;

    const FAULTS: [Fault; 32] = [
        Fault::Missing,
        Fault::TooShort(2),
        Fault::TooLong(80),
        Fault::BadCharacter('<'),
        Fault::NoLetter,
        Fault::LooksLikeEmail,
        Fault::NoAt,
        Fault::TwoAts,
        Fault::NoMailbox,
        Fault::NoDomain,
        Fault::NoDomainEnding,
        Fault::Space,
        Fault::Dots,
        Fault::Shape,
        Fault::Checksum,
        Fault::UnknownCountry,
        Fault::UnsupportedBrand,
        Fault::CardNumber,
        Fault::Expired,
        Fault::TooFar,
        Fault::NoSuchMonth,
        Fault::NotANumber,
        Fault::TooMany(3),
        Fault::Gone,
        Fault::NotServed,
        Fault::CodeUnknown,
        Fault::CodeExpired,
        Fault::CodeBelowMinimum(Money::new(5000, Currency::EUR)),
        Fault::CodeWrongMarket,
        Fault::CodeUsed,
        Fault::CodeAlreadyApplied,
        Fault::Refused,
    ];

    /// Whether the field has a sentence of its own for the fault.
    fn is_special(field: Field, fault: Fault) -> bool {
        sentence(Problem::new(field, fault)).0 != general(fault)
    }

    #[test]
    fn every_fault_has_a_general_sentence_of_its_own() {
        let sentences: BTreeSet<_> = FAULTS.iter().map(|fault| general(*fault).en).collect();
        assert_eq!(sentences.len(), FAULTS.len());
    }

    #[test]
    fn every_problem_has_a_sentence_with_what_it_names() {
        for field in Field::all() {
            for fault in FAULTS {
                let (key, argument) = sentence(Problem::new(field, fault));
                let named: Vec<_> = parts(key.en).filter(|part| matches!(part, Part::Slot(_))).collect();
                let given = match argument {
                    Argument::None => None,
                    Argument::Limit(_) => Some("limit"),
                    Argument::Character(_) => Some("character"),
                    Argument::Amount(_) => Some("amount"),
                    Argument::Example => Some("example"),
                };
                for part in named {
                    assert_eq!(Some(part), given.map(Part::Slot), "{field:?} {fault:?}: {}", key.en);
                }
            }
        }
    }

    #[test]
    fn every_field_that_is_filled_in_has_three_sentences_of_its_own() {
        let is_box = |field: &Field| {
            matches!(
                field,
                Field::News
                    | Field::Business
                    | Field::BillElsewhere
                    | Field::How
                    | Field::SaveCard
                    | Field::Subscribe
                    | Field::Consent(_)
            )
        };
        for field in Field::all().filter(|field| !is_box(field)) {
            let special = FAULTS.iter().filter(|fault| is_special(field, **fault));
            let sentences: BTreeSet<_> = special.map(|fault| sentence(Problem::new(field, *fault)).0.en).collect();
            assert!(sentences.len() >= 3, "{field:?} has {sentences:?}");
        }
    }

    #[test]
    fn billing_says_the_same_as_shipping() {
        let missing = |use_| sentence(Problem::new(Field::Address(use_, AddressField::City), Fault::Missing));
        assert_eq!(missing(AddressUse::Billing), missing(AddressUse::Shipping));
    }

    #[test]
    fn a_sentence_says_what_to_do_in_one_voice() {
        for field in Field::all() {
            for fault in FAULTS {
                let text = sentence(Problem::new(field, fault)).0.en;
                assert!(text.starts_with(|first: char| first.is_uppercase()) && !text.ends_with('.'), "{text}");
                for blame in ["invalid", "Invalid", "error code", "must"] {
                    assert!(!text.contains(blame), "{text}");
                }
            }
        }
    }
}
