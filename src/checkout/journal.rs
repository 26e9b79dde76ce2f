//! What outlives a reload: the keys of an attempt, and what was typed.
//!
//! Always true: an attempt is written here before it is sent, and taken out only when its end is
//! known. Card data is never in here: [`Field::Card`] holds no text.

use crate::{
    checkout::{progress::StepId, request::Keys},
    domain::{
        OrderNumber,
        day::Instant,
        money::{Currency, Money},
        problem::Field,
    },
};

/// An order that was sent and whose end is not known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Counts up within a session; answers to another number are late.
    pub number: u64,
    /// Its keys.
    pub keys: Keys,
    /// What was ordered, as a hash.
    pub fingerprint: u64,
    /// What it costs.
    pub total: Money,
    /// When Pay was pressed.
    pub started: Instant,
    /// Whether an attempt before it had the same order key: then what the shop knows of the key may
    /// be that attempt's end and not this one's.
    pub reused: bool,
}

/// The memory of a session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Journal {
    /// The key and the fingerprint of the present intent to buy.
    pub intent: Option<(String, u64)>,
    /// The attempt under way.
    pub attempt: Option<Attempt>,
    /// The last attempt's number.
    pub attempts: u64,
    /// The order this session became.
    pub placed: Option<OrderNumber>,
    /// The order before this purchase: the shopper has seen it and begun anew.
    pub left: Option<OrderNumber>,
    /// How often paying was refused in this purchase, and until when it rests.
    pub refusals: (u8, Instant),
}

impl Journal {
    /// The keys for the next attempt: the order key stays while the same thing is bought (REL-03),
    /// the payment key is always new, because the attempt before it has ended.
    pub(crate) fn begin(&mut self, fresh: Keys, fingerprint: u64, total: Money, now: Instant) -> Attempt {
        let (order, reused) = match &self.intent {
            Some((key, of)) if *of == fingerprint => (key.clone(), true),
            _ => (fresh.order, false),
        };
        self.intent = Some((order.clone(), fingerprint));
        self.attempts += 1;
        let keys = Keys { order, payment: fresh.payment };
        let attempt = Attempt { number: self.attempts, keys, fingerprint, total, started: now, reused };
        self.attempt = Some(attempt.clone());
        attempt
    }
}

/// What an earlier visit left.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// The session it belongs to.
    pub session: String,
    /// Whom the shop took the shopper for; nothing for a guest.
    pub who: String,
    /// What was typed.
    pub answers: Vec<(Field, String)>,
    /// The memory of the session.
    pub journal: Journal,
    /// The step the shopper was at.
    pub step: Option<String>,
}

/// The version of the text below. Another one is not read: it is a checkout of at most a day.
const VERSION: &str = "kassa:1";

impl Saved {
    /// As text: a line for each entry, `name=value`, with the value's line ends and percent signs escaped.
    pub fn encode(&self) -> String {
        let mut text = String::from(VERSION);
        let mut entry = |name: &str, value: &str| {
            text.push('\n');
            text.push_str(name);
            text.push('=');
            text.push_str(&value.replace('%', "%25").replace('\n', "%0A").replace('\r', "%0D"));
        };
        entry("session", &self.session);
        if !self.who.is_empty() {
            entry("who", &self.who);
        }
        if let Some(step) = &self.step {
            entry("step", step);
        }
        for (field, answer) in &self.answers {
            entry(&["answer.", field.name()].concat(), answer);
        }
        let journal = &self.journal;
        entry("attempts", &journal.attempts.to_string());
        if let Some((key, fingerprint)) = &journal.intent {
            entry("intent", &[key.as_str(), &fingerprint.to_string()].join(" "));
        }
        if let Some(attempt) = &journal.attempt {
            let fields = [
                attempt.number.to_string(),
                attempt.keys.order.clone(),
                attempt.keys.payment.clone(),
                attempt.fingerprint.to_string(),
                attempt.total.minor().to_string(),
                attempt.total.currency().code().to_owned(),
                attempt.started.0.to_string(),
                u8::from(attempt.reused).to_string(),
            ];
            entry("attempt", &fields.join(" "));
        }
        if journal.refusals.0 > 0 {
            entry("refusals", &[journal.refusals.0.to_string(), journal.refusals.1.0.to_string()].join(" "));
        }
        if let Some(number) = &journal.placed {
            entry("placed", number.as_str());
        }
        if let Some(number) = &journal.left {
            entry("left", number.as_str());
        }
        text
    }

