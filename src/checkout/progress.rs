//! Steps as data: which there are, whether they apply, and how far the shopper is.
//!
//! A step's status is derived from the answers and the quote, never stored. The list of steps is
//! given to the machine; it knows none by name.

use crate::{
    checkout::{Checkout, Command, Event, Open, request::Intent},
    domain::{
        MethodId,
        check::surcharge::Rule,
        problem::{Field, Problem},
        quote::Quote,
    },
};

/// The name of a step, also in the page's address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct StepId(pub &'static str);

/// Where the thank-you page stands; not a step: nothing can be filled in there.
pub const THANKS: StepId = StepId("thanks");

/// What the machine has to know of a step.
#[derive(Clone, Copy)]
pub struct StepSpec {
    /// Its name.
    pub id: StepId,
    /// Whether this purchase needs it.
    pub applies: fn(&Quote) -> bool,
    /// The fields it asks, judged together when the shopper wants to go on.
    pub fields: fn(&Checkout, &Quote) -> Vec<Field>,
    /// What keeps the shopper from going on.
    pub problems: fn(&Checkout, &Quote) -> Vec<Problem>,
    /// What the shop is told when the step is done.
    pub intents: fn(&Checkout, &Quote) -> Vec<Intent>,
    /// What the way to pay that is chosen here needs before an order can be sent.
    pub needs: fn(&Checkout, &Quote) -> Needs,
    /// Reads the postcode that the shop quotes for; the step that asks for one has it.
    pub postcode: Option<fn(&Checkout, &Quote) -> Option<String>>,
    /// The rules of paying; the step that pays has them.
    pub paying: Option<Paying>,
}

/// What a way to pay needs before an order can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needs {
    /// Nothing.
    Nothing,
    /// A token of the provider's card fields, made before going on.
    Fields,
    /// A token of the device's own sheet, asked for when Pay is pressed: the shopper approves the very amount.
    Sheet,
}

/// Methods that may not be offered, and why.
pub type Withheld = Vec<(MethodId, Rule)>;

/// What the machine does from choosing a way to pay on. Nobody needs it before that step, so it comes with it.
#[derive(Clone, Copy)]
pub struct Paying {
    /// Takes out of what the shop says whatever may not be offered. What the merchant was told is kept beside it.
    pub allow: fn(&mut Quote, &mut Withheld, &mut Vec<Command>),
    /// Takes an event in that is about paying.
    pub on: fn(&mut Checkout, Event, &mut Vec<Command>),
    /// Leads on whoever used a wallet for the whole purchase; asked while they are to be led.
    pub lead: fn(&mut Checkout, &mut Vec<Command>),
    /// Sees whether another method is chosen now, by whomever: then its fields take the place of those before. Asked
    /// after every event.
    pub park: fn(&mut Checkout),
}

impl core::fmt::Debug for StepSpec {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str(self.id.0)
    }
}

/// The steps of a checkout, in order.
pub type Plan = &'static [StepSpec];

/// How far a step is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepStatus {
    /// Filled in, and so is everything before it.
    Done,
    /// What the shopper sees.
    Current,
    /// Still to come.
    Ahead,
}

/// The steps this purchase has, with how far each is.
pub fn statuses(checkout: &Checkout, quote: &Quote, at: StepId) -> Vec<(StepId, StepStatus)> {
    let reachable = first_incomplete(checkout, quote);
    // The last step asks nothing: it is done only by paying.
    let last = steps(checkout.plan(), quote).last().map(|step| step.id);
    let mut open = true;
    steps(checkout.plan(), quote)
        .map(|step| {
            open = open && Some(step.id) != reachable && Some(step.id) != last;
            let status = match (step.id == at, open) {
                (true, _) => StepStatus::Current,
                (false, true) => StepStatus::Done,
                (false, false) => StepStatus::Ahead,
            };
            (step.id, status)
        })
        .collect()
}

/// The steps that apply.
pub fn steps(plan: Plan, quote: &Quote) -> impl Iterator<Item = &'static StepSpec> {
    let quote_applies: Vec<bool> = plan.iter().map(|step| (step.applies)(quote)).collect();
    plan.iter().zip(quote_applies).filter_map(|(step, applies)| applies.then_some(step))
}

/// The first step that still needs something; `None` when the order is ready.
pub fn first_incomplete(checkout: &Checkout, quote: &Quote) -> Option<StepId> {
    steps(checkout.plan(), quote).find(|step| !(step.problems)(checkout, quote).is_empty()).map(|step| step.id)
}

/// The step after this one.
pub fn next(plan: Plan, quote: &Quote, at: StepId) -> Option<StepId> {
    steps(plan, quote).skip_while(|step| step.id != at).nth(1).map(|step| step.id)
}

/// Where the way forward leads: to the step after this one; for whoever has seen the last step, or is known to the
/// shop, to the first that still needs something.
pub fn onward(checkout: &Checkout, open: &Open) -> Option<StepId> {
    let (plan, quote) = (checkout.plan(), &open.quote);
    let next = next(plan, quote, open.at)?;
    if (!open.reviewed && quote.customer.is_none()) || paying(plan).is_none() {
        return Some(next);
    }
    let ahead = steps(plan, quote).skip_while(|step| step.id != next);
    ahead
        .filter(|step| !(step.problems)(checkout, quote).is_empty())
        .map(|step| step.id)
        .next()
        .or_else(|| last(plan, quote))
}

/// The last step.
pub fn last(plan: Plan, quote: &Quote) -> Option<StepId> {
    steps(plan, quote).last().map(|step| step.id)
}

/// The step before this one.
pub fn previous(plan: Plan, quote: &Quote, at: StepId) -> Option<StepId> {
    steps(plan, quote).take_while(|step| step.id != at).last().map(|step| step.id)
}

/// The postcode that the shop quotes for, if a complete one was typed.
pub fn postcode(checkout: &Checkout, quote: &Quote) -> Option<String> {
    let read = checkout.plan().iter().find_map(|step| step.postcode)?;
    read(checkout, quote)
}

/// The rules of paying, if they are here.
pub fn paying(plan: Plan) -> Option<Paying> {
    plan.iter().find_map(|step| step.paying)
}

/// What the way to pay needs that is chosen.
pub fn needs(checkout: &Checkout, quote: &Quote) -> Needs {
    let wanted = |step: &&StepSpec| (step.needs)(checkout, quote) != Needs::Nothing;
    steps(checkout.plan(), quote).find(wanted).map_or(Needs::Nothing, |step| (step.needs)(checkout, quote))
}

/// The step that asks for a field.
pub fn asking(checkout: &Checkout, quote: &Quote, field: Field) -> Option<StepId> {
    steps(checkout.plan(), quote).find(|step| (step.fields)(checkout, quote).contains(&field)).map(|step| step.id)
}

/// The step of that name that the shopper may see: itself when everything before it is done, else
/// the first that needs something. `Err` when there is no such step.
///
/// # Errors
/// The step to show instead.
pub fn allowed(checkout: &Checkout, quote: &Quote, name: &str) -> Result<StepId, StepId> {
    let all: Vec<StepId> = steps(checkout.plan(), quote).map(|step| step.id).collect();
    let last = all.last().copied().unwrap_or(StepId("bag"));
    let furthest = first_incomplete(checkout, quote).unwrap_or(last);
    let position = |id: StepId| all.iter().position(|step| *step == id);
    match all.iter().find(|step| step.0 == name) {
        Some(step) if position(*step) <= position(furthest) => Ok(*step),
        Some(_) => Ok(furthest),
        None => Err(furthest),
    }
}
