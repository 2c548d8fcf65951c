//! Money: integer minor units with a currency. No tolerance, no float, no silent rounding.

use std::fmt;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// An ISO 4217 alphabetic code. Whether it is a known currency, and how many minor digits it has,
/// is for the policy pack to say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

impl Currency {
    /// The renminbi, the bookkeeping currency (会计法 art. 12).
    pub const CNY: Self = Self(*b"CNY");

    /// Three capital ASCII letters, or `None`.
    #[must_use]
    pub fn parse(code: &str) -> Option<Self> {
        let bytes: [u8; 3] = code.as_bytes().try_into().ok()?;
        bytes.iter().all(u8::is_ascii_uppercase).then_some(Self(bytes))
    }

    /// The code.
    #[must_use]
    pub fn as_str(&self) -> &str {
        // Three ASCII capitals by construction, so this never falls back.
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl TryFrom<String> for Currency {
    type Error = String;

    fn try_from(code: String) -> Result<Self, String> {
        Self::parse(&code).ok_or_else(|| format!("{code:?} is not an ISO 4217 code"))
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> Self {
        currency.as_str().to_owned()
    }
}

/// Decimals of the renminbi: a fen is a hundredth of a yuan.
pub const FEN_DIGITS: u8 = 2;

/// Millionths of a unit times millionths of a yuan are 10⁻¹² yuan: so many make a fen.
pub const PARTS_PER_FEN: i128 = 10_000_000_000;

/// Decimals of a price of one unit and of a quantity.
const MILLIONTHS_DIGITS: u8 = 6;

macro_rules! millionths {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name {
            /// Millionths.
            pub millionths: i64,
        }

        impl $name {
            /// Reads a decimal with at most six decimals.
            ///
            /// # Errors
            ///
            /// As [`parse_minor`].
            pub fn parse(text: &str) -> Result<Self, AmountError> {
                Ok(Self { millionths: parse_minor(text, MILLIONTHS_DIGITS)? })
            }
        }

        /// A decimal without zeros at its end.
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&format_millionths(self.millionths.into()))
            }
        }
    };
}

millionths! {
    /// The price of one unit in millionths of the currency's unit: what a call costs may be less
    /// than a fen.
    UnitPrice
}

millionths! {
    /// A quantity in millionths of its unit.
    Quantity
}

/// Millionths as a decimal without zeros at its end.
pub(crate) fn format_millionths(millionths: i128) -> String {
    let text = format_minor(millionths, MILLIONTHS_DIGITS);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Why a text is not an amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AmountError {
    /// Something other than an optional sign, digits and one point. Thousands separators are
    /// refused too: a mapping has to say that a file uses them.
    #[error("not a plain decimal number")]
    NotDecimal,
    /// More decimals than the currency has minor digits. Nothing is rounded away.
    #[error("more than {at_most} decimals")]
    TooManyDecimals {
        /// The minor digits of the currency.
        at_most: u8,
    },
    /// It does not fit 64 bits of minor units.
    #[error("larger than 9.2e18 minor units")]
    TooLarge,
}

/// Reads a decimal amount as integer minor units: `"-12.5"` with 2 digits is −1250.
///
/// Trailing zeros past the minor digits are still decimals that the currency does not have, and are
/// refused, so that nobody can mean something by them.
///
/// # Errors
///
/// The first rule broken, in the order in which [`AmountError`] lists them.
pub fn parse_minor(text: &str, minor_digits: u8) -> Result<i64, AmountError> {
    let (negative, digits) = match text.as_bytes() {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] | rest => (false, rest),
    };
    let mut value: i64 = 0;
    let mut decimals: Option<u8> = None;
    let mut seen = false;
    let mut overflow = false;
    let mut excess = false;
    for byte in digits {
        match byte {
            b'0'..=b'9' => {
                seen = true;
                if let Some(count) = &mut decimals {
                    *count = count.saturating_add(1);
                    if minor_digits < *count {
                        excess = true;
                        continue;
                    }
                }
                match value.checked_mul(10).and_then(|it| it.checked_add(i64::from(byte - b'0'))) {
                    Some(next) => value = next,
                    None => overflow = true,
                }
            }
            b'.' if decimals.is_none() && seen => decimals = Some(0),
            _ => return Err(AmountError::NotDecimal),
        }
    }
    if !seen || digits.last() == Some(&b'.') {
        return Err(AmountError::NotDecimal);
    }
    if excess {
        return Err(AmountError::TooManyDecimals { at_most: minor_digits });
    }
    if overflow {
        return Err(AmountError::TooLarge);
    }
    for _ in decimals.unwrap_or(0)..minor_digits {
        value = value.checked_mul(10).ok_or(AmountError::TooLarge)?;
    }
    Ok(if negative { -value } else { value })
}

