//! What makes the shop fail on purpose, so that anyone can see it: see `README-sentinels.md`.
//!
//! Tokens are `tok_<brand>_<last4>_<outcome>`; the vault frame derives the outcome from the card number.

use crate::domain::payment::Decline;

/// What a token's outcome makes happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Succeeds,
    Declined(Decline),
    LostAnswer,
    LostBefore,
    Review,
    PriceRise,
    SoldOut,
    Server,
    Malformed,
    Poll,
    /// The bank asks in a frame, or on its own page.
    Challenge,
    ChallengeOnPage,
}

/// How long the shop takes over a slow card, in milliseconds.
pub(crate) const SLOW_MILLISECONDS: u32 = 6_000;
/// How long a busy shop asks to be left alone, in milliseconds.
pub(super) const BUSY_MILLISECONDS: u32 = 2_000;
/// The quantity that makes the shop busy.
pub(super) const BUSY_QUANTITY: u32 = 13;
/// The postcode that drops the connection.
pub(super) const LOST_POSTCODE: &str = "00900";
/// The mailbox whose orders are reviewed.
pub(super) const REVIEW_MAILBOX: &str = "review";
/// What support finds the fault under.
pub(super) const FAULT_REFERENCE: &str = "FJ-E-5031";

/// The brands of cards the shop takes.
pub(super) const BRANDS: [&str; 5] = ["visa", "mastercard", "amex", "maestro", "dankort"];

/// The outcome in a token; `None` if it is no token of ours.
pub(super) fn outcome(token: &str) -> Option<Outcome> {
    // A device's wallet hands over a token of its own, which has neither brand nor digits.
    if let Some(outcome) = token.strip_prefix("wallet_") {
        return Some(named(outcome));
    }
    let (face, outcome) = token.strip_prefix("tok_")?.rsplit_once('_')?;
    let (brand, last4) = face.split_once('_')?;
    let digits = last4.len() == 4 && last4.bytes().all(|digit| digit.is_ascii_digit());
    (digits && BRANDS.contains(&brand)).then(|| named(outcome))
}

/// Whether the shop takes its time over a token.
pub(crate) fn is_slow(token: &str) -> bool {
    token.starts_with("tok_") && token.ends_with("_slow")
}

fn named(outcome: &str) -> Outcome {
    let decline = match outcome {
        "ok" | "slow" => return Outcome::Succeeds,
        "lostanswer" => return Outcome::LostAnswer,
        "lostbefore" => return Outcome::LostBefore,
        "review" => return Outcome::Review,
        "pricerise" => return Outcome::PriceRise,
        "soldout" => return Outcome::SoldOut,
        "server" => return Outcome::Server,
        "malformed" => return Outcome::Malformed,
        "poll" => return Outcome::Poll,
        "3ds" => return Outcome::Challenge,
        "3dsredirect" => return Outcome::ChallengeOnPage,
        "funds" => Decline::InsufficientFunds,
        "expired" => Decline::ExpiredCard,
        "code" => Decline::WrongCode,
        "number" => Decline::WrongNumber,
        "lost" | "stolen" => Decline::LostOrStolen,
        "limit" => Decline::LimitReached,
        "notpermitted" => Decline::NotPermitted,
        "authentication" => Decline::AuthenticationFailed,
        "fraud" => Decline::SuspectedFraud,
        "issuer" => Decline::IssuerUnavailable,
        "later" => Decline::TryLater,
        _ => Decline::Generic,
    };
    Outcome::Declined(decline)
}
