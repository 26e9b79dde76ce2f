//! Random sessions against a small shop over a bad network (REL-20).
//!
//! Requests and answers are lost, delayed, doubled and reordered; the shop changes its mind; the shopper
//! does anything in up to two tabs, and pays in every way there is: cards that are typed or kept, a device's sheet, an
//! app, gift cards. After every step nothing may be bought twice, no total be shown that the shop did not say, no text
//! be lost, no token pay twice or for what it was not made for, and nothing be tried while paying rests; when the
//! faults stop, a purchase must still be possible.
//!
//! A session is a seed; a broken one is made as short as it can be before it is shown.
//! `KASSA_SESSIONS=100000 cargo test --test native sessions` runs more of them.

use crate::mutants::{
    Mutant,
    shop::{GIFTS, ITEMS, ModelShop, Mood, line_id},
};
use kassa::{
    checkout::{
        CardState, Checkout, Command, Event, Express, Notice, Phase, ReadyOrder, Stage, Timer, TokenFault,
        journal::{Journal, Saved},
        progress::first_incomplete,
        request::{BackendError, Facts, Keys, Known, Placed},
    },
    domain::{
        ItemId, MethodId, OrderNumber, SessionId,
        cart::Stock,
        day::Instant,
        money::Money,
        order::Order,
        payment::{CardFace, Decline},
        problem::{AddressField, AddressUse, Field},
        quote::Quote,
        secret::{Secret, Token},
        totals::{TotalKind, TotalRow},
    },
    steps::{FIRST, STEPS, first_suffice},
};
use std::collections::VecDeque;

/// So many sessions where `KASSA_SESSIONS` does not say how many: enough to be told at once. `make test` runs 20,000.
const SESSIONS: u64 = 2_000;
/// The longest session.
const STEPS_AT_MOST: u64 = 60;
const FACTS: Facts = crate::contract::KEYED;

const fn shipping(part: AddressField) -> Field {
    Field::Address(AddressUse::Shipping, part)
}

/// What can be typed, and into what; the first text of each is right.
const TYPED: [(Field, [&str; 3]); 16] = [
    (Field::Email, ["kaisa@example.fi", "kaisa@", "k@example.fi"]),
    (shipping(AddressField::Name), ["Kaisa Laine", "", "O'Brien"]),
    (shipping(AddressField::Street), ["Katu 1", "", "Katu 2 B"]),
    (shipping(AddressField::Line2), ["", "c/o Aho", "4. krs"]),
    (shipping(AddressField::Postcode), ["00100", "001", "33100"]),
    (shipping(AddressField::City), ["Helsinki", "", "Tampere"]),
    (shipping(AddressField::Phone), ["040 123 4567", "12", "+358 50 123 4567"]),
    (shipping(AddressField::Organization), ["", "Aho Oy", "x"]),
    (Field::CollectName, ["Kaisa Laine", "1", "Aho"]),
    (Field::CollectPhone, ["040 123 4567", "x", "050 765 4321"]),
    (Field::Near, ["00100", "", "Turku"]),
    (Field::Code, ["OFF", "WRONG", "!!"]),
    (Field::GiftCard, [GIFTS[0].0, GIFTS[1].0, "GIFT 404"]),
    (Field::Address(AddressUse::Billing, AddressField::Name), ["Aho Oy", "", "Ö"]),
    (Field::Address(AddressUse::Billing, AddressField::Street), ["Tie 3", "", "Tie 4"]),
    (Field::Address(AddressUse::Billing, AddressField::City), ["Turku", "", "Oulu"]),
];

/// What can be chosen to pay with; the last is never offered.
const METHODS: [&str; 7] = ["card", "saved:1", "saved:2", "googlepay", "mobilepay", "invoice", "applepay"];
/// What a device's wallet knows of its owner.
const WALLET: [Field; 6] = [
    Field::Email,
    shipping(AddressField::Name),
    shipping(AddressField::Street),
    shipping(AddressField::Postcode),
    shipping(AddressField::City),
    shipping(AddressField::Phone),
];
/// For how long paying rests at least after the third refusal, in milliseconds (SEC-25).
const REST: i64 = 30_000;

/// `SplitMix64` (Steele, Lea, Flood 2014): small, and the same everywhere.
#[derive(Clone, Copy)]
struct Dice(u64);

impl Dice {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % u64::try_from(end).unwrap()).unwrap()
    }

    fn one_in(&mut self, of: usize) -> bool {
        self.below(of) == 0
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

/// How a session went.
#[derive(Debug, PartialEq, Eq)]
pub enum Outcome {
    Kept,
    Broken(String),
}

/// What happened in sessions.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    pub orders: usize,
    pub declines: usize,
    pub lost_answers: usize,
    pub reloads: usize,
    pub second_tabs: usize,
    pub given_up: usize,
    pub sheets: usize,
    pub rests: usize,
    /// Orders made while the faults lasted.
    pub early: usize,
}

/// Something asked of the shop, by a page that may be gone when the answer comes.
#[derive(Clone, Debug)]
struct Request {
    tab: usize,
    page: u32,
    command: Command,
    session: SessionId,
    purchase: u32,
    /// Whether anybody hears the answer.
    answered: bool,
}

/// A token as it was made: of which method, and for which amount if the shopper approved one.
struct Made {
    token: String,
    method: Option<MethodId>,
    approved: Option<Money>,
}

#[derive(Clone, Debug)]
enum Packet {
    Request(Box<Request>),
    Answer { tab: usize, page: u32, event: Box<Event> },
}

struct Tab {
    checkout: Option<Checkout>,
    page: u32,
    timers: Vec<Timer>,
    /// Whether the rules of all steps are there.
    learned: bool,
    /// What the shopper typed and chose.
    typed: Vec<(Field, String)>,
    unsaved: bool,
    /// What was left to pay on screen when Pay was pressed, and whether it was pressed for the attempt under way.
    pressed: Option<Money>,
    /// How often this page was told that a payment was refused, and until when nothing may be tried.
    refused: (u8, i64),
    /// The time it was told last.
    clock: i64,
    /// The number of the newest token asked for.
    token: u64,
    /// The session and the age of what is shown.
    shown: (String, i64),
    /// The number of the newest request about the bag.
    sequence: u64,
}

#[allow(clippy::struct_excessive_bools)] // Each is a condition the session can be in on its own.
struct World {
    dice: Dice,
    mutant: Option<Mutant>,
    shop: ModelShop,
    network: Vec<Packet>,
    tabs: Vec<Tab>,
    answers: Saved,
    journal: Option<Saved>,
    /// What the shopper had typed when the answers were saved.
    kept: Vec<(Field, String)>,
    lock: Option<usize>,
    online: bool,
    faults: bool,
    /// Whether the shopper's cards are refused more often than not, while the faults last.
    poor: bool,
    clock: i64,
    keys: u64,
    tokens: Vec<Made>,
    /// Payment keys an order was sent under.
    sent: Vec<String>,
    tally: Tally,
    broken: Option<String>,
    /// Whether every event is told, for whoever has to find out why.
    told: bool,
}

