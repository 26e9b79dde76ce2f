//! Medusa 2 by its Store API (REST, docs.medusajs.com/api/store; read and recorded at 2.21.2).
//!
//! What it is known by: the publishable key of the page, and the id of a cart, which is a capability: the page hands one
//! over (`kassa-session`) or the adapter makes one, and keeps it on its shelf. A region has the currency and the
//! countries, so the region follows the country. Always true: a payment is begun only after Medusa itself said the
//! total that the shopper agreed to; one cart becomes one order, however often it is completed (seen live, also at the
//! same time), and that is what keeps an order from being made twice. Knows neither the page nor the machine.
//!
//! Medusa has no all or none over several calls: changes are sent as few calls as they fit in, in their order, and the
//! first that is refused ends it. Texts come in the language the merchant wrote them in.

mod convert;
mod kept;
mod paying;
mod people;
mod wire;

use crate::{
    backend::{
        Accounts, Answer, Backend, Orders, Returns, World,
        config::{Config, Wrong},
        http::{Again, Client, Method},
        json::{Json, Unfit},
        shelf::Shelf,
    },
    checkout::request::{
        BackendError, Can, Facts, Idempotency, Intent, Keys, Known, Lookup, MoneyForm, OrderRequest, Payment, Placed,
        Returned, Setup, StepRules,
    },
    domain::{
        LineId, MethodId, OrderNumber, RateId, SessionId,
        account::{Customer, Doors},
        cart::{Line, LineKind},
        country::Country,
        delivery::How,
        order::Order,
        payment::{Buyer, MethodOffer},
        problem::{Fault, Field, Problem},
        quote::{AppliedCode, Change, DeliveryOffer, Quote, Rates},
    },
};
use convert::Left;
use core::cell::RefCell;
use kept::Kept;
use serde_json::{Map, Value, json};
use std::{collections::BTreeMap, rc::Rc};
use wire::Refusal;

/// Of accounts Medusa has these; codes by e-mail and passkeys are plug-ins of somebody's, and a guest's order it turns into an
/// account's by a letter of its own.
const DOORS: Doors = Doors { password: true, register: true, book: true, ..Doors::NONE };

/// A Medusa of this page.
///
/// # Errors
/// When the page does not say where it is, or which shop.
pub fn adapter(world: World) -> Result<Rc<dyn Backend>, Wrong> {
    Ok(Rc::new(Medusa::new(world)?))
}

/// Medusa as a backend.
pub struct Medusa {
    client: Client,
    shelf: Rc<dyn Shelf>,
    config: Config,
    memory: RefCell<Memory>,
}

/// What is known for as long as the page is open.
#[derive(Default)]
struct Memory {
    /// What is on the shelf, for when nothing can be put there.
    kept: Kept,
    /// Whether the shelf takes nothing, so that this is all there is.
    shelf_is_full: bool,
    regions: Option<Rc<Value>>,
    /// Payment providers, by region.
    providers: BTreeMap<String, Rc<Value>>,
    /// How many there are, by variant.
    left: BTreeMap<String, Left>,
    /// Who is signed in, by the token that said so.
    who: Option<(String, Customer)>,
    /// What the shopper saw last: to tell what the shop changed by itself.
    seen: Option<Seen>,
    revision: u64,
}

struct Seen {
    session: SessionId,
    lines: Vec<Line>,
    codes: Vec<AppliedCode>,
}

impl Medusa {
    /// A Medusa as the page's settings say.
    ///
    /// # Errors
    /// When `endpoint` or `key` is missing.
    pub fn new(world: World) -> Result<Self, Wrong> {
        world.config.needs_endpoint()?;
        world.config.needs_key()?;
        let World { http, shelf, config, .. } = world;
        Ok(Self { client: Client::new(http), shelf, config, memory: RefCell::default() })
    }

