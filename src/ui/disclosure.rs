//! More, for those who want it. Native, so it is found by the page's own search and needs no script.

use leptos::prelude::*;

use crate::ui::{
    el::el,
    icon::{IconLook, icon, path},
};

/// A line that opens.
#[component]
pub fn Disclosure(
    #[prop(into)] label: Signal<String>,
    /// Drawn before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// For explanations: in the second colour of text, without the arrow.
    #[prop(optional)]
    muted: bool,
    /// Whether it starts open, for example because it holds a value (UX-05).
    #[prop(optional, into)]
    open: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let class = if muted { "kassa-disclosure kassa-disclosure--muted" } else { "kassa-disclosure" };
    el("details", class)
        .prop("open", move || open.get().into())
        .child(
            el("summary", "kassa-disclosure__toggle")
                .child(icon.map(|drawing| self::icon(drawing, IconLook::Small)))
                .child(label)
                .child((!muted).then(|| self::icon(path::DOWN, IconLook::SmallTurning))),
        )
        .child(el("div", "kassa-disclosure__body").child(children()))
        .view()
}
