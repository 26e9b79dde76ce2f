//! A card number in an ordinary field goes nowhere (SEC-05), and nothing we send has a place for one (SEC-04).
//!
//! Whatever the shopper does with it, neither what is saved nor what is asked of anybody may hold it, in any spelling.

use crate::mutants::shop::{ModelShop, line_id};
use kassa::{
    checkout::{
        CardState, Checkout, Command, Event, Phase,
        journal::Saved,
        request::{Keys, Placed},
    },
    domain::{
        check::stray_card::{Digits, digits},
        day::Instant,
        payment::{CardFace, Decline},
        problem::{Fault, Field},
        secret::Secret,
    },
    steps::STEPS,
};
use proptest::prelude::*;

const CARDS: [&str; 4] = ["4242424242424242", "378282246310005", "5019555544445555", "6759649826438453"];

/// What is typed: right answers, so that the purchase goes on, and card numbers.
fn text(field: Field, which: usize) -> String {
    let card = CARDS[which % CARDS.len()];
    let grouped = |gap: &str| {
        card.as_bytes().chunks(4).map(|four| core::str::from_utf8(four).unwrap()).collect::<Vec<_>>().join(gap)
    };
    match which / CARDS.len() % 7 {
        0 => card.to_owned(),
        1 => grouped(" "),
        2 => grouped("-"),
        3 => grouped("%20"),
        4 => card.chars().map(|c| char::from_u32(0x660 + c.to_digit(10).unwrap()).unwrap()).collect(),
        5 => format!("{card}@example.fi"),
        _ => match field.name() {
            "email" => "kaisa@example.fi",
            "postcode" => "00100",
            "phone" | "collect-phone" => "040 123 4567",
            "street" => "Katu 1",
            "code" => "OFF",
            "country" => "FI",
            _ => "Kaisa Laine",
        }
        .to_owned(),
    }
}

/// What is chosen, not typed.
const fn is_choice(field: Field) -> bool {
    matches!(field, Field::How | Field::Rate | Field::Point | Field::Method | Field::Consent(_))
}

/// A step of the shopper's, out of three numbers.
fn event((what, field, which): (u8, usize, usize)) -> Event {
    let fields: Vec<Field> = Field::all().filter(|field| *field != Field::Card).collect();
    let field = fields[field % fields.len()];
    let steps = ["bag", "contact", "delivery", "payment", "review"];
    match what {
        0..=5 if !is_choice(field) => Event::Typed(field, text(field, which)),
        6 | 7 => Event::Left(field),
        // A choice is one of the shop's own, never typed.
        8 => Event::Chose(field, ["collect", "ship", "card", "1", "FI"][which % 5].to_owned()),
        9 => Event::Continue,
        10 => Event::GoTo(steps[which % steps.len()].to_owned()),
        11 => Event::Quantity(line_id(0), text(Field::Quantity, which)),
        12 => Event::ApplyCode,
        13 => Event::Refresh,
        14 => Event::Card("card".into(), CardState::Complete { brand: Some("visa".into()) }),
        15 => Event::Pay { now: Instant(1), keys: Keys { order: "o".into(), payment: "p".into() } },
        _ => Event::Elapsed(kassa::checkout::Timer::Destination, Instant(2)),
    }
}

/// Whether a text holds one of the cards, however it is written.
fn leaks(text: &str) -> bool {
    let ascii: String = text
        .chars()
        .map(|c| match c as u32 {
            code @ 0x660..=0x669 => char::from_digit(code - 0x660, 10).unwrap(),
            _ => c,
        })
        .collect();
    let ascii = ascii.replace("%2520", "").replace("%20", "");
    let digits: String = ascii.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    CARDS.iter().any(|card| digits.contains(card))
}

