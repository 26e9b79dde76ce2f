//! Invoice: goods first, money later.

use super::MethodSpec;
use crate::i18n::key;

/// Invoice as a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "invoice",
    token: false,
    title: key::METHOD_INVOICE_TITLE,
    text: Some(key::METHOD_INVOICE_TEXT),
    mark: "invoice",
};
