//! What a bag costs.
//!
//! Always true: the rows add up to the total, no total is negative, and every share of an amount is
//! rounded half up to a minor unit, once for the whole order: the automatic offer, each percentage
//! code, and the tax. Prices include the tax, so it is worked out of the total: `total × rate / (1 + rate)`.

use super::words::{COLLECT_AT, LIST_COMMA, Language, THREE_BASES};
use super::{
    catalogue::{Item, Sort, at},
    codes::{Code, Gives},
    company::Taxed,
    market::Market,
    places::Place,
    record::{Bill, Piece, Row, State},
    shipping,
    tender::tenders,
};
use crate::domain::{
    day::Instant,
    totals::{IncludedTax, PriceView, TotalKind, TotalRow, Totals},
};
use rust_decimal::{Decimal, RoundingStrategy};

/// Base layers from which the automatic offer holds, and what it gives in percent.
const OFFER_PIECES: u32 = 3;
const OFFER_PERCENT: i64 = 10;

/// The fee for paying by invoice.
const INVOICE_FEES: [i64; 4] = [250, 2_900, 2_900, 1_900];

/// `part` of `whole` shares of an amount of minor units, rounded half up.
pub(super) fn share(amount: i64, part: i64, whole: i64) -> i64 {
    let exact = Decimal::from(amount) * Decimal::from(part) / Decimal::from(whole);
    let rounded = exact.round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero);
    i64::try_from(rounded).unwrap_or_default()
}

/// What one of an item costs in this session, in minor units.
pub(super) fn unit(state: &State, market: &Market, item: Item) -> i64 {
    let price = state.agreed_price(item.price(market.slot));
    if state.dearer.is_empty() || !state.dearer.contains(&item.id()) {
        return price;
    }
    // A tenth more, in whole units.
    share(price, 11, 1000) * 100
}

/// The parts of a bag that rules look at, in minor units.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Sums {
    /// Everything but services.
    items: i64,
    /// What codes and offers take something off.
    discountable: i64,
    /// What travels.
    goods: i64,
    gift_cards: i64,
    bases: i64,
    base_pieces: u32,
    pub(super) pieces: u32,
    /// Whether anything has to be delivered.
    pub(super) travels: bool,
    /// Whether a jacket is in it, so that the gift comes along.
    pub(super) jacket: bool,
}

impl Sums {
    pub(super) fn of(state: &State, market: &Market) -> Self {
        let mut sums = Self::default();
        for piece in &state.bag {
            let Some(item) = Item::find(&piece.item) else { continue };
            let amount = unit(state, market, item).saturating_mul(i64::from(piece.quantity));
            if item.entry.sort == Sort::Service {
                continue;
            }
            sums.items += amount;
            sums.pieces = sums.pieces.saturating_add(piece.quantity);
            if item.discountable() {
                sums.discountable += amount;
            }
            if item.travels() {
                sums.goods += amount;
                sums.travels = true;
            }
            if item.entry.sort == Sort::BaseLayer {
                sums.bases += amount;
                sums.base_pieces += piece.quantity;
            }
            if item.entry.sort == Sort::GiftCard {
                sums.gift_cards += amount;
            }
            sums.jacket |= piece.item == "jacket";
        }
        sums
    }

    /// What the automatic offer takes off.
    fn automatic(&self) -> i64 {
        if self.base_pieces >= OFFER_PIECES { share(self.bases, OFFER_PERCENT, 100) } else { 0 }
    }

    /// What codes are measured against: what can be discounted, less the automatic offer.
    pub(super) fn for_codes(&self) -> i64 {
        self.discountable - self.automatic()
    }

    pub(super) fn has_automatic(&self) -> bool {
        self.automatic() > 0
    }

    /// What each code takes off, never more than is left.
    fn codes(&self, state: &State, market: &Market) -> Vec<(String, i64)> {
        let base = self.for_codes();
        let mut left = base;
        let take = |code: &String| {
            let entry = Code::typed(code)?;
            let off = match entry.gives {
                Gives::Percent(percent) => share(base, percent, 100),
                Gives::Amount(amount) => at(&amount, market.slot),
                Gives::Delivery => return None,
            };
            let off = off.min(left);
            left -= off;
            Some((code.clone(), off))
        };
        state.codes.iter().filter_map(take).collect()
    }

    /// What the threshold for free delivery is measured against: goods that travel, less what was taken
    /// off the whole.
    fn towards_free(&self, state: &State, market: &Market) -> i64 {
        let codes: i64 = self.codes(state, market).iter().map(|(_, off)| off).sum();
        (self.goods - self.automatic() - codes).max(0)
    }

