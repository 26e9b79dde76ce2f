//! The state as the domain says it: quotes, lines and orders, in the shopper's language.

use super::{
    bill::{Sums, bill, net_unit, unit},
    catalogue::{GOES_WELL, Item, STARTERS, Sort, at},
    codes::Code,
    company::Taxed,
    kept::{Kept, Tree},
    market::{self, Market, Reach},
    paying, places,
    record::{Agreement, Bought, State, Way},
    shipping,
    words::{Language, SELLER, THREE_BASES, TURKU},
};
use crate::domain::{
    ItemId, LineId, MethodId, OrderNumber, PointId, RateId, SessionId,
    cart::{Line, LineKind, Rating, Recurring, Reduction, Stock, Suggestion},
    country::Country,
    day::{Day, Instant, Window},
    delivery::{How, Point},
    house::Consented,
    order::{Order, OrderDelivery, OrderState, Reorder, ReorderLine, ToDo, Transfer},
    payment::CardFace,
    quote::{AppliedCode, Change, DeliveryOffer, Offer, Policy, PolicyText, Quote, Rates, Shop, Terms},
};
use std::sync::Arc;

/// Days in which things can be sent back.
pub(super) const RETURNS_DAYS: u16 = 30;
/// Fewer than this are worth saying.
const LOW: u32 = 5;
/// How often a subscription is taken, in months.
const REPEATS_MONTHS: u8 = 3;
const GIFT: &str = "mug";
const SUGGESTED: usize = 3;
/// Days for which goods are held until the money has come.
const HELD_DAYS: i64 = 7;
/// The version of the terms in force.
pub(super) const TERMS: &str = "12";

/// The line an item is on: one for each item.
pub(super) fn line_id(item: &str) -> LineId {
    LineId(["line-", item].concat())
}

const fn line_kind(sort: Sort) -> LineKind {
    match sort {
        Sort::Goods | Sort::BaseLayer | Sort::Subscription => LineKind::Goods,
        Sort::Download | Sort::GiftCard | Sort::Service => LineKind::Virtual,
        Sort::Gift => LineKind::Gift,
    }
}

impl State {
    /// Everything the shop says about this session now.
    pub(super) fn quote(&self, now: Instant, language: Language, changes: Vec<Change>) -> Quote {
        let market = self.market();
        let sums = Sums::of(self, market);
        let bill = bill(self, market, now, &sums);
        let (mut methods, not_offered) = paying::methods(self, market, &sums, bill.to_pay(market), now);
        self.usual_first(&mut methods);
        Quote {
            session: SessionId(["demo-", &self.session.to_string()].concat()),
            revision: self.revision.unsigned_abs(),
            now,
            shop: shop(language, !self.company),
            currency: market.currency(),
            country: market.country(),
            countries: market::served().map(Market::country).collect(),
            lines: self.lines(market, &sums, now, language),
            suggestions: self.suggestions(market, language),
            codes: self.applied_codes(market, language),
            offers: self.offers(market, &sums, language),
            totals: bill.totals(market, language),
            delivery: self.delivery(market, &sums, now, language),
            methods,
            not_offered,
            method: self.method.as_deref().map(MethodId::from),
            brand: self.brand.clone(),
            customer: self.customer(now).map(Box::new),
            company: self.told_company(market, language),
            buyer: self.buyer(),
            changes,
            order: self.order.clone().map(OrderNumber),
        }
    }

