//! Vendure's wire: its documents, one round trip, and how it says that something went wrong.
//!
//! Always true: the session's token goes out with every request, and a new one is taken only when we had none or signed in; another one
//! means that Vendure no longer knows ours. What is thrown (`errors[]`) and what is answered (`errorCode` in a union) stay two
//! things: a thrown error leaves open whether something was done. Knows neither quotes nor orders.
//! Source: <https://docs.vendure.io/current/core/reference/graphql-api/shop/queries> and the schema of 3.7.3.

use super::kept::Kept;
use crate::{
    backend::{
        World,
        config::Wrong,
        http::{Again, Client, Method, Request},
        json::{Json, Unfit},
        shelf::Shelf,
    },
    checkout::request::{BackendError, Setup},
};
use core::cell::RefCell;
use serde_json::{Value, json};
use std::rc::Rc;

/// Everything we read of an order.
pub(super) const ORDER: &str = "fragment O on Order{code state active currencyCode orderPlacedAt totalQuantity subTotalWithTax \
    totalWithTax couponCodes promotions{couponCode name}discounts{adjustmentSource description amountWithTax}\
    taxSummary{taxRate taxTotal}surcharges{description priceWithTax}lines{id quantity unitPriceWithTax linePriceWithTax \
    featuredAsset{preview}productVariant{id name stockLevel options{name}product{name}}}customer{emailAddress}\
    shippingAddress{...A}billingAddress{...A}shippingLines{priceWithTax shippingMethod{id name}}\
    payments{method state metadata}}fragment A on OrderAddress{fullName company streetLine1 streetLine2 city province \
    postalCode countryCode phoneNumber}";

/// What a checkout shows, in one request.
pub(super) const QUOTE: &str = "{activeOrder{...O}eligibleShippingMethods{id name description priceWithTax metadata}\
    eligiblePaymentMethods{code isEligible}availableCountries{code}activeChannel{defaultCurrencyCode}\
    activeCustomer{id firstName lastName emailAddress}}";

/// How a request ended that was answered.
pub(super) struct Answered {
    /// `data`, as far as it is there: parts of it may be missing where something was thrown.
    pub data: Value,
    /// The code of the first thrown error; empty when it has none.
    pub thrown: Option<String>,
}

impl Answered {
    /// The data, if nothing was thrown.
    ///
    /// # Errors
    /// What was thrown, as far as it means the same everywhere.
    pub(super) fn whole(self) -> Result<Value, BackendError> {
        match self.thrown.as_deref() {
            None => Ok(self.data),
            Some("FORBIDDEN" | "UNAUTHORIZED") => Err(BackendError::Unauthorized),
            // Thrown without a reason we know: a fault inside the shop.
            Some(_) => Err(BackendError::Server(String::new())),
        }
    }
}

/// Who may change the token of the session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Nobody: another one means that ours is not known any more.
    Stays,
    /// This request: it signs in or out.
    Changes,
}

/// The way to the shop.
pub(super) struct Wire {
    client: Client,
    shelf: Rc<dyn Shelf>,
    /// What is on the shelf; the truth where the shelf takes nothing.
    memory: RefCell<Kept>,
    endpoint: String,
    /// Which channel: a shop of several.
    key: Option<String>,
}

impl Wire {
    /// To the shop that the page names.
    ///
    /// # Errors
    /// When the page names none.
    pub(super) fn new(world: &World) -> Result<Self, Wrong> {
        let endpoint = world.config.needs_endpoint()?.to_owned();
        let wire = Self {
            client: Client::new(Rc::clone(&world.http)),
            shelf: Rc::clone(&world.shelf),
            memory: RefCell::default(),
            endpoint,
            key: world.config.key.clone(),
        };
        if let Some(given) = &world.config.session {
            // Only a bag that is handed over for the first time replaces the session we have: signing in changes the token,
            // and the page goes on naming the old one.
            if wire.kept().given.as_ref() != Some(given) {
                wire.keep(|kept| kept.take_over(given));
            }
        }
        Ok(wire)
    }

    /// What this browser remembers. Read anew each time: another tab may have signed in.
    pub(super) fn kept(&self) -> Kept {
        let shelved = self.shelf.load().and_then(|text| Kept::read(&text));
        shelved.unwrap_or_else(|| self.memory.borrow().clone())
    }

