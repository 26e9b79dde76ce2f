//! What the shopper typed and chose, and what it means once it is checked.
//!
//! Raw text lives here and nowhere else. Only the shopper changes it; a backend's answer never does.
//!
//! Always true: a text with a card number in it leaves here by [`Answers::shown`] only, for the field it was typed
//! into (SEC-05). It counts as empty and as wrong, is not saved, and so is gone after a reload; until then the
//! shopper sees it and can mend it.

use crate::checkout::request::{Intent, Purchase};
use crate::domain::{
    MethodId, PointId, RateId,
    address::{self, Address, Ask},
    check::{
        email::Email,
        name::{self, PersonName},
        phone::Phone,
        postal::Postcode,
        stray_card::{self, Digits},
        text::is_letter_or_digit,
        vat::VatId,
    },
    company::{Company, CompanyAsked},
    contact::Contact,
    country::Country,
    delivery::{Delivery, How},
    house::{Asked, Consented},
    payment::{MethodOffer, on_device},
    problem::{AddressField, AddressUse, Fault, Field, Problem, keep},
    quote::{Quote, Rates},
};
use std::sync::Arc;

/// The longest text kept of one field, in bytes. More is cut: nothing a shop asks is longer.
const LONGEST: usize = 2000;

#[derive(Clone, Default, PartialEq, Eq)]
struct Draft {
    text: String,
    /// Whether it may be a card number.
    digits: Digits,
    /// Changed since it was last left.
    edited: bool,
    /// Its problem, if it has one, is shown.
    judged: bool,
}

impl Draft {
    fn write(&mut self, field: Field, text: &str) {
        text.clone_into(&mut self.text);
        // What is chosen is a name of the shop's, which may have any number of digits.
        let chosen = matches!(field, Field::How | Field::Rate | Field::Point | Field::Method | Field::Consent(_));
        self.digits = if chosen { Digits::Few } else { stray_card::digits(text) };
    }
}

impl core::fmt::Debug for Draft {
    /// Prints no card number.
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        let text = if self.digits == Digits::Few { &self.text } else { "•••" };
        f.debug_tuple("Draft").field(&text).field(&self.edited).field(&self.judged).finish()
    }
}

/// Every field's text, and which of them have been judged.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answers {
    drafts: Vec<(Field, Draft)>,
    /// What the shop refused, with the text it refused: gone as soon as the text is another.
    refused: Vec<(Problem, String)>,
}

impl Answers {
    fn draft(&self, field: Field) -> Option<&Draft> {
        self.drafts.iter().find(|(of, _)| *of == field).map(|(_, draft)| draft)
    }

    fn draft_mut(&mut self, field: Field) -> &mut Draft {
        let position = self.drafts.iter().position(|(of, _)| *of == field).unwrap_or_else(|| {
            self.drafts.push((field, Draft::default()));
            self.drafts.len() - 1
        });
        // The position was found or made just above.
        #[allow(clippy::indexing_slicing)]
        &mut self.drafts[position].1
    }

    /// The text of a field, as typed; nothing where it holds a card number.
    pub fn text(&self, field: Field) -> &str {
        self.draft(field).filter(|draft| draft.digits != Digits::Card).map_or("", |draft| &draft.text)
    }

    /// The text of a field as it was typed, for that field alone.
    pub fn shown(&self, field: Field) -> &str {
        self.draft(field).map_or("", |draft| &draft.text)
    }

    /// What the digits in a field look like.
    pub(crate) fn digits(&self, field: Field) -> Digits {
        self.draft(field).map_or(Digits::Few, |draft| draft.digits)
    }

    /// Whether a box is ticked.
    pub fn ticked(&self, field: Field) -> bool {
        self.text(field) == "1"
    }

    /// Whether the field has an answer of the shopper's own.
    pub fn has(&self, field: Field) -> bool {
        !self.shown(field).is_empty()
    }

    /// Takes what was typed. `still_wrong` tells whether the new text has a problem: a shown problem
    /// disappears with the first text that has none, and comes back only after the field is left.
    pub(crate) fn typed(&mut self, field: Field, text: &str, still_wrong: impl FnOnce(&Self) -> bool) {
        let end = text.floor_char_boundary(LONGEST);
        let draft = self.draft_mut(field);
        draft.edited = true;
        draft.write(field, text.get(..end).unwrap_or(""));
        if draft.digits == Digits::Card {
            // At once: the sooner it is taken out again, the better.
            draft.judged = true;
        } else if draft.judged {
            let wrong = still_wrong(self);
            self.draft_mut(field).judged = wrong;
        }
    }

