//! A company buys as a company: its tax, what the register says, an offer handed over, an order once more.

use crate::contract::now;
use kassa::{
    backend::{
        Backend,
        demo::{Clock, Config, Demo, Scenario, Start},
        shelf::Memory,
    },
    checkout::{
        Checkout, Command, Event, Phase,
        answers::COMPANY,
        request::{BackendError, Intent, Keys, OrderRequest, Payment, Placed, Purchase},
    },
    domain::{
        ItemId, LineId, MethodId, OrderNumber, RateId,
        address::{Address, Ask},
        cart::LineKind,
        check::vat::VatId,
        company::{CompanyAsked, May, VatStanding},
        contact::Contact,
        country::Country,
        day::{Day, Instant},
        delivery::Delivery,
        money::Money,
        order::{Order, OrderState, Reorder},
        payment::{Buyer, NotOffered},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{Change, Quote},
        totals::{PriceView, TotalKind, Untaxed},
    },
    steps::STEPS,
};
use std::{cell::Cell, collections::VecDeque, rc::Rc, sync::Arc};

/// Sunday 22 November 2026, 14:06 UTC.
const SUNDAY: Instant = Instant(1_795_356_360_000);
const DAY: i64 = 86_400_000;

struct Hand(Rc<Cell<i64>>);

impl Clock for Hand {
    fn now(&self) -> Instant {
        Instant(self.0.get())
    }
}

fn country(code: &str) -> Country {
    Country::parse(code).unwrap()
}

fn started(start: Start) -> Demo {
    Demo::new(Memory::default(), SUNDAY, Config { start: Some(start), ..Config::default() })
}

fn shop(market: &str) -> Demo {
    started(Start { market: country(market), ..Start::default() })
}

fn known(role: May) -> Demo {
    started(Start { buyer: Buyer::Company, role, ..Start::default() })
}

#[track_caller]
fn apply(shop: &Demo, intents: impl IntoIterator<Item = Intent>) -> Quote {
    now(shop.apply("en", intents.into_iter().collect())).unwrap()
}

fn company(name: &str, number: &str) -> Intent {
    let vat = Some(number).filter(|number| !number.is_empty());
    let vat = vat.map(|number| VatId::typed(number, country("FI")).unwrap());
    Intent::SetCompany(Some(Arc::new(CompanyAsked { name: name.into(), vat })))
}

fn set(line: &str, quantity: u32) -> Intent {
    Intent::SetQuantity(LineId::from(line), quantity)
}

fn row(quote: &Quote, kind: TotalKind) -> Option<String> {
    quote.totals.rows.iter().find(|row| row.kind == kind).map(|row| row.amount.decimal())
}

fn methods(quote: &Quote) -> Vec<&str> {
    quote.methods.iter().map(|offer| offer.id.as_str()).collect()
}

/// What is shown adds up: pieces to lines, lines to rows, rows to the total, the sum without tax and the tax to it.
#[track_caller]
fn adds_up(quote: &Quote) {
    let money = |minor: i64| Money::new(minor, quote.currency);
    for line in &quote.lines {
        assert_eq!(line.total, money(line.unit_price.minor() * i64::from(line.quantity)), "{}", line.title);
    }
    let goods: i64 = quote.lines.iter().filter(|line| line.kind != LineKind::Gift).map(|line| line.total.minor()).sum();
    // Services are lines with a row of their own.
    let of_lines = quote.totals.rows.iter().filter(|row| matches!(row.kind, TotalKind::Items | TotalKind::Other));
    assert_eq!(of_lines.map(|row| row.amount.minor()).sum::<i64>(), goods);
    let rows: i64 = quote.totals.rows.iter().map(|row| row.amount.minor()).sum();
    assert_eq!(quote.totals.total, money(rows));
    if let PriceView::Net { sum, .. } = quote.totals.view {
        let tax = quote.totals.rows.iter().find(|row| row.kind == TotalKind::Tax).unwrap();
        assert_eq!(sum.plus(tax.amount), Ok(quote.totals.total));
    }
}

// Tax

/// How prices are shown, and why there is no tax.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Seen {
    Gross,
    Net,
    Not(Untaxed),
}

