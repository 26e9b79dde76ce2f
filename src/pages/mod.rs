//! Whole screens: the checkout with its steps, what comes after Pay, the policies.

#![allow(clippy::must_use_candidate, missing_docs)]

pub mod after;
pub mod checkout;
pub mod frame;
pub mod house;
pub mod in_app;
pub mod notice;
pub mod orders;
pub mod policy;
pub mod preferences;
pub mod qr;
pub mod reorder;
pub mod summary;
pub mod transfer;
