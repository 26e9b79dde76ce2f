//! Places to collect from: our shops, lockers and kiosks.
//!
//! Coordinates are ten-thousandths of a degree; distances are along the surface, good to a few percent
//! within a city, which is what a list sorted by distance needs.

use super::{
    market::{Market, finnish_time, leaves, working_days_after},
    words::{LOCKER_CODE, Language, OUR_SHOP},
};
use crate::domain::{
    PointId,
    check::text,
    day::{Day, Instant, Window},
    delivery::{Hours, Point},
};

/// Where something is.
type Spot = (i32, i32);

/// A place to collect from.
#[derive(Debug)]
pub(super) struct Place {
    pub(super) id: &'static str,
    country: [u8; 2],
    title: &'static str,
    address: &'static str,
    spot: Spot,
    kind: Kind,
}

/// What kind of place it is: decides hours, waiting and price.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// Our shop with its own stock: ready the same day.
    Flagship,
    /// Our shop; the parcel comes from Turku.
    Shop,
    /// A locker in a wall.
    Locker,
    /// A kiosk or grocer.
    Kiosk,
}

/// A part of the world people search for.
struct Town {
    country: [u8; 2],
    /// Starts of its postcodes.
    postcodes: &'static [&'static str],
    /// Its names, folded to lower-case ASCII where people do so.
    names: &'static [&'static str],
    spot: Spot,
}

const fn place(
    id: &'static str,
    country: [u8; 2],
    title: &'static str,
    address: &'static str,
    spot: Spot,
    kind: Kind,
) -> Place {
    Place { id, country, title, address, spot, kind }
}

