//! Vendure by its Shop API (GraphQL), written against 3.7.3.
//!
//! What it is like (`scripts/live/vendure` starts one): the bag is the session's *active order*; an order can be paid only in the
//! state `ArrangingPayment`, in which its lines cannot be changed; refusals are answers (200) with an `errorCode`, and some of them did
//! half of what was asked. It keeps no key of ours, so an order is found again by its own code, which is written down before anything
//! is paid (`kept.rs`).
//!
//! Always true: the order leaves `AddingItems` inside [`Backend::place`] only, and comes back to it whenever no order came of it; nothing is
//! paid but the expected total. The card's token goes to the shop's payment handler as `metadata.token`, with the attempt's key as
//! `metadata.idempotencyKey`, which a handler should hand on to its provider.

mod accounts;
mod convert;
mod kept;
mod seen;
mod wire;

use crate::{
    backend::{
        Accounts, Answer, Backend, Orders, World,
        config::{Config, Wrong},
        http::Again,
        json::Json,
    },
    checkout::request::{
        BackendError, Can, Facts, Idempotency, Intent, Keys, Known, Lookup, MoneyForm, OrderRequest, Payment, Placed,
        Returned, Setup, StepRules,
    },
    domain::{
        ItemId, MethodId, OrderNumber,
        account::Doors,
        day::Instant,
        delivery::{Delivery, How},
        money::Money,
        order::Order,
        payment::{CardFace, Decline, NextAction},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{Change, Quote},
    },
};
use convert::{Bad, Paid};
use core::cell::{Cell, RefCell};
use kept::Attempt;
use seen::Seen;
use serde_json::{Value, json};
use std::rc::Rc;
use wire::{QUOTE, Token, Wire, refusal};

/// A payment request may be at work for so long although its connection broke. Until then nobody can say that nothing was done, and
/// sending it again could charge a card twice.
const AT_WORK: i64 = 10_000;
/// How soon to ask again while a provider has not decided, and for how long, in milliseconds.
const ASK_AGAIN: u32 = 1_500;
const KEEP_ASKING: i64 = 300_000;

/// A mutation with one field, `r`: its head, and what is read beside the code of a failure.
macro_rules! mutation {
    ($head:literal, $more:literal) => {
        concat!("mutation", $head, "{__typename ...on ErrorResult{errorCode message}", $more, "}}")
    };
}
use mutation;

const ADJUST: &str = mutation!(
    "($line:ID!,$quantity:Int!){r:adjustOrderLine(orderLineId:$line,quantity:$quantity)",
    "...on OrderLimitError{maxItems}"
);
const ADD: &str = mutation!(
    "($item:ID!,$quantity:Int!){r:addItemToOrder(productVariantId:$item,quantity:$quantity)",
    "...on OrderLimitError{maxItems}"
);
const APPLY: &str =
    mutation!("($code:String!){r:applyCouponCode(couponCode:$code)", "...on Order{promotions{couponCode}}");
const REMOVE: &str = "mutation($code:String!){r:removeCouponCode(couponCode:$code){code}}";
const CUSTOMER: &str = mutation!("($input:CreateCustomerInput!){r:setCustomerForOrder(input:$input)", "");
const ADDRESS: &str = mutation!("($input:CreateAddressInput!){r:setOrderShippingAddress(input:$input)", "");
const RATE: &str = mutation!("($ids:[ID!]!){r:setOrderShippingMethod(shippingMethodId:$ids)", "");
const MOVE: &str = mutation!(
    "($state:String!){r:transitionOrderToState(state:$state)",
    "...on OrderStateTransitionError{transitionError}...O"
);
const PAY: &str = mutation!("($input:PaymentInput!){r:addPaymentToOrder(input:$input)", "...O");
const STATE: &str = "{activeOrder{code state payments{state metadata}billingAddress{streetLine1}}}";
const BY_CODE: &str = "query($code:String!){orderByCode(code:$code){...O}}";
const LOOK_UP: &str =
    "query($code:String!){activeOrder{code state payments{state metadata}}orderByCode(code:$code){...O}}";

