//! What the shop keeps between visits, in its own shapes.
//!
//! Always true: reading anything but a state of this version gives `None`, never a panic and never half
//! a state. A change of fields or their order is a new version.

use super::{
    kept::{Kept, Parts, Tree, kept},
    people::{People, Purse, Signed, seeded},
    post::Mail,
};
use crate::domain::{
    address::Address,
    check::{name::PersonName, phone::Phone, postal::Postcode},
    country::Country,
};
use std::collections::BTreeMap;

/// The version of these shapes.
const VERSION: u32 = 6;

/// Everything the shop knows of one browser.
// What was chosen and what the address bar set are each by themselves: no states of one thing.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug, Default)]
pub(crate) struct State {
    version: u32,
    /// What it was started with, so that another start can be told from a reload.
    pub(super) start: String,
    pub(super) session: u32,
    pub(super) revision: i64,
    pub(super) country: String,
    pub(super) postcode: Option<String>,
    pub(super) bag: Vec<Piece>,
    pub(super) codes: Vec<String>,
    pub(super) email: Option<String>,
    pub(super) collect: bool,
    pub(super) rate: Option<String>,
    pub(super) near: Option<String>,
    pub(super) point: Option<String>,
    pub(super) method: Option<String>,
    /// The brand of card that fees hang on.
    pub(super) brand: Option<String>,
    /// Gift cards that pay a part, by code.
    pub(super) gifts: Vec<String>,
    /// What gift cards have paid in orders before.
    pub(super) gifts_spent: Vec<(String, i64)>,
    /// What the shop has for the shopper, in minor units, and whether it is used.
    pub(super) credit: i64,
    pub(super) credit_used: bool,
    /// Cards kept for next time, and the number of the next.
    pub(super) wallet: Vec<Card>,
    pub(super) next_card: u32,
    /// Whether a company buys; whether there is a bank to ask; whether fees are asked that the law forbids.
    pub(super) company: bool,
    /// The company, as far as it is known.
    pub(super) firm: Option<Firm>,
    /// The last day on which the agreed prices of this bag hold; 0 before it was opened.
    pub(super) agreed_until: Option<i64>,
    pub(super) banked: bool,
    pub(super) unlawful: bool,
    /// The order this session has become.
    pub(super) order: Option<String>,
    pub(super) orders: Vec<Bought>,
    pub(super) next_number: u32,
    pub(super) attempts: Vec<Attempt>,
    /// How many of each item have left the shelves on `taken_day`.
    pub(super) taken: BTreeMap<String, u32>,
    pub(super) taken_day: i64,
    /// Items that cost a tenth more since the session began.
    pub(super) dearer: Vec<String>,
    /// Codes that cannot be used again.
    pub(super) spent: Vec<String>,
    /// Sentinels that strike once and have struck.
    pub(super) struck: Vec<String>,
    /// Who has an account; who is signed in here; the cards and credit of the guest meanwhile.
    pub(super) people: People,
    pub(super) signed: Option<Signed>,
    pub(super) guest: Purse,
    /// Whether a guest buys for a company.
    pub(super) guest_company: bool,
    /// Items that an account's own bag has brought, until the shopper is told.
    pub(super) merged: Vec<String>,
    /// What was in the bag before whoever is signed in came.
    pub(super) handed: Vec<Piece>,
    /// Orders that were found by number and address, which this browser may see.
    pub(super) looked: Vec<String>,
    /// The language the shopper reads (`Language`).
    pub(super) tongue: u8,
    /// Letters that are not sent yet. Not kept: they are sent before anything is.
    pub(super) post: Vec<Mail>,
}

/// A card kept for next time.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Card {
    pub(super) id: u32,
    pub(super) brand: String,
    pub(super) last4: String,
    pub(super) month: u32,
    pub(super) year: u32,
    pub(super) preferred: bool,
    /// Whether its code is asked for again.
    pub(super) code: bool,
}

/// A company.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Firm {
    pub(super) name: String,
    pub(super) vat: Option<String>,
    /// What its buyer may do; 0 where the shop knows it from this purchase only.
    pub(super) role: u8,
}

