//! `PayPal`: confirmed on its own page.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "paypal",
    flow: Flow::Redirect,
    title: key::METHOD_PAYPAL_TITLE,
    text: Some(key::METHOD_PAYPAL_TEXT),
    mark: "paypal",
    refers: false,
};
