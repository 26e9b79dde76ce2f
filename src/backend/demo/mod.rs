//! The embedded demo shop: Fjellvik, outdoor goods for the Nordic and EU market.
//!
//! The default backend and a product of its own: prices, stock, codes, taxes, delivery and orders follow
//! real rules (`shop/`). It keeps its state on a [`Shelf`], reads a [`Clock`], and is deterministic: the
//! same start, clock and wishes give the same answers and order numbers. What makes it fail on purpose
//! is in `README-sentinels.md`. It never sees card data, and knows neither the page nor the machine.

mod accounts;
#[cfg(target_arch = "wasm32")]
mod browser;
mod outbox;
mod shop;

#[cfg(target_arch = "wasm32")]
pub use browser::{verify, whole};
pub use shop::{Mail, Scenario, Seat, Shared, Shopper, Signature, Stage, Start};

use crate::{
    backend::{
        Accounts, Answer, Backend, Orders, Returns,
        shelf::{Memory, Shelf},
    },
    checkout::request::{
        BackendError, Can, Facts, Idempotency, Intent, Keys, Known, Lookup, MoneyForm, OrderRequest, Payment, Placed,
        Replays, Returned, StepRules,
    },
    domain::{
        OrderNumber,
        day::Instant,
        order::{Order, Reorder, Tracked},
        payment::NextAction,
        quote::Quote,
        returns::{Return, ReturnOptions, ReturnRequest},
    },
};
use core::{cell::RefCell, future::Future, pin::Pin};
use shop::{Language, SLOW_MILLISECONDS, Site, State, is_slow};

/// What time it is.
pub trait Clock {
    /// The time now.
    fn now(&self) -> Instant;

    /// How far the clock of whoever waits is ahead of this one, in milliseconds: a clock that stands still for a demo
    /// must not make every deadline of today one of the past.
    fn behind(&self) -> i64 {
        0
    }
}

/// A clock that stands still.
impl Clock for Instant {
    fn now(&self) -> Instant {
        *self
    }
}

/// Something that is over after so many milliseconds.
pub type Pause = fn(u32) -> Pin<Box<dyn Future<Output = ()>>>;

/// How a demo shop is set up.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// How it starts. A shelf that was started otherwise is started anew; `None` takes the shelf as it is.
    pub start: Option<Start>,
    /// Milliseconds before each answer.
    pub latency: u32,
    /// How to wait.
    pub pause: Pause,
    /// Whether it tells that an address has an account.
    pub hint: bool,
    /// Whether changes of an account come to nothing.
    pub stuck: bool,
}

impl Default for Config {
    fn default() -> Self {
        Self { start: None, latency: 0, pause: |_| Box::pin(core::future::ready(())), hint: true, stuck: false }
    }
}

/// The demo shop as a backend.
pub struct Demo {
    shelf: Box<dyn Shelf>,
    clock: Box<dyn Clock>,
    config: Config,
    known: RefCell<Option<Kept>>,
    bank: Bank,
    outbox: Box<dyn Shelf>,
    /// Where the bank's page is and where that leads back to, if the shop's page is not ours.
    elsewhere: Option<(String, String)>,
    passkeys: Option<(Site, Verify)>,
}

/// Who checks a signature: the browser has a function for it.
pub type Verify = Box<dyn Fn(Signature) -> Pin<Box<dyn Future<Output = bool>>>>;

/// What the shop does when it is asked.
type Act<'a, T> = Box<dyn FnOnce(&mut State, Instant) -> Result<T, BackendError> + 'a>;

/// Who knows what became of a payment, by its id.
type Bank = Box<dyn Fn(&str) -> Option<Verdict>>;

/// What the shopper's bank says of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The shopper has confirmed it.
    Approved,
    /// The bank, or the shopper there, has refused it.
    Refused,
    /// The shopper came back without deciding.
    Cancelled,
}

/// The state with the text it was read from or kept as.
struct Kept {
    state: State,
    text: String,
    /// Whether the shelf no longer takes anything, so that memory is the truth.
    in_memory: bool,
}

impl Demo {
    /// A shop on that shelf, by that clock.
    pub fn new(shelf: impl Shelf + 'static, clock: impl Clock + 'static, config: Config) -> Self {
        Self {
            shelf: Box::new(shelf),
            clock: Box::new(clock),
            config,
            known: RefCell::new(None),
            bank: Box::new(|_| None),
            outbox: Box::new(Memory::default()),
            elsewhere: None,
            passkeys: None,
        }
    }

    /// With a bank that knows what became of payments, by their id.
    #[must_use]
    pub fn with_bank(mut self, bank: impl Fn(&str) -> Option<Verdict> + 'static) -> Self {
        self.bank = Box::new(bank);
        self
    }

    /// In somebody else's page: the bank's page is among `files`, and leads back to the path `back`, percent-encoded.
    #[must_use]
    pub fn in_page(mut self, files: String, back: String) -> Self {
        self.elsewhere = Some((files, back));
        self
    }

