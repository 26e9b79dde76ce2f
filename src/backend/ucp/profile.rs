//! What a shop says it can do (`/.well-known/ucp`, and the `ucp` member of every answer), in any of UCP's dates.
//!
//! Always true: what is not declared is not used. Reads the lists of January 2026 as well as the maps since.

use super::wire::{self, capability, door};
use crate::{backend::json::Json, domain::account::Doors};

/// A way to pay as UCP tells it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Handler {
    /// By which payments name it.
    pub(super) id: String,
    /// The kind of instrument it takes: `card`, …
    pub(super) kind: Option<String>,
    /// Brands it takes.
    pub(super) brands: Vec<String>,
}

/// What a shop can do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Abilities {
    /// The date of its protocol.
    pub(super) version: String,
    /// Where its REST interface is, without a slash at the end.
    pub(super) endpoint: Option<String>,
    /// Names of its capabilities.
    names: Vec<String>,
    /// What of accounts it has; nothing where it has none.
    pub(super) doors: Doors,
    /// What of orders it has beside them: `feature`.
    features: Vec<String>,
    /// Whether it delivers at all.
    pub(super) fulfillment: bool,
    /// Its ways to pay.
    pub(super) handlers: Vec<Handler>,
}

impl Abilities {
    /// Takes over what a profile or an answer says: capabilities add up, ways to pay are those of the latest.
    pub(super) fn learn(&mut self, document: &Json) {
        let ucp = document.get("ucp");
        if let Some(version) = ucp.get("version").maybe_text() {
            version.clone_into(&mut self.version);
        }
        let capabilities = ucp.get("capabilities");
        let listed = capabilities.list().into_iter().filter_map(|it| it.get("name").maybe_text());
        for name in listed.chain(capabilities.members().into_iter().map(|(name, _)| name)) {
            if !self.can(name) {
                self.names.push(name.to_owned());
            }
        }
        self.fulfillment = self.can(capability::FULFILLMENT);
        let config = |name: &str| {
            let named = || capabilities.list().into_iter().find(|it| it.get("name").maybe_text() == Some(name));
            let entry = capabilities.get(name).list().first().cloned().or_else(named)?;
            Some(entry.get("config"))
        };
        if let Some(config) = config(capability::ACCOUNTS) {
            // Answers name what is in use; what of it there is stands in the profile.
            let told = config.get("doors");
            if told.is_some() || !self.doors.any() {
                self.doors = doors(&told);
            }
        }
        if let Some(config) = config(capability::ORDERS) {
            let told = config.get("features").list();
            if !told.is_empty() {
                self.features = told.iter().map(Json::words).collect();
            }
        }
        if let Some(endpoint) = endpoint(&ucp.get("services").get("dev.ucp.shopping")) {
            self.endpoint = Some(endpoint.trim_end_matches('/').to_owned());
        }
        let handlers = handlers(&ucp, document);
        if !handlers.is_empty() {
            self.handlers = handlers;
        }
    }

    /// Whether it has a capability.
    pub(super) fn can(&self, name: &str) -> bool {
        self.names.iter().any(|known| known == name)
    }

    /// Whether it has a feature of orders.
    pub(super) fn has(&self, feature: &str) -> bool {
        self.features.iter().any(|known| known == feature)
    }

    /// Whether it is of January 2026.
    pub(super) fn is_january(&self) -> bool {
        self.version.starts_with(wire::JANUARY)
    }

    /// Whether consent is told by purpose.
    pub(super) fn is_august(&self) -> bool {
        self.version.as_str() >= wire::AUGUST
    }

    /// The way to pay of that id.
    pub(super) fn handler(&self, id: &str) -> Option<&Handler> {
        self.handlers.iter().find(|handler| handler.id == id)
    }
}

/// What of accounts a shop has. One that does not say has what the contract's paths are without more: passwords and a book.
fn doors(told: &Json) -> Doors {
    let names: Vec<_> = told.list().iter().filter_map(Json::maybe_text).collect();
    if names.is_empty() {
        // To forget this browser is this browser's to do.
        return Doors { password: true, register: true, book: true, device: true, ..Doors::NONE };
    }
    let has = |name: &str| names.contains(&name);
    Doors {
        password: has(door::PASSWORD),
        code: has(door::CODE),
        register: has(door::REGISTER),
        claim: has(door::CLAIM),
        passkey: has(door::PASSKEY),
        hint: has(door::HINT),
        book: has(door::ADDRESS_BOOK),
        device: true,
        preferences: has(door::PREFERENCES),
    }
}

/// Where the REST interface is: `[{transport: rest, endpoint}]`, or in January `{rest: {endpoint}}`.
fn endpoint<'a>(service: &Json<'a>) -> Option<&'a str> {
    let services = service.list();
    let rest = services.iter().find(|it| it.get("transport").maybe_text() == Some("rest"));
    match rest {
        Some(rest) => rest.get("endpoint").maybe_text(),
        None => service.get("rest").get("endpoint").maybe_text(),
    }
}

/// Ways to pay: a map of names, in the order the shop gives where it gives one; in January a list elsewhere.
fn handlers(ucp: &Json, document: &Json) -> Vec<Handler> {
    let map = ucp.get("payment_handlers");
    let mut named = map.members();
    let order = ucp.get("map_order").get("payment_handlers").list();
    // A name the order leaves out comes last.
    named.sort_by_key(|(name, _)| {
        order.iter().position(|known| known.maybe_text() == Some(*name)).unwrap_or(usize::MAX)
    });
    let listed = document.get("payment").get("handlers").list();
    named.iter().flat_map(|(_, list)| list.list()).chain(listed).filter_map(|it| handler(&it)).collect()
}

fn handler(json: &Json) -> Option<Handler> {
    let instruments = json.get("available_instruments").list();
    let first = instruments.first();
    let brands = first.map(|first| first.get("constraints").get("brands").list()).unwrap_or_default();
    Some(Handler {
        id: json.get("id").maybe_text()?.to_owned(),
        kind: first.and_then(|first| first.get("type").maybe_text()).map(str::to_owned),
        brands: brands.iter().filter_map(Json::maybe_text).map(str::to_owned).collect(),
    })
}
