//! The rules: what each event does in each phase.

use crate::{
    checkout::{
        answers::Answers,
        event::{Command, Event, Express, Notice, Say, Target, Timer, TokenFault},
        journal::{Attempt, Journal, Saved},
        ledger::Ledger,
        progress::{self, Needs, Plan, StepId, THANKS},
        ready::ReadyOrder,
        request::{BackendError, Facts, Intent, Keys, Known, Placed, Returned},
        writes::{self, Writes},
    },
    domain::{
        ItemId, LineId, MethodId, OrderNumber,
        cart::{Line, LineKind},
        check::{
            stray_card::{self, Digits},
            surcharge,
            text::is_letter,
        },
        day::Instant,
        delivery::How,
        money::Money,
        order::{Order, OrderState},
        payment::{CardFace, Decline, NextAction},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{Quote, Rates, Shop},
        secret::Token,
    },
};

/// How long typing must be quiet before the shop is asked for ways of shipping, in milliseconds (UX-07).
const QUIET: u32 = 400;
/// When an order counts as slow, and when the shopper is offered a way out, in milliseconds.
const SLOW: [u32; 2] = [10_000, 20_000];
/// How long an order key is asked about before the shopper is told that it is not known, in milliseconds (REL-04).
const UNCONFIRMED_AFTER: i64 = 60_000;
/// How often an order that the shop was too busy for is sent again under its key.
const BUSY_TRIES: u8 = 4;
/// How often, and after how many milliseconds, an order that another tab has told of is asked for again.
const FETCH_TRIES: u8 = 5;
const FETCH_AGAIN: u32 = 300;
/// How often the shop is asked while the shopper does something elsewhere, in milliseconds.
const WATCH: u32 = 2_000;
/// From how many refusals on paying rests, and how long it does first, in milliseconds; twice as long after each more.
const REFUSALS: u8 = 3;
const REST: u32 = 30_000;
/// When something that could not be sent is tried again, in milliseconds.
const OFFLINE_AGAIN: u32 = 2_000;

/// The card fields, as their frame tells. Never what is in them.
#[derive(Clone, Debug, Default)]
pub enum CardState {
    /// Nothing typed, or not there.
    #[default]
    Empty,
    /// Something typed, not all right.
    Incomplete {
        /// The brand, once it is known.
        brand: Option<String>,
    },
    /// All right, not yet a token.
    Complete {
        /// The brand.
        brand: Option<String>,
    },
    /// Turned into a token that can pay once.
    Token {
        /// The token.
        token: Token,
        /// What may be shown.
        face: CardFace,
    },
}

impl CardState {
    /// The brand, as far as it is known.
    pub fn brand(&self) -> Option<&str> {
        match self {
            Self::Empty => None,
            Self::Incomplete { brand } | Self::Complete { brand } => brand.as_deref(),
            Self::Token { face, .. } => Some(&face.brand),
        }
    }
}

/// Before the shop has answered.
#[derive(Clone, Debug)]
pub enum Loading {
    /// Asking for the session; then show this step and say this.
    Opening {
        /// The step asked for.
        step: Option<String>,
        /// What to say then.
        notice: Option<Notice>,
    },
    /// Asking for an order; how often more, should the shop not know it yet.
    Order(OrderNumber, u8),
    /// It could not be had.
    Failed(BackendError),
}

/// A line that was taken out and can be put back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Removed {
    /// The line as it was.
    pub line: Line,
    /// The lines that stood before it.
    pub after: Option<LineId>,
}

/// Filling in.
#[derive(Clone, Debug)]
pub struct Open {
    /// The shop's last word.
    pub quote: Quote,
    /// The step the shopper sees.
    pub at: StepId,
    /// What the shopper is told above it.
    pub notice: Option<Notice>,
    /// Whether the problems of this step are listed above it.
    pub listing: bool,
    /// Lines taken out on this visit of the bag.
    pub removed: Vec<Removed>,
    /// What is wrong with a quantity, and what was typed.
    pub quantity: Option<(LineId, String, Fault)>,
    /// The number of the token asked for when the way forward waits for it.
    pub tokenizing: Option<u64>,
    /// The keys of a press of Pay that waits for the device's sheet.
    paying: Option<Keys>,
}

/// How far an attempt is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Asking for the lock.
    Locking,
    /// Sent; no answer yet.
    Sending,
    /// The answer was lost; asking what became of it.
    LookingUp,
    /// Nobody could say within a minute. Pay stays off.
    Unconfirmed,
    /// Being given up.
    Cancelling,
}

/// An order on its way.
#[derive(Clone, Debug)]
pub struct Placing {
    /// The attempt.
    pub attempt: Attempt,
    /// What was on screen; `None` after a reload.
    pub quote: Option<Box<Quote>>,
    /// What was sent; `None` after a reload.
    pub order: Option<Box<ReadyOrder>>,
    /// How far it is.
    pub stage: Stage,
    /// 0 at first, 1 when it is slow, 2 when the shopper is offered a way out.
    pub patience: u8,
    tries: u8,
    asked_since: Option<Instant>,
    /// Whether something was sent whose end is not known.
    doubt: bool,
    /// Given up, and what the shopper is told once the shop has noted it.
    giving_up: Option<Notice>,
    /// Whether the shop has said that the session is over: nothing sent in it can happen any more.
    session_over: bool,
    /// An order key that was never used.
    fresh: Option<String>,
}

impl Placing {
    fn new(attempt: Attempt, stage: Stage) -> Self {
        Self {
            attempt,
            quote: None,
            order: None,
            stage,
            patience: 0,
            tries: 0,
            asked_since: None,
            doubt: false,
            giving_up: None,
            session_over: false,
            fresh: None,
        }
    }
}

/// The shopper has to do something before the payment goes on.
#[derive(Clone, Debug)]
pub struct Acting {
    /// The attempt.
    pub attempt: Attempt,
    /// What was on screen.
    pub quote: Option<Box<Quote>>,
    /// What was sent.
    pub order: Option<Box<ReadyOrder>>,
    /// What to do.
    pub action: NextAction,
    /// Whether the provider is at it.
    pub confirming: bool,
}

/// Why there is nothing left to do here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// The session is gone and a new one could not be had.
    Expired,
}

/// Where a purchase is. Each phase carries its own data and nothing else.
#[derive(Clone, Debug)]
pub enum Phase {
    /// Before the shop has answered.
    Loading(Loading),
    /// Filling in.
    Open(Box<Open>),
    /// The order is on its way.
    Placing(Box<Placing>),
    /// The shopper has to do something for the bank.
    Acting(Box<Acting>),
    /// Done.
    Placed(Box<Order>),
    /// Received, not yet accepted: a person looks at it.
    UnderReview(Box<Order>),
    /// Over.
    Closed(Closed),
}

/// A purchase.
// Each of these is a fact by itself; what excludes one another is in the phase.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug)]
pub struct Checkout {
    plan: Plan,
    facts: Facts,
    /// The last time anybody told.
    now: Instant,
    /// What the shopper typed and chose; kept in every phase.
    pub answers: Answers,
    /// The card fields of the chosen method.
    pub card: CardState,
    /// Those of other methods: what was typed there is still there.
    parked: Vec<(MethodId, CardState)>,
    /// The amount that was approved in the device's sheet.
    approved: Option<Money>,
    /// Whether a wallet has filled everything in and the shopper is to be led to what is still missing.
    expressing: bool,
    /// What the merchant was told is withheld.
    withheld: Vec<(MethodId, surcharge::Rule)>,
    /// What outlives a reload.
    pub journal: Journal,
    /// Why the total changed.
    pub ledger: Ledger,
    /// What the shop last said about itself: still true when the bag has become an order.
    pub shop: Shop,
    /// Where it is.
    pub phase: Phase,
    /// Whether the device has a connection.
    pub online: bool,
    writes: Writes,
    session: String,
    asked_for: Vec<Intent>,
    tokens: u64,
    /// The step and the notice to show once the session is open, should opening fail at first.
    opening: (Option<String>, Option<Notice>),
    /// The session is another one: it is told every choice.
    retell: bool,
    /// The last attempt of an earlier purchase on this page: its answers are late.
    over: u64,
    /// Whether this tab has the lock. Without it the keys in storage are not this tab's to write.
    locked: bool,
}

/// The commands of one update, in order.
type Out = Vec<Command>;

impl Checkout {
    /// A purchase that has not begun, along this plan, at a backend with these facts.
    pub fn new(plan: Plan, facts: Facts) -> Self {
        Self {
            plan,
            facts,
            now: Instant::default(),
            answers: Answers::default(),
            card: CardState::Empty,
            parked: Vec::new(),
            approved: None,
            expressing: false,
            withheld: Vec::new(),
            journal: Journal::default(),
            ledger: Ledger::default(),
            shop: Shop::default(),
            phase: Phase::Loading(Loading::Opening { step: None, notice: None }),
            online: true,
            writes: Writes::default(),
            session: String::new(),
            asked_for: Vec::new(),
            tokens: 0,
            opening: (None, None),
            retell: false,
            over: 0,
            locked: false,
        }
    }