    /// What is kept, as it is on the shelf: another tab may have changed it.
    fn kept(&self) -> Kept {
        let memory = self.memory.borrow();
        let on_shelf = if memory.shelf_is_full { None } else { self.shelf.load() };
        on_shelf.and_then(|text| Kept::read(&text)).unwrap_or_else(|| memory.kept.clone())
    }

    /// Changes what is kept.
    fn keep(&self, change: impl FnOnce(&mut Kept)) {
        let mut kept = self.kept();
        change(&mut kept);
        let shelf_is_full = self.shelf.save(&kept.text()).is_err();
        let mut memory = self.memory.borrow_mut();
        memory.shelf_is_full = shelf_is_full;
        memory.kept = kept;
    }

    fn unfit(&self, unfit: Unfit) -> BackendError {
        self.client.unfit(&unfit)
    }

    // The cart

    /// The id of the cart at hand; a new cart if there is none.
    async fn cart_id(&self) -> Result<String, BackendError> {
        let kept = self.kept();
        match (&self.config.session, kept.cart) {
            (Some(session), _) if kept.handed.as_ref() != Some(session) => {
                self.keep(|kept| {
                    kept.handed = Some(session.clone());
                    kept.cart = Some(session.clone());
                    kept.method = None;
                });
                Ok(session.clone())
            }
            (_, Some(cart)) => Ok(cart),
            (_, None) => self.new_cart(None).await,
        }
    }

    /// Makes a cart, in a region; the first of the shop's unless the page says a country.
    async fn new_cart(&self, region: Option<&str>) -> Result<String, BackendError> {
        let regions = self.regions().await?;
        let regions = Json::of(&regions).get("regions").list();
        let wanted = |json: &&Json| match (region, self.config.countries.first()) {
            (Some(region), _) => json.get("id").maybe_text() == Some(region),
            (None, Some(country)) => serves(json, *country),
            (None, None) => true,
        };
        let region = regions.iter().find(wanted).or_else(|| regions.first());
        // A shop without regions sells nothing.
        let region = region.ok_or(BackendError::Setup(Setup::Endpoint))?.get("id").words();
        let path = ["/store/carts?", wire::CART].concat();
        let answer = self.ask(Method::Post, &path, Some(&json!({ "region_id": region })), Again::Never).await?;
        let answer = answer.map_err(|refusal| self.means(&refusal))?;
        let id = Json::of(&answer).get("cart").get("id").text().map_err(|unfit| self.unfit(unfit))?.to_owned();
        self.keep(|kept| {
            kept.cart = Some(id.clone());
            kept.method = None;
        });
        Ok(id)
    }

    /// Reads a cart.
    async fn read_cart(&self, id: &str) -> Result<Value, BackendError> {
        let path = wire::cart(id, &["?", wire::CART].concat());
        match self.ask(Method::Get, &path, None, Again::Read).await? {
            Ok(cart) => Ok(cart),
            // The page handed over a cart that this shop does not have.
            Err(refusal) if refusal.status == 404 && self.config.session.as_deref() == Some(id) => {
                self.client.http().tell("Kassa: this Medusa does not know the cart of the setting `kassa-session`.");
                Err(BackendError::Setup(Setup::OtherShop))
            }
            Err(refusal) => Err(self.means(&refusal)),
        }
    }

    /// Changes the cart; the answer is the whole cart.
    async fn change(&self, id: &str, rest: &str, method: Method, body: &Value, again: Again) -> Result<Value, Trouble> {
        let path = wire::cart(id, &[rest, "?", wire::CART].concat());
        self.ask(method, &path, Some(body), again).await?.map_err(Trouble::Refused)
    }

    async fn regions(&self) -> Result<Rc<Value>, BackendError> {
        let known = self.memory.borrow().regions.clone();
        if let Some(known) = known {
            return Ok(known);
        }
        let path = "/store/regions?limit=100&fields=id,currency_code,countries.iso_2";
        let regions = Rc::new(self.get(path).await?);
        self.memory.borrow_mut().regions = Some(regions.clone());
        Ok(regions)
    }

