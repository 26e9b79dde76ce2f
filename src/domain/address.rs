//! Postal addresses and the form each country fills in.
//!
//! Always true: an [`Address`] has every part that its country requires, and names and streets as they were typed.
//! The words for the parts are in the catalogue, the names of countries in the browser.
//!
//! Order of parts, required parts and lines follow libaddressinput (see NOTICE); they are kept as one short line a
//! country because they travel in the wasm.

use crate::domain::{
    check::{
        name::{self, PersonName},
        phone::Phone,
        postal::{self, Postcode},
        text::tidy,
    },
    country::Country,
    house::Asked,
    problem::{AddressField, AddressUse, Fault, Field, Problem, keep},
};

/// A complete address, checked against its country's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Address {
    /// The country.
    pub country: Country,
    /// Who lives there.
    pub name: PersonName,
    /// The company there.
    pub organization: Option<String>,
    /// Street and number.
    pub street: String,
    /// Apartment, floor, entrance.
    pub line2: Option<String>,
    /// The postcode, where the country has them.
    pub postcode: Option<Postcode>,
    /// The city; the region where addresses of the country name no city.
    pub city: String,
    /// State or province, where it belongs in an address.
    pub region: Option<String>,
    /// For the carrier.
    pub phone: Option<Phone>,
}

/// What a shop asks beyond what the post needs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ask {
    /// The phone number.
    pub phone: Asked,
    /// The company there.
    pub organization: Asked,
    /// Apartment, floor, entrance.
    pub line2: Asked,
}

impl Ask {
    /// Nothing but what the post needs.
    pub const POST: Self = Self { phone: Asked::Optional, organization: Asked::Optional, line2: Asked::Optional };
    /// A phone number for the carrier, too.
    pub const CARRIER: Self = Self { phone: Asked::Required, ..Self::POST };

    /// Whether a part is asked; what the post needs always is.
    pub const fn of(self, part: AddressField) -> Asked {
        match part {
            AddressField::Phone => self.phone,
            AddressField::Organization => self.organization,
            AddressField::Line2 => self.line2,
            _ => Asked::Optional,
        }
    }
}

impl Address {
    /// Checks what was typed; `typed` gives the text of each part. Parts that the country's form does not have are
    /// not read, so what is left of another country's form does no harm.
    ///
    /// # Errors
    /// Every problem, in the order of the form.
    pub fn parse(use_: AddressUse, ask: Ask, typed: &dyn Fn(AddressField) -> String) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let field = |part| Field::Address(use_, part);
        let written = |part| Some(typed(part)).filter(|text| !tidy(text).is_empty());
        // The list offers codes only; anything else was never chosen.
        let chosen = Country::parse(typed(AddressField::Country).trim()).ok_or(Fault::Missing);
        let known = keep(field(AddressField::Country), chosen, &mut problems);
        // The other parts are checked as well as they can be, so that all problems show at once.
        let country = known.unwrap_or(Country::of(*b"ZZ"));
        let form = form(country);

