//! Signing in, accounts, the address book, kept cards, preferences and the orders of an account.
//!
//! Always true: a token is given for something shown, and belongs to the sessions of whoever showed it; what belongs to
//! an account is told to nobody else. The rules are the demo shop's.

use super::{
    answer::{Answer, error},
    books::Page,
    hear::{self, Said},
    routes::{Ask, Kept, Shop, Visit, ready, refusal},
    tell,
};
use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
    routing,
};
use kassa::{
    backend::{
        Accounts, Answer as Port, Backend,
        demo::{Scenario, Seat, Start},
        ucp::wire::code,
    },
    checkout::request::{BackendError, Intent},
    domain::{
        AddressId, MethodId, OrderNumber,
        account::{Ceremony, CodeFrom, Customer, Entered, NewKey, Preference, Profile, Proof, SecondFactor},
        check::{email::Email, name::PersonName},
        problem::{Field, Problem},
        secret::Secret,
    },
};
use serde_json::{Value, json};
use std::sync::Arc;

/// The paths of accounts.
pub fn routes() -> Router<Arc<Shop>> {
    Router::new()
        .route("/accounts/code", routing::post(send_code))
        .route("/accounts/sign-in", routing::post(sign_in))
        .route("/accounts/register", routing::post(register))
        .route("/accounts/recognise", routing::post(recognise))
        .route("/accounts/passkey/options", routing::post(passkey_options))
        .route("/accounts/passkey/verify", routing::post(passkey_verify))
        .route("/accounts/me/preferences", routing::get(preferences).post(wish))
        .route("/wallet", routing::get(wallet))
        .route("/wallet/{id}", routing::delete(forget_card))
        .route("/wallet/{id}/default", routing::post(prefer_card))
        .route("/accounts/sign-out", routing::post(sign_out))
        .route("/accounts/me", routing::get(me))
        .route("/accounts/me/addresses", routing::get(addresses).post(add_address))
        .route("/accounts/me/addresses/{id}", routing::put(change_address).delete(forget_address))
        .route("/accounts/me/addresses/{id}/default", routing::post(prefer_address))
        .route("/orders", routing::get(orders))
}

type Books = State<Arc<Shop>>;

async fn send_code(State(shop): Books, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    shop.change("POST /accounts/code", &ask, &body, |page, said| shop.send_code(page, &ask, &said)).await
}

async fn sign_in(State(shop): Books, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    shop.change("POST /accounts/sign-in", &ask, &body, |page, said| shop.sign_in(page, &ask, &said)).await
}

async fn register(State(shop): Books, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    shop.change("POST /accounts/register", &ask, &body, |page, said| shop.register(page, &ask, &said)).await
}

async fn recognise(State(shop): Books, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    shop.change("POST /accounts/recognise", &ask, &body, |page, said| shop.recognise(page, &ask, &said)).await
}

async fn passkey_options(State(shop): Books, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    let options = |page: &Page<'_>, said: Value| shop.passkey_options(page, &ask, &said);
    shop.change("POST /accounts/passkey/options", &ask, &body, options).await
}

async fn passkey_verify(State(shop): Books, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    let verify = |page: &Page<'_>, said: Value| shop.passkey_verify(page, &ask, &said);
    shop.change("POST /accounts/passkey/verify", &ask, &body, verify).await
}

async fn preferences(State(shop): Books, headers: HeaderMap) -> Response {
    let ask = Ask::of(&headers);
    shop.look(|page| {
        let language = ask.language(Said(&Value::Null));
        let kept = shop.theirs(page, &ask, |accounts| accounts.preferences(language))?;
        Ok(told(kept, |kept| tell::preferences(&kept)))
    })
}

async fn wish(State(shop): Books, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    let wish = |page: &Page<'_>, said: Value| shop.wish(page, &ask, &said);
    shop.change("POST /accounts/me/preferences", &ask, &body, wish).await
}

async fn wallet(State(shop): Books, headers: HeaderMap) -> Response {
    let ask = Ask::of(&headers);
    shop.look(|page| shop.wallet(page, &ask, None))
}

