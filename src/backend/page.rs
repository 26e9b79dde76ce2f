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

/// The name of the meta element that names the adapter, and how those of the other settings begin.
const PREFIX: &str = "kassa-";
/// Where adapters keep what survives a reload. One at a time: a page has one backend.
const SHELF: &str = "kassa:v1:backend";

/// What makes an adapter.
pub type Adapter = fn(World) -> Result<Rc<dyn Backend>, Wrong>;

/// A setting of the page.
fn setting(name: &str) -> Option<String> {
    let document = web_sys::window()?.document()?;
    let selector = ["meta[name='", PREFIX, name, "']"].concat();
    document.query_selector(&selector).ok()??.get_attribute("content")
}

/// The bag that the shop's page hands over in the address, `?session=…`, when the page itself names none.
fn handed_over() -> Option<String> {
    let search = web_sys::window()?.location().search().ok()?;
    web_sys::UrlSearchParams::new_with_str(&search).ok()?.get("session")
}

/// Makes an adapter of what the page says.
///
/// # Errors
/// [`Setup::Settings`] when a setting is missing or wrong; the console says which and what it must be.
pub fn make(adapter: Adapter) -> Result<Rc<dyn Backend>, Setup> {
    let get = |name: &str| match name {
        "session" => setting(name).or_else(handed_over),
        _ => setting(name),
    };
    let made = Config::read(&get)
        .and_then(|config| adapter(World { http: Rc::new(Fetch), shelf: Rc::new(Browser(SHELF)), config }));
    made.map_err(|wrong| {
        Fetch.tell(&wrong.sentence());
        Setup::Settings
    })
}
