//! The door to a merchant's object, in a real page: promises, exceptions, silence, and values that cannot cross.

use core::cell::RefCell;
use kassa::{
    backend::{
        Backend,
        config::Config,
        http::{self, Http, Later, Lost, Request, Response},
        js::{Js, door::Page},
    },
    checkout::request::{BackendError, Setup},
    domain::{day::Instant, payment::Decline},
};
use std::rc::Rc;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// The browser's clock, and a console that remembers.
#[derive(Default)]
struct Hearing(RefCell<Vec<String>>);

impl Http for Hearing {
    fn send<'a>(&'a self, _: &'a Request, _: u32) -> Later<'a, Result<Response, Lost>> {
        Box::pin(core::future::ready(Err(Lost::Offline)))
    }

    fn pause(&self, milliseconds: u32) -> Later<'_, ()> {
        http::pause(milliseconds)
    }

    fn now(&self) -> Instant {
        http::now()
    }

    fn chance(&self, _: u32) -> u32 {
        0
    }

    fn tell(&self, detail: &str) {
        self.0.borrow_mut().push(detail.to_owned());
    }
}

const REST: &str = "apply() {}, place() {}, cancel() {}, order() {}";
const QUOTE: &str = "({ id: 'b', currency: 'EUR', country: 'FI', lines: [], totals: { total: 0 } })";

/// What comes of opening a page whose script is this, and what the console says.
async fn opened(script: &str) -> (Result<String, BackendError>, String) {
    js_sys::eval("delete globalThis.kassaBackend").unwrap();
    // The glue is strict: a name that nobody declared cannot be set.
    js_sys::eval(
        &script.replace("REST", REST).replace("QUOTE", QUOTE).replace("kassaBackend =", "globalThis.kassaBackend ="),
    )
    .unwrap();
    let hearing = Rc::new(Hearing::default());
    let js = Js::new(Page(JsValue::UNDEFINED), hearing.clone(), Config::default());
    let answer = js.open("en").await.map(|quote| quote.session.0);
    let told = hearing.0.borrow().join("\n");
    (answer, told)
}

#[track_caller]
fn works((answer, told): (Result<String, BackendError>, String)) {
    assert_eq!((answer.as_deref(), told.as_str()), (Ok("b"), ""));
}

#[track_caller]
fn fails((answer, told): (Result<String, BackendError>, String), error: BackendError, words: &str) {
    assert_eq!(answer, Err(error));
    assert!(told.contains(words), "{told}");
}

#[wasm_bindgen_test]
async fn an_answer_may_come_at_once_or_later_or_from_a_promise_of_another_make() {
    works(opened("kassaBackend = { open() { return QUOTE }, REST }").await);
    works(opened("kassaBackend = { async open() { return QUOTE }, REST }").await);
    works(
        opened("kassaBackend = { open() { return { then(done) { setTimeout(() => done(QUOTE), 20) } } }, REST }").await,
    );
}
#[wasm_bindgen_test]
async fn the_object_may_come_late_and_as_a_promise() {
    works(opened("setTimeout(() => { kassaBackend = Promise.resolve({ open() { return QUOTE }, REST }) }, 200)").await);
}
#[wasm_bindgen_test]
async fn a_function_is_called_as_a_member_with_what_it_is_told() {
    works(
        opened("kassaBackend = { quote: QUOTE, open({ locale }) { if (locale === 'en') return this.quote }, REST }")
            .await,
    );
    works(opened("class Shop { #quote = QUOTE; open() { return this.#quote } apply() {} place() {} cancel() {} order() {} } kassaBackend = new Shop()").await);
}
#[wasm_bindgen_test]
async fn whatever_is_thrown_is_caught() {
    let fault = BackendError::Server(String::new());
    fails(
        opened("kassaBackend = { open() { return nobody.price }, REST }").await,
        fault.clone(),
        "threw ReferenceError",
    );
    fails(opened("kassaBackend = { open: () => Promise.reject(), REST }").await, fault.clone(), "open() threw");
    fails(opened("kassaBackend = { open() { throw 7 }, REST }").await, fault.clone(), "open() threw 7");
    let circle = "kassaBackend = { open() { const e = { kassa: 'declined' }; e.e = e; throw e }, REST }";
    fails(opened(circle).await, fault, "open() threw something that has no words");
}
#[wasm_bindgen_test]
async fn a_refusal_may_be_an_object_or_an_error_with_members() {
    let declined = BackendError::Declined(Decline::TryLater);
    fails(
        opened("kassaBackend = { async open() { throw { kassa: 'declined', reason: 'try_later' } }, REST }").await,
        declined.clone(),
        "",
    );
    let error = "kassaBackend = { open() { throw Object.assign(new Error('no'), { kassa: 'declined', reason: 'try_later' }) }, REST }";
    fails(opened(error).await, declined, "");
}
#[wasm_bindgen_test]
async fn what_cannot_cross_is_told() {
    let malformed = BackendError::Malformed;
    fails(
        opened("kassaBackend = { open() { const q = QUOTE; q.q = q; return q }, REST }").await,
        malformed.clone(),
        "cannot be written as JSON",
    );
    fails(
        opened("kassaBackend = { open() { return { ...QUOTE, revision: 1n } }, REST }").await,
        malformed.clone(),
        "BigInt",
    );
    fails(
        opened("kassaBackend = { open() { return { ...QUOTE, totals: { total: NaN } } }, REST }").await,
        malformed.clone(),
        "`totals.total` is null",
    );
    fails(opened("kassaBackend = { open() {}, REST }").await, malformed.clone(), "it is missing");
    fails(opened("kassaBackend = { open() { return () => QUOTE }, REST }").await, malformed, "it is missing");
}
#[wasm_bindgen_test]
async fn silence_ends_and_a_late_rejection_disturbs_nobody() {
    js_sys::eval("globalThis.disturbed = 0; addEventListener('unhandledrejection', () => { disturbed += 1 })").unwrap();
    let slow = "kassaBackend = { facts: { timeoutSeconds: 1 }, open: () => new Promise((_, no) => setTimeout(no, 1200)), REST }";
    fails(opened(slow).await, BackendError::NoAnswer, "no answer within 1 seconds");
    http::pause(500).await;
    assert_eq!(js_sys::eval("disturbed").unwrap().as_f64(), Some(0.0));
}
#[wasm_bindgen_test]
async fn what_is_no_object_is_told() {
    let settings = BackendError::Setup(Setup::Settings);
    fails(opened("kassaBackend = 'shop'").await, settings.clone(), "it is shop");
    fails(opened("kassaBackend = Promise.reject(new Error('no shop today'))").await, settings.clone(), "no shop today");
    fails(
        opened("kassaBackend = { open() {} }").await,
        settings.clone(),
        "has no function apply, place, cancel, order",
    );
    fails(opened("Object.defineProperty(globalThis, 'kassaBackend', { configurable: true, get() { throw new Error('mine') } })").await, settings, "mine");
}
#[wasm_bindgen_test]
async fn an_object_that_was_taken_away_is_a_fault_of_the_shop() {
    let gone =
        "kassaBackend = { facts: {}, get open() { return delete globalThis.kassaBackend && (() => QUOTE) }, REST }";
    fails(opened(gone).await, BackendError::Server(String::new()), "no longer there");
}
