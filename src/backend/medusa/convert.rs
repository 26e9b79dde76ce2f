//! Medusa's shapes into ours.
//!
//! Medusa keeps amounts unrounded, as decimals with more digits than the currency has: a total of 42.1584 EUR. They are
//! read from the text of the JSON and rounded half up at the currency's last digit, the way Medusa's own screens and
//! payment providers show and charge them. Always true: the total is the server's; of the rows one takes what rounding
//! leaves over, so that what the shopper adds up is what is paid.

use super::kept::Bought;
use crate::{
    backend::{
        config::Config,
        declines::of_stripe,
        json::{Json, Unfit},
    },
    domain::{
        AddressId, ItemId, LineId, MethodId, OrderNumber, RateId,
        account::{Customer, SavedAddress},
        address::{Address, Label, Parts},
        cart::{Line, LineKind, Stock},
        check::postal::Postcode,
        country::Country,
        day::Instant,
        delivery::Rate,
        money::{Currency, Money},
        order::{Order, OrderDelivery, OrderState, Reached, Settled, Tracked},
        payment::{CardFace, Decline, NextAction},
        problem::AddressField,
        quote::{AppliedCode, Offer},
        totals::{IncludedTax, TotalKind, TotalRow, Totals},
    },
};
use serde_json::{Value, json};

/// The most of something that is not counted.
const MOST: u32 = 99;
/// So few are worth saying.
const LOW: u32 = 5;
/// How long to wait before the bank is asked again, and how long to keep asking, in milliseconds.
const ASK_AGAIN: u32 = 1500;
const KEEP_ASKING: i64 = 120_000;
/// What Medusa calls the one variant of a product that has no variants.
const NO_VARIANT: [&str; 2] = ["Default variant", "Default Title"];

/// How many there are of a variant: `None` where they are not counted.
pub(super) type Left = Option<u32>;

/// Lines of a cart or an order. `left` says how many there are of a variant, where that is known.
pub(super) fn lines(of: &Json, currency: Currency, left: &dyn Fn(&str) -> Left) -> Result<Vec<Line>, Unfit> {
    let gross = is_gross(of);
    of.get("items").list().iter().map(|item| line(item, gross, currency, left)).collect()
}

/// Whether prices contain the tax. Medusa knows it of each line; one that does not makes it a bag without.
fn is_gross(of: &Json) -> bool {
    of.get("items").list().iter().all(|item| item.get("is_tax_inclusive").is_true())
}

fn line(item: &Json, gross: bool, currency: Currency, left: &dyn Fn(&str) -> Left) -> Result<Line, Unfit> {
    let title = item.get("product_title").text()?;
    let variant = item.get("variant_title").maybe_text().filter(|text| !NO_VARIANT.contains(text) && *text != title);
    let quantity = item.get("quantity").count()?;
    let id = item.get("variant_id").words();
    let left = left(&id);
    let total = if gross { "original_total" } else { "original_subtotal" };
    Ok(Line {
        id: LineId(item.get("id").text()?.to_owned()),
        item: ItemId(id),
        title: title.to_owned(),
        detail: variant.map(str::to_owned),
        image: item.get("thumbnail").maybe_text().filter(|url| url.starts_with("https://")).map(str::to_owned),
        kind: if item.get("requires_shipping").is_true() { LineKind::Goods } else { LineKind::Virtual },
        quantity,
        limit: left.unwrap_or(MOST).min(MOST).max(quantity.min(1)),
        unit_price: item.get("unit_price").decimal(currency)?,
        total: item.get(total).decimal(currency)?,
        // Medusa has a list price, but not the lowest of 30 days, without which none may be shown.
        reduced: None,
        rating: None,
        stock: match left {
            Some(0) => Stock::SoldOut,
            Some(few @ 1..=LOW) => Stock::Low(few),
            _ => Stock::Plenty,
        },
        arrives: None,
        returns_days: None,
        recurring: None,
    })
}

