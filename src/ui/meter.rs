//! How much of a credit is left: words, and a bar that says the same.
//!
//! The bar is the browser's own `<meter>`, so it has its role; its value is heard as the sentence, not as a bare number
//! (WCAG 1.1.1, 1.4.1).

use leptos::prelude::*;

use crate::{
    domain::money::Money,
    i18n::key,
    ui::{
        el::{el, live},
        words::use_words,
    },
};

/// What is left of a limit.
#[component]
pub fn Meter(#[prop(into)] left: Signal<Money>, #[prop(into)] limit: Signal<Money>) -> impl IntoView {
    let words = use_words();
    let sentence = move || {
        let (left, limit) = (words.money(left.get()), words.money(limit.get()));
        words.fill(key::PAYMENT_CREDIT_LEFT, &[("left", &left), ("limit", &limit)])
    };
    let bar = el("meter", "kassa-meter__bar")
        .set("min", "0")
        // As decimal text: an amount never goes through a float of ours.
        .follow("max", move || Some(limit.get().decimal()))
        .follow("value", move || Some(left.get().decimal()))
        .follow("aria-label", move || Some(words.say(key::PAYMENT_CREDIT_NAME)))
        .follow("aria-valuetext", move || Some(sentence()));
    el("div", "kassa-meter").child(el("span", "").child(live(sentence))).child(bar).view()
}
