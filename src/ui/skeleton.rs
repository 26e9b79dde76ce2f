//! The shape of what is coming, in its final size, so that nothing moves when it comes.
//!
//! Drawn only; the block that waits says `aria-busy` and a hidden sentence (WCAG 4.1.3).

use leptos::prelude::*;

use crate::ui::el::{El, el};

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

fn bar(class: &'static str) -> El {
    el("span", class)
}

const SHORT: &str = "kassa-skeleton kassa-skeleton--line kassa-skeleton--short";
const LONG: &str = "kassa-skeleton kassa-skeleton--line";
const PRICE: &str = "kassa-skeleton kassa-skeleton--price";

/// A placeholder.
#[component]
pub fn Skeleton(of: Coming) -> impl IntoView {
    let two_lines = el("div", "kassa-stack kassa-stack--sm").child(bar(LONG)).child(bar(SHORT));
    let row = |class| el("div", class).child(bar(SHORT)).child(bar(PRICE));
    let shape = match of {
        Coming::Line => el("div", "kassa-item")
            .child(bar("kassa-skeleton kassa-skeleton--thumb"))
            .child(two_lines)
            .child(bar(PRICE)),
        Coming::LargeLine => el("div", "kassa-item kassa-item--large")
            .child(bar("kassa-item__media kassa-skeleton"))
            .child(two_lines)
            .child(bar(PRICE)),
        Coming::Option => el("div", "kassa-option").child(
            el("div", "kassa-option__row")
                .child(bar("kassa-skeleton kassa-skeleton--dot"))
                .child(two_lines)
                .child(bar(PRICE)),
        ),
        Coming::Totals => el("div", "kassa-totals kassa-totals--coming")
            .child(row("kassa-totals__row"))
            .child(row("kassa-totals__row"))
            .child(row("kassa-totals__row kassa-totals__row--grand")),
    };
    shape.set("aria-hidden", "true").view()
}