const GROSS: Seen = Seen::Gross;
const NET: Seen = Seen::Net;
const REVERSE: Seen = Seen::Not(Untaxed::ReverseCharge);
const EXPORT: Seen = Seen::Not(Untaxed::Export);
const EXEMPT: Seen = Seen::Not(Untaxed::Exempt);

#[track_caller]
fn taxed(market: &str, number: &str, view: Seen) {
    let shop = shop(market);
    let before = now(shop.open("en")).unwrap();
    let quote = apply(&shop, [company("Firm", number)]);
    adds_up(&quote);
    let seen = match quote.totals.view {
        PriceView::Gross => Seen::Gross,
        PriceView::Net { untaxed, .. } => untaxed.map_or(Seen::Net, Seen::Not),
    };
    assert_eq!(seen, view, "{number} in {market}");
    match view {
        Seen::Gross => assert_eq!(quote.totals, before.totals, "{number} in {market}"),
        Seen::Net => assert_ne!(row(&quote, TotalKind::Tax).unwrap(), "0.00", "{number} in {market}"),
        Seen::Not(_) => {
            assert_eq!(quote.totals.rows.last().map(|row| row.amount.is_zero()), Some(true), "{number} in {market}");
            assert!(quote.totals.total.minor() < before.totals.total.minor());
            assert_eq!(quote.totals.taxes, []);
        }
    }
    // Giving it up gives back what a consumer was shown.
    let back = apply(&shop, [Intent::SetCompany(None)]);
    assert_eq!((back.totals, back.company, back.buyer), (before.totals, None, Buyer::Consumer));
}

// shows: LEG-06
#[test]
fn a_number_of_another_country_of_the_union_takes_the_tax_away_from_what_goes_there() {
    taxed("DE", "DE136695976", REVERSE);
    taxed("DE", "EL094259216", REVERSE);
    taxed("SE", "SE556188840401", REVERSE);
    taxed("DK", "DK13585628", REVERSE);
}

#[test]
fn at_home_and_with_a_number_of_home_the_tax_comes_on_top() {
    taxed("FI", "FI20774740", NET);
    taxed("FI", "DE136695976", NET);
    taxed("DE", "FI20774740", NET);
}

#[test]
fn what_leaves_the_union_for_a_company_there_is_exported() {
    taxed("NO", "NO923609016", EXPORT);
    taxed("NO", "DE136695976", NET);
    taxed("DE", "NO923609016", NET);
    taxed("DE", "GB980780684", NET);
}

#[test]
fn a_company_with_a_certificate_is_exempt_wherever_it_goes() {
    taxed("FI", "FI39191182", EXEMPT);
    taxed("DE", "FI39191182", EXEMPT);
    let quote = apply(&shop("FI"), [company("Exempt", "FI39191182")]);
    assert!(quote.company.unwrap().exempt.clone().unwrap().contains("FI-2026-114"));
}

// shows: LEG-06, TAX-01
#[test]
fn without_a_number_that_holds_the_buyer_is_a_consumer() {
    for market in ["FI", "DE", "NO"] {
        taxed(market, "", GROSS);
    }
    taxed("FI", "FI91286226", GROSS);
    taxed("DE", "DE824778423", GROSS);
    taxed("NO", "NO660208445", GROSS);
}

#[test]
fn the_default_bag_without_tax_by_hand() {
    // 249.00 / 1.255 = 198.41; 79.00 / 1.255 = 62.95, twice; 25.5 % of 324.31 = 82.70.
    let quote = apply(&shop("FI"), [company("Tunturi", "FI20774740")]);
    let prices: Vec<_> = quote.lines.iter().map(|line| line.unit_price.decimal()).collect();
    assert_eq!(prices, ["198.41", "62.95", "0.00"]);
    assert_eq!(row(&quote, TotalKind::Items).as_deref(), Some("324.31"));
    assert_eq!(row(&quote, TotalKind::Tax).as_deref(), Some("82.70"));
    assert_eq!(quote.totals.total.decimal(), "407.01");
    assert_eq!(quote.totals.taxes.first().and_then(|tax| tax.basis_points), Some(2550));
}

