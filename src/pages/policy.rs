//! Stub.
use leptos::prelude::*;
#[component]
pub fn Policy() -> impl IntoView {}
