//! Where the keyboard focus goes after something changed (A11Y-13).
//!
//! What is to be focused may not be drawn yet, and its part of the program may still be on its way:
//! the wish waits, frame by frame, until it can be met or two seconds have gone.

use super::Session;
use crate::{checkout::Target, domain::problem::Field, ui::ERROR_SUMMARY_ID};
use leptos::prelude::*;
use std::cell::Cell;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

/// Frames to wait: two seconds at 60 a second.
const PATIENCE: u16 = 120;

thread_local! {
    /// Counts wishes; an older one is dropped when a newer comes.
    static WISH: Cell<u64> = const { Cell::new(0) };
}

/// Focuses a target once it is there.
pub fn settle(session: Session, target: Target) {
    let wish = WISH.get() + 1;
    WISH.set(wish);
    // Two frames: the first draws the change, and what was on screen before is gone in the second.
    request_animation_frame(move || request_animation_frame(move || attempt(session, target, wish, PATIENCE)));
}

fn attempt(session: Session, target: Target, wish: u64, patience: u16) {
    if WISH.get() != wish {
        return;
    }
    // Who is in a field by now has found the way: keys must not go astray (UX-14).
    if target == Target::Heading && is_typing(session) {
        return;
    }
    match find(session, target) {
        Some(element) => focus(&element, target),
        None if patience > 0 => request_animation_frame(move || attempt(session, target, wish, patience - 1)),
        None => {}
    }
}

fn is_typing(session: Session) -> bool {
    let active =
        session.host().active().filter(|active| active.matches(".kassa-main :is(input, select, textarea)") == Ok(true));
    // Not where the step that has just gone still holds a field, unseen.
    active
        .and_then(|active| active.dyn_into::<HtmlElement>().ok())
        .is_some_and(|active| active.offset_parent().is_some())
}

fn find(session: Session, target: Target) -> Option<HtmlElement> {
    let host = session.host();
    match target {
        // The one that is seen: the payment step stays in the page, unseen, with its own.
        Target::Heading => host.seen(".kassa-main:not([aria-busy]) h1"),
        Target::ErrorSummary => host.find(ERROR_SUMMARY_ID),
        Target::Notice => host.first("[data-kassa-notice]"),
        Target::Field(field) => host.find(field.name()),
    }
}

fn focus(element: &HtmlElement, target: Target) {
    if matches!(target, Target::Field(_)) {
        // The label stands above the control; bring it along.
        let whole = element.closest(".kassa-field").ok().flatten().unwrap_or_else(|| element.clone().into());
        let options = web_sys::ScrollIntoViewOptions::new();
        options.set_block(web_sys::ScrollLogicalPosition::Center);
        whole.scroll_into_view_with_scroll_into_view_options(&options);
    } else if target != Target::Heading {
        element.scroll_into_view();
    }
    let _ = element.focus();
}

/// Brings the shopper to a field.
pub fn focus_field(session: Session, field: Field) {
    settle(session, Target::Field(field));
}

/// Focuses an element by its id, once it is there, however long its part and its data take.
pub fn focus_wish(session: Session, id: &'static str) {
    let wish = WISH.get() + 1;
    WISH.set(wish);
    wait_for(session, id, wish, PATIENCE);
}

fn wait_for(session: Session, id: &'static str, wish: u64, patience: u16) {
    request_animation_frame(move || {
        if WISH.get() != wish {
            return;
        }
        match session.host().find(id) {
            Some(element) => drop(element.focus()),
            None if patience > 0 => wait_for(session, id, wish, patience - 1),
            None => {}
        }
    });
}

/// Focuses an element by its id, once it is there.
pub fn focus_id(session: Session, id: &str) {
    let id = id.to_owned();
    request_animation_frame(move || {
        request_animation_frame(move || {
            if let Some(element) = session.host().find(&id) {
                let _ = element.focus();
            }
        });
    });
}