#[test]
fn a_gift_card_has_no_tax_in_it() {
    let shop = started(Start { scenario: Scenario::Virtual, ..Start::default() });
    let quote = apply(&shop, [company("Tunturi", "FI20774740")]);
    adds_up(&quote);
    // 50.00 as it is, 9.00 / 1.255 = 7.17, and 25.5 % of that.
    let prices: Vec<_> = quote.lines.iter().map(|line| line.unit_price.decimal()).collect();
    assert_eq!((prices, row(&quote, TotalKind::Tax).as_deref()), (vec!["50.00".into(), "7.17".into()], Some("1.83")));
}

#[test]
fn discounts_delivery_and_services_are_without_tax_too() {
    let shop = started(Start { scenario: Scenario::Mixed, ..Start::default() });
    let to = Intent::SetDestination { country: country("FI"), postcode: Some("00100".into()) };
    let rate = Intent::SetRate(RateId::from("express"));
    let quote = apply(&shop, [company("Tunturi", "FI20774740"), to, rate, Intent::ApplyCode("VILLMARK10".into())]);
    adds_up(&quote);
    // 14.90 / 1.255
    assert_eq!(row(&quote, TotalKind::Delivery).as_deref(), Some("11.87"));
    assert_eq!(quote.rate(&RateId::from("express")).map(|rate| rate.price.decimal()).as_deref(), Some("11.87"));
}

// The register

#[track_caller]
fn stands(number: &str, standing: VatStanding, buyer: Buyer) {
    let quote = apply(&shop("FI"), [company("Firm", number)]);
    assert_eq!(
        quote.company.and_then(|company| company.vat.clone()).map(|vat| vat.standing),
        Some(standing),
        "{number}"
    );
    assert_eq!(quote.buyer, buyer, "{number}");
}

// shows: TAX-01
#[test]
fn the_register_confirms_refuses_or_cannot_be_asked() {
    stands("FI20774740", VatStanding::Checked, Buyer::Company);
    stands("DE136695976", VatStanding::Checked, Buyer::Company);
    stands("FI91286226", VatStanding::Refused, Buyer::Consumer);
    stands("FI22486240", VatStanding::Unverified, Buyer::Company);
}

// shows: TAX-01
#[test]
fn a_register_that_cannot_be_asked_charges_tax_and_blocks_nothing() {
    taxed("DE", "DE791351734", NET);
    taxed("NO", "NO550660849", NET);
    let shop = shop("DE");
    apply(&shop, [company("Firm", "DE791351734")]);
    assert!(matches!(bought(&shop, "transfer", None), Ok(Placed::Order(_))));
}

// Who may what

// shows: S0-32, S2-15
#[test]
fn companies_and_consumers_are_offered_their_own() {
    let shop = shop("FI");
    let consumer = now(shop.open("en")).unwrap();
    assert!(!methods(&consumer).iter().any(|id| matches!(*id, "cheque" | "purchase-order" | "account")));
    assert!(methods(&consumer).contains(&"invoice") && consumer.shop.returns_days.is_some());
    assert!(consumer.lines[0].returns_days.is_some() && consumer.lines[0].reduced.is_some());
    let firm = apply(&shop, [company("Firm", "FI20774740")]);
    // On account only for whom the shop knows.
    assert_eq!(methods(&firm), ["transfer", "card", "cheque"]);
    assert_eq!(firm.shop.returns_days, None);
    assert!(firm.lines.iter().all(|line| line.returns_days.is_none() && line.reduced.is_none()));
    let account = now(known(May::Buy).open("en")).unwrap();
    assert_eq!(methods(&account), ["purchase-order", "account", "transfer", "card", "cheque"]);
}

#[track_caller]
fn approves(role: May, jackets: u32, limit: Option<&str>) {
    let quote = apply(&known(role), [set("line-jacket", jackets)]);
    let offer = quote.method(&MethodId::from("account")).unwrap();
    assert_eq!(
        offer.approval.as_ref().map(|approval| approval.limit.decimal()).as_deref(),
        limit,
        "{role:?} {jackets}"
    );
    assert_eq!(quote.company.unwrap().role.as_ref().unwrap().may, role);
}

#[test]
fn each_role_has_its_limit() {
    approves(May::Buy, 1, None);
    approves(May::Buy, 4, Some("1000.00"));
    approves(May::Approve, 4, None);
    approves(May::Prepare, 1, Some("0.00"));
}