    /// Reads what [`Saved::encode`] wrote. `None` for anything else; a field we no longer have is left out.
    pub fn decode(text: &str) -> Option<Self> {
        let mut lines = text.split('\n');
        if lines.next() != Some(VERSION) {
            return None;
        }
        let mut saved = Self::default();
        for line in lines {
            let (name, value) = line.split_once('=')?;
            let value = value.replace("%0A", "\n").replace("%0D", "\r").replace("%25", "%");
            match name {
                "session" => saved.session = value,
                "who" => saved.who = value,
                "step" => saved.step = Some(value),
                "attempts" => saved.journal.attempts = value.parse().ok()?,
                "intent" => {
                    let (key, fingerprint) = value.split_once(' ')?;
                    saved.journal.intent = Some((key.to_owned(), fingerprint.parse().ok()?));
                }
                "attempt" => saved.journal.attempt = Some(attempt(&value)?),
                "refusals" => {
                    let (times, until) = value.split_once(' ')?;
                    saved.journal.refusals = (times.parse().ok()?, Instant(until.parse().ok()?));
                }
                "placed" => saved.journal.placed = Some(OrderNumber(value)),
                "left" => saved.journal.left = Some(OrderNumber(value)),
                _ => {
                    if let Some(field) = name.strip_prefix("answer.").and_then(Field::named)
                        && field != Field::Card
                    {
                        saved.answers.push((field, value));
                    }
                }
            }
        }
        Some(saved)
    }

    /// The step, if the plan still has it.
    pub fn step_in(&self, plan: crate::checkout::progress::Plan) -> Option<StepId> {
        let name = self.step.as_deref()?;
        plan.iter().map(|step| step.id).find(|id| id.0 == name)
    }
}

fn attempt(text: &str) -> Option<Attempt> {
    let mut parts = text.split(' ');
    let number = parts.next()?.parse().ok()?;
    let keys = Keys { order: parts.next()?.to_owned(), payment: parts.next()?.to_owned() };
    let fingerprint = parts.next()?.parse().ok()?;
    let minor = parts.next()?.parse().ok()?;
    let total = Money::new(minor, Currency::parse(parts.next()?)?);
    let started = Instant(parts.next()?.parse().ok()?);
    let reused = parts.next()? == "1";
    parts.next().is_none().then_some(Attempt { number, keys, fingerprint, total, started, reused })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn saved(answers: Vec<(Field, String)>) -> Saved {
        let keys = Keys { order: "o-1".into(), payment: "p-1".into() };
        let mut journal = Journal::default();
        journal.begin(keys, 7, Money::new(37_320, Currency::EUR), Instant(1));
        Saved { session: "s-1".into(), who: "kaisa".into(), answers, journal, step: Some("review".into()) }
    }

    #[test]
    fn what_is_saved_is_read_back() {
        let before = saved(vec![(Field::Email, "kaisa@example.fi".into())]);
        assert_eq!(Saved::decode(&before.encode()), Some(before));
    }

    #[test]
    fn another_version_is_not_read() {
        assert_eq!(Saved::decode("kassa:0\nsession=s"), None);
        assert_eq!(Saved::decode(""), None);
        assert_eq!(Saved::decode("{\"session\":1}"), None);
    }

    #[test]
    fn a_broken_attempt_is_not_half_read() {
        assert_eq!(Saved::decode("kassa:1\nattempt=1 o p 7 x EUR 1"), None);
    }

    #[test]
    fn a_broken_count_of_refusals_is_not_half_read() {
        for text in ["3", "3 x", "x 1", "256 1", "-1 1"] {
            assert_eq!(Saved::decode(&["kassa:1\nrefusals=", text].concat()), None, "{text}");
        }
    }

    #[test]
    fn a_card_is_never_read_from_storage() {
        let read = Saved::decode("kassa:1\nanswer.card=4111111111111111").unwrap();
        assert!(read.answers.is_empty());
    }

    #[test]
    fn the_same_order_keeps_its_key_and_gets_a_new_payment_key() {
        let total = Money::new(1, Currency::EUR);
        let mut journal = Journal::default();
        let first = journal.begin(Keys { order: "o-1".into(), payment: "p-1".into() }, 7, total, Instant(1));
        let again = journal.begin(Keys { order: "o-2".into(), payment: "p-2".into() }, 7, total, Instant(2));
        assert_eq!((again.keys.order.as_str(), again.keys.payment.as_str()), ("o-1", "p-2"));
        let other = journal.begin(Keys { order: "o-3".into(), payment: "p-3".into() }, 8, total, Instant(3));
        assert_eq!((first.number, other.number, other.keys.order.as_str()), (1, 3, "o-3"));
    }

    proptest! {
        #[test]
        fn any_text_survives(text in any::<String>()) {
            let before = saved(vec![(Field::Email, text)]);
            prop_assert_eq!(Saved::decode(&before.encode()), Some(before));
        }

        #[test]
        fn any_memory_survives(
            times in 0_u8..,
            until in any::<i64>(),
            attempts in any::<u64>(),
            begun in any::<bool>(),
            order in proptest::option::of("[A-Z0-9-]{1,12}"),
        ) {
            let mut before = saved(Vec::new());
            if !begun {
                before.journal.attempt = None;
                before.journal.intent = None;
            }
            // Nothing rests before anything was refused.
            before.journal.refusals = (times, Instant(if times == 0 { 0 } else { until }));
            before.journal.attempts = attempts;
            before.journal.left = order.clone().map(OrderNumber);
            before.journal.placed = order.map(OrderNumber);
            prop_assert_eq!(Saved::decode(&before.encode()), Some(before));
        }

        #[test]
        fn any_garbage_is_refused_or_read_without_a_panic(text in any::<String>()) {
            let _ = Saved::decode(&text);
            let _ = Saved::decode(&["kassa:1\n", &text].concat());
        }
    }
}
