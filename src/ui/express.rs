//! Wallets before the form: a row of buttons, then "or" (UX-23).
//!
//! A button is there only when its wallet is, and works: none is drawn disabled. The row has one height, however many there
//! are and while nobody knows yet, so that nothing below moves when they come (UX-23); with none at all nothing is drawn,
//! so ask before what stands below is there. A press is reported within the press itself: a sheet opens only then.

use leptos::prelude::*;

use crate::i18n::key;
use crate::ui::{
    el::{all, el, live},
    field::error_line,
    mark::mark,
    words::use_words,
};

/// A wallet that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpressButton {
    /// What is reported: the way to pay.
    pub id: String,
    /// Its name: "Apple Pay".
    pub name: String,
    /// Its plate: a file of `brands/` without its ending.
    pub mark: String,
}

/// The row with its heading, and the word that leads on to the form.
#[component]
pub fn Express(
    /// Nothing while nobody knows yet.
    #[prop(into)]
    buttons: Signal<Option<Vec<ExpressButton>>>,
    /// While a sheet is open or its answer is taken: no second press.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// What is to be said of the last press, where its sheet did not open.
    #[prop(optional, into)]
    problem: MaybeProp<String>,
    /// The way to pay that was pressed.
    #[prop(into)]
    on_press: UnsyncCallback<String>,
) -> impl IntoView {
    let words = use_words();
    let button = move |ExpressButton { id, name, mark: brand }: ExpressButton| {
        let of = name.clone();
        el("button", "kassa-express__button")
            .set("type", "button")
            .follow("aria-label", move || Some(words.fill(key::PAYMENT_EXPRESS_PAY, &[("method", &of)])))
            .flag("aria-disabled", move || busy.get())
            .press(move |_| {
                if !busy.get_untracked() {
                    on_press.run(id.clone());
                }
            })
            .child(mark(&brand, String::new()))
            .child(el("bdi", "").child(name))
            .view()
    };
    // Compared whole: a wallet that says yes twice does not take the focus from its button.
    let known = Memo::new(move |_| buttons.get());
    let is_drawn = Memo::new(move |_| known.get().is_none_or(|buttons| !buttons.is_empty()));
    let list = move || match known.get() {
        Some(buttons) => all(buttons.into_iter().map(button)),
        None => el("span", "kassa-skeleton kassa-express__coming").view(),
    };
    live(move || {
        is_drawn.get().then(|| {
            let title =
                el("h2", "kassa-section__title").set("id", "express-title").child(words.t(key::PAYMENT_EXPRESS_TITLE));
            let row = el("div", "kassa-express__list")
                .flag("aria-busy", move || known.get().is_none() || busy.get())
                .child(live(list));
            let section =
                el("section", "kassa-express").set("aria-labelledby", "express-title").child(title).child(row).child(
                    live(move || problem.get().map(|problem| error_line("express-problem".into(), problem).view())),
                );
            all([section, el("p", "kassa-divider").child(words.t(key::PAYMENT_EXPRESS_OR))])
        })
    })
}
