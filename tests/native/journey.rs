//! Journeys through the demo shop, from a bag to a receipt.
//!
//! A shopper acts, the runner carries out what the machine asks for, and the demo shop answers at once.
//! Timers ring as soon as everything else is done. What is saved goes through its text, as in a browser.

use crate::contract::now;
use kassa::{
    backend::{
        Backend,
        demo::{Config, Demo, Scenario, Start},
        shelf::Memory,
    },
    checkout::{
        CardState, Checkout, Command, Event, Notice, Phase, Timer,
        journal::{Journal, Saved},
        progress::THANKS,
        request::{BackendError, Facts, Intent, Keys, Known},
    },
    domain::{
        ItemId, LineId,
        country::Country,
        day::Instant,
        order::{Order, OrderDelivery, OrderState},
        payment::{CardFace, Decline},
        problem::{AddressField, AddressUse, Field},
        secret::Secret,
    },
    steps::STEPS,
    widget::snapshot::Snapshot,
};
use std::collections::VecDeque;

/// Sunday 22 November 2026, 14:06 UTC.
const SUNDAY: Instant = Instant(1_795_356_360_000);
const FACTS: Facts = crate::contract::KEYED;

fn shipping(part: AddressField) -> Field {
    Field::Address(AddressUse::Shipping, part)
}

struct Shopper {
    checkout: Option<Checkout>,
    shop: Demo,
    locale: &'static str,
    /// The next card's outcome (`README-sentinels.md`).
    outcome: String,
    saved: Option<String>,
    journal: Option<String>,
    timers: Vec<Timer>,
    clock: i64,
    keys: u32,
    /// The order keys that were sent.
    sent: Vec<Keys>,
    looked_up: u32,
    steps: Vec<&'static str>,
    shown: Vec<Notice>,
    /// What a page around would have been told (`widget::snapshot`).
    told: Vec<(&'static str, String)>,
    /// The same for analytics.
    counted: Vec<String>,
    seen: Snapshot,
    /// What nobody around may hear.
    private: Vec<String>,
}

impl Shopper {
    fn new(scenario: Scenario, market: &str) -> Self {
        let start = Start { scenario, market: Country::parse(market).unwrap(), ..Start::default() };
        let mut shopper = Self {
            checkout: None,
            shop: Demo::new(Memory::default(), SUNDAY, Config { start: Some(start), ..Config::default() }),
            locale: "en",
            outcome: "ok".into(),
            saved: None,
            journal: None,
            timers: Vec::new(),
            clock: SUNDAY.0,
            keys: 0,
            sent: Vec::new(),
            looked_up: 0,
            steps: Vec::new(),
            shown: Vec::new(),
            told: Vec::new(),
            counted: Vec::new(),
            seen: Snapshot::default(),
            private: Vec::new(),
        };
        shopper.load("bag");
        shopper
    }

    fn load(&mut self, step: &str) {
        let read = |text: &String| Saved::decode(text).unwrap();
        let mut saved = self.saved.as_ref().map(read).unwrap_or_default();
        if let Some(kept) = self.journal.as_ref().map(read) {
            saved.journal = kept.journal;
        }
        self.checkout = Some(Checkout::new(STEPS, FACTS));
        self.timers.clear();
        let at = Instant(self.clock);
        self.act(Event::Started { saved: Some(saved), step: Some(step.to_owned()), now: at });
    }

    fn reload(&mut self) {
        let step = match &self.peek().phase {
            Phase::Open(open) => open.at.0,
            _ => THANKS.0,
        };
        self.load(step);
    }

    fn peek(&self) -> &Checkout {
        self.checkout.as_ref().unwrap()
    }

