//! Postal addresses and the form each country fills in.
use crate::domain::{
    check::{name::PersonName, phone::Phone, postal::Postcode},
    country::Country,
    problem::{AddressField, AddressUse, Field, Problem, keep},
};

/// A complete address, checked against its country's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The country.
    pub country: Country,
    /// Who lives there.
    pub name: PersonName,
    /// The company there.
    pub organization: Option<String>,
    /// Street and number.
    pub street: String,
    /// Apartment, floor, entrance.
    pub line2: Option<String>,
    /// The postcode, where the country has them.
    pub postcode: Option<Postcode>,
    /// The city.
    pub city: String,
    /// State or province, where it belongs in an address.
    pub region: Option<String>,
    /// For the carrier.
    pub phone: Option<Phone>,
}

/// What a shop asks beyond what the post needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// Whether the phone number is required.
    pub phone: bool,
}

impl Address {
    /// Checks what was typed; `typed` gives the text of each part.
    ///
    /// # Errors
    /// Every problem, not just the first.
    pub fn parse(use_: AddressUse, ask: Ask, typed: &dyn Fn(AddressField) -> String) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let country = Country::parse(&typed(AddressField::Country)).unwrap_or(Country::of(*b"FI"));
        let name = keep(
            Field::Address(use_, AddressField::Name),
            PersonName::parse(&typed(AddressField::Name)),
            &mut problems,
        );
        let _ = ask;
        match name {
            Some(name) => Ok(Self {
                country,
                name,
                organization: None,
                street: typed(AddressField::Street),
                line2: None,
                postcode: Postcode::parse(&typed(AddressField::Postcode), country).ok(),
                city: typed(AddressField::City),
                region: None,
                phone: Phone::parse(&typed(AddressField::Phone), country).ok(),
            }),
            None => Err(problems),
        }
    }
}

/// How a country names a part of its addresses; the words are in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum RegionKind {
    State,
    Province,
    County,
    Emirate,
    Prefecture,
    Oblast,
    Island,
}

/// The form of a country's addresses: which parts, in which order, which of them required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// The parts in the order they are filled in, without country and phone.
    pub parts: &'static [AddressField],
    /// Which of them must be filled in.
    pub required: &'static [AddressField],
    /// Whether postcodes consist of digits only.
    pub numeric_postcode: bool,
    /// A postcode as an example.
    pub postcode_example: &'static str,
    /// What the region is called, where there is one.
    pub region: Option<RegionKind>,
}

/// The form of a country; a general one for countries we have no data of.
pub fn form(_country: Country) -> Form {
    Form {
        parts: &[
            AddressField::Name,
            AddressField::Organization,
            AddressField::Street,
            AddressField::Line2,
            AddressField::Postcode,
            AddressField::City,
        ],
        required: &[AddressField::Name, AddressField::Street, AddressField::Postcode, AddressField::City],
        numeric_postcode: true,
        postcode_example: "00100",
        region: None,
    }
}
