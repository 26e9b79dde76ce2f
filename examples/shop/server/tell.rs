//! What the shop says, written: quotes and orders in the shapes of `public/openapi.yaml`.
//!
//! Words come from `kassa::backend::ucp::wire`, which the adapter reads them with. Amounts are the demo shop's;
//! nothing is added up here.

use super::hear::Said;
use kassa::{
    backend::ucp::wire::{self, capability, code, door, feature},
    checkout::request::Known,
    domain::{
        account::{Customer, Preferences, SavedAddress},
        cart::{Line, LineKind, Recurring, Stock},
        company::Company,
        day::Window,
        delivery::{How, Point, Rate},
        house::Consented,
        money::Money,
        order::{Order, OrderDelivery, OrderState, Reorder, ReorderLine, Tracked},
        payment::{
            Approval, Buyer, CardFace, ChargeMoment, Decline, MethodOffer, NextAction, NotOffered, Tender, TenderKind,
        },
        problem::{AddressField, Problem},
        quote::{Change, Offer, Quote, Rates},
        totals::{PriceView, TotalKind, TotalRow, Totals},
    },
};
use serde_json::{Map, Value, json};

/// The date of our extensions.
const EXTENSIONS: &str = "2026-12-01";
/// How long a session lasts, in milliseconds: told anew with every answer, because they are never thrown away.
const LASTS: i64 = 24 * 3_600_000;

/// What an answer is about.
pub struct About<'a> {
    /// Where the server is: `http://127.0.0.1:4800`.
    pub base: &'a str,
    /// The session's id.
    pub session: &'a str,
    /// What the platform last wrote.
    pub said: Said<'a>,
    /// The language of the texts.
    pub language: &'a str,
}

/// An object without the members that have nothing to say.
fn object(members: Value) -> Value {
    match members {
        Value::Object(map) => {
            Value::Object(map.into_iter().filter(|(_, value)| !value.is_null()).collect::<Map<_, _>>())
        }
        other => other,
    }
}

/// Capabilities: ours with what they extend, all under their own dates.
pub fn capabilities(schemas: bool) -> Value {
    let core = |extends: Option<&str>, file: &str| {
        let schema = schemas.then(|| format!("https://ucp.dev/schemas/shopping/{file}.json"));
        json!([object(json!({ "version": wire::VERSION, "extends": extends, "schema": schema }))])
    };
    let ours = |extends: &str| {
        let schema = schemas.then_some("https://kassa.example/openapi.yaml");
        json!([object(json!({ "version": EXTENSIONS, "extends": extends, "schema": schema }))])
    };
    let checkout = "dev.ucp.shopping.checkout";
    json!({
        checkout: core(None, "checkout"),
        capability::FULFILLMENT: core(Some(checkout), "fulfillment"),
        capability::DISCOUNT: core(Some(checkout), "discount"),
        capability::CONSENT: core(Some(checkout), "buyer_consent"),
        capability::ORDER: core(None, "order"),
        capability::EXPERIENCE: ours(checkout),
        capability::PLACING: ours(checkout),
        capability::OFFERS: ours(checkout),
        capability::ORDERS: ours(capability::ORDER),
        capability::RETURNS: ours(capability::ORDER),
        capability::SUBSCRIPTIONS: ours(checkout),
        capability::ACCOUNTS: ours(checkout),
        capability::WALLET: ours(capability::ACCOUNTS),
        capability::TENDERS: ours(checkout),
        capability::B2B: ours(checkout),
    })
}

/// What of accounts there can be: the doors that the demo shop has over HTTP.
pub const DOORS: [&str; 8] = [
    door::PASSWORD,
    door::CODE,
    door::PASSKEY,
    door::REGISTER,
    door::CLAIM,
    door::HINT,
    door::ADDRESS_BOOK,
    door::PREFERENCES,
];
/// What of orders there is.
const FEATURES: [&str; 3] = [feature::TRACK, feature::FIND, feature::REORDER];

/// The name of a kept card beside what the checkout calls it by. It is paid by the handler of cards.
fn kept_card(id: &str) -> Option<&str> {
    id.strip_prefix("saved:")
}

/// A way to pay by its handler: kept cards are cards.
fn handler(id: &str) -> &str {
    if kept_card(id).is_some() { CARD } else { id }
}

const CARD: &str = "card";

/// Whose account it is.
pub fn account(customer: &Customer) -> Value {
    json!({
        "id": customer.id, "email": customer.email, "full_name": customer.name,
        "recognised": wire::recognised_word(customer.how),
    })
}