/// Of accounts Vendure has these; a code by e-mail, passkeys and claiming an order its Shop API does not know.
const DOORS: Doors = Doors { password: true, register: true, book: true, ..Doors::NONE };

const ADDING: &str = "AddingItems";
const ARRANGING: &str = "ArrangingPayment";

/// A shop that runs Vendure.
pub struct Vendure {
    wire: Wire,
    config: Config,
    seen: RefCell<Seen>,
    /// What was in the bag of whoever has just signed in, until it is said what the account's own bag has brought.
    brought: RefCell<Option<Vec<ItemId>>>,
    revision: Cell<u64>,
}

/// The adapter.
///
/// # Errors
/// When the page does not say where the shop is.
pub fn adapter(world: World) -> Result<Rc<dyn Backend>, Wrong> {
    let wire = Wire::new(&world)?;
    Ok(Rc::new(Vendure {
        wire,
        config: world.config,
        seen: RefCell::default(),
        brought: RefCell::default(),
        revision: Cell::default(),
    }))
}

fn rejected<T>(field: Field, fault: Fault) -> Result<T, BackendError> {
    Err(BackendError::Rejected(vec![Problem::new(field, fault)]))
}

const COUNTRY: Field = Field::Address(AddressUse::Shipping, AddressField::Country);

/// What came of a mutation: the answer, or the code of a refusal.
struct Changed {
    answer: Value,
    code: Option<String>,
}

impl Vendure {
    /// An answer that could not be read, told to the console.
    fn bad(&self, bad: Bad) -> BackendError {
        match bad {
            Bad::Unfit(unfit) => self.wire.unfit(&unfit),
            Bad::Error(error) => {
                if error == BackendError::Setup(Setup::Currency) {
                    self.wire.tell("Kassa: the shop's amounts are in a currency that is not in use (ISO 4217).");
                }
                error
            }
        }
    }

    async fn quote(&self, locale: &str) -> Result<Quote, BackendError> {
        let data = self.wire.whole(locale, QUOTE, json!({}), Again::Read).await?;
        let kept = self.wire.kept();
        let data = Json::of(&data);
        let quote = convert::quote(&data, &self.config, &kept, locale, Instant(self.wire.now()));
        let mut quote = quote.map_err(|bad| self.bad(bad))?;
        if let Some(number) = quote.order {
            return Err(BackendError::AlreadyPlaced(number));
        }
        // Vendure counts nothing; its clock of changes has whole seconds only. Ours goes on in every tab and after a reload.
        let revision = self.wire.now().unsigned_abs().max(self.revision.get() + 1);
        self.revision.set(revision);
        quote.revision = revision;
        self.seen.borrow_mut().look(&mut quote);
        if let Some(before) = self.brought.take() {
            let new = quote.lines.iter().filter(|line| !before.contains(&line.item));
            let titles: Vec<_> = new.map(|line| line.title.clone()).collect();
            quote.changes.extend((!titles.is_empty()).then_some(Change::Merged { titles }));
        }
        Ok(quote)
    }

    async fn stale<T>(&self, locale: &str) -> Result<T, BackendError> {
        Err(BackendError::Stale(Box::new(self.quote(locale).await?)))
    }

    /// Changes something. An order that is being paid is opened again first, if it has to be.
    async fn change(
        &self,
        locale: &str,
        document: &str,
        variables: Value,
        again: Again,
    ) -> Result<Changed, BackendError> {
        let mut changed = self.change_once(locale, document, &variables, again).await?;
        if changed.code.as_deref() == Some("ORDER_MODIFICATION_ERROR") {
            self.change_once(locale, MOVE, &json!({ "state": ADDING }), Again::Never).await?;
            changed = self.change_once(locale, document, &variables, again).await?;
        }
        Ok(changed)
    }

