//! Vendure's orders as the domain says them, and our addresses as Vendure wants them.
//!
//! Always true: every amount shown is Vendure's own, in minor units. Vendure takes discounts off net prices and rounds each line, so that its
//! discounts and its total can be a cent apart: the last discount's row then carries the cent, and the total is Vendure's. Knows no network.

use super::kept::Kept;
use crate::{
    backend::{
        config::Config,
        json::{Json, Unfit},
    },
    checkout::request::BackendError,
    domain::{
        AddressId, ItemId, LineId, MethodId, OrderNumber, RateId, SessionId,
        account::{Customer, SavedAddress},
        address::{Address, Label},
        cart::{Line, LineKind, Stock},
        country::Country,
        day::{Instant, Window},
        delivery::{How, Rate},
        money::{Currency, Money},
        order::{Listed, Order, OrderDelivery, OrderState, Reached, Settled, Tracked},
        payment::{Buyer, CardFace, ChargeMoment, Decline, MethodOffer, NotOffered},
        problem::AddressField,
        quote::{AppliedCode, DeliveryOffer, Offer, Quote, Rates},
        totals::{IncludedTax, TotalKind, TotalRow, Totals},
    },
};
use serde_json::{Value, json};

/// Vendure's own limit for all pieces of an order (`orderItemsLimit`), which its API does not tell.
const MOST: u32 = 999;

/// Why an answer could not be read.
#[derive(Debug)]
pub(super) enum Bad {
    /// Something in it is missing or of another form.
    Unfit(Unfit),
    /// It can be read, but means that we cannot go on.
    Error(BackendError),
}

impl From<Unfit> for Bad {
    fn from(unfit: Unfit) -> Self {
        Self::Unfit(unfit)
    }
}

impl From<BackendError> for Bad {
    fn from(error: BackendError) -> Self {
        Self::Error(error)
    }
}

/// How a payment stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Paid {
    /// The money is there, or promised.
    Well,
    /// Nothing will come of it.
    Failed,
    /// The provider has not said yet: any state that a shop's own payment process adds.
    Open,
}

/// How a payment of that state stands. Failed ones stay with the order for ever.
pub(super) fn paid(payment: &Json) -> Paid {
    match payment.get("state").maybe_text() {
        Some("Authorized" | "Settled") => Paid::Well,
        Some("Declined" | "Error" | "Cancelled") => Paid::Failed,
        _ => Paid::Open,
    }
}

/// Whether a shop has taken an order.
pub(super) fn is_placed(order: &Json) -> bool {
    order.get("orderPlacedAt").is_some()
}

/// Why the bank refused, if the shop's payment plug-in passes it on: `metadata.public.decline_code` in the words of Stripe, which most
/// providers' plug-ins use. Vendure itself has a sentence only.
pub(super) fn decline(payment: &Json) -> Decline {
    let metadata = payment.get("metadata").get("public");
    let code = metadata.get("decline_code").maybe_text().or_else(|| metadata.get("declineCode").maybe_text());
    match code.unwrap_or_default() {
        "insufficient_funds" => Decline::InsufficientFunds,
        "expired_card" => Decline::ExpiredCard,
        "incorrect_cvc" | "invalid_cvc" => Decline::WrongCode,
        "incorrect_number" | "invalid_number" => Decline::WrongNumber,
        "lost_card" | "stolen_card" | "pickup_card" => Decline::LostOrStolen,
        "card_velocity_exceeded" | "withdrawal_count_limit_exceeded" => Decline::LimitReached,
        "transaction_not_allowed" | "card_not_supported" => Decline::NotPermitted,
        "authentication_required" | "authentication_failed" => Decline::AuthenticationFailed,
        "fraudulent" => Decline::SuspectedFraud,
        "issuer_not_available" | "processing_error" => Decline::IssuerUnavailable,
        "try_again_later" | "reenter_transaction" => Decline::TryLater,
        _ => Decline::Generic,
    }
}

