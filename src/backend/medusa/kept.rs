//! What this browser keeps of its dealings with a Medusa, on the shelf.
//!
//! Always true: whatever is on the shelf can be read or is nothing; no address and no card data is kept, and a token of the
//! payment provider never. The cart's id is a capability: whoever has it has the cart, so it is here and in no address.

use crate::{
    backend::json::{self, Json},
    domain::payment::CardFace,
};
use serde_json::{Value, json};

/// So many orders can be shown again, and so many keys that were given up are remembered: keys are fresh randomness,
/// older ones do not come back.
const REMEMBERED: usize = 30;

/// What is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// The cart that the page handed over last; another one is a new start.
    pub(super) handed: Option<String>,
    /// The cart at hand.
    pub(super) cart: Option<String>,
    /// What a signed-in shopper is known by.
    pub(super) token: Option<String>,
    /// The way to pay that was chosen. Medusa has no place for it before a payment is begun.
    pub(super) method: Option<String>,
    /// The last attempt to buy.
    pub(super) attempt: Option<Attempt>,
    /// Order keys that must not become orders.
    pub(super) given_up: Vec<String>,
    /// Orders this browser knows.
    pub(super) orders: Vec<Bought>,
}

/// An attempt to buy.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attempt {
    /// Its order key.
    pub(super) order: String,
    /// Its payment key.
    pub(super) payment: String,
    /// The cart it buys.
    pub(super) cart: String,
    /// Medusa's payment session; nothing where nothing is to be paid.
    pub(super) session: Option<String>,
    /// How it is paid.
    pub(super) method: Option<String>,
    /// Brand and last digits of the card.
    pub(super) card: Option<CardFace>,
}

/// An order this browser knows, by what Medusa asks for to show it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Bought {
    /// Its number.
    pub(super) number: String,
    /// Its id: who has it may read the order.
    pub(super) id: String,
    /// The order key; empty for an order of another browser.
    pub(super) key: String,
    /// The cart it was made from; empty for an order of another browser.
    pub(super) cart: String,
    /// How it was paid.
    pub(super) method: Option<String>,
    /// Brand and last digits of the card.
    pub(super) card: Option<CardFace>,
    /// Whether it is an account's, and whether that was signed out of here since: then it is not shown.
    pub(super) account: bool,
    pub(super) left: bool,
}

impl Kept {
    /// Reads what [`Kept::text`] writes.
    pub(super) fn read(text: &str) -> Option<Self> {
        let value = json::parse(text).ok()?;
        let json = Json::of(&value);
        let attempt = json.get("attempt");
        Some(Self {
            handed: maybe(&json.get("handed")),
            cart: maybe(&json.get("cart")),
            token: maybe(&json.get("token")),
            method: maybe(&json.get("method")),
            attempt: attempt.is_some().then(|| Attempt {
                order: attempt.get("order").words(),
                payment: attempt.get("payment").words(),
                cart: attempt.get("cart").words(),
                session: maybe(&attempt.get("session")),
                method: maybe(&attempt.get("method")),
                card: card(&attempt),
            }),
            given_up: json.get("given_up").list().iter().map(Json::words).collect(),
            orders: json.get("orders").list().iter().map(bought).collect(),
        })
    }

    /// As one text.
    pub(super) fn text(&self) -> String {
        let attempt = self.attempt.as_ref().map(|attempt| {
            json!({
                "order": attempt.order, "payment": attempt.payment, "cart": attempt.cart, "session": attempt.session,
                "method": attempt.method, "card": written(attempt.card.as_ref()),
            })
        });
        let order = |bought: &Bought| {
            json!({
                "number": bought.number, "id": bought.id, "key": bought.key, "cart": bought.cart,
                "method": bought.method, "card": written(bought.card.as_ref()), "account": bought.account, "left": bought.left,
            })
        };
        json!({
            "handed": self.handed, "cart": self.cart, "token": self.token, "method": self.method, "attempt": attempt,
            "given_up": self.given_up, "orders": self.orders.iter().map(order).collect::<Vec<_>>(),
        })
        .to_string()
    }

