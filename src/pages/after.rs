//! Everything after Pay was pressed: the wait, what the bank asks, the confirmation and its receipt.
//!
//! Always true: while it is not known whether an order exists, nothing here offers to pay again
//! (REL-04); what the shop has taken is shown as the order says it, never worked out anew.

use crate::{
    app::{self, Session, use_session},
    checkout::{Checkout, Event, Phase, Stage},
    domain::{
        MethodId,
        address::Label,
        cart::{Line, LineKind},
        day::{Day, Instant},
        delivery::{Hours, Point},
        house::Consented,
        money::{Currency, Money},
        order::{Days, Order, OrderDelivery, OrderState, Reached, Settled, ToDo, Transfer},
        payment::{CardFace, ChargeMoment, NextAction},
        problem::Field,
        quote::Policy,
    },
    i18n::{Key, Piece, Words, key},
    lazy::{self, Lazy, Part},
    pages::{
        checkout::{Later, has_doors},
        frame::text_opener,
        summary::{rows, sum_label, taxes},
    },
    payment,
    steps::{company::taxed, summary_of::card_name},
    ui::{
        Button, ButtonLook, Countdown, Disclosure, IconLook, LineItem, LinkButton, Notice, Plan, PlanCost, PlanPart,
        StepState, Stop, Timeline, Totals, Trust,
        el::{Child, El, all, el, live},
        icon::icon,
        own, path,
    },
};
use leptos::{context::Provider, prelude::*};

/// What follows Pay.
#[component]
pub fn After() -> impl IntoView {
    let session = use_session();
    let order = session.slice(|checkout| match &checkout.phase {
        Phase::Placed(order) | Phase::UnderReview(order) => Some(order.clone()),
        _ => None,
    });
    let under_way = session.slice(|checkout| matches!(checkout.phase, Phase::Placing(_) | Phase::Acting(_)));
    live(move || match order.get() {
        Some(order) => Some(taken(session, &session.words.get(), &order).view()),
        None => under_way.get().then(|| view! { <Moment session=session /> }.into_any()),
    })
}

// The wait

/// What the shopper is waiting for, or has to do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Wait {
    #[default]
    Sending,
    /// It takes longer than usual.
    Slow,
    LookingUp,
    Unconfirmed,
    Cancelling,
    Frame(String, Option<Instant>),
    Redirect(String),
    App(String, Instant),
    Poll,
    /// The provider asks for the bank.
    Confirming,
    /// The provider would, once the shopper wants to.
    Confirm,
}

/// What stands under the words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Below {
    #[default]
    Nothing,
    /// What can be done while it takes long.
    WayOut,
    Frame(String, Option<Instant>),
    Redirect(String),
    App(String, Instant),
    Poll,
    /// Whether the shopper has to say that it is to go on.
    Confirm(bool),
}

/// An attempt as it is drawn.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Attempted {
    wait: Wait,
    total: Money,
    /// What to name when asking for help.
    reference: String,
    email: String,
    card: Option<CardFace>,
    /// The method, where it is known.
    method: Option<Key>,
    /// Whether money moves now, as far as it is known.
    pays: bool,
    patience: u8,
}

fn attempted(checkout: &Checkout) -> Option<Attempted> {
    let (attempt, order, wait, patience) = match &checkout.phase {
        Phase::Placing(placing) => {
            let wait = match placing.stage {
                Stage::Locking | Stage::Sending if placing.patience > 1 => Wait::Slow,
                Stage::Locking | Stage::Sending => Wait::Sending,
                Stage::LookingUp => Wait::LookingUp,
                Stage::Unconfirmed => Wait::Unconfirmed,
                Stage::Cancelling => Wait::Cancelling,
            };
            (&placing.attempt, &placing.order, wait, placing.patience)
        }
        Phase::Acting(acting) => {
            let wait = match &acting.action {
                NextAction::Frame { url, until } => Wait::Frame(url.clone(), *until),
                NextAction::App { link, until } => Wait::App(link.clone(), *until),
                NextAction::Redirect { url } => Wait::Redirect(url.clone()),
                NextAction::Poll { .. } => Wait::Poll,
                NextAction::Confirm { .. } if acting.confirming => Wait::Confirming,
                NextAction::Confirm { .. } => Wait::Confirm,
            };
            (&acting.attempt, &acting.order, wait, 0)
        }
        _ => return None,
    };
    Some(Attempted {
        wait,
        total: attempt.total,
        reference: attempt.keys.order.chars().take(8).collect(),
        email: checkout.answers.text(Field::Email).trim().to_owned(),
        card: order.as_ref().and_then(|order| order.payment().card.clone()),
        // After a reload there is no quote, but what was chosen.
        method: payment::method(&MethodId::from(checkout.answers.text(Field::Method)))
            .or_else(|| checkout.method().as_ref().and_then(payment::method))
            .map(|spec| spec.title),
        pays: order.as_ref().is_none_or(|order| order.payment().token.is_some()),
        patience,
    })
}

impl Attempted {
    fn title(&self) -> Key {
        match self.wait {
            Wait::Sending if self.pays => key::PROCESSING_TITLE,
            Wait::Sending => key::PROCESSING_TITLE_ORDER,
            Wait::Slow if self.card.is_some() => key::PROCESSING_SLOW_TITLE,
            Wait::Slow => key::PROCESSING_SLOW_TITLE_SHOP,
            Wait::LookingUp => key::PROCESSING_LOST_TITLE,
            Wait::Unconfirmed => key::PROCESSING_UNKNOWN_TITLE,
            Wait::Cancelling => key::PROCESSING_CANCELLING_TITLE,
            Wait::Frame(..) | Wait::Confirming | Wait::Confirm => key::ACTION_FRAME_TITLE,
            Wait::App(..) if self.method.is_some() => key::ACTION_APP_TITLE,
            Wait::Redirect(_) => key::ACTION_REDIRECT_TITLE,
            Wait::Poll | Wait::App(..) => key::ACTION_POLL_TITLE,
        }
    }

