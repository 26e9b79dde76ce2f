//! The address book at the delivery: choose one, keep what was typed, change it, take it out.
//!
//! Always true: choosing writes into the fields below, where everything can be changed in place; which one is chosen is
//! read off the fields. Nothing is kept in the book unless asked.

use crate::{
    account::{
        fill::{part_of, serves},
        known,
        run::Talking,
    },
    app::{self, Session, use_session},
    backend::Accounts,
    checkout::{Checkout, Event},
    domain::{
        AddressId,
        account::{Recognised, SavedAddress},
        address::{Label, Parts},
        country::Country,
        problem::{AddressField, AddressUse, Field},
        quote::Quote,
    },
    i18n::{Words, key},
    ui::{
        Badge, BadgeTint, LinkButton, LinkLook, OptionList, OptionRow,
        el::{El, all, each, el, live},
        field::error_line,
    },
};
use leptos::prelude::*;

const SHIPPING: AddressUse = AddressUse::Shipping;

/// What is typed now, as parts; without those that are empty.
fn typed(checkout: &Checkout, quote: &Quote) -> Parts {
    let text = |part: AddressField| match part {
        AddressField::Country => checkout.answers.country(SHIPPING, quote).code().to_owned(),
        part => checkout.answers.text(Field::Address(SHIPPING, part)).to_owned(),
    };
    AddressField::ALL.into_iter().map(|part| (part, text(part))).filter(|(_, text)| !text.is_empty()).collect()
}

/// Whether two addresses say the same; one that is not served has lost its country on the way into the fields, and one
/// without a number to call leaves the one that is there.
fn same(saved: &Parts, typed: &Parts, served: bool) -> bool {
    let counts = |part: AddressField| match part {
        AddressField::Country => served,
        AddressField::Phone => part_of(saved, part).is_some(),
        _ => true,
    };
    AddressField::ALL.into_iter().filter(|part| counts(*part)).all(|part| part_of(saved, part) == part_of(typed, part))
}

/// Whether anything can be changed, and whether the last change did not work.
#[derive(Clone, Copy)]
struct Hand {
    may: Memo<bool>,
    failed: RwSignal<bool>,
}

/// The book, above the fields of the address. Nothing where it is empty.
#[component]
pub fn Book() -> impl IntoView {
    let session = use_session();
    let book = Talking::of(session).book;
    let typed = session.quoted(typed);
    let countries = session.quoted(|_, quote| quote.countries.clone());
    // The one that was chosen last: what is typed over it can be kept in its place.
    let picked = RwSignal::new(None::<AddressId>);
    let at_hand = Memo::new(move |_| book.get());
    let chosen = Memo::new(move |_| {
        let typed = typed.get();
        let is = |saved: &&SavedAddress| same(&saved.parts, &typed, serves(&countries.get(), &saved.parts));
        at_hand.with(|book| book.iter().find(is).map(|saved| saved.id.clone()))
    });
    // Who is only remembered may choose, and change nothing.
    let may =
        session.quoted(|_, quote| quote.customer.as_ref().is_some_and(|known| known.how != Recognised::Remembered));
    let hand = Hand { may, failed: RwSignal::new(false) };
    let ids = move || at_hand.with(|book| book.iter().map(|saved| saved.id.clone()).collect());
    let row = move |id| row(session, hand, at_hand, countries, chosen, picked, id);
    let complete = session.quoted(|checkout, quote| match checkout.answers.delivery(quote) {
        Ok(_) => true,
        // The way of shipping is not the address.
        Err(problems) => problems.iter().all(|problem| problem.field == Field::Rate),
    });
    let keep = move || {
        (may.get() && chosen.get().is_none() && complete.get()).then(|| {
            let over = picked.get().filter(|id| at_hand.with(|book| book.iter().any(|saved| saved.id == *id)));
            keeping(session, hand, typed, over).view()
        })
    };
    let list = move || {
        view! {
            <OptionList field=Field::Book legend=session.text(key::BOOK_TITLE) legend_seen=true>
                {each(ids, |id: &AddressId| id.0.clone(), row)}
            </OptionList>
        }
        .into_any()
    };
    let some = Memo::new(move |_| at_hand.with(|book| !book.is_empty()));
    let again = move || {
        (some.get() && !may.get())
            .then(|| el("p", "kassa-small kassa-muted").child(session.text(key::BOOK_SIGN_IN)).view())
    };
    let failed = move || {
        let text = session.text(key::BOOK_NOT_SAVED);
        hand.failed.get().then(|| error_line("book-failed".to_owned(), text.get()))
    };
    all([live(move || some.get().then(list)), live(again), live(failed), live(keep)])
}