        let mut name = None;
        let (mut organization, mut street, mut line2, mut postcode, mut city, mut region) =
            (None, None, None, None, None, None);
        for part in form.parts.iter().copied() {
            let text = written(part);
            let asked = ask.of(part);
            if asked == Asked::Hidden {
                continue;
            }
            let required = asked == Asked::Required || form.required.contains(&part);
            let Some(text) = text.or_else(|| required.then(String::new)) else { continue };
            let at = field(part);
            match part {
                AddressField::Name => name = keep(at, PersonName::parse(&text), &mut problems),
                AddressField::Organization => organization = keep(at, name::line(&text), &mut problems),
                AddressField::Street => street = keep(at, name::street(&text), &mut problems),
                AddressField::Line2 => line2 = keep(at, name::line(&text), &mut problems),
                AddressField::Postcode => postcode = keep(at, Postcode::parse(&text, country), &mut problems),
                AddressField::City => city = keep(at, name::city(&text), &mut problems),
                AddressField::Region => region = keep(at, name::line(&text), &mut problems),
                // No form has these among its parts.
                AddressField::Country | AddressField::Phone => {}
            }
        }
        let phone = written(AddressField::Phone)
            .filter(|_| ask.phone != Asked::Hidden)
            .or_else(|| (ask.phone == Asked::Required).then(String::new))
            .and_then(|text| keep(field(AddressField::Phone), Phone::parse(&text, country), &mut problems));
        if !form.parts.contains(&AddressField::City) {
            city.clone_from(&region);
        }
        match (name, street, city) {
            (Some(name), Some(street), Some(city)) if problems.is_empty() => {
                Ok(Self { country, name, organization, street, line2, postcode, city, region, phone })
            }
            _ => Err(problems),
        }
    }

    /// The lines of a label, in the order of the country's post, without the country.
    pub fn lines(&self) -> Vec<String> {
        lines(self.country, &|part| self.part(part).to_owned())
    }

    /// The same in one line, for a summary.
    pub fn one_line(&self) -> String {
        self.lines().join(", ")
    }

    /// Where it is, in one line, without the person and without the letters some posts put before a
    /// postcode on mail from abroad: for people who read it beside the name.
    pub fn place(&self) -> String {
        let letters = [self.country.code(), "-"].concat();
        let lines = self.lines();
        let without_name = lines.iter().filter(|line| line.as_str() != self.name.as_str());
        without_name.map(|line| line.strip_prefix(&letters).unwrap_or(line)).collect::<Vec<_>>().join(", ")
    }

    /// A part as text; empty for one that is not there.
    fn part(&self, part: AddressField) -> &str {
        match part {
            AddressField::Country => self.country.code(),
            AddressField::Name => self.name.as_str(),
            AddressField::Organization => self.organization.as_deref().unwrap_or_default(),
            AddressField::Street => &self.street,
            AddressField::Line2 => self.line2.as_deref().unwrap_or_default(),
            AddressField::Postcode => self.postcode.as_ref().map_or("", Postcode::as_str),
            AddressField::City => &self.city,
            AddressField::Region => self.region.as_deref().unwrap_or_default(),
            AddressField::Phone => self.phone.as_ref().map_or("", Phone::typed),
        }
    }

    /// The label of this address.
    pub fn label(&self) -> Label {
        Label::of(self.country, &|part| self.part(part).to_owned())
    }
}

/// An address in parts, unchecked: what somebody once typed, to be put into a form again.
pub type Parts = Vec<(AddressField, String)>;

/// An address as a shop has it: for reading only, so no check of ours stands between an old order and its buyer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Who lives there.
    pub name: String,
    /// The lines, in the order of the country's post, without the country.
    pub lines: Vec<String>,
    /// The country.
    pub country: Country,
    /// The number that gets the text message.
    pub phone: Option<String>,
}

impl Label {
    /// The label of an address in parts; `part` gives the text of each, empty for one that is not there.
    pub fn of(country: Country, part: &dyn Fn(AddressField) -> String) -> Self {
        Self {
            name: part(AddressField::Name),
            lines: lines(country, part),
            country,
            phone: Some(part(AddressField::Phone)).filter(|phone| !phone.is_empty()),
        }
    }
}

/// The lines of a label.
fn lines(country: Country, part: &dyn Fn(AddressField) -> String) -> Vec<String> {
    let mut label = Vec::with_capacity(6);
    for pattern in rules(country).lines.split('|') {
        label.push(filled(pattern, part));
        // A floor or flat follows the street it belongs to.
        if pattern == "a" {
            label.push(part(AddressField::Line2));
        }
    }
    label.retain(|line| !line.is_empty());
    label
}

/// A line with its parts filled in. What joins a missing part to the rest is left out with it.
fn filled(pattern: &str, part: &dyn Fn(AddressField) -> String) -> String {
    let mut line = String::new();
    let mut between = String::new();
    let mut missing = false;
    for c in pattern.chars() {
        let text = match c {
            'n' => part(AddressField::Name),
            'o' => part(AddressField::Organization),
            'a' => part(AddressField::Street),
            'z' => part(AddressField::Postcode),
            'c' => {
                let city = part(AddressField::City);
                if pattern.contains('s') && part(AddressField::Region) == city { String::new() } else { city }
            }
            's' => part(AddressField::Region),
            other => {
                between.push(other);
                continue;
            }
        };
        if text.is_empty() {
            missing = true;
            // Between two parts of which the second is missing nothing is needed.
            between.clear();
            continue;
        }
        // Signs before the first part belong to it (`SE-`); after a missing one they join nothing.
        if !(missing && line.is_empty()) {
            line.push_str(&between);
        }
        between.clear();
        line.push_str(&text);
    }
    // A line without parts, such as the name of an island.
    if line.is_empty() && !missing { between } else { line }
}

