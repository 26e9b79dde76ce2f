//! The shape of what is coming, in its final size, so that nothing moves when it comes.
//!
//! Drawn only; the block that waits says `aria-busy` and a hidden sentence (WCAG 4.1.3).

use leptos::prelude::*;

/// What is coming.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coming {
    /// A line of the receipt.
    Line,
    /// A line of the bag.
    LargeLine,
    /// A row of an option list.
    Option,
    /// Rows of totals with the sum.
    Totals,
}

fn bar(class: &'static str) -> impl IntoView {
    view! { <span class=class></span> }
}

const SHORT: &str = "kassa-skeleton kassa-skeleton--line kassa-skeleton--short";
const LONG: &str = "kassa-skeleton kassa-skeleton--line";
const PRICE: &str = "kassa-skeleton kassa-skeleton--price";

/// A placeholder.
#[component]
pub fn Skeleton(of: Coming) -> impl IntoView {
    let two_lines = || {
        view! { <div class="kassa-stack kassa-stack--sm">{bar(LONG)} {bar(SHORT)}</div> }
    };
    match of {
        Coming::Line => view! {
            <div class="kassa-item" aria-hidden="true">
                {bar("kassa-skeleton kassa-skeleton--thumb")} {two_lines()} {bar(PRICE)}
            </div>
        }
        .into_any(),
        Coming::LargeLine => view! {
            <div class="kassa-item kassa-item--large" aria-hidden="true">
                {bar("kassa-item__media kassa-skeleton")} {two_lines()} {bar(PRICE)}
            </div>
        }
        .into_any(),
        Coming::Option => view! {
            <div class="kassa-option" aria-hidden="true">
                <div class="kassa-option__row">
                    {bar("kassa-skeleton kassa-skeleton--dot")} {two_lines()} {bar(PRICE)}
                </div>
            </div>
        }
        .into_any(),
        Coming::Totals => view! {
            <div class="kassa-totals kassa-totals--coming" aria-hidden="true">
                <div class="kassa-totals__row">{bar(SHORT)} {bar(PRICE)}</div>
                <div class="kassa-totals__row">{bar(SHORT)} {bar(PRICE)}</div>
                <div class="kassa-totals__row kassa-totals__row--grand">{bar(SHORT)} {bar(PRICE)}</div>
            </div>
        }
        .into_any(),
    }
}
