//! Ways to get the goods: shipped to an address, or collected.

use crate::domain::{
    PointId, RateId,
    address::Address,
    check::{name::PersonName, phone::Phone},
    day::{Day, Window},
    money::Money,
};

/// Ship or collect.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum How {
    /// To an address.
    Ship,
    /// From a shop or pickup point.
    Collect,
}

/// Why an option is pointed out. One at most on each option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tag {
    /// Costs least.
    Cheapest,
    /// Arrives first.
    Fastest,
    /// The shop recommends it here; the reason is in the option's text.
    Recommended,
}

/// A way of shipping to the address given.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Which it is.
    pub id: RateId,
    /// Its name.
    pub title: String,
    /// Who carries it, and how; empty when the shop does not say.
    pub carrier: String,
    /// Why it is recommended, or what else to know.
    pub note: Option<String>,
    /// When it arrives, if the shop promises anything.
    pub window: Option<Window>,
    /// What it costs.
    pub price: Money,
    /// Why it is pointed out.
    pub tag: Option<Tag>,
}

impl Rate {
    /// A way of shipping about which nothing more is known.
    pub const fn new(id: RateId, title: String, price: Money) -> Self {
        Self { id, title, carrier: String::new(), note: None, window: None, price, tag: None }
    }
}

/// When a place is open on one day: whole hours, or `None` when it is closed.
pub type Hours = Option<(u8, u8)>;

/// A shop or a pickup point to collect from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Point {
    /// Which it is.
    pub id: PointId,
    /// Its name.
    pub title: String,
    /// Street and city in one line.
    pub address: String,
    /// Metres from what the shopper searched for.
    pub distance_metres: Option<u32>,
    /// Opening hours from Monday to Sunday; `(0, 24)` is always open.
    pub hours: [Hours; 7],
    /// When the parcel is there.
    pub ready: Window,
    /// Days it is kept.
    pub kept_days: u16,
    /// What it costs.
    pub price: Money,
    /// Whether it is the shop's own.
    pub own_shop: bool,
    /// What else to know.
    pub note: Option<String>,
}

impl Point {
    /// The opening hours of a day.
    pub fn hours_on(&self, day: Day) -> Hours {
        self.hours.get(day.weekday() as usize).copied().flatten()
    }
}

/// Where the goods go, complete and checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// To an address by a way of shipping.
    Ship {
        /// Where to.
        address: Address,
        /// How.
        rate: RateId,
    },
    /// To a place where somebody fetches it.
    Collect {
        /// Where.
        point: PointId,
        /// Who.
        name: PersonName,
        /// Where to text that it is ready.
        phone: Phone,
    },
    /// Nothing to deliver.
    Nothing,
}
