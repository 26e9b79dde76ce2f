//! An order with nothing missing.

use crate::{
    checkout::{
        CardState, Checkout,
        progress::{self, Needs, StepId},
        request::{OrderRequest, Payment},
    },
    domain::{
        address::Address,
        delivery::Delivery,
        payment::kind,
        problem::{Fault, Field, Problem},
        quote::Quote,
    },
};

/// An order that may be sent. Exists only when every step is complete and every amount is the
/// shop's own.
#[derive(Clone, Debug)]
pub struct ReadyOrder {
    request: OrderRequest,
    payment: Payment,
    fingerprint: u64,
}

impl ReadyOrder {
    /// Puts the order together.
    ///
    /// # Errors
    /// The first step that needs something, and what.
    pub fn of(checkout: &Checkout, quote: &Quote) -> Result<Self, (StepId, Vec<Problem>)> {
        for step in progress::steps(checkout.plan(), quote) {
            let problems = (step.problems)(checkout, quote);
            if !problems.is_empty() {
                return Err((step.id, problems));
            }
        }
        let at = |problems: Vec<Problem>| {
            let asking = problems.first().and_then(|problem| progress::asking(checkout, quote, problem.field));
            (asking.unwrap_or(StepId("bag")), problems)
        };
        let answers = &checkout.answers;
        let method = answers.method(quote).map_err(at)?;
        let paying =
            progress::steps(checkout.plan(), quote).find(|step| (step.needs)(checkout, quote) != Needs::Nothing);
        let payment = match (paying, &checkout.card) {
            (None, _) => Payment { token: None, card: None, save: false },
            (Some(step), CardState::Token { token, face }) => {
                let typed = (step.needs)(checkout, quote) == Needs::Fields;
                let kept = method.as_ref().is_some_and(|method| kind(method) == "saved");
                let save = typed && !kept && checkout.facts().can.wallet && answers.ticked(Field::SaveCard);
                // What is no card shows none: a way to pay of the page's own.
                let card = Some(face.clone()).filter(|face| !face.brand.is_empty() || !face.last4.is_empty());
                Payment { token: Some(token.clone()), card, save }
            }
            (Some(step), _) => return Err((step.id, vec![Problem::new(Field::Card, Fault::Missing)])),
        };
        let refers = progress::asking(checkout, quote, Field::PurchaseNumber).is_some();
        let purchase = refers.then(|| answers.purchase()).transpose().map_err(at)?;
        let request = OrderRequest {
            contact: answers.contact().map_err(at)?,
            delivery: answers.delivery(quote).map_err(at)?,
            billing: answers.billing(quote).map_err(at)?,
            method,
            expected_total: quote.totals.due,
            terms_version: quote.shop.terms.as_ref().map(|terms| terms.version.clone()).unwrap_or_default(),
            purchase,
            consents: answers.consents(quote),
            extras: Vec::new(),
            subscribes: answers.ticked(Field::Subscribe) && quote.lines.iter().any(|line| line.recurring.is_some()),
        };
        let fingerprint = fingerprint(&request, quote);
        Ok(Self { request, payment, fingerprint })
    }

    /// The order as the backend takes it.
    pub const fn request(&self) -> &OrderRequest {
        &self.request
    }

    /// What pays for it.
    pub const fn payment(&self) -> &Payment {
        &self.payment
    }

    /// A hash of lines, amounts, addresses and methods: one intent to buy has one (REL-01). How it
    /// is paid with which card is not part of it; that is the attempt's.
    pub const fn fingerprint(&self) -> u64 {
        self.fingerprint
    }
}

/// FNV-1a over what makes two orders different. Not for security: it only tells one intent to buy
/// from the next in one browser.
fn fingerprint(request: &OrderRequest, quote: &Quote) -> u64 {
    let mut hash = Fnv(0xcbf2_9ce4_8422_2325);
    hash.text(quote.session.as_str());
    for line in &quote.lines {
        hash.text(line.id.as_str());
        hash.number(i64::from(line.quantity));
        hash.number(line.total.minor());
    }
    for code in &quote.codes {
        hash.text(&code.code);
    }
    hash.text(quote.currency.code());
    hash.number(request.expected_total.minor());
    hash.text(request.contact.email.as_str());
    match &request.delivery {
        Delivery::Ship { address, rate } => {
            hash.text(&address.one_line());
            hash.text(rate.as_str());
        }
        Delivery::Collect { point, name, phone } => {
            hash.text(point.as_str());
            hash.text(name.as_str());
            hash.text(phone.e164());
        }
        Delivery::Nothing => hash.text("-"),
    }
    hash.text(&request.billing.as_ref().map(Address::one_line).unwrap_or_default());
    hash.text(request.method.as_ref().map_or("-", |method| method.as_str()));
    hash.text(&request.terms_version);
    for tender in quote.totals.tenders.iter().filter(|tender| !tender.pays.is_zero()) {
        hash.text(&tender.id);
        hash.number(tender.pays.minor());
    }
    for consent in &request.consents {
        hash.text(&consent.id);
        hash.text(&consent.version);
    }
    if let Some(purchase) = &request.purchase {
        hash.text(&purchase.number);
        hash.text(&purchase.cost_centre);
    }
    hash.0
}

struct Fnv(u64);

impl Fnv {
    fn text(&mut self, text: &str) {
        for byte in text.bytes().chain([0]) {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn number(&mut self, number: i64) {
        for byte in number.to_le_bytes() {
            self.0 = (self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}
