//! Bancontact: confirmed at the shopper's bank.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "bancontact",
    flow: Flow::Redirect,
    title: key::METHOD_BANCONTACT_TITLE,
    text: Some(key::METHOD_BANK_TEXT),
    mark: "bancontact",
    refers: false,
};
