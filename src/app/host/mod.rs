//! What a checkout stands in: the page itself, or an element in somebody else's page.
//!
//! Always true: everything that is looked for in the document is looked for through here, so the rest of the program
//! does not know which of the two it is in; and a build has one of them only, so neither pays for the other.

#[cfg(feature = "widget")]
mod element;
#[cfg(not(feature = "widget"))]
mod page;

#[cfg(feature = "widget")]
pub use element::{Ears, Host};
#[cfg(not(feature = "widget"))]
pub use page::Host;

use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

#[wasm_bindgen]
extern "C" {
    /// Whatever can be looked through: a document, a shadow root, an element.
    #[derive(Clone)]
    type Root;

    #[wasm_bindgen(method, structural, catch, js_name = querySelector)]
    fn first(this: &Root, selectors: &str) -> Result<Option<Element>, JsValue>;

    #[wasm_bindgen(method, structural, catch, js_name = querySelectorAll)]
    fn all(this: &Root, selectors: &str) -> Result<web_sys::NodeList, JsValue>;

    /// `activeElement` of a document or a shadow root.
    #[wasm_bindgen(method, structural, getter, js_name = activeElement)]
    fn active(this: &Root) -> Option<Element>;
}

impl Host {
    /// The element of that id.
    pub fn find(&self, id: &str) -> Option<HtmlElement> {
        // As an attribute: ids of lines are the shop's own names for them.
        let id = id.replace('\\', "\\\\").replace('"', "\\\"");
        self.first(&["[id=\"", &id, "\"]"].concat())
    }

    /// The first element that a selector fits.
    pub fn first(&self, selectors: &str) -> Option<HtmlElement> {
        self.root()?.first(selectors).ok()??.dyn_into().ok()
    }

    /// The first of those that a selector fits which is seen.
    pub fn seen(&self, selectors: &str) -> Option<HtmlElement> {
        let all = self.root()?.all(selectors).ok()?;
        let mut all = (0..all.length()).filter_map(|at| all.item(at)?.dyn_into::<HtmlElement>().ok());
        all.find(|one| one.offset_parent().is_some())
    }
}
