//! A backend that the merchant's page supplies: an object of functions, `window.kassaBackend`.
//!
//! What they are given and what they may answer is in `public/kassa-backend.d.ts`; both go over the border as JSON
//! text, so nothing of ours is ever in the page's hands, and nothing of the page's in ours. Always true: whatever a
//! function does, throws or leaves undone becomes a [`BackendError`] and a sentence in the console that names the
//! function, the place and what was expected there; the page around is not touched. Knows the functions by name only:
//! how they are found and called is behind [`Door`].

pub mod convert;
#[cfg(target_arch = "wasm32")]
pub mod door;
pub mod told;

#[cfg(target_arch = "wasm32")]
pub use door::adapter;

use crate::{
    backend::{
        Accounts, Answer, Backend, Orders, Returns,
        config::Config,
        http::{Http, Later},
        json::{self, Json},
        not_here,
    },
    checkout::request::{BackendError, Facts, Intent, Keys, Known, OrderRequest, Payment, Placed, Setup},
    domain::{
        AddressId, OrderNumber,
        account::{Customer, Entered, NewKey, Profile, Proof, SavedAddress},
        address::Parts,
        check::email::Email,
        order::{Listed, Order, Reorder},
        quote::Quote,
        returns::{Return, ReturnOptions, ReturnRequest},
        totals::Totals,
    },
};
use convert::{Ground, Misfit};
use core::{
    cell::{Cell, OnceCell},
    future::{Future, poll_fn},
    pin::pin,
    task::Poll,
};
use serde_json::{Value, json};
use std::rc::Rc;

/// The object as it is found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Its `facts` as JSON text; `None` where it has none that can be written as such.
    pub facts: Option<String>,
    /// Which of [`FUNCTIONS`] it has.
    pub functions: Vec<&'static str>,
}

/// What stands where the object should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Look {
    /// Nothing so far.
    Nothing,
    /// The object.
    Found(Found),
    /// Something that is no object of functions; what it is.
    Other(String),
}

/// Why a function gave no answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Threw {
    /// It threw, or its promise was rejected: what, as JSON text where it is an object, and as words for people.
    Thrown(Option<String>, String),
    /// Its answer cannot be written as JSON: it goes in a circle, or holds a `BigInt`; why.
    NotJson(String),
}

/// The way to the object in the page.
pub trait Door {
    /// What is there; a promise is waited for.
    fn look(&self) -> Later<'_, Look>;

    /// Calls a function with a JSON list of arguments, and waits for what its promise brings, as JSON text; `None` for
    /// `undefined`. A function may never answer: whoever asks decides how long to wait.
    fn call<'a>(&'a self, function: &'static str, arguments: &str) -> Later<'a, Result<Option<String>, Threw>>;
}

/// Functions without which nothing can be bought.
const NEEDED: [&str; 5] = ["open", "apply", "place", "cancel", "order"];
/// Those of accounts: all, or there are none.
const ACCOUNTS: [&str; 8] = [
    "accounts.me",
    "accounts.signIn",
    "accounts.register",
    "accounts.signOut",
    "accounts.addresses",
    "accounts.keepAddress",
    "accounts.forgetAddress",
    "accounts.preferAddress",
];
/// That of orders.
const ORDERS: [&str; 1] = ["orders.list"];
/// Those of returns.
const RETURNS: [&str; 2] = ["returns.options", "returns.request"];

/// Every function there can be, by its path in the object.
pub const FUNCTIONS: [&str; 23] = [
    "open",
    "apply",
    "place",
    "cancel",
    "order",
    "lookUp",
    "resume",
    "reorder",
    "accounts.me",
    "accounts.signIn",
    "accounts.register",
    "accounts.signOut",
    "accounts.addresses",
    "accounts.keepAddress",
    "accounts.forgetAddress",
    "accounts.preferAddress",
    "accounts.sendCode",
    "accounts.knows",
    "accounts.claim",
    "accounts.remember",
    "orders.list",
    "returns.options",
    "returns.request",
];

