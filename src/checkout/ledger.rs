//! Why the total changed: the first total, and every change with what caused it.
//!
//! The differences are between totals the shop said; nothing here is an amount of our own.

use crate::{
    checkout::request::Intent,
    domain::{money::Money, quote::Quote},
};

/// What changed the total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cause {
    /// The shopper changed what is in the bag.
    Bag,
    /// The shopper used or removed a code.
    Code(String),
    /// The shopper chose where or how it is delivered.
    Delivery,
    /// The shopper chose how to pay.
    Method,
    /// The shopper buys for a company, or no longer.
    Company,
    /// The shop changed something by itself.
    Shop,
}

/// A change of the total.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// What caused it.
    pub cause: Cause,
    /// By how much.
    pub difference: Money,
}

/// The first total and its changes, in the order they happened.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ledger {
    /// What the first view showed.
    pub first: Option<Money>,
    /// The changes; one entry a cause, and none that came to nothing.
    pub entries: Vec<Entry>,
}

impl Ledger {
    /// Notes the total of a new quote, which came after `before` and these changes.
    pub(crate) fn note(&mut self, before: Option<&Quote>, quote: &Quote, intents: &[Intent]) {
        let total = quote.totals.total;
        let Some(before) = before else {
            self.first.get_or_insert(total);
            return;
        };
        let Ok(difference) = total.minus(before.totals.total) else {
            // Another currency: the story starts anew.
            *self = Self { first: Some(total), entries: Vec::new() };
            return;
        };
        if difference.is_zero() {
            return;
        }
        let cause = intents.first().map_or(Cause::Shop, cause);
        if matches!(cause, Cause::Bag) && self.entries.is_empty() {
            // While nothing but the bag has changed, the bag is the first total.
            self.first = Some(total);
            return;
        }
        match self.entries.iter_mut().find(|entry| entry.cause == cause) {
            Some(entry) => {
                if let Ok(sum) = entry.difference.plus(difference) {
                    entry.difference = sum;
                }
            }
            None => self.entries.push(Entry { cause, difference }),
        }
        self.entries.retain(|entry| !entry.difference.is_zero());
    }
}

fn cause(intent: &Intent) -> Cause {
    match intent {
        Intent::SetQuantity(..) | Intent::AddItem(..) | Intent::StartAnew => Cause::Bag,
        Intent::ApplyCode(code) | Intent::RemoveCode(code) => Cause::Code(code.to_ascii_uppercase()),
        Intent::SetMethod(_) | Intent::SetBrand(_) => Cause::Method,
        Intent::SetCompany(_) => Cause::Company,
        // A tender pays; it does not change what anything costs.
        Intent::SetContact(_)
        | Intent::AddGiftCard(_)
        | Intent::UseTender(..)
        | Intent::ForgetCard(_)
        | Intent::PreferCard(_) => Cause::Shop,
        Intent::SetDestination { .. }
        | Intent::SetHow(_)
        | Intent::SetRate(_)
        | Intent::FindPoints(_)
        | Intent::SetPoint(_) => Cause::Delivery,
    }
}
