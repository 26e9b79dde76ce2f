//! The tape: what happened to a purchase, moment by moment; and the part of it that can be saved and played again.
//!
//! A recording is a scenario's address and what the shopper did after it, a line each: the answers of the demo shop follow from that.
//! Always true: what a shopper typed is not in a recording, only its shape (a letter for each letter, a figure for each figure), unless it
//! is what the studio itself types; so a recording can be sent to anyone.

use super::scenario::{MARKETS, Scenario};
use crate::{
    checkout::{CardState, Checkout, Command, Event, Timer},
    domain::{ItemId, LineId, MethodId, day::Instant, problem::Field},
};

/// One event with what came of it.
#[derive(Clone, Debug)]
pub struct Moment {
    /// When, by the clock of the page.
    pub at: Instant,
    /// What happened: a name, and what may be told of it.
    pub event: String,
    /// Whether the shopper did it, as opposed to the shop, the bank or the clock.
    pub shoppers: bool,
    /// The commands that followed, by name.
    pub commands: Vec<&'static str>,
    /// The purchase after it.
    pub after: Checkout,
}

/// What a recording begins with; another version is not read.
const HEAD: &str = "kassa-recording:1";

/// Why a recording cannot be played.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// It is not a recording, or one of another version.
    NoRecording,
    /// The line of that number says nothing we know.
    Line(usize),
}

/// A recording as text.
pub fn save<'a>(scenario: &Scenario, lines: impl Iterator<Item = &'a str>) -> String {
    let mut text = [HEAD, "\n", &scenario.query(), "\n"].concat();
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}

/// Reads a recording: the scenario it starts from, and what the shopper did then.
///
/// # Errors
/// [`Unreadable`], with the line.
pub fn read(text: &str) -> Result<(Scenario, Vec<Event>), Unreadable> {
    let mut lines = text.lines();
    if lines.next() != Some(HEAD) {
        return Err(Unreadable::NoRecording);
    }
    let (scenario, unknown) = Scenario::read(lines.next().unwrap_or_default());
    if !unknown.is_empty() {
        return Err(Unreadable::Line(2));
    }
    let mut events = Vec::new();
    for (at, line) in lines.enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        events.push(parse(line).ok_or(Unreadable::Line(at + 3))?);
    }
    Ok((scenario, events))
}

/// An event of the shopper's as a line; `None` for what others do, and for what needs the device (a wallet's sheet).
pub fn line(event: &Event) -> Option<String> {
    let field = |verb: &str, field: &Field, text: &str| [verb, " ", field.name(), " ", text].concat();
    Some(match event {
        Event::Typed(of, text) => field("typed", of, &shape(text)),
        Event::Left(of) => field("left", of, "").trim_end().to_owned(),
        // What is chosen is the page's own word for it.
        Event::Chose(of, value) => field("chose", of, value),
        Event::Continue => "continue".into(),
        Event::GoTo(step) => ["go-to ", step].concat(),
        Event::Quantity(line, text) => ["quantity ", line.as_str(), " ", text].concat(),
        Event::Remove(line) => ["remove ", line.as_str()].concat(),
        Event::Undo(item) => ["undo ", item.as_str()].concat(),
        Event::Add(item) => ["add ", item.as_str()].concat(),
        Event::ApplyCode => "apply-code".into(),
        Event::RemoveCode(code) => ["remove-code ", code].concat(),
        Event::Card(method, state) => ["card ", method.as_str(), " ", filled(state)].concat(),
        Event::AddGiftCard => "add-gift-card".into(),
        Event::UseTender(id, used) => ["use-tender ", id, if *used { " 1" } else { " 0" }].concat(),
        Event::ForgetCard(id) => ["forget-card ", id.as_str()].concat(),
        Event::PreferCard(id) => ["prefer-card ", id.as_str()].concat(),
        Event::Pay { .. } => "pay".into(),
        Event::ActionDone => "action-done".into(),
        Event::ActionCancelled => "action-cancelled".into(),
        Event::ActionBegun => "action-begun".into(),
        Event::Retry { .. } => "retry".into(),
        Event::Connection(online) => ["connection ", if *online { "1" } else { "0" }].concat(),
        Event::Refresh => "refresh".into(),
        Event::Dismiss => "dismiss".into(),
        Event::StartOver => "start-over".into(),
        Event::Elapsed(timer, _) => ["elapsed ", timer_name(*timer)].concat(),
        _ => return None,
    })
}

const fn filled(state: &CardState) -> &'static str {
    match state {
        CardState::Empty => "empty",
        CardState::Incomplete { .. } => "incomplete",
        CardState::Complete { .. } | CardState::Token { .. } => "complete",
    }
}

/// Waits by name.
const TIMERS: [(&str, Timer); 7] = [
    ("destination", Timer::Destination),
    ("resend", Timer::Resend),
    ("look-up", Timer::LookUp),
    ("replace", Timer::Replace),
    ("fetch", Timer::Fetch),
    ("slow", Timer::Slow),
    ("rest", Timer::Rest),
];

