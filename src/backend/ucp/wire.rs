//! The words of the contract (`public/openapi.yaml`), for both sides: the adapter here and the shop server in `examples/shop`.
//!
//! Always true: a word is written in one place, and every table can be read both ways. What is not in a table is
//! never an error. Knows JSON only as far as texts go; shapes are in `read.rs` and `write.rs`.

use crate::domain::{
    account::Recognised,
    company::{May, VatStanding},
    day::{Day, Instant},
    delivery::Tag,
    money::Money,
    order::{Reached, Settled},
    payment::{ChargeMoment, Decline, TenderKind},
    problem::{AddressField, AddressUse, Fault, Field},
    totals::Untaxed,
};

/// The date of the protocol we write. Of the others, `read.rs` knows where they differ.
pub const VERSION: &str = "2026-04-08";
/// From this date on, consent is told by purpose and destinations have a type.
pub const AUGUST: &str = "2026-08";
/// Dates that begin like this are older than the shapes we write: capabilities are a list, discounts positive.
pub const JANUARY: &str = "2026-01";
/// The member that holds what our extensions add to an object.
pub const EXTRAS: &str = "kassa";

/// Names of capabilities.
pub mod capability {
    /// UCP: getting the goods.
    pub const FULFILLMENT: &str = "dev.ucp.shopping.fulfillment";
    /// UCP: promotion codes.
    pub const DISCOUNT: &str = "dev.ucp.shopping.discount";
    /// UCP: what the shop may write about.
    pub const CONSENT: &str = "dev.ucp.shopping.buyer_consent";
    /// UCP: one order.
    pub const ORDER: &str = "dev.ucp.shopping.order";
    /// Everything the screens show beyond UCP.
    pub const EXPERIENCE: &str = "example.kassa.experience";
    /// Order keys, expected totals, look-up and giving up.
    pub const PLACING: &str = "example.kassa.placing";
    /// Suggestions, free delivery, add-ons.
    pub const OFFERS: &str = "example.kassa.offers";
    /// Sign in, register, address book.
    pub const ACCOUNTS: &str = "example.kassa.accounts";
    /// Saved ways to pay.
    pub const WALLET: &str = "example.kassa.wallet";
    /// Order list, invoice, reorder, orders in full.
    pub const ORDERS: &str = "example.kassa.orders";
    /// Sending things back.
    pub const RETURNS: &str = "example.kassa.returns";
    /// Companies.
    pub const B2B: &str = "example.kassa.b2b";
    /// Plans.
    pub const SUBSCRIPTIONS: &str = "example.kassa.subscriptions";
    /// Gift cards, store credit, points.
    pub const TENDERS: &str = "example.kassa.tenders";
}

/// What of accounts a shop has: `config.doors` of `example.kassa.accounts`.
pub mod door {
    /// Signing in with a password.
    pub const PASSWORD: &str = "password";
    /// Signing in with a code sent by e-mail.
    pub const CODE: &str = "code";
    /// Making an account.
    pub const REGISTER: &str = "register";
    /// Turning a guest's order into a customer's.
    pub const CLAIM: &str = "claim";
    /// The address book.
    pub const ADDRESS_BOOK: &str = "address_book";
    /// Signing in with a passkey, and making one.
    pub const PASSKEY: &str = "passkey";
    /// Telling whether an address has an account.
    pub const HINT: &str = "hint";
    /// What somebody usually takes and wants to hear.
    pub const PREFERENCES: &str = "preferences";
}

/// What of orders a shop has beside them: `config.features` of `example.kassa.orders`.
pub mod feature {
    /// How far an order is.
    pub const TRACK: &str = "track";
    /// One order by its number and address.
    pub const FIND: &str = "find";
    /// What of an order can be had again.
    pub const REORDER: &str = "reorder";
}

/// The meaning of a word of a table; nothing for one nobody here knows.
fn meant<T: Copy>(table: &[(&str, T)], word: &str) -> Option<T> {
    table.iter().find(|(known, _)| *known == word).map(|(_, meaning)| *meaning)
}