/// The totals of a cart or an order.
pub(super) fn totals(of: &Json, currency: Currency, lines: &[Line]) -> Result<Totals, Unfit> {
    let gross = is_gross(of);
    let amount = |name: &str| of.get(name).decimal(currency);
    let (items, delivery, discount) = if gross {
        ("original_item_total", "original_shipping_total", "discount_total")
    } else {
        ("original_item_subtotal", "original_shipping_subtotal", "discount_subtotal")
    };
    let row = |kind, amount| TotalRow { kind, label: None, amount, estimate: false };
    let total = amount("total")?;
    let tax = amount("tax_total")?;
    let mut rows = vec![row(TotalKind::Items, amount(items)?)];
    if !of.get("shipping_methods").list().is_empty() {
        rows.push(row(TotalKind::Delivery, amount(delivery)?));
    }
    let discount = amount(discount)?;
    if !discount.is_zero() {
        rows.push(row(TotalKind::Discount, Money::new(discount.minor().saturating_neg(), currency)));
    }
    if !gross && !tax.is_zero() {
        rows.push(row(TotalKind::Tax, tax));
    }
    settle(&mut rows, total);
    let taxes = if gross && !tax.is_zero() {
        vec![IncludedTax { basis_points: one_rate(of), amount: tax }]
    } else {
        Vec::new()
    };
    Ok(Totals::new(rows, lines.iter().map(|line| line.quantity).sum(), total, taxes))
}

/// Makes the rows add up to the total: the last takes the cent or two that rounding left. More than that is something
/// Medusa has and we do not, such as credit; it gets a row of its own.
fn settle(rows: &mut Vec<TotalRow>, total: Money) {
    let sum: i64 = rows.iter().map(|row| row.amount.minor()).sum();
    let off = total.minor().saturating_sub(sum);
    let most = i64::try_from(rows.len()).unwrap_or(0);
    match rows.last_mut() {
        Some(last) if off.abs() <= most => {
            last.amount = Money::new(last.amount.minor().saturating_add(off), total.currency());
        }
        _ => rows.push(TotalRow {
            kind: TotalKind::Other,
            label: None,
            amount: Money::new(off, total.currency()),
            estimate: false,
        }),
    }
}

/// The one rate of tax in hundredths of a percent; `None` where there are several.
fn one_rate(of: &Json) -> Option<u32> {
    let taxed = of.get("items").list().into_iter().chain(of.get("shipping_methods").list());
    let mut rates = taxed.flat_map(|taxed| taxed.get("tax_lines").list()).map(|tax| tax.get("rate").number());
    let first = rates.next()??;
    if rates.any(|rate| rate != Some(first)) {
        return None;
    }
    // A percentage with two digits is read like an amount with two digits.
    Money::from_long_decimal(first, Currency::EUR).and_then(|rate| u32::try_from(rate.minor()).ok())
}

/// Ways of shipping.
pub(super) fn rates(of: &Json, currency: Currency) -> Result<Vec<Rate>, Unfit> {
    let here = |option: &Json| !option.get("insufficient_inventory").is_true();
    let rate = |option: &Json| {
        Ok(Rate {
            id: RateId(option.get("id").text()?.to_owned()),
            title: option.get("name").text()?.to_owned(),
            carrier: String::new(),
            note: option.get("type").get("description").maybe_text().filter(|text| !text.is_empty()).map(str::to_owned),
            // Medusa promises no day.
            window: None,
            price: option.get("amount").decimal(currency)?,
            tag: None,
        })
    };
    of.get("shipping_options").list().iter().filter(|option| here(option)).map(rate).collect()
}

/// Codes the shopper used, and what the shop gives by itself.
pub(super) fn codes(cart: &Json) -> (Vec<AppliedCode>, Vec<Offer>) {
    let (mut codes, mut offers) = (Vec::new(), Vec::new());
    for promotion in cart.get("promotions").list() {
        let code = promotion.get("code").words();
        if promotion.get("is_automatic").is_true() {
            offers.push(Offer::Automatic { title: code });
            continue;
        }
        let method = promotion.get("application_method");
        let percentage = method.get("value").number().filter(|_| method.get("type").maybe_text() == Some("percentage"));
        // What else it gives Medusa does not tell a shopper.
        codes.push(AppliedCode { code, title: percentage.map(|value| [value, " %"].concat()).unwrap_or_default() });
    }
    (codes, offers)
}

