//! What the platform writes, read: a whole state becomes the wishes that lead there, and at last an order.
//!
//! A `PUT` replaces everything, the shop takes small wishes: what differs from the state the shop has becomes a
//! wish, what is the same does not. Nothing that is missing or of another shape is an error here; what the shop
//! cannot do without it says itself.

use kassa::{
    checkout::request::{Intent, OrderRequest, Payment, Purchase},
    domain::{
        ItemId, LineId, MethodId, PointId, RateId,
        address::{Address, Ask, Parts},
        cart::LineKind,
        check::{email::Email, name::PersonName, phone::Phone, postal::Postcode, vat::VatId},
        company::CompanyAsked,
        contact::Contact,
        country::Country,
        day::Instant,
        delivery::{Delivery, How},
        house::{CONSENTS, Consented},
        payment::{CardFace, TenderKind},
        problem::{AddressField, AddressUse, Fault, Field, Problem, keep},
        quote::Quote,
        secret::Token,
    },
};
use serde_json::Value;
use std::sync::Arc;

/// What the platform last wrote of a session.
#[derive(Clone, Copy)]
pub struct Said<'a>(pub &'a Value);

impl<'a> Said<'a> {
    fn text(self, pointer: &str) -> Option<&'a str> {
        self.0.pointer(pointer)?.as_str().filter(|text| !text.trim().is_empty())
    }

    fn list(self, pointer: &str) -> &'a [Value] {
        self.0.pointer(pointer).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }

    fn method(self, sort: &str) -> Option<Said<'a>> {
        let is =
            |method: &&Value| method.get("type").or_else(|| method.get("id")).and_then(Value::as_str) == Some(sort);
        self.list("/fulfillment/methods").iter().find(is).map(Said)
    }

    /// The language of its texts.
    pub fn language(self) -> Option<&'a str> {
        self.text("/context/language")
    }

    /// The revision that was changed.
    pub fn revision(self) -> Option<u64> {
        self.0.pointer("/kassa/revision")?.as_u64()
    }

    /// Whether the shop's own bag is wanted.
    pub fn wants_the_shops_bag(self) -> bool {
        self.text("/kassa/bag") == Some("shop")
    }

    /// The address of somebody to ship to, complete or not.
    pub fn destination(self) -> Option<&'a Value> {
        let method = self.method("shipping")?;
        let all = method.list("/destinations");
        let selected = method.text("/selected_destination_id");
        let is = |destination: &&Value| selected.is_some() && destination.get("id").and_then(Value::as_str) == selected;
        all.iter().find(is).or(all.first())
    }

    /// Who collects.
    pub fn collector(self) -> Option<&'a Value> {
        self.method("pickup")?.0.pointer("/kassa/collector").filter(|collector| collector.is_object())
    }

    /// The instrument that is chosen.
    pub fn instrument(self) -> Option<&'a Value> {
        let all = self.list("/payment/instruments");
        let is = |instrument: &&Value| instrument.get("selected").and_then(Value::as_bool) == Some(true);
        all.iter().find(is).or(all.first())
    }

    /// Whom the bill is made out to.
    pub fn billing(self) -> Option<&'a Value> {
        self.instrument()?.get("billing_address").filter(|address| address.is_object())
    }

    fn how(self) -> Result<Option<How>, Problem> {
        let goes = |sort| self.method(sort).is_some_and(|method| !method.list("/line_item_ids").is_empty());
        match (goes("shipping"), goes("pickup")) {
            // One bag goes one way here.
            (true, true) => Err(Problem::new(Field::How, Fault::Refused)),
            (true, false) => Ok(Some(How::Ship)),
            (false, true) => Ok(Some(How::Collect)),
            (false, false) => Ok(None),
        }
    }

    fn rate(self) -> Option<&'a str> {
        let groups = self.method("shipping")?.list("/groups");
        groups.iter().find_map(|group| Said(group).text("/selected_option_id"))
    }

    fn point(self) -> Option<&'a str> {
        self.method("pickup")?.text("/selected_destination_id")
    }

    /// Country and postcode as far as they are known: of the address, else of the context.
    fn place(self) -> Option<(&'a str, Option<&'a str>)> {
        let of = |said: Said<'a>| Some((said.text("/address_country")?, said.text("/postal_code")));
        let address = self.destination().map(Said).and_then(of);
        address.or_else(|| of(Said(self.0.get("context")?)))
    }

    fn news(self) -> bool {
        let consent = self.0.pointer("/buyer/consent");
        let of = |name: &str| consent.and_then(|consent| consent.get(name));
        let granted = |told: &Value| told.as_bool().or_else(|| told.get("granted")?.as_bool()).unwrap_or(false);
        of("marketing").or_else(|| of("dev.ucp.consent.marketing")).is_some_and(granted)
    }

    fn contact(self) -> Result<Option<Contact>, Vec<Problem>> {
        self.text("/buyer/email").map(|email| Contact::parse(email, self.news())).transpose()
    }

    /// The way to pay: a kept card by its own name, all others by their handler.
    fn method_id(self, quote: &Quote) -> Option<MethodId> {
        let instrument = Said(self.instrument()?);
        let kept = instrument.text("/id").map(|id| MethodId(["saved:", id].concat()));
        kept.filter(|kept| quote.methods.iter().any(|offer| offer.id == *kept))
            .or_else(|| instrument.text("/handler_id").map(MethodId::from))
    }

    /// The company that buys, where it is not the account's.
    fn company(self, country: Country) -> Result<Option<CompanyAsked>, Problem> {
        let Some(name) = self.text("/kassa/b2b/company/name") else { return Ok(None) };
        let number = self.text("/kassa/b2b/company/tax_id");
        let read = |number| VatId::typed(number, country);
        let vat = number.map(read).transpose().map_err(|fault| Problem::new(Field::VatId, fault))?;
        Ok(Some(CompanyAsked { name: name.to_owned(), vat }))
    }
}

