//! The contract suite: what every backend must do, as cases that run against any adapter.
//!
//! Always true: a case knows the port and nothing of an adapter; it makes its own session, and answers with a verdict
//! instead of failing, so that tests and the conformance kit tell the same story. What a backend does not have is
//! `Absent`, with the part of the screen that is therefore not drawn.

use core::{
    future::Future,
    pin::pin,
    task::{Context, Poll, Waker},
};
use kassa::{
    backend::{Accounts, Answer, Backend, shelf::Memory},
    checkout::request::{
        BackendError, Can, Facts, Idempotency, Intent, Keys, Known, Lookup, MoneyForm, OrderRequest, Payment, Placed,
        Replays, Returned, StepRules,
    },
    domain::{
        MethodId, OrderNumber, RateId,
        account::{Ceremony, Doors, Entered, Preference, Proof},
        address::{Address, Ask},
        cart::LineKind,
        check::email::Email,
        company::CompanyAsked,
        contact::Contact,
        country::Country,
        delivery::Delivery,
        money::Money,
        order::Order,
        payment::{Buyer, CardFace},
        problem::{AddressField, AddressUse, Fault, Field},
        quote::{Change, Quote, Rates},
        returns::ReturnRequest,
        secret::Secret,
        totals::TotalKind,
    },
};
use std::rc::Rc;

/// The facts of a backend that keeps keys, for tests of the machine.
#[allow(dead_code)] // The conformance kit has no machine.
pub const KEYED: Facts = Facts {
    idempotency: Idempotency::Key { window_hours: 24, replays: Replays::All, mismatch_refused: true },
    lookup: Lookup::ByKey,
    money: MoneyForm::MinorUnits,
    returned: Returned::ByLookup,
    order_of_steps: StepRules { full_address_for_rates: false, lines_lock_while_paying: false },
    can: Can {
        codes: true,
        news: true,
        add: true,
        tenders: true,
        wallet: true,
        business: true,
        reorder: true,
        orders: true,
        find: true,
        doors: Doors::NONE,
    },
};

/// The answer of a backend whose network answers at once: tests wait in the network, not here.
#[track_caller]
pub fn now<T>(answer: Answer<'_, T>) -> Result<T, BackendError> {
    match pin!(answer).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => panic!("the backend waits for something"),
    }
}

/// Opens the backend on a shelf. A new shelf is a new visitor, who finds a bag with goods in it.
pub type Door<'a> = &'a dyn Fn(Rc<Memory>) -> Rc<dyn Backend>;

/// What the shop behind the backend has, as far as the cases need it.
#[derive(Clone, Debug)]
pub struct Sample {
    /// Where goods can go.
    pub country: &'static str,
    /// A postcode there.
    pub postcode: &'static str,
    /// A city there.
    pub city: &'static str,
    /// A country that is not served.
    pub not_served: &'static str,
    /// A code that takes something off the usual bag, and one whose time is over.
    pub codes: Option<(&'static str, &'static str)>,
    /// The way to pay by card, with a token that is paid and one that is declined.
    pub card: Option<(&'static str, &'static str, &'static str)>,
    /// A way to pay that needs no token.
    pub later: Option<&'static str>,
    /// Somebody with an account: e-mail address and password.
    pub account: Option<(&'static str, &'static str)>,
}

/// What came of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It does what the contract says.
    Works,
    /// It does not have it; what is therefore not drawn.
    Absent(&'static str),
    /// It does something else.
    Wrong(String),
}

/// A case: its name as a sentence, and what it does.
pub type Case = (&'static str, fn(&Stage) -> Result<Verdict, Unmet>);

/// Why a case is not met.
#[derive(Debug)]
pub struct Unmet(String);

impl From<BackendError> for Unmet {
    fn from(error: BackendError) -> Self {
        Self(format!("{error:?}"))
    }
}

fn unmet<T>(what: impl Into<String>) -> Result<T, Unmet> {
    Err(Unmet(what.into()))
}

/// Fails the case with what was found, unless it holds.
fn hold(holds: bool, what: impl FnOnce() -> String) -> Result<(), Unmet> {
    if holds { Ok(()) } else { unmet(what()) }
}

/// Runs every case, or those whose name contains a word.
pub fn run(door: Door, sample: &Sample, only: Option<&str>) -> Vec<(&'static str, Verdict)> {
    run_of(&all(), door, sample, only)
}

/// Every case.
pub fn all() -> Vec<Case> {
    [CASES, EXTRAS].concat()
}

/// The same of some cases.
pub fn run_of(cases: &[Case], door: Door, sample: &Sample, only: Option<&str>) -> Vec<(&'static str, Verdict)> {
    let chosen = cases.iter().filter(|(name, _)| only.is_none_or(|word| name.contains(word)));
    let verdict = |(name, case): &Case| {
        let stage = Stage::new(door, sample);
        (*name, case(&stage).unwrap_or_else(|Unmet(what)| Verdict::Wrong(what)))
    };
    chosen.map(verdict).collect()
}

/// A visitor in front of the shop.
pub struct Stage<'a> {
    door: Door<'a>,
    sample: &'a Sample,
    shelf: Rc<Memory>,
    backend: Rc<dyn Backend>,
}

const LOCALE: &str = "en";

impl<'a> Stage<'a> {
    fn new(door: Door<'a>, sample: &'a Sample) -> Self {
        let shelf = Rc::new(Memory::default());
        let backend = door(Rc::clone(&shelf));
        // As the page does: what a backend can do may be known only once it has spoken. One that does not answer shows in
        // every case.
        drop(now(backend.meet()));
        Self { door, sample, shelf, backend }
    }

