//! Who has an account, and what the shop's server knows beside the session: codes under way, wrong attempts, passkeys.
//!
//! Always true: what stands here is no shopper's to read; a quote says only who is signed in. In a browser it shares the
//! shelf with the session, as a demo must; a real shop keeps it where no page can look.

use super::{
    kept::{Kept, Parts, Tree, kept},
    record::{Card, Piece, State},
};
use crate::domain::{
    account::{Customer, Recognised},
    day::Instant,
    problem::AddressField,
};

/// Everything of everybody.
#[derive(Clone, Debug, Default)]
pub(super) struct People {
    pub(super) accounts: Vec<Account>,
    /// Codes sent by e-mail, one for each address.
    pub(super) codes: Vec<Sent>,
    /// Wrong passwords in a row, by address, whether it has an account or not.
    pub(super) wrong: Vec<Wrong>,
    /// Who has shown one thing and has to show another.
    pub(super) halves: Vec<Half>,
    /// Challenges that no passkey has answered yet.
    pub(super) challenges: Vec<Challenge>,
    /// How often something was drawn by lot, so that no draw is like another.
    pub(super) drawn: u32,
    /// How many letters went out.
    pub(super) mails: u32,
}

/// An account.
// What is so and what is not, each by itself: no states of one thing.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Debug, Default)]
pub(super) struct Account {
    pub(super) id: u32,
    /// As it was typed; compared in small letters.
    pub(super) email: String,
    pub(super) name: String,
    /// What is kept of the password; empty where there is none.
    pub(super) sealed: String,
    /// Whether it asks for a code from an app, too.
    pub(super) second: bool,
    pub(super) company: bool,
    pub(super) passkeys: Vec<Passkey>,
    pub(super) book: Vec<Saved>,
    pub(super) next_address: u32,
    pub(super) purse: Purse,
    pub(super) bag: Vec<Piece>,
    pub(super) usual: Usual,
    /// Whether the shop may write about other things, and the language it writes in where one was chosen.
    pub(super) news: bool,
    pub(super) tongue: Option<u8>,
    /// Whether it was shown, by a code, that the address is its owner's. One that was made with a password or passkey alone
    /// stands beside the account that the address may have, and sees nothing of it.
    pub(super) proven: bool,
}

/// A challenge, until when it can be answered, and, where a passkey is made, for whom.
#[derive(Clone, Debug, Default)]
pub(super) struct Challenge {
    pub(super) text: String,
    pub(super) until: i64,
    pub(super) handle: String,
}

/// A passkey: its name, whose it is, the point of its key (SEC 1, uncompressed), and how often it has signed.
#[derive(Clone, Debug, Default)]
pub(in crate::backend::demo) struct Passkey {
    pub(super) id: String,
    pub(super) handle: String,
    pub(super) point: String,
    pub(super) count: i64,
}

/// An address of the book: parts by their place in `AddressField::ALL`.
#[derive(Clone, Debug, Default)]
pub(super) struct Saved {
    pub(super) id: u32,
    pub(super) parts: Vec<(u32, String)>,
    pub(super) preferred: bool,
}

/// Kept cards and credit.
#[derive(Clone, Debug, Default)]
pub(super) struct Purse {
    pub(super) wallet: Vec<Card>,
    pub(super) next_card: u32,
    pub(super) credit: i64,
}

/// What was chosen the last time.
#[derive(Clone, Debug, Default)]
pub(super) struct Usual {
    pub(super) collect: bool,
    pub(super) rate: Option<String>,
    pub(super) point: Option<String>,
    pub(super) method: Option<String>,
}

/// A code sent by e-mail, and when it and those before it were.
#[derive(Clone, Debug, Default)]
pub(super) struct Sent {
    pub(super) email: String,
    pub(super) code: String,
    pub(super) at: i64,
    pub(super) tries: u32,
    pub(super) before: Vec<i64>,
}

/// Wrong passwords in a row, and until when none is heard.
#[derive(Clone, Debug, Default)]
pub(super) struct Wrong {
    pub(super) email: String,
    pub(super) times: u32,
    pub(super) until: i64,
}

/// Who has to show one thing more, by the handle that was given out.
#[derive(Clone, Debug, Default)]
pub(super) struct Half {
    pub(super) handle: String,
    pub(super) account: u32,
    pub(super) how: u8,
    pub(super) at: i64,
    pub(super) tries: u32,
}

/// Who is signed in: account, how it was shown, and when.
#[derive(Clone, Debug, Default)]
pub(super) struct Signed {
    pub(super) account: u32,
    pub(super) how: u8,
    pub(super) at: i64,
}

kept!(People { accounts, codes, wrong, halves, challenges, drawn, mails });
impl Account {
    /// Whether it agrees to what others of its company buy.
    pub(super) fn approves(&self) -> bool {
        self.company && Shopper::named(&self.email) == Some(Shopper::Aino)
    }
}

