//! Choices: a check box, tiles of equals, two halves, a list with panels. Native inputs, drawn once.
//!
//! The label is the target, at least 44 px high (WCAG 2.5.8). Groups are field sets with a legend
//! (1.3.1); arrow keys are the browser's. What is chosen shows by dot, outline and weight (1.4.1).

use crate::ui::erased::live;
use leptos::prelude::*;

use crate::{
    domain::problem::Field,
    ui::{
        field::error_line,
        icon::{IconLook, icon},
    },
};

/// One thing to agree to or to switch on.
#[component]
pub fn CheckBox(
    field: Field,
    #[prop(into)] label: Signal<String>,
    #[prop(into)] checked: Signal<bool>,
    /// A second, quiet line.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    #[prop(into)] on_change: UnsyncCallback<bool>,
) -> impl IntoView {
    view! {
        <label class="kassa-choice">
            <input
                class="kassa-check"
                type="checkbox"
                id=field.name()
                name=field.name()
                prop:checked=checked
                on:change=move |event| on_change.run(event_target_checked(&event))
            />
            <span>
                {label}
                {live(move || note.get().map(|note| view! { <span class="kassa-choice__note">{note}</span> }))}
            </span>
        </label>
    }
}

/// One of a few equals.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tile {
    /// What is reported.
    pub value: &'static str,
    /// The bold line.
    pub title: String,
    /// The quiet line.
    pub text: String,
}

/// Two or three equals side by side: same size, same weight, only the dot differs.
#[component]
pub fn RadioTiles(
    field: Field,
    /// What is asked; heard, not seen.
    #[prop(into)]
    legend: Signal<String>,
    #[prop(into)] tiles: Signal<Vec<Tile>>,
    /// The value of the chosen tile.
    #[prop(into)]
    chosen: Signal<String>,
    #[prop(into)] on_choose: UnsyncCallback<&'static str>,
) -> impl IntoView {
    let tile = move |tile: Tile| {
        let value = tile.value;
        let id = [field.name(), "-", value].concat();
        view! {
            <label class="kassa-tile" for=id.clone()>
                <input
                    class="kassa-check kassa-check--radio"
                    type="radio"
                    id=id.clone()
                    name=field.name()
                    value=value
                    prop:checked=Signal::derive(move || chosen.with(|chosen| chosen == value))
                    on:change=move |_| on_choose.run(value)
                />
                <span class="kassa-tile__title">{tile.title}</span>
                <span class="kassa-tile__text">{tile.text}</span>
            </label>
        }
    };
    view! {
        <fieldset class="kassa-ways">
            <legend class="kassa-visually-hidden">{legend}</legend>
            <div
                class="kassa-tiles"
                class:kassa-tiles--2=Signal::derive(move || tiles.with(|tiles| tiles.len() == 2))
                class:kassa-tiles--3=Signal::derive(move || tiles.with(|tiles| tiles.len() == 3))
            >
                {live(move || tiles.get().into_iter().map(tile).collect_view())}
            </div>
        </fieldset>
    }
}

/// One half of a [`Segmented`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment {
    /// What is reported.
    pub value: &'static str,
    /// The drawing before the words.
    pub icon: &'static str,
    /// The word.
    pub title: String,
    /// The price beside it.
    pub note: String,
}

/// Two ways, one of them chosen: ship or collect.
#[component]
pub fn Segmented(
    field: Field,
    /// What is asked; heard, not seen.
    #[prop(into)]
    legend: Signal<String>,
    #[prop(into)] segments: Signal<Vec<Segment>>,
    #[prop(into)] chosen: Signal<String>,
    #[prop(into)] on_choose: UnsyncCallback<&'static str>,
) -> impl IntoView {
    let segment = move |segment: Segment| {
        let value = segment.value;
        view! {
            <label class="kassa-segmented__item">
                <input
                    type="radio"
                    id=[field.name(), "-", value].concat()
                    name=field.name()
                    value=value
                    prop:checked=Signal::derive(move || chosen.with(|chosen| chosen == value))
                    on:change=move |_| on_choose.run(value)
                />
                {icon(segment.icon, IconLook::Plain)}
                <span>
                    {segment.title} " "
                    <small>{segment.note}</small>
                </span>
            </label>
        }
    };
    view! {
        <fieldset>
            <legend class="kassa-visually-hidden">{legend}</legend>
            <div class="kassa-segmented">{live(move || segments.get().into_iter().map(segment).collect_view())}</div>
        </fieldset>
    }
}

