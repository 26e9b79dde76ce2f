//! Amounts of money: whole minor units of one currency. Never a float.
//!
//! Two currencies never mix: arithmetic on them is an error, not a number.

use core::fmt;

/// A currency of ISO 4217 with the digits its minor unit has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency {
    code: [u8; 3],
    exponent: u8,
}

/// Currencies whose minor unit is not a hundredth (ISO 4217 table A.1).
const ODD_EXPONENTS: &[(&[u8; 3], u8)] = &[
    (b"BHD", 3),
    (b"BIF", 0),
    (b"CLP", 0),
    (b"DJF", 0),
    (b"GNF", 0),
    (b"IQD", 3),
    (b"ISK", 0),
    (b"JOD", 3),
    (b"JPY", 0),
    (b"KMF", 0),
    (b"KRW", 0),
    (b"KWD", 3),
    (b"LYD", 3),
    (b"OMR", 3),
    (b"PYG", 0),
    (b"RWF", 0),
    (b"TND", 3),
    (b"UGX", 0),
    (b"UYI", 0),
    (b"VND", 0),
    (b"VUV", 0),
    (b"XAF", 0),
    (b"XOF", 0),
    (b"XPF", 0),
];

impl Currency {
    /// The euro.
    pub const EUR: Self = Self { code: *b"EUR", exponent: 2 };
    /// The Norwegian krone.
    pub const NOK: Self = Self { code: *b"NOK", exponent: 2 };
    /// The Swedish krona.
    pub const SEK: Self = Self { code: *b"SEK", exponent: 2 };
    /// The Danish krone.
    pub const DKK: Self = Self { code: *b"DKK", exponent: 2 };

    /// Three letters of ISO 4217, in either case. `None` when it is not three ASCII letters.
    pub fn parse(code: &str) -> Option<Self> {
        let letters: [u8; 3] = code.as_bytes().try_into().ok()?;
        if !letters.iter().all(u8::is_ascii_alphabetic) {
            return None;
        }
        let code = letters.map(|letter| letter.to_ascii_uppercase());
        let exponent = ODD_EXPONENTS.iter().find(|(odd, _)| **odd == code).map_or(2, |(_, digits)| *digits);
        Some(Self { code, exponent })
    }

    /// The three-letter code.
    pub fn code(&self) -> &str {
        // The only constructors put ASCII letters here.
        core::str::from_utf8(&self.code).unwrap_or("XXX")
    }

    /// Digits after the decimal point of the major unit.
    pub fn exponent(&self) -> u8 {
        self.exponent
    }
}

/// Why two amounts could not be put together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyError {
    /// The amounts are of two currencies.
    Mixed,
    /// The result does not fit in 64 bits.
    TooLarge,
}

/// An amount in minor units (cents, øre) of one currency; negative for what is taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

impl Money {
    /// `minor` units of `currency`: `Money::new(1250, Currency::EUR)` is €12.50.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in that currency.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The amount in minor units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency of the amount.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether nothing is to be paid.
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// Whether it is taken off.
    pub const fn is_negative(self) -> bool {
        self.minor < 0
    }

