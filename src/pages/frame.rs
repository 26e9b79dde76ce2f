//! What stands around the step: header, progress, receipt, small print. In a part of its own: the static page shows the
//! same until it is here, and the first field does not wait for it.

use crate::{
    app::{self, Host, Place, Session, fill, use_session},
    checkout::{
        Closed, Event, Loading, Phase,
        progress::{StepId, StepStatus, statuses},
        request::BackendError,
    },
    domain::{
        OrderNumber,
        house::Spot,
        quote::{Policy, PolicyText, Shop},
    },
    i18n::{Key, LANGUAGES, Language, Words, key},
    lazy::{self, Lazy, Part},
    pages::{
        checkout::{Later, OpenPolicy, shop_name, step_name},
        house::badges,
        notice::setup_texts,
        summary::{Aside, Bar},
    },
    ui::{
        Button, ButtonLook, Coming, Footer, Header, Link, Progress, Skeleton, StepMark, StepState, Switch,
        el::{El, all, el, live},
        icon::{IconLook, icon},
        path,
    },
};
use leptos::prelude::*;

/// Fills the places around the step.
#[component]
pub fn Frame() -> impl IntoView {
    let session = use_session();
    let visits = move || session.visiting.with(Option::is_some);
    let step = session.slice(|checkout| match &checkout.phase {
        Phase::Open(open) => Some(open.at),
        _ => None,
    });
    let at = Memo::new(move |_| step.get().filter(|_| !visits()));
    let seller = session.slice(|checkout| checkout.shop.seller.clone());
    // A step beside its receipt, or one that is on its way.
    let beside = session.slice(|checkout| {
        matches!(checkout.phase, Phase::Open(_) | Phase::Loading(Loading::Opening { .. } | Loading::Order(..)))
    });
    let folded = Memo::new(move |_| at.get().is_some_and(|at| at.0 != "review"));
    let known = session.quoted(|_, quote| quote.customer.is_some());
    let Later { account, .. } = expect_context();
    let stepping = Memo::new(move |_| at.get().is_some());

    let help = ViewFn::from(move || {
        live(move || {
            let way = text_link(session, Policy::Help, "kassa-header__help")?;
            Some(
                way.child(icon(path::CHAT, IconLook::Plain))
                    .child(session.words.with(|words| words.text(key::SHELL_HELP))),
            )
        })
    });
    let header = view! {
        <Header
            shop=shop_name(session)
            picture=session.slice(|checkout| checkout.shop.house.as_ref()?.logo.clone())
            shop_href=app::href(session, "bag")
            secure=session.text(key::SHELL_SECURE)
            help=help
        />
    };
    let skip = move || el("a", "kassa-skip").set("href", "#kassa-main").child(session.text(key::SHELL_SKIP));
    let top = [
        // In somebody else's page there is more to skip than us.
        live(move || Host::PAGE.then(&skip)),
        header.into_any(),
        offline(session).view(),
        live(move || known.get().then(|| account.show_around(Lazy::Known))),
        live(move || folded.get().then(|| view! { <Bar /> }.into_any())),
        live(move || stepping.get().then(|| view! { <Steps session=session /> }.into_any())),
    ];
    fill(session, Place::Top, all(top));
    fill(session, Place::Side, live(move || (beside.get() && !visits()).then(|| view! { <Aside /> }.into_any())));
    let foot = view! {
        <Footer
            name=session.text(key::SHELL_POLICIES)
            links=policies(session)
            above=ViewFn::from(move || badges(session, Spot::Footer))
            seller=seller
        >
            <LanguageSwitch session=session />
            // In somebody else's page the look is theirs to choose.
            {Host::PAGE.then(|| view! { <ThemeSwitch session=session /> })}
        </Footer>
    };
    fill(session, Place::Foot, foot.into_any());
}

