//! A way to pay that the page around has registered, `page:points` (`docs/embedding.md`): only in an element.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "page",
    flow: Flow::Fields,
    title: key::METHOD_PAGE_TITLE,
    text: None,
    mark: "card",
    refers: false,
};
