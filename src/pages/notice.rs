//! What the shopper is told above a step: one notice at a time, each with what to do next.

use crate::{
    app::{self, Session, use_session},
    checkout::{Checkout, Event, Notice as Said, request::Setup},
    domain::{
        MethodId,
        money::Money,
        payment::{Decline, MethodOffer, kind, on_device},
        problem::Field,
        quote::{Change, Quote},
    },
    i18n::{Key, Words, key},
    payment,
    steps::payment::ways::method_title,
    ui::{
        Button, ErrorSummary, Notice, NoticeKind,
        el::{el, live},
    },
};
use leptos::prelude::*;

/// The notice of the moment.
#[component]
pub fn Banner() -> impl IntoView {
    let session = use_session();
    let notice = session.open(|_, open| open.notice.clone());
    // Its node stays while there is any notice: it has the focus (A11Y-13).
    let present = Memo::new(move |_| notice.with(Option::is_some));
    live(move || {
        present.get().then(|| {
            el("div", "")
                .set("data-kassa-notice", "")
                .set("tabindex", "-1")
                .set("role", "group")
                .child(live(move || notice.get().map(|notice| drawn(session, &notice))))
        })
    })
}

fn drawn(session: Session, notice: &Said) -> AnyView {
    // Read once: drawing the notice anew would take the focus from it.
    let quote = session.peek(|checkout| checkout.quote().cloned());
    let (kind, title, text) = session.words.with(|words| said(words, notice, quote.as_ref()));
    if let (Said::Declined(_), Some(other)) = (notice, session.peek(instead)) {
        let label =
            session.words.with(|words| words.with(key::DECLINE_INSTEAD, &[("method", &method_title(words, &other))]));
        let press = UnsyncCallback::new(move |()| {
            session.dispatch(Event::Chose(Field::Method, other.id.0.clone()));
            session.dispatch(Event::Dismiss);
            app::focus_id(session, &["method-", other.id.as_str()].concat());
        });
        return view! {
            <Notice kind=kind title=title text=text>
                <Button label=label on_press=press />
            </Notice>
        }
        .into_any();
    }
    let retry = matches!(notice, Said::NotSaved | Said::Corrupt | Said::Busy | Said::SetUp(_) | Said::ShopFault(_));
    if !retry {
        return view! { <Notice kind=kind title=title text=text /> }.into_any();
    }
    let press = session.on(|| Event::Retry { now: app::now() });
    view! {
        <Notice kind=kind title=title text=text>
            <Button label=session.text(key::SHARED_RETRY) on_press=press />
        </Notice>
    }
    .into_any()
}

/// After repeated refusals: the next best way to pay, which is another kind of method.
fn instead(checkout: &Checkout) -> Option<MethodOffer> {
    let quote = checkout.quote().filter(|_| checkout.journal.refusals.0 > 1)?;
    let chosen = checkout.method()?;
    let by_card = |id: &MethodId| matches!(kind(id), "card" | "saved");
    let other = |offer: &&MethodOffer| {
        let same = offer.id == chosen || (by_card(&offer.id) && by_card(&chosen));
        !same && offer.usable() && !on_device(&offer.id) && payment::method(&offer.id).is_some()
    };
    quote.methods.iter().find(other).cloned()
}

/// What has to be mended before going on (UX-13).
#[component]
pub fn Problems() -> impl IntoView {
    let session = use_session();
    let listing = session.open(|checkout, open| if open.listing { checkout.shown() } else { Vec::new() });
    // Only a change of words draws it anew: it has the focus (A11Y-13).
    let problems = Memo::new(move |_| {
        listing.get().into_iter().map(|problem| (problem.field, session.sentence(problem))).collect::<Vec<_>>()
    });
    view! { <ErrorSummary problems=problems on_go=move |field| app::focus_field(session, field) /> }
}

