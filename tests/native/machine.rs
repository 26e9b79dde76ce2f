//! What each event does in each phase: one line per rule.
//!
//! A scene is a checkout in some phase; `check` sends events and compares what is asked for and where the
//! checkout then is. Both are compared as short text: `SaveNow Place(1 o1 p1)`, `open review Busy`.

use crate::mutants::shop::ModelShop;
use kassa::{
    checkout::{
        CardState, Checkout, Command, Event, Express, Loading, Phase, Timer, TokenFault,
        journal::{Journal, Saved},
        request::{BackendError, Facts, Idempotency, Intent, Keys, Known, Lookup, Placed, Returned, Setup},
    },
    domain::{
        ItemId, LineId, MethodId, OrderNumber, RateId, SessionId,
        account::Customer,
        country::Country,
        day::Instant,
        delivery::How,
        money::{Currency, Money},
        order::{Order, OrderDelivery, OrderState},
        payment::{Buyer, CardFace, Decline, MethodOffer, NextAction},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{Change, Quote, Rates},
        secret::Secret,
        totals::Totals,
    },
    steps::{FIRST, STEPS, first_suffice},
};

const FACTS: Facts = crate::contract::KEYED;
const NOW: Instant = Instant(1_000);
const POSTCODE: Field = Field::Address(AddressUse::Shipping, AddressField::Postcode);
const COUNTRY: Field = Field::Address(AddressUse::Shipping, AddressField::Country);

// What the shop says

fn shop(bag: &[(usize, u32)]) -> ModelShop {
    ModelShop::plain(bag.to_vec())
}

/// Boots and two ropes, to Helsinki.
fn quote() -> Quote {
    let mut shop = shop(&[(0, 1), (1, 2)]);
    shop.apply(&[Intent::SetDestination { country: Country::of(*b"FI"), postcode: Some("00100".into()) }]).unwrap()
}

/// Another total, of which nothing is paid yet.
fn costs(quote: &mut Quote, total: Money) {
    quote.totals.total = total;
    quote.totals.due = total;
}

/// The same, later and otherwise.
fn newer(change: impl FnOnce(&mut Quote)) -> Box<Quote> {
    let mut quote = quote();
    quote.revision += 10;
    change(&mut quote);
    Box::new(quote)
}

fn dearer() -> Box<Quote> {
    newer(|quote| {
        let more = Money::new(100, Currency::EUR);
        let total = quote.totals.total.plus(more).unwrap();
        costs(quote, total);
        quote.totals.rows[0].amount = quote.totals.rows[0].amount.plus(more).unwrap();
        quote.changes =
            vec![Change::Price { line: LineId::from("line-boots"), was: Money::new(12_000, Currency::EUR) }];
    })
}

fn unsound() -> Box<Quote> {
    newer(|quote| costs(quote, Money::new(1, Currency::EUR)))
}

fn order(number: &str) -> Box<Order> {
    Box::new(Order {
        number: OrderNumber::from(number),
        placed: NOW,
        state: OrderState::Confirmed,
        email: String::new(),
        lines: Vec::new(),
        totals: Totals::new(Vec::new(), 0, Money::new(1, Currency::EUR), Vec::new()),
        delivery: OrderDelivery::Nothing,
        billing: None,
        company: None,
        method: None,
        card: None,
        charged: None,
        method_title: None,
        to_do: None,
        returns_until: None,
        consents: Vec::new(),
    })
}

// Events

fn typed(field: Field, text: &str) -> Event {
    Event::Typed(field, text.into())
}
fn chose(field: Field, value: &str) -> Event {
    Event::Chose(field, value.into())
}
fn go(step: &str) -> Event {
    Event::GoTo(step.into())
}
fn said(number: u64, quote: impl Into<Box<Quote>>) -> Event {
    Event::Answered(number, Ok(quote.into()))
}
fn failed(number: u64, error: BackendError) -> Event {
    Event::Answered(number, Err(error))
}
fn pay(order: &str, payment: &str) -> Event {
    Event::Pay { now: NOW, keys: Keys { order: order.into(), payment: payment.into() } }
}
fn lock(attempt: u64) -> Event {
    Event::Lock(attempt, true, None)
}
fn placed(attempt: u64, number: &str) -> Event {
    Event::Placed(attempt, Ok(Placed::Order(order(number))))
}
fn refused(attempt: u64, error: BackendError) -> Event {
    Event::Placed(attempt, Err(error))
}
fn known(attempt: u64, known: Known) -> Event {
    Event::LookedUp(attempt, Ok(known))
}
fn rings(timer: Timer, at: i64) -> Event {
    Event::Elapsed(timer, Instant(at))
}
fn retry() -> Event {
    Event::Retry { now: NOW }
}
fn quantity(line: &str, text: &str) -> Event {
    Event::Quantity(LineId::from(line), text.into())
}
fn remove(line: &str) -> Event {
    Event::Remove(LineId::from(line))
}
fn undo(item: &str) -> Event {
    Event::Undo(ItemId::from(item))
}
fn add(item: &str) -> Event {
    Event::Add(ItemId::from(item))
}
fn token(number: u64) -> Event {
    let face = CardFace { brand: "visa".into(), last4: "4242".into() };
    Event::Tokenized(number, Ok((Secret::new("tok".into()), face)))
}
fn complete() -> Event {
    Event::Card("card".into(), CardState::Complete { brand: None })
}
const DECLINED: BackendError = BackendError::Declined(Decline::InsufficientFunds);
const POLL: NextAction = NextAction::Poll { after: 500, until: Instant(100_000) };
fn frame() -> NextAction {
    NextAction::Frame { url: "https://bank.example/".into(), until: None }
}
fn redirect() -> NextAction {
    NextAction::Redirect { url: "https://bank.example/".into() }
}
fn act(action: NextAction) -> Event {
    Event::Placed(1, Ok(Placed::Act(action)))
}

// Scenes

fn play(mut checkout: Checkout, events: impl IntoIterator<Item = Event>) -> (Checkout, Vec<Command>) {
    let mut commands = Vec::new();
    for event in events {
        (checkout, commands) = checkout.update(event);
    }
    (checkout, commands)
}

fn started(saved: Option<Saved>, step: Option<&str>) -> Checkout {
    let event = Event::Started { saved, step: step.map(str::to_owned), now: NOW };
    play(Checkout::new(STEPS, FACTS), [event]).0
}

/// The bag, with the shop's first word.
fn bag() -> Checkout {
    play(started(None, None), [said(1, quote())]).0
}

const ADDRESS: [(AddressField, &str); 5] = [
    (AddressField::Name, "Kaisa Laine"),
    (AddressField::Street, "Katu 1"),
    (AddressField::Postcode, "00100"),
    (AddressField::City, "Helsinki"),
    (AddressField::Phone, "040 123 4567"),
];

fn filled(checkout: Checkout) -> Checkout {
    let address = ADDRESS.map(|(part, text)| typed(Field::Address(AddressUse::Shipping, part), text));
    play(checkout, [typed(Field::Email, "kaisa@example.fi"), complete()].into_iter().chain(address)).0
}

/// Everything filled in, at the last step, with a token.
fn review() -> Checkout {
    let (checkout, _) = play(filled(bag()), [go("payment"), Event::Continue, token(1)]);
    assert_eq!(place(&checkout), "open review");
    checkout
}

/// The order is on its way under the keys o1 and p1.
fn sending() -> Checkout {
    play(review(), [pay("o1", "p1"), lock(1)]).0
}

/// The answer was lost.
fn lost() -> Checkout {
    play(sending(), [refused(1, BackendError::NoAnswer)]).0
}

fn acting() -> Checkout {
    play(sending(), [act(frame())]).0
}

fn thanks() -> Checkout {
    play(sending(), [placed(1, "N-1")]).0
}

/// As [`sending`], after a reload.
fn reloaded() -> Checkout {
    started(Some(Saved::decode(&sending().saved().encode()).unwrap()), None)
}

// What is compared

fn place(checkout: &Checkout) -> String {
    match &checkout.phase {
        Phase::Loading(Loading::Opening { .. }) => "opening".into(),
        Phase::Loading(Loading::Order(number, _)) => format!("fetching {number}"),
        Phase::Loading(Loading::Failed(_)) => "failed".into(),
        Phase::Open(open) => {
            let notice = open.notice.as_ref().map(|notice| format!("{notice:?}")).unwrap_or_default();
            let notice = notice.split(['(', ' ']).next().unwrap().to_owned();
            format!("open {} {notice}", open.at.0).trim_end().to_owned()
        }
        Phase::Placing(placing) => format!("placing {:?}", placing.stage),
        Phase::Acting(_) => "acting".into(),
        Phase::Placed(order) => format!("placed {}", order.number),
        Phase::UnderReview(order) => format!("under review {}", order.number),
        Phase::Closed(_) => "closed".into(),
    }
}

fn word(command: &Command) -> Option<String> {
    Some(match command {
        // Where nothing depends on it.
        Command::Save | Command::Show { .. } | Command::Announce(_) => return None,
        Command::Place { attempt, keys, .. } => format!("Place({attempt} {} {})", keys.order, keys.payment),
        Command::LookUp { attempt, order_key } => format!("LookUp({attempt} {order_key})"),
        Command::Resume { attempt, order_key } => format!("Resume({attempt} {order_key})"),
        Command::Cancel { attempt, order_key } => format!("Cancel({attempt} {order_key})"),
        Command::Apply(number, intents) => {
            let names = intents.iter().map(|intent| format!("{intent:?}"));
            let names: Vec<String> = names.map(|name| name.split(['(', ' ']).next().unwrap().to_owned()).collect();
            format!("Apply({number} {})", names.join(",")).replace(" )", ")")
        }
        Command::FetchOrder(number) => format!("Fetch({number})"),
        Command::Publish(number) => format!("Publish({number})"),
        Command::Focus(kassa::checkout::Target::Field(field)) => format!("Focus({})", field.name()),
        Command::Wait(timer, milliseconds) => format!("Wait({timer:?} {milliseconds})"),
        Command::Leave(_) => "Leave".into(),
        Command::Confirm { attempt, provider, client, token } => {
            format!("Confirm({attempt} {provider} {client}{})", if token.is_some() { " with its token" } else { "" })
        }
        other => format!("{other:?}"),
    })
}

/// From a scene, after the last of the events: what is asked for, and where it then is.
#[track_caller]
fn check(scene: Checkout, events: impl IntoIterator<Item = Event>, asked: &str, at: &str) {
    let (checkout, commands) = play(scene, events);
    let words: Vec<String> = commands.iter().filter_map(word).collect();
    assert_eq!((words.join(" ").as_str(), place(&checkout).as_str()), (asked, at));
}