    fn act(&mut self, event: Event) {
        let mut waiting = VecDeque::from([event]);
        loop {
            while let Some(event) = waiting.pop_front() {
                let (checkout, commands) = self.checkout.take().unwrap().update(event);
                self.checkout = Some(checkout);
                for command in commands {
                    waiting.extend(self.carry_out(command));
                }
                if let Phase::Open(open) = &self.peek().phase
                    && let Some(notice) = open.notice.clone()
                    && self.shown.last() != Some(&notice)
                {
                    self.shown.push(notice);
                }
                self.overhear();
            }
            // Slowness is nobody's business here: every answer is there at once.
            self.timers.retain(|timer| *timer != Timer::Slow);
            let Some(timer) = self.timers.pop() else { return };
            self.clock += 2_000;
            waiting.push_back(Event::Elapsed(timer, Instant(self.clock)));
        }
    }

    /// What a page around is told in every moment of every journey in here holds nothing that was typed.
    fn overhear(&mut self) {
        let now = Snapshot::of(self.peek());
        let (told, counted) = (now.since(&self.seen), now.analytics(&self.seen));
        for text in [now.json()].iter().chain(told.iter().map(|(_, detail)| detail)).chain(&counted) {
            assert!(serde_json::from_str::<serde_json::Value>(text).is_ok(), "no JSON: {text}");
            for private in &self.private {
                assert!(!text.contains(private.as_str()), "`{private}` is told to the page around: {text}");
            }
        }
        self.told.extend(told);
        self.counted.extend(counted);
        self.seen = now;
    }

    fn carry_out(&mut self, command: Command) -> Option<Event> {
        match command {
            Command::Open(number) => Some(Event::Answered(number, now(self.shop.open(self.locale)).map(Box::new))),
            Command::Apply(number, intents) => {
                Some(Event::Answered(number, now(self.shop.apply(self.locale, intents)).map(Box::new)))
            }
            Command::Place { attempt, keys, order } => {
                let stored = Saved::decode(self.journal.as_ref().unwrap()).unwrap();
                assert_eq!(stored.journal.attempt.unwrap().keys, keys, "keys are saved before they are sent");
                self.sent.push(keys.clone());
                let answer = self.shop.place(self.locale, keys, order.request().clone(), order.payment().clone());
                Some(Event::Placed(attempt, now(answer)))
            }
            Command::LookUp { attempt, order_key } | Command::Resume { attempt, order_key } => {
                self.looked_up += 1;
                Some(Event::LookedUp(attempt, now(self.shop.look_up(self.locale, &order_key))))
            }
            Command::Cancel { attempt, order_key } => {
                Some(Event::Cancelled(attempt, now(self.shop.cancel(self.locale, &order_key)).map(Box::new)))
            }
            Command::FetchOrder(number) => {
                Some(Event::Fetched(now(self.shop.order(self.locale, &number)).map(Box::new)))
            }
            Command::Tokenize(number) => {
                let face = CardFace { brand: "visa".into(), last4: "4242".into() };
                let token = Secret::new(format!("tok_visa_4242_{}", self.outcome));
                Some(Event::Tokenized(number, Ok((token, face))))
            }
            Command::OpenSheet { number, .. } => {
                let face = CardFace { brand: "visa".into(), last4: "4242".into() };
                Some(Event::Tokenized(number, Ok((Secret::new(format!("wallet_{}", self.outcome)), face))))
            }
            Command::TakeLock(attempt) => {
                let stored = self.journal.as_ref().map(|text| Saved::decode(text).unwrap().journal);
                Some(Event::Lock(attempt, true, stored))
            }
            // No provider is here; its shop is asked next.
            Command::Confirm { attempt, .. } => Some(Event::Confirmed(attempt)),
            Command::Save => {
                self.save(false);
                None
            }
            Command::SaveNow => {
                self.save(true);
                None
            }
            Command::Forget => {
                self.saved = None;
                None
            }
            Command::Wait(timer, _) => {
                self.timers.retain(|known| *known != timer);
                self.timers.push(timer);
                None
            }
            Command::Show { step, .. } => {
                self.steps.push(step.0);
                None
            }
            Command::ReleaseLock
            | Command::Leave(_)
            | Command::Focus(_)
            | Command::Announce(_)
            | Command::Publish(_)
            | Command::Withheld(_) => None,
        }
    }

