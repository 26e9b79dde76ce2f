//! The native HTTP contract (`public/openapi.yaml`): UCP shopping REST, and our extensions where the shop declares them.
//!
//! Always true: each change is sent as the whole writable state, rebuilt from the shop's last answer; a key goes with the
//! bytes it went with first; what the shop does not declare is not used. A plain UCP shop works with the extras hidden.
//! Knows neither the page nor the machine.

mod account;
mod convert;
mod profile;
pub mod wire;
mod write;

use crate::{
    backend::{
        Accounts, Answer, Backend, Orders, Returns, World,
        config::{Config, Wrong},
        http::{Again, Client, Method, Request, Response},
        json::{self, Json},
        shelf::Shelf,
    },
    checkout::request::{
        BackendError, Can, Facts, Idempotency, Intent, Keys, Known, Lookup, MoneyForm, OrderRequest, Payment, Placed,
        Replays, Returned, Setup, StepRules,
    },
    domain::{
        OrderNumber, RateId,
        account::Doors,
        day::Instant,
        order::{Order, Reorder},
        problem::{Fault, Field, Problem},
        quote::Quote,
    },
};
use convert::{Reading, Remembered, Trouble};
use core::cell::RefCell;
use profile::Abilities;
use serde_json::Value;
use std::rc::Rc;
use wire::{EXTRAS, attempt, capability, code, feature};
use write::{Draft, object};

/// Where a shop says what it can do.
const WELL_KNOWN: &str = "/.well-known/ucp";
/// Where a page says what it can do; beside the page.
const OUR_PROFILE: &str = "/ucp-profile.json";
/// So many times a change is tried on a session that moves on under it.
const TRIES: u32 = 3;
/// So many orders can be shown again.
const KEPT_ORDERS: usize = 30;

/// Makes the adapter of what a page says.
///
/// # Errors
/// When the page does not say where the shop is.
pub fn adapter(world: World) -> Result<Rc<dyn Backend>, Wrong> {
    Ok(Rc::new(Ucp::new(world)?))
}

/// A shop that speaks the contract.
pub struct Ucp {
    client: Client,
    shelf: Rc<dyn Shelf>,
    config: Config,
    agent: String,
    state: RefCell<State>,
}

/// What is known of shop and session.
#[derive(Default)]
struct State {
    abilities: Option<Abilities>,
    /// The shop's last answer about the session.
    last: Value,
    draft: Draft,
    /// How many answers there were.
    answers: u64,
    /// How many keys were given out.
    writes: u64,
    /// The order that is on its way: its payment key and the bytes that went with it.
    sent: Option<(String, String)>,
    kept: Kept,
}

/// What survives a reload: handles the shop gave this browser.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Kept {
    session: Option<String>,
    /// The session the page handed over when this was kept.
    handed: Option<String>,
    /// Who is signed in.
    token: Option<String>,
    orders: Vec<KeptOrder>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct KeptOrder {
    number: String,
    id: String,
    session: String,
    placed: i64,
    /// Whether it was found by its number and address: then it goes when somebody leaves.
    found: bool,
}

impl Kept {
    fn read(text: &str) -> Self {
        let Ok(value) = json::parse(text) else { return Self::default() };
        let json = Json::of(&value);
        let own = |name: &str| json.get(name).maybe_text().map(str::to_owned);
        let order = |order: &Json| KeptOrder {
            number: order.get("number").words(),
            id: order.get("id").words(),
            session: order.get("session").words(),
            placed: order.get("placed").whole().unwrap_or_default(),
            found: order.get("found").is_true(),
        };
        Self {
            session: own("session"),
            handed: own("handed"),
            token: own("token"),
            orders: json.get("orders").list().iter().map(order).collect(),
        }
    }

    fn text(&self) -> String {
        let order = |order: &KeptOrder| {
            object([
                ("number", order.number.as_str().into()),
                ("id", order.id.as_str().into()),
                ("session", order.session.as_str().into()),
                ("placed", order.placed.into()),
                ("found", order.found.then_some(true).into()),
            ])
        };
        let kept = object([
            ("session", self.session.as_deref().into()),
            ("handed", self.handed.as_deref().into()),
            ("token", self.token.as_deref().into()),
            ("orders", Value::Array(self.orders.iter().map(order).collect())),
        ]);
        kept.to_string()
    }
}

/// A shop's answer about the session.
struct Told {
    value: Value,
    /// Whether it is 409: the session has moved on, and nothing was done.
    moved_on: bool,
}

