//! The demo shop's accounts: ways in and out, what nobody may learn, the address book, and what is mailed.

use crate::contract::now;
use core::cell::Cell;
use kassa::{
    backend::{
        Accounts, Backend, Orders,
        demo::{Clock, Config, Demo, Shopper, Start},
        shelf::{Memory, Shelf},
    },
    checkout::request::{BackendError, Intent, Keys, OrderRequest, Payment, Placed},
    domain::{
        AddressId, ItemId, LineId, MethodId, OrderNumber, RateId,
        account::{Customer, Entered, NewKey, Profile, Proof, Recognised, SecondFactor},
        address::{Address, Ask},
        check::{email::Email, name::PersonName},
        contact::Contact,
        country::Country,
        day::Instant,
        delivery::Delivery,
        order::Order,
        payment::{Buyer, CardFace},
        problem::{AddressField, AddressUse},
        quote::{Change, Quote},
        secret::Secret,
    },
};
use serde_json::Value;
use std::rc::Rc;

/// Sunday 22 November 2026, 14:06 UTC.
const SUNDAY: i64 = 1_795_356_360_000;
const MINUTE: i64 = 60_000;
const HOUR: i64 = 60 * MINUTE;

const KAISA: &str = "kaisa.laine@example.fi";
const INGRID: &str = "ingrid.solberg@example.no";
const JUHO: &str = "juho.salo@tunturi.example";
const NOBODY: &str = "nobody@example.com";
const RIGHT: &str = "Fjelltur-2026";

/// A clock that is moved on by hand.
struct Hand(Rc<Cell<i64>>);

impl Clock for Hand {
    fn now(&self) -> Instant {
        Instant(self.0.get())
    }
}

/// A shop with its mailbox, and the hand on its clock.
struct Stage {
    shop: Demo,
    shelf: Rc<Memory>,
    outbox: Rc<Memory>,
    clock: Rc<Cell<i64>>,
}

impl Stage {
    fn with(config: Config) -> Self {
        let (shelf, outbox, clock) =
            (Rc::new(Memory::default()), Rc::new(Memory::default()), Rc::new(Cell::new(SUNDAY)));
        let shop = Demo::new(shelf.clone(), Hand(clock.clone()), config).with_outbox(outbox.clone());
        Self { shop, shelf, outbox, clock }
    }

    fn started(start: Start) -> Self {
        Self::with(Config { start: Some(start), ..Config::default() })
    }

    fn new() -> Self {
        Self::started(Start::default())
    }

    /// The same shop in another tab.
    fn tab(&self) -> Demo {
        Demo::new(self.shelf.clone(), Hand(self.clock.clone()), Config::default()).with_outbox(self.outbox.clone())
    }

    fn pass(&self, milliseconds: i64) {
        self.clock.set(self.clock.get() + milliseconds);
    }

    fn mails(&self) -> Vec<Value> {
        let text = self.outbox.load().unwrap_or_else(|| "[]".into());
        serde_json::from_str(&text).unwrap()
    }

    fn newest(&self) -> Value {
        self.mails().pop().expect("a letter")
    }

    #[track_caller]
    fn code(&self) -> String {
        self.newest()["code"].as_str().expect("a code").to_owned()
    }

    fn open(&self) -> Quote {
        now(self.shop.open("en")).unwrap()
    }

    #[track_caller]
    fn apply(&self, intents: impl IntoIterator<Item = Intent>) -> Quote {
        now(self.shop.apply("en", intents.into_iter().collect())).unwrap()
    }

    #[track_caller]
    fn sign_in(&self, email: &str) -> Customer {
        customer(now(self.shop.sign_in(&password(email, RIGHT))))
    }

    fn address(&self) -> Address {
        let typed = |field| {
            match field {
                AddressField::Country => "FI",
                AddressField::Name => "Tove Berg",
                AddressField::Street => "Aleksanterinkatu 1",
                AddressField::Postcode => "00100",
                AddressField::City => "Helsinki",
                _ => "",
            }
            .to_owned()
        };
        Address::parse(AddressUse::Shipping, Ask::default(), &typed).unwrap()
    }

