//! The page is the checkout: `index.html` lays it out, its `meta` elements set it up.

// It answers what an element has to look up.
#![allow(clippy::unused_self, clippy::unnecessary_wraps, clippy::unnecessary_literal_bound)]

use super::Root;
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::Element;

/// The page.
#[derive(Clone, Default)]
pub struct Host;

impl Host {
    pub(super) fn root(&self) -> Option<Root> {
        Some(document().unchecked_into())
    }

    /// What has the focus.
    pub fn active(&self) -> Option<Element> {
        document().active_element()
    }

    /// A setting, if the page has it: `<meta name="kassa-…">`.
    pub fn setting(&self, name: &str) -> Option<String> {
        let meta = self.first(&["meta[name='kassa-", name, "']"].concat())?;
        meta.get_attribute("content").filter(|value| !value.is_empty())
    }

    /// What the page's address says under a name.
    pub fn asked(&self, name: &str) -> Option<String> {
        let query = window().location().search().ok()?;
        web_sys::UrlSearchParams::new_with_str(&query).ok()?.get(name)
    }

    /// Who carries the theme. `boot/early.js` puts it there before the first paint.
    pub fn carrier(&self) -> Option<Element> {
        document().document_element()
    }

    /// The attribute that says it.
    pub const THEME: &str = "data-theme";

    /// The name under which something is kept in the browser.
    pub fn name(&self, of: &'static str) -> String {
        of.to_owned()
    }

    /// The folder of our own files.
    pub fn files(&self) -> &str {
        "/"
    }

    /// Nobody around has anything against it.
    pub fn before(&self, _what: &'static str, _detail: &str, then: Box<dyn FnOnce()>) {
        then();
    }

    /// A provider draws where the fields are.
    pub fn place(&self, _name: &str, _holder: &web_sys::HtmlElement) -> Option<web_sys::HtmlElement> {
        None
    }

    /// The page supplies its objects as globals.
    pub fn object(&self, _name: &str) -> JsValue {
        JsValue::UNDEFINED
    }

    /// Whether the page's address follows the steps.
    pub const PAGE: bool = true;
}
