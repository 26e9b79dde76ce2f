//! What the shopper already said: a label, the value, one way to change it (UX-19, WCAG 3.3.4).

use leptos::prelude::*;

use crate::ui::{
    button::follow,
    el::{all, el, live},
    mark::mark as plate,
};

/// The list of [`ReviewRow`]s.
#[component]
pub fn ReviewRows(
    /// Several lines per row, on the review step.
    #[prop(optional)]
    tall: bool,
    children: Children,
) -> impl IntoView {
    let class = if tall { "kassa-review kassa-review--tall" } else { "kassa-review" };
    el("dl", class).child(children()).view()
}

/// One answer.
#[component]
pub fn ReviewRow(
    #[prop(into)] label: Signal<String>,
    /// The first line.
    #[prop(into)]
    value: Signal<String>,
    /// Further, quieter lines.
    #[prop(optional, into)]
    more: Signal<Vec<String>>,
    /// A plate before the value: a file of `brands/` without its ending.
    #[prop(optional, into)]
    mark: MaybeProp<String>,
    /// "Change".
    #[prop(into)]
    change: Signal<String>,
    /// "Change contact": the link alone must say what it changes (WCAG 2.4.4).
    #[prop(into)]
    change_name: Signal<String>,
    #[prop(into)] href: Signal<String>,
    #[prop(into)] on_change: UnsyncCallback<()>,
) -> impl IntoView {
    let line = |line: String| el("span", "kassa-review__sub").child(el("bdi", "").child(line));
    let value = el("dd", "kassa-review__value")
        .child(live(move || mark.get().map(|brand| plate(&brand, String::new()))))
        .child(el("bdi", "").child(value))
        .child(live(move || all(more.get().into_iter().map(line))));
    let change = el("a", "kassa-link")
        .follow("href", move || Some(href.get()))
        .follow("aria-label", move || Some(change_name.get()))
        .press(move |event| follow(&event, Some(on_change)))
        .child(change);
    el("div", "kassa-review__row")
        .child(el("dt", "").child(label))
        .child(value)
        .child(el("dd", "kassa-review__change").child(change))
        .view()
}