    async fn providers(&self, region: &str) -> Result<Rc<Value>, BackendError> {
        let known = self.memory.borrow().providers.get(region).cloned();
        if let Some(known) = known {
            return Ok(known);
        }
        let path = ["/store/payment-providers?limit=100&region_id=", &wire::segment(region)].concat();
        let providers = Rc::new(self.get(&path).await?);
        self.memory.borrow_mut().providers.insert(region.to_owned(), providers.clone());
        Ok(providers)
    }

    /// Finds out how many there are of what is in the cart, unless it is known.
    async fn count(&self, cart: &Json<'_>) -> Result<(), BackendError> {
        let unknown = |item: &&Json| {
            item.get("variant_id").maybe_text().is_some_and(|id| !self.memory.borrow().left.contains_key(id))
        };
        let items = cart.get("items").list();
        let mut products: Vec<_> =
            items.iter().filter(unknown).filter_map(|item| item.get("product_id").maybe_text()).collect();
        products.sort_unstable();
        products.dedup();
        if products.is_empty() {
            return Ok(());
        }
        let ids: String = products.iter().map(|id| ["id[]=", &wire::segment(id), "&"].concat()).collect();
        let found = self.get(&["/store/products?", &ids, wire::STOCK].concat()).await?;
        let mut memory = self.memory.borrow_mut();
        for item in &items {
            // What is no longer sold has no stock that could be told.
            memory.left.insert(item.get("variant_id").words(), None);
        }
        for variant in Json::of(&found).get("products").list().iter().flat_map(|product| product.get("variants").list())
        {
            let counted = variant.get("manage_inventory").is_true() && !variant.get("allow_backorder").is_true();
            let left = variant.get("inventory_quantity").whole().ok().filter(|_| counted);
            let left = left.map(|left| u32::try_from(left).unwrap_or(0));
            memory.left.insert(variant.get("id").words(), left);
        }
        Ok(())
    }

    // The quote

    /// All that Medusa says of a cart. `wished` is what the shopper wanted of it.
    async fn quote(&self, cart: &Value, wished: &[Intent], mut changes: Vec<Change>) -> Result<Quote, BackendError> {
        let cart = Json::of(cart).get("cart");
        let id = cart.get("id").text().map_err(|unfit| self.unfit(unfit))?;
        let currency = cart.get("currency_code").currency()?;
        let regions = self.regions().await?;
        let regions = Json::of(&regions).get("regions").list();
        let region = cart.get("region_id").words();
        let providers = self.providers(&region).await?;
        self.count(&cart).await?;
        let lines = {
            let memory = self.memory.borrow();
            let left = |variant: &str| memory.left.get(variant).copied().flatten();
            convert::lines(&cart, currency, &left).map_err(|unfit| self.unfit(unfit))?
        };
        let totals = convert::totals(&cart, currency, &lines).map_err(|unfit| self.unfit(unfit))?;
        let is_order = cart.get("completed_at").is_some();
        let chosen = Country::parse(cart.get("shipping_address").get("country_code").maybe_text().unwrap_or_default());
        let delivery = self.delivery(&cart, &lines, chosen.is_some() && !is_order).await?;
        let order = if is_order { Some(self.order_of(id).await?) } else { None };
        let customer = self.somebody().await?.map(Box::new);
        let (codes, offers) = convert::codes(&cart);
        let kept = self.kept();
        let methods =
            if totals.total.is_zero() { Vec::new() } else { convert::methods(&Json::of(&providers), &self.config) };
        let session = SessionId(id.to_owned());
        changes.extend(self.noticed(&session, &lines, &codes, wished));
        Ok(Quote {
            session,
            revision: self.memory.borrow().revision,
            now: self.client.http().now(),
            shop: self.config.shop.clone(),
            currency,
            country: chosen.or_else(|| self.likely_country(&regions, &region)).unwrap_or(Country::of(*b"ZZ")),
            countries: regions.iter().flat_map(countries).collect(),
            lines,
            suggestions: Vec::new(),
            codes,
            offers,
            totals,
            delivery,
            method: kept.method.map(MethodId).filter(|method| methods.contains(method)),
            methods: methods.into_iter().map(MethodOffer::new).collect(),
            not_offered: Vec::new(),
            brand: None,
            customer,
            company: None,
            buyer: Buyer::Consumer,
            changes,
            order,
        })
    }

