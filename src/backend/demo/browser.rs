//! The demo shop in a browser: the page's address sets it up, `localStorage` keeps it.

use super::{Clock, Config, Demo, Scenario, Shopper, Signature, Start, Verdict};
use crate::{
    backend::{
        Backend, http,
        page::Place,
        shelf::{Browser, Memory, Shelf},
    },
    domain::{
        company::May,
        country::Country,
        day::{Day, Instant},
        payment::Buyer,
    },
};
use js_sys::{Array, Function, Object, Promise, Uint8Array};
use std::rc::Rc;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Url, Window};

/// Where the shop's state is in `localStorage`.
const KEY: &str = "kassa-demo-shop";
/// Where what it mails is (`public/demo/mailbox.html`).
const OUTBOX: &str = "kassa-demo-outbox";
/// Milliseconds before an answer, when the address says nothing: enough to see that something is asked.
const LATENCY: u32 = 120;

/// The demo shop of a page.
pub fn whole(place: &Place<'_>) -> Rc<dyn Backend> {
    Rc::new(Demo::in_browser(place))
}

impl Demo {
    /// A shop as the page's address describes it, or the setting `demo` in the same words; see `README-sentinels.md` for
    /// what can be said there.
    pub fn in_browser(place: &Place<'_>) -> Self {
        let Some(window) = web_sys::window() else {
            return Self::new(Memory::default(), BrowserClock, Config::default());
        };
        let url = window.location().href().ok().and_then(|href| Url::new(&href).ok());
        let set = (place.setting)("demo").and_then(|text| web_sys::UrlSearchParams::new_with_str(&text).ok());
        let option = |name: &str| {
            let market = || (name == "market").then(|| (place.setting)("country")).flatten();
            (place.asked)(name).or_else(|| set.as_ref()?.get(name)).or_else(market)
        };
        let shelf = Browser((place.name)(KEY));
        if (place.asked)("fresh").is_some_and(|value| value == "1") {
            shelf.clear();
            Browser(OUTBOX.to_owned()).clear();
            if let Some(url) = &url {
                forget_fresh(&window, url);
            }
        }
        let latency = option("latency").and_then(|text| text.parse().ok()).unwrap_or(LATENCY);
        let config = Config {
            start: start(&option),
            latency,
            pause: |wait| http::pause(wait),
            hint: option("hint").is_none_or(|value| value != "0"),
            stuck: option("account").as_deref() == Some("stuck"),
        };
        let shop = match option("clock").as_deref().and_then(read_clock) {
            Some(fixed) => Self::new(shelf, Standing { at: fixed, behind: http::now().since(fixed) }, config),
            None => Self::new(shelf, BrowserClock, config),
        };
        let here = window.location().pathname().unwrap_or_default();
        let back = js_sys::encode_uri_component(&here).into();
        let shop = if place.files == "/" { shop } else { shop.in_page(place.files.to_owned(), back) };
        let shop = shop.with_bank(verdict).with_outbox(Browser(OUTBOX.to_owned()));
        // Elsewhere a browser has no passkeys.
        match window.location().origin() {
            Ok(origin) if window.is_secure_context() => {
                shop.with_passkeys(&origin, Box::new(|signature| Box::pin(verify(signature))))
            }
            _ => shop,
        }
    }
}

/// A reload must not start over once more.
fn forget_fresh(window: &Window, url: &Url) {
    url.search_params().delete("fresh");
    if let Ok(history) = window.history() {
        // Refused in a sandboxed frame; then a reload starts over, which is what the address says.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&url.href()));
    }
}

/// Where the demo's bank (`public/demo/bank.html`) writes what the shopper decided.
const BANK: &str = "kassa-demo-bank";

/// What the bank says of a payment.
fn verdict(id: &str) -> Option<Verdict> {
    let text = Browser(BANK.to_owned()).load()?;
    let told = js_sys::JSON::parse(&text).ok()?;
    let word = js_sys::Reflect::get(&told, &JsValue::from_str(id)).ok()?.as_string()?;
    Some(match word.as_str() {
        "approved" => Verdict::Approved,
        "cancelled" => Verdict::Cancelled,
        _ => Verdict::Refused,
    })
}

/// Whether a signature holds, as the browser says (Web Cryptography API, ECDSA).
pub async fn verify(signature: Signature) -> bool {
    asked(&signature).await.is_ok_and(|holds| holds.is_truthy())
}

