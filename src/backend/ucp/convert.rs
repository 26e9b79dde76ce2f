//! The shop's answers as ours: a checkout becomes a quote, messages become problems, an order an order.
//!
//! Always true: what is unknown is passed over, what is absent is absent in the quote and so not drawn, and an amount
//! that is needed and cannot be read is an error that names its place. No stored address of anybody is read from
//! an answer: of destinations, only the one this page has sent.

use super::{
    profile::Abilities,
    wire::{self, EXTRAS, Numbers},
};
use crate::{
    backend::{
        config::Config,
        json::{Json, Unfit},
    },
    checkout::request::BackendError,
    domain::{
        ItemId, LineId, MethodId, OrderNumber, PointId, RateId, SessionId,
        account::{Customer, Paying, Preferences},
        address::{Label, Parts},
        cart::{Line, LineKind, Rating, Recurring, Reduction, Stock, Suggestion},
        company::{Agreed, Company, Role, Vat},
        country::Country,
        day::{Instant, Window},
        delivery::{Hours, How, Point, Rate},
        house::Consented,
        money::{Currency, Money},
        order::{Order, OrderDelivery, OrderState, Reorder, ReorderLine, Tracked},
        payment::{
            Approval, Buyer, CardFace, ChargeMoment, Credit, Decline, MethodOffer, Named, NextAction, NotOffered,
            SavedCard, Tender,
        },
        problem::{AddressField, Fault, Field, Problem},
        quote::{AppliedCode, Change, DeliveryOffer, Offer, Policy, PolicyText, Quote, Rates, Shop, Terms},
        totals::{IncludedTax, PriceView, TotalKind, TotalRow, Totals},
    },
};
use std::sync::Arc;

/// The id of the destination this page sends.
pub(super) const OUR_DESTINATION: &str = "kassa";
/// What the checkout calls kept cards by, before the shop's own name of one.
pub(super) const KEPT: &str = "saved:";
/// The most of a line where the shop names no limit: three digits fit the field.
const NO_LIMIT: u32 = 999;
/// How long the page waits before it asks again, and how long it keeps asking, where the shop does not say.
const ASK_AGAIN: u32 = 2000;
const KEEP_ASKING: i64 = 120_000;

/// What an answer is read with.
pub(super) struct Reading<'a> {
    /// What the page says of the shop.
    pub(super) config: &'a Config,
    /// What the shop can do.
    pub(super) abilities: &'a Abilities,
    /// Our clock, where the shop does not tell its own.
    pub(super) now: Instant,
    /// Grows with each answer, where the shop does not count.
    pub(super) revision: u64,
    /// That of the session, for orders that do not name theirs (January).
    pub(super) currency: Option<Currency>,
}

/// Why an answer cannot be used.
#[derive(Debug)]
pub(super) enum Trouble {
    Unfit(Unfit),
    Error(BackendError),
}

impl From<Unfit> for Trouble {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

impl From<BackendError> for Trouble {
    fn from(error: BackendError) -> Self {
        Self::Error(error)
    }
}

/// A checkout as a quote.
pub(super) fn quote(json: &Json, reading: &Reading) -> Result<Quote, Trouble> {
    let currency = json.get("currency").currency()?;
    let extras = json.get(EXTRAS);
    let lines = all(&json.get("line_items"), |line| self::line(line, currency, false))?;
    let country = country(json, reading);
    let countries = || extras.get("countries").list().iter().filter_map(country_of).collect::<Vec<_>>();
    let countries = Some(countries()).filter(|known| !known.is_empty());
    let (methods, not_offered) = methods(json, currency, reading)?;
    let pieces = extras.get("pieces").count().unwrap_or_else(|_| self::pieces(&lines));
    Ok(Quote {
        session: SessionId(json.get("id").text()?.to_owned()),
        revision: extras.get("revision").whole().ok().and_then(|n| u64::try_from(n).ok()).unwrap_or(reading.revision),
        now: extras.get("now").moment().unwrap_or(reading.now),
        shop: shop(json, reading.config),
        currency,
        country,
        countries: countries.unwrap_or_else(|| match reading.config.countries.as_slice() {
            [] => vec![country],
            known => known.to_vec(),
        }),
        suggestions: all(&extras.get("suggestions"), |it| suggestion(it, currency))?,
        codes: codes(json),
        offers: extras.get("offers").list().iter().filter_map(|it| offer(it, currency)).collect(),
        totals: totals(&json.get("totals"), &extras, pieces, currency)?,
        delivery: delivery(json, &lines, currency, reading)?,
        methods,
        not_offered,
        method: chosen_method(json).map(|theirs| reading.config.method(&theirs)),
        brand: None,
        customer: customer(&extras.get("account")).map(Box::new),
        company: company(&extras.get("b2b"), currency).map(Arc::new),
        buyer: match extras.get("b2b").get("buyer").maybe_text() {
            Some("company") => Buyer::Company,
            _ => Buyer::Consumer,
        },
        changes: extras.get("changes").list().iter().filter_map(|it| change(it, currency)).collect(),
        order: order_number(&json.get("order")),
        lines,
    })
}

/// Whose account it is; nothing where no e-mail address is told.
pub(super) fn customer(json: &Json) -> Option<Customer> {
    let email = owned(&json.get("email"))?;
    let known = Customer::new(&email, &json.get("full_name").words());
    let how = wire::recognised(json.get("recognised").maybe_text().unwrap_or_default());
    Some(Customer { id: owned(&json.get("id")).unwrap_or(email), how, ..known })
}

/// Reads every member of a list; one that cannot be read is an error.
fn all<T>(list: &Json, read: impl Fn(&Json) -> Result<T, Trouble>) -> Result<Vec<T>, Trouble> {
    list.list().iter().map(read).collect()
}

fn country_of(json: &Json) -> Option<Country> {
    Country::parse(json.maybe_text()?)
}

/// Where the goods go, as far as anybody says so.
fn country(json: &Json, reading: &Reading) -> Country {
    let sent = || our_destination(json).and_then(|sent| country_of(&sent.get("address_country")));
    country_of(&json.get(EXTRAS).get("country"))
        .or_else(|| country_of(&json.get("context").get("address_country")))
        .or_else(sent)
        .or_else(|| reading.config.countries.first().copied())
        // Most currencies begin with their country (ISO 4217); the euro is no country, and then nobody knows.
        .or_else(|| Country::parse(json.get("currency").maybe_text()?.get(..2)?).filter(|it| it.code() != "EU"))
        .unwrap_or(Country::of(*b"ZZ"))
}

/// The destination this page has sent, if the shop repeats it.
pub(super) fn our_destination<'a>(json: &Json<'a>) -> Option<Json<'a>> {
    let methods = json.get("fulfillment").get("methods").list();
    let ours = |it: &Json| it.get("id").maybe_text() == Some(OUR_DESTINATION);
    methods.iter().flat_map(|method| method.get("destinations").list()).find(ours)
}

