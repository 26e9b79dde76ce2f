//! The checkout as a state machine.
//!
//! [`Checkout::update`] is the only way a purchase moves. It is pure: clock, randomness and the
//! network arrive inside [`Event`]s and leave as [`Command`]s. Knows nothing of views or wires.
//!
//! Always true:
//! - an order is sent only from a [`ReadyOrder`], which exists only when nothing is missing;
//! - the keys of an attempt are saved before its first byte leaves ([`Command::SaveNow`] stands
//!   before [`Command::Place`]);
//! - an attempt whose answer was lost is looked up under the same key and never offered to be paid again;
//! - what was typed is changed by the shopper only.

pub mod answers;
mod event;
pub mod journal;
pub mod ledger;
mod machine;
pub mod progress;
mod ready;
pub mod request;
mod writes;

pub use event::{Command, Event, Express, Notice, Say, Target, Timer, TokenFault};
pub use machine::{Acting, CardState, Checkout, Closed, Loading, Open, PAYING, Phase, Placing, Removed, Stage};
pub use ready::ReadyOrder;