impl Ucp {
    /// A shop at the address the page gives.
    ///
    /// # Errors
    /// When it gives none.
    pub fn new(world: World) -> Result<Self, Wrong> {
        world.config.needs_endpoint()?;
        let kept = world.shelf.load().map(|text| Kept::read(&text)).unwrap_or_default();
        Ok(Self {
            client: Client::new(world.http),
            shelf: world.shelf,
            config: world.config,
            agent: ["profile=\"", &our_origin(), OUR_PROFILE, "\""].concat(),
            state: RefCell::new(State { kept, ..State::default() }),
        })
    }

    // What is known

    fn abilities(&self) -> Abilities {
        self.state.borrow().abilities.clone().unwrap_or_default()
    }

    fn can(&self, capability: &str) -> bool {
        self.state.borrow().abilities.as_ref().is_some_and(|abilities| abilities.can(capability))
    }

    /// Who is signed in, as the shelf says: another tab may have signed in or out.
    fn refresh(&self) {
        if let Some(text) = self.shelf.load() {
            self.state.borrow_mut().kept.token = Kept::read(&text).token;
        }
    }

    fn keep(&self, change: impl FnOnce(&mut Kept)) {
        self.refresh();
        let text = {
            let mut state = self.state.borrow_mut();
            change(&mut state.kept);
            state.kept.text()
        };
        // Where nothing can be kept, this page goes on in memory; an older text must not be read again.
        if self.shelf.save(&text).is_err() {
            self.shelf.clear();
        }
    }

    fn session(&self) -> Result<String, BackendError> {
        self.state.borrow().kept.session.clone().ok_or(BackendError::Unauthorized)
    }

    fn now(&self) -> Instant {
        self.client.http().now()
    }

    /// Reads an answer with what is known of the shop; the console is told what cannot be read.
    fn read<T>(&self, read: impl FnOnce(&Reading) -> Result<T, Trouble>) -> Result<T, BackendError> {
        let abilities = self.abilities();
        let (revision, currency) = {
            let state = self.state.borrow();
            (state.answers, Json::of(&state.last).get("currency").currency().ok())
        };
        let reading = Reading { config: &self.config, abilities: &abilities, now: self.now(), revision, currency };
        read(&reading).map_err(|trouble| match trouble {
            Trouble::Unfit(unfit) => self.client.unfit(&unfit),
            Trouble::Error(error) => {
                if error == BackendError::Setup(Setup::Currency) {
                    self.client.http().tell("Kassa: the shop's amounts are in a currency that is not in use.");
                }
                error
            }
        })
    }

    /// Takes over what the shop says of the session.
    fn absorb(&self, value: Value) -> Result<Quote, BackendError> {
        {
            let mut state = self.state.borrow_mut();
            state.answers += 1;
            let json = Json::of(&value);
            state.abilities.get_or_insert_default().learn(&json);
            let echoes = state.abilities.as_ref().is_some_and(|abilities| abilities.can(capability::EXPERIENCE));
            let draft = Draft::of(&json).over(&state.draft, echoes);
            state.draft = draft;
        }
        let quote = self.read(|reading| convert::quote(&Json::of(&value), reading));
        self.state.borrow_mut().last = value;
        quote
    }

    // Requests

    fn request(&self, method: Method, path: &str, locale: &str) -> Request {
        self.refresh();
        let (endpoint, token) = {
            let state = self.state.borrow();
            let endpoint = state.abilities.as_ref().and_then(|abilities| abilities.endpoint.clone());
            (endpoint.unwrap_or_else(|| self.config.endpoint.clone()), state.kept.token.clone())
        };
        let mut request = Request::new(method, [&endpoint, path].concat()).header("ucp-agent", &self.agent);
        if !locale.is_empty() {
            request = request.header("accept-language", locale);
        }
        if let Some(key) = &self.config.key {
            request = request.header("x-api-key", key);
        }
        match token {
            Some(token) => request.header("authorization", &["Bearer ", &token].concat()),
            None => request,
        }
    }

    fn write(&self, method: Method, path: &str, locale: &str, body: &Value) -> Request {
        self.request(method, path, locale).header("idempotency-key", &self.fresh_key()).json(body)
    }

    /// A key nobody has used: 128 bits by chance, and a count. It is no secret, only its own.
    fn fresh_key(&self) -> String {
        let http = self.client.http();
        let count = {
            let mut state = self.state.borrow_mut();
            state.writes += 1;
            state.writes
        };
        let parts: Vec<String> = (0..4).map(|_| format!("{:08x}", http.chance(u32::MAX))).collect();
        [&parts.concat(), "-", &count.to_string()].concat()
    }

