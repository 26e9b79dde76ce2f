//! Delivery, on screen: ship or collect, the address in the country's order, the ways to get it there.

use crate::{
    app::{self, Session, use_session},
    checkout::{Checkout, Event, answers::address_fields},
    domain::{
        PointId, RateId,
        address::{Ask, RegionKind, form},
        country::Country,
        day::Day,
        delivery::{How, Point, Rate, Tag},
        house::Asked,
        problem::{AddressField, AddressUse, Field},
        quote::Rates,
    },
    i18n::{Key, Words, key},
    lazy::Lazy,
    pages::checkout::Later,
    steps::{company::Company, contact::view::StepActions, summary_of::Finished, why::why},
    ui::{
        Badge, BadgeTint, Button, Coming, IconLook, Notice, NoticeKind, OptionList, OptionRow, Segment, Segmented,
        SelectField, SelectItem, Skeleton, TextField,
        el::{El, all, each, el, live},
        icon::icon,
        path,
    },
};
use leptos::prelude::*;

/// The delivery step.
#[component]
pub fn Delivery() -> impl IntoView {
    let session = use_session();
    let how = session.quoted(|checkout, quote| checkout.answers.how(quote) == How::Collect);
    let prices = session.quoted(|_, quote| Some((quote.delivery.ship_from, quote.delivery.points.is_empty())));
    // A memo: the halves are drawn anew, and lose the focus, only when they say something else.
    let segments = Memo::new(move |_| {
        session.words.with(|words| {
            let Some((from, no_points)) = prices.get() else { return Vec::new() };
            let mut segments = vec![Segment {
                value: "ship",
                icon: path::TRUCK,
                title: words.text(key::DELIVERY_SHIP),
                // Also from nothing: the other ways still cost what they cost, and the receipt says the same.
                note: from
                    .map(|from| words.with(key::SHARED_FROM, &[("amount", &words.money(from))]))
                    .unwrap_or_default(),
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
    // One way is no choice.
    let is_choice = Memo::new(move |_| segments.with(|segments| segments.len() > 1));
    let ways = move || {
        let ways = view! {
            <Segmented
                field=Field::How
                legend=session.text(key::DELIVERY_LEAD)
                segments=segments
                chosen=chosen
                on_choose=move |value: &'static str| session.dispatch(Event::Chose(Field::How, value.to_owned()))
            />
        };
        is_choice.get().then(|| ways.into_any())
    };
    let head = el("div", "kassa-section")
        .child(el("h1", "kassa-title").set("tabindex", "-1").child(session.text(key::DELIVERY_TITLE)))
        .child(live(ways));
    let rest = move || {
        if how.get() {
            view! { <Collect session=session /> }.into_any()
        } else {
            view! { <Ship session=session /> }.into_any()
        }
    };
    all([view! { <Finished /> }.into_any(), head.view(), live(rest)])
}

/// A section with its heading.
fn section(id: &'static str, title: Signal<String>) -> El {
    let heading = el("h2", "kassa-section__title").set("id", id).child(title);
    el("section", "kassa-section").set("aria-labelledby", id).child(heading)
}

#[component]
fn Ship(session: Session) -> impl IntoView {
    let fields = view! { <AddressFields use_=AddressUse::Shipping /> };
    let rest = view! {
        <Methods session=session />
        <StepActions note=key::COLLECT_NOTHING_CHARGED />
    };
    let known = session.quoted(|_, quote| quote.customer.is_some());
    let Later { account, .. } = expect_context();
    let book = live(move || known.get().then(|| account.show_around(Lazy::Book)));
    all([
        section("address-title", session.text(key::DELIVERY_ADDRESS)).child(book).child(fields.into_any()).view(),
        view! { <Company /> }.into_any(),
        rest.into_any(),
    ])
}

/// A row of the address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Row {
    Part(AddressField),
    /// Postcode and city share a row where the one stands right before the other.
    PostcodeAndCity,
    /// The way to the parts that are rarely needed.
    More,
}

impl Row {
    fn key(self) -> String {
        match self {
            Self::Part(part) => Field::Address(AddressUse::Shipping, part).name(),
            Self::PostcodeAndCity => "postcode-and-city",
            Self::More => "more",
        }
        .to_owned()
    }
}

/// The rows under the country, in its order.
fn rows(use_: AddressUse, country: Country, ask: Ask, opened: bool) -> Vec<Row> {
    let fields = address_fields(use_, country, ask);
    // What folds away is behind the second line of the street, where that is asked of whoever wants to.
    let folded = !opened && ask.line2 == Asked::Optional;
    let pair = [AddressField::Postcode, AddressField::City].map(|part| Field::Address(use_, part));
    let paired = fields.windows(2).any(|two| two == pair);
    let row = |field| match field {
        Field::Address(_, part) => match part {
            AddressField::Country => None,
            AddressField::Organization if folded && ask.organization == Asked::Optional => None,
            AddressField::Line2 if folded => Some(Row::More),
            AddressField::City if paired => None,
            AddressField::Postcode if paired => Some(Row::PostcodeAndCity),
            part => Some(Row::Part(part)),
        },
        _ => None,
    };
    fields.into_iter().filter_map(row).collect()
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
    let filled = |checkout: &Checkout| {
        [AddressField::Organization, AddressField::Line2]
            .iter()
            .any(|part| checkout.answers.has(Field::Address(use_, *part)))
    };
    // Opened once, it stays open (UX-05).
    let opened = RwSignal::new(session.peek(filled));
    let ask = asked_of(session, use_);
    let rows = move || country.get().map(|country| rows(use_, country, ask.get(), opened.get())).unwrap_or_default();
    let draw = move |row: Row| match row {
        Row::Part(part) => view! { <AddressPart use_=use_ part=part country=country /> }.into_any(),
        Row::PostcodeAndCity => {
            let both = view! {
                <AddressPart use_=use_ part=AddressField::Postcode country=country />
                <AddressPart use_=use_ part=AddressField::City country=country />
            };
            el("div", "kassa-fields__pair").child(both.into_any()).view()
        }
        Row::More => more(session, use_, opened),
    };
    el("div", "kassa-fields")
        .child(country_field(session, use_, country))
        // A change of country moves rows and keeps what is typed in them.
        .child(each(rows, |row| row.key(), draw))
        .view()
}

/// What is asked of an address beyond what the post needs.
fn asked_of(session: Session, use_: AddressUse) -> Memo<Ask> {
    match use_ {
        AddressUse::Shipping => session.quoted(|checkout, quote| checkout.answers.asks(AddressUse::Shipping, quote)),
        AddressUse::Billing => session.quoted(|checkout, quote| checkout.answers.asks(AddressUse::Billing, quote)),
    }
}

fn country_field(session: Session, use_: AddressUse, country: Memo<Option<Country>>) -> AnyView {
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
    let field = Field::Address(use_, AddressField::Country);
    view! {
        <SelectField
            field=field
            label=session.text(key::FIELD_COUNTRY_LABEL)
            items=items
            value=chosen
            problem=session.problem(field)
            on_change=move |code: String| session.dispatch(Event::Chose(field, code))
        />
    }
    .into_any()
}

fn more(session: Session, use_: AddressUse, opened: RwSignal<bool>) -> AnyView {
    let open = move |_| {
        opened.set(true);
        app::focus_field(session, Field::Address(use_, AddressField::Line2));
    };
    let button = el("button", "kassa-disclosure__toggle")
        .set("type", "button")
        .set("aria-expanded", "false")
        .press(open)
        .child(icon(path::PLUS, IconLook::Small))
        .child(session.text(key::DELIVERY_ADD_LINE2));
    el("div", "kassa-row").child(button).view()
}

#[component]
fn AddressPart(use_: AddressUse, part: AddressField, country: Memo<Option<Country>>) -> impl IntoView {
    let session = use_session();
    let field = Field::Address(use_, part);
    let rules = Signal::derive(move || country.get().map(form));
    let label = session.say(move |words| words.text(label(part, rules.get().and_then(|form| form.region))));
    let ask = asked_of(session, use_);
    let optional = Signal::derive(move || {
        let needed = rules.with(|form| form.is_some_and(|form| form.required.contains(&part)));
        !needed && ask.get().of(part) != Asked::Required
    });
    let reason = ViewFn::from(move || why(session, field, label));
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
            after=reason
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

/// What is known of the ways of shipping.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Known {
    #[default]
    Nothing,
    /// Where to; what there is has been asked.
    Place,
    NoRate,
    Rates,
}

/// The ways of shipping: unknown, none, or a list.
#[component]
fn Methods(session: Session) -> impl IntoView {
    let place = session.quoted(|checkout, quote| {
        let city = checkout.answers.text(Field::Address(AddressUse::Shipping, AddressField::City)).trim().to_owned();
        checkout.answers.postcode(quote).map(|code| [code.as_str(), &city].join(" ").trim().to_owned())
    });
    let placed = Memo::new(move |_| place.with(Option::is_some));
    let to = session.say(move |words| match place.get() {
        Some(place) => words.with(key::DELIVERY_METHODS_TO, &[("place", &place)]),
        None => String::new(),
    });
    let note = move || placed.get().then(|| el("span", "kassa-section__note").child(to));
    // Not the rates themselves: the list, and the focus in it, stays while there are any.
    let known = session.quoted(|checkout, quote| match quote.delivery.rates {
        Rates::Offered(_) => Known::Rates,
        Rates::None => Known::NoRate,
        Rates::Unknown if checkout.answers.postcode(quote).is_some() => Known::Place,
        Rates::Unknown => Known::Nothing,
    });
    let list = move || match known.get() {
        Known::Rates => view! { <RateList session=session /> }.into_any(),
        Known::NoRate => no_rate(session),
        Known::Place => looking_up(session),
        Known::Nothing => {
            let text = el("p", "kassa-muted kassa-small").set("id", Field::Rate.name()).set("tabindex", "-1");
            el("div", "").child(text.child(session.text(key::DELIVERY_UNKNOWN))).view()
        }
    };
    let title = el("h2", "kassa-section__title").set("id", "methods-title").child(session.text(key::DELIVERY_METHODS));
    el("section", "kassa-section")
        .set("aria-labelledby", "methods-title")
        .child(el("div", "kassa-section__head").child(title).child(live(note)))
        .child(live(list))
        .view()
}

fn no_rate(session: Session) -> AnyView {
    view! {
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
    .into_any()
}

fn looking_up(session: Session) -> AnyView {
    let rows = view! {
        <Skeleton of=Coming::Option />
        <Skeleton of=Coming::Option />
        <Skeleton of=Coming::Option />
    };
    el("div", "kassa-options")
        .set("aria-busy", "true")
        .child(el("p", "kassa-visually-hidden").child(session.text(key::DELIVERY_LOOKING_UP)))
        .child(rows.into_any())
        .view()
}

#[component]
fn RateList(session: Session) -> impl IntoView {
    let rates = session.quoted(|_, quote| match &quote.delivery.rates {
        Rates::Offered(rates) => rates.clone(),
        Rates::Unknown | Rates::None => Vec::new(),
    });
    let chosen = session.quoted(|checkout, quote| checkout.answers.rate(quote));
    let ids = move || rates.with(|rates| rates.iter().map(|rate| rate.id.clone()).collect());
    let row = move |id| rate_row(session, rates, chosen, id);
    view! {
        <OptionList
            field=Field::Rate
            legend=session.text(key::DELIVERY_METHODS)
            problem=session.problem(Field::Rate)
            busy=session.slice(Checkout::updating)
        >
            {each(ids, |id: &RateId| id.0.clone(), row)}
        </OptionList>
    }
}

/// A way of shipping. It follows what the shop says of it, and its radio stays.
fn rate_row(session: Session, rates: Memo<Vec<Rate>>, chosen: Memo<Option<RateId>>, id: RateId) -> AnyView {
    let (value, wanted, own) = (id.0.clone(), id.0.clone(), id.clone());
    let rate = Signal::derive(move || rates.with(|rates| rates.iter().find(|rate| rate.id == own).cloned()));
    let say = move |what: fn(&Words, &Rate) -> String| {
        session.say(move |words| rate.with(|rate| rate.as_ref().map(|rate| what(words, rate)).unwrap_or_default()))
    };
    let is_free = move || rate.with(|rate| rate.as_ref().is_some_and(|rate| rate.price.is_zero()));
    let tag = Memo::new(move |_| rate.with(|rate| rate.as_ref().and_then(|rate| rate.tag)));
    let badge = ViewFn::from(move || live(move || tag.get().map(|tag| tag_badge(session, tag))));
    view! {
        <OptionRow
            field=Field::Rate
            value=value
            title=say(|_, rate| rate.title.clone())
            text=say(|words, rate| {
                let window = rate.window.map(|window| words.window(&window)).unwrap_or_default();
                let said = [window.as_str(), &rate.carrier];
                said.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(". ")
            })
            note=Signal::derive(move || rate.with(|rate| rate.as_ref().and_then(|rate| rate.note.clone())))
            badge=Some(badge)
            price=say(|words, rate| {
                if rate.price.is_zero() { words.text(key::SHARED_FREE) } else { words.money(rate.price) }
            })
            free=Signal::derive(is_free)
            chosen=Memo::new(move |_| chosen.with(|chosen| chosen.as_ref() == Some(&id)))
            on_choose=session.on(move || Event::Chose(Field::Rate, wanted.clone()))
        />
    }
    .into_any()
}

fn tag_badge(session: Session, tag: Tag) -> AnyView {
    let (label, tint, icon) = match tag {
        Tag::Cheapest => (key::DELIVERY_TAG_CHEAPEST, BadgeTint::Neutral, None),
        Tag::Fastest => (key::DELIVERY_TAG_FASTEST, BadgeTint::Neutral, None),
        Tag::Recommended => (key::DELIVERY_TAG_RECOMMENDED, BadgeTint::Accent, Some(path::LEAF)),
    };
    view! { <Badge tint=tint icon=icon text=session.text(label) /> }.into_any()
}

// Collecting

#[component]
fn Collect(session: Session) -> impl IntoView {
    const FIRST: usize = 4;
    let unfolded = RwSignal::new(false);
    let points = session.quoted(|_, quote| quote.delivery.points.clone());
    let none = Memo::new(move |_| points.with(Vec::is_empty));
    let ids = move || {
        let drawn = if unfolded.get() { usize::MAX } else { FIRST };
        points.with(|points| points.iter().take(drawn).map(|point| point.id.clone()).collect())
    };
    let list = move || if none.get() { no_point(session) } else { point_list(session, points, ids) };
    let hidden = Memo::new(move |_| if unfolded.get() { 0 } else { points.with(Vec::len).saturating_sub(FIRST) });
    let folded = Memo::new(move |_| hidden.get() > 0);
    let more =
        session.say(move |words| words.plural(key::COLLECT_MORE, u32::try_from(hidden.get()).unwrap_or(u32::MAX), &[]));
    let unfold =
        move || folded.get().then(|| view! { <Button label=more on_press=move |()| unfolded.set(true) /> }.into_any());
    let pickup = el("div", "kassa-pickup").child(search(session)).child(live(list)).child(live(unfold));
    all([
        section("collect-title", session.text(key::COLLECT_TITLE)).child(pickup).view(),
        section("who-title", session.text(key::COLLECT_WHO)).child(who(session)).view(),
        view! { <Company /> }.into_any(),
        view! { <StepActions note=key::COLLECT_NOTHING_CHARGED /> }.into_any(),
    ])
}

/// Near where.
fn search(session: Session) -> El {
    let search = UnsyncCallback::new(move |()| session.dispatch(Event::Left(Field::Near)));
    let near = view! {
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
    };
    el("div", "kassa-pickup__search").child(near.into_any())
}

/// Who comes for it.
fn who(session: Session) -> El {
    let fields = view! {
        <TextField
            field=Field::CollectName
            label=session.text(key::FIELD_COLLECT_NAME_LABEL)
            hint=session.text(key::FIELD_COLLECT_NAME_HINT)
            value=session.typed(Field::CollectName)
            problem=session.problem(Field::CollectName)
            on_input=session.types(Field::CollectName)
            after=ViewFn::from(move || why(session, Field::CollectName, session.text(key::FIELD_COLLECT_NAME_LABEL)))
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
            after=ViewFn::from(move || why(session, Field::CollectPhone, session.text(key::FIELD_COLLECT_PHONE_LABEL)))
            on_leave=session.leaves(Field::CollectPhone)
        />
    };
    el("div", "kassa-fields").child(fields.into_any())
}

fn no_point(session: Session) -> AnyView {
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
}

fn point_list(session: Session, points: Memo<Vec<Point>>, ids: impl Fn() -> Vec<PointId> + Send + 'static) -> AnyView {
    let today = session.quoted(|_, quote| quote.now.day());
    let chosen = session.quoted(|checkout, quote| checkout.answers.point(quote));
    let row = move |id| point_row(session, points, today, chosen, id);
    view! {
        <OptionList
            field=Field::Point
            legend=session.text(key::COLLECT_POINTS)
            problem=session.problem(Field::Point)
        >
            {each(ids, |id: &PointId| id.0.clone(), row)}
        </OptionList>
    }
    .into_any()
}

/// A place to collect from. It follows what the shop says of it, and its radio stays.
fn point_row(
    session: Session,
    points: Memo<Vec<Point>>,
    today: Memo<Day>,
    chosen: Memo<Option<PointId>>,
    id: PointId,
) -> AnyView {
    let (value, wanted, own) = (id.0.clone(), id.0.clone(), id.clone());
    let point = Signal::derive(move || points.with(|points| points.iter().find(|point| point.id == own).cloned()));
    let say = move |what: fn(&Words, &Point, Day) -> String| {
        session.say(move |words| {
            point.with(|point| point.as_ref().map(|point| what(words, point, today.get())).unwrap_or_default())
        })
    };
    let own_shop = Memo::new(move |_| point.with(|point| point.as_ref().is_some_and(|point| point.own_shop)));
    let badge = ViewFn::from(move || live(move || own_shop.get().then(|| own_badge(session))));
    let distance =
        say(|words, point, _| point.distance_metres.map(|metres| words.distance(metres)).unwrap_or_default());
    view! {
        <OptionRow
            field=Field::Point
            value=value
            title=say(|_, point, _| point.title.clone())
            text=say(|words, point, today| [point.address.as_str(), ". ", &open_hours(words, point, today)].concat())
            note=say(|words, point, _| kept(words, point))
            badge=Some(badge)
            aside=Some(ViewFn::from(move || el("span", "kassa-option__text").child(distance).view()))
            chosen=Memo::new(move |_| chosen.with(|chosen| chosen.as_ref() == Some(&id)))
            on_choose=session.on(move || Event::Chose(Field::Point, wanted.clone()))
        />
    }
    .into_any()
}

fn own_badge(session: Session) -> AnyView {
    view! { <Badge tint=BadgeTint::Accent icon=Some(path::STORE) text=session.text(key::COLLECT_OWN_SHOP) /> }
        .into_any()
}

/// From when it is there, and for how long.
fn kept(words: &Words, point: &Point) -> String {
    let ready = words.with(key::COLLECT_READY, &[("when", &words.window(&point.ready))]);
    let kept = words.plural(key::COLLECT_KEPT, u32::from(point.kept_days), &[]);
    [ready.as_str(), " ", &kept].concat()
}

/// Today's hours in a sentence.
fn open_hours(words: &Words, point: &Point, today: Day) -> String {
    match point.hours_on(today) {
        Some((0, 24)) => words.text(key::COLLECT_ALWAYS_OPEN),
        Some((_, until)) => words.with(key::COLLECT_OPEN_UNTIL, &[("hour", &until.to_string())]),
        None => words.text(key::COLLECT_CLOSED),
    }
}
