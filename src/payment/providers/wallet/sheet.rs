//! The sheet: the browser's `PaymentRequest` asked for Apple Pay or Google Pay.
//!
//! Read member by member, not through typed bindings: what a browser lacks is then an answer, not an exception, and
//! nothing of it is compiled in that is not asked for. The data are those that Google and Apple publish for Payment Request.

use super::{
    Apple, Asked, Buyer, Coming, Ending, Google, Method, OpenSheet, SheetAddress, WalletAnswer, WalletFault, Wallets,
    Wants, face,
};
use crate::domain::secret::Secret;
use js_sys::{Array, Function, JSON, Object, Promise, Reflect};
use std::{cell::Cell, rc::Rc};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What the part can do.
pub const WALLETS: Wallets = Wallets { can, ask };

const GOOGLE: &str = "https://google.com/pay";
const APPLE: &str = "https://apple.com/apple-pay";
/// The version of Apple Pay's data: the first with everything asked for here.
const APPLE_VERSION: f64 = 3.0;
/// How long a browser may think about whether it can, in milliseconds.
const PATIENCE: i32 = 3000;
/// Longer is no token of anybody's.
const LONGEST_TOKEN: usize = 20_000;

fn can(method: &Method, asked: &Asked) -> Coming<bool> {
    let request = request(method, asked);
    Box::pin(async move {
        let Ok(request) = request else { return false };
        let Some(answer) = call(&request, "canMakePayment", &[]) else { return false };
        let race = Promise::race(&Array::of2(&answer, &later()));
        JsFuture::from(race).await.is_ok_and(|yes| yes == JsValue::TRUE)
    })
}

fn ask(method: &Method, asked: &Asked) -> Coming<Result<WalletAnswer, WalletFault>> {
    // Both before anything is waited for: a sheet opens only within the press.
    let refused = Rc::new(Cell::new(false));
    let shown = request(method, asked).and_then(|request| {
        if let Method::Apple(apple) = method {
            answer_apple(&request, apple, refused.clone());
        }
        call(&request, "show", &[]).ok_or(WalletFault::Failed)
    });
    let (is_google, wants) = (matches!(method, Method::Google(_)), asked.wants);
    Box::pin(async move {
        let response = JsFuture::from(Promise::resolve(&shown?)).await.map_err(|error| {
            // A sheet that Apple closes because the merchant's server did not vouch for the page was not closed by the shopper.
            if refused.get() { WalletFault::Failed } else { fault(&error) }
        })?;
        let sheet = response.clone();
        let sheet = OpenSheet::new(move |ending| {
            let word = match ending {
                Ending::Success => "success",
                Ending::Fail => "fail",
                Ending::Unknown => "unknown",
            };
            if let Some(done) = call(&sheet, "complete", &[word.into()]) {
                // A sheet that is gone by then refuses; there is nothing left to close.
                wasm_bindgen_futures::spawn_local(async move { drop(JsFuture::from(Promise::resolve(&done)).await) });
            }
        });
        let details = get(&response, "details");
        let read = if is_google { read_google(&details) } else { read_apple(&details) };
        let Some((token, face)) = read else {
            sheet.end(Ending::Fail);
            return Err(WalletFault::Failed);
        };
        Ok(WalletAnswer { token: Secret::new(token), face, buyer: buyer(&response, wants), sheet })
    })
}

fn request(method: &Method, asked: &Asked) -> Result<JsValue, WalletFault> {
    let constructor = Reflect::get(&js_sys::global(), &"PaymentRequest".into()).map_err(|_| WalletFault::Absent)?;
    let constructor: Function = constructor.dyn_into().map_err(|_| WalletFault::Absent)?;
    let (id, data) = match method {
        Method::Google(google) => (GOOGLE, google_data(google)),
        Method::Apple(apple) => (APPLE, apple_data(apple)),
    };
    let methods = Array::of1(&object(&[("supportedMethods", id.into()), ("data", data)]));
    let (details, options) = sums(asked);
    // A frame without the permission, or data it does not like: this wallet is not for this page.
    Reflect::construct(&constructor, &Array::of3(&methods, &details, &options)).map_err(|error| match fault(&error) {
        WalletFault::Failed => WalletFault::Absent,
        told => told,
    })
}

