//! A shopper the shop knows: who it is, how that is shown, and the book of addresses.
//!
//! Always true: it belongs to whoever signed in. An address here is unchecked text; it is checked when it is used.
//! Nothing here tells whether an e-mail address has an account; only a backend that is allowed to does.

use crate::domain::{
    AddressId, MethodId,
    address::Parts,
    check::{email::Email, name::PersonName},
    payment::CardFace,
    secret::{Password, Secret},
};

/// Whom the shop takes the shopper for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Customer {
    /// By which one is told from another. Never shown.
    pub id: String,
    /// Where receipts go.
    pub email: String,
    /// The name, as far as the shop has one.
    pub name: String,
    /// How the shop knows.
    pub how: Recognised,
}

impl Customer {
    /// Somebody who has shown who they are, and of whom no more is known.
    pub fn new(email: &str, name: &str) -> Self {
        Self { id: email.to_owned(), email: email.to_owned(), name: name.to_owned(), how: Recognised::Password }
    }
}

/// How the shop knows who somebody is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recognised {
    /// By a password.
    Password,
    /// By a code sent to the e-mail address.
    Code,
    /// By a passkey (Web Authentication).
    Passkey,
    /// By this browser, which was signed in earlier. Enough to fill in, not to change the account.
    Remembered,
}

/// What shows who somebody is.
#[derive(Clone, Debug)]
pub enum Proof {
    /// A password.
    Password(Email, Password),
    /// The code the shop has sent to that address.
    Code(Email, Secret<String>),
    /// What the browser answered to [`Ceremony::SignIn`]: an `AuthenticationResponseJSON` (Web Authentication level 3).
    Passkey(Secret<String>),
    /// The second factor the shop asked for.
    Second(SecondFactor, Secret<String>),
}

impl Proof {
    /// The pair, for a backend that knows passwords only.
    pub const fn pair(&self) -> Option<(&Email, &Password)> {
        match self {
            Self::Password(email, password) => Some((email, password)),
            _ => None,
        }
    }
}

/// What came of showing it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// Signed in.
    Customer(Box<Customer>),
    /// The account wants one thing more.
    Second(SecondFactor),
}

/// What an account asks for beside the first proof.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// What the shop knows the attempt by.
    pub handle: String,
    /// Where the code comes from.
    pub from: CodeFrom,
}

/// Where a code comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeFrom {
    /// An app that makes codes (RFC 6238).
    App,
    /// A message to this address or number, as the shop shows it, such as `+358 •• ••• 567`.
    Sent(String),
}

/// A meeting with the browser's keeper of passkeys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ceremony {
    /// Make a passkey for whoever is signed in.
    Make,
    /// Sign in with one.
    SignIn,
}

/// By what an account will know its owner.
#[derive(Clone, Debug)]
pub enum NewKey {
    /// A password.
    Password(Password),
    /// The code the shop has sent to the address, which shows that it is theirs.
    Code(Secret<String>),
    /// What the browser answered to [`Ceremony::Make`]: a `RegistrationResponseJSON` (Web Authentication level 3).
    Passkey(Secret<String>),
}

impl NewKey {
    /// The password, for a backend that knows nothing else.
    pub const fn password(&self) -> Option<&Password> {
        match self {
            Self::Password(password) => Some(password),
            _ => None,
        }
    }
}

/// What makes an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// By which the shopper signs in.
    pub email: Email,
    /// The name, if it was asked.
    pub name: Option<PersonName>,
}

/// An address in the book.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SavedAddress {
    /// Which it is.
    pub id: AddressId,
    /// What it consists of.
    pub parts: Parts,
    /// Whether parcels go there unless another is chosen.
    pub preferred: bool,
}

/// What an account's owner usually takes and wants to hear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preferences {
    /// The way to pay that is chosen at first.
    pub pay: Option<Paying>,
    /// How it is delivered at first, as the shop calls it.
    pub deliver: Option<String>,
    /// Whether the shop may write about other things.
    pub news: bool,
    /// The language it writes in (BCP 47).
    pub language: String,
}

/// A way to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Paying {
    /// Which.
    pub method: MethodId,
    /// The card, where it is a kept one.
    pub card: Option<CardFace>,
}

/// A change of them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Preference {
    /// No way to pay is chosen at first.
    ForgetPay,
    /// No way of delivery is.
    ForgetDelivery,
    /// Whether the shop may write about other things.
    News(bool),
    /// The language it writes in.
    Language(String),
}

/// What of accounts a backend has. What it has not is not drawn.
// A list of yes and no, told apart by name.
#[allow(clippy::struct_excessive_bools)]
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Doors {
    /// Signing in with a password.
    pub password: bool,
    /// Signing in with a code sent by e-mail.
    pub code: bool,
    /// Signing in with a passkey, and making one.
    pub passkey: bool,
    /// Making an account before the order.
    pub register: bool,
    /// Turning a guest's order into a customer's.
    pub claim: bool,
    /// Telling whether an address has an account. A shop that does not want to say so switches it off.
    pub hint: bool,
    /// Choosing, adding, changing and taking out addresses.
    pub book: bool,
    /// Forgetting this browser, and not remembering it in the first place.
    pub device: bool,
    /// Keeping what somebody usually takes and wants to hear.
    pub preferences: bool,
}

impl Doors {
    /// No accounts at all.
    pub const NONE: Self = Self {
        password: false,
        code: false,
        passkey: false,
        register: false,
        claim: false,
        hint: false,
        book: false,
        device: false,
        preferences: false,
    };

    /// Whether anybody can sign in.
    pub const fn any(self) -> bool {
        self.password || self.code || self.passkey
    }
}
