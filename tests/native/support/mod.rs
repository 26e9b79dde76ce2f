//! Networks for tests: one that plays recorded answers, one that records, and the real one.
#![allow(dead_code)] // Each adapter uses what it needs.

pub mod in_process;

use core::cell::{Cell, RefCell};
use kassa::{
    backend::http::{Http, Later, Lost, Method, Request, Response},
    domain::day::Instant,
};
use serde_json::{Value, json};
use std::{collections::VecDeque, fs, path::Path, rc::Rc};

/// Sunday 22 November 2026, 14:06 UTC.
pub const SUNDAY: Instant = Instant(1_795_356_360_000);

/// A request and what came of it, as recordings keep them: the host is left out, the rest is as it was.
#[derive(Clone, Debug)]
pub struct Exchange {
    pub method: String,
    pub path: String,
    pub body: Option<String>,
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub answer: String,
}

/// The address without scheme and host.
fn path_of(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.find('/').map_or("/", |at| &rest[at..])
}

impl Exchange {
    fn of(request: &Request, response: &Response) -> Self {
        Self {
            method: request.method.name().to_owned(),
            path: path_of(&request.url).to_owned(),
            body: request.body.clone(),
            status: response.status,
            headers: response.headers.clone(),
            answer: response.body.clone(),
        }
    }

    fn to_json(&self) -> Value {
        json!({
            "method": self.method, "path": self.path, "body": self.body,
            "status": self.status, "headers": self.headers, "answer": self.answer,
        })
    }

    fn from_json(value: &Value) -> Self {
        let text = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        let headers = value["headers"].as_array().into_iter().flatten();
        Self {
            method: text("method"),
            path: text("path"),
            body: value["body"].as_str().map(str::to_owned),
            status: value["status"].to_string().parse().unwrap(),
            headers: headers.map(|pair| (pair[0].as_str().unwrap().into(), pair[1].as_str().unwrap().into())).collect(),
            answer: text("answer"),
        }
    }
}

/// Plays recorded exchanges in their order. A request that is not the recorded one fails the test: the recording is
/// then of another program, and is to be made again (`make live`).
pub struct Recorded {
    left: RefCell<VecDeque<Exchange>>,
    told: RefCell<Vec<String>>,
    clock: Cell<Instant>,
}

impl Recorded {
    pub fn new(exchanges: impl IntoIterator<Item = Exchange>) -> Self {
        let left = RefCell::new(exchanges.into_iter().collect());
        Self { left, told: RefCell::default(), clock: Cell::new(SUNDAY) }
    }

    /// Reads a recording below `tests/fixtures`.
    pub fn read(name: &str) -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let list: Value = serde_json::from_str(&text).unwrap();
        Self::new(list.as_array().unwrap().iter().map(Exchange::from_json))
    }

    /// What the console was told.
    pub fn told(&self) -> Vec<String> {
        self.told.borrow().clone()
    }

    /// How many exchanges were not asked for.
    pub fn left(&self) -> usize {
        self.left.borrow().len()
    }
}

impl Http for Recorded {
    fn send<'a>(&'a self, request: &'a Request, _: u32) -> Later<'a, Result<Response, Lost>> {
        let next = self.left.borrow_mut().pop_front();
        let Some(next) = next else {
            panic!("nothing is recorded after this: {} {}", request.method.name(), request.url)
        };
        let asked = (request.method.name(), path_of(&request.url), request.body.as_deref());
        assert_eq!(
            asked,
            (next.method.as_str(), next.path.as_str(), next.body.as_deref()),
            "another request was recorded"
        );
        let response = Response { status: next.status, headers: next.headers, body: next.answer };
        Box::pin(core::future::ready(Ok(response)))
    }

    fn pause(&self, milliseconds: u32) -> Later<'_, ()> {
        self.clock.set(self.clock.get().plus(i64::from(milliseconds)));
        Box::pin(core::future::ready(()))
    }

    fn now(&self) -> Instant {
        self.clock.get()
    }

    fn chance(&self, end: u32) -> u32 {
        end / 2
    }

    fn tell(&self, detail: &str) {
        self.told.borrow_mut().push(detail.to_owned());
    }
}

/// A network that answers with what a function makes of each request, for tests of one trap at a time.
pub struct Scripted<F> {
    answer: F,
    sent: RefCell<Vec<Request>>,
    told: RefCell<Vec<String>>,
    clock: Cell<Instant>,
}

impl<F: Fn(usize, &Request) -> Result<Response, Lost>> Scripted<F> {
    /// `answer` is given the number of the request, from zero, and the request.
    pub fn new(answer: F) -> Self {
        Self { answer, sent: RefCell::default(), told: RefCell::default(), clock: Cell::new(SUNDAY) }
    }

