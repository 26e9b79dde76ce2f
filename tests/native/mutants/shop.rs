//! A small honest shop for random sessions: lines, prices, stock, codes, orders and payments.
//!
//! Always true: an order key becomes one order at most; a payment key is charged once at most; what a
//! pair of keys was once refused for it is refused for again; a key that was given up becomes nothing.
//! It guards by keys only: unlike most shops it would make a second order of the same bag under
//! another key. Keeping that from happening is the checkout's part.

use kassa::{
    checkout::{
        ReadyOrder,
        request::{BackendError, Intent, Keys, Known, Placed},
    },
    domain::{
        ItemId, LineId, MethodId, OrderNumber, PointId, RateId, SessionId,
        cart::{Line, LineKind, Stock},
        country::Country,
        day::{Day, Instant, Window},
        delivery::{How, Point, Rate},
        money::{Currency, Money},
        order::{Order, OrderDelivery, OrderState},
        payment::{Buyer, ChargeMoment, Decline, MethodOffer, NextAction},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{AppliedCode, Change, DeliveryOffer, Quote, Rates, Shop, Terms},
        totals::{TotalKind, TotalRow, Totals},
    },
};
use std::collections::HashSet;

/// What the shop sells: two things that travel, one that does not, and one that costs nothing.
pub const ITEMS: [&str; 4] = ["boots", "rope", "map", "guide"];
const EUR: Currency = Currency::EUR;
const FINLAND: Country = Country::of(*b"FI");
const SWEDEN: Country = Country::of(*b"SE");

/// What came of a pair of keys.
#[derive(Clone, Debug, PartialEq)]
enum Fate {
    Declined(Decline),
    Stale,
    Rejected,
    /// Waits for the shopper or the bank; so often it was asked about.
    Pending(u8, i64),
}

/// An order that exists.
#[derive(Clone, Debug)]
pub struct Made {
    pub key: String,
    pub number: OrderNumber,
    pub total: i64,
    /// Which of the shopper's purchases its request was sent for.
    pub purchase: u32,
}

/// How the next payment goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Mood {
    #[default]
    Takes,
    Declines,
    Asks,
    AsksAndDeclines,
    Rejects,
    Busy,
    FaultBefore,
    FaultAfter,
    Reviews,
}

#[allow(clippy::struct_excessive_bools)] // Each is a fault the shop can have on its own.
pub struct ModelShop {
    prices: [i64; 4],
    sold_out: [bool; 4],
    /// Item and how many, in the order they were added.
    bag: Vec<(usize, u32)>,
    code: bool,
    country: Country,
    postcode: Option<String>,
    how: How,
    express: bool,
    invoice: bool,
    changes: Vec<Change>,
    revision: u64,
    /// The session; another one after it ran out or a new purchase began.
    pub session: u32,
    /// Whether the session has run out.
    pub expired: bool,
    /// The order the session became.
    order: Option<OrderNumber>,
    /// Counts the shopper's purchases.
    pub purchase: u32,
    pub orders: Vec<Made>,
    /// Payment keys that were charged, with the purchase they were sent for.
    pub charged: Vec<(String, u32)>,
    fates: Vec<(Keys, Fate)>,
    given_up: Vec<String>,
    /// Every total the shop has said.
    pub said: HashSet<i64>,
    pub mood: Mood,
    pub declines: u32,
}

impl ModelShop {
    pub fn new(bag: Vec<(usize, u32)>) -> Self {
        Self {
            prices: [12_000, 3_500, 900, 0],
            sold_out: [false; 4],
            bag,
            code: false,
            country: FINLAND,
            postcode: None,
            how: How::Ship,
            express: false,
            invoice: false,
            changes: Vec::new(),
            revision: 1,
            session: 1,
            expired: false,
            order: None,
            purchase: 0,
            orders: Vec::new(),
            charged: Vec::new(),
            fates: Vec::new(),
            given_up: Vec::new(),
            said: HashSet::new(),
            mood: Mood::Takes,
            declines: 0,
        }
    }

