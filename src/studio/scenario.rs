//! A scenario: who buys what, where and how, what goes wrong, and how far the purchase is. Data that fits into an address.
//!
//! Always true: every list is here once, in the order the desk shows it; a scenario's text reads back as the same scenario;
//! a word that is unknown is the usual one, and is told. Whether a scenario can be is not written down here: playing it shows that
//! ([`super::play`]).

use crate::domain::payment::Decline;

/// Who buys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Persona {
    /// Somebody the shop does not know.
    #[default]
    Guest,
    /// Somebody with an account, an address book, kept cards and a little credit.
    Returning,
    /// Somebody whose account is a minute old.
    New,
    /// Who buys for a company.
    Company,
    /// Who agrees to what the company buys.
    Approver,
    /// Who prepares purchases for a company, and may not order.
    Assistant,
}

/// What is in the bag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bag {
    /// One jacket.
    One,
    /// A jacket, two base layers and the gift that comes along.
    #[default]
    Many,
    /// A gift card and a download.
    Virtual,
    /// Goods, a download, a gift card and a service.
    Mixed,
    /// Goods, and wax that comes again and again.
    Subscription,
    /// A free download.
    Zero,
    /// A thousand lines.
    Large,
    /// Nothing.
    Empty,
    /// An offer to a company.
    Quote,
}

/// How far the purchase is. What follows Pay is a place, too: the fault and the way to pay say which of its screens it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// The shop is being asked.
    Opening,
    /// The bag.
    #[default]
    Bag,
    /// Who buys.
    Contact,
    /// Where to.
    Delivery,
    /// How it is paid.
    Payment,
    /// Everything once more.
    Review,
    /// The order is on its way.
    Sending,
    /// The bank, the app or the provider asks.
    Bank,
    /// After the order.
    Thanks,
}

/// What goes wrong, or otherwise than usual. Each is seen at certain places.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    #[default]
    None,
    /// What a step asks was left out, and is listed.
    Errors,
    /// The device has no connection.
    Offline,
    /// The shop takes its time over a change.
    Updating,
    /// A change could not be saved at the shop.
    NotSaved,
    /// The shop is busy.
    Busy,
    /// The shop's answer cannot be read.
    Corrupt,
    /// The shop has a fault, with a reference.
    Server,
    /// The code is no good any more.
    CodeExpired,
    /// The code asks for more goods.
    CodeBelow,
    /// The code is another country's.
    CodeMarket,
    /// The shop does not deliver there.
    Remote,
    /// The session was over; a new one began with everything typed.
    Renewed,
    /// The session is over, and no new one can be had.
    Expired,
    /// The shop cannot be reached.
    Unreachable,
    /// Page and shop do not fit together.
    SetUp,
    /// The browser keeps nothing.
    Storage,
    /// What an earlier visit left cannot be read.
    Unreadable,
    /// The address asks for a step that does not exist.
    UnknownStep,
    /// The card fields did not answer.
    CardSilent,
    /// A gift card is empty.
    GiftEmpty,
    /// The connection was gone when Pay was pressed.
    PayOffline,
    /// The price rose before Pay.
    PriceRise,
    /// Something was sold out before Pay.
    SoldOut,
    /// The code lapsed before Pay.
    CodeLapsed,
    /// Another tab pays.
    OtherTab,
    /// The device's sheet was closed.
    SheetClosed,
    /// The payment was refused.
    Declined(Decline),
    /// Paying rests after several refusals.
    Resting,
    /// It takes longer than usual.
    Slow,
    /// It takes so long that a way out is offered.
    Slower,
    /// The answer was lost; the shop is asked what became of it.
    LostAnswer,
    /// Nobody could say what became of it.
    Unconfirmed,
    /// The bank asks for a confirmation in a frame.
    Challenge,
    /// The bank asks for a confirmation on its own page.
    ChallengePage,
    /// The bank takes its time.
    Poll,
    /// The shopper gave the confirmation up.
    Cancelled,
    /// Nobody confirmed in time.
    TimedOut,
    /// The bank refused at the confirmation.
    Refused,
    /// A person looks at the order first.
    UnderReview,
}