// shows: S2-15
#[test]
fn what_is_above_the_credit_that_is_left_is_refused_with_the_reason() {
    let shop = known(May::Approve);
    let account = MethodId::from("account");
    let fits = apply(&shop, [set("line-jacket", 1), Intent::SetMethod(account.clone())]);
    assert_eq!(fits.method.as_ref(), Some(&account));
    let credit = fits.method(&MethodId::from("account")).and_then(|offer| offer.credit).unwrap();
    let start =
        Start { scenario: Scenario::Large(2_000), buyer: Buyer::Company, role: May::Approve, ..Start::default() };
    let shop = started(start);
    let quote = now(shop.open("en")).unwrap();
    assert!(quote.totals.due.minor() > credit.left.minor(), "{:?} fits into {:?}", quote.totals.due, credit.left);
    assert_eq!((quote.method(&account), &quote.method), (None, &None), "nor is it chosen any more");
    let why = quote.not_offered.iter().find(|(id, _)| *id == account).map(|(_, why)| *why);
    assert_eq!(why, Some(NotOffered::AboveLimit(credit.left)));
    let chosen = now(shop.apply("en", vec![Intent::SetMethod(account)]));
    assert!(matches!(chosen, Err(BackendError::Rejected(_))), "{chosen:?}");
}

#[test]
fn an_order_above_the_limit_waits_for_whoever_agrees_and_says_so() {
    let shop = known(May::Buy);
    apply(&shop, [set("line-jacket", 4)]);
    let Ok(Placed::Order(order)) = bought(&shop, "purchase-order", Some("PO-1")) else { panic!() };
    assert_eq!(order.state, OrderState::ForApproval { by: "Aino Heikkilä".into() });
    assert_eq!(order.company.as_ref().map(|company| company.name.as_str()), Some("Tunturi Guides Oy"));
    assert_eq!(order.returns_until, None);
    assert!(matches!(order.totals.view, PriceView::Net { untaxed: None, .. }));
    let tax = order.totals.rows.iter().find(|row| row.kind == TotalKind::Tax);
    assert_eq!(tax.map(|row| row.amount), order.totals.taxes.first().map(|tax| tax.amount));
}

#[test]
fn a_company_with_an_account_is_the_accounts_to_change() {
    let shop = known(May::Buy);
    for intent in [Intent::SetCompany(None), company("Other", "DE136695976")] {
        let quote = apply(&shop, [intent]);
        assert_eq!(quote.company.as_ref().map(|company| company.name.as_str()), Some("Tunturi Guides Oy"));
        assert_eq!(quote.buyer, Buyer::Company);
    }
}

/// Buys what is in the bag.
fn bought(shop: &Demo, method: &str, number: Option<&str>) -> Result<Placed, BackendError> {
    let quote = now(shop.open("en")).unwrap();
    let (code, city) = match quote.country.code() {
        "DE" => ("10115", "Berlin"),
        _ => ("00100", "Helsinki"),
    };
    let to = Intent::SetDestination { country: quote.country, postcode: Some(code.into()) };
    let rate = apply(shop, [to]).delivery.rate.unwrap();
    let quote = apply(shop, [Intent::SetMethod(MethodId::from(method))]);
    let typed = |part| {
        match part {
            AddressField::Country => quote.country.code(),
            AddressField::Name => "Kaisa Laine",
            AddressField::Street => "Street 1",
            AddressField::Postcode => code,
            AddressField::City => city,
            AddressField::Phone => "+358 40 123 4567",
            _ => "",
        }
        .to_owned()
    };
    let request = OrderRequest {
        extras: Vec::new(),
        contact: Contact::parse("kaisa@example.fi", false).unwrap(),
        delivery: Delivery::Ship { address: Address::parse(AddressUse::Shipping, Ask::CARRIER, &typed).unwrap(), rate },
        billing: None,
        method: Some(MethodId::from(method)),
        expected_total: quote.totals.due,
        terms_version: quote.shop.terms.as_ref().unwrap().version.clone(),
        purchase: number.map(|number| Purchase {
            number: number.into(),
            cost_centre: String::new(),
            invoice_email: None,
        }),
        subscribes: false,
        consents: Vec::new(),
    };
    let keys = Keys { order: format!("{method}{}", quote.revision), payment: "p".into() };
    now(shop.place("en", keys, request, Payment { token: None, card: None, save: false }))
}

