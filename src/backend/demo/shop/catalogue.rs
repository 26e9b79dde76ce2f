//! What the shop sells.
//!
//! Always true: every item has a price in every currency, set by hand and rounded as that market
//! expects; nothing is converted while running. An item's identifier never changes its meaning.

use super::words::{Language, Text};

/// Prices in minor units: euro, Swedish, Norwegian, Danish.
pub(super) type Prices = [i64; 4];

/// What an item is, as far as rules look at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A thing that travels.
    Goods,
    /// A thing that travels and counts for the offer on three.
    BaseLayer,
    /// Sent by e-mail.
    Download,
    /// A multi-purpose voucher: not taxed when it is sold (Directive 2006/112/EC art. 30b), never discounted.
    GiftCard,
    /// A service beside the goods: a row of its own in the totals, not counted among the pieces.
    Service,
    /// A thing that travels, again and again.
    Subscription,
    /// Only given away.
    Gift,
}

/// An entry of the catalogue.
#[derive(Debug)]
pub(super) struct Entry {
    id: &'static str,
    title: Text,
    detail: Text,
    image: Option<&'static str>,
    pub(super) sort: Sort,
    prices: Prices,
    /// List price and lowest price of the last 30 days.
    pub(super) reduced: Option<(Prices, Prices)>,
    /// Tenths of a star and how many rated.
    pub(super) rating: Option<(u8, u32)>,
    stock: u32,
    /// The most in one order.
    pub(super) limit: u32,
}

/// An item: an entry, and for yarn the shade, of which there are thousands.
#[derive(Clone, Copy, Debug)]
pub(super) struct Item {
    pub(super) entry: &'static Entry,
    shade: Option<u32>,
}

const YARN: &str = "yarn-";
const SHADES: u32 = 100_000;

impl Item {
    /// The item of that identifier.
    pub(super) fn find(id: &str) -> Option<Self> {
        if let Some(shade) = id.strip_prefix(YARN) {
            let shade: u32 = shade.parse().ok().filter(|shade| (1..=SHADES).contains(shade))?;
            return Some(Self { entry: &YARN_ENTRY, shade: Some(shade) });
        }
        CATALOGUE.iter().find(|entry| entry.id == id).map(|entry| Self { entry, shade: None })
    }

    pub(super) fn id(self) -> String {
        match self.shade {
            Some(shade) => yarn(shade),
            None => self.entry.id.to_owned(),
        }
    }

    pub(super) fn title(self, language: Language) -> String {
        let title = language.say(&self.entry.title);
        match self.shade {
            Some(shade) => title + " " + &shade.to_string(),
            None => title,
        }
    }

    pub(super) fn detail(self, language: Language) -> Option<String> {
        Some(language.say(&self.entry.detail)).filter(|detail| !detail.is_empty())
    }

    pub(super) fn image(self) -> Option<String> {
        self.entry.image.map(str::to_owned)
    }

    /// What one costs, in minor units of the currency at `slot`.
    pub(super) fn price(self, slot: usize) -> i64 {
        // A few prices over the range, so that large bags do not look alike line by line.
        let step = i64::from(self.shade.unwrap_or_default() % 5) * 100;
        at(&self.entry.prices, slot) + step
    }

    /// How many the warehouse has in the morning.
    pub(super) fn morning_stock(self) -> u32 {
        self.entry.stock
    }

    /// Whether it comes, and is paid, again and again.
    pub(super) fn repeats(self) -> bool {
        self.entry.sort == Sort::Subscription
    }

    pub(super) fn travels(self) -> bool {
        matches!(self.entry.sort, Sort::Subscription | Sort::Goods | Sort::BaseLayer | Sort::Gift)
    }

    /// Whether codes and offers take something off it.
    pub(super) fn discountable(self) -> bool {
        matches!(self.entry.sort, Sort::Goods | Sort::BaseLayer | Sort::Download)
    }
}

/// The price in the currency at `slot`.
pub(super) fn at(prices: &Prices, slot: usize) -> i64 {
    prices.get(slot).copied().unwrap_or_default()
}