/// So many of an item.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Piece {
    pub(super) item: String,
    pub(super) quantity: u32,
}

/// An attempt to order, by its key.
#[derive(Clone, Debug, Default)]
pub(super) struct Attempt {
    pub(super) order_key: String,
    pub(super) payment_key: String,
    pub(super) fate: Fate,
}

/// What became of an attempt.
#[derive(Clone, Debug, Default)]
pub(super) enum Fate {
    /// It became the order of that number.
    Order(String),
    /// It was refused, for the reason of that position in `Decline::ALL`.
    Declined(u8),
    /// The bank is still deciding; asked about so many times.
    Pending(u8, Box<Bought>),
    /// The shopper has to do something at the bank, in the way of that number (`Desk`), until that moment.
    AtBank(u8, i64, Box<Bought>),
    /// Given up; it must never become an order.
    #[default]
    Cancelled,
}

/// An order.
#[derive(Clone, Debug, Default)]
pub(super) struct Bought {
    pub(super) number: String,
    pub(super) placed: i64,
    pub(super) reviewed_by: Option<i64>,
    pub(super) email: String,
    pub(super) country: String,
    pub(super) lines: Vec<BoughtLine>,
    pub(super) bill: Bill,
    pub(super) delivery: Way,
    pub(super) billing: Option<Place>,
    pub(super) firm: Option<Firm>,
    pub(super) method: Option<String>,
    pub(super) card: Option<(String, String)>,
    pub(super) codes: Vec<String>,
    /// Who has to agree to it.
    pub(super) approval: Option<String>,
    /// The company's own number for it.
    pub(super) purchase: Option<String>,
    /// Whether the card is to be kept.
    pub(super) save: bool,
    /// The account it belongs to; none of zero. The session that placed it, and whether this browser may still show it.
    pub(super) owner: u32,
    pub(super) session: u32,
    pub(super) here: bool,
    /// What the shopper agreed to, each apart.
    pub(super) consents: Vec<Agreement>,
    /// Whether the shop may write about other things.
    pub(super) news: bool,
    /// What has gone back of it.
    pub(super) sent_back: Vec<SentBack>,
}

/// A return.
#[derive(Clone, Debug, Default)]
pub(super) struct SentBack {
    pub(super) number: String,
    /// When it was asked for, in milliseconds since 1970.
    pub(super) at: i64,
    /// So many of each item.
    pub(super) lines: Vec<(String, u32)>,
    /// Why; empty if nobody said.
    pub(super) reason: String,
    pub(super) way: String,
    /// What is given back, in minor units: for the goods, and after the way is paid for.
    pub(super) goods: i64,
    pub(super) refund: i64,
}

/// A consent as it was given (GDPR art. 7(1)).
#[derive(Clone, Debug, Default)]
pub(super) struct Agreement {
    pub(super) id: String,
    pub(super) version: String,
    pub(super) language: String,
    pub(super) digest: String,
    pub(super) at: i64,
    pub(super) marketing: bool,
}

/// A line of an order, at the price it was bought for.
#[derive(Clone, Debug, Default)]
pub(super) struct BoughtLine {
    pub(super) item: String,
    pub(super) quantity: u32,
    pub(super) unit: i64,
}

/// What an order costs, in minor units.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) struct Bill {
    pub(super) rows: Vec<(Row, i64)>,
    /// Whether the delivery row may still change.
    pub(super) estimate: bool,
    pub(super) pieces: u32,
    pub(super) total: i64,
    pub(super) tax: i64,
    /// How it is taxed (`Taxed`).
    pub(super) taxed: u8,
    /// What paid a part: gift cards by code, credit under an empty one; what each paid and what is left on it.
    pub(super) paid: Vec<(String, (i64, i64))>,
}

/// What a row of a bill is for.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub(super) enum Row {
    #[default]
    Items,
    Automatic,
    Code(String),
    Service(String),
    Delivery(Option<String>),
    Collect(Option<String>),
    Fee,
    Tax,
}

/// How an order travels.
#[derive(Clone, Debug, Default)]
pub(super) enum Way {
    Ship {
        address: Place,
        rate: String,
    },
    Collect {
        point: String,
        name: String,
        phone: String,
    },
    #[default]
    Nothing,
}