/// The word of a table for something; each is in its table, which a test holds.
fn said<T: Copy + PartialEq>(table: &[(&'static str, T)], meaning: T) -> &'static str {
    table.iter().find(|(_, known)| *known == meaning).map_or("", |(word, _)| word)
}

const STANDINGS: [(&str, VatStanding); 3] =
    [("checked", VatStanding::Checked), ("unverified", VatStanding::Unverified), ("refused", VatStanding::Refused)];

/// What a register says of a number: one that says nothing we know could not be asked.
pub fn standing(word: &str) -> VatStanding {
    meant(&STANDINGS, word).unwrap_or(VatStanding::Unverified)
}

/// The word for what a register says.
pub fn standing_word(standing: VatStanding) -> &'static str {
    said(&STANDINGS, standing)
}

const ROLES: [(&str, May); 3] = [("buy", May::Buy), ("approve", May::Approve), ("prepare", May::Prepare)];

/// What a role comes to.
pub fn may(word: &str) -> Option<May> {
    meant(&ROLES, word)
}

/// The word for what a role comes to.
pub fn may_word(may: May) -> &'static str {
    said(&ROLES, may)
}

const UNTAXED: [(&str, Untaxed); 3] =
    [("reverse_charge", Untaxed::ReverseCharge), ("export", Untaxed::Export), ("exempt", Untaxed::Exempt)];

/// Why no tax is charged.
pub fn untaxed(word: &str) -> Option<Untaxed> {
    meant(&UNTAXED, word)
}

/// The word for why no tax is charged.
pub fn untaxed_word(untaxed: Untaxed) -> &'static str {
    said(&UNTAXED, untaxed)
}

const TENDERS: [(&str, TenderKind); 2] = [("gift_card", TenderKind::GiftCard), ("store_credit", TenderKind::Credit)];

/// What kind of thing pays a part. `None` for one that cannot be drawn here.
pub fn tender(word: &str) -> Option<TenderKind> {
    meant(&TENDERS, word)
}

/// The word for it.
pub fn tender_word(kind: TenderKind) -> &'static str {
    said(&TENDERS, kind)
}

const REACHED: [(&str, Reached); 7] = [
    ("held", Reached::Held),
    ("awaits_money", Reached::AwaitsMoney),
    ("packing", Reached::Packing),
    ("on_its_way", Reached::OnItsWay),
    ("ready", Reached::Ready),
    ("arrived", Reached::Arrived),
    ("cancelled", Reached::Cancelled),
];

/// How far an order is. `None` where the shop does not say it in words we know.
pub fn reached(word: &str) -> Option<Reached> {
    meant(&REACHED, word)
}

/// The word for how far an order is.
pub fn reached_word(reached: Reached) -> &'static str {
    said(&REACHED, reached)
}

const SETTLED: [(&str, Settled); 4] = [
    ("awaited", Settled::Awaited),
    ("reserved", Settled::Reserved),
    ("paid", Settled::Paid),
    ("refunded", Settled::Refunded),
];

/// What became of the money.
pub fn settled(word: &str) -> Option<Settled> {
    meant(&SETTLED, word)
}

/// The word for what became of the money.
pub fn settled_word(settled: Settled) -> &'static str {
    said(&SETTLED, settled)
}

/// Whole months of an ISO 8601 duration: `P1M`, `P1Y`.
pub fn months(interval: &str) -> Option<u8> {
    let span = interval.strip_prefix('P')?;
    let (count, of) = span.split_at_checked(span.len().checked_sub(1)?)?;
    let count: u8 = count.parse().ok().filter(|count| *count > 0)?;
    match of {
        "M" => Some(count),
        "Y" => count.checked_mul(12),
        _ => None,
    }
}

/// How the shop knows somebody, with the word for it.
const RECOGNISED: [(&str, Recognised); 4] = [
    ("password", Recognised::Password),
    ("code", Recognised::Code),
    ("passkey", Recognised::Passkey),
    ("remembered", Recognised::Remembered),
];

/// How the shop knows somebody; a password where it does not say.
pub fn recognised(word: &str) -> Recognised {
    RECOGNISED.iter().find(|(known, _)| *known == word).map_or(Recognised::Password, |(_, how)| *how)
}

/// The word for how the shop knows somebody.
pub fn recognised_word(how: Recognised) -> &'static str {
    RECOGNISED.iter().find(|(_, known)| *known == how).map_or("password", |(word, _)| word)
}