// Typing and judging (UX-10)

#[track_caller]
fn check_email(events: &[&str], shown: bool) {
    let events = events.iter().map(|text| match *text {
        "leave" => Event::Left(Field::Email),
        "continue" => Event::Continue,
        text => typed(Field::Email, text),
    });
    let (checkout, _) = play(bag(), [go("contact")].into_iter().chain(events));
    assert_eq!(checkout.shown().iter().any(|problem| problem.field == Field::Email), shown);
}

#[test]
fn judging_waits_for_the_shopper() {
    check_email(&[], false);
    check_email(&["leave"], false);
    check_email(&["k"], false);
    check_email(&["k", "ka", "kai@"], false);
    check_email(&["k", "leave"], true);
    check_email(&["k", "leave", "k@"], true);
    check_email(&["k", "leave", "k@example.fi"], false);
    check_email(&["k", "leave", "k@example.fi", "k@"], false);
    check_email(&["k", "leave", "k@example.fi", "k@", "leave"], true);
    check_email(&["continue"], true);
    check_email(&["continue", "k@example.fi"], false);
    check_email(&["k@example.fi", "leave", "k@example.fi"], false);
    check_email(&["", "leave"], true);
}

#[test]
fn the_way_forward_lists_what_is_missing() {
    check(bag(), [go("contact"), Event::Continue], "Focus(ErrorSummary)", "open contact");
    check(bag(), [Event::Continue], "Focus(Heading)", "open contact");
    let contact = || play(bag(), [go("contact"), typed(Field::Email, "k@example.fi")]).0;
    check(contact(), [Event::Continue], "Focus(Heading) Apply(2 SetContact)", "open delivery");
}

#[test]
fn what_the_shop_refuses_is_wrong_until_it_is_changed() {
    let refused = BackendError::Rejected(vec![Problem::new(Field::Email, Fault::Refused)]);
    let contact = play(bag(), [go("contact"), typed(Field::Email, "k@example.fi"), Event::Continue]).0;
    let (checkout, _) = play(contact, [failed(2, refused), go("contact")]);
    assert_eq!(checkout.shown(), [Problem::new(Field::Email, Fault::Refused)]);
    assert_eq!(play(checkout, [typed(Field::Email, "a@example.fi")]).0.shown(), []);
}

// Steps

#[test]
fn steps_are_reached_in_order() {
    check(bag(), [go("review")], "Focus(Heading)", "open contact");
    check(bag(), [go("nowhere")], "Focus(Heading)", "open contact UnknownStep");
    check(bag(), [go("thanks")], "Focus(Heading)", "open contact");
    check(review(), [go("bag")], "Focus(Heading)", "open bag");
    check(review(), [go("review")], "", "open review");
    check(started(None, Some("review")), [said(1, quote())], "", "open contact");
    check(started(None, Some("nowhere")), [said(1, quote())], "", "open contact UnknownStep");
    check(thanks(), [go("bag")], "", "placed N-1");
    check(sending(), [go("bag")], "", "placing Sending");
}

/// As [`bag`], with no more than the first download.
fn early() -> Checkout {
    let start = Event::Started { saved: None, step: None, now: NOW };
    play(Checkout::new(FIRST, FACTS), [start, said(1, quote())]).0
}

#[test]
fn the_first_download_leads_to_the_first_later_step_and_no_further() {
    check(early(), [go("contact"), Event::Continue], "Focus(ErrorSummary)", "open contact");
    let delivery = || play(early(), [go("contact"), typed(Field::Email, "k@example.fi"), Event::Continue]).0;
    assert_eq!(place(&delivery()), "open delivery");
    check(delivery(), [said(2, quote()), Event::Continue], "Focus(ErrorSummary)", "open delivery");
    check(filled(early()), [go("review")], "Focus(Heading)", "open delivery");
    check(filled(early()), [pay("o1", "p1")], "", "open bag");
}

#[test]
fn with_their_rules_later_steps_are_open() {
    check(filled(early()), [Event::Plan(STEPS), go("review")], "Focus(Heading)", "open review");
    // What was typed in the meantime is read now.
    check(filled(early()), [Event::Plan(STEPS)], "Apply(2 SetDestination)", "open bag");
    check(early(), [Event::Plan(STEPS)], "", "open bag");
}

#[test]
fn who_comes_back_further_needs_all_rules() {
    assert!(first_suffice(&Saved::default()));
    assert!(first_suffice(&play(early(), [typed(Field::Email, "k@")]).0.saved()));
    assert!(!first_suffice(&filled(bag()).saved()));
    assert!(!first_suffice(&sending().saved()));
}

#[test]
fn virtual_goods_skip_delivery_and_nothing_to_pay_skips_payment() {
    let open = |bag: &[(usize, u32)]| {
        let quote = shop(bag).open();
        play(started(None, None), [said(1, quote), go("contact"), typed(Field::Email, "k@example.fi")]).0
    };
    check(open(&[(2, 1)]), [Event::Continue], "Focus(Heading) Apply(2 SetContact)", "open payment");
    check(open(&[(3, 1)]), [Event::Continue], "Focus(Heading) Apply(2 SetContact)", "open review");
    check(open(&[(3, 1)]), [go("delivery")], "Focus(Heading)", "open review UnknownStep");
}

#[test]
fn an_emptied_bag_leads_back_to_it() {
    let emptied = newer(|quote| {
        quote.lines.clear();
        quote.totals.rows.clear();
        costs(quote, Money::zero(Currency::EUR));
    });
    check(review(), [Event::Refresh, said(2, emptied)], "Focus(Heading)", "open bag");
}

// The bag

#[test]
fn quantities() {
    check(bag(), [quantity("line-rope", "3")], "Apply(2 SetQuantity)", "open bag");
    check(bag(), [quantity("line-rope", "0")], "Apply(2 SetQuantity)", "open bag");
    check(bag(), [quantity("line-rope", "10")], "", "open bag");
    check(bag(), [quantity("line-rope", "x")], "", "open bag");
    check(bag(), [quantity("line-rope", "")], "", "open bag");
    check(bag(), [quantity("line-gone", "1")], "", "open bag");
    check(bag(), [quantity("line-rope", "3"), quantity("line-rope", "4")], "", "open bag");
    let both =
        [quantity("line-rope", "3"), quantity("line-rope", "4"), quantity("line-rope", "5"), said(2, newer(|_| ()))];
    check(bag(), both, "Apply(3 SetQuantity)", "open bag");
}

#[test]
fn a_removed_line_comes_back_once() {
    let removed = || newer(|quote| quote.lines.truncate(1));
    let gone = || play(bag(), [remove("line-rope"), said(2, sound_without_rope(removed()))]).0;
    check(gone(), [undo("rope")], "Apply(3 AddItem)", "open bag");
    check(gone(), [undo("rope"), undo("rope"), said(3, newer(|quote| quote.revision += 1))], "", "open bag");
    check(gone(), [undo("boots")], "", "open bag");
    check(gone(), [go("contact"), undo("rope")], "", "open contact");
}

fn sound_without_rope(mut quote: Box<Quote>) -> Box<Quote> {
    let off = Money::new(7_000, Currency::EUR);
    quote.totals.rows[0].amount = quote.totals.rows[0].amount.minus(off).unwrap();
    let total = quote.totals.total.minus(off).unwrap();
    costs(&mut quote, total);
    quote
}

#[test]
fn two_presses_on_add_are_two_pieces() {
    let one_more = newer(|quote| quote.lines[1].quantity += 1);
    check(bag(), [add("rope"), add("rope"), said(2, one_more)], "Apply(3 AddItem)", "open bag");
}

#[test]
fn codes() {
    let code = |text: &str| [typed(Field::Code, text), Event::ApplyCode];
    check(bag(), code("OFF"), "Apply(2 ApplyCode)", "open bag");
    check(bag(), code(" off "), "Apply(2 ApplyCode)", "open bag");
    check(bag(), code(""), "Focus(code)", "open bag");
    check(bag(), code("!!"), "Focus(code)", "open bag");
    check(bag(), code(&"A".repeat(41)), "Focus(code)", "open bag");
    check(bag(), [Event::RemoveCode("OFF".into())], "Apply(2 RemoveCode)", "open bag");
    let applied = || newer(|quote| quote.codes = vec![code_off()]);
    let twice = [typed(Field::Code, "OFF"), Event::ApplyCode, Event::ApplyCode, said(2, applied())];
    check(bag(), twice, "", "open bag");
    let taken = play(bag(), [typed(Field::Code, "off"), Event::ApplyCode, said(2, applied())]).0;
    assert_eq!(taken.answers.text(Field::Code), "");
    let unknown = BackendError::Rejected(vec![Problem::new(Field::Code, Fault::CodeUnknown)]);
    let kept = play(bag(), [typed(Field::Code, "NO"), Event::ApplyCode, failed(2, unknown)]).0;
    assert_eq!((kept.answers.text(Field::Code), kept.answers.refusal(Field::Code)), ("NO", Some(Fault::CodeUnknown)));
}

fn code_off() -> kassa::domain::quote::AppliedCode {
    kassa::domain::quote::AppliedCode { code: "OFF".into(), title: String::new() }
}

#[test]
fn what_nobody_complained_about_is_still_done() {
    let unknown = BackendError::Rejected(vec![Problem::new(Field::Code, Fault::CodeUnknown)]);
    let events = [
        add("map"),
        typed(Field::Code, "NO"),
        Event::ApplyCode,
        quantity("line-rope", "3"),
        said(2, newer(|_| ())),
        failed(3, unknown),
    ];
    check(bag(), events, "Apply(4 SetQuantity)", "open bag");
}

// Telling the shop

#[test]
fn the_destination_is_told_when_typing_rests_and_once() {
    let new = || play(started(None, None), [said(1, shop(&[(0, 1)]).open())]).0;
    check(new(), [typed(POSTCODE, "00100")], "Wait(Destination 400)", "open bag");
    let rested = [typed(POSTCODE, "00100"), rings(Timer::Destination, 1_400)];
    check(new(), rested.clone(), "Apply(2 SetDestination)", "open bag");
    let once = rested.into_iter().chain([said(2, quote()), Event::Left(POSTCODE), rings(Timer::Destination, 1_800)]);
    check(new(), once, "", "open bag");
    let again = [typed(POSTCODE, "00100"), Event::Left(POSTCODE), said(2, quote()), typed(POSTCODE, "33100")];
    check(new(), again.into_iter().chain([Event::Left(POSTCODE)]), "Apply(3 SetDestination)", "open bag");
    check(new(), [chose(COUNTRY, "SE")], "Apply(2 SetDestination)", "open bag");
    check(new(), [chose(COUNTRY, "US")], "", "open bag");
}

