//! The bag, on screen: what is bought, changed in place, with the way back after every removal.

use crate::ui::erased::live;
use crate::{
    app::{self, Session, use_session},
    checkout::{Event, Removed},
    domain::{
        cart::{Line, LineKind, Stock, Suggestion},
        problem::{Field, Problem},
    },
    i18n::key,
    steps::contact::view::StepActions,
    ui::{Button, LargeLineItem, LineFact, LinkButton, LinkLook, Quantity, Rating, RemovedLine, path, use_assets},
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
    let drawn = RwSignal::new(DRAWN);
    let all = session.open(|_, open| places(&open.quote.lines, &open.removed));
    let empty = session.open(|_, open| open.quote.lines.is_empty());
    let shop = session.quoted(|_, quote| (quote.delivery.needed, quote.totals.pieces, quote.shop.ships_from.clone()));
    let lead = session.say(move |words| match shop.get() {
        (true, pieces, place) => words.plural(key::BAG_READY, pieces, &[("place", &place)]),
        (false, ..) => words.text(key::BAG_READY_VIRTUAL),
    });
    let suggestions = session.quoted(|_, quote| quote.suggestions.clone());
    let shown = move || -> Vec<Place> { all.get().into_iter().take(drawn.get()).collect() };
    let more = move || all.with(Vec::len).saturating_sub(drawn.get());
    view! {
        <div>
            <h1 class="kassa-title" tabindex="-1">
                {live(move || {
                    let title = if empty.get() { key::BAG_EMPTY_TITLE } else { key::BAG_TITLE };
                    session.words.with(|words| words.text(title))
                })}
            </h1>
            <p class="kassa-lead">
                {live(move || if empty.get() { session.words.with(|words| words.text(key::BAG_EMPTY_TEXT)) } else { lead.get() })}
            </p>
        </div>
        <section class="kassa-section" aria-label=session.text(key::BAG_LIST) class:kassa-gone=Signal::derive(move || all.with(Vec::is_empty))>
            <ul class="kassa-bag">
                <For
                    each=shown
                    key=Place::key
                    let:place
                >
                    {match place {
                        Place::Line(line) => line_view(session, all, line).into_any(),
                        Place::Gone(removed) => gone(session, removed).into_any(),
                    }}
                </For>
            </ul>
            {live(move || {
                (more() > 0)
                    .then(|| {
                        let label = session.say(move |words| {
                            let rest = u32::try_from(more()).unwrap_or(u32::MAX);
                            words.with(key::SHARED_AND_MORE, &[("count", &words.number(rest))])
                        });
                        view! {
                            <Button
                                label=label
                                on_press=move |()| drawn.update(|drawn| *drawn = drawn.saturating_add(DRAWN * 4))
                            />
                        }
                    })
            })}
        </section>
        <div class="kassa-bag-actions" class:kassa-gone=Signal::derive(move || empty.get())>
            <StepActions note=key::SUMMARY_GUESTS />
        </div>
        <section class="kassa-section" aria-labelledby="also" class:kassa-gone=Signal::derive(move || suggestions.with(Vec::is_empty))>
            <h2 class="kassa-section__title" id="also">
                {session.text(key::BAG_SUGGESTIONS)}
            </h2>
            <ul class="kassa-also">
                {live(move || suggestions.get().into_iter().map(|item| suggested(session, item)).collect_view())}
            </ul>
        </section>
    }
}

fn line_view(session: Session, all: Memo<Vec<Place>>, first: Line) -> impl IntoView {
    let id = first.id.clone();
    // The node stays while the line does, so that a stepper keeps the focus; its content follows.
    let line = Memo::new(move |before: Option<&Line>| {
        let now = all.with(|all| {
            all.iter().find_map(|place| match place {
                Place::Line(line) if line.id == first.id => Some(line.clone()),
                _ => None,
            })
        });
        now.or_else(|| before.cloned()).unwrap_or_else(|| first.clone())
    });
    let title = Signal::derive(move || line.with(|line| line.title.clone()));
    let detail = Signal::derive(move || line.with(|line| line.detail.clone()));
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
            {(!gift).then(|| controls(session, line))}
        </LargeLineItem>
    }
}