    /// Buys what is in the bag.
    #[track_caller]
    fn buy(&self, key: &str, email: &str, save: bool) -> Order {
        let to = Intent::SetDestination { country: Country::of(*b"FI"), postcode: Some("00100".into()) };
        let quote =
            self.apply([to, Intent::SetRate(RateId::from("evening")), Intent::SetMethod(MethodId::from("card"))]);
        let request = OrderRequest {
            contact: Contact { email: mail(email), news: false },
            delivery: Delivery::Ship { address: self.address(), rate: RateId::from("evening") },
            billing: None,
            method: Some(MethodId::from("card")),
            expected_total: quote.totals.due,
            terms_version: quote.shop.terms.unwrap().version,
            purchase: None,
            subscribes: false,
        };
        let payment = Payment {
            token: Some(Secret::new("tok_visa_4242_ok".into())),
            card: Some(CardFace { brand: "visa".into(), last4: "4242".into() }),
            save,
        };
        let keys = Keys { order: key.into(), payment: [key, "-pay"].concat() };
        match now(self.shop.place("en", keys, request, payment)).unwrap() {
            Placed::Order(order) => *order,
            Placed::Act(action) => panic!("{action:?}"),
        }
    }
}

fn mail(text: &str) -> Email {
    Email::parse(text).unwrap()
}

fn password(email: &str, password: &str) -> Proof {
    Proof::Password(mail(email), Secret::new(password.into()))
}

fn code(email: &str, code: &str) -> Proof {
    Proof::Code(mail(email), Secret::new(code.into()))
}

fn profile(email: &str) -> Profile {
    Profile { email: mail(email), name: Some(PersonName::parse("Tove Berg").unwrap()) }
}

#[track_caller]
fn customer(entered: Result<Entered, BackendError>) -> Customer {
    match entered {
        Ok(Entered::Customer(customer)) => *customer,
        other => panic!("{other:?}"),
    }
}

fn pieces(quote: &Quote, item: &str) -> u32 {
    quote.lines.iter().filter(|line| line.item == ItemId::from(item)).map(|line| line.quantity).sum()
}

// Passwords

#[test]
fn a_password_signs_in_and_the_quote_says_who_it_is() {
    let stage = Stage::new();
    assert_eq!(stage.open().customer, None);
    let kaisa = stage.sign_in("Kaisa.Laine@Example.fi");
    assert_eq!((kaisa.email.as_str(), kaisa.name.as_str(), kaisa.how), (KAISA, "Kaisa Laine", Recognised::Password));
    assert_eq!(stage.open().customer.as_deref(), Some(&kaisa));
    assert_eq!(now(stage.shop.me()), Ok(Some(kaisa)));
}

#[test]
fn unknown_addresses_and_wrong_passwords_are_answered_alike() {
    let answers = |email: &str| -> Vec<_> {
        let stage = Stage::new();
        let mut answers: Vec<_> = (0..8).map(|_| now(stage.shop.sign_in(&password(email, "wrong")))).collect();
        answers
            .push(now(stage.shop.send_code(&mail(email))).map(|()| Entered::Customer(Box::new(Customer::new("", "")))));
        answers.push(now(stage.shop.sign_in(&code(email, "000000"))));
        let registered = now(stage.shop.register(&profile(email), &NewKey::Code(Secret::new("000000".into()))));
        answers.push(registered.map(|_| unreachable!()));
        answers
    };
    assert_eq!(answers(KAISA), answers(NOBODY));
}

#[test]
fn a_wait_follows_five_wrong_passwords_and_grows() {
    let stage = Stage::new();
    for _ in 0..5 {
        assert_eq!(now(stage.shop.sign_in(&password(KAISA, "wrong"))), Err(BackendError::Unauthorized));
    }
    assert_eq!(now(stage.shop.sign_in(&password(KAISA, RIGHT))), Err(BackendError::Busy(30_000)), "even the right one");
    stage.pass(29_000);
    assert_eq!(now(stage.shop.sign_in(&password(KAISA, RIGHT))), Err(BackendError::Busy(1_000)));
    stage.pass(1_000);
    assert_eq!(now(stage.shop.sign_in(&password(KAISA, "wrong"))), Err(BackendError::Unauthorized));
    assert_eq!(now(stage.shop.sign_in(&password(KAISA, "wrong"))), Err(BackendError::Busy(60_000)));
    assert!(now(stage.shop.sign_in(&password(JUHO, RIGHT))).is_ok(), "others are heard");
    stage.pass(60_000);
    stage.sign_in(KAISA);
    assert_eq!(now(stage.shop.sign_in(&password(KAISA, "wrong"))), Err(BackendError::Unauthorized), "it starts over");
}

// Codes

#[test]
fn a_code_signs_in_once() {
    let stage = Stage::new();
    now(stage.shop.send_code(&mail(KAISA))).unwrap();
    let letter = stage.newest();
    assert_eq!((letter["to"].as_str(), letter["kind"].as_str()), (Some(KAISA), Some("code")));
    let sent = stage.code();
    assert!(sent.len() == 6 && sent.bytes().all(|digit| digit.is_ascii_digit()), "{sent}");
    assert_eq!(customer(now(stage.shop.sign_in(&code(KAISA, &sent)))).how, Recognised::Code);
    now(stage.shop.sign_out()).unwrap();
    assert_eq!(now(stage.shop.sign_in(&code(KAISA, &sent))), Err(BackendError::Unauthorized));
}