#[test]
fn a_forgotten_destination_is_told_again() {
    let forgotten = newer(|quote| quote.delivery.rates = Rates::Unknown);
    let events = [Event::Left(POSTCODE), said(2, quote()), go("delivery"), Event::Refresh, said(3, forgotten)];
    check(filled(bag()), events.into_iter().chain([Event::Continue]), "Apply(4 SetDestination)", "open delivery");
}

/// The delivery step, filled in, of which the shop has been told where to and has not answered.
fn asked_where() -> Checkout {
    let unknown = newer(|quote| quote.delivery.rates = Rates::Unknown);
    play(
        filled(bag()),
        [Event::Left(POSTCODE), said(2, quote()), go("delivery"), Event::Refresh, said(3, unknown), Event::Continue],
    )
    .0
}

#[test]
fn a_press_that_only_the_shops_word_is_missing_for_goes_on_with_it() {
    let hurried = |checkout: &Checkout| matches!(&checkout.phase, Phase::Open(open) if open.hurried);
    let offered = || newer(|quote| quote.revision += 1);
    assert!(hurried(&asked_where()) && asked_where().shown().is_empty());
    check(asked_where(), [said(4, offered())], "Focus(Heading)", "open payment");
    check(asked_where(), [Event::Left(POSTCODE), said(4, offered())], "Focus(Heading)", "open payment");
    // There is still nothing to choose from: then it is said what is missing.
    let nothing = newer(|quote| quote.delivery.rates = Rates::Unknown);
    check(asked_where(), [said(4, nothing)], "Focus(ErrorSummary)", "open delivery");
    // Whoever does something else meanwhile is not carried off.
    check(asked_where(), [go("contact"), said(4, offered())], "", "open contact");
    check(
        asked_where(),
        [typed(Field::Address(AddressUse::Shipping, AddressField::Name), "Kai Laine"), said(4, offered())],
        "",
        "open delivery",
    );
    // A lost answer is waited for, too; a connection that is gone is not.
    let (lost, _) = play(asked_where(), [failed(4, BackendError::NoAnswer)]);
    assert!(hurried(&lost));
    let (offline, _) = play(asked_where(), [failed(4, BackendError::Offline)]);
    assert!(!hurried(&offline) && !offline.shown().is_empty());
    // What else is missing is said at once.
    let name = typed(Field::Address(AddressUse::Shipping, AddressField::Name), "");
    check(asked_where(), [name, Event::Continue], "Focus(ErrorSummary)", "open delivery");
}

#[test]
fn the_frame_is_asked_whether_the_card_is_complete() {
    let typing =
        || play(filled(bag()), [go("payment"), Event::Card("card".into(), CardState::Incomplete { brand: None })]).0;
    check(typing(), [Event::Continue], "Tokenize(1)", "open payment");
    check(typing(), [Event::Continue, token(1)], "Focus(Heading)", "open review");
    let incomplete = Event::Tokenized(1, Err(TokenFault::Incomplete));
    check(typing(), [Event::Continue, incomplete], "Focus(ErrorSummary)", "open payment");
}

#[test]
fn choices_are_told_at_once() {
    check(bag(), [chose(Field::How, "collect")], "Apply(2 SetHow)", "open bag");
    check(bag(), [chose(Field::Rate, "express")], "Apply(2 SetRate)", "open bag");
    check(bag(), [chose(Field::Point, "kiosk")], "Apply(2 SetPoint)", "open bag");
    check(bag(), [chose(Field::Method, "invoice")], "Apply(2 SetMethod)", "open bag");
    check(bag(), [chose(Field::News, "1")], "", "open bag");
    check(bag(), [chose(Field::Card, "4242")], "", "open bag");
}

// Answers

#[test]
fn late_and_doubled_answers_are_dropped() {
    let total = |events: Vec<Event>| play(bag(), events).0.quote().unwrap().totals.total;
    let before = quote().totals.total;
    assert_eq!(total(vec![said(1, dearer())]), before, "a number that was answered");
    assert_eq!(total(vec![said(7, dearer())]), before, "a number nobody asked under");
    assert_eq!(total(vec![Event::Refresh, said(2, quote()), said(2, dearer())]), before, "doubled");
    assert_ne!(total(vec![Event::Refresh, said(2, dearer())]), before);
    let older = || {
        let mut quote = dearer();
        quote.revision = 0;
        quote
    };
    assert_eq!(total(vec![Event::Refresh, said(2, older())]), before, "an older revision");
}

#[test]
fn what_the_shop_changed_is_told() {
    check(bag(), [Event::Refresh, said(2, dearer())], "", "open bag Changed");
    check(started(None, None), [said(1, dearer())], "", "open bag Changed");
}

#[test]
fn unsound_quotes_are_never_shown_or_paid() {
    check(started(None, None), [said(1, unsound())], "", "failed");
    check(bag(), [Event::Refresh, said(2, unsound())], "Focus(Notice) Wait(Resend 800)", "open bag Corrupt");
    check(review(), [Event::Refresh, said(2, unsound()), pay("o1", "p1")], "", "open review Corrupt");
    check(sending(), [refused(1, BackendError::Stale(unsound()))], "SaveNow ReleaseLock", "failed");
    for wrong in [
        newer(|quote| quote.totals.rows[0].amount = Money::new(1, Currency::EUR)),
        newer(|quote| costs(quote, Money::new(quote.totals.total.minor(), Currency::SEK))),
        newer(|quote| quote.totals.due = Money::new(1, Currency::EUR)),
        newer(|quote| quote.lines[0].total = Money::new(1, Currency::NOK)),
        newer(|quote| quote.lines[0].total = Money::new(-1, Currency::EUR)),
        newer(|quote| {
            quote.totals.rows.clear();
            quote.totals.rows.push(kassa::domain::totals::TotalRow {
                kind: kassa::domain::totals::TotalKind::Discount,
                label: None,
                amount: Money::new(-5, Currency::EUR),
                estimate: false,
            });
            costs(quote, Money::new(-5, Currency::EUR));
        }),
    ] {
        check(started(None, None), [said(1, wrong)], "", "failed");
    }
}

#[test]
fn a_lost_change_is_tried_again_after_reading() {
    let lost = || play(bag(), [add("rope"), failed(2, BackendError::NoAnswer)]).0;
    check(bag(), [add("rope"), failed(2, BackendError::NoAnswer)], "Wait(Resend 800)", "open bag");
    check(lost(), [rings(Timer::Resend, 2_000)], "Apply(3)", "open bag");
    check(lost(), [rings(Timer::Resend, 2_000), said(3, newer(|_| ()))], "Apply(4 AddItem)", "open bag");
    let done = || newer(|quote| quote.lines[1].quantity += 1);
    check(lost(), [rings(Timer::Resend, 2_000), said(3, done())], "", "open bag");
    check(lost(), [rings(Timer::Resend, 2_000), said(3, done()), Event::Refresh], "Apply(4)", "open bag");
    let pressed_again = [add("rope"), rings(Timer::Resend, 2_000), said(3, done())];
    check(lost(), pressed_again, "Apply(4 AddItem)", "open bag");
    check(bag(), [add("rope"), failed(2, BackendError::Busy(9_000))], "Wait(Resend 9000)", "open bag");
    check(bag(), [add("rope"), failed(2, BackendError::Offline)], "Wait(Resend 2000)", "open bag");
}

fn stuck() -> Checkout {
    let mut events = vec![chose(Field::Method, "invoice"), failed(2, BackendError::NoAnswer)];
    for number in 3..6 {
        events.extend([rings(Timer::Resend, 2_000), failed(number, BackendError::NoAnswer)]);
    }
    play(review(), events).0
}

#[test]
fn a_change_that_stays_lost_is_told_and_keeps_pay_off() {
    check(stuck(), [], "", "open review NotSaved");
    check(stuck(), [pay("o1", "p1")], "Focus(Notice) Apply(6)", "open review NotSaved");
    check(stuck(), [retry()], "Apply(6)", "open review");
    check(stuck(), [go("bag")], "Focus(Heading)", "open bag NotSaved");
    check(stuck(), [chose(Field::Rate, "express")], "Apply(6)", "open review NotSaved");
    check(stuck(), [retry(), said(6, newer(|_| ()))], "Apply(7 SetMethod)", "open review");
    let server = [chose(Field::Rate, "express"), failed(6, BackendError::Server("R".into()))];
    check(stuck(), server, "Focus(Notice)", "open review ShopFault");
}

#[test]
fn a_renewed_session_keeps_everything() {
    let over = || play(review(), [chose(Field::Rate, "express"), failed(2, BackendError::Unauthorized)]).0;
    check(review(), [chose(Field::Rate, "express"), failed(2, BackendError::Unauthorized)], "Open(3)", "opening");
    let renewed = || newer(|quote| quote.session = "2".into());
    check(over(), [said(3, renewed())], "Apply(4 SetContact,SetRate)", "open review SessionRenewed");
    let (checkout, _) = play(over(), [said(3, renewed())]);
    let before = review().saved().answers.len();
    assert_eq!(checkout.saved().answers.len(), before + 1);
    check(over(), [failed(3, BackendError::Unauthorized)], "", "closed");
    check(
        over(),
        [failed(3, BackendError::NoAnswer), retry(), said(4, renewed())],
        "Apply(5 SetContact,SetRate)",
        "open review SessionRenewed",
    );
    let paid = BackendError::AlreadyPlaced(OrderNumber::from("N-9"));
    check(review(), [Event::Refresh, failed(2, paid)], "Fetch(N-9)", "fetching N-9");
}

#[test]
fn a_renewed_session_is_told_every_choice_before_paying() {
    let chosen =
        [chose(Field::Method, "invoice"), said(2, newer(|quote| quote.method = Some(MethodId::from("invoice"))))];
    let (checkout, _) =
        play(review(), chosen.into_iter().chain([Event::Refresh, failed(3, BackendError::Unauthorized)]));
    let renewed = newer(|quote| {
        quote.session = "2".into();
        quote.delivery.how = How::Collect;
        quote.delivery.rate = Some(RateId::from("express"));
    });
    let (checkout, commands) = play(checkout, [chose(Field::How, "ship"), said(4, renewed)]);
    let words: Vec<String> = commands.iter().filter_map(word).collect();
    assert_eq!(words.join(" "), "Apply(5 SetHow,SetContact,SetMethod)");
    check(checkout, [pay("o1", "p1")], "", "open review SessionRenewed");
}

