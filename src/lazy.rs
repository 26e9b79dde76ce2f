//! Every place where the program is cut into parts, and what is shown while a part is on its way.
//!
//! A part is an entry point without arguments that answers with a constructor of views, or with an
//! object behind a trait. Main must not name what is in a part except here: one mention elsewhere
//! makes it part of the first download (`make size` tells).

use crate::{
    app::{Host, Session, use_session},
    backend::{Backend, page::Place},
    checkout::{Command, progress::Plan, request::Setup},
    i18n::key,
    payment::providers::{self, Provider, wallet::Wallets},
    ui::{
        Button, Notice, NoticeKind,
        el::{el, live},
    },
};
use leptos::{prelude::*, task::spawn_local};
use std::{future::Future, pin::Pin, rc::Rc};

/// What is drawn by a part of the program that comes later.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lazy {
    /// What stands around the step.
    Frame,
    /// Instead of a step, while the shop is asked.
    Waiting,
    /// Instead of a step, when the shop cannot be had.
    Failed,
    /// The bag.
    Bag,
    /// The delivery step.
    Delivery,
    /// The payment step.
    Payment,
    /// The fields of the payment provider, in their place in the payment step.
    Fields,
    /// The code and the link by which a payment is confirmed in an app.
    InApp,
    /// A bank transfer to be made.
    Transfer,
    /// The review step.
    Review,
    /// The receipt as the place to pay.
    Receipt,
    /// Everything after Pay was pressed.
    After,
    /// What has to be mended before going on.
    Problems,
    /// What the shopper is told above a step.
    Notice,
    /// The policy texts.
    Policy,
    /// Nothing to see: fills in what the shop knows of whoever is signed in.
    Known,
    /// The head of the last step, for whoever is known.
    Welcome,
    /// The ways out of it.
    WaysOut,
    /// The address book, at the delivery.
    Book,
    /// An address to take instead of the mistyped one.
    Better,
    /// What stands under the e-mail field.
    Asides,
    /// With an account or without, or who is signed in.
    Doors,
    /// What the chosen door asks.
    Panel,
    /// After the order: an account in one tap.
    Invite,
    /// The last order once more, for an empty bag.
    LastOrder,
    /// A page beside the purchase, whose part is fetched then.
    Visit,
    /// Orders after the purchase.
    Orders,
    /// Signing in, where nothing is bought.
    SignIn,
}

/// Draws what a part has; nothing for what another has.
pub type Views = fn(Lazy) -> AnyView;

/// Puts what the setting `config` leads to over a backend.
pub type Configure = fn(Session, String, Rc<dyn Backend>) -> Pin<Box<dyn Future<Output = Rc<dyn Backend>>>>;

/// What later steps are judged by, and what they need of the runner.
#[derive(Clone, Copy)]
pub struct Rules {
    /// The steps.
    pub plan: Plan,
    /// Carries out what the rules of paying ask for.
    pub pay: fn(Session, Command),
    /// Fetches what the ways to pay on offer will want.
    pub ahead: fn(Session),
}

/// Works out a QR code: squares on a side with the margin, and the dark ones as a path. `None` when none holds the text.
pub type DrawQr = fn(&str) -> Option<(u16, String)>;

/// What a page around is told, and what it may ask of a checkout.
#[cfg(feature = "widget")]
#[derive(Clone, Copy)]
pub struct Inside {
    /// Tells the page what happens, from now on.
    pub watch: fn(Session),
    /// Does what the page asks; what it answers, if anything, is JSON.
    pub act: fn(Session, &str, &str) -> Option<String>,
}

/// A part that did not load.
#[derive(Clone, Copy, Debug)]
pub struct Missing;

macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident in $part:ident: $type:ty = $value:expr;)*) => {
        #[cfg(feature = "split")]
        mod cut {
            use super::*;
            $(
                $(#[$doc])*
                #[wasm_split_helpers::wasm_split($part, fallible)]
                pub fn $name() -> Result<$type, wasm_split_helpers::SplitLoaderError> {
                    Ok($value)
                }
            )*
        }
        $(
            $(#[$doc])*
            ///
            /// # Errors
            /// When the part could not be fetched.
            pub async fn $name() -> Result<$type, Missing> {
                #[cfg(feature = "split")]
                let answer = cut::$name().await.map_err(|_| Missing);
                #[cfg(not(feature = "split"))]
                let answer: Result<$type, Missing> = Ok($value);
                answer
            }
        )*
    };
}

parts! {
    /// The bag, what stands around a step and instead of one.
    shop in shop: Views = |of| match of {
        Lazy::Frame => crate::pages::frame::Frame().into_any(),
        Lazy::Waiting => crate::pages::frame::Waiting().into_any(),
        Lazy::Failed => crate::pages::frame::Failed().into_any(),
        Lazy::Bag => crate::steps::bag::view::Bag().into_any(),
        Lazy::Asides => crate::steps::contact::better::Asides().into_any(),
        Lazy::Better => crate::steps::contact::better::Better().into_any(),
        Lazy::Visit => crate::pages::frame::Visit().into_any(),
        _ => ().into_any(),
    };
    /// The steps after contact, and what comes after them.
    steps in steps: Views = |of| match of {
        Lazy::Delivery => crate::steps::delivery::view::Delivery().into_any(),
        Lazy::Payment => crate::steps::payment::view::Payment().into_any(),
        Lazy::Review => crate::steps::review::view::Review().into_any(),
        Lazy::Receipt => crate::steps::review::view::Receipt().into_any(),
        Lazy::After => crate::pages::after::After().into_any(),
        Lazy::LastOrder => crate::pages::reorder::LastOrder().into_any(),
        Lazy::Problems => crate::pages::notice::Problems().into_any(),
        Lazy::Notice => crate::pages::notice::Banner().into_any(),
        _ => ().into_any(),
    };
    /// The rules of these steps, and what carries out what paying asks for.
    rules in steps: Rules = Rules { plan: crate::steps::STEPS, pay: crate::app::pay::carry_out, ahead: crate::app::pay::ahead };
    /// What stands beside a purchase: the policy texts, orders that were placed.
    beside in beside: Views = |of| match of {
        Lazy::Policy => crate::pages::policy::PolicyText().into_any(),
        Lazy::Orders => crate::pages::orders::Orders().into_any(),
        _ => ().into_any(),
    };
    /// Who buys: getting in, being recognised, the address book.
    account in account: Views = |of| match of {
        Lazy::Known => crate::account::known::Known().into_any(),
        Lazy::Welcome => crate::account::welcome::Welcome().into_any(),
        Lazy::WaysOut => crate::account::welcome::WaysOut().into_any(),
        Lazy::Book => crate::account::book::Book().into_any(),
        Lazy::Doors => crate::account::door::Doors().into_any(),
        Lazy::Panel => crate::account::door::Panel().into_any(),
        Lazy::SignIn => crate::account::door::SignIn().into_any(),
        Lazy::Invite => crate::account::invite::Invite().into_any(),
        _ => ().into_any(),
    };
    /// The configuration: reading, checking, putting it over looks and backend.
    configure in config: Configure = crate::config::look::configure;
    /// The fields of the payment provider. Only a shop that takes cards, or whatever else has fields, needs them.
    cards in cards: Views = |of| match of {
        Lazy::Fields => crate::steps::payment::fields::CardFields().into_any(),
        _ => ().into_any(),
    };
    /// Confirming in an app.
    app in qr: Views = |of| match of {
        Lazy::InApp => crate::pages::in_app::InApp().into_any(),
        _ => ().into_any(),
    };
    /// What a bank transfer takes.
    transfer in transfer: Views = |of| match of {
        Lazy::Transfer => crate::pages::transfer::Transfer().into_any(),
        _ => ().into_any(),
    };
    /// What works out the squares of a QR code.
    qr in qr: DrawQr = crate::domain::qr::code;
    /// Wallets of the device.
    wallet in wallet: Wallets = crate::payment::providers::wallet::sheet::WALLETS;
    /// What goes between the element and the page around; with what stands around a step, which the element waits for.
    #[cfg(feature = "widget")]
    inside in shop: Inside = crate::widget::inside::INSIDE;
}

/// An adapter, or why the page's settings make none.
pub type Made = Result<Rc<dyn Backend>, Setup>;

/// Makes an adapter for what a checkout stands in.
pub type Make = fn(&Place<'_>) -> Made;

macro_rules! made {
    ($module:ident) => {
        |place| crate::backend::page::make(crate::backend::$module::adapter, place)
    };
    ($module:ident whole) => {
        |place| Ok(crate::backend::$module::whole(place))
    };
}

/// Makes a part of each adapter, and finds the one a page names.
macro_rules! cut_adapters {
    ($($name:literal $module:ident $($whole:ident)?;)*) => {
        mod adapter {
            use super::*;

            parts! {
                $(
                    #[cfg(feature = $name)]
                    #[doc = concat!("The adapter `", $name, "`.")]
                    $module in $module: Make = made!($module $($whole)?);
                )*
            }
        }

        /// The adapter of that name.
        ///
        /// # Errors
        /// When its part could not be fetched.
        pub async fn backend(name: &str, host: &Host) -> Result<Made, Missing> {
            let make = match name {
                $(
                    #[cfg(feature = $name)]
                    $name => boxed(adapter::$module()).await?,
                )*
                _ => return Ok(Err(Setup::Settings)),
            };
            let place = Place {
                setting: &|name| host.setting(name),
                asked: &|name| host.asked(name),
                name: &|of| host.name(of),
                files: host.files(),
                object: host.object("adapter"),
            };
            Ok(make(&place))
        }
    };
}

crate::backend::adapters!(cut_adapters);

/// A provider; `None` when the page's settings make none, which the console was told.
pub type MadeProvider = Option<Rc<dyn Provider>>;

/// Makes a provider of what it is given of the page.
pub type MakeProvider = fn(providers::Page) -> MadeProvider;

/// Finds the provider a page names, in its part.
macro_rules! cut_providers {
    ($($name:literal $module:ident in $part:ident;)*) => {
        mod provider {
            use super::*;

            parts! {
                $(
                    #[doc = concat!("The provider `", $name, "`.")]
                    $module in $part: MakeProvider = |page| providers::make(providers::$module::provider, page);
                )*
            }
        }

        /// The provider of that name; `None` for one that is not in the list or cannot be made.
        ///
        /// # Errors
        /// When its part could not be fetched.
        pub async fn provider(name: &str, host: &Host) -> Result<MadeProvider, Missing> {
            let make = match name {
                $($name => boxed(provider::$module()).await?,)*
                _ => return Ok(None),
            };
            let host = host.clone();
            let files = host.files().to_owned();
            let setting = Rc::new(move |name: &str| host.setting(name));
            Ok(make(providers::Page { setting, files, random: crate::app::random_key }))
        }
    };
}

providers::providers!(cut_providers);

/// One kind of future for all adapters and for all providers: else each is a part of the function that awaits it, in the
/// first download.
fn boxed<'a, T>(made: impl Future<Output = T> + 'a) -> Pin<Box<dyn Future<Output = T> + 'a>> {
    Box::pin(made)
}

