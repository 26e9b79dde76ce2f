//! How long something still waits: "Time left 4:32".
//!
//! A timer that is not read out each second (`role="timer"` is silent by itself); at 60 and at 20 seconds it is said
//! politely, so that there is time to act on it (WCAG 2.2.1, A11Y-10). What is left comes from the clock, not from
//! counting: a tab in the background is called rarely.

use leptos::{leptos_dom::helpers::set_interval_with_handle, prelude::*};
use std::time::Duration;

use crate::{
    domain::day::{Instant, Left},
    i18n::key,
    ui::{
        el::{el, live},
        live::Announcer,
        words::use_words,
    },
};

/// Time left until a moment.
#[component]
pub fn Countdown(
    until: Instant,
    /// Says it twice towards the end.
    announcer: Announcer,
    /// When nothing is left; once.
    #[prop(optional, into)]
    on_end: Option<UnsyncCallback<()>>,
) -> impl IntoView {
    let words = use_words();
    let left = RwSignal::new(Left::between(now(), until));
    let tick = move || {
        // The view may be gone by now.
        let Some(before) = left.try_get_untracked() else { return };
        let after = Left::between(now(), until);
        if after == before {
            return;
        }
        let _ = left.try_set(after);
        if let Some(seconds) = after.warning_since(before) {
            announcer.polite(words.count(key::PAYMENT_SECONDS_LEFT, seconds, &[]));
        }
        if let (true, Some(end)) = (after.is_none(), on_end) {
            end.run(());
        }
    };
    if let Ok(timer) = set_interval_with_handle(tick, Duration::from_secs(1)) {
        on_cleanup(move || timer.clear());
    }
    let text = move || words.fill(key::PAYMENT_TIME_LEFT, &[("time", &left.get().clock())]);
    el("span", "kassa-countdown").set("role", "timer").child(live(text)).view()
}

#[allow(clippy::cast_possible_truncation)] // Date.now() is whole milliseconds, well inside 53 bits.
fn now() -> Instant {
    Instant(js_sys::Date::now() as i64)
}
