//! The bag, on screen: what is bought, changed in place, with the way back after every removal.

use crate::{
    app::{self, Session, use_session},
    checkout::{Event, Removed},
    domain::{
        cart::{Line, LineKind, Stock, Suggestion},
        payment::MethodOffer,
        problem::{Field, Problem},
    },
    i18n::{Words, key},
    lazy::Lazy,
    pages::checkout::Later,
    payment,
    steps::contact::view::StepActions,
    ui::{
        Button, Express, ExpressButton, LargeLineItem, LineFact, LinkButton, LinkLook, Quantity, Rating, RemovedLine,
        el::{El, all, each, el, follow, live},
        line_item::picture,
        path,
    },
};
use leptos::prelude::*;

/// Lines drawn at once; more are a press away, so that a bag of thousands opens like a bag of one.
const DRAWN: usize = 50;

/// A place in the list: a line, or where one was.
#[derive(Clone, PartialEq)]
enum Place {
    Line(Line),
    Gone(Removed),
}

impl Place {
    fn key(&self) -> String {
        match self {
            Self::Line(line) => ["line-", line.id.as_str()].concat(),
            Self::Gone(removed) => ["gone-", removed.line.item.as_str()].concat(),
        }
    }
}

/// The lines, with every removed one where it was.
fn places(lines: &[Line], removed: &[Removed]) -> Vec<Place> {
    let mut places: Vec<Place> = lines.iter().cloned().map(Place::Line).collect();
    for gone in removed {
        let after = gone.after.as_ref().map_or(Some(0), |id| {
            let position = places.iter().position(|place| matches!(place, Place::Line(line) if line.id == *id));
            position.map(|position| position + 1)
        });
        // The change is still on its way: the line is there until the shop has taken it out.
        if let Some(position) =
            places.iter().position(|place| matches!(place, Place::Line(line) if line.id == gone.line.id))
        {
            if let Some(place) = places.get_mut(position) {
                *place = Place::Gone(gone.clone());
            }
            continue;
        }
        let at = after.unwrap_or(places.len()).min(places.len());
        places.insert(at, Place::Gone(gone.clone()));
    }
    places
}

/// The bag.
#[component]
pub fn Bag() -> impl IntoView {
    let session = use_session();
    app::wallets::look_for(session);
    // What the device has is known before the bag is drawn: nothing moves when a wallet comes (UX-23).
    let looked = session.looked;
    live(move || looked.get().then(|| drawn(session)))
}

fn drawn(session: Session) -> AnyView {
    let empty = session.open(|_, open| open.quote.lines.is_empty());
    let can = session.slice(|checkout| checkout.facts().can.reorder);
    let Later { steps, .. } = expect_context();
    let actions = el("div", "kassa-bag-actions")
        .toggle("kassa-gone", move || empty.get())
        .child(view! { <StepActions note=key::SUMMARY_GUESTS /> }.into_any());
    all([
        title(session, empty).view(),
        express(session, empty),
        live(move || (empty.get() && can.get()).then(|| steps.show_around(Lazy::LastOrder))),
        lines(session).view(),
        actions.view(),
        also(session).view(),
    ])
}

/// The wallets of the device first (UX-23): they fill in the form, and every rule of it holds.
fn express(session: Session, empty: Memo<bool>) -> AnyView {
    let offers = session.quoted(|_, quote| quote.methods.clone());
    // Those that are known by now: one that came later would push down what is being read.
    let devices = StoredValue::new(session.devices.get_untracked());
    let buttons = Signal::derive(move || {
        let devices = devices.get_value();
        let here = |offer: &MethodOffer| {
            let spec = payment::method(&offer.id).filter(|_| devices.contains(&offer.id.as_str()))?;
            let name = session.words.with(|words| words.text(spec.title));
            Some(ExpressButton { id: offer.id.0.clone(), name, mark: spec.mark.to_owned() })
        };
        Some(offers.with(|offers| offers.iter().filter_map(here).collect::<Vec<_>>()))
    });
    let failed = session.text(key::PAYMENT_EXPRESS_FAILED);
    let problem = Signal::derive(move || session.unopened.get().then(|| failed.get()));
    let press = UnsyncCallback::new(move |id: String| app::wallets::express(session, id));
    let nothing = Memo::new(move |_| buttons.with(|all| all.as_ref().is_some_and(Vec::is_empty)));
    el("div", "kassa-stack")
        // Without a wallet there is nothing to keep a place for.
        .toggle("kassa-gone", move || empty.get() || (nothing.get() && problem.with(Option::is_none)))
        .child(view! { <Express buttons=buttons busy=session.expressing problem=problem on_press=press /> }.into_any())
        .view()
}

