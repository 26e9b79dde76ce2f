//! The fields of the payment provider that the page names, on screen: opened in their place, kept told, heard.

use crate::{
    app::{self, Session, use_session},
    checkout::{CardState, Checkout, Event, Notice as Said, TokenFault},
    domain::{
        MethodId,
        payment::CardFace,
        problem::{AddressUse, Field},
    },
    i18n::{Key, Words, key},
    payment::providers::{Fields, Lack, Setup, Told},
    steps::payment::ways::Of,
    ui::{
        Button, Notice, NoticeKind,
        el::{all, el, follow, live},
    },
};
use leptos::{html, prelude::*};
use std::{rc::Rc, time::Duration};
use web_sys::HtmlElement;

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
    key::CARD_BRAND_LEGEND,
    key::CARD_BRAND_HINT,
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

/// Whether the fields are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Here {
    Coming,
    Yes,
    No(Lack),
}

/// How long a provider may take over a token, in seconds. Nothing is ordered yet: the shopper is told and may try again.
const PATIENCE: u64 = 20;

/// What the provider has put into its slot; nothing before it is there.
type Opened = StoredValue<Option<Rc<dyn Fields>>, LocalStorage>;

/// The fields of the provider that the page names (`<meta name="kassa-provider">`), in a slot in the light DOM. What they are of
/// is said by whoever holds their place.
#[component]
pub fn CardFields() -> impl IntoView {
    let (session, Of { method, brands, saved }) = (use_session(), expect_context());
    let slot = NodeRef::<html::Div>::new();
    let here = RwSignal::new(Here::Coming);
    let opened: Opened = StoredValue::new_local(None);
    let setup = move || setup(session, brands, saved);
    let method = StoredValue::new(method);
    let id = move || method.try_get_value().unwrap_or_else(|| MethodId(String::new()));
    let open = move || {
        if let Some(slot) = slot.get_untracked() {
            session.spawn(self::open(session, id(), slot.into(), here, opened, Rc::new(setup)));
        }
    };
    follow(move || {
        if slot.get().is_some() {
            open();
        }
    });
    let chosen_method = session.slice(Checkout::method);
    let chosen = Memo::new(move |_| chosen_method.get() == Some(id()));
    keep_told(session, opened, chosen, setup);
    // For another card the fields are other ones.
    let mut first = true;
    follow(move || {
        saved.track();
        if !core::mem::take(&mut first) {
            session.dispatch(Event::Card(id(), CardState::Empty));
            here.set(Here::Coming);
            open();
        }
    });
    on_cleanup(move || {
        session.set_tokenizer(&id(), None);
        session.dispatch(Event::Card(id(), CardState::Empty));
    });
    let again = UnsyncCallback::new(move |()| {
        here.set(Here::Coming);
        open();
    });
    let lacking = move || match here.get() {
        Here::No(lack) => Some(missing(session, lack, again)),
        Here::Coming | Here::Yes => None,
    };
    all([
        el("div", "kassa-provider")
            .toggle("kassa-gone", move || matches!(here.get(), Here::No(_)))
            .flag("aria-busy", move || here.get() == Here::Coming)
            .node(slot)
            .view(),
        live(lacking),
    ])
}

/// A way to pay that the page around has registered.
#[cfg(feature = "widget")]
fn registered(session: Session, method: &MethodId) -> Option<Rc<dyn crate::payment::providers::Provider>> {
    use crate::payment::providers::registered::{Method, Registered};
    use wasm_bindgen::JsCast;
    let name = method.as_str().strip_prefix("page:")?;
    let object = session.host().object(&["method:", name].concat());
    object.is_object().then(|| -> Rc<dyn crate::payment::providers::Provider> {
        Rc::new(Registered(object.unchecked_into::<Method>()))
    })
}

/// Opens the fields; again after they were missing.
async fn open(
    session: Session,
    method: MethodId,
    slot: HtmlElement,
    here: RwSignal<Here>,
    opened: Opened,
    setup: Rc<dyn Fn() -> Setup>,
) {
    #[cfg(feature = "widget")]
    let found = match registered(session, &method) {
        Some(provider) => Ok(provider),
        None => app::provider(session).await,
    };
    #[cfg(not(feature = "widget"))]
    let found = app::provider(session).await;
    // The step may be gone by now.
    if here.try_get_untracked().is_none() {
        return;
    }
    let provider = match found {
        Ok(provider) => provider,
        Err(lack) => return here.set(Here::No(lack)),
    };
    let of = method.clone();
    let tell = move |told: Told| match told {
        Told::Ready => {
            let _ = here.try_set(Here::Yes);
        }
        Told::Card(card) => session.dispatch(Event::Card(of.clone(), card)),
        Told::Submit => session.dispatch(Event::Continue),
        Told::Token(number, answer) => session.dispatch(Event::Tokenized(number, answer)),
        Told::Missing(lack) => {
            let _ = here.try_set(Here::No(lack));
            session.set_tokenizer(&of, None);
            session.dispatch(Event::Card(of.clone(), CardState::Empty));
        }
    };
    let name = method.as_str();
    let light = || session.host().place(&["payment-", name.strip_prefix("page:").unwrap_or(name)].concat(), &slot);
    let place = if provider.needs_light() { light() } else { None };
    let fields = provider.mount(place.unwrap_or_else(|| slot.clone()), setup, Rc::new(tell));
    let asked = fields.clone();
    session.set_tokenizer(
        &method,
        Some(Rc::new(move |number| {
            asked.tokenize(number);
            let late = move || session.dispatch(Event::Tokenized(number, Err(TokenFault::NoAnswer)));
            set_timeout(late, Duration::from_secs(PATIENCE));
        })),
    );
    let _ = opened.try_set_value(Some(fields));
}