    /// With a place for what it mails.
    #[must_use]
    pub fn with_outbox(mut self, outbox: impl Shelf + 'static) -> Self {
        self.outbox = Box::new(outbox);
        self
    }

    /// With passkeys for the site of that origin; none where its host is a number, which passkeys cannot be for.
    #[must_use]
    pub fn with_passkeys(mut self, origin: &str, verify: Verify) -> Self {
        let host = origin.split_once("://").map_or(origin, |(_, host)| host);
        let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
        let is_number = host.ends_with([']', '.']) || host.ends_with(|last: char| last.is_ascii_digit());
        if !is_number {
            self.passkeys = Some((Site { origin: origin.to_owned(), host: host.to_owned() }, verify));
        }
        self
    }

    /// What this session and others of the same shop have in common.
    pub fn shared(&self) -> Shared {
        self.with(|state, _| state.shared())
    }

    /// Takes over what others did.
    pub fn share(&self, shared: &Shared) {
        self.with(|state, _| state.share(shared));
    }

    /// The accounts, as text: for a server, whose sessions have them in common.
    pub fn people(&self) -> String {
        self.with(|state, _| state.people())
    }

    /// Takes over what others did with the accounts.
    pub fn know(&self, people: &str) {
        self.with(|state, _| state.know(people));
    }

    /// Who is signed in.
    pub fn seat(&self) -> Option<Seat> {
        self.with(|state, _| state.seat())
    }

    /// Lets somebody who is signed in elsewhere be signed in here.
    pub fn sit(&self, seat: Seat) {
        self.with(|state, _| state.sit(seat));
    }

    /// An order as it stands now. Not for a page: a server knows by itself who may read it.
    pub fn stands(&self, locale: &str, number: &OrderNumber) -> Option<Tracked> {
        self.with(|state, now| state.stands(number.as_str(), now, Language::of(locale)))
    }

    /// What the shop has written of an order, for [`Demo::again`] in another session.
    pub fn bought(&self, number: &OrderNumber) -> Option<String> {
        self.with(|state, _| state.bought(number.as_str()))
    }

    /// What of an order, placed in whichever session, can be had again in this one.
    pub fn again(&self, locale: &str, bought: &str) -> Option<Reorder> {
        self.with(|state, _| state.again_of(bought, Language::of(locale)))
    }

    /// What can go back of an order. Not for a page: a server knows by itself who may ask.
    pub fn may_go_back(&self, locale: &str, number: &OrderNumber) -> Option<ReturnOptions> {
        self.with(|state, now| state.options_of(number.as_str(), now, Language::of(locale)))
    }

    /// What would be given back; nothing is done. Not for a page either.
    ///
    /// # Errors
    /// What of the request cannot be.
    pub fn quoted_return(&self, locale: &str, wanted: &ReturnRequest) -> Result<Return, BackendError> {
        self.with(|state, now| state.quoted_return(wanted, now, Language::of(locale)))
    }

    /// Takes note of a return. Not for a page either.
    ///
    /// # Errors
    /// What of the request cannot be.
    pub fn note_return(&self, locale: &str, wanted: &ReturnRequest) -> Result<Return, BackendError> {
        self.with(|state, now| state.note_return(wanted, now, Language::of(locale)))
    }

    /// A return by its number, and how far it is. Not for a page either.
    pub fn return_stands(&self, number: &str) -> Option<(Return, Stage)> {
        self.with(|state, now| state.return_stands(number, now))
    }

    /// Lets the shop do something and keeps what comes of it, also when it answers with an error: an order
    /// whose answer is lost is an order.
    fn with<T>(&self, act: impl FnOnce(&mut State, Instant) -> T) -> T {
        let mut kept = self.read();
        let answer = act(&mut kept.state, self.clock.now());
        self.keep(kept);
        answer
    }

    /// Sends what is to be sent, and keeps the rest.
    fn keep(&self, mut kept: Kept) {
        kept.state.mirror();
        let mails = kept.state.take_post();
        if !mails.is_empty() {
            outbox::send(&*self.outbox, mails);
        }
        let text = kept.state.text();
        if text != kept.text && !kept.in_memory {
            kept.in_memory = self.shelf.save(&text).is_err();
        }
        kept.text = text;
        self.known.replace(Some(kept));
    }

    /// The state as it is on the shelf: another tab may have changed it.
    fn read(&self) -> Kept {
        let known = self.known.take();
        let on_shelf = match &known {
            Some(known) if known.in_memory => None,
            _ => self.shelf.load(),
        };
        match (known, on_shelf) {
            (Some(known), None) => known,
            (Some(known), Some(text)) if known.text == text => known,
            (known, Some(text)) => match State::read(&text).filter(|state| self.continues(state, known.is_some())) {
                Some(state) => Kept { state, text, in_memory: false },
                // Something else wrote there: our own memory is better than a fresh start.
                None => known.unwrap_or_else(|| self.fresh()),
            },
            (None, None) => self.fresh(),
        }
    }

    /// Whether a kept state is one to go on with.
    fn continues(&self, state: &State, resumed: bool) -> bool {
        resumed || self.config.start.is_none_or(|start| state.started_as(&start))
    }