/// An address of the book.
pub fn saved(saved: &SavedAddress) -> Value {
    let part = |wanted: AddressField| saved.parts.iter().find(|(part, _)| *part == wanted).map(|(_, text)| text);
    let organization = part(AddressField::Organization);
    object(json!({
        "id": saved.id.as_str(),
        "address_country": part(AddressField::Country),
        "full_name": part(AddressField::Name),
        "street_address": part(AddressField::Street),
        "extended_address": part(AddressField::Line2),
        "postal_code": part(AddressField::Postcode),
        "address_locality": part(AddressField::City),
        "address_region": part(AddressField::Region),
        "phone_number": part(AddressField::Phone),
        "kassa": object(json!({ "preferred": saved.preferred, "organization": organization })),
    }))
}

/// An order in a list, of how it was told.
pub fn summary(order: &Value) -> Value {
    let of = |pointer: &str| order.pointer(pointer).cloned().unwrap_or_default();
    let is_total = |row: &&Value| row.get("type").and_then(Value::as_str) == Some("total");
    let rows = order.get("totals").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let total = rows.iter().find(is_total).and_then(|row| row.get("amount"));
    let status = if of("/kassa/review").is_null() { "confirmed" } else { "under_review" };
    json!({
        "id": of("/id"), "placed_at": of("/kassa/placed_at"), "status": status, "currency": of("/currency"),
        "total": total, "pieces": of("/kassa/pieces"), "reached": of("/kassa/reached"),
    })
}

fn handlers<'a>(methods: impl Iterator<Item = (&'a str, &'a [String])>) -> Value {
    let handler = |(id, brands): (&str, &[String])| {
        let constraints = (!brands.is_empty()).then(|| json!({ "brands": brands }));
        let instrument = object(json!({ "type": id, "constraints": constraints }));
        let handler = json!({ "id": id, "version": EXTENSIONS, "available_instruments": [instrument] });
        // What follows a colon tells offers of one method apart; the name is the method's.
        let kind = id.split_once(':').map_or(id, |(kind, _)| kind);
        (["example.kassa.", &kind.replace('-', "_")].concat(), handler)
    };
    let mut all = serde_json::Map::new();
    for (name, handler) in methods.map(handler) {
        match all.get_mut(&name) {
            Some(Value::Array(offers)) => offers.push(handler),
            _ => {
                all.insert(name, json!([handler]));
            }
        }
    }
    Value::Object(all)
}

/// `/.well-known/ucp`, with what of accounts and orders there is.
pub fn profile(base: &str, doors: &[&str]) -> Value {
    let mut capabilities = capabilities(true);
    let of = |name: &str, parts: &[&str]| json!({ name: parts });
    for (name, config) in [(capability::ACCOUNTS, of("doors", doors)), (capability::ORDERS, of("features", &FEATURES))]
    {
        if let Some(entry) = capabilities.get_mut(name).and_then(|entries| entries.get_mut(0)) {
            put(entry, "config", config);
        }
    }
    let brands = ["visa", "mastercard", "amex", "maestro", "dankort"].map(str::to_owned);
    let methods: [(&str, &[String]); 3] = [("card", &brands), ("invoice", &[]), ("collect", &[])];
    json!({
        "ucp": {
            "version": wire::VERSION,
            "services": { "dev.ucp.shopping": [{
                "version": wire::VERSION,
                "transport": "rest",
                "endpoint": format!("{base}{}", super::ENDPOINT),
                "schema": "https://ucp.dev/services/shopping/rest.openapi.json",
            }] },
            "capabilities": capabilities,
            "payment_handlers": handlers(methods.into_iter()),
        },
    })
}

fn success() -> Value {
    json!({ "version": wire::VERSION, "status": "success" })
}

/// A checkout: the state the session is in, with `status` and, for one that waits, what for.
pub fn checkout(about: &About<'_>, quote: &Quote, status: &str) -> Value {
    let offered = quote.methods.iter().filter(|method| kept_card(method.id.as_str()).is_none());
    let offered = offered.map(|method| (method.id.as_str(), method.brands.as_slice()));
    let said = about.said;
    let context = json!({
        "language": about.language,
        "address_country": quote.country.code(),
        "postal_code": said.destination().and_then(|to| to.get("postal_code")).or(said.0.pointer("/context/postal_code")),
    });
    object(json!({
        "ucp": {
            "version": wire::VERSION,
            "status": "success",
            "capabilities": capabilities(false),
            "payment_handlers": handlers(offered),
        },
        "id": about.session,
        "status": status,
        "currency": quote.currency.code(),
        "buyer": said.0.get("buyer"),
        "context": object(context),
        "line_items": quote.lines.iter().map(line).collect::<Vec<_>>(),
        "totals": totals(&quote.totals),
        "discounts": discounts(quote),
        "fulfillment": { "methods": fulfillment(said, quote) },
        "payment": { "instruments": instruments(said, quote) },
        "messages": [],
        "links": links(about.base),
        "expires_at": wire::instant_text(quote.now.plus(LASTS)),
        "kassa": extras(said, quote),
    }))
}

