//! Ways to pay: which are offered for an order, what each costs and promises, and why others are not.
//!
//! [`WAYS`] is the list, as data: a way more is a line more. The order of a country stands in [`order_of`].

use super::{
    bill::{Sums, brand_fees, fee},
    catalogue::{Item, Prices, at},
    market::{Market, finnish_time},
    places::Place,
    record::{Firm, State},
    sentinel::BRANDS,
};
use crate::domain::{
    MethodId,
    company::May,
    day::{Day, Instant},
    money::Money,
    payment::{
        Approval, BankCheck, Buyer, CardFace, ChargeMoment, Credit, MethodOffer, NotOffered, Plan, Promoted, Refund,
        RefundWay, SavedCard,
    },
};

/// Where the shopper confirms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Desk {
    /// In a frame of ours.
    Frame,
    /// On the bank's page.
    Page,
    /// In an app.
    App,
}

/// A way to pay, as the shop has agreed on it.
struct Way {
    id: &'static str,
    /// Who may; `None` for everybody.
    who: Option<Buyer>,
    /// Where; empty for everywhere.
    countries: &'static [&'static str],
    least: Prices,
    /// Zero for no limit.
    most: Prices,
    desk: Option<Desk>,
    /// Whether it can pay again and again.
    repeats: bool,
    /// When the money is taken; `None` for when the goods leave, or at once where nothing does.
    charged: Option<ChargeMoment>,
    refund: (RefundWay, u8),
    /// What is special about it.
    kind: Kind,
    /// Of what is told why it is not offered, where the reason is the buyer or the country.
    told: Told,
}

/// What is special about a way to pay.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Plain,
    /// By a card, whoever holds it: its bank may ask.
    Card,
    /// In parts, by a plan.
    Parts,
    /// By a company's own papers: somebody may have to agree.
    Approved,
    /// The same, and it uses up the company's credit.
    Credit,
    /// At our own shop's counter.
    Counter,
    /// Not taken at all, and said so.
    Never,
}

/// Of which ways shoppers ask why they are not there.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Told {
    Nothing,
    /// That companies cannot use it.
    Buyer,
    /// That, and that the country has it not.
    BuyerAndCountry,
}

const NO_LIMIT: Prices = [0; 4];

const fn way(id: &'static str, refund: (RefundWay, u8)) -> Way {
    Way {
        id,
        who: None,
        countries: &[],
        least: NO_LIMIT,
        most: NO_LIMIT,
        desk: None,
        repeats: false,
        charged: None,
        refund,
        kind: Kind::Plain,
        told: Told::Nothing,
    }
}

const SAME_5: (RefundWay, u8) = (RefundWay::Same, 5);
const SAME_2: (RefundWay, u8) = (RefundWay::Same, 2);

