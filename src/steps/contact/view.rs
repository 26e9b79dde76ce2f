//! Contact, on screen: one field, what it is for, and a question that is not ticked.

use crate::{
    app::{self, Session, use_session},
    checkout::{
        Event,
        progress::{self, StepId},
    },
    domain::{check::email::suggestion, problem::Field},
    i18n::{fault, key},
    pages::checkout::{back_to, forward_to},
    ui::{
        Actions, Button, ButtonLook, CheckBox, Disclosure, Link, LinkLook, Reassure, Suggestion, TextField,
        el::{all, el, live},
        path,
    },
};
use leptos::prelude::*;

/// The contact step.
#[component]
pub fn Contact() -> impl IntoView {
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
    let offer = move || {
        live(move || {
            let email = better.get()?;
            Some(
                view! { <Suggestion lead=session.text(key::CONTACT_DID_YOU_MEAN) value=email on_take=take /> }
                    .into_any(),
            )
        })
    };
    let title = el("div", "")
        .child(el("h1", "kassa-title").set("tabindex", "-1").child(session.text(key::CONTACT_TITLE)))
        .child(el("p", "kassa-lead").child(session.text(key::CONTACT_LEAD)));
    // A shop that keeps no such wish is not asked for one.
    let keeps = session.slice(|checkout| checkout.facts().can.news);
    let news = live(move || keeps.get().then(|| news(session)));
    let fields = view! {
        <TextField
            field=Field::Email
            label=session.text(key::FIELD_EMAIL_LABEL)
            hint=session.text(key::FIELD_EMAIL_HINT)
            value=email
            problem=session.problem_among(Field::Email, fault::email)
            enterkeyhint="done"
            after=offer
            on_input=session.types(Field::Email)
            on_leave=session.leaves(Field::Email)
        />
        {news}
        <Disclosure label=session.text(key::CONTACT_PRIVACY) icon=path::INFO muted=true>
            {session.text(key::CONTACT_PRIVACY_TEXT)}
        </Disclosure>
    };
    all([
        title.view(),
        el("div", "kassa-stack").child(fields.into_any()).view(),
        view! { <StepActions note=key::CONTACT_LATER /> }.into_any(),
    ])
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

/// The way on and the way back, the same on every step.
#[component]
pub fn StepActions(
    /// The line of trust beside the way forward.
    note: crate::i18n::Key,
) -> impl IntoView {
    let session = use_session();
    let around = session.open(|checkout, open| {
        let plan = checkout.plan();
        (progress::previous(plan, &open.quote, open.at), progress::onward(checkout, open))
    });
    let forward = session.say(move |words| around.get().1.map(|next| words.text(forward_to(next))).unwrap_or_default());
    let busy = session.open(|_, open| open.tokenizing.is_some());
    let back = move || live(move || Some(way_back(session, around.get().0?)));
    view! {
        <Actions back=back>
            <Reassure text=session.text(note) />
            <Button label=forward look=ButtonLook::Primary submit=true busy=busy />
        </Actions>
    }
}

/// The way back to a step.
pub fn way_back(session: Session, step: StepId) -> AnyView {
    view! {
        <Link
            label=session.text(back_to(step))
            href=app::href(step.0)
            look=LinkLook::Plain
            icon=path::BACK
            mirrored=true
            on_press=session.on(move || Event::GoTo(step.0.to_owned()))
        />
    }
    .into_any()
}