    /// Takes an event in. The commands are to be carried out in order.
    #[must_use]
    pub fn update(mut self, event: Event) -> (Self, Vec<Command>) {
        let mut out = Vec::new();
        let event = self.lawful(event, &mut out);
        if let Event::Started { now, .. } | Event::Pay { now, .. } | Event::Retry { now } | Event::Elapsed(_, now) =
            &event
        {
            self.now = *now;
        }
        let heard = matches!(event, Event::Answered(..) | Event::Placed(..) | Event::Cancelled(..));
        self.on(event, &mut out);
        if !self.locked {
            out.retain(|command| !matches!(command, Command::SaveNow));
        }
        if out.iter().any(|command| matches!(command, Command::ReleaseLock)) {
            self.locked = false;
        }
        self.route_express(&mut out);
        self.send_waiting(&mut out);
        if let Some(quote) = self.quote().filter(|_| heard) {
            self.shop = quote.shop.clone();
        }
        (self, out)
    }

    /// Takes out of what the shop says whatever may not be offered.
    fn lawful(&mut self, mut event: Event, out: &mut Out) -> Event {
        let (Event::Answered(_, Ok(quote) | Err(BackendError::Stale(quote)))
        | Event::Placed(_, Err(BackendError::Stale(quote)))
        | Event::Cancelled(_, Ok(quote))) = &mut event
        else {
            return event;
        };
        let withheld = surcharge::withhold(quote);
        if withheld != self.withheld {
            self.withheld.clone_from(&withheld);
            if !withheld.is_empty() {
                out.push(Command::Withheld(withheld));
            }
        }
        event
    }

    /// The method that is chosen.
    pub fn method(&self) -> Option<MethodId> {
        self.quote().and_then(|quote| self.answers.method(quote).ok().flatten())
    }

    /// What the backend can do and how it behaves.
    pub const fn facts(&self) -> &Facts {
        &self.facts
    }

    /// The steps of the plan.
    pub fn plan(&self) -> Plan {
        self.plan
    }

    /// What the shop last said, if anything is being bought.
    pub fn quote(&self) -> Option<&Quote> {
        match &self.phase {
            Phase::Open(open) => Some(&open.quote),
            Phase::Placing(placing) => placing.quote.as_deref(),
            Phase::Acting(acting) => acting.quote.as_deref(),
            Phase::Loading(_) | Phase::Placed(_) | Phase::UnderReview(_) | Phase::Closed(_) => None,
        }
    }

    /// Whether the total shown may still change: a change of the shopper's is on its way.
    pub fn updating(&self) -> bool {
        !self.writes.idle()
    }

    /// What is wrong at the step the shopper sees and has been judged, in the order of its fields.
    pub fn shown(&self) -> Vec<Problem> {
        let Phase::Open(open) = &self.phase else { return Vec::new() };
        let Some(step) = self.plan.iter().find(|step| step.id == open.at) else { return Vec::new() };
        let mut problems = (step.problems)(self, &open.quote);
        // The search for a place to collect from is no answer, and so no step finds fault with it.
        if let Some(fault) =
            self.answers.refusal(Field::Near).filter(|_| (step.fields)(self, &open.quote).contains(&Field::Near))
        {
            problems.push(Problem::new(Field::Near, fault));
        }
        problems.retain(|problem| self.answers.judged(problem.field));
        problems
    }

    /// What an earlier visit's memory is made of.
    pub fn saved(&self) -> Saved {
        let step = match &self.phase {
            Phase::Open(open) => Some(open.at.0.to_owned()),
            Phase::Loading(_) => self.opening.0.clone(),
            _ => None,
        };
        Saved {
            session: self.session.clone(),
            // A gift card's code is as good as money: it is not written down.
            answers: self
                .answers
                .filled()
                .filter(|(field, _)| *field != Field::GiftCard)
                .map(|(field, text)| (field, text.to_owned()))
                .collect(),
            journal: self.journal.clone(),
            step,
        }
    }

    fn on(&mut self, event: Event, out: &mut Out) {
        match event {
            Event::Started { saved, step, now } => self.start(saved, step, now, out),
            Event::Plan(plan) => self.learn(plan),
            Event::Answered(sequence, answer) => self.answered(sequence, answer, out),
            Event::Typed(field, text) => self.typed(field, &text, out),
            Event::Left(field) => self.left(field, out),
            Event::Chose(field, value) => self.chose(field, &value, out),
            Event::Continue => self.go_on(out),
            Event::GoTo(step) => self.go_to(&step, out),
            Event::Quantity(line, text) => self.quantity(line, text, out),
            Event::Remove(line) => self.remove(&line),
            Event::Undo(item) => self.undo(&item),
            Event::Add(item) => self.add(item),
            Event::ApplyCode => self.apply_code(out),
            Event::RemoveCode(code) => self.want(Intent::RemoveCode(code)),
            Event::Card(method, card) => self.card_changed(method, card),
            Event::AddGiftCard => self.add_gift_card(out),
            Event::UseTender(id, used) => self.want(Intent::UseTender(id, used)),
            Event::ForgetCard(id) => self.want(Intent::ForgetCard(id)),
            Event::PreferCard(id) => self.want(Intent::PreferCard(id)),
            Event::Express(express) => self.express(*express, out),
            Event::Tokenized(number, answer) => self.tokenized(number, answer, out),
            Event::Pay { now, keys } => self.pay(now, keys, out),
            Event::Lock(attempt, granted, stored) => self.locked(attempt, granted, stored, out),
            Event::Placed(attempt, answer) => self.placed(attempt, answer, out),
            Event::Met(facts) => self.facts = facts,
            Event::LookedUp(attempt, answer) => self.looked_up(attempt, answer, out),
            Event::Cancelled(attempt, answer) => self.cancelled(attempt, answer, out),
            Event::Fetched(answer) => self.fetched(answer, out),
            Event::ActionDone => self.action_done(out),
            Event::ActionCancelled => self.give_up(Notice::Cancelled, out),
            Event::ActionBegun => self.confirm(out),
            Event::Confirmed(attempt) => self.confirmed(attempt, out),
            Event::Retry { now } => self.retry(now, out),
            Event::Elapsed(timer, now) => self.elapsed(timer, now, out),
            Event::Connection(online) => self.connection(online, out),
            Event::PaidElsewhere(number) => self.paid_elsewhere(number, out),
            Event::Refresh => self.refresh(out),
            Event::Dismiss => {
                if let Phase::Open(open) = &mut self.phase {
                    open.notice = None;
                }
            }
            Event::StorageForbidden => self.say(Notice::StorageForbidden),
            Event::SavedUnreadable => self.say(Notice::SavedUnreadable),
            Event::StartOver => self.start_over(out),
        }
    }

    // Beginning

    fn start(&mut self, saved: Option<Saved>, step: Option<String>, now: Instant, out: &mut Out) {
        let saved = saved.unwrap_or_default();
        for (field, text) in &saved.answers {
            // What was typed before the program was there is newer than what was saved.
            if !self.answers.has(*field) {
                self.answers.put(*field, text);
            }
        }
        self.session = saved.session;
        self.journal = saved.journal;
        if let Some(attempt) = self.journal.attempt.clone() {
            // The page was left while an order was on its way: it may exist. Or another tab sends it
            // right now; then that tab has the lock.
            let number = attempt.number;
            self.opening.0 = step.or(saved.step);
            let placing = Placing { asked_since: Some(now), doubt: true, ..Placing::new(attempt, Stage::Locking) };
            self.phase = Phase::Placing(Box::new(placing));
            out.push(Command::TakeLock(number));
            return;
        }
        match (&self.journal.placed, step.as_deref()) {
            (Some(number), Some(step)) if step == THANKS.0 => self.fetch(number.clone(), out),
            _ => self.open(step.or(saved.step), None, out),
        }
    }

    fn learn(&mut self, plan: Plan) {
        self.plan = plan;
        // Now it can be read.
        if self.quote().is_some_and(|quote| progress::postcode(self, quote).is_some()) {
            self.tell_destination();
        }
    }

    fn open(&mut self, step: Option<String>, notice: Option<Notice>, out: &mut Out) {
        self.opening = (step.clone(), notice.clone());
        self.phase = Phase::Loading(Loading::Opening { step, notice });
        self.writes.clear();
        out.push(Command::Open(self.writes.opening()));
    }

    /// Opens the session again, to go on where an opening before has failed.
    fn reopen_session(&mut self, out: &mut Out) {
        let (step, notice) = self.opening.clone();
        self.open(step, notice, out);
    }

    fn fetch(&mut self, number: OrderNumber, out: &mut Out) {
        self.fetch_patiently(number, 0, out);
    }

    fn fetch_patiently(&mut self, number: OrderNumber, patience: u8, out: &mut Out) {
        // Answers about a bag that has become an order do not matter any more.
        self.writes.clear();
        self.phase = Phase::Loading(Loading::Order(number.clone(), patience));
        out.push(Command::FetchOrder(number));
    }

    fn retry(&mut self, now: Instant, out: &mut Out) {
        match &mut self.phase {
            Phase::Loading(Loading::Failed(_)) | Phase::Closed(_) => self.reopen_session(out),
            Phase::Open(open) => {
                open.notice = None;
                self.writes.try_again();
            }
            Phase::Placing(placing) if matches!(placing.stage, Stage::Unconfirmed | Stage::LookingUp) => {
                placing.stage = Stage::LookingUp;
                placing.tries = 0;
                placing.asked_since = Some(now);
                self.look_up(out);
            }
            Phase::Acting(_) => self.action_done(out),
            Phase::Loading(_) | Phase::Placing(_) | Phase::Placed(_) | Phase::UnderReview(_) => {}
        }
    }