/// An address.
#[derive(Clone, Debug, Default)]
pub(super) struct Place {
    country: String,
    name: String,
    organization: Option<String>,
    street: String,
    line2: Option<String>,
    postcode: Option<String>,
    city: String,
    region: Option<String>,
    phone: Option<String>,
}

kept!(State {
    version,
    start,
    session,
    revision,
    country,
    postcode,
    bag,
    codes,
    email,
    collect,
    rate,
    near,
    point,
    method,
    brand,
    gifts,
    gifts_spent,
    credit,
    credit_used,
    wallet,
    next_card,
    company,
    firm,
    agreed_until,
    banked,
    unlawful,
    order,
    orders,
    next_number,
    attempts,
    taken,
    taken_day,
    dearer,
    spent,
    struck,
    people,
    signed,
    guest,
    guest_company,
    merged,
    handed,
    looked,
    tongue
});
kept!(Card { id, brand, last4, month, year, preferred, code });
kept!(Firm { name, vat, role });
kept!(Piece { item, quantity });
kept!(Attempt { order_key, payment_key, fate });
kept!(Bought {
    number,
    placed,
    reviewed_by,
    email,
    country,
    lines,
    bill,
    delivery,
    billing,
    firm,
    method,
    card,
    codes,
    approval,
    purchase,
    save,
    owner,
    session,
    here,
    consents,
    news,
    sent_back
});
kept!(SentBack { number, at, lines, reason, way, goods, refund });
kept!(Agreement { id, version, language, digest, at, marketing });
kept!(BoughtLine { item, quantity, unit });
kept!(Bill { rows, estimate, pieces, total, tax, taxed, paid });
kept!(Place { country, name, organization, street, line2, postcode, city, region, phone });

// Variants are kept as a list of their number and what they hold.

impl Kept for Fate {
    fn keep(&self) -> Tree {
        Tree::List(match self {
            Self::Order(number) => vec![Tree::Number(0), number.keep()],
            Self::Declined(position) => vec![Tree::Number(1), position.keep()],
            Self::Pending(asked, bought) => vec![Tree::Number(2), asked.keep(), bought.keep()],
            Self::Cancelled => vec![Tree::Number(3)],
            Self::AtBank(desk, until, bought) => vec![Tree::Number(4), desk.keep(), until.keep(), bought.keep()],
        })
    }

    fn restore(&mut self, tree: Tree) -> bool {
        let mut parts = Parts::of(tree);
        let mut variant = u8::MAX;
        parts.next(&mut variant);
        *self = match variant {
            0 => {
                let mut number = String::new();
                parts.next(&mut number);
                Self::Order(number)
            }
            1 => {
                let mut position = 0;
                parts.next(&mut position);
                Self::Declined(position)
            }
            2 => {
                let (mut asked, mut bought) = (0, Box::<Bought>::default());
                parts.next(&mut asked);
                parts.next(&mut *bought);
                Self::Pending(asked, bought)
            }
            3 => Self::Cancelled,
            4 => {
                let (mut desk, mut until, mut bought) = (0, 0, Box::<Bought>::default());
                parts.next(&mut desk);
                parts.next(&mut until);
                parts.next(&mut *bought);
                Self::AtBank(desk, until, bought)
            }
            _ => return false,
        };
        parts.end()
    }
}

impl Kept for Row {
    fn keep(&self) -> Tree {
        let (variant, held) = match self {
            Self::Items => (0, None),
            Self::Automatic => (1, None),
            Self::Code(code) => (2, Some(code)),
            Self::Service(item) => (3, Some(item)),
            Self::Delivery(way) => (4, way.as_ref()),
            Self::Collect(point) => (5, point.as_ref()),
            Self::Fee => (6, None),
            Self::Tax => (7, None),
        };
        Tree::List(vec![Tree::Number(variant), held.map_or(Tree::Nothing, String::keep)])
    }

