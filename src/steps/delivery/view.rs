//! Delivery, on screen: ship or collect, the address in the country's order, the ways to get it there.

use crate::ui::erased::live;
use crate::{
    app::{Session, use_session},
    checkout::{Event, answers::address_fields},
    domain::{
        address::{RegionKind, form},
        delivery::{How, Point, Rate, Tag},
        problem::{AddressField, AddressUse, Field},
        quote::Rates,
    },
    i18n::{Key, Words, key},
    steps::{contact::view::StepActions, summary_of::Finished},
    ui::{
        Badge, BadgeTint, Button, Coming, Notice, NoticeKind, OptionList, OptionRow, Segment, Segmented, SelectField,
        SelectItem, Skeleton, TextField, path,
    },
};
use leptos::prelude::*;

/// The delivery step.
#[component]
pub fn Delivery() -> impl IntoView {
    let session = use_session();
    let how = session.quoted(|checkout, quote| checkout.answers.how(quote) == How::Collect);
    let prices = session.quoted(|_, quote| Some((quote.delivery.ship_from, quote.delivery.points.is_empty())));
    let segments = Signal::derive(move || {
        session.words.with(|words| {
            let Some((from, no_points)) = prices.get() else { return Vec::new() };
            let mut segments = vec![Segment {
                value: "ship",
                icon: path::TRUCK,
                title: words.text(key::DELIVERY_SHIP),
                note: words.with(key::SHARED_FROM, &[("amount", &words.money(from))]),
            }];
            if !no_points || how.get() {
                segments.push(Segment {
                    value: "collect",
                    icon: path::STORE,
                    title: words.text(key::DELIVERY_COLLECT),
                    note: words.text(key::DELIVERY_FREE),
                });
            }
            segments
        })
    });
    let chosen = Signal::derive(move || if how.get() { "collect".to_owned() } else { "ship".to_owned() });
    view! {
        <Finished />
        <div class="kassa-section">
            <h1 class="kassa-title" tabindex="-1">
                {session.text(key::DELIVERY_TITLE)}
            </h1>
            <Segmented
                field=Field::How
                legend=session.text(key::DELIVERY_LEAD)
                segments=segments
                chosen=chosen
                on_choose=move |value: &'static str| session.dispatch(Event::Chose(Field::How, value.to_owned()))
            />
        </div>
        {live(move || {
            if how.get() {
                view! { <Collect session=session /> }.into_any()
            } else {
                view! { <Ship session=session /> }.into_any()
            }
        })}
    }
}

#[component]
fn Ship(session: Session) -> impl IntoView {
    view! {
        <section class="kassa-section" aria-labelledby="address-title">
            <h2 class="kassa-section__title" id="address-title">
                {session.text(key::DELIVERY_ADDRESS)}
            </h2>
            <AddressFields use_=AddressUse::Shipping />
        </section>
        <Methods session=session />
        <StepActions note=key::COLLECT_NOTHING_CHARGED />
    }
}

