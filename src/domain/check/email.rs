//! E-mail addresses.
use crate::domain::problem::Fault;
/// An address that looks deliverable. Whether it is, only a mail tells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Email(String);
impl Email {
    /// Checks an address.
    ///
    /// # Errors
    /// The first cause found.
    pub fn parse(text: &str) -> Result<Self, Fault> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Fault::Missing);
        }
        if !text.contains('@') {
            return Err(Fault::NoAt);
        }
        Ok(Self(text.to_owned()))
    }
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
/// A likely correction of a mistyped domain: the whole address, or `None`.
pub fn suggestion(_text: &str) -> Option<String> {
    None
}
