//! The worked example of an adapter (`examples/corner/adapter.rs`) keeps the contract, against a Corner of a page's length.

#[path = "../../examples/corner/adapter.rs"]
mod adapter;

use crate::{
    backends::{NO_ACCOUNTS, NO_EXTRAS, check},
    contract::{self, Sample},
    support::{Scripted, answer},
};
use core::cell::RefCell;
use kassa::backend::{
    World,
    config::Config,
    http::{Method, Request, Response},
    shelf::Memory,
};
use serde_json::{Value, json};
use std::{collections::BTreeMap, rc::Rc};

/// The made-up shop: one bag, boots at 120.00 and ropes at 35.00.
struct Shop {
    version: u32,
    lines: Vec<(&'static str, u32, i64)>,
    code: bool,
    country: Option<String>,
    way: Option<String>,
    paying: String,
    orders: BTreeMap<String, Value>,
    /// Keys that are known: the number of their order, or why there is none.
    keys: BTreeMap<String, Result<String, &'static str>>,
}

impl Shop {
    fn new() -> Self {
        let lines = vec![("boots", 1, 12_000), ("rope", 2, 3_500)];
        let (orders, keys) = (BTreeMap::new(), BTreeMap::new());
        Self { version: 1, lines, code: false, country: None, way: None, paying: "card".into(), orders, keys }
    }

    fn rows(&self) -> (Vec<Value>, i64) {
        let goods: i64 = self.lines.iter().map(|(_, quantity, each)| i64::from(*quantity) * each).sum();
        let mut rows = vec![("goods", goods)];
        rows.extend(self.code.then_some(("code", -goods / 10)));
        rows.extend(self.way.as_deref().map(|way| ("shipping", if way == "express" { 1_500 } else { 500 })));
        let sum = rows.iter().map(|(_, amount)| amount).sum();
        (rows.into_iter().map(|(kind, amount)| json!({ "kind": kind, "amount": amount })).collect(), sum)
    }

    fn bag(&self) -> Value {
        let (rows, sum) = self.rows();
        let line = |(sku, quantity, each): &(&str, u32, i64)| json!({ "id": sku, "sku": sku, "name": sku, "quantity": quantity, "each": each, "sum": i64::from(*quantity) * each });
        let ways =
            [("post", 500), ("express", 1_500)].map(|(id, price)| json!({ "id": id, "name": id, "price": price }));
        let ship = json!({ "country": self.country, "ways": self.country.as_ref().map(|_| ways), "way": self.way });
        json!({
            "id": "bag-1", "version": self.version, "currency": "EUR", "lines": self.lines.iter().map(line).collect::<Vec<_>>(),
            "code": self.code.then_some("TEN"), "ship": ship, "pay": ["card", "bank"], "paying": self.paying, "rows": rows, "sum": sum,
            "order": self.orders.keys().next(),
        })
    }

    /// One wish; what it is about, if it is refused.
    fn take(&mut self, wish: &Value) -> Result<(), &'static str> {
        if let Some(id) = wish["line"].as_str() {
            let quantity = u32::try_from(wish["quantity"].as_u64().unwrap()).unwrap();
            if quantity > 99 {
                return Err("quantity");
            }
            self.lines.iter_mut().filter(|line| line.0 == id).for_each(|line| line.1 = quantity);
            self.lines.retain(|line| line.1 > 0);
        } else if let Some(country) = wish["country"].as_str() {
            if country != "FI" {
                return Err("country");
            }
            self.country = Some(country.into());
            self.way.get_or_insert("post".into());
        } else if let Some(way) = wish["way"].as_str() {
            self.way = Some(["post", "express"].iter().find(|known| **known == way).ok_or("way")?.to_string());
        } else if let Some(paying) = wish["paying"].as_str() {
            self.paying = paying.into();
        } else if let Some(code) = wish.get("code") {
            self.code = match code.as_str().map(str::to_uppercase).as_deref() {
                None => false,
                Some("TEN") => true,
                Some("SUMMER") => return Err("old code"),
                Some(_) => return Err("code"),
            };
        }
        Ok(())
    }

