//! Who turns card data into a token, and what a checkout asks of them: the contract (`docs/providers.md`).
//!
//! Always true: a provider draws its own fields in a document of its own, so no card number is ever in this one; nothing
//! of its own types crosses the contract; and what it says of a payment is not believed: the shop is asked.

#[cfg(target_arch = "wasm32")]
mod contract;
#[cfg(all(target_arch = "wasm32", feature = "widget"))]
pub mod registered;
pub mod stripe;
#[cfg(target_arch = "wasm32")]
pub mod vault;
pub mod wallet;

#[cfg(target_arch = "wasm32")]
pub use contract::{Asked, Fields, Lack, Page, Provider, Setup, Told, make};

/// The one list of providers: the name a page gives it (`<meta name="kassa-provider">`), its module, and the part of the
/// program it travels in. Each module has a function `provider` that makes one of the page's settings.
macro_rules! providers {
    ($then:ident) => {
        $then! {
            "vault" vault in cards;
            "stripe" stripe in stripe;
        }
    };
}

#[cfg(target_arch = "wasm32")]
pub(crate) use providers;

macro_rules! declare {
    ($($name:literal $module:ident in $part:ident;)*) => {
        /// The providers in this build. The first is the one of a page that names none.
        pub const PROVIDERS: &[&str] = &[$($name),*];
    };
}

providers!(declare);
