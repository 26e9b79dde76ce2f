//! The demo shop's accounts at the port: each question is answered after the same wait, whatever the answer.

use super::{
    Demo,
    shop::{Key, Language, State},
};
use crate::{
    backend::{Accounts, Answer, Orders, Returns, not_here},
    checkout::request::BackendError,
    domain::{
        AddressId, OrderNumber,
        account::{Ceremony, Customer, Doors, Entered, NewKey, Preference, Preferences, Profile, Proof, SavedAddress},
        address::Parts,
        check::email::Email,
        day::Instant,
        order::{Listed, Tracked},
        returns::{Return, ReturnOptions, ReturnRequest},
        secret::Secret,
    },
};

impl Demo {
    /// What of accounts there is.
    pub(super) fn doors(&self) -> Doors {
        Doors {
            password: true,
            code: true,
            passkey: self.passkeys.is_some(),
            register: true,
            claim: true,
            hint: self.config.hint,
            book: true,
            device: true,
            preferences: true,
        }
    }
}

impl Accounts for Demo {
    fn me(&self) -> Answer<'_, Option<Customer>> {
        self.answer(|state, now| Ok(state.customer(now)))
    }

    fn sign_in(&self, proof: &Proof) -> Answer<'_, Entered> {
        let proof = proof.clone();
        if let Proof::Passkey(answer) = proof {
            return self.sign_in_with_passkey(answer);
        }
        self.answer(move |state, now| match &proof {
            Proof::Password(email, password) => state.sign_in_with_password(email.as_str(), password.expose(), now),
            Proof::Code(email, code) => state.sign_in_with_code(email.as_str(), code.expose(), now),
            Proof::Second(factor, code) => state.sign_in_with_second(&factor.handle, code.expose(), now),
            // Answered above: its signature takes a while.
            Proof::Passkey(_) => Err(BackendError::Unauthorized),
        })
    }

    fn register(&self, profile: &Profile, key: &NewKey) -> Answer<'_, Customer> {
        let profile = profile.clone();
        self.with_key(key, move |state, key, now| state.register(&profile, key, now))
    }

    fn sign_out(&self) -> Answer<'_, ()> {
        self.answer(|state, _| {
            state.sign_out();
            Ok(())
        })
    }

    fn send_code(&self, email: &Email) -> Answer<'_, ()> {
        let email = email.clone();
        self.answer(move |state, now| state.send_code(email.as_str(), now))
    }

    fn knows(&self, email: &Email) -> Answer<'_, bool> {
        if !self.config.hint {
            return not_here();
        }
        let email = email.clone();
        self.answer(move |state, _| Ok(state.knows(email.as_str())))
    }

    fn passkey(&self, ceremony: &Ceremony) -> Answer<'_, String> {
        let Some((site, _)) = &self.passkeys else { return not_here() };
        let ceremony = ceremony.clone();
        self.answer(move |state, now| Ok(state.passkey(&ceremony, site, now)))
    }

    fn keep_passkey(&self, made: &Secret<String>) -> Answer<'_, ()> {
        let Some((site, _)) = &self.passkeys else { return not_here() };
        let made = made.clone();
        self.answer(move |state, now| state.keep_passkey(made.expose(), site, now))
    }

    fn claim(&self, order: &OrderNumber, key: &NewKey) -> Answer<'_, Customer> {
        let order = order.0.clone();
        self.with_key(key, move |state, key, now| state.claim(&order, key, now))
    }

    fn remember(&self, remembered: bool) -> Answer<'_, ()> {
        self.change(move |state, _| {
            state.remember_browser(remembered);
            Ok(())
        })
    }

    fn addresses(&self) -> Answer<'_, Vec<SavedAddress>> {
        self.answer(|state, _| state.addresses())
    }

    fn keep_address(&self, id: Option<&AddressId>, parts: &Parts) -> Answer<'_, SavedAddress> {
        let (id, parts) = (id.cloned(), parts.clone());
        self.change(move |state, now| state.keep_address(id.as_ref(), &parts, now))
    }

    fn forget_address(&self, id: &AddressId) -> Answer<'_, ()> {
        let id = id.clone();
        self.change(move |state, now| state.forget_address(&id, now))
    }

    fn prefer_address(&self, id: &AddressId) -> Answer<'_, ()> {
        let id = id.clone();
        self.change(move |state, now| state.prefer_address(&id, now))
    }

    fn preferences(&self, locale: &str) -> Answer<'_, Preferences> {
        let language = Language::of(locale);
        self.answer(move |state, _| state.preferences(language))
    }

    fn wish(&self, locale: &str, wish: &Preference) -> Answer<'_, Preferences> {
        let (language, wish) = (Language::of(locale), wish.clone());
        self.change(move |state, now| state.wishes(&wish, now, language))
    }
}

