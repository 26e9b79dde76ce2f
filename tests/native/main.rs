//! Native tests.
mod demo;

mod catalogue;
