//! What has happened and what comes, in order. The state is in the drawing and in hidden words.

use crate::ui::erased::live;
use leptos::prelude::*;

use crate::i18n::key;
use crate::ui::{
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
        view! {
            <li class=class aria-current=(stop.state == StepState::Current).then_some("step")>
                <span class="kassa-timeline__dot">{done.then(|| icon(path::CHECK, IconLook::Plain))}</span>
                <div>
                    <p class="kassa-timeline__title">
                        {stop.title}
                        {done
                            .then(|| {
                                view! { <span class="kassa-visually-hidden">" " {words.say(key::PROGRESS_DONE)}</span> }
                            })}
                    </p>
                    <p class="kassa-timeline__text">{stop.text}</p>
                </div>
            </li>
        }
    };
    view! {
        <ol class=class>
            {live(move || stops.get().into_iter().map(item).collect_view())}
        </ol>
    }
}