static PLACES: [Place; 28] = [
    place("fi-kamppi", *b"FI", "Fjellvik Kamppi", "Urho Kekkosen katu 1, Helsinki", (601_690, 249_325), Kind::Flagship),
    place(
        "fi-kaisaniemi",
        *b"FI",
        "Nordpost locker, Kaisaniemi",
        "Vilhonkatu 6, Helsinki",
        (601_715, 249_442),
        Kind::Locker,
    ),
    place("fi-toolo", *b"FI", "K-kioski Töölö", "Runeberginkatu 40, Helsinki", (601_810, 249_245), Kind::Kiosk),
    place("fi-kallio", *b"FI", "Fjellvik Kallio", "Hämeentie 12, Helsinki", (601_822, 249_518), Kind::Shop),
    place("fi-pasila", *b"FI", "Nordpost locker, Pasila", "Pasilansilta 9, Helsinki", (601_987, 249_337), Kind::Locker),
    place(
        "fi-lauttasaari",
        *b"FI",
        "R-kioski Lauttasaari",
        "Lauttasaarentie 28, Helsinki",
        (601_598, 248_780),
        Kind::Kiosk,
    ),
    place(
        "fi-herttoniemi",
        *b"FI",
        "Nordpost locker, Herttoniemi",
        "Hiihtomäentie 14, Helsinki",
        (601_944, 250_300),
        Kind::Locker,
    ),
    place(
        "fi-tapiola",
        *b"FI",
        "Nordpost locker, Tapiola",
        "Merituulentie 36, Espoo",
        (601_755, 248_030),
        Kind::Locker,
    ),
    place("fi-tikkurila", *b"FI", "K-kioski Tikkurila", "Asematie 7, Vantaa", (602_925, 250_440), Kind::Kiosk),
    place(
        "fi-tampere",
        *b"FI",
        "Nordpost locker, Tampere",
        "Rautatienkatu 25, Tampere",
        (614_985, 237_730),
        Kind::Locker,
    ),
    place("fi-turku", *b"FI", "Fjellvik Turku", "Yliopistonkatu 21, Turku", (604_518, 222_670), Kind::Shop),
    place("fi-oulu", *b"FI", "Nordpost locker, Oulu", "Isokatu 15, Oulu", (650_120, 254_680), Kind::Locker),
    place("se-stockholm", *b"SE", "Fjellvik Stockholm", "Drottninggatan 53, Stockholm", (593_340, 180_610), Kind::Shop),
    place("se-odenplan", *b"SE", "Nordpost box, Odenplan", "Odengatan 69, Stockholm", (593_430, 180_490), Kind::Locker),
    place(
        "se-goteborg",
        *b"SE",
        "Nordpost box, Göteborg",
        "Nils Ericsonsplatsen 4, Göteborg",
        (577_090, 119_730),
        Kind::Locker,
    ),
    place("se-malmo", *b"SE", "Pressbyrån Malmö C", "Skeppsbron 1, Malmö", (556_090, 130_000), Kind::Kiosk),
    place("no-oslo", *b"NO", "Fjellvik Oslo", "Torggata 13, Oslo", (599_150, 107_500), Kind::Shop),
    place(
        "no-majorstuen",
        *b"NO",
        "Nordpost pakkeboks, Majorstuen",
        "Kirkeveien 64, Oslo",
        (599_295, 107_140),
        Kind::Locker,
    ),
    place("no-bergen", *b"NO", "Nordpost pakkeboks, Bergen", "Nygårdsgaten 6, Bergen", (603_890, 53_310), Kind::Locker),
    place("no-trondheim", *b"NO", "Narvesen Trondheim S", "Fosenkaia 1, Trondheim", (634_365, 103_990), Kind::Kiosk),
    place(
        "dk-norreport",
        *b"DK",
        "Nordpost pakkeboks, Nørreport",
        "Nørre Voldgade 13, København",
        (556_830, 125_715),
        Kind::Locker,
    ),
    place("dk-vesterbro", *b"DK", "7-Eleven Vesterbro", "Istedgade 60, København", (556_700, 125_560), Kind::Kiosk),
    place(
        "dk-aarhus",
        *b"DK",
        "Nordpost pakkeboks, Aarhus H",
        "Banegårdspladsen 1, Aarhus",
        (561_505, 102_045),
        Kind::Locker,
    ),
    place(
        "de-mitte",
        *b"DE",
        "Nordpost Station, Berlin-Mitte",
        "Alexanderplatz 7, Berlin",
        (525_219, 134_132),
        Kind::Locker,
    ),
    place("de-kreuzberg", *b"DE", "Späti Kreuzberg", "Oranienstraße 25, Berlin", (525_010, 134_220), Kind::Kiosk),
    place(
        "de-hamburg",
        *b"DE",
        "Nordpost Station, Hamburg Hbf",
        "Glockengießerwall 8, Hamburg",
        (535_528, 100_067),
        Kind::Locker,
    ),
    place("ee-viru", *b"EE", "Nordpost pakiautomaat, Viru", "Viru väljak 4, Tallinn", (594_366, 247_555), Kind::Locker),
    place("ee-kalamaja", *b"EE", "R-kiosk Kalamaja", "Kopli 10, Tallinn", (594_440, 247_320), Kind::Kiosk),
];

