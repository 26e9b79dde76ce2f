//! Accounts of Vendure: signing in, the book of addresses, and the orders of an account.
//!
//! Always true: the token changes when somebody signs in or out, and the bag at hand is in the account's afterwards. What is an account's is
//! read as the account's or not at all.

use super::{
    ADD, ADDRESS, ADJUST, APPLY, Vendure, convert, mutation, rejected,
    seen::Seen,
    wire::{Answered, Token, refusal},
};
use crate::{
    backend::{Accounts, Answer, Orders, http::Again, json::Json, not_here},
    checkout::request::BackendError,
    domain::{
        AddressId, ItemId, OrderNumber,
        account::{Customer, Entered, NewKey, Profile, Proof, SavedAddress},
        address::Parts,
        check::name::PersonName,
        order::{Listed, Tracked},
        problem::{AddressField, Fault, Field},
        secret::Password,
    },
};
use serde_json::{Value, json};

/// Nothing in these answers is in a language.
const LOCALE: &str = "en";

const LOGIN: &str =
    mutation!("($email:String!,$password:String!){r:login(username:$email,password:$password,rememberMe:true)", "");
const REGISTER: &str = mutation!("($input:RegisterCustomerInput!){r:registerCustomerAccount(input:$input)", "");
const LOGOUT: &str = "mutation{logout{success}}";
/// So many orders of who has left are remembered: more than one list has, and only the newest are shown to anybody at all.
const REMEMBERED: usize = 60;
/// What is carried over into an account.
const BAG: &str = "{activeOrder{code customer{id}couponCodes lines{id quantity productVariant{id}}\
    shippingAddress{countryCode postalCode}}}";
const ME: &str = "{activeCustomer{id firstName lastName emailAddress}}";
const BOOK: &str = "{activeCustomer{addresses{...S}}}";
const CREATE: &str = "mutation($input:CreateAddressInput!){r:createCustomerAddress(input:$input){...S}}";
const UPDATE: &str = "mutation($input:UpdateAddressInput!){r:updateCustomerAddress(input:$input){...S}}";
const FORGET: &str = "mutation($id:ID!){deleteCustomerAddress(id:$id){success}}";
const SAVED: &str = "fragment S on Address{id fullName company streetLine1 streetLine2 city province postalCode \
    country{code}phoneNumber defaultShippingAddress}";
/// The bag at hand is an order, too, but was never placed.
const ORDERS: &str = "{activeCustomer{orders(options:{take:50,sort:{orderPlacedAt:DESC},filter:{active:{eq:false}}})\
    {items{code state orderPlacedAt currencyCode totalWithTax totalQuantity}}}}";
const TRACK: &str = "query($code:String!){orderByCode(code:$code){...O fulfillments{trackingCode}}}";

impl Vendure {
    async fn who(&self) -> Result<Option<Customer>, BackendError> {
        let data = self.wire.whole(LOCALE, ME, json!({}), Again::Read).await?;
        convert::somebody(&Json::of(&data).get("activeCustomer")).map_err(|unfit| self.wire.unfit(&unfit))
    }

    async fn enter(&self, email: &str, password: &Password) -> Result<Customer, BackendError> {
        let before = self.wire.whole(LOCALE, BAG, json!({}), Again::Read).await?;
        let variables = json!({ "email": email, "password": password.expose() });
        let data = self.wire.ask(LOCALE, LOGIN, variables, Again::Never, Token::Changes).await?.whole()?;
        // The pair is wrong, or the address was never confirmed: Vendure tells the two apart, the port does not.
        if refusal(&Json::of(&data).get("r")).is_some() {
            return Err(BackendError::Unauthorized);
        }
        let bag = Json::of(&before).get("activeOrder");
        let items =
            bag.get("lines").list().iter().map(|line| ItemId(line.get("productVariant").get("id").words())).collect();
        self.brought.replace(Some(items));
        self.carry_over(&bag).await?;
        self.who().await?.ok_or(BackendError::Unauthorized)
    }