    async fn delivery(&self, cart: &Json<'_>, lines: &[Line], asks: bool) -> Result<DeliveryOffer, BackendError> {
        let needed = lines.iter().any(|line| line.kind == LineKind::Goods);
        let currency = cart.get("currency_code").currency()?;
        let mut rates = Rates::Unknown;
        if needed && asks {
            let path = ["/store/shipping-options?cart_id=", &wire::segment(&cart.get("id").words())].concat();
            let found = self.get(&path).await?;
            let found = convert::rates(&Json::of(&found), currency).map_err(|unfit| self.unfit(unfit))?;
            rates = if found.is_empty() { Rates::None } else { Rates::Offered(found) };
        }
        let noted = cart.get("shipping_methods").list().last().map(|way| RateId(way.get("shipping_option_id").words()));
        let offered = |id: &RateId| matches!(&rates, Rates::Offered(all) if all.iter().any(|rate| rate.id == *id));
        Ok(DeliveryOffer {
            needed,
            how: How::Ship,
            rate: noted.filter(offered),
            rates,
            ship_from: None,
            points: Vec::new(),
            point: None,
        })
    }

    /// What the shop changed by itself since the shopper looked last; and notes what is seen now.
    fn noticed(&self, session: &SessionId, lines: &[Line], codes: &[AppliedCode], wished: &[Intent]) -> Vec<Change> {
        let mut memory = self.memory.borrow_mut();
        let now = u64::try_from(self.client.http().now().0).unwrap_or(0);
        memory.revision = now.max(memory.revision.saturating_add(1));
        let seen = Seen { session: session.clone(), lines: lines.to_vec(), codes: codes.to_vec() };
        let Some(before) = memory.seen.replace(seen).filter(|before| before.session == *session) else {
            return Vec::new();
        };
        let mut changes = Vec::new();
        for line in lines {
            let Some(was) = before.lines.iter().find(|was| was.id == line.id) else { continue };
            if was.unit_price != line.unit_price && was.unit_price.currency() == line.unit_price.currency() {
                changes.push(Change::Price { line: line.id.clone(), was: was.unit_price });
            }
        }
        for AppliedCode { code, .. } in before.codes {
            let taken_off = wished.iter().any(|wish| matches!(wish, Intent::RemoveCode(gone) if *gone == code));
            if !taken_off && !codes.iter().any(|applied| applied.code == code) {
                changes.push(Change::CodeLapsed { code });
            }
        }
        changes
    }

    /// A country of a region, before the shopper says one: the page's first of it, else the region's first.
    fn likely_country(&self, regions: &[Json], region: &str) -> Option<Country> {
        let region = regions.iter().find(|known| known.get("id").maybe_text() == Some(region))?;
        let served = countries(region);
        let wanted = self.config.countries.iter().copied().find(|country| served.contains(country));
        wanted.or_else(|| served.first().copied())
    }

    // Changes

    async fn open_now(&self) -> Result<Quote, BackendError> {
        let id = self.cart_id().await?;
        self.memory.borrow_mut().left.clear();
        let cart = match self.read_cart(&id).await {
            // A cart of ours that Medusa has cleared away meanwhile is a new start.
            Err(BackendError::Unauthorized) => {
                let id = self.new_cart(None).await?;
                self.read_cart(&id).await?
            }
            other => other?,
        };
        self.quote(&cart, &[], Vec::new()).await
    }

