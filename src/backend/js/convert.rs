//! What the functions of a merchant's page answer, read at the border: JSON text into the words of the checkout.
//!
//! Always true: what is there has the kind it must have, or the answer is refused with its place and what is expected
//! there; what a simple shop does not have may be left out; members we do not know are passed over, and values of a
//! list of names we do not know mean "something else" and never fail. Knows no browser, and not who asked.

use crate::{
    backend::{
        config::Config,
        declines::of_stripe,
        json::{Json, Unfit},
    },
    checkout::request::{
        BackendError, Can, Facts, Idempotency, Known, Lookup, MoneyForm, Placed, Replays, Returned, Setup, StepRules,
    },
    domain::{
        AddressId, ItemId, LineId, MethodId, OrderNumber, PointId, RateId, ReasonId, ReturnNumber, ReturnWayId,
        SessionId,
        account::{CodeFrom, Customer, Doors, Entered, Recognised, SavedAddress, SecondFactor},
        address::{Label, Parts},
        cart::{Line, LineKind, Rating, Recurring, Reduction, Stock, Suggestion},
        company::{Company, Vat, VatStanding},
        country::Country,
        day::{Day, Instant, Window},
        delivery::{Hours, How, Point, Rate, Tag},
        money::{Currency, Money},
        order::{Listed, Order, OrderDelivery, OrderState, Reorder, ReorderLine},
        payment::{Buyer, CardFace, ChargeMoment, Decline, MethodOffer, Named, NextAction, NotOffered},
        problem::{AddressField, Fault, Field, Problem},
        quote::{AppliedCode, Change, DeliveryOffer, Offer, Policy, PolicyText, Quote, Rates, Shop, Terms},
        returns::{Return, ReturnOptions, Returnable},
        totals::{IncludedTax, TotalKind, TotalRow, Totals},
    },
};
use std::sync::Arc;

/// What is wrong with an answer, and what it comes to.
#[derive(Clone, Debug, PartialEq)]
pub struct Misfit {
    /// The place, and what is expected there.
    pub unfit: Unfit,
    /// What the machine is told.
    pub error: BackendError,
}

impl From<Unfit> for Misfit {
    fn from(unfit: Unfit) -> Self {
        Self { unfit, error: BackendError::Malformed }
    }
}

type Read<T> = Result<T, Misfit>;

/// What an answer stands on: the shop's settings in the page, the clock, and how many answers there were.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// The settings.
    pub config: &'a Config,
    /// The time, for a shop that does not say its own.
    pub now: Instant,
    /// The number of this answer, for a shop that does not count.
    pub revision: u64,
}

// ---- Kinds of values

/// Fails with the place, where something of another kind is.
fn is(holds: bool, json: &Json, expected: &'static str) -> Result<(), Unfit> {
    if holds { Ok(()) } else { Err(json.unfit(expected)) }
}

/// An object that must be there.
fn object<'a, 'b>(json: &'b Json<'a>) -> Result<&'b Json<'a>, Unfit> {
    is(json.value().is_some_and(serde_json::Value::is_object), json, "an object").map(|()| json)
}

/// An object, if there is something.
fn maybe_object<'a, 'b>(json: &'b Json<'a>) -> Result<Option<&'b Json<'a>>, Unfit> {
    if json.is_some() { object(json).map(Some) } else { Ok(None) }
}

/// The members of a list; none where there is nothing.
fn list<'a>(json: &Json<'a>) -> Result<Vec<Json<'a>>, Unfit> {
    is(json.value().is_none_or(serde_json::Value::is_array), json, "a list")?;
    Ok(json.list())
}

/// Each member of a list, read.
fn each<T>(json: &Json, read: impl Fn(&Json) -> Read<T>) -> Read<Vec<T>> {
    list(json)?.iter().map(read).collect()
}

/// The members of a list that we know what to make of.
fn known<T>(json: &Json, read: impl Fn(&Json) -> Read<Option<T>>) -> Read<Vec<T>> {
    Ok(each(json, read)?.into_iter().flatten().collect())
}

/// A text, if there is something.
fn text(json: &Json) -> Result<Option<String>, Unfit> {
    if json.is_some() { json.text().map(|text| Some(text.to_owned())) } else { Ok(None) }
}

/// A text, empty where there is nothing.
fn words(json: &Json) -> Result<String, Unfit> {
    text(json).map(Option::unwrap_or_default)
}

/// What something is known by: a text that must say something. Many shops count: a whole number will do.
fn id(json: &Json) -> Result<String, Unfit> {
    let text = if json.maybe_text().is_some() { json.maybe_text() } else { json.whole().ok().and(json.number()) };
    let text = text.map(str::trim).filter(|text| !text.is_empty());
    text.map(str::to_owned).ok_or_else(|| json.unfit("a name or number that is not empty"))
}

fn maybe_id(json: &Json) -> Result<Option<String>, Unfit> {
    if json.is_some() { id(json).map(Some) } else { Ok(None) }
}

/// Yes or no; `other` where there is nothing.
fn flag(json: &Json, other: bool) -> Result<bool, Unfit> {
    is(json.value().is_none_or(serde_json::Value::is_boolean), json, "true or false")?;
    Ok(if json.is_some() { json.is_true() } else { other })
}

/// How many; `other` where there is nothing.
fn count(json: &Json, other: u32) -> Result<u32, Unfit> {
    if json.is_some() { json.count() } else { Ok(other) }
}

/// A number of days, hours or the like.
fn small(json: &Json) -> Result<Option<u16>, Unfit> {
    let number = || json.count().ok().and_then(|count| u16::try_from(count).ok());
    if json.is_some() { number().ok_or_else(|| json.unfit("a whole number below 65536")).map(Some) } else { Ok(None) }
}

