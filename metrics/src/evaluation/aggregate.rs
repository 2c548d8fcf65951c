//! The weighted arithmetic mean, and fixing a score to 1e-9. Part of the scoring kernel.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]

/// An indicator or dimension on its way into a mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Its weight as the scheme has it.
    pub weight: u32,
    /// Its score; without one it is left out and its weight is shared among the others.
    pub score: Option<f64>,
}

/// The weight of all parts that have a score.
#[must_use]
pub fn counted_weight(parts: &[Part]) -> u64 {
    parts.iter().filter(|part| part.score.is_some()).map(|part| u64::from(part.weight)).sum()
}

/// The weighted arithmetic mean of the parts that have a score. `None` when they weigh nothing.
///
/// Products are added from the lowest score up, so that the order of the parts does not show.
#[must_use]
pub fn mean(parts: &[Part]) -> Option<f64> {
    let whole = counted_weight(parts);
    if whole == 0 {
        return None;
    }
    let mut counted: Vec<(f64, u32)> =
        parts.iter().filter_map(|part| Some((part.score?, part.weight))).collect();
    counted.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
    let sum = counted.iter().fold(0.0, |sum, &(score, weight)| sum + score * f64::from(weight));
    #[expect(clippy::cast_precision_loss, reason = "weights of a scheme sum to 100")]
    let whole = whole as f64;
    Some(sum / whole)
}

/// Fixes a score to an integer of 1e-9, half to even: the last digit that is compared, printed or
/// stored. Whatever binary fractions lose lies five digits below.
#[must_use]
pub fn nano(score: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "scores are about 100, which is 1e11 here")]
    let nano = (score * 1e9).round_ties_even() as i64;
    nano
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(weight: u32, score: f64) -> Part {
        Part { weight, score: Some(score) }
    }

    const ABSENT: Part = Part { weight: 50, score: None };

    #[test]
    fn the_mean_weighs_and_leaves_out() {
        let check = |parts: &[Part], expected: Option<i64>| {
            assert_eq!(mean(parts).map(nano), expected, "{parts:?}");
        };
        check(&[], None);
        check(&[ABSENT], None);
        check(&[part(0, 80.0), ABSENT], None);
        check(&[part(7, 80.0)], Some(80_000_000_000));
        check(&[part(7, 80.0), ABSENT], Some(80_000_000_000));
        check(&[part(7, 80.0), part(0, 3.0)], Some(80_000_000_000));
        check(&[part(60, 90.0), part(40, 50.0)], Some(74_000_000_000));
        check(&[part(1, 100.0), part(2, 0.0)], Some(33_333_333_333));
    }

    #[test]
    fn the_order_of_parts_does_not_show_in_a_single_bit() {
        let parts = [part(10, 33.333_333_333_3), part(30, 66.666_6), part(60, 12.345_678_9)];
        let [a, b, c] = parts;
        let bits = |parts: &[Part]| mean(parts).map(f64::to_bits);
        for order in [[a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
            assert_eq!(bits(&order), bits(&parts));
        }
    }

    #[test]
    fn fixing_goes_half_to_even() {
        assert_eq!(nano(0.000_976_562_5), 976_562); // 2^-10, a half that binary holds exactly
        assert_eq!(nano(0.002_929_687_5), 2_929_688); // 3 × 2^-10
        assert_eq!(nano(89.995), 89_995_000_000);
        assert_eq!(nano(89.994_999_999), 89_994_999_999);
        assert_eq!(nano(89.999_999_999_999), 90_000_000_000);
    }
}
