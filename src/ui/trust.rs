//! Why one can buy here: short facts with an icon, and the one line beside the way forward.

use leptos::prelude::*;

use crate::ui::icon::{IconLook, icon, path};

/// One reason; stands in a `kassa-trust` list.
#[component]
pub fn Trust(
    icon: &'static str,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] text: Signal<String>,
) -> impl IntoView {
    view! {
        <p class="kassa-trust__item">
            {self::icon(icon, IconLook::Plain)}
            <span>
                <b>{title}</b>
                {text}
            </span>
        </p>
    }
}

/// The line beside the way forward, with a lock.
#[component]
pub fn Reassure(#[prop(into)] text: Signal<String>) -> impl IntoView {
    view! {
        <p class="kassa-reassure">
            {icon(path::LOCK, IconLook::Small)}
            {text}
        </p>
    }
}
