//! The checkout as `<kassa-checkout>` in somebody else's page (`spec/embedding.md`, `docs/embedding.md`).
//!
//! Always true: what the page is told is a [`snapshot`], in which nothing of the shopper's own is; what the page asks for
//! goes the way everything goes, as an event of the machine; and nothing is left behind when the element goes. The element
//! itself, its attributes, properties, methods and events, is script (`element.js`, `loader.js`): a class of the page's
//! registry cannot be made in wasm.

#[cfg(all(target_arch = "wasm32", feature = "widget"))]
pub mod inside;
#[cfg(all(target_arch = "wasm32", feature = "widget"))]
mod mount;
pub mod snapshot;
