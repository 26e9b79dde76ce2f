//! What the finished steps came to, in a line each, with the way to change it (UX-19).

use crate::{
    app::{self, use_session},
    checkout::{
        CardState, Checkout, Event,
        progress::{StepId, StepStatus, statuses},
    },
    domain::{
        account::Recognised,
        delivery::{Delivery, How},
        payment::kind,
        problem::AddressUse,
        quote::Quote,
    },
    i18n::{Key, Words, key},
    payment,
    steps::{company::told, payment::ways::method_title},
    ui::{
        ReviewRow, ReviewRows,
        el::{all, live},
    },
};
use leptos::prelude::*;

/// One finished answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answered {
    /// The step that asked.
    pub step: &'static str,
    /// What was asked.
    pub label: Key,
    /// The name of the link that changes it.
    pub change: Key,
    /// The answer.
    pub value: String,
    /// More of it, on the review step.
    pub more: Vec<String>,
    /// The plate before it.
    pub mark: Option<String>,
}

/// The answers of all steps before this one.
pub fn answered(words: &Words, checkout: &Checkout, quote: &Quote, at: StepId) -> Vec<Answered> {
    let before: Vec<&str> = statuses(checkout, quote, at)
        .into_iter()
        .take_while(|(_, status)| *status == StepStatus::Done)
        .map(|(id, _)| id.0)
        .collect();
    let mut rows = Vec::new();
    if before.contains(&"contact")
        && let Ok(contact) = checkout.answers.contact()
    {
        let mut by = row("contact", key::REVIEW_CONTACT, key::REVIEW_CHANGE_CONTACT, contact.email.as_str());
        by.more.extend(quote.customer.as_ref().map(|customer| words.text(known_by(customer.how))));
        rows.push(by);
        company(words, quote, &before, &mut rows);
    }
    if before.contains(&"delivery") {
        delivered(words, checkout, quote, &mut rows);
    }
    if before.contains(&"payment") {
        paid(words, checkout, quote, &mut rows);
    }
    rows
}

/// The company, and where it can be changed: a known one by being somebody else.
fn company(words: &Words, quote: &Quote, before: &[&str], rows: &mut Vec<Answered>) {
    let Some(company) = &quote.company else { return };
    let step = match (&company.role, quote.delivery.needed) {
        (Some(_), _) => "contact",
        (None, true) => "delivery",
        (None, false) => "payment",
    };
    // On the step that asks it is in its fields.
    if !before.contains(&step) {
        return;
    }
    let mut row = row(step, key::REVIEW_COMPANY, key::REVIEW_CHANGE_COMPANY, &company.name);
    row.more = told(words, company);
    rows.push(row);
}

/// How the shop knows who it is.
const fn known_by(how: Recognised) -> Key {
    match how {
        Recognised::Password => key::WELCOME_BY_PASSWORD,
        Recognised::Code => key::WELCOME_BY_CODE,
        Recognised::Passkey => key::WELCOME_BY_PASSKEY,
        Recognised::Remembered => key::WELCOME_REMEMBERED,
    }
}

fn row(step: &'static str, label: Key, change: Key, value: &str) -> Answered {
    Answered { step, label, change, value: value.to_owned(), more: Vec::new(), mark: None }
}

fn delivered(words: &Words, checkout: &Checkout, quote: &Quote, rows: &mut Vec<Answered>) {
    match checkout.answers.delivery(quote) {
        Ok(Delivery::Ship { address, rate }) => {
            let mut to = row("delivery", key::REVIEW_DELIVER_TO, key::REVIEW_CHANGE_DELIVER_TO, address.name.as_str());
            to.more.push(address.place());
            to.more.push(words.country(address.country));
            if let Some(phone) = &address.phone {
                to.more.push(phone.typed().to_owned());
            }
            rows.push(to);
            if let Some(rate) = quote.rate(&rate) {
                let mut by = row("delivery", key::REVIEW_METHOD, key::REVIEW_CHANGE_METHOD, &rate.title);
                by.more.extend(rate.window.map(|window| words.window(&window)));
                by.more.extend(Some(rate.carrier.clone()).filter(|carrier| !carrier.is_empty()));
                rows.push(by);
            }
        }
        Ok(Delivery::Collect { point, name, phone }) => {
            if let Some(point) = quote.point(&point) {
                let mut at = row("delivery", key::REVIEW_COLLECT_AT, key::REVIEW_CHANGE_COLLECT, &point.title);
                at.more.push(point.address.clone());
                at.more.push(words.with(key::COLLECT_READY, &[("when", &words.window(&point.ready))]));
                rows.push(at);
            }
            let mut who = row("delivery", key::REVIEW_COLLECTED_BY, key::REVIEW_CHANGE_COLLECT, name.as_str());
            who.more.push(phone.typed().to_owned());
            rows.push(who);
        }
        Ok(Delivery::Nothing) | Err(_) => {}
    }
}

