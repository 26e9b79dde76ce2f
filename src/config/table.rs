//! Everything a configuration can say, as data.

use super::shape::{
    LANGUAGES, Member,
    Shape::{
        self, Country, Currency, Day, Either, Flag, List, Mailbox, Method, Name, Object, OneOf, OneOrList, Page,
        Picture, Telephone, Text, Tokens, Whole, Words,
    },
};

const fn may(name: &'static str, shape: Shape, what: &'static str) -> Member {
    Member { name, shape, needed: false, what }
}

const fn must(name: &'static str, shape: Shape, what: &'static str) -> Member {
    Member { name, shape, needed: true, what }
}

/// The whole configuration.
pub const CONFIGURATION: Shape = Object(MEMBERS);

/// Its members.
pub const MEMBERS: &[Member] = &[
    may("brand", Object(BRAND), "Name, logo and looks"),
    may(
        "markets",
        Object(MARKETS),
        "Where and how the shop sells: it narrows what the backend offers, and never widens it",
    ),
    may("methods", Object(METHODS), "Ways to pay"),
    may("fields", Object(FIELDS), "What is asked, and why"),
    may("policies", Object(POLICIES), "The shop's texts"),
    may(
        "consents",
        List(&Object(CONSENT), crate::domain::house::CONSENTS as usize),
        "What is agreed to, each apart and never ticked",
    ),
    may("badges", List(&Object(BADGE), 6), "Reasons to trust the shop"),
    may("help", Object(HELP), "Who helps"),
    may("experiments", List(&Object(EXPERIMENT), 10), "What is tried out"),
];

const BRAND: &[Member] = &[
    may("name", Text(60), "The shop's name"),
    may("logo", Picture, "A picture in place of the glyph before the name; 24 pixels high"),
    may("tokens", Tokens, "Design tokens, by their names without `--kassa-`"),
    may(
        "dark",
        Tokens,
        "The same for the dark theme. Colours in `tokens` hold in the light theme only, so that words stay readable",
    ),
];

const MARKETS: &[Member] = &[
    may("countries", List(&Country, 250), "Where to deliver, of those that the backend serves"),
    may(
        "languages",
        List(&OneOf(LANGUAGES), 3),
        "The languages offered, the first one where the shopper's is not among them",
    ),
    may("currency", Currency, "What the shop sells in: an answer in another is told to the console"),
];

const METHODS: &[Member] = &[
    may("order", List(&Method, 40), "The first ways to pay, in this order; the others follow as the backend has them"),
    may("hidden", List(&Method, 40), "Ways to pay that are not offered"),
];

/// Reasons to ask that have words of ours.
pub const WHY: &[&str] = &["order", "delivery", "updates", "invoice", "law", "fraud", "help", "marketing"];
/// Receivers that have words of ours.
pub const WHO: &[&str] = &["shop", "carrier", "payment", "bookkeeper", "authorities"];
/// Ends of keeping that have words of ours.
pub const KEPT: &[&str] = &["delivered", "books", "withdrawn"];
/// Whether something is asked.
pub const ASKED: &[&str] = &["hidden", "optional", "required"];

const WHYS: Shape = Either(&[OneOf(WHY), Words(300)]);
const WHOS: Shape = OneOrList(&Either(&[OneOf(WHO), Words(120)]), 6);
const KEPTS: Shape =
    Either(&[OneOf(KEPT), Object(&[must("days", Whole(1, 3650), "So many days after the order")]), Words(300)]);

const TOLD: &[Member] = &[
    may("why", WHYS, "Why it is asked: a word of ours, or your own words"),
    may("who", WHOS, "Who gets it"),
    may("kept", KEPTS, "How long it is kept"),
];

const CHOSEN: &[Member] = &[
    may("ask", OneOf(ASKED), "Whether it is asked. What is `required` needs a `why`"),
    may("why", WHYS, "Why it is asked: a word of ours, or your own words"),
    may("who", WHOS, "Who gets it"),
    may("kept", KEPTS, "How long it is kept"),
];

