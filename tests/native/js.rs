//! A backend that the merchant's page supplies: the contract suite on the example, which runs in Node, and what comes
//! of answers that are not as they must be.

use crate::{
    backends::{NO_ACCOUNTS, NO_EXTRAS, check},
    contract::{self, Sample},
    support::{Scripted, answer},
};
use core::cell::RefCell;
use kassa::{
    backend::{
        Backend,
        config::Config,
        http::{Later, Lost, Request, Response},
        js::{
            Door, FUNCTIONS, Found, Js, Look, Threw,
            convert::{self, Ground, Misfit},
        },
        json::Json,
        shelf::{Memory, Shelf},
    },
    checkout::request::{
        BackendError, Can, Facts, Idempotency, Intent, Keys, Known, Lookup, OrderRequest, Payment, Replays, Returned,
        Setup,
    },
    domain::{
        account::{CodeFrom, Doors, Entered, Proof, Recognised, SecondFactor},
        address::{Address, Ask},
        check::email::Email,
        company::VatStanding,
        contact::Contact,
        country::Country,
        day::Instant,
        delivery::{Delivery, How},
        money::{Currency, Money},
        payment::{Buyer, CardFace, Decline},
        problem::{AddressField, AddressUse, Fault, Field},
        quote::{Change, Quote, Rates},
        secret::Secret,
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader, Write},
    process::{Child, ChildStdin, ChildStdout, Command, Stdio},
    rc::Rc,
};

// ---- The example, in Node

const EXAMPLE: &str = "examples/js-backend/shop.js";

struct Node {
    child: Child,
    to: ChildStdin,
    from: BufReader<ChildStdout>,
}

impl Node {
    fn start(shop: &str) -> Rc<RefCell<Self>> {
        let mut child = Command::new("node")
            .args(["tests/js-backend/bridge.mjs", shop])
            .current_dir(env!("CARGO_MANIFEST_DIR"))
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("Node, which every tool of this repository needs (CONTRIBUTING.md)");
        let (to, from) = (child.stdin.take().unwrap(), BufReader::new(child.stdout.take().unwrap()));
        Rc::new(RefCell::new(Self { child, to, from }))
    }

    fn ask(&mut self, question: &Value) -> Value {
        writeln!(self.to, "{question}").unwrap();
        let mut line = String::new();
        self.from.read_line(&mut line).unwrap();
        serde_json::from_str(&line).unwrap_or_else(|error| panic!("Node answered {line:?} to {question}: {error}"))
    }
}

impl Drop for Node {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// An object in Node: the page of one visit.
struct Visit {
    node: Rc<RefCell<Node>>,
    shop: Value,
}

impl Door for Visit {
    fn look(&self) -> Later<'_, Look> {
        let found = self.node.borrow_mut().ask(&json!({ "look": { "shop": self.shop, "functions": FUNCTIONS } }));
        let has = |name: &&&str| found["functions"].as_array().unwrap().iter().any(|known| known == **name);
        Box::pin(core::future::ready(Look::Found(Found {
            facts: found["facts"].as_str().map(str::to_owned),
            functions: FUNCTIONS.iter().filter(has).copied().collect(),
        })))
    }

    fn call<'a>(&'a self, function: &'static str, arguments: &str) -> Later<'a, Result<Option<String>, Threw>> {
        let call = json!({ "shop": self.shop, "function": function });
        let said = self.node.borrow_mut().ask(&json!({ "call": call, "args": arguments }));
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let answer = if let Some(thrown) = said.get("thrown") {
            Err(Threw::Thrown(text(&thrown["json"]), text(&thrown["words"]).unwrap()))
        } else if let Some(why) = said.get("notJson") {
            Err(Threw::NotJson(text(why).unwrap()))
        } else {
            Ok(text(&said["answer"]))
        };
        Box::pin(core::future::ready(answer))
    }
}

/// No request ever goes out: what is used of the network is its clock and its console.
type World = Scripted<fn(usize, &Request) -> Result<Response, Lost>>;

fn world() -> Rc<World> {
    Rc::new(Scripted::new(|_, _| Ok(answer(200, &json!({})))))
}

const STRAND: Sample = Sample {
    country: "NO",
    postcode: "0154",
    city: "Oslo",
    not_served: "AQ",
    codes: Some(("SUMMER10", "WINTER10")),
    card: Some(("card", "tok_visa_4242_ok", "tok_visa_9995_funds")),
    later: Some("invoice"),
    account: None,
};

#[test]
fn the_example_keeps_the_contract() {
    let node = Node::start(EXAMPLE);
    let told = RefCell::new(Vec::new());
    // The object keeps its state itself; what is on the shelf here is the name of the visitor.
    let visitors = core::cell::Cell::new(0);
    let door = |shelf: Rc<Memory>| -> Rc<dyn Backend> {
        let visitor = shelf.load().unwrap_or_else(|| {
            visitors.set(visitors.get() + 1);
            visitors.get().to_string()
        });
        shelf.save(&visitor).unwrap();
        let shop = node.borrow_mut().ask(&json!({ "visit": visitor }))["shop"].clone();
        let world = world();
        told.borrow_mut().push(world.clone());
        let backend = Js::new(Visit { node: Rc::clone(&node), shop }, world, Config::default());
        assert_eq!(contract::now(backend.meet()), Ok(()));
        Rc::new(backend)
    };
    let verdicts = contract::run(&door, &STRAND, None);
    assert_eq!(verdicts.len(), contract::all().len());
    check(&verdicts, &[&NO_ACCOUNTS[..], &NO_EXTRAS].concat());
    let console: Vec<String> = told.borrow().iter().flat_map(|world| world.told()).collect();
    assert_eq!(console, Vec::<String>::new(), "a good shop has nothing to hear");
}

// ---- An object of one answer

