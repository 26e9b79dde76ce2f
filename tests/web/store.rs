//! What a browser keeps of a checkout, and browsers that keep nothing.

use js_sys::{Function, Object, Reflect};
use kassa::{
    app::{
        Host,
        store::{Found, forget_answers, journal, load, save_answers, save_journal},
    },
    checkout::journal::{Journal, Saved},
    domain::{day::Instant, problem::Field},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const ANSWERS: &str = "kassa:v1:answers";
const JOURNAL: &str = "kassa:v1:journal";
const NOW: Instant = Instant(1_795_356_360_000);
const DAY: i64 = 86_400_000;

fn storage() -> web_sys::Storage {
    let storage = web_sys::window().unwrap().local_storage().unwrap().unwrap();
    storage.clear().unwrap();
    storage
}

fn saved() -> Saved {
    Saved {
        session: "s-1".into(),
        who: String::new(),
        answers: vec![(Field::Email, "kari@example.no".into()), (Field::Code, "50 %\nOFF".into())],
        journal: Journal { intent: Some(("key-1".into(), 7)), attempts: 2, ..Journal::default() },
        step: Some("delivery".into()),
    }
}

/// What is found: the whole of it, or its name.
#[track_caller]
fn check(found: Found, expected: Result<&Saved, &str>) {
    match (found, expected) {
        (Found::Saved(saved), Ok(expected)) => assert_eq!(saved, *expected),
        (Found::Nothing, Err("nothing")) | (Found::Broken, Err("broken")) | (Found::Forbidden, Err("forbidden")) => {}
        (Found::Saved(saved), expected) => panic!("{saved:?} instead of {expected:?}"),
        (Found::Nothing, expected) => panic!("nothing instead of {expected:?}"),
        (Found::Broken, expected) => panic!("broken instead of {expected:?}"),
        (Found::Forbidden, expected) => panic!("forbidden instead of {expected:?}"),
    }
}

// shows: REL-13
#[wasm_bindgen_test]
fn what_is_saved_is_found() {
    let _storage = storage();
    check(load(&Host, NOW), Err("nothing"));
    assert!(save_answers(&Host, &saved(), NOW));
    assert!(save_journal(&Host, &saved(), NOW));
    check(load(&Host, NOW), Ok(&saved()));
    assert_eq!(journal(&Host, NOW), Some(saved().journal));
}

// shows: REL-13
#[wasm_bindgen_test]
fn answers_and_journal_are_kept_apart() {
    let storage = storage();
    assert!(save_journal(&Host, &saved(), NOW));
    let keys = storage.get_item(JOURNAL).unwrap();
    // This tab knows nothing of the attempt that another one began.
    let typed = Saved { journal: Journal::default(), ..saved() };
    assert!(save_answers(&Host, &typed, NOW));
    assert_eq!(storage.get_item(JOURNAL).unwrap(), keys);
    check(load(&Host, NOW), Ok(&saved()));
    // No answer in the journal, no key in the answers.
    assert!(!keys.unwrap().contains("kari"));
    assert!(!storage.get_item(ANSWERS).unwrap().unwrap().contains("key-1"));
    forget_answers(&Host);
    check(load(&Host, NOW), Ok(&Saved { answers: Vec::new(), step: None, ..saved() }));
    assert_eq!(storage.get_item(ANSWERS).unwrap(), None);
}

// shows: SEC-21
#[wasm_bindgen_test]
fn nothing_is_read_after_a_day() {
    let storage = storage();
    let save = || assert!(save_answers(&Host, &saved(), NOW) && save_journal(&Host, &saved(), NOW));
    save();
    check(load(&Host, Instant(NOW.0 + DAY - 1)), Ok(&saved()));
    check(load(&Host, Instant(NOW.0 + DAY)), Err("nothing"));
    assert_eq!(storage.length().unwrap(), 0);
    save();
    assert_eq!(journal(&Host, Instant(NOW.0 + DAY)), None);
}

// shows: SEC-21
#[wasm_bindgen_test]
fn only_the_two_names_of_the_schema_are_written() {
    let storage = storage();
    assert!(save_answers(&Host, &saved(), NOW) && save_journal(&Host, &saved(), NOW));
    let mut names: Vec<String> = (0..storage.length().unwrap()).filter_map(|at| storage.key(at).unwrap()).collect();
    names.sort();
    assert_eq!(names, [ANSWERS, JOURNAL]);
}

// shows: SEC-21
#[wasm_bindgen_test]
fn garbage_is_told_and_taken_away() {
    let storage = storage();
    let now = NOW.0;
    let garbage = [
        String::new(),
        "{}".into(),
        "null".into(),
        "\n".into(),
        "kassa:1".into(),
        now.to_string(),
        format!("{now}\n"),
        format!("{now}\nkassa:0\nsession=s-1"),
        format!("{now}\nkassa:2\nsession=s-1"),
        format!("{now}\nkassa:1\nsession"),
        format!("{now}\nkassa:1\nattempts=many"),
        format!("{now}\nkassa:1\nattempt=1 2"),
        format!("{now}\nkassa:1\nintent=key"),
        "soon\nkassa:1\nsession=s-1".into(),
        "99999999999999999999\nkassa:1".into(),
        "\u{0}\u{fffd}💥".repeat(1000),
    ];
    for text in &garbage {
        for name in [ANSWERS, JOURNAL] {
            storage.set_item(name, text).unwrap();
            check(load(&Host, NOW), Err("broken"));
            assert_eq!(storage.get_item(name).unwrap(), None, "{text:?}");
            check(load(&Host, NOW), Err("nothing"));
        }
        storage.set_item(JOURNAL, text).unwrap();
        assert_eq!(journal(&Host, NOW), None);
    }
}

// shows: SEC-21
#[wasm_bindgen_test]
fn keys_outlive_broken_answers() {
    let storage = storage();
    assert!(save_journal(&Host, &saved(), NOW));
    storage.set_item(ANSWERS, "garbage").unwrap();
    check(load(&Host, NOW), Ok(&Saved { answers: Vec::new(), step: None, ..saved() }));
}

/// Runs `test` while `name` of `object` is what `body` makes of it.
fn instead(object: &JsValue, name: &str, descriptor: &str, test: impl FnOnce()) {
    let object: &Object = object.unchecked_ref();
    let before = Reflect::get_own_property_descriptor(object, &name.into()).unwrap();
    let forged = Function::new_no_args(&format!("return {descriptor}")).call0(&JsValue::NULL).unwrap();
    assert!(Reflect::define_property(object, &name.into(), forged.unchecked_ref()).unwrap());
    test();
    assert!(Reflect::define_property(object, &name.into(), before.unchecked_ref()).unwrap());
}

fn nothing_is_kept() {
    check(load(&Host, NOW), Err("forbidden"));
    assert!(!save_answers(&Host, &saved(), NOW));
    assert!(!save_journal(&Host, &saved(), NOW));
    assert_eq!(journal(&Host, NOW), None);
    forget_answers(&Host);
}

// shows: SEC-21
#[wasm_bindgen_test]
fn storage_that_is_forbidden_is_told() {
    let _storage = storage();
    assert!(save_answers(&Host, &saved(), NOW));
    let page: JsValue = web_sys::window().unwrap().into();
    let throws = "{ configurable: true, enumerable: true, get() { throw new DOMException('no', 'SecurityError') } }";
    instead(&page, "localStorage", throws, nothing_is_kept);
    instead(&page, "localStorage", "{ configurable: true, enumerable: true, get: () => null }", nothing_is_kept);
    // Allowed again, all is as it was.
    check(load(&Host, NOW), Ok(&Saved { journal: Journal::default(), ..saved() }));
}

// shows: SEC-21
#[wasm_bindgen_test]
fn storage_that_is_full_is_told() {
    let storage = storage();
    assert!(save_answers(&Host, &saved(), NOW));
    let prototype: JsValue = Object::get_prototype_of(&storage).into();
    let full = "{ configurable: true, writable: true, value() { throw new DOMException('no', 'QuotaExceededError') } }";
    instead(&prototype, "setItem", full, || {
        assert!(!save_answers(&Host, &Saved::default(), NOW));
        assert!(!save_journal(&Host, &saved(), NOW));
    });
    // What fitted is still there.
    check(load(&Host, NOW), Ok(&Saved { journal: Journal::default(), ..saved() }));
}
