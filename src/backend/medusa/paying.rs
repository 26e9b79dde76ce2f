//! Placing an order with Medusa, and finding out what became of it.
//!
//! Everything of the order is said first; only if Medusa's total is then the one the shopper agreed to is a payment
//! session made, because any change of the amount deletes it, and the cart is completed. `complete` answers in five
//! ways: an order; a cart with an error (200); a refusal (400), which is the same for a decline and for 3-D Secure, so
//! the session is read again; 409 while another request completes; 500 when the payment provider fails. Completing a
//! cart twice gives the same order, so after a lost answer the same is done again.

use super::{
    Medusa, Trouble, convert,
    kept::{Attempt, Bought},
    rejected, wire,
};
use crate::{
    backend::{
        http::{Again, Method},
        json::Json,
    },
    checkout::request::{BackendError, Keys, Known, OrderRequest, Payment, Placed},
    domain::{
        MethodId, OrderNumber,
        cart::Line,
        delivery::Delivery,
        money::Money,
        order::Order,
        payment::{Decline, NextAction},
        problem::{Fault, Field},
        quote::{Change, Quote},
    },
};
use serde_json::{Value, json};

/// Medusa's provider for what needs none; every shop has it.
const SYSTEM: &str = "pp_system_default";

/// What Medusa says of an attempt.
enum Standing {
    /// The cart is an order.
    Ordered,
    /// The session is there and nothing was decided.
    Waiting,
    /// The shopper has to do something.
    Act(NextAction),
    /// Refused.
    Declined(Decline),
    /// There is no such session: it was never made, or the amount has changed since.
    Nothing,
}

impl Medusa {
    pub(super) async fn place_now(
        &self,
        keys: Keys,
        order: OrderRequest,
        payment: Payment,
    ) -> Result<Placed, BackendError> {
        let id = self.cart_id().await?;
        let kept = self.kept();
        if kept.given_up.contains(&keys.order) {
            return Err(BackendError::Declined(Decline::AuthenticationFailed));
        }
        if let Some(bought) = kept.orders.iter().find(|bought| bought.key == keys.order) {
            return self.read_order(bought).await.map(|order| Placed::Order(Box::new(order)));
        }
        if let Some(bought) = kept.made_of(&id) {
            return Err(BackendError::AlreadyPlaced(OrderNumber(bought.number.clone())));
        }
        // The same attempt again: its session may be the one that is being charged, so it is not replaced.
        let again = |attempt: &&Attempt| attempt.order == keys.order && attempt.payment == keys.payment;
        if let Some(attempt) = kept.attempt.as_ref().filter(again).filter(|attempt| attempt.cart == id) {
            match self.standing(attempt).await? {
                Standing::Ordered | Standing::Waiting => return self.complete(attempt).await,
                Standing::Act(action) => return Ok(Placed::Act(action)),
                Standing::Declined(decline) => return Err(BackendError::Declined(decline)),
                Standing::Nothing => {}
            }
        }
        let cart = self.say(&id, &keys, &order).await?;
        let json = Json::of(&cart).get("cart");
        let currency = json.get("currency_code").currency()?;
        let total = json.get("total").decimal(currency).map_err(|unfit| self.unfit(unfit))?;
        if total != order.expected_total || json.get("items").list().is_empty() {
            return Err(self.stale(&cart, Vec::new()).await);
        }
        let session = if total.is_zero() { None } else { Some(self.begin(&cart, &order, &payment, total).await?) };
        let attempt = Attempt {
            order: keys.order,
            payment: keys.payment,
            cart: id,
            session,
            method: order.method.map(|method| method.as_str().to_owned()),
            card: payment.card,
        };
        // Before the first byte that may charge: after a crash it must be known what was tried.
        self.keep(|kept| kept.attempt = Some(attempt.clone()));
        self.complete(&attempt).await
    }

