//! Orders after the purchase, as pages beside it: all of somebody's, one of them, and the way to one for whoever knows its
//! number and address.
//!
//! Always true: an order is shown as the shop says it, and only when the shop shows it; what a guest types never tells whether
//! there is such an order. The purchase in the other half of the page stays as it is.

use crate::{
    app::{self, Host, Session, use_session},
    checkout::{Event, Loading, Phase, request::BackendError},
    domain::{
        OrderNumber,
        check::email::Email,
        order::{Listed, OrderDelivery, OrderState, Reached, ToDo, Tracked},
        problem::{Fault, Field, Problem},
        quote::Policy,
    },
    i18n::{Key, Words, key},
    lazy::Lazy,
    pages::{
        after::{facts, receipt, so_far, to_do},
        checkout::{Later, has_doors, shop_name},
        frame::text_opener,
        preferences::Preferences,
        reorder,
    },
    ui::{
        Badge, BadgeTint, Button, ButtonLook, Coming, Link, LinkLook, Notice, NoticeKind, Skeleton, TextField,
        Timeline,
        el::{El, all, el, follow, live},
        field::error_line,
        path,
    },
};
use leptos::prelude::*;

/// The heading, by id: it takes the focus when somebody has signed in.
const TITLE: &str = "orders-title";

/// What came of asking the shop.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Asked<T> {
    #[default]
    Asking,
    /// No answer that helps.
    Failed,
    /// The shop does not know that whoever is here may see it.
    Closed,
    Told(T),
}

impl<T> Asked<T> {
    fn of(answer: Result<T, BackendError>) -> Self {
        match answer {
            Ok(told) => Self::Told(told),
            Err(BackendError::Unauthorized | BackendError::Rejected(_)) => Self::Closed,
            Err(_) => Self::Failed,
        }
    }
}

/// The page that the address names.
#[component]
pub fn Orders() -> impl IntoView {
    let session = use_session();
    let number = Memo::new(move |_| {
        let page = session.visiting.get()?;
        let number = page.strip_prefix("order/").unwrap_or_default().trim_matches('/');
        // As it stands there: a shop's numbers may have small letters.
        (!number.is_empty()).then(|| OrderNumber(number.to_owned()))
    });
    let title = session.say(move |words| heading(words, number.get().as_ref()));
    name_page(session, title);
    live(move || match number.get() {
        Some(number) => Some(one(session, number)),
        None => Some(list(session, title)),
    })
}

fn heading(words: &Words, number: Option<&OrderNumber>) -> String {
    match number {
        Some(number) => words.with(key::ORDERS_ORDER, &[("number", number.as_str())]),
        None => words.text(key::ORDERS_TITLE),
    }
}

fn name_page(session: Session, title: Signal<String>) {
    let shop = shop_name(session);
    let page =
        session.say(move |words| words.with(key::SHELL_TITLE_STEP, &[("step", &title.get()), ("shop", &shop.get())]));
    // The title of a page around is not ours.
    if Host::PAGE {
        follow(move || document().set_title(&page.get()));
    }
}

/// Asks once the shop has said who is here, and again when that is somebody else.
fn ask<T: Clone + PartialEq + Send + Sync + 'static>(
    session: Session,
    asked: RwSignal<Asked<T>>,
    question: impl AsyncFn() -> Result<T, BackendError> + Clone + 'static,
) -> UnsyncCallback<()> {
    let go = UnsyncCallback::new(move |()| {
        asked.set(Asked::Asking);
        let question = question.clone();
        session.spawn(async move {
            let told = Asked::of(question().await);
            // Another page may be open by now.
            let _ = asked.try_set(told);
        });
    });
    let knows = session
        .slice(|checkout| !matches!(checkout.phase, Phase::Loading(Loading::Opening { .. } | Loading::Order(..))));
    let who = session.quoted(|_, quote| quote.customer.as_ref().map(|customer| customer.id.clone()));
    follow(move || {
        let _ = who.get();
        // Somebody signed in where no quote says so: an order that is there has none.
        session.visiting.track();
        if knows.get() {
            go.run(());
        }
    });
    go
}

// All of them