    fn open(&self) -> Result<Quote, BackendError> {
        now(self.backend.open(LOCALE))
    }

    /// The page once more: what this browser keeps is all it knows.
    fn reload(&self) -> Rc<dyn Backend> {
        let backend = (self.door)(Rc::clone(&self.shelf));
        drop(now(backend.meet()));
        backend
    }

    fn apply(&self, intents: impl IntoIterator<Item = Intent>) -> Result<Quote, BackendError> {
        now(self.backend.apply(LOCALE, intents.into_iter().collect()))
    }

    fn country(&self) -> Country {
        Country::parse(self.sample.country).expect("the sample names a country")
    }

    fn to(&self) -> Intent {
        Intent::SetDestination { country: self.country(), postcode: Some(self.sample.postcode.to_owned()) }
    }

    fn address(&self) -> Address {
        let text = |part| match part {
            AddressField::Country => self.sample.country,
            AddressField::Name => "Kaisa Laine",
            AddressField::Street => "Runeberginkatu 22",
            AddressField::Postcode => self.sample.postcode,
            AddressField::City => self.sample.city,
            _ => "",
        };
        let read = Address::parse(AddressUse::Shipping, Ask::POST, &|part| text(part).to_owned());
        read.expect("the sample has an address of its country")
    }

    fn contact() -> Contact {
        Contact::parse("guest.kassa@example.com", false).expect("an address")
    }

    /// Everything told that an order needs, with the first way of shipping and this way to pay.
    fn ready(&self, method: Option<&str>) -> Result<Quote, Unmet> {
        self.open()?;
        let quote = self.apply([Intent::SetContact(Self::contact()), self.to()])?;
        let quote = match first_rate(&quote) {
            Some(rate) => self.apply([Intent::SetRate(rate)])?,
            None if quote.delivery.needed => return unmet("no way of shipping is offered"),
            None => quote,
        };
        match method {
            Some(method) => Ok(self.apply([Intent::SetMethod(MethodId::from(method))])?),
            None => Ok(quote),
        }
    }

    fn order(&self, quote: &Quote, method: &str) -> Result<OrderRequest, Unmet> {
        let Some(rate) = quote.delivery.rate.clone().or_else(|| first_rate(quote)) else {
            return unmet("no way of shipping is noted");
        };
        Ok(OrderRequest {
            contact: Self::contact(),
            delivery: Delivery::Ship { address: self.address(), rate },
            billing: None,
            method: Some(MethodId::from(method)),
            expected_total: quote.totals.total,
            terms_version: quote.shop.terms.as_ref().map(|terms| terms.version.clone()).unwrap_or_default(),
            purchase: None,
            subscribes: false,
            extras: Vec::new(),
            consents: Vec::new(),
        })
    }

    fn place(
        &self,
        key: &str,
        payment_key: &str,
        order: OrderRequest,
        payment: Payment,
    ) -> Result<Placed, BackendError> {
        now(self.backend.place(LOCALE, keys(key, payment_key), order, payment))
    }

    fn look_up(&self, key: &str) -> Result<Known, BackendError> {
        now(self.backend.look_up(LOCALE, key))
    }

    /// A way to pay that goes through, preferably without a card.
    fn good(&self) -> Result<(&'a str, Payment), Unmet> {
        match (self.sample.later, self.sample.card) {
            (Some(later), _) => Ok((later, NO_TOKEN)),
            (None, Some((card, paid, _))) => Ok((card, token(paid))),
            (None, None) => unmet("the sample has no way to pay"),
        }
    }

    /// A whole purchase.
    fn buy(&self, key: &str) -> Result<Order, Unmet> {
        let (method, payment) = self.good()?;
        let quote = self.ready(Some(method))?;
        let order = self.order(&quote, method)?;
        ordered(self.place(key, "1", order, payment)?)
    }