    fn lead(&self) -> Key {
        match self.wait {
            Wait::Sending if self.patience > 0 => key::PROCESSING_STILL,
            Wait::Sending => key::PROCESSING_LEAD,
            Wait::Slow => key::PROCESSING_SLOW_TEXT,
            Wait::LookingUp => key::PROCESSING_LOST_TEXT,
            Wait::Unconfirmed => key::PROCESSING_UNKNOWN_TEXT,
            Wait::Cancelling => key::PROCESSING_CANCELLING_TEXT,
            Wait::Frame(..) => key::ACTION_FRAME_TEXT,
            Wait::App(..) => key::ACTION_APP_TEXT,
            Wait::Confirming => key::ACTION_CONFIRM_TEXT,
            Wait::Confirm => key::ACTION_CONFIRM_AGAIN,
            Wait::Redirect(_) => key::ACTION_REDIRECT_TEXT,
            Wait::Poll => key::ACTION_POLL_TEXT,
        }
    }

    fn below(&self) -> Below {
        match &self.wait {
            Wait::Sending | Wait::Cancelling => Below::Nothing,
            Wait::LookingUp if self.patience < 2 => Below::Nothing,
            Wait::Slow | Wait::LookingUp | Wait::Unconfirmed => Below::WayOut,
            Wait::Frame(url, until) => Below::Frame(url.clone(), *until),
            Wait::App(link, until) => Below::App(link.clone(), *until),
            Wait::Redirect(url) => Below::Redirect(url.clone()),
            Wait::Poll => Below::Poll,
            Wait::Confirming => Below::Confirm(false),
            Wait::Confirm => Below::Confirm(true),
        }
    }

    /// What has happened and what comes, while nothing is wrong.
    fn stops(&self, words: &Words) -> Vec<Stop> {
        let stop = |state, title: Key, text: String| Stop { title: words.text(title), text, state };
        let now = match &self.card {
            Some(face) => {
                let card = card_name(words, &face.brand, &face.last4);
                stop(
                    StepState::Current,
                    key::PROCESSING_BANK,
                    words.with(key::PROCESSING_BANK_CARD, &[("card", &card)]),
                )
            }
            None => stop(StepState::Current, key::PROCESSING_SHOP, String::new()),
        };
        vec![
            stop(StepState::Done, key::PROCESSING_SENT, words.text(key::PROCESSING_RESERVED)),
            now,
            stop(StepState::Ahead, key::PROCESSING_CONFIRMED, words.text(key::PROCESSING_EMAIL)),
        ]
    }
}

/// One thing in the middle of the page. The heading is the same element from the press on Pay until
/// the order is there, so that it keeps the focus (A11Y-13).
#[component]
fn Moment(session: Session) -> impl IntoView {
    let now = session.slice(attempted);
    let say = move |which: fn(&Attempted) -> Key| {
        session.say(move |words| {
            now.with(|now| {
                let Some(now) = now else { return String::new() };
                let method = now.method.map(|title| words.text(title)).unwrap_or_default();
                let amount = words.money(now.total);
                words.with(which(now), &[("amount", &amount), ("reference", &now.reference), ("method", &method)])
            })
        })
    };
    let (title, lead) = (say(Attempted::title), say(Attempted::lead));
    let amount = session.say(move |words| {
        let total = now.with(|now| now.as_ref().map(|now| now.total)).filter(|total| !total.is_zero());
        total.map(|total| words.money(total)).unwrap_or_default()
    });
    let wait = Memo::new(move |_| now.with(|now| now.as_ref().map(|now| now.wait.clone())).unwrap_or_default());
    let framed = Memo::new(move |_| matches!(wait.get(), Wait::Frame(..)));
    let priced = Memo::new(move |_| !amount.get().is_empty());
    let sending = Memo::new(move |_| wait.get() == Wait::Sending);
    let once = Memo::new(move |_| matches!(wait.get(), Wait::Sending | Wait::Slow | Wait::LookingUp));
    let head = el("div", "")
        .child(el("h1", "kassa-title").set("tabindex", "-1").child(title))
        .child(el("p", "kassa-lead").child(lead));
    let moment = el("div", "kassa-moment")
        .toggle("kassa-moment--wide", move || framed.get())
        .child(live(move || (!framed.get()).then(|| ring(wait))))
        .child(head)
        .child(live(move || priced.get().then(|| el("p", "kassa-amount").child(amount))))
        .child(below(session, now, wait))
        .child(live(move || sending.get().then(|| stops(session, now))))
        .child(live(move || {
            once.get().then(|| {
                el("p", "kassa-reassure")
                    .child(icon(path::SHIELD, IconLook::Small))
                    .child(session.text(key::REVIEW_ONCE))
            })
        }));
    el("div", "kassa-frame kassa-layout kassa-layout--moment").child(moment).view()
}