fn timer_name(timer: Timer) -> &'static str {
    TIMERS.iter().find(|(_, known)| *known == timer).map_or("", |(name, _)| name)
}

/// Times and keys are put in when it is played.
fn parse(line: &str) -> Option<Event> {
    let (verb, rest) = line.split_once(' ').unwrap_or((line, ""));
    let (first, second) = rest.split_once(' ').unwrap_or((rest, ""));
    let field = || Field::all().find(|field| field.name() == first);
    let now = Instant::default();
    let keys = crate::checkout::request::Keys { order: String::new(), payment: String::new() };
    Some(match verb {
        "typed" => Event::Typed(field()?, second.to_owned()),
        "left" => Event::Left(field()?),
        "chose" => Event::Chose(field()?, second.to_owned()),
        "continue" => Event::Continue,
        "go-to" => Event::GoTo(first.to_owned()),
        "quantity" => Event::Quantity(LineId::from(first), second.to_owned()),
        "remove" => Event::Remove(LineId::from(first)),
        "undo" => Event::Undo(ItemId::from(first)),
        "add" => Event::Add(ItemId::from(first)),
        "apply-code" => Event::ApplyCode,
        "remove-code" => Event::RemoveCode(first.to_owned()),
        "card" => {
            let state = match second {
                "empty" => CardState::Empty,
                "incomplete" => CardState::Incomplete { brand: None },
                "complete" => CardState::Complete { brand: Some("visa".into()) },
                _ => return None,
            };
            Event::Card(MethodId::from(first), state)
        }
        "add-gift-card" => Event::AddGiftCard,
        "use-tender" => Event::UseTender(first.to_owned(), second == "1"),
        "forget-card" => Event::ForgetCard(MethodId::from(first)),
        "prefer-card" => Event::PreferCard(MethodId::from(first)),
        "pay" => Event::Pay { now, keys },
        "action-done" => Event::ActionDone,
        "action-cancelled" => Event::ActionCancelled,
        "action-begun" => Event::ActionBegun,
        "retry" => Event::Retry { now },
        "connection" => Event::Connection(first == "1"),
        "refresh" => Event::Refresh,
        "dismiss" => Event::Dismiss,
        "start-over" => Event::StartOver,
        "elapsed" => Event::Elapsed(TIMERS.iter().find(|(name, _)| *name == first)?.1, now),
        _ => return None,
    })
}

/// What the studio types by itself is nobody's: it stays as it is.
pub const TYPED: [&str; 14] = [
    "kaisa.laine@example.fi",
    "review@example.fi",
    "new.shopper@example.fi",
    "Kaisa Laine",
    "PO-2026/117",
    "4410",
    "bills@example.fi",
    "VILLMARK10",
    "FREESHIP",
    "TAKK20",
    "SOMMER",
    "NORGE15",
    "LAPSE",
    "FJELL-GIFT-25",
];

/// The shape of what was typed: it is judged much the same and tells nothing.
fn shape(text: &str) -> String {
    let is_ours = |text: &str| {
        TYPED.contains(&text)
            || MARKETS.iter().any(|one| [one.street, one.postcode, one.city, one.region, one.phone].contains(&text))
    };
    if is_ours(text) {
        return text.to_owned();
    }
    let of = |c: char| match c {
        '0'..='9' => '0',
        'a'..='z' => 'x',
        'A'..='Z' => 'X',
        // Other scripts keep theirs: what is judged by script is judged alike.
        '\u{600}'..='\u{6ff}' => 'س',
        c if c.is_lowercase() => 'ø',
        c if c.is_uppercase() => 'Ø',
        c if c.is_alphanumeric() => '字',
        '\n' | '\r' => ' ',
        c => c,
    };
    text.chars().map(of).collect()
}

/// Whether the shopper did it: then it belongs in a recording.
pub fn is_shoppers(event: &Event) -> bool {
    !matches!(event, Event::Elapsed(..) | Event::Card(..)) && line(event).is_some()
}

