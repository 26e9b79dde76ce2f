//! How many: a number as text, and two buttons named after the product.
//!
//! Typed text is reported when the shopper leaves it or presses Enter, not at each key: "1" on the
//! way to "12" is no order. At an end the button stays focusable and says `aria-disabled`, because
//! a control that vanishes under the finger loses the place in the page (WCAG 2.4.3).

use leptos::prelude::*;

use crate::{
    domain::problem::Field,
    i18n::key,
    ui::{
        el::{el, live},
        field::error_line,
        icon::{IconLook, icon, path},
        words::use_words,
    },
};

/// The stepper of a line.
#[component]
pub fn Quantity(
    /// Which line it is of; makes the ids unique.
    line: String,
    /// The name of the product.
    #[prop(into)]
    product: Signal<String>,
    /// How many there are now.
    #[prop(into)]
    count: Signal<u32>,
    /// The least that can be asked for by the buttons.
    #[prop(default = 1)]
    least: u32,
    /// The most that can be asked for by the buttons.
    #[prop(into)]
    most: Signal<u32>,
    /// What was typed, when it cannot be used; otherwise the count is shown.
    #[prop(optional, into)]
    typed: MaybeProp<String>,
    #[prop(optional, into)] problem: MaybeProp<String>,
    /// The new number as text, as typed or as the buttons made it.
    #[prop(into)]
    on_change: UnsyncCallback<String>,
) -> impl IntoView {
    let words = use_words();
    let named = move |key| product.with(|product| words.fill(key, &[("item", product)]));
    let id = [Field::Quantity.name(), "-", &line].concat();
    let error_id = [id.as_str(), "-error"].concat();
    let described = error_id.clone();
    let at_least = move || count.get() <= least;
    let at_most = move || count.get() >= most.get();
    let fewer = move |_: leptos::ev::MouseEvent| {
        let now = count.get_untracked();
        if now > least {
            on_change.run(now.saturating_sub(1).to_string());
        }
    };
    let more = move |_: leptos::ev::MouseEvent| {
        let now = count.get_untracked();
        if now < most.get_untracked() {
            on_change.run(now.saturating_add(1).to_string());
        }
    };
    let button = |label, drawing| {
        el("button", "kassa-quantity__button")
            .set("type", "button")
            .follow("aria-label", move || Some(named(label)))
            .child(icon(drawing, IconLook::Small))
    };
    let input = el("input", "kassa-quantity__input")
        .set("type", "text")
        .set("inputmode", "numeric")
        .set("autocomplete", "off")
        .set("enterkeyhint", "done")
        .set("maxlength", "6")
        .own("id", id)
        .follow("aria-label", move || Some(named(key::BAG_QUANTITY)))
        .flag("aria-invalid", move || problem.with(Option::is_some))
        .follow("aria-describedby", move || problem.with(Option::is_some).then(|| described.clone()))
        .prop("value", move || typed.get().unwrap_or_else(|| count.get().to_string()).into())
        .on("change", move |event| on_change.run(event_target_value(&event)));
    let group = el("div", "kassa-quantity")
        .set("role", "group")
        .follow("aria-label", move || Some(named(key::BAG_QUANTITY)))
        .child(button(key::BAG_FEWER, path::MINUS).flag("aria-disabled", at_least).press(fewer))
        .child(input)
        .child(button(key::BAG_MORE, path::PLUS).flag("aria-disabled", at_most).press(more));
    el("div", "kassa-quantity-field")
        .child(group)
        .child(live(move || problem.get().map(|problem| error_line(error_id.clone(), problem))))
        .view()
}