    // By itself

    pub fn raise_price(&mut self, item: usize) {
        let was = self.prices[item];
        if was > 0 && self.bag.iter().any(|(of, _)| *of == item) {
            self.prices[item] += 100;
            self.changes.push(Change::Price { line: line_id(item), was: Money::new(was, EUR) });
            self.revision += 1;
        }
    }

    pub fn sell_out(&mut self, item: usize) {
        // Something is always left to buy.
        if item != 1 {
            self.sold_out[item] = true;
            if self.bag.iter().any(|(of, _)| *of == item) {
                self.changes.push(Change::SoldOut { title: ITEMS[item].into() });
                self.bag.retain(|(of, _)| *of != item);
                self.revision += 1;
            }
        }
    }

    pub fn lapse_code(&mut self) {
        if core::mem::take(&mut self.code) {
            self.changes.push(Change::CodeLapsed { code: "OFF".into() });
            self.revision += 1;
        }
    }

    // Asked

    pub fn open(&mut self) -> Quote {
        if self.expired {
            // The bag is kept; what was chosen is not.
            self.expired = false;
            self.session += 1;
            self.revision += 1;
            self.postcode = None;
            self.how = How::Ship;
            self.express = false;
            self.invoice = false;
            self.country = FINLAND;
        }
        self.quote()
    }

    pub fn apply(&mut self, intents: &[Intent]) -> Result<Quote, BackendError> {
        if self.expired {
            return Err(BackendError::Unauthorized);
        }
        if let Some(number) = &self.order {
            if intents.contains(&Intent::StartAnew) {
                self.order = None;
                self.session += 1;
                self.purchase += 1;
                self.bag.clear();
                self.code = false;
            } else if !intents.is_empty() {
                return Err(BackendError::AlreadyPlaced(number.clone()));
            }
        }
        let problems: Vec<Problem> = intents.iter().filter_map(|intent| self.refuses(intent)).collect();
        if !problems.is_empty() {
            return Err(BackendError::Rejected(problems));
        }
        for intent in intents {
            self.wish(intent);
        }
        self.revision += 1;
        Ok(self.quote())
    }

    fn refuses(&self, intent: &Intent) -> Option<Problem> {
        match intent {
            Intent::SetQuantity(line, 1..) if !self.bag.iter().any(|(item, _)| line_id(*item) == *line) => {
                Some(Problem::new(Field::Quantity, Fault::Gone))
            }
            Intent::AddItem(item, _) if index(item).is_none_or(|item| self.sold_out[item]) => {
                Some(Problem::new(Field::Quantity, Fault::Gone))
            }
            Intent::ApplyCode(code) if code != "OFF" => Some(Problem::new(Field::Code, Fault::CodeUnknown)),
            Intent::ApplyCode(_) if self.code => Some(Problem::new(Field::Code, Fault::CodeAlreadyApplied)),
            _ => None,
        }
    }

    fn wish(&mut self, intent: &Intent) {
        match intent {
            Intent::SetQuantity(line, 0) => self.bag.retain(|(item, _)| line_id(*item) != *line),
            Intent::SetQuantity(line, quantity) => {
                for piece in self.bag.iter_mut().filter(|(item, _)| line_id(*item) == *line) {
                    piece.1 = *quantity;
                }
            }
            Intent::AddItem(item, more) => {
                let item = index(item).unwrap();
                match self.bag.iter_mut().find(|(of, _)| *of == item) {
                    Some(piece) => piece.1 += more,
                    None => self.bag.push((item, *more)),
                }
            }
            Intent::ApplyCode(_) => self.code = true,
            Intent::RemoveCode(_) => self.code = false,
            Intent::SetDestination { country, postcode } => {
                self.country = *country;
                self.postcode.clone_from(postcode);
            }
            Intent::SetHow(how) => self.how = *how,
            Intent::SetRate(rate) => self.express = rate.as_str() == "express",
            Intent::SetMethod(method) => self.invoice = method.as_str() == "invoice",
            _ => {}
        }
    }