/// What can be done, or has to be. It stays from the slow answer to the unknown one, with the focus in it.
fn below(session: Session, now: Memo<Option<Attempted>>, wait: Memo<Wait>) -> AnyView {
    let below = Memo::new(move |_| now.with(|now| now.as_ref().map(Attempted::below)).unwrap_or_default());
    let ask = Memo::new(move |_| matches!(wait.get(), Wait::LookingUp | Wait::Unconfirmed));
    live(move || {
        let view = match below.get() {
            Below::Nothing => return None,
            Below::WayOut => view! {
                <WayOut session=session ask=ask />
                <MayClose session=session now=now />
            }
            .into_any(),
            Below::Frame(url, until) => view! { <Framed session=session url=url until=until /> }.into_any(),
            Below::App(link, until) => in_app(session, link, until, now),
            Below::Redirect(url) => view! { <Leaving session=session url=url /> }.into_any(),
            Below::Poll => view! { <WayBack session=session done=true /> }.into_any(),
            Below::Confirm(asks) => {
                all([asks.then(|| go_on(session)), Some(view! { <WayBack session=session /> }.into_any())])
            }
        };
        Some(view)
    })
}

/// What has happened and what comes.
fn stops(session: Session, now: Memo<Option<Attempted>>) -> El {
    let stops = Signal::derive(move || {
        let now = now.get();
        session.words.with(|words| now.map(|now| now.stops(words)).unwrap_or_default())
    });
    let line = view! { <Timeline stops=stops upright=true /> };
    el("div", "kassa-card kassa-moment__card").child(line.into_any())
}

/// Something goes on. The words beside it say what. The ring stays while the drawing in it changes, so that it turns on.
fn ring(wait: Memo<Wait>) -> El {
    let circles = view! {
        <svg width="72" height="72" viewBox="0 0 72 72" aria-hidden="true">
            <circle class="kassa-ring__track" cx="36" cy="36" r="33"></circle>
            <circle class="kassa-ring__arc" cx="36" cy="36" r="33"></circle>
        </svg>
    };
    let drawing = move || match wait.get() {
        Wait::Slow | Wait::LookingUp | Wait::Unconfirmed => path::CLOCK,
        _ => path::LOCK,
    };
    el("div", "kassa-ring").child(circles.into_any()).child(live(move || icon(drawing(), IconLook::Plain)))
}

/// What can be done while it takes long: ask the shop, ask a person. Never: pay again.
#[component]
fn WayOut(
    session: Session,
    /// Whether the shop can be asked now. While the order itself is being sent its answer is the answer.
    ask: Memo<bool>,
) -> impl IntoView {
    let check = move || {
        let button = view! {
            <Button
                label=session.text(key::PROCESSING_SLOW_CHECK)
                look=ButtonLook::Primary
                block=true
                icon=path::REFRESH
                on_press=session.on(|| Event::Retry { now: app::now() })
            />
        };
        button.into_any()
    };
    let help = view! {
        {text_opener(session, Policy::Help).map(|help| {
            view! { <Button label=session.text(key::PROCESSING_SLOW_HELP) block=true icon=path::CHAT on_press=help /> }
        })}
    };
    el("div", "kassa-stack kassa-moment__card").child(live(move || ask.get().then(check))).child(help.into_any()).view()
}

#[component]
fn MayClose(session: Session, now: Memo<Option<Attempted>>) -> impl IntoView {
    let email = Memo::new(move |_| now.with(|now| now.as_ref().map(|now| now.email.clone()).unwrap_or_default()));
    let text = session.say(move |words| words.with(key::PROCESSING_SLOW_CLOSE, &[("email", &email.get())]));
    live(move || (!email.get().is_empty()).then(|| el("p", "kassa-small kassa-muted").child(text)))
}

// What the bank asks

/// The bank's own page inside ours (3-D Secure). It tells us nothing: the shop does, when it is asked.
#[component]
fn Framed(session: Session, url: String, until: Option<Instant>) -> impl IntoView {
    let is_safe = is_web(&url);
    let name = session.text(key::ACTION_FRAME_NAME);
    let own = url.starts_with('/');
    let frame = if is_safe {
        let frame = el("iframe", "kassa-frame-slot")
            .own("src", url)
            .follow("title", move || Some(name.get()))
            .set("referrerpolicy", "no-referrer");
        // A sandbox that lets scripts of this origin be of this origin holds nobody: only strangers get one.
        if own { frame } else { frame.set("sandbox", "allow-scripts allow-forms allow-same-origin allow-popups") }
    } else {
        unsafe_address(session)
    };
    let left = until.map(|until| view! { <Countdown until=until announcer=session.announcer /> }.into_any());
    all([
        frame.view(),
        el("div", "kassa-moment__card").child(left).view(),
        view! { <WayBack session=session done=is_safe /> }.into_any(),
    ])
}

/// Only the web's own addresses: a frame would run `javascript:` as this page (SEC-17).
fn is_web(url: &str) -> bool {
    url.starts_with("https://") || (url.starts_with('/') && !url.starts_with("//"))
}

/// Confirming in an app. How is drawn by a part of its own; the ways out are here, whether it comes or not.
fn in_app(session: Session, link: String, until: Instant, now: Memo<Option<Attempted>>) -> AnyView {
    let name = Signal::derive(move || {
        let method = now.with(|now| now.as_ref().and_then(|now| now.method));
        session.words.with(|words| method.map(|title| words.text(title)).unwrap_or_default())
    });
    let total = Signal::derive(move || now.with(|now| now.as_ref().map(|now| now.total)));
    let is_safe = is_web(&link) || is_app(&link);
    let drawn = if is_safe {
        let part = Part::new(|| Box::pin(lazy::app()));
        let asked = AppAsked { link, until, name, total };
        view! { <Provider value=asked>{part.show_instead_of(Lazy::InApp, app_coming)}</Provider> }.into_any()
    } else {
        unsafe_address(session).view()
    };
    all([drawn, view! { <WayBack session=session done=is_safe /> }.into_any()])
}

