//! What has to be mended before going on, as a list of links (UX-13, WCAG 3.3.1).
//!
//! The app moves the focus here after a failed attempt; therefore it is no live region as well, it
//! would be read twice. Each link has the words of its field and leads to it; the press is reported,
//! because a fragment in the address would be a step in the history and cannot reach into a shadow root.

use leptos::prelude::*;

use crate::{
    domain::problem::Field,
    i18n::key,
    ui::{
        button::follow,
        el::{all, el, live},
        icon::{IconLook, icon, path},
        words::use_words,
    },
};

/// The id that takes the focus.
pub const ERROR_SUMMARY_ID: &str = "error-summary";

/// The list of what is wrong; draws nothing while nothing is.
#[component]
pub fn ErrorSummary(
    /// What is wrong, in the order of the fields on the page.
    #[prop(into)]
    problems: Signal<Vec<(Field, String)>>,
    /// Brings the shopper to the field.
    #[prop(into)]
    on_go: UnsyncCallback<Field>,
) -> impl IntoView {
    let words = use_words();
    let item = move |(field, sentence): (Field, String)| {
        let go = UnsyncCallback::new(move |()| on_go.run(field));
        el("li", "").child(
            el("a", "")
                .own("href", ["#", field.name()].concat())
                .press(move |event| follow(&event, Some(go)))
                .child(sentence),
        )
    };
    live(move || {
        let problems = problems.get();
        (!problems.is_empty()).then(|| {
            el("section", "kassa-errors")
                .set("id", ERROR_SUMMARY_ID)
                .set("tabindex", "-1")
                .set("aria-labelledby", "error-summary-title")
                .child(
                    el("h2", "kassa-errors__title")
                        .set("id", "error-summary-title")
                        .child(icon(path::ALERT_CIRCLE, IconLook::Plain))
                        .child(live(move || words.say(key::NOTICE_PROBLEM))),
                )
                .child(el("ul", "kassa-errors__list").child(all(problems.into_iter().map(item))))
        })
    })
}
