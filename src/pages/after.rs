//! Stub.
use leptos::prelude::*;
#[component]
pub fn After() -> impl IntoView {}
