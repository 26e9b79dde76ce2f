//! The fault switch: what goes wrong on the way, on demand.
//!
//! `PUT /__faults` takes a list of [`Fault`]s, `GET /__faults` tells what is left of it and what was asked
//! meanwhile. Off unless the server was started with `--faults`. What goes wrong inside the shop (a declined card,
//! a bag sold out) is typed by the shopper instead: `src/backend/demo/README-sentinels.md`.

use super::{answer, line::severed};
use axum::{
    body::{Body, Bytes, HttpBody, to_bytes},
    extract::{Request, State},
    http::{HeaderValue, Method, StatusCode, header},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http_body::{Frame, SizeHint};
use serde_json::{Value, json};
use std::{
    pin::Pin,
    sync::{Arc, Mutex, PoisonError},
    task::{Context, Poll},
    time::Duration,
};
use tokio::sync::watch;

/// The path of the switch.
pub const PATH: &str = "/__faults";
/// How long an answer is held for another that does not come.
const HELD_AT_MOST: Duration = Duration::from_secs(10);
/// So many requests are remembered.
const SEEN: usize = 1_000;
/// More than any answer of ours.
const LARGEST: usize = 32 << 20;

/// What goes wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// The answer takes `ms` longer.
    Latency,
    /// `status` (503 unless told) and nothing done.
    Status,
    /// 429 with `Retry-After`, nothing done.
    Busy,
    /// The connection is reset, nothing done.
    ResetBefore,
    /// The connection is reset, everything done.
    ResetAfter,
    /// Half an answer, everything done.
    Truncate,
    /// The answer is held until that of a later request is out.
    Reorder,
    /// A page of HTML, as from a proxy that wants a login; nothing done.
    Html,
    /// Every number is a text.
    Strings,
    /// Every currency is another.
    Currency,
}

impl Kind {
    const ALL: [(&'static str, Self); 10] = [
        ("latency", Self::Latency),
        ("status", Self::Status),
        ("busy", Self::Busy),
        ("reset-before", Self::ResetBefore),
        ("reset-after", Self::ResetAfter),
        ("truncate", Self::Truncate),
        ("reorder", Self::Reorder),
        ("html", Self::Html),
        ("strings", Self::Strings),
        ("currency", Self::Currency),
    ];
}

/// A fault, which requests it hits and how often.
#[derive(Clone, Debug)]
struct Fault {
    kind: Kind,
    /// How the path begins.
    path: String,
    method: Option<Method>,
    /// How often it strikes yet; below zero for ever.
    times: i64,
    milliseconds: u64,
    status: StatusCode,
    retry_after: u64,
    currency: String,
}

impl Fault {
    fn read(value: &Value) -> Result<Self, String> {
        let text = |name: &str| value.get(name).and_then(Value::as_str);
        let number = |name: &str| value.get(name).and_then(Value::as_u64);
        let name = text("kind").unwrap_or_default();
        let kind = Kind::ALL.iter().find(|(known, _)| *known == name);
        let (_, kind) = kind.ok_or_else(|| {
            let all: Vec<_> = Kind::ALL.iter().map(|(name, _)| *name).collect();
            format!("No fault is called {name:?}; there are {}", all.join(", "))
        })?;
        let status = number("status").and_then(|status| u16::try_from(status).ok()).unwrap_or(503);
        Ok(Self {
            kind: *kind,
            path: text("path").unwrap_or("/").to_owned(),
            method: text("method").and_then(|method| method.to_ascii_uppercase().parse().ok()),
            times: value.get("times").and_then(Value::as_i64).unwrap_or(1),
            milliseconds: number("ms").unwrap_or(500),
            status: StatusCode::from_u16(status).map_err(|_| format!("{status} is no status"))?,
            retry_after: number("retry_after").unwrap_or(1),
            currency: text("currency").unwrap_or("ZZZ").to_owned(),
        })
    }

    fn show(&self) -> Value {
        let name = Kind::ALL.iter().find(|(_, kind)| *kind == self.kind).map(|(name, _)| *name);
        json!({ "kind": name, "path": self.path, "method": self.method.as_ref().map(Method::as_str), "times": self.times })
    }

    fn hits(&self, request: &Request) -> bool {
        let method = self.method.as_ref().is_none_or(|method| method == request.method());
        self.times != 0 && method && request.uri().path().starts_with(&self.path)
    }
}

/// The switch.
pub struct Faults {
    list: Mutex<Vec<Fault>>,
    seen: Mutex<Vec<Value>>,
    /// How many answers are out.
    out: watch::Sender<u64>,
}

impl Default for Faults {
    fn default() -> Self {
        Self { list: Mutex::default(), seen: Mutex::default(), out: watch::Sender::new(0) }
    }
}

impl Faults {
    /// Puts faults in place of those before, and forgets what was seen.
    ///
    /// # Errors
    /// What is wrong with the list, for whoever wrote it.
    pub fn set(&self, list: &[u8]) -> Result<(), String> {
        let list: Value = serde_json::from_slice(list).map_err(|error| error.to_string())?;
        let list = list.as_array().ok_or("A list of faults is wanted")?;
        let list = list.iter().map(Fault::read).collect::<Result<_, _>>()?;
        *self.list.lock().unwrap_or_else(PoisonError::into_inner) = list;
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).clear();
        Ok(())
    }

