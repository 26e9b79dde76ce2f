//! One purchase as one signal.

use crate::{
    app::{Host, run},
    backend::Backend,
    checkout::{
        Checkout, Command, Event, Open, Phase,
        request::{BackendError, Facts},
    },
    domain::{
        MethodId,
        address::form,
        problem::{Fault, Field, Problem},
        quote::Quote,
    },
    i18n::{Key, Language, Words, fault},
    lazy::{self, Missing},
    payment::providers::Provider,
    steps::FIRST,
    ui::Announcer,
};
use leptos::{prelude::*, task::spawn_local};
#[cfg(any(feature = "widget", feature = "studio"))]
use std::pin::Pin;
use std::{any::Any, collections::VecDeque, rc::Rc};

/// Turns the card fields on screen into a token, under the number given.
pub type Tokenizer = Rc<dyn Fn(u64)>;

/// Does what the page around asks.
#[cfg(feature = "widget")]
type Act = fn(Session, &str, &str) -> Option<String>;

/// What the runner keeps beside the session; nothing here is shown.
#[derive(Default)]
pub(super) struct Outside {
    pub backend: Option<Rc<dyn Backend>>,
    pub tokenizers: Vec<(MethodId, Tokenizer)>,
    /// Carries out what the rules of paying ask for, once they are here.
    pub pay: Option<fn(Session, Command)>,
    pub provider: Option<(String, Rc<dyn Provider>)>,
    /// Does what the page around asks, once it is here.
    #[cfg(feature = "widget")]
    act: Option<Act>,
    pub timers: Vec<(crate::checkout::Timer, leptos::leptos_dom::helpers::TimeoutHandle)>,
    pub device: super::wallets::Device,
    pub lock: Option<js_sys::Function>,
    pub saving: bool,
    pub storage_refused: bool,
    #[cfg(feature = "studio")]
    studio: Studio,
    waiting: VecDeque<Event>,
    busy: bool,
}

/// What the studio has to do with a purchase.
#[cfg(feature = "studio")]
#[derive(Default)]
struct Studio {
    /// Whether the purchase was put here instead of begun.
    staged: bool,
    /// Whether a moment of before is shown: then nothing happens.
    still: bool,
    /// Hears of everything.
    hears: Option<Hears>,
}

/// Hears what happened and what followed, with the purchase after it.
#[cfg(feature = "studio")]
pub type Hears = Rc<dyn Fn(&Event, &[Command], &Checkout)>;

/// A purchase on screen: read slices of it, dispatch events to it.
#[derive(Clone, Copy)]
pub struct Session {
    checkout: RwSignal<Checkout>,
    pub(super) outside: StoredValue<Outside, LocalStorage>,
    /// The words on screen.
    pub words: RwSignal<Words, LocalStorage>,
    /// The theme: `auto`, `light`, `dark` or a merchant's.
    pub theme: RwSignal<String>,
    /// Whether everything the first screen shows is here: then the static page goes, and nothing moves.
    pub settled: RwSignal<bool>,
    /// The wallets this device has, once that is known.
    pub devices: RwSignal<Vec<&'static str>>,
    /// Whether nothing more is waited for of the device.
    pub looked: RwSignal<bool>,
    /// Whether a wallet's sheet is open for the whole purchase.
    pub expressing: RwSignal<bool>,
    /// Whether the last sheet for the whole purchase did not open, or came to nothing.
    pub unopened: RwSignal<bool>,
    /// What is said to those who listen.
    pub announcer: Announcer,
    /// Which page beside the purchase is open, by its path; then the address is that page's.
    pub visiting: RwSignal<Option<String>>,
    /// What a part that comes later keeps beside the purchase, for as long as this page lives.
    pub aside: StoredValue<Option<Rc<dyn Any>>, LocalStorage>,
    /// What it stands in.
    host: StoredValue<Host, LocalStorage>,
}

/// The session above this view.
///
/// Outside a checkout there is none; views are only ever drawn inside one.
pub fn use_session() -> Session {
    expect_context()
}

