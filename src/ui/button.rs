//! Buttons and links that act.
//!
//! A button on the way forward is never `disabled`: it can be pressed and then explains what is
//! missing. While it works it keeps its size and its focus, says so by `aria-busy` and
//! `aria-disabled`, and takes no second press (UX-24).

use leptos::{ev::MouseEvent, prelude::*};

use crate::i18n::key;
use crate::ui::{
    el::{el, live},
    icon::{IconLook, icon},
    words::use_words,
};

/// How strong a button is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonLook {
    /// The one way forward of a view.
    Primary,
    /// Anything else.
    #[default]
    Secondary,
    /// Without an outline.
    Quiet,
    /// Something that cannot be taken back.
    Danger,
}

/// A button.
#[component]
pub fn Button(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] look: ButtonLook,
    /// As wide as what holds it.
    #[prop(optional)]
    block: bool,
    /// Drawn before the words.
    #[prop(optional)]
    icon: Option<&'static str>,
    /// Sends the form it stands in; such a button needs no `on_press`.
    #[prop(optional)]
    submit: bool,
    /// Whether it works on the last press. Give it only to buttons that can.
    #[prop(optional, into)]
    busy: Option<Signal<bool>>,
    #[prop(optional)] id: Option<&'static str>,
    /// A longer name that begins with the label (WCAG 2.5.3).
    #[prop(optional, into)]
    name: MaybeProp<String>,
    #[prop(optional, into)] on_press: Option<UnsyncCallback<()>>,
) -> impl IntoView {
    let words = use_words();
    let is_busy = move || busy.is_some_and(|busy| busy.get());
    let spinner = busy.map(|_| {
        el("span", "kassa-button__busy")
            .child(el("span", "kassa-spinner").set("aria-hidden", "true"))
            .child(live(move || words.say(key::SHARED_BUSY)))
    });
    let class = match (look, block) {
        (ButtonLook::Primary, false) => "kassa-button kassa-button--primary",
        (ButtonLook::Primary, true) => "kassa-button kassa-button--primary kassa-button--block",
        (ButtonLook::Secondary, false) => "kassa-button",
        (ButtonLook::Secondary, true) => "kassa-button kassa-button--block",
        (ButtonLook::Quiet, _) => "kassa-button kassa-button--quiet",
        (ButtonLook::Danger, _) => "kassa-button kassa-button--danger",
    };
    let press = move |event: MouseEvent| {
        if busy.is_some_and(|busy| busy.get_untracked()) {
            // Also keeps a form from being sent twice.
            event.prevent_default();
        } else if let Some(press) = on_press {
            press.run(());
        }
    };
    el("button", class)
        .some("id", id)
        .set("type", if submit { "submit" } else { "button" })
        .follow("aria-label", move || name.get())
        .flag("aria-busy", is_busy)
        .flag("aria-disabled", is_busy)
        .press(press)
        .child(
            el("span", "kassa-button__label")
                .child(icon.map(|drawing| self::icon(drawing, IconLook::Plain)))
                .child(label),
        )
        .child(spinner)
        .view()
}

/// How a link looks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum LinkLook {
    /// In the accent, underlined.
    #[default]
    Accent,
    /// In the accent; an icon or its place says that it is a link.
    Plain,
    /// In the second colour of text, underlined.
    Muted,
}

impl LinkLook {
    const fn class(self) -> &'static str {
        match self {
            Self::Accent => "kassa-link",
            Self::Plain => "kassa-link kassa-link--plain",
            Self::Muted => "kassa-link kassa-link--muted",
        }
    }
}

/// Something to do that looks like a link: remove, undo, change.
#[component]
pub fn LinkButton(
    #[prop(into)] label: Signal<String>,
    #[prop(optional)] look: LinkLook,
    #[prop(optional)] icon: Option<&'static str>,
    /// A longer name that begins with the label: "Remove Lofoten shell jacket" (WCAG 2.4.9, 2.5.3).
    #[prop(optional, into)]
    name: MaybeProp<String>,
    #[prop(optional)] id: Option<String>,
    #[prop(into)] on_press: UnsyncCallback<()>,
) -> impl IntoView {
    el("button", look.class())
        .set("type", "button")
        .follow("id", move || id.clone())
        .follow("aria-label", move || name.get())
        .press(move |_| on_press.run(()))
        .child(icon.map(|drawing| self::icon(drawing, IconLook::Small)))
        .child(label)
        .view()
}

/// Somewhere to go. A plain press is reported instead of followed; every other way of opening a link
/// (new tab, copy, middle button) is the browser's.
#[component]
pub fn Link(
    #[prop(into)] label: Signal<String>,
    #[prop(into)] href: Signal<String>,
    #[prop(optional)] look: LinkLook,
    #[prop(optional)] icon: Option<&'static str>,
    #[prop(optional, into)] name: MaybeProp<String>,
    /// Points the icon the other way in right-to-left text.
    #[prop(optional)]
    mirrored: bool,
    /// Without it the browser follows the link.
    #[prop(optional, into)]
    on_press: Option<UnsyncCallback<()>>,
) -> impl IntoView {
    let icon_look = if mirrored { IconLook::SmallMirrored } else { IconLook::Small };
    el("a", look.class())
        .follow("href", move || Some(href.get()))
        .follow("aria-label", move || name.get())
        .press(move |event| follow(&event, on_press))
        .child(icon.map(|drawing| self::icon(drawing, icon_look)))
        .child(label)
        .view()
}

/// Reports a plain press and leaves all others to the browser.
pub(crate) fn follow(event: &MouseEvent, on_press: Option<UnsyncCallback<()>>) {
    let plain = event.button() == 0
        && !event.meta_key()
        && !event.ctrl_key()
        && !event.shift_key()
        && !event.alt_key()
        && !event.default_prevented();
    if let (true, Some(press)) = (plain, on_press) {
        event.prevent_default();
        press.run(());
    }
}
