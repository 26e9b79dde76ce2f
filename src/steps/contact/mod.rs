//! Contact: how the shop reaches the shopper.

use crate::{
    checkout::{
        Checkout,
        progress::{Needs, StepId, StepSpec},
        request::Intent,
    },
    domain::{problem::Field, quote::Quote},
};

#[cfg(target_arch = "wasm32")]
pub mod better;
#[cfg(target_arch = "wasm32")]
pub mod view;

/// Contact as a step.
pub const SPEC: StepSpec = StepSpec {
    id: StepId("contact"),
    applies: |_| true,
    fields: |_, _| vec![Field::Email, Field::News],
    problems: |checkout, _| checkout.answers.contact().err().unwrap_or_default(),
    intents,
    needs: |_, _| Needs::Nothing,
    postcode: None,
    paying: None,
};

fn intents(checkout: &Checkout, _: &Quote) -> Vec<Intent> {
    checkout.answers.contact().map(Intent::SetContact).into_iter().collect()
}