/// Puts a name together from what there is of it.
fn full_name(of: &Value) -> String {
    let part = |name: &str| of.get(name).and_then(Value::as_str).unwrap_or_default().trim();
    if !part("full_name").is_empty() {
        return part("full_name").to_owned();
    }
    [part("first_name"), part("last_name")].join(" ").trim().to_owned()
}

fn part(of: &Value, part: AddressField) -> String {
    let pointer = match part {
        AddressField::Name => return full_name(of),
        AddressField::Country => "/address_country",
        AddressField::Organization => "/kassa/organization",
        AddressField::Street => "/street_address",
        AddressField::Line2 => "/extended_address",
        AddressField::Postcode => "/postal_code",
        AddressField::City => "/address_locality",
        AddressField::Region => "/address_region",
        AddressField::Phone => "/phone_number",
    };
    of.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// An address as a book keeps it: what there is of it, as it was typed.
pub fn parts(of: &Value) -> Parts {
    let text = |field| Some((field, part(of, field))).filter(|(_, text)| !text.is_empty());
    AddressField::ALL.into_iter().filter_map(text).collect()
}

fn address(of: &Value, use_: AddressUse) -> Result<Address, Vec<Problem>> {
    Address::parse(use_, Ask::POST, &|field| part(of, field))
}

/// The wishes that lead from what the shop has to what was written. `before` is what was written last.
///
/// # Errors
/// Everything that cannot even be wished for.
pub fn intents(said: Said<'_>, before: Said<'_>, quote: &Quote, with_lines: bool) -> Result<Vec<Intent>, Vec<Problem>> {
    let mut problems = Vec::new();
    let mut intents = if with_lines { lines(said, quote, &mut problems) } else { Vec::new() };
    match said.contact() {
        Ok(contact) => intents.extend(contact.map(Intent::SetContact)),
        Err(more) => problems.extend(more),
    }
    if let Some((country, postcode)) = said.place().filter(|place| Some(*place) != before.place()) {
        let field = Field::Address(AddressUse::Shipping, AddressField::Country);
        if let Some(country) = keep(field, Country::parse(country).ok_or(Fault::NotServed), &mut problems) {
            // Half a postcode is none yet.
            let postcode = postcode.and_then(|text| Postcode::parse(text, country).ok());
            intents.push(Intent::SetDestination { country, postcode: postcode.map(|code| code.as_str().to_owned()) });
        }
    }
    match said.how() {
        Ok(how) => intents.extend(how.filter(|how| *how != quote.delivery.how).map(Intent::SetHow)),
        Err(problem) => problems.push(problem),
    }
    let rate = said.rate().filter(|rate| quote.delivery.rate.as_ref().map(RateId::as_str) != Some(rate));
    intents.extend(rate.map(|rate| Intent::SetRate(RateId::from(rate))));
    let near = |said: Said<'_>| said.text("/kassa/pickup_near").unwrap_or_default().to_owned();
    if near(said) != near(before) {
        intents.push(Intent::FindPoints(near(said)));
    }
    let point = said.point().filter(|point| quote.delivery.point.as_ref().map(PointId::as_str) != Some(point));
    intents.extend(point.map(|point| Intent::SetPoint(PointId::from(point))));
    intents.extend(codes(said, quote));
    match said.company(quote.country) {
        Ok(asked) => intents.extend(company(asked, quote)),
        Err(problem) => problems.push(problem),
    }
    intents.extend(tenders(said, quote));
    let method = said.method_id(quote).filter(|method| quote.method.as_ref() != Some(method));
    intents.extend(method.map(Intent::SetMethod));
    if problems.is_empty() { Ok(intents) } else { Err(problems) }
}

fn lines(said: Said<'_>, quote: &Quote, problems: &mut Vec<Problem>) -> Vec<Intent> {
    // One line for each item: what is written twice is added up.
    let mut wanted: Vec<(&str, u32)> = Vec::new();
    for entry in said.list("/line_items") {
        let line = Said(entry).text("/id").and_then(|id| quote.lines.iter().find(|line| line.id.as_str() == id));
        let item = line.map(|line| line.item.as_str()).or(Said(entry).text("/item/id"));
        let quantity = entry.get("quantity").and_then(Value::as_u64).and_then(|quantity| u32::try_from(quantity).ok());
        let (Some(item), Some(quantity)) = (item, quantity) else {
            problems.push(Problem::new(Field::Quantity, Fault::NotANumber));
            continue;
        };
        if quote.lines.iter().any(|line| line.item.as_str() == item && line.kind == LineKind::Gift) {
            continue;
        }
        match wanted.iter_mut().find(|(known, _)| *known == item) {
            Some((_, sum)) => *sum = sum.saturating_add(quantity),
            None => wanted.push((item, quantity)),
        }
    }
    let mut intents = Vec::new();
    for line in quote.lines.iter().filter(|line| line.kind != LineKind::Gift) {
        let quantity = wanted.iter().find(|(item, _)| *item == line.item.as_str()).map_or(0, |(_, quantity)| *quantity);
        if quantity != line.quantity {
            intents.push(Intent::SetQuantity(LineId(line.id.as_str().to_owned()), quantity));
        }
    }
    let is_new = |(item, _): &&(&str, u32)| !quote.lines.iter().any(|line| line.item.as_str() == *item);
    intents
        .extend(wanted.iter().filter(is_new).map(|(item, quantity)| Intent::AddItem(ItemId::from(*item), *quantity)));
    intents
}

/// What is told of the company is said anew only where it differs. One that the shop knows is its account's to change.
fn company(asked: Option<CompanyAsked>, quote: &Quote) -> Option<Intent> {
    let known = quote.company.as_deref();
    let same = match (known, &asked) {
        (Some(known), _) if known.role.is_some() => true,
        (Some(known), Some(asked)) => known.is(asked),
        (known, asked) => known.is_none() && asked.is_none(),
    };
    (!same).then(|| Intent::SetCompany(asked.map(Arc::new)))
}

/// The whole of what pays a part is said each time: by the shop's names, and by codes that are new.
fn tenders(said: Said<'_>, quote: &Quote) -> Vec<Intent> {
    let Some(wanted) = said.0.pointer("/kassa/tenders").and_then(Value::as_array) else { return Vec::new() };
    let named = |id: &str| wanted.iter().any(|tender| tender.get("id").and_then(Value::as_str) == Some(id));
    let of_known = quote.totals.tenders.iter().filter_map(|tender| {
        let used = tender.kind == TenderKind::GiftCard || !tender.pays.is_zero();
        (named(&tender.id) != used).then(|| Intent::UseTender(tender.id.clone(), !used))
    });
    let new = wanted.iter().filter_map(|tender| tender.get("code").and_then(Value::as_str));
    of_known.chain(new.map(|code| Intent::AddGiftCard(code.to_owned()))).collect()
}

fn codes(said: Said<'_>, quote: &Quote) -> Vec<Intent> {
    let all = said.list("/discounts/codes").iter().filter_map(Value::as_str);
    let wanted: Vec<&str> = all.map(str::trim).filter(|code| !code.is_empty()).collect();
    let same = |one: &str, other: &str| one.to_lowercase() == other.to_lowercase();
    let gone = quote.codes.iter().filter(|known| !wanted.iter().any(|code| same(code, &known.code)));
    let gone = gone.map(|known| Intent::RemoveCode(known.code.clone()));
    let new = wanted.iter().filter(|code| !quote.codes.iter().any(|known| same(code, &known.code)));
    gone.chain(new.map(|code| Intent::ApplyCode((*code).to_owned()))).collect()
}

/// The order that a session and what came with `complete` make together.
///
/// # Errors
/// Everything that is missing or wrong.
pub fn order(said: Said<'_>, complete: Said<'_>, quote: &Quote, terms: &str) -> Result<OrderRequest, Vec<Problem>> {
    let mut problems = Vec::new();
    let contact = match said.contact() {
        Ok(Some(contact)) => Some(contact),
        Ok(None) => {
            problems.push(Problem::new(Field::Email, Fault::Missing));
            None
        }
        Err(more) => {
            problems.extend(more);
            None
        }
    };
    let delivery = match delivery(said, quote) {
        Ok(delivery) => Some(delivery),
        Err(more) => {
            problems.extend(more);
            None
        }
    };
    let billing = complete.billing().or(said.billing()).map(|billing| address(billing, AddressUse::Billing));
    let billing = match billing.transpose() {
        Ok(billing) => billing,
        Err(more) => {
            problems.extend(more);
            None
        }
    };
    let free = quote.totals.due.is_zero();
    let method = complete.method_id(quote).or(said.method_id(quote)).filter(|_| !free);
    if method.is_none() && !free {
        problems.push(Problem::new(Field::Method, Fault::Missing));
    }
    let expected = complete.0.pointer("/kassa/expected_total").and_then(Value::as_i64);
    let expected = expected.map(|minor| kassa::domain::money::Money::new(minor, quote.currency));
    match (contact, delivery) {
        (Some(contact), Some(delivery)) if problems.is_empty() => Ok(OrderRequest {
            extras: Vec::new(),
            contact,
            delivery,
            billing,
            method,
            expected_total: expected.unwrap_or(quote.totals.due),
            terms_version: complete.text("/kassa/terms_version").unwrap_or(terms).to_owned(),
            purchase: purchase(complete),
            subscribes: complete.0.pointer("/kassa/subscribes").and_then(Value::as_bool).unwrap_or_default(),
            consents: consents(complete),
        }),
        _ => Err(problems),
    }
}

/// A company's own references.
fn purchase(complete: Said<'_>) -> Option<Purchase> {
    let instrument = Said(complete.instrument()?);
    let text = |pointer: &str| instrument.text(pointer).unwrap_or_default().to_owned();
    Some(Purchase {
        number: instrument.text("/kassa/purchase_number")?.to_owned(),
        cost_centre: text("/kassa/cost_centre"),
        invoice_email: instrument.text("/kassa/invoice_email").and_then(|email| Email::parse(email).ok()),
    })
}

/// What was agreed to; one that is not complete proves nothing and is not kept.
fn consents(complete: Said<'_>) -> Vec<Consented> {
    let list = complete.0.pointer("/kassa/consents").and_then(Value::as_array);
    let one = |given: &Value| {
        let text = |name: &str| given.get(name).and_then(Value::as_str).map(str::to_owned);
        Some(Consented {
            id: text("id")?,
            version: text("version")?,
            language: text("language")?,
            digest: text("text_digest")?,
            at: Instant::parse(&text("at")?)?,
            marketing: given.get("marketing").and_then(Value::as_bool) == Some(true),
        })
    };
    list.into_iter().flatten().filter_map(one).take(usize::from(CONSENTS)).collect()
}

fn delivery(said: Said<'_>, quote: &Quote) -> Result<Delivery, Vec<Problem>> {
    if !quote.delivery.needed {
        return Ok(Delivery::Nothing);
    }
    let mut problems = Vec::new();
    match quote.delivery.how {
        How::Ship => {
            let missing = Value::Null;
            let address = address(said.destination().unwrap_or(&missing), AddressUse::Shipping)?;
            let rate = quote.delivery.rate.clone().ok_or(vec![Problem::new(Field::Rate, Fault::Missing)])?;
            Ok(Delivery::Ship { address, rate })
        }
        How::Collect => {
            let missing = Value::Null;
            let who = said.collector().or(said.0.get("buyer")).unwrap_or(&missing);
            let phone = part(who, AddressField::Phone);
            let point = keep(Field::Point, quote.delivery.point.clone().ok_or(Fault::Missing), &mut problems);
            let name = keep(Field::CollectName, PersonName::parse(&full_name(who)), &mut problems);
            let phone = keep(Field::CollectPhone, Phone::parse(&phone, quote.country), &mut problems);
            match (point, name, phone) {
                (Some(point), Some(name), Some(phone)) => Ok(Delivery::Collect { point, name, phone }),
                _ => Err(problems),
            }
        }
    }
}

/// The payment that came with `complete`.
pub fn payment(complete: Said<'_>) -> Payment {
    let instrument = complete.instrument().map(Said);
    let text = |pointer: &str| instrument.and_then(|instrument| instrument.text(pointer)).map(str::to_owned);
    let card = text("/display/brand").zip(text("/display/last_digits"));
    Payment {
        token: text("/credential/token").map(Token::new),
        card: card.map(|(brand, last4)| CardFace { brand, last4 }),
        save: instrument.is_some_and(|it| it.0.pointer("/kassa/save").and_then(Value::as_bool) == Some(true)),
    }
}
