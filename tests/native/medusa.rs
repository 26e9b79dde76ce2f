//! The adapter of Medusa against a real one: the contract suite, and what Medusa does in its own way.
//!
//! Each test runs against a recording in `tests/fixtures/medusa`. With `KASSA_LIVE_MEDUSA` set to what
//! `scripts/live/medusa/index.mjs` prints, the same tests speak to that server and make the recordings anew.
//! `make live` runs them all against a server without recording.

use crate::{
    backends::check,
    contract::{self, Sample, now},
    support::{Recorded, Recorder, Scripted, Wire, answer},
};
use core::cell::Cell;
use kassa::{
    backend::{
        Backend, World,
        config::Config,
        http::{Http, Later, Lost, Method, Request, Response},
        medusa,
        shelf::Memory,
    },
    checkout::request::{BackendError, Intent, Keys, Known, OrderRequest, Payment, Placed, Setup},
    domain::{
        ItemId, MethodId, OrderNumber, RateId,
        account::{Entered, NewKey, Profile, Proof},
        address::{Address, Ask},
        cart::Stock,
        check::{email::Email, name::PersonName},
        contact::Contact,
        country::Country,
        day::Instant,
        delivery::Delivery,
        order::{OrderDelivery, Reached, Settled},
        payment::{CardFace, Decline, NextAction},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{Change, Quote, Rates},
        returns::ReturnRequest,
        secret::Secret,
        totals::TotalKind,
    },
};
use serde_json::{Value, json};
use std::{env, fs, path::Path, rc::Rc};

/// What `scripts/live/medusa/shop/seed.js` put into the shop.
const SAMPLE: Sample = Sample {
    country: "FI",
    postcode: "00100",
    city: "Helsinki",
    not_served: "AQ",
    codes: Some(("VILLMARK10", "SOMMER")),
    card: Some(("card", "tok_visa_4242_ok", "tok_visa_0002_generic")),
    later: Some("invoice"),
    account: Some((ADA, PASSWORD)),
};
const ADA: &str = "ada@example.com";
const PASSWORD: &str = "test-password-1";

fn proof() -> Proof {
    Proof::Password(Email::parse(ADA).unwrap(), Secret::new(PASSWORD.to_owned()))
}
const METHODS: &str = "pp_testpay_test=card pp_system_default=invoice";

/// A shop: the real one, which is recorded, or its recording.
struct Shop {
    http: Rc<dyn Http>,
    endpoint: String,
    key: String,
    secret: String,
}

impl Shop {
    /// Runs a test in the shop. A recording is used up to its end, or it is of another program.
    fn visit(name: &str, act: impl FnOnce(&Self)) {
        let fixture = format!("medusa/{name}.json");
        if let Some(shop) = live() {
            return act(&shop);
        }
        match env::var("KASSA_LIVE_MEDUSA") {
            Ok(page) => {
                let page: Value = serde_json::from_str(&page).expect("what index.mjs prints");
                let text = |name: &str| page[name].as_str().unwrap_or_default().to_owned();
                let recorder = Recorder::new(Wire::default());
                act(&Self {
                    http: recorder.clone(),
                    endpoint: text("endpoint"),
                    key: text("key"),
                    secret: text("secret"),
                });
                recorder.write(&fixture);
                scrub(&fixture, &text("endpoint"));
            }
            Err(_) => {
                let recorded = Rc::new(Recorded::read(&fixture));
                let shop = Self {
                    http: recorded.clone(),
                    endpoint: "https://medusa.example".to_owned(),
                    key: "pk_test".to_owned(),
                    secret: String::new(),
                };
                act(&shop);
                assert_eq!(recorded.left(), 0, "requests were recorded that are no longer made");
            }
        }
    }

    /// Asks beside the adapter, as the shop's pages or its merchant do.
    fn ask(&self, method: Method, path: &str, body: Option<Value>) -> Value {
        let mut request = Request::new(method, self.endpoint.clone() + path).header("x-publishable-api-key", &self.key);
        if path.starts_with("/admin") {
            request = request.header("authorization", &self.secret);
        }
        let request = match &body {
            Some(body) => request.json(body),
            None => request,
        };
        let response =
            now(Box::pin(async { self.http.send(&request, 60_000).await.map_err(|_| BackendError::NoAnswer) }));
        let response = response.expect("an answer");
        assert!(response.is_ok(), "{path}: {} {}", response.status, response.body);
        serde_json::from_str(&response.body).unwrap_or_default()
    }

    fn get(&self, path: &str) -> Value {
        self.ask(Method::Get, path, None)
    }

    fn post(&self, path: &str, body: Value) -> Value {
        self.ask(Method::Post, path, Some(body))
    }

    /// The variant of a stock keeping unit, with its product.
    fn variant(&self, sku: &str) -> (String, String) {
        let found = self.get("/store/products?limit=100&fields=id,variants.id,variants.sku");
        let products = found["products"].as_array().unwrap().clone();
        let found = products.iter().find_map(|product| {
            let variant = product["variants"].as_array()?.iter().find(|variant| variant["sku"] == sku)?;
            Some((variant["id"].as_str()?.to_owned(), product["id"].as_str()?.to_owned()))
        });
        found.expect(sku)
    }

    /// A cart as a shop's page makes one.
    fn bag(&self, items: &[(&str, u32)]) -> String {
        let regions = self.get("/store/regions?limit=100&fields=id,currency_code");
        let regions = regions["regions"].as_array().unwrap().clone();
        let region = regions.iter().find(|region| region["currency_code"] == "eur").unwrap()["id"].clone();
        let items: Vec<_> = items
            .iter()
            .map(|(sku, quantity)| json!({ "variant_id": self.variant(sku).0, "quantity": quantity }))
            .collect();
        let made = self.post("/store/carts?fields=id", json!({ "region_id": region, "items": items }));
        made["cart"]["id"].as_str().unwrap().to_owned()
    }