#[test]
fn the_newest_code_counts_for_ten_minutes_and_five_tries() {
    let stage = Stage::new();
    let wrong = |sent: &str| if sent == "000000" { "111111" } else { "000000" };
    now(stage.shop.send_code(&mail(KAISA))).unwrap();
    let first = stage.code();
    now(stage.shop.send_code(&mail(KAISA))).unwrap();
    let second = stage.code();
    assert_ne!(first, second);
    assert_eq!(now(stage.shop.sign_in(&code(KAISA, &first))), Err(BackendError::Unauthorized));
    stage.pass(10 * MINUTE);
    assert_eq!(now(stage.shop.sign_in(&code(KAISA, &second))), Err(BackendError::Unauthorized), "too late");
    now(stage.shop.send_code(&mail(KAISA))).unwrap();
    let third = stage.code();
    for _ in 0..5 {
        assert_eq!(now(stage.shop.sign_in(&code(KAISA, wrong(&third)))), Err(BackendError::Unauthorized));
    }
    assert_eq!(now(stage.shop.sign_in(&code(KAISA, &third))), Err(BackendError::Unauthorized), "tried too often");
    now(stage.shop.send_code(&mail(KAISA))).unwrap();
    let fourth = [" ", &stage.code()[..3], " ", &stage.code()[3..]].concat();
    customer(now(stage.shop.sign_in(&code(KAISA, &fourth))));
}

#[test]
fn codes_are_not_sent_without_end() {
    for email in [KAISA, NOBODY] {
        let stage = Stage::new();
        for _ in 0..5 {
            now(stage.shop.send_code(&mail(email))).unwrap();
            stage.pass(MINUTE);
        }
        assert_eq!(now(stage.shop.send_code(&mail(email))), Err(BackendError::Busy(300_000)));
        assert_eq!(stage.mails().len(), 5);
        stage.pass(5 * MINUTE);
        assert_eq!(now(stage.shop.send_code(&mail(email))), Ok(()));
    }
}

#[test]
fn a_code_makes_an_account_where_there_is_none() {
    let stage = Stage::new();
    now(stage.shop.send_code(&mail(NOBODY))).unwrap();
    let sent = stage.code();
    assert_eq!(now(stage.shop.sign_in(&code(NOBODY, &sent))), Err(BackendError::Unauthorized), "there is nothing yet");
    let made = now(stage.shop.register(&profile(NOBODY), &NewKey::Code(Secret::new(sent)))).unwrap();
    assert_eq!((made.email.as_str(), made.name.as_str(), made.how), (NOBODY, "Tove Berg", Recognised::Code));
    assert_eq!(stage.newest()["kind"], "created");
    assert_eq!(stage.open().customer.map(|customer| customer.id), Some(made.id));
}

// New accounts

#[test]
fn a_password_makes_an_account_and_opens_it_again() {
    let stage = Stage::new();
    let key = |text: &str| NewKey::Password(Secret::new(text.into()));
    assert_eq!(now(stage.shop.register(&profile(NOBODY), &key("short"))), Err(BackendError::Rejected(vec![])));
    now(stage.shop.register(&profile(NOBODY), &key("long enough"))).unwrap();
    now(stage.shop.sign_out()).unwrap();
    assert_eq!(now(stage.shop.sign_in(&password(NOBODY, RIGHT))), Err(BackendError::Unauthorized));
    customer(now(stage.shop.sign_in(&password(NOBODY, "long enough"))));
    assert!(!stage.shelf.load().unwrap().contains("long enough"), "a password is not kept as it is");
}

#[test]
fn an_address_with_an_account_is_not_registered_again() {
    let stage = Stage::new();
    let key = NewKey::Password(Secret::new("long enough".into()));
    assert_eq!(now(stage.shop.register(&profile(KAISA), &key)), Err(BackendError::Unauthorized));
    assert_eq!(stage.open().customer, None);
    assert_eq!(stage.newest()["kind"], "exists", "the owner reads why");
    // The code shows that it is theirs.
    now(stage.shop.send_code(&mail(KAISA))).unwrap();
    let owner = now(stage.shop.register(&profile(KAISA), &NewKey::Code(Secret::new(stage.code())))).unwrap();
    assert_eq!(owner.name, "Kaisa Laine");
}

