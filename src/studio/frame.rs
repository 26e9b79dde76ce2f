//! A frame on the desk: a played scenario on screen, alive; and what the desk asks of it.
//!
//! The desk reaches it by `window.kassaFrame`, an object of functions that take and give texts: both are of one origin and one
//! build. Always true: a frame keeps nothing in the browser (`studio/frame.js` gives it a storage of its own in memory), leaves for no other page, and
//! has no purchase but the one that was played.

use super::{
    gallery, map,
    play::{Play, Why},
    scenario::{self, Scenario},
    tape::{self, Moment},
};
use crate::{
    app::{self, Host, MAIN, Session},
    backend::demo::Verdict,
    checkout::{Checkout, Command, Event, request::Keys},
    i18n::{LANGUAGES, Language, Words},
    ui::{Assets, Speech},
};
use js_sys::{Function, JSON, Object, Reflect};
use leptos::prelude::*;
use std::{
    any::Any,
    cell::{Cell, RefCell},
    rc::Rc,
};
use wasm_bindgen::{JsCast, JsValue, closure::Closure};

/// The name under which the desk finds the frame.
const NAME: &str = "kassaFrame";
/// Where the demo's bank writes what the shopper decided there.
const BANK: &str = "kassa-demo-bank";
/// What the app keeps its language and theme under.
const LANGUAGE: &str = "kassa:v1:language";
const THEME: &str = "kassa:v1:theme";

/// What is on screen.
#[derive(Default)]
struct Stage {
    play: Option<Play>,
    /// Moments after the scenario was reached begin here.
    reached: usize,
    session: Option<Session>,
    mounted: Option<Box<dyn Any>>,
    /// Which moment is shown, when it is not the last.
    at: Option<usize>,
    hears: Option<Function>,
    own_words: Option<JsValue>,
    /// The example that is shown instead of a purchase.
    example: Option<String>,
    pressed: u32,
}

thread_local! {
    static STAGE: RefCell<Stage> = RefCell::default();
    /// Counts what was put on screen: what belongs to something before is late.
    static SHOWING: Cell<u32> = const { Cell::new(0) };
}

fn stage<T>(act: impl FnOnce(&mut Stage) -> T) -> Option<T> {
    STAGE.with(|stage| stage.try_borrow_mut().ok().map(|mut stage| act(&mut stage)))
}

/// Lets the desk in, and shows what the frame's address says.
pub fn begin() {
    let door = Object::new();
    let offer = |name: &str, function: JsValue| {
        let _ = Reflect::set(&door, &name.into(), &function);
    };
    // Answers with nothing, or why the scenario cannot be.
    offer("show", text_in_text_out(|query| show(&query)));
    offer("lists", text_in_text_out(|_| lists()));
    offer("told", text_in_text_out(|_| told()));
    offer("moment", text_in_text_out(|index| moment(index.parse().ok())));
    offer("recording", text_in_text_out(|_| recording()));
    offer("replay", text_in_text_out(|text| replay(&text)));
    offer("act", text_in_text_out(|line| act(&line)));
    offer("outbox", text_in_text_out(|_| outbox()));
    offer("speak", text_in_text_out(|tag| speak(&tag)));
    let hear = Closure::<dyn Fn(Function)>::new(|hears| {
        stage(|stage| stage.hears = Some(hears));
    });
    offer("hear", hear.into_js_value());
    let words = Closure::<dyn Fn(JsValue)>::new(|own: JsValue| {
        let own = Some(own).filter(JsValue::is_object);
        let session = stage(|stage| {
            stage.own_words.clone_from(&own);
            stage.session
        });
        if let Some(session) = session.flatten() {
            own_words(session);
        }
    });
    offer("words", words.into_js_value());
    let _ = Reflect::set(&window(), &NAME.into(), &door);
    let query = window().location().search().unwrap_or_default();
    // A frame opened by itself, from a link, shows what its address says; one that cannot be shows the usual.
    if !show(&query).is_empty() {
        show("");
    }
}

