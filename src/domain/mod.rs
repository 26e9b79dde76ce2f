//! The shop's vocabulary: money, lines, addresses, orders, and the checks that make them.
//!
//! Always true: a value of these types has passed its check, amounts are whole minor units, and no
//! type here knows a wire format, a view or a backend. Depends on nothing else of ours.

pub mod account;
pub mod address;
pub mod cart;
pub mod check;
pub mod company;
pub mod contact;
pub mod country;
pub mod day;
pub mod delivery;
pub mod house;
pub mod money;
pub mod order;
pub mod payment;
pub mod problem;
pub mod qr;
pub mod quote;
pub mod returns;
pub mod secret;
pub mod setting;
pub mod totals;

/// Declares identifiers that are text given by the backend and mean nothing to us.
macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub String);

        impl $name {
            /// The identifier as the backend gave it.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(text.to_owned())
            }
        }

        impl core::fmt::Display for $name {
            fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                f.write_str(&self.0)
            }
        }
    )*};
}

identifiers! {
    /// A checkout session at the backend.
    SessionId;
    /// A line of the bag.
    LineId;
    /// A thing the shop sells.
    ItemId;
    /// A way of shipping, as the backend offers it for one address.
    RateId;
    /// A place to collect from.
    PointId;
    /// A way to pay, for example `card` or `invoice`.
    MethodId;
    /// An address in the book of an account.
    AddressId;
    /// A reason for sending something back.
    ReasonId;
    /// A way of sending something back.
    ReturnWayId;
    /// The number of a return.
    ReturnNumber;
    /// The number by which shopper and shop speak of an order.
    OrderNumber;
}
