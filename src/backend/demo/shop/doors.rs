//! Getting in and out: passwords, codes, second factors, new accounts, and what comes and goes with somebody.
//!
//! Always true: whether an address has an account is told to nobody who has not shown that it is theirs; answers, mails and
//! the work done for them are the same. Two people never share a bag, a card or an order.

use super::catalogue::Item;
use super::{
    people::{APP_CODE, Account, Half, Purse, Sent, Signed, Usual, Wrong, number, way_in},
    post::Note,
    record::{Attempt, Fate, Firm, Piece, Place, State, Way},
    seal::{Digest, base64url, sealed, sha256},
};
use crate::{
    checkout::request::BackendError,
    domain::{
        account::{CodeFrom, Customer, Entered, Profile, Recognised, SecondFactor},
        check::{name::PersonName, text},
        company::May,
        day::Instant,
        problem::AddressField,
    },
};

/// Wrong passwords in a row that are heard, and how long none is heard after them, in milliseconds; each one more
/// doubles it, up to an hour.
const HEARD: u32 = 5;
const DEAF: i64 = 30_000;
const DEAF_AT_MOST: i64 = 3_600_000;
/// How long a code is good, in milliseconds, for how many tries, and how many are sent in that time.
const CODE_LASTS: i64 = 600_000;
const TRIES: u32 = 5;
const SENT_AT_MOST: usize = 5;
/// The shortest password (NIST SP 800-63B, 5.1.1.1).
const SHORTEST: usize = 8;
/// So many of each list are remembered; older ones are no longer good anyway.
const LISTED: usize = 50;