    fn lines(&self, market: &Market, sums: &Sums, now: Instant, language: Language) -> Vec<Line> {
        let soonest = shipping::soonest(market, now);
        let mut lines = Vec::with_capacity(self.bag.len() + 1);
        for piece in &self.bag {
            let Some(item) = Item::find(&piece.item) else { continue };
            let price = unit(self, market, item);
            let mut line = line(item, &piece.item, piece.quantity, net_unit(self, market, item), market, language);
            // A right of consumers, as are prices of before (Directives 2011/83/EU and 98/6/EC).
            line.returns_days = line.returns_days.filter(|_| !self.company);
            let available = self.available(item, &piece.item);
            line.limit = if self.agreed_until.is_some() { piece.quantity } else { self.limit(item, &piece.item) };
            line.recurring = item.repeats().then(|| {
                let (today, _) = market::finnish_time(now);
                let next = paying::months_after(today, i64::from(REPEATS_MONTHS));
                Recurring { amount: line.total, months: REPEATS_MONTHS, first: today, next }
            });
            line.stock = if available <= LOW { Stock::Low(available) } else { Stock::Plenty };
            line.arrives = soonest.filter(|_| item.travels());
            line.rating = item.entry.rating.map(|(tenths, count)| Rating { tenths, count });
            line.reduced = item.entry.reduced.filter(|_| !self.company).and_then(|(list, lowest)| {
                let (list, lowest) = (at(&list, market.slot), at(&lowest, market.slot));
                // Not lower than it was: nothing to boast about.
                let lower = price < lowest;
                lower.then(|| Reduction { list_price: market.money(list), lowest_30_days: market.money(lowest) })
            });
            lines.push(line);
        }
        if let Some(gift) = Item::find(GIFT).filter(|_| sums.jacket) {
            let mut line = line(gift, GIFT, 1, 0, market, language);
            line.arrives = soonest;
            lines.push(line);
        }
        lines
    }

    fn suggestions(&self, market: &Market, language: Language) -> Vec<Suggestion> {
        let pool = if self.bag.is_empty() { STARTERS.as_slice() } else { GOES_WELL.as_slice() };
        let agreed = self.agreed_until.is_some();
        let wanted = |id: &&&str| !agreed && !self.bag.iter().any(|piece| piece.item == **id);
        let suggestion = |id: &&str| {
            let item = Item::find(id).filter(|item| self.limit(*item, id) > 0)?;
            Some(Suggestion {
                item: ItemId::from(*id),
                title: item.title(language),
                image: item.image(),
                price: market.money(net_unit(self, market, item)),
            })
        };
        pool.iter().filter(wanted).filter_map(suggestion).take(SUGGESTED).collect()
    }

    fn applied_codes(&self, market: &Market, language: Language) -> Vec<AppliedCode> {
        let applied = |code: &String| {
            let title = Code::typed(code)?.title(market, language);
            Some(AppliedCode { code: code.clone(), title })
        };
        self.codes.iter().filter_map(applied).collect()
    }

    fn offers(&self, market: &Market, sums: &Sums, language: Language) -> Vec<Offer> {
        let mut offers = Vec::new();
        if sums.travels && !self.collect {
            let missing = sums.missing(self, market);
            let free = missing <= 0 || sums.terms(self, market).code;
            offers.push(if free {
                Offer::FreeDelivery
            } else {
                Offer::FreeDeliveryFrom {
                    missing: self.shown(market, missing),
                    threshold: self.shown(market, market.free_from()),
                }
            });
        }
        if sums.has_automatic() {
            offers.push(Offer::Automatic { title: language.say(&THREE_BASES) });
        }
        offers
    }

    fn delivery(&self, market: &Market, sums: &Sums, now: Instant, language: Language) -> DeliveryOffer {
        let terms = sums.terms(self, market);
        let postcode = self.postcode.as_deref();
        let rates = match market.reach(postcode) {
            Reach::Unknown => Rates::Unknown,
            Reach::Remote => Rates::None,
            Reach::Served => {
                let mut rates = shipping::rates(market, postcode.unwrap_or_default(), terms, now, language);
                for rate in &mut rates {
                    rate.price = self.shown(market, rate.price.minor());
                }
                Rates::Offered(rates)
            }
        };
        let chosen = shipping::chosen(market, postcode, self.rate.as_deref(), terms, now);
        let least = shipping::cheapest(market, terms, now).map_or(0, |way| way.price(market, terms));
        DeliveryOffer {
            needed: sums.travels,
            how: if self.collect { How::Collect } else { How::Ship },
            rates: if sums.travels { rates } else { Rates::Unknown },
            rate: chosen.filter(|_| sums.travels).map(|way| RateId::from(way.id)),
            ship_from: Some(self.shown(market, least)),
            points: if sums.travels { self.points(market, now, language) } else { Vec::new() },
            point: self.point.as_deref().map(PointId::from),
        }
    }

