//! Taking over from the static page (`index.html`).
//!
//! The static page has a working first field before the program is there. It stays on screen, and
//! what the app draws stays hidden behind it (`style/shell.css`), until the app has something better
//! to show. Then, in one task of the browser, so that no key falls between: [`Handover::read`] what
//! was typed, give it to the session, let the views draw it, and [`Handover::finish`], which removes
//! the static page and puts focus and caret where they were. Knows ids only.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

use crate::domain::problem::Field;

/// The id of the static page.
const SHELL: &str = "kassa-shell";
/// Set on the static page when its form was sent before the app was there.
const SENT: &str = "data-sent";

/// What the shopper did on the static page.
#[derive(Clone, Debug, Default)]
pub struct Handover {
    /// Fields that were filled in, with their text; a ticked box is `1`.
    pub typed: Vec<(Field, String)>,
    /// Whether the way forward was pressed: go on as soon as possible.
    pub sent: bool,
    focus: Option<String>,
    caret: Option<(u32, u32)>,
}

impl Handover {
    /// Reads the static page. `None` when it is not there any more.
    pub fn read() -> Option<Self> {
        let shell = document().get_element_by_id(SHELL)?;
        let mut handover = Self { sent: shell.has_attribute(SENT), ..Self::default() };
        let inputs = shell.query_selector_all("input").ok()?;
        for input in (0..inputs.length()).filter_map(|at| inputs.item(at)?.dyn_into::<HtmlInputElement>().ok()) {
            let Some(field) = Field::named(&input.id()) else { continue };
            let is_box = input.type_() == "checkbox";
            let text = if is_box && input.checked() { "1".to_owned() } else { input.value() };
            if !text.is_empty() && (!is_box || input.checked()) {
                handover.typed.push((field, text));
            }
        }
        if let Some(active) = document().active_element().filter(|active| shell.contains(Some(active))) {
            handover.focus = Some(active.id()).filter(|id| !id.is_empty());
            // An e-mail field tells no caret and throws when asked: then it goes to the end.
            handover.caret = active.dyn_into::<HtmlInputElement>().ok().and_then(|input| {
                let start = input.selection_start().ok()??;
                Some((start, input.selection_end().ok()?.unwrap_or(start)))
            });
        }
        Some(handover)
    }

    /// Removes the static page; focus and caret go to the same field of the app.
    pub fn finish(self) {
        if let Some(shell) = document().get_element_by_id(SHELL) {
            shell.remove();
        }
        let Some(id) = self.focus else { return };
        let Some(element) = document().get_element_by_id(&id) else { return };
        let Ok(element) = element.dyn_into::<HtmlElement>() else { return };
        // The page has not moved, so neither shall the scroll position.
        let options = web_sys::FocusOptions::new();
        options.set_prevent_scroll(true);
        let _ = element.focus_with_options(&options);
        if let (Some((start, end)), Ok(input)) = (self.caret, element.dyn_into::<HtmlInputElement>()) {
            let _ = input.set_selection_range(start, end);
        }
    }
}