/// A checkout that has become an order: the lines and totals are those of the order, for the bag is empty again.
pub fn completed(about: &About<'_>, quote: &Quote, order: &Order) -> Value {
    let mut checkout = checkout(about, quote, "completed");
    let whole = self::order(about, order);
    put(&mut checkout, "line_items", order.lines.iter().map(line).collect());
    put(&mut checkout, "totals", totals(&order.totals));
    put(&mut checkout, "currency", order.totals.total.currency().code().into());
    put(&mut checkout, "order", json!({ "id": whole.get("id"), "permalink_url": whole.get("permalink_url") }));
    if let Some(extras) = checkout.get_mut("kassa") {
        put(extras, "pieces", order.totals.pieces.into());
        put(extras, "taxes", taxes(&order.totals));
        for (name, value) in paid(&order.totals) {
            put(extras, name, value);
        }
        put(extras, "order", whole);
    }
    checkout
}

/// A checkout that waits for the shopper or the bank.
pub fn waiting(about: &About<'_>, quote: &Quote, action: &NextAction) -> Value {
    let mut checkout = checkout(about, quote, "complete_in_progress");
    match action {
        NextAction::Redirect { url } | NextAction::App { link: url, .. } => {
            put(&mut checkout, "continue_url", url.as_str().into());
        }
        NextAction::Frame { url, .. } => put(&mut checkout, "actions", frame(url)),
        NextAction::Poll { .. } => {
            if let Some(extras) = checkout.get_mut("kassa") {
                put(extras, "poll", poll(action));
            }
        }
        NextAction::Confirm { .. } => {
            if let Some(extras) = checkout.get_mut("kassa") {
                put(extras, "confirm", confirm(action));
            }
        }
    }
    checkout
}

fn frame(url: &str) -> Value {
    json!({ "dev.ucp.payment.three_ds_challenge": [{ "id": "3ds", "config": { "url": url } }] })
}

fn poll(action: &NextAction) -> Value {
    match action {
        NextAction::Poll { after, until } => json!({ "after_ms": after, "until": wire::instant_text(*until) }),
        NextAction::Redirect { .. }
        | NextAction::Frame { .. }
        | NextAction::App { .. }
        | NextAction::Confirm { .. } => Value::Null,
    }
}

fn confirm(action: &NextAction) -> Value {
    match action {
        NextAction::Confirm { provider, client } => json!({ "provider": provider, "client": client }),
        _ => Value::Null,
    }
}

/// A checkout whose payment was refused: open again.
pub fn declined(mut checkout: Value, decline: Decline) -> Value {
    let message = json!({
        "type": "error",
        "code": code::PAYMENT_FAILED,
        "content": "The payment was refused.",
        "severity": "recoverable",
        "path": "$.payment",
        "kassa": { "decline": wire::decline_word(decline) },
    });
    put(&mut checkout, "messages", json!([message]));
    checkout
}

/// What became of an order key.
pub fn attempt(about: &About<'_>, known: &Known, given_up: bool) -> Value {
    use wire::attempt;
    let mut answer = json!({ "ucp": success() });
    let state = match known {
        Known::Order(order) => {
            put(&mut answer, "order", self::order(about, order));
            attempt::ORDER
        }
        Known::Pending => attempt::PENDING,
        Known::Act(action) => {
            match action {
                NextAction::Redirect { url } | NextAction::App { link: url, .. } => {
                    put(&mut answer, "continue_url", url.as_str().into());
                }
                NextAction::Frame { url, .. } => put(&mut answer, "actions", frame(url)),
                NextAction::Poll { .. } => put(&mut answer, "poll", poll(action)),
                NextAction::Confirm { .. } => put(&mut answer, "confirm", confirm(action)),
            }
            attempt::WAITING
        }
        Known::Declined(_) if given_up => attempt::GIVEN_UP,
        Known::Declined(decline) => {
            put(&mut answer, "decline", wire::decline_word(*decline).into());
            attempt::DECLINED
        }
        Known::Nothing => attempt::UNKNOWN,
    };
    put(&mut answer, "state", state.into());
    answer
}

