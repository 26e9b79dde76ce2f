//! The steps of a checkout.