impl Session {
    /// A purchase that has not begun, in what it stands in.
    pub fn new(words: Words, host: Host) -> Self {
        Self {
            checkout: RwSignal::new(Checkout::new(FIRST, Facts::UNKNOWN)),
            outside: StoredValue::new_local(Outside::default()),
            words: RwSignal::new_local(words),
            settled: RwSignal::new(false),
            theme: RwSignal::new(super::look::theme(&host)),
            devices: RwSignal::new(Vec::new()),
            looked: RwSignal::new(false),
            expressing: RwSignal::new(false),
            unopened: RwSignal::new(false),
            announcer: Announcer::new(),
            visiting: RwSignal::new(None),
            aside: StoredValue::new_local(None),
            host: StoredValue::new_local(host),
        }
    }

    /// Takes an event in and carries out what follows. An event that comes while another is being
    /// taken in waits its turn.
    pub fn dispatch(self, event: Event) {
        #[cfg(feature = "widget")]
        if let Some((what, detail)) = asked(&event) {
            return self.host().before(what, detail, Box::new(move || self.take_in(event)));
        }
        self.take_in(event);
    }

    fn take_in(self, event: Event) {
        #[cfg(feature = "studio")]
        if self.outside.try_with_value(|outside| outside.studio.still) != Some(false) {
            return;
        }
        let first = self.outside.try_update_value(|outside| {
            outside.waiting.push_back(event);
            !core::mem::replace(&mut outside.busy, true)
        });
        if first != Some(true) {
            return;
        }
        while let Some(event) = self.outside.try_update_value(|outside| outside.waiting.pop_front()).flatten() {
            let mut commands = Vec::new();
            #[cfg(feature = "studio")]
            let told = event.clone();
            self.checkout.try_update(|checkout| {
                let now = core::mem::replace(checkout, Checkout::new(FIRST, Facts::UNKNOWN));
                (*checkout, commands) = now.update(event);
            });
            #[cfg(feature = "studio")]
            if let Some(hears) = self.outside.try_with_value(|outside| outside.studio.hears.clone()).flatten() {
                self.checkout.with_untracked(|checkout| hears(&told, &commands, checkout));
            }
            for command in commands {
                run::carry_out(self, command);
            }
        }
        self.outside.try_update_value(|outside| outside.busy = false);
    }

    /// Puts a purchase on screen that was played elsewhere, at the shop it was played with, with what carries out paying.
    /// `hears` hears of what follows.
    #[cfg(feature = "studio")]
    pub fn stage(self, checkout: Checkout, backend: Rc<dyn Backend>, pay: fn(Session, Command), hears: Hears) {
        self.outside.try_update_value(|outside| {
            outside.backend = Some(backend);
            outside.pay = Some(pay);
            outside.studio = Studio { staged: true, still: false, hears: Some(hears) };
        });
        self.checkout.set(checkout);
    }

    /// Shows a moment of before, at which nothing can happen; or lets things happen again.
    #[cfg(feature = "studio")]
    pub fn show(self, checkout: Checkout, still: bool) {
        self.outside.try_update_value(|outside| outside.studio.still = still);
        let _ = self.checkout.try_set(checkout);
    }

    /// Whether the purchase was put here instead of begun.
    #[cfg(feature = "studio")]
    pub fn staged(self) -> bool {
        self.outside.try_with_value(|outside| outside.studio.staged).unwrap_or_default()
    }

    /// Fetches the rules of later steps, once.
    ///
    /// # Errors
    /// When their part of the program could not be fetched; it may be asked again.
    pub async fn learn(self) -> Result<(), Missing> {
        let knows = move || self.peek(|checkout| !core::ptr::eq(checkout.plan(), FIRST));
        if !knows() {
            let rules = lazy::rules().await?;
            // Asked twice at a time, learned once.
            if !knows() {
                self.outside.try_update_value(|outside| outside.pay = Some(rules.pay));
                self.dispatch(Event::Plan(rules.plan));
                (rules.ahead)(self);
            }
        }
        Ok(())
    }

