//! Accounts, the orders of an account, and sending things back.
//!
//! Medusa makes an account in two calls and wants a sign-in after that: the first token is good for making the customer
//! only. A token lasts a day and signs nobody out by itself: signing out is forgetting it.

use super::{Medusa, convert, kept::Bought, rejected, wire};
use crate::{
    backend::{
        Accounts, Answer, Orders, Returns,
        http::{Again, Method},
        json::{Json, Unfit},
        not_here,
    },
    checkout::request::BackendError,
    domain::{
        AddressId, LineId, OrderNumber, ReasonId, ReturnNumber, ReturnWayId,
        account::{Customer, Entered, NewKey, Profile, Proof, SavedAddress},
        address::Parts,
        check::name::PersonName,
        order::{Listed, Tracked},
        problem::{Fault, Field},
        returns::{Return, ReturnOptions, ReturnRequest, Returnable},
        secret::Password,
    },
};
use serde_json::{Value, json};

const ME: &str = "/store/customers/me";
const ADDRESSES: &str = "/store/customers/me/addresses";
const SIGN_IN: &str = "/auth/customer/emailpass";
const REGISTER: &str = "/auth/customer/emailpass/register";

impl Medusa {
    async fn who(&self) -> Result<Customer, BackendError> {
        let answer = self.get(ME).await?;
        convert::customer(&Json::of(&answer).get("customer")).map_err(|unfit| self.unfit(unfit))
    }

