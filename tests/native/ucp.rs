//! The UCP adapter: its requests against the published schemas, the published examples and recordings through its
//! codec, and each trap of the wire.

use crate::{
    contract::now,
    support::{Scripted, answer},
};
use kassa::{
    backend::{
        Backend, World,
        config::Config,
        http::{Lost, Method, Request, Response},
        shelf::{Memory, Shelf},
        ucp,
    },
    checkout::request::{BackendError, Intent, Keys, Known, Lookup, OrderRequest, Payment, Placed, Setup},
    domain::{
        ItemId, LineId, MethodId, OrderNumber, RateId,
        address::{Address, Ask},
        contact::Contact,
        country::Country,
        day::Instant,
        delivery::{Delivery, How},
        house::Consented,
        money::{Currency, Money},
        order::OrderDelivery,
        payment::{CardFace, Decline, NextAction},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{Quote, Rates},
        secret::Secret,
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{cell::RefCell, collections::BTreeSet, fs, path::PathBuf, rc::Rc};

const ENDPOINT: &str = "https://shop.example/ucp";
const AUGUST: &str = "2026-08-25";

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn fixture(name: &str) -> Value {
    let path = root().join("tests/fixtures/ucp").join(name);
    serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap()
}

/// The contract.
fn contract_document() -> Value {
    serde_yaml_ng::from_str(&fs::read_to_string(root().join("public/openapi.yaml")).unwrap()).unwrap()
}

/// An example of the contract.
fn example(name: &str) -> Value {
    thread_local!(static DOCUMENT: Value = contract_document());
    DOCUMENT.with(|document| document["components"]["examples"][name]["value"].clone())
}

/// A shop that answers so, and somebody who checks out there.
struct Visit<F> {
    net: Rc<Scripted<F>>,
    shelf: Rc<Memory>,
    shop: Rc<dyn Backend>,
}

fn config(settings: &[(&str, &str)]) -> Config {
    let get = |name: &str| match settings.iter().find(|(known, _)| *known == name) {
        Some((_, value)) => Some((*value).to_owned()),
        None => (name == "endpoint").then(|| ENDPOINT.to_owned()),
    };
    Config::read(&get).unwrap()
}

impl<F: Fn(usize, &Request) -> Result<Response, Lost> + 'static> Visit<F> {
    fn with(settings: &[(&str, &str)], answer: F) -> Self {
        let shelf = Rc::new(Memory::default());
        Self::on(shelf, settings, answer)
    }

    fn on(shelf: Rc<Memory>, settings: &[(&str, &str)], answer: F) -> Self {
        let net = Rc::new(Scripted::new(answer));
        let world = World { http: net.clone(), shelf: shelf.clone(), config: config(settings) };
        Self { net, shelf, shop: ucp::adapter(world).unwrap() }
    }

    fn open(&self) -> Result<Quote, BackendError> {
        now(self.shop.open("en"))
    }

    fn apply(&self, intents: impl IntoIterator<Item = Intent>) -> Result<Quote, BackendError> {
        now(self.shop.apply("en", intents.into_iter().collect()))
    }

    fn place(&self, payment_key: &str, order: OrderRequest) -> Result<Placed, BackendError> {
        let keys = Keys { order: "order-key".into(), payment: payment_key.into() };
        now(self.shop.place("en", keys, order, by_card()))
    }

    fn asked(&self, method: Method, ending: &str) -> Vec<Request> {
        let of = |it: &Request| it.method == method && it.url.ends_with(ending);
        self.net.sent().into_iter().filter(of).collect()
    }
}

/// A shop of the contract: the examples of the document, as somebody would meet them who does what is asked.
fn by_example(complete: &'static str) -> impl Fn(usize, &Request) -> Result<Response, Lost> {
    dated("2026-04-08", complete)
}

fn dated(version: &'static str, complete: &'static str) -> impl Fn(usize, &Request) -> Result<Response, Lost> {
    move |_, request| {
        let name = match (request.method, request.url.as_str()) {
            (Method::Get, url) if url.ends_with("/.well-known/ucp") => "Profile",
            (Method::Post, url) if url.ends_with("/complete") => complete,
            (Method::Post, url) if url.ends_with("/checkout-sessions") => "Opened",
            (Method::Get, url) if url.contains("/orders/") => "Order",
            _ => "Changed",
        };
        let mut body = example(name);
        body["ucp"]["version"] = version.into();
        Ok(answer(if name == "Opened" { 201 } else { 200 }, &body))
    }
}

fn by_card() -> Payment {
    let card = CardFace { brand: "visa".into(), last4: "4242".into() };
    Payment { token: Some(Secret::new("tok_visa_4242_ok".into())), card: Some(card), save: false }
}

fn address() -> Address {
    let text = |part| match part {
        AddressField::Country => "FI",
        AddressField::Name => "Aino Maria Virtanen",
        AddressField::Street => "Mannerheimintie 1 A 5",
        AddressField::Postcode => "00100",
        AddressField::City => "Helsinki",
        AddressField::Organization => "Villmark Oy",
        _ => "",
    };
    Address::parse(AddressUse::Shipping, Ask::POST, &|part| text(part).to_owned()).unwrap()
}

fn order(total: i64, currency: Currency) -> OrderRequest {
    OrderRequest {
        contact: Contact::parse("aino@example.com", true).unwrap(),
        delivery: Delivery::Ship { address: address(), rate: RateId::from("evening") },
        billing: None,
        method: Some(MethodId::from("card")),
        expected_total: Money::new(total, currency),
        terms_version: "12".into(),
        purchase: None,
        subscribes: false,
        extras: Vec::new(),
        consents: Vec::new(),
    }
}

fn body(request: &Request) -> Value {
    serde_json::from_str(request.body.as_deref().unwrap()).unwrap()
}

// The document

#[test]
fn the_contract_is_a_valid_openapi_document() {
    let schema = fixture("openapi-3.1.schema.json");
    let validator = jsonschema::validator_for(&schema).unwrap();
    fits(&validator, &contract_document()).unwrap();
    // The schema can say no.
    let mut broken = contract_document();
    broken["paths"]["/orders"]["get"]["responses"] = json!([]);
    assert!(!validator.is_valid(&broken));
}

/// Every schema of the document with its examples.
fn with_examples(value: &Value, document: &Value, found: &mut Vec<(Value, String, Value)>) {
    if let (Some(schema), true) = (value.get("schema"), value.get("example").or(value.get("examples")).is_some()) {
        if let Some(example) = value.get("example") {
            found.push((schema.clone(), "example".into(), example.clone()));
        }
        for (name, example) in value["examples"].as_object().into_iter().flatten() {
            let shared =
                example["$ref"].as_str().and_then(|it| it.strip_prefix('#')).and_then(|it| document.pointer(it));
            found.push((schema.clone(), name.clone(), shared.unwrap_or(example)["value"].clone()));
        }
    }
    match value {
        Value::Object(map) => map.values().for_each(|value| with_examples(value, document, found)),
        Value::Array(list) => list.iter().for_each(|value| with_examples(value, document, found)),
        _ => {}
    }
}

#[test]
fn every_example_of_the_contract_fits_its_schema() {
    let document = contract_document();
    let mut found = Vec::new();
    with_examples(&document["paths"], &document, &mut found);
    with_examples(&document["components"]["responses"], &document, &mut found);
    assert!(found.len() > 40, "{}", found.len());
    // As one list, in which each place has a schema of its own: a validator for each would read all components anew.
    let schemas: Vec<&Value> = found.iter().map(|(schema, ..)| schema).collect();
    let all = json!({ "prefixItems": schemas, "components": document["components"] });
    let examples: Value = found.iter().map(|(.., example)| example.clone()).collect();
    let names: Vec<String> = found.iter().enumerate().map(|(at, (_, name, _))| format!("/{at} is {name}")).collect();
    let validator = jsonschema::validator_for(&all).unwrap();
    fits(&validator, &examples).unwrap_or_else(|why| panic!("{why}\n{}", names.join("\n")));
    // Each place is looked at: nothing is no example of any.
    let nothing: Value = found.iter().map(|_| Value::Null).collect();
    let refused: BTreeSet<String> =
        validator.iter_errors(&nothing).map(|error| error.instance_path.to_string()).collect();
    assert_eq!(refused.len(), found.len());
}

#[test]
fn our_own_profile_is_one_of_a_platform() {
    let profile: Value =
        serde_json::from_str(&fs::read_to_string(root().join("public/ucp-profile.json")).unwrap()).unwrap();
    let validator = published(APRIL, &["https://ucp.dev/schemas/ucp.json#/$defs/platform_schema".into()], "read");
    fits(&validator, &profile["ucp"]).unwrap();
}

// Our requests against the published schemas

const APRIL: &str = "2026-04-08";
const MAIN: &str = "main-2026-08-22";

fn schemas(date: &str) -> PathBuf {
    root().join("tests/fixtures/ucp").join(date).join("schemas")
}

/// What is wrong with a document.
fn fits(validator: &jsonschema::Validator, document: &Value) -> Result<(), String> {
    let wrong: Vec<String> =
        validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path)).collect();
    if wrong.is_empty() { Ok(()) } else { Err(wrong.join("\n")) }
}

