//! The ways to pay, on screen: kept cards, then the others in the shop's order, each with what it costs, when it is
//! charged and what the bank may ask, before it is chosen; six at first (UX-22).

use crate::{
    app::Session,
    checkout::{Checkout, Event},
    domain::{
        MethodId,
        money::Money,
        payment::{
            self as payments, BankCheck, CardFace, ChargeMoment, MethodOffer, NotOffered as Why, Promoted, RefundWay,
            brand_name, on_device,
        },
        problem::Field,
    },
    i18n::{Key, Words, key},
    lazy::{self, Lazy, Part},
    pages::summary::not_offered,
    payment::{self, Flow, MethodSpec},
    steps::{
        payment::has_fields,
        summary_of::{card_name, charged},
        why::why,
    },
    ui::{
        Badge, BadgeTint, CheckBox, LinkButton, Mark, Meter, OptionList, OptionRow, Plan, PlanCost, PlanPart, Reassure,
        SelectField, SelectItem, TextField,
        el::{all, each, el, follow, live},
        field::error_line,
        icon::{IconLook, icon},
        path,
    },
};
use leptos::{context::Provider, prelude::*};

/// So many are seen at first.
const FIRST: usize = 6;

/// The ways to pay.
#[component]
pub fn Ways(
    /// The purchase.
    session: Session,
) -> impl IntoView {
    // Who came straight here has not been asked for a wallet yet.
    crate::app::wallets::look_for(session);
    let offers = session.quoted(|_, quote| quote.methods.clone());
    let cards = Part::new(|| Box::pin(lazy::cards()));
    provide_context(Cards(cards));
    // Before it is chosen: then the fields stand there at once. So does, once it is chosen, what shows an app's code or what a transfer takes.
    follow(move || {
        if offers.with(|offers| offers.iter().any(has_fields)) {
            cards.prefetch();
        }
    });
    let (app, transfer) = (Part::new(|| Box::pin(lazy::app())), Part::new(|| Box::pin(lazy::transfer())));
    let flow = session.quoted(|checkout, quote| {
        let chosen = checkout.answers.method(quote).ok().flatten();
        chosen.as_ref().and_then(payment::method).map(|spec| spec.flow)
    });
    follow(move || match flow.get() {
        Some(Flow::App) => app.prefetch(),
        Some(Flow::Transfer) => transfer.prefetch(),
        _ => {}
    });
    let devices = session.devices;
    // What we have no words for and the shop has not named is not drawn, nor is a wallet that this device has not got.
    let drawn = move |offer: &MethodOffer| {
        (offer.named.is_some() || payment::method(&offer.id).is_some())
            && (!on_device(&offer.id)
                || devices.with(|devices| devices.iter().any(|known| *known == offer.id.as_str())))
    };
    let ids = move |kept: bool| {
        offers.with(|offers| {
            let of = |offer: &&MethodOffer| offer.saved.is_some() == kept && drawn(offer);
            offers.iter().filter(of).map(|offer| offer.id.0.clone()).collect::<Vec<_>>()
        })
    };
    let chosen = session.quoted(|checkout, quote| checkout.answers.method(quote).ok().flatten());
    let has_kept = Memo::new(move |_| !ids(true).is_empty());
    let all_seen = RwSignal::new(false);
    let others = Memo::new(move |_| ids(false));
    let more = Memo::new(move |_| others.with(|others| others.len().saturating_sub(FIRST)));
    let first = move || {
        let (all, chosen) = (others.get(), chosen.get());
        let seen = |(at, id): &(usize, String)| {
            *at < FIRST || all_seen.get() || chosen.as_ref().is_some_and(|chosen| chosen.as_str() == id)
        };
        all.into_iter().enumerate().filter(seen).map(|(_, id)| id).collect::<Vec<_>>()
    };
    let row = move |id: String| method_row(session, offers, chosen, id);
    let kept = move || {
        let rows = move || ids(true);
        has_kept.get().then(|| {
            view! {
                <OptionList
                    field=Field::Method
                    place="-kept"
                    legend=session.text(key::METHOD_SAVED_LEGEND)
                    legend_seen=true
                >
                    {each(rows, String::clone, row)}
                </OptionList>
            }
            .into_any()
        })
    };
    let legend = session
        .say(move |words| words.text(if has_kept.get() { key::METHOD_OTHER_LEGEND } else { key::PAYMENT_METHODS }));
    let label = session.say(move |words| words.plural(key::PAYMENT_MORE, u32::try_from(more.get()).unwrap_or(0), &[]));
    let more_row = move || {
        (more.get() > 0 && !all_seen.get()).then(|| {
            el("button", "kassa-more__toggle")
                .set("type", "button")
                .set("id", "payment-more")
                .set("aria-expanded", "false")
                .on("click", move |_| {
                    // The button goes: the focus is on the first of what came in its place.
                    let first = others.with_untracked(|others| others.get(FIRST).cloned());
                    all_seen.set(true);
                    if let Some(first) = first {
                        request_animation_frame(move || crate::app::focus_id(session, &["method-", &first].concat()));
                    }
                })
                .child(el("span", "").child(label))
                .child(icon(path::DOWN, IconLook::Plain))
        })
    };
    // Seen only beside the kept cards; the field set stays the same one, and the card fields in it.
    let title =
        move || has_kept.get().then(|| el("p", "kassa-options__legend").set("aria-hidden", "true").child(legend));
    let list = view! {
        <OptionList field=Field::Method legend=legend problem=session.problem(Field::Method)>
            {each(first, String::clone, row)}
        </OptionList>
    };
    all([
        live(kept),
        live(move || all(expired(session, &offers.get()))),
        el("div", "").child(live(title)).child(list.into_any()).view(),
        el("div", "kassa-more")
            .toggle("kassa-gone", move || more.get() == 0 || all_seen.get())
            .child(live(more_row))
            .view(),
        view! { <NotOffered session=session /> }.into_any(),
    ])
}

