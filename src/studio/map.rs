//! The map of a purchase: its steps, and what can come after them, as nodes and edges.
//!
//! Always true: the steps are those of the program's own list ([`STEPS`]); which nodes a scenario visits is read off its tape.

use super::{
    scenario::{PLACES, Place},
    tape::Moment,
};
use crate::{
    checkout::{Checkout, Phase, Stage, progress},
    steps::STEPS,
};

/// A node: a step of the list, or a phase beside the steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Node {
    /// Its name; a step's is the step's own.
    pub name: &'static str,
    /// Where a click on it goes.
    pub place: Place,
    /// The column it stands in, from the left.
    pub column: u8,
    /// The row: 0 is the way through, others are beside it.
    pub row: i8,
}

/// Phases beside the steps, in the order they come.
const BESIDE: [Node; 8] = [
    Node { name: "opening", place: Place::Opening, column: 0, row: 0 },
    Node { name: "failed", place: Place::Opening, column: 0, row: 1 },
    Node { name: "sending", place: Place::Sending, column: 6, row: 0 },
    Node { name: "looking-up", place: Place::Sending, column: 6, row: 1 },
    Node { name: "unconfirmed", place: Place::Sending, column: 7, row: 1 },
    Node { name: "bank", place: Place::Bank, column: 6, row: -1 },
    Node { name: "thanks", place: Place::Thanks, column: 7, row: 0 },
    Node { name: "under-review", place: Place::Thanks, column: 7, row: -1 },
];

/// What leads from one to another beside the way through the steps.
const EDGES: [(&str, &str); 13] = [
    ("opening", "failed"),
    ("failed", "opening"),
    ("review", "sending"),
    ("sending", "bank"),
    ("sending", "looking-up"),
    ("looking-up", "unconfirmed"),
    ("looking-up", "thanks"),
    ("sending", "thanks"),
    ("sending", "under-review"),
    ("bank", "thanks"),
    ("bank", "payment"),
    ("sending", "payment"),
    ("opening", "thanks"),
];

/// Every node.
pub fn nodes() -> Vec<Node> {
    let known = |name: &str| PLACES.iter().find(|(known, _)| *known == name).map(|(_, place)| *place);
    let step = |(at, name): (usize, &'static str)| {
        let column = u8::try_from(at + 1).unwrap_or(u8::MAX);
        Some(Node { name, place: known(name)?, column, row: 0 })
    };
    let steps = STEPS.iter().map(|step| step.id.0).enumerate().filter_map(step);
    steps.chain(BESIDE).collect()
}

/// Every edge, by the names of its ends.
pub fn edges() -> Vec<(&'static str, &'static str)> {
    let ends = || STEPS.iter().map(|step| step.id.0);
    let through = core::iter::once("opening").chain(ends()).zip(ends());
    through.chain(EDGES).collect()
}

/// The node a purchase is at.
pub fn node(checkout: &Checkout) -> &'static str {
    match &checkout.phase {
        Phase::Closed(_) | Phase::Loading(crate::checkout::Loading::Failed(_)) => "failed",
        Phase::Loading(_) => "opening",
        Phase::Open(open) => open.at.0,
        Phase::Placing(placing) => match placing.stage {
            Stage::LookingUp => "looking-up",
            Stage::Unconfirmed => "unconfirmed",
            Stage::Locking | Stage::Sending | Stage::Cancelling => "sending",
        },
        Phase::Acting(_) => "bank",
        Phase::Placed(_) => "thanks",
        Phase::UnderReview(_) => "under-review",
    }
}

/// The nodes that a tape comes by, each once, in order.
pub fn visited(tape: &[Moment]) -> Vec<&'static str> {
    let mut visited = Vec::new();
    for moment in tape {
        let name = node(&moment.after);
        if !visited.contains(&name) {
            visited.push(name);
        }
    }
    visited
}

/// The steps that this purchase has: others are drawn as passed over.
pub fn applies(checkout: &Checkout, node: &Node) -> bool {
    let Some(quote) = checkout.quote() else { return true };
    let is_step = STEPS.iter().any(|step| step.id.0 == node.name);
    !is_step || progress::steps(checkout.plan(), quote).any(|step| step.id.0 == node.name)
}
