//! What belongs to somebody who signed in: account, address book, kept cards, preferences, orders, returns.
//!
//! Always true: without a token nothing is asked, and signing out forgets the token whatever the shop answers.

use super::{
    Kept, KeptOrder, Ucp, convert, segment,
    wire::{self, EXTRAS, capability, feature},
    write::{Draft, address_of, object},
};
use crate::{
    backend::{
        Accounts, Answer, Backend, Orders, Returns,
        http::{Again, Method, Request},
        json::{self, Json},
        not_here,
    },
    checkout::request::{BackendError, Intent},
    domain::{
        AddressId, LineId, OrderNumber, ReasonId, ReturnNumber, ReturnWayId,
        account::{
            Ceremony, CodeFrom, Customer, Entered, NewKey, Preference, Preferences, Profile, Proof, SavedAddress,
            SecondFactor,
        },
        address::Parts,
        check::{email::Email, name::PersonName},
        day::Instant,
        money::Money,
        order::{Listed, Tracked},
        returns::{Return, ReturnOptions, ReturnRequest, Returnable},
        secret::Secret,
    },
};
use serde_json::Value;

impl Ucp {
    /// Asks and gives the answer, or what the shop said instead of one.
    async fn get(&self, request: Request, again: Again) -> Result<Value, BackendError> {
        self.discover().await?;
        let told = self.ask(&request, again).await?;
        let json = Json::of(&told.value);
        if convert::is_error(&json) {
            return Err(self.rejected(&json));
        }
        Ok(told.value)
    }

    fn signed_in(&self) -> Result<(), BackendError> {
        self.refresh();
        let known = self.state.borrow().kept.token.is_some();
        if known { Ok(()) } else { Err(BackendError::Unauthorized) }
    }

    /// A request that lets somebody in. It names the session at hand: what is in its bag stays there.
    fn entering(&self, path: &str, body: &Value) -> Request {
        let request = self.write(Method::Post, path, "", body);
        match self.session() {
            Ok(session) => request.header("kassa-session", &session),
            Err(_) => request,
        }
    }

    async fn enter(&self, path: &'static str, body: Value) -> Result<Entered, BackendError> {
        self.discover().await?;
        let value = self.get(self.entering(path, &body), Again::Never).await?;
        let json = Json::of(&value);
        let second = json.get("second");
        if let Some(handle) = second.get("handle").maybe_text() {
            let from = match second.get("from").maybe_text() {
                Some("sent") => CodeFrom::Sent(second.get("to").words()),
                _ => CodeFrom::App,
            };
            return Ok(Entered::Second(SecondFactor { handle: handle.to_owned(), from }));
        }
        let token = json.get("token").text().map_err(|unfit| self.client.unfit(&unfit))?.to_owned();
        let account = json.get("account");
        let customer = convert::customer(&account);
        let customer = customer.ok_or_else(|| self.client.unfit(&account.get("email").unfit("whose account it is")))?;
        self.keep(|kept| kept.token = Some(token));
        Ok(Entered::Customer(Box::new(customer)))
    }

    /// The same where nothing more can be asked for.
    async fn make(&self, body: Value) -> Result<Customer, BackendError> {
        match self.enter("/accounts/register", body).await? {
            Entered::Customer(customer) => Ok(*customer),
            Entered::Second(_) => Err(BackendError::Malformed),
        }
    }