/// A published schema as it holds for a request of one operation: what `ucp_request` says of each member is applied, as
/// UCP's own tool `ucp-schema` does. (The tool itself brings an HTTP client and a command line with it.)
fn annotated(schema: &mut Value, operation: &str) {
    if let Value::Object(map) = schema {
        let told = |property: &Value| {
            let told = property.get("ucp_request")?;
            told.as_str().or_else(|| told.get(operation)?.as_str()).map(str::to_owned)
        };
        let properties = map.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
        let names = map.get("required").and_then(Value::as_array).into_iter().flatten();
        let mut required: Vec<String> = names.filter_map(Value::as_str).map(str::to_owned).collect();
        for (name, property) in &properties {
            let Some(visibility) = told(property) else { continue };
            required.retain(|known| known != name);
            match visibility.as_str() {
                "omit" => drop(map["properties"].as_object_mut().unwrap().remove(name)),
                "required" => required.push(name.clone()),
                _ => {}
            }
        }
        if map.contains_key("required") || !required.is_empty() {
            map.insert("required".into(), required.into());
        }
        for value in map.values_mut() {
            annotated(value, operation);
        }
    } else if let Value::Array(list) = schema {
        for value in list {
            annotated(value, operation);
        }
    }
}

/// All that the published schemas at some addresses ask for, for one operation; every other is read from the fixtures.
fn published(date: &str, addresses: &[String], operation: &str) -> jsonschema::Validator {
    fn read(directory: &std::path::Path, operation: &str, found: &mut Vec<(String, jsonschema::Resource)>) {
        for entry in fs::read_dir(directory).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                read(&path, operation, found);
            } else if path.extension().is_some_and(|kind| kind == "json") {
                let mut schema: Value = serde_json::from_str(&fs::read_to_string(&path).unwrap()).unwrap();
                annotated(&mut schema, operation);
                let id = schema["$id"].as_str().unwrap().to_owned();
                found.push((id, jsonschema::Resource::from_contents(schema).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    read(&schemas(date), operation, &mut found);
    let mut options = jsonschema::options();
    options.with_resources(found.into_iter());
    let all: Vec<Value> = addresses.iter().map(|it| json!({ "$ref": it })).collect();
    options.build(&json!({ "$schema": "https://json-schema.org/draft/2020-12/schema", "allOf": all })).unwrap()
}

/// Where the schema of a checkout is, alone or with an extension.
fn checkout_with(file: &str) -> String {
    let whole = if file == "checkout.json" { "" } else { "#/$defs/dev.ucp.shopping.checkout" };
    format!("https://ucp.dev/schemas/shopping/{file}{whole}")
}

/// Everything a shopper can do, and what was sent for it.
fn everything(version: &'static str) -> Vec<Request> {
    let visit = Visit::with(&[], dated(version, "Placed"));
    visit.open().unwrap();
    let finland = Country::parse("FI").unwrap();
    let steps: Vec<Vec<Intent>> = vec![
        vec![Intent::SetQuantity(LineId::from("line-base"), 1), Intent::AddItem(ItemId::from("care"), 1)],
        vec![Intent::SetQuantity(LineId::from("line-base"), 0)],
        vec![Intent::SetContact(Contact::parse("aino@example.com", true).unwrap())],
        vec![Intent::SetDestination { country: finland, postcode: None }],
        vec![Intent::SetDestination { country: finland, postcode: Some("00100".into()) }],
        vec![Intent::SetRate(RateId::from("express")), Intent::SetMethod(MethodId::from("invoice"))],
        vec![Intent::FindPoints("Helsinki".into()), Intent::SetHow(How::Collect)],
        vec![Intent::ApplyCode("VILLMARK10".into())],
        vec![Intent::RemoveCode("VILLMARK10".into())],
    ];
    for step in steps {
        visit.apply(step).unwrap();
    }
    visit.place("payment-key", order(38_810, Currency::EUR)).unwrap();
    visit.net.sent()
}

#[track_caller]
fn requests_fit(date: &str, version: &'static str) {
    let sent = everything(version);
    let files = ["checkout.json", "fulfillment.json", "discount.json", "buyer_consent.json"];
    let mut checked = 0;
    for (operation, method, ending) in [
        ("create", Method::Post, "/checkout-sessions"),
        ("update", Method::Put, ""),
        ("complete", Method::Post, "/complete"),
    ] {
        let of = |it: &&Request| it.method == method && it.url.ends_with(ending);
        let validator = published(date, &files.map(checkout_with), operation);
        for request in sent.iter().filter(of) {
            checked += 1;
            fits(&validator, &body(request))
                .unwrap_or_else(|why| panic!("{date} {operation}: {why}\n{:#}", body(request)));
        }
    }
    // One session opened; nine changes, one of them in two requests; one more before the order; the order: each against
    // four schemas.
    assert_eq!(checked, 13);
}

#[test]
fn our_requests_fit_the_schemas_of_april() {
    requests_fit(APRIL, APRIL);
}
#[test]
fn our_requests_fit_the_schemas_of_august() {
    requests_fit(MAIN, AUGUST);
}
#[test]
fn the_schemas_can_say_no() {
    let validator = published(APRIL, &[checkout_with("checkout.json")], "update");
    assert!(!validator.is_valid(&json!({ "line_items": [{ "item": {}, "quantity": 0 }] })));
    assert!(!validator.is_valid(&json!({ "buyer": {} })));
    let validator = published(APRIL, &[checkout_with("fulfillment.json")], "update");
    let no_lines = json!({ "line_items": [], "fulfillment": { "methods": [{ "type": "shipping" }] } });
    assert!(!validator.is_valid(&no_lines));
    let validator = published(MAIN, &[checkout_with("buyer_consent.json")], "update");
    let april = json!({ "line_items": [], "buyer": { "consent": { "dev.ucp.consent.marketing": true } } });
    assert!(!validator.is_valid(&april));
}
#[test]
fn consent_is_told_as_the_date_of_the_shop_wants_it() {
    let consent = |version| {
        let sent = everything(version);
        let last = sent.iter().rfind(|it| it.method == Method::Put).map(body);
        last.unwrap()["buyer"]["consent"].clone()
    };
    assert_eq!(consent(APRIL), json!({ "marketing": true }));
    assert_eq!(consent(AUGUST), json!({ "dev.ucp.consent.marketing": { "granted": true, "source": "platform" } }));
}
#[test]
fn what_was_agreed_to_goes_with_the_order() {
    let visit = Visit::with(&[], by_example("Placed"));
    visit.open().unwrap();
    let given = Consented {
        id: "age".into(),
        version: "2".into(),
        language: "nb".into(),
        digest: "00000000000000ff".into(),
        at: Instant(1_795_356_360_500),
        marketing: false,
    };
    let _ = visit.place("p-1", OrderRequest { consents: vec![given], ..order(38_810, Currency::EUR) });
    let sent = visit.asked(Method::Post, "/complete").pop().unwrap();
    assert_eq!(
        body(&sent)["kassa"]["consents"],
        json!([{ "id": "age", "version": "2", "language": "nb", "text_digest": "00000000000000ff", "at": "2026-11-22T14:06:00.500Z", "marketing": false }])
    );
    // Nothing where nothing was asked: older servers know no such member.
    let none = Visit::with(&[], by_example("Placed"));
    none.open().unwrap();
    let _ = none.place("p-1", order(38_810, Currency::EUR));
    assert_eq!(body(&none.asked(Method::Post, "/complete").pop().unwrap())["kassa"].get("consents"), None);
}
// shows: SEC-05
#[test]
fn a_token_is_in_the_order_and_nowhere_else() {
    for request in everything(APRIL) {
        let holds = format!("{request:?}").contains("tok_visa");
        assert_eq!(holds, request.url.ends_with("/complete"), "{}", request.url);
    }
}
#[test]
fn gifts_of_the_shop_are_not_sent_back() {
    let sent = everything(APRIL);
    assert!(sent.iter().all(|request| request.body.as_deref().is_none_or(|body| !body.contains("line-mug"))));
}
#[test]
fn a_whole_name_is_sent_whole_and_in_two() {
    let sent = everything(APRIL);
    let last = sent.iter().rfind(|it| it.method == Method::Put).map(body).unwrap();
    let to = &last["fulfillment"]["methods"][0]["destinations"][0];
    let name = ["full_name", "first_name", "last_name"].map(|part| to[part].as_str().unwrap().to_owned());
    assert_eq!(name, ["Aino Maria Virtanen", "Aino Maria", "Virtanen"]);
    assert_eq!(to["kassa"]["organization"], "Villmark Oy");
}

// The published examples through our codec

/// What of ours an example concerns.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Concerns {
    /// A checkout as a shop answers it.
    Checkout,
    /// Members of one.
    Part,
    /// An answer that nothing was done.
    Refusal,
    /// An order.
    Order,
    /// What a shop says it can do.
    Profile,
    /// Nothing: somebody's request. We write requests and read none.
    Request,
    /// Nothing: carts, which we do not use.
    Cart,
    /// Nothing: the embedded protocol's messages.
    Embedded,
    /// Nothing: what a platform says of itself, catalogue, paths and fragments of other objects.
    Other,
}

fn concerns(example: &Value) -> Concerns {
    let (source, http) = (example["source"].as_str().unwrap_or_default(), example["http"].as_str().unwrap_or_default());
    let note = example["annotation"].as_str().unwrap_or_default();
    let body = &example["body"];
    let has = |name: &str| body.get(name).is_some();
    let target = note.split_whitespace().find_map(|word| word.strip_prefix("target=$."));
    let parts = ["fulfillment", "discounts", "totals", "messages", "actions", "payment", "policies", "loyalty"];
    if has("jsonrpc") || source.contains("embedded") {
        Concerns::Embedded
    } else if ["POST", "PUT", "GET"].iter().any(|verb| http.starts_with(verb)) || note.contains("direction=request") {
        Concerns::Request
    } else if note.contains("platform_schema") || note.contains("jsonrpc") || example["section"] == "Platform Profile" {
        Concerns::Other
    } else if has("checkout_id") && has("line_items") {
        Concerns::Order
    } else if has("id") && has("line_items") && has("status") && has("currency") {
        Concerns::Checkout
    } else if has("messages") && has("ucp") && !has("id") && !has("line_items") {
        Concerns::Refusal
    } else if source.contains("cart") {
        Concerns::Cart
    } else if body["ucp"].get("services").or(body["ucp"].get("capabilities")).is_some() || has("capabilities") {
        Concerns::Profile
    } else if (body.is_array() && target.is_some_and(|target| parts.contains(&target)))
        || (parts.iter().any(|part| has(part)) && !has("ucp"))
    {
        Concerns::Part
    } else {
        Concerns::Other
    }
}

/// A checkout in which an example's members stand.
fn around(example: &Value) -> Value {
    let mut whole = json!({
        "ucp": { "version": "2026-04-08", "payment_handlers": {} }, "id": "chk_1", "status": "incomplete", "currency": "USD",
        "line_items": [], "totals": [{ "type": "subtotal", "amount": 0 }, { "type": "total", "amount": 0 }], "links": [],
    });
    let note = example["annotation"].as_str().unwrap_or_default();
    match (&example["body"], note.split_whitespace().find_map(|word| word.strip_prefix("target=$."))) {
        (Value::Array(list), Some(target)) => whole[target] = list.clone().into(),
        (Value::Object(members), _) => {
            for (name, value) in members {
                // Fragments of lines show what they are about and leave out the rest.
                if name != "line_items" {
                    whole[name] = value.clone();
                }
            }
        }
        _ => unreachable!(),
    }
    whole
}

fn opened_with(status: u16, body: Value) -> Result<Quote, BackendError> {
    let visit = Visit::with(&[("countries", "US")], move |_, request| {
        let well_known = request.url.ends_with("/.well-known/ucp");
        Ok(answer(if well_known { 200 } else { status }, if well_known { &PROFILE } else { &body }))
    });
    let quote = visit.open();
    if quote.is_err() {
        eprintln!("{:?}", visit.net.told());
    }
    quote
}

static PROFILE: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| example("PlainProfile"));

/// Puts an example through the codec.
fn through(example: &Value, kind: Concerns) -> Result<(), String> {
    let body = example["body"].clone();
    let shown = |error: BackendError| format!("{error:?}");
    match kind {
        Concerns::Checkout => opened_with(201, body).map(drop).map_err(shown),
        Concerns::Part => opened_with(201, around(example)).map(drop).map_err(shown),
        Concerns::Refusal => match opened_with(200, body) {
            Err(BackendError::Rejected(_) | BackendError::Unauthorized | BackendError::Setup(Setup::Settings)) => {
                Ok(())
            }
            other => Err(format!("{other:?}")),
        },
        Concerns::Order => {
            let visit = Visit::with(&[], move |_, request| {
                let well_known = request.url.ends_with("/.well-known/ucp");
                Ok(answer(200, if well_known { &PROFILE } else { &body }))
            });
            now(visit.shop.order("en", &OrderNumber::from("ord_1"))).map(drop).map_err(shown)
        }
        Concerns::Profile => {
            let mut profile = PROFILE.clone();
            let told = body.get("ucp").unwrap_or(&body);
            for (name, value) in told.as_object().unwrap() {
                profile["ucp"][name] = value.clone();
            }
            let has_rest = profile["ucp"]["services"]["dev.ucp.shopping"]
                .as_array()
                .is_some_and(|list| list.iter().any(|service| service["transport"] == "rest"));
            let visit = Visit::with(&[], move |_, request| {
                let well_known = request.url.ends_with("/.well-known/ucp");
                Ok(answer(201, if well_known { &profile } else { &OPENED }))
            });
            match visit.open() {
                Err(BackendError::Setup(Setup::Endpoint)) if !has_rest => Ok(()),
                opened => opened.map(drop).map_err(shown),
            }
        }
        _ => unreachable!(),
    }
}

static OPENED: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| example("Opened"));

