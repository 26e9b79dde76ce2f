//! The conformance kit: the contract suite through our adapter, and what only a look at the wire can tell.
//!
//! Always true: it knows nothing of the server but its address, makes its own sessions, and finishes whatever the server
//! does. What is absent is no mistake: the part of the screen that needs it is not drawn.

use crate::contract::{self, Sample, Verdict};
use kassa::{
    backend::{
        Accounts, Answer, Backend, Orders, Returns, World,
        config::Config,
        http::{Http, Later, Lost, Request, Response},
        shelf::{Memory, Shelf},
        ucp,
    },
    checkout::request::{Facts, Intent, Keys, Known, OrderRequest, Payment, Placed},
    domain::{
        OrderNumber,
        day::Instant,
        order::{Order, Reorder},
        quote::Quote,
    },
};
use serde_json::{Value, json};
use std::{cell::Cell, collections::BTreeSet, fmt::Write as _, rc::Rc};

/// An answer as it came.
#[derive(Clone, Debug, Default)]
pub struct Answered {
    pub status: u16,
    /// Names in small letters.
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answered {
    fn header(&self, name: &str) -> &str {
        self.headers.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value)
    }

    fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_default()
    }
}

/// A way to a server, with any method and any header.
pub trait Line {
    /// Sends and waits for the answer; `None` when none came.
    fn send(&self, method: &str, url: &str, headers: &[(&str, &str)], body: Option<&str>) -> Option<Answered>;
}

/// Our port's network over that.
struct Network {
    line: Rc<dyn Line>,
    clock: Cell<i64>,
    dice: Cell<u32>,
}

impl Http for Network {
    fn send<'a>(&'a self, request: &'a Request, _: u32) -> Later<'a, Result<Response, Lost>> {
        let mut headers: Vec<_> = request.headers.iter().map(|(name, value)| (*name, value.as_str())).collect();
        if request.body.is_some() {
            headers.push(("content-type", "application/json"));
        }
        let answer = self.line.send(request.method.name(), &request.url, &headers, request.body.as_deref());
        let response = answer.map(|it| Response { status: it.status, headers: it.headers, body: it.body });
        Box::pin(core::future::ready(response.ok_or(Lost::Unreachable)))
    }

    fn pause(&self, milliseconds: u32) -> Later<'_, ()> {
        // Real time passes in the network; nothing here waits for it.
        self.clock.set(self.clock.get() + i64::from(milliseconds));
        Box::pin(core::future::ready(()))
    }

    fn now(&self) -> Instant {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Instant(i64::try_from(since.as_millis()).unwrap_or_default() + self.clock.get())
    }

    fn chance(&self, end: u32) -> u32 {
        // Marsaglia's xorshift: every key is another one; it need not be a secret here.
        let mut dice = self.dice.get();
        dice ^= dice << 13;
        dice ^= dice >> 17;
        dice ^= dice << 5;
        self.dice.set(dice);
        dice % end.max(1)
    }

    fn tell(&self, _: &str) {}
}

/// The adapter with keys of this run: the suite's are always the same, and a server remembers those of the last run.
struct Salted {
    inner: Rc<dyn Backend>,
    salt: String,
}

impl Salted {
    fn key(&self, key: &str) -> String {
        [&self.salt, "-", key].concat()
    }
}

impl Backend for Salted {
    fn facts(&self) -> Facts {
        self.inner.facts()
    }

    fn open(&self, locale: &str) -> Answer<'_, Quote> {
        self.inner.open(locale)
    }

    fn apply(&self, locale: &str, intents: Vec<Intent>) -> Answer<'_, Quote> {
        self.inner.apply(locale, intents)
    }

    fn place(&self, locale: &str, keys: Keys, order: OrderRequest, payment: Payment) -> Answer<'_, Placed> {
        let keys = Keys { order: self.key(&keys.order), payment: self.key(&keys.payment) };
        self.inner.place(locale, keys, order, payment)
    }

    fn look_up(&self, locale: &str, order_key: &str) -> Answer<'_, Known> {
        self.inner.look_up(locale, &self.key(order_key))
    }

    fn cancel(&self, locale: &str, order_key: &str) -> Answer<'_, Quote> {
        self.inner.cancel(locale, &self.key(order_key))
    }

    fn order(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Order> {
        self.inner.order(locale, number)
    }

    fn reorder(&self, locale: &str, number: &OrderNumber) -> Answer<'_, Reorder> {
        self.inner.reorder(locale, number)
    }

    fn accounts(&self) -> Option<&dyn Accounts> {
        self.inner.accounts()
    }

    fn orders(&self) -> Option<&dyn Orders> {
        self.inner.orders()
    }

    fn returns(&self) -> Option<&dyn Returns> {
        self.inner.returns()
    }
}