/// The number people speak of: the label, where there is one.
fn order_number(order: &Json) -> Option<OrderNumber> {
    let text = order.get("label").maybe_text().or_else(|| order.get("id").maybe_text())?;
    Some(OrderNumber(text.to_owned()))
}

fn amount_of(totals: &Json, kind: &str) -> Option<i64> {
    let of_kind = |row: &&Json| row.get("type").maybe_text() == Some(kind);
    totals.list().iter().find(of_kind)?.get("amount").minor_units().ok()
}

/// A line of a bag or of an order.
fn line(json: &Json, currency: Currency, ordered: bool) -> Result<Line, Trouble> {
    let (item, extras) = (json.get("item"), json.get(EXTRAS));
    let id = json.get("id").text()?;
    let quantity = json.get("quantity");
    let quantity = if ordered && quantity.get("total").is_some() { quantity.get("total") } else { quantity };
    let counted = quantity.count()?;
    // Sold by measure (2026-08): one piece that is named with its measure, for nobody counts in hundredths of a kilo.
    let measure = measure(&item.get("quantity_unit"), counted);
    let quantity = if measure.is_some() { 1 } else { counted };
    let unit_price = item.get("price").minor(currency)?;
    let totals = json.get("totals");
    let total = amount_of(&totals, "total").or_else(|| amount_of(&totals, "subtotal"));
    let limit = match &measure {
        Some(_) => 1,
        None => extras.get("limit").count().unwrap_or(if ordered { quantity } else { NO_LIMIT }),
    };
    Ok(Line {
        id: LineId(id.to_owned()),
        item: ItemId(item.get("id").words()),
        title: item.get("title").words(),
        detail: measure.or_else(|| owned(&extras.get("detail"))),
        image: owned(&item.get("image_url")),
        kind: match extras.get("kind").maybe_text() {
            Some("virtual") => LineKind::Virtual,
            Some("gift") => LineKind::Gift,
            _ => LineKind::Goods,
        },
        quantity,
        limit,
        unit_price,
        total: Money::new(total.ok_or_else(|| totals.unfit("a total"))?, currency),
        reduced: reduction(&extras.get("reduced"), currency),
        rating: rating(&extras.get("rating")),
        stock: match (extras.get("stock").get("level").maybe_text(), extras.get("stock").get("left").count()) {
            (Some("low"), Ok(left)) => Stock::Low(left),
            (Some("sold_out"), _) => Stock::SoldOut,
            _ => Stock::Plenty,
        },
        arrives: window(&extras.get("arrives")),
        returns_days: short(&extras.get("returns_days")),
        recurring: recurring(&extras.get("plan"), currency)?,
    })
}

/// What is taken again and again. One that cannot be read is no line: nobody may buy it unawares.
fn recurring(json: &Json, currency: Currency) -> Result<Option<Recurring>, Trouble> {
    if !json.is_some() {
        return Ok(None);
    }
    let day = |name: &str| json.get(name).day().ok_or_else(|| json.get(name).unfit("a day such as 2026-11-30"));
    let interval = json.get("interval");
    let months = wire::months(interval.maybe_text().unwrap_or_default());
    Ok(Some(Recurring {
        amount: json.get("amount").minor(currency)?,
        months: months.ok_or_else(|| interval.unfit("whole months or years, such as P1M (ISO 8601)"))?,
        first: day("first_charge")?,
        next: day("next_charge")?,
    }))
}