    /// What decides prices of shipping.
    pub(super) fn terms(&self, state: &State, market: &Market) -> shipping::Terms {
        let gives_delivery =
            |code: &String| Code::typed(code).is_some_and(|code| matches!(code.gives, Gives::Delivery));
        shipping::Terms { enough: self.missing(state, market) <= 0, code: state.codes.iter().any(gives_delivery) }
    }

    /// What is missing until delivery is free.
    pub(super) fn missing(&self, state: &State, market: &Market) -> i64 {
        market.free_from() - self.towards_free(state, market)
    }
}

/// What a company's card costs by brand, in hundredths of a percent of the amount.
const BRAND_FEES: [(&str, i64); 3] = [("visa", 60), ("mastercard", 90), ("amex", 140)];
/// What a shop that does not know the law asks of consumers' cards.
const UNLAWFUL_FEE: i64 = 150;

/// What a card of each brand costs a company, for so much.
pub(super) fn brand_fees(state: &State, method: &str, amount: i64) -> Vec<(String, i64)> {
    if !state.company || !matches!(kind_of(method), "card" | "saved") {
        return Vec::new();
    }
    BRAND_FEES.iter().map(|(brand, rate)| ((*brand).to_owned(), share(amount, *rate, 10_000))).collect()
}

fn kind_of(method: &str) -> &str {
    method.split(':').next().unwrap_or(method)
}

/// The fee for a way to pay so much, in minor units, without what hangs on the brand.
pub(super) fn fee(state: &State, method: &str, market: &Market, amount: i64) -> i64 {
    match kind_of(method) {
        "invoice" => at(&INVOICE_FEES, market.slot),
        "card" if state.unlawful && !state.company => share(amount, UNLAWFUL_FEE, 10_000),
        _ => 0,
    }
}

/// The brand of the card that pays: what was told of the fields, or the kept card's own.
fn brand<'a>(state: &'a State, method: &str) -> Option<&'a str> {
    match method.split_once(':') {
        Some(("saved", id)) => {
            state.wallet.iter().find(|card| card.id.to_string() == id).map(|card| card.brand.as_str())
        }
        _ => state.brand.as_deref(),
    }
}

/// What the bag costs now.
pub(super) fn bill(state: &State, market: &Market, now: Instant, sums: &Sums) -> Bill {
    let mut rows = vec![(Row::Items, sums.items)];
    if sums.has_automatic() {
        rows.push((Row::Automatic, -sums.automatic()));
    }
    rows.extend(sums.codes(state, market).into_iter().map(|(code, off)| (Row::Code(code), -off)));

    let mut estimate = false;
    if sums.travels {
        if state.collect {
            rows.push((Row::Collect(state.point.clone()), 0));
        } else {
            let terms = sums.terms(state, market);
            let chosen = shipping::chosen(market, state.postcode.as_deref(), state.rate.as_deref(), terms, now);
            estimate = chosen.is_none();
            let price =
                chosen.or_else(|| shipping::cheapest(market, terms, now)).map_or(0, |way| way.price(market, terms));
            rows.push((Row::Delivery(chosen.map(|way| way.id.to_owned())), price));
        }
    }
    for piece in &state.bag {
        let Some(item) = Item::find(&piece.item).filter(|item| item.entry.sort == Sort::Service) else { continue };
        let amount = unit(state, market, item).saturating_mul(i64::from(piece.quantity));
        rows.push((Row::Service(piece.item.clone()), amount));
    }
    let taxed = state.taxed(market);
    without_tax(&mut rows, state, market, taxed);
    let sum = |rows: &[(Row, i64)]| rows.iter().map(|(_, amount)| amount).sum::<i64>();
    let rate = i64::from(market.tax);
    let on_top = |rows: &[(Row, i64)]| match taxed {
        Taxed::Net => share(sum(rows) - sums.gift_cards, rate, 10_000),
        Taxed::Gross | Taxed::Not(_) => 0,
    };
    let amount = sum(&rows) + on_top(&rows);
    let left = amount - paid(&state.tendered(market, amount));
    if let Some(method) = state.method.as_deref().filter(|_| left > 0) {
        let of_brand = brand(state, method).and_then(|brand| {
            brand_fees(state, method, amount).into_iter().find(|(known, _)| known == brand).map(|(_, fee)| fee)
        });
        let fee = fee(state, method, market, amount) + of_brand.unwrap_or_default();
        if fee > 0 {
            rows.push((Row::Fee, fee));
        }
    }
    let tax = match taxed {
        Taxed::Gross => share(sum(&rows) - sums.gift_cards, rate, 10_000 + rate),
        Taxed::Net | Taxed::Not(_) => on_top(&rows),
    };
    if taxed != Taxed::Gross {
        rows.push((Row::Tax, tax));
    }
    let total = sum(&rows);
    let paid = state.tendered(market, total);
    Bill { rows, estimate, pieces: sums.pieces, total, tax, taxed: taxed.number(), paid }
}

