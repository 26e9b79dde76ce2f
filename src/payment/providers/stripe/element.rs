//! The Payment Element in its slot, and the bank's question.

use super::{
    super::{Asked, Fields, Lack, Page, Provider, Setup, Told},
    script::{Script, Stripe, ask, at, call, complain, object, text},
    settings::{Settings, units},
};
use crate::{
    checkout::{CardState, TokenFault},
    domain::{
        payment::{CardFace, Decline, brand_name},
        secret::Secret,
        setting::Wrong,
    },
};
use js_sys::Array;
use std::{
    cell::{Cell, RefCell},
    future::Future,
    pin::Pin,
    rc::{Rc, Weak},
};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlElement};

/// How long the fields may take to be drawn, in milliseconds.
const FIELDS_PATIENCE: i32 = 20_000;

/// Stripe's variables (<https://docs.stripe.com/elements/appearance-api>), the property that shows what a token of ours
/// comes to, and the token.
const LOOK: [(&str, &str, &str); 11] = [
    ("colorPrimary", "color", "--kassa-color-primary"),
    ("colorBackground", "color", "--kassa-color-surface"),
    ("colorText", "color", "--kassa-color-text"),
    ("colorTextSecondary", "color", "--kassa-color-text-secondary"),
    ("colorTextPlaceholder", "color", "--kassa-color-text-secondary"),
    ("colorDanger", "color", "--kassa-color-danger"),
    ("fontFamily", "font-family", "--kassa-font-family"),
    ("fontSizeBase", "font-size", "--kassa-font-size-base"),
    ("fontWeightNormal", "font-weight", "--kassa-font-weight-regular"),
    ("fontWeightMedium", "font-weight", "--kassa-font-weight-medium"),
    ("borderRadius", "border-top-left-radius", "--kassa-input-radius"),
];

/// Stripe, as the page has set it up.
///
/// # Errors
/// The setting that cannot be used.
pub fn provider(page: Page) -> Result<Rc<dyn Provider>, Wrong> {
    let Settings { key, script, customer } = Settings::read(&*page.setting)?;
    Ok(Rc::new(Account { script: Rc::new(Script::new(script, key)), customer }))
}

/// The merchant's account.
struct Account {
    script: Rc<Script>,
    customer: Option<String>,
}

impl Provider for Account {
    /// "Mount in the light DOM", as its documentation says.
    fn needs_light(&self) -> bool {
        true
    }

    fn mount(&self, slot: HtmlElement, setup: Rc<dyn Fn() -> Setup>, tell: Rc<dyn Fn(Told)>) -> Rc<dyn Fields> {
        let fields = Rc::new_cyclic(|me: &Weak<Slot>| Slot {
            me: me.clone(),
            place: slot,
            setup,
            tell,
            customer: self.customer.clone(),
            open: RefCell::new(None),
            complete: Cell::new(false),
            made: Cell::new(false),
        });
        let (waiting, script) = (Rc::downgrade(&fields), self.script.clone());
        spawn_local(async move {
            let language = waiting.upgrade().map_or("auto", |fields| (fields.setup)().language.tag);
            let stripe = script.stripe(language).await;
            // The step may be gone by now.
            let Some(fields) = waiting.upgrade() else { return };
            match stripe.and_then(|stripe| fields.draw(stripe).map_err(|_| Lack::Fields)) {
                Ok(()) => watch(waiting),
                Err(lack) => (fields.tell)(Told::Missing(lack)),
            }
        });
        fields
    }

    fn confirm(&self, asked: Asked) -> Pin<Box<dyn Future<Output = ()>>> {
        let script = self.script.clone();
        Box::pin(async move {
            let language = web_sys::window()
                .and_then(|window| window.document()?.document_element()?.get_attribute("lang"))
                .unwrap_or_else(|| "auto".into());
            let Ok(stripe) = script.stripe(&language).await else { return };
            // However it ends, the shop is asked: an error here may be one of the network on the way back only.
            let _ = go_on(&stripe, asked).await;
        })
    }
}

