//! Sending things back: what may be, until when, and what is given back for it.
//!
//! Always true: what is given back for an order is never more than was paid for its goods, and only once for each piece. A
//! piece is worth what was paid for it: its price less its share of what codes and offers took off the whole. Who has all
//! of an order go back is given its delivery back too (Directive 2011/83/EU art. 13(1)).

use super::{
    bill::share,
    catalogue::{Item, Sort, at},
    company::Taxed,
    market::{Market, finnish_time},
    quote::RETURNS_DAYS,
    record::{Bought, Row, SentBack, State},
    words::{Language, Text},
};
use crate::{
    checkout::request::BackendError,
    domain::{
        LineId, ReasonId, ReturnNumber, ReturnWayId,
        country::Country,
        day::Instant,
        money::Money,
        order::{OrderDelivery, Reached},
        problem::{Fault, Field, Problem},
        returns::{Return, ReturnOptions, ReturnRequest, Returnable},
    },
};

const REASONS: [(&str, Text); 5] = [
    ("too_small", ["Too small", "For liten", "صغير جدًا"]),
    ("too_large", ["Too large", "For stor", "كبير جدًا"]),
    ("not_as_described", ["Not as described", "Ikke som beskrevet", "لا يطابق الوصف"]),
    ("defective", ["Damaged or faulty", "Skadet eller feil", "تالف أو معيب"]),
    ("mind", ["I changed my mind", "Jeg ombestemte meg", "غيّرت رأيي"]),
];

/// By a label that is in the mail: handing it in costs nothing.
const LABEL: &str = "label";
/// The carrier comes for it.
const FETCHED: &str = "fetched";
const WAYS: [(&str, Text, [i64; 4]); 2] = [
    (LABEL, ["Hand it in at a parcel shop", "Lever den i en pakkebutikk", "سلّمه في متجر للطرود"], [0; 4]),
    (FETCHED, ["Have it fetched at home", "La den bli hentet hjemme", "استلامه من منزلك"], [690, 7_900, 7_900, 4_900]),
];
/// So many days after it was asked for it is there, and so many later the money is on its way back.
const TRAVELS_DAYS: i64 = 3;
const CHECKED_DAYS: i64 = 2;

/// How far a return is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// The shop waits for it.
    Requested,
    /// It is there.
    Received,
    /// The money is on its way back.
    Refunded,
}

impl Bought {
    /// What of a line has not been sent back yet.
    fn left(&self, item: &str, bought: u32) -> u32 {
        let back = self.sent_back.iter().flat_map(|back| &back.lines).filter(|(known, _)| known == item);
        bought.saturating_sub(back.map(|(_, quantity)| *quantity).sum())
    }

    /// The lines of which something can go back, if it is time for that: it has arrived, and the days of grace are not over.
    fn returnable(&self, now: Instant, language: Language) -> Vec<(Item, &str, u32)> {
        let Some(order) = self.show(now, language) else { return Vec::new() };
        let window = match &order.delivery {
            OrderDelivery::Ship { window: Some(window), .. } => *window,
            OrderDelivery::Collect { point, .. } => point.ready,
            OrderDelivery::Ship { window: None, .. } | OrderDelivery::Nothing => return Vec::new(),
        };
        let (today, _) = finnish_time(now);
        let is_there = matches!(super::tracking::reached(&order, now), Reached::Ready | Reached::Arrived);
        let in_time = today <= window.to.plus(i64::from(RETURNS_DAYS));
        // Companies write to the shop: for them there is no right of withdrawal.
        if !is_there || !in_time || self.bill.is_taxed() != Taxed::Gross {
            return Vec::new();
        }
        let line = |line: &super::record::BoughtLine| {
            let item = Item::find(&line.item).filter(|item| item.travels() && item.entry.sort != Sort::Gift)?;
            let left = self.left(&line.item, line.quantity);
            (left > 0).then_some((item, left))
        };
        self.lines.iter().filter_map(|of| line(of).map(|(item, left)| (item, of.item.as_str(), left))).collect()
    }

