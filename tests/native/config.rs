//! The configuration: every mistake is named with its path and costs nothing else; the schema, the tables of the
//! documentation and the example are those of the source.
//!
//! `KASSA_WRITE=1 cargo test --test native config` writes the schema and the tables anew.

use kassa::{
    config::{
        LONGEST, Settings, Wrong, read,
        shape::{LANGUAGES, Member, Shape},
        table::{CONFIGURATION, MEMBERS},
        token::{self, Kind, OURS, TOKENS},
    },
    domain::{
        MethodId,
        country::Country,
        day::Day,
        house::{Asked, CONSENTS, Keep, Said, Spot, Who, Why},
        problem::{AddressField, AddressUse, Field},
        quote::{Policy, PolicyText},
    },
};
use serde_json::{Value, json};
use std::{fmt::Write as _, fs, path::PathBuf};

const EXAMPLE: &str = include_str!("../../docs/configuration.example.json");

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The one mistake of a text.
#[track_caller]
fn one(text: &str) -> (Settings, Wrong) {
    let (settings, mut wrongs) = read(text);
    assert_eq!(wrongs.len(), 1, "{text}: {wrongs:#?}");
    (settings, wrongs.remove(0))
}

/// A mistake is named by its path and left out.
#[track_caller]
fn check(text: &str, path: &str, expects: &str) {
    let (_, wrong) = one(text);
    assert_eq!((wrong.path.as_str(), wrong.counts), (path, false), "{text}: {wrong:?}");
    assert!(wrong.expects.contains(expects), "{text}: {wrong:?}");
    assert!(wrong.sentence().contains(path), "{}", wrong.sentence());
}

/// A warning is named by its path, and what it is about counts.
#[track_caller]
fn check_warns(text: &str, path: &str, expects: &str) -> Settings {
    let (settings, wrong) = one(text);
    assert_eq!((wrong.path.as_str(), wrong.counts), (path, true), "{text}: {wrong:?}");
    assert!(wrong.expects.contains(expects), "{text}: {wrong:?}");
    settings
}

/// A text without a mistake.
#[track_caller]
fn good(text: &str) -> Settings {
    let (settings, wrongs) = read(text);
    assert_eq!(wrongs, [], "{text}");
    settings
}

/// A token's value that is refused: nothing of it is left.
#[track_caller]
fn check_token(name: &str, value: &str) {
    let text = json!({ "brand": { "tokens": { name: value, "radius": "7px" } } }).to_string();
    let (settings, wrong) = one(&text);
    assert_eq!(wrong.path, format!("brand.tokens.{name}"));
    // What is told goes on one line of a console.
    assert!(!wrong.sentence().contains('\n') && wrong.sentence().len() < 400, "{}", wrong.sentence());
    assert_eq!(settings.tokens, [("radius".to_owned(), "7px".to_owned())], "the rest counts");
}

// The whole.