    fn start_over(&mut self, out: &mut Out) {
        if matches!(self.phase, Phase::Placed(_) | Phase::UnderReview(_)) {
            let left = self.journal.placed.take();
            self.over = self.journal.attempts;
            self.journal = Journal { attempts: self.journal.attempts, left, ..Journal::default() };
            self.ledger = Ledger::default();
            self.card = CardState::Empty;
            self.parked.clear();
            self.opening = (Some(self.first_step().0.to_owned()), None);
            self.phase = Phase::Loading(Loading::Opening { step: Some(self.first_step().0.to_owned()), notice: None });
            self.writes.clear();
            out.push(Command::Apply(self.writes.opening(), vec![Intent::StartAnew]));
            out.push(Command::Focus(Target::Heading));
        }
    }

    fn first_step(&self) -> StepId {
        self.plan.first().map_or(THANKS, |step| step.id)
    }

    // The shop's answers

    fn answered(&mut self, sequence: u64, answer: Result<Box<Quote>, BackendError>, out: &mut Out) {
        let Some(intents) = self.writes.answered(sequence) else { return };
        match (&mut self.phase, answer) {
            (Phase::Loading(Loading::Opening { step, notice }), Ok(quote)) => {
                let (step, notice) = (step.take(), notice.take());
                self.opened(*quote, step, notice, out);
            }
            (Phase::Loading(Loading::Opening { .. }), Err(error)) => match error {
                BackendError::AlreadyPlaced(number) => self.fetch(number, out),
                BackendError::Unauthorized => self.phase = Phase::Closed(Closed::Expired),
                error => self.phase = Phase::Loading(Loading::Failed(error)),
            },
            (Phase::Open(_), Ok(quote)) => self.accept(*quote, intents, out),
            (Phase::Open(_), Err(error)) => self.refused(error, intents, out),
            // A change that was under way when the order was sent cannot be: paying waits for it.
            _ => {}
        }
    }

    fn opened(&mut self, quote: Quote, step: Option<String>, notice: Option<Notice>, out: &mut Out) {
        if let (Some(number), true) = (&quote.order, quote.lines.is_empty())
            && self.journal.left.as_ref() != Some(number)
        {
            let number = number.clone();
            return self.fetch(number, out);
        }
        if !sound(&quote) {
            self.phase = Phase::Loading(Loading::Failed(BackendError::Malformed));
            return;
        }
        if self.session != quote.session.as_str() {
            self.retell = !self.session.is_empty() && self.answers.filled().next().is_some();
            quote.session.as_str().clone_into(&mut self.session);
            self.asked_for.clear();
            self.journal.intent = None;
            if let Some(number) = self.journal.placed.take() {
                self.journal.left = Some(number);
            }
        }
        self.ledger.note(None, &quote, &[]);
        // What is offered depends on the destination: choices among it come after.
        if !self.tell_anew(&quote) {
            self.tell_choices(&quote);
        }
        let wanted = step.unwrap_or_else(|| self.first_step().0.to_owned());
        let (at, unknown) = match progress::allowed(self, &quote, &wanted) {
            Ok(at) => (at, false),
            Err(at) => (at, wanted != THANKS.0),
        };
        let changed = !quote.changes.is_empty();
        let notice = notice
            .or(unknown.then_some(Notice::UnknownStep))
            .or(changed.then_some(Notice::Changed { was: quote.totals.total }));
        self.phase = Phase::Open(Box::new(Open {
            quote,
            at,
            notice,
            listing: false,
            removed: Vec::new(),
            quantity: None,
            tokenizing: None,
            paying: None,
        }));
        out.extend([Command::Save, Command::Show { step: at, replace: true }]);
    }

    /// A session that is new to the shop is told where the goods will go, if the shopper has said it.
    /// Whether there was anything to tell.
    fn tell_anew(&mut self, quote: &Quote) -> bool {
        if !matches!(quote.delivery.rates, Rates::Unknown) || !quote.delivery.needed {
            return false;
        }
        let chosen = self.answers.country(AddressUse::Shipping, quote);
        let postcode = progress::postcode(self, quote);
        let told = postcode.is_some() || chosen != quote.country;
        if told {
            self.writes.want(Intent::SetDestination { country: chosen, postcode });
        }
        told
    }

    /// Another session knows none of the choices the shopper made: without them its total would not be
    /// that of the order.
    fn tell_choices(&mut self, quote: &Quote) {
        if !core::mem::take(&mut self.retell) {
            return;
        }
        let how = self.answers.how(quote);
        if quote.delivery.needed && how != quote.delivery.how {
            self.writes.want(Intent::SetHow(how));
        }
        for step in progress::steps(self.plan, quote) {
            for intent in (step.intents)(self, quote) {
                self.writes.want(intent);
            }
        }
    }

    /// Takes a newer quote in.
    fn accept(&mut self, quote: Quote, intents: Vec<Intent>, out: &mut Out) {
        let Phase::Open(open) = &mut self.phase else { return };
        if !sound(&quote) {
            // Nobody knows what was done. Paying waits until the shop says something that can be shown.
            if open.notice != Some(Notice::Corrupt) {
                open.notice = Some(Notice::Corrupt);
                out.push(Command::Focus(Target::Notice));
            }
            return self.refused(BackendError::Malformed, intents, out);
        }
        if quote.session == open.quote.session && quote.revision < open.quote.revision {
            return;
        }
        self.writes.settled(&open.quote, &quote);
        self.ledger.note(Some(&open.quote), &quote, &intents);
        announce(&open.quote, &quote, out);
        if open.quote.totals.due != quote.totals.due {
            out.push(Command::Announce(Say::Total(quote.totals.due)));
        }
        for intent in &intents {
            if let Intent::ApplyCode(code) = intent
                && self.answers.text(Field::Code).trim().eq_ignore_ascii_case(code)
            {
                self.answers.put(Field::Code, "");
            }
            if matches!(intent, Intent::AddGiftCard(code) if self.answers.text(Field::GiftCard).trim() == code) {
                self.answers.put(Field::GiftCard, "");
            }
        }
        if matches!(
            open.notice,
            Some(Notice::NotSaved | Notice::Corrupt | Notice::Busy | Notice::SetUp(_) | Notice::ShopFault(_))
        ) {
            open.notice = None;
        }
        if !quote.changes.is_empty() {
            open.notice = Some(Notice::Changed { was: open.quote.totals.total });
        }
        open.removed.retain(|removed| !quote.lines.iter().any(|line| line.item == removed.line.item));
        quote.session.as_str().clone_into(&mut self.session);
        let before = self.answers.method(&open.quote).ok().flatten();
        open.quote = quote;
        // What is no longer offered is no longer chosen, and its token pays for nothing else.
        if let Some(before) = before {
            self.park(before);
        }
        let Phase::Open(open) = &mut self.phase else { return };
        if self.retell {
            let quote = open.quote.clone();
            self.tell_choices(&quote);
        }
        self.stay_allowed(out);
        out.push(Command::Save);
    }

    /// A quote can make the step on screen impossible: the bag is empty, nothing is to be paid.
    fn stay_allowed(&mut self, out: &mut Out) {
        let Phase::Open(open) = &self.phase else { return };
        if progress::steps(self.plan, &open.quote).any(|step| step.id == open.at) && !open.quote.lines.is_empty() {
            return;
        }
        let at = match progress::allowed(self, &open.quote, open.at.0) {
            Ok(at) | Err(at) => at,
        };
        if at != open.at {
            self.show(at, true, out);
        }
    }

    fn refused(&mut self, error: BackendError, intents: Vec<Intent>, out: &mut Out) {
        let Phase::Open(open) = &mut self.phase else { return };
        match error {
            BackendError::Rejected(problems) => self.dispute(problems, intents, out),
            BackendError::Stale(quote) => {
                self.accept(*quote, Vec::new(), out);
                self.writes.again(intents);
            }
            BackendError::Unauthorized => {
                let at = open.at.0.to_owned();
                let contact = self.answers.contact();
                let waiting = self.writes.clear();
                self.open(Some(at), Some(Notice::SessionRenewed), out);
                if let Ok(contact) = contact {
                    self.writes.want(Intent::SetContact(contact));
                }
                // Nothing of it was done: it is still wanted.
                for intent in intents.into_iter().chain(waiting) {
                    self.writes.want(intent);
                }
            }
            BackendError::AlreadyPlaced(number) => self.fetch(number, out),
            BackendError::Offline => {
                // Nothing was sent. The device tells when its connection is back, but not every loss of
                // it was the device's.
                self.writes.kept_back(intents);
                out.push(Command::Wait(Timer::Resend, OFFLINE_AGAIN));
            }
            BackendError::Busy(_)
            | BackendError::NoAnswer
            | BackendError::Malformed
            | BackendError::Declined(_)
            | BackendError::Setup(_)
            | BackendError::Server(_) => {
                let busy = match error {
                    BackendError::Busy(wait) => Some(wait),
                    _ => None,
                };
                match self.writes.lost(intents) {
                    Some(wait) => out.push(Command::Wait(Timer::Resend, wait.max(busy.unwrap_or(0)))),
                    None => {
                        open.notice = Some(match error {
                            BackendError::Busy(_) => Notice::Busy,
                            BackendError::Malformed => Notice::Corrupt,
                            BackendError::Server(reference) => Notice::ShopFault(reference),
                            BackendError::Setup(setup) => Notice::SetUp(setup),
                            _ => Notice::NotSaved,
                        });
                        out.push(Command::Focus(Target::Notice));
                    }
                }
            }
        }
    }