impl Demo {
    /// Changes something of an account; in a shop whose accounts are stuck nothing comes of it.
    fn change<'a, T: 'a>(
        &'a self,
        act: impl FnOnce(&mut State, Instant) -> Result<T, BackendError> + 'a,
    ) -> Answer<'a, T> {
        let stuck = self.config.stuck;
        self.answer(move |state, now| if stuck { Err(BackendError::NoAnswer) } else { act(state, now) })
    }

    /// Does something with what an account will be known by.
    fn with_key<'a, T: 'a>(
        &'a self,
        key: &NewKey,
        act: impl FnOnce(&mut State, Key, Instant) -> Result<T, BackendError> + 'a,
    ) -> Answer<'a, T> {
        let key = key.clone();
        self.answer(move |state, now| match &key {
            NewKey::Password(password) => act(state, Key::Password(password.expose()), now),
            NewKey::Code(code) => act(state, Key::Code(code.expose()), now),
            NewKey::Passkey(made) => {
                let (site, _) = self.passkeys.as_ref().ok_or(BackendError::Unauthorized)?;
                let passkey = state.made_passkey(made.expose(), site, now)?;
                act(state, Key::Passkey(passkey), now)
            }
        })
    }

    fn sign_in_with_passkey(&self, answer: Secret<String>) -> Answer<'_, Entered> {
        let Some((site, verify)) = &self.passkeys else { return not_here() };
        Box::pin(async move {
            self.wait(self.config.latency).await;
            let answered = self.with(|state, now| state.answered(answer.expose(), site, now))?;
            if !verify(answered.signature.clone()).await {
                return Err(BackendError::Unauthorized);
            }
            self.with(|state, now| state.sign_in_with_passkey(&answered, now))
        })
    }
}

impl Returns for Demo {
    fn options(&self, locale: &str, number: &OrderNumber) -> Answer<'_, ReturnOptions> {
        let language = Language::of(locale);
        let number = number.0.clone();
        self.answer(move |state, now| state.return_options(&number, now, language).ok_or(BackendError::Unauthorized))
    }

    fn request(&self, locale: &str, wanted: &ReturnRequest) -> Answer<'_, Return> {
        let language = Language::of(locale);
        let wanted = wanted.clone();
        self.answer(move |state, now| {
            state.speak(language);
            state.send_back(&wanted, now, language)
        })
    }
}

impl Orders for Demo {
    fn list(&self) -> Answer<'_, Vec<Listed>> {
        self.answer(|state, now| state.listed(now))
    }

    fn track(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Tracked> {
        let language = Language::of(locale);
        let number = number.0.to_ascii_uppercase();
        self.answer(move |state, now| state.tracked(&number, now, language).ok_or(BackendError::Unauthorized))
    }

    fn find(&self, locale: &str, number: &OrderNumber, email: &Email) -> Answer<'_, Tracked> {
        let language = Language::of(locale);
        let (number, email) = (number.0.clone(), email.clone());
        self.answer(move |state, now| state.find(&number, email.as_str(), now, language))
    }
}
