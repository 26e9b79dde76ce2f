//! Wallets of the device, through the browser's Payment Request: Apple Pay and Google Pay.
//!
//! Always true: a wallet is offered only where the browser has said yes for exactly this merchant, so no button is dead
//! (UX-23); no type of the browser's leaves `sheet`; and what the sheet tells of the buyer is text that goes through the
//! same checks as if it had been typed ([`Buyer::fields`]). The sheet itself is a part of its own.

mod settings;
#[cfg(target_arch = "wasm32")]
pub mod sheet;

pub use settings::{Apple, Google, Method};

use crate::domain::{
    country::Country,
    money::Money,
    payment::{CardFace, brand_name},
    problem::{AddressField, AddressUse, Field},
    secret::Secret,
};
use core::fmt;
use std::{future::Future, pin::Pin};

/// What is asked of the sheet beside the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wants {
    /// Nothing: the form has it all.
    Money,
    /// Who buys.
    Buyer,
    /// Who buys, and where it goes.
    BuyerAndAddress,
}

/// What the sheet is opened with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// The sum.
    pub total: Money,
    /// Whom it goes to: the name of the shop.
    pub label: String,
    /// What else is wanted.
    pub wants: Wants,
    /// How shipping is named in a sheet that asks for an address and must offer some way: "Chosen in the next step".
    pub shipping: String,
}

/// Why there is no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WalletFault {
    /// The shopper closed the sheet.
    Cancelled,
    /// This device has no such wallet, or may not use it here.
    Absent,
    /// Another sheet is open.
    Busy,
    /// Anything else, also an answer that cannot be read.
    Failed,
}

/// How the sheet is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ending {
    /// With a tick.
    Success,
    /// As refused.
    Fail,
    /// Without a word.
    Unknown,
}

/// The sheet, open until it is told how it ended. Dropped, it closes without a word.
pub struct OpenSheet(Option<Box<dyn FnOnce(Ending)>>);

impl OpenSheet {
    /// A sheet that is closed by `close`.
    pub fn new(close: impl FnOnce(Ending) + 'static) -> Self {
        Self(Some(Box::new(close)))
    }

    /// Closes it.
    pub fn end(mut self, ending: Ending) {
        if let Some(close) = self.0.take() {
            close(ending);
        }
    }
}

impl Drop for OpenSheet {
    fn drop(&mut self) {
        if let Some(close) = self.0.take() {
            close(Ending::Unknown);
        }
    }
}

impl fmt::Debug for OpenSheet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("OpenSheet")
    }
}

/// What came out of the sheet.
#[derive(Debug)]
pub struct WalletAnswer {
    /// For the payment provider, as it is.
    pub token: Secret<String>,
    /// The card behind it, where the wallet says.
    pub face: Option<CardFace>,
    /// Who buys, as far as it was asked.
    pub buyer: Buyer,
    /// Close it once the order is placed or refused.
    pub sheet: OpenSheet,
}

/// A future of this part.
pub type Coming<T> = Pin<Box<dyn Future<Output = T>>>;

/// What the part can do. Keep it: a sheet opens only within the press of a button, not after waiting for a download.
#[derive(Clone, Copy)]
pub struct Wallets {
    /// Whether the device has this wallet for this merchant. `false` after three seconds without an answer.
    pub can: fn(&Method, &Asked) -> Coming<bool>,
    /// Opens the sheet, at once; the future is its answer.
    pub ask: fn(&Method, &Asked) -> Coming<Result<WalletAnswer, WalletFault>>,
}

/// Who buys, in the words of the sheet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Buyer {
    /// The e-mail address.
    pub email: String,
    /// The name.
    pub name: String,
    /// The telephone number.
    pub phone: String,
    /// Where it goes.
    pub address: Option<SheetAddress>,
}

/// An address of the Payment Request API.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs)]
pub struct SheetAddress {
    pub country: String,
    pub lines: Vec<String>,
    pub city: String,
    /// A part of the city; some countries have only that.
    pub district: String,
    pub region: String,
    pub postcode: String,
    pub organization: String,
    pub recipient: String,
    pub phone: String,
}

/// Longer than any field takes; what is longer is no answer of a person.
const LONGEST: usize = 200;

impl Buyer {
    /// The sheet's answers as what would be typed, the country first: it says which other fields there are. Nothing is
    /// judged here.
    pub fn fields(&self) -> Vec<(Field, String)> {
        let mut fields = vec![(Field::Email, line(&self.email))];
        if let Some(address) = &self.address {
            let at = |part| Field::Address(AddressUse::Shipping, part);
            let first = |one: &str, other: &str| if line(one).is_empty() { line(other) } else { line(one) };
            let mut lines = address.lines.iter().map(|text| line(text)).filter(|text| !text.is_empty());
            let street = lines.next().unwrap_or_default();
            let more: Vec<_> = lines.collect();
            let country = Country::parse(address.country.trim()).map(|country| country.code().to_owned());
            fields.extend([
                (at(AddressField::Country), country.unwrap_or_default()),
                (at(AddressField::Name), first(&address.recipient, &self.name)),
                (at(AddressField::Organization), line(&address.organization)),
                (at(AddressField::Street), street),
                (at(AddressField::Line2), more.join(", ")),
                (at(AddressField::Postcode), line(&address.postcode)),
                (at(AddressField::City), first(&address.city, &address.district)),
                (at(AddressField::Region), line(&address.region)),
                (at(AddressField::Phone), first(&address.phone, &self.phone)),
            ]);
        }
        // What the sheet does not know stays as the shopper left it.
        fields.retain(|(_, text)| !text.is_empty());
        fields
    }
}