/// What is tried, and where.
#[derive(Clone, Debug)]
pub struct Trial {
    /// The shop's origin or endpoint.
    pub backend: String,
    /// What the shop has.
    pub sample: Sample,
    /// Origin of a page the shop allows.
    pub origin: String,
    /// What the bag holds, for shops that keep none for a visitor: ids of items.
    pub items: Vec<String>,
    /// Only rows whose name contains this.
    pub only: Option<String>,
}

/// A row of the table.
pub type Row = (String, Verdict);

/// Tries everything, or what the trial names.
pub fn run(line: &Rc<dyn Line>, trial: &Trial) -> Vec<Row> {
    let only = trial.only.as_deref();
    let wire = Wire::new(line, trial);
    let mut rows = Vec::new();
    rows.extend(wire.declared().into_iter().filter(|(name, _)| only.is_none_or(|word| name.contains(word))));
    // Each started with its own dice, so that no two visitors use the same keys.
    let visitors = Cell::new(0x9e37_79b9_u32 ^ std::process::id());
    let salt = wire.key();
    let door = |shelf: Rc<Memory>| -> Rc<dyn Backend> {
        visitors.set(visitors.get().wrapping_mul(0x0019_660d).wrapping_add(0x3c6e_f35f) | 1);
        let network = Network { line: Rc::clone(line), clock: Cell::new(0), dice: Cell::new(visitors.get()) };
        let handed = if trial.items.is_empty() || shelf.load().is_some() { None } else { wire.new_session() };
        let get = |name: &str| match name {
            "endpoint" => Some(trial.backend.clone()),
            "session" => handed.clone(),
            "countries" => Some(trial.sample.country.to_owned()),
            _ => None,
        };
        let config = Config::read(&get).unwrap_or_default();
        let world = World { http: Rc::new(network), shelf, config };
        let inner = ucp::adapter(world).unwrap_or_else(|wrong| panic!("{}", wrong.sentence()));
        // What a shop can do is known once it was asked; the suite asks for it before it opens anything.
        drop(contract::now(inner.open("en")));
        Rc::new(Salted { inner, salt: salt.clone() })
    };
    rows.extend(contract::run(&door, &trial.sample, only).into_iter().map(|(name, it)| (name.to_owned(), it)));
    rows.extend(wire.looked_at(only));
    rows
}

/// The table, as it is printed.
pub fn table(rows: &[Row]) -> String {
    let mut text = String::new();
    let mut counts = [0_usize; 3];
    for (name, verdict) in rows {
        let (word, rest, at) = match verdict {
            Verdict::Works => ("works ", String::new(), 0),
            Verdict::Absent(part) => ("absent", format!(" · not drawn: {part}"), 1),
            Verdict::Wrong(what) => ("WRONG ", format!("\n          {}", shortened(what)), 2),
        };
        counts[at] += 1;
        // Writing into a text does not fail.
        let _ = writeln!(text, "  {word}  {name}{rest}");
    }
    let _ = writeln!(text, "\n  {} work, {} are absent, {} are wrong.", counts[0], counts[1], counts[2]);
    text
}

fn shortened(what: &str) -> String {
    if what.chars().count() <= 300 { what.to_owned() } else { what.chars().take(300).chain("…".chars()).collect() }
}

