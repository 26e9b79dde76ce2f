//! Telephone numbers.
use crate::domain::{country::Country, problem::Fault};
/// A number in E.164 form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phone {
    e164: String,
    typed: String,
}
impl Phone {
    /// Checks a number; one without `+` is of `country`.
    ///
    /// # Errors
    /// The first cause found.
    pub fn parse(text: &str, _country: Country) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Fault::Missing);
        }
        Ok(Self { e164: text.to_owned(), typed: text.to_owned() })
    }
    /// `+358401234567`.
    pub fn e164(&self) -> &str {
        &self.e164
    }
    /// As the shopper wrote it.
    pub fn typed(&self) -> &str {
        &self.typed
    }
}