    /// Who is signed in, asked once for each token. A token whose day is over is forgotten.
    pub(super) async fn somebody(&self) -> Result<Option<Customer>, BackendError> {
        let Some(token) = self.kept().token else { return Ok(None) };
        let known = self.memory.borrow().who.clone();
        if let Some((_, customer)) = known.filter(|(of, _)| *of == token) {
            return Ok(Some(customer));
        }
        match self.who().await {
            Ok(customer) => {
                self.memory.borrow_mut().who = Some((token, customer.clone()));
                Ok(Some(customer))
            }
            Err(BackendError::Unauthorized) => {
                self.keep(|kept| kept.token = None);
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// A token for e-mail address and password; nothing where they are no pair.
    async fn token(&self, path: &str, email: &str, password: &Password) -> Result<Option<String>, BackendError> {
        let body = json!({ "email": email, "password": password.expose() });
        match self.ask_as(None, Method::Post, path, Some(&body), Again::Never).await? {
            Ok(answer) => {
                let token = Json::of(&answer).get("token").text().map(str::to_owned);
                token.map(Some).map_err(|unfit| self.unfit(unfit))
            }
            Err(refusal) if refusal.status == 401 => Ok(None),
            Err(refusal) => Err(self.means(&refusal)),
        }
    }

    async fn sign_in_now(&self, email: &str, password: &Password) -> Result<Customer, BackendError> {
        let token = self.token(SIGN_IN, email, password).await?.ok_or(BackendError::Unauthorized)?;
        self.keep(|kept| kept.token = Some(token.clone()));
        let customer = self.who().await?;
        self.memory.borrow_mut().who = Some((token, customer.clone()));
        // The bag at hand becomes the account's. Where that cannot be, an order of it is a guest's.
        if let Some(cart) = self.kept().cart.filter(|cart| self.kept().made_of(cart).is_none()) {
            let _ = self.ask(Method::Post, &wire::cart(&cart, "/customer"), Some(&json!({})), Again::Safe).await?;
        }
        Ok(customer)
    }

    async fn register_now(
        &self,
        email: &str,
        name: Option<&str>,
        password: &Password,
    ) -> Result<Customer, BackendError> {
        let token = match self.token(REGISTER, email, password).await? {
            Some(token) => token,
            // Known already. With its own password it may be what a lost answer left half made.
            None => match self.token(SIGN_IN, email, password).await? {
                Some(token) => token,
                None => return Err(rejected(Field::Email, Fault::Refused)),
            },
        };
        let (first, last) = convert::two_names(name.unwrap_or_default());
        let body = json!({ "email": email, "first_name": first, "last_name": last });
        match self.ask_as(Some(&token), Method::Post, "/store/customers", Some(&body), Again::Never).await? {
            Ok(_) => {}
            // It is a whole account.
            Err(refusal) if refusal.message.contains("already authenticated") => {
                return Err(rejected(Field::Email, Fault::Refused));
            }
            Err(refusal) => return Err(self.means(&refusal)),
        }
        self.sign_in_now(email, password).await
    }

    async fn book(&self) -> Result<Vec<SavedAddress>, BackendError> {
        let answer = self.get(&[ADDRESSES, "?limit=100"].concat()).await?;
        let list = Json::of(&answer).get("addresses").list();
        list.iter().map(convert::saved).collect::<Result<_, _>>().map_err(|unfit| self.unfit(unfit))
    }

    async fn keep_address_now(&self, id: Option<&AddressId>, parts: &Parts) -> Result<SavedAddress, BackendError> {
        let body = convert::written(parts);
        // Medusa answers with the whole customer: the new address is the one that was not there.
        let before = if id.is_none() { self.book().await? } else { Vec::new() };
        let (path, again) = match id {
            Some(id) => ([ADDRESSES, "/", &wire::segment(id.as_str())].concat(), Again::Safe),
            None => (ADDRESSES.to_owned(), Again::Never),
        };
        self.ask(Method::Post, &path, Some(&body), again).await?.map_err(|refusal| self.means(&refusal))?;
        let is_it = |address: &SavedAddress| match id {
            Some(id) => address.id == *id,
            None => !before.iter().any(|known| known.id == address.id),
        };
        self.book().await?.into_iter().find(is_it).ok_or(BackendError::Malformed)
    }

    async fn list_now(&self) -> Result<Vec<Listed>, BackendError> {
        let answer = self.get(&["/store/orders?", wire::LISTED].concat()).await?;
        let mut listed = Vec::new();
        let mut bought = Vec::new();
        for order in Json::of(&answer).get("orders").list() {
            let currency = order.get("currency_code").currency()?;
            let entry = listed_order(&order, currency).map_err(|unfit| self.unfit(unfit))?;
            let id = order.get("id").words();
            bought.push(Bought { number: entry.number.0.clone(), id, account: true, ..Bought::default() });
            listed.push(entry);
        }
        // The oldest first, so that the newest stay when there is no room.
        self.keep(|kept| bought.into_iter().rev().for_each(|one| kept.note(one)));
        Ok(listed)
    }

    async fn options_now(&self, number: &OrderNumber) -> Result<ReturnOptions, BackendError> {
        let bought = self.known(number)?;
        let path =
            ["/store/orders/", &wire::segment(&bought.id), "?fields=id,currency_code,*items,*items.detail"].concat();
        let order = self.get(&path).await?;
        let order = Json::of(&order).get("order");
        let currency = order.get("currency_code").currency()?;
        let reasons = self.get("/store/return-reasons?limit=100").await?;
        let reasons = Json::of(&reasons).get("return_reasons").list();
        // Medusa tells the ways of sending back by the cart, which only the browser that bought knows.
        let mut ways = Vec::new();
        if !bought.cart.is_empty() {
            let path = ["/store/shipping-options?is_return=true&cart_id=", &wire::segment(&bought.cart)].concat();
            let found = self.get(&path).await?;
            let found = convert::rates(&Json::of(&found), currency).map_err(|unfit| self.unfit(unfit))?;
            ways.extend(found.into_iter().map(|rate| (ReturnWayId(rate.id.0), rate.title, rate.price)));
        }
        let lines: Result<Vec<_>, Unfit> = order.get("items").list().iter().filter_map(returnable).collect();
        let reason =
            |reason: &Json| Some((ReasonId(reason.get("id").maybe_text()?.to_owned()), reason.get("label").words()));
        Ok(ReturnOptions {
            lines: lines.map_err(|unfit| self.unfit(unfit))?,
            reasons: reasons.iter().filter_map(reason).collect(),
            ways,
        })
    }

    async fn request_now(&self, wanted: &ReturnRequest) -> Result<Return, BackendError> {
        let bought = self.known(&wanted.order)?;
        let line = |(line, quantity): &(LineId, u32)| {
            let mut item = json!({ "id": line.as_str(), "quantity": quantity });
            if let Some(object) = item.as_object_mut() {
                if let Some(reason) = &wanted.reason {
                    object.insert("reason_id".to_owned(), reason.as_str().into());
                }
                if !wanted.note.is_empty() {
                    object.insert("note".to_owned(), wanted.note.as_str().into());
                }
            }
            item
        };
        let items: Vec<Value> = wanted.lines.iter().map(line).collect();
        let mut body = json!({ "order_id": bought.id, "items": items });
        // Medusa's schema says that a way may be left out; its own answer decides.
        if let (Some(way), Some(object)) = (&wanted.way, body.as_object_mut()) {
            object.insert("return_shipping".to_owned(), json!({ "option_id": way.as_str() }));
        }
        let answer = match self.ask(Method::Post, "/store/returns", Some(&body), Again::Never).await? {
            Ok(answer) => answer,
            Err(refusal) if refusal.message.starts_with("Cannot request to return more") => {
                return Err(rejected(Field::Quantity, Fault::Refused));
            }
            Err(refusal) => return Err(self.means(&refusal)),
        };
        let json = Json::of(&answer).get("return");
        let number = json.get("display_id").number().map(str::to_owned);
        let number = number.ok_or_else(|| self.unfit(json.get("display_id").unfit("the number of a return")))?;
        // What will be given back Medusa says once the parcel is there.
        Ok(Return { number: ReturnNumber(number), refund: None })
    }

    /// An order with how far it is. One of the account that this browser has not seen yet is looked for in its list.
    async fn followed(&self, number: &OrderNumber) -> Result<Tracked, BackendError> {
        let bought = match self.known(number) {
            Err(BackendError::Unauthorized) if self.kept().token.is_some() => {
                self.list_now().await?;
                self.known(number)?
            }
            known => known?,
        };
        let path = ["/store/orders/", &wire::segment(&bought.id), "?", wire::ORDER, wire::FOLLOWED].concat();
        let answer = self.get(&path).await?;
        let order = Json::of(&answer).get("order");
        let currency = order.get("currency_code").currency()?;
        convert::tracked(&order, currency, bought).map_err(|unfit| self.unfit(unfit))
    }

    /// An order that this browser knows. Medusa finds one by its id only; whoever does not have it has to sign in.
    pub(super) fn known(&self, number: &OrderNumber) -> Result<Bought, BackendError> {
        let kept = self.kept();
        let shown = |bought: &Bought| bought.number == number.0 && !bought.left;
        kept.orders.into_iter().find(shown).ok_or(BackendError::Unauthorized)
    }
}

fn listed_order(order: &Json, currency: crate::domain::money::Currency) -> Result<Listed, Unfit> {
    let pieces = order.get("items").list().iter().map(|item| item.get("quantity").count()).sum::<Result<u32, _>>()?;
    Ok(Listed {
        number: convert::number(order)?,
        placed: order.get("created_at").moment().ok_or_else(|| order.get("created_at").unfit("a moment"))?,
        total: order.get("total").decimal(currency)?,
        pieces,
        reached: convert::reached(order),
    })
}

/// A line of which something was sent and not asked back yet.
fn returnable(item: &Json) -> Option<Result<Returnable, Unfit>> {
    let detail = item.get("detail");
    let count = |name: &str| detail.get(name).count().unwrap_or(0);
    let back = ["return_requested_quantity", "return_received_quantity", "written_off_quantity"];
    let gone: u32 = back.iter().map(|name| count(name)).sum();
    let quantity = count("delivered_quantity").saturating_sub(gone);
    let read = || {
        Ok(Returnable {
            line: LineId(item.get("id").text()?.to_owned()),
            title: item.get("product_title").text()?.to_owned(),
            quantity,
        })
    };
    (quantity > 0 && item.get("requires_shipping").is_true()).then(read)
}

impl Accounts for Medusa {
    fn me(&self) -> Answer<'_, Option<Customer>> {
        Box::pin(async move {
            if self.kept().token.is_none() {
                return Ok(None);
            }
            match self.who().await {
                Ok(customer) => Ok(Some(customer)),
                // The day is over.
                Err(BackendError::Unauthorized) => Ok(None),
                Err(error) => Err(error),
            }
        })
    }

    fn sign_in(&self, proof: &Proof) -> Answer<'_, Entered> {
        let Some((email, password)) = proof.pair() else { return not_here() };
        let (email, password) = (email.as_str().to_owned(), password.clone());
        Box::pin(async move { Ok(Entered::Customer(Box::new(self.sign_in_now(&email, &password).await?))) })
    }

    fn register(&self, profile: &Profile, key: &NewKey) -> Answer<'_, Customer> {
        let Some(password) = key.password().cloned() else { return not_here() };
        let email = profile.email.as_str().to_owned();
        let name = profile.name.as_ref().map(PersonName::as_str).map(str::to_owned);
        Box::pin(async move { self.register_now(&email, name.as_deref(), &password).await })
    }