impl World {
    fn new(seed: u64, mutant: Option<Mutant>, told: bool) -> Self {
        let mut dice = Dice(seed);
        let mut bag = vec![(dice.below(4), 1)];
        if dice.one_in(2) {
            bag.push((1, 1 + u32::try_from(dice.below(3)).unwrap()));
            bag.dedup_by_key(|(item, _)| *item);
        }
        let poor = dice.one_in(8);
        let mut world = Self {
            dice,
            mutant,
            shop: ModelShop::new(bag),
            network: Vec::new(),
            tabs: Vec::new(),
            answers: Saved::default(),
            journal: None,
            kept: Vec::new(),
            lock: None,
            online: true,
            faults: true,
            poor,
            clock: 1_000_000,
            keys: 0,
            tokens: Vec::new(),
            sent: Vec::new(),
            tally: Tally::default(),
            broken: None,
            told,
        };
        world.open_tab();
        world
    }

    fn is(&self, mutant: Mutant) -> bool {
        self.mutant == Some(mutant)
    }

    fn wrong(&mut self, what: &str, why: &dyn core::fmt::Debug) {
        if self.broken.is_none() {
            self.broken = Some(format!("{what}: {why:?}"));
        }
    }

    fn now(&self) -> Instant {
        Instant(self.clock)
    }

    fn checkout(&self, tab: usize) -> &Checkout {
        self.tabs[tab].checkout.as_ref().unwrap()
    }

    // Pages

    fn open_tab(&mut self) {
        self.tabs.push(Tab {
            checkout: None,
            page: 0,
            timers: Vec::new(),
            learned: false,
            typed: Vec::new(),
            unsaved: false,
            pressed: None,
            refused: (0, 0),
            clock: 0,
            token: 0,
            shown: (String::new(), 0),
            sequence: 0,
        });
        self.load(self.tabs.len() - 1, None);
    }

    fn load(&mut self, tab: usize, step: Option<String>) {
        for other in 0..self.tabs.len() {
            self.flush(other);
        }
        let text = (self.answers.encode(), self.journal.as_ref().map(Saved::encode));
        let mut saved = Saved::decode(&text.0).unwrap();
        if let Some(journal) = text.1.map(|text| Saved::decode(&text).unwrap()) {
            saved.journal = journal.journal;
            if saved.session.is_empty() {
                saved.session = journal.session;
            }
        }
        if self.is(Mutant::ReloadForgetsKeys) {
            saved.journal = Journal::default();
            self.journal = None;
        }
        if self.is(Mutant::ForgetsRefusals) {
            saved.journal.refusals = Default::default();
        }
        if self.lock == Some(tab) {
            self.lock = None;
        }
        // Another tab, or another session, has a count of its own.
        let alone = self.tabs.len() == 1 && !self.shop.expired;
        let kept = self.kept.clone();
        let page = &mut self.tabs[tab];
        // Later steps' rules come some time after the first download, unless what was saved needs them.
        page.learned = !first_suffice(&saved);
        page.checkout = Some(Checkout::new(if page.learned { STEPS } else { FIRST }, FACTS));
        page.page += 1;
        page.timers.clear();
        page.typed = kept;
        page.pressed = None;
        if !alone {
            page.refused = (0, 0);
        }
        page.shown = (String::new(), 0);
        let now = self.now();
        self.dispatch(tab, Event::Started { saved: Some(saved), step, now });
        if !self.online {
            self.dispatch(tab, Event::Connection(false));
        }
    }

    /// The rules of later steps may come at any time.
    fn arrive(&mut self) {
        let tab = self.dice.below(self.tabs.len());
        if self.dice.one_in(3) {
            self.learn(tab);
        }
    }

    fn learn(&mut self, tab: usize) {
        if !core::mem::replace(&mut self.tabs[tab].learned, true) {
            self.dispatch(tab, Event::Plan(STEPS));
        }
    }

    fn reload(&mut self, tab: usize) {
        self.tally.reloads += 1;
        let steps = ["bag", "contact", "delivery", "payment", "review", "thanks", "nowhere"];
        let step = self.dice.one_in(2).then(|| self.dice.of(&steps).to_owned());
        self.load(tab, step);
    }

    /// Carries out a save that waits: the browser does at the latest when the page goes.
    fn flush(&mut self, tab: usize) {
        let Some(checkout) = &self.tabs[tab].checkout else { return };
        let done = matches!(checkout.phase, Phase::Placed(_) | Phase::UnderReview(_));
        if !core::mem::take(&mut self.tabs[tab].unsaved) || done {
            return;
        }
        let saved = self.checkout(tab).saved();
        if self.is(Mutant::AutosaveWritesKeys) {
            self.journal = Some(Saved { answers: Vec::new(), step: None, ..saved.clone() });
        }
        if !self.is(Mutant::NoAutosave) {
            self.answers = Saved { journal: Journal::default(), ..saved };
        }
        // A gift card's code is as good as money: it is not written down.
        self.kept = self.tabs[tab].typed.iter().filter(|(field, _)| *field != Field::GiftCard).cloned().collect();
    }

    fn save_keys(&mut self, tab: usize) {
        if !self.is(Mutant::KeysInMemory) {
            let saved = self.checkout(tab).saved();
            self.journal = Some(Saved { answers: Vec::new(), step: None, ..saved });
        }
    }

    // The runner

    fn dispatch(&mut self, tab: usize, event: Event) {
        let done = matches!(self.checkout(tab).phase, Phase::Placed(_) | Phase::UnderReview(_));
        if done && matches!(event, Event::Typed(..) | Event::Chose(..)) {
            // There is nothing to type into.
            return;
        }
        let mut waiting = VecDeque::from([event]);
        while let Some(event) = waiting.pop_front() {
            self.before(tab, &event);
            self.tell(tab, &event);
            let refused = matches!(event, Event::Placed(_, Err(BackendError::Declined(_))));
            let waited = matches!(self.checkout(tab).phase, Phase::Placing(_));
            let (checkout, mut commands) = self.tabs[tab].checkout.take().unwrap().update(event);
            self.tabs[tab].checkout = Some(checkout);
            if refused && waited {
                self.count_refusal(tab);
            }
            if self.is(Mutant::SendsBeforeSaving) {
                commands.sort_by_key(|command| matches!(command, Command::SaveNow));
            }
            for command in commands {
                self.tell(tab, &command);
                self.carry_out(tab, command, &mut waiting);
            }
            self.after(tab);
        }
    }

