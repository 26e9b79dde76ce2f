//! Where the shopper is: one segment per screen, done ones are links (UX-19).
//!
//! An ordered list in a named landmark with `aria-current="step"` (WCAG 2.4.8). The narrow line
//! "Step 3 of 5" repeats for the eye what the list says, so it is hidden from assistive technology.

use leptos::prelude::*;

use crate::i18n::key;
use crate::ui::{
    button::follow,
    el::{El, all, el, live},
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
        let label = |inside: El| el("span", "kassa-progress__label").child(inside);
        let text = el("span", "kassa-progress__text").child(step.label);
        match step.state {
            StepState::Done => {
                let done = el("span", "kassa-visually-hidden").child(" ").child(words.say(key::PROGRESS_DONE));
                el("li", "kassa-progress__item kassa-progress__item--done").child(
                    el("a", "kassa-progress__label")
                        .own("href", step.href)
                        .press(move |event| follow(&event, Some(go)))
                        .child(icon(path::CHECK, IconLook::Small))
                        .child(text.child(done)),
                )
            }
            StepState::Current => el("li", "kassa-progress__item kassa-progress__item--current")
                .set("aria-current", "step")
                .child(label(text)),
            StepState::Ahead => el("li", "kassa-progress__item").child(label(text)),
        }
    };
    let now = move || {
        steps.with(|steps| {
            let at = steps.iter().position(|step| step.state == StepState::Current)?;
            let step = steps.get(at)?.label.clone();
            let next = steps.get(at + 1).map(|next| words.fill(key::PROGRESS_NEXT, &[("step", &next.label)]));
            let place = words
                .fill(key::PROGRESS_STEP, &[("number", &(at + 1).to_string()), ("total", &steps.len().to_string())]);
            let place = el("span", "").child(place).child(" ").child(el("b", "").child(step));
            let next = el("span", "").child(next);
            Some(el("p", "kassa-progress__now").set("aria-hidden", "true").child(place).child(next))
        })
    };
    let list = live(move || all(steps.get().into_iter().enumerate().map(item)));
    el("nav", "kassa-progress kassa-frame")
        .follow("aria-label", move || Some(name.get()))
        .child(el("ol", "kassa-progress__list").child(list))
        .child(live(now))
        .view()
}
