//! What a page says about Stripe, and amounts as Stripe counts them.
//!
//! Always true: a secret key that was put into a page by mistake is refused and not repeated in the console.

use crate::domain::{money::Money, setting::Wrong};

/// Where Stripe publishes its script. It may not be served from anywhere else (<https://docs.stripe.com/js/including>).
/// `boot/early.js` lets this address through, or the one the page names, and no other.
pub const SCRIPT: &str = "https://js.stripe.com/v3/";

/// The settings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// `stripe-key`: the publishable key.
    pub key: String,
    /// `stripe-script`: another release of the script, or a stand-in on this machine.
    pub script: String,
    /// `stripe-customer`: the client secret of a `CustomerSession`, where the shopper is known: the fields then show the cards
    /// that Stripe keeps for this customer, and offer to keep another.
    pub customer: Option<String>,
}

impl Settings {
    /// Reads them; `get` gives the text of each by its name, without `kassa-`.
    ///
    /// # Errors
    /// The first that cannot be used.
    pub fn read(get: &dyn Fn(&str) -> Option<String>) -> Result<Self, Wrong> {
        let text = |name: &str| get(name).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty());
        let key = text("stripe-key");
        if !key.as_deref().is_some_and(|key| key.starts_with("pk_") && key.len() > 3 && plain(key)) {
            // Whoever reads the console over a shoulder must not find a secret there.
            let is = key.map(|key| if key.starts_with("pk_") { key } else { "…".to_owned() });
            return Err(Wrong {
                name: "stripe-key",
                expects: "a publishable key, pk_live_… or pk_test_…; never a secret one",
                is,
            });
        }
        // As it stands: the page's policy compares it so.
        let script = get("stripe-script").filter(|text| !text.is_empty()).unwrap_or_else(|| SCRIPT.to_owned());
        if !is_script(&script) {
            let expects = "an address under https://js.stripe.com/, or of this machine for tests";
            return Err(Wrong { name: "stripe-script", expects, is: Some(script) });
        }
        let customer = text("stripe-customer");
        if customer.as_deref().is_some_and(|secret| !(secret.starts_with("cuss_") && plain(secret))) {
            // It opens somebody's cards: never repeated.
            let expects = "the client secret of a CustomerSession, cuss_…";
            return Err(Wrong { name: "stripe-customer", expects, is: Some("…".to_owned()) });
        }
        Ok(Self { key: key.unwrap_or_default(), script, customer })
    }
}

fn plain(key: &str) -> bool {
    key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
}

/// Stripe's own address, or one of this machine: nobody else may see what is typed into these fields.
fn is_script(address: &str) -> bool {
    let here = ["http://127.0.0.1:", "http://localhost:", "http://[::1]:"];
    let is_clean = !address.contains(|c: char| c.is_whitespace() || c == '\\' || c == '@');
    is_clean && (address.starts_with("https://js.stripe.com/") || here.iter().any(|start| address.starts_with(start)))
}

/// An amount as Stripe counts it: the minor unit of ISO 4217, but for two currencies without one that Stripe counts in
/// hundredths all the same (<https://docs.stripe.com/currencies>, "special cases"). `None` for what cannot be charged.
pub fn units(money: Money) -> Option<i64> {
    let factor = if matches!(money.currency().code(), "ISK" | "UGX") { 100 } else { 1 };
    money.minor().checked_mul(factor).filter(|units| *units > 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::money::Currency;

    fn read(settings: &[(&str, &str)]) -> Result<Settings, Wrong> {
        Settings::read(&|name| settings.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
    }

    #[track_caller]
    fn check_wrong(settings: &[(&str, &str)], name: &str) -> String {
        let wrong = read(settings).expect_err("can be used");
        assert_eq!(wrong.name, name);
        wrong.sentence()
    }

    #[test]
    fn a_publishable_key_is_enough() {
        let settings = read(&[("stripe-key", " pk_test_51Abc ")]).unwrap();
        assert_eq!((settings.key.as_str(), settings.script.as_str()), ("pk_test_51Abc", SCRIPT));
    }
    #[test]
    fn without_a_key_there_is_no_stripe() {
        let sentence = check_wrong(&[], "stripe-key");
        assert!(sentence.contains("`kassa-stripe-key` is missing"), "{sentence}");
    }
    #[test]
    fn a_secret_key_is_refused_and_not_repeated() {
        for key in ["sk_live_51Secret", "rk_live_51Secret", "51Secret"] {
            let sentence = check_wrong(&[("stripe-key", key)], "stripe-key");
            assert!(!sentence.contains("Secret"), "{sentence}");
            assert!(sentence.contains("publishable"), "{sentence}");
        }
    }
    #[test]
    fn the_script_is_stripes_own() {
        let script = |address: &str| read(&[("stripe-key", "pk_test_1"), ("stripe-script", address)]);
        assert!(script("https://js.stripe.com/clover/stripe.js").is_ok());
        assert!(script("http://127.0.0.1:4710/v3/").is_ok());
        for address in [
            "https://js.stripe.com.evil.example/v3/",
            "https://evil.example/v3/",
            "https://js.stripe.com@evil.example/",
            "http://127.0.0.1:80@evil.example/v3/",
            "//js.stripe.com/v3/",
            "javascript:alert(1)",
            "http://js.stripe.com/v3/",
        ] {
            check_wrong(&[("stripe-key", "pk_test_1"), ("stripe-script", address)], "stripe-script");
        }
    }
    #[test]
    fn a_customer_session_opens_kept_cards_and_is_not_repeated() {
        let of = |secret: &str| read(&[("stripe-key", "pk_test_1"), ("stripe-customer", secret)]);
        assert_eq!(of("cuss_1_secret_2").unwrap().customer.as_deref(), Some("cuss_1_secret_2"));
        assert_eq!(of(" ").unwrap().customer, None);
        for secret in ["sk_live_51Secret", "cus_Secret", "cuss_<Secret>"] {
            let sentence = check_wrong(&[("stripe-key", "pk_test_1"), ("stripe-customer", secret)], "stripe-customer");
            assert!(!sentence.contains("Secret"), "{sentence}");
        }
    }
    #[test]
    fn the_page_lets_the_same_script_through() {
        assert!(include_str!("../../../boot/early.js").contains(&["'", SCRIPT, "'"].concat()));
    }
    #[test]
    fn amounts_are_minor_units() {
        let of = |minor, code| units(Money::new(minor, Currency::parse(code).unwrap()));
        assert_eq!(of(40_700, "EUR"), Some(40_700));
        assert_eq!(of(500, "JPY"), Some(500));
        assert_eq!(of(500, "ISK"), Some(50_000));
        assert_eq!(of(12_340, "KWD"), Some(12_340));
        assert_eq!(of(0, "EUR"), None);
        assert_eq!(of(i64::MAX, "UGX"), None);
    }
}
