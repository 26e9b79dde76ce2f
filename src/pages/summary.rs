//! The receipt beside every step, and the bar it folds into on a narrow page (UX-20).
//!
//! Every cost known so far is here from the first view, in the shop's order and the shop's amounts.

use crate::{
    app::{self, Session, use_session},
    checkout::{Checkout, Event, progress::StepId},
    domain::{
        MethodId,
        cart::{Line, LineKind},
        company::Agreed,
        house::Spot,
        money::Money,
        payment::{MethodOffer, NotOffered, Tender, TenderKind, on_device},
        problem::{Field, Problem},
        quote::{AppliedCode, Offer, Policy, PolicyText, Quote, Shop},
        totals::{IncludedTax, PriceView, TotalKind, TotalRow, Totals as Amounts, Untaxed},
    },
    i18n::{Key, Words, key},
    lazy::Lazy,
    pages::{
        checkout::{Later, forward_to},
        house::badges,
    },
    payment,
    ui::{
        Button, ButtonLook, Coming, FreeDelivery, LineItem, Link, Mark, Reassure, Skeleton, SummaryBar, TextField,
        Totals, TotalsLine, Trust,
        el::{El, all, each, el, follow, live},
        icon::{IconLook, icon},
        path,
    },
};
use leptos::prelude::*;

/// Lines drawn in the receipt; a larger bag is looked over in the bag.
const DRAWN: usize = 30;

/// The receipt in its column.
#[component]
pub fn Aside() -> impl IntoView {
    let session = use_session();
    let later = expect_context::<Later>();
    let at = session.slice(|checkout| match &checkout.phase {
        crate::checkout::Phase::Open(open) => Some(open.at),
        _ => None,
    });
    // Only waiting, paying and the rest differ: the receipt is not drawn anew from step to step.
    let paying = Memo::new(move |_| at.get().map(|at| at.0 == "review"));
    let name = session.text(key::SUMMARY_TITLE);
    let inside = move || match paying.get() {
        None => el("div", "kassa-summary").child(view! { <Skeleton of=Coming::Totals /> }.into_any()).view(),
        Some(true) => later.steps.show(Lazy::Receipt),
        Some(false) => all([
            el("div", "kassa-summary").child(view! { <Inside session=session place="" /> }.into_any()),
            el("div", "kassa-below").child(promises(session)).child(badges(session, Spot::Summary)),
        ]),
    };
    el("aside", "kassa-aside")
        .toggle("kassa-aside--always", move || paying.get() == Some(true))
        .follow("aria-label", move || Some(name.get()))
        .child(live(inside))
        .view()
}

/// The receipt folded into a bar.
#[component]
pub fn Bar() -> impl IntoView {
    let session = use_session();
    let total = session.quoted(|_, quote| Some(quote.totals.due));
    let shown = Signal::derive(move || {
        session.words.with(|words| total.get().map(|total| words.money(total)).unwrap_or_default())
    });
    let busy = session.slice(Checkout::updating);
    view! {
        <SummaryBar label=session.text(key::SUMMARY_TITLE) total=shown busy=busy>
            <Inside session=session place="-bar" />
        </SummaryBar>
    }
}

/// What the receipt holds, in both places.
#[component]
fn Inside(session: Session, place: &'static str) -> impl IntoView {
    let bag = session.open(|_, open| open.at == StepId("bag"));
    let edit = move || {
        let link = || {
            view! {
                <Link
                    label=session.text(key::SUMMARY_EDIT)
                    href=app::href(session, "bag")
                    on_press=session.on(|| Event::GoTo("bag".into()))
                />
            }
        };
        (!bag.get()).then(|| link().into_any())
    };
    let head = el("div", "kassa-summary__head")
        .child(el("h2", "kassa-summary__title").child(session.text(key::SUMMARY_TITLE)))
        .child(live(edit));
    let sums = el("div", "kassa-summary__part").child(view! { <Sums session=session /> }.into_any());
    all([
        head.view(),
        live(move || (!bag.get()).then(|| view! { <Lines session=session /> }.into_any())),
        codes(session, place).view(),
        sums.view(),
        live(move || bag.get().then(|| to_checkout(session))),
    ])
}