/// What happened, for people: the line of what the shopper did, or the name of what came from elsewhere.
pub fn told(event: &Event) -> String {
    if let Some(line) = line(event) {
        return line;
    }
    let ok = |is: bool| if is { "" } else { " failed" };
    let (name, how) = match event {
        Event::Started { step, .. } => ("started ", step.as_deref().unwrap_or_default()),
        Event::Plan(_) => ("plan", ""),
        Event::Met(_) => ("met", ""),
        Event::Answered(_, answer) => ("answered", ok(answer.is_ok())),
        Event::Recognised(_) => ("recognised", ""),
        Event::Tokenized(_, answer) => ("tokenized", ok(answer.is_ok())),
        Event::Lock(_, granted, _) => ("lock", ok(*granted)),
        Event::Placed(_, answer) => ("placed", ok(answer.is_ok())),
        Event::LookedUp(_, answer) => ("looked-up", ok(answer.is_ok())),
        Event::Cancelled(_, answer) => ("cancelled", ok(answer.is_ok())),
        Event::Fetched(answer) => ("fetched", ok(answer.is_ok())),
        Event::Confirmed(_) => ("confirmed", ""),
        Event::Express(_) => ("express", ""),
        Event::Reorder(_) => ("reorder", ""),
        Event::PaidElsewhere(_) => ("paid-elsewhere", ""),
        Event::StorageForbidden => ("storage-forbidden", ""),
        Event::SavedUnreadable => ("saved-unreadable", ""),
        _ => ("", ""),
    };
    [name, how].concat()
}

/// The name of a command.
pub const fn command(command: &Command) -> &'static str {
    match command {
        Command::Open(_) => "open",
        Command::Apply(..) => "apply",
        Command::Tokenize(_) => "tokenize",
        Command::OpenSheet { .. } => "open-sheet",
        Command::TakeLock(_) => "take-lock",
        Command::ReleaseLock => "release-lock",
        Command::Place { .. } => "place",
        Command::LookUp { .. } => "look-up",
        Command::Resume { .. } => "resume",
        Command::Cancel { .. } => "cancel",
        Command::FetchOrder(_) => "fetch-order",
        Command::Leave(_) => "leave",
        Command::Confirm { .. } => "confirm",
        Command::Save => "save",
        Command::SaveNow => "save-now",
        Command::Forget => "forget",
        Command::Wait(..) => "wait",
        Command::Show { .. } => "show",
        Command::Focus(_) => "focus",
        Command::Announce(_) => "announce",
        Command::Publish(_) => "publish",
        Command::Withheld(_) => "withheld",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::problem::{AddressField, AddressUse};

    #[test]
    fn what_was_typed_keeps_its_shape_and_nothing_else() {
        assert_eq!(shape("Åse.Berg+x@mail.no"), "Øxx.Xxxx+x@xxxx.xx");
        assert_eq!(shape("4242 4242\n12"), "0000 0000 00");
        assert_eq!(shape("شارع 5"), "سسسس 0");
        assert_eq!(shape("kaisa.laine@example.fi"), "kaisa.laine@example.fi");
    }

    #[test]
    fn a_line_reads_back_as_what_was_done() {
        let street = Field::Address(AddressUse::Billing, AddressField::Street);
        let events = [
            Event::Typed(street, "Kirkegata 4 b".into()),
            Event::Left(street),
            Event::Chose(Field::Method, "card".into()),
            Event::Continue,
            Event::GoTo("delivery".into()),
            Event::Quantity("line-jacket".into(), "2".into()),
            Event::Remove("line-base".into()),
            Event::Undo("base".into()),
            Event::Add("mug".into()),
            Event::ApplyCode,
            Event::RemoveCode("VILLMARK10".into()),
            Event::Card("card".into(), CardState::Complete { brand: Some("visa".into()) }),
            Event::AddGiftCard,
            Event::UseTender("credit".into(), true),
            Event::ForgetCard("saved:101".into()),
            Event::PreferCard("saved:101".into()),
            Event::ActionDone,
            Event::ActionCancelled,
            Event::ActionBegun,
            Event::Connection(false),
            Event::Refresh,
            Event::Dismiss,
            Event::StartOver,
        ];
        for event in events {
            let text = line(&event).unwrap();
            let back = parse(&text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!(line(&back), Some(text.clone()), "{text}");
        }
        for (name, timer) in TIMERS {
            let text = ["elapsed ", name].concat();
            assert!(matches!(parse(&text), Some(Event::Elapsed(of, _)) if of == timer), "{text}");
        }
    }

    #[test]
    fn a_recording_says_which_line_is_wrong() {
        let read = |text: &str| read(text).map(|(scenario, events)| (scenario.query(), events.len()));
        assert_eq!(read("hello"), Err(Unreadable::NoRecording));
        assert_eq!(read("kassa-recording:2\n"), Err(Unreadable::NoRecording));
        assert_eq!(read("kassa-recording:1\nbag=whale\n"), Err(Unreadable::Line(2)));
        assert_eq!(read("kassa-recording:1\nbag=one\ncontinue\ndance\n"), Err(Unreadable::Line(4)));
        assert_eq!(read("kassa-recording:1\nbag=one\ncontinue\n\ntyped email x@x.xx\n"), Ok(("bag=one".into(), 2)));
    }

    #[test]
    fn a_saved_recording_is_read_again() {
        let scenario = Scenario { market: "NO", ..Scenario::default() };
        let text = save(&scenario, ["continue", "typed email x@x.xx"].into_iter());
        let (of, events) = read(&text).unwrap();
        assert_eq!((of, events.len()), (scenario, 2));
    }
}
