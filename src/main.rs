//! The page: starts the checkout in the static page's place.

#[cfg(target_arch = "wasm32")]
fn main() {
    use wasm_bindgen::JsCast;
    kassa::app::watch();
    let place = leptos::prelude::document().get_element_by_id(kassa::app::MAIN);
    if let Some(place) = place.and_then(|found| found.dyn_into().ok()) {
        kassa::app::start(place, kassa::app::Host);
    }
}

/// The page runs in a browser only; natively there is the library and its tests.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
