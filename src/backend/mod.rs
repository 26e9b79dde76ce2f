//! The port: what a checkout needs of a commerce backend.
//!
//! Object-safe, async, no `Send`: a backend runs in one browser tab. No wire type ever leaves an
//! adapter's folder, and no card data ever enters one: a payment reaches it as a token.
//! A new adapter is a folder, a line in `adapters!` and a cargo feature.

pub mod config;
pub mod declines;
pub mod http;
pub mod json;
#[cfg(target_arch = "wasm32")]
pub mod page;
pub mod shelf;

use crate::{
    checkout::request::{BackendError, Facts, Intent, Keys, Known, OrderRequest, Payment, Placed},
    domain::{
        AddressId, OrderNumber,
        account::{Customer, Profile, SavedAddress},
        address::Parts,
        check::email::Email,
        order::{Listed, Order},
        quote::Quote,
        returns::{Return, ReturnOptions, ReturnRequest},
        secret::Password,
    },
};
use config::Config;
use core::{future::Future, pin::Pin};
use http::Http;
use shelf::Shelf;
use std::rc::Rc;

/// What a backend answers, some time later.
pub type Answer<'a, T> = Pin<Box<dyn Future<Output = Result<T, BackendError>> + 'a>>;

/// A commerce backend.
///
/// Every method answers for the session of this browser: the adapter keeps what identifies it on its [`Shelf`].
/// `locale` is a BCP 47 tag: texts come in the nearest language.
pub trait Backend {
    /// What it can do and how it behaves.
    fn facts(&self) -> Facts;

    /// Gets to know the backend, before the first request and before its facts are asked for. One that is known from
    /// the start has nothing to do; after a failure it is tried again.
    fn meet(&self) -> Answer<'_, ()> {
        Box::pin(core::future::ready(Ok(())))
    }

    /// Starts or resumes a session.
    fn open(&self, locale: &str) -> Answer<'_, Quote>;

    /// Applies changes in order, all or none, and answers with the whole state.
    fn apply(&self, locale: &str, intents: Vec<Intent>) -> Answer<'_, Quote>;

    /// Places the order under its keys. The same keys again never make a second order, and a total other than the
    /// expected one is [`BackendError::Stale`] before anything is paid.
    fn place(&self, locale: &str, keys: Keys, order: OrderRequest, payment: Payment) -> Answer<'_, Placed>;

    /// Asks what became of an order key. It changes nothing.
    fn look_up(&self, locale: &str, order_key: &str) -> Answer<'_, Known>;

    /// Goes on after the shopper did what the bank asked, and answers with what the shop knows then. A backend that
    /// has to be asked for it ([`Returned::ByResume`](crate::checkout::request::Returned)) overrides this.
    fn resume(&self, locale: &str, order_key: &str) -> Answer<'_, Known> {
        self.look_up(locale, order_key)
    }

    /// Gives up an attempt that waits for the shopper, so that its key can never become an order.
    fn cancel(&self, locale: &str, order_key: &str) -> Answer<'_, Quote>;

    /// An order this browser placed, for the thank-you page.
    fn order(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Order>;

    /// Accounts, where the backend has them.
    fn accounts(&self) -> Option<&dyn Accounts> {
        None
    }

    /// Orders of a signed-in shopper, where the backend lists them.
    fn orders(&self) -> Option<&dyn Orders> {
        None
    }

    /// Sending things back, where the backend takes that from a shopper.
    fn returns(&self) -> Option<&dyn Returns> {
        None
    }
}

/// Accounts: signing in and the address book.
///
/// What belongs to an account is shown to whoever signed in, never to somebody who only typed its e-mail address.
pub trait Accounts {
    /// Who is signed in.
    fn me(&self) -> Answer<'_, Option<Customer>>;

    /// Signs in; the bag at hand stays. A wrong pair is [`BackendError::Unauthorized`].
    fn sign_in(&self, email: &Email, password: &Password) -> Answer<'_, Customer>;

    /// Makes an account and signs in.
    fn register(&self, profile: &Profile, password: &Password) -> Answer<'_, Customer>;

    /// Signs out; what was the account's is no longer at hand.
    fn sign_out(&self) -> Answer<'_, ()>;

    /// The address book.
    fn addresses(&self) -> Answer<'_, Vec<SavedAddress>>;

    /// Adds an address, or replaces the one of that id.
    fn keep_address(&self, id: Option<&AddressId>, parts: &Parts) -> Answer<'_, SavedAddress>;

    /// Takes an address out of the book.
    fn forget_address(&self, id: &AddressId) -> Answer<'_, ()>;
}

/// Orders of whoever is signed in.
pub trait Orders {
    /// Newest first.
    fn list(&self) -> Answer<'_, Vec<Listed>>;
}

/// Sending things back.
pub trait Returns {
    /// What of an order can be sent back, why, and how.
    fn options(&self, number: &OrderNumber) -> Answer<'_, ReturnOptions>;

    /// Asks for it.
    fn request(&self, wanted: &ReturnRequest) -> Answer<'_, Return>;
}

/// What an adapter is given of the world.
#[derive(Clone)]
pub struct World {
    /// The network.
    pub http: Rc<dyn Http>,
    /// Where it keeps what must survive a reload.
    pub shelf: Rc<dyn Shelf>,
    /// What the merchant's page says.
    pub config: Config,
}

/// The one list of adapters: the name a page gives it, which is also its cargo feature, and its module. Each module
/// has a function `adapter` that makes one of a [`World`]; one that is `whole` needs no network and no settings, and has a
/// function `whole` instead, so that nobody downloads them for it. `lazy.rs` makes a part of the program of each.
macro_rules! adapters {
    ($then:ident) => {
        $then! {
            "demo" demo whole;
            "ucp" ucp;
            "vendure" vendure;
            "medusa" medusa;
            "js" js;
        }
    };
}

#[cfg(target_arch = "wasm32")]
pub(crate) use adapters;

macro_rules! declare {
    ($($name:literal $module:ident $($whole:ident)?;)*) => {
        $(#[cfg(feature = $name)] pub mod $module;)*

        /// The adapters in this build.
        pub const ADAPTERS: &[&str] = &[$(#[cfg(feature = $name)] $name),*];
    };
}

adapters!(declare);
