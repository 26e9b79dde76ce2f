//! Getting in and out: the shop's rules for codes, tries and late answers, and thousands of random conversations.
//!
//! Always true: the shop behind these is a list of answers; what a real one answers is tried in the contract suite.

use kassa::{
    account::talk::{Ask, By, CODE_AGAIN, Command, Device, Door, Event, Noted, Outcome, Over, Said, Spot, Talk},
    checkout::request::BackendError,
    domain::{
        OrderNumber,
        account::{Ceremony, CodeFrom, Customer, Doors, Entered, NewKey, Proof, SecondFactor},
        check::email::Email,
        day::Instant,
        secret::Secret,
    },
};

const KAISA: &str = "kaisa.laine@example.fi";
const ALL: Doors = Doors {
    password: true,
    code: true,
    passkey: true,
    register: true,
    claim: true,
    hint: true,
    book: true,
    device: true,
    preferences: true,
};
const ABLE: Device = Device { passkeys: true, in_field: false };

/// A conversation with its clock.
struct Told {
    talk: Talk,
    now: i64,
    last: Vec<Command>,
}

fn secret(text: &str) -> Secret<String> {
    Secret::new(text.to_owned())
}

fn kaisa() -> Outcome {
    Outcome::Entered(Entered::Customer(Box::new(Customer::new(KAISA, "Kaisa Laine"))))
}

impl Told {
    fn at(door: Door) -> Self {
        let mut told = Self { talk: Talk::default(), now: 1_000_000, last: Vec::new() };
        told.is(Event::Met(ALL, ABLE));
        told.is(Event::Chose(door));
        told
    }

    fn is(&mut self, event: Event) -> &mut Self {
        self.last = self.talk.update(event, Instant(self.now));
        self
    }

    /// The number of the question just asked.
    #[track_caller]
    fn asked(&self) -> u32 {
        self.last
            .iter()
            .find_map(|command| if let Command::Ask(number, _) = command { Some(*number) } else { None })
            .expect("a question")
    }

    #[track_caller]
    fn answer(&mut self, outcome: Outcome) -> &mut Self {
        let number = self.asked();
        self.is(Event::Answered(number, outcome))
    }

    fn asks(&self) -> bool {
        self.last.iter().any(|command| matches!(command, Command::Ask(..)))
    }

    fn refreshes(&self) -> bool {
        self.last.iter().any(|command| matches!(command, Command::Refresh))
    }

    fn focuses(&self, spot: Spot) -> bool {
        self.last.iter().any(|command| matches!(command, Command::Focus(to) if *to == spot))
    }

    fn with_code(door: Door) -> Self {
        let mut told = Self::at(door);
        told.is(Event::SendCode(KAISA.into())).answer(Outcome::Done);
        told
    }
}

// shows: UX-02
#[test]
fn a_guest_is_asked_nothing() {
    let told = Told::at(Door::Guest);
    assert_eq!(told.talk.door(), Door::Guest);
    assert!(told.last.is_empty() && told.talk.doing().is_none());
}

#[test]
fn that_a_code_was_sent_outlives_a_reload_and_the_code_does_not() {
    let mut told = Told::with_code(Door::SignIn);
    let kept = told.talk.noted().unwrap().encode();
    told.is(Event::Code(secret("123456")));
    assert_eq!(told.talk.noted().unwrap().encode(), kept, "what is typed is not in it");
    let noted = |text: &str, later: i64| Noted::decode(text, Instant(told.now + later));
    let mut anew = Told { talk: Talk::default(), now: told.now + 10_000, last: Vec::new() };
    anew.is(Event::Resumed(noted(&kept, 10_000).unwrap())).is(Event::Met(ALL, ABLE));
    assert_eq!(anew.talk.door(), Door::SignIn);
    assert_eq!((anew.talk.code().map(|sent| sent.to.as_str()), anew.talk.again()), (Some(KAISA), 20));
    anew.is(Event::Code(secret("123456"))).answer(kaisa());
    assert_eq!((anew.talk.over(), anew.talk.noted()), (Some(Over::In), None), "and it leads in");
    // Not for ever, not from a clock that was set back, and not when it is nonsense.
    for (text, later) in
        [(kept.as_str(), 600_000), (&kept, -1), ("in x kaisa@example.fi", 0), ("", 0), ("out 1 a@b.fi", 0)]
    {
        assert_eq!(noted(text, later), None, "{text} {later}");
    }
    // Who chose another door meanwhile has gone on.
    let mut gone = Told::at(Door::Create);
    gone.is(Event::Resumed(noted(&kept, 0).unwrap()));
    assert_eq!((gone.talk.door(), gone.talk.code()), (Door::Create, None));
    // After the order the page is another one.
    assert_eq!(Told::at(Door::Guest).talk.noted(), None);
}