/// The lines, small.
#[component]
pub fn Lines(session: Session) -> impl IntoView {
    let lines = session.quoted(|_, quote| quote.lines.iter().take(DRAWN).cloned().collect::<Vec<Line>>());
    let more = session.quoted(|_, quote| quote.lines.len().saturating_sub(DRAWN));
    let and_more = move || {
        let more = u32::try_from(more.get()).unwrap_or(u32::MAX);
        (more > 0)
            .then(|| session.words.with(|words| words.with(key::SHARED_AND_MORE, &[("count", &words.number(more))])))
    };
    let items = live(move || all(lines.get().into_iter().map(|line| line_item(session, line))));
    all([el("ul", "kassa-items").child(items).view(), live(and_more)])
}

fn line_item(session: Session, line: Line) -> AnyView {
    let (total, gift) = (line.total, line.kind == LineKind::Gift);
    let price = session.say(move |words| if gift { words.text(key::SHARED_FREE) } else { words.money(total) });
    view! { <LineItem title=line.title detail=line.detail image=line.image count=line.quantity price=price /> }
        .into_any()
}

/// The totals of what is being bought.
#[component]
pub fn Sums(session: Session) -> impl IntoView {
    let totals = session.quoted(|_, quote| Some(quote.totals.clone()));
    let names = session.quoted(|checkout, quote| (delivery_name(checkout, quote), method_name(quote)));
    let lines = Signal::derive(move || {
        let Some(totals) = totals.get() else { return Vec::new() };
        let (delivery, method) = names.get();
        session.words.with(|words| rows(words, &totals, delivery.as_deref(), method))
    });
    let total = Signal::derive(move || {
        session.words.with(|words| {
            totals.with(|totals| totals.as_ref().map(|totals| words.money(totals.due))).unwrap_or_default()
        })
    });
    let currency = Signal::derive(move || {
        totals
            .with(|totals| totals.as_ref().map(|totals| totals.total.currency().code().to_owned()).unwrap_or_default())
    });
    let label = session
        .say(move |words| words.text(totals.with(|totals| totals.as_ref().map_or(key::SUMMARY_TOTAL, sum_label))));
    let agreed = session.quoted(|_, quote| quote.company.as_ref().and_then(|company| company.agreed.clone()));
    let included = Signal::derive(move || {
        session.words.with(|words| {
            let agreed = agreed.get().map(|Agreed { reference, until }| {
                words.with(key::SUMMARY_AGREED, &[("reference", &reference), ("date", &words.day_of_year(until))])
            });
            let taxes = totals.with(|totals| totals.as_ref().map(|totals| taxes(words, totals))).unwrap_or_default();
            taxes.into_iter().chain(agreed).collect::<Vec<_>>()
        })
    });
    let busy = session.slice(Checkout::updating);
    view! {
        <Totals
            rows=lines
            label=label
            total=total
            currency=currency
            taxes=included
            busy=busy
        />
    }
}

/// The rows of totals, ready to be read: of a quote or of an order.
pub fn rows(words: &Words, totals: &Amounts, collected_at: Option<&str>, method: Option<&str>) -> Vec<TotalsLine> {
    let label = |row: &TotalRow| match (&row.label, row.kind) {
        (_, TotalKind::Items) if totals.view != PriceView::Gross => {
            words.plural(key::SUMMARY_ITEMS_NET, totals.pieces, &[])
        }
        (_, TotalKind::Items) => words.plural(key::SUMMARY_ITEMS, totals.pieces, &[]),
        (Some(label), _) => label.clone(),
        (None, TotalKind::Discount) => words.text(key::SUMMARY_DISCOUNT),
        (None, TotalKind::Delivery) => match collected_at {
            Some(place) => words.with(key::SUMMARY_COLLECT, &[("place", place)]),
            None => words.text(key::SUMMARY_DELIVERY),
        },
        (None, TotalKind::Fee) => match payment::METHODS.iter().find(|spec| Some(spec.id) == method) {
            Some(spec) => words.with(key::SUMMARY_FEE_NAMED, &[("name", &words.text(spec.title))]),
            None => words.text(key::SUMMARY_FEE),
        },
        (None, TotalKind::Tax) => tax_name(words, totals),
        (None, TotalKind::Other) => words.text(key::SUMMARY_OTHER),
    };
    let line = |row: &TotalRow| {
        let is_free = row.kind == TotalKind::Delivery && row.amount.is_zero() && !row.estimate;
        let amount = if row.estimate {
            words.with(key::SHARED_FROM, &[("amount", &words.money(row.amount))])
        } else if is_free {
            words.text(key::SHARED_FREE)
        } else {
            words.money(row.amount)
        };
        TotalsLine { label: label(row), amount, saving: is_free || row.amount.is_negative() }
    };
    let paid = |tender: &Tender| TotalsLine {
        label: match tender.kind {
            TenderKind::GiftCard => words.with(key::PAYMENT_GIFT_CARD, &[("ending", &tender.ending)]),
            TenderKind::Credit => words.text(key::PAYMENT_GIFT_CREDIT),
        },
        amount: words.change(Money::new(-tender.pays.minor(), tender.pays.currency())),
        saving: true,
    };
    let paying = totals.tenders.iter().filter(|tender| !tender.pays.is_zero()).map(paid);
    totals.rows.iter().map(line).chain(paying).collect()
}