/// Codes of messages that are more than a fault of a field.
pub mod code {
    /// The payment was refused; `kassa.decline` says why.
    pub const PAYMENT_FAILED: &str = "payment_failed";
    /// The session is an order already; `kassa.order` says which.
    pub const ALREADY_PLACED: &str = "already_placed";
    /// There is no such session or order.
    pub const NOT_FOUND: &str = "not_found";
    /// What was shown opens no account.
    pub const CREDENTIALS: &str = "credentials_wrong";
    /// The key came before with other bytes.
    pub const IDEMPOTENCY_CONFLICT: &str = "idempotency_conflict";
    /// The shop has a fault; `kassa.reference` is for support.
    pub const INTERNAL: &str = "internal";
    /// Too many requests.
    pub const BUSY: &str = "too_many_requests";
}

/// States of an attempt.
pub mod attempt {
    /// Never seen.
    pub const UNKNOWN: &str = "unknown";
    /// Being worked on.
    pub const PENDING: &str = "pending";
    /// Waits for the shopper or the bank.
    pub const WAITING: &str = "waiting";
    /// Became an order.
    pub const ORDER: &str = "order";
    /// The payment was refused.
    pub const DECLINED: &str = "declined";
    /// Given up: never becomes an order.
    pub const GIVEN_UP: &str = "given_up";
}

/// The numbers that belong in the sentence of a fault: `kassa` of a message.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Numbers {
    /// The least or the most.
    pub limit: Option<u32>,
    /// The one that does not belong.
    pub character: Option<char>,
    /// An amount.
    pub amount: Option<Money>,
}

/// Faults without numbers, with the code each is written as.
const FAULTS: [(&str, Fault); 25] = [
    ("missing", Fault::Missing),
    ("no_letter", Fault::NoLetter),
    ("looks_like_email", Fault::LooksLikeEmail),
    ("no_at", Fault::NoAt),
    ("two_ats", Fault::TwoAts),
    ("no_mailbox", Fault::NoMailbox),
    ("no_domain", Fault::NoDomain),
    ("no_domain_ending", Fault::NoDomainEnding),
    ("space", Fault::Space),
    ("dots", Fault::Dots),
    ("invalid", Fault::Shape),
    ("checksum", Fault::Checksum),
    ("unknown_country", Fault::UnknownCountry),
    ("unsupported_brand", Fault::UnsupportedBrand),
    ("expired", Fault::Expired),
    ("too_far", Fault::TooFar),
    ("no_such_month", Fault::NoSuchMonth),
    ("not_a_number", Fault::NotANumber),
    ("gone", Fault::Gone),
    ("address_undeliverable", Fault::NotServed),
    ("discount_code_invalid", Fault::CodeUnknown),
    ("discount_code_expired", Fault::CodeExpired),
    ("discount_code_wrong_market", Fault::CodeWrongMarket),
    ("discount_code_used", Fault::CodeUsed),
    ("discount_code_already_applied", Fault::CodeAlreadyApplied),
];
/// Codes of other servers that mean the same.
const SYNONYMS: [(&str, Fault); 12] = [
    ("field_required", Fault::Missing),
    ("required", Fault::Missing),
    ("invalid_email", Fault::Shape),
    ("invalid_phone", Fault::Shape),
    ("invalid_postal_code", Fault::Shape),
    ("item_unavailable", Fault::Gone),
    ("out_of_stock", Fault::Gone),
    ("region_restricted", Fault::NotServed),
    ("coupon_invalid", Fault::CodeUnknown),
    ("coupon_expired", Fault::CodeExpired),
    ("discount_code_already_used", Fault::CodeUsed),
    ("discount_code_user_ineligible", Fault::Refused),
];

/// The fault a code means; `Refused` for one nobody here knows, or that lacks its number.
pub fn fault(code: &str, numbers: Numbers) -> Fault {
    let short = |limit: Option<u32>| limit.and_then(|limit| u16::try_from(limit).ok());
    let with_number = match code {
        "too_short" => short(numbers.limit).map(Fault::TooShort),
        "too_long" => short(numbers.limit).map(Fault::TooLong),
        "bad_character" => numbers.character.map(Fault::BadCharacter),
        "quantity_exceeded" => numbers.limit.map(Fault::TooMany),
        "discount_code_below_minimum" | "minimum_not_met" => numbers.amount.map(Fault::CodeBelowMinimum),
        _ => None,
    };
    let plain = || FAULTS.iter().chain(&SYNONYMS).find(|(known, _)| *known == code).map(|(_, fault)| *fault);
    with_number.or_else(plain).unwrap_or(Fault::Refused)
}

