//! Sending things back: what the demo shop gives back, and the same over the contract.

use crate::{
    contract::now,
    server::adapter,
    shop_server::{
        Config as Served,
        desk::{Desk, Time},
        server,
    },
    support::{SUNDAY, in_process::InProcess},
};
use kassa::{
    backend::{
        Backend,
        demo::{Config, Demo, Start},
        http::{Http, Method, Request},
        shelf::Memory,
    },
    checkout::request::{BackendError, Intent, Keys, OrderRequest, Payment, Placed},
    domain::{
        ItemId, LineId, MethodId, OrderNumber, RateId, ReasonId, ReturnWayId,
        address::{Address, Ask},
        contact::Contact,
        country::Country,
        day::{Day, Instant},
        delivery::Delivery,
        order::Order,
        payment::{Buyer, CardFace},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::Rates,
        returns::{Return, ReturnRequest},
        secret::Secret,
        totals::TotalKind,
    },
};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::rc::Rc;

/// So many days after the purchase, at the same hour.
fn after(days: i64) -> Instant {
    SUNDAY.plus(days * 86_400_000)
}

fn shop(start: Start, shelf: &Rc<Memory>, days: i64) -> Demo {
    Demo::new(Rc::clone(shelf), after(days), Config { start: Some(start), ..Config::default() })
}

fn home() -> Address {
    let address = |part| match part {
        AddressField::Country => "FI".to_owned(),
        AddressField::Name => "Kaisa Laine".to_owned(),
        AddressField::Street => "Mannerheimintie 1".to_owned(),
        AddressField::Postcode => "00100".to_owned(),
        AddressField::City => "Helsinki".to_owned(),
        _ => String::new(),
    };
    Address::parse(AddressUse::Shipping, Ask::POST, &address).unwrap()
}

/// Buys what is in the bag, by card.
#[track_caller]
fn buy(shop: &dyn Backend, before: &[Intent]) -> Order {
    now(shop.open("en")).unwrap();
    if !before.is_empty() {
        now(shop.apply("en", before.to_vec())).unwrap();
    }
    let contact = Contact::parse("kaisa.laine@example.fi", false).unwrap();
    let to = Intent::SetDestination { country: Country::of(*b"FI"), postcode: Some("00100".into()) };
    let told = [Intent::SetContact(contact.clone()), to, Intent::SetMethod(MethodId::from("card"))];
    let quote = now(shop.apply("en", told.to_vec())).unwrap();
    let rate = match &quote.delivery.rates {
        Rates::Offered(rates) => quote.delivery.rate.clone().unwrap_or(rates[0].id.clone()),
        _ => RateId::from("none"),
    };
    let quote = now(shop.apply("en", vec![Intent::SetRate(rate.clone())])).unwrap();
    let delivery = if quote.delivery.needed { Delivery::Ship { address: home(), rate } } else { Delivery::Nothing };
    let request = OrderRequest {
        contact,
        delivery,
        billing: None,
        method: Some(MethodId::from("card")),
        expected_total: quote.totals.due,
        terms_version: "12".into(),
        purchase: None,
        subscribes: false,
        extras: Vec::new(),
        consents: Vec::new(),
    };
    let keys = Keys { order: "order".into(), payment: "payment".into() };
    let card = CardFace { brand: "visa".into(), last4: "4242".into() };
    let payment = Payment { token: Some(Secret::new("tok_visa_4242_ok".into())), card: Some(card), save: false };
    match now(shop.place("en", keys, request, payment)) {
        Err(BackendError::Stale(now)) => panic!("{:?}", now.changes),
        Ok(Placed::Order(order)) => *order,
        other => panic!("{other:?}"),
    }
}

fn wanted(order: &Order, lines: &[(&str, u32)]) -> ReturnRequest {
    ReturnRequest {
        order: order.number.clone(),
        lines: lines.iter().map(|(item, quantity)| (LineId(format!("line-{item}")), *quantity)).collect(),
        reason: Some(ReasonId::from("too_small")),
        note: String::new(),
        way: Some(ReturnWayId::from("label")),
    }
}