fn facts(session: Session, line: Memo<Line>) -> impl IntoView {
    move || {
        line.with(|line| {
            let rating = line.rating.map(|rating| {
                view! {
                    <Rating
                        stars=session.say(move |words| words.tenths(rating.tenths))
                        count=session.say(move |words| words.number(rating.count))
                    />
                }
            });
            let stock = match line.stock {
                Stock::Low(left) => Some(session.say(move |words| words.plural(key::BAG_LOW, left, &[]))),
                Stock::SoldOut => Some(session.text(key::BAG_SOLD_OUT)),
                Stock::Plenty => None,
            };
            let arrives = line.arrives.filter(|_| stock.is_none()).map(|window| {
                session.say(move |words| words.with(key::BAG_ARRIVES, &[("date", &words.day(window.from))]))
            });
            let returns = line
                .returns_days
                .filter(|_| stock.is_none())
                .map(|days| session.say(move |words| words.plural(key::BAG_RETURNS, u32::from(days), &[])));
            let kind = match line.kind {
                LineKind::Gift => Some((path::GIFT, session.text(key::BAG_GIFT))),
                LineKind::Virtual => Some((path::MAIL, session.text(key::BAG_VIRTUAL))),
                LineKind::Goods => None,
            };
            view! {
                {rating}
                {stock.map(|text| view! { <LineFact icon=path::CLOCK text=text low=true /> })}
                {arrives.map(|text| view! { <LineFact icon=path::TRUCK text=text /> })}
                {returns.map(|text| view! { <LineFact icon=path::UNDO text=text /> })}
                {kind.map(|(icon, text)| view! { <LineFact icon=icon text=text /> })}
            }
        })
    }
}

fn controls(session: Session, line: Memo<Line>) -> impl IntoView {
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
    Effect::new(move |_| {
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
                app::focus_id(&["gone-", item.as_str()].concat());
            }
        />
    }
}

/// Where a line was. The focus lands here, and Undo is the next stop (A11Y-13).
fn gone(session: Session, removed: Removed) -> impl IntoView {
    let item = removed.line.item.clone();
    let title = removed.line.title.clone();
    let again = removed.line.title.clone();
    let back = ["line-", removed.line.id.as_str()].concat();
    let id = ["gone-", item.as_str()].concat();
    let undo = move |()| {
        session.dispatch(Event::Undo(item.clone()));
        app::focus_id(&back);
    };
    view! {
        <RemovedLine id=id text=session.say(move |words| words.with(key::BAG_REMOVED, &[("item", &title)]))>
            <LinkButton
                label=session.text(key::SHARED_UNDO)
                name=session.say(move |words| words.with(key::BAG_UNDO, &[("item", &again)]))
                icon=path::UNDO
                on_press=undo
            />
        </RemovedLine>
    }
}

/// What goes well with it: last and quiet, never beside Pay (S0-3).
fn suggested(session: Session, suggestion: Suggestion) -> impl IntoView {
    let assets = use_assets();
    let (item, price) = (suggestion.item, suggestion.price);
    let name = suggestion.title.clone();
    view! {
        <li class="kassa-also__item">
            <div class="kassa-also__media">
                {suggestion
                    .image
                    .map(|image| {
                        view! {
                            <img class="kassa-art" src=assets.of(&image) alt="" width="96" height="96" loading="lazy" />
                        }
                    })}
            </div>
            <h3 class="kassa-item__title">{suggestion.title}</h3>
            <div class="kassa-also__row">
                <span>{session.say(move |words| words.money(price))}</span>
                <LinkButton
                    label=session.text(key::SHARED_ADD)
                    name=session.say(move |words| words.with(key::BAG_ADD, &[("item", &name)]))
                    look=LinkLook::Plain
                    icon=path::PLUS
                    on_press=session.on(move || Event::Add(item.clone()))
                />
            </div>
        </li>
    }
}
