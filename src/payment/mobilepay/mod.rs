//! `MobilePay`: confirmed in its app.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "mobilepay",
    flow: Flow::App,
    title: key::METHOD_MOBILEPAY_TITLE,
    text: Some(key::METHOD_APP_TEXT),
    mark: "mobilepay",
    refers: false,
};