    fn save(&mut self, keys_too: bool) {
        let saved = self.peek().saved();
        if !matches!(self.peek().phase, Phase::Placed(_) | Phase::UnderReview(_)) {
            self.saved = Some(Saved { journal: Journal::default(), ..saved.clone() }.encode());
        }
        if keys_too {
            self.journal = Some(Saved { answers: Vec::new(), step: None, ..saved }.encode());
        }
    }

    // What a shopper does

    fn type_in(&mut self, field: Field, text: &str) {
        // A code has its own event; shorter texts are part of anything.
        if field != Field::Code && text.len() > 4 {
            self.private.push(text.to_owned());
        }
        self.act(Event::Typed(field, text.into()));
        self.act(Event::Left(field));
    }

    fn choose(&mut self, field: Field, value: &str) {
        self.act(Event::Chose(field, value.into()));
    }

    fn code(&mut self, code: &str) {
        self.type_in(Field::Code, code);
        self.act(Event::ApplyCode);
    }

    #[track_caller]
    fn go_on(&mut self, to: &str) {
        self.act(Event::Continue);
        assert_eq!(self.at(), to, "{:?}", self.peek().shown());
    }

    #[track_caller]
    fn contact(&mut self, next: &str) {
        self.go_on("contact");
        self.type_in(Field::Email, "kaisa.laine@example.fi");
        self.go_on(next);
    }

    #[track_caller]
    fn address(&mut self, postcode: &str, city: &str, phone: &str) {
        self.type_in(shipping(AddressField::Name), "Kaisa Laine");
        self.type_in(shipping(AddressField::Street), "Runeberginkatu 22 A 9");
        self.type_in(shipping(AddressField::Postcode), postcode);
        self.type_in(shipping(AddressField::City), city);
        self.type_in(shipping(AddressField::Phone), phone);
        self.go_on("payment");
    }

    #[track_caller]
    fn card(&mut self, outcome: &str) {
        self.outcome = outcome.into();
        self.choose(Field::Method, "card");
        self.act(Event::Card("card".into(), CardState::Complete { brand: Some("visa".into()) }));
        self.go_on("review");
    }

    /// Everything up to the one button that buys.
    #[track_caller]
    fn ready(&mut self, outcome: &str) {
        self.contact("delivery");
        self.address("00100", "Helsinki", "040 123 4567");
        self.card(outcome);
    }

    fn pay(&mut self) {
        self.keys += 1;
        let keys = Keys { order: format!("o{}", self.keys), payment: format!("p{}", self.keys) };
        let at = Instant(self.clock);
        self.act(Event::Pay { now: at, keys });
    }

    // What there is to see

    fn at(&self) -> &'static str {
        match &self.peek().phase {
            Phase::Open(open) => open.at.0,
            Phase::Placed(_) => "placed",
            Phase::UnderReview(_) => "under review",
            _ => "elsewhere",
        }
    }

    #[track_caller]
    fn total(&self) -> String {
        self.peek().quote().unwrap().totals.total.decimal()
    }

    #[track_caller]
    fn receipt(&self) -> &Order {
        match &self.peek().phase {
            Phase::Placed(order) | Phase::UnderReview(order) => order,
            other => panic!("no receipt: {other:?}"),
        }
    }

    /// Pays, and the receipt says that total; nobody was told of an order before.
    #[track_caller]
    fn buys(&mut self, total: &str) {
        assert_eq!(self.total(), total);
        self.pay();
        assert_eq!(self.receipt().totals.total.decimal(), total);
        assert_eq!(self.receipt().number.as_str(), "FJ-20481", "the first order is the only one");
        assert_eq!(self.steps.last(), Some(&"thanks"));
        assert_eq!(self.saved, None, "what was typed has become an order");
    }
}

fn finnish() -> Shopper {
    Shopper::new(Scenario::Default, "FI")
}

// What a page around hears

