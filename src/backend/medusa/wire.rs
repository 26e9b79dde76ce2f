//! Medusa's calls: how they are written, and what its refusals mean.
//!
//! Medusa refuses with `{ type, message, code? }`. The `code` is mostly missing and the message is prose, so where type
//! and status say too little the prose is looked at: these places are few, and each falls back to something harmless.
//! Source: the routes of `@medusajs/medusa` 2.21.2 and the recordings in `tests/fixtures/medusa`.

use super::Medusa;
use crate::{
    backend::{
        http::{Again, Method, Request},
        json::Json,
    },
    checkout::request::{BackendError, Setup},
    domain::problem::{AddressField, AddressUse, Fault, Field, Problem},
};
use serde_json::Value;

/// What is asked for of a cart. A short list: by default Medusa sends three times as much. `region` is not in it because
/// all regions are known.
pub(super) const CART: &str = "fields=id,region_id,currency_code,email,completed_at,total,tax_total,discount_total,\
    discount_subtotal,original_item_total,original_item_subtotal,original_shipping_total,original_shipping_subtotal,\
    items.id,items.variant_id,items.product_id,items.product_title,items.variant_title,items.thumbnail,items.quantity,\
    items.unit_price,items.is_tax_inclusive,items.requires_shipping,items.original_total,items.original_subtotal,\
    items.tax_lines.rate,shipping_methods.shipping_option_id,shipping_methods.tax_lines.rate,\
    shipping_address.country_code,promotions.code,promotions.is_automatic,promotions.application_method.type,\
    promotions.application_method.value,payment_collection.id";

/// What is asked for of a cart's payment.
pub(super) const PAYMENT: &str = "fields=id,completed_at,payment_collection.id,payment_collection.payment_sessions.id,\
    payment_collection.payment_sessions.status,payment_collection.payment_sessions.data";

/// What is asked for of an order.
pub(super) const ORDER: &str = "fields=id,display_id,custom_display_id,created_at,email,currency_code,total,tax_total,\
    discount_total,discount_subtotal,original_item_total,original_item_subtotal,original_shipping_total,\
    original_shipping_subtotal,items.id,items.variant_id,items.product_title,items.variant_title,items.thumbnail,\
    items.quantity,items.unit_price,items.is_tax_inclusive,items.requires_shipping,items.original_total,\
    items.original_subtotal,items.tax_lines.rate,shipping_methods.name,shipping_methods.tax_lines.rate,\
    shipping_address.*,billing_address.*";

/// How many there are of the variants of some products.
pub(super) const STOCK: &str = "fields=variants.id,variants.manage_inventory,variants.allow_backorder,\
    variants.inventory_quantity&limit=100";

/// What is asked for of an order beside that, to say how far it is.
pub(super) const FOLLOWED: &str = ",status,payment_status,fulfillment_status,fulfillments.labels.tracking_number";

/// What is asked for of orders in a list.
pub(super) const LISTED: &str = "limit=50&order=-created_at&fields=id,display_id,created_at,total,currency_code,status,\
    fulfillment_status,items.quantity";

/// An answer that says no.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Refusal {
    pub(super) status: u16,
    pub(super) kind: String,
    pub(super) code: String,
    pub(super) message: String,
}

impl Refusal {
    /// Whether there are fewer than were asked for. Medusa says it in two ways: one from the cart, one from the stock.
    pub(super) fn is_stock(&self) -> bool {
        self.code == "insufficient_inventory" || self.message.starts_with("Not enough stock")
    }

    /// Whether the cart has become an order.
    pub(super) fn is_completed(&self) -> bool {
        self.message.ends_with("is already completed.")
    }

    /// The field that is meant, as far as the prose tells.
    fn problem(&self) -> Option<Problem> {
        let says = |words: &str| self.message.contains(words);
        let (field, fault) = if says("is not within region") {
            (Field::Address(AddressUse::Shipping, AddressField::Country), Fault::NotServed)
        } else if says("email") {
            (Field::Email, Fault::Refused)
        } else if says("Shipping Options are invalid") || says("No shipping method selected") {
            (Field::Rate, Fault::Gone)
        } else if says("is not enabled in the cart's region") {
            (Field::Method, Fault::Gone)
        } else if says("promotion code") {
            (Field::Code, Fault::CodeUnknown)
        } else if says("do not exist") || self.is_stock() {
            (Field::Quantity, Fault::Gone)
        } else {
            return None;
        };
        Some(Problem::new(field, fault))
    }
}

/// What Medusa answers: something, or a refusal with its reason.
pub(super) type Said = Result<Value, Refusal>;

impl Medusa {
    /// Asks Medusa. `path` begins with a slash.
    ///
    /// # Errors
    /// When there is no answer, or none of Medusa's.
    pub(super) async fn ask(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        again: Again,
    ) -> Result<Said, BackendError> {
        self.ask_as(self.kept().token.as_deref(), method, path, body, again).await
    }

