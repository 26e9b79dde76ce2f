//! Getting in and out, as a machine of its own beside the purchase's.
//!
//! [`Talk::update`] is the only way it changes. It is pure: the clock comes with every event, the network and the browser's
//! keeper of passkeys leave as [`Command`]s and answer as events. Who is signed in it does not decide: it has the shop asked
//! anew, and the quote says.
//!
//! Always true: at most one thing is asked at a time, under a number of its own; an answer under another number changes
//! nothing on screen, but when it says that somebody got in or out the shop is asked who it is now. A password or code passes
//! through and is not kept. Nothing here tells whether an address has an account, unless the shop wants to ([`Doors::hint`]).

use crate::{
    checkout::request::BackendError,
    domain::{
        OrderNumber,
        account::{Ceremony, CodeFrom, Customer, Doors, Entered, NewKey, Profile, Proof, SecondFactor},
        check::email::Email,
        day::Instant,
        secret::Secret,
    },
};

/// After so long another code can be asked for, in milliseconds: mail is slow, and two codes on their way confuse.
pub const CODE_AGAIN: i64 = 30_000;
/// The least characters of a new password (NIST SP 800-63B 5.1.1.2). What else it needs the shop says.
pub const SHORTEST_PASSWORD: usize = 8;

/// Which way of checking out is chosen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Door {
    /// Without an account.
    #[default]
    Guest,
    /// With the account there is.
    SignIn,
    /// With a new one.
    Create,
    /// Once the order is there, for its account.
    Claim,
}

/// What this browser can do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Device {
    /// Keep passkeys and use them.
    pub passkeys: bool,
    /// Offer a passkey in the list of a field.
    pub in_field: bool,
}

/// By what somebody shows who they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    /// A password, or a new one.
    Password,
    /// The code of a message.
    Code,
    /// The code of the second factor.
    Second,
    /// A passkey.
    Passkey,
}

/// What is being done at the moment. It is shown as busy there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    /// A code is being sent to that address.
    Sending(Email),
    /// Somebody shows who they are.
    Entering(By),
    /// The shop is asked for what the browser needs; for a new passkey of that address, or for signing in.
    Preparing(Option<Email>),
    /// The browser's own sheet is open.
    Sheet(Option<Email>),
    /// An account is being made.
    Making(By),
    /// Somebody is being signed out.
    Leaving(Door),
}

/// A code that is on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Where it went.
    pub to: Email,
    /// From when on another can be asked for.
    pub again: Instant,
}

/// That a code was sent, as it outlives a reload: for which door, where to, and from when on another can be asked for. The
/// code itself is in the letter alone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Noted {
    /// For which door.
    pub door: Door,
    /// The rest of it.
    pub sent: Sent,
}

impl Noted {
    /// So long after it was sent a code is of use, in milliseconds; at least every shop's that we know.
    const LASTS: i64 = 600_000;

    /// As it is kept: door, moment, address.
    pub fn encode(&self) -> String {
        let door = if self.door == Door::SignIn { "in" } else { "new" };
        [door, &self.sent.again.0.to_string(), self.sent.to.as_str()].join(" ")
    }

    /// Reads what [`Noted::encode`] wrote, as long as the code is of use.
    pub fn decode(text: &str, now: Instant) -> Option<Self> {
        let (door, rest) = text.split_once(' ')?;
        let (again, to) = rest.split_once(' ')?;
        let door = match door {
            "in" => Door::SignIn,
            "new" => Door::Create,
            _ => return None,
        };
        let again = Instant(again.parse().ok()?);
        let age = now.since(again) + CODE_AGAIN;
        (0..Self::LASTS).contains(&age).then_some(())?;
        Some(Self { door, sent: Sent { to: Email::parse(to).ok()?, again } })
    }
}

/// What went wrong, beside the field or button where it did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// Nothing was typed.
    Missing(By),
    /// A new password with too few characters.
    TooShort,
    /// The shop does not accept it. It says no more than that, and neither do we.
    Wrong(By),
    /// Too many tries: [`Talk::rests`] says for how long.
    Rests,
    /// The device has no connection.
    Offline,
    /// No answer came.
    NoAnswer,
    /// The shop does not do it.
    Refused,
    /// The browser's sheet was closed.
    Closed,
    /// The browser cannot, here.
    Unable,
}

/// What came of it all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Over {
    /// Signed in.
    In,
    /// An account was made.
    Made,
    /// The order is in the account.
    Claimed,
    /// Signed out.
    Out,
}

