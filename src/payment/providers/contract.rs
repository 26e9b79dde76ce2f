//! The contract: what a provider is given, what it is asked, and what it tells.

use crate::{
    checkout::{CardState, TokenFault},
    domain::{
        country::Country,
        money::Money,
        payment::{CardFace, Decline},
        secret::{Secret, Token},
        setting::Wrong,
    },
    i18n::Language,
};
use std::{future::Future, pin::Pin, rc::Rc};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// A payment provider as a page has set it up.
pub trait Provider {
    /// Whether its script finds its own elements through the document, and so cannot draw into a shadow root.
    fn needs_light(&self) -> bool {
        false
    }

    /// Opens the fields in `slot`, an empty place in the light DOM. `setup` says at any time what they are to look like and
    /// what they are for; `tell` hears what becomes of them. They close when the answer is dropped.
    fn mount(&self, slot: HtmlElement, setup: Rc<dyn Fn() -> Setup>, tell: Rc<dyn Fn(Told)>) -> Rc<dyn Fields>;

    /// Does what [`NextAction::Confirm`](crate::domain::payment::NextAction::Confirm) asks: shows the bank's question, or
    /// leaves for it. It ends when there is nothing left to do here; how it ended is the shop's to say.
    ///
    /// A provider whose shop never asks for it ends at once.
    fn confirm(&self, _asked: Asked) -> Pin<Box<dyn Future<Output = ()>>> {
        Box::pin(core::future::ready(()))
    }
}

/// The fields on screen.
pub trait Fields {
    /// Turns what was typed into a token; the answer is [`Told::Token`] under this number.
    fn tokenize(&self, number: u64);

    /// Shows every fault.
    fn judge(&self);

    /// Moves the caret into the first field that wants something.
    fn focus(&self);

    /// After a refusal: what the bank means is typed again, the rest stays.
    fn declined(&self, decline: Decline);

    /// The language is another one.
    fn speak(&self, setup: &Setup);

    /// The look of the page is another one.
    fn dress(&self, setup: &Setup);

    /// What is to be paid is another amount, or whether the card is to be saved.
    fn reckon(&self, _setup: &Setup) {}
}

/// What the fields are told.
pub struct Setup {
    /// Sentences of the catalogue by their key, `card.…`; a provider with words of its own does not need them.
    pub words: Vec<(&'static str, String)>,
    /// The language and its direction.
    pub language: Language,
    /// Brands the shop takes; none for whatever the provider takes.
    pub brands: Vec<String>,
    /// Whether the page is dark.
    pub dark: bool,
    /// What is to be paid, as far as it is known. The provider shows it or makes offers depend on it; what is charged is the
    /// shop's business.
    pub amount: Option<Money>,
    /// Where the bill goes, as far as it is known.
    pub country: Option<Country>,
    /// Whether the shopper wants the card kept for the next time.
    pub save: bool,
    /// A card the shop has kept: only its code is asked for.
    pub saved: Option<CardFace>,
}

/// What a provider tells. There is no other way in.
pub enum Told {
    /// The fields are drawn and can be typed into.
    Ready,
    /// The fields changed. Brands by our names, others are left out.
    Card(CardState),
    /// Enter was pressed in them.
    Submit,
    /// The answer to [`Fields::tokenize`].
    Token(u64, Result<(Secret<String>, CardFace), TokenFault>),
    /// The fields cannot be had. Mounting again tries again.
    Missing(Lack),
}

/// Why there are no fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// The page's settings; the console says which.
    Settings,
    /// The provider's script did not come: a blocker, a policy, no connection, an outage (F24).
    Script,
    /// The script came, but its fields could not be drawn: a key it does not know, an outage.
    Fields,
}

/// What a provider is asked to do for a payment that waits for the shopper.
pub struct Asked {
    /// What its script needs to go on. Not secret from the shopper whose payment it is.
    pub client: String,
    /// The token that was sent with the order; none after a reload.
    pub token: Option<Token>,
}

/// The text of a setting by its name.
pub type Setting = dyn Fn(&str) -> Option<String>;

/// What a provider is given of the page.
#[derive(Clone)]
pub struct Page {
    /// The text of a setting by its name, without `kassa-`.
    pub setting: Rc<Setting>,
    /// The folder of our own files, ending in a slash.
    pub files: String,
    /// Fresh randomness: 128 bits as 32 hexadecimal digits.
    pub random: fn() -> String,
}

/// What makes a provider.
pub type Make = fn(Page) -> Result<Rc<dyn Provider>, Wrong>;

/// Makes a provider. A setting that cannot be used is told to the console and never breaks the page.
pub fn make(provider: Make, page: Page) -> Option<Rc<dyn Provider>> {
    provider(page).map_err(|wrong| tell(&wrong.sentence())).ok()
}

#[wasm_bindgen]
extern "C" {
    /// To the merchant, in the console.
    #[wasm_bindgen(js_namespace = console, js_name = warn)]
    pub(super) fn tell(text: &str);
}