    /// Places near what was searched for, or near the address; the one that was chosen always among them.
    fn points(&self, market: &Market, now: Instant, language: Language) -> Vec<Point> {
        let near = |text: Option<&str>| places::near(market, text);
        let mut found = near(self.near.as_deref())
            .filter(|_| self.near.is_some())
            .or_else(|| near(self.postcode.as_deref()))
            .or_else(|| near(None))
            .unwrap_or_default();
        if let Some(place) = self.point.as_deref().and_then(places::Place::named)
            && !found.iter().any(|(known, _)| known.id == place.id)
        {
            found.push((place, None));
        }
        found.into_iter().map(|(place, distance)| place.point(distance, market, now, language)).collect()
    }

    /// An order; `None` if there is none of that number.
    pub(super) fn order(&self, number: &str, now: Instant, language: Language) -> Option<Order> {
        self.orders.iter().find(|order| order.number == number).and_then(|order| order.show(now, language))
    }

    /// An order, for whoever may see it.
    pub(crate) fn shown_order(&self, number: &str, now: Instant, language: Language) -> Option<Order> {
        let found = self.orders.iter().filter(|order| self.may_see(order)).find(|order| order.number == number);
        found.and_then(|order| order.show(now, language))
    }
}

impl State {
    /// What of an order can be had again, for whoever may see it; `None` if there is none of that number.
    pub(crate) fn reorder(&self, number: &str, language: Language) -> Option<Reorder> {
        let order = self.orders.iter().filter(|order| self.may_see(order)).find(|order| order.number == number)?;
        self.again(order, language)
    }

    /// What is written of an order.
    pub(crate) fn bought(&self, number: &str) -> Option<String> {
        Some(self.orders.iter().find(|order| order.number == number)?.keep().text())
    }

    /// What of an order, as it was written, can be had again.
    pub(crate) fn again_of(&self, written: &str, language: Language) -> Option<Reorder> {
        let mut order = Bought::default();
        if order.restore(Tree::parse(written)?) { self.again(&order, language) } else { None }
    }

    fn again(&self, order: &Bought, language: Language) -> Option<Reorder> {
        let market = self.market();
        let then = Market::or_home(Country::parse(&order.country)?);
        let (before, now) = (order.bill.is_taxed(), self.taxed(market));
        let again = |bought: &super::record::BoughtLine| {
            let item = Item::find(&bought.item).filter(|item| item.entry.sort != Sort::Gift)?;
            // What is in the bag of an order that was placed is not in the next one.
            let held =
                if self.order.is_some() { None } else { self.bag.iter().find(|piece| piece.item == bought.item) };
            let held = held.map_or(0, |piece| piece.quantity);
            // Then and now in the same view: with tax, or without.
            let taxed = item.entry.sort != Sort::GiftCard;
            let was = if taxed { now.of(before.gross(bought.unit, then), then) } else { bought.unit };
            let was = if before == now { bought.unit } else { was };
            Some(ReorderLine {
                item: ItemId(bought.item.clone()),
                title: item.title(language),
                quantity: bought.quantity,
                was: Some(then.money(was)).filter(|_| then.currency() == market.currency()),
                now: Some(market.money(net_unit(self, market, item))),
                available: self.limit(item, &bought.item).saturating_sub(held),
            })
        };
        Some(Reorder { lines: order.lines.iter().filter_map(again).collect() })
    }
}

/// What lines of bags and of orders have in common.
fn line(item: Item, id: &str, quantity: u32, price: i64, market: &Market, language: Language) -> Line {
    Line {
        id: line_id(id),
        item: ItemId(id.to_owned()),
        title: item.title(language),
        detail: item.detail(language),
        image: item.image(),
        kind: line_kind(item.entry.sort),
        quantity,
        limit: quantity,
        unit_price: market.money(price),
        total: market.money(price.saturating_mul(i64::from(quantity))),
        reduced: None,
        rating: None,
        stock: Stock::Plenty,
        arrives: None,
        returns_days: matches!(line_kind(item.entry.sort), LineKind::Goods).then_some(RETURNS_DAYS),
        recurring: None,
    }
}

fn shop(language: Language, consumer: bool) -> Shop {
    Shop {
        name: "Fjellvik".to_owned(),
        seller: language.say(&SELLER),
        ships_from: language.say(&TURKU),
        returns_days: consumer.then_some(RETURNS_DAYS),
        rating: Some(Rating { tenths: 48, count: 9_214 }),
        terms: Some(Terms { version: TERMS.to_owned(), from: Day::of(2026, 10, 1) }),
        policies: Policy::ALL.map(|policy| (policy, PolicyText::Here)).to_vec(),
        house: None,
    }
}

