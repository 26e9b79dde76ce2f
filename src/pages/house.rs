//! What the merchant's configuration says of the shop: reasons to trust it, and who helps.

use crate::{
    app::Session,
    domain::{
        house::{BadgeIcon, Help, Spot, TrustBadge},
        quote::Policy,
    },
    i18n::{Key, Words, key},
    ui::{
        el::{El, all, el, live},
        icon::{IconLook, icon},
        own, path,
    },
};
use leptos::prelude::*;

/// What a text of the shop is called.
pub fn policy_name(which: Policy) -> Key {
    match which {
        Policy::Returns => key::FOOTER_RETURNS,
        Policy::Delivery => key::FOOTER_DELIVERY,
        Policy::Terms => key::FOOTER_TERMS,
        Policy::Privacy => key::FOOTER_PRIVACY,
        Policy::Accessibility => key::FOOTER_ACCESSIBILITY,
        Policy::Help => key::SHELL_HELP,
    }
}

/// The badges of a place; nothing where there are none.
pub fn badges(session: Session, at: Spot) -> AnyView {
    let house = session.slice(|checkout| checkout.shop.house.clone());
    live(move || {
        let house = house.get()?;
        let drawn = session.words.with(|words| {
            house.badges.iter().filter(|badge| badge.at == at).map(|of| badge(words, of)).collect::<Vec<_>>()
        });
        let class = match at {
            Spot::Pay => "kassa-trust kassa-trust--house kassa-trust--pay",
            Spot::Footer => "kassa-trust kassa-trust--house kassa-trust--row",
            Spot::Summary => "kassa-trust kassa-trust--house",
        };
        (!drawn.is_empty()).then(|| el("div", class).child(all(drawn)))
    })
}

fn badge(words: &Words, badge: &TrustBadge) -> El {
    let drawing = match badge.icon {
        BadgeIcon::Lock => path::LOCK,
        BadgeIcon::Shield => path::SHIELD,
        BadgeIcon::Truck => path::TRUCK,
        BadgeIcon::Returns => path::UNDO,
        BadgeIcon::Leaf => path::LEAF,
    };
    let title = own(words, &badge.title);
    // In another tab: nothing typed is lost for reading it.
    let title = match &badge.href {
        Some(href) => elsewhere(href).child(title),
        None => title,
    };
    el("p", "kassa-trust__item")
        .child(icon(drawing, IconLook::Plain))
        .child(el("span", "").child(el("b", "").child(title)).child(badge.text.as_ref().map(|text| own(words, text))))
}

fn elsewhere(href: &str) -> El {
    el("a", "kassa-textlink").own("href", href.to_owned()).set("target", "_blank").set("rel", "noopener")
}

/// Who helps: by telephone with its hours, by mail, in a chat.
pub fn help(words: &Words, help: &Help) -> Vec<AnyView> {
    let row =
        |name: Key, way: El| el("p", "").child(el("b", "kassa-strong").child(words.text(name))).child(" ").child(way);
    let phone = help.phone.as_ref().map(|phone| {
        let digits: String = phone.chars().filter(|letter| letter.is_ascii_digit() || *letter == '+').collect();
        let link = el("a", "kassa-textlink")
            .own("href", ["tel:", &digits].concat())
            .child(el("bdi", "").set("dir", "ltr").child(phone.clone()));
        row(key::HELP_PHONE, link).view()
    });
    let hours = help.hours.as_ref().map(|hours| el("p", "kassa-muted kassa-small").child(own(words, hours)).view());
    let email = help.email.as_ref().map(|email| {
        let link = el("a", "kassa-textlink")
            .own("href", ["mailto:", email].concat())
            .child(el("bdi", "").child(email.clone()));
        row(key::HELP_EMAIL, link).view()
    });
    let chat =
        help.chat.as_ref().map(|chat| el("p", "").child(elsewhere(chat).child(words.text(key::HELP_CHAT))).view());
    [phone, hours, email, chat].into_iter().flatten().collect()
}