fn text_in_text_out(answer: impl Fn(String) -> String + 'static) -> JsValue {
    Closure::<dyn Fn(JsValue) -> String>::new(move |text: JsValue| answer(text.as_string().unwrap_or_default()))
        .into_js_value()
}

/// What the bank's page, in a frame inside this one, has written.
fn bank(id: &str) -> Option<Verdict> {
    let storage = window().local_storage().ok().flatten()?;
    let told = JSON::parse(&storage.get_item(BANK).ok().flatten()?).ok()?;
    Some(match Reflect::get(&told, &id.into()).ok()?.as_string()?.as_str() {
        "approved" => Verdict::Approved,
        "cancelled" => Verdict::Cancelled,
        _ => Verdict::Refused,
    })
}

const fn why(why: Why) -> &'static str {
    match why {
        Why::Elsewhere => "elsewhere",
        Why::NoStep => "no-step",
        Why::NoWay => "no-way",
        Why::Nothing => "nothing",
    }
}

fn show(query: &str) -> String {
    if let Ok(Some(storage)) = window().local_storage() {
        // What was decided in a scenario before is not this one's.
        let _ = storage.remove_item(BANK);
    }
    let params = web_sys::UrlSearchParams::new_with_str(query).ok();
    let asked = |name: &str| params.as_ref().and_then(|params| params.get(name));
    if let Some(name) = asked("example") {
        return example(name, asked("lang"), asked("theme").as_deref());
    }
    let (scenario, _) = Scenario::read(query);
    let language = asked("lang").and_then(|tag| Language::named(&tag)).unwrap_or(Language::ENGLISH).tag;
    match Play::of(&scenario, language, app::now(), bank) {
        Ok(play) => {
            put(play, asked("lang").as_deref(), asked("theme").as_deref());
            String::new()
        }
        Err(reason) => why(reason).to_owned(),
    }
}

/// Puts an example of the gallery on screen, alone.
fn example(name: String, language: Option<String>, theme: Option<&str>) -> String {
    if !gallery::EXAMPLES.iter().any(|(known, _)| *known == name) {
        return "nothing".to_owned();
    }
    let Some(place) = document().get_element_by_id(MAIN).and_then(|found| found.dyn_into().ok()) else {
        return String::new();
    };
    dress(language.as_deref(), theme);
    let showing = SHOWING.get() + 1;
    SHOWING.set(showing);
    drop(stage(|stage| {
        stage.play = None;
        stage.session = None;
        stage.example = None;
        stage.mounted.take()
    }));
    // What the static page has around the step is not the example's.
    for id in ["kassa-top", "kassa-side", "kassa-foot", MAIN] {
        if let Some(around) = document().get_element_by_id(id) {
            around.set_text_content(None);
        }
    }
    wasm_bindgen_futures::spawn_local(async move {
        let language = language.and_then(|tag| Language::named(&tag)).unwrap_or(Language::ENGLISH);
        let words = Words::load(language, "/").await.unwrap_or_else(|_| Words::english());
        if SHOWING.get() != showing {
            return;
        }
        if let Some(root) = document().get_element_by_id("kassa") {
            let _ = root.set_attribute("lang", language.tag);
            let _ = root.set_attribute("dir", language.direction.attribute());
        }
        let drawn = name.clone();
        let mounted = leptos::mount::mount_to(place, move || {
            provide_context(Assets::under("/"));
            provide_context(Speech::new(words.clone()));
            gallery::draw(&drawn)
        });
        stage(|stage| {
            stage.mounted = Some(Box::new(mounted));
            stage.example = Some(name);
        });
        set_timeout(tell, core::time::Duration::ZERO);
    });
    String::new()
}

/// Language and theme, where the app looks for them.
fn dress(language: Option<&str>, theme: Option<&str>) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(LANGUAGE, language.unwrap_or(Language::ENGLISH.tag));
        let _ = storage.set_item(THEME, theme.unwrap_or("light"));
    }
    if let Some(root) = document().document_element() {
        let _ = root.set_attribute(Host::THEME, theme.unwrap_or("light"));
    }
}

