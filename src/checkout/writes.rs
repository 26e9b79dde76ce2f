//! Changes on their way to the shop: one at a time, in order, numbered.
//!
//! Always true: at most one request is under way; an answer with another number is late and dropped.

use crate::{
    checkout::request::Intent,
    domain::{ItemId, LineId, problem::Field, quote::Quote},
};

/// How often a lost change is tried again before the shopper is told.
const TRIES: u8 = 3;

/// The lane of changes.
#[derive(Clone, Debug, Default)]
pub struct Writes {
    sequence: u64,
    /// The request under way: its number, and what it changes (nothing: a reading).
    under_way: Option<(u64, Vec<Intent>)>,
    /// What was sent together and not answered: it may have been done.
    doubtful: Vec<Intent>,
    /// What waits for its turn.
    waiting: Vec<Intent>,
    /// A reading is wanted.
    stale: bool,
    tries: u8,
    /// Lost: what was under way waits to be tried again.
    lost: bool,
}

impl Writes {
    /// Whether the total shown is the shop's last word.
    pub fn idle(&self) -> bool {
        self.under_way.is_none() && self.doubtful.is_empty() && self.waiting.is_empty() && !self.stale
    }

    /// Whether changes wait for the shopper to ask for another try.
    pub(crate) fn stuck(&self) -> bool {
        self.lost && self.tries > TRIES
    }

    /// Whether the shop's word on what was changed is to be expected without anybody's doing: not while the connection is
    /// gone, nor once the shopper has been told that it does not come.
    pub(crate) fn coming(&self) -> bool {
        !self.idle() && !(self.lost && (self.tries == 0 || self.stuck()))
    }

    /// Adds a change; a newer one of the same thing replaces one that still waits.
    pub(crate) fn want(&mut self, intent: Intent) {
        self.doubtful.retain(|known| !replaces(&intent, known));
        self.waiting.retain(|known| !replaces(&intent, known));
        self.waiting.push(intent);
    }

    /// Puts changes that were not done back in front of those that wait. A change made meanwhile wins
    /// over an older one of the same thing.
    pub(crate) fn again(&mut self, mut intents: Vec<Intent>) {
        intents.retain(|older| !self.waiting.iter().any(|newer| replaces(newer, older)));
        intents.append(&mut self.waiting);
        self.waiting = intents;
    }

    /// Whether that very change waits or is under way.
    pub(crate) fn pending(&self, intent: &Intent) -> bool {
        let under_way = self.under_way.iter().flat_map(|(_, intents)| intents);
        under_way.chain(&self.doubtful).chain(&self.waiting).any(|known| known == intent)
    }

    /// Asks for a reading.
    pub(crate) fn want_reading(&mut self) {
        self.stale = true;
    }

    /// The next request, if none is under way: its number and what it changes. Before lost changes are
    /// sent again the shop is read, so that nothing is added twice.
    pub(crate) fn start(&mut self) -> Option<(u64, Vec<Intent>)> {
        if self.under_way.is_some() || self.lost || self.idle() {
            return None;
        }
        self.stale = false;
        if !self.doubtful.is_empty() || self.tries > 0 {
            return Some((self.opening(), Vec::new()));
        }
        self.sequence += 1;
        let request = (self.sequence, core::mem::take(&mut self.waiting));
        self.under_way = Some(request.clone());
        Some(request)
    }

    /// Starts an opening of the session, or a reading.
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

    /// The shop has said where it stands: what of the changes in doubt it shows as done is dropped,
    /// the rest goes again.
    pub(crate) fn settled(&mut self, before: &Quote, now: &Quote) {
        self.tries = 0;
        let doubtful = core::mem::take(&mut self.doubtful);
        let open: Vec<Intent> =
            doubtful.iter().filter(|intent| !was_done(intent, &doubtful, before, now)).cloned().collect();
        self.again(open);
        self.waiting.retain(|intent| !shows(intent, now));
    }

    /// Keeps changes whose answer was lost. Whether they should be tried again without asking, and after
    /// how many milliseconds.
    pub(crate) fn lost(&mut self, mut intents: Vec<Intent>) -> Option<u32> {
        intents.retain(|lost| !self.waiting.iter().any(|newer| replaces(newer, lost)));
        self.doubtful.append(&mut intents);
        self.stale = true;
        self.lost = true;
        self.tries = self.tries.saturating_add(1);
        (self.tries <= TRIES).then(|| 400 << self.tries)
    }

    /// Keeps changes that never left: there is no connection. They wait without end.
    pub(crate) fn kept_back(&mut self, intents: Vec<Intent>) {
        self.again(intents);
        self.stale = true;
        self.lost = true;
    }

    /// The shopper or a timer asks to try again.
    pub(crate) fn try_again(&mut self) {
        self.lost = false;
    }

    /// Forgets changes that cannot matter any more; what it forgot.
    pub(crate) fn clear(&mut self) -> Vec<Intent> {
        let forgotten = core::mem::replace(self, Self { sequence: self.sequence, ..Self::default() });
        let mut intents = forgotten.doubtful;
        intents.extend(forgotten.waiting);
        intents
    }
}

