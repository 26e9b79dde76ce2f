//! A worked example: the adapter of a made-up shop, the Corner, whole and in one file.
//!
//! The Corner's API is small: `GET /bags/{id}`, `PATCH /bags/{id}`, `POST /bags/{id}/order`, `GET` and `DELETE
//! /keys/{key}`, `GET /orders/{number}`. In `src/backend/corner/` it would say `crate::` for `kassa::`, and stand in the list of
//! `src/backend/mod.rs` and among the features of `Cargo.toml`; nothing else changes. `tests/native/corner.rs` runs the
//! contract suite on it.

use kassa::{
    backend::{
        Answer, Backend, World,
        config::{Config, Wrong},
        http::{Again, Client, Method, Request, Response},
        json::{Json, Unfit},
        shelf::Shelf,
    },
    checkout::request::{
        BackendError, Can, Facts, Idempotency, Intent, Keys, Known, Lookup, OrderRequest, Payment, Placed, Replays,
    },
    domain::{
        OrderNumber, RateId,
        address::Label,
        cart::Line,
        check::postal::Postcode,
        country::Country,
        delivery::{Delivery, Rate},
        money::Currency,
        order::{Order, OrderDelivery},
        payment::{Decline, MethodOffer},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{AppliedCode, Quote, Rates},
        totals::{TotalKind, TotalRow, Totals},
    },
};
use serde_json::{Value, json};
use std::rc::Rc;

/// Makes the adapter of what a page says.
///
/// # Errors
/// When the page does not say where the Corner is.
pub fn adapter(world: World) -> Result<Rc<dyn Backend>, Wrong> {
    world.config.needs_endpoint()?;
    Ok(Rc::new(Corner { client: Client::new(world.http), shelf: world.shelf, config: world.config }))
}

struct Corner {
    client: Client,
    /// Holds the name of the bag, so that a reload finds it.
    shelf: Rc<dyn Shelf>,
    config: Config,
}

impl Corner {
    /// The bag of this browser: the one the shop's page hands over, or the one that was here before.
    fn bag(&self) -> Result<String, BackendError> {
        let bag = self.config.session.clone().or_else(|| self.shelf.load()).ok_or(BackendError::Unauthorized)?;
        // A shelf that is full costs a reload, not the purchase.
        let _ = self.shelf.save(&bag);
        Ok(bag)
    }

    fn request(&self, method: Method, path: &[&str]) -> Request {
        let path = path.iter().flat_map(|part| ["/", part]).collect::<String>();
        Request::new(method, [&self.config.endpoint, path.as_str()].concat())
    }

    /// Sends a request; what the Corner refuses, and why, is read once and here.
    async fn ask(&self, request: &Request, again: Again) -> Result<Value, BackendError> {
        let response = self.client.send(request, again).await?;
        match response.status {
            200..=299 => self.client.read(request, &response),
            402 => Err(BackendError::Declined(decline(&response))),
            404 if response.read().is_ok() => Err(BackendError::Unauthorized),
            409 => {
                let now = self.client.read(request, &response)?;
                match Json::of(&now).get("order").maybe_text() {
                    Some(number) => Err(BackendError::AlreadyPlaced(number.into())),
                    None => Err(BackendError::Stale(Box::new(self.quote(&now)?))),
                }
            }
            422 => Err(BackendError::Rejected(problems(&self.client.read(request, &response)?))),
            // Whatever else: wrong endpoint, expired key, a page instead of data. The client tells them apart.
            _ => Err(self.client.failed(request, &response)),
        }
    }

    /// The Corner's bag as a quote. What it does not say is left empty, and so is not drawn.
    fn quote(&self, value: &Value) -> Result<Quote, BackendError> {
        let bag = Json::of(value);
        let currency = bag.get("currency").currency()?;
        self.read(bag, currency).map_err(|unfit| self.client.unfit(&unfit))
    }

