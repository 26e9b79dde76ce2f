//! Ways to pay as data, one folder each. [`METHODS`] is the one list.
//!
//! What a method costs, when it is charged, whether it is offered and to whom comes from the backend with every quote;
//! here is what it is called, how it is drawn and how it goes on. A backend may offer a method that is not here under
//! a name of its own: it goes on as the backend's answer says. Card data is typed into a provider's frame and never
//! passes through this crate.

pub mod account;
pub mod applepay;
pub mod bancontact;
pub mod card;
pub mod cash;
pub mod cheque;
pub mod collect;
pub mod googlepay;
pub mod ideal;
pub mod instalments;
pub mod invoice;
pub mod mobilepay;
#[cfg(feature = "widget")]
pub mod page;
pub mod paylater;
pub mod paypal;
pub mod providers;
pub mod purchase_order;
pub mod saved;
pub mod swish;
pub mod transfer;
pub mod vipps;

use crate::{
    domain::{MethodId, payment},
    i18n::Key,
};

/// How paying by a method goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flow {
    /// Nothing to do: it is billed or paid on the spot.
    Nothing,
    /// Typed into the provider's fields.
    Fields,
    /// Kept at the provider; perhaps its code again.
    Kept,
    /// Confirmed in the device's own sheet.
    Sheet,
    /// Confirmed on another page.
    Redirect,
    /// Confirmed in an app.
    App,
    /// Transferred by the shopper once there is an order: the facts and the code of it are a part of their own.
    Transfer,
    /// Paid by the shopper in another way once there is an order.
    After,
}

/// A way to pay.
#[derive(Clone, Copy, Debug)]
pub struct MethodSpec {
    /// Its id in quotes and orders, up to a colon.
    pub id: &'static str,
    /// How it goes on.
    pub flow: Flow,
    /// Its name.
    pub title: Key,
    /// What it means for the shopper, in a sentence; nothing when its name says all.
    pub text: Option<Key>,
    /// The drawing beside it, in `public/brands`, unless the offer names brands.
    pub mark: &'static str,
    /// Whether it asks a company for its own references.
    pub refers: bool,
}

/// The ways to pay we know. The order on screen is the backend's.
pub static METHODS: &[MethodSpec] = &[
    card::SPEC,
    saved::SPEC,
    applepay::SPEC,
    googlepay::SPEC,
    mobilepay::SPEC,
    vipps::SPEC,
    swish::SPEC,
    ideal::SPEC,
    bancontact::SPEC,
    paypal::SPEC,
    paylater::SPEC,
    instalments::SPEC,
    invoice::SPEC,
    transfer::SPEC,
    cheque::SPEC,
    purchase_order::SPEC,
    account::SPEC,
    collect::SPEC,
    cash::SPEC,
    #[cfg(feature = "widget")]
    page::SPEC,
];

/// The method of that id.
pub fn method(id: &MethodId) -> Option<&'static MethodSpec> {
    let kind = payment::kind(id);
    METHODS.iter().find(|spec| spec.id == kind)
}
