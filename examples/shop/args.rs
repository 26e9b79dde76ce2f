//! The command line.

use crate::server::{
    Config,
    broken::Break,
    desk::{Desk, Stock, Time},
};
use axum::http::HeaderValue;
use kassa::{
    backend::demo::{Scenario, Start},
    domain::{country::Country, day::Instant},
};

/// What is said with `--help`, and after a mistake.
pub const USAGE: &str = "\
cargo run --example shop -- [options]
  --port N         where to listen on 127.0.0.1; 0 takes a free port (4800)
  --db FILE        keep the books in a file (in memory)
  --origin ORIGIN  a page of this origin may read; repeatable (http://127.0.0.1:8080, http://localhost:8080)
  --faults         there is a fault switch: PUT /__faults
  --clock TIME     a clock that stands still: 2026-11-22T14:06 (UTC)
  --seed NAME      the shop's bag: default, virtual, zero, mixed, empty, large
  --lines N        lines of the large bag (500)
  --market CC      the country to start in (FI)
  --stock own      a warehouse for each session; shared (the default): what is sold is gone for everybody
  --silent         does not tell that an address has an account
  --break NAME     make one mistake on purpose; --break help lists them";

/// How to start.
pub struct Args {
    /// Where to listen.
    pub port: u16,
    /// The server.
    pub config: Config,
}

/// Reads the command line.
///
/// # Errors
/// What to tell whoever wrote it.
pub fn read(mut words: impl Iterator<Item = String>) -> Result<Args, String> {
    let mut args = Args { port: 4800, config: Config::default() };
    let mut desk = Desk::default();
    let mut lines = 500;
    let mut seed = "default".to_owned();
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("{word} wants a value\n{USAGE}"));
        match word.as_str() {
            "--port" => args.port = number(&value()?)?,
            "--db" => args.config.books = Some(value()?.into()),
            "--origin" => args.config.origins.push(origin(&value()?)?),
            "--faults" => args.config.faults = true,
            "--clock" => desk.time = Time::Fixed(clock(&value()?)?),
            "--seed" => seed = value()?,
            "--lines" => lines = number(&value()?)?,
            "--market" => {
                let code = value()?;
                desk.start.market = Country::parse(&code).ok_or(format!("{code} is no country"))?;
            }
            "--stock" => {
                desk.stock = match value()?.as_str() {
                    "own" => Stock::Own,
                    "shared" => Stock::Shared,
                    other => return Err(format!("--stock is own or shared, not {other}")),
                };
            }
            "--silent" => desk.silent = true,
            "--break" => {
                let name = value()?;
                let all = || Break::ALL.map(|(name, _)| name).join(", ");
                args.config.broken = Some(Break::named(&name).ok_or_else(|| format!("--break: {}", all()))?);
            }
            "--help" | "-h" => return Err(USAGE.to_owned()),
            other => return Err(format!("{other} is not known\n{USAGE}")),
        }
    }
    // Confirming at a bank needs a page of this server's own; until there is one, what needs it is not offered.
    let start = Start { scenario: scenario(&seed, lines)?, banked: false, ..desk.start };
    args.config.desk = Desk { start, ..desk };
    if args.config.origins.is_empty() {
        let here = ["http://127.0.0.1:8080", "http://localhost:8080"];
        args.config.origins = here.map(HeaderValue::from_static).to_vec();
    }
    Ok(args)
}

fn number<T: std::str::FromStr>(text: &str) -> Result<T, String> {
    text.parse().map_err(|_| format!("{text} is not a number that fits"))
}

/// An origin as browsers write it: scheme, host and port, and nothing after.
fn origin(text: &str) -> Result<HeaderValue, String> {
    let wrong = format!("{text} is no origin: write it like https://shop.example");
    let host = text.strip_prefix("http://").or_else(|| text.strip_prefix("https://")).ok_or_else(|| wrong.clone())?;
    if host.is_empty() || host.contains(['/', '*', ' ', '@']) {
        return Err(wrong);
    }
    HeaderValue::from_str(text).map_err(|_| wrong)
}

fn clock(text: &str) -> Result<Instant, String> {
    let whole = match text.len() {
        16 => [text, ":00Z"].concat(),
        19 => [text, "Z"].concat(),
        _ => text.to_owned(),
    };
    Instant::parse(&whole).ok_or(format!("{text} is no time: write it like 2026-11-22T14:06"))
}

fn scenario(name: &str, lines: u32) -> Result<Scenario, String> {
    Ok(match name {
        "default" => Scenario::Default,
        "virtual" => Scenario::Virtual,
        "zero" => Scenario::Zero,
        "mixed" => Scenario::Mixed,
        "empty" => Scenario::Empty,
        "large" => Scenario::Large(lines),
        other => return Err(format!("There is no bag called {other}\n{USAGE}")),
    })
}
