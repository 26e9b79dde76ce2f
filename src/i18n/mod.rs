//! Words and formats of languages.
