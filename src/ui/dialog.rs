//! A page over the page, for texts of the law and for choices that must be made first.
//!
//! The browser's own dialog: it keeps the focus inside, closes on Escape, makes the rest inert and
//! gives the focus back to what opened it (WCAG 2.1.2, 2.4.3). It is named by its heading (4.1.2).

use leptos::{html, prelude::*};

use crate::i18n::key;
use crate::ui::{
    el::live,
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
    // To the outside: the browser owns whether a dialog is modal.
    Effect::new(move |_| {
        let wanted = open.get();
        let Some(dialog) = dialog.get() else { return };
        if wanted && !dialog.open() {
            // Throws only for a dialog outside the document; then there is nothing to show.
            let _ = dialog.show_modal();
        } else if !wanted && dialog.open() {
            dialog.close();
        }
    });
    let close = move |()| {
        if let Some(dialog) = dialog.get_untracked() {
            dialog.close();
        }
    };
    let beside = move |event: leptos::ev::MouseEvent| {
        // The box fills the dialog, so a press on the dialog itself is a press on its backdrop.
        let on_backdrop = event.target().zip(event.current_target()).is_some_and(|(hit, own)| hit == own);
        if on_backdrop {
            close(());
        }
    };
    view! {
        <dialog
            class="kassa-dialog"
            id=id
            node_ref=dialog
            aria-labelledby=title_id.clone()
            on:close=move |_| {
                let _ = on_close.try_run(());
            }
            on:click=beside
        >
            <div class="kassa-dialog__box">
                <div class="kassa-dialog__head">
                    <h2 class="kassa-dialog__title" id=title_id.clone()>
                        {title}
                    </h2>
                    <button
                        class="kassa-icon-button"
                        type="button"
                        aria-label=Signal::derive(move || words.say(key::SHARED_CLOSE))
                        on:click=move |_| close(())
                    >
                        {icon(path::X, IconLook::Plain)}
                    </button>
                </div>
                <div class="kassa-dialog__body">{live(move || open.get().then(|| children()))}</div>
            </div>
        </dialog>
    }
}
