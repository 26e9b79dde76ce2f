//! Changes on their way to the shop: one at a time, in order, numbered.
//!
//! Always true: at most one request is under way; an answer with another number is late and dropped.

use crate::{
    checkout::request::Intent,
    domain::{ItemId, quote::Quote},
};

/// How often a lost change is tried again before the shopper is told.
const TRIES: u8 = 3;

/// The lane of changes.
#[derive(Clone, Debug, Default)]
pub struct Writes {
    sequence: u64,
    /// The request under way: its number, and what it changes (nothing: a reading).
    under_way: Option<(u64, Vec<Intent>)>,
    /// What waits for its turn.
    waiting: Vec<Intent>,
    /// A reading is wanted.
    stale: bool,
    tries: u8,
    /// Lost: what was under way waits to be tried again.
    pub(crate) lost: bool,
}

impl Writes {
    /// Whether the total shown is the shop's last word.
    pub fn idle(&self) -> bool {
        self.under_way.is_none() && self.waiting.is_empty() && !self.stale
    }

    /// Adds a change; a newer one of the same thing replaces one that still waits.
    pub(crate) fn want(&mut self, intent: Intent) {
        self.waiting.retain(|known| !replaces(&intent, known));
        self.waiting.push(intent);
    }

    /// Asks for a reading.
    pub(crate) fn want_reading(&mut self) {
        self.stale = true;
    }

    /// The next request, if none is under way: its number and what it changes.
    pub(crate) fn start(&mut self) -> Option<(u64, Vec<Intent>)> {
        if self.under_way.is_some() || self.lost || (self.waiting.is_empty() && !self.stale) {
            return None;
        }
        self.sequence += 1;
        self.stale = false;
        let request = (self.sequence, core::mem::take(&mut self.waiting));
        self.under_way = Some(request.clone());
        Some(request)
    }

    /// Starts an opening of the session.
    pub(crate) fn opening(&mut self) -> u64 {
        self.sequence += 1;
        self.under_way = Some((self.sequence, Vec::new()));
        self.sequence
    }

    /// Takes the request of that number as answered: what it changed. `None` when it is late.
    pub(crate) fn answered(&mut self, sequence: u64) -> Option<Vec<Intent>> {
        if self.under_way.as_ref().is_none_or(|(number, _)| *number != sequence) {
            return None;
        }
        self.under_way.take().map(|(_, intents)| intents)
    }

    /// All went well.
    pub(crate) fn settled(&mut self) {
        self.tries = 0;
    }

    /// Puts lost changes back in front of those that wait. Whether they should be tried again, and
    /// after how many milliseconds.
    pub(crate) fn lost(&mut self, mut intents: Vec<Intent>) -> Option<u32> {
        // A change made meanwhile wins over a lost one of the same thing.
        intents.retain(|lost| !self.waiting.iter().any(|newer| replaces(newer, lost)));
        intents.append(&mut self.waiting);
        self.waiting = intents;
        self.stale = true;
        self.lost = true;
        self.tries += 1;
        (self.tries <= TRIES).then(|| 400 << self.tries)
    }

    /// The shopper or a timer asks to try again.
    pub(crate) fn try_again(&mut self) {
        self.lost = false;
    }

    /// Before lost changes are sent again the shop is read: whatever it shows as done is dropped, so
    /// that nothing is added twice.
    pub(crate) fn drop_done(&mut self, before: &Quote, now: &Quote) {
        self.waiting.retain(|intent| !done(intent, before, now));
    }

    /// Whether changes wait that a reading must go before.
    pub(crate) fn must_read_first(&self) -> bool {
        self.stale && self.tries > 0
    }

    /// A reading alone, before lost changes are sent again.
    pub(crate) fn start_reading(&mut self) -> Option<u64> {
        if self.under_way.is_some() || self.lost {
            return None;
        }
        self.stale = false;
        Some(self.opening())
    }

    /// Forgets changes that cannot matter any more.
    pub(crate) fn clear(&mut self) {
        *self = Self { sequence: self.sequence, ..Self::default() };
    }
}

fn replaces(newer: &Intent, older: &Intent) -> bool {
    match (newer, older) {
        (Intent::SetQuantity(new, _), Intent::SetQuantity(old, _)) => new == old,
        (Intent::SetContact(_), Intent::SetContact(_))
        | (Intent::SetDestination { .. }, Intent::SetDestination { .. })
        | (Intent::SetHow(_), Intent::SetHow(_))
        | (Intent::SetRate(_), Intent::SetRate(_))
        | (Intent::FindPoints(_), Intent::FindPoints(_))
        | (Intent::SetPoint(_), Intent::SetPoint(_))
        | (Intent::SetMethod(_), Intent::SetMethod(_)) => true,
        (Intent::ApplyCode(new) | Intent::RemoveCode(new), Intent::ApplyCode(old) | Intent::RemoveCode(old)) => new == old,
        _ => false,
    }
}

fn done(intent: &Intent, before: &Quote, now: &Quote) -> bool {
    let pieces = |quote: &Quote, item: &ItemId| -> u32 {
        quote.lines.iter().filter(|line| line.item == *item).map(|line| line.quantity).sum()
    };
    match intent {
        Intent::SetQuantity(line, 0) => now.line(line).is_none(),
        Intent::SetQuantity(line, quantity) => now.line(line).is_some_and(|line| line.quantity == *quantity),
        Intent::AddItem(item, _) => pieces(now, item) > pieces(before, item),
        Intent::StartAnew => now.order.is_none(),
        Intent::ApplyCode(code) => now.codes.iter().any(|applied| applied.code.eq_ignore_ascii_case(code.trim())),
        Intent::RemoveCode(code) => !now.codes.iter().any(|applied| applied.code == *code),
        Intent::SetHow(how) => now.delivery.how == *how,
        Intent::SetRate(rate) => now.delivery.rate.as_ref() == Some(rate),
        Intent::SetPoint(point) => now.delivery.point.as_ref() == Some(point),
        Intent::SetMethod(method) => now.method.as_ref() == Some(method),
        Intent::SetContact(_) | Intent::SetDestination { .. } | Intent::FindPoints(_) => false,
    }
}
