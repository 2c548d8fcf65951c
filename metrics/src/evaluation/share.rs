//! Shares of a whole as fractions of integers, so that they are rounded once.

/// A fraction between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Fraction {
    above: u128,
    below: u128,
}

impl Fraction {
    /// All.
    pub(super) const ONE: Self = Self { above: 1, below: 1 };
    /// Nothing.
    pub(super) const ZERO: Self = Self { above: 0, below: 1 };

    /// This part of `above` in `below`; nothing where nothing is counted at all.
    pub(super) fn times(self, above: u64, below: u64) -> Self {
        if below == 0 || above == 0 {
            return Self::ZERO;
        }
        // Reduced, it stays below 2^64 in any hierarchy whose weights sum to hundreds; one that does
        // not loses its lowest bits.
        let (mut up, mut down) = (self.above * u128::from(above), self.below * u128::from(below));
        let common = gcd(up, down);
        (up, down) = (up / common, down / common);
        let spare = u64::BITS.saturating_sub(down.leading_zeros().min(u64::BITS));
        Self { above: up >> spare, below: down >> spare }
    }

    /// This part of a score in 1e-9, half to even.
    pub(super) fn of(self, score_nano: i64) -> i64 {
        let size = u128::from(score_nano.unsigned_abs()) * self.above;
        let (share, rest) = (size / self.below, size % self.below);
        let up = self.below < 2 * rest + share % 2;
        let share = i64::try_from(share + u128::from(up)).unwrap_or(i64::MAX);
        if score_nano < 0 { -share } else { share }
    }

    /// In parts per million, half to even.
    ///
    /// Each share is at most half a millionth off, so the weights of `n` indicators sum to 1 000 000
    /// within `n / 2`. They are for reading; the mean is taken over the weights themselves.
    pub(super) fn ppm(self) -> i64 {
        let (share, rest) =
            (self.above * 1_000_000 / self.below, self.above * 1_000_000 % self.below);
        let up = self.below < 2 * rest + share % 2;
        i64::try_from(share + u128::from(up)).expect("a share is at most 1 000 000")
    }
}

fn gcd(a: u128, b: u128) -> u128 {
    if b == 0 { a } else { gcd(b, a % b) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_round_half_to_even() {
        let rows = [(1, 128, 7_812), (3, 128, 23_438), (1, 3, 333_333), (2, 3, 666_667), (0, 0, 0)];
        for (above, below, ppm) in rows {
            assert_eq!(Fraction::ONE.times(above, below).ppm(), ppm, "{above}/{below}");
        }
    }

    #[test]
    fn a_part_of_a_score_rounds_half_to_even() {
        let half = Fraction::ONE.times(1, 2);
        let rows = [(100, 50), (1, 0), (3, 2), (-3, -2), (i64::MAX, 4_611_686_018_427_387_904)];
        for (score, part) in rows {
            assert_eq!(half.of(score), part, "{score}");
        }
        assert_eq!(Fraction::ZERO.of(7), 0);
    }

    #[test]
    fn a_deep_hierarchy_of_heavy_weights_keeps_its_share() {
        let weight = u64::from(u32::MAX);
        let deep = (0..40).fold(Fraction::ONE, |share, _| share.times(weight - 1, weight));
        assert_eq!(deep.ppm(), 1_000_000);
        assert_eq!((0..3).fold(Fraction::ONE, |share, _| share.times(1, 10)).ppm(), 1_000);
    }
}