/// How long the object may take to be there, in milliseconds.
const ARRIVAL: u32 = 10_000;
/// How often it is looked for.
const LOOK_EVERY: u32 = 50;
/// Reads and writes wait at most so long, unless the object says otherwise (REL-07).
const READ_PATIENCE: u32 = 10_000;
const WRITE_PATIENCE: u32 = 20_000;

/// What is known of the object once it was found.
#[derive(Clone, Debug)]
struct Met {
    facts: Facts,
    patience: Option<u32>,
    functions: Vec<&'static str>,
}

/// The merchant's object as a backend.
pub struct Js {
    door: Box<dyn Door>,
    http: Rc<dyn Http>,
    config: Config,
    met: OnceCell<Met>,
    revision: Cell<u64>,
}

/// What a call is for: how long it may take, and whether it may have been done when it fails.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Read,
    Write,
}

impl Js {
    /// The object behind that door; clock and console are those of the network.
    pub fn new(door: impl Door + 'static, http: Rc<dyn Http>, config: Config) -> Self {
        Self { door: Box::new(door), http, config, met: OnceCell::new(), revision: Cell::new(0) }
    }

    fn tell(&self, words: &[&str]) {
        self.http.tell(&words.concat());
    }

    /// Tells the merchant what a function did.
    fn blame(&self, function: &str, did: &[&str]) {
        self.tell(&["Kassa: kassaBackend.", function, "() ", &did.concat(), "."]);
    }

    /// Looks for the object until it is there.
    async fn find(&self) -> Result<Found, Setup> {
        let begun = self.http.now();
        loop {
            match self.within(ARRIVAL, self.door.look()).await {
                Some(Look::Found(found)) => return Ok(found),
                Some(Look::Other(what)) => {
                    self.tell(&[
                        "Kassa: window.kassaBackend must be an object of functions, or a promise of one; it is ",
                        &what,
                        ".",
                    ]);
                    return Err(Setup::Settings);
                }
                Some(Look::Nothing) if self.http.now().since(begun) < i64::from(ARRIVAL) => {
                    self.http.pause(LOOK_EVERY).await;
                }
                Some(Look::Nothing) | None => {
                    self.tell(&["Kassa: the setting `kassa-backend` is `js`, but 10 seconds later there is no \
                         window.kassaBackend; a script of the page must set it."]);
                    return Err(Setup::Settings);
                }
            }
        }
    }

    fn learn(&self, found: &Found) -> Result<Met, Setup> {
        let has = |name: &str| found.functions.contains(&name);
        let missing: Vec<_> = NEEDED.into_iter().filter(|name| !has(name)).collect();
        if !missing.is_empty() {
            self.tell(&["Kassa: window.kassaBackend has no function ", &missing.join(", "), "."]);
            return Err(Setup::Settings);
        }
        let value = match &found.facts {
            Some(text) => json::parse(text).unwrap_or_default(),
            None => json!({}),
        };
        let json = Json::of(&value);
        let has_all = ACCOUNTS.iter().all(|name| has(name));
        // Of accounts there is nothing where not all of it is there.
        let has_part = |name: &str| has(name) && (has_all || !name.starts_with("accounts."));
        let read = || Ok((convert::facts(&json, &has_part)?, convert::patience(&json)?));
        let (facts, patience) = read().map_err(|misfit: Misfit| {
            self.explain("facts", "is not as it must be", &misfit, Some(&value));
            Setup::Settings
        })?;
        for group in [&ACCOUNTS[..], &ORDERS, &RETURNS] {
            self.tell_part(group, &has);
        }
        Ok(Met { facts, patience, functions: found.functions.clone() })
    }

    /// Tells the merchant of a group of functions that is there in part.
    fn tell_part(&self, group: &[&str], has: &dyn Fn(&str) -> bool) {
        let missing: Vec<_> = group.iter().copied().filter(|name| !has(name)).collect();
        if !missing.is_empty() && missing.len() < group.len() {
            self.tell(&["Kassa: window.kassaBackend lacks ", &missing.join(", "), "; what needs it is not shown."]);
        }
    }

    /// Whether the object has all of these functions.
    fn has(&self, group: &[&str]) -> bool {
        self.met.get().is_some_and(|met| group.iter().all(|name| met.functions.contains(name)))
    }

