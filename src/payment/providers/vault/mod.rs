//! The page's side of `vault`, our hosted card fields (`public/vault/README.md` holds the protocol).
//!
//! Always true: the number, the expiry and the code are typed into a document of the provider's and
//! never reach this one; what comes back is a token, a brand and four digits. A message counts only if
//! origin, source, version and nonce are right (SEC-15).

use super::{Fields, Lack, Page, Provider, Setup, Told};
use crate::{
    checkout::{CardState, TokenFault},
    domain::{
        payment::{CardFace, Decline},
        secret::Secret,
        setting::Wrong,
    },
};
use js_sys::{Array, Object, Reflect};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::prelude::*;
use web_sys::{HtmlElement, HtmlIFrameElement, MessageEvent, MessagePort};

/// The version of the protocol, first word of every message before the channel is open.
const VERSION: &str = "kassa-vault/1";

/// The tokens a provider's frame may take over: what its fields are drawn with.
const TOKENS: [&str; 17] = [
    "--kassa-color-text",
    "--kassa-color-text-secondary",
    "--kassa-color-surface",
    "--kassa-color-border-strong",
    "--kassa-color-danger",
    "--kassa-color-focus",
    "--kassa-color-autofill",
    "--kassa-font-family",
    "--kassa-font-size-base",
    "--kassa-font-weight-regular",
    "--kassa-font-weight-medium",
    "--kassa-space-unit",
    "--kassa-input-radius",
    "--kassa-input-height",
    "--kassa-hairline",
    "--kassa-motion",
    "--kassa-line-height",
];

/// What hears messages; kept alive while they may come.
type Ear = Closure<dyn FnMut(MessageEvent)>;

/// The provider whose files are under an address, told by the page (`<meta name="kassa-vault">`): only the one who serves
/// them knows it.
///
/// # Errors
/// When it is no address.
pub fn provider(page: Page) -> Result<Rc<dyn Provider>, Wrong> {
    let base = (page.setting)("vault").unwrap_or_else(|| [&page.files, "vault/"].concat());
    let here = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    if !base.ends_with('/') || web_sys::Url::new_with_base(&base, &here).is_err() {
        return Err(Wrong { name: "vault", expects: "an address that ends in a slash", is: Some(base) });
    }
    Ok(Rc::new(Hosted { base, random: page.random }))
}

/// The provider.
struct Hosted {
    /// An address of this page's or another origin, ending in a slash.
    base: String,
    random: fn() -> String,
}

impl Provider for Hosted {
    fn mount(&self, slot: HtmlElement, setup: Rc<dyn Fn() -> Setup>, tell: Rc<dyn Fn(Told)>) -> Rc<dyn Fields> {
        let vault = Vault::open(slot, &self.base, (self.random)(), setup, tell.clone());
        match vault {
            Some(vault) => vault,
            None => {
                tell(Told::Missing(Lack::Fields));
                Rc::new(Closed)
            }
        }
    }
}

/// Instead of a frame that could not be opened: it hears nothing.
struct Closed;

impl Fields for Closed {
    fn tokenize(&self, _: u64) {}
    fn judge(&self) {}
    fn focus(&self) {}
    fn declined(&self, _: Decline) {}
    fn speak(&self, _: &Setup) {}
    fn dress(&self, _: &Setup) {}
}

/// A frame of card fields.
pub struct Vault {
    frame: HtmlIFrameElement,
    port: RefCell<Option<MessagePort>>,
    /// The window that has said hello. A frame that is moved in the page gets another one, and begins anew.
    met: RefCell<JsValue>,
    /// Kept alive while the frame is.
    heard: RefCell<Vec<Ear>>,
}

/// What the frame is told of brands. A shop that names none takes whatever its provider takes.
fn told_brands(brands: &[String]) -> JsValue {
    if brands.is_empty() {
        return JsValue::NULL;
    }
    brands.iter().map(|brand| JsValue::from_str(brand)).collect::<Array>().into()
}

