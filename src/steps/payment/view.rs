//! Payment, on screen: the ways to pay with what each costs and when it is charged, the card fields of
//! the provider, whom the bill is made out to.

use crate::ui::erased::live;
use crate::{
    app::{self, Session, use_session},
    checkout::{CardState, Event},
    domain::{
        delivery::How,
        payment::MethodOffer,
        problem::{AddressUse, Field},
    },
    i18n::{Key, Words, key},
    payment::{
        self,
        providers::vault::{Setup, Told, Vault},
    },
    steps::{
        contact::view::StepActions,
        delivery::view::AddressFields,
        summary_of::{Finished, charged},
    },
    ui::{CheckBox, Mark, Notice, NoticeKind, OptionList, OptionRow, Reassure, path},
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
    let rows = move || {
        let known = offers.get().into_iter().filter(|offer| payment::method(&offer.id).is_some());
        known.map(|offer| method_row(session, chosen, offer)).collect_view()
    };
    view! {
        <Finished />
        <section class="kassa-section" aria-labelledby="payment-title">
            <div class="kassa-section__head">
                <h1 class="kassa-title" id="payment-title" tabindex="-1">
                    {session.text(key::PAYMENT_TITLE)}
                </h1>
                <span class="kassa-safe">
                    {crate::ui::icon::icon(path::LOCK, crate::ui::IconLook::Small)}
                    {session.text(key::SHELL_ENCRYPTED)}
                </span>
            </div>
            <OptionList
                field=Field::Method
                legend=session.text(key::PAYMENT_METHODS)
                problem=session.problem(Field::Method)
            >
                {rows}
            </OptionList>
            <NotOffered session=session />
        </section>
        {live(move || {
            by_card
                .get()
                .then(|| {
                    view! {
                        <Notice
                            kind=NoticeKind::Info
                            icon=path::SHIELD
                            title=session.text(key::PAYMENT_BANK_TITLE)
                            text=session.text(key::PAYMENT_BANK_TEXT)
                        />
                    }
                })
        })}
        <Billing session=session />
        <StepActions note=key::PAYMENT_NOTHING_CHARGED />
    }
}

fn method_row(
    session: Session,
    chosen: Memo<Option<crate::domain::MethodId>>,
    offer: MethodOffer,
) -> Option<impl IntoView> {
    let spec = payment::method(&offer.id)?;
    let moment = offer.charged;
    let text = session.say(move |words| {
        let moment = charged(words, moment);
        match spec.text {
            Some(text) => [words.text(text).as_str(), " ", &moment].concat(),
            None => moment,
        }
    });
    let fee = offer.fee.filter(|fee| !fee.is_zero());
    let price = Signal::derive(move || {
        fee.map(|fee| session.words.with(|words| words.with(key::SHARED_FEE, &[("amount", &words.money(fee))])))
    });
    let brands = offer.brands.clone();
    let marks = ViewFn::from(move || {
        if fee.is_some() {
            return ().into_any();
        }
        if brands.is_empty() {
            return view! { <Mark brand=spec.mark /> }.into_any();
        }
        let shown = brands.iter().take(3).map(|brand| {
            let name = crate::domain::payment::brand_name(brand);
            view! { <Mark brand=brand.clone() name=name /> }
        });
        view! { <span class="kassa-marks">{shown.collect_view()}</span> }.into_any()
    });
    let id = offer.id.clone();
    let wanted = offer.id.as_str().to_owned();
    let panel = spec.token.then(|| {
        let brands = offer.brands.clone();
        ViewFn::from(move || view! { <CardFields session=session brands=brands.clone() /> })
    });
    Some(view! {
        <OptionRow
            field=Field::Method
            value=offer.id.as_str().to_owned()
            title=session.text(spec.title)
            text=text
            price=price
            aside=Some(marks)
            panel=panel
            keep_panel=true
            chosen=Memo::new(move |_| chosen.with(|chosen| chosen.as_ref() == Some(&id)))
            on_choose=session.on(move || Event::Chose(Field::Method, wanted.clone()))
        />
    })
}

