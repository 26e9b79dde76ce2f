//! Why cards are refused, in the words of Stripe: many shops hand them on as they are.
//!
//! Source: <https://docs.stripe.com/declines/codes>, and the `code` of a `card_error` in
//! <https://docs.stripe.com/error-codes>. What Stripe's page asks not to tell a shopper (lost, stolen, fraud) goes to the two
//! refusals whose sentences do not tell it either.

use crate::domain::payment::Decline;

/// Each of our reasons with the codes that mean it. What is not here is a refusal without a reason, as are
/// `generic_decline`, `do_not_honor`, `call_issuer`, `no_action_taken` and `stop_payment_order`.
const CODES: &[(Decline, &[&str])] = &[
    (Decline::InsufficientFunds, &["insufficient_funds"]),
    (Decline::ExpiredCard, &["expired_card", "invalid_expiry_month", "invalid_expiry_year"]),
    (Decline::WrongCode, &["incorrect_cvc", "invalid_cvc"]),
    (
        Decline::WrongNumber,
        &["incorrect_number", "invalid_number", "invalid_account", "new_account_information_available"],
    ),
    (Decline::LostOrStolen, &["lost_card", "stolen_card", "pickup_card", "restricted_card"]),
    (Decline::LimitReached, &["card_velocity_exceeded", "withdrawal_count_limit_exceeded", "invalid_amount"]),
    (
        Decline::NotPermitted,
        &[
            "transaction_not_allowed",
            "card_not_supported",
            "currency_not_supported",
            "not_permitted",
            "service_not_allowed",
            "revocation_of_all_authorizations",
            "revocation_of_authorization",
        ],
    ),
    (
        Decline::AuthenticationFailed,
        &[
            "authentication_required",
            "authentication_failed",
            "payment_intent_authentication_failure",
            "setup_intent_authentication_failure",
            "authentication_not_handled",
            "incorrect_pin",
            "invalid_pin",
            "offline_pin_required",
            "online_or_offline_pin_required",
            "pin_try_exceeded",
        ],
    ),
    (Decline::SuspectedFraud, &["fraudulent", "merchant_blacklist", "security_violation"]),
    (Decline::IssuerUnavailable, &["issuer_not_available"]),
    (
        Decline::TryLater,
        &["try_again_later", "reenter_transaction", "processing_error", "approve_with_id", "duplicate_transaction"],
    ),
];

/// Which of our reasons a code of Stripe's is.
pub fn of_stripe(code: &str) -> Decline {
    let of = CODES.iter().find(|(_, codes)| codes.contains(&code));
    of.map_or(Decline::Generic, |(decline, _)| *decline)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(code: &str, decline: Decline) {
        assert_eq!(of_stripe(code), decline, "{code}");
    }

    #[test]
    fn every_reason_but_the_one_without_a_reason_has_a_code() {
        for decline in Decline::ALL.into_iter().filter(|decline| *decline != Decline::Generic) {
            assert!(CODES.iter().any(|(known, codes)| *known == decline && !codes.is_empty()), "{decline:?}");
        }
    }
    #[test]
    fn a_code_means_one_thing() {
        let mut all: Vec<&str> = CODES.iter().flat_map(|(_, codes)| codes.iter().copied()).collect();
        let number = all.len();
        all.sort_unstable();
        all.dedup();
        assert_eq!(all.len(), number);
    }
    #[test]
    fn no_reason_stays_none() {
        for code in ["generic_decline", "do_not_honor", "do_not_try_again", "card_declined", "", "of tomorrow"] {
            check(code, Decline::Generic);
        }
    }
    #[test]
    fn a_card_that_is_reported_is_never_told_so() {
        for code in ["lost_card", "stolen_card", "pickup_card"] {
            check(code, Decline::LostOrStolen);
        }
        check("fraudulent", Decline::SuspectedFraud);
    }
    #[test]
    fn what_the_shopper_can_mend_is_named() {
        check("incorrect_cvc", Decline::WrongCode);
        check("incorrect_number", Decline::WrongNumber);
        check("expired_card", Decline::ExpiredCard);
        check("insufficient_funds", Decline::InsufficientFunds);
    }
}