    fn sign_out(&self) -> Answer<'_, ()> {
        self.memory.borrow_mut().who = None;
        self.keep(super::kept::Kept::sign_out);
        Box::pin(core::future::ready(Ok(())))
    }

    fn addresses(&self) -> Answer<'_, Vec<SavedAddress>> {
        Box::pin(self.book())
    }

    fn keep_address(&self, id: Option<&AddressId>, parts: &Parts) -> Answer<'_, SavedAddress> {
        let (id, parts) = (id.cloned(), parts.clone());
        Box::pin(async move { self.keep_address_now(id.as_ref(), &parts).await })
    }

    fn forget_address(&self, id: &AddressId) -> Answer<'_, ()> {
        let path = [ADDRESSES, "/", &wire::segment(id.as_str())].concat();
        Box::pin(async move {
            match self.ask(Method::Delete, &path, None, Again::Safe).await? {
                // It is gone already.
                Ok(_) => Ok(()),
                Err(refusal) if refusal.status == 404 => Ok(()),
                Err(refusal) => Err(self.means(&refusal)),
            }
        })
    }

    fn prefer_address(&self, id: &AddressId) -> Answer<'_, ()> {
        let path = [ADDRESSES, "/", &wire::segment(id.as_str())].concat();
        Box::pin(async move {
            // Medusa lets the one before go by itself.
            let body = json!({ "is_default_shipping": true });
            let answer = self.ask(Method::Post, &path, Some(&body), Again::Safe).await?;
            answer.map(drop).map_err(|refusal| self.means(&refusal))
        })
    }
}

impl Orders for Medusa {
    fn list(&self) -> Answer<'_, Vec<Listed>> {
        Box::pin(self.list_now())
    }

    fn track(&self, _: &str, number: &OrderNumber) -> Answer<'_, Tracked> {
        let number = number.clone();
        Box::pin(async move { self.followed(&number).await })
    }
}

impl Returns for Medusa {
    fn options(&self, _: &str, number: &OrderNumber) -> Answer<'_, ReturnOptions> {
        let number = number.clone();
        Box::pin(async move { self.options_now(&number).await })
    }

    fn request(&self, _: &str, wanted: &ReturnRequest) -> Answer<'_, Return> {
        let wanted = wanted.clone();
        Box::pin(async move { self.request_now(&wanted).await })
    }
}
