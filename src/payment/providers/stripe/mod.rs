//! Stripe's Payment Element, against the interface that Stripe publishes (<https://docs.stripe.com/js>).
//!
//! Always true: the card is typed into Stripe's frame, in a slot in the light DOM (Stripe refuses a shadow root); the order is
//! placed by the shop with a `ConfirmationToken`, so the shop checks the total and its keys before a payment begins; and
//! what Stripe's script says of a payment is not believed, the shop is asked.
//!
//! Why `handleNextAction` and not `confirmPayment` alone: a `PaymentIntent` that the shop's server has confirmed needs nothing
//! but its client secret to go on, also after a reload, when no token is left in the page. A shop that only makes the
//! `PaymentIntent` and leaves confirming to the page is served, too: then the token is confirmed once, as long as it is here.

pub mod settings;

#[cfg(target_arch = "wasm32")]
mod element;
#[cfg(target_arch = "wasm32")]
mod script;

#[cfg(target_arch = "wasm32")]
pub use element::provider;
