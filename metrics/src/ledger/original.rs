//! Original currencies beside the amounts of the books (F-18).
//!
//! Books are kept in one currency and the business may be done in another (会计法 art. 12): a line then
//! names the original amount and the rate, and its own amount is their product, rounded half up to the
//! minor unit. Balances do not: they are sums over days with rates of their own.

use crate::money::parse_minor;

/// Decimals of a rate: published rates of exchange have fewer.
const RATE_DIGITS: u8 = 12;

/// The amount of a line in the currency that the business was done in. Nothing where it says nothing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Original<'a> {
    /// Its code; `""` for none.
    pub(super) currency: &'a str,
    pub(super) amount_minor: i64,
}

/// How many units of the books' currency one unit of the original is, in trillionths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Rate {
    trillionths: u64,
}

impl Rate {
    /// Reads a decimal above zero with at most twelve decimals.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let trillionths = u64::try_from(parse_minor(text, RATE_DIGITS).ok()?).ok()?;
        (0 < trillionths).then_some(Self { trillionths })
    }

    /// Whether it is the rate of a currency in itself.
    pub(super) fn is_one(self) -> bool {
        self.trillionths == 1_000_000_000_000
    }

    /// The size of an original amount, which comes with the minor digits of its currency, in minor
    /// units of a currency with other minor digits, rounded half up. `None` if it does not fit.
    pub(super) fn convert(self, original: (i64, u8), minor_digits: u8) -> Option<u64> {
        let (amount_minor, original_digits) = original;
        let scale = |digits: u8| 10_u128.checked_pow(digits.into());
        let product = u128::from(amount_minor.unsigned_abs()) * u128::from(self.trillionths);
        let scaled = product.checked_mul(scale(minor_digits)?)?;
        let unit = scale(RATE_DIGITS.checked_add(original_digits)?)?;
        u64::try_from(scaled.checked_add(unit / 2)? / unit).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// An original amount with its digits, the rate, the digits of the books, what the product is.
    #[track_caller]
    fn check(original: (i64, u8), rate: &str, minor_digits: u8, expected: Option<u64>) {
        let rate = Rate::parse(rate).unwrap();
        assert_eq!(rate.convert(original, minor_digits), expected, "{original:?} {rate:?}");
    }

    #[test]
    fn products_are_rounded_half_up_to_the_minor_unit() {
        check((10_000, 2), "7.1234", 2, Some(71_234));
        check((-10_000, 2), "7.1234", 2, Some(71_234));
        // 0.01 × 0.5 is half a fen: up; anything less: down.
        check((1, 2), "0.5", 2, Some(1));
        check((1, 2), "0.499999999999", 2, Some(0));
        // Yen have no minor unit, Kuwaiti dinars have three digits.
        check((1_000, 0), "0.048765", 2, Some(4_877));
        check((1_000, 3), "23.345", 2, Some(2_335));
        check((10_000, 2), "20.5", 0, Some(2_050));
        check((0, 2), "7", 2, Some(0));
    }

    #[test]
    fn what_does_not_fit_is_no_amount() {
        check((i64::MAX, 0), "9223372.036854775807", 4, None);
        check((i64::MAX, 4), "0.000000000001", 0, Some(922));
    }

    #[test]
    fn rates_are_decimals_above_zero() {
        for text in ["", "0", "-7.1", "7,1", "1e3", "7.1234567890123", "9223373"] {
            assert_eq!(Rate::parse(text), None, "{text}");
        }
        assert_eq!(Rate::parse("7.10"), Some(Rate { trillionths: 7_100_000_000_000 }));
    }
}