/// The quote, but for what the shop changed by itself.
pub(super) fn quote(data: &Json, config: &Config, kept: &Kept, locale: &str, now: Instant) -> Result<Quote, Bad> {
    let order = data.get("activeOrder");
    let currency =
        if order.is_some() { order.get("currencyCode") } else { data.get("activeChannel").get("defaultCurrencyCode") };
    let currency = currency.currency()?;
    let countries: Vec<_> =
        data.get("availableCountries").list().iter().filter_map(|one| country(&one.get("code"))).collect();
    let chosen = country(&order.get("shippingAddress").get("countryCode"));
    let totals = if order.is_some() { totals(&order, currency)? } else { nothing(currency) };
    let (methods, not_offered) = methods(data, config, totals.total);
    let method = kept.method.as_deref().map(MethodId::from);
    let offered = |id: &MethodId| methods.iter().any(|offer| offer.id == *id);
    Ok(Quote {
        session: SessionId(order.get("code").maybe_text().unwrap_or("no order yet").to_owned()),
        revision: 0,
        now,
        shop: config.shop.clone(),
        currency,
        country: chosen.unwrap_or_else(|| home(&countries, config, locale)),
        lines: lines(&order, currency)?,
        suggestions: Vec::new(),
        codes: codes(&order),
        offers: automatic(&order),
        delivery: delivery(data, &order, chosen.is_some(), currency, now)?,
        method: method.filter(offered),
        brand: None,
        customer: somebody(&data.get("activeCustomer"))?.map(Box::new),
        company: None,
        buyer: Buyer::Consumer,
        countries,
        totals,
        methods,
        not_offered,
        changes: Vec::new(),
        order: kept.placed.as_deref().filter(|_| !order.is_some()).map(OrderNumber::from),
    })
}

/// Where the goods probably go, before anybody said: Vendure does not tell its own default.
fn home(countries: &[Country], config: &Config, locale: &str) -> Country {
    let region = locale.rsplit('-').next().and_then(Country::parse).filter(|region| countries.contains(region));
    let first = || config.countries.first().or(countries.first()).copied();
    region.or_else(first).unwrap_or(Country::of(*b"ZZ"))
}

fn country(code: &Json) -> Option<Country> {
    Country::parse(code.maybe_text()?)
}

fn lines(order: &Json, currency: Currency) -> Result<Vec<Line>, Unfit> {
    let mut lines =
        order.get("lines").list().iter().map(|line| self::line(line, currency)).collect::<Result<Vec<_>, _>>()?;
    // Vendure gives them in no order of its own. Where ids are counted up, they are in the order of the bag.
    if lines.iter().all(|line| line.id.0.bytes().all(|digit| digit.is_ascii_digit())) {
        lines.sort_by(|one, other| (one.id.0.len(), &one.id).cmp(&(other.id.0.len(), &other.id)));
    }
    Ok(lines)
}

fn line(line: &Json, currency: Currency) -> Result<Line, Unfit> {
    let variant = line.get("productVariant");
    let options: Vec<_> = variant.get("options").list().iter().map(|option| option.get("name").words()).collect();
    // A word by default; a shop may show the number instead (`StockDisplayStrategy`).
    let stock = match variant.get("stockLevel").maybe_text().unwrap_or_default() {
        "OUT_OF_STOCK" | "0" => Stock::SoldOut,
        level => level.parse().map_or(Stock::Plenty, |left| if left > 5 { Stock::Plenty } else { Stock::Low(left) }),
    };
    let name = variant.get("product").get("name").maybe_text().map_or_else(|| variant.get("name").text(), Ok)?;
    Ok(Line {
        id: LineId(line.get("id").text()?.to_owned()),
        item: ItemId(variant.get("id").text()?.to_owned()),
        title: name.to_owned(),
        detail: Some(options.join(" · ")).filter(|detail| !detail.is_empty()),
        image: line.get("featuredAsset").get("preview").maybe_text().map(str::to_owned),
        kind: LineKind::Goods,
        quantity: line.get("quantity").count()?,
        limit: match stock {
            Stock::SoldOut => 0,
            Stock::Low(left) => left,
            Stock::Plenty => MOST,
        },
        unit_price: line.get("unitPriceWithTax").minor(currency)?,
        total: line.get("linePriceWithTax").minor(currency)?,
        reduced: None,
        rating: None,
        stock,
        arrives: None,
        returns_days: None,
        recurring: None,
    })
}

const fn nothing(currency: Currency) -> Totals {
    Totals::new(Vec::new(), 0, Money::zero(currency), Vec::new())
}