/// The fields, by the names they have in the page.
pub const FIELDS: &[Member] = &[
    may("email", Object(TOLD), "E-mail"),
    may("name", Object(TOLD), "Name"),
    may("organization", Object(CHOSEN), "Company in an address; optional unless you say so"),
    may("street", Object(TOLD), "Street and number"),
    may("line2", Object(CHOSEN), "Apartment, floor; optional unless you say so"),
    may("postcode", Object(TOLD), "Postcode"),
    may("city", Object(TOLD), "City"),
    may("region", Object(TOLD), "State or province"),
    may("phone", Object(CHOSEN), "Telephone number for the carrier; required unless you say so"),
    may("collect-name", Object(TOLD), "Who collects"),
    may("collect-phone", Object(TOLD), "The number to text when the parcel is ready"),
    may("vat", Object(TOLD), "VAT number of a company"),
    may("purchase-number", Object(TOLD), "A company's own order number"),
    may("cost-centre", Object(TOLD), "Whose budget it is"),
    may("invoice-email", Object(TOLD), "Where a company wants its invoice"),
];

const POLICY: &[Member] = &[
    must("href", Page, "Where the text is"),
    may("version", Name, "Its version"),
    may("from", Day, "The day since which it holds"),
];

/// The shop's texts.
pub const POLICIES: &[Member] = &[
    may("terms", Object(POLICY), "Terms of sale. With `version` and `from` they are what the shopper agrees to"),
    may("privacy", Object(POLICY), "Privacy"),
    may("returns", Object(POLICY), "Returns and withdrawal"),
    may("delivery", Object(POLICY), "Delivery"),
    may("accessibility", Object(POLICY), "Accessibility statement"),
    may("help", Object(POLICY), "Help; `help` below has words of ours for it"),
];

/// Texts that a consent can lead to.
pub const POLICY_NAMES: &[&str] = &["terms", "privacy", "returns", "delivery", "accessibility", "help"];

const CONSENT: &[Member] = &[
    must("id", Name, "What you call it; recorded with the order"),
    must("version", Name, "The version of its text; recorded with the order. Another text needs another version"),
    must("text", Words(400), "What is agreed to"),
    may("note", Words(300), "A quiet line under it"),
    may("required", Flag, "Whether there is no order without it. Not for marketing"),
    may(
        "marketing",
        Flag,
        "Whether it lets you write about other things: it stands at the e-mail address, apart from the rest",
    ),
    may("policy", OneOf(POLICY_NAMES), "A text of the shop that belongs to it"),
];

/// Pictures of badges.
pub const ICONS: &[&str] = &["lock", "shield", "truck", "returns", "leaf"];
/// Where badges stand.
pub const SPOTS: &[&str] = &["summary", "pay", "footer"];

const BADGE: &[Member] = &[
    must("title", Words(60), "The bold words"),
    may("text", Words(160), "The words after them"),
    may("icon", OneOf(ICONS), "Its picture; a shield unless you say so"),
    may(
        "at",
        OneOf(SPOTS),
        "Under the receipt, at the button that buys, or in the small print; under the receipt unless you say so",
    ),
    may("href", Page, "Where one reads more"),
];

const HELP: &[Member] = &[
    may("phone", Telephone, "A telephone number"),
    may("hours", Words(120), "When somebody answers it"),
    may("email", Mailbox, "A mailbox"),
    may("chat", Page, "A page where one can chat"),
];

const VARIANT: &[Member] = &[
    must("name", Name, "What you call it"),
    may("weight", Whole(0, 1000), "How many of the shoppers see it, as a share of all weights; 1 unless you say so"),
];

const EXPERIMENT: &[Member] = &[
    must("id", Name, "What you call it"),
    must("variants", List(&Object(VARIANT), 8), "What is compared: two at least"),
];
