//! How the shop reaches the shopper.

use crate::domain::{
    check::email::Email,
    problem::{Field, Problem, keep},
};

/// Checked ways to reach the shopper, and what they may be used for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Contact {
    /// Where receipt and delivery updates go.
    pub email: Email,
    /// Whether the shop may also write about offers. Never ticked for the shopper (CJEU C-673/17).
    pub news: bool,
}

impl Contact {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Every problem, not just the first.
    pub fn parse(email: &str, news: bool) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        match keep(Field::Email, Email::parse(email), &mut problems) {
            Some(email) => Ok(Self { email, news }),
            None => Err(problems),
        }
    }
}
