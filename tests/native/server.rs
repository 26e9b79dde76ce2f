//! The shop server: what it promises beyond the shop's own rules. Without sockets where sockets are not the point.

use crate::{
    accounts::{Authenticator, ORIGIN},
    backends::{WITH_ACCOUNT, check},
    contract,
    shop_server::{
        Config, Server,
        broken::Break,
        desk::{Desk, Stock, Time},
        line, server,
    },
    support::{
        SUNDAY,
        in_process::{ENDPOINT, InProcess, runtime},
    },
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderMap, HeaderValue, Request as Asked, StatusCode},
    response::Response as Answered,
};
use kassa::{
    backend::{
        Backend, World,
        config::Config as Settings,
        demo::{Scenario, Start},
        http::{Http, Lost, Method, Request, Response},
        ucp,
    },
    checkout::request::{BackendError, Intent, Keys, OrderRequest, Payment, Placed, Purchase, Setup},
    domain::{
        ItemId, LineId, MethodId, OrderNumber,
        account::{Ceremony, CodeFrom, Entered, NewKey, Preference, Profile, Proof, Recognised, SavedAddress},
        address::{Address, Ask},
        check::{email::Email, name::PersonName, vat::VatId},
        company::{CompanyAsked, May, VatStanding},
        contact::Contact,
        country::Country,
        day::Day,
        delivery::Delivery,
        order::{Order, OrderState, Reached},
        payment::{Buyer, CardFace},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{Quote, Rates},
        secret::Secret,
        totals::{PriceView, Untaxed},
    },
};
use serde_json::{Value, json};
use std::{
    collections::BTreeSet,
    fs,
    io::{Read, Write},
    net::{Ipv4Addr, TcpStream},
    path::{Path, PathBuf},
    rc::Rc,
    sync::Arc,
    thread,
};
use tower::ServiceExt;

const PAGE: &str = "http://127.0.0.1:8080";
const FOREIGN: &str = "https://evil.example";

fn config() -> Config {
    Config {
        desk: Desk { time: Time::Fixed(SUNDAY), ..Desk::default() },
        origins: vec![HeaderValue::from_static(PAGE)],
        faults: true,
        ..Config::default()
    }
}

/// A shop with somebody who asks it. Each request that changes something has a key of its own unless told.
struct Visitor {
    net: InProcess,
    keys: core::cell::Cell<u32>,
}

impl Visitor {
    fn at(config: Config) -> Self {
        Self::of(server(config).unwrap().router)
    }

    fn of(router: Router) -> Self {
        Self { net: InProcess::to(router), keys: core::cell::Cell::new(0) }
    }

    fn send(&self, request: &Request) -> Result<Response, Lost> {
        crate::contract::now(Box::pin(async {
            // The port's errors are not the network's.
            Ok(self.net.send(request, 30_000).await)
        }))
        .unwrap()
    }

    fn ask(&self, method: Method, path: &str, body: Option<&Value>) -> Request {
        self.keys.set(self.keys.get() + 1);
        let request = Request::new(method, [ENDPOINT, path].concat());
        let request = request.header("Idempotency-Key", &format!("key-{}", self.keys.get()));
        match body {
            Some(body) => request.json(body),
            None => request,
        }
    }

    #[track_caller]
    fn get(&self, path: &str) -> Value {
        value(&self.send(&self.ask(Method::Get, path, None)).unwrap())
    }

    #[track_caller]
    fn change(&self, method: Method, path: &str, body: &Value) -> Value {
        value(&self.send(&self.ask(method, path, Some(body))).unwrap())
    }

    #[track_caller]
    fn open(&self) -> Value {
        self.change(Method::Post, "/checkout-sessions", &json!({ "line_items": [], "kassa": { "bag": "shop" } }))
    }

    /// Tells all that an order needs.
    #[track_caller]
    fn ready(&self, id: &str) -> Value {
        self.change(Method::Put, &["/checkout-sessions/", id].concat(), &everything())
    }

    /// Opens and tells all; the session's id and its state.
    #[track_caller]
    fn shopper(&self) -> (String, Value) {
        let id = text(&self.open(), "/id").to_owned();
        let state = self.ready(&id);
        assert_eq!(text(&state, "/status"), "ready_for_complete", "{state}");
        (id, state)
    }

    fn pay(&self, id: &str, order_key: &str, token: &str, total: i64) -> Request {
        self.ask(Method::Post, &format!("/checkout-sessions/{id}/complete"), Some(&payment(order_key, token, total)))
    }

    #[track_caller]
    fn faults(&self, list: &Value) {
        let request = Request::new(Method::Put, "http://127.0.0.1/__faults".into()).json(list);
        assert_eq!(self.send(&request).unwrap().status, 204);
    }
}

fn value(response: &Response) -> Value {
    serde_json::from_str(&response.body).unwrap_or_else(|_| panic!("no JSON: {response:?}"))
}

#[track_caller]
fn text<'a>(value: &'a Value, pointer: &str) -> &'a str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no {pointer} in {value}"))
}

#[track_caller]
fn total(value: &Value) -> i64 {
    let rows = value["totals"].as_array().unwrap();
    rows.iter().find(|row| row["type"] == "total").unwrap()["amount"].as_i64().unwrap()
}

fn everything() -> Value {
    json!({
        "line_items": [
            { "id": "line-jacket", "item": { "id": "jacket" }, "quantity": 1 },
            { "id": "line-base", "item": { "id": "base" }, "quantity": 2 },
        ],
        "buyer": { "email": "aino@example.com", "consent": { "marketing": false } },
        "context": { "address_country": "FI", "postal_code": "00100", "language": "en" },
        "discounts": { "codes": [] },
        "fulfillment": { "methods": [{
            "id": "shipping", "type": "shipping", "line_item_ids": ["line-jacket", "line-base"],
            "destinations": [{
                "id": "kassa", "full_name": "Aino Virtanen", "street_address": "Mannerheimintie 1 A 5",
                "postal_code": "00100", "address_locality": "Helsinki", "address_country": "FI",
            }],
            "selected_destination_id": "kassa",
            "groups": [{ "id": "parcel", "selected_option_id": "evening" }],
        }] },
        "payment": { "instruments": [{ "id": "card", "handler_id": "card", "type": "card", "selected": true }] },
    })
}

fn payment(order_key: &str, token: &str, total: i64) -> Value {
    json!({
        "payment": { "instruments": [{
            "id": "card", "handler_id": "card", "type": "card", "selected": true,
            "display": { "brand": "visa", "last_digits": "4242" },
            "credential": { "type": "token", "token": token },
        }] },
        "kassa": { "order_key": order_key, "expected_total": total, "terms_version": "12" },
    })
}

const GOOD: &str = "tok_visa_4242_ok";

// The adapter on this server.

/// The adapter of a page of that origin, over a network to a shop.
pub fn adapter(net: Rc<dyn Http>, shelf: Rc<kassa::backend::shelf::Memory>) -> Rc<dyn Backend> {
    let settings = Settings::read(&|name| (name == "endpoint").then(|| ENDPOINT.to_owned())).unwrap();
    ucp::adapter(World { http: net, shelf, config: settings }).unwrap()
}

/// Each case is a visitor of its own: they must not buy each other's last base layer.
fn own_stock() -> Config {
    Config { desk: Desk { stock: Stock::Own, ..config().desk }, ..config() }
}

// What the suite finds in a broken shop is in `conformance.rs`; here it comes from a page of another origin.
#[test]
fn the_adapter_keeps_the_contract_across_origins() {
    let net: Rc<dyn Http> = Rc::new(InProcess::to(server(own_stock()).unwrap().router).from(PAGE));
    let door = |shelf| {
        let backend = adapter(Rc::clone(&net), shelf);
        // What a shop can do is known once it was asked; the suite asks for it before it opens anything.
        drop(contract::now(backend.open("en")));
        backend
    };
    let verdicts = contract::run(&door, &WITH_ACCOUNT, None);
    assert_eq!(verdicts.len(), contract::all().len());
    check(&verdicts, &[]);
}

#[test]
fn a_page_of_another_origin_is_told_that_it_is_one() {
    let net = Rc::new(InProcess::to(server(config()).unwrap().router).from(FOREIGN));
    let backend = adapter(net, Rc::default());
    assert_eq!(contract::now(backend.open("en")).unwrap_err(), BackendError::Setup(Setup::Origin));
}

// Answers against the published schemas and the contract's own.

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every published schema by its name, as it holds for answers.
fn schemas() -> Vec<(String, jsonschema::Resource)> {
    fn read(folder: &Path, found: &mut Vec<(String, jsonschema::Resource)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, found);
            } else if path.extension().is_some_and(|kind| kind == "json") {
                let schema: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
                let id = schema["$id"].as_str().unwrap().to_owned();
                found.push((id, jsonschema::Resource::from_contents(schema).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    read(&root().join("tests/fixtures/ucp/2026-04-08/schemas"), &mut found);
    found
}

/// The published schema of an answer, or of a part of one.
fn published(name: &str) -> jsonschema::Validator {
    let mut options = jsonschema::options();
    options.with_resources(schemas().into_iter());
    let address = format!("https://ucp.dev/schemas/shopping/{name}");
    options.build(&json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "$ref": address })).unwrap()
}

/// The contract's schema of that name.
fn ours(name: &str) -> jsonschema::Validator {
    let document = fs::read_to_string(root().join("public/openapi.yaml")).unwrap();
    let document: Value = serde_yaml_ng::from_str(&document).unwrap();
    let reference = format!("#/components/schemas/{name}");
    jsonschema::validator_for(&json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$ref": reference,
        "components": document["components"],
    }))
    .unwrap()
}

/// What is wrong with an answer.
fn fits(validator: &jsonschema::Validator, answer: &Value) -> Vec<String> {
    validator.iter_errors(answer).map(|error| format!("{}: {error}", error.instance_path)).collect()
}

/// Places to collect from are checked beside the rest: the published schema takes a destination that is *one* of an
/// address and a place, and every place is an address too, because neither forbids more members.
fn without_places(checkout: &Value) -> (Value, Vec<Value>) {
    let mut rest = checkout.clone();
    let mut places = Vec::new();
    for method in rest["fulfillment"]["methods"].as_array_mut().into_iter().flatten() {
        if method["type"] == "pickup" {
            places.extend(method["destinations"].take().as_array().into_iter().flatten().cloned());
            method.as_object_mut().unwrap().remove("destinations");
        }
    }
    (rest, places)
}