/// An offer as it follows the shop.
type Offer = Signal<Option<MethodOffer>>;

/// A way to pay. It follows what the shop offers, so that its radio and the frame of card fields stay (UX-14).
fn method_row(session: Session, offers: Memo<Vec<MethodOffer>>, chosen: Memo<Option<MethodId>>, id: String) -> AnyView {
    let method = MethodId(id.clone());
    let spec = payment::method(&method);
    let of = id.clone();
    let offer: Offer =
        Signal::derive(move || offers.with(|offers| offers.iter().find(|offer| offer.id.as_str() == of).cloned()));
    let title = session.say(move |words| offer.get().map(|offer| method_title(words, &offer)).unwrap_or_default());
    let text = session.say(move |words| offer.get().map(|offer| method_text(words, spec, &offer)).unwrap_or_default());
    let price = Signal::derive(move || session.words.with(|words| price(words, &offer.get()?)));
    let marks = ViewFn::from(move || live(move || offer.with(|offer| marks(spec, offer.as_ref()?))));
    let badge = ViewFn::from(move || live(move || badge(session, &offer.get()?)));
    let is_chosen = Memo::new({
        let id = id.clone();
        move |_| chosen.with(|chosen| chosen.as_ref().is_some_and(|chosen| chosen.as_str() == id))
    });
    let panel = {
        let method = method.clone();
        ViewFn::from(move || panel(session, spec, &method, offer))
    };
    let choose = id.clone();
    view! {
        <OptionRow
            field=Field::Method
            value=id
            title=title
            text=text
            price=price
            badge=Some(badge)
            aside=Some(marks)
            panel=Some(panel)
            keep_panel=true
            disabled=Signal::derive(move || offer.with(|offer| offer.as_ref().is_some_and(|offer| !offer.usable())))
            chosen=is_chosen
            on_choose=session.on(move || Event::Chose(Field::Method, choose.clone()))
        />
    }
    .into_any()
}

/// As it stands on a card: `03/29`.
fn month_of(month: u8, year: u16) -> String {
    let two = |number: u32| [if number < 10 { "0" } else { "" }, &number.to_string()].concat();
    [two(u32::from(month)), two(u32::from(year % 100))].join("/")
}

/// What a method is called, with what makes this offer of it different.
pub fn method_title(words: &Words, offer: &MethodOffer) -> String {
    if let Some(named) = &offer.named {
        return named.title.clone();
    }
    if let Some(card) = &offer.saved {
        return card_name(words, &card.face.brand, &card.face.last4);
    }
    if let Some((count, (_, last))) = offer.plan.as_ref().and_then(|plan| Some((plan.parts.len(), plan.parts.last()?)))
    {
        let count = u32::try_from(count).unwrap_or_default();
        let first = offer.plan.as_ref().and_then(|plan| plan.parts.first()).map_or(*last, |(_, sum)| *sum);
        // What does not divide is in the first part: it is named, so that nobody pays more than was said.
        let text = if first == *last { key::METHOD_INSTALMENTS_OF } else { key::METHOD_INSTALMENTS_FIRST };
        return words.plural(text, count, &[("amount", &words.money(first))]);
    }
    payment::method(&offer.id).map(|spec| words.text(spec.title)).unwrap_or_default()
}

