//! The configuration on the page: it is fetched, told of in the console, and put over looks and backend.
//!
//! Always true: a configuration that cannot be had or read stops nothing. Tokens come as a style sheet made by script, which a
//! Content-Security-Policy without `unsafe-inline` allows; what is in it has passed [`super::token`].

use super::{
    Settings,
    over::{Over, Told},
    read, shape,
};
use crate::{
    app::{Session, speak},
    backend::{
        Backend,
        http::{Fetch, Http, Later, pause},
    },
    i18n::Language,
};
use js_sys::{Array, Function, Reflect};
use std::{
    future::{Future, poll_fn},
    pin::Pin,
    rc::Rc,
    task::Poll,
};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;

/// How long it may take, in milliseconds. Nothing else is shown until it is there.
const TIMEOUT: u32 = 5_000;
/// Marks our own sheet, which a later one takes the place of.
const OURS: &str = "kassa";

/// Puts what a setting leads to over a backend: an address, or the text itself.
pub fn configure(session: Session, source: String, backend: Rc<dyn Backend>) -> Later<'static, Rc<dyn Backend>> {
    Box::pin(async move {
        let text = match source.trim_start() {
            text if text.starts_with('{') => Ok(text.to_owned()),
            address => fetch(address).await,
        };
        let (settings, wrongs) = match text {
            Ok(text) => read(&text),
            Err(why) => {
                Fetch.tell(&why);
                return backend;
            }
        };
        for wrong in wrongs {
            Fetch.tell(&wrong.sentence());
        }
        // A look that cannot be put on is no reason to stop.
        let _ = dress(session, &settings);
        speak_one_of(session, &settings.house.languages);
        let tell = move |told| match told {
            Told::Console(text) => Fetch.tell(&text),
            Told::Variants(variants) => expose(session, &variants),
        };
        let over: Rc<dyn Backend> = Rc::new(Over::new(backend, settings, Rc::new(tell)));
        over
    })
}

/// The text at an address, or what the console is told.
async fn fetch(address: &str) -> Result<String, String> {
    let failed = |why: &str| format!("Kassa: the configuration at {address} {why}; the checkout goes on without it.");
    if !shape::is_address(address) {
        return Err(failed("is no address: https://…, or /… on this site"));
    }
    let mut last = failed("did not come");
    // Once more, for a line that broke.
    for _ in 0..2 {
        match tried(address).await {
            Some(Ok(text)) => return Ok(text),
            Some(Err(why)) => {
                last = failed(&why);
                break;
            }
            None => {}
        }
    }
    Err(last)
}

/// The text, or what was wrong with the answer; `None` where there was none in time. By the page's own `fetch`, which the words
/// come by, too: the adapters' would be in the first download of every page.
async fn tried(address: &str) -> Option<Result<String, String>> {
    let mut asked = JsFuture::from(web_sys::window()?.fetch_with_str(address));
    let mut over = pause(TIMEOUT);
    let answer = poll_fn(|context| match over.as_mut().poll(context) {
        Poll::Ready(()) => Poll::Ready(None),
        Poll::Pending => Pin::new(&mut asked).poll(context).map(Result::ok),
    })
    .await?;
    let response: web_sys::Response = answer.unchecked_into();
    if !response.ok() {
        return Some(Err(format!("was answered with {}", response.status())));
    }
    let json = JsFuture::from(response.json().ok()?).await;
    let text = json.ok().and_then(|json| js_sys::JSON::stringify(&json).ok()).map(String::from);
    Some(text.ok_or_else(|| "is no JSON".to_owned()))
}

/// Where the shop does not speak the language on screen, its first one is spoken.
fn speak_one_of(session: Session, languages: &[String]) {
    let first = languages.first().and_then(|tag| Language::named(tag));
    if let Some(first) = first
        && !languages.iter().any(|tag| tag == session.locale())
    {
        speak(session, first);
    }
}

/// A block of tokens.
fn block(tokens: &[(String, String)]) -> String {
    tokens.iter().map(|(name, value)| ["--kassa-", name, ":", value, ";"].concat()).collect()
}