const TEXTS: [(Policy, Key, &str); 5] = [
    (Policy::Returns, key::FOOTER_RETURNS, "policy-returns"),
    (Policy::Delivery, key::FOOTER_DELIVERY, "policy-delivery"),
    (Policy::Terms, key::FOOTER_TERMS, "policy-terms"),
    (Policy::Privacy, key::FOOTER_PRIVACY, "policy-privacy"),
    (Policy::Accessibility, key::FOOTER_ACCESSIBILITY, "policy-accessibility"),
];

fn policies(session: Session) -> ViewFn {
    let drawn = move || {
        let link = |(which, label, _): (Policy, Key, &str)| {
            Some(text_link(session, which, "")?.child(session.words.with(|words| words.text(label))))
        };
        Some(all(TEXTS.into_iter().filter_map(link)))
    };
    ViewFn::from(move || live(drawn))
}

/// Where a text of the shop is, if it has it: as the shop says, or as the page does while the shop has not spoken.
fn text_of(session: Session, shop: &Shop, which: Policy) -> Option<PolicyText> {
    if !shop.policies.is_empty() {
        return shop.policy(which).cloned();
    }
    if app::own_shop(session) {
        return Some(PolicyText::Here);
    }
    let name = TEXTS.iter().find(|(policy, ..)| *policy == which).map_or("policy-help", |(.., name)| name);
    session.setting(name).map(PolicyText::At)
}

/// A way to a text of the shop, still without its words. Over the page or in another tab, never instead of it: nothing
/// typed is lost.
pub fn text_link(session: Session, which: Policy, class: &'static str) -> Option<El> {
    let OpenPolicy(open) = expect_context();
    Some(match session.with(|checkout| text_of(session, &checkout.shop, which))? {
        PolicyText::Here => el("button", class).set("type", "button").press(move |_| open.set(Some(which))),
        PolicyText::At(address) => el("a", class).own("href", address).set("target", "_blank").set("rel", "noopener"),
    })
}

/// The same for something that is no link: what pressing it does, if there is such a text.
pub fn text_opener(session: Session, which: Policy) -> Option<impl Fn(()) + 'static> {
    let OpenPolicy(open) = expect_context();
    let at = session.peek(|checkout| text_of(session, &checkout.shop, which))?;
    Some(move |()| match &at {
        PolicyText::Here => open.set(Some(which)),
        PolicyText::At(address) => {
            // A browser that opens no other tab says so itself.
            let _ = window().open_with_url_and_target_and_features(address, "_blank", "noopener");
        }
    })
}

/// A page beside the purchase. Named here, so that its part is no matter of the first download.
#[component]
pub fn Visit() -> impl IntoView {
    Part::new(|| Box::pin(lazy::beside())).show(Lazy::Orders)
}

/// The way to how far an order is, where the shop tells.
pub fn way_to_order(session: Session, words: &Words, number: &OrderNumber) -> Option<AnyView> {
    let page = ["order/", number.as_str()].concat();
    session.peek(|checkout| checkout.facts().can.orders).then(|| {
        view! {
            <Link
                label=words.text(key::ORDERS_TRACK)
                href=app::href(session, &page)
                on_press=move |()| app::visit(session, &page)
            />
        }
        .into_any()
    })
}

#[component]
fn Steps(session: Session) -> impl IntoView {
    let all = session.open(|checkout, open| statuses(checkout, &open.quote, open.at));
    let marks = Signal::derive(move || {
        session.words.with(|words| {
            let mark = |(id, status): (StepId, StepStatus)| StepMark {
                label: words.text(step_name(id)),
                href: app::href(session, id.0),
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
    // Those of the house, where it says which.
    let offered = session.slice(|checkout| checkout.shop.house.as_ref().map(|house| house.languages.clone()));
    let items = Signal::derive(move || {
        let offered = offered.get().unwrap_or_default();
        let is_offered = |language: &&Language| offered.is_empty() || offered.iter().any(|tag| tag == language.tag);
        let item = |language: &Language| (language.tag.to_owned(), language.own_name.to_owned(), language.tag);
        LANGUAGES.iter().filter(is_offered).map(item).collect::<Vec<(String, String, &'static str)>>()
    });
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
        app::set_theme(session, &wanted);
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