fn title(session: Session, empty: Memo<bool>) -> El {
    let shop = session.quoted(|_, quote| (quote.delivery.needed, quote.totals.pieces, quote.shop.ships_from.clone()));
    let title = session.say(move |words| words.text(if empty.get() { key::BAG_EMPTY_TITLE } else { key::BAG_TITLE }));
    let lead = session.say(move |words| match shop.get() {
        _ if empty.get() => words.text(key::BAG_EMPTY_TEXT),
        (true, pieces, place) if !place.is_empty() => words.plural(key::BAG_READY, pieces, &[("place", &place)]),
        (true, pieces, _) => words.plural(key::BAG_READY_PLAIN, pieces, &[]),
        (false, ..) => words.text(key::BAG_READY_VIRTUAL),
    });
    el("div", "")
        .child(el("h1", "kassa-title").set("tabindex", "-1").child(title))
        .child(el("p", "kassa-lead").child(lead))
}

fn lines(session: Session) -> El {
    let drawn = RwSignal::new(DRAWN);
    let list = session.open(|_, open| places(&open.quote.lines, &open.removed));
    let name = session.text(key::BAG_LIST);
    let shown = move || -> Vec<Place> { list.get().into_iter().take(drawn.get()).collect() };
    let place = move |place| match place {
        Place::Line(line) => line_view(session, list, line),
        Place::Gone(removed) => gone(session, removed),
    };
    let rest = Memo::new(move |_| list.with(Vec::len).saturating_sub(drawn.get()));
    // The button stays while there are more, and keeps the focus.
    let is_more = Memo::new(move |_| rest.get() > 0);
    let more = move || is_more.get().then(|| more(session, rest, drawn));
    el("section", "kassa-section")
        .follow("aria-label", move || Some(name.get()))
        .toggle("kassa-gone", move || list.with(Vec::is_empty))
        .child(el("ul", "kassa-bag").child(each(shown, Place::key, place)))
        .child(live(more))
}

fn more(session: Session, rest: Memo<usize>, drawn: RwSignal<usize>) -> AnyView {
    let label = session.say(move |words| {
        let rest = u32::try_from(rest.get()).unwrap_or(u32::MAX);
        words.with(key::SHARED_AND_MORE, &[("count", &words.number(rest))])
    });
    let press = move |()| drawn.update(|drawn| *drawn = drawn.saturating_add(DRAWN * 4));
    view! { <Button label=label on_press=press /> }.into_any()
}

/// What goes well with it: last and quiet, never beside Pay (S0-3).
fn also(session: Session) -> El {
    let suggestions = session.quoted(|_, quote| quote.suggestions.clone());
    let list = each(move || suggestions.get(), suggestion_key, move |suggestion| suggested(session, suggestion).view());
    el("section", "kassa-section")
        .set("aria-labelledby", "also")
        .toggle("kassa-gone", move || suggestions.with(Vec::is_empty))
        .child(el("h2", "kassa-section__title").set("id", "also").child(session.text(key::BAG_SUGGESTIONS)))
        .child(el("ul", "kassa-also").child(list))
}

fn line_view(session: Session, list: Memo<Vec<Place>>, first: Line) -> AnyView {
    let id = first.id.clone();
    // The node stays while the line does, so that a stepper keeps the focus; its content follows.
    let line = Memo::new(move |before: Option<&Line>| {
        let now = list.with(|list| {
            list.iter().find_map(|place| match place {
                Place::Line(line) if line.id == first.id => Some(line.clone()),
                _ => None,
            })
        });
        now.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    });
    let title = Signal::derive(move || line.with(|line| line.title.clone()));
    let detail = Signal::derive(move || line.with(|line| line.detail.clone()));
    let agreed = session.quoted(|_, quote| quote.company.as_ref().is_some_and(|company| company.agreed.is_some()));
    let gift = line.with_untracked(|line| line.kind == LineKind::Gift);
    let price = session.say(move |words| {
        line.with(
            |line| if line.kind == LineKind::Gift { words.text(key::SHARED_FREE) } else { words.money(line.total) },
        )
    });
    let note = Signal::derive(move || {
        session.words.with(|words| {
            line.with(|line| match line.reduced {
                Some(reduced) => Some(words.with(key::BAG_LOWEST, &[("amount", &words.money(reduced.lowest_30_days))])),
                None if line.quantity > 1 => {
                    Some(words.with(key::BAG_EACH, &[("amount", &words.money(line.unit_price))]))
                }
                None => None,
            })
        })
    });
    let heading = ["line-", id.as_str()].concat();
    view! {
        <LargeLineItem
            id=heading
            title=title
            detail=detail
            image=line.with_untracked(|line| line.image.clone())
            price=price
            price_note=note
            facts=move || facts(session, line)
        >
            {(!gift).then(|| live(move || Some(if agreed.get() { as_agreed(session, line) } else { controls(session, line) })))}
        </LargeLineItem>
    }
    .into_any()
}

