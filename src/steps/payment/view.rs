//! Payment, on screen: the ways to pay with what each costs and when it is charged, the card fields of
//! the provider, whom the bill is made out to.

use crate::{
    app::{self, Session, use_session},
    checkout::{CardState, Event, Notice as Said},
    domain::{
        MethodId,
        delivery::How,
        money::Money,
        payment::{MethodOffer, NotOffered as Why, brand_name},
        problem::{AddressUse, Field},
    },
    i18n::{Key, Words, key},
    payment::{
        self, MethodSpec,
        providers::vault::{Setup, Told, Vault},
    },
    steps::{
        contact::view::StepActions,
        delivery::view::AddressFields,
        summary_of::{Finished, charged},
    },
    ui::{
        CheckBox, IconLook, Mark, Notice, NoticeKind, OptionList, OptionRow, Reassure,
        el::{all, each, el, follow, live},
        field::error_line,
        icon::icon,
        path,
    },
};
use leptos::{html, prelude::*};
use std::rc::Rc;

/// The payment step.
#[component]
pub fn Payment() -> impl IntoView {
    let session = use_session();
    let offers = session.quoted(|_, quote| quote.methods.clone());
    let chosen = session.quoted(|checkout, quote| checkout.answers.method(quote).ok().flatten());
    let by_card = Memo::new(move |_| chosen.get().as_ref().and_then(payment::method).is_some_and(|spec| spec.token));
    let known = move || offers.with(|offers| offers.iter().filter_map(|offer| payment::method(&offer.id)).collect());
    let row = move |spec| method_row(session, offers, chosen, spec);
    let ways = view! {
        <OptionList
            field=Field::Method
            legend=session.text(key::PAYMENT_METHODS)
            problem=session.problem(Field::Method)
        >
            {each(known, |spec: &&MethodSpec| spec.id.to_owned(), row)}
        </OptionList>
        <NotOffered session=session />
    };
    let title = el("h1", "kassa-title")
        .set("id", "payment-title")
        .set("tabindex", "-1")
        .child(session.text(key::PAYMENT_TITLE));
    let safe =
        el("span", "kassa-safe").child(icon(path::LOCK, IconLook::Small)).child(session.text(key::SHELL_ENCRYPTED));
    let section = el("section", "kassa-section")
        .set("aria-labelledby", "payment-title")
        .child(el("div", "kassa-section__head").child(title).child(safe))
        .child(ways.into_any());
    let rest = view! {
        <Billing session=session />
        <StepActions note=key::PAYMENT_NOTHING_CHARGED />
    };
    all([
        view! { <Finished /> }.into_any(),
        section.view(),
        live(move || by_card.get().then(|| bank(session))),
        rest.into_any(),
    ])
}

/// What the bank may ask.
fn bank(session: Session) -> AnyView {
    view! {
        <Notice
            kind=NoticeKind::Info
            icon=path::SHIELD
            title=session.text(key::PAYMENT_BANK_TITLE)
            text=session.text(key::PAYMENT_BANK_TEXT)
        />
    }
    .into_any()
}

/// A way to pay. It follows what the shop offers, so that its radio and the frame of card fields stay (UX-14).
fn method_row(
    session: Session,
    offers: Memo<Vec<MethodOffer>>,
    chosen: Memo<Option<MethodId>>,
    spec: &'static MethodSpec,
) -> AnyView {
    let offer =
        Signal::derive(move || offers.with(|offers| offers.iter().find(|offer| offer.id.as_str() == spec.id).cloned()));
    let text = session.say(move |words| {
        let moment = offer
            .with(|offer| offer.as_ref().and_then(|offer| offer.charged).map(|moment| charged(words, moment)))
            .unwrap_or_default();
        match spec.text {
            Some(text) => [words.text(text).as_str(), " ", &moment].concat(),
            None => moment,
        }
    });
    let price = Signal::derive(move || {
        let fee = offer.with(|offer| offer.as_ref().and_then(fee))?;
        Some(session.words.with(|words| words.with(key::SHARED_FEE, &[("amount", &words.money(fee))])))
    });
    let marks = ViewFn::from(move || live(move || offer.with(|offer| marks(spec, offer.as_ref()?))));
    let panel = spec.token.then(|| {
        let brands = Signal::derive(move || offer.get().map(|offer| offer.brands).unwrap_or_default());
        ViewFn::from(move || view! { <CardFields session=session brands=brands /> })
    });
    view! {
        <OptionRow
            field=Field::Method
            value=spec.id.to_owned()
            title=session.text(spec.title)
            text=text
            price=price
            aside=Some(marks)
            panel=panel
            keep_panel=true
            chosen=Memo::new(move |_| chosen.with(|chosen| chosen.as_ref().is_some_and(|id| id.as_str() == spec.id)))
            on_choose=session.on(move || Event::Chose(Field::Method, spec.id.to_owned()))
        />
    }
    .into_any()
}

