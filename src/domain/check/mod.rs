//! One check a file: text in, a proven value or a specific [`Fault`](crate::domain::problem::Fault) out.
//!
//! Always true: checks accept what people really write (spaces, dashes, digits of other scripts) and
//! refuse with the cause. They are for the shopper's convenience; a server must check again.

pub mod card;
pub mod email;
pub mod epc;
pub mod iban;
pub mod name;
pub mod phone;
pub mod postal;
pub mod stray_card;
pub mod surcharge;
pub mod text;
pub mod vat;
