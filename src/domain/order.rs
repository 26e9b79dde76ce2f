//! An order the shop has taken.

use crate::domain::{
    ItemId, MethodId, OrderNumber,
    address::Label,
    cart::Line,
    company::Company,
    day::{Day, Instant, Weekday, Window},
    delivery::Point,
    house::Consented,
    money::Money,
    payment::{CardFace, ChargeMoment, Plan},
    totals::Totals,
};
use std::sync::Arc;

/// How far the shop is with an order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OrderState {
    /// Taken and confirmed.
    Confirmed,
    /// Received; a person looks at it before it is confirmed, at the latest then.
    UnderReview {
        /// The latest moment at which the shopper hears.
        until: Instant,
    },
    /// Sent to somebody of the buyer's company, who has to agree first.
    ForApproval {
        /// Who.
        by: String,
    },
}

/// What the shopper has to do after ordering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ToDo {
    /// Send the money by bank transfer.
    Transfer(Transfer),
    /// Send a cheque.
    Cheque {
        /// Whom it is made out to.
        payee: String,
        /// Where it goes, line by line.
        address: Vec<String>,
        /// Over how much.
        amount: Money,
        /// Until when the goods are held.
        until: Day,
    },
    /// Pay the parts of a plan when they are due.
    Plan(Plan),
}

/// A bank transfer the shopper makes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    /// Who gets it.
    pub receiver: String,
    /// The account (ISO 13616), without spaces.
    pub iban: String,
    /// The bank (ISO 9362), where it is needed.
    pub bic: Option<String>,
    /// How much.
    pub amount: Money,
    /// What ties it to the order.
    pub reference: String,
    /// Until when the goods are held.
    pub until: Day,
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
    /// How far it is, if the shop tells.
    pub reached: Option<Reached>,
}

/// How far an order is on its way to the shopper, as the shop tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reached {
    /// A person looks at it, or somebody has to agree to it.
    Held,
    /// It is packed once the money is there.
    AwaitsMoney,
    /// It is being packed.
    Packing,
    /// The carrier has it.
    OnItsWay,
    /// It can be collected.
    Ready,
    /// The shopper has it.
    Arrived,
    /// It will not come.
    Cancelled,
}

/// What became of the money of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settled {
    /// It is still to come.
    Awaited,
    /// It is set aside and not taken.
    Reserved,
    /// It is paid.
    Paid,
    /// It went back.
    Refunded,
}

/// An order with what has happened to it since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tracked {
    /// The order.
    pub order: Order,
    /// How far it is, if the shop tells.
    pub reached: Option<Reached>,
    /// What became of the money, if the shop tells.
    pub settled: Option<Settled>,
    /// By which number the carrier knows the parcel.
    pub parcel: Option<String>,
}

impl From<Order> for Tracked {
    /// An order of which no more is known.
    fn from(order: Order) -> Self {
        Self { order, reached: None, settled: None, parcel: None }
    }
}

/// The days between an order and its arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Days {
    /// When it is packed.
    pub packing: Day,
    /// First and last on the way; `None` when it arrives on the day it is packed.
    pub on_its_way: Option<(Day, Day)>,
}

impl Days {
    /// The shop promises the arrival only. Before it lie the first working day, on which things are packed,
    /// and the working days from then until the one before the arrival.
    pub fn before(placed: Day, window: &Window) -> Self {
        let packing = on_weekday(placed, 1).min(window.from);
        let to = on_weekday(window.from.plus(-1), -1).max(packing);
        let from = on_weekday(packing.plus(1), 1).min(to);
        Self { packing, on_its_way: (packing < window.from).then_some((from, to)) }
    }
}

/// The day itself, or the nearest one in that direction that is neither Saturday nor Sunday.
fn on_weekday(mut day: Day, direction: i64) -> Day {
    while matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday) {
        day = day.plus(direction);
    }
    day
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
    /// The company that bought.
    pub company: Option<Arc<Company>>,
    /// How it is paid; `None` when nothing was to be paid.
    pub method: Option<MethodId>,
    /// The card, if one was used.
    pub card: Option<CardFace>,
    /// What the shop calls a method that is not in our list.
    pub method_title: Option<String>,
    /// When the money is taken.
    pub charged: Option<ChargeMoment>,
    /// What the shopper still has to do.
    pub to_do: Option<ToDo>,
    /// Until when things can be sent back.
    pub returns_until: Option<Day>,
    /// What was agreed to.
    pub consents: Vec<Consented>,
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
            company: None,
            method: None,
            card: None,
            method_title: None,
            charged: None,
            to_do: None,
            returns_until: None,
            consents: Vec::new(),
        }
    }
}

/// What of an order can be had again, line by line.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reorder {
    /// The lines, in the order's order; gifts are not among them.
    pub lines: Vec<ReorderLine>,
}

/// A line of an order, then and now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReorderLine {
    /// What it is.
    pub item: ItemId,
    /// Its name.
    pub title: String,
    /// How many were bought.
    pub quantity: u32,
    /// What one cost then; `None` where that cannot be compared: in another currency.
    pub was: Option<Money>,
    /// What one costs now; `None` where it is no longer sold.
    pub now: Option<Money>,
    /// How many can be bought now, beside what is in the bag.
    pub available: u32,
}

impl ReorderLine {
    /// How many come into the bag.
    pub fn pieces(&self) -> u32 {
        if self.now.is_some() { self.quantity.min(self.available) } else { 0 }
    }
}
