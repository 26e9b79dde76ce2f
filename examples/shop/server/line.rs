//! Connections that can be cut: the listener, and the answer that is never sent.
//!
//! A shop whose process dies, or a shopper in a tunnel, looks like this from the other side: a connection that
//! is reset. A handler says so with [`severed`]; over sockets [`cut`] makes it true, in process the caller sees
//! the mark on the answer.

use axum::{
    Router,
    body::Body,
    extract::{ConnectInfo, Request, connect_info::Connected},
    middleware::{Next, from_fn},
    response::Response,
    serve::{IncomingStream, Listener},
};
use std::{
    io,
    net::SocketAddr,
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll},
    time::Duration,
};
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{TcpListener, TcpStream},
};

/// Marks an answer that never leaves.
#[derive(Clone, Copy, Debug)]
pub struct Severed;

/// An answer that never leaves: the connection is reset instead.
pub fn severed() -> Response {
    let mut response = Response::new(Body::empty());
    response.extensions_mut().insert(Severed);
    response
}

/// Whether an answer never leaves.
pub fn is_severed(response: &Response) -> bool {
    response.extensions().get::<Severed>().is_some()
}

/// Serves until the process ends.
///
/// # Errors
/// What the operating system says of the listener.
pub async fn serve(listener: TcpListener, router: Router) -> io::Result<()> {
    let router = router.layer(from_fn(cut));
    axum::serve(Lines(listener), router.into_make_service_with_connect_info::<Cut>()).await
}

async fn cut(ConnectInfo(cut): ConnectInfo<Cut>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    if is_severed(&response) {
        cut.0.store(true, Ordering::Relaxed);
    }
    response
}

/// Tells a connection that it is cut.
#[derive(Clone, Debug, Default)]
struct Cut(Arc<AtomicBool>);

impl Connected<IncomingStream<'_, Lines>> for Cut {
    fn connect_info(stream: IncomingStream<'_, Lines>) -> Self {
        stream.io().cut.clone()
    }
}

struct Lines(TcpListener);

impl Listener for Lines {
    type Io = Line;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Line, SocketAddr) {
        loop {
            match self.0.accept().await {
                Ok((stream, from)) => return (Line { stream, cut: Cut::default() }, from),
                // Too many open files, or a connection that was gone at once: others come.
                Err(_) => tokio::time::sleep(Duration::from_millis(50)).await,
            }
        }
    }

    fn local_addr(&self) -> io::Result<SocketAddr> {
        self.0.local_addr()
    }
}

struct Line {
    stream: TcpStream,
    cut: Cut,
}

impl Line {
    /// Once cut, nothing more is written, and closing is a reset (RST) and not an orderly end (FIN).
    fn open(&self) -> io::Result<()> {
        if self.cut.0.load(Ordering::Relaxed) {
            self.stream.set_zero_linger()?;
            return Err(io::ErrorKind::ConnectionReset.into());
        }
        Ok(())
    }
}

impl AsyncRead for Line {
    fn poll_read(mut self: Pin<&mut Self>, context: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, into)
    }
}

impl AsyncWrite for Line {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, from: &[u8]) -> Poll<io::Result<usize>> {
        self.open()?;
        Pin::new(&mut self.stream).poll_write(context, from)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.open()?;
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.open()?;
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