kept!(Account {
    id,
    email,
    name,
    sealed,
    second,
    company,
    passkeys,
    book,
    next_address,
    purse,
    bag,
    usual,
    news,
    tongue,
    proven
});
kept!(Challenge { text, until, handle });
kept!(Passkey { id, handle, point, count });
kept!(Saved { id, parts, preferred });
kept!(Purse { wallet, next_card, credit });
kept!(Usual { collect, rate, point, method });
kept!(Sent { email, code, at, tries, before });
kept!(Wrong { email, times, until });
kept!(Half { handle, account, how, at, tries });
kept!(Signed { account, how, at });

/// After so many milliseconds a sign-in is only remembered.
const FRESH: i64 = 12 * 3_600_000;

const WAYS_IN: [Recognised; 4] = [Recognised::Password, Recognised::Code, Recognised::Passkey, Recognised::Remembered];

impl Signed {
    pub(super) fn new(account: u32, how: Recognised, now: Instant) -> Self {
        Self { account, how: number(how), at: now.0 }
    }

    fn how(&self, now: Instant) -> Recognised {
        if now.0 - self.at > FRESH { Recognised::Remembered } else { way_in(self.how) }
    }
}

/// The place of a way in among them.
pub(super) fn number(how: Recognised) -> u8 {
    WAYS_IN.iter().position(|way| *way == how).and_then(|at| u8::try_from(at).ok()).unwrap_or_default()
}

pub(super) fn way_in(number: u8) -> Recognised {
    WAYS_IN.get(usize::from(number)).copied().unwrap_or(Recognised::Remembered)
}

impl People {
    /// The account of an address: the one whose address was shown to be its owner's, if there are several.
    pub(super) fn of(&self, email: &str) -> Option<&Account> {
        self.named(email).find(|account| account.proven).or_else(|| self.named(email).next())
    }

    /// Every account that was made with an address.
    pub(super) fn named(&self, email: &str) -> impl Iterator<Item = &Account> {
        self.accounts.iter().filter(move |account| account.email.eq_ignore_ascii_case(email))
    }

    pub(super) fn with_id(&self, id: u32) -> Option<&Account> {
        self.accounts.iter().find(|account| account.id == id)
    }

    pub(super) fn with_id_mut(&mut self, id: u32) -> Option<&mut Account> {
        self.accounts.iter_mut().find(|account| account.id == id)
    }
}

impl State {
    /// The account of whoever is signed in.
    pub(super) fn account(&self) -> Option<&Account> {
        self.people.with_id(self.signed.as_ref()?.account)
    }

    pub(super) fn account_mut(&mut self) -> Option<&mut Account> {
        self.people.with_id_mut(self.signed.as_ref()?.account)
    }

    /// Whom the shop takes the shopper for.
    pub(crate) fn customer(&self, now: Instant) -> Option<Customer> {
        let (account, signed) = (self.account()?, self.signed.as_ref()?);
        Some(Customer {
            id: customer_number(account.id),
            email: account.email.clone(),
            name: account.name.clone(),
            how: signed.how(now),
        })
    }

    /// What was done with an account's bag, cards and credit is the account's. Done after everything else.
    pub(crate) fn mirror(&mut self) {
        if self.signed.is_none() {
            return;
        }
        let purse = Purse { wallet: self.wallet.clone(), next_card: self.next_card, credit: self.credit };
        let bag = self.order.is_none().then(|| self.bag.clone());
        if let Some(account) = self.account_mut() {
            account.purse = purse;
            if let Some(bag) = bag {
                account.bag = bag;
            }
        }
    }
}

/// By which an account is known outside.
pub(super) fn customer_number(id: u32) -> String {
    ["FK-", &(1_000 + id).to_string()].concat()
}

/// Somebody the demo knows from the start.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shopper {
    /// A consumer in Helsinki, who has been here often.
    Kaisa,
    /// A consumer in Oslo, whose account asks for a code from an app.
    Ingrid,
    /// Somebody who buys for a company.
    Juho,
    /// Who agrees to what the company buys.
    Aino,
}

/// What every seeded account opens with.
const PASSWORD: &str = "Fjelltur-2026";
/// What the app of whoever has one shows.
pub(super) const APP_CODE: &str = "314159";

struct Seed {
    shopper: Shopper,
    email: &'static str,
    name: &'static str,
    /// Parts of an address, in the order of `AddressField::ALL`.
    book: &'static [[&'static str; 9]],
    bag: &'static [(&'static str, u32)],
}

