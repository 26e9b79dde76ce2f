//! Ways to pay as data, one folder each. [`METHODS`] is the one list.
//!
//! What a method costs, when it is charged and whether it is offered comes from the backend with
//! every quote; here is what it is called, how it is drawn and what it needs. Card data is typed into
//! a provider's frame and never passes through this crate.

pub mod card;
pub mod collect;
pub mod invoice;
pub mod providers;

use crate::{domain::MethodId, i18n::Key};

/// A way to pay.
#[derive(Clone, Copy, Debug)]
pub struct MethodSpec {
    /// Its id in quotes and orders.
    pub id: &'static str,
    /// Whether it is paid by a provider's token.
    pub token: bool,
    /// Its name.
    pub title: Key,
    /// What it means for the shopper, in a sentence; nothing when its name says all.
    pub text: Option<Key>,
    /// The drawing beside it, in `public/brands`, unless the offer names brands.
    pub mark: &'static str,
}

/// The ways to pay we know. The order on screen is the backend's.
pub static METHODS: &[MethodSpec] = &[card::SPEC, invoice::SPEC, collect::SPEC];

/// The method of that id. A backend may offer one we do not know: it is not drawn.
pub fn method(id: &MethodId) -> Option<&'static MethodSpec> {
    METHODS.iter().find(|spec| spec.id == id.as_str())
}