fn totals(order: &Json, currency: Currency) -> Result<Totals, Unfit> {
    let total = order.get("totalWithTax").minor(currency)?;
    let row = |kind, label: &Json, amount: Money| TotalRow {
        kind,
        label: label.maybe_text().filter(|label| !label.is_empty()).map(str::to_owned),
        amount,
        estimate: false,
    };
    let nobody = order.get("");
    let mut rows = Vec::new();
    // Sums of what Vendure gives line by line; `subTotalWithTax` has the discounts in it.
    let sum = |list: &str, price: &str| {
        order.get(list).list().iter().try_fold(0_i64, |sum, one| Ok(sum.saturating_add(one.get(price).whole()?)))
    };
    rows.push(row(TotalKind::Items, &nobody, Money::new(sum("lines", "linePriceWithTax")?, currency)));
    for discount in order.get("discounts").list() {
        let amount = discount.get("amountWithTax").minor(currency)?;
        rows.push(row(TotalKind::Discount, &discount.get("description"), amount));
    }
    for surcharge in order.get("surcharges").list() {
        let amount = surcharge.get("priceWithTax").minor(currency)?;
        rows.push(row(TotalKind::Other, &surcharge.get("description"), amount));
    }
    if !order.get("shippingLines").list().is_empty() {
        let amount = Money::new(sum("shippingLines", "priceWithTax")?, currency);
        rows.push(row(TotalKind::Delivery, &nobody, amount));
    }
    let shown = rows.iter().fold(0_i64, |sum, row| sum.saturating_add(row.amount.minor()));
    let rest = total.minor().saturating_sub(shown);
    match rows.iter_mut().rfind(|row| row.kind == TotalKind::Discount) {
        Some(last) => last.amount = Money::new(last.amount.minor().saturating_add(rest), currency),
        // What a plug-in adds in a way we do not know is shown, not hidden.
        None if rest != 0 => rows.push(row(TotalKind::Other, &nobody, Money::new(rest, currency))),
        None => {}
    }
    let mut taxes: Vec<IncludedTax> = Vec::new();
    for tax in order.get("taxSummary").list() {
        let amount = tax.get("taxTotal").minor(currency)?;
        // A rate has two digits as an amount of euros has.
        let rate = tax.get("taxRate").number().and_then(|rate| Money::from_long_decimal(rate, Currency::EUR));
        let basis_points = rate.and_then(|rate| u32::try_from(rate.minor()).ok());
        // Vendure lists goods and delivery apart; to a shopper one rate is one tax.
        match taxes.iter_mut().find(|known| known.basis_points == basis_points) {
            Some(known) => known.amount = Money::new(known.amount.minor().saturating_add(amount.minor()), currency),
            None if amount.is_zero() => {}
            None => taxes.push(IncludedTax { basis_points, amount }),
        }
    }
    Ok(Totals::new(rows, order.get("totalQuantity").count()?, total, taxes))
}

fn codes(order: &Json) -> Vec<AppliedCode> {
    let promotions = order.get("promotions").list();
    let title = |code: &str| {
        let of = |one: &&Json| one.get("couponCode").maybe_text().is_some_and(|known| known.eq_ignore_ascii_case(code));
        promotions.iter().find(of).map(|promotion| promotion.get("name").words()).unwrap_or_default()
    };
    let applied = |code: &str| AppliedCode { code: code.to_owned(), title: title(code) };
    order.get("couponCodes").list().iter().filter_map(Json::maybe_text).map(applied).collect()
}

fn automatic(order: &Json) -> Vec<Offer> {
    let promotions = order.get("promotions").list();
    let automatic = promotions.iter().filter(|one| one.get("couponCode").words().is_empty());
    automatic.map(|promotion| Offer::Automatic { title: promotion.get("name").words() }).collect()
}

fn delivery(data: &Json, order: &Json, known: bool, currency: Currency, now: Instant) -> Result<DeliveryOffer, Unfit> {
    let offered = data.get("eligibleShippingMethods").list();
    let rates = offered.iter().map(|method| rate(method, currency, now)).collect::<Result<Vec<_>, _>>()?;
    let chosen = order.get("shippingLines").list().first().map(|line| line.get("shippingMethod").get("id").words());
    let chosen = chosen.map(RateId).filter(|id| rates.iter().any(|rate| rate.id == *id));
    let least = rates.iter().min_by_key(|rate| rate.price.minor()).map(|rate| rate.price);
    Ok(DeliveryOffer {
        // Vendure knows no goods that do not travel: an order without a way of shipping is not taken.
        needed: true,
        how: How::Ship,
        rates: match known {
            false => Rates::Unknown,
            true if rates.is_empty() => Rates::None,
            true => Rates::Offered(rates),
        },
        rate: chosen.filter(|_| known),
        ship_from: least,
        points: Vec::new(),
        point: None,
    })
}