/// The fields of an address, in the order of its country; the country comes first because it decides
/// the rest (UX-29).
#[component]
pub fn AddressFields(
    /// Whose address.
    use_: AddressUse,
) -> impl IntoView {
    let session = use_session();
    let country = Memo::new(move |_| {
        session.with(|checkout| checkout.quote().map(|quote| checkout.answers.country(use_, quote)))
    });
    let countries = session.quoted(|_, quote| quote.countries.clone());
    let items = Signal::derive(move || {
        session.words.with(|words| {
            let named = words.countries(&countries.get());
            named
                .into_iter()
                .map(|(country, label)| SelectItem { value: country.code().to_owned(), label })
                .collect::<Vec<_>>()
        })
    });
    let chosen = Signal::derive(move || country.get().map(|country| country.code().to_owned()).unwrap_or_default());
    let country_field = Field::Address(use_, AddressField::Country);
    // The parts in the country's order, so that a change of country moves fields and keeps their text.
    let parts = Memo::new(move |_| {
        let Some(country) = country.get() else { return Vec::new() };
        address_fields(use_, country, use_ == AddressUse::Shipping)
            .into_iter()
            .filter_map(|field| match field {
                Field::Address(_, AddressField::Country) => None,
                Field::Address(_, part) => Some(part),
                _ => None,
            })
            .collect::<Vec<_>>()
    });
    let rarely = Memo::new(move |_| {
        session.with(|checkout| {
            [AddressField::Organization, AddressField::Line2]
                .iter()
                .any(|part| checkout.answers.has(Field::Address(use_, *part)))
        })
    });
    // Opened once, it stays open (UX-05).
    let opened = RwSignal::new(rarely.get_untracked());
    let more_button = move || {
        (!opened.get()).then(|| {
            view! {
                <div class="kassa-row">
                    <button
                        class="kassa-disclosure__toggle"
                        type="button"
                        aria-expanded="false"
                        on:click=move |_| {
                            opened.set(true);
                            crate::app::focus_field(Field::Address(use_, AddressField::Line2));
                        }
                    >
                        {crate::ui::icon::icon(path::PLUS, crate::ui::IconLook::Small)}
                        {session.text(key::DELIVERY_ADD_LINE2)}
                    </button>
                </div>
            }
        })
    };
    view! {
        <div class="kassa-fields">
            <SelectField
                field=country_field
                label=session.text(key::FIELD_COUNTRY_LABEL)
                items=items
                value=chosen
                problem=session.problem(country_field)
                on_change=move |code: String| session.dispatch(Event::Chose(country_field, code))
            />
            {live(move || {
                let parts = parts.get();
                let paired = pair(&parts);
                let mut drawn = Vec::new();
                for part in parts {
                    match part {
                        AddressField::Organization | AddressField::Line2 if !opened.get() => {
                            if part == AddressField::Line2 {
                                drawn.push(more_button.into_any());
                            }
                        }
                        part if paired == Some((part, true)) => {}
                        part if paired.is_some_and(|(second, _)| second == part) => {}
                        AddressField::Postcode if paired.is_some() => {
                            drawn
                                .push(
                                    view! {
                                        <div class="kassa-fields__pair">
                                            <AddressPart use_=use_ part=AddressField::Postcode country=country />
                                            <AddressPart use_=use_ part=AddressField::City country=country />
                                        </div>
                                    }
                                        .into_any(),
                                );
                        }
                        part => drawn.push(view! { <AddressPart use_=use_ part=part country=country /> }.into_any()),
                    }
                }
                drawn
            })}
        </div>
    }
}

/// Postcode and city share a row where the one stands right before the other.
fn pair(parts: &[AddressField]) -> Option<(AddressField, bool)> {
    parts
        .windows(2)
        .any(|two| two == [AddressField::Postcode, AddressField::City])
        .then_some((AddressField::City, false))
}

#[component]
fn AddressPart(
    use_: AddressUse,
    part: AddressField,
    country: Memo<Option<crate::domain::country::Country>>,
) -> impl IntoView {
    let session = use_session();
    let field = Field::Address(use_, part);
    let rules = Signal::derive(move || country.get().map(form));
    let label = session.say(move |words| words.text(label(part, rules.get().and_then(|form| form.region))));
    let optional = Signal::derive(move || {
        part != AddressField::Phone && rules.with(|form| form.is_some_and(|form| !form.required.contains(&part)))
    });
    let keyboard = Signal::derive(move || {
        let digits = rules.with(|form| form.is_some_and(|form| form.numeric_postcode));
        (part == AddressField::Postcode && digits).then_some("numeric")
    });
    let hint = (part == AddressField::Phone).then(|| session.text(key::FIELD_PHONE_HINT));
    let hint = MaybeProp::derive(move || hint.map(|hint| hint.get()));
    view! {
        <TextField
            field=field
            label=label
            hint=hint
            optional=optional
            value=session.typed(field)
            problem=session.problem(field)
            inputmode=keyboard
            enterkeyhint=if part == AddressField::Phone { "done" } else { "next" }
            on_input=session.types(field)
            on_leave=session.leaves(field)
        />
    }
}