/// What the object does.
#[derive(Clone)]
enum Does {
    Answers(Value),
    AnswersNothing,
    Throws(Value),
    ThrowsWords(&'static str),
    Circles,
    Hangs,
}

struct One {
    look: Look,
    does: Does,
    asked: Rc<RefCell<Vec<(String, Value)>>>,
}

impl Door for One {
    fn look(&self) -> Later<'_, Look> {
        Box::pin(core::future::ready(self.look.clone()))
    }

    fn call<'a>(&'a self, function: &'static str, arguments: &str) -> Later<'a, Result<Option<String>, Threw>> {
        self.asked.borrow_mut().push((function.to_owned(), serde_json::from_str(arguments).unwrap()));
        let answer = match self.does.clone() {
            Does::Answers(value) => Ok(Some(value.to_string())),
            Does::AnswersNothing => Ok(None),
            Does::Throws(value) => Err(Threw::Thrown(Some(value.to_string()), "Error".into())),
            Does::ThrowsWords(words) => Err(Threw::Thrown(None, words.into())),
            Does::Circles => Err(Threw::NotJson("TypeError: Converting circular structure to JSON".into())),
            Does::Hangs => return Box::pin(core::future::pending()),
        };
        Box::pin(core::future::ready(answer))
    }
}

fn whole(facts: &Value) -> Look {
    Look::Found(Found { facts: Some(facts.to_string()), functions: FUNCTIONS.to_vec() })
}

/// What comes of a question to an object that does this, and what the console says.
fn ask<T>(
    look: Look,
    does: Does,
    question: impl Fn(&Js) -> Result<T, BackendError>,
) -> (Result<T, BackendError>, Vec<String>) {
    let world = world();
    let js = Js::new(One { look, does, asked: Rc::default() }, world.clone(), Config::default());
    let answer = contract::now(js.meet()).and_then(|()| question(&js));
    (answer, world.told())
}

fn opened(does: Does) -> (Result<Quote, BackendError>, Vec<String>) {
    ask(whole(&json!({})), does, |js| contract::now(js.open("en")))
}

/// Fails unless the one sentence in the console names all of these.
#[track_caller]
fn says(console: &[String], words: &[&str]) {
    let [sentence] = console else { panic!("one sentence is expected: {console:?}") };
    for word in words {
        assert!(sentence.contains(word), "{word:?} is not in {sentence:?}");
    }
}

/// The least that is a quote.
fn least() -> Value {
    json!({ "id": "b", "currency": "EUR", "country": "FI", "lines": [], "totals": { "total": 0 } })
}

fn read(value: &Value) -> Result<Quote, Misfit> {
    convert::quote(&Json::of(value), Ground { config: &Config::default(), now: Instant(7), revision: 3 })
}

#[test]
fn the_least_answer_is_a_quote_with_sensible_defaults() {
    let quote = read(&least()).unwrap();
    assert_eq!((quote.revision, quote.now, quote.totals.pieces), (3, Instant(7), 0));
    assert_eq!(quote.countries, vec![quote.country]);
    assert_eq!(quote.delivery.rates, Rates::Unknown);
    assert!(quote.delivery.needed && quote.methods.is_empty() && quote.shop.name.is_empty());
}

/// Everything a quote can say.
fn full() -> Value {
    json!({
        "id": 17, "revision": 4, "now": "2026-11-22T14:06:00Z", "currency": "NOK", "country": "NO", "countries": ["NO", "SE"],
        "shop": {
            "name": "Strand", "seller": "Strand AS", "shipsFrom": "Bergen", "returnsDays": 30, "rating": { "stars": 4.6, "count": 212 },
            "terms": { "version": "12", "from": "2026-10-01" }, "policies": { "terms": "https://shop.example/terms", "help": "mailto:a@b.no" },
        },
        "lines": [
            {
                "id": "l1", "item": "tea", "title": "Tea", "detail": "100 g", "image": "/tea.png", "kind": "goods", "quantity": 2, "limit": 9,
                "left": 3, "unitPrice": 12900, "total": 25800, "reduced": { "listPrice": 14900, "lowest30Days": 12900 },
                "rating": { "stars": 5, "count": 3 }, "arrives": { "from": "2026-11-24", "to": "2026-11-26", "hours": [17, 21] }, "returnsDays": 30,
                "recurring": { "amount": 25800, "months": 3, "first": "2026-11-22", "next": "2027-02-22" },
            },
            { "id": "l2", "title": "Gift", "kind": "gift", "quantity": 1, "unitPrice": 0, "total": 0, "left": 0 },
        ],
        "suggestions": [{ "item": "cup", "title": "Cup", "image": "https://shop.example/cup.png", "price": 24900 }],
        "codes": [{ "code": "TI", "title": "10 %" }],
        "offers": [
            { "kind": "free_delivery_from", "missing": 100, "threshold": 50000 }, { "kind": "free_delivery" },
            { "kind": "automatic", "title": "Christmas" }, { "kind": "of_tomorrow", "title": 7 },
        ],
        "totals": {
            "total": 28120, "pieces": 2,
            "rows": [
                { "kind": "items", "amount": 25800 }, { "kind": "discount", "amount": -2580 }, { "kind": "delivery", "amount": 4900, "estimate": true },
                { "kind": "of_tomorrow", "label": "Rounding", "amount": 0 },
            ],
            "taxes": [{ "percent": 25.5, "amount": 5624 }, { "amount": 1 }],
        },
        "delivery": {
            "needed": true, "how": "ship", "rate": "home", "shipFrom": 4900, "point": "p",
            "rates": [{ "id": "home", "title": "Home", "carrier": "Posten", "note": "In the evening", "arrives": "2026-11-24", "price": 4900, "tag": "fastest" }],
            "points": [{
                "id": "p", "title": "Kiosk", "address": "Gata 1, Oslo", "distanceMetres": 120, "ready": "2026-11-25", "keptDays": 14, "price": 2900,
                "ownShop": true, "note": "Ring", "hours": [[9, 18], [9, 18], [9, 18], [9, 18], [9, 20], [10, 16], null],
            }],
        },
        "methods": ["invoice", { "id": "card", "fee": 100, "charged": { "daysAfterDispatch": 14 }, "brands": ["visa"] }],
        "notOffered": [{ "id": "invoice", "why": "above_limit", "limit": 100 }, { "id": "x", "why": "of_tomorrow" }],
        "method": "card",
        "changes": [
            { "kind": "price", "line": "l1", "was": 1 }, { "kind": "reduced", "line": "l1", "was": 3 }, { "kind": "sold_out", "title": "Mug" },
            { "kind": "code_lapsed", "code": "X" }, { "kind": "of_tomorrow" },
        ],
        "order": 1001, "of tomorrow": { "a": 1 },
    })
}

