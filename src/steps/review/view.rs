//! Review, on screen: every answer once more on the left; on the right the receipt becomes the place
//! to pay, with nothing between total, terms and button (LEG-01, LEG-02).

use crate::ui::erased::live;
use crate::{
    app::{self, use_session},
    checkout::{Event, ledger::Cause, request::Keys},
    domain::{money::Money, quote::Quote},
    i18n::{Piece, key},
    pages::{
        checkout::{OpenPolicy, back_to},
        summary::{Lines, Sums},
    },
    payment,
    steps::summary_of::Finished,
    ui::{Button, ButtonLook, Link, LinkLook, Notice, path},
};
use leptos::prelude::*;

/// The review step.
#[component]
pub fn Review() -> impl IntoView {
    let session = use_session();
    let by_card = session.quoted(|checkout, quote| {
        checkout.answers.method(quote).ok().flatten().and_then(|id| payment::method(&id)).is_some_and(|spec| spec.token)
    });
    let before =
        session.open(|checkout, open| crate::checkout::progress::previous(checkout.plan(), &open.quote, open.at));
    view! {
        <div>
            <h1 class="kassa-title" tabindex="-1">
                {session.text(key::REVIEW_TITLE)}
            </h1>
            <p class="kassa-lead">{session.text(key::REVIEW_LEAD)}</p>
        </div>
        <Finished whole=true />
        <WhyTotal />
        {live(move || {
            by_card
                .get()
                .then(|| {
                    view! {
                        <Notice
                            icon=path::SHIELD
                            title=session.text(key::PAYMENT_BANK_TITLE)
                            text=session.text(key::PAYMENT_BANK_TEXT)
                        />
                    }
                })
        })}
        <div class="kassa-review-back">
            {live(move || {
                before
                    .get()
                    .map(|step| {
                        view! {
                            <Link
                                label=session.text(back_to(step))
                                href=app::href(step.0)
                                look=LinkLook::Plain
                                icon=path::BACK
                                mirrored=true
                                on_press=session.on(move || Event::GoTo(step.0.to_owned()))
                            />
                        }
                    })
            })}
        </div>
    }
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
    let rows = move || {
        let (ledger, total) = (ledger.get(), total.get());
        let (Some(first), Some(total), false) = (ledger.first, total, ledger.entries.is_empty()) else { return None };
        let (rate, method) = names.get().unwrap_or_default();
        session.words.with(|words| {
            let line = |cause: &Cause| match cause {
                Cause::Bag => words.text(key::REVIEW_LEDGER_BAG),
                Cause::Code(code) => words.with(key::REVIEW_LEDGER_CODE, &[("code", code)]),
                Cause::Delivery => match &rate {
                    Some(rate) => words.with(key::REVIEW_LEDGER_DELIVERY, &[("name", rate)]),
                    None => words.text(key::SUMMARY_DELIVERY),
                },
                Cause::Method => match method {
                    Some(title) => words.with(key::REVIEW_LEDGER_FEE, &[("name", &words.text(title))]),
                    None => words.text(key::SUMMARY_FEE),
                },
                Cause::Shop => words.text(key::REVIEW_LEDGER_SHOP_ITSELF),
            };
            let row = |text: String, amount: String| view! { <p class="kassa-why__row">{text} <b>{amount}</b></p> };
            let mut rows = vec![row(words.text(key::REVIEW_LEDGER_FIRST), words.money(first)).into_any()];
            rows.extend(
                ledger.entries.iter().map(|entry| row(line(&entry.cause), words.change(entry.difference)).into_any()),
            );
            rows.push(
                view! {
                    <p class="kassa-why__row kassa-why__row--sum">
                        {words.text(key::REVIEW_LEDGER_PAY)} <b>{words.money(total)}</b>
                    </p>
                }
                .into_any(),
            );
            Some(rows)
        })
    };
    move || {
        rows().map(|rows| {
            view! {
                <section class="kassa-why kassa-why--wide" aria-labelledby="why-title">
                    <h2 class="kassa-why__title" id="why-title">
                        {crate::ui::icon::icon(path::INFO, crate::ui::IconLook::Small)}
                        {session.text(key::REVIEW_LEDGER_TITLE)}
                    </h2>
                    {rows}
                </section>
            }
        })
    }
}

