//! Ways of shipping: what each costs where, and when it arrives.
//!
//! Always true: the windows count working days from the day the order leaves Turku.

use super::{
    catalogue::{Prices, at},
    market::{Market, Reach, leaves, working_days_after},
    words::{ELECTRIC_VANS, Language, Text},
};
use crate::domain::{
    RateId,
    day::{Instant, Window},
    delivery::{Rate, Tag},
};

/// A way of shipping.
#[derive(Debug)]
pub(super) struct Way {
    pub(super) id: &'static str,
    title: Text,
    /// What its row of the totals says.
    pub(super) row: Text,
    carrier: Text,
    prices: Prices,
    /// Whether it is free above the threshold.
    thrifty: bool,
    /// Whether a code for free delivery covers it.
    covered: bool,
    /// Working days after leaving; `None` takes the country's.
    days: Option<(u8, u8)>,
    hours: Option<(u8, u8)>,
    offered: fn(&Market) -> bool,
}

static WAYS: [Way; 4] = [
    Way {
        id: "evening",
        title: ["Evening delivery", "Kveldslevering", "توصيل مسائي"],
        row: ["Delivery, evening", "Kveldslevering", "توصيل مسائي"],
        carrier: ["Nordpost, to your door", "Nordpost, til døren", "Nordpost، إلى باب منزلك"],
        prices: [690, 7_900, 7_900, 5_900],
        thrifty: false,
        covered: true,
        days: Some((2, 2)),
        hours: Some((17, 21)),
        offered: |market| market.evening,
    },
    Way {
        id: "home",
        title: ["Home delivery", "Hjemlevering", "توصيل إلى المنزل"],
        row: ["Delivery, to your home", "Hjemlevering", "توصيل إلى المنزل"],
        carrier: ["Nordpost, to your door", "Nordpost, til døren", "Nordpost، إلى باب منزلك"],
        prices: [890, 9_900, 9_900, 6_900],
        thrifty: false,
        covered: true,
        days: None,
        hours: None,
        offered: |market| !market.evening,
    },
    Way {
        id: "locker",
        title: ["Parcel locker", "Pakkeboks", "خزانة طرود"],
        row: ["Delivery, parcel locker", "Pakkeboks", "توصيل إلى خزانة طرود"],
        carrier: ["Nordpost, to the nearest locker", "Nordpost, til nærmeste pakkeboks", "Nordpost، إلى أقرب خزانة"],
        prices: [490, 5_900, 5_900, 3_900],
        thrifty: true,
        covered: true,
        days: None,
        hours: None,
        offered: |_| true,
    },
    Way {
        id: "express",
        title: ["Express", "Ekspress", "توصيل سريع"],
        row: ["Delivery, express", "Ekspresslevering", "توصيل سريع"],
        carrier: ["Fjordbud, to your door", "Fjordbud, til døren", "Fjordbud، إلى باب منزلك"],
        prices: [1_490, 16_900, 16_900, 10_900],
        thrifty: false,
        covered: false,
        days: Some((1, 1)),
        hours: Some((8, 12)),
        offered: |market| market.express,
    },
];

/// What decides prices of shipping beside the country.
#[derive(Clone, Copy, Debug)]
pub(super) struct Terms {
    /// Whether the goods reach the threshold.
    pub(super) enough: bool,
    /// Whether a code makes delivery free.
    pub(super) code: bool,
}

impl Way {
    pub(super) fn named(id: &str) -> Option<&'static Self> {
        WAYS.iter().find(|way| way.id == id)
    }

    /// What it costs, in minor units of the market.
    pub(super) fn price(&self, market: &Market, terms: Terms) -> i64 {
        let free = (self.thrifty && terms.enough) || (self.covered && terms.code);
        if free { 0 } else { at(&self.prices, market.slot) }
    }

    /// When it arrives, if it is ordered now.
    pub(super) fn window(&self, market: &Market, now: Instant) -> Window {
        let (first, last) = match self.days {
            // Beyond Finland the night train needs a day more.
            Some((first, last)) if !market.is(*b"FI") => (first + 1, last + 1),
            Some(days) => days,
            None => market.transit,
        };
        let leaving = leaves(now);
        Window { from: working_days_after(leaving, first), to: working_days_after(leaving, last), hours: self.hours }
    }

    pub(super) fn title(&self, language: Language) -> String {
        language.say(&self.title)
    }

    pub(super) fn carrier(&self, language: Language) -> String {
        language.say(&self.carrier)
    }
}

/// The ways a country has, whatever the postcode.
pub(super) fn ways(market: &Market) -> impl Iterator<Item = &'static Way> {
    WAYS.iter().filter(move |way| (way.offered)(market))
}

/// The way that costs least; of two, the sooner.
pub(super) fn cheapest(market: &Market, terms: Terms, now: Instant) -> Option<&'static Way> {
    ways(market).min_by_key(|way| (way.price(market, terms), way.window(market, now).to))
}

/// When goods would arrive at the soonest.
pub(super) fn soonest(market: &Market, now: Instant) -> Option<Window> {
    ways(market)
        .map(|way| way.window(market, now))
        .min_by_key(|window| (window.to, window.hours.map_or(24, |(_, to)| to)))
}

/// The way that is meant by what was chosen: that one while it is offered, else the cheapest.
pub(super) fn chosen(
    market: &Market,
    postcode: Option<&str>,
    choice: Option<&str>,
    terms: Terms,
    now: Instant,
) -> Option<&'static Way> {
    if market.reach(postcode) != Reach::Served {
        return None;
    }
    let kept = choice.and_then(|id| ways(market).find(|way| way.id == id));
    kept.or_else(|| cheapest(market, terms, now))
}

/// What is offered to a postcode that is served.
pub(super) fn rates(market: &Market, postcode: &str, terms: Terms, now: Instant, language: Language) -> Vec<Rate> {
    let helsinki = market.is(*b"FI") && crate::domain::check::text::compact(postcode).starts_with("00");
    let cheapest = cheapest(market, terms, now).map(|way| way.id);
    // Nothing is the fastest of equals.
    let fastest = soonest(market, now)
        .filter(|soonest| ways(market).filter(|way| way.window(market, now) == *soonest).count() == 1);
    let rate = |way: &'static Way| {
        let window = way.window(market, now);
        let recommended = way.id == "evening" && helsinki;
        let tag = if recommended {
            Some(Tag::Recommended)
        } else if cheapest == Some(way.id) {
            Some(Tag::Cheapest)
        } else if fastest == Some(window) {
            Some(Tag::Fastest)
        } else {
            None
        };
        Rate {
            id: RateId::from(way.id),
            title: way.title(language),
            carrier: way.carrier(language),
            note: recommended.then(|| language.say(&ELECTRIC_VANS)),
            window: Some(window),
            price: market.money(way.price(market, terms)),
            tag,
        }
    };
    ways(market).map(rate).collect()
}
