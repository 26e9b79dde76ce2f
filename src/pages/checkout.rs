//! The page: header, progress, the step on the left, the receipt on the right, footer.

use crate::ui::erased::live;
use crate::{
    app::{self, Session},
    checkout::{
        Event, Loading, Phase,
        progress::{StepId, StepStatus, statuses},
        request::BackendError,
    },
    i18n::{Key, LANGUAGES, Language, key},
    lazy::{self, Part},
    steps,
    ui::{Button, Coming, Footer, Header, LiveRegions, Progress, Skeleton, StepMark, StepState, Switch, path},
};
use leptos::{ev::SubmitEvent, prelude::*};

/// What fills the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Screen {
    Waiting,
    Failed,
    Step(StepId),
    After,
}

/// The parts of the program that come later, as this page has them.
#[derive(Clone, Copy)]
pub struct Later {
    bag: Part,
    aside: Part,
    bar: Part,
    delivery: Part,
    payment: Part,
    review: Part,
    after: Part,
    notice: Part,
    problems: Part,
    /// The receipt as the place to pay.
    pub receipt: Part,
    /// Texts of the law.
    pub policy: Part,
}

impl Later {
    fn new() -> Self {
        Self {
            bag: Part::new(|| Box::pin(lazy::bag())),
            aside: Part::new(|| Box::pin(lazy::aside())),
            bar: Part::new(|| Box::pin(lazy::bar())),
            delivery: Part::new(|| Box::pin(lazy::delivery())),
            payment: Part::new(|| Box::pin(lazy::payment())),
            review: Part::new(|| Box::pin(lazy::review())),
            after: Part::new(|| Box::pin(lazy::after())),
            receipt: Part::new(|| Box::pin(lazy::receipt())),
            problems: Part::new(|| Box::pin(lazy::problems())),
            notice: Part::new(|| Box::pin(lazy::notice())),
            policy: Part::new(|| Box::pin(lazy::policy())),
        }
    }
}

/// Which policy is open, if any.
#[derive(Clone, Copy)]
pub struct OpenPolicy(pub RwSignal<Option<&'static str>>);

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

/// The whole page.
#[component]
pub fn Page(session: Session) -> impl IntoView {
    let later = Later::new();
    let policy = OpenPolicy(RwSignal::new(None));
    provide_context(session);
    provide_context(later);
    provide_context(policy);

    let screen = session.slice(|checkout| match &checkout.phase {
        Phase::Loading(Loading::Failed(_)) | Phase::Closed(_) => Screen::Failed,
        Phase::Loading(_) => Screen::Waiting,
        Phase::Open(open) => Screen::Step(open.at),
        Phase::Placing(_) | Phase::Acting(_) | Phase::Placed(_) | Phase::UnderReview(_) => Screen::After,
    });
    let at = Memo::new(move |_| match screen.get() {
        Screen::Step(at) => Some(at),
        _ => None,
    });
    let aside = Memo::new(move |_| at.get().is_some());
    let shop = session.quoted(|_, quote| quote.shop.name.clone());
    let seller = session.quoted(|_, quote| quote.shop.seller.clone());
    // What the shop said once about itself is still true when the bag has become an order.
    let kept = |now: Memo<String>| {
        Memo::new(move |before: Option<&String>| {
            let text = now.get();
            if text.is_empty() { before.cloned().unwrap_or_else(|| "Fjellvik".to_owned()) } else { text }
        })
    };
    let shop = kept(shop);
    let seller = kept(seller);

    settle(session, later, screen);
    title(session, screen, shop);
    prefetch(session, later);

    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        session.dispatch(Event::Continue);
    };
    // The payment step stays once it was there, also while the order is on its way: its frame holds what was
    // typed into the card fields, and a decline must not lose it (UX-14).
    let buying =
        session.slice(|checkout| matches!(checkout.phase, Phase::Open(_) | Phase::Placing(_) | Phase::Acting(_)));
    let paid_before = Memo::new(move |before: Option<&bool>| {
        (before == Some(&true) && buying.get()) || at.get() == Some(StepId("payment"))
    });
    let listing = session.open(|_, open| open.listing);
    let noticed = session.open(|_, open| open.notice.is_some());
    let is = move |name: &'static str| at.get() == Some(StepId(name));
    let busy = move || matches!(screen.get(), Screen::Waiting).then_some("true");
    let layout =
        move || if aside.get() || screen.get() == Screen::Waiting { "kassa-frame kassa-layout" } else { "kassa-whole" };

    view! {
        <a class="kassa-skip" href="#kassa-main">{session.text(key::SHELL_SKIP)}</a>
        <Header
            shop=shop
            shop_href=app::href("bag")
            secure=session.text(key::SHELL_SECURE)
            help=session.text(key::SHELL_HELP)
            on_help=move |()| policy.0.set(Some("help"))
        />
        <Offline session=session />
        {live(move || (at.get().is_some_and(|at| at.0 != "review")).then(|| later.bar.show()))}
        {live(move || at.get().is_some().then(|| view! { <Steps session=session /> }))}
        <div class=layout>
            <main class="kassa-main" id="kassa-main" aria-busy=busy>
                {live(move || match screen.get() {
                    Screen::Waiting => view! { <Waiting session=session /> }.into_any(),
                    Screen::Failed => view! { <Failed session=session /> }.into_any(),
                    Screen::After => later.after.show().into_any(),
                    Screen::Step(_) => ().into_any(),
                })}
                <form class="kassa-form" novalidate on:submit=submit class:kassa-gone=Signal::derive(move || at.get().is_none())>
                    {live(move || noticed.get().then(|| later.notice.show()))}
                    {live(move || listing.get().then(|| later.problems.show()))}
                    {live(move || is("bag").then(|| later.bag.show()))}
                    {live(move || is("contact").then(|| view! { <steps::contact::view::Contact /> }))}
                    {live(move || is("delivery").then(|| later.delivery.show()))}
                    {live(move || {
                        paid_before
                            .get()
                            .then(|| {
                                view! {
                                    <div class="kassa-form" class:kassa-gone=Signal::derive(move || !is("payment"))>
                                        {later.payment.show()}
                                    </div>
                                }
                            })
                    })}
                    {live(move || is("review").then(|| later.review.show()))}
                </form>
            </main>
            {live(move || {
                (aside.get() || screen.get() == Screen::Waiting).then(|| later.aside.show())
            })}
        </div>
        <Footer
            name=session.text(key::SHELL_POLICIES)
            links=policies(session)
            on_open=move |which: &'static str| policy.0.set(Some(which))
            seller=seller
        >
            <LanguageSwitch session=session />
            <ThemeSwitch />
        </Footer>
        {live(move || policy.0.get().is_some().then(|| later.policy.show()))}
        <LiveRegions announcer=session.announcer />
    }
}

