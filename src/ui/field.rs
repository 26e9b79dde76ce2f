//! Labelled fields: label, hint, control, problem, always in this order, in the document and on screen.
//!
//! The label and the hint are visible before anything is typed (WCAG 3.3.2); the control is described
//! by the hint first and then by its problem (3.3.1, A11Y-19); a problem is an icon, words and a
//! doubled outline (1.4.1). What is shown is what was typed: a field never rewrites its text while
//! somebody types in it, and it reports leaving so that problems come late (UX-10).

use crate::ui::erased::live;
use leptos::prelude::*;

use crate::{
    domain::problem::Field,
    i18n::{Part, key, parts},
    ui::{
        entry::Entry,
        icon::{IconLook, icon, path},
        words::use_words,
    },
};

/// A field's ids and the wiring between label, hint, problem and control.
#[derive(Clone, Copy)]
struct Wiring {
    id: &'static str,
    place: &'static str,
    hint: MaybeProp<String>,
    problem: Signal<Option<String>>,
}

impl Wiring {
    fn id(self) -> String {
        [self.id, self.place].concat()
    }

    fn part(self, part: &str) -> String {
        [self.id, self.place, part].concat()
    }

    fn invalid(self) -> Option<&'static str> {
        self.problem.with(|problem| problem.as_ref().map(|_| "true"))
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
fn framed(wiring: Wiring, label: Signal<String>, optional: Signal<bool>, control: AnyView) -> impl IntoView {
    let words = use_words();
    view! {
        <div class="kassa-field" class:kassa-field--error=Signal::derive(move || wiring.invalid().is_some())>
            <label class="kassa-field__label" for=wiring.id()>
                {label}
                {live(move || {
                    optional
                        .get()
                        .then(|| view! { <span class="kassa-field__optional">{words.say(key::SHARED_OPTIONAL)}</span> })
                })}
            </label>
            {live(move || {
                wiring
                    .hint
                    .get()
                    .map(|hint| view! { <p class="kassa-field__hint" id=wiring.part("-hint")>{hint}</p> })
            })}
            {control}
            {live(move || wiring.problem.get().map(|problem| error_line(wiring.part("-error"), problem)))}
        </div>
    }
}

/// What is wrong, under the control.
pub(crate) fn error_line(id: String, problem: String) -> impl IntoView {
    view! {
        <p class="kassa-field__error" id=id>
            {icon(path::ALERT_CIRCLE, IconLook::Small)}
            {problem}
        </p>
    }
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
    let control = view! {
        <div class="kassa-field__control">
            {leading
                .map(|drawing| {
                    view! { <span class="kassa-field__leading">{icon(drawing, IconLook::Plain)}</span> }
                })}
            <input
                class=class
                id=wiring.id()
                name=field.name()
                type=entry.kind
                autocomplete=entry.autocomplete
                inputmode=Signal::derive(move || inputmode.get().unwrap_or(entry.inputmode))
                enterkeyhint=enterkeyhint
                autocapitalize=entry.autocapitalize
                spellcheck="false"
                maxlength=entry.max_length.to_string()
                dir=entry.left_to_right.then_some("ltr")
                readonly=read_only
                aria-required=Signal::derive(move || (required && !optional.get()).then_some("true"))
                aria-invalid=Signal::derive(move || wiring.invalid())
                aria-describedby=Signal::derive(move || wiring.described_by())
                prop:value=value
                on:input=move |event| on_input.run(event_target_value(&event))
                on:blur=move |_| {
                    // A field that is taken away while it has the focus is left as well; by then nobody listens.
                    if let Some(leave) = on_leave {
                        leave.try_run(());
                    }
                }
            />
            {trailing.map(|view| view! { <span class="kassa-field__trailing">{view.run()}</span> })}
        </div>
        {after.map(|view| view.run())}
    };
    framed(wiring, label, optional, control.into_any())
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
    let offered = move || {
        view! {
            <b>
                <bdi>{value}</bdi>
            </b>
        }
    };
    let pieces = move || {
        lead.with(|lead| {
            let mut placed = false;
            let mut pieces: Vec<AnyView> = Vec::new();
            for part in parts(lead) {
                match part {
                    Part::Text(text) => pieces.push(text.to_owned().into_any()),
                    Part::Slot(_) => {
                        placed = true;
                        pieces.push(offered().into_any());
                    }
                }
            }
            if !placed {
                pieces.push(" ".into_any());
                pieces.push(offered().into_any());
            }
            pieces
        })
    };
    view! {
        <button class="kassa-field__suggest" type="button" on:click=move |_| on_take.run(())>
            <span>{pieces}</span>
        </button>
    }
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
    let options = move || {
        items
            .get()
            .into_iter()
            .map(|item| {
                let own = item.value.clone();
                view! {
                    <option value=item.value prop:selected=Signal::derive(move || value.with(|chosen| *chosen == own))>
                        {item.label}
                    </option>
                }
            })
            .collect_view()
    };
    let control = view! {
        <div class="kassa-field__control kassa-field__control--select">
            <select
                class="kassa-select"
                id=wiring.id()
                name=field.name()
                autocomplete=Entry::of(field).autocomplete
                aria-required=Signal::derive(move || (!optional.get()).then_some("true"))
                aria-invalid=Signal::derive(move || wiring.invalid())
                aria-describedby=Signal::derive(move || wiring.described_by())
                on:change=move |event| on_change.run(event_target_value(&event))
            >
                {options}
            </select>
        </div>
    };
    framed(wiring, label, optional, control.into_any())
}
