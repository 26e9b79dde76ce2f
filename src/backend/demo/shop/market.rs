//! Countries the shop delivers to: currency, tax, thresholds, the calendar of the warehouse.
//!
//! Always true: prices include the tax of the country the goods go to, and do not differ between
//! countries of one currency. The warehouse is in Turku; its hours are Finnish time.

use super::catalogue::{Prices, at};
use crate::domain::{
    country::Country,
    day::{Day, Instant, Weekday},
    money::{Currency, Money},
};

/// A country the shop delivers to.
#[derive(Debug)]
pub(super) struct Market {
    code: [u8; 2],
    /// Which currency: a position in price lists.
    pub(super) slot: usize,
    /// Value added tax in hundredths of a percent.
    pub(super) tax: u32,
    /// Characters of a complete postcode.
    postcode: usize,
    /// Starts of postcodes nobody delivers to.
    remote: &'static [&'static str],
    /// Working days to home and to a parcel shop: first and last.
    pub(super) transit: (u8, u8),
    /// Whether express and evening delivery are offered.
    pub(super) express: bool,
    pub(super) evening: bool,
    /// Thousandths of a degree of longitude against one of latitude, for distances.
    pub(super) squeeze: i64,
}

const CURRENCIES: [Currency; 4] = [Currency::EUR, Currency::SEK, Currency::NOK, Currency::DKK];

/// Goods from which delivery is free.
const FREE_FROM: Prices = [15_000, 150_000, 150_000, 100_000];

const fn market(code: [u8; 2], slot: usize, tax: u32, postcode: usize, transit: (u8, u8), squeeze: i64) -> Market {
    Market { code, slot, tax, postcode, remote: &[], transit, express: false, evening: false, squeeze }
}

/// Rates of 2026: the European Commission's "Taxes in Europe" database; Norway: merverdiavgiftsloven § 5-1.
static MARKETS: [Market; 12] = [
    Market { remote: &["22"], express: true, evening: true, ..market(*b"FI", 0, 2550, 5, (3, 4), 497) },
    Market { express: true, evening: true, ..market(*b"SE", 1, 2500, 5, (3, 4), 510) },
    Market { remote: &["917", "8099"], express: true, evening: true, ..market(*b"NO", 2, 2500, 4, (3, 5), 501) },
    Market { remote: &["39"], express: true, ..market(*b"DK", 3, 2500, 4, (3, 4), 564) },
    Market { remote: &["27498"], express: true, ..market(*b"DE", 0, 1900, 5, (3, 5), 609) },
    market(*b"NL", 0, 2100, 6, (3, 5), 612),
    market(*b"EE", 0, 2400, 5, (2, 3), 509),
    Market { remote: &["97", "98"], ..market(*b"FR", 0, 2000, 5, (4, 6), 658) },
    market(*b"AT", 0, 2000, 4, (4, 6), 667),
    market(*b"BE", 0, 2100, 4, (4, 5), 633),
    Market { remote: &["35", "38", "51", "52"], ..market(*b"ES", 0, 2100, 5, (5, 7), 762) },
    // Last, so that no one relies on the order: it stands for any code that is not above.
    market(*b"ZZ", 0, 2550, 5, (3, 4), 497),
];

/// What is known of a postcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// It is not complete.
    Unknown,
    /// Nobody delivers there.
    Remote,
    /// We deliver there.
    Served,
}