    /// Puts a text in without judging it: a default, or what an earlier visit left.
    pub(crate) fn put(&mut self, field: Field, text: &str) {
        self.draft_mut(field).write(field, text);
    }

    pub(crate) fn left(&mut self, field: Field) {
        let draft = self.draft_mut(field);
        draft.judged |= draft.edited;
        draft.edited = false;
    }

    /// Shows the problems of these fields from now on.
    pub(crate) fn judge(&mut self, fields: &[Field]) {
        for field in fields {
            let draft = self.draft_mut(*field);
            draft.judged = true;
            draft.edited = false;
        }
    }

    /// Hides problems again: the rules are others now, and the shopper has not been asked under them.
    pub(crate) fn pardon(&mut self, field: Field) {
        self.draft_mut(field).judged = false;
    }

    /// Whether the problem of a field is shown, if it has one.
    pub fn judged(&self, field: Field) -> bool {
        self.draft(field).is_some_and(|draft| draft.judged)
    }

    pub(crate) fn refuse(&mut self, problem: Problem) {
        let text = self.text(problem.field).to_owned();
        self.refused.retain(|(known, _)| known.field != problem.field);
        self.refused.push((problem, text));
        self.draft_mut(problem.field).judged = true;
    }

    /// What the shop refused of the present text, or would not even be asked.
    pub fn refusal(&self, field: Field) -> Option<Fault> {
        if self.digits(field) == Digits::Card {
            return Some(Fault::CardNumber);
        }
        self.refused
            .iter()
            .find(|(problem, text)| problem.field == field && text == self.text(field))
            .map(|(problem, _)| problem.fault)
    }

    /// The fields that hold text which may be written down, with it. A card number is not, nor its beginning.
    pub fn filled(&self) -> impl Iterator<Item = (Field, &str)> {
        self.drafts
            .iter()
            .filter(|(_, draft)| !draft.text.is_empty() && draft.digits == Digits::Few)
            .map(|(field, draft)| (*field, draft.text.as_str()))
    }

    fn with_refusals(&self, mut problems: Vec<Problem>, fields: &[Field]) -> Vec<Problem> {
        for field in fields {
            let Some(fault) = self.refusal(*field) else { continue };
            match problems.iter_mut().find(|problem| problem.field == *field) {
                None => problems.push(Problem::new(*field, fault)),
                // It is not missing.
                Some(problem) if fault == Fault::CardNumber => problem.fault = fault,
                Some(_) => {}
            }
        }
        problems
    }

    fn accepted<T>(&self, parsed: Result<T, Vec<Problem>>, fields: &[Field]) -> Result<T, Vec<Problem>> {
        match parsed {
            Ok(value) => {
                let problems = self.with_refusals(Vec::new(), fields);
                if problems.is_empty() { Ok(value) } else { Err(problems) }
            }
            Err(problems) => Err(self.with_refusals(problems, fields)),
        }
    }

    /// Who buys.
    ///
    /// # Errors
    /// Every problem.
    pub fn contact(&self) -> Result<Contact, Vec<Problem>> {
        let parsed = Contact::parse(self.text(Field::Email), self.ticked(Field::News));
        self.accepted(parsed, &[Field::Email])
    }

    /// What was agreed to of what the shop wants agreed; a tick for another text is none.
    pub fn consents(&self, quote: &Quote) -> Vec<Consented> {
        let house = quote.shop.house.as_deref();
        let numbered = house.into_iter().flat_map(|house| (0_u8..).map(Field::Consent).zip(&house.consents));
        numbered.filter_map(|(field, consent)| consent.given(self.text(field))).collect()
    }

    /// Ship or collect: the shopper's choice, else what the shop has noted.
    pub fn how(&self, quote: &Quote) -> How {
        match self.text(Field::How) {
            "collect" if !quote.delivery.points.is_empty() || quote.delivery.how == How::Collect => How::Collect,
            "ship" => How::Ship,
            _ => quote.delivery.how,
        }
    }

