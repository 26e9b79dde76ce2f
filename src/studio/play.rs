//! Plays a scenario: the checkout's own machine against the demo shop, as a shopper would, until it is where the scenario says.
//!
//! Always true: every state comes from the machine by its rules; the shop's part is played by the demo shop, and where the scenario wants
//! a network or a shop that fails, by an answer a real one could have given. Nothing waits: the shop answers at once, timers ring when told to.

use super::{
    scenario::{self, Bag, By, Fault, Offers, Persona, Place, Saving, Scenario},
    tape::{self, Moment},
};
use crate::{
    account::fill,
    backend::{
        Answer, Backend,
        demo::{self, Clock, Config, Demo, Start, Verdict},
        shelf::{Memory, Shelf},
    },
    checkout::{
        CardState, Checkout, Command, Event, Notice, Phase, Stage, Timer, TokenFault,
        journal::{Journal, Saved},
        progress::{self, Needs},
        request::{BackendError, Keys, Setup},
    },
    domain::{
        MethodId,
        account::{NewKey, Profile},
        check::email::Email,
        company::May,
        country::Country,
        day::Instant,
        payment::{Buyer, CardFace, kind},
        problem::{AddressField, AddressUse, Field},
        quote::Rates,
        secret::Secret,
    },
    steps::STEPS,
};
use core::{
    cell::RefCell,
    task::{Context, Poll, Waker},
};
use std::{
    collections::{BTreeMap, VecDeque},
    rc::Rc,
};

/// Why a scenario cannot be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// What goes wrong is not seen at this place.
    Elsewhere,
    /// This purchase has no such step.
    NoStep,
    /// This way to pay is not offered here.
    NoWay,
    /// Nothing of the kind happens in this purchase.
    Nothing,
}

/// Who knows what the demo's bank decided, beside the scenario itself.
pub type Bank = fn(&str) -> Option<Verdict>;

/// How the world around the purchase answers.
#[derive(Clone, Debug)]
enum Mood {
    /// As it is.
    Well,
    /// Not at all.
    Silent,
    /// With this, so often; then as it is.
    Fails(BackendError, u8),
}

/// A clock that shows the scenario's time, and the page's beside it.
struct Standing {
    shows: Instant,
    page: Instant,
}

impl Clock for Standing {
    fn now(&self) -> Instant {
        self.shows
    }

    fn behind(&self) -> i64 {
        self.page.since(self.shows)
    }
}

/// A purchase that was played.
// What the world around it refuses is a list of yes and no, told apart by name.
#[allow(clippy::struct_excessive_bools)]
pub struct Play {
    /// What was played.
    pub scenario: Scenario,
    /// The purchase.
    pub checkout: Checkout,
    /// The shop.
    pub shop: Rc<Demo>,
    /// What the shop has mailed.
    pub outbox: Rc<Memory>,
    /// What happened, in order.
    pub tape: Vec<Moment>,
    /// What the token of the next card makes happen.
    pub outcome: &'static str,
    language: &'static str,
    now: Instant,
    bank: Rc<RefCell<BTreeMap<String, Verdict>>>,
    journal: Option<Journal>,
    sent: Vec<Keys>,
    waits: Vec<(Timer, u32)>,
    asks: Mood,
    places: Mood,
    looks: Mood,
    lock: bool,
    sheet: bool,
    fields: bool,
    greeted: bool,
    pressed: u32,
}

/// The answer that is there at once. The demo shop without a latency always has one.
fn at_once<T>(mut answer: Answer<'_, T>) -> Result<T, BackendError> {
    match answer.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => answer,
        Poll::Pending => Err(BackendError::NoAnswer),
    }
}