/// `counts` are, in the order of [`Concerns`]: checkouts, parts, refusals, orders, profiles, which go through the codec;
/// requests, carts, embedded, other, which do not concern us.
#[track_caller]
fn examples_are_read(file: &str, counts: [usize; 9], unfit: &[&str]) {
    let examples = fixture(file);
    let mut found = [0; 9];
    let mut wrong = Vec::new();
    for (index, example) in examples["examples"].as_array().unwrap().iter().enumerate() {
        let kind = concerns(example);
        found[kind as usize] += 1;
        if kind <= Concerns::Profile
            && let Err(why) = through(example, kind)
        {
            wrong.push(format!("{index} {} {kind:?}: {why}", example["source"]));
        }
    }
    assert_eq!(wrong, unfit);
    assert_eq!(found, counts);
}

/// One example leaves out the price of its item, which UCP's own schema requires.
const NO_PRICE: &str = "18 \"docs/specification/checkout.md\" Checkout: Malformed";

#[test]
fn the_examples_of_april_are_read() {
    examples_are_read("examples.2026-04-08.json", [8, 18, 11, 2, 4, 13, 5, 25, 14], &[NO_PRICE]);
}
#[test]
fn the_examples_of_august_are_read() {
    examples_are_read("examples.main-2026-08-22.json", [12, 21, 8, 5, 7, 26, 5, 26, 14], &[]);
}