fn said(words: &Words, notice: &Said, quote: Option<&Quote>) -> (NoticeKind, String, String) {
    use NoticeKind::{Danger, Info, Warning};
    let plain = |kind, title: Key, text: Key| (kind, words.text(title), words.text(text));
    match notice {
        Said::Declined(decline) => declined(words, *decline),
        Said::Changed { was } => changed(words, *was, quote),
        Said::PayOffline => plain(Danger, key::NOTICE_PAY_OFFLINE_TITLE, key::NOTICE_PAY_OFFLINE_TEXT),
        Said::NotSaved => plain(Warning, key::NOTICE_NO_ANSWER_TITLE, key::NOTICE_NO_ANSWER_TEXT),
        Said::Busy => plain(Warning, key::NOTICE_BUSY_TITLE, key::NOTICE_BUSY_TEXT),
        Said::SessionRenewed => plain(Info, key::NOTICE_RENEWED_TITLE, key::NOTICE_RENEWED_TEXT),
        Said::OtherTab => plain(Warning, key::NOTICE_OTHER_TAB_TITLE, key::NOTICE_OTHER_TAB_TEXT),
        Said::SignedOut => plain(Info, key::NOTICE_SIGNED_OUT_TITLE, key::NOTICE_SIGNED_OUT_TEXT),
        Said::SomebodyElse => plain(Warning, key::NOTICE_SOMEBODY_ELSE_TITLE, key::NOTICE_SOMEBODY_ELSE_TEXT),
        Said::Corrupt => plain(Danger, key::NOTICE_CORRUPT_TITLE, key::NOTICE_CORRUPT_TEXT),
        Said::Incomplete => plain(Warning, key::NOTICE_STEP_CLOSED_TITLE, key::NOTICE_STEP_CLOSED_TEXT),
        Said::UnknownStep => plain(Info, key::NOTICE_UNKNOWN_STEP_TITLE, key::NOTICE_UNKNOWN_STEP_TEXT),
        Said::StorageForbidden => plain(Info, key::NOTICE_STORAGE_TITLE, key::NOTICE_STORAGE_TEXT),
        Said::SavedUnreadable => plain(Info, key::NOTICE_STORED_BROKEN_TITLE, key::NOTICE_STORED_BROKEN_TEXT),
        Said::CardFrameSilent => plain(Danger, key::CARD_FAILED_TITLE, key::CARD_FAILED_TEXT),
        Said::TimedOut => plain(Warning, key::NOTICE_TIMED_OUT_TITLE, key::NOTICE_TIMED_OUT_TEXT),
        Said::SheetClosed => plain(Info, key::NOTICE_SHEET_CLOSED_TITLE, key::NOTICE_SHEET_CLOSED_TEXT),
        Said::Resting(until) => {
            let text = words.with(key::NOTICE_RESTING_TEXT, &[("time", &words.time(*until))]);
            (Warning, words.text(key::NOTICE_RESTING_TITLE), text)
        }
        Said::Cancelled => plain(Info, key::NOTICE_CANCELLED_TITLE, key::NOTICE_CANCELLED_TEXT),
        Said::SetUp(setup) => {
            let [title, text] = setup_texts(*setup);
            plain(Danger, title, text)
        }
        Said::ShopFault(reference) => {
            let mut text = words.text(key::NOTICE_SERVER_TEXT);
            if !reference.is_empty() {
                text.push(' ');
                text.push_str(&words.with(key::NOTICE_SERVER_REFERENCE, &[("reference", reference)]));
            }
            (Danger, words.text(key::NOTICE_SERVER_TITLE), text)
        }
    }
}

/// What the shopper is told when page and shop do not fit together: whose matter it is, and that nothing is lost.
pub fn setup_texts(setup: Setup) -> [Key; 2] {
    match setup {
        Setup::Settings => [key::NOTICE_SETUP_SETTINGS_TITLE, key::NOTICE_SETUP_SETTINGS_TEXT],
        Setup::Endpoint => [key::NOTICE_SETUP_ENDPOINT_TITLE, key::NOTICE_SETUP_ENDPOINT_TEXT],
        Setup::Origin => [key::NOTICE_SETUP_ORIGIN_TITLE, key::NOTICE_SETUP_ORIGIN_TEXT],
        Setup::Key => [key::NOTICE_SETUP_KEY_TITLE, key::NOTICE_SETUP_KEY_TEXT],
        Setup::NotJson => [key::NOTICE_SETUP_NOT_JSON_TITLE, key::NOTICE_SETUP_NOT_JSON_TEXT],
        Setup::Currency => [key::NOTICE_SETUP_CURRENCY_TITLE, key::NOTICE_SETUP_CURRENCY_TEXT],
        Setup::OtherShop => [key::NOTICE_SETUP_OTHER_SHOP_TITLE, key::NOTICE_SETUP_OTHER_SHOP_TEXT],
    }
}

