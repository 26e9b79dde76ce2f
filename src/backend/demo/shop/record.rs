//! What the shop keeps between visits, in its own shapes.
//!
//! Always true: reading anything but a state of this version gives `None`, never a panic and never half
//! a state. Fields are only ever added together with a new version.

use crate::domain::{
    address::Address,
    check::{name::PersonName, phone::Phone, postal::Postcode},
    country::Country,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version of these shapes.
const VERSION: u32 = 1;

/// Everything the shop knows of one browser.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct State {
    version: u32,
    /// What it was started with, so that another start can be told from a reload.
    pub(super) start: String,
    pub(super) session: u32,
    pub(super) revision: u64,
    pub(super) country: String,
    pub(super) postcode: Option<String>,
    pub(super) bag: Vec<Piece>,
    pub(super) codes: Vec<String>,
    pub(super) email: Option<String>,
    pub(super) collect: bool,
    pub(super) rate: Option<String>,
    pub(super) near: Option<String>,
    pub(super) point: Option<String>,
    pub(super) method: Option<String>,
    /// The order this session has become.
    pub(super) order: Option<String>,
    pub(super) orders: Vec<Bought>,
    pub(super) next_number: u32,
    pub(super) attempts: Vec<Attempt>,
    /// How many of each item have left the shelves on `taken_day`.
    pub(super) taken: BTreeMap<String, u32>,
    pub(super) taken_day: i64,
    /// Items that cost a tenth more since the session began.
    pub(super) dearer: Vec<String>,
    /// Codes that cannot be used again.
    pub(super) spent: Vec<String>,
    /// Sentinels that strike once and have struck.
    pub(super) struck: Vec<String>,
}

/// So many of an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Piece {
    pub(super) item: String,
    pub(super) quantity: u32,
}

/// An attempt to order, by its key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Attempt {
    pub(super) order_key: String,
    pub(super) payment_key: String,
    pub(super) fate: Fate,
}

/// What became of an attempt.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Fate {
    /// It became the order of that number.
    Order(String),
    /// It was refused, for the reason of that position in `Decline::ALL`.
    Declined(u8),
    /// The bank is still deciding; asked about so many times.
    Pending(u8, Box<Bought>),
    /// Given up; it must never become an order.
    Cancelled,
}

/// An order.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Bought {
    pub(super) number: String,
    pub(super) placed: i64,
    pub(super) reviewed_by: Option<i64>,
    pub(super) email: String,
    pub(super) country: String,
    pub(super) lines: Vec<BoughtLine>,
    pub(super) bill: Bill,
    pub(super) delivery: Way,
    pub(super) billing: Option<Place>,
    pub(super) method: Option<String>,
    pub(super) card: Option<(String, String)>,
    pub(super) codes: Vec<String>,
}

/// A line of an order, at the price it was bought for.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct BoughtLine {
    pub(super) item: String,
    pub(super) quantity: u32,
    pub(super) unit: i64,
}

/// What an order costs, in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Bill {
    pub(super) rows: Vec<(Row, i64)>,
    /// Whether the delivery row may still change.
    pub(super) estimate: bool,
    pub(super) pieces: u32,
    pub(super) total: i64,
    pub(super) tax: i64,
}

/// What a row of a bill is for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Row {
    Items,
    Automatic,
    Code(String),
    Service(String),
    Delivery(Option<String>),
    Collect(Option<String>),
    Fee,
}

/// How an order travels.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) enum Way {
    Ship { address: Place, rate: String },
    Collect { point: String, name: String, phone: String },
    Nothing,
}

/// An address.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Place {
    country: String,
    name: String,
    organization: Option<String>,
    street: String,
    line2: Option<String>,
    postcode: Option<String>,
    city: String,
    region: Option<String>,
    phone: Option<String>,
}

impl Place {
    pub(super) fn of(address: &Address) -> Self {
        Self {
            country: address.country.code().to_owned(),
            name: address.name.as_str().to_owned(),
            organization: address.organization.clone(),
            street: address.street.clone(),
            line2: address.line2.clone(),
            postcode: address.postcode.as_ref().map(|code| code.as_str().to_owned()),
            city: address.city.clone(),
            region: address.region.clone(),
            phone: address.phone.as_ref().map(|phone| phone.typed().to_owned()),
        }
    }

    /// The address again; `None` if today's checks no longer let it pass.
    pub(super) fn address(&self) -> Option<Address> {
        let country = Country::parse(&self.country)?;
        Some(Address {
            country,
            name: PersonName::parse(&self.name).ok()?,
            organization: self.organization.clone(),
            street: self.street.clone(),
            line2: self.line2.clone(),
            postcode: self.postcode.as_ref().and_then(|code| Postcode::parse(code, country).ok()),
            city: self.city.clone(),
            region: self.region.clone(),
            phone: self.phone.as_ref().and_then(|phone| Phone::parse(phone, country).ok()),
        })
    }
}

impl State {
    /// A first visit.
    pub(super) fn new(start: String, country: String, bag: Vec<Piece>) -> Self {
        Self {
            version: VERSION,
            start,
            session: 1,
            revision: 1,
            country,
            postcode: None,
            bag,
            codes: Vec::new(),
            email: None,
            collect: false,
            rate: None,
            near: None,
            point: None,
            method: None,
            order: None,
            orders: Vec::new(),
            next_number: 20_481,
            attempts: Vec::new(),
            taken: BTreeMap::new(),
            taken_day: 0,
            dearer: Vec::new(),
            spent: Vec::new(),
            struck: Vec::new(),
        }
    }

    /// Whether it was started that way.
    pub(crate) fn started_as(&self, start: &super::Start) -> bool {
        self.start == start.name()
    }

    /// Reads what [`State::text`] wrote.
    pub(crate) fn read(text: &str) -> Option<Self> {
        serde_json::from_str::<Self>(text).ok().filter(|state| state.version == VERSION)
    }

    /// The state as text.
    pub(crate) fn text(&self) -> String {
        // Only maps with keys that are no text could fail, and there are none.
        serde_json::to_string(self).unwrap_or_default()
    }
}