impl Play {
    /// Plays a scenario, at a shop that speaks that language. `now` is the page's clock; `bank` is asked what the scenario itself does not decide.
    ///
    /// # Errors
    /// Why there is no such state.
    pub fn of(scenario: &Scenario, language: &'static str, now: Instant, bank: Bank) -> Result<Self, Why> {
        if !scenario.fault.places().contains(&scenario.at) {
            return Err(Why::Elsewhere);
        }
        let mut play = Self::new(scenario, language, now, bank);
        play.begin()?;
        play.reach()?;
        play.go_wrong()?;
        Ok(play)
    }

    fn new(scenario: &Scenario, language: &'static str, now: Instant, asked: Bank) -> Self {
        let buyer = match scenario.persona {
            Persona::Company | Persona::Approver | Persona::Assistant => Buyer::Company,
            _ => Buyer::Consumer,
        };
        let role = match scenario.persona {
            Persona::Approver => May::Approve,
            Persona::Assistant => May::Prepare,
            _ => May::Buy,
        };
        let returning = scenario.persona == Persona::Returning;
        let start = Start {
            scenario: match scenario.bag {
                Bag::One => demo::Scenario::One,
                Bag::Many => demo::Scenario::Default,
                Bag::Virtual => demo::Scenario::Virtual,
                Bag::Mixed => demo::Scenario::Mixed,
                Bag::Subscription => demo::Scenario::Subscription,
                Bag::Zero => demo::Scenario::Zero,
                Bag::Large => demo::Scenario::Large(1000),
                Bag::Empty => demo::Scenario::Empty,
                Bag::Quote => demo::Scenario::Quote,
            },
            market: Country::parse(scenario.market).unwrap_or(Country::of(*b"FI")),
            buyer,
            role,
            known: returning || scenario.pay == "saved" || scenario.saving == Saving::Credit,
            shopper: returning.then_some(demo::Shopper::Kaisa),
            banked: scenario.offers != Offers::NoBank,
            unlawful: scenario.offers == Offers::Unlawful,
        };
        let shows = scenario::instant(&scenario.clock).unwrap_or(now);
        let bank = Rc::new(RefCell::new(BTreeMap::new()));
        let decided = Rc::clone(&bank);
        let outbox = Rc::new(Memory::default());
        let config = Config { start: Some(start), ..Config::default() };
        let shop = Demo::new(Memory::default(), Standing { shows, page: now }, config)
            .with_bank(move |id| decided.borrow().get(id).copied().or_else(|| asked(id)))
            .with_outbox(Rc::clone(&outbox));
        let checkout = Checkout::new(STEPS, shop.facts());
        Self {
            scenario: scenario.clone(),
            checkout,
            shop: Rc::new(shop),
            outbox,
            tape: Vec::new(),
            outcome: outcome(scenario),
            language,
            now,
            bank,
            journal: None,
            sent: Vec::new(),
            waits: Vec::new(),
            asks: Mood::Well,
            places: Mood::Well,
            looks: Mood::Well,
            lock: true,
            sheet: true,
            fields: true,
            greeted: false,
            pressed: 0,
        }
    }

    /// What happens next, with everything that follows at once.
    pub fn act(&mut self, event: Event) {
        let mut waiting = VecDeque::from([event]);
        while let Some(event) = waiting.pop_front() {
            let (told, shoppers) = (tape::told(&event), tape::is_shoppers(&event));
            let before = core::mem::replace(&mut self.checkout, Checkout::new(STEPS, self.shop.facts()));
            let (after, commands) = before.update(event);
            self.checkout = after;
            let names = commands.iter().map(tape::command).collect();
            let moment = Moment { at: self.now, event: told, shoppers, commands: names, after: self.checkout.clone() };
            self.tape.push(moment);
            for command in commands {
                waiting.extend(self.carry_out(command));
            }
            if waiting.is_empty() {
                waiting.extend(self.greet());
            }
        }
    }