    /// Calls a function and reads what it answers.
    async fn ask<T>(
        &self,
        function: &'static str,
        kind: Kind,
        arguments: Value,
        read: impl Fn(&Json, Ground) -> Result<T, Misfit>,
    ) -> Result<T, BackendError> {
        // The machine asks nothing of a backend it has not met; whoever does, waits for it.
        self.meet().await?;
        let usual = if kind == Kind::Read { READ_PATIENCE } else { WRITE_PATIENCE };
        let patience = self.met.get().and_then(|met| met.patience).unwrap_or(usual);
        let Some(answer) = self.within(patience, self.door.call(function, &arguments.to_string())).await else {
            let seconds = (patience / 1000).to_string();
            self.blame(function, &["gave no answer within ", &seconds, " seconds"]);
            return Err(BackendError::NoAnswer);
        };
        let now = self.http.now();
        let revision = self.revision.get().saturating_add(1).max(u64::try_from(now.0).unwrap_or(0));
        self.revision.set(revision);
        let ground = Ground { config: &self.config, now, revision };
        match answer {
            Ok(text) => {
                // `undefined` is nothing at any place, and only functions that answer nothing may answer it.
                let value = text.map(|text| json::parse(&text).unwrap_or_default());
                let place = value.as_ref().map_or(Json::nothing(), Json::of);
                read(&place, ground).map_err(|misfit| {
                    self.explain(function, "answered what cannot be used", &misfit, value.as_ref());
                    misfit.error
                })
            }
            Err(Threw::NotJson(why)) => {
                self.blame(function, &["answered what cannot be written as JSON: ", &why]);
                Err(BackendError::Malformed)
            }
            Err(Threw::Thrown(text, words)) => Err(self.refusal(function, text.as_deref(), &words, ground)),
        }
    }

    /// What a function threw: a word to us, or a fault of the shop.
    fn refusal(&self, function: &str, text: Option<&str>, words: &str, ground: Ground) -> BackendError {
        let value = text.and_then(|text| json::parse(text).ok()).unwrap_or_default();
        match convert::thrown(&Json::of(&value), ground) {
            Some(Ok(error)) => {
                // A refusal is everyday; what the shopper cannot mend is told.
                if matches!(error, BackendError::Server(_) | BackendError::Setup(_)) {
                    self.blame(function, &["threw ", words]);
                }
                error
            }
            Some(Err(misfit)) => {
                self.explain(function, "threw what cannot be used", &misfit, Some(&value));
                misfit.error
            }
            None => {
                self.blame(function, &["threw ", words, "; that is taken as a fault of the shop"]);
                BackendError::Server(String::new())
            }
        }
    }

    /// The sentence for the console: which function, which place, what was expected, and what is there.
    fn explain(&self, function: &str, what: &str, misfit: &Misfit, whole: Option<&Value>) {
        let at = &misfit.unfit.at;
        // A place such as `lines[2].total` as JSON Pointer (RFC 6901) writes it; a list may be the whole answer.
        let pointer = at.replace('[', "/").replace(']', "").replace('.', "/");
        let pointer = if at.is_empty() || at.starts_with('[') { pointer } else { ["/", &pointer].concat() };
        let is = match whole.and_then(|whole| whole.pointer(&pointer)) {
            None => "is missing".to_owned(),
            Some(Value::Array(_)) => "is a list".to_owned(),
            Some(Value::Object(_)) => "is an object".to_owned(),
            Some(scalar) => ["is ", &scalar.to_string().chars().take(60).collect::<String>()].concat(),
        };
        let place = if at.is_empty() { "it".to_owned() } else { ["`", at, "`"].concat() };
        let function = if function == "facts" { function } else { &[function, "()"].concat() };
        self.tell(&[
            "Kassa: kassaBackend.",
            function,
            " ",
            what,
            ": ",
            &place,
            " ",
            &is,
            ", but must be ",
            misfit.unfit.expected,
            ".",
        ]);
    }

    /// What comes of something, unless it takes longer than so many milliseconds.
    async fn within<T>(&self, milliseconds: u32, answer: impl Future<Output = T>) -> Option<T> {
        let mut answer = pin!(answer);
        // What answers at once needs no timer.
        let mut over = None;
        poll_fn(|context| match answer.as_mut().poll(context) {
            Poll::Ready(answer) => Poll::Ready(Some(answer)),
            Poll::Pending => {
                let over = over.get_or_insert_with(|| self.http.pause(milliseconds));
                over.as_mut().poll(context).map(|()| None)
            }
        })
        .await
    }