#[test]
fn without_a_connection_nothing_is_sent() {
    let offline = || play(review(), [Event::Connection(false)]).0;
    check(offline(), [chose(Field::Rate, "express")], "", "open review");
    check(offline(), [pay("o1", "p1")], "Focus(Notice)", "open review PayOffline");
    check(offline(), [chose(Field::Rate, "express"), Event::Connection(true)], "Apply(2 SetRate)", "open review");
    check(offline(), [pay("o1", "p1"), Event::Connection(true)], "", "open review");
    let failed_load = || play(started(None, Some("contact")), [failed(1, BackendError::NoAnswer)]).0;
    check(failed_load(), [retry()], "Open(2)", "opening");
    check(failed_load(), [retry(), said(2, quote())], "", "open contact");
    check(failed_load(), [Event::Connection(false), Event::Connection(true)], "Open(2)", "opening");
}

#[test]
fn notices_that_the_page_brings() {
    check(bag(), [Event::StorageForbidden], "", "open bag StorageForbidden");
    check(bag(), [Event::SavedUnreadable], "", "open bag SavedUnreadable");
    check(started(None, None), [Event::SavedUnreadable, said(1, quote())], "", "open bag SavedUnreadable");
    check(bag(), [Event::SavedUnreadable, Event::Dismiss], "", "open bag");
}

// The card

#[test]
fn the_way_forward_waits_for_the_token() {
    let payment = || play(filled(bag()), [go("payment")]).0;
    check(payment(), [Event::Continue], "Tokenize(1)", "open payment");
    check(payment(), [Event::Continue, Event::Continue], "", "open payment");
    check(payment(), [Event::Continue, token(1)], "Focus(Heading)", "open review");
    check(payment(), [Event::Continue, token(9)], "", "open payment");
    check(payment(), [Event::Continue, go("bag"), token(1)], "", "open bag");
    let incomplete = Event::Tokenized(1, Err(TokenFault::Incomplete));
    check(payment(), [Event::Continue, incomplete], "Focus(ErrorSummary)", "open payment");
    let silent = Event::Tokenized(1, Err(TokenFault::NoAnswer));
    check(payment(), [Event::Continue, silent], "Focus(Notice)", "open payment CardFrameSilent");
    check(
        payment(),
        [Event::Card("card".into(), CardState::Empty), Event::Continue],
        "Focus(ErrorSummary)",
        "open payment",
    );
    check(
        review(),
        [Event::Card("card".into(), CardState::Incomplete { brand: None }), pay("o1", "p1")],
        "Focus(ErrorSummary)",
        "open payment Incomplete",
    );
}

// Paying

const SENT: &str = "Wait(Slow 10000) SaveNow Place(1 o1 p1) Focus(Heading)";

#[test]
fn keys_are_saved_before_they_are_sent() {
    check(review(), [pay("o1", "p1")], "TakeLock(1)", "placing Locking");
    check(review(), [pay("o1", "p1"), lock(1)], SENT, "placing Sending");
    check(review(), [pay("o1", "p1"), pay("o2", "p2")], "", "placing Locking");
    check(review(), [pay("o1", "p1"), lock(1), pay("o2", "p2")], "", "placing Sending");
    check(review(), [chose(Field::Rate, "express"), pay("o1", "p1")], "", "open review");
    let attempt = sending().saved().journal.attempt.unwrap();
    assert_eq!((attempt.keys.order.as_str(), attempt.keys.payment.as_str(), attempt.reused), ("o1", "p1", false));
    check(filled(bag()), [pay("o1", "p1")], "Focus(ErrorSummary)", "open payment Incomplete");
    check(bag(), [pay("o1", "p1")], "Focus(ErrorSummary)", "open contact Incomplete");
}

const DONE: &str = "Forget SaveNow ReleaseLock Publish(N-1) Focus(Heading)";

#[test]
fn an_order_ends_it() {
    check(sending(), [placed(1, "N-1")], DONE, "placed N-1");
    check(thanks(), [placed(1, "N-1")], "", "placed N-1");
    assert_eq!(thanks().saved().answers, []);
    let mut reviewed = order("N-1");
    reviewed.state = OrderState::UnderReview { until: NOW };
    check(sending(), [Event::Placed(1, Ok(Placed::Order(reviewed)))], DONE, "under review N-1");
}

#[test]
fn a_late_order_is_the_truth_in_every_phase() {
    check(lost(), [placed(1, "N-1")], DONE, "placed N-1");
    check(acting(), [placed(1, "N-1")], DONE, "placed N-1");
    check(play(acting(), [Event::ActionCancelled]).0, [placed(1, "N-1")], DONE, "placed N-1");
    check(
        play(sending(), [refused(1, DECLINED)]).0,
        [placed(1, "N-1")],
        "Forget ReleaseLock Publish(N-1) Focus(Heading)",
        "placed N-1",
    );
    let unconfirmed = play(lost(), [rings(Timer::LookUp, 1_000), rings(Timer::LookUp, 99_000)]).0;
    assert_eq!(place(&unconfirmed), "placing Unconfirmed");
    check(unconfirmed, [placed(1, "N-1")], DONE, "placed N-1");
}

#[test]
fn the_order_before_does_not_end_a_new_purchase() {
    let anew = || play(thanks(), [Event::StartOver, said(2, newer(|quote| quote.session = "2".into()))]).0;
    check(anew(), [placed(1, "N-1")], "", "open bag");
    check(thanks(), [Event::StartOver], "Apply(2 StartAnew) Focus(Heading)", "opening");
    check(bag(), [Event::StartOver], "", "open bag");
}

#[test]
fn a_lost_order_is_looked_up_first() {
    check(sending(), [refused(1, BackendError::NoAnswer)], "Wait(LookUp 500)", "placing LookingUp");
    check(sending(), [refused(1, BackendError::Malformed)], "Wait(LookUp 500)", "placing LookingUp");
    check(sending(), [refused(1, BackendError::Server("R".into()))], "Wait(LookUp 500)", "placing LookingUp");
    check(lost(), [rings(Timer::LookUp, 2_000)], "LookUp(1 o1)", "placing LookingUp");
    check(lost(), [known(1, Known::Order(order("N-1")))], DONE, "placed N-1");
    check(lost(), [known(1, Known::Nothing)], "Place(1 o1 p1)", "placing Sending");
    check(lost(), [known(1, Known::Pending)], "Wait(LookUp 1000)", "placing LookingUp");
    check(lost(), [known(1, Known::Pending), known(1, Known::Pending)], "Wait(LookUp 2000)", "placing LookingUp");
    check(lost(), [Event::LookedUp(1, Err(BackendError::NoAnswer))], "Wait(LookUp 1000)", "placing LookingUp");
    check(lost(), [known(2, Known::Nothing)], "", "placing LookingUp");
    check(
        lost(),
        [known(1, Known::Declined(Decline::Generic))],
        "SaveNow ReleaseLock Focus(Notice)",
        "open payment Declined",
    );
    check(lost(), [known(1, Known::Act(frame()))], "SaveNow Focus(Heading) Wait(LookUp 2000)", "acting");
    check(lost(), [Event::Connection(false), Event::Connection(true)], "LookUp(1 o1)", "placing LookingUp");
    check(lost(), [pay("o2", "p2")], "", "placing LookingUp");
    check(lost(), [rings(Timer::LookUp, 1_000), rings(Timer::LookUp, 62_000)], "Focus(Heading)", "placing Unconfirmed");
    let unconfirmed = || play(lost(), [rings(Timer::LookUp, 1_000), rings(Timer::LookUp, 62_000)]).0;
    check(unconfirmed(), [retry()], "LookUp(1 o1)", "placing LookingUp");
    check(unconfirmed(), [pay("o2", "p2")], "", "placing Unconfirmed");
    check(unconfirmed(), [Event::Connection(false), Event::Connection(true)], "", "placing Unconfirmed");
}

#[test]
fn what_was_sent_once_is_not_given_up_because_it_cannot_be_sent_again() {
    let resent = || play(lost(), [known(1, Known::Nothing)]).0;
    check(resent(), [refused(1, BackendError::Offline)], "Wait(LookUp 2000)", "placing LookingUp");
    check(resent(), [refused(1, BackendError::Unauthorized)], "LookUp(1 o1)", "placing LookingUp");
    let busy = || play(sending(), [refused(1, BackendError::Busy(700)), rings(Timer::Replace, 2_000)]).0;
    check(busy(), [refused(1, BackendError::Offline)], "Wait(LookUp 2000)", "placing LookingUp");
    let over = [refused(1, BackendError::Unauthorized), known(1, Known::Nothing)];
    check(resent(), over, "SaveNow ReleaseLock Open(2)", "opening");
}

#[test]
fn an_earlier_refusal_under_the_same_key_is_not_this_ones() {
    let again = || {
        let events = [refused(1, DECLINED), Event::Continue, token(2), pay("o2", "p2"), lock(2)];
        play(play(sending(), events).0, [refused(2, BackendError::NoAnswer)]).0
    };
    check(again(), [known(2, Known::Declined(Decline::Generic))], "Place(2 o1 p2)", "placing Sending");
    let saved = Saved::decode(&again().saved().encode()).unwrap();
    let reloaded = || play(started(Some(saved.clone()), None), [Event::Lock(2, true, Some(saved.journal.clone()))]).0;
    check(reloaded(), [known(2, Known::Declined(Decline::Generic))], "SaveNow Cancel(2 o1)", "placing Cancelling");
}

const BACK: &str = "SaveNow ReleaseLock Focus(Notice)";

#[test]
fn a_refusal_keeps_everything_and_the_order_key() {
    check(sending(), [refused(1, DECLINED)], BACK, "open payment Declined");
    let declined = || play(sending(), [refused(1, DECLINED)]).0;
    assert_eq!(declined().saved().answers, review().saved().answers);
    check(declined(), [refused(1, DECLINED)], "", "open payment Declined");
    let again = [Event::Continue, token(2), pay("o2", "p2"), lock(2)];
    check(declined(), again.clone(), "Wait(Slow 10000) SaveNow Place(2 o1 p2) Focus(Heading)", "placing Sending");
    let elsewhere = [typed(Field::Email, "a@example.fi")].into_iter().chain(again);
    check(declined(), elsewhere, "Wait(Slow 10000) SaveNow Place(2 o2 p2) Focus(Heading)", "placing Sending");
}

#[test]
fn a_busy_shop_is_asked_again_under_the_same_keys() {
    let busy = || refused(1, BackendError::Busy(700));
    check(sending(), [busy()], "Wait(Replace 700)", "placing Sending");
    check(sending(), [busy(), rings(Timer::Replace, 2_000)], "Place(1 o1 p1)", "placing Sending");
    let five = || play(sending(), [busy(), busy(), busy(), busy(), busy()]);
    check(five().0, [], "", "placing Cancelling");
    check(five().0, [Event::Cancelled(1, Ok(Box::new(quote())))], BACK, "open payment Busy");
}

