//! Shops that are broken on purpose, one mistake each: what the conformance kit must find (`--break NAME`).

use super::tell::put;
use serde_json::Value;

/// A mistake that servers make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Break {
    /// The total is not the sum of its rows.
    TotalDoesNotMatch,
    /// Sending an order again makes another.
    SecondOrder,
    /// Other bytes under a known key are taken for the same request.
    AnyBodyForAKey,
    /// Answers lack their `totals`.
    MissingField,
    /// Amounts are texts.
    AmountsAsText,
    /// Amounts are decimals of the major unit.
    AmountsAsDecimals,
    /// Errors are pages of HTML.
    HtmlErrors,
    /// A change that is refused is half done.
    HalfDone,
    /// An order is taken whatever total the shopper agreed to.
    AnyTotal,
    /// A key that was given up becomes an order all the same.
    GivenUpIsForgotten,
    /// Anybody sees an order who knows its number.
    OrdersForAnybody,
    /// Every origin may read, or none: the list is not looked at, and preflights are not answered.
    NoCors,
}

impl Break {
    /// All of them, by the name on the command line.
    pub const ALL: [(&'static str, Self); 12] = [
        ("total-does-not-match", Self::TotalDoesNotMatch),
        ("second-order", Self::SecondOrder),
        ("any-body-for-a-key", Self::AnyBodyForAKey),
        ("missing-field", Self::MissingField),
        ("amounts-as-text", Self::AmountsAsText),
        ("amounts-as-decimals", Self::AmountsAsDecimals),
        ("html-errors", Self::HtmlErrors),
        ("half-done", Self::HalfDone),
        ("any-total", Self::AnyTotal),
        ("given-up-is-forgotten", Self::GivenUpIsForgotten),
        ("orders-for-anybody", Self::OrdersForAnybody),
        ("no-cors", Self::NoCors),
    ];

    /// The mistake of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, mistake)| *mistake)
    }

    /// Makes it in an answer, if it is one of answers.
    pub fn spoil(self, answer: &mut Value) {
        match self {
            Self::TotalDoesNotMatch => {
                let totals = answer.get_mut("totals").and_then(Value::as_array_mut);
                for row in totals.into_iter().flatten().filter(|row| row.get("type") == Some(&"total".into())) {
                    let amount = row.get("amount").and_then(Value::as_i64).unwrap_or_default();
                    put(row, "amount", (amount + 1).into());
                }
            }
            Self::MissingField => {
                if let Some(answer) = answer.as_object_mut() {
                    answer.remove("totals");
                }
            }
            Self::AmountsAsText => amounts(answer, &|amount| amount.to_string().into()),
            Self::AmountsAsDecimals => amounts(answer, &|amount| {
                let decimal = format!("{}.{:02}", amount / 100, (amount % 100).abs());
                serde_json::from_str(&decimal).unwrap_or_default()
            }),
            _ => {}
        }
    }
}

fn amounts(value: &mut Value, write: &dyn Fn(i64) -> Value) {
    match value {
        Value::Array(list) => list.iter_mut().for_each(|value| amounts(value, write)),
        Value::Object(map) => {
            for (name, value) in map {
                match (name.as_str(), value.as_i64()) {
                    ("amount" | "price", Some(amount)) => *value = write(amount),
                    _ => amounts(value, write),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::String(_) | Value::Number(_) => {}
    }
}
