//! Ways to pay as the shop offers them, and what can come back from trying.
//!
//! Card data has no type here: it lives in the payment provider's frame and reaches us as a
//! [`Token`](crate::domain::secret::Token) and a [`CardFace`].

use crate::domain::{MethodId, OrderNumber, day::Instant, money::Money};

/// When the money is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChargeMoment {
    /// At once.
    Now,
    /// When the goods leave.
    AtDispatch,
    /// When the shopper collects.
    AtCollection,
    /// So many days after the goods leave.
    AfterDispatch(u16),
}

/// What a method costs and promises for this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodOffer {
    /// Which method: an entry of the method list.
    pub id: MethodId,
    /// What the shop charges for it, if anything.
    pub fee: Option<Money>,
    /// When the money is taken, if the shop says so.
    pub charged: Option<ChargeMoment>,
    /// Brands it takes, for cards: `visa`, `mastercard`, …
    pub brands: Vec<String>,
}

/// Why a method the shop knows is not offered here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOffered {
    /// Not in this country.
    Country,
    /// Not for an order this large.
    AboveLimit(Money),
    /// Not for an order this small.
    BelowLimit(Money),
    /// Only where something is collected.
    CollectOnly,
    /// The shop does not take it at all.
    Never,
}

/// What may be shown of a card: brand and last digits (PCI DSS 3.4.1).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CardFace {
    /// `visa`, `mastercard`, …
    pub brand: String,
    /// The last four digits.
    pub last4: String,
}

/// Twelve reasons for which a payment is refused, each with its own advice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decline {
    /// The bank gave no reason.
    Generic,
    /// Not enough money on the account.
    InsufficientFunds,
    /// The card has expired.
    ExpiredCard,
    /// The security code is wrong.
    WrongCode,
    /// The number is wrong.
    WrongNumber,
    /// The card was reported lost or stolen; the shopper is told only that the bank refused.
    LostOrStolen,
    /// The card's own limit is reached.
    LimitReached,
    /// The card does not allow this kind of purchase.
    NotPermitted,
    /// The bank wants the shopper to confirm, and that did not work.
    AuthenticationFailed,
    /// The bank suspects fraud; told as a refusal.
    SuspectedFraud,
    /// The bank could not be reached.
    IssuerUnavailable,
    /// The bank says: not now, try later.
    TryLater,
}

impl Decline {
    /// All of them, for tests and the studio.
    pub const ALL: [Self; 12] = [
        Self::Generic,
        Self::InsufficientFunds,
        Self::ExpiredCard,
        Self::WrongCode,
        Self::WrongNumber,
        Self::LostOrStolen,
        Self::LimitReached,
        Self::NotPermitted,
        Self::AuthenticationFailed,
        Self::SuspectedFraud,
        Self::IssuerUnavailable,
        Self::TryLater,
    ];

    /// Whether the same card can succeed if it is tried again unchanged.
    pub const fn same_card_may_work(self) -> bool {
        matches!(self, Self::IssuerUnavailable | Self::TryLater | Self::AuthenticationFailed | Self::WrongCode)
    }
}

/// What the shopper has to do before a payment can go on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NextAction {
    /// Leave the page and come back.
    Redirect {
        /// Where to go.
        url: String,
    },
    /// Answer the bank in a frame (3-D Secure).
    Frame {
        /// What the frame shows.
        url: String,
    },
    /// Wait while the backend finds out.
    Poll {
        /// How long until asking again, in milliseconds.
        after: u32,
        /// When to give up waiting.
        until: Instant,
    },
}

/// The order as it stands after paying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    /// Its number.
    pub number: OrderNumber,
    /// What was paid, or will be.
    pub amount: Money,
}

/// Card brands by id, with the name for people. Brand names are not translated. The rules of the brands
/// are in [`check::card`](crate::domain::check::card), which only the card fields need.
const BRANDS: [(&str, &str); 12] = [
    ("visa", "Visa"),
    ("mastercard", "Mastercard"),
    ("amex", "American Express"),
    ("maestro", "Maestro"),
    ("dankort", "Dankort"),
    ("discover", "Discover"),
    ("diners", "Diners Club"),
    ("jcb", "JCB"),
    ("unionpay", "UnionPay"),
    ("mir", "Mir"),
    ("bancontact", "Bancontact"),
    ("cb", "Cartes Bancaires"),
];

/// The name of a brand; empty for one we do not know.
pub fn brand_name(id: &str) -> &'static str {
    BRANDS.iter().find(|(brand, _)| *brand == id).map_or("", |(_, name)| name)
}
