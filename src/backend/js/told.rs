//! What the functions of a merchant's page are given: the checkout's words as plain JSON.
//!
//! Always true: the shapes are those of `public/kassa-backend.d.ts`, amounts are whole minor units, and what is not
//! known is `null`. The counterpart of [`convert`](super::convert); knows no browser.

use crate::{
    checkout::request::{Intent, Keys, OrderRequest, Payment, Purchase},
    domain::{
        LineId, MethodId, ReasonId, ReturnWayId,
        account::{NewKey, Profile, Proof},
        address::{Address, Parts},
        check::{email::Email, name::PersonName, phone::Phone, postal::Postcode, vat::VatId},
        contact::Contact,
        delivery::{Delivery, How},
        house::Consented,
        problem::{AddressField, AddressUse, Field},
        returns::ReturnRequest,
        secret::Secret,
    },
};
use serde_json::{Map, Value, json};

/// The name of a part of an address.
pub fn part_name(part: AddressField) -> &'static str {
    Field::Address(AddressUse::Shipping, part).name()
}

/// `ship` or `collect`.
fn how(how: How) -> &'static str {
    match how {
        How::Ship => "ship",
        How::Collect => "collect",
    }
}

fn contact(contact: &Contact) -> Value {
    json!({ "email": contact.email.as_str(), "news": contact.news })
}

/// An address; parts that are not there are left out.
fn address(address: &Address) -> Value {
    let mut object = Map::new();
    for part in AddressField::ALL {
        let text = match part {
            AddressField::Country => Some(address.country.code()),
            AddressField::Name => Some(address.name.as_str()),
            AddressField::Organization => address.organization.as_deref(),
            AddressField::Street => Some(address.street.as_str()),
            AddressField::Line2 => address.line2.as_deref(),
            AddressField::Postcode => address.postcode.as_ref().map(Postcode::as_str),
            AddressField::City => Some(address.city.as_str()),
            AddressField::Region => address.region.as_deref(),
            AddressField::Phone => address.phone.as_ref().map(Phone::e164),
        };
        if let Some(text) = text {
            object.insert(part_name(part).to_owned(), text.into());
        }
    }
    object.into()
}

/// An address in unchecked parts.
pub fn parts(parts: &Parts) -> Value {
    parts
        .iter()
        .map(|(part, text)| (part_name(*part).to_owned(), Value::from(text.as_str())))
        .collect::<Map<_, _>>()
        .into()
}

/// Changes, in their order.
pub fn intents(intents: &[Intent]) -> Value {
    intents.iter().filter_map(intent).collect::<Vec<_>>().into()
}

/// `None` for what a merchant's functions are never asked: their facts and quotes have no word for it.
fn intent(intent: &Intent) -> Option<Value> {
    Some(match intent {
        Intent::SetQuantity(line, quantity) => {
            json!({ "kind": "set_quantity", "line": line.as_str(), "quantity": quantity })
        }
        Intent::AddItem(item, quantity) => json!({ "kind": "add_item", "item": item.as_str(), "quantity": quantity }),
        Intent::StartAnew => json!({ "kind": "start_anew" }),
        Intent::ApplyCode(code) => json!({ "kind": "apply_code", "code": code }),
        Intent::RemoveCode(code) => json!({ "kind": "remove_code", "code": code }),
        Intent::SetContact(to) => json!({ "kind": "set_contact", "contact": contact(to) }),
        Intent::SetDestination { country, postcode } => {
            json!({ "kind": "set_destination", "country": country.code(), "postcode": postcode })
        }
        Intent::SetHow(to) => json!({ "kind": "set_how", "how": how(*to) }),
        Intent::SetRate(rate) => json!({ "kind": "set_rate", "rate": rate.as_str() }),
        Intent::FindPoints(near) => json!({ "kind": "find_points", "near": near }),
        Intent::SetPoint(point) => json!({ "kind": "set_point", "point": point.as_str() }),
        Intent::SetMethod(method) => json!({ "kind": "set_method", "method": method.as_str() }),
        Intent::SetCompany(company) => {
            let company = company
                .as_ref()
                .map(|company| json!({ "name": company.name, "vat": company.vat.as_ref().map(VatId::as_str) }));
            json!({ "kind": "set_company", "company": company })
        }
        Intent::SetBrand(_)
        | Intent::AddGiftCard(_)
        | Intent::UseTender(..)
        | Intent::ForgetCard(_)
        | Intent::PreferCard(_) => return None,
    })
}