    fn tell(&self, tab: usize, what: &dyn core::fmt::Debug) {
        if self.told {
            let text: String = format!("{what:?}").chars().take(150).collect();
            println!("{tab} {text}");
        }
    }

    /// What the shopper did is what the texts have to be.
    fn before(&mut self, tab: usize, event: &Event) {
        if let Event::Started { now, .. } | Event::Pay { now, .. } | Event::Retry { now } | Event::Elapsed(_, now) =
            event
        {
            self.tabs[tab].clock = now.0;
        }
        match event {
            Event::Typed(field, text) | Event::Chose(field, text) => {
                let typed = &mut self.tabs[tab].typed;
                typed.retain(|(known, _)| known != field);
                if !text.is_empty() {
                    typed.push((*field, text.clone()));
                }
            }
            Event::Express(express) => {
                let Phase::Open(open) = &self.checkout(tab).phase else { return };
                if !self.tabs[tab].learned {
                    return;
                }
                let taken = open.quote.method(&express.method).is_some();
                let chosen = taken.then(|| (Field::Method, express.method.as_str().to_owned()));
                // What is agreed to, nobody agrees to for the shopper.
                let told = express.fields.iter().filter(|(field, _)| *field != Field::Subscribe).cloned();
                let told: Vec<_> = told.chain(chosen).collect();
                let typed = &mut self.tabs[tab].typed;
                for (field, text) in told {
                    typed.retain(|(known, _)| *known != field);
                    if !text.is_empty() {
                        typed.push((field, text));
                    }
                }
            }
            Event::Pay { .. } => {
                self.tabs[tab].pressed = self.checkout(tab).quote().map(|quote| quote.totals.due);
            }
            _ => {}
        }
    }

    /// The page was told that the payment it waited for is refused.
    fn count_refusal(&mut self, tab: usize) {
        if matches!(&self.checkout(tab).phase, Phase::Open(open) if matches!(open.notice, Some(Notice::Declined(_)))) {
            let times = self.tabs[tab].refused.0.saturating_add(1);
            let until = if times >= 3 { self.tabs[tab].clock + REST } else { 0 };
            self.tally.rests += usize::from(times >= 3);
            self.tabs[tab].refused = (times, until);
        }
    }

    /// A fresh token, and what it is for.
    fn token(&mut self, method: Option<MethodId>, approved: Option<Money>) -> Token {
        let token = self.fresh("t");
        self.tokens.push(Made { token: token.clone(), method, approved });
        Secret::new(token)
    }

    /// A token may pay once, for the method it was made for and no other amount than was approved.
    fn token_fits(&mut self, order: &ReadyOrder) {
        let (method, due) = (&order.request().method, order.request().expected_total);
        let asks = method.as_ref().is_some_and(|method| matches!(method.as_str(), "card" | "saved:1" | "googlepay"));
        let token = order.payment().token.as_ref();
        let made = token.and_then(|token| self.tokens.iter().find(|made| made.token == *token.expose()));
        let wrong = match made {
            None => asks.then_some("no token pays"),
            Some(_) if !asks => Some("a token pays where none is asked for"),
            Some(made) if made.method != *method => Some("a token pays for another method"),
            Some(made) if method.as_ref().is_some_and(|method| method.as_str() == "googlepay") => {
                (made.approved != Some(due)).then_some("paid something that was not approved")
            }
            Some(_) => None,
        };
        if let Some(wrong) = wrong {
            let why = (made.map(|made| (made.method.clone(), made.approved)), method.clone(), due);
            self.wrong(wrong, &why);
        }
    }

    fn carry_out(&mut self, tab: usize, command: Command, waiting: &mut VecDeque<Event>) {
        match command {
            Command::Place { .. } => self.send_order(tab, command),
            Command::LookUp { attempt, .. } if self.is(Mutant::NoLookUp) => {
                waiting.push_back(Event::LookedUp(attempt, Ok(Known::Nothing)));
            }
            Command::Cancel { attempt, .. } if self.is(Mutant::CancelsInMindOnly) => {
                let quote = Box::new(self.shop.quote());
                waiting.push_back(Event::Cancelled(attempt, Ok(quote)));
            }
            Command::Open(_)
            | Command::Apply(..)
            | Command::LookUp { .. }
            | Command::Resume { .. }
            | Command::Cancel { .. }
            | Command::FetchOrder(_) => self.send(tab, command),
            Command::Tokenize(number) => {
                let checkout = self.checkout(tab);
                let (method, brand) = (checkout.method(), checkout.card.brand().unwrap_or("visa").to_owned());
                let answer = match self.faults && self.dice.one_in(8) {
                    false => Ok((self.token(method, None), CardFace { brand, last4: "4242".into() })),
                    true if self.dice.one_in(2) => Err(TokenFault::Incomplete),
                    true => Err(TokenFault::NoAnswer),
                };
                self.tabs[tab].token = number;
                self.answer(tab, Event::Tokenized(number, answer));
            }
            Command::OpenSheet { number, method, amount } => {
                self.tally.sheets += 1;
                // The sheet shows what is to be paid; whoever confirms it there has agreed to that.
                self.tabs[tab].pressed = Some(amount);
                let face = CardFace { brand: "visa".into(), last4: "4242".into() };
                let answer = match self.faults && self.dice.one_in(3) {
                    false => Ok((self.token(Some(method), Some(amount)), face)),
                    // Nothing was approved by whoever closed the sheet.
                    true if self.is(Mutant::ClosedIsApproved) => Ok((self.token(Some(method), None), face)),
                    true if self.dice.one_in(4) => Err(TokenFault::NoAnswer),
                    true => Err(TokenFault::Closed),
                };
                self.tabs[tab].token = number;
                self.answer(tab, Event::Tokenized(number, answer));
            }
            Command::TakeLock(attempt) => {
                let free = self.lock.is_none_or(|owner| owner == tab) || self.is(Mutant::NoLock);
                if free {
                    self.lock = Some(tab);
                }
                let blind = self.is(Mutant::NoLock) || self.is(Mutant::LockWithoutJournal);
                let stored = self.journal.as_ref().filter(|_| !blind).map(|saved| saved.journal.clone());
                waiting.push_back(Event::Lock(attempt, free, stored.filter(|_| free)));
            }
            Command::ReleaseLock => {
                if self.lock == Some(tab) && !self.is(Mutant::LockForEver) {
                    self.lock = None;
                }
            }
            Command::Save => self.tabs[tab].unsaved = true,
            Command::SaveNow => {
                self.tabs[tab].unsaved = true;
                self.flush(tab);
                self.save_keys(tab);
            }
            Command::Forget => {
                self.answers = Saved::default();
                self.kept.clear();
                self.tabs[tab].unsaved = false;
            }
            Command::Publish(number) => {
                for other in (0..self.tabs.len()).filter(|other| *other != tab) {
                    self.answer(other, Event::PaidElsewhere(number.clone()));
                }
            }
            Command::Wait(timer, _) => {
                let timers = &mut self.tabs[tab].timers;
                timers.retain(|known| *known != timer);
                timers.push(timer);
            }
            // A provider may take its time, and may never come back.
            Command::Confirm { attempt, .. } => {
                if !(self.faults && self.dice.one_in(6)) {
                    self.answer(tab, Event::Confirmed(attempt));
                }
            }
            Command::Leave(_)
            | Command::Show { .. }
            | Command::Focus(_)
            | Command::Announce(_)
            | Command::Withheld(_) => {}
        }
    }

