//! Review, on screen: every answer once more on the left; on the right the receipt becomes the place
//! to pay, with nothing between total, terms and button (LEG-01, LEG-02).

use crate::{
    app::{self, Session, use_session},
    checkout::{Checkout, Event, ledger::Cause, progress, request::Keys},
    domain::{
        cart::{Line, Recurring},
        house::Spot,
        payment::{Buyer, ChargeMoment},
        problem::Field,
        quote::{Policy, Quote},
    },
    i18n::{Key, Piece, Words, key},
    lazy::Lazy,
    pages::{
        checkout::Later,
        frame::text_link,
        house::badges,
        summary::{Lines, Sums},
    },
    payment,
    steps::{agree::agreement, contact::view::way_back, payment::view::asks, summary_of::Finished},
    ui::{
        Button, ButtonLook, CheckBox, IconLook, Link, Notice,
        el::{Child, El, all, el, live},
        icon::icon,
        path,
    },
};
use leptos::prelude::*;

/// The review step.
#[component]
pub fn Review() -> impl IntoView {
    let session = use_session();
    let by_card = session.quoted(|checkout, quote| {
        let offer = checkout.answers.method(quote).ok().flatten().and_then(|id| quote.method(&id).cloned());
        offer.is_some_and(|offer| asks(&offer))
    });
    let before = session.open(|checkout, open| progress::previous(checkout.plan(), &open.quote, open.at));
    let bank = move || {
        let notice = view! {
            <Notice
                icon=path::SHIELD
                title=session.text(key::PAYMENT_BANK_TITLE)
                text=session.text(key::PAYMENT_BANK_TEXT)
            />
        };
        notice.into_any()
    };
    let previous = move || Some(way_back(session, before.get()?));
    let plain = move || {
        el("div", "")
            .child(el("h1", "kassa-title").set("tabindex", "-1").child(session.text(key::REVIEW_TITLE)))
            .child(el("p", "kassa-lead").child(session.text(key::REVIEW_LEAD)))
            .view()
    };
    let known = session.quoted(|_, quote| quote.customer.is_some());
    let Later { account, .. } = expect_context();
    let head = move || Some(if known.get() { account.show_within(Lazy::Welcome) } else { plain() });
    let out = move || known.get().then(|| account.show_around(Lazy::WaysOut));
    let answers = view! {
        <Finished whole=true />
        <WhyTotal />
    };
    all([
        live(head),
        answers.into_any(),
        live(move || by_card.get().then(bank)),
        live(out),
        el("div", "kassa-review-back").child(live(previous)).view(),
    ])
}

/// Every change of the total, in the order it happened; quiet, because the shopper made them.
#[component]
fn WhyTotal() -> impl IntoView {
    let session = use_session();
    let ledger = session.slice(|checkout| checkout.ledger.clone());
    let total = session.quoted(|_, quote| Some(quote.totals.total));
    let names = session.quoted(|checkout, quote| {
        let rate = checkout.answers.rate(quote).and_then(|id| quote.rate(&id)).map(|rate| rate.title.clone());
        let method = quote.method.as_ref().and_then(payment::method).map(|spec| spec.title);
        Some((rate, method))
    });
    let row = |class, text: String, amount: String| el("p", class).child(text).child(el("b", "").child(amount));
    let rows = move || {
        let (ledger, total) = (ledger.get(), total.get());
        let (Some(first), Some(total), false) = (ledger.first, total, ledger.entries.is_empty()) else { return None };
        let (rate, method) = names.get().unwrap_or_default();
        session.words.with(|words| {
            let plain = |text, amount| row("kassa-why__row", text, amount);
            let mut rows = vec![plain(words.text(key::REVIEW_LEDGER_FIRST), words.money(first))];
            rows.extend(
                ledger.entries.iter().map(|entry| {
                    plain(why(words, &entry.cause, rate.as_deref(), method), words.change(entry.difference))
                }),
            );
            let sum = "kassa-why__row kassa-why__row--sum";
            rows.push(row(sum, words.text(key::REVIEW_LEDGER_PAY), words.money(total)));
            Some(all(rows))
        })
    };
    live(move || {
        let rows = rows()?;
        let title = el("h2", "kassa-why__title")
            .set("id", "why-title")
            .child(icon(path::INFO, IconLook::Small))
            .child(session.text(key::REVIEW_LEDGER_TITLE));
        let section = el("section", "kassa-why kassa-why--wide").set("aria-labelledby", "why-title");
        Some(section.child(title).child(rows))
    })
}