/// How much of something that is sold by measure; `None` for what is counted.
fn measure(unit: &Json, quantity: u32) -> Option<String> {
    let name = unit.get("display_text").maybe_text().or_else(|| unit.get("unit").maybe_text())?;
    // C62 is the piece (UN/ECE recommendation 20).
    if unit.get("unit").maybe_text() == Some("C62") {
        return None;
    }
    let scale = usize::try_from(unit.get("scale").count().unwrap_or(0)).unwrap_or(0).min(9);
    let digits = format!("{quantity:0width$}", width = scale + 1);
    let (whole, fraction) = digits.split_at_checked(digits.len() - scale)?;
    let point = if fraction.is_empty() { "" } else { "." };
    Some([whole, point, fraction, " ", name].concat())
}

fn owned(json: &Json) -> Option<String> {
    json.maybe_text().filter(|text| !text.is_empty()).map(str::to_owned)
}

fn short(json: &Json) -> Option<u16> {
    json.count().ok().and_then(|days| u16::try_from(days).ok())
}

fn reduction(json: &Json, currency: Currency) -> Option<Reduction> {
    // Only together: a reduced price without the lowest of 30 days must not be shown.
    let list_price = json.get("list_price").minor(currency).ok()?;
    let lowest_30_days = json.get("lowest_30_days").minor(currency).ok()?;
    Some(Reduction { list_price, lowest_30_days })
}

fn rating(json: &Json) -> Option<Rating> {
    let tenths = u8::try_from(json.get("tenths").count().ok()?).ok().filter(|tenths| *tenths <= 50)?;
    Some(Rating { tenths, count: json.get("count").count().ok()? })
}

fn hours(json: &Json) -> Hours {
    let hour = |hour: &Json| u8::try_from(hour.count().ok()?).ok().filter(|hour| *hour <= 24);
    match json.list().as_slice() {
        [from, to] => Some((hour(from)?, hour(to)?)),
        _ => None,
    }
}

fn window(json: &Json) -> Option<Window> {
    let from = json.get("from").day()?;
    Some(Window { from, to: json.get("to").day().unwrap_or(from), hours: hours(&json.get("hours")) })
}

fn suggestion(json: &Json, currency: Currency) -> Result<Suggestion, Trouble> {
    Ok(Suggestion {
        item: ItemId(json.get("item_id").text()?.to_owned()),
        title: json.get("title").words(),
        image: owned(&json.get("image_url")),
        price: json.get("price").minor(currency)?,
    })
}

/// Codes the shop has accepted; one that is only repeated has not been.
fn codes(json: &Json) -> Vec<AppliedCode> {
    let applied = json.get("discounts").get("applied").list();
    let code = |it: &Json| Some(AppliedCode { code: owned(&it.get("code"))?, title: it.get("title").words() });
    applied.iter().filter_map(code).collect()
}

fn offer(json: &Json, currency: Currency) -> Option<Offer> {
    match json.get("type").maybe_text()? {
        "free_delivery" => Some(Offer::FreeDelivery),
        "free_delivery_from" => {
            let missing = json.get("missing").minor(currency).ok()?;
            Some(Offer::FreeDeliveryFrom { missing, threshold: json.get("threshold").minor(currency).ok()? })
        }
        "automatic" => Some(Offer::Automatic { title: owned(&json.get("title"))? }),
        _ => None,
    }
}

fn change(json: &Json, currency: Currency) -> Option<Change> {
    let line = || Some(LineId(owned(&json.get("line_id"))?));
    match json.get("type").maybe_text()? {
        "price" => Some(Change::Price { line: line()?, was: json.get("was").minor(currency).ok()? }),
        "reduced" => Some(Change::Reduced { line: line()?, was: json.get("was").count().ok()? }),
        "sold_out" => Some(Change::SoldOut { title: owned(&json.get("title"))? }),
        "merged" => {
            let titles: Vec<_> = json.get("titles").list().iter().filter_map(owned).collect();
            (!titles.is_empty()).then_some(Change::Merged { titles })
        }
        "code_lapsed" => Some(Change::CodeLapsed { code: owned(&json.get("code"))? }),
        _ => None,
    }
}

/// The rows as the shop orders them. Discounts were positive in the January versions; they are taken off all the same.
fn totals(rows: &Json, extras: &Json, pieces: u32, currency: Currency) -> Result<Totals, Trouble> {
    let mut kept = Vec::new();
    let mut total = None;
    for row in rows.list() {
        let kind = row.get("type").maybe_text().unwrap_or_default();
        let mut amount = row.get("amount").minor(currency)?;
        let kind = match kind {
            "total" => {
                total = Some(amount);
                continue;
            }
            "subtotal" => TotalKind::Items,
            "items_discount" | "discount" => {
                amount = Money::new(-amount.minor().saturating_abs(), currency);
                TotalKind::Discount
            }
            "fulfillment" => TotalKind::Delivery,
            "fee" => TotalKind::Fee,
            "tax" => TotalKind::Tax,
            _ => TotalKind::Other,
        };
        kept.push(TotalRow {
            kind,
            label: owned(&row.get("display_text")),
            amount,
            estimate: row.get(EXTRAS).get("estimate").is_true(),
        });
    }
    let tax = |tax: &Json| {
        let amount = tax.get("amount").minor(currency).ok()?;
        Some(IncludedTax { basis_points: tax.get("basis_points").count().ok(), amount })
    };
    let total = total.ok_or_else(|| rows.unfit("a total"))?;
    let taxes = extras.get("taxes").list().iter().filter_map(tax).collect();
    let tenders: Vec<_> = extras.get("tenders").list().iter().filter_map(|it| tender(it, currency)).collect();
    // What is left to pay is the shop's to say wherever something pays a part.
    let due = extras.get("due");
    let due = if due.is_some() || !tenders.is_empty() { due.minor(currency)? } else { total };
    let net = extras.get("net");
    let view = match net.get("sum").minor(currency) {
        Ok(sum) => PriceView::Net { sum, untaxed: net.get("untaxed").maybe_text().and_then(wire::untaxed) },
        Err(_) => PriceView::Gross,
    };
    Ok(Totals { due, tenders, view, ..Totals::new(kept, pieces, total, taxes) })
}

