//! Cash to the carrier.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "cash-on-delivery",
    flow: Flow::Nothing,
    title: key::METHOD_CASH_ON_DELIVERY_TITLE,
    text: None,
    mark: "cash",
    refers: false,
};