/// What a change of the total came from.
fn why(words: &Words, cause: &Cause, rate: Option<&str>, method: Option<Key>) -> String {
    match cause {
        Cause::Bag => words.text(key::REVIEW_LEDGER_BAG),
        Cause::Code(code) => words.with(key::REVIEW_LEDGER_CODE, &[("code", code)]),
        Cause::Delivery => match rate {
            Some(rate) => words.with(key::REVIEW_LEDGER_DELIVERY, &[("name", rate)]),
            None => words.text(key::SUMMARY_DELIVERY),
        },
        Cause::Method => match method {
            Some(title) => words.with(key::REVIEW_LEDGER_FEE, &[("name", &words.text(title))]),
            None => words.text(key::SUMMARY_FEE),
        },
        Cause::Company => words.text(key::REVIEW_LEDGER_COMPANY),
        Cause::Shop => words.text(key::REVIEW_LEDGER_SHOP_ITSELF),
    }
}

/// The receipt as the place to pay.
#[component]
pub fn Receipt() -> impl IntoView {
    let session = use_session();
    let edit = view! {
        <Link
            label=session.text(key::SUMMARY_EDIT)
            href=app::href(session, "bag")
            on_press=session.on(|| Event::GoTo("bag".into()))
        />
    };
    let title =
        el("h2", "kassa-summary__title").set("id", "final-title").child(session.text(key::SUMMARY_TITLE_REVIEW));
    el("section", "kassa-final")
        .set("aria-labelledby", "final-title")
        .child(el("div", "kassa-summary__head").child(title).child(edit.into_any()))
        .child(view! { <Lines session=session /> }.into_any())
        .child(el("div", "kassa-final__totals").child(view! { <Sums session=session /> }.into_any()))
        .child(subscription(session))
        .child(agreement(session, text_link))
        .child(terms(session))
        .child(pay(session))
        .view()
}

/// What is agreed to by paying.
fn terms(session: Session) -> El {
    // Only the terms: another total must not take the focus from the button in them.
    let terms = session.quoted(|_, quote| quote.shop.terms.clone());
    // A right of consumers (Directive 2011/83/EU art. 9).
    let days = session.quoted(|_, quote| quote.shop.returns_days.filter(|_| quote.buyer == Buyer::Consumer));
    let link = move |words: &Words| match text_link(session, Policy::Terms, "kassa-textlink") {
        Some(link) => link.child(words.text(key::REVIEW_TERMS_LINK)).drawn(),
        None => words.text(key::REVIEW_TERMS_LINK).drawn(),
    };
    let sentence = move || {
        session.words.with(|words| {
            let terms = terms.get()?;
            let piece = |piece| match piece {
                Piece::Text(text) => text.drawn(),
                Piece::Slot(slot) => match slot.as_str() {
                    "terms" => link(words),
                    "version" => terms.version.clone().drawn(),
                    _ => words.day_of_year(terms.from).drawn(),
                },
            };
            Some(all(words.pieces(key::REVIEW_TERMS).into_iter().map(piece)))
        })
    };
    let withdraw = session.say(move |words| {
        days.get().map(|days| words.plural(key::REVIEW_WITHDRAW, u32::from(days), &[])).unwrap_or_default()
    });
    el("p", "kassa-terms").child(live(sentence)).child(" ").child(withdraw)
}