#[test]
fn a_password_lets_in() {
    let mut told = Told::at(Door::SignIn);
    told.is(Event::Password(KAISA.into(), secret("correct horse")));
    assert!(
        matches!(&told.last[..], [Command::Ask(_, Ask::SignIn(Proof::Password(email, _)))] if email.as_str() == KAISA)
    );
    told.answer(kaisa());
    assert!(told.refreshes() && told.focuses(Spot::Who));
    assert_eq!((told.talk.door(), told.talk.over()), (Door::Guest, Some(Over::In)));
}

#[test]
fn what_was_pressed_twice_is_asked_once() {
    let mut told = Told::at(Door::SignIn);
    told.is(Event::Password(KAISA.into(), secret("one")));
    assert!(!told.is(Event::Password(KAISA.into(), secret("one"))).asks());
}

#[test]
fn a_wrong_password_is_said_at_its_field() {
    let mut told = Told::at(Door::SignIn);
    told.is(Event::Password(KAISA.into(), secret("wrong"))).answer(Outcome::Failed(BackendError::Unauthorized));
    assert_eq!(told.talk.said(), Some(Said::Wrong(By::Password)));
    assert!(told.focuses(Spot::Password) && !told.refreshes());
}

#[test]
fn an_empty_password_is_not_sent() {
    let mut told = Told::at(Door::SignIn);
    assert!(!told.is(Event::Password(KAISA.into(), secret(""))).asks());
    assert_eq!(told.talk.said(), Some(Said::Missing(By::Password)));
}

#[test]
fn a_new_password_is_long_enough() {
    let mut told = Told::at(Door::Create);
    assert!(!told.is(Event::Password(KAISA.into(), secret("1234567"))).asks());
    assert_eq!(told.talk.said(), Some(Said::TooShort));
    told.is(Event::Password(KAISA.into(), secret("12345678")));
    assert!(matches!(&told.last[..], [Command::Ask(_, Ask::Register(_, NewKey::Password(_)))]));
}

#[test]
fn without_an_address_the_shopper_is_brought_to_it() {
    let mut told = Told::at(Door::SignIn);
    told.is(Event::SendCode("kaisa".into()));
    assert!(!told.asks() && told.focuses(Spot::Email));
    assert!(told.last.iter().any(|command| matches!(command, Command::JudgeEmail)));
}

// shows: FLD-19
#[test]
fn a_code_is_taken_as_it_is_pasted() {
    let mut told = Told::with_code(Door::SignIn);
    assert!(told.focuses(Spot::Code));
    told.is(Event::Code(secret(" \u{200e}12 3-\u{664}\u{6f5}6\n")));
    let Some(Command::Ask(_, Ask::SignIn(Proof::Code(_, code)))) = told.last.first() else { panic!("{:?}", told.last) };
    assert_eq!(code.expose(), "123456");
}

#[test]
fn another_code_comes_after_half_a_minute() {
    let mut told = Told::with_code(Door::SignIn);
    assert_eq!(told.talk.again(), 30);
    assert!(told.last.iter().any(|command| matches!(command, Command::Tick)));
    assert!(!told.is(Event::Again).asks());
    told.now += CODE_AGAIN;
    assert!(told.is(Event::Again).asks());
}

#[test]
fn the_clock_ticks_only_while_it_is_needed() {
    let mut told = Told::with_code(Door::SignIn);
    told.now += 1000;
    assert!(matches!(told.is(Event::Elapsed).last[..], [Command::Tick]));
    told.now += CODE_AGAIN;
    assert!(told.is(Event::Elapsed).last.is_empty());
}

