//! Native tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
mod backends;
mod demo;

mod catalogue;
#[path = "../contract/mod.rs"]
mod contract;
mod corner;
mod journey;
mod js;
mod machine;
#[cfg(feature = "medusa")]
mod medusa;
mod mutants;
mod sessions;
mod support;
mod tidy;
#[cfg(feature = "vendure")]
mod vendure;
