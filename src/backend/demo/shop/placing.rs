//! Placing orders: every rule again, once for each key, and the ways it can go wrong on purpose.
//!
//! Always true: an order key becomes one order at most, and one that was given up becomes none. A
//! refused payment leaves the bag as it is. Only a token reaches the shop; it is not kept.

use super::{
    bill::{Sums, bill, net_unit},
    catalogue::Item,
    codes::Code,
    market::{Market, Reach, finnish_time, reviewed_by},
    paying::{self, Desk},
    quote::TERMS,
    record::{Agreement, Attempt, Bought, BoughtLine, Card, Fate, Place, State, Way},
    sentinel::{FAULT_REFERENCE, Outcome, REVIEW_MAILBOX, outcome},
    words::Language,
};
use crate::{
    backend::demo::Verdict,
    checkout::request::{BackendError, Keys, Known, OrderRequest, Payment, Placed},
    domain::{
        OrderNumber,
        check::postal::Postcode,
        country::Country,
        day::Instant,
        delivery::{Delivery, How},
        house::Consented,
        payment::{Decline, NextAction, kind as domain_kind},
        problem::{AddressField, AddressUse, Fault, Field, Problem},
        quote::{Change, Quote},
    },
};

/// How long the page waits before it asks again, and how long it keeps asking, in milliseconds.
const ASK_AGAIN: u32 = 1_500;
const KEEP_ASKING: i64 = 120_000;
/// The bank has decided when it is asked for the second time.
const ASKED_ENOUGH: u8 = 2;
/// So many attempts are remembered; a key is fresh randomness and older ones do not come back.
const REMEMBERED: usize = 50;
/// So many orders can be shown again; browsers give little room.
const KEPT_ORDERS: usize = 30;