fn money(json: &Json, currency: Currency) -> Result<Money, Unfit> {
    json.minor(currency)
}

fn maybe_money(json: &Json, currency: Currency) -> Result<Option<Money>, Unfit> {
    if json.is_some() { money(json, currency).map(Some) } else { Ok(None) }
}

/// The currency of everything beside it.
fn currency(json: &Json) -> Read<Currency> {
    let unfit = || json.unfit("a currency in use, as ISO 4217 writes it, such as EUR");
    json.currency().map_err(|error| Misfit { unfit: unfit(), error })
}

fn country(json: &Json) -> Result<Country, Unfit> {
    json.maybe_text().and_then(Country::parse).ok_or_else(|| json.unfit("a country code such as NO"))
}

fn day(json: &Json) -> Result<Day, Unfit> {
    json.day().ok_or_else(|| json.unfit("a day such as 2026-11-30"))
}

fn maybe_day(json: &Json) -> Result<Option<Day>, Unfit> {
    if json.is_some() { day(json).map(Some) } else { Ok(None) }
}

fn moment(json: &Json) -> Result<Instant, Unfit> {
    json.moment().ok_or_else(|| json.unfit("a moment such as 2026-11-30T12:00:00Z"))
}

/// From and to in whole hours.
fn hours(json: &Json) -> Result<Hours, Unfit> {
    let unfit = || json.unfit("two hours from 0 to 24, such as [9, 18]");
    let Some(value) = json.value() else { return Ok(None) };
    let hour = |json: &Json| json.count().ok().and_then(|hour| u8::try_from(hour).ok()).filter(|hour| *hour <= 24);
    match json.list().as_slice() {
        [from, to] => match (hour(from), hour(to)) {
            (Some(from), Some(to)) if from < to => Ok(Some((from, to))),
            _ => Err(unfit()),
        },
        _ if value.is_null() => Ok(None),
        _ => Err(unfit()),
    }
}

/// A day, or days from and to.
fn window(json: &Json) -> Result<Window, Unfit> {
    if json.maybe_text().is_some() {
        let day = day(json)?;
        return Ok(Window { from: day, to: day, hours: None });
    }
    is(json.value().is_some_and(serde_json::Value::is_object), json, "a day, or an object with `from` and `to`")?;
    let from = day(&json.get("from"))?;
    let to = maybe_day(&json.get("to"))?.unwrap_or(from);
    is(from <= to, &json.get("to"), "a day that is not before `from`")?;
    Ok(Window { from, to, hours: hours(&json.get("hours"))? })
}

fn maybe_window(json: &Json) -> Result<Option<Window>, Unfit> {
    if json.is_some() { window(json).map(Some) } else { Ok(None) }
}

/// A page of the web: an address that runs a script is none.
fn page(json: &Json, beginnings: &[&str]) -> Result<String, Unfit> {
    let address = json.maybe_text().filter(|text| beginnings.iter().any(|start| text.starts_with(start)));
    address.map(str::to_owned).ok_or_else(|| json.unfit("the address of a page, such as https://shop.example/terms"))
}

/// A decimal in hundredths, read from its text.
fn hundredths(json: &Json, expected: &'static str) -> Result<u32, Unfit> {
    // Of a currency with two digits, a decimal has hundredths.
    let minor = json.decimal(Currency::EUR).ok().and_then(|hundredths| u32::try_from(hundredths.minor()).ok());
    minor.ok_or_else(|| json.unfit(expected))
}

// ---- Facts

/// What the shop can do; `found` says whether a function is there.
///
/// # Errors
/// Where something is of the wrong kind.
pub fn facts(json: &Json, found: &dyn Fn(&str) -> bool) -> Read<Facts> {
    let keys = json.get("keys");
    let replays = match text(&keys.get("replays"))?.as_deref() {
        Some("succeeded") => Replays::Succeeded,
        _ => Replays::All,
    };
    let idempotency = match (text(&json.get("idempotency"))?.as_deref(), maybe_object(&keys)?) {
        (Some("keys"), _) | (None, Some(_)) => Idempotency::Key {
            window_hours: small(&keys.get("hours"))?.unwrap_or(24),
            replays,
            mismatch_refused: flag(&keys.get("mismatchRefused"), false)?,
        },
        (Some("bag"), _) => Idempotency::Cart,
        // Nothing promised, or a promise we do not know: nothing is sent twice.
        _ => Idempotency::None,
    };
    let lookup = match text(&json.get("lookUp"))?.as_deref() {
        _ if !found("lookUp") => Lookup::None,
        Some("bag") => Lookup::ByCart,
        _ => Lookup::ByKey,
    };
    let can = |name| flag(&json.get(name), false);
    Ok(Facts {
        idempotency,
        lookup,
        money: MoneyForm::MinorUnits,
        returned: if found("resume") { Returned::ByResume } else { Returned::ByLookup },
        order_of_steps: StepRules {
            full_address_for_rates: can("fullAddressForRates")?,
            lines_lock_while_paying: can("linesLockWhilePaying")?,
        },
        can: Can {
            codes: can("codes")?,
            news: can("news")?,
            add: can("add")?,
            wallet: can("cards")?,
            business: can("business")?,
            reorder: found("reorder"),
            orders: false,
            find: false,
            doors: Doors {
                preferences: false,
                password: found("accounts.signIn") && flag(&json.get("passwords"), true)?,
                code: found("accounts.sendCode"),
                passkey: false,
                register: found("accounts.register"),
                claim: found("accounts.claim"),
                hint: found("accounts.knows"),
                book: found("accounts.preferAddress"),
                device: found("accounts.remember"),
            },
            tenders: false,
        },
    })
}