/// What is asked of the shop.
#[derive(Clone, Debug)]
pub enum Ask {
    /// Send a code.
    Code(Email),
    /// Whether an address has an account; only where the shop wants to say so.
    Knows(Email),
    /// Let somebody in.
    SignIn(Proof),
    /// Make an account.
    Register(Profile, NewKey),
    /// Make an account of a guest's order.
    Claim(OrderNumber, NewKey),
    /// Who is signed in.
    Me,
    /// Let somebody out.
    SignOut,
    /// Forget this browser.
    Forget,
    /// What the browser needs for a passkey.
    Options(Ceremony),
}

/// What somebody outside has to do.
#[derive(Clone, Debug)]
pub enum Command {
    /// Ask the shop, and tell under that number.
    Ask(u32, Ask),
    /// Open the browser's sheet with what the shop said, and tell under that number.
    Sheet {
        /// The number.
        number: u32,
        /// What for.
        ceremony: Ceremony,
        /// What the shop said.
        options: String,
        /// Whose passkey it will be.
        email: Option<Email>,
        /// Offer it in the list of the e-mail field, without a sheet.
        in_field: bool,
    },
    /// Offer no passkey in the field any more.
    CloseSheet,
    /// Tell the time in a second.
    Tick,
    /// Ask the shop for the purchase anew: who is signed in may have changed.
    Refresh,
    /// Show what is wrong with the e-mail address.
    JudgeEmail,
    /// Bring the shopper there.
    Focus(Spot),
    /// Say it to those who listen.
    Say(Said),
    /// The same for good news.
    Tell(Over),
}

/// Where the focus can go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spot {
    /// The e-mail address.
    Email,
    /// A password.
    Password,
    /// A code.
    Code,
    /// Who is signed in.
    Who,
    /// The choice between the doors.
    Doors,
    /// What came of the invitation.
    Claimed,
}

/// What came of a question.
#[derive(Clone, Debug)]
pub enum Outcome {
    /// It was done.
    Done,
    /// This browser is forgotten.
    Forgotten,
    /// Whether the address has an account.
    Known(bool),
    /// Let in, or one thing more.
    Entered(Entered),
    /// An account.
    Customer(Box<Customer>),
    /// Who is signed in.
    Me(bool),
    /// What the browser needs.
    Options(String),
    /// What the browser's keeper of passkeys answered.
    Made(Secret<String>),
    /// The sheet was closed, or nothing was chosen in time.
    Closed,
    /// The browser cannot.
    Unable,
    /// It was not done, or nobody knows.
    Failed(BackendError),
}

/// What happens.
#[derive(Clone, Debug)]
pub enum Event {
    /// What the shop has and what the browser can.
    Met(Doors, Device),
    /// Whether the shop says in its quote that somebody is signed in.
    Who(bool),
    /// Before this page was loaded a code was sent.
    Resumed(Noted),
    /// A door was chosen.
    Chose(Door),
    /// An e-mail address was left.
    Left(String),
    /// A code is wanted at this address.
    SendCode(String),
    /// Another code is wanted at the same address.
    Again,
    /// Back to the beginning: another address, another way.
    Back,
    /// A password was given for this address.
    Password(String, Secret<String>),
    /// The code of a message was given.
    Code(Secret<String>),
    /// The code of the second factor was given.
    Second(Secret<String>),
    /// A passkey is wanted; for a new account, of this address.
    Passkey(String),
    /// An order was placed by this address.
    Invite(OrderNumber, String),
    /// Somebody wants out, and then through that door.
    SignOut(Door),
    /// Whether others use this device.
    Shared(bool),
    /// The purchase is over.
    Ended,
    /// What came of the question under that number.
    Answered(u32, Outcome),
    /// A second has gone by.
    Elapsed,
}

/// Whom the quotes have shown so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Seen {
    #[default]
    Nobody,
    /// Somebody, but the last one names nobody: an order that is there has no quote.
    Before,
    Somebody,
}

/// Where the conversation stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Talk {
    doors: Doors,
    device: Device,
    seen: Seen,
    door: Door,
    number: u32,
    doing: Option<(u32, Doing)>,
    /// Under which number a passkey is offered in the field.
    offered: Option<u32>,
    /// Under which number it is asked whether an address has an account.
    hinting: Option<(u32, Email)>,
    known: Option<Email>,
    code: Option<Sent>,
    second: Option<SecondFactor>,
    said: Option<Said>,
    /// What the shop takes no more tries of, and until when: the other ways stay open.
    rests: Option<(Doing, Instant)>,
    ticking: bool,
    now: Option<Instant>,
    shared: bool,
    over: Option<Over>,
    order: Option<(OrderNumber, Email)>,
    /// Under which number it is asked whether the order is a guest's.
    inviting: Option<u32>,
}

