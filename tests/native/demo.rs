//! The demo shop's rules: prices, taxes, codes, delivery, stock, orders, and what it keeps.

use crate::contract::now;
use kassa::{
    backend::{
        Backend,
        demo::{Config, Demo, Scenario, Start},
        shelf::{Full, Memory, Shelf},
    },
    checkout::request::{BackendError, Intent, Keys, Known, OrderRequest, Payment, Placed},
    domain::{
        ItemId, LineId, MethodId, OrderNumber, PointId, RateId,
        address::Address,
        cart::{LineKind, Stock},
        check::{card::luhn, name::PersonName, phone::Phone, postal::Postcode},
        contact::Contact,
        country::Country,
        day::{Day, Instant, Window},
        delivery::{Delivery, How, Rate, Tag},
        money::{Currency, Money},
        order::{Order, OrderDelivery, OrderState},
        payment::{Buyer, CardFace, ChargeMoment, Decline, NextAction, NotOffered},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{Change, Offer, Quote, Rates},
        secret::Secret,
    },
};
use proptest::prelude::*;
use std::rc::Rc;

/// Sunday 22 November 2026, 14:06 UTC.
const SUNDAY: Instant = Instant(1_795_356_360_000);

fn shop_at(scenario: Scenario, market: &str, clock: Instant) -> Demo {
    let start = Start { scenario, market: country(market), ..Start::default() };
    Demo::new(Memory::default(), clock, Config { start: Some(start), ..Config::default() })
}

fn shop(scenario: Scenario) -> Demo {
    shop_at(scenario, "FI", SUNDAY)
}

fn country(code: &str) -> Country {
    Country::parse(code).unwrap()
}

fn open(shop: &Demo) -> Quote {
    now(shop.open("en")).unwrap()
}

#[track_caller]
fn apply(shop: &Demo, intents: impl IntoIterator<Item = Intent>) -> Quote {
    now(shop.apply("en", intents.into_iter().collect())).unwrap()
}

fn eur(text: &str) -> Money {
    Money::from_decimal(text, Currency::EUR).unwrap()
}

fn to(country_code: &str, postcode: &str) -> Intent {
    Intent::SetDestination { country: country(country_code), postcode: Some(postcode.into()) }
}

fn set(line: &str, quantity: u32) -> Intent {
    Intent::SetQuantity(LineId::from(line), quantity)
}

fn add(item: &str, quantity: u32) -> Intent {
    Intent::AddItem(ItemId::from(item), quantity)
}

fn code(code: &str) -> Intent {
    Intent::ApplyCode(code.into())
}

fn method(id: &str) -> Intent {
    Intent::SetMethod(MethodId::from(id))
}

fn rate(id: &str) -> Intent {
    Intent::SetRate(RateId::from(id))
}

fn collect_at(point: &str) -> [Intent; 2] {
    [Intent::SetHow(How::Collect), Intent::SetPoint(PointId::from(point))]
}

fn one_day(day: Day, hours: Option<(u8, u8)>) -> Window {
    Window { from: day, to: day, hours }
}

fn november(day: i64) -> Day {
    Day::of(2026, 11, day)
}

// Totals

#[track_caller]
fn check_total(scenario: Scenario, market: &str, intents: &[Intent], total: &str, tax: &str) {
    let shop = shop_at(scenario, market, SUNDAY);
    open(&shop);
    let quote = apply(&shop, intents.iter().cloned());
    consistent(&quote);
    assert_eq!(quote.totals.total.decimal(), total, "{:#?}", quote.totals);
    let taxes: Vec<String> = quote.totals.taxes.iter().map(|tax| tax.amount.decimal()).collect();
    assert_eq!(taxes, if tax.is_empty() { vec![] } else { vec![tax.to_owned()] });
}

#[test]
fn the_default_bag_costs_what_the_pictures_show() {
    check_total(Scenario::Default, "FI", &[], "407.00", "82.70");
}
#[test]
fn a_tenth_off_and_evening_delivery() {
    check_total(Scenario::Default, "FI", &[code("VILLMARK10"), to("FI", "00100"), rate("evening")], "373.20", "75.83");
}
#[test]
fn a_service_has_a_row_of_its_own_and_no_discount() {
    check_total(
        Scenario::Default,
        "FI",
        &[code("VILLMARK10"), to("FI", "00100"), rate("evening"), add("care", 1)],
        "388.10",
        "78.86",
    );
}
#[test]
fn a_tenth_off_and_collecting() {
    let intents: Vec<_> = [code("VILLMARK10")].into_iter().chain(collect_at("fi-kamppi")).collect();
    check_total(Scenario::Default, "FI", &intents, "366.30", "74.43");
}
#[test]
fn norwegian_prices_are_norwegian() {
    check_total(Scenario::Default, "NO", &[code("VILLMARK10"), to("NO", "5008"), rate("evening")], "4216.30", "843.26");
}
#[test]
fn the_same_euros_hold_less_tax_in_germany() {
    check_total(Scenario::Default, "DE", &[to("DE", "10115")], "407.00", "64.98");
}
#[test]
fn swedish_tax_is_a_fifth_of_the_price() {
    check_total(Scenario::Default, "SE", &[], "4597.00", "919.40");
}
#[test]
fn danish_prices_are_danish() {
    check_total(Scenario::Default, "DK", &[], "3097.00", "619.40");
}
// shows: S1-6
#[test]
fn an_invoice_costs_a_fee_with_tax_in_it() {
    check_total(Scenario::Default, "FI", &[to("FI", "00100"), method("invoice")], "409.50", "83.21");
}
#[test]
fn gift_cards_are_not_taxed_when_sold() {
    check_total(Scenario::Virtual, "FI", &[], "59.00", "1.83");
}
#[test]
fn gift_cards_are_not_discounted() {
    check_total(Scenario::Virtual, "FI", &[code("VILLMARK10")], "58.10", "1.65");
}
#[test]
fn three_base_layers_are_a_tenth_cheaper() {
    check_total(Scenario::Default, "FI", &[set("line-base", 3)], "462.30", "93.93");
}
#[test]
fn sizes_count_together_for_the_offer_on_three() {
    check_total(Scenario::Default, "FI", &[add("base-l", 1)], "462.30", "93.93");
}
#[test]
fn a_code_comes_after_the_automatic_offer() {
    check_total(Scenario::Default, "FI", &[set("line-base", 3), code("VILLMARK10")], "416.07", "84.54");
}
#[test]
fn twenty_euros_off() {
    check_total(Scenario::Default, "FI", &[code("TAKK20")], "387.00", "78.63");
}
#[test]
fn codes_add_up() {
    check_total(Scenario::Default, "FI", &[code("TAKK20"), code("villmark10")], "346.30", "70.36");
}
#[test]
fn free_delivery_by_code_covers_the_evening() {
    check_total(Scenario::Default, "FI", &[code("freeship"), to("FI", "00100"), rate("evening")], "407.00", "82.70");
}
#[test]
fn free_delivery_by_code_does_not_cover_express() {
    check_total(Scenario::Default, "FI", &[code("freeship"), to("FI", "00100"), rate("express")], "421.90", "85.72");
}
#[test]
fn below_the_threshold_the_locker_costs() {
    check_total(Scenario::Empty, "FI", &[add("flask", 1), to("FI", "00100")], "43.90", "8.92");
}
#[test]
fn the_threshold_is_measured_after_discounts() {
    check_total(Scenario::Empty, "FI", &[add("flask", 4), code("VILLMARK10"), to("FI", "00100")], "145.30", "29.52");
}
#[test]
fn the_threshold_itself_is_enough() {
    check_total(Scenario::Empty, "FI", &[add("yarn-5", 30), to("FI", "00100")], "150.00", "30.48");
}
#[test]
fn nothing_costs_nothing() {
    check_total(Scenario::Zero, "FI", &[], "0.00", "");
}
#[test]
fn an_empty_bag_costs_nothing() {
    check_total(Scenario::Empty, "FI", &[], "0.00", "");
}