/// How long the shop may take for an answer, in milliseconds, where it says so itself.
///
/// # Errors
/// Where that is no time to wait.
pub fn patience(facts: &Json) -> Read<Option<u32>> {
    let json = facts.get("timeoutSeconds");
    let seconds = small(&json)?;
    is(seconds.is_none_or(|seconds| (1..=120).contains(&seconds)), &json, "a number of seconds from 1 to 120")?;
    Ok(seconds.map(|seconds| u32::from(seconds) * 1000))
}

// ---- The quote

/// All the shop says about a checkout.
///
/// # Errors
/// At the first place that cannot be used.
pub fn quote(json: &Json, ground: Ground) -> Read<Quote> {
    object(json)?;
    let currency = currency(&json.get("currency"))?;
    let lines = each(&json.get("lines"), |json| line(json, currency))?;
    let totals = totals(&json.get("totals"), currency, &lines)?;
    let (country, countries) = countries(json, ground.config)?;
    let revision = json.get("revision");
    let now = json.get("now");
    let delivery = delivery_offer(&json.get("delivery"), currency, &lines)?;
    Ok(Quote {
        session: SessionId(id(&json.get("id"))?),
        revision: if revision.is_some() {
            u64::try_from(revision.whole()?).map_err(|_| revision.unfit("a number that grows from 0"))?
        } else {
            ground.revision
        },
        now: if now.is_some() { moment(&now)? } else { ground.now },
        shop: shop(&json.get("shop"), &ground.config.shop)?,
        currency,
        country,
        countries,
        lines,
        suggestions: each(&json.get("suggestions"), |json| suggestion(json, currency))?,
        codes: each(&json.get("codes"), applied)?,
        offers: known(&json.get("offers"), |json| offer(json, currency))?,
        totals,
        delivery,
        methods: each(&json.get("methods"), |json| method(json, currency))?,
        not_offered: known(&json.get("notOffered"), |json| not_offered(json, currency))?,
        method: maybe_id(&json.get("method"))?.map(MethodId),
        brand: None,
        customer: customer_of(&json.get("customer"))?.map(Box::new),
        company: company(&json.get("company"))?.map(Arc::new),
        buyer: match text(&json.get("buyer"))?.as_deref() {
            Some("company") => Buyer::Company,
            _ => Buyer::Consumer,
        },
        changes: known(&json.get("changes"), |json| change(json, currency))?,
        order: maybe_id(&json.get("order"))?.map(OrderNumber),
    })
}

/// Where the goods go, and where they can go: each follows from the other where only one is said.
fn countries(json: &Json, config: &Config) -> Read<(Country, Vec<Country>)> {
    let mut countries = each(&json.get("countries"), |json| Ok(country(json)?))?;
    if countries.is_empty() {
        countries.clone_from(&config.countries);
    }
    let said = json.get("country");
    let to = match countries.first() {
        Some(first) if !said.is_some() => *first,
        _ => country(&said)?,
    };
    if countries.is_empty() {
        countries.push(to);
    }
    Ok((to, countries))
}

/// What the quote says of the shop goes before what the page says.
fn shop(json: &Json, page: &Shop) -> Read<Shop> {
    let Some(json) = maybe_object(json)? else { return Ok(page.clone()) };
    let or =
        |name, other: &String| -> Result<String, Unfit> { Ok(text(&json.get(name))?.unwrap_or_else(|| other.clone())) };
    let terms = json.get("terms");
    let terms = match maybe_object(&terms)? {
        Some(terms) => Some(Terms { version: id(&terms.get("version"))?, from: day(&terms.get("from"))? }),
        None => page.terms.clone(),
    };
    let at = json.get("policies");
    maybe_object(&at)?;
    let mut policies = Vec::new();
    for which in Policy::ALL {
        let place = at.get(policy_name(which));
        if place.is_some() {
            policies.push((which, PolicyText::At(self::page(&place, &["https://", "http://", "/", "mailto:"])?)));
        } else if let Some(text) = page.policy(which) {
            policies.push((which, text.clone()));
        }
    }
    Ok(Shop {
        name: or("name", &page.name)?,
        seller: or("seller", &page.seller)?,
        ships_from: or("shipsFrom", &page.ships_from)?,
        returns_days: small(&json.get("returnsDays"))?.or(page.returns_days),
        rating: rating(&json.get("rating"))?.or(page.rating),
        terms,
        policies,
        house: None,
    })
}

const fn policy_name(policy: Policy) -> &'static str {
    match policy {
        Policy::Help => "help",
        Policy::Delivery => "delivery",
        Policy::Returns => "returns",
        Policy::Terms => "terms",
        Policy::Privacy => "privacy",
        Policy::Accessibility => "accessibility",
    }
}

fn rating(json: &Json) -> Read<Option<Rating>> {
    let Some(json) = maybe_object(json)? else { return Ok(None) };
    let stars = json.get("stars");
    let of_a_star = hundredths(&stars, "a number of stars from 0 to 5")?;
    let tenths = u8::try_from(of_a_star / 10).ok().filter(|tenths| *tenths <= 50);
    let tenths = tenths.ok_or_else(|| stars.unfit("a number of stars from 0 to 5"))?;
    Ok(Some(Rating { tenths, count: json.get("count").count()? }))
}

