//! The page's address follows the step: an output of the machine, except for Back and links from outside.
//!
//! Forty lines instead of `leptos_router`, which would be a third of the first download and would take
//! over the host page's links (ARCHITECTURE.md, "Why no router in the first download?").

use super::{Host, Session};
use crate::checkout::{Event, Phase, Target, progress::StepId};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// The address of a step: `/` for the first, `/delivery` for the others.
pub fn href(session: Session, step: &str) -> String {
    if !Host::PAGE {
        // The page around has an address of its own; a bag that is a page of its own is left for.
        let bag = || session.setting("cart-url").filter(|url| is_safe(url));
        return Some(step)
            .filter(|step| *step == "bag")
            .and_then(|_| bag())
            .unwrap_or_else(|| ["#kassa-", step].concat());
    }
    let name = if step == "bag" { "" } else { step };
    // Options of the demo shop and of campaigns stay.
    let query = window().location().search().unwrap_or_default();
    ["/", name, &query].concat()
}

/// The step the page's address asks for.
pub fn step_in_address() -> String {
    let path = window().location().pathname().unwrap_or_default();
    let name = path.trim_matches('/');
    let name = name.strip_suffix("index.html").unwrap_or(name);
    if name.is_empty() { "bag".to_owned() } else { name.to_owned() }
}

/// The page beside the purchase that the address asks for: `orders`, `order`, `order/FJ-20481`.
pub fn visit_in_address() -> Option<String> {
    Some(step_in_address()).filter(|name| matches!(name.split('/').next(), Some("orders" | "order")))
}

/// Opens a page beside the purchase; the purchase stays as it is.
pub fn visit(session: Session, page: &str) {
    note(session, page);
    session.visiting.set(Some(page.to_owned()));
    super::focus::settle(session, Target::Heading);
}

/// Back to the purchase, at that step.
pub fn leave_visit(session: Session, step: &str) {
    if session.visiting.get_untracked().is_some() {
        note(session, step);
        session.visiting.set(None);
        super::focus::settle(session, Target::Heading);
    }
    session.dispatch(Event::GoTo(step.to_owned()));
}

fn note(session: Session, name: &str) {
    if let (true, Ok(history)) = (Host::PAGE, window().history()) {
        let _ = history.push_state_with_url(&JsValue::NULL, "", Some(&href(session, name)));
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Takes out of the address what a payment provider added to it on the way back. It is not read: whether something was paid
/// the shop says. And it holds a client secret, which is not to be sent along with a link.
pub fn forget_return() {
    let query = window().location().search().unwrap_or_default();
    let is_added =
        |pair: &&str| ["payment_intent", "setup_intent", "redirect_status="].iter().any(|name| pair.starts_with(name));
    let pairs = || query.trim_start_matches('?').split('&');
    if pairs().any(|pair| is_added(&pair))
        && let Ok(history) = window().history()
    {
        let rest: Vec<&str> = pairs().filter(|pair| !is_added(pair)).collect();
        let path = window().location().pathname().unwrap_or_default();
        let address = [path.as_str(), if rest.is_empty() { "" } else { "?" }, &rest.join("&")].concat();
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
}

/// Lets the address follow.
pub fn show(session: Session, step: StepId, replace: bool) {
    let Ok(history) = window().history() else { return };
    let address = href(session, step.0);
    let same = step_in_address() == step.0;
    // A page that may not write its history still works; its address stays behind.
    let _ = if replace || same {
        history.replace_state_with_url(&JsValue::NULL, "", Some(&address))
    } else {
        history.push_state_with_url(&JsValue::NULL, "", Some(&address))
    };
    if !same {
        window().scroll_to_with_x_and_y(0.0, 0.0);
    }
}

/// Only `https` is followed, and what is on this origin (SEC-17).
pub fn is_safe(url: &str) -> bool {
    url.starts_with("https://") || (url.starts_with('/') && !url.starts_with("//"))
}

/// Goes to the bank's page.
pub fn leave(session: Session, url: &str) {
    // A frame of the studio stays: it would come back with nothing.
    if is_safe(url) && !cfg!(feature = "studio") {
        session.host().before("redirect", "{}", {
            let url = url.to_owned();
            Box::new(move || {
                let _ = window().location().set_href(&url);
            })
        });
    }
}

/// Back and Forward are wishes like any other.
pub fn follow_history(session: Session) {
    let handle = window_event_listener(leptos::ev::popstate, move |_| {
        // While an order is on its way nothing else is opened.
        let under_way = session.peek(|checkout| matches!(checkout.phase, Phase::Placing(_) | Phase::Acting(_)));
        let visited = visit_in_address().filter(|_| !under_way);
        session.visiting.set(visited.clone());
        if visited.is_none() {
            session.dispatch(Event::GoTo(step_in_address()));
        } else {
            super::focus::settle(session, Target::Heading);
        }
    });
    on_cleanup(move || handle.remove());
}
