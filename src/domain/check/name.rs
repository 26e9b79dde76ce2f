//! Names of people, places and streets.
use crate::domain::problem::Fault;
/// A person's name, as they write it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName(String);
impl PersonName {
    /// Checks a name.
    ///
    /// # Errors
    /// The first cause found.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() { Err(Fault::Missing) } else { Ok(Self(text.to_owned())) }
    }
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