fn tender(json: &Json, currency: Currency) -> Option<Tender> {
    Some(Tender {
        id: owned(&json.get("id"))?,
        kind: wire::tender(json.get("type").maybe_text()?)?,
        ending: json.get("ending").words(),
        pays: json.get("amount").minor(currency).ok()?,
        left: json.get("balance").minor(currency).ok()?,
    })
}

/// The company that buys.
fn company(json: &Json, currency: Currency) -> Option<Company> {
    let told = json.get("company");
    let vat = owned(&told.get("tax_id"));
    let role = json.get("role");
    Some(Company {
        name: owned(&told.get("name"))?,
        vat: vat.map(|id| Vat {
            id,
            standing: wire::standing(told.get("tax_id_standing").maybe_text().unwrap_or_default()),
        }),
        role: role
            .get("may")
            .maybe_text()
            .and_then(wire::may)
            .map(|may| Role { may, title: role.get("title").words() }),
        cost_centres: json.get("cost_centres").list().iter().filter_map(owned).collect(),
        approval: approval(&json.get("approval"), currency),
        exempt: owned(&told.get("exempt")),
        agreed: owned(&json.get("agreed").get("reference"))
            .zip(json.get("agreed").get("until").day())
            .map(|(reference, until)| Agreed { reference, until }),
    })
}

fn approval(json: &Json, currency: Currency) -> Option<Approval> {
    Some(Approval { by: owned(&json.get("by"))?, limit: json.get("limit").minor(currency).ok()? })
}

/// A kept card, as far as it may be shown.
fn kept_card(json: &Json) -> Option<SavedCard> {
    let (year, month) = json.get("expires").maybe_text()?.split_once('-')?;
    Some(SavedCard {
        face: card(json)?,
        expires: (month.parse().ok()?, year.parse().ok()?),
        expired: json.get("expired").is_true(),
        preferred: json.get("preferred").is_true(),
        code: json.get("code").is_true(),
    })
}

fn pieces(lines: &[Line]) -> u32 {
    let bought = lines.iter().filter(|line| line.kind != LineKind::Gift);
    bought.fold(0, |sum, line| sum.saturating_add(line.quantity))
}

/// Ship or collect: the method that holds the lines.
pub(super) fn how(json: &Json) -> How {
    let methods = json.get("fulfillment").get("methods").list();
    let holds = |kind: &str| {
        methods.iter().any(|it| it.get("type").maybe_text() == Some(kind) && !it.get("line_item_ids").list().is_empty())
    };
    if holds("pickup") && !holds("shipping") { How::Collect } else { How::Ship }
}

/// The method of that kind, if the answer has one.
pub(super) fn method_of<'a>(json: &Json<'a>, kind: &str) -> Option<Json<'a>> {
    let methods = json.get("fulfillment").get("methods").list();
    methods.into_iter().find(|method| method.get("type").maybe_text() == Some(kind))
}

fn delivery(json: &Json, lines: &[Line], currency: Currency, reading: &Reading) -> Result<DeliveryOffer, Trouble> {
    let extras = json.get(EXTRAS);
    let travels = lines.iter().any(|line| line.kind == LineKind::Goods) && reading.abilities.fulfillment;
    let needed =
        if extras.get("delivery_needed").is_some() { extras.get("delivery_needed").is_true() } else { travels };
    let (ship, pickup) = (method_of(json, "shipping"), method_of(json, "pickup"));
    let groups = ship.as_ref().map(|ship| ship.get("groups")).filter(Json::is_some);
    let undeliverable = messages(json).any(|message| {
        let code = message.get("code").maybe_text().unwrap_or_default();
        wire::fault(code, Numbers::default()) == Fault::NotServed
    });
    let rates = match &groups {
        _ if undeliverable => Rates::None,
        None => Rates::Unknown,
        Some(groups) => {
            let rates = rates(&groups.list(), currency)?;
            if rates.is_empty() && !groups.list().is_empty() { Rates::None } else { offered(rates) }
        }
    };
    let selected =
        groups.as_ref().and_then(|groups| groups.list().first().map(|first| first.get("selected_option_id")));
    let points = pickup.as_ref().map(|pickup| points(pickup, currency)).unwrap_or_default();
    Ok(DeliveryOffer {
        needed,
        how: how(json),
        rates,
        rate: selected.and_then(|it| owned(&it)).map(RateId),
        ship_from: ship.and_then(|ship| ship.get(EXTRAS).get("from").minor(currency).ok()),
        points,
        point: pickup.and_then(|pickup| owned(&pickup.get("selected_destination_id"))).map(PointId),
    })
}

