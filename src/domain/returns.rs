//! Sending things back: what can be, why, how, and what became of it.
//!
//! Always true: every amount and every permission is the shop's; nothing is worked out here.

use crate::domain::{LineId, OrderNumber, ReasonId, ReturnNumber, ReturnWayId, money::Money};

/// What of an order can be sent back, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReturnOptions {
    /// What can be sent back.
    pub lines: Vec<Returnable>,
    /// Reasons to choose from; none need be given where there are none.
    pub reasons: Vec<(ReasonId, String)>,
    /// Ways of sending it, with what they cost the shopper.
    pub ways: Vec<(ReturnWayId, String, Money)>,
}

/// A line of an order that can be sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Returnable {
    /// Which line.
    pub line: LineId,
    /// Its name.
    pub title: String,
    /// So many at most.
    pub quantity: u32,
}

/// What is to be sent back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReturnRequest {
    /// Of which order.
    pub order: OrderNumber,
    /// Which lines, and how many of each.
    pub lines: Vec<(LineId, u32)>,
    /// Why.
    pub reason: Option<ReasonId>,
    /// What else to say.
    pub note: String,
    /// How.
    pub way: Option<ReturnWayId>,
}

/// A return the shop has taken note of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Return {
    /// Its number.
    pub number: ReturnNumber,
    /// What will be given back, if the shop says so already.
    pub refund: Option<Money>,
}
