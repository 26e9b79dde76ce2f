//! What the shop is sent: the whole writable state, rebuilt from its last answer and what the shopper wants changed.
//!
//! Always true: nothing is sent that the shop only tells, gifts are the shop's own, and an extension member goes only to a
//! shop that declares the extension. A token goes into `complete` and nowhere else.

use super::{
    convert::{self, KEPT, OUR_DESTINATION, PARTS},
    profile::Abilities,
    wire::{self, EXTRAS, capability},
};
use crate::{
    backend::{config::Config, json::Json},
    checkout::request::{Intent, Keys, OrderRequest, Payment, Purchase},
    domain::{
        address::{Address, Parts},
        check::{email::Email, vat::VatId},
        contact::Contact,
        delivery::{Delivery, How},
        house::Consented,
        problem::AddressField,
    },
};
use serde_json::{Map, Value};

/// An object of the members that are there.
pub(super) fn object<const N: usize>(members: [(&str, Value); N]) -> Value {
    let members = members.into_iter().filter(|(_, value)| !value.is_null());
    Value::Object(members.map(|(name, value)| (name.to_owned(), value)).collect::<Map<_, _>>())
}

fn texts<'a>(list: impl IntoIterator<Item = &'a str>) -> Value {
    Value::Array(list.into_iter().map(Value::from).collect())
}

/// A line as it is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Piece {
    /// `None` for one the shop does not know yet.
    id: Option<String>,
    item: String,
    quantity: u32,
    parent: Option<String>,
    travels: bool,
}

/// What this browser wants the session to be.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Draft {
    lines: Vec<Piece>,
    email: Option<String>,
    news: Option<bool>,
    name: Option<String>,
    country: Option<String>,
    postcode: Option<String>,
    /// The address as it is sent, once it is whole.
    address: Option<Value>,
    codes: Vec<String>,
    collect: bool,
    rate: Option<String>,
    point: Option<String>,
    near: Option<String>,
    /// Name and number of who collects.
    collector: Option<(String, String)>,
    method: Option<String>,
    billing: Option<Value>,
    /// Name and tax number of a company that the shop knows from this purchase only.
    company: Option<(String, Option<String>)>,
    /// What pays a part: by the shop's names, and codes that it has not seen yet.
    tenders: Vec<Value>,
    /// Kept cards the shop offers, with their handlers.
    kept: Vec<(String, String)>,
}

impl Draft {
    /// The state that an answer of the shop shows.
    pub(super) fn of(json: &Json) -> Self {
        let (buyer, context) = (json.get("buyer"), json.get("context"));
        let ours = convert::our_destination(json);
        let own = |json: Json| json.maybe_text().map(str::to_owned);
        let sent = |name: &str| own(context.get(name)).or_else(|| own(ours.as_ref()?.get(name)));
        let consent = buyer.get("consent");
        let news = [consent.get("marketing"), consent.get("dev.ucp.consent.marketing").get("granted")];
        let shipping = convert::method_of(json, "shipping");
        let group = shipping.and_then(|method| method.get("groups").list().first().cloned());
        let pickup = convert::method_of(json, "pickup");
        let street = ours.as_ref().filter(|ours| ours.get("street_address").is_some());
        Self {
            lines: json.get("line_items").list().iter().filter_map(piece).collect(),
            email: own(buyer.get("email")),
            news: news.iter().find(|it| it.is_some()).map(Json::is_true),
            name: None,
            country: sent("address_country"),
            postcode: sent("postal_code"),
            address: street.map(|ours| address_of(&convert::parts(ours))),
            codes: json.get("discounts").get("applied").list().iter().filter_map(|it| own(it.get("code"))).collect(),
            collect: convert::how(json) == How::Collect,
            rate: group.and_then(|group| own(group.get("selected_option_id"))),
            point: pickup.as_ref().and_then(|pickup| own(pickup.get("selected_destination_id"))),
            near: own(json.get(EXTRAS).get("pickup_near")),
            collector: None,
            method: convert::chosen_method(json),
            billing: None,
            company: guest_company(&json.get(EXTRAS).get("b2b")),
            tenders: json.get(EXTRAS).get("tenders").list().iter().filter_map(used).collect(),
            kept: convert::kept_cards(json),
        }
    }