/// An order.
pub(super) fn order(
    of: &Json,
    currency: Currency,
    method: Option<MethodId>,
    card: Option<CardFace>,
) -> Result<Order, Unfit> {
    let lines = lines(of, currency, &|_| None)?;
    let totals = totals(of, currency, &lines)?;
    let address = label(&of.get("shipping_address"));
    let way = of.get("shipping_methods").list().into_iter().next();
    let delivery = match (way, address.clone()) {
        (Some(way), Some(address)) => {
            OrderDelivery::Ship { address, title: way.get("name").words(), carrier: String::new(), window: None }
        }
        _ => OrderDelivery::Nothing,
    };
    let billing = label(&of.get("billing_address")).filter(|billing| Some(billing) != address.as_ref());
    Ok(Order {
        number: number(of)?,
        placed: of.get("created_at").moment().ok_or_else(|| of.get("created_at").unfit("a moment"))?,
        state: OrderState::Confirmed,
        email: of.get("email").words(),
        lines,
        totals,
        delivery,
        billing,
        company: None,
        method,
        card,
        charged: None,
        method_title: None,
        to_do: None,
        returns_until: None,
        consents: Vec::new(),
    })
}

/// How far an order is. The parts of one may be on their way in turn: the farthest counts until all have arrived.
pub(super) fn reached(of: &Json) -> Option<Reached> {
    if of.get("status").maybe_text() == Some("canceled") {
        return Some(Reached::Cancelled);
    }
    match of.get("fulfillment_status").maybe_text()? {
        "not_fulfilled" | "partially_fulfilled" | "fulfilled" => Some(Reached::Packing),
        "partially_shipped" | "shipped" | "partially_delivered" => Some(Reached::OnItsWay),
        "delivered" => Some(Reached::Arrived),
        // A parcel that was called back: another one may follow.
        _ => None,
    }
}

/// An order with what has happened to it since. `bought` is what this browser knows of it.
pub(super) fn tracked(of: &Json, currency: Currency, bought: Bought) -> Result<Tracked, Unfit> {
    let has_card = bought.card.is_some();
    let settled = match of.get("payment_status").maybe_text() {
        Some("captured") => Some(Settled::Paid),
        Some("refunded") => Some(Settled::Refunded),
        // A bill to come is authorized, too, and nothing is set aside for it.
        Some("authorized") if has_card => Some(Settled::Reserved),
        _ => None,
    };
    let parcels = of.get("fulfillments").list();
    let mut labels = parcels.iter().flat_map(|parcel| parcel.get("labels").list());
    Ok(Tracked {
        order: order(of, currency, bought.method.map(MethodId), bought.card)?,
        reached: reached(of),
        settled,
        parcel: labels.find_map(|label| label.get("tracking_number").maybe_text().map(str::to_owned)),
    })
}

/// The number of an order: the merchant's own form of it, where there is one.
pub(super) fn number(order: &Json) -> Result<OrderNumber, Unfit> {
    let own = order.get("custom_display_id").maybe_text().map(str::to_owned);
    let number = own.or_else(|| order.get("display_id").number().map(str::to_owned));
    number.map(OrderNumber).ok_or_else(|| order.get("display_id").unfit("an order number"))
}

/// An address as Medusa takes it. Parts that are not there are sent as empty, so that none of an older address stays.
pub(super) fn address(of: &Address) -> Value {
    let (first, last) = two_names(of.name.as_str());
    json!({
        "first_name": first, "last_name": last, "company": of.organization.as_deref().unwrap_or_default(),
        "address_1": of.street, "address_2": of.line2.as_deref().unwrap_or_default(), "city": of.city,
        "postal_code": of.postcode.as_ref().map_or("", Postcode::as_str),
        "province": of.region.as_deref().unwrap_or_default(), "country_code": of.country.code().to_ascii_lowercase(),
        "phone": of.phone.as_ref().map_or("", |phone| phone.typed()),
    })
}

/// A name as two: Medusa has no other. The last word is the family's, and put together again they are what was typed.
pub(super) fn two_names(name: &str) -> (&str, &str) {
    name.rsplit_once(' ').unwrap_or((name, ""))
}

fn one_name(of: &Json) -> String {
    let names = [of.get("first_name").words(), of.get("last_name").words()];
    names.join(" ").trim().to_owned()
}

/// A part of an address and its name at Medusa.
const PARTS: [(AddressField, &str); 7] = [
    (AddressField::Organization, "company"),
    (AddressField::Street, "address_1"),
    (AddressField::Line2, "address_2"),
    (AddressField::Postcode, "postal_code"),
    (AddressField::City, "city"),
    (AddressField::Region, "province"),
    (AddressField::Phone, "phone"),
];