/// A company's own references.
fn purchase(purchase: &Purchase) -> Value {
    json!({
        "number": purchase.number, "costCentre": purchase.cost_centre,
        "invoiceEmail": purchase.invoice_email.as_ref().map(Email::as_str),
    })
}

/// An attempt to place an order: its keys, the order, and the payment.
pub fn placing(keys: &Keys, order: &OrderRequest, payment: &Payment) -> Value {
    let delivery = match &order.delivery {
        Delivery::Ship { address: to, rate } => json!({ "how": "ship", "address": address(to), "rate": rate.as_str() }),
        Delivery::Collect { point, name, phone } => {
            json!({ "how": "collect", "point": point.as_str(), "name": name.as_str(), "phone": phone.e164() })
        }
        Delivery::Nothing => json!({ "how": "none" }),
    };
    let card = payment.card.as_ref().map(|card| json!({ "brand": card.brand, "last4": card.last4 }));
    json!({
        "keys": { "order": keys.order, "payment": keys.payment },
        "order": {
            "contact": contact(&order.contact),
            "delivery": delivery,
            "billing": order.billing.as_ref().map(address),
            "method": order.method.as_ref().map(MethodId::as_str),
            "expectedTotal": order.expected_total.minor(),
            "currency": order.expected_total.currency().code(),
            "termsVersion": order.terms_version,
            "subscribes": order.subscribes,
            "purchase": order.purchase.as_ref().map(purchase),
            "consents": order.consents.iter().map(consent).collect::<Vec<_>>(),
            "extras": order.extras.iter().map(|(id, text)| (id.clone(), Value::from(text.as_str()))).collect::<serde_json::Map<_, _>>(),
        },
        // The provider's token is meant for the shop.
        "payment": { "token": payment.token.as_ref().map(Secret::expose), "card": card, "save": payment.save },
    })
}

/// What is shown of who somebody is; `None` for what a merchant's functions are never given.
pub fn proof(proof: &Proof) -> Option<Value> {
    Some(match proof {
        Proof::Password(email, password) => json!({ "email": email.as_str(), "password": password.expose() }),
        Proof::Code(email, code) => json!({ "email": email.as_str(), "code": code.expose() }),
        Proof::Second(factor, code) => json!({ "second": factor.handle, "code": code.expose() }),
        Proof::Passkey(_) => return None,
    })
}

/// By what an account will know its owner, with what it is about; `None` as above.
pub fn key(key: &NewKey, about: &str, what: Value) -> Option<Value> {
    let (name, key) = match key {
        NewKey::Password(password) => ("password", password.expose()),
        NewKey::Code(code) => ("code", code.expose()),
        NewKey::Passkey(_) => return None,
    };
    let members = [(about.to_owned(), what), (name.to_owned(), Value::from(key.as_str()))];
    Some(Value::Object(members.into_iter().collect()))
}

/// Something that was agreed to.
fn consent(given: &Consented) -> Value {
    json!({
        "id": given.id,
        "version": given.version,
        "language": given.language,
        "textDigest": given.digest,
        "at": given.at.0,
        "marketing": given.marketing,
    })
}

/// Who wants an account.
pub fn profile(profile: &Profile) -> Value {
    json!({ "email": profile.email.as_str(), "name": profile.name.as_ref().map(PersonName::as_str) })
}

/// What is to be sent back.
pub fn sending_back(wanted: &ReturnRequest) -> Value {
    let line = |(line, quantity): &(LineId, u32)| json!({ "line": line.as_str(), "quantity": quantity });
    json!({
        "order": wanted.order.as_str(),
        "lines": wanted.lines.iter().map(line).collect::<Vec<_>>(),
        "reason": wanted.reason.as_ref().map(ReasonId::as_str),
        "note": wanted.note,
        "way": wanted.way.as_ref().map(ReturnWayId::as_str),
    })
}
