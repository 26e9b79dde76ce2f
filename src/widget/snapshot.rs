//! What a page around may know of a checkout: a snapshot, and what happened between two of them.
//!
//! Always true: nothing of the shopper's own is in here. No name, no address, no e-mail, no telephone number, no card, no code
//! that is worth money; only what the shop sells, which step it is, and which fields are wrong by their names. Written by hand:
//! a JSON library would be a third of the first download. Knows neither page nor browser.

use crate::{
    checkout::{
        Checkout, Loading, Notice, Phase,
        progress::{StepStatus, statuses},
        request::BackendError,
    },
    domain::{
        money::{Currency, Money},
        order::Order,
        payment::Decline,
        problem::{Field, Problem},
        quote::Quote,
        totals::TotalKind,
    },
};

/// Where a purchase is, in one word.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// The shop is being asked.
    #[default]
    Loading,
    /// The shopper fills in.
    Open,
    /// The order is on its way.
    Placing,
    /// The shopper does something for the bank.
    Acting,
    /// The order is placed.
    Placed,
    /// The order is received and looked at by a person.
    UnderReview,
    /// The shop cannot be had.
    Failed,
    /// The session is over.
    Closed,
}

impl Status {
    /// Its name in the public interface.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Open => "open",
            Self::Placing => "placing",
            Self::Acting => "acting",
            Self::Placed => "placed",
            Self::UnderReview => "under-review",
            Self::Failed => "failed",
            Self::Closed => "closed",
        }
    }
}

/// A line of the bag or of the order.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    id: String,
    name: String,
    quantity: u32,
    price: Money,
    total: Money,
}

