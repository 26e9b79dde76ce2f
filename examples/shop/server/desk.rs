//! Serves one session: the demo shop on what the books say of it, and back into the books.
//!
//! The demo shop of the browser is a shop with one buyer. Here each checkout session has a state of its own, and
//! what they must agree on (order numbers, and the shelves unless told otherwise) is put in before and taken out
//! after. The shop answers at once; if it wants to be slow, the wait comes after the commit, so that nobody else waits.

use super::books::{Page, Session};
use core::{
    cell::Cell,
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
};
use kassa::{
    backend::{
        demo::{Clock, Config, Demo, Shared, Start},
        shelf::{Memory, Shelf},
    },
    domain::day::Instant,
};
use std::{
    rc::Rc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// Whose shelves a session buys from.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stock {
    /// One warehouse for all: what is sold is gone.
    #[default]
    Shared,
    /// A warehouse for each session, as in the browser: tests beside each other do not meet.
    Own,
}

/// The shop's clock.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Time {
    /// The real one.
    #[default]
    Real,
    /// One that stands still.
    Fixed(Instant),
}

impl Clock for Time {
    fn now(&self) -> Instant {
        match self {
            Self::Fixed(instant) => *instant,
            Self::Real => {
                let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
                Instant(i64::try_from(now.as_millis()).unwrap_or(i64::MAX))
            }
        }
    }
}

/// How sessions are served.
#[derive(Clone, Copy, Debug, Default)]
pub struct Desk {
    /// How a new session starts when nobody says what is in it.
    pub start: Start,
    /// The clock.
    pub time: Time,
    /// The shelves.
    pub stock: Stock,
}

thread_local! {
    /// How long the shop wanted to take; the port's way of waiting is a plain function.
    static WAIT: Cell<u32> = const { Cell::new(0) };
}

impl Desk {
    /// Lets a session do something. The session is changed, but not kept: the caller knows whether it may be.
    ///
    /// # Errors
    /// What the books say.
    pub fn serve<T>(
        &self,
        page: &Page<'_>,
        session: &mut Session,
        start: Option<Start>,
        act: impl FnOnce(&Demo) -> T,
    ) -> rusqlite::Result<T> {
        let kept = Rc::new(Memory::default());
        if !session.state.is_empty() {
            // Memory takes everything.
            let _ = kept.save(&session.state);
        }
        let wait = |milliseconds| -> Pin<Box<dyn Future<Output = ()>>> {
            WAIT.set(milliseconds);
            Box::pin(core::future::ready(()))
        };
        let demo =
            Demo::new(Rc::clone(&kept), self.time, Config { start, latency: 0, pause: wait, hint: true, stuck: false });
        let all = page.shared()?;
        demo.share(&match self.stock {
            Stock::Shared => all.clone(),
            Stock::Own => Shared { next_number: all.next_number, ..Shared::default() },
        });
        let before = demo.shared();
        let answer = act(&demo);
        let mut next = all.clone();
        next.went_on(&before, &demo.shared());
        if next != all {
            page.keep_shared(&next)?;
        }
        session.state = kept.load().unwrap_or_default();
        Ok(answer)
    }
}

/// How long the shop wanted to take since this was asked last. It is asked before anything else runs on this thread.
pub fn wanted_pause() -> Duration {
    Duration::from_millis(WAIT.replace(0).into())
}

/// What the demo shop answers: it never waits for anything, so its futures are ready at once.
pub fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = core::pin::pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => Some(answer),
        Poll::Pending => None,
    }
}