// An offer handed over

#[test]
fn what_was_agreed_on_is_bought_as_it_is() {
    let shop = started(Start { scenario: Scenario::Quote, ..Start::default() });
    let quote = now(shop.open("en")).unwrap();
    adds_up(&quote);
    let agreed = quote.company.as_ref().and_then(|company| company.agreed.clone()).unwrap();
    assert_eq!((agreed.reference.as_str(), agreed.until), ("Q-2026-0417", Day::of(2026, 12, 6)));
    // 39.00 less 15 % is 33.15, without tax 26.41.
    let flask = quote.line(&LineId::from("line-flask")).unwrap();
    assert_eq!((flask.quantity, flask.limit, flask.unit_price.decimal().as_str()), (12, 12, "26.41"));
    assert_eq!(quote.suggestions, []);
    let refused = |intent: Intent, field| {
        let answer = now(shop.apply("en", vec![intent]));
        assert_eq!(answer, Err(BackendError::Rejected(vec![Problem::new(field, Fault::Refused)])));
    };
    refused(set("line-flask", 11), Field::Quantity);
    refused(set("line-flask", 0), Field::Quantity);
    refused(Intent::AddItem(ItemId::from("jacket"), 1), Field::Quantity);
    refused(Intent::ApplyCode("VILLMARK10".into()), Field::Code);
    assert!(matches!(bought(&shop, "transfer", None), Ok(Placed::Order(_))));
    // The next bag is one like any other.
    let quote = apply(&shop, [Intent::AddItem(ItemId::from("flask"), 1)]);
    assert_eq!(quote.company.and_then(|company| company.agreed.clone()), None);
    assert_eq!(quote.lines[0].unit_price.decimal(), "31.08");
}

