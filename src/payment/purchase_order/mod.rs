//! A company's purchase order: an invoice with its own number.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "purchase-order",
    flow: Flow::Nothing,
    title: key::METHOD_PURCHASE_ORDER_TITLE,
    text: Some(key::METHOD_PURCHASE_ORDER_TEXT),
    mark: "po",
    refers: true,
};
