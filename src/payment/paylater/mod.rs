//! Pay later through a lender such as Klarna: confirmed on its page.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "paylater",
    flow: Flow::Redirect,
    title: key::METHOD_PAYLATER_TITLE,
    text: Some(key::METHOD_PAYLATER_TEXT),
    mark: "paylater",
    refers: false,
};