impl Vault {
    /// Opens the fields in `slot`, at the provider whose files are under `base`. `None` where the browser cannot.
    pub fn open(
        slot: HtmlElement,
        base: &str,
        nonce: String,
        setup: Rc<dyn Fn() -> Setup>,
        tell: Rc<dyn Fn(Told)>,
    ) -> Option<Rc<Self>> {
        let window = web_sys::window()?;
        let here = window.location().origin().ok()?;
        let address = web_sys::Url::new_with_base(base, &window.location().href().ok()?).ok()?;
        let origin = address.origin();
        let frame: HtmlIFrameElement = window.document()?.create_element("iframe").ok()?.unchecked_into();
        frame.set_class_name("kassa-vault");
        named(&frame, &setup());
        let vault =
            Rc::new(Self { frame, port: RefCell::new(None), met: RefCell::default(), heard: RefCell::new(Vec::new()) });
        let waiting = Rc::downgrade(&vault);
        let (from, secret) = (origin, nonce.clone());
        let hello = Ear::new(move |message: MessageEvent| {
            let Some(vault) = waiting.upgrade() else { return };
            let meant = message.origin() == from
                && message.source().is_some_and(|source| {
                    vault.frame.content_window().is_some_and(|window| js_sys::Object::is(&source, &window))
                })
                && text(&message.data(), "v").as_deref() == Some(VERSION)
                && text(&message.data(), "type").as_deref() == Some("hello")
                && text(&message.data(), "nonce").as_deref() == Some(secret.as_str());
            let window = vault.frame.content_window().map(JsValue::from).unwrap_or_default();
            // Answered where it came from. Its window may show another document by then, of which a browser tells the console;
            // a port whose other end is gone is silent.
            let port = get(&message, "ports").and_then(|ports| get(&ports, "0")).filter(JsValue::is_object);
            // Once for each window.
            if let Some(port) = port.filter(|_| meant && !js_sys::Object::is(&vault.met.borrow(), &window)) {
                vault.met.replace(window);
                // What was typed in the one before is gone.
                if vault.port.borrow_mut().take().is_some() {
                    tell(Told::Card(CardState::Empty));
                }
                vault.shake_hands(port.unchecked_into(), &secret, setup(), tell.clone());
            }
        });
        // Listening comes before the frame can speak.
        window.add_event_listener_with_callback("message", hello.as_ref().unchecked_ref()).ok()?;
        vault.heard.borrow_mut().push(hello);
        let parent: String = js_sys::encode_uri_component(&here).into();
        vault.frame.set_src(&[address.href().as_str(), "card.html?parent=", &parent, "#", &nonce].concat());
        slot.replace_children_with_node_1(&vault.frame);
        Some(vault)
    }

    fn shake_hands(&self, port: MessagePort, nonce: &str, setup: Setup, tell: Rc<dyn Fn(Told)>) {
        let frame = self.frame.clone();
        let hear = Ear::new(move |message: MessageEvent| match text(&message.data(), "type").as_deref() {
            Some("height") => grow(&frame, count(&message.data(), "px")),
            _ => {
                if let Some(told) = read(&message.data()) {
                    tell(told);
                }
            }
        });
        port.set_onmessage(Some(hear.as_ref().unchecked_ref()));
        self.heard.borrow_mut().push(hear);
        *self.port.borrow_mut() = Some(port);
        let init = message("init");
        put(&init, "v", &VERSION.into());
        put(&init, "nonce", &nonce.into());
        put(&init, "words", &words_object(&setup.words));
        put(&init, "lang", &setup.language.tag.into());
        put(&init, "dir", &setup.language.direction.attribute().into());
        put(&init, "tokens", &self.tokens());
        put(&init, "scheme", &if setup.dark { "dark" } else { "light" }.into());
        put(&init, "brands", &told_brands(&setup.brands));
        if let Some(face) = &setup.saved {
            let card = Object::new();
            put(&card, "brand", &face.brand.as_str().into());
            put(&card, "last4", &face.last4.as_str().into());
            put(&init, "mode", &"code".into());
            put(&init, "card", &card);
        }
        self.say(&init);
    }

    /// The tokens as the page computes them: the frame takes values only.
    fn tokens(&self) -> JsValue {
        let tokens = Object::new();
        let style = web_sys::window().and_then(|window| window.get_computed_style(&self.frame).ok().flatten());
        if let Some(style) = style {
            for name in TOKENS {
                let value = style.get_property_value(name).unwrap_or_default();
                if !value.trim().is_empty() {
                    put(&tokens, name, &value.trim().into());
                }
            }
        }
        tokens.into()
    }

    fn say(&self, message: &Object) {
        if let Some(port) = &*self.port.borrow() {
            // A port whose other end is gone swallows what is posted; the checkout then hears nothing.
            let _ = port.post_message(message);
        }
    }

    /// Whether the handshake is done.
    pub fn is_open(&self) -> bool {
        self.port.borrow().is_some()
    }
}

impl Fields for Vault {
    fn tokenize(&self, number: u64) {
        let ask = message("tokenize");
        put(&ask, "id", &number.to_string().into());
        self.say(&ask);
    }

    fn judge(&self) {
        self.say(&message("judge"));
    }

    fn focus(&self) {
        let _ = self.frame.focus();
        self.say(&message("focus"));
    }

