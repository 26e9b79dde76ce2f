//! Texts of the law and help, over the page: nothing typed is lost for reading them.
//!
//! Drawn only while one is open. The texts are the demo shop's; a merchant replaces them in the catalogue.

use crate::{
    app::{self, Session, use_session},
    domain::{
        country::Country,
        money::Money,
        quote::{Policy, Terms},
    },
    i18n::{Key, Piece, Words, key},
    pages::{checkout::OpenPolicy, house},
    ui::{
        Button, ButtonLook, Dialog, Disclosure,
        el::{El, all, el, live},
    },
};
use leptos::prelude::*;

/// Where a person answers.
const HELP: &str = "help@fjellvik.example";
/// Where questions about data go.
const PRIVACY: &str = "privacy@fjellvik.example";
/// When a person answers, in whole hours.
const ANSWERED: (u8, u8) = (8, 21);

/// What a text takes from the shop, as far as the shop has said it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Told {
    terms: Option<Terms>,
    countries: Vec<Country>,
    ship_from: Option<Money>,
}

/// The open policy.
#[component]
pub fn PolicyText() -> impl IntoView {
    let session = use_session();
    let OpenPolicy(which) = expect_context::<OpenPolicy>();
    // What is closing keeps its text until it is gone.
    let shown =
        Memo::new(move |before: Option<&Policy>| which.get().or_else(|| before.copied()).unwrap_or(Policy::Help));
    let title = session.say(move |words| words.text(title(shown.get())));
    let open = Signal::derive(move || which.get().is_some());
    view! {
        <Dialog id="policy" title=title open=open on_close=move |()| which.set(None)>
            {live(move || text(session, shown.get()))}
        </Dialog>
    }
}

fn title(which: Policy) -> Key {
    match which {
        Policy::Returns => key::POLICY_RETURNS_TITLE,
        Policy::Delivery => key::POLICY_DELIVERY_TITLE,
        Policy::Terms => key::POLICY_TERMS_TITLE,
        Policy::Privacy => key::POLICY_PRIVACY_TITLE,
        Policy::Accessibility => key::POLICY_ACCESSIBILITY_TITLE,
        Policy::Help => key::POLICY_HELP_TITLE,
    }
}

fn text(session: Session, which: Policy) -> AnyView {
    // Read once: a quote that arrives while somebody reads moves nothing.
    let told = session.peek(|checkout| {
        checkout.quote().map_or_else(Told::default, |quote| Told {
            terms: quote.shop.terms.clone(),
            countries: quote.countries.clone(),
            ship_from: quote.delivery.ship_from,
        })
    });
    let words = session.words.get();
    all(match which {
        Policy::Returns => returns(&words),
        Policy::Delivery => delivery(&words, &told),
        Policy::Terms => terms(&words, &told),
        Policy::Privacy => privacy(session, &words),
        Policy::Accessibility => accessibility(&words),
        Policy::Help => match session.with(|checkout| checkout.shop.house.as_ref()?.help.clone()) {
            Some(of) => house::help(&words, &of),
            None => help(&words),
        },
    })
}

/// A paragraph. `{email}` becomes a link to the address given; other places take their value.
fn paragraph(words: &Words, text: Key, email: &'static str, values: &[(&str, &str)]) -> AnyView {
    let piece = |piece| match piece {
        Piece::Text(text) => text.into_any(),
        Piece::Slot(slot) if slot == "email" => {
            let address = el("bdi", "").child(email);
            el("a", "kassa-textlink").own("href", ["mailto:", email].concat()).child(address).view()
        }
        Piece::Slot(slot) => {
            let value = values.iter().find(|(name, _)| *name == slot).map_or("", |(_, value)| *value);
            el("bdi", "").child(value.to_owned()).view()
        }
    };
    el("p", "").child(all(words.pieces(text).into_iter().map(piece))).view()
}

fn paragraphs(words: &Words, texts: &[Key], email: &'static str) -> Vec<AnyView> {
    texts.iter().map(|text| paragraph(words, *text, email, &[])).collect()
}

/// A small line beside the text proper.
fn small_print() -> El {
    el("p", "kassa-muted kassa-small")
}

fn returns(words: &Words) -> Vec<AnyView> {
    let texts = [
        key::POLICY_RETURNS_P1,
        key::POLICY_RETURNS_P2,
        key::POLICY_RETURNS_P3,
        key::POLICY_RETURNS_P4,
        key::POLICY_RETURNS_P5,
        key::POLICY_RETURNS_P6,
    ];
    paragraphs(words, &texts, HELP)
}