fn line(json: &Json, currency: Currency) -> Read<Line> {
    object(json)?;
    let own = LineId(id(&json.get("id"))?);
    let left = json.get("left");
    let kind = match text(&json.get("kind"))?.as_deref() {
        Some("virtual") => LineKind::Virtual,
        Some("gift") => LineKind::Gift,
        _ => LineKind::Goods,
    };
    let reduced = json.get("reduced");
    let reduced = match maybe_object(&reduced)? {
        Some(reduced) => Some(Reduction {
            list_price: money(&reduced.get("listPrice"), currency)?,
            lowest_30_days: money(&reduced.get("lowest30Days"), currency)?,
        }),
        None => None,
    };
    let stock = match (left.is_some(), count(&left, 0)?) {
        (false, _) => Stock::Plenty,
        (true, 0) => Stock::SoldOut,
        (true, left) => Stock::Low(left),
    };
    let quantity = json.get("quantity").count()?;
    let most = match stock {
        Stock::Low(left) => left,
        Stock::Plenty | Stock::SoldOut => 99,
    };
    Ok(Line {
        item: ItemId(maybe_id(&json.get("item"))?.unwrap_or_else(|| own.0.clone())),
        id: own,
        title: id(&json.get("title"))?,
        detail: text(&json.get("detail"))?,
        image: text(&json.get("image"))?,
        kind,
        quantity,
        limit: count(&json.get("limit"), most.max(quantity))?,
        unit_price: money(&json.get("unitPrice"), currency)?,
        total: money(&json.get("total"), currency)?,
        reduced,
        rating: rating(&json.get("rating"))?,
        stock,
        arrives: maybe_window(&json.get("arrives"))?,
        returns_days: small(&json.get("returnsDays"))?,
        recurring: recurring(&json.get("recurring"), currency)?,
    })
}

/// What is taken again and again.
fn recurring(json: &Json, currency: Currency) -> Read<Option<Recurring>> {
    let Some(json) = maybe_object(json)? else { return Ok(None) };
    let months = json.get("months");
    let whole = months.count().ok().and_then(|count| u8::try_from(count).ok()).filter(|count| *count > 0);
    Ok(Some(Recurring {
        amount: money(&json.get("amount"), currency)?,
        months: whole.ok_or_else(|| months.unfit("a whole number of months, 1 to 255"))?,
        first: day(&json.get("first"))?,
        next: day(&json.get("next"))?,
    }))
}

fn suggestion(json: &Json, currency: Currency) -> Read<Suggestion> {
    object(json)?;
    Ok(Suggestion {
        item: ItemId(id(&json.get("item"))?),
        title: id(&json.get("title"))?,
        image: text(&json.get("image"))?,
        price: money(&json.get("price"), currency)?,
    })
}

fn applied(json: &Json) -> Read<AppliedCode> {
    object(json)?;
    let code = id(&json.get("code"))?;
    Ok(AppliedCode { title: text(&json.get("title"))?.unwrap_or_default(), code })
}

fn offer(json: &Json, currency: Currency) -> Read<Option<Offer>> {
    object(json)?;
    Ok(Some(match json.get("kind").text()? {
        "free_delivery_from" => Offer::FreeDeliveryFrom {
            missing: money(&json.get("missing"), currency)?,
            threshold: money(&json.get("threshold"), currency)?,
        },
        "free_delivery" => Offer::FreeDelivery,
        "automatic" => Offer::Automatic { title: id(&json.get("title"))? },
        _ => return Ok(None),
    }))
}

fn change(json: &Json, currency: Currency) -> Read<Option<Change>> {
    object(json)?;
    let line = || id(&json.get("line")).map(LineId);
    Ok(Some(match json.get("kind").text()? {
        "price" => Change::Price { line: line()?, was: money(&json.get("was"), currency)? },
        "reduced" => Change::Reduced { line: line()?, was: json.get("was").count()? },
        "sold_out" => Change::SoldOut { title: id(&json.get("title"))? },
        "merged" => {
            let titles = each(&json.get("titles"), |title| Ok(id(title)?))?;
            is(!titles.is_empty(), &json.get("titles"), "the names of what came along")?;
            Change::Merged { titles }
        }
        "code_lapsed" => Change::CodeLapsed { code: id(&json.get("code"))? },
        _ => return Ok(None),
    }))
}

fn totals(json: &Json, currency: Currency, lines: &[Line]) -> Read<Totals> {
    object(json)?;
    let row = |json: &Json| {
        object(json)?;
        let kind = match text(&json.get("kind"))?.as_deref() {
            Some("items") => TotalKind::Items,
            Some("discount") => TotalKind::Discount,
            Some("delivery") => TotalKind::Delivery,
            Some("fee") => TotalKind::Fee,
            Some("tax") => TotalKind::Tax,
            _ => TotalKind::Other,
        };
        let label = json.get("label");
        Ok(TotalRow {
            kind,
            // Nobody knows what a row of another kind is for unless it has words.
            label: if kind == TotalKind::Other { Some(id(&label)?) } else { text(&label)? },
            amount: money(&json.get("amount"), currency)?,
            estimate: flag(&json.get("estimate"), false)?,
        })
    };
    let tax = |json: &Json| {
        object(json)?;
        let percent = json.get("percent");
        let basis_points = if percent.is_some() { Some(hundredths(&percent, "a rate in percent")?) } else { None };
        Ok(IncludedTax { basis_points, amount: money(&json.get("amount"), currency)? })
    };
    let bought = lines.iter().filter(|line| line.kind != LineKind::Gift);
    let pieces = bought.fold(0_u32, |sum, line| sum.saturating_add(line.quantity));
    Ok(Totals::new(
        each(&json.get("rows"), row)?,
        count(&json.get("pieces"), pieces)?,
        money(&json.get("total"), currency)?,
        each(&json.get("taxes"), tax)?,
    ))
}