    /// The adapter on a page that was handed that cart.
    fn door_of(&self, kept: Rc<Memory>, cart: Option<&str>) -> Rc<dyn Backend> {
        door(self.http.clone(), kept, &self.endpoint, &self.key, cart)
    }

    /// The adapter with the usual bag.
    fn visitor(&self) -> Rc<dyn Backend> {
        let cart = self.bag(&[("JACKET-M", 1), ("SOCKS-40", 3)]);
        self.door_of(Rc::default(), Some(&cart))
    }

    /// Sets how many there are of something.
    fn stock(&self, sku: &str, quantity: u32) {
        let item = self.get(&format!("/admin/inventory-items?sku={sku}&fields=id,*location_levels"));
        let item = &item["inventory_items"][0];
        let (id, at) = (&item["id"], &item["location_levels"][0]["location_id"]);
        let path = format!("/admin/inventory-items/{}/location-levels/{}", id.as_str().unwrap(), at.as_str().unwrap());
        self.post(&path, json!({ "stocked_quantity": quantity }));
    }

    /// Sets what something costs in euro.
    fn price(&self, sku: &str, amount: u32) {
        let (variant, product) = self.variant(sku);
        let path = format!("/admin/products/{product}/variants/{variant}");
        let found = self.get(&[&path, "?fields=id,*prices"].concat());
        let prices = found["variant"]["prices"].as_array().unwrap();
        let changed: Vec<_> = prices
            .iter()
            .map(|price| {
                let is_euro = price["currency_code"] == "eur";
                let amount = if is_euro { json!(amount) } else { price["amount"].clone() };
                json!({ "id": price["id"], "currency_code": price["currency_code"], "amount": amount })
            })
            .collect();
        self.post(&path, json!({ "prices": changed }));
    }

    /// Packs, ships and delivers an order.
    fn fulfil(&self, order: &str) {
        let found = self.get(&format!("/admin/orders/{order}?fields=id,*items"));
        let items = found["order"]["items"].as_array().unwrap();
        let items: Vec<_> =
            items.iter().map(|item| json!({ "id": item["id"], "quantity": item["quantity"] })).collect();
        let at = self.get("/admin/stock-locations?fields=id");
        let at = &at["stock_locations"][0]["id"];
        let path = format!("/admin/orders/{order}/fulfillments");
        let fields = "?fields=id,fulfillments.id";
        let made = self.post(&[&path, fields].concat(), json!({ "items": items, "location_id": at }));
        let path = format!("{path}/{}", made["order"]["fulfillments"][0]["id"].as_str().unwrap());
        self.post(&[&path, "/shipments", fields].concat(), json!({ "items": items }));
        self.post(&[&path, "/mark-as-delivered", fields].concat(), json!({}));
    }
}

/// The Medusa that `make live` has started, if it has. Nothing of it is recorded.
fn live() -> Option<Shop> {
    let text = |page: &Value, name: &str| page[name].as_str().unwrap_or_default().to_owned();
    env::var("KASSA_LIVE_NAME").ok().filter(|name| name == "medusa")?;
    let page: Value = serde_json::from_str(&env::var("KASSA_LIVE_PAGE").ok()?).ok()?;
    let secret = env::var("KASSA_LIVE_SECRET").unwrap_or_default();
    let http = Rc::new(Wire::default());
    Some(Shop { http, endpoint: text(&page, "endpoint"), key: text(&page, "key"), secret })
}

/// Takes out of a recording what is of one day and one machine: its address, its headers, what somebody was signed in by.
fn scrub(fixture: &str, endpoint: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(fixture);
    let mut list: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
    for exchange in list.as_array_mut().unwrap() {
        exchange["headers"].as_array_mut().unwrap().retain(|header| header[0] == "content-type");
        let mut answer = exchange["answer"].as_str().unwrap().replace(endpoint, "https://medusa.example");
        if let Some((before, after)) = answer.split_once("{\"token\":\"") {
            let (_, rest) = after.split_once('"').unwrap();
            answer = [before, "{\"token\":\"token\"", rest].concat();
        }
        exchange["answer"] = answer.into();
    }
    fs::write(path, serde_json::to_string_pretty(&list).unwrap() + "\n").unwrap();
}

fn door(http: Rc<dyn Http>, shelf: Rc<Memory>, endpoint: &str, key: &str, session: Option<&str>) -> Rc<dyn Backend> {
    let settings = [("endpoint", Some(endpoint)), ("key", Some(key)), ("session", session), ("methods", Some(METHODS))];
    let get = |name: &str| settings.iter().find(|(known, _)| *known == name)?.1.map(str::to_owned);
    let config = Config::read(&get).expect("settings");
    medusa::adapter(World { http, shelf, config }).expect("an adapter")
}

fn open(shop: &Rc<dyn Backend>) -> Quote {
    now(shop.open("en")).expect("the bag")
}

fn apply(shop: &Rc<dyn Backend>, intents: impl IntoIterator<Item = Intent>) -> Result<Quote, BackendError> {
    now(shop.apply("en", intents.into_iter().collect()))
}

fn keys(attempt: &str) -> Keys {
    Keys { order: "0123456789abcdef".to_owned(), payment: attempt.to_owned() }
}

fn contact() -> Contact {
    Contact::parse("guest.kassa@example.com", false).unwrap()
}