/// What a page around may know.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snapshot {
    status: Status,
    step: Option<&'static str>,
    steps: Vec<(&'static str, &'static str)>,
    country: Option<String>,
    total: Option<Money>,
    due: Option<Money>,
    rows: Vec<(&'static str, Money)>,
    items: Vec<Item>,
    /// How many codes are on the order. Which ones may be worth money.
    codes: usize,
    method: Option<String>,
    delivery: Option<String>,
    signed_in: bool,
    company: bool,
    problems: Vec<(&'static str, &'static str)>,
    declined: Option<&'static str>,
    news: bool,
    order: Option<String>,
    failure: Option<(&'static str, bool)>,
}

/// Something the page is told: the name of the event without `kassa-`, and what it carries beside the snapshot, as JSON.
pub type Told = (&'static str, String);

impl Snapshot {
    /// Of a purchase as it is.
    pub fn of(checkout: &Checkout) -> Self {
        let mut seen = Self::default();
        if let Some(quote) = checkout.quote() {
            seen.quoted(checkout, quote);
        }
        match &checkout.phase {
            Phase::Loading(Loading::Failed(error)) => {
                seen.status = Status::Failed;
                seen.failure = Some((code_of(error), true));
            }
            Phase::Loading(_) => seen.status = Status::Loading,
            Phase::Open(open) => {
                seen.status = Status::Open;
                seen.step = Some(open.at.0);
                seen.steps = statuses(checkout, &open.quote, open.at)
                    .into_iter()
                    .map(|(id, status)| (id.0, word(status)))
                    .collect();
                if let Some(Notice::Declined(decline)) = &open.notice {
                    seen.declined = Some(refusal(*decline));
                }
            }
            Phase::Placing(_) => seen.status = Status::Placing,
            Phase::Acting(_) => seen.status = Status::Acting,
            Phase::Placed(order) => seen.ordered(Status::Placed, order),
            Phase::UnderReview(order) => seen.ordered(Status::UnderReview, order),
            Phase::Closed(_) => {
                seen.status = Status::Closed;
                seen.failure = Some(("expired", false));
            }
        }
        seen.problems = checkout.shown().iter().map(|Problem { field, fault }| (field.name(), fault.name())).collect();
        seen.news = checkout.answers.ticked(Field::News);
        seen
    }

    fn quoted(&mut self, checkout: &Checkout, quote: &Quote) {
        self.country = Some(quote.country.code().to_owned());
        self.total = Some(quote.totals.total);
        self.due = Some(quote.totals.due);
        self.rows = quote.totals.rows.iter().map(|row| (kind(row.kind), row.amount)).collect();
        self.items = quote.lines.iter().map(item).collect();
        self.codes = quote.codes.len();
        self.method = checkout.method().map(|method| method.0);
        self.delivery = quote.delivery.rate.as_ref().map(|rate| rate.0.clone());
        self.signed_in = quote.customer.is_some();
        self.company = checkout.answers.for_company(quote);
    }

    fn ordered(&mut self, status: Status, order: &Order) {
        self.status = status;
        self.order = Some(order.number.as_str().to_owned());
        self.total = Some(order.totals.total);
        self.due = Some(order.totals.due);
        self.rows = order.totals.rows.iter().map(|row| (kind(row.kind), row.amount)).collect();
        self.items = order.lines.iter().map(item).collect();
        self.method = order.method.as_ref().map(|method| method.0.clone());
    }

    /// Where it is.
    pub const fn status(&self) -> Status {
        self.status
    }

    /// As JSON: `detail.checkout` of every event.
    pub fn json(&self) -> String {
        let mut json = Json::object();
        json.text("status", Some(self.status.name()));
        json.text("step", self.step);
        json.raw(
            "steps",
            &list(self.steps.iter().map(|(id, status)| {
                let mut step = Json::object();
                step.text("id", Some(id));
                step.text("status", Some(status));
                step.end()
            })),
        );
        json.text("currency", self.total.map(Money::currency).as_ref().map(Currency::code));
        json.text("country", self.country.as_deref());
        json.money("total", self.total);
        json.money("due", self.due);
        json.raw(
            "totals",
            &list(self.rows.iter().map(|(kind, amount)| {
                let mut row = Json::object();
                row.text("kind", Some(kind));
                row.money("amount", Some(*amount));
                row.end()
            })),
        );
        json.raw(
            "items",
            &list(self.items.iter().map(|item| {
                let mut line = Json::object();
                line.text("id", Some(&item.id));
                line.text("name", Some(&item.name));
                line.raw("quantity", &item.quantity.to_string());
                line.money("price", Some(item.price));
                line.money("total", Some(item.total));
                line.end()
            })),
        );
        json.raw("codes", &self.codes.to_string());
        json.text("method", self.method.as_deref());
        json.text("delivery", self.delivery.as_deref());
        json.raw("signedIn", truth(self.signed_in));
        json.raw("company", truth(self.company));
        json.raw(
            "problems",
            &list(self.problems.iter().map(|(field, fault)| {
                let mut problem = Json::object();
                problem.text("field", Some(field));
                problem.text("fault", Some(fault));
                problem.end()
            })),
        );
        json.text("order", self.order.as_deref());
        json.end()
    }

    /// What happened between an earlier moment and this one, in the order in which it is told.
    pub fn since(&self, before: &Self) -> Vec<Told> {
        let mut told: Vec<Told> = Vec::new();
        let mut say = |name, detail| told.push((name, detail));
        let plain = || "{}".to_owned();
        let opened = self.status == Status::Open && before.status == Status::Loading;
        if opened {
            say("start", plain());
        }
        if self.step != before.step && self.step.is_some() {
            say("step", one("step", self.step));
        }
        let met = self.total.is_some() && before.total.is_some() && self.order.is_none();
        if met && (self.items != before.items || self.rows != before.rows || self.total != before.total) {
            say("update", plain());
        }
        if met && self.country != before.country {
            say("address-change", one("country", self.country.as_deref()));
        }
        if met && self.delivery != before.delivery {
            say("shipping-change", one("delivery", self.delivery.as_deref()));
        }
        if met && self.method != before.method {
            say("method-change", one("method", self.method.as_deref()));
        }
        if met && self.codes > before.codes {
            say("code-applied", plain());
        }
        if self.news != before.news {
            say("consent", ["{\"marketing\":", truth(self.news), "}"].concat());
        }
        for (field, fault) in self.problems.iter().filter(|problem| !before.problems.contains(problem)) {
            let mut detail = Json::object();
            detail.text("field", Some(field));
            detail.text("fault", Some(fault));
            say("field-invalid", detail.end());
        }
        if self.status != before.status {
            match self.status {
                Status::Placing if before.status == Status::Open => {
                    say("payment-start", one("method", self.method.as_deref()));
                }
                Status::Acting => say("payment-action", plain()),
                Status::Placed => say("complete", one("order", self.order.as_deref())),
                Status::UnderReview => say("hold", one("order", self.order.as_deref())),
                _ => {}
            }
        }
        if self.declined.is_some() && self.declined != before.declined {
            say("payment-declined", one("reason", self.declined));
        }
        if let Some((code, recoverable)) = self.failure.filter(|_| self.failure != before.failure) {
            let mut detail = Json::object();
            detail.text("code", Some(code));
            detail.text("severity", Some(if recoverable { "recoverable" } else { "unrecoverable" }));
            detail.raw("recoverable", truth(recoverable));
            say("error", detail.end());
        }
        told
    }

    /// The same in the shape of GA4's recommended events for shops, for one listener instead of many.
    pub fn analytics(&self, before: &Self) -> Vec<String> {
        let entered = |name: &str| self.step == Some(name) && before.step != Some(name);
        let opened = self.status == Status::Open && before.status == Status::Loading;
        let mut events = Vec::new();
        if entered("bag") {
            events.push(self.ecommerce("view_cart", &[]));
        }
        if entered("contact") && (opened || before.step == Some("bag")) {
            events.push(self.ecommerce("begin_checkout", &[]));
        }
        if before.step == Some("delivery") && entered("payment") {
            events.push(self.ecommerce("add_shipping_info", &[("shipping_tier", self.delivery.as_deref())]));
        }
        if before.step == Some("payment") && entered("review") {
            events.push(self.ecommerce("add_payment_info", &[("payment_type", self.method.as_deref())]));
        }
        if self.status != before.status && matches!(self.status, Status::Placed | Status::UnderReview) {
            events.push(self.ecommerce("purchase", &[("transaction_id", self.order.as_deref())]));
        }
        events
    }

    fn ecommerce(&self, event: &str, also: &[(&str, Option<&str>)]) -> String {
        let mut body = Json::object();
        for (name, value) in also {
            body.text(name, *value);
        }
        body.text("currency", self.total.map(Money::currency).as_ref().map(Currency::code));
        body.decimal("value", self.total);
        let sum = |wanted: &str| self.rows.iter().find(|(kind, _)| *kind == wanted).map(|(_, amount)| *amount);
        body.decimal("shipping", sum("delivery"));
        body.decimal("tax", sum("tax"));
        body.raw(
            "items",
            &list(self.items.iter().map(|item| {
                let mut line = Json::object();
                line.text("item_id", Some(&item.id));
                line.text("item_name", Some(&item.name));
                line.decimal("price", Some(item.price));
                line.raw("quantity", &item.quantity.to_string());
                line.end()
            })),
        );
        let mut event_ = Json::object();
        event_.text("event", Some(event));
        event_.raw("ecommerce", &body.end());
        event_.end()
    }
}

fn one(name: &str, value: Option<&str>) -> String {
    let mut detail = Json::object();
    detail.text(name, value);
    detail.end()
}

const fn word(status: StepStatus) -> &'static str {
    match status {
        StepStatus::Done => "done",
        StepStatus::Current => "current",
        StepStatus::Ahead => "ahead",
    }
}

const fn truth(is: bool) -> &'static str {
    if is { "true" } else { "false" }
}

