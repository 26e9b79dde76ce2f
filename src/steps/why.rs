//! Why a field is asked, under it, where the merchant says so.

use crate::{app::Session, domain::problem::Field, ui::WhyAsked};
use leptos::prelude::*;

/// What is said of a field; nothing where nothing is.
pub fn why(session: Session, field: Field, label: Signal<String>) -> AnyView {
    let purpose = Memo::new(move |_| session.with(|checkout| checkout.shop.house.as_ref()?.purpose(field).cloned()));
    view! { <WhyAsked label=label of=purpose /> }.into_any()
}
