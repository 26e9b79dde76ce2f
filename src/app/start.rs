//! From the static page to a running checkout.
//!
//! The static page shows the frame and the first field before the program is there (`index.html`).
//! What was typed into it, and where the caret stood, is taken over here.

use super::{Session, look, nav, run, store, tabs};
use crate::{
    checkout::{Event, Phase},
    domain::problem::Field,
    i18n::Words,
    pages::checkout::Page,
    ui::Assets,
};
use leptos::{mount::mount_to, prelude::*, task::spawn_local};
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

/// What was typed into the static page.
#[derive(Clone, Default)]
struct Typed {
    answers: Vec<(Field, String)>,
    focus: Option<(Field, Option<u32>, Option<u32>)>,
}

impl Typed {
    fn read(place: &HtmlElement) -> Self {
        let mut typed = Self::default();
        let Ok(inputs) = place.query_selector_all("input[name]") else { return typed };
        let active = document().active_element();
        for index in 0..inputs.length() {
            let Some(input) = inputs.get(index).and_then(|node| node.dyn_into::<HtmlInputElement>().ok()) else {
                continue;
            };
            let Some(field) = Field::named(&input.name()) else { continue };
            if !input.value().is_empty() {
                typed.answers.push((field, input.value()));
            }
            if active.as_ref().is_some_and(|active| active.is_same_node(Some(&input))) {
                // Fields of type email have no caret to ask for; the browser puts it at the end.
                let caret = |at: Result<Option<u32>, _>| at.ok().flatten();
                typed.focus = Some((field, caret(input.selection_start()), caret(input.selection_end())));
            }
        }
        typed
    }

    fn restore_focus(&self) {
        let Some((field, from, to)) = self.focus else { return };
        let Some(input) =
            document().get_element_by_id(field.name()).and_then(|found| found.dyn_into::<HtmlInputElement>().ok())
        else {
            return;
        };
        let _ = input.focus();
        if let (Some(from), Some(to)) = (from, to) {
            let _ = input.set_selection_range(from, to);
        }
    }
}

/// Starts the page host inside `place`, which holds the static page.
pub fn start(place: HtmlElement) {
    let language = look::first_language();
    // The words come first, so that nothing is drawn twice; English is here already.
    spawn_local(async move {
        let words = Words::load(language, "/").await.unwrap_or_else(|_| Words::english());
        let typed = Typed::read(&place);
        let _ = place.set_attribute("data-theme", &look::theme());
        place.set_text_content(None);
        let focus = typed.clone();
        mount_to(place, move || {
            provide_context(Assets::under("/"));
            let session = Session::new(words.clone(), true);
            look::set_words(session, words);
            begin(session, typed.answers);
            view! { <Page session=session /> }
        })
        .forget();
        focus.restore_focus();
        request_animation_frame(move || focus.restore_focus());
    });
}

fn begin(session: Session, typed: Vec<(Field, String)>) {
    for (field, text) in typed {
        session.dispatch(Event::Typed(field, text));
    }
    let now = run::now();
    let (saved, unreadable, forbidden) = match store::load(now) {
        store::Found::Saved(saved) => (Some(saved), false, false),
        store::Found::Nothing => (None, false, false),
        store::Found::Broken => (None, true, false),
        store::Found::Forbidden => (None, false, true),
    };
    session.dispatch(Event::Started { saved, step: Some(nav::step_in_address()), now });
    if unreadable {
        session.dispatch(Event::SavedUnreadable);
    }
    if forbidden {
        session.dispatch(Event::StorageForbidden);
    }
    if !run::online() {
        session.dispatch(Event::Connection(false));
    }
    nav::follow_history(session);
    tabs::follow(session);
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
