//! The shop itself: state and rules, without a browser, a clock or storage of its own.
//!
//! Always true: the same state, clock and wishes give the same answer. A refused wish leaves the state
//! as it was, but for sentinels noting that they have struck.

mod bill;
mod book;
mod catalogue;
mod codes;
mod company;
mod doors;
mod habits;
mod kept;
mod market;
mod passkeys;
mod paying;
mod people;
mod places;
mod placing;
mod post;
mod quote;
mod record;
mod returning;
mod seal;
mod sentinel;
mod session;
mod shared;
mod shipping;
mod tender;
mod tracking;
mod words;

pub(super) use doors::Key;
pub use passkeys::Signature;
pub(super) use passkeys::Site;
pub use people::Shopper;
pub use post::Mail;
pub(super) use post::quoted;
pub(super) use record::State;
pub use returning::Stage;
pub(super) use sentinel::{SLOW_MILLISECONDS, is_slow};
pub use shared::{Seat, Shared};
pub(super) use words::Language;

use crate::domain::{company::May, country::Country, payment::Buyer};
use record::{Card, Firm, Piece};

/// Which bag a first visit finds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scenario {
    /// A jacket, two base layers and the gift that comes along.
    #[default]
    Default,
    /// One jacket.
    One,
    /// A gift card and a download: nothing to deliver.
    Virtual,
    /// A free download: nothing to pay.
    Zero,
    /// Goods, a download, a gift card, a service and the last lamp, which somebody else will buy.
    Mixed,
    /// Nothing.
    Empty,
    /// Goods and wax that comes again and again.
    Subscription,
    /// So many lines of yarn.
    Large(u32),
    /// An offer to a company, handed over with its prices.
    Quote,
}

/// How a shop starts for somebody new.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Start {
    /// The bag.
    pub scenario: Scenario,
    /// The country it is for; Finland if the shop does not deliver there.
    pub market: Country,
    /// Who buys.
    pub buyer: Buyer,
    /// What a company's buyer may do.
    pub role: May,
    /// Whether the shopper has been here: two cards are kept, and the shop owes a little.
    pub known: bool,
    /// Who is remembered by this browser, of the accounts the demo has from the start.
    pub shopper: Option<Shopper>,
    /// Whether there is a bank that can be asked; without one nothing is offered that needs it.
    pub banked: bool,
    /// Whether the shop asks a fee for consumers' cards, which the law forbids.
    pub unlawful: bool,
}

impl Default for Start {
    fn default() -> Self {
        Self {
            scenario: Scenario::Default,
            market: Country::of(*b"FI"),
            buyer: Buyer::Consumer,
            role: May::Buy,
            known: false,
            shopper: None,
            banked: true,
            unlawful: false,
        }
    }
}

/// What the shop owes somebody who has been here.
const OWED: catalogue::Prices = [1_500, 15_000, 15_000, 11_000];
/// The most lines a large bag can have.
const MOST_LINES: u32 = 20_000;

impl Start {
    /// By which a start is told from another.
    pub(super) fn name(&self) -> String {
        let (scenario, lines) = match self.scenario {
            Scenario::Default => ("default", 0),
            Scenario::One => ("one", 0),
            Scenario::Virtual => ("virtual", 0),
            Scenario::Zero => ("zero", 0),
            Scenario::Mixed => ("mixed", 0),
            Scenario::Empty => ("empty", 0),
            Scenario::Subscription => ("subscription", 0),
            Scenario::Large(lines) => ("large", lines),
            Scenario::Quote => ("quote", 0),
        };
        let company = match (self.buyer, self.role) {
            (Buyer::Consumer, _) => "",
            (Buyer::Company, May::Buy) => "company",
            (Buyer::Company, May::Approve) => "approver",
            (Buyer::Company, May::Prepare) => "assistant",
        };
        let flags = [(self.known, "known"), (self.banked, "banked"), (self.unlawful, "unlawful")];
        let mut name = [scenario, &lines.to_string(), self.market.code(), company].join("/");
        for (_, flag) in flags.into_iter().filter(|(is, _)| *is) {
            name.push('/');
            name.push_str(flag);
        }
        if let Some(shopper) = self.shopper {
            name.push('/');
            name.push_str(shopper.name());
        }
        name
    }

    pub(super) fn state(&self) -> State {
        let of = |items: &[(&str, u32)]| -> Vec<Piece> {
            items.iter().map(|(item, quantity)| Piece { item: (*item).to_owned(), quantity: *quantity }).collect()
        };
        let bag = match self.scenario {
            Scenario::Default => of(&[("jacket", 1), ("base", 2)]),
            Scenario::One => of(&[("jacket", 1)]),
            Scenario::Virtual => of(&[("card", 1), ("map", 1)]),
            Scenario::Zero => of(&[("guide", 1)]),
            Scenario::Mixed => of(&[("jacket", 1), ("pegs", 3), ("lamp", 1), ("map", 1), ("card", 1), ("care", 1)]),
            Scenario::Subscription => of(&[("base", 1), ("wax", 1)]),
            Scenario::Empty => Vec::new(),
            Scenario::Quote => of(&[("flask", 12), ("pack", 6)]),
            Scenario::Large(lines) => {
                let line = |shade: u32| Piece { item: catalogue::yarn(shade), quantity: shade % 3 + 1 };
                (1..=lines.min(MOST_LINES)).map(line).collect()
            }
        };
        let market = market::Market::of(self.market).map_or(Country::of(*b"FI"), market::Market::country);
        let mut state = State::new(self.name(), market.code().to_owned(), bag);
        let offer = self.scenario == Scenario::Quote;
        state.company = self.buyer == Buyer::Company || offer;
        state.guest_company = state.company;
        state.firm = state.company.then(|| Firm::known(self.role));
        // Until when it holds is known once it is opened.
        state.agreed_until = offer.then_some(0);
        state.banked = self.banked;
        state.unlawful = self.unlawful;
        if self.known {
            let slot = market::Market::of(market).map_or(0, |market| market.slot);
            state.credit = catalogue::at(&OWED, slot);
            state.wallet = two_cards(0).to_vec();
            state.next_card = 2;
        }
        if let Some(shopper) = self.shopper {
            state.recall(shopper);
        }
        state
    }
}

/// The kept cards of somebody who has been here, numbered after `id`; one of them has expired.
fn two_cards(id: u32) -> [Card; 2] {
    let card = |id, brand: &str, last4: &str, (month, year), preferred| Card {
        id,
        brand: brand.to_owned(),
        last4: last4.to_owned(),
        month,
        year,
        preferred,
        code: true,
    };
    [card(id + 1, "visa", "4412", (3, 2029), true), card(id + 2, "mastercard", "9031", (9, 2026), false)]
}
