//! The words of the shopper's language, for every view.
//!
//! [`Speech`] is a context: the app provides it once and replaces the words when the language
//! changes; whatever reads it redraws, and nothing typed is lost. Without one, the words are English.

use leptos::prelude::*;

use crate::{
    domain::{day::Window, money::Money},
    i18n::{Key, Plural, Words},
};

/// The current words, readable from any view. Every method tracks the language.
#[derive(Clone, Copy)]
pub struct Speech(RwSignal<Words, LocalStorage>);

impl Speech {
    /// Speaks with `words` until [`Speech::change`].
    pub fn new(words: Words) -> Self {
        Self(RwSignal::new_local(words))
    }

    /// Speaks what the signal holds.
    pub const fn following(words: RwSignal<Words, LocalStorage>) -> Self {
        Self(words)
    }

    /// Speaks another language from now on.
    pub fn change(self, words: Words) {
        // `try_`: the catalogue may arrive after the view is gone.
        self.0.try_set(words);
    }

    /// The words themselves, for what is not here.
    pub fn with<T>(self, read: impl FnOnce(&Words) -> T) -> T {
        self.0.with(read)
    }

    /// A message as it is.
    pub fn say(self, key: Key) -> String {
        self.0.with(|words| words.text(key))
    }

    /// A message with its places filled.
    pub fn fill(self, key: Key, values: &[(&str, &str)]) -> String {
        self.0.with(|words| words.with(key, values))
    }

    /// A message that depends on a number.
    pub fn count(self, plural: Plural, count: u32, values: &[(&str, &str)]) -> String {
        self.0.with(|words| words.plural(plural, count, values))
    }

    /// A whole number.
    pub fn number(self, number: u32) -> String {
        self.0.with(|words| words.number(number))
    }

    /// An amount.
    pub fn money(self, money: Money) -> String {
        self.0.with(|words| words.money(money))
    }

    /// When something arrives.
    pub fn window(self, window: &Window) -> String {
        self.0.with(|words| words.window(window))
    }

    /// A message as a signal, for a component's prop.
    pub fn t(self, key: Key) -> Signal<String> {
        Signal::derive(move || self.say(key))
    }
}

/// The words provided above this view.
pub fn use_words() -> Speech {
    use_context().unwrap_or_else(|| Speech::new(Words::english()))
}