/// Every state a checkout can be in here.
fn checkouts() -> Vec<(&'static str, Value)> {
    let mut all = Vec::new();
    let bags = [
        ("the usual bag", Scenario::Default),
        ("nothing to deliver", Scenario::Virtual),
        ("nothing to pay", Scenario::Zero),
        ("all sorts", Scenario::Mixed),
        ("an empty bag", Scenario::Empty),
        ("something again and again", Scenario::Subscription),
    ];
    for (name, scenario) in bags {
        let start = Start { scenario, banked: false, ..Start::default() };
        all.push((name, Visitor::at(Config { desk: Desk { start, ..config().desk }, ..config() }).open()));
    }
    let shop = Visitor::at(own_stock());
    let (id, ready) = shop.shopper();
    let path = format!("/checkout-sessions/{id}");
    let agreed = total(&ready);
    all.push(("ready", ready));
    let with = |change: &dyn Fn(&mut Value)| {
        let mut wanted = everything();
        change(&mut wanted);
        shop.change(Method::Put, &path, &wanted)
    };
    all.push((
        "nobody delivers there",
        with(&|wanted| wanted["fulfillment"]["methods"][0]["destinations"][0]["postal_code"] = json!("22100")),
    ));
    all.push(("with codes", with(&|wanted| wanted["discounts"]["codes"] = json!(["VILLMARK10", "FREESHIP"]))));
    all.push(("on invoice, billed elsewhere", with(&|wanted| {
        let address = wanted["fulfillment"]["methods"][0]["destinations"][0].clone();
        wanted["payment"]["instruments"] =
            json!([{ "id": "invoice", "handler_id": "invoice", "type": "invoice", "selected": true, "billing_address": address }]);
    })));
    shop.ready(&id);
    let pay = |key: &str, outcome: &str, total: i64| {
        value(&shop.send(&shop.pay(&id, key, &format!("tok_visa_4242_{outcome}"), total)).unwrap())
    };
    all.push(("another total", pay("a-0", "ok", agreed - 1)));
    all.push(("declined", pay("a-1", "funds", agreed)));
    all.push(("dearer meanwhile", pay("a-2", "pricerise", agreed)));
    let agreed = total(&shop.ready(&id));
    all.push(("the bank decides", pay("a-3", "poll", agreed)));
    shop.get("/attempts/a-3");
    all.push(("an order", shop.get(&path)));
    let (id, ready) = shop.shopper();
    all.push((
        "under review",
        value(&shop.send(&shop.pay(&id, "a-4", "tok_visa_4242_review", total(&ready))).unwrap()),
    ));
    let (id, _) = shop.shopper();
    all.push(("canceled", shop.change(Method::Post, &format!("/checkout-sessions/{id}/cancel"), &json!({}))));
    all
}

