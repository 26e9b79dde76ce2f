//! Words and formats of languages.
//!
//! [`key`] names every message and holds its English text; other languages are fetched by `Words` in the browser.
//! Numbers, money, dates and country names come from the browser's `Intl`. Knows the domain's values, never the
//! checkout, a backend or a view.

pub mod fault;
pub mod key;
mod language;
mod text;

#[cfg(target_arch = "wasm32")]
mod browser;
#[cfg(target_arch = "wasm32")]
mod intl;

#[cfg(target_arch = "wasm32")]
pub use browser::{Catalogue, CatalogueError, Piece, Words};
pub use language::{Direction, LANGUAGES, Language};
pub use text::{Part, Parts, fill, parts};

/// A message: its name in every catalogue, and the English text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// The dotted name.
    pub id: &'static str,
    /// The English text.
    pub en: &'static str,
}

/// A message that depends on a number, which it names `{count}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Plural {
    /// The dotted name, without the category.
    pub id: &'static str,
    /// The English text for one.
    pub one: &'static str,
    /// The English text for any other number.
    pub other: &'static str,
}

impl Plural {
    /// The English text for a number.
    pub const fn english(self, count: u32) -> &'static str {
        if count == 1 { self.one } else { self.other }
    }
}
