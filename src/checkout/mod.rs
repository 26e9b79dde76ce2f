//! The checkout as a state machine.
pub mod request;