impl State {
    /// Places an order under its keys. Changes are kept also when it answers with an error.
    pub(crate) fn place(
        &mut self,
        now: Instant,
        language: Language,
        keys: &Keys,
        request: &OrderRequest,
        payment: &Payment,
    ) -> Result<Placed, BackendError> {
        if let Some(known) = self.known(keys, now, language) {
            return known;
        }
        if let Some(number) = &self.order {
            return Err(BackendError::AlreadyPlaced(OrderNumber(number.clone())));
        }
        let kind = request.method.as_ref().map_or("", domain_kind);
        let kept = request.method.as_ref().and_then(|method| self.kept_card(method.as_str()));
        // A kept card whose code is not asked for pays by being named.
        let by_token = matches!(kind, "card" | "applepay" | "googlepay") || kept.as_ref().is_some_and(|card| card.code);
        let outcome = match (by_token, payment.token.as_ref().map(|token| outcome(token.expose()))) {
            (true, Some(Some(outcome))) => outcome,
            // A device's wallet hands over whatever its maker makes.
            (true, Some(None)) if matches!(kind, "applepay" | "googlepay") => Outcome::Succeeds,
            (true, Some(None)) => return Err(rejected(Field::Card, Fault::Refused)),
            (true, None) => return Err(rejected(Field::Card, Fault::Missing)),
            (false, _) => Outcome::Succeeds,
        };
        if let Some(error) = self.strike_before(outcome, keys) {
            return Err(error);
        }

        // The answers of the order itself are the truth; they are kept only if they can be.
        let mut next = self.clone();
        let mut changes = next.settle(now, language);
        next.adopt(request, now).map_err(BackendError::Rejected)?;
        changes.extend(next.race(outcome, now, language));
        let market = next.market();
        let sums = Sums::of(&next, market);
        let bill = bill(&next, market, now, &sums);
        let moved_on = next.bag.is_empty()
            || !changes.is_empty()
            || request.terms_version != TERMS
            || request.expected_total != market.money(bill.due());
        if moved_on {
            next.revision += 1;
            *self = next;
            return Err(BackendError::Stale(Box::new(self.quote(now, language, changes))));
        }
        if let Outcome::Declined(decline) = outcome {
            let position = Decline::ALL.iter().position(|known| *known == decline).unwrap_or_default();
            self.remember(keys, Fate::Declined(u8::try_from(position).unwrap_or_default()));
            return Err(BackendError::Declined(decline));
        }

        let reviewed = outcome == Outcome::Review || is_review_mailbox(request.contact.email.as_str());
        let lines = next.bag.iter().filter_map(|piece| {
            let unit = net_unit(&next, market, Item::find(&piece.item)?);
            Some(BoughtLine { item: piece.item.clone(), quantity: piece.quantity, unit })
        });
        let gift = sums.jacket.then(|| BoughtLine { item: "mug".to_owned(), quantity: 1, unit: 0 });
        let method = next.method.clone().unwrap_or_default();
        let card = payment.card.as_ref().map(|card| (card.brand.clone(), card.last4.clone()));
        let card = card.or_else(|| kept.as_ref().map(|card| (card.brand.clone(), card.last4.clone())));
        if let Some(field) = next.lacks(request, kind) {
            return Err(rejected(field, Fault::Missing));
        }
        let bought = Bought {
            approval: paying::approval(&next, market, &method, bill.to_pay(market)),
            purchase: request.purchase.as_ref().map(|purchase| purchase.number.clone()),
            save: payment.save && kind == "card",
            number: String::new(),
            placed: now.0,
            reviewed_by: reviewed.then(|| reviewed_by(now).0),
            email: request.contact.email.as_str().to_owned(),
            country: market.country().code().to_owned(),
            lines: lines.chain(gift).collect(),
            bill,
            delivery: if sums.travels { way(&request.delivery) } else { Way::Nothing },
            billing: request.billing.as_ref().map(Place::of),
            firm: next.firm.clone(),
            method: next.method.clone(),
            card: card.filter(|_| matches!(kind, "card" | "saved" | "applepay" | "googlepay")),
            codes: next.codes.clone(),
            owner: next.signed.as_ref().map_or(0, |signed| signed.account),
            session: next.session,
            here: true,
            consents: request.consents.iter().map(agreement).collect(),
            news: wants_news(request),
            sent_back: Vec::new(),
        };
        *self = next;
        let desk = match outcome {
            Outcome::Challenge => Some(Desk::Frame),
            Outcome::ChallengeOnPage => Some(Desk::Page),
            _ => paying::desk_of(&method),
        };
        if let Some(desk) = desk {
            let until = now.plus(KEEP_BANK_OPEN);
            let action = Self::at_bank(desk, until, &keys.payment, &bought, language);
            self.remember(keys, Fate::AtBank(desk as u8, until.0, Box::new(bought)));
            return Ok(Placed::Act(action));
        }
        if outcome == Outcome::Poll {
            self.remember(keys, Fate::Pending(0, Box::new(bought)));
            return Ok(Placed::Act(ask_again(now)));
        }
        let number = self.become_order(keys, bought);
        match outcome {
            Outcome::LostAnswer => Err(BackendError::NoAnswer),
            Outcome::Malformed => Err(BackendError::Malformed),
            _ => self.placed(&number, now, language),
        }
    }

    /// What an order lacks that its bag or its way to pay asks for.
    fn lacks(&self, order: &OrderRequest, kind: &str) -> Option<Field> {
        let subscribes = self.bag.iter().any(|piece| Item::find(&piece.item).is_some_and(Item::repeats));
        match kind {
            _ if subscribes && !order.subscribes => Some(Field::Subscribe),
            "purchase-order" if order.purchase.is_none() => Some(Field::PurchaseNumber),
            _ => None,
        }
    }