fn read_how(json: &Json) -> Result<How, Unfit> {
    Ok(if text(json)?.as_deref() == Some("collect") { How::Collect } else { How::Ship })
}

fn delivery_offer(json: &Json, currency: Currency, lines: &[Line]) -> Read<DeliveryOffer> {
    maybe_object(json)?;
    let rates = json.get("rates");
    let offered = each(&rates, |json| rate(json, currency))?;
    let has_goods = lines.iter().any(|line| line.kind == LineKind::Goods);
    Ok(DeliveryOffer {
        needed: flag(&json.get("needed"), has_goods || lines.is_empty())?,
        how: read_how(&json.get("how"))?,
        rates: match (rates.is_some(), offered.is_empty()) {
            (false, _) => Rates::Unknown,
            (true, true) => Rates::None,
            (true, false) => Rates::Offered(offered),
        },
        rate: maybe_id(&json.get("rate"))?.map(RateId),
        ship_from: maybe_money(&json.get("shipFrom"), currency)?,
        points: each(&json.get("points"), |json| point(json, currency))?,
        point: maybe_id(&json.get("point"))?.map(PointId),
    })
}

fn rate(json: &Json, currency: Currency) -> Read<Rate> {
    object(json)?;
    let tag = match text(&json.get("tag"))?.as_deref() {
        Some("cheapest") => Some(Tag::Cheapest),
        Some("fastest") => Some(Tag::Fastest),
        Some("recommended") => Some(Tag::Recommended),
        _ => None,
    };
    Ok(Rate {
        id: RateId(id(&json.get("id"))?),
        title: id(&json.get("title"))?,
        carrier: words(&json.get("carrier"))?,
        note: text(&json.get("note"))?,
        window: maybe_window(&json.get("arrives"))?,
        price: money(&json.get("price"), currency)?,
        tag,
    })
}

fn point(json: &Json, currency: Currency) -> Read<Point> {
    object(json)?;
    let open = json.get("hours");
    let distance = json.get("distanceMetres");
    Ok(Point {
        id: PointId(id(&json.get("id"))?),
        title: id(&json.get("title"))?,
        address: id(&json.get("address"))?,
        distance_metres: if distance.is_some() { Some(distance.count()?) } else { None },
        hours: if open.maybe_text() == Some("always") {
            [Some((0, 24)); 7]
        } else {
            let week = each(&open, |json| Ok(hours(json)?))?;
            week.try_into().map_err(|_| open.unfit("\"always\", or the hours of seven days from Monday on"))?
        },
        ready: window(&json.get("ready"))?,
        kept_days: small(&json.get("keptDays"))?.unwrap_or(7),
        price: maybe_money(&json.get("price"), currency)?.unwrap_or(Money::zero(currency)),
        own_shop: flag(&json.get("ownShop"), false)?,
        note: text(&json.get("note"))?,
    })
}

fn method(json: &Json, currency: Currency) -> Read<MethodOffer> {
    // A name alone will do.
    if json.maybe_text().is_some() {
        return Ok(MethodOffer::new(MethodId(id(json)?)));
    }
    is(json.value().is_some_and(serde_json::Value::is_object), json, "the name of a way to pay, or an object")?;
    Ok(MethodOffer {
        fee: maybe_money(&json.get("fee"), currency)?,
        charged: charged(&json.get("charged"))?,
        brands: each(&json.get("brands"), |json| Ok(json.text()?.to_owned()))?,
        // A method with a name of its own needs no code of ours.
        named: text(&json.get("title"))?
            .map(|title| Ok::<_, Unfit>(Named { title, text: text(&json.get("text"))?.unwrap_or_default() }))
            .transpose()?,
        ..MethodOffer::new(MethodId(id(&json.get("id"))?))
    })
}

fn charged(json: &Json) -> Result<Option<ChargeMoment>, Unfit> {
    if json.value().is_some_and(serde_json::Value::is_object) {
        let after = json.get("daysAfterDispatch");
        let days = small(&after)?.ok_or_else(|| after.unfit("a number of days"))?;
        return Ok(Some(ChargeMoment::AfterDispatch(days)));
    }
    Ok(match text(json)?.as_deref() {
        Some("now") => Some(ChargeMoment::Now),
        Some("at_dispatch") => Some(ChargeMoment::AtDispatch),
        Some("at_collection") => Some(ChargeMoment::AtCollection),
        Some("first") => Some(ChargeMoment::First),
        Some("monthly") => Some(ChargeMoment::Monthly),
        Some("in_parts") => Some(ChargeMoment::InParts),
        _ => None,
    })
}

fn not_offered(json: &Json, currency: Currency) -> Read<Option<(MethodId, NotOffered)>> {
    object(json)?;
    let limit = || money(&json.get("limit"), currency);
    let why = match json.get("why").text()? {
        "country" => NotOffered::Country,
        "above_limit" => NotOffered::AboveLimit(limit()?),
        "below_limit" => NotOffered::BelowLimit(limit()?),
        "collect_only" => NotOffered::CollectOnly,
        "currency" => NotOffered::Currency,
        "companies_only" => NotOffered::CompaniesOnly,
        "consumers_only" => NotOffered::ConsumersOnly,
        "once" => NotOffered::Once,
        "never" => NotOffered::Never,
        _ => return Ok(None),
    };
    Ok(Some((MethodId(id(&json.get("id"))?), why)))
}