/// Capabilities, and what is not drawn without them.
const CAPABILITIES: [(&str, &str); 14] = [
    ("dev.ucp.shopping.fulfillment", "delivery: address, ways of shipping, collecting"),
    ("dev.ucp.shopping.discount", "the field for promotion codes"),
    ("dev.ucp.shopping.buyer_consent", "the box for news"),
    ("dev.ucp.shopping.order", "an order read again after a reload"),
    ("example.kassa.experience", "shop, ratings, reduced prices, stock, delivery days, fees, pickup points"),
    (
        "example.kassa.placing",
        "nothing; but a lost order is found by its session only, and the price is compared before placing",
    ),
    ("example.kassa.offers", "suggestions, free-delivery bar, add-ons"),
    ("example.kassa.accounts", "sign in, register, address book"),
    ("example.kassa.wallet", "saved ways to pay"),
    ("example.kassa.orders", "details of an order, the list of orders"),
    ("example.kassa.returns", "sending things back"),
    ("example.kassa.subscriptions", "what a line costs again and again, and the yes to it"),
    ("example.kassa.b2b", "company, purchase order number"),
    ("example.kassa.tenders", "gift card, store credit, points"),
];

/// Members of a checkout, and what is not drawn without them.
const MEMBERS: [(&str, &str); 8] = [
    ("/kassa/shop", "who sells, from where, the shop's rating"),
    ("/kassa/countries", "the choice of a country"),
    ("/kassa/taxes", "the line of included taxes"),
    ("/kassa/methods", "fees, the moment of charge and brands of ways to pay"),
    ("/line_items/0/kassa/limit", "the most that can be bought (999 instead)"),
    ("/line_items/0/kassa/stock", "how few are left"),
    ("/line_items/0/kassa/arrives", "when a line arrives"),
    ("/line_items/0/kassa/returns_days", "how long it can be sent back"),
];

/// The server as bytes.
struct Wire<'a> {
    line: Rc<dyn Line>,
    trial: &'a Trial,
    profile: Result<Value, String>,
    endpoint: String,
    keys: Cell<u32>,
}

impl<'a> Wire<'a> {
    fn new(line: &Rc<dyn Line>, trial: &'a Trial) -> Self {
        let start = trial.backend.find("://").map_or(0, |at| at + 3);
        let end = trial.backend[start..].find('/').map_or(trial.backend.len(), |at| start + at);
        let url = format!("{}/.well-known/ucp", &trial.backend[..end]);
        let profile = match line.send("GET", &url, &[], None) {
            None => Err(format!("nobody answers at {url}")),
            Some(answer) if answer.status != 200 => Err(format!("{url} answers with {}", answer.status)),
            Some(answer) => serde_json::from_str(&answer.body).map_err(|_| format!("{url} is no JSON")),
        };
        let services =
            profile.as_ref().ok().map(|profile: &Value| profile["ucp"]["services"]["dev.ucp.shopping"].clone());
        let rest =
            services.as_ref().and_then(Value::as_array).into_iter().flatten().find(|it| it["transport"] == "rest");
        let endpoint = rest.and_then(|rest| rest["endpoint"].as_str()).unwrap_or(&trial.backend);
        let endpoint = endpoint.trim_end_matches('/').to_owned();
        Self { line: Rc::clone(line), trial, profile, endpoint, keys: Cell::new(std::process::id()) }
    }

    fn key(&self) -> String {
        self.keys.set(self.keys.get() + 1);
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        format!("kit-{:032x}-{}", since.as_nanos(), self.keys.get())
    }

    fn send(&self, method: &str, path: &str, key: &str, more: &[(&str, &str)], body: Option<&Value>) -> Answered {
        let url = format!("{}{path}", self.endpoint);
        let mut headers =
            vec![("ucp-agent", "profile=\"https://kassa.example/ucp-profile.json\""), ("accept-language", "en")];
        if body.is_some() {
            headers.extend([("content-type", "application/json"), ("idempotency-key", key)]);
        }
        headers.extend(more);
        self.line.send(method, &url, &headers, body.map(Value::to_string).as_deref()).unwrap_or_default()
    }

    fn get(&self, path: &str) -> Answered {
        self.send("GET", path, "", &[], None)
    }

    fn write(&self, method: &str, path: &str, body: &Value) -> Answered {
        self.send(method, path, &self.key(), &[], Some(body))
    }