const fn kind(kind: TotalKind) -> &'static str {
    match kind {
        TotalKind::Items => "items",
        TotalKind::Discount => "discount",
        TotalKind::Delivery => "delivery",
        TotalKind::Fee => "fee",
        TotalKind::Tax => "tax",
        TotalKind::Other => "other",
    }
}

const fn code_of(error: &BackendError) -> &'static str {
    match error {
        BackendError::Offline => "offline",
        BackendError::Malformed => "malformed-answer",
        BackendError::Server(_) => "server",
        BackendError::Setup(_) => "setup",
        _ => "no-answer",
    }
}

/// Two of the bank's reasons are nobody's business but the bank's.
const fn refusal(decline: Decline) -> &'static str {
    match decline {
        Decline::Generic | Decline::LostOrStolen | Decline::SuspectedFraud => "generic",
        Decline::InsufficientFunds => "insufficient-funds",
        Decline::ExpiredCard => "expired-card",
        Decline::WrongCode => "wrong-code",
        Decline::WrongNumber => "wrong-number",
        Decline::LimitReached => "limit-reached",
        Decline::NotPermitted => "not-permitted",
        Decline::AuthenticationFailed => "authentication-failed",
        Decline::IssuerUnavailable => "issuer-unavailable",
        Decline::TryLater => "try-later",
    }
}

fn item(line: &crate::domain::cart::Line) -> Item {
    let id = if line.item.as_str().is_empty() { line.id.as_str() } else { line.item.as_str() };
    Item {
        id: id.to_owned(),
        name: line.title.clone(),
        quantity: line.quantity,
        price: line.unit_price,
        total: line.total,
    }
}

fn list(items: impl Iterator<Item = String>) -> String {
    ["[", &items.collect::<Vec<_>>().join(","), "]"].concat()
}

/// Writes an object (RFC 8259).
pub struct Json(String);

impl Json {
    /// One without members.
    pub fn object() -> Self {
        Self("{".to_owned())
    }

    fn raw(&mut self, name: &str, value: &str) {
        if self.0.len() > 1 {
            self.0.push(',');
        }
        quote(&mut self.0, name);
        self.0.push(':');
        self.0.push_str(value);
    }

    /// Left out where there is none.
    pub fn text(&mut self, name: &str, value: Option<&str>) {
        if let Some(value) = value {
            let mut quoted = String::new();
            quote(&mut quoted, value);
            self.raw(name, &quoted);
        }
    }

    /// In minor units, as everywhere in here.
    fn money(&mut self, name: &str, amount: Option<Money>) {
        if let Some(amount) = amount {
            let mut money = Self::object();
            money.raw("amount", &amount.minor().to_string());
            money.text("currency", Some(amount.currency().code()));
            self.raw(name, &money.end());
        }
    }

    /// A number with its decimals, as GA4 wants it.
    fn decimal(&mut self, name: &str, amount: Option<Money>) {
        if let Some(amount) = amount {
            self.raw(name, &amount.decimal());
        }
    }

    /// The text of it.
    pub fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

fn quote(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            // `<` too: the text may end up in a script of the page's.
            c if c < ' ' || c == '<' || c == '\u{2028}' || c == '\u{2029}' => {
                let digit = |at: u32| char::from_digit((u32::from(c) >> at) & 15, 16).unwrap_or('0');
                out.push_str("\\u");
                out.extend([digit(12), digit(8), digit(4), digit(0)]);
            }
            c => out.push(c),
        }
    }
    out.push('"');
}
