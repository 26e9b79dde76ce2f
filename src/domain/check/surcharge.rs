//! Which fees for a way to pay the law of a country forbids.
//!
//! Always true: a fee that one of these rules names is never shown as something to choose; the method is withheld and
//! the merchant is told. What is not named here is the merchant's to check with counsel: laws differ and change. The
//! amounts themselves (never above cost, Directive (EU) 2015/2366 art. 62(3)) cannot be known here.

use crate::domain::MethodId;
use crate::domain::{
    country::Country,
    payment::{Buyer, MethodOffer, NotOffered, kind},
    quote::Quote,
};

/// Why a fee is forbidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rule {
    /// Consumer cards of four-party schemes, credit transfers and direct debits in euro, in the EEA: Directive (EU)
    /// 2015/2366 art. 62(4) with Regulation (EU) 2015/751 chapter II.
    PaymentServices,
    /// Every means of payment of a consumer, by a country's own law (art. 62(5) there; the Consumer Rights (Payment
    /// Surcharges) Regulations 2012 in the United Kingdom).
    National,
}

impl Rule {
    /// How it is cited to a merchant.
    pub const fn citation(self) -> &'static str {
        match self {
            Self::PaymentServices => "Directive (EU) 2015/2366 art. 62(4)",
            Self::National => {
                "national law under Directive (EU) 2015/2366 art. 62(5), or the UK Payment Surcharges Regulations"
            }
        }
    }
}

/// Member states of the European Economic Area (ISO 3166-1).
const EEA: [&str; 30] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Countries that forbid consumers' fees for every means of payment: France (Code monétaire et financier L112-12),
/// Austria (`ZaDiG` 2018 § 56), Italy (D.Lgs. 11/2010 art. 3), Sweden (lag 2010:751 om betaltjänster 5 kap. 2 §), the
/// United Kingdom (SI 2012/3110 as amended by SI 2017/1277).
const ALL_MEANS: [&str; 5] = ["AT", "FR", "GB", "IT", "SE"];

/// Brands that are no four-party scheme, so that chapter II of Regulation (EU) 2015/751 does not cap them.
const THREE_PARTY: [&str; 2] = ["amex", "diners"];

/// What is paid by a bank on the shopper's order at once; what is a loan, a bill or cash is no payment service.
const MEANS: [&str; 15] = [
    "card",
    "saved",
    "applepay",
    "googlepay",
    "paypal",
    "mobilepay",
    "vipps",
    "swish",
    "ideal",
    "bancontact",
    "transfer",
    "debit",
    "eps",
    "blik",
    "bizum",
];

/// The rule that forbids a fee for a method, for a card of this brand where it is one.
pub fn forbids(country: Country, buyer: Buyer, method: &MethodId, brand: Option<&str>) -> Option<Rule> {
    let kind = kind(method);
    // Commercial cards and companies are free to agree (art. 62(4), Regulation (EU) 2015/751 art. 1(3)).
    if buyer == Buyer::Company || !MEANS.contains(&kind) {
        return None;
    }
    let of = country.code();
    if ALL_MEANS.contains(&of) {
        return Some(Rule::National);
    }
    let three_party = brand.is_some_and(|brand| THREE_PARTY.contains(&brand));
    let covered = matches!(kind, "card" | "saved" | "applepay" | "googlepay" | "bancontact" | "transfer" | "debit");
    (EEA.contains(&of) && covered && !three_party).then_some(Rule::PaymentServices)
}

/// The rule that forbids what an offer asks for.
fn unlawful(country: Country, buyer: Buyer, offer: &MethodOffer) -> Option<Rule> {
    let saved = offer.saved.as_ref().map(|card| card.face.brand.as_str());
    let plain = offer.fee.filter(|fee| fee.minor() > 0).and_then(|_| forbids(country, buyer, &offer.id, saved));
    let by_brand = || {
        let mut asked = offer.brand_fees.iter().filter(|(_, fee)| fee.minor() > 0);
        asked.find_map(|(brand, _)| forbids(country, buyer, &offer.id, Some(brand)))
    };
    plain.or_else(by_brand)
}

/// Takes out of a quote what may not be offered, and says what it was.
pub fn withhold(quote: &mut Quote) -> Vec<(MethodId, Rule)> {
    let (country, buyer) = (quote.country, quote.buyer);
    let withheld: Vec<(MethodId, Rule)> =
        quote.methods.iter().filter_map(|offer| Some((offer.id.clone(), unlawful(country, buyer, offer)?))).collect();
    if !withheld.is_empty() {
        quote.methods.retain(|offer| !withheld.iter().any(|(id, _)| *id == offer.id));
        quote.not_offered.extend(withheld.iter().map(|(id, _)| (id.clone(), NotOffered::UnlawfulFee)));
    }
    withheld
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(country: &str, buyer: Buyer, method: &str, brand: Option<&str>, expected: Option<Rule>) {
        let country = Country::parse(country).unwrap();
        assert_eq!(forbids(country, buyer, &MethodId::from(method), brand), expected, "{country:?} {method} {brand:?}");
    }

    #[test]
    fn fees_the_law_forbids() {
        use Buyer::{Company, Consumer};
        use Rule::{National, PaymentServices};
        check("FI", Consumer, "card", Some("visa"), Some(PaymentServices));
        check("FI", Consumer, "card", Some("dankort"), Some(PaymentServices));
        check("FI", Consumer, "saved:1", Some("mastercard"), Some(PaymentServices));
        check("DE", Consumer, "transfer", None, Some(PaymentServices));
        check("NO", Consumer, "card", None, Some(PaymentServices));
        check("DE", Consumer, "card", Some("amex"), None);
        check("DE", Consumer, "paypal", None, None);
        check("SE", Consumer, "card", Some("amex"), Some(National));
        check("AT", Consumer, "paypal", None, Some(National));
        check("FR", Consumer, "mobilepay", None, Some(National));
        check("GB", Consumer, "paypal", None, Some(National));
        check("FI", Consumer, "invoice", None, None);
        check("SE", Consumer, "invoice", None, None);
        check("FI", Company, "card", Some("visa"), None);
        check("SE", Company, "card", Some("amex"), None);
        check("US", Consumer, "card", Some("visa"), None);
    }
}
