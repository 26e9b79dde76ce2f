//! Bank transfer: the shopper sends the money once there is an order.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "transfer",
    flow: Flow::Transfer,
    title: key::METHOD_TRANSFER_TITLE,
    text: Some(key::METHOD_TRANSFER_TEXT),
    mark: "bank",
    refers: false,
};
