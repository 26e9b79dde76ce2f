//! The studio's scenarios: every one that can be is played by the machine and the demo shop, and is what it says.

use kassa::{
    checkout::{Event, Notice, Phase},
    domain::{day::Instant, payment::kind, problem::Field, quote::Change},
    studio::{
        map,
        play::{Play, Why, place},
        scenario::{FAULTS, Fault, PLACES, Persona, Place, Scenario, WAYS, every, home, word},
        tape,
    },
};
use std::collections::{BTreeMap, BTreeSet};

const NOW: Instant = Instant(1_795_356_360_000);

fn play(scenario: &Scenario) -> Result<Play, Why> {
    Play::of(scenario, "en", NOW, |_| None)
}

/// What a purchase shows, as far as two of them would be told apart by looking.
fn state(play: &Play) -> String {
    let checkout = &play.checkout;
    let notice = match &checkout.phase {
        Phase::Open(open) => format!("{:?}", open.notice),
        Phase::Acting(acting) => format!("{:?}", core::mem::discriminant(&acting.action)),
        _ => String::new(),
    };
    let quote = checkout.quote();
    let lines = quote.map(|quote| (quote.lines.len(), quote.totals.due.decimal(), quote.codes.len()));
    let method = checkout.method().map(|id| kind(&id).to_owned());
    let problems = checkout.shown().len();
    let who = (play.scenario.persona, checkout.online, checkout.updating());
    format!("{} {notice} {lines:?} {method:?} {problems} {who:?}", map::node(checkout))
}

#[test]
fn every_scenario_that_can_be_is_played_and_is_what_it_says() {
    let mut states = BTreeSet::new();
    let mut nodes = BTreeSet::new();
    let mut cannot: BTreeMap<String, usize> = BTreeMap::new();
    let all = every();
    let mut played = 0;
    for scenario in &all {
        match play(scenario) {
            Ok(play) => {
                played += 1;
                assert_eq!(play.place(), Some(scenario.at), "{}", scenario.query());
                nodes.extend(map::visited(&play.tape));
                states.insert(state(&play));
            }
            Err(why) => *cannot.entry(format!("{why:?}")).or_default() += 1,
        }
    }
    println!("{} scenarios, {played} can be, {} distinct states; cannot: {cannot:?}", all.len(), states.len());
    assert!(states.len() >= 250, "{}", states.len());
    for node in map::nodes() {
        assert!(nodes.contains(node.name), "no scenario comes by {}", node.name);
    }
}

#[test]
fn every_fault_is_seen_where_it_says() {
    let seen: BTreeSet<&str> = every()
        .iter()
        .filter(|scenario| scenario.fault != Fault::None && play(scenario).is_ok())
        .map(|scenario| word(&FAULTS, scenario.fault))
        .collect();
    for (name, fault) in FAULTS {
        assert!(fault == Fault::None || seen.contains(name), "{name} is never seen");
    }
}

#[test]
fn every_way_to_pay_leads_to_an_order_at_home() {
    for pay in WAYS {
        let scenario = Scenario { at: Place::Thanks, ..home(pay) };
        assert!(play(&scenario).is_ok(), "{pay}: {:?}", play(&scenario).err());
    }
}

#[test]
fn every_place_is_reached_by_a_guest() {
    for (name, at) in PLACES {
        let fault = if at == Place::Bank { Fault::Challenge } else { Fault::None };
        let play = play(&Scenario { at, fault, ..Scenario::default() });
        assert_eq!(play.map(|play| play.place()), Ok(Some(at)), "{name}");
    }
}

// A company reads net prices, before and after.
#[test]
fn a_price_that_rises_rises_for_a_company_as_well() {
    let play = play(&Scenario::read("persona=company&fault=price-rise&at=review").0).unwrap();
    let quote = play.checkout.quote().unwrap();
    let Some(Change::Price { line, was }) = quote.changes.first() else { panic!("{:?}", quote.changes) };
    assert!(quote.line(line).unwrap().unit_price.minor() > was.minor(), "{was:?}");
}

#[test]
fn what_cannot_be_says_why() {
    let why = |query: &str| play(&Scenario::read(query).0).err();
    assert_eq!(why("fault=declined&at=bag"), Some(Why::Elsewhere));
    assert_eq!(why("bag=virtual&at=delivery"), Some(Why::NoStep));
    assert_eq!(why("pay=swish&at=review"), Some(Why::NoWay));
    assert_eq!(why("at=bank"), Some(Why::Nothing));
}

#[test]
fn a_recording_plays_to_the_same_purchase() {
    let scenario = Scenario { at: Place::Contact, ..Scenario::default() };
    let mut first = play(&scenario).ok().unwrap();
    let reached = first.tape.len();
    for event in [
        Event::Typed(Field::Email, "someone.else@mail.example".into()),
        Event::Left(Field::Email),
        Event::Continue,
        Event::Typed(Field::Code, "VILLMARK10".into()),
        Event::ApplyCode,
        Event::Continue,
    ] {
        first.act(event);
    }
    let lines = first.tape.iter().skip(reached).filter(|moment| moment.shoppers).map(|moment| moment.event.as_str());
    let text = tape::save(&scenario, lines);
    assert!(!text.contains("someone"), "{text}");
    let (of, events) = tape::read(&text).unwrap();
    let mut again = play(&of).ok().unwrap();
    for event in events {
        let event = again.timed(event);
        again.act(event);
    }
    assert_eq!(state(&again), state(&first));
    assert_eq!(again.checkout.answers.text(Field::Email), "xxxxxxx.xxxx@xxxx.xxxxxxx");
}

#[test]
fn a_tape_holds_every_moment_with_the_purchase_after_it() {
    let play = play(&Scenario { at: Place::Payment, fault: Fault::Refused, ..Scenario::default() }).ok().unwrap();
    let last = play.tape.last().unwrap();
    assert_eq!(place(&last.after), play.place());
    assert!(matches!(&last.after.phase, Phase::Open(open) if matches!(open.notice, Some(Notice::Declined(_)))));
    let visited = map::visited(&play.tape);
    assert_eq!(
        visited,
        ["opening", "bag", "contact", "delivery", "payment", "review", "sending", "bank", "looking-up"]
    );
    // Nothing that was typed is told but what the studio itself types.
    let told: Vec<&str> = play.tape.iter().map(|moment| moment.event.as_str()).collect();
    assert!(told.contains(&"typed street Runeberginkatu 22 A 9"), "{told:?}");
}

#[test]
fn a_new_shopper_has_an_account_and_nothing_in_it() {
    let play = play(&Scenario { persona: Persona::New, at: Place::Delivery, ..Scenario::default() }).ok().unwrap();
    let customer = play.checkout.quote().unwrap().customer.clone().unwrap();
    assert_eq!(customer.email, "new.shopper@example.fi");
}