/// The word before the sum: once something else pays a part it is what is left.
pub fn sum_label(totals: &Amounts) -> Key {
    if totals.due == totals.total { key::SUMMARY_TOTAL } else { key::SUMMARY_DUE }
}

/// What the row of the tax is called.
fn tax_name(words: &Words, totals: &Amounts) -> String {
    match (totals.view, totals.taxes.as_slice()) {
        (PriceView::Net { untaxed: Some(_), .. }, _) => words.text(key::SUMMARY_TAX_NONE),
        (PriceView::Net { .. }, [IncludedTax { basis_points: Some(rate), .. }]) => {
            words.with(key::SUMMARY_TAX_RATE, &[("rate", &words.percent(*rate))])
        }
        _ => words.text(key::SUMMARY_TAX),
    }
}

/// The taxes in a total, a sentence each; of prices without tax, what they come to and why there is none.
pub fn taxes(words: &Words, totals: &Amounts) -> Vec<String> {
    if let PriceView::Net { sum, untaxed } = totals.view {
        return vec![match untaxed {
            None => words.with(key::SUMMARY_NET_SUM, &[("amount", &words.money(sum))]),
            Some(Untaxed::ReverseCharge) => words.text(key::SUMMARY_UNTAXED_REVERSE),
            Some(Untaxed::Export) => words.text(key::SUMMARY_UNTAXED_EXPORT),
            Some(Untaxed::Exempt) => words.text(key::SUMMARY_UNTAXED_EXEMPT),
        }];
    }
    let sentence = |tax: &IncludedTax| {
        let amount = words.money(tax.amount);
        match tax.basis_points {
            Some(rate) => words.with(key::SUMMARY_TAX_INCLUDED, &[("amount", &amount), ("rate", &words.percent(rate))]),
            None => words.with(key::SUMMARY_TAX_INCLUDED_PLAIN, &[("amount", &amount)]),
        }
    };
    totals.taxes.iter().map(sentence).collect()
}

/// The place of collection, if that is how it is delivered.
fn delivery_name(checkout: &crate::checkout::Checkout, quote: &Quote) -> Option<String> {
    let collecting = checkout.answers.how(quote) == crate::domain::delivery::How::Collect;
    let point = checkout.answers.point(quote).filter(|_| collecting)?;
    quote.point(&point).map(|point| point.title.clone())
}

fn method_name(quote: &Quote) -> Option<&'static str> {
    quote.method.as_ref().and_then(payment::method).map(|spec| spec.id)
}

/// Codes on the order, and the field for another. Folded away until wanted (UX-05, UX-06).
fn codes(session: Session, place: &'static str) -> El {
    let codes = session.quoted(|_, quote| quote.codes.clone());
    // What was agreed on takes no code.
    let can = session.quoted(|checkout, quote| {
        let agreed = quote.company.as_ref().is_some_and(|company| company.agreed.is_some());
        checkout.facts().can.codes && !agreed
    });
    el("div", "kassa-summary__part kassa-summary__part--tight")
        .toggle("kassa-gone", move || !can.get())
        .child(each(move || codes.get(), code_key, move |code| applied(session, code).view()))
        .child(another_code(session, place))
}

/// A title in another language is another row.
fn code_key(code: &AppliedCode) -> String {
    [&code.code, "\n", &code.title].concat()
}

fn applied(session: Session, AppliedCode { code, title, .. }: AppliedCode) -> El {
    let text = el("span", "kassa-code__name")
        .child(icon(path::TAG, IconLook::Small))
        .child(code.clone())
        .child(el("span", "kassa-code__text").child(title));
    let name = code.clone();
    let remove = session.say(move |words| words.with(key::SUMMARY_CODE_REMOVE, &[("code", &name)]));
    let button = el("button", "kassa-icon-button")
        .set("type", "button")
        .follow("aria-label", move || Some(remove.get()))
        .press(move |_| session.dispatch(Event::RemoveCode(code.clone())))
        .child(icon(path::X, IconLook::Small));
    el("div", "kassa-code").child(text).child(button)
}