#[test]
fn a_page_around_hears_of_a_purchase_and_nothing_of_the_shopper() {
    let mut shopper = finnish();
    shopper.code("villmark10");
    shopper.contact("delivery");
    shopper.act(Event::Continue);
    shopper.address("00100", "Helsinki", "040 123 4567");
    shopper.card("funds");
    shopper.pay();
    shopper.act(Event::Dismiss);
    shopper.act(Event::GoTo("payment".into()));
    shopper.card("ok");
    shopper.pay();
    let names: Vec<_> = shopper.told.iter().map(|(name, _)| *name).collect();
    let of = |wanted: &str| {
        shopper.told.iter().filter(|(name, _)| *name == wanted).map(|(_, detail)| detail.clone()).collect::<Vec<_>>()
    };
    assert_eq!(names.first(), Some(&"start"));
    assert_eq!(
        of("step").iter().map(|detail| detail.split('"').nth(3).unwrap().to_owned()).collect::<Vec<_>>()[..5],
        ["bag", "contact", "delivery", "payment", "review"]
    );
    assert_eq!(of("code-applied").len(), 1);
    assert!(
        of("field-invalid").contains(&r#"{"field":"name","fault":"missing"}"#.to_owned()),
        "{:?}",
        of("field-invalid")
    );
    assert_eq!(of("payment-start").len(), 2);
    assert_eq!(of("payment-declined"), [r#"{"reason":"insufficient-funds"}"#]);
    assert_eq!(of("complete"), [r#"{"order":"FJ-20481"}"#], "once, and only when there is an order");
    let events: Vec<_> = shopper.counted.iter().map(|event| event.split('"').nth(3).unwrap()).collect();
    assert_eq!(events.iter().filter(|event| **event == "purchase").count(), 1);
    assert_eq!(events[..4], ["view_cart", "begin_checkout", "add_shipping_info", "add_payment_info"]);
}

// Ways to buy

#[test]
fn from_an_empty_bag_to_a_receipt() {
    let mut shopper = Shopper::new(Scenario::Empty, "FI");
    shopper.act(Event::Continue);
    assert_eq!(shopper.at(), "bag", "an empty bag leads nowhere");
    shopper.act(Event::Add(ItemId::from("flask")));
    shopper.act(Event::Quantity(LineId::from("line-flask"), "2".into()));
    shopper.ready("ok");
    let total = shopper.total();
    shopper.buys(&total);
    assert_eq!(shopper.receipt().lines.iter().map(|line| line.quantity).collect::<Vec<_>>(), [2]);
    assert_eq!(shopper.receipt().email, "kaisa.laine@example.fi");
}

#[test]
fn a_guest_has_it_shipped() {
    let mut shopper = finnish();
    shopper.ready("ok");
    shopper.buys("407.00");
    assert_eq!(shopper.steps, ["bag", "contact", "delivery", "payment", "review", "thanks"]);
    assert!(matches!(shopper.receipt().delivery, OrderDelivery::Ship { .. }));
    assert_eq!(shopper.sent.len(), 1);
}

#[test]
fn evening_delivery_with_a_tenth_off() {
    let mut shopper = finnish();
    shopper.code("villmark10");
    shopper.contact("delivery");
    shopper.type_in(shipping(AddressField::Postcode), "00100");
    shopper.choose(Field::Rate, "evening");
    shopper.address("00100", "Helsinki", "040 123 4567");
    shopper.card("ok");
    shopper.buys("373.20");
}

#[test]
fn collected_and_paid_there() {
    let mut shopper = finnish();
    shopper.contact("delivery");
    shopper.choose(Field::How, "collect");
    shopper.type_in(Field::Near, "00100");
    shopper.choose(Field::Point, "fi-kamppi");
    shopper.type_in(Field::CollectName, "Kaisa Laine");
    shopper.type_in(Field::CollectPhone, "040 123 4567");
    shopper.go_on("payment");
    shopper.choose(Field::Method, "collect");
    shopper.go_on("review");
    let total = shopper.total();
    shopper.buys(&total);
    assert!(matches!(&shopper.receipt().delivery, OrderDelivery::Collect { name, .. } if name == "Kaisa Laine"));
}

#[test]
fn an_invoice_with_its_fee() {
    let mut shopper = finnish();
    shopper.contact("delivery");
    shopper.address("00100", "Helsinki", "040 123 4567");
    shopper.choose(Field::Method, "invoice");
    shopper.go_on("review");
    shopper.buys("409.50");
}

#[test]
fn virtual_goods_are_not_delivered() {
    let mut shopper = Shopper::new(Scenario::Virtual, "FI");
    shopper.contact("payment");
    shopper.card("ok");
    shopper.buys("59.00");
    assert!(matches!(shopper.receipt().delivery, OrderDelivery::Nothing));
}

#[test]
fn nothing_to_pay_is_not_paid() {
    let mut shopper = Shopper::new(Scenario::Zero, "FI");
    shopper.contact("review");
    shopper.buys("0.00");
    assert_eq!(shopper.receipt().method, None);
}

#[test]
fn from_norway() {
    let mut shopper = Shopper::new(Scenario::Default, "NO");
    shopper.contact("delivery");
    shopper.address("5008", "Bergen", "912 34 567");
    shopper.card("ok");
    let total = shopper.total();
    shopper.buys(&total);
    assert_eq!(shopper.receipt().totals.total.currency().code(), "NOK");
}

#[test]
fn to_sweden_from_a_finnish_start() {
    let mut shopper = finnish();
    shopper.contact("delivery");
    shopper.choose(shipping(AddressField::Country), "SE");
    assert_eq!(shopper.total(), "4597.00");
    shopper.address("111 22", "Stockholm", "070 123 45 67");
    shopper.card("ok");
    let total = shopper.total();
    shopper.buys(&total);
    assert_eq!(shopper.receipt().totals.total.currency().code(), "SEK");
}

// What goes wrong

#[track_caller]
fn check_decline(outcome: &str, decline: Decline) {
    let mut shopper = finnish();
    shopper.ready(outcome);
    let typed = shopper.peek().saved().answers;
    shopper.pay();
    assert_eq!(shopper.at(), "payment");
    assert_eq!(shopper.shown, [Notice::Declined(decline)]);
    assert_eq!(shopper.peek().saved().answers, typed, "nothing typed is lost");
    shopper.card("ok");
    shopper.buys("407.00");
    let [first, second] = &shopper.sent[..] else { panic!("{:?}", shopper.sent) };
    assert_eq!(first.order, second.order, "one order");
    assert_ne!(first.payment, second.payment, "two payments");
}

#[test]
fn every_decline_can_be_followed_by_another_card() {
    check_decline("generic", Decline::Generic);
    check_decline("funds", Decline::InsufficientFunds);
    check_decline("expired", Decline::ExpiredCard);
    check_decline("code", Decline::WrongCode);
    check_decline("number", Decline::WrongNumber);
    check_decline("lost", Decline::LostOrStolen);
    check_decline("limit", Decline::LimitReached);
    check_decline("notpermitted", Decline::NotPermitted);
    check_decline("authentication", Decline::AuthenticationFailed);
    check_decline("fraud", Decline::SuspectedFraud);
    check_decline("issuer", Decline::IssuerUnavailable);
    check_decline("later", Decline::TryLater);
}

#[track_caller]
fn check_lost(outcome: &str, sendings: usize) {
    let mut shopper = finnish();
    shopper.ready(outcome);
    shopper.buys("407.00");
    assert!(shopper.looked_up > 0, "asked before anything is sent again");
    assert_eq!(shopper.sent.len(), sendings);
    assert!(shopper.sent.iter().all(|keys| *keys == shopper.sent[0]), "always under the same keys");
}

#[test]
fn an_answer_lost_on_the_way_back_is_found() {
    check_lost("lostanswer", 1);
}
#[test]
fn an_answer_nobody_can_read_is_found() {
    check_lost("malformed", 1);
}
#[test]
fn an_order_lost_on_the_way_there_is_sent_again() {
    check_lost("lostbefore", 2);
}
#[test]
fn a_fault_of_the_shop_is_looked_into() {
    check_lost("server", 2);
}
#[test]
fn a_bank_that_takes_its_time_is_waited_for() {
    check_lost("poll", 1);
}

#[track_caller]
fn check_changed(scenario: Scenario, outcome: &str, code: Option<&str>) {
    let mut shopper = Shopper::new(scenario, "FI");
    if let Some(code) = code {
        shopper.code(code);
    }
    shopper.ready(outcome);
    let before = shopper.total();
    shopper.pay();
    assert_eq!(shopper.at(), "review");
    assert!(matches!(shopper.shown.last(), Some(Notice::Changed { was }) if was.decimal() == before));
    let after = shopper.total();
    assert_ne!(after, before);
    // Agreed to with a second press, and under another key.
    shopper.buys(&after);
    assert_ne!(shopper.sent[0].order, shopper.sent[1].order);
}

#[test]
fn a_price_that_rises_is_agreed_to_first() {
    check_changed(Scenario::Default, "pricerise", None);
}
#[test]
fn what_sells_out_leaves_first() {
    check_changed(Scenario::Default, "soldout", None);
}
#[test]
fn a_code_that_lapses_is_told_first() {
    check_changed(Scenario::Default, "ok", Some("LAPSE"));
}
#[test]
fn the_last_lamp_goes_to_somebody_else() {
    check_changed(Scenario::Mixed, "ok", None);
}

#[test]
fn under_review_is_received() {
    let mut shopper = finnish();
    shopper.ready("review");
    shopper.buys("407.00");
    assert_eq!(shopper.at(), "under review");
    assert!(matches!(shopper.receipt().state, OrderState::UnderReview { .. }));
}

#[test]
fn a_busy_shop_and_a_lost_postcode_pass_by_themselves() {
    let mut shopper = Shopper::new(Scenario::Empty, "FI");
    shopper.act(Event::Add(ItemId::from("flask")));
    shopper.act(Event::Quantity(LineId::from("line-flask"), "13".into()));
    assert_eq!(shopper.peek().quote().unwrap().totals.pieces, 13);
    shopper.contact("delivery");
    shopper.address("00900", "Helsinki", "040 123 4567");
    shopper.card("ok");
    let total = shopper.total();
    shopper.buys(&total);
}

#[test]
fn a_removed_line_comes_back() {
    let mut shopper = finnish();
    shopper.act(Event::Remove(LineId::from("line-base")));
    assert_ne!(shopper.total(), "407.00");
    shopper.act(Event::Undo(ItemId::from("base")));
    assert_eq!(shopper.total(), "407.00");
}

// Reloads and languages

#[test]
fn a_reload_at_each_step_loses_nothing() {
    let mut shopper = finnish();
    let again = |shopper: &mut Shopper| {
        let (at, typed, total) = (shopper.at(), shopper.peek().saved().answers, shopper.total());
        shopper.reload();
        assert_eq!((shopper.at(), shopper.peek().saved().answers, shopper.total()), (at, typed, total));
    };
    again(&mut shopper);
    shopper.go_on("contact");
    shopper.type_in(Field::Email, "kaisa");
    again(&mut shopper);
    shopper.type_in(Field::Email, "kaisa.laine@example.fi");
    shopper.go_on("delivery");
    again(&mut shopper);
    shopper.type_in(shipping(AddressField::Street), "Runeberginkatu\n22 %");
    again(&mut shopper);
    shopper.address("00100", "Helsinki", "040 123 4567");
    again(&mut shopper);
    shopper.card("ok");
    // What is in the card fields is never kept.
    shopper.reload();
    assert_eq!(shopper.at(), "payment");
    shopper.card("ok");
    shopper.buys("407.00");
    let number = shopper.receipt().number.clone();
    shopper.reload();
    assert_eq!(shopper.receipt().number, number);
    shopper.load("review");
    assert_eq!(shopper.receipt().number, number, "back leads to the receipt, never to a live button");
}

/// Pay is pressed and the page goes before the answer comes; the request arrives or does not.
#[track_caller]
fn reloaded_while_paying(arrives: bool) -> Shopper {
    let mut shopper = finnish();
    shopper.ready("ok");
    let keys = Keys { order: "o-gone".into(), payment: "p-gone".into() };
    let (checkout, _) = shopper.checkout.take().unwrap().update(Event::Pay { now: SUNDAY, keys });
    let (checkout, commands) = checkout.update(Event::Lock(1, true, None));
    shopper.checkout = Some(checkout);
    for command in commands {
        match command {
            Command::Place { .. } if !arrives => {}
            // Its answer finds nobody.
            command => drop(shopper.carry_out(command)),
        }
    }
    shopper.reload();
    shopper
}

#[test]
fn a_reload_while_paying_finds_the_order() {
    let shopper = reloaded_while_paying(true);
    assert_eq!((shopper.at(), shopper.looked_up), ("placed", 1));
}

#[test]
fn a_reload_before_anything_was_sent_leads_back() {
    let mut shopper = reloaded_while_paying(false);
    assert_eq!((shopper.at(), shopper.shown.last()), ("payment", Some(&Notice::Cancelled)));
    assert_eq!(now(shopper.shop.look_up("en", "o-gone")), Ok(Known::Declined(Decline::AuthenticationFailed)));
    shopper.card("ok");
    shopper.buys("407.00");
}

#[test]
fn another_language_in_the_middle() {
    let mut shopper = finnish();
    shopper.contact("delivery");
    shopper.type_in(shipping(AddressField::City), "Helsinki");
    let (typed, title) = (shopper.peek().saved().answers, shopper.peek().quote().unwrap().lines[0].title.clone());
    shopper.locale = "nb";
    shopper.act(Event::Refresh);
    assert_ne!(shopper.peek().quote().unwrap().lines[0].title, title);
    assert_eq!((shopper.at(), shopper.peek().saved().answers), ("delivery", typed));
    shopper.address("00100", "Helsinki", "040 123 4567");
    shopper.card("ok");
    shopper.buys("407.00");
    let norwegian = shopper.receipt().lines[0].title.clone();
    shopper.locale = "en";
    shopper.act(Event::Refresh);
    assert_ne!(shopper.receipt().lines[0].title, norwegian);
}

#[test]
fn a_new_purchase_after_this_one() {
    let mut shopper = finnish();
    shopper.ready("ok");
    shopper.buys("407.00");
    shopper.act(Event::StartOver);
    assert_eq!(shopper.at(), "bag");
    shopper.act(Event::Add(ItemId::from("flask")));
    shopper.contact("delivery");
    shopper.reload();
    assert_eq!(shopper.at(), "delivery");
    shopper.address("00100", "Helsinki", "040 123 4567");
    shopper.card("ok");
    shopper.pay();
    assert_eq!(shopper.receipt().number.as_str(), "FJ-20482");
    assert_ne!(shopper.sent[0].order, shopper.sent[1].order);
}

#[test]
fn another_tab_that_pays_first_is_followed() {
    let mut shopper = finnish();
    shopper.ready("ok");
    // The other tab is the same shop under the same roof.
    let other = Keys { order: "o-other".into(), payment: "p-other".into() };
    let (checkout, _) = shopper.checkout.clone().unwrap().update(Event::Pay { now: SUNDAY, keys: other });
    let (_, commands) = checkout.update(Event::Lock(1, true, None));
    let place = commands.into_iter().find(|command| matches!(command, Command::Place { .. })).unwrap();
    let Command::Place { keys, order, .. } = place else { unreachable!() };
    now(shopper.shop.place("en", keys, order.request().clone(), order.payment().clone())).unwrap();
    shopper.pay();
    assert_eq!((shopper.at(), shopper.receipt().number.as_str()), ("placed", "FJ-20481"));
    let number = shopper.receipt().number.clone();
    let late = now(shopper.shop.apply("en", vec![Intent::RemoveCode("X".into())]));
    assert_eq!(late, Err(BackendError::AlreadyPlaced(number)));
}
