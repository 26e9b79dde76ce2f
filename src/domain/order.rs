//! An order the shop has taken.

use crate::domain::{
    MethodId, OrderNumber,
    address::Label,
    cart::Line,
    day::{Day, Instant, Window},
    delivery::Point,
    money::Money,
    payment::{CardFace, ChargeMoment},
    totals::Totals,
};

/// How far the shop is with an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// Taken and confirmed.
    Confirmed,
    /// Received; a person looks at it before it is confirmed, at the latest then.
    UnderReview {
        /// The latest moment at which the shopper hears.
        until: Instant,
    },
}

/// How an order reaches the shopper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderDelivery {
    /// To an address.
    Ship {
        /// Where to.
        address: Label,
        /// The method's name.
        title: String,
        /// Who carries it; empty when the shop does not say.
        carrier: String,
        /// When it arrives, if the shop promises anything.
        window: Option<Window>,
    },
    /// Collected.
    Collect {
        /// Where.
        point: Point,
        /// By whom.
        name: String,
        /// The number that gets the text message.
        phone: String,
    },
    /// Nothing to deliver.
    Nothing,
}

/// An order in a list of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// Its number.
    pub number: OrderNumber,
    /// When it was placed.
    pub placed: Instant,
    /// What it cost.
    pub total: Money,
    /// How many pieces.
    pub pieces: u32,
}

/// An order, complete: everything the thank-you page and the receipt show.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// Its number.
    pub number: OrderNumber,
    /// When it was placed.
    pub placed: Instant,
    /// How far it is.
    pub state: OrderState,
    /// Where the receipt went.
    pub email: String,
    /// What was bought.
    pub lines: Vec<Line>,
    /// What it costs.
    pub totals: Totals,
    /// How it reaches the shopper.
    pub delivery: OrderDelivery,
    /// Whom the bill is made out to, when it is not the delivery address.
    pub billing: Option<Label>,
    /// How it is paid; `None` when nothing was to be paid.
    pub method: Option<MethodId>,
    /// The card, if one was used.
    pub card: Option<CardFace>,
    /// When the money is taken.
    pub charged: Option<ChargeMoment>,
    /// Until when things can be sent back.
    pub returns_until: Option<Day>,
}

impl Order {
    /// A confirmed order about which nothing more is known.
    pub const fn new(number: OrderNumber, placed: Instant, totals: Totals) -> Self {
        Self {
            number,
            placed,
            state: OrderState::Confirmed,
            email: String::new(),
            lines: Vec::new(),
            totals,
            delivery: OrderDelivery::Nothing,
            billing: None,
            method: None,
            card: None,
            charged: None,
            returns_until: None,
        }
    }
}
