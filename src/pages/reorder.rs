//! An order once more: what of it can be had now, line by line with what has changed, before anything is in the bag.

use crate::{
    app::{self, Session, use_session},
    checkout::Event,
    domain::{
        ItemId, OrderNumber,
        money::Money,
        order::{Reorder, ReorderLine},
    },
    i18n::{Words, key},
    ui::{
        Button, ButtonLook, Dialog,
        el::{all, el, live},
        path,
    },
};
use leptos::prelude::*;

/// How far looking up is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Asked {
    #[default]
    Asking,
    Failed,
    Told(Reorder),
}

/// The last order of this browser once more, for an empty bag. Nothing where there is none.
#[component]
pub fn LastOrder() -> impl IntoView {
    let session = use_session();
    let last = session.slice(|checkout| {
        let of = checkout.journal.left.as_ref().or(checkout.journal.placed.as_ref());
        of.cloned().filter(|_| checkout.facts().can.reorder)
    });
    live(move || last.get().map(|number| again(session, number, true)))
}

/// The way to an order once more, if the shop tells what can be had.
pub fn again(session: Session, number: OrderNumber, named: bool) -> AnyView {
    if !session.peek(|checkout| checkout.facts().can.reorder) {
        return ().into_any();
    }
    let open = RwSignal::new(false);
    let asked = RwSignal::new(Asked::default());
    let name = number.clone();
    let label = session.say(move |words| {
        if named { words.with(key::REORDER_LAST, &[("number", name.as_str())]) } else { words.text(key::REORDER_OPEN) }
    });
    let title = {
        let number = number.clone();
        session.say(move |words| words.with(key::REORDER_LAST, &[("number", number.as_str())]))
    };
    let press = move |()| {
        asked.set(Asked::Asking);
        open.set(true);
        look_up(session, number.clone(), asked);
    };
    view! {
        <Button label=label icon=path::REFRESH on_press=press />
        <Dialog id="reorder" title=title open=open on_close=move |()| open.set(false)>
            {live(move || Some(inside(session, &asked.get(), open)))}
        </Dialog>
    }
    .into_any()
}

fn look_up(session: Session, number: OrderNumber, asked: RwSignal<Asked>) {
    session.spawn(async move {
        let locale = session.words.with_untracked(|words| words.language().tag);
        // What it brings into the bag goes by the rules of later steps.
        let learned = session.learn().await;
        let told = match session.backend().await {
            Ok(backend) if learned.is_ok() => backend.reorder(locale, &number).await.ok(),
            _ => None,
        };
        // The page may have gone on meanwhile.
        let _ = asked.try_set(told.map_or(Asked::Failed, Asked::Told));
    });
}

fn inside(session: Session, asked: &Asked, open: RwSignal<bool>) -> AnyView {
    let words = session.words.get();
    let said = |text: String| el("p", "").set("role", "status").child(text).view();
    let order = match asked {
        Asked::Asking => return said(words.text(key::REORDER_ASKING)),
        Asked::Failed => return said(words.text(key::REORDER_FAILED)),
        Asked::Told(order) => order,
    };
    let items: Vec<(ItemId, u32)> = order.lines.iter().map(|line| (line.item.clone(), line.pieces())).collect();
    let items: Vec<_> = items.into_iter().filter(|(_, pieces)| *pieces > 0).collect();
    let pieces = items.iter().fold(0_u32, |sum, (_, pieces)| sum.saturating_add(*pieces));
    let lines = el("ul", "kassa-stack").child(all(order.lines.iter().map(|line| drawn(&words, line))));
    let lead = el("p", "kassa-muted").child(words.text(key::REORDER_LEAD)).view();
    if items.is_empty() {
        return all([lines.view(), said(words.text(key::REORDER_NOTHING))]);
    }
    let add = move |()| {
        open.set(false);
        session.dispatch(Event::Reorder(items.clone()));
        if session.visiting.get_untracked().is_some() {
            app::leave_visit(session, "bag");
        }
    };
    let button = view! {
        <Button label=words.plural(key::REORDER_ADD, pieces, &[]) look=ButtonLook::Primary block=true on_press=add />
    };
    all([lead, lines.view(), button.into_any()])
}

/// A line: what it is, what it costs now, and what has changed.
fn drawn(words: &Words, line: &ReorderLine) -> AnyView {
    let title = [&line.title, " × ", &words.number(line.quantity)].concat();
    let few = match line.available {
        _ if line.now.is_none() => Some(words.text(key::REORDER_GONE)),
        0 => Some(words.text(key::REORDER_SOLD_OUT)),
        left if left < line.quantity => Some(words.plural(key::REORDER_FEWER, left, &[])),
        _ => None,
    };
    let says = |text: String| el("span", "kassa-small kassa-muted").child(el("bdi", "").child(text));
    let price = line.now.filter(|_| line.available > 0).map(|now| price(words, line.was, now));
    el("li", "")
        .child(el("p", "").child(el("b", "").child(el("bdi", "").child(title))))
        .child(el("p", "").child(few.map(|few| el("b", "kassa-small").child(few).child(" "))).child(price.map(says)))
        .view()
}

fn price(words: &Words, was: Option<Money>, now: Money) -> String {
    let Some(was) = was else { return words.with(key::REORDER_NOW, &[("now", &words.money(now))]) };
    let says = match now.minor().cmp(&was.minor()) {
        core::cmp::Ordering::Equal => key::REORDER_SAME,
        core::cmp::Ordering::Greater => key::REORDER_DEARER,
        core::cmp::Ordering::Less => key::REORDER_CHEAPER,
    };
    words.with(says, &[("now", &words.money(now)), ("was", &words.money(was))])
}
