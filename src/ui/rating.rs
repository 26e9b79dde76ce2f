//! What buyers think, as a star, a number and a count; heard as one sentence (WCAG 1.1.1).

use leptos::prelude::*;

use crate::i18n::key;
use crate::ui::{
    icon::{IconLook, icon, path},
    words::use_words,
};

/// A rating.
#[component]
pub fn Rating(
    /// Stars as written in the shopper's language: `4.8`.
    #[prop(into)]
    stars: Signal<String>,
    /// How many rated it, as written in the shopper's language.
    #[prop(into)]
    count: Signal<String>,
) -> impl IntoView {
    let words = use_words();
    view! {
        <span
            class="kassa-rating"
            role="img"
            aria-label=Signal::derive(move || words.fill(key::BAG_RATING, &[("rating", &stars.get()), ("count", &count.get())]))
        >
            {icon(path::STAR, IconLook::Solid)}
            {stars}
            " "
            <span>"(" {count} ")"</span>
        </span>
    }
}
