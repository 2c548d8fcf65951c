//! Ratios: integer parts per million, with the rounding in the name.

use std::fmt;
use std::num::NonZeroU64;

use serde::{Deserialize, Serialize};

use crate::money::format_minor;

/// Decimals of a percentage in parts per million.
const PERCENT_DIGITS: u8 = 4;
/// Hundredths of a percent in the whole, as percentages are shown.
const HUNDREDTHS: i64 = 10_000;

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

    /// The share of each count in all of them, to a hundredth of a percent ([`apportion`]), so that what
    /// is shown sums to 100 %. All are 0 % where nothing was counted.
    #[must_use]
    pub fn shares(counts: &[u64]) -> Vec<Self> {
        let weights: Vec<i128> = counts.iter().map(|it| i128::from(*it)).collect();
        let whole = weights.iter().sum::<i128>().max(1);
        let parts = apportion(i128::from(HUNDREDTHS), &weights, whole);
        let share = |it: i128| i64::try_from(it).map_or(Self::ONE, |it| Self { ppm: it * 100 });
        parts.into_iter().map(share).collect()
    }
}

/// A total in whole parts by weights of a whole above 0. They add up to the total when the weights add up
/// to the whole.
///
/// Rounding: each part down, then what is left to the largest remainders, the first of equal ones first
/// (largest remainder method).
#[must_use]
pub fn apportion(total: i128, weights: &[i128], whole: i128) -> Vec<i128> {
    let scaled = |weight: &i128| total * weight;
    let mut parts: Vec<i128> = weights.iter().map(|it| scaled(it).div_euclid(whole)).collect();
    let mut by_remainder: Vec<usize> = (0..parts.len()).collect();
    by_remainder.sort_by_key(|at| -scaled(&weights[*at]).rem_euclid(whole));
    let all: i128 = weights.iter().sum();
    let left = (total * all).div_euclid(whole) - parts.iter().sum::<i128>();
    for (at, _) in by_remainder.into_iter().zip(0..left) {
        parts[at] += 1;
    }
    parts
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

    #[test]
    fn shares_sum_to_the_whole_as_they_are_shown() {
        for (counts, expected) in [
            (&[][..], &[][..]),
            (&[0, 0], &["0.00 %", "0.00 %"]),
            (&[7], &["100.00 %"]),
            (&[1, 1, 1], &["33.34 %", "33.33 %", "33.33 %"]),
            (&[1, 2], &["33.33 %", "66.67 %"]),
            (&[0, 1, 5], &["0.00 %", "16.67 %", "83.33 %"]),
            // What is left goes to the largest remainders: 0.57, 0.43 and 0.00 of a hundredth.
            (&[1, 6, 0], &["14.29 %", "85.71 %", "0.00 %"]),
        ] {
            let shown: Vec<String> =
                Ratio::shares(counts).iter().map(ToString::to_string).collect();
            assert_eq!(shown, expected, "{counts:?}");
        }
        for counts in [vec![3; 7], (1..99).collect(), vec![u64::MAX; 5]] {
            let sum: i64 = Ratio::shares(&counts).iter().map(|it| it.ppm()).sum();
            assert_eq!(sum, Ratio::ONE.ppm(), "{counts:?}");
        }
    }
}