/// The identifier of a shade of yarn.
pub(super) fn yarn(shade: u32) -> String {
    YARN.to_owned() + &shade.to_string()
}

/// What goes well with a bag, in this order.
pub(super) const GOES_WELL: [&str; 7] = ["beanie", "flask", "pack", "care", "map", "base-l", "lamp"];
/// What an empty bag is offered.
pub(super) const STARTERS: [&str; 3] = ["jacket", "base", "pack"];

const NO_DETAIL: Text = ["", "", ""];

static CATALOGUE: [Entry; 14] = [
    Entry {
        id: "wax",
        title: ["Ski wax, four times a year", "Skismøring, fire ganger i året", "شمع التزلج، أربع مرات في السنة"],
        detail: [
            "Subscription. The right wax for the season.",
            "Abonnement. Riktig smøring til sesongen.",
            "اشتراك. الشمع المناسب للموسم.",
        ],
        image: Some("demo/wax.svg"),
        sort: Sort::Subscription,
        prices: [1_490, 16_900, 16_900, 10_900],
        reduced: None,
        rating: None,
        stock: 500,
        limit: 2,
    },
    Entry {
        id: "jacket",
        title: ["Lofoten shell jacket", "Lofoten skalljakke", "سترة لوفوتن الواقية"],
        detail: ["Spruce · M", "Granskog · M", "أخضر · M"],
        image: Some("demo/jacket.svg"),
        sort: Sort::Goods,
        prices: [24_900, 279_900, 279_900, 189_900],
        reduced: Some(([29_900, 339_900, 339_900, 229_900], [27_900, 319_900, 319_900, 209_900])),
        rating: Some((48, 312)),
        stock: 24,
        limit: 10,
    },
    Entry {
        id: "base",
        title: ["Vidda merino base layer", "Vidda ullgenser", "طبقة فيدا الداخلية من صوف المرينو"],
        detail: ["Ash grey · M", "Askegrå · M", "رمادي · M"],
        image: Some("demo/base.svg"),
        sort: Sort::BaseLayer,
        prices: [7_900, 89_900, 89_900, 59_900],
        reduced: None,
        rating: Some((46, 1048)),
        stock: 3,
        limit: 20,
    },
    Entry {
        id: "base-l",
        title: ["Vidda merino base layer", "Vidda ullgenser", "طبقة فيدا الداخلية من صوف المرينو"],
        detail: ["Moss · L", "Mose · L", "زيتوني · L"],
        image: Some("demo/base.svg"),
        sort: Sort::BaseLayer,
        prices: [7_900, 89_900, 89_900, 59_900],
        reduced: None,
        rating: Some((46, 1048)),
        stock: 60,
        limit: 20,
    },
    Entry {
        id: "flask",
        title: ["Storm flask, 75 cl", "Storm termos, 75 cl", "ترمس ستورم، 75 سل"],
        detail: ["Fjord blue", "Fjordblå", "أزرق"],
        image: Some("demo/flask.svg"),
        sort: Sort::Goods,
        prices: [3_900, 44_900, 44_900, 28_900],
        reduced: None,
        rating: Some((47, 583)),
        stock: 120,
        limit: 20,
    },
    Entry {
        id: "beanie",
        title: ["Skog wool beanie", "Skog ullue", "قبعة سكوغ الصوفية"],
        detail: ["Cranberry", "Tyttebær", "أحمر توتي"],
        image: Some("demo/beanie.svg"),
        sort: Sort::Goods,
        prices: [3_400, 39_900, 39_900, 25_900],
        reduced: None,
        rating: Some((45, 221)),
        stock: 80,
        limit: 20,
    },
    Entry {
        id: "pack",
        title: ["Dagstur pack, 22 l", "Dagstur sekk, 22 l", "حقيبة ظهر داغستور، 22 لترًا"],
        detail: ["Rust", "Rust", "بني محمر"],
        image: Some("demo/pack.svg"),
        sort: Sort::Goods,
        prices: [11_900, 139_900, 139_900, 89_900],
        reduced: None,
        rating: Some((47, 164)),
        stock: 18,
        limit: 10,
    },
    Entry {
        id: "mug",
        title: ["Enamel mug, 35 cl", "Emaljekopp, 35 cl", "كوب مطلي بالمينا، 35 سل"],
        detail: ["Gift with your jacket", "Gave med jakken", "هدية مع السترة"],
        image: Some("demo/mug.svg"),
        sort: Sort::Gift,
        prices: [0, 0, 0, 0],
        reduced: None,
        rating: None,
        stock: 500,
        limit: 1,
    },
    Entry {
        id: "card",
        title: ["Gift card by e-mail", "Gavekort på e-post", "بطاقة هدية بالبريد الإلكتروني"],
        detail: ["Valid for three years", "Gyldig i tre år", "صالحة لثلاث سنوات"],
        image: Some("demo/card.svg"),
        sort: Sort::GiftCard,
        prices: [5_000, 50_000, 50_000, 40_000],
        reduced: None,
        rating: None,
        stock: 1_000_000,
        limit: 20,
    },
    Entry {
        id: "map",
        title: ["Trail map of Lyngen, download", "Turkart over Lyngen, nedlasting", "خريطة مسارات لينغن، للتنزيل"],
        detail: ["PDF and GPX", "PDF og GPX", "PDF وGPX"],
        image: Some("demo/map.svg"),
        sort: Sort::Download,
        prices: [900, 9_900, 9_900, 6_900],
        reduced: None,
        rating: Some((49, 87)),
        stock: 1_000_000,
        limit: 20,
    },
    Entry {
        id: "guide",
        title: ["Hut guide 2027, download", "Hytteguide 2027, nedlasting", "دليل الأكواخ 2027، للتنزيل"],
        detail: ["Free with our compliments", "Gratis, en hilsen fra oss", "مجانًا مع تحياتنا"],
        image: Some("demo/map.svg"),
        sort: Sort::Download,
        prices: [0, 0, 0, 0],
        reduced: None,
        rating: None,
        stock: 1_000_000,
        limit: 1,
    },
    Entry {
        id: "care",
        title: ["Repair and protect, 2 years", "Reparasjon og stell, 2 år", "إصلاح وحماية لمدة سنتين"],
        detail: ["For your jacket", "Til jakken din", "لسترتك"],
        image: None,
        sort: Sort::Service,
        prices: [1_490, 16_900, 16_900, 10_900],
        reduced: None,
        rating: None,
        stock: 1_000_000,
        limit: 10,
    },
    Entry {
        id: "lamp",
        title: ["Glimt head torch", "Glimt hodelykt", "مصباح رأس غليمت"],
        detail: ["Last one, 400 lumen", "Siste eksemplar, 400 lumen", "القطعة الأخيرة، 400 لومن"],
        image: None,
        sort: Sort::Goods,
        prices: [4_500, 49_900, 49_900, 33_900],
        reduced: None,
        rating: Some((44, 96)),
        stock: 1,
        limit: 5,
    },
    Entry {
        id: "pegs",
        title: ["Tent pegs, set of eight", "Teltplugger, åtte stk.", "أوتاد خيمة، ثماني قطع"],
        detail: NO_DETAIL,
        image: None,
        sort: Sort::Goods,
        prices: [1_200, 13_900, 13_900, 8_900],
        reduced: None,
        rating: Some((43, 41)),
        stock: 4,
        limit: 20,
    },
];

static YARN_ENTRY: Entry = Entry {
    id: "yarn",
    title: ["Villsau yarn, shade", "Villsau garn, farge", "صوف فيلساو، لون"],
    detail: ["50 g", "50 g", "50 غ"],
    image: None,
    sort: Sort::Goods,
    prices: [500, 5_900, 5_900, 3_900],
    reduced: None,
    rating: None,
    stock: 40,
    limit: 40,
};