    /// Changes what this browser remembers.
    pub(super) fn keep(&self, change: impl FnOnce(&mut Kept)) {
        let mut kept = self.kept();
        change(&mut kept);
        if self.shelf.save(&kept.text()).is_err() {
            // Never an older text than memory's.
            self.shelf.clear();
        }
        self.memory.replace(kept);
    }

    /// The clock, in milliseconds.
    pub(super) fn now(&self) -> i64 {
        self.client.http().now().0
    }

    /// Tells the merchant what the shopper does not need to know.
    pub(super) fn tell(&self, detail: &str) {
        self.client.http().tell(detail);
    }

    /// Something in an answer that cannot be used.
    pub(super) fn unfit(&self, unfit: &Unfit) -> BackendError {
        self.client.unfit(unfit)
    }

    /// Asks, and answers with all of the data or with what was thrown.
    ///
    /// # Errors
    /// When there is no usable answer, or something was thrown.
    pub(super) async fn whole(
        &self,
        locale: &str,
        document: &str,
        variables: Value,
        again: Again,
    ) -> Result<Value, BackendError> {
        self.ask(locale, document, variables, again, Token::Stays).await?.whole()
    }

    /// One round trip.
    ///
    /// # Errors
    /// When there is no usable answer.
    pub(super) async fn ask(
        &self,
        locale: &str,
        document: &str,
        variables: Value,
        again: Again,
        change: Token,
    ) -> Result<Answered, BackendError> {
        let mut query = document.to_owned();
        if document.contains("...O") {
            query.push_str(ORDER);
        }
        let ours = self.kept().token;
        // Vendure knows languages without a region, but for a few that no shop of ours has.
        let language = locale.split('-').next().unwrap_or_default();
        let url = [&self.endpoint, "?languageCode=", language].concat();
        let mut request = Request::new(Method::Post, url).json(&json!({ "query": query, "variables": variables }));
        if let Some(token) = &ours {
            request = request.header("authorization", &["Bearer ", token].concat());
        }
        if let Some(key) = &self.key {
            request = request.header("vendure-token", key);
        }
        let response = self.client.send(&request, again).await?;
        let read = response.read();
        // A document that does not fit is a 400 with a sentence worth reading.
        let answer = match (response.is_ok(), read) {
            (true, _) => self.client.read(&request, &response)?,
            (false, Ok(answer)) if answer.get("errors").is_some() => answer,
            _ => return Err(self.client.failed(&request, &response)),
        };
        let json = Json::of(&answer);
        let thrown = self.thrown(&json);
        // A shop of several channels that has none of this token; with only one Vendure takes any.
        if thrown.as_deref() == Some("CHANNEL_NOT_FOUND") {
            self.tell("Kassa: this Vendure has no channel with the token of the setting `kassa-key`.");
            return Err(BackendError::Setup(Setup::Key));
        }
        if !response.is_ok() {
            return Err(BackendError::Malformed);
        }
        if !json.get("data").is_some() && thrown.is_none() {
            self.tell("Kassa: the endpoint answers, but not as a GraphQL API does.");
            return Err(BackendError::Setup(Setup::Endpoint));
        }
        let theirs = response.header("vendure-auth-token").map(str::trim);
        match theirs {
            Some(new) if change == Token::Changes || ours.is_none() => {
                let new = Some(new.to_owned()).filter(|new| !new.is_empty());
                self.keep(|kept| kept.token = new);
            }
            // A session of somebody new: ours is over, or never was one of this shop.
            Some(new) if !new.is_empty() && Some(new) != ours.as_deref() => {
                let ours_was = self.kept().confirmed;
                return Err(if ours_was { BackendError::Unauthorized } else { BackendError::Setup(Setup::OtherShop) });
            }
            _ => {}
        }
        if !self.kept().confirmed {
            self.keep(|kept| kept.confirmed = true);
        }
        Ok(Answered { data: json.get("data").value().cloned().unwrap_or_default(), thrown })
    }

    /// The code of the first thrown error, once the console was told.
    fn thrown(&self, answer: &Json) -> Option<String> {
        let errors = answer.get("errors").list();
        let first = errors.first()?;
        let code = first.get("extensions").get("code").words();
        self.tell(&format!("Kassa: Vendure says `{}` {code}", first.get("message").words()));
        Some(code)
    }
}

/// The code of a failure in a union.
pub(super) fn refusal<'a>(answer: &Json<'a>) -> Option<&'a str> {
    answer.get("errorCode").maybe_text()
}