#[test]
fn a_quote_with_everything_is_read_whole() {
    let quote = read(&full()).unwrap();
    assert_eq!((quote.session.as_str(), quote.revision, quote.order.as_ref().unwrap().as_str()), ("17", 4, "1001"));
    assert_eq!(quote.now, crate::support::SUNDAY);
    assert_eq!((quote.lines.len(), quote.offers.len(), quote.changes.len(), quote.not_offered.len()), (2, 3, 4, 1));
    assert_eq!(quote.lines[0].rating.unwrap().tenths, 50);
    assert_eq!((quote.shop.rating.unwrap().tenths, quote.shop.policies.len()), (46, 2));
    assert_eq!((quote.totals.taxes[0].basis_points, quote.totals.taxes[1].basis_points), (Some(2550), None));
    assert_eq!(quote.delivery.points[0].hours[6], None);
    assert_eq!((quote.methods.len(), quote.methods[1].brands.len()), (2, 1));
}

/// A merchant adds a way to pay by data alone.
#[test]
fn a_method_under_a_name_of_its_own_needs_no_code() {
    let mut value = full();
    value["methods"][1]["title"] = "Siirto".into();
    value["methods"][1]["text"] = "From phone to phone.".into();
    let named = read(&value).unwrap().methods[1].named.clone().unwrap();
    assert_eq!((named.title.as_str(), named.text.as_str()), ("Siirto", "From phone to phone."));
}

#[test]
fn names_of_tomorrow_never_fail() {
    let mut value = full();
    for (place, name) in [
        ("/lines/0/kind", "bundle"),
        ("/totals/rows/0/kind", "service"),
        ("/delivery/how", "drone"),
        ("/delivery/rates/0/tag", "greenest"),
        ("/methods/1/charged", "when_you_like_it"),
    ] {
        *value.pointer_mut(place).unwrap() = name.into();
    }
    value["totals"]["rows"][0]["label"] = "Service".into();
    assert!(read(&value).is_ok());
}

/// A place of the full quote, what stands there instead, and what is expected: each is told apart.
const WRONG: &[(&str, &str, &str, &str)] = &[
    ("", "7", "", "an object"),
    ("/id", "\"\"", "id", "a name or number that is not empty"),
    ("/id", "null", "id", "a name or number that is not empty"),
    ("/currency", "\"EURO\"", "currency", "a currency in use"),
    ("/currency", "978", "currency", "a currency in use"),
    ("/country", "\"Norway\"", "country", "a country code"),
    ("/countries/1", "\"Sverige\"", "countries[1]", "a country code"),
    ("/revision", "-1", "revision", "a number that grows"),
    ("/now", "1795356360000", "now", "a moment such as"),
    ("/lines", "{}", "lines", "a list"),
    ("/lines/0", "null", "lines[0]", "an object"),
    ("/lines/1/title", "null", "lines[1].title", "a name or number"),
    ("/lines/0/quantity", "\"two\"", "lines[0].quantity", "a whole number"),
    ("/lines/0/quantity", "-2", "lines[0].quantity", "a count"),
    ("/lines/0/unitPrice", "129.5", "lines[0].unitPrice", "an amount in minor units"),
    ("/lines/0/total", "null", "lines[0].total", "an amount in minor units"),
    ("/lines/0/detail", "5", "lines[0].detail", "a text"),
    ("/lines/0/reduced/lowest30Days", "null", "lines[0].reduced.lowest30Days", "an amount in minor units"),
    ("/lines/0/rating/stars", "7", "lines[0].rating.stars", "a number of stars from 0 to 5"),
    ("/lines/0/arrives", "\"soon\"", "lines[0].arrives", "a day such as"),
    ("/lines/0/arrives", "5", "lines[0].arrives", "a day, or an object"),
    ("/lines/0/arrives/to", "\"2026-11-01\"", "lines[0].arrives.to", "a day that is not before"),
    ("/lines/0/arrives/hours", "[21, 17]", "lines[0].arrives.hours", "two hours from 0 to 24"),
    ("/lines/0/returnsDays", "70000", "lines[0].returnsDays", "a whole number below 65536"),
    ("/lines/0/recurring", "\"P1M\"", "lines[0].recurring", "an object"),
    ("/lines/0/recurring/months", "0", "lines[0].recurring.months", "a whole number of months"),
    ("/lines/0/recurring/amount", "null", "lines[0].recurring.amount", "an amount in minor units"),
    ("/lines/0/recurring/next", "\"soon\"", "lines[0].recurring.next", "a day such as"),
    ("/suggestions/0/price", "\"free\"", "suggestions[0].price", "an amount in minor units"),
    ("/codes/0", "\"TI\"", "codes[0]", "an object"),
    ("/offers/0/missing", "null", "offers[0].missing", "an amount in minor units"),
    ("/offers/0/kind", "null", "offers[0].kind", "a text"),
    ("/totals", "28120", "totals", "an object"),
    ("/totals/total", "1e400", "totals.total", "an amount in minor units"),
    ("/totals/rows/3/label", "null", "totals.rows[3].label", "a name or number"),
    ("/totals/rows/2/estimate", "\"yes\"", "totals.rows[2].estimate", "true or false"),
    ("/totals/taxes/0/percent", "-1", "totals.taxes[0].percent", "a rate in percent"),
    ("/delivery", "[]", "delivery", "an object"),
    ("/delivery/rates", "\"free\"", "delivery.rates", "a list"),
    ("/delivery/rates/0/price", "null", "delivery.rates[0].price", "an amount in minor units"),
    ("/delivery/points/0/hours", "\"weekdays\"", "delivery.points[0].hours", "a list"),
    ("/delivery/points/0/hours", "[[9, 18]]", "delivery.points[0].hours", "the hours of seven days"),
    ("/delivery/points/0/hours/2", "[9]", "delivery.points[0].hours[2]", "two hours from 0 to 24"),
    ("/methods/0", "7", "methods[0]", "the name of a way to pay, or an object"),
    ("/methods/1/brands/0", "1", "methods[1].brands[0]", "a text"),
    ("/notOffered/0/limit", "null", "notOffered[0].limit", "an amount in minor units"),
    ("/changes/0/line", "true", "changes[0].line", "a name or number"),
    ("/shop", "\"Strand\"", "shop", "an object"),
    ("/shop/terms/from", "\"yesterday\"", "shop.terms.from", "a day such as"),
    ("/shop/policies/terms", "\"javascript:alert(1)\"", "shop.policies.terms", "the address of a page"),
];