    /// What was paid for so many of a line, in minor units: rounded for all of them at once, so that the parts add up.
    fn worth(&self, item: &str, quantity: u32) -> i64 {
        let row = |wanted: fn(&Row) -> bool| -> i64 {
            self.bill.rows.iter().filter(|(row, _)| wanted(row)).map(|(_, amount)| amount).sum()
        };
        let (offer, codes) = (-row(|row| *row == Row::Automatic), -row(|row| matches!(row, Row::Code(_))));
        let (mut bases, mut discountable) = (0, 0);
        let mut all = 0;
        let (mut is_base, mut is_discountable) = (false, false);
        for line in &self.lines {
            let Some(found) = Item::find(&line.item) else { continue };
            let amount = line.unit.saturating_mul(i64::from(line.quantity));
            let base = found.entry.sort == Sort::BaseLayer;
            bases += if base { amount } else { 0 };
            discountable += if found.discountable() { amount } else { 0 };
            if line.item == item {
                (all, is_base, is_discountable) = (amount, base, found.discountable());
            }
        }
        let part = |off: i64, of: i64, whole: i64| if whole > 0 { share(off, of, whole) } else { 0 };
        let less_offer = all - if is_base { part(offer, all, bases) } else { 0 };
        let less_codes = if is_discountable { part(codes, less_offer, discountable - offer) } else { 0 };
        let pieces = self.lines.iter().find(|line| line.item == item).map_or(0, |line| line.quantity);
        part(less_offer - less_codes, i64::from(quantity), i64::from(pieces))
    }

    /// What is given back for these lines, before what the way costs.
    fn gives_back(&self, lines: &[(String, u32)], now: Instant, language: Language) -> i64 {
        let of = |(item, quantity): &(String, u32)| {
            let bought = self.lines.iter().find(|line| line.item == *item).map_or(0, |line| line.quantity);
            let before = bought - self.left(item, bought).min(bought);
            self.worth(item, before + quantity) - self.worth(item, before)
        };
        let goods: i64 = lines.iter().map(of).sum();
        let paid: i64 = self
            .bill
            .rows
            .iter()
            .filter(|(row, _)| matches!(row, Row::Items | Row::Automatic | Row::Code(_)))
            .map(|(_, amount)| amount)
            .sum();
        let given: i64 = self.sent_back.iter().map(|back| back.goods).sum();
        let goods = goods.min(paid - given).max(0);
        let wanted = |item: &str| -> u32 {
            lines.iter().filter(|(known, _)| known == item).map(|(_, quantity)| *quantity).sum()
        };
        let all = self.returnable(now, language).iter().all(|(_, item, left)| *left == wanted(item));
        let delivery = self.bill.rows.iter().filter(|(row, _)| matches!(row, Row::Delivery(_)));
        goods + if all { delivery.map(|(_, amount)| amount).sum() } else { 0 }
    }
}

impl State {
    fn seen(&self, number: &str) -> Option<&Bought> {
        self.orders.iter().filter(|order| self.may_see(order)).find(|order| order.number == number)
    }

    /// What of an order can go back, for whoever may see it.
    pub(crate) fn return_options(&self, number: &str, now: Instant, language: Language) -> Option<ReturnOptions> {
        self.seen(number)?;
        self.options_of(number, now, language)
    }

    /// The same whoever may see it.
    pub(crate) fn options_of(&self, number: &str, now: Instant, language: Language) -> Option<ReturnOptions> {
        let order = self.orders.iter().find(|order| order.number == number)?;
        let market = Market::or_home(Country::parse(&order.country)?);
        let line = |(item, id, quantity): &(Item, &str, u32)| Returnable {
            line: super::quote::line_id(id),
            title: item.title(language),
            quantity: *quantity,
        };
        let lines: Vec<_> = order.returnable(now, language).iter().map(line).collect();
        let (reasons, ways) = if lines.is_empty() { (&[][..], &[][..]) } else { (&REASONS[..], &WAYS[..]) };
        Some(ReturnOptions {
            lines,
            reasons: reasons.iter().map(|(id, text)| (ReasonId::from(*id), language.say(text))).collect(),
            ways: ways
                .iter()
                .map(|(id, text, fee)| (ReturnWayId::from(*id), language.say(text), market.money(at(fee, market.slot))))
                .collect(),
        })
    }

    /// What was asked for, checked, and what is given back for it; nothing is done, and nobody asks who may.
    ///
    /// # Errors
    /// What of the request cannot be.
    pub(super) fn asked_back(
        &self,
        wanted: &ReturnRequest,
        now: Instant,
        language: Language,
    ) -> Result<(SentBack, Money), BackendError> {
        let order = self.orders.iter().find(|order| order.number == wanted.order.0);
        let order = order.ok_or(BackendError::Unauthorized)?;
        let market = Market::or_home(Country::parse(&order.country).ok_or(BackendError::Unauthorized)?);
        let back = order.asked_back(wanted, market, now, language)?;
        let refund = market.money(back.refund);
        Ok((back, refund))
    }