fn ask(shop: &dyn Backend, wanted: &ReturnRequest) -> Result<Return, BackendError> {
    now(shop.returns().unwrap().request("en", wanted))
}

/// What can go back, as `item quantity`.
#[track_caller]
fn left(shop: &dyn Backend, order: &Order) -> Vec<String> {
    let options = now(shop.returns().unwrap().options("en", &order.number)).unwrap();
    let lines = options.lines.iter().map(|line| format!("{} {}", line.line.as_str(), line.quantity));
    lines.collect()
}

#[test]
fn things_can_go_back_once_they_are_there_and_for_thirty_days() {
    let shelf = Rc::default();
    let start = Start::default();
    let order = buy(&shop(start, &shelf, 0), &[]);
    let Some(until) = order.returns_until else { panic!("{order:?}") };
    let last = until.0 - Day::of(2026, 11, 22).0;
    for (days, lines) in [(0, 0), (3, 0), (7, 2), (last, 2), (last + 1, 0)] {
        let shop = shop(start, &shelf, days);
        assert_eq!(left(&shop, &order).len(), lines, "after {days} days");
        let asked =
            ask(&shop, &ReturnRequest { way: Some(ReturnWayId::from("none")), ..wanted(&order, &[("base", 1)]) });
        assert_eq!(asked, Err(BackendError::Rejected(Vec::new())), "after {days} days");
    }
    assert_eq!(left(&shop(start, &shelf, 7), &order), ["line-jacket 1", "line-base 2"], "a gift is kept");
    let stranger = Demo::new(Memory::default(), after(7), Config { start: Some(start), ..Config::default() });
    assert_eq!(now(stranger.returns().unwrap().options("en", &order.number)), Err(BackendError::Unauthorized));
    assert_eq!(ask(&stranger, &wanted(&order, &[("base", 1)])), Err(BackendError::Unauthorized));
}

#[test]
fn what_does_not_travel_and_what_a_company_bought_is_not_sent_back() {
    let shelf = Rc::default();
    let start = Start { buyer: Buyer::Company, ..Start::default() };
    let order = buy(&shop(start, &shelf, 0), &[]);
    assert_eq!(left(&shop(start, &shelf, 7), &order), [""; 0]);
    let shelf = Rc::default();
    let (start, order) = {
        let more = [
            Intent::AddItem(ItemId::from("map"), 1),
            Intent::AddItem(ItemId::from("card"), 1),
            Intent::AddItem(ItemId::from("care"), 1),
        ];
        (Start::default(), buy(&shop(Start::default(), &shelf, 0), &more))
    };
    assert_eq!(order.lines.len(), 6);
    assert_eq!(left(&shop(start, &shelf, 7), &order), ["line-jacket 1", "line-base 2"]);
}

#[test]
fn each_piece_goes_back_once() {
    let shelf = Rc::default();
    let start = Start::default();
    let order = buy(&shop(start, &shelf, 0), &[]);
    let shop = shop(start, &shelf, 7);
    let first = ask(&shop, &wanted(&order, &[("base", 1)])).unwrap();
    assert_eq!(first.number.as_str(), "RET-20481-1");
    assert_eq!(left(&shop, &order), ["line-jacket 1", "line-base 1"]);
    let too_many = BackendError::Rejected(vec![Problem::new(Field::Quantity, Fault::TooMany(1))]);
    assert_eq!(ask(&shop, &wanted(&order, &[("base", 2)])), Err(too_many.clone()));
    assert_eq!(ask(&shop, &wanted(&order, &[("base", 1), ("base", 1)])), Err(too_many), "the same line twice");
    let second = ask(&shop, &wanted(&order, &[("base", 1)])).unwrap();
    assert_eq!((second.number.as_str(), second.refund), ("RET-20481-2", first.refund));
    assert_eq!(left(&shop, &order), ["line-jacket 1"]);
}