    /// Asks, and reads what is an answer by the contract.
    async fn ask(&self, request: &Request, again: Again) -> Result<Told, BackendError> {
        let response = self.client.send(request, again).await?;
        if response.is_ok() {
            // An answer without a body, such as 204.
            if response.body.is_empty() {
                return Ok(Told { value: Value::Null, moved_on: false });
            }
            return Ok(Told { value: self.client.read(request, &response)?, moved_on: false });
        }
        let value = response.read().unwrap_or_default();
        let json = Json::of(&value);
        if response.status == 409 && json.get("line_items").is_some() {
            return Ok(Told { value, moved_on: true });
        }
        Err(self.refused(request, &response, &json))
    }

    /// What an answer of failure means.
    fn refused(&self, request: &Request, response: &Response, json: &Json) -> BackendError {
        let said = json.get("messages").is_some() || json.get("code").is_some() || json.get("detail").is_some();
        match response.status {
            // January's way of saying that a payment was refused.
            402 => {
                let word = || wire::decline(json.get("code").maybe_text().unwrap_or_default());
                BackendError::Declined(convert::declined(json).unwrap_or_else(word))
            }
            // With a key of the page, that is what is refused; else it is the session.
            401 | 403 if said && self.config.key.is_none() => BackendError::Unauthorized,
            404 | 410 if said => BackendError::Unauthorized,
            400 | 422 if said => self.rejected(json),
            503 if response.retry_after().is_some() => BackendError::Busy(response.retry_after().unwrap_or_default()),
            500..=599 => {
                self.client.failed(request, response);
                let told = convert::message(json, code::INTERNAL).map(|it| it.get(EXTRAS).get("reference").words());
                let header = response.header("request-id").unwrap_or_default().to_owned();
                BackendError::Server(told.filter(|reference| !reference.is_empty()).unwrap_or(header))
            }
            _ => self.client.failed(request, response),
        }
    }

    /// Messages of an answer that did nothing.
    fn rejected(&self, json: &Json) -> BackendError {
        if let Some(message) = convert::message(json, code::ALREADY_PLACED) {
            let number = message.get(EXTRAS).get("order").maybe_text();
            return number.map_or(BackendError::Unauthorized, |number| BackendError::AlreadyPlaced(number.into()));
        }
        if let Some(decline) = convert::declined(json) {
            return BackendError::Declined(decline);
        }
        if convert::message(json, code::NOT_FOUND).or_else(|| convert::message(json, code::CREDENTIALS)).is_some() {
            return BackendError::Unauthorized;
        }
        let last = self.state.borrow();
        let currency = Json::of(&last.last).get("currency").currency().ok();
        let problems = convert::problems(json, currency);
        if problems.is_empty() {
            let first = json.get("messages").list().first().map(|message| message.get("content").words());
            let detail = first.unwrap_or_else(|| json.get("detail").words());
            self.client.http().tell(&["Kassa: the shop refused a request: ", &detail].concat());
        }
        BackendError::Rejected(problems)
    }

    /// Finds out what the shop can do, once.
    async fn discover(&self) -> Result<(), BackendError> {
        if self.state.borrow().abilities.is_some() {
            return Ok(());
        }
        let url = [origin(&self.config.endpoint), WELL_KNOWN].concat();
        let mut request = Request::new(Method::Get, url);
        if let Some(key) = &self.config.key {
            request = request.header("x-api-key", key);
        }
        let response = self.client.send(&request, Again::Read).await?;
        if !response.is_ok() {
            return Err(self.client.failed(&request, &response));
        }
        let value = self.client.read(&request, &response)?;
        let mut abilities = Abilities::default();
        abilities.learn(&Json::of(&value));
        if abilities.endpoint.is_none() {
            self.client
                .http()
                .tell("Kassa: the profile of the shop names no dev.ucp.shopping service with transport rest.");
            return Err(BackendError::Setup(Setup::Endpoint));
        }
        self.state.borrow_mut().abilities = Some(abilities);
        Ok(())
    }

    // The session

    async fn get_session(&self, locale: &str, session: &str) -> Result<Value, BackendError> {
        let request = self.request(Method::Get, &["/checkout-sessions", &segment(session)].concat(), locale);
        let told = self.ask(&request, Again::Read).await?;
        let json = Json::of(&told.value);
        if convert::is_error(&json) {
            return Err(self.rejected(&json));
        }
        Ok(told.value)
    }

