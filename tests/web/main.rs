//! What only a browser has: focus, frames, storage, real events. Run with `make web`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::indexing_slicing, clippy::format_collect)]

mod frame;
mod js;
mod passkey;
mod provider;
mod store;
mod wallet;
mod words;

use wasm_bindgen_test::{wasm_bindgen_test, wasm_bindgen_test_configure};

wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn runs_in_a_browser_with_intl() {
    let options = js_sys::Object::new();
    let plural = js_sys::Intl::PluralRules::new(&js_sys::Array::of1(&"ar".into()), &options);
    assert_eq!(plural.select(3.0), "few");
}
