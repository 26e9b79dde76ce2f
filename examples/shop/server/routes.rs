//! What each path does. Every answer to a change is worked out and kept in one transaction ([`once`]).

use super::{
    accounts,
    answer::{Answer, error},
    books::{Attempt, Books, Fate, Page, Session},
    broken::Break,
    desk::{Desk, at_once, wanted_pause},
    hear::{self, Said},
    once::{Write, once},
    returns,
    tell::{self, About},
};
use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{HeaderMap, HeaderValue, StatusCode, Uri, header},
    response::{IntoResponse, Response},
    routing,
};
use core::time::Duration;
use kassa::{
    backend::{
        Backend,
        demo::{Demo, Scenario, Start},
        ucp::wire::{code, decline_word, door},
    },
    checkout::request::{BackendError, Intent, Keys, Known, Placed},
    domain::{OrderNumber, check::email::Email, quote::Quote},
};
use serde_json::{Value, json};
use std::sync::Arc;

/// More than a bag of twenty thousand lines.
const LARGEST_BODY: usize = 8 << 20;

/// The shop: what it knows and how it is set up.
pub struct Shop {
    /// The books.
    pub books: Books,
    /// How sessions are served.
    pub desk: Desk,
    /// The mistake it makes on purpose.
    pub broken: Option<Break>,
    /// The origins of its pages.
    pub origins: Vec<HeaderValue>,
}

/// The paths below the endpoint.
pub fn routes(shop: Arc<Shop>) -> Router {
    Router::new()
        .route("/checkout-sessions", routing::post(create))
        .route("/checkout-sessions/{id}", routing::get(read).put(update))
        .route("/checkout-sessions/{id}/complete", routing::post(complete))
        .route("/checkout-sessions/{id}/cancel", routing::post(cancel))
        .route("/orders/find", routing::post(find))
        .route("/orders/{number}", routing::get(order))
        .route("/orders/{number}/reorder", routing::get(reorder))
        .route("/attempts/{key}", routing::get(look_up))
        .route("/attempts/{key}/give-up", routing::post(give_up))
        .merge(accounts::routes())
        .merge(returns::routes())
        .fallback(async || Answer::Json(404, error(code::NOT_FOUND, "There is nothing at this path")))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .with_state(shop)
}

/// What came beside the path and the body.
pub struct Ask {
    base: String,
    language: Option<String>,
    key: Option<String>,
    /// The session that is named beside the path.
    pub session: Option<String>,
    /// What somebody who is signed in is known by.
    pub token: Option<String>,
    /// The origin of the page that asks.
    origin: Option<String>,
    is_json: bool,
}

impl Ask {
    /// Reads the headers.
    pub fn of(headers: &HeaderMap) -> Self {
        let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
        let host = text("host").unwrap_or_else(|| "127.0.0.1".to_owned());
        // `nb-NO,nb;q=0.9`: the first is the one that is wanted.
        let language = text("accept-language")
            .and_then(|list| list.split([',', ';']).next().map(|tag| tag.trim().to_owned()))
            .filter(|tag| !tag.is_empty() && tag != "*");
        let is_json = text(header::CONTENT_TYPE.as_str()).is_some_and(|kind| {
            let kind = kind.split(';').next().unwrap_or_default().trim();
            kind.eq_ignore_ascii_case("application/json")
        });
        Self {
            base: ["http://", &host].concat(),
            language,
            key: text("idempotency-key"),
            session: text("kassa-session"),
            token: text("authorization").and_then(|text| text.strip_prefix("Bearer ").map(str::to_owned)),
            origin: text("origin"),
            is_json,
        }
    }

    /// Where the server is.
    pub fn base(&self) -> &str {
        &self.base
    }

    /// The language that is asked for.
    pub fn language<'a>(&'a self, said: Said<'a>) -> &'a str {
        self.language.as_deref().or(said.language()).unwrap_or("en")
    }
}

/// A session at hand, with what was last written of it.
pub struct Visit {
    /// The session.
    pub session: Session,
    said: Value,
    /// The origin of the page that is visited from.
    origin: Option<String>,
}

impl Visit {
    /// What was last written of it.
    pub fn said(&self) -> Said<'_> {
        Said(&self.said)
    }

    /// Its first moment.
    pub fn new(id: String, ask: &Ask) -> Self {
        Self::of(Session { id, state: String::new(), said: String::new(), canceled: false }, ask)
    }

    fn of(session: Session, ask: &Ask) -> Self {
        // It was JSON when it was kept.
        let said = serde_json::from_str(&session.said).unwrap_or_default();
        Self { session, said, origin: ask.origin.clone() }
    }

    fn about<'a>(&'a self, ask: &'a Ask) -> About<'a> {
        About { base: &ask.base, session: &self.session.id, said: self.said(), language: ask.language(self.said()) }
    }

    /// The session with something else written of it. Only that is kept which belongs to the whole state.
    pub fn say(&mut self, said: Value) {
        self.session.said = said.to_string();
        self.said = said;
    }
}