    /// Opens a session with what the draft holds.
    async fn create(&self, locale: &str, draft: Draft, shops_bag: bool) -> Result<Quote, BackendError> {
        let abilities = self.abilities();
        let body = draft.create(&abilities, locale, shops_bag);
        let request = self.write(Method::Post, "/checkout-sessions", locale, &body);
        let told = self.ask(&request, Again::Safe).await;
        // A shop that keeps no bag for its visitors takes no empty one: the page has to hand one over.
        let no_bag = |error: BackendError| match error {
            BackendError::Rejected(problems) if shops_bag && problems.is_empty() => {
                self.client
                    .http()
                    .tell("Kassa: the shop opens no session without a bag; hand one over with `kassa-session`.");
                BackendError::Setup(Setup::Settings)
            }
            error => error,
        };
        let told = told.map_err(no_bag)?;
        let json = Json::of(&told.value);
        if convert::is_error(&json) {
            return Err(no_bag(self.rejected(&json)));
        }
        let session = json.get("id").text().map_err(|unfit| self.client.unfit(&unfit))?.to_owned();
        let handed = self.config.session.clone();
        self.keep(|kept| {
            kept.session = Some(session);
            kept.handed = handed;
        });
        self.state.borrow_mut().draft = draft;
        self.absorb(told.value)
    }

    async fn open_session(&self, locale: &str) -> Result<Quote, BackendError> {
        self.discover().await?;
        let (kept, handed) = {
            let state = self.state.borrow();
            (state.kept.session.clone(), state.kept.handed.clone())
        };
        // A bag handed over anew goes before the one that was kept.
        let new = self.config.session.clone().filter(|session| handed.as_ref() != Some(session));
        if let Some(session) = new.clone().or(kept) {
            match self.get_session(locale, &session).await {
                Ok(value) => {
                    let over = Json::of(&value).get("status").maybe_text() == Some("canceled");
                    let given = self.config.session.clone();
                    self.keep(|kept| {
                        kept.session = Some(session);
                        kept.handed = given;
                    });
                    let quote = self.absorb(value)?;
                    if !over {
                        return Ok(quote);
                    }
                    let bag = self.state.borrow().draft.bag();
                    return self.create(locale, bag, false).await;
                }
                Err(BackendError::Unauthorized) if new.is_some() => {
                    self.client.http().tell("Kassa: the shop does not know the session that was handed over.");
                    return Err(BackendError::Setup(Setup::OtherShop));
                }
                Err(BackendError::Unauthorized) => {}
                Err(error) => return Err(error),
            }
        }
        self.create(locale, Draft::default(), true).await
    }

    /// Makes sure that there is a session whose state is known.
    async fn resume_session(&self, locale: &str) -> Result<(), BackendError> {
        let known = Json::of(&self.state.borrow().last).get("id").is_some();
        if !known {
            self.open_session(locale).await?;
        }
        Ok(())
    }

    /// Changes the session. A way of shipping can be chosen only from parcels the shop has made: where a change brings
    /// the address that makes them, the choice follows in a second request.
    async fn update(&self, locale: &str, change: impl Fn(&mut Draft)) -> Result<Quote, BackendError> {
        let wanted = RefCell::new(None);
        let noted = |draft: &mut Draft| {
            change(draft);
            wanted.replace(draft.rate().map(RateId::from));
        };
        let quote = self.put(locale, noted).await?;
        match wanted.into_inner() {
            Some(rate) if quote.delivery.rate.as_ref() != Some(&rate) && quote.rate(&rate).is_some() => {
                self.put(locale, |draft| draft.choose(rate.as_str())).await
            }
            _ => Ok(quote),
        }
    }

    /// Sends the whole state as `change` makes it. A session that has moved on is changed as it is now.
    async fn put(&self, locale: &str, change: impl Fn(&mut Draft)) -> Result<Quote, BackendError> {
        self.resume_session(locale).await?;
        let path = ["/checkout-sessions", &segment(&self.session()?)].concat();
        let mut moved = None;
        for _ in 0..TRIES {
            let (draft, body) = {
                let state = self.state.borrow();
                let mut draft = state.draft.clone();
                change(&mut draft);
                let abilities = state.abilities.clone().unwrap_or_default();
                let body = draft.update(&Json::of(&state.last), &abilities, locale);
                (draft, body)
            };
            let told = self.ask(&self.write(Method::Put, &path, locale, &body), Again::Safe).await?;
            let json = Json::of(&told.value);
            if convert::is_error(&json) {
                return Err(self.rejected(&json));
            }
            if !told.moved_on {
                self.state.borrow_mut().draft = draft;
                let quote = self.absorb(told.value)?;
                return match &quote.order {
                    Some(number) => Err(BackendError::AlreadyPlaced(number.clone())),
                    None => Ok(quote),
                };
            }
            moved = Some(self.absorb(told.value)?);
        }
        Err(moved.map_or(BackendError::Malformed, |quote| BackendError::Stale(Box::new(quote))))
    }

