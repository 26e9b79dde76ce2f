//! The demo shop as an HTTP server on this machine: `cargo run --example shop`, see `README.md` beside this file.
//!
//! Once it listens it prints one line of JSON: `{"origin":"http://127.0.0.1:4800","endpoint":"http://127.0.0.1:4800/ucp"}`.

mod args;
// The tests use more of it than the program does.
#[allow(dead_code)]
mod server;

use std::{net::Ipv4Addr, process::ExitCode};
use tokio::net::TcpListener;

// One thread: the books have one door anyway, and the tests of reordering want no surprises.
#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    match run().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

async fn run() -> Result<(), String> {
    let args = args::read(std::env::args().skip(1))?;
    let server = server::server(args.config).map_err(|why| format!("The books cannot be opened: {why}"))?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, args.port))
        .await
        .map_err(|why| format!("127.0.0.1:{} cannot be had: {why}", args.port))?;
    let at = listener.local_addr().map_err(|why| why.to_string())?;
    let line =
        serde_json::json!({ "origin": format!("http://{at}"), "endpoint": format!("http://{at}{}", server::ENDPOINT) });
    println!("{line}");
    server::line::serve(listener, server.router).await.map_err(|why| why.to_string())
}
