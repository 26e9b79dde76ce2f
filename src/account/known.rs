//! What the shop knows of whoever is signed in, fetched once for each and filled in.
//!
//! Always true: the book on screen is that of whoever the last quote names; with nobody signed in it is empty.

use crate::{
    account::{fill, run::Talking},
    app::{Session, use_session},
    checkout::Event,
    domain::account::SavedAddress,
    ui::el::follow,
};
use leptos::prelude::*;

/// Follows who is signed in. Draws nothing.
#[component]
pub fn Known() -> impl IntoView {
    let session = use_session();
    // A new bag begins with nothing filled in, whoever it is.
    let who = session.quoted(|_, quote| {
        quote.customer.as_ref().map(|customer| (customer.id.clone(), quote.session.as_str().to_owned()))
    });
    follow(move || {
        let book = Talking::of(session).book;
        match who.get() {
            Some(_) => session.spawn(greet(session)),
            None => book.set(Vec::new()),
        }
    });
}

async fn greet(session: Session) {
    // Without the rules of later steps nothing can be filled into them; who goes on fetches them again.
    if session.learn().await.is_err() {
        return;
    }
    let book = read(session).await;
    // Somebody else may have come meanwhile: then they are greeted themselves.
    let fields = session.peek(|checkout| {
        let quote = checkout.quote()?;
        Some(fill::fills(quote.customer.as_ref()?, &book, quote))
    });
    Talking::of(session).book.set(book);
    if let Some(fields) = fields {
        session.dispatch(Event::Recognised(fields));
    }
}

/// The book as the shop has it now; empty where it has none or does not answer: an address can always be typed.
pub async fn read(session: Session) -> Vec<SavedAddress> {
    if !session.peek(|checkout| checkout.facts().can.doors.book) {
        return Vec::new();
    }
    let Ok(backend) = session.backend().await else { return Vec::new() };
    match backend.accounts() {
        Some(accounts) => accounts.addresses().await.unwrap_or_default(),
        None => Vec::new(),
    }
}
