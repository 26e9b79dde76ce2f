//! The page: starts the checkout in the static page's place. The element's build waits until its script asks for one
//! (`widget`); the studio's shows a scenario (`studio`).

// The element's build calls nothing of it here; what it exports is there by being linked.
#[cfg(target_arch = "wasm32")]
use kassa as _;

#[cfg(target_arch = "wasm32")]
fn main() {
    #[cfg(not(feature = "split"))]
    kassa::app::watch();
    #[cfg(feature = "studio")]
    kassa::studio::frame::begin();
    #[cfg(not(any(feature = "widget", feature = "studio")))]
    page();
}

#[cfg(all(target_arch = "wasm32", not(any(feature = "widget", feature = "studio"))))]
fn page() {
    use kassa::app::{Host, MAIN, start};
    use wasm_bindgen::JsCast;
    let place = leptos::prelude::document().get_element_by_id(MAIN);
    if let Some(place) = place.and_then(|found| found.dyn_into().ok()) {
        // The page's checkout lives as long as the page does.
        start(
            place,
            Host,
            |_| {},
            Box::new(|_, mounted| {
                let _ = Box::leak(mounted);
            }),
        );
    }
}

/// The page runs in a browser only; natively there is the library and its tests.
#[cfg(not(target_arch = "wasm32"))]
fn main() {}
