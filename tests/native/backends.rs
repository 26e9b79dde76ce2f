//! The contract suite on the demo shop, and when a request is sent again.

use crate::{
    contract::{self, Sample, Verdict},
    support::{Scripted, answer},
};
use kassa::{
    backend::{
        demo::{Config, Demo, Start},
        http::{Again, Client, Lost, Method, Request, Response},
    },
    checkout::request::{BackendError, Setup},
};
use serde_json::json;
use std::rc::Rc;

/// Fails with every case that is not as it should be: `absent` are those that the backend does not have.
#[track_caller]
pub fn check(verdicts: &[(&str, Verdict)], absent: &[&str]) {
    let wrong: Vec<String> = verdicts
        .iter()
        .filter_map(|(name, verdict)| match verdict {
            Verdict::Wrong(what) => Some(format!("{name}: {what}")),
            Verdict::Absent(what) if !absent.contains(name) => Some(format!("{name}: absent ({what})")),
            Verdict::Works if absent.contains(name) => Some(format!("{name}: works, though it is listed as absent")),
            Verdict::Works | Verdict::Absent(_) => None,
        })
        .collect();
    assert!(wrong.is_empty(), "{} of {} cases:\n  {}", wrong.len(), verdicts.len(), wrong.join("\n  "));
}

/// What backends without accounts do not have.
pub const NO_ACCOUNTS: [&str; 9] = [
    "the wrong password is refused",
    "an e-mail address alone opens no address book",
    "signing in keeps the bag, shows who it is, and signing out forgets it",
    "a door that is not there is not answered",
    "every quote says who is signed in, also after a reload, and nobody once they left",
    "what the account's own bag brings is told",
    "an address is kept, read and forgotten",
    "of the addresses one is preferred",
    "who is signed in finds the order in the list",
];

/// What the demo shop and the shop server have, and plainer backends have not.
pub const NO_EXTRAS: [&str; 6] = [
    "who buys for a company is told as one, and a person again",
    "what somebody wants to hear is kept",
    "how far an order is can be asked by who placed it",
    "an order is found by its number and address, and by nothing less",
    "what of an order can be had again is told before anything is in the bag",
    "what is still on its way cannot be sent back, nor can somebody else's order",
];

/// What the demo shop has, wherever it runs.
pub const DEMO: Sample = Sample {
    country: "FI",
    postcode: "00100",
    city: "Helsinki",
    not_served: "AQ",
    codes: Some(("VILLMARK10", "SOMMER")),
    card: Some(("card", "tok_visa_4242_ok", "tok_visa_0002_generic")),
    later: Some("invoice"),
    account: None,
};

/// The same with somebody who has an account there.
pub const WITH_ACCOUNT: Sample = Sample { account: Some(("kaisa.laine@example.fi", "Fjelltur-2026")), ..DEMO };

#[test]
fn the_demo_shop_keeps_the_contract() {
    let door = |shelf: Rc<_>| -> Rc<dyn kassa::backend::Backend> {
        Rc::new(Demo::new(shelf, crate::support::SUNDAY, Config { start: Some(Start::default()), ..Config::default() }))
    };
    let verdicts = contract::run(&door, &WITH_ACCOUNT, None);
    assert_eq!(verdicts.len(), contract::all().len());
    check(&verdicts, &[]);
}

fn ask(method: Method) -> Request {
    Request::new(method, "https://shop.example/api/bag".into())
}

/// Sends a request over a network that answers like this, and says how often it was sent.
fn sent(
    method: Method,
    again: Again,
    answer: impl Fn(usize, &Request) -> Result<Response, Lost> + 'static,
) -> (Result<u16, BackendError>, usize) {
    let http = Rc::new(Scripted::new(answer));
    let client = Client::new(http.clone());
    let request = ask(method);
    let answer = contract::now(Box::pin(async { client.send(&request, again).await.map(|response| response.status) }));
    (answer, http.sent().len())
}

fn status(status: u16) -> Response {
    answer(status, &json!({}))
}