#[test]
fn an_offer_lapses_after_its_last_day_and_every_price_is_told() {
    let clock = Rc::new(Cell::new(SUNDAY.0));
    let start = Start { scenario: Scenario::Quote, ..Start::default() };
    let config = Config { start: Some(start), ..Config::default() };
    let shop = Demo::new(Memory::default(), Hand(Rc::clone(&clock)), config);
    now(shop.open("en")).unwrap();
    clock.set(SUNDAY.0 + 14 * DAY);
    assert!(now(shop.open("en")).unwrap().company.unwrap().agreed.is_some(), "on the last day");
    clock.set(SUNDAY.0 + 15 * DAY);
    let quote = now(shop.open("en")).unwrap();
    assert_eq!(quote.company.as_ref().and_then(|company| company.agreed.clone()), None);
    let was: Vec<_> = quote
        .changes
        .iter()
        .map(|change| match change {
            Change::Price { line, was } => (line.as_str(), was.decimal()),
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(was, [("line-flask", "26.41".to_owned()), ("line-pack", "80.60".to_owned())]);
    assert_eq!(quote.line(&LineId::from("line-flask")).unwrap().unit_price.decimal(), "31.08");
}

// Once more

fn once_more(shop: &Demo, number: &OrderNumber) -> Vec<(String, Option<String>, String, u32, u32)> {
    let Reorder { lines } = now(shop.reorder("en", number)).unwrap();
    lines
        .iter()
        .map(|line| {
            let now = line.now.map(Money::decimal).unwrap_or_default();
            (line.item.0.clone(), line.was.map(Money::decimal), now, line.available, line.pieces())
        })
        .collect()
}

// shows: S0-42
#[test]
fn an_order_once_more_says_what_has_changed_line_by_line() {
    let shop = shop("FI");
    let Ok(Placed::Order(order)) = bought(&shop, "transfer", None) else { panic!() };
    // Two of three base layers were sold: one is left. The gift comes by itself.
    let line = |item: &str, price: &str, available, pieces| {
        (item.to_owned(), Some(price.to_owned()), price.to_owned(), available, pieces)
    };
    assert_eq!(once_more(&shop, &order.number), [line("jacket", "249.00", 10, 1), line("base", "79.00", 1, 1)]);
    let quote =
        apply(&shop, [Intent::StartAnew, Intent::AddItem("jacket".into(), 1), Intent::AddItem("base".into(), 1)]);
    assert_eq!(quote.lines.iter().filter(|line| line.kind != LineKind::Gift).count(), 2);
    // What is in the bag already cannot be had once more.
    assert_eq!(once_more(&shop, &order.number), [line("jacket", "249.00", 9, 1), line("base", "79.00", 0, 0)]);
    // Then and now are told in the same view.
    apply(&shop, [company("Firm", "FI20774740")]);
    assert_eq!(once_more(&shop, &order.number)[0].1.as_deref(), Some("198.41"));
    // In another currency there is nothing to compare.
    let to = Intent::SetDestination { country: country("SE"), postcode: None };
    apply(&shop, [Intent::SetCompany(None), to]);
    let (_, was, now_, ..) = once_more(&shop, &order.number)[0].clone();
    assert_eq!((was, now_.as_str()), (None, "2799.00"));
}

#[test]
fn an_order_that_was_agreed_on_costs_the_lists_price_the_next_time() {
    let shop = started(Start { scenario: Scenario::Quote, ..Start::default() });
    let Ok(Placed::Order(order)) = bought(&shop, "transfer", None) else { panic!() };
    let (item, was, now_, ..) = once_more(&shop, &order.number)[0].clone();
    assert_eq!((item.as_str(), was.as_deref(), now_.as_str()), ("flask", Some("26.41"), "31.08"));
}

#[test]
fn an_order_of_somebody_else_is_not_told() {
    assert_eq!(now(shop("FI").reorder("en", &OrderNumber::from("FJ-20481"))), Err(BackendError::Unauthorized));
}

// At the checkout

struct Buying {
    checkout: Option<Checkout>,
    shop: Demo,
    told: u32,
}

impl Buying {
    fn new(market: &str) -> Self {
        let shop = shop(market);
        let mut buying = Self { checkout: Some(Checkout::new(STEPS, shop.facts())), shop, told: 0 };
        buying.act(Event::Started { saved: None, step: Some("bag".into()), now: SUNDAY });
        buying.type_in(Field::Email, "kaisa@example.fi");
        buying
    }

    fn act(&mut self, event: Event) {
        let mut waiting = VecDeque::from([event]);
        while let Some(event) = waiting.pop_front() {
            let (checkout, commands) = self.checkout.take().unwrap().update(event);
            self.checkout = Some(checkout);
            for command in commands {
                waiting.extend(match command {
                    Command::Open(number) => Some(Event::Answered(number, now(self.shop.open("en")).map(Box::new))),
                    Command::Apply(number, intents) => {
                        let company = |intent: &&Intent| matches!(intent, Intent::SetCompany(_));
                        self.told += u32::try_from(intents.iter().filter(company).count()).unwrap();
                        Some(Event::Answered(number, now(self.shop.apply("en", intents)).map(Box::new)))
                    }
                    Command::FetchOrder(number) => {
                        Some(Event::Fetched(now(self.shop.order("en", &number)).map(Box::new)))
                    }
                    _ => None,
                });
            }
        }
    }

    fn type_in(&mut self, field: Field, text: &str) {
        self.act(Event::Typed(field, text.into()));
        self.act(Event::Left(field));
    }

    fn deliver(&mut self, code: &str, city: &str) {
        let part = |part| Field::Address(AddressUse::Shipping, part);
        self.act(Event::GoTo("delivery".into()));
        for (field, text) in [
            (AddressField::Name, "Kaisa Laine"),
            (AddressField::Street, "Street 1"),
            (AddressField::Postcode, code),
            (AddressField::City, city),
            (AddressField::Phone, "+358 40 123 4567"),
        ] {
            self.type_in(part(field), text);
        }
    }

    fn peek(&self) -> &Checkout {
        self.checkout.as_ref().unwrap()
    }

    fn quote(&self) -> &Quote {
        self.peek().quote().unwrap()
    }

    fn at(&self) -> &'static str {
        match &self.peek().phase {
            Phase::Open(open) => open.at.0,
            _ => "elsewhere",
        }
    }

    fn shown(&self) -> Vec<(Field, Fault)> {
        self.peek().shown().iter().map(|problem| (problem.field, problem.fault)).collect()
    }
}

const NAME: Field = COMPANY[0];

#[test]
fn the_shop_is_told_once_the_company_is_complete_and_left() {
    let mut buying = Buying::new("DE");
    buying.deliver("10115", "Berlin");
    buying.act(Event::Chose(Field::Business, "1".into()));
    assert_eq!((buying.told, buying.quote().company.is_some()), (0, false));
    // Going on without its name is told.
    buying.act(Event::Continue);
    assert_eq!((buying.at(), buying.shown()), ("delivery", vec![(NAME, Fault::Missing)]));
    buying.type_in(NAME, "Berg GmbH");
    assert_eq!(buying.quote().buyer, Buyer::Consumer);
    buying.type_in(Field::VatId, "de 136.695.976");
    assert_eq!(buying.quote().buyer, Buyer::Company);
    assert_eq!(buying.told, 2, "with its name, and with its number");
    assert!(matches!(buying.quote().totals.view, PriceView::Net { untaxed: Some(Untaxed::ReverseCharge), .. }));
    buying.act(Event::Continue);
    assert_eq!(buying.at(), "payment");
    // Nothing more to tell.
    buying.act(Event::GoTo("delivery".into()));
    buying.act(Event::Continue);
    assert_eq!(buying.told, 2);
    // A person after all.
    buying.act(Event::GoTo("delivery".into()));
    buying.act(Event::Chose(Field::Business, "0".into()));
    assert_eq!((buying.told, buying.quote().company.as_deref(), buying.quote().buyer), (3, None, Buyer::Consumer));
}

// shows: FLD-17
#[test]
fn a_digit_that_is_wrong_is_told_before_the_shop_hears_of_it() {
    let mut buying = Buying::new("FI");
    buying.deliver("00100", "Helsinki");
    buying.act(Event::Chose(Field::Business, "1".into()));
    buying.type_in(Field::VatId, "FI2077474-1");
    buying.type_in(NAME, "Tunturi");
    assert_eq!(buying.told, 0);
    assert_eq!(buying.shown(), [(Field::VatId, Fault::Checksum)]);
    buying.act(Event::Continue);
    assert_eq!(buying.at(), "delivery");
    // The right one is accepted while it is being typed.
    buying.act(Event::Typed(Field::VatId, "2077474-0".into()));
    assert_eq!(buying.shown(), []);
    buying.act(Event::Left(Field::VatId));
    assert_eq!(buying.quote().company.as_ref().map(|company| company.name.as_str()), Some("Tunturi"));
}

#[test]
fn a_number_that_the_register_does_not_know_stops_nobody() {
    let mut buying = Buying::new("FI");
    buying.deliver("00100", "Helsinki");
    buying.act(Event::Chose(Field::Business, "1".into()));
    buying.type_in(NAME, "Tunturi");
    buying.type_in(Field::VatId, "FI91286226");
    assert_eq!((buying.quote().buyer, buying.told), (Buyer::Consumer, 2));
    buying.act(Event::Continue);
    assert_eq!((buying.at(), buying.told), ("payment", 2));
}

#[test]
fn a_shop_that_does_not_take_companies_is_told_of_none() {
    let mut buying = Buying::new("FI");
    let mut facts = buying.shop.facts();
    facts.can.business = false;
    buying.act(Event::Met(facts));
    buying.deliver("00100", "Helsinki");
    buying.act(Event::Chose(Field::Business, "1".into()));
    buying.type_in(NAME, "Tunturi");
    buying.act(Event::Continue);
    assert_eq!((buying.at(), buying.told), ("payment", 0));
}

#[test]
fn an_order_once_more_begins_a_purchase_with_it() {
    let mut buying = Buying::new("FI");
    let Ok(Placed::Order(order)) = bought(&buying.shop, "transfer", None) else { panic!() };
    buying.act(Event::PaidElsewhere(order.number.clone()));
    assert!(matches!(&buying.peek().phase, Phase::Placed(shown) if same(shown, &order)));
    buying.act(Event::Reorder(vec![("jacket".into(), 1), ("base".into(), 1)]));
    assert_eq!((buying.at(), buying.quote().lines.len()), ("bag", 3), "and the gift");
    // In an open bag it comes beside what is there.
    buying.act(Event::Reorder(vec![("flask".into(), 2)]));
    assert_eq!(buying.quote().lines.len(), 4);
}

fn same(shown: &Order, order: &Order) -> bool {
    shown.number == order.number
}
