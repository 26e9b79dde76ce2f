//! Why a field is asked, who gets it and how long it is kept (GDPR art. 13), behind a line under the field.
//!
//! The line says the same under every field; which one it is about is heard (WCAG 2.4.6), and seen by where it stands.

use leptos::prelude::*;

use crate::{
    domain::house::{Keep, Own, Purpose, Said, Who, Why},
    i18n::{Key, Words, key},
    ui::{
        el::{Child, El, all, el},
        icon::{IconLook, icon, path},
        words::use_words,
    },
};

/// A text of the merchant's own; it says in which language it is where that is not the one on screen (WCAG 3.1.2).
pub fn own(words: &Words, text: &Own) -> El {
    let spoken = words.language().tag;
    let (told, tag) = text.told(spoken);
    let span = if tag == spoken { el("span", "") } else { el("span", "").own("lang", tag.to_owned()) };
    span.child(told.to_owned())
}

fn said<T: Copy>(words: &Words, said: &Said<T>, known: impl Fn(&Words, T) -> String) -> Option<AnyView> {
    match said {
        Said::Known(one) => known(words, *one).drawn(),
        Said::Own(text) => own(words, text).drawn(),
    }
}

fn why(words: &Words, why: Why) -> String {
    words.text(match why {
        Why::Order => key::PURPOSE_WHY_ORDER,
        Why::Delivery => key::PURPOSE_WHY_DELIVERY,
        Why::Updates => key::PURPOSE_WHY_UPDATES,
        Why::Invoice => key::PURPOSE_WHY_INVOICE,
        Why::Law => key::PURPOSE_WHY_LAW,
        Why::Fraud => key::PURPOSE_WHY_FRAUD,
        Why::Help => key::PURPOSE_WHY_HELP,
        Why::Marketing => key::PURPOSE_WHY_MARKETING,
    })
}

fn who(words: &Words, who: Who) -> String {
    words.text(match who {
        Who::Shop => key::PURPOSE_WHO_SHOP,
        Who::Carrier => key::PURPOSE_WHO_CARRIER,
        Who::Payment => key::PURPOSE_WHO_PAYMENT,
        Who::Bookkeeper => key::PURPOSE_WHO_BOOKKEEPER,
        Who::Authorities => key::PURPOSE_WHO_AUTHORITIES,
    })
}

fn kept(words: &Words, kept: Keep) -> String {
    match kept {
        Keep::Days(days) => words.plural(key::PURPOSE_KEPT_DAYS, u32::from(days), &[]),
        Keep::Delivered => words.text(key::PURPOSE_KEPT_DELIVERED),
        Keep::Books => words.text(key::PURPOSE_KEPT_BOOKS),
        Keep::Withdrawn => words.text(key::PURPOSE_KEPT_WITHDRAWN),
    }
}

/// The line, and what is behind it.
pub fn purpose(words: &Words, field: String, purpose: &Purpose) -> AnyView {
    let row =
        |name: Key, said: AnyView| all([el("dt", "").child(words.text(name)).view(), el("dd", "").child(said).view()]);
    let receivers = purpose.who.iter().filter_map(|one| said(words, one, who));
    let receivers: Vec<AnyView> = receivers.map(|one| el("span", "kassa-purpose__who").child(one).view()).collect();
    let rows = [
        said(words, &purpose.why, why).map(|said| row(key::PURPOSE_WHY, said)),
        (!receivers.is_empty()).then(|| row(key::PURPOSE_WHO, all(receivers))),
        purpose.kept.as_ref().and_then(|one| said(words, one, kept)).map(|said| row(key::PURPOSE_KEPT, said)),
    ];
    el("details", "kassa-disclosure kassa-disclosure--muted kassa-purpose")
        .child(
            el("summary", "kassa-disclosure__toggle")
                .child(icon(path::INFO, IconLook::Small))
                .child(words.text(key::PURPOSE_TOGGLE))
                .child(el("span", "kassa-visually-hidden").child([": ", &field].concat())),
        )
        .child(el("dl", "kassa-disclosure__body kassa-purpose__rows").child(all(rows.into_iter().flatten())))
        .view()
}

/// The same for what may come later.
#[component]
pub fn WhyAsked(
    /// The field's label.
    #[prop(into)]
    label: Signal<String>,
    #[prop(into)] of: Signal<Option<Purpose>>,
) -> impl IntoView {
    let words = use_words();
    crate::ui::el::live(move || {
        let purpose = of.get()?;
        let label = label.get();
        Some(words.with(|words| self::purpose(words, label.clone(), &purpose)))
    })
}