/// What it means, when it is charged, and what the bank will ask.
fn method_text(words: &Words, spec: Option<&'static MethodSpec>, offer: &MethodOffer) -> String {
    let own = match (&offer.named, &offer.saved, spec.and_then(|spec| spec.text)) {
        (Some(named), _, _) => Some(named.text.clone()),
        (_, Some(card), _) => {
            let (month, year) = card.expires;
            let date = month_of(month, year);
            Some(words.with(key::METHOD_SAVED_EXPIRES, &[("date", &date)])).filter(|_| !card.expired)
        }
        (_, _, text) => text.map(|text| words.text(text)),
    };
    let says_when = spec.is_some_and(|spec| matches!(spec.flow, Flow::Transfer | Flow::After))
        || offer.charged == Some(ChargeMoment::Monthly);
    let moment = offer.charged.filter(|_| offer.usable() && !says_when).map(|moment| charged(words, moment));
    let moment = offer.plan.as_ref().map(|plan| plan_dates(words, plan)).or(moment);
    let check = (offer.check == BankCheck::Always).then(|| words.text(key::PAYMENT_CHECK_ALWAYS));
    let fee = (!offer.brand_fees.is_empty()).then(|| words.text(key::PAYMENT_FEE_KNOWN));
    [own, moment, fee, check].into_iter().flatten().filter(|text| !text.is_empty()).collect::<Vec<_>>().join(" ")
}

/// When the parts of a plan are taken: `First today, then Tue 22 Dec and Fri 22 Jan.`
fn plan_dates(words: &Words, plan: &payments::Plan) -> String {
    let days: Vec<String> = plan.parts.iter().skip(1).map(|(day, _)| words.day(*day)).collect();
    words.with(key::METHOD_INSTALMENTS_DATES, &[("dates", &words.list(&days))])
}

/// The way to forget cards that cannot be chosen any more.
fn expired(session: Session, offers: &[MethodOffer]) -> Vec<AnyView> {
    let button = |offer: &MethodOffer| {
        let card = offer.saved.as_ref().filter(|card| card.expired)?;
        let name = session.words.with(|words| card_name(words, &card.face.brand, &card.face.last4));
        let label = session.words.with(|words| words.with(key::METHOD_SAVED_REMOVE_NAMED, &[("card", &name)]));
        let method = offer.id.clone();
        let gone = UnsyncCallback::new(move |()| forget(session, method.clone(), &name));
        Some(view! { <LinkButton label=Signal::stored(label) on_press=gone /> }.into_any())
    };
    offers.iter().filter_map(button).collect()
}

fn forget(session: Session, method: MethodId, name: &str) {
    session
        .announcer
        .polite(session.words.with_untracked(|words| words.with(key::METHOD_SAVED_REMOVED, &[("card", name)])));
    session.dispatch(Event::ForgetCard(method));
    crate::app::focus_id(session, "payment-title");
}

/// What it costs, if anything: the fee, or from which to which the card decides.
fn price(words: &Words, offer: &MethodOffer) -> Option<String> {
    if let Some(fee) = offer.fee.filter(|fee| !fee.is_zero()) {
        return Some(words.with(key::SHARED_FEE, &[("amount", &words.money(fee))]));
    }
    let least = offer.brand_fees.iter().map(|(_, fee)| *fee).min_by_key(|fee| fee.minor())?;
    let most = offer.brand_fees.iter().map(|(_, fee)| *fee).max_by_key(|fee| fee.minor())?;
    Some(words.with(key::PAYMENT_FEE_BRANDS, &[("least", &words.money(least)), ("most", &words.money(most))]))
}

/// The plates at the end of a row, where there is no fee.
fn marks(spec: Option<&'static MethodSpec>, offer: &MethodOffer) -> Option<AnyView> {
    if offer.fee.is_some_and(|fee| !fee.is_zero()) || !offer.brand_fees.is_empty() {
        return None;
    }
    if let Some(card) = &offer.saved {
        let brand = card.face.brand.clone();
        return Some(view! { <Mark name=brand_name(&brand) brand=brand /> }.into_any());
    }
    if offer.brands.is_empty() {
        return Some(view! { <Mark brand=spec.map_or("card", |spec| spec.mark) /> }.into_any());
    }
    let mark = |brand: &String| view! { <Mark brand=brand.clone() name=brand_name(brand) /> }.into_any();
    Some(el("span", "kassa-marks").child(all(offer.brands.iter().take(3).map(mark))).view())
}