/// What is not offered, and why (S4-14).
#[component]
fn NotOffered(session: Session) -> impl IntoView {
    use crate::domain::payment::NotOffered as Why;
    let refused = session.quoted(|_, quote| quote.not_offered.clone());
    let sentences = move || {
        session.words.with(|words| {
            refused
                .get()
                .into_iter()
                .filter_map(|(id, why)| {
                    let method = match id.as_str() {
                        "cash-on-delivery" => words.text(key::METHOD_CASH_ON_DELIVERY_TITLE),
                        _ => words.text(payment::method(&id)?.title),
                    };
                    let named = ("method", method.as_str());
                    Some(match why {
                        Why::Country => words.with(key::PAYMENT_NOT_OFFERED_COUNTRY, &[named]),
                        Why::AboveLimit(limit) => {
                            words.with(key::PAYMENT_NOT_OFFERED_ABOVE, &[named, ("amount", &words.money(limit))])
                        }
                        Why::BelowLimit(limit) => {
                            words.with(key::PAYMENT_NOT_OFFERED_BELOW, &[named, ("amount", &words.money(limit))])
                        }
                        Why::CollectOnly => words.with(key::PAYMENT_NOT_OFFERED_COLLECT, &[named]),
                        Why::Never => words.with(key::PAYMENT_NOT_OFFERED_NEVER, &[named]),
                    })
                })
                .collect::<Vec<_>>()
                .join(" ")
        })
    };
    view! { <p class="kassa-muted kassa-small">{sentences}</p> }
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
    view! {
        <section class="kassa-section">
            <CheckBox
                field=Field::BillElsewhere
                label=label
                note=note
                checked=Signal::derive(move || ships.get() != elsewhere.get())
                on_change=change
            />
            {live(move || {
                elsewhere
                    .get()
                    .then(|| {
                        view! {
                            <h2 class="kassa-section__title">{session.text(key::PAYMENT_BILLING)}</h2>
                            <AddressFields use_=AddressUse::Billing />
                        }
                    })
            })}
        </section>
    }
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
fn CardFields(session: Session, brands: Vec<String>) -> impl IntoView {
    let frame = NodeRef::<html::Iframe>::new();
    let vault = StoredValue::new_local(None::<Rc<Vault>>);
    let height = RwSignal::new(0_u32);
    let setup = move || Setup {
        words: session.words.with_untracked(card_words),
        language: session.words.with_untracked(Words::language),
        brands: brands.clone(),
        dark: app::dark(),
    };
    let setup = StoredValue::new_local(setup);
    let tell = move |told: Told| match told {
        Told::Ready => {}
        Told::Height(px) => {
            let _ = height.try_set(px);
        }
        Told::Card(card, _) => session.dispatch(Event::Card(card)),
        Told::Submit => session.dispatch(Event::Continue),
        Told::Token(number, answer) => session.dispatch(Event::Tokenized(number, answer)),
    };
    Effect::new(move |_| {
        let Some(frame) = frame.get() else { return };
        let opened =
            Vault::open(frame, &app::vault_base(), app::random_key(), move || setup.with_value(|setup| setup()), tell);
        if let Some(opened) = &opened {
            let asked = opened.clone();
            session.set_tokenizer(Some(Rc::new(move |number| asked.tokenize(number))));
        }
        vault.set_value(opened);
    });
    // A refusal of the step shows every fault in the frame, too.
    let judged = session.open(|checkout, open| {
        open.listing && !matches!(checkout.card, CardState::Complete { .. } | CardState::Token { .. })
    });
    let declined = session.open(|_, open| match open.notice {
        Some(crate::checkout::Notice::Declined(decline)) => Some(decline),
        _ => None,
    });
    Effect::new(move |_| {
        if judged.get() {
            vault.with_value(|vault| vault.as_ref().map(|vault| vault.judge()));
        }
    });
    Effect::new(move |_| {
        if let Some(decline) = declined.get() {
            vault.with_value(|vault| vault.as_ref().map(|vault| vault.declined(decline)));
        }
    });
    Effect::new(move |before: Option<()>| {
        session.words.track();
        if before.is_some() {
            vault.with_value(|vault| vault.as_ref().map(|vault| vault.speak(&setup.with_value(|setup| setup()))));
        }
    });
    Effect::new(move |before: Option<()>| {
        session.theme.track();
        if before.is_some() {
            // After the page has changed its own look, which the frame copies.
            request_animation_frame(move || {
                vault.try_with_value(|vault| vault.as_ref().map(|vault| vault.dress(app::dark())));
            });
        }
    });
    on_cleanup(move || {
        session.set_tokenizer(None);
        session.dispatch(Event::Card(CardState::Empty));
    });
    let problem = session.problem(Field::Card);
    let size = move || {
        if let Some(frame) = frame.get() {
            let style = web_sys::HtmlElement::style(&frame);
            // A property, not an attribute: the policy forbids style attributes (SEC-11).
            let _ = style.set_property("--kassa-vault-height", &[&height.get().to_string(), "px"].concat());
        }
    };
    Effect::new(move |_| size());
    let shown = move || if height.get() > 0 { "kassa-vault kassa-vault--here" } else { "kassa-vault" };
    view! {
        <div class="kassa-card-form" id=Field::Card.name() tabindex="-1">
            <iframe
                class=shown
                node_ref=frame
                title=session.text(key::CARD_TITLE)
            ></iframe>
            {live(move || {
                problem.get().map(|problem| crate::ui::field::error_line("card-error".into(), problem).view())
            })}
            <Reassure text=session.text(key::METHOD_CARD_PRIVATE) />
        </div>
    }
}
