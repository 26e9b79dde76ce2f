//! A sum in parts: what is due when, and what paying in parts costs, as text (UX-13).
//!
//! An ordered list: where one stands in it is heard. No part is drawn larger or nearer than another, and what it costs
//! stands in the same size as the parts.

use leptos::prelude::*;

use crate::{
    domain::{day::Day, money::Money},
    i18n::key,
    ui::{
        el::{all, el, live},
        words::{Speech, use_words},
    },
};

/// One part.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanPart {
    /// When it is due; nothing for today.
    pub due: Option<Day>,
    /// How much.
    pub sum: Money,
}

/// What all of it comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlanCost {
    /// Everything that will have been paid.
    pub total: Money,
    /// How much of it is interest and fees.
    pub cost: Money,
    /// The yearly rate in hundredths of a percent.
    pub rate: u32,
}

/// The parts and their price.
#[component]
pub fn Plan(
    #[prop(into)] parts: Signal<Vec<PlanPart>>,
    #[prop(into)] cost: Signal<PlanCost>,
    /// What the list is: "Three instalments".
    #[prop(into)]
    label: Signal<String>,
) -> impl IntoView {
    let words = use_words();
    let part = move |part: PlanPart| {
        let when = match part.due {
            Some(day) => words.with(|words| words.day(day)),
            None => words.say(key::PAYMENT_PLAN_TODAY),
        };
        el("li", "kassa-plan__part").child(el("b", "").child(words.money(part.sum))).child(when).view()
    };
    let list = el("ol", "kassa-plan__parts")
        // Without markers one browser forgets that it is a list.
        .set("role", "list")
        .follow("aria-label", move || Some(label.get()))
        .child(live(move || all(parts.get().into_iter().map(part))));
    el("div", "kassa-plan").child(list).child(el("p", "").child(live(move || sentence(words, cost.get())))).view()
}

fn sentence(words: Speech, PlanCost { total, cost, rate }: PlanCost) -> String {
    let total = words.money(total);
    if cost.is_zero() {
        return words.fill(key::PAYMENT_PLAN_FREE, &[("total", &total)]);
    }
    let rate = words.with(|words| words.percent(rate));
    words.fill(key::PAYMENT_PLAN_COST, &[("total", &total), ("cost", &words.money(cost)), ("rate", &rate)])
}
