//! A QR code as a picture, for what the shopper does on another device.
//!
//! Always dark on light, in every theme and in forced colours: readers look for dark squares. It has a name and is never
//! the only way (WCAG 1.1.1): what it says stands beside it as text, or behind a link. Its place has its size from the
//! start, so that nothing moves when the code comes (UX-23). Which squares are dark is worked out elsewhere, because
//! that is a part of its own (`pages::qr`).

use leptos::prelude::*;

use crate::ui::el::{el, live};

/// The place of a code, with the code once there is one.
#[component]
pub fn QrPlate(
    /// Squares on a side with the margin, and the dark ones as a path.
    #[prop(into)]
    code: Signal<Option<(u16, String)>>,
    /// What it is for: "Code for your bank app".
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let draw = move || {
        code.get().map(|(side, path)| {
            let side = side.to_string();
            let view_box = ["0 0 ", &side, " ", &side].concat();
            // Elements of SVG have a namespace, which `el` does not know.
            view! {
                <svg role="img" aria-label=move || label.get() viewBox=view_box shape-rendering="crispEdges">
                    <path d=path></path>
                </svg>
            }
            .into_any()
        })
    };
    el("div", "kassa-qr").flag("aria-busy", move || code.get().is_none()).child(live(draw)).view()
}