/// What the books may refuse.
pub type Kept<T> = rusqlite::Result<T>;

async fn create(State(shop): State<Arc<Shop>>, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    shop.change("POST /checkout-sessions", &ask, &body, |page, said| shop.create(page, &ask, said)).await
}

async fn read(State(shop): State<Arc<Shop>>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let ask = Ask::of(&headers);
    shop.look(|page| shop.read(page, &ask, &id))
}

async fn update(State(shop): State<Arc<Shop>>, Path(id): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    let operation = ["PUT /checkout-sessions/", &id].concat();
    shop.change(&operation, &ask, &body, |page, said| shop.update(page, &ask, &id, said)).await
}

async fn complete(State(shop): State<Arc<Shop>>, Path(id): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    let operation = ["POST /checkout-sessions/", &id, "/complete"].concat();
    shop.change(&operation, &ask, &body, |page, said| shop.complete(page, &ask, &id, &said)).await
}

async fn cancel(State(shop): State<Arc<Shop>>, Path(id): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    let operation = ["POST /checkout-sessions/", &id, "/cancel"].concat();
    shop.change(&operation, &ask, &body, |page, _| shop.cancel(page, &ask, &id)).await
}

async fn order(State(shop): State<Arc<Shop>>, Path(number): Path<String>, headers: HeaderMap) -> Response {
    let ask = Ask::of(&headers);
    shop.look(|page| shop.order(page, &ask, &number))
}

async fn reorder(State(shop): State<Arc<Shop>>, Path(number): Path<String>, uri: Uri, headers: HeaderMap) -> Response {
    let ask = Ask::of(&headers);
    // An id of ours has nothing in it that would be escaped.
    let mut pairs = uri.query().unwrap_or_default().split('&');
    let checkout = pairs.find_map(|pair| pair.strip_prefix("checkout=")).unwrap_or_default();
    shop.look(|page| shop.reorder(page, &ask, &number, checkout))
}

async fn find(State(shop): State<Arc<Shop>>, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    shop.change("POST /orders/find", &ask, &body, |page, said| shop.find(page, &ask, &said)).await
}

async fn look_up(State(shop): State<Arc<Shop>>, Path(key): Path<String>, headers: HeaderMap) -> Response {
    let ask = Ask::of(&headers);
    shop.look(|page| shop.look_up(page, &ask, &key))
}

async fn give_up(State(shop): State<Arc<Shop>>, Path(key): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    let operation = ["POST /attempts/", &key, "/give-up"].concat();
    shop.change(&operation, &ask, &body, |page, said| shop.give_up(page, &ask, &key, &said)).await
}

fn not_found() -> Answer {
    Answer::Json(404, error(code::NOT_FOUND, "No such checkout"))
}

/// The same for an order that is not there and one that is somebody else's.
pub fn no_order() -> Answer {
    Answer::Json(200, error(code::NOT_FOUND, "No such order"))
}

/// Under which name it is noted that a key opens an order.
fn access(key: &str) -> String {
    ["access ", key].concat()
}

fn already_placed(number: &str) -> Answer {
    let why = "This order was placed before";
    Answer::Json(200, tell::refusal(code::ALREADY_PLACED, why, "unrecoverable", "order", number))
}

