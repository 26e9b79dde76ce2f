//! Why one can buy here: short facts with an icon, and the one line beside the way forward.

use leptos::prelude::*;

use crate::ui::{
    el::el,
    icon::{IconLook, icon, path},
};

/// One reason; stands in a `kassa-trust` list.
#[component]
pub fn Trust(
    icon: &'static str,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    el("p", "kassa-trust__item")
        .child(self::icon(icon, IconLook::Plain))
        .child(el("span", "").child(el("b", "").child(title)).child(text))
        .view()
}

/// The line beside the way forward, with a lock.
#[component]
pub fn Reassure(#[prop(into)] text: Signal<String>) -> impl IntoView {
    el("p", "kassa-reassure").child(icon(path::LOCK, IconLook::Small)).child(text).view()
}