    async fn change(&self, locale: &str, mut intents: Vec<Intent>) -> Result<Quote, BackendError> {
        self.resume_session(locale).await?;
        // Kept cards are the account's, and not the session's: what is wished of them comes first.
        let of_wallet = |intent: &Intent| matches!(intent, Intent::ForgetCard(_) | Intent::PreferCard(_));
        if intents.iter().any(of_wallet) {
            let wallet: Vec<_> = intents.iter().filter(|intent| of_wallet(intent)).cloned().collect();
            for wish in &wallet {
                self.wallet(locale, wish).await?;
            }
            intents.retain(|intent| !of_wallet(intent));
            let session = self.session()?;
            let quote = self.absorb(self.get_session(locale, &session).await?)?;
            if intents.is_empty() {
                return Ok(quote);
            }
        }
        let placed = Json::of(&self.state.borrow().last).get("order").is_some();
        if placed && intents.contains(&Intent::StartAnew) {
            let mut draft = self.state.borrow().draft.buyer();
            for intent in &intents {
                draft.want(intent, &self.config);
            }
            return self.create(locale, draft, false).await;
        }
        let wanted = |draft: &mut Draft| {
            for intent in &intents {
                draft.want(intent, &self.config);
            }
        };
        let quote = self.update(locale, wanted).await?;
        self.still_wrong(&intents, &quote)?;
        Ok(quote)
    }

    /// A plain shop takes a change and says in messages what of it it did not take.
    fn still_wrong(&self, intents: &[Intent], quote: &Quote) -> Result<(), BackendError> {
        let state = self.state.borrow();
        let told = convert::problems(&Json::of(&state.last), Some(quote.currency));
        for intent in intents {
            let field = match intent {
                Intent::ApplyCode(code)
                    if !quote.codes.iter().any(|known| known.code.eq_ignore_ascii_case(code.trim())) =>
                {
                    let why = told.iter().find(|problem| problem.field == Field::Code);
                    let fault = why.map_or(Fault::CodeUnknown, |problem| problem.fault);
                    return Err(BackendError::Rejected(vec![Problem::new(Field::Code, fault)]));
                }
                Intent::SetQuantity(..) | Intent::AddItem(..) => Field::Quantity,
                Intent::AddGiftCard(_) => Field::GiftCard,
                _ => continue,
            };
            if let Some(problem) = told.iter().find(|problem| problem.field == field) {
                return Err(BackendError::Rejected(vec![*problem]));
            }
        }
        Ok(())
    }

    // Orders

    async fn place_order(
        &self,
        locale: &str,
        keys: &Keys,
        order: &OrderRequest,
        payment: &Payment,
    ) -> Result<Placed, BackendError> {
        self.resume_session(locale).await?;
        let path = ["/checkout-sessions", &segment(&self.session()?), "/complete"].concat();
        let sent = self.state.borrow().sent.clone().filter(|(key, _)| *key == keys.payment);
        let body = match sent {
            Some((_, body)) => body,
            None => {
                let quote = self.update(locale, |draft| draft.order(order, &self.config)).await?;
                if moved_on(&quote, order) {
                    return Err(BackendError::Stale(Box::new(quote)));
                }
                let mut state = self.state.borrow_mut();
                let abilities = state.abilities.clone().unwrap_or_default();
                let body = state.draft.complete(&abilities, keys, order, payment).to_string();
                state.sent = Some((keys.payment.clone(), body.clone()));
                body
            }
        };
        let mut request = self.request(Method::Post, &path, locale).header("idempotency-key", &keys.payment);
        request.body = Some(body);
        // Never again by itself: the machine looks the order up first (REL-04).
        let answer = match self.ask(&request, Again::Never).await {
            Ok(told) => self.came_of_it(told, Some((order, payment))),
            Err(error) => Err(error),
        };
        if !matches!(&answer, Err(error) if error.may_have_happened()) {
            self.state.borrow_mut().sent = None;
        }
        answer
    }