    /// A quote whose rows do not make its total is shown, because the shopper agrees to the total; the merchant hears.
    fn check_sum(&self, function: &str, totals: &Totals) {
        let sum = totals.rows.iter().try_fold(0_i64, |sum, row| sum.checked_add(row.amount.minor()));
        if !totals.rows.is_empty() && sum != Some(totals.total.minor()) {
            self.blame(function, &["answered `totals.rows` that do not add up to `totals.total`"]);
        }
    }

    fn quoted(&self, function: &'static str, arguments: Value) -> Answer<'_, Quote> {
        let kind = if function == "open" { Kind::Read } else { Kind::Write };
        Box::pin(async move {
            let quote = self.ask(function, kind, arguments, convert::quote).await?;
            self.check_sum(function, &quote.totals);
            Ok(quote)
        })
    }

    fn said(&self, function: &'static str, kind: Kind, arguments: Value) -> Answer<'_, ()> {
        Box::pin(async move { self.ask(function, kind, arguments, |_, _| Ok(())).await })
    }
}

/// What every function is given after its own arguments.
fn context(locale: &str) -> Value {
    json!({ "locale": locale })
}

impl Backend for Js {
    fn facts(&self) -> Facts {
        self.met.get().map_or(Facts::UNKNOWN, |met| met.facts)
    }

    fn meet(&self) -> Answer<'_, ()> {
        Box::pin(async move {
            if self.met.get().is_none() {
                let found = self.find().await.map_err(BackendError::Setup)?;
                let met = self.learn(&found).map_err(BackendError::Setup)?;
                // Asked twice at once, it was found twice: the same object.
                let _ = self.met.set(met);
            }
            Ok(())
        })
    }

    fn open(&self, locale: &str) -> Answer<'_, Quote> {
        self.quoted("open", json!([{ "locale": locale, "session": self.config.session }]))
    }