fn policies(session: Session) -> Signal<Vec<(&'static str, String)>> {
    const ALL: [(&str, Key); 5] = [
        ("returns", key::FOOTER_RETURNS),
        ("delivery", key::FOOTER_DELIVERY),
        ("terms", key::FOOTER_TERMS),
        ("privacy", key::FOOTER_PRIVACY),
        ("accessibility", key::FOOTER_ACCESSIBILITY),
    ];
    Signal::derive(move || session.words.with(|words| ALL.map(|(id, label)| (id, words.text(label))).to_vec()))
}

/// The static page stays until the first screen is whole, so that nothing moves when it goes (UX-23).
fn settle(session: Session, later: Later, screen: Memo<Screen>) {
    Effect::new(move |_| {
        let framed = later.aside.is_settled() && later.bar.is_settled();
        let whole = match screen.get() {
            Screen::Waiting => false,
            Screen::Failed => true,
            Screen::After => later.after.is_settled(),
            Screen::Step(StepId("bag")) => framed && later.bag.is_settled(),
            Screen::Step(StepId("delivery")) => framed && later.delivery.is_settled(),
            Screen::Step(StepId("payment")) => framed && later.payment.is_settled(),
            Screen::Step(StepId("review")) => later.review.is_settled() && later.receipt.is_settled(),
            Screen::Step(_) => framed,
        };
        if whole {
            session.settled.set(true);
        }
    });
}

/// The title says which step, and that something is wrong (A11Y-12, UX-13).
fn title(session: Session, screen: Memo<Screen>, shop: Memo<String>) {
    let wrong = session.open(|checkout, open| open.listing && !checkout.shown().is_empty());
    Effect::new(move |_| {
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
        document().set_title(&title);
    });
}

/// Once the bag is there, the line is free: fetch what the next step needs.
fn prefetch(session: Session, later: Later) {
    let opened = session.slice(|checkout| matches!(checkout.phase, Phase::Open(_)));
    Effect::new(move |_| {
        if opened.get() {
            later.delivery.prefetch();
        }
    });
}

#[component]
fn Steps(session: Session) -> impl IntoView {
    let all = session.open(|checkout, open| statuses(checkout, &open.quote, open.at));
    let marks = Signal::derive(move || {
        session.words.with(|words| {
            let mark = |(id, status): (StepId, StepStatus)| StepMark {
                label: words.text(step_name(id)),
                href: app::href(id.0),
                state: match status {
                    StepStatus::Done => StepState::Done,
                    StepStatus::Current => StepState::Current,
                    StepStatus::Ahead => StepState::Ahead,
                },
            };
            all.get().into_iter().map(mark).collect::<Vec<_>>()
        })
    });
    let select = UnsyncCallback::new(move |index: usize| {
        if let Some((id, _)) = all.get_untracked().get(index) {
            session.dispatch(Event::GoTo(id.0.to_owned()));
        }
    });
    view! { <Progress name=session.text(key::PROGRESS_LABEL) steps=marks on_select=select /> }
}

