//! Ratios: integer parts per million, with the rounding in the name.

use std::fmt;
use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

use crate::money::format_minor;

/// Decimals of a percentage in parts per million.
const PERCENT_DIGITS: u8 = 4;

/// A ratio in parts per million: 1 000 000 is 100 %.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Ratio {
    ppm: i64,
}

impl Ratio {
    /// 100 %.
    pub const ONE: Self = Self { ppm: 1_000_000 };

    /// Wraps a number of parts per million.
    #[must_use]
    pub const fn from_ppm(ppm: i64) -> Self {
        Self { ppm }
    }

    /// The number of parts per million.
    #[must_use]
    pub const fn ppm(self) -> i64 {
        self.ppm
    }

    /// The percentage with all of its four decimals, for where nothing may be rounded.
    #[must_use]
    pub fn exact(self) -> String {
        format!("{} %", format_minor(self.ppm.into(), PERCENT_DIGITS))
    }

    /// `numerator / denominator`, rounding down. `None` when it does not fit.
    #[must_use]
    pub fn of_floor(numerator: u64, denominator: NonZeroU64) -> Option<Self> {
        let scaled = u128::from(numerator) * 1_000_000 / u128::from(denominator.get());
        Some(Self { ppm: i64::try_from(scaled).ok()? })
    }
}

/// A percentage with two decimals, rounded down: 99.999 % never looks like 100 %.
impl fmt::Display for Ratio {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let hundredths = self.ppm.div_euclid(100);
        let sign = if hundredths < 0 { "-" } else { "" };
        let (whole, rest) = (hundredths.unsigned_abs() / 100, hundredths.unsigned_abs() % 100);
        write!(f, "{sign}{whole}.{rest:02} %")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_ratio_never_exceeds_the_exact_one() {
        let of = |numerator, denominator| {
            Ratio::of_floor(numerator, NonZeroU64::new(denominator).unwrap()).unwrap().to_string()
        };
        assert_eq!(of(1, 3), "33.33 %");
        assert_eq!(of(2, 3), "66.66 %");
        assert_eq!(of(999_999, 1_000_000), "99.99 %");
        assert_eq!(of(3, 3), "100.00 %");
        assert_eq!(of(0, 7), "0.00 %");
    }
}