/// Read member by member: a typed binding would be in the first download of every page.
async fn asked(signature: &Signature) -> Result<JsValue, JsValue> {
    let get = |of: &JsValue, name: &str| js_sys::Reflect::get(of, &JsValue::from_str(name));
    let subtle = get(&get(&js_sys::global(), "crypto")?, "subtle")?;
    let ask = |name: &str, with: Array| -> Result<JsFuture, JsValue> {
        let function: Function = get(&subtle, name)?.dyn_into()?;
        Ok(JsFuture::from(Promise::resolve(&function.apply(&subtle, &with)?)))
    };
    let named = |pairs: &[(&str, &JsValue)]| -> Result<JsValue, JsValue> {
        let object = Object::new();
        for (name, value) in pairs {
            js_sys::Reflect::set(&object, &JsValue::from_str(name), value)?;
        }
        Ok(object.into())
    };
    let bytes = |of: &[u8]| JsValue::from(Uint8Array::from(of));
    let name = JsValue::from_str("ECDSA");
    let curve = named(&[("name", &name), ("namedCurve", &JsValue::from_str("P-256"))])?;
    let digest = named(&[("name", &name), ("hash", &JsValue::from_str("SHA-256"))])?;
    let uses = JsValue::from(Array::of1(&JsValue::from_str("verify")));
    let raw = JsValue::from_str("raw");
    let import = [raw, bytes(signature.point.as_slice()), curve, JsValue::FALSE, uses];
    let key = ask("importKey", import.into_iter().collect())?.await?;
    let holds = [digest, key, bytes(signature.raw.as_slice()), bytes(signature.message.as_slice())];
    ask("verify", holds.into_iter().collect())?.await
}

fn start(option: &dyn Fn(&str) -> Option<String>) -> Option<Start> {
    let scenario = option("cart").or_else(|| option("seed"));
    let market = option("market");
    let flags = ["buyer", "known", "fees", "shopper"].map(option);
    if scenario.is_none() && market.is_none() && flags.iter().all(Option::is_none) {
        return None;
    }
    let [buyer, known, fees, shopper] = flags;
    let scenario = match scenario.as_deref() {
        Some("one") => Scenario::One,
        Some("virtual") => Scenario::Virtual,
        Some("zero") => Scenario::Zero,
        Some("mixed") => Scenario::Mixed,
        Some("empty") => Scenario::Empty,
        Some("subscription") => Scenario::Subscription,
        Some("quote") => Scenario::Quote,
        Some("large") => Scenario::Large(option("lines").and_then(|text| text.parse().ok()).unwrap_or(500)),
        _ => Scenario::Default,
    };
    let role = match buyer.as_deref() {
        Some("company") => Some(May::Buy),
        Some("approver") => Some(May::Approve),
        Some("assistant") => Some(May::Prepare),
        _ => None,
    };
    let market = market.and_then(|code| Country::parse(&code)).unwrap_or(Start::default().market);
    Some(Start {
        scenario,
        market,
        buyer: if role.is_some() { Buyer::Company } else { Buyer::Consumer },
        role: role.unwrap_or(May::Buy),
        known: known.as_deref() == Some("1"),
        shopper: shopper.as_deref().and_then(Shopper::named),
        unlawful: fees.as_deref() == Some("unlawful"),
        ..Start::default()
    })
}

/// Reads `2026-11-22T14:06` as that minute in UTC.
fn read_clock(text: &str) -> Option<Instant> {
    let (date, time) = text.split_once('T')?;
    let mut numbers = date.split('-').chain(time.trim_end_matches('Z').split(':')).map(str::parse::<i64>);
    let mut next = || numbers.next()?.ok();
    let day = Day::of(next()?, next()?, next()?);
    let minutes = next()? * 60 + next()?;
    Some(Instant(day.0 * 86_400_000 + minutes * 60_000))
}

/// A clock that stands still, and by how much the browser's was ahead of it when the page began.
struct Standing {
    at: Instant,
    behind: i64,
}

impl Clock for Standing {
    fn now(&self) -> Instant {
        self.at
    }

    fn behind(&self) -> i64 {
        self.behind
    }
}

struct BrowserClock;

impl Clock for BrowserClock {
    fn now(&self) -> Instant {
        http::now()
    }
}
