//! Review: everything once more, and the one button that buys (CRD 2011/83 art. 8(2)).

use crate::{
    checkout::{
        PAYING,
        progress::{Needs, StepId, StepSpec},
    },
    domain::{
        problem::{Fault, Field, Problem},
        quote::Quote,
    },
};

#[cfg(target_arch = "wasm32")]
pub mod view;

/// Review as a step: where Pay stands. It asks nothing, but for the consent to a subscription (Directive 2011/83/EU
/// art. 8(2): what is taken again and again is agreed to right before the order).
pub const SPEC: StepSpec = StepSpec {
    id: StepId("review"),
    applies: |_| true,
    fields: |_, quote| if subscribes(quote) { vec![Field::Subscribe] } else { Vec::new() },
    problems: |checkout, quote| {
        let agreed = checkout.answers.ticked(Field::Subscribe);
        if subscribes(quote) && !agreed { vec![Problem::new(Field::Subscribe, Fault::Missing)] } else { Vec::new() }
    },
    intents: |_, _| Vec::new(),
    needs: |_, _| Needs::Nothing,
    postcode: None,
    paying: Some(PAYING),
};

/// Whether something in the bag is paid again and again.
pub fn subscribes(quote: &Quote) -> bool {
    quote.lines.iter().any(|line| line.recurring.is_some())
}