/// Instead of the fields: why, and the way to try again. Other ways to pay are beside it, and nothing typed is lost.
fn missing(session: Session, lack: Lack, again: UnsyncCallback<()>) -> AnyView {
    let text = match lack {
        Lack::Settings => key::CARD_MISSING_SETTINGS,
        Lack::Script => key::CARD_MISSING_SCRIPT,
        Lack::Fields => key::CARD_MISSING_FIELDS,
    };
    session.announcer.assertive(session.words.with_untracked(|words| words.text(key::CARD_MISSING_TITLE)));
    view! {
        <Notice kind=NoticeKind::Warning title=session.text(key::CARD_MISSING_TITLE) text=session.text(text)>
            <Button label=session.text(key::SHARED_RETRY) on_press=again />
        </Notice>
    }
    .into_any()
}

/// What the fields are to look like, and what they are for.
fn setup(session: Session, brands: Signal<Vec<String>>, saved: MaybeProp<CardFace>) -> Setup {
    let (amount, country) = session.peek(|checkout| {
        let quote = checkout.quote();
        let country = quote.map(|quote| checkout.answers.country(AddressUse::Billing, quote));
        (quote.map(|quote| quote.totals.due), country)
    });
    Setup {
        words: session.words.with_untracked(card_words),
        language: session.words.with_untracked(Words::language),
        brands: brands.get_untracked(),
        dark: app::dark(session),
        amount,
        country,
        save: session.peek(saves),
        saved: saved.get_untracked(),
    }
}

/// Whether the card that is typed in is to be kept for next time.
fn saves(checkout: &Checkout) -> bool {
    checkout.facts().can.wallet && checkout.answers.ticked(Field::SaveCard)
}

/// What the fields are told later: faults to show, another language, another look, another amount.
fn keep_told(session: Session, opened: Opened, chosen: Memo<bool>, setup: impl Fn() -> Setup + Copy + 'static) {
    let with = move |act: &dyn Fn(&dyn Fields)| {
        // Out of the store first: what is done may come back here.
        if let Some(fields) = opened.try_get_value().flatten() {
            act(&*fields);
        }
    };
    // A refusal of the step shows every fault in the fields, too.
    let judged = session.open(|checkout, open| {
        open.listing && !matches!(checkout.card, CardState::Complete { .. } | CardState::Token { .. })
    });
    let declined = session.open(|_, open| match open.notice {
        Some(Said::Declined(decline)) => Some(decline),
        _ => None,
    });
    follow(move || {
        // What is refused is refused of the chosen method: other fields keep their peace.
        if judged.get() && chosen.get_untracked() {
            with(&|fields| fields.judge());
        }
    });
    follow(move || {
        if let Some(decline) = declined.get().filter(|_| chosen.get_untracked()) {
            with(&|fields| fields.declined(decline));
        }
    });
    // The first language, look and amount are part of the setup.
    let mut spoken = false;
    follow(move || {
        session.words.track();
        if core::mem::replace(&mut spoken, true) {
            with(&|fields| fields.speak(&setup()));
        }
    });
    // A page that leaves its look to the device changes with it, and nobody tells the session.
    let device = app::device_dark();
    let mut dressed = false;
    follow(move || {
        session.theme.track();
        device.track();
        if core::mem::replace(&mut dressed, true) {
            // After the page has changed its own look, which the fields copy.
            request_animation_frame(move || with(&|fields| fields.dress(&setup())));
        }
    });
    let total = session.quoted(|_, quote| Some(quote.totals.due));
    let saves = session.slice(saves);
    let mut reckoned = false;
    follow(move || {
        // Read, not only tracked: a memo that nobody has read yet does not know what it follows.
        let _ = (total.get(), saves.get());
        if core::mem::replace(&mut reckoned, true) {
            with(&|fields| fields.reckon(&setup()));
        }
    });
}
