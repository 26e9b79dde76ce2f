//! The rules of paying: from choosing a way to pay to the order, and what can come between.
//!
//! Always true: nothing here is named outside but [`PAYING`], so all of it comes with the step that pays.

use super::{Acting, CardState, Checkout, Loading, OFFLINE_AGAIN, Open, Out, Phase, Placing, Stage, sound};
use crate::{
    checkout::{
        event::{Command, Event, Express, Notice, Say, Target, Timer, TokenFault},
        journal::{Attempt, Journal},
        ledger::Ledger,
        progress::{self, Needs, Paying, StepId},
        ready::ReadyOrder,
        request::{BackendError, Intent, Keys, Known, Placed, Returned},
    },
    domain::{
        MethodId, OrderNumber,
        check::surcharge,
        day::Instant,
        payment::{CardFace, Decline, NextAction},
        problem::{Field, Problem},
        quote::{Quote, Rates},
        secret::Token,
    },
};

/// When an order counts as slow, and when the shopper is offered a way out, in milliseconds.
const SLOW: [u32; 2] = [10_000, 20_000];
/// How long an order key is asked about before the shopper is told that it is not known, in milliseconds (REL-04).
const UNCONFIRMED_AFTER: i64 = 60_000;
/// How often an order that the shop was too busy for is sent again under its key.
const BUSY_TRIES: u8 = 4;
/// How often the shop is asked while the shopper does something elsewhere, in milliseconds.
const WATCH: u32 = 2_000;
/// From how many refusals on paying rests, and how long it does first, in milliseconds; twice as long after each more.
const REFUSALS: u8 = 3;
const REST: u32 = 30_000;

/// The rules of paying, for the step that pays.
pub const PAYING: Paying = Paying { allow, on: Checkout::on_paying, lead: Checkout::lead, park: Checkout::park };

/// Takes out of what the shop says whatever may not be offered; the merchant is told once of each.
fn allow(quote: &mut Quote, told: &mut Vec<(MethodId, surcharge::Rule)>, out: &mut Out) {
    let withheld = surcharge::withhold(quote);
    if withheld != *told {
        told.clone_from(&withheld);
        if !withheld.is_empty() {
            out.push(Command::Withheld(withheld));
        }
    }
}

impl Checkout {
    fn on_paying(&mut self, event: Event, out: &mut Out) {
        match event {
            Event::Chose(_, value) => self.chose_method(&value, out),
            Event::Card(method, card) => self.card_changed(method, card),
            Event::AddGiftCard => self.add_gift_card(out),
            Event::UseTender(id, used) => self.want(Intent::UseTender(id, used)),
            Event::ForgetCard(id) => self.want(Intent::ForgetCard(id)),
            Event::PreferCard(id) => self.want(Intent::PreferCard(id)),
            Event::Express(express) => self.express(*express, out),
            Event::Recognised(fields) => self.recognised(fields, out),
            Event::Tokenized(number, answer) => self.tokenized(number, answer, out),
            Event::Pay { now, keys } => self.pay(now, keys, out),
            Event::Lock(attempt, granted, stored) => self.locked(attempt, granted, stored, out),
            Event::Placed(attempt, answer) => self.placed(attempt, answer, out),
            Event::LookedUp(attempt, answer) => self.looked_up(attempt, answer, out),
            Event::Cancelled(attempt, answer) => self.cancelled(attempt, answer, out),
            Event::ActionDone => self.action_done(out),
            Event::ActionCancelled => self.give_up(Notice::Cancelled, out),
            Event::ActionBegun => self.confirm(out),
            Event::Confirmed(attempt) => self.confirmed(attempt, out),
            Event::Retry { now } => self.ask_again(now, out),
            Event::Elapsed(timer, now) => self.waited(timer, now, out),
            Event::StartOver => self.start_over(Vec::new(), out),
            Event::Reorder(items) => {
                let add = |(item, quantity)| Intent::AddItem(item, quantity);
                let intents: Vec<Intent> = items.into_iter().map(add).collect();
                if matches!(self.phase, Phase::Open(_)) {
                    self.want_all(intents);
                } else {
                    self.start_over(intents, out);
                }
            }
            // The machine's own.
            _ => {}
        }
    }

    fn ask_again(&mut self, now: Instant, out: &mut Out) {
        match &mut self.phase {
            Phase::Placing(placing) if matches!(placing.stage, Stage::Unconfirmed | Stage::LookingUp) => {
                placing.stage = Stage::LookingUp;
                placing.tries = 0;
                placing.asked_since = Some(now);
                self.look_up(out);
            }
            Phase::Acting(_) => self.action_done(out),
            _ => {}
        }
    }