/// Writes minor units as a decimal: −1250 with 2 digits is `-12.50`.
#[must_use]
pub fn format_minor(minor: i128, minor_digits: u8) -> String {
    let sign = if minor < 0 { "-" } else { "" };
    let digits = usize::from(minor_digits);
    let all = format!("{:0>width$}", minor.unsigned_abs(), width = digits + 1);
    let (whole, fraction) = all.split_at(all.len() - digits);
    if fraction.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{fraction}") }
}

/// The same for people, with commas between thousands: `1,234,567.89`.
#[must_use]
pub fn format_grouped(minor: i128, minor_digits: u8) -> String {
    let decimal = format_minor(minor, minor_digits);
    let (sign, digits) = decimal.strip_prefix('-').map_or(("", &*decimal), |it| ("-", it));
    let (whole, fraction) = digits.split_at(digits.find('.').unwrap_or(digits.len()));
    let mut grouped = String::from(sign);
    for (index, digit) in whole.chars().enumerate() {
        if 0 < index && (whole.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped + fraction
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[track_caller]
    fn check(text: &str, minor_digits: u8, expected: Result<i64, AmountError>) {
        assert_eq!(parse_minor(text, minor_digits), expected, "{text:?} with {minor_digits}");
    }

    #[test]
    fn thousands_stand_apart() {
        for (minor, minor_digits, expected) in [
            (0, 0, "0"),
            (999, 0, "999"),
            (1000, 0, "1,000"),
            (-123_456_789, 2, "-1,234,567.89"),
            (-10_000, 2, "-100.00"),
            (1, 2, "0.01"),
        ] {
            assert_eq!(format_grouped(minor, minor_digits), expected);
        }
    }

    #[test]
    fn amounts_are_read_exactly_or_refused() {
        check("0", 2, Ok(0));
        check("12", 2, Ok(1200));
        check("12.5", 2, Ok(1250));
        check("-12.50", 2, Ok(-1250));
        check("+0.01", 2, Ok(1));
        check("1500", 0, Ok(1500));
        check("92233720368547758.07", 2, Ok(i64::MAX));
        check("92233720368547758.08", 2, Err(AmountError::TooLarge));
        check("12.500", 2, Err(AmountError::TooManyDecimals { at_most: 2 }));
        check("1.0", 0, Err(AmountError::TooManyDecimals { at_most: 0 }));
        for text in ["", "-", ".", "1.", ".5", "1,000", "１２", " 1", "1e3", "1.2.3", "NaN", "=1"]
        {
            check(text, 2, Err(AmountError::NotDecimal));
        }
    }

    #[test]
    fn currencies_are_three_capitals() {
        assert_eq!(Currency::parse("CNY"), Some(Currency::CNY));
        for code in ["cny", "CN", "CNYX", "C1Y", "人民"] {
            assert_eq!(Currency::parse(code), None, "{code}");
        }
    }

    proptest! {
        /// Writing and reading gives the same amount back.
        #[test]
        fn writing_and_reading_agree(minor in -i64::MAX..i64::MAX, digits in 0u8..4) {
            prop_assert_eq!(parse_minor(&format_minor(minor.into(), digits), digits), Ok(minor));
        }
    }
}
