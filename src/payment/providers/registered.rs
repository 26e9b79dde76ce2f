//! A way to pay that the page around has registered (`registerPaymentMethod`, `docs/embedding.md`).
//!
//! Always true: it draws in a place of the page's own document, and gives back a token and what may be shown of it, like any
//! provider; whatever it throws or leaves undone becomes a fault of ours and a sentence in the console.

use super::{Asked, Fields, Lack, Provider, Setup, Told};
use crate::{
    checkout::{CardState, TokenFault},
    domain::{
        payment::{CardFace, Decline},
        secret::Secret,
    },
};
use js_sys::{Object, Promise, Reflect};
use std::{future::Future, pin::Pin, rc::Rc};
use wasm_bindgen::{closure::Closure, prelude::*};
use web_sys::HtmlElement;

#[wasm_bindgen]
extern "C" {
    /// The method, as the element's script shows it to us.
    #[derive(Clone)]
    pub type Method;

    #[wasm_bindgen(method, structural, catch)]
    fn mount(this: &Method, place: &HtmlElement, context: &Object, tell: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    fn token(this: &Method, context: &Object) -> Result<Promise, JsValue>;

    #[wasm_bindgen(method, structural, catch)]
    fn told(this: &Method, what: &str, context: &Object) -> Result<JsValue, JsValue>;
}

/// A registered method as a provider of its own fields.
pub struct Registered(pub Method);

/// What it has drawn.
struct Drawn {
    method: Method,
    setup: Rc<dyn Fn() -> Setup>,
    tell: Rc<dyn Fn(Told)>,
    _hears: Closure<dyn Fn(String)>,
}

fn context(setup: &Setup) -> Object {
    let object = Object::new();
    let put = |name: &str, value: JsValue| {
        // An object of ours takes it.
        let _ = Reflect::set(&object, &name.into(), &value);
    };
    put("language", setup.language.tag.into());
    put("dark", setup.dark.into());
    if let Some(amount) = setup.amount {
        put("amount", amount.decimal().into());
        put("currency", amount.currency().code().into());
    }
    if let Some(country) = setup.country {
        put("country", country.code().into());
    }
    object
}

impl Provider for Registered {
    fn needs_light(&self) -> bool {
        true
    }

    fn mount(&self, slot: HtmlElement, setup: Rc<dyn Fn() -> Setup>, tell: Rc<dyn Fn(Told)>) -> Rc<dyn Fields> {
        let says = tell.clone();
        let hears = Closure::<dyn Fn(String)>::new(move |word: String| {
            says(match word.as_str() {
                "complete" => Told::Card(CardState::Complete { brand: None }),
                "submit" => Told::Submit,
                _ => Told::Card(CardState::Incomplete { brand: None }),
            });
        });
        let mounted = self.0.mount(&slot, &context(&setup()), hears.as_ref());
        tell(if mounted.is_ok() { Told::Ready } else { Told::Missing(Lack::Fields) });
        Rc::new(Drawn { method: self.0.clone(), setup, tell, _hears: hears })
    }

    fn confirm(&self, _asked: Asked) -> Pin<Box<dyn Future<Output = ()>>> {
        Box::pin(core::future::ready(()))
    }
}

impl Fields for Drawn {
    fn tokenize(&self, number: u64) {
        let asked = self.method.token(&context(&(self.setup)()));
        let tell = self.tell.clone();
        wasm_bindgen_futures::spawn_local(async move {
            let answer = match asked {
                Ok(promise) => wasm_bindgen_futures::JsFuture::from(promise).await.ok(),
                Err(_) => None,
            };
            let text = |name: &str| Reflect::get(answer.as_ref()?, &name.into()).ok()?.as_string();
            tell(Told::Token(
                number,
                match text("token").filter(|token| !token.is_empty()) {
                    Some(token) => {
                        let face = CardFace { brand: String::new(), last4: text("last4").unwrap_or_default() };
                        Ok((Secret::new(token), face))
                    }
                    None if text("fault").as_deref() == Some("closed") => Err(TokenFault::Closed),
                    None if text("fault").as_deref() == Some("incomplete") => Err(TokenFault::Incomplete),
                    None => Err(TokenFault::NoAnswer),
                },
            ));
        });
    }

    fn judge(&self) {
        self.tells("judge");
    }

    fn focus(&self) {
        self.tells("focus");
    }

    fn declined(&self, _: Decline) {
        self.tells("declined");
    }

    fn speak(&self, _: &Setup) {
        self.tells("update");
    }

    fn dress(&self, _: &Setup) {
        self.tells("update");
    }

    fn reckon(&self, _: &Setup) {
        self.tells("update");
    }
}

impl Drawn {
    fn tells(&self, what: &str) {
        // What it throws is said in the console by the script.
        let _ = self.method.told(what, &context(&(self.setup)()));
    }
}

impl Drop for Drawn {
    fn drop(&mut self) {
        let _ = self.method.told("unmount", &Object::new());
    }
}
