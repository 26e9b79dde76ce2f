//! What a merchant's page says of its wallets: `<meta name="kassa-google-pay" content="gateway=example; …">`.
//!
//! Pairs of name and value between semicolons. A setting that lacks something makes no wallet at all: a sheet that opens
//! and cannot pay is a dead button.

/// A wallet with what it needs to know of the merchant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Method {
    /// Google Pay.
    Google(Google),
    /// Apple Pay.
    Apple(Apple),
}

/// `gateway`, `merchant`, and as wanted `networks` (between spaces), `name`, `google-merchant` and `environment=PRODUCTION`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Google {
    /// The payment provider by Google's name.
    pub gateway: String,
    /// The merchant by the provider's name.
    pub merchant: String,
    /// The shop's name in the sheet.
    pub name: String,
    /// The merchant by Google's name; needed for real money.
    pub google_merchant: String,
    /// Whether real money moves.
    pub production: bool,
    /// `VISA`, `MASTERCARD`, …
    pub networks: Vec<String>,
}

/// `merchant`, `session`, `country`, and as wanted `networks`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apple {
    /// The merchant by Apple's name: `merchant.example.shop`.
    pub merchant: String,
    /// Where this shop's server asks Apple for a session: a path of the page's origin.
    pub session: String,
    /// The merchant's country, two letters.
    pub country: String,
    /// `visa`, `masterCard`, …
    pub networks: Vec<String>,
}

impl Method {
    /// The wallet of that id (`googlepay`, `applepay`) with the page's setting for it, if that is whole.
    pub fn named(id: &str, setting: &str) -> Option<Self> {
        let value = |name: &str| -> Option<&str> {
            let mut pairs = setting.split(';').filter_map(|pair| pair.split_once('='));
            let (_, value) = pairs.find(|(of, _)| of.trim() == name)?;
            Some(value.trim()).filter(|value| !value.is_empty())
        };
        let text = |name: &str| value(name).map(str::to_owned);
        let networks = |usual: &str| {
            let named = value("networks").unwrap_or(usual);
            named.split_ascii_whitespace().map(str::to_owned).collect()
        };
        match id {
            "googlepay" => Some(Self::Google(Google {
                gateway: text("gateway")?,
                merchant: text("merchant")?,
                name: text("name").unwrap_or_default(),
                google_merchant: text("google-merchant").unwrap_or_default(),
                production: value("environment") == Some("PRODUCTION"),
                networks: networks("VISA MASTERCARD"),
            })),
            "applepay" => Some(Self::Apple(Apple {
                merchant: text("merchant")?,
                // The path of this origin, nowhere else: what comes back opens a sheet in the shop's name.
                session: text("session")
                    .filter(|path| path.starts_with('/') && !path.starts_with("//") && !path.contains('\\'))?,
                country: text("country").filter(|country| country.len() == 2)?,
                networks: networks("visa masterCard"),
            })),
            _ => None,
        }
    }

    /// The name of its setting, without `kassa-`.
    pub fn setting(id: &str) -> Option<&'static str> {
        match id {
            "googlepay" => Some("google-pay"),
            "applepay" => Some("apple-pay"),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn google_pay_needs_a_gateway_and_a_merchant() {
        let whole =
            Method::named("googlepay", " gateway = example ; merchant=shop-1; networks=VISA AMEX;name=Fjellvik; ");
        let expected = Google {
            gateway: "example".to_owned(),
            merchant: "shop-1".to_owned(),
            name: "Fjellvik".to_owned(),
            google_merchant: String::new(),
            production: false,
            networks: vec!["VISA".to_owned(), "AMEX".to_owned()],
        };
        assert_eq!(whole, Some(Method::Google(expected)));
        for wanting in ["", "gateway=example", "merchant=a", "gateway=;merchant=a", "gateway", ";;="] {
            assert_eq!(Method::named("googlepay", wanting), None, "{wanting:?}");
        }
    }
    #[test]
    fn real_money_wants_the_word() {
        let is_real = |environment: &str| match Method::named(
            "googlepay",
            &format!("gateway=a;merchant=b;environment={environment}"),
        ) {
            Some(Method::Google(google)) => google.production,
            _ => panic!("no wallet"),
        };
        assert!(is_real("PRODUCTION") && !is_real("TEST") && !is_real("production") && !is_real(""));
    }
    #[test]
    fn apple_pay_asks_this_origin_for_its_session() {
        let with = |session: &str| {
            Method::named("applepay", &format!("merchant=merchant.example; country=FI; session={session}"))
        };
        assert!(with("/apple-pay/session").is_some());
        for elsewhere in ["", "https://elsewhere.example/", "//elsewhere.example", "/\\elsewhere.example", "session"] {
            assert_eq!(with(elsewhere), None, "{elsewhere:?}");
        }
        assert_eq!(Method::named("applepay", "merchant=a; session=/a; country=Finland"), None);
    }
    #[test]
    fn other_wallets_are_unknown() {
        assert_eq!((Method::named("otherpay", "gateway=a; merchant=b"), Method::setting("otherpay")), (None, None));
    }
}
