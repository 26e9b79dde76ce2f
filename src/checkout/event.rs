//! What can happen to a checkout, and what it wants done.

use crate::{
    checkout::{
        journal::{Journal, Saved},
        progress::{Plan, StepId},
        ready::ReadyOrder,
        request::{BackendError, Facts, Intent, Keys, Known, Placed, Setup},
    },
    domain::{
        ItemId, LineId, MethodId, OrderNumber,
        check::surcharge::Rule,
        day::Instant,
        money::Money,
        order::Order,
        payment::{CardFace, Decline},
        problem::{Fault, Field},
        quote::Quote,
        secret::Token,
    },
};

/// Something happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The page is there. `step` is what its address asks for; `saved` what an earlier visit left.
    Started {
        /// What an earlier visit left, if it could be read.
        saved: Option<Saved>,
        /// The step in the page's address: its name, which may be unknown.
        step: Option<String>,
        /// The clock.
        now: Instant,
    },
    /// The rules of later steps are here. The steps are the same ones: nothing that was said about them changes.
    Plan(Plan),
    /// The backend is there, and behaves like this.
    Met(Facts),
    /// The backend answered an opening, a reading or a change.
    Answered(u64, Result<Box<Quote>, BackendError>),
    /// The shopper typed into a field, or the browser filled it.
    Typed(Field, String),
    /// The shopper left a field.
    Left(Field),
    /// The shopper chose one of several, or ticked a box.
    Chose(Field, String),
    /// The way forward was pressed.
    Continue,
    /// A step was asked for: by its link, by Back, by the page's address.
    GoTo(String),
    /// A quantity was typed or stepped.
    Quantity(LineId, String),
    /// A line is taken out.
    Remove(LineId),
    /// A line just taken out is put back.
    Undo(ItemId),
    /// A suggestion is put in the bag.
    Add(ItemId),
    /// The code that was typed is to be used.
    ApplyCode,
    /// A code is taken off.
    RemoveCode(String),
    /// The fields of a method changed, in the provider's frame.
    Card(MethodId, CardState),
    /// A gift card's code that was typed is to be used.
    AddGiftCard,
    /// What the shop has for the shopper is to pay a part, or no longer.
    UseTender(String, bool),
    /// A kept card is to be forgotten.
    ForgetCard(MethodId),
    /// A kept card is to be offered first.
    PreferCard(MethodId),
    /// The device's wallet was used before anything was filled in: what it knows, and its token. The same rules hold as
    /// for what is typed.
    Express(Box<Express>),
    /// What the shop knows of whoever is signed in: it fills in what they have not filled in themselves.
    Recognised(Vec<(Field, String)>),
    /// The provider answered [`Command::Tokenize`], or the device [`Command::OpenSheet`].
    Tokenized(u64, Result<(Token, CardFace), TokenFault>),
    /// Pay was pressed. The keys are fresh randomness, used if new ones are due.
    Pay {
        /// The clock.
        now: Instant,
        /// Fresh keys.
        keys: Keys,
    },
    /// The lock of this session was asked for: whether this tab has it, and the journal as storage has
    /// it now: another tab may have paid, or been closed while it did.
    Lock(u64, bool, Option<Journal>),
    /// The backend answered [`Command::Place`].
    Placed(u64, Result<Placed, BackendError>),
    /// The backend answered [`Command::LookUp`] or [`Command::Resume`].
    LookedUp(u64, Result<Known, BackendError>),
    /// The backend answered [`Command::Cancel`].
    Cancelled(u64, Result<Box<Quote>, BackendError>),
    /// The backend answered [`Command::FetchOrder`].
    Fetched(Result<Box<Order>, BackendError>),
    /// The shopper did what the bank asked, or came back from it.
    ActionDone,
    /// The shopper gives up what the bank asked.
    ActionCancelled,
    /// The shopper wants to go on with what the provider asks.
    ActionBegun,
    /// Nothing is left to do of [`Command::Confirm`]. How it ended, the shop knows.
    Confirmed(u64),
    /// Ask again: after a failed load, a lost change or an unconfirmed order.
    Retry {
        /// The clock.
        now: Instant,
    },
    /// A wait is over.
    Elapsed(Timer, Instant),
    /// The device lost or found its connection.
    Connection(bool),
    /// Another tab placed the order of this session.
    PaidElsewhere(OrderNumber),
    /// What the shop says is to be read anew: the language changed, or the page came back from the
    /// browser's cache.
    Refresh,
    /// The notice was read.
    Dismiss,
    /// Storage cannot be used: nothing survives a reload.
    StorageForbidden,
    /// What an earlier visit left could not be read.
    SavedUnreadable,
    /// So many of these are put in the bag, as an order had them; after an order a new purchase begins with them.
    Reorder(Vec<(ItemId, u32)>),
    /// Start a new purchase after this one.
    StartOver,
}

pub use crate::checkout::machine::CardState;

/// What a device's wallet told when it was used for the whole purchase.
#[derive(Clone, Debug)]
pub struct Express {
    /// The method it is.
    pub method: MethodId,
    /// What it filled in, as if typed.
    pub fields: Vec<(Field, String)>,
    /// What pays.
    pub token: Token,
    /// What may be shown of it.
    pub face: CardFace,
    /// The amount the shopper approved.
    pub approved: Money,
}

/// Why a provider gave no token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenFault {
    /// The card fields are not complete or not right; the frame says which.
    Incomplete,
    /// The frame did not answer.
    NoAnswer,
    /// The shopper closed the device's sheet.
    Closed,
}