    /// With what was sent before where the answer says nothing of it. A shop that `echoes` the way to pay has forgotten
    /// one that it does not repeat.
    pub(super) fn over(self, sent: &Self, echoes: bool) -> Self {
        let moved = self.country != sent.country || self.postcode != sent.postcode;
        let repeated = self.country.is_some();
        Self {
            email: self.email.or_else(|| sent.email.clone()),
            news: self.news.or(sent.news),
            name: sent.name.clone(),
            country: self.country.or_else(|| sent.country.clone()),
            postcode: if repeated { self.postcode } else { sent.postcode.clone() },
            address: self.address.or_else(|| sent.address.clone().filter(|_| !moved || !repeated)),
            near: self.near.or_else(|| sent.near.clone()),
            collector: sent.collector.clone(),
            method: self.method.or_else(|| sent.method.clone().filter(|_| !echoes)),
            billing: sent.billing.clone(),
            ..self
        }
    }

    /// Takes over what the shopper wants changed.
    pub(super) fn want(&mut self, intent: &Intent, config: &Config) {
        match intent {
            Intent::SetQuantity(line, quantity) => {
                let of_line = |piece: &Piece| piece.id.as_deref() == Some(line.as_str());
                if *quantity == 0 {
                    // What hangs on a line goes with it.
                    let gone = |piece: &Piece| of_line(piece) || piece.parent.as_deref() == Some(line.as_str());
                    self.lines.retain(|piece| !gone(piece));
                } else if let Some(piece) = self.lines.iter_mut().find(|piece| of_line(piece)) {
                    piece.quantity = *quantity;
                }
            }
            Intent::AddItem(item, quantity) => {
                match self.lines.iter_mut().find(|piece| piece.item == item.as_str() && piece.parent.is_none()) {
                    Some(piece) => piece.quantity = piece.quantity.saturating_add(*quantity),
                    None => self.lines.push(Piece {
                        id: None,
                        item: item.0.clone(),
                        quantity: *quantity,
                        parent: None,
                        travels: true,
                    }),
                }
            }
            // Done before the others: a new session is not a change of the old, and kept cards are the account's.
            Intent::StartAnew
            | Intent::ForgetCard(_)
            | Intent::PreferCard(_)
            // Not told of by any UCP server yet: offers have no fees of brands, so nobody asks.
            | Intent::SetBrand(_) => {}
            Intent::SetCompany(asked) => {
                let number = |vat: &VatId| vat.as_str().to_owned();
                self.company = asked.as_ref().map(|asked| (asked.name.clone(), asked.vat.as_ref().map(number)));
            }
            Intent::AddGiftCard(code) => {
                self.tenders.push(object([("type", GIFT_CARD.into()), ("code", code.as_str().into())]));
            }
            Intent::UseTender(id, used) => {
                self.tenders.retain(|tender| tender.get("id").and_then(Value::as_str) != Some(id));
                if *used {
                    self.tenders.push(object([("id", id.as_str().into())]));
                }
            }
            Intent::ApplyCode(code) => {
                if !self.codes.iter().any(|known| known.eq_ignore_ascii_case(code)) {
                    self.codes.push(code.clone());
                }
            }
            Intent::RemoveCode(code) => self.codes.retain(|known| !known.eq_ignore_ascii_case(code)),
            Intent::SetContact(contact) => self.contact(contact),
            Intent::SetDestination { country, postcode } => {
                let moved = self.country.as_deref() != Some(country.code()) || self.postcode != *postcode;
                self.country = Some(country.code().to_owned());
                self.postcode.clone_from(postcode);
                if moved {
                    // An address elsewhere, and what was chosen for it, are no longer wanted.
                    self.address = None;
                    self.rate = None;
                }
            }
            Intent::SetHow(how) => self.collect = *how == How::Collect,
            Intent::SetRate(rate) => self.rate = Some(rate.0.clone()),
            Intent::FindPoints(near) => self.near = Some(near.clone()),
            Intent::SetPoint(point) => self.point = Some(point.0.clone()),
            Intent::SetMethod(method) => self.method = Some(config.code_of(method).to_owned()),
        }
    }

