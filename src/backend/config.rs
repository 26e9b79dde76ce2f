//! What a merchant's page says about its backend.
//!
//! In the page host each setting is `<meta name="kassa-…" content="…">`, in the element an attribute of the same name.
//! Always true: a setting that is there was checked; one that is wrong is named with what it expects ([`Wrong`]), and
//! never breaks the page around. Nothing in here is a secret: whoever opens the page can read it.

pub use crate::domain::setting::Wrong;
use crate::domain::{
    MethodId,
    country::Country,
    day::Day,
    quote::{Policy, PolicyText, Shop, Terms},
};

/// The settings.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// `endpoint`: where the backend is, without a slash at the end. Empty for backends that have none.
    pub endpoint: String,
    /// `key`: what says which shop it is, such as Medusa's publishable key.
    pub key: Option<String>,
    /// `session`: the bag that the shop hands over, by the backend's own name or token for it.
    pub session: Option<String>,
    /// `methods`: the backend's code for a way to pay, and which of ours it is.
    pub methods: Vec<(String, MethodId)>,
    /// `countries`: where the shop delivers, for backends that do not say.
    pub countries: Vec<Country>,
    /// `shop-name`, `seller`, `ships-from`, `returns-days`, `terms` and `policy-…`: what the backend does not know
    /// of the shop.
    pub shop: Shop,
}

const POLICIES: [(&str, Policy); 6] = [
    ("policy-help", Policy::Help),
    ("policy-delivery", Policy::Delivery),
    ("policy-returns", Policy::Returns),
    ("policy-terms", Policy::Terms),
    ("policy-privacy", Policy::Privacy),
    ("policy-accessibility", Policy::Accessibility),
];

impl Config {
    /// Reads the settings; `get` gives the text of each by its name, without `kassa-`.
    ///
    /// # Errors
    /// The first that cannot be used.
    pub fn read(get: &dyn Fn(&str) -> Option<String>) -> Result<Self, Wrong> {
        let text = |name: &str| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let wrong = |name, expects, is: String| Wrong { name, expects, is: Some(is) };

        let endpoint = text("endpoint").unwrap_or_default();
        let is_address = ["https://", "http://", "/"].iter().any(|start| endpoint.starts_with(start));
        if !endpoint.is_empty() && (!is_address || endpoint.contains(char::is_whitespace)) {
            return Err(wrong("endpoint", "an address such as https://shop.example/api", endpoint));
        }
        let mut methods = Vec::new();
        for pair in text("methods").unwrap_or_default().split_whitespace() {
            match pair.split_once('=') {
                Some((theirs, ours)) if !theirs.is_empty() && !ours.is_empty() => {
                    methods.push((theirs.to_owned(), MethodId(ours.to_owned())));
                }
                _ => return Err(wrong("methods", "pairs such as `stripe=card bank=invoice`", pair.to_owned())),
            }
        }
        let mut countries = Vec::new();
        for code in text("countries").unwrap_or_default().split_whitespace() {
            let country = Country::parse(code);
            countries.push(country.ok_or_else(|| wrong("countries", "codes such as `NO SE FI`", code.to_owned()))?);
        }
        let returns_days = match text("returns-days") {
            Some(days) => {
                Some(days.parse().map_err(|_| wrong("returns-days", "a number of days such as 30", days.clone()))?)
            }
            None => None,
        };
        let terms = match text("terms") {
            Some(terms) => Some(
                read_terms(&terms)
                    .ok_or_else(|| wrong("terms", "a version and its day, such as `12 2026-10-01`", terms))?,
            ),
            None => None,
        };
        let mut policies = Vec::new();
        for (name, policy) in POLICIES {
            let Some(address) = text(name) else { continue };
            if !["https://", "http://", "/", "mailto:"].iter().any(|start| address.starts_with(start)) {
                return Err(wrong(name, "the address of a page", address));
            }
            policies.push((policy, PolicyText::At(address)));
        }
        let shop = Shop {
            name: text("shop-name").unwrap_or_default(),
            seller: text("seller").unwrap_or_default(),
            ships_from: text("ships-from").unwrap_or_default(),
            returns_days,
            rating: None,
            terms,
            policies,
            house: None,
        };
        let endpoint = endpoint.trim_end_matches('/').to_owned();
        Ok(Self { endpoint, key: text("key"), session: text("session"), methods, countries, shop })
    }