/// How a fault is written.
pub fn fault_code(fault: Fault) -> (&'static str, Numbers) {
    let limit = |limit: u32| Numbers { limit: Some(limit), ..Numbers::default() };
    match fault {
        Fault::TooShort(least) => ("too_short", limit(u32::from(least))),
        Fault::TooLong(most) => ("too_long", limit(u32::from(most))),
        Fault::BadCharacter(c) => ("bad_character", Numbers { character: Some(c), ..Numbers::default() }),
        Fault::TooMany(most) => ("quantity_exceeded", limit(most)),
        Fault::CodeBelowMinimum(least) => {
            ("discount_code_below_minimum", Numbers { amount: Some(least), ..Numbers::default() })
        }
        plain => {
            let code = FAULTS.iter().find(|(_, known)| *known == plain).map_or("refused", |(code, _)| code);
            (code, Numbers::default())
        }
    }
}

/// Members of an address, as they are written and what they are to us.
const ADDRESS: [(&str, AddressField); 11] = [
    ("address_country", AddressField::Country),
    ("full_name", AddressField::Name),
    ("kassa.organization", AddressField::Organization),
    ("street_address", AddressField::Street),
    ("extended_address", AddressField::Line2),
    ("postal_code", AddressField::Postcode),
    ("address_locality", AddressField::City),
    ("address_region", AddressField::Region),
    ("phone_number", AddressField::Phone),
    // Read only.
    ("first_name", AddressField::Name),
    ("last_name", AddressField::Name),
];

/// The field a message's path points at. `None` for what no field of ours is.
pub fn field(path: &str) -> Option<Field> {
    let path = path.strip_prefix("$.").or_else(|| path.strip_prefix('$')).unwrap_or(path);
    let address = |use_| {
        let part = |(name, _): &&(&str, AddressField)| path.ends_with(name);
        ADDRESS.iter().find(part).map(|(_, part)| Field::Address(use_, *part))
    };
    let root = path.split(['.', '[']).next().unwrap_or_default();
    match root {
        "buyer" if path.ends_with("email") => Some(Field::Email),
        "discounts" => Some(Field::Code),
        "line_items" => Some(Field::Quantity),
        "context" => address(AddressUse::Shipping),
        "kassa" if path.ends_with("pickup_near") => Some(Field::Near),
        "kassa" if path.contains("tenders") => Some(Field::GiftCard),
        "kassa" if path.ends_with("tax_id") => Some(Field::VatId),
        "kassa" if path.ends_with("subscribes") => Some(Field::Subscribe),
        "fulfillment" if path.contains("collector") => {
            Some(if path.ends_with("phone_number") { Field::CollectPhone } else { Field::CollectName })
        }
        "fulfillment" if path.ends_with("selected_option_id") => Some(Field::Rate),
        "fulfillment" if path.ends_with("selected_destination_id") => Some(Field::Point),
        "fulfillment" => address(AddressUse::Shipping).or(Some(Field::How)),
        "payment" if path.contains("billing_address") => address(AddressUse::Billing),
        "payment" if path.contains("credential") => Some(Field::Card),
        "payment" if path.ends_with("purchase_number") => Some(Field::PurchaseNumber),
        "payment" if path.ends_with("cost_centre") => Some(Field::CostCentre),
        "payment" if path.ends_with("invoice_email") => Some(Field::InvoiceEmail),
        "payment" => Some(Field::Method),
        _ => None,
    }
}

