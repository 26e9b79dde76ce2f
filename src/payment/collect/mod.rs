//! Pay where it is collected.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "collect",
    flow: Flow::Nothing,
    title: key::METHOD_COLLECTION_TITLE,
    text: Some(key::METHOD_COLLECTION_TEXT),
    mark: "collect",
    refers: false,
};