/// A way of shipping. A shop's calculator may say more than Vendure knows in its `metadata`: `carrier`, `fromDays`, `toDays`.
fn rate(method: &Json, currency: Currency, now: Instant) -> Result<Rate, Unfit> {
    let metadata = method.get("metadata");
    let days = |name: &str| metadata.get(name).count().ok().map(|days| now.day().plus(i64::from(days)));
    let from = days("fromDays");
    let description = method.get("description").words();
    Ok(Rate {
        id: RateId(method.get("id").text()?.to_owned()),
        title: method.get("name").text()?.to_owned(),
        carrier: metadata.get("carrier").words(),
        // It is written in an editor for pages; marked-up text would be shown as it stands.
        note: Some(description).filter(|text| !text.is_empty() && !text.contains('<')),
        window: from.map(|from| Window { from, to: days("toDays").unwrap_or(from), hours: None }),
        price: method.get("priceWithTax").minor(currency)?,
        tag: None,
    })
}

type Methods = (Vec<MethodOffer>, Vec<(MethodId, NotOffered)>);

fn methods(data: &Json, config: &Config, total: Money) -> Methods {
    let (mut offered, mut not_offered) = (Vec::new(), Vec::new());
    for method in data.get("eligiblePaymentMethods").list().iter().filter(|_| !total.is_zero()) {
        let id = config.method(&method.get("code").words());
        if method.get("isEligible").is_true() {
            // Vendure knows neither fees nor brands nor when the money is taken.
            offered.push(MethodOffer::new(id));
        } else {
            not_offered.push((id, NotOffered::Never));
        }
    }
    (offered, not_offered)
}

/// An order that was placed. `face` is what the page knows of the card just used.
pub(super) fn order(order: &Json, config: &Config, face: Option<CardFace>) -> Result<Order, Bad> {
    let currency = order.get("currencyCode").currency()?;
    let placed = order.get("orderPlacedAt");
    let payments = order.get("payments").list();
    let payment = payments.iter().rfind(|payment| paid(payment) == Paid::Well);
    let known = payment.and_then(|payment| {
        let public = payment.get("metadata").get("public");
        Some(CardFace {
            brand: public.get("brand").maybe_text()?.into(),
            last4: public.get("last4").maybe_text()?.into(),
        })
    });
    let shipping = order.get("shippingLines").list();
    let title = shipping.first().map(|line| line.get("shippingMethod").get("name").words()).unwrap_or_default();
    Ok(Order {
        number: OrderNumber(order.get("code").text()?.to_owned()),
        placed: placed.moment().ok_or_else(|| placed.unfit("a moment"))?,
        state: OrderState::Confirmed,
        email: order.get("customer").get("emailAddress").words(),
        lines: lines(order, currency)?,
        totals: totals(order, currency)?,
        delivery: match label(&order.get("shippingAddress")) {
            Some(address) => OrderDelivery::Ship { address, title, carrier: String::new(), window: None },
            None => OrderDelivery::Nothing,
        },
        billing: label(&order.get("billingAddress")),
        company: None,
        method: payment.map(|payment| config.method(&payment.get("method").words())),
        card: known.or(face),
        // `Authorized` may be a card that is charged at dispatch or a bill to come: only settled money says when.
        charged: payment
            .filter(|payment| payment.get("state").maybe_text() == Some("Settled"))
            .map(|_| ChargeMoment::Now),
        method_title: None,
        to_do: None,
        returns_until: None,
        consents: Vec::new(),
    })
}

/// An order in the list of an account.
pub(super) fn listed(order: &Json) -> Result<Listed, Bad> {
    let placed = order.get("orderPlacedAt");
    Ok(Listed {
        number: OrderNumber(order.get("code").text()?.to_owned()),
        placed: placed.moment().ok_or_else(|| placed.unfit("a moment"))?,
        total: order.get("totalWithTax").minor(order.get("currencyCode").currency()?)?,
        pieces: order.get("totalQuantity").count()?,
        reached: reached(order),
    })
}

/// How far an order is. A state of the shop's own process, or one in which somebody works on it, says nothing to a shopper.
fn reached(order: &Json) -> Option<Reached> {
    match order.get("state").maybe_text()? {
        "PaymentAuthorized" | "PaymentSettled" => Some(Reached::Packing),
        "ArrangingAdditionalPayment" => Some(Reached::AwaitsMoney),
        "PartiallyShipped" | "Shipped" | "PartiallyDelivered" => Some(Reached::OnItsWay),
        "Delivered" => Some(Reached::Arrived),
        "Cancelled" => Some(Reached::Cancelled),
        _ => None,
    }
}

