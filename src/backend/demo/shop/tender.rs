//! Gift cards and credit: what pays a part of an order before a method does.
//!
//! Always true: together they never pay more than the order costs, and what one has paid is gone from it once the
//! order is made.

use super::{
    catalogue::{Prices, at},
    market::Market,
    record::State,
};
use crate::domain::{
    payment::{Tender, TenderKind},
    problem::{Fault, Field, Problem},
};

/// The gift cards of the shop: code without signs, and what is on it in each currency; nothing where it is not of
/// that currency.
const GIFTS: [(&str, Prices); 4] = [
    ("FJELLGIFT25", [2_500, 25_000, 25_000, 19_000]),
    ("FJELLGIFT500", [50_000, 500_000, 500_000, 375_000]),
    ("FJELLEMPTY0", [0, 0, 0, 0]),
    ("FJELLKRONER100", [-1, -1, 10_000, -1]),
];

/// The code without spaces and dashes, in capitals.
fn code(typed: &str) -> String {
    typed.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_uppercase()).collect()
}

impl State {
    /// What is on a gift card now.
    fn balance(&self, code: &str, market: &Market) -> Option<i64> {
        let (_, amounts) = GIFTS.iter().find(|(known, _)| *known == code)?;
        let spent: i64 = self.gifts_spent.iter().filter(|(known, _)| known == code).map(|(_, spent)| spent).sum();
        Some(at(amounts, market.slot) - spent)
    }

    /// What pays a part of so much: code (none for credit), what it pays, what is left on it.
    pub(super) fn tendered(&self, market: &Market, mut total: i64) -> Vec<(String, (i64, i64))> {
        let credit = (self.credit > 0).then(|| (String::new(), self.credit, self.credit_used));
        let gifts = self.gifts.iter().map(|gift| (gift.clone(), self.balance(gift, market).unwrap_or_default(), true));
        let pay = |(code, balance, used): (String, i64, bool)| {
            let pays = if used { balance.clamp(0, total) } else { 0 };
            total -= pays;
            (code, (pays, balance - pays))
        };
        credit.into_iter().chain(gifts).map(pay).collect()
    }

    /// Takes a gift card in.
    pub(super) fn add_gift(&mut self, typed: &str) -> Result<(), Problem> {
        let refuse = |fault| Err(Problem::new(Field::GiftCard, fault));
        let code = code(typed);
        if self.gifts.contains(&code) {
            return refuse(Fault::CodeAlreadyApplied);
        }
        match self.balance(&code, self.market()) {
            None => refuse(Fault::CodeUnknown),
            Some(balance) if balance < 0 => refuse(Fault::CodeWrongMarket),
            Some(0) => refuse(Fault::CodeUsed),
            Some(_) => {
                self.gifts.push(code);
                Ok(())
            }
        }
    }

    /// Uses or leaves what is named: a gift card by its ending, credit by its word.
    pub(super) fn use_tender(&mut self, id: &str, used: bool) {
        if id == CREDIT {
            self.credit_used = used;
        } else if !used {
            self.gifts.retain(|gift| ending(gift) != id);
        }
    }

    /// What was paid is gone.
    pub(super) fn spend(&mut self, paid: &[(String, (i64, i64))]) {
        for (code, (pays, _)) in paid.iter().filter(|(_, (pays, _))| *pays > 0) {
            if code.is_empty() {
                self.credit -= pays;
            } else {
                self.gifts_spent.push((code.clone(), *pays));
            }
        }
        self.gifts.clear();
        self.credit_used = false;
    }
}

/// By which credit is named.
const CREDIT: &str = "credit";

/// The last four characters of a code.
fn ending(code: &str) -> &str {
    code.char_indices().rev().nth(3).map_or(code, |(at, _)| code.get(at..).unwrap_or(code))
}

/// As the domain says it.
pub(super) fn tenders(paid: &[(String, (i64, i64))], market: &Market) -> Vec<Tender> {
    let tender = |(code, (pays, left)): &(String, (i64, i64))| Tender {
        id: if code.is_empty() { CREDIT.to_owned() } else { ending(code).to_owned() },
        kind: if code.is_empty() { TenderKind::Credit } else { TenderKind::GiftCard },
        ending: ending(code).to_owned(),
        pays: market.money(*pays),
        left: market.money(*left),
    };
    paid.iter().map(tender).collect()
}