fn sums(asked: &Asked) -> (JsValue, JsValue) {
    let amount = |value: String| object(&[("currency", asked.total.currency().code().into()), ("value", value.into())]);
    let total = object(&[("label", asked.label.as_str().into()), ("amount", amount(asked.total.decimal()))]);
    let (buyer, address) = match asked.wants {
        Wants::Money => (false, false),
        Wants::Buyer => (true, false),
        Wants::BuyerAndAddress => (true, true),
    };
    let mut details = vec![("total", total)];
    if address {
        // A sheet that asks where to has to offer some way to get there; which one is chosen in the checkout.
        let nothing = crate::domain::money::Money::zero(asked.total.currency()).decimal();
        let way = [
            ("id", "later".into()),
            ("label", asked.shipping.as_str().into()),
            ("amount", amount(nothing)),
            ("selected", JsValue::TRUE),
        ];
        details.push(("shippingOptions", Array::of1(&object(&way)).into()));
    }
    let options = [
        ("requestPayerName", buyer.into()),
        ("requestPayerEmail", buyer.into()),
        ("requestPayerPhone", buyer.into()),
        ("requestShipping", address.into()),
    ];
    (object(&details), object(&options))
}

fn google_data(google: &Google) -> JsValue {
    let card = object(&[
        ("allowedAuthMethods", texts(["PAN_ONLY", "CRYPTOGRAM_3DS"])),
        ("allowedCardNetworks", texts(google.networks.iter().map(String::as_str))),
    ]);
    let gateway =
        object(&[("gateway", google.gateway.as_str().into()), ("gatewayMerchantId", google.merchant.as_str().into())]);
    let turned = object(&[("type", "PAYMENT_GATEWAY".into()), ("parameters", gateway)]);
    let allowed = object(&[("type", "CARD".into()), ("parameters", card), ("tokenizationSpecification", turned)]);
    let mut merchant = vec![("merchantName", google.name.as_str().into())];
    if !google.google_merchant.is_empty() {
        merchant.push(("merchantId", google.google_merchant.as_str().into()));
    }
    object(&[
        ("environment", if google.production { "PRODUCTION" } else { "TEST" }.into()),
        ("apiVersion", 2.into()),
        ("apiVersionMinor", 0.into()),
        ("merchantInfo", object(&merchant)),
        ("allowedPaymentMethods", Array::of1(&allowed).into()),
    ])
}

fn apple_data(apple: &Apple) -> JsValue {
    object(&[
        ("version", APPLE_VERSION.into()),
        ("merchantIdentifier", apple.merchant.as_str().into()),
        ("merchantCapabilities", texts(["supports3DS"])),
        ("supportedNetworks", texts(apple.networks.iter().map(String::as_str))),
        ("countryCode", apple.country.as_str().into()),
    ])
}

/// Apple wants to hear from the merchant's server that the page is the merchant's.
fn answer_apple(request: &JsValue, apple: &Apple, refused: Rc<Cell<bool>>) {
    let session = apple.session.clone();
    let validate = Closure::once_into_js(move |event: JsValue| {
        let asked = get(&event, "validationURL").as_string().unwrap_or_default();
        let body = JSON::stringify(&object(&[("validationURL", asked.into())])).map_or(JsValue::NULL, JsValue::from);
        let headers = object(&[("content-type", "application/json".into())]);
        let how = object(&[("method", "POST".into()), ("headers", headers), ("body", body)]);
        let vouched = async move {
            let sent = call(&js_sys::global(), "fetch", &[session.into(), how]).ok_or(JsValue::NULL)?;
            let response = JsFuture::from(Promise::resolve(&sent)).await?;
            if get(&response, "ok") != JsValue::TRUE {
                return Err(JsValue::NULL);
            }
            JsFuture::from(Promise::resolve(&call(&response, "json", &[]).ok_or(JsValue::NULL)?)).await
        };
        let answer = async move { vouched.await.inspect_err(|_: &JsValue| refused.set(true)) };
        call(&event, "complete", &[wasm_bindgen_futures::future_to_promise(answer).into()]);
    });
    // Where the event is not known the member stays unused.
    let _ = Reflect::set(request, &"onmerchantvalidation".into(), &validate);
}