    async fn change_once(
        &self,
        locale: &str,
        document: &str,
        variables: &Value,
        again: Again,
    ) -> Result<Changed, BackendError> {
        let answered = self.wire.ask(locale, document, variables.clone(), again, Token::Stays).await?;
        match answered.thrown.as_deref() {
            // Thrown, but about what was asked: a line, an item or a country that is not there.
            Some(code @ ("USER_INPUT_ERROR" | "ENTITY_NOT_FOUND" | "BAD_USER_INPUT" | "ILLEGAL_OPERATION")) => {
                Ok(Changed { code: Some(code.to_owned()), answer: Value::Null })
            }
            _ => {
                let data = answered.whole()?;
                let answer = Json::of(&data).get("r").value().cloned().unwrap_or_default();
                Ok(Changed { code: refusal(&Json::of(&answer)).map(str::to_owned), answer })
            }
        }
    }

    async fn carry_out(&self, locale: &str, intent: &Intent) -> Result<(), BackendError> {
        match intent {
            Intent::SetQuantity(line, quantity) => {
                let wanted = json!({ "line": line.as_str(), "quantity": quantity });
                self.counted(self.change(locale, ADJUST, wanted, Again::Safe).await?)?;
                self.seen.borrow_mut().asked(line, *quantity);
            }
            Intent::AddItem(item, quantity) => {
                let wanted = json!({ "item": item.as_str(), "quantity": quantity });
                self.counted(self.change(locale, ADD, wanted, Again::Never).await?)?;
                self.seen.borrow_mut().added(item, *quantity);
            }
            Intent::StartAnew => self.wire.keep(|kept| kept.placed = None),
            Intent::ApplyCode(code) => self.apply_code(locale, code).await?,
            Intent::RemoveCode(code) => {
                self.change(locale, REMOVE, json!({ "code": code }), Again::Safe).await?;
                self.seen.borrow_mut().dropped(code);
            }
            Intent::SetContact(contact) => {
                let input = convert::customer(contact.email.as_str(), "");
                let changed = self.change(locale, CUSTOMER, json!({ "input": input }), Again::Safe).await?;
                Self::known(changed.code.as_deref())?;
            }
            Intent::SetDestination { country, postcode } => {
                let input = convert::input(&|part| match part {
                    AddressField::Country => country.code().to_owned(),
                    AddressField::Postcode => postcode.clone().unwrap_or_default(),
                    _ => String::new(),
                });
                let changed = self.change(locale, ADDRESS, json!({ "input": input }), Again::Safe).await?;
                if matches!(changed.code.as_deref(), Some("USER_INPUT_ERROR" | "BAD_USER_INPUT")) {
                    return rejected(COUNTRY, Fault::NotServed);
                }
            }
            Intent::SetRate(rate) => {
                let changed = self.change(locale, RATE, json!({ "ids": [rate.as_str()] }), Again::Safe).await?;
                if changed.code.is_some() {
                    return rejected(Field::Rate, Fault::Gone);
                }
            }
            Intent::SetMethod(method) => self.wire.keep(|kept| kept.method = Some(method.0.clone())),
            // Vendure has neither: `facts` says so, and nobody asks.
            Intent::SetHow(How::Ship)
            | Intent::SetCompany(_)
            | Intent::SetBrand(_)
            | Intent::AddGiftCard(_)
            | Intent::UseTender(..)
            | Intent::ForgetCard(_)
            | Intent::PreferCard(_) => {}
            // Vendure's Shop API knows no places to collect from; none are offered.
            Intent::SetHow(How::Collect) | Intent::FindPoints(_) | Intent::SetPoint(_) => {
                return rejected(Field::How, Fault::Gone);
            }
        }
        Ok(())
    }

    /// What came of a change of quantity. Too few in stock is no failure: as many as there are were taken, and reading the bag
    /// again shows how many.
    fn counted(&self, changed: Changed) -> Result<(), BackendError> {
        match changed.code.as_deref() {
            None | Some("INSUFFICIENT_STOCK_ERROR") => Ok(()),
            Some("ORDER_LIMIT_ERROR") => {
                let most = Json::of(&changed.answer).get("maxItems").count();
                rejected(Field::Quantity, Fault::TooMany(most.map_err(|unfit| self.wire.unfit(&unfit))?))
            }
            Some("USER_INPUT_ERROR" | "ENTITY_NOT_FOUND") => rejected(Field::Quantity, Fault::Gone),
            Some(_) => rejected(Field::Quantity, Fault::Refused),
        }
    }