// ---- Orders

/// An order.
///
/// # Errors
/// At the first place that cannot be used.
pub fn order(json: &Json) -> Read<Order> {
    object(json)?;
    let currency = currency(&json.get("currency"))?;
    let lines = each(&json.get("lines"), |json| line(json, currency))?;
    let until = json.get("underReviewUntil");
    let billing = json.get("billing");
    let card = json.get("card");
    let card = match maybe_object(&card)? {
        Some(card) => Some(CardFace { brand: words(&card.get("brand"))?, last4: last4(&card.get("last4"))? }),
        None => None,
    };
    Ok(Order {
        number: OrderNumber(id(&json.get("number"))?),
        placed: moment(&json.get("placed"))?,
        state: if until.is_some() { OrderState::UnderReview { until: moment(&until)? } } else { OrderState::Confirmed },
        email: json.get("email").text()?.to_owned(),
        totals: totals(&json.get("totals"), currency, &lines)?,
        lines,
        delivery: order_delivery(&json.get("delivery"), currency)?,
        billing: if billing.is_some() { Some(label(&billing)?) } else { None },
        company: None,
        method: maybe_id(&json.get("method"))?.map(MethodId),
        card,
        charged: charged(&json.get("charged"))?,
        method_title: None,
        to_do: None,
        returns_until: maybe_day(&json.get("returnsUntil"))?,
        consents: Vec::new(),
    })
}

/// Four digits, and no more of a card's number than may be shown (PCI DSS 3.4.1).
fn last4(json: &Json) -> Result<String, Unfit> {
    let text = json.text()?;
    is(text.len() == 4 && text.bytes().all(|digit| digit.is_ascii_digit()), json, "the last four digits as a text")?;
    Ok(text.to_owned())
}

fn order_delivery(json: &Json, currency: Currency) -> Read<OrderDelivery> {
    let Some(json) = maybe_object(json)? else { return Ok(OrderDelivery::Nothing) };
    Ok(match json.get("how").text()? {
        "ship" => OrderDelivery::Ship {
            address: label(&json.get("address"))?,
            title: words(&json.get("title"))?,
            carrier: words(&json.get("carrier"))?,
            window: maybe_window(&json.get("arrives"))?,
        },
        "collect" => OrderDelivery::Collect {
            point: point(&json.get("point"), currency)?,
            name: words(&json.get("name"))?,
            phone: words(&json.get("phone"))?,
        },
        _ => OrderDelivery::Nothing,
    })
}

/// The parts of an address.
fn parts(json: &Json) -> Result<Parts, Unfit> {
    object(json)?;
    let mut parts = Vec::new();
    for part in AddressField::ALL {
        let said = text(&json.get(super::told::part_name(part)))?.filter(|text| !text.is_empty());
        parts.extend(said.map(|text| (part, text)));
    }
    Ok(parts)
}

fn label(json: &Json) -> Result<Label, Unfit> {
    let parts = parts(json)?;
    let part = |wanted| parts.iter().find(|(part, _)| *part == wanted).map_or(String::new(), |(_, text)| text.clone());
    Ok(Label::of(country(&json.get("country"))?, &part))
}

/// How placing an order went.
///
/// # Errors
/// At the first place that cannot be used.
pub fn placed(json: &Json) -> Read<Placed> {
    let expected = "an object with `order` or `action`";
    is(json.value().is_some_and(serde_json::Value::is_object), json, expected)?;
    let (made, act) = (json.get("order"), json.get("action"));
    if made.is_some() {
        return Ok(Placed::Order(Box::new(order(&made)?)));
    }
    is(act.is_some(), json, expected)?;
    Ok(Placed::Act(action(&act)?))
}

/// What became of an order key.
///
/// # Errors
/// At the first place that cannot be used.
pub fn fate(json: &Json) -> Read<Known> {
    // `null` and nothing else is "never seen": whoever forgets to answer must not have an order sent again.
    if json.value().is_some_and(serde_json::Value::is_null) {
        return Ok(Known::Nothing);
    }
    let expected = "null, or an object with `order`, `action`, `declined` or `pending: true`";
    is(json.value().is_some_and(serde_json::Value::is_object), json, expected)?;
    let (made, act, refused) = (json.get("order"), json.get("action"), json.get("declined"));
    Ok(if made.is_some() {
        Known::Order(Box::new(order(&made)?))
    } else if act.is_some() {
        Known::Act(action(&act)?)
    } else if refused.is_some() {
        Known::Declined(decline(refused.text()?))
    } else if flag(&json.get("pending"), false)? {
        Known::Pending
    } else {
        return Err(json.unfit(expected).into());
    })
}

fn action(json: &Json) -> Read<NextAction> {
    object(json)?;
    let url = || page(&json.get("url"), &["https://", "http://", "/"]);
    let kind = json.get("kind");
    Ok(match kind.text()? {
        "redirect" => NextAction::Redirect { url: url()? },
        "app" => NextAction::App {
            link: page(&json.get("url"), &["https://", "http://", "/", "mobilepay:", "vipps:", "swish:"])?,
            until: moment(&json.get("until"))?,
        },
        "frame" => NextAction::Frame { url: url()?, until: None },
        "poll" => NextAction::Poll { after: count(&json.get("afterMs"), 2000)?, until: moment(&json.get("until"))? },
        "confirm" => NextAction::Confirm {
            provider: json.get("provider").text()?.to_owned(),
            client: json.get("client").text()?.to_owned(),
        },
        _ => return Err(kind.unfit("\"redirect\", \"frame\", \"app\", \"poll\" or \"confirm\"").into()),
    })
}

