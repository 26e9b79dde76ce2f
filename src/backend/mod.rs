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
        account::{Ceremony, Customer, Entered, NewKey, Preference, Preferences, Profile, Proof, SavedAddress},
        address::Parts,
        check::email::Email,
        order::{Listed, Order, Reorder, Tracked},
        quote::Quote,
        returns::{Return, ReturnOptions, ReturnRequest},
        secret::Secret,
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

    /// What of an order that this browser placed, or that whoever is signed in has, can be had again, and at which
    /// price. Only asked of a backend that says it can (`Can::reorder`).
    fn reorder(&self, _locale: &str, _number: &OrderNumber) -> Answer<'_, Reorder> {
        not_here()
    }

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

/// Accounts: signing in, what comes with it, and the address book.
///
/// What belongs to an account is shown to whoever signed in, never to somebody who only typed its e-mail address. What an
/// adapter has of this its facts say ([`Doors`](crate::domain::account::Doors)); the rest is never asked of it. Who is signed in is also in every
/// [`Quote`], so that two tabs never take somebody for somebody else.
pub trait Accounts {
    /// Who is signed in.
    fn me(&self) -> Answer<'_, Option<Customer>>;

    /// Signs in; the bag at hand stays, and what the account's own bag holds comes beside it. A proof that is wrong is
    /// [`BackendError::Unauthorized`], whatever is wrong with it; too many of them are [`BackendError::Busy`].
    fn sign_in(&self, proof: &Proof) -> Answer<'_, Entered>;

    /// Makes an account and signs in. The answer must not tell whether the address had one.
    fn register(&self, profile: &Profile, key: &NewKey) -> Answer<'_, Customer>;

    /// Signs out; what was the account's is no longer at hand.
    fn sign_out(&self) -> Answer<'_, ()>;

    /// Sends a code to the address, for signing in or for making an account. It answers the same whether the address has
    /// an account or not.
    fn send_code(&self, _email: &Email) -> Answer<'_, ()> {
        not_here()
    }

    /// Whether the address has an account. Only asked of a backend that wants to tell.
    fn knows(&self, _email: &Email) -> Answer<'_, bool> {
        not_here()
    }

    /// Begins a meeting with the browser's keeper of passkeys: `PublicKeyCredentialCreationOptionsJSON` or
    /// `PublicKeyCredentialRequestOptionsJSON` (Web Authentication level 3), as text.
    fn passkey(&self, _ceremony: &Ceremony) -> Answer<'_, String> {
        not_here()
    }

    /// Keeps the passkey that the browser has made, for whoever is signed in.
    fn keep_passkey(&self, _made: &Secret<String>) -> Answer<'_, ()> {
        not_here()
    }

    /// Turns an order that this browser placed as a guest into an order of a new account of its e-mail address, and
    /// signs in. A wrong code is [`BackendError::Unauthorized`].
    fn claim(&self, _order: &OrderNumber, _key: &NewKey) -> Answer<'_, Customer> {
        not_here()
    }

    /// Whether this browser is to be remembered after this visit; `false` forgets it at once and signs out.
    fn remember(&self, _remembered: bool) -> Answer<'_, ()> {
        not_here()
    }

    /// The address book.
    fn addresses(&self) -> Answer<'_, Vec<SavedAddress>>;

    /// Adds an address, or replaces the one of that id.
    fn keep_address(&self, id: Option<&AddressId>, parts: &Parts) -> Answer<'_, SavedAddress>;

    /// Takes an address out of the book.
    fn forget_address(&self, id: &AddressId) -> Answer<'_, ()>;

    /// Lets parcels go there unless another is chosen.
    fn prefer_address(&self, _id: &AddressId) -> Answer<'_, ()> {
        not_here()
    }

    /// What whoever is signed in usually takes and wants to hear. It is chosen at first, and offered first, in quotes.
    fn preferences(&self, _locale: &str) -> Answer<'_, Preferences> {
        not_here()
    }

    /// Changes one of them, and answers with all.
    fn wish(&self, _locale: &str, _wish: &Preference) -> Answer<'_, Preferences> {
        not_here()
    }
}

/// The answer of a backend to what its facts say that it does not have: refused, and nothing is told.
pub fn not_here<'a, T: 'a>() -> Answer<'a, T> {
    Box::pin(core::future::ready(Err(BackendError::Rejected(Vec::new()))))
}

/// Orders after the purchase: of whoever is signed in, and one at a time of whoever knows its number and address. What a
/// backend has of this its facts say ([`Can`](crate::checkout::request::Can)); the rest is never asked of it.
pub trait Orders {
    /// Of whoever is signed in, newest first.
    fn list(&self) -> Answer<'_, Vec<Listed>>;

    /// One of them, or one that this browser placed, with what has happened to it since.
    fn track(&self, _locale: &str, _number: &OrderNumber) -> Answer<'_, Tracked> {
        not_here()
    }

    /// One for whoever knows its number and the e-mail address it was placed with; from then on this browser may track it.
    /// A pair that fits no order is [`BackendError::Unauthorized`], whether there is an order of that number or not; too
    /// many of them are [`BackendError::Busy`].
    fn find(&self, _locale: &str, _number: &OrderNumber, _email: &Email) -> Answer<'_, Tracked> {
        not_here()
    }
}

/// Sending things back.
pub trait Returns {
    /// What of an order can be sent back, why, and how.
    fn options(&self, locale: &str, number: &OrderNumber) -> Answer<'_, ReturnOptions>;

    /// Asks for it.
    fn request(&self, locale: &str, wanted: &ReturnRequest) -> Answer<'_, Return>;
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
    /// An object that the page supplies beside its settings (the `js` adapter); `undefined` where it supplies none.
    #[cfg(target_arch = "wasm32")]
    pub object: wasm_bindgen::JsValue,
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