// What is shown

impl Talk {
    /// What the shop has.
    pub const fn doors(&self) -> Doors {
        self.doors
    }
    /// The door that is open.
    pub const fn door(&self) -> Door {
        self.door
    }
    /// Whether passkeys are of use here: the shop takes them and the browser keeps them.
    pub const fn passkeys(&self) -> bool {
        self.doors.passkey && self.device.passkeys
    }
    /// What is being done.
    pub fn doing(&self) -> Option<&Doing> {
        self.doing.as_ref().map(|(_, doing)| doing)
    }
    /// The code that is on its way.
    pub const fn code(&self) -> Option<&Sent> {
        self.code.as_ref()
    }
    /// What of it outlives a reload.
    pub fn noted(&self) -> Option<Noted> {
        let sent = self.code.clone()?;
        matches!(self.door, Door::SignIn | Door::Create).then(|| Noted { door: self.door, sent })
    }
    /// Where the second code comes from, if one is asked for.
    pub fn second(&self) -> Option<&CodeFrom> {
        self.second.as_ref().map(|second| &second.from)
    }
    /// What went wrong.
    pub const fn said(&self) -> Option<Said> {
        self.said
    }
    /// What came of it.
    pub const fn over(&self) -> Option<Over> {
        self.over
    }
    /// The address that has an account, where the shop says so.
    pub const fn known(&self) -> Option<&Email> {
        self.known.as_ref()
    }
    /// Whether others use this device.
    pub const fn shared(&self) -> bool {
        self.shared
    }
    /// Seconds until the shop takes another try; 0 when it does.
    pub fn rests(&self) -> u32 {
        self.left(self.rests.as_ref().map(|(_, until)| *until))
    }
    /// The same for one thing to do.
    pub fn rests_from(&self, doing: &Doing) -> u32 {
        let same = |of: &Doing| match (of, doing) {
            (Doing::Entering(one) | Doing::Making(one), Doing::Entering(other) | Doing::Making(other)) => one == other,
            (one, other) => core::mem::discriminant(one) == core::mem::discriminant(other),
        };
        if self.rests.as_ref().is_some_and(|(of, _)| same(of)) { self.rests() } else { 0 }
    }
    /// Seconds until another code can be asked for; 0 when it can.
    pub fn again(&self) -> u32 {
        self.left(self.code.as_ref().map(|sent| sent.again))
    }

    fn left(&self, until: Option<Instant>) -> u32 {
        let (Some(until), Some(now)) = (until, self.now) else { return 0 };
        u32::try_from((until.since(now).max(0) + 999) / 1000).unwrap_or(u32::MAX)
    }
}

// What happens

impl Talk {
    /// Takes an event in; what follows from it.
    pub fn update(&mut self, event: Event, now: Instant) -> Vec<Command> {
        // A clock that is set back starts no waiting anew.
        self.now = Some(self.now.map_or(now, |before| Instant(before.0.max(now.0))));
        let mut out = Vec::new();
        match event {
            Event::Met(doors, device) => {
                (self.doors, self.device) = (doors, device);
                self.offer(&mut out);
            }
            Event::Who(is_in) => self.who(is_in, &mut out),
            Event::Resumed(noted) => {
                // Who has chosen already, or is in, has gone on.
                if self.seen != Seen::Somebody && self.door == Door::Guest {
                    self.door = noted.door;
                    self.code = Some(noted.sent);
                }
            }
            Event::Chose(door) if door != self.door => self.choose(door, &mut out),
            Event::Left(email) => self.hint(&email, &mut out),
            Event::Invite(order, email) => self.invite(order, &email, &mut out),
            Event::Shared(shared) => self.shared = shared,
            Event::Ended if self.shared => {
                self.shared = false;
                self.ask(Ask::Forget, &mut out);
            }
            Event::Back => {
                self.rest();
                out.push(Command::Focus(Spot::Email));
                self.offer(&mut out);
            }
            Event::SignOut(then) => {
                self.rest();
                self.begin(Doing::Leaving(then), Ask::SignOut, &mut out);
            }
            Event::Answered(number, outcome) => self.answered(number, outcome, &mut out),
            Event::Elapsed => self.ticking = false,
            // Pressed twice: the first press is at work.
            _ if self.doing.is_some() => {}
            Event::SendCode(email) => self.send_code(&email, &mut out),
            Event::Again => {
                if let Some(sent) = self.code.clone()
                    && self.again() == 0
                {
                    self.send_code(sent.to.as_str(), &mut out);
                }
            }
            Event::Password(email, text) => self.password(&email, text, &mut out),
            Event::Code(text) => self.give_code(&text, &mut out),
            Event::Second(text) => self.give_second(&text, &mut out),
            Event::Passkey(email) => self.passkey(&email, &mut out),
            Event::Chose(_) | Event::Ended => {}
        }
        if self.rests() == 0 {
            self.rests = None;
            self.said = self.said.filter(|said| *said != Said::Rests);
        }
        if !self.ticking && (self.rests() > 0 || self.again() > 0) {
            self.ticking = true;
            out.push(Command::Tick);
        }
        out
    }