/// Answers what the shop is asked, and looks at all that leaves.
fn carry_out(mut checkout: Checkout, event: Event, shop: &mut ModelShop) -> Result<Checkout, TestCaseError> {
    let mut waiting = vec![event];
    let mut patience = 200;
    while let (Some(event), 1..) = (waiting.pop(), patience) {
        patience -= 1;
        let commands;
        (checkout, commands) = checkout.update(event);
        for command in commands {
            prop_assert!(!leaks(&format!("{command:?}")), "{command:?}");
            match command {
                Command::Open(sequence) => {
                    waiting.push(Event::Answered(sequence, Ok(Box::new(shop.quote()))));
                }
                Command::Apply(sequence, intents) => {
                    let answer = shop.apply(&intents).map(Box::new);
                    waiting.push(Event::Answered(sequence, answer));
                }
                Command::Tokenize(number) => {
                    let face = CardFace { brand: "visa".into(), last4: "4242".into() };
                    waiting.push(Event::Tokenized(number, Ok((Secret::new("tok".into()), face))));
                }
                Command::TakeLock(attempt) => waiting.push(Event::Lock(attempt, true, None)),
                Command::Place { attempt, order, .. } => {
                    prop_assert!(!leaks(&format!("{order:?}")), "{order:?}");
                    let refused = kassa::checkout::request::BackendError::Declined(Decline::Generic);
                    waiting.push(Event::Placed(attempt, Err::<Placed, _>(refused)));
                }
                _ => {}
            }
        }
        let saved = checkout.saved().encode();
        prop_assert!(!leaks(&saved), "{saved}");
        prop_assert!(!leaks(&format!("{:?}", checkout.answers)), "{:?}", checkout.answers);
    }
    Ok(checkout)
}

fn opened(shop: &mut ModelShop) -> Checkout {
    let start = Event::Started { saved: None, step: None, now: Instant(0) };
    carry_out(Checkout::new(STEPS, crate::contract::KEYED), start, shop).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    // shows: SEC-05
    #[test]
    fn no_way_through_the_checkout_lets_a_card_number_out(
        steps in proptest::collection::vec((0_u8..17, 0_usize..64, 0_usize..64), 1..60),
    ) {
        let mut shop = ModelShop::new(vec![(0, 1), (1, 2)]);
        let mut checkout = opened(&mut shop);
        for step in steps {
            checkout = carry_out(checkout, event(step), &mut shop)?;
        }
    }
}

/// Card numbers in every field, on every step: what is shown stays, what is judged says why, what is saved is without.
#[test]
fn a_card_number_stays_in_its_field_and_is_told_at_once() {
    for field in Field::all().filter(|field| !matches!(field, Field::Card | Field::Quantity) && !is_choice(*field)) {
        let mut shop = ModelShop::new(vec![(0, 1)]);
        let checkout =
            carry_out(opened(&mut shop), Event::Typed(field, "4242 4242 4242 4242".into()), &mut shop).unwrap();
        assert_eq!(checkout.answers.shown(field), "4242 4242 4242 4242");
        assert_eq!(checkout.answers.text(field), "");
        assert_eq!(checkout.answers.refusal(field), Some(Fault::CardNumber));
        assert!(checkout.answers.judged(field), "{field:?}");
        let again = Saved::decode(&checkout.saved().encode()).unwrap();
        assert!(again.answers.iter().all(|(of, _)| *of != field), "{field:?}");
        let mended = carry_out(checkout, Event::Typed(field, "x".into()), &mut shop).unwrap();
        assert_eq!(mended.answers.refusal(field), None);
    }
}

/// The shop may call a rate whatever it likes.
#[test]
fn a_choice_that_looks_like_a_card_number_is_still_one() {
    let mut shop = ModelShop::new(vec![(0, 1)]);
    let checkout = opened(&mut shop);
    let (checkout, _) = checkout.update(Event::Chose(Field::Rate, "4242424242424242".into()));
    assert_eq!(checkout.answers.text(Field::Rate), "4242424242424242");
}

