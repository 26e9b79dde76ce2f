//! Every way to pay, each to a placed order, a refusal and a purchase that was given up.
//!
//! The real checkout and the demo shop with a bank: what the bank has decided stands in a list the shopper fills. Timers
//! ring only when a test says so. Whatever happens, the shop makes one order at most.

use crate::contract::now;
use kassa::{
    backend::{
        Backend,
        demo::{Clock, Config, Demo, Scenario, Start, Verdict},
        shelf::Memory,
    },
    checkout::{
        CardState, Checkout, Command, Event, Notice, Phase, Timer,
        journal::{Journal, Saved},
        progress::{Needs, needs},
        request::Keys,
    },
    domain::{
        ItemId, LineId, MethodId,
        country::Country,
        day::Instant,
        order::{Order, OrderState, ToDo},
        payment::{Buyer, CardFace, ChargeMoment, Decline, NextAction, kind},
        problem::{AddressField, AddressUse, Field},
        secret::Secret,
        totals::TotalKind,
    },
    steps::STEPS,
};
use std::{
    cell::{Cell, RefCell},
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

/// Sunday 22 November 2026, 14:06 UTC.
const SUNDAY: i64 = 1_795_356_360_000;

#[derive(Clone)]
struct Hand(Rc<Cell<i64>>);

impl Clock for Hand {
    fn now(&self) -> Instant {
        Instant(self.0.get())
    }
}

/// A way to pay, and what it promises.
// What is asked of each case is a list of yes and no, told apart by name.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Copy)]
struct Case {
    method: &'static str,
    market: &'static str,
    buyer: Buyer,
    scenario: Scenario,
    /// More jackets make it larger.
    jackets: u32,
    known: bool,
    /// A gift card's code that is used first.
    gift: Option<&'static str>,
    credit: bool,
    collect: bool,
    charged: Option<ChargeMoment>,
    fee: Option<&'static str>,
    to_do: Option<&'static str>,
    approval: bool,
}

const CASE: Case = Case {
    method: "",
    market: "FI",
    buyer: Buyer::Consumer,
    scenario: Scenario::Default,
    jackets: 1,
    known: false,
    gift: None,
    credit: false,
    collect: false,
    charged: Some(ChargeMoment::AtDispatch),
    fee: None,
    to_do: None,
    approval: false,
};
const COMPANY: Case = Case { buyer: Buyer::Company, ..CASE };
const AT_ONCE: Case = Case { charged: Some(ChargeMoment::Now), ..CASE };

/// All of them; where a way differs by country or amount, each of the two.
const CASES: [Case; 27] = [
    Case { method: "card", ..CASE },
    // A company's card costs what its brand does: 0.60 % of 407.00.
    Case { method: "card", fee: Some("2.44"), ..COMPANY },
    Case { method: "saved:1", known: true, ..CASE },
    Case { method: "applepay", ..CASE },
    Case { method: "googlepay", ..CASE },
    Case { method: "mobilepay", ..CASE },
    Case { method: "mobilepay", market: "DK", ..CASE },
    Case { method: "vipps", market: "NO", ..CASE },
    Case { method: "swish", market: "SE", ..AT_ONCE },
    Case { method: "ideal", market: "NL", ..AT_ONCE },
    Case { method: "bancontact", market: "BE", ..AT_ONCE },
    Case { method: "paypal", ..CASE },
    Case { method: "paylater", charged: Some(ChargeMoment::AfterDispatch(30)), ..CASE },
    Case { method: "instalments:3", charged: Some(ChargeMoment::InParts), to_do: Some("plan"), ..CASE },
    Case { method: "invoice", charged: Some(ChargeMoment::AfterDispatch(14)), fee: Some("2.50"), ..CASE },
    Case {
        method: "invoice",
        market: "NO",
        charged: Some(ChargeMoment::AfterDispatch(14)),
        fee: Some("29.00"),
        ..CASE
    },
    Case { method: "transfer", charged: Some(ChargeMoment::First), to_do: Some("transfer"), ..CASE },
    Case { method: "transfer", charged: Some(ChargeMoment::First), to_do: Some("transfer"), ..COMPANY },
    Case { method: "cheque", charged: Some(ChargeMoment::First), to_do: Some("cheque"), ..COMPANY },
    Case { method: "purchase-order", charged: Some(ChargeMoment::AfterDispatch(30)), ..COMPANY },
    Case {
        method: "purchase-order",
        charged: Some(ChargeMoment::AfterDispatch(30)),
        jackets: 4,
        approval: true,
        ..COMPANY
    },
    Case { method: "account", charged: Some(ChargeMoment::Monthly), ..COMPANY },
    Case { method: "collect", collect: true, charged: Some(ChargeMoment::AtCollection), ..CASE },
    Case { method: "card", gift: Some("FJELL-GIFT-25"), ..CASE },
    Case { method: "", gift: Some("fjellgift500"), charged: None, ..CASE },
    Case { method: "card", known: true, credit: true, ..CASE },
    Case { method: "", scenario: Scenario::Zero, charged: None, ..CASE },
];

impl Case {
    fn says(&self) -> String {
        format!(
            "{} in {} ({:?}, {:?}, gift {:?}, credit {})",
            self.method, self.market, self.buyer, self.scenario, self.gift, self.credit
        )
    }

    /// Whether a bank, or the card's issuer, can refuse it.
    fn refusable(&self) -> bool {
        self.by_card() || self.at_bank()
    }

    fn by_card(&self) -> bool {
        matches!(kind(&MethodId::from(self.method)), "card" | "saved" | "applepay" | "googlepay")
    }

    fn at_bank(&self) -> bool {
        let banks = ["mobilepay", "vipps", "swish", "ideal", "bancontact", "paypal", "paylater", "instalments:3"];
        banks.contains(&self.method)
    }
}

struct Shopper {
    case: Case,
    checkout: Option<Checkout>,
    shop: Demo,
    clock: Rc<Cell<i64>>,
    bank: Rc<RefCell<BTreeMap<String, Verdict>>>,
    outcome: &'static str,
    saved: Option<String>,
    journal: Option<String>,
    sent: Vec<Keys>,
    waits: Vec<(Timer, u32)>,
    sheets: Vec<String>,
    pressed: u32,
}

impl Shopper {
    fn new(case: Case) -> Self {
        let start = Start {
            scenario: case.scenario,
            market: Country::parse(case.market).unwrap(),
            buyer: case.buyer,
            known: case.known,
            ..Start::default()
        };
        let clock = Rc::new(Cell::new(SUNDAY));
        let bank = Rc::new(RefCell::new(BTreeMap::new()));
        let asked = Rc::clone(&bank);
        let config = Config { start: Some(start), ..Config::default() };
        let shop = Demo::new(Memory::default(), Hand(Rc::clone(&clock)), config)
            .with_bank(move |id| asked.borrow().get(id).copied());
        let mut shopper = Self {
            case,
            checkout: None,
            shop,
            clock,
            bank,
            outcome: "ok",
            saved: None,
            journal: None,
            sent: Vec::new(),
            waits: Vec::new(),
            sheets: Vec::new(),
            pressed: 0,
        };
        shopper.load("bag");
        shopper
    }

    fn load(&mut self, step: &str) {
        let read = |text: &String| Saved::decode(text).unwrap();
        let mut saved = self.saved.as_ref().map(read).unwrap_or_default();
        if let Some(kept) = self.journal.as_ref().map(read) {
            saved.journal = kept.journal;
        }
        self.checkout = Some(Checkout::new(STEPS, self.shop.facts()));
        self.waits.clear();
        let now = Instant(self.clock.get());
        self.act(Event::Started { saved: Some(saved), step: Some(step.to_owned()), now });
    }

    fn peek(&self) -> &Checkout {
        self.checkout.as_ref().unwrap()
    }

    fn act(&mut self, event: Event) {
        let mut waiting = VecDeque::from([event]);
        while let Some(event) = waiting.pop_front() {
            let (checkout, commands) = self.checkout.take().unwrap().update(event);
            self.checkout = Some(checkout);
            for command in commands {
                waiting.extend(self.carry_out(command));
            }
        }
    }

    fn carry_out(&mut self, command: Command) -> Option<Event> {
        let face = CardFace { brand: "visa".into(), last4: "4242".into() };
        match command {
            Command::Open(number) => Some(Event::Answered(number, now(self.shop.open("en")).map(Box::new))),
            Command::Apply(number, intents) => {
                Some(Event::Answered(number, now(self.shop.apply("en", intents)).map(Box::new)))
            }
            Command::Place { attempt, keys, order } => {
                let stored = Saved::decode(self.journal.as_ref().unwrap()).unwrap();
                assert_eq!(stored.journal.attempt.unwrap().keys, keys, "keys are saved before they are sent");
                self.sent.push(keys.clone());
                let placed = self.shop.place("en", keys, order.request().clone(), order.payment().clone());
                Some(Event::Placed(attempt, now(placed)))
            }
            Command::LookUp { attempt, order_key } | Command::Resume { attempt, order_key } => {
                Some(Event::LookedUp(attempt, now(self.shop.look_up("en", &order_key))))
            }
            Command::Cancel { attempt, order_key } => {
                Some(Event::Cancelled(attempt, now(self.shop.cancel("en", &order_key)).map(Box::new)))
            }
            Command::FetchOrder(number) => Some(Event::Fetched(now(self.shop.order("en", &number)).map(Box::new))),
            Command::Tokenize(number) => {
                let token = Secret::new(format!("tok_visa_4242_{}", self.outcome));
                Some(Event::Tokenized(number, Ok((token, face))))
            }
            Command::OpenSheet { number, amount, .. } => {
                self.sheets.push(amount.decimal());
                Some(Event::Tokenized(number, Ok((Secret::new(format!("wallet_{}", self.outcome)), face))))
            }
            Command::TakeLock(attempt) => {
                let stored = self.journal.as_ref().map(|text| Saved::decode(text).unwrap().journal);
                Some(Event::Lock(attempt, true, stored))
            }
            Command::Confirm { attempt, .. } => Some(Event::Confirmed(attempt)),
            Command::Save => {
                self.save(false);
                None
            }
            Command::SaveNow => {
                self.save(true);
                None
            }
            Command::Forget => {
                self.saved = None;
                None
            }
            Command::Wait(timer, milliseconds) => {
                self.waits.retain(|(known, _)| *known != timer);
                self.waits.push((timer, milliseconds));
                None
            }
            _ => None,
        }
    }

    fn save(&mut self, keys_too: bool) {
        let saved = self.peek().saved();
        if !matches!(self.peek().phase, Phase::Placed(_) | Phase::UnderReview(_)) {
            self.saved = Some(Saved { journal: Journal::default(), ..saved.clone() }.encode());
        }
        if keys_too {
            self.journal = Some(Saved { answers: Vec::new(), step: None, ..saved }.encode());
        }
    }

    /// Lets so much time pass; the wait of that timer is over then.
    fn rings(&mut self, timer: Timer, after: i64) {
        assert!(self.waits.iter().any(|(known, _)| *known == timer), "{timer:?} among {:?}", self.waits);
        self.waits.retain(|(known, _)| *known != timer);
        self.clock.set(self.clock.get() + after);
        self.act(Event::Elapsed(timer, Instant(self.clock.get())));
    }

    // What a shopper does

    fn type_in(&mut self, field: Field, text: &str) {
        self.act(Event::Typed(field, text.into()));
        self.act(Event::Left(field));
    }

    fn at(&self) -> &'static str {
        match &self.peek().phase {
            Phase::Open(open) => open.at.0,
            Phase::Acting(_) => "acting",
            Phase::Placed(_) => "placed",
            Phase::UnderReview(_) => "under review",
            _ => "elsewhere",
        }
    }

    fn go_on_until(&mut self, steps: &[&str]) {
        for _ in 0..4 {
            if steps.contains(&self.at()) {
                return;
            }
            self.act(Event::Continue);
        }
        panic!("{}: at {} with {:?}", self.case.says(), self.at(), self.peek().shown());
    }

    fn fill(&mut self) {
        if self.case.jackets > 1 {
            self.act(Event::Quantity(LineId::from("line-jacket"), self.case.jackets.to_string()));
        }
        self.go_on_until(&["contact"]);
        self.type_in(Field::Email, "kaisa.laine@example.fi");
        self.go_on_until(&["delivery", "payment", "review"]);
        if self.at() == "delivery" {
            self.deliver();
        }
        if let Some(code) = self.case.gift {
            self.type_in(Field::GiftCard, code);
            self.act(Event::AddGiftCard);
        }
        if self.case.credit {
            self.act(Event::UseTender("credit".into(), true));
        }
        if self.at() == "payment" {
            self.choose(self.case.method);
        }
        self.go_on_until(&["review"]);
    }

    fn deliver(&mut self) {
        if self.case.collect {
            self.act(Event::Chose(Field::How, "collect".into()));
            self.act(Event::Chose(Field::Point, "fi-kallio".into()));
            self.type_in(Field::CollectName, "Kaisa Laine");
            self.type_in(Field::CollectPhone, "040 123 4567");
        } else {
            let (postcode, city, phone) = match self.case.market {
                "DK" => ("2100", "København", "32 12 34 56"),
                "NO" => ("5008", "Bergen", "912 34 567"),
                "SE" => ("111 22", "Stockholm", "070 123 45 67"),
                "NL" => ("1012 AB", "Amsterdam", "06 12345678"),
                "BE" => ("1000", "Brussel", "0470 12 34 56"),
                _ => ("00100", "Helsinki", "040 123 4567"),
            };
            let address = [
                (AddressField::Name, "Kaisa Laine"),
                (AddressField::Street, "Runeberginkatu 22"),
                (AddressField::Postcode, postcode),
                (AddressField::City, city),
                (AddressField::Phone, phone),
            ];
            for (part, text) in address {
                self.type_in(Field::Address(AddressUse::Shipping, part), text);
            }
        }
        self.go_on_until(&["payment", "review"]);
    }

    fn choose(&mut self, method: &str) {
        self.act(Event::Chose(Field::Method, method.into()));
        let chosen = self.peek().method().map(|id| id.as_str().to_owned());
        assert_eq!(chosen.as_deref(), Some(method), "{}: {:?}", self.case.says(), self.peek().quote().unwrap().methods);
        self.fill_fields(method);
    }

    fn fill_fields(&mut self, method: &str) {
        if needs(self.peek(), self.peek().quote().unwrap()) == Needs::Fields {
            self.act(Event::Card(method.into(), CardState::Complete { brand: Some("visa".into()) }));
        }
        if method == "purchase-order" {
            self.type_in(Field::PurchaseNumber, "PO-2026/117");
            self.type_in(Field::CostCentre, "4410");
            self.type_in(Field::InvoiceEmail, "bills@example.fi");
        }
    }

    fn pay(&mut self) {
        self.pressed += 1;
        let keys = Keys { order: format!("o{}", self.pressed), payment: format!("p{}", self.pressed) };
        self.act(Event::Pay { now: Instant(self.clock.get()), keys });
    }

    /// The bank decides on the payment that was sent last.
    fn bank_says(&mut self, verdict: Verdict) {
        let id = self.sent.last().unwrap().payment.clone();
        self.bank.borrow_mut().insert(id, verdict);
    }

    /// Pays and does what the bank asks.
    fn pay_and_confirm(&mut self) {
        self.pay();
        if self.at() == "acting" {
            self.bank_says(Verdict::Approved);
            self.act(Event::ActionDone);
        }
    }

    // What there is to see

    fn typed(&self) -> Vec<(Field, String)> {
        let mut all: Vec<_> = self.peek().answers.filled().map(|(field, text)| (field, text.to_owned())).collect();
        // The way to pay is what changes here.
        all.retain(|(field, _)| *field != Field::Method);
        all.sort();
        all
    }

    fn notice(&self) -> Option<Notice> {
        match &self.peek().phase {
            Phase::Open(open) => open.notice.clone(),
            _ => None,
        }
    }

    fn action(&self) -> &NextAction {
        match &self.peek().phase {
            Phase::Acting(acting) => &acting.action,
            other => panic!("{}: nothing to do in {other:?}", self.case.says()),
        }
    }

    fn receipt(&self) -> &Order {
        match &self.peek().phase {
            Phase::Placed(order) | Phase::UnderReview(order) => order,
            other => panic!("{}: no receipt: {other:?}", self.case.says()),
        }
    }

    /// There is an order, and it is the only one the shop has made.
    fn is_the_only_order(&self) {
        assert_eq!(self.receipt().number.as_str(), "FJ-20481", "{}", self.case.says());
        let next = kassa::domain::OrderNumber::from("FJ-20482");
        assert!(now(self.shop.order("en", &next)).is_err(), "{}: a second order", self.case.says());
    }

    /// No order has been made.
    fn is_no_order(&self) {
        let first = kassa::domain::OrderNumber::from("FJ-20481");
        assert!(now(self.shop.order("en", &first)).is_err(), "{}: an order nobody knows", self.case.says());
    }
}