#[test]
fn each_wrong_shape_is_told_apart_by_its_place_and_what_is_expected() {
    assert!(read(&full()).is_ok());
    for (place, instead, at, expected) in WRONG {
        let mut value = full();
        *value.pointer_mut(place).unwrap_or_else(|| panic!("{place} is not in the example")) =
            serde_json::from_str(instead).unwrap();
        let misfit = read(&value).expect_err(place);
        assert_eq!(misfit.unfit.at, *at, "{place}");
        assert!(misfit.unfit.expected.contains(expected), "{place}: {}", misfit.unfit.expected);
    }
}

#[test]
fn the_console_names_the_function_the_place_and_what_is_there() {
    let mut value = full();
    value["lines"][0]["total"] = json!(258.5);
    let (answer, console) = opened(Does::Answers(value));
    assert_eq!(answer.unwrap_err(), BackendError::Malformed);
    assert_eq!(
        console,
        [
            "Kassa: kassaBackend.open() answered what cannot be used: `lines[0].total` is 258.5, but must be an amount in minor units."
        ]
    );
}
#[test]
fn a_currency_nobody_uses_has_its_own_words_for_the_shopper() {
    let mut value = least();
    value["currency"] = "XYZ".into();
    let (answer, console) = opened(Does::Answers(value));
    assert_eq!(answer.unwrap_err(), BackendError::Setup(Setup::Currency));
    says(&console, &["`currency` is \"XYZ\"", "ISO 4217"]);
}
#[test]
fn a_function_that_forgets_to_answer_is_told_apart() {
    let (answer, console) = opened(Does::AnswersNothing);
    assert_eq!(answer.unwrap_err(), BackendError::Malformed);
    says(&console, &["kassaBackend.open()", "it is missing, but must be an object"]);
}
#[test]
fn an_answer_that_goes_in_a_circle_is_told_apart() {
    let (answer, console) = opened(Does::Circles);
    assert_eq!(answer.unwrap_err(), BackendError::Malformed);
    says(&console, &["kassaBackend.open()", "cannot be written as JSON", "circular"]);
}
#[test]
fn a_function_that_never_answers_is_told_apart() {
    let (answer, console) = opened(Does::Hangs);
    assert_eq!(answer.unwrap_err(), BackendError::NoAnswer);
    says(&console, &["kassaBackend.open()", "no answer within 10 seconds"]);
    let (_, console) = ask(whole(&json!({ "timeoutSeconds": 3 })), Does::Hangs, |js| contract::now(js.open("en")));
    says(&console, &["within 3 seconds"]);
}
#[test]
fn an_exception_is_a_fault_of_the_shop() {
    for does in
        [Does::ThrowsWords("TypeError: x is undefined"), Does::Throws(json!({ "code": 500 })), Does::Throws(json!([1]))]
    {
        let (answer, console) = opened(does);
        assert_eq!(answer.unwrap_err(), BackendError::Server(String::new()));
        says(&console, &["kassaBackend.open() threw", "a fault of the shop"]);
    }
}
#[test]
fn rows_that_do_not_make_the_total_are_shown_and_told() {
    let mut value = full();
    value["totals"]["total"] = json!(28121);
    let (answer, console) = opened(Does::Answers(value));
    assert!(answer.is_ok());
    says(&console, &["kassaBackend.open()", "`totals.rows` that do not add up"]);
}

// ---- Refusals

#[track_caller]
fn check_thrown(thrown: Value, expected: &BackendError) {
    let (answer, _) = opened(Does::Throws(thrown.clone()));
    assert_eq!(answer.as_ref().unwrap_err(), expected, "{thrown}");
}