/// An order with what has happened to it since.
pub(super) fn tracked(of: &Json, config: &Config) -> Result<Tracked, Bad> {
    let order = order(of, config, None)?;
    let reached = reached(of);
    // What was given back of a cancelled order Vendure does not tell to a shopper.
    let is_paid = order.charged.is_some() && reached != Some(Reached::Cancelled);
    let parcels = of.get("fulfillments").list();
    let parcel = parcels.iter().filter_map(|parcel| parcel.get("trackingCode").maybe_text());
    Ok(Tracked {
        reached,
        settled: is_paid.then_some(Settled::Paid),
        parcel: parcel.filter(|code| !code.is_empty()).map(str::to_owned).next(),
        order,
    })
}

/// Our parts of an address and Vendure's names for them. The country stands apart: it has another form in each direction.
const PARTS: [(AddressField, &str); 8] = [
    (AddressField::Name, "fullName"),
    (AddressField::Organization, "company"),
    (AddressField::Street, "streetLine1"),
    (AddressField::Line2, "streetLine2"),
    (AddressField::Postcode, "postalCode"),
    (AddressField::City, "city"),
    (AddressField::Region, "province"),
    (AddressField::Phone, "phoneNumber"),
];

fn label(address: &Json) -> Option<Label> {
    // An address that was never given is an object of nothing; one of country and postcode was no address yet.
    let country = country(&address.get("countryCode")).filter(|_| !address.get("streetLine1").words().is_empty())?;
    let part = |wanted| {
        let theirs = PARTS.iter().find(|(part, _)| *part == wanted);
        theirs.map(|(_, theirs)| address.get(theirs).words()).unwrap_or_default()
    };
    Some(Label::of(country, &part))
}

/// An address of the book. Vendure has a name of the country beside its code there.
pub(super) fn saved(address: &Json) -> Result<SavedAddress, Unfit> {
    let country = (AddressField::Country, address.get("country").get("code").words());
    let parts = PARTS.iter().map(|(part, theirs)| (*part, address.get(theirs).words()));
    Ok(SavedAddress {
        id: AddressId(address.get("id").text()?.to_owned()),
        parts: core::iter::once(country).chain(parts).filter(|(_, text)| !text.is_empty()).collect(),
        preferred: address.get("defaultShippingAddress").is_true(),
    })
}

/// An address in parts as Vendure takes it. What is not there is sent empty, so that nothing of an earlier address stays.
pub(super) fn input(part: &dyn Fn(AddressField) -> String) -> Value {
    let mut input = json!({ "countryCode": part(AddressField::Country) });
    for (field, theirs) in PARTS {
        if let Some(input) = input.as_object_mut() {
            input.insert(theirs.to_owned(), part(field).into());
        }
    }
    input
}

/// The same for a checked one.
pub(super) fn checked(address: &Address) -> Value {
    let some = |text: &Option<String>| text.clone().unwrap_or_default();
    input(&|part| match part {
        AddressField::Country => address.country.code().to_owned(),
        AddressField::Name => address.name.as_str().to_owned(),
        AddressField::Organization => some(&address.organization),
        AddressField::Street => address.street.clone(),
        AddressField::Line2 => some(&address.line2),
        AddressField::Postcode => address.postcode.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default(),
        AddressField::City => address.city.clone(),
        AddressField::Region => some(&address.region),
        AddressField::Phone => address.phone.as_ref().map(|phone| phone.e164().to_owned()).unwrap_or_default(),
    })
}

/// Who is signed in; `None` for a guest.
pub(super) fn somebody(of: &Json) -> Result<Option<Customer>, Unfit> {
    if !of.is_some() {
        return Ok(None);
    }
    let name = [of.get("firstName").words(), of.get("lastName").words()].join(" ");
    let id = of.get("id").text()?.to_owned();
    Ok(Some(Customer { id, ..Customer::new(of.get("emailAddress").text()?, name.trim()) }))
}

/// Who buys, as Vendure wants it: two names, of which we ask one. The last word goes into the second, and a single word into the first.
pub(super) fn customer(email: &str, name: &str) -> Value {
    let (first, last) = name.rsplit_once(' ').unwrap_or((name, ""));
    json!({ "emailAddress": email, "firstName": first, "lastName": last })
}