    fn read(&self, bag: Json, currency: Currency) -> Result<Quote, Unfit> {
        let country = bag.get("ship").get("country").maybe_text().and_then(Country::parse);
        let country = country.or(self.config.countries.first().copied()).unwrap_or(Country::of(*b"FI"));
        let ship = bag.get("ship");
        let mut quote =
            Quote::new(bag.get("id").text()?.into(), self.client.http().now(), country, totals(&bag, currency)?);
        quote.revision = u64::from(bag.get("version").count()?);
        quote.shop = self.config.shop.clone();
        quote.countries.clone_from(&self.config.countries);
        quote.lines = lines(&bag, currency)?;
        let code = bag.get("code").maybe_text();
        quote.codes = code.map(|code| AppliedCode { code: code.into(), title: String::new() }).into_iter().collect();
        let rates = ship.get("ways").list().iter().map(|way| rate(way, currency)).collect::<Result<Vec<_>, _>>()?;
        quote.delivery.rates = match (rates.is_empty(), ship.get("country").is_some()) {
            (false, _) => Rates::Offered(rates),
            (true, true) => Rates::None,
            (true, false) => Rates::Unknown,
        };
        quote.delivery.rate = ship.get("way").maybe_text().map(RateId::from);
        quote.methods = bag.get("pay").list().iter().filter_map(|method| self.method(method)).collect();
        quote.method = bag.get("paying").maybe_text().map(|code| self.config.method(code));
        quote.order = bag.get("order").maybe_text().map(OrderNumber::from);
        Ok(quote)
    }

    fn method(&self, code: &Json) -> Option<MethodOffer> {
        Some(MethodOffer::new(self.config.method(code.maybe_text()?)))
    }

    fn order_of(&self, value: &Value) -> Result<Order, BackendError> {
        let json = Json::of(value);
        let currency = json.get("currency").currency()?;
        let read = || -> Result<Order, Unfit> {
            let placed = json.get("placed").moment().unwrap_or(self.client.http().now());
            let mut order = Order::new(json.get("number").text()?.into(), placed, totals(&json, currency)?);
            order.email = json.get("email").words();
            order.lines = lines(&json, currency)?;
            let to = json.get("to");
            let country = to.get("country").maybe_text().and_then(Country::parse).unwrap_or(Country::of(*b"FI"));
            let address =
                Label::of(country, &|part| part_name(part).map(|name| to.get(name).words()).unwrap_or_default());
            let title = json.get("way").words();
            order.delivery = OrderDelivery::Ship { address, title, carrier: String::new(), window: None };
            order.method = json.get("paying").maybe_text().map(|code| self.config.method(code));
            Ok(order)
        };
        read().map_err(|unfit| self.client.unfit(&unfit))
    }

    async fn change(&self, intents: &[Intent]) -> Result<Quote, BackendError> {
        let bag = self.bag()?;
        let body = Value::Array(intents.iter().filter_map(|intent| self.wish(intent)).collect());
        // All or none, and the same whenever it is done twice: quantities, not differences.
        let request = self.request(Method::Patch, &["bags", &bag]).json(&body);
        self.quote(&self.ask(&request, Again::Safe).await?)
    }

    /// An intent as the Corner takes it; nothing for what it does not keep.
    fn wish(&self, intent: &Intent) -> Option<Value> {
        Some(match intent {
            Intent::SetQuantity(line, quantity) => json!({ "line": line.as_str(), "quantity": quantity }),
            Intent::ApplyCode(code) => json!({ "code": code }),
            Intent::RemoveCode(_) => json!({ "code": null }),
            Intent::SetDestination { country, postcode } => json!({ "country": country.code(), "zip": postcode }),
            Intent::SetRate(rate) => json!({ "way": rate.as_str() }),
            Intent::SetMethod(method) => json!({ "paying": self.config.code_of(method) }),
            _ => return None,
        })
    }
}

fn lines(of: &Json, currency: Currency) -> Result<Vec<Line>, Unfit> {
    let line = |line: &Json| {
        let (id, title) = (line.get("id").text()?.into(), line.get("name").text()?.to_owned());
        let (each, sum) = (line.get("each").minor(currency)?, line.get("sum").minor(currency)?);
        Ok(Line {
            item: line.get("sku").words().as_str().into(),
            ..Line::new(id, title, line.get("quantity").count()?, each, sum)
        })
    };
    of.get("lines").list().iter().map(line).collect()
}

fn rate(way: &Json, currency: Currency) -> Result<Rate, Unfit> {
    Ok(Rate::new(way.get("id").text()?.into(), way.get("name").words(), way.get("price").minor(currency)?))
}

/// The Corner's own sums in its own order; nothing is added up here.
fn totals(of: &Json, currency: Currency) -> Result<Totals, Unfit> {
    let row = |row: &Json| {
        let kind = match row.get("kind").maybe_text() {
            Some("goods") => TotalKind::Items,
            Some("code") => TotalKind::Discount,
            Some("shipping") => TotalKind::Delivery,
            _ => TotalKind::Other,
        };
        Ok(TotalRow { kind, label: None, amount: row.get("amount").minor(currency)?, estimate: false })
    };
    let rows = of.get("rows").list().iter().map(row).collect::<Result<_, _>>()?;
    let pieces = of.get("lines").list().iter().filter_map(|line| line.get("quantity").count().ok()).sum();
    Ok(Totals::new(rows, pieces, of.get("sum").minor(currency)?, Vec::new()))
}

