//! Review: everything once more, and the one button that buys (CRD 2011/83 art. 8(2)).

use crate::{
    checkout::{
        PAYING,
        progress::{Needs, StepId, StepSpec},
    },
    domain::{
        house::Consent,
        problem::{Fault, Field, Problem},
        quote::Quote,
    },
};

#[cfg(target_arch = "wasm32")]
pub mod view;

/// Review as a step: where Pay stands. It asks nothing, but for the consent to a subscription (Directive 2011/83/EU
/// art. 8(2): what is taken again and again is agreed to right before the order) and for what the merchant wants agreed.
pub const SPEC: StepSpec = StepSpec {
    id: StepId("review"),
    applies: |_| true,
    fields: |_, quote| {
        let subscribes = subscribes(quote).then_some(Field::Subscribe);
        subscribes.into_iter().chain(consents(quote).map(|(field, _)| field)).collect()
    },
    problems: |checkout, quote| {
        let agreed = checkout.answers.ticked(Field::Subscribe);
        let subscribe = (subscribes(quote) && !agreed).then_some(Field::Subscribe);
        let given = |field, consent: &Consent| consent.given(checkout.answers.text(field)).is_some();
        let missing = consents(quote).filter(|(field, consent)| consent.required && !given(*field, consent));
        let missing = subscribe.into_iter().chain(missing.map(|(field, _)| field));
        missing.map(|field| Problem::new(field, Fault::Missing)).collect()
    },
    intents: |_, _| Vec::new(),
    needs: |_, _| Needs::Nothing,
    postcode: None,
    paying: Some(PAYING),
};

/// What the merchant wants agreed before the order; what is about marketing stands at the e-mail address.
pub fn consents(quote: &Quote) -> impl Iterator<Item = (Field, &Consent)> {
    quote.shop.house.as_deref().into_iter().flat_map(|house| house.consents(false))
}

/// Whether something in the bag is paid again and again.
pub fn subscribes(quote: &Quote) -> bool {
    quote.lines.iter().any(|line| line.recurring.is_some())
}