/// What shows who somebody is, worked out as far as it does not need the shop.
pub(in crate::backend::demo) enum Key<'a> {
    Password(&'a str),
    Code(&'a str),
    /// A passkey that has signed already: its name, its point, and its count.
    Passkey(super::people::Passkey),
}

impl State {
    /// Something nobody can guess from what was drawn before.
    pub(super) fn draw(&mut self, what: &str, now: Instant) -> Digest {
        self.people.drawn += 1;
        let parts = [what, &self.start, &self.session.to_string(), &now.0.to_string(), &self.people.drawn.to_string()];
        sha256(parts.join("\n").as_bytes())
    }

    // Passwords

    pub(crate) fn sign_in_with_password(
        &mut self,
        email: &str,
        password: &str,
        now: Instant,
    ) -> Result<Entered, BackendError> {
        let email = &email.to_lowercase();
        if let Some(wait) = self.deaf(email, now) {
            return Err(BackendError::Busy(wait));
        }
        // Worked out for anybody: an unknown address takes as long.
        let seal = sealed(email, password);
        let opened = self.people.named(email).find(|account| account.opens(password, &seal)).map(|account| account.id);
        match opened {
            Some(id) => {
                self.people.wrong.retain(|wrong| wrong.email != *email);
                Ok(self.first_shown(id, Recognised::Password, now))
            }
            None => Err(self.missed(email, now)),
        }
    }

    /// For how long nothing is heard from an address.
    pub(super) fn deaf(&self, email: &str, now: Instant) -> Option<u32> {
        let until = self.people.wrong.iter().find(|wrong| wrong.email == email)?.until;
        u32::try_from(until - now.0).ok().filter(|wait| *wait > 0)
    }

    /// Notes a wrong password.
    pub(super) fn missed(&mut self, email: &str, now: Instant) -> BackendError {
        let known = self.people.wrong.iter().position(|wrong| wrong.email == email);
        let mut wrong = match known {
            Some(at) => self.people.wrong.remove(at),
            None => Wrong { email: email.to_owned(), ..Wrong::default() },
        };
        wrong.times += 1;
        if let Some(beyond) = wrong.times.checked_sub(HEARD) {
            wrong.until = now.0 + (DEAF << beyond.min(10)).min(DEAF_AT_MOST);
        }
        push(&mut self.people.wrong, wrong);
        BackendError::Unauthorized
    }

    // Codes

    /// Sends a code; to an address without an account one that begins it.
    pub(crate) fn send_code(&mut self, email: &str, now: Instant) -> Result<(), BackendError> {
        let address = email.to_lowercase();
        let known = self.people.codes.iter().position(|sent| sent.email == address);
        let mut sent = match known {
            Some(at) => self.people.codes.remove(at),
            None => Sent { email: address.clone(), ..Sent::default() },
        };
        sent.before.retain(|at| now.0 - at < CODE_LASTS);
        if let Some(first) = sent.before.first().filter(|_| sent.before.len() >= SENT_AT_MOST) {
            let wait = u32::try_from(first + CODE_LASTS - now.0).unwrap_or_default();
            push(&mut self.people.codes, sent);
            return Err(BackendError::Busy(wait));
        }
        let [a, b, c, d, ..] = self.draw(&address, now);
        let code = ["00000", &(u32::from_be_bytes([a, b, c, d]) % 1_000_000).to_string()].concat();
        code.get(code.len().saturating_sub(6)..).unwrap_or_default().clone_into(&mut sent.code);
        sent.at = now.0;
        sent.tries = 0;
        sent.before.push(now.0);
        let code = sent.code.clone();
        push(&mut self.people.codes, sent);
        let note = if self.people.of(&address).is_some() { Note::Code } else { Note::FirstCode };
        self.post_code(email, note, code, now);
        Ok(())
    }

    /// Whether it is the newest code of that address; used up by that.
    fn takes_code(&mut self, email: &str, typed: &str, now: Instant) -> bool {
        let email = email.to_lowercase();
        let Some(sent) = self.people.codes.iter_mut().find(|sent| sent.email == email) else { return false };
        sent.tries += 1;
        let good = !sent.code.is_empty()
            && sent.tries <= TRIES
            && now.0 - sent.at < CODE_LASTS
            && text::compact(typed) == sent.code;
        if good {
            sent.code.clear();
        }
        good
    }

    pub(crate) fn sign_in_with_code(&mut self, email: &str, code: &str, now: Instant) -> Result<Entered, BackendError> {
        // Looked for before the code is used up: one that could begin an account is still good for that.
        let Some(id) = self.people.of(email).map(|account| account.id) else {
            return Err(BackendError::Unauthorized);
        };
        if !self.takes_code(email, code, now) {
            return Err(BackendError::Unauthorized);
        }
        self.prove(id);
        Ok(self.first_shown(id, Recognised::Code, now))
    }

    /// The address of an account was shown to be its owner's. What opened it before may be somebody else's.
    fn prove(&mut self, id: u32) {
        let is_in = self.signed.as_ref().is_some_and(|signed| signed.account == id);
        if let Some(account) = self.people.with_id_mut(id).filter(|account| !account.proven) {
            account.proven = true;
            if !is_in {
                account.passkeys.clear();
                account.sealed.clear();
            }
        }
    }

    // The second factor

    /// One thing was shown; some accounts ask for another.
    pub(super) fn first_shown(&mut self, id: u32, how: Recognised, now: Instant) -> Entered {
        if self.people.with_id(id).is_some_and(|account| account.second) {
            let handle = base64url(&self.draw("second", now));
            let half = Half { handle: handle.clone(), account: id, how: number(how), at: now.0, tries: 0 };
            push(&mut self.people.halves, half);
            return Entered::Second(SecondFactor { handle, from: CodeFrom::App });
        }
        Entered::Customer(Box::new(self.enter(id, how, now)))
    }

    pub(crate) fn sign_in_with_second(
        &mut self,
        handle: &str,
        code: &str,
        now: Instant,
    ) -> Result<Entered, BackendError> {
        let half = self.people.halves.iter_mut().find(|half| half.handle == handle);
        let half = half.filter(|half| now.0 - half.at < CODE_LASTS).ok_or(BackendError::Unauthorized)?;
        half.tries += 1;
        if half.tries > TRIES || text::compact(code) != APP_CODE {
            return Err(BackendError::Unauthorized);
        }
        let half = half.clone();
        self.people.halves.retain(|known| known.handle != half.handle);
        Ok(Entered::Customer(Box::new(self.enter(half.account, way_in(half.how), now))))
    }

    // New accounts

    pub(crate) fn register(&mut self, profile: &Profile, key: Key, now: Instant) -> Result<Customer, BackendError> {
        let name = profile.name.as_ref().map_or("", PersonName::as_str);
        let (id, how) = self.admit(profile.email.as_str(), name, key, now)?;
        Ok(self.enter(id, how, now))
    }

    /// The account of an address: the one there is for whoever has shown with a code that it is theirs, else a new one.
    pub(super) fn admit(
        &mut self,
        email: &str,
        name: &str,
        key: Key,
        now: Instant,
    ) -> Result<(u32, Recognised), BackendError> {
        let address = email.to_lowercase();
        let (how, sealed, passkeys) = match key {
            Key::Code(code) => {
                if !self.takes_code(email, code, now) {
                    return Err(BackendError::Unauthorized);
                }
                if let Some(account) = self.people.of(email) {
                    let (id, second) = (account.id, account.second);
                    if second {
                        // A code alone does not open it: the door that asks for both does.
                        self.post_note(email, Note::Exists, now);
                        return Err(BackendError::Unauthorized);
                    }
                    self.prove(id);
                    return Ok((id, Recognised::Code));
                }
                (Recognised::Code, String::new(), Vec::new())
            }
            Key::Password(password) => {
                if password.chars().count() < SHORTEST {
                    return Err(BackendError::Rejected(Vec::new()));
                }
                if let Some(wait) = self.deaf(&address, now) {
                    return Err(BackendError::Busy(wait));
                }
                (Recognised::Password, sealed(&address, password), Vec::new())
            }
            Key::Passkey(passkey) => (Recognised::Passkey, String::new(), vec![passkey]),
        };
        // Whoever has shown nothing of the address gets an account of their own, whether the address has one or not: the
        // answers are alike. Who owns the mailbox reads which it was.
        let note = if self.people.of(email).is_some() { Note::Exists } else { Note::Created };
        let id = self.people.accounts.iter().map(|account| account.id).max().unwrap_or_default() + 1;
        self.people.accounts.push(Account {
            id,
            email: email.to_owned(),
            name: name.to_owned(),
            sealed,
            passkeys,
            purse: Purse { next_card: id * 100, ..Purse::default() },
            proven: how == Recognised::Code,
            ..Account::default()
        });
        self.post_note(email, note, now);
        Ok((id, how))
    }

    /// Turns an order of a guest of this browser into one of an account.
    pub(crate) fn claim(&mut self, order: &str, key: Key, now: Instant) -> Result<Customer, BackendError> {
        let claimable = |order: &&super::record::Bought| order.here && order.owner == 0;
        let found = self.orders.iter().filter(claimable).find(|known| known.number == order);
        let Some(bought) = found.cloned() else { return Err(BackendError::Unauthorized) };
        let (name, place) = match &bought.delivery {
            Way::Ship { address, .. } => (address.name().to_owned(), Some(address.clone())),
            Way::Collect { name, .. } => (name.clone(), bought.billing.clone()),
            Way::Nothing => (bought.billing.as_ref().map_or("", Place::name).to_owned(), bought.billing.clone()),
        };
        let (id, how) = self.admit(&bought.email, &name, key, now)?;
        // Of the guest's cards the one that paid this order comes along.
        let of_order = |card: &super::record::Card| {
            bought.save
                && bought.card.as_ref().is_some_and(|(brand, last4)| (brand, last4) == (&card.brand, &card.last4))
        };
        let cards: Vec<_> = self.wallet.iter().filter(|card| of_order(card)).cloned().collect();
        self.wallet.retain(|card| !of_order(card));
        if let Some(account) = self.people.with_id_mut(id) {
            if account.name.is_empty() {
                account.name = name;
            }
            if let Some(place) = &place {
                account.note(parts(place));
            }
            for mut card in cards {
                account.purse.next_card += 1;
                card.id = account.purse.next_card;
                card.preferred = account.purse.wallet.is_empty();
                account.purse.wallet.push(card);
            }
            account.remember(&bought);
        }
        for known in self.orders.iter_mut().filter(|known| known.number == order) {
            known.owner = id;
        }
        Ok(self.enter(id, how, now))
    }

    // Coming and going

    /// Lets somebody in: the bag at hand stays, what the account's own holds comes beside it.
    pub(super) fn enter(&mut self, id: u32, how: Recognised, now: Instant) -> Customer {
        let before = self.signed.as_ref().map(|signed| signed.account);
        if before.is_some_and(|before| before != id) {
            self.leave();
        }
        self.signed = Some(Signed::new(id, how, now));
        if before != Some(id)
            && let Some(account) = self.account().cloned()
        {
            self.guest =
                Purse { wallet: core::mem::take(&mut self.wallet), next_card: self.next_card, credit: self.credit };
            self.take_purse(account.purse.clone());
            self.company = account.company || self.guest_company;
            if account.company {
                let may = if account.approves() { May::Approve } else { May::Buy };
                self.firm = Some(Firm::known(may));
            }
            self.email = Some(account.email.clone());
            if self.order.is_none() {
                self.handed.clone_from(&self.bag);
                self.merge(&account.bag);
            }
            self.take_usual();
        }
        self.revision += 1;
        self.customer(now).unwrap_or_else(|| Customer::new("", ""))
    }

    /// Begins as somebody whom this browser remembers, with the bag of the start.
    pub(super) fn recall(&mut self, shopper: super::people::Shopper) {
        if let Some(account) = self.people.with_id_mut(shopper.id()) {
            account.bag.clear();
            let id = account.id;
            self.enter(id, Recognised::Remembered, Instant(0));
            self.revision = 1;
        }
    }

    fn take_purse(&mut self, purse: Purse) {
        self.wallet = purse.wallet;
        self.next_card = purse.next_card;
        self.credit = purse.credit;
        self.credit_used = false;
        // A kept card is somebody's.
        self.method = self.method.take().filter(|method| !method.starts_with("saved:"));
    }

    /// Puts the account's bag beside the one at hand: quantities add up as far as the shop sells so many.
    fn merge(&mut self, bag: &[Piece]) {
        for piece in bag {
            let Some(item) = Item::find(&piece.item) else { continue };
            let limit = self.limit(item, &piece.item);
            match self.bag.iter_mut().find(|known| known.item == piece.item) {
                Some(known) => {
                    let both = known.quantity.saturating_add(piece.quantity);
                    known.quantity = both.min(limit.max(known.quantity));
                }
                None => self.bag.push(piece.clone()),
            }
            self.merged.push(piece.item.clone());
        }
    }

    /// Notes what the account usually takes, where nothing else was chosen yet.
    pub(super) fn take_usual(&mut self) {
        let Some(account) = self.account() else { return };
        let usual = account.usual.clone();
        let home = account.preferred().filter(|saved| saved.part(AddressField::Country) == self.country);
        let postcode = home.map(|saved| saved.part(AddressField::Postcode).to_owned());
        if self.postcode.is_none() {
            self.postcode = postcode.filter(|postcode| !postcode.is_empty());
        }
        if self.rate.is_none() && self.point.is_none() && !self.collect {
            self.collect = usual.collect;
            self.rate = usual.rate;
            self.point = usual.point;
        }
        if self.method.is_none() {
            self.method = usual.method;
        }
    }

    pub(crate) fn sign_out(&mut self) {
        if self.signed.is_some() {
            self.leave();
            self.revision += 1;
        }
    }

    /// Takes away what was somebody's: what is left is a new guest, with what of the bag was there before them.
    fn leave(&mut self) {
        self.mirror();
        let left = self.hand_back();
        self.signed = None;
        self.new_session();
        self.bag = left;
        self.forget_typed();
        let guest = core::mem::take(&mut self.guest);
        self.take_purse(guest);
        self.company = self.guest_company;
        self.firm = self.company.then(|| Firm::known(May::Buy));
        self.looked.clear();
        for order in &mut self.orders {
            order.here = order.here && order.owner == 0;
        }
    }

    /// What the page had handed over before somebody signed in and is still in the bag; the rest stays with the account, so
    /// that nothing is there twice when they come back.
    fn hand_back(&mut self) -> Vec<Piece> {
        let mut left = core::mem::take(&mut self.handed);
        // What was bought, or is being paid at a bank, is in no bag.
        let waits = |attempt: &Attempt| matches!(attempt.fate, Fate::Pending(..) | Fate::AtBank(..));
        if self.order.is_some() || self.attempts.iter().any(waits) {
            return Vec::new();
        }
        let Some(account) = self.account_mut() else { return Vec::new() };
        for piece in &mut left {
            let held = account.bag.iter_mut().find(|held| held.item == piece.item);
            piece.quantity = held.map_or(0, |held| {
                let back = piece.quantity.min(held.quantity);
                held.quantity -= back;
                back
            });
        }
        account.bag.retain(|piece| piece.quantity > 0);
        left.retain(|piece| piece.quantity > 0);
        left
    }

    /// What was typed and chosen, but for the country: that is where the shop is open, not who is there.
    fn forget_typed(&mut self) {
        self.email = None;
        self.postcode = None;
        self.collect = false;
        self.rate = None;
        self.near = None;
        self.point = None;
        self.method = None;
        self.gifts.clear();
        self.credit_used = false;
    }

    /// Forgets this browser, or no longer does.
    pub(crate) fn remember_browser(&mut self, remembered: bool) {
        if remembered {
            return;
        }
        self.sign_out();
        self.forget_typed();
        self.wallet.clear();
        self.credit = 0;
        self.looked.clear();
        let current = self.order.clone();
        for order in &mut self.orders {
            // The one that was just placed is still being read.
            order.here = order.here && current.as_ref() == Some(&order.number);
        }
        self.revision += 1;
    }

    /// Whether an address has an account. Asked of a shop only that wants to tell.
    pub(crate) fn knows(&self, email: &str) -> bool {
        self.people.of(email).is_some()
    }
}

impl Account {
    /// What an order was taken with is usual from then on.
    pub(super) fn remember(&mut self, bought: &super::record::Bought) {
        let (collect, rate, point) = match &bought.delivery {
            Way::Ship { rate, .. } => (false, Some(rate.clone()), None),
            Way::Collect { point, .. } => (true, None, Some(point.clone())),
            Way::Nothing => (self.usual.collect, self.usual.rate.clone(), self.usual.point.clone()),
        };
        // A wish that is not ticked takes nothing back: that is done where it stands, in the preferences.
        self.news |= bought.news;
        // A card that was typed is no habit; one that is kept is.
        let method = bought.method.clone().filter(|method| !method.is_empty());
        self.usual = Usual { collect, rate, point, method: method.or_else(|| self.usual.method.take()) };
    }
}

/// The parts of an address of an order, as a book keeps them.
fn parts(place: &Place) -> Vec<(u32, String)> {
    let texts = place.texts();
    (0_u32..).zip(texts).filter(|(_, text)| !text.is_empty()).map(|(at, text)| (at, text.to_owned())).collect()
}

/// Adds to a list that does not grow for ever.
pub(super) fn push<T>(list: &mut Vec<T>, value: T) {
    if list.len() >= LISTED {
        list.remove(0);
    }
    list.push(value);
}