fn decline(reason: &str) -> Decline {
    match reason {
        "insufficient_funds" => Decline::InsufficientFunds,
        "expired_card" => Decline::ExpiredCard,
        "wrong_code" => Decline::WrongCode,
        "wrong_number" => Decline::WrongNumber,
        "lost_or_stolen" => Decline::LostOrStolen,
        "limit_reached" => Decline::LimitReached,
        "not_permitted" => Decline::NotPermitted,
        "authentication_failed" => Decline::AuthenticationFailed,
        "suspected_fraud" => Decline::SuspectedFraud,
        "issuer_unavailable" => Decline::IssuerUnavailable,
        "try_later" => Decline::TryLater,
        code => of_stripe(code),
    }
}

// ---- Accounts, orders, returns

/// Who is signed in; `null` for nobody.
///
/// # Errors
/// At the first place that cannot be used.
pub fn somebody(json: &Json) -> Read<Option<Customer>> {
    if json.value().is_some_and(serde_json::Value::is_null) { Ok(None) } else { customer(json).map(Some) }
}

/// Who signed in.
///
/// # Errors
/// At the first place that cannot be used.
pub fn customer(json: &Json) -> Read<Customer> {
    object(json)?;
    let how = match text(&json.get("recognised"))?.as_deref() {
        Some("code") => Recognised::Code,
        Some("passkey") => Recognised::Passkey,
        Some("remembered") => Recognised::Remembered,
        _ => Recognised::Password,
    };
    let email = id(&json.get("email"))?;
    let known = Customer::new(&email, &words(&json.get("name"))?);
    Ok(Customer { id: maybe_id(&json.get("id"))?.unwrap_or(email), how, ..known })
}

/// Whom a quote takes the shopper for; nobody where it does not say.
fn customer_of(json: &Json) -> Read<Option<Customer>> {
    if json.is_some() { somebody(json) } else { Ok(None) }
}

/// What came of showing who somebody is.
///
/// # Errors
/// At the first place that cannot be used.
pub fn entered(json: &Json) -> Read<Entered> {
    object(json)?;
    let second = json.get("second");
    if !second.is_some() {
        return Ok(Entered::Customer(Box::new(customer(json)?)));
    }
    object(&second)?;
    let from = match text(&second.get("from"))?.as_deref() {
        Some("sent") => CodeFrom::Sent(words(&second.get("to"))?),
        _ => CodeFrom::App,
    };
    Ok(Entered::Second(SecondFactor { handle: id(&second.get("handle"))?, from }))
}

/// Yes or no.
///
/// # Errors
/// Where it is neither.
pub fn yes(json: &Json) -> Read<bool> {
    is(json.is_some(), json, "true or false")?;
    Ok(flag(json, false)?)
}

/// The company that buys, as far as the shop knows it.
fn company(json: &Json) -> Read<Option<Company>> {
    if maybe_object(json)?.is_none() {
        return Ok(None);
    }
    let vat = json.get("vat");
    let vat = match maybe_object(&vat)? {
        None => None,
        Some(_) => Some(Vat {
            id: id(&vat.get("id"))?,
            standing: match text(&vat.get("standing"))?.as_deref() {
                Some("checked") => VatStanding::Checked,
                Some("refused") => VatStanding::Refused,
                _ => VatStanding::Unverified,
            },
        }),
    };
    let exempt = text(&json.get("exempt"))?;
    Ok(Some(Company { name: words(&json.get("name"))?, vat, exempt, ..Company::default() }))
}

/// What of an order can be had again.
///
/// # Errors
/// At the first place that cannot be used.
pub fn reorder(json: &Json) -> Read<Reorder> {
    object(json)?;
    let currency = currency(&json.get("currency"))?;
    let price = |json: &Json| if json.is_some() { money(json, currency).map(Some) } else { Ok(None) };
    let line = |json: &Json| {
        object(json)?;
        Ok(ReorderLine {
            item: ItemId(id(&json.get("item"))?),
            title: id(&json.get("title"))?,
            quantity: json.get("quantity").count()?,
            was: price(&json.get("was"))?,
            now: price(&json.get("price"))?,
            available: json.get("available").count()?,
        })
    };
    Ok(Reorder { lines: each(&json.get("lines"), line)? })
}

/// An address of the book.
///
/// # Errors
/// At the first place that cannot be used.
pub fn saved_address(json: &Json) -> Read<SavedAddress> {
    object(json)?;
    Ok(SavedAddress {
        id: AddressId(id(&json.get("id"))?),
        parts: parts(&json.get("address"))?,
        preferred: flag(&json.get("preferred"), false)?,
    })
}

/// The address book.
///
/// # Errors
/// At the first place that cannot be used.
pub fn address_book(json: &Json) -> Read<Vec<SavedAddress>> {
    is(json.is_some(), json, "a list")?;
    each(json, saved_address)
}

/// A list of orders.
///
/// # Errors
/// At the first place that cannot be used.
pub fn listed(json: &Json) -> Read<Vec<Listed>> {
    is(json.is_some(), json, "a list")?;
    each(json, |json| {
        object(json)?;
        let currency = currency(&json.get("currency"))?;
        Ok(Listed {
            number: OrderNumber(id(&json.get("number"))?),
            placed: moment(&json.get("placed"))?,
            total: money(&json.get("total"), currency)?,
            pieces: json.get("pieces").count()?,
            reached: None,
        })
    })
}

