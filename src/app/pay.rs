//! Carries out what the machine asks for from paying on. It comes with the rules of paying, which alone ask for it.

use super::{Session, look, nav, run, tabs, wallets};
use crate::{
    backend::Backend,
    checkout::{Checkout, Command, Event, Phase, TokenFault, request::BackendError},
    lazy,
    payment::providers::{Asked, Lack, PROVIDERS, Provider},
    steps::payment::has_fields,
};
use leptos::prelude::*;
use std::rc::Rc;
#[cfg(feature = "widget")]
use wasm_bindgen::JsCast;

/// Fetches what the ways to pay on offer will want, beside the rules: the step then stands there at once.
pub fn ahead(session: Session) {
    if session.peek(|checkout| checkout.quote().is_some_and(|quote| quote.methods.iter().any(has_fields))) {
        // The step asks again, and says so if it cannot be had.
        session.spawn(async {
            let _ = lazy::cards().await;
        });
    }
}

/// Carries out one command. Answers come back as events.
pub fn carry_out(session: Session, command: Command) {
    match command {
        Command::Place { .. } | Command::LookUp { .. } | Command::Resume { .. } | Command::Cancel { .. } => {
            session.spawn(async move {
                let event = match run::backend(session).await {
                    Ok(backend) => ask(session, backend, command).await,
                    Err(error) => unreachable_backend(&command, error),
                };
                if let Some(event) = event {
                    session.dispatch(event);
                }
            });
        }
        Command::Tokenize(number) => {
            let chosen = session.peek(Checkout::method);
            let of = |outside: &super::session::Outside| {
                outside.tokenizers.iter().find(|(of, _)| Some(of) == chosen.as_ref()).map(|(_, ask)| ask.clone())
            };
            let tokenizer = session.outside.try_with_value(of).flatten();
            match tokenizer {
                Some(tokenize) => tokenize(number),
                None => session.dispatch(Event::Tokenized(number, Err(TokenFault::NoAnswer))),
            }
        }
        Command::OpenSheet { number, method, .. } => wallets::pay(session, number, &method),
        Command::Withheld(withheld) => {
            for (method, rule) in withheld {
                let cited = rule.citation();
                run::tell(
                    &["Kassa: `", method.as_str(), "` is withheld: its fee is forbidden here by ", cited, "."].concat(),
                );
            }
        }
        Command::TakeLock(attempt) => tabs::take_lock(session, attempt),
        Command::ReleaseLock => {
            // What has become an order the sheet of the wallet may say.
            let done = session.peek(|checkout| matches!(checkout.phase, Phase::Placed(_) | Phase::UnderReview(_)));
            wallets::end(session, done);
            tabs::release_lock(session);
        }
        Command::Publish(number) => tabs::publish(session, &number),
        Command::Leave(url) => nav::leave(session, &url),
        Command::Confirm { attempt, provider, client, token } => {
            session.spawn(async move {
                // A provider that cannot be had has ended, too: the shop says what the payment waits for.
                if let Ok(provider) = named_provider(session, provider).await {
                    provider.confirm(Asked { client, token }).await;
                }
                session.dispatch(Event::Confirmed(attempt));
            });
        }
        // The runner's own.
        _ => {}
    }
}

async fn ask(session: Session, backend: Rc<dyn Backend>, command: Command) -> Option<Event> {
    let locale = session.locale();
    Some(match command {
        Command::Place { attempt, keys, order } => {
            if !run::online() {
                return Some(Event::Placed(attempt, Err(BackendError::Offline)));
            }
            #[cfg_attr(not(feature = "widget"), expect(unused_mut))]
            let mut request = order.request().clone();
            #[cfg(feature = "widget")]
            {
                request.extras = extras(session);
            }
            let answer = backend.place(locale, keys, request, order.payment().clone()).await;
            Event::Placed(attempt, answer)
        }
        Command::LookUp { attempt, order_key } => Event::LookedUp(attempt, backend.look_up(locale, &order_key).await),
        Command::Resume { attempt, order_key } => Event::LookedUp(attempt, backend.resume(locale, &order_key).await),
        Command::Cancel { attempt, order_key } => {
            Event::Cancelled(attempt, backend.cancel(locale, &order_key).await.map(Box::new))
        }
        _ => return None,
    })
}

/// What fields of the page's own hold.
#[cfg(feature = "widget")]
fn extras(session: Session) -> Vec<(String, String)> {
    let told = session.setting("extras").and_then(|text| js_sys::JSON::parse(&text).ok());
    let Some(told) = told.filter(wasm_bindgen::JsValue::is_object) else { return Vec::new() };
    let entries = js_sys::Object::entries(told.unchecked_ref());
    entries
        .iter()
        .filter_map(|pair| {
            let pair: js_sys::Array = pair.dyn_into().ok()?;
            Some((pair.get(0).as_string()?, pair.get(1).as_string()?))
        })
        .collect()
}

/// There is no backend: nothing was sent.
fn unreachable_backend(command: &Command, error: BackendError) -> Option<Event> {
    Some(match command {
        Command::Place { attempt, .. } => Event::Placed(*attempt, Err(BackendError::Offline)),
        Command::LookUp { attempt, .. } | Command::Resume { attempt, .. } => Event::LookedUp(*attempt, Err(error)),
        Command::Cancel { attempt, .. } => Event::Cancelled(*attempt, Err(error)),
        _ => return None,
    })
}

/// The payment provider that the page names; its part of the program is fetched the first time.
///
/// # Errors
/// Why there is none.
pub async fn provider(session: Session) -> Result<Rc<dyn Provider>, Lack> {
    named_provider(session, look::provider_name(&session.host())).await
}

async fn named_provider(session: Session, name: String) -> Result<Rc<dyn Provider>, Lack> {
    let kept = session.outside.try_with_value(|outside| outside.provider.clone()).flatten();
    if let Some((_, provider)) = kept.filter(|(known, _)| *known == name) {
        return Ok(provider);
    }
    if !PROVIDERS.contains(&name.as_str()) {
        run::tell_names("kassa-provider", &name, PROVIDERS);
        return Err(Lack::Settings);
    }
    let made = lazy::provider(&name, &session.host()).await.map_err(|_| Lack::Script)?;
    let provider = made.ok_or(Lack::Settings)?;
    session.outside.try_update_value(|outside| outside.provider = Some((name, provider.clone())));
    Ok(provider)
}
