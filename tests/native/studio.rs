//! The studio's scenarios: every one that can be is played to its end by the machine and the demo shop.

use kassa::{
    domain::day::Instant,
    studio::{
        map,
        play::{Play, Why},
        scenario::{
            BAGS, BYS, Bag, By, FAULTS, Fault, MARKETS, PERSONAS, PLACES, Persona, Place, SAVINGS, Saving, Scenario,
            WAYS, word,
        },
        tape,
    },
};
use std::collections::{BTreeMap, BTreeSet};

const NOW: Instant = Instant(1_795_356_360_000);

fn play(scenario: &Scenario) -> Result<Play, Why> {
    Play::of(scenario, "en", NOW, |_| None)
}

#[test]
fn explore() {
    let mut n = 0;
    let t = std::time::Instant::now();
    for (_, persona) in PERSONAS {
        for (_, bag) in BAGS {
            let mut line = format!("{persona:?} {bag:?}: ");
            for (name, at) in PLACES {
                n += 1;
                match play(&Scenario {
                    persona,
                    bag,
                    at,
                    pay: if matches!(persona, Persona::Company | Persona::Approver | Persona::Assistant)
                        || bag == Bag::Quote
                    {
                        "purchase-order"
                    } else if bag == Bag::Zero {
                        "nothing"
                    } else {
                        "card"
                    },
                    ..Scenario::default()
                }) {
                    Ok(_) => line += &format!("{name} "),
                    Err(why) => line += &format!("-{name}:{why:?} "),
                }
            }
            println!("{line}");
        }
    }
    for market in &MARKETS {
        let mut line = format!("{}: ", market.code);
        for pay in WAYS {
            for at in [Place::Payment, Place::Thanks] {
                for (b, by) in BYS {
                    n += 1;
                    match play(&Scenario { market: market.code, at, pay, by, ..Scenario::default() }) {
                        Ok(_) => line += &format!("{pay}/{b}/{at:?} "),
                        Err(Why::NoWay) => {}
                        Err(why) => line += &format!("-{pay}/{b}/{at:?}:{why:?} "),
                    }
                }
            }
        }
        println!("{line}");
    }
    for (name, fault) in FAULTS {
        let mut line = format!("{name}: ");
        for at in fault.places() {
            n += 1;
            match play(&Scenario { at: *at, fault, ..Scenario::default() }) {
                Ok(_) => line += &format!("{at:?} "),
                Err(why) => line += &format!("-{at:?}:{why:?} "),
            }
        }
        println!("{line}");
    }
    println!("{n} in {:?}", t.elapsed());
}