/// Puts a play on screen in place of what was there.
fn put(play: Play, language: Option<&str>, theme: Option<&str>) {
    let Some(place) = document().get_element_by_id(MAIN).and_then(|found| found.dyn_into().ok()) else { return };
    dress(language, theme);
    let showing = SHOWING.get() + 1;
    SHOWING.set(showing);
    let before = stage(|stage| {
        stage.reached = play.tape.len();
        stage.play = Some(play);
        stage.at = None;
        stage.session = None;
        stage.example = None;
        stage.mounted.take()
    });
    drop(before);
    app::start(
        place,
        Host,
        take_stage,
        Box::new(move |session, mounted| {
            if SHOWING.get() == showing {
                stage(|stage| stage.mounted = Some(mounted));
                own_words(session);
                tell();
            }
        }),
    );
}

/// Gives a session the purchase that was played.
fn take_stage(session: Session) {
    let staged = stage(|stage| {
        stage.session = Some(session);
        stage.play.as_ref().map(|play| (play.checkout.clone(), play.shop.clone()))
    });
    if let Some((checkout, shop)) = staged.flatten() {
        let showing = SHOWING.get();
        // What belongs to something that was shown before, such as fields that go, is not this one's.
        let hears = move |event: &Event, commands: &[Command], after: &Checkout| {
            if SHOWING.get() == showing {
                heard(event, commands, after);
            }
        };
        session.stage(checkout, shop, app::pay::carry_out, Rc::new(hears));
    }
    crate::ui::el::follow(move || {
        if session.settled.get() {
            set_timeout(tell, core::time::Duration::ZERO);
        }
    });
}

/// Something happened on screen.
fn heard(event: &Event, commands: &[Command], after: &Checkout) {
    stage(|stage| {
        if let Some(play) = &mut stage.play {
            play.tape.push(Moment {
                at: app::now(),
                event: tape::told(event),
                shoppers: tape::is_shoppers(event),
                commands: commands.iter().map(tape::command).collect(),
                after: after.clone(),
            });
        }
    });
    // Not in the middle of it.
    set_timeout(tell, core::time::Duration::ZERO);
}

/// The desk hears that something is new.
fn tell() {
    if let Some(hears) = stage(|stage| stage.hears.clone()).flatten() {
        let _ = hears.call1(&JsValue::UNDEFINED, &told().into());
    }
}

/// The rest of what is told where no purchase is on screen.
const NOTHING: &str = ",\"at\":0,\"reached\":0,\"node\":\"\",\"visited\":[],\"applies\":[],\"moments\":[]}";

/// What there is to know, as JSON.
fn told() -> String {
    let text = stage(|stage| {
        if let Some(name) = &stage.example {
            return Some(["{\"query\":\"example=", name, "\",\"settled\":true", NOTHING].concat());
        }
        let play = stage.play.as_ref()?;
        let at = stage.at.unwrap_or(play.tape.len().saturating_sub(1));
        let quoted = |text: &str| JSON::stringify(&text.into()).map(String::from).unwrap_or_default();
        let list = |all: &[&str]| all.iter().map(|one| quoted(one)).collect::<Vec<_>>().join(",");
        let first = play.tape.first().map_or(0, |moment| moment.at.0);
        let moments: Vec<String> = play
            .tape
            .iter()
            .map(|moment| {
                let after = moment.at.0.saturating_sub(first).to_string();
                let is = if moment.shoppers { "true" } else { "false" };
                [
                    "{\"after\":",
                    &after,
                    ",\"event\":",
                    &quoted(&moment.event),
                    ",\"shoppers\":",
                    is,
                    ",\"commands\":[",
                    &list(&moment.commands),
                    "],\"node\":",
                    &quoted(map::node(&moment.after)),
                    "}",
                ]
                .concat()
            })
            .collect();
        let shown = play.tape.get(at).map_or(&play.checkout, |moment| &moment.after);
        let applies: Vec<&str> =
            map::nodes().iter().filter(|node| map::applies(shown, node)).map(|node| node.name).collect();
        let settled = stage.session.and_then(|session| session.settled.try_get_untracked()).unwrap_or_default();
        Some(
            [
                "{\"query\":",
                &quoted(&play.scenario.query()),
                ",\"at\":",
                &at.to_string(),
                ",\"reached\":",
                &stage.reached.to_string(),
                ",\"settled\":",
                if settled { "true" } else { "false" },
                ",\"node\":",
                &quoted(map::node(shown)),
                ",\"visited\":[",
                &list(&map::visited(&play.tape)),
                "],\"applies\":[",
                &list(&applies),
                "],\"moments\":[",
                &moments.join(","),
                "]}",
            ]
            .concat(),
        )
    });
    text.flatten().unwrap_or_else(|| ["{\"query\":\"\",\"settled\":false", NOTHING].concat())
}