fn list(session: Session, title: Signal<String>) -> AnyView {
    let asked = RwSignal::new(Asked::default());
    let again = ask(session, asked, async move || {
        let backend = session.backend().await?;
        match backend.orders() {
            Some(orders) => orders.list().await,
            None => Err(BackendError::Rejected(Vec::new())),
        }
    });
    let head = el("div", "").child(el("h1", "kassa-title").set("id", TITLE).set("tabindex", "-1").child(title));
    let inside = live(move || {
        Some(match asked.get() {
            Asked::Asking => coming(session),
            Asked::Failed => failed(session, again),
            Asked::Closed => doors(session, None),
            Asked::Told(orders) if orders.is_empty() => {
                el("p", "kassa-lead").child(session.text(key::ORDERS_NONE)).view()
            }
            Asked::Told(orders) => rows(session, &session.words.get(), &orders),
        })
    });
    let main = el("div", "kassa-main").child(head).child(inside).child(back(session, false));
    // Whoever is shown a list is signed in.
    let known = Memo::new(move |_| asked.with(|asked| matches!(asked, Asked::Told(_))));
    let Later { account, .. } = expect_context();
    let beside = move || {
        known.get().then(|| {
            el("div", "kassa-aside kassa-aside--always kassa-stack")
                .child(view! { <Preferences /> }.into_any())
                .child(account.show_quietly(Lazy::WaysOut))
        })
    };
    el("div", "kassa-frame kassa-layout").child(main).child(live(beside)).view()
}

fn rows(session: Session, words: &Words, orders: &[Listed]) -> AnyView {
    let row = |order: &Listed| {
        let page = ["order/", order.number.as_str()].concat();
        let link = view! {
            <Link
                label=heading(words, Some(&order.number))
                href=app::href(session, &page)
                on_press=move |()| app::visit(session, &page)
            />
        };
        let pieces = words.plural(key::ORDERS_PIECES, order.pieces, &[]);
        let facts = [words.day_of_year(order.placed.day()), pieces].join(" · ");
        el("li", "kassa-orders__row")
            .child(
                el("div", "kassa-orders__facts")
                    .child(link.into_any())
                    .child(el("p", "kassa-small kassa-muted").child(facts)),
            )
            .child(order.reached.map(|reached| badge(words, reached, None)))
            .child(el("p", "kassa-orders__total").child(words.money(order.total)))
    };
    el("ul", "kassa-orders").child(all(orders.iter().map(row))).view()
}

// One of them

fn one(session: Session, number: OrderNumber) -> AnyView {
    let asked = RwSignal::new(Asked::<Tracked>::default());
    let wanted = number.clone();
    let again = ask(session, asked, async move || {
        let backend = session.backend().await?;
        let locale = session.words.with_untracked(|words| words.language().tag);
        match backend.orders().filter(|_| session.peek(|checkout| checkout.facts().can.orders)) {
            Some(orders) => orders.track(locale, &wanted).await,
            None => backend.order(locale, &wanted).await.map(Tracked::from),
        }
    });
    let told = Memo::new(move |_| match asked.get() {
        Asked::Told(tracked) => Some(tracked),
        _ => None,
    });
    let named = number.clone();
    // The same heading from the first moment on: it has the focus.
    let title = session.say(move |words| {
        told.with(|told| told.as_ref().map_or_else(|| heading(words, Some(&named)), |told| sentence(words, told)))
    });
    let above = session.say(move |words| {
        let placed = |told: &Tracked| {
            [heading(words, Some(&told.order.number)), words.day_of_year(told.order.placed.day())].join(" · ")
        };
        told.with(|told| told.as_ref().map(placed).unwrap_or_default())
    });
    let marked = live(move || {
        let told = told.get()?;
        // Of the others the heading is the same words.
        let reached = told.reached.filter(|reached| {
            matches!(reached, Reached::Held | Reached::AwaitsMoney | Reached::Packing | Reached::OnItsWay)
        });
        Some(badge(&session.words.get(), reached?, Some(&told.order.delivery)))
    });
    let head = el("div", "kassa-orders__head")
        .child(
            el("div", "")
                .child(el("p", "kassa-small kassa-muted").child(above))
                .child(el("h1", "kassa-title").set("id", TITLE).set("tabindex", "-1").child(title)),
        )
        .child(marked);
    let inside = live(move || {
        Some(match asked.get() {
            Asked::Asking => coming(session),
            Asked::Failed => failed(session, again),
            Asked::Closed => doors(session, Some(number.clone())),
            Asked::Told(tracked) => all(sections(session, &session.words.get(), &tracked)),
        })
    });
    let bought = live(move || told.get().map(|told| receipt(session, &session.words.get(), &told.order)));
    let main = el("div", "kassa-main").child(head).child(inside).child(back(session, true));
    el("div", "kassa-frame kassa-layout").child(main).child(bought).view()
}