#[test]
fn every_checkout_fits_the_published_schemas_and_the_contract() {
    let whole = [published("checkout.json"), ours("Checkout")];
    let parts = ["fulfillment.json", "discount.json", "buyer_consent.json"];
    let parts = parts.map(|file| published(&format!("{file}#/$defs/dev.ucp.shopping.checkout")));
    let place = published("types/retail_location.json");
    let all = checkouts();
    let statuses: BTreeSet<_> = all.iter().map(|(_, checkout)| text(checkout, "/status").to_owned()).collect();
    assert_eq!(statuses.len(), 5, "{statuses:?}");
    let mut wrong = Vec::new();
    for (state, checkout) in &all {
        let (rest, places) = without_places(checkout);
        let whole = whole.iter().flat_map(|schema| fits(schema, checkout));
        let parts = parts.iter().flat_map(|schema| fits(schema, &rest));
        let places = places.iter().flat_map(|at| fits(&place, at));
        wrong.extend(whole.chain(parts).chain(places).map(|why| format!("{state}: {why}")));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    // The schemas can say no.
    for mistake in [Break::MissingField, Break::AmountsAsText] {
        let mut broken = all[0].1.clone();
        mistake.spoil(&mut broken);
        assert!(whole.iter().all(|schema| !schema.is_valid(&broken)), "{mistake:?}");
    }
}

#[test]
fn orders_attempts_refusals_and_the_profile_fit_too() {
    #[track_caller]
    fn fit(validator: &jsonschema::Validator, answer: &Value) {
        assert_eq!(fits(validator, answer), [""; 0], "{answer}");
    }
    let shop = Visitor::at(own_stock());
    let (id, ready) = shop.shopper();
    let agreed = total(&ready);
    let attempt = ours("Attempt");
    fit(&attempt, &shop.get("/attempts/b-0"));
    shop.send(&shop.pay(&id, "b-1", "tok_visa_9995_funds", agreed)).unwrap();
    fit(&attempt, &shop.get("/attempts/b-1"));
    shop.change(Method::Post, "/attempts/b-2/give-up", &json!({ "checkout_id": id }));
    fit(&attempt, &shop.get("/attempts/b-2"));
    shop.send(&shop.pay(&id, "b-3", "tok_visa_4242_poll", agreed)).unwrap();
    fit(&attempt, &shop.get("/attempts/b-3"));
    let found = shop.get("/attempts/b-3");
    fit(&attempt, &found);
    fit(&ours("Order"), &found["order"]);
    fit(&published("order.json"), &found["order"]);
    let refusals =
        [shop.ready(&id), shop.get("/checkout-sessions/none"), shop.get("/nowhere"), shop.get("/orders/FJ-1")];
    for refusal in &refusals {
        fit(&ours("ErrorResponse"), refusal);
        fit(&published("types/error_response.json"), refusal);
    }
    let profile = value(&shop.send(&Request::new(Method::Get, "http://127.0.0.1/.well-known/ucp".into())).unwrap());
    fit(&ours("Profile"), &profile);
}

// Orders and keys.

#[test]
fn a_purchase_from_the_bag_to_the_order() {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    let done = value(&shop.send(&shop.pay(&id, "o-1", GOOD, total(&state))).unwrap());
    assert_eq!(text(&done, "/status"), "completed");
    assert_eq!(total(&done), total(&state));
    assert_eq!(text(&done, "/order/id"), text(&done, "/kassa/order/id"));
    assert_eq!(text(&done, "/kassa/order/kassa/delivery/address/full_name"), "Aino Virtanen");
    assert_eq!(text(&shop.get(&format!("/checkout-sessions/{id}")), "/order/id"), text(&done, "/order/id"));
    assert_eq!(text(&shop.get("/attempts/o-1"), "/state"), "order");
}

// shows: REL-05
#[test]
fn the_same_key_and_bytes_are_answered_the_same_and_done_once() {
    let Server { router, shop: behind } = server(config()).unwrap();
    let shop = Visitor::of(router);
    let (id, state) = shop.shopper();
    let request = shop.pay(&id, "o-1", GOOD, total(&state));
    let (first, second) = (shop.send(&request).unwrap(), shop.send(&request).unwrap());
    assert_eq!((first.status, &first.body), (second.status, &second.body));
    // A path would fix the page's lifetime, which is the lender's to choose.
    #[allow(clippy::redundant_closure_for_method_calls)]
    let orders = behind.books.page(|page| page.orders()).unwrap();
    assert_eq!(orders, 1);
}

// shows: REL-05
#[test]
fn the_same_key_with_other_bytes_is_a_conflict_and_does_nothing() {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    let request = shop.pay(&id, "o-1", "tok_visa_0002_generic", total(&state));
    assert_eq!(shop.send(&request).unwrap().status, 200);
    let other = Request { body: Some(payment("o-1", GOOD, total(&state)).to_string()), ..request.clone() };
    assert_eq!(shop.send(&other).unwrap().status, 409);
    // One space more is other bytes, though the same JSON.
    let spaced = Request { body: request.body.map(|body| body + " "), ..request };
    assert_eq!(shop.send(&spaced).unwrap().status, 409);
    assert_eq!(text(&shop.get("/attempts/o-1"), "/state"), "declined");
}

#[test]
fn a_change_without_a_key_is_refused() {
    let shop = Visitor::at(config());
    let mut request = shop.ask(Method::Post, "/checkout-sessions", Some(&json!({ "line_items": [] })));
    request.headers.clear();
    assert_eq!(shop.send(&request).unwrap().status, 400);
}

#[test]
fn a_declined_card_leaves_the_checkout_open() {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    let declined = value(&shop.send(&shop.pay(&id, "o-1", "tok_visa_9995_funds", total(&state))).unwrap());
    assert_eq!(text(&declined, "/status"), "ready_for_complete");
    assert_eq!(text(&declined, "/messages/0/code"), "payment_failed");
    assert_eq!(text(&declined, "/messages/0/kassa/decline"), "insufficient_funds");
    let paid = value(&shop.send(&shop.pay(&id, "o-1", GOOD, total(&state))).unwrap());
    assert_eq!(text(&paid, "/status"), "completed");
}

#[test]
fn another_total_than_the_one_agreed_to_orders_nothing() {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    let now = value(&shop.send(&shop.pay(&id, "o-1", GOOD, total(&state) - 1)).unwrap());
    assert_eq!(text(&now, "/status"), "ready_for_complete");
    assert_eq!(text(&shop.get("/attempts/o-1"), "/state"), "unknown");
}

#[test]
fn a_session_becomes_one_order() {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    let first = value(&shop.send(&shop.pay(&id, "o-1", GOOD, total(&state))).unwrap());
    let again = value(&shop.send(&shop.pay(&id, "o-2", GOOD, total(&state))).unwrap());
    assert_eq!(text(&again, "/messages/0/code"), "already_placed");
    assert_eq!(text(&again, "/messages/0/kassa/order"), text(&first, "/order/id"));
    assert_eq!(text(&shop.ready(&id), "/messages/0/code"), "already_placed");
}

// shows: REL-05
#[test]
fn a_lost_answer_is_found_by_its_key_and_sending_again_orders_nothing_more() {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    let request = shop.pay(&id, "o-1", "tok_visa_0507_lostanswer", total(&state));
    assert_eq!(shop.send(&request), Err(Lost::Unreachable));
    let found = shop.get("/attempts/o-1");
    assert_eq!(text(&found, "/state"), "order");
    let again = value(&shop.send(&request).unwrap());
    assert_eq!(text(&again, "/order/id"), text(&found, "/order/id"));
}

#[test]
fn a_connection_lost_before_the_shop_heard_orders_nothing() {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    let request = shop.pay(&id, "o-1", "tok_visa_0515_lostbefore", total(&state));
    assert_eq!(shop.send(&request), Err(Lost::Unreachable));
    assert_eq!(text(&shop.get("/attempts/o-1"), "/state"), "unknown");
    assert_eq!(text(&value(&shop.send(&request).unwrap()), "/status"), "completed");
}

#[test]
fn a_fault_of_the_shop_has_a_reference_and_can_be_tried_again() {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    let request = shop.pay(&id, "o-1", "tok_visa_0549_server", total(&state));
    let fault = shop.send(&request).unwrap();
    assert_eq!((fault.status, text(&value(&fault), "/messages/0/kassa/reference")), (500, "FJ-E-5031"));
    assert_eq!(text(&value(&shop.send(&request).unwrap()), "/status"), "completed");
}

#[test]
fn a_bank_that_takes_its_time_is_waited_for() {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    let waits = value(&shop.send(&shop.pay(&id, "o-1", "tok_visa_0572_poll", total(&state))).unwrap());
    assert_eq!(text(&waits, "/status"), "complete_in_progress");
    assert_eq!(waits["kassa"]["poll"]["after_ms"], 1500);
    assert_eq!(text(&shop.get("/attempts/o-1"), "/state"), "waiting");
    assert_eq!(text(&shop.get("/attempts/o-1"), "/state"), "order");
    assert_eq!(text(&shop.get(&format!("/checkout-sessions/{id}")), "/status"), "completed");
}

#[test]
fn nothing_is_changed_while_the_bank_decides() {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    shop.send(&shop.pay(&id, "o-1", "tok_visa_0572_poll", total(&state))).unwrap();
    let request = shop.ask(Method::Put, &format!("/checkout-sessions/{id}"), Some(&everything()));
    let refused = shop.send(&request).unwrap();
    assert_eq!((refused.status, text(&value(&refused), "/status")), (409, "complete_in_progress"));
}

#[test]
fn a_key_that_was_given_up_never_becomes_an_order() {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    let open = shop.change(Method::Post, "/attempts/o-1/give-up", &json!({ "checkout_id": id }));
    assert_eq!(text(&open, "/status"), "ready_for_complete");
    assert_eq!(text(&shop.get("/attempts/o-1"), "/state"), "given_up");
    let late = value(&shop.send(&shop.pay(&id, "o-1", GOOD, total(&state))).unwrap());
    assert_eq!(text(&late, "/messages/0/code"), "payment_failed");
    assert_eq!(text(&shop.get("/attempts/o-1"), "/state"), "given_up");
    // Another key is another order.
    assert_eq!(text(&value(&shop.send(&shop.pay(&id, "o-2", GOOD, total(&state))).unwrap()), "/status"), "completed");
}

#[test]
fn a_key_belongs_to_one_session() {
    let shop = Visitor::at(config());
    let ((one, state), other) = (shop.shopper(), text(&shop.open(), "/id").to_owned());
    shop.send(&shop.pay(&one, "o-1", GOOD, total(&state))).unwrap();
    assert_eq!(shop.send(&shop.pay(&other, "o-1", GOOD, 1)).unwrap().status, 409);
    let give_up = shop.ask(Method::Post, "/attempts/o-1/give-up", Some(&json!({ "checkout_id": other })));
    assert_eq!(shop.send(&give_up).unwrap().status, 404);
}

#[test]
fn an_order_is_shown_to_the_session_that_placed_it() {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    let number = text(&value(&shop.send(&shop.pay(&id, "o-1", GOOD, total(&state))).unwrap()), "/order/id").to_owned();
    let ask = |session: Option<&str>| {
        let request = Request::new(Method::Get, format!("{ENDPOINT}/orders/{number}"));
        let request = session.into_iter().fold(request, |request, id| request.header("Kassa-Session", id));
        value(&shop.send(&request).unwrap())
    };
    assert_eq!(text(&ask(Some(&id)), "/id"), number);
    for stranger in [None, Some("somebody-else")] {
        assert_eq!(text(&ask(stranger), "/messages/0/code"), "not_found");
    }
}

#[test]
fn a_canceled_session_cannot_be_paid() {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    let canceled = shop.change(Method::Post, &format!("/checkout-sessions/{id}/cancel"), &json!({}));
    assert_eq!(text(&canceled, "/status"), "canceled");
    let late = shop.send(&shop.pay(&id, "o-1", GOOD, total(&state))).unwrap();
    assert_eq!((late.status, text(&value(&late), "/status")), (409, "canceled"));
}

// Changes.

#[test]
fn a_change_that_is_refused_changes_nothing() {
    let shop = Visitor::at(config());
    let (id, before) = shop.shopper();
    let mut wanted = everything();
    wanted["line_items"][0]["quantity"] = json!(3);
    wanted["discounts"]["codes"] = json!(["SOMMER"]);
    let refused = shop.change(Method::Put, &format!("/checkout-sessions/{id}"), &wanted);
    assert_eq!(text(&refused, "/ucp/status"), "error");
    assert_eq!(text(&refused, "/messages/0/code"), "discount_code_expired");
    assert_eq!(text(&refused, "/messages/0/path"), "$.discounts.codes");
    assert_eq!(shop.get(&format!("/checkout-sessions/{id}")), before);
}

#[test]
fn every_problem_is_told_with_its_place() {
    let shop = Visitor::at(config());
    let id = text(&shop.open(), "/id").to_owned();
    let empty = json!({ "line_items": everything()["line_items"] });
    shop.change(Method::Put, &format!("/checkout-sessions/{id}"), &empty);
    let refused = value(&shop.send(&shop.pay(&id, "o-1", GOOD, 1)).unwrap());
    let paths: Vec<_> = refused["messages"].as_array().unwrap().iter().map(|one| text(one, "/path")).collect();
    assert!(paths.contains(&"$.buyer.email"), "{paths:?}");
    assert!(paths.iter().any(|path| path.ends_with("street_address")), "{paths:?}");
}

#[test]
fn a_change_of_an_older_state_is_told_what_there_is_now() {
    let shop = Visitor::at(config());
    let (id, now) = shop.shopper();
    let mut wanted = everything();
    wanted["kassa"] = json!({ "revision": 1 });
    let request = shop.ask(Method::Put, &format!("/checkout-sessions/{id}"), Some(&wanted));
    let refused = shop.send(&request).unwrap();
    assert_eq!((refused.status, &value(&refused)["kassa"]["revision"]), (409, &now["kassa"]["revision"]));
}

#[test]
fn lines_are_put_in_changed_and_taken_out() {
    let shop = Visitor::at(config());
    let (id, _) = shop.shopper();
    let mut wanted = everything();
    wanted["line_items"] = json!([{ "id": "line-base", "item": { "id": "base" }, "quantity": 1 }, { "item": { "id": "flask" }, "quantity": 2 }]);
    let now = shop.change(Method::Put, &format!("/checkout-sessions/{id}"), &wanted);
    let lines: Vec<_> =
        now["line_items"].as_array().unwrap().iter().map(|line| (text(line, "/id"), &line["quantity"])).collect();
    assert_eq!(lines, [("line-base", &json!(1)), ("line-flask", &json!(2))]);
}

#[test]
fn who_collects_is_told_with_the_order() {
    let shop = Visitor::at(config());
    let id = text(&shop.open(), "/id").to_owned();
    let mut wanted = everything();
    wanted["fulfillment"]["methods"] = json!([
        { "id": "shipping", "type": "shipping", "line_item_ids": [] },
        {
            "id": "pickup", "type": "pickup", "line_item_ids": ["line-jacket", "line-base"], "selected_destination_id": "fi-kamppi",
            "kassa": { "collector": { "full_name": "Aino Virtanen", "phone_number": "+358401234567" } },
        },
    ]);
    wanted["payment"]["instruments"] =
        json!([{ "id": "collect", "handler_id": "collect", "type": "collect", "selected": true }]);
    let state = shop.change(Method::Put, &format!("/checkout-sessions/{id}"), &wanted);
    assert_eq!(text(&state, "/status"), "ready_for_complete", "{state}");
    let complete =
        json!({ "payment": { "instruments": [] }, "kassa": { "order_key": "o-1", "expected_total": total(&state) } });
    let done = shop.change(Method::Post, &format!("/checkout-sessions/{id}/complete"), &complete);
    assert_eq!(text(&done, "/kassa/order/kassa/delivery/point/id"), "fi-kamppi");
    assert_eq!(text(&done, "/kassa/order/kassa/delivery/collector/full_name"), "Aino Virtanen");
}

#[test]
fn a_bag_of_the_page_is_taken_as_it_is() {
    let shop = Visitor::at(config());
    let bag =
        json!({ "line_items": [{ "item": { "id": "flask" }, "quantity": 2 }], "context": { "address_country": "NO" } });
    let opened = shop.change(Method::Post, "/checkout-sessions", &bag);
    assert_eq!((opened["line_items"].as_array().unwrap().len(), text(&opened, "/currency")), (1, "NOK"));
    let empty = shop.change(Method::Post, "/checkout-sessions", &json!({ "line_items": [] }));
    assert_eq!(empty["line_items"], json!([]));
    let other = json!({ "line_items": [{ "item": { "id": "of-another-shop" }, "quantity": 1 }] });
    assert_eq!(text(&shop.change(Method::Post, "/checkout-sessions", &other), "/ucp/status"), "error");
}

#[test]
fn texts_come_in_the_language_asked_for() {
    let shop = Visitor::at(config());
    let request =
        shop.ask(Method::Post, "/checkout-sessions", Some(&json!({ "line_items": [], "kassa": { "bag": "shop" } })));
    let norwegian = value(&shop.send(&request.header("Accept-Language", "nb-NO,nb;q=0.9")).unwrap());
    assert_eq!(text(&norwegian, "/line_items/0/item/title"), "Lofoten skalljakke");
}

// Many sessions.

#[test]
fn what_one_buys_is_gone_for_the_next() {
    let shop = Visitor::at(config());
    let (next, _) = shop.shopper();
    let (id, state) = shop.shopper();
    shop.send(&shop.pay(&id, "o-1", GOOD, total(&state))).unwrap();
    let now = shop.get(&format!("/checkout-sessions/{next}"));
    assert_eq!(now["line_items"][1]["quantity"], 1);
    assert_eq!(now["kassa"]["changes"][0], json!({ "type": "reduced", "line_id": "line-base", "was": 2 }));
}

#[test]
fn what_happened_meanwhile_is_told_once_with_the_next_change() {
    let shop = Visitor::at(config());
    let (next, _) = shop.shopper();
    let (id, state) = shop.shopper();
    shop.send(&shop.pay(&id, "o-1", GOOD, total(&state))).unwrap();
    let path = format!("/checkout-sessions/{next}");
    // What is refused tells nothing of it: the next answer does.
    let mut wanted = everything();
    wanted["discounts"]["codes"] = json!(["SOMMER"]);
    assert_eq!(text(&shop.change(Method::Put, &path, &wanted), "/ucp/status"), "error");
    wanted = everything();
    wanted["line_items"][1]["quantity"] = json!(1);
    let reduced = json!([{ "type": "reduced", "line_id": "line-base", "was": 2 }]);
    assert_eq!(shop.change(Method::Put, &path, &wanted)["kassa"]["changes"], reduced);
    assert_eq!(shop.change(Method::Put, &path, &wanted)["kassa"]["changes"], json!([]));
}

#[test]
fn with_a_warehouse_of_its_own_a_session_meets_nobody() {
    let shop = Visitor::at(Config { desk: Desk { stock: Stock::Own, ..config().desk }, ..config() });
    let (next, before) = shop.shopper();
    let (id, state) = shop.shopper();
    let first = value(&shop.send(&shop.pay(&id, "o-1", GOOD, total(&state))).unwrap());
    assert_eq!(shop.get(&format!("/checkout-sessions/{next}")), before);
    // Numbers are never given twice all the same.
    let second = value(&shop.send(&shop.pay(&next, "o-2", GOOD, total(&before))).unwrap());
    assert_ne!(text(&first, "/order/id"), text(&second, "/order/id"));
}

#[test]
fn a_server_that_starts_again_knows_everything() {
    let folder = std::env::temp_dir().join(format!("kassa-shop-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let file = folder.join("books.db");
    let config = || Config { books: Some(file.clone()), ..config() };
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    let request = shop.pay(&id, "o-1", GOOD, total(&state));
    let first = shop.send(&request).unwrap();
    drop(shop);
    let shop = Visitor::at(config());
    assert_eq!(shop.send(&request).unwrap().body, first.body);
    assert_eq!(text(&shop.get("/attempts/o-1"), "/state"), "order");
    drop(shop);
    std::fs::remove_dir_all(&folder).unwrap();
}

// CORS and the door.

fn asked(router: &Router, request: axum::http::request::Builder) -> Answered {
    runtime().block_on(router.clone().oneshot(request.body(Body::empty()).unwrap())).unwrap()
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name).map(|value| value.to_str().unwrap())
}

fn preflight(origin: &str) -> Answered {
    let request = Asked::builder()
        .method("OPTIONS")
        .uri("/ucp/checkout-sessions/7/complete")
        .header("origin", origin)
        .header("access-control-request-method", "POST")
        .header("access-control-request-headers", "content-type,idempotency-key,ucp-agent");
    asked(&server(config()).unwrap().router, request)
}

#[test]
fn a_page_of_the_list_is_allowed() {
    let answer = preflight(PAGE);
    assert!(answer.status().is_success());
    assert_eq!(header(answer.headers(), "access-control-allow-origin"), Some(PAGE));
    let allowed = header(answer.headers(), "access-control-allow-headers").unwrap();
    assert!(["idempotency-key", "ucp-agent", "kassa-session"].iter().all(|name| allowed.contains(name)), "{allowed}");
    assert_eq!(header(answer.headers(), "access-control-max-age"), Some("600"));
    assert!(header(answer.headers(), "vary").unwrap().contains("origin"));
}

#[test]
fn a_foreign_page_is_not_allowed() {
    let answer = preflight(FOREIGN);
    assert_eq!(header(answer.headers(), "access-control-allow-origin"), None);
    let get = Asked::builder().uri("/.well-known/ucp").header("origin", FOREIGN);
    let answer = asked(&server(config()).unwrap().router, get);
    assert_eq!(header(answer.headers(), "access-control-allow-origin"), None);
    assert!(header(answer.headers(), "vary").unwrap().contains("origin"));
}

#[test]
fn refusals_can_be_read_by_the_page_and_retry_after_too() {
    let router = server(config()).unwrap().router;
    let get = Asked::builder().uri("/ucp/checkout-sessions/none").header("origin", PAGE);
    let answer = asked(&router, get);
    assert_eq!(
        (answer.status(), header(answer.headers(), "access-control-allow-origin")),
        (StatusCode::NOT_FOUND, Some(PAGE))
    );
    let exposed = header(answer.headers(), "access-control-expose-headers").unwrap();
    assert!(exposed.contains("retry-after"), "{exposed}");
}

#[test]
fn a_browser_of_another_origin_gets_nothing() {
    let Server { router, .. } = server(config()).unwrap();
    let request = Request::new(Method::Post, [ENDPOINT, "/checkout-sessions"].concat())
        .header("Idempotency-Key", "k")
        .json(&json!({ "line_items": [] }));
    let send = |net: InProcess| crate::contract::now(Box::pin(async { Ok(net.send(&request, 1000).await) })).unwrap();
    assert_eq!(send(InProcess::to(router.clone()).from(FOREIGN)), Err(Lost::Origin));
    assert_eq!(send(InProcess::to(router).from(PAGE)).map(|answer| answer.status), Ok(201));
}

#[test]
fn what_a_page_can_send_unasked_is_not_taken() {
    let router = server(config()).unwrap().router;
    let request = Asked::builder().method("POST").uri("/ucp/checkout-sessions").header("content-type", "text/plain");
    let answer = runtime().block_on(router.oneshot(request.body(Body::from("{\"line_items\":[]}")).unwrap())).unwrap();
    assert_eq!(answer.status(), StatusCode::UNSUPPORTED_MEDIA_TYPE);
}

#[test]
fn a_request_for_another_host_is_refused() {
    let get = Asked::builder().uri("/.well-known/ucp").header("host", "shop.example:4800");
    assert_eq!(asked(&server(config()).unwrap().router, get).status(), StatusCode::MISDIRECTED_REQUEST);
}

#[test]
fn the_contract_and_the_profile_are_served() {
    let router = server(config()).unwrap().router;
    let profile = asked(&router, Asked::builder().uri("/.well-known/ucp").header("host", "127.0.0.1:4800"));
    let profile: Value =
        serde_json::from_slice(&runtime().block_on(to_bytes(profile.into_body(), usize::MAX)).unwrap()).unwrap();
    let service = &profile["ucp"]["services"]["dev.ucp.shopping"][0];
    assert_eq!(service["endpoint"], "http://127.0.0.1:4800/ucp");
    let contract = asked(&router, Asked::builder().uri("/openapi.yaml"));
    let contract = runtime().block_on(to_bytes(contract.into_body(), usize::MAX)).unwrap();
    assert!(contract.starts_with(b"openapi: 3.1"));
}

// Faults.

#[test]
fn without_the_flag_there_is_no_fault_switch() {
    let shop = Visitor::at(Config { faults: false, ..config() });
    let request = Request::new(Method::Put, "http://127.0.0.1/__faults".into()).json(&json!([]));
    assert_eq!(shop.send(&request).unwrap().status, 404);
}

#[test]
fn no_page_reaches_the_fault_switch() {
    let request = Asked::builder()
        .method("OPTIONS")
        .uri("/__faults")
        .header("origin", PAGE)
        .header("access-control-request-method", "PUT");
    let answer = asked(&server(config()).unwrap().router, request);
    assert_eq!(header(answer.headers(), "access-control-allow-origin"), None);
}

#[test]
fn a_fault_nobody_knows_is_told() {
    let shop = Visitor::at(config());
    let request = Request::new(Method::Put, "http://127.0.0.1/__faults".into()).json(&json!([{ "kind": "gremlin" }]));
    let answer = shop.send(&request).unwrap();
    assert_eq!(answer.status, 400);
    assert!(answer.body.contains("reset-after"), "{}", answer.body);
}

/// What the first request gets under a fault, and the second.
#[track_caller]
fn under(fault: &Value) -> (Result<Response, Lost>, Result<Response, Lost>) {
    let shop = Visitor::at(config());
    shop.faults(&json!([fault]));
    let request =
        shop.ask(Method::Post, "/checkout-sessions", Some(&json!({ "line_items": [], "kassa": { "bag": "shop" } })));
    (shop.send(&request), shop.send(&request))
}

#[test]
fn a_fault_strikes_as_often_as_it_was_told() {
    let (first, second) = under(&json!({ "kind": "status", "status": 502 }));
    assert_eq!((first.unwrap().status, second.unwrap().status), (502, 201));
    let (first, second) = under(&json!({ "kind": "status", "times": -1 }));
    assert_eq!((first.unwrap().status, second.unwrap().status), (503, 503));
}

#[test]
fn a_busy_shop_says_when_to_come_back() {
    let (first, _) = under(&json!({ "kind": "busy", "retry_after": 7 }));
    let first = first.unwrap();
    assert_eq!((first.status, first.header("retry-after")), (429, Some("7")));
}

#[test]
fn a_slow_shop_is_slow() {
    let shop = Visitor::at(config());
    shop.faults(&json!([{ "kind": "latency", "ms": 40_000 }]));
    let request = Request::new(Method::Get, [ENDPOINT, "/attempts/o-1"].concat());
    // The client waits thirty seconds; none of them pass.
    assert_eq!(shop.send(&request), Err(Lost::TimedOut));
}

#[test]
fn a_page_comes_instead_of_data() {
    let (first, _) = under(&json!({ "kind": "html" }));
    let first = first.unwrap();
    assert!(first.status == 200 && first.header("content-type").unwrap().starts_with("text/html"));
}

#[test]
fn numbers_come_as_texts() {
    let (first, second) = under(&json!({ "kind": "strings" }));
    assert_eq!(value(&first.unwrap())["line_items"][0]["item"]["price"], json!("24900"));
    assert_eq!(value(&second.unwrap())["line_items"][0]["item"]["price"], json!(24900));
}

#[test]
fn a_currency_nobody_knows_comes() {
    let (first, _) = under(&json!({ "kind": "currency", "currency": "QQQ" }));
    assert_eq!(value(&first.unwrap())["currency"], json!("QQQ"));
}

#[test]
fn half_an_answer_comes() {
    let (first, _) = under(&json!({ "kind": "truncate" }));
    assert_eq!(first, Err(Lost::Cut));
}

/// Whether an order is there after its connection was reset.
#[track_caller]
fn state_after(fault: &str) -> String {
    let shop = Visitor::at(config());
    let (id, state) = shop.shopper();
    shop.faults(&json!([{ "kind": fault, "path": "/ucp/checkout-sessions/", "method": "POST" }]));
    assert_eq!(shop.send(&shop.pay(&id, "o-1", GOOD, total(&state))), Err(Lost::Unreachable));
    text(&shop.get("/attempts/o-1"), "/state").to_owned()
}

#[test]
fn a_reset_before_the_commit_orders_nothing() {
    assert_eq!(state_after("reset-before"), "unknown");
}
#[test]
fn a_reset_after_the_commit_has_ordered() {
    assert_eq!(state_after("reset-after"), "order");
}

#[test]
fn an_answer_is_overtaken_by_the_next() {
    let Server { router, .. } = server(config()).unwrap();
    runtime().block_on(async {
        let faults = json!([{ "kind": "reorder", "path": "/ucp/attempts/first" }]).to_string();
        let put = Asked::builder().method("PUT").uri("/__faults").body(Body::from(faults)).unwrap();
        router.clone().oneshot(put).await.unwrap();
        let get = |path: &str| {
            let request = Asked::builder().uri(path).body(Body::empty()).unwrap();
            let router = router.clone();
            async move { to_bytes(router.oneshot(request).await.unwrap().into_body(), usize::MAX).await.unwrap() }
        };
        let mut order = Vec::new();
        let first = tokio::spawn(get("/ucp/attempts/first"));
        tokio::task::yield_now().await;
        assert!(!first.is_finished());
        get("/ucp/attempts/second").await;
        order.push("second");
        let begun = tokio::time::Instant::now();
        first.await.unwrap();
        order.push("first");
        // It was let go by the answer, not by the end of patience.
        assert_eq!((order, begun.elapsed().as_secs()), (vec!["second", "first"], 0));
    });
}

#[test]
fn what_was_asked_can_be_looked_at() {
    let shop = Visitor::at(config());
    shop.faults(&json!([{ "kind": "status", "path": "/nowhere" }]));
    shop.open();
    let seen = value(&shop.send(&Request::new(Method::Get, "http://127.0.0.1/__faults".into())).unwrap());
    assert_eq!(seen["seen"], json!([{ "method": "POST", "path": "/ucp/checkout-sessions", "key": "key-1" }]));
    assert_eq!(seen["faults"][0]["times"], 1);
}

// Sockets: what only a connection has.

/// A server on a port of its own; what it answers to some bytes, and how it ends.
fn over_a_socket(faults: &Value) -> (Vec<u8>, std::io::Result<()>) {
    let Server { router, .. } = server(config()).unwrap();
    let (port, listens) = std::sync::mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            port.send(listener.local_addr().unwrap().port()).unwrap();
            line::serve(listener, router).await.unwrap();
        });
    });
    let port = listens.recv().unwrap();
    let exchange = |head: String, body: &str| {
        let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port)).unwrap();
        let length = body.len();
        stream.write_all(format!("{head} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n{body}").as_bytes()).unwrap();
        let mut answer = Vec::new();
        let end = stream.read_to_end(&mut answer).map(drop);
        (answer, end)
    };
    let (put, _) = exchange("PUT /__faults".into(), &faults.to_string());
    assert!(put.starts_with(b"HTTP/1.1 204"), "{}", String::from_utf8_lossy(&put));
    exchange("GET /openapi.yaml".into(), "")
}