    async fn apply_code(&self, locale: &str, code: &str) -> Result<(), BackendError> {
        if self.seen.borrow().has(code) {
            return rejected(Field::Code, Fault::CodeAlreadyApplied);
        }
        let wanted = json!({ "code": code });
        let changed = self.change(locale, APPLY, wanted.clone(), Again::Safe).await?;
        match changed.code.as_deref() {
            None => {}
            Some("COUPON_CODE_INVALID_ERROR") => return rejected(Field::Code, Fault::CodeUnknown),
            Some("COUPON_CODE_EXPIRED_ERROR") => return rejected(Field::Code, Fault::CodeExpired),
            Some("COUPON_CODE_LIMIT_ERROR") => return rejected(Field::Code, Fault::CodeUsed),
            Some(_) => return rejected(Field::Code, Fault::Refused),
        }
        // Vendure takes a code whose conditions are not met, too; it then gives nothing, and does not say what is missing.
        let promotions = Json::of(&changed.answer).get("promotions").list();
        let gives = |one: &Json| one.get("couponCode").words().eq_ignore_ascii_case(code);
        if !promotions.iter().any(gives) {
            self.change(locale, REMOVE, wanted, Again::Safe).await?;
            return rejected(Field::Code, Fault::Refused);
        }
        Ok(())
    }

    /// Whether Vendure takes that customer: a guest must not use the address of an account.
    fn known(code: Option<&str>) -> Result<(), BackendError> {
        match code {
            // Who is signed in is the customer already; without an order there is nothing to note it on.
            None | Some("ALREADY_LOGGED_IN_ERROR" | "NO_ACTIVE_ORDER_ERROR") => Ok(()),
            Some(_) => rejected(Field::Email, Fault::Refused),
        }
    }

    // Placing

    async fn place_order(
        &self,
        locale: &str,
        keys: Keys,
        wanted: OrderRequest,
        payment: Payment,
    ) -> Result<Placed, BackendError> {
        let attempt = self.wire.kept().attempt(&keys.order).cloned();
        if attempt.as_ref().is_some_and(|attempt| attempt.dead) {
            return self.stale(locale).await;
        }
        let state = self.wire.whole(locale, STATE, json!({}), Again::Read).await?;
        let active = Json::of(&state).get("activeOrder");
        let code = active.get("code").words();
        // The same keys again, after it became an order. Else signing in has put the bag into another order: that one is meant.
        if let Some(attempt) = attempt.filter(|attempt| attempt.code != code)
            && let Some(order) = self.by_code(locale, &attempt.code, payment.card.clone()).await?
        {
            return Ok(Placed::Order(Box::new(order)));
        }
        if !active.is_some() {
            let placed = self.wire.kept().placed;
            return Err(
                placed.map_or(BackendError::Unauthorized, |code| BackendError::AlreadyPlaced(OrderNumber(code)))
            );
        }
        if active.get("state").maybe_text() == Some(ARRANGING) {
            if active.get("payments").list().iter().any(|payment| convert::paid(payment) == Paid::Open) {
                return Ok(Placed::Act(self.poll()));
            }
            self.change_once(locale, MOVE, &json!({ "state": ADDING }), Again::Never).await?;
        }
        let billed = !active.get("billingAddress").get("streetLine1").words().is_empty();
        let total = self.prepare(locale, &wanted, billed).await?;
        if total != Some(wanted.expected_total) {
            return self.stale(locale).await;
        }

        let moved = self.change_once(locale, MOVE, &json!({ "state": ARRANGING }), Again::Never).await?;
        if moved.code.is_some() {
            let why = Json::of(&moved.answer).get("transitionError").words();
            self.wire.tell(&format!("Kassa: Vendure takes no payment for this order: `{why}`"));
            return self.not_arranged(locale).await;
        }
        let order = Json::of(&moved.answer);
        if self.total(&order)? != wanted.expected_total {
            self.give_back(locale).await?;
            return self.stale(locale).await;
        }
        let payments = order.get("payments").list().len();
        let attempt = Attempt { key: keys.order, code, payments, sent: self.wire.now(), dead: false };
        self.wire.keep(|kept| kept.note(attempt));
        self.pay(locale, wanted.method.as_ref(), &keys.payment, payment).await
    }

