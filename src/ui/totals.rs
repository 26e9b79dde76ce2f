//! What it costs, row by row, as the shop says it. A description list, amounts at the end (A11Y-02).
//!
//! While a new figure is on its way the old one stays, paler, and the list is `aria-busy` (UX-33).

use crate::ui::erased::live;
use leptos::prelude::*;

/// A row of the totals, ready to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TotalsLine {
    /// What it is for.
    pub label: String,
    /// How much, with "from" where it may still change.
    pub amount: String,
    /// Whether it is taken off.
    pub saving: bool,
}

/// The totals.
#[component]
pub fn Totals(
    #[prop(into)] rows: Signal<Vec<TotalsLine>>,
    /// The word before the sum.
    #[prop(into)]
    label: Signal<String>,
    /// The sum.
    #[prop(into)]
    total: Signal<String>,
    /// The code of the currency, small before the sum.
    #[prop(into)]
    currency: Signal<String>,
    /// Which taxes are in it, a sentence each.
    #[prop(optional, into)]
    taxes: Signal<Vec<String>>,
    #[prop(optional, into)] busy: Signal<bool>,
) -> impl IntoView {
    let row = |row: TotalsLine| {
        let class = if row.saving { "kassa-totals__row kassa-totals__row--saving" } else { "kassa-totals__row" };
        view! {
            <div class=class>
                <dt>{row.label}</dt>
                <dd>{row.amount}</dd>
            </div>
        }
    };
    view! {
        <dl class="kassa-totals" aria-busy=Signal::derive(move || busy.get().then_some("true"))>
            {live(move || rows.get().into_iter().map(row).collect_view())}
            <div class="kassa-totals__row kassa-totals__row--grand">
                <dt>{label}</dt>
                <dd>
                    <span class="kassa-totals__currency">{currency}</span>
                    {total}
                </dd>
            </div>
        </dl>
        {live(move || {
            taxes.get().into_iter().map(|tax| view! { <p class="kassa-totals__tax">{tax}</p> }).collect_view()
        })}
    }
}

/// How near free delivery is: a sentence and a bar. The sentence says it all; the bar is for the eye.
#[component]
pub fn FreeDelivery(
    /// "€43 more and delivery is free".
    #[prop(into)]
    text: Signal<String>,
    /// How much of it is reached, 0 to 100.
    #[prop(into)]
    percent: Signal<u32>,
) -> impl IntoView {
    let met = move || percent.get() >= 100;
    view! {
        <div class="kassa-threshold" class:kassa-threshold--met=met>
            <p>{text}</p>
            <progress
                class="kassa-threshold__bar"
                aria-hidden="true"
                max="100"
                value=Signal::derive(move || percent.get().to_string())
            ></progress>
        </div>
    }
}