    fn dispute(&mut self, problems: Vec<Problem>, intents: Vec<Intent>, out: &mut Out) {
        let Phase::Open(open) = &mut self.phase else { return };
        // All or none: what nobody complained about was not done either.
        let (disputed, rest): (Vec<Intent>, Vec<Intent>) = intents
            .into_iter()
            .partition(|intent| problems.iter().any(|problem| writes::concerns(intent, problem.field)));
        if !disputed.is_empty() {
            self.writes.again(rest);
        }
        for problem in problems {
            if problem.field == Field::Quantity {
                let line = disputed.iter().find_map(|intent| match intent {
                    Intent::SetQuantity(line, quantity) => Some((line.clone(), quantity.to_string())),
                    _ => None,
                });
                open.quantity = line.map(|(line, text)| (line, text, problem.fault));
            } else {
                self.answers.refuse(problem);
            }
            out.push(Command::Announce(Say::Problem(problem.field, problem.fault)));
        }
    }

    fn send_waiting(&mut self, out: &mut Out) {
        if !matches!(self.phase, Phase::Open(_)) || !self.online {
            return;
        }
        if let Some((sequence, intents)) = self.writes.start() {
            out.push(Command::Apply(sequence, intents));
        }
    }

    fn want(&mut self, intent: Intent) {
        if matches!(self.phase, Phase::Open(_)) {
            if self.writes.stuck() {
                self.writes.try_again();
            }
            self.writes.want(intent);
        }
    }

    fn say(&mut self, notice: Notice) {
        match &mut self.phase {
            Phase::Open(open) => open.notice = Some(notice),
            Phase::Loading(Loading::Opening { notice: waiting, .. }) => *waiting = Some(notice),
            _ => {}
        }
    }

    // Filling in

    fn typed(&mut self, field: Field, text: &str, out: &mut Out) {
        if field == Field::Card {
            return;
        }
        let quote = match &self.phase {
            Phase::Open(open) => Some(&open.quote),
            _ => None,
        };
        let plan = self.plan;
        // The rules need the whole checkout, and the answers are about to change.
        let mut answers = core::mem::take(&mut self.answers);
        answers.typed(field, text, |changed| {
            let Some(quote) = quote else { return true };
            let probe = Self { answers: changed.clone(), card: self.card.clone(), ..Self::new(plan, self.facts) };
            progress::steps(plan, quote)
                .flat_map(|step| (step.problems)(&probe, quote))
                .any(|problem| problem.field == field)
        });
        self.answers = answers;
        if field == Field::Address(AddressUse::Shipping, AddressField::Postcode) {
            out.push(Command::Wait(Timer::Destination, QUIET));
        }
        if field == Field::Address(AddressUse::Shipping, AddressField::Country) {
            self.country_chosen();
        }
        out.push(Command::Save);
    }

    fn left(&mut self, field: Field, out: &mut Out) {
        self.answers.left(field);
        match field {
            Field::Address(AddressUse::Shipping, AddressField::Postcode | AddressField::Country) => {
                self.tell_destination();
            }
            Field::Near => self.find_points(),
            // An empty code is not asked for: it is only a problem when it is to be used.
            Field::Code if !self.answers.has(Field::Code) => self.answers.pardon(Field::Code),
            _ => {}
        }
        out.push(Command::Save);
    }

    fn chose(&mut self, field: Field, value: &str, out: &mut Out) {
        if field == Field::Card {
            return;
        }
        let before = (field == Field::Method).then(|| self.method()).flatten();
        self.answers.put(field, value);
        self.answers.pardon(field);
        if let Some(before) = before {
            self.park(before);
        }
        match field {
            Field::How => self.want(Intent::SetHow(if value == "collect" { How::Collect } else { How::Ship })),
            Field::Rate => self.want(Intent::SetRate(value.into())),
            Field::Point => self.want(Intent::SetPoint(value.into())),
            Field::Method => self.want(Intent::SetMethod(value.into())),
            Field::Address(AddressUse::Shipping, AddressField::Country) => self.country_chosen(),
            _ => {}
        }
        out.push(Command::Save);
    }

    /// Another country has other rules: nobody has been asked under them yet.
    fn country_chosen(&mut self) {
        for part in [AddressField::Postcode, AddressField::Region, AddressField::Phone] {
            self.answers.pardon(Field::Address(AddressUse::Shipping, part));
        }
        self.tell_destination();
    }

    fn tell_destination(&mut self) {
        let Phase::Open(open) = &self.phase else { return };
        let country = self.answers.country(AddressUse::Shipping, &open.quote);
        if !open.quote.countries.contains(&country) {
            return;
        }
        let postcode = progress::postcode(self, &open.quote);
        // Another tab, or a new session, may have made the shop forget what it was told.
        let forgotten = postcode.is_some() && matches!(open.quote.delivery.rates, Rates::Unknown);
        let intent = Intent::SetDestination { country, postcode };
        let known = self.asked_for.contains(&intent) && !forgotten;
        if (!known || country != open.quote.country) && !self.writes.pending(&intent) {
            self.asked_for.retain(|asked| !matches!(asked, Intent::SetDestination { .. }));
            self.asked_for.push(intent.clone());
            self.writes.want(intent);
        }
    }

    fn find_points(&mut self) {
        // Not even the beginning of a card number is searched for.
        if self.answers.digits(Field::Near) != Digits::Few {
            return;
        }
        let near = self.answers.text(Field::Near).trim().to_owned();
        let intent = Intent::FindPoints(near);
        if !self.asked_for.contains(&intent) {
            self.asked_for.retain(|asked| !matches!(asked, Intent::FindPoints(_)));
            self.asked_for.push(intent.clone());
            self.want(intent);
        }
    }

    fn go_on(&mut self, out: &mut Out) {
        let Phase::Open(open) = &self.phase else { return };
        let Some(step) = self.plan.iter().find(|step| step.id == open.at) else { return };
        let problems = (step.problems)(self, &open.quote);
        if !problems.is_empty() {
            let fields = (step.fields)(self, &open.quote);
            if fields.contains(&Field::Rate) {
                self.tell_destination();
            }
            return self.list_problems(&fields, out);
        }
        if (step.needs)(self, &open.quote) == Needs::Fields && !matches!(self.card, CardState::Token { .. }) {
            return self.tokenize(out);
        }
        for intent in (step.intents)(self, &open.quote) {
            self.writes.want(intent);
        }
        if let Phase::Open(open) = &self.phase
            && let Some(next) = progress::next(self.plan, &open.quote, open.at)
        {
            self.show(next, false, out);
        }
    }

    fn list_problems(&mut self, fields: &[Field], out: &mut Out) {
        self.answers.judge(fields);
        if let Phase::Open(open) = &mut self.phase {
            open.listing = true;
        }
        out.push(Command::Focus(Target::ErrorSummary));
    }

    fn go_to(&mut self, name: &str, out: &mut Out) {
        let Phase::Open(open) = &self.phase else {
            // What is on screen stays; the address follows it again.
            if matches!(self.phase, Phase::Placed(_) | Phase::UnderReview(_)) {
                out.push(Command::Show { step: THANKS, replace: true });
            }
            return;
        };
        match progress::allowed(self, &open.quote, name) {
            Ok(step) if step.0 == name => {
                if open.at == step {
                    out.push(Command::Show { step, replace: true });
                } else {
                    self.show(step, false, out);
                }
            }
            Ok(step) => self.show(step, true, out),
            Err(step) => {
                self.show(step, true, out);
                if name != THANKS.0 {
                    self.say(Notice::UnknownStep);
                }
            }
        }
    }

    fn show(&mut self, step: StepId, replace: bool, out: &mut Out) {
        let Phase::Open(open) = &mut self.phase else { return };
        open.at = step;
        // What still cannot be saved stays told: the way to try again is there.
        if !self.writes.stuck() {
            open.notice = None;
        }
        open.listing = false;
        open.quantity = None;
        open.removed.clear();
        open.tokenizing = None;
        open.paying = None;
        out.extend([Command::Save, Command::Show { step, replace }, Command::Focus(Target::Heading)]);
    }

    // The bag

    fn quantity(&mut self, id: LineId, text: String, out: &mut Out) {
        let Phase::Open(open) = &mut self.phase else { return };
        let Some(line) = open.quote.line(&id) else { return };
        if line.kind == LineKind::Gift {
            return;
        }
        match read_quantity(&text, line.limit) {
            Ok(0) => self.remove(&id),
            Ok(quantity) => {
                open.quantity = None;
                self.writes.want(Intent::SetQuantity(id, quantity));
            }
            Err(fault) => {
                open.quantity = Some((id, text, fault));
                out.push(Command::Announce(Say::Problem(Field::Quantity, fault)));
            }
        }
    }

    fn remove(&mut self, id: &LineId) {
        let Phase::Open(open) = &mut self.phase else { return };
        let Some(position) = open.quote.lines.iter().position(|line| line.id == *id && line.kind != LineKind::Gift)
        else {
            return;
        };
        let after = position.checked_sub(1).and_then(|before| open.quote.lines.get(before)).map(|line| line.id.clone());
        if let Some(line) = open.quote.line(id).cloned() {
            open.quantity = None;
            open.removed.retain(|removed| removed.line.item != line.item);
            open.removed.push(Removed { line, after });
        }
        self.writes.want(Intent::SetQuantity(id.clone(), 0));
    }

    fn undo(&mut self, item: &ItemId) {
        let Phase::Open(open) = &self.phase else { return };
        if let Some(removed) = open.removed.iter().find(|removed| removed.line.item == *item) {
            let intent = Intent::AddItem(item.clone(), removed.line.quantity);
            // Pressed twice: it comes back once.
            if !self.writes.pending(&intent) {
                self.want(intent);
            }
        }
    }

