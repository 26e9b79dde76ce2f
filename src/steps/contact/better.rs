//! A better spelling of a mistyped address, under its field (UX-12). It travels with what stands around the step: the first
//! field works without it.

use crate::{
    app::{self, use_session},
    checkout::Event,
    domain::{check::email::suggestion, problem::Field},
    i18n::key,
    ui::{Suggestion, el::live},
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
            app::focus_field(Field::Email);
        }
    });
    live(move || {
        let email = better.get()?;
        Some(view! { <Suggestion lead=session.text(key::CONTACT_DID_YOU_MEAN) value=email on_take=take /> }.into_any())
    })
}