/// The path that points at a field. `None` for what the server has no member for.
pub fn path(field: Field) -> Option<String> {
    let fixed = match field {
        Field::Email => "$.buyer.email",
        Field::Code => "$.discounts.codes",
        Field::Quantity => "$.line_items",
        Field::How => "$.fulfillment.methods",
        Field::Rate => "$.fulfillment.methods[0].groups[0].selected_option_id",
        Field::Point => "$.fulfillment.methods[1].selected_destination_id",
        Field::Near => "$.kassa.pickup_near",
        Field::CollectName => "$.fulfillment.methods[1].kassa.collector.full_name",
        Field::CollectPhone => "$.fulfillment.methods[1].kassa.collector.phone_number",
        Field::Method => "$.payment.instruments",
        Field::Card => "$.payment.instruments[0].credential",
        Field::Address(use_, part) => {
            let (name, _) = ADDRESS.iter().find(|(_, known)| *known == part)?;
            let at = match use_ {
                AddressUse::Shipping => "$.fulfillment.methods[0].destinations[0].",
                AddressUse::Billing => "$.payment.instruments[0].billing_address.",
            };
            return Some([at, name].concat());
        }
        Field::PurchaseNumber => "$.payment.instruments[0].kassa.purchase_number",
        Field::CostCentre => "$.payment.instruments[0].kassa.cost_centre",
        Field::InvoiceEmail => "$.payment.instruments[0].kassa.invoice_email",
        Field::GiftCard => "$.kassa.tenders",
        Field::VatId => "$.kassa.b2b.company.tax_id",
        Field::Subscribe => "$.kassa.subscribes",
        // A consent is named by its id, and only where it was given.
        Field::News
        | Field::Consent(_)
        | Field::Business
        | Field::BillElsewhere
        | Field::SaveCard
        | Field::Book
        | Field::Door
        | Field::Password
        | Field::NewPassword
        | Field::OneTimeCode
        | Field::SharedDevice
        | Field::OrderNumber => return None,
    };
    Some(fixed.to_owned())
}

/// Reasons for a refused payment.
const DECLINES: [(&str, Decline); 12] = [
    ("generic", Decline::Generic),
    ("insufficient_funds", Decline::InsufficientFunds),
    ("expired_card", Decline::ExpiredCard),
    ("wrong_code", Decline::WrongCode),
    ("wrong_number", Decline::WrongNumber),
    ("lost_or_stolen", Decline::LostOrStolen),
    ("limit_reached", Decline::LimitReached),
    ("not_permitted", Decline::NotPermitted),
    ("authentication_failed", Decline::AuthenticationFailed),
    ("suspected_fraud", Decline::SuspectedFraud),
    ("issuer_unavailable", Decline::IssuerUnavailable),
    ("try_later", Decline::TryLater),
];

/// The reason a word means, in either case; no reason for one nobody here knows.
pub fn decline(word: &str) -> Decline {
    let known = DECLINES.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
    known.map_or(Decline::Generic, |(_, decline)| *decline)
}

/// How a reason is written.
pub fn decline_word(decline: Decline) -> &'static str {
    DECLINES.iter().find(|(_, known)| *known == decline).map_or("generic", |(word, _)| word)
}

/// How the moment of charge is written: the word, and the days that belong to one of them.
pub const fn charged_word(charged: ChargeMoment) -> (&'static str, Option<u16>) {
    match charged {
        ChargeMoment::Now => ("now", None),
        ChargeMoment::AtDispatch => ("at_dispatch", None),
        ChargeMoment::AtCollection => ("at_collection", None),
        ChargeMoment::AfterDispatch(days) => ("after_dispatch", Some(days)),
        ChargeMoment::First => ("first", None),
        ChargeMoment::Monthly => ("monthly", None),
        ChargeMoment::InParts => ("in_parts", None),
    }
}

/// The moment a word means. `None` for one nobody here knows.
pub fn charged(word: &str, days: Option<u16>) -> Option<ChargeMoment> {
    Some(match word {
        "now" => ChargeMoment::Now,
        "at_dispatch" => ChargeMoment::AtDispatch,
        "at_collection" => ChargeMoment::AtCollection,
        "after_dispatch" => ChargeMoment::AfterDispatch(days?),
        "first" => ChargeMoment::First,
        "monthly" => ChargeMoment::Monthly,
        "in_parts" => ChargeMoment::InParts,
        _ => return None,
    })
}

/// How a tag is written.
pub const fn tag_word(tag: Tag) -> &'static str {
    match tag {
        Tag::Cheapest => "cheapest",
        Tag::Fastest => "fastest",
        Tag::Recommended => "recommended",
    }
}

