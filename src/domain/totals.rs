//! What the order costs, row by row, in the order the shop gives. Shown, never recomputed.

use crate::domain::{money::Money, payment::Tender};

/// What a row of the totals is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TotalKind {
    /// The goods.
    Items,
    /// Something taken off.
    Discount,
    /// Getting it to the shopper.
    Delivery,
    /// A fee for the way of paying.
    Fee,
    /// Tax that is not in the prices.
    Tax,
    /// Something else the shop names.
    Other,
}

/// A row of the totals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalRow {
    /// What it is for.
    pub kind: TotalKind,
    /// The shop's own words for it, when the kind alone does not say it.
    pub label: Option<String>,
    /// Its amount; negative for what is taken off.
    pub amount: Money,
    /// Whether the amount may still change: shown as "from".
    pub estimate: bool,
}

/// Tax that the prices contain.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IncludedTax {
    /// The rate in hundredths of a percent: 2550 is 25.5 %. `None` when the shop gives the sum only.
    pub basis_points: Option<u32>,
    /// The tax in the total.
    pub amount: Money,
}

/// Whether prices have their tax in them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PriceView {
    /// They have: what consumers are shown (Directive 98/6/EC art. 2).
    #[default]
    Gross,
    /// They have not: the tax is a row of its own.
    Net {
        /// What it all costs without tax.
        sum: Money,
        /// Why no tax is charged, if none is.
        untaxed: Option<Untaxed>,
    },
}

/// Why a company is charged no tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Untaxed {
    /// The buyer owes it, in another country of the Union (Directive 2006/112/EC art. 138 and 196).
    ReverseCharge,
    /// The goods leave the Union (art. 146).
    Export,
    /// The company is exempt; its certificate is in [`Company`](crate::domain::company::Company).
    Exempt,
}

/// What the order costs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Totals {
    /// The rows, in the shop's order.
    pub rows: Vec<TotalRow>,
    /// How many pieces the shopper buys; gifts do not count.
    pub pieces: u32,
    /// What it all costs.
    pub total: Money,
    /// What is left to pay once gift cards and credit have paid their part: what a method is for.
    pub due: Money,
    /// Taxes in it.
    pub taxes: Vec<IncludedTax>,
    /// What pays a part of it besides the method, or could.
    pub tenders: Vec<Tender>,
    /// Whether these prices, and those of the lines, have their tax in them.
    pub view: PriceView,
}

impl Totals {
    /// Totals of which nothing is paid yet.
    pub const fn new(rows: Vec<TotalRow>, pieces: u32, total: Money, taxes: Vec<IncludedTax>) -> Self {
        Self { rows, pieces, total, due: total, taxes, tenders: Vec::new(), view: PriceView::Gross }
    }
}