/// The button, and why it can be pressed.
fn pay(session: Session) -> El {
    let due = session
        .quoted(|checkout, quote| Some((quote.totals.due, is_later(checkout, quote), approves(checkout, quote))));
    let label = session.say(move |words| {
        let Some((total, later, approval)) = due.get() else { return String::new() };
        let amount = words.money(total);
        if approval {
            words.text(key::REVIEW_SEND_APPROVAL)
        } else if total.is_zero() {
            words.text(key::REVIEW_PLACE_FREE)
        } else if later {
            words.with(key::REVIEW_PLACE_LATER, &[("amount", &amount)])
        } else {
            words.with(key::REVIEW_PLACE, &[("amount", &amount)])
        }
    });
    let button = view! {
        <Button
            id="pay"
            label=label
            look=ButtonLook::Primary
            block=true
            icon=path::LOCK
            busy=session.slice(Checkout::updating)
            on_press=session.on(|| Event::Pay { now: app::now(), keys: fresh_keys() })
        />
    };
    let trust =
        el("p", "kassa-reassure").child(icon(path::SHIELD, IconLook::Small)).child(session.text(key::REVIEW_TRUST));
    el("div", "kassa-pay")
        .child(el("div", "kassa-actions__bar").child(button.into_any()))
        .child(trust)
        .child(badges(session, Spot::Pay))
}

/// Whether it is paid after the press, not by it.
fn is_later(checkout: &Checkout, quote: &Quote) -> bool {
    let method = checkout.answers.method(quote).ok().flatten();
    let offer = method.and_then(|id| quote.method(&id).cloned());
    offer
        .is_some_and(|offer| matches!(offer.charged, Some(moment) if !matches!(moment, ChargeMoment::Now | ChargeMoment::AtDispatch)))
}

/// Whether somebody else has to agree first: then the press sends it to them and buys nothing yet.
fn approves(checkout: &Checkout, quote: &Quote) -> bool {
    let method = checkout.answers.method(quote).ok().flatten();
    method.and_then(|id| quote.method(&id)).is_some_and(|offer| offer.approval.is_some())
}

/// What is agreed to for each subscription, right above the button; not ticked (LEG-01, S1-21).
fn subscription(session: Session) -> AnyView {
    let recurring = session.quoted(|_, quote| {
        let of = |line: &Line| line.recurring.map(|recurring| (line.title.clone(), recurring));
        quote.lines.iter().find_map(of)
    });
    let email = session.slice(|checkout| checkout.answers.text(Field::Email).to_owned());
    let say = move |read: fn(&Words, &Recurring) -> String| {
        session.say(move |words| recurring.get().map(|(_, recurring)| read(words, &recurring)).unwrap_or_default())
    };
    let label = say(|words, recurring| {
        let period = words.plural(key::REVIEW_SUBSCRIBE_MONTHS, u32::from(recurring.months), &[]);
        let (amount, date) = (words.money(recurring.amount), words.day(recurring.first));
        words.with(key::REVIEW_SUBSCRIBE_BOX, &[("amount", &amount), ("period", &period), ("date", &date)])
    });
    let next = say(|words, recurring| {
        let (first, next) = (words.day(recurring.first), words.day(recurring.next));
        words.with(key::REVIEW_SUBSCRIBE_NEXT, &[("first", &first), ("next", &next)])
    });
    let account = session.say(move |words| words.with(key::REVIEW_SUBSCRIBE_ACCOUNT, &[("email", &email.get())]));
    let problem = session.problem(Field::Subscribe);
    let there = Memo::new(move |_| recurring.get().is_some());
    let title = Memo::new(move |_| recurring.get().map(|(title, _)| title).unwrap_or_default());
    live(move || {
        there.get().then(|| {
            el("section", "kassa-stack kassa-subscribe")
                .set("aria-labelledby", "subscribe-title")
                .child(
                    el("h2", "kassa-section__title")
                        .set("id", "subscribe-title")
                        .child(session.text(key::REVIEW_SUBSCRIBE_TITLE)),
                )
                .child(el("p", "kassa-small").child(live(move || Some(title.get()))).child(". ").child(next))
                .child(
                    view! {
                        <CheckBox
                            field=Field::Subscribe
                            label=label
                            note=session.text(key::REVIEW_SUBSCRIBE_STOP)
                            problem=problem
                            checked=session.slice(|checkout| checkout.answers.ticked(Field::Subscribe))
                            on_change=session.ticks(Field::Subscribe)
                        />
                    }
                    .into_any(),
                )
                .child(el("p", "kassa-small kassa-muted").child(account))
        })
    })
}

/// Two keys nobody can guess (REL-01).
fn fresh_keys() -> Keys {
    Keys { order: app::random_key(), payment: app::random_key() }
}
