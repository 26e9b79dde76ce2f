//! The network as adapters see it: requests and answers as values, and when a request may be sent again.
//!
//! Always true: what is sent again is byte for byte what was sent before, and only where that is safe (REL-07).
//! An adapter never speaks to the browser itself, so each runs natively against recorded answers.

use crate::{
    backend::json,
    checkout::request::{BackendError, Setup},
    domain::day::Instant,
};
use core::{cell::Cell, future::Future, pin::Pin};
use serde_json::Value;
use std::rc::Rc;

/// Something that is there later.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = T> + 'a>>;

/// The methods of RFC 9110 that adapters use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum Method {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl Method {
    /// As it is written on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }
}

/// A request, complete. Its body is text because it is what goes over the wire, also the second time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The method.
    pub method: Method,
    /// The whole address.
    pub url: String,
    /// Headers; `Content-Type: application/json` goes with a body unless it is here.
    pub headers: Vec<(&'static str, String)>,
    /// The body.
    pub body: Option<String>,
}

impl Request {
    /// A request without headers and body.
    pub const fn new(method: Method, url: String) -> Self {
        Self { method, url, headers: Vec::new(), body: None }
    }

    /// With a header.
    #[must_use]
    pub fn header(mut self, name: &'static str, value: &str) -> Self {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// With a body of JSON.
    #[must_use]
    pub fn json(mut self, body: &Value) -> Self {
        self.body = Some(body.to_string());
        self
    }
}

/// An answer, read to its end.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Response {
    /// The status (RFC 9110 section 15).
    pub status: u16,
    /// The headers a page may read, with names in small letters.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: String,
}

impl Response {
    /// A header by its name in small letters.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Whether it says that it went well.
    pub const fn is_ok(&self) -> bool {
        matches!(self.status, 200..=299)
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// [`Setup::NotJson`] for a page where data should be; the address is wrong or something stands in between.
    pub fn read(&self) -> Result<Value, BackendError> {
        json::parse(&self.body).map_err(|_| BackendError::Setup(Setup::NotJson))
    }

    /// Milliseconds to wait before asking again (`Retry-After`, RFC 9110 section 10.2.3, in seconds).
    pub fn retry_after(&self) -> Option<u32> {
        self.header("retry-after")?.trim().parse::<u32>().ok()?.checked_mul(1000)
    }

    /// What an answer of failure means where the adapter knows nothing better.
    pub fn failure(&self) -> BackendError {
        let is_page = self.body.trim_start().starts_with('<');
        match self.status {
            401 | 403 => BackendError::Setup(Setup::Key),
            404 | 405 | 410 => BackendError::Setup(Setup::Endpoint),
            408 | 425 | 429 => BackendError::Busy(self.retry_after().unwrap_or(2000)),
            500..=599 => BackendError::Server(self.header("x-request-id").unwrap_or_default().to_owned()),
            _ if is_page => BackendError::Setup(Setup::NotJson),
            _ => BackendError::Malformed,
        }
    }
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lost {
    /// The device has no connection; nothing was sent.
    Offline,
    /// Nobody could be reached, or the connection broke.
    Unreachable,
    /// The server is there, but does not allow pages of this origin.
    Origin,
    /// It took too long.
    TimedOut,
    /// The answer broke off.
    Cut,
}

/// The network, the clock and the dice: all that adapters need of a browser.
pub trait Http {
    /// Sends a request and waits at most so many milliseconds for the whole answer.
    fn send<'a>(&'a self, request: &'a Request, timeout: u32) -> Later<'a, Result<Response, Lost>>;

    /// Waits so many milliseconds.
    fn pause(&self, milliseconds: u32) -> Later<'_, ()>;

    /// The clock.
    fn now(&self) -> Instant;

    /// A number below `end`, by chance.
    fn chance(&self, end: u32) -> u32;

    /// Tells the merchant in the console what the shopper does not need to know.
    fn tell(&self, detail: &str);
}

/// Whether a request may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// It changes nothing.
    Read,
    /// It carries a key, or is the same whenever it is done twice.
    Safe,
    /// Once only.
    Never,
}

/// Reads wait at most so long (REL-07).
const READ_TIMEOUT: u32 = 10_000;
/// Writes may take longer: a shop under load was seen to need seconds for one (`spec/backends.md`, Medusa).
const WRITE_TIMEOUT: u32 = 20_000;
/// All tries of a write together wait at most so long.
const WRITE_PATIENCE: i64 = 30_000;
/// Retries at hand at first, in tenths, and the most that can be saved up.
const BUDGET: u32 = 40;

/// Sends requests and repeats them where REL-07 allows.
pub struct Client {
    http: Rc<dyn Http>,
    /// In tenths of a retry: each request earns one, each retry costs ten. A shop that is down is not flooded.
    budget: Cell<u32>,
}

impl Client {
    /// Over that network.
    pub const fn new(http: Rc<dyn Http>) -> Self {
        Self { http, budget: Cell::new(BUDGET) }
    }