fn another_code(session: Session, place: &'static str) -> El {
    let started = session.typed(Field::Code);
    let fault = Memo::new(move |_| session.with(|checkout| checkout.answers.refusal(Field::Code)));
    let problem = Signal::derive(move || fault.get().map(|fault| session.sentence(Problem::new(Field::Code, fault))));
    follow(move || {
        if let Some(problem) = problem.get() {
            session.announcer.assertive(problem);
        }
    });
    let apply = move |event: web_sys::Event| {
        event.prevent_default();
        session.dispatch(Event::ApplyCode);
    };
    let fields = view! {
        <TextField
            field=Field::Code
            place=place
            label=session.text(key::FIELD_CODE_LABEL)
            value=started
            problem=problem
            enterkeyhint="send"
            required=false
            on_input=session.types(Field::Code)
            on_leave=session.leaves(Field::Code)
        />
        <Button label=session.text(key::SHARED_APPLY) submit=true />
    };
    let toggle = el("summary", "kassa-promo__toggle")
        .child(icon(path::TAG, IconLook::Plain))
        .child(session.text(key::SUMMARY_CODE_OPEN));
    let form = el("form", "kassa-promo__form").set("novalidate", "").on("submit", apply).child(fields.into_any());
    el("details", "kassa-promo")
        .prop("open", move || (!started.get_untracked().is_empty()).into())
        .child(toggle)
        .child(form)
}

/// In the bag the receipt leads on, and says what is accepted and what is not (S4-14).
fn to_checkout(session: Session) -> AnyView {
    let offers = session.quoted(|_, quote| quote.offers.clone());
    let empty = session.quoted(|_, quote| quote.lines.is_empty());
    let next = session.open(crate::checkout::progress::onward);
    let forward = session.say(move |words| words.text(forward_to(next.get().unwrap_or(StepId("contact")))));
    let button = view! {
        <Button
            label=forward
            look=ButtonLook::Primary
            block=true
            on_press=session.on(|| Event::Continue)
        />
        <Reassure text=session.text(key::SUMMARY_GUESTS) />
    };
    let way_on = el("div", "kassa-summary__cta").toggle("kassa-gone", move || empty.get()).child(button.into_any());
    all([
        live(move || all(offers.get().into_iter().map(|offer| free_delivery(session, offer)))),
        way_on.view(),
        el("div", "kassa-summary__part").child(acceptance(session)).view(),
    ])
}

fn free_delivery(session: Session, offer: Offer) -> Option<AnyView> {
    let (text, percent) = match offer {
        Offer::FreeDeliveryFrom { missing, threshold } => {
            let text = session
                .say(move |words| words.with(key::SUMMARY_MISSING_FOR_FREE, &[("amount", &words.money(missing))]));
            (text, 100 - u32::try_from(missing.minor() * 100 / threshold.minor().max(1)).unwrap_or(100).min(100))
        }
        Offer::FreeDelivery => (session.text(key::SUMMARY_FREE_DELIVERY), 100),
        Offer::Automatic { .. } => return None,
    };
    Some(view! { <FreeDelivery text=text percent=percent /> }.into_any())
}

fn acceptance(session: Session) -> El {
    let offers = session.quoted(|_, quote| quote.methods.clone());
    let devices = session.devices;
    let brands = Signal::derive(move || offers.with(|offers| accepted(offers, &devices.get())));
    let refused = session.quoted(|_, quote| quote.not_offered.clone());
    let refused = Signal::derive(move || session.words.with(|words| not_accepted(words, &refused.get())));
    let mark = |(brand, name): (String, String)| view! { <Mark brand=brand name=name /> }.into_any();
    el("div", "kassa-accept")
        .child(el("p", "").child(session.text(key::BAG_ACCEPTED)))
        .child(el("div", "kassa-marks").child(live(move || all(brands.get().into_iter().map(mark)))))
        .child(live(move || refused.get().map(|text| el("p", "").child(text))))
}

