//! Language and theme: the shopper's choice, kept in the browser, told to the page's root.

use super::{Host, Session};
use crate::{
    checkout::Event,
    i18n::{Language, Words, key},
};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, closure::Closure};

const LANGUAGE: &str = "kassa:v1:language";
const THEME: &str = "kassa:v1:theme";

fn kept(name: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(name).ok().flatten()
}

fn keep(name: &str, value: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        // A browser that keeps nothing asks again next time.
        let _ = storage.set_item(name, value);
    }
}

/// The language to begin with: in the address (`?lang=nb`), chosen before, or the browser's.
pub fn first_language(host: &Host) -> Language {
    let chosen = host.asked("lang").or_else(|| kept(&host.name(LANGUAGE)));
    let chosen = chosen.and_then(|tag| Language::named(&tag));
    chosen.unwrap_or_else(|| {
        let languages = window().navigator().languages();
        let preferred: Vec<String> =
            host.setting("locale").into_iter().chain(languages.iter().filter_map(|tag| tag.as_string())).collect();
        Language::nearest(&preferred.iter().map(String::as_str).collect::<Vec<_>>())
    })
}

/// Speaks another language: its words are fetched, and what the shop says is asked for anew. What was
/// typed stays. When the words do not come, the language of before stays and it is said.
pub fn speak(session: Session, language: Language) {
    session.spawn(async move {
        match Words::load(language, session.host().files()).await {
            Ok(words) => {
                #[cfg(feature = "widget")]
                let words = words.with_own(&own_words(&session.host(), language));
                keep(&session.host().name(LANGUAGE), language.tag);
                set_words(session, words);
                session.dispatch(Event::Refresh);
            }
            Err(_) => {
                let text = session.words.with_untracked(|words| words.text(key::NOTICE_LANGUAGE_TITLE));
                session.announcer.assertive(text);
                // The list shows the language that is spoken.
                session.words.update(|_| ());
            }
        }
    });
}

/// The page's own words for a language: `translations.nb`.
#[cfg(feature = "widget")]
pub(super) fn own_words(host: &Host, language: Language) -> wasm_bindgen::JsValue {
    js_sys::Reflect::get(&host.object("translations"), &language.tag.into()).unwrap_or_default()
}

/// Puts words on screen; `lang` and `dir` stand on the checkout's own root (A11Y-16).
pub fn set_words(session: Session, words: Words) {
    let language = words.language();
    if let Some(root) = session.host().first(".kassa") {
        let _ = root.set_attribute("lang", language.tag);
        let _ = root.set_attribute("dir", language.direction.attribute());
    }
    if Host::PAGE
        && let Some(page) = document().document_element()
    {
        let _ = page.set_attribute("lang", language.tag);
        let _ = page.set_attribute("dir", language.direction.attribute());
    }
    let _ = session.words.try_set(words);
}

/// The theme in use: `auto`, `light` or `dark`.
pub fn theme(host: &Host) -> String {
    kept(&host.name(THEME))
        .or_else(|| host.setting("theme"))
        .filter(|theme| ["auto", "light", "dark", "lyng"].contains(&theme.as_str()))
        .unwrap_or_else(|| "auto".into())
}

/// Changes the theme.
pub fn set_theme(session: Session, theme: &str) {
    let host = session.host();
    keep(&host.name(THEME), theme);
    if let Some(carrier) = host.carrier() {
        let _ = carrier.set_attribute(Host::THEME, theme);
    }
}

/// Whether the page is dark now.
pub fn dark(session: Session) -> bool {
    match theme(&session.host()).as_str() {
        "dark" => true,
        "light" | "lyng" => false,
        _ => prefers_dark().is_some_and(|query| query.matches()),
    }
}

fn prefers_dark() -> Option<web_sys::MediaQueryList> {
    window().match_media("(prefers-color-scheme: dark)").ok().flatten()
}

/// Whether the device is dark; it follows the device for as long as the view that asks is there.
pub fn device_dark() -> ReadSignal<bool> {
    let query = prefers_dark();
    let (dark, set_dark) = signal(query.as_ref().is_some_and(web_sys::MediaQueryList::matches));
    if let Some(query) = query {
        let asked = query.clone();
        let heard = Closure::<dyn FnMut()>::new(move || {
            let _ = set_dark.try_set(asked.matches());
        });
        // A browser that cannot listen keeps the look that the fields began with.
        let _ = query.add_event_listener_with_callback("change", heard.as_ref().unchecked_ref());
        StoredValue::new_local(Watch { query, heard });
    }
    dark
}

/// Listens to the device; no longer once it is dropped with its view.
struct Watch {
    query: web_sys::MediaQueryList,
    heard: Closure<dyn FnMut()>,
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.query.remove_event_listener_with_callback("change", self.heard.as_ref().unchecked_ref());
    }
}

/// Which adapter the page wants; the demo shop where it does not say.
pub fn backend_name(host: &Host) -> String {
    host.setting("backend").unwrap_or_else(|| "demo".into())
}

/// Whether the shop is the one in this program: then its texts and promises are here, too, whatever it has said so far.
pub fn own_shop(session: Session) -> bool {
    backend_name(&session.host()) == "demo"
}

/// The name on the page before its shop says one: a merchant writes it into `index.html`.
pub fn name_on_page(session: Session) -> String {
    let logo = session.host().first(".kassa-header__logo");
    logo.and_then(|logo| logo.text_content()).map(|name| name.trim().to_owned()).unwrap_or_default()
}

/// Which payment provider the page wants; our own fields where it does not say.
pub fn provider_name(host: &Host) -> String {
    host.setting("provider").unwrap_or_else(|| "vault".into())
}