#[test]
fn a_changed_total_is_agreed_to_first_and_gets_another_key() {
    let stale = || play(sending(), [refused(1, BackendError::Stale(dearer()))]).0;
    check(sending(), [refused(1, BackendError::Stale(dearer()))], BACK, "open review Changed");
    assert_eq!(stale().quote().unwrap().totals, dearer().totals);
    check(
        stale(),
        [pay("o2", "p2"), lock(2)],
        "Wait(Slow 10000) SaveNow Place(2 o2 p2) Focus(Heading)",
        "placing Sending",
    );
}

#[test]
fn other_refusals() {
    let rejected = BackendError::Rejected(vec![Problem::new(Field::Email, Fault::Refused)]);
    check(sending(), [refused(1, rejected)], BACK, "open contact Incomplete");
    check(sending(), [refused(1, BackendError::Offline)], BACK, "open review PayOffline");
    assert!(play(sending(), [refused(1, BackendError::Offline)]).0.online);
    check(sending(), [refused(1, BackendError::Unauthorized)], "SaveNow ReleaseLock Open(2)", "opening");
    let paid = BackendError::AlreadyPlaced(OrderNumber::from("N-9"));
    check(sending(), [refused(1, paid)], "SaveNow ReleaseLock Fetch(N-9)", "fetching N-9");
    check(sending(), [refused(2, DECLINED)], "", "placing Sending");
}

#[test]
fn patience() {
    check(sending(), [rings(Timer::Slow, 11_000)], "Wait(Slow 10000)", "placing Sending");
    check(sending(), [rings(Timer::Slow, 11_000), rings(Timer::Slow, 21_000)], "", "placing Sending");
}

// The bank

#[test]
fn the_bank_asks() {
    check(sending(), [act(frame())], "SaveNow Focus(Heading) Wait(LookUp 2000)", "acting");
    check(sending(), [act(redirect())], "SaveNow Leave Wait(LookUp 2000)", "acting");
    check(sending(), [act(POLL)], "SaveNow Wait(LookUp 500)", "acting");
    check(acting(), [Event::ActionDone], "LookUp(1 o1)", "placing LookingUp");
    check(acting(), [retry()], "LookUp(1 o1)", "placing LookingUp");
    check(acting(), [Event::ActionDone, known(1, Known::Order(order("N-1")))], DONE, "placed N-1");
    check(
        acting(),
        [Event::ActionDone, known(1, Known::Act(frame()))],
        "SaveNow Focus(Heading) Wait(LookUp 2000)",
        "acting",
    );
    check(lost(), [known(1, Known::Act(redirect()))], "SaveNow Focus(Heading) Wait(LookUp 2000)", "acting");
    let polling = || play(sending(), [act(POLL)]).0;
    // What is on screen stays while the shop is asked.
    check(polling(), [rings(Timer::LookUp, 2_000)], "LookUp(1 o1)", "acting");
    check(polling(), [rings(Timer::LookUp, 200_000)], "LookUp(1 o1)", "placing Unconfirmed");
}

#[test]
fn a_provider_goes_on_straight_after_pay_and_after_a_reload_only_when_asked() {
    let confirm = || NextAction::Confirm { provider: "stripe".into(), client: "pi_1_secret_2".into() };
    let go = "Confirm(1 stripe pi_1_secret_2 with its token)";
    let confirming = || play(sending(), [act(confirm())]).0;
    check(sending(), [act(confirm())], &format!("SaveNow Focus(Heading) {go} Wait(LookUp 2000)"), "acting");
    // Pressed twice, asked once.
    check(confirming(), [Event::ActionBegun], "", "acting");
    check(confirming(), [Event::Confirmed(1)], "LookUp(1 o1)", "placing LookingUp");
    check(confirming(), [Event::Confirmed(1), known(1, Known::Order(order("N-1")))], DONE, "placed N-1");
    // Whoever comes back by the browser's Back is not sent away again.
    let back = || play(lost(), [known(1, Known::Act(confirm()))]).0;
    check(lost(), [known(1, Known::Act(confirm()))], "SaveNow Focus(Heading) Wait(LookUp 2000)", "acting");
    check(back(), [Event::Confirmed(1)], "", "acting");
    check(back(), [Event::ActionBegun], go, "acting");
    // Another attempt's provider, or one that was given up, tells nothing.
    check(confirming(), [Event::Confirmed(7)], "", "acting");
    check(play(confirming(), [Event::ActionCancelled]).0, [Event::Confirmed(1)], "", "placing Cancelling");
    // Nothing to go on with.
    check(acting(), [Event::ActionBegun, Event::Confirmed(1)], "", "acting");
}

// What backends differ in (REL-05)

fn met(facts: Facts) -> Event {
    Event::Met(facts)
}

#[test]
fn a_backend_that_has_to_be_asked_goes_on_after_the_bank() {
    let asked = Facts { returned: Returned::ByResume, ..FACTS };
    check(acting(), [met(asked), Event::ActionDone], "Resume(1 o1)", "placing LookingUp");
    check(acting(), [met(asked), Event::ActionDone, known(1, Known::Order(order("N-1")))], DONE, "placed N-1");
    // Giving up asks nobody to go on.
    check(acting(), [met(asked), Event::ActionCancelled], "SaveNow Cancel(1 o1)", "placing Cancelling");
}

// shows: REL-05
#[test]
fn where_nothing_can_be_looked_up_nothing_is_sent_again() {
    let forgetful = Facts { idempotency: Idempotency::None, lookup: Lookup::None, ..FACTS };
    check(sending(), [met(forgetful), refused(1, BackendError::NoAnswer)], "", "placing Unconfirmed");
    let looking = [met(forgetful), known(1, Known::Nothing)];
    check(lost(), looking, "SaveNow Cancel(1 o1)", "placing Cancelling");
}

// shows: REL-05
#[test]
fn a_key_that_is_too_old_is_not_sent_again() {
    // A page that slept: the order is still in memory, the key may be forgotten.
    let asleep = |hours: i64| play(lost(), [rings(Timer::LookUp, NOW.0 + hours * 3_600_000)]).0;
    check(asleep(21), [known(1, Known::Nothing)], "Place(1 o1 p1)", "placing Sending");
    check(asleep(22), [known(1, Known::Nothing)], "SaveNow Cancel(1 o1)", "placing Cancelling");
}

// When page and shop do not fit together

#[test]
fn a_shop_that_does_not_fit_is_told_apart_and_asked_again() {
    for setup in Setup::ALL {
        let wrong = || BackendError::Setup(setup);
        check(started(None, None), [failed(1, wrong())], "", "failed");
        check(started(None, None), [failed(1, wrong()), retry()], "Open(2)", "opening");
        let told = play(sending(), [refused(1, wrong())]).0;
        // A page where data should be came from somewhere: the order may exist.
        let expected = if setup.may_have_happened() { "placing LookingUp" } else { "open review SetUp" };
        assert_eq!(place(&told), expected, "{setup:?}");
    }
}

#[test]
fn a_shop_that_no_longer_fits_loses_nothing_that_was_sent_before() {
    let again = [known(1, Known::Nothing), refused(1, BackendError::Setup(Setup::Origin))];
    check(lost(), again, "Wait(LookUp 500)", "placing LookingUp");
}

#[test]
fn what_is_given_up_stays_given_up() {
    let given_up = || play(acting(), [Event::ActionCancelled]).0;
    check(acting(), [Event::ActionCancelled], "SaveNow Cancel(1 o1)", "placing Cancelling");
    check(given_up(), [Event::Cancelled(1, Ok(Box::new(quote())))], BACK, "open payment Cancelled");
    check(given_up(), [Event::Cancelled(2, Ok(Box::new(quote())))], "", "placing Cancelling");
    check(given_up(), [act(frame())], "", "placing Cancelling");
    let unanswered = || play(given_up(), [Event::Cancelled(1, Err(BackendError::NoAnswer))]).0;
    check(unanswered(), [rings(Timer::LookUp, 3_000)], "LookUp(1 o1)", "placing LookingUp");
    check(unanswered(), [known(1, Known::Nothing)], "SaveNow Cancel(1 o1)", "placing Cancelling");
    check(unanswered(), [known(1, Known::Act(frame()))], "SaveNow Cancel(1 o1)", "placing Cancelling");
    check(unanswered(), [known(1, Known::Order(order("N-1")))], DONE, "placed N-1");
    // The shop shows a dead key as refused; the next order has another.
    let dead = known(1, Known::Declined(Decline::AuthenticationFailed));
    let next = [dead, Event::Continue, token(2), pay("o2", "p2"), lock(2)];
    check(unanswered(), next, "Wait(Slow 10000) SaveNow Place(2 o2 p2) Focus(Heading)", "placing Sending");
    check(sending(), [Event::ActionCancelled], "", "placing Sending");
}

// Reloads and other tabs

fn journal() -> Journal {
    sending().saved().journal
}

#[test]
fn after_a_reload_the_attempt_is_looked_up_and_made_dead() {
    check(reloaded(), [], "", "placing Locking");
    check(reloaded(), [Event::Lock(1, true, Some(journal()))], "Wait(Slow 10000) LookUp(1 o1)", "placing LookingUp");
    let asking = || play(reloaded(), [Event::Lock(1, true, Some(journal()))]).0;
    check(asking(), [known(1, Known::Order(order("N-1")))], DONE, "placed N-1");
    check(asking(), [known(1, Known::Nothing)], "SaveNow Cancel(1 o1)", "placing Cancelling");
    let cancelled = [known(1, Known::Nothing), Event::Cancelled(1, Ok(Box::new(quote())))];
    check(asking(), cancelled, BACK, "open payment Cancelled");
    check(asking(), [known(1, Known::Declined(Decline::Generic))], "SaveNow ReleaseLock Open(1)", "opening");
    check(asking(), [known(1, Known::Pending)], "Wait(LookUp 1000)", "placing LookingUp");
    check(reloaded(), [lock(1)], "Wait(Slow 10000) LookUp(1 o1)", "placing LookingUp");
    // Another tab is sending it right now, or has ended it.
    check(reloaded(), [Event::Lock(1, false, None), said(1, quote())], "", "open bag OtherTab");
    check(
        reloaded(),
        [Event::Lock(1, true, Some(Journal::default()))],
        "Wait(Slow 10000) ReleaseLock Open(1)",
        "opening",
    );
    let elsewhere = Journal { placed: Some(OrderNumber::from("N-9")), ..Journal::default() };
    check(
        reloaded(),
        [Event::Lock(1, true, Some(elsewhere))],
        "Wait(Slow 10000) ReleaseLock Fetch(N-9)",
        "fetching N-9",
    );
}

