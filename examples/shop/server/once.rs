//! The same request again is answered as it was the first time, and done once.
//!
//! A key belongs to one operation and to the exact bytes that came with it (UCP, "Idempotency": equality is the
//! SHA-256 of the raw body). Other bytes under a known key are a mistake of the caller: 409, and nothing is done.
//! An answer that says "not now" (429, 5xx) or that never left is not kept: the next try is a new one, and the
//! shop itself knows by its order keys what has been done.

use super::{
    answer::{Answer, error},
    books::{Books, Given, Page},
};
use kassa::backend::ucp::wire::code;
use sha2::{Digest, Sha256};
use std::time::{SystemTime, UNIX_EPOCH};

/// How long answers are kept, in seconds: a day, the least the protocol allows.
const KEPT: i64 = 86_400;

/// The longest key that is taken.
const LONGEST: usize = 255;

/// A request that changes something.
pub struct Write<'a> {
    /// What is done to what: `PUT /checkout-sessions/7`.
    pub operation: &'a str,
    /// Its key.
    pub key: Option<&'a str>,
    /// Its bytes.
    pub body: &'a [u8],
}

/// Does it, unless it was done under that key before. All in one transaction.
///
/// # Errors
/// What the books say; nothing was done then.
pub fn once(
    books: &Books,
    write: &Write<'_>,
    act: impl FnOnce(&Page<'_>) -> rusqlite::Result<Answer>,
) -> rusqlite::Result<Answer> {
    let Some(key) = write.key else { return books.page(act) };
    if key.is_empty() || key.len() > LONGEST {
        return Ok(Answer::Json(400, error("invalid", "An Idempotency-Key has 1 to 255 characters")));
    }
    let digest: [u8; 32] = Sha256::digest(write.body).into();
    books.page(|page| {
        if let Some(given) = page.given(write.operation, key)? {
            if given.digest != digest {
                let why = "This Idempotency-Key came with other bytes before";
                return Ok(Answer::Json(409, error(code::IDEMPOTENCY_CONFLICT, why)));
            }
            // It was JSON when it was kept.
            return Ok(Answer::Json(given.status, serde_json::from_str(&given.body).unwrap_or_default()));
        }
        let answer = act(page)?;
        if let Answer::Json(status, value) = &answer
            && *status < 500
        {
            let now = seconds();
            let given = Given { digest, status: *status, body: value.to_string() };
            page.give(write.operation, key, &given, now, now - KEPT)?;
        }
        Ok(answer)
    })
}

/// The real time, whatever the shop's clock says: keys are about the network.
fn seconds() -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(now.as_secs()).unwrap_or(i64::MAX)
}