/// One line of text, as a field holds it.
fn line(text: &str) -> String {
    let whole: String = text.chars().take(LONGEST).map(|c| if c.is_control() { ' ' } else { c }).collect();
    whole.trim().to_owned()
}

/// The card as the wallet names it: a network (`VISA`, `masterCard`) and a text that ends in its last four digits.
pub fn face(network: &str, shown: &str) -> Option<CardFace> {
    let brand = network.to_ascii_lowercase();
    let digits: Vec<char> = shown.chars().filter(char::is_ascii_digit).collect();
    let last4: String = digits.get(digits.len().checked_sub(4)?..)?.iter().collect();
    (!brand_name(&brand).is_empty()).then_some(CardFace { brand, last4 })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{cell::Cell, rc::Rc};

    fn named(buyer: &Buyer) -> Vec<(&'static str, String)> {
        buyer.fields().into_iter().map(|(field, text)| (field.name(), text)).collect()
    }

    #[track_caller]
    fn check(buyer: &Buyer, expected: &[(&'static str, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(name, text)| (*name, (*text).to_owned())).collect();
        assert_eq!(named(buyer), expected);
    }

    fn address() -> SheetAddress {
        SheetAddress {
            country: "fi".to_owned(),
            lines: vec!["Runeberginkatu 22 A 9".to_owned()],
            city: "Helsinki".to_owned(),
            postcode: "00100".to_owned(),
            ..SheetAddress::default()
        }
    }

    #[test]
    fn the_country_comes_before_what_depends_on_it() {
        let buyer = Buyer {
            email: " kaisa@example.fi ".to_owned(),
            name: "Kaisa Laine".to_owned(),
            phone: "+358 40 123 4567".to_owned(),
            address: Some(address()),
        };
        check(
            &buyer,
            &[
                ("email", "kaisa@example.fi"),
                ("country", "FI"),
                ("name", "Kaisa Laine"),
                ("street", "Runeberginkatu 22 A 9"),
                ("postcode", "00100"),
                ("city", "Helsinki"),
                ("phone", "+358 40 123 4567"),
            ],
        );
    }
    #[test]
    fn who_receives_goes_before_who_pays() {
        let told = SheetAddress { recipient: "Aino Laine".to_owned(), phone: "+358 9 1".to_owned(), ..address() };
        let buyer = Buyer { name: "Kaisa".to_owned(), phone: "1".to_owned(), address: Some(told), ..Buyer::default() };
        let fields = named(&buyer);
        assert!(
            fields.contains(&("name", "Aino Laine".to_owned())) && fields.contains(&("phone", "+358 9 1".to_owned()))
        );
    }
    #[test]
    fn further_lines_become_one() {
        let lines = ["", "Flat 3", "12 High Street", " Old Town "].map(str::to_owned).to_vec();
        let buyer = Buyer { address: Some(SheetAddress { lines, ..SheetAddress::default() }), ..Buyer::default() };
        check(&buyer, &[("street", "Flat 3"), ("line2", "12 High Street, Old Town")]);
    }
    #[test]
    fn a_country_without_cities_has_districts() {
        let told = SheetAddress { city: String::new(), district: "Sham Shui Po".to_owned(), ..SheetAddress::default() };
        check(&Buyer { address: Some(told), ..Buyer::default() }, &[("city", "Sham Shui Po")]);
    }
    #[test]
    fn what_is_no_country_is_left_out() {
        let told = SheetAddress { country: "Finland".to_owned(), ..SheetAddress::default() };
        check(&Buyer { address: Some(told), ..Buyer::default() }, &[]);
    }
    #[test]
    fn nothing_told_types_nothing() {
        check(&Buyer::default(), &[]);
    }
    #[test]
    fn a_line_is_one_line_and_not_endless() {
        let buyer = Buyer { email: format!("a\n\tb{}", "x".repeat(5000)), ..Buyer::default() };
        let fields = buyer.fields();
        assert!(fields[0].1.starts_with("a  bx") && fields[0].1.len() == LONGEST);
    }

    #[test]
    fn a_card_has_a_brand_we_know_and_four_digits() {
        let face = |network, shown| super::face(network, shown).map(|face| (face.brand, face.last4));
        assert_eq!(face("VISA", "1234"), Some(("visa".to_owned(), "1234".to_owned())));
        assert_eq!(face("masterCard", "MasterCard •••• 4444"), Some(("mastercard".to_owned(), "4444".to_owned())));
        assert_eq!(face("<b>", "1234"), None);
        assert_eq!(face("visa", "Visa 12"), None);
    }

    #[test]
    fn a_sheet_is_closed_once_however_it_is_left() {
        let ended = Rc::new(Cell::new(Vec::new()));
        let sheet = || {
            let ended = ended.clone();
            OpenSheet::new(move |ending| {
                let mut all = ended.take();
                all.push(ending);
                ended.set(all);
            })
        };
        sheet().end(Ending::Success);
        sheet().end(Ending::Fail);
        drop(sheet());
        assert_eq!(ended.take(), [Ending::Success, Ending::Fail, Ending::Unknown]);
    }
}