    fn opening(&self) -> Value {
        let items = self.trial.items.iter().map(|id| json!({ "item": { "id": id }, "quantity": 1 }));
        let mut body = json!({ "line_items": items.collect::<Vec<_>>(), "context": { "language": "en" } });
        if self.trial.items.is_empty() {
            body["kassa"] = json!({ "bag": "shop" });
        }
        body
    }

    fn new_session(&self) -> Option<String> {
        self.write("POST", "/checkout-sessions", &self.opening()).json()["id"].as_str().map(str::to_owned)
    }

    fn open(&self) -> Result<(String, Value), String> {
        let answer = self.write("POST", "/checkout-sessions", &self.opening());
        let told = answer.json();
        let id = told["id"].as_str().map(str::to_owned);
        id.map(|id| (id, told.clone())).ok_or_else(|| format!("no session: {} {}", answer.status, answer.body))
    }

    /// A session with everything an order needs, and the body that would place it.
    fn ready(&self) -> Result<(String, Value, Value), String> {
        let sample = &self.trial.sample;
        let (id, opened) = self.open()?;
        let lines: Vec<&Value> = opened["line_items"].as_array().into_iter().flatten().collect();
        let own: Vec<&&Value> = lines.iter().filter(|line| line["kassa"]["kind"] != "gift").collect();
        let held: Vec<&Value> = own.iter().filter(|it| it["kassa"]["kind"] != "virtual").map(|it| &it["id"]).collect();
        let (method, token) = match (sample.card, sample.later) {
            (Some((card, paid, _)), _) => (card, Some(paid)),
            (None, Some(later)) => (later, None),
            (None, None) => return Err("the sample has no way to pay".into()),
        };
        let instrument = json!({ "id": method, "handler_id": method, "type": method, "selected": true });
        let address = json!({ "id": "kassa", "full_name": "Kaisa Laine", "first_name": "Kaisa", "last_name": "Laine",
            "street_address": "Runeberginkatu 22", "postal_code": sample.postcode, "address_locality": sample.city,
            "address_country": sample.country });
        let mut put = json!({
            "line_items": own.iter().map(|it| json!({ "id": it["id"], "item": { "id": it["item"]["id"] }, "quantity": it["quantity"] })).collect::<Vec<_>>(),
            "buyer": { "email": "kit@example.com" },
            "context": { "address_country": sample.country, "postal_code": sample.postcode, "language": "en" },
            "discounts": { "codes": [] },
            "fulfillment": { "methods": [{ "id": "shipping", "type": "shipping", "line_item_ids": held, "destinations": [address], "selected_destination_id": "kassa" }] },
            "payment": { "instruments": [instrument.clone()] },
        });
        let path = format!("/checkout-sessions/{id}");
        let mut told = Value::Null;
        // The parcel has its name, and the ways of shipping theirs, only once the address is known.
        for _ in 0..2 {
            let methods = if told.is_null() { &opened } else { &told }["fulfillment"]["methods"].clone();
            let shipping = methods.as_array().into_iter().flatten().find(|it| it["type"] == "shipping").cloned();
            let shipping = shipping.unwrap_or_default();
            put["fulfillment"]["methods"][0]["id"] = shipping["id"].clone();
            if let Some(group) = shipping["groups"].get(0) {
                let option = &group["options"][0]["id"];
                put["fulfillment"]["methods"][0]["groups"] =
                    json!([{ "id": group["id"], "selected_option_id": option }]);
            }
            let answer = self.write("PUT", &path, &put);
            told = answer.json();
            if told["ucp"]["status"] == "error" || told["id"].is_null() {
                return Err(format!("the change was refused: {} {}", answer.status, answer.body));
            }
        }
        let total = total(&told).ok_or("no total")?;
        let mut complete = instrument;
        if let Some(token) = token {
            complete["credential"] = json!({ "type": "token", "token": token });
        }
        let order = json!({
            "payment": { "instruments": [complete] },
            "kassa": { "order_key": self.key(), "expected_total": total, "terms_version": told["kassa"]["shop"]["terms"]["version"] },
        });
        Ok((id, told, order))
    }

