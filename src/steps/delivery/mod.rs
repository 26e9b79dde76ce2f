//! Delivery: shipped to an address, or collected. Not asked when nothing has to travel.

use crate::{
    checkout::{
        Checkout,
        answers::{COMPANY, address_fields},
        progress::{Needs, StepId, StepSpec},
        request::Intent,
    },
    domain::{
        delivery::{Delivery, How},
        problem::{AddressUse, Field, Problem},
        quote::Quote,
    },
};

#[cfg(target_arch = "wasm32")]
pub mod view;

/// Delivery as a step.
pub const SPEC: StepSpec = StepSpec {
    id: StepId("delivery"),
    applies,
    fields,
    problems,
    intents,
    needs: |_, _| Needs::Nothing,
    postcode: Some(|checkout, quote| checkout.answers.postcode(quote).map(|code| code.as_str().to_owned())),
    paying: None,
};

/// Whether anything has to travel.
pub fn applies(quote: &Quote) -> bool {
    quote.delivery.needed
}

fn fields(checkout: &Checkout, quote: &Quote) -> Vec<Field> {
    let mut fields = match checkout.answers.how(quote) {
        How::Ship => {
            let country = checkout.answers.country(AddressUse::Shipping, quote);
            let mut fields =
                address_fields(AddressUse::Shipping, country, checkout.answers.asks(AddressUse::Shipping, quote));
            fields.push(Field::Rate);
            fields
        }
        How::Collect => vec![Field::Near, Field::Point, Field::CollectName, Field::CollectPhone],
    };
    // Before the ways to get it there, as on screen.
    if checkout.answers.names_company(quote, checkout.facts().can.business) {
        let at = fields.len() - usize::from(fields.last() == Some(&Field::Rate));
        fields.splice(at..at, COMPANY);
    }
    fields
}

fn problems(checkout: &Checkout, quote: &Quote) -> Vec<Problem> {
    let mut problems = checkout.answers.delivery(quote).err().unwrap_or_default();
    if checkout.answers.names_company(quote, checkout.facts().can.business) {
        problems.extend(checkout.answers.company(quote).err().unwrap_or_default());
    }
    problems
}

fn intents(checkout: &Checkout, quote: &Quote) -> Vec<Intent> {
    let delivery = &quote.delivery;
    // A session that is new to the shop is told again.
    let company = checkout.answers.company_to_tell(quote).filter(|_| checkout.facts().can.business);
    let mut intents: Vec<Intent> = company.into_iter().collect();
    intents.extend(match checkout.answers.delivery(quote) {
        Ok(Delivery::Ship { rate, .. }) if delivery.rate.as_ref() != Some(&rate) => vec![Intent::SetRate(rate)],
        Ok(Delivery::Collect { point, .. }) if delivery.point.as_ref() != Some(&point) => vec![Intent::SetPoint(point)],
        _ => Vec::new(),
    });
    intents
}
