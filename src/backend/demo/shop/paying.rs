//! Ways to pay: which are offered for an order, and why others are not.

use super::{
    bill::{Sums, fee},
    catalogue::{Prices, at},
    market::Market,
    places::Place,
    record::State,
    sentinel::BRANDS,
};
use crate::domain::{
    MethodId,
    payment::{ChargeMoment, MethodOffer, NotOffered},
};

/// The most that can be bought on invoice.
const INVOICE_LIMIT: Prices = [100_000, 1_100_000, 1_100_000, 750_000];
/// Days after dispatch until an invoice is due.
const INVOICE_DAYS: u16 = 14;

/// Offered methods in the shop's order, and the others with their reasons.
pub(super) type Methods = (Vec<MethodOffer>, Vec<(MethodId, NotOffered)>);

/// The ways to pay an amount (minor units, before fees).
pub(super) fn methods(state: &State, market: &Market, sums: &Sums, amount: i64) -> Methods {
    if amount == 0 {
        return (Vec::new(), Vec::new());
    }
    let mut offered = Vec::new();
    let mut not_offered = Vec::new();
    for id in ["card", "invoice", "collect", "cash-on-delivery"] {
        match refusal(id, state, market, sums, amount) {
            Some(reason) => not_offered.push((MethodId::from(id), reason)),
            None => offered.push(MethodOffer {
                id: MethodId::from(id),
                fee: Some(market.money(fee(id, market))).filter(|fee| !fee.is_zero()),
                charged: Some(charged(id, sums.travels)),
                brands: if id == "card" {
                    BRANDS.iter().map(|brand| (*brand).to_owned()).collect()
                } else {
                    Vec::new()
                },
            }),
        }
    }
    (offered, not_offered)
}

/// When the money is taken.
pub(super) fn charged(method: &str, travels: bool) -> ChargeMoment {
    match method {
        "invoice" => ChargeMoment::AfterDispatch(INVOICE_DAYS),
        "collect" => ChargeMoment::AtCollection,
        _ if travels => ChargeMoment::AtDispatch,
        _ => ChargeMoment::Now,
    }
}

/// Why a method is not offered.
fn refusal(method: &str, state: &State, market: &Market, sums: &Sums, amount: i64) -> Option<NotOffered> {
    match method {
        "card" => None,
        "invoice" if !market.invoice => Some(NotOffered::Country),
        "invoice" => {
            let limit = at(&INVOICE_LIMIT, market.slot);
            (amount > limit).then(|| NotOffered::AboveLimit(market.money(limit)))
        }
        "collect" => {
            let place = state.point.as_deref().and_then(Place::named);
            let at_ours = sums.travels && state.collect && place.is_some_and(Place::own_shop);
            (!at_ours).then_some(NotOffered::CollectOnly)
        }
        _ => Some(NotOffered::Never),
    }
}

/// Whether a method is offered.
pub(super) fn offers(method: &str, state: &State, market: &Market, sums: &Sums, amount: i64) -> bool {
    amount != 0 && refusal(method, state, market, sums, amount).is_none()
}