    /// Tells Medusa everything of the order.
    async fn say(&self, id: &str, keys: &Keys, order: &OrderRequest) -> Result<Value, BackendError> {
        // The merchant's support finds the order by the key, of which the shopper is shown the beginning.
        let mut body = json!({ "email": order.contact.email.as_str(), "metadata": { "kassa_order_key": keys.order } });
        let set = |body: &mut Value, name: &str, value: Value| {
            if let Some(object) = body.as_object_mut() {
                object.insert(name.to_owned(), value);
            }
        };
        match &order.delivery {
            Delivery::Ship { address, .. } => {
                if let Some(region) = self.region_for(id, None, address.country).await? {
                    let moved = json!({ "region_id": region });
                    let changed = self.change(id, "", Method::Post, &moved, Again::Safe).await;
                    self.settled(id, changed).await?;
                }
                set(&mut body, "shipping_address", convert::address(address));
                let billing = order.billing.as_ref().unwrap_or(address);
                set(&mut body, "billing_address", convert::address(billing));
            }
            Delivery::Nothing => {
                if let Some(billing) = &order.billing {
                    set(&mut body, "billing_address", convert::address(billing));
                }
            }
            Delivery::Collect { .. } => return Err(rejected(Field::How, Fault::Gone)),
        }
        let changed = self.change(id, "", Method::Post, &body, Again::Safe).await;
        let mut cart = self.settled(id, changed).await?;
        if let Delivery::Ship { rate, .. } = &order.delivery {
            let ways = Json::of(&cart).get("cart").get("shipping_methods").list();
            let noted = ways.last().map(|way| way.get("shipping_option_id").words());
            if noted.as_deref() != Some(rate.as_str()) {
                let body = json!({ "option_id": rate.as_str() });
                let changed = self.change(id, "/shipping-methods", Method::Post, &body, Again::Safe).await;
                cart = self.settled(id, changed).await?;
            }
        }
        Ok(cart)
    }

    /// Begins a payment over the total; answers with its session.
    async fn begin(
        &self,
        cart: &Value,
        order: &OrderRequest,
        payment: &Payment,
        total: Money,
    ) -> Result<String, BackendError> {
        let json = Json::of(cart).get("cart");
        let Some(method) = &order.method else { return Err(rejected(Field::Method, Fault::Missing)) };
        let mut data = json!({});
        if let (Some(token), Some(object)) = (&payment.token, data.as_object_mut()) {
            object.insert("token".to_owned(), token.expose().as_str().into());
        }
        let collection = match json.get("payment_collection").get("id").maybe_text() {
            Some(collection) => collection.to_owned(),
            None => {
                let made =
                    self.post("/store/payment-collections", &json!({ "cart_id": json.get("id").words() })).await?;
                Json::of(&made).get("payment_collection").get("id").words()
            }
        };
        let made = self.session(&collection, self.config.code_of(method), &data).await?;
        let sessions = Json::of(&made).get("payment_collection").get("payment_sessions").list();
        let session = sessions.last().ok_or(BackendError::Malformed)?;
        let amount = session.get("amount").decimal(total.currency()).map_err(|unfit| self.unfit(unfit))?;
        if amount != total {
            // Somebody changed the bag in between: nothing is charged yet.
            return Err(self.stale(cart, Vec::new()).await);
        }
        session.get("id").text().map(str::to_owned).map_err(|unfit| self.unfit(unfit))
    }

    /// Makes a payment session, in place of any other.
    async fn session(&self, collection: &str, provider: &str, data: &Value) -> Result<Value, BackendError> {
        let path = ["/store/payment-collections/", &wire::segment(collection), "/payment-sessions"].concat();
        self.post(&path, &json!({ "provider_id": provider, "data": data })).await
    }

    /// Completes the cart of an attempt, for the first time or again.
    async fn complete(&self, attempt: &Attempt) -> Result<Placed, BackendError> {
        let path = wire::cart(&attempt.cart, &["/complete?", wire::ORDER].concat());
        match self.ask(Method::Post, &path, Some(&json!({})), Again::Safe).await? {
            Ok(answer) if Json::of(&answer).get("order").is_some() => {
                let order = self.note_order(&answer, Some(attempt))?;
                Ok(Placed::Order(Box::new(order)))
            }
            // Another request completes it: what comes of that is looked up.
            Err(refusal) if refusal.status == 409 => Err(BackendError::NoAnswer),
            Err(refusal) if refusal.is_stock() => self.take_out(&attempt.cart).await,
            Ok(_) => self.refused(attempt).await,
            Err(refusal) if refusal.kind == "not_allowed" || refusal.message.starts_with("Payment sessions") => {
                self.refused(attempt).await
            }
            Err(refusal) => Err(self.means(&refusal)),
        }
    }

    /// What a refused completion means: the session knows.
    async fn refused(&self, attempt: &Attempt) -> Result<Placed, BackendError> {
        match self.standing(attempt).await? {
            Standing::Act(action) => Ok(Placed::Act(action)),
            Standing::Declined(decline) => Err(BackendError::Declined(decline)),
            // It was an order by then after all: who completed it will say.
            Standing::Ordered => Err(BackendError::NoAnswer),
            // Nobody says why, but the shop did not take it.
            Standing::Waiting | Standing::Nothing => Err(BackendError::Declined(Decline::Generic)),
        }
    }