#[test]
fn too_many_tries_have_to_rest() {
    let mut told = Told::at(Door::SignIn);
    told.is(Event::Password(KAISA.into(), secret("wrong"))).answer(Outcome::Failed(BackendError::Busy(30_000)));
    assert_eq!((told.talk.said(), told.talk.rests()), (Some(Said::Rests), 30));
    told.now += 29_001;
    assert!(!told.is(Event::Password(KAISA.into(), secret("right"))).asks());
    assert_eq!(told.talk.rests(), 1);
    // Another way in is not what rests.
    assert!(told.is(Event::SendCode(KAISA.into())).asks());
    told.is(Event::Chose(Door::Guest)).is(Event::Chose(Door::SignIn));
    told.is(Event::Password(KAISA.into(), secret("right")));
    assert_eq!(told.talk.said(), Some(Said::Rests));
    told.now += 999;
    told.is(Event::Elapsed);
    assert_eq!((told.talk.said(), told.talk.rests()), (None, 0));
    assert!(told.is(Event::Password(KAISA.into(), secret("right"))).asks());
}

#[test]
fn a_clock_set_back_makes_nobody_wait_longer() {
    let mut told = Told::with_code(Door::SignIn);
    told.now -= 3_600_000;
    told.is(Event::Elapsed);
    assert_eq!(told.talk.again(), 30);
}

#[test]
fn a_second_factor_is_asked_for() {
    let factor = SecondFactor { handle: "h".into(), from: CodeFrom::App };
    let mut told = Told::at(Door::SignIn);
    told.is(Event::Password(KAISA.into(), secret("right"))).answer(Outcome::Entered(Entered::Second(factor)));
    assert_eq!(told.talk.second(), Some(&CodeFrom::App));
    assert!(told.focuses(Spot::Code));
    told.is(Event::Second(secret("1"))).answer(Outcome::Failed(BackendError::Unauthorized));
    assert_eq!(told.talk.said(), Some(Said::Wrong(By::Second)));
    assert!(told.talk.second().is_some());
    told.is(Event::Second(secret("123456"))).answer(kaisa());
    assert_eq!(told.talk.over(), Some(Over::In));
}

#[test]
fn a_passkey_goes_by_way_of_the_browser() {
    let mut told = Told::at(Door::SignIn);
    told.is(Event::Passkey(String::new()));
    let number = told.asked();
    told.answer(Outcome::Options("{}".into()));
    assert!(matches!(&told.last[..], [Command::Sheet { in_field: false, ceremony: Ceremony::SignIn, .. }]));
    told.is(Event::Answered(number, Outcome::Made(secret("{}"))));
    assert!(matches!(&told.last[..], [Command::Ask(_, Ask::SignIn(Proof::Passkey(_)))]));
}

#[test]
fn a_sheet_that_is_closed_is_no_fault() {
    let mut told = Told::at(Door::SignIn);
    told.is(Event::Passkey(String::new()));
    let number = told.asked();
    told.answer(Outcome::Options("{}".into())).is(Event::Answered(number, Outcome::Closed));
    assert_eq!((told.talk.said(), told.talk.doing()), (Some(Said::Closed), None));
}

#[test]
fn a_passkey_in_the_field_is_silent_until_it_is_used() {
    let mut told = Told { talk: Talk::default(), now: 0, last: Vec::new() };
    told.is(Event::Met(ALL, Device { passkeys: true, in_field: true })).is(Event::Chose(Door::SignIn));
    let number = told.asked();
    told.answer(Outcome::Options("{}".into()));
    assert!(matches!(&told.last[..], [Command::Sheet { in_field: true, .. }]));
    assert!(told.talk.doing().is_none());
    told.is(Event::Answered(number, Outcome::Made(secret("{}"))));
    assert!(matches!(&told.last[..], [Command::Ask(_, Ask::SignIn(Proof::Passkey(_)))]));
    told.is(Event::Chose(Door::Guest)).is(Event::Chose(Door::SignIn));
    assert!(told.asks());
    told.is(Event::Chose(Door::Guest));
    assert!(matches!(told.last[..], [Command::CloseSheet]));
}

#[test]
fn another_door_drops_what_was_asked_but_not_who_got_in() {
    let mut told = Told::at(Door::SignIn);
    told.is(Event::Password(KAISA.into(), secret("right")));
    let number = told.asked();
    told.is(Event::Chose(Door::Guest));
    told.is(Event::Answered(number, kaisa()));
    assert!(told.refreshes());
    assert_eq!(told.talk.over(), None);
    let mut told = Told::at(Door::SignIn);
    told.is(Event::Password(KAISA.into(), secret("wrong")));
    let number = told.asked();
    told.is(Event::Chose(Door::Create)).is(Event::Answered(number, Outcome::Failed(BackendError::Unauthorized)));
    assert_eq!(told.talk.said(), None);
}