fn offered(rates: Vec<Rate>) -> Rates {
    if rates.is_empty() { Rates::Unknown } else { Rates::Offered(rates) }
}

/// Ways of shipping: the options of the first parcel. Where the shop sends several, the same option is chosen for all
/// that have it, and its price is that of all together.
fn rates(groups: &[Json], currency: Currency) -> Result<Vec<Rate>, Trouble> {
    let Some((first, others)) = groups.split_first() else { return Ok(Vec::new()) };
    let price = |option: &Json| amount_of(&option.get("totals"), "total");
    all(&first.get("options"), |option| {
        let id = option.get("id").text()?;
        let mut cost = price(option).ok_or_else(|| option.get("totals").unfit("a total"))?;
        for other in others {
            cost = cost.saturating_add(option_for(other, id).and_then(|option| price(&option)).unwrap_or_default());
        }
        let extras = option.get(EXTRAS);
        let description = option.get("description");
        Ok(Rate {
            id: RateId(id.to_owned()),
            title: option.get("title").words(),
            carrier: option.get("carrier").words(),
            note: owned(&extras.get("note"))
                .or_else(|| owned(&description))
                .or_else(|| owned(&description.get("plain"))),
            window: window(&extras.get("window")).or_else(|| plain_window(option)),
            price: Money::new(cost, currency),
            tag: extras.get("tag").maybe_text().and_then(wire::tag),
        })
    })
}

/// What a parcel is sent with when that option is chosen: the same if it has it, else its own choice, else its first.
pub(super) fn option_for<'a>(group: &Json<'a>, id: &str) -> Option<Json<'a>> {
    let options = group.get("options").list();
    let of = |wanted: &str| options.iter().find(|option| option.get("id").maybe_text() == Some(wanted));
    let own = || of(group.get("selected_option_id").maybe_text()?);
    of(id).or_else(own).or_else(|| options.first()).cloned()
}

/// UCP's times of fulfilment, as days.
fn plain_window(option: &Json) -> Option<Window> {
    let (from, to) = (option.get("earliest_fulfillment_time").day(), option.get("latest_fulfillment_time").day());
    let to = to.or(from)?;
    Some(Window { from: from.unwrap_or(to), to, hours: None })
}

/// Places to collect from. One without opening hours and the day it is ready cannot be drawn, and is left out.
fn points(pickup: &Json, currency: Currency) -> Vec<Point> {
    let groups = pickup.get("groups").list();
    let asked = groups.first().and_then(|group| group.get("options").list().first().cloned());
    let price = asked.and_then(|option| amount_of(&option.get("totals"), "total")).unwrap_or_default();
    pickup.get("destinations").list().iter().filter_map(|place| point(place, price, currency)).collect()
}

fn point(place: &Json, price: i64, currency: Currency) -> Option<Point> {
    let extras = place.get(EXTRAS);
    let mut week = [None; 7];
    for (day, told) in week.iter_mut().zip(extras.get("hours").list()) {
        *day = hours(&told);
    }
    let address = place.get("address");
    let lines = ["street_address", "extended_address", "postal_code", "address_locality"];
    let lines: Vec<&str> = lines.iter().filter_map(|name| address.get(name).maybe_text()).collect();
    Some(Point {
        id: PointId(owned(&place.get("id"))?),
        title: place.get("name").words(),
        address: lines.join(", "),
        distance_metres: extras.get("distance_metres").count().ok(),
        hours: extras.get("hours").is_some().then_some(week)?,
        ready: window(&extras.get("ready"))?,
        kept_days: short(&extras.get("kept_days"))?,
        price: extras.get("price").minor(currency).unwrap_or(Money::new(price, currency)),
        own_shop: extras.get("own_shop").is_true(),
        note: owned(&extras.get("note")),
    })
}

type Methods = (Vec<MethodOffer>, Vec<(MethodId, NotOffered)>);