    /// Nothing is under way; an answer that is still to come is late.
    fn rest(&mut self) {
        self.doing = None;
        self.code = None;
        self.second = None;
        self.said = self.said.filter(|said| *said == Said::Rests);
    }

    fn ask(&mut self, ask: Ask, out: &mut Vec<Command>) -> u32 {
        self.number = self.number.wrapping_add(1);
        out.push(Command::Ask(self.number, ask));
        self.number
    }

    /// Asks for something that is shown as busy; not while the shop takes no more tries of it.
    fn begin(&mut self, doing: Doing, ask: Ask, out: &mut Vec<Command>) {
        if self.rests_from(&doing) > 0 {
            return self.say(Said::Rests, out);
        }
        self.said = None;
        let number = self.ask(ask, out);
        self.doing = Some((number, doing));
    }

    fn say(&mut self, said: Said, out: &mut Vec<Command>) {
        self.said = Some(said);
        out.push(match said {
            // The field takes the focus, and is described by what is wrong with it.
            Said::Missing(by) | Said::Wrong(by) if by != By::Passkey => Command::Focus(spot(by)),
            Said::TooShort => Command::Focus(Spot::Password),
            said => Command::Say(said),
        });
    }

    fn who(&mut self, is_in: bool, out: &mut Vec<Command>) {
        if is_in && self.seen != Seen::Somebody {
            self.rest();
            self.close(out);
            self.known = None;
            if self.door != Door::Claim {
                self.door = Door::Guest;
            }
        }
        self.seen = match self.seen {
            _ if is_in => Seen::Somebody,
            Seen::Nobody => Seen::Nobody,
            Seen::Before | Seen::Somebody => Seen::Before,
        };
    }

    fn choose(&mut self, door: Door, out: &mut Vec<Command>) {
        self.rest();
        self.close(out);
        self.over = None;
        self.door = door;
        self.offer(out);
    }

    /// Offers a passkey in the list of the e-mail field, where the browser can.
    fn offer(&mut self, out: &mut Vec<Command>) {
        let wanted = self.door == Door::SignIn && self.passkeys() && self.device.in_field;
        if wanted && self.offered.is_none() {
            self.offered = Some(self.ask(Ask::Options(Ceremony::SignIn), out));
        }
    }

    fn close(&mut self, out: &mut Vec<Command>) {
        if self.offered.take().is_some() {
            out.push(Command::CloseSheet);
        }
    }

    fn hint(&mut self, email: &str, out: &mut Vec<Command>) {
        let Ok(email) = Email::parse(email) else { return };
        let asked = self.hinting.as_ref().is_some_and(|(_, of)| *of == email) || self.known.as_ref() == Some(&email);
        if self.doors.hint && self.door == Door::Guest && self.seen != Seen::Somebody && !asked {
            self.known = None;
            let number = self.ask(Ask::Knows(email.clone()), out);
            self.hinting = Some((number, email));
        }
    }

    fn invite(&mut self, order: OrderNumber, email: &str, out: &mut Vec<Command>) {
        let Ok(email) = Email::parse(email) else { return };
        // Theirs already; also where a shared device has just forgotten whose.
        if self.seen != Seen::Nobody {
            return;
        }
        if self.doors.claim && self.order.as_ref().is_none_or(|(of, _)| *of != order) {
            self.rest();
            self.close(out);
            self.over = None;
            self.order = Some((order, email));
            self.inviting = Some(self.ask(Ask::Me, out));
        }
    }