    fn add(&mut self, item: ItemId) {
        self.want(Intent::AddItem(item, 1));
    }

    fn apply_code(&mut self, out: &mut Out) {
        let text = self.answers.text(Field::Code).trim().to_owned();
        let refused = self.answers.refusal(Field::Code).filter(|fault| *fault == Fault::CardNumber);
        let fault = match text.chars().find(|c| !(is_letter(*c) || c.is_ascii_digit() || matches!(c, '-' | '_' | ' ')))
        {
            _ if refused.is_some() => refused,
            _ if text.is_empty() => Some(Fault::Missing),
            _ if text.chars().count() > 40 => Some(Fault::TooLong(40)),
            Some(odd) => Some(Fault::BadCharacter(odd)),
            None => None,
        };
        match fault {
            Some(fault) => {
                self.answers.refuse(Problem::new(Field::Code, fault));
                out.extend([
                    Command::Announce(Say::Problem(Field::Code, fault)),
                    Command::Focus(Target::Field(Field::Code)),
                ]);
            }
            None => self.want(Intent::ApplyCode(text)),
        }
    }

    // The card

    /// Another method is chosen: the fields of the one before keep what was typed, and so did those of this one.
    fn park(&mut self, before: MethodId) {
        let Some(now) = self.method().filter(|now| *now != before) else { return };
        // A token on its way is the other method's.
        if let Phase::Open(open) = &mut self.phase {
            open.tokenizing = None;
            open.paying = None;
        }
        let here = self.parked.iter().position(|(method, _)| *method == now);
        let here = here.map_or(CardState::Empty, |at| self.parked.swap_remove(at).1);
        let there = core::mem::replace(&mut self.card, here);
        self.parked.retain(|(method, _)| *method != before);
        if !matches!(there, CardState::Empty) {
            self.parked.push((before, there));
        }
        self.approved = None;
    }

    fn card_changed(&mut self, method: MethodId, card: CardState) {
        if self.method().is_some_and(|chosen| chosen != method) {
            self.parked.retain(|(known, _)| *known != method);
            self.parked.push((method, card));
            return;
        }
        // The frame tells its state after a token was made, too; typing in it makes the token void,
        // going away does not.
        match (&self.card, &card) {
            (CardState::Token { .. }, CardState::Complete { .. }) => {}
            _ => self.card = card,
        }
        if matches!(self.card, CardState::Complete { .. }) {
            self.answers.pardon(Field::Card);
        }
        self.tell_brand(&method);
    }

    /// A fee that hangs on the brand is asked for as soon as the brand is known.
    fn tell_brand(&mut self, method: &MethodId) {
        let brand = self.card.brand().map(str::to_owned);
        let Some(quote) = self.quote() else { return };
        let depends = quote.method(method).is_some_and(|offer| !offer.brand_fees.is_empty());
        if depends && quote.brand != brand {
            self.want(Intent::SetBrand(brand));
        }
    }

    /// The longest code of a gift card.
    fn add_gift_card(&mut self, out: &mut Out) {
        let text = self.answers.text(Field::GiftCard).trim().to_owned();
        let odd = text.chars().find(|c| !(c.is_ascii_alphanumeric() || matches!(c, '-' | ' ')));
        let length = text.chars().filter(char::is_ascii_alphanumeric).count();
        let fault = match odd {
            _ if text.is_empty() => Some(Fault::Missing),
            Some(odd) => Some(Fault::BadCharacter(odd)),
            None if length < 8 => Some(Fault::TooShort(8)),
            None if length > 40 => Some(Fault::TooLong(40)),
            None => None,
        };
        match fault {
            Some(fault) => {
                self.answers.refuse(Problem::new(Field::GiftCard, fault));
                out.extend([
                    Command::Announce(Say::Problem(Field::GiftCard, fault)),
                    Command::Focus(Target::Field(Field::GiftCard)),
                ]);
            }
            None => self.want(Intent::AddGiftCard(text)),
        }
    }

    /// A wallet fills in what it knows, as if it were typed: every rule is asked as ever.
    fn express(&mut self, express: Express, out: &mut Out) {
        if !matches!(self.phase, Phase::Open(_)) {
            return;
        }
        for (field, text) in &express.fields {
            if !matches!(field, Field::Card | Field::Method | Field::Subscribe) {
                self.answers.put(*field, text);
            }
        }
        // A wallet that the shop does not take fills in, and pays nothing.
        if self.quote().is_some_and(|quote| quote.method(&express.method).is_some()) {
            self.chose(Field::Method, express.method.as_str(), out);
            self.card = CardState::Token { token: express.token, face: express.face };
            self.approved = Some(express.approved);
        }
        self.expressing = true;
        if let Ok(contact) = self.answers.contact() {
            self.want(Intent::SetContact(contact));
        }
        self.tell_destination();
    }

    /// Once the shop knows what the wallet told, the shopper is led to the first thing that is missing, or to Pay.
    fn route_express(&mut self, out: &mut Out) {
        let ready = self.plan.iter().any(|step| step.ready.is_some());
        if !self.expressing || !ready || !self.writes.idle() {
            return;
        }
        let Phase::Open(open) = &self.phase else { return };
        // The rules may have come only now, and with them what the shop has not been told.
        if progress::postcode(self, &open.quote).is_some() && matches!(open.quote.delivery.rates, Rates::Unknown) {
            self.tell_destination();
            if !self.writes.idle() {
                return;
            }
        }
        self.expressing = false;
        let Phase::Open(open) = &self.phase else { return };
        let missing = progress::first_incomplete(self, &open.quote);
        let fields = missing.and_then(|at| {
            let step = self.plan.iter().find(|step| step.id == at)?;
            Some((at, (step.problems)(self, &open.quote)))
        });
        match fields {
            Some((at, problems)) if at != self.last_step(&open.quote) => self.ask_for(at, &problems, out),
            _ => {
                let last = self.last_step(&open.quote);
                self.show(last, false, out);
            }
        }
    }

    fn tokenize(&mut self, out: &mut Out) {
        let Phase::Open(open) = &mut self.phase else { return };
        if open.tokenizing.is_some() {
            return;
        }
        self.tokens += 1;
        open.tokenizing = Some(self.tokens);
        out.push(Command::Tokenize(self.tokens));
    }

    fn tokenized(&mut self, number: u64, answer: Result<(Token, CardFace), TokenFault>, out: &mut Out) {
        let Phase::Open(open) = &mut self.phase else { return };
        if open.tokenizing != Some(number) {
            return;
        }
        open.tokenizing = None;
        let paying = open.paying.take();
        match answer {
            Ok((token, face)) => {
                self.card = CardState::Token { token, face };
                if let Some(method) = self.method() {
                    self.tell_brand(&method);
                }
                match paying {
                    Some(keys) => self.pay(self.now, keys, out),
                    None => self.go_on(out),
                }
            }
            Err(TokenFault::Closed) => {
                self.approved = None;
                self.say(Notice::SheetClosed);
                out.push(Command::Focus(Target::Notice));
            }
            Err(TokenFault::Incomplete) => {
                self.card = CardState::Incomplete { brand: None };
                self.list_problems(&[Field::Card], out);
            }
            Err(TokenFault::NoAnswer) => {
                self.say(Notice::CardFrameSilent);
                out.push(Command::Focus(Target::Notice));
            }
        }
    }

    // Paying

    fn pay(&mut self, now: Instant, keys: Keys, out: &mut Out) {
        let Phase::Open(open) = &self.phase else { return };
        if !self.online {
            self.say(Notice::PayOffline);
            out.push(Command::Focus(Target::Notice));
            return;
        }
        if self.writes.stuck() {
            self.writes.try_again();
            self.say(Notice::NotSaved);
            out.push(Command::Focus(Target::Notice));
            return;
        }
        if self.updating() {
            out.push(Command::Announce(Say::Updating));
            return;
        }
        if !sound(&open.quote) {
            self.say(Notice::Corrupt);
            out.push(Command::Focus(Target::Notice));
            return;
        }
        if now < self.journal.refusals.1 {
            self.say(Notice::Resting(self.journal.refusals.1));
            out.push(Command::Focus(Target::Notice));
            return;
        }
        if open.paying.is_some() {
            return;
        }
        if self.open_sheet(&keys, out) {
            return;
        }
        let Phase::Open(open) = &self.phase else { return };
        // Pay stands on the step that has it, and came with its rules.
        let Some(ready) = self.plan.iter().find_map(|step| step.ready) else { return };
        let order = match ready(self, &open.quote) {
            Ok(order) => order,
            Err((step, problems)) => return self.ask_for(step, &problems, out),
        };
        let quote = open.quote.clone();
        let fresh = Some(keys.order.clone());
        let attempt = self.journal.begin(keys, order.fingerprint(), quote.totals.due, now);
        let number = attempt.number;
        self.phase = Phase::Placing(Box::new(Placing {
            quote: Some(Box::new(quote)),
            order: Some(Box::new(order)),
            fresh,
            ..Placing::new(attempt, Stage::Locking)
        }));
        out.extend([Command::Announce(Say::Processing), Command::TakeLock(number)]);
    }

