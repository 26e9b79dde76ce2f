//! The doors of the contact step: as a guest, signing in, a new account; and who is signed in.
//!
//! Always true: the guest's door is open first and asks no more than the order needs (UX-02); the way forward beside these
//! stays as it is, whatever is open here. The e-mail address is the purchase's own field, asked once for all doors. What the
//! shop does not have is not drawn.

use super::{
    run::{self, Talking, WHO, sentence, typed},
    talk::{By, Doing, Door, Event, Over, Said, Talk},
};
use crate::{
    app::{self, Session, use_session},
    domain::{
        account::{CodeFrom, Customer, Recognised},
        check::email::Email,
        problem::Field,
        secret::Secret,
    },
    i18n::{Key, Words, key},
    ui::{
        Button, CheckBox, Disclosure, IconLook, Link, LinkButton, LinkLook, RadioTiles, SecretField, TextField, Tile,
        el::{El, all, el, follow, live},
        field::error_line,
        icon::icon,
        path,
    },
};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;

/// What the chosen door asks, by id: a key pressed in it stays with it.
const PANEL: &str = "door-panel";

/// With an account or without; who is signed in, once somebody is.
#[component]
pub fn Doors() -> impl IntoView {
    let session = use_session();
    let talking = Talking::of(session);
    let customer = run::customer(session);
    take_early(session, talking);
    live(move || match customer.get() {
        Some(customer) => Some(who(session, talking, *customer)),
        None => Some(tiles(session, talking)),
    })
}

/// A door chosen on the static page (`boot/begin.js`) is the one that is open.
fn take_early(session: Session, talking: Talking) {
    const EARLY: &str = "data-door";
    follow(move || {
        if !session.settled.get() {
            return;
        }
        let Some(root) = document().document_element() else { return };
        if let Some(door) = root.get_attribute(EARLY).as_deref().and_then(door_named) {
            let _ = root.remove_attribute(EARLY);
            talking.dispatch(Event::Chose(door));
        }
    });
}

const fn name(door: Door) -> &'static str {
    match door {
        Door::Guest | Door::Claim => "guest",
        Door::SignIn => "sign-in",
        Door::Create => "create",
    }
}

fn door_named(wanted: &str) -> Option<Door> {
    [Door::Guest, Door::SignIn, Door::Create].into_iter().find(|door| name(*door) == wanted)
}

fn tiles(session: Session, talking: Talking) -> AnyView {
    let doors = talking.slice(|talk| (talk.doors(), talk.passkeys()));
    let tiles = Signal::derive(move || {
        let (doors, passkey) = doors.get();
        let tile = |door, title: Key, text: Key| {
            session.words.with(|words| Tile { value: name(door), title: words.text(title), text: words.text(text) })
        };
        let ways = ways(passkey, doors.code, doors.password);
        let mut tiles = vec![tile(Door::Guest, key::DOOR_GUEST_TITLE, key::DOOR_GUEST_TEXT)];
        tiles.extend(ways.map(|ways| tile(Door::SignIn, key::DOOR_SIGN_IN_TITLE, ways)));
        tiles.extend(doors.register.then(|| tile(Door::Create, key::DOOR_CREATE_TITLE, key::DOOR_CREATE_TEXT)));
        tiles
    });
    let choose = UnsyncCallback::new(move |chosen: &'static str| {
        if let Some(door) = door_named(chosen) {
            talking.dispatch(Event::Chose(door));
        }
    });
    view! {
        <RadioTiles
            field=Field::Door
            legend=session.text(key::DOOR_LEGEND)
            tiles=tiles
            chosen=Signal::derive({
                let door = talking.slice(Talk::door);
                move || name(door.get()).to_owned()
            })
            on_choose=choose
        />
    }
    .into_any()
}

/// The two ways that come first, in words that fit on one line of a tile: nothing moves when they come.
const fn ways(passkey: bool, code: bool, password: bool) -> Option<Key> {
    Some(match (passkey, code, password) {
        (true, true, _) => key::DOOR_SIGN_IN_PASSKEY_CODE,
        (true, false, true) => key::DOOR_SIGN_IN_PASSKEY_PASSWORD,
        (true, false, false) => key::DOOR_SIGN_IN_PASSKEY,
        (false, true, true) => key::DOOR_SIGN_IN_CODE_PASSWORD,
        (false, true, false) => key::DOOR_SIGN_IN_CODE,
        (false, false, true) => key::DOOR_SIGN_IN_PASSWORD,
        (false, false, false) => return None,
    })
}

// Who is signed in