fn to(country: &str, postcode: &str) -> Intent {
    Intent::SetDestination { country: Country::parse(country).unwrap(), postcode: Some(postcode.to_owned()) }
}

fn address() -> Address {
    let text = |part| match part {
        AddressField::Country => "FI",
        AddressField::Name => "Kaisa Maria Laine",
        AddressField::Street => "Runeberginkatu 22",
        AddressField::Line2 => "B 7",
        AddressField::Postcode => "00100",
        AddressField::City => "Helsinki",
        AddressField::Phone => "+358 40 123 4567",
        _ => "",
    };
    Address::parse(AddressUse::Shipping, Ask::CARRIER, &|part| text(part).to_owned()).unwrap()
}

fn first_rate(quote: &Quote) -> RateId {
    match &quote.delivery.rates {
        Rates::Offered(rates) => rates[0].id.clone(),
        other => panic!("{other:?}"),
    }
}

/// Everything said, and the order for it.
fn ready(shop: &Rc<dyn Backend>, method: &str) -> (Quote, OrderRequest) {
    open(shop);
    let quote = apply(shop, [Intent::SetContact(contact()), to("FI", "00100")]).unwrap();
    let rate = first_rate(&quote);
    let chosen = [Intent::SetRate(rate.clone()), Intent::SetMethod(MethodId::from(method))];
    let quote = apply(shop, chosen).unwrap();
    let order = OrderRequest {
        extras: Vec::new(),
        contact: contact(),
        delivery: Delivery::Ship { address: address(), rate },
        billing: None,
        method: Some(MethodId::from(method)),
        expected_total: quote.totals.total,
        terms_version: String::new(),
        purchase: None,
        subscribes: false,
        consents: Vec::new(),
    };
    (quote, order)
}

fn token(text: &str) -> Payment {
    let card = CardFace { brand: "visa".to_owned(), last4: "4242".to_owned() };
    Payment { token: Some(Secret::new(text.to_owned())), card: Some(card), save: false }
}

const NO_TOKEN: Payment = Payment { token: None, card: None, save: false };

#[track_caller]
fn bought(placed: Result<Placed, BackendError>) -> kassa::domain::order::Order {
    match placed {
        Ok(Placed::Order(order)) => *order,
        other => panic!("no order: {other:?}"),
    }
}

/// The contract suite, played.
pub fn verdicts() -> Vec<(&'static str, contract::Verdict)> {
    let verdicts = Cell::new(Vec::new());
    Shop::visit("contract", |shop| verdicts.set(played(shop)));
    verdicts.into_inner()
}

/// A shop that nobody asks anything.
pub fn unasked() -> Rc<dyn Backend> {
    door(Rc::new(Recorded::new([])), Rc::default(), "https://medusa.example", "pk_test", None)
}

fn played(shop: &Shop) -> Vec<(&'static str, contract::Verdict)> {
    let door = |shelf: Rc<Memory>| {
        let is_new = kassa::backend::shelf::Shelf::load(&*shelf).is_none();
        let cart = is_new.then(|| shop.bag(&[("JACKET-M", 1), ("SOCKS-40", 3)]));
        shop.door_of(shelf, cart.as_deref())
    };
    contract::run_of(contract::CASES, &door, &SAMPLE, None)
}