#[test]
fn a_reset_is_a_reset_and_not_an_end() {
    for kind in ["reset-before", "reset-after"] {
        let (answer, end) = over_a_socket(&json!([{ "kind": kind }]));
        assert_eq!(end.map_err(|error| error.kind()), Err(std::io::ErrorKind::ConnectionReset), "{kind}");
        assert!(answer.is_empty(), "{kind}: {}", String::from_utf8_lossy(&answer));
    }
}

#[test]
fn half_an_answer_announces_the_whole() {
    let (answer, _) = over_a_socket(&json!([{ "kind": "truncate" }]));
    let answer = String::from_utf8_lossy(&answer);
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    let length =
        head.lines().find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse::<usize>().ok());
    let length = length.unwrap();
    assert!(body.len() < length && body.len() > length / 3, "{} of {length} bytes", body.len());
}

#[test]
fn without_faults_an_answer_is_whole() {
    let (answer, end) = over_a_socket(&json!([]));
    assert!(end.is_ok() && answer.starts_with(b"HTTP/1.1 200"));
}

// Mistakes made on purpose.

/// Everything a visitor sees, as text: to tell a broken shop from a good one.
fn seen(broken: Option<Break>) -> Vec<String> {
    let Server { router, .. } = server(Config { broken, ..config() }).unwrap();
    let shop = Visitor::of(router.clone());
    let mut seen = Vec::new();
    // Ids are dice.
    let mut keep = |id: &str, response: Result<Response, Lost>| {
        let response = response.unwrap();
        seen.push(format!("{} {}", response.status, response.body.replace(id, "ID")));
    };
    let opened = shop
        .send(&shop.ask(
            Method::Post,
            "/checkout-sessions",
            Some(&json!({ "line_items": [], "kassa": { "bag": "shop" } })),
        ))
        .unwrap();
    let id = text(&value(&opened), "/id").to_owned();
    keep(&id, Ok(opened));
    let path = format!("/checkout-sessions/{id}");
    let told = shop.send(&shop.ask(Method::Put, &path, Some(&everything()))).unwrap();
    keep(&id, Ok(told));
    let mut wanted = everything();
    wanted["line_items"][0]["quantity"] = json!(2);
    wanted["discounts"]["codes"] = json!(["NOBODY-KNOWS"]);
    keep(&id, shop.send(&shop.ask(Method::Put, &path, Some(&wanted))));
    keep(&id, shop.send(&shop.ask(Method::Get, &path, None)));
    keep(&id, shop.send(&shop.ask(Method::Get, "/checkout-sessions/none", None)));
    keep(&id, shop.send(&shop.pay(&id, "o-0", GOOD, 1)));
    keep(&id, shop.send(&shop.ask(Method::Post, "/attempts/o-1/give-up", Some(&json!({ "checkout_id": id })))));
    keep(&id, shop.send(&shop.pay(&id, "o-1", GOOD, 41_390)));
    let pay = shop.pay(&id, "o-2", GOOD, 41_390);
    keep(&id, shop.send(&pay));
    keep(&id, shop.send(&pay));
    keep(&id, shop.send(&Request { body: pay.body.as_ref().map(|body| body.replace("4242", "1111")), ..pay }));
    keep(&id, shop.send(&shop.ask(Method::Get, "/orders/FJ-20481", None)));
    let answer = asked(&router, Asked::builder().uri("/.well-known/ucp").header("origin", PAGE));
    seen.push(format!("{:?}", header(answer.headers(), "access-control-allow-origin")));
    seen
}

