//! The page as adapters see it: its settings, its network, its storage.
//!
//! Always true: a setting that is wrong is told to the console and stops the checkout, never the page around it.
//! Everything here comes with the adapter that is wanted; the first download knows its name only (`lazy.rs`).

use super::{
    Backend, World,
    config::{Config, Wrong},
    http::{Fetch, Http},
    shelf::Browser,
};
use crate::checkout::request::Setup;
use std::rc::Rc;
use wasm_bindgen::JsValue;

/// Where adapters keep what survives a reload. One at a time: a checkout has one backend.
const SHELF: &str = "kassa:v1:backend";

/// What makes an adapter.
pub type Adapter = fn(World) -> Result<Rc<dyn Backend>, Wrong>;

/// What an adapter's page is: its settings, the bag it was handed, and what sets one checkout on it apart from another.
pub struct Place<'a> {
    /// A setting by its name, without `kassa-`.
    pub setting: &'a dyn Fn(&str) -> Option<String>,
    /// A word of the page's address.
    pub asked: &'a dyn Fn(&str) -> Option<String>,
    /// The name under which something is kept.
    pub name: &'a dyn Fn(&'static str) -> String,
    /// Where our own files are, ending in a slash.
    pub files: &'a str,
    /// An object that the page supplies; `undefined` where it supplies none.
    pub object: JsValue,
}

/// Makes an adapter of what the page says.
///
/// # Errors
/// [`Setup::Settings`] when a setting is missing or wrong; the console says which and what it must be.
pub fn make(adapter: Adapter, place: &Place<'_>) -> Result<Rc<dyn Backend>, Setup> {
    // The bag that the shop's page hands over in the address, `?session=…`, when the page itself names none.
    let get = |name: &str| (place.setting)(name).or_else(|| (name == "session").then(|| (place.asked)(name)).flatten());
    let made = Config::read(&get).and_then(|config| {
        let shelf = Rc::new(Browser((place.name)(SHELF)));
        adapter(World { http: Rc::new(Fetch), shelf, config, object: place.object.clone() })
    });
    made.map_err(|wrong| {
        Fetch.tell(&wrong.sentence());
        Setup::Settings
    })
}