    /// The rules of sending an order.
    fn send_order(&mut self, tab: usize, command: Command) {
        let Command::Place { attempt, mut keys, order } = command else { return };
        let total = order.request().expected_total;
        if self.tabs[tab].pressed != Some(total) {
            let pressed = self.tabs[tab].pressed;
            self.wrong("paid something that was not agreed to", &(total, pressed));
        }
        let again = self.sent.contains(&keys.payment);
        self.sent.push(keys.payment.clone());
        if self.clock < self.tabs[tab].refused.1 && !again {
            let refused = self.tabs[tab].refused;
            self.wrong("paid while paying rests", &(refused, self.clock));
        }
        self.token_fits(&order);
        let ticked = self.tabs[tab].typed.iter().any(|(field, _)| *field == Field::Subscribe);
        let monthly =
            self.checkout(tab).quote().is_some_and(|quote| quote.lines.iter().any(|line| line.recurring.is_some()));
        // What is sent again is what was agreed to then.
        if !again && (order.request().subscribes != (monthly && ticked) || (monthly && !ticked)) {
            self.wrong("bought a subscription nobody agreed to", &(monthly, ticked, order.request().subscribes));
        }
        if self.is(Mutant::FreshOrderKey) {
            keys.order = self.fresh("o");
        }
        if self.is(Mutant::FreshPaymentKey) {
            keys.payment = self.fresh("p");
        }
        let saved = self.journal.as_ref().and_then(|saved| saved.journal.attempt.as_ref());
        if saved.is_none_or(|saved| saved.keys != keys) {
            let saved = saved.cloned();
            self.wrong("sent before its keys were saved", &(&keys, saved));
        }
        self.send(tab, Command::Place { attempt, keys, order });
    }

    fn fresh(&mut self, kind: &str) -> String {
        self.keys += 1;
        format!("{kind}{}", self.keys)
    }

    fn answer(&mut self, tab: usize, event: Event) {
        let page = self.tabs[tab].page;
        self.network.push(Packet::Answer { tab, page, event: Box::new(event) });
    }

    fn send(&mut self, tab: usize, command: Command) {
        if let Command::Open(sequence) | Command::Apply(sequence, _) = &command {
            self.tabs[tab].sequence = *sequence;
        }
        if !self.online {
            let event = refusal(&command, BackendError::Offline);
            return self.answer(tab, event);
        }
        let session = self.checkout(tab).quote().map(|quote| quote.session.clone()).unwrap_or_default();
        let request =
            Request { tab, page: self.tabs[tab].page, session, purchase: self.shop.purchase, answered: true, command };
        // Orders have worse luck than the rest: theirs is what counts.
        let luck = if matches!(request.command, Command::Place { .. }) { 14 } else { 24 };
        let roll = if self.faults { self.dice.below(luck) } else { luck };
        match roll {
            // Lost on the way there.
            0 | 1 => self.lose(request, false),
            // Lost on the way back, before or after the page has given up waiting.
            2..=4 => self.lose(request, true),
            // Sent twice by something in between; both may be answered.
            5 | 6 => {
                let silent = Request { answered: roll == 5, ..request.clone() };
                self.network.push(Packet::Request(Box::new(request)));
                self.network.push(Packet::Request(Box::new(silent)));
            }
            7 => {
                let event = refusal(&request.command, BackendError::Busy(500));
                self.answer(tab, event);
            }
            8 => {
                let event = refusal(&request.command, BackendError::Server("R-0".into()));
                self.answer(tab, event);
            }
            _ => self.network.push(Packet::Request(Box::new(request))),
        }
    }

    fn lose(&mut self, request: Request, arrives: bool) {
        self.tally.lost_answers += 1;
        let error = if self.dice.one_in(4) { BackendError::Malformed } else { BackendError::NoAnswer };
        let event = refusal(&request.command, error);
        self.answer(request.tab, event);
        if arrives {
            self.network.push(Packet::Request(Box::new(Request { answered: false, ..request })));
        }
    }

    // The network

    fn deliver(&mut self, at: usize) {
        match self.network.swap_remove(at) {
            Packet::Request(request) => {
                let event = self.serve(&request);
                if request.answered {
                    let answer = Packet::Answer { tab: request.tab, page: request.page, event: Box::new(event) };
                    if self.faults && self.dice.one_in(20) {
                        self.network.push(answer.clone());
                    }
                    self.network.push(answer);
                }
            }
            Packet::Answer { tab, page, event } => {
                // A page that is gone hears nothing.
                if self.tabs.get(tab).is_some_and(|tab| tab.page == page) {
                    let declined = matches!(*event, Event::Placed(_, Err(BackendError::Declined(_))));
                    let event = self.tampered(tab, *event);
                    self.dispatch(tab, event);
                    if declined && self.is(Mutant::DeclineForgets) {
                        self.answers = Saved::default();
                        self.tabs[tab].unsaved = false;
                    }
                }
            }
        }
    }

    fn serve(&mut self, request: &Request) -> Event {
        self.shop.now = self.clock;
        let boxed = |answer: Result<Quote, BackendError>| answer.map(Box::new);
        match &request.command {
            Command::Open(sequence) => Event::Answered(*sequence, Ok(Box::new(self.shop.open()))),
            Command::Apply(sequence, intents) => {
                let mut answer = self.shop.apply(intents);
                if let Ok(quote) = &mut answer
                    && self.faults
                    && self.dice.one_in(40)
                {
                    self.garble(quote);
                }
                Event::Answered(*sequence, boxed(answer))
            }
            Command::Place { attempt, keys, order } => {
                if self.faults {
                    self.shop.mood = match self.dice.below(20) {
                        0..=3 => Mood::Declines,
                        12.. if self.poor => Mood::Declines,
                        4 | 5 => Mood::Asks,
                        6 => Mood::AsksAndDeclines,
                        7 => Mood::Rejects,
                        8 => Mood::Busy,
                        9 => Mood::FaultBefore,
                        10 => Mood::FaultAfter,
                        11 => Mood::Reviews,
                        _ => Mood::Takes,
                    };
                }
                let agreed = order.request().expected_total.minor();
                let expected = if self.is(Mutant::AgreesToAnyTotal) { self.shop.due() } else { agreed };
                let before = self.shop.orders.len();
                let answer = self.shop.place(&request.session, request.purchase, keys, order, expected);
                if self.shop.orders.len() > before && expected != agreed {
                    self.wrong("the order's total is not the one agreed to", &(expected, agreed));
                }
                if let Some(token) = self.shop.used_twice.take() {
                    self.wrong("a token pays twice", &token);
                }
                Event::Placed(*attempt, answer)
            }
            Command::LookUp { attempt, order_key } | Command::Resume { attempt, order_key } => {
                Event::LookedUp(*attempt, Ok(self.shop.look_up(order_key, request.purchase)))
            }
            Command::Cancel { attempt, order_key } => {
                self.tally.given_up += 1;
                Event::Cancelled(*attempt, boxed(self.shop.cancel(order_key)))
            }
            Command::FetchOrder(number) => Event::Fetched(self.shop.fetch(number).map(Box::new)),
            _ => Event::Dismiss,
        }
    }

