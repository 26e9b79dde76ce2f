//! Welcome back: what the shop knows is filled in, to be looked through and paid. And the ways out of it.

use crate::{
    account::{run::Talking, talk},
    app::{self, Session, use_session},
    i18n::key,
    ui::{
        LinkButton, LinkLook,
        el::{El, all, el, live},
        field::error_line,
    },
};
use leptos::prelude::*;

/// The head of the last step for whoever is signed in.
#[component]
pub fn Welcome() -> impl IntoView {
    let session = use_session();
    let name = session.quoted(|_, quote| quote.customer.as_ref().map(|customer| customer.name.clone()));
    let title = session.say(move |words| match name.get().as_deref().and_then(|name| name.split_whitespace().next()) {
        Some(first) => words.with(key::WELCOME_TITLE, &[("name", first)]),
        None => words.text(key::WELCOME_TITLE_PLAIN),
    });
    let marks = Memo::new(move |_| initials(&name.get().unwrap_or_default()));
    let avatar = live(move || {
        let marks = marks.get();
        (!marks.is_empty()).then(|| el("span", "kassa-welcome__avatar").set("aria-hidden", "true").child(marks))
    });
    let text = el("div", "")
        .child(el("h1", "kassa-title").set("tabindex", "-1").child(title))
        .child(el("p", "kassa-muted").child(session.text(key::WELCOME_LEAD)));
    el("div", "kassa-welcome").child(avatar).child(text).view()
}

/// The first letters of the first and the last name. The style sheet makes capitals of them: tables of letters are large.
fn initials(name: &str) -> String {
    let mut words = name.split_whitespace().filter_map(|word| word.chars().next());
    let first = words.next();
    first.into_iter().chain(words.next_back()).collect()
}

/// Ways out: somebody else, or nobody any more.
#[component]
pub fn WaysOut() -> impl IntoView {
    let session = use_session();
    let device = session.slice(|checkout| checkout.facts().can.doors.device);
    let failed = RwSignal::new(false);
    let text = session.text(key::WELCOME_STILL_HERE);
    let line = live(move || failed.get().then(|| error_line("forget-failed".to_owned(), text.get())));
    let not_you = view! {
        <LinkButton label=session.text(key::WELCOME_NOT_YOU) on_press=move |()| leave(session) />
    };
    let forget = move || {
        device.get().then(|| {
            view! {
                <LinkButton
                    label=session.text(key::WELCOME_FORGET)
                    look=LinkLook::Muted
                    on_press=move |()| forget(session, failed)
                />
            }
            .into_any()
        })
    };
    let links: El = el("div", "kassa-links").child(not_you.into_any()).child(live(forget));
    all([links.view(), el("div", "").set("role", "alert").child(line).view()])
}

/// Signs out, at the contact step: there it is said if it does not work. What the shop says then is a guest's, so the
/// machine forgets what was filled in.
fn leave(session: Session) {
    app::leave_visit(session, "contact");
    Talking::of(session).dispatch(talk::Event::SignOut(talk::Door::Guest));
}

/// Signs out, lets the shop forget this browser, and this browser everything.
fn forget(session: Session, failed: RwSignal<bool>) {
    session.spawn(async move {
        let done = match session.backend().await {
            Ok(backend) => match backend.accounts() {
                Some(accounts) => accounts.remember(false).await.is_ok(),
                None => false,
            },
            Err(_) => false,
        };
        let _ = failed.try_set(!done);
        if done {
            app::erase_and_reload(session);
        }
    });
}