    /// The same as somebody.
    pub(super) async fn ask_as(
        &self,
        token: Option<&str>,
        method: Method,
        path: &str,
        body: Option<&Value>,
        again: Again,
    ) -> Result<Said, BackendError> {
        let url = [&self.config.endpoint, path].concat();
        let mut request = Request::new(method, url).header("accept", "application/json");
        // Unknown to Medusa's routes of `/auth`, but a header that is always there is a preflight less.
        if let Some(key) = &self.config.key {
            request = request.header("x-publishable-api-key", key);
        }
        if let Some(token) = token {
            request = request.header("authorization", &["Bearer ", token].concat());
        }
        if let Some(body) = body {
            request = request.json(body);
        }
        let response = self.client.send(&request, again).await?;
        if response.is_ok() {
            return self.client.read(&request, &response).map(Ok);
        }
        // A refusal of Medusa's own is JSON with a message; a page is somebody else's.
        let body = response.read().ok().filter(|body| body.get("message").is_some());
        let Some(body) = body.filter(|_| matches!(response.status, 400..=428)) else {
            return Err(self.client.failed(&request, &response));
        };
        let json = Json::of(&body);
        let refusal = Refusal {
            status: response.status,
            kind: json.get("type").words(),
            code: json.get("code").words(),
            message: json.get("message").words(),
        };
        if refusal.message.to_ascii_lowercase().contains("publishable") {
            self.client.http().tell(&["Kassa: Medusa refuses the setting `kassa-key`: ", &refusal.message].concat());
            return Err(BackendError::Setup(Setup::Key));
        }
        Ok(Err(refusal))
    }

    /// Reads something.
    pub(super) async fn get(&self, path: &str) -> Result<Value, BackendError> {
        self.ask(Method::Get, path, None, Again::Read).await?.map_err(|refusal| self.means(&refusal))
    }

    /// Changes something in a way that may be done twice.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Result<Value, BackendError> {
        self.ask(Method::Post, path, Some(body), Again::Safe).await?.map_err(|refusal| self.means(&refusal))
    }

    /// What a refusal means where nothing better is known.
    pub(super) fn means(&self, refusal: &Refusal) -> BackendError {
        if let Some(problem) = refusal.problem() {
            return BackendError::Rejected(vec![problem]);
        }
        match refusal.status {
            // What a signed-in shopper is known by lasts a day.
            401 | 403 => {
                self.keep(|kept| kept.token = None);
                BackendError::Unauthorized
            }
            404 => BackendError::Unauthorized,
            409 => BackendError::Busy(1000),
            _ => {
                self.client.http().tell(&["Kassa: Medusa refuses: ", &refusal.message].concat());
                BackendError::Malformed
            }
        }
    }
}

/// An id as it is put into a path: whoever made it up, it stays one segment.
pub(super) fn segment(id: &str) -> String {
    let mut safe = String::with_capacity(id.len());
    for byte in id.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'_' => safe.push(char::from(byte)),
            _ => {
                safe.push('%');
                safe.extend([byte >> 4, byte & 15].iter().filter_map(|digit| char::from_digit(u32::from(*digit), 16)));
            }
        }
    }
    safe
}

/// The path of a cart, with what follows.
pub(super) fn cart(id: &str, rest: &str) -> String {
    ["/store/carts/", &segment(id), rest].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_stays_one_segment_of_the_path() {
        assert_eq!(segment("cart_01M-x"), "cart_01M-x");
        assert_eq!(segment("../customers/me?x"), "%2e%2e%2fcustomers%2fme%3fx");
    }

    #[track_caller]
    fn check(message: &str, field: Field, fault: Fault) {
        let refusal =
            Refusal { status: 400, kind: "invalid_data".to_owned(), code: String::new(), message: message.to_owned() };
        assert_eq!(refusal.problem(), Some(Problem::new(field, fault)));
    }

    // The sentences are those of the recordings.
    #[test]
    fn a_country_of_another_region_is_not_served() {
        let country = Field::Address(AddressUse::Shipping, AddressField::Country);
        check("Country with code us is not within region Europe", country, Fault::NotServed);
    }
    #[test]
    fn an_unknown_code_is_told() {
        check("The promotion code NOPE is invalid", Field::Code, Fault::CodeUnknown);
    }
    #[test]
    fn a_refused_address_of_mail_is_told() {
        check("Invalid request: Invalid email address", Field::Email, Fault::Refused);
    }
    #[test]
    fn a_way_of_shipping_that_is_gone_is_told() {
        check("Shipping Options are invalid for cart.", Field::Rate, Fault::Gone);
    }
}
