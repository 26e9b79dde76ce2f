//! The embedded demo shop.