static WAYS: [Way; 18] = [
    Way { repeats: true, kind: Kind::Card, ..way("card", SAME_5) },
    Way { repeats: true, kind: Kind::Card, who: Some(Buyer::Consumer), ..way("applepay", SAME_5) },
    Way { repeats: true, kind: Kind::Card, who: Some(Buyer::Consumer), ..way("googlepay", SAME_5) },
    Way {
        repeats: true,
        who: Some(Buyer::Consumer),
        countries: &["FI", "DK"],
        desk: Some(Desk::App),
        most: [500_000, 5_000_000, 5_000_000, 3_500_000],
        told: Told::Buyer,
        ..way("mobilepay", SAME_2)
    },
    Way {
        repeats: true,
        who: Some(Buyer::Consumer),
        countries: &["NO"],
        desk: Some(Desk::App),
        ..way("vipps", SAME_2)
    },
    Way {
        who: Some(Buyer::Consumer),
        countries: &["SE"],
        desk: Some(Desk::App),
        charged: Some(ChargeMoment::Now),
        ..way("swish", SAME_2)
    },
    Way {
        who: Some(Buyer::Consumer),
        countries: &["NL"],
        desk: Some(Desk::Page),
        charged: Some(ChargeMoment::Now),
        ..way("ideal", SAME_2)
    },
    Way {
        who: Some(Buyer::Consumer),
        countries: &["BE"],
        desk: Some(Desk::Page),
        charged: Some(ChargeMoment::Now),
        ..way("bancontact", SAME_2)
    },
    Way { repeats: true, desk: Some(Desk::Page), who: Some(Buyer::Consumer), ..way("paypal", SAME_5) },
    Way {
        who: Some(Buyer::Consumer),
        countries: &["FI", "SE", "NO", "DK", "DE", "NL", "AT"],
        desk: Some(Desk::Page),
        most: [100_000, 1_100_000, 1_100_000, 750_000],
        charged: Some(ChargeMoment::AfterDispatch(LATER_DAYS)),
        ..way("paylater", (RefundWay::Bill, 2))
    },
    Way {
        who: Some(Buyer::Consumer),
        countries: &["FI", "SE", "NO", "DK", "DE", "NL"],
        desk: Some(Desk::Page),
        least: [10_000, 100_000, 100_000, 75_000],
        most: [200_000, 2_200_000, 2_200_000, 1_500_000],
        charged: Some(ChargeMoment::InParts),
        kind: Kind::Parts,
        ..way("instalments:3", (RefundWay::Bill, 5))
    },
    Way {
        who: Some(Buyer::Consumer),
        countries: &["FI", "SE", "NO", "DK", "DE"],
        // The most that can be bought on invoice.
        most: [100_000, 1_100_000, 1_100_000, 750_000],
        charged: Some(ChargeMoment::AfterDispatch(INVOICE_DAYS)),
        told: Told::BuyerAndCountry,
        ..way("invoice", (RefundWay::Bill, 2))
    },
    Way { charged: Some(ChargeMoment::First), ..way("transfer", (RefundWay::Account, 3)) },
    Way { who: Some(Buyer::Company), charged: Some(ChargeMoment::First), ..way("cheque", (RefundWay::Account, 5)) },
    Way {
        who: Some(Buyer::Company),
        charged: Some(ChargeMoment::AfterDispatch(COMPANY_DAYS)),
        kind: Kind::Approved,
        ..way("purchase-order", (RefundWay::Bill, 3))
    },
    Way {
        who: Some(Buyer::Company),
        charged: Some(ChargeMoment::Monthly),
        kind: Kind::Credit,
        ..way("account", (RefundWay::Bill, 3))
    },
    Way { charged: Some(ChargeMoment::AtCollection), kind: Kind::Counter, ..way("collect", SAME_2) },
    Way { kind: Kind::Never, ..way("cash-on-delivery", SAME_5) },
];

/// Days after dispatch until a bill is due.
const INVOICE_DAYS: u16 = 14;
const LATER_DAYS: u16 = 30;
const COMPANY_DAYS: u16 = 30;
/// Parts of the plan.
const PARTS: i64 = 3;
/// What a company may owe, and what this one owes already.
const CREDIT_LIMIT: Prices = [1_000_000, 10_000_000, 10_000_000, 7_500_000];
const OWED: Prices = [382_000, 3_820_000, 3_820_000, 2_865_000];
/// Up to which amount nobody has to agree, and who has to above it.
pub(super) const APPROVED_TO: Prices = [100_000, 1_000_000, 1_000_000, 750_000];
pub(super) const APPROVER: &str = "Aino Heikkilä";
/// Below this a bank need not ask, from that on it will (Delegated Regulation (EU) 2018/389 art. 16 and 18).
const CHECK_FROM: Prices = [3_000, 30_000, 30_000, 22_500];
const CHECK_ALWAYS: Prices = [50_000, 500_000, 500_000, 375_000];

/// Offered methods in the shop's order, and the others with their reasons.
pub(super) type Methods = (Vec<MethodOffer>, Vec<(MethodId, NotOffered)>);

/// In which order a country sees them (spec/quality.md 7.2); what is not named comes after, in the order of the list.
fn order_of(market: &Market) -> &'static [&'static str] {
    match market.country().code() {
        "NL" => &["ideal", "card", "applepay", "googlepay", "paylater", "paypal"],
        "BE" => &["bancontact", "card", "applepay", "googlepay", "paypal"],
        "NO" => &["vipps", "card", "applepay", "googlepay", "invoice", "instalments:3"],
        "SE" => &["swish", "card", "applepay", "googlepay", "paylater", "invoice", "instalments:3"],
        "DE" => &["paypal", "card", "applepay", "googlepay", "invoice", "paylater", "transfer"],
        _ => &["card", "applepay", "googlepay", "mobilepay", "invoice", "instalments:3", "transfer"],
    }
}

/// A company's own order.
const COMPANY_ORDER: [&str; 5] = ["purchase-order", "account", "transfer", "card", "cheque"];

fn way_of(method: &str) -> Option<&'static Way> {
    WAYS.iter().find(|way| way.id == method)
}

/// Where the shopper confirms a method, if anywhere.
pub(super) fn desk_of(method: &str) -> Option<Desk> {
    way_of(method).and_then(|way| way.desk)
}