/// The place of the code, and of what stands under it.
fn app_coming() -> AnyView {
    el("div", "kassa-stack kassa-moment__card")
        .child(el("div", "kassa-app-code").child(el("div", "kassa-qr").set("aria-busy", "true")))
        .view()
}

/// What the shopper is asked to confirm in an app.
#[derive(Clone)]
pub struct AppAsked {
    /// The address that opens the app.
    pub link: String,
    /// When it is too late.
    pub until: Instant,
    /// What the app is called; empty where that is not known.
    pub name: Signal<String>,
    /// How much it asks for.
    pub total: Signal<Option<Money>>,
}

/// The apps whose own addresses may be opened; any other goes by the web's.
const APPS: [&str; 3] = ["mobilepay:", "vipps:", "swish:"];

fn is_app(link: &str) -> bool {
    APPS.iter().any(|app| link.starts_with(app))
}

#[component]
fn Leaving(session: Session, url: String) -> impl IntoView {
    let link = if is_web(&url) {
        el("a", "kassa-button kassa-button--primary kassa-button--block")
            .own("href", url)
            .set("rel", "noreferrer")
            .child(session.text(key::ACTION_REDIRECT_LINK))
    } else {
        unsafe_address(session)
    };
    all([link.view(), view! { <WayBack session=session /> }.into_any()])
}

/// Lets the provider ask for the bank. Not by itself: who comes back from there by Back would be sent there again.
fn go_on(session: Session) -> AnyView {
    let button = view! {
        <Button
            label=session.text(key::ACTION_CONFIRM_GO)
            look=ButtonLook::Primary
            block=true
            on_press=session.on(|| Event::ActionBegun)
        />
    };
    el("div", "kassa-stack kassa-moment__card").child(button.into_any()).view()
}

/// Instead of an address that is not followed.
fn unsafe_address(session: Session) -> El {
    el("p", "kassa-small").child(session.text(key::ACTION_UNSAFE))
}

/// Out of what the bank asks: it is done, or it is given up.
#[component]
fn WayBack(
    session: Session,
    /// Whether the shopper can say that it is done.
    #[prop(optional)]
    done: bool,
) -> impl IntoView {
    let done = done.then(|| {
        let button = view! {
            <Button label=session.text(key::ACTION_DONE) block=true on_press=session.on(|| Event::ActionDone) />
        };
        button.into_any()
    });
    let other = view! {
        <LinkButton label=session.text(key::ACTION_OTHER) on_press=session.on(|| Event::ActionCancelled) />
    };
    el("div", "kassa-stack kassa-moment__card").child(done).child(other.into_any()).view()
}

// What the shop has taken

/// An order with its receipt, in the language on screen. It does not change any more, so it is drawn whole.
fn taken(session: Session, words: &Words, order: &Order) -> El {
    let head = match &order.state {
        OrderState::Confirmed => thanks(words, order),
        OrderState::UnderReview { .. } => hold(words, order),
        OrderState::ForApproval { by } => for_approval(words, order, by),
    };
    let details = el("section", "kassa-section kassa-section--ruled")
        .own("aria-label", words.text(key::THANKS_DETAILS))
        .child(el("dl", "kassa-facts").child(facts(use_session(), words, order, None)));
    let again = view! {
        <Button
            label=words.text(key::THANKS_AGAIN)
            look=ButtonLook::Quiet
            icon=path::BAG
            on_press=session.on(|| Event::StartOver)
        />
    };
    let once_more = crate::pages::reorder::again(session, order.number.clone(), false);
    let ways_on = el("div", "kassa-row").child(once_more).child(again.into_any());
    let main = el("div", "kassa-main").child(head).child(details).child(ways_on);
    // The one thing that is offered on this page stands last: nothing moves when it comes.
    let later = expect_context::<Later>();
    let has = has_doors(session);
    let main = main.child(live(move || has.get().then(|| later.account.show_quietly(Lazy::Invite))));
    el("div", "kassa-frame kassa-layout").child(main).child(receipt(session, words, order))
}

/// An order that somebody of the buyer's company has to agree to.
fn for_approval(words: &Words, order: &Order, by: &str) -> AnyView {
    let text = words.with(key::APPROVAL_TEXT, &[("name", by)]);
    let stops = agreeing(words, order, by);
    all([
        greeting("kassa-thanks__seal kassa-thanks__seal--hold", path::CLOCK, words.text(key::APPROVAL_TITLE), text)
            .view(),
        view! { <Timeline stops=stops upright=true /> }.into_any(),
    ])
}

/// What happens to an order that somebody has to agree to.
fn agreeing(words: &Words, order: &Order, by: &str) -> Vec<Stop> {
    let stop = |state, title: String, text: String| Stop { title, text, state };
    let received = [("when", words.moment(order.placed)), ("number", order.number.as_str().to_owned())];
    let received = received.each_ref().map(|(name, value)| (*name, value.as_str()));
    vec![
        stop(StepState::Done, words.text(key::APPROVAL_TITLE), words.with(key::HOLD_RECEIVED_AT, &received)),
        stop(StepState::Current, words.with(key::APPROVAL_WAITING, &[("name", by)]), String::new()),
        stop(StepState::Ahead, words.text(key::HOLD_PACKED), words.with(key::HOLD_EMAIL, &[("email", &order.email)])),
    ]
}