// What nobody here knows

/// Does something to every object of a document, one after another; those that it leaves as they are do not count.
fn each_object(value: &Value, change: &dyn Fn(&mut serde_json::Map<String, Value>), each: &mut dyn FnMut(Value, &str)) {
    fn places(value: &Value, at: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(map) => {
                found.push(at.to_owned());
                for (name, value) in map {
                    places(value, &format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), found);
                }
            }
            Value::Array(list) => {
                for (index, value) in list.iter().enumerate() {
                    places(value, &format!("{at}/{index}"), found);
                }
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    places(value, "", &mut found);
    for at in found {
        let before = value.pointer(&at).unwrap().as_object().unwrap();
        let mut after = before.clone();
        change(&mut after);
        if after != *before {
            let mut changed = value.clone();
            *changed.pointer_mut(&at).unwrap() = after.into();
            each(changed, &at);
        }
    }
}

fn quoted(body: &Value) -> Result<Quote, BackendError> {
    let body = body.clone();
    let visit = Visit::with(&[], move |_, request| {
        let name = if request.url.ends_with("/.well-known/ucp") { &example("Profile") } else { &body };
        Ok(answer(201, name))
    });
    visit.open()
}

#[test]
fn a_member_nobody_knows_changes_nothing_wherever_it_is() {
    let whole = example("Changed");
    let expected = quoted(&whole).unwrap();
    let mut tried = 0;
    for unknown in [json!("text"), json!(1.5e300), json!({ "type": "total", "id": 7 }), json!([[], null])] {
        each_object(&whole, &|map| drop(map.insert("member_of_2031".into(), unknown.clone())), &mut |changed, at| {
            tried += 1;
            assert_eq!(quoted(&changed).as_ref(), Ok(&expected), "{at}");
        });
    }
    assert!(tried > 300, "{tried}");
}

#[test]
fn a_word_nobody_knows_fails_nothing_wherever_it_is() {
    let mut tried = 0;
    for name in ["Changed", "Opened", "ChangedMeanwhile", "Declined"] {
        let whole = example(name);
        for word in
            ["status", "type", "kind", "level", "tag", "reason", "when", "severity", "code", "decline", "content_type"]
        {
            let has = |map: &serde_json::Map<String, Value>| map.get(word).is_some_and(Value::is_string);
            each_object(
                &whole,
                &|map| {
                    if has(map) {
                        drop(map.insert(word.into(), "word_of_2031".into()));
                    }
                },
                &mut |changed, at| {
                    // What is to be paid is told by a word of its own; without it there is nothing to show.
                    let is_total = whole.pointer(at).and_then(|it| it.get("type")) == Some(&json!("total"));
                    if is_total {
                        return;
                    }
                    tried += 1;
                    let quote = quoted(&changed);
                    assert!(quote.is_ok(), "{name} {at} {word}: {quote:?}");
                },
            );
        }
    }
    assert!(tried > 80, "{tried}");
}

#[test]
fn every_optional_member_may_be_null_or_absent() {
    let whole = example("Changed");
    let needed = ["id", "line_items", "currency", "totals", "price", "quantity", "amount", "type", "item", "item_id"];
    let mut names: Vec<String> = Vec::new();
    each_object(&whole, &|map| drop(map.insert("any".into(), Value::Null)), &mut |_, at| {
        names.extend(whole.pointer(at).unwrap().as_object().unwrap().keys().cloned());
    });
    names.sort();
    names.dedup();
    for name in names.iter().filter(|name| !needed.contains(&name.as_str())) {
        for gone in [Some(Value::Null), None] {
            each_object(
                &whole,
                &|map| {
                    if map.contains_key(name) {
                        match &gone {
                            Some(null) => drop(map.insert(name.clone(), null.clone())),
                            None => drop(map.remove(name)),
                        }
                    }
                },
                &mut |changed, at| {
                    let quote = quoted(&changed);
                    assert!(quote.is_ok(), "{at}/{name}: {quote:?}");
                },
            );
        }
    }
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-z_]{1,9}", inner, 0..3)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// An answer of any shape at any place is read, or refused; it never stops the page.
    #[test]
    fn any_value_anywhere_is_read_or_refused(value in any_json(), which in 0_usize..1000) {
        let whole = example("Changed");
        let mut variants = Vec::new();
        each_object(&whole, &|map| {
            let name = map.keys().nth(which % map.len().max(1)).cloned();
            if let Some(name) = name { map.insert(name, value.clone()); }
        }, &mut |changed, _| variants.push(changed));
        let variant = &variants[which % variants.len()];
        let _ = quoted(variant);
    }
}

