//! What has happened and what comes, in order. The state is in the drawing and in hidden words.

use leptos::prelude::*;

use crate::i18n::key;
use crate::ui::{
    el::{all, el, live},
    icon::{IconLook, icon, path},
    progress::StepState,
    words::use_words,
};

/// A stop of the line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stop {
    /// What happens.
    pub title: String,
    /// When.
    pub text: String,
    /// Whether it has happened.
    pub state: StepState,
}

/// The line; a row where there is room.
#[component]
pub fn Timeline(
    #[prop(into)] stops: Signal<Vec<Stop>>,
    /// One below the other at every width.
    #[prop(optional)]
    upright: bool,
) -> impl IntoView {
    let words = use_words();
    let class = if upright { "kassa-timeline" } else { "kassa-timeline kassa-timeline--row" };
    let item = move |stop: Stop| {
        let class = match stop.state {
            StepState::Done => "kassa-timeline__item kassa-timeline__item--done",
            StepState::Current => "kassa-timeline__item kassa-timeline__item--now",
            StepState::Ahead => "kassa-timeline__item",
        };
        let done = stop.state == StepState::Done;
        let said = done.then(|| el("span", "kassa-visually-hidden").child(" ").child(words.say(key::PROGRESS_DONE)));
        el("li", class)
            .some("aria-current", (stop.state == StepState::Current).then_some("step"))
            .child(el("span", "kassa-timeline__dot").child(done.then(|| icon(path::CHECK, IconLook::Plain))))
            .child(
                el("div", "")
                    .child(el("p", "kassa-timeline__title").child(stop.title).child(said))
                    .child(el("p", "kassa-timeline__text").child(stop.text)),
            )
    };
    el("ol", class).child(live(move || all(stops.get().into_iter().map(item)))).view()
}