    /// Puts a bag into the account's. Vendure does it by itself for an order without a customer; one whose e-mail address was noted it takes
    /// for somebody's and leaves behind (`OrderService.mergeOrders`). As there, the newer quantity counts.
    async fn carry_over(&self, bag: &Json<'_>) -> Result<(), BackendError> {
        if !bag.get("customer").is_some() {
            return Ok(());
        }
        let after = self.wire.whole(LOCALE, BAG, json!({}), Again::Read).await?;
        let after = Json::of(&after).get("activeOrder");
        if after.get("code").maybe_text() == bag.get("code").maybe_text() {
            return Ok(());
        }
        let there = after.get("lines").list();
        for line in bag.get("lines").list() {
            let item = line.get("productVariant").get("id").words();
            let quantity = line.get("quantity").value();
            let known = there.iter().find(|known| known.get("productVariant").get("id").words() == item);
            match known {
                Some(known) => {
                    let wanted = json!({ "line": known.get("id").words(), "quantity": quantity });
                    self.change(LOCALE, ADJUST, wanted, Again::Safe).await?;
                }
                None => {
                    let wanted = json!({ "item": item, "quantity": quantity });
                    self.change(LOCALE, ADD, wanted, Again::Never).await?;
                }
            }
        }
        for code in bag.get("couponCodes").list() {
            self.change(LOCALE, APPLY, json!({ "code": code.words() }), Again::Safe).await?;
        }
        let address = bag.get("shippingAddress");
        if address.get("countryCode").is_some() {
            let part = |part| match part {
                AddressField::Country => address.get("countryCode").words(),
                AddressField::Postcode => address.get("postalCode").words(),
                _ => String::new(),
            };
            self.change(LOCALE, ADDRESS, json!({ "input": convert::input(&part) }), Again::Safe).await?;
        }
        Ok(())
    }

    async fn make(&self, profile: &Profile, password: &Password) -> Result<Customer, BackendError> {
        let email = profile.email.as_str();
        let name = profile.name.as_ref().map(PersonName::as_str).unwrap_or_default();
        let mut input = convert::customer(email, name);
        if let Some(input) = input.as_object_mut() {
            input.insert("password".into(), password.expose().as_str().into());
        }
        let data = self.wire.whole(LOCALE, REGISTER, json!({ "input": input }), Again::Never).await?;
        if refusal(&Json::of(&data).get("r")).is_some() {
            // The password is not good enough for this shop. There is no field of that name yet.
            return Err(BackendError::Rejected(Vec::new()));
        }
        match self.enter(email, password).await {
            // Vendure says "made" also where there is an account, so that nobody can ask who has one.
            Err(BackendError::Unauthorized) => rejected(Field::Email, Fault::Refused),
            entered => entered,
        }
    }

    async fn leave(&self) -> Result<(), BackendError> {
        let own = self.list_now().await.unwrap_or_default();
        self.wire.ask(LOCALE, LOGOUT, json!({}), Again::Never, Token::Changes).await?.whole()?;
        self.wire.keep(|kept| {
            kept.token = None;
            // Where the list did not come, what was bought last is the account's.
            kept.left.extend(kept.placed.take());
            kept.left.extend(own.into_iter().map(|order| order.number.0));
            let surplus = kept.left.len().saturating_sub(REMEMBERED);
            kept.left.drain(..surplus);
            kept.method = None;
        });
        self.seen.replace(Seen::default());
        self.brought.replace(None);
        Ok(())
    }

    async fn book(&self) -> Result<Vec<SavedAddress>, BackendError> {
        let data = self.wire.whole(LOCALE, &[BOOK, SAVED].concat(), json!({}), Again::Read).await?;
        let customer = Json::of(&data).get("activeCustomer");
        if !customer.is_some() {
            return Err(BackendError::Unauthorized);
        }
        let saved = customer.get("addresses").list().iter().map(convert::saved).collect::<Result<_, _>>();
        saved.map_err(|unfit| self.wire.unfit(&unfit))
    }

    async fn list_now(&self) -> Result<Vec<Listed>, BackendError> {
        let data = self.wire.whole(LOCALE, ORDERS, json!({}), Again::Read).await?;
        let customer = Json::of(&data).get("activeCustomer");
        if !customer.is_some() {
            return Err(BackendError::Unauthorized);
        }
        let orders = customer.get("orders").get("items").list();
        let placed = orders.iter().filter(|order| convert::is_placed(order));
        placed.map(|order| convert::listed(order).map_err(|bad| self.bad(bad))).collect()
    }

    /// Whether an order may be shown here: one of an account that was signed out of only to who has signed in to it again.
    pub(super) async fn may_see(&self, number: &OrderNumber) -> Result<(), BackendError> {
        if !self.wire.kept().left.contains(&number.0) {
            return Ok(());
        }
        let own = self.list_now().await?;
        own.iter().any(|order| order.number == *number).then_some(()).ok_or(BackendError::Unauthorized)
    }