/// How the goods reach the shopper.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum By {
    /// To an address.
    #[default]
    Ship,
    /// Collected from a place.
    Collect,
}

/// A code, and a gift card.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Saving {
    /// None.
    #[default]
    None,
    /// Ten per cent off.
    Percent,
    /// Free delivery.
    FreeDelivery,
    /// A gift card that pays a part.
    Gift,
    /// A gift card that pays it all.
    GiftAll,
    /// The shop's credit pays a part.
    Credit,
}

/// Which ways to pay the shop offers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Offers {
    /// All that the market has.
    #[default]
    All,
    /// Those that need no bank: neither apps nor what is confirmed elsewhere.
    NoBank,
    /// One with a fee that the law forbids, which is withheld.
    Unlawful,
}

/// What one of the lists has: the word in the address with the value.
pub type Named<T> = (&'static str, T);

/// Who buys, in the desk's order.
pub const PERSONAS: [Named<Persona>; 6] = [
    ("guest", Persona::Guest),
    ("returning", Persona::Returning),
    ("new", Persona::New),
    ("company", Persona::Company),
    ("approver", Persona::Approver),
    ("assistant", Persona::Assistant),
];

/// What is in the bag.
pub const BAGS: [Named<Bag>; 9] = [
    ("one", Bag::One),
    ("many", Bag::Many),
    ("virtual", Bag::Virtual),
    ("mixed", Bag::Mixed),
    ("subscription", Bag::Subscription),
    ("zero", Bag::Zero),
    ("large", Bag::Large),
    ("empty", Bag::Empty),
    ("quote", Bag::Quote),
];

/// How far it is.
pub const PLACES: [Named<Place>; 9] = [
    ("opening", Place::Opening),
    ("bag", Place::Bag),
    ("contact", Place::Contact),
    ("delivery", Place::Delivery),
    ("payment", Place::Payment),
    ("review", Place::Review),
    ("sending", Place::Sending),
    ("bank", Place::Bank),
    ("thanks", Place::Thanks),
];

/// How it is delivered.
pub const BYS: [Named<By>; 2] = [("ship", By::Ship), ("collect", By::Collect)];

/// What is taken off.
pub const SAVINGS: [Named<Saving>; 6] = [
    ("none", Saving::None),
    ("percent", Saving::Percent),
    ("free-delivery", Saving::FreeDelivery),
    ("gift", Saving::Gift),
    ("gift-all", Saving::GiftAll),
    ("credit", Saving::Credit),
];

/// Which ways to pay are offered.
pub const OFFERS: [Named<Offers>; 3] =
    [("all", Offers::All), ("no-bank", Offers::NoBank), ("unlawful", Offers::Unlawful)];

/// What goes wrong.
pub const FAULTS: [Named<Fault>; 51] = [
    ("none", Fault::None),
    ("errors", Fault::Errors),
    ("offline", Fault::Offline),
    ("updating", Fault::Updating),
    ("not-saved", Fault::NotSaved),
    ("busy", Fault::Busy),
    ("corrupt", Fault::Corrupt),
    ("server", Fault::Server),
    ("code-expired", Fault::CodeExpired),
    ("code-below", Fault::CodeBelow),
    ("code-market", Fault::CodeMarket),
    ("remote", Fault::Remote),
    ("renewed", Fault::Renewed),
    ("expired", Fault::Expired),
    ("unreachable", Fault::Unreachable),
    ("set-up", Fault::SetUp),
    ("storage", Fault::Storage),
    ("unreadable", Fault::Unreadable),
    ("unknown-step", Fault::UnknownStep),
    ("card-silent", Fault::CardSilent),
    ("gift-empty", Fault::GiftEmpty),
    ("pay-offline", Fault::PayOffline),
    ("price-rise", Fault::PriceRise),
    ("sold-out", Fault::SoldOut),
    ("code-lapsed", Fault::CodeLapsed),
    ("other-tab", Fault::OtherTab),
    ("sheet-closed", Fault::SheetClosed),
    ("declined", Fault::Declined(Decline::Generic)),
    ("declined-funds", Fault::Declined(Decline::InsufficientFunds)),
    ("declined-expired", Fault::Declined(Decline::ExpiredCard)),
    ("declined-code", Fault::Declined(Decline::WrongCode)),
    ("declined-number", Fault::Declined(Decline::WrongNumber)),
    ("declined-lost", Fault::Declined(Decline::LostOrStolen)),
    ("declined-limit", Fault::Declined(Decline::LimitReached)),
    ("declined-notpermitted", Fault::Declined(Decline::NotPermitted)),
    ("declined-authentication", Fault::Declined(Decline::AuthenticationFailed)),
    ("declined-fraud", Fault::Declined(Decline::SuspectedFraud)),
    ("declined-issuer", Fault::Declined(Decline::IssuerUnavailable)),
    ("declined-later", Fault::Declined(Decline::TryLater)),
    ("resting", Fault::Resting),
    ("slow", Fault::Slow),
    ("slower", Fault::Slower),
    ("lost-answer", Fault::LostAnswer),
    ("unconfirmed", Fault::Unconfirmed),
    ("challenge", Fault::Challenge),
    ("challenge-page", Fault::ChallengePage),
    ("poll", Fault::Poll),
    ("cancelled", Fault::Cancelled),
    ("timed-out", Fault::TimedOut),
    ("refused", Fault::Refused),
    ("under-review", Fault::UnderReview),
];

/// Where the shop sells: the country with an address there, and a number to call.
pub struct Market {
    /// ISO 3166-1.
    pub code: &'static str,
    /// A street.
    pub street: &'static str,
    /// A postcode.
    pub postcode: &'static str,
    /// Its city.
    pub city: &'static str,
    /// A region, where addresses have one.
    pub region: &'static str,
    /// A mobile number as it is written there.
    pub phone: &'static str,
}

const fn market(
    code: &'static str,
    street: &'static str,
    postcode: &'static str,
    city: &'static str,
    phone: &'static str,
) -> Market {
    Market { code, street, postcode, city, region: "", phone }
}

/// The markets.
pub const MARKETS: [Market; 11] = [
    market("FI", "Runeberginkatu 22 A 9", "00100", "Helsinki", "040 123 4567"),
    market("SE", "Drottninggatan 14", "111 22", "Stockholm", "070 123 45 67"),
    market("NO", "Strandgaten 8", "5008", "Bergen", "912 34 567"),
    market("DK", "Østerbrogade 12", "2100", "København", "32 12 34 56"),
    market("DE", "Torstraße 8", "10115", "Berlin", "0151 23456789"),
    market("NL", "Damrak 1", "1012 AB", "Amsterdam", "06 12345678"),
    market("EE", "Viru 4", "10140", "Tallinn", "512 3456"),
    market("FR", "12 rue de Rivoli", "75001", "Paris", "06 12 34 56 78"),
    market("AT", "Graben 5", "1010", "Wien", "0664 1234567"),
    market("BE", "Kerkstraat 9", "1000", "Brussel", "0470 12 34 56"),
    Market { region: "Madrid", ..market("ES", "Calle Mayor 3", "28013", "Madrid", "612 34 56 78") },
];

/// Ways to pay, by their kind; what a shop calls each begins with it. The last stands for nothing to pay.
pub const WAYS: [&str; 19] = [
    "card",
    "saved",
    "applepay",
    "googlepay",
    "mobilepay",
    "vipps",
    "swish",
    "ideal",
    "bancontact",
    "paypal",
    "paylater",
    "instalments",
    "invoice",
    "transfer",
    "cheque",
    "purchase-order",
    "account",
    "collect",
    "nothing",
];

/// Sunday 22 November 2026, 14:06 UTC: what the clock shows unless the address says otherwise.
pub const CLOCK: &str = "2026-11-22T14:06";

/// Everything that decides which state is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// Who buys.
    pub persona: Persona,
    /// What.
    pub bag: Bag,
    /// In which country: an entry of [`MARKETS`].
    pub market: &'static str,
    /// How it is delivered.
    pub by: By,
    /// How it is paid: an entry of [`WAYS`].
    pub pay: &'static str,
    /// Which ways to pay the shop offers.
    pub offers: Offers,
    /// What is taken off.
    pub saving: Saving,
    /// What goes wrong.
    pub fault: Fault,
    /// How far it is.
    pub at: Place,
    /// What the shop's clock shows: `2026-11-22T14:06`, UTC.
    pub clock: String,
}

