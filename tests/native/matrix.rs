//! Which adapter has what: asked of the adapters, printed, and held against the table in `docs/backends.md`.
//!
//! Nothing in the table is written by hand: `KASSA_WRITE=1 cargo test --test native matrix` writes it. A row says when it is
//! true, of facts, of what the port answers, or of what the contract suite found.

use crate::{
    backends::WITH_ACCOUNT,
    contract::{self, Verdict, now},
    js, medusa, server,
    support::SUNDAY,
    vendure,
};
use core::{fmt::Write as _, future::Future, pin::Pin};
use kassa::{
    backend::{
        ADAPTERS, Backend,
        demo::{Config, Demo, Start},
    },
    checkout::request::{BackendError, Can},
    domain::{
        account::{CodeFrom, Proof, SecondFactor},
        quote::Change,
        secret::Secret,
    },
};
use std::{fs, path::Path, rc::Rc};

/// What an adapter was found to be.
// A list of yes and no, told apart by name.
#[allow(clippy::struct_excessive_bools)]
struct Found {
    can: Can,
    accounts: bool,
    orders: bool,
    returns: bool,
    /// Whether it hears a second factor: one that does not refuses without asking anybody.
    second: bool,
    /// Whether it tells what the account's own bag has brought.
    merged: bool,
}

impl Found {
    fn of(backend: &dyn Backend, merged: bool) -> Self {
        let factor = SecondFactor { handle: "none".into(), from: CodeFrom::App };
        let proof = Proof::Second(factor, Secret::new("000000".to_owned()));
        let heard = |error: &BackendError| *error != BackendError::Rejected(Vec::new());
        let second = backend.accounts().map(|accounts| now(accounts.sign_in(&proof)));
        Self {
            can: backend.facts().can,
            accounts: backend.accounts().is_some(),
            orders: backend.orders().is_some(),
            returns: backend.returns().is_some(),
            second: second.is_some_and(|answer| answer.as_ref().err().is_none_or(heard)),
            merged,
        }
    }
}

type Row = (&'static str, fn(&Found) -> bool);

const ROWS: [Row; 22] = [
    // The port knows no purchase that needs an account; the suite buys as a guest in every case that buys.
    ("buy as a guest", |_| true),
    ("sign in with a password", |it| it.accounts && it.can.doors.password),
    ("sign in with a code by e-mail", |it| it.accounts && it.can.doors.code),
    ("sign in with a passkey", |it| it.accounts && it.can.doors.passkey),
    ("a second factor", |it| it.second),
    ("make an account", |it| it.accounts && it.can.doors.register),
    ("a guest's order becomes an account's", |it| it.accounts && it.can.doors.claim),
    ("hint that an address has an account", |it| it.accounts && it.can.doors.hint),
    ("forget this browser", |it| it.accounts && it.can.doors.device),
    ("address book", |it| it.accounts && it.can.doors.book),
    ("what the account's own bag brings is told", |it| it.merged),
    ("cards kept for next time", |it| it.can.wallet),
    ("list of orders", |it| it.orders),
    ("orders on screen, with how far they are", |it| it.orders && it.can.orders),
    ("one order by its number and address", |it| it.orders && it.can.find),
    ("order again", |it| it.can.reorder),
    ("sending back", |it| it.returns),
    ("companies", |it| it.can.business),
    ("promotion codes", |it| it.can.codes),
    ("gift cards and credit", |it| it.can.tenders),
    ("put back, suggestions", |it| it.can.add),
    ("the wish for news", |it| it.can.news),
];

/// What the contract suite found of a case.
fn works(verdicts: &[(&str, Verdict)], name: &str) -> bool {
    let found = verdicts.iter().find(|(known, _)| *known == name);
    found.is_some_and(|(_, verdict)| *verdict == Verdict::Works)
}

const MERGED: &str = "what the account's own bag brings is told";

fn found(name: &str) -> Found {
    match name {
        "demo" => {
            let door = |shelf: Rc<kassa::backend::shelf::Memory>| -> Rc<dyn Backend> {
                let config = Config { start: Some(Start::default()), ..Config::default() };
                let verify =
                    Box::new(|_| -> Pin<Box<dyn Future<Output = bool>>> { Box::pin(core::future::ready(false)) });
                Rc::new(Demo::new(shelf, SUNDAY, config).with_passkeys("https://shop.example", verify))
            };
            let merged = works(&contract::run(&door, &WITH_ACCOUNT, Some(MERGED)), MERGED);
            Found::of(&*door(Rc::default()), merged)
        }
        // With the shop server of this repository behind it.
        "ucp" => {
            let net = server::town();
            let merged = works(
                &contract::run(&|shelf| server::adapter(net.clone(), shelf), &WITH_ACCOUNT, Some(MERGED)),
                MERGED,
            );
            Found::of(&*server::browser(&net), merged)
        }
        "vendure" => Found::of(&*vendure::unasked(), works(&vendure::verdicts(), MERGED)),
        "medusa" => Found::of(&*medusa::unasked(), works(&medusa::verdicts(), MERGED)),
        // With an object that has every function and says yes to every fact.
        "js" => {
            let changes = js::of_everything(js::merged(), |js| now(js.open("en")).unwrap().changes);
            js::of_everything(js::merged(), |js| {
                Found::of(js, changes.iter().any(|it| matches!(it, Change::Merged { .. })))
            })
        }
        other => panic!("an adapter nobody asks: {other}"),
    }
}

fn table() -> String {
    let columns: Vec<_> = ADAPTERS.iter().map(|name| (*name, found(name))).collect();
    let cells = |cell: &dyn Fn(&(&str, Found)) -> String| columns.iter().map(cell).collect::<String>();
    let mut table =
        ["| |", &cells(&|(name, _)| format!(" `{name}` |")), "\n|---|", &cells(&|_| "---|".into())].concat();
    for (name, has) in ROWS {
        write!(table, "\n| {name} |{}", cells(&|(_, found)| if has(found) { " yes |" } else { " – |" }.into()))
            .unwrap();
    }
    table
}

const BEGIN: &str = "<!-- matrix: written by tests/native/matrix.rs -->\n\n";
const END: &str = "\n\n<!-- end of matrix -->";

#[test]
fn the_table_of_what_each_adapter_has_is_what_they_say() {
    let table = table();
    println!("{table}");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/backends.md");
    let text = fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).expect("the begin of the table");
    let (kept, after) = rest.split_once(END).expect("the end of the table");
    if std::env::var_os("KASSA_WRITE").is_some() {
        fs::write(&path, [before, BEGIN, &table, END, after].concat()).unwrap();
        return;
    }
    assert_eq!(kept, table, "KASSA_WRITE=1 cargo test --test native matrix writes it anew");
}

#[test]
fn the_adapters_differ_and_every_row_tells_something() {
    let all: Vec<_> = ADAPTERS.iter().map(|name| found(name)).collect();
    for (name, has) in ROWS {
        assert!(all.iter().any(has), "nobody has it: {name}");
    }
}