    /// Once the shop names whoever is signed in, what it knows of them is filled in (`account/known.rs`).
    fn greet(&mut self) -> Option<Event> {
        let quote = self.checkout.quote().filter(|_| !self.greeted)?;
        let customer = quote.customer.clone()?;
        self.greeted = true;
        let book = at_once(self.shop.accounts()?.addresses()).unwrap_or_default();
        Some(Event::Recognised(fill::fills(&customer, &book, quote)))
    }

    fn carry_out(&mut self, command: Command) -> Option<Event> {
        let face = CardFace { brand: "visa".into(), last4: "4242".into() };
        let language = self.language;
        match command {
            Command::Open(number) => {
                let answer = self.asked(|shop| at_once(shop.open(language)))?;
                Some(Event::Answered(number, answer.map(Box::new)))
            }
            Command::Apply(number, intents) => {
                let answer = self.asked(|shop| at_once(shop.apply(language, intents)))?;
                Some(Event::Answered(number, answer.map(Box::new)))
            }
            Command::Place { attempt, keys, order } => {
                self.sent.push(keys.clone());
                let shop = Rc::clone(&self.shop);
                let place = || at_once(shop.place(language, keys, order.request().clone(), order.payment().clone()));
                Some(Event::Placed(attempt, answered(&mut self.places, place)?))
            }
            Command::LookUp { attempt, order_key } | Command::Resume { attempt, order_key } => {
                let shop = Rc::clone(&self.shop);
                Some(Event::LookedUp(
                    attempt,
                    answered(&mut self.looks, || at_once(shop.look_up(language, &order_key)))?,
                ))
            }
            Command::Cancel { attempt, order_key } => {
                Some(Event::Cancelled(attempt, at_once(self.shop.cancel(language, &order_key)).map(Box::new)))
            }
            Command::FetchOrder(number) => {
                Some(Event::Fetched(at_once(self.shop.order(language, &number)).map(Box::new)))
            }
            Command::Tokenize(number) => {
                let token = Secret::new(["tok_visa_4242_", self.outcome].concat());
                Some(Event::Tokenized(number, if self.fields { Ok((token, face)) } else { Err(TokenFault::NoAnswer) }))
            }
            Command::OpenSheet { number, .. } => {
                let token = Secret::new(["wallet_", self.outcome].concat());
                Some(Event::Tokenized(number, if self.sheet { Ok((token, face)) } else { Err(TokenFault::Closed) }))
            }
            Command::TakeLock(attempt) => Some(Event::Lock(attempt, self.lock, self.journal.clone())),
            Command::Confirm { attempt, .. } => Some(Event::Confirmed(attempt)),
            Command::SaveNow => {
                self.journal = Some(self.checkout.saved().journal);
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

    fn asked<T>(&mut self, ask: impl FnOnce(&Demo) -> Result<T, BackendError>) -> Option<Result<T, BackendError>> {
        let shop = Rc::clone(&self.shop);
        answered(&mut self.asks, || ask(&shop))
    }

    /// The wait of a timer is over, after so long; a timer that was not set does not ring.
    fn ring(&mut self, timer: Timer, after: i64) -> bool {
        let set = self.waits.iter().any(|(known, _)| *known == timer);
        if set {
            self.waits.retain(|(known, _)| *known != timer);
            self.now = self.now.plus(after);
            self.act(Event::Elapsed(timer, self.now));
        }
        set
    }

    // Where it is

    /// The place that is shown.
    pub fn place(&self) -> Option<Place> {
        place(&self.checkout)
    }

    fn notice(&self) -> Option<&Notice> {
        match &self.checkout.phase {
            Phase::Open(open) => open.notice.as_ref(),
            _ => None,
        }
    }

    // What a shopper does

    fn begin(&mut self) -> Result<(), Why> {
        let step = match self.scenario.fault {
            Fault::UnknownStep => "gift-wrapping",
            _ => "bag",
        };
        match (self.scenario.at, self.scenario.fault) {
            (Place::Opening, Fault::None) => self.asks = Mood::Silent,
            (_, Fault::Unreachable) => self.asks = Mood::Fails(BackendError::NoAnswer, u8::MAX),
            (_, Fault::SetUp) => self.asks = Mood::Fails(BackendError::Setup(Setup::Endpoint), u8::MAX),
            _ => {}
        }
        if self.scenario.persona == Persona::New {
            self.make_account().ok_or(Why::Nothing)?;
        }
        self.act(Event::Started { saved: Some(Saved::default()), step: Some(step.to_owned()), now: self.now });
        Ok(())
    }

    /// Makes an account, with the code that the shop mails.
    fn make_account(&self) -> Option<()> {
        let email = Email::parse("new.shopper@example.fi").ok()?;
        let accounts = self.shop.accounts()?;
        at_once(self.shop.open(self.language)).ok()?;
        at_once(accounts.send_code(&email)).ok()?;
        let letters: serde_json::Value = serde_json::from_str(&self.outbox.load()?).ok()?;
        let code = letters.as_array()?.last()?.get("code")?.as_str()?.to_owned();
        at_once(accounts.register(&Profile { email, name: None }, &NewKey::Code(Secret::new(code)))).ok()?;
        Some(())
    }

    /// Goes to the place, and fills in what is before it.
    fn reach(&mut self) -> Result<(), Why> {
        let wanted = self.scenario.at;
        if wanted == Place::Opening {
            return if self.place() == Some(Place::Opening) { Ok(()) } else { self.expire() };
        }
        self.save()?;
        let step = wanted.min(Place::Review);
        for place in [Place::Contact, Place::Delivery, Place::Payment, Place::Review] {
            if self.place() == Some(step) {
                break;
            }
            if step < place {
                break;
            }
            self.fill_in();
            if self.place() == Some(Place::Payment) && !self.is_way() {
                return Err(Why::NoWay);
            }
            if self.place().is_some_and(|at| at < place) {
                self.act(Event::Continue);
            }
        }
        if self.place() != Some(step) {
            // Who is known goes straight to the end.
            self.act(Event::GoTo(scenario::word(&scenario::PLACES, step).to_owned()));
        }
        if self.place() != Some(step) {
            return Err(Why::NoStep);
        }
        if matches!(step, Place::Payment | Place::Review) && !self.is_way() {
            if step == Place::Payment && self.choose() && self.is_way() {
                return Ok(());
            }
            return Err(Why::NoWay);
        }
        if wanted > Place::Review { self.pay_to(wanted) } else { Ok(()) }
    }

    /// Whether it is paid as the scenario says.
    fn is_way(&self) -> bool {
        let method = self.checkout.method();
        match (method, self.scenario.pay) {
            (None, pay) => pay == "nothing",
            (Some(method), pay) => kind(&method) == pay || method.as_str() == pay,
        }
    }

    fn expire(&mut self) -> Result<(), Why> {
        if self.scenario.fault == Fault::Expired {
            // What is changed is refused: the session is over; and so is every new one.
            self.asks = Mood::Fails(BackendError::Unauthorized, u8::MAX);
            self.use_code("VILLMARK10");
        }
        let there = matches!(
            (&self.checkout.phase, self.scenario.fault),
            (Phase::Closed(_), Fault::Expired) | (Phase::Loading(_), Fault::Unreachable | Fault::SetUp)
        );
        if there { Ok(()) } else { Err(Why::Nothing) }
    }

    fn type_in(&mut self, field: Field, text: &str) {
        self.act(Event::Typed(field, text.to_owned()));
        self.act(Event::Left(field));
    }

    fn use_code(&mut self, code: &str) {
        self.act(Event::Typed(Field::Code, code.to_owned()));
        self.act(Event::ApplyCode);
    }

    fn save(&mut self) -> Result<(), Why> {
        match self.scenario.saving {
            Saving::Percent => self.use_code("VILLMARK10"),
            Saving::FreeDelivery => self.use_code("FREESHIP"),
            _ => {}
        }
        if self.scenario.fault == Fault::CodeLapsed {
            self.use_code("LAPSE");
        }
        let applied = self.checkout.quote().is_none_or(|quote| !quote.codes.is_empty());
        let asked = matches!(self.scenario.saving, Saving::Percent | Saving::FreeDelivery);
        if asked && !applied { Err(Why::Nothing) } else { Ok(()) }
    }

    /// Fills in what the step asks.
    fn fill_in(&mut self) {
        match self.place() {
            Some(Place::Contact) if self.checkout.answers.text(Field::Email).is_empty() => {
                let address = match self.scenario.fault {
                    Fault::UnderReview => "review@example.fi",
                    _ => "kaisa.laine@example.fi",
                };
                self.type_in(Field::Email, address);
            }
            Some(Place::Delivery) => self.deliver(),
            Some(Place::Payment) => {
                self.choose();
            }
            Some(Place::Review) => self.act(Event::Chose(Field::Subscribe, "1".into())),
            _ => {}
        }
    }

    fn deliver(&mut self) {
        let part = |part| Field::Address(AddressUse::Shipping, part);
        if self.scenario.by == By::Collect {
            self.act(Event::Chose(Field::How, "collect".into()));
            let near = self.scenario.market().postcode;
            self.type_in(Field::Near, near);
            let first = |checkout: &Checkout| Some(checkout.quote()?.delivery.points.first()?.id.as_str().to_owned());
            if let Some(point) = first(&self.checkout) {
                self.act(Event::Chose(Field::Point, point));
            }
            self.type_in(Field::CollectName, "Kaisa Laine");
            self.type_in(Field::CollectPhone, self.scenario.market().phone);
            return;
        }
        if !self.checkout.answers.text(part(AddressField::Street)).is_empty() {
            return;
        }
        let market = self.scenario.market();
        for (field, text) in [
            (AddressField::Name, "Kaisa Laine"),
            (AddressField::Street, market.street),
            (AddressField::Postcode, market.postcode),
            (AddressField::City, market.city),
            (AddressField::Region, market.region),
            (AddressField::Phone, market.phone),
        ] {
            if !text.is_empty() {
                self.type_in(part(field), text);
            }
        }
    }

    /// Chooses the way to pay, with what it asks. Whether it is offered.
    fn choose(&mut self) -> bool {
        match self.scenario.saving {
            Saving::Gift => self.use_gift_card("FJELL-GIFT-25"),
            Saving::GiftAll => self.use_gift_card("FJELL-GIFT-500"),
            Saving::Credit => self.act(Event::UseTender("credit".into(), true)),
            _ => {}
        }
        let Some(quote) = self.checkout.quote() else { return false };
        let wanted = |id: &MethodId| kind(id) == self.scenario.pay || id.as_str() == self.scenario.pay;
        let Some(id) = quote.methods.iter().map(|offer| offer.id.clone()).find(wanted) else { return false };
        self.act(Event::Chose(Field::Method, id.as_str().to_owned()));
        let needs = self.checkout.quote().map(|quote| progress::needs(&self.checkout, quote));
        if needs == Some(Needs::Fields) {
            self.act(Event::Card(id.clone(), CardState::Complete { brand: Some("visa".into()) }));
        }
        if self.scenario.pay == "purchase-order" {
            self.type_in(Field::PurchaseNumber, "PO-2026/117");
            self.type_in(Field::CostCentre, "4410");
            self.type_in(Field::InvoiceEmail, "bills@example.fi");
        }
        true
    }

    fn use_gift_card(&mut self, code: &str) {
        self.act(Event::Typed(Field::GiftCard, code.to_owned()));
        self.act(Event::AddGiftCard);
    }

    fn pay(&mut self) {
        self.fill_in();
        self.pressed += 1;
        let number = self.pressed.to_string();
        let keys = Keys { order: ["studio-", &number].concat(), payment: ["studio-pay-", &number].concat() };
        self.act(Event::Pay { now: self.now, keys });
    }

    fn pay_to(&mut self, wanted: Place) -> Result<(), Why> {
        match self.scenario.fault {
            Fault::LostAnswer | Fault::Unconfirmed => {
                self.places = Mood::Fails(BackendError::NoAnswer, 1);
                self.looks = Mood::Silent;
            }
            _ if wanted == Place::Sending => self.places = Mood::Silent,
            _ => {}
        }
        self.pay();
        if wanted == Place::Thanks && self.place() == Some(Place::Bank) {
            self.bank_says(Verdict::Approved);
            self.act(Event::ActionDone);
        }
        if self.place() == Some(wanted) { Ok(()) } else { Err(Why::Nothing) }
    }

    fn bank_says(&mut self, verdict: Verdict) {
        if let Some(keys) = self.sent.last() {
            self.bank.borrow_mut().insert(keys.payment.clone(), verdict);
        }
    }

    // What goes wrong

    fn go_wrong(&mut self) -> Result<(), Why> {
        let change = |play: &mut Self| {
            play.use_code(if play.scenario.saving == Saving::Percent { "FREESHIP" } else { "VILLMARK10" });
        };
        match self.scenario.fault {
            // These went wrong on the way.
            Fault::None
            | Fault::UnknownStep
            | Fault::Expired
            | Fault::Unreachable
            | Fault::SetUp
            | Fault::Challenge
            | Fault::ChallengePage
            | Fault::Poll
            | Fault::UnderReview
            | Fault::LostAnswer => {}
            Fault::Errors => self.act(Event::Continue),
            Fault::Offline => self.act(Event::Connection(false)),
            Fault::Updating => {
                self.asks = Mood::Silent;
                change(self);
            }
            Fault::NotSaved => {
                self.asks = Mood::Fails(BackendError::NoAnswer, u8::MAX);
                change(self);
                for _ in 0..12 {
                    if self.notice().is_some() || !self.ring(Timer::Resend, 2_000) {
                        break;
                    }
                }
            }
            Fault::Busy => self.fail(BackendError::Busy(2_000), change),
            Fault::Corrupt => self.fail(BackendError::Malformed, change),
            Fault::Server => self.fail(BackendError::Server("FJ-E-5031".into()), change),
            Fault::CodeExpired => self.use_code("SOMMER"),
            Fault::CodeBelow => self.use_code("TAKK20"),
            Fault::CodeMarket => self.use_code("NORGE15"),
            Fault::Remote => self.go_far()?,
            Fault::Renewed => {
                self.asks = Mood::Fails(BackendError::Unauthorized, 1);
                change(self);
            }
            Fault::Storage => self.act(Event::StorageForbidden),
            Fault::Unreadable => self.act(Event::SavedUnreadable),
            Fault::CardSilent => {
                self.fields = false;
                self.choose();
                self.act(Event::Continue);
            }
            Fault::GiftEmpty => self.use_gift_card("FJELL-EMPTY-0"),
            Fault::PayOffline => {
                self.act(Event::Connection(false));
                self.pay();
            }
            Fault::OtherTab => {
                self.lock = false;
                self.pay();
            }
            Fault::SheetClosed => {
                self.sheet = false;
                self.pay();
            }
            // Of these the way to Pay is not walked before: the step they end at is another one.
            Fault::PriceRise | Fault::SoldOut | Fault::CodeLapsed => self.pay(),
            Fault::Declined(_) => self.pay_from_payment()?,
            Fault::Resting => {
                for _ in 0..4 {
                    self.act(Event::GoTo("payment".into()));
                    self.pay_from_payment()?;
                    if matches!(self.notice(), Some(Notice::Resting(_))) {
                        break;
                    }
                }
            }
            Fault::Slow | Fault::Slower => {
                self.ring(Timer::Slow, 10_000);
                if self.scenario.fault == Fault::Slower {
                    self.ring(Timer::Slow, 10_000);
                }
            }
            Fault::Unconfirmed => {
                // Whatever is asked now is not known there.
                self.looks = Mood::Fails(BackendError::NoAnswer, u8::MAX);
                self.act(Event::Retry { now: self.now });
                for _ in 0..40 {
                    if self.stage() == Some(Stage::Unconfirmed) || !self.ring(Timer::LookUp, 10_000) {
                        break;
                    }
                }
            }
            Fault::Cancelled | Fault::TimedOut | Fault::Refused => self.turn_back()?,
        }
        if self.went_wrong() { Ok(()) } else { Err(Why::Nothing) }
    }

    fn fail(&mut self, error: BackendError, change: impl Fn(&mut Self)) {
        self.asks = Mood::Fails(error, u8::MAX);
        change(self);
        for _ in 0..12 {
            if self.notice().is_some() || !self.ring(Timer::Resend, 2_000) {
                break;
            }
        }
    }

    /// To where the shop does not deliver.
    fn go_far(&mut self) -> Result<(), Why> {
        let postcode = match self.scenario.market {
            "FI" => "22100",
            "NO" => "8099",
            "DK" => "3900",
            "DE" => "27498",
            "FR" => "97100",
            "ES" => "35001",
            _ => return Err(Why::Nothing),
        };
        self.deliver();
        self.type_in(Field::Address(AddressUse::Shipping, AddressField::Postcode), postcode);
        self.ring(Timer::Destination, 400);
        Ok(())
    }

    /// From the payment step to Pay, which leads back there.
    fn pay_from_payment(&mut self) -> Result<(), Why> {
        if !self.choose() {
            return Err(Why::NoWay);
        }
        self.act(Event::Continue);
        if self.place() != Some(Place::Review) {
            return Err(Why::Nothing);
        }
        self.pay();
        Ok(())
    }

    fn turn_back(&mut self) -> Result<(), Why> {
        self.pay_from_payment()?;
        if self.place() != Some(Place::Bank) {
            return Err(Why::Nothing);
        }
        match self.scenario.fault {
            Fault::Cancelled => self.act(Event::ActionCancelled),
            Fault::Refused => {
                self.bank_says(Verdict::Refused);
                self.act(Event::ActionDone);
            }
            _ => {
                for _ in 0..4 {
                    if self.place() != Some(Place::Bank) || !self.ring(Timer::LookUp, 400_000) {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    fn stage(&self) -> Option<Stage> {
        match &self.checkout.phase {
            Phase::Placing(placing) => Some(placing.stage),
            _ => None,
        }
    }

    /// Whether what was to go wrong did.
    fn went_wrong(&self) -> bool {
        let refused = |field| self.checkout.answers.refusal(field).is_some();
        let notice = self.notice();
        let patience = match &self.checkout.phase {
            Phase::Placing(placing) => placing.patience,
            _ => 0,
        };
        match self.scenario.fault {
            Fault::None | Fault::Expired | Fault::Unreachable | Fault::SetUp => true,
            Fault::Errors => !self.checkout.shown().is_empty() && self.place() == Some(self.scenario.at),
            Fault::Offline => !self.checkout.online,
            Fault::Updating => self.checkout.updating(),
            Fault::NotSaved => notice == Some(&Notice::NotSaved),
            Fault::Busy => notice == Some(&Notice::Busy),
            Fault::Corrupt => notice == Some(&Notice::Corrupt),
            Fault::Server => matches!(notice, Some(Notice::ShopFault(_))),
            Fault::CodeExpired | Fault::CodeBelow | Fault::CodeMarket => refused(Field::Code),
            Fault::Remote => self.checkout.quote().is_some_and(|quote| quote.delivery.rates == Rates::None),
            Fault::Renewed => notice == Some(&Notice::SessionRenewed),
            Fault::Storage => notice == Some(&Notice::StorageForbidden),
            Fault::Unreadable => notice == Some(&Notice::SavedUnreadable),
            Fault::UnknownStep => notice == Some(&Notice::UnknownStep),
            Fault::CardSilent => notice == Some(&Notice::CardFrameSilent),
            Fault::GiftEmpty => refused(Field::GiftCard),
            Fault::PayOffline => notice == Some(&Notice::PayOffline),
            Fault::PriceRise | Fault::SoldOut | Fault::CodeLapsed => matches!(notice, Some(Notice::Changed { .. })),
            Fault::OtherTab => notice == Some(&Notice::OtherTab),
            Fault::SheetClosed => notice == Some(&Notice::SheetClosed),
            Fault::Declined(why) => notice == Some(&Notice::Declined(why)),
            Fault::Refused => matches!(notice, Some(Notice::Declined(_))),
            Fault::Resting => matches!(notice, Some(Notice::Resting(_))),
            Fault::Slow => patience == 1,
            Fault::Slower => patience == 2,
            Fault::LostAnswer => self.stage() == Some(Stage::LookingUp),
            Fault::Unconfirmed => self.stage() == Some(Stage::Unconfirmed),
            Fault::Challenge | Fault::ChallengePage | Fault::Poll => self.place() == Some(Place::Bank),
            Fault::Cancelled => notice == Some(&Notice::Cancelled),
            Fault::TimedOut => notice == Some(&Notice::TimedOut),
            Fault::UnderReview => matches!(self.checkout.phase, Phase::UnderReview(_)),
        }
    }

    /// The keys of the next press of Pay, and the page's clock: an event of a recording comes without.
    #[must_use]
    pub fn timed(&mut self, event: Event) -> Event {
        match event {
            Event::Pay { .. } => {
                self.pressed += 1;
                let number = self.pressed.to_string();
                let keys = Keys { order: ["studio-", &number].concat(), payment: ["studio-pay-", &number].concat() };
                Event::Pay { now: self.now, keys }
            }
            Event::Retry { .. } => Event::Retry { now: self.now },
            Event::Elapsed(timer, _) => {
                self.now = self.now.plus(10_000);
                Event::Elapsed(timer, self.now)
            }
            event => event,
        }
    }
}

/// The answer of something that is asked; `None` where nothing comes back.
fn answered<T>(mood: &mut Mood, ask: impl FnOnce() -> Result<T, BackendError>) -> Option<Result<T, BackendError>> {
    match mood {
        Mood::Well => Some(ask()),
        Mood::Silent => None,
        Mood::Fails(error, times) => {
            let answer = Err(error.clone());
            *times = times.saturating_sub(u8::from(*times != u8::MAX));
            if *times == 0 {
                *mood = Mood::Well;
            }
            Some(answer)
        }
    }
}

/// The outcome of the card's token.
fn outcome(scenario: &Scenario) -> &'static str {
    match scenario.fault {
        Fault::Declined(decline) => scenario::outcome(decline),
        Fault::Resting => "funds",
        Fault::PriceRise => "pricerise",
        Fault::SoldOut => "soldout",
        Fault::Poll => "poll",
        Fault::ChallengePage => "3dsredirect",
        Fault::Challenge | Fault::Cancelled | Fault::TimedOut | Fault::Refused => "3ds",
        _ => "ok",
    }
}

/// The place that a purchase shows.
pub fn place(checkout: &Checkout) -> Option<Place> {
    match &checkout.phase {
        Phase::Loading(_) | Phase::Closed(_) => Some(Place::Opening),
        Phase::Open(open) => scenario::PLACES.iter().find(|(name, _)| *name == open.at.0).map(|(_, place)| *place),
        Phase::Placing(_) => Some(Place::Sending),
        Phase::Acting(_) => Some(Place::Bank),
        Phase::Placed(_) | Phase::UnderReview(_) => Some(Place::Thanks),
    }
}
