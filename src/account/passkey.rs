//! The browser's keeper of passkeys (Web Authentication level 3).
//!
//! Read member by member, as the wallets' sheet is: what a browser lacks is then an answer, not an exception, and no binding
//! of it is in the first download. What goes in and comes out is JSON, which the browser itself turns into bytes and back
//! (`parseRequestOptionsFromJSON`, `toJSON`): a browser without these (before 2025) has no passkeys here, and the other
//! ways stay.

use super::talk::Outcome;
use crate::domain::{account::Ceremony, secret::Secret};
use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use std::future::Future;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// Longer is no answer of anybody's.
const LONGEST: usize = 100_000;

/// Whether this browser keeps passkeys and speaks their JSON.
pub fn can() -> bool {
    let keeper = keeper();
    ["parseRequestOptionsFromJSON", "parseCreationOptionsFromJSON"].iter().all(|name| get(&keeper, name).is_function())
        && !get(&navigator(), "credentials").is_undefined()
}

/// Whether it offers them in the list of a field.
pub async fn can_in_field() -> bool {
    if !can() {
        return false;
    }
    let Some(answer) = call(&keeper(), "isConditionalMediationAvailable", &[]) else { return false };
    JsFuture::from(Promise::resolve(&answer)).await.is_ok_and(|yes| yes == JsValue::TRUE)
}

/// By what an offer in a field is ended.
pub fn end() -> Option<JsValue> {
    let constructor: Function = get(&js_sys::global(), "AbortController").dyn_into().ok()?;
    Reflect::construct(&constructor, &Array::new()).ok()
}

/// Ends it.
pub fn abort(end: &JsValue) {
    call(end, "abort", &[]);
}

/// Opens the browser's sheet, or with `end` offers a passkey in the field.
pub fn sheet(
    ceremony: &Ceremony,
    options: &str,
    email: Option<&str>,
    end: Option<&JsValue>,
) -> impl Future<Output = Outcome> + use<> {
    let asked = ask(ceremony, options, email, end);
    async move {
        let Some(asked) = asked else { return Outcome::Unable };
        match JsFuture::from(Promise::resolve(&asked)).await {
            Ok(credential) => read(&credential).map_or(Outcome::Unable, |text| Outcome::Made(Secret::new(text))),
            // Closed, or nobody answered in time: the browser does not tell which (Web Authentication 14.5.1).
            Err(error) => match get(&error, "name").as_string().as_deref() {
                Some("NotAllowedError" | "AbortError") => Outcome::Closed,
                _ => Outcome::Unable,
            },
        }
    }
}

fn ask(ceremony: &Ceremony, options: &str, email: Option<&str>, end: Option<&JsValue>) -> Option<JsValue> {
    let told = JSON::parse(options).ok()?;
    let (parse, verb) = match ceremony {
        Ceremony::Make => {
            name(&told, email);
            ("parseCreationOptionsFromJSON", "create")
        }
        Ceremony::SignIn => ("parseRequestOptionsFromJSON", "get"),
    };
    let whole = Object::new();
    set(&whole, "publicKey", &call(&keeper(), parse, &[told])?);
    if let Some(end) = end {
        set(&whole, "mediation", &"conditional".into());
        set(&whole, "signal", &get(end, "signal"));
    }
    call(&get(&navigator(), "credentials"), verb, &[whole.into()])
}

/// A shop that does not know yet whose it will be leaves the name open; the keeper shows it in its list.
fn name(told: &JsValue, email: Option<&str>) {
    let user = get(told, "user");
    for member in ["name", "displayName"] {
        let is_open = get(&user, member).as_string().is_none_or(|name| name.is_empty());
        if let (true, true, Some(email)) = (is_open, user.is_object(), email) {
            set(user.unchecked_ref(), member, &email.into());
        }
    }
}

fn read(credential: &JsValue) -> Option<String> {
    let told = call(credential, "toJSON", &[])?;
    let text = JSON::stringify(&told).ok()?.as_string()?;
    (text.len() <= LONGEST).then_some(text)
}

fn keeper() -> JsValue {
    get(&js_sys::global(), "PublicKeyCredential")
}

fn navigator() -> JsValue {
    get(&js_sys::global(), "navigator")
}

fn get(of: &JsValue, name: &str) -> JsValue {
    Reflect::get(of, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn set(on: &Object, name: &str, value: &JsValue) {
    // An object of our own takes every member.
    let _ = Reflect::set(on, &name.into(), value);
}

fn call(on: &JsValue, name: &str, with: &[JsValue]) -> Option<JsValue> {
    let function: Function = get(on, name).dyn_into().ok()?;
    function.apply(on, &with.iter().cloned().collect::<Array>()).ok()
}
