//! The demo shop behind HTTP, speaking the contract (`public/openapi.yaml`).
//!
//! What is always true: every answer comes from the rules of `src/backend/demo`; the server only translates,
//! remembers (`books`, `once`) and guards the door. It is for one machine: it listens on loopback, and a request
//! that names another host is refused. It has no users and no cookies: who knows a session's id has the session.

pub mod answer;
pub mod books;
pub mod desk;
pub mod faults;
pub mod line;
pub mod once;

use axum::{
    Router,
    extract::Request,
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::Response,
    routing,
};
use faults::Faults;
use std::{sync::Arc, time::Duration};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// What a page may send.
const SENT: [&str; 8] = [
    "content-type",
    "accept",
    "accept-language",
    "authorization",
    "idempotency-key",
    "request-id",
    "ucp-agent",
    "if-match",
];
/// What a page may read of an answer beside its body.
const READ: [&str; 5] = ["retry-after", "request-id", "etag", "location", "idempotent-replayed"];

/// Puts what every answer goes through around the shop: faults, the origins that may read it, the door.
pub fn around(shop: Router, origins: &[HeaderValue], faults: Option<Arc<Faults>>) -> Router {
    // The switch is outside of the faults and of the list of origins: no page can reach it, and it can be reached
    // when everything is broken.
    let (shop, switch) = match faults {
        Some(faults) => {
            let switch = routing::put(faults::put).get(faults::get).with_state(Arc::clone(&faults));
            let shop = shop.layer(from_fn_with_state(faults, faults::strike));
            (shop.layer(from_fn(one_request_a_connection)), Some(switch))
        }
        None => (shop, None),
    };
    let cors = CorsLayer::new()
        .allow_origin(AllowOrigin::list(origins.iter().cloned()))
        .allow_methods([Method::GET, Method::POST, Method::PUT, Method::PATCH, Method::DELETE])
        .allow_headers(SENT.map(HeaderName::from_static))
        .expose_headers(READ.map(HeaderName::from_static))
        .max_age(Duration::from_secs(600));
    let shop = shop.layer(cors);
    let shop = match switch {
        Some(switch) => shop.merge(Router::new().route(faults::PATH, switch)),
        None => shop,
    };
    shop.layer(from_fn(door))
}

/// A browser quietly repeats a request, even a POST, whose kept-alive connection is cut. Without keep-alive it tells.
async fn one_request_a_connection(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    response
}

/// Refuses what was meant for another host: a foreign page whose name was pointed at this machine (DNS rebinding)
/// would otherwise be of our own origin.
async fn door(request: Request, next: Next) -> Response {
    let host = request.headers().get(header::HOST).map(|host| host.to_str().unwrap_or("?"));
    let name = host.map(|host| host.rsplit_once(':').map_or(host, |(name, _)| name));
    match name {
        // Requests in process have no host.
        None | Some("127.0.0.1" | "localhost") => next.run(request).await,
        Some(_) => answer::refusal(StatusCode::MISDIRECTED_REQUEST, "wrong_host", "This shop is at 127.0.0.1 only"),
    }
}