/// The tag a word means. `None` for one nobody here knows.
pub fn tag(word: &str) -> Option<Tag> {
    [Tag::Cheapest, Tag::Fastest, Tag::Recommended].into_iter().find(|tag| tag_word(*tag) == word)
}

/// A day as `2026-11-24`.
pub fn day_text(day: Day) -> String {
    let (year, month, of_month) = day.civil();
    format!("{year:04}-{month:02}-{of_month:02}")
}

/// An instant as RFC 3339 in UTC, with milliseconds where there are any.
pub fn instant_text(instant: Instant) -> String {
    let of_day = instant.0.rem_euclid(86_400_000);
    let (seconds, milliseconds) = (of_day / 1000, of_day % 1000);
    let time = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
    let fraction = if milliseconds == 0 { String::new() } else { format!(".{milliseconds:03}") };
    [&day_text(instant.day()), "T", &time, &fraction, "Z"].concat()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    #[test]
    fn every_fault_reads_back() {
        let numbered = [
            Fault::TooShort(3),
            Fault::TooLong(100),
            Fault::BadCharacter('<'),
            Fault::TooMany(12),
            Fault::CodeBelowMinimum(Money::new(20_000, Currency::EUR)),
            Fault::Refused,
        ];
        for known in FAULTS.iter().map(|(_, fault)| *fault).chain(numbered) {
            let (code, numbers) = fault_code(known);
            assert_eq!(fault(code, numbers), known, "{code}");
        }
    }
    #[test]
    fn a_code_nobody_knows_is_a_refusal() {
        assert_eq!(fault("from_the_future", Numbers::default()), Fault::Refused);
    }
    #[test]
    fn a_code_without_its_number_is_a_refusal() {
        assert_eq!(fault("quantity_exceeded", Numbers::default()), Fault::Refused);
    }
    #[test]
    fn other_words_for_the_same_are_read() {
        assert_eq!(fault("field_required", Numbers::default()), Fault::Missing);
    }

    #[test]
    fn every_field_a_server_knows_has_a_path_that_reads_back() {
        for known in Field::all() {
            match path(known) {
                Some(path) => assert_eq!(field(&path), Some(known), "{path}"),
                None => assert!(matches!(
                    known,
                    Field::News | Field::BillElsewhere | Field::SaveCard | Field::Business | Field::Consent(_)
                )),
            }
        }
    }

    #[track_caller]
    fn points_at(path: &str, expected: Option<Field>) {
        assert_eq!(field(path), expected, "{path}");
    }

    #[test]
    fn a_line_is_its_quantity() {
        points_at("$.line_items[0]", Some(Field::Quantity));
    }
    #[test]
    fn quoted_members_do_no_harm() {
        points_at("$['buyer']['email']", None);
    }
    #[test]
    fn the_whole_is_no_field() {
        points_at("$", None);
    }
    #[test]
    fn what_has_no_field_is_none() {
        points_at("$.loyalty.tier", None);
    }

    #[test]
    fn every_decline_reads_back() {
        for known in Decline::ALL {
            assert_eq!(decline(decline_word(known)), known);
        }
    }
    #[test]
    fn declines_in_capitals_are_read() {
        assert_eq!(decline("INSUFFICIENT_FUNDS"), Decline::InsufficientFunds);
    }

    #[test]
    fn every_word_of_a_table_reads_back() {
        fn check<T: Copy + PartialEq + core::fmt::Debug>(table: &[(&'static str, T)]) {
            for (word, meaning) in table {
                assert_eq!((meant(table, word), said(table, *meaning)), (Some(*meaning), *word));
            }
            assert_eq!(meant(table, "from_the_future"), None);
        }
        check(&STANDINGS);
        check(&ROLES);
        check(&UNTAXED);
        check(&TENDERS);
        check(&REACHED);
        check(&SETTLED);
        assert_eq!(standing("from_the_future"), VatStanding::Unverified);
    }

    #[test]
    fn instants_and_days_read_back() {
        for milliseconds in [0, 1_795_356_360_000, 1_795_356_360_007, -1] {
            assert_eq!(Instant::parse(&instant_text(Instant(milliseconds))), Some(Instant(milliseconds)));
        }
        assert_eq!(day_text(Day::of(2026, 3, 1)), "2026-03-01");
    }
}
