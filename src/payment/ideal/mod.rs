//! iDEAL | Wero: confirmed at the shopper's bank. Both names, as the scheme asks since March 2026.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "ideal",
    flow: Flow::Redirect,
    title: key::METHOD_IDEAL_TITLE,
    text: Some(key::METHOD_BANK_TEXT),
    mark: "ideal",
    refers: false,
};