    /// How an attempt stands. Changes nothing.
    async fn standing(&self, attempt: &Attempt) -> Result<Standing, BackendError> {
        let cart = self.get(&wire::cart(&attempt.cart, &["?", wire::PAYMENT].concat())).await?;
        let cart = Json::of(&cart).get("cart");
        if cart.get("completed_at").is_some() {
            return Ok(Standing::Ordered);
        }
        let sessions = cart.get("payment_collection").get("payment_sessions").list();
        let session = sessions.iter().find(|session| session.get("id").maybe_text() == attempt.session.as_deref());
        let Some(session) = session.filter(|_| attempt.session.is_some()) else {
            return Ok(if attempt.session.is_none() { Standing::Waiting } else { Standing::Nothing });
        };
        Ok(match session.get("status").maybe_text() {
            Some("error" | "canceled") => Standing::Declined(convert::decline(session)),
            Some("requires_more") => match convert::next_action(session, self.client.http().now()) {
                Some(action) => Standing::Act(action),
                None => {
                    self.client
                        .http()
                        .tell("Kassa: the payment provider wants something of the shopper that is not known here.");
                    Standing::Declined(Decline::AuthenticationFailed)
                }
            },
            _ => Standing::Waiting,
        })
    }

    pub(super) async fn look_up_now(&self, order_key: &str) -> Result<Known, BackendError> {
        let kept = self.kept();
        if let Some(bought) = kept.orders.iter().find(|bought| bought.key == order_key) {
            return self.read_order(bought).await.map(|order| Known::Order(Box::new(order)));
        }
        if kept.given_up.iter().any(|key| key == order_key) {
            return Ok(Known::Declined(Decline::AuthenticationFailed));
        }
        let Some(attempt) = kept.attempt.filter(|attempt| attempt.order == order_key) else {
            return Ok(Known::Nothing);
        };
        Ok(match self.standing(&attempt).await? {
            Standing::Ordered => Known::Order(Box::new(self.find(&attempt.cart, Some(&attempt)).await?)),
            Standing::Act(action) => Known::Act(action),
            Standing::Declined(decline) => Known::Declined(decline),
            // Nobody completed it, or somebody is about to: doing it again is safe, it waits for the other.
            Standing::Waiting | Standing::Nothing => Known::Nothing,
        })
    }

    pub(super) async fn resume_now(&self, order_key: &str) -> Result<Known, BackendError> {
        let kept = self.kept();
        let attempt =
            kept.attempt.filter(|attempt| attempt.order == order_key && !kept.given_up.contains(&attempt.order));
        let Some(attempt) = attempt else { return self.look_up_now(order_key).await };
        match self.standing(&attempt).await? {
            Standing::Act(_) | Standing::Waiting => {}
            _ => return self.look_up_now(order_key).await,
        }
        match self.complete(&attempt).await {
            Ok(Placed::Order(order)) => Ok(Known::Order(order)),
            Ok(Placed::Act(action)) => Ok(Known::Act(action)),
            Err(BackendError::Declined(decline)) => Ok(Known::Declined(decline)),
            Err(error) => Err(error),
        }
    }

    pub(super) async fn cancel_now(&self, order_key: &str) -> Result<Quote, BackendError> {
        let kept = self.kept();
        if let Some(bought) = kept.orders.iter().find(|bought| bought.key == order_key) {
            return Err(BackendError::AlreadyPlaced(OrderNumber(bought.number.clone())));
        }
        let attempt = kept.attempt.filter(|attempt| attempt.order == order_key);
        if let Some(attempt) = attempt {
            if matches!(self.standing(&attempt).await?, Standing::Ordered) {
                return Err(BackendError::AlreadyPlaced(self.order_of(&attempt.cart).await?));
            }
            self.disarm(&attempt).await?;
        }
        self.keep(|kept| {
            kept.give_up(order_key);
            kept.attempt = kept.attempt.take().filter(|attempt| attempt.order != order_key);
        });
        self.open_now().await
    }

    /// Puts a session that nobody can pay in place of the attempt's, so that a completion still on its way makes no
    /// order. Medusa has no call that only takes a session away.
    async fn disarm(&self, attempt: &Attempt) -> Result<(), BackendError> {
        if attempt.session.is_none() {
            return Ok(());
        }
        let cart = self.read_cart(&attempt.cart).await?;
        let json = Json::of(&cart).get("cart");
        let collection = json.get("payment_collection").get("id").words();
        let providers = self.providers(&json.get("region_id").words()).await?;
        let providers = Json::of(&providers).get("payment_providers").list();
        // Without a token none but the system's own takes a payment.
        let other = providers.iter().filter_map(|provider| provider.get("id").maybe_text()).find(|id| *id != SYSTEM);
        match other {
            Some(provider) if !collection.is_empty() => {
                self.session(&collection, provider, &json!({})).await.map(|_| ())
            }
            _ => Ok(()),
        }
    }