static TOWNS: [Town; 19] = [
    Town { country: *b"FI", postcodes: &["0050", "0053"], names: &["kallio"], spot: (601_840, 249_500) },
    Town { country: *b"FI", postcodes: &["0025", "0026"], names: &["töölö", "toolo"], spot: (601_850, 249_180) },
    Town {
        country: *b"FI",
        postcodes: &["00"],
        names: &["helsinki", "helsingfors", "هلسنكي"],
        spot: (601_712, 249_280),
    },
    Town { country: *b"FI", postcodes: &["02"], names: &["espoo", "esbo"], spot: (602_055, 246_559) },
    Town { country: *b"FI", postcodes: &["01"], names: &["vantaa", "vanda"], spot: (602_934, 250_378) },
    Town { country: *b"FI", postcodes: &["33"], names: &["tampere", "tammerfors"], spot: (614_978, 237_610) },
    Town {
        country: *b"FI", postcodes: &["20", "21"], names: &["turku", "åbo", "توركو"], spot: (604_510, 222_660)
    },
    Town { country: *b"FI", postcodes: &["90"], names: &["oulu", "uleåborg"], spot: (650_121, 254_651) },
    Town { country: *b"SE", postcodes: &["1"], names: &["stockholm", "ستوكهولم"], spot: (593_293, 180_686) },
    Town {
        country: *b"SE",
        postcodes: &["40", "41"],
        names: &["göteborg", "goteborg", "gothenburg"],
        spot: (577_089, 119_746),
    },
    Town { country: *b"SE", postcodes: &["20", "21"], names: &["malmö", "malmo"], spot: (556_050, 130_038) },
    Town {
        country: *b"NO", postcodes: &["0", "10", "11", "12"], names: &["oslo", "أوسلو"], spot: (599_139, 107_522)
    },
    Town { country: *b"NO", postcodes: &["50", "51", "52"], names: &["bergen", "بيرغن"], spot: (603_913, 53_221) },
    Town { country: *b"NO", postcodes: &["70"], names: &["trondheim"], spot: (634_305, 103_951) },
    Town {
        country: *b"DK",
        postcodes: &["1", "20", "21", "22"],
        names: &["københavn", "kobenhavn", "copenhagen"],
        spot: (556_761, 125_683),
    },
    Town { country: *b"DK", postcodes: &["80", "82"], names: &["aarhus", "århus"], spot: (561_629, 102_039) },
    Town {
        country: *b"DE", postcodes: &["10", "12", "13"], names: &["berlin", "برلين"], spot: (525_200, 134_050)
    },
    Town { country: *b"DE", postcodes: &["20", "22"], names: &["hamburg"], spot: (535_511, 99_937) },
    Town { country: *b"EE", postcodes: &["1"], names: &["tallinn"], spot: (594_370, 247_536) },
];

/// Farther than this nobody goes for a parcel.
const FAR_METRES: u32 = 60_000;
const SHOWN: usize = 10;

impl Place {
    pub(super) fn named(id: &str) -> Option<&'static Self> {
        PLACES.iter().find(|place| place.id == id)
    }

    pub(super) fn is_in(&self, market: &Market) -> bool {
        market.is(self.country)
    }

    pub(super) const fn own_shop(&self) -> bool {
        matches!(self.kind, Kind::Flagship | Kind::Shop)
    }

    pub(super) fn title(&self) -> &'static str {
        self.title
    }

    fn hours(&self) -> [Hours; 7] {
        let week = |working, saturday, sunday| [working, working, working, working, working, saturday, sunday];
        match self.kind {
            Kind::Flagship => week(Some((9, 20)), Some((9, 20)), Some((11, 20))),
            Kind::Shop => week(Some((10, 18)), Some((10, 16)), None),
            Kind::Locker => [Some((0, 24)); 7],
            Kind::Kiosk => week(Some((7, 22)), Some((8, 22)), Some((9, 22))),
        }
    }

    /// When a parcel ordered now is there.
    pub(super) fn ready(&self, market: &Market, now: Instant) -> Window {
        let on = |day: Day, hours| Window { from: day, to: day, hours };
        let leaving = leaves(now);
        match self.kind {
            Kind::Flagship => self.same_day(now),
            Kind::Shop if market.is(*b"FI") => on(working_days_after(leaving, 1), None),
            Kind::Shop => on(working_days_after(leaving, 2), None),
            Kind::Locker | Kind::Kiosk => on(working_days_after(leaving, market.transit.0), None),
        }
    }

    /// Picked from the shelves within three hours, while the shop is open that long.
    fn same_day(&self, now: Instant) -> Window {
        const PICKING: u8 = 3;
        let (today, hour) = finnish_time(now);
        let hour = u8::try_from(hour).unwrap_or_default();
        let opening = |day: Day| self.hours().get(day.weekday() as usize).copied().flatten();
        let ready = opening(today)
            .filter(|(_, closes)| hour + PICKING < *closes)
            .map(|(opens, _)| (today, hour.max(opens), hour.max(opens) + PICKING));
        // The flagship is open every day.
        let (day, from, to) = ready.unwrap_or_else(|| {
            let opens = opening(today.plus(1)).map_or(9, |(opens, _)| opens);
            (today.plus(1), opens, opens + PICKING)
        });
        Window { from: day, to: day, hours: Some((from, to)) }
    }

    /// The place as it is offered, so far from where it was looked for.
    pub(super) fn point(&self, distance: Option<u32>, market: &Market, now: Instant, language: Language) -> Point {
        Point {
            id: PointId::from(self.id),
            title: self.title.to_owned(),
            address: self.address.to_owned(),
            distance_metres: distance,
            hours: self.hours(),
            ready: self.ready(market, now),
            kept_days: 7,
            price: market.money(0),
            own_shop: self.own_shop(),
            note: match self.kind {
                Kind::Flagship | Kind::Shop => Some(language.say(&OUR_SHOP)),
                Kind::Locker => Some(language.say(&LOCKER_CODE)),
                Kind::Kiosk => None,
            },
        }
    }
}