    /// Takes an order. `session` and `purchase` are those it was sent in.
    pub fn place(
        &mut self,
        session: &SessionId,
        purchase: u32,
        keys: &Keys,
        order: &ReadyOrder,
        expected: i64,
    ) -> Result<Placed, BackendError> {
        let known = self.orders.iter().find(|made| made.key == keys.order).cloned();
        let paid = self.charged.iter().any(|(key, _)| *key == keys.payment);
        if let Some(made) = known
            && (paid || made.total == 0)
        {
            return Ok(Placed::Order(Box::new(Self::made(&made))));
        }
        if self.given_up.contains(&keys.order) {
            return Err(BackendError::Declined(Decline::AuthenticationFailed));
        }
        if let Some((_, fate)) = self.fates.iter().find(|(of, _)| of == keys) {
            return match fate.clone() {
                Fate::Declined(decline) => Err(BackendError::Declined(decline)),
                Fate::Stale => Err(BackendError::Stale(Box::new(self.quote()))),
                Fate::Rejected => Err(rejected()),
                Fate::Pending(asked, _) => Ok(Placed::Act(action(asked))),
            };
        }
        if self.expired || session.as_str() != self.session.to_string() {
            return Err(BackendError::Unauthorized);
        }
        let mood = core::mem::take(&mut self.mood);
        match mood {
            Mood::Busy => return Err(BackendError::Busy(500)),
            Mood::FaultBefore => return Err(BackendError::Server("R-1".into())),
            _ => {}
        }
        let fate = if expected != self.total() || self.bag.is_empty() {
            Some(Fate::Stale)
        } else {
            match mood {
                Mood::Rejects => Some(Fate::Rejected),
                Mood::Declines if expected > 0 => Some(Fate::Declined(Decline::InsufficientFunds)),
                Mood::Asks => Some(Fate::Pending(0, expected)),
                Mood::AsksAndDeclines => Some(Fate::Pending(100, expected)),
                _ => None,
            }
        };
        if let Some(fate) = fate {
            self.fates.retain(|(of, _)| of.order != keys.order || of.payment != keys.payment);
            self.fates.push((keys.clone(), fate.clone()));
            return match fate {
                Fate::Declined(decline) => {
                    self.declines += 1;
                    Err(BackendError::Declined(decline))
                }
                Fate::Stale => Err(BackendError::Stale(Box::new(self.quote()))),
                Fate::Rejected => Err(rejected()),
                Fate::Pending(asked, _) => Ok(Placed::Act(action(asked))),
            };
        }
        assert_eq!(order.request().terms_version, "1");
        let made = self.make(keys, purchase, expected);
        if mood == Mood::FaultAfter {
            return Err(BackendError::Server("R-2".into()));
        }
        let mut order = Self::made(&made);
        if mood == Mood::Reviews {
            order.state = OrderState::UnderReview { until: Instant(1) };
        }
        Ok(Placed::Order(Box::new(order)))
    }

    /// Charges, then notes the order: two things that are each done once for their key.
    fn make(&mut self, keys: &Keys, purchase: u32, total: i64) -> Made {
        if total > 0 && !self.charged.iter().any(|(key, _)| *key == keys.payment) {
            self.charged.push((keys.payment.clone(), purchase));
        }
        if let Some(made) = self.orders.iter().find(|made| made.key == keys.order) {
            return made.clone();
        }
        let number = OrderNumber(["N-", &(self.orders.len() + 1).to_string()].concat());
        let made = Made { key: keys.order.clone(), number, total, purchase };
        self.orders.push(made.clone());
        if purchase == self.purchase {
            self.order = Some(made.number.clone());
        }
        self.revision += 1;
        made
    }