fn paid(words: &Words, checkout: &Checkout, quote: &Quote, rows: &mut Vec<Answered>) {
    let Ok(Some(method)) = checkout.answers.method(quote) else { return };
    let Some(offer) = quote.method(&method) else { return };
    let kept = offer.saved.as_ref().map(|card| &card.face);
    let typed = match &checkout.card {
        CardState::Token { face, .. } if kind(&method) == "card" => Some(face),
        _ => kept,
    };
    let (value, mark) = match typed {
        Some(face) => (card_name(words, &face.brand, &face.last4), face.brand.clone()),
        None => {
            let mark = payment::method(&method).map_or("card", |spec| spec.mark);
            (method_title(words, offer), mark.to_owned())
        }
    };
    let mut with = row("payment", key::REVIEW_PAY_WITH, key::REVIEW_CHANGE_PAY_WITH, &value);
    with.mark = Some(mark);
    with.more.extend(quote.method(&method).and_then(|offer| offer.charged).map(|moment| charged(words, moment)));
    rows.push(with);
    let bill = match checkout.answers.billing(quote) {
        Ok(Some(address)) => [address.name.as_str(), ", ", &address.place()].concat(),
        Ok(None) if quote.delivery.needed && checkout.answers.how(quote) == How::Ship => {
            words.text(key::REVIEW_BILL_SAME)
        }
        Ok(None) => checkout.answers.country(AddressUse::Billing, quote).code().to_owned(),
        Err(_) => return,
    };
    if quote.delivery.needed && checkout.answers.how(quote) == How::Ship || checkout.answers.bills_elsewhere(quote) {
        rows.push(row("payment", key::REVIEW_BILL_TO, key::REVIEW_CHANGE_BILL_TO, &bill));
    }
}

/// `Visa ending 7718`.
pub fn card_name(words: &Words, brand: &str, last4: &str) -> String {
    words.with(key::CARD_ENDING, &[("brand", crate::domain::payment::brand_name(brand)), ("last4", last4)])
}

/// When the money is taken, in a sentence (S2-22).
pub fn charged(words: &Words, moment: crate::domain::payment::ChargeMoment) -> String {
    use crate::domain::payment::ChargeMoment;
    match moment {
        ChargeMoment::Now => words.text(key::PAYMENT_CHARGED_NOW),
        ChargeMoment::AtDispatch => words.text(key::PAYMENT_CHARGED_DISPATCH),
        ChargeMoment::AtCollection => words.text(key::PAYMENT_CHARGED_COLLECTION),
        ChargeMoment::AfterDispatch(days) => words.plural(key::PAYMENT_CHARGED_AFTER, u32::from(days), &[]),
        ChargeMoment::First => words.text(key::PAYMENT_CHARGED_FIRST),
        ChargeMoment::Monthly => words.text(key::PAYMENT_CHARGED_MONTHLY),
        ChargeMoment::InParts => words.text(key::PAYMENT_CHARGED_PARTS),
    }
}

/// The finished steps above the present one.
#[component]
pub fn Finished(
    /// With everything said, on the review step.
    #[prop(optional)]
    whole: bool,
) -> impl IntoView {
    let session = use_session();
    let rows = Signal::derive(move || {
        session.words.with(|words| {
            session.with(|checkout| match &checkout.phase {
                crate::checkout::Phase::Open(open) => answered(words, checkout, &open.quote, open.at),
                _ => Vec::new(),
            })
        })
    });
    let rows = Memo::new(move |_| rows.get());
    let draw = move |row: Answered| {
        let value = if whole || row.more.is_empty() || row.step == "payment" || row.label == key::REVIEW_CONTACT {
            row.value.clone()
        } else {
            // One line while filling in: who and where, how and when.
            [row.value.as_str(), ", ", row.more.first().map_or("", String::as_str)].concat()
        };
        let more = if whole { row.more } else { Vec::new() };
        let step = row.step;
        view! {
            <ReviewRow
                label=session.text(row.label)
                value=value
                more=more
                mark=row.mark
                change=session.text(key::SHARED_CHANGE)
                change_name=session.text(row.change)
                href=app::href(session, step)
                on_change=session.on(move || Event::GoTo(step.to_owned()))
            />
        }
        .into_any()
    };
    live(move || {
        let rows = rows.get();
        (!rows.is_empty()).then(|| {
            let rows = all(rows.into_iter().map(draw));
            view! { <ReviewRows tall=whole>{rows}</ReviewRows> }.into_any()
        })
    })
}
