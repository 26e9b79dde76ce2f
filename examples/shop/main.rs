//! `cargo run --example shop`.
#![allow(dead_code)]
mod server;
fn main() {}