/// Nothing was done, and why.
pub fn refused(problems: &[Problem]) -> Value {
    let message = |problem: &Problem| {
        let (code, numbers) = wire::fault_code(problem.fault);
        let kassa = object(json!({
            "limit": numbers.limit,
            "character": numbers.character,
            "amount": numbers.amount.map(Money::minor),
        }));
        object(json!({
            "type": "error",
            "code": code,
            "content": format!("Not accepted: {code} ({})", problem.field.name()),
            "severity": "recoverable",
            "path": wire::path(problem.field),
            "kassa": if kassa == json!({}) { Value::Null } else { kassa },
        }))
    };
    json!({
        "ucp": { "version": wire::VERSION, "status": "error" },
        "messages": problems.iter().map(message).collect::<Vec<_>>(),
    })
}

/// A refusal with a member of `kassa` that belongs to it.
pub fn refusal(code: &str, content: &str, severity: &str, name: &str, value: &str) -> Value {
    json!({
        "ucp": { "version": wire::VERSION, "status": "error" },
        "messages": [{ "type": "error", "code": code, "content": content, "severity": severity, "kassa": { name: value } }],
    })
}

/// Sets a member.
pub fn put(object: &mut Value, name: &str, value: Value) {
    if let Some(object) = object.as_object_mut() {
        object.insert(name.to_owned(), value);
    }
}

fn window(window: &Window) -> Value {
    let Window { from, to, hours } = window;
    object(json!({ "from": wire::day_text(*from), "to": wire::day_text(*to), "hours": hours }))
}

fn plain_total(kind: &str, amount: Money) -> Value {
    json!({ "type": kind, "amount": amount.minor() })
}

const fn kind(kind: LineKind) -> &'static str {
    match kind {
        LineKind::Goods => "goods",
        LineKind::Virtual => "virtual",
        LineKind::Gift => "gift",
    }
}

fn line(line: &Line) -> Value {
    let stock = match line.stock {
        Stock::Plenty => json!({ "level": "plenty" }),
        Stock::Low(left) => json!({ "level": "low", "left": left }),
        Stock::SoldOut => json!({ "level": "sold_out" }),
    };
    let reduced = line.reduced.map(
        |reduced| json!({ "list_price": reduced.list_price.minor(), "lowest_30_days": reduced.lowest_30_days.minor() }),
    );
    let item = json!({
        "id": line.item.as_str(),
        "title": line.title,
        "price": line.unit_price.minor(),
        "image_url": line.image,
    });
    let kassa = json!({
        "kind": kind(line.kind),
        "detail": line.detail,
        "limit": line.limit,
        "stock": stock,
        "reduced": reduced,
        "rating": line.rating.map(|rating| json!({ "tenths": rating.tenths, "count": rating.count })),
        "arrives": line.arrives.as_ref().map(window),
        "returns_days": line.returns_days,
        "plan": line.recurring.as_ref().map(plan),
    });
    json!({
        "id": line.id.as_str(),
        "item": object(item),
        "quantity": line.quantity,
        "totals": [plain_total("subtotal", line.total), plain_total("total", line.total)],
        "kassa": object(kassa),
    })
}

fn plan(recurring: &Recurring) -> Value {
    let interval = ["P", &recurring.months.to_string(), "M"].concat();
    json!({
        "interval": interval,
        "amount": recurring.amount.minor(),
        "first_charge": wire::day_text(recurring.first),
        "next_charge": wire::day_text(recurring.next),
    })
}

fn totals(totals: &Totals) -> Value {
    let row = |row: &TotalRow| {
        let kind = match row.kind {
            TotalKind::Items => "subtotal",
            TotalKind::Discount => "discount",
            TotalKind::Delivery => "fulfillment",
            TotalKind::Fee => "fee",
            TotalKind::Tax => "tax",
            TotalKind::Other => "service",
        };
        let kassa = row.estimate.then(|| json!({ "estimate": true }));
        object(json!({ "type": kind, "amount": row.amount.minor(), "display_text": row.label, "kassa": kassa }))
    };
    let total = plain_total("total", totals.total);
    totals.rows.iter().map(row).chain([total]).collect()
}

fn taxes(totals: &Totals) -> Value {
    let tax = |tax: &kassa::domain::totals::IncludedTax| {
        object(json!({ "basis_points": tax.basis_points, "amount": tax.amount.minor() }))
    };
    totals.taxes.iter().map(tax).collect()
}

