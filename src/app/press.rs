//! Whether a press is under way, and what waits for its end.
//!
//! Leaving a field may show a sentence under it and so move what stands below: also the button whose
//! press left the field. The press would end beside that button and be lost. Therefore what leaving
//! brings about waits until the press is over.

use leptos::{ev, prelude::*};
use std::{
    cell::{Cell, RefCell},
    time::Duration,
};

type Act = Box<dyn FnOnce()>;

/// So long after a pointer went up no click is to be expected any more.
const NO_CLICK: Duration = Duration::from_millis(300);

thread_local! {
    static DOWN: Cell<bool> = const { Cell::new(false) };
    /// Which press it is: the end of one before must not end this one.
    static PRESS: Cell<u32> = const { Cell::new(0) };
    static WAITING: RefCell<Vec<Act>> = const { RefCell::new(Vec::new()) };
}

/// Acts now, or after the press that is under way.
pub fn after(act: impl FnOnce() + 'static) {
    if DOWN.get() {
        WAITING.with_borrow_mut(|waiting| waiting.push(Box::new(act)));
    } else {
        act();
    }
}

/// Follows presses while the page lives.
pub fn follow() {
    let down = window_event_listener(ev::pointerdown, |_| {
        DOWN.set(true);
        PRESS.set(PRESS.get().wrapping_add(1));
    });
    // A tap sends its mouse events, and so leaves the field, only after pointerup: the click is the end. A press
    // that is no click ends by itself.
    let click = window_event_listener(ev::click, |_| end_after(Duration::ZERO));
    let up = window_event_listener(ev::pointerup, |_| end_after(NO_CLICK));
    let cancel = window_event_listener(ev::pointercancel, |_| end());
    on_cleanup(move || {
        down.remove();
        click.remove();
        up.remove();
        cancel.remove();
    });
}

fn end_after(wait: Duration) {
    let press = PRESS.get();
    let ends = move || {
        if PRESS.get() == press {
            end();
        }
    };
    set_timeout(ends, wait);
}

fn end() {
    DOWN.set(false);
    for act in WAITING.take() {
        act();
    }
}