    fn order(&mut self, key: &str, body: &Value) -> Response {
        match self.keys.get(key) {
            Some(Ok(number)) => return answer(200, &self.orders[number]),
            Some(Err("given up")) => return answer(422, &json!({ "about": "key" })),
            _ => {}
        }
        let (bag, sum) = (self.bag(), self.rows().1);
        if body["sum"].as_i64() != Some(sum) || !self.orders.is_empty() {
            return answer(409, &bag);
        }
        if self.paying == "card" && body["token"] != "tok_good" {
            self.keys.insert(key.into(), Err("funds"));
            return answer(402, &json!({ "reason": "funds" }));
        }
        let mut order = bag;
        for (name, value) in [
            ("number", json!("C-1")),
            ("email", body["email"].clone()),
            ("to", body["to"].clone()),
            ("way", json!(self.way)),
        ] {
            order[name] = value;
        }
        self.orders.insert("C-1".into(), order.clone());
        self.keys.insert(key.into(), Ok("C-1".into()));
        answer(201, &order)
    }

    fn answer(&mut self, request: &Request) -> Response {
        let path = request.url.strip_prefix("https://corner.example/").unwrap();
        let body: Value = request.body.as_deref().map(|body| serde_json::from_str(body).unwrap()).unwrap_or_default();
        let nothing = || answer(404, &json!({}));
        match (request.method, path.split('/').collect::<Vec<_>>().as_slice()) {
            (Method::Get, ["bags", "bag-1"]) => answer(200, &self.bag()),
            (Method::Patch, ["bags", "bag-1"]) => {
                for wish in body.as_array().unwrap() {
                    if let Err(about) = self.take(wish) {
                        return answer(422, &json!({ "about": about }));
                    }
                }
                self.version += 1;
                answer(200, &self.bag())
            }
            (Method::Post, ["bags", "bag-1", "order"]) => {
                let key = request.headers.iter().find(|(name, _)| *name == "idempotency-key").unwrap().1.clone();
                self.order(&key, &body)
            }
            (Method::Get, ["keys", key]) => match self.keys.get(*key) {
                Some(Ok(number)) => answer(200, &self.orders[number]),
                Some(Err("funds")) => answer(402, &json!({ "reason": "funds" })),
                Some(Err(_)) | None => nothing(),
            },
            (Method::Delete, ["keys", key]) => {
                self.keys.entry((*key).to_owned()).or_insert(Err("given up"));
                answer(200, &json!({}))
            }
            (Method::Get, ["orders", number]) => {
                self.orders.get(*number).map_or_else(nothing, |order| answer(200, order))
            }
            _ => nothing(),
        }
    }
}

#[test]
fn the_worked_example_keeps_the_contract() {
    let sample = Sample {
        country: "FI",
        postcode: "00100",
        city: "Helsinki",
        not_served: "AQ",
        codes: Some(("TEN", "SUMMER")),
        card: Some(("card", "tok_good", "tok_bad")),
        later: Some("invoice"),
        account: None,
    };
    // A new shelf is a new visitor, and so a new shop; a second door on the same shelf is a reload.
    let shops = RefCell::new(Vec::<(Rc<Memory>, Rc<RefCell<Shop>>)>::new());
    let door = |shelf: Rc<Memory>| {
        let mut shops = shops.borrow_mut();
        let known = shops.iter().find(|(known, _)| Rc::ptr_eq(known, &shelf)).map(|(_, shop)| Rc::clone(shop));
        let shop = known.unwrap_or_else(|| {
            let shop = Rc::new(RefCell::new(Shop::new()));
            shops.push((Rc::clone(&shelf), Rc::clone(&shop)));
            shop
        });
        let settings = [
            ("endpoint", "https://corner.example"),
            ("session", "bag-1"),
            ("methods", "bank=invoice"),
            ("countries", "FI"),
        ];
        let get = |name: &str| settings.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
        let config = Config::read(&get).unwrap();
        let http = Rc::new(Scripted::new(move |_, request: &Request| Ok(shop.borrow_mut().answer(request))));
        adapter::adapter(World { http, shelf, config }).unwrap()
    };
    let mut absent = [&NO_ACCOUNTS[..], &NO_EXTRAS].concat();
    absent.push("what was taken out can be put back");
    check(&contract::run(&door, &sample, None), &absent);
}

#[test]
fn the_worked_example_is_short() {
    let lines = include_str!("../../examples/corner/adapter.rs").lines().count();
    assert!(lines < 300, "{lines} lines");
}