async fn forget_card(State(shop): Books, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let ask = Ask::of(&headers);
    shop.look(|page| shop.wallet(page, &ask, Some(Intent::ForgetCard(card_named(&id)))))
}

async fn prefer_card(State(shop): Books, Path(id): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    let operation = ["POST /wallet/", &id, "/default"].concat();
    let prefer = |page: &Page<'_>, _: Value| shop.wallet(page, &ask, Some(Intent::PreferCard(card_named(&id))));
    shop.change(&operation, &ask, &body, prefer).await
}

async fn sign_out(State(shop): Books, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    shop.change("POST /accounts/sign-out", &ask, &body, |page, _| shop.sign_out(page, &ask)).await
}

async fn me(State(shop): Books, headers: HeaderMap) -> Response {
    let ask = Ask::of(&headers);
    shop.look(|page| {
        let who = shop.theirs(page, &ask, |accounts| accounts.me())?;
        Ok(told(who.and_then(|who| who.ok_or(BackendError::Unauthorized)), |who| tell::account(&who)))
    })
}

async fn addresses(State(shop): Books, headers: HeaderMap) -> Response {
    let ask = Ask::of(&headers);
    shop.look(|page| {
        let book = shop.theirs(page, &ask, |accounts| accounts.addresses())?;
        Ok(told(book, |book| json!({ "addresses": book.iter().map(tell::saved).collect::<Vec<_>>() })))
    })
}

async fn add_address(State(shop): Books, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    let write = |page: &Page<'_>, said: Value| shop.keep_address(page, &ask, None, &said);
    shop.change("POST /accounts/me/addresses", &ask, &body, write).await
}

async fn change_address(State(shop): Books, Path(id): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    let operation = ["PUT /accounts/me/addresses/", &id].concat();
    let id = AddressId(id);
    let write = |page: &Page<'_>, said: Value| shop.keep_address(page, &ask, Some(&id), &said);
    shop.change(&operation, &ask, &body, write).await
}

async fn forget_address(State(shop): Books, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let ask = Ask::of(&headers);
    let id = AddressId(id);
    shop.look(|page| Ok(told(shop.theirs(page, &ask, |accounts| accounts.forget_address(&id))?, done)))
}

async fn prefer_address(State(shop): Books, Path(id): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    let operation = ["POST /accounts/me/addresses/", &id, "/default"].concat();
    let id = AddressId(id);
    let prefer =
        |page: &Page<'_>, _: Value| Ok(told(shop.theirs(page, &ask, |accounts| accounts.prefer_address(&id))?, done));
    shop.change(&operation, &ask, &body, prefer).await
}

async fn orders(State(shop): Books, headers: HeaderMap) -> Response {
    let ask = Ask::of(&headers);
    shop.look(|page| {
        let owner = shop.owner(page, &ask)?;
        if owner.is_empty() {
            return Ok(told(Err::<(), _>(BackendError::Unauthorized), done));
        }
        let mut orders = Vec::new();
        for written in page.orders_of(&owner)? {
            let order: Value = serde_json::from_str(&written).unwrap_or_default();
            let number = text(&order, "id").unwrap_or_default();
            let now = shop.readable(page, &ask, number)?;
            orders.push(tell::summary(&now.unwrap_or_else(|| order.clone())));
        }
        Ok(Answer::Json(200, json!({ "orders": orders, "next": null })))
    })
}

/// Done, and there is nothing more to say.
fn done((): ()) -> Value {
    Value::Null
}

/// An answer about an account.
fn told<T>(answer: Result<T, BackendError>, tell: impl FnOnce(T) -> Value) -> Answer {
    match answer {
        Ok(answer) => match tell(answer) {
            Value::Null => Answer::Json(204, Value::Null),
            value => Answer::Json(200, value),
        },
        Err(BackendError::Rejected(problems)) => Answer::Json(200, tell::refused(&problems)),
        Err(_) => Answer::Json(401, error("unauthorized", "Nobody is signed in")),
    }
}

/// A kept card, as the checkout calls it.
fn card_named(id: &str) -> MethodId {
    MethodId(["saved:", id].concat())
}

