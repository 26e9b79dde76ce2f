//! What belongs to somebody who signed in: account, address book, orders, returns.
//!
//! Always true: without a token nothing is asked, and signing out forgets the token whatever the shop answers.

use super::{
    Ucp, convert, segment,
    wire::EXTRAS,
    write::{address_of, object},
};
use crate::{
    backend::{
        Accounts, Answer, Orders, Returns,
        http::{Again, Method, Request},
        json::Json,
        not_here,
    },
    checkout::request::BackendError,
    domain::{
        AddressId, LineId, OrderNumber, ReasonId, ReturnNumber, ReturnWayId,
        account::{Customer, Entered, NewKey, Profile, Proof, SavedAddress},
        address::Parts,
        check::name::PersonName,
        day::Instant,
        money::Money,
        order::Listed,
        returns::{Return, ReturnOptions, ReturnRequest, Returnable},
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
        let known = self.state.borrow().kept.token.is_some();
        if known { Ok(()) } else { Err(BackendError::Unauthorized) }
    }

    async fn take_token(&self, path: &str, body: Value) -> Result<Customer, BackendError> {
        let request = self.write(Method::Post, path, "", &body);
        let value = match self.get(request, Again::Never).await {
            // One answer for everything that can be wrong with a pair.
            Err(BackendError::Rejected(problems)) if problems.is_empty() => return Err(BackendError::Unauthorized),
            answer => answer?,
        };
        let json = Json::of(&value);
        let token = json.get("token").text().map_err(|unfit| self.client.unfit(&unfit))?.to_owned();
        self.keep(|kept| kept.token = Some(token));
        Ok(customer(&json.get("account")))
    }

    async fn who(&self) -> Result<Option<Customer>, BackendError> {
        if self.signed_in().is_err() {
            return Ok(None);
        }
        match self.get(self.request(Method::Get, "/accounts/me", ""), Again::Read).await {
            Ok(value) => Ok(Some(customer(&Json::of(&value)))),
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
                reached: None,
            })
        };
        Ok(Json::of(&value).get("orders").list().iter().filter_map(listed).collect())
    }

    /// A request about an order, by whoever placed it.
    fn about(&self, method: Method, number: &OrderNumber, rest: &str, body: Option<&Value>) -> Request {
        let known = {
            let state = self.state.borrow();
            state.kept.orders.iter().find(|order| order.number == number.as_str()).cloned()
        };
        let id = known.as_ref().map_or(number.as_str(), |known| &known.id);
        let path = ["/orders", &segment(id), rest].concat();
        let request = match body {
            Some(body) => self.write(method, &path, "", body),
            None => self.request(method, &path, ""),
        };
        match known {
            Some(known) => request.header("kassa-session", &known.session),
            None => request,
        }
    }
}

fn customer(json: &Json) -> Customer {
    Customer::new(&json.get("email").words(), &json.get("full_name").words())
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
        let Some((email, password)) = proof.pair() else { return not_here() };
        let pair = object([("email", email.as_str().into()), ("password", password.expose().as_str().into())]);
        Box::pin(async move { Ok(Entered::Customer(Box::new(self.take_token("/accounts/sign-in", pair).await?))) })
    }

    fn register(&self, profile: &Profile, key: &NewKey) -> Answer<'_, Customer> {
        let Some(password) = key.password() else { return not_here() };
        let body = object([
            ("email", profile.email.as_str().into()),
            ("full_name", profile.name.as_ref().map(PersonName::as_str).into()),
            ("password", password.expose().as_str().into()),
        ]);
        Box::pin(self.take_token("/accounts/register", body))
    }

    fn sign_out(&self) -> Answer<'_, ()> {
        Box::pin(async move {
            if self.signed_in().is_err() {
                return Ok(());
            }
            let request = self.write(Method::Post, "/accounts/sign-out", "", &object([]));
            self.keep(|kept| kept.token = None);
            self.get(request, Again::Safe).await.map(|_| ())
        })
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
            self.get(self.request(Method::Delete, &path, ""), Again::Safe).await.map(|_| ())
        })
    }
}

impl Orders for Ucp {
    fn list(&self) -> Answer<'_, Vec<Listed>> {
        Box::pin(self.orders_of_account())
    }
}

impl Returns for Ucp {
    fn options(&self, number: &OrderNumber) -> Answer<'_, ReturnOptions> {
        let request = self.about(Method::Get, number, "/returns", None);
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

    fn request(&self, wanted: &ReturnRequest) -> Answer<'_, Return> {
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
        let request = self.about(Method::Post, &wanted.order, "/returns", Some(&body));
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