    fn apply(&self, locale: &str, intents: Vec<Intent>) -> Answer<'_, Quote> {
        self.quoted("apply", json!([told::intents(&intents), context(locale)]))
    }

    fn place(&self, locale: &str, keys: Keys, order: OrderRequest, payment: Payment) -> Answer<'_, Placed> {
        let arguments = json!([told::placing(&keys, &order, &payment), context(locale)]);
        Box::pin(self.ask("place", Kind::Write, arguments, |json, _| convert::placed(json)))
    }

    fn look_up(&self, locale: &str, order_key: &str) -> Answer<'_, Known> {
        if !self.facts().lookup() {
            // Nobody can say what became of the order.
            return Box::pin(core::future::ready(Err(BackendError::NoAnswer)));
        }
        let arguments = json!([order_key, context(locale)]);
        Box::pin(self.ask("lookUp", Kind::Read, arguments, |json, _| convert::fate(json)))
    }

    fn resume(&self, locale: &str, order_key: &str) -> Answer<'_, Known> {
        if !self.has(&["resume"]) {
            return self.look_up(locale, order_key);
        }
        let arguments = json!([order_key, context(locale)]);
        Box::pin(self.ask("resume", Kind::Write, arguments, |json, _| convert::fate(json)))
    }

    fn cancel(&self, locale: &str, order_key: &str) -> Answer<'_, Quote> {
        self.quoted("cancel", json!([order_key, context(locale)]))
    }

    fn order(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Order> {
        let arguments = json!([number.as_str(), context(locale)]);
        Box::pin(self.ask("order", Kind::Read, arguments, |json, _| convert::order(json)))
    }

    fn reorder(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Reorder> {
        if !self.has(&["reorder"]) {
            return not_here();
        }
        let arguments = json!([number.as_str(), context(locale)]);
        Box::pin(self.ask("reorder", Kind::Read, arguments, |json, _| convert::reorder(json)))
    }

    fn accounts(&self) -> Option<&dyn Accounts> {
        self.has(&ACCOUNTS).then_some(self as &dyn Accounts)
    }

    fn orders(&self) -> Option<&dyn Orders> {
        self.has(&ORDERS).then_some(self as &dyn Orders)
    }

    fn returns(&self) -> Option<&dyn Returns> {
        self.has(&RETURNS).then_some(self as &dyn Returns)
    }
}

impl Accounts for Js {
    fn me(&self) -> Answer<'_, Option<Customer>> {
        Box::pin(self.ask("accounts.me", Kind::Read, json!([]), |json, _| convert::somebody(json)))
    }

    fn sign_in(&self, proof: &Proof) -> Answer<'_, Entered> {
        // What is shown goes to the shop's own function, and nowhere else.
        let Some(shown) = told::proof(proof) else { return not_here() };
        Box::pin(self.ask("accounts.signIn", Kind::Write, json!([shown]), |json, _| convert::entered(json)))
    }

    fn register(&self, profile: &Profile, key: &NewKey) -> Answer<'_, Customer> {
        let Some(key) = told::key(key, "profile", told::profile(profile)) else { return not_here() };
        Box::pin(self.ask("accounts.register", Kind::Write, json!([key]), |json, _| convert::customer(json)))
    }

    fn send_code(&self, email: &Email) -> Answer<'_, ()> {
        if !self.facts().can.doors.code {
            return not_here();
        }
        self.said("accounts.sendCode", Kind::Write, json!([email.as_str()]))
    }

    fn knows(&self, email: &Email) -> Answer<'_, bool> {
        if !self.facts().can.doors.hint {
            return not_here();
        }
        Box::pin(self.ask("accounts.knows", Kind::Read, json!([email.as_str()]), |json, _| convert::yes(json)))
    }

    fn claim(&self, order: &OrderNumber, key: &NewKey) -> Answer<'_, Customer> {
        let key = told::key(key, "order", order.as_str().into()).filter(|_| self.facts().can.doors.claim);
        let Some(key) = key else { return not_here() };
        Box::pin(self.ask("accounts.claim", Kind::Write, json!([key]), |json, _| convert::customer(json)))
    }

    fn remember(&self, remembered: bool) -> Answer<'_, ()> {
        if !self.facts().can.doors.device {
            return not_here();
        }
        self.said("accounts.remember", Kind::Write, json!([remembered]))
    }

    fn sign_out(&self) -> Answer<'_, ()> {
        self.said("accounts.signOut", Kind::Write, json!([]))
    }

    fn addresses(&self) -> Answer<'_, Vec<SavedAddress>> {
        Box::pin(self.ask("accounts.addresses", Kind::Read, json!([]), |json, _| convert::address_book(json)))
    }

    fn keep_address(&self, id: Option<&AddressId>, parts: &Parts) -> Answer<'_, SavedAddress> {
        let arguments = json!([{ "id": id.map(AddressId::as_str), "address": told::parts(parts) }]);
        Box::pin(self.ask("accounts.keepAddress", Kind::Write, arguments, |json, _| convert::saved_address(json)))
    }

    fn forget_address(&self, id: &AddressId) -> Answer<'_, ()> {
        self.said("accounts.forgetAddress", Kind::Write, json!([id.as_str()]))
    }

    fn prefer_address(&self, id: &AddressId) -> Answer<'_, ()> {
        self.said("accounts.preferAddress", Kind::Write, json!([id.as_str()]))
    }
}

impl Orders for Js {
    fn list(&self) -> Answer<'_, Vec<Listed>> {
        Box::pin(self.ask("orders.list", Kind::Read, json!([]), |json, _| convert::listed(json)))
    }
}

impl Returns for Js {
    fn options(&self, _: &str, number: &OrderNumber) -> Answer<'_, ReturnOptions> {
        let arguments = json!([number.as_str()]);
        Box::pin(self.ask("returns.options", Kind::Read, arguments, |json, _| convert::return_options(json)))
    }

    fn request(&self, _: &str, wanted: &ReturnRequest) -> Answer<'_, Return> {
        let arguments = json!([told::sending_back(wanted)]);
        Box::pin(self.ask("returns.request", Kind::Write, arguments, |json, _| convert::returned(json)))
    }
}