fn text<'a>(said: &'a Value, name: &str) -> Option<&'a str> {
    said.get(name)?.as_str().filter(|text| !text.is_empty())
}

fn email(said: &Value) -> Result<Email, BackendError> {
    Email::parse(text(said, "email").unwrap_or_default())
        .map_err(|fault| BackendError::Rejected(vec![Problem::new(Field::Email, fault)]))
}

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

/// What is shown of who somebody is.
fn proof(said: &Value) -> Result<Proof, BackendError> {
    let code = text(said, "code").map(secret);
    if let (Some(handle), Some(code)) = (text(said, "second"), &code) {
        let second = SecondFactor { handle: handle.to_owned(), from: CodeFrom::App };
        return Ok(Proof::Second(second, code.clone()));
    }
    let email = email(said)?;
    match (text(said, "password"), code) {
        (Some(password), _) => Ok(Proof::Password(email, secret(password))),
        (None, Some(code)) => Ok(Proof::Code(email, code)),
        (None, None) => Err(BackendError::Unauthorized),
    }
}

/// By what a new account will know its owner.
fn key(said: &Value) -> Result<NewKey, BackendError> {
    if let Some(passkey) = said.get("passkey").filter(|passkey| passkey.is_object()) {
        return Ok(NewKey::Passkey(secret(&passkey.to_string())));
    }
    match (text(said, "password"), text(said, "code")) {
        (Some(password), _) => Ok(NewKey::Password(secret(password))),
        (None, Some(code)) => Ok(NewKey::Code(secret(code))),
        (None, None) => Err(BackendError::Unauthorized),
    }
}

impl Shop {
    /// The session at hand, or a new one with nothing in it.
    pub fn at_hand(&self, page: &Page<'_>, ask: &Ask) -> Kept<Visit> {
        if let Some(id) = &ask.session
            && let Some(visit) = Self::visit(page, ask, id)?
        {
            return Ok(visit);
        }
        let mut visit = Visit::new(page.new_id()?, ask);
        let start = Start { scenario: Scenario::Empty, ..self.desk.start };
        self.desk.serve(page, &mut visit.session, None, Some(start), |demo| ready(demo.open("en")).map(drop))?.ok();
        Ok(visit)
    }