fn label(part: AddressField, region: Option<RegionKind>) -> Key {
    match part {
        AddressField::Country => key::FIELD_COUNTRY_LABEL,
        AddressField::Name => key::FIELD_NAME_LABEL,
        AddressField::Organization => key::FIELD_ORGANIZATION_LABEL,
        AddressField::Street => key::FIELD_STREET_LABEL,
        AddressField::Line2 => key::FIELD_LINE2_LABEL,
        AddressField::Postcode => key::FIELD_POSTCODE_LABEL,
        AddressField::City => key::FIELD_CITY_LABEL,
        AddressField::Phone => key::FIELD_PHONE_LABEL,
        AddressField::Region => match region {
            Some(RegionKind::State) => key::FIELD_REGION_STATE,
            Some(RegionKind::Province) => key::FIELD_REGION_PROVINCE,
            Some(RegionKind::County) => key::FIELD_REGION_COUNTY,
            Some(RegionKind::Emirate) => key::FIELD_REGION_EMIRATE,
            Some(RegionKind::Prefecture) => key::FIELD_REGION_PREFECTURE,
            Some(RegionKind::Oblast) => key::FIELD_REGION_OBLAST,
            Some(RegionKind::Island) => key::FIELD_REGION_ISLAND,
            None => key::FIELD_REGION_LABEL,
        },
    }
}

/// The ways of shipping: unknown, none, or a list.
#[component]
fn Methods(session: Session) -> impl IntoView {
    let rates = session.quoted(|_, quote| Some(quote.delivery.rates.clone()));
    let chosen = session.quoted(|checkout, quote| checkout.answers.rate(quote));
    let place = session.quoted(|checkout, quote| {
        let city = checkout.answers.text(Field::Address(AddressUse::Shipping, AddressField::City)).trim().to_owned();
        checkout.answers.postcode(quote).map(|code| [code.as_str(), &city].join(" ").trim().to_owned())
    });
    let asking = session.slice(crate::checkout::Checkout::updating);
    let note = move || {
        place.get().map(|place| {
            view! {
                <span class="kassa-section__note">
                    {session.say(move |words| words.with(key::DELIVERY_METHODS_TO, &[("place", &place)]))}
                </span>
            }
        })
    };
    let known = Memo::new(move |_| place.get().is_some());
    let list = move || {
        match rates.get() {
        Some(Rates::Offered(rates)) => view! {
            <OptionList
                field=Field::Rate
                legend=session.text(key::DELIVERY_METHODS)
                problem=session.problem(Field::Rate)
                busy=asking
            >
                {rates.into_iter().map(|rate| rate_row(session, chosen, rate)).collect_view()}
            </OptionList>
        }
        .into_any(),
        Some(Rates::None) => view! {
            <Notice
                kind=NoticeKind::Warning
                title=session.text(key::DELIVERY_NONE_TITLE)
                text=session.text(key::DELIVERY_NONE_TEXT)
            >
                <Button
                    label=session.text(key::DELIVERY_NONE_COLLECT)
                    on_press=session.on(|| Event::Chose(Field::How, "collect".into()))
                />
            </Notice>
        }
        .into_any(),
        _ if known.get() => view! {
            <div class="kassa-options" aria-busy="true">
                <p class="kassa-visually-hidden">{session.text(key::DELIVERY_LOOKING_UP)}</p>
                <Skeleton of=Coming::Option />
                <Skeleton of=Coming::Option />
                <Skeleton of=Coming::Option />
            </div>
        }
        .into_any(),
        _ => view! {
            <div>
                <p class="kassa-muted kassa-small" id=Field::Rate.name() tabindex="-1">{session.text(key::DELIVERY_UNKNOWN)}</p>
            </div>
        }
        .into_any(),
    }
    };
    view! {
        <section class="kassa-section" aria-labelledby="methods-title">
            <div class="kassa-section__head">
                <h2 class="kassa-section__title" id="methods-title">
                    {session.text(key::DELIVERY_METHODS)}
                </h2>
                {note}
            </div>
            {list}
        </section>
    }
}

