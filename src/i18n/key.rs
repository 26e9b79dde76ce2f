//! A constant for every message of `public/locales/en.json`, written by `build.rs`.
//!
//! Always true: there is no list of them, so that a text is placed with the code that names it.

use super::{Key, Plural};

include!(concat!(env!("OUT_DIR"), "/keys.rs"));
