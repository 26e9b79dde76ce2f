//! A QR code of a text. What works it out comes as a part of its own, the first time one is shown.

use crate::{
    lazy,
    ui::{QrPlate, el::live},
};
use leptos::{prelude::*, task::spawn_local};

/// The code of a text; nothing at all when its part cannot be had or no code holds so much: what it says stands beside
/// it as text.
#[component]
pub fn Qr(
    /// What a reader reads.
    #[prop(into)]
    text: Signal<String>,
    /// What it is for: "Code for your bank app".
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let draw = RwSignal::new(None);
    spawn_local(async move {
        // The view may be gone when the part comes.
        let _ = draw.try_set(Some(lazy::qr().await.ok()));
    });
    let code = Memo::new(move |_| draw.get().map(|draw| draw.and_then(|draw| draw(&text.get()))));
    // Coming, or there; `Some(None)` is what will not be.
    let is_hopeless = Memo::new(move |_| code.get() == Some(None));
    live(move || {
        (!is_hopeless.get()).then(|| {
            let code = Signal::derive(move || code.get().flatten());
            view! { <QrPlate code=code label=label /> }.into_any()
        })
    })
}
