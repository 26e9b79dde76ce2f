//! What it costs, row by row, as the shop says it. A description list, amounts at the end (A11Y-02).
//!
//! While a new figure is on its way the old one stays, paler, and the list is `aria-busy` (UX-33).

use leptos::prelude::*;

use crate::ui::el::{all, el, live};

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
        el("div", class).child(el("dt", "").child(row.label)).child(el("dd", "").child(row.amount))
    };
    let tax = |tax: String| el("p", "kassa-totals__tax").child(tax);
    let grand = el("div", "kassa-totals__row kassa-totals__row--grand")
        .child(el("dt", "").child(label))
        .child(el("dd", "").child(el("span", "kassa-totals__currency").child(currency)).child(total));
    let list = el("dl", "kassa-totals")
        .flag("aria-busy", move || busy.get())
        .child(live(move || all(rows.get().into_iter().map(row))))
        .child(grand);
    all([list.view(), live(move || all(taxes.get().into_iter().map(tax)))])
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
    let bar = el("progress", "kassa-threshold__bar")
        .set("aria-hidden", "true")
        .set("max", "100")
        .follow("value", move || Some(percent.get().to_string()));
    el("div", "kassa-threshold").toggle("kassa-threshold--met", met).child(el("p", "").child(text)).child(bar).view()
}