    /// The country of an address: the shopper's choice, else the shop's.
    pub fn country(&self, use_: AddressUse, quote: &Quote) -> Country {
        let chosen = Country::parse(self.text(Field::Address(use_, AddressField::Country)));
        let shipping = || Country::parse(self.text(Field::Address(AddressUse::Shipping, AddressField::Country)));
        chosen.or_else(shipping).unwrap_or(quote.country)
    }

    /// The postcode of the delivery, if it is complete.
    pub fn postcode(&self, quote: &Quote) -> Option<Postcode> {
        let text = self.text(Field::Address(AddressUse::Shipping, AddressField::Postcode));
        Postcode::parse(text, self.country(AddressUse::Shipping, quote)).ok()
    }

    /// What is asked of an address beyond what the post needs: the carrier's phone number, unless the merchant says
    /// otherwise. What the shop has sent back is asked whatever the merchant says, or nobody could mend it.
    pub fn asks(&self, use_: AddressUse, quote: &Quote) -> Ask {
        let house = quote.shop.house.as_deref();
        let said = |part| {
            let field = Field::Address(use_, part);
            let sent_back = self.refused.iter().any(|(problem, _)| problem.field == field);
            house.and_then(|house| house.asked(field)).filter(|asked| !(sent_back && *asked == Asked::Hidden))
        };
        Ask {
            phone: match use_ {
                AddressUse::Shipping => said(AddressField::Phone).unwrap_or(Asked::Required),
                AddressUse::Billing => Asked::Optional,
            },
            organization: said(AddressField::Organization).unwrap_or_default(),
            line2: said(AddressField::Line2).unwrap_or_default(),
        }
    }

    fn address(&self, use_: AddressUse, ask: Ask, quote: &Quote) -> Result<Address, Vec<Problem>> {
        let country = self.country(use_, quote);
        let parsed = Address::parse(use_, ask, &|part| match part {
            AddressField::Country => country.code().to_owned(),
            part => self.text(Field::Address(use_, part)).to_owned(),
        });
        self.accepted(parsed, &address_fields(use_, country, ask))
    }

    /// The way of shipping: the shopper's choice while it is offered, else what the shop has noted.
    pub fn rate(&self, quote: &Quote) -> Option<RateId> {
        let chosen = RateId::from(self.text(Field::Rate));
        let noted = || quote.delivery.rate.clone().filter(|rate| quote.rate(rate).is_some());
        if quote.rate(&chosen).is_some() { Some(chosen) } else { noted() }
    }

    /// The place to collect from, in the same way.
    pub fn point(&self, quote: &Quote) -> Option<PointId> {
        let chosen = PointId::from(self.text(Field::Point));
        let noted = || quote.delivery.point.clone().filter(|point| quote.point(point).is_some());
        if quote.point(&chosen).is_some() { Some(chosen) } else { noted() }
    }

    /// Where the goods go.
    ///
    /// # Errors
    /// Every problem.
    pub fn delivery(&self, quote: &Quote) -> Result<Delivery, Vec<Problem>> {
        if !quote.delivery.needed {
            return Ok(Delivery::Nothing);
        }
        match self.how(quote) {
            How::Ship => self.shipping(quote),
            How::Collect => self.collecting(quote),
        }
    }

    fn shipping(&self, quote: &Quote) -> Result<Delivery, Vec<Problem>> {
        let country = Field::Address(AddressUse::Shipping, AddressField::Country);
        let mut problems = Vec::new();
        if !quote.countries.contains(&self.country(AddressUse::Shipping, quote)) {
            problems.push(Problem::new(country, Fault::NotServed));
        }
        let address = self
            .address(AddressUse::Shipping, self.asks(AddressUse::Shipping, quote), quote)
            .map_err(|more| problems.extend(more))
            .ok();
        let rate = self.rate(quote);
        match &quote.delivery.rates {
            // Without a complete address the shop has nothing to offer yet; the address says what is missing.
            Rates::Unknown if !problems.is_empty() => {}
            Rates::None => {
                let postcode = Field::Address(AddressUse::Shipping, AddressField::Postcode);
                if !problems.iter().any(|problem| problem.field == postcode) {
                    problems.push(Problem::new(postcode, Fault::NotServed));
                }
            }
            Rates::Unknown | Rates::Offered(_) if rate.is_none() => {
                problems.push(Problem::new(Field::Rate, Fault::Missing));
            }
            Rates::Unknown | Rates::Offered(_) => {}
        }
        match (address, rate) {
            (Some(address), Some(rate)) if problems.is_empty() => Ok(Delivery::Ship { address, rate }),
            _ => Err(problems),
        }
    }

