//! A small honest shop for random sessions: lines, prices, stock, codes, gift cards, kept cards, orders and payments.
//!
//! Always true: an order key becomes one order at most; a payment key is charged once at most; what a
//! pair of keys was once refused for it is refused for again; a key that was given up becomes nothing. A token
//! pays under one payment key; that another was tried with it is kept for whoever watches.
//! It guards by keys only: unlike most shops it would make a second order of the same bag under
//! another key. Keeping that from happening is the checkout's part.

use kassa::{
    checkout::{
        ReadyOrder,
        request::{BackendError, Intent, Keys, Known, Placed},
    },
    domain::{
        ItemId, LineId, MethodId, OrderNumber, PointId, RateId, SessionId,
        cart::{Line, LineKind, Recurring, Stock},
        country::Country,
        day::{Day, Instant, Window},
        delivery::{How, Point, Rate},
        money::{Currency, Money},
        order::{Order, OrderDelivery, OrderState},
        payment::{Buyer, CardFace, ChargeMoment, Decline, MethodOffer, NextAction, SavedCard, Tender, TenderKind},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{AppliedCode, Change, DeliveryOffer, Quote, Rates, Shop, Terms},
        totals::{TotalKind, TotalRow, Totals},
    },
};
use std::collections::HashSet;

/// What the shop sells: two things that travel, one that is paid month by month, and one that costs nothing.
pub const ITEMS: [&str; 4] = ["boots", "rope", "map", "guide"];
const EUR: Currency = Currency::EUR;
const FINLAND: Country = Country::of(*b"FI");
const SWEDEN: Country = Country::of(*b"SE");

/// Codes of gift cards and what is on each: one pays a part, the other most orders whole.
pub const GIFTS: [(&str, i64); 2] = [("GIFT0001", 2_000), ("GIFT0009", 40_000)];
/// What the shop owes the shopper.
const CREDIT: i64 = 500;
/// The brand whose cards cost more, and how much.
const DEAR: (&str, i64) = ("amex", 150);
/// How long an app waits to be opened, in milliseconds.
const APP_WAITS: i64 = 30_000;

/// What came of a pair of keys.
#[derive(Clone, Debug, PartialEq)]
enum Fate {
    Declined(Decline),
    Stale,
    Rejected,
    /// Waits for the shopper or the bank; so often it was asked about.
    Pending(Asking, u8, i64),
}