const fn part_name(part: AddressField) -> Option<&'static str> {
    Some(match part {
        AddressField::Name => "name",
        AddressField::Street => "street",
        AddressField::Postcode => "zip",
        AddressField::City => "city",
        _ => return None,
    })
}

fn decline(response: &Response) -> Decline {
    let value = response.read().unwrap_or_default();
    match Json::of(&value).get("reason").maybe_text() {
        Some("funds") => Decline::InsufficientFunds,
        Some("expired") => Decline::ExpiredCard,
        // A reason we do not know is a refusal without one.
        _ => Decline::Generic,
    }
}

fn problems(value: &Value) -> Vec<Problem> {
    let (field, fault) = match Json::of(value).get("about").maybe_text() {
        Some("quantity") => (Field::Quantity, Fault::Refused),
        Some("code") => (Field::Code, Fault::CodeUnknown),
        Some("old code") => (Field::Code, Fault::CodeExpired),
        Some("country") => (Field::Address(AddressUse::Shipping, AddressField::Country), Fault::NotServed),
        Some("way") => (Field::Rate, Fault::Gone),
        _ => (Field::Method, Fault::Refused),
    };
    vec![Problem::new(field, fault)]
}

impl Backend for Corner {
    fn facts(&self) -> Facts {
        Facts {
            idempotency: Idempotency::Key { window_hours: 24, replays: Replays::Succeeded, mismatch_refused: false },
            lookup: Lookup::ByKey,
            can: Can { codes: true, ..Can::default() },
            ..Facts::UNKNOWN
        }
    }

    fn open(&self, _: &str) -> Answer<'_, Quote> {
        Box::pin(async move {
            let request = self.request(Method::Get, &["bags", &self.bag()?]);
            self.quote(&self.ask(&request, Again::Read).await?)
        })
    }

    fn apply(&self, _: &str, intents: Vec<Intent>) -> Answer<'_, Quote> {
        Box::pin(async move { self.change(&intents).await })
    }

    fn place(&self, _: &str, keys: Keys, order: OrderRequest, payment: Payment) -> Answer<'_, Placed> {
        Box::pin(async move {
            let Delivery::Ship { address, .. } = &order.delivery else {
                return Err(BackendError::Rejected(Vec::new()));
            };
            let to = json!({
                "name": address.name.as_str(), "street": address.street, "city": address.city, "country": address.country.code(),
                "zip": address.postcode.as_ref().map(Postcode::as_str),
            });
            let body = json!({
                "email": order.contact.email.as_str(), "to": to, "sum": order.expected_total.minor(), "payment_key": keys.payment,
                "token": payment.token.as_ref().map(|token| token.expose().as_str()),
            });
            let request = self.request(Method::Post, &["bags", &self.bag()?, "order"]);
            let request = request.header("idempotency-key", &keys.order).json(&body);
            Ok(Placed::Order(Box::new(self.order_of(&self.ask(&request, Again::Safe).await?)?)))
        })
    }

    fn look_up(&self, _: &str, order_key: &str) -> Answer<'_, Known> {
        let request = self.request(Method::Get, &["keys", order_key]);
        Box::pin(async move {
            match self.ask(&request, Again::Read).await {
                Ok(value) => Ok(Known::Order(Box::new(self.order_of(&value)?))),
                Err(BackendError::Unauthorized) => Ok(Known::Nothing),
                Err(BackendError::Declined(decline)) => Ok(Known::Declined(decline)),
                Err(error) => Err(error),
            }
        })
    }

    fn cancel(&self, locale: &str, order_key: &str) -> Answer<'_, Quote> {
        let (request, locale) = (self.request(Method::Delete, &["keys", order_key]), locale.to_owned());
        Box::pin(async move {
            self.ask(&request, Again::Safe).await?;
            self.open(&locale).await
        })
    }

    fn order(&self, _: &str, number: &OrderNumber) -> Answer<'_, Order> {
        let request = self.request(Method::Get, &["orders", number.as_str()]);
        Box::pin(async move { self.order_of(&self.ask(&request, Again::Read).await?) })
    }
}