/// What the shopper still has to do, before anything else on the page.
pub(super) fn to_do(words: &Words, order: &Order) -> Option<El> {
    let section = |title: String, text: String, inside: AnyView| {
        el("section", "kassa-section kassa-section--ruled")
            .set("aria-labelledby", "to-do-title")
            .child(el("h2", "kassa-section__title").set("id", "to-do-title").child(title))
            .child(el("p", "").child(text))
            .child(inside)
    };
    Some(match order.to_do.as_ref()? {
        ToDo::Transfer(transfer) => {
            let title = words.with(key::THANKS_TO_DO_TRANSFER_TITLE, &[("amount", &words.money(transfer.amount))]);
            let text = words.with(key::THANKS_TO_DO_TRANSFER_TEXT, &[("date", &words.day(transfer.until))]);
            let part = Part::new(|| Box::pin(lazy::transfer()));
            let drawn = view! { <Provider value=transfer.clone()>{part.show_instead_of(Lazy::Transfer, transfer_coming)}</Provider> };
            section(title, text, drawn.into_any())
        }
        ToDo::Cheque { payee, address, amount, until } => {
            let title = words.with(key::THANKS_TO_DO_CHEQUE_TITLE, &[("amount", &words.money(*amount))]);
            let text = words.with(key::THANKS_TO_DO_CHEQUE_TEXT, &[("date", &words.day(*until))]);
            let facts = el("dl", "kassa-facts").child(all([
                fact(words, key::THANKS_TO_DO_CHEQUE_PAYEE, vec![given(payee)]),
                fact(words, key::THANKS_TO_DO_CHEQUE_ADDRESS, address.iter().map(|line| given(line)).collect()),
            ]));
            section(title, text, facts.view())
        }
        ToDo::Plan(plan) => {
            let first = plan.parts.first().map(|(day, _)| *day);
            let part =
                |(day, sum): &(Day, Money)| PlanPart { due: Some(*day).filter(|day| Some(*day) != first), sum: *sum };
            let parts: Vec<PlanPart> = plan.parts.iter().map(part).collect();
            let cost = PlanCost { total: plan.total, cost: Money::zero(plan.total.currency()), rate: plan.interest };
            let label = words.text(key::THANKS_TO_DO_PLAN_TITLE);
            let inside = view! { <Plan parts=Signal::stored(parts) cost=Signal::stored(cost) label=label.clone() /> };
            section(label, String::new(), inside.into_any())
        }
    })
}

/// The place of what a transfer takes: a row for each fact, and beside them the code, which has room for euro alone.
fn transfer_coming() -> AnyView {
    let Transfer { amount, bic, .. } = expect_context();
    let code = (amount.currency() == Currency::EUR).then(|| el("div", "kassa-qr"));
    let class = if code.is_some() { "kassa-bank kassa-bank--code" } else { "kassa-bank" };
    let rows = all((0..4 + usize::from(bic.is_some())).map(|_| el("div", "kassa-copy__row")));
    el("div", class).set("aria-busy", "true").child(code).child(el("div", "kassa-copy").child(rows)).view()
}

/// The seal, the heading and what stands under it.
fn greeting(seal: &'static str, drawing: &'static str, title: String, lead: impl Child) -> El {
    el("div", "kassa-thanks")
        .child(el("span", seal).child(icon(drawing, IconLook::Plain)))
        .child(el("h1", "kassa-title kassa-title--hero").set("tabindex", "-1").child(title))
        .child(el("p", "kassa-lead").child(lead))
}

fn thanks(words: &Words, order: &Order) -> AnyView {
    let title = match given_name(order) {
        Some(name) => words.with(key::THANKS_TITLE, &[("name", name)]),
        None => words.text(key::THANKS_TITLE_PLAIN),
    };
    let sentence = words.pieces(key::THANKS_CONFIRMED).into_iter().map(|piece| match piece {
        Piece::Text(text) => text.drawn(),
        Piece::Slot(slot) => bold(if slot == "number" { order.number.as_str() } else { &order.email }).drawn(),
    });
    let print = |()| {
        // Without a printer dialog nothing happens; the receipt is in the e-mail too.
        let _ = window().print();
    };
    let print = view! { <Button label=words.text(key::THANKS_PRINT) icon=path::PRINT on_press=print /> };
    let track = super::frame::way_to_order(use_session(), words, &order.number);
    let coming = view! { <Timeline stops=next(words, order) /> };
    let head = greeting("kassa-thanks__seal", path::CHECK, title, all(sentence))
        .child(el("div", "kassa-row").child(print.into_any()).child(track));
    let coming = el("section", "kassa-section kassa-section--ruled")
        .set("aria-labelledby", "next-title")
        .child(el("h2", "kassa-section__title").set("id", "next-title").child(words.text(key::THANKS_NEXT)))
        .child(coming.into_any());
    all([Some(head), to_do(words, order), Some(coming)].into_iter().flatten())
}