    /// Takes out what was sold to others meanwhile. Medusa leaves it in the cart and refuses the whole.
    async fn take_out(&self, id: &str) -> Result<Placed, BackendError> {
        self.memory.borrow_mut().left.clear();
        let mut cart = self.read_cart(id).await?;
        let currency = Json::of(&cart).get("cart").get("currency_code").currency()?;
        self.count(&Json::of(&cart).get("cart")).await?;
        let lines = {
            let memory = self.memory.borrow();
            let left = |variant: &str| memory.left.get(variant).copied().flatten();
            convert::lines(&Json::of(&cart).get("cart"), currency, &left).map_err(|unfit| self.unfit(unfit))?
        };
        let mut changes = Vec::new();
        for Line { id: line, item, title, quantity, .. } in lines {
            let left = self.memory.borrow().left.get(item.as_str()).copied().flatten();
            let Some(left) = left.filter(|left| *left < quantity) else { continue };
            let rest = ["/line-items/", &wire::segment(line.as_str())].concat();
            match self.change(id, &rest, Method::Post, &json!({ "quantity": left }), Again::Safe).await {
                Ok(without) => cart = without,
                Err(Trouble::Refused(_)) => continue,
                Err(Trouble::Failed(error)) => return Err(error),
            }
            changes.push(match left {
                0 => Change::SoldOut { title },
                _ => Change::Reduced { line, was: quantity },
            });
        }
        Err(self.stale(&cart, changes).await)
    }

    /// The shop has moved on, and this is how it is now.
    async fn stale(&self, cart: &Value, changes: Vec<Change>) -> BackendError {
        match self.quote(cart, &[], changes).await {
            Ok(quote) => BackendError::Stale(Box::new(quote)),
            Err(error) => error,
        }
    }

    // Orders

    /// The number of the order that a completed cart became.
    pub(super) async fn order_of(&self, cart: &str) -> Result<OrderNumber, BackendError> {
        let kept = self.kept();
        if let Some(bought) = kept.made_of(cart) {
            return Ok(OrderNumber(bought.number.clone()));
        }
        let attempt = kept.attempt.filter(|attempt| attempt.cart == cart);
        self.find(cart, attempt.as_ref()).await.map(|order| order.number)
    }

    /// The order that a completed cart became: completing it again answers with it. Only for a cart that is completed.
    async fn find(&self, cart: &str, attempt: Option<&Attempt>) -> Result<Order, BackendError> {
        let answer = self.post(&wire::cart(cart, &["/complete?", wire::ORDER].concat()), &json!({})).await?;
        match attempt {
            Some(attempt) => self.note_order(&answer, Some(attempt)),
            None => {
                let attempt = Attempt { cart: cart.to_owned(), ..Attempt::default() };
                self.note_order(&answer, Some(&attempt))
            }
        }
    }

    /// Reads an order out of an answer and remembers it.
    fn note_order(&self, answer: &Value, attempt: Option<&Attempt>) -> Result<Order, BackendError> {
        let json = Json::of(answer).get("order");
        let known = attempt.cloned().unwrap_or_default();
        let currency = json.get("currency_code").currency()?;
        let method = known.method.clone().map(MethodId);
        let order = convert::order(&json, currency, method, known.card.clone()).map_err(|unfit| self.unfit(unfit))?;
        let id = json.get("id").words();
        self.keep(|kept| {
            let account = kept.token.is_some();
            kept.note(Bought {
                account,
                number: order.number.0.clone(),
                id,
                key: known.order.clone(),
                cart: known.cart.clone(),
                method: known.method.clone(),
                card: known.card.clone(),
                left: false,
            });
            kept.attempt = kept.attempt.take().filter(|attempt| attempt.cart != known.cart);
        });
        Ok(order)
    }

    /// Reads an order anew.
    async fn read_order(&self, bought: &Bought) -> Result<Order, BackendError> {
        let answer = self.get(&["/store/orders/", &wire::segment(&bought.id), "?", wire::ORDER].concat()).await?;
        let json = Json::of(&answer).get("order");
        let currency = json.get("currency_code").currency()?;
        let method = bought.method.clone().map(MethodId);
        convert::order(&json, currency, method, bought.card.clone()).map_err(|unfit| self.unfit(unfit))
    }

    pub(super) async fn order_now(&self, number: &OrderNumber) -> Result<Order, BackendError> {
        let bought = self.known(number)?;
        self.read_order(&bought).await
    }
}