/// The receipt as the place to pay.
#[component]
pub fn Receipt() -> impl IntoView {
    let session = use_session();
    let policy = expect_context::<OpenPolicy>();
    let facts = session.quoted(|checkout, quote| Some(facts(checkout, quote)));
    let label = session.say(move |words| {
        let Some((total, later, _, _)) = facts.get() else { return String::new() };
        let amount = words.money(total);
        if total.is_zero() {
            words.text(key::REVIEW_PLACE_FREE)
        } else if later {
            words.with(key::REVIEW_PLACE_LATER, &[("amount", &amount)])
        } else {
            words.with(key::REVIEW_PLACE, &[("amount", &amount)])
        }
    });
    let updating = session.slice(crate::checkout::Checkout::updating);
    let pay = move |()| session.dispatch(Event::Pay { now: app::now(), keys: fresh_keys() });
    let terms = move || {
        session.words.with(|words| {
            let (_, _, terms, _) = facts.get()?;
            let pieces = words.pieces(key::REVIEW_TERMS).into_iter().map(|piece| match piece {
                Piece::Text(text) => text.into_any(),
                Piece::Slot(slot) => match slot.as_str() {
                    "terms" => view! {
                        <button class="kassa-textlink" type="button" on:click=move |_| policy.0.set(Some("terms"))>
                            {words.text(key::REVIEW_TERMS_LINK)}
                        </button>
                    }
                    .into_any(),
                    "version" => terms.version.clone().into_any(),
                    _ => words.day_of_year(terms.from).into_any(),
                },
            });
            Some(pieces.collect_view())
        })
    };
    let withdraw = session.say(move |words| {
        facts.get().map(|(.., days)| words.plural(key::REVIEW_WITHDRAW, u32::from(days), &[])).unwrap_or_default()
    });
    view! {
        <section class="kassa-final" aria-labelledby="final-title">
            <div class="kassa-summary__head">
                <h2 class="kassa-summary__title" id="final-title">
                    {session.text(key::SUMMARY_TITLE_REVIEW)}
                </h2>
                <Link
                    label=session.text(key::SUMMARY_EDIT)
                    href=app::href("bag")
                    on_press=session.on(|| Event::GoTo("bag".into()))
                />
            </div>
            <Lines session=session />
            <div class="kassa-final__totals">
                <Sums session=session />
            </div>
            <p class="kassa-terms">{terms} " " {withdraw}</p>
            <div class="kassa-pay">
                <div class="kassa-actions__bar">
                    <Button
                        id="pay"
                        label=label
                        look=ButtonLook::Primary
                        block=true
                        icon=path::LOCK
                        busy=updating
                        on_press=pay
                    />
                </div>
                <p class="kassa-reassure">
                    {crate::ui::icon::icon(path::SHIELD, crate::ui::IconLook::Small)}
                    {session.text(key::REVIEW_TRUST)}
                </p>
            </div>
        </section>
    }
}

/// What the button and the terms need: the total, whether it is paid later, the terms, days of return.
fn facts(checkout: &crate::checkout::Checkout, quote: &Quote) -> (Money, bool, crate::domain::quote::Terms, u16) {
    let method = checkout.answers.method(quote).ok().flatten();
    let offer = method.and_then(|id| quote.method(&id).cloned());
    let later = offer.is_some_and(|offer| {
        use crate::domain::payment::ChargeMoment;
        matches!(offer.charged, ChargeMoment::AtCollection | ChargeMoment::AfterDispatch(_))
    });
    (quote.totals.total, later, quote.shop.terms.clone(), quote.shop.returns_days)
}

/// Two keys nobody can guess (REL-01).
fn fresh_keys() -> Keys {
    Keys { order: app::random_key(), payment: app::random_key() }
}