#[test]
fn every_mistake_on_purpose_can_be_seen() {
    let good = seen(None);
    assert_eq!(good, seen(None), "the same questions have the same answers");
    assert!(good[8].contains("\"status\":\"completed\""), "{}", good[8]);
    for (name, broken) in Break::ALL {
        assert_ne!(good, seen(Some(broken)), "--break {name} breaks nothing");
    }
}

// Accounts.

/// A shop whose sessions know the same accounts, whose page is at a host with a name, and the network to it.
pub fn town() -> Rc<dyn Http> {
    town_with(Desk { time: Time::Fixed(SUNDAY), ..Desk::default() })
}

fn town_with(desk: Desk) -> Rc<dyn Http> {
    let origins = vec![HeaderValue::from_static(ORIGIN)];
    Rc::new(InProcess::to(server(Config { desk, origins, ..config() }).unwrap().router))
}

/// A browser that has never been there.
pub fn browser(net: &Rc<dyn Http>) -> Rc<dyn Backend> {
    let backend = adapter(Rc::clone(net), Rc::default());
    contract::now(backend.open("en")).unwrap();
    backend
}

fn email(text: &str) -> Email {
    Email::parse(text).unwrap()
}

fn password() -> Secret<String> {
    Secret::new("Langt-til-fjells-1".to_owned())
}

/// The code in the last letter.
fn code_sent(net: &Rc<dyn Http>) -> Secret<String> {
    let request = Request::new(Method::Get, "http://127.0.0.1/letters".into());
    let letters = contract::now(Box::pin(async { Ok(net.send(&request, 1_000).await) })).unwrap();
    let letters: Value = serde_json::from_str(&letters.unwrap().body).unwrap();
    let last = letters.as_array().unwrap().last().unwrap().clone();
    Secret::new(text(&last, "/code").to_owned())
}

/// Where everything here goes.
fn home() -> Address {
    let address = |part| match part {
        AddressField::Country => "FI".to_owned(),
        AddressField::Name => "Eli Berg".to_owned(),
        AddressField::Street => "Runeberginkatu 22".to_owned(),
        AddressField::Postcode => "00100".to_owned(),
        AddressField::City => "Helsinki".to_owned(),
        _ => String::new(),
    };
    Address::parse(AddressUse::Shipping, Ask::POST, &address).unwrap()
}

#[track_caller]
fn apply(backend: &dyn Backend, intents: impl IntoIterator<Item = Intent>) -> Quote {
    contract::now(backend.apply("en", intents.into_iter().collect())).unwrap()
}

/// Buys what is in the bag, on account of the invoice.
fn buy(backend: &dyn Backend, key: &str) -> Order {
    buy_with(backend, key, Some("invoice"), NO_TOKEN, |_| ())
}

const NO_TOKEN: Payment = Payment { token: None, card: None, save: false };

fn visa(save: bool) -> Payment {
    let card = CardFace { brand: "visa".into(), last4: "4242".into() };
    Payment { token: Some(Secret::new(GOOD.to_owned())), card: Some(card), save }
}

/// Buys what is in the bag with that way to pay, and what else `told` says of the order.
#[track_caller]
fn buy_with(
    backend: &dyn Backend,
    key: &str,
    method: Option<&str>,
    payment: Payment,
    told: impl FnOnce(&mut OrderRequest),
) -> Order {
    try_to_buy(backend, key, method, payment, told).unwrap()
}