    /// What came of placing an order.
    fn came_of_it(&self, told: Told, of: Option<(&OrderRequest, &Payment)>) -> Result<Placed, BackendError> {
        let json = Json::of(&told.value);
        if convert::is_error(&json) {
            return Err(self.rejected(&json));
        }
        let status = json.get("status").maybe_text().unwrap_or_default();
        if status == "completed" || (json.get("order").is_some() && !told.moved_on) {
            let order = self.order_of(&json, of)?;
            // The session is an order now; what was known of it stays readable.
            let _ = self.absorb(told.value);
            return Ok(Placed::Order(Box::new(order)));
        }
        if matches!(status, "complete_in_progress" | "requires_escalation") {
            let action = convert::next_action(&json, self.now());
            let _ = self.absorb(told.value);
            return Ok(Placed::Act(action));
        }
        let declined = convert::declined(&json);
        let problems = convert::problems(&json, None);
        let quote = self.absorb(told.value)?;
        Err(match declined {
            Some(decline) => BackendError::Declined(decline),
            None if quote.changes.is_empty() && !problems.is_empty() => BackendError::Rejected(problems),
            None => BackendError::Stale(Box::new(quote)),
        })
    }

    /// The order that a finished checkout has become.
    fn order_of(&self, json: &Json, of: Option<(&OrderRequest, &Payment)>) -> Result<Order, BackendError> {
        let placed = json.get("order");
        let whole = json.get(EXTRAS).get("order");
        let session = json.get("id").words();
        let mut order = self.read(|reading| {
            if whole.is_some() {
                convert::order(&whole, reading, None)
            } else {
                convert::order_of_checkout(json, reading)
            }
        })?;
        if let Some((request, payment)) = of.filter(|_| !whole.is_some()) {
            request.contact.email.as_str().clone_into(&mut order.email);
            order.billing = request.billing.as_ref().map(crate::domain::address::Address::label);
            order.method.clone_from(&request.method);
            order.card.clone_from(&payment.card);
        }
        let id = placed.get("id").maybe_text().unwrap_or(order.number.as_str()).to_owned();
        let placed = order.placed.0;
        let kept = KeptOrder { number: order.number.0.clone(), id, session, placed, found: false };
        self.keep_order(kept);
        Ok(order)
    }

    async fn find(&self, locale: &str, order_key: &str) -> Result<Known, BackendError> {
        self.discover().await?;
        if !self.can(capability::PLACING) {
            return self.find_by_session(locale).await;
        }
        let request = self.request(Method::Get, &["/attempts", &segment(order_key)].concat(), locale);
        let told = self.ask(&request, Again::Read).await?;
        let json = Json::of(&told.value);
        if convert::is_error(&json) {
            return Err(self.rejected(&json));
        }
        match json.get("state").maybe_text().unwrap_or_default() {
            attempt::UNKNOWN => Ok(Known::Nothing),
            attempt::WAITING => Ok(Known::Act(convert::next_action(&json, self.now()))),
            attempt::DECLINED => {
                Ok(Known::Declined(wire::decline(json.get("decline").maybe_text().unwrap_or_default())))
            }
            attempt::GIVEN_UP => Ok(Known::Declined(crate::domain::payment::Decline::AuthenticationFailed)),
            attempt::ORDER => {
                let order = json.get("order");
                let (id, session) = (order.get("id").words(), order.get("checkout_id").words());
                let order = self.read(|reading| convert::order(&order, reading, None))?;
                let placed = order.placed.0;
                let kept = KeptOrder { number: order.number.0.clone(), id, session, placed, found: false };
                self.keep_order(kept);
                Ok(Known::Order(Box::new(order)))
            }
            // `pending`; and a state of a later date is being worked on, as far as we know.
            _ => Ok(Known::Pending),
        }
    }

    /// Without order keys, the session itself says what became of it: it becomes one order.
    async fn find_by_session(&self, locale: &str) -> Result<Known, BackendError> {
        let session = self.session()?;
        let value = self.get_session(locale, &session).await?;
        let json = Json::of(&value);
        match json.get("status").maybe_text().unwrap_or_default() {
            "completed" => self.order_of(&json, None).map(|order| Known::Order(Box::new(order))),
            "complete_in_progress" | "requires_escalation" => Ok(Known::Act(convert::next_action(&json, self.now()))),
            _ => Ok(convert::declined(&json).map_or(Known::Nothing, Known::Declined)),
        }
    }

