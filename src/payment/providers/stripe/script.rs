//! Stripe's script as an object: fetched once, called by name.
//!
//! By name, and not by imports: an import stands in the glue that every page downloads, whoever its provider is.

use super::super::{Lack, contract::tell};
use js_sys::{Array, Function, Object, Promise, Reflect};
use std::cell::RefCell;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::Element;

/// How long a script may take, in milliseconds. One that comes later is there when it is tried again.
pub const SCRIPT_PATIENCE: i32 = 15_000;

/// What `Stripe(key)` gives.
pub type Stripe = JsValue;

/// The script of a page, and what it gave.
pub struct Script {
    address: String,
    key: String,
    stripe: RefCell<Option<Stripe>>,
}

impl Script {
    /// A script that is not asked for yet.
    pub const fn new(address: String, key: String) -> Self {
        Self { address, key, stripe: RefCell::new(None) }
    }

    /// Stripe, in this language: the bank's question is asked in it, too.
    pub async fn stripe(&self, language: &str) -> Result<Stripe, Lack> {
        if let Some(stripe) = self.stripe.borrow().clone() {
            return Ok(stripe);
        }
        let stripe = match there() {
            Some(make) => make,
            None => {
                load(&self.address).await.map_err(|_| Lack::Script)?;
                // Something came from that address that is not Stripe's: a portal, a blocker's empty file.
                there().ok_or(Lack::Script)?
            }
        };
        let options = object(&[("locale", language.into())]);
        let answer = stripe.call2(&JsValue::UNDEFINED, &self.key.as_str().into(), &options);
        let stripe = answer.map_err(|error| {
            complain("Stripe(…)", &error);
            Lack::Settings
        })?;
        *self.stripe.borrow_mut() = Some(stripe.clone());
        Ok(stripe)
    }
}

fn there() -> Option<Function> {
    Reflect::get(&web_sys::window()?.into(), &"Stripe".into()).ok()?.dyn_into().ok()
}

async fn load(address: &str) -> Result<(), JsValue> {
    let window = web_sys::window().ok_or(JsValue::NULL)?;
    let document = window.document().ok_or(JsValue::NULL)?;
    // A script that failed stays failed; another element asks again.
    if let Some(before) = document.query_selector("script[data-kassa-stripe]")? {
        before.remove();
    }
    let script: Element = document.create_element("script")?;
    script.set_attribute("data-kassa-stripe", "")?;
    // By name, because it throws where the page's Trusted Types policy does not let the address through.
    Reflect::set(&script, &"src".into(), &address.into())?;
    let settled = Promise::new(&mut |done, fail| {
        // The promise is settled once; later calls do nothing.
        let _ = script.add_event_listener_with_callback("load", &done);
        let _ = script.add_event_listener_with_callback("error", &fail);
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&fail, SCRIPT_PATIENCE);
    });
    document.head().ok_or(JsValue::NULL)?.append_child(&script)?;
    JsFuture::from(settled).await.map(|_| ())
}

/// A plain object.
pub fn object(entries: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in entries {
        // A fresh plain object takes every property.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

/// What stands under these names, one inside the other; undefined where there is nothing.
pub fn at(value: &JsValue, path: &[&str]) -> JsValue {
    path.iter().fold(value.clone(), |value, name| {
        let found = value.is_object().then(|| Reflect::get(&value, &(*name).into()).ok()).flatten();
        found.unwrap_or(JsValue::UNDEFINED)
    })
}

/// The text under these names.
pub fn text(value: &JsValue, path: &[&str]) -> Option<String> {
    at(value, path).as_string()
}

/// Calls a method. What it throws is answered, and told to the merchant.
pub fn call(this: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let method: Function = at(this, &[name]).dyn_into()?;
    let arguments: Array = arguments.iter().collect();
    method.apply(this, &arguments).inspect_err(|error| complain(name, error))
}

/// Calls a method and waits for what it promises.
pub async fn ask(this: &JsValue, name: &str, arguments: &[JsValue]) -> Result<JsValue, JsValue> {
    let answer = call(this, name, arguments)?;
    JsFuture::from(Promise::resolve(&answer)).await.inspect_err(|error| complain(name, error))
}

/// Tells the merchant what Stripe has against the page.
pub fn complain(what: &str, error: &JsValue) {
    let message = text(error, &["message"]).unwrap_or_default();
    tell(&["Kassa: Stripe's ", what, " says: ", &message].concat());
}
