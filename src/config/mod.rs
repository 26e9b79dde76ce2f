//! The configuration: one JSON text in which a merchant says how the checkout is to be, the same for page and element.
//!
//! Always true: whatever the text says, something usable comes of it. What is wrong is named with its path ([`Wrong`]) and
//! left out, the rest counts, and the page goes on. It may narrow what the backend offers and say it in other words; it
//! never names a price, an amount or a way to pay that the backend does not have. Nothing in it is a secret. The shape is
//! in [`table`], what it means in `docs/configuration.md`.

#[cfg(target_arch = "wasm32")]
pub mod look;
pub mod over;
pub mod shape;
pub mod table;
pub mod token;

pub use shape::Wrong;

use crate::domain::{
    MethodId,
    country::Country,
    day::Day,
    house::{
        Asked, BadgeIcon, Consent, FieldRule, Help, House, Keep, Own, Purpose, Said, Spot, TrustBadge, Version, Who,
        Why, hash,
    },
    money::Currency,
    problem::Field,
    quote::{Policy, PolicyText, Terms},
};
use serde_json::Value;
use shape::{hold, step, told, whole};

/// The longest configuration, in bytes (SEC-23).
pub const LONGEST: usize = 64 * 1024;

/// A configuration that was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Settings {
    /// The shop's name.
    pub name: Option<String>,
    /// Design tokens without `--kassa-`, with their values; colours among them hold in the light.
    pub tokens: Vec<(String, String)>,
    /// Those of the dark theme, over our own dark colours.
    pub dark: Vec<(String, String)>,
    /// Where to deliver; empty for wherever the backend does.
    pub countries: Vec<Country>,
    /// What the shop sells in.
    pub currency: Option<Currency>,
    /// The first ways to pay.
    pub methods: Vec<MethodId>,
    /// Ways to pay that are not offered.
    pub hidden: Vec<MethodId>,
    /// The terms of sale that are agreed to.
    pub terms: Option<Terms>,
    /// Where the shop's texts are.
    pub policies: Vec<(Policy, PolicyText)>,
    /// What is tried out.
    pub experiments: Vec<Experiment>,
    /// What is said and asked on screen.
    pub house: House,
}

/// Something that is tried out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Experiment {
    /// What the merchant calls it.
    pub id: String,
    /// What is compared, with their weights; at least two, and not all of them nothing.
    pub variants: Vec<(String, u32)>,
}

impl Experiment {
    /// The variant of a session: always the same one, without anything being kept for it.
    pub fn variant(&self, session: &str) -> &str {
        let sum: u64 = self.variants.iter().map(|(_, weight)| u64::from(*weight)).sum();
        // The upper half is the better mixed one; neither half tells the session.
        let mut at = (hash(&[session, "\n", &self.id].concat()) >> 32).checked_rem(sum).unwrap_or_default();
        for (name, weight) in &self.variants {
            match at.checked_sub(u64::from(*weight)) {
                Some(rest) => at = rest,
                None => return name,
            }
        }
        ""
    }
}

/// Reads a configuration; what is wrong in it is told and left out.
pub fn read(text: &str) -> (Settings, Vec<Wrong>) {
    let whole = |expects: String, is: String| {
        (Settings::default(), vec![Wrong { path: String::new(), expects, is: Some(is), counts: false }])
    };
    if text.len() > LONGEST {
        return whole("at most 64 KB".to_owned(), format!("{} bytes long", text.len()));
    }
    // A mark of the byte order is no part of JSON, and some editors write one.
    let mut value: Value = match serde_json::from_str(text.trim_start_matches('\u{feff}')) {
        Ok(value) => value,
        Err(error) => {
            return whole("JSON".to_owned(), format!("not JSON at line {}, column {}", error.line(), error.column()));
        }
    };
    let mut wrongs = Vec::new();
    if !hold(&mut value, &table::CONFIGURATION, "", &mut wrongs) {
        return (Settings::default(), wrongs);
    }
    let spoken = value.get("markets").map(languages).unwrap_or_default();
    let settings = Reader { wrongs: &mut wrongs, spoken }.settings(&value);
    (settings, wrongs)
}

/// Reads what has its shape already, and asks what a shape cannot say.
struct Reader<'a> {
    wrongs: &'a mut Vec<Wrong>,
    /// The languages offered; none for all.
    spoken: Vec<String>,
}

