//! What stands on every screen: the shop's name, help in the same place (WCAG 3.2.6), the small
//! print, the way forward. The static page draws the same frame, so nothing moves when the app takes over.

use crate::ui::erased::live;
use leptos::prelude::*;

use crate::ui::icon::{IconLook, icon, path};

/// The header: logo, "Secure checkout", help. Nothing else: no search, no bag, no menu.
#[component]
pub fn Header(
    #[prop(into)] shop: Signal<String>,
    #[prop(into)] shop_href: Signal<String>,
    /// "Secure checkout"; heard only where it is very narrow.
    #[prop(into)]
    secure: Signal<String>,
    #[prop(into)] help: Signal<String>,
    #[prop(into)] on_help: UnsyncCallback<()>,
) -> impl IntoView {
    view! {
        <header class="kassa-header">
            <div class="kassa-frame kassa-header__inner">
                <a class="kassa-header__logo" href=Signal::derive(move || shop_href.get())>
                    <svg class="kassa-header__glyph" viewBox="0 0 24 24" aria-hidden="true">
                        <path d=path::GLYPH></path>
                    </svg>
                    {shop}
                </a>
                <div class="kassa-header__tools">
                    <span class="kassa-header__secure">
                        {icon(path::LOCK, IconLook::Small)}
                        <span class="kassa-header__secure-words">{secure}</span>
                    </span>
                    <button class="kassa-header__help" type="button" on:click=move |_| on_help.run(())>
                        {icon(path::CHAT, IconLook::Plain)}
                        {help}
                    </button>
                </div>
            </div>
        </header>
    }
}

/// The footer: policies, the two switches, who sells. Children are the [`Switch`]es.
#[component]
pub fn Footer(
    /// The name of the landmark: "Policies".
    #[prop(into)]
    name: Signal<String>,
    /// Which policy, and its name.
    #[prop(into)]
    links: Signal<Vec<(&'static str, String)>>,
    /// A policy is to be shown. Over the page, not instead of it: nothing typed is lost.
    #[prop(into)]
    on_open: UnsyncCallback<&'static str>,
    /// The name and number of the seller.
    #[prop(into)]
    seller: Signal<String>,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let link = move |(which, label): (&'static str, String)| {
        view! {
            <button type="button" on:click=move |_| on_open.run(which)>
                {label}
            </button>
        }
    };
    view! {
        <footer class="kassa-footer">
            <div class="kassa-frame kassa-footer__inner">
                <nav class="kassa-footer__links" aria-label=Signal::derive(move || name.get())>
                    {live(move || links.get().into_iter().map(link).collect_view())}
                </nav>
                {children.map(|children| view! { <div class="kassa-footer__switches">{children()}</div> })}
                <p class="kassa-footer__seller">{seller}</p>
            </div>
        </footer>
    }
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
        view! {
            <option
                value=item
                lang=(!lang.is_empty()).then_some(lang)
                prop:selected=Signal::derive(move || value.with(|chosen| *chosen == own))
            >
                {words}
            </option>
        }
    };
    view! {
        <label class="kassa-switch" for=id>
            <span class="kassa-visually-hidden">{label}</span>
            {self::icon(icon, IconLook::Small)}
            <select
                class="kassa-switch__select"
                id=id
                autocomplete="off"
                on:change=move |event| on_change.run(event_target_value(&event))
            >
                {live(move || items.get().into_iter().map(item).collect_view())}
            </select>
        </label>
    }
}

/// The way forward, and back. Children are the line of trust and the primary button.
#[component]
pub fn Actions(
    /// Usually a [`crate::ui::Link`] in its plain look.
    #[prop(optional, into)]
    back: Option<ViewFn>,
    children: Children,
) -> impl IntoView {
    view! {
        <div class="kassa-actions">
            <div class="kassa-actions__bar">{children()}</div>
            {back.map(|back| view! { <div class="kassa-actions__back">{back.run()}</div> })}
        </div>
    }
}