    /// Notes everything about the order with Vendure; answers with what it costs then.
    async fn prepare(&self, locale: &str, wanted: &OrderRequest, billed: bool) -> Result<Option<Money>, BackendError> {
        let Delivery::Ship { address, rate } = &wanted.delivery else { return rejected(Field::How, Fault::Gone) };
        let email = wanted.contact.email.as_str();
        let mut variables = json!({
            "customer": convert::customer(email, address.name.as_str()),
            "shipping": convert::checked(address),
            "ids": [rate.as_str()],
        });
        let (declared, billing) = match &wanted.billing {
            Some(address) => {
                if let Some(variables) = variables.as_object_mut() {
                    variables.insert("billing".into(), convert::checked(address));
                }
                (",$billing:CreateAddressInput!", "billing:setOrderBillingAddress(input:$billing){...F}")
            }
            // Only where there is one to take off: the mutation is of Vendure 3.1.
            None if billed => ("", "billing:unsetOrderBillingAddress{...F}"),
            None => ("", ""),
        };
        // In this order: the address decides which ways of shipping there are.
        let document = [
            "mutation($customer:CreateCustomerInput!,$shipping:CreateAddressInput!,$ids:[ID!]!",
            declared,
            "){customer:setCustomerForOrder(input:$customer){...F}shipping:setOrderShippingAddress(input:$shipping){...F}",
            billing,
            "rate:setOrderShippingMethod(shippingMethodId:$ids){...F ...on Order{totalWithTax currencyCode}}}\
             fragment F on ErrorResult{errorCode message}",
        ]
        .concat();
        let answered = self.wire.ask(locale, &document, variables, Again::Safe, Token::Stays).await?;
        if matches!(answered.thrown.as_deref(), Some("USER_INPUT_ERROR" | "BAD_USER_INPUT")) {
            return rejected(COUNTRY, Fault::NotServed);
        }
        let data = answered.whole()?;
        let data = Json::of(&data);
        Self::known(refusal(&data.get("customer")))?;
        let order = data.get("rate");
        match refusal(&order) {
            None => self.total(&order).map(Some),
            // Somebody else took the order from us, or it is gone.
            Some("NO_ACTIVE_ORDER_ERROR" | "ORDER_MODIFICATION_ERROR") => Ok(None),
            Some(_) => rejected(Field::Rate, Fault::Gone),
        }
    }

    fn total(&self, order: &Json) -> Result<Money, BackendError> {
        let currency = order.get("currencyCode").currency().map_err(|error| self.bad(error.into()))?;
        order.get("totalWithTax").minor(currency).map_err(|unfit| self.wire.unfit(&unfit))
    }

    /// Vendure refused to begin the payment, mostly because something is no longer in stock. Asking for every line as it is makes
    /// it take what there is; reading the bag then shows what that was.
    async fn not_arranged<T>(&self, locale: &str) -> Result<T, BackendError> {
        let bag = self.seen.borrow().bag();
        for (line, quantity) in bag {
            let wanted = json!({ "line": line.as_str(), "quantity": quantity });
            self.change(locale, ADJUST, wanted, Again::Safe).await?;
        }
        self.stale(locale).await
    }

