//! The shop's texts: English, Norwegian bokmål, Arabic.
//!
//! Always true: every text exists in all three. Names of places and carriers are not translated.

/// A text in the shop's languages, in the order of [`Language`].
pub(super) type Text = [&'static str; 3];

/// A language the shop speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Language(usize);

impl Language {
    /// The nearest language of a BCP 47 tag; English if there is none.
    pub(crate) fn of(locale: &str) -> Self {
        let primary = locale.split(['-', '_']).next().unwrap_or("");
        let is = |code| primary.eq_ignore_ascii_case(code);
        if is("nb") || is("no") || is("nn") {
            Self(1)
        } else if is("ar") {
            Self(2)
        } else {
            Self(0)
        }
    }

    /// As a number, to be kept.
    pub(super) fn number(self) -> u8 {
        u8::try_from(self.0).unwrap_or_default()
    }

    /// What [`Language::number`] gave.
    pub(super) fn numbered(number: u8) -> Self {
        Self(usize::from(number))
    }

    /// Its tag (BCP 47).
    pub(super) const fn tag(self) -> &'static str {
        match self.0 {
            1 => "nb",
            2 => "ar",
            _ => "en",
        }
    }

    /// The text in this language.
    pub(super) fn say(self, text: &Text) -> String {
        text.get(self.0).copied().unwrap_or_default().to_owned()
    }

    /// The text with `{}` replaced.
    pub(super) fn say_with(self, text: &Text, value: &str) -> String {
        self.say(text).replacen("{}", value, 1)
    }
}

pub(super) const SELLER: Text = [
    "Fjellvik Oy, Helsinki · Business ID 2048117-6",
    "Fjellvik Oy, Helsingfors · Org.nr. 2048117-6",
    "Fjellvik Oy، هلسنكي · رقم السجل التجاري 2048117-6",
];
pub(super) const TURKU: Text = ["Turku, Finland", "Turku i Finland", "توركو، فنلندا"];

pub(super) const THREE_BASES: Text =
    ["Three base layers, 10 % off", "Tre ullplagg, 10 % rabatt", "ثلاث قطع داخلية، خصم 10٪"];
pub(super) const PERCENT_OFF: Text = ["{} % off", "{} % rabatt", "خصم {}٪"];
pub(super) const AMOUNT_OFF: Text = ["{} off", "{} i rabatt", "خصم {}"];
pub(super) const FREE_DELIVERY: Text = ["Free delivery", "Gratis levering", "توصيل مجاني"];
pub(super) const LIST_COMMA: Text = [", ", ", ", "، "];
pub(super) const COLLECT_AT: Text = ["Collect, {}", "Hentes, {}", "استلام، {}"];

pub(super) const OUR_SHOP: Text =
    ["Try on and return on the spot.", "Prøv og returner på stedet.", "يمكنك القياس والإرجاع في المتجر مباشرة."];
pub(super) const LOCKER_CODE: Text = [
    "Open it with the code we text you.",
    "Åpnes med koden du får på SMS.",
    "افتح الخزانة بالرمز الذي نرسله إليك في رسالة نصية.",
];
pub(super) const ELECTRIC_VANS: Text = [
    "Electric vans in Helsinki: lowest emissions for your address.",
    "Elektriske varebiler i Helsingfors: lavest utslipp til adressen din.",
    "شاحنات كهربائية في هلسنكي: أقل انبعاثات لعنوانك.",
];
