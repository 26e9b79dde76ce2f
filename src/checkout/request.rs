//! What is asked of a backend and what can come back: the words machine and adapters share.
//!
//! No wire type and no card data: a payment is a token here.

use crate::domain::{
    ItemId, LineId, MethodId, OrderNumber, PointId, RateId,
    account::Doors,
    address::Address,
    company::CompanyAsked,
    contact::Contact,
    country::Country,
    delivery::{Delivery, How},
    house::Consented,
    money::Money,
    order::Order,
    payment::{CardFace, Decline, NextAction},
    problem::Problem,
    quote::Quote,
    secret::Token,
};
use std::sync::Arc;

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
    /// Note the company that buys; `None` for a person.
    SetCompany(Option<Arc<CompanyAsked>>),
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
    /// Note the brand of the card, as soon as it is known; `None` when it is not any more. Only where fees depend on it.
    SetBrand(Option<String>),
    /// Let a gift card pay a part.
    AddGiftCard(String),
    /// Let what the shop has for the shopper pay a part, or no longer.
    UseTender(String, bool),
    /// Forget a kept card.
    ForgetCard(MethodId),
    /// Offer a kept card first from now on.
    PreferCard(MethodId),
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
    /// The terms the shopper agreed to; empty where the shop has none.
    pub terms_version: String,
    /// A company's own references, for methods that ask for them.
    pub purchase: Option<Purchase>,
    /// Whether the shopper has agreed to what is taken again and again.
    pub subscribes: bool,
    /// What else the shopper has agreed to, each apart.
    pub consents: Vec<Consented>,
    /// What fields of the page around hold, by their ids (`registerField`, docs/embedding.md). Not the machine's: it goes along.
    pub extras: Vec<(String, String)>,
}

/// How a company finds an order in its books.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Purchase {
    /// Its own number for the purchase.
    pub number: String,
    /// Whose budget it is; may be empty.
    pub cost_centre: String,
    /// Where the invoice goes, if not to the buyer.
    pub invoice_email: Option<crate::domain::check::email::Email>,
}

/// A way to pay, with what it needs.
#[derive(Clone, Debug)]
pub struct Payment {
    /// The provider's token, for methods that have one.
    pub token: Option<Token>,
    /// What may be shown of the card.
    pub card: Option<CardFace>,
    /// Whether the card is to be kept for next time.
    pub save: bool,
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
    /// This page and the shop's server do not fit together.
    Setup(Setup),
}

impl BackendError {
    /// Whether what was asked may have been done all the same.
    pub const fn may_have_happened(&self) -> bool {
        match self {
            Self::NoAnswer | Self::Malformed | Self::Server(_) => true,
            Self::Setup(setup) => setup.may_have_happened(),
            _ => false,
        }
    }
}

/// Why a page and a shop's server do not fit together. The shopper can do nothing about it and is told so;
/// the merchant finds in the console which setting it is and what it expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setup {
    /// A setting of the page is missing, or not what it must be.
    Settings,
    /// There is a server, but nothing of ours at the address given.
    Endpoint,
    /// The server does not allow pages of this origin to ask it (Fetch standard, CORS protocol).
    Origin,
    /// The key of the page is refused: unknown, or no longer valid.
    Key,
    /// The answer is no JSON: an error page, a login page, a captive portal.
    NotJson,
    /// Amounts come in a currency we do not know.
    Currency,
    /// The bag that was handed over is not known to this shop.
    OtherShop,
}

impl Setup {
    /// All of them, for tests and the studio.
    pub const ALL: [Self; 7] =
        [Self::Settings, Self::Endpoint, Self::Origin, Self::Key, Self::NotJson, Self::Currency, Self::OtherShop];

    /// Whether the request may have been acted upon: there was an answer, only not one we can read.
    pub const fn may_have_happened(self) -> bool {
        matches!(self, Self::NotJson | Self::Currency)
    }
}

