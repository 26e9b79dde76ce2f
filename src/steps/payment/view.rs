//! Payment, on screen: the ways to pay with what each costs and when it is charged, the card fields of
//! the provider, whom the bill is made out to.

use crate::{
    app::{Session, use_session},
    checkout::Event,
    domain::{
        MethodId,
        delivery::How,
        money::Money,
        payment::{MethodOffer, NotOffered as Why, brand_name},
        problem::{AddressUse, Field},
    },
    i18n::{Words, key},
    payment::{self, MethodSpec},
    steps::{
        contact::view::StepActions,
        delivery::view::AddressFields,
        payment::fields::CardFields,
        summary_of::{Finished, charged},
    },
    ui::{
        CheckBox, IconLook, Mark, Notice, NoticeKind, OptionList, OptionRow,
        el::{all, each, el, live},
        icon::icon,
        path,
    },
};
use leptos::prelude::*;

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
