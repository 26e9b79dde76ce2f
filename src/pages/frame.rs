//! What stands around the step: header, progress, receipt, small print. In a part of its own: the static page shows the
//! same until it is here, and the first field does not wait for it.

use crate::{
    app::{self, Place, Session, fill, use_session},
    checkout::{
        Closed, Event, Loading, Phase,
        progress::{StepId, StepStatus, statuses},
        request::BackendError,
    },
    i18n::{Key, LANGUAGES, Language, key},
    pages::{
        checkout::{OpenPolicy, shop_name, step_name},
        notice::setup_texts,
        summary::{Aside, Bar},
    },
    ui::{
        Button, ButtonLook, Coming, Footer, Header, Progress, Skeleton, StepMark, StepState, Switch,
        el::{El, all, el, live},
        path,
    },
};
use leptos::prelude::*;

/// Fills the places around the step.
#[component]
pub fn Frame() -> impl IntoView {
    let session = use_session();
    let OpenPolicy(policy) = expect_context();
    let at = session.slice(|checkout| match &checkout.phase {
        Phase::Open(open) => Some(open.at),
        _ => None,
    });
    let seller = session.quoted(|_, quote| quote.shop.seller.clone());
    // What the shop said once about itself is still true when the bag has become an order.
    let seller = Memo::new(move |before: Option<&String>| {
        let text = seller.get();
        if text.is_empty() { before.cloned().unwrap_or_default() } else { text }
    });
    // A step beside its receipt, or one that is on its way.
    let beside = session.slice(|checkout| {
        matches!(checkout.phase, Phase::Open(_) | Phase::Loading(Loading::Opening { .. } | Loading::Order(..)))
    });
    let folded = Memo::new(move |_| at.get().is_some_and(|at| at.0 != "review"));
    let stepping = Memo::new(move |_| at.get().is_some());

    let header = view! {
        <Header
            shop=shop_name(session)
            shop_href=app::href("bag")
            secure=session.text(key::SHELL_SECURE)
            help=session.text(key::SHELL_HELP)
            on_help=move |()| policy.set(Some("help"))
        />
    };
    let skip = el("a", "kassa-skip").set("href", "#kassa-main").child(session.text(key::SHELL_SKIP));
    let top = [
        skip.view(),
        header.into_any(),
        offline(session).view(),
        live(move || folded.get().then(|| view! { <Bar /> }.into_any())),
        live(move || stepping.get().then(|| view! { <Steps session=session /> }.into_any())),
    ];
    fill(Place::Top, all(top));
    fill(Place::Side, live(move || beside.get().then(|| view! { <Aside /> }.into_any())));
    let foot = view! {
        <Footer
            name=session.text(key::SHELL_POLICIES)
            links=policies(session)
            on_open=move |which: &'static str| policy.set(Some(which))
            seller=seller
        >
            <LanguageSwitch session=session />
            <ThemeSwitch session=session />
        </Footer>
    };
    fill(Place::Foot, foot.into_any());
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

/// Without a connection everything can still be filled in (REL-15).
fn offline(session: Session) -> El {
    let offline = session.slice(|checkout| !checkout.online);
    let bar = move || {
        offline.get().then(|| {
            let text = el("div", "kassa-frame")
                .child(el("b", "").child(session.text(key::NOTICE_OFFLINE_TITLE)))
                .child(" ")
                .child(session.text(key::NOTICE_OFFLINE_TEXT));
            el("div", "kassa-offline").child(text)
        })
    };
    el("div", "").set("role", "status").child(live(bar))
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
fn ThemeSwitch(session: Session) -> impl IntoView {
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

/// Instead of a step while the shop is asked again.
#[component]
pub fn Waiting() -> impl IntoView {
    let session = use_session();
    let lines = view! {
        <Skeleton of=Coming::LargeLine />
        <Skeleton of=Coming::LargeLine />
    };
    let title = el("h1", "kassa-title").set("tabindex", "-1").child(session.text(key::BAG_TITLE));
    all([
        el("p", "kassa-visually-hidden").child(session.text(key::BOOT_LOADING)),
        el("div", "").child(title),
        el("div", "kassa-bag").child(lines.into_any()),
    ])
}

/// Instead of a step when the shop cannot be had.
#[component]
pub fn Failed() -> impl IntoView {
    let session = use_session();
    let texts = session.slice(|checkout| match &checkout.phase {
        Phase::Loading(Loading::Failed(BackendError::Malformed)) => {
            [key::NOTICE_CORRUPT_TITLE, key::NOTICE_CORRUPT_TEXT]
        }
        Phase::Loading(Loading::Failed(BackendError::Server(_))) => [key::NOTICE_SERVER_TITLE, key::NOTICE_SERVER_TEXT],
        Phase::Loading(Loading::Failed(BackendError::Setup(setup))) => setup_texts(*setup),
        Phase::Loading(Loading::Failed(BackendError::Offline)) => [key::NOTICE_OFFLINE_TITLE, key::NOTICE_OFFLINE_TEXT],
        Phase::Closed(Closed::Expired) => [key::NOTICE_EXPIRED_TITLE, key::NOTICE_EXPIRED_TEXT],
        _ => [key::NOTICE_NO_ANSWER_TITLE, key::NOTICE_NO_ANSWER_TEXT],
    });
    let title = session.say(move |words| words.text(texts.get()[0]));
    let text = session.say(move |words| words.text(texts.get()[1]));
    let again = view! {
        <Button
            look=ButtonLook::Primary
            label=session.text(key::SHARED_RETRY)
            on_press=session.on(|| Event::Retry { now: app::now() })
        />
    };
    el("div", "kassa-frame kassa-layout kassa-layout--moment")
        .child(
            el("div", "kassa-moment")
                .child(el("h1", "kassa-title").set("tabindex", "-1").child(title))
                .child(el("p", "kassa-lead").child(text))
                .child(again.into_any()),
        )
        .view()
}
