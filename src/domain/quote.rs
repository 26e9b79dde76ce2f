//! All the shop says about a checkout at one moment. Every change is answered with a whole one.

use crate::domain::{
    LineId, MethodId, OrderNumber, PointId, RateId, SessionId,
    account::Customer,
    cart::{Line, Suggestion},
    company::Company,
    country::Country,
    day::{Day, Instant},
    delivery::{How, Point, Rate},
    house::House,
    money::{Currency, Money},
    payment::{Buyer, MethodOffer, NotOffered},
    totals::Totals,
};
use std::sync::Arc;

/// A code on the order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AppliedCode {
    /// As the shop writes it.
    pub code: String,
    /// What it gives, such as `10 % off`.
    pub title: String,
}

/// Something the shop did or offers without being asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Offer {
    /// So much more and delivery is free.
    FreeDeliveryFrom {
        /// What is still missing.
        missing: Money,
        /// From how much it is free.
        threshold: Money,
    },
    /// Delivery is free now.
    FreeDelivery,
    /// A discount the shop gives by itself; its row is in the totals.
    Automatic {
        /// What it is.
        title: String,
    },
}

/// What has been delivered on screen about ways of shipping.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rates {
    /// The shop needs more of the address first.
    Unknown,
    /// The shop does not deliver there.
    None,
    /// What can be chosen.
    Offered(Vec<Rate>),
}

/// Everything about getting the goods.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeliveryOffer {
    /// Whether anything has to be delivered at all.
    pub needed: bool,
    /// What the shop has noted: ship or collect.
    pub how: How,
    /// Ways of shipping.
    pub rates: Rates,
    /// The way of shipping the shop has noted.
    pub rate: Option<RateId>,
    /// The least that shipping costs, before an address is known, if the shop says so.
    pub ship_from: Option<Money>,
    /// Places to collect from, nearest first; empty when collecting is not possible.
    pub points: Vec<Point>,
    /// The place the shop has noted.
    pub point: Option<PointId>,
}

/// Something the shop changed by itself since the last quote.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A price is different now.
    Price {
        /// Of which line.
        line: LineId,
        /// What it was.
        was: Money,
    },
    /// Fewer are left than were in the bag.
    Reduced {
        /// Of which line.
        line: LineId,
        /// How many there were in the bag.
        was: u32,
    },
    /// A line is sold out and was taken out.
    SoldOut {
        /// Its name.
        title: String,
    },
    /// What the account's own bag held came beside what was in this one: the names of its lines.
    Merged {
        /// Their names.
        titles: Vec<String>,
    },
    /// A code lapsed and was taken off.
    CodeLapsed {
        /// The code.
        code: String,
    },
}

/// The shop itself: who it is, and what it promises. What it does not say is not drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Shop {
    /// Its name.
    pub name: String,
    /// Legal name, seat and registration, in one line; empty when the shop does not say.
    pub seller: String,
    /// Where the goods leave from; empty when the shop does not say.
    pub ships_from: String,
    /// Days in which things can be sent back.
    pub returns_days: Option<u16>,
    /// What buyers think of the shop.
    pub rating: Option<crate::domain::cart::Rating>,
    /// Terms of sale: version and the day they took effect.
    pub terms: Option<Terms>,
    /// Where its texts are.
    pub policies: Vec<(Policy, PolicyText)>,
    /// What the merchant's configuration says, where there is one.
    pub house: Option<Arc<House>>,
}

impl Shop {
    /// Where a text is, if the shop has it.
    pub fn policy(&self, which: Policy) -> Option<&PolicyText> {
        self.policies.iter().find(|(policy, _)| *policy == which).map(|(_, text)| text)
    }
}

/// A text that a shop has for its buyers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Policy {
    Help,
    Delivery,
    Returns,
    Terms,
    Privacy,
    Accessibility,
}

impl Policy {
    /// All of them, in the order of a footer.
    pub const ALL: [Self; 6] =
        [Self::Returns, Self::Delivery, Self::Terms, Self::Privacy, Self::Accessibility, Self::Help];
}