/// One or two words that set it apart.
fn badge(session: Session, offer: &MethodOffer) -> Option<AnyView> {
    let (text, tint) = session.words.with(|words| {
        Some(match (&offer.saved, &offer.plan, offer.promoted) {
            (Some(card), _, _) if card.expired => {
                let (month, year) = card.expires;
                (words.with(key::METHOD_SAVED_EXPIRED, &[("date", &month_of(month, year))]), BadgeTint::Warning)
            }
            (Some(card), _, _) if card.preferred => (words.text(key::METHOD_SAVED_PREFERRED), BadgeTint::Accent),
            (Some(_), _, _) => (words.text(key::METHOD_SAVED_BADGE), BadgeTint::Neutral),
            (_, Some(plan), _) if plan.interest == 0 => (words.text(key::PAYMENT_INTEREST_FREE), BadgeTint::Success),
            (_, _, Some(why)) => (words.text(promoted(why)), BadgeTint::Accent),
            _ => return None,
        })
    })?;
    Some(view! { <Badge text=text tint=tint /> }.into_any())
}

const fn promoted(why: Promoted) -> Key {
    match why {
        Promoted::Popular => key::PAYMENT_PROMOTED_POPULAR,
        Promoted::NoFee => key::PAYMENT_PROMOTED_NO_FEE,
        Promoted::Fastest => key::PAYMENT_PROMOTED_FASTEST,
    }
}

/// What a method shows once it is chosen.
fn panel(session: Session, spec: Option<&'static MethodSpec>, method: &MethodId, offer: Offer) -> AnyView {
    let refund = session.say(move |words| offer.get().and_then(|offer| refund(words, &offer)).unwrap_or_default());
    let told = Memo::new(move |_| !refund.get().is_empty());
    let refund = live(move || told.get().then(|| el("p", "kassa-muted kassa-small").child(refund)));
    let own = match spec.map(|spec| spec.flow) {
        Some(Flow::Fields) => card(session, method.clone(), offer),
        Some(Flow::Kept) => kept_card(session, method.clone(), offer),
        _ if spec.is_some_and(|spec| spec.refers) => references(session),
        _ => details(offer),
    };
    el("div", "kassa-stack").child(own).child(approval(session, offer)).child(refund).view()
}

fn refund(words: &Words, offer: &MethodOffer) -> Option<String> {
    let refund = offer.refund?;
    let days = u32::from(refund.days);
    Some(match refund.way {
        RefundWay::Same => words.plural(key::PAYMENT_REFUND_SAME, days, &[]),
        RefundWay::Account => words.plural(key::PAYMENT_REFUND_ACCOUNT, days, &[]),
        RefundWay::Bill => words.text(key::PAYMENT_REFUND_BILL),
    })
}

/// A card typed in now, and whether it is kept.
fn card(session: Session, method: MethodId, offer: Offer) -> AnyView {
    let brands = Signal::derive(move || offer.get().map(|offer| offer.brands).unwrap_or_default());
    let fees = session.say(move |words| {
        let fees = offer.get().map(|offer| offer.brand_fees).unwrap_or_default();
        let one = |(brand, fee): &(String, Money)| {
            words.with(key::PAYMENT_FEE_OF, &[("brand", brand_name(brand)), ("amount", &words.money(*fee))])
        };
        fees.iter().map(one).collect::<Vec<_>>().join(" · ")
    });
    let has_fees = Memo::new(move |_| !fees.get().is_empty());
    let keeps = session.slice(|checkout| checkout.facts().can.wallet);
    let keep = move || {
        keeps.get().then(|| {
            view! {
                <CheckBox
                    field=Field::SaveCard
                    label=session.text(key::METHOD_SAVED_SAVE)
                    note=session.text(key::METHOD_SAVED_SAVE_NOTE)
                    checked=session.slice(|checkout| checkout.answers.ticked(Field::SaveCard))
                    on_change=session.ticks(Field::SaveCard)
                />
            }
            .into_any()
        })
    };
    el("div", "kassa-stack")
        .child(live(move || has_fees.get().then(|| el("p", "kassa-small").child(fees))))
        .child(fields(session, Of { method, brands, saved: MaybeProp::default() }))
        .child(live(keep))
        .view()
}