#[test]
fn each_refusal_has_its_word() {
    check_thrown(json!({ "kassa": "offline" }), &BackendError::Offline);
    check_thrown(json!({ "kassa": "no_answer" }), &BackendError::NoAnswer);
    let now = Ground { config: &Config::default(), now: crate::support::SUNDAY, revision: 1_795_356_360_000 };
    let quote = convert::quote(&Json::of(&least()), now).unwrap();
    check_thrown(json!({ "kassa": "stale", "quote": least() }), &BackendError::Stale(Box::new(quote)));
    check_thrown(
        json!({ "kassa": "declined", "reason": "insufficient_funds" }),
        &BackendError::Declined(Decline::InsufficientFunds),
    );
    check_thrown(json!({ "kassa": "unauthorized", "message": "…" }), &BackendError::Unauthorized);
    check_thrown(json!({ "kassa": "already_placed", "number": 7 }), &BackendError::AlreadyPlaced("7".into()));
    check_thrown(json!({ "kassa": "busy" }), &BackendError::Busy(2000));
    check_thrown(json!({ "kassa": "busy", "waitMs": 500 }), &BackendError::Busy(500));
    check_thrown(json!({ "kassa": "fault", "reference": "r-1" }), &BackendError::Server("r-1".into()));
    check_thrown(json!({ "kassa": "setup", "what": "key" }), &BackendError::Setup(Setup::Key));
}
#[test]
fn refusals_of_tomorrow_are_the_nearest_thing_known() {
    check_thrown(json!({ "kassa": "on_strike" }), &BackendError::Server(String::new()));
    check_thrown(json!({ "kassa": "declined", "reason": "full_moon" }), &BackendError::Declined(Decline::Generic));
    check_thrown(json!({ "kassa": "declined" }), &BackendError::Declined(Decline::Generic));
    check_thrown(json!({ "kassa": "setup", "what": "weather" }), &BackendError::Setup(Setup::Settings));
}
#[test]
fn every_field_can_be_refused_with_every_fault_that_carries_something() {
    for field in Field::all() {
        let problem = json!({ "field": field.name().replace('-', "_") });
        let (answer, _) = opened(Does::Throws(json!({ "kassa": "rejected", "problems": [problem] })));
        let Err(BackendError::Rejected(problems)) = answer else { panic!("{field:?}: {answer:?}") };
        assert_eq!((problems[0].field, problems[0].fault), (field, Fault::Refused));
    }
    let many = json!([
        { "field": "quantity", "fault": "too_many", "limit": 6 },
        { "field": "of_tomorrow", "fault": "missing" },
        { "field": "code", "fault": "code_below_minimum", "limit": 20000, "currency": "EUR" },
        { "field": "name", "fault": "bad_character", "character": "<" },
        { "field": "billing_postcode", "fault": "too_short", "limit": 4 },
    ]);
    let (answer, _) = opened(Does::Throws(json!({ "kassa": "rejected", "problems": many })));
    let Err(BackendError::Rejected(problems)) = answer else { panic!("{answer:?}") };
    let faults: Vec<_> = problems.iter().map(|problem| problem.fault).collect();
    assert!(matches!(
        faults[..],
        [Fault::TooMany(6), Fault::CodeBelowMinimum(_), Fault::BadCharacter('<'), Fault::TooShort(4)]
    ));
}
#[test]
fn a_refusal_of_another_shape_is_told_by_its_place() {
    for (thrown, place) in [
        (json!({ "kassa": "rejected", "problems": [] }), "`problems`"),
        (
            json!({ "kassa": "rejected", "problems": [{ "field": "quantity", "fault": "too_many" }] }),
            "`problems[0].limit`",
        ),
        (json!({ "kassa": "stale" }), "`quote`"),
        (json!({ "kassa": "already_placed" }), "`number`"),
    ] {
        let (answer, console) = opened(Does::Throws(thrown));
        assert_eq!(answer.unwrap_err(), BackendError::Malformed);
        says(&console, &["kassaBackend.open() threw what cannot be used", place]);
    }
}

// ---- Placing, and what became of it

fn order() -> Value {
    json!({
        "number": 1001, "placed": "2026-11-22T14:06:00Z", "email": "a@b.no", "currency": "NOK", "totals": { "total": 100 },
        "lines": [{ "id": 1, "title": "Tea", "quantity": 1, "unitPrice": 100, "total": 100 }],
        "delivery": { "how": "ship", "address": { "country": "NO", "name": "Kari", "street": "Gata 1", "postcode": "0154", "city": "Oslo" } },
        "card": { "brand": "visa", "last4": "4242" },
    })
}

#[track_caller]
fn check_fate(answer: Does, expected: Result<&str, &str>) {
    let (fate, console) = ask(whole(&json!({})), answer, |js| contract::now(js.look_up("en", "key")));
    match (fate, expected) {
        (Ok(known), Ok(name)) => assert!(format!("{known:?}").starts_with(name), "{known:?}"),
        (Err(BackendError::Malformed), Err(place)) => says(&console, &["kassaBackend.lookUp()", place]),
        (other, expected) => panic!("{other:?} instead of {expected:?}"),
    }
}

#[test]
fn only_null_says_that_a_key_was_never_seen() {
    check_fate(Does::Answers(Value::Null), Ok("Nothing"));
    check_fate(Does::AnswersNothing, Err("must be null, or an object with"));
    check_fate(Does::Answers(json!({})), Err("must be null, or an object with"));
    check_fate(Does::Answers(json!({ "pending": false })), Err("must be null, or an object with"));
    check_fate(Does::Answers(json!({ "pending": true })), Ok("Pending"));
    check_fate(Does::Answers(json!({ "declined": "try_later" })), Ok("Declined(TryLater)"));
    check_fate(Does::Answers(json!({ "order": order() })), Ok("Order"));
    check_fate(Does::Answers(json!({ "action": { "kind": "frame", "url": "https://bank.example" } })), Ok("Act(Frame"));
    let confirm = json!({ "action": { "kind": "confirm", "provider": "stripe", "client": "pi_1_secret_2" } });
    check_fate(Does::Answers(confirm), Ok("Act(Confirm"));
    check_fate(Does::Answers(json!({ "declined": "lost_card" })), Ok("Declined(LostOrStolen"));
    check_fate(
        Does::Answers(json!({ "action": { "kind": "redirect", "url": "javascript:alert(1)" } })),
        Err("`action.url`"),
    );
    check_fate(Does::Answers(json!({ "action": { "kind": "dance" } })), Err("`action.kind` is \"dance\""));
}
#[test]
fn no_more_of_a_card_is_taken_than_may_be_shown() {
    let mut value = order();
    value["card"]["last4"] = "4242424242424242".into();
    check_fate(Does::Answers(json!({ "order": value })), Err("`order.card.last4`"));
}
#[test]
fn without_a_look_up_nobody_can_say() {
    let functions = FUNCTIONS.iter().copied().filter(|name| *name != "lookUp").collect();
    let look = Look::Found(Found { facts: None, functions });
    let (answer, _) = ask(look, Does::Answers(Value::Null), |js| {
        assert!(!js.facts().lookup());
        contract::now(js.look_up("en", "key"))
    });
    assert_eq!(answer, Err(BackendError::NoAnswer));
}