/// How a country names a part of its addresses; the words are in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum RegionKind {
    State,
    Province,
    County,
    Emirate,
    Prefecture,
    Oblast,
    Island,
}

/// The form of a country's addresses: which parts, in which order, which of them required.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Form {
    /// The parts in the order they are filled in, without country and phone.
    pub parts: &'static [AddressField],
    /// Which of them must be filled in.
    pub required: &'static [AddressField],
    /// Whether postcodes consist of digits only.
    pub numeric_postcode: bool,
    /// A postcode as an example.
    pub postcode_example: &'static str,
    /// What the region is called, where there is one.
    pub region: Option<RegionKind>,
}

/// The form of a country; a general one for countries we have no data of.
pub fn form(country: Country) -> Form {
    let rules = rules(country);
    let Ends { parts, required } = rules.ends;
    Form {
        parts,
        required,
        numeric_postcode: postal::is_numeric(country),
        postcode_example: postal::example(country),
        region: rules.region,
    }
}

/// How a form ends after the street, and what must be filled in.
#[derive(Clone, Copy)]
struct Ends {
    parts: &'static [AddressField],
    required: &'static [AddressField],
}

/// Declares ends of forms: the parts after `Line2`, then those of them that are required.
macro_rules! ends {
    ($($name:ident: $($part:ident)* => $($required:ident)*;)*) => {$(
        const $name: Ends = Ends {
            parts: &[
                AddressField::Name,
                AddressField::Organization,
                AddressField::Street,
                AddressField::Line2,
                $(AddressField::$part,)*
            ],
            required: &[AddressField::Name, AddressField::Street, $(AddressField::$required,)*],
        };
    )*};
}

ends! {
    CODE_CITY: Postcode City => Postcode City;
    CODE_CITY_REGION: Postcode City Region => Postcode City Region;
    CODE_CITY_MAYBE_REGION: Postcode City Region => Postcode City;
    CITY_CODE: City Postcode => City Postcode;
    CITY_REGION_CODE: City Region Postcode => City Region Postcode;
    CITY_MAYBE_REGION_CODE: City Region Postcode => City Postcode;
    CITY_MAYBE_REGION_MAYBE_CODE: City Region Postcode => City;
    CITY_MAYBE_CODE: City Postcode => City;
    MAYBE_CODE_CITY: Postcode City => City;
    CITY_MAYBE_REGION: City Region => City;
    CITY: City => City;
    REGION: Region => Region;
}

/// One country's row.
struct Rules {
    country: [u8; 2],
    ends: Ends,
    region: Option<RegionKind>,
    /// Lines of a label with `|` between: `n` name, `o` organization, `a` street, `z` postcode, `c` city,
    /// `s` region; the rest stands for itself.
    lines: &'static str,
}

const fn row(country: [u8; 2], ends: Ends, lines: &'static str) -> Rules {
    Rules { country, ends, region: None, lines }
}

const fn with(country: [u8; 2], ends: Ends, region: RegionKind, lines: &'static str) -> Rules {
    Rules { country, ends, region: Some(region), lines }
}