    /// The address typed, or that of the order; else the shopper is brought to it.
    fn email(&self, typed: &str, out: &mut Vec<Command>) -> Option<Email> {
        if self.door == Door::Claim {
            return self.order.as_ref().map(|(_, email)| email.clone());
        }
        let email = Email::parse(typed).ok();
        if email.is_none() {
            out.extend([Command::JudgeEmail, Command::Focus(Spot::Email)]);
        }
        email
    }

    fn send_code(&mut self, email: &str, out: &mut Vec<Command>) {
        if let Some(email) = self.email(email, out) {
            self.begin(Doing::Sending(email.clone()), Ask::Code(email), out);
        }
    }

    fn password(&mut self, email: &str, text: Secret<String>, out: &mut Vec<Command>) {
        let Some(email) = self.email(email, out) else { return };
        let is_new = self.door != Door::SignIn;
        match text.expose().chars().count() {
            0 => self.say(Said::Missing(By::Password), out),
            length if is_new && length < SHORTEST_PASSWORD => self.say(Said::TooShort, out),
            _ if is_new => self.make(email, By::Password, NewKey::Password(text), out),
            _ => self.begin(Doing::Entering(By::Password), Ask::SignIn(Proof::Password(email, text)), out),
        }
    }

    fn give_code(&mut self, text: &Secret<String>, out: &mut Vec<Command>) {
        let Some(Sent { to, .. }) = self.code.clone() else { return };
        let Some(code) = clean(text) else { return self.say(Said::Missing(By::Code), out) };
        match self.door {
            Door::SignIn => self.begin(Doing::Entering(By::Code), Ask::SignIn(Proof::Code(to, code)), out),
            Door::Create | Door::Claim => self.make(to, By::Code, NewKey::Code(code), out),
            Door::Guest => {}
        }
    }

    fn give_second(&mut self, text: &Secret<String>, out: &mut Vec<Command>) {
        let Some(second) = self.second.clone() else { return };
        let Some(code) = clean(text) else { return self.say(Said::Missing(By::Second), out) };
        self.begin(Doing::Entering(By::Second), Ask::SignIn(Proof::Second(second, code)), out);
    }

    fn passkey(&mut self, email: &str, out: &mut Vec<Command>) {
        let (of, ceremony) = match self.door {
            Door::SignIn => (None, Ceremony::SignIn),
            Door::Create | Door::Claim => match self.email(email, out) {
                Some(email) => (Some(email), Ceremony::Make),
                None => return,
            },
            Door::Guest => return,
        };
        // A browser has one sheet at a time.
        self.close(out);
        self.begin(Doing::Preparing(of), Ask::Options(ceremony), out);
    }

    fn make(&mut self, email: Email, by: By, key: NewKey, out: &mut Vec<Command>) {
        let ask = match (&self.door, &self.order) {
            (Door::Claim, Some((order, _))) => Ask::Claim(order.clone(), key),
            _ => Ask::Register(Profile { email, name: None }, key),
        };
        self.begin(Doing::Making(by), ask, out);
    }

    fn answered(&mut self, number: u32, outcome: Outcome, out: &mut Vec<Command>) {
        if self.offered == Some(number) {
            return self.offer_answered(number, outcome, out);
        }
        if self.inviting == Some(number) {
            self.inviting = None;
            if matches!(outcome, Outcome::Me(false)) {
                self.door = Door::Claim;
            }
            return;
        }
        if let Some((_, email)) = self.hinting.take_if(|(asked, _)| *asked == number) {
            self.known = Some(email).filter(|_| matches!(outcome, Outcome::Known(true)));
            return;
        }
        match self.doing.take_if(|(asked, _)| *asked == number) {
            Some((_, doing)) => self.done(number, doing, outcome, out),
            // Late, but it counts: whoever is in or out now is shown.
            None if matches!(
                outcome,
                Outcome::Entered(Entered::Customer(_)) | Outcome::Customer(_) | Outcome::Done
            ) =>
            {
                out.push(Command::Refresh);
            }
            None => {}
        }
    }

    /// Of a passkey offered in the field nothing is said that does not lead in.
    fn offer_answered(&mut self, number: u32, outcome: Outcome, out: &mut Vec<Command>) {
        match outcome {
            Outcome::Options(options) => {
                out.push(Command::Sheet { number, ceremony: Ceremony::SignIn, options, email: None, in_field: true });
            }
            Outcome::Made(passkey) => {
                self.offered = None;
                self.doing = None;
                self.begin(Doing::Entering(By::Passkey), Ask::SignIn(Proof::Passkey(passkey)), out);
            }
            _ => self.offered = None,
        }
    }

