//! The port: what a checkout needs of a commerce backend.
//!
//! Object-safe, async, no `Send`: a backend runs in one browser tab. No wire type ever leaves an
//! adapter's folder, and no card data ever enters one: a payment reaches it as a token.

#[cfg(feature = "demo")]
pub mod demo;
#[cfg(feature = "ucp")]
pub mod ucp;

use crate::{
    checkout::request::{BackendError, Facts, Intent, Keys, Known, OrderRequest, Payment, Placed},
    domain::{OrderNumber, order::Order, quote::Quote},
};
use core::{future::Future, pin::Pin};

/// What a backend answers, some time later.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, BackendError>> + 'a>>;

/// A commerce backend.
pub trait Backend {
    /// What it can do about repeated orders.
    fn facts(&self) -> Facts;

    /// Starts or resumes a session. `locale` is a BCP 47 tag: texts come in the nearest language.
    fn open(&self, locale: &str) -> Answer<'_, Quote>;

    /// Applies changes in order, all or none, and answers with the whole state.
    fn apply(&self, locale: &str, intents: Vec<Intent>) -> Answer<'_, Quote>;

    /// Places the order under its keys. The same keys again never make a second order.
    fn place(&self, locale: &str, keys: Keys, order: OrderRequest, payment: Payment) -> Answer<'_, Placed>;

    /// Asks what became of an order key.
    fn look_up(&self, locale: &str, order_key: &str) -> Answer<'_, Known>;

    /// Gives up an attempt that waits for the shopper, so that another way to pay can be used.
    fn cancel(&self, locale: &str, order_key: &str) -> Answer<'_, Quote>;

    /// An order this browser placed, for the thank-you page.
    fn order(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Order>;
}