type Paid = (String, Option<crate::domain::payment::CardFace>);

fn read_google(details: &JsValue) -> Option<Paid> {
    let method = get(details, "paymentMethodData");
    let token = get(&get(&method, "tokenizationData"), "token").as_string()?;
    let info = get(&method, "info");
    Some((short(token)?, face(&text(&info, "cardNetwork"), &text(&info, "cardDetails"))))
}

fn read_apple(details: &JsValue) -> Option<Paid> {
    let token = get(details, "token");
    if !token.is_object() {
        return None;
    }
    let method = get(&token, "paymentMethod");
    let face = face(&text(&method, "network"), &text(&method, "displayName"));
    Some((short(JSON::stringify(&token).ok()?.into())?, face))
}

fn short(token: String) -> Option<String> {
    (!token.is_empty() && token.len() <= LONGEST_TOKEN).then_some(token)
}

fn buyer(response: &JsValue, wants: Wants) -> Buyer {
    if wants == Wants::Money {
        return Buyer::default();
    }
    let told = get(response, "shippingAddress");
    let address = (wants == Wants::BuyerAndAddress && told.is_object()).then(|| {
        let lines = get(&told, "addressLine");
        let lines = if Array::is_array(&lines) { Array::from(&lines) } else { Array::new() };
        SheetAddress {
            country: text(&told, "country"),
            lines: lines.iter().take(9).filter_map(|line| line.as_string()).collect(),
            city: text(&told, "city"),
            district: text(&told, "dependentLocality"),
            region: text(&told, "region"),
            postcode: text(&told, "postalCode"),
            organization: text(&told, "organization"),
            recipient: text(&told, "recipient"),
            phone: text(&told, "phone"),
        }
    });
    let (email, name, phone) = ("payerEmail", "payerName", "payerPhone");
    Buyer { email: text(response, email), name: text(response, name), phone: text(response, phone), address }
}

fn fault(error: &JsValue) -> WalletFault {
    match text(error, "name").as_str() {
        "AbortError" => WalletFault::Cancelled,
        "NotSupportedError" | "SecurityError" => WalletFault::Absent,
        "InvalidStateError" => WalletFault::Busy,
        _ => WalletFault::Failed,
    }
}

/// `false`, once patience is over.
fn later() -> Promise {
    Promise::new(&mut |done, _| {
        let wake = Closure::once_into_js(move || drop(done.call1(&JsValue::NULL, &JsValue::FALSE)));
        call(&js_sys::global(), "setTimeout", &[wake, PATIENCE.into()]);
    })
}

fn object(members: &[(&str, JsValue)]) -> JsValue {
    let object = Object::new();
    for (name, value) in members {
        // A fresh plain object takes every property.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object.into()
}

fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> JsValue {
    texts.into_iter().map(JsValue::from_str).collect::<Array>().into()
}

fn get(value: &JsValue, name: &str) -> JsValue {
    if value.is_object() { Reflect::get(value, &name.into()).unwrap_or_default() } else { JsValue::UNDEFINED }
}

fn text(value: &JsValue, name: &str) -> String {
    get(value, name).as_string().unwrap_or_default()
}

/// Calls a method; nothing when there is none or it throws.
fn call(on: &JsValue, name: &str, arguments: &[JsValue]) -> Option<JsValue> {
    let method: Function = get(on, name).dyn_into().ok()?;
    method.apply(on, &arguments.iter().collect()).ok()
}