    /// The way of shipping that is wanted.
    pub(super) fn rate(&self) -> Option<&str> {
        self.rate.as_deref()
    }

    /// Wants a way of shipping.
    pub(super) fn choose(&mut self, rate: &str) {
        self.rate = Some(rate.to_owned());
    }

    fn contact(&mut self, contact: &Contact) {
        self.email = Some(contact.email.as_str().to_owned());
        self.news = Some(contact.news);
    }

    /// Takes over everything an order says.
    pub(super) fn order(&mut self, order: &OrderRequest, config: &Config) {
        self.contact(&order.contact);
        match &order.delivery {
            Delivery::Ship { address, rate } => {
                let parts = parts_of(address);
                self.collect = false;
                self.rate = Some(rate.0.clone());
                self.country = Some(address.country.code().to_owned());
                self.postcode = address.postcode.as_ref().map(|postcode| postcode.as_str().to_owned());
                self.address = Some(address_of(&parts));
                self.name = Some(address.name.as_str().to_owned());
            }
            Delivery::Collect { point, name, phone } => {
                self.collect = true;
                self.point = Some(point.0.clone());
                self.collector = Some((name.as_str().to_owned(), phone.e164().to_owned()));
                self.name = Some(name.as_str().to_owned());
            }
            Delivery::Nothing => {}
        }
        self.method = order.method.as_ref().map(|method| config.code_of(method).to_owned());
        self.billing = order.billing.as_ref().map(|billing| address_of(&parts_of(billing)));
    }

    /// The bag alone, for a new session in place of one that is over.
    pub(super) fn bag(&self) -> Self {
        let lines = self.lines.iter().map(|piece| Piece { id: None, ..piece.clone() }).collect();
        Self { lines, codes: self.codes.clone(), ..self.buyer() }
    }

    /// The bag alone, of nobody: where the goods go stays a country.
    pub(super) fn goods(&self) -> Self {
        Self { email: None, news: None, postcode: None, ..self.bag() }
    }

    /// Who buys and where, with an empty bag.
    pub(super) fn buyer(&self) -> Self {
        Self {
            email: self.email.clone(),
            news: self.news,
            country: self.country.clone(),
            postcode: self.postcode.clone(),
            ..Self::default()
        }
    }

    fn context(&self, locale: &str) -> Value {
        object([
            ("address_country", self.country.as_deref().into()),
            ("postal_code", self.postcode.as_deref().into()),
            ("language", locale.into()),
        ])
    }

    fn buyer_value(&self, abilities: &Abilities) -> Value {
        let news = self.news.filter(|_| abilities.can(capability::CONSENT));
        let consent = news.map_or(Value::Null, |granted| {
            if abilities.is_august() {
                let told = object([("granted", granted.into()), ("source", "platform".into())]);
                object([("dev.ucp.consent.marketing", told)])
            } else {
                object([("marketing", granted.into())])
            }
        });
        let (first, last) = split_name(self.name.as_deref().unwrap_or_default());
        let buyer = object([
            ("email", self.email.as_deref().into()),
            ("first_name", first.into()),
            ("last_name", last.into()),
            ("consent", consent),
        ]);
        if buyer.as_object().is_some_and(Map::is_empty) { Value::Null } else { buyer }
    }

    fn line_items(&self) -> Value {
        let line = |piece: &Piece| {
            object([
                ("id", piece.id.as_deref().into()),
                ("item", object([("id", piece.item.as_str().into())])),
                ("quantity", piece.quantity.into()),
                ("parent_id", piece.parent.as_deref().filter(|_| piece.id.is_some()).into()),
            ])
        };
        Value::Array(self.lines.iter().map(line).collect())
    }

    fn discounts(&self, abilities: &Abilities) -> Value {
        if !abilities.can(capability::DISCOUNT) {
            return Value::Null;
        }
        object([("codes", texts(self.codes.iter().map(String::as_str)))])
    }