#[track_caller]
fn keeps_the_contract(verdicts: &[(&'static str, contract::Verdict)]) {
    assert_eq!(verdicts.len(), contract::CASES.len());
    // Medusa keeps no bag for an account.
    check(verdicts, &["what the account's own bag brings is told"]);
}

#[test]
fn medusa_keeps_the_contract() {
    keeps_the_contract(&verdicts());
}

/// The same against a Medusa that runs, one after another: one shop, one stock, one account.
#[test]
#[ignore = "needs a Medusa: make live ONLY=medusa"]
fn live_contract_and_every_scene() {
    live().expect("make live says which Medusa");
    for scene in [
        an_unrounded_total_is_rounded_and_its_rows_add_up,
        the_region_follows_the_country_and_prices_follow_the_region,
        an_order_shows_the_address_as_it_was_typed_and_the_card,
        a_decline_says_why,
        a_challenge_looks_like_a_decline_and_is_told_apart,
        a_challenge_that_was_given_up_becomes_no_order,
        a_bank_that_takes_its_time_is_asked_again,
        an_order_whose_answer_was_lost_is_found_and_not_made_twice,
        a_payment_provider_that_fails_is_a_fault_of_the_shop_and_paying_again_works,
        a_price_that_rose_is_shown_before_anything_is_paid,
        what_others_bought_meanwhile_is_taken_out_and_said,
        more_than_there_are_says_how_many_there_are,
        after_an_order_something_new_is_a_new_bag,
        an_account_is_made_in_two_calls_and_once,
        a_book_of_addresses_is_read_and_its_order_of_the_account_too,
        what_was_delivered_can_be_sent_back_once,
        a_cart_of_another_shop_is_told_apart,
        a_key_that_medusa_refuses_is_told_apart,
        a_page_without_a_bag_begins_with_an_empty_one,
    ] {
        scene();
    }
    // The last: it takes the usual address from who has one.
    medusa_keeps_the_contract();
}

#[test]
fn an_unrounded_total_is_rounded_and_its_rows_add_up() {
    Shop::visit("unrounded", |shop| {
        let visitor = shop.visitor();
        ready(&visitor, "card");
        // Ten percent of 275.97 is no whole number of cents.
        let quote = apply(&visitor, [Intent::ApplyCode("villmark10".to_owned())]).unwrap();
        let rows: Vec<_> = quote.totals.rows.iter().map(|row| (row.kind, row.amount.minor())).collect();
        let expected = [(TotalKind::Items, 27_597), (TotalKind::Delivery, 590), (TotalKind::Discount, -2_760)];
        assert_eq!((rows.as_slice(), quote.totals.total.minor()), (expected.as_slice(), 25_427));
        let taxes: Vec<_> = quote.totals.taxes.iter().map(|tax| (tax.basis_points, tax.amount.minor())).collect();
        assert_eq!(taxes, [(Some(2550), 5_167)]);
        assert_eq!((quote.codes[0].code.as_str(), quote.codes[0].title.as_str()), ("VILLMARK10", "10 %"));
    });
}

#[test]
fn the_region_follows_the_country_and_prices_follow_the_region() {
    Shop::visit("region", |shop| {
        let visitor = shop.visitor();
        let before = open(&visitor);
        assert_eq!(before.currency.code(), "EUR");
        let codes = |quote: &Quote| quote.countries.iter().map(|country| country.code().to_owned()).collect::<Vec<_>>();
        assert!(
            ["NO", "SE", "DK", "FI", "DE", "NL"].iter().all(|code| codes(&before).iter().any(|known| known == code))
        );
        let quote = apply(&visitor, [to("NO", "0155")]).unwrap();
        assert_eq!((quote.currency.code(), quote.country.code()), ("NOK", "NO"));
        assert_eq!(quote.lines[0].unit_price.decimal(), "2490.00");
        // Another currency is no change of price.
        assert_eq!(quote.changes, []);
        let back = apply(&visitor, [to("DE", "10115")]).unwrap();
        assert_eq!((back.currency.code(), back.country.code()), ("EUR", "DE"));
        assert_eq!(back.totals.taxes[0].basis_points, Some(1900));
    });
}

#[test]
fn an_order_shows_the_address_as_it_was_typed_and_the_card() {
    Shop::visit("order", |shop| {
        let visitor = shop.visitor();
        let (_, order) = ready(&visitor, "card");
        let placed = bought(now(visitor.place("en", keys("1"), order, token("tok_visa_4242_ok"))));
        let OrderDelivery::Ship { address: label, title, .. } = &placed.delivery else { panic!("{placed:?}") };
        assert_eq!((label, title.as_str()), (&address().label(), "Standard"));
        assert_eq!(placed.card, Some(CardFace { brand: "visa".to_owned(), last4: "4242".to_owned() }));
        assert_eq!((placed.method.as_ref().map(MethodId::as_str), &placed.billing), (Some("card"), &None));
        assert_eq!(now(visitor.order("en", &placed.number)), Ok(placed));
    });
}

/// The reason that a token is declined for; after it the same order is paid by another card.
#[test]
fn a_decline_says_why() {
    Shop::visit("declines", |shop| {
        let visitor = shop.visitor();
        let (_, order) = ready(&visitor, "card");
        let reasons = [
            ("tok_visa_9995_funds", Decline::InsufficientFunds),
            ("tok_visa_0069_expired", Decline::ExpiredCard),
            ("tok_visa_0127_code", Decline::WrongCode),
            ("tok_visa_9987_lost", Decline::LostOrStolen),
            ("tok_visa_0119_issuer", Decline::IssuerUnavailable),
            ("tok_visa_0002_generic", Decline::Generic),
        ];
        for (attempt, (refused, reason)) in reasons.into_iter().enumerate() {
            let keys = keys(&attempt.to_string());
            let placed = now(visitor.place("en", keys.clone(), order.clone(), token(refused)));
            assert_eq!(placed, Err(BackendError::Declined(reason)), "{refused}");
            assert_eq!(now(visitor.look_up("en", &keys.order)), Ok(Known::Declined(reason)), "{refused}");
        }
        bought(now(visitor.place("en", keys("last"), order, token("tok_visa_4242_ok"))));
    });
}

#[track_caller]
fn asked(placed: Result<Placed, BackendError>) -> String {
    match placed {
        Ok(Placed::Act(NextAction::Frame { url, .. })) => url,
        other => panic!("the bank does not ask: {other:?}"),
    }
}

#[test]
fn a_challenge_looks_like_a_decline_and_is_told_apart() {
    Shop::visit("challenge", |shop| {
        let visitor = shop.visitor();
        let (_, order) = ready(&visitor, "card");
        let challenged = || token("tok_visa_3220_ok");
        let bank = |url: &str| url.split_once("/testpay/").expect("the test bank").1.to_owned();
        // Refused by the shopper.
        let url = asked(now(visitor.place("en", keys("1"), order.clone(), challenged())));
        let waits = now(visitor.look_up("en", &keys("1").order));
        assert!(matches!(waits, Ok(Known::Act(NextAction::Frame { .. }))), "{waits:?}");
        let unanswered = now(visitor.resume("en", &keys("1").order));
        assert!(matches!(unanswered, Ok(Known::Act(NextAction::Frame { .. }))), "{unanswered:?}");
        shop.post(&["/testpay/", &bank(&url)].concat(), json!({ "answer": "refused" }));
        let refused = now(visitor.resume("en", &keys("1").order));
        assert_eq!(refused, Ok(Known::Declined(Decline::AuthenticationFailed)));
        // Confirmed.
        let url = asked(now(visitor.place("en", keys("2"), order, challenged())));
        shop.post(&["/testpay/", &bank(&url)].concat(), json!({ "answer": "confirmed" }));
        let Ok(Known::Order(order)) = now(visitor.resume("en", &keys("2").order)) else { panic!("no order") };
        assert_eq!(open(&visitor).order, Some(order.number));
    });
}

#[test]
fn a_challenge_that_was_given_up_becomes_no_order() {
    Shop::visit("given-up", |shop| {
        let cart = shop.bag(&[("JACKET-M", 1)]);
        let visitor = shop.door_of(Rc::default(), Some(&cart));
        let (_, order) = ready(&visitor, "card");
        let url = asked(now(visitor.place("en", keys("1"), order.clone(), token("tok_visa_3220_ok"))));
        now(visitor.cancel("en", &keys("1").order)).expect("the bag");
        shop.post(url.split_at(url.find("/testpay/").unwrap()).1, json!({ "answer": "confirmed" }));
        // A completion that comes late: the shopper confirmed, and yet nothing may be bought.
        let late = Request::new(Method::Post, [&shop.endpoint, "/store/carts/", &cart, "/complete?fields=id"].concat())
            .header("x-publishable-api-key", &shop.key)
            .json(&json!({}));
        let late = now(Box::pin(async { shop.http.send(&late, 60_000).await.map_err(|_| BackendError::NoAnswer) }));
        assert_eq!(late.map(|response| response.status), Ok(400));
        let again = now(visitor.place("en", keys("1"), order.clone(), token("tok_visa_4242_ok")));
        assert_eq!(again, Err(BackendError::Declined(Decline::AuthenticationFailed)));
        let other = Keys { order: "another".to_owned(), payment: "1".to_owned() };
        bought(now(visitor.place("en", other, order, token("tok_visa_4242_ok"))));
    });
}

#[test]
fn a_bank_that_takes_its_time_is_asked_again() {
    Shop::visit("poll", |shop| {
        let visitor = shop.visitor();
        let (_, order) = ready(&visitor, "card");
        let waits = now(visitor.place("en", keys("1"), order, token("tok_visa_0572_poll")));
        assert!(matches!(waits, Ok(Placed::Act(NextAction::Poll { .. }))), "{waits:?}");
        let known = now(visitor.resume("en", &keys("1").order));
        assert!(matches!(known, Ok(Known::Order(_))), "{known:?}");
    });
}

/// Loses the answers of requests to complete a cart, as long as it is told to.
struct Losing {
    inner: Rc<dyn Http>,
    loses: Rc<Cell<bool>>,
}

impl Http for Losing {
    fn send<'a>(&'a self, request: &'a Request, timeout: u32) -> Later<'a, Result<Response, Lost>> {
        Box::pin(async move {
            let answer = self.inner.send(request, timeout).await;
            if self.loses.get() && request.url.contains("/complete") { Err(Lost::Cut) } else { answer }
        })
    }
    fn pause(&self, milliseconds: u32) -> Later<'_, ()> {
        self.inner.pause(milliseconds)
    }
    fn now(&self) -> Instant {
        self.inner.now()
    }
    fn chance(&self, end: u32) -> u32 {
        self.inner.chance(end)
    }
    fn tell(&self, detail: &str) {
        self.inner.tell(detail);
    }
}

#[test]
fn an_order_whose_answer_was_lost_is_found_and_not_made_twice() {
    Shop::visit("lost", |shop| {
        let cart = shop.bag(&[("JACKET-M", 1)]);
        let loses = Rc::new(Cell::new(true));
        let http = Rc::new(Losing { inner: shop.http.clone(), loses: loses.clone() });
        let visitor = door(http, Rc::default(), &shop.endpoint, &shop.key, Some(&cart));
        let (_, order) = ready(&visitor, "invoice");
        let placed = now(visitor.place("en", keys("1"), order.clone(), NO_TOKEN));
        assert_eq!(placed, Err(BackendError::NoAnswer));
        loses.set(false);
        let Ok(Known::Order(found)) = now(visitor.look_up("en", &keys("1").order)) else { panic!("not found") };
        let again = bought(now(visitor.place("en", keys("1"), order, NO_TOKEN)));
        assert_eq!(found.number, again.number);
    });
}

#[test]
fn a_payment_provider_that_fails_is_a_fault_of_the_shop_and_paying_again_works() {
    Shop::visit("server", |shop| {
        let visitor = shop.visitor();
        let (_, order) = ready(&visitor, "card");
        let placed = now(visitor.place("en", keys("1"), order.clone(), token("tok_visa_0549_server")));
        assert_eq!(placed, Err(BackendError::Server(String::new())));
        assert_eq!(now(visitor.look_up("en", &keys("1").order)), Ok(Known::Nothing));
        bought(now(visitor.place("en", keys("1"), order, token("tok_visa_0549_server"))));
    });
}

#[test]
fn a_price_that_rose_is_shown_before_anything_is_paid() {
    Shop::visit("price", |shop| {
        let cart = shop.bag(&[("JACKET-S", 1)]);
        let visitor = shop.door_of(Rc::default(), Some(&cart));
        let (quote, order) = ready(&visitor, "card");
        shop.price("JACKET-S", 239);
        let placed = now(visitor.place("en", keys("1"), order, token("tok_visa_4242_ok")));
        shop.price("JACKET-S", 219);
        let Err(BackendError::Stale(now_is)) = placed else { panic!("{placed:?}") };
        let was = quote.lines[0].unit_price;
        assert_eq!(now_is.changes, [Change::Price { line: quote.lines[0].id.clone(), was }]);
        assert_eq!(now_is.totals.total.minor() - quote.totals.total.minor(), 2000);
    });
}

#[test]
fn what_others_bought_meanwhile_is_taken_out_and_said() {
    Shop::visit("sold-out", |shop| {
        let cart = shop.bag(&[("JACKET-M", 1), ("TORCH-1", 1), ("SOCKS-36", 4)]);
        let visitor = shop.door_of(Rc::default(), Some(&cart));
        let (quote, order) = ready(&visitor, "card");
        assert_eq!(quote.lines.iter().map(|line| line.stock).collect::<Vec<_>>()[1], Stock::Low(1));
        shop.stock("TORCH-1", 0);
        shop.stock("SOCKS-36", 2);
        let placed = now(visitor.place("en", keys("1"), order, token("tok_visa_4242_ok")));
        shop.stock("TORCH-1", 1);
        shop.stock("SOCKS-36", 5);
        let Err(BackendError::Stale(now_is)) = placed else { panic!("{placed:?}") };
        let socks = Change::Reduced { line: quote.lines[2].id.clone(), was: 4 };
        assert_eq!(now_is.changes, [Change::SoldOut { title: "Glimt head torch".to_owned() }, socks]);
        assert_eq!(now_is.lines.iter().map(|line| line.quantity).collect::<Vec<_>>(), [1, 2]);
    });
}

#[test]
fn more_than_there_are_says_how_many_there_are() {
    Shop::visit("stock", |shop| {
        let cart = shop.bag(&[("SOCKS-36", 1)]);
        let visitor = shop.door_of(Rc::default(), Some(&cart));
        let line = open(&visitor).lines[0].clone();
        assert_eq!(line.limit, 5);
        let refused = apply(&visitor, [Intent::SetQuantity(line.id, 9)]);
        let problem = Problem::new(Field::Quantity, Fault::TooMany(5));
        assert_eq!(refused, Err(BackendError::Rejected(vec![problem])));
    });
}

#[test]
fn after_an_order_something_new_is_a_new_bag() {
    Shop::visit("anew", |shop| {
        let (mug, _) = shop.variant("MUG-1");
        let shelf = Rc::<Memory>::default();
        let cart = shop.bag(&[("MAP-PDF", 1)]);
        let visitor = shop.door_of(shelf.clone(), Some(&cart));
        // Nothing travels, so no way of shipping is asked for.
        let quote = open(&visitor);
        assert!(!quote.delivery.needed);
        let order = OrderRequest {
            extras: Vec::new(),
            contact: contact(),
            delivery: Delivery::Nothing,
            billing: Some(address()),
            method: Some(MethodId::from("invoice")),
            expected_total: quote.totals.total,
            terms_version: String::new(),
            purchase: None,
            subscribes: false,
            consents: Vec::new(),
        };
        let placed = bought(now(visitor.place("en", keys("1"), order, NO_TOKEN)));
        assert_eq!((&placed.delivery, &placed.billing), (&OrderDelivery::Nothing, &Some(address().label())));
        let closed = apply(&visitor, [Intent::SetContact(contact())]);
        assert_eq!(closed, Err(BackendError::AlreadyPlaced(placed.number.clone())));
        let anew = apply(&visitor, [Intent::AddItem(ItemId(mug), 2)]).unwrap();
        assert_eq!((anew.lines.len(), anew.lines[0].quantity, anew.order), (1, 2, None));
        // The page still hands over the old cart; a reload goes on with the new one.
        let reloaded = shop.door_of(shelf, Some(&cart));
        assert_eq!(open(&reloaded).session, anew.session);
        assert_eq!(now(reloaded.order("en", &placed.number)).unwrap().number, placed.number);
    });
}

#[test]
fn an_account_is_made_in_two_calls_and_once() {
    Shop::visit("register", |shop| {
        let visitor = shop.visitor();
        open(&visitor);
        let accounts = visitor.accounts().expect("accounts");
        let email = Email::parse("ida.new@example.com").unwrap();
        let password = Secret::new("test-password-2".to_owned());
        let profile = Profile { email: email.clone(), name: Some(PersonName::parse("Ida von Neu").unwrap()) };
        let customer = now(accounts.register(&profile, &NewKey::Password(password.clone()))).unwrap();
        assert_eq!((customer.email.as_str(), customer.name.as_str()), ("ida.new@example.com", "Ida von Neu"));
        assert_eq!(now(accounts.addresses()), Ok(vec![]));
        let taken = BackendError::Rejected(vec![Problem::new(Field::Email, Fault::Refused)]);
        assert_eq!(now(accounts.register(&profile, &NewKey::Password(password.clone()))), Err(taken.clone()));
        assert_eq!(now(accounts.register(&profile, &NewKey::Password(Secret::new("a guess".to_owned())))), Err(taken));
    });
}

#[test]
fn a_book_of_addresses_is_read_and_its_order_of_the_account_too() {
    Shop::visit("account", |shop| {
        let visitor = shop.visitor();
        open(&visitor);
        let accounts = visitor.accounts().expect("accounts");
        let orders = visitor.orders().expect("orders");
        assert_eq!(now(orders.list()), Err(BackendError::Unauthorized));
        let Entered::Customer(ada) = now(accounts.sign_in(&proof())).unwrap() else { panic!("one thing more") };
        assert_eq!(ada.name, "Ada Tester");
        let book = now(accounts.addresses()).unwrap();
        let home = book.iter().find(|saved| saved.preferred).expect("an address that is preferred");
        assert!(home.parts.contains(&(AddressField::Street, "Mannerheimintie 1 A 2".to_owned())), "{home:?}");
        let mut parts = home.parts.clone();
        parts.push((AddressField::Line2, "C 3".to_owned()));
        let changed = now(accounts.keep_address(Some(&home.id), &parts)).unwrap();
        assert!(changed.parts.contains(&(AddressField::Line2, "C 3".to_owned())), "{changed:?}");
        let restored = now(accounts.keep_address(Some(&home.id), &home.parts)).unwrap();
        assert_eq!(restored.parts, home.parts);
        let (_, mut order) = ready(&visitor, "invoice");
        order.contact = Contact::parse(ADA, false).unwrap();
        let placed = bought(now(visitor.place("en", keys("1"), order, NO_TOKEN)));
        // Another browser of the same person.
        let elsewhere = shop.visitor();
        open(&elsewhere);
        let accounts = elsewhere.accounts().expect("accounts");
        now(accounts.sign_in(&proof())).unwrap();
        let list = now(elsewhere.orders().expect("orders").list()).unwrap();
        let listed = list.iter().find(|listed| listed.number == placed.number).expect("the order");
        assert_eq!((listed.total, listed.pieces, listed.reached), (placed.totals.total, 4, Some(Reached::Packing)));
        assert_eq!(now(elsewhere.order("en", &placed.number)).unwrap().totals.total, placed.totals.total);
        now(accounts.sign_out()).unwrap();
        assert_eq!(now(elsewhere.order("en", &placed.number)), Err(BackendError::Unauthorized));
        // By a link, in a browser that has not listed them: to who signs in, and to nobody else.
        let linked = shop.visitor();
        open(&linked);
        let orders = linked.orders().expect("orders");
        assert_eq!(now(orders.track("en", &placed.number)), Err(BackendError::Unauthorized));
        now(linked.accounts().expect("accounts").sign_in(&proof())).unwrap();
        let tracked = now(orders.track("en", &placed.number)).unwrap();
        // A bill to come: nothing is paid, and nothing set aside.
        assert_eq!((tracked.reached, tracked.settled), (Some(Reached::Packing), None));
        assert_eq!(tracked.order.totals, placed.totals);
        // Nor where it was bought, once its buyer has left.
        now(visitor.accounts().expect("accounts").sign_out()).unwrap();
        assert_eq!(now(visitor.order("en", &placed.number)), Err(BackendError::Unauthorized));
    });
}

#[test]
fn what_was_delivered_can_be_sent_back_once() {
    Shop::visit("return", |shop| {
        let visitor = shop.visitor();
        let (_, order) = ready(&visitor, "card");
        let placed = bought(now(visitor.place("en", keys("1"), order, token("tok_visa_4242_ok"))));
        let returns = visitor.returns().expect("returns");
        let orders = visitor.orders().expect("orders");
        let far = |reached| {
            let tracked = now(orders.track("en", &placed.number)).unwrap();
            assert_eq!((tracked.reached, tracked.settled), (Some(reached), Some(Settled::Reserved)));
        };
        assert_eq!(now(returns.options("en", &placed.number)).unwrap().lines, []);
        far(Reached::Packing);
        let found = shop.get("/admin/orders?fields=id,display_id&limit=100&order=-created_at");
        let orders = found["orders"].as_array().unwrap();
        let number: u64 = placed.number.as_str().parse().unwrap();
        let id = orders.iter().find(|order| order["display_id"] == number).unwrap();
        shop.fulfil(id["id"].as_str().unwrap());
        far(Reached::Arrived);
        let options = now(returns.options("en", &placed.number)).unwrap();
        // Medusa gives them in no order of its own.
        let socks = options.lines.iter().find(|line| line.quantity == 3).expect("the socks");
        assert_eq!(options.lines.iter().map(|line| line.quantity).sum::<u32>(), 4);
        assert!(options.reasons.iter().any(|(_, label)| label == "Wrong size"), "{options:?}");
        assert_eq!(options.ways.len(), 1);
        let wanted = ReturnRequest {
            order: placed.number.clone(),
            lines: vec![(socks.line.clone(), 2)],
            reason: options.reasons.iter().find(|(_, label)| label == "Wrong size").map(|(id, _)| id.clone()),
            note: "Too large".to_owned(),
            way: options.ways.first().map(|(way, ..)| way.clone()),
        };
        let noted = now(returns.request("en", &wanted)).unwrap();
        assert!(!noted.number.as_str().is_empty());
        let left = now(returns.options("en", &placed.number)).unwrap();
        assert_eq!(left.lines.iter().map(|line| line.quantity).collect::<Vec<_>>(), [1, 1]);
        let more = now(returns.request("en", &wanted));
        assert_eq!(more, Err(BackendError::Rejected(vec![Problem::new(Field::Quantity, Fault::Refused)])));
    });
}

#[test]
fn a_cart_of_another_shop_is_told_apart() {
    Shop::visit("other-shop", |shop| {
        let visitor = shop.door_of(Rc::default(), Some("cart_01OTHERSHOP"));
        assert_eq!(now(visitor.open("en")), Err(BackendError::Setup(Setup::OtherShop)));
    });
}

#[test]
fn a_key_that_medusa_refuses_is_told_apart() {
    Shop::visit("bad-key", |shop| {
        let visitor = door(shop.http.clone(), Rc::default(), &shop.endpoint, "pk_bad", None);
        assert_eq!(now(visitor.open("en")), Err(BackendError::Setup(Setup::Key)));
    });
}

#[test]
fn a_page_without_a_bag_begins_with_an_empty_one() {
    Shop::visit("empty", |shop| {
        let visitor = shop.door_of(Rc::default(), None);
        let quote = open(&visitor);
        assert!(quote.lines.is_empty() && quote.totals.total.is_zero() && quote.methods.is_empty(), "{quote:?}");
    });
}

/// Opens against a Medusa that answers every request like this.
fn opened(status: u16, body: &Value) -> (Result<Quote, BackendError>, Vec<String>) {
    let body = body.clone();
    let http = Rc::new(Scripted::new(move |_, _: &Request| Ok(answer(status, &body))));
    let visitor = door(http.clone(), Rc::default(), "https://medusa.example", "pk", Some("cart_1"));
    (now(visitor.open("en")), http.told())
}

#[test]
fn a_currency_nobody_knows_is_told_apart() {
    let cart = json!({ "cart": { "id": "cart_1", "currency_code": "xyz", "items": [] } });
    assert_eq!(opened(200, &cart).0, Err(BackendError::Setup(Setup::Currency)));
}
#[test]
fn an_amount_that_is_none_is_named_in_the_console() {
    let cart = json!({ "cart": { "id": "cart_1", "currency_code": "eur", "items": [], "total": "free" } });
    let (answer, told) = opened(200, &cart);
    assert_eq!(answer, Err(BackendError::Malformed));
    assert!(told.iter().any(|line| line.contains("`cart.")), "{told:?}");
}
#[test]
fn numbers_that_are_strings_are_read() {
    let cart = json!({ "cart": {
        "id": "cart_1", "currency_code": "eur", "items": [], "total": "0", "tax_total": "0", "discount_total": "0",
        "original_item_total": "0", "original_shipping_total": "0",
    } });
    assert!(opened(200, &cart).0.is_ok());
}
#[test]
fn an_order_of_nobody_is_not_shown() {
    let http = Rc::new(Scripted::new(|_, _: &Request| Ok(answer(500, &json!({})))));
    let visitor = door(http, Rc::default(), "https://medusa.example", "pk", Some("cart_1"));
    assert_eq!(now(visitor.order("en", &OrderNumber::from("1"))), Err(BackendError::Unauthorized));
}
/// A browser that was signed in and bought the order 7 by card, at a Medusa that answers like this.
fn known_browser(answers: impl Fn(&Request) -> Response + 'static) -> (Rc<dyn Backend>, Rc<Memory>) {
    let kept = json!({
        "handed": "cart_1", "cart": "cart_1", "token": "of yesterday",
        "orders": [{ "number": "7", "id": "order_7", "cart": "cart_0", "method": "card", "card": { "brand": "visa", "last4": "4242" } }],
    });
    let shelf = Rc::<Memory>::default();
    kassa::backend::shelf::Shelf::save(&*shelf, &kept.to_string()).unwrap();
    let http = Rc::new(Scripted::new(move |_, request: &Request| Ok(answers(request))));
    (door(http, shelf.clone(), "https://medusa.example", "pk", Some("cart_1")), shelf)
}

#[test]
fn how_far_an_order_is_comes_from_its_parcels_and_a_word_nobody_knows_says_nothing() {
    let far = |status: &str, payment: &str, parcels: &str, labels: Value| {
        let order = json!({ "order": {
            "id": "order_7", "display_id": 7, "created_at": "2026-11-22T14:06:00.000Z", "currency_code": "eur", "items": [], "total": 0,
            "tax_total": 0, "discount_total": 0, "original_item_total": 0, "original_shipping_total": 0, "status": status,
            "payment_status": payment, "fulfillment_status": parcels, "fulfillments": labels,
        } });
        let (browser, _) = known_browser(move |_| answer(200, &order));
        let tracked = now(browser.orders().unwrap().track("en", &OrderNumber::from("7"))).unwrap();
        (tracked.reached, tracked.settled, tracked.parcel)
    };
    let none = || json!([]);
    let packing = (Some(Reached::Packing), Some(Settled::Reserved), None);
    assert_eq!(far("pending", "authorized", "not_fulfilled", none()), packing);
    let labels = json!([{ "labels": [] }, { "labels": [{ "tracking_number": "7034" }] }]);
    let gone = (Some(Reached::OnItsWay), Some(Settled::Paid), Some("7034".to_owned()));
    assert_eq!(far("pending", "captured", "partially_shipped", labels), gone);
    assert_eq!(far("pending", "captured", "partially_delivered", none()).0, Some(Reached::OnItsWay));
    assert_eq!(far("completed", "captured", "delivered", none()).0, Some(Reached::Arrived));
    let back = (Some(Reached::Cancelled), Some(Settled::Refunded), None);
    assert_eq!(far("canceled", "refunded", "canceled", none()), back);
    assert_eq!(far("pending", "awaiting", "engraved", none()), (None, None, None));
}

#[test]
fn a_sign_in_whose_day_is_over_is_forgotten_and_the_bag_is_still_there() {
    let cart = json!({ "cart": {
        "id": "cart_1", "currency_code": "eur", "items": [], "total": "0", "tax_total": "0", "discount_total": "0",
        "original_item_total": "0", "original_shipping_total": "0",
    } });
    let (browser, shelf) = known_browser(move |request| {
        if request.url.contains("/customers/me") {
            answer(401, &json!({ "message": "Unauthorized" }))
        } else {
            answer(200, &cart)
        }
    });
    let quote = open(&browser);
    assert_eq!((quote.session.0.as_str(), &quote.customer), ("cart_1", &None));
    assert!(!kassa::backend::shelf::Shelf::load(&*shelf).unwrap().contains("of yesterday"));
    // What only the account has is asked for after signing in again.
    assert_eq!(now(browser.accounts().unwrap().addresses()), Err(BackendError::Unauthorized));
}

#[test]
fn a_page_that_does_not_say_where_medusa_is_gets_told_what_is_missing() {
    let http: Rc<dyn Http> = Rc::new(Scripted::new(|_, _: &Request| Ok(answer(500, &json!({})))));
    let config = Config { endpoint: "https://medusa.example".to_owned(), ..Config::default() };
    let world = |config| World { http: http.clone(), shelf: Rc::<Memory>::default(), config };
    let missing = |config| medusa::adapter(world(config)).err().map(|wrong| wrong.name);
    assert_eq!(missing(Config::default()), Some("endpoint"));
    assert_eq!(missing(config), Some("key"));
}
