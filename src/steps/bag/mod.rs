//! The bag: what is bought. Done when something buyable is in it.

use crate::{
    checkout::{
        Checkout,
        progress::{Needs, StepId, StepSpec},
    },
    domain::{
        cart::Stock,
        problem::{Fault, Field, Problem},
        quote::Quote,
    },
};

#[cfg(target_arch = "wasm32")]
pub mod view;

/// The bag as a step.
pub const SPEC: StepSpec = StepSpec {
    id: StepId("bag"),
    applies: |_| true,
    fields: |_, _| vec![Field::Quantity],
    problems,
    intents: |_, _| Vec::new(),
    needs: |_, _| Needs::Nothing,
    postcode: None,
    paying: None,
};

fn problems(_: &Checkout, quote: &Quote) -> Vec<Problem> {
    if quote.lines.is_empty() {
        return vec![Problem::new(Field::Quantity, Fault::Missing)];
    }
    let sold_out = quote.lines.iter().any(|line| line.stock == Stock::SoldOut);
    if sold_out { vec![Problem::new(Field::Quantity, Fault::Gone)] } else { Vec::new() }
}