#[test]
fn one_tab_pays() {
    let refused = || play(review(), [pay("o2", "p2"), Event::Lock(1, false, None)]);
    check(refused().0, [], "", "open review OtherTab");
    assert!(
        !refused().1.iter().any(|command| matches!(command, Command::SaveNow)),
        "the keys in storage are the other tab's"
    );
    let closed = || [pay("o2", "p2"), Event::Lock(1, true, Some(journal()))];
    check(review(), closed(), "Wait(Slow 10000) LookUp(1 o1)", "placing LookingUp");
    let nothing = closed().into_iter().chain([known(1, Known::Nothing)]);
    check(review(), nothing, "SaveNow Cancel(1 o1)", "placing Cancelling");
    let done = Journal { placed: Some(OrderNumber::from("N-9")), ..Journal::default() };
    let paid = [pay("o2", "p2"), Event::Lock(1, true, Some(done))];
    check(review(), paid, "Wait(Slow 10000) ReleaseLock Fetch(N-9)", "fetching N-9");
    let mut declined = journal();
    declined.attempt = None;
    let same = [pay("o2", "p2"), Event::Lock(1, true, Some(declined))];
    check(review(), same, "Wait(Slow 10000) SaveNow Place(1 o1 p2) Focus(Heading)", "placing Sending");
}

#[test]
fn a_key_that_another_tab_went_on_from_is_not_used_again() {
    let again = [
        refused(1, DECLINED),
        Event::Continue,
        token(2),
        pay("o2", "p2"),
        Event::Lock(2, true, Some(Journal::default())),
    ];
    check(sending(), again, "Wait(Slow 10000) SaveNow Place(2 o2 p2) Focus(Heading)", "placing Sending");
}

#[test]
fn answers_to_own_attempts_are_not_those_of_another_tabs() {
    let events =
        [refused(1, DECLINED), Event::Continue, token(2), pay("o2", "p2"), Event::Lock(2, true, Some(journal()))];
    let (checkout, _) = play(sending(), events);
    check(checkout, [refused(1, DECLINED)], "", "placing LookingUp");
}

/// The shop does not know the order, however often it is asked.
fn never_heard_of() -> Vec<Event> {
    let unknown = || Event::Fetched(Err(BackendError::Unauthorized));
    let mut events = vec![unknown()];
    for at in 1..=5 {
        events.extend([rings(Timer::Fetch, at * 300), unknown()]);
    }
    events
}

#[test]
fn other_tabs_follow() {
    let elsewhere = || Event::PaidElsewhere(OrderNumber::from("N-9"));
    let follow = || play(review(), [elsewhere()]).0;
    check(review(), [elsewhere()], "Fetch(N-9)", "fetching N-9");
    check(follow(), [Event::Fetched(Ok(order("N-9")))], "Forget ReleaseLock Focus(Heading)", "placed N-9");
    check(follow(), [Event::Fetched(Ok(order("N-8")))], "", "failed");
    check(follow(), [Event::Fetched(Err(BackendError::NoAnswer))], "", "failed");
    // The word of the other tab may come before the order.
    let early = || Event::Fetched(Err(BackendError::Unauthorized));
    check(follow(), [early()], "Wait(Fetch 300)", "fetching N-9");
    check(follow(), [early(), rings(Timer::Fetch, 300)], "Fetch(N-9)", "fetching N-9");
    check(follow(), never_heard_of(), "Open(2)", "opening");
    check(sending(), [elsewhere()], "", "placing Sending");
    check(thanks(), [elsewhere()], "", "placed N-1");
    let late = [Event::Refresh, elsewhere(), failed(2, BackendError::AlreadyPlaced(OrderNumber::from("N-9")))];
    check(review(), late, "", "fetching N-9");
}

#[test]
fn an_order_that_cannot_be_read_does_not_keep_from_buying() {
    let gone = OrderNumber::from("N-9");
    let mut events = vec![Event::PaidElsewhere(gone.clone())];
    events.extend(never_heard_of());
    events.extend([
        said(2, newer(|_| ())),
        go("review"),
        pay("o1", "p1"),
        Event::Lock(1, true, Some(Journal { placed: Some(gone), ..Journal::default() })),
    ]);
    check(review(), events, SENT, "placing Sending");
}

#[test]
fn the_receipt_survives_a_reload() {
    let saved = || Some(Saved::decode(&thanks().saved().encode()).unwrap());
    check(
        started(saved(), Some("thanks")),
        [Event::Fetched(Ok(order("N-1")))],
        "Forget ReleaseLock Focus(Heading)",
        "placed N-1",
    );
    check(started(saved(), Some("bag")), [], "", "opening");
    let sold = newer(|quote| {
        quote.order = Some(OrderNumber::from("N-1"));
        quote.lines.clear();
    });
    check(started(saved(), Some("bag")), [said(1, sold)], "Fetch(N-1)", "fetching N-1");
}

#[test]
fn another_language_keeps_texts() {
    let (checkout, commands) = play(review(), [Event::Refresh]);
    assert_eq!(checkout.saved().answers, review().saved().answers);
    assert_eq!(commands.iter().filter_map(word).collect::<Vec<_>>(), ["Apply(2)"]);
    check(thanks(), [Event::Refresh], "Fetch(N-1)", "placed N-1");
    check(thanks(), [Event::Refresh, Event::Fetched(Ok(order("N-1")))], "", "placed N-1");
    check(
        sending(),
        [Event::Refresh, refused(1, DECLINED)],
        "SaveNow ReleaseLock Focus(Notice) Apply(2)",
        "open payment Declined",
    );
}

// The device's sheet

/// Boots and ropes, to Helsinki, with two wallets of the device and fees that hang on the brand.
fn with_wallets(change: impl FnOnce(&mut Quote)) -> Box<Quote> {
    newer(|quote| {
        for id in ["applepay", "googlepay"] {
            quote.methods.push(MethodOffer::new(MethodId::from(id)));
        }
        // A company's: the law forbids it of a consumer.
        quote.buyer = Buyer::Company;
        quote.methods[0].brand_fees = vec![("visa".into(), Money::new(200, Currency::EUR))];
        change(quote);
    })
}

fn more_expensive(more: i64) -> Box<Quote> {
    with_wallets(|quote| {
        quote.revision += 20;
        let more = Money::new(more, Currency::EUR);
        let total = quote.totals.total.plus(more).unwrap();
        quote.totals.rows[0].amount = quote.totals.rows[0].amount.plus(more).unwrap();
        costs(quote, total);
    })
}

/// At review, with a wallet of the device chosen.
fn wallet() -> Checkout {
    let bag = play(started(None, None), [said(1, with_wallets(|_| ()))]).0;
    let chosen = with_wallets(|quote| quote.revision += 5);
    let checkout = play(filled(bag), [chose(Field::Method, "applepay"), said(2, chosen.clone()), go("payment")]).0;
    let mut checkout = play(checkout, [Event::Continue]).0;
    for number in 3..9 {
        checkout = play(checkout, [said(number, chosen.clone())]).0;
    }
    assert_eq!((place(&checkout).as_str(), checkout.updating()), ("open review", false));
    checkout
}

fn sheets(commands: &[Command]) -> Vec<(u64, String)> {
    let sheet = |command: &Command| match command {
        Command::OpenSheet { number, amount, .. } => Some((*number, amount.decimal())),
        _ => None,
    };
    commands.iter().filter_map(sheet).collect()
}

#[test]
fn the_sheet_asks_for_the_very_amount_once() {
    let due = wallet().quote().unwrap().totals.due.decimal();
    let (opened, commands) = play(wallet(), [pay("o1", "p1")]);
    assert_eq!(sheets(&commands), [(1, due)]);
    let (opened, commands) = play(opened, [pay("o2", "p2")]);
    assert_eq!(sheets(&commands), [], "pressed twice, opened once");
    check(opened, [token(1)], "TakeLock(1)", "placing Locking");
    let closed = || play(wallet(), [pay("o1", "p1"), Event::Tokenized(1, Err(TokenFault::Closed))]).0;
    check(closed(), [], "", "open review SheetClosed");
    let (_, commands) = play(closed(), [pay("o1", "p1")]);
    assert_eq!(sheets(&commands).len(), 1, "it can be opened again");
    check(closed(), [token(1)], "", "open review SheetClosed");
}

#[test]
fn another_amount_is_approved_anew() {
    let opened = || play(wallet(), [pay("o1", "p1"), Event::Refresh]);
    let number = opened().1.iter().find_map(|command| match command {
        Command::Apply(number, _) => Some(*number),
        _ => None,
    });
    let dearer = said(number.unwrap(), more_expensive(500));
    let (checkout, commands) = play(opened().0, [dearer.clone(), token(1)]);
    let due = checkout.quote().unwrap().totals.due.decimal();
    assert_eq!((sheets(&commands), place(&checkout).as_str()), (vec![(2, due)], "open review"));
    // Left while the second sheet was open: the first token pays nothing.
    let (checkout, commands) = play(checkout, [go("bag"), go("review"), pay("o2", "p2")]);
    assert_eq!((sheets(&commands).len(), place(&checkout).as_str()), (1, "open review"));
}

#[test]
fn what_became_of_an_open_sheet_is_agreed_to_first() {
    let opened = || play(wallet(), [pay("o1", "p1"), Event::Refresh]);
    let number = opened().1.iter().find_map(|command| match command {
        Command::Apply(number, _) => Some(*number),
        _ => None,
    });
    // A gift card pays it all while the sheet is open.
    let paid = newer(|quote| {
        quote.revision += 50;
        costs(quote, Money::zero(Currency::EUR));
        quote.totals.rows.truncate(1);
        quote.totals.rows[0].amount = Money::zero(Currency::EUR);
        quote.methods.clear();
    });
    let (checkout, commands) = play(opened().0, [said(number.unwrap(), paid), token(1)]);
    assert!(!commands.iter().any(|command| matches!(command, Command::TakeLock(_))), "{commands:?}");
    assert_eq!(place(&checkout), "open review Changed");
}

