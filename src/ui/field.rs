//! Labelled fields: label, hint, control, problem, always in this order, in the document and on screen.
//!
//! The label and the hint are visible before anything is typed (WCAG 3.3.2); the control is described
//! by the hint first and then by its problem (3.3.1, A11Y-19); a problem is an icon, words and a
//! doubled outline (1.4.1). What is shown is what was typed: a field never rewrites its text while
//! somebody types in it, and it reports leaving so that problems come late (UX-10).

use leptos::prelude::*;

use crate::{
    domain::problem::Field,
    i18n::{Part, key, parts},
    ui::{
        el::{Child, El, all, el, live},
        entry::Entry,
        icon::{IconLook, icon, path},
        words::use_words,
    },
};

/// A field's ids and the wiring between label, hint, problem and control.
#[derive(Clone, Copy)]
pub(super) struct Wiring {
    pub id: &'static str,
    pub place: &'static str,
    pub hint: MaybeProp<String>,
    pub problem: Signal<Option<String>>,
}

impl Wiring {
    fn id(self) -> String {
        [self.id, self.place].concat()
    }

    fn part(self, part: &str) -> String {
        [self.id, self.place, part].concat()
    }

    fn invalid(self) -> bool {
        self.problem.with(Option::is_some)
    }

    /// What every control has: its name, and what is said about it.
    pub fn control(self, tag: &'static str, class: &'static str, name: &'static str) -> El {
        let control = el(tag, class);
        #[cfg(feature = "widget")]
        let control = control.follow("part", move || {
            let part = if tag == "select" { "select" } else { "input" };
            Some(if self.invalid() { [part, " input-invalid"].concat() } else { part.to_owned() })
        });
        control
            .own("id", self.id())
            .set("name", name)
            .flag("aria-invalid", move || self.invalid())
            .follow("aria-describedby", move || self.described_by())
    }

    /// Hint first, then the problem: the order in which a screen reader speaks them.
    fn described_by(self) -> Option<String> {
        let hint = self.hint.with(Option::is_some).then(|| self.part("-hint"));
        let problem = self.problem.with(Option::is_some).then(|| self.part("-error"));
        match (hint, problem) {
            (Some(hint), Some(problem)) => Some([&hint, " ", &problem].concat()),
            (hint, problem) => hint.or(problem),
        }
    }
}

/// The frame around a control: everything of a field that is not the control itself.
pub(super) fn framed(wiring: Wiring, label: Signal<String>, optional: Signal<bool>, control: impl Child) -> AnyView {
    let words = use_words();
    let marked =
        move || optional.get().then(|| el("span", "kassa-field__optional").child(words.say(key::SHARED_OPTIONAL)));
    let hint = move || {
        let hint = wiring.hint.get()?;
        Some(el("p", "kassa-field__hint").own("id", wiring.part("-hint")).child(hint))
    };
    el("div", "kassa-field")
        .toggle("kassa-field--error", move || wiring.invalid())
        .child(el("label", "kassa-field__label").own("for", wiring.id()).child(label).child(live(marked)))
        .child(live(hint))
        .child(control)
        .child(live(move || wiring.problem.get().map(|problem| error_line(wiring.part("-error"), problem))))
        .view()
}

/// What is wrong, under the control.
pub(crate) fn error_line(id: String, problem: String) -> El {
    el("p", "kassa-field__error").own("id", id).child(icon(path::ALERT_CIRCLE, IconLook::Small)).child(problem)
}

