//! The steps of a checkout, one folder each: what it asks (`mod.rs`, pure) and how it looks (`view.rs`).
//!
//! [`STEPS`] is the one list. Adding a step is a folder and a line here, and a line in `lazy.rs` if
//! its view comes later than the first download.

#[cfg(target_arch = "wasm32")]
pub mod agree;
pub mod bag;
#[cfg(target_arch = "wasm32")]
pub mod company;
pub mod contact;
pub mod delivery;
pub mod payment;
pub mod review;
#[cfg(target_arch = "wasm32")]
pub mod summary_of;
#[cfg(target_arch = "wasm32")]
pub mod why;

use crate::{
    checkout::{
        journal::Saved,
        progress::{Needs, StepId, StepSpec},
    },
    domain::{
        problem::{Fault, Field, Problem},
        quote::Quote,
    },
};

/// The steps, in the order the shopper takes them.
pub static STEPS: &[StepSpec] = &[bag::SPEC, contact::SPEC, delivery::SPEC, payment::SPEC, review::SPEC];

/// The same as the first download knows them: that there will be later steps, and that nobody has got through them.
/// Their rules come with their views ([`crate::checkout::Event::Plan`]); without them nothing can be paid.
pub static FIRST: &[StepSpec] = &[
    bag::SPEC,
    contact::SPEC,
    later(StepId("delivery"), delivery::applies),
    later(StepId("payment"), payment::applies),
    StepSpec { problems: |_, _| Vec::new(), ..later(StepId("review"), |_| true) },
];

/// Whether the rules of the first download can judge everything that an earlier visit left.
pub fn first_suffice(saved: &Saved) -> bool {
    let known = |(field, _): &(Field, String)| matches!(field, Field::Email | Field::News);
    saved.journal.attempt.is_none() && saved.answers.iter().all(known)
}

const fn later(id: StepId, applies: fn(&Quote) -> bool) -> StepSpec {
    StepSpec {
        id,
        applies,
        fields: |_, _| Vec::new(),
        problems: |_, _| vec![Problem::new(Field::Method, Fault::Missing)],
        intents: |_, _| Vec::new(),
        needs: |_, _| Needs::Nothing,
        postcode: None,
        paying: None,
    }
}