fn who(session: Session, talking: Talking, customer: Customer) -> AnyView {
    let is_remembered = customer.how == Recognised::Remembered;
    let by = match customer.how {
        Recognised::Password => key::WHO_BY_PASSWORD,
        Recognised::Code => key::WHO_BY_CODE,
        Recognised::Passkey => key::WHO_BY_PASSKEY,
        Recognised::Remembered => key::WHO_BY_DEVICE,
    };
    let named = if customer.name.is_empty() { customer.email.clone() } else { customer.name };
    let title = if is_remembered { key::WHO_REMEMBERED } else { key::WHO_TITLE };
    let title = session.say(move |words| words.with(title, &[("name", &named)]));
    let (label, then) = if is_remembered { (key::WHO_NOT_YOU, Door::SignIn) } else { (key::WHO_SIGN_OUT, Door::Guest) };
    let facts = el("div", "kassa-who__facts")
        .child(el("p", "kassa-who__title").child(title))
        .child(el("p", "kassa-small kassa-muted").child(el("bdi", "").child(customer.email)))
        .child(el("p", "kassa-small kassa-muted").child(session.text(by)));
    let out = view! {
        <LinkButton
            label=session.text(label)
            look=LinkLook::Muted
            on_press=move |()| talking.dispatch(Event::SignOut(then))
        />
    };
    // The shop's facts, and not the conversation's: that one may not have heard of them yet.
    let (orders, device) = session.peek(|checkout| {
        let can = checkout.facts().can;
        (can.orders, can.doors.device)
    });
    let shared = device.then(|| {
        let checked = talking.slice(Talk::shared);
        view! {
            <CheckBox
                field=Field::SharedDevice
                label=session.text(key::WHO_SHARED)
                note=session.text(key::WHO_SHARED_NOTE)
                checked=checked
                on_change=move |shared| talking.dispatch(Event::Shared(shared))
            />
        }
        .into_any()
    });
    el("section", "kassa-who")
        .set("id", WHO)
        .set("tabindex", "-1")
        .follow("aria-label", move || Some(title.get()))
        .child(el("div", "kassa-who__row").child(icon(path::USER, IconLook::Plain)).child(facts).child(out.into_any()))
        .child(orders.then(|| way_to_orders(session)))
        .child(shared)
        .child(said_line(session, talking))
        .view()
}

fn way_to_orders(session: Session) -> AnyView {
    let link = view! {
        <Link
            label=session.text(key::ORDERS_TITLE)
            href=app::href(session, "orders")
            on_press=move |()| app::visit(session, "orders")
        />
    };
    el("p", "kassa-small").child(link.into_any()).view()
}

// What a door asks

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Stage {
    Nothing,
    /// The address has an account, and the shop says so.
    Hint,
    SignIn,
    Create,
    Code,
    Second,
}

fn stage(talk: &Talk) -> Stage {
    match talk.door() {
        _ if talk.second().is_some() => Stage::Second,
        Door::SignIn | Door::Create if talk.code().is_some() => Stage::Code,
        Door::SignIn => Stage::SignIn,
        Door::Create => Stage::Create,
        Door::Guest | Door::Claim => Stage::Nothing,
    }
}

/// Signing in where nothing is bought: the address, and what the door for it asks.
#[component]
pub fn SignIn() -> impl IntoView {
    let session = use_session();
    let talking = Talking::of(session);
    // Once the shop's doors are known, and again after somebody went out.
    let closed =
        talking.slice(|talk| talk.doors().any() && talk.door() != Door::SignIn && talk.over() != Some(Over::In));
    follow(move || {
        if closed.get() {
            talking.dispatch(Event::Chose(Door::SignIn));
        }
    });
    let is_in = talking.slice(|talk| talk.over() == Some(Over::In));
    follow(move || {
        if is_in.get() {
            // The page asks anew, and its heading takes the focus that the field had.
            session.visiting.update(|_| ());
            app::focus_wish(session, "orders-title");
        }
    });
    let email = view! {
        <TextField
            field=Field::Email
            label=session.text(key::FIELD_EMAIL_LABEL)
            value=session.typed(Field::Email)
            problem=session.problem(Field::Email)
            enterkeyhint="done"
            on_input=session.types(Field::Email)
            on_leave=session.leaves(Field::Email)
        />
        <Panel />
    };
    el("form", "kassa-stack kassa-orders__find")
        .set("novalidate", "")
        .on("submit", |event| event.prevent_default())
        .child(email.into_any())
        .view()
}