    async fn apply_now(&self, intents: Vec<Intent>) -> Result<Quote, BackendError> {
        let mut id = self.cart_id().await?;
        if let Some(bought) = self.kept().made_of(&id) {
            let anew = intents.iter().any(|intent| matches!(intent, Intent::AddItem(_, 1..) | Intent::StartAnew));
            if !anew && !intents.is_empty() {
                return Err(BackendError::AlreadyPlaced(OrderNumber(bought.number.clone())));
            }
            if anew {
                let old = self.read_cart(&id).await.ok();
                let region = old.as_ref().and_then(|old| Json::of(old).get("cart").get("region_id").maybe_text());
                id = self.new_cart(region).await?;
            }
        }
        let mut cart = None;
        let mut waiting = Map::new();
        for intent in &intents {
            // What is said about the buyer waits for the next and goes with it.
            if let Intent::SetContact(contact) = intent {
                waiting.insert("email".to_owned(), contact.email.as_str().into());
                continue;
            }
            if let Intent::SetDestination { country, postcode } = intent {
                let region = self.region_for(&id, cart.as_ref(), *country).await?;
                if let Some(region) = region {
                    // Alone: together with an address Medusa forgets all of the address but its country.
                    let body = json!({ "region_id": region });
                    let changed = self.change(&id, "", Method::Post, &body, Again::Safe).await;
                    cart = Some(self.settled(&id, changed).await?);
                }
                let address = json!({
                    "country_code": country.code().to_ascii_lowercase(), "postal_code": postcode.as_deref().unwrap_or_default(),
                });
                waiting.insert("shipping_address".to_owned(), address);
                continue;
            }
            if let Some(changed) = self.tell(&id, &mut waiting).await? {
                cart = Some(changed);
            }
            if let Some(changed) = self.wish(&id, cart.as_ref(), intent).await? {
                cart = Some(changed);
            }
        }
        if let Some(changed) = self.tell(&id, &mut waiting).await? {
            cart = Some(changed);
        }
        let cart = match cart {
            Some(cart) => cart,
            None => self.read_cart(&id).await?,
        };
        self.quote(&cart, &intents, Vec::new()).await
    }

    /// Sends what waits.
    async fn tell(&self, id: &str, waiting: &mut Map<String, Value>) -> Result<Option<Value>, BackendError> {
        if waiting.is_empty() {
            return Ok(None);
        }
        let body = Value::Object(core::mem::take(waiting));
        let changed = self.change(id, "", Method::Post, &body, Again::Safe).await;
        self.settled(id, changed).await.map(Some)
    }

    /// The region that a country needs, if the cart is in another.
    async fn region_for(
        &self,
        id: &str,
        cart: Option<&Value>,
        country: Country,
    ) -> Result<Option<String>, BackendError> {
        let regions = self.regions().await?;
        let regions = Json::of(&regions).get("regions").list();
        let region_of = |cart: &Value| Json::of(cart).get("cart").get("region_id").words();
        let current = match cart {
            Some(cart) => region_of(cart),
            None => region_of(&self.read_cart(id).await?),
        };
        let named = |json: &&Json| json.get("id").maybe_text() == Some(&current);
        if regions.iter().find(named).is_some_and(|region| serves(region, country)) {
            return Ok(None);
        }
        // Where no region has it Medusa refuses the address itself.
        Ok(regions.iter().find(|region| serves(region, country)).map(|region| region.get("id").words()))
    }