impl Default for Scenario {
    fn default() -> Self {
        Self {
            persona: Persona::Guest,
            bag: Bag::Many,
            market: "FI",
            by: By::Ship,
            pay: "card",
            offers: Offers::All,
            saving: Saving::None,
            fault: Fault::None,
            at: Place::Bag,
            clock: CLOCK.to_owned(),
        }
    }
}

/// The value of a word.
fn read<T: Copy>(list: &[Named<T>], word: &str) -> Option<T> {
    list.iter().find(|(name, _)| *name == word).map(|(_, value)| *value)
}

/// The word of a value.
pub fn word<T: Copy + PartialEq>(list: &[Named<T>], value: T) -> &'static str {
    list.iter().find(|(_, known)| *known == value).map_or("", |(name, _)| *name)
}

impl Scenario {
    /// Reads an address's query; what it does not say is as usual. The second are the names of what it says that is
    /// unknown.
    pub fn read(query: &str) -> (Self, Vec<String>) {
        let mut scenario = Self::default();
        let mut unknown = Vec::new();
        for (name, value) in query.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('=')) {
            let known = match name {
                "persona" => read(&PERSONAS, value).map(|value| scenario.persona = value),
                "bag" => read(&BAGS, value).map(|value| scenario.bag = value),
                "by" => read(&BYS, value).map(|value| scenario.by = value),
                "offers" => read(&OFFERS, value).map(|value| scenario.offers = value),
                "saving" => read(&SAVINGS, value).map(|value| scenario.saving = value),
                "fault" => read(&FAULTS, value).map(|value| scenario.fault = value),
                "at" => read(&PLACES, value).map(|value| scenario.at = value),
                "market" => MARKETS.iter().find(|one| one.code == value).map(|one| scenario.market = one.code),
                "pay" => WAYS.iter().find(|one| **one == value).map(|one| scenario.pay = one),
                "clock" => {
                    let clock = value.replace("%3A", ":");
                    instant(&clock).map(|_| scenario.clock = clock)
                }
                // The desk's own, and whatever else stands in an address.
                _ => Some(()),
            };
            if known.is_none() {
                unknown.push(name.to_owned());
            }
        }
        (scenario, unknown)
    }

    /// As a query, without what is as usual.
    pub fn query(&self) -> String {
        let usual = Self::default();
        let mut pairs = Vec::new();
        let mut say = |name: &str, value: &str, is_usual: bool| {
            if !is_usual {
                pairs.push([name, "=", value].concat());
            }
        };
        say("persona", word(&PERSONAS, self.persona), self.persona == usual.persona);
        say("bag", word(&BAGS, self.bag), self.bag == usual.bag);
        say("market", self.market, self.market == usual.market);
        say("by", word(&BYS, self.by), self.by == usual.by);
        say("pay", self.pay, self.pay == usual.pay);
        say("offers", word(&OFFERS, self.offers), self.offers == usual.offers);
        say("saving", word(&SAVINGS, self.saving), self.saving == usual.saving);
        say("fault", word(&FAULTS, self.fault), self.fault == usual.fault);
        say("at", word(&PLACES, self.at), self.at == usual.at);
        say("clock", &self.clock, self.clock == usual.clock);
        pairs.join("&")
    }

    /// The market.
    pub fn market(&self) -> &'static Market {
        let [first, ..] = &MARKETS;
        MARKETS.iter().find(|one| one.code == self.market).unwrap_or(first)
    }
}

