//! What an account's owner usually takes and wants to hear: shown beside the orders, forgotten and changed there.
//!
//! Always true: what is chosen because of it can be chosen otherwise at every purchase. Who is only remembered sees it and
//! changes nothing.

use crate::{
    app::{Session, use_session},
    checkout::request::BackendError,
    domain::{
        account::{Paying, Preference, Preferences as Kept, Recognised},
        problem::Field,
    },
    i18n::{LANGUAGES, Words, key},
    payment,
    steps::summary_of::card_name,
    ui::{
        CheckBox, LinkButton, LinkLook, Switch,
        el::{El, el, live},
        field::error_line,
        path,
    },
};
use leptos::{prelude::*, task::spawn_local};

/// The panel; nothing where the shop keeps no preferences.
#[component]
pub fn Preferences() -> impl IntoView {
    let session = use_session();
    let kept = RwSignal::new(None::<Kept>);
    let failed = RwSignal::new(false);
    let how = RwSignal::new(Recognised::Remembered);
    if session.peek(|checkout| checkout.facts().can.doors.preferences) {
        ask(session, kept, failed, None);
        know(session, how);
    }
    let may = Memo::new(move |_| how.get() != Recognised::Remembered);
    let wish = move |wish: Preference| ask(session, kept, failed, Some(wish));
    let said = move || {
        let text = session.text(key::PREFERENCES_FAILED);
        failed.get().then(|| error_line("preferences-failed".to_owned(), text.get()))
    };
    // Only whether: the boxes in it keep their nodes, and the focus.
    let there = Memo::new(move |_| kept.with(Option::is_some));
    live(move || {
        there.get().then(|| {
            el("section", "kassa-card kassa-preferences")
                .set("aria-labelledby", "preferences-title")
                .child(
                    el("h2", "kassa-section__title")
                        .set("id", "preferences-title")
                        .child(session.text(key::PREFERENCES_TITLE)),
                )
                .child(el("p", "kassa-small kassa-muted").child(session.text(key::PREFERENCES_LEAD)))
                .child(usual(session, kept, may, wish))
                .child(live(move || may.get().then(|| letters(session, kept, wish))))
                .child(live(move || {
                    (!may.get())
                        .then(|| el("p", "kassa-small kassa-muted").child(session.text(key::PREFERENCES_SIGN_IN)))
                }))
                .child(el("div", "").set("role", "alert").child(live(said)))
        })
    })
}

/// How the shop knows who it is; an order that is there has no quote that says so.
fn know(session: Session, how: RwSignal<Recognised>) {
    spawn_local(async move {
        let Ok(backend) = session.backend().await else { return };
        let Some(accounts) = backend.accounts() else { return };
        if let Ok(Some(customer)) = accounts.me().await {
            let _ = how.try_set(customer.how);
        }
    });
}

/// Reads them, or changes one and reads what has become of them.
fn ask(session: Session, kept: RwSignal<Option<Kept>>, failed: RwSignal<bool>, wish: Option<Preference>) {
    let before = kept.get_untracked();
    // What was ticked is ticked, and goes back where it was if nothing comes of it.
    kept.update(|kept| match (kept, &wish) {
        (Some(kept), Some(Preference::News(news))) => kept.news = *news,
        (Some(kept), Some(Preference::Language(tag))) => kept.language.clone_from(tag),
        _ => {}
    });
    spawn_local(async move {
        let locale = session.words.with_untracked(|words| words.language().tag);
        let told = match session.backend().await {
            Ok(backend) => match (backend.accounts(), &wish) {
                (Some(accounts), Some(wish)) => accounts.wish(locale, wish).await,
                (Some(accounts), None) => accounts.preferences(locale).await,
                (None, _) => Err(BackendError::Rejected(Vec::new())),
            },
            Err(error) => Err(error),
        };
        // The page may have gone on meanwhile. What could only not be read is not missed.
        let _ = failed.try_set(told.is_err() && wish.is_some());
        let _ = kept.try_set(told.ok().or(before));
    });
}

fn usual(
    session: Session,
    kept: RwSignal<Option<Kept>>,
    may: Memo<bool>,
    wish: impl Fn(Preference) + Copy + Send + Sync + 'static,
) -> AnyView {
    live(move || {
        let words = session.words.get();
        let kept = kept.get()?;
        if kept.pay.is_none() && kept.deliver.is_none() {
            return Some(el("p", "kassa-small").child(words.text(key::PREFERENCES_NONE)));
        }
        let row = |label, value: String, name, forgets: Preference| {
            let forget = may.get().then(|| {
                view! {
                    <LinkButton
                        label=words.text(key::PREFERENCES_FORGET)
                        name=words.text(name)
                        look=LinkLook::Muted
                        on_press=move |()| wish(forgets.clone())
                    />
                }
                .into_any()
            });
            el("div", "kassa-review__row")
                .child(el("dt", "").child(words.text(label)))
                .child(el("dd", "kassa-review__value").child(value))
                .child(el("dd", "kassa-review__change").child(forget))
        };
        let pay = kept.pay.as_ref().map(|pay| {
            row(key::PREFERENCES_PAY, paying(&words, pay), key::PREFERENCES_FORGET_PAY, Preference::ForgetPay)
        });
        let deliver = kept.deliver.map(|title| {
            row(key::PREFERENCES_DELIVER, title, key::PREFERENCES_FORGET_DELIVER, Preference::ForgetDelivery)
        });
        Some(el("dl", "kassa-review").child(pay).child(deliver))
    })
}

fn paying(words: &Words, pay: &Paying) -> String {
    match &pay.card {
        Some(face) => card_name(words, &face.brand, &face.last4),
        None => {
            payment::method(&pay.method).map_or_else(|| pay.method.as_str().to_owned(), |spec| words.text(spec.title))
        }
    }
}

/// What the shop writes, and in which language.
fn letters(
    session: Session,
    kept: RwSignal<Option<Kept>>,
    wish: impl Fn(Preference) + Copy + Send + Sync + 'static,
) -> El {
    let items: Vec<(String, String, &'static str)> = LANGUAGES
        .iter()
        .map(|language| (language.tag.to_owned(), language.own_name.to_owned(), language.tag))
        .collect();
    let language =
        Signal::derive(move || kept.with(|kept| kept.as_ref().map(|kept| kept.language.clone())).unwrap_or_default());
    let inside = view! {
        <CheckBox
            field=Field::News
            label=session.text(key::FIELD_NEWS_LABEL)
            checked=Signal::derive(move || kept.with(|kept| kept.as_ref().is_some_and(|kept| kept.news)))
            on_change=move |news| wish(Preference::News(news))
        />
        <Switch
            id="letters"
            label=session.text(key::PREFERENCES_LANGUAGE)
            icon=path::MAIL
            items=items
            value=language
            on_change=move |tag| wish(Preference::Language(tag))
        />
    };
    el("div", "kassa-stack kassa-stack--sm").child(inside.into_any())
}