#[derive(Clone, Copy)]
enum State {
    Absent,
    Coming,
    Here(Views),
    Failed(u8),
}

/// Fetches a part.
pub type Fetch = Pin<Box<dyn Future<Output = Result<Views, Missing>>>>;

/// A part as one instance of the app sees it. The download is shared by all instances.
#[derive(Clone, Copy)]
pub struct Part {
    fetch: UnsyncCallback<(), Fetch>,
    state: RwSignal<State>,
}

impl Part {
    /// A part that has not been asked for.
    pub fn new(fetch: impl Fn() -> Fetch + 'static) -> Self {
        Self { fetch: UnsyncCallback::new(move |()| fetch()), state: RwSignal::new(State::Absent) }
    }

    /// Starts the download unless it is under way or done. Asking again after a failure tries again.
    pub fn prefetch(self) {
        let failures = match self.state.try_get_untracked() {
            Some(State::Absent) => 0,
            Some(State::Failed(times)) => times,
            Some(State::Coming | State::Here(_)) | None => return,
        };
        self.state.set(State::Coming);
        spawn_local(async move {
            // The instance may be gone by now, and again when the part has come.
            let Some(fetch) = self.fetch.try_run(()) else { return };
            let state = fetch.await.map_or(State::Failed(failures.saturating_add(1)), State::Here);
            let _ = self.state.try_set(state);
        });
    }

    /// Whether it is here, or known not to come for now: nothing more is waited for.
    pub fn is_settled(self) -> bool {
        matches!(self.state.get(), State::Here(_) | State::Failed(_))
    }

    /// Shows something of the part; once it is here, switching to it is synchronous. A part that does not load has
    /// a notice and a retry, and after two failures a reload is offered: what was typed is saved.
    pub fn show(self, what: Lazy) -> AnyView {
        self.draw(what, Some(coming), true)
    }

    /// The same, with something of its size in its place until it is here.
    pub fn show_instead_of(self, what: Lazy, place: fn() -> AnyView) -> AnyView {
        self.draw(what, Some(place), true)
    }

    /// The same for something whose place is held until it is here.
    pub fn show_around(self, what: Lazy) -> AnyView {
        self.draw(what, None, true)
    }

    /// The same for something that stands beside what says already that the part is missing.
    pub fn show_within(self, what: Lazy) -> AnyView {
        self.draw(what, Some(coming), false)
    }

    /// The same for something that nobody misses.
    pub fn show_quietly(self, what: Lazy) -> AnyView {
        self.draw(what, None, false)
    }

    fn draw(self, what: Lazy, place: Option<fn() -> AnyView>, says_missing: bool) -> AnyView {
        self.prefetch();
        live(move || match self.state.get() {
            State::Here(views) => Some(views(what)),
            State::Failed(times) => says_missing.then(|| missing(self, times)),
            State::Absent | State::Coming => place.map(|place| place()),
        })
    }
}

fn coming() -> AnyView {
    let session = use_session();
    let row = || view! { <crate::ui::Skeleton of=crate::ui::Coming::Option /> }.into_any();
    el("div", "kassa-stack")
        .set("aria-busy", "true")
        .child(el("p", "kassa-visually-hidden").child(session.text(key::BOOT_LOADING)))
        .child(row())
        .child(row())
        .view()
}

fn missing(part: Part, times: u8) -> AnyView {
    let session = use_session();
    let again = move |()| {
        if times > 1 {
            let _ = window().location().reload();
        } else {
            part.prefetch();
        }
    };
    view! {
        <Notice
            kind=NoticeKind::Danger
            title=session.text(key::NOTICE_PART_TITLE)
            text=session.text(key::NOTICE_PART_TEXT)
        >
            <Button label=session.text(key::NOTICE_PART_RETRY) on_press=again />
        </Notice>
    }
    .into_any()
}
