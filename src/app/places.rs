//! The places of the page host, which `index.html` lays out (ARCHITECTURE.md, "Boot").
//!
//! Always true: what stands in a place goes in the same task in which something else comes, so nothing flickers
//! or moves. A page without one of them loses what would have stood there and nothing else.

use super::Session;
use leptos::{
    prelude::*,
    tachys::view::{Mountable, Render},
};

/// Around the step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Header, bar and progress.
    Top,
    /// The receipt.
    Side,
    /// The small print.
    Foot,
}

/// Holds the step.
pub const MAIN: &str = "kassa-main";
const LAYOUT: &str = "kassa-layout";

/// Draws into a place, for as long as the caller lives.
pub fn fill(session: Session, place: Place, view: AnyView) {
    let id = match place {
        Place::Top => "kassa-top",
        Place::Side => "kassa-side",
        Place::Foot => "kassa-foot",
    };
    let Some(element) = session.host().find(id) else { return };
    element.set_text_content(None);
    let mut drawn = view.build();
    drawn.mount(element.as_ref(), None);
    let drawn = StoredValue::new_local(drawn);
    on_cleanup(move || {
        drawn.try_update_value(Mountable::unmount);
    });
}

/// Whether the step has the page to itself or shares it with the receipt, and whether it is still on its way.
pub fn lay_out(session: Session, whole: bool, busy: bool) {
    let host = session.host();
    if let Some(layout) = host.find(LAYOUT) {
        layout.set_class_name(if whole { "kassa-whole" } else { "kassa-frame kassa-layout" });
    }
    if let Some(main) = host.find(MAIN) {
        // An attribute that cannot be set is no reason to stop.
        let _ = if busy { main.set_attribute("aria-busy", "true") } else { main.remove_attribute("aria-busy") };
    }
}