/// The parts of an address that are there.
fn parts(of: &Json) -> Parts {
    let country = of.get("country_code").words().to_ascii_uppercase();
    let plain = PARTS.iter().map(|(part, name)| (*part, of.get(name).words()));
    [(AddressField::Country, country), (AddressField::Name, one_name(of))]
        .into_iter()
        .chain(plain)
        .filter(|(_, text)| !text.is_empty())
        .collect()
}

/// Parts as Medusa takes them, for the address book.
pub(super) fn written(parts: &Parts) -> Value {
    let part =
        |wanted: AddressField| parts.iter().find(|(part, _)| *part == wanted).map_or("", |(_, text)| text.as_str());
    let (first, last) = two_names(part(AddressField::Name));
    let mut address = json!({
        "first_name": first, "last_name": last, "country_code": part(AddressField::Country).to_ascii_lowercase(),
    });
    if let Some(object) = address.as_object_mut() {
        object.extend(PARTS.iter().map(|(field, name)| ((*name).to_owned(), Value::from(part(*field)))));
    }
    address
}

/// The label of an address; `None` for one that has a country only, as carts have before anything is typed.
fn label(of: &Json) -> Option<Label> {
    let country = Country::parse(of.get("country_code").maybe_text()?)?;
    of.get("address_1").maybe_text().filter(|street| !street.is_empty())?;
    let parts = parts(of);
    let part = |wanted: AddressField| {
        parts.iter().find(|(part, _)| *part == wanted).map(|(_, text)| text.clone()).unwrap_or_default()
    };
    Some(Label::of(country, &part))
}

/// An address of the book.
pub(super) fn saved(of: &Json) -> Result<SavedAddress, Unfit> {
    let id = AddressId(of.get("id").text()?.to_owned());
    Ok(SavedAddress { id, parts: parts(of), preferred: of.get("is_default_shipping").is_true() })
}

/// Who is signed in.
pub(super) fn customer(of: &Json) -> Result<Customer, Unfit> {
    let id = of.get("id").text()?.to_owned();
    Ok(Customer { id, ..Customer::new(of.get("email").text()?, &one_name(of)) })
}

/// Why a payment was refused. Medusa passes on what its provider noted; the names are those that processors share.
pub(super) fn decline(session: &Json) -> Decline {
    let data = session.get("data");
    let last = data.get("last_payment_error");
    let code = [data.get("decline_code"), last.get("decline_code"), last.get("code")].iter().find_map(Json::maybe_text);
    of_stripe(code.unwrap_or_default())
}

/// What the shopper has to do, as the payment's provider says; `None` where it says nothing we know.
pub(super) fn next_action(session: &Json, now: Instant) -> Option<NextAction> {
    let data = session.get("data");
    let action = data.get("next_action");
    if let (Some("use_stripe_sdk"), Some(client)) =
        (action.get("type").maybe_text(), data.get("client_secret").maybe_text())
    {
        return Some(NextAction::Confirm { provider: "stripe".to_owned(), client: client.to_owned() });
    }
    let url = action.get("url").maybe_text().or_else(|| action.get("redirect_to_url").get("url").maybe_text());
    match (action.get("type").maybe_text(), url) {
        (Some("frame"), Some(url)) => Some(NextAction::Frame { url: url.to_owned(), until: None }),
        (_, Some(url)) => Some(NextAction::Redirect { url: url.to_owned() }),
        (Some("wait"), None) => Some(NextAction::Poll { after: ASK_AGAIN, until: now.plus(KEEP_ASKING) }),
        (_, None) => None,
    }
}