const RULES: &[Rules] = &[
    row(*b"FI", CODE_CITY, "o|n|a|FI-z c"),
    row(*b"SE", CODE_CITY, "o|n|a|SE-z c"),
    row(*b"NO", CODE_CITY, "n|o|a|z c"),
    row(*b"DK", CODE_CITY, "n|o|a|z c"),
    row(*b"IS", CODE_CITY, "n|o|a|z c"),
    row(*b"FO", CODE_CITY, "n|o|a|FOz c"),
    row(*b"GL", CODE_CITY, "n|o|a|z c"),
    row(*b"AX", CODE_CITY, "o|n|a|AX-z c|ÅLAND"),
    row(*b"SJ", CODE_CITY, "n|o|a|z c"),
    row(*b"NL", CODE_CITY, "o|n|a|z c"),
    row(*b"BE", CODE_CITY, "o|n|a|z c"),
    row(*b"LU", CODE_CITY, "o|n|a|z c"),
    row(*b"DE", CODE_CITY, "n|o|a|z c"),
    row(*b"AT", CODE_CITY, "o|n|a|z c"),
    row(*b"CH", CODE_CITY, "o|n|a|CH-z c"),
    row(*b"LI", CODE_CITY, "o|n|a|FL-z c"),
    row(*b"FR", CODE_CITY, "o|n|a|z c"),
    row(*b"MC", CODE_CITY, "n|o|a|MC-z c"),
    with(*b"ES", CODE_CITY_REGION, RegionKind::Province, "n|o|a|z c s"),
    row(*b"PT", CODE_CITY, "n|o|a|z c"),
    with(*b"IT", CODE_CITY_REGION, RegionKind::Province, "n|o|a|z c s"),
    row(*b"PL", CODE_CITY, "n|o|a|z c"),
    row(*b"CZ", CODE_CITY, "n|o|a|z c"),
    row(*b"SK", CODE_CITY, "n|o|a|z c"),
    row(*b"HU", CITY_CODE, "n|o|c|a|z"),
    row(*b"EE", CODE_CITY, "n|o|a|z c"),
    row(*b"LV", CITY_CODE, "n|o|a|c, z"),
    row(*b"LT", CODE_CITY, "o|n|a|z c"),
    row(*b"GR", CODE_CITY, "n|o|a|z c"),
    with(*b"RO", CODE_CITY_MAYBE_REGION, RegionKind::County, "n|o|a|z s c"),
    row(*b"BG", CODE_CITY, "n|o|a|z c"),
    row(*b"HR", CODE_CITY, "n|o|a|HR-z c"),
    row(*b"SI", CODE_CITY, "n|o|a|SI-z c"),
    row(*b"RS", CODE_CITY, "n|o|a|z c"),
    row(*b"CY", CODE_CITY, "n|o|a|z c"),
    row(*b"MT", CITY_CODE, "n|o|a|c z"),
    row(*b"GB", CITY_CODE, "n|o|a|c|z"),
    row(*b"GG", CITY_CODE, "n|o|a|c|GUERNSEY|z"),
    row(*b"JE", CITY_CODE, "n|o|a|c|JERSEY|z"),
    row(*b"IM", CITY_CODE, "n|o|a|c|z"),
    with(*b"IE", CITY_MAYBE_REGION_MAYBE_CODE, RegionKind::County, "n|o|a|c|s|z"),
    with(*b"US", CITY_REGION_CODE, RegionKind::State, "n|o|a|c, s z"),
    with(*b"CA", CITY_REGION_CODE, RegionKind::Province, "n|o|a|c s z"),
    with(*b"MX", CODE_CITY_REGION, RegionKind::State, "n|o|a|z c, s"),
    with(*b"BR", CITY_REGION_CODE, RegionKind::State, "o|n|a|c-s|z"),
    with(*b"AU", CITY_REGION_CODE, RegionKind::State, "o|n|a|c s z"),
    row(*b"NZ", CITY_CODE, "n|o|a|c z"),
    with(*b"JP", CITY_REGION_CODE, RegionKind::Prefecture, "n|o|a|c, s|z"),
    with(*b"CN", CITY_REGION_CODE, RegionKind::Province, "n|o|a|c|s, z"),
    row(*b"SG", CITY_CODE, "n|o|a|c z"),
    with(*b"IN", CODE_CITY_REGION, RegionKind::State, "n|o|a|c z|s"),
    with(*b"TR", CODE_CITY_MAYBE_REGION, RegionKind::Province, "n|o|a|z c/s"),
    with(*b"AE", REGION, RegionKind::Emirate, "n|o|a|s"),
    row(*b"SA", CITY_MAYBE_CODE, "n|o|a|c z"),
    with(*b"EG", CITY_MAYBE_REGION_MAYBE_CODE, RegionKind::Province, "n|o|a|c|s|z"),
    row(*b"IL", CITY_MAYBE_CODE, "n|o|a|c z"),
    row(*b"MA", CODE_CITY, "n|o|a|z c"),
    row(*b"ZA", CITY_CODE, "n|o|a|c|z"),
    with(*b"RU", CITY_REGION_CODE, RegionKind::Oblast, "n|o|a|c|s|z"),
    with(*b"UA", CITY_MAYBE_REGION_CODE, RegionKind::Oblast, "n|o|a|c|s|z"),
    with(*b"KZ", CITY_MAYBE_REGION_CODE, RegionKind::Oblast, "n|o|a|c|s|z"),
    with(*b"BS", CITY_MAYBE_REGION, RegionKind::Island, "n|o|a|c, s"),
];

