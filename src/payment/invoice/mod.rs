//! Invoice: goods first, money later.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "invoice",
    flow: Flow::Nothing,
    title: key::METHOD_INVOICE_TITLE,
    text: Some(key::METHOD_INVOICE_TEXT),
    mark: "invoice",
    refers: false,
};
