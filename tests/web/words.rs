//! The formats of each language as a real `Intl` writes them. No-break spaces count as spaces here: which one a
//! browser takes changes with its version, and no shopper sees it.

use js_sys::{Object, Reflect};
use kassa::{
    domain::{
        country::Country,
        day::{Day, Instant, Window},
        money::{Currency, Money},
        problem::{Fault, Field, Problem},
    },
    i18n::{Catalogue, Language, Piece, Words, key},
};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// The words of a language with these messages only.
fn words(tag: &str, messages: &[(&str, &str)]) -> Words {
    let catalogue = Object::new();
    for (id, text) in messages {
        Reflect::set(&catalogue, &JsValue::from_str(id), &JsValue::from_str(text)).unwrap();
    }
    Words::new(Language::named(tag).unwrap(), Catalogue::of(catalogue))
}

#[track_caller]
fn check(shown: &str, expected: &str) {
    // Direction marks steer the eye and are no text.
    let plain: String = shown
        .chars()
        .filter(|letter| !matches!(letter, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{2060}' | '\u{2068}' | '\u{2069}'))
        .map(|letter| if matches!(letter, '\u{a0}' | '\u{202f}') { ' ' } else { letter })
        .collect();
    assert_eq!(plain, expected);
}

const THURSDAY: Day = Day::of(2026, 11, 26);

#[wasm_bindgen_test]
fn english_amounts() {
    let words = Words::english();
    check(&words.money(Money::new(40_700, Currency::EUR)), "€407.00");
    check(&words.money(Money::new(-4_070, Currency::EUR)), "−€40.70");
    check(&words.change(Money::new(690, Currency::EUR)), "+€6.90");
    check(&words.change(Money::new(0, Currency::EUR)), "€0.00");
    check(&words.money(Money::new(-123_456_750, Currency::parse("GBP").unwrap())), "−£1,234,567.50");
    check(&words.money(Money::new(125_000, Currency::NOK)), "NOK 1,250.00");
    check(&words.money(Money::new(1_250, Currency::parse("KWD").unwrap())), "KWD 1.250");
}

#[wasm_bindgen_test]
fn an_amount_keeps_every_cent_that_a_float_would_lose() {
    check(&Words::english().money(Money::new(9_007_199_254_740_993, Currency::EUR)), "€90,071,992,547,409.93");
}

#[wasm_bindgen_test]
fn norwegian_amounts() {
    let words = words("nb", &[]);
    check(&words.money(Money::new(123_456_750, Currency::NOK)), "1 234 567,50 kr");
    check(&words.money(Money::new(-45_970, Currency::NOK)), "−459,70 kr");
    check(&words.money(Money::new(40_700, Currency::EUR)), "407,00 €");
    check(&words.money(Money::new(100, Currency::SEK)), "1,00 SEK");
}

#[wasm_bindgen_test]
fn arabic_amounts_have_the_digits_of_bank_statements() {
    check(&words("ar", &[]).money(Money::new(40_700, Currency::EUR)), "407.00 €");
}

#[wasm_bindgen_test]
fn numbers() {
    let english = Words::english();
    check(&english.number(9_214), "9,214");
    check(&english.tenths(48), "4.8");
    check(&english.percent(2550), "25.5 %");
    check(&english.percent(1000), "10 %");
    check(&english.percent(5), "0.05 %");
    check(&english.distance(350), "350 m");
    check(&english.distance(1_089), "1.1 km");
    let bokmal = words("nb", &[]);
    check(&bokmal.number(9_214), "9 214");
    check(&bokmal.tenths(48), "4,8");
    check(&bokmal.distance(1_089), "1,1 km");
    check(&words("ar", &[("format.percent", "{number}٪")]).percent(500), "5٪");
}

#[wasm_bindgen_test]
fn days() {
    let english = Words::english();
    check(&english.day(Day::of(2026, 11, 25)), "Wed 25 Nov");
    check(&english.day_of_year(Day::of(2026, 12, 25)), "25 Dec 2026");
    check(&english.days(THURSDAY, THURSDAY), "Thu 26 Nov");
    check(&words("nb", &[]).day(THURSDAY), "tor. 26. nov.");
    check(&words("ar", &[]).day(THURSDAY), "الخميس، 26 نوفمبر");
}

#[wasm_bindgen_test]
fn spans_of_days_name_both_ends() {
    let span = Words::english().days(THURSDAY, THURSDAY.plus(1));
    for part in ["Thu", "26", "–", "Fri 27 Nov"] {
        assert!(span.contains(part), "{span}");
    }
    assert!(!span.contains(','), "{span}");
}

#[wasm_bindgen_test]
fn windows() {
    let window = Window { from: THURSDAY, to: THURSDAY, hours: Some((17, 21)) };
    check(&Words::english().window(&window), "Thu 26 Nov, 17–21");
    let bokmal = words("nb", &[("format.window_hours", "{day} kl. {hours}")]);
    check(&bokmal.window(&window), "tor. 26. nov. kl. 17–21");
}

#[wasm_bindgen_test]
fn times_are_of_the_shoppers_clock() {
    let at = Instant(1_795_356_360_000);
    let clock = js_sys::Date::new(&JsValue::from_f64(1_795_356_360_000.0));
    let expected = format!("{:02}:{:02}", clock.get_hours(), clock.get_minutes());
    let words = Words::english();
    check(&words.time(at), &expected);
    assert!(words.moment(at).ends_with(&format!(", {expected}")), "{}", words.moment(at));
}

#[wasm_bindgen_test]
fn countries_have_names_in_alphabetical_order() {
    let [finland, sweden, austria] = [*b"FI", *b"SE", *b"AT"].map(Country::of);
    check(&words("ar", &[]).country(finland), "فنلندا");
    let codes = |words: Words| words.countries(&[finland, sweden, austria]).into_iter().map(|(code, _)| code);
    assert!(codes(Words::english()).eq([austria, finland, sweden]));
    // Østerrike: Ø comes after Z.
    assert!(codes(words("nb", &[])).eq([finland, sweden, austria]));
}

#[wasm_bindgen_test]
fn lists() {
    let names = ["a", "b", "c"].map(str::to_owned);
    check(&Words::english().list(&names), "a, b and c");
    check(&words("nb", &[]).list(&names), "a, b og c");
}

#[wasm_bindgen_test]
fn plurals_follow_the_language() {
    let forms = ["zero", "one", "two", "few", "many", "other"];
    let named = forms.map(|form| (format!("summary.items#{form}"), format!("{form} {{count}}")));
    let messages: Vec<_> = named.iter().map(|(id, text)| (id.as_str(), text.as_str())).collect();
    let arabic = words("ar", &messages);
    for (count, expected) in
        [(0, "zero 0"), (1, "one 1"), (2, "two 2"), (5, "few 5"), (11, "many 11"), (100, "other 100")]
    {
        check(&arabic.plural(key::SUMMARY_ITEMS, count, &[]), expected);
    }
    check(&Words::english().plural(key::COLLECT_MORE, 1, &[]), "Show 1 more place");
    check(&Words::english().plural(key::COLLECT_MORE, 0, &[]), "Show 0 more places");
}

#[wasm_bindgen_test]
fn a_text_that_is_not_translated_is_english() {
    let bokmal = words("nb", &[("contact.title", "Kontakt")]);
    check(&bokmal.text(key::CONTACT_TITLE), "Kontakt");
    check(&bokmal.text(key::DELIVERY_TITLE), "Delivery");
    check(&bokmal.plural(key::COLLECT_MORE, 3, &[]), "Show 3 more places");
}

#[wasm_bindgen_test]
fn a_sentence_comes_in_pieces_around_its_link() {
    let pieces = Words::english().pieces(key::REVIEW_TERMS);
    assert_eq!(pieces.first(), Some(&Piece::Text("By paying you accept our ".to_owned())));
    assert_eq!(pieces.get(1), Some(&Piece::Slot("terms".to_owned())));
}

#[wasm_bindgen_test]
fn problems_name_what_they_are_about() {
    let words = Words::english();
    let say = |field, fault| words.problem(Problem::new(field, fault), "");
    check(&say(Field::Code, Fault::BadCharacter('<')), "Take “<” out of the code. Codes have letters and digits");
    let fifty = Money::new(5_000, Currency::EUR);
    check(
        &say(Field::Code, Fault::CodeBelowMinimum(fifty)),
        "This code is for orders from €50.00. Add a little more to use it",
    );
    check(&say(Field::Quantity, Fault::TooMany(3)), "We have 3 of these. Enter that or fewer");
}
