//! Native tests.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)]
mod accounts;
mod backends;
mod demo;

mod card_leak;
mod catalogue;
mod company;
mod config;
mod conformance;
#[path = "../contract/mod.rs"]
mod contract;
mod corner;
mod house;
mod journey;
mod js;
#[path = "../../examples/conformance/kit.rs"]
mod kit;
mod machine;
mod matrix;
mod medusa;
mod methods;
mod mutants;
mod returns;
mod server;
mod sessions;
#[path = "../../examples/shop/server/mod.rs"]
#[allow(dead_code)] // The program uses all of it.
mod shop_server;
mod studio;
mod support;
mod talk;
mod tidy;
mod ucp;
mod vendure;