    async fn pay(
        &self,
        locale: &str,
        method: Option<&MethodId>,
        key: &str,
        payment: Payment,
    ) -> Result<Placed, BackendError> {
        let paid = match method {
            // Nothing is to be paid: the order is settled as it is.
            None => self.change_once(locale, MOVE, &json!({ "state": "PaymentSettled" }), Again::Never).await?,
            Some(method) => {
                let token = payment.token.as_ref().map(|token| token.expose().as_str());
                let metadata = json!({ "token": token, "idempotencyKey": key });
                let input = json!({ "method": self.config.code_of(method), "metadata": metadata });
                self.change_once(locale, PAY, &json!({ "input": input }), Again::Never).await?
            }
        };
        let order = Json::of(&paid.answer);
        match paid.code.as_deref() {
            None if convert::is_placed(&order) => {
                let order = convert::order(&order, &self.config, payment.card).map_err(|bad| self.bad(bad))?;
                self.placed(order.number.as_str());
                Ok(Placed::Order(Box::new(order)))
            }
            // The provider has not said yet.
            None => Ok(Placed::Act(self.poll())),
            Some("PAYMENT_DECLINED_ERROR") => {
                // The reason stands with the payment, which Vendure keeps.
                let order = self.give_back(locale).await?;
                let payments = Json::of(&order).get("payments").list();
                Err(BackendError::Declined(payments.last().map_or(Decline::Generic, convert::decline)))
            }
            // The handler could not ask the bank: nothing was taken, and another time it may work.
            Some("PAYMENT_FAILED_ERROR") => {
                self.give_back(locale).await?;
                Err(BackendError::Declined(Decline::TryLater))
            }
            Some("INELIGIBLE_PAYMENT_METHOD_ERROR" | "USER_INPUT_ERROR") => {
                self.give_back(locale).await?;
                rejected(Field::Method, Fault::Gone)
            }
            Some("NO_ACTIVE_ORDER_ERROR") => Err(BackendError::NoAnswer),
            // A coupon that lapsed meanwhile, or another tab: the shopper has to look again.
            Some(_) => {
                self.give_back(locale).await?;
                self.stale(locale).await
            }
        }
    }

    /// Lets the bag be changed again, and answers with the order.
    async fn give_back(&self, locale: &str) -> Result<Value, BackendError> {
        Ok(self.change_once(locale, MOVE, &json!({ "state": ADDING }), Again::Never).await?.answer)
    }

    fn poll(&self) -> NextAction {
        NextAction::Poll { after: ASK_AGAIN, until: Instant(self.wire.now()).plus(KEEP_ASKING) }
    }

    /// This session became an order.
    fn placed(&self, code: &str) {
        self.seen.replace(Seen::default());
        self.wire.keep(|kept| {
            kept.placed = Some(code.to_owned());
            kept.method = None;
        });
    }

    /// An order that was placed; `None` if there is none of that code, or it is not shown to this session.
    async fn by_code(&self, locale: &str, code: &str, face: Option<CardFace>) -> Result<Option<Order>, BackendError> {
        let answered = self.wire.ask(locale, BY_CODE, json!({ "code": code }), Again::Read, Token::Stays).await?;
        if answered.thrown.as_deref() == Some("FORBIDDEN") {
            return Ok(None);
        }
        let data = answered.whole()?;
        self.found(&Json::of(&data).get("orderByCode"), face)
    }

    fn found(&self, order: &Json, face: Option<CardFace>) -> Result<Option<Order>, BackendError> {
        if !convert::is_placed(order) {
            return Ok(None);
        }
        convert::order(order, &self.config, face).map(Some).map_err(|bad| self.bad(bad))
    }

    // Looking up

    async fn known_of(&self, locale: &str, key: &str) -> Result<Known, BackendError> {
        let kept = self.wire.kept();
        let Some(attempt) = kept.attempt(key).filter(|attempt| !attempt.code.is_empty()) else {
            return Ok(Known::Nothing);
        };
        let wanted = json!({ "code": attempt.code });
        let answered = self.wire.ask(locale, LOOK_UP, wanted, Again::Read, Token::Stays).await?;
        // An order that is not placed is not shown to guests; what else there is stands beside that.
        if answered.thrown.as_deref().is_some_and(|code| code != "FORBIDDEN") {
            answered.whole()?;
            return Ok(Known::Pending);
        }
        let data = Json::of(&answered.data);
        if let Some(order) = self.found(&data.get("orderByCode"), None)? {
            self.placed(order.number.as_str());
            return Ok(Known::Order(Box::new(order)));
        }
        let active = data.get("activeOrder");
        if active.get("code").maybe_text() != Some(&attempt.code) {
            // Another session's, or placed by a guest two hours ago and no longer shown.
            return if attempt.dead { Ok(Known::Nothing) } else { Err(BackendError::Unauthorized) };
        }
        let payments = active.get("payments").list();
        let since = payments.get(attempt.payments..).unwrap_or_default();
        Ok(match since.last().map(|payment| (convert::paid(payment), payment)) {
            Some((Paid::Open, _)) => Known::Act(self.poll()),
            Some((Paid::Well, _)) => Known::Pending,
            Some((Paid::Failed, payment)) if payment.get("state").maybe_text() == Some("Declined") => {
                Known::Declined(convert::decline(payment))
            }
            Some((Paid::Failed, _)) => Known::Declined(Decline::TryLater),
            None if self.wire.now() - attempt.sent < AT_WORK && !attempt.dead => Known::Pending,
            None => Known::Nothing,
        })
    }

