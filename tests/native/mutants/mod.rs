//! Testing the tester (REL-22): checkouts that break the protocol, each of which random sessions must
//! find out.
//!
//! A mutant is a runner that changes what the machine asks for or what it is told. The machine itself is
//! the one that ships.

pub mod shop;

use crate::sessions::{self, Outcome};

/// A way to break the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mutant {
    /// The keys live in memory only.
    KeysInMemory,
    /// The order is sent before its keys are saved.
    SendsBeforeSaving,
    /// Every sending has another order key.
    FreshOrderKey,
    /// Every sending has another payment key.
    FreshPaymentKey,
    /// What became of a lost order is not asked: it is taken for never seen.
    NoLookUp,
    /// A lost answer is taken for a refusal.
    LostIsDeclined,
    /// "Never seen" is taken for a refusal.
    NothingIsDeclined,
    /// A refused payment is taken for an order.
    DeclinedIsPlaced,
    /// An attempt is given up here but not at the shop.
    CancelsInMindOnly,
    /// The lock is always had.
    NoLock,
    /// The lock is had, but what other tabs left in storage is not read.
    LockWithoutJournal,
    /// The lock is never given back.
    LockForEver,
    /// Autosave writes the keys, too, over those of another tab.
    AutosaveWritesKeys,
    /// A reload forgets under which key was sent.
    ReloadForgetsKeys,
    /// Pay is pressed by the connection coming back.
    PaysOnReconnect,
    /// A changed total is agreed to without the shopper.
    AgreesToAnyTotal,
    /// Coming back from the bank is success.
    SuccessFromAddress,
    /// An older quote wins over a newer one.
    StaleQuoteWins,
    /// Totals that do not add up are mended.
    MendsTotals,
    /// The shop's answer fills a field in.
    AnswersOverwriteTyping,
    /// A refusal empties the saved form.
    DeclineForgets,
    /// Nothing is saved while typing.
    NoAutosave,
    /// No timer ever rings.
    NoTimers,
    /// Trying again does nothing.
    RetryIsDead,
    /// Closing the device's sheet is taken for approval.
    ClosedIsApproved,
    /// A token that comes late is taken for the one that is waited for.
    AnyTokenWillDo,
    /// A reload forgets how often paying was refused.
    ForgetsRefusals,
}

/// Each with a session that was the first to find it out: tried before all others are.
const ALL: [(Mutant, u64); 27] = [
    (Mutant::KeysInMemory, 0),
    (Mutant::SendsBeforeSaving, 0),
    (Mutant::FreshOrderKey, 0),
    (Mutant::FreshPaymentKey, 0),
    (Mutant::NoLookUp, 7),
    (Mutant::LostIsDeclined, 115),
    (Mutant::NothingIsDeclined, 310),
    (Mutant::DeclinedIsPlaced, 29),
    (Mutant::CancelsInMindOnly, 1048),
    (Mutant::NoLock, 31),
    (Mutant::LockWithoutJournal, 685),
    (Mutant::LockForEver, 17),
    (Mutant::AutosaveWritesKeys, 137),
    (Mutant::ReloadForgetsKeys, 31),
    (Mutant::PaysOnReconnect, 17),
    (Mutant::AgreesToAnyTotal, 103),
    (Mutant::SuccessFromAddress, 7),
    (Mutant::StaleQuoteWins, 30),
    (Mutant::MendsTotals, 1),
    (Mutant::AnswersOverwriteTyping, 0),
    (Mutant::DeclineForgets, 456),
    (Mutant::NoAutosave, 0),
    (Mutant::NoTimers, 19),
    (Mutant::RetryIsDead, 2),
    (Mutant::ClosedIsApproved, 33),
    (Mutant::AnyTokenWillDo, 139),
    (Mutant::ForgetsRefusals, 1036),
];

/// So many sessions may pass before a mutant is found out.
const WITHIN: u64 = 10_000;

#[test]
fn every_mutant_is_found_out() {
    let found_by = |mutant, seed| match sessions::run(seed, Some(mutant)).0 {
        Outcome::Broken(broken) => Some((seed, broken)),
        Outcome::Kept => None,
    };
    let mut alive = Vec::new();
    for (mutant, first) in ALL {
        match found_by(mutant, first).or_else(|| (0..WITHIN).find_map(|seed| found_by(mutant, seed))) {
            Some((seed, broken)) => {
                let short: String = broken.chars().take(80).collect();
                println!("{mutant:?} is found out by session {seed}: {short}");
            }
            None => alive.push(mutant),
        }
    }
    assert!(alive.is_empty(), "not found out: {alive:?}");
}