    /// What became of an order key.
    pub(crate) fn look_up(
        &mut self,
        order_key: &str,
        bank: &dyn Fn(&str) -> Option<Verdict>,
        now: Instant,
        language: Language,
    ) -> Result<Known, BackendError> {
        let Some(attempt) = self.attempts.iter_mut().find(|attempt| attempt.order_key == order_key) else {
            return Ok(Known::Nothing);
        };
        let keys = Keys { order: attempt.order_key.clone(), payment: attempt.payment_key.clone() };
        if let Fate::AtBank(desk, until, bought) = &attempt.fate {
            let (desk, until, bought) = (desk_named(*desk), Instant(*until), (**bought).clone());
            return Ok(match bank(&keys.payment) {
                Some(Verdict::Approved) => {
                    let number = self.become_order(&keys, bought);
                    let order = self.order(&number, now, language).ok_or(BackendError::Malformed)?;
                    Known::Order(Box::new(order))
                }
                Some(verdict) => {
                    let refused =
                        if verdict == Verdict::Refused { Decline::Generic } else { Decline::AuthenticationFailed };
                    let position = Decline::ALL.iter().position(|known| *known == refused).unwrap_or_default();
                    self.remember(&keys, Fate::Declined(u8::try_from(position).unwrap_or_default()));
                    Known::Declined(refused)
                }
                None => Known::Act(Self::at_bank(desk, until, &keys.payment, &bought, language)),
            });
        }
        let number = match &mut attempt.fate {
            Fate::AtBank(..) => return Ok(Known::Pending),
            Fate::Order(number) => number.clone(),
            Fate::Declined(position) => return Ok(Known::Declined(decline(*position))),
            Fate::Cancelled => return Ok(Known::Declined(Decline::AuthenticationFailed)),
            Fate::Pending(asked, bought) => {
                *asked += 1;
                if *asked < ASKED_ENOUGH {
                    return Ok(Known::Act(ask_again(now)));
                }
                let bought = (**bought).clone();
                self.become_order(&keys, bought)
            }
        };
        self.order(&number, now, language).map(|order| Known::Order(Box::new(order))).ok_or(BackendError::Malformed)
    }

    /// Gives an attempt up, so that its key never becomes an order.
    pub(crate) fn cancel(&mut self, order_key: &str, now: Instant, language: Language) -> Result<Quote, BackendError> {
        let known = self.attempts.iter_mut().find(|attempt| attempt.order_key == order_key);
        match known {
            Some(Attempt { fate: Fate::Order(number), .. }) => {
                return Err(BackendError::AlreadyPlaced(OrderNumber(number.clone())));
            }
            Some(attempt) => attempt.fate = Fate::Cancelled,
            // It may still be on its way.
            None => {
                let keys = Keys { order: order_key.to_owned(), payment: String::new() };
                self.remember(&keys, Fate::Cancelled);
            }
        }
        Ok(self.open(now, language))
    }

    /// What a key that was seen before is answered with.
    fn known(&self, keys: &Keys, now: Instant, language: Language) -> Option<Result<Placed, BackendError>> {
        let attempt = self.attempts.iter().find(|attempt| attempt.order_key == keys.order)?;
        match &attempt.fate {
            Fate::Order(number) => Some(self.placed(number, now, language)),
            Fate::Pending(..) => Some(Ok(Placed::Act(ask_again(now)))),
            Fate::AtBank(desk, until, bought) => {
                let action = Self::at_bank(desk_named(*desk), Instant(*until), &attempt.payment_key, bought, language);
                Some(Ok(Placed::Act(action)))
            }
            Fate::Cancelled => Some(Err(BackendError::Declined(Decline::AuthenticationFailed))),
            Fate::Declined(position) if attempt.payment_key == keys.payment => {
                Some(Err(BackendError::Declined(decline(*position))))
            }
            // Another attempt to pay under the same order.
            Fate::Declined(_) => None,
        }
    }

    /// The card of that offer, if it is kept and still holds.
    fn kept_card(&self, method: &str) -> Option<Card> {
        let id = method.strip_prefix("saved:")?;
        self.wallet.iter().find(|card| card.id.to_string() == id).cloned()
    }

    /// Where the shopper confirms: a page of the demo's bank (`public/demo/bank.html`), which this shop asks later.
    fn at_bank(desk: Desk, until: Instant, id: &str, bought: &Bought, language: Language) -> NextAction {
        let market = Market::or_home(Country::parse(&bought.country).unwrap_or(Country::of(*b"FI")));
        let due = market.money(bought.bill.due());
        let amount = [due.decimal().as_str(), "%20", due.currency().code()].concat();
        let role = match desk {
            Desk::Frame => "3ds",
            Desk::Page => "redirect",
            Desk::App => "app",
        };
        let card = bought.card.as_ref().map_or("", |(_, last4)| last4.as_str());
        let name = bought.method.as_deref().map_or("", bank_name);
        let parts = [
            "/demo/bank.html?id=",
            id,
            "&as=",
            role,
            "&name=",
            name,
            "&shop=Fjellvik&amount=",
            &amount,
            "&card=",
            card,
            "&lang=",
            language.tag(),
            "&back=%2Fpayment",
        ];
        let url = parts.concat();
        match desk {
            Desk::Frame => NextAction::Frame { url, until: Some(until) },
            Desk::Page => NextAction::Redirect { url },
            Desk::App => NextAction::App { link: url, until },
        }
    }

