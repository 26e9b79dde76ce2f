//! What an account's owner usually takes: remembered from order to order, offered first, forgotten when they wish so.

use super::{places, record::State, shipping, words::Language};
use crate::{
    checkout::request::BackendError,
    domain::{
        MethodId,
        account::{Paying, Preference, Preferences},
        day::Instant,
        payment::{CardFace, MethodOffer},
    },
};

impl State {
    pub(crate) fn preferences(&self, language: Language) -> Result<Preferences, BackendError> {
        let account = self.account().ok_or(BackendError::Unauthorized)?;
        let usual = &account.usual;
        let card = |method: &str| {
            let id = method.strip_prefix("saved:")?;
            let card = self.wallet.iter().find(|card| card.id.to_string() == id)?;
            Some(CardFace { brand: card.brand.clone(), last4: card.last4.clone() })
        };
        let pay = usual.method.as_deref().map(|method| Paying { method: MethodId::from(method), card: card(method) });
        let place = || Some(places::Place::named(usual.point.as_deref()?)?.title().to_owned());
        let way = || Some(shipping::Way::named(usual.rate.as_deref()?)?.title(language));
        let chosen = account.tongue.unwrap_or(self.tongue);
        Ok(Preferences {
            // A card that is no longer kept is nobody's habit.
            pay: pay.filter(|pay| pay.card.is_some() || !pay.method.as_str().starts_with("saved:")),
            deliver: if usual.collect { place() } else { way() },
            news: account.news,
            language: Language::numbered(chosen).tag().to_owned(),
        })
    }

    /// Changes a preference, for whoever has shown who they are.
    pub(crate) fn wishes(
        &mut self,
        wish: &Preference,
        now: Instant,
        language: Language,
    ) -> Result<Preferences, BackendError> {
        let account = self.proven(now)?;
        match wish {
            Preference::ForgetPay => account.usual.method = None,
            Preference::ForgetDelivery => {
                account.usual.collect = false;
                account.usual.rate = None;
                account.usual.point = None;
            }
            Preference::News(news) => account.news = *news,
            Preference::Language(tag) => account.tongue = Some(Language::of(tag).number()),
        }
        self.preferences(language)
    }

    /// What is usually paid with comes first; the rest keeps its order.
    pub(super) fn usual_first(&self, methods: &mut [MethodOffer]) {
        // A card that was typed is no habit: those that are kept stay before it.
        let usual = self.account().and_then(|account| account.usual.method.as_deref()).filter(|usual| *usual != "card");
        let Some(usual) = usual else { return };
        if let Some(at) = methods.iter().position(|offer| offer.id.as_str() == usual)
            && let Some(before) = methods.get_mut(..=at)
        {
            before.rotate_right(1);
        }
    }
}
