//! Parts of a view that come and go, through one instance of the framework's code.
//!
//! Every closure in a view is a type of its own, for which the framework's drawing, redrawing and
//! removing is compiled again: about a kilobyte of the first download each. Boxed here, they all share
//! one (measured: `make size`).

use leptos::prelude::*;

/// A view that is drawn again when what it reads changes.
pub fn live<V: IntoAny>(view: impl Fn() -> V + Send + 'static) -> AnyView {
    boxed(Box::new(move || view().into_any()))
}

fn boxed(view: Box<dyn Fn() -> AnyView + Send>) -> AnyView {
    (move || view()).into_any()
}