    pub fn look_up(&mut self, order_key: &str, purchase: u32) -> Known {
        if let Some(made) = self.orders.iter().find(|made| made.key == order_key).cloned() {
            return Known::Order(Box::new(Self::made(&made)));
        }
        if self.given_up.iter().any(|key| key == order_key) {
            return Known::Declined(Decline::AuthenticationFailed);
        }
        let Some((keys, fate)) = self.fates.iter_mut().rfind(|(keys, _)| keys.order == order_key) else {
            return Known::Nothing;
        };
        match fate {
            Fate::Declined(decline) => Known::Declined(*decline),
            Fate::Stale | Fate::Rejected => Known::Nothing,
            Fate::Pending(asked, total) => {
                *asked += 1;
                match *asked {
                    1 => Known::Pending,
                    2 => Known::Act(action(2)),
                    3..=100 => {
                        let (keys, total) = (keys.clone(), *total);
                        let made = self.make(&keys, purchase, total);
                        Known::Order(Box::new(Self::made(&made)))
                    }
                    _ => {
                        *fate = Fate::Declined(Decline::AuthenticationFailed);
                        self.declines += 1;
                        Known::Declined(Decline::AuthenticationFailed)
                    }
                }
            }
        }
    }

    pub fn cancel(&mut self, order_key: &str) -> Result<Quote, BackendError> {
        if let Some(made) = self.orders.iter().find(|made| made.key == order_key) {
            return Err(BackendError::AlreadyPlaced(made.number.clone()));
        }
        if self.expired {
            return Err(BackendError::Unauthorized);
        }
        self.given_up.push(order_key.to_owned());
        Ok(self.quote())
    }

    pub fn fetch(&self, number: &OrderNumber) -> Result<Order, BackendError> {
        let made = self.orders.iter().find(|made| made.number == *number);
        made.map(Self::made).ok_or(BackendError::Unauthorized)
    }

    // What it says

    pub fn rows(&self) -> Vec<(TotalKind, i64)> {
        let items: i64 = self.bag.iter().map(|(item, quantity)| self.prices[*item] * i64::from(*quantity)).sum();
        let mut rows = vec![(TotalKind::Items, items)];
        if self.code {
            rows.push((TotalKind::Discount, -(items / 10)));
        }
        if self.travels() && self.how == How::Ship {
            rows.push((TotalKind::Delivery, if self.express { 1_500 } else { 500 }));
        }
        if self.invoice && rows.iter().map(|row| row.1).sum::<i64>() > 0 {
            rows.push((TotalKind::Fee, 250));
        }
        rows
    }

    pub fn total(&self) -> i64 {
        self.rows().iter().map(|row| row.1).sum()
    }

    fn travels(&self) -> bool {
        self.bag.iter().any(|(item, _)| *item < 2)
    }

    fn lines(&self) -> Vec<Line> {
        let line = |(item, quantity): &(usize, u32)| Line {
            id: line_id(*item),
            item: ItemId::from(ITEMS[*item]),
            title: ITEMS[*item].into(),
            detail: None,
            image: None,
            kind: if *item < 2 { LineKind::Goods } else { LineKind::Virtual },
            quantity: *quantity,
            limit: 9,
            unit_price: Money::new(self.prices[*item], EUR),
            total: Money::new(self.prices[*item] * i64::from(*quantity), EUR),
            reduced: None,
            rating: None,
            stock: Stock::Plenty,
            arrives: None,
            recurring: None,
            returns_days: None,
        };
        self.bag.iter().map(line).collect()
    }

    fn totals(&self) -> Totals {
        let row = |(kind, amount): (TotalKind, i64)| TotalRow {
            kind,
            label: None,
            amount: Money::new(amount, EUR),
            estimate: false,
        };
        let pieces = self.bag.iter().map(|(_, quantity)| quantity).sum();
        let total = Money::new(self.total(), EUR);
        Totals::new(self.rows().into_iter().map(row).collect(), pieces, total, Vec::new())
    }