    async fn give_up(&self, locale: &str, key: &str) -> Result<Quote, BackendError> {
        let earlier = self.wire.kept().attempt(key).cloned();
        let known = earlier.as_ref().map(|attempt| attempt.code.clone()).unwrap_or_default();
        // Written down first: whatever happens below, this browser never sends it again.
        let dead = Attempt { key: key.to_owned(), dead: true, ..earlier.unwrap_or_default() };
        self.wire.keep(|kept| kept.note(dead));
        let state = self.wire.whole(locale, STATE, json!({}), Again::Read).await?;
        let active = Json::of(&state).get("activeOrder");
        // Out of this state Vendure takes no payment, also not one that is still on its way.
        if active.get("state").maybe_text() == Some(ARRANGING) {
            self.give_back(locale).await?;
        }
        if !known.is_empty()
            && active.get("code").maybe_text() != Some(&known)
            && let Some(order) = self.by_code(locale, &known, None).await?
        {
            self.placed(order.number.as_str());
            return Err(BackendError::AlreadyPlaced(order.number));
        }
        self.quote(locale).await
    }
}

impl Backend for Vendure {
    fn facts(&self) -> Facts {
        Facts {
            // The active order becomes one order; a payment for it is refused once it is placed, and then `place` finds it by its code.
            idempotency: Idempotency::Cart,
            lookup: Lookup::ByCart,
            money: MoneyForm::MinorUnits,
            returned: Returned::ByLookup,
            order_of_steps: StepRules { full_address_for_rates: false, lines_lock_while_paying: true },
            can: Can { codes: true, add: true, orders: true, doors: DOORS, ..Can::default() },
        }
    }

    fn open(&self, locale: &str) -> Answer<'_, Quote> {
        let locale = locale.to_owned();
        Box::pin(async move { self.quote(&locale).await })
    }

    fn apply(&self, locale: &str, intents: Vec<Intent>) -> Answer<'_, Quote> {
        let locale = locale.to_owned();
        Box::pin(async move {
            // One after another: Vendure knows no change of several things, so what was done before a refusal stays done.
            for intent in &intents {
                self.carry_out(&locale, intent).await?;
            }
            self.quote(&locale).await
        })
    }

    fn place(&self, locale: &str, keys: Keys, order: OrderRequest, payment: Payment) -> Answer<'_, Placed> {
        let locale = locale.to_owned();
        Box::pin(async move { self.place_order(&locale, keys, order, payment).await })
    }

    fn look_up(&self, locale: &str, order_key: &str) -> Answer<'_, Known> {
        let (locale, key) = (locale.to_owned(), order_key.to_owned());
        Box::pin(async move { self.known_of(&locale, &key).await })
    }

    fn cancel(&self, locale: &str, order_key: &str) -> Answer<'_, Quote> {
        let (locale, key) = (locale.to_owned(), order_key.to_owned());
        Box::pin(async move { self.give_up(&locale, &key).await })
    }

    fn order(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Order> {
        let (locale, number) = (locale.to_owned(), number.clone());
        Box::pin(async move {
            self.may_see(&number).await?;
            self.by_code(&locale, number.as_str(), None).await?.ok_or(BackendError::Unauthorized)
        })
    }

    fn accounts(&self) -> Option<&dyn Accounts> {
        Some(self)
    }

    fn orders(&self) -> Option<&dyn Orders> {
        Some(self)
    }
}
