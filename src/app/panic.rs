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
pub fn watch() {
    std::panic::set_hook(Box::new(|info| {
        error(&info.to_string());
        if let Ok(event) = web_sys::CustomEvent::new("kassa:stopped") {
            let _ = window().dispatch_event(&event);
        }
    }));
}