/// Does what a `PaymentIntent` or a `SetupIntent` waits for.
async fn go_on(stripe: &Stripe, asked: Asked) -> Result<(), JsValue> {
    // The prefix of a client secret says whose it is.
    let saves = asked.client.starts_with("seti_");
    let (retrieve, intent, confirm) = if saves {
        ("retrieveSetupIntent", "setupIntent", "confirmSetup")
    } else {
        ("retrievePaymentIntent", "paymentIntent", "confirmPayment")
    };
    let client = JsValue::from_str(&asked.client);
    let known = ask(stripe, retrieve, std::slice::from_ref(&client)).await?;
    let status = text(&known, &[intent, "status"]).unwrap_or_default();
    let refused = at(&known, &[intent, if saves { "last_setup_error" } else { "last_payment_error" }]).is_object();
    match (status.as_str(), asked.token) {
        ("requires_action", _) => {
            ask(stripe, "handleNextAction", &[object(&[("clientSecret", client)])]).await.map(|_| ())
        }
        // One that was refused is not tried again behind the shopper's back.
        ("requires_confirmation" | "requires_payment_method", Some(token)) if !refused => {
            let with = object(&[
                ("return_url", return_address().into()),
                ("confirmation_token", token.expose().as_str().into()),
            ]);
            let options =
                object(&[("clientSecret", client), ("confirmParams", with), ("redirect", "if_required".into())]);
            ask(stripe, confirm, &[options]).await.map(|_| ())
        }
        // Paid, refused, given up: nothing to do here.
        _ => Ok(()),
    }
}

/// Where the bank brings the shopper back to: here. What Stripe adds to it then, `app/nav.rs` takes out again.
fn return_address() -> String {
    let here = web_sys::window().and_then(|window| window.location().href().ok()).unwrap_or_default();
    here.split('#').next().unwrap_or_default().to_owned()
}

/// What hears an event of the element.
type Hear = Box<dyn Fn(&Slot, JsValue)>;

/// The fields in their slot.
struct Slot {
    /// Itself, for what takes time.
    me: Weak<Self>,
    place: HtmlElement,
    setup: Rc<dyn Fn() -> Setup>,
    tell: Rc<dyn Fn(Told)>,
    /// The client secret of the session that shows what Stripe keeps for this shopper.
    customer: Option<String>,
    open: RefCell<Option<Open>>,
    /// Whether what is typed is whole, as last heard.
    complete: Cell<bool>,
    /// Whether a token was made of it.
    made: Cell<bool>,
}

/// What Stripe has put there.
struct Open {
    stripe: Stripe,
    elements: JsValue,
    element: JsValue,
    ready: Rc<Cell<bool>>,
    /// Kept alive while the fields are.
    _heard: Vec<Closure<dyn FnMut(JsValue)>>,
}

impl Slot {
    fn draw(&self, stripe: Stripe) -> Result<(), JsValue> {
        let setup = (self.setup)();
        let elements = call(&stripe, "elements", &[self.options(&setup)])?;
        let never = JsValue::from_str("never");
        // The country was asked by us, so Stripe need not; what else a card needs, Stripe knows best.
        let country = if setup.country.is_some() { never.clone() } else { "auto".into() };
        let address = object(&[("country", country)]);
        let element = call(
            &elements,
            "create",
            &[
                "payment".into(),
                object(&[
                    ("layout", "tabs".into()),
                    ("fields", object(&[("billingDetails", object(&[("address", address)]))])),
                    ("wallets", object(&[("applePay", never.clone()), ("googlePay", never.clone()), ("link", never)])),
                ]),
            ],
        )?;
        let ready = Rc::new(Cell::new(false));
        let mut heard = Vec::with_capacity(4);
        let mut on = |name: &str, hear: Hear| {
            let weak = self.me.clone();
            let ear = Closure::<dyn FnMut(JsValue)>::new(move |event| {
                if let Some(fields) = weak.upgrade() {
                    hear(&fields, event);
                }
            });
            let listening = call(&element, "on", &[name.into(), ear.as_ref().clone()]);
            heard.push(ear);
            listening.map(|_| ())
        };
        let is_ready = ready.clone();
        on(
            "ready",
            Box::new(move |fields, _| {
                is_ready.set(true);
                (fields.tell)(Told::Ready);
            }),
        )?;
        on("change", Box::new(|fields, event| fields.changed(&event)))?;
        on("focus", Box::new(|fields, _| fields.touched()))?;
        on(
            "loaderror",
            Box::new(|fields, event| {
                complain("Payment Element", &at(&event, &["error"]));
                (fields.tell)(Told::Missing(Lack::Fields));
            }),
        )?;
        // A place of its own: what was there before a retry goes.
        let place = web_sys::window()
            .and_then(|window| window.document())
            .and_then(|document| document.create_element("div").ok())
            .ok_or(JsValue::NULL)?;
        self.place.replace_children_with_node_1(&place);
        call(&element, "mount", &[place.into()])?;
        *self.open.borrow_mut() = Some(Open { stripe, elements, element, ready, _heard: heard });
        Ok(())
    }