/// The steps' own problems name it, where the field is one of theirs.
#[test]
fn the_step_says_that_it_is_a_card_number() {
    let mut shop = ModelShop::new(vec![(0, 1)]);
    let checkout = carry_out(opened(&mut shop), Event::GoTo("contact".into()), &mut shop).unwrap();
    let checkout =
        carry_out(checkout, Event::Typed(Field::Email, "4242424242424242@example.fi".into()), &mut shop).unwrap();
    let faults: Vec<(Field, Fault)> = checkout.shown().iter().map(|problem| (problem.field, problem.fault)).collect();
    assert_eq!(faults, [(Field::Email, Fault::CardNumber)]);
    let checkout = carry_out(checkout, Event::Continue, &mut shop).unwrap();
    let Phase::Open(open) = &checkout.phase else { panic!("{:?}", checkout.phase) };
    assert_eq!(open.at.0, "contact");
}

/// A number that an older release saved is found when it is read, too.
#[test]
fn a_card_number_that_was_saved_is_not_saved_again() {
    let saved = Saved { answers: vec![(Field::Email, "4242424242424242".into())], ..Saved::default() };
    let start = Event::Started { saved: Some(saved), step: None, now: Instant(0) };
    let (checkout, _) = Checkout::new(STEPS, crate::contract::KEYED).update(start);
    assert!(!leaks(&checkout.saved().encode()));
}

/// Names a place for card data would have. Words of the text, not parts of them: `expanse` holds no `pan`.
fn places_for_card_data(text: &str) -> Vec<String> {
    const NAMES: [&str; 14] = [
        "pan",
        "card_number",
        "cardnumber",
        "number_of_card",
        "cvc",
        "cvv",
        "csc",
        "cvc2",
        "security_code",
        "securitycode",
        "card_code",
        "expiry",
        "exp_month",
        "exp_year",
    ];
    // A comment may speak of what is not there; the fault of that name says that there is one and carries none.
    let code: Vec<&str> = text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect();
    let code = code.join("\n").replace("Fault::CardNumber", "");
    let words = code.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).map(str::to_ascii_lowercase);
    let words = words.filter(|word| NAMES.contains(&word.as_str()));
    let types = ["CardNumber::", "SecurityCode", "check::card"].into_iter().filter(|name| code.contains(name));
    words.chain(types.map(str::to_owned)).collect()
}

#[allow(clippy::case_sensitive_file_extension_comparisons)] // Our own files.
fn sources(folder: &str, found: &mut Vec<(String, String)>) {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    for entry in std::fs::read_dir(path).unwrap() {
        let entry = entry.unwrap();
        let name = format!("{folder}/{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            sources(&name, found);
        } else if name.ends_with(".rs") {
            found.push((name, std::fs::read_to_string(entry.path()).unwrap()));
        }
    }
}

/// No type that the machine or an adapter knows has a place for a number, an expiry or a code: what pays is a `Token`.
/// Names are what is asked; a field called otherwise would get past, and then the run in the browser finds it
/// (`tests/e2e/faults/leak.spec.mjs`).
// shows: SEC-04
#[test]
fn nothing_that_is_sent_has_a_place_for_card_data() {
    assert_eq!(places_for_card_data("struct A { cvc: String } // pan"), ["cvc"]);
    assert_eq!(places_for_card_data("use crate::domain::check::card::SecurityCode;").len(), 3);
    assert!(places_for_card_data("Fault::CardNumber; let panic = company;").is_empty());
    let mut files = Vec::new();
    for folder in ["src/checkout", "src/backend"] {
        sources(folder, &mut files);
    }
    assert!(files.len() > 30, "{}", files.len());
    let wrong: Vec<String> = files
        .iter()
        .flat_map(|(file, text)| places_for_card_data(text).into_iter().map(move |name| format!("{file}: {name}")))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_cards_of_this_file_are_cards() {
    for which in 0..24 {
        assert_eq!(digits(&text(Field::Near, which)), Digits::Card, "{}", text(Field::Near, which));
        assert!(leaks(&text(Field::Near, which)));
    }
}