impl Fault {
    /// The places at which it can be seen, the usual one first.
    pub const fn places(self) -> &'static [Place] {
        use Place::{Bag, Bank, Contact, Delivery, Opening, Payment, Review, Sending, Thanks};
        match self {
            Self::None => &[Opening, Bag, Contact, Delivery, Payment, Review, Sending, Bank, Thanks],
            Self::Errors => &[Contact, Delivery, Payment, Review],
            Self::Offline | Self::Storage | Self::Renewed => &[Bag, Contact, Delivery, Payment, Review],
            Self::Updating | Self::NotSaved | Self::Busy | Self::Corrupt | Self::Server => {
                &[Bag, Contact, Delivery, Payment, Review]
            }
            Self::CodeExpired | Self::CodeBelow | Self::CodeMarket => &[Bag, Contact, Delivery, Payment],
            Self::Remote => &[Delivery],
            Self::Expired | Self::Unreachable | Self::SetUp => &[Opening],
            Self::Unreadable => &[Bag],
            Self::UnknownStep => &[Contact],
            Self::CardSilent
            | Self::GiftEmpty
            | Self::Declined(_)
            | Self::Refused
            | Self::Cancelled
            | Self::TimedOut => &[Payment],
            Self::PayOffline
            | Self::OtherTab
            | Self::SheetClosed
            | Self::PriceRise
            | Self::SoldOut
            | Self::CodeLapsed
            | Self::Resting => &[Review],
            Self::Slow | Self::Slower | Self::LostAnswer | Self::Unconfirmed => &[Sending],
            Self::Challenge | Self::ChallengePage | Self::Poll => &[Bank],
            Self::UnderReview => &[Thanks],
        }
    }
}

