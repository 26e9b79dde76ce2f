//! A backend as the configuration wants it shown: the same answers, with the house's own words over them.
//!
//! Always true: it takes away and renames, and adds nothing that can be bought or paid with. Where taking away would leave
//! nothing to sell by, everything stays, and the console is told.

use super::Settings;
use crate::{
    backend::{Accounts, Answer, Backend, Orders, Returns},
    checkout::request::{BackendError, Facts, Intent, Keys, Known, OrderRequest, Payment, Placed},
    domain::{
        MethodId, OrderNumber,
        house::House,
        order::{Order, Reorder},
        payment::MethodOffer,
        quote::{Policy, PolicyText, Quote},
    },
};
use std::{cell::RefCell, rc::Rc, sync::Arc};

/// What comes up while it works.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Told {
    /// For the console.
    Console(String),
    /// Which variants this session sees, by experiment.
    Variants(Vec<(String, String)>),
}

/// A backend under the rules of a house.
pub struct Over {
    inner: Rc<dyn Backend>,
    settings: Settings,
    house: Arc<House>,
    tell: Rc<dyn Fn(Told)>,
    /// What was said already.
    said: RefCell<Vec<String>>,
    session: RefCell<Option<String>>,
}

impl Over {
    /// Puts a configuration over a backend.
    pub fn new(inner: Rc<dyn Backend>, mut settings: Settings, tell: Rc<dyn Fn(Told)>) -> Self {
        let house = Arc::new(core::mem::take(&mut settings.house));
        Self { inner, settings, house, tell, said: RefCell::default(), session: RefCell::default() }
    }

    /// Tells the console, once.
    fn say(&self, text: String) {
        let mut said = self.said.borrow_mut();
        if !said.contains(&text) {
            said.push(text.clone());
            (self.tell)(Told::Console(text));
        }
    }

    fn put_over(&self, quote: &mut Quote) {
        let settings = &self.settings;
        let shop = &mut quote.shop;
        if let Some(name) = &settings.name {
            shop.name.clone_from(name);
        }
        // What the backend itself says is in force it also checks when the order comes.
        if shop.terms.is_none() {
            shop.terms.clone_from(&settings.terms);
        }
        let helped = self.house.help.is_some().then_some((Policy::Help, PolicyText::Here));
        for (policy, text) in helped.iter().chain(&settings.policies) {
            shop.policies.retain(|(known, _)| known != policy);
            shop.policies.push((*policy, text.clone()));
        }
        shop.house = Some(self.house.clone());

        self.narrow(quote);
        if let Some(currency) = settings.currency.filter(|wanted| *wanted != quote.currency) {
            let (wanted, is) = (currency.code(), quote.currency.code());
            self.say(format!(
                "Kassa: in the configuration `markets.currency` is {wanted}, but the shop answers in {is}."
            ));
        }
        self.assign(quote.session.as_str());
    }

    /// Takes away what is not to be offered.
    fn narrow(&self, quote: &mut Quote) {
        let settings = &self.settings;
        if !settings.countries.is_empty() {
            let served: Vec<_> =
                quote.countries.iter().copied().filter(|country| settings.countries.contains(country)).collect();
            if served.is_empty() && !quote.countries.is_empty() {
                self.say(
                    "Kassa: `markets.countries` of the configuration has none that the shop serves; it is left out."
                        .into(),
                );
            } else {
                quote.countries = served;
            }
        }
        let is_shown = |id: &MethodId| !settings.hidden.contains(id);
        let usable = quote.methods.iter().any(MethodOffer::usable);
        if usable && !quote.methods.iter().any(|offer| offer.usable() && is_shown(&offer.id)) {
            self.say("Kassa: `methods.hidden` of the configuration leaves no way to pay; it is left out.".into());
        } else {
            quote.methods.retain(|offer| is_shown(&offer.id));
            quote.not_offered.retain(|(id, _)| is_shown(id));
            quote.method = quote.method.take().filter(is_shown);
        }
        let place = |id: &MethodId| settings.methods.iter().position(|wanted| wanted == id);
        // A stable sort: those that are not named stay in the shop's order, after the others.
        quote.methods.sort_by_key(|offer| place(&offer.id).unwrap_or(usize::MAX));
    }

    fn assign(&self, session: &str) {
        let is_new = self.session.borrow().as_deref() != Some(session);
        if is_new && !self.settings.experiments.is_empty() {
            *self.session.borrow_mut() = Some(session.to_owned());
            let of = |experiment: &super::Experiment| (experiment.id.clone(), experiment.variant(session).to_owned());
            (self.tell)(Told::Variants(self.settings.experiments.iter().map(of).collect()));
        }
    }

    fn shown(&self, answer: Result<Quote, BackendError>) -> Result<Quote, BackendError> {
        let mut quote = answer.map_err(|error| self.known(error))?;
        self.put_over(&mut quote);
        Ok(quote)
    }

    /// A refusal brings a quote along, too.
    fn known(&self, mut error: BackendError) -> BackendError {
        if let BackendError::Stale(quote) = &mut error {
            self.put_over(quote);
        }
        error
    }
}

impl Backend for Over {
    fn facts(&self) -> Facts {
        self.inner.facts()
    }

    fn meet(&self) -> Answer<'_, ()> {
        self.inner.meet()
    }

    fn open(&self, locale: &str) -> Answer<'_, Quote> {
        let locale = locale.to_owned();
        Box::pin(async move { self.shown(self.inner.open(&locale).await) })
    }

    fn apply(&self, locale: &str, intents: Vec<Intent>) -> Answer<'_, Quote> {
        let locale = locale.to_owned();
        Box::pin(async move { self.shown(self.inner.apply(&locale, intents).await) })
    }

    fn place(&self, locale: &str, keys: Keys, order: OrderRequest, payment: Payment) -> Answer<'_, Placed> {
        let locale = locale.to_owned();
        Box::pin(
            async move { self.inner.place(&locale, keys, order, payment).await.map_err(|error| self.known(error)) },
        )
    }

    fn look_up(&self, locale: &str, order_key: &str) -> Answer<'_, Known> {
        self.inner.look_up(locale, order_key)
    }

    fn resume(&self, locale: &str, order_key: &str) -> Answer<'_, Known> {
        self.inner.resume(locale, order_key)
    }

    fn cancel(&self, locale: &str, order_key: &str) -> Answer<'_, Quote> {
        let (locale, order_key) = (locale.to_owned(), order_key.to_owned());
        Box::pin(async move { self.shown(self.inner.cancel(&locale, &order_key).await) })
    }

    fn order(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Order> {
        self.inner.order(locale, number)
    }

    fn reorder(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Reorder> {
        self.inner.reorder(locale, number)
    }

    fn accounts(&self) -> Option<&dyn Accounts> {
        self.inner.accounts()
    }

    fn orders(&self) -> Option<&dyn Orders> {
        self.inner.orders()
    }

    fn returns(&self) -> Option<&dyn Returns> {
        self.inner.returns()
    }
}
