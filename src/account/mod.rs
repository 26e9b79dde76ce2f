//! Who buys: getting in and out, being recognised, the address book, what the browser holds.
//!
//! Beside the machine that moves a purchase: who is signed in the shop says in every quote, and what is filled in because
//! of it goes through the machine like typing. Nothing here is in the first download.

#[cfg(target_arch = "wasm32")]
pub mod book;
#[cfg(target_arch = "wasm32")]
pub mod door;
pub mod fill;
#[cfg(target_arch = "wasm32")]
pub mod invite;
#[cfg(target_arch = "wasm32")]
pub mod known;
#[cfg(target_arch = "wasm32")]
mod passkey;
#[cfg(target_arch = "wasm32")]
pub mod run;
pub mod talk;
#[cfg(target_arch = "wasm32")]
pub mod welcome;