    /// What would be given back.
    ///
    /// # Errors
    /// What of the request cannot be.
    pub(crate) fn quoted_return(
        &self,
        wanted: &ReturnRequest,
        now: Instant,
        language: Language,
    ) -> Result<Return, BackendError> {
        let (back, refund) = self.asked_back(wanted, now, language)?;
        Ok(Return { number: ReturnNumber(back.number), refund: Some(refund) })
    }

    /// Takes note of a return, for whoever may see the order.
    pub(crate) fn send_back(
        &mut self,
        wanted: &ReturnRequest,
        now: Instant,
        language: Language,
    ) -> Result<Return, BackendError> {
        self.seen(wanted.order.as_str()).ok_or(BackendError::Unauthorized)?;
        self.note_return(wanted, now, language)
    }

    /// The same whoever may see the order.
    pub(crate) fn note_return(
        &mut self,
        wanted: &ReturnRequest,
        now: Instant,
        language: Language,
    ) -> Result<Return, BackendError> {
        let (mut back, refund) = self.asked_back(wanted, now, language)?;
        let order = self.orders.iter_mut().find(|order| order.number == wanted.order.0);
        let order = order.ok_or(BackendError::Unauthorized)?;
        let digits = order.number.trim_start_matches("FJ-");
        back.number = ["RET-", digits, "-", &(order.sent_back.len() + 1).to_string()].concat();
        let number = ReturnNumber(back.number.clone());
        order.sent_back.push(back.clone());
        let (to, of) = (order.email.clone(), order.number.clone());
        self.post_return(&to, &of, &back, refund);
        Ok(Return { number, refund: Some(refund) })
    }

    /// A return by its number, and how far it is.
    pub(crate) fn return_stands(&self, number: &str, now: Instant) -> Option<(Return, Stage)> {
        let of = |order: &Bought| {
            let back = order.sent_back.iter().find(|back| back.number == number)?;
            let market = Market::or_home(Country::parse(&order.country)?);
            let days = finnish_time(now).0.0 - finnish_time(Instant(back.at)).0.0;
            let stage = match days {
                ..TRAVELS_DAYS => Stage::Requested,
                days if days < TRAVELS_DAYS + CHECKED_DAYS => Stage::Received,
                _ => Stage::Refunded,
            };
            let told = Return { number: ReturnNumber(back.number.clone()), refund: Some(market.money(back.refund)) };
            Some((told, stage))
        };
        self.orders.iter().find_map(of)
    }
}

impl Bought {
    /// What was asked for, checked. Its number comes later.
    fn asked_back(
        &self,
        wanted: &ReturnRequest,
        market: &Market,
        now: Instant,
        language: Language,
    ) -> Result<SentBack, BackendError> {
        let refused = || BackendError::Rejected(Vec::new());
        let mut asked = Vec::<(&LineId, u32)>::with_capacity(wanted.lines.len());
        for (line, quantity) in wanted.lines.iter().filter(|(_, quantity)| *quantity > 0) {
            match asked.iter_mut().find(|(known, _)| *known == line) {
                Some((_, sum)) => *sum = sum.saturating_add(*quantity),
                None => asked.push((line, *quantity)),
            }
        }
        let returnable = self.returnable(now, language);
        let mut lines = Vec::with_capacity(asked.len());
        for (line, quantity) in asked {
            let found = returnable.iter().find(|(_, id, _)| super::quote::line_id(id) == *line);
            let (_, id, left) = found.ok_or_else(refused)?;
            if quantity > *left {
                let problem = Problem::new(Field::Quantity, Fault::TooMany(*left));
                return Err(BackendError::Rejected(vec![problem]));
            }
            lines.push(((*id).to_owned(), quantity));
        }
        let way = wanted.way.as_ref().map_or(LABEL, ReturnWayId::as_str);
        let (way, _, fee) = WAYS.iter().find(|(id, ..)| *id == way).ok_or_else(refused)?;
        let reason = match &wanted.reason {
            Some(reason) => Some(REASONS.iter().find(|(id, _)| *id == reason.as_str()).ok_or_else(refused)?.0),
            None => None,
        };
        if lines.is_empty() {
            return Err(refused());
        }
        let goods = self.gives_back(&lines, now, language);
        Ok(SentBack {
            number: String::new(),
            at: now.0,
            lines,
            reason: reason.unwrap_or_default().to_owned(),
            way: (*way).to_owned(),
            goods,
            refund: (goods - at(fee, market.slot)).max(0),
        })
    }
}