/// A labelled text input with its hint and problem.
#[component]
pub fn TextField(
    /// Gives id, name, autofill token and keyboard.
    field: Field,
    #[prop(into)] label: Signal<String>,
    /// What was typed, as it was typed.
    #[prop(into)]
    value: Signal<String>,
    /// The sentence to show under the field.
    #[prop(into)]
    problem: Signal<Option<String>>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    /// Says "(optional)" after the label; otherwise assistive technology hears that it is required.
    #[prop(optional, into)]
    optional: Signal<bool>,
    /// Whether going on needs it. A field that is neither required nor optional is one that is only
    /// there when wanted, such as a code.
    #[prop(default = true)]
    required: bool,
    /// Another keyboard than the field's own: `numeric` for a postcode of digits (FLD-08).
    #[prop(optional, into)]
    inputmode: MaybeProp<&'static str>,
    /// What the return key of a phone says: `next`, `done`, `go`, `search`.
    #[prop(default = "next")]
    enterkeyhint: &'static str,
    #[prop(optional, into)] read_only: Signal<bool>,
    /// Makes the id unique where one field is drawn twice (`-bar`).
    #[prop(optional)]
    place: &'static str,
    /// Drawn at the start, inside the outline: an icon.
    #[prop(optional)]
    leading: Option<&'static str>,
    /// Drawn at the end, inside the outline.
    #[prop(optional, into)]
    trailing: Option<ViewFn>,
    /// Drawn between control and problem: a [`Suggestion`] (UX-12) or a list of suggestions.
    #[prop(optional, into)]
    after: Option<ViewFn>,
    #[prop(into)] on_input: UnsyncCallback<String>,
    #[prop(optional, into)] on_leave: Option<UnsyncCallback<()>>,
) -> impl IntoView {
    let entry = Entry::of(field);
    let wiring = Wiring { id: field.name(), place, hint, problem };
    let class = match (leading.is_some(), trailing.is_some()) {
        (false, false) => "kassa-input",
        (true, false) => "kassa-input kassa-input--leading",
        (false, true) => "kassa-input kassa-input--trailing",
        (true, true) => "kassa-input kassa-input--leading kassa-input--trailing",
    };
    let leave = move |_| {
        // A field that is taken away while it has the focus is left as well; by then nobody listens.
        if let Some(leave) = on_leave {
            leave.try_run(());
        }
    };
    let input = wiring
        .control("input", class, field.name())
        .set("type", entry.kind)
        .set("autocomplete", entry.autocomplete)
        .follow("inputmode", move || Some(inputmode.get().unwrap_or(entry.inputmode).to_owned()))
        .set("enterkeyhint", enterkeyhint)
        .set("autocapitalize", entry.autocapitalize)
        .set("spellcheck", "false")
        .own("maxlength", entry.max_length.to_string())
        .some("dir", entry.left_to_right.then_some("ltr"))
        .prop("readOnly", move || read_only.get().into())
        .flag("aria-required", move || required && !optional.get())
        .prop("value", move || value.get().into())
        .on("input", move |event| on_input.run(event_target_value(&event)))
        .on("blur", leave);
    let control = el("div", "kassa-field__control")
        .child(leading.map(|drawing| el("span", "kassa-field__leading").child(icon(drawing, IconLook::Plain))))
        .child(input)
        .child(trailing.map(|view| el("span", "kassa-field__trailing").child(view.run())));
    framed(wiring, label, optional, all([Some(control.view()), after.map(|view| view.run())]))
}

/// A value to take instead of the typed one; taking it is the shopper's choice (UX-12).
#[component]
pub fn Suggestion(
    /// A sentence with a place for the value, `Did you mean {email}?`; without a place the value follows it.
    #[prop(into)]
    lead: Signal<String>,
    /// The value offered.
    #[prop(into)]
    value: Signal<String>,
    #[prop(into)] on_take: UnsyncCallback<()>,
) -> impl IntoView {
    // Isolated: an address reads left to right inside any sentence.
    let offered = move || el("b", "").child(el("bdi", "").child(value));
    let pieces = move || {
        lead.with(|lead| {
            let mut placed = false;
            let mut pieces: Vec<AnyView> = Vec::new();
            for part in parts(lead) {
                match part {
                    Part::Text(text) => pieces.extend(text.to_owned().drawn()),
                    Part::Slot(_) => {
                        placed = true;
                        pieces.push(offered().view());
                    }
                }
            }
            if !placed {
                pieces.extend(" ".drawn());
                pieces.push(offered().view());
            }
            pieces
        })
    };
    el("button", "kassa-field__suggest")
        .set("type", "button")
        .press(move |_| on_take.run(()))
        .child(el("span", "").child(live(pieces)))
        .view()
}

/// One entry of a [`SelectField`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SelectItem {
    /// What is reported.
    pub value: String,
    /// What is read.
    pub label: String,
}

/// A labelled native list. Native because type-ahead, the wheel of a phone and autofill come with it.
#[component]
pub fn SelectField(
    field: Field,
    #[prop(into)] label: Signal<String>,
    /// The entries, in the order shown.
    #[prop(into)]
    items: Signal<Vec<SelectItem>>,
    /// The value of the chosen entry.
    #[prop(into)]
    value: Signal<String>,
    #[prop(into)] problem: Signal<Option<String>>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(optional, into)] optional: Signal<bool>,
    #[prop(optional)] place: &'static str,
    #[prop(into)] on_change: UnsyncCallback<String>,
) -> impl IntoView {
    let wiring = Wiring { id: field.name(), place, hint, problem };
    let option = move |item: SelectItem| {
        let own = item.value.clone();
        el("option", "")
            .own("value", item.value)
            .prop("selected", move || value.with(|chosen| *chosen == own).into())
            .child(item.label)
    };
    let select = wiring
        .control("select", "kassa-select", field.name())
        .set("autocomplete", Entry::of(field).autocomplete)
        .flag("aria-required", move || !optional.get())
        .on("change", move |event| on_change.run(event_target_value(&event)))
        .child(live(move || all(items.get().into_iter().map(option))));
    let control = el("div", "kassa-field__control kassa-field__control--select").child(select);
    framed(wiring, label, optional, control)
}
