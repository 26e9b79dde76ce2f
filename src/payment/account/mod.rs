//! A company's account with a credit limit, billed monthly.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "account",
    flow: Flow::Nothing,
    title: key::METHOD_ACCOUNT_TITLE,
    text: Some(key::METHOD_ACCOUNT_TEXT),
    mark: "account",
    refers: false,
};