#[component]
fn Waiting(session: Session) -> impl IntoView {
    view! {
        <p class="kassa-visually-hidden">{session.text(key::BOOT_LOADING)}</p>
        <div>
            <h1 class="kassa-title" tabindex="-1">{session.text(key::BAG_TITLE)}</h1>
        </div>
        <div class="kassa-bag">
            <Skeleton of=Coming::LargeLine />
            <Skeleton of=Coming::LargeLine />
        </div>
    }
}

#[component]
fn Failed(session: Session) -> impl IntoView {
    let why = session.slice(|checkout| match &checkout.phase {
        Phase::Loading(Loading::Failed(BackendError::Malformed)) => 1,
        Phase::Loading(Loading::Failed(BackendError::Server(_))) => 2,
        Phase::Loading(Loading::Failed(BackendError::Offline)) => 3,
        Phase::Closed(_) => 4,
        _ => 0,
    });
    let texts = move || match why.get() {
        1 => (key::NOTICE_CORRUPT_TITLE, key::NOTICE_CORRUPT_TEXT),
        2 => (key::NOTICE_SERVER_TITLE, key::NOTICE_SERVER_TEXT),
        3 => (key::NOTICE_OFFLINE_TITLE, key::NOTICE_OFFLINE_TEXT),
        4 => (key::NOTICE_EXPIRED_TITLE, key::NOTICE_EXPIRED_TEXT),
        _ => (key::NOTICE_NO_ANSWER_TITLE, key::NOTICE_NO_ANSWER_TEXT),
    };
    view! {
        <div class="kassa-frame kassa-layout kassa-layout--moment">
            <div class="kassa-moment">
                <h1 class="kassa-title" tabindex="-1">
                    {live(move || session.words.with(|words| words.text(texts().0)))}
                </h1>
                <p class="kassa-lead">{live(move || session.words.with(|words| words.text(texts().1)))}</p>
                <Button
                    look=crate::ui::ButtonLook::Primary
                    label=session.text(key::SHARED_RETRY)
                    on_press=session.on(|| Event::Retry { now: app::now() })
                />
            </div>
        </div>
    }
}

/// Without a connection everything can still be filled in (REL-15).
#[component]
fn Offline(session: Session) -> impl IntoView {
    let offline = session.slice(|checkout| !checkout.online);
    view! {
        <div role="status">
            {live(move || {
                offline
                    .get()
                    .then(|| {
                        view! {
                            <div class="kassa-offline">
                                <div class="kassa-frame">
                                    <b>{session.text(key::NOTICE_OFFLINE_TITLE)}</b>
                                    " "
                                    {session.text(key::NOTICE_OFFLINE_TEXT)}
                                </div>
                            </div>
                        }
                    })
            })}
        </div>
    }
}

/// The language, changed without losing anything (I18N-03).
#[component]
fn LanguageSwitch(session: Session) -> impl IntoView {
    let items: Vec<(String, String, &'static str)> = LANGUAGES
        .iter()
        .map(|language| (language.tag.to_owned(), language.own_name.to_owned(), language.tag))
        .collect();
    let change = UnsyncCallback::new(move |tag: String| {
        if let Some(language) = Language::named(&tag) {
            app::speak(session, language);
        }
    });
    view! {
        <Switch
            id="language"
            label=session.text(key::SHELL_LANGUAGE)
            icon=path::GLOBE
            items=items
            value=session.say(|words| words.language().tag.to_owned())
            on_change=change
        />
    }
}

/// The look of the page; the device decides until the shopper does.
#[component]
fn ThemeSwitch() -> impl IntoView {
    let session = crate::app::use_session();
    let items = Signal::derive(move || {
        session.words.with(|words| {
            [("auto", key::SHELL_THEME_AUTO), ("light", key::SHELL_THEME_LIGHT), ("dark", key::SHELL_THEME_DARK)]
                .map(|(value, label)| (value.to_owned(), words.text(label), ""))
                .to_vec()
        })
    });
    let change = UnsyncCallback::new(move |wanted: String| {
        app::set_theme(&wanted);
        session.theme.set(wanted);
    });
    view! {
        <Switch
            id="theme"
            label=session.text(key::SHELL_THEME)
            icon=path::CONTRAST
            items=items
            value=session.theme
            on_change=change
        />
    }
}
