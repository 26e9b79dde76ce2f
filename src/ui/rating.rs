//! What buyers think, as a star, a number and a count; heard as one sentence (WCAG 1.1.1).

use leptos::prelude::*;

use crate::i18n::key;
use crate::ui::{
    el::el,
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
    let name = move || words.fill(key::BAG_RATING, &[("rating", &stars.get()), ("count", &count.get())]);
    el("span", "kassa-rating")
        .set("role", "img")
        .follow("aria-label", move || Some(name()))
        .child(icon(path::STAR, IconLook::Solid))
        .child(stars)
        .child(" ")
        .child(el("span", "").child("(").child(count).child(")"))
        .view()
}
