//! One or two words that set an option apart. At most one per option; the words carry the meaning.

use leptos::prelude::*;

use crate::ui::{
    el::el,
    icon::{IconLook, icon as drawn},
};

/// The tint of a badge.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum BadgeTint {
    #[default]
    Neutral,
    Accent,
    Success,
    Warning,
    Danger,
}

/// A badge.
#[component]
pub fn Badge(
    #[prop(into)] text: Signal<String>,
    #[prop(optional)] tint: BadgeTint,
    /// Drawn before the words.
    #[prop(optional_no_strip)]
    icon: Option<&'static str>,
) -> impl IntoView {
    let class = match tint {
        BadgeTint::Neutral => "kassa-badge",
        BadgeTint::Accent => "kassa-badge kassa-badge--accent",
        BadgeTint::Success => "kassa-badge kassa-badge--success",
        BadgeTint::Warning => "kassa-badge kassa-badge--warning",
        BadgeTint::Danger => "kassa-badge kassa-badge--danger",
    };
    el("span", class).child(icon.map(|drawing| drawn(drawing, IconLook::Plain))).child(text).view()
}
