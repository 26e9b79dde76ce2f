//! Cheque, sent once there is an order.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "cheque",
    flow: Flow::After,
    title: key::METHOD_CHEQUE_TITLE,
    text: Some(key::METHOD_CHEQUE_TEXT),
    mark: "cheque",
    refers: false,
};