    /// Does one thing; nothing is answered where Medusa need not be asked.
    async fn wish(&self, id: &str, cart: Option<&Value>, intent: &Intent) -> Result<Option<Value>, BackendError> {
        let changed = match intent {
            Intent::SetQuantity(line, quantity) => {
                let rest = ["/line-items/", &wire::segment(line.as_str())].concat();
                let body = json!({ "quantity": quantity });
                match self.change(id, &rest, Method::Post, &body, Again::Safe).await {
                    // It is gone already.
                    Err(Trouble::Refused(refusal)) if refusal.status == 404 && *quantity == 0 => return Ok(None),
                    Err(Trouble::Refused(refusal)) if refusal.status == 404 => {
                        return Err(rejected(Field::Quantity, Fault::Gone));
                    }
                    Err(Trouble::Refused(refusal)) if refusal.is_stock() => return Err(self.too_many(id, line).await),
                    changed => changed,
                }
            }
            Intent::AddItem(item, quantity) => {
                let body = json!({ "variant_id": item.as_str(), "quantity": quantity });
                self.change(id, "/line-items", Method::Post, &body, Again::Never).await
            }
            Intent::ApplyCode(code) => return self.apply_code(id, cart, code.trim()).await.map(Some),
            Intent::RemoveCode(code) => {
                let body = json!({ "promo_codes": [code] });
                self.change(id, "/promotions", Method::Delete, &body, Again::Safe).await
            }
            Intent::SetRate(rate) => {
                let body = json!({ "option_id": rate.as_str() });
                self.change(id, "/shipping-methods", Method::Post, &body, Again::Safe).await
            }
            Intent::SetMethod(method) => {
                self.keep(|kept| kept.method = Some(method.as_str().to_owned()));
                return Ok(None);
            }
            // Said together, before; done before the others; or nothing that Medusa has.
            Intent::SetContact(_)
            | Intent::SetDestination { .. }
            | Intent::StartAnew
            | Intent::SetHow(_)
            | Intent::FindPoints(_)
            | Intent::SetPoint(_)
            | Intent::SetCompany(_)
            | Intent::SetBrand(_)
            | Intent::AddGiftCard(_)
            | Intent::UseTender(..)
            | Intent::ForgetCard(_)
            | Intent::PreferCard(_) => return Ok(None),
        };
        self.settled(id, changed).await.map(Some)
    }

    /// Uses a code. Medusa says nothing when a code exists and does not count, so the cart tells.
    async fn apply_code(&self, id: &str, cart: Option<&Value>, code: &str) -> Result<Value, BackendError> {
        let has = |cart: &Value, code: &str| {
            let promotions = Json::of(cart).get("cart").get("promotions").list();
            promotions.iter().any(|promotion| promotion.get("code").maybe_text() == Some(code))
        };
        let before = match cart {
            Some(cart) => cart.clone(),
            None => self.read_cart(id).await?,
        };
        // Medusa tells capitals from small letters; a phone writes what it likes.
        let capitals = code.to_uppercase();
        let spellings: &[&str] = if capitals == code { &[code] } else { &[code, &capitals] };
        if spellings.iter().any(|code| has(&before, code)) {
            return Err(rejected(Field::Code, Fault::CodeAlreadyApplied));
        }
        let mut fault = Fault::CodeUnknown;
        for spelling in spellings {
            let body = json!({ "promo_codes": [spelling] });
            match self.change(id, "/promotions", Method::Post, &body, Again::Safe).await {
                Ok(cart) if has(&cart, spelling) => return Ok(cart),
                // Expired, used up, for others: it does not say.
                Ok(_) => fault = Fault::Refused,
                Err(Trouble::Refused(refusal)) if refusal.status == 400 && !refusal.is_completed() => {}
                changed => return self.settled(id, changed).await,
            }
        }
        Err(rejected(Field::Code, fault))
    }

