//! Facts to type elsewhere, each with a button that copies it: an account, a sum, a reference.
//!
//! A description list (A11Y-02). The name of a button says what it copies (WCAG 2.4.6), its picture becomes a tick, and
//! the result is said politely (WCAG 4.1.3). Where the clipboard is refused or missing the text is selected instead, and
//! that is said: a button that does nothing is worse than none.

use js_sys::Reflect;
use leptos::{
    prelude::*,
    task::spawn_local,
    web_sys::{Clipboard, Element, Event},
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

use crate::i18n::key;
use crate::ui::{
    el::{El, all, el, live},
    icon::{IconLook, icon, path},
    live::Announcer,
    words::{Speech, use_words},
};

/// A fact as it is shown and as it is copied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CopyRow {
    /// What it is: "IBAN".
    pub label: String,
    /// How it reads: in groups, with a currency.
    pub value: String,
    /// What goes to the clipboard: what a bank's form takes.
    pub copied: String,
}

/// The list.
#[component]
pub fn CopyRows(
    #[prop(into)] rows: Signal<Vec<CopyRow>>,
    /// Says what came of it.
    announcer: Announcer,
) -> impl IntoView {
    let words = use_words();
    // The row that was copied last: one tick at a time, as one clipboard holds one text.
    let last = RwSignal::new(None::<usize>);
    let row = move |(at, row): (usize, CopyRow)| draw(at, row, words, last, announcer).view();
    el("dl", "kassa-copy").child(live(move || all(rows.get().into_iter().enumerate().map(row)))).view()
}

fn draw(at: usize, row: CopyRow, words: Speech, last: RwSignal<Option<usize>>, announcer: Announcer) -> El {
    let CopyRow { label, value, copied } = row;
    let is_last = move || last.get() == Some(at);
    let name = label.clone();
    let what = label.clone();
    let press = move |event: Event| {
        let (label, copied) = (what.clone(), copied.clone());
        let shown = shown_beside(&event);
        spawn_local(async move {
            let is_copied = copy(&copied).await;
            let said = if is_copied {
                let _ = last.try_set(Some(at));
                key::PAYMENT_TRANSFER_COPIED
            } else {
                select(shown.as_ref());
                key::PAYMENT_TRANSFER_SELECTED
            };
            announcer.polite(words.fill(said, &[("what", &label)]));
        });
    };
    let button = el("button", "kassa-icon-button")
        .set("type", "button")
        .follow("aria-label", move || Some(words.fill(key::PAYMENT_TRANSFER_COPY, &[("what", &name)])))
        .flag("data-copied", is_last)
        .on("click", press)
        .child(live(move || icon(if is_last() { path::CHECK } else { path::COPY }, IconLook::Plain)));
    el("div", "kassa-copy__row")
        .child(el("dt", "kassa-copy__label").child(label))
        // Isolated by what it begins with: an account in an Arabic page is read from the left.
        .child(el("dd", "kassa-copy__value").child(el("bdi", "").child(value)))
        .child(el("dd", "kassa-copy__act").child(button))
}

/// The text that stands beside the button that was pressed.
fn shown_beside(event: &Event) -> Option<Element> {
    let button: Element = event.current_target()?.dyn_into().ok()?;
    button.closest(".kassa-copy__row").ok()??.query_selector("bdi").ok()?
}

/// Whether the browser took the text.
async fn copy(text: &str) -> bool {
    // Not there in a page without https and in some webviews; asking for its methods would then throw.
    let clipboard = Reflect::get(&window().navigator(), &"clipboard".into()).ok().filter(JsValue::is_object);
    match clipboard {
        Some(clipboard) => JsFuture::from(clipboard.unchecked_into::<Clipboard>().write_text(text)).await.is_ok(),
        None => false,
    }
}

fn select(shown: Option<&Element>) {
    if let (Ok(Some(selection)), Some(shown)) = (window().get_selection(), shown) {
        let _ = selection.select_all_children(shown);
    }
}
