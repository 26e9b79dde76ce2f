//! A shop under the rules of a house: what the configuration takes away and renames, what is agreed to, and what becomes of it.

use crate::contract::now;
use kassa::{
    backend::{
        Backend,
        demo::{Config, Demo, Start},
        shelf::{Memory, Shelf},
    },
    checkout::{
        Checkout, Command, Event, Phase,
        request::{Facts, Keys, OrderRequest, Payment, Placed},
    },
    config::{
        over::{Over, Told},
        read,
    },
    domain::{
        MethodId,
        country::Country,
        day::Instant,
        house::Consent,
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{Policy, PolicyText, Quote},
    },
    steps::{STEPS, delivery, review},
};
use std::{cell::RefCell, rc::Rc};

/// Sunday 22 November 2026, 14:06 UTC.
const SUNDAY: Instant = Instant(1_795_356_360_000);

/// A shop of nobody's house.
fn shop(outbox: Rc<Memory>) -> Demo {
    let start = Start { market: Country::parse("FI").unwrap(), ..Start::default() };
    let config = Config { start: Some(start), ..Config::default() };
    Demo::new(Memory::default(), SUNDAY, config).with_outbox(outbox)
}

struct Shop {
    over: Over,
    told: Rc<RefCell<Vec<Told>>>,
    outbox: Rc<Memory>,
}

impl Shop {
    fn under(configuration: &str) -> Self {
        let outbox = Rc::new(Memory::default());
        let demo = self::shop(outbox.clone());
        let (settings, wrongs) = read(configuration);
        assert!(wrongs.iter().all(|wrong| wrong.counts), "{wrongs:#?}");
        let told = Rc::new(RefCell::new(Vec::new()));
        let heard = told.clone();
        Self {
            over: Over::new(Rc::new(demo), settings, Rc::new(move |one| heard.borrow_mut().push(one))),
            told,
            outbox,
        }
    }

    fn open(&self) -> Quote {
        now(self.over.open("en")).unwrap()
    }

    fn console(&self) -> Vec<String> {
        let told = self.told.borrow();
        told.iter().filter_map(|told| if let Told::Console(text) = told { Some(text.clone()) } else { None }).collect()
    }
}

fn methods(quote: &Quote) -> Vec<&str> {
    quote.methods.iter().map(|offer| offer.id.as_str()).collect()
}

