//! What is asked of a backend and what can come back: the words machine and adapters share.
//!
//! No wire type and no card data: a payment is a token here.

use crate::domain::{
    ItemId, LineId, MethodId, OrderNumber, PointId, RateId,
    address::Address,
    contact::Contact,
    country::Country,
    delivery::{Delivery, How},
    money::Money,
    order::Order,
    payment::{CardFace, Decline, NextAction},
    problem::Problem,
    quote::Quote,
    secret::Token,
};

/// Something the shopper wants changed. Small: an adapter maps one to one or several calls.
#[derive(Clone, Debug, PartialEq)]
pub enum Intent {
    /// So many of a line; zero takes it out.
    SetQuantity(LineId, u32),
    /// Put an item in the bag, or back into it.
    AddItem(ItemId, u32),
    /// Begin a new bag after an order.
    StartAnew,
    /// Use a promotion code.
    ApplyCode(String),
    /// Take a promotion code off.
    RemoveCode(String),
    /// Note who buys.
    SetContact(Contact),
    /// Note where the goods will go, as far as it is known: prices, taxes and methods follow.
    SetDestination {
        /// The country.
        country: Country,
        /// The postcode, if it is complete.
        postcode: Option<String>,
    },
    /// Note whether to ship or collect.
    SetHow(How),
    /// Note the way of shipping.
    SetRate(RateId),
    /// Look for places to collect from.
    FindPoints(String),
    /// Note the place to collect from.
    SetPoint(PointId),
    /// Note the way to pay; fees follow.
    SetMethod(MethodId),
}

/// Everything an order consists of, complete and checked. Made by the machine only.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderRequest {
    /// Who buys.
    pub contact: Contact,
    /// Where the goods go.
    pub delivery: Delivery,
    /// Whom the bill is made out to, when it is not the delivery address.
    pub billing: Option<Address>,
    /// How it is paid; `None` when nothing is to be paid.
    pub method: Option<MethodId>,
    /// The total the shopper saw and agreed to. The backend refuses any other.
    pub expected_total: Money,
    /// The terms the shopper agreed to.
    pub terms_version: String,
}

/// A way to pay, with what it needs.
#[derive(Clone, Debug)]
pub struct Payment {
    /// The provider's token, for methods that have one.
    pub token: Option<Token>,
    /// What may be shown of the card.
    pub card: Option<CardFace>,
}

/// The keys of an attempt to place an order (Idempotency-Key, draft-ietf-httpapi-idempotency-key-header).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Keys {
    /// One for each intent to buy.
    pub order: String,
    /// One for each attempt to pay under it.
    pub payment: String,
}

/// How placing an order went.
#[derive(Clone, Debug, PartialEq)]
pub enum Placed {
    /// The shop has taken it: confirmed, or under review.
    Order(Box<Order>),
    /// The shopper has to do something first.
    Act(NextAction),
}

/// What a backend knows of an order key.
#[derive(Clone, Debug, PartialEq)]
pub enum Known {
    /// It became an order.
    Order(Box<Order>),
    /// It is being worked on.
    Pending,
    /// It waits for the shopper.
    Act(NextAction),
    /// The payment was refused; no order was made.
    Declined(Decline),
    /// It was never seen: sending it again is safe.
    Nothing,
}

/// Why a backend did not do what was asked. Adapters translate into it once.
#[derive(Clone, Debug, PartialEq)]
pub enum BackendError {
    /// The device has no connection; nothing was sent.
    Offline,
    /// Sent, but no usable answer came: it may or may not have been done.
    NoAnswer,
    /// An answer came that we cannot read; it may or may not have been done.
    Malformed,
    /// The shop's state has moved on; here it is. Nothing was done.
    Stale(Box<Quote>),
    /// The payment was refused. No order was made.
    Declined(Decline),
    /// Answers the shop does not accept.
    Rejected(Vec<Problem>),
    /// The session is over or was never there.
    Unauthorized,
    /// This session already became an order.
    AlreadyPlaced(OrderNumber),
    /// Too many requests; wait so many milliseconds.
    Busy(u32),
    /// The shop has a fault; its reference for support, if it gave one. It may or may not have been done.
    Server(String),
}

impl BackendError {
    /// Whether what was asked may have been done all the same.
    pub const fn may_have_happened(&self) -> bool {
        matches!(self, Self::NoAnswer | Self::Malformed | Self::Server(_))
    }
}

/// How a backend keeps an order from being placed twice (`spec/quality.md` REL-05).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// Whether the same key sent again is safe.
    pub resend: bool,
    /// Whether an order can be looked up by its key.
    pub lookup: bool,
}