fn rate_row(session: Session, chosen: Memo<Option<crate::domain::RateId>>, rate: Rate) -> impl IntoView {
    let (window, price, carrier) = (rate.window, rate.price, rate.carrier.clone());
    let text = session.say(move |words| [words.window(&window).as_str(), ". ", &carrier].concat());
    let cost =
        session.say(move |words| if price.is_zero() { words.text(key::SHARED_FREE) } else { words.money(price) });
    let badge = rate.tag.map(|tag| {
        let (label, tint, icon) = match tag {
            Tag::Cheapest => (key::DELIVERY_TAG_CHEAPEST, BadgeTint::Neutral, None),
            Tag::Fastest => (key::DELIVERY_TAG_FASTEST, BadgeTint::Neutral, None),
            Tag::Recommended => (key::DELIVERY_TAG_RECOMMENDED, BadgeTint::Accent, Some(path::LEAF)),
        };
        ViewFn::from(move || view! { <Badge tint=tint icon=icon text=session.text(label) /> })
    });
    let id = rate.id.clone();
    let value = rate.id.as_str().to_owned();
    let wanted = value.clone();
    view! {
        <OptionRow
            field=Field::Rate
            value=value
            title=rate.title
            text=text
            note=rate.note
            badge=badge
            price=cost
            free=price.is_zero()
            chosen=Memo::new(move |_| chosen.with(|chosen| chosen.as_ref() == Some(&id)))
            on_choose=session.on(move || Event::Chose(Field::Rate, wanted.clone()))
        />
    }
}

// Collecting

#[component]
fn Collect(session: Session) -> impl IntoView {
    const FIRST: usize = 4;
    let all = RwSignal::new(false);
    let points = session.quoted(|_, quote| quote.delivery.points.clone());
    let chosen = session.quoted(|checkout, quote| checkout.answers.point(quote));
    let today = session.quoted(|_, quote| quote.now.day());
    let more = move || if all.get() { 0 } else { points.with(Vec::len).saturating_sub(FIRST) };
    let search = UnsyncCallback::new(move |()| session.dispatch(Event::Left(Field::Near)));
    let rows = move || {
        let drawn = if all.get() { usize::MAX } else { FIRST };
        points.get().into_iter().take(drawn).map(|point| point_row(session, chosen, today.get(), point)).collect_view()
    };
    view! {
        <section class="kassa-section" aria-labelledby="collect-title">
            <h2 class="kassa-section__title" id="collect-title">
                {session.text(key::COLLECT_TITLE)}
            </h2>
            <div class="kassa-pickup">
                <div class="kassa-pickup__search">
                    <TextField
                        field=Field::Near
                        label=session.text(key::FIELD_NEAR_LABEL)
                        optional=true
                        value=session.typed(Field::Near)
                        problem=session.problem(Field::Near)
                        enterkeyhint="search"
                        leading=path::PIN
                        on_input=session.types(Field::Near)
                        on_leave=session.leaves(Field::Near)
                    />
                    <Button label=session.text(key::COLLECT_SEARCH) on_press=search />
                </div>
                {live(move || {
                    if points.with(Vec::is_empty) {
                        view! {
                            <Notice
                                kind=NoticeKind::Warning
                                title=session.text(key::COLLECT_NONE_TITLE)
                                text=session.text(key::COLLECT_NONE_TEXT)
                            >
                                <Button
                                    label=session.text(key::COLLECT_NONE_SHIP)
                                    on_press=session.on(|| Event::Chose(Field::How, "ship".into()))
                                />
                            </Notice>
                        }
                            .into_any()
                    } else {
                        view! {
                            <OptionList
                                field=Field::Point
                                legend=session.text(key::COLLECT_POINTS)
                                problem=session.problem(Field::Point)
                            >
                                {rows()}
                            </OptionList>
                        }
                            .into_any()
                    }
                })}
                {live(move || {
                    let more = u32::try_from(more()).unwrap_or(u32::MAX);
                    (more > 0)
                        .then(|| {
                            view! {
                                <Button
                                    label=session.say(move |words| words.plural(key::COLLECT_MORE, more, &[]))
                                    on_press=move |()| all.set(true)
                                />
                            }
                        })
                })}
            </div>
        </section>
        <section class="kassa-section" aria-labelledby="who-title">
            <h2 class="kassa-section__title" id="who-title">
                {session.text(key::COLLECT_WHO)}
            </h2>
            <div class="kassa-fields">
                <TextField
                    field=Field::CollectName
                    label=session.text(key::FIELD_COLLECT_NAME_LABEL)
                    hint=session.text(key::FIELD_COLLECT_NAME_HINT)
                    value=session.typed(Field::CollectName)
                    problem=session.problem(Field::CollectName)
                    on_input=session.types(Field::CollectName)
                    on_leave=session.leaves(Field::CollectName)
                />
                <TextField
                    field=Field::CollectPhone
                    label=session.text(key::FIELD_COLLECT_PHONE_LABEL)
                    hint=session.text(key::FIELD_COLLECT_PHONE_HINT)
                    value=session.typed(Field::CollectPhone)
                    problem=session.problem(Field::CollectPhone)
                    enterkeyhint="done"
                    on_input=session.types(Field::CollectPhone)
                    on_leave=session.leaves(Field::CollectPhone)
                />
            </div>
        </section>
        <StepActions note=key::COLLECT_NOTHING_CHARGED />
    }
}