/// Takes the tax out of rows. Lines are rounded by the piece, so that what is shown of each adds up; a gift card has
/// no tax in it (Directive 2006/112/EC art. 30b).
fn without_tax(rows: &mut [(Row, i64)], state: &State, market: &Market, taxed: Taxed) {
    if taxed == Taxed::Gross {
        return;
    }
    let piece = |piece: &Piece| {
        let item = Item::find(&piece.item)?;
        Some((item, net_unit(state, market, item).saturating_mul(i64::from(piece.quantity))))
    };
    let pieces: Vec<(Item, i64)> = state.bag.iter().filter_map(piece).collect();
    for (row, amount) in rows {
        *amount = match row {
            Row::Items => {
                pieces.iter().filter(|(item, _)| item.entry.sort != Sort::Service).map(|(_, amount)| amount).sum()
            }
            Row::Service(id) => pieces.iter().filter(|(item, _)| item.id() == *id).map(|(_, amount)| amount).sum(),
            _ => taxed.of(*amount, market),
        };
    }
}

/// What one of an item is shown to cost whoever buys.
pub(super) fn net_unit(state: &State, market: &Market, item: Item) -> i64 {
    let price = unit(state, market, item);
    if item.entry.sort == Sort::GiftCard { price } else { state.taxed(market).of(price, market) }
}

/// What tenders pay together.
fn paid(tendered: &[(String, (i64, i64))]) -> i64 {
    tendered.iter().map(|(_, (pays, _))| pays).sum()
}

impl Bill {
    /// What is left to pay.
    pub(super) fn due(&self) -> i64 {
        self.total - paid(&self.paid)
    }

    /// What a method would have to pay: less its own fee and what tenders pay.
    pub(super) fn to_pay(&self, market: &Market) -> i64 {
        (self.before_fee(market) - paid(&self.paid)).max(0)
    }

    /// The total without the fee for paying: what decides which ways to pay there are.
    pub(super) fn before_fee(&self, market: &Market) -> i64 {
        let fee: i64 = self.rows.iter().filter(|(row, _)| *row == Row::Fee).map(|(_, amount)| amount).sum();
        let of_fee = if self.is_taxed() == Taxed::Net { share(fee, i64::from(market.tax), 10_000) } else { 0 };
        self.total - fee - of_fee
    }

    /// How it is taxed.
    pub(super) fn is_taxed(&self) -> Taxed {
        Taxed::numbered(self.taxed)
    }

    /// The bill as it is shown.
    pub(super) fn totals(&self, market: &Market, language: Language) -> Totals {
        let row = |(row, amount): &(Row, i64)| TotalRow {
            kind: row.kind(),
            label: row.label(market, language),
            amount: market.money(*amount),
            estimate: self.estimate && matches!(row, Row::Delivery(_)),
        };
        let tax = IncludedTax { basis_points: Some(market.tax), amount: market.money(self.tax) };
        Totals {
            rows: self.rows.iter().map(row).collect(),
            pieces: self.pieces,
            total: market.money(self.total),
            due: market.money(self.due()),
            tenders: tenders(&self.paid, market),
            view: match self.is_taxed() {
                Taxed::Gross => PriceView::Gross,
                Taxed::Net => PriceView::Net { sum: market.money(self.total - self.tax), untaxed: None },
                Taxed::Not(why) => PriceView::Net { sum: market.money(self.total), untaxed: Some(why) },
            },
            taxes: if self.tax == 0 { Vec::new() } else { vec![tax] },
        }
    }
}

impl Row {
    const fn kind(&self) -> TotalKind {
        match self {
            Self::Items => TotalKind::Items,
            Self::Automatic | Self::Code(_) => TotalKind::Discount,
            Self::Delivery(_) | Self::Collect(_) => TotalKind::Delivery,
            Self::Service(_) => TotalKind::Other,
            Self::Fee => TotalKind::Fee,
            Self::Tax => TotalKind::Tax,
        }
    }

    fn label(&self, market: &Market, language: Language) -> Option<String> {
        match self {
            Self::Items | Self::Delivery(None) | Self::Collect(None) | Self::Fee | Self::Tax => None,
            Self::Automatic => Some(language.say(&THREE_BASES)),
            Self::Code(code) => {
                let title = Code::typed(code)?.title(market, language);
                Some(code.clone() + &language.say(&LIST_COMMA) + &title)
            }
            Self::Service(item) => Item::find(item).map(|item| item.title(language)),
            Self::Delivery(Some(way)) => shipping::Way::named(way).map(|way| language.say(&way.row)),
            Self::Collect(Some(point)) => {
                Place::named(point).map(|place| language.say_with(&COLLECT_AT, place.title()))
            }
        }
    }
}
