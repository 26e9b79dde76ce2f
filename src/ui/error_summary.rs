//! What has to be mended before going on, as a list of links (UX-13, WCAG 3.3.1).
//!
//! The app moves the focus here after a failed attempt; therefore it is no live region as well, it
//! would be read twice. Each link has the words of its field and leads to it; the press is reported,
//! because a fragment in the address would be a step in the history and cannot reach into a shadow root.

use crate::ui::erased::live;
use leptos::prelude::*;

use crate::{
    domain::problem::Field,
    i18n::key,
    ui::{
        button::follow,
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
        view! {
            <li>
                <a href=["#", field.name()].concat() on:click=move |event| follow(&event, Some(go))>
                    {sentence}
                </a>
            </li>
        }
    };
    move || {
        let problems = problems.get();
        (!problems.is_empty()).then(|| {
            view! {
                <section class="kassa-errors" id=ERROR_SUMMARY_ID tabindex="-1" aria-labelledby="error-summary-title">
                    <h2 class="kassa-errors__title" id="error-summary-title">
                        {icon(path::ALERT_CIRCLE, IconLook::Plain)}
                        {live(move || words.say(key::NOTICE_PROBLEM))}
                    </h2>
                    <ul class="kassa-errors__list">{problems.into_iter().map(item).collect_view()}</ul>
                </section>
            }
        })
    }
}