/// Where a shop's text is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PolicyText {
    /// In this program: the demo shop's.
    Here,
    /// On a page of the shop.
    At(String),
}

/// A versioned text the shopper agrees to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Terms {
    /// Which version is in force.
    pub version: String,
    /// From when.
    pub from: Day,
}

/// All the shop says about a checkout at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quote {
    /// Which session.
    pub session: SessionId,
    /// Grows with every change the shop accepted; an answer with a lower one is stale.
    pub revision: u64,
    /// The shop's clock.
    pub now: Instant,
    /// The shop.
    pub shop: Shop,
    /// The currency of every amount in here.
    pub currency: Currency,
    /// Where the goods go, as far as the shop knows; decides taxes, methods and legal texts.
    pub country: Country,
    /// Where the shop delivers, in no order.
    pub countries: Vec<Country>,
    /// The bag.
    pub lines: Vec<Line>,
    /// What goes well with it.
    pub suggestions: Vec<Suggestion>,
    /// Codes on the order.
    pub codes: Vec<AppliedCode>,
    /// What the shop gives or offers by itself.
    pub offers: Vec<Offer>,
    /// What it costs.
    pub totals: Totals,
    /// Getting the goods.
    pub delivery: DeliveryOffer,
    /// Ways to pay, in the shop's order. Empty when nothing is to be paid.
    pub methods: Vec<MethodOffer>,
    /// Ways to pay that are not offered, and why.
    pub not_offered: Vec<(MethodId, NotOffered)>,
    /// The way to pay the shop has noted, which decides fees.
    pub method: Option<MethodId>,
    /// The brand of card the shop has noted, which decides fees too.
    pub brand: Option<String>,
    /// Who buys.
    pub buyer: Buyer,
    /// Whom the shop takes the shopper for; `None` for a guest.
    pub customer: Option<Box<Customer>>,
    /// The company that buys, as far as the shop knows it. A number that the register refuses leaves the buyer a consumer.
    pub company: Option<Arc<Company>>,
    /// What the shop changed by itself since the last quote.
    pub changes: Vec<Change>,
    /// The order, if this session has become one.
    pub order: Option<OrderNumber>,
}

impl Quote {
    /// What is known at least; the rest is not drawn.
    pub const fn new(session: SessionId, now: Instant, country: Country, totals: Totals) -> Self {
        Self {
            session,
            revision: 0,
            now,
            shop: Shop {
                name: String::new(),
                seller: String::new(),
                ships_from: String::new(),
                returns_days: None,
                rating: None,
                terms: None,
                policies: Vec::new(),
                house: None,
            },
            currency: totals.total.currency(),
            country,
            countries: Vec::new(),
            lines: Vec::new(),
            suggestions: Vec::new(),
            codes: Vec::new(),
            offers: Vec::new(),
            totals,
            delivery: DeliveryOffer {
                needed: true,
                how: How::Ship,
                rates: Rates::Unknown,
                rate: None,
                ship_from: None,
                points: Vec::new(),
                point: None,
            },
            methods: Vec::new(),
            not_offered: Vec::new(),
            method: None,
            brand: None,
            buyer: Buyer::Consumer,
            customer: None,
            company: None,
            changes: Vec::new(),
            order: None,
        }
    }

    /// The line of that id.
    pub fn line(&self, id: &LineId) -> Option<&Line> {
        self.lines.iter().find(|line| line.id == *id)
    }

    /// The offer of that method, if it can be chosen.
    pub fn method(&self, id: &MethodId) -> Option<&MethodOffer> {
        self.methods.iter().find(|offer| offer.id == *id && offer.usable())
    }

    /// The way of shipping of that id, if it is offered.
    pub fn rate(&self, id: &RateId) -> Option<&Rate> {
        match &self.delivery.rates {
            Rates::Offered(rates) => rates.iter().find(|rate| rate.id == *id),
            Rates::Unknown | Rates::None => None,
        }
    }

    /// The place of that id, if it is offered.
    pub fn point(&self, id: &PointId) -> Option<&Point> {
        self.delivery.points.iter().find(|point| point.id == *id)
    }
}