/// At the last step, with everything filled in and the way to pay chosen.
fn ready(case: Case) -> Shopper {
    let mut shopper = Shopper::new(case);
    shopper.fill();
    shopper
}

/// As before, at the bank.
fn at_the_bank(case: Case) -> Shopper {
    let mut shopper = ready(case);
    shopper.pay();
    assert_eq!(shopper.at(), "acting", "{}", case.says());
    shopper
}

fn placed(case: Case) {
    let says = case.says();
    let mut shopper = ready(case);
    let quote = shopper.peek().quote().unwrap().clone();
    let totals = &quote.totals;
    shopper.pay_and_confirm();
    shopper.is_the_only_order();
    let order = shopper.receipt();
    assert_eq!(order.totals, *totals, "{says}: what was agreed to");
    let fees: Vec<_> =
        totals.rows.iter().filter(|row| row.kind == TotalKind::Fee).map(|row| row.amount.decimal()).collect();
    assert_eq!(fees.first().map(String::as_str), case.fee, "{says}");
    let method = Some(case.method).filter(|method| !method.is_empty());
    assert_eq!(order.method.as_ref().map(MethodId::as_str), method, "{says}");
    assert_eq!(order.charged, case.charged, "{says}");
    assert_eq!(matches!(order.state, OrderState::ForApproval { .. }), case.approval, "{says}: {:?}", order.state);
    let to_do = match &order.to_do {
        None => None,
        Some(ToDo::Transfer(transfer)) => {
            assert_eq!((transfer.amount, transfer.reference.as_str()), (totals.due, order.number.as_str()), "{says}");
            assert!(kassa::domain::check::iban::Iban::parse(&transfer.iban).is_ok(), "{says}");
            Some("transfer")
        }
        Some(ToDo::Cheque { amount, .. }) => {
            assert_eq!(*amount, totals.due, "{says}");
            Some("cheque")
        }
        Some(ToDo::Plan(plan)) => {
            let sum = plan.parts.iter().map(|(_, part)| part.minor()).sum::<i64>();
            assert_eq!((sum, plan.total), (totals.due.minor(), totals.due), "{says}");
            Some("plan")
        }
    };
    assert_eq!(to_do, case.to_do, "{says}");
    let paid: i64 = totals.tenders.iter().map(|tender| tender.pays.minor()).sum();
    assert_eq!(paid > 0, case.gift.is_some() || case.credit, "{says}");
    assert_eq!(paid + totals.due.minor(), totals.total.minor(), "{says}");
    let sheet = matches!(case.method, "applepay" | "googlepay").then(|| totals.due.decimal());
    assert_eq!(shopper.sheets, Vec::from_iter(sheet), "{says}: approved in the device's sheet");
}

