//! Other tabs of the same browser: one pays, the others follow (REL-06).

use super::{Session, run, store};
use crate::{checkout::Event, domain::OrderNumber};
use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{BroadcastChannel, MessageEvent};

const NAME: &str = "kassa:v1";

#[wasm_bindgen]
extern "C" {
    /// Web Locks; not in `web-sys`' stable part. Throws where there are none (insecure contexts).
    #[wasm_bindgen(catch, js_namespace = ["navigator", "locks"], js_name = request)]
    fn request_lock(name: &str, options: &JsValue, held: &JsValue) -> Result<js_sys::Promise, JsValue>;
}

/// Asks for the lock of this checkout. Where the browser has no locks the tab is alone, as far as it knows.
pub fn take_lock(session: Session, attempt: u64) {
    let granted = Closure::once_into_js(move |lock: JsValue| -> JsValue {
        if lock.is_null() {
            session.dispatch(Event::Lock(attempt, false, None));
            return JsValue::UNDEFINED;
        }
        // The lock is held until this promise settles.
        let held = js_sys::Promise::new(&mut |release, _| {
            session.outside.try_update_value(|outside| outside.lock = Some(release));
        });
        session.dispatch(Event::Lock(attempt, true, store::journal(&session.host(), run::now())));
        held.into()
    });
    let options = js_sys::Object::new();
    let _ = js_sys::Reflect::set(&options, &"ifAvailable".into(), &JsValue::TRUE);
    if request_lock(&session.host().name(NAME), &options, &granted).is_err() {
        session.dispatch(Event::Lock(attempt, true, store::journal(&session.host(), run::now())));
    }
}

/// Gives the lock back.
pub fn release_lock(session: Session) {
    let release = session.outside.try_update_value(|outside| outside.lock.take()).flatten();
    if let Some(release) = release {
        let _ = release.call0(&JsValue::UNDEFINED);
    }
}

/// Tells the others that this checkout has become an order.
pub fn publish(session: Session, number: &OrderNumber) {
    if let Ok(channel) = BroadcastChannel::new(&session.host().name(NAME)) {
        let _ = channel.post_message(&JsValue::from_str(number.as_str()));
        channel.close();
    }
}

/// Follows the others.
pub fn follow(session: Session) {
    let Ok(channel) = BroadcastChannel::new(&session.host().name(NAME)) else { return };
    let heard = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
        if let Some(number) = message.data().as_string() {
            session.dispatch(Event::PaidElsewhere(OrderNumber(number)));
        }
    });
    channel.set_onmessage(Some(heard.as_ref().unchecked_ref()));
    let kept = StoredValue::new_local((channel, heard));
    on_cleanup(move || {
        kept.try_update_value(|(channel, _)| channel.close());
    });
}