/// What the chosen door asks, under the e-mail address.
#[component]
pub fn Panel() -> impl IntoView {
    let session = use_session();
    let talking = Talking::of(session);
    let email = session.typed(Field::Email);
    let customer = run::customer(session);
    let is_in = Memo::new(move |_| customer.with(Option::is_some));
    let known = talking.slice(|talk| talk.known().cloned());
    // Of this very address, and not of the one before it.
    let hinted =
        Memo::new(move |_| known.get().is_some() && known.get() == email.with(|email| Email::parse(email).ok()));
    let asked = talking.slice(stage);
    let now = Memo::new(move |_| match asked.get() {
        _ if is_in.get() => Stage::Nothing,
        Stage::Nothing if hinted.get() => Stage::Hint,
        stage => stage,
    });
    ask_about(session, talking);
    let door = talking.slice(Talk::door);
    follow(move || name_email(session, door.get()));
    catch_enter(session, talking);
    live(move || {
        let panel = || el("div", "kassa-stack kassa-door").set("id", PANEL);
        Some(match now.get() {
            Stage::Nothing => return None,
            Stage::Hint => panel().child(hint(session, talking)),
            Stage::SignIn => panel().child(sign_in(session, talking)),
            Stage::Create => panel().child(create(session, talking)),
            Stage::Code => panel().child(code(session, talking)),
            Stage::Second => panel().child(second(session, talking)),
        })
    })
}

/// Once the address was left, the shop may say that it knows it.
fn ask_about(session: Session, talking: Talking) {
    let left = session.slice(|checkout| {
        checkout.answers.judged(Field::Email).then(|| checkout.answers.text(Field::Email).to_owned())
    });
    follow(move || {
        if let Some(email) = left.get() {
            talking.dispatch(Event::Left(email));
        }
    });
}

/// What a browser and its password manager are to put into the address (FLD-21). The field is drawn with the step, which
/// knows of no doors.
fn name_email(session: Session, door: Door) {
    let token = match door {
        Door::Guest | Door::Claim => "email",
        Door::SignIn => "username webauthn",
        Door::Create => "username",
    };
    if let Some(field) = session.host().find(Field::Email.name()) {
        let _ = field.set_attribute("autocomplete", token);
    }
}

/// Enter in a field of an open door is meant for that door, not for the way forward around it. So is what a password manager
/// sends after it has filled in. Before the form hears of it: the step knows of no doors.
fn catch_enter(session: Session, talking: Talking) {
    let hears = Closure::<dyn FnMut(web_sys::Event)>::wrap(Box::new(move |event: web_sys::Event| {
        let within = |id: &str, active: &web_sys::Element| {
            active.id() == id || session.host().find(id).is_some_and(|panel| panel.contains(Some(active)))
        };
        // A button that was pressed has the focus itself, or in WebKit nothing has.
        let is_ours = session.host().active().is_some_and(|active| {
            active.tag_name() == "INPUT" && (within(PANEL, &active) || within(Field::Email.name(), &active))
        });
        if is_ours && go(session, talking) {
            event.prevent_default();
            event.stop_propagation();
        }
    }));
    let listener: JsValue = hears.as_ref().clone();
    let page = document();
    let _ = page.add_event_listener_with_callback_and_bool("submit", listener.unchecked_ref(), true);
    let hears = StoredValue::new_local(Some(hears));
    on_cleanup(move || {
        let hears = hears.try_update_value(Option::take).flatten();
        if let Some(hears) = hears {
            let _ =
                document().remove_event_listener_with_callback_and_bool("submit", hears.as_ref().unchecked_ref(), true);
        }
    });
}

/// Does what the open door is for; whether there was one.
fn go(session: Session, talking: Talking) -> bool {
    let (stage, doors) = talking.peek(|talk| (stage(talk), talk.doors()));
    match stage {
        Stage::Nothing | Stage::Hint => return false,
        Stage::SignIn if doors.code && typed(session, Field::Password).is_empty() => send_code(session, talking),
        Stage::Create if doors.code => send_code(session, talking),
        Stage::SignIn => give_password(session, talking, Field::Password),
        Stage::Create => give_password(session, talking, Field::NewPassword),
        Stage::Code => give_code(session, talking),
        Stage::Second => talking.dispatch(Event::Second(Secret::new(typed(session, Field::OneTimeCode)))),
    }
    true
}

fn email(session: Session) -> String {
    session.peek(|checkout| checkout.answers.shown(Field::Email).to_owned())
}

fn send_code(session: Session, talking: Talking) {
    talking.dispatch(Event::SendCode(email(session)));
}