/// Shows a moment, or the last again.
fn moment(index: Option<usize>) -> String {
    let shown = stage(|stage| {
        let play = stage.play.as_ref()?;
        let last = play.tape.len().checked_sub(1)?;
        let index = index.filter(|index| *index < last);
        stage.at = index;
        Some((stage.session?, play.tape.get(index.unwrap_or(last))?.after.clone(), index.is_some()))
    });
    if let Some((session, checkout, still)) = shown.flatten() {
        session.show(checkout, still);
        if let Some(main) = document().get_element_by_id(MAIN) {
            let _ = if still { main.set_attribute("inert", "") } else { main.remove_attribute("inert") };
        }
    }
    tell();
    String::new()
}

/// What the shopper did since the scenario was reached, as a file.
fn recording() -> String {
    let text = stage(|stage| {
        let play = stage.play.as_ref()?;
        let lines = play.tape.iter().skip(stage.reached).filter(|moment| moment.shoppers);
        Some(tape::save(&play.scenario, lines.map(|moment| moment.event.as_str())))
    });
    text.flatten().unwrap_or_default()
}

/// Plays a recording from its beginning. Answers with nothing, or the number of the line that cannot be read, or why not.
fn replay(text: &str) -> String {
    let (scenario, events) = match tape::read(text) {
        Ok(read) => read,
        Err(tape::Unreadable::NoRecording) => return "0".to_owned(),
        Err(tape::Unreadable::Line(line)) => return line.to_string(),
    };
    let kept = |name: &str| window().local_storage().ok().flatten()?.get_item(name).ok().flatten();
    let language = kept(LANGUAGE).and_then(|tag| Language::named(&tag)).unwrap_or(Language::ENGLISH).tag;
    match Play::of(&scenario, language, app::now(), bank) {
        Ok(mut play) => {
            let reached = play.tape.len();
            for event in events {
                let event = play.timed(event);
                play.act(event);
            }
            put(play, Some(language), kept(THEME).as_deref());
            stage(|stage| stage.reached = reached);
            String::new()
        }
        Err(reason) => why(reason).to_owned(),
    }
}

/// Does what a shopper did in another frame.
fn act(line: &str) -> String {
    let Ok((_, events)) = tape::read(&tape::save(&Scenario::default(), core::iter::once(line))) else {
        return String::new();
    };
    let session = stage(|stage| {
        stage.pressed += 1;
        stage.session.map(|session| (session, stage.pressed))
    });
    if let Some((session, pressed)) = session.flatten() {
        for event in events {
            let event = match event {
                Event::Pay { .. } => {
                    let key = |of: &str| [of, &pressed.to_string()].concat();
                    Event::Pay { now: app::now(), keys: Keys { order: key("step-"), payment: key("step-pay-") } }
                }
                Event::Retry { .. } => Event::Retry { now: app::now() },
                event => event,
            };
            session.dispatch(event);
        }
    }
    String::new()
}

