//! Cards kept for next time at the provider; each is an offer of its own.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "saved",
    flow: Flow::Kept,
    title: key::METHOD_SAVED_BADGE,
    text: None,
    mark: "card",
    refers: false,
};
