//! When the program stops: say what happened in the console, and let the page speak for it (REL-16).
//!
//! Nothing of ours should panic (clippy holds that), but what we stand on may. The page keeps what is on
//! screen; what was typed has been saved.

use leptos::prelude::window;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = console)]
    fn error(text: &str);
}

/// Tells about a panic instead of stopping in silence.
#[cfg(not(feature = "split"))]
pub fn watch() {
    std::panic::set_hook(Box::new(|info| stopped(&info.to_string())));
}

/// What a build in parts calls wherever it would panic (`scripts/abort.mjs`), right before it stops: the same without the
/// panic's own words and what formats them, a twelfth of the first download. The trap that follows says where, as an offset.
#[cfg(feature = "split")]
#[wasm_bindgen]
pub fn kassa_stop() {
    stopped("Kassa: stopped by a panic; a build in one piece tells which");
}

fn stopped(text: &str) {
    error(text);
    if let Ok(event) = web_sys::CustomEvent::new("kassa:stopped") {
        let _ = window().dispatch_event(&event);
    }
}