    /// How many can be had at most, after Medusa refused a quantity.
    async fn too_many(&self, id: &str, line: &LineId) -> BackendError {
        self.memory.borrow_mut().left.clear();
        let Ok(cart) = self.read_cart(id).await else { return rejected(Field::Quantity, Fault::Refused) };
        let cart = Json::of(&cart).get("cart");
        if let Err(error) = self.count(&cart).await {
            return error;
        }
        let items = cart.get("items").list();
        let item = items.iter().find(|item| item.get("id").maybe_text() == Some(line.as_str()));
        let variant = item.map(|item| item.get("variant_id").words()).unwrap_or_default();
        match self.memory.borrow().left.get(&variant) {
            Some(Some(left @ 1..)) => rejected(Field::Quantity, Fault::TooMany(*left)),
            _ => rejected(Field::Quantity, Fault::Gone),
        }
    }

    /// What a change came to; a cart that has become an order meanwhile says which.
    async fn settled(&self, id: &str, changed: Result<Value, Trouble>) -> Result<Value, BackendError> {
        match changed {
            Ok(cart) => Ok(cart),
            Err(Trouble::Refused(refusal)) if refusal.is_completed() => {
                Err(BackendError::AlreadyPlaced(self.order_of(id).await?))
            }
            Err(Trouble::Refused(refusal)) => Err(self.means(&refusal)),
            Err(Trouble::Failed(error)) => Err(error),
        }
    }
}

/// Why a change was not made: Medusa refused it, or something else.
enum Trouble {
    Refused(Refusal),
    Failed(BackendError),
}

impl From<BackendError> for Trouble {
    fn from(error: BackendError) -> Self {
        Self::Failed(error)
    }
}

fn rejected(field: Field, fault: Fault) -> BackendError {
    BackendError::Rejected(vec![Problem::new(field, fault)])
}

/// The countries of a region, in Medusa's order.
fn countries(region: &Json) -> Vec<Country> {
    let list = region.get("countries").list();
    list.iter().filter_map(|country| Country::parse(country.get("iso_2").maybe_text()?)).collect()
}

fn serves(region: &Json, country: Country) -> bool {
    countries(region).contains(&country)
}

impl Backend for Medusa {
    fn facts(&self) -> Facts {
        Facts {
            idempotency: Idempotency::Cart,
            lookup: Lookup::ByCart,
            money: MoneyForm::Decimals,
            // Completing again makes Medusa ask its payment provider.
            returned: Returned::ByResume,
            order_of_steps: StepRules { full_address_for_rates: false, lines_lock_while_paying: false },
            can: Can { codes: true, add: true, orders: true, doors: DOORS, ..Can::default() },
        }
    }

    fn open(&self, _: &str) -> Answer<'_, Quote> {
        Box::pin(self.open_now())
    }

    fn apply(&self, _: &str, intents: Vec<Intent>) -> Answer<'_, Quote> {
        Box::pin(self.apply_now(intents))
    }

    fn place(&self, _: &str, keys: Keys, order: OrderRequest, payment: Payment) -> Answer<'_, Placed> {
        Box::pin(self.place_now(keys, order, payment))
    }

    fn look_up(&self, _: &str, order_key: &str) -> Answer<'_, Known> {
        let order_key = order_key.to_owned();
        Box::pin(async move { self.look_up_now(&order_key).await })
    }

    fn resume(&self, _: &str, order_key: &str) -> Answer<'_, Known> {
        let order_key = order_key.to_owned();
        Box::pin(async move { self.resume_now(&order_key).await })
    }

    fn cancel(&self, _: &str, order_key: &str) -> Answer<'_, Quote> {
        let order_key = order_key.to_owned();
        Box::pin(async move { self.cancel_now(&order_key).await })
    }

    fn order(&self, _: &str, number: &OrderNumber) -> Answer<'_, Order> {
        let number = number.clone();
        Box::pin(async move { self.order_now(&number).await })
    }

    fn accounts(&self) -> Option<&dyn Accounts> {
        Some(self)
    }

    fn orders(&self) -> Option<&dyn Orders> {
        Some(self)
    }

    fn returns(&self) -> Option<&dyn Returns> {
        Some(self)
    }
}