/// For countries we have no data of: nothing is required that somebody might not have.
const GENERAL: Rules = row(*b"ZZ", MAYBE_CODE_CITY, "n|o|a|z c");
const WITHOUT_POSTCODE: Rules = row(*b"ZZ", CITY, "n|o|a|c");

fn rules(country: Country) -> &'static Rules {
    let own = RULES.iter().find(|rules| rules.country == *country.code().as_bytes());
    own.unwrap_or(if postal::has_postcodes(country) { &GENERAL } else { &WITHOUT_POSTCODE })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// An address typed as `part=text` with `;` between.
    fn parse(ask: Ask, typed: &str) -> Result<Address, Vec<Problem>> {
        let typed = |part: AddressField| {
            let name = Field::Address(AddressUse::Shipping, part).name();
            let own =
                |entry: &str| entry.split_once('=').filter(|(key, _)| *key == name).map(|(_, text)| text.to_owned());
            typed.split(';').find_map(own).unwrap_or_default()
        };
        Address::parse(AddressUse::Shipping, ask, &typed)
    }

    #[track_caller]
    fn label(typed: &str, lines: &[&str]) {
        let address = parse(Ask::default(), typed);
        assert_eq!(
            address.as_ref().map(Address::lines),
            Ok(lines.iter().map(ToString::to_string).collect()),
            "{typed}"
        );
        assert_eq!(address.unwrap().one_line(), lines.join(", "));
    }

    #[track_caller]
    fn wrong(ask: Ask, typed: &str, problems: &[(AddressField, Fault)]) {
        let expected: Vec<Problem> = problems
            .iter()
            .map(|(part, fault)| Problem::new(Field::Address(AddressUse::Shipping, *part), *fault))
            .collect();
        assert_eq!(parse(ask, typed), Err(expected), "{typed}");
    }

    const NO_PHONE: Ask = Ask::POST;

    /// What was typed, and the label with `|` between lines.
    const LABELS: &[(&str, &str)] = &[
        ("country=NL;name=Ada;street=Damrak 1;postcode=1012lg;city=Amsterdam", "Ada|Damrak 1|1012 LG Amsterdam"),
        (
            "country=NL;name=Ada;organization=Kassa BV;street=Damrak 1;line2=3 hoog;postcode=1012lg;city=Amsterdam",
            "Kassa BV|Ada|Damrak 1|3 hoog|1012 LG Amsterdam",
        ),
        (
            "country=NO;name=Åse;organization=Bø AS;street=Karl Johans gate 1;postcode=0154;city=Oslo",
            "Åse|Bø AS|Karl Johans gate 1|0154 Oslo",
        ),
        (
            "country=DK;name=Bo;street=Nørregade 1;line2=2. tv;postcode=1165;city=København",
            "Bo|Nørregade 1|2. tv|1165 København",
        ),
        (
            "country=SE;name=Bo;street=Drottninggatan 1;postcode=11151;city=Stockholm",
            "Bo|Drottninggatan 1|SE-111 51 Stockholm",
        ),
        (
            "country=FI;name=Eino;street=Aleksanterinkatu 1;postcode=00100;city=Helsinki",
            "Eino|Aleksanterinkatu 1|FI-00100 Helsinki",
        ),
        (
            "country=DE;name=Jürgen;organization=GmbH;street=Hauptstr. 1;postcode=10115;city=Berlin",
            "Jürgen|GmbH|Hauptstr. 1|10115 Berlin",
        ),
        (
            "country=FR;name=Zoë;organization=SARL;street=1 rue de Rivoli;postcode=75001;city=Paris",
            "SARL|Zoë|1 rue de Rivoli|75001 Paris",
        ),
        (
            "country=CH;name=Urs;street=Bahnhofstrasse 1;postcode=8001;city=Zürich",
            "Urs|Bahnhofstrasse 1|CH-8001 Zürich",
        ),
        ("country=LU;name=Ed;street=Grand-Rue 1;postcode=1661;city=Luxembourg", "Ed|Grand-Rue 1|L-1661 Luxembourg"),
        (
            "country=ES;name=Ana;street=C/ Mayor 1;postcode=28013;city=Madrid;region=Madrid",
            "Ana|C/ Mayor 1|28013 Madrid",
        ),
        (
            "country=ES;name=Ana;street=C/ Mayor 1;postcode=28801;city=Alcalá;region=Madrid",
            "Ana|C/ Mayor 1|28801 Alcalá Madrid",
        ),
        ("country=IT;name=Leo;street=Via Roma 1;postcode=00184;city=Roma;region=RM", "Leo|Via Roma 1|00184 Roma RM"),
        (
            "country=PT;name=Inês;street=Rua Augusta 1;postcode=1100048;city=Lisboa",
            "Inês|Rua Augusta 1|1100-048 Lisboa",
        ),
        (
            "country=GB;name=Ann;organization=Ltd;street=10 Downing St;postcode=sw1a2aa;city=London",
            "Ann|Ltd|10 Downing St|London|SW1A 2AA",
        ),
        (
            "country=IE;name=Seán;street=1 O'Connell St;city=Dublin;postcode=d01f5p2",
            "Seán|1 O'Connell St|Dublin|D01 F5P2",
        ),
        ("country=IE;name=Seán;street=Main St;city=Dingle;region=Kerry", "Seán|Main St|Dingle|Kerry"),
        (
            "country=US;name=Al;street=1 Main St;line2=Apt 2;city=Reno;region=NV;postcode=89501",
            "Al|1 Main St|Apt 2|Reno, NV 89501",
        ),
        ("country=CA;name=Al;street=1 Main St;city=Ottawa;region=ON;postcode=k1a0b1", "Al|1 Main St|Ottawa ON K1A 0B1"),
        ("country=AU;name=Al;street=1 Main St;city=Perth;region=WA;postcode=6000", "Al|1 Main St|Perth WA 6000"),
        (
            "country=BR;name=Rui;street=Rua A 1;city=Recife;region=PE;postcode=50030230",
            "Rui|Rua A 1|Recife-PE|50030-230",
        ),
        (
            "country=RU;name=Анна;street=ул. Ленина, 5;city=Химки;region=Московская;postcode=141400",
            "Анна|ул. Ленина, 5|Химки|Московская|141400",
        ),
        (
            "country=TR;name=Işıl;street=Yol 1;city=Fatih;region=İstanbul;postcode=34000",
            "Işıl|Yol 1|34000 Fatih/İstanbul",
        ),
        ("country=TR;name=Işıl;street=Yol 1;city=Fatih;postcode=34000", "Işıl|Yol 1|34000 Fatih"),
        ("country=AE;name=علي;street=شارع 1;region=دبي", "علي|شارع 1|دبي"),
        ("country=SA;name=علي;street=شارع 1;city=الرياض;postcode=١١٥٦٤", "علي|شارع 1|الرياض 11564"),
        ("country=SA;name=علي;street=شارع 1;city=الرياض", "علي|شارع 1|الرياض"),
        ("country=EG;name=منى;street=شارع 1;city=القاهرة", "منى|شارع 1|القاهرة"),
        ("country=HU;name=Éva;street=Fő u. 1;city=Budapest;postcode=1011", "Éva|Budapest|Fő u. 1|1011"),
        ("country=LV;name=Ilze;street=Brīvības 1;city=Rīga;postcode=1010", "Ilze|Brīvības 1|Rīga, LV-1010"),
        ("country=RO;name=Ion;street=Str. A 1;city=Cluj;region=CJ;postcode=400001", "Ion|Str. A 1|400001 CJ Cluj"),
        ("country=RO;name=Ion;street=Str. A 1;city=Cluj;postcode=400001", "Ion|Str. A 1|400001 Cluj"),
        (
            "country=JP;name=佐々木 希;street=1-1;city=Chiyoda;region=Tokyo;postcode=1000001",
            "佐々木 希|1-1|Chiyoda, Tokyo|100-0001",
        ),
        (
            "country=AX;name=Bo;street=Storagatan 1;postcode=22100;city=Mariehamn",
            "Bo|Storagatan 1|AX-22100 Mariehamn|ÅLAND",
        ),
        ("country=KE;name=Jo;street=Moi Ave 1;city=Nairobi", "Jo|Moi Ave 1|Nairobi"),
        ("country=KE;name=Jo;street=Moi Ave 1;city=Nairobi;postcode=00100", "Jo|Moi Ave 1|00100 Nairobi"),
        ("country=HK;name=Jo;street=1 Nathan Rd;city=Kowloon;postcode=left over", "Jo|1 Nathan Rd|Kowloon"),
    ];

    // shows: ADR-02
    #[test]
    fn labels_are_written_as_the_post_of_the_country_does() {
        for (typed, lines) in LABELS {
            label(typed, &lines.split('|').collect::<Vec<_>>());
        }
    }

    #[test]
    fn all_problems_are_told_in_the_order_of_the_form() {
        use AddressField::{City, Country, Name, Phone, Postcode, Region, Street};
        let missing = |parts: &[AddressField]| parts.iter().map(|part| (*part, Fault::Missing)).collect::<Vec<_>>();
        wrong(NO_PHONE, "country=FI", &missing(&[Name, Street, Postcode, City]));
        wrong(NO_PHONE, "country=GB", &missing(&[Name, Street, City, Postcode]));
        wrong(NO_PHONE, "country=US", &missing(&[Name, Street, City, Region, Postcode]));
        wrong(NO_PHONE, "country=ES", &missing(&[Name, Street, Postcode, City, Region]));
        wrong(NO_PHONE, "country=AE", &missing(&[Name, Street, Region]));
        wrong(NO_PHONE, "country=SA", &missing(&[Name, Street, City]));
        wrong(NO_PHONE, "country=KE", &missing(&[Name, Street, City]));
        wrong(Ask::CARRIER, "country=FI", &missing(&[Name, Street, Postcode, City, Phone]));
        wrong(NO_PHONE, "", &missing(&[Country, Name, Street, City]));
        wrong(
            NO_PHONE,
            "country=Finland;name=1;street=-;city=a@b.fi",
            &[
                (Country, Fault::Missing),
                (Name, Fault::NoLetter),
                (Street, Fault::NoLetter),
                (City, Fault::LooksLikeEmail),
            ],
        );
        wrong(
            NO_PHONE,
            "country=NO;name=Bo;street=Gate 1;postcode=150;city=Oslo;phone=123",
            &[(Postcode, Fault::TooShort(4)), (Phone, Fault::TooShort(8))],
        );
    }

    #[test]
    fn an_optional_part_is_checked_only_if_it_says_something() {
        let typed =
            "country=NO;name= Bo ;organization= ;street= Gate 1 ;line2=\u{a0};postcode= 0150;city=Oslo ;phone= ";
        let address = parse(NO_PHONE, typed).unwrap();
        assert_eq!((address.organization, address.line2, address.phone), (None, None, None));
        assert_eq!((address.name.as_str(), &*address.street, &*address.city), ("Bo", "Gate 1", "Oslo"));
        wrong(
            NO_PHONE,
            "country=NO;name=Bo;organization=<x>;street=G 1;postcode=0150;city=Oslo",
            &[(AddressField::Organization, Fault::BadCharacter('<'))],
        );
    }

    #[test]
    fn a_number_belongs_to_the_country_of_the_address() {
        let typed = "country=SE;name=Bo;street=Gatan 1;postcode=11151;city=Lund;phone=070-123 45 67";
        assert_eq!(parse(Ask::CARRIER, typed).unwrap().phone.unwrap().e164(), "+46701234567");
    }

    #[test]
    fn where_no_city_is_named_the_region_stands_for_it() {
        let address = parse(NO_PHONE, "country=AE;name=Ali;street=Street 1;region=Dubai;city=left over").unwrap();
        assert_eq!((address.city.as_str(), address.region.as_deref()), ("Dubai", Some("Dubai")));
    }

    #[test]
    fn every_form_is_consistent() {
        for rules in RULES {
            let country = Country::of(rules.country);
            let form = form(country);
            assert!(form.required.iter().all(|part| form.parts.contains(part)), "{country:?}");
            assert_eq!(form.region.is_some(), form.parts.contains(&AddressField::Region), "{country:?}");
            assert_eq!(postal::has_postcodes(country), form.parts.contains(&AddressField::Postcode), "{country:?}");
            assert_eq!(form.postcode_example.is_empty(), !form.parts.contains(&AddressField::Postcode), "{country:?}");
            for (sign, part) in [('z', AddressField::Postcode), ('c', AddressField::City), ('s', AddressField::Region)]
            {
                assert_eq!(rules.lines.contains(sign), form.parts.contains(&part), "{country:?} {sign}");
            }
            let twins = RULES.iter().filter(|other| other.country == rules.country).count();
            assert_eq!(twins, 1, "{country:?}");
        }
        assert!(RULES.len() >= 40);
    }

    // shows: UX-01
    #[test]
    fn a_form_asks_for_no_more_than_five_answers_in_the_nordics() {
        for country in ["FI", "SE", "NO", "DK", "IS"] {
            assert_eq!(form(Country::parse(country).unwrap()).required.len(), 4, "{country}");
        }
    }

    proptest! {
        #[test]
        fn anything_may_be_typed(texts in prop::collection::vec(any::<String>(), 9), which in 0..RULES.len(), phone in any::<bool>()) {
            let country = Country::of(RULES[which].country);
            let typed = |part: AddressField| match part {
                AddressField::Country => country.code().to_owned(),
                part => texts[AddressField::ALL.iter().position(|other| *other == part).unwrap()].clone(),
            };
            match Address::parse(AddressUse::Billing, if phone { Ask::CARRIER } else { Ask::POST }, &typed) {
                Ok(address) => prop_assert!(address.lines().len() >= 3),
                Err(problems) => prop_assert!(!problems.is_empty()),
            }
        }

        #[test]
        fn an_address_read_back_is_the_same(which in 0..RULES.len(), name in "\\p{L}{1,9}", street in "[a-zæøå]{1,9} [0-9]{1,3}", city in "\\p{Lu}\\p{Ll}{1,9}") {
            let country = Country::of(RULES[which].country);
            let typed = |part: AddressField| match part {
                AddressField::Country => country.code().to_owned(),
                AddressField::Name => name.clone(),
                AddressField::Street => street.clone(),
                AddressField::Postcode => postal::example(country).to_owned(),
                AddressField::City => city.clone(),
                AddressField::Region => "Region".to_owned(),
                AddressField::Organization | AddressField::Line2 | AddressField::Phone => String::new(),
            };
            let once = Address::parse(AddressUse::Shipping, Ask::default(), &typed);
            prop_assert!(once.is_ok(), "{:?}", once);
            let once = once.unwrap();
            let again = Address::parse(AddressUse::Shipping, Ask::default(), &|part| match part {
                AddressField::Country => once.country.code().to_owned(),
                AddressField::Name => once.name.as_str().to_owned(),
                AddressField::Street => once.street.clone(),
                AddressField::Postcode => once.postcode.as_ref().map_or(String::new(), |code| code.as_str().to_owned()),
                AddressField::City => once.city.clone(),
                AddressField::Region => once.region.clone().unwrap_or_default(),
                AddressField::Organization | AddressField::Line2 | AddressField::Phone => String::new(),
            });
            prop_assert_eq!(Ok(once.clone()), again);
        }
    }
}
