//! Something to know: an icon, a bold line, a sentence, at most two buttons.
//!
//! The icon and the words carry the meaning, the colour only repeats it (WCAG 1.4.1). A notice is
//! not a live region: what must be heard at once goes through [`crate::ui::Announcer`] or takes the
//! focus, so nothing is said twice (4.1.3).

use crate::ui::erased::live;
use leptos::prelude::*;

use crate::ui::icon::{IconLook, icon, path};

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
    view! {
        <div class=class id=id tabindex=id.map(|_| "-1")>
            {self::icon(icon.unwrap_or(drawing), IconLook::Plain)}
            <div>
                {live(move || title.get().map(|title| view! { <h2 class="kassa-notice__title">{title}</h2> }))}
                <p class="kassa-notice__text">{text}</p>
                {children.map(|children| view! { <div class="kassa-notice__actions">{children()}</div> })}
            </div>
        </div>
    }
}