/// What it costs, if anything.
fn fee(offer: &MethodOffer) -> Option<Money> {
    offer.fee.filter(|fee| !fee.is_zero())
}

/// The plates at the end of a row, where there is no fee.
fn marks(spec: &MethodSpec, offer: &MethodOffer) -> Option<AnyView> {
    if fee(offer).is_some() {
        return None;
    }
    if offer.brands.is_empty() {
        return Some(view! { <Mark brand=spec.mark /> }.into_any());
    }
    let mark = |brand: &String| view! { <Mark brand=brand.clone() name=brand_name(brand) /> }.into_any();
    Some(el("span", "kassa-marks").child(all(offer.brands.iter().take(3).map(mark))).view())
}

/// What is not offered, and why (S4-14).
#[component]
fn NotOffered(session: Session) -> impl IntoView {
    let refused = session.quoted(|_, quote| quote.not_offered.clone());
    let sentences = session.say(move |words| {
        let sentence = |(id, why): &(MethodId, Why)| not_offered(words, id, *why);
        refused.with(|refused| refused.iter().filter_map(sentence).collect::<Vec<_>>().join(" "))
    });
    // An empty line would still take its place.
    let is_some = Memo::new(move |_| sentences.with(|text| !text.is_empty()));
    live(move || is_some.get().then(|| el("p", "kassa-muted kassa-small").child(sentences)))
}

fn not_offered(words: &Words, id: &MethodId, why: Why) -> Option<String> {
    let method = match id.as_str() {
        "cash-on-delivery" => words.text(key::METHOD_CASH_ON_DELIVERY_TITLE),
        _ => words.text(payment::method(id)?.title),
    };
    let named = ("method", method.as_str());
    let limited = |text, limit| words.with(text, &[named, ("amount", &words.money(limit))]);
    Some(match why {
        Why::Country => words.with(key::PAYMENT_NOT_OFFERED_COUNTRY, &[named]),
        Why::AboveLimit(limit) => limited(key::PAYMENT_NOT_OFFERED_ABOVE, limit),
        Why::BelowLimit(limit) => limited(key::PAYMENT_NOT_OFFERED_BELOW, limit),
        Why::CollectOnly => words.with(key::PAYMENT_NOT_OFFERED_COLLECT, &[named]),
        Why::Never => words.with(key::PAYMENT_NOT_OFFERED_NEVER, &[named]),
    })
}

/// Whom the bill is made out to (UX-04).
#[component]
fn Billing(session: Session) -> impl IntoView {
    let elsewhere = session.quoted(|checkout, quote| checkout.answers.bills_elsewhere(quote));
    // Without an address to ship to there is none to be the same as: then one can be asked for.
    let ships = session.quoted(|checkout, quote| quote.delivery.needed && checkout.answers.how(quote) == How::Ship);
    let change = move |ticked: bool| {
        let wanted = if ships.get_untracked() { !ticked } else { ticked };
        session.dispatch(Event::Chose(Field::BillElsewhere, if wanted { "1".into() } else { String::new() }));
    };
    let label = session.say(move |words| {
        words.text(if ships.get() { key::PAYMENT_BILLING_SAME } else { key::PAYMENT_BILLING_WANTED })
    });
    let note = session.text(key::PAYMENT_BILLING_NOTE);
    let note = Signal::derive(move || ships.get().then(|| note.get()));
    let same = view! {
        <CheckBox
            field=Field::BillElsewhere
            label=label
            note=note
            checked=Signal::derive(move || ships.get() != elsewhere.get())
            on_change=change
        />
    };
    let address = move || {
        elsewhere.get().then(|| {
            all([
                el("h2", "kassa-section__title").child(session.text(key::PAYMENT_BILLING)).view(),
                view! { <AddressFields use_=AddressUse::Billing /> }.into_any(),
            ])
        })
    };
    el("section", "kassa-section").child(same.into_any()).child(live(address)).view()
}

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

/// The provider's frame. Where its files are is told by the page (`<meta name="kassa-vault">`).
#[component]
fn CardFields(session: Session, brands: Signal<Vec<String>>) -> impl IntoView {
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
        saved: None,
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