    /// Asks about the account of a token.
    fn theirs<T>(
        &self,
        page: &Page<'_>,
        ask: &Ask,
        act: impl for<'a> FnOnce(&'a dyn Accounts) -> Port<'a, T>,
    ) -> Kept<Result<T, BackendError>> {
        let Some(mut visit) = Self::of_token(page, ask)? else { return Ok(Err(BackendError::Unauthorized)) };
        let answer = self.serve(page, &mut visit, |demo| {
            demo.accounts().ok_or(BackendError::Unauthorized).and_then(|accounts| ready(act(accounts)))
        })?;
        page.keep(&visit.session)?;
        Ok(answer)
    }

    /// The newest session of a token.
    fn of_token(page: &Page<'_>, ask: &Ask) -> Kept<Option<Visit>> {
        let Some(token) = &ask.token else { return Ok(None) };
        match page.sessions_of(token)?.first() {
            Some(session) => Self::visit(page, ask, session),
            None => Ok(None),
        }
    }

    /// The account of a token; empty where there is none.
    pub fn owner(&self, page: &Page<'_>, ask: &Ask) -> Kept<String> {
        let who = self.theirs(page, ask, |accounts| accounts.me())?;
        Ok(who.ok().flatten().map(|who| who.id).unwrap_or_default())
    }

    /// Who is signed in by a token, for one more session of theirs; with the accounts as they are known there.
    pub fn elsewhere(&self, page: &Page<'_>, ask: &Ask) -> Kept<Option<(String, Seat)>> {
        let Some(mut visit) = Self::of_token(page, ask)? else { return Ok(None) };
        let seat = self.serve(page, &mut visit, |demo| Ok(demo.seat().map(|seat| (demo.people(), seat))))?;
        Ok(seat.ok().flatten())
    }

    fn send_code(&self, page: &Page<'_>, ask: &Ask, said: &Value) -> Kept<Answer> {
        let mut visit = self.at_hand(page, ask)?;
        let sent = match email(said) {
            Ok(email) => self.serve(page, &mut visit, |demo| {
                demo.accounts().map_or(Ok(()), |accounts| ready(accounts.send_code(&email)))
            })?,
            Err(error) => Err(error),
        };
        page.keep(&visit.session)?;
        Ok(match sent {
            Ok(()) => Answer::Json(202, json!({})),
            Err(error) => refusal(error, ask, &visit),
        })
    }

    fn sign_in(&self, page: &Page<'_>, ask: &Ask, said: &Value) -> Kept<Answer> {
        let proof = proof(said);
        self.enter(page, ask, None, move |accounts| match &proof {
            Ok(proof) => ready(accounts.sign_in(proof)),
            Err(error) => Err(error.clone()),
        })
    }

    /// Whether an address has an account, where the shop wants to say so. The ways in are the same for everybody.
    fn recognise(&self, page: &Page<'_>, ask: &Ask, said: &Value) -> Kept<Answer> {
        let mut visit = self.at_hand(page, ask)?;
        let known = match email(said) {
            Ok(email) => self.serve(page, &mut visit, |demo| {
                demo.accounts().map_or(Ok(false), |accounts| ready(accounts.knows(&email)))
            })?,
            Err(error) => Err(error),
        };
        let ways = json!(["code", "password", "passkey"]);
        Ok(match known {
            Ok(known) => Answer::Json(200, json!({ "ways": ways, "known": known })),
            Err(BackendError::Rejected(problems)) if problems.is_empty() => Answer::Json(200, json!({ "ways": ways })),
            Err(error) => refusal(error, ask, &visit),
        })
    }

    fn passkey_options(&self, page: &Page<'_>, ask: &Ask, said: &Value) -> Kept<Answer> {
        let mut visit = self.at_hand(page, ask)?;
        let ceremony = if text(said, "kind") == Some("create") { Ceremony::Make } else { Ceremony::SignIn };
        let asked = self.serve(page, &mut visit, |demo| {
            demo.accounts().ok_or(BackendError::Unauthorized).and_then(|it| ready(it.passkey(&ceremony)))
        })?;
        page.keep(&visit.session)?;
        Ok(match asked {
            Ok(options) => Answer::Json(200, serde_json::from_str(&options).unwrap_or_default()),
            Err(error) => refusal(error, ask, &visit),
        })
    }

    /// A passkey that signs in; or, without a signature, one that was made by whoever is signed in.
    fn passkey_verify(&self, page: &Page<'_>, ask: &Ask, said: &Value) -> Kept<Answer> {
        let answer = secret(&said.to_string());
        if said.pointer("/response/signature").is_some() {
            return self.enter(page, ask, None, move |accounts| ready(accounts.sign_in(&Proof::Passkey(answer))));
        }
        Ok(told(self.theirs(page, ask, |accounts| accounts.keep_passkey(&answer))?, done))
    }

    /// Changes what was named of the preferences.
    fn wish(&self, page: &Page<'_>, ask: &Ask, said: &Value) -> Kept<Answer> {
        let language = ask.language(Said(&Value::Null));
        let is_null = |name: &str| said.get(name).is_some_and(Value::is_null);
        let news = said.get("news").and_then(Value::as_bool);
        let wishes = [
            is_null("pay").then_some(Preference::ForgetPay),
            is_null("deliver").then_some(Preference::ForgetDelivery),
            news.map(Preference::News),
            text(said, "language").map(|tag| Preference::Language(tag.to_owned())),
        ];
        let mut kept = self.theirs(page, ask, |accounts| accounts.preferences(language))?;
        for wish in wishes.into_iter().flatten() {
            if kept.is_ok() {
                kept = self.theirs(page, ask, |accounts| accounts.wish(language, &wish))?;
            }
        }
        Ok(told(kept, |kept| tell::preferences(&kept)))
    }

    /// The kept cards, after a wish about one of them.
    fn wallet(&self, page: &Page<'_>, ask: &Ask, wish: Option<Intent>) -> Kept<Answer> {
        let at_hand = match &ask.session {
            Some(id) => Self::visit(page, ask, id)?,
            None => None,
        };
        let visit = match at_hand {
            Some(visit) => Some(visit),
            None => Self::of_token(page, ask)?,
        };
        let Some(mut visit) = visit else { return Ok(told(Err(BackendError::Unauthorized), done)) };
        let language = ask.language(visit.said()).to_owned();
        let quote = self.serve(page, &mut visit, |demo| {
            let quote = match wish {
                Some(wish) => ready(demo.apply(&language, vec![wish]))?,
                None => ready(demo.open(&language))?,
            };
            if quote.customer.is_some() { Ok(quote) } else { Err(BackendError::Unauthorized) }
        })?;
        if quote.is_ok() {
            page.keep(&visit.session)?;
        }
        Ok(told(quote, |quote| tell::wallet(&quote)))
    }

    fn register(&self, page: &Page<'_>, ask: &Ask, said: &Value) -> Kept<Answer> {
        let order = text(said, "order").map(OrderNumber::from);
        self.enter(page, ask, order.as_ref(), |accounts| {
            let key = key(said)?;
            let customer = match &order {
                Some(order) => ready(accounts.claim(order, &key))?,
                None => {
                    let name = text(said, "full_name").and_then(|name| PersonName::parse(name).ok());
                    ready(accounts.register(&Profile { email: email(said)?, name }, &key))?
                }
            };
            Ok(Entered::Customer(Box::new(customer)))
        })
    }

    /// Lets somebody in, in the session at hand, and gives them a token. An order that they claim is theirs then.
    fn enter(
        &self,
        page: &Page<'_>,
        ask: &Ask,
        order: Option<&OrderNumber>,
        act: impl FnOnce(&dyn Accounts) -> Result<Entered, BackendError>,
    ) -> Kept<Answer> {
        let mut visit = self.at_hand(page, ask)?;
        let entered =
            self.serve(page, &mut visit, |demo| demo.accounts().ok_or(BackendError::Unauthorized).and_then(act))?;
        page.keep(&visit.session)?;
        Ok(match entered {
            Ok(Entered::Customer(customer)) => Answer::Json(200, Self::seated(page, &visit, &customer, order)?),
            Ok(Entered::Second(SecondFactor { handle, from })) => {
                let (from, to) = match &from {
                    CodeFrom::App => ("app", None),
                    CodeFrom::Sent(to) => ("sent", Some(to.as_str())),
                };
                Answer::Json(200, json!({ "second": { "handle": handle, "from": from, "to": to } }))
            }
            // One answer for everything that can be wrong.
            Err(BackendError::Unauthorized) => {
                Answer::Json(200, error(code::CREDENTIALS, "What was shown opens no account"))
            }
            Err(error) => refusal(error, ask, &visit),
        })
    }

    fn seated(page: &Page<'_>, visit: &Visit, customer: &Customer, order: Option<&OrderNumber>) -> Kept<Value> {
        let token = page.new_id()?;
        page.seat(&visit.session.id, Some(&token))?;
        if let Some(order) = order {
            page.note_order(order.as_str(), &visit.session.id, &customer.id, "")?;
        }
        Ok(json!({ "token": token, "account": tell::account(customer) }))
    }

    fn sign_out(&self, page: &Page<'_>, ask: &Ask) -> Kept<Answer> {
        let token = ask.token.as_deref().unwrap_or_default();
        for session in page.sessions_of(token)? {
            let Some(mut visit) = Self::visit(page, ask, &session)? else { continue };
            self.serve(page, &mut visit, |demo| demo.accounts().map_or(Ok(()), |accounts| ready(accounts.sign_out())))?
                .ok();
            // What was written there is whose it was.
            visit.say(json!({}));
            page.keep(&visit.session)?;
            page.seat(&session, None)?;
        }
        Ok(Answer::Json(204, Value::Null))
    }

    fn keep_address(&self, page: &Page<'_>, ask: &Ask, id: Option<&AddressId>, said: &Value) -> Kept<Answer> {
        let parts = hear::parts(said);
        let kept = self.theirs(page, ask, |accounts| accounts.keep_address(id, &parts))?;
        Ok(told(kept, |saved| tell::saved(&saved)))
    }
}
