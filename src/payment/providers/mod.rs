//! Who turns card data into a token. Each provider draws its own fields in its own frame.

#[cfg(target_arch = "wasm32")]
pub mod vault;