fn declined(case: Case) {
    let says = case.says();
    let mut shopper = ready(case);
    let typed = shopper.typed();
    if case.by_card() {
        shopper.outcome = "funds";
        // The token was made before review; another card is typed.
        shopper.act(Event::GoTo("payment".into()));
        shopper.act(Event::Card(case.method.into(), CardState::Incomplete { brand: Some("visa".into()) }));
        shopper.act(Event::Card(case.method.into(), CardState::Complete { brand: Some("visa".into()) }));
        shopper.go_on_until(&["review"]);
        shopper.pay();
        assert_eq!(shopper.notice(), Some(Notice::Declined(Decline::InsufficientFunds)), "{says}");
    } else {
        shopper.pay();
        shopper.bank_says(Verdict::Refused);
        shopper.act(Event::ActionDone);
        assert_eq!(shopper.notice(), Some(Notice::Declined(Decline::Generic)), "{says}");
    }
    assert_eq!(shopper.at(), "payment", "{says}: where another way can be chosen");
    assert_eq!(shopper.typed(), typed, "{says}: everything typed is kept");
    shopper.is_no_order();
    shopper.outcome = "ok";
    let other = if case.method == "card" { "transfer" } else { "card" };
    shopper.choose(other);
    shopper.go_on_until(&["review"]);
    shopper.pay();
    shopper.is_the_only_order();
    assert_eq!(shopper.receipt().method.as_ref().map(MethodId::as_str), Some(other), "{says}");
}