    /// Makes a quote one that nobody may see.
    fn garble(&mut self, quote: &mut Quote) {
        let currency = quote.currency;
        match self.dice.below(4) {
            // What is left to pay and what pays the rest are not the total.
            3 => quote.totals.due = Money::new(quote.totals.due.minor() + 1, currency),
            which @ 0..=1 => {
                let total = if which == 0 { quote.totals.total.minor() + 1 } else { -1 };
                quote.totals.total = Money::new(total, currency);
                quote.totals.due = quote.totals.total;
            }
            _ => quote.totals.rows.push(TotalRow {
                kind: TotalKind::Other,
                label: None,
                amount: Money::new(7, currency),
                estimate: false,
            }),
        }
    }

    /// What a mutant hears instead.
    fn tampered(&mut self, tab: usize, event: Event) -> Event {
        let Some(mutant) = self.mutant else { return event };
        match (mutant, event) {
            (Mutant::LostIsDeclined, Event::Placed(attempt, Err(BackendError::NoAnswer))) => {
                Event::Placed(attempt, Err(BackendError::Declined(Decline::Generic)))
            }
            (Mutant::NothingIsDeclined, Event::LookedUp(attempt, Ok(Known::Nothing))) => {
                Event::LookedUp(attempt, Ok(Known::Declined(Decline::Generic)))
            }
            (Mutant::DeclinedIsPlaced, Event::Placed(attempt, Err(BackendError::Declined(_)))) => {
                Event::Placed(attempt, Ok(Placed::Order(Box::new(self.invented()))))
            }
            (Mutant::MendsTotals, Event::Answered(sequence, Ok(mut quote))) => {
                let sum = quote.totals.rows.iter().map(|row| row.amount.minor()).sum();
                quote.totals.total = Money::new(sum, quote.currency);
                quote.totals.due = quote.totals.total;
                Event::Answered(sequence, Ok(quote))
            }
            (Mutant::AnswersOverwriteTyping, Event::Answered(sequence, Ok(quote))) => {
                let field = shipping(AddressField::Postcode);
                let typed = self.tabs[tab].typed.clone();
                self.dispatch(tab, Event::Typed(field, "00000".into()));
                self.tabs[tab].typed = typed;
                Event::Answered(sequence, Ok(quote))
            }
            (Mutant::StaleQuoteWins, Event::Answered(mut sequence, Ok(mut quote))) => {
                // The number of whatever is under way, and a revision above all others.
                sequence = sequence.max(self.tabs[tab].sequence);
                quote.revision = u64::MAX;
                Event::Answered(sequence, Ok(quote))
            }
            (Mutant::AnyTokenWillDo, Event::Tokenized(number, Ok(made))) => {
                Event::Tokenized(number.max(self.tabs[tab].token), Ok(made))
            }
            (_, event) => event,
        }
    }

    fn invented(&mut self) -> Order {
        let mut order = self.shop.fetch(&OrderNumber::from("N-1")).unwrap_or_else(|_| Order {
            number: OrderNumber::default(),
            placed: Instant(0),
            state: kassa::domain::order::OrderState::Confirmed,
            email: String::new(),
            lines: Vec::new(),
            totals: kassa::domain::totals::Totals::new(
                Vec::new(),
                0,
                Money::new(0, kassa::domain::money::Currency::EUR),
                Vec::new(),
            ),
            delivery: kassa::domain::order::OrderDelivery::Nothing,
            billing: None,
            company: None,
            method: None,
            card: None,
            charged: None,
            method_title: None,
            to_do: None,
            returns_until: None,
            consents: Vec::new(),
        });
        order.number = OrderNumber::from("N-invented");
        order
    }

    // What must be

    fn after(&mut self, tab: usize) {
        let Tab { checkout, shown, typed, refused, .. } = &mut self.tabs[tab];
        let checkout = checkout.as_ref().unwrap();
        let mut trouble: Option<(&str, String)> = None;
        match &checkout.phase {
            Phase::Open(open) => {
                let (total, due) = (open.quote.totals.total.minor(), open.quote.totals.due.minor());
                if !self.shop.said.contains(&(total, due)) {
                    trouble = Some(("shows a total the shop never said", format!("{total} {due}")));
                }
                let sum: i64 = open.quote.totals.rows.iter().map(|row| row.amount.minor()).sum();
                if sum != total {
                    trouble = Some(("shows rows that are not the total", format!("{sum} {total}")));
                }
                if shown.0 == open.quote.session.as_str() && open.quote.now.0 < shown.1 {
                    trouble =
                        Some(("an older quote is shown after a newer one", format!("{shown:?} {:?}", open.quote.now)));
                }
                if shown.0 != open.quote.session.as_str() {
                    open.quote.session.as_str().clone_into(&mut shown.0);
                }
                shown.1 = open.quote.now.0;
            }
            Phase::Placed(order) | Phase::UnderReview(order) => {
                if !self.shop.orders.iter().any(|made| made.number == order.number) {
                    trouble = Some(("shows an order that does not exist", order.number.0.clone()));
                }
                typed.clear();
                refused.0 = 0;
                refused.1 = 0;
            }
            _ => {}
        }
        if let Some((what, why)) = trouble {
            self.wrong(what, &why);
        }
        self.texts_are_kept(tab);
    }

    fn texts_are_kept(&mut self, tab: usize) {
        let page = &mut self.tabs[tab];
        let answers = &page.checkout.as_ref().unwrap().answers;
        // A code that was taken leaves its field.
        for code in [Field::Code, Field::GiftCard] {
            if !answers.has(code) {
                page.typed.retain(|(field, _)| *field != code);
            }
        }
        let lost = page.typed.iter().find(|(field, text)| answers.text(*field) != text).cloned();
        let grown = answers.filled().count() != page.typed.len();
        if let Some((field, text)) = lost {
            let now = self.checkout(tab).answers.text(field).to_owned();
            self.wrong("a text was lost", &(field, text, now));
        } else if grown {
            self.wrong("a text appeared by itself", &self.checkout(tab).saved().answers);
        }
    }

