//! Pay where it is collected.

use super::MethodSpec;
use crate::i18n::key;

/// Paying at collection as a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "collect",
    token: false,
    title: key::METHOD_COLLECTION_TITLE,
    text: Some(key::METHOD_COLLECTION_TEXT),
    mark: "collect",
};