/// Twelve refusals: what the bank said, that nothing was charged, what to do (UX-25).
fn declined(words: &Words, decline: Decline) -> (NoticeKind, String, String) {
    let (title, text, advice) = match decline {
        Decline::Generic => (key::DECLINE_GENERIC_TITLE, key::DECLINE_GENERIC_TEXT, key::DECLINE_GENERIC_ADVICE),
        Decline::InsufficientFunds => (key::DECLINE_FUNDS_TITLE, key::DECLINE_FUNDS_TEXT, key::DECLINE_FUNDS_ADVICE),
        Decline::ExpiredCard => (key::DECLINE_EXPIRED_TITLE, key::DECLINE_EXPIRED_TEXT, key::DECLINE_EXPIRED_ADVICE),
        Decline::WrongCode => (key::DECLINE_CODE_TITLE, key::DECLINE_CODE_TEXT, key::DECLINE_CODE_ADVICE),
        Decline::WrongNumber => (key::DECLINE_NUMBER_TITLE, key::DECLINE_NUMBER_TEXT, key::DECLINE_NUMBER_ADVICE),
        Decline::LostOrStolen => (key::DECLINE_REFUSED_TITLE, key::DECLINE_REFUSED_TEXT, key::DECLINE_REFUSED_ADVICE),
        Decline::LimitReached => (key::DECLINE_LIMIT_TITLE, key::DECLINE_LIMIT_TEXT, key::DECLINE_LIMIT_ADVICE),
        Decline::NotPermitted => {
            (key::DECLINE_NOT_PERMITTED_TITLE, key::DECLINE_NOT_PERMITTED_TEXT, key::DECLINE_NOT_PERMITTED_ADVICE)
        }
        Decline::AuthenticationFailed => {
            (key::DECLINE_AUTHENTICATION_TITLE, key::DECLINE_AUTHENTICATION_TEXT, key::DECLINE_AUTHENTICATION_ADVICE)
        }
        Decline::SuspectedFraud => {
            (key::DECLINE_SUSPECTED_TITLE, key::DECLINE_SUSPECTED_TEXT, key::DECLINE_SUSPECTED_ADVICE)
        }
        Decline::IssuerUnavailable => {
            (key::DECLINE_UNAVAILABLE_TITLE, key::DECLINE_UNAVAILABLE_TEXT, key::DECLINE_UNAVAILABLE_ADVICE)
        }
        Decline::TryLater => (key::DECLINE_LATER_TITLE, key::DECLINE_LATER_TEXT, key::DECLINE_LATER_ADVICE),
    };
    let sentences = [text, key::DECLINE_NOT_CHARGED, advice].map(|sentence| words.text(sentence));
    (NoticeKind::Danger, words.text(title), sentences.join(" "))
}

/// What the shop changed by itself, and what it means for the total (REL-11).
fn changed(words: &Words, was: Money, quote: Option<&Quote>) -> (NoticeKind, String, String) {
    let Some(quote) = quote else { return (NoticeKind::Warning, words.text(key::NOTICE_PROBLEM), String::new()) };
    let total = words.money(quote.totals.due);
    let before = words.money(was);
    let of_total = || {
        let title = words.with(key::NOTICE_TOTAL_UP_TITLE, &[("now", &total)]);
        (NoticeKind::Warning, title, words.with(key::NOTICE_TOTAL_UP_TEXT, &[("was", &before)]))
    };
    let Some(change) = quote.changes.first() else { return of_total() };
    match change {
        Change::Price { line, was } => {
            let Some(line) = quote.line(line) else { return of_total() };
            let (item, now, was_text) = (&line.title, words.money(line.unit_price), words.money(*was));
            let values = [("item", item.as_str()), ("now", &now), ("was", &was_text), ("total", &total)];
            let (title, text) = if line.unit_price.minor() > was.minor() {
                (key::NOTICE_PRICE_UP_TITLE, key::NOTICE_PRICE_UP_TEXT)
            } else {
                (key::NOTICE_PRICE_DOWN_TITLE, key::NOTICE_PRICE_DOWN_TEXT)
            };
            (NoticeKind::Warning, words.text(title), words.with(text, &values))
        }
        Change::Reduced { line, .. } => {
            let Some(line) = quote.line(line) else { return of_total() };
            let count = words.number(line.quantity);
            let text = words.with(key::NOTICE_REDUCED_TEXT, &[("count", &count), ("item", &line.title)]);
            (NoticeKind::Warning, words.text(key::NOTICE_REDUCED_TITLE), text)
        }
        Change::SoldOut { title } => (
            NoticeKind::Warning,
            words.with(key::NOTICE_SOLD_OUT_TITLE, &[("item", title)]),
            words.text(key::NOTICE_SOLD_OUT_TEXT),
        ),
        Change::Merged { titles } => (
            NoticeKind::Info,
            words.text(key::NOTICE_MERGED_TITLE),
            words.with(key::NOTICE_MERGED_TEXT, &[("items", &titles.join(", "))]),
        ),
        Change::CodeLapsed { code } => (
            NoticeKind::Warning,
            words.with(key::NOTICE_CODE_LAPSED_TITLE, &[("code", code)]),
            words.text(key::NOTICE_CODE_LAPSED_TEXT),
        ),
    }
}