#[test]
fn a_session_that_is_renewed_gives_no_method_the_token_of_another() {
    let opening = |commands: &[Command]| {
        let number = commands.iter().find_map(|command| match command {
            Command::Open(number) | Command::Apply(number, _) => Some(*number),
            _ => None,
        });
        number.unwrap()
    };
    let (checkout, _) = play(wallet(), [pay("o1", "p1"), token(1), lock(1)]);
    // Sent back for another total, the token not used; then the session ends, and the new one has no wallet.
    let (checkout, _) = play(checkout, [refused(1, BackendError::Stale(more_expensive(500)))]);
    assert!(matches!(checkout.card, CardState::Token { .. }));
    let (checkout, commands) = play(checkout, [Event::Refresh]);
    let over = Event::Answered(opening(&commands), Err(BackendError::Unauthorized));
    let (checkout, commands) = play(checkout, [over]);
    let other = newer(|quote| {
        quote.session = "2".into();
        quote.methods.retain(|offer| offer.id.as_str() == "card");
    });
    let (checkout, _) = play(checkout, [said(opening(&commands), other)]);
    assert_eq!(checkout.method().unwrap().as_str(), "card");
    // The card's own fields, as they were.
    assert!(matches!(checkout.card, CardState::Complete { .. }), "{:?}", checkout.card);
}

#[test]
fn a_token_is_kept_after_another_total_and_spent_after_an_attempt_given_up() {
    let card = |events: Vec<Event>| play(sending(), events).0.card;
    let stale = refused(1, BackendError::Stale(more_expensive(500)));
    assert!(matches!(card(vec![stale]), CardState::Token { .. }));
    let act = Event::Placed(1, Ok(Placed::Act(NextAction::Frame { url: "https://bank.example/".into(), until: None })));
    let given_up = || vec![act.clone(), Event::ActionCancelled, Event::Cancelled(1, Ok(Box::new(quote())))];
    // What is in the fields stays there, and makes another token.
    assert!(matches!(card(given_up()), CardState::Complete { brand: Some(_) }));
    check(play(sending(), given_up()).0, [Event::Continue], "Tokenize(2)", "open payment Cancelled");
    // Parked and brought back it is the same.
    for (end, kept) in [(vec![refused(1, BackendError::Stale(more_expensive(500)))], true), (given_up(), false)] {
        let (checkout, _) = play(sending(), end);
        let (checkout, _) = play(checkout, [chose(Field::Method, "invoice")]);
        assert!(matches!(checkout.card, CardState::Empty));
        let (checkout, _) = play(checkout, [chose(Field::Method, "card")]);
        assert_eq!(matches!(checkout.card, CardState::Token { .. }), kept, "{:?}", checkout.card);
    }
}

#[test]
fn a_token_is_of_the_method_it_was_made_for() {
    let bag = || play(started(None, None), [said(1, with_wallets(|_| ()))]).0;
    let payment = || play(filled(bag()), [go("payment")]).0;
    // Another way is chosen while the card's token is made.
    let (checkout, _) = play(payment(), [Event::Continue, chose(Field::Method, "invoice"), token(1)]);
    assert!(matches!(checkout.card, CardState::Empty), "{:?}", checkout.card);
    // What was typed for each is kept for each.
    let (checkout, _) = play(payment(), [chose(Field::Method, "invoice")]);
    assert!(matches!(checkout.card, CardState::Empty));
    let (checkout, _) = play(checkout, [chose(Field::Method, "card")]);
    assert!(matches!(checkout.card, CardState::Complete { .. }));
    // The shop takes the wallet away after it has given its token.
    let gone = newer(|quote| quote.revision += 50);
    let (checkout, _) = play(express(bag(), "applepay", &[]).0, []);
    assert!(matches!(checkout.card, CardState::Token { .. }));
    let (checkout, _) = play(checkout, [said(2, gone)]);
    assert_eq!(checkout.method(), Some(MethodId::from("card")));
    assert!(!matches!(checkout.card, CardState::Token { .. }), "a wallet's token pays no card: {:?}", checkout.card);
}

#[test]
fn the_brand_is_told_when_it_is_known_and_when_it_is_not() {
    let payment = play(started(None, None), [said(1, with_wallets(|_| ())), go("payment")]).0;
    let visa = || Event::Card("card".into(), CardState::Incomplete { brand: Some("visa".into()) });
    let (checkout, commands) = play(payment, [visa()]);
    let told = |commands: &[Command]| {
        commands.iter().find_map(|command| match command {
            Command::Apply(_, intents) => match intents.as_slice() {
                [Intent::SetBrand(brand)] => Some(brand.clone()),
                _ => None,
            },
            _ => None,
        })
    };
    assert_eq!(told(&commands), Some(Some("visa".into())));
    let noted = with_wallets(|quote| {
        quote.revision += 5;
        quote.brand = Some("visa".into());
    });
    let (checkout, commands) = play(checkout, [said(2, noted), visa()]);
    assert_eq!(told(&commands), None, "told once");
    let (_, commands) = play(checkout, [Event::Card("card".into(), CardState::Empty)]);
    assert_eq!(told(&commands), Some(None), "taken back");
}

// Express

fn express(checkout: Checkout, method: &str, fields: &[(Field, &str)]) -> (Checkout, Vec<Command>) {
    let approved = checkout.quote().unwrap().totals.due;
    let express = Express {
        method: MethodId::from(method),
        fields: fields.iter().map(|(field, text)| (*field, (*text).to_owned())).collect(),
        token: Secret::new("wallet_ok".into()),
        face: CardFace { brand: "visa".into(), last4: "4242".into() },
        approved,
    };
    play(checkout, [Event::Express(Box::new(express))])
}

/// What a wallet knows of the shopper.
fn known_to_a_wallet() -> Vec<(Field, &'static str)> {
    let address = ADDRESS.map(|(part, text)| (Field::Address(AddressUse::Shipping, part), text));
    [(Field::Email, "kaisa@example.fi")].into_iter().chain(address).collect()
}

/// Lets the shop answer until it has been told everything.
fn settled(mut checkout: Checkout, quote: impl Fn(u64) -> Box<Quote>) -> Checkout {
    for number in 2..12 {
        checkout = play(checkout, [said(number, quote(number))]).0;
    }
    assert!(!checkout.updating());
    checkout
}

fn expressed(fields: &[(Field, &str)]) -> Checkout {
    let bag = play(started(None, None), [said(1, with_wallets(|_| ()))]).0;
    settled(express(bag, "applepay", fields).0, |number| with_wallets(|quote| quote.revision += number))
}

#[test]
fn a_wallet_that_knows_everything_leads_to_pay() {
    let checkout = expressed(&known_to_a_wallet());
    assert_eq!(place(&checkout), "open review");
    let (checkout, commands) = play(checkout, [pay("o1", "p1")]);
    assert_eq!((sheets(&commands).len(), place(&checkout).as_str()), (0, "placing Locking"), "approved already");
    // At another total it is asked for again.
    let bag = play(started(None, None), [said(1, with_wallets(|_| ()))]).0;
    let checkout = settled(express(bag, "applepay", &known_to_a_wallet()).0, |_| more_expensive(500));
    let (checkout, commands) = play(checkout, [pay("o1", "p1")]);
    assert_eq!((sheets(&commands).len(), place(&checkout).as_str()), (1, "open review"));
}

#[test]
fn a_wallet_goes_past_no_rule() {
    let without =
        |missing: Field| -> Vec<_> { known_to_a_wallet().into_iter().filter(|(field, _)| *field != missing).collect() };
    let street = Field::Address(AddressUse::Shipping, AddressField::Street);
    for (missing, step) in [(Field::Email, "contact"), (street, "delivery")] {
        let checkout = expressed(&without(missing));
        assert_eq!(place(&checkout), format!("open {step} Incomplete"));
        assert!(checkout.shown().iter().any(|problem| problem.field == missing), "{:?}", checkout.shown());
        let (checkout, _) = play(checkout, [pay("o1", "p1")]);
        assert!(place(&checkout).starts_with("open "), "{}", place(&checkout));
    }
    // Neither a card number nor a yes comes out of a wallet.
    let checkout = expressed(&[(Field::Subscribe, "1"), (Field::Card, "4242")]);
    assert!(!checkout.answers.has(Field::Subscribe) && !checkout.answers.has(Field::Card));
    // Collected: the place is the shopper's to choose.
    let mut collecting = known_to_a_wallet();
    collecting.push((Field::How, "collect"));
    let bag = play(started(None, None), [said(1, with_wallets(|quote| quote.delivery.how = How::Collect))]).0;
    let told = |number| {
        with_wallets(|quote| {
            quote.revision += number;
            quote.delivery.how = How::Collect;
            quote.delivery.point = None;
        })
    };
    let checkout = settled(express(bag, "applepay", &collecting).0, told);
    assert_eq!(place(&checkout), "open delivery Incomplete");
    assert!(checkout.shown().iter().any(|problem| problem.field == Field::Point), "{:?}", checkout.shown());
}

#[test]
fn a_wallet_that_is_not_taken_fills_in_and_pays_nothing() {
    let bag = play(started(None, None), [said(1, newer(|_| ()))]).0;
    let (checkout, _) = express(bag, "applepay", &known_to_a_wallet());
    let checkout = settled(checkout, |number| newer(|quote| quote.revision += number));
    assert_eq!(checkout.answers.text(Field::Email), "kaisa@example.fi");
    assert!(!matches!(checkout.card, CardState::Token { .. }), "{:?}", checkout.card);
    assert_eq!(place(&checkout), "open payment Incomplete");
}

// Refused again and again (SEC-25)

fn refused_times(times: u64) -> Checkout {
    let mut checkout = review();
    for number in 1..=times {
        let after = checkout.journal.refusals.1.0.max(NOW.0);
        let keys = Keys { order: format!("o{number}"), payment: format!("p{number}") };
        if number > 1 {
            checkout = play(checkout, [complete(), Event::Continue, token(number)]).0;
        }
        let pressed = Event::Pay { now: Instant(after), keys };
        checkout = play(checkout, [pressed, lock(number), refused(number, DECLINED)]).0;
        assert_eq!(place(&checkout), "open payment Declined", "{number}");
    }
    checkout
}

#[test]
fn after_three_refusals_paying_rests() {
    let rest = |times| {
        let (known, until) = refused_times(times).journal.refusals;
        (known, until.0)
    };
    assert_eq!(rest(2), (2, 0));
    assert_eq!(rest(3), (3, NOW.0 + 30_000));
    assert_eq!(rest(4), (4, NOW.0 + 30_000 + 60_000));
    assert_eq!(rest(5), (5, NOW.0 + 30_000 + 60_000 + 120_000));
    let again = || play(refused_times(3), [complete(), Event::Continue, token(4)]).0;
    check(again(), [pay("o4", "p4")], "Focus(Notice)", "open review Resting");
    check(again(), [pay("o4", "p4"), rings(Timer::Rest, 31_000)], "", "open review");
    let later = Event::Pay { now: Instant(NOW.0 + 30_000), keys: Keys { order: "o4".into(), payment: "p4".into() } };
    check(again(), [later.clone()], "TakeLock(4)", "placing Locking");
    // A reload does not wake it, an order does.
    let saved = Saved::decode(&refused_times(3).saved().encode()).unwrap();
    assert_eq!(saved.journal.refusals, (3, Instant(NOW.0 + 30_000)));
    let (ordered, _) = play(again(), [later, lock(4), placed(4, "N-1")]);
    assert_eq!((place(&ordered).as_str(), ordered.journal.refusals), ("placed N-1", (0, Instant::default())));
}

