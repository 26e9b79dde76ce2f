//! Who turns card data into a token. Each provider draws its own fields in its own frame, or opens its own sheet.

#[cfg(target_arch = "wasm32")]
pub mod vault;
pub mod wallet;
