//! Gift cards and credit, on screen: what pays a part of the order before a method does (S3-42).

use crate::{
    app::{self, Session},
    checkout::Event,
    domain::{
        payment::{Tender, TenderKind},
        problem::{Field, Problem},
    },
    i18n::key,
    ui::{
        Button, IconLook, LinkButton, TextField,
        el::{all, el, follow, live},
        icon::icon,
        path,
    },
};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// What pays a part, and the way to add more.
#[component]
pub fn Tenders(
    /// The purchase.
    session: Session,
) -> impl IntoView {
    let can = session.slice(|checkout| checkout.facts().can.tenders);
    let tenders = session.quoted(|_, quote| quote.totals.tenders.clone());
    let rows = move || all(tenders.get().into_iter().map(move |tender| tender_row(session, tender)));
    live(move || {
        can.get()
            .then(|| el("section", "kassa-stack").child(live(move || Some(rows()))).child(gift_card(session)).view())
    })
}

fn tender_row(session: Session, tender: Tender) -> AnyView {
    let used = !tender.pays.is_zero();
    let id = tender.id.clone();
    let (title, text, action) = session.words.with(|words| {
        let title = match tender.kind {
            TenderKind::GiftCard => words.with(key::PAYMENT_GIFT_CARD, &[("ending", &tender.ending)]),
            TenderKind::Credit => words.text(key::PAYMENT_GIFT_CREDIT),
        };
        let left = words.money(tender.left);
        let says = if used { key::PAYMENT_GIFT_LEFT } else { key::PAYMENT_GIFT_HAS };
        let text = words.with(says, &[("amount", &left)]);
        let action = match (tender.kind, used) {
            (TenderKind::GiftCard, _) => words.with(key::PAYMENT_GIFT_REMOVE, &[("ending", &tender.ending)]),
            (TenderKind::Credit, true) => words.text(key::SHARED_REMOVE),
            (TenderKind::Credit, false) => words.text(key::PAYMENT_GIFT_USE_CREDIT),
        };
        (title, text, action)
    });
    let gift = tender.kind == TenderKind::GiftCard;
    let press = UnsyncCallback::new(move |()| {
        session.dispatch(Event::UseTender(id.clone(), !used && !gift));
        app::focus_id(session, "payment-title");
    });
    let mark = if gift { "giftcard" } else { "credit" };
    el("div", "kassa-tender")
        .child(view! { <crate::ui::Mark brand=mark /> }.into_any())
        .child(
            el("div", "")
                .child(el("p", "kassa-tender__title").child(title))
                .child(el("p", "kassa-small kassa-muted").child(text)),
        )
        .child(view! { <LinkButton label=Signal::stored(action) on_press=press /> }.into_any())
        .view()
}

/// The code of a gift card, behind a word that opens it (UX-05).
fn gift_card(session: Session) -> AnyView {
    let fault = Memo::new(move |_| session.with(|checkout| checkout.answers.refusal(Field::GiftCard)));
    let problem =
        Signal::derive(move || fault.get().map(|fault| session.sentence(Problem::new(Field::GiftCard, fault))));
    follow(move || {
        if let Some(problem) = problem.get() {
            session.announcer.assertive(problem);
        }
    });
    let fields = view! {
        <TextField
            field=Field::GiftCard
            label=session.text(key::PAYMENT_GIFT_LABEL)
            value=session.typed(Field::GiftCard)
            problem=problem
            enterkeyhint="send"
            required=false
            on_input=session.types(Field::GiftCard)
            on_leave=session.leaves(Field::GiftCard)
        />
        <Button label=session.text(key::PAYMENT_GIFT_USE) on_press=session.on(|| Event::AddGiftCard) />
    };
    let toggle = el("summary", "kassa-promo__toggle")
        .child(icon(path::TAG, IconLook::Plain))
        .child(session.text(key::PAYMENT_GIFT_OPEN));
    // It stands in the form of the step: Enter in the field uses the card and does not go on.
    let enter = move |event: web_sys::Event| {
        let in_field = event.target().is_some_and(|target| target.has_type::<web_sys::HtmlInputElement>());
        let is_enter = event.dyn_ref::<web_sys::KeyboardEvent>().is_some_and(|event| event.key() == "Enter");
        if in_field && is_enter {
            event.prevent_default();
            session.dispatch(Event::AddGiftCard);
        }
    };
    let form = el("div", "kassa-promo__form").on("keydown", enter).child(fields.into_any());
    el("details", "kassa-promo").child(toggle).child(form).view()
}