    /// The network beneath.
    pub const fn http(&self) -> &Rc<dyn Http> {
        &self.http
    }

    /// Sends a request, again where that is safe and may help.
    ///
    /// # Errors
    /// When no answer came. An answer of failure is an answer.
    pub async fn send(&self, request: &Request, again: Again) -> Result<Response, BackendError> {
        self.budget.set((self.budget.get() + 1).min(BUDGET));
        let begun = self.http.now();
        let timeout = if again == Again::Read { READ_TIMEOUT } else { WRITE_TIMEOUT };
        let mut tries = 0;
        loop {
            let answer = self.http.send(request, timeout).await;
            let waited = self.http.now().since(begun);
            let once_more = again != Again::Never
                && tries < 3
                && may_help(&answer, request.method)
                && (again == Again::Read || waited < WRITE_PATIENCE);
            if !once_more || self.budget.get() < 10 {
                return answer.map_err(|lost| self.lost(request, lost));
            }
            self.budget.set(self.budget.get() - 10);
            // Full jitter (REL-07): any time up to a bound that doubles, so that a crowd does not come back at once.
            let bound = (300_u32 << tries).min(5000);
            let asked = answer.ok().and_then(|response| response.retry_after());
            self.http.pause(asked.unwrap_or_else(|| self.http.chance(bound)).min(WRITE_TIMEOUT)).await;
            tries += 1;
        }
    }

    /// Tells the console what is wrong with an answer, and what it comes to.
    pub fn unfit(&self, unfit: &json::Unfit) -> BackendError {
        self.http.tell(&unfit.sentence());
        BackendError::Malformed
    }

    /// Tells the console of an answer of failure, and what it comes to.
    pub fn failed(&self, request: &Request, response: &Response) -> BackendError {
        let error = response.failure();
        self.explain(request, &error, response.status);
        error
    }

    /// Reads an answer, or tells the console what came instead.
    ///
    /// # Errors
    /// [`Setup::NotJson`].
    pub fn read(&self, request: &Request, response: &Response) -> Result<Value, BackendError> {
        response.read().inspect_err(|error| self.explain(request, error, response.status))
    }

    fn lost(&self, request: &Request, lost: Lost) -> BackendError {
        let (error, detail) = match lost {
            Lost::Offline => (BackendError::Offline, "the device has no connection"),
            Lost::Unreachable => (
                BackendError::NoAnswer,
                "nobody answers there, or the page's connect-src does not allow it; is the endpoint right?",
            ),
            Lost::Origin => (
                BackendError::Setup(Setup::Origin),
                "the server is there, but sends no Access-Control-Allow-Origin for this page's origin",
            ),
            Lost::TimedOut => (BackendError::NoAnswer, "no answer in time"),
            Lost::Cut => (BackendError::NoAnswer, "the connection broke off"),
        };
        self.http.tell(&format!("Kassa: {} {}: {detail}.", request.method.name(), request.url));
        error
    }

    fn explain(&self, request: &Request, error: &BackendError, status: u16) {
        let detail = match error {
            BackendError::Setup(Setup::Key) => "the shop refuses the key or the session of this page",
            BackendError::Setup(Setup::Endpoint) => "nothing of the shop's API is at this address",
            BackendError::Setup(Setup::NotJson) => "the answer is not JSON",
            BackendError::Busy(_) => "too many requests",
            BackendError::Server(_) => "the shop has a fault",
            _ => "the answer cannot be used",
        };
        self.http.tell(&format!("Kassa: {} {}: status {status}: {detail}.", request.method.name(), request.url));
    }
}

/// Whether the same request may fare better another time.
fn may_help(answer: &Result<Response, Lost>, method: Method) -> bool {
    match answer {
        Ok(response) => match response.status {
            408 | 425 | 429 | 502..=504 => true,
            500 => method == Method::Get,
            _ => false,
        },
        // Without a connection nothing helps; a refused origin stays refused.
        Err(lost) => !matches!(lost, Lost::Offline | Lost::Origin),
    }
}

/// Scheme, host and port of an address; nothing of one on the page's own server.
#[cfg(any(target_arch = "wasm32", test))]
fn origin(url: &str) -> &str {
    let host = url.find("://").map_or(0, |at| at + 3);
    let end = url.get(host..).and_then(|rest| rest.find('/')).map_or(url.len(), |at| host + at);
    url.get(..end).unwrap_or_default()
}

#[cfg(target_arch = "wasm32")]
pub use fetch::Fetch;

#[cfg(target_arch = "wasm32")]
mod fetch {
    use super::{Http, Instant, Later, Lost, Request, Response, origin};
    use gloo_net::{
        Error,
        http::{Method, RequestBuilder},
    };
    use std::cell::RefCell;
    use wasm_bindgen::prelude::*;
    use web_sys::{AbortSignal, RequestMode};

