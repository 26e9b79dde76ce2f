//! The conformance kit on the shop server, as it is and broken on purpose; and the adapter's contract suite there.

use crate::{
    backends::{WITH_ACCOUNT, check},
    contract::{self, Verdict},
    kit::{self, Answered, Line, Row, Trial},
    shop_server::{
        Config, Server,
        broken::Break,
        desk::{Desk, Time},
        server,
    },
    support::{
        SUNDAY,
        in_process::{ENDPOINT, runtime},
    },
};
use axum::{
    Router,
    body::{Body, to_bytes},
    http::{HeaderValue, Request as Asked},
};
use std::rc::Rc;
use tokio::runtime::Runtime;
use tower::ServiceExt;

const PAGE: &str = "http://127.0.0.1:8080";

fn config(broken: Option<Break>) -> Config {
    Config {
        desk: Desk { time: Time::Fixed(SUNDAY), ..Desk::default() },
        origins: vec![HeaderValue::from_static(PAGE)],
        broken,
        ..Config::default()
    }
}

/// The kit's way to a router of this process.
struct Inside {
    runtime: Runtime,
    router: Router,
}

impl Line for Inside {
    fn send(&self, method: &str, url: &str, headers: &[(&str, &str)], body: Option<&str>) -> Option<Answered> {
        let mut builder = Asked::builder().method(method).uri(url);
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        let request = builder.body(body.map_or_else(Body::empty, |body| Body::from(body.to_owned()))).ok()?;
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await.ok()?;
            let text = |value: &HeaderValue| value.to_str().unwrap_or_default().to_owned();
            let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
            let status = response.status().as_u16();
            let body = to_bytes(response.into_body(), usize::MAX).await.ok()?;
            Some(Answered { status, headers, body: String::from_utf8(body.to_vec()).ok()? })
        })
    }
}

fn tried(broken: Option<Break>, only: Option<&str>) -> Vec<Row> {
    let Server { router, .. } = server(config(broken)).unwrap();
    let line: Rc<dyn Line> = Rc::new(Inside { runtime: runtime(), router });
    let trial = Trial {
        backend: ENDPOINT.into(),
        sample: WITH_ACCOUNT,
        origin: PAGE.into(),
        items: Vec::new(),
        only: only.map(str::to_owned),
    };
    kit::run(&line, &trial)
}

fn wrong(rows: &[Row]) -> Vec<&str> {
    rows.iter().filter(|(_, verdict)| matches!(verdict, Verdict::Wrong(_))).map(|(name, _)| name.as_str()).collect()
}

#[test]
fn the_shop_server_keeps_the_contract_through_the_adapter_and_on_the_wire() {
    let rows = tried(None, None);
    assert!(wrong(&rows).is_empty(), "{}", kit::table(&rows));
    let table = kit::table(&rows);
    assert!(!table.contains("not drawn"), "the demo has all there is: {table}");
    assert!(table.trim_end().ends_with("0 are wrong."), "{table}");
    let all = contract::all();
    let of_suite = |name: &str| all.iter().find(|(known, _)| *known == name).map(|(known, _)| *known);
    let verdicts: Vec<_> = rows.into_iter().filter_map(|(name, verdict)| Some((of_suite(&name)?, verdict))).collect();
    assert_eq!(verdicts.len(), all.len());
    check(&verdicts, &[]);
}

/// A broken shop is found out, by the row that says what is broken.
#[track_caller]
fn finds(name: &str, row: &str) {
    let rows = tried(Some(Break::named(name).unwrap()), Some(row));
    let table = kit::table(&rows);
    let line = table.lines().find(|line| line.contains(row)).unwrap_or_default();
    assert!(line.starts_with("  WRONG   "), "{name}\n{table}");
}

#[test]
fn it_finds_a_total_that_does_not_match() {
    finds("total-does-not-match", "the rows of the answer add up to its total");
}
#[test]
fn it_finds_a_second_order() {
    finds("second-order", "an order key makes one order");
}
#[test]
fn it_finds_other_bytes_under_a_key() {
    finds("any-body-for-a-key", "the same key with other bytes");
}
#[test]
fn it_finds_a_missing_member() {
    finds("missing-field", "the answers have what UCP requires");
}
#[test]
fn it_finds_amounts_as_texts() {
    finds("amounts-as-text", "amounts are whole minor units");
}
#[test]
fn it_finds_amounts_as_decimals() {
    finds("amounts-as-decimals", "amounts are whole minor units");
}
#[test]
fn it_finds_errors_as_pages() {
    finds("html-errors", "errors are JSON with messages");
}
#[test]
fn it_finds_changes_that_are_half_done() {
    finds("half-done", "a refused change changes nothing");
}
#[test]
fn it_finds_an_order_at_another_total() {
    finds("any-total", "a total that was not agreed to");
}
#[test]
fn it_finds_an_order_that_was_given_up() {
    finds("given-up-is-forgotten", "a key that was given up is dead");
}
#[test]
fn it_finds_orders_shown_to_anybody() {
    finds("orders-for-anybody", "an order is not shown");
}
#[test]
fn it_finds_a_server_without_cors() {
    finds("no-cors", "(CORS)");
}
#[test]
fn every_way_of_breaking_is_tried() {
    let source = include_str!("conformance.rs");
    for (name, _) in Break::ALL {
        assert!(source.contains(&format!("finds(\"{name}\"")), "{name}");
    }
}

#[test]
fn what_is_wrong_is_said_so_that_it_can_be_read() {
    let table = kit::table(&tried(Some(Break::AnyTotal), Some("total")));
    assert!(
        table.contains("WRONG   a total that was not agreed to is not bought\n          it became \"FJ-"),
        "{table}"
    );
}