    fn waited(&mut self, timer: Timer, now: Instant, out: &mut Out) {
        match (timer, &mut self.phase) {
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

    // Choosing

    fn chose_method(&mut self, value: &str, out: &mut Out) {
        self.answers.put(Field::Method, value);
        self.answers.pardon(Field::Method);
        self.park();
        self.want(Intent::SetMethod(value.into()));
        out.push(Command::Save);
    }

    /// Another method is chosen, by the shopper or because the shop does not offer the one before any more: the fields
    /// of that one keep what was typed, its token pays for nothing else, and the fields of this one are as they were.
    fn park(&mut self) {
        self.tell_company();
        let Some(now) = self.method().filter(|now| self.card_of.as_ref() != Some(now)) else { return };
        // While an attempt is under way its token is that attempt's.
        let Phase::Open(open) = &mut self.phase else { return };
        let Some(before) = self.card_of.replace(now.clone()) else { return };
        // A token on its way is the other method's.
        open.tokenizing = None;
        open.paying = None;
        let here = self.parked.iter().position(|(method, _)| *method == now);
        let here = here.map_or(CardState::Empty, |at| self.parked.swap_remove(at).1);
        let there = core::mem::replace(&mut self.card, here);
        self.parked.retain(|(method, _)| *method != before);
        if !matches!(there, CardState::Empty) {
            self.parked.push((before, there));
        }
        self.approved = None;
    }

    /// The shop is told of the company as soon as what was typed of it is complete and left: prices, methods and law
    /// follow. What it refused is not told again.
    fn tell_company(&mut self) {
        let Phase::Open(open) = &self.phase else { return };
        let Some(intent) = self.answers.company_to_tell(&open.quote).filter(|_| self.facts.can.business) else {
            return;
        };
        if !self.asked_for.contains(&intent) && !self.writes.pending(&intent) {
            self.asked_for.retain(|asked| !matches!(asked, Intent::SetCompany(_)));
            self.asked_for.push(intent.clone());
            self.writes.want(intent);
        }
    }

    /// A token that a provider may have been handed cannot pay again; what is in the fields stays there.
    fn spend(&mut self) {
        if let CardState::Token { face, .. } = &self.card {
            self.card = CardState::Complete { brand: Some(face.brand.clone()) };
        }
        self.approved = None;
    }

    fn card_changed(&mut self, method: MethodId, card: CardState) {
        if self.method().or_else(|| self.card_of.clone()).is_some_and(|chosen| chosen != method) {
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

    fn add_gift_card(&mut self, out: &mut Out) {
        let is_odd = |c: char| !(c.is_ascii_alphanumeric() || matches!(c, '-' | ' '));
        if let Some(code) = self.code(Field::GiftCard, 8, is_odd, out) {
            self.want(Intent::AddGiftCard(code));
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
            self.chose_method(express.method.as_str(), out);
            self.card = CardState::Token { token: express.token, face: express.face };
            self.approved = Some(express.approved);
        }
        self.expressing = true;
        if let Ok(contact) = self.answers.contact() {
            self.want(Intent::SetContact(contact));
        }
        self.tell_destination();
    }

    /// Fills in what the shop knows, where the shopper has said nothing. Nobody is led anywhere: the way forward now goes to
    /// the first step that still needs something (`progress::onward`).
    fn recognised(&mut self, fields: Vec<(Field, String)>, out: &mut Out) {
        if !matches!(self.phase, Phase::Open(_)) {
            return;
        }
        for (field, text) in fields {
            if !self.answers.has(field) {
                self.answers.put(field, &text);
            }
        }
        if let Ok(contact) = self.answers.contact() {
            self.want(Intent::SetContact(contact));
        }
        self.tell_destination();
        out.push(Command::Save);
    }

    /// Once the shop knows what the wallet told, the shopper is led to the first thing that is missing, or to Pay.
    fn lead(&mut self, out: &mut Out) {
        if !self.writes.idle() {
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
                let Some(quote) = self.quote() else { return };
                let approved = self.approved == Some(quote.totals.due);
                match (paying, self.approved) {
                    // Another amount is approved in the sheet, which opens once more.
                    (Some(keys), _) if approved || progress::needs(self, quote) == Needs::Sheet => {
                        self.pay(self.now, keys, out);
                    }
                    // While it was open something else has come to pay it all: nobody agreed to that.
                    (Some(_), Some(was)) => {
                        self.say(Notice::Changed { was });
                        out.push(Command::Focus(Target::Notice));
                    }
                    _ => self.go_on(out),
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
        let order = match ReadyOrder::of(self, &open.quote) {
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
            BackendError::Stale(mut quote) => {
                allow(&mut quote, &mut self.withheld, out);
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
        if matches!(&self.phase, Phase::Placing(placing) if placing.doubt) {
            self.spend();
        }
        self.journal.attempt = None;
        self.journal.intent = None;
        out.extend([Command::SaveNow, Command::ReleaseLock]);
        self.open(step, Some(Notice::SessionRenewed), out);
    }

    fn declined(&mut self, decline: Decline, out: &mut Out) {
        self.spend();
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
        self.phase = Phase::Open(Box::new(Open {
            quote,
            at,
            notice,
            listing: false,
            removed: Vec::new(),
            quantity: None,
            tokenizing: None,
            hurried: false,
            paying: None,
            reviewed: true,
        }));
        out.extend([
            Command::SaveNow,
            Command::ReleaseLock,
            Command::Show { step: at, replace: true },
            Command::Focus(Target::Notice),
        ]);
        self.stay_allowed(out);
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
            Ok(mut quote) => {
                allow(&mut quote, &mut self.withheld, out);
                self.journal.attempt = None;
                // The key is dead at the shop; the next order gets another.
                self.journal.intent = None;
                let notice = placing.giving_up.take().unwrap_or(Notice::Cancelled);
                self.spend();
                // Where the fields are that are to make another token.
                let paying = progress::asking(self, &quote, Field::Card);
                let at = progress::first_incomplete(self, &quote).or(paying).unwrap_or_else(|| self.last_step(&quote));
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

    /// Begins a new purchase, with these changes right at its beginning.
    fn start_over(&mut self, with: Vec<Intent>, out: &mut Out) {
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
            let anew = core::iter::once(Intent::StartAnew).chain(with).collect();
            out.push(Command::Apply(self.writes.opening(), anew));
            out.push(Command::Focus(Target::Heading));
        }
    }
}