// A shop of January 2026, as it was recorded

/// The recorded answers, one for each request after the profile.
fn january(steps: &'static [&'static str]) -> Visit<impl Fn(usize, &Request) -> Result<Response, Lost>> {
    let recording = fixture("ucp-2026-01-11-python-sample.json");
    let profile = fixture("well-known-ucp.2026-01-11.json");
    Visit::with(&[("countries", "US"), ("methods", "shop_pay=card")], move |number, _| {
        let Some(step) = number.checked_sub(1) else { return Ok(answer(200, &profile)) };
        let exchanges = recording["exchanges"].as_array().unwrap();
        let exchange = exchanges.iter().find(|it| it["step"] == steps[step]).unwrap();
        Ok(answer(exchange["status"].to_string().parse().unwrap(), &exchange["body"]))
    })
}

#[test]
fn a_plain_shop_of_january_gives_a_quote_with_the_extras_hidden() {
    let visit = january(&["create"]);
    let quote = visit.open().unwrap();
    assert_eq!(quote.totals.total, Money::new(6000, Currency::parse("USD").unwrap()));
    assert_eq!(quote.lines[0].title, "Spring Tulips");
    assert_eq!((quote.lines[0].rating, quote.lines[0].reduced, quote.lines[0].arrives), (None, None, None));
    assert!(quote.suggestions.is_empty() && quote.offers.is_empty() && quote.delivery.points.is_empty());
    assert_eq!((quote.shop.rating, quote.shop.terms.as_ref(), quote.delivery.ship_from), (None, None, None));
    let facts = visit.shop.facts();
    assert_eq!((facts.lookup, facts.can.codes, facts.can.news), (Lookup::ByCart, true, true));
    assert!(visit.shop.accounts().is_none() && visit.shop.orders().is_none() && visit.shop.returns().is_none());
    // A header of ours would make its CORS refuse the request.
    assert!(visit.net.sent().iter().all(|it| it.headers.iter().all(|(name, _)| *name != "kassa-session")));
    assert!(visit.asked(Method::Post, "/checkout-sessions")[0].url.starts_with("http://127.0.0.1:8182/"));
}

#[test]
fn discounts_of_january_are_taken_off() {
    let visit = january(&["create", "coupon"]);
    visit.open().unwrap();
    let quote = visit.apply([Intent::ApplyCode("10off".into())]).unwrap();
    assert_eq!(quote.totals.rows[1].amount.minor(), -600);
    assert_eq!(quote.totals.total.minor(), 5400);
}

#[test]
fn a_code_that_a_plain_shop_only_repeats_was_not_accepted() {
    let visit = january(&["create", "coupon", "coupon"]);
    visit.open().unwrap();
    let refused = visit.apply([Intent::ApplyCode("NOPE".into())]);
    assert_eq!(refused, Err(BackendError::Rejected(vec![Problem::new(Field::Code, Fault::CodeUnknown)])));
    // And it is not sent again with the next change.
    visit.apply([Intent::SetContact(Contact::parse("a@b.example", false).unwrap())]).unwrap();
    assert_eq!(body(visit.asked(Method::Put, "").last().unwrap())["discounts"]["codes"], json!(["10OFF"]));
}