    /// Opens a session; `shops_bag` asks for the bag that the shop holds.
    pub(super) fn create(&self, abilities: &Abilities, locale: &str, shops_bag: bool) -> Value {
        let ask = shops_bag && abilities.can(capability::EXPERIENCE);
        object([
            ("line_items", self.line_items()),
            ("buyer", self.buyer_value(abilities)),
            ("context", self.context(locale)),
            ("discounts", if self.codes.is_empty() { Value::Null } else { self.discounts(abilities) }),
            (EXTRAS, if ask { object([("bag", "shop".into())]) } else { Value::Null }),
        ])
    }

    /// The whole writable state. `last` is the shop's last answer, by whose names things are called.
    pub(super) fn update(&self, last: &Json, abilities: &Abilities, locale: &str) -> Value {
        let instrument = self.method.as_deref().map(|method| self.instrument(method, abilities));
        let company = self.company.as_ref().map(|(name, number)| {
            let company = object([("name", name.as_str().into()), ("tax_id", number.as_deref().into())]);
            object([("company", company)])
        });
        let tenders = abilities.can(capability::TENDERS).then(|| Value::Array(self.tenders.clone()));
        let extras = object([
            ("b2b", company.filter(|_| abilities.can(capability::B2B)).into()),
            ("tenders", tenders.into()),
            ("revision", last.get(EXTRAS).get("revision").whole().ok().into()),
            ("pickup_near", self.near.as_deref().into()),
        ]);
        object([
            ("line_items", self.line_items()),
            ("buyer", self.buyer_value(abilities)),
            ("context", self.context(locale)),
            ("discounts", self.discounts(abilities)),
            ("fulfillment", if abilities.fulfillment { self.fulfillment(last) } else { Value::Null }),
            ("payment", instrument.map_or(Value::Null, |it| object([("instruments", Value::Array(vec![it]))]))),
            (EXTRAS, if abilities.can(capability::EXPERIENCE) { extras } else { Value::Null }),
        ])
    }

    fn instrument(&self, method: &str, abilities: &Abilities) -> Value {
        let id = method.strip_prefix(KEPT).unwrap_or(method);
        let kept = self.kept.iter().find(|(known, _)| id != method && known == id);
        let handler = kept.map_or(id, |(_, handler)| handler);
        let kind = abilities.handler(handler).and_then(|handler| handler.kind.as_deref());
        object([
            ("id", id.into()),
            ("handler_id", handler.into()),
            ("type", kind.unwrap_or(handler).into()),
            ("selected", true.into()),
            ("billing_address", self.billing.clone().unwrap_or_default()),
        ])
    }

    /// The methods the shop knows, each with the lines that go its way; a shipping method is asked for where it has
    /// not made one yet.
    fn fulfillment(&self, last: &Json) -> Value {
        let goods: Vec<&str> =
            self.lines.iter().filter(|piece| piece.travels).filter_map(|piece| piece.id.as_deref()).collect();
        if goods.is_empty() {
            return Value::Null;
        }
        let shipping = self.shipping(convert::method_of(last, "shipping").as_ref(), &goods);
        let mut methods = vec![shipping];
        if let Some(pickup) = convert::method_of(last, "pickup") {
            let collector = self.collector.as_ref().filter(|_| self.collect).map_or(Value::Null, |(name, phone)| {
                let who = object([("full_name", name.as_str().into()), ("phone_number", phone.as_str().into())]);
                object([("collector", who)])
            });
            methods.push(object([
                ("id", pickup.get("id").maybe_text().into()),
                ("type", "pickup".into()),
                ("line_item_ids", texts(goods.iter().copied().filter(|_| self.collect))),
                ("selected_destination_id", self.point.as_deref().into()),
                (EXTRAS, collector),
            ]));
        }
        object([("methods", Value::Array(methods))])
    }