// ---- What the functions are given

/// What a question was put as: the function and its arguments.
fn put(question: impl Fn(&Js)) -> (String, Value) {
    let asked = Rc::new(RefCell::new(Vec::new()));
    let one = One { look: whole(&json!({})), does: Does::Answers(json!({})), asked: Rc::clone(&asked) };
    let js = Js::new(one, world(), Config { session: Some("bag-7".into()), ..Config::default() });
    assert_eq!(contract::now(js.meet()), Ok(()));
    question(&js);
    let asked = asked.borrow();
    assert_eq!(asked.len(), 1, "{asked:?}");
    asked[0].clone()
}

#[test]
fn a_bag_that_is_handed_over_reaches_the_shop() {
    let given = put(|js| drop(contract::now(js.open("nb"))));
    assert_eq!(given, ("open".into(), json!([{ "locale": "nb", "session": "bag-7" }])));
}
#[test]
fn every_change_has_its_kind() {
    let to = Country::parse("NO").unwrap();
    let all = vec![
        Intent::SetQuantity("l".into(), 2),
        Intent::AddItem("i".into(), 1),
        Intent::StartAnew,
        Intent::ApplyCode("A".into()),
        Intent::RemoveCode("A".into()),
        Intent::SetContact(Contact::parse("a@b.no", true).unwrap()),
        Intent::SetDestination { country: to, postcode: None },
        Intent::SetHow(How::Collect),
        Intent::SetRate("r".into()),
        Intent::FindPoints("Oslo".into()),
        Intent::SetPoint("p".into()),
        Intent::SetMethod("card".into()),
    ];
    let (function, given) = put(|js| drop(contract::now(js.apply("en", all.clone()))));
    let expected = json!([
        [
            { "kind": "set_quantity", "line": "l", "quantity": 2 }, { "kind": "add_item", "item": "i", "quantity": 1 },
            { "kind": "start_anew" }, { "kind": "apply_code", "code": "A" }, { "kind": "remove_code", "code": "A" },
            { "kind": "set_contact", "contact": { "email": "a@b.no", "news": true } },
            { "kind": "set_destination", "country": "NO", "postcode": null }, { "kind": "set_how", "how": "collect" },
            { "kind": "set_rate", "rate": "r" }, { "kind": "find_points", "near": "Oslo" }, { "kind": "set_point", "point": "p" },
            { "kind": "set_method", "method": "card" },
        ],
        { "locale": "en" },
    ]);
    assert_eq!((function.as_str(), given), ("apply", expected));
}
#[test]
fn an_attempt_is_told_with_its_keys_and_what_was_agreed_to() {
    let typed = |part| {
        let text = match part {
            AddressField::Country => "NO",
            AddressField::Name => "Kari",
            AddressField::Street => "Gata 1",
            AddressField::Postcode => "0154",
            AddressField::City => "Oslo",
            _ => "",
        };
        text.to_owned()
    };
    let address = Address::parse(AddressUse::Shipping, Ask::default(), &typed).unwrap();
    let order = OrderRequest {
        extras: Vec::new(),
        contact: Contact::parse("a@b.no", false).unwrap(),
        delivery: Delivery::Ship { address, rate: "home".into() },
        billing: None,
        method: Some("card".into()),
        expected_total: Money::new(12900, Currency::NOK),
        terms_version: "12".into(),
        purchase: None,
        subscribes: true,
        consents: Vec::new(),
    };
    let payment = Payment {
        token: Some(Secret::new("tok".to_owned())),
        card: Some(CardFace { brand: "visa".into(), last4: "4242".into() }),
        save: false,
    };
    let keys = Keys { order: "k1".into(), payment: "k2".into() };
    let (function, given) = put(|js| drop(contract::now(js.place("en", keys.clone(), order.clone(), payment.clone()))));
    let expected = json!([
        {
            "keys": { "order": "k1", "payment": "k2" },
            "order": {
                "contact": { "email": "a@b.no", "news": false }, "billing": null, "method": "card", "expectedTotal": 12900, "currency": "NOK", "termsVersion": "12", "subscribes": true, "purchase": null, "consents": [], "extras": {},
                "delivery": { "how": "ship", "rate": "home", "address": { "country": "NO", "name": "Kari", "street": "Gata 1", "postcode": "0154", "city": "Oslo" } },
            },
            "payment": { "token": "tok", "card": { "brand": "visa", "last4": "4242" }, "save": false },
        },
        { "locale": "en" },
    ]);
    assert_eq!((function.as_str(), given), ("place", expected));
}

// ---- Accounts, orders, returns

fn account<T>(answer: Value, question: impl Fn(&Js) -> Result<T, BackendError>) -> Result<T, String> {
    let (answer, console) = ask(whole(&json!({})), Does::Answers(answer), question);
    answer.map_err(|_| console.join("|"))
}