    /// The sum of two amounts.
    ///
    /// # Errors
    /// [`MoneyError::Mixed`] for two currencies, [`MoneyError::TooLarge`] past 64 bits.
    pub fn plus(self, other: Self) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            return Err(MoneyError::Mixed);
        }
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// What is left of this amount after the other.
    ///
    /// # Errors
    /// As [`Money::plus`].
    pub fn minus(self, other: Self) -> Result<Self, MoneyError> {
        let minor = other.minor.checked_neg().ok_or(MoneyError::TooLarge)?;
        self.plus(Self { minor, ..other })
    }

    /// The amount for `quantity` pieces.
    ///
    /// # Errors
    /// [`MoneyError::TooLarge`] past 64 bits.
    pub fn times(self, quantity: u32) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_mul(i64::from(quantity)).ok_or(MoneyError::TooLarge)?;
        Ok(Self { minor, ..self })
    }

    /// The amount in major units as plain decimal text, `-12.50`: what `Intl.NumberFormat` takes
    /// without passing through a float.
    pub fn decimal(self) -> String {
        self.to_string()
    }

    /// Reads what [`Money::decimal`] writes. `None` for anything else, also for more digits than the
    /// currency has.
    pub fn from_decimal(text: &str, currency: Currency) -> Option<Self> {
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let places = usize::from(currency.exponent);
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !all_digits(whole) || !all_digits(fraction) || fraction.len() > places {
            return None;
        }
        let mut minor: i64 = whole.parse().ok()?;
        for place in 0..places {
            let digit = fraction.as_bytes().get(place).map_or(0, |byte| i64::from(byte - b'0'));
            minor = minor.checked_mul(10)?.checked_add(digit)?;
        }
        Some(Self::new(if negative { -minor } else { minor }, currency))
    }

    /// Reads a decimal with any number of digits, as JSON writes numbers (RFC 8259 section 6), and rounds half away
    /// from zero at the currency's last digit.
    pub fn from_long_decimal(text: &str, currency: Currency) -> Option<Self> {
        let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (digits, power) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let bytes = || whole.bytes().chain(fraction.bytes());
        if whole.is_empty() || !bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        // So many of the digits stand before the point once minor units are counted.
        let power: i64 = power.strip_prefix('+').unwrap_or(power).parse().ok()?;
        let kept = i64::try_from(whole.len()).ok()?.checked_add(power)?.checked_add(i64::from(currency.exponent))?;
        // No amount has that many digits; and nothing here may run for long.
        let kept = usize::try_from(kept.clamp(-1, 40)).ok();
        let mut minor: i64 = 0;
        for place in 0..kept.unwrap_or(0) {
            minor = minor.checked_mul(10)?.checked_add(i64::from(bytes().nth(place).map_or(0, |byte| byte - b'0')))?;
        }
        if kept.and_then(|kept| bytes().nth(kept)).is_some_and(|next| next >= b'5') {
            minor = minor.checked_add(1)?;
        }
        Some(Self::new(if negative { -minor } else { minor }, currency))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.minor < 0 { "-" } else { "" };
        let digits = self.minor.unsigned_abs();
        let places = usize::from(self.currency.exponent);
        if places == 0 {
            return write!(f, "{sign}{digits}");
        }
        let unit = 10_u64.pow(u32::from(self.currency.exponent));
        write!(f, "{sign}{}.{:0places$}", digits / unit, digits % unit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(minor: i64, code: &str, expected: &str) {
        let currency = Currency::parse(code).unwrap();
        assert_eq!(Money::new(minor, currency).decimal(), expected);
        assert_eq!(Money::from_decimal(expected, currency), Some(Money::new(minor, currency)));
    }

    #[test]
    fn cents_are_hundredths() {
        check(1250, "EUR", "12.50");
    }
    #[test]
    fn small_cents_keep_their_zero() {
        check(5, "EUR", "0.05");
    }
    #[test]
    fn negative_amounts_keep_their_sign_below_one() {
        check(-5, "EUR", "-0.05");
    }
    // shows: CUR-01
    #[test]
    fn yen_has_no_decimals() {
        check(1250, "JPY", "1250");
    }
    // shows: CUR-01
    #[test]
    fn dinar_has_three() {
        check(1250, "KWD", "1.250");
    }
    #[test]
    fn lower_case_codes_are_read() {
        check(100, "nok", "1.00");
    }

    #[test]
    fn two_currencies_do_not_add() {
        let sum = Money::new(1, Currency::EUR).plus(Money::new(1, Currency::NOK));
        assert_eq!(sum, Err(MoneyError::Mixed));
    }

    #[test]
    fn overflow_is_an_error_and_not_a_number() {
        assert_eq!(Money::new(i64::MAX, Currency::EUR).plus(Money::new(1, Currency::EUR)), Err(MoneyError::TooLarge));
        assert_eq!(Money::new(i64::MAX, Currency::EUR).times(2), Err(MoneyError::TooLarge));
    }

    #[test]
    fn what_is_not_a_decimal_is_refused() {
        for text in ["", "-", "1.234", "1,50", "1e3", ".5", "1.5x", "€1"] {
            assert_eq!(Money::from_decimal(text, Currency::EUR), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn decimal_text_round_trips(minor in -1_000_000_000_000_i64..1_000_000_000_000, which in 0..3_usize) {
            let currency = Currency::parse(["EUR", "JPY", "KWD"][which]).unwrap();
            let money = Money::new(minor, currency);
            prop_assert_eq!(Money::from_decimal(&money.decimal(), currency), Some(money));
        }
    }
}
