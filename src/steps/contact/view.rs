//! Contact, on screen: one field, what it is for, and a question that is not ticked.

use crate::{
    app::{self, Session, use_session},
    checkout::{
        Event,
        progress::{self, StepId},
    },
    domain::problem::Field,
    i18n::{fault, key},
    lazy::{Lazy, Part},
    pages::checkout::{Later, back_to, forward_to, has_doors},
    ui::{
        Actions, Button, ButtonLook, Link, LinkLook, Reassure, TextField,
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
    let later = expect_context::<Later>();
    let offer = move || later.shop.show_quietly(Lazy::Better);
    // Only their places: what stands in them comes with the part of accounts, where the shop has any.
    let doors = has_doors(session);
    let account = move |of| {
        let draw = if of == Lazy::Doors { Part::show_around } else { Part::show_quietly };
        live(move || doors.get().then(|| draw(later.account, of)))
    };
    let title = el("div", "")
        .child(el("h1", "kassa-title").set("tabindex", "-1").child(session.text(key::CONTACT_TITLE)))
        .child(el("p", "kassa-lead").child(session.text(key::CONTACT_LEAD)));
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
        {account(Lazy::Panel)}
        {later.shop.show_quietly(Lazy::Asides)}
    };
    all([
        title.view(),
        el("div", "kassa-stack").child(account(Lazy::Doors)).child(fields.into_any()).view(),
        view! { <StepActions note=key::CONTACT_LATER /> }.into_any(),
    ])
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
    let busy = session.open(|_, open| open.tokenizing.is_some() || open.hurried);
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
            href=app::href(session, step.0)
            look=LinkLook::Plain
            icon=path::BACK
            mirrored=true
            on_press=session.on(move || Event::GoTo(step.0.to_owned()))
        />
    }
    .into_any()
}