#[test]
fn a_lost_answer_is_asked_for() {
    let mut told = Told::at(Door::SignIn);
    told.is(Event::Password(KAISA.into(), secret("right"))).answer(Outcome::Failed(BackendError::NoAnswer));
    assert_eq!(told.talk.said(), Some(Said::NoAnswer));
    assert!(told.refreshes());
}

#[test]
fn an_address_is_asked_after_only_where_the_shop_says_so() {
    let mut told = Told::at(Door::Guest);
    assert!(told.is(Event::Left(KAISA.into())).asks());
    told.answer(Outcome::Known(true));
    assert_eq!(told.talk.known().map(Email::as_str), Some(KAISA));
    assert!(!told.is(Event::Left(KAISA.into())).asks());
    told.is(Event::Met(Doors { hint: false, ..ALL }, ABLE));
    assert!(!told.is(Event::Left("somebody@example.fi".into())).asks());
}

#[test]
fn a_late_hint_is_dropped() {
    let mut told = Told::at(Door::Guest);
    told.is(Event::Left(KAISA.into()));
    let first = told.asked();
    told.is(Event::Left("somebody@example.fi".into()));
    told.is(Event::Answered(first, Outcome::Known(true)));
    assert_eq!(told.talk.known(), None);
}

#[test]
fn a_guests_order_becomes_a_customers() {
    let mut told = Told::at(Door::Guest);
    told.is(Event::Invite(OrderNumber::from("FJ-1"), KAISA.into())).answer(Outcome::Me(false));
    assert_eq!(told.talk.door(), Door::Claim);
    told.is(Event::SendCode(String::new())).answer(Outcome::Done);
    told.is(Event::Code(secret("123456")));
    assert!(
        matches!(&told.last[..], [Command::Ask(_, Ask::Claim(order, NewKey::Code(_)))] if order.as_str() == "FJ-1")
    );
    told.answer(Outcome::Customer(Box::new(Customer::new(KAISA, ""))));
    assert_eq!(told.talk.over(), Some(Over::Claimed));
    assert!(told.focuses(Spot::Claimed));
}

#[test]
fn a_customer_is_not_invited() {
    let mut told = Told::at(Door::Guest);
    told.is(Event::Invite(OrderNumber::from("FJ-1"), KAISA.into())).answer(Outcome::Me(true));
    assert_eq!(told.talk.door(), Door::Guest);
}

#[test]
fn a_shared_device_is_forgotten_at_the_end_and_no_other() {
    let mut told = Told::at(Door::Guest);
    assert!(!told.is(Event::Ended).asks());
    told.is(Event::Shared(true)).is(Event::Ended);
    assert!(matches!(told.last[..], [Command::Ask(_, Ask::Forget)]));
    assert!(!told.is(Event::Ended).asks());
}

#[test]
fn whose_order_was_a_customers_is_not_invited_once_a_shared_device_forgot_them() {
    let mut told = Told::at(Door::Guest);
    told.is(Event::Who(true)).is(Event::Shared(true)).is(Event::Who(false)).is(Event::Ended);
    told.answer(Outcome::Forgotten);
    assert!(!told.refreshes());
    assert!(!told.is(Event::Invite(OrderNumber::from("FJ-1"), KAISA.into())).asks());
}

#[test]
fn out_leads_to_the_door_that_was_meant() {
    let mut told = Told::at(Door::Guest);
    told.is(Event::Who(true)).is(Event::SignOut(Door::SignIn)).answer(Outcome::Done);
    assert_eq!((told.talk.door(), told.talk.over()), (Door::SignIn, Some(Over::Out)));
    assert!(told.refreshes());
}

// shows: SEC-21
#[test]
fn no_password_or_code_is_kept_or_printed() {
    let mut told = Told::with_code(Door::SignIn);
    told.is(Event::Code(secret("271828")));
    let printed = format!("{:?} {:?} {:?}", told.talk, told.last, Event::Password(KAISA.into(), secret("hunter2!")));
    assert!(!printed.contains("271828") && !printed.contains("hunter2"), "{printed}");
}

/// A generator of the kind the random sessions use: small, and the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % sides
    }
}