/// The ways to pay an amount (minor units, before fees).
pub(super) fn methods(state: &State, market: &Market, sums: &Sums, amount: i64, now: Instant) -> Methods {
    if amount == 0 {
        return (Vec::new(), Vec::new());
    }
    let wanted: &[&str] = if state.company { &COMPANY_ORDER } else { order_of(market) };
    // Who collects at ours pays there as a rule: right after the first.
    let place = |way: &&Way| match way.id {
        _ if way.kind == Kind::Counter && state.collect => 1,
        id => wanted.iter().position(|known| *known == id).unwrap_or(wanted.len()) * 2,
    };
    let mut ways: Vec<&Way> = WAYS.iter().collect();
    ways.sort_by_key(place);
    let (mut offered, mut not_offered) = (kept(state, market, amount, now), Vec::new());
    for way in ways {
        match refusal(way, state, market, sums, amount) {
            Offered::Not(reason) => not_offered.push((MethodId::from(way.id), reason)),
            Offered::Unsaid => {}
            Offered::Yes => offered.push(offer(way, state, market, sums, amount, now)),
        }
    }
    (offered, not_offered)
}

/// The cards kept for next time, the first choice before the others.
fn kept(state: &State, market: &Market, amount: i64, now: Instant) -> Vec<MethodOffer> {
    let (year, month, _) = finnish_time(now).0.civil();
    let mut cards: Vec<_> = if state.company { Vec::new() } else { state.wallet.iter().collect() };
    cards.sort_by_key(|card| !card.preferred);
    let offer = |card: &super::record::Card| {
        let until = (u8::try_from(card.month).unwrap_or(12), u16::try_from(card.year).unwrap_or_default());
        let expired = (i64::from(card.year), i64::from(card.month)) < (year, month);
        MethodOffer {
            charged: Some(ChargeMoment::AtDispatch),
            refund: Some(Refund { way: RefundWay::Same, days: 5 }),
            check: check(market, amount),
            saved: Some(SavedCard {
                face: CardFace { brand: card.brand.clone(), last4: card.last4.clone() },
                expires: until,
                expired,
                preferred: card.preferred,
                code: card.code,
            }),
            ..MethodOffer::new(MethodId(["saved:", &card.id.to_string()].concat()))
        }
    };
    cards.into_iter().map(offer).collect()
}

fn offer(way: &Way, state: &State, market: &Market, sums: &Sums, amount: i64, now: Instant) -> MethodOffer {
    let money = |minor: i64| market.money(minor);
    let (refund, days) = way.refund;
    MethodOffer {
        fee: Some(money(fee(state, way.id, market, amount))).filter(|fee| !fee.is_zero()),
        brand_fees: brand_fees(state, way.id, amount).into_iter().map(|(brand, fee)| (brand, money(fee))).collect(),
        charged: Some(charged(way.id, sums.travels)),
        refund: Some(Refund { way: refund, days }),
        check: if way.kind == Kind::Card { check(market, amount) } else { BankCheck::Unsaid },
        brands: if way.id == "card" { BRANDS.iter().map(|brand| (*brand).to_owned()).collect() } else { Vec::new() },
        promoted: (Some(&way.id) == order_of(market).first() && way.id != "card" && !state.company)
            .then_some(Promoted::Popular),
        plan: (way.kind == Kind::Parts).then(|| plan(market, amount, now)),
        credit: (way.kind == Kind::Credit).then(|| Credit {
            limit: money(at(&CREDIT_LIMIT, market.slot)),
            left: money(at(&CREDIT_LIMIT, market.slot) - at(&OWED, market.slot)),
        }),
        approval: approval(state, market, way.id, amount).map(|by| Approval { by, limit: approved_to(state, market) }),
        ..MethodOffer::new(MethodId::from(way.id))
    }
}

/// Who has to agree to an order of a company of this size.
pub(super) fn approval(state: &State, market: &Market, method: &str, amount: i64) -> Option<String> {
    let asks = state.company && way_of(method).is_some_and(|way| matches!(way.kind, Kind::Approved | Kind::Credit));
    let may = state.firm.as_ref().and_then(Firm::may);
    let above = may != Some(May::Approve) && amount > approved_to(state, market).minor();
    (asks && above).then(|| APPROVER.to_owned())
}

/// Up to which amount nobody else has to agree.
fn approved_to(state: &State, market: &Market) -> Money {
    let prepares = state.firm.as_ref().and_then(Firm::may) == Some(May::Prepare);
    market.money(if prepares { 0 } else { at(&APPROVED_TO, market.slot) })
}

