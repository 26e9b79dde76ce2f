//! Tries a server that speaks the contract: `make conformance BACKEND=https://shop.example`.
//!
//! `cargo run --example conformance -- --help` lists what can be said of the shop.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing)] // A tool for developers, like the tests.

#[path = "../../tests/contract/mod.rs"]
mod contract;
mod kit;

use contract::{Sample, Verdict};
use kit::{Answered, Line, Trial};
use std::{process::ExitCode, rc::Rc, time::Duration};

const HELP: &str = "\
Tries a server that speaks the contract of public/openapi.yaml, and prints what works, what is absent and what is wrong.

  conformance BACKEND            the shop's origin or endpoint, http only
    --origin URL                 of a page the shop allows (http://127.0.0.1:8080)
    --items ID,ID                what to put into the bag; without it the shop's own bag is asked for
    --country FI --postcode 00100 --city Helsinki    where the shop delivers
    --not-served AQ              where it does not
    --codes GOOD,OVER            a code that takes something off, and one whose time is over; `none`
    --card METHOD,PAID,DECLINED  the way to pay by card, and two tokens; `none`
    --later METHOD               a way to pay without a token; `none`
    --account EMAIL,PASSWORD     somebody with an account
    --only WORDS                 the rows whose name has these words in it

What is not given is that of the demo shop (examples/shop). Exits with 1 if something is wrong.";

/// The real network. No TLS: a shop is tried where it is developed.
struct Ureq(ureq::Agent);

impl Line for Ureq {
    fn send(&self, method: &str, url: &str, headers: &[(&str, &str)], body: Option<&str>) -> Option<Answered> {
        let mut builder = ureq::http::Request::builder().method(method).uri(url);
        for (name, value) in headers {
            builder = builder.header(*name, *value);
        }
        let mut response = match (body, method) {
            (None, "GET" | "OPTIONS" | "DELETE") => self.0.run(builder.body(()).ok()?).ok()?,
            (body, _) => self.0.run(builder.body(body.unwrap_or_default().to_owned()).ok()?).ok()?,
        };
        let text = |value: &ureq::http::HeaderValue| value.to_str().unwrap_or_default().to_owned();
        let headers = response.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
        Some(Answered { status: response.status().as_u16(), headers, body: response.body_mut().read_to_string().ok()? })
    }
}

fn main() -> ExitCode {
    // What is read here lives as long as the program.
    let mut args = std::env::args().skip(1).map(|text| &*text.leak());
    let mut trial = Trial {
        backend: String::new(),
        sample: Sample {
            country: "FI",
            postcode: "00100",
            city: "Helsinki",
            not_served: "AQ",
            codes: Some(("VILLMARK10", "SOMMER")),
            card: Some(("card", "tok_visa_4242_ok", "tok_visa_0002_generic")),
            later: Some("invoice"),
            account: None,
        },
        origin: "http://127.0.0.1:8080".into(),
        items: Vec::new(),
        only: None,
    };
    while let Some(arg) = args.next() {
        if !arg.starts_with("--") {
            arg.clone_into(&mut trial.backend);
            continue;
        }
        let Some(value) = args.next().filter(|_| arg != "--help") else {
            println!("{HELP}");
            return ExitCode::SUCCESS;
        };
        let mut parts = value.split(',');
        let mut part = || parts.next().unwrap_or_default();
        match arg {
            "--origin" => value.clone_into(&mut trial.origin),
            "--items" => trial.items = value.split(',').map(str::to_owned).collect(),
            "--only" => trial.only = Some(value.to_owned()),
            "--country" => trial.sample.country = value,
            "--postcode" => trial.sample.postcode = value,
            "--city" => trial.sample.city = value,
            "--not-served" => trial.sample.not_served = value,
            "--codes" => trial.sample.codes = (value != "none").then(|| (part(), part())),
            "--card" => trial.sample.card = (value != "none").then(|| (part(), part(), part())),
            "--later" => trial.sample.later = (value != "none").then_some(value),
            "--account" => trial.sample.account = Some((part(), part())),
            _ => {
                eprintln!("{arg} is unknown.\n\n{HELP}");
                return ExitCode::FAILURE;
            }
        }
    }
    if trial.backend.is_empty() {
        eprintln!("{HELP}");
        return ExitCode::FAILURE;
    }
    let agent = ureq::Agent::config_builder()
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .timeout_global(Some(Duration::from_secs(30)))
        .build();
    let line: Rc<dyn Line> = Rc::new(Ureq(agent.into()));
    println!("{}\n", trial.backend);
    let rows = kit::run(&line, &trial);
    print!("{}", kit::table(&rows));
    if rows.iter().any(|(_, verdict)| matches!(verdict, Verdict::Wrong(_))) {
        ExitCode::FAILURE
    } else {
        ExitCode::SUCCESS
    }
}