/// The letters of the shop.
fn outbox() -> String {
    use crate::backend::shelf::Shelf;
    stage(|stage| stage.play.as_ref().and_then(|play| play.outbox.load())).flatten().unwrap_or_else(|| "[]".to_owned())
}

/// Speaks another language.
fn speak(tag: &str) -> String {
    if let (Some(session), Some(language)) = (stage(|stage| stage.session).flatten(), Language::named(tag)) {
        app::speak(session, language);
    }
    String::new()
}

/// Puts the desk's words over those of the language, or takes them off.
fn own_words(session: Session) {
    let Some(own) = stage(|stage| stage.own_words.clone()) else { return };
    let language = session.words.with_untracked(Words::language);
    session.spawn(async move {
        if let Ok(words) = Words::load(language, session.host().files()).await {
            let words = match &own {
                Some(own) => words.with_own(own),
                None => words,
            };
            let _ = session.words.try_set(words);
            tell();
        }
    });
}

/// What a scenario is made of, and the map, as JSON: the desk knows none of it by heart.
fn lists() -> String {
    fn names<T>(list: &[scenario::Named<T>]) -> Vec<&'static str> {
        list.iter().map(|(name, _)| *name).collect()
    }
    let text = |names: &[&str]| {
        let quoted: Vec<String> = names.iter().map(|name| ["\"", name, "\""].concat()).collect();
        ["[", &quoted.join(","), "]"].concat()
    };
    let markets: Vec<&str> = scenario::MARKETS.iter().map(|market| market.code).collect();
    let lists = [
        ("persona", text(&names(&scenario::PERSONAS))),
        ("bag", text(&names(&scenario::BAGS))),
        ("market", text(&markets)),
        ("by", text(&names(&scenario::BYS))),
        ("pay", text(&scenario::WAYS)),
        ("offers", text(&names(&scenario::OFFERS))),
        ("saving", text(&names(&scenario::SAVINGS))),
        ("fault", text(&names(&scenario::FAULTS))),
        ("at", text(&names(&scenario::PLACES))),
    ];
    let places = scenario::FAULTS.iter().map(|(name, fault)| {
        let places: Vec<&str> = fault.places().iter().map(|place| scenario::word(&scenario::PLACES, *place)).collect();
        ["\"", name, "\":", &text(&places)].concat()
    });
    let nodes = map::nodes().into_iter().map(|node| {
        let (column, row) = (node.column.to_string(), node.row.to_string());
        let place = scenario::word(&scenario::PLACES, node.place);
        ["{\"name\":\"", node.name, "\",\"at\":\"", place, "\",\"column\":", &column, ",\"row\":", &row, "}"].concat()
    });
    let edges = map::edges().into_iter().map(|(from, to)| text(&[from, to]));
    let languages: Vec<&str> = LANGUAGES.iter().map(|language| language.tag).collect();
    let join = |parts: &mut dyn Iterator<Item = String>| parts.collect::<Vec<_>>().join(",");
    let every: Vec<String> = scenario::every().iter().map(Scenario::query).collect();
    let every: Vec<&str> = every.iter().map(String::as_str).collect();
    let examples: Vec<&str> = gallery::EXAMPLES.iter().map(|(name, _)| *name).collect();
    let lists = join(&mut lists.iter().map(|(name, list)| ["\"", name, "\":", list].concat()));
    [
        "{\"lists\":{",
        &lists,
        "},\"places\":{",
        &join(&mut places.into_iter()),
        "},\"nodes\":[",
        &join(&mut nodes.into_iter()),
        "],\"edges\":[",
        &join(&mut edges.into_iter()),
        "],\"examples\":",
        &text(&examples),
        ",\"every\":",
        &text(&every),
        ",\"languages\":",
        &text(&languages),
        ",\"clock\":\"",
        scenario::CLOCK,
        "\"}",
    ]
    .concat()
}