    fn accounts(&self) -> Option<(&dyn Accounts, Email, Secret<String>)> {
        let (email, password) = self.sample.account?;
        let email = Email::parse(email).expect("the sample has an e-mail address");
        Some((self.backend.accounts()?, email, Secret::new(password.to_owned())))
    }
}

const NO_TOKEN: Payment = Payment { token: None, card: None, save: false };

fn token(text: &str) -> Payment {
    let face = CardFace { brand: "visa".into(), last4: "4242".into() };
    Payment { token: Some(Secret::new(text.to_owned())), card: Some(face), save: false }
}

/// Keys as the page makes them: 32 hexadecimal digits. Two cases never share one.
fn keys(order: &str, payment: &str) -> Keys {
    let digits = |text: &str| {
        let mixed = text
            .bytes()
            .fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
        format!("{mixed:016x}{:016x}", mixed.rotate_left(32))
    };
    Keys { order: digits(order), payment: digits(&[order, payment].join("/")) }
}

fn key(order: &str) -> String {
    keys(order, "").order
}

fn first_rate(quote: &Quote) -> Option<RateId> {
    match &quote.delivery.rates {
        Rates::Offered(rates) => rates.first().map(|rate| rate.id.clone()),
        Rates::Unknown | Rates::None => None,
    }
}

fn ordered(placed: Placed) -> Result<Order, Unmet> {
    match placed {
        Placed::Order(order) => Ok(*order),
        Placed::Act(action) => unmet(format!("the shopper is asked to act: {action:?}")),
    }
}

fn row(quote: &Quote, kind: TotalKind) -> Option<Money> {
    quote.totals.rows.iter().find(|row| row.kind == kind).map(|row| row.amount)
}

/// The field and the faults of a refusal; anything else is not one.
fn refused<T: core::fmt::Debug>(answer: Result<T, BackendError>, field: Field) -> Result<Vec<Fault>, Unmet> {
    match answer {
        Err(BackendError::Rejected(problems)) => {
            let faults: Vec<_> =
                problems.iter().filter(|problem| problem.field == field).map(|one| one.fault).collect();
            hold(!faults.is_empty(), || format!("refused, but not because of {field:?}: {problems:?}"))?;
            Ok(faults)
        }
        other => unmet(format!("not refused: {other:?}")),
    }
}

/// The cases, in the order of a purchase.
pub const CASES: &[Case] = &[
    ("a visitor finds a bag", |stage| {
        let quote = stage.open()?;
        hold(!quote.lines.is_empty(), || "the bag is empty".into())?;
        hold(!quote.session.as_str().is_empty(), || "the session has no name".into())?;
        hold(quote.lines.iter().all(|line| !line.title.is_empty() && line.quantity > 0), || {
            "a line has no name or no quantity".into()
        })?;
        Ok(Verdict::Works)
    }),
    ("every amount is in the currency of the bag", |stage| {
        let quote = stage.ready(None)?;
        let lines = quote.lines.iter().flat_map(|line| [line.unit_price, line.total]);
        let rows = quote.totals.rows.iter().map(|row| row.amount);
        let odd: Vec<_> =
            lines.chain(rows).chain([quote.totals.total]).filter(|m| m.currency() != quote.currency).collect();
        hold(odd.is_empty(), || format!("in another currency: {odd:?}"))?;
        Ok(Verdict::Works)
    }),
    ("the rows add up to the total", |stage| {
        let quote = stage.ready(None)?;
        let sum: i64 = quote.totals.rows.iter().map(|row| row.amount.minor()).sum();
        hold(sum == quote.totals.total.minor(), || {
            format!("the rows make {sum}, the total is {}", quote.totals.total.minor())
        })?;
        Ok(Verdict::Works)
    }),
    ("another quantity is another total", |stage| {
        let before = stage.open()?;
        let Some(line) = before.lines.first() else { return unmet("the bag is empty") };
        let after = stage.apply([Intent::SetQuantity(line.id.clone(), line.quantity + 1)])?;
        hold(after.line(&line.id).is_some_and(|now| now.quantity == line.quantity + 1), || {
            format!("the line has {:?}", after.line(&line.id).map(|line| line.quantity))
        })?;
        hold(after.totals.total.minor() > before.totals.total.minor(), || "the total did not grow".into())?;
        hold(after.revision > before.revision, || "the revision did not grow".into())?;
        Ok(Verdict::Works)
    }),
    ("more than there are is refused or made less, and said", |stage| {
        let before = stage.open()?;
        let Some(line) = before.lines.first() else { return unmet("the bag is empty") };
        match stage.apply([Intent::SetQuantity(line.id.clone(), 90_000)]) {
            Ok(quote) => hold(
                !quote.changes.is_empty() && quote.line(&line.id).is_none_or(|line| line.quantity < 90_000),
                || "90000 were taken".into(),
            )?,
            refusal => drop(refused(refusal, Field::Quantity)?),
        }
        Ok(Verdict::Works)
    }),
    ("none of a line is no line", |stage| {
        let before = stage.open()?;
        let Some(line) = before.lines.first() else { return unmet("the bag is empty") };
        let after = stage.apply([Intent::SetQuantity(line.id.clone(), 0)])?;
        hold(after.line(&line.id).is_none(), || "the line is still there".into())?;
        Ok(Verdict::Works)
    }),
    ("what was taken out can be put back", |stage| {
        let before = stage.open()?;
        if !stage.backend.facts().can.add {
            return Ok(Verdict::Absent("undo after removing a line, suggestions beside the bag"));
        }
        let Some(line) = before.lines.first() else { return unmet("the bag is empty") };
        stage.apply([Intent::SetQuantity(line.id.clone(), 0)])?;
        let after = stage.apply([Intent::AddItem(line.item.clone(), line.quantity)])?;
        hold(after.lines.iter().any(|now| now.item == line.item && now.quantity == line.quantity), || {
            "it is not in the bag again".into()
        })?;
        hold(after.totals.total == before.totals.total, || "it costs something else now".into())?;
        Ok(Verdict::Works)
    }),
    ("the destination brings ways of shipping", |stage| {
        stage.open()?;
        let quote = stage.apply([stage.to()])?;
        hold(quote.country == stage.country(), || format!("the country is {:?}", quote.country))?;
        hold(first_rate(&quote).is_some(), || format!("{:?}", quote.delivery.rates))?;
        Ok(Verdict::Works)
    }),
    ("a country that is not served is told", |stage| {
        stage.open()?;
        let country = Country::parse(stage.sample.not_served).expect("the sample names a country");
        let field = Field::Address(AddressUse::Shipping, AddressField::Country);
        match stage.apply([Intent::SetDestination { country, postcode: None }]) {
            Ok(quote) => hold(first_rate(&quote).is_none(), || "ways of shipping are offered".into())?,
            refusal => drop(refused(refusal, field)?),
        }
        Ok(Verdict::Works)
    }),
    ("the way of shipping is noted and costs what it says", |stage| {
        let quote = stage.ready(None)?;
        let Some(rate) = quote.delivery.rate.as_ref().and_then(|id| quote.rate(id)) else {
            return unmet("no way of shipping is noted");
        };
        let row = row(&quote, TotalKind::Delivery);
        hold(row == Some(rate.price) || (row.is_none() && rate.price.is_zero()), || {
            format!("it says {}, the row says {row:?}", rate.price)
        })?;
        Ok(Verdict::Works)
    }),
    ("a way of shipping that is not offered is refused", |stage| {
        stage.ready(None)?;
        refused(stage.apply([Intent::SetRate(RateId::from("no-such-rate"))]), Field::Rate)?;
        Ok(Verdict::Works)
    }),
    ("a code takes something off, and taking it off puts it back", |stage| {
        let Some((good, _)) = stage.sample.codes.filter(|_| stage.backend.facts().can.codes) else {
            return Ok(Verdict::Absent("the field for promotion codes"));
        };
        let before = stage.open()?;
        let with = stage.apply([Intent::ApplyCode(good.to_lowercase())])?;
        let Some(applied) = with.codes.first() else { return unmet("the code is not on the order") };
        hold(applied.code.eq_ignore_ascii_case(good), || format!("another code is on the order: {}", applied.code))?;
        hold(with.totals.total.minor() < before.totals.total.minor(), || "the total is not less".into())?;
        hold(row(&with, TotalKind::Discount).is_some_and(|row| row.minor() < 0), || {
            format!("no row says what is taken off: {:?}", with.totals.rows)
        })?;
        let without = stage.apply([Intent::RemoveCode(applied.code.clone())])?;
        hold(without.codes.is_empty() && without.totals.total == before.totals.total, || "it is not as before".into())?;
        Ok(Verdict::Works)
    }),
    ("a code nobody knows is refused", |stage| {
        if !stage.backend.facts().can.codes {
            return Ok(Verdict::Absent("the field for promotion codes"));
        }
        let before = stage.open()?;
        refused(stage.apply([Intent::ApplyCode("NO-SUCH-CODE".into())]), Field::Code)?;
        hold(stage.open()?.totals.total == before.totals.total, || "the total changed all the same".into())?;
        Ok(Verdict::Works)
    }),
    ("a code whose time is over is refused", |stage| {
        let Some((_, over)) = stage.sample.codes.filter(|_| stage.backend.facts().can.codes) else {
            return Ok(Verdict::Absent("the field for promotion codes"));
        };
        stage.open()?;
        refused(stage.apply([Intent::ApplyCode(over.into())]), Field::Code)?;
        Ok(Verdict::Works)
    }),
    ("ways to pay are offered", |stage| {
        let quote = stage.ready(None)?;
        hold(!quote.methods.is_empty(), || "none".into())?;
        Ok(Verdict::Works)
    }),
    ("a reload finds the same bag", |stage| {
        let before = stage.open()?;
        let Some(line) = before.lines.first() else { return unmet("the bag is empty") };
        let before = stage.apply([Intent::SetQuantity(line.id.clone(), line.quantity + 1)])?;
        let after = now((stage.door)(Rc::clone(&stage.shelf)).open(LOCALE))?;
        hold(after.session == before.session, || "the session is another one".into())?;
        hold(after.totals.total == before.totals.total, || "the total is another one".into())?;
        Ok(Verdict::Works)
    }),
    ("a language nobody speaks opens all the same", |stage| {
        now(stage.backend.open("tlh"))?;
        Ok(Verdict::Works)
    }),
    ("an order is placed for the total that was agreed to", |stage| {
        let (method, payment) = stage.good()?;
        let quote = stage.ready(Some(method))?;
        let order = ordered(stage.place("agreed", "1", stage.order(&quote, method)?, payment)?)?;
        hold(order.totals.total == quote.totals.total, || {
            format!("agreed {}, ordered {}", quote.totals.total, order.totals.total)
        })?;
        hold(!order.number.as_str().is_empty(), || "the order has no number".into())?;
        hold(order.lines.len() == quote.lines.len(), || "other lines were ordered".into())?;
        hold(order.email == Stage::contact().email.as_str(), || format!("the receipt goes to {}", order.email))?;
        Ok(Verdict::Works)
    }),
    ("a card is paid", |stage| {
        let Some((card, paid, _)) = stage.sample.card else { return Ok(Verdict::Absent("paying by card")) };
        let quote = stage.ready(Some(card))?;
        ordered(stage.place("paid", "1", stage.order(&quote, card)?, token(paid))?)?;
        Ok(Verdict::Works)
    }),
    ("the same order under the same keys is one order", |stage| {
        let (method, payment) = stage.good()?;
        let quote = stage.ready(Some(method))?;
        let request = stage.order(&quote, method)?;
        let first = ordered(stage.place("twice", "1", request.clone(), payment.clone())?)?;
        match stage.place("twice", "1", request, payment) {
            Ok(placed) => {
                let second = ordered(placed)?;
                hold(first.number == second.number, || format!("{} and {}", first.number, second.number))?;
            }
            Err(BackendError::AlreadyPlaced(number)) => hold(number == first.number, || format!("{number}"))?,
            Err(error) => return unmet(format!("{error:?}")),
        }
        Ok(Verdict::Works)
    }),
    ("another total than the expected one is refused, and nothing is ordered", |stage| {
        let (method, payment) = stage.good()?;
        let quote = stage.ready(Some(method))?;
        let mut order = stage.order(&quote, method)?;
        order.expected_total = Money::new(quote.totals.total.minor() - 100, quote.currency);
        match stage.place("cheaper", "1", order, payment) {
            Err(BackendError::Stale(now)) => hold(now.totals.total == quote.totals.total, || "the total moved".into())?,
            other => return unmet(format!("not refused: {other:?}")),
        }
        hold(!matches!(stage.look_up(&key("cheaper")), Ok(Known::Order(_))), || "there is an order".into())?;
        Ok(Verdict::Works)
    }),
    ("a declined card orders nothing, and another card can be used", |stage| {
        let Some((card, paid, declined)) = stage.sample.card else { return Ok(Verdict::Absent("paying by card")) };
        let quote = stage.ready(Some(card))?;
        let order = stage.order(&quote, card)?;
        match stage.place("declined", "1", order.clone(), token(declined)) {
            Err(BackendError::Declined(_)) => {}
            other => return unmet(format!("not declined: {other:?}")),
        }
        hold(!matches!(stage.look_up(&key("declined"))?, Known::Order(_)), || "there is an order".into())?;
        ordered(stage.place("declined", "2", order, token(paid))?)?;
        Ok(Verdict::Works)
    }),
    ("an order is found by its key", |stage| {
        if !stage.backend.facts().lookup() {
            return Ok(Verdict::Absent("the end of an order whose answer was lost: nobody can say"));
        }
        let order = stage.buy("found")?;
        match stage.look_up(&key("found"))? {
            Known::Order(known) => hold(known.number == order.number, || format!("another one: {}", known.number))?,
            other => return unmet(format!("{other:?}")),
        }
        Ok(Verdict::Works)
    }),
    ("an order is found by its key after a reload", |stage| {
        if !stage.backend.facts().lookup() {
            return Ok(Verdict::Absent("the end of an order whose answer was lost: nobody can say"));
        }
        let order = stage.buy("reloaded")?;
        match now((stage.door)(Rc::clone(&stage.shelf)).look_up(LOCALE, &key("reloaded")))? {
            Known::Order(known) => hold(known.number == order.number, || format!("another one: {}", known.number))?,
            other => return unmet(format!("{other:?}")),
        }
        Ok(Verdict::Works)
    }),
    ("a key that was never used is known as nothing", |stage| {
        stage.open()?;
        let known = stage.look_up(&key("never"))?;
        hold(known == Known::Nothing, || format!("{known:?}"))?;
        Ok(Verdict::Works)
    }),
    ("a key that was given up never becomes an order", |stage| {
        let (method, payment) = stage.good()?;
        let quote = stage.ready(Some(method))?;
        let order = stage.order(&quote, method)?;
        now(stage.backend.cancel(LOCALE, &key("given up")))?;
        let late = stage.place("given up", "1", order, payment);
        hold(!matches!(late, Ok(Placed::Order(_))), || "it became an order".into())?;
        hold(!matches!(stage.look_up(&key("given up")), Ok(Known::Order(_))), || "there is an order".into())?;
        Ok(Verdict::Works)
    }),
    ("the order can be read, with what was bought", |stage| {
        let placed = stage.buy("read")?;
        let read = now(stage.backend.order(LOCALE, &placed.number))?;
        hold(read.number == placed.number && read.totals.total == placed.totals.total, || format!("{read:?}"))?;
        Ok(Verdict::Works)
    }),
    ("an order nobody placed here cannot be read", |stage| {
        stage.open()?;
        match now(stage.backend.order(LOCALE, &OrderNumber::from("NO-SUCH-ORDER"))) {
            Err(BackendError::Unauthorized) => Ok(Verdict::Works),
            other => unmet(format!("{other:?}")),
        }
    }),
    ("a bag that became an order is not opened again", |stage| {
        let order = stage.buy("closed")?;
        match stage.open() {
            Ok(quote) if quote.order.as_ref() == Some(&order.number) => Ok(Verdict::Works),
            Err(BackendError::AlreadyPlaced(number)) if number == order.number => Ok(Verdict::Works),
            Ok(quote) if quote.lines.is_empty() => Ok(Verdict::Works),
            other => unmet(format!("{other:?}")),
        }
    }),
    ("the wrong password is refused", |stage| {
        let Some((accounts, email, _)) = stage.accounts() else { return Ok(Verdict::Absent("signing in")) };
        stage.open()?;
        match now(accounts.sign_in(&Proof::Password(email, Secret::new("not-the-password".to_owned())))) {
            Err(BackendError::Unauthorized) => Ok(Verdict::Works),
            other => unmet(format!("{other:?}")),
        }
    }),
    ("an e-mail address alone opens no address book", |stage| {
        let Some((accounts, email, _)) = stage.accounts() else { return Ok(Verdict::Absent("signing in")) };
        stage.open()?;
        // A shop may refuse a guest with the address of an account; what counts is what it shows.
        drop(stage.apply([Intent::SetContact(Contact { email, news: false })]));
        match now(accounts.addresses()) {
            Err(BackendError::Unauthorized) => Ok(Verdict::Works),
            Ok(book) if book.is_empty() => Ok(Verdict::Works),
            other => unmet(format!("{other:?}")),
        }
    }),
    ("signing in keeps the bag, shows who it is, and signing out forgets it", |stage| {
        let Some((accounts, email, password)) = stage.accounts() else { return Ok(Verdict::Absent("signing in")) };
        let before = stage.open()?;
        let Entered::Customer(customer) = now(accounts.sign_in(&Proof::Password(email.clone(), password)))? else {
            return unmet("the account wants one thing more");
        };
        hold(customer.email.eq_ignore_ascii_case(email.as_str()), || format!("{customer:?}"))?;
        let after = stage.open()?;
        hold(before.lines.iter().all(|line| after.lines.iter().any(|now| now.item == line.item)), || {
            "the bag lost something".into()
        })?;
        hold(now(accounts.me())?.is_some(), || "nobody is signed in".into())?;
        now(accounts.sign_out())?;
        hold(now(accounts.me())?.is_none(), || "somebody is still signed in".into())?;
        Ok(Verdict::Works)
    }),
    ("a door that is not there is not answered", |stage| {
        stage.open()?;
        let doors = stage.backend.facts().can.doors;
        let Some(accounts) = stage.backend.accounts() else {
            hold(doors == Doors::NONE, || format!("there are doors, and nothing behind them: {doors:?}"))?;
            return Ok(Verdict::Absent("everything of accounts"));
        };
        hold(doors.any(), || "there are accounts, and no door to them".into())?;
        let email = Email::parse("nobody.kassa@example.com").expect("an address");
        let closed = [
            (doors.code, now(accounts.send_code(&email)).err()),
            (doors.hint, now(accounts.knows(&email)).err()),
            (doors.passkey, now(accounts.passkey(&Ceremony::SignIn)).err()),
            (doors.device, now(accounts.remember(true)).err()),
        ];
        hold(closed.iter().all(|(open, error)| *open || error.is_some()), || format!("{doors:?}: {closed:?}"))?;
        hold(closed.iter().all(|(open, error)| !*open || error.is_none()), || format!("{doors:?}: {closed:?}"))?;
        Ok(Verdict::Works)
    }),
    ("every quote says who is signed in, also after a reload, and nobody once they left", |stage| {
        let Some((accounts, email, password)) = stage.accounts() else {
            return Ok(Verdict::Absent("who is signed in"));
        };
        hold(stage.open()?.customer.is_none(), || "a visitor is taken for somebody".into())?;
        let Entered::Customer(entered) = now(accounts.sign_in(&Proof::Password(email, password)))? else {
            return unmet("the account wants one thing more");
        };
        let same = |quote: Quote, when: &str| {
            let found = quote.customer.filter(|customer| customer.id == entered.id && customer.email == entered.email);
            hold(found.is_some(), || format!("{when} the quote does not say {entered:?}"))
        };
        same(stage.open()?, "once signed in")?;
        same(stage.apply([stage.to()])?, "after a change")?;
        let reloaded = stage.reload();
        same(now(reloaded.open(LOCALE))?, "after a reload")?;
        let accounts = reloaded.accounts().ok_or_else(|| Unmet("the accounts are gone".into()))?;
        now(accounts.sign_out())?;
        let left = now(reloaded.open(LOCALE))?;
        hold(left.customer.is_none(), || "who signed out is still told".into())?;
        // Somebody else can go on from there.
        now(reloaded.apply(LOCALE, vec![stage.to()]))?;
        Ok(Verdict::Works)
    }),
    ("what the account's own bag brings is told", |stage| {
        let Some((accounts, email, password)) = stage.accounts() else {
            return Ok(Verdict::Absent("the bag of an account"));
        };
        let proof = Proof::Password(email, password);
        stage.open()?;
        now(accounts.sign_in(&proof))?;
        stage.open()?;
        // The same person elsewhere, with less in the bag.
        let there = Stage::new(stage.door, stage.sample);
        let Some(line) = there.open()?.lines.pop() else { return unmet("the bag is empty") };
        let mine = there.apply([Intent::SetQuantity(line.id, 0)])?;
        let (accounts, ..) = there.accounts().ok_or_else(|| Unmet("the accounts are gone".into()))?;
        now(accounts.sign_in(&proof))?;
        let after = there.open()?;
        let kept = mine.lines.iter().all(|line| after.lines.iter().any(|now| now.item == line.item));
        hold(kept, || "the bag at hand lost something".into())?;
        let is_new = |now: &&kassa::domain::cart::Line| !mine.lines.iter().any(|line| line.item == now.item);
        let new: Vec<_> = after.lines.iter().filter(is_new).map(|line| line.title.clone()).collect();
        if new.is_empty() {
            return Ok(Verdict::Absent("what came along from the account"));
        }
        let told = after.changes.iter().find_map(|change| match change {
            Change::Merged { titles } => Some(titles.clone()),
            _ => None,
        });
        hold(told.as_ref().is_some_and(|told| new.iter().all(|title| told.contains(title))), || {
            format!("{new:?} came along, and {told:?} was told")
        })?;
        Ok(Verdict::Works)
    }),
    ("an address is kept, read and forgotten", |stage| {
        let Some((accounts, email, password)) = stage.accounts() else {
            return Ok(Verdict::Absent("the address book"));
        };
        stage.open()?;
        now(accounts.sign_in(&Proof::Password(email.clone(), password)))?;
        let parts = vec![
            (AddressField::Country, stage.sample.country.to_owned()),
            (AddressField::Name, "Kaisa Laine".to_owned()),
            (AddressField::Street, "Contractgatan 1".to_owned()),
            (AddressField::Postcode, stage.sample.postcode.to_owned()),
            (AddressField::City, stage.sample.city.to_owned()),
        ];
        let kept = now(accounts.keep_address(None, &parts))?;
        let book = now(accounts.addresses())?;
        let found = book.iter().find(|saved| saved.id == kept.id);
        hold(found.is_some_and(|saved| parts.iter().all(|part| saved.parts.contains(part))), || format!("{found:?}"))?;
        now(accounts.forget_address(&kept.id))?;
        hold(now(accounts.addresses())?.iter().all(|saved| saved.id != kept.id), || "it is still there".into())?;
        Ok(Verdict::Works)
    }),
    ("of the addresses one is preferred", |stage| {
        let Some((accounts, email, password)) = stage.accounts().filter(|_| stage.backend.facts().can.doors.book)
        else {
            return Ok(Verdict::Absent("the address that is preferred"));
        };
        stage.open()?;
        now(accounts.sign_in(&Proof::Password(email, password)))?;
        let parts = |street: &str| {
            vec![
                (AddressField::Country, stage.sample.country.to_owned()),
                (AddressField::Name, "Kaisa Laine".to_owned()),
                (AddressField::Street, street.to_owned()),
                (AddressField::Postcode, stage.sample.postcode.to_owned()),
                (AddressField::City, stage.sample.city.to_owned()),
            ]
        };
        let one = now(accounts.keep_address(None, &parts("Preferensgatan 1")))?;
        let other = now(accounts.keep_address(None, &parts("Preferensgatan 2")))?;
        for wanted in [&one, &other] {
            now(accounts.prefer_address(&wanted.id))?;
            let book = now(accounts.addresses())?;
            let preferred: Vec<_> = book.iter().filter(|saved| saved.preferred).map(|saved| &saved.id).collect();
            hold(preferred == [&wanted.id], || format!("{preferred:?} instead of {:?}", wanted.id))?;
        }
        now(accounts.forget_address(&one.id))?;
        now(accounts.forget_address(&other.id))?;
        Ok(Verdict::Works)
    }),
    ("who is signed in finds the order in the list", |stage| {
        let Some((accounts, email, password)) = stage.accounts() else {
            return Ok(Verdict::Absent("the list of orders"));
        };
        let Some(orders) = stage.backend.orders() else { return Ok(Verdict::Absent("the list of orders")) };
        stage.open()?;
        now(accounts.sign_in(&Proof::Password(email.clone(), password)))?;
        let (method, payment) = stage.good()?;
        let quote = match stage.ready(Some(method)) {
            Ok(quote) => quote,
            // What the account's own bag has brought may be too dear for this way to pay.
            Err(_) => {
                let lines = stage.open()?.lines.into_iter().filter(|line| line.kind != LineKind::Gift).enumerate();
                stage.apply(lines.map(|(at, line)| Intent::SetQuantity(line.id, u32::from(at == 0))))?;
                stage.ready(Some(method))?
            }
        };
        let mut request = stage.order(&quote, method)?;
        request.contact.email = email;
        let order = ordered(stage.place("listed", "1", request, payment)?)?;
        let list = now(orders.list())?;
        hold(list.iter().any(|listed| listed.number == order.number), || format!("{list:?}"))?;
        Ok(Verdict::Works)
    }),
];

/// What only some backends have: one that declares none of it need not be asked, and a recording is not.
pub const EXTRAS: &[Case] = &[
    ("who buys for a company is told as one, and a person again", |stage| {
        if !stage.backend.facts().can.business {
            return Ok(Verdict::Absent("buying for a company"));
        }
        stage.open()?;
        let asked = CompanyAsked { name: "Contract Oy".to_owned(), vat: None };
        let quote = stage.apply([Intent::SetCompany(Some(asked.into()))])?;
        let told = quote.company.as_ref().map(|company| company.name.clone());
        hold(told.as_deref() == Some("Contract Oy"), || format!("{told:?}"))?;
        // Nobody has shown a number: by the law it is still a consumer.
        hold(quote.buyer == Buyer::Consumer, || "a company without a number is taken for one".into())?;
        let again = now(stage.reload().open(LOCALE))?;
        hold(again.company == quote.company, || format!("after a reload {:?}", again.company))?;
        hold(stage.apply([Intent::SetCompany(None)])?.company.is_none(), || "the company is still there".into())?;
        Ok(Verdict::Works)
    }),
    ("what somebody wants to hear is kept", |stage| {
        let can = stage.backend.facts().can.doors.preferences;
        let Some((accounts, email, password)) = stage.accounts().filter(|_| can) else {
            return Ok(Verdict::Absent("the preferences"));
        };
        stage.open()?;
        now(accounts.sign_in(&Proof::Password(email, password)))?;
        for news in [true, false] {
            let told = now(accounts.wish(LOCALE, &Preference::News(news)))?;
            let kept = now(accounts.preferences(LOCALE))?;
            hold(told == kept && kept.news == news, || format!("{told:?}, then {kept:?}"))?;
        }
        Ok(Verdict::Works)
    }),
    ("how far an order is can be asked by who placed it", |stage| {
        let Some(orders) = stage.backend.orders().filter(|_| stage.backend.facts().can.orders) else {
            return Ok(Verdict::Absent("how far an order is"));
        };
        let order = stage.buy("followed")?;
        let tracked = now(orders.track(LOCALE, &order.number))?;
        hold(tracked.order.number == order.number && tracked.reached.is_some(), || format!("{tracked:?}"))?;
        let stranger = Stage::new(stage.door, stage.sample);
        stranger.open()?;
        let elsewhere = stranger.backend.orders().ok_or_else(|| Unmet("there are no orders".into()))?;
        let told = now(elsewhere.track(LOCALE, &order.number));
        hold(told == Err(BackendError::Unauthorized), || format!("anybody is told: {told:?}"))?;
        Ok(Verdict::Works)
    }),
    ("an order is found by its number and address, and by nothing less", |stage| {
        let Some(orders) = stage.backend.orders().filter(|_| stage.backend.facts().can.find) else {
            return Ok(Verdict::Absent("an order by its number and address"));
        };
        let order = stage.buy("found-by-number")?;
        let email = |text: &str| Email::parse(text).expect("an address");
        let wrong = now(orders.find(LOCALE, &order.number, &email("somebody.else@example.com")));
        hold(wrong == Err(BackendError::Unauthorized), || format!("with another address: {wrong:?}"))?;
        let nothing = now(orders.find(LOCALE, &OrderNumber::from("NO-SUCH-0"), &Stage::contact().email));
        hold(nothing == wrong, || format!("a number nobody has tells more: {nothing:?}"))?;
        let found = now(orders.find(LOCALE, &order.number, &Stage::contact().email))?;
        hold(found.order.number == order.number, || format!("{found:?}"))?;
        Ok(Verdict::Works)
    }),
    ("what of an order can be had again is told before anything is in the bag", |stage| {
        if !stage.backend.facts().can.reorder {
            return Ok(Verdict::Absent("an order once more"));
        }
        let order = stage.buy("once-more")?;
        let quote = stage.apply([Intent::StartAnew])?;
        let again = now(stage.backend.reorder(LOCALE, &order.number))?;
        let goods: Vec<_> =
            order.lines.iter().filter(|line| line.kind != LineKind::Gift).map(|line| &line.item).collect();
        let told: Vec<_> = again.lines.iter().map(|line| &line.item).collect();
        hold(!told.is_empty() && told.iter().all(|item| goods.contains(item)), || format!("{told:?} of {goods:?}"))?;
        hold(again.lines.iter().all(|line| line.quantity > 0 && !line.title.is_empty()), || format!("{again:?}"))?;
        hold(stage.open()?.lines == quote.lines, || "something is in the bag already".into())?;
        Ok(Verdict::Works)
    }),
    ("what is still on its way cannot be sent back, nor can somebody else's order", |stage| {
        let Some(returns) = stage.backend.returns() else { return Ok(Verdict::Absent("sending things back")) };
        let order = stage.buy("sent-back")?;
        let options = now(returns.options(LOCALE, &order.number))?;
        hold(options.lines.is_empty(), || format!("it is not there yet: {options:?}"))?;
        let everything = order.lines.iter().map(|line| (line.id.clone(), line.quantity)).collect();
        let request =
            |order: OrderNumber, lines| ReturnRequest { order, lines, reason: None, note: String::new(), way: None };
        let refused = now(returns.request(LOCALE, &request(order.number.clone(), everything)));
        hold(matches!(refused, Err(BackendError::Rejected(_))), || format!("{refused:?}"))?;
        let nobodys = now(returns.options(LOCALE, &OrderNumber::from("NO-SUCH-0")));
        hold(nobodys.is_err(), || format!("a number nobody has: {nobodys:?}"))?;
        Ok(Verdict::Works)
    }),
];