    fn can(&self, capability: &str) -> bool {
        let known =
            self.profile.as_ref().ok().map(|profile| profile["ucp"]["capabilities"].clone()).unwrap_or_default();
        known.get(capability).is_some()
            || known.as_array().is_some_and(|list| list.iter().any(|it| it["name"] == capability))
    }

    /// What the profile and a fresh session declare.
    fn declared(&self) -> Vec<Row> {
        let mut rows = vec![(
            "the profile is where UCP wants it, and names a REST service".to_owned(),
            match &self.profile {
                Err(why) => Verdict::Wrong(why.clone()),
                Ok(profile) if profile["ucp"]["services"]["dev.ucp.shopping"].is_null() => {
                    Verdict::Wrong("no service dev.ucp.shopping".into())
                }
                Ok(_) => Verdict::Works,
            },
        )];
        for (name, part) in CAPABILITIES {
            let verdict = if self.can(name) { Verdict::Works } else { Verdict::Absent(part) };
            rows.push((name.to_owned(), verdict));
        }
        let opened = self.open().map(|(_, opened)| opened).unwrap_or_default();
        for (at, part) in MEMBERS {
            let there = opened.pointer(at).is_some_and(|value| !value.is_null());
            rows.push((at[1..].replace('/', "."), if there { Verdict::Works } else { Verdict::Absent(part) }));
        }
        rows
    }

    /// What only the bytes tell.
    fn looked_at(&self, only: Option<&str>) -> Vec<Row> {
        type Look<'a> = fn(&Wire<'a>) -> Result<Verdict, String>;
        let looks: [(&str, Look); 13] = [
            ("amounts are whole minor units, written as numbers", Self::amounts),
            ("the answers have what UCP requires of them", Self::required),
            ("the rows of the answer add up to its total", Self::sum),
            ("a refused change changes nothing, in full", Self::half),
            ("a repeated request is answered as before, and done once", Self::repeated),
            ("the same key with other bytes is refused with 409", Self::reused),
            ("an order key makes one order, even under another Idempotency-Key", Self::second),
            ("a total that was not agreed to is not bought", Self::other_total),
            ("a key that was given up is dead, also for what arrives later", Self::given_up),
            ("an order is not shown to whoever knows its number", Self::anybody),
            ("errors are JSON with messages, and no pages", Self::errors),
            ("unknown members in a request do no harm", Self::unknown),
            ("a page of an allowed origin may ask, one of another may not (CORS)", Self::cors),
        ];
        let look = |(name, look): (&str, Look<'a>)| (name.to_owned(), look(self).unwrap_or_else(Verdict::Wrong));
        looks.into_iter().filter(|(name, _)| only.is_none_or(|word| name.contains(word))).map(look).collect()
    }

    fn amounts(&self) -> Result<Verdict, String> {
        let (_, told, _) = self.ready()?;
        let mut wrong = BTreeSet::new();
        amounts(&told, "$", &mut wrong);
        judge(wrong.is_empty(), || wrong.into_iter().take(3).collect::<Vec<_>>().join(", "))
    }

    fn required(&self) -> Result<Verdict, String> {
        let (_, told, _) = self.ready()?;
        let missing: Vec<&str> = ["ucp", "id", "line_items", "status", "currency", "totals", "links"]
            .into_iter()
            .filter(|name| told.get(name).is_none())
            .collect();
        if !missing.is_empty() {
            return Err(format!("a checkout has no {}", missing.join(", ")));
        }
        let line = told["line_items"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|line| ["id", "item", "quantity", "totals"].iter().any(|name| line.get(name).is_none()));
        judge(line.is_none(), || format!("a line lacks a member: {}", line.unwrap_or(&Value::Null)))
    }

    fn sum(&self) -> Result<Verdict, String> {
        let (_, told, _) = self.ready()?;
        let rows: Vec<&Value> = told["totals"].as_array().into_iter().flatten().collect();
        let of = |row: &&Value| number(&row["amount"]);
        let sum: i64 = rows.iter().filter(|row| row["type"] != "total").filter_map(of).sum();
        let total = total(&told).ok_or("no total")?;
        judge(sum == total, || format!("the rows make {sum}, the total says {total}"))
    }

