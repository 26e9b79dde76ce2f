//! How many: a number as text, and two buttons named after the product.
//!
//! Typed text is reported when the shopper leaves it or presses Enter, not at each key: "1" on the
//! way to "12" is no order. At an end the button stays focusable and says `aria-disabled`, because
//! a control that vanishes under the finger loses the place in the page (WCAG 2.4.3).

use crate::ui::erased::live;
use leptos::prelude::*;

use crate::{
    domain::problem::Field,
    i18n::key,
    ui::{
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
    let fewer = move |_| {
        let now = count.get_untracked();
        if now > least {
            on_change.run(now.saturating_sub(1).to_string());
        }
    };
    let more = move |_| {
        let now = count.get_untracked();
        if now < most.get_untracked() {
            on_change.run(now.saturating_add(1).to_string());
        }
    };
    view! {
        <div class="kassa-quantity-field">
            <div class="kassa-quantity" role="group" aria-label=Signal::derive(move || named(key::BAG_QUANTITY))>
                <button
                    class="kassa-quantity__button"
                    type="button"
                    aria-label=Signal::derive(move || named(key::BAG_FEWER))
                    aria-disabled=Signal::derive(move || at_least().then_some("true"))
                    on:click=fewer
                >
                    {icon(path::MINUS, IconLook::Small)}
                </button>
                <input
                    class="kassa-quantity__input"
                    type="text"
                    inputmode="numeric"
                    autocomplete="off"
                    enterkeyhint="done"
                    maxlength="6"
                    id=id
                    aria-label=Signal::derive(move || named(key::BAG_QUANTITY))
                    aria-invalid=Signal::derive(move || problem.with(Option::is_some).then_some("true"))
                    aria-describedby=Signal::derive(move || problem.with(Option::is_some).then(|| described.clone()))
                    prop:value=Signal::derive(move || typed.get().unwrap_or_else(|| count.get().to_string()))
                    on:change=move |event| on_change.run(event_target_value(&event))
                />
                <button
                    class="kassa-quantity__button"
                    type="button"
                    aria-label=Signal::derive(move || named(key::BAG_MORE))
                    aria-disabled=Signal::derive(move || at_most().then_some("true"))
                    on:click=more
                >
                    {icon(path::PLUS, IconLook::Small)}
                </button>
            </div>
            {live(move || problem.get().map(|problem| error_line(error_id.clone(), problem)))}
        </div>
    }
}