    fn changed(&self, event: &JsValue) {
        let is = |name| at(event, &[name]).is_truthy();
        self.made.set(false);
        self.complete.set(is("complete"));
        (self.tell)(Told::Card(match (is("complete"), is("empty")) {
            (true, _) => CardState::Complete { brand: None },
            (false, true) => CardState::Empty,
            (false, false) => CardState::Incomplete { brand: None },
        }));
    }

    /// Who comes back into the fields may put another whole card there, of which Stripe tells nothing new: the token that
    /// was made of the first must not pay then.
    fn touched(&self) {
        if self.made.replace(false) && self.complete.get() {
            (self.tell)(Told::Card(CardState::Incomplete { brand: None }));
            (self.tell)(Told::Card(CardState::Complete { brand: None }));
        }
    }

    fn elements(&self) -> Option<(Stripe, JsValue)> {
        self.open.borrow().as_ref().map(|open| (open.stripe.clone(), open.elements.clone()))
    }

    fn update(&self, options: JsValue) {
        if let Some((_, elements)) = self.elements() {
            spawn_local(async move {
                // What Stripe has against it was told to the console; the fields stay as they were.
                let _ = ask(&elements, "update", &[options]).await;
            });
        }
    }

    /// What the fields are for and look like.
    fn options(&self, setup: &Setup) -> JsValue {
        let options = charge(setup);
        let of = |name: &str, value: JsValue| js_sys::Reflect::set(&options, &name.into(), &value);
        // A fresh plain object takes every property.
        let _ = of("paymentMethodTypes", Array::of1(&"card".into()).into());
        let _ = of("locale", setup.language.tag.into());
        let _ = of("appearance", self.appearance(setup));
        if let Some(customer) = &self.customer {
            let _ = of("customerSessionClientSecret", customer.as_str().into());
        }
        options
    }

    fn appearance(&self, setup: &Setup) -> JsValue {
        let variables: Vec<(&str, JsValue)> =
            self.look().into_iter().map(|(name, value)| (name, value.into())).collect();
        object(&[("theme", if setup.dark { "night" } else { "stripe" }.into()), ("variables", object(&variables))])
    }

    /// Our tokens as the page computes them: Stripe takes values only.
    fn look(&self) -> Vec<(&'static str, String)> {
        let Some(window) = web_sys::window() else { return Vec::new() };
        let Some(Ok(probe)) = window.document().map(|document| document.create_element("span")) else {
            return Vec::new();
        };
        let probe: HtmlElement = probe.unchecked_into();
        if self.place.append_child(&probe).is_err() {
            return Vec::new();
        }
        let style = HtmlElement::style(&probe);
        let value = |(name, property, token): &(&'static str, &'static str, &'static str)| {
            style.set_property(property, &["var(", token, ")"].concat()).ok()?;
            let value = window.get_computed_style(&probe).ok()??.get_property_value(property).ok()?;
            (!value.is_empty()).then_some((*name, value))
        };
        let look = LOOK.iter().filter_map(value).collect();
        Element::remove(&probe);
        look
    }

    async fn token(self: Rc<Self>, number: u64) {
        let answer = self.make().await;
        self.made.set(answer.is_ok());
        (self.tell)(Told::Token(number, answer));
    }