/// How somebody pays who has this in the bag, unless the scenario says otherwise.
pub fn usual_way(persona: Persona, bag: Bag) -> &'static str {
    let company = matches!(persona, Persona::Company | Persona::Approver | Persona::Assistant) || bag == Bag::Quote;
    match bag {
        Bag::Zero => "nothing",
        // What is taken again and again is taken from a card.
        Bag::Subscription => "card",
        _ if company => "purchase-order",
        _ => "card",
    }
}

/// Where a way to pay is at home: the scenario in which it is offered.
pub fn home(pay: &'static str) -> Scenario {
    let usual = Scenario { pay, ..Scenario::default() };
    match pay {
        "vipps" => Scenario { market: "NO", ..usual },
        "swish" => Scenario { market: "SE", ..usual },
        "ideal" => Scenario { market: "NL", ..usual },
        "bancontact" => Scenario { market: "BE", ..usual },
        "cheque" | "purchase-order" | "account" => Scenario { persona: Persona::Company, ..usual },
        "collect" => Scenario { by: By::Collect, ..usual },
        "saved" => Scenario { persona: Persona::Returning, ..usual },
        "nothing" => Scenario { bag: Bag::Zero, ..usual },
        _ => usual,
    }
}

/// Scenarios that together show whatever there is to see: who buys what at each place, each market, each way to pay, each fault, what is
/// taken off. Some cannot be (a download is not delivered): playing tells.
pub fn every() -> Vec<Scenario> {
    let mut all = Vec::new();
    for (_, at) in PLACES {
        for (_, persona) in PERSONAS {
            for (_, bag) in BAGS {
                all.push(Scenario { persona, bag, at, pay: usual_way(persona, bag), ..Scenario::default() });
            }
        }
        for pay in WAYS {
            all.push(Scenario { at, ..home(pay) });
        }
        for market in &MARKETS {
            for (_, by) in BYS {
                all.push(Scenario { market: market.code, by, at, ..Scenario::default() });
            }
        }
        for (_, offers) in OFFERS {
            // The law withholds what a consumer would pay for.
            all.push(Scenario {
                offers,
                at,
                pay: if offers == Offers::Unlawful { "transfer" } else { "card" },
                ..Scenario::default()
            });
        }
        for (_, saving) in SAVINGS {
            let persona = if saving == Saving::Credit { Persona::Returning } else { Persona::Guest };
            let pay = if saving == Saving::GiftAll { "nothing" } else { "card" };
            all.push(Scenario { persona, pay, saving, at, ..Scenario::default() });
        }
        for (_, fault) in FAULTS {
            let usual = Scenario { fault, at, ..Scenario::default() };
            all.push(match fault {
                Fault::CodeBelow => Scenario { bag: Bag::Subscription, ..usual },
                Fault::SheetClosed => Scenario { pay: "applepay", ..usual },
                _ => usual,
            });
        }
    }
    let mut seen = Vec::new();
    all.retain(|scenario| {
        let query = scenario.query();
        let new = !seen.contains(&query);
        seen.push(query);
        new
    });
    all
}

