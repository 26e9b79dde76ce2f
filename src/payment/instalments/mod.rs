//! Instalments; each plan is an offer of its own.

use super::{Flow, MethodSpec};
use crate::i18n::key;

/// As a method.
pub const SPEC: MethodSpec = MethodSpec {
    id: "instalments",
    flow: Flow::Redirect,
    title: key::METHOD_INSTALMENTS_TITLE,
    text: None,
    mark: "split",
    refers: false,
};
