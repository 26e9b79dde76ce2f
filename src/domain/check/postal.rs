//! Postcodes.
use crate::domain::{country::Country, problem::Fault};
/// A postcode of a country, in the form its post writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Postcode(String);
impl Postcode {
    /// Checks a postcode.
    ///
    /// # Errors
    /// The first cause found.
    pub fn parse(text: &str, _country: Country) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() { Err(Fault::Missing) } else { Ok(Self(text.to_owned())) }
    }
    /// The postcode.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
