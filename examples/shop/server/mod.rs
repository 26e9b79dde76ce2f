//! The demo shop behind HTTP, speaking the contract (`public/openapi.yaml`).
//!
//! What is always true: every answer comes from the rules of `src/backend/demo`; the server only translates,
//! remembers (`books`, `once`) and guards the door. It is for one machine: it listens on loopback, and a request
//! that names another host is refused. It has no cookies: who knows a session's id has the session, until somebody signs in there;
//! then it is theirs who show the token.

pub mod accounts;
pub mod answer;
pub mod books;
pub mod broken;
pub mod desk;
pub mod faults;
pub mod hear;
pub mod line;
pub mod once;
mod returns;
pub mod routes;
pub mod tell;

use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header},
    middleware::{Next, from_fn, from_fn_with_state},
    response::{Html, IntoResponse, Response},
    routing,
};
use books::Books;
use broken::Break;
use desk::Desk;
use faults::Faults;
use routes::{Ask, Shop};
use std::{path::PathBuf, sync::Arc, time::Duration};
use tower_http::cors::{AllowOrigin, CorsLayer};

/// What a page may send.
const SENT: [&str; 7] =
    ["content-type", "accept-language", "ucp-agent", "request-id", "idempotency-key", "authorization", "kassa-session"];
/// What a page may read of an answer beside its body.
const READ: [&str; 3] = ["retry-after", "request-id", "date"];

/// Where the contract's paths begin.
pub const ENDPOINT: &str = "/ucp";

/// The shop's texts: the kind of link (UCP, `link.json`), the page's name, its heading.
const TEXTS: [(&str, &str, &str); 4] = [
    ("terms_of_service", "terms", "Terms of sale"),
    ("privacy_policy", "privacy", "Privacy"),
    ("refund_policy", "returns", "Returns"),
    ("shipping_policy", "delivery", "Delivery"),
];

/// How a server is set up.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// How sessions are served.
    pub desk: Desk,
    /// Where the books are; in memory unless told.
    pub books: Option<PathBuf>,
    /// The origins whose pages may read.
    pub origins: Vec<HeaderValue>,
    /// Whether there is a fault switch.
    pub faults: bool,
    /// The mistake it makes on purpose.
    pub broken: Option<Break>,
}

/// A server, and a way to look into its books.
pub struct Server {
    /// What it answers.
    pub router: Router,
    /// The shop behind it.
    pub shop: Arc<Shop>,
}

/// Makes a server.
///
/// # Errors
/// When the books cannot be opened.
pub fn server(config: Config) -> rusqlite::Result<Server> {
    let Config { desk, books, origins, faults, broken } = config;
    let shop = Arc::new(Shop { books: Books::open(books.as_deref())?, desk, broken, origins: origins.clone() });
    let paths = Router::new()
        .nest(ENDPOINT, routes::routes(Arc::clone(&shop)))
        .route("/.well-known/ucp", routing::get(profile).with_state(Arc::clone(&shop)))
        .route("/openapi.yaml", routing::get(contract))
        .route("/texts/{name}", routing::get(text))
        .fallback(async || answer::refusal(StatusCode::NOT_FOUND, "not_found", "There is nothing at this path"));
    let letters = Router::new().route("/letters", routing::get(letters)).with_state(Arc::clone(&shop));
    let origins = (broken != Some(Break::NoCors)).then_some(origins);
    // The mailbox of everybody, for whoever runs the demo: no page of another origin may read it.
    let router = around(paths, origins.as_deref(), faults.then(Arc::default)).merge(letters.layer(from_fn(door)));
    Ok(Server { router, shop })
}

async fn profile(State(shop): State<Arc<Shop>>, headers: HeaderMap) -> Response {
    answer::json(StatusCode::OK, &tell::profile(Ask::of(&headers).base(), &shop.doors()))
}

async fn contract() -> Response {
    ([(header::CONTENT_TYPE, "application/yaml")], include_str!("../../../public/openapi.yaml")).into_response()
}

async fn letters(State(shop): State<Arc<Shop>>) -> Response {
    let letters = shop.books.page(|page| page.text(desk::LETTERS)).unwrap_or_default();
    answer::text(StatusCode::OK, if letters.is_empty() { "[]".to_owned() } else { letters })
}

async fn text(Path(name): Path<String>) -> Response {
    match TEXTS.iter().find(|(_, page, _)| *page == name) {
        Some((_, _, heading)) => {
            let page = "<!doctype html><html lang=en><title>{}</title><h1>{}</h1><p>This is a demo shop: nothing is sold here.";
            Html(page.replace("{}", heading)).into_response()
        }
        None => answer::refusal(StatusCode::NOT_FOUND, "not_found", "There is no such text"),
    }
}

/// Puts what every answer goes through around the shop: faults, the origins that may read it, the door.
pub fn around(shop: Router, origins: Option<&[HeaderValue]>, faults: Option<Arc<Faults>>) -> Router {
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
    let cors = |origins: &[HeaderValue]| {
        CorsLayer::new()
            .allow_origin(AllowOrigin::list(origins.iter().cloned()))
            .allow_methods([Method::GET, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS])
            .allow_headers(SENT.map(HeaderName::from_static))
            .expose_headers(READ.map(HeaderName::from_static))
            .max_age(Duration::from_mins(10))
    };
    let shop = match origins {
        Some(origins) => shop.layer(cors(origins)),
        None => shop,
    };
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