fn replaces(newer: &Intent, older: &Intent) -> bool {
    match (newer, older) {
        (Intent::SetQuantity(new, _), Intent::SetQuantity(old, _)) => new == old,
        (Intent::SetContact(_), Intent::SetContact(_))
        | (Intent::SetCompany(_), Intent::SetCompany(_))
        | (Intent::SetDestination { .. }, Intent::SetDestination { .. })
        | (Intent::SetHow(_), Intent::SetHow(_))
        | (Intent::SetRate(_), Intent::SetRate(_))
        | (Intent::FindPoints(_), Intent::FindPoints(_))
        | (Intent::SetPoint(_), Intent::SetPoint(_))
        | (Intent::SetMethod(_), Intent::SetMethod(_))
        | (Intent::SetBrand(_), Intent::SetBrand(_))
        | (Intent::PreferCard(_), Intent::PreferCard(_)) => true,
        (Intent::UseTender(new, _), Intent::UseTender(old, _)) => new == old,
        (Intent::ApplyCode(new) | Intent::RemoveCode(new), Intent::ApplyCode(old) | Intent::RemoveCode(old)) => {
            new == old
        }
        _ => false,
    }
}

/// Whether the shop shows a change that could be made twice without harm.
fn shows(intent: &Intent, now: &Quote) -> bool {
    match intent {
        Intent::SetQuantity(line, 0) => now.line(line).is_none(),
        Intent::SetQuantity(line, quantity) => now.line(line).is_some_and(|line| line.quantity == *quantity),
        Intent::ApplyCode(code) => now.codes.iter().any(|applied| applied.code.eq_ignore_ascii_case(code.trim())),
        Intent::RemoveCode(code) => !now.codes.iter().any(|applied| applied.code == *code),
        Intent::SetHow(how) => now.delivery.how == *how,
        Intent::SetRate(rate) => now.delivery.rate.as_ref() == Some(rate),
        Intent::SetPoint(point) => now.delivery.point.as_ref() == Some(point),
        Intent::SetMethod(method) => now.method.as_ref() == Some(method),
        Intent::SetBrand(brand) => now.brand == *brand,
        Intent::UseTender(id, used) => {
            now.totals.tenders.iter().find(|tender| tender.id == *id).is_some_and(|tender| !tender.pays.is_zero())
                == *used
        }
        Intent::ForgetCard(id) => !now.methods.iter().any(|offer| offer.id == *id),
        Intent::AddItem(..)
        | Intent::StartAnew
        | Intent::SetContact(_)
        | Intent::SetCompany(_)
        | Intent::SetDestination { .. }
        | Intent::FindPoints(_)
        | Intent::AddGiftCard(_)
        | Intent::PreferCard(_) => false,
    }
}

/// Whether a change that was sent together with others, all or none, has been done.
fn was_done(intent: &Intent, together: &[Intent], before: &Quote, now: &Quote) -> bool {
    let pieces = |quote: &Quote, item: &ItemId| -> u32 {
        quote.lines.iter().filter(|line| line.item == *item).map(|line| line.quantity).sum()
    };
    let item_of = |line: &LineId| before.line(line).map(|line| &line.item);
    let item = match intent {
        Intent::AddItem(item, _) => item,
        Intent::SetQuantity(line, _) => match item_of(line) {
            Some(item) if together.iter().any(|other| matches!(other, Intent::AddItem(added, _) if added == item)) => {
                item
            }
            _ => return shows(intent, now),
        },
        _ => return shows(intent, now),
    };
    // What is added counts up: it is told by how many there would be.
    let expected = together.iter().fold(pieces(before, item), |pieces, change| match change {
        Intent::AddItem(added, more) if added == item => pieces.saturating_add(*more),
        Intent::SetQuantity(line, quantity) if item_of(line) == Some(item) => *quantity,
        _ => pieces,
    });
    match intent {
        // Neither as before nor as wished: somebody else changed it, too. Rather one too few than one too many.
        Intent::AddItem(..) => pieces(now, item) != pieces(before, item) || expected == pieces(before, item),
        _ => pieces(now, item) == expected,
    }
}

/// Whether a problem of that field is one of this change.
pub(crate) fn concerns(intent: &Intent, field: Field) -> bool {
    match intent {
        Intent::SetQuantity(..) | Intent::AddItem(..) => field == Field::Quantity,
        Intent::ApplyCode(_) | Intent::RemoveCode(_) => field == Field::Code,
        Intent::SetContact(_) => matches!(field, Field::Email | Field::News),
        Intent::SetCompany(_) => field == Field::VatId,
        Intent::SetDestination { .. } => matches!(field, Field::Address(..)),
        Intent::SetHow(_) => field == Field::How,
        Intent::SetRate(_) => field == Field::Rate,
        Intent::FindPoints(_) => field == Field::Near,
        Intent::SetPoint(_) => field == Field::Point,
        Intent::SetMethod(_) | Intent::SetBrand(_) | Intent::ForgetCard(_) | Intent::PreferCard(_) => {
            field == Field::Method
        }
        Intent::AddGiftCard(_) | Intent::UseTender(..) => field == Field::GiftCard,
        Intent::StartAnew => false,
    }
}