/// The outcome that makes the demo shop refuse a card so (`backend/demo/README-sentinels.md`).
pub(super) const fn outcome(decline: Decline) -> &'static str {
    match decline {
        Decline::Generic => "generic",
        Decline::InsufficientFunds => "funds",
        Decline::ExpiredCard => "expired",
        Decline::WrongCode => "code",
        Decline::WrongNumber => "number",
        Decline::LostOrStolen => "lost",
        Decline::LimitReached => "limit",
        Decline::NotPermitted => "notpermitted",
        Decline::AuthenticationFailed => "authentication",
        Decline::SuspectedFraud => "fraud",
        Decline::IssuerUnavailable => "issuer",
        Decline::TryLater => "later",
    }
}

/// The time that a clock's text means.
pub(super) fn instant(clock: &str) -> Option<crate::domain::day::Instant> {
    let (day, time) = clock.split_once('T')?;
    let day = crate::domain::day::Day::parse(day)?;
    let (hour, minute) = time.split_once(':')?;
    let (hour, minute): (i64, i64) = (hour.parse().ok()?, minute.parse().ok()?);
    let is_time = (0..24).contains(&hour) && (0..60).contains(&minute);
    is_time.then(|| day.noon().plus((hour * 60 + minute - 720) * 60_000))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_scenario_needs_no_words() {
        assert_eq!(Scenario::default().query(), "");
        assert_eq!(Scenario::read(""), (Scenario::default(), vec![]));
    }

    #[test]
    fn every_word_of_every_list_reads_back() {
        let check = |scenario: Scenario| assert_eq!(Scenario::read(&scenario.query()), (scenario, vec![]));
        for (_, persona) in PERSONAS {
            check(Scenario { persona, ..Scenario::default() });
        }
        for (_, bag) in BAGS {
            check(Scenario { bag, ..Scenario::default() });
        }
        for (_, fault) in FAULTS {
            check(Scenario { fault, ..Scenario::default() });
        }
        for (_, at) in PLACES {
            check(Scenario { at, ..Scenario::default() });
        }
        for (_, offers) in OFFERS {
            check(Scenario { offers, ..Scenario::default() });
        }
        for (_, saving) in SAVINGS {
            check(Scenario { saving, by: By::Collect, ..Scenario::default() });
        }
        for market in &MARKETS {
            check(Scenario { market: market.code, clock: "2026-12-24T23:59".into(), ..Scenario::default() });
        }
        for pay in WAYS {
            check(Scenario { pay, ..Scenario::default() });
        }
    }

    #[test]
    fn what_is_unknown_is_as_usual_and_is_told() {
        let (scenario, unknown) = Scenario::read("?persona=king&bag=one&clock=noon&frames=3");
        assert_eq!(scenario, Scenario { bag: Bag::One, ..Scenario::default() });
        assert_eq!(unknown, ["persona", "clock"]);
    }

    #[test]
    fn a_clock_is_read_to_the_minute() {
        assert_eq!(instant(CLOCK).map(|at| at.0), Some(1_795_356_360_000));
        for wrong in ["", "2026-11-22", "2026-13-22T14:06", "2026-11-22T24:00", "2026-11-22T1x:00"] {
            assert_eq!(instant(wrong), None, "{wrong}");
        }
    }
}