    fn shipping(&self, known: Option<&Json>, goods: &[&str]) -> Value {
        let destination = self.destination();
        let groups = known.map(|known| known.get("groups").list()).unwrap_or_default();
        let group = |(number, group): (usize, &Json)| {
            let wanted = self.rate.as_deref()?;
            // What is chosen is an option of the first parcel, or the shop says that it is none.
            let other = convert::option_for(group, wanted);
            let option = if number == 0 { Some(wanted) } else { other.as_ref()?.get("id").maybe_text() };
            Some(object([("id", group.get("id").maybe_text().into()), ("selected_option_id", option.into())]))
        };
        // Parcels belong to the address they were made for.
        let groups: Vec<Value> = groups.iter().enumerate().filter_map(group).collect();
        object([
            ("id", known.and_then(|known| known.get("id").maybe_text()).into()),
            ("type", "shipping".into()),
            ("line_item_ids", texts(goods.iter().copied().filter(|_| !self.collect))),
            ("selected_destination_id", destination.as_ref().map(|_| OUR_DESTINATION).into()),
            ("destinations", destination.map_or(Value::Null, |it| Value::Array(vec![it]))),
            ("groups", if groups.is_empty() { Value::Null } else { Value::Array(groups) }),
        ])
    }

    /// The address, or as much as is known of it.
    fn destination(&self) -> Option<Value> {
        let mut address = match (&self.address, &self.country, &self.postcode) {
            (Some(address), ..) => address.clone(),
            (None, Some(country), Some(postcode)) => {
                object([("address_country", country.as_str().into()), ("postal_code", postcode.as_str().into())])
            }
            _ => return None,
        };
        address.as_object_mut()?.insert("id".to_owned(), OUR_DESTINATION.into());
        Some(address)
    }

    /// Places the order. The one place a token is written.
    pub(super) fn complete(
        &self,
        abilities: &Abilities,
        keys: &Keys,
        order: &OrderRequest,
        payment: &Payment,
    ) -> Value {
        let instrument = self.method.as_deref().map(|method| {
            let mut instrument = self.instrument(method, abilities);
            let display = payment.card.as_ref().map(|card| {
                object([("brand", card.brand.as_str().into()), ("last_digits", card.last4.as_str().into())])
            });
            let credential = payment
                .token
                .as_ref()
                .map(|token| object([("type", "token".into()), ("token", token.expose().as_str().into())]));
            if let Some(members) = instrument.as_object_mut() {
                members.extend(display.map(|display| ("display".to_owned(), display)));
                members.extend(credential.map(|credential| ("credential".to_owned(), credential)));
                let extras = instrument_extras(abilities, order.purchase.as_ref(), payment.save);
                members.extend(extras.map(|extras| (EXTRAS.to_owned(), extras)));
            }
            instrument
        });
        if abilities.is_january() {
            return object([("payment_data", instrument.unwrap_or_default()), ("risk_signals", object([]))]);
        }
        let subscribes = || order.subscribes.then_some(true).into();
        let extras = if abilities.can(capability::PLACING) {
            object([
                ("order_key", keys.order.as_str().into()),
                ("expected_total", order.expected_total.minor().into()),
                ("consents", consents(&order.consents)),
                ("extras", own_fields(&order.extras)),
                ("terms_version", Some(order.terms_version.as_str()).filter(|terms| !terms.is_empty()).into()),
                ("subscribes", subscribes()),
            ])
        } else if abilities.can(capability::SUBSCRIPTIONS) {
            object([("subscribes", subscribes())])
        } else {
            Value::Null
        };
        object([
            ("payment", object([("instruments", Value::Array(instrument.into_iter().collect()))])),
            (EXTRAS, extras),
        ])
    }
}

/// By which the contract calls a gift card.
const GIFT_CARD: &str = "gift_card";

/// What pays a part already, as it is sent again.
fn used(json: &Json) -> Option<Value> {
    json.get("used").is_true().then(|| object([("id", json.get("id").maybe_text().into())]))
}

/// The company of this purchase; one that has an account is the account's to change.
fn guest_company(json: &Json) -> Option<(String, Option<String>)> {
    let company = json.get("company");
    let name = company.get("name").maybe_text().filter(|_| !json.get("role").is_some())?;
    Some((name.to_owned(), company.get("tax_id").maybe_text().map(str::to_owned)))
}