/// A bordered list of [`OptionRow`]s, at most one of them open.
#[component]
pub fn OptionList(
    field: Field,
    #[prop(into)] legend: Signal<String>,
    /// Whether the legend is seen; otherwise it is only heard, because a heading says the same.
    #[prop(optional)]
    legend_seen: bool,
    /// What is wrong with the choice.
    #[prop(optional, into)]
    problem: MaybeProp<String>,
    /// Whether better options are on their way.
    #[prop(optional, into)]
    busy: Signal<bool>,
    children: Children,
) -> impl IntoView {
    let legend_class = if legend_seen { "kassa-options__legend" } else { "kassa-visually-hidden" };
    let error_id = [field.name(), "-error"].concat();
    let described = error_id.clone();
    view! {
        <fieldset
            class="kassa-options-group"
            id=field.name()
            tabindex="-1"
            aria-describedby=Signal::derive(move || problem.with(Option::is_some).then(|| described.clone()))
        >
            <legend class=legend_class>{legend}</legend>
            <div class="kassa-options" aria-busy=Signal::derive(move || busy.get().then_some("true"))>
                {children()}
            </div>
            {live(move || problem.get().map(|problem| error_line(error_id.clone(), problem)))}
        </fieldset>
    }
}

/// One option: a radio, a title, a line or two, a price or a mark at the end, a panel when chosen.
#[component]
pub fn OptionRow(
    field: Field,
    /// What it stands for; unique in its list.
    value: String,
    #[prop(into)] title: Signal<String>,
    #[prop(optional, into)] text: MaybeProp<String>,
    /// A second line under the first.
    #[prop(optional, into)]
    note: MaybeProp<String>,
    /// Drawn after the title: one [`crate::ui::Badge`].
    #[prop(optional_no_strip)]
    badge: Option<ViewFn>,
    /// The price at the end, or a fee as "+ €2.50".
    #[prop(optional, into)]
    price: MaybeProp<String>,
    /// Draws the price as a saving.
    #[prop(optional, into)]
    free: Signal<bool>,
    /// Drawn at the end instead of a price: marks.
    #[prop(optional_no_strip)]
    aside: Option<ViewFn>,
    /// Drawn inside the frame while chosen.
    #[prop(optional_no_strip)]
    panel: Option<ViewFn>,
    /// Keeps the panel, unseen, once it was drawn: a frame in it holds what was typed.
    #[prop(optional)]
    keep_panel: bool,
    #[prop(optional, into)] disabled: Signal<bool>,
    #[prop(into)] chosen: Signal<bool>,
    #[prop(into)] on_choose: UnsyncCallback<()>,
) -> impl IntoView {
    let id = [field.name(), "-", &value].concat();
    // A memo: the panel may hold a frame of the payment provider, which must survive every redraw.
    let open = Memo::new(move |_| chosen.get());
    let drawn = Memo::new(move |before: Option<&bool>| open.get() || (keep_panel && before == Some(&true)));
    view! {
        <div class="kassa-option" class:kassa-option--disabled=Signal::derive(move || disabled.get())>
            <label class="kassa-option__row" for=id.clone()>
                <input
                    class="kassa-check kassa-check--radio"
                    type="radio"
                    id=id.clone()
                    name=field.name()
                    value=value
                    prop:checked=chosen
                    disabled=disabled
                    on:change=move |_| on_choose.run(())
                />
                <span class="kassa-option__body">
                    <span class="kassa-option__title">
                        <span>{title}</span>
                        {badge.map(|view| view.run())}
                    </span>
                    {live(move || text.get().map(|text| view! { <span class="kassa-option__text">{text}</span> }))}
                    {live(move || note.get().map(|note| view! { <span class="kassa-option__text">{note}</span> }))}
                </span>
                <span class="kassa-option__aside">
                    {live(move || {
                        price
                            .get()
                            .map(|price| {
                                view! {
                                    <span
                                        class="kassa-option__price"
                                        class:kassa-option__price--free=free
                                    >
                                        {price}
                                    </span>
                                }
                            })
                    })}
                    {aside.map(|view| view.run())}
                </span>
            </label>
            {panel
                .map(|view| {
                    move || {
                        drawn
                            .get()
                            .then(|| {
                                view! {
                                    <div class="kassa-option__panel" class:kassa-gone=Signal::derive(move || !open.get())>
                                        {view.run()}
                                    </div>
                                }
                            })
                    }
                })}
        </div>
    }
}