/// Left before Pay and come back: nothing is lost but what is in the provider's frame.
fn left_before_paying(case: Case) {
    let says = case.says();
    let mut shopper = ready(case);
    let typed = shopper.typed();
    let totals = shopper.peek().quote().unwrap().totals.clone();
    shopper.load("review");
    assert_eq!(shopper.typed(), typed, "{says}");
    assert_eq!(shopper.peek().quote().unwrap().totals, totals, "{says}");
    if shopper.at() == "payment" {
        let fields = needs(shopper.peek(), shopper.peek().quote().unwrap()) == Needs::Fields;
        assert!(fields, "{says}: only a frame is empty after a reload: {:?}", shopper.peek().shown());
        shopper.fill_fields(case.method);
        shopper.go_on_until(&["review"]);
    }
    assert_eq!(shopper.at(), "review", "{says}");
    shopper.is_no_order();
    shopper.pay_and_confirm();
    shopper.is_the_only_order();
}

/// The ways to leave a bank; how many there are.
fn left_at_the_bank(case: Case) -> u32 {
    let says = case.says();
    let typed = ready(case).typed();
    let check_back = |mut shopper: Shopper, notice: Notice| {
        assert_eq!(shopper.notice(), Some(notice), "{says}");
        assert_eq!(shopper.typed(), typed, "{says}");
        shopper.is_no_order();
        // The bank says yes only now: the key is dead.
        shopper.bank_says(Verdict::Approved);
        let key = shopper.sent.last().unwrap().order.clone();
        let known = now(shopper.shop.look_up("en", &key));
        assert!(matches!(known, Ok(kassa::checkout::request::Known::Declined(_))), "{says}: {known:?}");
        shopper.is_no_order();
        if shopper.at() == "payment" {
            shopper.fill_fields(case.method);
        }
        shopper.go_on_until(&["review"]);
        shopper.pay_and_confirm();
        shopper.is_the_only_order();
        let keys: std::collections::BTreeSet<_> = shopper.sent.iter().map(|keys| &keys.payment).collect();
        assert_eq!(keys.len(), shopper.sent.len(), "{says}: a payment key is used once");
    };

    // Given up here.
    let mut shopper = at_the_bank(case);
    shopper.act(Event::ActionCancelled);
    check_back(shopper, Notice::Cancelled);

    // Given up there.
    let mut shopper = at_the_bank(case);
    shopper.bank_says(Verdict::Cancelled);
    shopper.act(Event::ActionDone);
    check_back(shopper, Notice::Declined(Decline::AuthenticationFailed));

    // Nobody does anything until it is over, where it is ever over.
    let mut shopper = at_the_bank(case);
    let until = match shopper.action() {
        NextAction::App { until, .. } | NextAction::Frame { until: Some(until), .. } => Some(*until),
        _ => None,
    };
    shopper.rings(Timer::LookUp, 2_000);
    assert_eq!(shopper.at(), "acting", "{says}: it waits");
    if let Some(until) = until {
        let left = until.0 - shopper.clock.get();
        shopper.rings(Timer::LookUp, left + 1);
        check_back(shopper, Notice::TimedOut);
    }

    // Nobody comes back here, and the order is seen all the same.
    let mut shopper = at_the_bank(case);
    shopper.bank_says(Verdict::Approved);
    shopper.rings(Timer::LookUp, 2_000);
    shopper.is_the_only_order();

    // The window was closed; the bank has said yes meanwhile, or does after.
    let mut shopper = at_the_bank(case);
    shopper.bank_says(Verdict::Approved);
    shopper.load("payment");
    shopper.is_the_only_order();
    let mut shopper = at_the_bank(case);
    shopper.load("payment");
    assert_eq!(shopper.at(), "acting", "{says}: still at the bank");
    shopper.bank_says(Verdict::Approved);
    shopper.rings(Timer::LookUp, 2_000);
    shopper.is_the_only_order();

    // The window was closed, and the bank says no.
    let mut shopper = at_the_bank(case);
    shopper.load("payment");
    shopper.bank_says(Verdict::Refused);
    shopper.act(Event::ActionDone);
    check_back(shopper, Notice::Declined(Decline::Generic));

    // Late: the shopper has given up and the answer to Pay's own question comes after.
    let mut shopper = at_the_bank(case);
    let key = shopper.sent.last().unwrap().order.clone();
    shopper.act(Event::ActionCancelled);
    shopper.bank_says(Verdict::Approved);
    let late = now(shopper.shop.look_up("en", &key));
    shopper.act(Event::LookedUp(1, late));
    check_back(shopper, Notice::Cancelled);
    7 + u32::from(until.is_some())
}

