//! Review: everything once more, and the one button that buys (CRD 2011/83 art. 8(2)).

use crate::checkout::{
    ReadyOrder,
    progress::{StepId, StepSpec},
};

#[cfg(target_arch = "wasm32")]
pub mod view;

/// Review as a step. It asks nothing; it is where Pay stands.
pub const SPEC: StepSpec = StepSpec {
    id: StepId("review"),
    applies: |_| true,
    fields: |_, _| Vec::new(),
    problems: |_, _| Vec::new(),
    intents: |_, _| Vec::new(),
    needs_token: |_, _| false,
    postcode: None,
    ready: Some(ReadyOrder::of),
};
