//! The network of a test that asks the shop server without sockets: as a browser would, if it is given an origin.
//!
//! Time in it is the runtime's and stands still while nothing waits, so a shop that takes six seconds costs none.

use crate::shop_server::{Config, Server, line, server};
use axum::{
    Router,
    body::{Body, to_bytes},
    http,
};
use core::cell::{Cell, RefCell};
use kassa::{
    backend::http::{Http, Later, Lost, Request, Response},
    domain::day::Instant,
};
use std::{rc::Rc, sync::Arc, time::Duration};
use tokio::runtime::{Builder, Runtime};
use tower::ServiceExt;

/// Where the shop seems to be.
pub const ENDPOINT: &str = "http://127.0.0.1/ucp";

/// A runtime whose clock moves on when everything waits.
pub fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().start_paused(true).build().unwrap()
}

/// A network that ends in a router of this process.
pub struct InProcess {
    runtime: Runtime,
    router: Router,
    origin: Option<&'static str>,
    told: RefCell<Vec<String>>,
    clock: Cell<Instant>,
    dice: Cell<u32>,
}

impl InProcess {
    /// A network to a router.
    pub fn to(router: Router) -> Self {
        Self {
            runtime: runtime(),
            router,
            origin: None,
            told: RefCell::default(),
            clock: Cell::new(super::SUNDAY),
            dice: Cell::new(2_463_534_242),
        }
    }

    /// A shop, and the network to it.
    pub fn shop(config: Config) -> (Rc<Self>, Arc<crate::shop_server::routes::Shop>) {
        let Server { router, shop } = server(config).unwrap();
        (Rc::new(Self::to(router)), shop)
    }

    /// The same for a page of an origin: what CORS forbids does not come through.
    #[must_use]
    pub fn from(self, origin: &'static str) -> Self {
        Self { origin: Some(origin), ..self }
    }

    /// What the console was told.
    pub fn told(&self) -> Vec<String> {
        self.told.borrow().clone()
    }

    async fn exchange(&self, request: &Request) -> Result<Response, Lost> {
        let mut builder = http::Request::builder().method(request.method.name()).uri(&request.url);
        for (name, value) in &request.headers {
            builder = builder.header(*name, value);
        }
        if let Some(origin) = self.origin {
            self.preflight(request, origin).await?;
            builder = builder.header("origin", origin);
        }
        let body = match &request.body {
            Some(body) => {
                builder = builder.header("content-type", "application/json");
                Body::from(body.clone())
            }
            None => Body::empty(),
        };
        let response = self.router.clone().oneshot(builder.body(body).unwrap()).await.unwrap();
        if line::is_severed(&response) {
            return Err(Lost::Unreachable);
        }
        let text = |response: &http::Response<Body>, name: &str| {
            response.headers().get(name).map(|value| value.to_str().unwrap().to_owned())
        };
        if self.origin.is_some() && text(&response, "access-control-allow-origin").as_deref() != self.origin {
            return Err(Lost::Origin);
        }
        // What a page may read of the headers: those exposed, and the few that always are (Fetch, "CORS-safelisted
        // response-header name").
        let exposed = text(&response, "access-control-expose-headers").unwrap_or_default();
        let may = |name: &str| {
            let always = ["cache-control", "content-language", "content-length", "content-type"].contains(&name);
            self.origin.is_none() || always || exposed.split(',').any(|known| known.trim() == name)
        };
        let headers = response.headers().iter().filter(|(name, _)| may(name.as_str()));
        let headers = headers.map(|(name, value)| (name.to_string(), value.to_str().unwrap().to_owned())).collect();
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.map_err(|_| Lost::Cut)?;
        Ok(Response { status, headers, body: String::from_utf8(body.to_vec()).map_err(|_| Lost::Cut)? })
    }

    /// Asks for permission as a browser does.
    async fn preflight(&self, request: &Request, origin: &str) -> Result<(), Lost> {
        let names: Vec<_> = request.headers.iter().map(|(name, _)| name.to_ascii_lowercase()).collect();
        let asked = http::Request::builder()
            .method("OPTIONS")
            .uri(&request.url)
            .header("origin", origin)
            .header("access-control-request-method", request.method.name())
            .header("access-control-request-headers", names.join(","));
        let answer = self.router.clone().oneshot(asked.body(Body::empty()).unwrap()).await.unwrap();
        let list = |name: &str| -> Vec<String> {
            let value = answer.headers().get(name).map(|value| value.to_str().unwrap().to_ascii_lowercase());
            value.unwrap_or_default().split(',').map(|part| part.trim().to_owned()).collect()
        };
        let allowed = answer.status().is_success()
            && list("access-control-allow-origin") == [origin]
            && list("access-control-allow-methods").contains(&request.method.name().to_ascii_lowercase())
            && names.iter().all(|name| list("access-control-allow-headers").contains(name));
        if allowed { Ok(()) } else { Err(Lost::Origin) }
    }
}

impl Http for InProcess {
    fn send<'a>(&'a self, request: &'a Request, timeout: u32) -> Later<'a, Result<Response, Lost>> {
        let answer = self.runtime.block_on(async {
            let wait = Duration::from_millis(timeout.into());
            tokio::time::timeout(wait, self.exchange(request)).await.unwrap_or(Err(Lost::TimedOut))
        });
        Box::pin(core::future::ready(answer))
    }

    fn pause(&self, milliseconds: u32) -> Later<'_, ()> {
        self.clock.set(self.clock.get().plus(i64::from(milliseconds)));
        Box::pin(core::future::ready(()))
    }

    fn now(&self) -> Instant {
        self.clock.get()
    }

    fn chance(&self, end: u32) -> u32 {
        // Marsaglia's xorshift: a server tells visitors apart by keys, so dice that always show the same will not do.
        let mut dice = self.dice.get();
        dice ^= dice << 13;
        dice ^= dice >> 17;
        dice ^= dice << 5;
        self.dice.set(dice);
        dice % end.max(1)
    }

    fn tell(&self, detail: &str) {
        self.told.borrow_mut().push(detail.to_owned());
    }
}