    async fn who(&self) -> Result<Option<Customer>, BackendError> {
        if self.signed_in().is_err() {
            return Ok(None);
        }
        match self.get(self.request(Method::Get, "/accounts/me", ""), Again::Read).await {
            Ok(value) => Ok(convert::customer(&Json::of(&value))),
            Err(BackendError::Unauthorized) => {
                self.keep(|kept| kept.token = None);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    async fn orders_of_account(&self) -> Result<Vec<Listed>, BackendError> {
        self.signed_in()?;
        let value = self.get(self.request(Method::Get, "/orders", ""), Again::Read).await?;
        let listed = |order: &Json| {
            let currency = order.get("currency").currency().ok()?;
            Some(Listed {
                number: OrderNumber(order.get("id").maybe_text()?.to_owned()),
                placed: order.get("placed_at").moment().unwrap_or(Instant(0)),
                total: order.get("total").minor(currency).ok()?,
                pieces: order.get("pieces").count().unwrap_or_default(),
                reached: order.get("reached").maybe_text().and_then(wire::reached),
            })
        };
        Ok(Json::of(&value).get("orders").list().iter().filter_map(listed).collect())
    }

    /// A request about an order, by whoever placed it.
    fn about(&self, method: Method, locale: &str, number: &OrderNumber, rest: &str, body: Option<&Value>) -> Request {
        let known = self.known_order(number);
        let id = known.as_ref().map_or(number.as_str(), |known| &known.id);
        let path = ["/orders", &segment(id), rest].concat();
        let request = match body {
            Some(body) => self.write(method, &path, locale, body),
            None => self.request(method, &path, locale),
        };
        match known {
            Some(known) => request.header("kassa-session", &known.session),
            None => request,
        }
    }
}

impl Ucp {
    /// Does something with a kept card.
    pub(super) async fn wallet(&self, locale: &str, wish: &Intent) -> Result<(), BackendError> {
        self.signed_in()?;
        let (method, card, rest) = match wish {
            Intent::ForgetCard(card) => (Method::Delete, card, ""),
            Intent::PreferCard(card) => (Method::Post, card, "/default"),
            _ => return Ok(()),
        };
        let id = card.as_str().strip_prefix(convert::KEPT).unwrap_or(card.as_str());
        let path = ["/wallet", &segment(id), rest].concat();
        let request = match method {
            Method::Delete => self.request(method, &path, locale),
            _ => self.write(method, &path, locale, &object([])),
        };
        let request = request.header("kassa-session", &self.session()?);
        self.get(request, Again::Safe).await.map(drop)
    }

    /// Lets go of what is known of the session: what was typed and chosen was somebody's.
    fn let_go(&self) {
        let mut state = self.state.borrow_mut();
        state.draft = Draft::default();
        state.last = Value::Null;
        state.sent = None;
    }

    async fn leave(&self) -> Result<(), BackendError> {
        if self.signed_in().is_err() {
            return Ok(());
        }
        let request = self.write(Method::Post, "/accounts/sign-out", "", &object([]));
        self.keep(|kept| {
            kept.token = None;
            kept.orders.retain(|order| !order.found);
        });
        self.let_go();
        self.get(request, Again::Safe).await.map(drop)
    }

    /// Signs out, and forgets every session and order this browser could read; the bag goes on in a session that knows
    /// nobody. An order that was just placed is still being read.
    async fn forget(&self) -> Result<(), BackendError> {
        self.discover().await?;
        self.leave().await?;
        let now = match self.session() {
            Ok(session) => match self.get_session("", &session).await {
                Ok(value) => Some((session, value)),
                Err(BackendError::Unauthorized) => None,
                Err(error) => return Err(error),
            },
            Err(_) => None,
        };
        let Some((session, value)) = now else {
            self.keep(|kept| kept.orders.clear());
            return Ok(());
        };
        let json = Json::of(&value);
        if json.get("order").is_some() {
            self.keep(|kept| kept.orders.retain(|order| order.session == session));
            return Ok(());
        }
        let bag = Draft::of(&json).goods();
        let end = ["/checkout-sessions", &segment(&session), "/cancel"].concat();
        self.get(self.write(Method::Post, &end, "", &object([])), Again::Safe).await?;
        self.let_go();
        self.keep(|kept| *kept = Kept { handed: kept.handed.take(), ..Kept::default() });
        self.create("", bag, false).await.map(drop)
    }
}

fn saved(json: &Json) -> Option<SavedAddress> {
    Some(SavedAddress {
        id: AddressId(json.get("id").maybe_text()?.to_owned()),
        parts: convert::parts(json),
        preferred: json.get(EXTRAS).get("preferred").is_true(),
    })
}

impl Accounts for Ucp {
    fn me(&self) -> Answer<'_, Option<Customer>> {
        Box::pin(self.who())
    }

    fn sign_in(&self, proof: &Proof) -> Answer<'_, Entered> {
        let text = |secret: &Secret<String>| Value::from(secret.expose().as_str());
        let body = match proof {
            Proof::Password(email, password) => {
                object([("email", email.as_str().into()), ("password", text(password))])
            }
            Proof::Code(email, code) => object([("email", email.as_str().into()), ("code", text(code))]),
            Proof::Second(factor, code) => object([("second", factor.handle.as_str().into()), ("code", text(code))]),
            Proof::Passkey(answer) => match json::parse(answer.expose()) {
                Ok(answer) => answer,
                Err(_) => return not_here(),
            },
        };
        let path = if matches!(proof, Proof::Passkey(_)) { "/accounts/passkey/verify" } else { "/accounts/sign-in" };
        Box::pin(async move {
            match self.enter(path, body).await {
                // One answer for everything that can be wrong with a pair.
                Err(BackendError::Rejected(problems)) if problems.is_empty() => Err(BackendError::Unauthorized),
                entered => entered,
            }
        })
    }

    fn register(&self, profile: &Profile, key: &NewKey) -> Answer<'_, Customer> {
        let Some((name, key)) = shown(key) else { return not_here() };
        let full_name = profile.name.as_ref().map(PersonName::as_str).into();
        Box::pin(self.make(object([("email", profile.email.as_str().into()), ("full_name", full_name), (name, key)])))
    }

