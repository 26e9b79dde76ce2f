//! From the static page to a running checkout.
//!
//! The static page shows the frame and the first field before the program is there (`index.html`). It
//! stays until the shop has answered; then what was typed into it is taken over (`ui/shell.rs`).

use super::{Host, Session, look, nav, press, run, store, tabs};
#[cfg(not(feature = "widget"))]
use crate::ui::{Handover, el::follow};
use crate::{
    checkout::{Event, Phase},
    domain::problem::Field,
    i18n::Words,
    pages::checkout::Page,
    steps,
    ui::{Assets, Speech},
};
#[cfg(not(feature = "widget"))]
use leptos::task::{spawn_local, tick};
use leptos::{mount::mount_to, prelude::*};
use std::{any::Any, cell::Cell, rc::Rc};
use web_sys::HtmlElement;

/// Starts a checkout inside `place`, in what it stands in.
///
/// The page's own place holds the static page, which goes once the first screen is whole. `watch` is called before anything is
/// drawn; `keep` gets what ends the checkout when it is dropped.
pub fn start(place: HtmlElement, host: Host, watch: fn(Session), keep: Keep) {
    let language = look::first_language(&host);
    // The words come first, so that nothing is drawn twice; English is here already.
    // (Mounting is what gives the framework its own executor.)
    wasm_bindgen_futures::spawn_local(async move {
        let words = Words::load(language, host.files()).await.unwrap_or_else(|_| Words::english());
        #[cfg(feature = "widget")]
        let words = words.with_own(&look::own_words(&host, language));
        let begun = Rc::new(Cell::new(None));
        let begins = begun.clone();
        let mounted = mount_to(place, move || {
            let session = Session::new(words.clone(), host.clone());
            begins.set(Some(session));
            provide_context(Assets::under(host.files()));
            provide_context(Speech::following(session.words));
            look::set_words(session, words);
            watch(session);
            #[cfg(not(feature = "widget"))]
            take_over(session);
            begin(session);
            view! { <Page session=session /> }
        });
        if let Some(session) = begun.get() {
            keep(session, Box::new(mounted));
        }
    });
}

/// Takes what ends a checkout when it is dropped.
pub type Keep = Box<dyn FnOnce(Session, Box<dyn Any>)>;

/// Once the first screen is whole, the static page has done its work.
#[cfg(not(feature = "widget"))]
fn take_over(session: Session) {
    let mut done = false;
    follow(move || {
        if done || !session.settled.get() {
            return;
        }
        done = true;
        let Some(handover) = Handover::read() else { return };
        for (field, text) in &handover.typed {
            session.dispatch(Event::Typed(*field, text.clone()));
        }
        if handover.sent {
            session.dispatch(Event::Continue);
        }
        spawn_local(async move {
            // The views draw what was typed before the static page goes.
            tick().await;
            handover.finish();
        });
    });
}

fn begin(session: Session) {
    #[cfg(feature = "studio")]
    if session.staged() {
        return press::follow();
    }
    nav::forget_return();
    let now = run::now();
    let (saved, unreadable, forbidden) = match store::load(&session.host(), now) {
        store::Found::Saved(saved) => (Some(saved), false, false),
        store::Found::Nothing => (None, false, false),
        store::Found::Broken => (None, true, false),
        store::Found::Forbidden => (None, false, true),
    };
    let step = if Host::PAGE {
        let visited = nav::visit_in_address();
        let step = visited.is_none().then(nav::step_in_address);
        session.visiting.set(visited);
        step
    } else {
        // Where the shopper was; the bag, unless the shop has a page of its own for it.
        let was = saved.as_ref().and_then(|saved| saved.step.clone());
        let first = if session.setting("cart-url").is_some() { "contact" } else { "bag" };
        Some(was.unwrap_or_else(|| first.to_owned()))
    };
    let is_new = saved.as_ref().is_none_or(steps::first_suffice);
    let set_out = move || {
        session.dispatch(Event::Started { saved, step, now });
        if unreadable {
            session.dispatch(Event::SavedUnreadable);
        }
        if forbidden {
            session.dispatch(Event::StorageForbidden);
        }
        if session.setting("mode").as_deref() == Some("b2b") {
            session.dispatch(Event::Chose(Field::Business, "1".into()));
        }
        if !run::online() {
            session.dispatch(Event::Connection(false));
        }
    };
    if is_new {
        set_out();
    } else {
        // Who comes back may be further than the first download can judge.
        session.spawn(async move {
            // Without the rules the first step after contact is as far as one gets; its own notice says why.
            let _ = session.learn().await;
            set_out();
        });
    }
    nav::follow_history(session);
    tabs::follow(session);
    press::follow();
    listen(session);
}

fn listen(session: Session) {
    use leptos::ev;
    let online = window_event_listener(ev::online, move |_| session.dispatch(Event::Connection(true)));
    let offline = window_event_listener(ev::offline, move |_| session.dispatch(Event::Connection(false)));
    // The last moment at which a phone lets a page save.
    let hide = window_event_listener(ev::pagehide, move |_| run::save(session, false));
    // Out of the browser's cache nothing is as new as it looks (REL-14).
    let show = window_event_listener(ev::pageshow, move |event| {
        if event.persisted() {
            session.dispatch(Event::Refresh);
        }
    });
    let leave = window_event_listener(ev::beforeunload, move |event| {
        if session.peek(|checkout| matches!(checkout.phase, Phase::Placing(_))) {
            event.prevent_default();
        }
    });
    on_cleanup(move || {
        online.remove();
        offline.remove();
        hide.remove();
        show.remove();
        leave.remove();
    });
}
