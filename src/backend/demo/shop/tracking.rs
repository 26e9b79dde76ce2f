//! Orders after the purchase: what the calendar has made of them, and who may see them.
//!
//! Always true: an order is shown to whoever placed it in this browser, owns it, or has named its number together with its
//! address; a wrong pair is answered the same whether there is such a number or not, and not for ever.

use super::{
    market::{Market, finnish_time},
    record::{Bought, State},
    words::Language,
};
use crate::{
    checkout::request::BackendError,
    domain::{
        OrderNumber,
        country::Country,
        day::Instant,
        order::{Days, Listed, Order, OrderDelivery, OrderState, Reached, Settled, ToDo, Tracked},
        payment::ChargeMoment,
    },
};

/// Under what wrong pairs are counted, beside those of passwords; no address is called so.
const PAIRS: &str = "order";

impl State {
    /// Whether whoever is here may see an order.
    pub(super) fn may_see(&self, order: &Bought) -> bool {
        order.here || self.owns(order) || self.looked.contains(&order.number)
    }

    fn owns(&self, order: &Bought) -> bool {
        self.signed.as_ref().is_some_and(|signed| signed.account == order.owner)
    }

    /// An order that may be seen, as it stands now.
    pub(crate) fn tracked(&self, number: &str, now: Instant, language: Language) -> Option<Tracked> {
        self.orders.iter().filter(|order| self.may_see(order)).find(|order| order.number == number)?;
        self.stands(number, now, language)
    }

    /// An order as it stands now, whoever may see it.
    pub(crate) fn stands(&self, number: &str, now: Instant, language: Language) -> Option<Tracked> {
        let order = self.orders.iter().find(|order| order.number == number)?;
        let shown = order.show(now, language)?;
        let reached = reached(&shown, now);
        let parcel = matches!(shown.delivery, OrderDelivery::Ship { .. })
            && matches!(reached, Reached::OnItsWay | Reached::Ready | Reached::Arrived);
        let digits: String = order.number.chars().filter(char::is_ascii_digit).collect();
        Some(Tracked {
            settled: settled(&shown, reached),
            reached: Some(reached),
            parcel: parcel.then(|| ["NP 4471 ", &digits, " 1FI"].concat()),
            order: shown,
        })
    }

    /// The orders of whoever is signed in, newest first.
    pub(crate) fn listed(&self, now: Instant) -> Result<Vec<Listed>, BackendError> {
        self.account().ok_or(BackendError::Unauthorized)?;
        let listed = |order: &Bought| {
            let market = Market::or_home(Country::parse(&order.country)?);
            Some(Listed {
                number: OrderNumber(order.number.clone()),
                placed: Instant(order.placed),
                total: market.money(order.bill.total),
                pieces: order.bill.pieces,
                reached: Some(reached(&order.show(now, self.language())?, now)),
            })
        };
        Ok(self.orders.iter().rev().filter(|order| self.owns(order)).filter_map(listed).collect())
    }

    /// An order by its number and address; this browser may see it from then on.
    pub(crate) fn find(
        &mut self,
        number: &str,
        email: &str,
        now: Instant,
        language: Language,
    ) -> Result<Tracked, BackendError> {
        if let Some(wait) = self.deaf(PAIRS, now) {
            return Err(BackendError::Busy(wait));
        }
        let number = number.trim().to_ascii_uppercase();
        let fits = |order: &&Bought| order.number == number && order.email.eq_ignore_ascii_case(email);
        if self.orders.iter().find(fits).is_none() {
            return Err(self.missed(PAIRS, now));
        }
        self.looked.retain(|known| *known != number);
        super::doors::push(&mut self.looked, number.clone());
        self.tracked(&number, now, language).ok_or(BackendError::Malformed)
    }
}

/// How far an order is: packed on the first working day, then on its way until the day that was promised is over.
pub(super) fn reached(order: &Order, now: Instant) -> Reached {
    let (today, _) = finnish_time(now);
    if order.state != OrderState::Confirmed {
        return Reached::Held;
    }
    if let Some(ToDo::Transfer(transfer)) = &order.to_do {
        return if today > transfer.until { Reached::Cancelled } else { Reached::AwaitsMoney };
    }
    if let Some(ToDo::Cheque { until, .. }) = &order.to_do {
        return if today > *until { Reached::Cancelled } else { Reached::AwaitsMoney };
    }
    let (window, collected) = match &order.delivery {
        OrderDelivery::Ship { window: Some(window), .. } => (window, false),
        OrderDelivery::Ship { window: None, .. } => return Reached::Packing,
        OrderDelivery::Collect { point, .. } => (&point.ready, true),
        OrderDelivery::Nothing => return Reached::Arrived,
    };
    let (placed, _) = finnish_time(order.placed);
    let days = Days::before(placed, window);
    let kept = match &order.delivery {
        OrderDelivery::Collect { point, .. } => i64::from(point.kept_days),
        _ => 0,
    };
    if today <= days.packing && today < window.from {
        Reached::Packing
    } else if collected && today >= window.from && today <= window.to.plus(kept) {
        Reached::Ready
    } else if today <= window.to {
        Reached::OnItsWay
    } else {
        Reached::Arrived
    }
}

/// What became of the money: it is taken when it was said it would be.
fn settled(order: &Order, reached: Reached) -> Option<Settled> {
    if order.totals.due.is_zero() {
        return None;
    }
    let sent = matches!(reached, Reached::OnItsWay | Reached::Ready | Reached::Arrived);
    Some(match (order.charged?, reached) {
        (_, Reached::Cancelled) => return None,
        (ChargeMoment::Now, Reached::Held) => Settled::Reserved,
        (ChargeMoment::Now, _) | (ChargeMoment::AtCollection, Reached::Arrived) => Settled::Paid,
        (ChargeMoment::AtDispatch, _) if sent => Settled::Paid,
        (ChargeMoment::AtDispatch, _) => Settled::Reserved,
        _ => Settled::Awaited,
    })
}