/// Where a postcode or the name of a town is, in a country.
fn find(market: &Market, searched: &str) -> Option<Spot> {
    let towns = || TOWNS.iter().filter(|town| market.is(town.country));
    let code = text::compact(searched);
    if code.starts_with(|first: char| first.is_ascii_digit()) {
        // The town with the longest fitting start.
        let fit = |town: &&Town| town.postcodes.iter().filter(|start| code.starts_with(**start)).map(|s| s.len()).max();
        return towns().filter(|town| fit(town).is_some()).max_by_key(fit).map(|town| town.spot);
    }
    let name = text::folded(searched).to_lowercase();
    // `00100 Helsinki` was a postcode; `Helsinki, Kallio` is Helsinki.
    let first = name.split([',', ' ']).next().unwrap_or_default();
    let named = |town: &&Town| town.names.iter().any(|known| *known == name || *known == first);
    towns().find(named).map(|town| town.spot)
}

/// Metres between two spots.
fn metres(market: &Market, from: Spot, to: Spot) -> u32 {
    // A degree of latitude is 111.32 km: 11.132 m a ten-thousandth.
    let north = i64::from(to.0 - from.0) * 11_132 / 1000;
    let east = i64::from(to.1 - from.1) * 11_132 * market.squeeze / 1_000_000;
    let exact = (north * north + east * east).unsigned_abs().isqrt();
    // Told to the nearest ten metres; no one paces out the rest.
    u32::try_from(exact.saturating_add(5) / 10 * 10).unwrap_or(u32::MAX)
}

/// The places of a country near what was searched for, nearest first. `None` if nobody knows where that is
/// or nothing is near; without a search, all of the country.
pub(super) fn near(market: &Market, searched: Option<&str>) -> Option<Vec<(&'static Place, Option<u32>)>> {
    let here = || PLACES.iter().filter(|place| place.is_in(market));
    let Some(searched) = searched.filter(|text| !text.trim().is_empty()) else {
        return Some(here().take(SHOWN).map(|place| (place, None)).collect());
    };
    let spot = find(market, searched)?;
    let mut found: Vec<_> = here()
        .map(|place| (place, metres(market, spot, place.spot)))
        .filter(|(_, metres)| *metres <= FAR_METRES)
        .collect();
    found.sort_unstable_by_key(|(_, metres)| *metres);
    found.truncate(SHOWN);
    if found.is_empty() {
        return None;
    }
    Some(found.into_iter().map(|(place, metres)| (place, Some(metres))).collect())
}
