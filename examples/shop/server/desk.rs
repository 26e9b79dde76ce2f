//! Serves one session: the demo shop on what the books say of it, and back into the books.
//!
//! The demo shop of the browser is a shop with one buyer. Here each checkout session has a state of its own, and
//! what they must agree on (order numbers, and the shelves and accounts unless told otherwise) is put in before and taken out
//! after. So are the letters that the shop sends. The shop answers at once; if it wants to be slow, the wait comes after the commit, so that nobody else waits.

use super::books::{Page, Session};
use core::{
    cell::Cell,
    future::Future,
    pin::Pin,
    task::{Context, Poll, Waker},
};
use kassa::{
    backend::{
        demo::{Clock, Config, Demo, Shared, Signature, Start},
        shelf::{Memory, Shelf},
    },
    domain::day::Instant,
};
use p256::ecdsa::{Signature as Ecdsa, VerifyingKey, signature::Verifier as _};
use std::{
    rc::Rc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

/// The names under which the books keep accounts and letters.
const PEOPLE: &str = "people";
/// The letters that were sent.
pub const LETTERS: &str = "letters";

/// Whose shelves a session buys from, and whose accounts it knows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Stock {
    /// One warehouse for all: what is sold is gone; and one list of accounts.
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
    /// Whether it keeps to itself that an address has an account.
    pub silent: bool,
}

thread_local! {
    /// How long the shop wanted to take; the port's way of waiting is a plain function.
    static WAIT: Cell<u32> = const { Cell::new(0) };
}

impl Desk {
    /// Lets a session do something, in a page of the origin `site`, for which passkeys are. The session is changed, but not kept: the caller knows whether it may be.
    ///
    /// # Errors
    /// What the books say.
    pub fn serve<T>(
        &self,
        page: &Page<'_>,
        session: &mut Session,
        site: Option<&str>,
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
        let letters = Rc::new(Memory::default());
        let sent = page.text(LETTERS)?;
        let _ = letters.save(&sent);
        let mut demo = Demo::new(
            Rc::clone(&kept),
            self.time,
            Config { start, latency: 0, pause: wait, hint: !self.silent, stuck: false },
        )
        .with_outbox(Rc::clone(&letters));
        if let Some(site) = site {
            demo = demo.with_passkeys(site, Box::new(|signature| Box::pin(core::future::ready(holds(&signature)))));
        }
        let all = page.shared()?;
        demo.share(&match self.stock {
            Stock::Shared => all.clone(),
            Stock::Own => Shared { next_number: all.next_number, ..Shared::default() },
        });
        let people = if self.stock == Stock::Shared { page.text(PEOPLE)? } else { String::new() };
        demo.know(&people);
        let before = demo.shared();
        let answer = act(&demo);
        let known = demo.people();
        if self.stock == Stock::Shared && known != people {
            page.keep_text(PEOPLE, &known)?;
        }
        let letters = letters.load().unwrap_or_default();
        if letters != sent {
            page.keep_text(LETTERS, &letters)?;
        }
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

/// Whether a signature is of the key: on P-256 with SHA-256, which is all that passkeys use here.
fn holds(signature: &Signature) -> bool {
    let holds = || {
        let key = VerifyingKey::from_sec1_bytes(&signature.point).ok()?;
        key.verify(&signature.message, &Ecdsa::from_slice(&signature.raw).ok()?).ok()
    };
    holds().is_some()
}

/// What the demo shop answers: it never waits for anything, so its futures are ready at once.
pub fn at_once<T>(future: impl Future<Output = T>) -> Option<T> {
    let mut future = core::pin::pin!(future);
    match future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(answer) => Some(answer),
        Poll::Pending => None,
    }
}