#[test]
fn a_house_without_rules_changes_nothing() {
    let mut quote = Shop::under("{}").open();
    assert!(quote.shop.house.take().is_some());
    assert_eq!(quote, now(shop(Rc::default()).open("en")).unwrap());
}
#[test]
fn the_shop_has_the_name_the_house_gives_it() {
    assert_eq!(Shop::under(r#"{"brand": {"name": "Lyng"}}"#).open().shop.name, "Lyng");
}
#[test]
fn methods_stand_in_the_order_of_the_house() {
    let shop = Shop::under(r#"{"methods": {"order": ["invoice", "nonsense", "card"], "hidden": ["cheque", "cash"]}}"#);
    let (quote, plain) = (shop.open(), Shop::under("{}").open());
    assert_eq!(&methods(&quote)[..2], ["invoice", "card"]);
    assert!(!methods(&quote).contains(&"cheque") && !methods(&quote).contains(&"nonsense"));
    // The others follow in the shop's own order.
    let others = |quote: &Quote| -> Vec<String> {
        let is_other = |id: &&str| !["invoice", "card", "cheque", "cash"].contains(id);
        methods(quote).into_iter().filter(is_other).map(str::to_owned).collect()
    };
    assert_eq!(others(&quote), others(&plain));
}
#[test]
fn there_is_always_a_way_to_pay() {
    let all =
        methods(&Shop::under("{}").open()).into_iter().map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(",");
    let shop = Shop::under(&format!(r#"{{"methods": {{"hidden": [{all}]}}}}"#));
    assert_eq!(methods(&shop.open()), methods(&Shop::under("{}").open()));
    shop.open();
    assert_eq!(shop.console().len(), 1, "told once: {:?}", shop.console());
    assert!(shop.console()[0].contains("methods.hidden"));
}
#[test]
fn countries_are_those_of_the_house_that_the_shop_serves() {
    let some = Shop::under(r#"{"markets": {"countries": ["NO", "FI", "KP"]}}"#).open().countries;
    assert_eq!(some.len(), 2, "{some:?}");
    let shop = Shop::under(r#"{"markets": {"countries": ["KP"]}}"#);
    assert!(shop.open().countries.len() > 2);
    assert!(shop.console()[0].contains("markets.countries"));
}
#[test]
fn another_currency_is_told() {
    let shop = Shop::under(r#"{"markets": {"currency": "NOK"}}"#);
    shop.open();
    assert!(shop.console()[0].contains("NOK") && shop.console()[0].contains("EUR"));
}
#[test]
fn texts_of_the_house_take_the_place_of_the_shops() {
    let shop = Shop::under(
        r#"{"policies": {"privacy": {"href": "/privacy", "version": "4"}, "terms": {"href": "/terms", "version": "99", "from": "2026-01-01"}}}"#,
    );
    let quote = shop.open();
    assert_eq!(quote.shop.policy(Policy::Privacy), Some(&PolicyText::At("/privacy".into())));
    // It compares the version when the order comes.
    assert_eq!(quote.shop.terms.unwrap().version, "12");
}
#[test]
fn a_session_is_told_its_variants_once() {
    let shop = Shop::under(r#"{"experiments": [{"id": "words", "variants": [{"name": "a"}, {"name": "b"}]}]}"#);
    shop.open();
    shop.open();
    let told = shop.told.borrow();
    assert!(matches!(told.as_slice(), [Told::Variants(variants)] if variants[0].0 == "words"), "{told:?}");
}

const CONSENTS: &str = r#"{"consents": [
    {"id": "age", "version": "2", "text": {"en": "I am of age.", "nb": "Jeg er myndig.", "ar": "أنا بالغ."}, "required": true},
    {"id": "ask", "version": "1", "text": {"en": "Ask me.", "nb": "Spør meg.", "ar": "اسألوني."}},
    {"id": "news", "version": "7", "text": {"en": "News.", "nb": "Nytt.", "ar": "أخبار."}, "marketing": true}
]}"#;

fn opened(quote: &Quote) -> Checkout {
    let start = Event::Started { saved: None, step: None, now: SUNDAY };
    let (checkout, commands) = Checkout::new(STEPS, Facts::UNKNOWN).update(start);
    let number =
        commands.iter().find_map(|command| if let Command::Open(number) = command { Some(*number) } else { None });
    let (checkout, _) = checkout.update(Event::Answered(number.unwrap(), Ok(Box::new(quote.clone()))));
    assert!(matches!(checkout.phase, Phase::Open(_)));
    checkout
}

fn consent(quote: &Quote, at: usize) -> Consent {
    quote.shop.house.as_ref().unwrap().consents[at].clone()
}

/// What the review misses after that note for the first consent.
#[track_caller]
fn check_missing(quote: &Quote, note: &str, expected: &[Field]) {
    let (checkout, _) = opened(quote).update(Event::Chose(Field::Consent(0), note.to_owned()));
    let missing: Vec<Problem> = (review::SPEC.problems)(&checkout, quote);
    assert_eq!(
        missing,
        expected.iter().map(|field| Problem::new(*field, Fault::Missing)).collect::<Vec<_>>(),
        "{note}"
    );
}

// shows: LEG-03
#[test]
fn what_is_required_is_missing_until_it_is_ticked() {
    let quote = Shop::under(CONSENTS).open();
    assert_eq!((review::SPEC.fields)(&opened(&quote), &quote), [Field::Consent(0), Field::Consent(1)]);
    check_missing(&quote, "", &[Field::Consent(0)]);
    check_missing(&quote, "1", &[Field::Consent(0)]);
    check_missing(&quote, &consent(&quote, 0).ticked("nb", SUNDAY), &[]);
}
#[test]
fn a_tick_for_another_box_or_version_is_none() {
    let quote = Shop::under(CONSENTS).open();
    check_missing(&quote, &consent(&quote, 1).ticked("en", SUNDAY), &[Field::Consent(0)]);
    let newer = Shop::under(&CONSENTS.replace(r#""version": "2""#, r#""version": "3""#)).open();
    check_missing(&newer, &consent(&quote, 0).ticked("en", SUNDAY), &[Field::Consent(0)]);
    let worded = Shop::under(&CONSENTS.replace("I am of age.", "I am of age and sell my soul.")).open();
    check_missing(&worded, &consent(&quote, 0).ticked("en", SUNDAY), &[Field::Consent(0)]);
}
#[test]
fn a_tick_is_kept_over_a_reload() {
    let quote = Shop::under(CONSENTS).open();
    let note = consent(&quote, 0).ticked("ar", SUNDAY);
    let (checkout, _) = opened(&quote).update(Event::Chose(Field::Consent(0), note));
    let text = checkout.saved().encode();
    let saved = kassa::checkout::journal::Saved::decode(&text).unwrap();
    assert!(saved.answers.iter().any(|(field, _)| *field == Field::Consent(0)));
    let given = checkout.answers.consents(&quote);
    assert_eq!(given.len(), 1);
    assert_eq!((given[0].language.as_str(), given[0].at), ("ar", SUNDAY));
}

#[test]
fn what_is_asked_of_an_address_is_what_the_house_says() {
    let phone = Field::Address(AddressUse::Shipping, AddressField::Phone);
    let company = Field::Address(AddressUse::Shipping, AddressField::Organization);
    let asked = |text: &str| {
        let quote = Shop::under(text).open();
        let checkout = opened(&quote);
        let fields = (delivery::SPEC.fields)(&checkout, &quote);
        let missing: Vec<Field> =
            (delivery::SPEC.problems)(&checkout, &quote).iter().map(|problem| problem.field).collect();
        [phone, company].map(|field| (fields.contains(&field), missing.contains(&field)))
    };
    assert_eq!(asked("{}"), [(true, true), (true, false)]);
    assert_eq!(
        asked(r#"{"fields": {"phone": {"ask": "hidden"}, "organization": {"ask": "hidden"}}}"#),
        [(false, false), (false, false)]
    );
    assert_eq!(asked(r#"{"fields": {"phone": {"ask": "optional"}}}"#), [(true, false), (true, false)]);
    assert_eq!(
        asked(r#"{"fields": {"organization": {"ask": "required", "why": "invoice"}}}"#),
        [(true, true), (true, true)]
    );
}

// shows: LEG-12
#[test]
fn what_was_agreed_to_is_in_the_order_and_in_its_letter() {
    let shop = Shop::under(CONSENTS);
    shop.open();
    let quote = now(shop.over.apply(
        "en",
        vec![
            kassa::checkout::request::Intent::SetDestination {
                country: Country::parse("FI").unwrap(),
                postcode: Some("00100".into()),
            },
            kassa::checkout::request::Intent::SetMethod(MethodId::from("invoice")),
        ],
    ))
    .unwrap();
    let given = consent(&quote, 0).given(&consent(&quote, 0).ticked("en", SUNDAY)).unwrap();
    let request = OrderRequest {
        consents: vec![given.clone()],
        ..crate::demo::request(&quote, Some("invoice"), "kaisa.laine@example.fi")
    };
    let keys = Keys { order: "o-1".into(), payment: "p-1".into() };
    let payment = Payment { token: None, card: None, save: false };
    let Ok(Placed::Order(order)) = now(shop.over.place("en", keys, request, payment)) else { panic!() };
    assert_eq!(order.consents, [given]);
    let again = now(shop.over.order("en", &order.number)).unwrap();
    assert_eq!(again.consents, order.consents);
    let letter = shop.outbox.load().unwrap();
    assert!(letter.contains("age, 2, 2026-11-22"), "{letter}");
}
