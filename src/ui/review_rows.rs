//! What the shopper already said: a label, the value, one way to change it (UX-19, WCAG 3.3.4).

use crate::ui::erased::live;
use leptos::prelude::*;

use crate::ui::button::follow;

/// The list of [`ReviewRow`]s.
#[component]
pub fn ReviewRows(
    /// Several lines per row, on the review step.
    #[prop(optional)]
    tall: bool,
    children: Children,
) -> impl IntoView {
    let class = if tall { "kassa-review kassa-review--tall" } else { "kassa-review" };
    view! { <dl class=class>{children()}</dl> }
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
    view! {
        <div class="kassa-review__row">
            <dt>{label}</dt>
            <dd class="kassa-review__value">
                {live(move || mark.get().map(|brand| view! { <super::Mark brand=brand /> }))}
                <bdi>{value}</bdi>
                {live(move || {
                    more.get()
                        .into_iter()
                        .map(|line| view! { <span class="kassa-review__sub"><bdi>{line}</bdi></span> })
                        .collect_view()
                })}
            </dd>
            <dd class="kassa-review__change">
                <a
                    class="kassa-link"
                    href=href
                    aria-label=change_name
                    on:click=move |event| follow(&event, Some(on_change))
                >
                    {change}
                </a>
            </dd>
        </div>
    }
}
