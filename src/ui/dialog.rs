//! A page over the page, for texts of the law and for choices that must be made first.
//!
//! The browser's own dialog: it keeps the focus inside, closes on Escape, makes the rest inert and
//! gives the focus back to what opened it (WCAG 2.1.2, 2.4.3). It is named by its heading (4.1.2).

use leptos::{ev::MouseEvent, html, prelude::*};

use crate::i18n::key;
use crate::ui::{
    el::{el, follow, live},
    icon::{IconLook, icon, path},
    words::use_words,
};

/// A dialog. Children are drawn only while it is open.
#[component]
pub fn Dialog(
    /// Makes the id of its heading.
    id: &'static str,
    #[prop(into)] title: Signal<String>,
    #[prop(into)] open: Signal<bool>,
    /// Closed by the button, Escape or a press beside it.
    #[prop(into)]
    on_close: UnsyncCallback<()>,
    children: ChildrenFn,
) -> impl IntoView {
    let words = use_words();
    let dialog = NodeRef::<html::Dialog>::new();
    let title_id = [id, "-title"].concat();
    keep(dialog, open);
    let close = move || {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let beside = move |event: MouseEvent| {
        // The box fills the dialog, so a press on the dialog itself is a press on its backdrop.
        let on_backdrop = event.target().zip(event.current_target()).is_some_and(|(hit, own)| hit == own);
        if on_backdrop {
            close();
        }
    };
    let closed = move |_| {
        let _ = on_close.try_run(());
    };
    let button = el("button", "kassa-icon-button")
        .set("type", "button")
        .follow("aria-label", move || Some(words.say(key::SHARED_CLOSE)))
        .press(move |_| close())
        .child(icon(path::X, IconLook::Plain));
    let head = el("div", "kassa-dialog__head")
        .child(el("h2", "kassa-dialog__title").own("id", title_id.clone()).child(title))
        .child(button);
    let body = el("div", "kassa-dialog__body").child(live(move || open.get().then(|| children())));
    el("dialog", "kassa-dialog")
        .set("id", id)
        .node(dialog)
        .own("aria-labelledby", title_id)
        .on("close", closed)
        .press(beside)
        .child(el("div", "kassa-dialog__box").child(head).child(body))
        .view()
}

/// To the outside: the browser owns whether a dialog is modal.
fn keep(dialog: NodeRef<html::Dialog>, open: Signal<bool>) {
    follow(move || {
        let wanted = open.get();
        let Some(dialog) = dialog.get() else { return };
        if wanted && !dialog.open() {
            // Throws only for a dialog outside the document; then there is nothing to show.
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
}