// shows: PAY-01, PAY-02, PAY-03
#[test]
fn every_method_to_an_order_a_refusal_and_an_end_without_one() {
    let (mut orders, mut refusals, mut abandoned) = (0, 0, 0);
    for case in CASES {
        placed(case);
        orders += 1;
        if case.refusable() {
            declined(case);
            refusals += 1;
        }
        left_before_paying(case);
        abandoned += 1;
        if case.at_bank() {
            abandoned += left_at_the_bank(case);
        }
    }
    println!(
        "{} ways to pay: {orders} orders, {refusals} refusals, {abandoned} purchases given up and taken up again; 0 orders too many",
        CASES.len()
    );
}

#[test]
fn every_method_the_demo_shop_has_is_walked() {
    let mut offered = std::collections::BTreeSet::new();
    for market in ["FI", "SE", "NO", "DK", "DE", "NL", "BE", "FR", "AT"] {
        for buyer in [Buyer::Consumer, Buyer::Company] {
            let shopper = Shopper::new(Case { market, buyer, ..CASE });
            let methods = &shopper.peek().quote().unwrap().methods;
            offered.extend(methods.iter().map(|offer| kind(&offer.id).to_owned()));
        }
    }
    let walked: std::collections::BTreeSet<_> =
        CASES.iter().map(|case| kind(&MethodId::from(case.method)).to_owned()).collect();
    assert_eq!(offered.difference(&walked).collect::<Vec<_>>(), Vec::<&String>::new());
}