    /// Never two orders or two charges for one purchase.
    fn bought_once(&mut self) {
        for purchase in 0..=self.shop.purchase {
            let orders = self.shop.orders.iter().filter(|made| made.purchase == purchase).count();
            let charges = self.shop.charged.iter().filter(|(_, of)| *of == purchase).count();
            if orders > 1 {
                self.wrong("two orders", &self.shop.orders.clone());
            }
            if charges > 1 {
                self.wrong("charged twice", &self.shop.charged.clone());
            }
        }
    }

    // The shopper

    fn pay(&mut self, tab: usize) {
        let keys = Keys { order: self.fresh("o"), payment: self.fresh("p") };
        let now = self.now();
        self.dispatch(tab, Event::Pay { now, keys });
    }

    fn retry(&mut self, tab: usize) {
        if !self.is(Mutant::RetryIsDead) {
            let now = self.now();
            self.dispatch(tab, Event::Retry { now });
        }
    }

    fn ring(&mut self, tab: usize) {
        if self.tabs[tab].timers.is_empty() || self.is(Mutant::NoTimers) {
            return;
        }
        let at = self.dice.below(self.tabs[tab].timers.len());
        let timer = self.tabs[tab].timers.remove(at);
        let now = self.now();
        self.dispatch(tab, Event::Elapsed(timer, now));
    }

    fn connect(&mut self, online: bool) {
        self.online = online;
        for tab in 0..self.tabs.len() {
            self.dispatch(tab, Event::Connection(online));
            if online && self.is(Mutant::PaysOnReconnect) {
                let keys = Keys { order: self.fresh("o"), payment: self.fresh("p") };
                let now = self.now();
                let pressed = self.tabs[tab].pressed.take();
                let (checkout, commands) = self.tabs[tab].checkout.take().unwrap().update(Event::Pay { now, keys });
                self.tabs[tab].checkout = Some(checkout);
                let mut waiting = VecDeque::new();
                for command in commands {
                    self.carry_out(tab, command, &mut waiting);
                }
                for event in waiting {
                    self.dispatch(tab, event);
                }
                self.tabs[tab].pressed = pressed;
            }
        }
    }

    /// One step of a session.
    #[allow(clippy::too_many_lines)] // One flat match: a line or two for each thing a shopper can do.
    fn step(&mut self) {
        self.clock += i64::try_from(self.dice.below(4_000)).unwrap();
        let tab = self.dice.below(self.tabs.len());
        let item = self.dice.below(ITEMS.len());
        let field = self.dice.of(&TYPED);
        match self.dice.below(100) {
            0..=3 => {
                let text = self.dice.of(&field.1);
                self.dispatch(tab, Event::Typed(field.0, text.into()));
            }
            4 => self.dispatch(tab, Event::Left(field.0)),
            5 => {
                let how = self.dice.of(&["ship", "collect"]);
                self.dispatch(tab, Event::Chose(Field::How, how.into()));
            }
            6 => {
                let rate = self.dice.of(&["standard", "express", "gone"]);
                self.dispatch(tab, Event::Chose(Field::Rate, rate.into()));
            }
            7 => {
                let method = self.dice.of(&METHODS);
                self.dispatch(tab, Event::Chose(Field::Method, method.into()));
            }
            8 => self.dispatch(tab, Event::Chose(Field::Point, "kiosk".into())),
            9 => {
                let country = self.dice.of(&["FI", "SE", "ZZ"]);
                self.dispatch(tab, Event::Chose(shipping(AddressField::Country), country.into()));
            }
            10 => {
                let on = self.dice.of(&["1", ""]);
                let box_ = self.dice.of(&[Field::News, Field::BillElsewhere, Field::Subscribe]);
                self.dispatch(tab, Event::Chose(box_, on.into()));
            }
            11 => self.dispatch(tab, Event::Continue),
            12 | 13 => {
                let steps = ["bag", "contact", "delivery", "payment", "review", "thanks", "nowhere"];
                let step = self.dice.of(&steps);
                self.dispatch(tab, Event::GoTo(step.into()));
            }
            14 => {
                let text = self.dice.of(&["1", "2", "3", "0", "99", "x", ""]);
                self.dispatch(tab, Event::Quantity(line_id(item), text.into()));
            }
            15 => self.dispatch(tab, Event::Remove(line_id(item))),
            16 => self.dispatch(tab, Event::Undo(ItemId::from(ITEMS[item]))),
            17 => self.dispatch(tab, Event::Add(ItemId::from(ITEMS[item]))),
            18 => {
                self.dispatch(tab, Event::ApplyCode);
                if self.dice.one_in(2) {
                    self.dispatch(tab, Event::ApplyCode);
                }
            }
            19 => self.dispatch(tab, Event::RemoveCode("OFF".into())),
            20 => {
                let brand = self.dice.of(&[None, Some("visa"), Some("amex")]).map(str::to_owned);
                let card = match self.dice.below(3) {
                    0 => CardState::Empty,
                    1 => CardState::Incomplete { brand },
                    _ => CardState::Complete { brand },
                };
                let method = self.dice.of(&["card", "card", "saved:1"]);
                self.dispatch(tab, Event::Card(method.into(), card));
            }
            21 => self.pay(tab),
            22 => {
                self.pay(tab);
                self.pay(tab);
            }
            23 | 24 => self.reload(tab),
            25 if self.tabs.len() < 2 => {
                self.tally.second_tabs += 1;
                self.open_tab();
            }
            26 => self.connect(false),
            27 => self.connect(true),
            28 => self.dispatch(tab, Event::Refresh),
            29 => self.dispatch(tab, Event::Dismiss),
            30 => self.retry(tab),
            31 => self.dispatch(tab, Event::ActionCancelled),
            32 if self.dice.one_in(2) => self.dispatch(tab, Event::ActionBegun),
            32 => self.action_done(tab),
            33 => self.shop.raise_price(item),
            34 => self.shop.sell_out(item),
            35 => self.shop.lapse_code(),
            36 => self.shop.expired = true,
            37 => self.dispatch(tab, Event::StartOver),
            38..=40 => self.ring(tab),
            41 | 42 => self.express(tab),
            43 | 44 => {
                let method = self.dice.of(&METHODS);
                self.dispatch(tab, Event::Chose(Field::Method, method.into()));
                let card = CardState::Complete { brand: Some("amex".into()) };
                self.dispatch(tab, Event::Card(method.into(), card));
            }
            45 => {
                let code = self.dice.of(&[GIFTS[0].0, GIFTS[1].0, "GIFT 404"]);
                self.dispatch(tab, Event::Typed(Field::GiftCard, code.into()));
                self.dispatch(tab, Event::AddGiftCard);
            }
            46 => self.dispatch(tab, Event::AddGiftCard),
            47 => {
                let tender = self.dice.of(&["credit", GIFTS[0].0, GIFTS[1].0]);
                let used = self.dice.one_in(2);
                self.dispatch(tab, Event::UseTender(tender.into(), used));
            }
            48 => {
                let card = self.dice.of(&["saved:1", "saved:2"]);
                self.dispatch(tab, Event::ForgetCard(card.into()));
            }
            49 => {
                let card = self.dice.of(&["saved:1", "saved:2"]);
                self.dispatch(tab, Event::PreferCard(card.into()));
            }
            // Another method is chosen while the token of the one before is on its way.
            53 => {
                for method in ["card", "saved:1"] {
                    self.dispatch(tab, Event::Chose(Field::Method, method.into()));
                    self.dispatch(tab, Event::Card(method.into(), CardState::Complete { brand: Some("visa".into()) }));
                    self.dispatch(tab, Event::Continue);
                }
            }
            54 => {
                self.dispatch(tab, Event::GoTo("review".into()));
                self.pay(tab);
            }
            // Whoever has been refused too often waits.
            50 => self.clock += REST,
            51 | 52 => {
                let number = self.tabs[tab].token;
                self.dispatch(tab, Event::Tokenized(number, Err(TokenFault::Closed)));
            }
            _ => self.advance(tab),
        }
        for _ in 0..self.dice.below(5) {
            if !self.network.is_empty() {
                let at = self.dice.below(self.network.len());
                // What nobody waits for any more is the slowest: it comes when all seems over.
                let late = matches!(&self.network[at], Packet::Request(request) if !request.answered);
                if !late || self.dice.one_in(8) {
                    self.deliver(at);
                }
            }
        }
        if self.dice.one_in(3) {
            self.ring(tab);
        }
        self.bought_once();
    }