/// The sheet: our layers, so that it has the power of what it stands in for. In the light it is as strong as our tokens,
/// over which every theme goes; in the dark it goes over our dark theme.
fn sheet(settings: &Settings) -> String {
    let mut text = String::from("@layer reset,tokens,base,components,steps,themes,print,host;");
    if !settings.tokens.is_empty() {
        text += &["@layer tokens{:root,:host,[data-theme]{", &block(&settings.tokens), "}}"].concat();
    }
    if !settings.dark.is_empty() {
        let mut dark = block(&settings.dark);
        if settings.dark.iter().any(|(name, _)| name == "color-primary") {
            // Our dark theme names these; those of another colour are made of it.
            let mixed = |share| {
                ["color-mix(in oklab,var(--kassa-color-primary),var(--kassa-color-text) ", share, "%);"].concat()
            };
            dark +=
                &["--kassa-color-primary-hover:", &mixed("22"), "--kassa-color-primary-active:", &mixed("40")].concat();
        }
        text += &[
            "@layer themes{[data-theme=\"dark\"],:host([theme=\"dark\"]){",
            &dark,
            "}@media (prefers-color-scheme:dark){:root:not([data-theme]),[data-theme=\"auto\"],:host(:not([theme])),\
             :host([theme=\"auto\"]){",
            &dark,
            "}}}",
        ]
        .concat();
    }
    text
}

/// Puts the tokens on the document or the shadow root that holds the checkout.
fn dress(session: Session, settings: &Settings) -> Result<(), JsValue> {
    if settings.tokens.is_empty() && settings.dark.is_empty() {
        return Ok(());
    }
    let Some(root) = session.host().first(".kassa") else { return Ok(()) };
    let tree = call(&root, "getRootNode", &Array::new())?;
    let maker: Function = Reflect::get(&js_sys::global(), &"CSSStyleSheet".into())?.dyn_into()?;
    let made = Reflect::construct(&maker, &Array::new())?;
    call(&made, "replaceSync", &Array::of1(&sheet(settings).into()))?;
    Reflect::set(&made, &OURS.into(), &JsValue::TRUE)?;
    let name = "adoptedStyleSheets".into();
    let others = Array::from(&Reflect::get(&tree, &name)?);
    let sheets = Array::new();
    for sheet in others.iter() {
        let is_ours = Reflect::get(&sheet, &OURS.into()).is_ok_and(|mark| mark.is_truthy());
        if !is_ours {
            sheets.push(&sheet);
        }
    }
    sheets.push(&made);
    Reflect::set(&tree, &name, &sheets).map(drop)
}

fn call(of: &JsValue, name: &str, arguments: &Array) -> Result<JsValue, JsValue> {
    let function: Function = Reflect::get(of, &name.into())?.dyn_into()?;
    function.apply(of, arguments)
}

/// Shows which variants this session sees: on the checkout's root, for a style sheet, and once to whoever listens.
fn expose(session: Session, variants: &[(String, String)]) {
    let Some(root) = session.host().first(".kassa") else { return };
    let pairs: Vec<String> = variants.iter().map(|(id, variant)| [id, ":", variant.as_str()].concat()).collect();
    let _ = root.set_attribute("data-experiments", &pairs.join(" "));
    for (id, variant) in variants {
        // Both are names of letters, digits and `-_.` (`Shape::Name`): nothing to escape.
        let detail = ["{\"experiment\":\"", id, "\",\"variant\":\"", variant, "\"}"].concat();
        // Whoever does not listen misses it.
        let _ = report(session, &root, &detail);
    }
}

/// The element tells it as everything else.
#[cfg(feature = "widget")]
#[allow(clippy::unnecessary_wraps)] // The page's may fail.
fn report(session: Session, _: &web_sys::HtmlElement, detail: &str) -> Result<(), JsValue> {
    session.host().tell("experiment", detail);
    Ok(())
}

/// The page hears an event from the checkout's root.
#[cfg(not(feature = "widget"))]
fn report(_: Session, root: &web_sys::HtmlElement, detail: &str) -> Result<(), JsValue> {
    let maker: Function = Reflect::get(&js_sys::global(), &"CustomEvent".into())?.dyn_into()?;
    let options = js_sys::Object::new();
    Reflect::set(&options, &"bubbles".into(), &JsValue::TRUE)?;
    Reflect::set(&options, &"detail".into(), &js_sys::JSON::parse(detail)?)?;
    let event = Reflect::construct(&maker, &Array::of2(&"kassa-experiment".into(), &options))?;
    call(root, "dispatchEvent", &Array::of1(&event)).map(drop)
}
