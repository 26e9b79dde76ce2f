//! The small plates of ways to pay. Pictures, so that a merchant swaps them by replacing files.
//!
//! Where the name stands beside the plate its `alt` is empty; alone it has the name (WCAG 1.1.1, A11Y-01).

use leptos::prelude::*;

use crate::ui::{
    assets::use_assets,
    el::{El, el},
};

/// One plate.
#[component]
pub fn Mark(
    /// The file in `brands/`, without its ending.
    #[prop(into)]
    brand: String,
    /// The name, when no text beside the plate says it.
    #[prop(optional, into)]
    name: String,
) -> impl IntoView {
    mark(&brand, name).view()
}

/// The same, inside the kit.
pub(crate) fn mark(brand: &str, name: String) -> El {
    el("img", "kassa-mark")
        .own("src", use_assets().of(&["brands/", brand, ".svg"].concat()))
        .own("alt", name)
        .set("width", "38")
        .set("height", "24")
        .set("decoding", "async")
}