/// Ways to pay: as the shop tells them, or the handlers of plain UCP.
fn methods(json: &Json, currency: Currency, reading: &Reading) -> Result<Methods, Trouble> {
    let extras = json.get(EXTRAS);
    let told = extras.get("methods");
    let brands = |list: &Json| list.list().iter().filter_map(owned).collect::<Vec<_>>();
    let offer = |method: &Json| {
        let id = method.get("id").text()?;
        let saved = kept_card(&method.get("saved"));
        let credit = method.get("credit");
        let left = credit.get("left").minor(currency).ok();
        let id = if saved.is_some() { MethodId([KEPT, id].concat()) } else { reading.config.method(id) };
        Ok(MethodOffer {
            saved,
            approval: approval(&method.get("approval"), currency),
            credit: credit.get("limit").minor(currency).ok().zip(left).map(|(limit, left)| Credit { limit, left }),
            fee: method.get("fee").minor(currency).ok().filter(|fee| !fee.is_zero()),
            charged: charged(&method.get("charged")),
            brands: brands(&method.get("brands")),
            // A method with a name of its own needs no code of ours.
            named: owned(&method.get("title"))
                .map(|title| Named { title, text: owned(&method.get("text")).unwrap_or_default() }),
            ..MethodOffer::new(id)
        })
    };
    let offered = if told.is_some() {
        all(&told, offer)?
    } else {
        let mut handlers = reading.abilities.handlers.clone();
        handlers.retain(|handler| !handler.id.is_empty());
        let plain = |handler: &super::profile::Handler| MethodOffer {
            brands: handler.brands.clone(),
            ..MethodOffer::new(reading.config.method(&handler.id))
        };
        handlers.iter().map(plain).collect()
    };
    let refusal = |it: &Json| {
        let amount = || it.get("amount").minor(currency).ok();
        let why = match it.get("reason").maybe_text()? {
            "country" => NotOffered::Country,
            "above_limit" => NotOffered::AboveLimit(amount()?),
            "below_limit" => NotOffered::BelowLimit(amount()?),
            "collect_only" => NotOffered::CollectOnly,
            "currency" => NotOffered::Currency,
            "companies_only" => NotOffered::CompaniesOnly,
            "consumers_only" => NotOffered::ConsumersOnly,
            "once" => NotOffered::Once,
            _ => NotOffered::Never,
        };
        Some((reading.config.method(it.get("id").maybe_text()?), why))
    };
    let not_offered = extras.get("not_offered").list().iter().filter_map(refusal).collect();
    Ok((offered, not_offered))
}

fn charged(json: &Json) -> Option<ChargeMoment> {
    wire::charged(json.get("when").maybe_text()?, short(&json.get("days")))
}

/// The way to pay the shop has noted: its handler, or a kept card.
pub(super) fn chosen_method(json: &Json) -> Option<String> {
    let instruments = json.get("payment").get("instruments").list();
    let chosen = instruments.iter().find(|it| it.get("selected").is_true())?;
    let id = chosen.get("id").maybe_text().unwrap_or_default();
    if kept_cards(json).iter().any(|(known, _)| known == id) {
        return Some([KEPT, id].concat());
    }
    owned(&chosen.get("handler_id"))
}

/// The kept cards the shop offers, each with its handler.
pub(super) fn kept_cards(json: &Json) -> Vec<(String, String)> {
    let methods = json.get(EXTRAS).get("methods").list();
    let kept = |method: &Json| {
        method.get("saved").is_some().then_some(())?;
        Some((owned(&method.get("id"))?, owned(&method.get("handler_id"))?))
    };
    methods.iter().filter_map(kept).collect()
}

fn shop(json: &Json, config: &Config) -> Shop {
    let told = json.get(EXTRAS).get("shop");
    let text = |name: &str, ours: &str| owned(&told.get(name)).unwrap_or_else(|| ours.to_owned());
    let terms = told.get("terms");
    let terms =
        owned(&terms.get("version")).zip(terms.get("from").day()).map(|(version, from)| Terms { version, from });
    let ours = &config.shop;
    let mut policies = ours.policies.clone();
    for link in json.get("links").list() {
        let policy = match link.get("type").maybe_text() {
            Some("terms_of_service") => Policy::Terms,
            Some("privacy_policy") => Policy::Privacy,
            Some("refund_policy") => Policy::Returns,
            Some("shipping_policy") => Policy::Delivery,
            Some("faq") => Policy::Help,
            _ => continue,
        };
        // What the page says goes first; and only addresses of pages are followed.
        let address = owned(&link.get("url")).filter(|url| url.starts_with("https://") || url.starts_with("http://"));
        if let Some(address) = address.filter(|_| !policies.iter().any(|(known, _)| *known == policy)) {
            policies.push((policy, PolicyText::At(address)));
        }
    }
    Shop {
        name: text("name", &ours.name),
        seller: text("seller", &ours.seller),
        ships_from: text("ships_from", &ours.ships_from),
        returns_days: short(&told.get("returns_days")).or(ours.returns_days),
        rating: rating(&told.get("rating")).or(ours.rating),
        terms: terms.or_else(|| ours.terms.clone()),
        policies,
        house: None,
    }
}

// Messages

fn messages<'a>(json: &Json<'a>) -> impl Iterator<Item = Json<'a>> {
    json.get("messages").list().into_iter()
}

/// Whether nothing was done.
pub(super) fn is_error(json: &Json) -> bool {
    json.get("ucp").get("status").maybe_text() == Some("error")
}

/// The message of that code.
pub(super) fn message<'a>(json: &Json<'a>, code: &str) -> Option<Json<'a>> {
    messages(json).find(|message| message.get("code").maybe_text() == Some(code))
}

/// The messages that say what is wrong with an answer of the shopper, as problems.
pub(super) fn problems(json: &Json, currency: Option<Currency>) -> Vec<Problem> {
    let problem = |message: Json| {
        let code = message.get("code").maybe_text().unwrap_or_default();
        // UCP tells rejected codes as warnings (`discount.md`).
        let of_code = code.starts_with("discount_code");
        if message.get("type").maybe_text() != Some("error") && !of_code {
            return None;
        }
        let path = message.get("path").maybe_text().unwrap_or_default();
        let field = wire::field(path).or_else(|| of_code.then_some(Field::Code))?;
        let extras = message.get(EXTRAS);
        let numbers = Numbers {
            limit: extras.get("limit").count().ok(),
            character: extras.get("character").maybe_text().and_then(|text| text.chars().next()),
            amount: currency.and_then(|currency| extras.get("amount").minor(currency).ok()),
        };
        Some(Problem::new(field, wire::fault(code, numbers)))
    };
    messages(json).filter_map(problem).collect()
}

