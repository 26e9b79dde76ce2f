//! A bank transfer to be made: a code for the bank's app and, beside it, the same facts as text with buttons that copy
//! them (QR-01). Where the form of the code has no room (another currency than euro) the facts stand alone.

use crate::{
    app::use_session,
    domain::{
        check::{epc, iban::Iban},
        money::Money,
    },
    i18n::{Key, key},
    pages::qr::Qr,
    ui::{CopyRow, CopyRows, el::el},
};
use leptos::prelude::*;

/// Whom to pay what, and by which reference the shop knows it.
#[component]
pub fn Transfer(
    /// Whom the account belongs to.
    receiver: String,
    iban: Iban,
    /// The bank, where the shop says it.
    #[prop(optional_no_strip)]
    bic: Option<String>,
    amount: Money,
    reference: String,
) -> impl IntoView {
    let session = use_session();
    let transfer = epc::Transfer { name: &receiver, iban: &iban, bic: bic.as_deref(), amount, reference: &reference };
    let code = epc::payload(&transfer).map(|payload| {
        let text = Signal::stored(payload);
        view! { <Qr text=text label=session.text(key::PAYMENT_TRANSFER_CODE) /> }.into_any()
    });
    let rows = Signal::derive(move || {
        let words = session.words.get();
        let row = |label: Key, value: String, copied: String| CopyRow { label: words.text(label), value, copied };
        let receiver = row(key::PAYMENT_TRANSFER_RECEIVER, receiver.clone(), receiver.clone());
        let account = row(key::PAYMENT_TRANSFER_IBAN, iban.grouped(), iban.as_str().to_owned());
        let bank = bic.clone().map(|bic| row(key::PAYMENT_TRANSFER_BIC, bic.clone(), bic));
        // A bank's form takes the figure without its currency.
        let sum = row(key::PAYMENT_TRANSFER_AMOUNT, words.money(amount), amount.decimal());
        let reference = row(key::PAYMENT_TRANSFER_REFERENCE, reference.clone(), reference.clone());
        [Some(receiver), Some(account), bank, Some(sum), Some(reference)].into_iter().flatten().collect::<Vec<_>>()
    });
    let facts = view! { <CopyRows rows=rows announcer=session.announcer /> }.into_any();
    let class = if code.is_some() { "kassa-bank kassa-bank--code" } else { "kassa-bank" };
    el("div", class).child(code).child(facts).view()
}