    /// From now on the page around hears what happens, and is heard.
    ///
    /// # Errors
    /// When what it takes could not be fetched; it may be asked again. The page is told that the element can be looked at: what
    /// it shows says what is missing. `owner` is of whoever hears, if that is still there: holding on to it here would keep it.
    #[cfg(feature = "widget")]
    pub async fn open_up(self, owner: impl FnOnce() -> Option<Owner>) -> Result<(), Missing> {
        let inside = match lazy::inside().await {
            Ok(inside) => inside,
            Err(missing) => {
                self.host().tell("ready", "{}");
                return Err(missing);
            }
        };
        let first = self.outside.try_update_value(|outside| outside.act.replace(inside.act).is_none());
        if first == Some(true)
            && let Some(owner) = owner()
        {
            owner.with(|| (inside.watch)(self));
        }
        Ok(())
    }

    /// What the page around asks.
    #[cfg(feature = "widget")]
    pub fn act(self, what: &str, text: &str) -> Option<String> {
        let act = self.outside.try_with_value(|outside| outside.act).flatten()?;
        act(self, what, text)
    }

    /// What it stands in.
    pub fn host(self) -> Host {
        // An element may be gone when an answer for it comes.
        self.host.try_get_value().unwrap_or_default()
    }

    /// Whether what it stood in is gone: then nothing is drawn, kept or asked for it any more.
    pub fn gone(self) -> bool {
        self.outside.try_with_value(|_| ()).is_none()
    }

    /// A setting of the page or the element around.
    pub fn setting(self, name: &str) -> Option<String> {
        self.host().setting(name)
    }

    /// Runs a task for as long as what it is for is there: one that waits for an answer when an element goes ends with it.
    pub fn spawn(self, task: impl Future<Output = ()> + 'static) {
        #[cfg(any(feature = "widget", feature = "studio"))]
        self.spawn_boxed(Box::pin(task));
        #[cfg(not(any(feature = "widget", feature = "studio")))]
        spawn_local(task);
    }

    /// One kind of task for all: each would have its own copy of what ends it.
    #[cfg(any(feature = "widget", feature = "studio"))]
    fn spawn_boxed(self, mut task: Pin<Box<dyn Future<Output = ()>>>) {
        spawn_local(core::future::poll_fn(move |context| {
            if self.gone() { core::task::Poll::Ready(()) } else { task.as_mut().poll(context) }
        }));
    }

    /// The backend of the page.
    ///
    /// # Errors
    /// When there is none, or it does not answer.
    pub async fn backend(self) -> Result<Rc<dyn Backend>, BackendError> {
        run::backend(self).await
    }

    /// Reads the purchase and follows it.
    pub fn with<T>(self, read: impl FnOnce(&Checkout) -> T) -> T {
        #[cfg(any(feature = "widget", feature = "studio"))]
        if self.gone() {
            return read(&Checkout::new(FIRST, Facts::UNKNOWN));
        }
        self.checkout.with(read)
    }

    /// Reads the purchase once.
    pub fn peek<T>(self, read: impl FnOnce(&Checkout) -> T) -> T {
        #[cfg(any(feature = "widget", feature = "studio"))]
        if self.gone() {
            return read(&Checkout::new(FIRST, Facts::UNKNOWN));
        }
        self.checkout.with_untracked(read)
    }

