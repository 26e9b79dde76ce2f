//! The lines of a bag, as the shop priced them.

use crate::domain::{
    ItemId, LineId,
    day::{Day, Window},
    money::Money,
};

/// How much of an item the shop has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stock {
    /// Enough.
    Plenty,
    /// So few that it is worth saying.
    Low(u32),
    /// None; the line cannot be bought.
    SoldOut,
}

/// What a line is, as far as it changes the checkout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineKind {
    /// Something that travels.
    Goods,
    /// Something that needs no delivery: a download, an insurance, a gift card by e-mail.
    Virtual,
    /// Added by the shop, free; the shopper can neither change nor buy it.
    Gift,
}

/// What buyers think of an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rating {
    /// Tenths of a star, 0 to 50.
    pub tenths: u8,
    /// How many rated it.
    pub count: u32,
}

/// One line of the bag. All amounts are the shop's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Which line it is, stable while the bag lives.
    pub id: LineId,
    /// What it is, for adding it again.
    pub item: ItemId,
    /// Its name, in the shopper's language.
    pub title: String,
    /// Variant or note, such as `Spruce · M`.
    pub detail: Option<String>,
    /// Where its picture is; relative to the page or `https`.
    pub image: Option<String>,
    /// What kind of line it is.
    pub kind: LineKind,
    /// How many.
    pub quantity: u32,
    /// The most that can be bought.
    pub limit: u32,
    /// What one costs.
    pub unit_price: Money,
    /// What the line costs.
    pub total: Money,
    /// The price it is reduced from, and the lowest price of the 30 days before
    /// (Directive 98/6/EC art. 6a): shown only together.
    pub reduced: Option<Reduction>,
    /// Buyers' opinion.
    pub rating: Option<Rating>,
    /// How many there are.
    pub stock: Stock,
    /// When it would arrive at the soonest.
    pub arrives: Option<Window>,
    /// Days in which it can be sent back.
    pub returns_days: Option<u16>,
    /// What is taken again and again for it, if it is a subscription.
    pub recurring: Option<Recurring>,
}

/// A subscription: what is taken again, and when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Recurring {
    /// How much each time, for the whole line.
    pub amount: Money,
    /// Every so many months.
    pub months: u8,
    /// When it is taken for the first time.
    pub first: Day,
    /// And when after that.
    pub next: Day,
}

impl Line {
    /// A line of goods about which nothing more is known.
    pub const fn new(id: LineId, title: String, quantity: u32, unit_price: Money, total: Money) -> Self {
        Self {
            id,
            item: ItemId(String::new()),
            title,
            detail: None,
            image: None,
            kind: LineKind::Goods,
            quantity,
            limit: 999,
            unit_price,
            total,
            reduced: None,
            rating: None,
            stock: Stock::Plenty,
            arrives: None,
            returns_days: None,
            recurring: None,
        }
    }
}

/// A reduced price and what the law wants shown beside it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reduction {
    /// The list price of one.
    pub list_price: Money,
    /// The lowest price of one in the last 30 days.
    pub lowest_30_days: Money,
}

/// Something the shop suggests beside the bag.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// What to add.
    pub item: ItemId,
    /// Its name.
    pub title: String,
    /// Its picture.
    pub image: Option<String>,
    /// What one costs.
    pub price: Money,
}