/// Something is to be done. Commands are carried out in order.
#[derive(Clone, Debug)]
pub enum Command {
    /// Open or resume the session; answer with this sequence.
    Open(u64),
    /// Apply changes; answer with this sequence.
    Apply(u64, Vec<Intent>),
    /// Turn the card fields into a token.
    Tokenize(u64),
    /// Open the device's own sheet for this method, with the amount to approve.
    OpenSheet {
        /// Which token is waited for.
        number: u64,
        /// Of which method.
        method: MethodId,
        /// What is approved.
        amount: Money,
    },
    /// Take the lock of this session, so that no other tab pays.
    TakeLock(u64),
    /// Give the lock back.
    ReleaseLock,
    /// Send the order.
    Place {
        /// Which attempt.
        attempt: u64,
        /// Under which keys.
        keys: Keys,
        /// The order.
        order: Box<ReadyOrder>,
    },
    /// Ask what became of an order key.
    LookUp {
        /// For which attempt.
        attempt: u64,
        /// The key.
        order_key: String,
    },
    /// The shopper is back from the bank: let the backend go on, and ask what became of it.
    Resume {
        /// For which attempt.
        attempt: u64,
        /// The key.
        order_key: String,
    },
    /// Give an attempt up at the backend, so that its key can never become an order.
    Cancel {
        /// Which attempt.
        attempt: u64,
        /// Its key.
        order_key: String,
    },
    /// Read an order.
    FetchOrder(OrderNumber),
    /// Go to the bank's page.
    Leave(String),
    /// Let the provider do what the payment waits for.
    Confirm {
        /// For which attempt.
        attempt: u64,
        /// Which provider.
        provider: String,
        /// What its script needs to go on.
        client: String,
        /// The token that was sent; none after a reload.
        token: Option<Token>,
    },
    /// Save within half a second.
    Save,
    /// Save before anything else is done.
    SaveNow,
    /// Forget what was typed: it has become an order.
    Forget,
    /// Send [`Event::Elapsed`] after so many milliseconds; a second wait of the same timer replaces the first.
    Wait(Timer, u32),
    /// The address of the page follows the step.
    Show {
        /// What is shown.
        step: StepId,
        /// Whether Back should come here again.
        replace: bool,
    },
    /// Put the keyboard focus there.
    Focus(Target),
    /// Tell those who listen.
    Announce(Say),
    /// Tell other tabs that this session has become an order.
    Publish(OrderNumber),
    /// Tell the merchant that ways to pay are withheld because their fee is forbidden.
    Withheld(Vec<(MethodId, Rule)>),
}

/// Where the focus goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// The heading of what is shown.
    Heading,
    /// The list of problems.
    ErrorSummary,
    /// The notice.
    Notice,
    /// A field.
    Field(Field),
}

/// What is said to those who listen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Say {
    /// The total is another one.
    Total(Money),
    /// A line was taken out.
    Removed(String),
    /// A line is in the bag (again).
    Added(String),
    /// A code works.
    CodeApplied(String),
    /// A code was taken off.
    CodeRemoved(String),
    /// A problem of the code or a quantity, said where it is.
    Problem(Field, Fault),
    /// The total is being worked out; paying waits for it.
    Updating,
    /// The order is being sent.
    Processing,
    /// It takes longer than usual.
    StillWorking,
}

/// Waits the machine asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Timer {
    /// The destination was typed and is now quiet.
    Destination,
    /// A lost change is tried again.
    Resend,
    /// An order key is asked about again.
    LookUp,
    /// The order is sent again under the same key.
    Replace,
    /// An order that another tab has told of is asked for again.
    Fetch,
    /// It takes longer than expected.
    Slow,
    /// Paying rests after several refusals.
    Rest,
}

/// What the shopper is told above the step. One at a time: the newest counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// The payment was refused; nothing was charged.
    Declined(Decline),
    /// The shop changed something; the total was this before.
    Changed {
        /// What the shopper had seen.
        was: Money,
    },
    /// There was no connection when Pay was pressed; nothing was sent.
    PayOffline,
    /// A change could not be saved at the shop.
    NotSaved,
    /// The shop is busy; nothing was done.
    Busy,
    /// The session had ended; a new one was started with everything typed.
    SessionRenewed,
    /// Another tab is paying.
    OtherTab,
    /// The shop answered something unusable; what is shown is its last good answer.
    Corrupt,
    /// Something is missing before the order can be placed.
    Incomplete,
    /// The address of the page asked for a step that does not exist.
    UnknownStep,
    /// The browser keeps nothing: a reload loses what was typed.
    StorageForbidden,
    /// What an earlier visit left could not be read.
    SavedUnreadable,
    /// The card frame did not answer.
    CardFrameSilent,
    /// The shop has a fault; its reference, if it gave one.
    ShopFault(String),
    /// Page and shop do not fit together.
    SetUp(Setup),
    /// The attempt was given up by the shopper.
    Cancelled,
    /// Nobody confirmed in time; nothing was charged.
    TimedOut,
    /// After several refusals paying rests until then (SEC-25).
    Resting(Instant),
    /// The device's sheet was closed; nothing was charged.
    SheetClosed,
    /// Who was signed in no longer is; what they had filled in is gone.
    SignedOut,
    /// Somebody else is signed in now; what the one before had filled in is gone.
    SomebodyElse,
}
