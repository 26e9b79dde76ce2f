//! The demo shop's accounts: ways in and out, what nobody may learn, the address book, and what is mailed.

use crate::contract::now;
use core::cell::Cell;
use kassa::{
    backend::{
        Accounts, Backend, Orders,
        demo::{Clock, Config, Demo, Shopper, Signature, Start},
        shelf::{Memory, Shelf},
    },
    checkout::request::{BackendError, Intent, Keys, OrderRequest, Payment, Placed},
    domain::{
        AddressId, ItemId, LineId, MethodId, OrderNumber, RateId,
        account::{Ceremony, Customer, Entered, NewKey, Preference, Profile, Proof, Recognised, SecondFactor},
        address::{Address, Ask},
        check::{email::Email, name::PersonName},
        contact::Contact,
        country::Country,
        day::Instant,
        delivery::Delivery,
        order::{Order, OrderDelivery, Reached, Settled, Tracked},
        payment::{Buyer, CardFace},
        problem::{AddressField, AddressUse},
        quote::{Change, Quote},
        secret::Secret,
    },
};
use p256::ecdsa::{
    Signature as Ecdsa, SigningKey, VerifyingKey,
    signature::{Signer, Verifier},
};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::{pin::Pin, rc::Rc};

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

/// An order of what the quote says, to Helsinki in the evening.
fn order_of(quote: &Quote, email: &str, method: &str) -> OrderRequest {
    OrderRequest {
        extras: Vec::new(),
        contact: Contact { email: mail(email), news: false },
        delivery: Delivery::Ship { address: Stage::address(), rate: RateId::from("evening") },
        billing: None,
        method: Some(MethodId::from(method)),
        expected_total: quote.totals.due,
        terms_version: quote.shop.terms.clone().unwrap().version,
        purchase: None,
        subscribes: false,
        consents: Vec::new(),
    }
}

