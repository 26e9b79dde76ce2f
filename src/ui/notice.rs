//! Something to know: an icon, a bold line, a sentence, at most two buttons.
//!
//! The icon and the words carry the meaning, the colour only repeats it (WCAG 1.4.1). A notice is
//! not a live region: what must be heard at once goes through [`crate::ui::Announcer`] or takes the
//! focus, so nothing is said twice (4.1.3).

use leptos::prelude::*;

use crate::ui::{
    el::{el, live},
    icon::{IconLook, icon, path},
};

/// What a notice is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoticeKind {
    /// Neither good nor bad.
    #[default]
    Quiet,
    /// Worth knowing.
    Info,
    /// It worked.
    Success,
    /// Look at this first.
    Warning,
    /// It did not work.
    Danger,
}

/// A notice.
#[component]
pub fn Notice(
    #[prop(optional)] kind: NoticeKind,
    #[prop(optional, into)] title: MaybeProp<String>,
    #[prop(into)] text: Signal<String>,
    /// Another drawing than the kind's own.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Lets the notice take the focus.
    #[prop(optional)]
    id: Option<&'static str>,
    /// The buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let (class, drawing) = match kind {
        NoticeKind::Quiet => ("kassa-notice", path::INFO),
        NoticeKind::Info => ("kassa-notice kassa-notice--info", path::INFO),
        NoticeKind::Success => ("kassa-notice kassa-notice--success", path::CHECK_CIRCLE),
        NoticeKind::Warning => ("kassa-notice kassa-notice--warning", path::ALERT),
        NoticeKind::Danger => ("kassa-notice kassa-notice--danger", path::ALERT_CIRCLE),
    };
    el("div", class)
        .some("id", id)
        .some("tabindex", id.map(|_| "-1"))
        .child(self::icon(icon.unwrap_or(drawing), IconLook::Plain))
        .child(
            el("div", "")
                .child(live(move || title.get().map(|title| el("h2", "kassa-notice__title").child(title))))
                .child(el("p", "kassa-notice__text").child(text))
                .child(children.map(|children| el("div", "kassa-notice__actions").child(children()))),
        )
        .view()
}
