//! The rules: what each event does in each phase.
//!
//! What happens from choosing a way to pay to the order stands in [`paying`]. It comes with the rules of the step that
//! pays ([`StepSpec::paying`](progress::StepSpec::paying)): the first download knows of it only that it is somewhere.

mod paying;

pub use paying::PAYING;

use crate::{
    checkout::{
        answers::Answers,
        event::{Command, Event, Notice, Say, Target, Timer},
        journal::{Attempt, Journal, Saved},
        ledger::Ledger,
        progress::{self, Needs, Plan, StepId, THANKS},
        ready::ReadyOrder,
        request::{BackendError, Facts, Intent, Keys},
        writes::{self, Writes},
    },
    domain::{
        ItemId, LineId, MethodId, OrderNumber,
        cart::{Line, LineKind},
        check::{
            stray_card::{self, Digits},
            surcharge,
            text::{is_letter, is_letter_or_digit},
        },
        day::Instant,
        delivery::How,
        money::Money,
        order::{Order, OrderState},
        payment::{CardFace, NextAction},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{Quote, Rates, Shop},
        secret::Token,
    },
};

/// How long typing must be quiet before the shop is asked for ways of shipping, in milliseconds (UX-07).
const QUIET: u32 = 400;
/// How often, and after how many milliseconds, an order that another tab has told of is asked for again.
const FETCH_TRIES: u8 = 5;
const FETCH_AGAIN: u32 = 300;
/// The most characters of a code.
const LONGEST_CODE: usize = 40;
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
    /// The way forward was pressed while nothing but the shop's word was missing: it is gone once that is here, unless the
    /// shopper has done something else meanwhile.
    pub hurried: bool,
    /// Whether the shopper has seen the last step: whatever is changed after that leads back to it.
    pub reviewed: bool,
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
    /// Whose they are.
    card_of: Option<MethodId>,
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
    /// Whom the shop takes the shopper for; nothing for a guest.
    who: String,
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
            card_of: None,
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
            who: String::new(),
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
    pub fn update(mut self, mut event: Event) -> (Self, Vec<Command>) {
        let mut out = Vec::new();
        if let Event::Answered(_, Ok(quote) | Err(BackendError::Stale(quote))) = &mut event {
            self.allow(quote, &mut out);
        }
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
        if let Some(paying) = progress::paying(self.plan) {
            (paying.park)(&mut self);
            if self.expressing {
                (paying.lead)(&mut self, &mut out);
            }
        }
        self.send_waiting(&mut out);
        if let Some(quote) = self.quote().filter(|_| heard) {
            self.shop = quote.shop.clone();
        }
        (self, out)
    }

    /// Takes out of what the shop says whatever may not be offered. Before the rules of paying are here nothing is.
    fn allow(&mut self, quote: &mut Quote, out: &mut Out) {
        if let Some(paying) = progress::paying(self.plan) {
            (paying.allow)(quote, &mut self.withheld, out);
        }
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
            who: self.who.clone(),
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

    /// Hands on what belongs to paying. Before its rules are here what was chosen is kept, and nothing else can be meant.
    fn pays(&mut self, event: Event, out: &mut Out) {
        match (progress::paying(self.plan), event) {
            (Some(paying), event) => (paying.on)(self, event, out),
            (None, Event::Chose(field, value)) => self.chose(field, &value, out),
            (None, Event::Card(_, card)) => self.card = card,
            (None, _) => {}
        }
    }

    fn on(&mut self, event: Event, out: &mut Out) {
        if let (Phase::Open(open), Event::Typed(..) | Event::Chose(..) | Event::GoTo(_) | Event::ApplyCode) =
            (&mut self.phase, &event)
        {
            open.hurried = false;
        }
        match event {
            Event::Started { saved, step, now } => self.start(saved, step, now, out),
            Event::Plan(plan) => self.learn(plan, out),
            Event::Answered(sequence, answer) => self.answered(sequence, answer, out),
            Event::Typed(field, text) => self.typed(field, &text, out),
            Event::Left(field) => self.left(field, out),
            Event::Chose(Field::Method, _) => self.pays(event, out),
            Event::Chose(field, value) => self.chose(field, &value, out),
            Event::Continue => self.go_on(out),
            Event::GoTo(step) => self.go_to(&step, out),
            Event::Quantity(line, text) => self.quantity(line, text, out),
            Event::Remove(line) => self.remove(&line),
            Event::Undo(item) => self.undo(&item),
            Event::Add(item) => self.add(item),
            Event::ApplyCode => self.apply_code(out),
            Event::RemoveCode(code) => self.want(Intent::RemoveCode(code)),
            Event::Met(facts) => self.facts = facts,
            Event::Fetched(answer) => self.fetched(answer, out),
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
            event => self.pays(event, out),
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
        self.who = saved.who;
        self.journal = saved.journal;
        if let Some(attempt) = self.journal.attempt.clone() {
            // The page was left while an order was on its way: it may exist. Or another tab sends it
            // right now; then that tab has the lock.
            let number = attempt.number;
            self.opening.0 = step.or(saved.step);
            let placing = Placing { asked_since: Some(now), doubt: true, ..Placing::new(attempt, Stage::Locking) };
            self.phase = Phase::Placing(Box::new(placing));
            if progress::paying(self.plan).is_some() {
                out.push(Command::TakeLock(number));
            }
            return;
        }
        match (&self.journal.placed, step.as_deref()) {
            (Some(number), Some(step)) if step == THANKS.0 => self.fetch(number.clone(), out),
            _ => self.open(step.or(saved.step), None, out),
        }
    }

    fn learn(&mut self, plan: Plan, out: &mut Out) {
        let first = progress::paying(self.plan).is_none();
        self.plan = plan;
        match (&mut self.phase, progress::paying(plan).filter(|_| first)) {
            // It could not be gone after without them.
            (Phase::Placing(placing), Some(_)) => out.push(Command::TakeLock(placing.attempt.number)),
            (Phase::Open(open), Some(paying)) => (paying.allow)(&mut open.quote, &mut self.withheld, out),
            _ => {}
        }
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
            _ => self.pays(Event::Retry { now }, out),
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
        self.hurry(out);
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
        let notice = notice.or_else(|| self.meet(&quote));
        self.ledger.note(None, &quote, &[]);
        // What is offered depends on the destination: choices among it come after.
        if !self.tell_anew(&quote) && core::mem::take(&mut self.retell) {
            let choices = self.choices(&quote);
            self.want_all(choices);
        }
        let wanted = step.unwrap_or_else(|| self.first_step().0.to_owned());
        let (at, unknown) = match progress::allowed(self, &quote, &wanted) {
            Ok(at) => (at, false),
            Err(at) => (at, wanted != THANKS.0),
        };
        let changed = !quote.changes.is_empty();
        let notice = notice
            .or(unknown.then_some(Notice::UnknownStep))
            .or(changed.then_some(Notice::Changed { was: quote.totals.due }));
        self.phase = Phase::Open(Box::new(Open {
            quote,
            at,
            notice,
            listing: false,
            removed: Vec::new(),
            quantity: None,
            tokenizing: None,
            hurried: false,
            reviewed: false,
            paying: None,
        }));
        out.extend([Command::Save, Command::Show { step: at, replace: true }]);
    }

    /// Whether the shop takes the shopper for somebody else than before. What the one before has filled in is not the next
    /// one's to see; what a guest has filled in is theirs when they sign in.
    fn meet(&mut self, quote: &Quote) -> Option<Notice> {
        let now = quote.customer.as_ref().map_or("", |customer| &customer.id);
        let before = core::mem::replace(&mut self.who, now.to_owned());
        if before.is_empty() || before == now {
            return None;
        }
        self.clear_answers();
        // Nor are the orders of the one before: an empty bag offers none of them.
        self.journal.placed = None;
        self.journal.left = None;
        Some(if now.is_empty() { Notice::SignedOut } else { Notice::SomebodyElse })
    }

    /// Forgets what was filled in and what belongs to it.
    fn clear_answers(&mut self) {
        self.answers = Answers::default();
        self.card = CardState::Empty;
        self.parked.clear();
        self.approved = None;
        self.expressing = false;
        self.retell = false;
        self.asked_for.clear();
        self.journal.intent = None;
        self.writes.clear();
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
    fn choices(&self, quote: &Quote) -> Vec<Intent> {
        let how = self.answers.how(quote);
        let how = (quote.delivery.needed && how != quote.delivery.how).then_some(Intent::SetHow(how));
        let steps = progress::steps(self.plan, quote).flat_map(|step| (step.intents)(self, quote));
        how.into_iter().chain(steps).collect()
    }

    fn want_all(&mut self, intents: Vec<Intent>) {
        for intent in intents {
            self.writes.want(intent);
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
        if let Some(notice) = self.meet(&quote) {
            // Where the other person had got to is none of this one's.
            return self.opened(quote, Some(self.first_step().0.to_owned()), Some(notice), out);
        }
        let Phase::Open(open) = &mut self.phase else { return };
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
            open.notice = Some(Notice::Changed { was: open.quote.totals.due });
        }
        open.removed.retain(|removed| !quote.lines.iter().any(|line| line.item == removed.line.item));
        quote.session.as_str().clone_into(&mut self.session);
        open.quote = quote;
        if core::mem::take(&mut self.retell)
            && let Some(choices) = self.quote().map(|quote| self.choices(quote))
        {
            self.want_all(choices);
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
        self.answers.put(field, value);
        self.answers.pardon(field);
        match field {
            Field::How => self.want(Intent::SetHow(if value == "collect" { How::Collect } else { How::Ship })),
            Field::Rate => self.want(Intent::SetRate(value.into())),
            Field::Point => self.want(Intent::SetPoint(value.into())),
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
        self.go_forward(true, out);
    }

    /// Goes on, or says what is missing. What the shop has been asked because of a press it is not asked again.
    fn go_forward(&mut self, pressed: bool, out: &mut Out) {
        let Phase::Open(open) = &self.phase else { return };
        let Some(step) = self.plan.iter().find(|step| step.id == open.at) else { return };
        let problems = (step.problems)(self, &open.quote);
        if !problems.is_empty() {
            let fields = (step.fields)(self, &open.quote);
            // What was typed last is told a little later: the frame itself knows whether it is all.
            let of_frame = problems.iter().all(|problem| problem.field == Field::Card);
            if of_frame && matches!(self.card, CardState::Incomplete { .. }) {
                return self.tokenize(out);
            }
            if pressed && fields.contains(&Field::Rate) {
                self.tell_destination();
            }
            // No mistake of the shopper's: what to choose from is on its way.
            let shops = |problem: &Problem| matches!(problem.field, Field::Rate | Field::Point | Field::Method);
            if pressed
                && problems.iter().all(shops)
                && self.writes.coming()
                && let Phase::Open(open) = &mut self.phase
            {
                open.hurried = true;
                open.listing = false;
                return;
            }
            return self.list_problems(&fields, out);
        }
        if (step.needs)(self, &open.quote) == Needs::Fields && !matches!(self.card, CardState::Token { .. }) {
            return self.tokenize(out);
        }
        let intents = (step.intents)(self, &open.quote);
        self.want_all(intents);
        if let Phase::Open(open) = &self.phase
            && let Some(next) = progress::onward(self, open)
        {
            self.show(next, false, out);
        }
    }

    /// Goes on with a press that only waited for the shop's word.
    fn hurry(&mut self, out: &mut Out) {
        let Phase::Open(open) = &mut self.phase else { return };
        if open.hurried && !self.writes.coming() {
            open.hurried = false;
            self.go_forward(false, out);
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
        let complete = progress::paying(self.plan).is_some();
        let Phase::Open(open) = &mut self.phase else { return };
        open.at = step;
        open.reviewed |= complete && progress::last(self.plan, &open.quote) == Some(step);
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
        let is_odd = |c: char| !(is_letter(c) || c.is_ascii_digit() || matches!(c, '-' | '_' | ' '));
        if let Some(code) = self.code(Field::Code, 1, is_odd, out) {
            self.want(Intent::ApplyCode(code));
        }
    }

    /// The code that was typed, if it can be one; else what is wrong with it is said where it is.
    fn code(&mut self, field: Field, least: u16, is_odd: fn(char) -> bool, out: &mut Out) -> Option<String> {
        let text = self.answers.text(field).trim().to_owned();
        let length = text.chars().filter(|c| is_letter_or_digit(*c)).count();
        let fault = match text.chars().find(|c| is_odd(*c)) {
            // A card number is none, and counts as empty.
            _ if self.answers.refusal(field) == Some(Fault::CardNumber) => Fault::CardNumber,
            _ if text.is_empty() => Fault::Missing,
            _ if text.chars().count() > LONGEST_CODE => Fault::TooLong(40),
            Some(odd) => Fault::BadCharacter(odd),
            None if length < usize::from(least) => Fault::TooShort(least),
            None => return Some(text),
        };
        self.answers.refuse(Problem::new(field, fault));
        out.extend([Command::Announce(Say::Problem(field, fault)), Command::Focus(Target::Field(field))]);
        None
    }

    // Paying: the rest of it comes with its step

    fn tokenize(&mut self, out: &mut Out) {
        let Phase::Open(open) = &mut self.phase else { return };
        if open.tokenizing.is_some() {
            return;
        }
        self.tokens += 1;
        open.tokenizing = Some(self.tokens);
        out.push(Command::Tokenize(self.tokens));
    }

    fn last_step(&self, quote: &Quote) -> StepId {
        progress::steps(self.plan, quote).last().map_or(THANKS, |step| step.id)
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

    // Looking up

    fn look_up(&mut self, out: &mut Out) {
        let Phase::Placing(placing) = &mut self.phase else { return };
        out.push(Command::LookUp { attempt: placing.attempt.number, order_key: placing.attempt.keys.order.clone() });
    }

    fn fetched(&mut self, answer: Result<Box<Order>, BackendError>, out: &mut Out) {
        let (number, patience, answer) = match (&mut self.phase, answer) {
            (Phase::Loading(Loading::Order(number, patience)), answer) => (number, patience, answer),
            // The same order in another language.
            (Phase::Placed(shown) | Phase::UnderReview(shown), Ok(order)) if shown.number == order.number => {
                *shown = order;
                return;
            }
            // It was of somebody who is signed out by now: whoever comes next does not read it here.
            (Phase::Placed(_) | Phase::UnderReview(_), Err(BackendError::Unauthorized)) if !self.who.is_empty() => {
                (self.journal.placed, self.journal.left) = (None, None);
                return self.open(None, None, out);
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
            (Timer::Rest, Phase::Open(open)) if matches!(open.notice, Some(Notice::Resting(_))) => open.notice = None,
            (Timer::Fetch, Phase::Loading(Loading::Order(number, _))) => out.push(Command::FetchOrder(number.clone())),
            (timer, _) => self.pays(Event::Elapsed(timer, now), out),
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
    // From its own place on and around: a thousand lines that stay are a thousand comparisons, not half a million.
    let missing = |of: &Quote, at: usize, line: &Line| {
        let (earlier, later) = of.lines.split_at(at.min(of.lines.len()));
        !later.iter().chain(earlier).any(|other| other.item == line.item)
    };
    for (at, line) in before.lines.iter().enumerate() {
        if line.kind != LineKind::Gift && missing(now, at, line) {
            out.push(Command::Announce(Say::Removed(line.title.clone())));
        }
    }
    for (at, line) in now.lines.iter().enumerate() {
        if line.kind != LineKind::Gift && missing(before, at, line) {
            out.push(Command::Announce(Say::Added(line.title.clone())));
        }
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