    async fn give_up(&self, locale: &str, order_key: &str) -> Result<Quote, BackendError> {
        self.resume_session(locale).await?;
        let session = self.session()?;
        if self.can(capability::PLACING) {
            let body = object([("checkout_id", session.as_str().into())]);
            let path = ["/attempts", &segment(order_key), "/give-up"].concat();
            let told = self.ask(&self.write(Method::Post, &path, locale, &body), Again::Safe).await?;
            let json = Json::of(&told.value);
            if convert::is_error(&json) {
                return Err(self.rejected(&json));
            }
            self.state.borrow_mut().sent = None;
            return self.absorb(told.value);
        }
        // Plain UCP has no word for it: the session is ended, so that nothing sent for it can become an order, and the bag
        // goes on in another.
        let path = ["/checkout-sessions", &segment(&session), "/cancel"].concat();
        let told = self.ask(&self.write(Method::Post, &path, locale, &object([])), Again::Safe).await?;
        let json = Json::of(&told.value);
        if let Some(number) = json.get("order").get("id").maybe_text() {
            return Err(BackendError::AlreadyPlaced(number.into()));
        }
        if json.get("status").maybe_text() != Some("canceled") {
            return Err(self.rejected(&json));
        }
        let bag = {
            let mut state = self.state.borrow_mut();
            state.sent = None;
            state.draft.bag()
        };
        self.create(locale, bag, false).await
    }

    async fn one_order(&self, locale: &str, number: &OrderNumber) -> Result<Order, BackendError> {
        let (value, remembered) = self.ask_about(locale, number, "").await?;
        self.read(|reading| convert::order(&Json::of(&value), reading, remembered.as_ref()))
    }

    /// Asks about an order that this browser placed or may read, or that is the account's.
    async fn ask_about(
        &self,
        locale: &str,
        number: &OrderNumber,
        rest: &str,
    ) -> Result<(Value, Option<Remembered>), BackendError> {
        self.discover().await?;
        let known = self.known_order(number);
        let id = known.as_ref().map_or(number.as_str(), |known| &known.id);
        let mut request = self.request(Method::Get, &["/orders", &segment(id), rest].concat(), locale);
        // A header of ours would make a plain shop's CORS refuse the request.
        if let Some(known) = known.as_ref().filter(|_| self.can(capability::ORDERS)) {
            request = request.header("kassa-session", &known.session);
        }
        let told = self.ask(&request, Again::Read).await?;
        let json = Json::of(&told.value);
        if convert::is_error(&json) {
            return Err(self.rejected(&json));
        }
        let remembered =
            known.map(|known| Remembered { number: OrderNumber(known.number), placed: Instant(known.placed) });
        Ok((told.value, remembered))
    }

    fn known_order(&self, number: &OrderNumber) -> Option<KeptOrder> {
        let state = self.state.borrow();
        state.kept.orders.iter().find(|order| order.number == number.as_str()).cloned()
    }

    /// What of an order can be had again, beside what is in the bag at hand and at its prices.
    async fn again(&self, locale: &str, number: &OrderNumber) -> Result<Reorder, BackendError> {
        self.resume_session(locale).await?;
        let at_hand = ["/reorder?checkout=", segment(&self.session()?).trim_start_matches('/')].concat();
        let (value, _) = self.ask_about(locale, number, &at_hand).await?;
        self.read(|_| convert::reorder(&Json::of(&value)))
    }

    /// Keeps what lets this browser read an order.
    fn keep_order(&self, kept: KeptOrder) {
        self.keep(|known| {
            known.orders.retain(|order| order.number != kept.number);
            if known.orders.len() >= KEPT_ORDERS {
                known.orders.remove(0);
            }
            known.orders.push(kept);
        });
    }
}

/// Whether what the shopper agreed to is no longer what there is.
fn moved_on(quote: &Quote, order: &OrderRequest) -> bool {
    let terms = quote.shop.terms.as_ref().is_some_and(|terms| terms.version != order.terms_version);
    quote.totals.due != order.expected_total || !quote.changes.is_empty() || terms
}

/// The origin of an address; empty for one that is relative to the page.
fn origin(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    let end = address.get(host..).and_then(|rest| rest.find('/')).map_or(address.len(), |at| host + at);
    address.get(..end).unwrap_or_default()
}

/// A text as one segment of a path (RFC 3986 section 3.3): ids are the shop's, and may hold anything.
fn segment(text: &str) -> String {
    let mut path = String::with_capacity(text.len() + 1);
    path.push('/');
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~') {
            path.push(char::from(byte));
        } else {
            path.push('%');
            path.extend([byte >> 4, byte & 15].iter().filter_map(|half| char::from_digit(u32::from(*half), 16)));
        }
    }
    path
}