    /// The device's wallet fills the form in and pays; what it was shown may be old by then.
    fn express(&mut self, tab: usize) {
        let Some(due) = self.checkout(tab).quote().map(|quote| quote.totals.due) else { return };
        let method = self.dice.of(&["googlepay", "googlepay", "applepay"]);
        let old = self.dice.one_in(3);
        let approved = if old { Money::new(due.minor() + 100, due.currency()) } else { due };
        let mut fields = vec![(Field::Subscribe, "1".to_owned())];
        for (field, texts) in TYPED.iter().filter(|(field, _)| WALLET.contains(field)) {
            let text = if self.dice.one_in(8) { self.dice.of(texts) } else { texts[0] };
            fields.push((*field, text.to_owned()));
        }
        let token = self.token(Some(method.into()), Some(approved));
        let face = CardFace { brand: "visa".into(), last4: "4242".into() };
        let express = Express { method: method.into(), fields, token, face, approved };
        self.dispatch(tab, Event::Express(Box::new(express)));
    }

    fn action_done(&mut self, tab: usize) {
        if self.is(Mutant::SuccessFromAddress) && matches!(self.checkout(tab).phase, Phase::Acting(_)) {
            let order = Box::new(self.invented());
            self.dispatch(tab, Event::Placed(1, Ok(Placed::Order(order))));
        }
        self.dispatch(tab, Event::ActionDone);
    }

    /// Does the next thing somebody does who wants to buy.
    fn advance(&mut self, tab: usize) {
        let checkout = self.checkout(tab);
        let (at, missing, bad_lines, empty) = match &checkout.phase {
            Phase::Open(open) => {
                let bad = open.quote.lines.iter().filter(|line| line.stock == Stock::SoldOut);
                (
                    open.at.0,
                    first_incomplete(checkout, &open.quote).map(|step| step.0),
                    bad.map(|line| line.id.clone()).collect::<Vec<_>>(),
                    open.quote.lines.is_empty(),
                )
            }
            Phase::Acting(_) => return self.action_done(tab),
            Phase::Closed(_) | Phase::Loading(kassa::checkout::Loading::Failed(_)) => return self.retry(tab),
            Phase::Placing(placing) if placing.stage == Stage::Unconfirmed => return self.retry(tab),
            _ => return,
        };
        if let Some(line) = bad_lines.first() {
            return self.dispatch(tab, Event::Remove(line.clone()));
        }
        if empty {
            return self.dispatch(tab, Event::Add(ItemId::from(ITEMS[1])));
        }
        match missing {
            None if at == "review" => self.pay(tab),
            None if at == "payment" => self.dispatch(tab, Event::Continue),
            None => {
                let needs_card = !matches!(self.checkout(tab).card, CardState::Token { .. });
                let to = if needs_card && self.dice.one_in(2) { "payment" } else { "review" };
                self.dispatch(tab, Event::GoTo(to.into()));
            }
            Some(step) if step != at => self.dispatch(tab, Event::GoTo(step.into())),
            Some(step) => {
                self.fill(tab, step);
                self.dispatch(tab, Event::Continue);
            }
        }
    }

    fn fill(&mut self, tab: usize, step: &str) {
        let fields: &[Field] = match step {
            "contact" => &[Field::Email],
            "delivery" => &[
                shipping(AddressField::Name),
                shipping(AddressField::Street),
                shipping(AddressField::Postcode),
                shipping(AddressField::City),
                shipping(AddressField::Phone),
                Field::CollectName,
                Field::CollectPhone,
            ],
            _ => &[],
        };
        for field in fields {
            let right = TYPED.iter().find(|(of, _)| of == field).unwrap().1[0];
            // What the shop refused once is typed another way.
            let text = match self.checkout(tab).answers.refusal(*field) {
                Some(_) if *field == Field::Email => format!("{}@example.fi", self.fresh("k")),
                Some(_) => format!("Katu {}", self.fresh("")),
                None => right.to_owned(),
            };
            self.dispatch(tab, Event::Typed(*field, text));
        }
        match step {
            "delivery" => {
                let country = shipping(AddressField::Country);
                if self.checkout(tab).answers.text(country) != "FI" {
                    self.dispatch(tab, Event::Chose(country, "FI".into()));
                }
                self.dispatch(tab, Event::Left(shipping(AddressField::Postcode)));
                self.dispatch(tab, Event::Chose(Field::Point, "kiosk".into()));
            }
            "payment" => {
                if let Some(method) = self.checkout(tab).method() {
                    self.dispatch(tab, Event::Card(method, CardState::Complete { brand: Some("visa".into()) }));
                }
                if self.checkout(tab).answers.ticked(Field::BillElsewhere) {
                    self.dispatch(tab, Event::Chose(Field::BillElsewhere, String::new()));
                }
            }
            "review" => self.dispatch(tab, Event::Chose(Field::Subscribe, "1".into())),
            _ => {}
        }
    }

