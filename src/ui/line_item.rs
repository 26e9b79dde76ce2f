//! A line of goods: small in the receipt, large in the bag.

use crate::ui::erased::live;
use leptos::prelude::*;

use crate::i18n::key;
use crate::ui::{assets::use_assets, words::use_words};

/// The picture of a line. The name stands beside it, so it is empty to a screen reader (WCAG 1.1.1).
fn picture(image: Option<String>) -> impl IntoView {
    let assets = use_assets();
    // Width and height keep the place before the picture is there.
    image.map(|image| {
        view! { <img class="kassa-art" src=assets.of(&image) alt="" width="96" height="96" loading="lazy" decoding="async" /> }
    })
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
    view! {
        <li class="kassa-item">
            <div class="kassa-item__media">
                {picture(image)}
                <span class="kassa-item__count" aria-hidden="true">
                    {live(move || words.number(count.get()))}
                </span>
            </div>
            <div class="kassa-item__text">
                <p class="kassa-item__title">
                    {title}
                    <span class="kassa-visually-hidden">
                        ", " {live(move || words.fill(key::SUMMARY_QUANTITY, &[("count", &words.number(count.get()))]))}
                    </span>
                </p>
                {live(move || detail.get().map(|detail| view! { <p class="kassa-item__meta">{detail}</p> }))}
            </div>
            <p class="kassa-item__price">{price}</p>
        </li>
    }
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
    view! {
        <li class="kassa-item kassa-item--large">
            <div class="kassa-item__media">{picture(image)}</div>
            <div class="kassa-item__text">
                <h2 class="kassa-item__title" id=id tabindex="-1">
                    {title}
                </h2>
                {live(move || detail.get().map(|detail| view! { <p class="kassa-item__meta">{detail}</p> }))}
            </div>
            <p class="kassa-item__price">
                {price}
                {live(move || price_note.get().map(|note| view! { <span class="kassa-item__was">{note}</span> }))}
            </p>
            {facts.map(|facts| view! { <p class="kassa-item__facts">{facts.run()}</p> })}
            {children.map(|children| view! { <div class="kassa-item__controls">{children()}</div> })}
        </li>
    }
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
    view! {
        <span class=class>
            {super::icon::icon(icon, super::icon::IconLook::Small)}
            {text}
        </span>
    }
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
    view! {
        <li class="kassa-removed" id=id tabindex="-1">
            <span>{text}</span>
            {children()}
        </li>
    }
}
