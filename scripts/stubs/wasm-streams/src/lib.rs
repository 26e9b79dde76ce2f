//! Stands in for the crate of the same name, which Leptos brings along for server functions.
//!
//! The real one exports three classes to JavaScript. An export is never left out by the linker, so every shopper would
//! download what nothing here can call: 3 kB brotli (`make size`). This one has the signatures that `server_fn` 0.8
//! names and streams nothing. A page that calls server functions needs the real one: take `[patch]` off Cargo.toml.

use futures_util::{Stream, stream};
use wasm_bindgen::{JsCast, JsValue};

/// A stream of the browser.
pub struct ReadableStream(web_sys::ReadableStream);

impl ReadableStream {
    /// Holds a stream of the browser.
    pub fn from_raw(raw: web_sys::ReadableStream) -> Self {
        Self(raw)
    }

    /// An empty stream of the browser.
    pub fn from_stream<St: Stream<Item = Result<JsValue, JsValue>> + 'static>(_: St) -> Self {
        Self(web_sys::ReadableStream::new().unwrap_or_else(JsCast::unchecked_into))
    }

    /// The stream of the browser.
    pub fn into_raw(self) -> web_sys::ReadableStream {
        self.0
    }

    /// Nothing.
    pub fn into_stream(self) -> impl Stream<Item = Result<JsValue, JsValue>> {
        stream::empty()
    }
}