    /// Notes an order; one that is known already gains nothing it lacks, but is shown again to whose it is.
    pub(super) fn note(&mut self, bought: Bought) {
        if let Some(known) = self.orders.iter_mut().find(|known| known.id == bought.id) {
            known.left &= !bought.account;
            return;
        }
        if self.orders.len() >= REMEMBERED {
            self.orders.remove(0);
        }
        self.orders.push(bought);
    }

    /// Forgets who was signed in, and what is theirs. What was bought can still be looked up by its key.
    pub(super) fn sign_out(&mut self) {
        self.token = None;
        // The cart is the account's, with its addresses: whoever comes next begins with another.
        self.cart = None;
        self.method = None;
        self.orders.retain(|bought| !bought.cart.is_empty());
        self.orders.iter_mut().for_each(|bought| bought.left |= bought.account);
    }

    /// Notes that a key must not become an order.
    pub(super) fn give_up(&mut self, key: &str) {
        if self.given_up.len() >= REMEMBERED {
            self.given_up.remove(0);
        }
        self.given_up.push(key.to_owned());
    }

    /// The order that a cart became.
    pub(super) fn made_of(&self, cart: &str) -> Option<&Bought> {
        self.orders.iter().find(|bought| bought.cart == cart)
    }
}

fn maybe(json: &Json) -> Option<String> {
    json.maybe_text().map(str::to_owned)
}

fn bought(json: &Json) -> Bought {
    Bought {
        number: json.get("number").words(),
        id: json.get("id").words(),
        key: json.get("key").words(),
        cart: json.get("cart").words(),
        method: maybe(&json.get("method")),
        card: card(json),
        account: json.get("account").is_true(),
        left: json.get("left").is_true(),
    }
}

fn card(of: &Json) -> Option<CardFace> {
    let card = of.get("card");
    Some(CardFace { brand: maybe(&card.get("brand"))?, last4: maybe(&card.get("last4"))? })
}

fn written(card: Option<&CardFace>) -> Option<Value> {
    card.map(|card| json!({ "brand": card.brand, "last4": card.last4 }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_back() {
        let card = Some(CardFace { brand: "visa".to_owned(), last4: "4242".to_owned() });
        let text = |text: &str| Some(text.to_owned());
        let mut kept =
            Kept { handed: text("a"), cart: text("b"), token: text("c"), method: text("card"), ..Kept::default() };
        kept.attempt =
            Some(Attempt { order: "k".to_owned(), session: text("s"), card: card.clone(), ..Attempt::default() });
        let order =
            Bought { number: "7".to_owned(), id: "order_1".to_owned(), account: true, left: true, ..Bought::default() };
        kept.note(Bought { card, ..order });
        kept.give_up("gone");
        assert_eq!(Kept::read(&kept.text()), Some(kept));
    }
    #[test]
    fn something_else_on_the_shelf_is_nothing() {
        assert_eq!(Kept::read("not ours"), None);
        assert_eq!(Kept::read("[]"), Some(Kept::default()));
    }
    #[test]
    fn what_an_account_bought_is_shown_to_nobody_else_in_this_browser() {
        let mut kept = Kept::default();
        let order = |id: &str, cart: &str, account| Bought {
            id: id.to_owned(),
            cart: cart.to_owned(),
            account,
            ..Bought::default()
        };
        for bought in [order("guest", "a", false), order("own", "b", true), order("listed", "", true)] {
            kept.note(bought);
        }
        kept.sign_out();
        let shown = |kept: &Kept| {
            kept.orders.iter().filter(|order| !order.left).map(|order| order.id.clone()).collect::<Vec<_>>()
        };
        assert_eq!(shown(&kept), ["guest"]);
        assert!(kept.made_of("b").is_some());
        kept.note(order("own", "", true));
        assert_eq!(shown(&kept), ["guest", "own"]);
    }
    #[test]
    fn the_oldest_order_makes_room() {
        let mut kept = Kept::default();
        for number in 0..=REMEMBERED {
            kept.note(Bought { id: number.to_string(), ..Bought::default() });
        }
        assert_eq!((kept.orders.len(), kept.orders[0].id.as_str()), (REMEMBERED, "1"));
    }
}