    fn half(&self) -> Result<Verdict, String> {
        let (id, told, _) = self.ready()?;
        let path = format!("/checkout-sessions/{id}");
        let lines = told["line_items"].as_array().into_iter().flatten().filter(|it| it["kassa"]["kind"] != "gift");
        let mut lines: Vec<Value> = lines
            .map(|it| json!({ "id": it["id"], "item": { "id": it["item"]["id"] }, "quantity": it["quantity"] }))
            .collect();
        let Some(first) = lines.first_mut() else { return Err("the bag is empty".into()) };
        let more = number(&first["quantity"]).unwrap_or(1) + 1;
        first["quantity"] = more.into();
        // One thing that can be done, and one that cannot.
        lines.push(json!({ "item": { "id": "no-such-item" }, "quantity": 1 }));
        let put = json!({ "line_items": lines, "context": { "language": "en" } });
        let answer = self.write("PUT", &path, &put);
        let refused = answer.json()["ucp"]["status"] == "error" || answer.status >= 400;
        if !refused {
            return Err(format!("an item nobody sells was taken: {}", answer.status));
        }
        let after = self.get(&path).json();
        judge(total(&after) == total(&told), || format!("{:?} before, {:?} after", total(&told), total(&after)))
    }

    fn repeated(&self) -> Result<Verdict, String> {
        let (key, body) = (self.key(), self.opening());
        let one = self.send("POST", "/checkout-sessions", &key, &[], Some(&body)).json();
        let two = self.send("POST", "/checkout-sessions", &key, &[], Some(&body)).json();
        judge(!one["id"].is_null() && one["id"] == two["id"], || {
            format!("two sessions: {} and {}", one["id"], two["id"])
        })
    }

    fn reused(&self) -> Result<Verdict, String> {
        let (key, mut body) = (self.key(), self.opening());
        self.send("POST", "/checkout-sessions", &key, &[], Some(&body));
        body["context"]["language"] = "nb".into();
        let status = self.send("POST", "/checkout-sessions", &key, &[], Some(&body)).status;
        judge(status == 409, || format!("answered with {status}"))
    }

    fn second(&self) -> Result<Verdict, String> {
        let (id, _, order) = self.ready()?;
        let path = format!("/checkout-sessions/{id}/complete");
        let first = self.bought(&path, &order)?;
        // The same order again, as somebody would who lost the key of the attempt, too.
        let again = self.write("POST", &path, &order).json();
        let number = again["order"]["id"].as_str();
        judge(number.is_none_or(|number| number == first), || format!("{first} and {}", number.unwrap_or_default()))
    }

    fn bought(&self, path: &str, order: &Value) -> Result<String, String> {
        let answer = self.write("POST", path, order);
        let number = answer.json()["order"]["id"].as_str().map(str::to_owned);
        number.ok_or_else(|| format!("no order: {} {}", answer.status, answer.body))
    }

    fn other_total(&self) -> Result<Verdict, String> {
        if !self.can("example.kassa.placing") {
            return Ok(Verdict::Absent(
                "nothing; the page compares the price before placing, and a change between is not noticed",
            ));
        }
        let (id, told, mut order) = self.ready()?;
        order["kassa"]["expected_total"] = (total(&told).unwrap_or_default() - 100).into();
        let answer = self.write("POST", &format!("/checkout-sessions/{id}/complete"), &order).json();
        judge(answer["order"].is_null() && answer["status"] != "completed", || {
            format!("it became {}", answer["order"]["id"])
        })
    }

    fn given_up(&self) -> Result<Verdict, String> {
        if !self.can("example.kassa.placing") {
            return Ok(Verdict::Absent("nothing; the session is ended instead"));
        }
        let (id, _, order) = self.ready()?;
        let key = order["kassa"]["order_key"].as_str().unwrap_or_default();
        self.write("POST", &format!("/attempts/{key}/give-up"), &json!({ "checkout_id": id }));
        let answer = self.write("POST", &format!("/checkout-sessions/{id}/complete"), &order).json();
        judge(answer["order"].is_null() && answer["status"] != "completed", || {
            format!("it became {}", answer["order"]["id"])
        })
    }