// shows: SEC-11
#[test]
fn addresses_stored_for_an_email_that_was_only_typed_never_show() {
    let visit = january(&["create", "fulfillment 1: method"]);
    visit.open().unwrap();
    let quote = visit.apply([Intent::SetContact(Contact::parse("john.doe@example.com", false).unwrap())]).unwrap();
    let told = format!("{quote:?}");
    for secret in ["123 Main St", "Springfield", "456 Oak Ave", "Metropolis", "62704", "addr_1"] {
        assert!(!told.contains(secret), "{secret}");
    }
    assert_eq!(quote.delivery.rates, Rates::Unknown);
    // Nor are they sent as ours.
    assert!(!visit.shelf.load().unwrap().contains("Main St"));
}

#[test]
fn ways_of_shipping_of_a_plain_shop_are_offered_without_a_promise() {
    let visit = january(&["create", "fulfillment 2: destination"]);
    visit.open().unwrap();
    let to = Intent::SetDestination { country: Country::parse("US").unwrap(), postcode: Some("62704".into()) };
    let quote = visit.apply([to]).unwrap();
    let Rates::Offered(rates) = quote.delivery.rates else { panic!("{:?}", quote.delivery.rates) };
    let told: Vec<_> = rates.iter().map(|rate| (rate.id.as_str(), rate.price.minor(), rate.window)).collect();
    assert_eq!(told, [("std-ship", 500, None), ("exp-ship-us", 1500, None)]);
}

#[test]
fn an_order_at_a_shop_of_january_is_declined_and_then_placed_and_read() {
    let visit = january(&[
        "create",
        "fulfillment 3: option",
        "complete, failing token",
        "fulfillment 3: option",
        "complete ok",
        "order",
    ]);
    visit.open().unwrap();
    let usd = Currency::parse("USD").unwrap();
    let declined = visit.place("first", order(5850, usd));
    assert_eq!(declined, Err(BackendError::Declined(Decline::InsufficientFunds)));
    let Ok(Placed::Order(placed)) = visit.place("second", order(5850, usd)) else { panic!("not placed") };
    assert_eq!((placed.totals.total.minor(), placed.email.as_str()), (5850, "aino@example.com"));
    let sent = visit.asked(Method::Post, "/complete");
    assert_eq!(body(&sent[0])["payment_data"]["credential"]["token"], "tok_visa_4242_ok");
    assert_eq!(body(&sent[0])["payment_data"]["handler_id"], "shop_pay");
    let read = now(visit.shop.order("en", &placed.number)).unwrap();
    assert_eq!((read.number, read.placed, read.totals.total), (placed.number, placed.placed, placed.totals.total));
    assert!(matches!(read.delivery, OrderDelivery::Ship { title, .. } if title == "Standard Shipping"));
}

// Placing

#[track_caller]
fn check_placing(answered: &'static str, expected: impl Fn(&Result<Placed, BackendError>) -> bool) {
    let visit = Visit::with(&[], by_example(answered));
    visit.open().unwrap();
    let placed = visit.place("payment-key", order(38_810, Currency::EUR));
    assert!(expected(&placed), "{placed:?}");
}

#[test]
fn a_completed_checkout_is_an_order() {
    check_placing(
        "Placed",
        |placed| matches!(placed, Ok(Placed::Order(order)) if order.number.as_str() == "FJ-1042" && order.lines.len() == 4),
    );
}
#[test]
fn a_refused_payment_is_a_decline_with_its_reason() {
    check_placing("Declined", |placed| *placed == Err(BackendError::Declined(Decline::InsufficientFunds)));
}
#[test]
fn what_changed_meanwhile_is_shown_and_not_bought() {
    check_placing(
        "ChangedMeanwhile",
        |placed| matches!(placed, Err(BackendError::Stale(quote)) if quote.changes.len() == 2),
    );
}
#[test]
fn a_challenge_is_shown_in_a_frame() {
    check_placing(
        "Challenge",
        |placed| matches!(placed, Ok(Placed::Act(NextAction::Frame { url, .. })) if url == "https://payments.example/3ds/456"),
    );
}
#[test]
fn a_providers_script_is_let_go_on() {
    let complete = by_example("Wait");
    let visit = Visit::with(&[], move |at, request| {
        let answered = complete(at, request)?;
        if !request.url.ends_with("/complete") {
            return Ok(answered);
        }
        let mut body = example("Wait");
        body["kassa"] = json!({ "confirm": { "provider": "stripe", "client": "pi_1_secret_2" } });
        Ok(answer(200, &body))
    });
    visit.open().unwrap();
    let placed = visit.place("payment-key", order(38_810, Currency::EUR));
    let confirm = NextAction::Confirm { provider: "stripe".into(), client: "pi_1_secret_2".into() };
    assert_eq!(placed, Ok(Placed::Act(confirm)));
}
#[test]
fn a_bank_that_takes_its_time_is_asked_again() {
    check_placing("Wait", |placed| matches!(placed, Ok(Placed::Act(NextAction::Poll { after: 1500, .. }))));
}
#[test]
fn a_session_that_is_an_order_already_says_which() {
    check_placing("AlreadyPlaced", |placed| *placed == Err(BackendError::AlreadyPlaced(OrderNumber::from("FJ-1042"))));
}
#[test]
fn a_refused_answer_points_at_its_fields() {
    check_placing("Refused", |placed| {
        let code = Problem::new(Field::Code, Fault::CodeExpired);
        *placed == Err(BackendError::Rejected(vec![code, Problem::new(Field::Quantity, Fault::TooMany(3))]))
    });
}
#[test]
fn another_total_than_the_one_agreed_to_is_not_even_sent() {
    let visit = Visit::with(&[], by_example("Placed"));
    visit.open().unwrap();
    let placed = visit.place("payment-key", order(38_000, Currency::EUR));
    assert!(matches!(placed, Err(BackendError::Stale(_))), "{placed:?}");
    assert!(visit.asked(Method::Post, "/complete").is_empty());
}

// shows: REL-03
#[test]
fn an_order_whose_answer_was_lost_is_sent_again_to_the_byte_and_nothing_else_with_it() {
    let whole = by_example("Placed");
    let lost = RefCell::new(true);
    let visit = Visit::with(&[], move |number, request| {
        if request.url.ends_with("/complete") && lost.replace(false) {
            return Err(Lost::Cut);
        }
        whole(number, request)
    });
    visit.open().unwrap();
    let request = order(38_810, Currency::EUR);
    assert_eq!(visit.place("payment-key", request.clone()), Err(BackendError::NoAnswer));
    let before = visit.net.sent().len();
    assert!(matches!(visit.place("payment-key", request), Ok(Placed::Order(_))));
    let sent = visit.asked(Method::Post, "/complete");
    assert_eq!((sent.len(), visit.net.sent().len()), (2, before + 1));
    assert_eq!(sent[0], sent[1]);
    let key = sent[0].headers.iter().find(|(name, _)| *name == "idempotency-key");
    assert_eq!(key.map(|(_, key)| key.as_str()), Some("payment-key"));
}