    /// The faults are over: whoever wants to buy can, within a bounded number of steps.
    fn heal(&mut self) {
        self.faults = false;
        self.connect(true);
        for round in 0..90 {
            let done =
                |tab: &Tab| matches!(tab.checkout.as_ref().unwrap().phase, Phase::Placed(_) | Phase::UnderReview(_));
            for _ in 0..40 {
                if self.network.is_empty() || self.broken.is_some() {
                    break;
                }
                self.deliver(0);
            }
            self.bought_once();
            if self.broken.is_some() || (done(&self.tabs[0]) && self.network.is_empty()) {
                return;
            }
            self.clock += 5_000;
            // Whoever is told to wait does.
            if let Phase::Open(open) = &self.checkout(0).phase
                && let Some(Notice::Resting(until)) = open.notice
            {
                self.clock = self.clock.max(until.0);
            }
            for tab in 0..self.tabs.len() {
                self.learn(tab);
                for _ in 0..self.tabs[tab].timers.len() {
                    self.ring(tab);
                }
            }
            // The other tab is looked at no more, but what it has begun comes to its end.
            if let Some(Phase::Placing(_) | Phase::Acting(_)) = self.tabs.get(1).map(|_| &self.checkout(1).phase) {
                self.advance(1);
            } else {
                self.advance(0);
            }
            if round % 8 == 7 {
                self.retry(0);
            }
        }
        let phase = &self.checkout(0).phase;
        let text = format!("{phase:?}");
        let short: String = text.chars().take(1200).collect();
        self.wrong("a dead end", &short);
    }
}

/// The answer to a request that could not be had.
fn refusal(command: &Command, error: BackendError) -> Event {
    match command {
        Command::Open(sequence) | Command::Apply(sequence, _) => Event::Answered(*sequence, Err(error)),
        Command::Place { attempt, .. } => Event::Placed(*attempt, Err(error)),
        Command::LookUp { attempt, .. } | Command::Resume { attempt, .. } => Event::LookedUp(*attempt, Err(error)),
        Command::Cancel { attempt, .. } => Event::Cancelled(*attempt, Err(error)),
        _ => Event::Fetched(Err(error)),
    }
}

fn steps_of(seed: u64) -> Vec<u64> {
    let mut dice = Dice(seed ^ 0x5eed);
    let length = 10 + dice.next() % (STEPS_AT_MOST - 9);
    (0..length).map(|_| dice.next()).collect()
}

fn play(seed: u64, steps: &[u64], mutant: Option<Mutant>, told: bool) -> (Outcome, Tally) {
    let mut world = World::new(seed, mutant, told);
    for step in steps {
        world.dice = Dice(*step);
        world.arrive();
        world.step();
        if world.broken.is_some() {
            break;
        }
    }
    world.tally.early = world.shop.orders.len();
    if world.broken.is_none() {
        world.dice = Dice(seed);
        world.heal();
    }
    world.tally.orders = world.shop.orders.len();
    world.tally.declines = usize::try_from(world.shop.declines).unwrap();
    let outcome = world.broken.take().map_or(Outcome::Kept, Outcome::Broken);
    (outcome, world.tally)
}

/// Plays the session of a seed.
pub fn run(seed: u64, mutant: Option<Mutant>) -> (Outcome, Tally) {
    play(seed, &steps_of(seed), mutant, false)
}

/// The same breach in as few steps as leaving steps out can make it.
fn shortest(seed: u64) -> (Vec<u64>, String) {
    let breach = |steps: &[u64]| match play(seed, steps, None, false).0 {
        Outcome::Broken(broken) => Some(broken),
        Outcome::Kept => None,
    };
    let mut steps = steps_of(seed);
    let mut broken = breach(&steps).unwrap_or_default();
    let mut size = steps.len();
    while size > 0 {
        let mut at = 0;
        while at < steps.len() {
            let fewer: Vec<u64> =
                steps.iter().enumerate().filter(|(i, _)| !(at..at + size).contains(i)).map(|(_, step)| *step).collect();
            match breach(&fewer) {
                Some(still) => (steps, broken) = (fewer, still),
                None => at += size,
            }
        }
        size /= 2;
    }
    (steps, broken)
}

#[test]
fn nothing_is_bought_twice_lost_or_stuck() {
    let sessions = std::env::var("KASSA_SESSIONS").ok().and_then(|text| text.parse().ok()).unwrap_or(SESSIONS);
    let half = |of: u64| {
        let mut broken = Vec::new();
        let mut all = Tally::default();
        for seed in (0..sessions).filter(|seed| seed % 2 == of) {
            let (outcome, tally) = run(seed, None);
            if let Outcome::Broken(what) = outcome {
                broken.push((seed, what));
            }
            all.orders += tally.orders;
            all.declines += tally.declines;
            all.lost_answers += tally.lost_answers;
            all.reloads += tally.reloads;
            all.second_tabs += tally.second_tabs;
            all.given_up += tally.given_up;
            all.sheets += tally.sheets;
            all.rests += tally.rests;
            all.early += tally.early;
        }
        (broken, all)
    };
    let (mut broken, one, two) = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        let (mut broken, one) = half(0);
        let (more, two) = other.join().unwrap();
        broken.extend(more);
        (broken, one, two)
    });
    broken.sort();
    let count =
        |what: &[&str]| broken.iter().filter(|(_, broken)| what.iter().any(|it| broken.starts_with(it))).count();
    println!(
        "sessions {sessions} (seeds 0 to {}), orders {} ({} amid faults), declines {}, lost answers {}, reloads {}, second tabs {}, \
         given up {}, sheets {}, rests {}, double orders {}, lost fields {}, wrong totals {}, dead ends {}, other breaches {}",
        sessions - 1,
        one.orders + two.orders,
        one.early + two.early,
        one.declines + two.declines,
        one.lost_answers + two.lost_answers,
        one.reloads + two.reloads,
        one.second_tabs + two.second_tabs,
        one.given_up + two.given_up,
        one.sheets + two.sheets,
        one.rests + two.rests,
        count(&["two orders", "charged twice", "a token pays twice"]),
        count(&["a text"]),
        count(&["shows a total", "shows rows", "the order's total", "paid something", "an older quote"]),
        count(&["a dead end"]),
        count(&["sent before", "shows an order", "a token pays", "no token", "paid while", "bought a subscription"])
            - count(&["a token pays twice"]),
    );
    if let Some((seed, what)) = broken.first() {
        let (steps, broken) = shortest(*seed);
        let _ = play(*seed, &steps, None, true);
        panic!("session {seed}: {what}\nshortest, {} steps {steps:?}: {broken}", steps.len());
    }
}