/// What the provider's fields are of; the place that holds them says it to the part that draws them.
#[derive(Clone)]
pub struct Of {
    /// The method.
    pub method: MethodId,
    /// Brands the shop takes; none for whatever the provider takes.
    pub brands: Signal<Vec<String>>,
    /// A card the shop has kept: only its code is asked for.
    pub saved: MaybeProp<CardFace>,
}

/// The part with the provider's fields, as this step has it.
#[derive(Clone, Copy)]
struct Cards(Part);

/// The place of the provider's fields. They come in a part of their own, and the place has their size until then.
fn fields(session: Session, of: Of) -> AnyView {
    let id = of.method.clone();
    let chosen_method = session.slice(Checkout::method);
    let chosen = Memo::new(move |_| chosen_method.get().as_ref() == Some(&id));
    let problem = session.problem(Field::Card);
    let Cards(part) = expect_context();
    let drawn = view! { <Provider value=of>{part.show_instead_of(Lazy::Fields, coming)}</Provider> };
    // Several methods may have fields on the page: the problem, and the place it leads to, are those of the chosen one.
    el("div", "kassa-card-form")
        .follow("id", move || chosen.get().then(|| Field::Card.name().to_owned()))
        .set("tabindex", "-1")
        .child(drawn.into_any())
        .child(live(move || {
            problem.get().filter(|_| chosen.get()).map(|problem| error_line("card-error".into(), problem))
        }))
        .child(view! { <Reassure text=session.text(key::METHOD_CARD_PRIVATE) /> }.into_any())
        .view()
}

fn coming() -> AnyView {
    el("div", "kassa-provider").set("aria-busy", "true").view()
}

/// A kept card: its code again where it is asked for, and what can be done with it.
fn kept_card(session: Session, method: MethodId, offer: Offer) -> AnyView {
    let card = Memo::new(move |_| offer.get().and_then(|offer| offer.saved));
    let code = Memo::new(move |_| card.get().is_some_and(|card| card.code));
    let preferred = Memo::new(move |_| card.get().is_some_and(|card| card.preferred));
    let face = Signal::derive(move || card.get().map(|card| card.face));
    let of = method.clone();
    let code_again = move || {
        let of = Of { method: of.clone(), brands: Signal::derive(Vec::new), saved: face.into() };
        code.get().then(|| fields(session, of))
    };
    let (forget, prefer) = (method.clone(), method);
    let first = session.on(move || Event::PreferCard(prefer.clone()));
    let gone = UnsyncCallback::new(move |()| {
        let name = session.words.with_untracked(|words| {
            face.get_untracked().map(|face| card_name(words, &face.brand, &face.last4)).unwrap_or_default()
        });
        self::forget(session, forget.clone(), &name);
    });
    let choice = move || {
        (!preferred.get())
            .then(|| view! { <LinkButton label=session.text(key::METHOD_SAVED_PREFER) on_press=first /> }.into_any())
    };
    el("div", "kassa-stack")
        .child(live(code_again))
        .child(
            el("div", "kassa-row")
                .child(live(choice))
                .child(view! { <LinkButton label=session.text(key::METHOD_SAVED_REMOVE) on_press=gone /> }.into_any()),
        )
        .view()
}

/// How a company finds the order in its books.
fn references(session: Session) -> AnyView {
    let field = move |field: Field, label: Key, hint: Option<Key>, required: bool| {
        let hint = Signal::derive(move || hint.map(|hint| session.words.with(|words| words.text(hint))));
        view! {
            <TextField
                field=field
                label=session.text(label)
                hint=hint
                value=session.typed(field)
                problem=session.problem(field)
                optional=!required
                on_input=session.types(field)
                after=ViewFn::from(move || why(session, field, session.text(label)))
                on_leave=session.leaves(field)
            />
        }
        .into_any()
    };
    el("div", "kassa-stack")
        .child(field(
            Field::PurchaseNumber,
            key::PAYMENT_PURCHASE_NUMBER,
            Some(key::PAYMENT_PURCHASE_NUMBER_HINT),
            true,
        ))
        .child(cost_centre(session))
        .child(field(Field::InvoiceEmail, key::PAYMENT_PURCHASE_INVOICE_EMAIL, None, false))
        .view()
}

