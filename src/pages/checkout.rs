//! The page: the step in its place, and what comes with the other parts of the program.

use crate::{
    app::{self, Host, Session},
    checkout::{Event, Loading, Phase, progress::StepId},
    domain::quote::Policy,
    i18n::{Key, key},
    lazy::{self, Lazy, Part},
    steps,
    ui::{
        LiveRegions,
        el::{all, el, follow, live},
    },
};
use leptos::prelude::*;

/// What fills the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Screen {
    Waiting,
    Failed,
    Step(StepId),
    After,
    /// A page beside the purchase.
    Visit,
}

/// The parts of the program that come later, as this page has them.
#[derive(Clone, Copy)]
pub struct Later {
    /// What stands around a step.
    pub shop: Part,
    /// Later steps.
    pub steps: Part,
    /// Accounts.
    pub account: Part,
    policy: Part,
}

impl Later {
    fn new(session: Session) -> Self {
        Self {
            #[cfg(not(feature = "widget"))]
            shop: Part::new(|| Box::pin(lazy::shop())),
            #[cfg(feature = "widget")]
            shop: {
                let owner = Owner::current().map(|owner| owner.downgrade());
                Part::new(move || {
                    let owner = owner.clone();
                    Box::pin(async move {
                        // Whoever sees something hears of it.
                        session.open_up(|| owner.and_then(|owner| owner.upgrade())).await?;
                        lazy::shop().await
                    })
                })
            },
            steps: Part::new(move || {
                Box::pin(async move {
                    // A step is shown by the rules it is judged by.
                    session.learn().await?;
                    lazy::steps().await
                })
            }),
            account: Part::new(|| Box::pin(lazy::account())),
            policy: Part::new(|| Box::pin(lazy::beside())),
        }
    }
}

/// Which of the shop's texts is open over the page, if any.
#[derive(Clone, Copy)]
pub struct OpenPolicy(pub RwSignal<Option<Policy>>);

/// The name of a step.
pub fn step_name(id: StepId) -> Key {
    match id.0 {
        "contact" => key::STEP_CONTACT,
        "delivery" => key::STEP_DELIVERY,
        "payment" => key::STEP_PAYMENT,
        "review" => key::STEP_REVIEW,
        _ => key::STEP_BAG,
    }
}

/// The way forward to a step.
pub fn forward_to(id: StepId) -> Key {
    match id.0 {
        "delivery" => key::STEP_DELIVERY_FORWARD,
        "payment" => key::STEP_PAYMENT_FORWARD,
        "review" => key::STEP_REVIEW_FORWARD,
        _ => key::STEP_CONTACT_FORWARD,
    }
}

/// The way back to a step.
pub fn back_to(id: StepId) -> Key {
    match id.0 {
        "contact" => key::STEP_CONTACT_BACK,
        "delivery" => key::STEP_DELIVERY_BACK,
        "payment" => key::STEP_PAYMENT_BACK,
        _ => key::STEP_BAG_BACK,
    }
}

/// The name of the shop; what it said once about itself is still true when the bag has become an order.
pub fn shop_name(session: Session) -> Memo<String> {
    // Before the shop has answered, and where its backend does not know. Read now: the header it stands in will be ours.
    let usual = session.setting("shop-name").unwrap_or_else(|| app::name_on_page(session));
    let told = session.slice(|checkout| checkout.shop.name.clone());
    Memo::new(move |_| told.with(|told| if told.is_empty() { &usual } else { told }.clone()))
}