/// Where the bank asks first, and when an app stops waiting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Asking {
    app: bool,
    until: i64,
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
    plain: bool,
    method: String,
    /// The brand of the card, as far as the shop was told.
    brand: Option<String>,
    /// Kept cards by number, the first choice in front; the first of them asks for its code again.
    kept: Vec<u8>,
    /// Which gift cards pay a part.
    gifts: [bool; 2],
    credit: bool,
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
    /// Tokens that were used, each with the payment key it was used under.
    used: Vec<(String, String)>,
    /// A token that was sent to pay again under another key.
    pub used_twice: Option<String>,
    /// The clock.
    pub now: i64,
    /// Every total the shop has said, with what was left to pay of it.
    pub said: HashSet<(i64, i64)>,
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
            plain: false,
            method: "card".into(),
            brand: None,
            kept: vec![1, 2],
            gifts: [false; 2],
            credit: false,
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
            used: Vec::new(),
            used_twice: None,
            now: 0,
            said: HashSet::new(),
            mood: Mood::Takes,
            declines: 0,
        }
    }

    /// The same, with two ways to pay: cards that all cost the same, and an invoice.
    pub fn plain(bag: Vec<(usize, u32)>) -> Self {
        Self { plain: true, kept: Vec::new(), ..Self::new(bag) }
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
            self.method = "card".into();
            self.brand = None;
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
                self.gifts = [false; 2];
                self.credit = false;
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
            Intent::AddGiftCard(code) => match gift(code) {
                None => Some(Problem::new(Field::GiftCard, Fault::CodeUnknown)),
                Some(at) => self.gifts[at].then(|| Problem::new(Field::GiftCard, Fault::CodeAlreadyApplied)),
            },
            Intent::SetMethod(method) if !self.takes(method.as_str()) => {
                Some(Problem::new(Field::Method, Fault::Missing))
            }
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
            Intent::SetMethod(method) => method.as_str().clone_into(&mut self.method),
            Intent::SetBrand(brand) => self.brand.clone_from(brand),
            Intent::AddGiftCard(code) => {
                if let Some(at) = gift(code) {
                    self.gifts[at] = true;
                }
            }
            Intent::UseTender(id, used) => match id.as_str() {
                "credit" => self.credit = *used,
                code if !used => {
                    if let Some(at) = gift(code) {
                        self.gifts[at] = false;
                    }
                }
                _ => {}
            },
            Intent::ForgetCard(id) => {
                self.kept.retain(|card| saved(*card) != *id);
                if self.method == id.as_str() {
                    self.method = "card".into();
                }
            }
            Intent::PreferCard(id) => self.kept.sort_by_key(|card| saved(*card) != *id),
            _ => {}
        }
    }

    fn takes(&self, method: &str) -> bool {
        let mut ways = ["card", "invoice", "googlepay", "mobilepay"].into_iter();
        ways.any(|known| known == method) || self.kept.iter().any(|card| saved(*card).as_str() == method)
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
                Fate::Pending(asking, asked, _) => Ok(Placed::Act(action(asking, asked))),
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
        // What the order says of its method and the token of its brand is the truth; the fees follow.
        let method = order.request().method.as_ref().map_or("", MethodId::as_str);
        let brand = order.payment().card.as_ref().map(|face| face.brand.clone()).filter(|_| method == "card");
        if expected > 0 && self.takes(method) && (method != self.method || (brand.is_some() && brand != self.brand)) {
            method.clone_into(&mut self.method);
            self.brand = brand;
            self.revision += 1;
        }
        let app = method == "mobilepay" && expected > 0;
        let asking = Asking { app, until: self.now + APP_WAITS };
        let fate = if expected != self.due() || self.bag.is_empty() || (expected > 0 && method != self.method) {
            Some(Fate::Stale)
        } else {
            match mood {
                Mood::Rejects => Some(Fate::Rejected),
                Mood::Declines if expected > 0 => Some(Fate::Declined(Decline::InsufficientFunds)),
                Mood::Asks => Some(Fate::Pending(asking, 0, expected)),
                Mood::AsksAndDeclines => Some(Fate::Pending(asking, 100, expected)),
                _ if app => Some(Fate::Pending(asking, 0, expected)),
                _ => None,
            }
        };
        if !matches!(fate, Some(Fate::Stale | Fate::Rejected)) {
            self.take(order, &keys.payment);
        }
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
                Fate::Pending(asking, asked, _) => Ok(Placed::Act(action(asking, asked))),
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

    /// A token is handed to the provider: under one payment key, whatever comes of it.
    fn take(&mut self, order: &ReadyOrder, payment_key: &str) {
        let Some(token) = &order.payment().token else { return };
        match self.used.iter().find(|(used, _)| used == token.expose()) {
            Some((used, key)) if key != payment_key => self.used_twice = Some(used.clone()),
            Some(_) => {}
            None => self.used.push((token.expose().clone(), payment_key.to_owned())),
        }
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
            Fate::Pending(asking, asked, total) => {
                *asked += 1;
                match *asked {
                    1 => Known::Pending,
                    // Nobody opened the app: the page sees first that the time is over.
                    2.. if asking.app && self.now > asking.until + APP_WAITS => {
                        *fate = Fate::Declined(Decline::AuthenticationFailed);
                        Known::Declined(Decline::AuthenticationFailed)
                    }
                    2.. if asking.app && self.now > asking.until => Known::Pending,
                    2 => Known::Act(action(*asking, 2)),
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
        let fee = match self.method.as_str() {
            "invoice" => 250,
            "card" if self.brand.as_deref() == Some(DEAR.0) => DEAR.1,
            _ => 0,
        };
        let before: i64 = rows.iter().map(|row| row.1).sum();
        if fee > 0 && before > self.paid_of(before) {
            rows.push((TotalKind::Fee, fee));
        }
        rows
    }

    /// What gift cards and credit pay of an amount, each with its name: never a fee, which is the method's.
    fn tenders_of(&self, amount: i64) -> Vec<Tender> {
        let mut open = amount;
        let mut tender = |id: &str, kind: TenderKind, has: i64| {
            let pays = has.min(open);
            open -= pays;
            Tender { id: id.into(), kind, ending: String::new(), pays: Money::new(pays, EUR), left: Money::zero(EUR) }
        };
        let used = GIFTS.iter().zip(self.gifts).filter_map(|(gift, used)| used.then_some(gift));
        let mut tenders: Vec<Tender> = used.map(|(code, has)| tender(code, TenderKind::GiftCard, *has)).collect();
        tenders.push(tender("credit", TenderKind::Credit, if self.credit { CREDIT } else { 0 }));
        tenders
    }

    fn paid_of(&self, amount: i64) -> i64 {
        self.tenders_of(amount).iter().map(|tender| tender.pays.minor()).sum()
    }

    fn before_fees(&self) -> i64 {
        self.rows().iter().filter(|row| row.0 != TotalKind::Fee).map(|row| row.1).sum()
    }

    /// What is left to pay.
    pub fn due(&self) -> i64 {
        self.total() - self.paid_of(self.before_fees())
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
            // The map is sent anew every month.
            recurring: (*item == 2).then(|| Recurring {
                amount: Money::new(self.prices[2], EUR),
                months: 1,
                first: Day(20_000),
                next: Day(20_030),
            }),
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
        Totals {
            due: Money::new(self.due(), EUR),
            tenders: self.tenders_of(self.before_fees()),
            ..Totals::new(self.rows().into_iter().map(row).collect(), pieces, total, Vec::new())
        }
    }

    pub fn quote(&mut self) -> Quote {
        let sold = self.order.is_some();
        let bag = if sold { core::mem::take(&mut self.bag) } else { Vec::new() };
        self.said.insert((self.total(), self.due()));
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
        let kept = |(at, card): (usize, &u8)| MethodOffer {
            saved: Some(SavedCard {
                face: CardFace { brand: "visa".into(), last4: "4242".into() },
                expires: (1, 2099),
                expired: false,
                preferred: at == 0,
                code: *card == 1,
            }),
            ..MethodOffer::new(saved(*card))
        };
        let mut methods = vec![method("card", None), method("invoice", Some(250))];
        if !self.plain {
            methods[0].brand_fees = vec![(DEAR.0.to_owned(), Money::new(DEAR.1, EUR))];
            methods.extend([method("googlepay", None), method("mobilepay", None)]);
        }
        methods.extend(self.kept.iter().enumerate().map(kept));
        let free = self.due() == 0;
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
            methods: if free { Vec::new() } else { methods },
            not_offered: Vec::new(),
            method: (!free).then(|| MethodId::from(self.method.as_str())),
            brand: self.brand.clone(),
            customer: None,
            company: None,
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
            company: None,
            method: None,
            card: None,
            charged: None,
            method_title: None,
            to_do: None,
            returns_until: None,
            consents: Vec::new(),
        }
    }
}

fn rejected() -> BackendError {
    let street = Field::Address(AddressUse::Shipping, AddressField::Street);
    BackendError::Rejected(vec![Problem::new(Field::Email, Fault::Refused), Problem::new(street, Fault::Refused)])
}

fn action(asking: Asking, asked: u8) -> NextAction {
    match asked % 4 {
        0 if asking.app => NextAction::App { link: "app://pay".into(), until: Instant(asking.until) },
        0 => NextAction::Frame { url: "https://bank.example/".into(), until: None },
        1 => NextAction::Redirect { url: "https://bank.example/".into() },
        2 => NextAction::Confirm { provider: "stripe".into(), client: "pi_1_secret_2".into() },
        _ => NextAction::Poll { after: 1_000, until: Instant(i64::MAX) },
    }
}

fn gift(code: &str) -> Option<usize> {
    GIFTS.iter().position(|(known, _)| *known == code)
}

fn saved(card: u8) -> MethodId {
    MethodId(["saved:", &card.to_string()].concat())
}

fn index(item: &ItemId) -> Option<usize> {
    ITEMS.iter().position(|name| *name == item.as_str())
}

pub fn line_id(item: usize) -> LineId {
    LineId(["line-", ITEMS[item]].concat())
}
