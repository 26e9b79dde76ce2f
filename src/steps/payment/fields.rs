//! The fields of the payment provider that the page names, on screen: opened in their place, kept told, heard.

use crate::{
    app::{self, Session},
    checkout::{CardState, Event, Notice as Said},
    domain::problem::Field,
    i18n::{Key, Words, key},
    payment::providers::vault::{Setup, Told, Vault},
    ui::{
        Reassure,
        el::{el, follow, live},
        field::error_line,
    },
};
use leptos::{html, prelude::*};
use std::rc::Rc;

/// The sentences of the card fields, in the language on screen; the frame has none of its own but English.
fn card_words(words: &Words) -> Vec<(&'static str, String)> {
    CARD_WORDS.iter().map(|key| (key.id, words.text(*key))).collect()
}

/// Every key that the frame reads (`public/vault/words.js`).
const CARD_WORDS: &[Key] = &[
    key::CARD_TITLE,
    key::CARD_NUMBER_LABEL,
    key::CARD_NUMBER_FAULT_MISSING,
    key::CARD_NUMBER_FAULT_TOO_SHORT,
    key::CARD_NUMBER_FAULT_TOO_LONG,
    key::CARD_NUMBER_FAULT_BAD_CHARACTER,
    key::CARD_NUMBER_FAULT_CHECKSUM,
    key::CARD_NUMBER_FAULT_UNSUPPORTED_BRAND,
    key::CARD_NUMBER_FAULT_DECLINED,
    key::CARD_NUMBER_FAULT_WRONG,
    key::CARD_EXPIRY_LABEL,
    key::CARD_EXPIRY_FAULT_MISSING,
    key::CARD_EXPIRY_FAULT_TOO_SHORT,
    key::CARD_EXPIRY_FAULT_SHAPE,
    key::CARD_EXPIRY_FAULT_BAD_CHARACTER,
    key::CARD_EXPIRY_FAULT_NO_SUCH_MONTH,
    key::CARD_EXPIRY_FAULT_EXPIRED,
    key::CARD_EXPIRY_FAULT_TOO_FAR,
    key::CARD_EXPIRY_FAULT_DECLINED,
    key::CARD_CODE_LABEL,
    key::CARD_CODE_HINT_3,
    key::CARD_CODE_HINT_4,
    key::CARD_CODE_FAULT_MISSING,
    key::CARD_CODE_FAULT_TOO_SHORT,
    key::CARD_CODE_FAULT_TOO_LONG,
    key::CARD_CODE_FAULT_BAD_CHARACTER,
    key::CARD_CODE_FAULT_DECLINED,
];

/// The provider's frame. Where its files are is told by the page (`<meta name="kassa-vault">`).
#[component]
pub fn CardFields(
    /// The purchase.
    session: Session,
    /// Brands the shop takes; none for whatever the provider takes.
    brands: Signal<Vec<String>>,
) -> impl IntoView {
    let frame = NodeRef::<html::Iframe>::new();
    let vault = StoredValue::new_local(None::<Rc<Vault>>);
    let height = RwSignal::new(0_u32);
    let tell = move |told: Told| match told {
        Told::Ready => {}
        Told::Height(px) => {
            let _ = height.try_set(px);
        }
        Told::Card(card, _) => session.dispatch(Event::Card(card)),
        Told::Submit => session.dispatch(Event::Continue),
        Told::Token(number, answer) => session.dispatch(Event::Tokenized(number, answer)),
    };
    follow(move || {
        let Some(frame) = frame.get() else { return };
        let opened = Vault::open(frame, &app::vault_base(), app::random_key(), move || setup(session, brands), tell);
        if let Some(opened) = &opened {
            let asked = opened.clone();
            session.set_tokenizer(Some(Rc::new(move |number| asked.tokenize(number))));
        }
        vault.set_value(opened);
    });
    keep_told(session, brands, vault);
    on_cleanup(move || {
        session.set_tokenizer(None);
        session.dispatch(Event::Card(CardState::Empty));
    });
    follow(move || {
        if let Some(frame) = frame.get() {
            let style = web_sys::HtmlElement::style(&frame);
            // A property, not an attribute: the policy forbids style attributes (SEC-11).
            let _ = style.set_property("--kassa-vault-height", &[&height.get().to_string(), "px"].concat());
        }
    });
    let title = session.text(key::CARD_TITLE);
    let problem = session.problem(Field::Card);
    let frame = el("iframe", "kassa-vault")
        .toggle("kassa-vault--here", move || height.get() > 0)
        .follow("title", move || Some(title.get()))
        .node(frame);
    el("div", "kassa-card-form")
        .set("id", Field::Card.name())
        .set("tabindex", "-1")
        .child(frame)
        .child(live(move || problem.get().map(|problem| error_line("card-error".into(), problem))))
        .child(view! { <Reassure text=session.text(key::METHOD_CARD_PRIVATE) /> }.into_any())
        .view()
}

/// What the frame is told at first.
fn setup(session: Session, brands: Signal<Vec<String>>) -> Setup {
    Setup {
        words: session.words.with_untracked(card_words),
        language: session.words.with_untracked(Words::language),
        brands: brands.get_untracked(),
        dark: app::dark(),
    }
}

/// What the frame is told later: faults to show, another language, another look.
fn keep_told(session: Session, brands: Signal<Vec<String>>, vault: StoredValue<Option<Rc<Vault>>, LocalStorage>) {
    // A refusal of the step shows every fault in the frame, too.
    let judged = session.open(|checkout, open| {
        open.listing && !matches!(checkout.card, CardState::Complete { .. } | CardState::Token { .. })
    });
    let declined = session.open(|_, open| match open.notice {
        Some(Said::Declined(decline)) => Some(decline),
        _ => None,
    });
    follow(move || {
        if judged.get() {
            vault.with_value(|vault| vault.as_ref().map(|vault| vault.judge()));
        }
    });
    follow(move || {
        if let Some(decline) = declined.get() {
            vault.with_value(|vault| vault.as_ref().map(|vault| vault.declined(decline)));
        }
    });
    // The first language and the first look are part of the setup.
    let mut spoken = false;
    follow(move || {
        session.words.track();
        if core::mem::replace(&mut spoken, true) {
            vault.with_value(|vault| vault.as_ref().map(|vault| vault.speak(&setup(session, brands))));
        }
    });
    let mut dressed = false;
    follow(move || {
        session.theme.track();
        if core::mem::replace(&mut dressed, true) {
            // After the page has changed its own look, which the frame copies.
            request_animation_frame(move || {
                vault.try_with_value(|vault| vault.as_ref().map(|vault| vault.dress(app::dark())));
            });
        }
    });
}
