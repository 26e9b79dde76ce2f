//! Payment, on screen: the ways to pay with what each costs and when it is charged, the card fields of
//! the provider, whom the bill is made out to.

use crate::{
    app::{Session, use_session},
    checkout::Event,
    domain::{
        delivery::How,
        payment::{BankCheck, MethodOffer},
        problem::{AddressUse, Field},
    },
    i18n::key,
    payment::{self, Flow},
    steps::{
        company::Company,
        contact::view::StepActions,
        delivery::view::AddressFields,
        payment::{tenders::Tenders, ways::Ways},
        summary_of::Finished,
    },
    ui::{
        CheckBox, IconLook, Notice, NoticeKind,
        el::{all, el, live},
        icon::icon,
        path,
    },
};
use leptos::prelude::*;

/// The payment step.
#[component]
pub fn Payment() -> impl IntoView {
    let session = use_session();
    let check = session.quoted(|checkout, quote| {
        let offer = checkout.answers.method(quote).ok().flatten().and_then(|id| quote.method(&id).cloned());
        offer.is_some_and(|offer| asks(&offer))
    });
    let title = el("h1", "kassa-title")
        .set("id", "payment-title")
        .set("tabindex", "-1")
        .child(session.text(key::PAYMENT_TITLE));
    let safe =
        el("span", "kassa-safe").child(icon(path::LOCK, IconLook::Small)).child(session.text(key::SHELL_ENCRYPTED));
    let section = el("section", "kassa-section")
        .set("aria-labelledby", "payment-title")
        .child(el("div", "kassa-section__head").child(title).child(safe))
        .child(view! { <Tenders session=session /> }.into_any())
        .child(view! { <Ways session=session /> }.into_any());
    let rest = view! {
        <Billing session=session />
        <StepActions note=key::PAYMENT_NOTHING_CHARGED />
    };
    // Where nothing has to travel there was no step to say it on.
    let travels = session.quoted(|_, quote| quote.delivery.needed);
    let company = live(move || (!travels.get()).then(|| view! { <Company /> }.into_any()));
    all([
        view! { <Finished /> }.into_any(),
        company,
        section.view(),
        live(move || check.get().then(|| bank(session))),
        rest.into_any(),
    ])
}

/// Whether the bank may ask the shopper something: said once, before Pay.
pub fn asks(offer: &MethodOffer) -> bool {
    let typed = payment::method(&offer.id).is_some_and(|spec| matches!(spec.flow, Flow::Fields | Flow::Kept));
    match offer.check {
        BankCheck::Maybe | BankCheck::Always => true,
        BankCheck::Unsaid => typed,
        BankCheck::Never => false,
    }
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