    fn collecting(&self, quote: &Quote) -> Result<Delivery, Vec<Problem>> {
        let mut problems = Vec::new();
        let country = self.country(AddressUse::Shipping, quote);
        let point = keep(Field::Point, self.point(quote).ok_or(Fault::Missing), &mut problems);
        let name = keep(Field::CollectName, PersonName::parse(self.text(Field::CollectName)), &mut problems);
        let phone = keep(Field::CollectPhone, Phone::parse(self.text(Field::CollectPhone), country), &mut problems);
        match (point, name, phone) {
            (Some(point), Some(name), Some(phone)) => self.accepted(
                Ok(Delivery::Collect { point, name, phone }),
                &[Field::Point, Field::CollectName, Field::CollectPhone],
            ),
            _ => Err(self.with_refusals(problems, &[Field::CollectName, Field::CollectPhone])),
        }
    }

    /// Whether a billing address of its own is asked: when the shopper wants one. Without an address
    /// to ship to there is none to copy, but none is needed either: only the country decides taxes.
    pub fn bills_elsewhere(&self, quote: &Quote) -> bool {
        self.ticked(Field::BillElsewhere) && !quote.totals.due.is_zero()
    }

    /// Whom the bill is made out to, if it is not the delivery address.
    ///
    /// # Errors
    /// Every problem.
    pub fn billing(&self, quote: &Quote) -> Result<Option<Address>, Vec<Problem>> {
        if !self.bills_elsewhere(quote) {
            return Ok(None);
        }
        self.address(AddressUse::Billing, self.asks(AddressUse::Billing, quote), quote).map(Some)
    }

    /// How it is paid: the shopper's choice while it is offered, else the shop's first. `None` when
    /// nothing is to be paid.
    ///
    /// # Errors
    /// When there is something to pay and no method is offered.
    pub fn method(&self, quote: &Quote) -> Result<Option<MethodId>, Vec<Problem>> {
        if quote.totals.due.is_zero() {
            return Ok(None);
        }
        let chosen = MethodId::from(self.text(Field::Method));
        if quote.method(&chosen).is_some() {
            return Ok(Some(chosen));
        }
        let noted = quote.method.clone().filter(|method| quote.method(method).is_some());
        let preferred = |offer: &&MethodOffer| offer.saved.as_ref().is_some_and(|card| card.preferred);
        let first = || {
            // Whether a device has a wallet is not known here: it is chosen by the shopper only.
            let mut offered = quote.methods.iter().filter(|offer| offer.usable() && !on_device(&offer.id));
            let chosen = offered.clone().find(preferred).or_else(|| offered.next());
            chosen.map(|offer| offer.id.clone())
        };
        noted.or_else(first).map(Some).ok_or_else(|| vec![Problem::new(Field::Method, Fault::Missing)])
    }
}

/// The most characters of a company's reference (UNTDID 1153 in EN 16931, BT-13 and BT-19: free text; accounting
/// systems cut at 35).
const LONGEST_REFERENCE: u16 = 35;

/// A company's reference, as typed but for spaces around it.
fn reference(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::Missing);
    }
    if let Some(odd) =
        text.chars().find(|c| !is_letter_or_digit(*c) && !matches!(c, ' ' | '-' | '/' | '.' | '_' | '#' | '&' | ':'))
    {
        return Err(Fault::BadCharacter(odd));
    }
    if text.chars().count() > usize::from(LONGEST_REFERENCE) {
        return Err(Fault::TooLong(LONGEST_REFERENCE));
    }
    Ok(text.to_owned())
}