/// Gives the password that was typed there.
pub fn give_password(session: Session, talking: Talking, field: Field) {
    talking.dispatch(Event::Password(email(session), Secret::new(typed(session, field))));
}

/// Gives the code that was typed.
pub fn give_code(session: Session, talking: Talking) {
    talking.dispatch(Event::Code(Secret::new(typed(session, Field::OneTimeCode))));
}

fn hint(session: Session, talking: Talking) -> AnyView {
    let text = el("p", "kassa-small").child(session.text(key::DOOR_HINT));
    let go = view! {
        <LinkButton
            label=session.text(key::DOOR_SIGN_IN_TITLE)
            on_press=move |()| {
                talking.dispatch(Event::Chose(Door::SignIn));
                crate::app::focus_wish(session, "door-sign-in");
            }
        />
    };
    el("div", "kassa-door__hint").child(icon(path::INFO, IconLook::Small)).child(text).child(go.into_any()).view()
}

/// A field for a secret, and the button that gives it.
fn asks(
    session: Session,
    talking: Talking,
    by: By,
    (field, label): (Field, Key),
    (go, give): (Key, impl Fn(()) + 'static),
) -> AnyView {
    let asked = view! {
        <SecretField field=field label=session.text(label) problem=problem(session, talking, by) />
        <Button label=session.text(go) busy=busy(talking, by) on_press=give />
    };
    el("div", "kassa-stack kassa-stack--sm").child(asked.into_any()).view()
}

fn sign_in(session: Session, talking: Talking) -> AnyView {
    let (doors, passkeys) = talking.peek(|talk| (talk.doors(), talk.passkeys()));
    let others = passkeys || doors.code;
    let password = move || {
        let give = move |()| give_password(session, talking, Field::Password);
        asks(session, talking, By::Password, (Field::Password, key::DOOR_PASSWORD_LABEL), (key::DOOR_GO, give))
    };
    let password = doors.password.then(|| {
        if others {
            let inside = password();
            view! { <Disclosure label=session.text(key::DOOR_PASSWORD)>{inside}</Disclosure> }.into_any()
        } else {
            password()
        }
    });
    all([
        passkeys.then(|| passkey_button(session, talking, key::DOOR_PASSKEY)),
        doors.code.then(|| code_button(session, talking, key::DOOR_CODE)),
        password,
        Some(said_line(session, talking)),
    ]
    .into_iter()
    .flatten())
}

fn create(session: Session, talking: Talking) -> AnyView {
    let (doors, passkeys) = talking.peek(|talk| (talk.doors(), talk.passkeys()));
    let later = || el("p", "kassa-small kassa-muted").child(session.text(key::DOOR_CREATE_NOTE)).view();
    all([
        passkeys.then(|| passkey_button(session, talking, key::DOOR_MAKE_PASSKEY)),
        doors.code.then(|| code_button(session, talking, key::DOOR_CODE)),
        (doors.password && !doors.code).then(|| new_password(session, talking)),
        Some(said_line(session, talking)),
        doors.claim.then(later),
    ]
    .into_iter()
    .flatten())
}

/// A new password and the button for it.
pub fn new_password(session: Session, talking: Talking) -> AnyView {
    let least = u32::try_from(super::talk::SHORTEST_PASSWORD).unwrap_or(u32::MAX);
    let field = view! {
        <SecretField
            field=Field::NewPassword
            label=session.text(key::DOOR_NEW_PASSWORD_LABEL)
            hint=session.say(move |words| words.plural(key::DOOR_TOO_SHORT, least, &[]))
            problem=problem(session, talking, By::Password)
        />
        <Button
            label=session.text(key::DOOR_CREATE_TITLE)
            busy=busy(talking, By::Password)
            on_press=move |()| give_password(session, talking, Field::NewPassword)
        />
    };
    el("div", "kassa-stack kassa-stack--sm").child(field.into_any()).view()
}

/// A button for the browser's keeper of passkeys.
pub fn passkey_button(session: Session, talking: Talking, label: Key) -> AnyView {
    view! {
        <Button
            label=session.text(label)
            block=true
            icon=path::KEY
            busy=busy(talking, By::Passkey)
            on_press=move |()| talking.dispatch(Event::Passkey(email(session)))
        />
    }
    .into_any()
}

/// A button that has a code sent.
pub fn code_button(session: Session, talking: Talking, label: Key) -> AnyView {
    let sends = talking.slice(|talk| matches!(talk.doing(), Some(Doing::Sending(_))));
    view! {
        <Button
            label=session.text(label)
            block=true
            icon=path::MAIL
            busy=sends
            on_press=move |()| send_code(session, talking)
        />
    }
    .into_any()
}

/// The code that was sent: one field, another code after a while, another address.
pub fn code(session: Session, talking: Talking) -> AnyView {
    let to = talking.slice(|talk| talk.code().map(|sent| sent.to.as_str().to_owned()).unwrap_or_default());
    let door = talking.peek(Talk::door);
    let (text, go) = match door {
        Door::SignIn => (key::DOOR_SENT, key::DOOR_GO),
        _ => (key::DOOR_SENT_NEW, key::DOOR_CREATE_TITLE),
    };
    let text = session.say(move |words| words.with(text, &[("email", &to.get())]));
    let waits = talking.slice(Talk::again);
    let ready = Memo::new(move |_| waits.get() == 0);
    let again = live(move || {
        Some(if ready.get() {
            view! {
                <LinkButton label=session.text(key::DOOR_AGAIN) on_press=move |()| talking.dispatch(Event::Again) />
            }
            .into_any()
        } else {
            let text = session.say(move |words| words.plural(key::DOOR_AGAIN_IN, waits.get(), &[]));
            el("span", "kassa-small kassa-muted").child(text).view()
        })
    });
    // After the order there is only the one address that it came from.
    let elsewhere = (door != Door::Claim).then(|| back(session, talking, key::DOOR_ELSEWHERE));
    let give = move |()| give_code(session, talking);
    let field = asks(session, talking, By::Code, (Field::OneTimeCode, key::DOOR_CODE_LABEL), (go, give));
    all([
        Some(el("p", "").child(text).view()),
        Some(field),
        Some(said_line(session, talking)),
        Some(el("div", "kassa-links").child(again).child(elsewhere).view()),
    ]
    .into_iter()
    .flatten())
}

fn second(session: Session, talking: Talking) -> AnyView {
    let from = talking.slice(|talk| talk.second().cloned());
    let text = session.say(move |words: &Words| match from.get() {
        Some(CodeFrom::Sent(to)) => words.with(key::DOOR_SECOND_SENT, &[("to", &to)]),
        _ => words.text(key::DOOR_SECOND_APP),
    });
    let give = move |()| talking.dispatch(Event::Second(Secret::new(typed(session, Field::OneTimeCode))));
    let field = asks(session, talking, By::Second, (Field::OneTimeCode, key::DOOR_CODE_LABEL), (key::DOOR_GO, give));
    all([
        el("p", "").child(text).view(),
        field,
        said_line(session, talking),
        el("div", "kassa-links").child(back(session, talking, key::DOOR_ANEW)).view(),
    ])
}

fn back(session: Session, talking: Talking, label: Key) -> AnyView {
    view! {
        <LinkButton label=session.text(label) look=LinkLook::Muted on_press=move |()| talking.dispatch(Event::Back) />
    }
    .into_any()
}

/// Whether somebody is just showing who they are in that way.
pub fn busy(talking: Talking, by: By) -> Signal<bool> {
    let does = talking.slice(move |talk| match talk.doing() {
        Some(Doing::Entering(with) | Doing::Making(with)) => *with == by,
        Some(Doing::Preparing(_) | Doing::Sheet(_)) => by == By::Passkey,
        _ => false,
    });
    does.into()
}

/// What is wrong with what was typed.
pub fn problem(session: Session, talking: Talking, by: By) -> Signal<Option<String>> {
    let said = talking.slice(move |talk| {
        talk.said().filter(|said| match said {
            Said::Missing(of) | Said::Wrong(of) => *of == by,
            Said::TooShort => by == By::Password,
            _ => false,
        })
    });
    Signal::derive(move || said.get().map(|said| session.words.with(|words| sentence(words, said, 0))))
}

/// What went wrong beside any field.
pub fn said_line(session: Session, talking: Talking) -> AnyView {
    let said = talking.slice(|talk| {
        let said = talk.said().filter(|said| {
            !matches!(said, Said::Missing(_) | Said::TooShort | Said::Wrong(By::Password | By::Code | By::Second))
        });
        said.map(|said| (said, talk.rests()))
    });
    live(move || {
        let (said, rests) = said.get()?;
        let text = session.words.with(|words| sentence(words, said, rests));
        Some(error_line("door-said".to_owned(), text))
    })
}

/// A section that takes the focus when it comes.
pub fn landing(id: &'static str, class: &'static str) -> El {
    el("section", class).set("id", id).set("tabindex", "-1")
}