/// What a backend can do and how it behaves, declared by its adapter (`spec/quality.md` REL-05).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// How it keeps an order from being placed twice.
    pub idempotency: Idempotency,
    /// How an order whose answer was lost is found.
    pub lookup: Lookup,
    /// How its amounts are written.
    pub money: MoneyForm,
    /// How what came of a payment is known once the shopper is back from the bank. The return itself is a hint only.
    pub returned: Returned,
    /// What it wants first.
    pub order_of_steps: StepRules,
    /// What is drawn only where the backend has it.
    pub can: Can,
}

impl Facts {
    /// Those of a backend nobody knows yet: nothing is repeated, nothing is promised.
    pub const UNKNOWN: Self = Self {
        idempotency: Idempotency::None,
        lookup: Lookup::None,
        money: MoneyForm::MinorUnits,
        returned: Returned::ByLookup,
        order_of_steps: StepRules { full_address_for_rates: false, lines_lock_while_paying: false },
        can: Can {
            codes: false,
            news: false,
            add: false,
            tenders: false,
            wallet: false,
            business: false,
            reorder: false,
            orders: false,
            find: false,
            doors: Doors::NONE,
        },
    };

    /// Whether the same order may be sent again `age` milliseconds after it was sent first. The last tenth of the
    /// window is not used: two clocks are never one (REL-05).
    pub const fn resend(&self, age: i64) -> bool {
        match self.idempotency {
            Idempotency::Key { window_hours, .. } => age < (window_hours as i64) * 3_600_000 / 10 * 9,
            // One bag becomes one order, whenever it is sent.
            Idempotency::Cart => true,
            Idempotency::None => false,
        }
    }

    /// Whether an order can be looked up.
    pub const fn lookup(&self) -> bool {
        !matches!(self.lookup, Lookup::None)
    }
}

/// How a backend keeps an order from being placed twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Idempotency {
    /// By a key sent along (draft-ietf-httpapi-idempotency-key-header).
    Key {
        /// How long it remembers a key, in hours.
        window_hours: u16,
        /// Which answers it repeats.
        replays: Replays,
        /// Whether another body under the same key is refused; else it is ignored.
        mismatch_refused: bool,
    },
    /// By the bag: it becomes one order, and completing it again answers with that order.
    Cart,
    /// Not at all: an order is never sent twice.
    None,
}

/// Which answers a backend repeats for a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Replays {
    /// Every answer.
    All,
    /// Those of success.
    Succeeded,
}

/// How an order whose answer was lost is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// By its key.
    ByKey,
    /// By the bag it was made from.
    ByCart,
    /// It cannot be found: the shopper is told that nobody knows.
    None,
}

/// How a backend writes amounts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyForm {
    /// Whole minor units: 129900 is 1299.00.
    MinorUnits,
    /// Decimals, which may have more digits than the currency.
    Decimals,
}

/// How what came of a payment is known once the shopper is back from the bank.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Returned {
    /// Looking the order up is enough: the provider tells the shop.
    ByLookup,
    /// The shop has to be asked to go on, and looks for itself whether it was paid.
    ByResume,
}

/// What a backend wants before something else. Its adapter keeps the rules by itself; they are declared for whoever
/// chooses or tests one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct StepRules {
    /// Whether ways of shipping need the whole address; else country and postcode are enough.
    pub full_address_for_rates: bool,
    /// Whether the bag cannot be changed while a payment is under way: the adapter opens it again for a change.
    pub lines_lock_while_paying: bool,
}

/// What is drawn only where the backend has it. What the rest needs is in the quote.
// A list of yes and no, told apart by name.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Can {
    /// Take promotion codes.
    pub codes: bool,
    /// Keep the wish for news.
    pub news: bool,
    /// Put an item (back) into the bag.
    pub add: bool,
    /// Let gift cards and credit pay a part.
    pub tenders: bool,
    /// Keep cards.
    pub wallet: bool,
    /// Take whoever buys for a company as one, when they say so.
    pub business: bool,
    /// Tell what of an order can be had again.
    pub reorder: bool,
    /// List the orders of whoever is signed in, and tell how far one is.
    pub orders: bool,
    /// Find an order by its number and e-mail address.
    pub find: bool,
    /// Accounts.
    pub doors: Doors,
}