    fn done(&mut self, number: u32, doing: Doing, outcome: Outcome, out: &mut Vec<Command>) {
        match (doing, outcome) {
            (Doing::Sending(to), Outcome::Done) => {
                let again = self.now.unwrap_or_default().plus(CODE_AGAIN);
                self.code = Some(Sent { to, again });
                out.push(Command::Focus(Spot::Code));
            }
            (Doing::Preparing(email), Outcome::Options(options)) => {
                let ceremony = if email.is_some() { Ceremony::Make } else { Ceremony::SignIn };
                self.doing = Some((number, Doing::Sheet(email.clone())));
                out.push(Command::Sheet { number, ceremony, options, email, in_field: false });
            }
            (Doing::Sheet(None), Outcome::Made(passkey)) => {
                self.begin(Doing::Entering(By::Passkey), Ask::SignIn(Proof::Passkey(passkey)), out);
            }
            (Doing::Sheet(Some(email)), Outcome::Made(passkey)) => {
                self.make(email, By::Passkey, NewKey::Passkey(passkey), out);
            }
            (Doing::Entering(_), Outcome::Entered(Entered::Second(second))) => {
                self.code = None;
                self.second = Some(second);
                out.push(Command::Focus(Spot::Code));
            }
            (Doing::Entering(_), Outcome::Entered(Entered::Customer(_))) => self.finish(Over::In, Door::Guest, out),
            (Doing::Making(_), Outcome::Customer(_)) if self.door == Door::Claim => {
                self.finish(Over::Claimed, Door::Claim, out);
            }
            (Doing::Making(_), Outcome::Customer(_)) => self.finish(Over::Made, Door::Guest, out),
            (Doing::Leaving(then), Outcome::Done) => {
                self.finish(Over::Out, then, out);
                self.offer(out);
            }
            (doing, Outcome::Failed(error)) => self.failed(&doing, &error, out),
            (_, outcome) => {
                self.say(if matches!(outcome, Outcome::Closed) { Said::Closed } else { Said::Unable }, out);
                self.offer(out);
            }
        }
    }

    fn finish(&mut self, over: Over, door: Door, out: &mut Vec<Command>) {
        self.rest();
        self.close(out);
        self.said = None;
        self.known = None;
        self.door = door;
        self.over = Some(over);
        if over == Over::Out {
            self.seen = Seen::Nobody;
        }
        let spot = match over {
            Over::In | Over::Made => Spot::Who,
            Over::Claimed => Spot::Claimed,
            Over::Out if door == Door::SignIn => Spot::Email,
            Over::Out => Spot::Doors,
        };
        out.extend([Command::Refresh, Command::Tell(over), Command::Focus(spot)]);
    }

    fn failed(&mut self, doing: &Doing, error: &BackendError, out: &mut Vec<Command>) {
        let said = match (doing, error) {
            (Doing::Entering(by) | Doing::Making(by), BackendError::Unauthorized) => Said::Wrong(*by),
            (_, BackendError::Busy(milliseconds)) => {
                self.rests = self.now.map(|now| (doing.clone(), now.plus(i64::from(*milliseconds))));
                Said::Rests
            }
            (_, BackendError::Offline) => Said::Offline,
            (_, BackendError::Rejected(_) | BackendError::Unauthorized | BackendError::Declined(_)) => Said::Refused,
            _ => Said::NoAnswer,
        };
        // Perhaps it was done all the same.
        let changes = matches!(doing, Doing::Entering(_) | Doing::Making(_) | Doing::Leaving(_));
        if changes && error.may_have_happened() {
            out.push(Command::Refresh);
        }
        self.say(said, out);
        self.offer(out);
    }
}

const fn spot(by: By) -> Spot {
    match by {
        By::Password => Spot::Password,
        By::Code | By::Second | By::Passkey => Spot::Code,
    }
}

/// A code without what people and mail programs put between its signs, in digits every shop reads. `None` when nothing is
/// left.
fn clean(text: &Secret<String>) -> Option<Secret<String>> {
    let digit = |c: char| match c {
        '\u{660}'..='\u{669}' => char::from_digit(u32::from(c) - 0x660, 10).unwrap_or(c),
        '\u{6f0}'..='\u{6f9}' => char::from_digit(u32::from(c) - 0x6f0, 10).unwrap_or(c),
        c => c,
    };
    let code: String = text
        .expose()
        .chars()
        .filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{200e}' | '\u{200f}'))
        .map(digit)
        .collect();
    (!code.is_empty()).then(|| Secret::new(code))
}
