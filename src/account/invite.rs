//! After the order: a guest's order becomes a customer's, with a passkey or one field (UX-02).
//!
//! Always true: it is the only thing on that page that asks for anything, and nothing depends on it. What it brings is what
//! this shop has. Who is signed in already is not asked.

use super::{
    door,
    run::{CLAIMED, Talking},
    talk::{By, Doing, Door, Event, Over},
};
use crate::{
    app::{Session, use_session},
    checkout::Phase,
    domain::problem::Field,
    i18n::key,
    ui::{
        Button, IconLook, LinkButton, LinkLook,
        el::{El, all, el, follow, live},
        icon::icon,
        path,
    },
};
use leptos::prelude::*;

/// The invitation, or what came of it.
#[component]
pub fn Invite() -> impl IntoView {
    let session = use_session();
    let talking = Talking::of(session);
    let order = session.slice(|checkout| match &checkout.phase {
        Phase::Placed(order) | Phase::UnderReview(order) => Some((order.number.clone(), order.email.clone())),
        _ => None,
    });
    // The shop's doors are told first: effects run in the order in which they were made.
    let doors = talking.slice(|talk| talk.doors().claim);
    follow(move || {
        if let (true, Some((number, email))) = (doors.get(), order.get()) {
            talking.dispatch(Event::Invite(number, email));
        }
    });
    let refused = RwSignal::new(false);
    let asks = talking.slice(|talk| talk.door() == Door::Claim && talk.over().is_none());
    let made = talking.slice(|talk| talk.over() == Some(Over::Claimed));
    all([
        live(move || (asks.get() && !refused.get()).then(|| asking(session, talking, order, refused))),
        live(move || made.get().then(|| done(session, order))),
    ])
}

type Placed = Memo<Option<(crate::domain::OrderNumber, String)>>;

fn email(order: Placed) -> String {
    order.get().map(|(_, email)| email).unwrap_or_default()
}

fn asking(session: Session, talking: Talking, order: Placed, refused: RwSignal<bool>) -> El {
    let (doors, passkeys) = talking.peek(|talk| (talk.doors(), talk.passkeys()));
    let wallet = session.peek(|checkout| checkout.facts().can.wallet);
    let text = if passkeys { key::INVITE_TEXT_PASSKEY } else { key::INVITE_TEXT };
    let perk = |is: bool, text| {
        is.then(|| el("li", "").child(icon(path::CHECK, IconLook::Small)).child(session.text(text)).view())
    };
    let perks: Vec<_> =
        [perk(doors.book, key::INVITE_BOOK), perk(wallet, key::INVITE_WALLET)].into_iter().flatten().collect();
    let perks = (!perks.is_empty()).then(|| el("ul", "kassa-invite__perks").child(perks));
    let sent = talking.slice(|talk| talk.code().is_some());
    let no = move || {
        view! {
            <LinkButton
                label=session.text(key::INVITE_NO)
                look=LinkLook::Muted
                on_press=move |()| {
                    refused.set(true);
                    crate::app::focus_id(session, "next-title");
                }
            />
        }
        .into_any()
    };
    let ways = live(move || {
        if sent.get() {
            return Some(all([door::code(session, talking), no()]));
        }
        let go = passkeys.then(|| {
            view! {
                <Button
                    label=session.text(key::DOOR_CREATE_TITLE)
                    icon=path::KEY
                    busy=door::busy(talking, By::Passkey)
                    on_press=move |()| talking.dispatch(Event::Passkey(String::new()))
                />
            }
            .into_any()
        });
        let label = if passkeys { key::INVITE_CODE_INSTEAD } else { key::DOOR_CODE };
        let code = doors.code.then(|| {
            let sends = talking.slice(|talk| matches!(talk.doing(), Some(Doing::Sending(_))));
            view! {
                <Button
                    label=session.text(label)
                    icon=path::MAIL
                    busy=sends
                    on_press=move |()| talking.dispatch(Event::SendCode(String::new()))
                />
            }
            .into_any()
        });
        let password = (doors.password && !doors.code).then(|| {
            // So that a password manager knows whose it is.
            let user = el("input", "kassa-visually-hidden")
                .set("type", "email")
                .set("autocomplete", "username")
                .set("tabindex", "-1")
                .set("aria-hidden", "true")
                .set("readonly", "")
                .own("value", email(order));
            all([user.view(), door::new_password(session, talking)])
        });
        Some(all([
            password,
            Some(el("div", "kassa-row").child(go).child(code).child(no()).view()),
            Some(door::said_line(session, talking)),
        ]
        .into_iter()
        .flatten()))
    });
    // A form of its own: Enter in its field is meant for it, and a password manager looks for one.
    let submit = move |event: web_sys::Event| {
        event.prevent_default();
        if talking.peek(|talk| talk.code().is_some()) {
            door::give_code(session, talking);
        } else {
            door::give_password(session, talking, Field::NewPassword);
        }
    };
    el("section", "kassa-invite")
        .set("aria-labelledby", "invite-title")
        .child(
            el("div", "")
                .child(
                    el("h2", "kassa-section__title").set("id", "invite-title").child(session.text(key::INVITE_TITLE)),
                )
                .child(el("p", "kassa-small kassa-muted").child(session.text(text))),
        )
        .child(perks)
        .child(el("form", "kassa-stack").set("novalidate", "").on("submit", submit).child(ways))
}

fn done(session: Session, order: Placed) -> El {
    let text = session.say(move |words| {
        let (number, email) = order.get().map(|(number, email)| (number.0, email)).unwrap_or_default();
        words.with(key::INVITE_DONE_TEXT, &[("number", &number), ("email", &email)])
    });
    door::landing(CLAIMED, "kassa-invite")
        .set("aria-labelledby", "invite-title")
        .child(el("h2", "kassa-section__title").set("id", "invite-title").child(session.text(key::INVITE_DONE_TITLE)))
        .child(el("p", "kassa-small").child(text))
}
