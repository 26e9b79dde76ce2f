//! Cards, typed into the provider's frame.

use super::MethodSpec;
use crate::i18n::key;

/// Cards as a method.
pub const SPEC: MethodSpec =
    MethodSpec { id: "card", token: true, title: key::METHOD_CARD_TITLE, text: None, mark: "card" };