fn point_row(
    session: Session,
    chosen: Memo<Option<crate::domain::PointId>>,
    today: crate::domain::day::Day,
    point: Point,
) -> impl IntoView {
    let id = point.id.clone();
    let value = point.id.as_str().to_owned();
    let wanted = value.clone();
    let own = point.own_shop;
    let badge = own.then(|| {
        ViewFn::from(move || {
            view! { <Badge tint=BadgeTint::Accent icon=Some(path::STORE) text=session.text(key::COLLECT_OWN_SHOP) /> }
        })
    });
    let away = point.distance_metres;
    let distance = Signal::derive(move || away.map(|metres| session.words.with(|words| words.distance(metres))));
    let title = point.title.clone();
    let told = point.clone();
    let text = session.say(move |words| [told.address.as_str(), ". ", &open_hours(words, &told, today)].concat());
    let ready = session.say(move |words| {
        let ready = words.with(key::COLLECT_READY, &[("when", &words.window(&point.ready))]);
        let kept = words.plural(key::COLLECT_KEPT, u32::from(point.kept_days), &[]);
        [ready.as_str(), " ", &kept].concat()
    });
    let note = Signal::derive(move || Some(ready.get()));
    view! {
        <OptionRow
            field=Field::Point
            value=value
            title=title
            text=text
            note=note
            badge=badge
            aside=Some(ViewFn::from(move || view! { <span class="kassa-option__text">{distance}</span> }))
            chosen=Memo::new(move |_| chosen.with(|chosen| chosen.as_ref() == Some(&id)))
            on_choose=session.on(move || Event::Chose(Field::Point, wanted.clone()))
        />
    }
}

/// Today's hours in a sentence.
fn open_hours(words: &Words, point: &Point, today: crate::domain::day::Day) -> String {
    match point.hours_on(today) {
        Some((0, 24)) => words.text(key::COLLECT_ALWAYS_OPEN),
        Some((_, until)) => words.with(key::COLLECT_OPEN_UNTIL, &[("hour", &until.to_string())]),
        None => words.text(key::COLLECT_CLOSED),
    }
}
