//! Delivery: shipped to an address, or collected. Not asked when nothing has to travel.

use crate::{
    checkout::{
        Checkout,
        answers::address_fields,
        progress::{Needs, StepId, StepSpec},
        request::Intent,
    },
    domain::{
        delivery::{Delivery, How},
        problem::{AddressUse, Field},
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
    problems: |checkout, quote| checkout.answers.delivery(quote).err().unwrap_or_default(),
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
    match checkout.answers.how(quote) {
        How::Ship => {
            let country = checkout.answers.country(AddressUse::Shipping, quote);
            let mut fields = address_fields(AddressUse::Shipping, country, true);
            fields.push(Field::Rate);
            fields
        }
        How::Collect => vec![Field::Near, Field::Point, Field::CollectName, Field::CollectPhone],
    }
}

fn intents(checkout: &Checkout, quote: &Quote) -> Vec<Intent> {
    let delivery = &quote.delivery;
    match checkout.answers.delivery(quote) {
        Ok(Delivery::Ship { rate, .. }) if delivery.rate.as_ref() != Some(&rate) => vec![Intent::SetRate(rate)],
        Ok(Delivery::Collect { point, .. }) if delivery.point.as_ref() != Some(&point) => vec![Intent::SetPoint(point)],
        _ => Vec::new(),
    }
}