    fn restore(&mut self, tree: Tree) -> bool {
        let (mut variant, mut held) = (u8::MAX, None::<String>);
        let mut parts = Parts::of(tree);
        parts.next(&mut variant);
        parts.next(&mut held);
        *self = match (variant, held) {
            (0, None) => Self::Items,
            (1, None) => Self::Automatic,
            (2, Some(code)) => Self::Code(code),
            (3, Some(item)) => Self::Service(item),
            (4, way) => Self::Delivery(way),
            (5, point) => Self::Collect(point),
            (6, None) => Self::Fee,
            (7, None) => Self::Tax,
            _ => return false,
        };
        parts.end()
    }
}

impl Kept for Way {
    fn keep(&self) -> Tree {
        Tree::List(match self {
            Self::Ship { address, rate } => vec![Tree::Number(0), address.keep(), rate.keep()],
            Self::Collect { point, name, phone } => vec![Tree::Number(1), point.keep(), name.keep(), phone.keep()],
            Self::Nothing => vec![Tree::Number(2)],
        })
    }

    fn restore(&mut self, tree: Tree) -> bool {
        let mut parts = Parts::of(tree);
        let mut variant = u8::MAX;
        parts.next(&mut variant);
        *self = match variant {
            0 => {
                let (mut address, mut rate) = (Place::default(), String::new());
                parts.next(&mut address);
                parts.next(&mut rate);
                Self::Ship { address, rate }
            }
            1 => {
                let (mut point, mut name, mut phone) = (String::new(), String::new(), String::new());
                parts.next(&mut point);
                parts.next(&mut name);
                parts.next(&mut phone);
                Self::Collect { point, name, phone }
            }
            2 => Self::Nothing,
            _ => return false,
        };
        parts.end()
    }
}

impl Place {
    pub(super) fn of(address: &Address) -> Self {
        Self {
            country: address.country.code().to_owned(),
            name: address.name.as_str().to_owned(),
            organization: address.organization.clone(),
            street: address.street.clone(),
            line2: address.line2.clone(),
            postcode: address.postcode.as_ref().map(|code| code.as_str().to_owned()),
            city: address.city.clone(),
            region: address.region.clone(),
            phone: address.phone.as_ref().map(|phone| phone.typed().to_owned()),
        }
    }

    pub(super) fn name(&self) -> &str {
        &self.name
    }

    /// Its parts, in the order of `AddressField::ALL`.
    pub(super) fn texts(&self) -> [&str; 9] {
        let optional = Option::unwrap_or_default;
        [
            &self.country,
            &self.name,
            optional(self.organization.as_deref()),
            &self.street,
            optional(self.line2.as_deref()),
            optional(self.postcode.as_deref()),
            &self.city,
            optional(self.region.as_deref()),
            optional(self.phone.as_deref()),
        ]
    }

    /// The address again; `None` if today's checks no longer let it pass.
    pub(super) fn address(&self) -> Option<Address> {
        let country = Country::parse(&self.country)?;
        Some(Address {
            country,
            name: PersonName::parse(&self.name).ok()?,
            organization: self.organization.clone(),
            street: self.street.clone(),
            line2: self.line2.clone(),
            postcode: self.postcode.as_ref().and_then(|code| Postcode::parse(code, country).ok()),
            city: self.city.clone(),
            region: self.region.clone(),
            phone: self.phone.as_ref().and_then(|phone| Phone::parse(phone, country).ok()),
        })
    }
}

impl State {
    /// A first visit.
    pub(super) fn new(start: String, country: String, bag: Vec<Piece>) -> Self {
        let people = People { accounts: seeded(), ..People::default() };
        Self {
            version: VERSION,
            start,
            session: 1,
            revision: 1,
            country,
            bag,
            next_number: 20_481,
            people,
            ..Self::default()
        }
    }

    /// Whether it was started that way.
    pub(crate) fn started_as(&self, start: &super::Start) -> bool {
        self.start == start.name()
    }

    /// Reads what [`State::text`] wrote.
    pub(crate) fn read(text: &str) -> Option<Self> {
        let tree = Tree::parse(text)?;
        let mut state = Self::default();
        (state.restore(tree) && state.version == VERSION).then_some(state)
    }

    /// The state as text.
    pub(crate) fn text(&self) -> String {
        self.keep().text()
    }
}