#[test]
fn the_default_bag_has_the_lines_of_the_pictures() {
    let quote = open(&shop(Scenario::Default));
    let lines: Vec<_> = quote.lines.iter().map(|line| (line.title.as_str(), line.quantity, line.kind)).collect();
    let goods = LineKind::Goods;
    let expected = [
        ("Lofoten shell jacket", 1, goods),
        ("Vidda merino base layer", 2, goods),
        ("Enamel mug, 35 cl", 1, LineKind::Gift),
    ];
    assert_eq!(lines, expected);
    assert_eq!(quote.totals.pieces, 3);
    let [jacket, base, mug] = &quote.lines[..] else { panic!() };
    let reduced = jacket.reduced.unwrap();
    assert_eq!((reduced.list_price, reduced.lowest_30_days), (eur("299.00"), eur("279.00")));
    assert_eq!((base.stock, base.limit), (Stock::Low(3), 3));
    assert_eq!((mug.total, mug.detail.as_deref()), (eur("0.00"), Some("Gift with your jacket")));
}

#[test]
fn delivery_is_an_estimate_until_the_postcode_is_there() {
    let shop = shop(Scenario::Default);
    let estimate = |quote: &Quote| quote.totals.rows.iter().any(|row| row.estimate);
    assert!(estimate(&open(&shop)));
    assert!(!estimate(&apply(&shop, [to("FI", "00100")])));
}

// shows: S3-22
#[test]
fn the_gift_leaves_with_the_jacket() {
    let quote = apply(&shop(Scenario::Default), [set("line-jacket", 0)]);
    assert_eq!(quote.lines.len(), 1);
}

#[test]
fn another_country_has_its_own_prices_and_the_same_bag() {
    let quote = apply(&shop(Scenario::Default), [to("NO", "0150")]);
    assert_eq!((quote.currency, quote.totals.pieces), (Currency::NOK, 3));
    assert_eq!(quote.lines[0].unit_price.decimal(), "2799.00");
}

#[track_caller]
fn check_offer(intents: &[Intent], expected: &[Offer]) {
    assert_eq!(apply(&shop(Scenario::Empty), intents.iter().cloned()).offers, expected);
}

// shows: S3-20
#[test]
fn what_is_missing_until_delivery_is_free() {
    check_offer(&[add("flask", 2)], &[Offer::FreeDeliveryFrom { missing: eur("72.00"), threshold: eur("150.00") }]);
}
#[test]
fn delivery_is_free_above_the_threshold() {
    check_offer(&[add("jacket", 1)], &[Offer::FreeDelivery]);
}
#[test]
fn nothing_to_deliver_offers_no_delivery() {
    check_offer(&[add("map", 1)], &[]);
}
#[test]
fn the_offer_on_three_says_so() {
    check_offer(
        &[add("base", 3)],
        &[Offer::FreeDelivery, Offer::Automatic { title: "Three base layers, 10 % off".into() }],
    );
}

// Refusals

#[track_caller]
fn check_refused(shop: &Demo, intents: &[Intent], field: Field, fault: Fault) {
    let before = open(shop);
    let refused = now(shop.apply("en", intents.to_vec()));
    assert_eq!(refused, Err(BackendError::Rejected(vec![Problem::new(field, fault)])));
    assert_eq!(open(shop), before, "a refused wish changes nothing");
}

#[track_caller]
fn check_code(scenario: Scenario, before: &[Intent], typed: &str, fault: Fault) {
    let shop = shop(scenario);
    apply(&shop, before.iter().cloned());
    check_refused(&shop, &[code(typed)], Field::Code, fault);
}

#[test]
fn a_code_nobody_gave_out() {
    check_code(Scenario::Default, &[], "FJELL99", Fault::CodeUnknown);
}
#[test]
fn no_code_at_all() {
    check_code(Scenario::Default, &[], "  ", Fault::Missing);
}
#[test]
fn summer_is_over() {
    check_code(Scenario::Default, &[], " Sommer ", Fault::CodeExpired);
}
#[test]
fn norway_only() {
    check_code(Scenario::Default, &[], "NORGE15", Fault::CodeWrongMarket);
}
#[test]
fn below_the_least() {
    check_code(Scenario::Empty, &[add("flask", 1)], "TAKK20", Fault::CodeBelowMinimum(eur("200.00")));
}
#[test]
fn twice_the_same_code() {
    check_code(Scenario::Default, &[code("VILLMARK10")], "villmark10", Fault::CodeAlreadyApplied);
}

// shows: UX-06
#[test]
fn codes_are_read_in_any_letters_and_spaces() {
    let quote = apply(&shop(Scenario::Default), [code("  vill mark10 ")]);
    assert_eq!((quote.codes[0].code.as_str(), quote.codes[0].title.as_str()), ("VILLMARK10", "10 % off"));
    let label = quote.totals.rows.iter().find_map(|row| row.label.clone());
    assert_eq!(label.as_deref(), Some("VILLMARK10, 10 % off"));
}

#[test]
fn a_code_that_no_longer_holds_is_taken_off_and_said() {
    let shop = shop(Scenario::Default);
    apply(&shop, [code("TAKK20")]);
    let quote = apply(&shop, [set("line-jacket", 0)]);
    assert_eq!(quote.changes, [Change::CodeLapsed { code: "TAKK20".into() }]);
    assert!(quote.codes.is_empty());
}

#[test]
fn norway_may_use_its_code() {
    let shop = shop_at(Scenario::Default, "NO", SUNDAY);
    assert_eq!(apply(&shop, [code("NORGE15")]).totals.total.decimal(), "3907.45");
    let elsewhere = apply(&shop, [to("SE", "11120")]);
    assert_eq!(elsewhere.changes, [Change::CodeLapsed { code: "NORGE15".into() }]);
}

#[test]
fn no_more_than_there_are() {
    check_refused(&shop(Scenario::Default), &[set("line-base", 4)], Field::Quantity, Fault::TooMany(3));
}
#[test]
fn no_more_than_one_order_may_have() {
    check_refused(&shop(Scenario::Default), &[set("line-jacket", 11)], Field::Quantity, Fault::TooMany(10));
}
#[test]
fn adding_counts_what_is_there() {
    check_refused(&shop(Scenario::Default), &[add("base", 2)], Field::Quantity, Fault::TooMany(3));
}
#[test]
fn gifts_are_not_for_sale() {
    check_refused(&shop(Scenario::Default), &[add("mug", 1)], Field::Quantity, Fault::Gone);
}
#[test]
fn gifts_cannot_be_multiplied() {
    check_refused(&shop(Scenario::Default), &[set("line-mug", 2)], Field::Quantity, Fault::Gone);
}
#[test]
fn what_the_shop_never_had() {
    check_refused(&shop(Scenario::Default), &[add("kayak", 1)], Field::Quantity, Fault::Gone);
}
#[test]
fn all_or_nothing() {
    check_refused(&shop(Scenario::Default), &[add("flask", 1), code("FJELL99")], Field::Code, Fault::CodeUnknown);
}
#[test]
fn a_country_we_do_not_serve() {
    let field = Field::Address(AddressUse::Shipping, AddressField::Country);
    check_refused(&shop(Scenario::Default), &[to("US", "10001")], field, Fault::NotServed);
}
#[test]
fn a_rate_before_the_postcode() {
    check_refused(&shop(Scenario::Default), &[rate("evening")], Field::Rate, Fault::Gone);
}
#[test]
fn a_rate_that_is_not_offered() {
    check_refused(&shop(Scenario::Default), &[to("FI", "00100"), rate("drone")], Field::Rate, Fault::Gone);
}
#[test]
fn a_place_in_another_country() {
    check_refused(&shop(Scenario::Default), &collect_at("no-oslo"), Field::Point, Fault::Gone);
}
#[test]
fn a_place_nobody_knows() {
    check_refused(&shop(Scenario::Default), &[Intent::FindPoints("Atlantis".into())], Field::Near, Fault::NotServed);
}
#[test]
fn no_places_to_collect_from_in_spain() {
    let shop = shop_at(Scenario::Default, "ES", SUNDAY);
    check_refused(&shop, &[Intent::SetHow(How::Collect)], Field::How, Fault::NotServed);
}
#[test]
fn paying_on_collection_without_collecting() {
    check_refused(&shop(Scenario::Default), &[method("collect")], Field::Method, Fault::Gone);
}

// Delivery