fn try_to_buy(
    backend: &dyn Backend,
    key: &str,
    method: Option<&str>,
    payment: Payment,
    told: impl FnOnce(&mut OrderRequest),
) -> Result<Order, BackendError> {
    let address = home();
    let contact = Contact::parse("eli@example.com", false).unwrap();
    let to = Intent::SetDestination { country: address.country, postcode: Some("00100".into()) };
    let quote = apply(backend, [Intent::SetContact(contact.clone()), to]);
    let Rates::Offered(rates) = &quote.delivery.rates else { panic!("{:?}", quote.delivery.rates) };
    let rate = rates[0].id.clone();
    let chosen = method.map(|method| Intent::SetMethod(MethodId::from(method)));
    let quote = apply(backend, [Intent::SetRate(rate.clone())].into_iter().chain(chosen));
    let mut order = OrderRequest {
        extras: Vec::new(),
        consents: Vec::new(),
        contact,
        delivery: Delivery::Ship { address, rate },
        billing: None,
        method: method.map(MethodId::from),
        expected_total: quote.totals.due,
        terms_version: quote.shop.terms.unwrap().version,
        purchase: None,
        subscribes: false,
    };
    told(&mut order);
    let keys = Keys { order: key.into(), payment: [key, "-1"].concat() };
    match contract::now(backend.place("en", keys, order, payment))? {
        Placed::Order(order) => Ok(*order),
        act @ Placed::Act(_) => panic!("{act:?}"),
    }
}

/// Somebody of the demo, signed in.
#[track_caller]
fn enter(backend: &dyn Backend, who: &str) {
    let proof = Proof::Password(email(who), Secret::new("Fjelltur-2026".into()));
    assert!(matches!(contract::now(backend.accounts().unwrap().sign_in(&proof)), Ok(Entered::Customer(_))));
}

const KAISA: &str = "kaisa.laine@example.fi";
const JUHO: &str = "juho.salo@tunturi.example";

#[test]
fn an_account_made_in_one_browser_is_the_same_in_another() {
    let net = town();
    let here = browser(&net);
    let accounts = here.accounts().unwrap();
    let profile = Profile { email: email("eli@example.com"), name: PersonName::parse("Eli Berg").ok() };
    let weak = contract::now(accounts.register(&profile, &NewKey::Password(Secret::new("x".into()))));
    assert_eq!(weak, Err(BackendError::Rejected(Vec::new())));
    contract::now(accounts.register(&profile, &NewKey::Password(password()))).unwrap();
    let parts = vec![(AddressField::Country, "FI".to_owned()), (AddressField::Organization, "Berg Oy".to_owned())];
    let kept = contract::now(accounts.keep_address(None, &parts)).unwrap();
    let order = buy(&*here, "eli-1");
    let quote = contract::now(here.apply("en", vec![Intent::StartAnew])).unwrap();
    assert_eq!(
        quote.customer.map(|customer| customer.email),
        Some("eli@example.com".to_owned()),
        "a new bag is theirs, too"
    );

    let there = browser(&net);
    let accounts = there.accounts().unwrap();
    let proof = |text: &str| Proof::Password(email("eli@example.com"), Secret::new(text.to_owned()));
    assert_eq!(contract::now(accounts.sign_in(&proof("a guess"))), Err(BackendError::Unauthorized));
    let entered = contract::now(accounts.sign_in(&proof(password().expose())));
    assert!(matches!(entered, Ok(Entered::Customer(who)) if who.how == Recognised::Password && who.name == "Eli Berg"));
    assert_eq!(contract::now(accounts.addresses()), Ok(vec![SavedAddress { preferred: true, ..kept }]));
    let orders = contract::now(there.orders().unwrap().list()).unwrap();
    assert_eq!(orders.iter().map(|listed| &listed.number).collect::<Vec<_>>(), [&order.number]);
    assert_eq!(contract::now(there.order("en", &order.number)).unwrap().totals.total, order.totals.total);
    contract::now(accounts.sign_out()).unwrap();
    assert_eq!(contract::now(there.order("en", &order.number)), Err(BackendError::Unauthorized));
    let left = contract::now(there.open("en")).unwrap();
    let ids: Vec<_> = left.lines.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(
        (left.customer, ids),
        (None, vec!["line-jacket", "line-base", "line-mug"]),
        "nobody's bag, as the page handed it over"
    );
}

#[test]
fn a_code_by_mail_makes_an_account_of_a_guests_order() {
    let net = town();
    let guest = browser(&net);
    let order = buy(&*guest, "guest-1");
    let accounts = guest.accounts().unwrap();
    contract::now(accounts.send_code(&email("eli@example.com"))).unwrap();
    let wrong = contract::now(accounts.claim(&order.number, &NewKey::Code(Secret::new("000000".into()))));
    assert_eq!(wrong, Err(BackendError::Unauthorized));
    let customer = contract::now(accounts.claim(&order.number, &NewKey::Code(code_sent(&net)))).unwrap();
    assert_eq!((customer.email.as_str(), customer.how), ("eli@example.com", Recognised::Code));
    let elsewhere = browser(&net);
    let accounts = elsewhere.accounts().unwrap();
    contract::now(accounts.send_code(&email("eli@example.com"))).unwrap();
    contract::now(accounts.sign_in(&Proof::Code(email("eli@example.com"), code_sent(&net)))).unwrap();
    assert_eq!(contract::now(elsewhere.orders().unwrap().list()).unwrap()[0].number, order.number);
}

#[test]
fn an_account_that_asks_for_a_second_factor_gets_it() {
    let net = town();
    let backend = browser(&net);
    let accounts = backend.accounts().unwrap();
    let first = Proof::Password(email("ingrid.solberg@example.no"), Secret::new("Fjelltur-2026".into()));
    let Entered::Second(second) = contract::now(accounts.sign_in(&first)).unwrap() else { panic!("let in at once") };
    assert_eq!(second.from, CodeFrom::App);
    assert_eq!(contract::now(backend.open("en")).unwrap().customer, None);
    let shown = |code: &str| Proof::Second(second.clone(), Secret::new(code.to_owned()));
    assert_eq!(contract::now(accounts.sign_in(&shown("000000"))), Err(BackendError::Unauthorized));
    assert!(matches!(contract::now(accounts.sign_in(&shown("314159"))), Ok(Entered::Customer(_))));
}

#[test]
fn a_session_somebody_signed_in_to_is_theirs_alone() {
    let shop = Visitor::at(config());
    let (id, _) = shop.shopper();
    let session = ["/checkout-sessions/", &id].concat();
    let pair = json!({ "email": "kaisa.laine@example.fi", "password": "Fjelltur-2026" });
    let sign_in = shop.ask(Method::Post, "/accounts/sign-in", Some(&pair)).header("Kassa-Session", &id);
    let signed = value(&shop.send(&sign_in).unwrap());
    let bearer = ["Bearer ", text(&signed, "/token")].concat();
    let status = |request: Request| shop.send(&request).unwrap().status;
    let with = |request: Request| request.header("Authorization", &bearer);
    assert_eq!(status(shop.ask(Method::Get, &session, None)), 404, "who only knows its id");
    assert_eq!(status(shop.ask(Method::Put, &session, Some(&everything()))), 404);
    let read = value(&shop.send(&with(shop.ask(Method::Get, &session, None))).unwrap());
    assert_eq!(text(&read, "/kassa/account/email"), "kaisa.laine@example.fi");
    let kept = read.pointer("/kassa/methods").unwrap().as_array().unwrap().iter().find(|it| it.get("saved").is_some());
    assert_eq!(text(kept.unwrap(), "/saved/last_digits"), "4412", "a kept card is the account's");
    assert_eq!(status(shop.ask(Method::Get, "/accounts/me", None)), 401);
    assert_eq!(status(with(shop.ask(Method::Post, "/accounts/sign-out", Some(&json!({}))))), 204);
    let after = shop.get(&session);
    assert_eq!((after.pointer("/kassa/account"), after.pointer("/buyer")), (Some(&Value::Null), None));
    assert!(!after.to_string().contains("4412"), "and nobody else's: {after}");
    let lines = after["line_items"].as_array().unwrap();
    let ids: Vec<_> = lines.iter().map(|line| text(line, "/id")).collect();
    assert_eq!(ids, ["line-jacket", "line-base", "line-mug"], "their bag is theirs; the page's is there again");
    assert_eq!(status(with(shop.ask(Method::Get, "/accounts/me", None))), 401, "the token is over");
}

#[test]
fn two_tabs_of_one_browser_are_the_same_person() {
    let net = town();
    let shelf = Rc::<kassa::backend::shelf::Memory>::default();
    let tab = || adapter(Rc::clone(&net), Rc::clone(&shelf));
    let who = |tab: &Rc<dyn Backend>| contract::now(tab.open("en")).unwrap().customer.map(|customer| customer.email);
    let here = tab();
    assert_eq!(who(&here), None);
    let there = tab();
    assert_eq!(who(&there), None);
    let proof = Proof::Password(email("kaisa.laine@example.fi"), Secret::new("Fjelltur-2026".into()));
    contract::now(here.accounts().unwrap().sign_in(&proof)).unwrap();
    let kaisa = Some("kaisa.laine@example.fi".to_owned());
    assert_eq!((who(&there), who(&here)), (kaisa.clone(), kaisa));
    contract::now(there.accounts().unwrap().sign_out()).unwrap();
    assert_eq!((who(&here), who(&there)), (None, None));
}

// Companies.