// shows: REL-07
#[test]
fn a_read_is_asked_again_three_times() {
    assert_eq!(sent(Method::Get, Again::Read, |_, _| Ok(status(503))), (Ok(503), 4));
    assert_eq!(sent(Method::Get, Again::Read, |_, _| Err(Lost::TimedOut)), (Err(BackendError::NoAnswer), 4));
    assert_eq!(sent(Method::Get, Again::Read, |n, _| Ok(status(if n < 2 { 500 } else { 200 }))), (Ok(200), 3));
}
// shows: REL-07
#[test]
fn a_write_without_a_key_is_sent_once() {
    assert_eq!(sent(Method::Post, Again::Never, |_, _| Ok(status(503))), (Ok(503), 1));
    assert_eq!(sent(Method::Post, Again::Never, |_, _| Err(Lost::Cut)), (Err(BackendError::NoAnswer), 1));
}
// shows: REL-07
#[test]
fn a_write_with_a_key_is_sent_again_but_not_after_a_fault_of_its_own() {
    assert_eq!(sent(Method::Post, Again::Safe, |_, _| Ok(status(502))), (Ok(502), 4));
    assert_eq!(sent(Method::Post, Again::Safe, |_, _| Ok(status(500))), (Ok(500), 1));
}
// shows: REL-07
#[test]
fn no_other_refusal_is_asked_again() {
    for code in [400, 401, 403, 404, 409, 422] {
        assert_eq!(sent(Method::Get, Again::Read, move |_, _| Ok(status(code))), (Ok(code), 1));
    }
}
#[test]
fn without_a_connection_or_a_permission_nothing_is_asked_again() {
    assert_eq!(sent(Method::Get, Again::Read, |_, _| Err(Lost::Offline)), (Err(BackendError::Offline), 1));
    let refused = (Err(BackendError::Setup(Setup::Origin)), 1);
    assert_eq!(sent(Method::Get, Again::Read, |_, _| Err(Lost::Origin)), refused);
}
// shows: REL-07
#[test]
fn the_shop_says_when_to_ask_again() {
    let http = Rc::new(Scripted::new(|n, _: &Request| {
        let mut response = status(if n == 0 { 429 } else { 200 });
        response.headers.push(("retry-after".into(), "7".into()));
        Ok(response)
    }));
    let client = Client::new(http.clone());
    let begun = kassa::backend::http::Http::now(&*http);
    let request = ask(Method::Get);
    assert!(contract::now(Box::pin(async { client.send(&request, Again::Read).await })).is_ok());
    assert_eq!(kassa::backend::http::Http::now(&*http).since(begun), 7000);
}
// shows: REL-07
#[test]
fn a_shop_that_is_down_is_not_flooded() {
    let http = Rc::new(Scripted::new(|_, _: &Request| Ok(status(503))));
    let client = Client::new(http.clone());
    let request = ask(Method::Get);
    for _ in 0..100 {
        assert!(contract::now(Box::pin(async { client.send(&request, Again::Read).await })).is_ok());
    }
    let retries = http.sent().len() - 100;
    assert!(retries <= 4 + 10, "{retries} retries for 100 requests");
}
#[test]
fn what_is_sent_again_is_the_same_to_the_byte() {
    let http = Rc::new(Scripted::new(|_, _: &Request| Err(Lost::Cut)));
    let client = Client::new(http.clone());
    let request = ask(Method::Put).header("Idempotency-Key", "k").json(&json!({ "b": 1, "a": [2.5] }));
    assert!(contract::now(Box::pin(async { client.send(&request, Again::Safe).await })).is_err());
    let sent = http.sent();
    assert_eq!(sent.len(), 4);
    assert!(sent.iter().all(|again| *again == request));
}

/// What stands in the console and what the shopper is told are two things; each trap has its own.
#[track_caller]
fn check_failure(response: Response, expected: BackendError, told: &str) {
    let http = Rc::new(Scripted::new(move |_, _: &Request| Ok(response.clone())));
    let client = Client::new(http.clone());
    let request = ask(Method::Get);
    let error = contract::now(Box::pin(async {
        let response = client.send(&request, Again::Never).await?;
        if response.is_ok() {
            client.read(&request, &response).map(drop)
        } else {
            Err(client.failed(&request, &response))
        }
    }));
    assert_eq!(error, Err(expected));
    let console = http.told();
    assert!(console.iter().any(|line| line.contains(told)), "{console:?}");
}

fn page(status: u16) -> Response {
    Response { status, headers: vec![], body: "<!doctype html><title>Sign in</title>".into() }
}

#[test]
fn a_wrong_endpoint_is_told_apart() {
    check_failure(page(404), BackendError::Setup(Setup::Endpoint), "nothing of the shop's API");
}
#[test]
fn an_expired_key_is_told_apart() {
    check_failure(status(401), BackendError::Setup(Setup::Key), "refuses the key");
}
#[test]
fn a_page_instead_of_data_is_told_apart() {
    check_failure(page(200), BackendError::Setup(Setup::NotJson), "not JSON");
}
#[test]
fn a_fault_of_the_shop_is_told_apart() {
    check_failure(status(500), BackendError::Server(String::new()), "the shop has a fault");
}