fn languages(markets: &Value) -> Vec<String> {
    items(markets, "languages").filter_map(|(_, tag)| Some(tag.as_str()?.to_owned())).collect()
}

fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name)?.as_str().map(str::to_owned)
}

/// What is left of a list, with the places it had.
fn items<'a>(value: &'a Value, name: &str) -> impl Iterator<Item = (usize, &'a Value)> {
    let list = value.get(name).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    list.iter().enumerate().filter(|(_, value)| !value.is_null())
}

fn flag(value: &Value, name: &str) -> bool {
    value.get(name).and_then(Value::as_bool) == Some(true)
}

/// One of a list of names.
fn one_of<T: Copy>(value: Option<&Value>, names: &[&str], known: &[T]) -> Option<T> {
    let name = value?.as_str()?;
    names.iter().zip(known).find(|(of, _)| **of == name).map(|(_, known)| *known)
}

const WHYS: [Why; 8] =
    [Why::Order, Why::Delivery, Why::Updates, Why::Invoice, Why::Law, Why::Fraud, Why::Help, Why::Marketing];
const WHOS: [Who; 5] = [Who::Shop, Who::Carrier, Who::Payment, Who::Bookkeeper, Who::Authorities];
const KEPTS: [Keep; 3] = [Keep::Delivered, Keep::Books, Keep::Withdrawn];
const ASKED: [Asked; 3] = [Asked::Hidden, Asked::Optional, Asked::Required];
const POLICIES: [Policy; 6] =
    [Policy::Terms, Policy::Privacy, Policy::Returns, Policy::Delivery, Policy::Accessibility, Policy::Help];
const ICONS: [BadgeIcon; 5] =
    [BadgeIcon::Lock, BadgeIcon::Shield, BadgeIcon::Truck, BadgeIcon::Returns, BadgeIcon::Leaf];
const SPOTS: [Spot; 3] = [Spot::Summary, Spot::Pay, Spot::Footer];

