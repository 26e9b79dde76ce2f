//! What stands on every screen: the shop's name, help in the same place (WCAG 3.2.6), the small
//! print, the way forward. The static page draws the same frame, so nothing moves when the app takes over.

use leptos::prelude::*;

use crate::ui::{
    el::{all, el, live},
    icon::{IconLook, icon, path},
};

/// The header: logo, "Secure checkout", help. Nothing else: no search, no bag, no menu.
#[component]
pub fn Header(
    #[prop(into)] shop: Signal<String>,
    /// The address of a picture in place of our glyph.
    #[prop(into)]
    picture: Signal<Option<String>>,
    #[prop(into)] shop_href: Signal<String>,
    /// "Secure checkout"; heard only where it is very narrow.
    #[prop(into)]
    secure: Signal<String>,
    /// The way to help: a link or a button of class `kassa-header__help`, if there is one.
    help: ViewFn,
) -> impl IntoView {
    let glyph = || {
        let glyph = view! {
            <svg class="kassa-header__glyph" viewBox="0 0 24 24" aria-hidden="true">
                <path d=path::GLYPH></path>
            </svg>
        };
        glyph.into_any()
    };
    // The name beside it says what it shows (WCAG 1.1.1).
    let mark = move || match picture.get() {
        Some(picture) => el("img", "kassa-header__picture").own("src", picture).set("alt", "").view(),
        None => glyph(),
    };
    let logo =
        el("a", "kassa-header__logo").follow("href", move || Some(shop_href.get())).child(live(mark)).child(shop);
    let secure = el("span", "kassa-header__secure")
        .child(icon(path::LOCK, IconLook::Small))
        .child(el("span", "kassa-header__secure-words").child(secure));
    el("header", "kassa-header")
        .child(
            el("div", "kassa-frame kassa-header__inner")
                .child(logo)
                .child(el("div", "kassa-header__tools").child(secure).child(help.run())),
        )
        .view()
}

/// The footer: policies, the two switches, who sells. Children are the [`Switch`]es.
#[component]
pub fn Footer(
    /// The name of the landmark: "Policies".
    #[prop(into)]
    name: Signal<String>,
    /// A link or a button for each.
    links: ViewFn,
    /// Above the rest: reasons to trust the shop.
    #[prop(optional, into)]
    above: Option<ViewFn>,
    /// The name and number of the seller.
    #[prop(into)]
    seller: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let links = el("nav", "kassa-footer__links").follow("aria-label", move || Some(name.get())).child(links.run());
    el("footer", "kassa-footer")
        .child(above.map(|view| el("div", "kassa-frame").child(view.run())))
        .child(
            el("div", "kassa-frame kassa-footer__inner")
                .child(links)
                .child(children.map(|children| el("div", "kassa-footer__switches").child(children())))
                .child(el("p", "kassa-footer__seller").child(seller)),
        )
        .view()
}

/// A choice about the page itself: language, theme.
#[component]
pub fn Switch(
    id: &'static str,
    /// Heard, not seen; the icon shows it.
    #[prop(into)]
    label: Signal<String>,
    icon: &'static str,
    /// Value, words, and the language the words are in (WCAG 3.1.2); empty for the page's own.
    #[prop(into)]
    items: Signal<Vec<(String, String, &'static str)>>,
    #[prop(into)] value: Signal<String>,
    #[prop(into)] on_change: UnsyncCallback<String>,
) -> impl IntoView {
    let item = move |(item, words, lang): (String, String, &'static str)| {
        let own = item.clone();
        el("option", "")
            .own("value", item)
            .some("lang", (!lang.is_empty()).then_some(lang))
            .prop("selected", move || value.with(|chosen| *chosen == own).into())
            .child(words)
    };
    let select = el("select", "kassa-switch__select")
        .set("id", id)
        .set("autocomplete", "off")
        .on("change", move |event| on_change.run(event_target_value(&event)))
        .child(live(move || all(items.get().into_iter().map(item))));
    el("label", "kassa-switch")
        .set("for", id)
        .child(el("span", "kassa-visually-hidden").child(label))
        .child(self::icon(icon, IconLook::Small))
        .child(select)
        .view()
}

/// The way forward, and back. Children are the line of trust and the primary button.
#[component]
pub fn Actions(
    /// Usually a [`crate::ui::Link`] in its plain look.
    #[prop(optional, into)]
    back: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    el("div", "kassa-actions")
        .child(el("div", "kassa-actions__bar").child(children()))
        .child(back.map(|back| el("div", "kassa-actions__back").child(back.run())))
        .view()
}
