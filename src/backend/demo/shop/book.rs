//! The address book of whoever is signed in.
//!
//! Always true: an address is kept as it was typed, checked only when it is used; one of them is preferred as long as
//! there is one. Who is only remembered may read it, and change nothing.

use super::{
    people::{Account, Saved, position},
    record::State,
};
use crate::{
    checkout::request::BackendError,
    domain::{
        AddressId,
        account::{Recognised, SavedAddress},
        address::Parts,
        day::Instant,
        problem::AddressField,
    },
};

/// The most addresses in a book.
const MOST: usize = 30;

impl State {
    pub(crate) fn addresses(&self) -> Result<Vec<SavedAddress>, BackendError> {
        let account = self.account().ok_or(BackendError::Unauthorized)?;
        Ok(account.book.iter().map(Saved::show).collect())
    }

    pub(crate) fn keep_address(
        &mut self,
        id: Option<&AddressId>,
        parts: &Parts,
        now: Instant,
    ) -> Result<SavedAddress, BackendError> {
        let account = self.proven(now)?;
        let parts = parts.iter().filter(|(_, text)| !text.trim().is_empty());
        let parts = parts.map(|(field, text)| (position(*field), text.clone())).collect();
        match id {
            Some(id) => {
                let saved = account.saved(id)?;
                saved.parts = parts;
                Ok(saved.show())
            }
            None => Ok(account.note(parts).show()),
        }
    }

    pub(crate) fn forget_address(&mut self, id: &AddressId, now: Instant) -> Result<(), BackendError> {
        let account = self.proven(now)?;
        account.book.retain(|saved| saved.id.to_string() != id.as_str());
        if account.preferred().is_none()
            && let Some(first) = account.book.first_mut()
        {
            first.preferred = true;
        }
        Ok(())
    }

    pub(crate) fn prefer_address(&mut self, id: &AddressId, now: Instant) -> Result<(), BackendError> {
        let account = self.proven(now)?;
        account.saved(id)?;
        for saved in &mut account.book {
            saved.preferred = saved.id.to_string() == id.as_str();
        }
        Ok(())
    }

    /// The account of somebody who has shown today who they are: what may change it.
    pub(super) fn proven(&mut self, now: Instant) -> Result<&mut Account, BackendError> {
        let customer = self.customer(now).filter(|customer| customer.how != Recognised::Remembered);
        customer.and_then(|_| self.account_mut()).ok_or(BackendError::Unauthorized)
    }
}

impl Account {
    fn saved(&mut self, id: &AddressId) -> Result<&mut Saved, BackendError> {
        let found = self.book.iter_mut().find(|saved| saved.id.to_string() == id.as_str());
        found.ok_or_else(|| BackendError::Rejected(Vec::new()))
    }

    /// Puts an address into the book, once.
    pub(super) fn note(&mut self, parts: Vec<(u32, String)>) -> Saved {
        if let Some(known) = self.book.iter().find(|saved| saved.parts == parts) {
            return known.clone();
        }
        if self.book.len() >= MOST {
            // The oldest that is not preferred.
            if let Some(oldest) = self.book.iter().position(|saved| !saved.preferred) {
                self.book.remove(oldest);
            }
        }
        self.next_address += 1;
        let saved = Saved { id: self.next_address, parts, preferred: self.preferred().is_none() };
        self.book.push(saved.clone());
        saved
    }
}

impl Saved {
    fn show(&self) -> SavedAddress {
        let part = |(at, text): &(u32, String)| {
            let field = usize::try_from(*at).ok().and_then(|at| AddressField::ALL.get(at))?;
            Some((*field, text.clone()))
        };
        SavedAddress {
            id: AddressId(self.id.to_string()),
            parts: self.parts.iter().filter_map(part).collect(),
            preferred: self.preferred,
        }
    }
}
