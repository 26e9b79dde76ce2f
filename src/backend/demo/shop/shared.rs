//! What the sessions of one shop have in common, for a server that has many of them.
//!
//! In a browser a shop has one session at a time, and nobody needs this. On a server order numbers must never
//! be given twice, and what one buyer took is gone for the next.

use super::{
    kept::{Kept, Tree},
    people::{People, way_in},
    record::State,
};
use crate::domain::day::{Day, Instant};
use std::collections::BTreeMap;

/// What every session of a shop must agree on.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shared {
    /// The number of the next order.
    pub next_number: u32,
    /// The day of which [`Shared::taken`] tells; the shelves are filled every night.
    pub day: Day,
    /// How many of each item were sold that day.
    pub taken: BTreeMap<String, u32>,
}

/// Who sits in front of a session: an account, how it was shown that it is theirs, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Seat {
    account: u32,
    how: u8,
    at: i64,
}

impl State {
    /// Everything of everybody, as text.
    pub(crate) fn people(&self) -> String {
        self.people.keep().text()
    }

    /// Takes over what other sessions did with the accounts. Cards and credit of whoever is signed in are the account's, wherever
    /// they were last changed.
    pub(crate) fn know(&mut self, people: &str) {
        let mut known = People::default();
        if !Tree::parse(people).is_some_and(|tree| known.restore(tree)) {
            return;
        }
        self.people = known;
        if let Some(account) = self.account() {
            let purse = account.purse.clone();
            self.wallet = purse.wallet;
            self.next_card = purse.next_card;
            self.credit = purse.credit;
        }
    }

    pub(crate) fn seat(&self) -> Option<Seat> {
        let signed = self.signed.as_ref()?;
        Some(Seat { account: signed.account, how: signed.how, at: signed.at })
    }

    /// Lets somebody who is signed in elsewhere be signed in here, as of then.
    pub(crate) fn sit(&mut self, seat: Seat) {
        self.enter(seat.account, way_in(seat.how), Instant(seat.at));
    }

    pub(crate) fn shared(&self) -> Shared {
        Shared { next_number: self.next_number, day: Day(self.taken_day), taken: self.taken.clone() }
    }

    /// Takes over what other sessions did. What a sentinel took in this session stays taken here only: a bag that
    /// is sold out on purpose must not empty the shelves of everyone else.
    pub(crate) fn share(&mut self, shared: &Shared) {
        self.next_number = self.next_number.max(shared.next_number);
        if shared.day.0 > self.taken_day {
            self.taken_day = shared.day.0;
            self.taken.clear();
        }
        if shared.day.0 == self.taken_day {
            for (item, sold) in &shared.taken {
                let taken = self.taken.entry(item.clone()).or_default();
                *taken = (*taken).max(*sold);
            }
        }
    }
}

impl Shared {
    /// What is shared once a session went from `before` to `after`: what an order sold, if there was one.
    pub fn went_on(&mut self, before: &Self, after: &Self) {
        if after.next_number <= before.next_number {
            return;
        }
        self.next_number = self.next_number.max(after.next_number);
        if after.day > self.day {
            self.day = after.day;
            self.taken.clear();
        }
        for (item, taken) in &after.taken {
            let known = before.taken.get(item).filter(|_| before.day == after.day).copied().unwrap_or_default();
            let sold = taken.saturating_sub(known);
            if sold > 0 {
                let all = self.taken.entry(item.clone()).or_default();
                *all = all.saturating_add(sold);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shared(next_number: u32, day: i64, taken: &[(&str, u32)]) -> Shared {
        let taken = taken.iter().map(|(item, sold)| ((*item).to_owned(), *sold)).collect();
        Shared { next_number, day: Day(day), taken }
    }

    #[test]
    fn an_order_sells_what_was_taken_since() {
        let mut all = shared(5, 1, &[("base", 1)]);
        all.went_on(&shared(5, 1, &[("base", 1)]), &shared(6, 1, &[("base", 3), ("jacket", 1)]));
        assert_eq!(all, shared(6, 1, &[("base", 3), ("jacket", 1)]));
    }

    #[test]
    fn what_a_sentinel_takes_is_gone_in_its_session_only() {
        let mut all = shared(5, 1, &[]);
        all.went_on(&shared(5, 1, &[]), &shared(5, 1, &[("lamp", 1)]));
        assert_eq!(all, shared(5, 1, &[]));
    }

    #[test]
    fn a_new_day_begins_with_full_shelves() {
        let mut all = shared(5, 1, &[("base", 3)]);
        all.went_on(&shared(5, 1, &[("base", 3)]), &shared(6, 2, &[("base", 1)]));
        assert_eq!(all, shared(6, 2, &[("base", 1)]));
    }

    #[test]
    fn a_session_hears_of_what_others_bought_today() {
        let mut state = super::super::Start::default().state();
        state.share(&shared(30_000, 9, &[("base", 2)]));
        assert_eq!(state.shared(), shared(30_000, 9, &[("base", 2)]));
        state.share(&shared(20_000, 8, &[("jacket", 2)]));
        assert_eq!(state.shared(), shared(30_000, 9, &[("base", 2)]));
    }
}