    fn declined(&self, decline: Decline) {
        // The code is typed again, number and expiry stay, and the field the bank means says so.
        let reset = message("reset");
        put(&reset, "code", &JsValue::TRUE);
        self.say(&reset);
        let (field, fault) = match decline {
            Decline::WrongCode => ("code", "declined"),
            Decline::ExpiredCard => ("expiry", "declined"),
            Decline::WrongNumber => ("number", "wrong"),
            _ if decline.same_card_may_work() => return,
            _ => ("number", "declined"),
        };
        let describe = message("describe");
        put(&describe, "field", &field.into());
        put(&describe, "fault", &fault.into());
        self.say(&describe);
    }

    fn speak(&self, setup: &Setup) {
        named(&self.frame, setup);
        let words = message("words");
        put(&words, "words", &words_object(&setup.words));
        put(&words, "lang", &setup.language.tag.into());
        put(&words, "dir", &setup.language.direction.attribute().into());
        self.say(&words);
    }

    fn dress(&self, setup: &Setup) {
        let tokens = message("tokens");
        put(&tokens, "tokens", &self.tokens());
        put(&tokens, "scheme", &if setup.dark { "dark" } else { "light" }.into());
        self.say(&tokens);
    }
}

impl Drop for Vault {
    fn drop(&mut self) {
        if let Some(window) = web_sys::window()
            && let Some(hello) = self.heard.borrow().first()
        {
            let _ = window.remove_event_listener_with_callback("message", hello.as_ref().unchecked_ref());
        }
        if let Some(port) = self.port.borrow_mut().take() {
            port.close();
        }
        self.frame.remove();
    }
}

/// The frame's name for those who listen: the title of the fields.
fn named(frame: &HtmlIFrameElement, setup: &Setup) {
    let title = setup.words.iter().find(|(name, _)| *name == "card.title").map(|(_, title)| title.as_str());
    frame.set_title(title.unwrap_or_default());
}

/// The frame has said how high it is: its fields are drawn.
fn grow(frame: &HtmlIFrameElement, px: u32) {
    // A property, not an attribute: the policy forbids style attributes (SEC-11).
    let _ = HtmlElement::style(frame).set_property("--kassa-vault-height", &[&px.to_string(), "px"].concat());
    let _ = frame.class_list().toggle_with_force("kassa-vault--here", px > 0);
}

fn message(kind: &str) -> Object {
    let object = Object::new();
    put(&object, "type", &kind.into());
    object
}

fn put(object: &Object, name: &str, value: &JsValue) {
    // A fresh plain object takes every property.
    let _ = Reflect::set(object, &name.into(), value);
}

fn words_object(words: &[(&'static str, String)]) -> JsValue {
    let object = Object::new();
    for (name, sentence) in words {
        put(&object, name, &sentence.into());
    }
    object.into()
}

fn get(value: &JsValue, name: &str) -> Option<JsValue> {
    value.is_object().then(|| Reflect::get(value, &name.into()).ok()).flatten()
}

fn text(value: &JsValue, name: &str) -> Option<String> {
    get(value, name)?.as_string()
}

fn truth(value: &JsValue, name: &str) -> bool {
    get(value, name).is_some_and(|found| found.is_truthy())
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)] // Clamped to what a frame can be.
fn count(value: &JsValue, name: &str) -> u32 {
    get(value, name).and_then(|found| found.as_f64()).map_or(0, |number| number.clamp(0.0, 4000.0) as u32)
}

/// Reads what the frame says. Whatever does not fit is dropped.
fn read(data: &JsValue) -> Option<Told> {
    match text(data, "type")?.as_str() {
        "ready" => Some(Told::Ready),
        "submit" => Some(Told::Submit),
        "state" => {
            let brand = text(data, "brand").filter(|brand| known(brand));
            let card = if truth(data, "complete") {
                CardState::Complete { brand }
            } else if truth(data, "empty") {
                CardState::Empty
            } else {
                CardState::Incomplete { brand }
            };
            Some(Told::Card(card))
        }
        "token" => {
            let id = text(data, "id")?.parse().ok()?;
            let (token, brand, last4) = (text(data, "token")?, text(data, "brand")?, text(data, "last4")?);
            let four_digits = last4.len() == 4 && last4.bytes().all(|byte| byte.is_ascii_digit());
            (known(&brand) && four_digits && token.len() < 500)
                .then(|| Told::Token(id, Ok((Secret::new(token), CardFace { brand, last4 }))))
        }
        "token-error" => Some(Told::Token(text(data, "id")?.parse().ok()?, Err(TokenFault::Incomplete))),
        _ => None,
    }
}

/// A brand is a name of ours; anything else is not put on the page.
fn known(brand: &str) -> bool {
    !crate::domain::payment::brand_name(brand).is_empty()
}