/// Who is told as a company's buyer buys as one: net prices, who has to agree, its own references.
// shows: TAX-01
#[test]
fn a_company_buys_and_its_order_waits_for_who_has_to_agree() {
    let net = town();
    let backend = browser(&net);
    assert!(backend.facts().can.business);
    enter(&*backend, JUHO);
    let quote = apply(&*backend, [Intent::SetQuantity(LineId::from("line-jacket"), 6)]);
    let company = quote.company.as_deref().unwrap();
    assert_eq!((quote.buyer, company.name.as_str()), (Buyer::Company, "Tunturi Guides Oy"));
    assert_eq!(company.vat.as_ref().map(|vat| vat.standing), Some(VatStanding::Checked));
    assert_eq!(company.role.as_ref().map(|role| role.may), Some(May::Buy));
    assert_eq!((company.cost_centres.len(), company.approval.as_ref().unwrap().by.as_str()), (3, "Aino Heikkilä"));
    assert!(matches!(quote.totals.view, PriceView::Net { untaxed: None, .. }), "{:?}", quote.totals.view);
    let offer = |id: &str| quote.methods.iter().find(|offer| offer.id.as_str() == id).unwrap();
    assert_eq!(offer("purchase-order").approval.as_ref().map(|it| it.by.as_str()), Some("Aino Heikkilä"));
    assert!(offer("account").credit.is_some_and(|credit| credit.left.minor() < credit.limit.minor()));
    assert!(quote.methods.iter().all(|offer| offer.id.as_str() != "invoice"), "that is for consumers");
    let purchase = || {
        Some(Purchase {
            number: "PO-7".into(),
            cost_centre: "420 Guides".into(),
            invoice_email: Some(email("bills@tunturi.example")),
        })
    };
    let order = buy_with(&*backend, "po-1", Some("purchase-order"), NO_TOKEN, |order| order.purchase = purchase());
    assert_eq!(order.state, OrderState::ForApproval { by: "Aino Heikkilä".into() });
    assert_eq!(order.company.as_ref().unwrap().name, "Tunturi Guides Oy");
    assert!(matches!(order.totals.view, PriceView::Net { .. }));
    let read = contract::now(backend.order("en", &order.number)).unwrap();
    assert_eq!((read.state, read.company), (order.state, order.company));
    let tracked = contract::now(backend.orders().unwrap().track("en", &order.number)).unwrap();
    assert_eq!(tracked.reached, Some(Reached::Held));
    // Without a number of its own there is nothing to find it by.
    apply(&*backend, [Intent::StartAnew]);
    apply(&*backend, [Intent::AddItem(ItemId::from("flask"), 1), Intent::SetMethod(MethodId::from("purchase-order"))]);
    let refused = refused_order(&*backend, "purchase-order");
    assert_eq!(refused, BackendError::Rejected(vec![Problem::new(Field::PurchaseNumber, Fault::Missing)]));
}

/// What a shop says of an order that lacks something.
#[track_caller]
fn refused_order(backend: &dyn Backend, method: &str) -> BackendError {
    let quote = contract::now(backend.open("en")).unwrap();
    let Rates::Offered(rates) = &quote.delivery.rates else { panic!("{:?}", quote.delivery.rates) };
    let order = OrderRequest {
        extras: Vec::new(),
        consents: Vec::new(),
        contact: Contact::parse("eli@example.com", false).unwrap(),
        delivery: Delivery::Ship { address: home(), rate: rates[0].id.clone() },
        billing: None,
        method: Some(MethodId::from(method)),
        expected_total: quote.totals.due,
        terms_version: quote.shop.terms.unwrap().version,
        purchase: None,
        subscribes: false,
    };
    contract::now(backend.place("en", Keys { order: "no".into(), payment: "no-1".into() }, order, NO_TOKEN))
        .unwrap_err()
}

/// A company that the shop knows from this purchase only: by its number, what the register says of that, and where it goes.
// shows: TAX-01
#[test]
fn a_company_without_an_account_is_what_its_number_makes_it() {
    #[track_caller]
    fn check(number: Option<&str>, to: &str, buyer: Buyer, standing: Option<VatStanding>, untaxed: Option<Untaxed>) {
        let backend = browser(&town());
        let country = Country::parse(to).unwrap();
        let postcode = if to == "FI" { "00100" } else { "10115" };
        let to = Intent::SetDestination { country, postcode: Some(postcode.into()) };
        let vat = number.map(|number| VatId::typed(number, country).unwrap());
        let company = CompanyAsked { name: "Berg GmbH".into(), vat };
        let quote = apply(&*backend, [to, Intent::SetCompany(Some(Arc::new(company)))]);
        let told = quote.company.as_deref().unwrap();
        assert_eq!((quote.buyer, told.vat.as_ref().map(|vat| vat.standing)), (buyer, standing));
        let view = match quote.totals.view {
            PriceView::Gross => None,
            PriceView::Net { untaxed, .. } => untaxed,
        };
        assert_eq!((told.role.is_none(), view), (true, untaxed));
        // The next change keeps it, and a person is one again.
        assert_eq!(apply(&*backend, [Intent::SetQuantity(LineId::from("line-base"), 1)]).buyer, buyer);
        let quote = apply(&*backend, [Intent::SetCompany(None)]);
        assert_eq!((quote.buyer, quote.company), (Buyer::Consumer, None));
    }
    let (checked, unverified, refused) = (VatStanding::Checked, VatStanding::Unverified, VatStanding::Refused);
    check(Some("DE136695976"), "DE", Buyer::Company, Some(checked), Some(Untaxed::ReverseCharge));
    check(Some("DE791351734"), "DE", Buyer::Company, Some(unverified), None);
    check(Some("DE824778423"), "DE", Buyer::Consumer, Some(refused), None);
    check(Some("FI39191182"), "FI", Buyer::Company, Some(checked), Some(Untaxed::Exempt));
    check(None, "FI", Buyer::Consumer, None, None);
}

// What pays a part.

#[test]
fn gift_cards_pay_a_part_or_all_of_it() {
    let backend = browser(&town());
    assert!(backend.facts().can.tenders);
    let wrong = contract::now(backend.apply("en", vec![Intent::AddGiftCard("NO-SUCH-CARD".into())]));
    assert_eq!(wrong, Err(BackendError::Rejected(vec![Problem::new(Field::GiftCard, Fault::CodeUnknown)])));
    let quote = apply(&*backend, [Intent::AddGiftCard("FJELL-GIFT-25".into())]);
    let [tender] = quote.totals.tenders.as_slice() else { panic!("{:?}", quote.totals.tenders) };
    assert_eq!((tender.ending.as_str(), tender.pays.decimal(), tender.left.is_zero()), ("FT25", "25.00".into(), true));
    assert_eq!(quote.totals.due, quote.totals.total.minus(tender.pays).unwrap());
    // It stays on through other changes, and comes off.
    let quote = apply(&*backend, [Intent::SetQuantity(LineId::from("line-base"), 1)]);
    assert_eq!(quote.totals.tenders.len(), 1);
    let quote = apply(&*backend, [Intent::UseTender(tender.id.clone(), false)]);
    assert_eq!((quote.totals.tenders.len(), quote.totals.due), (0, quote.totals.total));
    let quote = apply(&*backend, [Intent::AddGiftCard("FJELL-GIFT-500".into())]);
    assert!(quote.totals.due.is_zero() && quote.methods.is_empty(), "{:?}", quote.totals);
    let order = buy_with(&*backend, "gift-1", None, NO_TOKEN, |_| ());
    assert!(order.totals.due.is_zero() && !order.totals.total.is_zero() && order.method.is_none());
    assert_eq!(contract::now(backend.order("en", &order.number)).unwrap().totals, order.totals);
}

// Kept cards.

fn kept(quote: &Quote) -> Vec<(&str, &str, bool)> {
    let mut cards = Vec::new();
    for offer in &quote.methods {
        if let Some(saved) = &offer.saved {
            cards.push((offer.id.as_str(), saved.face.last4.as_str(), saved.preferred));
        }
    }
    cards
}

#[test]
fn kept_cards_are_offered_preferred_forgotten_paid_with_and_added() {
    let net = town();
    let backend = browser(&net);
    assert!(backend.facts().can.wallet);
    assert_eq!(kept(&contract::now(backend.open("en")).unwrap()), []);
    enter(&*backend, KAISA);
    let quote = contract::now(backend.open("en")).unwrap();
    assert_eq!(kept(&quote), [("saved:101", "4412", true), ("saved:102", "9031", false)]);
    assert_eq!(quote.method, Some(MethodId::from("saved:101")), "what is usually taken is noted");
    let quote = apply(&*backend, [Intent::PreferCard(MethodId::from("saved:102"))]);
    let now = [("saved:101", "4412", false), ("saved:102", "9031", true)];
    assert_eq!(kept(&quote), now, "the usual one stays where it is");
    let quote = apply(&*backend, [Intent::ForgetCard(MethodId::from("saved:102"))]);
    assert_eq!(kept(&quote), [("saved:101", "4412", false)]);
    // Its code is asked for again: a token comes along.
    let order = buy_with(&*backend, "kept-1", Some("saved:101"), Payment { card: None, ..visa(false) }, |_| ());
    assert_eq!(order.card.unwrap().last4, "4412");
    apply(&*backend, [Intent::StartAnew]);
    apply(&*backend, [Intent::AddItem(ItemId::from("flask"), 1)]);
    buy_with(&*backend, "kept-2", Some("card"), visa(true), |_| ());
    let elsewhere = browser(&net);
    enter(&*elsewhere, KAISA);
    let quote = contract::now(elsewhere.open("en")).unwrap();
    assert_eq!(kept(&quote).iter().map(|card| card.1).collect::<Vec<_>>(), ["4412", "4242"]);
    contract::now(elsewhere.accounts().unwrap().sign_out()).unwrap();
    assert_eq!(kept(&contract::now(elsewhere.open("en")).unwrap()), []);
}

// Passkeys, and who is known.

// shows: A11Y-23
#[test]
fn a_passkey_is_made_signs_in_and_begins_an_account() {
    let net = town();
    let backend = browser(&net);
    assert!(backend.facts().can.doors.passkey);
    enter(&*backend, KAISA);
    let mut key = Authenticator::new(7);
    let accounts = backend.accounts().unwrap();
    let options = contract::now(accounts.passkey(&Ceremony::Make)).unwrap();
    contract::now(accounts.keep_passkey(&key.make(&options))).unwrap();
    let there = browser(&net);
    let accounts = there.accounts().unwrap();
    let options = contract::now(accounts.passkey(&Ceremony::SignIn)).unwrap();
    let proof = key.answer(&options);
    let mut stranger = Authenticator::new(8);
    assert_eq!(contract::now(accounts.sign_in(&stranger.answer(&options))), Err(BackendError::Unauthorized));
    let options = contract::now(accounts.passkey(&Ceremony::SignIn)).unwrap();
    let entered = contract::now(accounts.sign_in(&key.answer(&options)));
    assert!(matches!(entered, Ok(Entered::Customer(who)) if who.email == KAISA && who.how == Recognised::Passkey));
    assert_eq!(contract::now(accounts.sign_in(&proof)), Err(BackendError::Unauthorized), "a challenge is good once");
    // A guest's order, by a passkey alone.
    let guest = browser(&net);
    let order = buy(&*guest, "passkey-1");
    let accounts = guest.accounts().unwrap();
    let options = contract::now(accounts.passkey(&Ceremony::Make)).unwrap();
    let mut own = Authenticator::new(9);
    let customer = contract::now(accounts.claim(&order.number, &NewKey::Passkey(own.make(&options)))).unwrap();
    assert_eq!((customer.email.as_str(), customer.how), ("eli@example.com", Recognised::Passkey));
    assert_eq!(contract::now(guest.orders().unwrap().list()).unwrap()[0].number, order.number);
}

