//! Native tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
mod demo;

mod catalogue;
mod journey;
mod machine;
mod mutants;
mod sessions;
mod tidy;