    /// The endpoint, for an adapter that cannot do without.
    ///
    /// # Errors
    /// When the page does not say.
    pub fn needs_endpoint(&self) -> Result<&str, Wrong> {
        let missing = || Wrong { name: "endpoint", expects: "the address of the shop's API", is: None };
        Some(self.endpoint.as_str()).filter(|endpoint| !endpoint.is_empty()).ok_or_else(missing)
    }

    /// The key, for an adapter that cannot do without.
    ///
    /// # Errors
    /// When the page does not say.
    pub fn needs_key(&self) -> Result<&str, Wrong> {
        self.key.as_deref().ok_or(Wrong { name: "key", expects: "the key of the shop's API", is: None })
    }

    /// Which way to pay of ours a code of the backend is; the code itself where the page says nothing.
    pub fn method(&self, theirs: &str) -> MethodId {
        let known = self.methods.iter().find(|(code, _)| code == theirs);
        known.map_or_else(|| MethodId(theirs.to_owned()), |(_, ours)| ours.clone())
    }

    /// The backend's code for a way to pay of ours.
    pub fn code_of<'a>(&'a self, ours: &'a MethodId) -> &'a str {
        self.methods.iter().find(|(_, method)| method == ours).map_or(ours.as_str(), |(code, _)| code)
    }
}

fn read_terms(text: &str) -> Option<Terms> {
    let (version, day) = text.split_once(' ')?;
    Some(Terms { version: version.to_owned(), from: Day::parse(day.trim())? })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &[(&str, &str)]) -> Result<Config, Wrong> {
        Config::read(&|name| settings.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[track_caller]
    fn check_wrong(name: &str, value: &str) {
        let wrong = read(&[(name, value)]).expect_err(value);
        assert_eq!((wrong.name, wrong.is.is_some()), (name, true));
        assert!(wrong.sentence().contains(&format!("`kassa-{name}`")), "{}", wrong.sentence());
    }

    #[test]
    fn a_page_without_settings_is_a_page() {
        assert!(read(&[]).is_ok());
    }
    #[test]
    fn an_endpoint_has_no_slash_at_its_end() {
        assert_eq!(read(&[("endpoint", " https://shop.example/api/ ")]).unwrap().endpoint, "https://shop.example/api");
    }
    #[test]
    fn an_endpoint_is_an_address() {
        check_wrong("endpoint", "shop.example");
    }
    #[test]
    fn no_script_is_an_endpoint() {
        check_wrong("endpoint", "javascript:alert(1)");
    }
    #[test]
    fn methods_are_pairs() {
        check_wrong("methods", "card");
    }
    #[test]
    fn methods_map_both_ways() {
        let config = read(&[("methods", "pp_stripe=card cod=collect")]).unwrap();
        assert_eq!(config.method("pp_stripe"), MethodId::from("card"));
        assert_eq!(config.code_of(&MethodId::from("collect")), "cod");
        assert_eq!(config.method("wire"), MethodId::from("wire"));
    }
    #[test]
    fn countries_are_codes() {
        check_wrong("countries", "NO Norway");
    }
    #[test]
    fn returns_are_counted_in_days() {
        check_wrong("returns-days", "a month");
    }
    #[test]
    fn terms_have_a_version_and_a_day() {
        check_wrong("terms", "12");
        let terms = read(&[("terms", "12 2026-10-01")]).unwrap().shop.terms.unwrap();
        assert_eq!((terms.version.as_str(), terms.from), ("12", Day::of(2026, 10, 1)));
    }
    #[test]
    fn a_policy_is_a_page() {
        check_wrong("policy-terms", "javascript:alert(1)");
    }
    #[test]
    fn what_is_missing_is_named() {
        let wrong = read(&[]).unwrap().needs_endpoint().unwrap_err();
        assert_eq!(wrong.sentence(), "Kassa: the setting `kassa-endpoint` is missing: the address of the shop's API.");
    }
}
