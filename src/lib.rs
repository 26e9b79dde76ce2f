//! Kassa: a checkout that runs in the shopper's browser and talks to any commerce backend.
//!
//! Modules stand in dependency order; `tests/native/tidy.rs` holds the arrows. Everything marked
//! `wasm32` needs a browser; the rest compiles natively and is tested by plain `cargo test`.
#![cfg_attr(test, allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing))]

pub mod account;
#[cfg(target_arch = "wasm32")]
pub mod app;
pub mod backend;
pub mod checkout;
pub mod config;
pub mod domain;
pub mod i18n;
#[cfg(target_arch = "wasm32")]
pub mod lazy;
#[cfg(target_arch = "wasm32")]
pub mod pages;
pub mod payment;
pub mod steps;
pub mod studio;
#[cfg(target_arch = "wasm32")]
pub mod ui;
pub mod widget;