/// The whole page.
#[component]
pub fn Page(session: Session) -> impl IntoView {
    let later = Later::new(session);
    let OpenPolicy(policy) = OpenPolicy(RwSignal::new(None));
    provide_context(session);
    provide_context(later);
    provide_context(OpenPolicy(policy));

    let screen = session.boxed(Box::new(move |checkout| match &checkout.phase {
        // What the bank asks stands before everything.
        Phase::Placing(_) | Phase::Acting(_) => Screen::After,
        _ if session.visiting.with(Option::is_some) => Screen::Visit,
        Phase::Loading(Loading::Failed(_)) | Phase::Closed(_) => Screen::Failed,
        Phase::Loading(_) => Screen::Waiting,
        Phase::Open(open) => Screen::Step(open.at),
        Phase::Placed(_) | Phase::UnderReview(_) => Screen::After,
    }));
    let is = move |name: &'static str| screen.get() == Screen::Step(StepId(name));
    let at = move |name: &'static str| Memo::new(move |_| is(name));

    settle(session, later, screen);
    title(session, screen);
    prefetch(session, later);
    follow(move || {
        let now = screen.get();
        app::lay_out(session, matches!(now, Screen::After | Screen::Failed | Screen::Visit), now == Screen::Waiting);
    });

    let submit = move |event: web_sys::Event| {
        event.prevent_default();
        session.dispatch(Event::Continue);
    };
    // The payment step stays once it was there, also while the order is on its way: its frame holds what was
    // typed into the card fields, and a decline must not lose it (UX-14).
    let buying =
        session.slice(|checkout| matches!(checkout.phase, Phase::Open(_) | Phase::Placing(_) | Phase::Acting(_)));
    let paid_before = Memo::new(move |before: Option<&bool>| (before == Some(&true) && buying.get()) || is("payment"));
    let listing = session.open(|_, open| open.listing);
    let noticed = session.open(|_, open| open.notice.is_some());
    let [bag, contact, delivery, payment, review] = ["bag", "contact", "delivery", "payment", "review"].map(at);
    // Everything around the step waits for the shop's first word, so that it comes in one piece.
    let opened = Memo::new(move |before: Option<&bool>| before == Some(&true) || screen.get() != Screen::Waiting);

    let form = el("form", "kassa-form")
        .set("novalidate", "")
        .on("submit", submit)
        .toggle("kassa-gone", move || !matches!(screen.get(), Screen::Step(_)))
        .child(live(move || noticed.get().then(|| later.steps.show(Lazy::Notice))))
        .child(live(move || listing.get().then(|| later.steps.show_within(Lazy::Problems))))
        .child(live(move || bag.get().then(|| later.shop.show_within(Lazy::Bag))))
        .child(live(move || contact.get().then(|| view! { <steps::contact::view::Contact /> }.into_any())))
        .child(live(move || delivery.get().then(|| later.steps.show(Lazy::Delivery))))
        .child(live(move || {
            paid_before.get().then(|| {
                el("div", "kassa-form")
                    .toggle("kassa-gone", move || !payment.get())
                    .child(later.steps.show(Lazy::Payment))
            })
        }))
        .child(live(move || review.get().then(|| later.steps.show(Lazy::Review))));
    let other = move || match screen.get() {
        Screen::Waiting => Some(later.shop.show_within(Lazy::Waiting)),
        Screen::Failed => Some(later.shop.show_within(Lazy::Failed)),
        Screen::After => Some(later.steps.show(Lazy::After)),
        Screen::Visit => Some(later.shop.show(Lazy::Visit)),
        Screen::Step(_) => None,
    };
    all([
        live(move || opened.get().then(|| later.shop.show_around(Lazy::Frame))),
        live(other),
        form.view(),
        live(move || policy.get().is_some().then(|| later.policy.show(Lazy::Policy))),
        view! { <LiveRegions announcer=session.announcer /> }.into_any(),
    ])
}

/// The static page's step stays until the app's own is whole, so that nothing moves when it goes (UX-23). The bag fills
/// the page, and its receipt is where the way forward stands: it waits for what is around it.
fn settle(session: Session, later: Later, screen: Memo<Screen>) {
    let doors = has_doors(session);
    follow(move || {
        let whole = match screen.get() {
            Screen::Waiting => false,
            Screen::Failed | Screen::Visit | Screen::Step(StepId("bag")) => later.shop.is_settled(),
            // So that a door chosen on the static page is the one that is open.
            Screen::Step(StepId("contact")) => later.shop.is_settled() && (!doors.get() || later.account.is_settled()),
            Screen::After | Screen::Step(_) => later.steps.is_settled(),
        };
        if whole {
            session.settled.set(true);
        }
    });
}

/// Whether the shop has accounts, and the page lets it say so.
pub fn has_doors(session: Session) -> Memo<bool> {
    let has = session.setting("accounts").as_deref() != Some("no");
    let doors = session.slice(|checkout| checkout.facts().can.doors.any());
    Memo::new(move |_| has && doors.get())
}

/// The title says which step, and that something is wrong (A11Y-12, UX-13).
fn title(session: Session, screen: Memo<Screen>) {
    let shop = shop_name(session);
    let wrong = session.open(|checkout, open| open.listing && !checkout.shown().is_empty());
    follow(move || {
        let shop = shop.get();
        let title = session.words.with(|words| {
            let step = match screen.get() {
                Screen::Step(id) => Some(words.text(step_name(id))),
                _ => None,
            };
            let title = match step {
                Some(step) => words.with(key::SHELL_TITLE_STEP, &[("step", &step), ("shop", &shop)]),
                None => words.with(key::SHELL_TITLE, &[("shop", &shop)]),
            };
            if wrong.get() { [words.text(key::SHELL_ERROR).as_str(), " ", &title].concat() } else { title }
        });
        // The title of a page around is not ours.
        if Host::PAGE {
            document().set_title(&title);
        }
    });
}

/// Once the bag is there, the line is free: fetch what the next step needs.
fn prefetch(session: Session, later: Later) {
    let opened = session.slice(|checkout| matches!(checkout.phase, Phase::Open(_)));
    // What is around the step is asked for while the shop is still thinking.
    later.shop.prefetch();
    let doors = has_doors(session);
    follow(move || {
        if opened.get() {
            if doors.get() {
                later.account.prefetch();
            }
            later.steps.prefetch();
        }
    });
}