    /// An order of whoever is signed in, or one that Vendure shows to a guest: to anybody who has its code, for two hours.
    async fn followed(&self, locale: &str, number: &OrderNumber) -> Result<Tracked, BackendError> {
        self.may_see(number).await?;
        let wanted = json!({ "code": number.as_str() });
        let data = self.wire.whole(locale, TRACK, wanted, Again::Read).await?;
        let order = Json::of(&data).get("orderByCode");
        if !convert::is_placed(&order) {
            return Err(BackendError::Unauthorized);
        }
        convert::tracked(&order, &self.config).map_err(|bad| self.bad(bad))
    }

    /// Vendure lets the one before go by itself.
    async fn prefer(&self, id: &str) -> Result<(), BackendError> {
        let input = json!({ "id": id, "defaultShippingAddress": true });
        let document = [UPDATE, SAVED].concat();
        let answered = self.wire.ask(LOCALE, &document, json!({ "input": input }), Again::Safe, Token::Stays).await?;
        Self::own(answered).map(|_| ())
    }

    async fn write(&self, id: Option<&str>, parts: &Parts) -> Result<SavedAddress, BackendError> {
        let text = |wanted: AddressField| parts.iter().find(|(part, _)| *part == wanted).map(|(_, text)| text.clone());
        let mut input = convert::input(&|part| text(part).unwrap_or_default());
        let (document, again) = match (id, input.as_object_mut()) {
            (Some(id), Some(input)) => {
                input.insert("id".into(), id.into());
                (UPDATE, Again::Safe)
            }
            _ => (CREATE, Again::Never),
        };
        let document = [document, SAVED].concat();
        let answered = self.wire.ask(LOCALE, &document, json!({ "input": input }), again, Token::Stays).await?;
        let data = Self::own(answered)?;
        convert::saved(&Json::of(&data).get("r")).map_err(|unfit| self.wire.unfit(&unfit))
    }

    /// What is somebody else's is forbidden, and so is what is nobody's.
    fn own(answered: Answered) -> Result<Value, BackendError> {
        match answered.thrown.as_deref() {
            Some("ENTITY_NOT_FOUND") => Err(BackendError::Unauthorized),
            Some("USER_INPUT_ERROR" | "BAD_USER_INPUT") => rejected(super::COUNTRY, Fault::NotServed),
            _ => answered.whole(),
        }
    }
}

impl Accounts for Vendure {
    fn me(&self) -> Answer<'_, Option<Customer>> {
        Box::pin(self.who())
    }

    fn sign_in(&self, proof: &Proof) -> Answer<'_, Entered> {
        let Some((email, password)) = proof.pair() else { return not_here() };
        let (email, password) = (email.as_str().to_owned(), password.clone());
        Box::pin(async move { Ok(Entered::Customer(Box::new(self.enter(&email, &password).await?))) })
    }

    fn register(&self, profile: &Profile, key: &NewKey) -> Answer<'_, Customer> {
        let Some(password) = key.password().cloned() else { return not_here() };
        let profile = profile.clone();
        Box::pin(async move { self.make(&profile, &password).await })
    }

    fn sign_out(&self) -> Answer<'_, ()> {
        Box::pin(self.leave())
    }

    fn addresses(&self) -> Answer<'_, Vec<SavedAddress>> {
        Box::pin(self.book())
    }

    fn keep_address(&self, id: Option<&AddressId>, parts: &Parts) -> Answer<'_, SavedAddress> {
        let (id, parts) = (id.map(|id| id.0.clone()), parts.clone());
        Box::pin(async move { self.write(id.as_deref(), &parts).await })
    }

    fn forget_address(&self, id: &AddressId) -> Answer<'_, ()> {
        let id = id.0.clone();
        Box::pin(async move {
            let answered = self.wire.ask(LOCALE, FORGET, json!({ "id": id }), Again::Never, Token::Stays).await?;
            Self::own(answered).map(|_| ())
        })
    }

    fn prefer_address(&self, id: &AddressId) -> Answer<'_, ()> {
        let id = id.0.clone();
        Box::pin(async move { self.prefer(&id).await })
    }
}

impl Orders for Vendure {
    fn list(&self) -> Answer<'_, Vec<Listed>> {
        Box::pin(self.list_now())
    }

    fn track(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Tracked> {
        let (locale, number) = (locale.to_owned(), number.clone());
        Box::pin(async move { self.followed(&locale, &number).await })
    }
}