fn row(
    session: Session,
    hand: Hand,
    book: Memo<Vec<SavedAddress>>,
    countries: Memo<Vec<Country>>,
    chosen: Memo<Option<AddressId>>,
    picked: RwSignal<Option<AddressId>>,
    id: AddressId,
) -> AnyView {
    let (own, wanted, value) = (id.clone(), id.clone(), id.0.clone());
    let saved = Memo::new(move |_| book.with(|book| book.iter().find(|saved| saved.id == own).cloned()));
    let say = move |what: fn(&Words, &SavedAddress) -> String| {
        session.say(move |words| saved.with(|saved| saved.as_ref().map(|saved| what(words, saved)).unwrap_or_default()))
    };
    let refused = move || {
        let saved = saved.get()?;
        if serves(&countries.get(), &saved.parts) {
            return None;
        }
        let country = part_of(&saved.parts, AddressField::Country).and_then(Country::parse);
        let name = country.map(|country| session.words.with(|words| words.country(country))).unwrap_or_default();
        Some(session.words.with(|words| words.with(key::BOOK_NOT_SERVED, &[("country", &name)])))
    };
    let usual = Memo::new(move |_| saved.with(|saved| saved.as_ref().is_some_and(|saved| saved.preferred)));
    let badge = ViewFn::from(move || {
        live(move || {
            usual
                .get()
                .then(|| view! { <Badge text=session.text(key::BOOK_USUAL) tint=BadgeTint::Accent /> }.into_any())
        })
    });
    let choose = move |()| {
        if let Some(saved) = saved.get_untracked() {
            picked.set(Some(saved.id.clone()));
            put(session, &saved.parts);
        }
    };
    let panel = ViewFn::from(move || live(move || hand.may.get().then(|| panel(session, hand, saved, usual))));
    view! {
        <OptionRow
            field=Field::Book
            value=value
            title=say(|_, saved| part_of(&saved.parts, AddressField::Name).unwrap_or_default().to_owned())
            text=say(place)
            note=Signal::derive(refused)
            badge=Some(badge)
            panel=Some(panel)
            chosen=Memo::new(move |_| chosen.with(|chosen| chosen.as_ref() == Some(&wanted)))
            on_choose=choose
        />
    }
    .into_any()
}

/// Where it is, in a line.
fn place(words: &Words, saved: &SavedAddress) -> String {
    let Some(country) = part_of(&saved.parts, AddressField::Country).and_then(Country::parse) else {
        return String::new();
    };
    let part = |part| part_of(&saved.parts, part).unwrap_or_default().to_owned();
    let mut lines = Label::of(country, &part).lines;
    // It is said above.
    lines.retain(|line| *line != part(AddressField::Name));
    lines.push(words.country(country));
    lines.join(", ")
}

/// What can be done with the chosen one.
fn panel(session: Session, hand: Hand, saved: Memo<Option<SavedAddress>>, usual: Memo<bool>) -> AnyView {
    let id = move || saved.get_untracked().map(|saved| saved.id);
    let prefer = move |()| {
        let Some(id) = id() else { return };
        change(session, hand, async move |accounts: &dyn Accounts| accounts.prefer_address(&id).await.is_ok());
    };
    let forget = move |()| {
        let Some(id) = id() else { return };
        change(session, hand, async move |accounts: &dyn Accounts| accounts.forget_address(&id).await.is_ok());
    };
    let prefer = move || {
        (!usual.get()).then(|| view! { <LinkButton label=session.text(key::BOOK_PREFER) on_press=prefer /> }.into_any())
    };
    let forget = view! {
        <LinkButton label=session.text(key::BOOK_FORGET) look=LinkLook::Muted on_press=forget />
    };
    el("div", "kassa-links").child(live(prefer)).child(forget.into_any()).view()
}

/// What was typed can be kept: in the place of the one it was made from, or beside it.
fn keeping(session: Session, hand: Hand, typed: Memo<Parts>, over: Option<AddressId>) -> El {
    let keep = move |id: Option<AddressId>| {
        let parts = typed.get_untracked();
        change(session, hand, async move |accounts: &dyn Accounts| {
            accounts.keep_address(id.as_ref(), &parts).await.is_ok()
        });
    };
    let again = over.map(|id| {
        let press = move |()| keep(Some(id.clone()));
        view! { <LinkButton label=session.text(key::BOOK_REPLACE) on_press=press /> }.into_any()
    });
    let add = view! { <LinkButton label=session.text(key::BOOK_ADD) on_press=move |()| keep(None) /> };
    el("div", "kassa-links").child(again).child(add.into_any())
}

/// Writes an address into the fields; parts it does not have are emptied, but for the number, which is a person's.
fn put(session: Session, parts: &Parts) {
    let known = session.peek(|checkout| checkout.quote().is_some_and(|quote| serves(&quote.countries, parts)));
    for part in AddressField::ALL {
        let text = part_of(parts, part).unwrap_or_default();
        let field = Field::Address(SHIPPING, part);
        if part == AddressField::Country {
            if known {
                session.dispatch(Event::Chose(field, text.to_owned()));
            }
        } else if part != AddressField::Phone || !text.is_empty() {
            session.dispatch(Event::Typed(field, text.to_owned()));
        }
    }
}

/// Changes the book at the shop and reads it anew; says so where it did not work.
fn change(session: Session, hand: Hand, act: impl AsyncFnOnce(&dyn Accounts) -> bool + 'static) {
    session.spawn(async move {
        let done = match session.backend().await {
            Ok(backend) => match backend.accounts() {
                Some(accounts) => act(accounts).await,
                None => false,
            },
            Err(_) => false,
        };
        let said = if done { key::BOOK_SAVED } else { key::BOOK_NOT_SAVED };
        session.announcer.polite(session.words.with_untracked(|words| words.text(said)));
        // The step may have been left meanwhile.
        let _ = hand.failed.try_set(!done);
        let book = known::read(session).await;
        Talking::of(session).book.set(book);
        if done {
            // What was pressed is gone.
            app::focus_wish(session, Field::Book.name());
        }
    });
}
