//! Starts and ends checkouts for the element's script, and carries between the two.
//!
//! What is said in between, and what is done with it, comes in a part of its own (`inside.rs`).
//!
//! What crosses is text and numbers. A checkout is known by its number; one that is gone answers nothing.

use crate::app::{self, Ears, Host, Session};
use std::{any::Any, cell::RefCell};
use wasm_bindgen::prelude::*;
use web_sys::HtmlElement;

/// One on the page.
struct Running {
    id: u32,
    /// Once its words are here.
    session: Option<Session>,
    mounted: Option<Box<dyn Any>>,
}

thread_local! {
    /// Those on the page.
    static RUNNING: RefCell<Vec<Running>> = const { RefCell::new(Vec::new()) };
    static LAST: RefCell<u32> = const { RefCell::new(0) };
}

/// Starts a checkout in `place`, which is laid out like the page. `name` sets apart what is kept for it, `files` is where our
/// own files are. The number by which it is known from then on.
#[wasm_bindgen]
pub fn kassa_mount(ears: Ears, place: HtmlElement, name: String, files: String) -> u32 {
    let id = LAST.with_borrow_mut(|last| {
        *last = last.wrapping_add(1);
        *last
    });
    RUNNING.with_borrow_mut(|all| all.push(Running { id, session: None, mounted: None }));
    let host = Host::new(ears, name, files);
    app::start(
        place,
        host,
        // It hears once what it takes is here (`Session::open_up`).
        |_| {},
        Box::new(move |session, mounted| {
            RUNNING.with_borrow_mut(|all| {
                // Gone again before its words had come: dropped here.
                if let Some(one) = all.iter_mut().find(|one| one.id == id) {
                    one.session = Some(session);
                    one.mounted = Some(mounted);
                }
            });
        }),
    );
    id
}

/// Ends a checkout: what it drew, listened to and waited for goes. What was typed is kept as it is on a page that is left.
#[wasm_bindgen]
pub fn kassa_unmount(id: u32) {
    let gone = RUNNING.with_borrow_mut(|all| {
        let at = all.iter().position(|one| one.id == id)?;
        Some(all.swap_remove(at))
    });
    if let Some(Running { session, mounted, .. }) = gone {
        if let Some(session) = session {
            app::part(session);
        }
        drop(mounted);
    }
}

/// Does what the page asks of a checkout; what it answers, if anything, is JSON. `None` for one that is gone, and for what is
/// not known.
#[wasm_bindgen]
pub fn kassa_act(id: u32, what: &str, text: &str) -> Option<String> {
    RUNNING.with_borrow(|all| all.iter().find(|one| one.id == id)?.session)?.act(what, text)
}