impl Market {
    /// The market of a country, if the shop delivers there.
    pub(super) fn of(country: Country) -> Option<&'static Self> {
        served().find(|market| market.code == *country.code().as_bytes())
    }

    /// The market of a country that was checked before; Finland's tax and currency for any other.
    pub(super) fn or_home(country: Country) -> &'static Self {
        let [.., home] = &MARKETS;
        Self::of(country).unwrap_or(home)
    }

    pub(super) fn country(&self) -> Country {
        Country::of(self.code)
    }

    pub(super) fn currency(&self) -> Currency {
        CURRENCIES.get(self.slot).copied().unwrap_or(Currency::EUR)
    }

    pub(super) fn is(&self, code: [u8; 2]) -> bool {
        self.code == code
    }

    pub(super) fn money(&self, minor: i64) -> Money {
        Money::new(minor, self.currency())
    }

    /// Goods from which delivery is free, in minor units.
    pub(super) fn free_from(&self) -> i64 {
        at(&FREE_FROM, self.slot)
    }

    /// Whether we deliver to a postcode, written in any way.
    pub(super) fn reach(&self, postcode: Option<&str>) -> Reach {
        let postcode = crate::domain::check::text::compact(postcode.unwrap_or_default());
        // Norwegian and other letters before the code: `FI-00100`, `NO-5008`.
        let code = postcode.strip_prefix(self.country().code()).unwrap_or(&postcode);
        if code.len() != self.postcode {
            return Reach::Unknown;
        }
        if self.remote.iter().any(|start| code.starts_with(start)) { Reach::Remote } else { Reach::Served }
    }
}

/// The countries, without the stand-in.
pub(super) fn served() -> impl Iterator<Item = &'static Market> {
    MARKETS.iter().filter(|market| market.code != *b"ZZ")
}

/// Public holidays in Finland that have a date; movable ones are worked.
const HOLIDAYS: [(i64, i64); 7] = [(1, 1), (1, 6), (5, 1), (12, 6), (12, 24), (12, 25), (12, 26)];

/// The hour from which orders leave on the next working day.
const CUT_OFF: i64 = 14;

fn works(day: Day) -> bool {
    let (_, month, of_month) = day.civil();
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) && !HOLIDAYS.contains(&(month, of_month))
}

/// The first working day from `day` on, that day included.
pub(super) fn working_day(mut day: Day) -> Day {
    while !works(day) {
        day = day.plus(1);
    }
    day
}

/// `count` working days after `day`.
pub(super) fn working_days_after(mut day: Day, count: u8) -> Day {
    for _ in 0..count {
        day = working_day(day.plus(1));
    }
    day
}

/// Day and hour in Finland (Directive 2000/84/EC: summer time from the last Sunday of March to that of
/// October, changing at 01:00 UTC).
pub(super) fn finnish_time(now: Instant) -> (Day, i64) {
    const HOUR: i64 = 3_600_000;
    let (year, _, _) = now.day().civil();
    let last_sunday = |month| {
        let last = Day::of(year, month, 31);
        last.plus(-((last.weekday() as i64 + 1) % 7))
    };
    let change = |month| Instant(last_sunday(month).0 * 24 * HOUR + HOUR);
    let offset = if now >= change(3) && now < change(10) { 3 } else { 2 };
    let local = now.plus(offset * HOUR);
    (local.day(), local.0.rem_euclid(24 * HOUR) / HOUR)
}

/// The day on which an order placed now leaves the warehouse.
pub(super) fn leaves(now: Instant) -> Day {
    let (today, hour) = finnish_time(now);
    if works(today) && hour < CUT_OFF { today } else { working_day(today.plus(1)) }
}

/// Until when a person has looked at an order: two hours of office time (8 to 16 on working days).
pub(super) fn reviewed_by(now: Instant) -> Instant {
    const HOUR: i64 = 3_600_000;
    let (opens, closes) = (8 * HOUR, 16 * HOUR);
    let (today, hour) = finnish_time(now);
    let local = today.0 * 24 * HOUR + hour * HOUR + now.0.rem_euclid(HOUR);
    let offset = local - now.0;
    let mut day = working_day(today);
    let mut start = if day == today { (local - today.0 * 24 * HOUR).max(opens) } else { opens };
    if start >= closes {
        day = working_day(day.plus(1));
        start = opens;
    }
    let mut end = start + 2 * HOUR;
    if end > closes {
        day = working_day(day.plus(1));
        end = opens + (end - closes);
    }
    Instant(day.0 * 24 * HOUR + end - offset)
}