/// Why a payment was refused, if it was.
pub(super) fn declined(json: &Json) -> Option<Decline> {
    let message = message(json, wire::code::PAYMENT_FAILED)?;
    Some(message.get(EXTRAS).get("decline").maybe_text().map_or(Decline::Generic, wire::decline))
}

/// What the shopper has to do, or wait for, before an order can be one.
pub(super) fn next_action(json: &Json, now: Instant) -> NextAction {
    let kinds = ["dev.ucp.payment.three_ds_challenge", "dev.ucp.payment.device_data_collection"];
    let actions = json.get("actions");
    let frame = kinds.iter().find_map(|kind| {
        let first = actions.get(kind).list().first()?.get("config").get("url");
        first.maybe_text().filter(|url| url.starts_with("https://") || url.starts_with("http://")).map(str::to_owned)
    });
    if let Some(url) = frame {
        return NextAction::Frame { url, until: None };
    }
    let confirm = json.get(EXTRAS).get("confirm");
    let confirm = if confirm.is_some() { confirm } else { json.get("confirm") };
    if let (Some(provider), Some(client)) = (confirm.get("provider").maybe_text(), confirm.get("client").maybe_text()) {
        return NextAction::Confirm { provider: provider.to_owned(), client: client.to_owned() };
    }
    let told = json.get("continue_url").maybe_text();
    let page = told.filter(|url| url.starts_with("https://") || url.starts_with("http://"));
    let poll = json.get(EXTRAS).get("poll");
    let poll = if poll.is_some() { poll } else { json.get("poll") };
    match page {
        Some(url) if !poll.is_some() => NextAction::Redirect { url: url.to_owned() },
        _ => NextAction::Poll {
            after: poll.get("after_ms").count().unwrap_or(ASK_AGAIN),
            until: poll
                .get("until")
                .moment()
                .or_else(|| json.get("expires_at").moment())
                .unwrap_or(now.plus(KEEP_ASKING)),
        },
    }
}

// Orders

/// What an order that says little of itself is completed with: what this browser knows of it.
pub(super) struct Remembered {
    pub(super) number: OrderNumber,
    pub(super) placed: Instant,
}

/// An order as the shop tells it.
pub(super) fn order(json: &Json, reading: &Reading, known: Option<&Remembered>) -> Result<Order, Trouble> {
    let told = json.get("currency");
    let currency = match reading.currency {
        Some(currency) if !told.is_some() => currency,
        _ => told.currency()?,
    };
    let extras = json.get(EXTRAS);
    let lines = all(&json.get("line_items"), |line| self::line(line, currency, true))?;
    let pieces = extras.get("pieces").count().unwrap_or_else(|_| self::pieces(&lines));
    let told = order_number(json).or_else(|| known.map(|known| known.number.clone()));
    Ok(Order {
        number: told.ok_or_else(|| json.get("id").unfit("the number of the order"))?,
        placed: extras.get("placed_at").moment().or_else(|| known.map(|known| known.placed)).unwrap_or(reading.now),
        state: match (owned(&extras.get("approval").get("by")), extras.get("review").get("until").moment()) {
            (Some(by), _) => OrderState::ForApproval { by },
            (None, Some(until)) => OrderState::UnderReview { until },
            (None, None) => OrderState::Confirmed,
        },
        email: extras.get("email").words(),
        totals: totals(&json.get("totals"), &extras, pieces, currency)?,
        delivery: order_delivery(json, currency),
        billing: label(&extras.get("billing_address")),
        company: company(&extras.get("b2b"), currency).map(Arc::new),
        method: extras.get("method").maybe_text().map(|theirs| reading.config.method(theirs)),
        card: card(&extras.get("card")),
        charged: charged(&extras.get("charged")),
        method_title: None,
        to_do: None,
        returns_until: extras.get("returns_until").day(),
        consents: consents(&extras.get("consents")),
        lines,
    })
}

/// The order that a finished checkout of plain UCP has become: what it says of itself.
pub(super) fn order_of_checkout(json: &Json, reading: &Reading) -> Result<Order, Trouble> {
    let quote = quote(json, reading)?;
    let number = quote.order.clone().ok_or_else(|| json.get("order").unfit("the number of the order"))?;
    let chosen = quote.delivery.rate.as_ref().and_then(|rate| quote.rate(rate)).cloned();
    let address = our_destination(json).and_then(|sent| label(&sent));
    let delivery = match (quote.delivery.how, address) {
        (How::Ship, Some(address)) if quote.delivery.needed => OrderDelivery::Ship {
            address,
            title: chosen.as_ref().map_or_else(String::new, |rate| rate.title.clone()),
            carrier: chosen.as_ref().map_or_else(String::new, |rate| rate.carrier.clone()),
            window: chosen.and_then(|rate| rate.window),
        },
        _ => OrderDelivery::Nothing,
    };
    Ok(Order {
        number,
        placed: reading.now,
        state: OrderState::Confirmed,
        email: json.get("buyer").get("email").words(),
        lines: quote.lines,
        totals: quote.totals,
        delivery,
        billing: None,
        company: None,
        method: quote.method,
        card: None,
        charged: None,
        method_title: None,
        to_do: None,
        returns_until: None,
        consents: Vec::new(),
    })
}