    /// Opens the device's sheet where the method has one and the amount in it is not the one to pay. Everything else
    /// must be there: nobody approves an amount for an order that cannot be placed.
    fn open_sheet(&mut self, keys: &Keys, out: &mut Out) -> bool {
        let Phase::Open(open) = &self.phase else { return false };
        let due = open.quote.totals.due;
        let approved = matches!(self.card, CardState::Token { .. }) && self.approved == Some(due);
        let complete = progress::first_incomplete(self, &open.quote).is_none();
        let (Needs::Sheet, false, true) = (progress::needs(self, &open.quote), approved, complete) else {
            return false;
        };
        let Some(method) = self.method() else { return false };
        self.tokens += 1;
        // A token for another amount is not approved by opening a sheet for this one.
        self.card = CardState::Empty;
        self.approved = Some(due);
        let number = self.tokens;
        if let Phase::Open(open) = &mut self.phase {
            open.tokenizing = Some(number);
            open.paying = Some(keys.clone());
        }
        out.push(Command::OpenSheet { number, method, amount: due });
        true
    }

    fn ask_for(&mut self, step: StepId, problems: &[Problem], out: &mut Out) {
        let fields: Vec<Field> = problems.iter().map(|problem| problem.field).collect();
        let elsewhere = !matches!(&self.phase, Phase::Open(open) if open.at == step);
        self.show(step, !elsewhere, out);
        out.retain(|command| !matches!(command, Command::Focus(_)));
        // On the step itself the list of problems says it all.
        if elsewhere {
            self.say(Notice::Incomplete);
        }
        self.list_problems(&fields, out);
    }

    fn locked(&mut self, number: u64, granted: bool, stored: Option<Journal>, out: &mut Out) {
        let Phase::Placing(placing) = &mut self.phase else { return };
        if placing.attempt.number != number || placing.stage != Stage::Locking {
            return;
        }
        if !granted {
            return self.locked_out(out);
        }
        self.locked = true;
        out.push(Command::Wait(Timer::Slow, SLOW[0]));
        let recovering = placing.order.is_none();
        if let Some(stored) = stored {
            let seen = |order: &OrderNumber| [&self.journal.placed, &self.journal.left].contains(&&Some(order.clone()));
            if let Some(unfinished) = stored.attempt.clone() {
                // Another tab, or this one before a reload, was closed while it paid: its order may exist.
                // The number is this tab's, so that answers to its own attempts cannot be taken for it.
                placing.attempt = Attempt { number, ..unfinished };
                placing.order = None;
                placing.doubt = true;
                placing.stage = Stage::LookingUp;
                let attempts = stored.attempts.max(number);
                self.journal = Journal { attempts, attempt: Some(placing.attempt.clone()), ..stored };
                return self.look_up(out);
            }
            match (&stored.intent, stored.placed) {
                (_, Some(number)) if !seen(&number) => {
                    self.journal.attempt = None;
                    self.journal.placed = Some(number.clone());
                    out.push(Command::ReleaseLock);
                    return self.fetch(number, out);
                }
                // It has ended in another tab.
                _ if recovering => {
                    self.journal.attempt = None;
                    out.push(Command::ReleaseLock);
                    return self.reopen_session(out);
                }
                // The same thing was tried before, in another tab or before a reload: the same key.
                (Some((key, of)), _) if *of == placing.attempt.fingerprint => {
                    placing.attempt.keys.order.clone_from(key);
                    placing.attempt.reused = true;
                    self.journal.intent = Some((key.clone(), *of));
                    self.journal.attempt = Some(placing.attempt.clone());
                }
                // Another tab has gone on since this one used its key, and may have made it dead.
                _ if placing.attempt.reused => {
                    if let Some(key) = placing.fresh.take() {
                        placing.attempt.keys.order.clone_from(&key);
                        placing.attempt.reused = false;
                        self.journal.intent = Some((key, placing.attempt.fingerprint));
                        self.journal.attempt = Some(placing.attempt.clone());
                    }
                }
                _ => {}
            }
        }
        if recovering {
            placing.stage = Stage::LookingUp;
            return self.look_up(out);
        }
        placing.stage = Stage::Sending;
        out.push(Command::SaveNow);
        self.send_order(out);
        out.push(Command::Focus(Target::Heading));
    }

    /// Another tab is paying. Nothing was sent here, and what storage holds is that tab's.
    fn locked_out(&mut self, out: &mut Out) {
        let Phase::Placing(placing) = &mut self.phase else { return };
        self.journal.attempt = None;
        match placing.quote.take() {
            Some(quote) => {
                let at = self.last_step(&quote);
                self.resume(*quote, at, Some(Notice::OtherTab), out);
            }
            None => {
                self.opening.1 = Some(Notice::OtherTab);
                self.reopen_session(out);
            }
        }
    }

    fn send_order(&mut self, out: &mut Out) {
        let Phase::Placing(placing) = &mut self.phase else { return };
        if let Some(order) = &placing.order {
            placing.stage = Stage::Sending;
            out.push(Command::Place {
                attempt: placing.attempt.number,
                keys: placing.attempt.keys.clone(),
                order: order.clone(),
            });
        }
    }

    fn placed(&mut self, number: u64, answer: Result<Placed, BackendError>, out: &mut Out) {
        let waiting = match &self.phase {
            Phase::Placing(placing) => placing.attempt.number == number && placing.stage != Stage::Locking,
            _ => false,
        };
        match answer {
            // An order that exists is the truth, however late its answer comes.
            Ok(Placed::Order(order)) => {
                if waiting || (self.unfinished() && number > self.over) {
                    self.finish(*order, out);
                }
            }
            _ if !waiting => {}
            Ok(Placed::Act(action)) => {
                if !self.given_up() {
                    self.act(action, true, out);
                }
            }
            Err(error) => self.not_placed(error, out),
        }
    }

    /// Whether the shopper has given the attempt up: then only the shop's word on that counts.
    fn given_up(&self) -> bool {
        matches!(&self.phase, Phase::Placing(placing) if placing.giving_up.is_some())
    }

    fn unfinished(&self) -> bool {
        !matches!(self.phase, Phase::Placed(_) | Phase::UnderReview(_))
    }

    fn not_placed(&mut self, error: BackendError, out: &mut Out) {
        let Phase::Placing(placing) = &mut self.phase else { return };
        if placing.giving_up.is_some() {
            return;
        }
        match error {
            BackendError::Declined(decline) => self.declined(decline, out),
            BackendError::Stale(quote) => {
                let was = placing.attempt.total;
                self.ledger.note(placing.quote.as_deref(), &quote, &[]);
                let at = self.last_step(&quote);
                self.journal.attempt = None;
                self.journal.intent = None;
                self.resume(*quote, at, Some(Notice::Changed { was }), out);
            }
            BackendError::Rejected(problems) => {
                self.journal.attempt = None;
                for problem in &problems {
                    self.answers.refuse(*problem);
                }
                let Phase::Placing(placing) = &mut self.phase else { return };
                match placing.quote.take() {
                    Some(quote) => {
                        let asking = problems.first().and_then(|problem| progress::asking(self, &quote, problem.field));
                        let at = asking.unwrap_or_else(|| self.last_step(&quote));
                        self.resume(*quote, at, Some(Notice::Incomplete), out);
                        if let Phase::Open(open) = &mut self.phase {
                            open.listing = true;
                        }
                    }
                    None => {
                        out.extend([Command::SaveNow, Command::ReleaseLock]);
                        self.open(None, Some(Notice::Incomplete), out);
                    }
                }
            }
            // It was not sent this time, but it was before: that one may be on its way.
            BackendError::Offline if placing.doubt => {
                placing.stage = Stage::LookingUp;
                out.push(Command::Wait(Timer::LookUp, OFFLINE_AGAIN));
            }
            BackendError::Offline => self.reopen(Notice::PayOffline, None, out),
            // The shop did not even take it in; what was sent before it is another matter.
            BackendError::Setup(setup) if !setup.may_have_happened() && !placing.doubt => {
                self.reopen(Notice::SetUp(setup), None, out);
            }
            BackendError::Unauthorized if placing.doubt => {
                placing.session_over = true;
                placing.stage = Stage::LookingUp;
                self.look_up(out);
            }
            BackendError::Unauthorized => self.session_over(out),
            BackendError::AlreadyPlaced(number) => {
                self.journal.attempt = None;
                self.journal.placed = Some(number.clone());
                out.extend([Command::SaveNow, Command::ReleaseLock]);
                self.fetch(number, out);
            }
            BackendError::Busy(wait) => {
                placing.tries += 1;
                // Something on the way may have sent it twice, and only one of the two was turned away.
                placing.doubt = true;
                if placing.tries > BUSY_TRIES || placing.order.is_none() {
                    self.cancel(Notice::Busy, out);
                } else {
                    out.push(Command::Wait(Timer::Replace, wait.clamp(500, 10_000)));
                }
            }
            // The order may exist: ask under the same key, never offer to pay twice.
            BackendError::NoAnswer | BackendError::Malformed | BackendError::Server(_) | BackendError::Setup(_) => {
                placing.doubt = true;
                if self.facts.lookup() {
                    placing.stage = Stage::LookingUp;
                    placing.tries = 0;
                    out.push(Command::Wait(Timer::LookUp, 500));
                } else {
                    placing.stage = Stage::Unconfirmed;
                }
            }
        }
    }

    /// The session ended before anything was done: a new one, with everything that was typed.
    fn session_over(&mut self, out: &mut Out) {
        let step = self.quote().map(|quote| self.last_step(quote).0.to_owned());
        self.journal.attempt = None;
        self.journal.intent = None;
        out.extend([Command::SaveNow, Command::ReleaseLock]);
        self.open(step, Some(Notice::SessionRenewed), out);
    }