/// Whether an origin's host is a name, and no number.
fn is_named(origin: &str) -> bool {
    let host = origin.split_once("://").map_or(origin, |(_, host)| host);
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    !host.is_empty() && !host.ends_with([']', '.']) && !host.ends_with(|last: char| last.is_ascii_digit())
}

/// Where the page's own profile is.
#[cfg(target_arch = "wasm32")]
fn our_origin() -> String {
    web_sys::window().and_then(|window| window.location().origin().ok()).unwrap_or_default()
}

/// Where the page's own profile is; natively there is no page.
#[cfg(not(target_arch = "wasm32"))]
fn our_origin() -> String {
    "https://kassa.example".to_owned()
}

impl Backend for Ucp {
    fn meet(&self) -> Answer<'_, ()> {
        Box::pin(self.discover())
    }

    fn facts(&self) -> Facts {
        let known = self.state.borrow();
        let Some(abilities) = &known.abilities else { return Facts::UNKNOWN };
        let placing = abilities.can(capability::PLACING);
        Facts {
            // UCP keeps a key and its answer for a day at least, and refuses other bytes under it.
            idempotency: Idempotency::Key { window_hours: 24, replays: Replays::All, mismatch_refused: true },
            lookup: if placing { Lookup::ByKey } else { Lookup::ByCart },
            money: MoneyForm::MinorUnits,
            returned: Returned::ByLookup,
            order_of_steps: StepRules {
                full_address_for_rates: !abilities.can(capability::EXPERIENCE),
                // UCP: no change while `complete_in_progress`.
                lines_lock_while_paying: true,
            },
            can: Can {
                codes: abilities.can(capability::DISCOUNT),
                news: abilities.can(capability::CONSENT),
                add: true,
                tenders: abilities.can(capability::TENDERS),
                wallet: abilities.can(capability::WALLET),
                business: abilities.can(capability::B2B),
                reorder: abilities.has(feature::REORDER),
                orders: abilities.has(feature::TRACK),
                find: abilities.has(feature::FIND),
                // A passkey is for a site with a name; a page at a number has none.
                doors: Doors { passkey: abilities.doors.passkey && is_named(&our_origin()), ..abilities.doors },
            },
        }
    }

    fn open(&self, locale: &str) -> Answer<'_, Quote> {
        let locale = locale.to_owned();
        Box::pin(async move { self.open_session(&locale).await })
    }

    fn apply(&self, locale: &str, intents: Vec<Intent>) -> Answer<'_, Quote> {
        let locale = locale.to_owned();
        Box::pin(async move { self.change(&locale, intents).await })
    }

    fn place(&self, locale: &str, keys: Keys, order: OrderRequest, payment: Payment) -> Answer<'_, Placed> {
        let locale = locale.to_owned();
        Box::pin(async move { self.place_order(&locale, &keys, &order, &payment).await })
    }

    fn look_up(&self, locale: &str, order_key: &str) -> Answer<'_, Known> {
        let (locale, order_key) = (locale.to_owned(), order_key.to_owned());
        Box::pin(async move { self.find(&locale, &order_key).await })
    }

    fn cancel(&self, locale: &str, order_key: &str) -> Answer<'_, Quote> {
        let (locale, order_key) = (locale.to_owned(), order_key.to_owned());
        Box::pin(async move { self.give_up(&locale, &order_key).await })
    }

    fn order(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Order> {
        let (locale, number) = (locale.to_owned(), number.clone());
        Box::pin(async move { self.one_order(&locale, &number).await })
    }

    fn reorder(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Reorder> {
        let (locale, number) = (locale.to_owned(), number.clone());
        Box::pin(async move { self.again(&locale, &number).await })
    }

    fn accounts(&self) -> Option<&dyn Accounts> {
        self.can(capability::ACCOUNTS).then_some(self)
    }

    fn orders(&self) -> Option<&dyn Orders> {
        // A list belongs to somebody: without accounts there is nobody to ask for. One order can be found by anybody.
        let finds = self.state.borrow().abilities.as_ref().is_some_and(|abilities| abilities.has(feature::FIND));
        (self.can(capability::ORDERS) && (self.can(capability::ACCOUNTS) || finds)).then_some(self)
    }

    fn returns(&self) -> Option<&dyn Returns> {
        self.can(capability::RETURNS).then_some(self)
    }
}
