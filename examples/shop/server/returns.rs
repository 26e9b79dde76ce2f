//! Sending things back (`example.kassa.returns`): for whoever may read the order, in the session it was placed in.

use super::{
    answer::{Answer, error},
    books::Page,
    routes::{Ask, Kept, Shop, no_order, refusal},
    tell,
};
use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::HeaderMap,
    response::Response,
    routing,
};
use kassa::{
    backend::demo::{Demo, Stage},
    checkout::request::BackendError,
    domain::{
        LineId, OrderNumber, ReasonId, ReturnWayId,
        returns::{Return, ReturnOptions, ReturnRequest},
    },
};
use serde_json::{Value, json};
use std::sync::Arc;

/// The paths of returns.
pub fn routes() -> Router<Arc<Shop>> {
    Router::new()
        .route("/orders/{number}/returns", routing::get(options).post(request))
        .route("/orders/{number}/returns/quote", routing::post(quote))
        .route("/returns/{id}", routing::get(read))
}

async fn options(State(shop): State<Arc<Shop>>, Path(number): Path<String>, headers: HeaderMap) -> Response {
    let ask = Ask::of(&headers);
    shop.look(|page| {
        let wanted = OrderNumber(number.clone());
        let told = shop.of_order(page, &ask, &number, |demo, language| {
            demo.may_go_back(language, &wanted).ok_or(BackendError::Unauthorized)
        })?;
        Ok(told.map_or_else(|refused| refused, |(options, order)| Answer::Json(200, told_options(&options, &order))))
    })
}

async fn request(
    State(shop): State<Arc<Shop>>,
    Path(number): Path<String>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let ask = Ask::of(&headers);
    let operation = ["POST /orders/", &number, "/returns"].concat();
    shop.change(&operation, &ask, &body, |page, said| {
        let wanted = heard(&number, &said);
        let told = shop.of_order(page, &ask, &number, |demo, language| demo.note_return(language, &wanted))?;
        Ok(match told {
            Ok((made, order)) => {
                page.keep_text(&named(made.number.as_str()), &number)?;
                Answer::Json(200, told_return(&made, &number, &order, &said, "requested"))
            }
            Err(refused) => refused,
        })
    })
    .await
}

async fn quote(State(shop): State<Arc<Shop>>, Path(number): Path<String>, headers: HeaderMap, body: Bytes) -> Response {
    let ask = Ask::of(&headers);
    let operation = ["POST /orders/", &number, "/returns/quote"].concat();
    shop.change(&operation, &ask, &body, |page, said| {
        let wanted = heard(&number, &said);
        let told = shop.of_order(page, &ask, &number, |demo, language| demo.quoted_return(language, &wanted))?;
        Ok(told.map_or_else(
            |refused| refused,
            |(would, order)| Answer::Json(200, told_return(&would, &number, &order, &said, "quoted")),
        ))
    })
    .await
}

async fn read(State(shop): State<Arc<Shop>>, Path(id): Path<String>, headers: HeaderMap) -> Response {
    let ask = Ask::of(&headers);
    shop.look(|page| {
        let number = page.text(&named(&id))?;
        let stands = |demo: &Demo, _: &str| demo.return_stands(&id).ok_or(BackendError::Unauthorized);
        Ok(match shop.of_order(page, &ask, &number, stands)? {
            Ok(((back, stage), order)) => {
                let word = match stage {
                    Stage::Requested => "requested",
                    Stage::Received => "received",
                    Stage::Refunded => "refunded",
                };
                Answer::Json(200, told_return(&back, &number, &order, &Value::Null, word))
            }
            Err(refused) => refused,
        })
    })
}

impl Shop {
    /// Lets the shop do something about an order, for whoever may read it; with the order as it is told.
    fn of_order<T>(
        &self,
        page: &Page<'_>,
        ask: &Ask,
        number: &str,
        act: impl FnOnce(&Demo, &str) -> Result<T, BackendError>,
    ) -> Kept<Result<(T, Value), Answer>> {
        let Some(order) = self.readable(page, ask, number)? else { return Ok(Err(no_order())) };
        let session = page.session_of(number)?.unwrap_or_default();
        let Some(mut visit) = Self::unguarded(page, ask, &session)? else { return Ok(Err(no_order())) };
        let language = ask.language(visit.said()).to_owned();
        let done = self.serve(page, &mut visit, |demo| act(demo, &language))?;
        page.keep(&visit.session)?;
        Ok(match done {
            Ok(done) => Ok((done, order)),
            Err(BackendError::Unauthorized) => Err(no_order()),
            Err(BackendError::Rejected(problems)) if problems.is_empty() => {
                Err(Answer::Json(200, error("refused", "This cannot go back")))
            }
            Err(why) => Err(refusal(why, ask, &visit)),
        })
    }
}

/// Under which name it is noted of which order a return is.
fn named(id: &str) -> String {
    ["return ", id].concat()
}

/// What is to go back. Lines may have reasons of their own; the shop notes the first.
fn heard(number: &str, said: &Value) -> ReturnRequest {
    let text = |of: &Value, name: &str| of.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let lines = said.get("lines").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let line = |line: &Value| {
        let quantity = line.get("quantity").and_then(Value::as_u64).and_then(|of| u32::try_from(of).ok());
        (LineId(text(line, "line_id")), quantity.unwrap_or_default())
    };
    let first = |name: &str| lines.iter().map(|line| text(line, name)).find(|text| !text.is_empty());
    ReturnRequest {
        order: OrderNumber(number.to_owned()),
        lines: lines.iter().map(line).collect(),
        reason: first("reason").map(ReasonId),
        note: first("note").unwrap_or_default(),
        way: Some(text(said, "way")).filter(|way| !way.is_empty()).map(ReturnWayId),
    }
}

fn told_options(options: &ReturnOptions, order: &Value) -> Value {
    let reason = |(id, title): &(ReasonId, String)| json!({ "id": id.as_str(), "title": title });
    let line = |line: &kassa::domain::returns::Returnable| json!({ "line_id": line.line.as_str(), "title": line.title, "most": line.quantity });
    let mut told = json!({
        "currency": order["currency"],
        "lines": options.lines.iter().map(line).collect::<Vec<_>>(),
        "reasons": options.reasons.iter().map(reason).collect::<Vec<_>>(),
        "ways": options.ways.iter().map(|(id, title, fee)| json!({ "id": id.as_str(), "title": title, "fee": fee.minor() })).collect::<Vec<_>>(),
    });
    if let Some(until) = order.pointer("/kassa/returns_until").filter(|until| !until.is_null()) {
        tell::put(&mut told, "until", until.clone());
    }
    told
}

fn told_return(back: &Return, number: &str, order: &Value, said: &Value, state: &str) -> Value {
    let refund = back.refund.map(|sum| json!({ "rows": [{ "type": "total", "amount": sum.minor() }] }));
    let id = Some(back.number.as_str()).filter(|id| !id.is_empty());
    let mut told = json!({
        "id": id,
        "order": number,
        "state": state,
        "lines": said.get("lines").cloned().unwrap_or_else(|| json!([])),
        "currency": order["currency"],
    });
    for (name, value) in [("refund", refund), ("way", said.get("way").cloned())] {
        if let Some(value) = value {
            tell::put(&mut told, name, value);
        }
    }
    told
}
