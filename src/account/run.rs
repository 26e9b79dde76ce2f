//! Carries out what the conversation asks for, and tells it what came of it.
//!
//! Always true: a password or code goes from the field to the backend and is kept nowhere on the way.

use super::{
    passkey,
    talk::{Ask, Command, Device, Event, Noted, Outcome, Over, Said, Spot, Talk},
};
use crate::{
    app::{self, Session},
    backend::Accounts,
    checkout::{self, Phase, request::BackendError},
    domain::{
        account::{Ceremony, Customer, SavedAddress},
        check::email::Email,
        problem::Field,
    },
    i18n::{Words, key},
    ui::el::follow,
};
use leptos::prelude::*;
use std::{rc::Rc, time::Duration};
use wasm_bindgen::{JsCast, JsValue};

/// Where who is signed in is shown, by id: it takes the focus.
pub const WHO: &str = "who";
/// Where it is said that the order is in the account now.
pub const CLAIMED: &str = "claimed";

/// Under what it is noted that a code was sent.
const CODE: &str = "code";

/// The conversation of one page.
#[derive(Clone, Copy)]
pub struct Talking {
    session: Session,
    talk: RwSignal<Talk>,
    /// The address book of whoever is signed in, as this page has it.
    pub book: RwSignal<Vec<SavedAddress>>,
    /// Closes the offer of a passkey in the field.
    offer: StoredValue<Option<JsValue>, LocalStorage>,
}

/// It lives as long as the page: a code stays asked for while the shopper looks at another step.
struct Kept {
    talking: Talking,
    _owner: Owner,
}

impl Talking {
    /// The conversation of this page; the first who asks begins it.
    pub fn of(session: Session) -> Self {
        let kept = session.aside.try_get_value().flatten().and_then(|kept| kept.downcast::<Kept>().ok());
        if let Some(kept) = kept {
            return kept.talking;
        }
        // Not the owner of the view that asks first: that one goes with its step. Making it takes the place of that one,
        // which has what views need.
        let asks = Owner::current();
        let owner = Owner::new_root(None);
        if let Some(asks) = asks {
            asks.set();
        }
        let talking = owner.with(|| {
            let talk = RwSignal::new(Talk::default());
            let book = RwSignal::new(Vec::new());
            Self { session, talk, book, offer: StoredValue::new_local(None) }
        });
        owner.with(|| talking.begin());
        let kept: Rc<dyn core::any::Any> = Rc::new(Kept { talking, _owner: owner });
        session.aside.try_set_value(Some(kept));
        talking
    }

    /// Follows the purchase.
    fn begin(self) {
        let doors = self.session.slice(|checkout| checkout.facts().can.doors);
        let device = RwSignal::new(Device { passkeys: passkey::can(), in_field: false });
        self.session.spawn(async move {
            if passkey::can_in_field().await {
                device.try_update(|device| device.in_field = true);
            }
        });
        follow(move || self.dispatch(Event::Met(doors.get(), device.get())));
        if let Some(noted) = app::noted(CODE).and_then(|text| Noted::decode(&text, app::now())) {
            self.dispatch(Event::Resumed(noted));
        }
        let who = customer(self.session);
        follow(move || self.dispatch(Event::Who(who.with(Option::is_some))));
        // The static page keeps their place next time (`boot/early.js`). Only that there is somebody, not who.
        let known = self.session.open(|_, open| Some(open.quote.customer.is_some()));
        follow(move || {
            if let Some(known) = known.get() {
                app::note("known", known.then_some("1"));
            }
        });
        let over = self.session.slice(|checkout| matches!(checkout.phase, Phase::Placed(_) | Phase::UnderReview(_)));
        follow(move || {
            if over.get() {
                self.dispatch(Event::Ended);
            }
        });
    }

    /// Takes an event in and carries out what follows.
    pub fn dispatch(self, event: Event) {
        let noted = self.peek(Talk::noted);
        let commands = self.talk.try_update(|talk| talk.update(event, app::now())).unwrap_or_default();
        let now = self.peek(Talk::noted);
        if noted != now {
            app::note(CODE, now.map(|noted| noted.encode()).as_deref());
        }
        for command in commands {
            self.carry_out(command);
        }
    }