// Watching, while the shopper is at the bank

#[test]
fn what_happens_at_the_bank_is_seen_from_here() {
    let app = || NextAction::App { link: "https://bank.example/".into(), until: Instant(100_000) };
    let waiting = || play(sending(), [act(app())]).0;
    check(waiting(), [rings(Timer::LookUp, 3_000)], "LookUp(1 o1)", "acting");
    check(waiting(), [known(1, Known::Act(app()))], "Wait(LookUp 2000)", "acting");
    check(waiting(), [known(1, Known::Nothing)], "Wait(LookUp 2000)", "acting");
    check(waiting(), [Event::LookedUp(1, Err(BackendError::NoAnswer))], "Wait(LookUp 2000)", "acting");
    check(waiting(), [known(1, Known::Act(frame()))], "Focus(Heading) Wait(LookUp 2000)", "acting");
    check(waiting(), [known(1, Known::Order(order("N-1")))], DONE, "placed N-1");
    check(waiting(), [known(1, Known::Declined(Decline::Generic))], BACK, "open payment Declined");
    check(waiting(), [known(7, Known::Declined(Decline::Generic))], "", "acting");
    check(waiting(), [rings(Timer::LookUp, 100_001)], "SaveNow Cancel(1 o1)", "placing Cancelling");
    let over = [rings(Timer::LookUp, 100_001), Event::Cancelled(1, Ok(Box::new(quote())))];
    check(waiting(), over, BACK, "open payment TimedOut");
    // It was confirmed at the last moment: the order is what counts.
    let late = [rings(Timer::LookUp, 100_001), Event::Cancelled(1, Err(BackendError::NoAnswer))];
    let (late, _) = play(waiting(), late);
    check(late, [known(1, Known::Order(order("N-1")))], DONE, "placed N-1");
}

// What the law forbids, and gift cards

#[test]
fn what_is_withheld_is_told_once() {
    let unlawful = || newer(|quote| quote.methods[0].fee = Some(Money::new(100, Currency::EUR)));
    let told = |commands: &[Command]| commands.iter().filter(|it| matches!(it, Command::Withheld(_))).count();
    let (checkout, commands) = play(started(None, None), [said(1, unlawful())]);
    assert_eq!(told(&commands), 1);
    assert!(checkout.quote().unwrap().method(&MethodId::from("card")).is_none());
    let mut later = unlawful();
    later.revision += 1;
    let (_, commands) = play(checkout, [Event::Refresh, said(2, later)]);
    assert_eq!(told(&commands), 0);
}

#[test]
fn gift_cards() {
    let typing = |text: &str| [typed(Field::GiftCard, text), Event::AddGiftCard];
    check(bag(), typing(""), "Focus(gift-card)", "open bag");
    check(bag(), typing("FJELL"), "Focus(gift-card)", "open bag");
    check(bag(), typing("FJELLGIFT_25"), "Focus(gift-card)", "open bag");
    check(bag(), typing("4242 4242 4242 4242"), "Focus(gift-card)", "open bag");
    check(bag(), typing(" fjell-gift-25 "), "Apply(2 AddGiftCard)", "open bag");
    let (checkout, _) = play(bag(), typing("FJELLGIFT25"));
    assert!(!checkout.saved().encode().contains("FJELLGIFT25"), "as good as money: not written down");
    let unknown = BackendError::Rejected(vec![Problem::new(Field::GiftCard, Fault::CodeUnknown)]);
    let (refused, _) = play(checkout, [failed(2, unknown)]);
    assert_eq!(refused.answers.refusal(Field::GiftCard), Some(Fault::CodeUnknown));
    let (taken, _) = play(bag(), typing("FJELLGIFT25").into_iter().chain([said(2, newer(|_| ()))]));
    assert_eq!(taken.answers.text(Field::GiftCard), "");
}

// Somebody the shop knows

fn as_customer(quote: Quote, id: &str) -> Quote {
    Quote { customer: (!id.is_empty()).then(|| Box::new(Customer::new(id, "Kaisa Laine"))), ..quote }
}

/// The bag of somebody who is signed in.
fn known_bag() -> Checkout {
    play(started(None, None), [said(1, as_customer(quote(), "kaisa"))]).0
}

fn recognised() -> Event {
    let address = ADDRESS.map(|(part, text)| (Field::Address(AddressUse::Shipping, part), text.to_owned()));
    Event::Recognised([(Field::Email, "kaisa@example.fi".to_owned())].into_iter().chain(address).collect())
}

#[test]
fn what_the_shop_knows_fills_in_only_what_the_shopper_has_not() {
    let (checkout, _) = play(known_bag(), [typed(Field::Email, "other@example.fi"), recognised()]);
    assert_eq!(checkout.answers.text(Field::Email), "other@example.fi");
    assert_eq!(checkout.answers.text(POSTCODE), "00100");
}

/// [UX-32] The bag, the way forward, Pay.
#[test]
fn who_is_known_goes_from_the_bag_to_pay() {
    let known = || play(known_bag(), [recognised(), complete(), chose(Field::Method, "card")]).0;
    assert_eq!(place(&known()), "open bag");
    // The first step that still needs something: here the method, which has a card to turn into a token.
    let (checkout, _) = play(known(), [Event::Continue]);
    assert_eq!(place(&checkout), "open review");
    assert!(play(bag(), [recognised(), Event::Continue]).0.quote().is_some());
    check(bag(), [Event::Continue], "Focus(Heading)", "open contact");
}

/// Who signs in on the way stays and sees it; the way forward passes over what is known.
#[test]
fn who_signs_in_on_the_way_goes_on_to_what_is_missing() {
    let contact = play(bag(), [go("contact")]).0;
    let signed_in = || newer(|quote| *quote = as_customer(quote.clone(), "kaisa"));
    let (checkout, commands) = play(contact, [Event::Refresh, said(2, signed_in()), recognised()]);
    assert_eq!(commands.iter().find_map(word).as_deref(), Some("Apply(3 SetContact,SetDestination)"));
    assert_eq!(place(&checkout), "open contact");
    let (checkout, _) = play(checkout, [Event::Continue]);
    assert_eq!((place(&checkout).as_str(), checkout.shown().len()), ("open payment", 0));
}

/// Whatever is changed once everything was looked through leads back to it.
#[test]
fn a_change_from_the_review_leads_back_to_it() {
    check(review(), [go("contact"), Event::Continue], "Focus(Heading) Apply(2 SetContact)", "open review");
    let missing = [go("contact"), typed(POSTCODE, ""), Event::Continue];
    assert_eq!(place(&play(review(), missing).0), "open delivery");
}

#[track_caller]
fn check_identity(before: &str, now: &str, kept: bool, at: &str) {
    let start = play(started(None, None), [said(1, as_customer(quote(), before))]).0;
    let typed = [typed(Field::Email, "kaisa@example.fi"), go("contact")];
    let next = newer(|quote| *quote = as_customer(quote.clone(), now));
    let (checkout, _) = play(play(start, typed).0, [Event::Refresh, said(2, next)]);
    assert_eq!((checkout.answers.has(Field::Email), place(&checkout).as_str()), (kept, at), "{before} {now}");
}

#[test]
fn what_one_person_filled_in_is_not_the_next_ones() {
    check_identity("", "kaisa", true, "open contact");
    check_identity("kaisa", "kaisa", true, "open contact");
    check_identity("kaisa", "", false, "open bag SignedOut");
    check_identity("kaisa", "ola", false, "open bag SomebodyElse");
}

/// An empty bag offers the last order once more: to whoever placed it, and to nobody after them.
#[test]
fn the_last_order_goes_with_whoever_placed_it() {
    let mut saved = play(started(None, None), [said(1, as_customer(quote(), "kaisa"))]).0.saved();
    saved.journal.left = Some(OrderNumber::from("FJ-1"));
    let again = |who: &str| play(started(Some(saved.clone()), None), [said(1, as_customer(quote(), who))]).0;
    assert_eq!(again("kaisa").journal.left, Some(OrderNumber::from("FJ-1")));
    assert_eq!(again("").journal.left, None);
    assert_eq!(again("ola").journal.left, None);
    // Signing out in this page, where the shop goes on with a bag of another name.
    let out = newer(|quote| {
        *quote = as_customer(quote.clone(), "");
        quote.session = SessionId::from("next");
    });
    let left = play(again("kaisa"), [Event::Refresh, said(2, out)]).0;
    assert_eq!((left.journal.left.clone(), left.journal.placed.clone()), (None, None));
    assert!(!left.saved().encode().contains("FJ-1"));
}

#[test]
fn a_receipt_goes_with_whoever_signs_out() {
    // A guest's own stays, also where the shop lets nobody read it any more (a language is changed after two hours).
    let unauthorized = || [Event::Refresh, Event::Fetched(Err(BackendError::Unauthorized))];
    check(thanks(), unauthorized(), "", "placed N-1");
    let of_kaisa = || {
        let journal = Journal { placed: Some(OrderNumber::from("N-1")), ..Journal::default() };
        let saved = Saved { who: "kaisa".into(), journal, ..Saved::default() };
        play(started(Some(saved), Some("thanks")), [Event::Fetched(Ok(order("N-1")))]).0
    };
    check(of_kaisa(), [Event::Refresh, Event::Fetched(Ok(order("N-1")))], "", "placed N-1");
    let (gone, _) = play(of_kaisa(), unauthorized());
    assert_eq!(
        (place(&gone).as_str(), gone.journal.placed.clone(), gone.journal.left.clone()),
        ("opening", None, None)
    );
}

#[test]
fn what_was_saved_of_one_person_is_not_read_by_the_next() {
    let (checkout, _) = play(known_bag(), [typed(Field::Email, "kaisa@example.fi")]);
    let saved = Saved::decode(&checkout.saved().encode()).unwrap();
    let again = |who: &str| play(started(Some(saved.clone()), None), [said(1, as_customer(quote(), who))]).0;
    assert!(again("kaisa").answers.has(Field::Email));
    assert!(!again("").answers.has(Field::Email));
    assert!(!again("ola").answers.has(Field::Email));
    assert_eq!(place(&again("ola")), "open bag SomebodyElse");
}