fn check(market: &Market, amount: i64) -> BankCheck {
    match amount {
        small if small < at(&CHECK_FROM, market.slot) => BankCheck::Never,
        large if large >= at(&CHECK_ALWAYS, market.slot) => BankCheck::Always,
        _ => BankCheck::Maybe,
    }
}

/// Three parts, the first today, the others on the same day of the next months; what does not divide is in the first.
pub(super) fn plan(market: &Market, amount: i64, now: Instant) -> Plan {
    let (today, _) = finnish_time(now);
    let part = amount / PARTS;
    let sum = |at: i64| market.money(if at == 0 { amount - part * (PARTS - 1) } else { part });
    let parts = (0..PARTS).map(|at| (months_after(today, at), sum(at))).collect();
    Plan { parts, total: market.money(amount), interest: 0 }
}

/// The same day so many months later, or the last of a shorter month.
pub(super) fn months_after(day: Day, months: i64) -> Day {
    let (year, month, of_month) = day.civil();
    let month = year * 12 + month - 1 + months;
    let (year, month) = (month.div_euclid(12), month.rem_euclid(12) + 1);
    let exact = |of_month: i64| Day::of(year, month, of_month);
    (1..=of_month).rev().map(exact).find(|day| day.civil().1 == month).unwrap_or(exact(1))
}

/// When the money is taken.
pub(super) fn charged(method: &str, travels: bool) -> ChargeMoment {
    let left = if travels { ChargeMoment::AtDispatch } else { ChargeMoment::Now };
    way_of(method).and_then(|way| way.charged).unwrap_or(left)
}

/// Whether a method is offered.
enum Offered {
    Yes,
    Not(NotOffered),
    /// Not, and not worth a word: nobody would look for it here.
    Unsaid,
}

fn refusal(way: &Way, state: &State, market: &Market, sums: &Sums, amount: i64) -> Offered {
    let buyer = state.buyer();
    let (least, most) = (at(&way.least, market.slot), at(&way.most, market.slot));
    let subscribes = state.bag.iter().any(|piece| Item::find(&piece.item).is_some_and(Item::repeats));
    let is_here = way.countries.is_empty() || way.countries.contains(&market.country().code());
    let why = match way.kind {
        Kind::Never => NotOffered::Never,
        // On account, and by a reference alone, the shop lets only companies buy that it knows.
        Kind::Approved | Kind::Credit if !state.firm.as_ref().is_some_and(Firm::has_account) => return Offered::Unsaid,
        // Without a bank to ask there is no way to confirm.
        _ if way.desk.is_some() && !state.banked => return Offered::Unsaid,
        _ if way.who.is_some_and(|who| who != buyer) => match way.who {
            // What is for companies need not be explained to everybody.
            Some(Buyer::Company) => return Offered::Unsaid,
            _ if way.told >= Told::Buyer && is_here => NotOffered::ConsumersOnly,
            _ => return Offered::Unsaid,
        },
        _ if !is_here => match way.told {
            Told::BuyerAndCountry => NotOffered::Country,
            _ => return Offered::Unsaid,
        },
        Kind::Counter => {
            let place = state.point.as_deref().and_then(Place::named);
            let at_ours = sums.travels && state.collect && place.is_some_and(Place::own_shop);
            if at_ours && !subscribes {
                return Offered::Yes;
            }
            NotOffered::CollectOnly
        }
        Kind::Credit if amount > at(&CREDIT_LIMIT, market.slot) - at(&OWED, market.slot) => {
            NotOffered::AboveLimit(market.money(at(&CREDIT_LIMIT, market.slot) - at(&OWED, market.slot)))
        }
        _ if subscribes && !way.repeats => NotOffered::Once,
        _ if most > 0 && amount > most => NotOffered::AboveLimit(market.money(most)),
        _ if amount < least => NotOffered::BelowLimit(market.money(least)),
        _ => return Offered::Yes,
    };
    Offered::Not(why)
}

/// Whether a method is offered.
pub(super) fn offers(method: &str, state: &State, market: &Market, sums: &Sums, amount: i64, now: Instant) -> bool {
    if amount == 0 {
        return false;
    }
    if method.starts_with("saved:") {
        return kept(state, market, amount, now).iter().any(|offer| offer.id.as_str() == method && offer.usable());
    }
    way_of(method).is_some_and(|way| matches!(refusal(way, state, market, sums, amount), Offered::Yes))
}