#[test]
fn an_account_is_read_at_the_border() {
    let me = |answer| account(answer, |js| contract::now(js.accounts().unwrap().me()));
    assert_eq!(me(Value::Null), Ok(None));
    assert_eq!(me(json!({ "email": "a@b.no" })).unwrap().unwrap().email, "a@b.no");
    assert!(me(json!({ "name": "Kari" })).unwrap_err().contains("accounts.me() answered what cannot be used: `email`"));
    let book = |answer| account(answer, |js| contract::now(js.accounts().unwrap().addresses()));
    let saved = json!([{ "id": 1, "address": { "country": "NO", "city": "Oslo", "line2": null }, "preferred": true }]);
    let parts = vec![(AddressField::Country, "NO".to_owned()), (AddressField::City, "Oslo".to_owned())];
    assert_eq!(book(saved).unwrap()[0].parts, parts);
    assert!(book(json!([{ "id": 1, "address": { "city": 5 } }])).unwrap_err().contains("`[0].address.city` is 5"));
    assert!(book(Value::Null).unwrap_err().contains("must be a list"));
}
#[test]
fn a_password_goes_to_the_shop_as_it_was_typed() {
    let email = Email::parse("a@b.no").unwrap();
    let given = put(|js| {
        drop(contract::now(
            js.accounts().unwrap().sign_in(&Proof::Password(email.clone(), Secret::new(" p ä".into()))),
        ));
    });
    assert_eq!(given, ("accounts.signIn".into(), json!([{ "email": "a@b.no", "password": " p ä" }])));
}
#[test]
fn lists_of_orders_and_returns_are_read_at_the_border() {
    let list = |answer| account(answer, |js| contract::now(js.orders().unwrap().list()));
    let one = json!([{ "number": 7, "placed": "2026-11-22T14:06:00Z", "currency": "EUR", "total": 100, "pieces": 1 }]);
    assert_eq!(list(one).unwrap()[0].total, Money::new(100, Currency::EUR));
    assert!(list(json!([{ "number": 7 }])).unwrap_err().contains("`[0].currency`"));
    let options = |answer| account(answer, |js| contract::now(js.returns().unwrap().options("en", &"7".into())));
    let said = json!({ "lines": [{ "line": 1, "title": "Tea", "quantity": 1 }], "ways": [{ "id": "post", "title": "Post" }], "currency": "EUR" });
    assert!(options(said).unwrap().ways[0].2.is_zero());
    assert!(options(json!({ "lines": [{}] })).unwrap_err().contains("returns.options()"));
}

// ---- Meeting

#[track_caller]
fn check_met(look: Look, told: &[&str]) {
    let (answer, console) = ask(look, Does::Hangs, |_| Ok(()));
    assert_eq!(answer, Err(BackendError::Setup(Setup::Settings)));
    says(&console, told);
}

#[test]
fn an_object_that_never_comes_is_told() {
    check_met(Look::Nothing, &["10 seconds later", "window.kassaBackend"]);
}
#[test]
fn something_that_is_no_object_is_told() {
    check_met(Look::Other("shop".into()), &["must be an object of functions", "it is shop"]);
}
#[test]
fn functions_that_are_missing_are_named() {
    check_met(Look::Found(Found { facts: None, functions: vec!["open", "order"] }), &["apply, place, cancel"]);
}
#[test]
fn facts_of_another_shape_are_told() {
    check_met(whole(&json!({ "codes": "yes" })), &["kassaBackend.facts", "`codes` is \"yes\"", "true or false"]);
    check_met(whole(&json!({ "timeoutSeconds": 900 })), &["`timeoutSeconds` is 900", "1 to 120"]);
}
#[test]
fn a_group_of_functions_is_there_as_a_whole_or_not_at_all() {
    let functions = FUNCTIONS.iter().copied().filter(|name| !["accounts.me", "orders.list"].contains(name)).collect();
    let (answer, console) = ask(Look::Found(Found { facts: None, functions }), Does::Hangs, |js| {
        assert!(js.accounts().is_none() && js.orders().is_none() && js.returns().is_some());
        Ok(())
    });
    assert_eq!(answer, Ok(()));
    says(&console, &["lacks accounts.me"]);
}
#[test]
fn facts_are_what_the_object_says_and_cautious_where_it_says_nothing() {
    let facts = |facts: Value| {
        let (answer, _) = ask(whole(&facts), Does::Hangs, |js| Ok(js.facts()));
        answer.unwrap()
    };
    // What of accounts and reordering there is, the functions say.
    let doors = Doors {
        preferences: false,
        password: true,
        code: true,
        passkey: false,
        register: true,
        claim: true,
        hint: true,
        book: true,
        device: true,
    };
    let can = Can { reorder: true, doors, ..Facts::UNKNOWN.can };
    let cautious = Facts { lookup: Lookup::ByKey, returned: Returned::ByResume, can, ..Facts::UNKNOWN };
    assert_eq!(facts(json!({})), cautious);
    assert_eq!(facts(json!({ "idempotency": "of_tomorrow" })), cautious);
    assert_eq!(facts(json!({ "idempotency": "bag" })).idempotency, Idempotency::Cart);
    let keys = Idempotency::Key { window_hours: 48, replays: Replays::Succeeded, mismatch_refused: true };
    let said = json!({ "idempotency": "keys", "keys": { "hours": 48, "replays": "succeeded", "mismatchRefused": true }, "cards": true });
    assert_eq!((facts(said.clone()).idempotency, facts(said).can.wallet), (keys, true));
    assert!(!facts(json!({ "passwords": false })).can.doors.password);
}
#[test]
fn a_door_is_there_with_its_function_and_none_without_the_accounts() {
    let without = |names: &[&str]| {
        let functions = FUNCTIONS.iter().copied().filter(|name| !names.contains(name)).collect();
        let (facts, _) = ask(Look::Found(Found { facts: None, functions }), Does::Hangs, |js| Ok(js.facts()));
        facts.unwrap().can.doors
    };
    let doors = without(&["accounts.sendCode", "accounts.knows", "accounts.claim", "accounts.remember"]);
    assert_eq!(doors, Doors { password: true, register: true, book: true, ..Doors::NONE });
    assert_eq!(without(&["accounts.preferAddress"]), Doors::NONE);
}
#[test]
fn a_quote_says_who_buys() {
    let with = |name: &str, value: Value| {
        let mut quote = least();
        quote[name] = value;
        read(&quote)
    };
    assert_eq!(with("customer", Value::Null).unwrap().customer, None);
    let known = with("customer", json!({ "id": 7, "email": "a@b.no", "recognised": "remembered" })).unwrap();
    let customer = known.customer.unwrap();
    assert_eq!((customer.id.as_str(), customer.email.as_str(), customer.how), ("7", "a@b.no", Recognised::Remembered));
    assert_eq!(with("customer", json!({ "name": "Kari" })).unwrap_err().unfit.at, "customer.email");
    let brought = with("changes", json!([{ "kind": "merged", "titles": ["Tea"] }])).unwrap();
    assert_eq!(brought.changes, [Change::Merged { titles: vec!["Tea".into()] }]);
    let company = json!({ "name": "Tunturi Oy", "vat": { "id": "FI20774740", "standing": "checked" } });
    let firm = with("company", company).unwrap().company.unwrap();
    assert_eq!((firm.name.as_str(), firm.vat.as_ref().unwrap().standing), ("Tunturi Oy", VatStanding::Checked));
    assert_eq!(with("buyer", json!("company")).unwrap().buyer, Buyer::Company);
}
#[test]
fn one_thing_more_is_asked_under_the_shops_own_handle() {
    let proof = Proof::Code(Email::parse("a@b.no").unwrap(), Secret::new("123456".into()));
    let entered = |answer| account(answer, |js| contract::now(js.accounts().unwrap().sign_in(&proof)));
    let second = SecondFactor { handle: "h".into(), from: CodeFrom::Sent("+47 •• 12".into()) };
    let said = json!({ "second": { "handle": "h", "from": "sent", "to": "+47 •• 12" } });
    assert_eq!(entered(said), Ok(Entered::Second(second.clone())));
    assert!(entered(json!({ "second": {} })).unwrap_err().contains("`second.handle`"));
    let given = put(|js| {
        drop(contract::now(js.accounts().unwrap().sign_in(&Proof::Second(second.clone(), Secret::new("1".into())))));
    });
    assert_eq!(given, ("accounts.signIn".into(), json!([{ "second": "h", "code": "1" }])));
}
#[test]
fn what_can_be_had_again_is_read_at_the_border() {
    let said = json!({ "currency": "NOK", "lines": [{ "item": "tea", "title": "Tea", "quantity": 2, "was": 100, "available": 1 }] });
    let (again, _) = ask(whole(&json!({})), Does::Answers(said), |js| contract::now(js.reorder("en", &"7".into())));
    let line = again.unwrap().lines.remove(0);
    assert_eq!((line.was.map(Money::minor), line.now, line.available), (Some(100), None, 1));
}