/// What codes and offers take off is in the rows; a code without one takes nothing off the goods (free delivery).
fn discounts(quote: &Quote) -> Value {
    let off = |words: &str| {
        let row = |row: &&TotalRow| {
            row.kind == TotalKind::Discount && row.label.as_ref().is_some_and(|label| label.contains(words))
        };
        quote.totals.rows.iter().find(row).map_or(0, |row| row.amount.minor().saturating_abs())
    };
    let codes =
        quote.codes.iter().map(|code| json!({ "code": code.code, "title": code.title, "amount": off(&code.code) }));
    let automatic = quote.offers.iter().filter_map(|offer| match offer {
        Offer::Automatic { title } => Some(json!({ "title": title, "amount": off(title), "automatic": true })),
        Offer::FreeDelivery | Offer::FreeDeliveryFrom { .. } => None,
    });
    let applied: Vec<_> = automatic.chain(codes).collect();
    json!({ "codes": quote.codes.iter().map(|code| code.code.as_str()).collect::<Vec<_>>(), "applied": applied })
}

fn fulfillment(said: Said<'_>, quote: &Quote) -> Value {
    let delivery = &quote.delivery;
    if !delivery.needed {
        return json!([]);
    }
    let travels: Vec<_> =
        quote.lines.iter().filter(|line| line.kind != LineKind::Virtual).map(|line| line.id.as_str()).collect();
    let goes = |how: How| if delivery.how == how { travels.clone() } else { Vec::new() };
    let destination = said.destination().map(|destination| {
        let mut destination = destination.clone();
        if destination.get("id").is_none() {
            put(&mut destination, "id", "address".into());
        }
        put(&mut destination, "type", "shipping_address".into());
        destination
    });
    let groups = match &delivery.rates {
        Rates::Unknown => Value::Null,
        Rates::None => group(&travels, &[], None),
        Rates::Offered(rates) => group(&travels, rates, delivery.rate.as_ref().map(kassa::domain::RateId::as_str)),
    };
    let shipping = object(json!({
        "id": "shipping",
        "type": "shipping",
        "line_item_ids": goes(How::Ship),
        "selected_destination_id": destination.as_ref().and_then(|destination| destination.get("id")),
        "destinations": destination.as_ref().map(|destination| [destination]),
        "groups": groups,
        "kassa": delivery.ship_from.map(|from| json!({ "from": from.minor() })),
    }));
    if delivery.points.is_empty() && delivery.how == How::Ship {
        return json!([shipping]);
    }
    let mut pickup = json!({
        "id": "pickup",
        "type": "pickup",
        "line_item_ids": goes(How::Collect),
        "destinations": delivery.points.iter().map(|at| point(at, Some(quote.country.code()))).collect::<Vec<_>>(),
        "selected_destination_id": delivery.point.as_ref().map(kassa::domain::PointId::as_str),
    });
    if let Some(collector) = said.collector() {
        put(&mut pickup, "kassa", json!({ "collector": collector }));
    }
    json!([shipping, pickup])
}

fn group(lines: &[&str], rates: &[Rate], selected: Option<&str>) -> Value {
    let option = |rate: &Rate| {
        let kassa = json!({
            "window": rate.window.as_ref().map(window),
            "note": rate.note,
            "tag": rate.tag.map(wire::tag_word),
        });
        let carrier = Some(&rate.carrier).filter(|carrier| !carrier.is_empty());
        object(json!({
            "id": rate.id.as_str(),
            "title": rate.title,
            "carrier": carrier,
            "totals": [plain_total("total", rate.price)],
            "kassa": object(kassa),
        }))
    };
    json!([{
        "id": "parcel",
        "line_item_ids": lines,
        "options": rates.iter().map(option).collect::<Vec<_>>(),
        "selected_option_id": selected,
    }])
}

fn point(point: &Point, country: Option<&str>) -> Value {
    json!({
        "type": "business_location",
        "id": point.id.as_str(),
        "name": point.title,
        "address": object(json!({ "street_address": point.address, "address_country": country })),
        "kassa": object(json!({
            "distance_metres": point.distance_metres,
            "hours": point.hours,
            "ready": window(&point.ready),
            "kept_days": point.kept_days,
            "price": point.price.minor(),
            "own_shop": point.own_shop,
            "note": point.note,
        })),
    })
}

fn instruments(said: Said<'_>, quote: &Quote) -> Value {
    let chosen = quote.method.as_ref().map(|method| {
        let (id, handler) = (method.as_str(), handler(method.as_str()));
        object(json!({
            "id": kept_card(id).unwrap_or(id), "handler_id": handler, "type": handler, "selected": true,
            "billing_address": said.billing(),
        }))
    });
    chosen.into_iter().collect()
}

fn links(base: &str) -> Value {
    let link = |(kind, page): (&str, &str)| json!({ "type": kind, "url": format!("{base}/texts/{page}") });
    super::TEXTS.into_iter().map(|(kind, page, _)| link((kind, page))).collect()
}