#[test]
fn nothing_is_a_configuration() {
    assert_eq!(good("{}"), Settings::default());
}
#[test]
fn a_mark_of_the_byte_order_is_no_mistake() {
    good("\u{feff}{}");
}
#[test]
fn what_is_no_json_is_named_with_its_line() {
    for (text, place) in [
        ("", "line 1"),
        ("{", "line 1"),
        ("{\n  \"brand\": {,}\n}", "line 2"),
        ("<!doctype html>", "line 1"),
        ("{}{}", "line 1"),
    ] {
        let (settings, wrong) = one(text);
        assert_eq!((settings, wrong.path.as_str()), (Settings::default(), ""));
        assert!(wrong.sentence().contains(place), "{}", wrong.sentence());
    }
}
#[test]
fn what_is_no_object_is_named() {
    for text in ["null", "[]", "7", "\"brand\"", "true"] {
        let (settings, wrong) = one(text);
        assert_eq!((settings, wrong.path.as_str()), (Settings::default(), ""));
    }
}
#[test]
fn more_than_64_kb_is_not_read() {
    let text = format!("{{\"brand\":{{\"name\":\"Fjellvik\"}}}}{}", " ".repeat(LONGEST));
    let (settings, wrong) = one(&text);
    assert_eq!((settings.name, wrong.path.as_str()), (None, ""));
}
#[test]
fn depth_stops_nothing() {
    let (settings, wrong) = one(&"[".repeat(20_000));
    assert_eq!((settings, wrong.path.as_str()), (Settings::default(), ""));
}
#[test]
fn a_name_nobody_knows_is_named_and_the_rest_counts() {
    let (settings, wrong) = one(r#"{"brnad": {"name": "A"}, "brand": {"name": "Fjellvik"}}"#);
    assert_eq!((settings.name.as_deref(), wrong.path.as_str()), (Some("Fjellvik"), "brnad"));
    assert!(wrong.expects.contains("brand"));
}
#[test]
fn the_schema_may_be_named() {
    good(r#"{"$schema": "/config.schema.json"}"#);
}
#[test]
fn prototypes_are_names_like_others() {
    check(r#"{"__proto__": {"brand": {}}}"#, "__proto__", "known here");
    check(r#"{"brand": {"constructor": 1}}"#, "brand.constructor", "known here");
}

// The brand.

#[test]
fn a_brand_is_read() {
    let settings = good(
        r##"{"brand": {"name": "Lyng & Co", "logo": "/logo.svg", "tokens": {"color-primary": "#6b2469", "radius": "18px"}, "dark": {"color-primary": "#f0b0ee"}}}"##,
    );
    assert_eq!((settings.name.as_deref(), settings.house.logo.as_deref()), (Some("Lyng & Co"), Some("/logo.svg")));
    assert_eq!((settings.tokens.len(), settings.dark.len()), (2, 1));
}
#[test]
fn a_name_is_a_short_text() {
    check(r#"{"brand": {"name": 7}}"#, "brand.name", "a text");
    check(r#"{"brand": {"name": "  "}}"#, "brand.name", "a text");
    check(r#"{"brand": {"name": "a\nb"}}"#, "brand.name", "a text");
    check(&json!({ "brand": { "name": "x".repeat(61) } }).to_string(), "brand.name", "60");
}
#[test]
fn no_text_turns_another_around() {
    check(r#"{"brand": {"name": "Shop\u202egnp.exe"}}"#, "brand.name", "a text");
    check(r#"{"brand": {"name": "\u2067Shop"}}"#, "brand.name", "a text");
}
#[test]
fn a_logo_is_a_picture_of_a_page() {
    for bad in [
        "javascript:alert(1)",
        "data:image/svg+xml,<svg onload=alert(1)>",
        "http://shop.example/logo.svg",
        "//evil.example/l.svg",
        "/\\\\evil.example",
        "logo.svg",
        "https://",
        "https:///x",
        "https://a b/",
        "https://shop.example/l.svg\") ; x",
        "blob:x",
        "file:///etc/passwd",
        "/a\"b",
        "JAVASCRIPT:alert(1)",
        " /logo.svg",
        "/logo.svg#)}",
        "vbscript:x",
        "https://<x>",
        "",
    ] {
        check(&json!({ "brand": { "logo": bad } }).to_string(), "brand.logo", "picture");
    }
}
#[test]
fn a_token_nobody_knows_is_named() {
    check(
        r##"{"brand": {"tokens": {"--kassa-color-primary": "#fff"}}}"##,
        "brand.tokens.--kassa-color-primary",
        "without --kassa-",
    );
    check(r#"{"brand": {"tokens": {"shadow": "0 0 1px #000"}}}"#, "brand.tokens.shadow", "a token's name");
    check(
        r#"{"brand": {"tokens": {"a;}body{display:none": "1px"}}}"#,
        "brand.tokens.a;}body{display:none",
        "a token's name",
    );
}
#[test]
fn tokens_are_an_object() {
    check(r#"{"brand": {"tokens": "--kassa-color-primary: #fff"}}"#, "brand.tokens", "an object");
    check(r#"{"brand": {"dark": []}}"#, "brand.dark", "an object");
}
// shows: SEC-23
#[test]
fn hostile_colours_are_refused() {
    for value in [
        "url(https://evil.example/x)",
        "#fff;background:url(//evil.example)",
        "#fff}html{display:none",
        "#fff}</style><script>alert(1)</script>",
        "expression(alert(1))",
        "javascript:alert(1)",
        "var(--kassa-color-text)",
        "env(x)",
        "attr(data-x)",
        "#fff/*",
        "*/#fff",
        "\\75rl(x)",
        "image-set(\"x\" 1x)",
        "-moz-element(#x)",
        "color-mix(in srgb, red, blue)",
        "#fff!important",
        "inherit",
        "#fff\n",
        "\u{0}#fff",
        "#fffff\u{ff46}",
        "rgb(1 2 3 / 1e9)",
        "rgb(99999999999999999999 0 0)",
        "rgb(1 2 3);",
        "rgb(1 2 3",
        "rgb(calc(1) 2 3)",
        "@import 'x'",
    ] {
        check_token("color-primary", value);
    }
}
// shows: SEC-23
#[test]
fn hostile_lengths_are_refused() {
    for value in [
        "1e99px",
        "99999999999999999999999px",
        "-1px",
        "calc(100vw)",
        "100vw",
        "12px;position:fixed",
        "12px}*{",
        "12px/**/",
        "expression(1)",
        "url(x)",
        "12",
        "",
        " 4px",
        "4px ",
        "٤px",
        "0.001px",
        "1/0px",
        "+4px",
        "4PX",
        "4px 4px",
    ] {
        check_token("input-radius", value);
    }
}
// shows: SEC-23
#[test]
fn hostile_fonts_are_refused() {
    for value in [
        "url(https://evil.example/f.woff2)",
        "\"a\"; } @import url(//x); .b { c: \"",
        "a, \"b\\\"\"",
        "'a'",
        "a{b",
        "\"</style>\"",
        "expression(x)",
        "a;b",
        "a\nb",
        "var(--x), serif",
        "\"\u{202e}a\"",
        ",,",
    ] {
        check_token("font-family", value);
    }
    check_token("font-family", &"a,".repeat(500));
}
#[test]
fn what_is_pressed_stays_large_enough() {
    // WCAG 2.5.8 and our own 44 px.
    for name in ["tap-size", "input-height", "button-height"] {
        check_token(name, "24px");
    }
    check_token("font-size-base", "8px");
    check_token("line-height", "1");
}
#[test]
fn a_number_is_no_value_of_a_token() {
    check(r#"{"brand": {"tokens": {"radius": 12}}}"#, "brand.tokens.radius", "a length");
    check(r#"{"brand": {"tokens": {"font-weight-bold": 600}}}"#, "brand.tokens.font-weight-bold", "a weight");
    check(r#"{"brand": {"tokens": {"color-text": null}}}"#, "brand.tokens.color-text", "a colour");
    check(r##"{"brand": {"tokens": {"color-text": ["#000"]}}}"##, "brand.tokens.color-text", "a colour");
}
#[test]
fn motion_can_be_stilled_and_not_forced() {
    assert_eq!(good(r#"{"brand": {"tokens": {"motion": "0"}}}"#).tokens.len(), 1);
    check(r#"{"brand": {"tokens": {"motion": "1"}}}"#, "brand.tokens.motion", "0");
}
// shows: A11Y-03
#[test]
fn colours_that_cannot_be_read_are_told_and_count() {
    let settings = check_warns(
        r##"{"brand": {"tokens": {"color-on-primary": "#8fb5bf"}}}"##,
        "brand.tokens.color-on-primary",
        "contrast of 4.50",
    );
    assert_eq!(settings.tokens.len(), 1);
    check_warns(
        r##"{"brand": {"dark": {"color-danger": "#552222"}}}"##,
        "brand.dark.color-danger",
        "color-danger on color-surface",
    );
    check_warns(
        r##"{"brand": {"tokens": {"color-border-strong": "#dddddd"}}}"##,
        "brand.tokens.color-border-strong",
        "contrast of 3.00",
    );
}
#[test]
fn colours_that_can_be_read_are_not_told() {
    good(
        r##"{"brand": {"tokens": {"color-primary": "#6b2469", "color-on-primary": "rgb(255 255 255)"}, "dark": {"color-primary": "#e0a0de"}}}"##,
    );
}

// Markets and methods.

#[test]
fn markets_are_read() {
    let settings = good(r#"{"markets": {"countries": ["NO", "SE"], "languages": ["nb", "en"], "currency": "NOK"}}"#);
    assert_eq!(settings.countries, ["NO", "SE"].map(|code| Country::parse(code).unwrap()));
    assert_eq!(
        (settings.house.languages, settings.currency.unwrap().code()),
        (vec!["nb".to_owned(), "en".to_owned()], "NOK")
    );
}
#[test]
fn a_country_that_is_none_leaves_the_others() {
    let (settings, wrong) = one(r#"{"markets": {"countries": ["NO", "Norway", "SE"]}}"#);
    assert_eq!((settings.countries.len(), wrong.path.as_str()), (2, "markets.countries[1]"));
    check(r#"{"markets": {"countries": [7]}}"#, "markets.countries[0]", "country");
    check(r#"{"markets": {"countries": "NO"}}"#, "markets.countries", "a list");
    check(r#"{"markets": {"countries": {"NO": true}}}"#, "markets.countries", "a list");
}
#[test]
fn a_language_is_one_of_ours() {
    check(r#"{"markets": {"languages": ["nb", "tlh"]}}"#, "markets.languages[1]", "one of en, nb, ar");
}
#[test]
fn a_currency_is_a_code() {
    for bad in ["kroner", "NO", "", "N0K"] {
        check(&json!({ "markets": { "currency": bad } }).to_string(), "markets.currency", "currency");
    }
}
#[test]
fn methods_are_ordered_and_hidden() {
    let settings = good(r#"{"methods": {"order": ["vipps", "card"], "hidden": ["cheque"]}}"#);
    assert_eq!(
        (settings.methods, settings.hidden),
        (vec![MethodId::from("vipps"), MethodId::from("card")], vec![MethodId::from("cheque")])
    );
}
#[test]
fn a_method_is_a_name() {
    check(r#"{"methods": {"order": ["card", "a b"]}}"#, "methods.order[1]", "a name");
    check(r#"{"methods": {"order": ["instalments:3", "card:"]}}"#, "methods.order[1]", "a name");
    check(r#"{"methods": {"hidden": [{"id": "card"}]}}"#, "methods.hidden[0]", "a name");
    check(&json!({ "methods": { "order": ["x".repeat(41)] } }).to_string(), "methods.order[0]", "40");
}
#[test]
fn a_method_that_is_both_stays_hidden() {
    let settings = check_warns(r#"{"methods": {"order": ["card"], "hidden": ["card"]}}"#, "methods.order", "hidden");
    assert_eq!(settings.hidden.len(), 1);
}
#[test]
fn a_list_that_is_too_long_is_cut() {
    let many: Vec<String> = (0..50).map(|at| format!("m{at}")).collect();
    let settings = check_warns(&json!({ "methods": { "order": many } }).to_string(), "methods.order", "at most 40");
    assert_eq!(settings.methods.len(), 40);
}

// Fields.

fn phone() -> Field {
    Field::Address(AddressUse::Shipping, AddressField::Phone)
}

#[test]
fn a_field_says_why_who_and_how_long() {
    let settings = good(
        r#"{"fields": {"phone": {"ask": "required", "why": "updates", "who": ["carrier", {"en": "The pilot", "nb": "Losen", "ar": "الطيار"}], "kept": {"days": 30}}}}"#,
    );
    let purpose = settings.house.purpose(phone()).unwrap();
    assert_eq!((&purpose.why, purpose.who.len()), (&Said::Known(Why::Updates), 2));
    assert_eq!(
        (purpose.who.first(), &purpose.kept),
        (Some(&Said::Known(Who::Carrier)), &Some(Said::Known(Keep::Days(30))))
    );
    assert_eq!(settings.house.asked(phone()), Some(Asked::Required));
    // Said once, for both addresses.
    assert!(settings.house.purpose(Field::Address(AddressUse::Billing, AddressField::Phone)).is_some());
}
#[test]
fn own_words_are_taken_for_all_three() {
    let settings = good(
        r#"{"fields": {"email": {"why": "So that we can write.", "who": "Our post room", "kept": {"nb": "Ett år."}}}}"#,
    );
    let purpose = settings.house.purpose(Field::Email).unwrap();
    assert!(matches!(
        (&purpose.why, purpose.who.first(), &purpose.kept),
        (Said::Own(_), Some(Said::Own(_)), Some(Said::Own(_)))
    ));
}
#[test]
fn a_text_without_a_language_is_in_the_first_that_is_offered() {
    let settings = good(r#"{"markets": {"languages": ["nb"]}, "fields": {"email": {"why": "For å skrive til deg."}}}"#);
    let Said::Own(own) = &settings.house.purpose(Field::Email).unwrap().why else { panic!() };
    assert_eq!(own.told("en"), ("For å skrive til deg.", "nb"));
}
// shows: S2-8
#[test]
fn a_required_field_without_a_purpose_is_refused_by_name() {
    for field in ["phone", "organization", "line2"] {
        let text = json!({ "fields": { field: { "ask": "required" }, "email": { "why": "order" } } }).to_string();
        let (settings, wrong) = one(&text);
        assert_eq!((wrong.path, wrong.counts), (format!("fields.{field}.why"), false));
        assert!(wrong.expects.contains("purpose"));
        assert_eq!(settings.house.asked(Field::named(field).unwrap()), None);
        assert!(settings.house.purpose(Field::Email).is_some(), "the rest counts");
    }
}
#[test]
fn a_purpose_that_is_wrong_is_none() {
    let (settings, wrongs) = read(r#"{"fields": {"phone": {"ask": "required", "why": 7}}}"#);
    let paths: Vec<&str> = wrongs.iter().map(|wrong| wrong.path.as_str()).collect();
    assert_eq!(paths, ["fields.phone.why", "fields.phone.why"]);
    assert_eq!(settings.house.asked(phone()), None);
}
#[test]
fn optional_and_hidden_need_no_purpose() {
    let settings = good(r#"{"fields": {"phone": {"ask": "optional"}, "organization": {"ask": "hidden"}}}"#);
    assert_eq!(settings.house.asked(phone()), Some(Asked::Optional));
}
#[test]
fn what_the_post_needs_cannot_be_hidden() {
    for field in ["email", "name", "street", "postcode", "city"] {
        check(
            &json!({ "fields": { field: { "ask": "hidden" } } }).to_string(),
            &format!("fields.{field}.ask"),
            "known here",
        );
    }
}
#[test]
fn a_field_nobody_knows_is_named() {
    check(r#"{"fields": {"shoe-size": {"why": "order"}}}"#, "fields.shoe-size", "known here");
    check(r#"{"fields": {"card": {"why": "order"}}}"#, "fields.card", "known here");
    check(r#"{"fields": {"phone": {"ask": "maybe"}}}"#, "fields.phone.ask", "hidden, optional, required");
    check(r#"{"fields": {"phone": "required"}}"#, "fields.phone", "an object");
}
#[test]
fn who_and_how_long_belong_to_a_why() {
    check(r#"{"fields": {"email": {"who": "shop"}}}"#, "fields.email.who", "a `why`");
    check(r#"{"fields": {"email": {"kept": "books"}}}"#, "fields.email.kept", "a `why`");
}
#[test]
fn a_name_of_ours_that_was_mistyped_is_not_shown_as_words() {
    check(r#"{"fields": {"email": {"why": "updaets"}}}"#, "fields.email.why", "updates");
    check(r#"{"fields": {"email": {"why": "order", "who": ["shop", "carier"]}}}"#, "fields.email.who[1]", "carrier");
    check(r#"{"fields": {"email": {"why": "order", "kept": "forever"}}}"#, "fields.email.kept", "withdrawn");
}
#[test]
fn days_are_counted() {
    for bad in ["0", "3651", "-1", "1.5", "1e3", "\"30\"", "99999999999999999999"] {
        check(
            &format!(r#"{{"fields": {{"email": {{"why": "order", "kept": {{"days": {bad}}}}}}}}}"#),
            "fields.email.kept.days",
            "whole number",
        );
    }
}
#[test]
fn a_language_nobody_speaks_is_named() {
    check(r#"{"fields": {"email": {"why": {"en": "Because.", "xx": "?"}}}}"#, "fields.email.why.xx", "en, nb, ar");
}

// Policies and consents.

#[test]
fn policies_have_versions_and_days() {
    let settings = good(
        r#"{"policies": {"terms": {"href": "/terms", "version": "13", "from": "2026-11-01"}, "privacy": {"href": "https://shop.example/privacy", "version": "4"}}}"#,
    );
    let terms = settings.terms.unwrap();
    assert_eq!((terms.version.as_str(), terms.from), ("13", Day::of(2026, 11, 1)));
    assert_eq!(settings.policies.first(), Some(&(Policy::Terms, PolicyText::At("/terms".into()))));
    assert_eq!(settings.house.versions.len(), 2);
}
#[test]
fn a_policy_is_a_page() {
    for bad in [
        "javascript:alert(1)",
        "data:text/html,x",
        "http://shop.example",
        "//evil.example",
        "terms.html",
        "mailto:a@b.no",
        "https://a/\"onclick=x",
    ] {
        let (settings, wrong) = one(&json!({ "policies": { "terms": { "href": bad } } }).to_string());
        assert_eq!((wrong.path.as_str(), settings.policies.len()), ("policies.terms.href", 0));
    }
}
#[test]
fn a_policy_without_a_page_is_none() {
    check(r#"{"policies": {"terms": {"version": "13"}}}"#, "policies.terms.href", "page");
}
#[test]
fn a_day_is_a_day() {
    for bad in ["2026-13-01", "2026-02-31", "1.11.2026", "2026-11-01T00:00:00Z", "today"] {
        let text = json!({ "policies": { "terms": { "href": "/t", "version": "1", "from": bad } } }).to_string();
        check(&text, "policies.terms.from", "2026-10-01");
    }
}
#[test]
fn a_day_belongs_to_a_version() {
    check(r#"{"policies": {"privacy": {"href": "/p", "from": "2026-10-01"}}}"#, "policies.privacy.from", "`version`");
}

const ALL: &str = r#"{"en": "a", "nb": "b", "ar": "c"}"#;

fn consent(more: &str) -> String {
    format!(r#"{{"consents": [{{"id": "age", "version": "1", "text": {ALL}{more}}}]}}"#)
}

#[test]
fn consents_are_read() {
    let settings = good(&consent(r#", "required": true, "policy": "terms", "note": "Once.""#));
    let consent = settings.house.consents.first().unwrap();
    assert_eq!((consent.required, consent.marketing, consent.policy), (true, false, Some(Policy::Terms)));
}
// shows: LEG-03
#[test]
fn no_consent_can_be_ticked_beforehand() {
    for name in ["checked", "ticked", "default", "value", "selected"] {
        check(&consent(&format!(r#", "{name}": true"#)), &format!("consents[0].{name}"), "known here");
    }
}
// shows: LEG-03
#[test]
fn marketing_is_never_required() {
    let (settings, wrong) = one(&consent(r#", "marketing": true, "required": true"#));
    assert_eq!(wrong.path, "consents[0].required");
    let consent = settings.house.consents.first().unwrap();
    assert_eq!((consent.required, consent.marketing), (false, true));
}
#[test]
fn a_consent_needs_id_version_and_text() {
    for (name, text) in [
        ("id", format!(r#"{{"version": "1", "text": {ALL}}}"#)),
        ("version", format!(r#"{{"id": "a", "text": {ALL}}}"#)),
        ("text", r#"{"id": "a", "version": "1"}"#.to_owned()),
    ] {
        let (settings, wrong) = one(&format!(r#"{{"consents": [{text}]}}"#));
        assert_eq!((wrong.path, wrong.is, settings.house.consents.len()), (format!("consents[0].{name}"), None, 0));
    }
}
#[test]
fn a_wrong_consent_leaves_the_others_their_places() {
    let text = format!(
        r#"{{"consents": [{{"id": "a b"}}, {{"id": "b", "version": "1", "text": {ALL}, "required": "yes"}}]}}"#
    );
    let (settings, wrongs) = read(&text);
    let paths: Vec<&str> = wrongs.iter().map(|wrong| wrong.path.as_str()).collect();
    assert_eq!(paths, ["consents[0].id", "consents[0].version", "consents[0].text", "consents[1].required"]);
    assert_eq!(settings.house.consents.len(), 1);
}
#[test]
fn two_consents_have_two_names() {
    let text = format!(
        r#"{{"consents": [{{"id": "a", "version": "1", "text": {ALL}}}, {{"id": "a", "version": "2", "text": {ALL}}}]}}"#
    );
    let (settings, wrong) = one(&text);
    assert_eq!((wrong.path.as_str(), settings.house.consents.len()), ("consents[1].id", 1));
}
#[test]
fn a_version_has_no_sign_that_the_note_is_cut_by() {
    check(&consent("").replace(r#""version": "1""#, r#""version": "1\t2""#), "consents[0].version", "a name");
}
#[test]
fn a_consent_is_said_in_every_language_that_is_offered() {
    check_warns(
        r#"{"consents": [{"id": "a", "version": "1", "text": "I agree."}]}"#,
        "consents[0].text",
        "missing: nb, ar",
    );
    good(r#"{"markets": {"languages": ["nb"]}, "consents": [{"id": "a", "version": "1", "text": "Jeg godtar."}]}"#);
}
#[test]
fn there_are_eight_consents_at_most() {
    let one = |at| json!({ "id": format!("c{at}"), "version": "1", "text": { "en": "a", "nb": "a", "ar": "a" } });
    let text = json!({ "consents": (0..9).map(one).collect::<Vec<_>>() }).to_string();
    let settings = check_warns(&text, "consents", "at most 8");
    assert_eq!(settings.house.consents.len(), usize::from(CONSENTS));
    assert_eq!(settings.house.consents(false).last().unwrap().0.name(), "consent-8");
}
#[test]
fn markup_in_a_text_is_text() {
    let settings = good(
        r#"{"consents": [{"id": "a", "version": "1", "text": {"en": "<b onclick=x>yes</b>", "nb": "b", "ar": "c"}}]}"#,
    );
    assert_eq!(settings.house.consents.first().unwrap().text.text("en"), "<b onclick=x>yes</b>");
}

// Badges, help, experiments.

#[test]
fn badges_are_read() {
    let settings = good(
        r#"{"badges": [{"title": "30 days", "icon": "returns", "at": "pay", "href": "/returns"}, {"title": "Safe"}]}"#,
    );
    let spots: Vec<Spot> = settings.house.badges.iter().map(|badge| badge.at).collect();
    assert_eq!(spots, [Spot::Pay, Spot::Summary]);
}
#[test]
fn badges_are_checked() {
    check(r#"{"badges": [{"text": "x"}]}"#, "badges[0].title", "a text");
    check(r#"{"badges": [{"title": "x", "icon": "skull"}]}"#, "badges[0].icon", "lock");
    check(r#"{"badges": [{"title": "x", "at": "popup"}]}"#, "badges[0].at", "summary, pay, footer");
    check(r#"{"badges": [{"title": "x", "href": "javascript:x"}]}"#, "badges[0].href", "page");
    check(r#"{"badges": [{"title": "x", "html": "<b>"}]}"#, "badges[0].html", "known here");
    check(r#"{"badges": {"title": "x"}}"#, "badges", "a list");
}
#[test]
fn help_is_read() {
    let help = good(
        r#"{"help": {"phone": "+47 22 00 00 00", "hours": "8–16", "email": "help@shop.example", "chat": "/chat"}}"#,
    )
    .house
    .help
    .unwrap();
    assert_eq!((help.phone.as_deref(), help.email.as_deref()), (Some("+47 22 00 00 00"), Some("help@shop.example")));
}
#[test]
fn help_that_helps_nobody_is_none() {
    assert_eq!(good(r#"{"help": {}}"#).house.help, None);
}
#[test]
fn help_is_checked() {
    for bad in ["tel:+47", "call us", "1", "+47;ext=1", "12345678901234567890", "javascript:1", "4+7 22 00"] {
        check(&json!({ "help": { "phone": bad } }).to_string(), "help.phone", "telephone");
    }
    for bad in ["help", "help@", "a@b", "a@b.no?subject=x", "a@b.no,c@d.no", "<a@b.no>"] {
        check(&json!({ "help": { "email": bad } }).to_string(), "help.email", "e-mail");
    }
    check(r#"{"help": {"chat": "javascript:chat()"}}"#, "help.chat", "page");
}
#[test]
fn experiments_are_read() {
    let settings =
        good(r#"{"experiments": [{"id": "button", "variants": [{"name": "a", "weight": 3}, {"name": "b"}]}]}"#);
    assert_eq!(settings.experiments.first().unwrap().variants, [("a".to_owned(), 3), ("b".to_owned(), 1)]);
}
#[test]
fn an_experiment_compares() {
    check(r#"{"experiments": [{"id": "x", "variants": [{"name": "a"}]}]}"#, "experiments[0].variants", "two variants");
    check(
        r#"{"experiments": [{"id": "x", "variants": [{"name": "a", "weight": 0}, {"name": "b", "weight": 0}]}]}"#,
        "experiments[0].variants",
        "above 0",
    );
    check(
        r#"{"experiments": [{"id": "x y", "variants": [{"name": "a"}, {"name": "b"}]}]}"#,
        "experiments[0].id",
        "a name",
    );
    for bad in ["1001", "-1", "0.5", "1e2", "\"1\""] {
        let text = format!(
            r#"{{"experiments": [{{"id": "x", "variants": [{{"name": "a", "weight": {bad}}}, {{"name": "b"}}, {{"name": "c"}}]}}]}}"#
        );
        check(&text, "experiments[0].variants[0].weight", "0 to 1000");
    }
    let (settings, wrong) =
        one(r#"{"experiments": [{"id": "x", "variants": [{"name": "a"}, {"name": "b"}, {"name": "a"}]}]}"#);
    assert_eq!((wrong.path.as_str(), settings.experiments.len()), ("experiments[0].variants[2].name", 1));
}
#[test]
fn a_session_keeps_its_variant_and_weights_are_kept() {
    let settings = good(
        r#"{"experiments": [{"id": "button", "variants": [{"name": "a", "weight": 3}, {"name": "b", "weight": 1}, {"name": "c", "weight": 0}]}]}"#,
    );
    let experiment = settings.experiments.first().unwrap();
    let of = |name: &str| (0..4000).filter(|at| experiment.variant(&format!("session-{at}")) == name).count();
    assert_eq!(experiment.variant("s-1"), experiment.variant("s-1"));
    let (a, b) = (of("a"), of("b"));
    assert_eq!((a + b, of("c")), (4000, 0));
    assert!((2850..3150).contains(&a), "{a} of 4000");
}

// Whatever it says.

mod anything {
    use super::*;
    use proptest::prelude::*;

    fn value() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<String>().prop_map(Value::from),
            Just(json!("required")),
            Just(json!("a")),
            Just(json!("#fff")),
        ];
        let name = prop_oneof![
            any::<String>(),
            prop::sample::select(vec![
                "brand",
                "tokens",
                "dark",
                "radius",
                "color-text",
                "fields",
                "phone",
                "ask",
                "why",
                "who",
                "kept",
                "days",
                "consents",
                "id",
                "version",
                "text",
                "required",
                "marketing",
                "badges",
                "title",
                "help",
                "experiments",
                "variants",
                "name",
                "weight"
            ])
            .prop_map(str::to_owned),
        ];
        leaf.prop_recursive(5, 64, 6, move |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
                prop::collection::vec((name.clone(), inner), 0..6)
                    .prop_map(|members| Value::Object(members.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn something_usable_comes_of_it(value in value()) {
            let (settings, wrongs) = read(&value.to_string());
            prop_assert!(settings.house.consents.iter().all(|consent| !(consent.required && consent.marketing)));
            for rule in &settings.house.fields {
                prop_assert!(rule.asked != Some(Asked::Required) || rule.purpose.is_some());
            }
            for (name, value) in settings.tokens.iter().chain(&settings.dark) {
                let (_, kind, _) = TOKENS.iter().find(|(known, ..)| known == name).unwrap();
                prop_assert!(token::is_value(value, *kind));
                let ends = value.contains([';', '{', '}', '\\', '@', '<', '*']);
                prop_assert!(!ends, "{}", value);
            }
            for wrong in wrongs {
                prop_assert!(!wrong.sentence().contains('\n') || wrong.path.contains('\n'));
            }
        }

        #[test]
        fn no_text_stops_it(text in any::<String>()) {
            let _ = read(&text);
        }
    }
}

// What is published.

#[test]
fn languages_are_those_of_the_checkout() {
    assert_eq!(LANGUAGES, kassa::i18n::LANGUAGES.map(|language| language.tag));
}

#[test]
fn tokens_are_those_of_the_style_sheets() {
    let sheet = |name: &str| fs::read_to_string(file(name)).unwrap();
    let (light, dark) = (sheet("style/tokens.css"), sheet("style/themes/dark.css"));
    for (name, ..) in TOKENS {
        assert!(light.contains(&format!("--kassa-{name}:")), "no such token in tokens.css: {name}");
    }
    for (name, in_light, in_dark) in OURS {
        assert!(light.contains(&format!("--kassa-{name}: {in_light};")), "{name} in the light");
        assert!(dark.contains(&format!("--kassa-{name}: {in_dark};")), "{name} in the dark");
    }
}

fn pattern(kind: Kind) -> Value {
    json!({ "type": "string", "maxLength": 200, "description": kind.expects(), "pattern": match kind {
        Kind::Colour => r"^(#([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})|rgb\( *[0-9]{1,3}( +[0-9]{1,3}){2}( +/ +[01](\.[0-9]{1,2})?)? *\))$",
        Kind::Length(..) => r"^(0|[0-9]{1,5}(\.[0-9]{1,2})?(px|rem))$",
        Kind::Fonts => "^[^;{}()\\\\@<>*:/']+$",
        Kind::Weight => "^[1-9]00$",
        Kind::Ratio(..) => r"^[0-9](\.[0-9]{1,2})?$",
        Kind::Zero => "^0$",
    } })
}

fn described(mut schema: Value, what: &str) -> Value {
    schema["description"] = match schema.get("description").and_then(Value::as_str) {
        Some(more) => format!("{what}: {more}").into(),
        None => what.into(),
    };
    schema
}

fn schema(shape: &Shape) -> Value {
    let text = |most: usize| json!({ "type": "string", "minLength": 1, "maxLength": most });
    let address = || json!({ "type": "string", "maxLength": 500, "pattern": r#"^(/($|[^/\\])|https://[^/])[^\s"'<>\\`{}|^()]*$"# });
    match shape {
        Shape::Text(most) => text(*most),
        Shape::Words(most) => {
            let languages: serde_json::Map<String, Value> =
                LANGUAGES.iter().map(|tag| ((*tag).to_owned(), text(*most))).collect();
            json!({ "anyOf": [text(*most), { "type": "object", "properties": languages, "additionalProperties": false, "minProperties": 1 }] })
        }
        Shape::OneOf(names) => json!({ "enum": names }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Whole(least, most) => json!({ "type": "integer", "minimum": least, "maximum": most }),
        Shape::Day => json!({ "type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" }),
        Shape::Name => json!({ "type": "string", "pattern": "^[A-Za-z0-9._-]{1,40}$" }),
        Shape::Method => {
            json!({ "type": "string", "maxLength": 40, "pattern": "^[A-Za-z0-9._-]+(:[A-Za-z0-9._-]+)*$" })
        }
        Shape::Page | Shape::Picture => address(),
        Shape::Mailbox => json!({ "type": "string", "pattern": "^[^@\\s]+@[^@\\s]+$" }),
        Shape::Telephone => json!({ "type": "string", "maxLength": 30, "pattern": "^\\+?[0-9 ()-]+$" }),
        Shape::Country => json!({ "type": "string", "pattern": "^[A-Z]{2}$" }),
        Shape::Currency => json!({ "type": "string", "pattern": "^[A-Z]{3}$" }),
        Shape::Token(kind) => pattern(*kind),
        Shape::List(of, most) => json!({ "type": "array", "maxItems": most, "items": schema(of) }),
        Shape::OneOrList(of, most) => {
            json!({ "anyOf": [schema(of), { "type": "array", "minItems": 1, "maxItems": most, "items": schema(of) }] })
        }
        Shape::Object(members) => {
            let properties: serde_json::Map<String, Value> = members
                .iter()
                .map(|member| (member.name.to_owned(), described(schema(&member.shape), member.what)))
                .collect();
            let needed: Vec<&str> = members.iter().filter(|member| member.needed).map(|member| member.name).collect();
            let mut object = json!({ "type": "object", "properties": properties, "additionalProperties": false });
            if !needed.is_empty() {
                object["required"] = json!(needed);
            }
            object
        }
        Shape::Tokens => {
            let properties: serde_json::Map<String, Value> =
                TOKENS.iter().map(|(name, kind, what)| ((*name).to_owned(), described(pattern(*kind), what))).collect();
            json!({ "type": "object", "properties": properties, "additionalProperties": false })
        }
        Shape::Either(shapes) => json!({ "anyOf": shapes.iter().map(schema).collect::<Vec<_>>() }),
    }
}

fn whole_schema() -> Value {
    let mut schema = schema(&CONFIGURATION);
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    schema["title"] = "Configuration of a Kassa checkout".into();
    schema["description"] = "Written from src/config/table.rs. What each part means: docs/configuration.md.".into();
    schema["properties"]["$schema"] = json!({ "type": "string" });
    schema
}

/// A file, or a part of one, is what the source says; with `KASSA_WRITE` it is made so.
fn is_written(name: &str, wanted: &str) {
    if std::env::var_os("KASSA_WRITE").is_some() {
        fs::write(file(name), wanted).unwrap();
    }
    let there = fs::read_to_string(file(name)).unwrap_or_default();
    assert!(there == wanted, "{name} is not what the source says: KASSA_WRITE=1 cargo test --test native config");
}

#[test]
fn the_schema_is_that_of_the_source() {
    is_written("public/config.schema.json", &(serde_json::to_string_pretty(&whole_schema()).unwrap() + "\n"));
}

/// The kind of a value, for a table.
fn kind(shape: &Shape) -> String {
    match shape {
        Shape::Object(_) => "object".to_owned(),
        Shape::List(Shape::Object(_), most) => format!("list of at most {most} objects"),
        other => other.expects().replace('|', "\\|"),
    }
}

fn rows(members: &[Member], path: &str, text: &mut String) {
    for member in members {
        let path = if path.is_empty() { member.name.to_owned() } else { format!("{path}.{}", member.name) };
        let needed = if member.needed { " (needed)" } else { "" };
        let _ = writeln!(text, "| `{path}`{needed} | {} | {} |", kind(&member.shape), member.what.replace('|', "\\|"));
        match &member.shape {
            // One field stands for all: they say the same.
            Shape::Object(_) if path.starts_with("fields.") && path != "fields.phone" => {}
            Shape::Object(_) if path.starts_with("policies.") && path != "policies.terms" => {}
            Shape::Object(inside) => rows(inside, &path, text),
            Shape::List(Shape::Object(inside), _) => rows(inside, &format!("{path}[]"), text),
            _ => {}
        }
    }
}

fn tables() -> String {
    let mut text = String::from("\n| what | is | for |\n|---|---|---|\n");
    rows(MEMBERS, "", &mut text);
    text += "\n| token | is | for |\n|---|---|---|\n";
    for (name, kind, what) in TOKENS {
        let _ = writeln!(text, "| `{name}` | {} | {what} |", kind.expects());
    }
    text + "\n"
}

#[test]
fn the_tables_of_the_documentation_are_those_of_the_source() {
    const BEGIN: &str = "<!-- written by tests/native/config.rs: -->";
    const END: &str = "<!-- until here -->";
    let there = fs::read_to_string(file("docs/configuration.md")).unwrap();
    let (before, rest) = there.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    is_written("docs/configuration.md", &[before, BEGIN, "\n", &tables(), END, after].concat());
}

#[test]
fn the_example_has_no_mistake_and_is_valid() {
    let settings = good(EXAMPLE);
    assert!(settings.house.consents.len() > 1 && !settings.tokens.is_empty() && !settings.experiments.is_empty());
    let validator = jsonschema::validator_for(&whole_schema()).unwrap();
    let example: Value = serde_json::from_str(EXAMPLE).unwrap();
    let errors: Vec<String> = validator.iter_errors(&example).map(|error| error.to_string()).collect();
    assert_eq!(errors, [""; 0]);
    // Every part of the configuration stands in it.
    for member in MEMBERS {
        assert!(example.get(member.name).is_some(), "the example has no {}", member.name);
    }
}

#[test]
fn the_schema_refuses_what_the_reader_refuses() {
    let validator = jsonschema::validator_for(&whole_schema()).unwrap();
    for text in [
        r#"{"brnad": {}}"#,
        r#"{"brand": {"tokens": {"radius": 12}}}"#,
        r#"{"brand": {"tokens": {"color-primary": "url(x)"}}}"#,
        r#"{"brand": {"logo": "javascript:alert(1)"}}"#,
        r#"{"brand": {"logo": "//evil.example/x"}}"#,
        r#"{"consents": [{"id": "a"}]}"#,
        r#"{"consents": [{"id": "a", "version": "1", "text": "x", "checked": true}]}"#,
        r#"{"fields": {"email": {"ask": "hidden"}}}"#,
        r#"{"markets": {"languages": ["tlh"]}}"#,
        r#"{"experiments": [{"id": "x"}]}"#,
        r#"{"brand": {"tokens": {"font-family": "a; b"}}}"#,
    ] {
        assert!(!validator.is_valid(&serde_json::from_str(text).unwrap()), "{text}");
        assert!(!read(text).1.is_empty(), "{text}");
    }
}