    fn placed(&self, number: &str, now: Instant, language: Language) -> Result<Placed, BackendError> {
        let order = self.order(number, now, language).ok_or(BackendError::Malformed)?;
        Ok(Placed::Order(Box::new(order)))
    }

    fn remember(&mut self, keys: &Keys, fate: Fate) {
        self.attempts.retain(|attempt| attempt.order_key != keys.order);
        if self.attempts.len() >= REMEMBERED {
            self.attempts.remove(0);
        }
        self.attempts.push(Attempt { order_key: keys.order.clone(), payment_key: keys.payment.clone(), fate });
    }

    /// Errors that come before the shop has heard of the order; each strikes once for a key.
    fn strike_before(&mut self, outcome: Outcome, keys: &Keys) -> Option<BackendError> {
        let (name, error) = match outcome {
            Outcome::LostBefore => ("lostbefore:", BackendError::NoAnswer),
            Outcome::Server => ("server:", BackendError::Server(FAULT_REFERENCE.to_owned())),
            _ => return None,
        };
        self.strike(&[name, &keys.order].concat()).then_some(error)
    }

    /// Takes over what the order says; every problem, not just the first.
    fn adopt(&mut self, request: &OrderRequest, now: Instant) -> Result<(), Vec<Problem>> {
        let mut problems = Vec::new();
        let mut keep = |checked: Result<(), Problem>| problems.extend(checked.err());
        self.email = Some(request.contact.email.as_str().to_owned());
        let travels = Sums::of(self, self.market()).travels;
        match &request.delivery {
            Delivery::Ship { address, rate } if travels => {
                let postcode = address.postcode.as_ref().map(Postcode::as_str);
                keep(self.set_destination(address.country, postcode));
                keep(self.set_how(How::Ship));
                if self.market().reach(postcode) == Reach::Remote {
                    let field = Field::Address(AddressUse::Shipping, AddressField::Postcode);
                    keep(Err(Problem::new(field, Fault::NotServed)));
                } else {
                    keep(self.set_rate(rate.as_str()));
                }
            }
            Delivery::Collect { point, .. } if travels => {
                keep(self.set_how(How::Collect));
                keep(self.set_point(point.as_str()));
            }
            Delivery::Nothing if travels => keep(Err(Problem::new(Field::How, Fault::Missing))),
            Delivery::Ship { .. } | Delivery::Collect { .. } | Delivery::Nothing => {}
        }
        let market = self.market();
        let sums = Sums::of(self, market);
        let free = bill(self, market, now, &sums).to_pay(market) == 0;
        match &request.method {
            Some(method) if !free => keep(self.set_method(method.as_str(), now)),
            None if !free && !self.bag.is_empty() => keep(Err(Problem::new(Field::Method, Fault::Missing))),
            _ => self.method = None,
        }
        if problems.is_empty() { Ok(()) } else { Err(problems) }
    }

    /// What others do while the shopper pays.
    fn race(&mut self, outcome: Outcome, now: Instant, language: Language) -> Vec<Change> {
        let mut changes = Vec::new();
        if outcome == Outcome::PriceRise && self.strike("pricerise") {
            changes.extend(self.raise_price());
        }
        let last = self.bag.last().map(|piece| piece.item.clone());
        if let (Outcome::SoldOut, Some(last)) = (outcome, last)
            && self.strike("soldout")
        {
            self.others_leave(&last, 0);
        }
        for (item, left) in [("lamp", 0), ("pegs", 2)] {
            if self.bag.iter().any(|piece| piece.item == item && piece.quantity > left) {
                self.others_leave(item, left);
            }
        }
        let lapsing = self.codes.iter().filter(|code| Code::typed(code).is_some_and(Code::lapses)).cloned();
        let lapsing: Vec<String> = lapsing.collect();
        self.spent.extend(lapsing);
        changes.extend(self.settle(now, language));
        changes
    }