    fn fresh(&self) -> Kept {
        let state = self.config.start.unwrap_or_default().state();
        Kept { state, text: String::new(), in_memory: false }
    }

    fn answer<'a, T: 'a>(
        &'a self,
        act: impl FnOnce(&mut State, Instant) -> Result<T, BackendError> + 'a,
    ) -> Answer<'a, T> {
        self.later(Box::new(act))
    }

    /// The same for an act in a box: the waiting is compiled once for each kind of answer, not once for each question.
    fn later<'a, T: 'a>(&'a self, act: Act<'a, T>) -> Answer<'a, T> {
        Box::pin(async move {
            self.wait(self.config.latency).await;
            self.with(act)
        })
    }

    async fn wait(&self, milliseconds: u32) {
        if milliseconds > 0 {
            (self.config.pause)(milliseconds).await;
        }
    }
}

/// An action whose deadline is by another clock.
impl Demo {
    /// What the shopper is to do, by the clock and the addresses of the page.
    fn told(&self, action: NextAction) -> NextAction {
        let mut action = later(action, self.clock.behind());
        if let Some((files, back)) = &self.elsewhere
            && let NextAction::Frame { url, .. } | NextAction::Redirect { url } | NextAction::App { link: url, .. } =
                &mut action
            && let Some(page) = url.strip_prefix('/')
        {
            *url = [files, page].concat().replace("&back=%2Fpayment", &["&back=", back].concat());
        }
        action
    }
}

fn later(mut action: NextAction, milliseconds: i64) -> NextAction {
    match &mut action {
        NextAction::Poll { until, .. }
        | NextAction::App { until, .. }
        | NextAction::Frame { until: Some(until), .. } => {
            *until = until.plus(milliseconds);
        }
        _ => {}
    }
    action
}

impl Backend for Demo {
    fn facts(&self) -> Facts {
        Facts {
            // A key stays with its order; a day is what a journal lives (`app/store.rs`).
            idempotency: Idempotency::Key { window_hours: 24, replays: Replays::All, mismatch_refused: true },
            lookup: Lookup::ByKey,
            money: MoneyForm::MinorUnits,
            returned: Returned::ByLookup,
            order_of_steps: StepRules { full_address_for_rates: false, lines_lock_while_paying: false },
            can: Can {
                codes: true,
                news: true,
                add: true,
                tenders: true,
                wallet: true,
                business: true,
                reorder: true,
                orders: true,
                find: true,
                doors: self.doors(),
            },
        }
    }

    fn open(&self, locale: &str) -> Answer<'_, Quote> {
        let language = Language::of(locale);
        self.answer(move |state, now| {
            state.speak(language);
            Ok(state.open(now, language))
        })
    }

    fn apply(&self, locale: &str, intents: Vec<Intent>) -> Answer<'_, Quote> {
        let language = Language::of(locale);
        self.answer(move |state, now| {
            state.speak(language);
            state.apply(now, language, &intents)
        })
    }

    fn place(&self, locale: &str, keys: Keys, order: OrderRequest, payment: Payment) -> Answer<'_, Placed> {
        let language = Language::of(locale);
        let slow = payment.token.as_ref().is_some_and(|token| is_slow(token.expose()));
        Box::pin(async move {
            self.wait(if slow { SLOW_MILLISECONDS } else { self.config.latency }).await;
            let placed = self.with(|state, now| {
                state.speak(language);
                state.place(now, language, &keys, &order, &payment)
            });
            placed.map(|placed| match placed {
                Placed::Act(action) => Placed::Act(self.told(action)),
                order @ Placed::Order(_) => order,
            })
        })
    }

    fn look_up(&self, locale: &str, order_key: &str) -> Answer<'_, Known> {
        let language = Language::of(locale);
        let order_key = order_key.to_owned();
        self.answer(move |state, now| {
            let known = state.look_up(&order_key, &self.bank, now, language)?;
            Ok(match known {
                Known::Act(action) => Known::Act(self.told(action)),
                known => known,
            })
        })
    }

    fn cancel(&self, locale: &str, order_key: &str) -> Answer<'_, Quote> {
        let language = Language::of(locale);
        let order_key = order_key.to_owned();
        self.answer(move |state, now| state.cancel(&order_key, now, language))
    }

    fn reorder(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Reorder> {
        let language = Language::of(locale);
        let number = number.0.clone();
        self.answer(move |state, _| state.reorder(&number, language).ok_or(BackendError::Unauthorized))
    }

    fn order(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Order> {
        let language = Language::of(locale);
        let number = number.0.clone();
        // No order of that number in this browser: the shop would ask to sign in.
        self.answer(move |state, now| state.shown_order(&number, now, language).ok_or(BackendError::Unauthorized))
    }

    fn accounts(&self) -> Option<&dyn Accounts> {
        Some(self)
    }

    fn orders(&self) -> Option<&dyn Orders> {
        Some(self)
    }

    fn returns(&self) -> Option<&dyn Returns> {
        Some(self)
    }
}
