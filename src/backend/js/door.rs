//! The door to the page: finds `window.kassaBackend`, calls its functions, and waits for their promises.
//!
//! Always true: nothing that a function throws gets further than here, and no value of the page's leaves: what crosses
//! is JSON text. No text is ever run as a script, so the strictest content policy allows it.

use super::{Door, FUNCTIONS, Found, Js, Look, Threw};
use crate::backend::{Backend, World, config::Wrong, http::Later};
use js_sys::{Array, Error, Function, JSON, Promise, Reflect};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// Where the object is expected.
const GLOBAL: &str = "kassaBackend";

/// The backend that the page supplies. It is looked for when the checkout starts, not before.
///
/// # Errors
/// None: what is missing is known only later.
pub fn adapter(world: World) -> Result<Rc<dyn Backend>, Wrong> {
    Ok(Rc::new(Js::new(Page(world.object), world.http, world.config)))
}

/// The page around, and the object that it handed over, if it did.
#[derive(Clone, Debug)]
pub struct Page(pub JsValue);

impl Door for Page {
    fn look(&self) -> Later<'_, Look> {
        Box::pin(async {
            match object(&self.0).await {
                Ok(None) => Look::Nothing,
                Ok(Some(object)) => Look::Found(found(&object)),
                Err(what) => Look::Other(words(&what)),
            }
        })
    }

    fn call<'a>(&'a self, function: &'static str, arguments: &str) -> Later<'a, Result<Option<String>, Threw>> {
        // Ours, so it is JSON.
        let arguments = JSON::parse(arguments).ok().and_then(|list| list.dyn_into::<Array>().ok()).unwrap_or_default();
        Box::pin(async move {
            let answer = called(&self.0, function, &arguments).await.map_err(|thrown| {
                let object = thrown.is_object().then(|| written(&thrown).ok().flatten()).flatten();
                Threw::Thrown(object, words(&thrown))
            })?;
            written(&answer).map_err(|why| Threw::NotJson(words(&why)))
        })
    }
}

/// The object, once its promise has brought it, if it is one; an error is what stands there instead.
async fn object(handed: &JsValue) -> Result<Option<JsValue>, JsValue> {
    let there = if handed.is_undefined() { Reflect::get(&js_sys::global(), &GLOBAL.into())? } else { handed.clone() };
    if there.is_undefined() || there.is_null() {
        return Ok(None);
    }
    let object = settled(&there).await?;
    if object.is_object() { Ok(Some(object)) } else { Err(object) }
}

/// What a value is once it is here: itself, unless it is a promise, of whatever make.
async fn settled(value: &JsValue) -> Result<JsValue, JsValue> {
    JsFuture::from(Promise::resolve(value)).await
}

fn found(object: &JsValue) -> Found {
    let facts = Reflect::get(object, &"facts".into()).ok().and_then(|facts| written(&facts).ok().flatten());
    let is_there = |path: &&str| function(object, path).is_ok_and(|found| found.is_some());
    Found { facts, functions: FUNCTIONS.into_iter().filter(is_there).collect() }
}

/// A function by its path, with the object it is a member of.
fn function(object: &JsValue, path: &str) -> Result<Option<(Function, JsValue)>, JsValue> {
    let (owner, name) = match path.split_once('.') {
        Some((group, name)) => (Reflect::get(object, &group.into())?, name),
        None => (object.clone(), path),
    };
    if !owner.is_object() {
        return Ok(None);
    }
    let member = Reflect::get(&owner, &name.into())?;
    Ok(member.dyn_into().ok().map(|function| (function, owner)))
}

async fn called(handed: &JsValue, path: &'static str, arguments: &Array) -> Result<JsValue, JsValue> {
    let gone = || JsValue::from("nothing: it is no longer there");
    let object = object(handed).await?.ok_or_else(gone)?;
    let (function, owner) = function(&object, path)?.ok_or_else(gone)?;
    settled(&function.apply(&owner, arguments)?).await
}

/// A value as JSON text; `None` for what JSON leaves out.
fn written(value: &JsValue) -> Result<Option<String>, JsValue> {
    Ok(JsValue::from(JSON::stringify(value)?).as_string())
}

/// A value in words, for the console: an error with the place it was made at.
fn words(value: &JsValue) -> String {
    if let Some(error) = value.dyn_ref::<Error>() {
        let stack = Reflect::get(error, &"stack".into()).ok().and_then(|stack| stack.as_string()).unwrap_or_default();
        let name = String::from(error.to_string());
        return if stack.starts_with(&name) { stack } else { [&name, "\n", &stack].concat().trim_end().to_owned() };
    }
    value.as_string().or_else(|| written(value).ok().flatten()).unwrap_or_else(|| "something that has no words".into())
}