fn hold(words: &Words, order: &Order) -> AnyView {
    let total = order.totals.total;
    let not_charged = match &order.card {
        Some(face) => {
            let card = card_name(words, &face.brand, &face.last4);
            words.with(key::HOLD_NOT_CHARGED_TEXT, &[("amount", &words.money(total)), ("card", &card)])
        }
        None => words.text(key::HOLD_NOT_CHARGED_PLAIN),
    };
    let title = words.text(key::HOLD_NOT_CHARGED_TITLE);
    let seal = "kassa-thanks__seal kassa-thanks__seal--hold";
    let checks = view! { <Timeline stops=checks(words, order) upright=true /> };
    let ask = text_opener(use_session(), Policy::Help)
        .map(|help| view! { <LinkButton label=words.text(key::HOLD_ASK) icon=path::CHAT on_press=help /> }.into_any());
    all([
        Some(greeting(seal, path::CLOCK, words.text(key::HOLD_TITLE), words.text(key::HOLD_TEXT)).view()),
        Some(el("div", "kassa-card").child(checks.into_any()).view()),
        (!total.is_zero()).then(|| view! { <Notice icon=path::CARD title=title text=not_charged /> }.into_any()),
        ask.map(|ask| el("div", "kassa-links").child(ask).view()),
    ])
}

/// The first word of the name, unless it is an initial.
fn given_name(order: &Order) -> Option<&str> {
    let name = match (&order.delivery, &order.billing) {
        (OrderDelivery::Ship { address, .. }, _) | (OrderDelivery::Nothing, Some(address)) => &address.name,
        (OrderDelivery::Collect { name, .. }, _) => name,
        (OrderDelivery::Nothing, None) => return None,
    };
    name.split_whitespace().next().filter(|first| first.chars().count() > 1 && !first.ends_with('.'))
}

// When

/// What happens to a confirmed order.
fn next(words: &Words, order: &Order) -> Vec<Stop> {
    let stop = |state, title: Key, text: String| Stop { title: words.text(title), text, state };
    let mut stops = vec![stop(StepState::Done, key::THANKS_STAGE_CONFIRMED, words.moment(order.placed))];
    // Until the money has come nothing is packed, and no day can be promised.
    if let Some(ToDo::Transfer(Transfer { until, .. }) | ToDo::Cheque { until, .. }) = &order.to_do {
        stops.push(stop(StepState::Current, key::THANKS_STAGE_MONEY, words.day(*until)));
        stops.push(stop(StepState::Ahead, key::THANKS_STAGE_PACKING, String::new()));
        stops.push(stop(StepState::Ahead, key::THANKS_STAGE_ON_ITS_WAY, String::new()));
        return stops;
    }
    let (last, window) = match &order.delivery {
        OrderDelivery::Ship { window: Some(window), .. } => (key::THANKS_STAGE_AT_DOOR, window),
        OrderDelivery::Ship { window: None, .. } => {
            let by_email = words.with(key::HOLD_EMAIL, &[("email", &order.email)]);
            stops.push(stop(StepState::Current, key::THANKS_STAGE_PACKING, by_email));
            return stops;
        }
        OrderDelivery::Collect { point, .. } => (key::THANKS_STAGE_READY, &point.ready),
        OrderDelivery::Nothing => {
            stops.push(stop(StepState::Current, key::THANKS_STAGE_BY_EMAIL, order.email.clone()));
            return stops;
        }
    };
    let days = Days::before(order.placed.day(), window);
    stops.push(stop(StepState::Current, key::THANKS_STAGE_PACKING, words.day(days.packing)));
    if let Some((from, to)) = days.on_its_way {
        stops.push(stop(StepState::Ahead, key::THANKS_STAGE_ON_ITS_WAY, words.days(from, to)));
    }
    stops.push(stop(StepState::Ahead, last, words.window(window)));
    stops
}

/// What has happened to an order so far and what comes; as it was promised where the shop does not tell.
pub(super) fn so_far(words: &Words, order: &Order, reached: Option<Reached>) -> Vec<Stop> {
    let mut stops = match &order.state {
        OrderState::UnderReview { .. } => return checks(words, order),
        OrderState::ForApproval { by } => return agreeing(words, order, by),
        OrderState::Confirmed => next(words, order),
    };
    let last = stops.len().saturating_sub(1);
    // Who travels for a day or more has a stop of its own for that.
    let travels = matches!(&order.delivery, OrderDelivery::Ship { .. } | OrderDelivery::Collect { .. }) && last > 2;
    let now = match reached {
        Some(Reached::Arrived) => stops.len(),
        Some(Reached::Ready) => last,
        Some(Reached::OnItsWay) => last.saturating_sub(usize::from(travels)),
        _ => return stops,
    };
    for (at, stop) in stops.iter_mut().enumerate() {
        stop.state = match at.cmp(&now) {
            core::cmp::Ordering::Less => StepState::Done,
            core::cmp::Ordering::Equal => StepState::Current,
            core::cmp::Ordering::Greater => StepState::Ahead,
        };
    }
    stops
}

/// What happens to an order that a person looks at.
fn checks(words: &Words, order: &Order) -> Vec<Stop> {
    let stop = |state, title: Key, text: String| Stop { title: words.text(title), text, state };
    let received = [("when", words.moment(order.placed)), ("number", order.number.as_str().to_owned())];
    let received = received.each_ref().map(|(name, value)| (*name, value.as_str()));
    let until = match &order.state {
        OrderState::UnderReview { until } => words.with(key::HOLD_UNTIL, &[("when", &words.moment(*until))]),
        OrderState::Confirmed | OrderState::ForApproval { .. } => String::new(),
    };
    let (last, when) = match &order.delivery {
        OrderDelivery::Ship { window, .. } => {
            (key::HOLD_DELIVERED, window.map(|window| words.window(&window)).unwrap_or_default())
        }
        OrderDelivery::Collect { point, .. } => (key::THANKS_STAGE_READY, words.window(&point.ready)),
        OrderDelivery::Nothing => (key::THANKS_STAGE_BY_EMAIL, String::new()),
    };
    vec![
        stop(StepState::Done, key::HOLD_RECEIVED, words.with(key::HOLD_RECEIVED_AT, &received)),
        stop(StepState::Current, key::HOLD_CHECKING, until),
        stop(StepState::Ahead, key::HOLD_PACKED, words.with(key::HOLD_EMAIL, &[("email", &order.email)])),
        stop(StepState::Ahead, last, when),
    ]
}