    fn anybody(&self) -> Result<Verdict, String> {
        let (id, _, order) = self.ready()?;
        let number = self.bought(&format!("/checkout-sessions/{id}/complete"), &order)?;
        let path = format!("/orders/{number}");
        let stranger = self.get(&path).json();
        if stranger["id"].is_string() {
            // A number that cannot be guessed is a key of its own (UCP); short ones are counted up.
            let hard = number.chars().filter(char::is_ascii_alphanumeric).count() >= 20;
            return judge(hard, || format!("{number} is shown without a session or an account"));
        }
        let own = self.send("GET", &path, "", &[("kassa-session", &id)], None).json();
        judge(own["id"].is_string(), || format!("{number} is not shown to whom it belongs either"))
    }

    fn errors(&self) -> Result<Verdict, String> {
        for path in ["/checkout-sessions/no-such-session", "/no-such-path", "/orders/no-such-order"] {
            let answer = self.get(path);
            if answer.json()["messages"].as_array().is_none_or(Vec::is_empty) {
                return Err(format!("{path} answers {} without messages: {}", answer.status, answer.body));
            }
        }
        Ok(Verdict::Works)
    }

    fn unknown(&self) -> Result<Verdict, String> {
        let mut body = self.opening();
        body["member_of_2031"] = json!({ "a": [1] });
        body["context"]["member_of_2031"] = json!(null);
        let answer = self.write("POST", "/checkout-sessions", &body);
        judge(answer.json()["id"].is_string(), || format!("{} {}", answer.status, answer.body))
    }

    fn cors(&self) -> Result<Verdict, String> {
        let ask = |origin: &str| {
            let headers = [
                ("origin", origin),
                ("access-control-request-method", "PUT"),
                ("access-control-request-headers", "content-type,idempotency-key,ucp-agent"),
            ];
            self.line
                .send("OPTIONS", &format!("{}/checkout-sessions/any", self.endpoint), &headers, None)
                .unwrap_or_default()
        };
        let allowed = ask(&self.trial.origin);
        let list = |name: &str| allowed.header(name).to_ascii_lowercase();
        if allowed.header("access-control-allow-origin") != self.trial.origin {
            return Err(format!(
                "a preflight from {} is answered {} with Access-Control-Allow-Origin `{}`",
                self.trial.origin,
                allowed.status,
                allowed.header("access-control-allow-origin")
            ));
        }
        if !list("access-control-allow-methods").contains("put") {
            return Err("PUT is not among Access-Control-Allow-Methods".into());
        }
        for name in ["content-type", "idempotency-key", "ucp-agent"] {
            if !list("access-control-allow-headers").contains(name) {
                return Err(format!("{name} is not among Access-Control-Allow-Headers"));
            }
        }
        let error = self.send("GET", "/checkout-sessions/no-such-session", "", &[("origin", &self.trial.origin)], None);
        if error.header("access-control-allow-origin") != self.trial.origin {
            return Err(
                "an answer of failure has no Access-Control-Allow-Origin: a page takes it for a lost connection".into(),
            );
        }
        let foreign = ask("https://evil.example");
        let told = foreign.header("access-control-allow-origin");
        judge(told != "https://evil.example" && told != "*", || format!("every origin may ask: `{told}`"))
    }
}

fn judge(holds: bool, what: impl FnOnce() -> String) -> Result<Verdict, String> {
    if holds { Ok(Verdict::Works) } else { Err(what()) }
}

/// A whole number, as a number or as a text.
fn number(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.parse().ok())
}

fn total(checkout: &Value) -> Option<i64> {
    let rows = checkout["totals"].as_array()?;
    number(&rows.iter().find(|row| row["type"] == "total")?["amount"])
}

fn amounts(value: &Value, at: &str, wrong: &mut BTreeSet<String>) {
    match value {
        Value::Object(map) => {
            for (name, value) in map {
                if matches!(name.as_str(), "amount" | "price") && value.as_i64().is_none() && !value.is_null() {
                    wrong.insert(format!("{at}.{name} is {value}"));
                }
                amounts(value, &format!("{at}.{name}"), wrong);
            }
        }
        Value::Array(list) => {
            for (index, value) in list.iter().enumerate() {
                amounts(value, &format!("{at}[{index}]"), wrong);
            }
        }
        _ => {}
    }
}