#[test]
fn a_page_at_a_number_has_no_passkeys() {
    let shop = Visitor::at(config());
    let profile = value(&shop.send(&Request::new(Method::Get, "http://127.0.0.1/.well-known/ucp".into())).unwrap());
    let doors = profile.pointer("/ucp/capabilities/example.kassa.accounts/0/config/doors").unwrap();
    assert!(doors.as_array().unwrap().iter().all(|door| door != "passkey"), "{doors}");
}

/// The answers for an address with and one without an account: alike to the byte, but for the hint that a shop can keep to
/// itself (enumeration).
#[test]
fn answers_never_tell_whether_an_address_has_an_account_but_for_the_hint() {
    let answers = |silent: bool, who: &str| {
        let desk = Desk { silent, ..config().desk };
        let shop = Visitor::at(Config { desk, ..config() });
        let told = |path: &str, body: Value| {
            let response = shop.send(&shop.ask(Method::Post, path, Some(&body))).unwrap();
            format!("{path} {} {}", response.status, response.body)
        };
        let mut told_all = vec![told("/accounts/recognise", json!({ "email": who }))];
        told_all.push(told("/accounts/code", json!({ "email": who })));
        told_all.push(told("/accounts/sign-in", json!({ "email": who, "code": "000000" })));
        for _ in 0..7 {
            told_all.push(told("/accounts/sign-in", json!({ "email": who, "password": "a guess" })));
        }
        told_all.push(told("/accounts/register", json!({ "email": who, "code": "000000" })));
        told_all
    };
    let (known, unknown) = (answers(false, KAISA), answers(false, "nobody@example.fi"));
    let different: Vec<_> = known.iter().zip(&unknown).filter(|(one, other)| one != other).collect();
    println!("{} answers, of which {} differ: {different:?}", known.len(), different.len());
    assert_eq!(different.len(), 1);
    assert!(different[0].0.contains("\"known\":true") && different[0].1.contains("\"known\":false"));
    assert!(known.iter().any(|answer| answer.contains(" 429 ")), "too many are too many for either");
    assert_eq!(answers(true, KAISA), answers(true, "nobody@example.fi"), "switched off, none differs");
}

#[test]
fn a_shop_that_keeps_it_to_itself_is_not_asked_for_the_hint() {
    let knows = |silent: bool, who: &str| {
        let backend = browser(&town_with(Desk { silent, time: Time::Fixed(SUNDAY), ..Desk::default() }));
        let hint = backend.facts().can.doors.hint;
        (hint, contract::now(backend.accounts().unwrap().knows(&email(who))))
    };
    assert_eq!(knows(false, KAISA), (true, Ok(true)));
    assert_eq!(knows(false, "nobody@example.fi"), (true, Ok(false)));
    assert_eq!(knows(true, KAISA), (false, Err(BackendError::Rejected(Vec::new()))));
}

// After the order.

#[test]
fn what_is_bought_again_is_told_with_its_changes() {
    let net = town();
    let backend = browser(&net);
    enter(&*backend, JUHO);
    let order = buy_with(&*backend, "again-1", Some("account"), NO_TOKEN, |_| ());
    contract::now(backend.accounts().unwrap().sign_out()).unwrap();
    let refused = contract::now(backend.reorder("en", &order.number));
    assert_eq!(refused, Err(BackendError::Unauthorized), "nobody's but theirs");
    // Elsewhere, with a base layer in the bag already: three were there in the morning, two were bought.
    let there = browser(&net);
    enter(&*there, JUHO);
    apply(&*there, [Intent::SetQuantity(LineId::from("line-base"), 1)]);
    let again = contract::now(there.reorder("en", &order.number)).unwrap();
    let line = |item: &str| again.lines.iter().find(|line| line.item.as_str() == item).unwrap();
    assert_eq!(again.lines.len(), 2, "gifts are not bought again: {again:?}");
    assert_eq!((line("base").quantity, line("base").available, line("base").pieces()), (2, 0, 0));
    assert_eq!((line("jacket").was, line("jacket").pieces()), (line("jacket").now, 1));
    // A guest's own order, and nobody else's.
    let guest = browser(&net);
    let order = buy(&*guest, "again-2");
    apply(&*guest, [Intent::StartAnew]);
    assert!(contract::now(guest.reorder("en", &order.number)).is_ok());
    assert_eq!(contract::now(browser(&net).reorder("en", &order.number)), Err(BackendError::Unauthorized));
}

#[test]
fn an_order_is_followed_found_and_no_longer_shown_to_who_left() {
    let net = town();
    let guest = browser(&net);
    let order = buy(&*guest, "found-1");
    let tracked = contract::now(guest.orders().unwrap().track("en", &order.number)).unwrap();
    assert_eq!((tracked.reached, tracked.order.number), (Some(Reached::Packing), order.number.clone()));
    let shelf = Rc::<kassa::backend::shelf::Memory>::default();
    let there = adapter(Rc::clone(&net), Rc::clone(&shelf));
    contract::now(there.open("en")).unwrap();
    let find = |who: &str| contract::now(there.orders().unwrap().find("en", &order.number, &email(who)));
    assert_eq!(find("kaisa@example.fi"), Err(BackendError::Unauthorized));
    assert_eq!(find("eli@example.com").unwrap().order.totals, order.totals);
    // From then on this browser may read it, also after a reload; and not once somebody signed in and out.
    let again = adapter(Rc::clone(&net), shelf);
    contract::now(again.open("en")).unwrap();
    assert!(contract::now(again.orders().unwrap().track("en", &order.number)).is_ok());
    enter(&*again, KAISA);
    contract::now(again.accounts().unwrap().sign_out()).unwrap();
    let told = contract::now(again.orders().unwrap().track("en", &order.number));
    assert_eq!(told.unwrap_err(), BackendError::Unauthorized);
    // Whoever tries numbers is not heard for ever.
    let tried = |number: u32| {
        contract::now(there.orders().unwrap().find("en", &OrderNumber(format!("FJ-{number}")), &email("a@example.com")))
    };
    let heard = (1..20).map(tried).take_while(|told| *told == Err(BackendError::Unauthorized)).count();
    assert!(heard < 10, "{heard} guesses were heard");
    assert!(matches!(find("eli@example.com"), Err(BackendError::Busy(_))));
}

#[test]
fn preferences_are_read_and_changed_and_news_ticked_with_an_order_are_one() {
    let net = town();
    let backend = browser(&net);
    enter(&*backend, KAISA);
    let accounts = backend.accounts().unwrap();
    let kept = contract::now(accounts.preferences("en")).unwrap();
    assert_eq!(kept.pay.as_ref().and_then(|pay| pay.card.as_ref()).map(|card| card.last4.as_str()), Some("4412"));
    assert_eq!((kept.deliver.as_deref(), kept.news, kept.language.as_str()), (Some("Parcel locker"), false, "en"));
    let wish = |wish: Preference| contract::now(accounts.wish("en", &wish)).unwrap();
    assert_eq!(wish(Preference::ForgetPay).pay, None);
    assert_eq!(wish(Preference::ForgetDelivery).deliver, None);
    assert_eq!(wish(Preference::Language("nb".into())).language, "nb");
    buy_with(&*backend, "news-1", Some("invoice"), NO_TOKEN, |order| order.contact.news = false);
    assert!(!contract::now(accounts.preferences("en")).unwrap().news);
    apply(&*backend, [Intent::StartAnew]);
    apply(&*backend, [Intent::AddItem(ItemId::from("flask"), 1)]);
    buy_with(&*backend, "news-2", Some("invoice"), NO_TOKEN, |order| order.contact.news = true);
    assert!(contract::now(accounts.preferences("en")).unwrap().news);
    assert!(!wish(Preference::News(false)).news);
    let nobody = browser(&net);
    assert_eq!(contract::now(nobody.accounts().unwrap().preferences("en")), Err(BackendError::Unauthorized));
}

#[test]
fn a_forgotten_browser_knows_no_order_no_address_and_nobody() {
    let net = town();
    let shelf = Rc::<kassa::backend::shelf::Memory>::default();
    let backend = adapter(Rc::clone(&net), Rc::clone(&shelf));
    contract::now(backend.open("en")).unwrap();
    let order = buy(&*backend, "forget-1");
    apply(&*backend, [Intent::StartAnew]);
    let contact = Contact::parse("eli@example.com", false).unwrap();
    let to = Intent::SetDestination { country: home().country, postcode: Some("00100".into()) };
    let before = apply(&*backend, [Intent::AddItem(ItemId::from("flask"), 2), Intent::SetContact(contact), to]);
    enter(&*backend, KAISA);
    contract::now(backend.accounts().unwrap().remember(false)).unwrap();
    let again = adapter(net, Rc::clone(&shelf));
    let after = contract::now(again.open("en")).unwrap();
    assert_eq!(after.customer, None);
    assert_eq!(after.lines.iter().map(|line| (line.item.as_str(), line.quantity)).collect::<Vec<_>>(), [("flask", 2)]);
    assert_ne!(after.session, before.session, "the one before knows an address");
    assert_eq!(after.delivery.rates, Rates::Unknown, "nobody said where");
    assert_eq!(contract::now(again.order("en", &order.number)), Err(BackendError::Unauthorized));
    let text = kassa::backend::shelf::Shelf::load(&*shelf).unwrap();
    assert!(!text.contains(order.number.as_str()) && !text.contains(before.session.as_str()), "{text}");
}

// shows: S2-12
#[test]
fn what_comes_again_and_again_is_told_and_needs_a_yes() {
    let start = Start { scenario: Scenario::Subscription, ..Start::default() };
    let net = town_with(Desk { time: Time::Fixed(SUNDAY), start, ..Desk::default() });
    let there = browser(&net);
    let quote = contract::now(there.open("en")).unwrap();
    let wax = quote.lines.iter().find_map(|line| line.recurring).expect("a plan");
    assert_eq!(
        (wax.months, wax.first, wax.next > wax.first, wax.amount.is_zero()),
        (3, Day::of(2026, 11, 22), true, false)
    );
    let missing = BackendError::Rejected(vec![Problem::new(Field::Subscribe, Fault::Missing)]);
    assert_eq!(try_to_buy(&*there, "wax-1", Some("card"), visa(false), |_| ()), Err(missing));
    let order = buy_with(&*there, "wax-2", Some("card"), visa(false), |order| order.subscribes = true);
    assert_eq!(order.lines.len(), quote.lines.len());
}