#[test]
fn what_cannot_be_asked_for_changes_nothing() {
    let shelf = Rc::default();
    let start = Start::default();
    let order = buy(&shop(start, &shelf, 0), &[]);
    let shop = shop(start, &shelf, 7);
    let good = wanted(&order, &[("base", 1)]);
    let wrong = [
        wanted(&order, &[]),
        wanted(&order, &[("base", 0)]),
        wanted(&order, &[("bottle", 1)]),
        ReturnRequest { way: Some(ReturnWayId::from("balloon")), ..good.clone() },
        ReturnRequest { reason: Some(ReasonId::from("no_reason")), ..good.clone() },
    ];
    for wrong in wrong {
        assert_eq!(ask(&shop, &wrong), Err(BackendError::Rejected(Vec::new())), "{wrong:?}");
    }
    let elsewhere = ReturnRequest { order: OrderNumber::from("FJ-1"), ..good.clone() };
    assert_eq!(ask(&shop, &elsewhere), Err(BackendError::Unauthorized));
    assert_eq!(left(&shop, &order), ["line-jacket 1", "line-base 2"]);
    // Neither a reason nor a way need be named.
    assert!(ask(&shop, &ReturnRequest { reason: None, way: None, ..good }).is_ok());
}

#[test]
fn a_way_that_costs_is_paid_out_of_what_is_given_back() {
    let refund = |way: &str| {
        let shelf = Rc::default();
        let order = buy(&shop(Start::default(), &shelf, 0), &[]);
        let wanted = ReturnRequest { way: Some(ReturnWayId::from(way)), ..wanted(&order, &[("jacket", 1)]) };
        ask(&shop(Start::default(), &shelf, 7), &wanted).unwrap().refund.unwrap().minor()
    };
    assert_eq!(refund("label") - refund("fetched"), 690);
}

/// What was paid for goods, and for bringing them.
fn paid(order: &Order) -> (i64, i64) {
    let sum = |wanted: &[TotalKind]| {
        let rows = order.totals.rows.iter().filter(|row| wanted.contains(&row.kind));
        rows.map(|row| row.amount.minor()).sum()
    };
    (sum(&[TotalKind::Items, TotalKind::Discount]), sum(&[TotalKind::Delivery]))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    // In whichever order and however split: to the cent what was paid, and the delivery with the last of it.
    #[test]
    fn all_that_goes_back_is_worth_what_was_paid(
        jackets in 1_u32..4,
        bases in 0_u32..4,
        flasks in 0_u32..4,
        code in prop::option::of(Just("VILLMARK10")),
        order_of in prop::collection::vec((0_usize..3, 1_u32..3), 1..12),
    ) {
        let shelf = Rc::default();
        let bag = [("jacket", jackets), ("base", bases), ("flask", flasks)];
        let mut intents = vec![
            Intent::SetQuantity(LineId::from("line-jacket"), jackets),
            Intent::SetQuantity(LineId::from("line-base"), bases),
        ];
        if flasks > 0 {
            intents.push(Intent::AddItem(ItemId::from("flask"), flasks));
        }
        intents.extend(code.map(|code| Intent::ApplyCode(code.into())));
        let order = buy(&shop(Start::default(), &shelf, 0), &intents);
        let shop = shop(Start::default(), &shelf, 7);
        let (goods, delivery) = paid(&order);
        let mut left = bag.map(|(_, quantity)| quantity);
        let mut given = 0;
        let rest = [(0, u32::MAX), (1, u32::MAX), (2, u32::MAX)];
        for (which, so_many) in order_of.into_iter().chain(rest) {
            let quantity = so_many.min(left[which]);
            if quantity == 0 {
                continue;
            }
            left[which] -= quantity;
            let back = ask(&shop, &wanted(&order, &[(bag[which].0, quantity)])).unwrap();
            given += back.refund.unwrap().minor();
            prop_assert!(given <= goods + delivery);
        }
        let off = goods + delivery - given;
        // Shares of what was taken off are rounded line by line: at most a cent each is lost.
        prop_assert!((0..=2).contains(&off), "{off} of {goods} and {delivery}");
        prop_assert_eq!(code.is_some() || bases >= 3 || off == 0, true);
    }
}

