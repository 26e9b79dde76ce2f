//! The shop itself: state and rules, without a browser, a clock or storage of its own.
//!
//! Always true: the same state, clock and wishes give the same answer. A refused wish leaves the state
//! as it was, but for sentinels noting that they have struck.

mod bill;
mod catalogue;
mod codes;
mod kept;
mod market;
mod paying;
mod places;
mod placing;
mod quote;
mod record;
mod sentinel;
mod session;
mod shared;
mod shipping;
mod words;

pub(super) use record::State;
pub(super) use sentinel::{SLOW_MILLISECONDS, is_slow};
pub use shared::Shared;
pub(super) use words::Language;

use crate::domain::country::Country;
use record::Piece;

/// Which bag a first visit finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scenario {
    /// A jacket, two base layers and the gift that comes along.
    #[default]
    Default,
    /// A gift card and a download: nothing to deliver.
    Virtual,
    /// A free download: nothing to pay.
    Zero,
    /// Goods, a download, a gift card, a service and the last lamp, which somebody else will buy.
    Mixed,
    /// Nothing.
    Empty,
    /// So many lines of yarn.
    Large(u32),
}

/// How a shop starts for somebody new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// The bag.
    pub scenario: Scenario,
    /// The country it is for; Finland if the shop does not deliver there.
    pub market: Country,
}

impl Default for Start {
    fn default() -> Self {
        Self { scenario: Scenario::Default, market: Country::of(*b"FI") }
    }
}

/// The most lines a large bag can have.
const MOST_LINES: u32 = 20_000;

impl Start {
    /// By which a start is told from another.
    pub(super) fn name(&self) -> String {
        let (scenario, lines) = match self.scenario {
            Scenario::Default => ("default", 0),
            Scenario::Virtual => ("virtual", 0),
            Scenario::Zero => ("zero", 0),
            Scenario::Mixed => ("mixed", 0),
            Scenario::Empty => ("empty", 0),
            Scenario::Large(lines) => ("large", lines),
        };
        [scenario, &lines.to_string(), self.market.code()].join("/")
    }

    pub(super) fn state(&self) -> State {
        let of = |items: &[(&str, u32)]| -> Vec<Piece> {
            items.iter().map(|(item, quantity)| Piece { item: (*item).to_owned(), quantity: *quantity }).collect()
        };
        let bag = match self.scenario {
            Scenario::Default => of(&[("jacket", 1), ("base", 2)]),
            Scenario::Virtual => of(&[("card", 1), ("map", 1)]),
            Scenario::Zero => of(&[("guide", 1)]),
            Scenario::Mixed => of(&[("jacket", 1), ("pegs", 3), ("lamp", 1), ("map", 1), ("card", 1), ("care", 1)]),
            Scenario::Empty => Vec::new(),
            Scenario::Large(lines) => {
                let line = |shade: u32| Piece { item: catalogue::yarn(shade), quantity: shade % 3 + 1 };
                (1..=lines.min(MOST_LINES)).map(line).collect()
            }
        };
        let market = market::Market::of(self.market).map_or(Country::of(*b"FI"), market::Market::country);
        State::new(self.name(), market.code().to_owned(), bag)
    }
}