/// What belongs to a way to pay beside it: a company's references, and whether a card is to be kept.
fn instrument_extras(abilities: &Abilities, purchase: Option<&Purchase>, save: bool) -> Option<Value> {
    let purchase = purchase.filter(|_| abilities.can(capability::B2B));
    let save = (save && abilities.can(capability::WALLET)).then_some(true);
    let centre = purchase.map(|purchase| purchase.cost_centre.as_str()).filter(|centre| !centre.is_empty());
    let invoice = purchase.and_then(|purchase| purchase.invoice_email.as_ref()).map(Email::as_str);
    let extras = object([
        ("purchase_number", purchase.map(|purchase| purchase.number.as_str()).into()),
        ("cost_centre", centre.into()),
        ("invoice_email", invoice.into()),
        ("save", save.into()),
    ]);
    (purchase.is_some() || save.is_some()).then_some(extras)
}

/// What fields of the page's own hold; nothing where there are none.
fn own_fields(extras: &[(String, String)]) -> Value {
    if extras.is_empty() {
        return Value::Null;
    }
    Value::Object(extras.iter().map(|(id, text)| (id.clone(), Value::from(text.as_str()))).collect())
}

/// What was agreed to; nothing where nothing was.
fn consents(given: &[Consented]) -> Value {
    let one = |given: &Consented| {
        object([
            ("id", given.id.as_str().into()),
            ("version", given.version.as_str().into()),
            ("language", given.language.as_str().into()),
            ("text_digest", given.digest.as_str().into()),
            ("at", wire::instant_text(given.at).into()),
            ("marketing", given.marketing.into()),
        ])
    };
    if given.is_empty() { Value::Null } else { Value::Array(given.iter().map(one).collect()) }
}

/// A line of an answer; gifts are the shop's own.
fn piece(json: &Json) -> Option<Piece> {
    let kind = json.get(EXTRAS).get("kind").maybe_text();
    if kind == Some("gift") {
        return None;
    }
    Some(Piece {
        id: json.get("id").maybe_text().map(str::to_owned),
        item: json.get("item").get("id").maybe_text()?.to_owned(),
        quantity: json.get("quantity").count().ok()?,
        parent: json.get("parent_id").maybe_text().map(str::to_owned),
        travels: kind != Some("virtual"),
    })
}

fn parts_of(address: &Address) -> Parts {
    let mut parts: Parts = vec![
        (AddressField::Country, address.country.code().to_owned()),
        (AddressField::Name, address.name.as_str().to_owned()),
        (AddressField::Street, address.street.clone()),
        (AddressField::City, address.city.clone()),
    ];
    let more = [
        (AddressField::Organization, address.organization.clone()),
        (AddressField::Line2, address.line2.clone()),
        (AddressField::Postcode, address.postcode.as_ref().map(|postcode| postcode.as_str().to_owned())),
        (AddressField::Region, address.region.clone()),
        (AddressField::Phone, address.phone.as_ref().map(|phone| phone.e164().to_owned())),
    ];
    parts.extend(more.into_iter().filter_map(|(part, text)| Some((part, text?))));
    parts
}

/// An address in parts, as it is sent.
pub(super) fn address_of(parts: &Parts) -> Value {
    let mut members = Map::new();
    for (part, text) in parts {
        if let Some((name, _)) = PARTS.iter().find(|(_, known)| known == part) {
            members.insert((*name).to_owned(), text.as_str().into());
        }
        match part {
            AddressField::Name => {
                let (first, last) = split_name(text);
                let names = [("full_name", Some(text.as_str())), ("first_name", first), ("last_name", last)];
                members.extend(names.into_iter().filter_map(|(name, text)| Some((name.to_owned(), text?.into()))));
            }
            AddressField::Organization => {
                members.insert(EXTRAS.to_owned(), object([("organization", text.as_str().into())]));
            }
            _ => {}
        }
    }
    Value::Object(members)
}

/// UCP wants two names where we ask for one. What follows the last space is a guess; together they are what was typed.
fn split_name(name: &str) -> (Option<&str>, Option<&str>) {
    let some = |text| Some(text).filter(|text: &&str| !text.is_empty());
    match name.rsplit_once(' ') {
        Some((first, last)) => (some(first), some(last)),
        None => (some(name), None),
    }
}