impl Agreement {
    fn told(&self) -> Consented {
        Consented {
            id: self.id.clone(),
            version: self.version.clone(),
            language: self.language.clone(),
            digest: self.digest.clone(),
            at: Instant(self.at),
            marketing: self.marketing,
        }
    }
}

impl Bought {
    /// The order as it stands now.
    pub(super) fn show(&self, now: Instant, language: Language) -> Option<Order> {
        let market = Market::or_home(Country::parse(&self.country)?);
        let placed = Instant(self.placed);
        let (delivery, arrives) = self.delivery(market, placed, language)?;
        let lines = self.lines.iter().filter_map(|bought| {
            let item = Item::find(&bought.item)?;
            let mut line = line(item, &bought.item, bought.quantity, bought.unit, market, language);
            line.arrives = arrives.filter(|_| item.travels());
            Some(line)
        });
        // What was under review is confirmed once the time has come.
        let waits = self.reviewed_by.map(Instant).filter(|until| now < *until);
        Some(Order {
            number: OrderNumber(self.number.clone()),
            placed,
            state: match (&self.approval, waits) {
                (Some(by), _) => OrderState::ForApproval { by: by.clone() },
                (None, Some(until)) => OrderState::UnderReview { until },
                (None, None) => OrderState::Confirmed,
            },
            email: self.email.clone(),
            lines: lines.collect(),
            totals: self.bill.totals(market, language),
            delivery,
            billing: match &self.billing {
                Some(billing) => Some(billing.address()?.label()),
                None => None,
            },
            company: self.firm.as_ref().map(|firm| Arc::new(firm.told(market, language))),
            method: self.method.as_deref().map(MethodId::from),
            card: self.card.clone().map(|(brand, last4)| CardFace { brand, last4 }),
            charged: self.method.as_deref().map(|method| paying::charged(method, arrives.is_some())),
            method_title: None,
            to_do: self.to_do(market, placed),
            returns_until: arrives
                .filter(|_| self.bill.is_taxed() == Taxed::Gross)
                .map(|window| window.to.plus(i64::from(RETURNS_DAYS))),
            consents: self.consents.iter().map(Agreement::told).collect(),
        })
    }

    /// What the shopper still has to do.
    fn to_do(&self, market: &Market, placed: Instant) -> Option<ToDo> {
        let (day, _) = market::finnish_time(placed);
        let amount = market.money(self.bill.due());
        let until = day.plus(HELD_DAYS);
        Some(match self.method.as_deref()? {
            "transfer" => ToDo::Transfer(Transfer {
                receiver: "Fjellvik Oy".to_owned(),
                iban: "FI2112345600000785".to_owned(),
                bic: Some("NDEAFIHH".to_owned()),
                amount,
                reference: self.number.clone(),
                until,
            }),
            "cheque" => ToDo::Cheque {
                payee: "Fjellvik Oy".to_owned(),
                address: ["Fjellvik Oy", "Linnankatu 12", "20100 Turku", "Finland"].map(str::to_owned).to_vec(),
                amount,
                until,
            },
            "instalments:3" => ToDo::Plan(paying::plan(market, self.bill.due(), placed)),
            _ => return None,
        })
    }

    /// How it travels and when it arrives, as was promised when it was placed.
    fn delivery(
        &self,
        market: &Market,
        placed: Instant,
        language: Language,
    ) -> Option<(OrderDelivery, Option<Window>)> {
        Some(match &self.delivery {
            Way::Ship { address, rate } => {
                let way = shipping::Way::named(rate)?;
                let window = way.window(market, placed);
                let ship = OrderDelivery::Ship {
                    address: address.address()?.label(),
                    title: way.title(language),
                    carrier: way.carrier(language),
                    window: Some(window),
                };
                (ship, Some(window))
            }
            Way::Collect { point, name, phone } => {
                let point = places::Place::named(point)?.point(None, market, placed, language);
                let ready = point.ready;
                (OrderDelivery::Collect { point, name: name.clone(), phone: phone.clone() }, Some(ready))
            }
            Way::Nothing => (OrderDelivery::Nothing, None),
        })
    }
}