/// Asks an object that has all there can be.
pub fn of_everything<T>(answer: Value, question: impl Fn(&dyn Backend) -> T) -> T {
    let facts = json!({
        "codes": true, "news": true, "add": true, "cards": true, "business": true, "idempotency": "keys",
    });
    ask(whole(&facts), Does::Answers(answer), |js| Ok(question(js))).0.unwrap()
}

/// A quote to which somebody's own bag has brought something.
pub fn merged() -> Value {
    let mut quote = least();
    quote["changes"] = json!([{ "kind": "merged", "titles": ["Tea"] }]);
    quote
}

// ---- Anything at all

/// Puts something else at a place of a tree, by chance.
fn spoil(value: &mut Value, path: &mut impl Iterator<Item = usize>, instead: &Value) {
    let Some(at) = path.next() else { return *value = instead.clone() };
    match value {
        Value::Array(list) if !list.is_empty() => {
            let at = at % list.len();
            spoil(&mut list[at], path, instead);
        }
        Value::Object(object) if !object.is_empty() => {
            let at = at % object.len();
            let (_, member) = object.iter_mut().nth(at).unwrap();
            spoil(member, path, instead);
        }
        _ => *value = instead.clone(),
    }
}

fn anything() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        "\\PC{0,12}".prop_map(Value::from),
        "[0-9:TZ+-]{10,30}".prop_map(Value::from),
    ];
    scalar.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::from),
            prop::collection::btree_map("[a-z]{1,6}", inner, 0..3).prop_map(Value::from_iter),
        ]
    })
}

proptest! {
    #[test]
    fn an_answer_that_was_spoilt_is_read_or_refused_with_its_place(
        paths in prop::collection::vec(prop::collection::vec(0..40_usize, 1..6), 1..4), instead in anything(),
    ) {
        let mut value = full();
        for path in paths {
            spoil(&mut value, &mut path.into_iter(), &instead);
        }
        let (answer, console) = opened(Does::Answers(value.clone()));
        match answer {
            Ok(_) => prop_assert!(console.len() <= 1),
            Err(BackendError::Malformed | BackendError::Setup(Setup::Currency)) => {
                prop_assert_eq!(console.len(), 1);
                prop_assert!(console[0].starts_with("Kassa: kassaBackend.open() answered what cannot be used: "), "{}", console[0]);
                prop_assert!(console[0].contains(", but must be "), "{}", console[0]);
            }
            Err(other) => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn whatever_is_thrown_is_an_error_and_a_sentence(thrown in anything(), kind in "[a-z_]{0,12}") {
        let _ = opened(Does::Throws(thrown.clone()));
        let mut object = json!({ "kassa": kind });
        object["problems"] = thrown.clone();
        object["quote"] = thrown;
        prop_assert!(opened(Does::Throws(object)).0.is_err());
    }

    #[test]
    fn whatever_became_of_an_order_is_read_or_refused(paths in prop::collection::vec(prop::collection::vec(0..40_usize, 1..6), 1..3), instead in anything()) {
        let mut value = json!({ "order": order() });
        for path in paths {
            spoil(&mut value, &mut path.into_iter(), &instead);
        }
        let (answer, _) = ask(whole(&json!({})), Does::Answers(value.clone()), |js| contract::now(js.look_up("en", "key")));
        // Nothing that is not `null` may read as "never seen".
        prop_assert!(value.is_null() || !matches!(answer, Ok(Known::Nothing)));
    }
}
