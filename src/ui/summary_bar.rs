//! The receipt on a narrow page: one bar with the total, which opens (UX-20).
//!
//! A native disclosure: its state is announced, and it works before the script does (WCAG 4.1.2).

use leptos::prelude::*;

use crate::ui::icon::{IconLook, icon, path};

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
    view! {
        <details class="kassa-bar">
            <summary class="kassa-frame kassa-bar__toggle">
                <span class="kassa-bar__label">
                    {icon(path::BAG, IconLook::Plain)}
                    {label}
                    {icon(path::DOWN, IconLook::Small)}
                </span>
                <span class="kassa-bar__total" aria-busy=Signal::derive(move || busy.get().then_some("true"))>
                    {total}
                </span>
            </summary>
            <div class="kassa-frame">
                <div class="kassa-summary">{children()}</div>
            </div>
        </details>
    }
}
