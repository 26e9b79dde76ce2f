//! What stands under the e-mail field: a better spelling of a mistyped address (UX-12), a wish that is not ticked, what the
//! address is used for. It travels with what stands around the step: the first
//! field works without it.

use crate::{
    app::{self, Session, use_session},
    checkout::Event,
    domain::{check::email::suggestion, problem::Field},
    i18n::key,
    pages::frame::text_link,
    steps::{
        agree::{boxes, consent},
        why::why,
    },
    ui::{
        CheckBox, Disclosure, Suggestion,
        el::{all, el, live},
        path,
    },
};
use leptos::prelude::*;

/// The address to take instead, if there is one.
#[component]
pub fn Better() -> impl IntoView {
    let session = use_session();
    let email = session.typed(Field::Email);
    let left = session.slice(|checkout| checkout.answers.judged(Field::Email));
    // Offered once the field was left: while typing it would jump about.
    let better = Memo::new(move |_| if left.get() { suggestion(&email.get()) } else { None });
    let take = UnsyncCallback::new(move |()| {
        if let Some(better) = better.get_untracked() {
            session.announcer.polite(
                session.words.with_untracked(|words| words.with(key::CONTACT_SUGGESTION_TAKEN, &[("email", &better)])),
            );
            session.dispatch(Event::Typed(Field::Email, better));
            app::focus_field(session, Field::Email);
        }
    });
    live(move || {
        let email = better.get()?;
        Some(view! { <Suggestion lead=session.text(key::CONTACT_DID_YOU_MEAN) value=email on_take=take /> }.into_any())
    })
}

/// What stands under the field: a wish that is not ticked, and what the address is used for.
#[component]
pub fn Asides() -> impl IntoView {
    let session = use_session();
    // A shop that keeps no such wish is not asked for one.
    let keeps = session.slice(|checkout| checkout.facts().can.news);
    let said = session
        .slice(|checkout| checkout.shop.house.as_ref().is_some_and(|house| house.purpose(Field::Email).is_some()));
    let plain = move || {
        view! {
            <Disclosure label=session.text(key::CONTACT_PRIVACY) icon=path::INFO muted=true>
                {session.text(key::CONTACT_PRIVACY_TEXT)}
            </Disclosure>
        }
        .into_any()
    };
    // The merchant's own words on marketing take the place of ours.
    let own = boxes(session, true);
    let wishes = move || match own.get() {
        own if own.is_empty() => keeps.get().then(|| news(session)),
        own => {
            let drawn = own.into_iter().map(|(field, of)| consent(session, field, of, text_link));
            Some(el("div", "kassa-agree").child(all(drawn)).view())
        }
    };
    let use_ = move || {
        if said.get() { why(session, Field::Email, session.text(key::FIELD_EMAIL_LABEL)) } else { plain() }
    };
    all([live(wishes), live(use_)])
}

fn news(session: Session) -> AnyView {
    view! {
        <CheckBox
            field=Field::News
            label=session.text(key::FIELD_NEWS_LABEL)
            note=session.text(key::CONTACT_NEWS_NOTE)
            checked=session.slice(|checkout| checkout.answers.ticked(Field::News))
            on_change=session.ticks(Field::News)
        />
    }
    .into_any()
}