fn sections(session: Session, words: &Words, tracked: &Tracked) -> Vec<AnyView> {
    let Tracked { order, reached, settled, parcel } = tracked;
    let mut drawn = Vec::with_capacity(5);
    if *reached == Some(Reached::Cancelled) {
        let (title, text) = (words.text(key::ORDERS_STAGE_CANCELLED), words.text(key::ORDERS_CANCELLED_TEXT));
        drawn.push(view! { <Notice kind=NoticeKind::Warning title=title text=text /> }.into_any());
    } else {
        let upright = order.state != OrderState::Confirmed;
        let stops = so_far(words, order, *reached);
        let line = view! { <Timeline stops=stops upright=upright /> };
        drawn.push(el("div", "kassa-card").child(line.into_any()).view());
        let waits = matches!(reached, None | Some(Reached::AwaitsMoney)) || matches!(order.to_do, Some(ToDo::Plan(_)));
        drawn.extend(to_do(words, order).filter(|_| waits).map(El::view));
    }
    let mut pairs = facts(session, words, order, *settled);
    if let Some(parcel) = parcel {
        let number = el("bdi", "").set("dir", "ltr").child(parcel.clone());
        let fact = el("div", "")
            .child(el("dt", "").child(words.text(key::ORDERS_PARCEL)))
            .child(el("dd", "").child(el("p", "").child(number)));
        pairs.push(fact.view());
    }
    let details = el("section", "kassa-section kassa-section--ruled")
        .own("aria-label", words.text(key::THANKS_DETAILS))
        .child(el("dl", "kassa-facts").child(pairs));
    drawn.push(details.view());
    let print = |()| {
        // Without a printer dialog nothing happens; the receipt is in the e-mail too.
        let _ = window().print();
    };
    let print = view! { <Button label=words.text(key::THANKS_PRINT) icon=path::PRINT on_press=print /> };
    let help = text_opener(session, Policy::Help).map(|help| {
        view! { <Button label=words.text(key::HOLD_ASK) look=ButtonLook::Quiet icon=path::CHAT on_press=help /> }
            .into_any()
    });
    let ways = el("div", "kassa-row")
        .child(reorder::again(session, order.number.clone(), false))
        .child(print.into_any())
        .child(help);
    drawn.push(ways.view());
    drawn
}

/// How far it is, in a sentence.
fn sentence(words: &Words, tracked: &Tracked) -> String {
    let order = &tracked.order;
    match (tracked.reached, &order.delivery) {
        (Some(Reached::OnItsWay), OrderDelivery::Ship { window: Some(window), .. }) => {
            words.with(key::ORDERS_ARRIVES, &[("when", &words.window(window))])
        }
        (Some(Reached::Packing), _) => words.text(key::ORDERS_PACKING),
        (Some(Reached::AwaitsMoney), _) => words.text(key::ORDERS_MONEY),
        (Some(Reached::Held), _) => match &order.state {
            OrderState::ForApproval { by } => words.with(key::APPROVAL_WAITING, &[("name", by)]),
            _ => words.text(key::HOLD_TITLE),
        },
        (Some(reached), delivery) => words.text(reached_name(reached, Some(delivery))),
        (None, _) => heading(words, Some(&order.number)),
    }
}

const fn reached_name(reached: Reached, delivery: Option<&OrderDelivery>) -> Key {
    match (reached, delivery) {
        (Reached::Held, _) => key::HOLD_CHECKING,
        (Reached::AwaitsMoney, _) => key::THANKS_STAGE_MONEY,
        (Reached::Packing, _) => key::THANKS_STAGE_PACKING,
        (Reached::OnItsWay, _) => key::THANKS_STAGE_ON_ITS_WAY,
        (Reached::Ready, _) => key::THANKS_STAGE_READY,
        (Reached::Arrived, Some(OrderDelivery::Nothing)) => key::THANKS_STAGE_BY_EMAIL,
        (Reached::Arrived, Some(OrderDelivery::Collect { .. })) => key::ORDERS_STAGE_COLLECTED,
        (Reached::Arrived, _) => key::HOLD_DELIVERED,
        (Reached::Cancelled, _) => key::ORDERS_STAGE_CANCELLED,
    }
}

