//! Shared cost by driver: parts that add up to the fen.

use crate::period::Period;
use crate::pricing::Validity;
use crate::ratio::{Ratio, apportion};

/// A part of shared cost that is for a use (CN-65: cost counts where use is industry).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allocation {
    /// The cost class that it allocates.
    pub key: String,
    /// By what.
    pub driver: String,
    /// `public` or `industry`.
    pub use_: String,
    /// Part of the whole.
    pub share: Ratio,
    /// When it holds.
    pub validity: Validity,
}

/// The parts of `total_fen` by parts of a million, in their order. They add up to the total when the
/// parts add up to a million. Rounding: largest remainder method, as [`apportion`] has it.
#[must_use]
pub fn allocate(total_fen: i128, parts_ppm: &[i64]) -> Vec<i128> {
    let parts: Vec<i128> = parts_ppm.iter().map(|it| i128::from(*it)).collect();
    apportion(total_fen, &parts, i128::from(Ratio::ONE.ppm()))
}

/// A cost of a month in industry, public and unattributed parts. A key whose shares do not make 100 %
/// in that month attributes nothing (F-10).
pub(super) fn by_use(
    total_fen: i128,
    (key, period): (&str, Period),
    allocations: &[Allocation],
) -> [i128; 3] {
    let in_force = |it: &&Allocation| it.key == key && it.validity.contains(period.last_day());
    let share = |use_: &str| -> i64 {
        let of_use = allocations.iter().filter(in_force).filter(|it| it.use_ == use_);
        of_use.map(|it| it.share.ppm()).sum()
    };
    let shares = [share("industry"), share("public")];
    if shares[0] + shares[1] != Ratio::ONE.ppm() || shares.iter().any(|it| *it < 0) {
        return [0, 0, total_fen];
    }
    let parts = allocate(total_fen, &shares);
    [parts[0], parts[1], 0]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fen_that_are_left_go_to_the_largest_remainders() {
        for (total, parts, expected) in [
            (100, vec![333_333, 333_333, 333_334], vec![33, 33, 34]),
            (1, vec![500_000, 500_000], vec![1, 0]),
            (101, vec![625_000, 375_000], vec![63, 38]),
            (-1, vec![500_000, 500_000], vec![0, -1]),
            (0, vec![1_000_000], vec![0]),
            (5, vec![], vec![]),
        ] {
            assert_eq!(allocate(total, &parts), expected, "{total} by {parts:?}");
        }
    }

    proptest! {
        /// Parts of a whole add up to it.
        #[test]
        fn parts_add_up(total in -1_000_000_000_000i128..1_000_000_000_000, cut in 0i64..=1_000_000) {
            let parts = allocate(total, &[cut, 1_000_000 - cut]);
            prop_assert_eq!(parts.iter().sum::<i128>(), total);
        }
    }
}