fn charged(charged: ChargeMoment) -> Value {
    let (when, days) = wire::charged_word(charged);
    object(json!({ "when": when, "days": days }))
}

fn extras(said: Said<'_>, quote: &Quote) -> Value {
    let method = |method: &MethodOffer| {
        let brands = Some(&method.brands).filter(|brands| !brands.is_empty());
        let id = method.id.as_str();
        let saved = method.saved.as_ref().map(|card| {
            let (month, year) = card.expires;
            json!({
                "brand": card.face.brand, "last_digits": card.face.last4, "expires": format!("{year:04}-{month:02}"),
                "expired": card.expired, "preferred": card.preferred, "code": card.code,
            })
        });
        object(json!({
            "id": kept_card(id).unwrap_or(id),
            "handler_id": kept_card(id).map(|_| CARD),
            "saved": saved,
            "approval": method.approval.as_ref().map(approval),
            "credit": method.credit.map(|credit| json!({ "limit": credit.limit.minor(), "left": credit.left.minor() })),
            "fee": method.fee.map(Money::minor),
            "charged": method.charged.map(charged),
            "brands": brands,
        }))
    };
    let suggestion = |item: &kassa::domain::cart::Suggestion| json!({ "item_id": item.item.as_str(), "title": item.title, "image_url": item.image, "price": item.price.minor() });
    let mut extras = json!({
        "revision": quote.revision,
        "now": wire::instant_text(quote.now),
        "shop": shop(quote),
        "country": quote.country.code(),
        "countries": quote.countries.iter().map(kassa::domain::country::Country::code).collect::<Vec<_>>(),
        "delivery_needed": quote.delivery.needed,
        "pickup_near": said.0.pointer("/kassa/pickup_near"),
        "pieces": quote.totals.pieces,
        "taxes": taxes(&quote.totals),
        "methods": quote.methods.iter().filter(|offer| offered(quote, offer)).map(method).collect::<Vec<_>>(),
        "b2b": b2b(quote.buyer, quote.company.as_deref()),
        "not_offered": quote.not_offered.iter().map(|(id, reason)| not_offered(id.as_str(), reason)).collect::<Vec<_>>(),
        "suggestions": quote.suggestions.iter().map(suggestion).collect::<Vec<_>>(),
        "offers": quote.offers.iter().map(offer).collect::<Vec<_>>(),
        "account": quote.customer.as_deref().map(account),
        "changes": quote.changes.iter().map(change).collect::<Vec<_>>(),
    });
    for (name, value) in paid(&quote.totals) {
        put(&mut extras, name, value);
    }
    extras
}

/// Kept cards are an account's.
fn offered(quote: &Quote, offer: &MethodOffer) -> bool {
    quote.customer.is_some() || kept_card(offer.id.as_str()).is_none()
}

