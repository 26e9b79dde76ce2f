//! What signs somebody in: a password that can be shown, or a code in one field.
//!
//! Always true: what is typed is held by the field alone and read when it is needed; it is in no signal, so nothing can
//! draw it or write it down. Paste, password managers and codes of the keyboard work (WCAG 3.3.8): nothing is listened to
//! but Enter's own form. Showing a password is a button with a state, after the field in the order of focus (FLD-21).

use leptos::prelude::*;

use crate::{
    domain::problem::Field,
    i18n::key,
    ui::{
        el::el,
        entry::Entry,
        field::{Wiring, framed},
        words::use_words,
    },
};

/// A field for a password or a code. Its text is in the page only: `on_change` reports that it is another.
#[component]
pub fn SecretField(
    /// Gives id, name, autofill token and keyboard.
    field: Field,
    #[prop(into)] label: Signal<String>,
    #[prop(optional, into)] hint: MaybeProp<String>,
    #[prop(into)] problem: Signal<Option<String>>,
) -> impl IntoView {
    let words = use_words();
    let entry = Entry::secret(field);
    let wiring = Wiring { id: field.name(), place: "", hint, problem };
    let hides = entry.kind == "password";
    let shown = RwSignal::new(false);
    let input = wiring
        .control(
            "input",
            if hides { "kassa-input kassa-input--trailing" } else { "kassa-input kassa-input--code" },
            field.name(),
        )
        .follow("type", move || Some(if shown.get() { "text" } else { entry.kind }.to_owned()))
        .set("autocomplete", entry.autocomplete)
        .set("inputmode", entry.inputmode)
        .set("enterkeyhint", "go")
        .set("autocapitalize", entry.autocapitalize)
        .set("autocorrect", "off")
        .set("spellcheck", "false")
        .own("maxlength", entry.max_length.to_string())
        .set("dir", "ltr")
        .set("aria-required", "true");
    let verb = move || words.say(if shown.get() { key::DOOR_PASSWORD_HIDE } else { key::DOOR_PASSWORD_SHOW });
    let name = move || words.say(if shown.get() { key::DOOR_PASSWORD_HIDE_NAME } else { key::DOOR_PASSWORD_SHOW_NAME });
    let show = hides.then(|| {
        el("span", "kassa-field__trailing").child(
            el("button", "kassa-link kassa-link--plain kassa-secret__show")
                .set("type", "button")
                .set("aria-controls", field.name())
                .follow("aria-label", move || Some(name()))
                .press(move |_| shown.update(|shown| *shown = !*shown))
                .child(Signal::derive(verb)),
        )
    });
    let control = el("div", "kassa-field__control").child(input).child(show);
    framed(wiring, label, Signal::stored(false), control)
}
