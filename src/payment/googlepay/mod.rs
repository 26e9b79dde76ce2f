//! Google Pay, by the Payment Request API.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "googlepay",
    flow: Flow::Sheet,
    title: key::METHOD_GOOGLEPAY_TITLE,
    text: Some(key::METHOD_DEVICE_TEXT),
    mark: "googlepay",
    refers: false,
};
