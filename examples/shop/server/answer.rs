//! Answers as they leave: JSON with a status, and refusals in the shape of the contract's errors.

use super::line::severed;
use axum::{
    body::Body,
    http::{HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use kassa::backend::ucp::wire::{VERSION, code};
use serde_json::{Value, json};

/// What a request is answered with, before it is bytes.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// A status and JSON.
    Json(u16, Value),
    /// Too many requests; so many seconds until the next.
    Busy(u64),
    /// Nothing: the connection is reset.
    Nothing,
    /// Something that is no JSON.
    Garbled,
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        match self {
            Self::Json(204, _) => StatusCode::NO_CONTENT.into_response(),
            Self::Json(status, value) => json(StatusCode::from_u16(status).unwrap_or_default(), &value),
            Self::Busy(seconds) => busy(seconds),
            Self::Nothing => severed(),
            Self::Garbled => text(StatusCode::OK, "{\"ucp\": {\"version\": ".to_owned()),
        }
    }
}

/// JSON.
pub fn json(status: StatusCode, value: &Value) -> Response {
    text(status, value.to_string())
}

/// JSON that is text already.
pub fn text(status: StatusCode, json: String) -> Response {
    (status, [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")], Body::from(json))
        .into_response()
}

/// The body of a refusal.
pub fn error(code: &str, content: &str) -> Value {
    json!({
        "ucp": { "version": VERSION, "status": "error" },
        "messages": [{ "type": "error", "code": code, "content": content, "severity": "unrecoverable" }],
    })
}

/// A refusal.
pub fn refusal(status: StatusCode, code: &str, content: &str) -> Response {
    json(status, &error(code, content))
}

/// Too many requests.
pub fn busy(seconds: u64) -> Response {
    let mut response = refusal(StatusCode::TOO_MANY_REQUESTS, code::BUSY, "Too many requests");
    response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}