    /// A slice that changes only when its value does.
    pub fn slice<T: PartialEq + Send + Sync + 'static>(self, read: fn(&Checkout) -> T) -> Memo<T> {
        self.boxed(Box::new(read))
    }

    /// The same for one that follows something else, too. One instance of the framework's code for each type of value, not
    /// for each closure.
    pub fn boxed<T: PartialEq + Send + Sync + 'static>(
        self,
        read: Box<dyn Fn(&Checkout) -> T + Send + Sync>,
    ) -> Memo<T> {
        Memo::new(move |_| self.checkout.with(&read))
    }

    /// A slice of what is being filled in; its default while nothing is.
    pub fn open<T: Default + PartialEq + Send + Sync + 'static>(self, read: fn(&Checkout, &Open) -> T) -> Memo<T> {
        self.boxed(Box::new(move |checkout| match &checkout.phase {
            Phase::Open(open) => read(checkout, open),
            _ => T::default(),
        }))
    }

    /// A slice of what the shop last said; the default while it has said nothing.
    pub fn quoted<T: Default + PartialEq + Send + Sync + 'static>(self, read: fn(&Checkout, &Quote) -> T) -> Memo<T> {
        self.boxed(Box::new(move |checkout| checkout.quote().map(|quote| read(checkout, quote)).unwrap_or_default()))
    }

    /// Gives the card fields on screen, or takes them away.
    pub fn set_tokenizer(self, method: &MethodId, tokenizer: Option<Tokenizer>) {
        self.outside.try_update_value(|outside| {
            outside.tokenizers.retain(|(of, _)| of != method);
            outside.tokenizers.extend(tokenizer.map(|tokenizer| (method.clone(), tokenizer)));
        });
    }

    /// A text in the language on screen; it follows the language.
    pub fn text(self, key: Key) -> Signal<String> {
        self.say(move |words| words.text(key))
    }

    /// Anything said in the language on screen; it follows the language and what is read.
    pub fn say(self, say: impl Fn(&Words) -> String + Send + Sync + 'static) -> Signal<String> {
        Signal::derive(move || self.words.with(&say))
    }

    /// The sentence for any problem. It knows them all, so nothing in the first download calls it.
    pub fn sentence(self, problem: Problem) -> String {
        let country = self.checkout.with(|checkout| {
            checkout.quote().map(|quote| match problem.field {
                Field::Address(use_, _) => checkout.answers.country(use_, quote),
                _ => quote.country,
            })
        });
        let example = country.map(|country| form(country).postcode_example).unwrap_or_default();
        self.words.with(|words| words.problem(problem, example))
    }

    /// What is wrong with a field and to be shown.
    pub fn problem(self, field: Field) -> Signal<Option<String>> {
        let fault = self.fault(field);
        Signal::derive(move || fault.get().map(|fault| self.sentence(Problem::new(field, fault))))
    }

    /// The same for a field whose sentences the caller brings along.
    pub fn problem_among(self, field: Field, sentences: fn(Fault) -> Option<Key>) -> Signal<Option<String>> {
        let fault = self.fault(field);
        Signal::derive(move || {
            let fault = fault.get()?;
            Some(self.words.with(|words| words.said(fault::told(fault, sentences(fault)), "")))
        })
    }

    fn fault(self, field: Field) -> Memo<Option<Fault>> {
        self.boxed(Box::new(move |checkout| {
            checkout.shown().into_iter().find(|problem| problem.field == field).map(|problem| problem.fault)
        }))
    }

    /// What was typed into a field.
    pub fn typed(self, field: Field) -> Memo<String> {
        self.boxed(Box::new(move |checkout| checkout.answers.shown(field).to_owned()))
    }

    /// Reports typing into a field.
    pub fn types(self, field: Field) -> UnsyncCallback<String> {
        UnsyncCallback::new(move |text| self.dispatch(Event::Typed(field, text)))
    }

    /// Reports ticking a box, or taking the tick away.
    pub fn ticks(self, field: Field) -> UnsyncCallback<bool> {
        let value = |on: bool| if on { "1".to_owned() } else { String::new() };
        UnsyncCallback::new(move |on| self.dispatch(Event::Chose(field, value(on))))
    }

    /// Reports leaving a field.
    pub fn leaves(self, field: Field) -> UnsyncCallback<()> {
        UnsyncCallback::new(move |()| super::press::after(move || self.dispatch(Event::Left(field))))
    }

    /// Reports something that happened when a control is used.
    pub fn on(self, event: impl Fn() -> Event + 'static) -> UnsyncCallback<()> {
        UnsyncCallback::new(move |()| self.dispatch(event()))
    }

    /// The language on screen.
    pub fn language(self) -> Language {
        self.words.with(Words::language)
    }

    /// Its tag, read once.
    pub fn locale(self) -> &'static str {
        self.words.try_with_untracked(|words| words.language().tag).unwrap_or(Language::ENGLISH.tag)
    }
}

/// What the page around is asked before it happens, also when a wallet does it (`spec/embedding.md`).
#[cfg(feature = "widget")]
const fn asked(event: &Event) -> Option<(&'static str, &'static str)> {
    match event {
        Event::Continue => Some(("step", "{}")),
        Event::Express(_) => Some(("step", "{\"express\":true}")),
        Event::Pay { .. } => Some(("submit", "{}")),
        _ => None,
    }
}