fn any_event(dice: &mut Dice, number: u32) -> Event {
    let email = if dice.below(4) == 0 { "no address" } else { KAISA }.to_owned();
    match dice.below(18) {
        0 => Event::Chose(Door::Guest),
        1 | 2 => Event::Chose(Door::SignIn),
        3 => Event::Chose(Door::Create),
        4 => Event::Left(email),
        5 => Event::SendCode(email),
        6 => Event::Again,
        7 => Event::Back,
        8 => Event::Password(email, secret(["", "short", "long enough"][usize::try_from(dice.below(3)).unwrap()])),
        9 => Event::Code(secret("123456")),
        10 => Event::Second(secret("123456")),
        11 => Event::Passkey(email),
        12 => Event::Invite(OrderNumber::from("FJ-1"), email),
        13 => Event::SignOut(Door::Guest),
        14 => Event::Who(dice.below(2) == 0),
        15 => Event::Elapsed,
        // Now and then a late one.
        _ => Event::Answered(number.saturating_sub(u32::try_from(dice.below(3)).unwrap()), any_outcome(dice)),
    }
}

fn any_outcome(dice: &mut Dice) -> Outcome {
    match dice.below(14) {
        0..=3 => Outcome::Done,
        4 => Outcome::Known(dice.below(2) == 0),
        5 => kaisa(),
        6 => Outcome::Entered(Entered::Second(SecondFactor { handle: "h".into(), from: CodeFrom::App })),
        7 => Outcome::Customer(Box::new(Customer::new(KAISA, ""))),
        8 => Outcome::Me(dice.below(2) == 0),
        9 => Outcome::Options("{}".into()),
        10 => Outcome::Made(secret("{}")),
        11 => Outcome::Closed,
        12 => Outcome::Failed(BackendError::Unauthorized),
        _ => Outcome::Failed(BackendError::Busy(7_000)),
    }
}

#[test]
fn random_conversations_keep_the_rules() {
    let mut finished = 0;
    for seed in 1..=3000_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        let mut told = Told { talk: Talk::default(), now: 1_000_000, last: Vec::new() };
        told.is(Event::Met(ALL, Device { passkeys: true, in_field: seed % 2 == 0 }));
        let (mut number, mut sent_at) = (0, None);
        for _ in 0..60 {
            told.now += i64::try_from(dice.below(4_000)).unwrap();
            let event = any_event(&mut dice, number);
            let before = told.talk.clone();
            let is_late = matches!(event, Event::Answered(of, _) if of < number);
            let (is_again, is_other) = (
                matches!(event, Event::Again),
                match event {
                    Event::Back => true,
                    Event::Chose(door) => door != before.door(),
                    _ => false,
                },
            );
            told.is(event.clone());
            let context = || format!("seed {seed}: {event:?} made {:?} of {before:?}", told.talk);
            let asked: Vec<_> = told
                .last
                .iter()
                .filter_map(|command| if let Command::Ask(number, ask) = command { Some((*number, ask)) } else { None })
                .collect();
            assert!(asked.len() <= 2, "{}", context());
            for (of, ask) in &asked {
                assert!(*of > number, "a number twice; {}", context());
                number = *of;
                let rests = told.talk.doing().map_or(0, |doing| told.talk.rests_from(doing));
                let is_try = matches!(ask, Ask::SignIn(_) | Ask::Register(..) | Ask::Claim(..) | Ask::Code(_));
                assert!(!is_try || rests == 0, "asked while the shop rests; {}", context());
                if matches!(ask, Ask::Code(_)) {
                    assert!(
                        !is_again || sent_at.is_none_or(|at| told.now - at >= CODE_AGAIN),
                        "too soon; {}",
                        context()
                    );
                }
            }
            // One that is in the field may come at any time; every other answer has one question.
            if is_late && before.doing().is_some() && told.talk.doing().is_some() {
                assert!(asked.is_empty() || seed % 2 == 0, "{}", context());
            }
            if told.talk.code().is_some() && before.code().is_none() {
                sent_at = Some(told.now);
            }
            assert!(
                told.talk.door() != Door::Guest || told.talk.second().is_none(),
                "a second factor nobody asked for; {}",
                context()
            );
            assert!(!is_other || told.talk.code().is_none(), "{}", context());
            if told.talk.over() != before.over() && told.talk.over().is_some() {
                assert!(told.refreshes(), "the shop is asked who it is; {}", context());
                finished += 1;
            }
        }
    }
    assert!(finished > 300, "only {finished} came to an end: the dice try too little");
}