    async fn make(&self) -> Result<(Secret<String>, CardFace), TokenFault> {
        let (stripe, elements) = self.elements().ok_or(TokenFault::NoAnswer)?;
        let silent = |_| TokenFault::NoAnswer;
        // It shows what is wrong in the fields themselves.
        fault(&ask(&elements, "submit", &[]).await.map_err(silent)?)?;
        let mut parameters = vec![("return_url", return_address().into())];
        if let Some(country) = (self.setup)().country {
            let address = object(&[("country", country.code().into())]);
            let billing = object(&[("billing_details", object(&[("address", address)]))]);
            parameters.push(("payment_method_data", billing));
        }
        let with = object(&[("elements", elements), ("params", object(&parameters))]);
        let answer = ask(&stripe, "createConfirmationToken", &[with]).await.map_err(silent)?;
        fault(&answer)?;
        let made = at(&answer, &["confirmationToken"]);
        let id = text(&made, &["id"]).filter(|id| !id.is_empty()).ok_or(TokenFault::NoAnswer)?;
        let card = at(&made, &["payment_method_preview", "card"]);
        // A brand is a name of ours; anything else is not put on the page.
        let brand = text(&card, &["brand"]).filter(|brand| !brand_name(brand).is_empty()).unwrap_or_default();
        let four = |digits: &String| digits.len() == 4 && digits.bytes().all(|digit| digit.is_ascii_digit());
        let last4 = text(&card, &["last4"]).filter(four).ok_or(TokenFault::NoAnswer)?;
        Ok((Secret::new(id), CardFace { brand, last4 }))
    }
}

/// What Stripe has against it: what the shopper typed, or something that may be gone the next time.
fn fault(answer: &JsValue) -> Result<(), TokenFault> {
    let error = at(answer, &["error"]);
    if !error.is_object() {
        return Ok(());
    }
    match text(&error, &["type"]).as_deref() {
        Some("validation_error" | "card_error") => Err(TokenFault::Incomplete),
        _ => {
            complain("answer", &error);
            Err(TokenFault::NoAnswer)
        }
    }
}

/// What is to be paid. Nothing to pay: the card is only kept.
fn charge(setup: &Setup) -> JsValue {
    let mut options = Vec::with_capacity(4);
    if let Some(amount) = setup.amount {
        options.push(("currency", amount.currency().code().to_ascii_lowercase().into()));
    }
    match setup.amount.and_then(units) {
        // Whole units below 2^53: a float holds them.
        #[allow(clippy::cast_precision_loss)]
        Some(units) => options.extend([("mode", "payment".into()), ("amount", (units as f64).into())]),
        None => options.push(("mode", "setup".into())),
    }
    // Said also where it is not: what an update leaves out stays as it was.
    options.push(("setupFutureUsage", if setup.save { "off_session".into() } else { JsValue::NULL }));
    object(&options)
}

/// Fields that are never drawn: a frame that something on the way keeps back says nothing at all.
fn watch(fields: Weak<Slot>) {
    let late = Closure::once_into_js(move || {
        let Some(fields) = fields.upgrade() else { return };
        let ready = fields.open.borrow().as_ref().is_none_or(|open| open.ready.get());
        if !ready {
            (fields.tell)(Told::Missing(Lack::Script));
        }
    });
    if let Some(window) = web_sys::window() {
        let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(late.unchecked_ref(), FIELDS_PATIENCE);
    }
}

impl Fields for Slot {
    fn tokenize(&self, number: u64) {
        if let Some(fields) = self.me.upgrade() {
            spawn_local(fields.token(number));
        }
    }

    fn judge(&self) {
        if let Some((_, elements)) = self.elements() {
            spawn_local(async move {
                // Stripe shows what is wrong; the answer is of no use here.
                let _ = ask(&elements, "submit", &[]).await;
            });
        }
    }

    fn focus(&self) {
        if let Some(open) = &*self.open.borrow() {
            let _ = call(&open.element, "focus", &[]);
        }
    }

    fn declined(&self, _: Decline) {
        // The token is spent. What was typed stays, and Stripe has no way to be told which part of it the bank means: the
        // notice above says it.
        self.made.set(false);
    }

    fn speak(&self, setup: &Setup) {
        self.update(object(&[("locale", setup.language.tag.into())]));
    }

    fn dress(&self, setup: &Setup) {
        self.update(object(&[("appearance", self.appearance(setup))]));
    }

    fn reckon(&self, setup: &Setup) {
        self.update(charge(setup));
    }
}

impl Drop for Slot {
    fn drop(&mut self) {
        if let Some(open) = self.open.borrow_mut().take() {
            let _ = call(&open.element, "destroy", &[]);
        }
    }
}