#[test]
fn whether_an_address_is_known_is_told_where_the_shop_wants_to() {
    let stage = Stage::new();
    assert!(stage.shop.facts().can.doors.hint);
    assert_eq!(now(stage.shop.knows(&mail(KAISA))), Ok(true));
    assert_eq!(now(stage.shop.knows(&mail(NOBODY))), Ok(false));
    let stage = Stage::with(Config { hint: false, ..Config::default() });
    assert!(!stage.shop.facts().can.doors.hint);
    assert_eq!(now(stage.shop.knows(&mail(KAISA))), now(stage.shop.knows(&mail(NOBODY))));
}

// The second factor

#[track_caller]
fn second(entered: Result<Entered, BackendError>) -> SecondFactor {
    match entered {
        Ok(Entered::Second(factor)) => factor,
        other => panic!("{other:?}"),
    }
}

#[test]
fn some_accounts_ask_for_a_second_factor() {
    let stage = Stage::new();
    let show = |factor: &SecondFactor, code: &str| {
        now(stage.shop.sign_in(&Proof::Second(factor.clone(), Secret::new(code.into()))))
    };
    let factor = second(now(stage.shop.sign_in(&password(INGRID, RIGHT))));
    assert_eq!(stage.open().customer, None, "half is nothing");
    assert_eq!(show(&factor, "000000"), Err(BackendError::Unauthorized));
    assert_eq!(customer(show(&factor, "314 159")).name, "Ingrid Solberg");
    assert_eq!(show(&factor, "314159"), Err(BackendError::Unauthorized), "a handle is good once");
    now(stage.shop.sign_out()).unwrap();
    let factor = second(now(stage.shop.sign_in(&password(INGRID, RIGHT))));
    for _ in 0..5 {
        assert_eq!(show(&factor, "000000"), Err(BackendError::Unauthorized));
    }
    assert_eq!(show(&factor, "314159"), Err(BackendError::Unauthorized), "tried too often");
    // A code by e-mail does not go around it.
    now(stage.shop.send_code(&mail(INGRID))).unwrap();
    let sent = stage.code();
    assert_eq!(
        now(stage.shop.register(&profile(INGRID), &NewKey::Code(Secret::new(sent)))),
        Err(BackendError::Unauthorized)
    );
}

// The address book

#[test]
fn the_address_book_of_whoever_is_signed_in() {
    let stage = Stage::new();
    assert_eq!(now(stage.shop.addresses()), Err(BackendError::Unauthorized));
    stage.sign_in(KAISA);
    let book = now(stage.shop.addresses()).unwrap();
    let countries: Vec<_> = book.iter().map(|saved| (saved.parts[0].1.as_str(), saved.preferred)).collect();
    assert_eq!(countries, [("FI", true), ("CH", false)]);
    let parts = vec![(AddressField::Country, "FI".to_owned()), (AddressField::Street, "Kotikatu 1".to_owned())];
    let kept = now(stage.shop.keep_address(None, &parts)).unwrap();
    assert_eq!((&kept.parts, kept.preferred), (&parts, false));
    // The one nobody delivers to is repaired in place.
    let repaired =
        now(stage.shop.keep_address(Some(&book[1].id), &vec![(AddressField::Country, "AT".to_owned())])).unwrap();
    assert_eq!(repaired.id, book[1].id);
    now(stage.shop.prefer_address(&kept.id)).unwrap();
    let preferred = |stage: &Stage| -> Vec<AddressId> {
        now(stage.shop.addresses()).unwrap().into_iter().filter(|saved| saved.preferred).map(|saved| saved.id).collect()
    };
    assert_eq!(preferred(&stage), [kept.id.clone()]);
    now(stage.shop.forget_address(&kept.id)).unwrap();
    assert_eq!(preferred(&stage), [book[0].id.clone()], "one is always preferred");
    assert_eq!(now(stage.shop.prefer_address(&kept.id)), Err(BackendError::Rejected(vec![])));
}

#[test]
fn who_is_only_remembered_reads_and_changes_nothing() {
    let stage = Stage::new();
    stage.sign_in(KAISA);
    stage.pass(13 * HOUR);
    assert_eq!(stage.open().customer.unwrap().how, Recognised::Remembered);
    let book = now(stage.shop.addresses()).unwrap();
    assert_eq!(now(stage.shop.keep_address(None, &book[0].parts)), Err(BackendError::Unauthorized));
    assert_eq!(now(stage.shop.forget_address(&book[0].id)), Err(BackendError::Unauthorized));
    let before = stage.open();
    assert_eq!(stage.sign_in(KAISA).how, Recognised::Password);
    let after = stage.open();
    assert_eq!((before.lines, before.session), (after.lines, after.session), "showing it again brings nothing twice");
    assert!(now(stage.shop.forget_address(&book[1].id)).is_ok());
}