fn facts(session: Session, line: Memo<Line>) -> AnyView {
    let fact = |(icon, text)| view! { <LineFact icon=icon text=text /> }.into_any();
    live(move || {
        line.with(|line| {
            let rating = line.rating.map(|rating| {
                let stars = session.say(move |words| words.tenths(rating.tenths));
                let count = session.say(move |words| words.number(rating.count));
                view! { <Rating stars=stars count=count /> }.into_any()
            });
            let low = match line.stock {
                Stock::Low(left) => Some(session.say(move |words| words.plural(key::BAG_LOW, left, &[]))),
                Stock::SoldOut => Some(session.text(key::BAG_SOLD_OUT)),
                Stock::Plenty => None,
            };
            let arrives = line.arrives.filter(|_| low.is_none()).map(|window| {
                let say = move |words: &Words| words.with(key::BAG_ARRIVES, &[("date", &words.day(window.from))]);
                (path::TRUCK, session.say(say))
            });
            let returns = line.returns_days.filter(|_| low.is_none()).map(|days| {
                (path::UNDO, session.say(move |words| words.plural(key::BAG_RETURNS, u32::from(days), &[])))
            });
            let kind = match line.kind {
                LineKind::Gift => Some((path::GIFT, session.text(key::BAG_GIFT))),
                LineKind::Virtual => Some((path::MAIL, session.text(key::BAG_VIRTUAL))),
                LineKind::Goods => None,
            };
            let low = low.map(|text| view! { <LineFact icon=path::CLOCK text=text low=true /> }.into_any());
            all([rating, low, arrives.map(fact), returns.map(fact), kind.map(fact)])
        })
    })
}

/// What was agreed on is bought as it is.
fn as_agreed(session: Session, line: Memo<Line>) -> AnyView {
    let pieces = session.say(move |words| words.plural(key::BAG_AGREED, line.with(|line| line.quantity), &[]));
    el("p", "kassa-small").child(pieces).view()
}

fn controls(session: Session, line: Memo<Line>) -> AnyView {
    let id = line.with_untracked(|line| line.id.clone());
    let wrong = {
        let id = id.clone();
        Memo::new(move |_| {
            session.with(|checkout| match &checkout.phase {
                crate::checkout::Phase::Open(open) => {
                    open.quantity.clone().filter(|(of, ..)| *of == id).map(|(_, text, fault)| (text, fault))
                }
                _ => None,
            })
        })
    };
    let problem =
        Signal::derive(move || wrong.get().map(|(_, fault)| session.sentence(Problem::new(Field::Quantity, fault))));
    follow(move || {
        if let Some(problem) = problem.get() {
            session.announcer.assertive(problem);
        }
    });
    let typed = Signal::derive(move || wrong.get().map(|(text, _)| text));
    let name = session.say(move |words| line.with(|line| words.with(key::BAG_REMOVE, &[("item", &line.title)])));
    let (stepping, removing) = (id.clone(), id.clone());
    view! {
        <Quantity
            line=id.as_str().to_owned()
            product=Signal::derive(move || line.with(|line| line.title.clone()))
            count=Signal::derive(move || line.with(|line| line.quantity))
            most=Signal::derive(move || line.with(|line| line.limit))
            typed=typed
            problem=problem
            on_change=move |text: String| session.dispatch(Event::Quantity(stepping.clone(), text))
        />
        <LinkButton
            label=session.text(key::SHARED_REMOVE)
            name=name
            look=LinkLook::Muted
            on_press=move |()| {
                let item = line.with_untracked(|line| line.item.clone());
                session.dispatch(Event::Remove(removing.clone()));
                app::focus_id(session, &["gone-", item.as_str()].concat());
            }
        />
    }
    .into_any()
}

/// Where a line was. The focus lands here, and Undo is the next stop (A11Y-13).
fn gone(session: Session, removed: Removed) -> AnyView {
    let item = removed.line.item.clone();
    let title = removed.line.title.clone();
    let again = removed.line.title.clone();
    let back = ["line-", removed.line.id.as_str()].concat();
    let id = ["gone-", item.as_str()].concat();
    let undo = move |()| {
        session.dispatch(Event::Undo(item.clone()));
        app::focus_id(session, &back);
    };
    let can = session.slice(|checkout| checkout.facts().can.add);
    view! {
        <RemovedLine id=id text=session.say(move |words| words.with(key::BAG_REMOVED, &[("item", &title)]))>
            {can.get_untracked().then(|| view! {
                <LinkButton
                    label=session.text(key::SHARED_UNDO)
                    name=session.say(move |words| words.with(key::BAG_UNDO, &[("item", &again)]))
                    icon=path::UNDO
                    on_press=undo
                />
            })}
        </RemovedLine>
    }
    .into_any()
}

/// Another title or price is another row.
fn suggestion_key(suggestion: &Suggestion) -> String {
    [suggestion.item.as_str(), &suggestion.title, &suggestion.price.minor().to_string()].join("\n")
}

fn suggested(session: Session, suggestion: Suggestion) -> El {
    let Suggestion { item, title, price, image, .. } = suggestion;
    let name = title.clone();
    let add = view! {
        <LinkButton
            label=session.text(key::SHARED_ADD)
            name=session.say(move |words| words.with(key::BAG_ADD, &[("item", &name)]))
            look=LinkLook::Plain
            icon=path::PLUS
            on_press=session.on(move || Event::Add(item.clone()))
        />
    };
    let price = session.say(move |words| words.money(price));
    el("li", "kassa-also__item")
        .child(el("div", "kassa-also__media").child(picture(image)))
        .child(el("h3", "kassa-item__title").child(title))
        .child(el("div", "kassa-also__row").child(el("span", "").child(price)).child(add.into_any()))
}