    fn last_step(&self, quote: &Quote) -> StepId {
        progress::steps(self.plan, quote).last().map_or(THANKS, |step| step.id)
    }

    fn declined(&mut self, decline: Decline, out: &mut Out) {
        // The token is spent; what is in the frame stays there.
        if let CardState::Token { face, .. } = &self.card {
            self.card = CardState::Complete { brand: Some(face.brand.clone()) };
        }
        self.approved = None;
        let times = self.journal.refusals.0.saturating_add(1);
        let rest = (times >= REFUSALS).then(|| REST << (times - REFUSALS).min(6));
        let until = rest.map_or_else(Instant::default, |rest| self.now.plus(i64::from(rest)));
        self.journal.refusals = (times, until);
        if let Some(rest) = rest {
            out.push(Command::Wait(Timer::Rest, rest));
        }
        let paying = self.quote().and_then(|quote| progress::asking(self, quote, Field::Method));
        self.reopen(Notice::Declined(decline), paying, out);
    }

    /// An attempt has definitely ended without an order: back to filling in, everything kept.
    fn reopen(&mut self, notice: Notice, at: Option<StepId>, out: &mut Out) {
        self.journal.attempt = None;
        let quote = match &mut self.phase {
            Phase::Placing(placing) => placing.quote.take(),
            Phase::Acting(acting) => acting.quote.take(),
            _ => return,
        };
        match quote {
            Some(quote) => {
                let at = at.unwrap_or_else(|| self.last_step(&quote));
                self.resume(*quote, at, Some(notice), out);
            }
            None => {
                out.extend([Command::SaveNow, Command::ReleaseLock]);
                let step = self.plan.last().map(|step| step.id.0.to_owned());
                self.open(step, Some(notice), out);
            }
        }
    }

    fn resume(&mut self, quote: Quote, at: StepId, notice: Option<Notice>, out: &mut Out) {
        if !sound(&quote) {
            out.extend([Command::SaveNow, Command::ReleaseLock]);
            self.opening = (Some(at.0.to_owned()), notice);
            self.phase = Phase::Loading(Loading::Failed(BackendError::Malformed));
            return;
        }
        quote.session.as_str().clone_into(&mut self.session);
        let sent = match &self.phase {
            Phase::Placing(placing) => placing.order.as_ref(),
            Phase::Acting(acting) => acting.order.as_ref(),
            _ => None,
        };
        let before = sent.and_then(|order| order.request().method.clone());
        self.phase = Phase::Open(Box::new(Open {
            quote,
            at,
            notice,
            listing: false,
            removed: Vec::new(),
            quantity: None,
            tokenizing: None,
            paying: None,
        }));
        // The shop may have taken the method away meanwhile.
        if let Some(before) = before {
            self.park(before);
        }
        out.extend([
            Command::SaveNow,
            Command::ReleaseLock,
            Command::Show { step: at, replace: true },
            Command::Focus(Target::Notice),
        ]);
        self.stay_allowed(out);
    }

    fn finish(&mut self, order: Order, out: &mut Out) {
        let number = order.number.clone();
        self.journal.attempt = None;
        self.journal.intent = None;
        self.journal.placed = Some(number.clone());
        self.journal.refusals = Default::default();
        self.writes.clear();
        self.answers = Answers::default();
        self.card = CardState::Empty;
        self.parked.clear();
        self.approved = None;
        self.asked_for.clear();
        self.ledger = Ledger::default();
        self.phase = match order.state {
            OrderState::Confirmed => Phase::Placed(Box::new(order)),
            OrderState::UnderReview { .. } | OrderState::ForApproval { .. } => Phase::UnderReview(Box::new(order)),
        };
        out.extend([
            Command::Forget,
            Command::SaveNow,
            Command::ReleaseLock,
            Command::Publish(number),
            Command::Show { step: THANKS, replace: true },
            Command::Focus(Target::Heading),
        ]);
    }

    /// The shopper has something to do. Leaves for the bank only straight after Pay: who comes back
    /// from there, or reloads, is asked first.
    fn act(&mut self, action: NextAction, leave: bool, out: &mut Out) {
        let Phase::Placing(placing) = &mut self.phase else { return };
        let acting = Acting {
            attempt: placing.attempt.clone(),
            quote: placing.quote.take(),
            order: placing.order.take(),
            action: action.clone(),
            confirming: false,
        };
        self.phase = Phase::Acting(Box::new(acting));
        out.push(Command::SaveNow);
        match action {
            NextAction::Confirm { .. } => {
                out.push(Command::Focus(Target::Heading));
                if leave {
                    self.confirm(out);
                }
            }
            NextAction::Redirect { url } if leave => out.push(Command::Leave(url)),
            NextAction::Redirect { .. } | NextAction::Frame { .. } | NextAction::App { .. } => {
                out.push(Command::Focus(Target::Heading));
            }
            NextAction::Poll { .. } => {}
        }
        self.watch_again(out);
    }

    /// While the shopper does something elsewhere the shop is asked from time to time: what is done there is seen here,
    /// whoever comes back or not.
    fn watch_again(&self, out: &mut Out) {
        let Phase::Acting(acting) = &self.phase else { return };
        let after = match acting.action {
            NextAction::Poll { after, .. } => after,
            _ => WATCH,
        };
        out.push(Command::Wait(Timer::LookUp, after));
    }

    fn watch(&mut self, now: Instant, out: &mut Out) {
        let Phase::Acting(acting) = &self.phase else { return };
        let over = match acting.action {
            NextAction::Poll { until, .. } | NextAction::App { until, .. } => now > until,
            NextAction::Frame { until, .. } => until.is_some_and(|until| now > until),
            NextAction::Redirect { .. } | NextAction::Confirm { .. } => false,
        };
        match (over, &acting.action) {
            // Nobody could say in time what became of it. Pay stays off.
            (true, NextAction::Poll { .. }) => {
                self.action_done(out);
                if let Phase::Placing(placing) = &mut self.phase {
                    placing.stage = Stage::Unconfirmed;
                }
            }
            // Nobody has confirmed: the key is made dead before anything else can be tried.
            (true, _) => self.give_up(Notice::TimedOut, out),
            (false, _) => {
                let command = self.ask_after(acting.attempt.number, acting.attempt.keys.order.clone());
                out.push(command);
            }
        }
    }

    /// How the shop is asked what became of a key once the shopper had something to do.
    fn ask_after(&self, attempt: u64, order_key: String) -> Command {
        match self.facts.returned {
            Returned::ByLookup => Command::LookUp { attempt, order_key },
            Returned::ByResume => Command::Resume { attempt, order_key },
        }
    }

    /// What the shop says while the shopper has something to do: what is on screen stays until it is over.
    fn watched(&mut self, answer: Result<Known, BackendError>, out: &mut Out) {
        let Phase::Acting(acting) = &mut self.phase else { return };
        match answer {
            Ok(Known::Order(order)) => return self.finish(*order, out),
            // The shop had taken this attempt, so it is this one's end.
            Ok(Known::Declined(decline)) => return self.declined(decline, out),
            Ok(Known::Act(action)) if action != acting.action => {
                acting.action = action;
                out.push(Command::Focus(Target::Heading));
            }
            Ok(Known::Act(_) | Known::Pending | Known::Nothing) | Err(_) => {}
        }
        self.watch_again(out);
    }

    /// Lets the provider go on; once at a time.
    fn confirm(&mut self, out: &mut Out) {
        let Phase::Acting(acting) = &mut self.phase else { return };
        let NextAction::Confirm { provider, client } = &acting.action else { return };
        if core::mem::replace(&mut acting.confirming, true) {
            return;
        }
        out.push(Command::Confirm {
            attempt: acting.attempt.number,
            provider: provider.clone(),
            client: client.clone(),
            token: acting.order.as_ref().and_then(|order| order.payment().token.clone()),
        });
    }

    fn confirmed(&mut self, number: u64, out: &mut Out) {
        // A provider that ends after its attempt was given up tells nothing.
        if matches!(&self.phase, Phase::Acting(acting) if acting.attempt.number == number && acting.confirming) {
            self.action_done(out);
        }
    }

    fn action_done(&mut self, out: &mut Out) {
        let Phase::Acting(acting) = &mut self.phase else { return };
        let placing = Placing {
            quote: acting.quote.take(),
            order: acting.order.take(),
            doubt: true,
            ..Placing::new(acting.attempt.clone(), Stage::LookingUp)
        };
        let (attempt, order_key) = (placing.attempt.number, placing.attempt.keys.order.clone());
        self.phase = Phase::Placing(Box::new(placing));
        out.push(self.ask_after(attempt, order_key));
    }

    fn give_up(&mut self, notice: Notice, out: &mut Out) {
        if matches!(self.phase, Phase::Acting(_)) {
            self.action_done(out);
            out.clear();
            self.cancel(notice, out);
        }
    }

    /// Makes the key dead at the shop: only then can something else be bought without a second order.
    fn cancel(&mut self, notice: Notice, out: &mut Out) {
        let Phase::Placing(placing) = &mut self.phase else { return };
        placing.stage = Stage::Cancelling;
        placing.giving_up.get_or_insert(notice);
        // Whether the answer comes or not: the next order gets another key.
        self.journal.intent = None;
        out.extend([
            Command::SaveNow,
            Command::Cancel { attempt: placing.attempt.number, order_key: placing.attempt.keys.order.clone() },
        ]);
    }

