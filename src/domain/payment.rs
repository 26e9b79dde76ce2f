//! Ways to pay as the shop offers them, and what can come back from trying.
//!
//! Card data has no type here: it lives in the payment provider's frame and reaches us as a
//! [`Token`](crate::domain::secret::Token) and a [`CardFace`].

use crate::domain::{
    MethodId,
    day::{Day, Instant},
    money::Money,
};

/// When the money is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChargeMoment {
    /// At once.
    Now,
    /// When the goods leave.
    AtDispatch,
    /// When the shopper collects, or the carrier hands over.
    AtCollection,
    /// So many days after the goods leave.
    AfterDispatch(u16),
    /// The shopper sends it; the goods leave when it has come.
    First,
    /// With the other orders of the month, on the account's statement.
    Monthly,
    /// In parts, on the days of the plan.
    InParts,
}

/// How money comes back after a return.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refund {
    /// Which way.
    pub way: RefundWay,
    /// The most working days it takes once the shop has agreed.
    pub days: u8,
}

/// Which way money comes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundWay {
    /// The way it was paid.
    Same,
    /// To a bank account the shopper names.
    Account,
    /// As a smaller bill or credit on the account.
    Bill,
}

/// Whether the shopper's bank will ask for a confirmation (strong customer authentication, Directive (EU) 2015/2366
/// art. 97).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BankCheck {
    /// The shop does not say: said of cards only.
    #[default]
    Unsaid,
    /// It will not.
    Never,
    /// It may.
    Maybe,
    /// It will, because the amount or the market asks for it.
    Always,
}

/// Why a shop puts a method forward. A promotion always says why.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Promoted {
    /// Most shoppers of the country pay that way.
    Popular,
    /// It costs the shop least, and so the shopper nothing.
    NoFee,
    /// The goods leave soonest.
    Fastest,
}

/// A card that was kept for next time, at the payment provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedCard {
    /// What may be shown of it.
    pub face: CardFace,
    /// Month and year until whose end it holds.
    pub expires: (u8, u16),
    /// Whether that is over.
    pub expired: bool,
    /// Whether the shopper wants it first.
    pub preferred: bool,
    /// Whether its security code has to be typed again.
    pub code: bool,
}

/// A plan of instalments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// When how much is taken; the first may be today.
    pub parts: Vec<(Day, Money)>,
    /// What all parts come to (Directive (EU) 2023/2225 art. 8: total amount payable).
    pub total: Money,
    /// Interest in hundredths of a percent a year; 0 is free.
    pub interest: u32,
}

/// What a company may still buy on account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Credit {
    /// The whole limit.
    pub limit: Money,
    /// What is left of it.
    pub left: Money,
}

/// Somebody else has to agree before the order is accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Approval {
    /// Who.
    pub by: String,
    /// Up to which amount nobody has to.
    pub limit: Money,
}

/// The shop's own words for a method that is not in our list of methods: then no code is needed for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Named {
    /// Its name.
    pub title: String,
    /// What it means for the shopper, in a sentence; may be empty.
    pub text: String,
}

/// What a method costs and promises for this order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MethodOffer {
    /// Which method: an entry of the method list, or one the shop names itself. What follows a colon tells offers of
    /// one method apart: `saved:1`, `instalments:3`.
    pub id: MethodId,
    /// The shop's own words, for methods that are not in our list.
    pub named: Option<Named>,
    /// What the shop charges for it, if anything.
    pub fee: Option<Money>,
    /// What it charges for a card of a brand, on top; known to apply once the brand is.
    pub brand_fees: Vec<(String, Money)>,
    /// When the money is taken, if the shop says so.
    pub charged: Option<ChargeMoment>,
    /// How money comes back, if the shop says so.
    pub refund: Option<Refund>,
    /// Whether the bank will ask.
    pub check: BankCheck,
    /// Brands it takes, for cards: `visa`, `mastercard`, …
    pub brands: Vec<String>,
    /// Why the shop puts it forward, if it does.
    pub promoted: Option<Promoted>,
    /// The card, if it is a kept one.
    pub saved: Option<SavedCard>,
    /// The plan, for instalments.
    pub plan: Option<Plan>,
    /// The account's credit, for a company's account.
    pub credit: Option<Credit>,
    /// Who has to agree, if anybody has to.
    pub approval: Option<Approval>,
}

impl MethodOffer {
    /// An offer about which nothing more is known.
    pub const fn new(id: MethodId) -> Self {
        Self {
            id,
            named: None,
            fee: None,
            brand_fees: Vec::new(),
            charged: None,
            refund: None,
            check: BankCheck::Unsaid,
            brands: Vec::new(),
            promoted: None,
            saved: None,
            plan: None,
            credit: None,
            approval: None,
        }
    }

    /// Whether it can be chosen: a card that has expired is shown, and cannot.
    pub fn usable(&self) -> bool {
        self.saved.as_ref().is_none_or(|card| !card.expired)
    }
}

/// Why a method the shop knows is not offered here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotOffered {
    /// Not in this country.
    Country,
    /// Not in this currency.
    Currency,
    /// Not for an order this large.
    AboveLimit(Money),
    /// Not for an order this small.
    BelowLimit(Money),
    /// Only where something is collected.
    CollectOnly,
    /// Only for companies.
    CompaniesOnly,
    /// Only for consumers.
    ConsumersOnly,
    /// It cannot pay again and again, as something in the bag asks for.
    Once,
    /// The shop asks a fee for it that the law of the country forbids: withheld by the page.
    UnlawfulFee,
    /// The shop does not take it at all.
    Never,
}

/// Who buys: decides which methods and which law there are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Buyer {
    /// A person, for themselves.
    #[default]
    Consumer,
    /// A company.
    Company,
}

/// What kind of thing pays a part of an order besides the method.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TenderKind {
    /// A gift card, named by its code.
    GiftCard,
    /// What the shop owes the shopper.
    Credit,
}

/// Something that pays a part of the order, or could.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tender {
    /// Which one, for taking it off again.
    pub id: String,
    /// Its kind.
    pub kind: TenderKind,
    /// What may be shown of its code: the last four characters; empty for credit.
    pub ending: String,
    /// What it pays of this order; zero when it is not used.
    pub pays: Money,
    /// What is left on it after this order.
    pub left: Money,
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
        /// When the bank gives up waiting, if it says so.
        until: Option<Instant>,
    },
    /// Confirm in an app: by its link on the phone it is on, by a code that it reads from any other screen.
    App {
        /// What opens it.
        link: String,
        /// When it gives up waiting.
        until: Instant,
    },
    /// Wait while the backend finds out.
    Poll {
        /// How long until asking again, in milliseconds.
        after: u32,
        /// When to give up waiting.
        until: Instant,
    },
    /// Let the payment provider's own script go on: it shows the bank's question, or leaves for it.
    Confirm {
        /// Which provider: an entry of the provider list.
        provider: String,
        /// What its script needs to go on; not secret from the shopper.
        client: String,
    },
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

/// The method an offer is of: what stands before the colon of its id.
pub fn kind(id: &MethodId) -> &str {
    id.as_str().split_once(':').map_or(id.as_str(), |(kind, _)| kind)
}

/// Whether a method needs something of the device that only the page can find out.
pub fn on_device(id: &MethodId) -> bool {
    matches!(kind(id), "applepay" | "googlepay")
}