    fn send_code(&self, email: &Email) -> Answer<'_, ()> {
        if !self.facts().can.doors.code {
            return not_here();
        }
        let body = object([("email", email.as_str().into())]);
        Box::pin(async move {
            self.discover().await?;
            self.get(self.entering("/accounts/code", &body), Again::Never).await.map(drop)
        })
    }

    fn claim(&self, order: &OrderNumber, key: &NewKey) -> Answer<'_, Customer> {
        let Some((name, key)) = shown(key).filter(|_| self.facts().can.doors.claim) else { return not_here() };
        Box::pin(self.make(object([("order", order.as_str().into()), (name, key)])))
    }

    fn sign_out(&self) -> Answer<'_, ()> {
        Box::pin(self.leave())
    }

    fn knows(&self, email: &Email) -> Answer<'_, bool> {
        if !self.facts().can.doors.hint {
            return not_here();
        }
        let body = object([("email", email.as_str().into())]);
        Box::pin(async move {
            self.discover().await?;
            let value = self.get(self.entering("/accounts/recognise", &body), Again::Never).await?;
            Ok(Json::of(&value).get("known").is_true())
        })
    }

    fn passkey(&self, ceremony: &Ceremony) -> Answer<'_, String> {
        if !self.facts().can.doors.passkey {
            return not_here();
        }
        let kind = if *ceremony == Ceremony::Make { "create" } else { "get" };
        let body = object([("kind", kind.into())]);
        Box::pin(async move {
            let value = self.get(self.entering("/accounts/passkey/options", &body), Again::Never).await?;
            Ok(value.to_string())
        })
    }

    fn keep_passkey(&self, made: &Secret<String>) -> Answer<'_, ()> {
        let Some(made) = json::parse(made.expose()).ok().filter(|_| self.facts().can.doors.passkey) else {
            return not_here();
        };
        Box::pin(async move {
            self.signed_in()?;
            self.get(self.entering("/accounts/passkey/verify", &made), Again::Never).await.map(drop)
        })
    }

    fn remember(&self, remembered: bool) -> Answer<'_, ()> {
        Box::pin(async move { if remembered { Ok(()) } else { self.forget().await } })
    }

    fn addresses(&self) -> Answer<'_, Vec<SavedAddress>> {
        Box::pin(async move {
            self.signed_in()?;
            let value = self.get(self.request(Method::Get, "/accounts/me/addresses", ""), Again::Read).await?;
            Ok(Json::of(&value).get("addresses").list().iter().filter_map(saved).collect())
        })
    }

    fn keep_address(&self, id: Option<&AddressId>, parts: &Parts) -> Answer<'_, SavedAddress> {
        let path = id.map_or_else(String::new, |id| segment(id.as_str()));
        let method = if id.is_some() { Method::Put } else { Method::Post };
        let body = address_of(parts);
        Box::pin(async move {
            self.signed_in()?;
            let request = self.write(method, &["/accounts/me/addresses", &path].concat(), "", &body);
            let value = self.get(request, Again::Safe).await?;
            let json = Json::of(&value);
            saved(&json).ok_or_else(|| self.client.unfit(&json.get("id").unfit("the id of the address")))
        })
    }

    fn forget_address(&self, id: &AddressId) -> Answer<'_, ()> {
        let path = ["/accounts/me/addresses", &segment(id.as_str())].concat();
        Box::pin(async move {
            self.signed_in()?;
            self.get(self.request(Method::Delete, &path, ""), Again::Safe).await.map(drop)
        })
    }

    fn prefer_address(&self, id: &AddressId) -> Answer<'_, ()> {
        let path = ["/accounts/me/addresses", &segment(id.as_str()), "/default"].concat();
        Box::pin(async move {
            self.signed_in()?;
            self.get(self.write(Method::Post, &path, "", &object([])), Again::Safe).await.map(drop)
        })
    }

    fn preferences(&self, locale: &str) -> Answer<'_, Preferences> {
        let request = self.request(Method::Get, PREFERENCES, locale);
        Box::pin(async move {
            self.signed_in()?;
            let value = self.get(request, Again::Read).await?;
            Ok(convert::preferences(&Json::of(&value), &self.config))
        })
    }

    fn wish(&self, locale: &str, wish: &Preference) -> Answer<'_, Preferences> {
        let (name, value) = match wish {
            // Not left out but said to be none: `object` would drop it.
            Preference::ForgetPay => ("pay", Value::Null),
            Preference::ForgetDelivery => ("deliver", Value::Null),
            Preference::News(news) => ("news", (*news).into()),
            Preference::Language(tag) => ("language", tag.as_str().into()),
        };
        let body = Value::Object([(name.to_owned(), value)].into_iter().collect());
        let request = self.write(Method::Post, PREFERENCES, locale, &body);
        Box::pin(async move {
            self.signed_in()?;
            let value = self.get(request, Again::Safe).await?;
            Ok(convert::preferences(&Json::of(&value), &self.config))
        })
    }
}