#[test]
fn two_writes_have_two_keys() {
    // The dice of the test always fall the same; the browser's do not. What is held here is that each write asks them.
    let sent = everything(APRIL);
    assert!(
        sent.iter()
            .filter(|it| it.body.is_some())
            .all(|it| it.headers.iter().any(|(name, _)| *name == "idempotency-key"))
    );
    assert!(
        sent.iter()
            .filter(|it| it.body.is_none())
            .all(|it| it.headers.iter().all(|(name, _)| *name != "idempotency-key"))
    );
}

#[track_caller]
fn check_known(state: Value, expected: impl Fn(&Known) -> bool) {
    let whole = by_example("Placed");
    let visit = Visit::with(&[], move |number, request| {
        if request.url.contains("/attempts/") { Ok(answer(200, &state)) } else { whole(number, request) }
    });
    let known = now(visit.shop.look_up("en", "order-key")).unwrap();
    assert!(expected(&known), "{known:?}");
    assert_eq!(visit.asked(Method::Get, "/attempts/order-key").len(), 1);
}

fn attempt(members: Value) -> Value {
    let mut attempt = json!({ "ucp": { "version": "2026-04-08", "status": "success" } });
    attempt.as_object_mut().unwrap().extend(members.as_object().unwrap().clone());
    attempt
}

#[test]
fn an_order_is_found_by_its_key() {
    let told = attempt(json!({ "state": "order", "order": example("Order") }));
    check_known(told, |known| matches!(known, Known::Order(order) if order.number.as_str() == "FJ-1042"));
}
#[test]
fn a_key_nobody_has_seen_is_nothing() {
    check_known(attempt(json!({ "state": "unknown" })), |known| *known == Known::Nothing);
}
#[test]
fn a_decline_is_found_with_its_reason() {
    let told = attempt(json!({ "state": "declined", "decline": "expired_card" }));
    check_known(told, |known| *known == Known::Declined(Decline::ExpiredCard));
}
#[test]
fn a_state_of_a_later_date_is_being_worked_on() {
    check_known(attempt(json!({ "state": "word_of_2031" })), |known| *known == Known::Pending);
}

#[test]
fn a_plain_shop_is_asked_for_the_session_and_given_up_by_ending_it() {
    let status = Rc::new(RefCell::new("incomplete"));
    let told = Rc::clone(&status);
    let visit = Visit::with(&[("countries", "US")], move |_, request| {
        let url = request.url.as_str();
        let mut checkout = around(&json!({ "body": {} }));
        checkout["status"] = (*told.borrow()).into();
        if url.ends_with("/cancel") {
            checkout["status"] = "canceled".into();
        }
        if request.method == Method::Post && url.ends_with("/checkout-sessions") {
            checkout["id"] = format!("chk_{}", request.body.as_ref().map_or(0, String::len)).into();
        }
        Ok(answer(200, if url.ends_with("/.well-known/ucp") { &PROFILE } else { &checkout }))
    });
    visit.open().unwrap();
    assert_eq!(now(visit.shop.look_up("en", "any")).unwrap(), Known::Nothing);
    *status.borrow_mut() = "complete_in_progress";
    assert!(matches!(now(visit.shop.look_up("en", "any")).unwrap(), Known::Act(NextAction::Poll { .. })));
    *status.borrow_mut() = "incomplete";
    let quote = now(visit.shop.cancel("en", "any")).unwrap();
    assert_eq!(visit.asked(Method::Post, "/cancel").len(), 1);
    assert_eq!(visit.asked(Method::Post, "/checkout-sessions").len(), 2);
    assert!(visit.shelf.load().unwrap().contains(quote.session.as_str()));
}

// Changes

#[test]
fn a_session_that_moved_on_is_changed_as_it_is_now() {
    let whole = by_example("Placed");
    let first = RefCell::new(true);
    let visit = Visit::with(&[], move |number, request| {
        if request.method == Method::Put && first.replace(false) {
            let mut now = example("Changed");
            now["kassa"]["revision"] = 41.into();
            now["line_items"][1]["quantity"] = 1.into();
            return Ok(answer(409, &now));
        }
        whole(number, request)
    });
    visit.open().unwrap();
    visit.apply([Intent::SetQuantity(LineId::from("line-jacket"), 2)]).unwrap();
    let sent: Vec<Value> = visit.asked(Method::Put, "").iter().map(body).collect();
    let told = |sent: &Value| {
        (
            sent["kassa"]["revision"].clone(),
            sent["line_items"][0]["quantity"].clone(),
            sent["line_items"][1]["quantity"].clone(),
        )
    };
    assert_eq!(told(&sent[0]), (json!(1), json!(2), json!(2)));
    assert_eq!(told(&sent[1]), (json!(41), json!(2), json!(1)));
}

#[test]
fn a_way_of_shipping_follows_the_address_that_makes_the_parcels() {
    let first = RefCell::new(true);
    let whole = by_example("Placed");
    let visit = Visit::with(&[], move |number, request| {
        let mut told = example("Changed");
        if request.method == Method::Put && first.replace(false) {
            told["fulfillment"]["methods"][0]["groups"][0]["selected_option_id"] = "locker".into();
            return Ok(answer(200, &told));
        }
        whole(number, request)
    });
    visit.open().unwrap();
    visit.place("payment-key", order(38_810, Currency::EUR)).unwrap();
    let chosen = |request: &Request| body(request)["fulfillment"]["methods"][0]["groups"].clone();
    let sent: Vec<Value> = visit.asked(Method::Put, "").iter().map(chosen).collect();
    assert_eq!(sent, [Value::Null, json!([{ "id": "parcel", "selected_option_id": "evening" }])]);
}

#[test]
fn to_collect_the_pickup_method_holds_the_lines() {
    let visit = Visit::with(&[], by_example("Placed"));
    visit.open().unwrap();
    visit.apply([Intent::SetHow(How::Collect)]).unwrap();
    let sent = body(visit.asked(Method::Put, "").last().unwrap());
    let held = |index: usize| sent["fulfillment"]["methods"][index]["line_item_ids"].clone();
    assert_eq!((held(0), held(1)), (json!([]), json!(["line-jacket", "line-base"])));
}