/// What can be sent back.
///
/// # Errors
/// At the first place that cannot be used.
pub fn return_options(json: &Json) -> Read<ReturnOptions> {
    object(json)?;
    let line = |json: &Json| {
        object(json)?;
        Ok(Returnable {
            line: LineId(id(&json.get("line"))?),
            title: id(&json.get("title"))?,
            quantity: json.get("quantity").count()?,
        })
    };
    let reason = |json: &Json| {
        object(json)?;
        Ok((ReasonId(id(&json.get("id"))?), id(&json.get("title"))?))
    };
    let ways = json.get("ways");
    let ways = if ways.is_some() {
        let currency = currency(&json.get("currency"))?;
        each(&ways, |json| {
            object(json)?;
            let price = maybe_money(&json.get("price"), currency)?.unwrap_or(Money::zero(currency));
            Ok((ReturnWayId(id(&json.get("id"))?), id(&json.get("title"))?, price))
        })?
    } else {
        Vec::new()
    };
    Ok(ReturnOptions { lines: each(&json.get("lines"), line)?, reasons: each(&json.get("reasons"), reason)?, ways })
}

/// A return the shop has taken note of.
///
/// # Errors
/// At the first place that cannot be used.
pub fn returned(json: &Json) -> Read<Return> {
    object(json)?;
    let refund = json.get("refund");
    let refund = if refund.is_some() { Some(money(&refund, currency(&json.get("currency"))?)?) } else { None };
    Ok(Return { number: ReturnNumber(id(&json.get("number"))?), refund })
}

// ---- What a function throws

/// What a thrown object says; `None` for anything that does not speak to us.
pub fn thrown(json: &Json, ground: Ground) -> Option<Read<BackendError>> {
    let kind = json.get("kassa").maybe_text()?.to_owned();
    Some(refusal(&kind, json, ground))
}

fn refusal(kind: &str, json: &Json, ground: Ground) -> Read<BackendError> {
    Ok(match kind {
        "offline" => BackendError::Offline,
        "no_answer" => BackendError::NoAnswer,
        "stale" => BackendError::Stale(Box::new(quote(&json.get("quote"), ground)?)),
        "declined" => BackendError::Declined(decline(&words(&json.get("reason"))?)),
        "rejected" => BackendError::Rejected(problems(&json.get("problems"))?),
        "unauthorized" => BackendError::Unauthorized,
        "already_placed" => BackendError::AlreadyPlaced(OrderNumber(id(&json.get("number"))?)),
        "busy" => BackendError::Busy(count(&json.get("waitMs"), 2000)?),
        "setup" => BackendError::Setup(setup(&words(&json.get("what"))?)),
        "fault" => BackendError::Server(words(&json.get("reference"))?),
        // A word we do not know: something is wrong, and nobody knows whether it was done.
        _ => BackendError::Server(String::new()),
    })
}

fn setup(what: &str) -> Setup {
    match what {
        "endpoint" => Setup::Endpoint,
        "origin" => Setup::Origin,
        "key" => Setup::Key,
        "not_json" => Setup::NotJson,
        "currency" => Setup::Currency,
        "other_shop" => Setup::OtherShop,
        _ => Setup::Settings,
    }
}

/// What is wrong with the shopper's answers: at least one thing, or the shopper would not know what to mend.
fn problems(json: &Json) -> Read<Vec<Problem>> {
    let problems = known(json, |json| {
        object(json)?;
        let name = json.get("field").text()?.replace('_', "-");
        let Some(field) = Field::named(&name) else { return Ok(None) };
        Ok(Some(Problem::new(field, fault(json)?)))
    })?;
    is(!problems.is_empty(), json, "a list with at least one `field` of the checkout")?;
    Ok(problems)
}

fn fault(json: &Json) -> Read<Fault> {
    let limit = json.get("limit");
    let characters = || small(&limit)?.ok_or_else(|| limit.unfit("a number of characters"));
    Ok(match words(&json.get("fault"))?.as_str() {
        "missing" => Fault::Missing,
        "too_short" => Fault::TooShort(characters()?),
        "too_long" => Fault::TooLong(characters()?),
        "bad_character" => {
            let place = json.get("character");
            let character = place.maybe_text().and_then(|text| text.chars().next());
            Fault::BadCharacter(character.ok_or_else(|| place.unfit("a character"))?)
        }
        "no_letter" => Fault::NoLetter,
        "looks_like_email" => Fault::LooksLikeEmail,
        "no_at" => Fault::NoAt,
        "two_ats" => Fault::TwoAts,
        "no_mailbox" => Fault::NoMailbox,
        "no_domain" => Fault::NoDomain,
        "no_domain_ending" => Fault::NoDomainEnding,
        "space" => Fault::Space,
        "dots" => Fault::Dots,
        "shape" => Fault::Shape,
        "checksum" => Fault::Checksum,
        "unknown_country" => Fault::UnknownCountry,
        "unsupported_brand" => Fault::UnsupportedBrand,
        "expired" => Fault::Expired,
        "too_far" => Fault::TooFar,
        "no_such_month" => Fault::NoSuchMonth,
        "not_a_number" => Fault::NotANumber,
        "too_many" => Fault::TooMany(limit.count()?),
        "gone" => Fault::Gone,
        "not_served" => Fault::NotServed,
        "code_unknown" => Fault::CodeUnknown,
        "code_expired" => Fault::CodeExpired,
        "code_below_minimum" => Fault::CodeBelowMinimum(money(&limit, currency(&json.get("currency"))?)?),
        "code_wrong_market" => Fault::CodeWrongMarket,
        "code_used" => Fault::CodeUsed,
        "code_already_applied" => Fault::CodeAlreadyApplied,
        _ => Fault::Refused,
    })
}