    /// A slice that changes only when its value does.
    pub fn slice<T: PartialEq + Send + Sync + 'static>(
        self,
        read: impl Fn(&Talk) -> T + Send + Sync + 'static,
    ) -> Memo<T> {
        Memo::new(move |_| self.talk.with(&read))
    }

    /// Reads it once.
    pub fn peek<T>(self, read: impl FnOnce(&Talk) -> T) -> T {
        self.talk.with_untracked(read)
    }

    fn carry_out(self, command: Command) {
        match command {
            Command::Ask(number, ask) => self.session.spawn(async move {
                let outcome = self.ask(ask).await.unwrap_or_else(Outcome::Failed);
                self.dispatch(Event::Answered(number, outcome));
            }),
            Command::Sheet { number, ceremony, options, email, in_field } => {
                self.sheet(number, ceremony, &options, email, in_field);
            }
            Command::CloseSheet => self.close(),
            Command::Tick => set_timeout(move || self.dispatch(Event::Elapsed), Duration::from_secs(1)),
            Command::Refresh => self.session.dispatch(checkout::Event::Refresh),
            Command::JudgeEmail => {
                // An address is judged when it is left after typing, and this one may not have been touched.
                let typed = self.session.peek(|checkout| checkout.answers.shown(Field::Email).to_owned());
                self.session.dispatch(checkout::Event::Typed(Field::Email, typed));
                self.session.dispatch(checkout::Event::Left(Field::Email));
            }
            Command::Focus(spot) => focus(self.session, spot),
            Command::Say(said) => {
                let rests = self.peek(Talk::rests);
                self.session
                    .announcer
                    .assertive(self.session.words.with_untracked(|words| sentence(words, said, rests)));
            }
            Command::Tell(over) => {
                let text = self.session.words.with_untracked(|words| news(words, over));
                self.session.announcer.polite(text);
            }
        }
    }

    async fn ask(self, ask: Ask) -> Result<Outcome, BackendError> {
        let backend = self.session.backend().await?;
        let accounts: &dyn Accounts = backend.accounts().ok_or_else(|| BackendError::Rejected(Vec::new()))?;
        Ok(match ask {
            Ask::Code(email) => {
                accounts.send_code(&email).await?;
                Outcome::Done
            }
            Ask::Knows(email) => Outcome::Known(accounts.knows(&email).await?),
            Ask::SignIn(proof) => Outcome::Entered(accounts.sign_in(&proof).await?),
            Ask::Register(profile, key) => Outcome::Customer(Box::new(accounts.register(&profile, &key).await?)),
            Ask::Claim(order, key) => Outcome::Customer(Box::new(accounts.claim(&order, &key).await?)),
            Ask::Me => Outcome::Me(accounts.me().await?.is_some()),
            Ask::SignOut => {
                accounts.sign_out().await?;
                Outcome::Done
            }
            Ask::Forget => {
                accounts.remember(false).await?;
                Outcome::Forgotten
            }
            Ask::Options(ceremony) => Outcome::Options(accounts.passkey(&ceremony).await?),
        })
    }

    fn sheet(self, number: u32, ceremony: Ceremony, options: &str, email: Option<Email>, in_field: bool) {
        let ends = if in_field { passkey::end() } else { None };
        self.offer.try_set_value(ends.clone());
        // Made here and not in the future: a browser opens its sheet only soon after the press.
        let coming = passkey::sheet(&ceremony, options, email.as_ref().map(Email::as_str), ends.as_ref());
        self.session.spawn(async move {
            let outcome = coming.await;
            self.dispatch(Event::Answered(number, outcome));
        });
    }

    fn close(self) {
        if let Some(ends) = self.offer.try_update_value(Option::take).flatten() {
            passkey::abort(&ends);
        }
    }
}

/// Who is signed in, as the shop last said.
pub fn customer(session: Session) -> Memo<Option<Box<Customer>>> {
    session.quoted(|_, quote| quote.customer.clone())
}

fn focus(session: Session, spot: Spot) {
    match spot {
        Spot::Email => app::focus_field(session, Field::Email),
        // Whichever of the two is there: a field that is not drawn is waited for in vain.
        Spot::Password if is_there(session, Field::NewPassword) => app::focus_field(session, Field::NewPassword),
        Spot::Password => app::focus_field(session, Field::Password),
        Spot::Code => app::focus_field(session, Field::OneTimeCode),
        Spot::Who => app::focus_wish(session, WHO),
        Spot::Doors => app::focus_wish(session, "door-guest"),
        Spot::Claimed => app::focus_wish(session, CLAIMED),
    }
}

fn is_there(session: Session, field: Field) -> bool {
    session.host().find(field.name()).is_some()
}

/// What was typed into a field of the panel; read when it is needed, held nowhere.
pub fn typed(session: Session, field: Field) -> String {
    let input = session.host().find(field.name()).and_then(|found| found.dyn_into::<web_sys::HtmlInputElement>().ok());
    input.map(|input| input.value()).unwrap_or_default()
}

/// What went wrong, in words.
pub fn sentence(words: &Words, said: Said, rests: u32) -> String {
    use super::talk::{By, SHORTEST_PASSWORD};
    let key = match said {
        Said::Missing(By::Password) => key::DOOR_MISSING_PASSWORD,
        Said::Missing(_) => key::DOOR_MISSING_CODE,
        Said::TooShort => {
            let least = u32::try_from(SHORTEST_PASSWORD).unwrap_or(u32::MAX);
            return words.plural(key::DOOR_TOO_SHORT, least, &[]);
        }
        Said::Wrong(By::Password) => key::DOOR_WRONG_PASSWORD,
        Said::Wrong(By::Passkey) => key::DOOR_WRONG_PASSKEY,
        Said::Wrong(_) => key::DOOR_WRONG_CODE,
        Said::Rests => return words.plural(key::DOOR_RESTS, rests, &[]),
        Said::Offline => key::DOOR_OFFLINE,
        Said::NoAnswer => key::DOOR_NO_ANSWER,
        Said::Refused => key::DOOR_REFUSED,
        Said::Closed => key::DOOR_CLOSED,
        Said::Unable => key::DOOR_UNABLE,
    };
    words.text(key)
}

fn news(words: &Words, over: Over) -> String {
    words.text(match over {
        Over::In => key::DOOR_IN,
        Over::Made | Over::Claimed => key::DOOR_MADE,
        Over::Out => key::DOOR_OUT,
    })
}
