//! Cards, typed into the provider's frame.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "card",
    flow: Flow::Fields,
    title: key::METHOD_CARD_TITLE,
    text: Some(key::METHOD_CARD_TEXT),
    mark: "card",
    refers: false,
};
