//! The contract of payment providers, as a third party meets it (docs/providers.md).

use kassa::{
    checkout::CardState,
    domain::{
        payment::{CardFace, Decline},
        secret::Secret,
    },
    i18n::LANGUAGES,
    payment::providers::{Asked, Fields, Provider, Setup, Told},
};
use std::{cell::RefCell, rc::Rc};
use wasm_bindgen::JsCast;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::HtmlElement;

struct Till;

impl Provider for Till {
    fn mount(&self, slot: HtmlElement, setup: Rc<dyn Fn() -> Setup>, tell: Rc<dyn Fn(Told)>) -> Rc<dyn Fields> {
        // A document of the provider's; its own channel tells when it is ready and what is typed.
        slot.set_inner_text(setup().language.tag);
        tell(Told::Ready);
        tell(Told::Card(CardState::Complete { brand: Some("visa".into()) }));
        Rc::new(Drawer { tell })
    }
}

struct Drawer {
    tell: Rc<dyn Fn(Told)>,
}

impl Fields for Drawer {
    fn tokenize(&self, number: u64) {
        let face = CardFace { brand: "visa".into(), last4: "4242".into() };
        (self.tell)(Told::Token(number, Ok((Secret::new("till_1".into()), face))));
    }
    fn judge(&self) {}
    fn focus(&self) {}
    fn declined(&self, _: Decline) {}
    fn speak(&self, _: &Setup) {}
    fn dress(&self, _: &Setup) {}
}

fn setup() -> Setup {
    Setup {
        words: Vec::new(),
        language: LANGUAGES[0],
        brands: Vec::new(),
        dark: false,
        amount: None,
        country: None,
        save: false,
        saved: None,
    }
}

#[wasm_bindgen_test]
async fn a_provider_of_a_third_party_tells_and_ends() {
    let provider: Rc<dyn Provider> = Rc::new(Till);
    let document = web_sys::window().unwrap().document().unwrap();
    let slot: HtmlElement = document.create_element("div").unwrap().unchecked_into();
    let heard = Rc::new(RefCell::new(Vec::new()));
    let ear = heard.clone();
    let tell = move |told: Told| {
        ear.borrow_mut().push(match told {
            Told::Ready => "ready".to_owned(),
            Told::Card(CardState::Complete { .. }) => "complete".to_owned(),
            Told::Token(number, Ok((_, face))) => format!("token {number} {}", face.last4),
            _ => "something else".to_owned(),
        });
    };
    let fields = provider.mount(slot.clone(), Rc::new(setup), Rc::new(tell));
    fields.tokenize(7);
    fields.reckon(&setup());
    assert_eq!(*heard.borrow(), ["ready", "complete", "token 7 4242"]);
    assert_eq!(slot.inner_text(), "en");
    // What a shop never asks of it is over at once.
    provider.confirm(Asked { client: String::new(), token: None }).await;
}
