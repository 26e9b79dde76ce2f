//! Saying things to those who do not see them change (WCAG 4.1.3, A11Y-25).
//!
//! Two regions exist empty from the start: a region that appears together with its text is not read.
//! One queue feeds both, texts are at least 100 ms apart so that none swallows another, and each is
//! preceded by silence so that the same sentence is heard again.

use std::{collections::VecDeque, time::Duration};

use crate::ui::el::{all, el};
use leptos::prelude::*;

/// How urgent a sentence is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Tone {
    Polite,
    Assertive,
}

/// Speaks through the regions of [`LiveRegions`].
#[derive(Clone, Copy)]
pub struct Announcer {
    queue: StoredValue<VecDeque<(Tone, String)>>,
    speaking: StoredValue<bool>,
    polite: RwSignal<String>,
    assertive: RwSignal<String>,
}

/// From silence to text and from text to silence: 120 ms each, above the 100 ms of A11Y-25.
const PAUSE: Duration = Duration::from_millis(120);

impl Announcer {
    /// With nothing to say. Make it where it lives as long as its regions.
    #[expect(clippy::new_without_default, reason = "it belongs to the reactive owner in which it is made")]
    pub fn new() -> Self {
        Self {
            queue: StoredValue::new(VecDeque::new()),
            speaking: StoredValue::new(false),
            polite: RwSignal::new(String::new()),
            assertive: RwSignal::new(String::new()),
        }
    }

    /// Said when nothing else is being read: results, new totals.
    pub fn polite(self, text: String) {
        self.enqueue(Tone::Polite, text);
    }

    /// Said at once: only what keeps the shopper from going on.
    pub fn assertive(self, text: String) {
        self.enqueue(Tone::Assertive, text);
    }

    fn enqueue(self, tone: Tone, text: String) {
        // `try_`: the view may be gone when an answer comes late.
        self.queue.try_update_value(|queue| queue.push_back((tone, text)));
        if self.speaking.try_get_value() == Some(false) {
            self.speaking.try_set_value(true);
            self.next();
        }
    }

    fn next(self) {
        let next = self.queue.try_update_value(VecDeque::pop_front).flatten();
        let Some((tone, text)) = next else {
            self.speaking.try_set_value(false);
            return;
        };
        let region = if tone == Tone::Polite { self.polite } else { self.assertive };
        region.try_set(String::new());
        set_timeout(
            move || {
                region.try_set(text);
                set_timeout(move || self.next(), PAUSE);
            },
            PAUSE,
        );
    }
}

/// The two regions. Once per checkout, outside everything that is replaced.
#[component]
pub fn LiveRegions(announcer: Announcer) -> impl IntoView {
    let region =
        |role, text: RwSignal<String>| el("div", "kassa-visually-hidden").set("role", role).child(Signal::from(text));
    all([region("status", announcer.polite), region("alert", announcer.assertive)])
}