/// How the providers of a region are called here, each once: in the order of the page's setting, because Medusa has none.
pub(super) fn methods(providers: &Json, config: &Config) -> Vec<MethodId> {
    let mut methods: Vec<MethodId> = Vec::new();
    for provider in providers.get("payment_providers").list() {
        if let Some(id) = provider.get("id").maybe_text() {
            let method = config.method(id);
            if !methods.contains(&method) {
                methods.push(method);
            }
        }
    }
    let place = |method: &MethodId| config.methods.iter().position(|(_, ours)| ours == method).unwrap_or(usize::MAX);
    methods.sort_by_key(place);
    methods
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::backend::json::parse;

    fn with<T>(text: &str, read: impl FnOnce(Json) -> T) -> T {
        let value = parse(text).unwrap();
        read(Json::of(&value))
    }

    #[test]
    fn two_names_are_what_was_typed_once_put_together() {
        for name in ["Ada Lovelace", "Ludwig van Beethoven", "Björk", "Sammy Davis, Jr."] {
            let (first, last) = two_names(name);
            let text = json!({ "first_name": first, "last_name": last }).to_string();
            assert_eq!(with(&text, |json| one_name(&json)), name);
        }
    }

    #[track_caller]
    fn check_rows(text: &str, expected: &[(TotalKind, i64)], total: i64) {
        let totals = with(text, |json| totals(&json, Currency::EUR, &[]).unwrap());
        let rows: Vec<_> = totals.rows.iter().map(|row| (row.kind, row.amount.minor())).collect();
        assert_eq!((rows.as_slice(), totals.total.minor()), (expected, total));
        assert_eq!(rows.iter().map(|(_, amount)| amount).sum::<i64>(), total);
    }

    #[test]
    fn prices_with_tax_have_no_row_of_tax() {
        check_rows(
            r#"{"items":[{"is_tax_inclusive":true}],"shipping_methods":[{}],"total":254.273,"tax_total":51.67,"discount_total":27.597,
                "original_item_total":275.97,"original_shipping_total":5.9}"#,
            &[(TotalKind::Items, 27597), (TotalKind::Delivery, 590), (TotalKind::Discount, -2760)],
            25427,
        );
    }
    #[test]
    fn prices_without_tax_have_one() {
        check_rows(
            r#"{"items":[{"is_tax_inclusive":false}],"shipping_methods":[{}],"total":56.1876,"tax_total":9.3646,"discount_subtotal":4.647,
                "original_item_subtotal":46.47,"original_shipping_subtotal":5}"#,
            &[(TotalKind::Items, 4647), (TotalKind::Delivery, 500), (TotalKind::Discount, -465), (TotalKind::Tax, 937)],
            5619,
        );
    }
    #[test]
    fn what_no_row_explains_has_a_row() {
        check_rows(
            r#"{"items":[{"is_tax_inclusive":true}],"total":10,"tax_total":0,"discount_total":0,"original_item_total":30}"#,
            &[(TotalKind::Items, 3000), (TotalKind::Other, -2000)],
            1000,
        );
    }
    #[test]
    fn several_rates_are_no_rate() {
        let rate = |text: &str| with(text, |json| one_rate(&json));
        assert_eq!(rate(r#"{"items":[{"tax_lines":[{"rate":25.5}]},{"tax_lines":[{"rate":25.5}]}]}"#), Some(2550));
        assert_eq!(rate(r#"{"items":[{"tax_lines":[{"rate":25.5}]},{"tax_lines":[{"rate":14}]}]}"#), None);
        assert_eq!(rate(r#"{"items":[]}"#), None);
    }
    #[test]
    fn a_reason_nobody_knows_is_a_refusal_all_the_same() {
        let of = |text: &str| with(text, |json| decline(&json));
        assert_eq!(of(r#"{"data":{"decline_code":"insufficient_funds"}}"#), Decline::InsufficientFunds);
        assert_eq!(of(r#"{"data":{"last_payment_error":{"code":"expired_card"}}}"#), Decline::ExpiredCard);
        assert_eq!(of(r#"{"data":{"decline_code":"new_in_2030"}}"#), Decline::Generic);
        assert_eq!(of("{}"), Decline::Generic);
    }
    #[test]
    fn a_way_to_go_on_is_read_in_two_forms() {
        let of = |text: &str| with(text, |json| next_action(&json, Instant(0)));
        let url = || "https://bank.example/1".to_owned();
        let frame = r#"{"data":{"next_action":{"type":"frame","url":"https://bank.example/1"}}}"#;
        assert_eq!(of(frame), Some(NextAction::Frame { url: url(), until: None }));
        let redirect =
            r#"{"data":{"next_action":{"type":"redirect_to_url","redirect_to_url":{"url":"https://bank.example/1"}}}}"#;
        assert_eq!(of(redirect), Some(NextAction::Redirect { url: url() }));
        assert_eq!(of(r#"{"data":{"next_action":{"type":"use_sdk"}}}"#), None);
        let sdk = r#"{"data":{"client_secret":"pi_1_secret_2","next_action":{"type":"use_stripe_sdk"}}}"#;
        let confirm = NextAction::Confirm { provider: "stripe".to_owned(), client: "pi_1_secret_2".to_owned() };
        assert_eq!(of(sdk), Some(confirm));
    }
}