impl Reader<'_> {
    /// A text by language; one without a language is in the first that is offered.
    fn own(&self, value: &Value) -> Own {
        Own(match value {
            Value::String(text) => {
                vec![(self.spoken.first().map_or("en", String::as_str).to_owned(), text.clone())]
            }
            Value::Object(texts) => {
                texts.iter().filter_map(|(tag, text)| Some((tag.clone(), text.as_str()?.to_owned()))).collect()
            }
            _ => Vec::new(),
        })
    }

    /// One of a list of names, or own words.
    fn said<T: Copy>(&self, value: &Value, names: &[&str], known: &[T]) -> Said<T> {
        one_of(Some(value), names, known).map_or_else(|| Said::Own(self.own(value)), Said::Known)
    }

    fn kept(&self, value: &Value) -> Said<Keep> {
        let days = value.get("days").and_then(whole).and_then(|days| u16::try_from(days).ok());
        days.map_or_else(|| self.said(value, table::KEPT, &KEPTS), |days| Said::Known(Keep::Days(days)))
    }

    fn badge(&self, value: &Value) -> TrustBadge {
        TrustBadge {
            title: value.get("title").map(|title| self.own(title)).unwrap_or_default(),
            text: value.get("text").map(|text| self.own(text)),
            icon: one_of(value.get("icon"), table::ICONS, &ICONS).unwrap_or(BadgeIcon::Shield),
            at: one_of(value.get("at"), table::SPOTS, &SPOTS).unwrap_or(Spot::Summary),
            href: text(value, "href"),
        }
    }

    fn help(&self, value: &Value) -> Help {
        Help {
            phone: text(value, "phone"),
            hours: value.get("hours").map(|hours| self.own(hours)),
            email: text(value, "email"),
            chat: text(value, "chat"),
        }
    }

    fn wrong(&mut self, path: String, expects: &str, is: Option<&Value>, counts: bool) {
        self.wrongs.push(Wrong { path, expects: expects.to_owned(), is: is.map(told), counts });
    }

    fn settings(&mut self, root: &Value) -> Settings {
        let nothing = Value::Null;
        let part = |name: &str| root.get(name).unwrap_or(&nothing);
        let (brand, markets, methods) = (part("brand"), part("markets"), part("methods"));
        let [tokens, dark] = ["tokens", "dark"].map(|name| tokens(brand, name));
        self.contrast(&tokens, &dark);
        let ids = |name: &str| -> Vec<MethodId> {
            items(methods, name).filter_map(|(_, id)| id.as_str()).map(MethodId::from).collect()
        };
        let (order, hidden) = (ids("order"), ids("hidden"));
        for id in order.iter().filter(|id| hidden.contains(id)) {
            let path = "methods.order".to_owned();
            self.wrong(path, "what is not in methods.hidden, too: it stays hidden", Some(&id.as_str().into()), true);
        }
        let (policies, versions, terms) = self.policies(part("policies"));
        let help = root.get("help").map(|help| self.help(help)).filter(|help| *help != Help::default());
        Settings {
            name: text(brand, "name"),
            tokens,
            dark,
            countries: items(markets, "countries").filter_map(|(_, code)| Country::parse(code.as_str()?)).collect(),
            currency: text(markets, "currency").and_then(|code| Currency::parse(&code)),
            methods: order,
            hidden,
            terms,
            policies,
            experiments: self.experiments(root),
            house: House {
                logo: text(brand, "logo"),
                fields: self.fields(part("fields")),
                consents: self.consents(root),
                versions,
                badges: items(root, "badges").map(|(_, badge)| self.badge(badge)).collect(),
                help,
                languages: self.spoken.clone(),
            },
        }
    }

    /// Colours that cannot be read on one another: they count, and the console says so (A11Y-03).
    fn contrast(&mut self, light: &[(String, String)], dark: &[(String, String)]) {
        let given = |tokens: &[(String, String)], name: &str| {
            tokens.iter().find(|(known, _)| known == name).map(|(_, value)| value.clone())
        };
        let themes = [("brand.tokens", light), ("brand.dark", dark)];
        for (at, (path, theme)) in themes.into_iter().enumerate() {
            for (over, under, least) in token::PAIRS {
                let value = |name: &str| {
                    let ours = token::OURS.iter().find(|(known, ..)| *known == name);
                    let ours = ours.map(|(_, light, dark)| if at == 0 { *light } else { *dark });
                    given(theme, name).or_else(|| ours.map(str::to_owned)).unwrap_or_default()
                };
                let named = [*over, *under].into_iter().find(|name| given(theme, name).is_some());
                let (front, back) = (value(over), value(under));
                if let (Some(named), Some(reached)) = (named, token::contrast(&front, &back))
                    && reached < *least
                {
                    let ratio = |hundredths: u128| format!("{}.{:02}", hundredths / 100, hundredths % 100);
                    let expects = format!(
                        "a colour with a contrast of {} at least ({over} on {under}); it is {}",
                        ratio(*least),
                        ratio(reached)
                    );
                    let is = if named == *over { front } else { back };
                    self.wrong(step(path, named), &expects, Some(&is.into()), true);
                }
            }
        }
    }

    fn fields(&mut self, fields: &Value) -> Vec<FieldRule> {
        let mut rules = Vec::new();
        for member in table::FIELDS {
            let (Some(value), Some(field)) = (fields.get(member.name), Field::named(member.name)) else { continue };
            let path = step("fields", member.name);
            let mut asked = one_of(value.get("ask"), table::ASKED, &ASKED);
            let who = |value: &Value| self.said(value, table::WHO, &WHOS);
            let purpose = value.get("why").map(|why| Purpose {
                why: self.said(why, table::WHY, &WHYS),
                who: match value.get("who") {
                    Some(Value::Array(_)) => items(value, "who").map(|(_, one)| who(one)).collect(),
                    Some(one) => vec![who(one)],
                    None => Vec::new(),
                },
                kept: value.get("kept").map(|kept| self.kept(kept)),
            });
            if purpose.is_none() {
                if asked == Some(Asked::Required) {
                    let expects =
                        "a purpose: a field is made required only with the reason why it is asked (GDPR art. 5(1)(c))";
                    self.wrong(step(&path, "why"), expects, None, false);
                    asked = None;
                }
                for name in ["who", "kept"].into_iter().filter(|name| value.get(*name).is_some()) {
                    self.wrong(step(&path, name), "said beside a `why`", value.get(name), false);
                }
            }
            if asked.is_some() || purpose.is_some() {
                rules.push(FieldRule { field, asked, purpose });
            }
        }
        rules
    }

    fn policies(&mut self, policies: &Value) -> (Vec<(Policy, PolicyText)>, Vec<Version>, Option<Terms>) {
        let (mut texts, mut versions, mut terms) = (Vec::new(), Vec::new(), None);
        for (name, policy) in table::POLICY_NAMES.iter().zip(POLICIES) {
            let Some(value) = policies.get(*name) else { continue };
            texts.extend(text(value, "href").map(|href| (policy, PolicyText::At(href))));
            let (version, from) = (text(value, "version"), text(value, "from").and_then(|day| Day::parse(&day)));
            if policy == Policy::Terms {
                terms = version.clone().zip(from).map(|(version, from)| Terms { version, from });
            }
            match version {
                Some(version) => versions.push(Version { policy, version, from }),
                None if from.is_some() => {
                    let path = ["policies.", name, ".from"].concat();
                    self.wrong(path, "said beside a `version`", value.get("from"), false);
                }
                None => {}
            }
        }
        (texts, versions, terms)
    }

    fn consents(&mut self, root: &Value) -> Vec<Consent> {
        let mut found: Vec<Consent> = Vec::new();
        for (at, value) in items(root, "consents") {
            let id = text(value, "id").unwrap_or_default();
            let path = format!("consents[{at}]");
            if found.iter().any(|known| known.id == id) {
                self.wrong(step(&path, "id"), "a name that no other consent has", Some(&id.into()), false);
                continue;
            }
            let marketing = flag(value, "marketing");
            let mut required = flag(value, "required");
            if marketing && required {
                let expects = "false: nobody has to agree to marketing to buy something (GDPR art. 7(4))";
                self.wrong(step(&path, "required"), expects, Some(&Value::Bool(true)), false);
                required = false;
            }
            let words = value.get("text").map(|text| self.own(text)).unwrap_or_default();
            self.languages(&step(&path, "text"), &words);
            found.push(Consent {
                id,
                version: text(value, "version").unwrap_or_default(),
                text: words,
                note: value.get("note").map(|note| self.own(note)),
                required,
                marketing,
                policy: one_of(value.get("policy"), table::POLICY_NAMES, &POLICIES),
            });
        }
        found
    }

    /// Whoever agrees should be able to read what to: a language without the text is told.
    fn languages(&mut self, path: &str, text: &Own) {
        let offered = |tag: &&str| self.spoken.is_empty() || self.spoken.iter().any(|known| known == tag);
        let written = |tag: &&str| text.0.iter().any(|(known, _)| known == tag);
        let missing: Vec<&str> = shape::LANGUAGES.iter().copied().filter(offered).filter(|tag| !written(tag)).collect();
        if !missing.is_empty() {
            let is = text.0.iter().map(|(tag, _)| tag.as_str()).collect::<Vec<_>>().join(", ");
            let expects = ["said in every language; missing: ", &missing.join(", ")].concat();
            self.wrong(path.to_owned(), &expects, Some(&is.into()), true);
        }
    }

    fn experiments(&mut self, root: &Value) -> Vec<Experiment> {
        let mut found: Vec<Experiment> = Vec::new();
        for (at, value) in items(root, "experiments") {
            let id = text(value, "id").unwrap_or_default();
            let path = format!("experiments[{at}]");
            if found.iter().any(|known| known.id == id) {
                self.wrong(step(&path, "id"), "a name that no other experiment has", Some(&id.into()), false);
                continue;
            }
            let mut variants: Vec<(String, u32)> = Vec::new();
            for (at, variant) in items(value, "variants") {
                let name = text(variant, "name").unwrap_or_default();
                if variants.iter().any(|(known, _)| *known == name) {
                    let path = format!("{path}.variants[{at}].name");
                    self.wrong(path, "a name that no other variant has", Some(&name.into()), false);
                } else {
                    variants.push((name, variant.get("weight").map_or(Some(1), whole).unwrap_or_default()));
                }
            }
            if variants.len() < 2 || variants.iter().all(|(_, weight)| *weight == 0) {
                let expects = "two variants at least, one of them with a weight above 0";
                self.wrong(step(&path, "variants"), expects, value.get("variants"), false);
                continue;
            }
            found.push(Experiment { id, variants });
        }
        found
    }
}

fn tokens(brand: &Value, name: &str) -> Vec<(String, String)> {
    let object = brand.get(name).and_then(Value::as_object);
    let pair = |(name, value): (&String, &Value)| Some((name.clone(), value.as_str()?.to_owned()));
    object.into_iter().flatten().filter_map(pair).collect()
}
