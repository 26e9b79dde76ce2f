//! The receipt on a narrow page: one bar with the total, which opens (UX-20).
//!
//! A native disclosure: its state is announced, and it works before the script does (WCAG 4.1.2).

use leptos::prelude::*;

use crate::ui::{
    el::el,
    icon::{IconLook, icon, path},
};

/// The bar. Children are the inside of the receipt.
#[component]
pub fn SummaryBar(
    /// "Order summary".
    #[prop(into)]
    label: Signal<String>,
    /// The sum, always seen.
    #[prop(into)]
    total: Signal<String>,
    #[prop(optional, into)] busy: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let label = el("span", "kassa-bar__label")
        .child(icon(path::BAG, IconLook::Plain))
        .child(label)
        .child(icon(path::DOWN, IconLook::Small));
    let total = el("span", "kassa-bar__total").flag("aria-busy", move || busy.get()).child(total);
    el("details", "kassa-bar")
        .child(el("summary", "kassa-frame kassa-bar__toggle").child(label).child(total))
        .child(el("div", "kassa-frame").child(el("div", "kassa-summary").child(children())))
        .view()
}