impl Stage {
    fn with(config: Config) -> Self {
        let (shelf, outbox, clock) =
            (Rc::new(Memory::default()), Rc::new(Memory::default()), Rc::new(Cell::new(SUNDAY)));
        let shop = Demo::new(shelf.clone(), Hand(clock.clone()), config).with_outbox(outbox.clone());
        let shop = shop.with_passkeys(ORIGIN, Box::new(|signature| verify(&signature)));
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

    fn address() -> Address {
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
        let request = order_of(&quote, email, "card");
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
fn a_new_account_never_tells_whether_its_address_has_one_and_sees_nothing_of_that() {
    let key = NewKey::Password(Secret::new("long enough".into()));
    let answers = |email: &str| {
        let stage = Stage::new();
        let made = now(stage.shop.register(&profile(email), &key)).unwrap();
        now(stage.shop.sign_out()).unwrap();
        let again = customer(now(stage.shop.sign_in(&password(email, "long enough"))));
        assert_eq!(again.id, made.id);
        let seen =
            (now(stage.shop.addresses()).unwrap().len(), now(stage.shop.list()).unwrap().len(), stage.mails().len());
        (made.id, made.name, made.how, seen, stage.open().methods)
    };
    assert_eq!(answers(KAISA), answers(NOBODY));
    // The owner reads of it, and the code shows that the address is theirs.
    let stage = Stage::new();
    now(stage.shop.register(&profile(KAISA), &key)).unwrap();
    assert_eq!(stage.newest()["kind"], "exists");
    now(stage.shop.sign_out()).unwrap();
    now(stage.shop.send_code(&mail(KAISA))).unwrap();
    let owner = now(stage.shop.register(&profile(KAISA), &NewKey::Code(Secret::new(stage.code())))).unwrap();
    assert_eq!(owner.name, "Kaisa Laine");
}

#[test]
fn who_shows_that_the_address_is_theirs_takes_away_the_key_that_was_there_before() {
    let stage = Stage::new();
    let key = NewKey::Password(Secret::new("a strangers".into()));
    now(stage.shop.register(&profile(NOBODY), &key)).unwrap();
    now(stage.shop.sign_out()).unwrap();
    now(stage.shop.send_code(&mail(NOBODY))).unwrap();
    customer(now(stage.shop.sign_in(&code(NOBODY, &stage.code()))));
    now(stage.shop.sign_out()).unwrap();
    assert_eq!(now(stage.shop.sign_in(&password(NOBODY, "a strangers"))), Err(BackendError::Unauthorized));
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
    assert_eq!(preferred(&stage), std::slice::from_ref(&kept.id));
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

// Remembering, leaving, and whose bag it is

#[test]
fn signing_in_puts_both_bags_together_and_says_so_once() {
    let stage = Stage::new();
    let before = stage.apply([Intent::AddItem(ItemId::from("flask"), 1), Intent::ApplyCode("VILLMARK10".into())]);
    stage.sign_in(KAISA);
    let after = stage.open();
    assert_eq!(after.session, before.session);
    assert!(after.revision > before.revision);
    assert_eq!(
        after.changes,
        [Change::Merged { titles: vec![before.line(&LineId::from("line-flask")).unwrap().title.clone()] }]
    );
    assert_eq!(pieces(&after, "flask"), 2, "quantities add up");
    assert_eq!(pieces(&after, "jacket"), 1, "nothing is lost");
    assert_eq!(after.codes, before.codes);
    assert_eq!(stage.open().changes, []);
}

#[test]
fn a_merged_bag_holds_no_more_than_is_sold() {
    let stage = Stage::new();
    let limit =
        stage.apply([Intent::AddItem(ItemId::from("flask"), 1)]).line(&LineId::from("line-flask")).unwrap().limit;
    stage.apply([Intent::SetQuantity(LineId::from("line-flask"), limit)]);
    stage.sign_in(KAISA);
    let quote = stage.open();
    assert_eq!(pieces(&quote, "flask"), limit);
    assert!(!quote.changes.iter().any(|change| matches!(change, Change::Reduced { .. })), "{:?}", quote.changes);
}

#[test]
fn a_total_from_before_the_merge_is_stale() {
    let stage = Stage::new();
    let to = Intent::SetDestination { country: Country::of(*b"FI"), postcode: Some("00100".into()) };
    let quote =
        stage.apply([to, Intent::SetRate(RateId::from("evening")), Intent::SetMethod(MethodId::from("invoice"))]);
    stage.sign_in(KAISA);
    let request = order_of(&quote, KAISA, "invoice");
    let keys = Keys { order: "k".into(), payment: "p".into() };
    let placed = now(stage.shop.place("en", keys, request, Payment { token: None, card: None, save: false }));
    assert!(matches!(placed, Err(BackendError::Stale(_))), "{placed:?}");
}

#[test]
fn signing_out_leaves_the_guest_what_was_handed_over_and_the_rest_to_the_account() {
    let stage = Stage::new();
    let guest = stage.open();
    stage.sign_in(KAISA);
    let signed = stage.open();
    assert_eq!((pieces(&signed, "flask"), pieces(&guest, "flask")), (1, 0), "her own bag came beside it");
    stage.apply([Intent::SetQuantity(LineId::from("line-base"), 1), Intent::AddItem(ItemId::from("beanie"), 1)]);
    let signed = Quote { lines: stage.open().lines, ..signed };
    now(stage.shop.sign_out()).unwrap();
    let after = stage.open();
    assert_ne!(after.session, signed.session);
    assert!(after.revision > signed.revision);
    assert_eq!((after.customer.as_deref(), after.buyer), (None, Buyer::Consumer));
    let left = ["jacket", "base", "flask", "beanie"].map(|item| pieces(&after, item));
    assert_eq!(left, [1, 1, 0, 0], "what is still there of what the page had handed over");
    assert!(after.methods.iter().all(|offer| offer.saved.is_none()));
    assert_eq!((after.delivery.rate, after.method, after.country), (None, None, guest.country));
    stage.sign_in(KAISA);
    assert_eq!(stage.open().lines, signed.lines, "nothing is lost, and nothing is there twice");
}

#[test]
fn two_identities_never_mix() {
    let stage = Stage::started(Start { known: true, ..Start::default() });
    let guests: Vec<_> =
        stage.open().methods.iter().filter(|offer| offer.saved.is_some()).map(|offer| offer.id.clone()).collect();
    let kaisa = {
        stage.sign_in(KAISA);
        stage.open()
    };
    let theirs: Vec<_> =
        kaisa.methods.iter().filter(|offer| offer.saved.is_some()).map(|offer| offer.id.clone()).collect();
    assert!(theirs.len() == 2 && theirs.iter().all(|id| !guests.contains(id)), "{theirs:?}");
    let juho = {
        stage.sign_in(JUHO);
        stage.open()
    };
    assert_ne!(juho.session, kaisa.session);
    assert_eq!((pieces(&juho, "flask"), pieces(&juho, "jacket"), juho.buyer), (0, 1, Buyer::Company));
    now(stage.shop.sign_out()).unwrap();
    let again: Vec<_> =
        stage.open().methods.iter().filter(|offer| offer.saved.is_some()).map(|offer| offer.id.clone()).collect();
    assert_eq!(stage.open().buyer, Buyer::Consumer);
    assert_eq!(again, guests);
}

#[test]
fn another_tab_sees_who_came_and_who_went() {
    let stage = Stage::new();
    let tab = stage.tab();
    now(tab.open("en")).unwrap();
    stage.sign_in(KAISA);
    assert_eq!(now(tab.open("en")).unwrap().customer.map(|customer| customer.email).as_deref(), Some(KAISA));
    now(tab.sign_out()).unwrap();
    assert_eq!(stage.open().customer, None);
}

#[test]
fn forgetting_this_browser_signs_out_and_forgets_what_was_typed() {
    let stage = Stage::started(Start { known: true, ..Start::default() });
    let order = stage.buy("first", "tove@example.com", false);
    assert!(now(stage.shop.order("en", &order.number)).is_ok());
    stage.apply([Intent::StartAnew]);
    stage.apply([
        Intent::AddItem(ItemId::from("flask"), 1),
        Intent::SetContact(Contact { email: mail("tove@example.com"), news: false }),
    ]);
    now(stage.shop.remember(false)).unwrap();
    let text = stage.shelf.load().unwrap();
    let quote = stage.open();
    assert!(quote.methods.iter().all(|offer| offer.saved.is_none()));
    assert_eq!(pieces(&quote, "flask"), 1, "a guest keeps the bag");
    assert_eq!(quote.delivery.rate, None);
    assert_eq!(now(stage.shop.order("en", &order.number)), Err(BackendError::Unauthorized));
    assert!(!text.contains("\"tove@example.com\",false"), "{text}");
    stage.sign_in(KAISA);
    now(stage.shop.remember(false)).unwrap();
    assert_eq!(stage.open().customer, None);
}

#[test]
fn a_remembered_shopper_finds_everything_as_usual() {
    let stage = Stage::started(Start { shopper: Shopper::named("kaisa"), ..Start::default() });
    let quote = stage.open();
    let customer = quote.customer.unwrap();
    assert_eq!((customer.email.as_str(), customer.how), (KAISA, Recognised::Remembered));
    assert_eq!(quote.delivery.rate, Some(RateId::from("locker")));
    assert_eq!(quote.totals.total.decimal(), "407.00", "the bag of the start, nothing beside it");
    let method = quote.method.unwrap();
    assert_eq!(quote.methods[0].id, method, "the usual card, first of all");
    assert_eq!(quote.methods[0].saved.as_ref().unwrap().face.last4, "4412");
    assert_eq!(quote.changes, []);
}

#[test]
fn shoppers_are_named_in_three_ways() {
    for name in ["kaisa", "kaisa.laine", KAISA] {
        assert_eq!(Shopper::named(name), Some(Shopper::Kaisa));
    }
    assert_eq!(Shopper::named("nobody"), None);
}

#[test]
fn a_company_is_who_buys_while_its_buyer_is_signed_in() {
    let stage = Stage::new();
    stage.sign_in(JUHO);
    assert_eq!(stage.open().buyer, Buyer::Company);
    now(stage.shop.sign_out()).unwrap();
    assert_eq!(stage.open().buyer, Buyer::Consumer);
    let company = Stage::started(Start { buyer: Buyer::Company, ..Start::default() });
    company.sign_in(JUHO);
    now(company.shop.sign_out()).unwrap();
    assert_eq!(company.open().buyer, Buyer::Company, "as the start said");
}

#[test]
fn accounts_outlive_a_new_bag() {
    let stage = Stage::new();
    let key = NewKey::Password(Secret::new("long enough".into()));
    now(stage.shop.register(&profile(NOBODY), &key)).unwrap();
    stage.buy("first", NOBODY, false);
    assert_eq!(stage.apply([Intent::StartAnew]).customer.map(|customer| customer.email).as_deref(), Some(NOBODY));
    now(stage.shop.sign_out()).unwrap();
    customer(now(stage.shop.sign_in(&password(NOBODY, "long enough"))));
}

// Orders

#[test]
fn an_order_is_mailed_with_everything_in_it() {
    let stage = Stage::new();
    now(stage.shop.open("nb")).unwrap();
    let order = stage.buy("first", "tove@example.com", false);
    let letter = stage.newest();
    assert_eq!((letter["to"].as_str(), letter["kind"].as_str()), (Some("tove@example.com"), Some("order")));
    assert_eq!(letter["link"].as_str().unwrap(), ["/order/", order.number.0.as_str()].concat());
    let text = letter.to_string();
    for line in &order.lines {
        assert!(text.contains(&line.title), "{text}");
    }
    for part in [order.number.0.as_str(), "413.90", "Aleksanterinkatu 1", "00100", "visa", "4242", "2026-11-2"] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // Before it, what goes on a parcel that comes back: the number its bars say, whose it is, and by when.
    let mails = stage.mails();
    assert_eq!(mails.len(), 2);
    let label = &mails[0];
    let number = order.number.0.replace("FJ-", "RET-");
    assert_eq!((label["kind"].as_str(), label["bars"].as_str()), (Some("return"), Some(number.as_str())));
    let text = label["rows"].to_string();
    for part in [&number, order.number.0.as_str(), "Aleksanterinkatu 1", "00160 Helsinki", "2026-12-2"] {
        assert!(text.contains(part), "{part}: {text}");
    }
}

#[test]
fn letters_are_in_the_shoppers_language() {
    let subjects: Vec<_> = ["en", "nb", "ar"]
        .into_iter()
        .map(|locale| {
            let stage = Stage::new();
            now(stage.shop.open(locale)).unwrap();
            now(stage.shop.send_code(&mail(KAISA))).unwrap();
            assert_eq!(stage.newest()["lang"], locale);
            stage.newest()["subject"].as_str().unwrap().to_owned()
        })
        .collect();
    assert!(subjects[0] != subjects[1] && subjects[1] != subjects[2], "{subjects:?}");
}

#[test]
fn a_signed_in_shoppers_orders_are_theirs_alone() {
    let stage = Stage::new();
    assert_eq!(now(stage.shop.list()), Err(BackendError::Unauthorized));
    let guests = stage.buy("guest", "tove@example.com", false);
    stage.apply([Intent::StartAnew]);
    stage.sign_in(KAISA);
    stage.apply([Intent::AddItem(ItemId::from("jacket"), 1)]);
    let order = stage.buy("hers", KAISA, false);
    let listed: Vec<_> = now(stage.shop.list()).unwrap().into_iter().map(|listed| listed.number).collect();
    assert_eq!(listed, std::slice::from_ref(&order.number));
    assert!(stage.newest()["lines"].as_array().unwrap().len() == 2, "it says that it is in the account");
    now(stage.shop.sign_out()).unwrap();
    assert_eq!(now(stage.shop.order("en", &order.number)), Err(BackendError::Unauthorized));
    assert!(now(stage.shop.order("en", &guests.number)).is_ok(), "a guest's order stays this browser's");
    stage.sign_in(KAISA);
    assert!(now(stage.shop.order("en", &order.number)).is_ok());
    stage.sign_in(JUHO);
    assert_eq!(now(stage.shop.list()), Ok(vec![]));
    assert_eq!(now(stage.shop.order("en", &order.number)), Err(BackendError::Unauthorized));
}

#[test]
fn an_order_empties_the_accounts_bag_and_is_the_new_usual() {
    let stage = Stage::new();
    stage.sign_in(KAISA);
    stage.buy("first", KAISA, true);
    let quote = stage.apply([Intent::StartAnew]);
    assert_eq!(quote.lines.len(), 0);
    let quote = stage.apply([Intent::AddItem(ItemId::from("jacket"), 1)]);
    assert_eq!(quote.delivery.rate, Some(RateId::from("evening")));
    let faces: Vec<_> =
        quote.methods.iter().filter_map(|offer| offer.saved.as_ref()).map(|saved| saved.face.last4.clone()).collect();
    assert_eq!(faces, ["4412", "9031", "4242"]);
    now(stage.shop.sign_out()).unwrap();
    stage.sign_in(KAISA);
    let kept = stage.open().methods.iter().filter(|offer| offer.saved.is_some()).count();
    assert_eq!(kept, 3, "what was kept is the account's");
}

#[test]
fn an_order_that_waits_for_the_bank_stays_whose_it_was() {
    let stage = Stage::new();
    stage.sign_in(KAISA);
    let quote = stage.apply([Intent::SetRate(RateId::from("evening")), Intent::SetMethod(MethodId::from("card"))]);
    let request = order_of(&quote, KAISA, "card");
    let payment = Payment { token: Some(Secret::new("tok_visa_0572_poll".into())), card: None, save: false };
    let keys = Keys { order: "k".into(), payment: "p".into() };
    assert!(matches!(now(stage.shop.place("en", keys, request, payment)), Ok(Placed::Act(_))));
    now(stage.shop.sign_out()).unwrap();
    stage.apply([Intent::AddItem(ItemId::from("flask"), 1)]);
    for _ in 0..2 {
        now(stage.shop.look_up("en", "k")).unwrap();
    }
    let guest = stage.open();
    assert_eq!((guest.order.as_ref(), pieces(&guest, "flask")), (None, 1), "the guest's bag is no part of it");
    stage.sign_in(KAISA);
    assert_eq!(now(stage.shop.list()).unwrap().len(), 1);
}

#[test]
fn a_guests_order_becomes_an_account() {
    let stage = Stage::new();
    let order = stage.buy("first", NOBODY, true);
    now(stage.shop.send_code(&mail(NOBODY))).unwrap();
    let sent = stage.code();
    let key = |text: &str| NewKey::Code(Secret::new(text.into()));
    let other = if sent == "000000" { "111111" } else { "000000" };
    assert_eq!(now(stage.shop.claim(&order.number, &key(other))), Err(BackendError::Unauthorized));
    let made = now(stage.shop.claim(&order.number, &key(&sent))).unwrap();
    assert_eq!((made.email.as_str(), made.name.as_str()), (NOBODY, "Tove Berg"));
    assert_eq!(now(stage.shop.list()).unwrap().len(), 1);
    let book = now(stage.shop.addresses()).unwrap();
    assert!(book.len() == 1 && book[0].preferred && book[0].parts.contains(&(AddressField::Postcode, "00100".into())));
    stage.apply([Intent::StartAnew]);
    let quote = stage.apply([Intent::AddItem(ItemId::from("jacket"), 1)]);
    assert_eq!(quote.methods[0].saved.as_ref().unwrap().face.last4, "4242", "its card came along");
    now(stage.shop.sign_out()).unwrap();
    let quote = stage.open();
    assert!(quote.methods.iter().all(|offer| offer.saved.is_none()), "and is the guest's no more");
    assert_eq!(now(stage.shop.order("en", &order.number)), Err(BackendError::Unauthorized));
}

#[test]
fn an_order_with_a_known_address_is_claimed_by_its_owner_only() {
    let stage = Stage::new();
    let order = stage.buy("first", KAISA, false);
    let key = NewKey::Password(Secret::new("long enough".into()));
    now(stage.shop.send_code(&mail(KAISA))).unwrap();
    let owner = now(stage.shop.claim(&order.number, &NewKey::Code(Secret::new(stage.code())))).unwrap();
    assert_eq!(owner.name, "Kaisa Laine");
    assert_eq!(now(stage.shop.list()).unwrap().len(), 1);
    // Without the code it becomes an account's that sees this one order, and nothing of hers.
    now(stage.shop.sign_out()).unwrap();
    stage.apply([Intent::AddItem(ItemId::from("jacket"), 1)]);
    let second = stage.buy("second", KAISA, false);
    let other = now(stage.shop.claim(&second.number, &key)).unwrap();
    assert_ne!(other.id, owner.id);
    assert_eq!(now(stage.shop.list()).unwrap().len(), 1);
    let strangers = OrderNumber("FJ-1".into());
    assert_eq!(now(stage.shop.claim(&strangers, &key)), Err(BackendError::Unauthorized));
}

#[test]
fn a_password_claims_an_order_of_a_new_address() {
    let stage = Stage::new();
    let order = stage.buy("first", NOBODY, false);
    let key = NewKey::Password(Secret::new("long enough".into()));
    assert_eq!(now(stage.shop.claim(&order.number, &key)).unwrap().how, Recognised::Password);
    assert_eq!(now(stage.shop.claim(&order.number, &key)), Err(BackendError::Unauthorized), "once");
}

// After the purchase

fn tracked(stage: &Stage, order: &Order) -> Tracked {
    now(stage.shop.track("en", &order.number)).unwrap()
}

// shows: S3-5, S3-7, S3-8, S4-19
#[test]
fn an_order_moves_on_with_the_days_and_so_does_its_money() {
    let stage = Stage::new();
    let order = stage.buy("first", NOBODY, false);
    let seen = |stage: &Stage| {
        let seen = tracked(stage, &order);
        (seen.reached, seen.settled, seen.parcel.is_some())
    };
    assert_eq!(seen(&stage), (Some(Reached::Packing), Some(Settled::Reserved), false));
    let OrderDelivery::Ship { window: Some(window), .. } = &order.delivery else { panic!("{:?}", order.delivery) };
    stage.pass((window.from.0 - order.placed.day().0) * 24 * HOUR);
    assert_eq!(seen(&stage), (Some(Reached::OnItsWay), Some(Settled::Paid), true));
    stage.pass((window.to.0 - window.from.0 + 1) * 24 * HOUR);
    assert_eq!(seen(&stage), (Some(Reached::Arrived), Some(Settled::Paid), true));
    assert_eq!(tracked(&stage, &order).order, order, "the order itself stays as it was");
    let small = OrderNumber(order.number.as_str().to_lowercase());
    assert_eq!(now(stage.shop.track("en", &small)).map(|it| it.order), Ok(order), "in small letters, too");
}

// shows: S0-29
#[test]
fn a_guest_finds_an_order_by_number_and_address_and_nobody_learns_which_numbers_there_are() {
    let stage = Stage::new();
    let order = stage.buy("first", NOBODY, false);
    now(stage.shop.remember(false)).unwrap();
    stage.apply([Intent::StartAnew]);
    now(stage.shop.remember(false)).unwrap();
    assert_eq!(now(stage.shop.track("en", &order.number)), Err(BackendError::Unauthorized));
    assert_eq!(now(stage.shop.reorder("en", &order.number)), Err(BackendError::Unauthorized));
    let find = |number: &str, email: &str| now(stage.shop.find("en", &OrderNumber(number.into()), &mail(email)));
    assert_eq!(find(order.number.as_str(), KAISA), find("FJ-1", KAISA), "a number that is there is no other answer");
    let found = find(&order.number.as_str().to_lowercase(), "Nobody@Example.com").unwrap();
    assert_eq!(found.order.number, order.number);
    assert!(now(stage.shop.track("en", &order.number)).is_ok(), "from then on this browser may");
    assert!(now(stage.shop.reorder("en", &order.number)).is_ok());
    let answers: Vec<_> = (0..6).map(|at| find(&["FJ-", &at.to_string()].concat(), NOBODY)).collect();
    assert!(matches!(answers.last(), Some(Err(BackendError::Busy(_)))), "{answers:?}");
    assert!(matches!(find(order.number.as_str(), NOBODY), Err(BackendError::Busy(_))), "nor by trying for ever");
}

#[test]
fn a_list_tells_how_far_each_order_is() {
    let stage = Stage::new();
    stage.sign_in(KAISA);
    stage.buy("first", KAISA, false);
    let reached = |stage: &Stage| now(stage.shop.list()).unwrap()[0].reached;
    assert_eq!(reached(&stage), Some(Reached::Packing));
    stage.pass(30 * 24 * HOUR);
    assert_eq!(reached(&stage), Some(Reached::Arrived));
}

// Preferences

// shows: S3-31
#[test]
fn what_is_usually_taken_is_remembered_offered_first_and_forgotten() {
    let stage = Stage::new();
    stage.sign_in(KAISA);
    let kept = now(stage.shop.preferences("en")).unwrap();
    assert_eq!(kept.pay.as_ref().and_then(|pay| pay.card.as_ref()).map(|card| card.last4.as_str()), Some("4412"));
    assert!(kept.deliver.is_some() && !kept.news && kept.language == "en");
    let to = Intent::SetDestination { country: Country::of(*b"FI"), postcode: Some("00100".into()) };
    let quote =
        stage.apply([to, Intent::SetRate(RateId::from("evening")), Intent::SetMethod(MethodId::from("invoice"))]);
    let keys = Keys { order: "k".into(), payment: "p".into() };
    let payment = Payment { token: None, card: None, save: false };
    now(stage.shop.place("en", keys, order_of(&quote, KAISA, "invoice"), payment)).unwrap();
    stage.apply([Intent::StartAnew]);
    let quote = stage.apply([Intent::AddItem(ItemId::from("jacket"), 1)]);
    assert_eq!(
        (quote.methods[0].id.as_str(), quote.method.as_ref().map(MethodId::as_str)),
        ("invoice", Some("invoice"))
    );
    assert_eq!(quote.delivery.rate, Some(RateId::from("evening")));
    let wish = |wish: Preference| now(stage.shop.wish("en", &wish)).unwrap();
    assert_eq!(wish(Preference::ForgetPay).pay, None);
    assert_eq!(wish(Preference::ForgetDelivery).deliver, None);
    assert!(wish(Preference::News(true)).news);
    assert_eq!(wish(Preference::Language("nb".into())).language, "nb");
    stage.buy("second", KAISA, false);
    assert_eq!(stage.newest()["lang"], "nb", "and that is how the shop writes");
}

/// A box that is ticked with an order is a wish of the account; one that is not takes nothing back.
#[test]
fn news_that_are_wished_for_at_the_checkout_are_a_preference() {
    let stage = Stage::new();
    let order = |key: &str, news: bool| {
        stage.apply([Intent::StartAnew]);
        let to = Intent::SetDestination { country: Country::of(*b"FI"), postcode: Some("00100".into()) };
        let rate = Intent::SetRate(RateId::from("evening"));
        let method = Intent::SetMethod(MethodId::from("invoice"));
        let quote = stage.apply([Intent::AddItem(ItemId::from("flask"), 1), to, rate, method]);
        let mut request = order_of(&quote, KAISA, "invoice");
        request.contact.news = news;
        let keys = Keys { order: key.into(), payment: [key, "-pay"].concat() };
        now(stage.shop.place("en", keys, request, Payment { token: None, card: None, save: false })).unwrap();
        now(stage.shop.preferences("en")).unwrap().news
    };
    stage.sign_in(KAISA);
    assert!(!order("first", false));
    assert!(order("second", true));
    assert!(order("third", false), "not ticked is not taken back");
    assert!(!now(stage.shop.wish("en", &Preference::News(false))).unwrap().news);
}

#[test]
fn who_is_only_remembered_changes_no_preference() {
    let stage = Stage::started(Start { shopper: Some(Shopper::Kaisa), ..Start::default() });
    assert!(now(stage.shop.preferences("en")).is_ok());
    assert_eq!(now(stage.shop.wish("en", &Preference::ForgetPay)), Err(BackendError::Unauthorized));
}

// Passkeys

/// A page that passkeys can be for: its host is a name.
pub const ORIGIN: &str = "http://localhost:8080";
const PRESENT: u8 = 0x01;
const ASKED: u8 = 0x04;
const KEY: u8 = 0x40;

/// Checks a signature as a browser would, with another implementation than the one that signs in it.
fn verify(signature: &Signature) -> Pin<Box<dyn Future<Output = bool>>> {
    let holds = || {
        let key = VerifyingKey::from_sec1_bytes(&signature.point).ok()?;
        let ecdsa = Ecdsa::from_slice(&signature.raw).ok()?;
        key.verify(&signature.message, &ecdsa).ok()
    };
    Box::pin(core::future::ready(holds().is_some()))
}

fn base64url(bytes: &[u8]) -> String {
    const LETTERS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let bits: Vec<u8> = bytes.iter().flat_map(|byte| (0..8).rev().map(move |bit| byte >> bit & 1)).collect();
    let letter = |six: &[u8]| {
        let index = (0..6).fold(0, |index, at| index << 1 | usize::from(six.get(at).copied().unwrap_or(0)));
        char::from(LETTERS[index])
    };
    bits.chunks(6).map(letter).collect()
}

/// An authenticator with one key, and everything it can be told to do wrong.
pub struct Authenticator {
    key: SigningKey,
    id: Vec<u8>,
    count: u32,
    flags: u8,
    origin: &'static str,
    host: &'static str,
    handle: Option<String>,
}

impl Authenticator {
    pub fn new(seed: u8) -> Self {
        Self {
            key: SigningKey::from_slice(&[seed; 32]).unwrap(),
            id: vec![seed; 20],
            count: 0,
            flags: PRESENT | ASKED,
            origin: ORIGIN,
            host: "localhost",
            handle: None,
        }
    }

    fn client(&self, kind: &str, options: &str) -> Vec<u8> {
        let options: Value = serde_json::from_str(options).unwrap();
        json!({ "type": kind, "challenge": options["challenge"], "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }

    fn data(&self, flags: u8) -> Vec<u8> {
        let mut data = Sha256::digest(self.host).to_vec();
        data.push(flags);
        data.extend(self.count.to_be_bytes());
        data
    }

    pub fn make(&mut self, options: &str) -> Secret<String> {
        let user: Value = serde_json::from_str(options).unwrap();
        self.handle = user["user"]["id"].as_str().map(str::to_owned);
        let point = self.key.verifying_key().to_encoded_point(false);
        let mut data = self.data(self.flags | KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
        data.extend(&self.id);
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 0x20]);
        data.extend(point.x().unwrap());
        data.extend([0x22, 0x58, 0x20]);
        data.extend(point.y().unwrap());
        let answer = json!({
            "id": base64url(&self.id), "rawId": base64url(&self.id), "type": "public-key",
            "response": {
                "clientDataJSON": base64url(&self.client("webauthn.create", options)),
                "authenticatorData": base64url(&data),
            },
        });
        Secret::new(answer.to_string())
    }

    pub fn answer(&mut self, options: &str) -> Proof {
        let client = self.client("webauthn.get", options);
        self.signed(&client)
    }

    fn signed(&mut self, client: &[u8]) -> Proof {
        self.count += 1;
        let data = self.data(self.flags);
        let message = [data.as_slice(), &Sha256::digest(client)].concat();
        let signature: Ecdsa = self.key.sign(&message);
        let answer = json!({
            "id": base64url(&self.id), "rawId": base64url(&self.id), "type": "public-key",
            "response": {
                "clientDataJSON": base64url(client), "authenticatorData": base64url(&data),
                "signature": base64url(signature.to_der().as_bytes()), "userHandle": self.handle,
            },
        });
        Proof::Passkey(Secret::new(answer.to_string()))
    }
}

impl Stage {
    fn asks(&self, ceremony: &Ceremony) -> String {
        now(self.shop.passkey(ceremony)).unwrap()
    }

    /// Somebody with a passkey, signed out.
    fn with_passkey(&self, email: &str, authenticator: &mut Authenticator) {
        self.sign_in(email);
        let made = authenticator.make(&self.asks(&Ceremony::Make));
        now(self.shop.keep_passkey(&made)).unwrap();
        now(self.shop.sign_out()).unwrap();
    }
}

#[test]
fn a_passkey_is_made_and_signs_in_again_and_again() {
    let stage = Stage::new();
    assert!(stage.shop.facts().can.doors.passkey);
    let mut phone = Authenticator::new(1);
    let options: Value = {
        stage.sign_in(KAISA);
        serde_json::from_str(&stage.asks(&Ceremony::Make)).unwrap()
    };
    assert_eq!(options["rp"]["id"], "localhost");
    assert_eq!(options["user"]["name"], KAISA);
    assert_eq!(options["pubKeyCredParams"], json!([{ "type": "public-key", "alg": -7 }]));
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "preferred");
    stage.with_passkey(KAISA, &mut phone);
    for _ in 0..3 {
        let proof = phone.answer(&stage.asks(&Ceremony::SignIn));
        assert_eq!(customer(now(stage.shop.sign_in(&proof))).how, Recognised::Passkey);
        now(stage.shop.sign_out()).unwrap();
    }
    stage.sign_in(KAISA);
    let options: Value = serde_json::from_str(&stage.asks(&Ceremony::Make)).unwrap();
    assert_eq!(options["excludeCredentials"], json!([{ "type": "public-key", "id": base64url(&phone.id) }]));
}

/// Lets an authenticator that was made well answer in a way that must be refused.
#[track_caller]
fn check_refused(spoil: impl FnOnce(&Stage, &mut Authenticator, String) -> Proof) {
    let stage = Stage::new();
    let mut phone = Authenticator::new(1);
    stage.with_passkey(KAISA, &mut phone);
    phone.count = 7;
    let good = phone.answer(&stage.asks(&Ceremony::SignIn));
    customer(now(stage.shop.sign_in(&good)));
    now(stage.shop.sign_out()).unwrap();
    let options = stage.asks(&Ceremony::SignIn);
    let proof = spoil(&stage, &mut phone, options);
    assert_eq!(now(stage.shop.sign_in(&proof)), Err(BackendError::Unauthorized));
    assert_eq!(stage.open().customer, None);
}

#[test]
fn a_challenge_is_answered_once() {
    check_refused(|stage, phone, options| {
        let proof = phone.answer(&options);
        customer(now(stage.shop.sign_in(&proof)));
        now(stage.shop.sign_out()).unwrap();
        phone.answer(&options)
    });
}
#[test]
fn a_challenge_grows_old() {
    check_refused(|stage, phone, options| {
        stage.pass(31 * MINUTE);
        phone.answer(&options)
    });
}
#[test]
fn a_challenge_of_somebody_elses() {
    check_refused(|_, phone, _| phone.answer(r#"{"challenge":"AAAA"}"#));
}
#[test]
fn a_challenge_for_making_does_not_sign_in() {
    check_refused(|stage, phone, _| phone.answer(&stage.asks(&Ceremony::Make)));
}
#[test]
fn an_answer_for_another_site() {
    check_refused(|_, phone, options| {
        phone.host = "evil.example";
        phone.answer(&options)
    });
}
#[test]
fn an_answer_from_another_origin() {
    check_refused(|_, phone, options| {
        phone.origin = "https://evil.example";
        phone.answer(&options)
    });
}
#[test]
fn an_answer_of_another_kind() {
    check_refused(|_, phone, options| {
        let client = phone.client("webauthn.create", &options);
        phone.signed(&client)
    });
}
#[test]
fn an_answer_while_nobody_was_there() {
    check_refused(|_, phone, options| {
        phone.flags = 0;
        phone.answer(&options)
    });
}
#[test]
fn an_answer_of_a_copied_key() {
    check_refused(|_, phone, options| {
        phone.count = 0;
        phone.answer(&options)
    });
}
#[test]
fn an_answer_with_another_key() {
    check_refused(|_, phone, options| {
        phone.key = SigningKey::from_slice(&[9; 32]).unwrap();
        phone.answer(&options)
    });
}
#[test]
fn an_answer_of_an_unknown_key() {
    check_refused(|_, phone, options| {
        phone.id = vec![9; 20];
        phone.answer(&options)
    });
}
#[test]
fn an_answer_for_somebody_else() {
    check_refused(|_, phone, options| {
        phone.handle = Some("AAAA".into());
        phone.answer(&options)
    });
}
#[test]
fn an_answer_that_is_none() {
    check_refused(|_, _, _| Proof::Passkey(Secret::new("{\"id\":\"a\",\"response\":[]}".into())));
}

#[test]
fn a_passkey_that_asks_who_holds_it_is_two_factors() {
    let stage = Stage::new();
    let factor = second(now(stage.shop.sign_in(&password(INGRID, RIGHT))));
    customer(now(stage.shop.sign_in(&Proof::Second(factor, Secret::new("314159".into())))));
    let mut phone = Authenticator::new(2);
    now(stage.shop.keep_passkey(&phone.make(&stage.asks(&Ceremony::Make)))).unwrap();
    now(stage.shop.sign_out()).unwrap();
    customer(now(stage.shop.sign_in(&phone.answer(&stage.asks(&Ceremony::SignIn)))));
    now(stage.shop.sign_out()).unwrap();
    phone.flags = PRESENT;
    second(now(stage.shop.sign_in(&phone.answer(&stage.asks(&Ceremony::SignIn)))));
}

#[test]
fn a_passkey_makes_an_account_and_claims_an_order() {
    let stage = Stage::new();
    let order = stage.buy("first", NOBODY, false);
    let mut phone = Authenticator::new(3);
    let options = stage.asks(&Ceremony::Make);
    assert!(options.contains(NOBODY), "{options}");
    let made = now(stage.shop.claim(&order.number, &NewKey::Passkey(phone.make(&options)))).unwrap();
    assert_eq!((made.email.as_str(), made.how), (NOBODY, Recognised::Passkey));
    now(stage.shop.sign_out()).unwrap();
    assert_eq!(customer(now(stage.shop.sign_in(&phone.answer(&stage.asks(&Ceremony::SignIn))))).id, made.id);
    now(stage.shop.sign_out()).unwrap();
    let mut other = Authenticator::new(4);
    let key = NewKey::Passkey(other.make(&stage.asks(&Ceremony::Make)));
    assert!(now(stage.shop.register(&profile(KAISA), &key)).is_ok(), "beside the one that is somebody's");
    now(stage.shop.sign_out()).unwrap();
    let key = NewKey::Passkey(phone.make(&stage.asks(&Ceremony::Make)));
    assert_eq!(
        now(stage.shop.register(&profile("new@example.com"), &key)),
        Err(BackendError::Unauthorized),
        "the key, too"
    );
}

#[test]
fn passkeys_are_kept_for_who_has_shown_today_who_they_are() {
    let stage = Stage::started(Start { shopper: Some(Shopper::Kaisa), ..Start::default() });
    let made = Authenticator::new(1).make(&stage.asks(&Ceremony::Make));
    assert_eq!(now(stage.shop.keep_passkey(&made)), Err(BackendError::Unauthorized));
}

#[test]
fn a_site_without_a_name_has_no_passkeys() {
    for origin in ["http://127.0.0.1:8080", "http://[::1]:8080", "http://127.0.0.1"] {
        let shop = Demo::new(Memory::default(), Instant(SUNDAY), Config::default());
        let shop = shop.with_passkeys(origin, Box::new(|signature| verify(&signature)));
        assert!(!shop.facts().can.doors.passkey, "{origin}");
    }
}