#[test]
fn a_new_bag_after_an_order_keeps_who_buys_and_where() {
    let visit = Visit::with(&[], by_example("Placed"));
    visit.open().unwrap();
    visit.place("payment-key", order(38_810, Currency::EUR)).unwrap();
    visit.apply([Intent::StartAnew, Intent::AddItem(ItemId::from("flask"), 1)]).unwrap();
    let sent = body(&visit.asked(Method::Post, "/checkout-sessions")[1]);
    assert_eq!(sent["line_items"], json!([{ "item": { "id": "flask" }, "quantity": 1 }]));
    assert_eq!(
        (&sent["buyer"]["email"], &sent["context"]["address_country"]),
        (&json!("aino@example.com"), &json!("FI"))
    );
    assert_eq!(sent["kassa"], Value::Null);
}

#[test]
fn a_reload_finds_the_session() {
    let visit = Visit::with(&[], by_example("Placed"));
    let before = visit.open().unwrap();
    let again = Visit::on(Rc::clone(&visit.shelf), &[], by_example("Placed"));
    assert_eq!(again.open().unwrap().session, before.session);
    assert!(again.asked(Method::Post, "/checkout-sessions").is_empty());
}

#[test]
fn what_is_sold_by_measure_is_one_piece_that_says_how_much() {
    let mut told = example("Opened");
    told["line_items"][0]["item"]["quantity_unit"] = json!({ "unit": "KGM", "scale": 2, "display_text": "kg" });
    told["line_items"][0]["quantity"] = 125.into();
    let quote = quoted(&told).unwrap();
    assert_eq!((quote.lines[0].quantity, quote.lines[0].detail.as_deref()), (1, Some("1.25 kg")));
}

// Bad input: each is told apart

#[track_caller]
fn check_opening(status: u16, content: &str, expected: BackendError, told: &str) {
    let content = content.to_owned();
    let visit = Visit::with(&[], move |_, request| {
        if request.url.ends_with("/.well-known/ucp") {
            return Ok(answer(200, &example("Profile")));
        }
        let headers = vec![("retry-after".to_owned(), "2".to_owned())];
        Ok(Response { status, headers: if status == 429 { headers } else { vec![] }, body: content.clone() })
    });
    assert_eq!(visit.open(), Err(expected));
    let console = visit.net.told();
    assert!(console.iter().any(|line| line.contains(told)) || told.is_empty(), "{console:?}");
}

fn changed(change: impl Fn(&mut Value)) -> String {
    let mut told = example("Opened");
    change(&mut told);
    told.to_string()
}

#[test]
fn html_instead_of_json() {
    check_opening(200, "<!doctype html>", BackendError::Setup(Setup::NotJson), "not JSON");
}
#[test]
fn a_currency_nobody_uses() {
    let told = changed(|told| told["currency"] = "XYZ".into());
    check_opening(201, &told, BackendError::Setup(Setup::Currency), "currency");
}
#[test]
fn half_a_cent() {
    let told = changed(|told| told["line_items"][0]["item"]["price"] = json!(249.5));
    check_opening(201, &told, BackendError::Malformed, "line_items[0].item.price");
}
#[test]
fn a_total_that_is_missing_is_named() {
    let told = changed(|told| told["totals"] = json!([{ "type": "subtotal", "amount": 1 }]));
    check_opening(201, &told, BackendError::Malformed, "totals");
}
#[test]
fn an_integer_as_a_text_is_taken() {
    let mut told = example("Opened");
    told["totals"][2]["amount"] = "40700".into();
    assert_eq!(quoted(&told).unwrap().totals.total.minor(), 40_700);
}
#[test]
fn a_fault_with_its_reference() {
    let told = json!({ "ucp": { "version": "2026-04-08", "status": "error" }, "messages": [{ "type": "error", "code": "internal",
        "content": "", "severity": "recoverable", "kassa": { "reference": "7QK-2" } }] });
    check_opening(500, &told.to_string(), BackendError::Server("7QK-2".into()), "the shop has a fault");
}
#[test]
fn too_many_requests() {
    check_opening(429, "{}", BackendError::Busy(2000), "too many requests");
}
#[test]
fn a_profile_without_a_rest_service() {
    let visit =
        Visit::with(&[], |_, _| Ok(answer(200, &json!({ "ucp": { "version": "2026-04-08", "services": {} } }))));
    assert_eq!(visit.open(), Err(BackendError::Setup(Setup::Endpoint)));
    assert!(visit.net.told()[0].contains("dev.ucp.shopping"));
}
#[test]
fn a_bag_of_another_shop() {
    let gone = json!({ "ucp": { "version": "2026-04-08", "status": "error" }, "messages": [{ "type": "error", "code": "not_found", "content": "" , "severity": "unrecoverable" }] });
    let visit = Visit::with(&[("session", "chk_of_another_shop")], move |_, request| {
        let well_known = request.url.ends_with("/.well-known/ucp");
        Ok(answer(if well_known { 200 } else { 404 }, if well_known { &PROFILE } else { &gone }))
    });
    assert_eq!(visit.open(), Err(BackendError::Setup(Setup::OtherShop)));
}
#[test]
fn a_session_that_is_over_is_opened_again() {
    let shelf = Rc::new(Memory::default());
    shelf.save(r#"{"session":"chk_old"}"#).unwrap();
    let whole = by_example("Placed");
    let visit = Visit::on(shelf, &[], move |number, request| {
        if request.url.ends_with("/chk_old") { Ok(answer(404, &example("Refused"))) } else { whole(number, request) }
    });
    visit.open().unwrap();
    assert_eq!(visit.asked(Method::Post, "/checkout-sessions").len(), 1);
}
#[test]
fn a_plain_shop_that_keeps_no_bag_wants_one_handed_over() {
    let refusal = json!({ "ucp": { "version": "2026-04-08", "status": "error" }, "messages": [{ "type": "error", "code": "invalid_request", "content": "line_items is empty", "severity": "unrecoverable" }] });
    let visit = Visit::with(&[], move |_, request| {
        let well_known = request.url.ends_with("/.well-known/ucp");
        Ok(answer(200, if well_known { &PROFILE } else { &refusal }))
    });
    assert_eq!(visit.open(), Err(BackendError::Setup(Setup::Settings)));
    assert!(visit.net.told().iter().any(|line| line.contains("kassa-session")));
}