static SEEDS: [Seed; 4] = [
    Seed {
        shopper: Shopper::Kaisa,
        email: "kaisa.laine@example.fi",
        name: "Kaisa Laine",
        book: &[
            ["FI", "Kaisa Laine", "", "Hämeentie 12 B 24", "", "00530", "Helsinki", "", "+358 40 123 4567"],
            ["CH", "Kaisa Laine", "", "Bahnhofstrasse 7", "", "8001", "Zürich", "", ""],
        ],
        bag: &[("flask", 1)],
    },
    Seed {
        shopper: Shopper::Ingrid,
        email: "ingrid.solberg@example.no",
        name: "Ingrid Solberg",
        book: &[["NO", "Ingrid Solberg", "", "Thereses gate 18", "", "0354", "Oslo", "", "+47 401 23 456"]],
        bag: &[],
    },
    Seed { shopper: Shopper::Juho, email: "juho.salo@tunturi.example", name: "Juho Salo", book: &[OFFICE], bag: &[] },
    Seed {
        shopper: Shopper::Aino,
        email: "aino.heikkila@tunturi.example",
        name: "Aino Heikkilä",
        book: &[OFFICE],
        bag: &[],
    },
];

const OFFICE: [&str; 9] =
    ["FI", "Juho Salo", "Tunturi Retket Oy", "Koskikatu 9", "", "96200", "Rovaniemi", "", "+358 40 765 4321"];

impl Shopper {
    /// Who is meant by an e-mail address, by what stands before its `@`, or before the first dot of that.
    pub fn named(name: &str) -> Option<Self> {
        let mailbox = |email: &'static str| email.split('@').next().unwrap_or_default();
        let first = |email| mailbox(email).split('.').next().unwrap_or_default();
        let found = SEEDS.iter().find(|seed| {
            [seed.email, mailbox(seed.email), first(seed.email)].iter().any(|known| name.eq_ignore_ascii_case(known))
        });
        found.map(|seed| seed.shopper)
    }

    pub(super) fn id(self) -> u32 {
        self as u32 + 1
    }

    pub(super) fn name(self) -> &'static str {
        SEEDS.iter().find(|seed| seed.shopper == self).map_or("", |seed| seed.email)
    }
}

/// The accounts that are there from the start.
pub(super) fn seeded() -> Vec<Account> {
    SEEDS.iter().map(Seed::account).collect()
}

impl Seed {
    fn account(&self) -> Account {
        let id = self.shopper.id();
        let parts = |parts: &[&str; 9]| -> Vec<(u32, String)> {
            let numbered = (0_u32..).zip(parts).filter(|(_, text)| !text.is_empty());
            numbered.map(|(at, text)| (at, (*text).to_owned())).collect()
        };
        let book = (1..).zip(self.book).map(|(id, address)| Saved { id, parts: parts(address), preferred: id == 1 });
        let known = self.shopper == Shopper::Kaisa;
        // Numbered apart from those of a guest: the same name must never mean another card.
        let cards = id * 100;
        Account {
            id,
            email: self.email.to_owned(),
            name: self.name.to_owned(),
            // Known to everybody: the digest is worked out when it is asked for.
            sealed: String::new(),
            second: self.shopper == Shopper::Ingrid,
            company: matches!(self.shopper, Shopper::Juho | Shopper::Aino),
            passkeys: Vec::new(),
            book: book.collect(),
            next_address: u32::try_from(self.book.len()).unwrap_or_default(),
            purse: Purse {
                wallet: if known { super::two_cards(cards).to_vec() } else { Vec::new() },
                next_card: cards + 2,
                credit: 0,
            },
            bag: self
                .bag
                .iter()
                .map(|(item, quantity)| Piece { item: (*item).to_owned(), quantity: *quantity })
                .collect(),
            usual: Usual {
                rate: known.then(|| "locker".to_owned()),
                method: known.then(|| ["saved:", &(cards + 1).to_string()].concat()),
                ..Usual::default()
            },
            proven: true,
            ..Account::default()
        }
    }
}

impl Account {
    /// Whether a password, with its seal, opens it.
    pub(super) fn opens(&self, password: &str, sealed: &str) -> bool {
        let seeded = SEEDS.iter().any(|seed| seed.shopper.id() == self.id);
        if seeded { password == PASSWORD } else { !self.sealed.is_empty() && self.sealed == sealed }
    }

    /// Where parcels go unless another address is chosen.
    pub(super) fn preferred(&self) -> Option<&Saved> {
        self.book.iter().find(|saved| saved.preferred)
    }
}

impl Saved {
    /// A part; empty where it has none.
    pub(super) fn part(&self, field: AddressField) -> &str {
        let at = position(field);
        self.parts.iter().find(|(known, _)| *known == at).map_or("", |(_, text)| text)
    }
}

/// The place of a part among them.
pub(super) fn position(field: AddressField) -> u32 {
    let at = AddressField::ALL.iter().position(|known| *known == field);
    at.and_then(|at| u32::try_from(at).ok()).unwrap_or_default()
}
