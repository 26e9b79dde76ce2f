//! What the shopper can wish of the bag, and keeping the bag true to the shelves.

use super::{
    bill::{Sums, bill, net_unit},
    catalogue::Item,
    codes::Code,
    market::{Market, Reach, finnish_time},
    paying, places,
    quote::line_id,
    record::{Piece, State},
    sentinel::{BUSY_MILLISECONDS, BUSY_QUANTITY, LOST_POSTCODE},
    shipping,
    words::Language,
};
use crate::{
    checkout::request::{BackendError, Intent},
    domain::{
        ItemId, LineId, OrderNumber,
        check::text,
        country::Country,
        day::Instant,
        delivery::How,
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{Change, Quote},
    },
};

impl State {
    pub(super) fn market(&self) -> &'static Market {
        Market::or_home(Country::parse(&self.country).unwrap_or(Country::of(*b"FI")))
    }

    /// Starts or resumes: the bag as it can be bought now.
    pub(crate) fn open(&mut self, now: Instant, language: Language) -> Quote {
        let changes = self.settle(now, language);
        if !changes.is_empty() {
            self.revision += 1;
        }
        self.quote(now, language, changes)
    }

    /// Applies wishes, all or none.
    pub(crate) fn apply(
        &mut self,
        now: Instant,
        language: Language,
        intents: &[Intent],
    ) -> Result<Quote, BackendError> {
        if let Some(error) = self.strike_while_applying(intents) {
            return Err(error);
        }
        let mut next = self.clone();
        if let Some(number) = &self.order {
            if intents.iter().any(|intent| matches!(intent, Intent::AddItem(_, 1..) | Intent::StartAnew)) {
                next.start_anew();
            } else if !intents.is_empty() {
                return Err(BackendError::AlreadyPlaced(OrderNumber(number.clone())));
            }
        }
        next.restock(now);
        let problems: Vec<Problem> = intents.iter().filter_map(|intent| next.wish(intent, now).err()).collect();
        if !problems.is_empty() {
            return Err(BackendError::Rejected(problems));
        }
        let changes = next.settle(now, language);
        next.revision += 1;
        *self = next;
        Ok(self.quote(now, language, changes))
    }

    /// Whether a sentinel strikes; each does once in a session.
    fn strike_while_applying(&mut self, intents: &[Intent]) -> Option<BackendError> {
        let busy = |intent: &Intent| {
            matches!(intent, Intent::SetQuantity(_, BUSY_QUANTITY) | Intent::AddItem(_, BUSY_QUANTITY))
        };
        let lost = |intent: &Intent| matches!(intent, Intent::SetDestination { postcode: Some(code), .. } if text::compact(code) == LOST_POSTCODE);
        if intents.iter().any(busy) && self.strike("busy") {
            return Some(BackendError::Busy(BUSY_MILLISECONDS));
        }
        if intents.iter().any(lost) && self.strike("lost") {
            return Some(BackendError::NoAnswer);
        }
        None
    }

    /// Notes that a sentinel strikes; `false` if it has struck before.
    pub(super) fn strike(&mut self, name: &str) -> bool {
        let first = !self.struck.iter().any(|known| known == name);
        if first {
            self.struck.push(name.to_owned());
        }
        first
    }

    /// A new purchase after one that became an order. Who buys and where stays; who has an account finds its bag again.
    fn start_anew(&mut self) {
        self.new_session();
        if let Some(account) = self.account() {
            self.bag = account.bag.clone();
            self.take_usual();
        }
    }

    /// A session of its own, with an empty bag.
    pub(super) fn new_session(&mut self) {
        self.session += 1;
        self.merged.clear();
        self.handed.clear();
        self.order = None;
        self.bag.clear();
        self.codes.clear();
        self.method = None;
        self.brand = None;
        self.agreed_until = None;
        self.dearer.clear();
        self.struck.clear();
    }

    fn wish(&mut self, intent: &Intent, now: Instant) -> Result<(), Problem> {
        match intent {
            Intent::SetQuantity(line, quantity) => self.set_quantity(line, *quantity),
            // Done before the others, where there was an order.
            Intent::StartAnew => Ok(()),
            Intent::AddItem(item, quantity) => self.add(item, *quantity),
            Intent::ApplyCode(code) => self.apply_code(code),
            Intent::RemoveCode(code) => {
                let code = text::compact(code);
                self.codes.retain(|known| *known != code);
                Ok(())
            }
            Intent::SetContact(contact) => {
                self.email = Some(contact.email.as_str().to_owned());
                Ok(())
            }
            Intent::SetCompany(asked) => {
                self.set_company(asked.as_deref());
                Ok(())
            }
            Intent::SetDestination { country, postcode } => self.set_destination(*country, postcode.as_deref()),
            Intent::SetHow(how) => self.set_how(*how),
            Intent::SetRate(rate) => self.set_rate(rate.as_str()),
            Intent::FindPoints(text) => self.find_points(text),
            Intent::SetPoint(point) => self.set_point(point.as_str()),
            Intent::SetMethod(method) => self.set_method(method.as_str(), now),
            Intent::SetBrand(brand) => {
                self.brand.clone_from(brand);
                Ok(())
            }
            Intent::AddGiftCard(code) => self.add_gift(code),
            Intent::UseTender(id, used) => {
                self.use_tender(id, *used);
                Ok(())
            }
            Intent::ForgetCard(method) => {
                self.wallet.retain(|card| ["saved:", &card.id.to_string()].concat() != method.as_str());
                Ok(())
            }
            Intent::PreferCard(method) => {
                for card in &mut self.wallet {
                    card.preferred = ["saved:", &card.id.to_string()].concat() == method.as_str();
                }
                Ok(())
            }
        }
    }

    /// How many of an item are on the shelves.
    pub(super) fn available(&self, item: Item, id: &str) -> u32 {
        item.morning_stock().saturating_sub(self.taken.get(id).copied().unwrap_or_default())
    }

    /// The most of an item that can be in the bag.
    pub(super) fn limit(&self, item: Item, id: &str) -> u32 {
        self.available(item, id).min(item.entry.limit)
    }

    fn set_quantity(&mut self, line: &LineId, quantity: u32) -> Result<(), Problem> {
        self.not_agreed(Field::Quantity)?;
        let at = self.bag.iter().position(|piece| line_id(&piece.item) == *line);
        let Some((at, item)) = at.and_then(|at| Some((at, Item::find(&self.bag.get(at)?.item)?))) else {
            // Taking out what is not there is done already; a gift cannot be changed.
            return if quantity == 0 { Ok(()) } else { Err(Problem::new(Field::Quantity, Fault::Gone)) };
        };
        if quantity == 0 {
            self.bag.remove(at);
            return Ok(());
        }
        let limit = self.bag.get(at).map_or(0, |piece| self.limit(item, &piece.item));
        if quantity > limit {
            return Err(Problem::new(Field::Quantity, Fault::TooMany(limit)));
        }
        if let Some(piece) = self.bag.get_mut(at) {
            piece.quantity = quantity;
        }
        Ok(())
    }

    /// What was agreed on is bought as it is.
    fn not_agreed(&self, field: Field) -> Result<(), Problem> {
        if self.agreed_until.is_some() { Err(Problem::new(field, Fault::Refused)) } else { Ok(()) }
    }

    fn add(&mut self, item: &ItemId, quantity: u32) -> Result<(), Problem> {
        self.not_agreed(Field::Quantity)?;
        let id = item.as_str();
        let gone = Problem::new(Field::Quantity, Fault::Gone);
        let found = Item::find(id).filter(|item| item.entry.sort != super::catalogue::Sort::Gift).ok_or(gone)?;
        let limit = self.limit(found, id);
        if limit == 0 {
            return Err(gone);
        }
        let known = self.bag.iter().position(|piece| piece.item == id);
        let before = known.and_then(|at| self.bag.get(at)).map_or(0, |piece| piece.quantity);
        let after = before.saturating_add(quantity);
        if after > limit {
            return Err(Problem::new(Field::Quantity, Fault::TooMany(limit)));
        }
        match known.and_then(|at| self.bag.get_mut(at)) {
            Some(piece) => piece.quantity = after,
            None if quantity > 0 => self.bag.push(Piece { item: id.to_owned(), quantity }),
            None => {}
        }
        Ok(())
    }

    fn apply_code(&mut self, typed: &str) -> Result<(), Problem> {
        self.not_agreed(Field::Code)?;
        let refuse = |fault| Problem::new(Field::Code, fault);
        if text::compact(typed).is_empty() {
            return Err(refuse(Fault::Missing));
        }
        let code = Code::typed(typed).ok_or(refuse(Fault::CodeUnknown))?;
        if self.codes.iter().any(|known| known == code.name) {
            return Err(refuse(Fault::CodeAlreadyApplied));
        }
        let market = self.market();
        code.check(market, Sums::of(self, market).for_codes(), &self.spent).map_err(refuse)?;
        self.codes.push(code.name.to_owned());
        Ok(())
    }

    pub(super) fn set_destination(&mut self, country: Country, postcode: Option<&str>) -> Result<(), Problem> {
        let not_served = Problem::new(Field::Address(AddressUse::Shipping, AddressField::Country), Fault::NotServed);
        let market = Market::of(country).ok_or(not_served)?;
        if self.country != country.code() {
            self.near = None;
            market.country().code().clone_into(&mut self.country);
        }
        self.postcode = postcode.map(str::to_owned);
        Ok(())
    }

    pub(super) fn set_how(&mut self, how: How) -> Result<(), Problem> {
        let collect = how == How::Collect;
        if collect && places::near(self.market(), None).is_none_or(|places| places.is_empty()) {
            return Err(Problem::new(Field::How, Fault::NotServed));
        }
        self.collect = collect;
        Ok(())
    }

    pub(super) fn set_rate(&mut self, rate: &str) -> Result<(), Problem> {
        let market = self.market();
        let reached = market.reach(self.postcode.as_deref()) == Reach::Served;
        if !reached || !shipping::ways(market).any(|way| way.id == rate) {
            return Err(Problem::new(Field::Rate, Fault::Gone));
        }
        self.rate = Some(rate.to_owned());
        Ok(())
    }

    fn find_points(&mut self, searched: &str) -> Result<(), Problem> {
        let searched = Some(searched.trim()).filter(|text| !text.is_empty());
        if places::near(self.market(), searched).is_none() {
            return Err(Problem::new(Field::Near, Fault::NotServed));
        }
        self.near = searched.map(str::to_owned);
        Ok(())
    }

    pub(super) fn set_point(&mut self, point: &str) -> Result<(), Problem> {
        let market = self.market();
        if !places::Place::named(point).is_some_and(|place| place.is_in(market)) {
            return Err(Problem::new(Field::Point, Fault::Gone));
        }
        self.point = Some(point.to_owned());
        Ok(())
    }

    pub(super) fn set_method(&mut self, method: &str, now: Instant) -> Result<(), Problem> {
        let market = self.market();
        let sums = Sums::of(self, market);
        let amount = bill(self, market, now, &sums).to_pay(market);
        if !paying::offers(method, self, market, &sums, amount, now) {
            return Err(Problem::new(Field::Method, Fault::Gone));
        }
        self.method = Some(method.to_owned());
        Ok(())
    }

    /// Fills the shelves every night.
    fn restock(&mut self, now: Instant) {
        let (today, _) = finnish_time(now);
        if self.taken_day != today.0 {
            self.taken_day = today.0;
            self.taken.clear();
        }
    }

    /// Makes the session true again after anything changed: what is sold out leaves the bag, codes that no
    /// longer hold are taken off, choices that are no longer offered are forgotten.
    pub(super) fn settle(&mut self, now: Instant, language: Language) -> Vec<Change> {
        self.restock(now);
        let merged = core::mem::take(&mut self.merged);
        let titles: Vec<_> = merged.iter().filter_map(|item| Some(Item::find(item)?.title(language))).collect();
        let mut changes = self.settle_bag(language);
        if !titles.is_empty() {
            changes.insert(0, Change::Merged { titles });
        }
        let market = self.market();
        changes.extend(self.settle_agreed(market, now));
        let goods = Sums::of(self, market).for_codes();
        for code in core::mem::take(&mut self.codes) {
            match Code::typed(&code).filter(|entry| entry.check(market, goods, &self.spent).is_ok()) {
                Some(_) => self.codes.push(code),
                None => changes.push(Change::CodeLapsed { code }),
            }
        }
        let elsewhere = |id: &String| !places::Place::named(id).is_some_and(|place| place.is_in(market));
        if self.point.as_ref().is_some_and(elsewhere) {
            self.point = None;
        }
        if self.collect && places::near(market, None).is_none_or(|places| places.is_empty()) {
            self.collect = false;
        }
        if let Some(method) = &self.method {
            let sums = Sums::of(self, market);
            let amount = bill(self, market, now, &sums).to_pay(market);
            if !paying::offers(method, self, market, &sums, amount, now) {
                self.method = None;
            }
        } else if let Some(usual) = self.account().and_then(|account| account.usual.method.clone()) {
            // Of an empty bag nothing could be chosen.
            let sums = Sums::of(self, market);
            let amount = bill(self, market, now, &sums).to_pay(market);
            if paying::offers(&usual, self, market, &sums, amount, now) {
                self.method = Some(usual);
            }
        }
        changes
    }

    /// An offer holds from the day it is opened; after that the list's prices count, and each change is told.
    fn settle_agreed(&mut self, market: &Market, now: Instant) -> Vec<Change> {
        match self.agreed_until {
            Some(0) => self.agreed_until = Some(Self::holds_until(now)),
            Some(until) if until < finnish_time(now).0.0 => {
                let price = |piece: &Piece| {
                    let was = net_unit(self, market, Item::find(&piece.item)?);
                    Some(Change::Price { line: line_id(&piece.item), was: market.money(was) })
                };
                let changes = self.bag.iter().filter_map(price).collect();
                self.agreed_until = None;
                return changes;
            }
            _ => {}
        }
        Vec::new()
    }

    fn settle_bag(&mut self, language: Language) -> Vec<Change> {
        let mut changes = Vec::new();
        for mut piece in core::mem::take(&mut self.bag) {
            let Some(item) = Item::find(&piece.item) else { continue };
            let limit = self.limit(item, &piece.item);
            if limit == 0 {
                changes.push(Change::SoldOut { title: item.title(language) });
                continue;
            }
            if piece.quantity > limit {
                changes.push(Change::Reduced { line: line_id(&piece.item), was: piece.quantity });
                piece.quantity = limit;
            }
            self.bag.push(piece);
        }
        changes
    }

    /// Raises the price of the dearest line by a tenth.
    pub(super) fn raise_price(&mut self) -> Vec<Change> {
        let market = self.market();
        let price = |piece: &&Piece| Item::find(&piece.item).map_or(0, |item| net_unit(self, market, item));
        let Some(piece) = self.bag.iter().max_by_key(price) else { return Vec::new() };
        let change = Change::Price { line: line_id(&piece.item), was: market.money(price(&piece)) };
        let item = piece.item.clone();
        self.dearer.push(item);
        vec![change]
    }

    /// Others buy an item until only so many are left.
    pub(super) fn others_leave(&mut self, id: &str, left: u32) {
        if let Some(item) = Item::find(id) {
            let gone = item.morning_stock().saturating_sub(left);
            let taken = self.taken.entry(id.to_owned()).or_default();
            *taken = (*taken).max(gone);
        }
    }
}