/// An order with what has become of it.
pub(super) fn tracked(json: &Json, reading: &Reading, known: Option<&Remembered>) -> Result<Tracked, Trouble> {
    let extras = json.get(EXTRAS);
    Ok(Tracked {
        reached: extras.get("reached").maybe_text().and_then(wire::reached),
        settled: extras.get("settled").maybe_text().and_then(wire::settled),
        parcel: owned(&extras.get("parcel")),
        order: order(json, reading, known)?,
    })
}

/// What of an order can be had again.
pub(super) fn reorder(json: &Json) -> Result<Reorder, Trouble> {
    let currency = json.get("currency").currency()?;
    let line = |line: &Json| {
        Ok(ReorderLine {
            item: ItemId(line.get("item_id").text()?.to_owned()),
            title: line.get("title").words(),
            quantity: line.get("quantity").count()?,
            was: line.get("was").minor(currency).ok(),
            now: line.get("now").minor(currency).ok(),
            available: line.get("available").count().unwrap_or_default(),
        })
    };
    Ok(Reorder { lines: all(&json.get("lines"), line)? })
}

/// What somebody usually takes and wants to hear.
pub(super) fn preferences(json: &Json, config: &Config) -> Preferences {
    let pay = json.get("pay");
    Preferences {
        pay: owned(&pay.get("method"))
            .map(|method| Paying { method: config.method(&method), card: card(&pay.get("card")) }),
        deliver: owned(&json.get("deliver")),
        news: json.get("news").is_true(),
        language: json.get("language").words(),
    }
}

/// What was agreed to, as the shop has noted it; what cannot be read is not shown.
fn consents(json: &Json) -> Vec<Consented> {
    let one = |json: &Json| {
        Some(Consented {
            id: owned(&json.get("id"))?,
            version: owned(&json.get("version"))?,
            language: owned(&json.get("language"))?,
            digest: json.get("text_digest").words(),
            at: json.get("at").moment()?,
            marketing: json.get("marketing").is_true(),
        })
    };
    json.list().iter().filter_map(one).collect()
}

fn card(json: &Json) -> Option<CardFace> {
    Some(CardFace { brand: owned(&json.get("brand"))?, last4: owned(&json.get("last_digits"))? })
}

fn order_delivery(json: &Json, currency: Currency) -> OrderDelivery {
    let told = json.get(EXTRAS).get("delivery");
    if told.is_some() {
        let collector = told.get("collector");
        let collected = || {
            let point = point(&told.get("point"), 0, currency)?;
            let (name, phone) = (collector.get("full_name").words(), collector.get("phone_number").words());
            Some(OrderDelivery::Collect { point, name, phone })
        };
        let shipped = || {
            Some(OrderDelivery::Ship {
                address: label(&told.get("address"))?,
                title: told.get("title").words(),
                carrier: told.get("carrier").words(),
                window: window(&told.get("window")),
            })
        };
        return collected().or_else(shipped).unwrap_or(OrderDelivery::Nothing);
    }
    // Plain UCP: what is expected of the first parcel.
    let expectations = json.get("fulfillment").get("expectations").list();
    let plain = expectations.first().and_then(|first| {
        let address = label(&first.get("destination"))?;
        let title = first.get("description").words();
        Some(OrderDelivery::Ship { address, title, carrier: String::new(), window: None })
    });
    plain.unwrap_or(OrderDelivery::Nothing)
}

/// Members of an address and the parts they are.
pub(super) const PARTS: [(&str, AddressField); 7] = [
    ("address_country", AddressField::Country),
    ("street_address", AddressField::Street),
    ("extended_address", AddressField::Line2),
    ("postal_code", AddressField::Postcode),
    ("address_locality", AddressField::City),
    ("address_region", AddressField::Region),
    ("phone_number", AddressField::Phone),
];

/// An address in parts.
pub(super) fn parts(json: &Json) -> Parts {
    let mut parts: Parts = PARTS.iter().filter_map(|(name, part)| Some((*part, owned(&json.get(name))?))).collect();
    let name = owned(&json.get("full_name")).unwrap_or_else(|| {
        let names = [json.get("first_name").words(), json.get("last_name").words()];
        names.join(" ").trim().to_owned()
    });
    if !name.is_empty() {
        parts.push((AddressField::Name, name));
    }
    if let Some(organization) = owned(&json.get(EXTRAS).get("organization")) {
        parts.push((AddressField::Organization, organization));
    }
    parts
}

fn label(json: &Json) -> Option<Label> {
    let country = country_of(&json.get("address_country"))?;
    let parts = parts(json);
    let part =
        |wanted| parts.iter().find(|(part, _)| *part == wanted).map_or_else(String::new, |(_, text)| text.clone());
    Some(Label::of(country, &part))
}