/// Plates of everything that is accepted: file and name.
fn accepted(offers: &[MethodOffer], devices: &[&str]) -> Vec<(String, String)> {
    let mut plates = Vec::new();
    let here =
        |offer: &&MethodOffer| offer.saved.is_none() && (!on_device(&offer.id) || devices.contains(&offer.id.as_str()));
    for offer in offers.iter().filter(here) {
        for brand in &offer.brands {
            plates.push((brand.clone(), crate::domain::payment::brand_name(brand).to_owned()));
        }
        if offer.brands.is_empty()
            && let Some(spec) = payment::method(&offer.id)
        {
            plates.push((spec.mark.to_owned(), spec.title.en.to_owned()));
        }
    }
    plates
}

/// What is not accepted, each with its reason, in a sentence.
fn not_accepted(words: &Words, refused: &[(MethodId, NotOffered)]) -> Option<String> {
    let told: Vec<String> = refused.iter().filter_map(|(id, why)| not_offered(words, id, *why)).collect();
    (!told.is_empty()).then(|| told.join(" "))
}

/// Why one can buy here (S0-10, S0-13, S4-18): what the shop says of itself, and nothing it does not.
fn promises(session: Session) -> El {
    let shop = session.quoted(|_, quote| Some(quote.shop.clone()));
    let bag = session.open(|_, open| open.at == StepId("bag"));
    let drawn =
        move || Some(all(session.words.with(|words| shop.get().map(|shop| promised(words, &shop, bag.get())))?));
    el("div", "kassa-trust").child(live(drawn))
}

fn promised(words: &Words, shop: &Shop, in_bag: bool) -> Vec<AnyView> {
    // What goes beyond the fact is the demo shop's own promise.
    let demo = shop.policy(Policy::Returns) == Some(&PolicyText::Here);
    let line = |icon, title: String, text: String| view! { <Trust icon=icon title=title text=text /> }.into_any();
    let own = |text: Key| if demo { words.text(text) } else { String::new() };
    let mut drawn = Vec::with_capacity(3);
    if let Some(days) = shop.returns_days {
        let title = if demo { key::TRUST_RETURNS_TITLE } else { key::TRUST_RETURNS_PLAIN };
        drawn.push(line(path::UNDO, words.plural(title, u32::from(days), &[]), own(key::TRUST_RETURNS_TEXT)));
    }
    if !in_bag {
        if !shop.ships_from.is_empty() {
            let title = words.with(key::TRUST_ORIGIN_TITLE, &[("place", &shop.ships_from)]);
            drawn.push(line(path::TRUCK, title, own(key::TRUST_ORIGIN_TEXT)));
        }
        return drawn;
    }
    let protected = [key::TRUST_PROTECTED_TITLE, key::TRUST_PROTECTED_TEXT].map(|text| words.text(text));
    let [title, text] = protected;
    drawn.push(line(path::SHIELD, title, text));
    if let Some(rating) = shop.rating {
        let (stars, count) = (words.tenths(rating.tenths), words.number(rating.count));
        let title = words.with(key::TRUST_RATING_TITLE, &[("rating", &stars), ("count", &count)]);
        drawn.push(line(path::STAR, title, own(key::TRUST_RATING_TEXT)));
    }
    drawn
}

/// Why a method is not offered, in a sentence.
pub fn not_offered(words: &Words, id: &MethodId, why: NotOffered) -> Option<String> {
    let method = words.text(payment::method(id)?.title);
    let named = ("method", method.as_str());
    let limited = |text, limit| words.with(text, &[named, ("amount", &words.money(limit))]);
    Some(match why {
        NotOffered::Country => words.with(key::PAYMENT_NOT_OFFERED_COUNTRY, &[named]),
        NotOffered::Currency => words.with(key::PAYMENT_NOT_OFFERED_CURRENCY, &[named]),
        NotOffered::AboveLimit(limit) => limited(key::PAYMENT_NOT_OFFERED_ABOVE, limit),
        NotOffered::BelowLimit(limit) => limited(key::PAYMENT_NOT_OFFERED_BELOW, limit),
        NotOffered::CollectOnly => words.with(key::PAYMENT_NOT_OFFERED_COLLECT, &[named]),
        NotOffered::CompaniesOnly => words.with(key::PAYMENT_NOT_OFFERED_COMPANIES, &[named]),
        NotOffered::ConsumersOnly => words.with(key::PAYMENT_NOT_OFFERED_CONSUMERS, &[named]),
        NotOffered::Once => words.with(key::PAYMENT_NOT_OFFERED_ONCE, &[named]),
        NotOffered::UnlawfulFee => words.with(key::PAYMENT_NOT_OFFERED_FEE, &[named]),
        NotOffered::Never => words.with(key::PAYMENT_NOT_OFFERED_NEVER, &[named]),
    })
}