#[track_caller]
fn rates(market: &str, postcode: &str, clock: Instant) -> Vec<Rate> {
    let shop = shop_at(Scenario::Default, market, clock);
    match apply(&shop, [to(market, postcode)]).delivery.rates {
        Rates::Offered(rates) => rates,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn check_rates(market: &str, postcode: &str, expected: &[(&str, &str, Option<Tag>)]) {
    let offered = rates(market, postcode, SUNDAY);
    let offered: Vec<_> = offered.iter().map(|r| (r.id.as_str(), r.price.decimal(), r.tag)).collect();
    let expected: Vec<_> = expected.iter().map(|(id, price, tag)| (*id, (*price).to_owned(), *tag)).collect();
    assert_eq!(offered, expected);
}

#[test]
fn helsinki_is_recommended_the_evening() {
    check_rates(
        "FI",
        "00100",
        &[
            ("evening", "6.90", Some(Tag::Recommended)),
            ("locker", "0.00", Some(Tag::Cheapest)),
            ("express", "14.90", Some(Tag::Fastest)),
        ],
    );
}
#[test]
fn elsewhere_in_finland_nothing_is_recommended() {
    check_rates(
        "FI",
        "33100",
        &[("evening", "6.90", None), ("locker", "0.00", Some(Tag::Cheapest)), ("express", "14.90", Some(Tag::Fastest))],
    );
}
#[test]
fn the_netherlands_have_two_ways() {
    check_rates("NL", "1012 AB", &[("home", "8.90", None), ("locker", "0.00", Some(Tag::Cheapest))]);
}
#[test]
fn denmark_has_express() {
    check_rates(
        "DK",
        "1050",
        &[("home", "69.00", None), ("locker", "0.00", Some(Tag::Cheapest)), ("express", "109.00", Some(Tag::Fastest))],
    );
}

#[track_caller]
fn check_no_rates(market: &str, postcode: &str, expected: &Rates) {
    let shop = shop_at(Scenario::Default, market, SUNDAY);
    assert_eq!(apply(&shop, [to(market, postcode)]).delivery.rates, *expected);
}

#[test]
fn half_a_postcode() {
    check_no_rates("FI", "001", &Rates::Unknown);
}
#[test]
fn aland_is_too_far() {
    check_no_rates("FI", "22100", &Rates::None);
}
#[test]
fn svalbard_is_too_far() {
    check_no_rates("NO", "9170", &Rates::None);
}
#[test]
fn the_canaries_are_too_far() {
    check_no_rates("ES", "35001", &Rates::None);
}

#[track_caller]
fn check_windows(clock: Instant, evening: Day, locker: (Day, Day), express: Day) {
    let windows: Vec<_> = rates("FI", "00100", clock).iter().filter_map(|rate| rate.window).collect();
    let locker = Window { from: locker.0, to: locker.1, hours: None };
    assert_eq!(windows, [one_day(evening, Some((17, 21))), locker, one_day(express, Some((8, 12)))]);
}

const HOUR: i64 = 3_600_000;

fn at(day: Day, hour_utc: i64) -> Instant {
    Instant(day.0 * 24 * HOUR + hour_utc * HOUR)
}

#[test]
fn an_order_on_sunday_leaves_on_monday() {
    check_windows(SUNDAY, november(25), (november(26), november(27)), november(24));
}
#[test]
fn before_two_in_turku_it_leaves_today() {
    // 13 o'clock in winter time.
    check_windows(at(november(24), 11), november(26), (november(27), november(30)), november(25));
}
#[test]
fn from_two_in_turku_it_leaves_tomorrow() {
    check_windows(at(november(24), 12), november(27), (november(30), Day::of(2026, 12, 1)), november(26));
}
#[test]
fn in_summer_two_in_turku_is_eleven_in_utc() {
    let day = |day| Day::of(2026, 7, day);
    check_windows(at(day(6), 11), day(9), (day(10), day(13)), day(8));
}
#[test]
fn nobody_delivers_at_christmas() {
    let day = |day| Day::of(2026, 12, day);
    check_windows(at(day(23), 9), day(29), (day(30), day(31)), day(28));
}

#[test]
fn the_cheapest_is_chosen_until_the_shopper_chooses() {
    let shop = shop(Scenario::Default);
    assert_eq!(apply(&shop, [to("FI", "00100")]).delivery.rate, Some(RateId::from("locker")));
    assert_eq!(apply(&shop, [rate("evening")]).delivery.rate, Some(RateId::from("evening")));
    assert_eq!(apply(&shop, [to("FI", "00120")]).delivery.rate, Some(RateId::from("evening")));
    assert_eq!(apply(&shop, [to("NL", "1012AB")]).delivery.rate, Some(RateId::from("locker")));
}

#[track_caller]
fn check_near(searched: &str, expected: &[(&str, u32)]) {
    let quote = apply(&shop(Scenario::Default), [Intent::FindPoints(searched.into())]);
    let found: Vec<_> = quote.delivery.points.iter().map(|p| (p.id.as_str(), p.distance_metres.unwrap())).collect();
    assert_eq!(&found[..expected.len()], expected);
}

#[test]
fn near_a_postcode() {
    check_near("00100", &[("fi-kamppi", 350), ("fi-kaisaniemi", 900), ("fi-toolo", 1110), ("fi-kallio", 1800)]);
}
#[test]
fn near_a_town_in_any_language() {
    check_near("هلسنكي", &[("fi-kamppi", 350)]);
}
#[test]
fn near_a_town_with_one_locker() {
    check_near(" TAMPERE ", &[("fi-tampere", 670)]);
}

#[test]
fn places_say_when_they_are_open_and_ready() {
    let quote = apply(&shop(Scenario::Default), collect_at("fi-kamppi"));
    let point = |id: &str| quote.point(&PointId::from(id)).unwrap();
    assert_eq!(point("fi-kamppi").hours_on(november(22)), Some((11, 20)));
    assert_eq!(point("fi-kamppi").ready, one_day(november(22), Some((16, 19))));
    assert_eq!(point("fi-kallio").hours_on(november(22)), None);
    assert_eq!(point("fi-kallio").ready, one_day(november(24), None));
    assert_eq!(point("fi-kaisaniemi").ready, one_day(november(26), None));
    assert!(point("fi-kamppi").own_shop && !point("fi-toolo").own_shop);
    assert_eq!(quote.delivery.points.len(), 10);
}

#[test]
fn what_was_chosen_stays_in_the_list() {
    let shop = shop(Scenario::Default);
    apply(&shop, collect_at("fi-kamppi"));
    let quote = apply(&shop, [Intent::FindPoints("Oulu".into())]);
    assert!(quote.point(&PointId::from("fi-kamppi")).is_some());
}

// shows: UX-04
#[test]
fn virtual_goods_need_no_delivery() {
    let quote = open(&shop(Scenario::Virtual));
    assert!(!quote.delivery.needed && quote.delivery.rate.is_none() && quote.delivery.points.is_empty());
    assert_eq!(quote.method(&MethodId::from("card")).unwrap().charged, Some(ChargeMoment::Now));
}

// Ways to pay

#[track_caller]
fn check_methods(quote: &Quote, offered: &[&str], not_offered: &[(&str, NotOffered)]) {
    let known: Vec<_> = quote.methods.iter().map(|method| method.id.as_str()).collect();
    assert_eq!(known, offered);
    check_withheld(quote, not_offered);
}

#[track_caller]
fn check_withheld(quote: &Quote, not_offered: &[(&str, NotOffered)]) {
    let others: Vec<_> = quote.not_offered.iter().map(|(id, reason)| (id.as_str(), *reason)).collect();
    assert_eq!(others, not_offered);
    assert!(quote.methods.iter().all(|method| !not_offered.iter().any(|(id, _)| *id == method.id.as_str())));
}

#[track_caller]
fn check_offered(quote: &Quote, id: &str) {
    let known: Vec<_> = quote.methods.iter().map(|method| method.id.as_str()).collect();
    assert!(known.contains(&id), "{id} is not among {known:?}");
}

const NO_CASH: (&str, NotOffered) = ("cash-on-delivery", NotOffered::Never);

#[test]
fn shipping_can_be_paid_by_card_and_invoice() {
    let quote = open(&shop(Scenario::Default));
    let offered =
        ["card", "applepay", "googlepay", "mobilepay", "invoice", "instalments:3", "transfer", "paypal", "paylater"];
    check_methods(&quote, &offered, &[("collect", NotOffered::CollectOnly), NO_CASH]);
}
#[test]
fn collecting_at_our_shop_can_be_paid_there() {
    let quote = apply(&shop(Scenario::Default), collect_at("fi-kallio"));
    check_offered(&quote, "collect");
    check_withheld(&quote, &[NO_CASH]);
}
#[test]
fn a_locker_takes_no_money() {
    let quote = apply(&shop(Scenario::Default), collect_at("fi-kaisaniemi"));
    check_offered(&quote, "invoice");
    check_withheld(&quote, &[("collect", NotOffered::CollectOnly), NO_CASH]);
}
#[test]
fn no_invoice_in_france() {
    let quote = open(&shop_at(Scenario::Default, "FR", SUNDAY));
    let expected = [("invoice", NotOffered::Country), ("collect", NotOffered::CollectOnly), NO_CASH];
    check_methods(&quote, &["card", "applepay", "googlepay", "transfer", "paypal"], &expected);
}
#[test]
fn no_invoice_above_its_limit() {
    let quote = apply(&shop(Scenario::Default), [set("line-jacket", 4)]);
    let limit = NotOffered::AboveLimit(eur("1000.00"));
    let expected = [("invoice", limit), ("paylater", limit), ("collect", NotOffered::CollectOnly), NO_CASH];
    check_offered(&quote, "instalments:3");
    check_withheld(&quote, &expected);
}
#[test]
fn nothing_to_pay_needs_no_method() {
    check_methods(&open(&shop(Scenario::Zero)), &[], &[]);
}

#[test]
fn a_method_that_is_no_longer_offered_is_forgotten_with_its_fee() {
    let shop = shop(Scenario::Default);
    assert_eq!(apply(&shop, [method("invoice")]).totals.total, eur("409.50"));
    let quote = apply(&shop, [set("line-jacket", 4)]);
    assert_eq!((quote.method.clone(), quote.totals.total), (None, eur("1154.00")));
}

// Orders

fn keys(order: &str, payment: &str) -> Keys {
    Keys { order: order.into(), payment: payment.into() }
}

fn address(code: &str) -> Address {
    let finland = country("FI");
    Address {
        country: finland,
        name: PersonName::parse("Kaisa Laine").unwrap(),
        organization: None,
        street: "Runeberginkatu 22 A 9".into(),
        line2: None,
        postcode: Some(Postcode::parse(code, finland).unwrap()),
        city: "Helsinki".into(),
        region: None,
        phone: Some(Phone::parse("040 123 4567", finland).unwrap()),
    }
}

pub fn request(quote: &Quote, method: Option<&str>, email: &str) -> OrderRequest {
    let delivery = match (quote.delivery.needed, quote.delivery.how) {
        (false, _) => Delivery::Nothing,
        (true, How::Ship) => Delivery::Ship {
            address: address("00100"),
            rate: quote.delivery.rate.clone().unwrap_or(RateId::from("locker")),
        },
        (true, How::Collect) => Delivery::Collect {
            point: quote.delivery.point.clone().unwrap(),
            name: PersonName::parse("Kaisa Laine").unwrap(),
            phone: Phone::parse("040 123 4567", country("FI")).unwrap(),
        },
    };
    OrderRequest {
        contact: Contact::parse(email, false).unwrap(),
        delivery,
        billing: None,
        method: method.map(MethodId::from),
        expected_total: quote.totals.due,
        terms_version: "12".into(),
        purchase: None,
        subscribes: false,
        extras: Vec::new(),
        consents: Vec::new(),
    }
}

fn token(outcome: &str) -> Payment {
    let face = CardFace { brand: "visa".into(), last4: "4242".into() };
    Payment { token: Some(Secret::new(format!("tok_visa_4242_{outcome}"))), card: Some(face), save: false }
}

const NO_PAYMENT: Payment = Payment { token: None, card: None, save: false };

/// A shop whose shopper is about to press Pay.
fn ready(scenario: Scenario) -> (Demo, Quote) {
    let shop = shop(scenario);
    let quote = apply(&shop, [to("FI", "00100"), method("card")]);
    (shop, quote)
}

fn pay(shop: &Demo, quote: &Quote, order_key: &str, outcome: &str) -> Result<Placed, BackendError> {
    let request = request(quote, Some("card"), "kaisa.laine@example.fi");
    now(shop.place("en", keys(order_key, outcome), request, token(outcome)))
}

#[track_caller]
fn ordered(placed: Result<Placed, BackendError>) -> Order {
    match placed {
        Ok(Placed::Order(order)) => *order,
        other => panic!("{other:?}"),
    }
}

fn look_up(shop: &Demo, key: &str) -> Known {
    now(shop.look_up("en", key)).unwrap()
}

#[test]
fn an_order_is_what_the_shopper_saw() {
    let (shop, quote) = ready(Scenario::Default);
    let order = ordered(pay(&shop, &quote, "a", "ok"));
    assert_eq!(order.number, OrderNumber::from("FJ-20481"));
    assert_eq!(order.totals, quote.totals);
    assert_eq!(order.lines.len(), 3);
    assert_eq!((order.placed, &order.state), (SUNDAY, &OrderState::Confirmed));
    assert_eq!(order.charged, Some(ChargeMoment::AtDispatch));
    assert_eq!(order.returns_until, Some(november(27).plus(30)));
    let OrderDelivery::Ship { address: shown, window, .. } = &order.delivery else { panic!() };
    assert_eq!(*shown, address("00100").label());
    assert_eq!(*window, Some(Window { from: november(26), to: november(27), hours: None }));
    assert_eq!(now(shop.order("en", &order.number)), Ok(order));
}

#[test]
fn an_order_empties_the_bag_until_a_new_one_is_started() {
    let (shop, quote) = ready(Scenario::Default);
    let number = ordered(pay(&shop, &quote, "a", "ok")).number;
    let after = open(&shop);
    assert_eq!((after.order.as_ref(), after.lines.len()), (Some(&number), 0));
    assert_eq!(now(shop.apply("en", vec![code("TAKK20")])), Err(BackendError::AlreadyPlaced(number.clone())));
    assert_eq!(pay(&shop, &quote, "b", "ok"), Err(BackendError::AlreadyPlaced(number)));
    let anew = apply(&shop, [add("flask", 1)]);
    assert_eq!((anew.order.clone(), anew.lines.len()), (None, 1));
    assert_ne!(anew.session, quote.session);
    let second = apply(&shop, [to("FI", "00100"), method("card")]);
    assert_eq!(ordered(pay(&shop, &second, "c", "ok")).number, OrderNumber::from("FJ-20482"));
}

// shows: REL-03
#[test]
fn the_same_key_is_the_same_order_whatever_comes_with_it() {
    let (shop, quote) = ready(Scenario::Default);
    let order = ordered(pay(&shop, &quote, "a", "ok"));
    assert_eq!(ordered(pay(&shop, &quote, "a", "ok")), order);
    assert_eq!(ordered(pay(&shop, &quote, "a", "funds")), order);
    let other = OrderRequest { expected_total: eur("1.00"), ..request(&quote, None, "b@example.fi") };
    assert_eq!(ordered(now(shop.place("en", keys("a", "z"), other, NO_PAYMENT))), order);
    assert_eq!(look_up(&shop, "a"), Known::Order(Box::new(order)));
}

#[track_caller]
fn check_declined(outcome: &str, reason: Decline) {
    let (shop, quote) = ready(Scenario::Default);
    assert_eq!(pay(&shop, &quote, "a", outcome), Err(BackendError::Declined(reason)));
    assert_eq!(look_up(&shop, "a"), Known::Declined(reason));
    assert_eq!(open(&shop), quote, "a decline leaves the bag as it is");
    assert_eq!(pay(&shop, &quote, "a", outcome), Err(BackendError::Declined(reason)), "the same attempt again");
    ordered(pay(&shop, &quote, "a", "ok"));
}

#[test]
fn every_decline_has_a_sentinel() {
    let sentinels = [
        ("generic", Decline::Generic),
        ("funds", Decline::InsufficientFunds),
        ("expired", Decline::ExpiredCard),
        ("code", Decline::WrongCode),
        ("number", Decline::WrongNumber),
        ("lost", Decline::LostOrStolen),
        ("stolen", Decline::LostOrStolen),
        ("limit", Decline::LimitReached),
        ("notpermitted", Decline::NotPermitted),
        ("authentication", Decline::AuthenticationFailed),
        ("fraud", Decline::SuspectedFraud),
        ("issuer", Decline::IssuerUnavailable),
        ("later", Decline::TryLater),
        ("nobody-knows", Decline::Generic),
    ];
    for (outcome, reason) in sentinels {
        check_declined(outcome, reason);
    }
    assert!(Decline::ALL.iter().all(|reason| sentinels.iter().any(|(_, known)| known == reason)));
}

#[test]
fn every_card_in_the_readme_is_a_card_the_frame_knows() {
    let readme = include_str!("../../src/backend/demo/README-sentinels.md");
    let frame = include_str!("../../public/vault/sentinels.js");
    let rows = readme.lines().filter_map(|line| {
        let mut cells = line.strip_prefix("| ")?.split(" | ");
        let number = cells.next()?.replace(' ', "");
        let digits = number.len() > 10 && number.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| (number, cells.next().unwrap().trim_matches('`')))
    });
    let rows: Vec<_> = rows.collect();
    assert_eq!(rows.len(), 36);
    for (number, outcome) in rows {
        assert!(luhn(&number), "{number}");
        let listed = frame.contains(&format!("{number}: \"{outcome}\""));
        assert!(listed || ["ok", "–"].contains(&outcome), "{number} is not {outcome} in the frame");
    }
}

#[test]
fn what_is_no_token_is_no_payment() {
    let (shop, quote) = ready(Scenario::Default);
    let place =
        |payment| now(shop.place("en", keys("a", "a"), request(&quote, Some("card"), "kaisa@example.fi"), payment));
    let refused = |fault| Err(BackendError::Rejected(vec![Problem::new(Field::Card, fault)]));
    let with = |text: &str| Payment { token: Some(Secret::new(text.to_owned())), card: None, save: false };
    assert_eq!(place(NO_PAYMENT), refused(Fault::Missing));
    for text in ["", "4242424242424242", "tok_visa_42_ok", "tok_discover_1117_ok", "tok_visa_4242"] {
        assert_eq!(place(with(text)), refused(Fault::Refused), "{text}");
    }
}

// shows: REL-04
#[test]
fn an_answer_lost_on_the_way_back_is_found() {
    for (outcome, error) in [("lostanswer", BackendError::NoAnswer), ("malformed", BackendError::Malformed)] {
        let (shop, quote) = ready(Scenario::Default);
        assert_eq!(pay(&shop, &quote, "a", outcome), Err(error));
        let Known::Order(order) = look_up(&shop, "a") else { panic!() };
        assert_eq!(ordered(pay(&shop, &quote, "a", outcome)), *order);
    }
}

#[test]
fn an_order_lost_on_the_way_there_can_be_sent_again() {
    let fault = BackendError::Server("FJ-E-5031".into());
    for (outcome, error) in [("lostbefore", BackendError::NoAnswer), ("server", fault)] {
        let (shop, quote) = ready(Scenario::Default);
        assert_eq!(pay(&shop, &quote, "a", outcome), Err(error));
        assert_eq!(look_up(&shop, "a"), Known::Nothing);
        ordered(pay(&shop, &quote, "a", outcome));
    }
}

#[track_caller]
fn stale(placed: Result<Placed, BackendError>) -> Quote {
    match placed {
        Err(BackendError::Stale(quote)) => *quote,
        other => panic!("{other:?}"),
    }
}

#[track_caller]
fn check_stale(scenario: Scenario, codes: &[&str], outcome: &str, changes: &[Change], total: &str) {
    let shop = shop(scenario);
    let wishes = codes.iter().map(|text| code(text)).chain([to("FI", "00100"), method("card")]);
    let quote = apply(&shop, wishes);
    let after = stale(pay(&shop, &quote, "a", outcome));
    consistent(&after);
    assert_eq!((&after.changes[..], after.totals.total.decimal()), (changes, total.to_owned()));
    assert!(after.revision > quote.revision);
    assert_eq!(look_up(&shop, "a"), Known::Nothing);
    // Seen and agreed to, it goes through.
    let order = ordered(pay(&shop, &after, "a", outcome));
    assert_eq!(order.totals.total, after.totals.total);
}

// shows: REL-11, REL-12
#[test]
fn a_price_that_rises_is_agreed_to_first() {
    let change = Change::Price { line: LineId::from("line-jacket"), was: eur("249.00") };
    check_stale(Scenario::Default, &[], "pricerise", &[change], "432.00");
}
#[test]
fn what_sells_out_leaves_the_bag() {
    let change = Change::SoldOut { title: "Vidda merino base layer".into() };
    check_stale(Scenario::Default, &[], "soldout", &[change], "249.00");
}
#[test]
fn a_code_can_lapse_at_the_last_moment() {
    check_stale(Scenario::Default, &["LAPSE"], "ok", &[Change::CodeLapsed { code: "LAPSE".into() }], "407.00");
}
#[test]
fn others_buy_the_last_lamp_and_some_pegs() {
    let changes = [
        Change::Reduced { line: LineId::from("line-pegs"), was: 3 },
        Change::SoldOut { title: "Glimt head torch".into() },
    ];
    check_stale(Scenario::Mixed, &[], "ok", &changes, "346.90");
}

#[test]
fn a_total_the_shop_does_not_share_is_refused() {
    let (shop, quote) = ready(Scenario::Default);
    let wrong = OrderRequest { expected_total: eur("40.70"), ..request(&quote, Some("card"), "kaisa@example.fi") };
    let after = stale(now(shop.place("en", keys("a", "a"), wrong, token("ok"))));
    assert_eq!((after.totals.total, after.changes.len()), (eur("407.00"), 0));
}

#[test]
fn the_orders_own_address_counts() {
    let (shop, quote) = ready(Scenario::Default);
    let mut elsewhere = request(&quote, Some("card"), "kaisa@example.fi");
    elsewhere.delivery = Delivery::Ship { address: address("22100"), rate: RateId::from("locker") };
    let field = Field::Address(AddressUse::Shipping, AddressField::Postcode);
    let refused = Err(BackendError::Rejected(vec![Problem::new(field, Fault::NotServed)]));
    assert_eq!(now(shop.place("en", keys("a", "a"), elsewhere, token("ok"))), refused);
    assert_eq!(open(&shop), quote);
}

#[test]
fn every_problem_of_an_order_is_told() {
    let (shop, quote) = ready(Scenario::Default);
    let mut order = request(&quote, Some("collect"), "kaisa@example.fi");
    order.delivery = Delivery::Ship { address: address("00100"), rate: RateId::from("drone") };
    let problems = vec![Problem::new(Field::Rate, Fault::Gone), Problem::new(Field::Method, Fault::Gone)];
    assert_eq!(now(shop.place("en", keys("a", "a"), order, NO_PAYMENT)), Err(BackendError::Rejected(problems)));
}

#[test]
fn goods_need_somewhere_to_go() {
    let (shop, quote) = ready(Scenario::Default);
    let order = OrderRequest { delivery: Delivery::Nothing, ..request(&quote, Some("card"), "kaisa@example.fi") };
    let problem = Problem::new(Field::How, Fault::Missing);
    assert_eq!(now(shop.place("en", keys("a", "a"), order, token("ok"))), Err(BackendError::Rejected(vec![problem])));
}

#[test]
fn nothing_to_pay_is_an_order_too() {
    let shop = shop(Scenario::Zero);
    let quote = open(&shop);
    let order = now(shop.place("en", keys("a", "a"), request(&quote, None, "kaisa@example.fi"), NO_PAYMENT));
    let order = ordered(order);
    assert_eq!((order.totals.total, order.method, order.returns_until), (eur("0.00"), None, None));
}

// shows: S0-21
#[test]
fn collecting_and_paying_there() {
    let shop = shop(Scenario::Default);
    apply(&shop, collect_at("fi-kamppi"));
    let quote = apply(&shop, [method("collect")]);
    let order = request(&quote, Some("collect"), "kaisa@example.fi");
    let order = ordered(now(shop.place("en", keys("a", "a"), order, NO_PAYMENT)));
    assert_eq!(order.charged, Some(ChargeMoment::AtCollection));
    let OrderDelivery::Collect { point, name, .. } = order.delivery else { panic!() };
    assert_eq!((point.title.as_str(), name.as_str()), ("Fjellvik Kamppi", "Kaisa Laine"));
}

#[test]
fn a_welcome_is_said_once() {
    let shop = shop(Scenario::Default);
    let quote = apply(&shop, [code("VELKOMMEN"), to("FI", "00100"), method("card")]);
    assert_eq!(quote.totals.total, eur("386.65"));
    ordered(pay(&shop, &quote, "a", "ok"));
    apply(&shop, [add("flask", 1)]);
    check_refused(&shop, &[code("VELKOMMEN")], Field::Code, Fault::CodeUsed);
}

#[test]
fn what_was_ordered_is_off_the_shelves_until_the_night() {
    let shelf = Rc::new(Memory::default());
    let shop = Demo::new(shelf.clone(), SUNDAY, Config::default());
    let quote = apply(&shop, [to("FI", "00100"), method("card")]);
    ordered(pay(&shop, &quote, "a", "ok"));
    assert_eq!(apply(&shop, [add("base", 1)]).lines[0].stock, Stock::Low(1));
    let tomorrow = Demo::new(shelf, SUNDAY.plus(24 * HOUR), Config::default());
    assert_eq!(open(&tomorrow).lines[0].stock, Stock::Low(3));
}

#[track_caller]
fn check_review(clock: Instant, until: Instant) {
    let shelf = Rc::new(Memory::default());
    let shop = Demo::new(shelf.clone(), clock, Config::default());
    let quote = apply(&shop, [to("FI", "00100"), method("card")]);
    let order = ordered(pay(&shop, &quote, "a", "review"));
    assert_eq!(order.state, OrderState::UnderReview { until });
    let later = Demo::new(shelf, until, Config::default());
    assert_eq!(now(later.order("en", &order.number)).unwrap().state, OrderState::Confirmed);
}

#[test]
fn a_review_waits_for_monday_morning() {
    check_review(SUNDAY, at(november(23), 8));
}
#[test]
fn a_review_in_the_morning_takes_two_hours() {
    check_review(at(november(24), 7), at(november(24), 9));
}
#[test]
fn a_review_in_the_afternoon_goes_on_tomorrow() {
    check_review(at(november(24), 13), at(november(25), 7));
}

#[test]
fn a_mailbox_can_be_under_review_too() {
    let (shop, quote) = ready(Scenario::Default);
    let order = now(shop.place("en", keys("a", "a"), request(&quote, Some("card"), "review@example.fi"), token("ok")));
    assert!(matches!(ordered(order).state, OrderState::UnderReview { .. }));
}

#[test]
fn a_bank_that_takes_its_time_is_asked_again() {
    let (shop, quote) = ready(Scenario::Default);
    let waits = NextAction::Poll { after: 1_500, until: SUNDAY.plus(120_000) };
    assert_eq!(pay(&shop, &quote, "a", "poll"), Ok(Placed::Act(waits.clone())));
    assert_eq!(open(&shop).order, None);
    assert_eq!(look_up(&shop, "a"), Known::Act(waits));
    let Known::Order(order) = look_up(&shop, "a") else { panic!() };
    assert_eq!(order.totals.total, quote.totals.total);
    assert_eq!(open(&shop).order, Some(order.number));
}

#[test]
fn an_attempt_that_was_given_up_never_becomes_an_order() {
    let given_up = Decline::AuthenticationFailed;
    for started in [true, false] {
        let (shop, quote) = ready(Scenario::Default);
        if started {
            pay(&shop, &quote, "a", "poll").unwrap();
        }
        let after = now(shop.cancel("en", "a")).unwrap();
        assert_eq!((after.order, after.totals), (None, quote.totals.clone()));
        assert_eq!(pay(&shop, &quote, "a", "poll"), Err(BackendError::Declined(given_up)));
        assert_eq!(look_up(&shop, "a"), Known::Declined(given_up));
        ordered(pay(&shop, &quote, "b", "ok"));
    }
}

#[test]
fn one_bag_is_one_order_also_while_a_bank_decides() {
    let (shop, quote) = ready(Scenario::Default);
    pay(&shop, &quote, "a", "poll").unwrap();
    ordered(pay(&shop, &quote, "b", "ok"));
    assert!(matches!(look_up(&shop, "a"), Known::Declined(_)));
    assert!(matches!(look_up(&shop, "a"), Known::Declined(_)));
}

#[test]
fn what_became_an_order_cannot_be_given_up() {
    let (shop, quote) = ready(Scenario::Default);
    let number = ordered(pay(&shop, &quote, "a", "ok")).number;
    assert_eq!(now(shop.cancel("en", "a")), Err(BackendError::AlreadyPlaced(number)));
}

#[test]
fn strangers_orders_are_not_shown() {
    let unknown = now(shop(Scenario::Default).order("en", &OrderNumber::from("FJ-1")));
    assert_eq!(unknown, Err(BackendError::Unauthorized));
}

// Sentinels beside paying

#[test]
fn thirteen_makes_the_shop_busy_once() {
    let shop = shop(Scenario::Empty);
    let before = open(&shop);
    assert_eq!(now(shop.apply("en", vec![add("flask", 13)])), Err(BackendError::Busy(2_000)));
    assert_eq!(open(&shop), before);
    assert_eq!(apply(&shop, [add("flask", 13)]).totals.pieces, 13);
}

#[test]
fn a_postcode_drops_the_connection_once() {
    let shop = shop(Scenario::Default);
    let before = open(&shop);
    assert_eq!(now(shop.apply("en", vec![to("FI", "00900")])), Err(BackendError::NoAnswer));
    assert_eq!(open(&shop), before);
    assert!(matches!(apply(&shop, [to("FI", "00900")]).delivery.rates, Rates::Offered(_)));
}

// Languages

#[track_caller]
fn check_title(locale: &str, title: &str) {
    assert_eq!(now(shop(Scenario::Default).open(locale)).unwrap().lines[0].title, title);
}

#[test]
fn norwegian() {
    check_title("nb-NO", "Lofoten skalljakke");
}
#[test]
fn nynorsk_reads_bokmal() {
    check_title("nn", "Lofoten skalljakke");
}
#[test]
fn arabic() {
    check_title("ar-EG", "سترة لوفوتن الواقية");
}
#[test]
fn anything_else_reads_english() {
    check_title("ja", "Lofoten shell jacket");
}

// Keeping

#[test]
fn a_reload_finds_everything() {
    let shelf = Rc::new(Memory::default());
    let first = Demo::new(shelf.clone(), SUNDAY, Config::default());
    let quote =
        apply(&first, [code("VILLMARK10"), to("FI", "00100"), rate("evening"), method("invoice"), add("map", 2)]);
    let second = Demo::new(shelf, SUNDAY, Config::default());
    assert_eq!(open(&second), quote);
}

#[test]
fn a_reload_finds_the_order_in_another_language() {
    let shelf = Rc::new(Memory::default());
    let first = Demo::new(shelf.clone(), SUNDAY, Config::default());
    let quote = apply(&first, [to("FI", "00100"), method("card")]);
    let number = ordered(pay(&first, &quote, "a", "ok")).number;
    let second = Demo::new(shelf, SUNDAY, Config::default());
    let order = now(second.order("nb", &number)).unwrap();
    assert_eq!((order.lines[0].title.as_str(), order.totals.total), ("Lofoten skalljakke", quote.totals.total));
    assert!(matches!(look_up(&second, "a"), Known::Order(_)));
}

#[test]
fn two_tabs_see_one_bag() {
    let shelf = Rc::new(Memory::default());
    let first = Demo::new(shelf.clone(), SUNDAY, Config::default());
    let second = Demo::new(shelf, SUNDAY, Config::default());
    open(&first);
    open(&second);
    apply(&first, [add("flask", 1)]);
    assert_eq!(apply(&second, [add("flask", 1)]).line(&LineId::from("line-flask")).unwrap().quantity, 2);
    assert_eq!(open(&first).line(&LineId::from("line-flask")).unwrap().quantity, 2);
}

#[test]
fn another_start_starts_anew() {
    let shelf = Rc::new(Memory::default());
    apply(&Demo::new(shelf.clone(), SUNDAY, Config::default()), [add("flask", 1)]);
    let start = |scenario| Config { start: Some(Start { scenario, ..Start::default() }), ..Config::default() };
    let pieces = |config| open(&Demo::new(shelf.clone(), SUNDAY, config)).totals.pieces;
    assert_eq!(pieces(start(Scenario::Default)), 4);
    assert_eq!(pieces(start(Scenario::Zero)), 1);
    assert_eq!(pieces(Config::default()), 1);
}

struct Broken(Option<&'static str>);

impl Shelf for Broken {
    fn load(&self) -> Option<String> {
        self.0.map(str::to_owned)
    }

    fn save(&self, _: &str) -> Result<(), Full> {
        Err(Full)
    }

    fn clear(&self) {}
}

#[track_caller]
fn check_kept(kept: Option<&'static str>) {
    let shop = Demo::new(Broken(kept), SUNDAY, Config::default());
    assert_eq!(open(&shop).totals.total, eur("407.00"));
    assert_eq!(apply(&shop, [set("line-base", 1)]).totals.total, eur("328.00"));
    assert_eq!(open(&shop).totals.total, eur("328.00"), "it goes on in memory");
}

#[test]
fn a_forbidden_shelf() {
    check_kept(None);
}
#[test]
fn a_shelf_of_rubbish() {
    check_kept(Some("\u{0}{not json"));
}
#[test]
fn a_shelf_of_other_json() {
    check_kept(Some("{\"version\":1}"));
}
#[test]
fn a_shelf_of_another_version() {
    check_kept(Some("[2,\"default/0/FI\",1]"));
}

#[test]
fn a_whole_state_of_another_version() {
    let shelf = Rc::new(Memory::default());
    apply(&Demo::new(shelf.clone(), SUNDAY, Config::default()), [add("flask", 5), method("invoice")]);
    let kept = shelf.load().unwrap();
    let (version, rest) = kept.strip_prefix('[').and_then(|kept| kept.split_once(',')).unwrap();
    let version: u32 = version.parse().unwrap();
    // As it is it is read; with the number of an older or a newer version it is not, whatever else is in it.
    for (number, pieces) in [(version, 8), (version - 1, 3), (version + 1, 3)] {
        shelf.save(&format!("[{number},{rest}")).unwrap();
        assert_eq!(open(&Demo::new(shelf.clone(), SUNDAY, Config::default())).totals.pieces, pieces, "{number}");
    }
}

#[test]
fn rubbish_is_replaced_where_it_can_be() {
    let shelf = Rc::new(Memory::default());
    shelf.save("[]").unwrap();
    apply(&Demo::new(shelf.clone(), SUNDAY, Config::default()), [add("flask", 1)]);
    assert_eq!(open(&Demo::new(shelf, SUNDAY, Config::default())).totals.pieces, 4);
}

#[test]
fn half_a_state_is_none() {
    let shelf = Rc::new(Memory::default());
    let first = Demo::new(shelf.clone(), SUNDAY, Config::default());
    let quote = apply(&first, [to("FI", "00100"), method("card"), code("LAPSE")]);
    stale(pay(&first, &quote, "a", "ok"));
    ordered(pay(&first, &open(&first), "a", "ok"));
    let kept = shelf.load().unwrap();
    for length in 0..kept.len() {
        let torn: String = kept.chars().take(length).collect();
        let closed = format!("{torn}{}", "]".repeat(torn.matches('[').count() - torn.matches(']').count()));
        for text in [torn, closed].into_iter().filter(|text| *text != kept) {
            shelf.save(&text).unwrap();
            assert_eq!(open(&Demo::new(shelf.clone(), SUNDAY, Config::default())).order, None, "{text}");
        }
    }
}

#[test]
fn what_is_kept_holds_no_card() {
    let shelf = Rc::new(Memory::default());
    let shop = Demo::new(shelf.clone(), SUNDAY, Config::default());
    let quote = apply(&shop, [to("FI", "00100"), method("card")]);
    ordered(pay(&shop, &quote, "a", "ok"));
    assert!(!shelf.load().unwrap().contains("tok_"));
}

// Large and random

#[test]
fn ten_thousand_lines_are_a_bag_like_any_other() {
    let shop = shop(Scenario::Large(10_000));
    let quote = open(&shop);
    assert_eq!(quote.lines.len(), 10_000);
    consistent(&quote);
    let quote = apply(&shop, [set("line-yarn-10000", 0), to("FI", "00100"), method("card")]);
    assert_eq!(quote.lines.len(), 9_999);
    assert_eq!(ordered(pay(&shop, &quote, "a", "ok")).lines.len(), 9_999);
    assert_eq!(open(&shop).lines.len(), 0);
}

/// What holds for every quote.
#[track_caller]
fn consistent(quote: &Quote) {
    let zero = Money::zero(quote.currency);
    let sum = quote.totals.rows.iter().try_fold(zero, |sum, row| sum.plus(row.amount)).unwrap();
    assert_eq!(sum, quote.totals.total, "the rows add up");
    assert!(!sum.is_negative());
    let tax: i64 = quote.totals.taxes.iter().map(|tax| tax.amount.minor()).sum();
    assert!(tax >= 0 && tax <= sum.minor());
    let bought = quote.lines.iter().filter(|line| line.item != ItemId::from("care") && line.kind != LineKind::Gift);
    assert_eq!(bought.map(|line| line.quantity).sum::<u32>(), quote.totals.pieces);
    for line in &quote.lines {
        assert_eq!(line.total, line.unit_price.times(line.quantity).unwrap());
        assert!(line.quantity <= line.limit && line.quantity > 0);
    }
    assert!(quote.method.as_ref().is_none_or(|method| quote.method(method).is_some()));
    assert!(quote.delivery.rate.as_ref().is_none_or(|rate| quote.rate(rate).is_some()));
    assert!(quote.delivery.point.as_ref().is_none_or(|point| !quote.delivery.needed || quote.point(point).is_some()));
    assert_eq!(quote.methods.is_empty(), quote.totals.total.is_zero());
}

fn wishes() -> impl Strategy<Value = Intent> {
    const ITEMS: [&str; 10] = ["jacket", "base", "base-l", "flask", "card", "map", "guide", "care", "lamp", "pegs"];
    const CODES: [&str; 7] = ["VILLMARK10", "FREESHIP", "TAKK20", "SOMMER", "NORGE15", "VELKOMMEN", "LAPSE"];
    const PLACES: [(&str, &str); 8] = [
        ("FI", "00100"),
        ("FI", "22100"),
        ("SE", "111 20"),
        ("NO", "0150"),
        ("DK", "10"),
        ("ES", "28001"),
        ("US", "1"),
        ("FI", "00900"),
    ];
    let pick = |n: usize| 0..n;
    prop_oneof![
        (pick(10), 0_u32..15).prop_map(|(i, n)| set(&format!("line-{}", ITEMS[i]), n)),
        (pick(10), 0_u32..6).prop_map(|(i, n)| add(ITEMS[i], n)),
        pick(7).prop_map(|i| code(CODES[i])),
        pick(7).prop_map(|i| Intent::RemoveCode(CODES[i].into())),
        pick(8).prop_map(|i| to(PLACES[i].0, PLACES[i].1)),
        prop_oneof![Just(How::Ship), Just(How::Collect)].prop_map(Intent::SetHow),
        pick(4).prop_map(|i| rate(["evening", "locker", "express", "home"][i])),
        pick(4).prop_map(|i| Intent::SetPoint(PointId::from(["fi-kamppi", "fi-kaisaniemi", "no-oslo", "x"][i]))),
        pick(4).prop_map(|i| Intent::FindPoints(["Oslo", "00100", "Atlantis", ""][i].into())),
        pick(3).prop_map(|i| method(["card", "invoice", "collect"][i])),
    ]
}

proptest! {
    // Each is up to forty wishes and as many orders.
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn whatever_is_wished_the_totals_hold(steps in proptest::collection::vec((wishes(), 0_usize..12), 1..40)) {
        let shelf = Rc::new(Memory::default());
        let shop = Demo::new(shelf.clone(), SUNDAY, Config::default());
        let mut revision = 0;
        for (number, (intent, then)) in steps.into_iter().enumerate() {
            if let Ok(quote) = now(shop.apply("en", vec![intent])) {
                prop_assert!(quote.revision > revision);
                consistent(&quote);
            }
            let outcomes = ["ok", "funds", "lostanswer", "pricerise", "soldout", "poll", "server"];
            if let Some(outcome) = outcomes.get(then) {
                let quote = open(&shop);
                let can = quote.country == country("FI") && (quote.delivery.how == How::Ship || quote.delivery.point.is_some());
                if can && !quote.lines.is_empty() {
                    let with = if quote.totals.total.is_zero() { None } else { Some("card") };
                    let order = request(&quote, with, "kaisa@example.fi");
                    match now(shop.place("en", keys(&number.to_string(), "p"), order, token(outcome))) {
                        Ok(Placed::Order(order)) => prop_assert_eq!(order.totals.total, quote.totals.total),
                        Err(BackendError::Stale(quote)) => consistent(&quote),
                        _ => {}
                    }
                }
            }
            let again = Demo::new(shelf.clone(), SUNDAY, Config::default());
            prop_assert_eq!(open(&again), open(&shop));
            consistent(&open(&shop));
            revision = open(&shop).revision;
        }
    }
}

// Ways to pay

fn started(start: Start) -> Demo {
    Demo::new(Memory::default(), SUNDAY, Config { start: Some(start), ..Config::default() })
}

fn company() -> Demo {
    started(Start { buyer: Buyer::Company, ..Start::default() })
}

fn known() -> Demo {
    started(Start { known: true, ..Start::default() })
}

fn brand(brand: &str) -> Intent {
    Intent::SetBrand(Some(brand.into()))
}

#[test]
fn a_companys_card_costs_what_its_brand_does() {
    let shop = company();
    let total = |intents: Vec<Intent>| apply(&shop, intents).totals.total;
    // A company's fees are without tax, as its prices are: 2.44 and 25.5 % of it.
    assert_eq!(total(vec![to("FI", "00100"), method("card")]), eur("407.01"), "no brand is known yet");
    assert_eq!(total(vec![brand("visa")]), eur("410.07"));
    assert_eq!(total(vec![brand("mastercard")]), eur("411.60"));
    assert_eq!(total(vec![brand("amex")]), eur("414.16"));
    assert_eq!(total(vec![brand("maestro")]), eur("407.01"));
    assert_eq!(total(vec![brand("visa"), method("transfer")]), eur("407.01"));
}

#[test]
fn a_fee_the_law_forbids_is_withheld() {
    let shop = started(Start { unlawful: true, ..Start::default() });
    let mut quote = open(&shop);
    let withheld = kassa::domain::check::surcharge::withhold(&mut quote);
    let rules: Vec<_> = withheld.iter().map(|(id, rule)| (id.as_str(), *rule)).collect();
    assert_eq!(rules, [("card", kassa::domain::check::surcharge::Rule::PaymentServices)]);
    assert!(quote.method(&MethodId::from("card")).is_none());
    assert!(quote.not_offered.contains(&(MethodId::from("card"), NotOffered::UnlawfulFee)));
    check_offered(&quote, "invoice");
    // A company is free to agree to it.
    let mut quote = open(&company());
    assert_eq!(kassa::domain::check::surcharge::withhold(&mut quote), []);
}

#[test]
fn a_company_buys_on_account_up_to_what_is_left() {
    let quote = open(&company());
    let account = quote.method(&MethodId::from("account")).unwrap();
    assert_eq!(account.credit.map(|credit| (credit.limit, credit.left)), Some((eur("10000.00"), eur("6180.00"))));
    assert_eq!(account.approval, None);
    let larger = company();
    let quote = apply(&larger, [set("line-jacket", 4)]);
    let approval = quote.method(&MethodId::from("account")).unwrap().approval.clone().unwrap();
    assert_eq!(approval.limit, eur("1000.00"));
}

#[test]
fn a_subscription_needs_a_yes_and_something_that_repeats() {
    let (shop, quote) = ready(Scenario::Subscription);
    check_offered(&quote, "card");
    assert!(quote.not_offered.contains(&(MethodId::from("invoice"), NotOffered::Once)));
    let mut request = request(&quote, Some("card"), "kaisa@example.fi");
    let place = |key, request: &OrderRequest| now(shop.place("en", keys(key, key), request.clone(), token("ok")));
    let missing = Problem::new(Field::Subscribe, Fault::Missing);
    assert_eq!(place("a", &request), Err(BackendError::Rejected(vec![missing])));
    request.subscribes = true;
    ordered(place("b", &request));
}

#[test]
fn the_parts_of_a_plan_fall_on_days_there_are() {
    // Sunday 31 January 2027, 12:00 UTC.
    let january = Instant(Day::of(2027, 1, 31).0 * 86_400_000 + 43_200_000);
    let quote = open(&shop_at(Scenario::Default, "FI", january));
    let plan = quote.method(&MethodId::from("instalments:3")).unwrap().plan.clone().unwrap();
    let days: Vec<_> = plan.parts.iter().map(|(day, _)| day.civil()).collect();
    assert_eq!(days, [(2027, 1, 31), (2027, 2, 28), (2027, 3, 31)]);
    let sum: i64 = plan.parts.iter().map(|(_, part)| part.minor()).sum();
    assert_eq!((sum, plan.interest), (plan.total.minor(), 0));
}

#[test]
fn tenders_never_pay_more_than_there_is_to_pay() {
    let gift = |code: &str| Intent::AddGiftCard(code.into());
    let shop = known();
    let quote = apply(&shop, [to("FI", "00100"), gift("FJELLGIFT25")]);
    assert_eq!(quote.totals.due, eur("382.00"));
    let quote = apply(&shop, [Intent::UseTender("credit".into(), true), gift("fjell-gift-500")]);
    let paid: i64 = quote.totals.tenders.iter().map(|tender| tender.pays.minor()).sum();
    assert_eq!((paid, quote.totals.due.is_zero()), (quote.totals.total.minor(), true));
    assert!(quote.methods.is_empty(), "nothing is left for a method");
    let refused = |code: &str| now(shop.apply("en", vec![gift(code)]));
    let fault = |fault| Err(BackendError::Rejected(vec![Problem::new(Field::GiftCard, fault)]));
    assert_eq!(refused("FJELLGIFT25"), fault(Fault::CodeAlreadyApplied));
    assert_eq!(refused("FJELLEMPTY0"), fault(Fault::CodeUsed));
    assert_eq!(refused("FJELLKRONER100"), fault(Fault::CodeWrongMarket));
    assert_eq!(refused("NOSUCHGIFT"), fault(Fault::CodeUnknown));
}

#[test]
fn cards_are_kept_only_if_asked_and_can_be_forgotten_and_preferred() {
    let saved = |shop: &Demo| -> Vec<String> {
        let of = |quote: Quote| quote.methods.into_iter().filter_map(|offer| offer.saved.map(|_| offer.id.to_string()));
        of(open(shop)).collect()
    };
    for (save, kept) in [(false, 0), (true, 1)] {
        let (shop, quote) = ready(Scenario::Default);
        let request = request(&quote, Some("card"), "kaisa@example.fi");
        ordered(now(shop.place("en", keys("a", "a"), request, Payment { save, ..token("ok") })));
        apply(&shop, [Intent::StartAnew, add("flask", 1)]);
        assert_eq!(saved(&shop).len(), kept);
    }
    let shop = known();
    assert_eq!(saved(&shop), ["saved:1", "saved:2"]);
    apply(&shop, [Intent::PreferCard(MethodId::from("saved:2"))]);
    assert_eq!(saved(&shop), ["saved:2", "saved:1"]);
    apply(&shop, [Intent::ForgetCard(MethodId::from("saved:1"))]);
    assert_eq!(saved(&shop), ["saved:2"]);
}

#[test]
fn a_card_that_has_expired_is_shown_and_cannot_be_used() {
    // The second of the two holds until the end of September 2026.
    let quote = open(&known());
    let offer = quote.methods.iter().find(|offer| offer.id.as_str() == "saved:2").unwrap();
    assert!(offer.saved.as_ref().unwrap().expired && !offer.usable());
    let gone = Problem::new(Field::Method, Fault::Gone);
    let shop = known();
    assert_eq!(now(shop.apply("en", vec![method("saved:2")])), Err(BackendError::Rejected(vec![gone])));
}