impl Shop {
    /// Answers a request that changes something.
    pub async fn change(
        &self,
        operation: &str,
        ask: &Ask,
        body: &Bytes,
        act: impl FnOnce(&Page<'_>, Value) -> Kept<Answer>,
    ) -> Response {
        // What a foreign page can send without asking first is no JSON (Fetch standard, "CORS-safelisted request-header").
        if !ask.is_json && !body.is_empty() {
            return self.answer(Answer::Json(415, error("invalid", "The body must be application/json")));
        }
        let said = if body.is_empty() { json!({}) } else { serde_json::from_slice(body).unwrap_or_default() };
        if !said.is_object() {
            return self.answer(Answer::Json(400, error("invalid", "The body is not a JSON object")));
        }
        if ask.key.is_none() {
            return self.answer(Answer::Json(400, error("field_required", "There is no Idempotency-Key")));
        }
        let body = if self.broken == Some(Break::AnyBodyForAKey) { &[] } else { body.as_ref() };
        let key = ask.key.as_deref().filter(|_| self.broken != Some(Break::SecondOrder));
        let answer = once(&self.books, &Write { operation, key, body }, |page| act(page, said));
        let pause = wanted_pause();
        if !pause.is_zero() {
            tokio::time::sleep(pause).await;
        }
        self.answer(answer.unwrap_or_else(fault))
    }

    /// Answers a request that reads. Reading may change something, too: what is sold out leaves the bag.
    pub fn look(&self, act: impl FnOnce(&Page<'_>) -> Kept<Answer>) -> Response {
        let answer = self.books.page(act).unwrap_or_else(fault);
        self.answer(answer)
    }

    fn answer(&self, mut answer: Answer) -> Response {
        if let (Some(broken), Answer::Json(status, value)) = (self.broken, &mut answer) {
            if broken == Break::HtmlErrors && *status >= 400 {
                let status = StatusCode::from_u16(*status).unwrap_or_default();
                return (status, [(header::CONTENT_TYPE, "text/html")], "<h1>Error</h1>").into_response();
            }
            broken.spoil(value);
        }
        answer.into_response()
    }

    /// The session of an id. Whoever is signed in there has it for themselves.
    pub fn visit(page: &Page<'_>, ask: &Ask, id: &str) -> Kept<Option<Visit>> {
        if page.token_of(id)?.is_some_and(|token| ask.token.as_ref() != Some(&token)) {
            return Ok(None);
        }
        Self::unguarded(page, ask, id)
    }

    /// A session, whoever is signed in there: for what was found out to be allowed by other means.
    pub fn unguarded(page: &Page<'_>, ask: &Ask, id: &str) -> Kept<Option<Visit>> {
        Ok(page.session(id)?.map(|session| Visit::of(session, ask)))
    }

    /// The site of the page that asks, which passkeys are for. A program that is no browser names none: then it is the first
    /// page whose host is a name.
    pub fn site(&self, origin: Option<&str>) -> Option<&str> {
        let mut pages = self.origins.iter().filter_map(|page| page.to_str().ok());
        pages.find(|page| match origin {
            Some(origin) => *page == origin,
            None => !page
                .trim_end_matches(|port: char| port.is_ascii_digit())
                .trim_end_matches(':')
                .ends_with(|last: char| last.is_ascii_digit() || last == ']'),
        })
    }

    /// What of accounts there is: passkeys are for a site with a name only, and a shop may keep to itself who has an account.
    pub fn doors(&self) -> Vec<&'static str> {
        let is_there = |name: &&str| match *name {
            door::PASSKEY => self.site(None).is_some(),
            door::HINT => !self.desk.silent,
            _ => true,
        };
        tell::DOORS.into_iter().filter(is_there).collect()
    }

    /// Lets the shop do something in a session.
    pub fn serve<T>(
        &self,
        page: &Page<'_>,
        visit: &mut Visit,
        act: impl FnOnce(&Demo) -> Result<T, BackendError>,
    ) -> Kept<Result<T, BackendError>> {
        let site = self.site(visit.origin.as_deref());
        self.desk.serve(page, &mut visit.session, site, None, act)
    }

    /// The state of a session, after what happened meanwhile has been noted.
    fn open(&self, page: &Page<'_>, visit: &mut Visit, ask: &Ask) -> Kept<Result<Quote, BackendError>> {
        let language = ask.language(visit.said()).to_owned();
        self.serve(page, visit, |demo| ready(demo.open(&language)))
    }

    fn create(&self, page: &Page<'_>, ask: &Ask, said: Value) -> Kept<Answer> {
        let mut visit = Visit::new(page.new_id()?, ask);
        let elsewhere = self.elsewhere(page, ask)?;
        let given = !Said(&said).wants_the_shops_bag();
        let start = if given { Start { scenario: Scenario::Empty, ..self.desk.start } } else { self.desk.start };
        let language = ask.language(Said(&said)).to_owned();
        let quote = self.desk.serve(page, &mut visit.session, None, Some(start), |demo| {
            if let Some((people, seat)) = &elsewhere {
                demo.know(people);
                demo.sit(*seat);
            }
            let quote = ready(demo.open(&language))?;
            let intents =
                hear::intents(Said(&said), Said(&Value::Null), &quote, given).map_err(BackendError::Rejected)?;
            if intents.is_empty() { Ok(quote) } else { ready(demo.apply(&language, intents)) }
        })?;
        let quote = match quote {
            Ok(quote) => quote,
            // A session that could not be opened is none.
            Err(error) => return Ok(refusal(error, ask, &visit)),
        };
        visit.say(said);
        page.keep(&visit.session)?;
        page.seat(&visit.session.id, ask.token.as_deref().filter(|_| elsewhere.is_some()))?;
        let status = Self::status(page, &visit, &quote)?;
        Ok(Answer::Json(201, tell::checkout(&visit.about(ask), &quote, status)))
    }

    fn read(&self, page: &Page<'_>, ask: &Ask, id: &str) -> Kept<Answer> {
        let Some(mut visit) = Self::visit(page, ask, id)? else { return Ok(not_found()) };
        // Asking about a payment that is under way is what moves it on.
        if let Some(key) = page.waiting(id)? {
            let language = ask.language(visit.said()).to_owned();
            if let Ok(known) = self.serve(page, &mut visit, |demo| ready(demo.look_up(&language, &key)))? {
                Self::note(page, &visit, ask, &key, &known)?;
                page.keep(&visit.session)?;
                if let Known::Act(action) = known {
                    let quote = self.open(page, &mut visit, ask)?;
                    return Ok(match quote {
                        Ok(quote) => Answer::Json(200, tell::waiting(&visit.about(ask), &quote, &action)),
                        Err(error) => refusal(error, ask, &visit),
                    });
                }
            }
        }
        let quote = self.open(page, &mut visit, ask)?;
        page.keep(&visit.session)?;
        match quote {
            Ok(quote) => Ok(Answer::Json(200, self.show(page, &mut visit, ask, &quote)?)),
            Err(error) => Ok(refusal(error, ask, &visit)),
        }
    }

    /// A session as it is: open, ended, or an order.
    fn show(&self, page: &Page<'_>, visit: &mut Visit, ask: &Ask, quote: &Quote) -> Kept<Value> {
        if let Some(number) = &quote.order {
            let language = ask.language(visit.said()).to_owned();
            if let Ok(order) = self.serve(page, visit, |demo| ready(demo.order(&language, number)))? {
                return Ok(tell::completed(&visit.about(ask), quote, &order));
            }
        }
        let status = Self::status(page, visit, quote)?;
        Ok(tell::checkout(&visit.about(ask), quote, status))
    }

    fn status(page: &Page<'_>, visit: &Visit, quote: &Quote) -> Kept<&'static str> {
        Ok(if quote.order.is_some() {
            "completed"
        } else if visit.session.canceled {
            "canceled"
        } else if page.waiting(&visit.session.id)?.is_some() {
            "complete_in_progress"
        } else if quote.lines.is_empty()
            || hear::order(visit.said(), Said(&Value::Null), quote, tell::terms(quote)).is_err()
        {
            "incomplete"
        } else {
            "ready_for_complete"
        })
    }

    fn update(&self, page: &Page<'_>, ask: &Ask, id: &str, said: Value) -> Kept<Answer> {
        let Some(mut visit) = Self::visit(page, ask, id)? else { return Ok(not_found()) };
        let language = ask.language(Said(&said)).to_owned();
        let before = visit.session.clone();
        let opened = match self.open(page, &mut visit, ask)? {
            Ok(quote) => quote,
            Err(error) => return Ok(refusal(error, ask, &visit)),
        };
        if let Some(number) = &opened.order {
            return Ok(already_placed(&number.0));
        }
        let moved_on = Said(&said).revision().is_some_and(|revision| revision != opened.revision);
        if moved_on || visit.session.canceled || page.waiting(id)?.is_some() {
            page.keep(&visit.session)?;
            return Ok(Answer::Json(409, self.show(page, &mut visit, ask, &opened)?));
        }
        let answer = match hear::intents(Said(&said), visit.said(), &opened, true) {
            Ok(intents) if self.broken == Some(Break::HalfDone) => {
                self.half_done(page, &mut visit, &language, intents)?
            }
            // Nothing to do: what was typed may be new all the same.
            Ok(intents) if intents.is_empty() => Ok(Quote { changes: Vec::new(), ..opened.clone() }),
            Ok(intents) => self.serve(page, &mut visit, |demo| ready(demo.apply(&language, intents)))?,
            Err(problems) => Err(BackendError::Rejected(problems)),
        };
        match answer {
            Ok(mut quote) => {
                // What happened meanwhile was noted while the bag was opened, and belongs into the answer.
                let mut changes = opened.changes;
                changes.append(&mut quote.changes);
                quote.changes = changes;
                visit.say(said);
                page.keep(&visit.session)?;
                let status = Self::status(page, &visit, &quote)?;
                Ok(Answer::Json(200, tell::checkout(&visit.about(ask), &quote, status)))
            }
            Err(BackendError::Rejected(problems)) => {
                // All or nothing: also what happened meanwhile is told with the next answer.
                if self.broken != Some(Break::HalfDone) {
                    visit.session = before;
                }
                page.keep(&visit.session)?;
                Ok(Answer::Json(200, tell::refused(&problems)))
            }
            Err(error) => {
                page.keep(&visit.session)?;
                Ok(refusal(error, ask, &visit))
            }
        }
    }

    /// The mistake of a shop that does wish after wish and stops at the first that it cannot do.
    fn half_done(
        &self,
        page: &Page<'_>,
        visit: &mut Visit,
        language: &str,
        intents: Vec<Intent>,
    ) -> Kept<Result<Quote, BackendError>> {
        self.serve(page, visit, |demo| {
            intents.into_iter().try_for_each(|intent| ready(demo.apply(language, vec![intent])).map(drop))?;
            ready(demo.open(language))
        })
    }

    fn complete(&self, page: &Page<'_>, ask: &Ask, id: &str, said: &Value) -> Kept<Answer> {
        let Some(mut visit) = Self::visit(page, ask, id)? else { return Ok(not_found()) };
        let complete = Said(said);
        let payment_key = ask.key.clone().unwrap_or_default();
        // A plain UCP platform has one key for both.
        let order_key = said.pointer("/kassa/order_key").and_then(Value::as_str).unwrap_or(&payment_key).to_owned();
        let mut noted = page.attempt(&order_key)?;
        if noted.as_ref().is_some_and(|attempt| attempt.session != id) {
            return Ok(Answer::Json(
                409,
                error(code::IDEMPOTENCY_CONFLICT, "This order key belongs to another session"),
            ));
        }
        if self.broken == Some(Break::GivenUpIsForgotten) {
            noted = None;
        }
        let opened = match self.open(page, &mut visit, ask)? {
            Ok(quote) => quote,
            Err(error) => return Ok(refusal(error, ask, &visit)),
        };
        if let (Some(Break::SecondOrder), Some(number)) = (self.broken, &opened.order) {
            return self.second_order(page, &mut visit, ask, &opened, number);
        }
        // A key that was seen is answered by what became of it, whatever the session looks like now.
        if noted.is_none() {
            if let Some(number) = &opened.order {
                return Ok(already_placed(&number.0));
            }
            if visit.session.canceled {
                return Ok(Answer::Json(409, self.show(page, &mut visit, ask, &opened)?));
            }
        }
        let order = match &opened.order {
            // The request was good when it became an order; the bag of which it spoke is gone.
            Some(_) => Err(Vec::new()),
            None => hear::order(visit.said(), complete, &opened, tell::terms(&opened)),
        };
        let mut order = match order {
            Ok(order) => order,
            Err(problems) if !problems.is_empty() => {
                page.keep(&visit.session)?;
                return Ok(Answer::Json(200, tell::refused(&problems)));
            }
            Err(_) => return self.known(page, &mut visit, ask, &order_key, &opened),
        };
        if self.broken == Some(Break::AnyTotal) {
            order.expected_total = opened.totals.total;
        }
        let keys = match self.broken {
            // A key nobody has given up.
            Some(Break::GivenUpIsForgotten) => Keys { order: page.new_id()?, payment: payment_key },
            _ => Keys { order: order_key.clone(), payment: payment_key },
        };
        let language = ask.language(visit.said()).to_owned();
        let payment = hear::payment(complete);
        let placed = self.serve(page, &mut visit, |demo| ready(demo.place(&language, keys, order, payment)))?;
        if let Some(billing) = complete.billing() {
            remember_billing(&mut visit, billing);
        }
        let fate = match (&placed, noted) {
            (Ok(Placed::Act(_)), _) => Fate::Waiting,
            (_, Some(Attempt { fate: Fate::GivenUp, .. })) => Fate::GivenUp,
            _ => Fate::Sent,
        };
        page.note_attempt(&order_key, id, fate)?;
        page.keep(&visit.session)?;
        self.placed(page, &mut visit, ask, placed)
    }

    fn placed(
        &self,
        page: &Page<'_>,
        visit: &mut Visit,
        ask: &Ask,
        placed: Result<Placed, BackendError>,
    ) -> Kept<Answer> {
        let quote = match self.open(page, visit, ask)? {
            Ok(quote) => quote,
            Err(error) => return Ok(refusal(error, ask, visit)),
        };
        // An order is noted as soon as it is there, also when its answer is lost.
        let about = visit.about(ask);
        if let Some(number) = &quote.order {
            let owner = quote.customer.as_ref().map_or("", |customer| &customer.id);
            let written = match &placed {
                Ok(Placed::Order(order)) => tell::order(&about, order).to_string(),
                _ => String::new(),
            };
            page.note_order(&number.0, &visit.session.id, owner, &written)?;
        }
        Ok(match placed {
            Ok(Placed::Order(order)) => Answer::Json(200, tell::completed(&about, &quote, &order)),
            Ok(Placed::Act(action)) => Answer::Json(200, tell::waiting(&about, &quote, &action)),
            Err(BackendError::Declined(decline)) => {
                let status = Self::status(page, visit, &quote)?;
                let open = tell::checkout(&visit.about(ask), &quote, status);
                Answer::Json(200, tell::declined(open, decline))
            }
            Err(BackendError::Stale(stale)) => {
                let status = Self::status(page, visit, &stale)?;
                Answer::Json(200, tell::checkout(&visit.about(ask), &stale, status))
            }
            Err(error) => refusal(error, ask, visit),
        })
    }

    /// What a key that became an order is answered with.
    fn known(&self, page: &Page<'_>, visit: &mut Visit, ask: &Ask, order_key: &str, quote: &Quote) -> Kept<Answer> {
        let language = ask.language(visit.said()).to_owned();
        let known = self.serve(page, visit, |demo| ready(demo.look_up(&language, order_key)))?;
        Ok(match (known, &quote.order) {
            (Ok(Known::Order(order)), Some(number)) if order.number == *number => {
                Answer::Json(200, tell::completed(&visit.about(ask), quote, &order))
            }
            // The session became an order under another key.
            (_, Some(number)) => already_placed(&number.0),
            (Err(error), None) => refusal(error, ask, visit),
            (Ok(_), None) => not_found(),
        })
    }

    /// The mistake of a shop that does not look at keys.
    fn second_order(
        &self,
        page: &Page<'_>,
        visit: &mut Visit,
        ask: &Ask,
        quote: &Quote,
        number: &OrderNumber,
    ) -> Kept<Answer> {
        let language = ask.language(visit.said()).to_owned();
        let mut shared = page.shared()?;
        let Ok(mut order) = self.serve(page, visit, |demo| ready(demo.order(&language, number)))? else {
            return Ok(not_found());
        };
        order.number = OrderNumber(["FJ-", &shared.next_number.to_string()].concat());
        shared.next_number += 1;
        page.keep_shared(&shared)?;
        page.note_order(&order.number.0, &visit.session.id, "", "")?;
        Ok(Answer::Json(200, tell::completed(&visit.about(ask), quote, &order)))
    }

    fn cancel(&self, page: &Page<'_>, ask: &Ask, id: &str) -> Kept<Answer> {
        let Some(mut visit) = Self::visit(page, ask, id)? else { return Ok(not_found()) };
        let quote = match self.open(page, &mut visit, ask)? {
            Ok(quote) => quote,
            Err(error) => return Ok(refusal(error, ask, &visit)),
        };
        if let Some(number) = &quote.order {
            return Ok(already_placed(&number.0));
        }
        // A payment that is under way must not become an order any more.
        if let Some(key) = page.waiting(id)? {
            let language = ask.language(visit.said()).to_owned();
            let _ = self.serve(page, &mut visit, |demo| ready(demo.cancel(&language, &key)))?;
            page.note_attempt(&key, id, Fate::GivenUp)?;
        }
        visit.session.canceled = true;
        page.keep(&visit.session)?;
        Ok(Answer::Json(200, tell::checkout(&visit.about(ask), &quote, "canceled")))
    }

    fn order(&self, page: &Page<'_>, ask: &Ask, number: &str) -> Kept<Answer> {
        Ok(self.readable(page, ask, number)?.map_or_else(no_order, |order| Answer::Json(200, order)))
    }

    /// An order as it stands now, for whoever may read it. A wrong session learns no more than that it may not: not whether
    /// there is such an order.
    pub fn readable(&self, page: &Page<'_>, ask: &Ask, number: &str) -> Kept<Option<Value>> {
        let Some(session) = page.session_of(number)? else { return Ok(None) };
        let named = ask.session.as_deref().unwrap_or_default();
        let found = !named.is_empty() && page.text(&access(named))? == number;
        // Who is signed in reads what is the account's, wherever it was bought; so does who has named number and address.
        let written = if found { page.written(number)? } else { page.order_of(number, &self.owner(page, ask)?)? };
        let mut order = match written {
            Some(written) => serde_json::from_str(&written).unwrap_or_default(),
            None => {
                let allowed = named == session || self.broken == Some(Break::OrdersForAnybody);
                let visit =
                    if found { Self::unguarded(page, ask, &session)? } else { Self::visit(page, ask, &session)? };
                let Some(mut visit) = visit.filter(|_| allowed || found) else { return Ok(None) };
                let language = ask.language(visit.said()).to_owned();
                let wanted = OrderNumber(number.to_owned());
                let told = self.serve(page, &mut visit, |demo| {
                    if found {
                        return demo.stands(&language, &wanted).map(|it| it.order).ok_or(BackendError::Unauthorized);
                    }
                    ready(demo.order(&language, &wanted))
                })?;
                let Ok(order) = told else { return Ok(None) };
                tell::order(&visit.about(ask), &order)
            }
        };
        // How far it is changes with the days.
        if let Some(mut visit) = Self::unguarded(page, ask, &session)? {
            let language = ask.language(visit.said()).to_owned();
            let wanted = OrderNumber(number.to_owned());
            let stands = self.serve(page, &mut visit, |demo| Ok(demo.stands(&language, &wanted)))?;
            if let Ok(Some(tracked)) = stands {
                tell::stands(&mut order, &tracked);
            }
        }
        Ok(Some(order))
    }

    /// What of an order can be had again in the checkout at hand.
    fn reorder(&self, page: &Page<'_>, ask: &Ask, number: &str, checkout: &str) -> Kept<Answer> {
        if self.readable(page, ask, number)?.is_none() {
            return Ok(no_order());
        }
        let Some(session) = page.session_of(number)? else { return Ok(no_order()) };
        let Some(mut then) = Self::unguarded(page, ask, &session)? else { return Ok(no_order()) };
        let wanted = OrderNumber(number.to_owned());
        let bought = self.serve(page, &mut then, |demo| Ok(demo.bought(&wanted)))?.ok().flatten();
        let Some(mut visit) = Self::visit(page, ask, checkout)? else { return Ok(not_found()) };
        let language = ask.language(visit.said()).to_owned();
        let again = self.serve(page, &mut visit, |demo| {
            let again = bought.and_then(|bought| demo.again(&language, &bought)).ok_or(BackendError::Unauthorized)?;
            Ok((again, ready(demo.open(&language))?.currency))
        })?;
        Ok(match again {
            Ok((again, currency)) => Answer::Json(200, tell::reorder(&again, currency.code())),
            Err(_) => no_order(),
        })
    }

    /// An order by its number and address. The pair is looked at in the session it was placed in; what counts wrong pairs
    /// is everybody's.
    fn find(&self, page: &Page<'_>, ask: &Ask, said: &Value) -> Kept<Answer> {
        let text = |name: &str| said.get(name).and_then(Value::as_str).unwrap_or_default().trim();
        let number = text("number").to_uppercase();
        let Ok(email) = Email::parse(text("email")) else { return Ok(no_order()) };
        let session = page.session_of(&number)?;
        let visit = session.map(|session| Self::unguarded(page, ask, &session)).transpose()?.flatten();
        let mut visit = match visit {
            Some(visit) => visit,
            None => self.at_hand(page, ask)?,
        };
        let language = ask.language(visit.said()).to_owned();
        let wanted = OrderNumber(number.clone());
        let found = self.serve(page, &mut visit, |demo| {
            let orders = demo.orders().ok_or(BackendError::Unauthorized)?;
            ready(orders.find(&language, &wanted, &email))
        })?;
        let tracked = match found {
            Ok(tracked) => tracked,
            Err(BackendError::Unauthorized) => return Ok(no_order()),
            Err(error) => return Ok(refusal(error, ask, &visit)),
        };
        let mut order = match page.written(&number)? {
            Some(written) => serde_json::from_str(&written).unwrap_or_default(),
            None => tell::order(&visit.about(ask), &tracked.order),
        };
        tell::stands(&mut order, &tracked);
        let key = page.new_id()?;
        page.keep_text(&access(&key), &number)?;
        if let Some(extras) = order.get_mut("kassa") {
            tell::put(extras, "access", key.into());
        }
        // Of the session it was placed in it tells nothing.
        tell::put(&mut order, "checkout_id", Value::Null);
        Ok(Answer::Json(200, order))
    }

    fn look_up(&self, page: &Page<'_>, ask: &Ask, key: &str) -> Kept<Answer> {
        let nothing = About { base: &ask.base, session: "", said: Said(&Value::Null), language: "en" };
        let unknown = || Answer::Json(200, tell::attempt(&nothing, &Known::Nothing, false));
        let Some(attempt) = page.attempt(key)? else { return Ok(unknown()) };
        let Some(mut visit) = Self::visit(page, ask, &attempt.session)? else { return Ok(unknown()) };
        let language = ask.language(visit.said()).to_owned();
        let known = self.serve(page, &mut visit, |demo| ready(demo.look_up(&language, key)))?;
        let known = match known {
            Ok(known) => known,
            Err(error) => return Ok(refusal(error, ask, &visit)),
        };
        Self::note(page, &visit, ask, key, &known)?;
        page.keep(&visit.session)?;
        Ok(Answer::Json(200, tell::attempt(&visit.about(ask), &known, attempt.fate == Fate::GivenUp)))
    }

    /// Notes what has become of a key that waited.
    fn note(page: &Page<'_>, visit: &Visit, ask: &Ask, key: &str, known: &Known) -> Kept<()> {
        let waits = page.attempt(key)?.is_some_and(|attempt| attempt.fate == Fate::Waiting);
        if waits && !matches!(known, Known::Act(_) | Known::Pending) {
            page.note_attempt(key, &visit.session.id, Fate::Sent)?;
        }
        if let Known::Order(order) = known {
            let written = tell::order(&visit.about(ask), order).to_string();
            page.note_order(&order.number.0, &visit.session.id, "", &written)?;
        }
        Ok(())
    }

    fn give_up(&self, page: &Page<'_>, ask: &Ask, key: &str, said: &Value) -> Kept<Answer> {
        let id = said.get("checkout_id").and_then(Value::as_str).unwrap_or_default();
        let Some(mut visit) = Self::visit(page, ask, id)? else { return Ok(not_found()) };
        if page.attempt(key)?.is_some_and(|attempt| attempt.session != id) {
            return Ok(not_found());
        }
        let language = ask.language(visit.said()).to_owned();
        match self.serve(page, &mut visit, |demo| ready(demo.cancel(&language, key)))? {
            Ok(quote) => {
                page.note_attempt(key, id, Fate::GivenUp)?;
                page.keep(&visit.session)?;
                Ok(Answer::Json(200, self.show(page, &mut visit, ask, &quote)?))
            }
            Err(error) => Ok(refusal(error, ask, &visit)),
        }
    }
}

fn remember_billing(visit: &mut Visit, billing: &Value) {
    let mut said = visit.said.clone();
    let instrument = json!({ "instruments": [{ "billing_address": billing, "selected": true }] });
    match said.pointer_mut("/payment/instruments/0") {
        Some(instrument) => tell::put(instrument, "billing_address", billing.clone()),
        None => tell::put(&mut said, "payment", instrument),
    }
    visit.say(said);
}

/// The demo shop answers at once; if it ever did not, that would be no answer.
pub fn ready<T>(answer: kassa::backend::Answer<'_, T>) -> Result<T, BackendError> {
    at_once(answer).unwrap_or(Err(BackendError::NoAnswer))
}

/// What the books could not write was not done. Why is for whoever runs the shop, not for who buys there.
fn fault(why: rusqlite::Error) -> Answer {
    eprintln!("The books: {why}");
    let reference = "FJ-BOOKS";
    Answer::Json(500, tell::refusal(code::INTERNAL, "The shop has a fault", "recoverable", "reference", reference))
}

/// What the shop did not do, said by the protocol.
pub fn refusal(why: BackendError, ask: &Ask, visit: &Visit) -> Answer {
    match why {
        BackendError::Rejected(problems) => Answer::Json(200, tell::refused(&problems)),
        BackendError::AlreadyPlaced(number) => already_placed(&number.0),
        BackendError::Busy(milliseconds) => Answer::Busy(Duration::from_millis(milliseconds.into()).as_secs().max(1)),
        BackendError::Server(reference) => Answer::Json(
            500,
            tell::refusal(code::INTERNAL, "The shop has a fault", "recoverable", "reference", &reference),
        ),
        BackendError::Declined(decline) => Answer::Json(
            200,
            tell::refusal(code::PAYMENT_FAILED, "Refused", "recoverable", "decline", decline_word(decline)),
        ),
        BackendError::Stale(quote) => Answer::Json(409, tell::checkout(&visit.about(ask), &quote, "incomplete")),
        BackendError::Malformed => Answer::Garbled,
        BackendError::Unauthorized => not_found(),
        // The demo shop has no network that could be set up wrongly.
        BackendError::NoAnswer | BackendError::Offline | BackendError::Setup(_) => Answer::Nothing,
    }
}