/// Where what somebody usually takes is.
const PREFERENCES: &str = "/accounts/me/preferences";

/// By what an account will know its owner, as it is sent.
fn shown(key: &NewKey) -> Option<(&'static str, Value)> {
    match key {
        NewKey::Password(password) => Some(("password", password.expose().as_str().into())),
        NewKey::Code(code) => Some(("code", code.expose().as_str().into())),
        NewKey::Passkey(made) => Some(("passkey", json::parse(made.expose()).ok()?)),
    }
}

impl Orders for Ucp {
    fn list(&self) -> Answer<'_, Vec<Listed>> {
        if !self.can(capability::ACCOUNTS) {
            return not_here();
        }
        Box::pin(self.orders_of_account())
    }

    fn track(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Tracked> {
        let (locale, number) = (locale.to_owned(), number.clone());
        Box::pin(async move {
            let (value, remembered) = self.ask_about(&locale, &number, "").await?;
            self.read(|reading| convert::tracked(&Json::of(&value), reading, remembered.as_ref()))
        })
    }

    fn find(&self, locale: &str, number: &OrderNumber, email: &Email) -> Answer<'_, Tracked> {
        if !self.abilities().has(feature::FIND) {
            return not_here();
        }
        let body = object([("number", number.as_str().into()), ("email", email.as_str().into())]);
        let request = self.write(Method::Post, "/orders/find", locale, &body);
        Box::pin(async move {
            let value = self.get(request, Again::Never).await?;
            let json = Json::of(&value);
            let found = self.read(|reading| convert::tracked(&json, reading, None))?;
            // What lets this browser read it from now on.
            let session = json.get(EXTRAS).get("access").words();
            let number = found.order.number.0.clone();
            let id = json.get("id").maybe_text().unwrap_or(&number).to_owned();
            self.keep_order(KeptOrder { number, id, session, placed: found.order.placed.0, found: true });
            Ok(found)
        })
    }
}

impl Returns for Ucp {
    fn options(&self, locale: &str, number: &OrderNumber) -> Answer<'_, ReturnOptions> {
        let request = self.about(Method::Get, locale, number, "/returns", None);
        Box::pin(async move {
            let value = self.get(request, Again::Read).await?;
            let json = Json::of(&value);
            let currency = json.get("currency").currency()?;
            let line = |line: &Json| {
                let quantity = line.get("most").count().ok().filter(|most| *most > 0)?;
                let id = LineId(line.get("line_id").maybe_text()?.to_owned());
                Some(Returnable { line: id, title: line.get("title").words(), quantity })
            };
            let reason = |it: &Json| Some((ReasonId(it.get("id").maybe_text()?.to_owned()), it.get("title").words()));
            let way = |it: &Json| {
                let fee = it.get("fee").minor(currency).unwrap_or(Money::zero(currency));
                Some((ReturnWayId(it.get("id").maybe_text()?.to_owned()), it.get("title").words(), fee))
            };
            Ok(ReturnOptions {
                lines: json.get("lines").list().iter().filter_map(line).collect(),
                reasons: json.get("reasons").list().iter().filter_map(reason).collect(),
                ways: json.get("ways").list().iter().filter_map(way).collect(),
            })
        })
    }

    fn request(&self, locale: &str, wanted: &ReturnRequest) -> Answer<'_, Return> {
        let line = |(line, quantity): &(LineId, u32)| {
            object([
                ("line_id", line.as_str().into()),
                ("quantity", (*quantity).into()),
                ("reason", wanted.reason.as_ref().map(ReasonId::as_str).into()),
                ("note", Some(wanted.note.as_str()).filter(|note| !note.is_empty()).into()),
            ])
        };
        let body = object([
            ("lines", Value::Array(wanted.lines.iter().map(line).collect())),
            ("way", wanted.way.as_ref().map(ReturnWayId::as_str).into()),
        ]);
        let request = self.about(Method::Post, locale, &wanted.order, "/returns", Some(&body));
        Box::pin(async move {
            let value = self.get(request, Again::Safe).await?;
            let json = Json::of(&value);
            let refund = || {
                let currency = json.get("currency").currency().ok()?;
                let rows = json.get("refund").get("rows").list();
                let total = rows.iter().find(|row| row.get("type").maybe_text() == Some("total"))?;
                total.get("amount").minor(currency).ok()
            };
            let number = json.get("id").text().map_err(|unfit| self.client.unfit(&unfit))?;
            Ok(Return { number: ReturnNumber(number.to_owned()), refund: refund() })
        })
    }
}
