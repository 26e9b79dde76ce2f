//! What is filled in for a shopper the shop knows.
//!
//! Always true: only what the shop told of whoever is signed in, and only where the machine finds nothing of the
//! shopper's own. An address in a country that is no longer served is filled in all the same, but for its country: the
//! delivery step says what is wrong and everything else is still there.

use crate::domain::{
    account::{Customer, SavedAddress},
    address::Parts,
    country::Country,
    delivery::How,
    problem::{AddressField, AddressUse, Field},
    quote::Quote,
};

/// The fields that the shop's knowledge fills.
pub fn fills(customer: &Customer, book: &[SavedAddress], quote: &Quote) -> Vec<(Field, String)> {
    let mut fields = vec![(Field::Email, customer.email.clone())];
    let Some(address) = usual(book, quote) else {
        fields.push((shipping(AddressField::Name), customer.name.clone()));
        fields.push((Field::CollectName, customer.name.clone()));
        fields.retain(|(_, text)| !text.is_empty());
        return fields;
    };
    fields.extend(address_fields(&address.parts, quote));
    if quote.delivery.how == How::Collect {
        let part = |wanted| part_of(&address.parts, wanted).unwrap_or_default();
        let name = Some(part(AddressField::Name)).filter(|name| !name.is_empty()).unwrap_or(&customer.name);
        fields.push((Field::CollectName, name.to_owned()));
        fields.push((Field::CollectPhone, part(AddressField::Phone).to_owned()));
    }
    fields.retain(|(_, text)| !text.is_empty());
    fields
}

/// Where parcels go unless another is chosen: the preferred address, or else the first, of those that are served; if
/// none is, the preferred one all the same.
pub fn usual<'a>(book: &'a [SavedAddress], quote: &Quote) -> Option<&'a SavedAddress> {
    let here = |address: &&SavedAddress| serves(&quote.countries, &address.parts);
    let preferred = || book.iter().find(|address| address.preferred);
    preferred().filter(here).or_else(|| book.iter().find(here)).or_else(preferred).or_else(|| book.first())
}

/// Whether the shop delivers to where an address is.
pub fn serves(countries: &[Country], parts: &Parts) -> bool {
    part_of(parts, AddressField::Country).is_some_and(|code| countries.iter().any(|country| country.code() == code))
}

/// An address as the fields of the delivery.
pub fn address_fields(parts: &Parts, quote: &Quote) -> Vec<(Field, String)> {
    let served = serves(&quote.countries, parts);
    let kept = |(part, _): &&(AddressField, String)| served || *part != AddressField::Country;
    parts.iter().filter(kept).map(|(part, text)| (shipping(*part), text.clone())).collect()
}

/// The text of a part.
pub fn part_of(parts: &Parts, wanted: AddressField) -> Option<&str> {
    parts.iter().find(|(part, _)| *part == wanted).map(|(_, text)| text.as_str())
}

const fn shipping(part: AddressField) -> Field {
    Field::Address(AddressUse::Shipping, part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{
        AddressId, SessionId,
        day::Instant,
        money::{Currency, Money},
        totals::Totals,
    };

    fn quote() -> Quote {
        let totals = Totals::new(Vec::new(), 1, Money::new(100, Currency::EUR), Vec::new());
        let mut quote = Quote::new(SessionId("s".into()), Instant(0), Country::of(*b"FI"), totals);
        quote.countries = vec![Country::of(*b"FI"), Country::of(*b"NO")];
        quote
    }

    fn saved(id: &str, country: &str, preferred: bool) -> SavedAddress {
        let parts = vec![
            (AddressField::Country, country.to_owned()),
            (AddressField::Name, "Kaisa Laine".to_owned()),
            (AddressField::Street, ["Street of ", id].concat()),
            (AddressField::Phone, "+358 40 1234567".to_owned()),
        ];
        SavedAddress { id: AddressId(id.to_owned()), parts, preferred }
    }

    fn check_usual(book: &[SavedAddress], id: Option<&str>) {
        assert_eq!(usual(book, &quote()).map(|address| address.id.as_str()), id);
    }

    #[test]
    fn parcels_go_to_the_preferred_address_that_is_served() {
        check_usual(&[saved("a", "FI", false), saved("b", "NO", true)], Some("b"));
        check_usual(&[saved("a", "FI", false), saved("b", "CH", true)], Some("a"));
        check_usual(&[saved("a", "US", false), saved("b", "CH", true)], Some("b"));
        check_usual(&[saved("a", "US", false)], Some("a"));
        check_usual(&[], None);
    }

    #[test]
    fn an_address_that_is_not_served_fills_in_all_but_its_country() {
        let fields = fills(&Customer::new("kaisa@example.fi", "Kaisa Laine"), &[saved("b", "CH", true)], &quote());
        assert!(fields.contains(&(shipping(AddressField::Street), "Street of b".into())));
        assert!(!fields.iter().any(|(field, _)| *field == shipping(AddressField::Country)));
    }

    #[test]
    fn who_collects_is_filled_in_where_things_are_collected() {
        let mut quote = quote();
        let customer = Customer::new("kaisa@example.fi", "Kaisa");
        let collects = |quote: &Quote| {
            let fields = fills(&customer, &[saved("a", "FI", true)], quote);
            fields.iter().find(|(field, _)| *field == Field::CollectPhone).map(|(_, text)| text.clone())
        };
        assert_eq!(collects(&quote), None);
        quote.delivery.how = How::Collect;
        assert_eq!(collects(&quote).as_deref(), Some("+358 40 1234567"));
    }

    #[test]
    fn who_has_no_address_is_known_by_name_and_e_mail() {
        let fields = fills(&Customer::new("kaisa@example.fi", "Kaisa Laine"), &[], &quote());
        assert_eq!(fields.len(), 3);
        assert_eq!(fills(&Customer::new("kaisa@example.fi", ""), &[], &quote()).len(), 1);
    }
}
