//! The checkout is an element in somebody else's page (`src/widget`): a shadow root holds it, attributes set it up.

use super::Root;
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement};

#[wasm_bindgen]
extern "C" {
    /// The element, as its script shows it to us (`src/widget/element.js`).
    #[derive(Clone)]
    pub type Ears;

    /// Where to look: the shadow root, or the element's own place where it has none.
    #[wasm_bindgen(method, structural, getter)]
    fn root(this: &Ears) -> Root;

    /// The document or shadow root that knows what has the focus.
    #[wasm_bindgen(method, structural, getter)]
    fn scope(this: &Ears) -> Root;

    /// The element itself.
    #[wasm_bindgen(method, structural, getter)]
    fn element(this: &Ears) -> HtmlElement;

    /// A setting as text: an attribute, or what the page gave as a property.
    #[wasm_bindgen(method, structural)]
    fn setting(this: &Ears, name: &str) -> Option<String>;

    /// An object that the page supplies.
    #[wasm_bindgen(method, structural)]
    fn object(this: &Ears, name: &str) -> JsValue;

    /// Tells the page something that happened.
    #[wasm_bindgen(method, structural)]
    fn tell(this: &Ears, name: &str, detail: &str);

    /// Asks the page whether something may happen: a promise where it takes time, else a truth.
    #[wasm_bindgen(method, structural)]
    fn ask(this: &Ears, name: &str, detail: &str) -> JsValue;

    /// A place in the page's own document that shows in the slot of that name.
    #[wasm_bindgen(method, structural)]
    fn place(this: &Ears, name: &str, holder: &HtmlElement) -> Option<HtmlElement>;
}

/// What the page answered.
enum Asked {
    /// Nothing against it.
    Yes,
    /// No.
    No,
    /// It takes time.
    Wait(js_sys::Promise),
}

/// The element.
#[derive(Clone, Default)]
pub struct Host {
    /// `None` for one that is gone: it finds, says and keeps nothing.
    ears: Option<Ears>,
    /// What sets the names of kept things apart from another element's.
    name: String,
    files: String,
    /// What the page is being asked right now: a second press waits for nothing.
    asking: Rc<Cell<bool>>,
}

impl Host {
    /// An element, by what its script shows of it. `name` sets what is kept for it apart; `files` is where our own files
    /// are, ending in a slash.
    pub fn new(ears: Ears, name: String, files: String) -> Self {
        Self { ears: Some(ears), name, files, asking: Rc::default() }
    }

    pub(super) fn root(&self) -> Option<Root> {
        self.ears.as_ref().map(Ears::root)
    }

    /// What has the focus, if it is in here.
    pub fn active(&self) -> Option<Element> {
        self.ears.as_ref()?.scope().active()
    }

    /// A setting, if the element has it.
    pub fn setting(&self, name: &str) -> Option<String> {
        self.ears.as_ref()?.setting(name).filter(|value| !value.is_empty())
    }

    /// What the page's address says is the page's own business.
    pub fn asked(&self, _name: &str) -> Option<String> {
        None
    }

    /// Who carries the theme.
    pub fn carrier(&self) -> Option<Element> {
        Some(self.ears.as_ref()?.element().into())
    }

    /// The attribute that says it.
    pub const THEME: &str = "theme";

    /// The name under which something is kept in the browser.
    pub fn name(&self, of: &'static str) -> String {
        [of, ":", &self.name].concat()
    }

    /// The folder of our own files.
    pub fn files(&self) -> &str {
        &self.files
    }

    /// The page's address is not ours.
    pub const PAGE: bool = false;

    /// An object that the page supplies.
    pub fn object(&self, name: &str) -> JsValue {
        self.ears.as_ref().map(|ears| ears.object(name)).unwrap_or_default()
    }

    /// Tells the page something that happened; `detail` is JSON.
    pub fn tell(&self, name: &str, detail: &str) {
        if let Some(ears) = &self.ears {
            ears.tell(name, detail);
        }
    }

    /// Does something unless the page is against it, which may take it some time to say.
    pub fn before(&self, what: &'static str, detail: &str, then: Box<dyn FnOnce()>) {
        if self.asking.get() {
            return;
        }
        match self.ask(what, detail) {
            Asked::No => {}
            Asked::Yes => then(),
            Asked::Wait(answer) => {
                let asking = self.asking.clone();
                asking.set(true);
                leptos::task::spawn_local(async move {
                    // A page that breaks down while it is asked is not against it.
                    let answer = wasm_bindgen_futures::JsFuture::from(answer).await;
                    asking.set(false);
                    if answer.map_or(true, |answer| !answer.is_falsy()) {
                        then();
                    }
                });
            }
        }
    }

    fn ask(&self, name: &str, detail: &str) -> Asked {
        let Some(ears) = &self.ears else { return Asked::No };
        let answer = ears.ask(name, detail);
        match answer.dyn_into::<js_sys::Promise>() {
            Ok(promise) => Asked::Wait(promise),
            Err(answer) if answer.is_falsy() => Asked::No,
            Err(_) => Asked::Yes,
        }
    }

    /// A place in the page's own document, for a provider that cannot draw into a shadow root.
    pub fn place(&self, name: &str, holder: &HtmlElement) -> Option<HtmlElement> {
        self.ears.as_ref()?.place(name, holder)
    }
}
