//! A line of goods: small in the receipt, large in the bag.

use leptos::prelude::*;

use crate::i18n::key;
use crate::ui::{
    assets::use_assets,
    el::{el, live},
    icon::{IconLook, icon, path},
    words::use_words,
};

/// The picture of goods. The name stands beside it, so it is empty to a screen reader (WCAG 1.1.1).
pub fn picture(image: Option<String>) -> AnyView {
    let assets = use_assets();
    // An empty square would look like a picture that did not come.
    let Some(image) = image else { return icon(path::BAG, IconLook::Plain) };
    // Width and height keep the place before the picture is there.
    el("img", "kassa-art")
        .own("src", assets.of(&image))
        .set("alt", "")
        .set("width", "96")
        .set("height", "96")
        .set("loading", "lazy")
        .set("decoding", "async")
        .view()
}

/// The quiet line under the name.
fn meta(detail: MaybeProp<String>) -> AnyView {
    live(move || detail.get().map(|detail| el("p", "kassa-item__meta").child(detail)))
}

/// A line of the receipt.
#[component]
pub fn LineItem(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] detail: MaybeProp<String>,
    /// Relative to the page's own files, or `https`.
    #[prop(optional_no_strip)]
    image: Option<String>,
    #[prop(into)] count: Signal<u32>,
    /// What the line costs.
    #[prop(into)]
    price: Signal<String>,
) -> impl IntoView {
    let words = use_words();
    let spoken = move || words.fill(key::SUMMARY_QUANTITY, &[("count", &words.number(count.get()))]);
    let media = el("div", "kassa-item__media").child(picture(image)).child(
        el("span", "kassa-item__count").set("aria-hidden", "true").child(live(move || words.number(count.get()))),
    );
    let name = el("p", "kassa-item__title")
        .child(title)
        .child(el("span", "kassa-visually-hidden").child(", ").child(live(spoken)));
    el("li", "kassa-item")
        .child(media)
        .child(el("div", "kassa-item__text").child(name).child(meta(detail)))
        .child(el("p", "kassa-item__price").child(price))
        .view()
}

/// A line of the bag. Its facts and controls are children: [`LineFact`]s go into `facts`.
#[component]
pub fn LargeLineItem(
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] detail: MaybeProp<String>,
    #[prop(optional_no_strip)] image: Option<String>,
    #[prop(into)] price: Signal<String>,
    /// Under the price: what one costs, or the lowest price of 30 days.
    #[prop(optional, into)]
    price_note: MaybeProp<String>,
    /// Rating, arrival, returns.
    #[prop(optional, into)]
    facts: Option<ViewFn>,
    /// The id of the heading: where the focus goes when a neighbour is removed (WCAG 2.4.3).
    id: String,
    /// Quantity and Remove.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let was = live(move || price_note.get().map(|note| el("span", "kassa-item__was").child(note)));
    let name = el("h2", "kassa-item__title").own("id", id).set("tabindex", "-1").child(title);
    el("li", "kassa-item kassa-item--large")
        .child(el("div", "kassa-item__media").child(picture(image)))
        .child(el("div", "kassa-item__text").child(name).child(meta(detail)))
        .child(el("p", "kassa-item__price").child(price).child(was))
        .child(facts.map(|facts| el("p", "kassa-item__facts").child(facts.run())))
        .child(children.map(|children| el("div", "kassa-item__controls").child(children())))
        .view()
}

/// One fact about a line.
#[component]
pub fn LineFact(
    icon: &'static str,
    #[prop(into)] text: Signal<String>,
    /// Few are left.
    #[prop(optional)]
    low: bool,
) -> impl IntoView {
    let class = if low { "kassa-item__fact kassa-item__fact--low" } else { "kassa-item__fact" };
    el("span", class).child(super::icon::icon(icon, super::icon::IconLook::Small)).child(text).view()
}

/// What is left where a line was, with the way back in the same place.
#[component]
pub fn RemovedLine(
    /// The id that takes the focus from the line.
    id: String,
    /// "Storm flask was removed."
    #[prop(into)]
    text: Signal<String>,
    /// The button that undoes.
    children: Children,
) -> impl IntoView {
    el("li", "kassa-removed")
        .own("id", id)
        .set("tabindex", "-1")
        .child(el("span", "").child(text))
        .child(children())
        .view()
}
