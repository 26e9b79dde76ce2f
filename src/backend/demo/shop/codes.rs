//! Promotion codes: what each gives, and why one is refused.

use super::{
    catalogue::{Prices, at},
    market::Market,
    words::{AMOUNT_OFF, FREE_DELIVERY, Language, PERCENT_OFF},
};
use crate::domain::{check::text, problem::Fault};

/// A code the shop has given out.
#[derive(Debug)]
pub(super) struct Code {
    pub(super) name: &'static str,
    pub(super) gives: Gives,
    /// Goods it needs at least.
    minimum: Option<Prices>,
    /// The only country it is for.
    only: Option<[u8; 2]>,
    /// How often and how long it lasts.
    lasts: Lasts,
}

/// What a code gives.
#[derive(Clone, Copy, Debug)]
pub(super) enum Gives {
    /// So many percent off what can be discounted.
    Percent(i64),
    /// An amount off the goods.
    Amount(Prices),
    /// Free delivery.
    Delivery,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Lasts {
    Always,
    /// It is over.
    Over,
    /// For one order.
    Once,
    /// Until somebody tries to order with it.
    UntilPlacing,
}

static CODES: [Code; 7] = [
    Code { name: "VILLMARK10", gives: Gives::Percent(10), minimum: None, only: None, lasts: Lasts::Always },
    Code { name: "FREESHIP", gives: Gives::Delivery, minimum: None, only: None, lasts: Lasts::Always },
    Code {
        name: "TAKK20",
        gives: Gives::Amount([2_000, 20_000, 20_000, 15_000]),
        minimum: Some([20_000, 200_000, 200_000, 150_000]),
        only: None,
        lasts: Lasts::Always,
    },
    Code { name: "SOMMER", gives: Gives::Percent(20), minimum: None, only: None, lasts: Lasts::Over },
    Code { name: "NORGE15", gives: Gives::Percent(15), minimum: None, only: Some(*b"NO"), lasts: Lasts::Always },
    Code { name: "VELKOMMEN", gives: Gives::Percent(5), minimum: None, only: None, lasts: Lasts::Once },
    Code { name: "LAPSE", gives: Gives::Percent(5), minimum: None, only: None, lasts: Lasts::UntilPlacing },
];

impl Code {
    /// The code that was typed, in any letters, with any space.
    pub(super) fn typed(typed: &str) -> Option<&'static Self> {
        let typed = text::compact(typed);
        CODES.iter().find(|code| code.name == typed)
    }

    /// Whether it can be used on goods of that value (minor units, before codes).
    pub(super) fn check(&self, market: &Market, goods: i64, spent: &[String]) -> Result<(), Fault> {
        let spent = spent.iter().any(|code| code == self.name);
        match self.lasts {
            Lasts::Over => return Err(Fault::CodeExpired),
            Lasts::UntilPlacing if spent => return Err(Fault::CodeExpired),
            Lasts::Once if spent => return Err(Fault::CodeUsed),
            Lasts::Always | Lasts::Once | Lasts::UntilPlacing => {}
        }
        if self.only.is_some_and(|country| !market.is(country)) {
            return Err(Fault::CodeWrongMarket);
        }
        match self.minimum.map(|minimum| at(&minimum, market.slot)) {
            Some(minimum) if goods < minimum => Err(Fault::CodeBelowMinimum(market.money(minimum))),
            _ => Ok(()),
        }
    }

    /// Whether an order uses it up.
    pub(super) fn once(&self) -> bool {
        self.lasts == Lasts::Once
    }

    /// Whether it lapses when an order is placed with it.
    pub(super) fn lapses(&self) -> bool {
        self.lasts == Lasts::UntilPlacing
    }

    /// What it gives, in words.
    pub(super) fn title(&self, market: &Market, language: Language) -> String {
        match self.gives {
            Gives::Percent(percent) => language.say_with(&PERCENT_OFF, &percent.to_string()),
            Gives::Amount(amount) => {
                // Whole units, as the shop prints it; the row beside it has the exact amount.
                let whole = at(&amount, market.slot) / 100;
                let text =
                    if market.slot == 0 { "€".to_owned() + &whole.to_string() } else { whole.to_string() + " kr" };
                language.say_with(&AMOUNT_OFF, &text)
            }
            Gives::Delivery => language.say(&FREE_DELIVERY),
        }
    }
}