fn badge(words: &Words, reached: Reached, delivery: Option<&OrderDelivery>) -> AnyView {
    let tint = match reached {
        Reached::Held | Reached::AwaitsMoney => BadgeTint::Warning,
        Reached::Packing | Reached::OnItsWay | Reached::Ready => BadgeTint::Accent,
        Reached::Arrived => BadgeTint::Success,
        Reached::Cancelled => BadgeTint::Danger,
    };
    view! { <Badge text=words.text(reached_name(reached, delivery)) tint=tint /> }.into_any()
}

// What both have in common

fn coming(session: Session) -> AnyView {
    let row = || view! { <Skeleton of=Coming::Option /> }.into_any();
    el("div", "kassa-stack")
        .set("aria-busy", "true")
        .child(el("p", "kassa-visually-hidden").set("role", "status").child(session.text(key::ORDERS_ASKING)))
        .child(all([row(), row(), row()]))
        .view()
}

fn failed(session: Session, again: UnsyncCallback<()>) -> AnyView {
    let notice = view! {
        <Notice
            kind=NoticeKind::Danger
            title=session.text(key::ORDERS_FAILED_TITLE)
            text=session.text(key::ORDERS_FAILED_TEXT)
        >
            <Button label=session.text(key::SHARED_RETRY) on_press=again />
        </Notice>
    };
    el("div", "").set("role", "alert").child(notice.into_any()).view()
}

/// Ways to other pages, and out.
fn back(session: Session, to_list: bool) -> AnyView {
    let listed = session.slice(|checkout| checkout.facts().can.orders);
    let all_of_them = move || {
        (to_list && listed.get()).then(|| {
            view! {
                <Link
                    label=session.text(key::ORDERS_ALL)
                    href=app::href(session, "orders")
                    on_press=move |()| app::visit(session, "orders")
                />
            }
            .into_any()
        })
    };
    // The bag that was bought is gone.
    let bought = session.slice(|checkout| matches!(checkout.phase, Phase::Placed(_) | Phase::UnderReview(_)));
    let label = session.say(move |words| words.text(if bought.get() { key::THANKS_AGAIN } else { key::STEP_BAG_BACK }));
    let leave = move |()| {
        if bought.get_untracked() {
            begin_anew(session);
        } else {
            app::leave_visit(session, "bag");
        }
    };
    let bag = view! {
        <Link
            label=label
            href=app::href(session, "bag")
            look=LinkLook::Plain
            icon=path::BACK
            mirrored=true
            on_press=leave
        />
    };
    el("div", "kassa-links").child(bag.into_any()).child(live(all_of_them)).view()
}

fn begin_anew(session: Session) {
    session.spawn(async move {
        // What is over is left by the rules of later steps. Without them it is still on screen, and says so.
        if session.learn().await.is_ok() {
            session.dispatch(Event::StartOver);
        }
        app::leave_visit(session, "bag");
    });
}

/// Ways to see it for whoever the shop does not know: by an account, or by number and address.
fn doors(session: Session, number: Option<OrderNumber>) -> AnyView {
    let has = has_doors(session);
    let finds = session.slice(|checkout| checkout.facts().can.find);
    let lists = session.slice(|checkout| checkout.facts().can.orders);
    let Later { account, .. } = expect_context();
    let sign_in = move || {
        (has.get() && lists.get()).then(|| {
            section(
                session,
                "orders-sign-in",
                key::ORDERS_SIGN_IN,
                key::ORDERS_SIGN_IN_TEXT,
                account.show(Lazy::SignIn),
            )
        })
    };
    let find = move || {
        finds.get().then(|| {
            let number = number.clone();
            section(session, "orders-find", key::ORDERS_FIND_TITLE, key::ORDERS_FIND_TEXT, finder(session, number))
        })
    };
    let neither = move || {
        (!(finds.get() || has.get() && lists.get()))
            .then(|| el("p", "kassa-lead").child(session.text(key::ORDERS_NOT_HERE)))
    };
    all([live(find), live(sign_in), live(neither)])
}