/// What pays a part, what is left to pay, and whether prices are without tax.
fn paid(totals: &Totals) -> [(&'static str, Value); 3] {
    let tender = |tender: &Tender| {
        json!({
            "id": tender.id, "type": wire::tender_word(tender.kind), "ending": tender.ending,
            "amount": tender.pays.minor(), "balance": tender.left.minor(),
            "used": tender.kind == TenderKind::GiftCard || !tender.pays.is_zero(),
        })
    };
    let net = match &totals.view {
        PriceView::Gross => Value::Null,
        PriceView::Net { sum, untaxed } => {
            object(json!({ "sum": sum.minor(), "untaxed": untaxed.map(wire::untaxed_word) }))
        }
    };
    let tenders = totals.tenders.iter().map(tender).collect();
    [("tenders", Value::Array(tenders)), ("due", totals.due.minor().into()), ("net", net)]
}

fn approval(approval: &Approval) -> Value {
    json!({ "by": approval.by, "limit": approval.limit.minor() })
}

/// Who buys, and the company as far as the shop knows it.
fn b2b(buyer: Buyer, company: Option<&Company>) -> Value {
    let buyer = if buyer == Buyer::Company { "company" } else { "consumer" };
    let Some(company) = company else { return json!({ "buyer": buyer }) };
    let named = object(json!({
        "name": company.name,
        "tax_id": company.vat.as_ref().map(|vat| &vat.id),
        "tax_id_standing": company.vat.as_ref().map(|vat| wire::standing_word(vat.standing)),
        "exempt": company.exempt,
    }));
    let role = company.role.as_ref().map(|role| json!({ "may": wire::may_word(role.may), "title": role.title }));
    let agreed = company.agreed.as_ref();
    object(json!({
        "buyer": buyer,
        "company": named,
        "role": role,
        "cost_centres": company.cost_centres,
        "approval": company.approval.as_ref().map(approval),
        "agreed": agreed.map(|it| json!({ "reference": it.reference, "until": wire::day_text(it.until) })),
    }))
}

/// What of an order can be had again.
pub fn reorder(reorder: &Reorder, currency: &str) -> Value {
    let line = |line: &ReorderLine| {
        object(json!({
            "item_id": line.item.as_str(), "title": line.title, "quantity": line.quantity,
            "was": line.was.map(Money::minor), "now": line.now.map(Money::minor), "available": line.available,
        }))
    };
    json!({ "currency": currency, "lines": reorder.lines.iter().map(line).collect::<Vec<_>>() })
}

/// How far an order is, beside what was told of it when it was placed.
pub fn stands(order: &mut Value, tracked: &Tracked) {
    let Some(extras) = order.get_mut("kassa") else { return };
    put(extras, "reached", tracked.reached.map(wire::reached_word).into());
    put(extras, "settled", tracked.settled.map(wire::settled_word).into());
    put(extras, "parcel", tracked.parcel.as_deref().into());
    put(extras, "review", review(&tracked.order.state));
}

fn review(state: &OrderState) -> Value {
    match state {
        OrderState::UnderReview { until } => json!({ "until": wire::instant_text(*until) }),
        OrderState::Confirmed | OrderState::ForApproval { .. } => Value::Null,
    }
}

/// What somebody usually takes and wants to hear.
pub fn preferences(kept: &Preferences) -> Value {
    let pay = kept.pay.as_ref().map(|pay| {
        let card = pay.card.as_ref().map(|card| json!({ "brand": card.brand, "last_digits": card.last4 }));
        object(json!({ "method": handler(pay.method.as_str()), "card": card }))
    });
    json!({ "pay": pay, "deliver": kept.deliver, "news": kept.news, "language": kept.language })
}

/// The kept cards of an account, as UCP writes instruments.
pub fn wallet(quote: &Quote) -> Value {
    let card = |offer: &MethodOffer| {
        let (id, card) = (kept_card(offer.id.as_str())?, offer.saved.as_ref()?);
        let (month, year) = card.expires;
        Some(json!({
            "id": id, "handler_id": CARD, "type": CARD,
            "display": {
                "brand": card.face.brand, "last_digits": card.face.last4, "expiry_month": month, "expiry_year": year,
            },
            "kassa": { "default": card.preferred, "expired": card.expired },
        }))
    };
    json!({ "instruments": quote.methods.iter().filter_map(card).collect::<Vec<_>>() })
}

/// The version of the terms in force.
pub fn terms(quote: &Quote) -> &str {
    quote.shop.terms.as_ref().map_or("", |terms| terms.version.as_str())
}

fn shop(quote: &Quote) -> Value {
    let shop = &quote.shop;
    let rating = shop.rating.map(|rating| json!({ "tenths": rating.tenths, "count": rating.count }));
    let terms = shop.terms.as_ref();
    let terms = terms.map(|terms| json!({ "version": terms.version, "from": wire::day_text(terms.from) }));
    object(json!({
        "name": shop.name,
        "seller": shop.seller,
        "ships_from": shop.ships_from,
        "returns_days": shop.returns_days,
        "rating": rating,
        "terms": terms,
    }))
}

fn not_offered(id: &str, reason: &NotOffered) -> Value {
    let (reason, amount) = match reason {
        NotOffered::Country => ("country", None),
        NotOffered::AboveLimit(limit) => ("above_limit", Some(limit)),
        NotOffered::BelowLimit(limit) => ("below_limit", Some(limit)),
        NotOffered::CollectOnly => ("collect_only", None),
        NotOffered::Currency => ("currency", None),
        NotOffered::CompaniesOnly => ("companies_only", None),
        NotOffered::ConsumersOnly => ("consumers_only", None),
        NotOffered::Once => ("once", None),
        NotOffered::UnlawfulFee => ("unlawful_fee", None),
        NotOffered::Never => ("never", None),
    };
    object(json!({ "id": id, "reason": reason, "amount": amount.map(|amount| amount.minor()) }))
}

fn offer(offer: &Offer) -> Value {
    match offer {
        Offer::FreeDelivery => json!({ "type": "free_delivery" }),
        Offer::FreeDeliveryFrom { missing, threshold } => {
            json!({ "type": "free_delivery_from", "missing": missing.minor(), "threshold": threshold.minor() })
        }
        Offer::Automatic { title } => json!({ "type": "automatic", "title": title }),
    }
}

fn change(change: &Change) -> Value {
    match change {
        Change::Price { line, was } => json!({ "type": "price", "line_id": line.as_str(), "was": was.minor() }),
        Change::Reduced { line, was } => json!({ "type": "reduced", "line_id": line.as_str(), "was": was }),
        Change::SoldOut { title } => json!({ "type": "sold_out", "title": title }),
        Change::Merged { titles } => json!({ "type": "merged", "titles": titles }),
        Change::CodeLapsed { code } => json!({ "type": "code_lapsed", "code": code }),
    }
}

/// An order. Address and collector are as the platform wrote them: after the order nothing can be written any more.
pub fn order(about: &About<'_>, order: &Order) -> Value {
    let number = order.number.0.as_str();
    let lines: Vec<_> = order.lines.iter().map(order_line).collect();
    let none = json!({});
    let to = about.said.destination().unwrap_or(&none);
    let delivery = match &order.delivery {
        OrderDelivery::Ship { title, carrier, window: arrives, .. } => object(json!({
            "type": "shipping", "address": to, "title": title, "carrier": carrier, "window": arrives.as_ref().map(window),
        })),
        OrderDelivery::Collect { point: at, name, phone } => json!({
            "type": "pickup",
            "point": point(at, None),
            "collector": { "full_name": name, "phone_number": phone },
        }),
        OrderDelivery::Nothing => Value::Null,
    };
    let approval = match &order.state {
        OrderState::ForApproval { by } => json!({ "by": by }),
        OrderState::Confirmed | OrderState::UnderReview { .. } => Value::Null,
    };
    let company = order.company.as_deref().map(|company| b2b(Buyer::Company, Some(company)));
    let card = order.card.as_ref().map(|CardFace { brand, last4 }| json!({ "brand": brand, "last_digits": last4 }));
    let mut told = json!({
        "ucp": { "version": wire::VERSION, "status": "success", "capabilities": capabilities(false) },
        "id": number,
        "checkout_id": about.session,
        "permalink_url": format!("{}{}/orders/{number}", about.base, super::ENDPOINT),
        "currency": order.totals.total.currency().code(),
        "line_items": lines,
        "totals": totals(&order.totals),
        "fulfillment": { "expectations": expectations(order, to), "events": [] },
        "adjustments": [],
        "kassa": {
            "placed_at": wire::instant_text(order.placed),
            "review": review(&order.state),
            "approval": approval,
            "b2b": company,
            "email": order.email,
            "pieces": order.totals.pieces,
            "taxes": taxes(&order.totals),
            "delivery": delivery,
            "billing_address": about.said.billing(),
            "method": order.method.as_ref().map(|method| handler(method.as_str())),
            "card": card,
            "charged": order.charged.map(charged),
            "returns_until": order.returns_until.map(wire::day_text),
            "consents": order.consents.iter().map(consent).collect::<Vec<_>>(),
        },
    });
    if let Some(extras) = told.get_mut("kassa") {
        for (name, value) in paid(&order.totals) {
            put(extras, name, value);
        }
    }
    told
}

fn consent(given: &Consented) -> Value {
    json!({
        "id": given.id,
        "version": given.version,
        "language": given.language,
        "text_digest": given.digest,
        "at": wire::instant_text(given.at),
        "marketing": given.marketing,
    })
}

fn order_line(of: &Line) -> Value {
    let mut told = line(of);
    put(&mut told, "quantity", json!({ "original": of.quantity, "total": of.quantity, "fulfilled": 0 }));
    put(&mut told, "status", "processing".into());
    if let Some(kassa) = told.get_mut("kassa").and_then(Value::as_object_mut) {
        // What is on the shelves is not about what was bought.
        kassa.remove("stock");
        kassa.remove("limit");
    }
    told
}

fn expectations(order: &Order, to: &Value) -> Value {
    let line = |line: &Line| json!({ "id": line.id.as_str(), "quantity": line.quantity });
    let lines = |travels: bool| -> Vec<_> {
        order.lines.iter().filter(|line| (line.kind != LineKind::Virtual) == travels).map(line).collect()
    };
    let parcel = match &order.delivery {
        OrderDelivery::Ship { title, .. } => Some(("shipping", to.clone(), title.clone())),
        OrderDelivery::Collect { point, .. } => {
            Some(("pickup", json!({ "street_address": point.address }), point.title.clone()))
        }
        OrderDelivery::Nothing => None,
    };
    let parcel = parcel.map(|(method, destination, title)| {
        json!({ "id": "parcel", "line_items": lines(true), "method_type": method, "destination": destination, "description": title })
    });
    let mail = (!lines(false).is_empty())
        .then(|| json!({ "id": "mail", "line_items": lines(false), "method_type": "digital", "destination": {} }));
    parcel.into_iter().chain(mail).collect()
}
