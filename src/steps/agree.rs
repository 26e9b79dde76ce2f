//! What is agreed to, on screen: a box for each, apart and never ticked (GDPR art. 7, LEG-03).
//!
//! The tick is noted with the very text that stood there, its language and the moment.

use crate::{
    app::{self, Session},
    checkout::Event,
    domain::{house::Consent, problem::Field, quote::Policy},
    i18n::{Words, key},
    pages::house::policy_name,
    ui::{
        CheckBox,
        el::{El, all, el, live},
    },
};
use leptos::prelude::*;

/// What a wish for news is called: the backend is told of it, too.
const NEWS: &str = "news";

/// Makes a way to a text of the shop; given by the part that has it.
pub type Link = fn(Session, Policy, &'static str) -> Option<El>;

/// The boxes of a kind: about marketing, or not. Nothing where there are none.
pub fn boxes(session: Session, marketing: bool) -> Memo<Vec<(Field, Consent)>> {
    Memo::new(move |_| {
        session.with(|checkout| {
            let house = checkout.shop.house.as_deref();
            let of = |(field, consent): (Field, &Consent)| (field, consent.clone());
            house.into_iter().flat_map(|house| house.consents(marketing).map(of)).collect()
        })
    })
}

/// A box, and where one reads more.
pub fn consent(session: Session, field: Field, consent: Consent, link: Link) -> AnyView {
    let (asked, given, text, note) = (consent.clone(), consent.clone(), consent.text.clone(), consent.note.clone());
    let required = consent.required;
    let ticked = Memo::new(move |_| session.with(|checkout| given.given(checkout.answers.text(field)).is_some()));
    let change = UnsyncCallback::new(move |on: bool| {
        if asked.id == NEWS {
            session.ticks(Field::News).run(on);
        }
        let note = if on { asked.ticked(session.locale(), app::now()) } else { String::new() };
        session.dispatch(Event::Chose(field, note));
    });
    let label = session.say(move |words| text.text(words.language().tag));
    let note = Signal::derive(move || {
        session.words.with(|words| match &note {
            Some(note) => Some(note.text(words.language().tag)),
            None => required.then(|| words.text(key::CONSENTS_NEEDED)),
        })
    });
    let tick = view! {
        <CheckBox
            field=field
            label=label
            note=note
            problem=session.problem(field)
            checked=ticked
            on_change=change
        />
    };
    let spoken = consent.text.clone();
    let read = move || session.words.with(|words| more(session, words, &consent, link));
    el("div", "")
        .follow("lang", move || {
            session.words.with(|words| {
                let tag = words.language().tag;
                let (_, told) = spoken.told(tag);
                (told != tag).then(|| told.to_owned())
            })
        })
        .child(tick.into_any())
        .child(live(read))
        .view()
}

/// The text of the shop that belongs to it, with its version.
fn more(session: Session, words: &Words, consent: &Consent, link: Link) -> Option<El> {
    let policy = consent.policy?;
    let name = words.text(policy_name(policy));
    let version = session.with(|checkout| {
        let house = checkout.shop.house.as_deref()?;
        house.versions.iter().find(|version| version.policy == policy).cloned()
    });
    let label = match version {
        Some(version) => match version.from {
            Some(day) => {
                let date = words.day_of_year(day);
                let values = [("name", name.as_str()), ("version", &version.version), ("date", &date)];
                words.with(key::CONSENTS_POLICY, &values)
            }
            None => words.with(key::CONSENTS_VERSION, &[("name", &name), ("version", &version.version)]),
        },
        None => name,
    };
    let link = link(session, policy, "kassa-textlink")?.child(label);
    Some(el("p", "kassa-agree__more").child(link))
}

/// All of what is agreed to before the order, with a heading.
pub fn agreement(session: Session, link: Link) -> AnyView {
    let boxes = boxes(session, false);
    live(move || {
        let boxes = boxes.get();
        if boxes.is_empty() {
            return None;
        }
        let title = el("h2", "kassa-section__title").set("id", "agree-title").child(session.text(key::CONSENTS_TITLE));
        let boxes = boxes.into_iter().map(|(field, of)| consent(session, field, of, link));
        Some(
            el("section", "kassa-agree")
                .set("aria-labelledby", "agree-title")
                .child(title)
                .child(el("p", "kassa-small kassa-muted").child(session.text(key::CONSENTS_LEAD)))
                .child(all(boxes)),
        )
    })
}