    /// Turns the bag into an order, once.
    fn become_order(&mut self, keys: &Keys, mut bought: Bought) -> String {
        let number = ["FJ-", &self.next_number.to_string()].concat();
        self.next_number += 1;
        bought.number.clone_from(&number);
        for line in &bought.lines {
            *self.taken.entry(line.item.clone()).or_default() += line.quantity;
        }
        self.post_order(&bought);
        let current = bought.session == self.session;
        if let Some(account) = self.people.with_id_mut(bought.owner) {
            account.bag.clear();
            account.remember(&bought);
        }
        let used = bought.codes.iter().filter(|code| Code::typed(code).is_some_and(Code::once));
        self.spent.extend(used.cloned());
        if self.orders.len() >= KEPT_ORDERS {
            self.orders.remove(0);
        }
        if current {
            self.spend(&bought.bill.paid);
        }
        if let Some((brand, last4)) = bought.card.clone().filter(|_| bought.save && current) {
            let known = self.wallet.iter().any(|card| (&card.brand, &card.last4) == (&brand, &last4));
            if !known {
                self.next_card += 1;
                let (year, _, _) = finnish_time(Instant(bought.placed)).0.civil();
                self.wallet.push(Card {
                    id: self.next_card,
                    brand,
                    last4,
                    month: 12,
                    year: u32::try_from(year + 3).unwrap_or_default(),
                    preferred: self.wallet.is_empty(),
                    code: true,
                });
            }
        }
        self.orders.push(bought);
        // One bag is one order: what else is waiting for a bank must not become a second.
        for attempt in &mut self.attempts {
            if matches!(attempt.fate, Fate::Pending(..) | Fate::AtBank(..)) {
                attempt.fate = Fate::Cancelled;
            }
        }
        self.remember(keys, Fate::Order(number.clone()));
        if !current {
            // Whoever ordered has left; who is here now has a bag of their own.
            return number;
        }
        self.bag.clear();
        self.codes.clear();
        self.method = None;
        self.brand = None;
        self.agreed_until = None;
        self.order = Some(number.clone());
        self.revision += 1;
        number
    }
}

/// Whether the shop may write about other things: by its own box, or by those of the page that take its place.
fn wants_news(order: &OrderRequest) -> bool {
    order.contact.news || order.consents.iter().any(|given| given.marketing)
}

/// How long the bank waits for the shopper, in milliseconds.
const KEEP_BANK_OPEN: i64 = 300_000;

const fn desk_named(number: u8) -> Desk {
    match number {
        0 => Desk::Frame,
        1 => Desk::Page,
        _ => Desk::App,
    }
}

/// Who asks the shopper, for people.
fn bank_name(method: &str) -> &'static str {
    match method {
        "mobilepay" => "MobilePay",
        "vipps" => "Vipps",
        "swish" => "Swish",
        "ideal" => "iDEAL%20%7C%20Wero",
        "bancontact" => "Bancontact",
        "paypal" => "PayPal",
        "paylater" => "Later",
        "instalments:3" => "Three",
        _ => "Nordbank",
    }
}

fn rejected(field: Field, fault: Fault) -> BackendError {
    BackendError::Rejected(vec![Problem::new(field, fault)])
}

fn decline(position: u8) -> Decline {
    Decline::ALL.get(usize::from(position)).copied().unwrap_or(Decline::Generic)
}

fn ask_again(now: Instant) -> NextAction {
    NextAction::Poll { after: ASK_AGAIN, until: now.plus(KEEP_ASKING) }
}

fn is_review_mailbox(email: &str) -> bool {
    email.split('@').next().is_some_and(|mailbox| mailbox.eq_ignore_ascii_case(REVIEW_MAILBOX))
}

fn way(delivery: &Delivery) -> Way {
    match delivery {
        Delivery::Ship { address, rate } => Way::Ship { address: Place::of(address), rate: rate.as_str().to_owned() },
        Delivery::Collect { point, name, phone } => Way::Collect {
            point: point.as_str().to_owned(),
            name: name.as_str().to_owned(),
            phone: phone.typed().to_owned(),
        },
        Delivery::Nothing => Way::Nothing,
    }
}
/// A consent in the shop's own shape.
fn agreement(given: &Consented) -> Agreement {
    Agreement {
        id: given.id.clone(),
        version: given.version.clone(),
        language: given.language.clone(),
        digest: given.digest.clone(),
        at: given.at.0,
        marketing: given.marketing,
    }
}
