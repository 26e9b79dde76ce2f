//! What the shopper saw last, to say what the shop changed since by itself: Vendure does not say it.
//!
//! Always true: what the shopper asked for is no change. Kept in memory only; after a reload everything is new.

use crate::domain::{
    ItemId, LineId,
    country::Country,
    money::Money,
    quote::{Change, Quote},
};

#[derive(Clone, Debug)]
struct Line {
    id: LineId,
    item: ItemId,
    title: String,
    quantity: u32,
    price: Money,
}

/// The last quote, as far as it is compared.
#[derive(Clone, Debug, Default)]
pub(super) struct Seen {
    session: String,
    country: Option<Country>,
    lines: Vec<Line>,
    codes: Vec<String>,
    added: Vec<(ItemId, u32)>,
}

impl Seen {
    /// The shopper wants so many of a line.
    pub(super) fn asked(&mut self, id: &LineId, quantity: u32) {
        match quantity {
            0 => self.lines.retain(|line| line.id != *id),
            _ => self.lines.iter_mut().filter(|line| line.id == *id).for_each(|line| line.quantity = quantity),
        }
    }

    /// The shopper wants so many more of an item.
    pub(super) fn added(&mut self, item: &ItemId, quantity: u32) {
        match self.lines.iter_mut().find(|line| line.item == *item) {
            Some(line) => line.quantity = line.quantity.saturating_add(quantity),
            None => self.added.push((item.clone(), quantity)),
        }
    }

    /// The shopper takes a code off.
    pub(super) fn dropped(&mut self, code: &str) {
        self.codes.retain(|known| !known.eq_ignore_ascii_case(code));
    }

    /// Whether a code is on the order already.
    pub(super) fn has(&self, code: &str) -> bool {
        self.codes.iter().any(|known| known.eq_ignore_ascii_case(code))
    }

    /// The lines as they were: what to ask for again.
    pub(super) fn bag(&self) -> Vec<(LineId, u32)> {
        self.lines.iter().map(|line| (line.id.clone(), line.quantity)).collect()
    }

    /// Says what is different in a new quote, and remembers that one.
    pub(super) fn look(&mut self, quote: &mut Quote) {
        let same = self.session == quote.session.0;
        let before = core::mem::replace(self, Self::of(quote));
        if !same {
            return;
        }
        // Another country's tax is another price, as the shopper was told.
        let same_country = before.country == Some(quote.country);
        let mut changes = Vec::new();
        for was in &before.lines {
            let Some(now) = quote.line(&was.id) else {
                changes.push(Change::SoldOut { title: was.title.clone() });
                continue;
            };
            if now.quantity < was.quantity {
                changes.push(Change::Reduced { line: now.id.clone(), was: was.quantity });
            }
            if now.unit_price != was.price && same_country {
                changes.push(Change::Price { line: now.id.clone(), was: was.price });
            }
        }
        for (item, was) in &before.added {
            if let Some(now) = quote.lines.iter().find(|line| line.item == *item)
                && now.quantity < *was
            {
                changes.push(Change::Reduced { line: now.id.clone(), was: *was });
            }
        }
        for code in &before.codes {
            if !self.has(code) {
                changes.push(Change::CodeLapsed { code: code.clone() });
            }
        }
        quote.changes = changes;
    }

    fn of(quote: &Quote) -> Self {
        let line = |line: &crate::domain::cart::Line| Line {
            id: line.id.clone(),
            item: line.item.clone(),
            title: line.title.clone(),
            quantity: line.quantity,
            price: line.unit_price,
        };
        Self {
            session: quote.session.0.clone(),
            country: Some(quote.country),
            lines: quote.lines.iter().map(line).collect(),
            codes: quote.codes.iter().map(|code| code.code.clone()).collect(),
            added: Vec::new(),
        }
    }
}