// Over the contract.

struct Town {
    net: Rc<dyn Http>,
    shelf: Rc<Memory>,
}

impl Town {
    /// The shop so many days after the purchase, on books it has had all along.
    fn at(&self, books: &std::path::Path, days: i64) -> Self {
        Self { net: served(books, days), shelf: Rc::clone(&self.shelf) }
    }

    fn browser(&self) -> Rc<dyn Backend> {
        let backend = adapter(Rc::clone(&self.net), Rc::clone(&self.shelf));
        now(backend.open("en")).unwrap();
        backend
    }

    fn get(&self, path: &str, session: &str) -> Value {
        let request = Request::new(Method::Get, format!("http://127.0.0.1/ucp{path}")).header("Kassa-Session", session);
        let answer = now(Box::pin(async { Ok(self.net.send(&request, 1_000).await) })).unwrap();
        serde_json::from_str(&answer.unwrap().body).unwrap()
    }
}

fn served(books: &std::path::Path, days: i64) -> Rc<dyn Http> {
    let desk = Desk { time: Time::Fixed(after(days)), ..Desk::default() };
    let config = Served { desk, books: Some(books.to_owned()), ..Served::default() };
    Rc::new(InProcess::to(server(config).unwrap().router))
}

#[test]
fn over_the_contract_things_go_back_too_once_and_for_their_buyer() {
    let folder = std::env::temp_dir().join(format!("kassa-returns-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let books = folder.join("books.db");
    let first = Town { net: served(&books, 0), shelf: Rc::default() };
    let there = first.browser();
    let session = now(there.open("en")).unwrap().session;
    let order = buy(&*there, &[]);
    assert_eq!(left(&*there, &order), [""; 0], "it is not there yet");
    let town = first.at(&books, 7);
    let there = town.browser();
    let options = now(there.returns().unwrap().options("nb", &order.number)).unwrap();
    assert_eq!(left(&*there, &order), ["line-jacket 1", "line-base 2"]);
    assert_eq!(options.reasons[0], (ReasonId::from("too_small"), "For liten".to_owned()));
    assert_eq!(options.ways[1].2.decimal(), "6.90");
    let back = ask(&*there, &wanted(&order, &[("base", 1)])).unwrap();
    let too_many = Err(BackendError::Rejected(vec![Problem::new(Field::Quantity, Fault::TooMany(1))]));
    assert_eq!(ask(&*there, &wanted(&order, &[("base", 2)])), too_many);
    assert_eq!(left(&*there, &order), ["line-jacket 1", "line-base 1"]);
    // The same as in the browser.
    let shelf = Rc::default();
    let same = buy(&shop(Start::default(), &shelf, 0), &[]);
    assert_eq!(
        Ok(back.refund),
        ask(&shop(Start::default(), &shelf, 7), &wanted(&same, &[("base", 1)])).map(|it| it.refund)
    );
    // How far it is, for whoever may read the order.
    for (days, state) in [(7, "requested"), (10, "received"), (12, "refunded")] {
        let told = town.at(&books, days).get(&format!("/returns/{}", back.number.as_str()), session.as_str());
        assert_eq!(
            (told["state"].as_str(), told["order"].as_str()),
            (Some(state), Some(order.number.as_str())),
            "{told}"
        );
    }
    let told = town.get(&format!("/returns/{}", back.number.as_str()), "somebody-else");
    assert_eq!(told["messages"][0]["code"], json!("not_found"), "{told}");
    let stranger = Town { net: Rc::clone(&town.net), shelf: Rc::default() }.browser();
    assert_eq!(now(stranger.returns().unwrap().options("en", &order.number)), Err(BackendError::Unauthorized));
    assert_eq!(ask(&*stranger, &wanted(&order, &[("base", 1)])), Err(BackendError::Unauthorized));
    drop((first, town, there, stranger));
    std::fs::remove_dir_all(&folder).unwrap();
}