fn section(session: Session, id: &'static str, title: Key, text: Key, inside: AnyView) -> El {
    el("section", "kassa-section kassa-section--ruled")
        .set("aria-labelledby", id)
        .child(el("h2", "kassa-section__title").set("id", id).child(session.text(title)))
        .child(el("p", "kassa-muted").child(session.text(text)))
        .child(inside)
}

/// What is wrong with what was typed to find an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Wrong {
    #[default]
    Nothing,
    NoNumber,
    Address(Fault),
    /// No order fits. Which of the two is wrong nobody says.
    Pair,
    /// So many seconds long nothing is looked for.
    Rests(u32),
    NoAnswer,
}

/// An order by its number and address.
fn finder(session: Session, number: Option<OrderNumber>) -> AnyView {
    let number = RwSignal::new(number.map(|number| number.0).unwrap_or_default());
    let email = RwSignal::new(String::new());
    let wrong = RwSignal::new(Wrong::default());
    let busy = RwSignal::new(false);
    let submit = move |event: web_sys::Event| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        // As it was typed: a shop's numbers may have small letters.
        let wanted = number.with_untracked(|number| number.trim().to_owned());
        match email.with_untracked(|email| Email::parse(email)) {
            _ if wanted.is_empty() => wrong.set(Wrong::NoNumber),
            Err(fault) => wrong.set(Wrong::Address(fault)),
            Ok(email) => {
                wrong.set(Wrong::Nothing);
                busy.set(true);
                look_for(session, OrderNumber(wanted), email, wrong, busy);
            }
        }
    };
    let about_number = session.say(move |words| match wrong.get() {
        Wrong::NoNumber => words.text(key::ORDERS_FIND_NO_NUMBER),
        _ => String::new(),
    });
    let about_email = Signal::derive(move || match wrong.get() {
        Wrong::Address(Fault::Missing) => Some(session.words.with(|words| words.text(key::ORDERS_FIND_NO_EMAIL))),
        Wrong::Address(fault) => Some(session.sentence(Problem::new(Field::Email, fault))),
        _ => None,
    });
    let beside = move || {
        let text = session.words.with(|words| match wrong.get() {
            Wrong::Pair => Some(words.text(key::ORDERS_FIND_NONE)),
            Wrong::Rests(seconds) => Some(words.plural(key::DOOR_RESTS, seconds, &[])),
            Wrong::NoAnswer => Some(words.text(key::ORDERS_FAILED_TEXT)),
            Wrong::Nothing | Wrong::NoNumber | Wrong::Address(_) => None,
        })?;
        Some(error_line("find-said".to_owned(), text))
    };
    let fields = view! {
        <TextField
            field=Field::OrderNumber
            label=session.text(key::THANKS_NUMBER)
            value=number
            problem=Signal::derive(move || Some(about_number.get()).filter(|text| !text.is_empty()))
            on_input=move |text| number.set(text)
        />
        <TextField
            field=Field::Email
            place="-order"
            label=session.text(key::FIELD_EMAIL_LABEL)
            value=email
            problem=about_email
            enterkeyhint="go"
            on_input=move |text| email.set(text)
        />
        <Button label=session.text(key::ORDERS_FIND_GO) submit=true busy=busy />
    };
    el("form", "kassa-stack kassa-orders__find")
        .set("novalidate", "")
        .on("submit", submit)
        .child(fields.into_any())
        .child(el("div", "").set("role", "alert").child(live(beside)))
        .view()
}

fn look_for(session: Session, number: OrderNumber, email: Email, wrong: RwSignal<Wrong>, busy: RwSignal<bool>) {
    session.spawn(async move {
        let locale = session.words.with_untracked(|words| words.language().tag);
        let found = match session.backend().await {
            Ok(backend) => match backend.orders() {
                Some(orders) => orders.find(locale, &number, &email).await,
                None => Err(BackendError::Rejected(Vec::new())),
            },
            Err(error) => Err(error),
        };
        // Another page may be open by now.
        let _ = busy.try_set(false);
        match found {
            Ok(found) => app::visit(session, &["order/", found.order.number.as_str()].concat()),
            Err(error) => {
                let _ = wrong.try_set(match error {
                    BackendError::Unauthorized | BackendError::Rejected(_) => Wrong::Pair,
                    BackendError::Busy(wait) => Wrong::Rests(wait.div_ceil(1_000)),
                    _ => Wrong::NoAnswer,
                });
            }
        }
    });
}
