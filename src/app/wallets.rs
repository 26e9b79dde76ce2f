//! The wallets of this device: which are there, and their sheet.
//!
//! Always true: whether a wallet is there is asked once a visit and waited for a moment only; what comes later is not
//! drawn, so that nothing moves and no button is dead (UX-23). What a sheet tells goes through the machine like what is
//! typed.

use super::Session;
use crate::{
    checkout::{Event, Express, TokenFault},
    domain::{
        MethodId,
        delivery::How,
        money::Money,
        payment::{CardFace, MethodOffer, on_device},
    },
    i18n::key,
    lazy,
    payment::providers::wallet::{Asked, Ending, Method, OpenSheet, WalletAnswer, WalletFault, Wallets, Wants},
};
use leptos::prelude::*;
use std::time::Duration;

/// The wallets we know.
const KNOWN: [&str; 2] = ["applepay", "googlepay"];
/// How long the bag waits for the device's answer, in milliseconds.
const PATIENCE: Duration = Duration::from_millis(600);

/// What is known of the device's wallets.
#[derive(Default)]
pub struct Device {
    wallets: Option<Wallets>,
    sheet: Option<OpenSheet>,
    asked: bool,
}

fn method_of(session: Session, id: &str) -> Option<Method> {
    Method::named(id, &session.host().setting(Method::setting(id)?)?)
}

/// Asks the device, once. `session.looked` tells when nothing more is waited for.
pub fn look_for(session: Session) {
    let first = session.outside.try_update_value(|outside| !core::mem::replace(&mut outside.device.asked, true));
    if first != Some(true) {
        return;
    }
    let set: Vec<(&'static str, Method)> =
        KNOWN.into_iter().filter_map(|id| method_of(session, id).map(|method| (id, method))).collect();
    let offered = session.peek(|checkout| {
        let quote = checkout.quote();
        quote.is_some_and(|quote| quote.methods.iter().any(|offer| on_device(&offer.id)))
    });
    if set.is_empty() || !offered {
        return looked(session);
    }
    set_timeout(move || looked(session), PATIENCE);
    session.spawn(async move {
        let Ok(wallets) = lazy::wallet().await else { return looked(session) };
        let mut found = Vec::new();
        for (id, method) in &set {
            if (wallets.can)(method, &asked(session, Wants::Money)).await {
                found.push(*id);
            }
        }
        // A fee is judged by the law that comes with the rules of later steps. A wallet without one does not wait for them:
        // on a slow line it would come too late to be drawn.
        let waits = session.peek(|checkout| {
            let asks = |offer: &MethodOffer| offer.fee.is_some() || !offer.brand_fees.is_empty();
            let quote = checkout.quote();
            quote.is_some_and(|quote| {
                quote.methods.iter().any(|offer| found.contains(&offer.id.as_str()) && asks(offer))
            })
        });
        if !waits || session.learn().await.is_ok() {
            session.outside.try_update_value(|outside| outside.device.wallets = Some(wallets));
            session.devices.set(found);
        }
        looked(session);
    });
}

/// Said once: who hears it draws the bag, and one drawn a second time moves and loses the focus.
fn looked(session: Session) {
    if !session.looked.get_untracked() {
        session.looked.set(true);
    }
}

fn asked(session: Session, wants: Wants) -> Asked {
    let (total, label) = session.peek(|checkout| {
        let total = checkout.quote().map(|quote| quote.totals.due);
        (total, checkout.shop.name.clone())
    });
    Asked {
        total: total.unwrap_or(Money::zero(crate::domain::money::Currency::EUR)),
        label,
        wants,
        shipping: session.words.with_untracked(|words| words.text(key::PAYMENT_EXPRESS_SHIPPING)),
    }
}

/// What the sheet's answer is, within the press that opened it.
fn open(session: Session, id: &str, wants: Wants, then: impl FnOnce(Result<WalletAnswer, WalletFault>) + 'static) {
    let wallets = session.outside.try_with_value(|outside| outside.device.wallets);
    let (Some(wallets), Some(method)) = (wallets.flatten(), method_of(session, id)) else {
        return then(Err(WalletFault::Absent));
    };
    // Opened at once: a browser opens a sheet only within a press.
    let coming = (wallets.ask)(&method, &asked(session, wants));
    session.spawn(async move { then(coming.await) });
}

fn face(answer: &WalletAnswer) -> CardFace {
    let unknown = CardFace { brand: String::new(), last4: String::new() };
    answer.face.clone().unwrap_or(unknown)
}

/// The sheet for the very amount, when Pay was pressed.
pub fn pay(session: Session, number: u64, method: &MethodId) {
    open(session, method.as_str(), Wants::Money, move |answer| {
        let told = match answer {
            Ok(answer) => {
                let told = (answer.token.clone(), face(&answer));
                session.outside.try_update_value(|outside| outside.device.sheet = Some(answer.sheet));
                Ok(told)
            }
            Err(WalletFault::Cancelled) => Err(TokenFault::Closed),
            Err(_) => Err(TokenFault::NoAnswer),
        };
        session.dispatch(Event::Tokenized(number, told));
    });
}

/// Closes the sheet, if one is open.
pub fn end(session: Session, well: bool) {
    let sheet = session.outside.try_update_value(|outside| outside.device.sheet.take()).flatten();
    if let Some(sheet) = sheet {
        sheet.end(if well { Ending::Success } else { Ending::Fail });
    }
}

/// The wallet for the whole purchase: it fills in who buys and where it goes, and Pay follows on the review.
pub fn express(session: Session, id: String) {
    let ships = session.peek(|checkout| {
        checkout.quote().is_some_and(|quote| quote.delivery.needed && checkout.answers.how(quote) == How::Ship)
    });
    let approved = asked(session, Wants::Money).total;
    let wants = if ships { Wants::BuyerAndAddress } else { Wants::Buyer };
    session.expressing.set(true);
    session.unopened.set(false);
    open(session, &id.clone(), wants, move |answer| {
        match answer {
            Ok(answer) => {
                let (fields, token, face) = (answer.buyer.fields(), answer.token.clone(), face(&answer));
                // The sheet goes; nothing is bought yet.
                drop(answer.sheet);
                let express = Express { method: MethodId(id), fields, token, face, approved };
                session.spawn(async move {
                    // What a wallet fills in is judged by all rules.
                    if session.learn().await.is_ok() {
                        session.expressing.set(false);
                        session.dispatch(Event::Express(Box::new(express)));
                    } else {
                        failed(session);
                    }
                });
            }
            // Closed by the shopper: they know.
            Err(WalletFault::Cancelled) => session.expressing.set(false),
            Err(_) => failed(session),
        }
    });
}

/// The form is there all the same. Said on screen as well: a press after which nothing is seen is a dead button.
fn failed(session: Session) {
    session.expressing.set(false);
    session.unopened.set(true);
    session.announcer.assertive(session.words.with_untracked(|words| words.text(key::PAYMENT_EXPRESS_FAILED)));
}
