//! The steps of a checkout, one folder each: what it asks (`mod.rs`, pure) and how it looks (`view.rs`).
//!
//! [`STEPS`] is the one list. Adding a step is a folder and a line here, and a line in `lazy.rs` if
//! its view comes later than the first download.

pub mod bag;
pub mod contact;
pub mod delivery;
pub mod payment;
pub mod review;
#[cfg(target_arch = "wasm32")]
pub mod summary_of;

use crate::checkout::progress::StepSpec;

/// The steps, in the order the shopper takes them.
pub static STEPS: &[StepSpec] = &[bag::SPEC, contact::SPEC, delivery::SPEC, payment::SPEC, review::SPEC];
