//! Where the shopper is: one segment per screen, done ones are links (UX-19).
//!
//! An ordered list in a named landmark with `aria-current="step"` (WCAG 2.4.8). The narrow line
//! "Step 3 of 5" repeats for the eye what the list says, so it is hidden from assistive technology.

use crate::ui::erased::live;
use leptos::prelude::*;

use crate::i18n::key;
use crate::ui::{
    button::follow,
    icon::{IconLook, icon, path},
    words::use_words,
};

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepState {
    /// Answered; can be gone back to.
    Done,
    /// On screen.
    Current,
    /// Still to come.
    Ahead,
}

/// A step as the indicator shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StepMark {
    /// Its name.
    pub label: String,
    /// How far it is.
    pub state: StepState,
    /// Where a done step lives.
    pub href: String,
}

/// The indicator.
#[component]
pub fn Progress(
    /// The name of the landmark: "Checkout steps".
    #[prop(into)]
    name: Signal<String>,
    #[prop(into)] steps: Signal<Vec<StepMark>>,
    /// A done step was pressed; its index.
    #[prop(into)]
    on_select: UnsyncCallback<usize>,
) -> impl IntoView {
    let words = use_words();
    let item = move |(index, step): (usize, StepMark)| {
        let go = UnsyncCallback::new(move |()| on_select.run(index));
        match step.state {
            StepState::Done => view! {
                <li class="kassa-progress__item kassa-progress__item--done">
                    <a
                        class="kassa-progress__label"
                        href=step.href
                        on:click=move |event| follow(&event, Some(go))
                    >
                        {icon(path::CHECK, IconLook::Small)}
                        <span class="kassa-progress__text">
                            {step.label}
                            <span class="kassa-visually-hidden">" " {words.say(key::PROGRESS_DONE)}</span>
                        </span>
                    </a>
                </li>
            }
            .into_any(),
            StepState::Current => view! {
                <li class="kassa-progress__item kassa-progress__item--current" aria-current="step">
                    <span class="kassa-progress__label"><span class="kassa-progress__text">{step.label}</span></span>
                </li>
            }
            .into_any(),
            StepState::Ahead => view! {
                <li class="kassa-progress__item">
                    <span class="kassa-progress__label"><span class="kassa-progress__text">{step.label}</span></span>
                </li>
            }
            .into_any(),
        }
    };
    let now = move || {
        steps.with(|steps| {
            let at = steps.iter().position(|step| step.state == StepState::Current)?;
            let step = steps.get(at)?.label.clone();
            let next = steps.get(at + 1).map(|next| words.fill(key::PROGRESS_NEXT, &[("step", &next.label)]));
            let place = words
                .fill(key::PROGRESS_STEP, &[("number", &(at + 1).to_string()), ("total", &steps.len().to_string())]);
            Some(view! {
                <p class="kassa-progress__now" aria-hidden="true">
                    <span>{place} " " <b>{step}</b></span>
                    <span>{next}</span>
                </p>
            })
        })
    };
    view! {
        <nav class="kassa-progress kassa-frame" aria-label=Signal::derive(move || name.get())>
            <ol class="kassa-progress__list">{live(move || steps.get().into_iter().enumerate().map(item).collect_view())}</ol>
            {now}
        </nav>
    }
}
