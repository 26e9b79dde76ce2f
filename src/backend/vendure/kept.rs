//! What this browser remembers of its session with Vendure, as text on a shelf.
//!
//! Always true: of an attempt to pay, the order's code is written down before the payment is sent, because Vendure knows nothing of our
//! keys. Nothing in here is a secret but the session's token, which is Vendure's own.

use serde_json::{Value, json};

/// So many attempts are remembered; a key is fresh randomness and older ones do not come back.
const REMEMBERED: usize = 12;

/// An attempt to place an order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Attempt {
    /// The order key.
    pub key: String,
    /// Vendure's code of the order it is about; empty if it was given up before there was one.
    pub code: String,
    /// How many payments the order had before.
    pub payments: usize,
    /// When it was last sent, in milliseconds.
    pub sent: i64,
    /// Whether it was given up: it never becomes an order.
    pub dead: bool,
}

/// What is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Kept {
    /// What Vendure knows this browser by.
    pub token: Option<String>,
    /// The token that the shop's page handed over.
    pub given: Option<String>,
    /// Whether Vendure was seen to know the token.
    pub confirmed: bool,
    /// The way to pay that was chosen; Vendure keeps none.
    pub method: Option<String>,
    /// The order that this session became.
    pub placed: Option<String>,
    /// Orders of an account that was signed out of here: Vendure shows them to anybody for some time, this browser does not.
    pub left: Vec<String>,
    /// Attempts, oldest first.
    pub attempts: Vec<Attempt>,
}

impl Kept {
    /// Goes on in the session that the shop's page hands over. What was ordered can still be looked up.
    pub(super) fn take_over(&mut self, given: &str) {
        let (attempts, left) = (core::mem::take(&mut self.attempts), core::mem::take(&mut self.left));
        *self =
            Self { token: Some(given.to_owned()), given: Some(given.to_owned()), attempts, left, ..Self::default() };
    }

    /// The attempt of that key.
    pub(super) fn attempt(&self, key: &str) -> Option<&Attempt> {
        self.attempts.iter().find(|attempt| attempt.key == key)
    }

    /// Writes an attempt down, in place of an earlier one of its key.
    pub(super) fn note(&mut self, attempt: Attempt) {
        self.attempts.retain(|known| known.key != attempt.key);
        self.attempts.push(attempt);
        let surplus = self.attempts.len().saturating_sub(REMEMBERED);
        self.attempts.drain(..surplus);
    }

    /// As text.
    pub(super) fn text(&self) -> String {
        let attempt =
            |attempt: &Attempt| json!([attempt.key, attempt.code, attempt.payments, attempt.sent, attempt.dead]);
        json!({
            "token": self.token,
            "given": self.given,
            "confirmed": self.confirmed,
            "method": self.method,
            "placed": self.placed,
            "left": self.left,
            "attempts": self.attempts.iter().map(attempt).collect::<Vec<_>>(),
        })
        .to_string()
    }

    /// Reads what [`Kept::text`] wrote; `None` for anything else.
    pub(super) fn read(text: &str) -> Option<Self> {
        let value: Value = serde_json::from_str(text).ok()?;
        let words = |name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
        let attempt = |value: &Value| {
            Some(Attempt {
                key: value.get(0)?.as_str()?.to_owned(),
                code: value.get(1)?.as_str()?.to_owned(),
                payments: usize::try_from(value.get(2)?.as_u64()?).ok()?,
                sent: value.get(3)?.as_i64()?,
                dead: value.get(4)?.as_bool()?,
            })
        };
        Some(Self {
            token: words("token"),
            given: words("given"),
            confirmed: value.get("confirmed")?.as_bool()?,
            method: words("method"),
            placed: words("placed"),
            left: value
                .get("left")
                .and_then(Value::as_array)
                .map(|left| left.iter().filter_map(Value::as_str).map(str::to_owned).collect())
                .unwrap_or_default(),
            attempts: value.get("attempts")?.as_array()?.iter().filter_map(attempt).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn attempt(key: &str) -> Attempt {
        Attempt { key: key.into(), code: "C".into(), payments: 2, sent: 1_795_356_360_000, dead: false }
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let mut kept = Kept { token: Some("t".into()), confirmed: true, placed: Some("C".into()), ..Kept::default() };
        kept.left.push("D".into());
        kept.note(attempt("k"));
        assert_eq!(Kept::read(&kept.text()), Some(kept));
    }
    #[test]
    fn what_somebody_else_wrote_is_nothing() {
        for text in ["", "{}", "[1]", r#"{"confirmed":true}"#] {
            assert_eq!(Kept::read(text), None, "{text}");
        }
    }
    #[test]
    fn a_key_has_one_attempt_and_old_ones_go() {
        let mut kept = Kept::default();
        kept.note(attempt("first"));
        kept.note(Attempt { dead: true, ..attempt("first") });
        assert_eq!(kept.attempts.len(), 1);
        (0..REMEMBERED).for_each(|key| kept.note(attempt(&key.to_string())));
        assert_eq!((kept.attempts.len(), kept.attempt("first")), (REMEMBERED, None));
    }
    #[test]
    fn a_bag_handed_over_keeps_what_was_tried_before() {
        let mut kept = Kept { placed: Some("C".into()), left: vec!["D".into()], ..Kept::default() };
        kept.note(attempt("k"));
        kept.take_over("new");
        assert_eq!(kept.left, ["D"]);
        assert_eq!((kept.token.as_deref(), kept.placed.as_deref()), (Some("new"), None));
        assert!(kept.attempt("k").is_some());
    }
}
