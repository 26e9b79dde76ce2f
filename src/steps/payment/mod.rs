//! Payment: how it is paid and whom the bill is made out to. Not asked when nothing is to be paid.

use crate::{
    checkout::{
        CardState, Checkout,
        answers::{COMPANY, address_fields},
        progress::{Needs, StepId, StepSpec},
        request::Intent,
    },
    domain::{
        payment::MethodOffer,
        problem::{AddressUse, Fault, Field, Problem},
        quote::Quote,
    },
    payment::{self, Flow},
};

#[cfg(target_arch = "wasm32")]
pub mod fields;
#[cfg(target_arch = "wasm32")]
mod tenders;
#[cfg(target_arch = "wasm32")]
pub mod view;
#[cfg(target_arch = "wasm32")]
pub mod ways;

/// Payment as a step.
pub const SPEC: StepSpec =
    StepSpec { id: StepId("payment"), applies, fields, problems, intents, needs, postcode: None, paying: None };

/// Whether anything is to be paid.
pub fn applies(quote: &Quote) -> bool {
    !quote.totals.due.is_zero()
}

fn fields(checkout: &Checkout, quote: &Quote) -> Vec<Field> {
    let mut fields = vec![Field::Method];
    if names_company(checkout, quote) {
        fields.splice(0..0, COMPANY);
    }
    if needs(checkout, quote) == Needs::Fields {
        fields.push(Field::Card);
    }
    if refers(checkout, quote) {
        fields.extend([Field::PurchaseNumber, Field::CostCentre, Field::InvoiceEmail]);
    }
    if checkout.answers.bills_elsewhere(quote) {
        let country = checkout.answers.country(AddressUse::Billing, quote);
        fields.extend(address_fields(AddressUse::Billing, country, checkout.answers.asks(AddressUse::Billing, quote)));
    }
    fields
}

fn problems(checkout: &Checkout, quote: &Quote) -> Vec<Problem> {
    let mut problems = checkout.answers.method(quote).err().unwrap_or_default();
    let card_missing = !matches!(checkout.card, CardState::Complete { .. } | CardState::Token { .. });
    if needs(checkout, quote) == Needs::Fields && card_missing {
        problems.push(Problem::new(Field::Card, Fault::Missing));
    }
    if refers(checkout, quote) {
        problems.extend(checkout.answers.purchase().err().unwrap_or_default());
    }
    if names_company(checkout, quote) {
        problems.extend(checkout.answers.company(quote).err().unwrap_or_default());
    }
    problems.extend(checkout.answers.billing(quote).err().unwrap_or_default());
    problems
}

/// Whether the company is asked for here: where nothing has to travel there is no step before.
fn names_company(checkout: &Checkout, quote: &Quote) -> bool {
    !quote.delivery.needed && checkout.answers.names_company(quote, checkout.facts().can.business)
}

fn intents(checkout: &Checkout, quote: &Quote) -> Vec<Intent> {
    let company = checkout.answers.company_to_tell(quote).filter(|_| !quote.delivery.needed);
    let company = company.filter(|_| checkout.facts().can.business);
    let method = match checkout.answers.method(quote) {
        Ok(Some(method)) if quote.method.as_ref() != Some(&method) => Some(Intent::SetMethod(method)),
        _ => None,
    };
    company.into_iter().chain(method).collect()
}

/// What the method that is chosen is known to need; a kept card may ask for its code again.
fn needs(checkout: &Checkout, quote: &Quote) -> Needs {
    let Some(method) = checkout.answers.method(quote).ok().flatten() else { return Needs::Nothing };
    match payment::method(&method).map(|spec| spec.flow) {
        Some(Flow::Fields) => Needs::Fields,
        Some(Flow::Kept)
            if quote.method(&method).and_then(|offer| offer.saved.as_ref()).is_some_and(|card| card.code) =>
        {
            Needs::Fields
        }
        Some(Flow::Sheet) => Needs::Sheet,
        _ => Needs::Nothing,
    }
}

/// Whether the method asks a company for its own references.
fn refers(checkout: &Checkout, quote: &Quote) -> bool {
    let method = checkout.answers.method(quote).ok().flatten();
    method.and_then(|id| payment::method(&id)).is_some_and(|spec| spec.refers)
}

/// Whether a way to pay has fields of the provider's.
pub fn has_fields(offer: &MethodOffer) -> bool {
    match payment::method(&offer.id).map(|spec| spec.flow) {
        Some(Flow::Fields) => true,
        Some(Flow::Kept) => offer.saved.as_ref().is_some_and(|card| card.code),
        _ => false,
    }
}