    /// The fault that hits a request; it is used up by that.
    fn next(&self, request: &Request) -> Option<Fault> {
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if seen.len() < SEEN {
            let key = request.headers().get("idempotency-key").and_then(|key| key.to_str().ok());
            seen.push(json!({ "method": request.method().as_str(), "path": request.uri().path(), "key": key }));
        }
        let mut list = self.list.lock().unwrap_or_else(PoisonError::into_inner);
        let fault = list.iter_mut().find(|fault| fault.hits(request))?;
        let hit = fault.clone();
        if fault.times > 0 {
            fault.times -= 1;
        }
        Some(hit)
    }
}

/// `PUT /__faults`.
pub async fn put(State(faults): State<Arc<Faults>>, list: Bytes) -> Response {
    match faults.set(&list) {
        Ok(()) => StatusCode::NO_CONTENT.into_response(),
        Err(why) => answer::refusal(StatusCode::BAD_REQUEST, "invalid", &why),
    }
}

/// `GET /__faults`.
pub async fn get(State(faults): State<Arc<Faults>>) -> Response {
    let list: Vec<_> = faults.list.lock().unwrap_or_else(PoisonError::into_inner).iter().map(Fault::show).collect();
    let seen = faults.seen.lock().unwrap_or_else(PoisonError::into_inner).clone();
    answer::json(StatusCode::OK, &json!({ "faults": list, "seen": seen }))
}

/// Lets a request through, or not.
pub async fn strike(State(faults): State<Arc<Faults>>, request: Request, next: Next) -> Response {
    let Some(fault) = faults.next(&request) else { return watched(&faults, next.run(request).await) };
    match fault.kind {
        Kind::Latency => {
            tokio::time::sleep(Duration::from_millis(fault.milliseconds)).await;
            watched(&faults, next.run(request).await)
        }
        Kind::Status => answer::refusal(fault.status, "server", "The fault switch is on"),
        Kind::Busy => answer::busy(fault.retry_after),
        Kind::ResetBefore => severed(),
        Kind::ResetAfter => {
            next.run(request).await;
            severed()
        }
        Kind::Truncate => cut_short(next.run(request).await).await,
        Kind::Reorder => {
            let mut out = faults.out.subscribe();
            let response = next.run(request).await;
            // No other answer: then this is late, and that is all.
            let _ = tokio::time::timeout(HELD_AT_MOST, out.changed()).await;
            response
        }
        Kind::Html => {
            let page = "<!doctype html><title>Sign in</title><h1>Sign in to the network</h1>";
            ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
        }
        Kind::Strings => altered(next.run(request).await, numbers_as_text).await,
        Kind::Currency => altered(next.run(request).await, move |value| other_currency(value, &fault.currency)).await,
    }
}

/// Tells when the answer is out: its body is dropped once it is written.
fn watched(faults: &Arc<Faults>, response: Response) -> Response {
    let out = Out(Arc::clone(faults));
    response.map(|body| Body::new(Watched { body, _out: out }))
}

struct Out(Arc<Faults>);

impl Drop for Out {
    fn drop(&mut self) {
        self.0.out.send_modify(|out| *out = out.wrapping_add(1));
    }
}

struct Watched {
    body: Body,
    _out: Out,
}

impl HttpBody for Watched {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

/// Announces the whole answer and sends half of it.
async fn cut_short(response: Response) -> Response {
    let (head, body) = response.into_parts();
    let Ok(whole) = to_bytes(body, LARGEST).await else { return severed() };
    let length = u64::try_from(whole.len()).unwrap_or_default();
    let half = whole.slice(..whole.len() / 2);
    Response::from_parts(head, Body::new(Half { first: Some(half), flushed: false, length }))
}

struct Half {
    first: Option<Bytes>,
    flushed: bool,
    length: u64,
}

impl HttpBody for Half {
    type Data = Bytes;
    type Error = axum::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, axum::Error>>> {
        if let Some(half) = self.first.take() {
            return Poll::Ready(Some(Ok(Frame::data(half))));
        }
        // What was handed over leaves when there is nothing more at once; an error at once would take it back.
        if !self.flushed {
            self.flushed = true;
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(axum::Error::new(std::io::Error::from(std::io::ErrorKind::ConnectionReset)))))
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}

/// The same answer with something else in it; what is not JSON stays as it is.
async fn altered(response: Response, alter: impl Fn(&mut Value)) -> Response {
    let (mut head, body) = response.into_parts();
    let Ok(bytes) = to_bytes(body, LARGEST).await else { return severed() };
    let Ok(mut value) = serde_json::from_slice::<Value>(&bytes) else {
        return Response::from_parts(head, Body::from(bytes));
    };
    alter(&mut value);
    let text = value.to_string();
    head.headers.insert(header::CONTENT_LENGTH, HeaderValue::from(text.len()));
    Response::from_parts(head, Body::from(text))
}

fn numbers_as_text(value: &mut Value) {
    match value {
        Value::Number(number) => *value = Value::String(number.to_string()),
        Value::Array(list) => list.iter_mut().for_each(numbers_as_text),
        Value::Object(map) => map.values_mut().for_each(numbers_as_text),
        Value::Null | Value::Bool(_) | Value::String(_) => {}
    }
}

fn other_currency(value: &mut Value, code: &str) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| other_currency(value, code)),
        Value::Object(map) => {
            for (name, value) in map {
                if name == "currency" && value.is_string() {
                    *value = Value::String(code.to_owned());
                } else {
                    other_currency(value, code);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Number(_) => {}
    }
}