/// Whose budget it is: one of those the company has, where the shop knows them.
fn cost_centre(session: Session) -> AnyView {
    let known = session
        .quoted(|_, quote| quote.company.as_ref().map(|company| company.cost_centres.clone()).unwrap_or_default());
    let label = session.text(key::PAYMENT_PURCHASE_COST_CENTRE);
    let one_of = move || {
        let items = Signal::derive(move || {
            let item = |name: String| SelectItem { value: name.clone(), label: name };
            let none = SelectItem { value: String::new(), label: "–".to_owned() };
            core::iter::once(none).chain(known.get().into_iter().map(item)).collect::<Vec<_>>()
        });
        view! {
            <SelectField
                field=Field::CostCentre
                label=label
                items=items
                value=session.typed(Field::CostCentre)
                problem=session.problem(Field::CostCentre)
                optional=true
                on_change=move |name: String| session.dispatch(Event::Chose(Field::CostCentre, name))
            />
        }
        .into_any()
    };
    let any = move || {
        view! {
            <TextField
                field=Field::CostCentre
                label=label
                value=session.typed(Field::CostCentre)
                problem=session.problem(Field::CostCentre)
                optional=true
                on_input=session.types(Field::CostCentre)
                after=ViewFn::from(move || why(session, Field::CostCentre, label))
                on_leave=session.leaves(Field::CostCentre)
            />
        }
        .into_any()
    };
    let some = Memo::new(move |_| known.with(|known| !known.is_empty()));
    live(move || Some(if some.get() { one_of() } else { any() }))
}

/// A plan's dates and sums, or what is left of a credit.
fn details(offer: Offer) -> AnyView {
    let plan = Memo::new(move |_| offer.get().and_then(|offer| offer.plan));
    let credit = Memo::new(move |_| offer.get().and_then(|offer| offer.credit));
    let drawn_plan = move || {
        let plan = plan.get()?;
        let first = plan.parts.first().map(|(day, _)| *day);
        let part = |(day, sum): &(crate::domain::day::Day, Money)| PlanPart {
            due: Some(*day).filter(|day| Some(*day) != first),
            sum: *sum,
        };
        let parts: Vec<PlanPart> = plan.parts.iter().map(part).collect();
        let sum =
            plan.parts.iter().try_fold(Money::zero(plan.total.currency()), |sum, (_, part)| sum.plus(*part)).ok()?;
        let session = crate::app::use_session();
        let cost = PlanCost { total: plan.total, cost: plan.total.minus(sum).unwrap_or(sum), rate: plan.interest };
        Some(
            view! { <Plan parts=Signal::stored(parts) cost=Signal::stored(cost) label=session.text(key::THANKS_TO_DO_PLAN_TITLE) /> }
                .into_any(),
        )
    };
    let drawn_credit = move || {
        let credit = credit.get()?;
        Some(view! { <Meter left=Signal::stored(credit.left) limit=Signal::stored(credit.limit) /> }.into_any())
    };
    all([live(drawn_plan), live(drawn_credit)])
}

/// Who has to agree, said before it is sent.
fn approval(session: Session, offer: Offer) -> AnyView {
    let approval = Memo::new(move |_| offer.get().and_then(|offer| offer.approval));
    live(move || {
        let approval = approval.get()?;
        let text = session.words.with(|words| {
            if approval.limit.is_zero() {
                return words.with(key::COMPANY_MAY_PREPARE, &[("name", &approval.by)]);
            }
            let limit = words.money(approval.limit);
            words.with(key::PAYMENT_APPROVAL_TEXT, &[("amount", &limit), ("name", &approval.by)])
        });
        Some(
            view! {
                <crate::ui::Notice
                    kind=crate::ui::NoticeKind::Warning
                    icon=path::USER
                    title=session.text(key::PAYMENT_APPROVAL_TITLE)
                    text=text
                />
            }
            .into_any(),
        )
    })
}

/// What is not offered, and why (S4-14).
#[component]
fn NotOffered(session: Session) -> impl IntoView {
    let refused = session.quoted(|_, quote| quote.not_offered.clone());
    let sentences = session.say(move |words| {
        let sentence = |(id, why): &(MethodId, Why)| not_offered(words, id, *why);
        refused.with(|refused| refused.iter().filter_map(sentence).collect::<Vec<_>>().join(" "))
    });
    // An empty line would still take its place.
    let is_some = Memo::new(move |_| sentences.with(|text| !text.is_empty()));
    live(move || is_some.get().then(|| el("p", "kassa-muted kassa-small").child(sentences)))
}