// The facts

/// Everything about an order in pairs of what it is and what there is to say, and what became of its money.
pub(super) fn facts(session: Session, words: &Words, order: &Order, settled: Option<Settled>) -> Vec<AnyView> {
    let mut facts = Vec::with_capacity(6);
    delivered(words, order, &mut facts);
    facts.push(fact(words, key::THANKS_PAYMENT, paid(words, order, settled).into_iter().map(said).collect()));
    if let Some(address) = &order.billing {
        facts.push(fact(words, key::THANKS_BILLING, label(words, address)));
    }
    if let Some(company) = &order.company {
        let lines = core::iter::once(given(&company.name)).chain(taxed(words, company).into_iter().map(said));
        facts.push(fact(words, key::THANKS_COMPANY, lines.collect()));
    }
    if !order.consents.is_empty() {
        facts.push(fact(words, key::CONSENTS_GIVEN, agreed(session, words, order)));
    }
    if let Some(day) = order.returns_until {
        let how = text_opener(session, Policy::Returns)
            .map(|how| view! { <LinkButton label=words.text(key::THANKS_RETURNS_HOW) on_press=how /> }.into_any());
        let until = words.with(key::THANKS_RETURNS_UNTIL, &[("date", &words.day_of_year(day))]);
        facts.push(fact(words, key::THANKS_RETURNS, [Some(said(until)), how].into_iter().flatten().collect()));
    }
    facts
}

/// What was agreed to, with version and day: the words where they are still those, else their name.
fn agreed(session: Session, words: &Words, order: &Order) -> Vec<AnyView> {
    let house = session.with(|checkout| checkout.shop.house.clone());
    let line = |given: &Consented| {
        let text = house.as_ref().and_then(|house| {
            let of = house.consents.iter().find(|of| of.id == given.id && of.version == given.version)?;
            Some(own(words, &of.text))
        });
        let date = words.day_of_year(given.at.day());
        let version = words.with(key::CONSENTS_GIVEN_ROW, &[("version", &given.version), ("date", &date)]);
        let text = text.unwrap_or_else(|| el("bdi", "").child(given.id.clone()));
        el("p", "").child(text).child(" ").child(el("span", "kassa-muted kassa-small").child(version)).view()
    };
    order.consents.iter().map(line).collect()
}

/// One fact: what it is, and line by line what there is to say.
fn fact(words: &Words, name: Key, lines: Vec<AnyView>) -> AnyView {
    el("div", "").child(el("dt", "").child(words.text(name))).child(el("dd", "").child(lines)).view()
}

/// A line in the language on screen.
fn said(text: String) -> AnyView {
    el("p", "").child(text).view()
}

/// A line in whatever language it was given to us: `22 Main Street` keeps its order in Arabic.
fn given(text: &str) -> AnyView {
    el("p", "").child(el("bdi", "").child(text.to_owned())).view()
}

/// Something to look up or to note, apart from the language around it.
fn bold(text: &str) -> El {
    el("b", "").child(el("bdi", "").child(text.to_owned()))
}

fn delivered(words: &Words, order: &Order, facts: &mut Vec<AnyView>) {
    let text_to = |phone: &str| said(words.with(key::THANKS_TEXT_TO, &[("phone", phone)]));
    match &order.delivery {
        OrderDelivery::Ship { address, title, carrier, window } => {
            facts.push(fact(words, key::THANKS_DELIVER_TO, label(words, address)));
            let mut lines = vec![said(title.clone())];
            lines.extend(Some(carrier).filter(|carrier| !carrier.is_empty()).cloned().map(said));
            lines.extend(window.map(|window| said(words.window(&window))));
            lines.extend(address.phone.as_ref().map(|phone| text_to(phone)));
            facts.push(fact(words, key::THANKS_DELIVERY, lines));
        }
        OrderDelivery::Collect { point, name, phone } => {
            let at = vec![given(&point.title), given(&point.address), opening(words, point)];
            facts.push(fact(words, key::THANKS_COLLECT_AT, at));
            let ready = words.with(key::COLLECT_READY, &[("when", &words.window(&point.ready))]);
            let kept = words.plural(key::COLLECT_KEPT, u32::from(point.kept_days), &[]);
            facts.push(fact(words, key::THANKS_DELIVERY, vec![said(ready), said(kept), text_to(phone)]));
            facts.push(fact(words, key::REVIEW_COLLECTED_BY, vec![given(name)]));
        }
        OrderDelivery::Nothing => {
            let by_email = vec![said(words.text(key::THANKS_STAGE_BY_EMAIL)), given(&order.email)];
            facts.push(fact(words, key::THANKS_DELIVERY, by_email));
        }
    }
}

/// An address as on a label, and its country.
fn label(words: &Words, address: &Label) -> Vec<AnyView> {
    let mut lines: Vec<_> = address.lines.iter().map(|line| given(line)).collect();
    lines.push(said(words.country(address.country)));
    lines
}