    fn cancelled(&mut self, number: u64, answer: Result<Box<Quote>, BackendError>, out: &mut Out) {
        let Phase::Placing(placing) = &mut self.phase else { return };
        if placing.attempt.number != number || placing.stage != Stage::Cancelling {
            return;
        }
        match answer {
            Ok(quote) => {
                self.journal.attempt = None;
                // The key is dead at the shop; the next order gets another.
                self.journal.intent = None;
                let notice = placing.giving_up.take().unwrap_or(Notice::Cancelled);
                let at = progress::first_incomplete(self, &quote).unwrap_or_else(|| self.last_step(&quote));
                self.ledger.note(None, &quote, &[]);
                self.resume(*quote, at, Some(notice), out);
            }
            // It was too late, or nobody knows: the order may exist.
            Err(error) => {
                placing.session_over |= error == BackendError::Unauthorized;
                placing.stage = Stage::LookingUp;
                out.push(Command::Wait(Timer::LookUp, 1_000));
            }
        }
    }

    // Looking up

    fn look_up(&mut self, out: &mut Out) {
        let Phase::Placing(placing) = &mut self.phase else { return };
        out.push(Command::LookUp { attempt: placing.attempt.number, order_key: placing.attempt.keys.order.clone() });
    }

    fn looked_up(&mut self, number: u64, answer: Result<Known, BackendError>, out: &mut Out) {
        if matches!(&self.phase, Phase::Acting(acting) if acting.attempt.number == number) {
            return self.watched(answer, out);
        }
        let Phase::Placing(placing) = &mut self.phase else {
            if let Ok(Known::Order(order)) = answer
                && self.unfinished()
                && self.journal.attempt.as_ref().is_some_and(|attempt| attempt.number == number)
            {
                self.finish(*order, out);
            }
            return;
        };
        if placing.attempt.number != number || !matches!(placing.stage, Stage::LookingUp | Stage::Unconfirmed) {
            return;
        }
        let resend = self.facts.resend(self.now.since(placing.attempt.started));
        match answer {
            Ok(Known::Order(order)) => self.finish(*order, out),
            // What was sent in a session that is over cannot happen any more.
            Ok(Known::Nothing | Known::Declined(_)) if placing.session_over => self.session_over(out),
            Ok(Known::Declined(decline)) if !placing.attempt.reused => self.declined(decline, out),
            Ok(Known::Act(action)) if placing.giving_up.is_none() => self.act(action, false, out),
            // Never seen, or only the attempt before this one was: the same bytes under the same keys are
            // safe. After a reload they are gone; then the key is made dead first, because the request
            // may still be on its way.
            Ok(Known::Nothing | Known::Declined(_))
                if placing.order.is_some() && placing.giving_up.is_none() && resend =>
            {
                self.send_order(out);
            }
            Ok(Known::Declined(decline)) => self.cancel(Notice::Declined(decline), out),
            Ok(Known::Nothing | Known::Act(_)) => self.cancel(Notice::Cancelled, out),
            Ok(Known::Pending) | Err(_) => {
                placing.tries = placing.tries.saturating_add(1);
                out.push(Command::Wait(
                    Timer::LookUp,
                    500_u32.checked_shl(u32::from(placing.tries.min(5))).unwrap_or(16_000),
                ));
            }
        }
    }

    fn fetched(&mut self, answer: Result<Box<Order>, BackendError>, out: &mut Out) {
        let (number, patience) = match (&mut self.phase, &answer) {
            (Phase::Loading(Loading::Order(number, patience)), _) => (number, patience),
            // The same order in another language.
            (Phase::Placed(shown) | Phase::UnderReview(shown), Ok(order)) if shown.number == order.number => {
                shown.clone_from(order);
                return;
            }
            _ => return,
        };
        match answer {
            Ok(order) if order.number == *number => {
                self.finish(*order, out);
                // Other tabs know, or do not care: this is an order read, not made.
                out.retain(|command| !matches!(command, Command::Publish(_)));
            }
            Ok(_) => self.phase = Phase::Loading(Loading::Failed(BackendError::Malformed)),
            Err(BackendError::Unauthorized) if *patience > 0 => {
                *patience -= 1;
                out.push(Command::Wait(Timer::Fetch, FETCH_AGAIN));
            }
            // Another browser's order, or one the shop has forgotten: start at the bag.
            Err(BackendError::Unauthorized) => {
                self.journal.left = self.journal.placed.take();
                self.open(None, None, out);
            }
            Err(error) => self.phase = Phase::Loading(Loading::Failed(error)),
        }
    }

    // The world around

    fn elapsed(&mut self, timer: Timer, now: Instant, out: &mut Out) {
        match (timer, &mut self.phase) {
            (Timer::Destination, _) => self.tell_destination(),
            (Timer::Resend, _) => self.writes.try_again(),
            (Timer::LookUp, Phase::Placing(placing)) if placing.stage == Stage::LookingUp => {
                let since = *placing.asked_since.get_or_insert(now);
                if now.since(since) > UNCONFIRMED_AFTER {
                    placing.stage = Stage::Unconfirmed;
                    out.push(Command::Focus(Target::Heading));
                } else {
                    self.look_up(out);
                }
            }
            (Timer::LookUp, Phase::Acting(_)) => self.watch(now, out),
            (Timer::Rest, Phase::Open(open)) if matches!(open.notice, Some(Notice::Resting(_))) => open.notice = None,
            (Timer::Fetch, Phase::Loading(Loading::Order(number, _))) => out.push(Command::FetchOrder(number.clone())),
            (Timer::Replace, Phase::Placing(placing)) if placing.stage == Stage::Sending => self.send_order(out),
            (Timer::Slow, Phase::Placing(placing)) if placing.patience < 2 => {
                placing.patience += 1;
                out.push(Command::Announce(Say::StillWorking));
                if placing.patience == 1 {
                    out.push(Command::Wait(Timer::Slow, SLOW[1] - SLOW[0]));
                }
            }
            _ => {}
        }
    }

    fn connection(&mut self, online: bool, out: &mut Out) {
        let back = online && !self.online;
        self.online = online;
        if !back {
            return;
        }
        self.writes.try_again();
        match &self.phase {
            Phase::Loading(Loading::Failed(_)) => self.reopen_session(out),
            Phase::Open(open) if open.notice == Some(Notice::PayOffline) => {
                if let Phase::Open(open) = &mut self.phase {
                    open.notice = None;
                }
            }
            Phase::Placing(placing) if placing.stage == Stage::LookingUp => self.look_up(out),
            _ => {}
        }
    }

    fn paid_elsewhere(&mut self, number: OrderNumber, out: &mut Out) {
        // While this tab waits for an answer of its own, that answer decides.
        if matches!(self.phase, Phase::Open(_) | Phase::Loading(_)) {
            self.journal.placed = Some(number.clone());
            // The word of another tab may overtake what it tells of.
            self.fetch_patiently(number, FETCH_TRIES, out);
        }
    }

    fn refresh(&mut self, out: &mut Out) {
        match &self.phase {
            Phase::Open(_) | Phase::Placing(_) | Phase::Acting(_) | Phase::Loading(Loading::Opening { .. }) => {
                self.writes.want_reading();
            }
            Phase::Placed(order) | Phase::UnderReview(order) => {
                // The order on screen stays until its texts come in the new language.
                out.push(Command::FetchOrder(order.number.clone()));
            }
            _ => {}
        }
    }
}

/// What changed between two quotes, for those who listen.
fn announce(before: &Quote, now: &Quote, out: &mut Out) {
    let missing = |of: &Quote, line: &Line| !of.lines.iter().any(|other| other.item == line.item);
    for line in before.lines.iter().filter(|line| line.kind != LineKind::Gift && missing(now, line)) {
        out.push(Command::Announce(Say::Removed(line.title.clone())));
    }
    for line in now.lines.iter().filter(|line| line.kind != LineKind::Gift && missing(before, line)) {
        out.push(Command::Announce(Say::Added(line.title.clone())));
    }
    for code in now.codes.iter().filter(|code| !before.codes.contains(code)) {
        out.push(Command::Announce(Say::CodeApplied(code.code.clone())));
    }
    for code in before.codes.iter().filter(|code| !now.codes.iter().any(|other| other.code == code.code)) {
        out.push(Command::Announce(Say::CodeRemoved(code.code.clone())));
    }
}

/// Reads a quantity.
fn read_quantity(text: &str, limit: u32) -> Result<u32, Fault> {
    if stray_card::digits(text) == Digits::Card {
        return Err(Fault::CardNumber);
    }
    let text = crate::domain::check::text::folded(text);
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::Missing);
    }
    if !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(Fault::NotANumber);
    }
    // Too many digits for a number are too many pieces, too.
    let quantity = text.parse().unwrap_or(u32::MAX);
    if quantity > limit { Err(Fault::TooMany(limit)) } else { Ok(quantity) }
}

/// Whether a quote can be shown and paid: its rows make its total, in one currency, and it is not
/// negative (F29). The sum is only compared; what is shown is the shop's.
fn sound(quote: &Quote) -> bool {
    let zero = Money::zero(quote.currency);
    let sum = quote.totals.rows.iter().try_fold(zero, |sum, row| sum.plus(row.amount));
    let lines_fit = quote.lines.iter().all(|line| line.total.currency() == quote.currency && !line.total.is_negative());
    let (total, due) = (quote.totals.total, quote.totals.due);
    // What other things pay and what is left to pay make the total.
    let paid = quote.totals.tenders.iter().try_fold(due, |sum, tender| sum.plus(tender.pays));
    lines_fit && sum == Ok(total) && !total.is_negative() && paid == Ok(total) && !due.is_negative()
}