impl Answers {
    /// How a company finds the order in its books.
    ///
    /// # Errors
    /// Every problem.
    pub fn purchase(&self) -> Result<Purchase, Vec<Problem>> {
        let mut problems = Vec::new();
        let optional = |field: Field| Some(self.text(field).trim()).filter(|text| !text.is_empty());
        let number = keep(Field::PurchaseNumber, reference(self.text(Field::PurchaseNumber)), &mut problems);
        let cost_centre = optional(Field::CostCentre).map(reference).transpose();
        let cost_centre = keep(Field::CostCentre, cost_centre, &mut problems);
        let email = optional(Field::InvoiceEmail).map(Email::parse).transpose();
        let email = keep(Field::InvoiceEmail, email, &mut problems);
        match (number, cost_centre, email) {
            (Some(number), Some(cost_centre), Some(invoice_email)) => self.accepted(
                Ok(Purchase { number, cost_centre: cost_centre.unwrap_or_default(), invoice_email }),
                &[Field::PurchaseNumber, Field::CostCentre, Field::InvoiceEmail],
            ),
            _ => Err(self.with_refusals(problems, &[Field::PurchaseNumber])),
        }
    }
}

/// The fields of an address in the order a country fills them in, the country first.
pub fn address_fields(use_: AddressUse, country: Country, ask: Ask) -> Vec<Field> {
    let parts = address::form(country).parts.iter().filter(|part| ask.of(**part) != Asked::Hidden);
    let mut fields = vec![Field::Address(use_, AddressField::Country)];
    fields.extend(parts.map(|part| Field::Address(use_, *part)));
    // A bill needs no telephone.
    if use_ == AddressUse::Shipping && ask.phone != Asked::Hidden {
        fields.push(Field::Address(use_, AddressField::Phone));
    }
    fields
}

/// The fields of a company, in order.
pub const COMPANY: [Field; 2] = [Field::Address(AddressUse::Billing, AddressField::Organization), Field::VatId];

impl Answers {
    /// The company as the shop knows it from an account: then it is the account's to change.
    fn known_company(quote: &Quote) -> Option<&Company> {
        quote.company.as_deref().filter(|company| company.role.is_some())
    }

    /// Whether a company buys: the shopper's word, else the shop's.
    pub fn for_company(&self, quote: &Quote) -> bool {
        match self.text(Field::Business) {
            "1" => true,
            "0" => Self::known_company(quote).is_some(),
            _ => quote.company.is_some(),
        }
    }

    /// Whether the company is asked for here.
    pub fn names_company(&self, quote: &Quote, can: bool) -> bool {
        can && self.for_company(quote) && Self::known_company(quote).is_none()
    }

    /// What was typed of the company; what the shop has noted while nothing was.
    pub fn of_company(&self, field: Field, quote: &Quote) -> String {
        let noted = quote.company.as_ref().filter(|_| COMPANY.iter().all(|field| !self.has(*field)));
        let text = match (noted, field) {
            (None, _) => self.shown(field),
            (Some(company), Field::VatId) => company.vat.as_ref().map_or("", |vat| &vat.id),
            (Some(company), _) => &company.name,
        };
        text.to_owned()
    }

    /// The company that buys.
    ///
    /// # Errors
    /// Every problem.
    pub fn company(&self, quote: &Quote) -> Result<CompanyAsked, Vec<Problem>> {
        let [name_field, vat_field] = COMPANY;
        let mut problems = Vec::new();
        // A card number is told as one below.
        let read = |field| self.of_company(field, quote);
        let name = keep(name_field, name::line(&read(name_field)), &mut problems);
        let country = self.country(AddressUse::Billing, quote);
        let vat = match VatId::typed(&read(vat_field), country) {
            Err(Fault::Missing) => Ok(None),
            read => read.map(Some),
        };
        let vat = keep(vat_field, vat, &mut problems);
        match (name, vat) {
            (Some(name), Some(vat)) => self.accepted(Ok(CompanyAsked { name, vat }), &COMPANY),
            _ => Err(self.with_refusals(problems, &COMPANY)),
        }
    }

    /// What the shop is to be told of the company; `None` while it knows, or while it is being typed.
    pub(crate) fn company_to_tell(&self, quote: &Quote) -> Option<Intent> {
        if Self::known_company(quote).is_some() || COMPANY.iter().any(|field| self.is_edited(*field)) {
            return None;
        }
        if !self.for_company(quote) {
            return quote.company.is_some().then_some(Intent::SetCompany(None));
        }
        let asked = self.company(quote).ok()?;
        let known = quote.company.as_ref().is_some_and(|company| company.is(&asked));
        (!known).then(|| Intent::SetCompany(Some(Arc::new(asked))))
    }

    /// Whether the field is being typed into.
    fn is_edited(&self, field: Field) -> bool {
        self.draft(field).is_some_and(|draft| draft.edited)
    }
}