/// The opening hours of the week in which it can be fetched, day by day.
fn opening(words: &Words, point: &Point) -> AnyView {
    let always: Hours = Some((0, 24));
    if point.hours.iter().all(|hours| *hours == always) {
        return said(words.text(key::COLLECT_ALWAYS_OPEN));
    }
    let row = |day: Day| {
        let hours = match point.hours_on(day) {
            Some((0, 24)) => words.text(key::COLLECT_HOURS_ALWAYS),
            Some((from, to)) => words.hours(from, to),
            None => words.text(key::COLLECT_HOURS_CLOSED),
        };
        el("div", "kassa-hours__row").child(el("dt", "").child(words.day(day))).child(el("dd", "").child(hours))
    };
    let rows = all((0..7).map(|after| row(point.ready.from.plus(after))));
    let week = el("dl", "kassa-hours").child(rows).view();
    view! { <Disclosure label=words.text(key::COLLECT_HOURS) icon=path::CLOCK>{week}</Disclosure> }.into_any()
}

/// How it is paid, and when.
fn paid(words: &Words, order: &Order, settled: Option<Settled>) -> Vec<String> {
    let total = order.totals.due;
    if total.is_zero() {
        return vec![words.text(key::THANKS_NOTHING_PAID)];
    }
    let mut lines = Vec::with_capacity(2);
    match (&order.card, order.method.as_ref().and_then(payment::method)) {
        (Some(face), _) if !face.last4.is_empty() => lines.push(card_name(words, &face.brand, &face.last4)),
        (_, Some(spec)) => lines.push(words.text(spec.title)),
        (_, None) => lines.extend(order.method_title.clone()),
    }
    let money = words.money(total);
    let amount = [("amount", money.as_str())];
    lines.extend(match (&order.state, order.charged) {
        _ if settled == Some(Settled::Paid) => Some(words.with(key::ORDERS_PAID, &amount)),
        _ if settled == Some(Settled::Refunded) => Some(words.with(key::ORDERS_REFUNDED, &amount)),
        (OrderState::UnderReview { .. }, _) => Some(words.text(key::HOLD_NOT_CHARGED_TITLE)),
        (OrderState::ForApproval { by }, _) => Some(words.with(key::APPROVAL_WAITING, &[("name", by)])),
        (OrderState::Confirmed, None) => None,
        (OrderState::Confirmed, Some(moment)) => Some(match moment {
            ChargeMoment::Now => words.with(key::THANKS_CHARGED_NOW, &amount),
            ChargeMoment::AtDispatch => words.with(key::THANKS_CHARGED_DISPATCH, &amount),
            ChargeMoment::AtCollection => words.with(key::THANKS_CHARGED_COLLECTION, &amount),
            ChargeMoment::AfterDispatch(days) => words.plural(key::THANKS_CHARGED_AFTER, u32::from(days), &amount),
            ChargeMoment::First => words.with(key::THANKS_CHARGED_FIRST, &amount),
            ChargeMoment::Monthly => words.with(key::THANKS_CHARGED_MONTHLY, &amount),
            ChargeMoment::InParts => words.with(key::THANKS_CHARGED_PARTS, &amount),
        }),
    });
    lines
}

// The receipt

/// What was bought and what it costs. A region and not an `aside`: it stands inside the main one.
pub(super) fn receipt(session: Session, words: &Words, order: &Order) -> El {
    let line = |line: &Line| {
        let price = if line.kind == LineKind::Gift { words.text(key::SHARED_FREE) } else { words.money(line.total) };
        let (title, detail, image) = (line.title.clone(), line.detail.clone(), line.image.clone());
        view! { <LineItem title=title detail=detail image=image count=line.quantity price=price /> }.into_any()
    };
    let title = el("h2", "kassa-summary__title").set("id", "receipt-title").child(words.text(key::SUMMARY_TITLE));
    let number = el("p", "kassa-row kassa-row--between kassa-small")
        .child(el("span", "kassa-muted").child(words.text(key::THANKS_NUMBER)))
        .child(bold(order.number.as_str()));
    let placed = el("p", "kassa-small kassa-muted")
        .child(words.with(key::THANKS_PLACED, &[("when", &words.moment(order.placed))]));
    let summary = el("div", "kassa-summary")
        .child(el("div", "kassa-summary__head").child(title))
        .child(el("ul", "kassa-items").child(all(order.lines.iter().map(line))))
        .child(el("div", "kassa-summary__part").child(number).child(placed))
        .child(el("div", "kassa-summary__part").child(sums(words, order)));
    // When a person answers is the demo shop's promise.
    let questions = app::own_shop(session).then(|| {
        let [title, text] = [key::TRUST_QUESTIONS_TITLE, key::TRUST_QUESTIONS_TEXT].map(|text| words.text(text));
        view! { <Trust icon=path::CHAT title=title text=text /> }.into_any()
    });
    let below = el("div", "kassa-below").child(el("div", "kassa-trust").child(questions));
    el("section", "kassa-aside kassa-aside--always").set("aria-labelledby", "receipt-title").child(summary).child(below)
}

/// The totals of the order.
fn sums(words: &Words, order: &Order) -> AnyView {
    let collected_at = match &order.delivery {
        OrderDelivery::Collect { point, .. } => Some(point.title.as_str()),
        OrderDelivery::Ship { .. } | OrderDelivery::Nothing => None,
    };
    let method = order.method.as_ref().and_then(payment::method).map(|spec| spec.id);
    view! {
        <Totals
            rows=rows(words, &order.totals, collected_at, method)
            label=words.text(sum_label(&order.totals))
            total=words.money(order.totals.due)
            currency=order.totals.total.currency().code().to_owned()
            taxes=taxes(words, &order.totals)
        />
    }
    .into_any()
}
