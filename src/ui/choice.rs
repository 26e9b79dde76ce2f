//! Choices: a check box, tiles of equals, two halves, a list with panels. Native inputs, drawn once.
//!
//! The label is the target, at least 44 px high (WCAG 2.5.8). Groups are field sets with a legend
//! (1.3.1); arrow keys are the browser's. What is chosen shows by dot, outline and weight (1.4.1).

use leptos::prelude::*;

use crate::{
    domain::problem::Field,
    ui::{
        el::{all, el, live},
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
    /// What is wrong with it, where it has to be ticked.
    #[prop(optional, into)]
    problem: MaybeProp<String>,
    #[prop(into)] on_change: UnsyncCallback<bool>,
) -> impl IntoView {
    let error_id = [field.name(), "-error"].concat();
    let described = error_id.clone();
    let error = live(move || problem.get().map(|problem| error_line(error_id.clone(), problem)));
    let ticked = move |event| on_change.run(event_target_checked(&event));
    let choice = el("label", "kassa-choice")
        .child(
            el("input", "kassa-check")
                .flag("aria-invalid", move || problem.with(Option::is_some))
                .follow("aria-describedby", move || problem.with(Option::is_some).then(|| described.clone()))
                .set("type", "checkbox")
                .set("id", field.name())
                .set("name", field.name())
                .prop("checked", move || checked.get().into())
                .on("change", ticked),
        )
        .child(
            el("span", "")
                .child(label)
                .child(live(move || note.get().map(|note| el("span", "kassa-choice__note").child(note)))),
        );
    all([choice.view(), error])
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
        el("label", "kassa-tile")
            .own("for", id.clone())
            .child(
                el("input", "kassa-check kassa-check--radio")
                    .set("type", "radio")
                    .own("id", id)
                    .set("name", field.name())
                    .set("value", value)
                    .prop("checked", move || chosen.with(|chosen| chosen == value).into())
                    .on("change", move |_| on_choose.run(value)),
            )
            .child(el("span", "kassa-tile__title").child(tile.title))
            .child(el("span", "kassa-tile__text").child(tile.text))
    };
    el("fieldset", "kassa-ways")
        .child(el("legend", "kassa-visually-hidden").child(legend))
        .child(
            el("div", "kassa-tiles")
                .toggle("kassa-tiles--2", move || tiles.with(|tiles| tiles.len() == 2))
                .toggle("kassa-tiles--3", move || tiles.with(|tiles| tiles.len() == 3))
                .child(live(move || all(tiles.get().into_iter().map(tile)))),
        )
        .view()
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
        el("label", "kassa-segmented__item")
            .child(
                el("input", "")
                    .set("type", "radio")
                    .own("id", [field.name(), "-", value].concat())
                    .set("name", field.name())
                    .set("value", value)
                    .prop("checked", move || chosen.with(|chosen| chosen == value).into())
                    .on("change", move |_| on_choose.run(value)),
            )
            .child(icon(segment.icon, IconLook::Plain))
            .child(el("span", "").child(segment.title).child(" ").child(el("small", "").child(segment.note)))
    };
    el("fieldset", "")
        .child(el("legend", "kassa-visually-hidden").child(legend))
        .child(el("div", "kassa-segmented").child(live(move || all(segments.get().into_iter().map(segment)))))
        .view()
}

/// A bordered list of [`OptionRow`]s, at most one of them open.
#[component]
pub fn OptionList(
    field: Field,
    /// Tells two lists of one field apart.
    #[prop(optional)]
    place: &'static str,
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
    let error_id = [field.name(), place, "-error"].concat();
    let described = error_id.clone();
    el("fieldset", "kassa-options-group")
        .own("id", [field.name(), place].concat())
        .set("tabindex", "-1")
        .follow("aria-describedby", move || problem.with(Option::is_some).then(|| described.clone()))
        .child(el("legend", legend_class).child(legend))
        .child(el("div", "kassa-options").flag("aria-busy", move || busy.get()).child(children()))
        .child(live(move || problem.get().map(|problem| error_line(error_id.clone(), problem))))
        .view()
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
    let radio = el("input", "kassa-check kassa-check--radio")
        .set("type", "radio")
        .own("id", id.clone())
        .set("name", field.name())
        .own("value", value)
        .prop("checked", move || chosen.get().into())
        .prop("disabled", move || disabled.get().into())
        .on("change", move |_| on_choose.run(()));
    let line =
        |text: MaybeProp<String>| live(move || text.get().map(|text| el("span", "kassa-option__text").child(text)));
    let price = live(move || {
        let price = price.get()?;
        Some(el("span", "kassa-option__price").toggle("kassa-option__price--free", move || free.get()).child(price))
    });
    let panel = panel.map(|view| {
        live(move || {
            drawn
                .get()
                .then(|| el("div", "kassa-option__panel").toggle("kassa-gone", move || !open.get()).child(view.run()))
        })
    });
    let option = el("div", "kassa-option");
    #[cfg(feature = "widget")]
    let option =
        option.follow("part", move || Some(if chosen.get() { "method method-selected" } else { "method" }.to_owned()));
    option
        .toggle("kassa-option--disabled", move || disabled.get())
        .child(
            el("label", "kassa-option__row")
                .own("for", id)
                .child(radio)
                .child(
                    el("span", "kassa-option__body")
                        .child(
                            el("span", "kassa-option__title")
                                .child(el("span", "").child(title))
                                .child(badge.map(|view| view.run())),
                        )
                        .child(line(text))
                        .child(line(note)),
                )
                .child(el("span", "kassa-option__aside").child(price).child(aside.map(|view| view.run()))),
        )
        .child(panel)
        .view()
}