/// A card whose bank asks, in a frame and on a page of its own.
#[test]
fn a_confirmation_of_the_bank_to_an_order_and_to_none() {
    for outcome in ["3ds", "3dsredirect"] {
        let at_bank = || {
            let mut shopper = Shopper::new(CASES[0]);
            shopper.outcome = outcome;
            shopper.fill();
            shopper.pay();
            assert_eq!(shopper.at(), "acting", "{outcome}");
            shopper
        };
        let mut shopper = at_bank();
        shopper.bank_says(Verdict::Approved);
        shopper.act(Event::ActionDone);
        shopper.is_the_only_order();

        let mut shopper = at_bank();
        shopper.bank_says(Verdict::Refused);
        shopper.act(Event::ActionDone);
        assert_eq!((shopper.at(), shopper.notice()), ("payment", Some(Notice::Declined(Decline::Generic))));
        shopper.is_no_order();

        let mut shopper = at_bank();
        shopper.act(Event::ActionCancelled);
        assert_eq!(shopper.notice(), Some(Notice::Cancelled));
        shopper.is_no_order();
    }
}

#[test]
fn a_subscription_is_not_bought_without_a_yes() {
    let mut shopper = Shopper::new(Case { method: "card", scenario: Scenario::Subscription, ..CASE });
    shopper.fill();
    shopper.pay();
    assert_eq!(shopper.at(), "review");
    assert_eq!(shopper.peek().shown().iter().map(|problem| problem.field).collect::<Vec<_>>(), [Field::Subscribe]);
    shopper.is_no_order();
    shopper.act(Event::Chose(Field::Subscribe, "1".into()));
    shopper.pay();
    shopper.is_the_only_order();
}

#[test]
fn a_gift_card_is_spent_once() {
    let mut shopper = ready(CASES[23]);
    shopper.pay();
    shopper.is_the_only_order();
    shopper.act(Event::StartOver);
    shopper.act(Event::Add(ItemId::from("flask")));
    shopper.type_in(Field::GiftCard, "FJELLGIFT25");
    shopper.act(Event::AddGiftCard);
    let fault = shopper.peek().answers.refusal(Field::GiftCard);
    assert_eq!(fault, Some(kassa::domain::problem::Fault::CodeUsed));
    assert!(shopper.peek().quote().unwrap().totals.tenders.is_empty());
}
