//! A shopper the shop knows: who it is, and the book of addresses.
//!
//! Always true: it belongs to whoever signed in. An address here is unchecked text; it is checked when it is used.

use crate::domain::{
    AddressId,
    address::Parts,
    check::{email::Email, name::PersonName},
};

/// Who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// Where receipts go.
    pub email: String,
    /// The name, as far as the shop has one.
    pub name: String,
}

/// What makes an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// By which the shopper signs in.
    pub email: Email,
    /// The name, if it was asked.
    pub name: Option<PersonName>,
}

/// An address in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedAddress {
    /// Which it is.
    pub id: AddressId,
    /// What it consists of.
    pub parts: Parts,
    /// Whether parcels go there unless another is chosen.
    pub preferred: bool,
}