    #[wasm_bindgen]
    extern "C" {
        #[wasm_bindgen(js_namespace = console)]
        fn warn(text: &str);
    }

    thread_local! {
        /// The origins that have let this page read an answer.
        static MET: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    }

    /// The browser's network.
    #[derive(Clone, Copy, Debug, Default)]
    pub struct Fetch;

    impl Fetch {
        async fn exchange(request: &Request, timeout: u32) -> Result<Response, Lost> {
            if web_sys::window().is_some_and(|window| !window.navigator().on_line()) {
                return Err(Lost::Offline);
            }
            // The names are those of RFC 9110, which the browser knows.
            let method = Method::from_bytes(request.method.name().as_bytes()).map_err(|_| Lost::Unreachable)?;
            let signal = AbortSignal::timeout_with_u32(timeout);
            let mut builder = RequestBuilder::new(&request.url).method(method).abort_signal(Some(&signal));
            for (name, value) in &request.headers {
                builder = builder.header(name, value);
            }
            let sent = match &request.body {
                Some(body) => builder.header("content-type", "application/json").body(body.as_str()),
                None => builder.build(),
            };
            let response = match sent.map_err(|_| Lost::Unreachable)?.send().await {
                Ok(response) => response,
                Err(error) if signal.aborted() || is_timeout(&error) => return Err(Lost::TimedOut),
                // A server that has let this page in once lets it in: the connection broke, and it may have done what was asked.
                Err(_) if MET.with_borrow(|met| met.iter().any(|known| known == origin(&request.url))) => {
                    return Err(Lost::Cut);
                }
                Err(_) => return Err(Self::why_not(&request.url).await),
            };
            MET.with_borrow_mut(|met| {
                if !met.iter().any(|known| known == origin(&request.url)) {
                    met.push(origin(&request.url).to_owned());
                }
            });
            let headers = response.headers().entries().collect();
            let status = response.status();
            let body = response.text().await.map_err(|_| if signal.aborted() { Lost::TimedOut } else { Lost::Cut })?;
            Ok(Response { status, headers, body })
        }

        /// A browser does not tell a page that may not ask from a server that is not there. A request whose answer
        /// the page cannot read anyway comes through when only the permission is missing.
        async fn why_not(url: &str) -> Lost {
            let signal = AbortSignal::timeout_with_u32(3000);
            let blind = RequestBuilder::new(url).mode(RequestMode::NoCors).abort_signal(Some(&signal));
            match blind.send().await {
                Ok(_) => Lost::Origin,
                Err(_) => Lost::Unreachable,
            }
        }
    }

    fn is_timeout(error: &Error) -> bool {
        matches!(error, Error::JsError(error) if error.name == "TimeoutError")
    }

    impl Http for Fetch {
        fn send<'a>(&'a self, request: &'a Request, timeout: u32) -> Later<'a, Result<Response, Lost>> {
            Box::pin(Self::exchange(request, timeout))
        }

        fn pause(&self, milliseconds: u32) -> Later<'_, ()> {
            super::pause(milliseconds)
        }

        fn now(&self) -> Instant {
            super::now()
        }

        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::float_arithmetic)]
        fn chance(&self, end: u32) -> u32 {
            // A wait and no secret: Math.random is good enough.
            (js_sys::Math::random() * f64::from(end)) as u32
        }

        fn tell(&self, detail: &str) {
            warn(detail);
        }
    }
}

/// The browser's clock.
#[cfg(target_arch = "wasm32")]
#[allow(clippy::cast_possible_truncation)] // Whole milliseconds, far below 2^53.
pub fn now() -> Instant {
    Instant(js_sys::Date::now() as i64)
}

/// Over after so many milliseconds.
#[cfg(target_arch = "wasm32")]
pub fn pause(milliseconds: u32) -> Later<'static, ()> {
    let milliseconds = i32::try_from(milliseconds).unwrap_or(i32::MAX);
    let timer = js_sys::Promise::new(&mut |resolve, _| {
        if let Some(window) = web_sys::window() {
            let _ = window.set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, milliseconds);
        }
    });
    Box::pin(async move {
        let _ = wasm_bindgen_futures::JsFuture::from(timer).await;
    })
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[track_caller]
    fn check(url: &str, expected: &str) {
        assert_eq!(origin(url), expected);
    }

    #[test]
    fn an_origin_is_all_before_the_path() {
        check("https://shop.example/shop-api", "https://shop.example");
        check("http://127.0.0.1:9000/store/carts?x=https://other.example/", "http://127.0.0.1:9000");
        check("https://shop.example", "https://shop.example");
        check("/api/carts", "");
    }
}