fn delivery(words: &Words, told: &Told) -> Vec<AnyView> {
    let named = words.countries(&told.countries).into_iter().map(|(_, name)| name).collect::<Vec<_>>();
    let where_to = match named.as_slice() {
        [] => words.text(key::POLICY_DELIVERY_P1_PLAIN),
        named => words.with(key::POLICY_DELIVERY_P1, &[("countries", &words.list(named))]),
    };
    // Above the threshold it starts at nothing, which says nothing.
    let price = match told.ship_from.filter(|from| !from.is_zero()) {
        Some(from) => words.with(key::POLICY_DELIVERY_P3, &[("amount", &words.money(from))]),
        None => words.text(key::POLICY_DELIVERY_P3_PLAIN),
    };
    let texts = [
        where_to,
        words.text(key::POLICY_DELIVERY_P2),
        price,
        words.text(key::POLICY_DELIVERY_P4),
        words.text(key::POLICY_DELIVERY_P5),
        words.text(key::POLICY_DELIVERY_P6),
    ];
    texts.into_iter().map(|text| el("p", "").child(text).view()).collect()
}

fn terms(words: &Words, told: &Told) -> Vec<AnyView> {
    let version = told.terms.as_ref().map(|terms| {
        let values = [("version", terms.version.as_str()), ("date", &words.day_of_year(terms.from))];
        small_print().child(words.with(key::POLICY_TERMS_VERSION, &values)).view()
    });
    let texts = [
        key::POLICY_TERMS_P1,
        key::POLICY_TERMS_P2,
        key::POLICY_TERMS_P3,
        key::POLICY_TERMS_P4,
        key::POLICY_TERMS_P5,
        key::POLICY_TERMS_P6,
        key::POLICY_TERMS_P7,
        key::POLICY_TERMS_P8,
    ];
    version.into_iter().chain(paragraphs(words, &texts, HELP)).collect()
}

fn privacy(session: Session, words: &Words) -> Vec<AnyView> {
    let texts = [
        key::POLICY_PRIVACY_P1,
        key::POLICY_PRIVACY_P2,
        key::POLICY_PRIVACY_P3,
        key::POLICY_PRIVACY_P4,
        key::POLICY_PRIVACY_P5,
        key::POLICY_PRIVACY_P6,
    ];
    // The key of an order on its way is what keeps it from being placed twice (REL-03).
    let under_way = session.slice(|checkout| checkout.journal.attempt.is_some());
    let offer = move || {
        if under_way.get() {
            small_print().child(session.text(key::POLICY_PRIVACY_ERASE_LATER))
        } else {
            erasing(session)
        }
    };
    paragraphs(words, &texts, PRIVACY).into_iter().chain([live(offer)]).collect()
}

fn erasing(session: Session) -> El {
    let button = view! {
        <Button
            label=session.text(key::POLICY_PRIVACY_ERASE)
            look=ButtonLook::Danger
            on_press=move |()| app::erase_and_reload(session)
        />
    };
    let copy = el("a", "kassa-button")
        .set("download", "kassa.json")
        .own("href", app::copy_of_what_is_kept(session))
        .child(session.text(key::POLICY_PRIVACY_COPY));
    el("div", "kassa-stack kassa-stack--sm")
        .child(el("div", "kassa-row").child(copy).child(button.into_any()))
        .child(small_print().child(session.text(key::POLICY_PRIVACY_ERASE_NOTE)))
}

fn accessibility(words: &Words) -> Vec<AnyView> {
    let texts = [
        key::POLICY_ACCESSIBILITY_P1,
        key::POLICY_ACCESSIBILITY_P2,
        key::POLICY_ACCESSIBILITY_P3,
        key::POLICY_ACCESSIBILITY_P4,
        key::POLICY_ACCESSIBILITY_P5,
    ];
    paragraphs(words, &texts, HELP)
}

fn help(words: &Words) -> Vec<AnyView> {
    let questions = [
        (key::POLICY_HELP_Q1, key::POLICY_HELP_A1),
        (key::POLICY_HELP_Q2, key::POLICY_HELP_A2),
        (key::POLICY_HELP_Q3, key::POLICY_HELP_A3),
        (key::POLICY_HELP_Q4, key::POLICY_HELP_A4),
        (key::POLICY_HELP_Q5, key::POLICY_HELP_A5),
    ];
    let question = |(question, answer): (Key, Key)| {
        let answer = words.text(answer);
        view! { <Disclosure label=words.text(question)>{answer}</Disclosure> }.into_any()
    };
    let (from, to) = ANSWERED;
    let title = el("h3", "kassa-strong").set("id", "questions-title").child(words.text(key::POLICY_HELP_QUESTIONS));
    let section = el("section", "")
        .set("aria-labelledby", "questions-title")
        .child(title)
        .child(all(questions.into_iter().map(question)));
    vec![paragraph(words, key::POLICY_HELP_P1, HELP, &[("hours", &words.hours(from, to))]), section.view()]
}
