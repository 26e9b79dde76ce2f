//! Confirming in an app: by its link where the page is on the phone, by a code that the phone reads from anywhere else
//! (PAY-03). Both are there: nobody knows for certain where the app is. A part of its own, for shops that offer such a way
//! to pay.

use crate::{
    app::use_session,
    i18n::key,
    pages::{after::AppAsked, qr::Qr},
    ui::{Countdown, el::el},
};
use leptos::prelude::*;

/// The code, the link, and how long there is.
#[component]
pub fn InApp() -> impl IntoView {
    let (session, AppAsked { link, until, name, total }) = (use_session(), expect_context());
    let opened = RwSignal::new(false);
    let open = session.say(move |words| {
        let key = if opened.get() { key::ACTION_APP_AGAIN } else { key::ACTION_APP_OPEN };
        words.with(key, &[("method", &name.get())])
    });
    let label = session.say(move |words| {
        let amount = total.get().map(|total| words.money(total)).unwrap_or_default();
        words.with(key::ACTION_APP_CODE, &[("method", &name.get()), ("amount", &amount)])
    });
    // What another device reads has to be whole.
    let whole = match (link.starts_with('/'), window().location().origin()) {
        (true, Ok(origin)) => [origin, link.clone()].concat(),
        _ => link.clone(),
    };
    let code = el("div", "kassa-app-code")
        .child(view! { <Qr text=Signal::stored(whole) label=label /> }.into_any())
        .child(el("p", "kassa-small kassa-muted").child(session.text(key::ACTION_APP_SCAN)));
    let link = el("a", "kassa-button kassa-button--primary kassa-button--block")
        .own("href", link)
        .set("target", "_blank")
        .set("rel", "noreferrer")
        .on("click", move |_| opened.set(true))
        .child(open);
    el("div", "kassa-stack kassa-moment__card")
        .child(code)
        .child(link)
        .child(view! { <Countdown until=until announcer=session.announcer /> }.into_any())
        .view()
}
