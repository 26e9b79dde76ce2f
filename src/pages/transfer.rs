//! A bank transfer to be made: a code for the bank's app and, beside it, the same facts as text with buttons that copy
//! them (QR-01). Where the form of the code has no room (another currency than euro, an account that is no IBAN) the facts
//! stand alone. A part of its own: only who pays by transfer needs it.

use crate::{
    app::use_session,
    domain::{
        check::{epc, iban::Iban},
        order::Transfer as Facts,
    },
    i18n::{Key, key},
    pages::qr::Qr,
    ui::{CopyRow, CopyRows, el::el},
};
use leptos::prelude::*;

/// Whom to pay what, and by which reference the shop knows it.
#[component]
pub fn Transfer() -> impl IntoView {
    let (session, Facts { receiver, iban, bic, amount, reference, .. }) = (use_session(), expect_context());
    let account = Iban::parse(&iban).ok();
    let code = account.as_ref().and_then(|iban| {
        epc::payload(&epc::Transfer { name: &receiver, iban, bic: bic.as_deref(), amount, reference: &reference })
    });
    let code = code.map(|payload| {
        let text = Signal::stored(payload);
        view! { <Qr text=text label=session.text(key::PAYMENT_TRANSFER_CODE) /> }.into_any()
    });
    // As the shop says it, in groups where it is one.
    let (shown, copied) = account
        .map_or_else(|| (iban.clone(), iban.clone()), |account| (account.grouped(), account.as_str().to_owned()));
    let rows = Signal::derive(move || {
        let words = session.words.get();
        let row = |label: Key, value: String, copied: String| CopyRow { label: words.text(label), value, copied };
        let receiver = row(key::PAYMENT_TRANSFER_RECEIVER, receiver.clone(), receiver.clone());
        let account = row(key::PAYMENT_TRANSFER_IBAN, shown.clone(), copied.clone());
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