    pub fn sent(&self) -> Vec<Request> {
        self.sent.borrow().clone()
    }

    pub fn told(&self) -> Vec<String> {
        self.told.borrow().clone()
    }
}

impl<F: Fn(usize, &Request) -> Result<Response, Lost>> Http for Scripted<F> {
    fn send<'a>(&'a self, request: &'a Request, _: u32) -> Later<'a, Result<Response, Lost>> {
        let number = self.sent.borrow().len();
        self.sent.borrow_mut().push(request.clone());
        Box::pin(core::future::ready((self.answer)(number, request)))
    }

    fn pause(&self, milliseconds: u32) -> Later<'_, ()> {
        self.clock.set(self.clock.get().plus(i64::from(milliseconds)));
        Box::pin(core::future::ready(()))
    }

    fn now(&self) -> Instant {
        self.clock.get()
    }

    fn chance(&self, end: u32) -> u32 {
        end / 2
    }

    fn tell(&self, detail: &str) {
        self.told.borrow_mut().push(detail.to_owned());
    }
}

/// An answer of JSON.
pub fn answer(status: u16, body: &Value) -> Response {
    let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
    Response { status, headers, body: body.to_string() }
}

/// The real network, for servers on this machine (`make live`). It waits where it is asked.
pub struct Wire {
    agent: ureq::Agent,
    told: RefCell<Vec<String>>,
}

impl Default for Wire {
    fn default() -> Self {
        let config = ureq::Agent::config_builder().http_status_as_error(false).build();
        Self { agent: config.into(), told: RefCell::default() }
    }
}

impl Wire {
    fn exchange(&self, request: &Request) -> Result<Response, Lost> {
        let mut builder = ureq::http::Request::builder().method(request.method.name()).uri(&request.url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        let answered = match (&request.body, request.method) {
            (Some(body), _) => {
                let sent = builder.header("content-type", "application/json").body(body.clone());
                self.agent.run(sent.map_err(|_| Lost::Unreachable)?)
            }
            (None, Method::Get | Method::Delete) => self.agent.run(builder.body(()).map_err(|_| Lost::Unreachable)?),
            (None, _) => self.agent.run(builder.body(String::new()).map_err(|_| Lost::Unreachable)?),
        };
        let mut response = answered.map_err(|_| Lost::Unreachable)?;
        let headers = response.headers().iter();
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap_or_default().to_owned()));
        Ok(Response {
            status: response.status().as_u16(),
            headers: headers.collect(),
            body: response.body_mut().read_to_string().map_err(|_| Lost::Cut)?,
        })
    }
}

impl Http for Wire {
    fn send<'a>(&'a self, request: &'a Request, _: u32) -> Later<'a, Result<Response, Lost>> {
        Box::pin(core::future::ready(self.exchange(request)))
    }

    fn pause(&self, milliseconds: u32) -> Later<'_, ()> {
        std::thread::sleep(core::time::Duration::from_millis(u64::from(milliseconds)));
        Box::pin(core::future::ready(()))
    }

    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
        Instant(i64::try_from(since.as_millis()).unwrap())
    }

    fn chance(&self, end: u32) -> u32 {
        end / 2
    }

    fn tell(&self, detail: &str) {
        self.told.borrow_mut().push(detail.to_owned());
    }
}

/// Writes down what goes over another network.
pub struct Recorder<H> {
    inner: H,
    taken: RefCell<Vec<Exchange>>,
}

impl<H: Http> Recorder<H> {
    pub fn new(inner: H) -> Rc<Self> {
        Rc::new(Self { inner, taken: RefCell::default() })
    }

    /// Keeps the recording below `tests/fixtures`.
    pub fn write(&self, name: &str) {
        let list: Vec<Value> = self.taken.borrow().iter().map(Exchange::to_json).collect();
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, serde_json::to_string_pretty(&list).unwrap() + "\n").unwrap();
    }
}

impl<H: Http> Http for Recorder<H> {
    fn send<'a>(&'a self, request: &'a Request, timeout: u32) -> Later<'a, Result<Response, Lost>> {
        Box::pin(async move {
            let answer = self.inner.send(request, timeout).await;
            if let Ok(response) = &answer {
                self.taken.borrow_mut().push(Exchange::of(request, response));
            }
            answer
        })
    }

    fn pause(&self, milliseconds: u32) -> Later<'_, ()> {
        self.inner.pause(milliseconds)
    }

    fn now(&self) -> Instant {
        self.inner.now()
    }

    fn chance(&self, end: u32) -> u32 {
        self.inner.chance(end)
    }

    fn tell(&self, detail: &str) {
        self.inner.tell(detail);
    }
}