    pub fn quote(&mut self) -> Quote {
        let sold = self.order.is_some();
        let bag = if sold { core::mem::take(&mut self.bag) } else { Vec::new() };
        self.said.insert(self.total());
        let window = Window { from: Day(20_000), to: Day(20_001), hours: None };
        let rate = |id: &str, price: i64| Rate {
            id: RateId::from(id),
            title: String::new(),
            carrier: String::new(),
            note: None,
            window: Some(window),
            price: Money::new(price, EUR),
            tag: None,
        };
        let rates = match &self.postcode {
            Some(_) => Rates::Offered(vec![rate("standard", 500), rate("express", 1_500)]),
            None => Rates::Unknown,
        };
        let point = Point {
            id: PointId::from("kiosk"),
            title: String::new(),
            address: String::new(),
            distance_metres: None,
            hours: [None; 7],
            ready: window,
            kept_days: 7,
            price: Money::zero(EUR),
            own_shop: false,
            note: None,
        };
        let method = |id: &str, fee: Option<i64>| MethodOffer {
            fee: fee.map(|fee| Money::new(fee, EUR)),
            charged: Some(ChargeMoment::Now),
            ..MethodOffer::new(MethodId::from(id))
        };
        let free = self.total() == 0;
        let quote = Quote {
            session: SessionId(self.session.to_string()),
            revision: self.revision,
            // What a forged revision cannot change.
            now: Instant(i64::try_from(self.revision).unwrap()),
            shop: Shop { terms: Some(Terms { version: "1".into(), from: Day(0) }), ..Shop::default() },
            currency: EUR,
            country: self.country,
            countries: vec![FINLAND, SWEDEN],
            lines: self.lines(),
            suggestions: Vec::new(),
            codes: if self.code { vec![AppliedCode { code: "OFF".into(), title: String::new() }] } else { Vec::new() },
            offers: Vec::new(),
            totals: self.totals(),
            delivery: DeliveryOffer {
                needed: self.travels(),
                how: self.how,
                rates,
                rate: self.postcode.as_ref().map(|_| RateId::from(if self.express { "express" } else { "standard" })),
                ship_from: Some(Money::new(500, EUR)),
                points: vec![point],
                point: None,
            },
            methods: if free { Vec::new() } else { vec![method("card", None), method("invoice", Some(250))] },
            not_offered: Vec::new(),
            method: (!free).then(|| MethodId::from(if self.invoice { "invoice" } else { "card" })),
            brand: None,
            customer: None,
            buyer: Buyer::Consumer,
            changes: core::mem::take(&mut self.changes),
            order: self.order.clone(),
        };
        if sold {
            // The bag became an order, and yet another key would still buy it.
            self.bag = bag;
        }
        quote
    }

    fn made(made: &Made) -> Order {
        Order {
            number: made.number.clone(),
            placed: Instant(0),
            state: OrderState::Confirmed,
            email: String::new(),
            lines: Vec::new(),
            totals: Totals::new(Vec::new(), 0, Money::new(made.total, EUR), Vec::new()),
            delivery: OrderDelivery::Nothing,
            billing: None,
            method: None,
            card: None,
            charged: None,
            method_title: None,
            to_do: None,
            returns_until: None,
        }
    }
}

fn rejected() -> BackendError {
    let street = Field::Address(AddressUse::Shipping, AddressField::Street);
    BackendError::Rejected(vec![Problem::new(Field::Email, Fault::Refused), Problem::new(street, Fault::Refused)])
}

fn action(asked: u8) -> NextAction {
    match asked % 4 {
        0 => NextAction::Frame { url: "https://bank.example/".into(), until: None },
        1 => NextAction::Redirect { url: "https://bank.example/".into() },
        2 => NextAction::Confirm { provider: "stripe".into(), client: "pi_1_secret_2".into() },
        _ => NextAction::Poll { after: 1_000, until: Instant(i64::MAX) },
    }
}

fn index(item: &ItemId) -> Option<usize> {
    ITEMS.iter().position(|name| *name == item.as_str())
}

pub fn line_id(item: usize) -> LineId {
    LineId(["line-", ITEMS[item]].concat())
}
