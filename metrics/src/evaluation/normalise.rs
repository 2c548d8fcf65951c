//! Scales: from a ratio to a score of 0 to 100. Part of the scoring kernel.
//!
//! The score is computed from numerator and denominator, not from the ratio rounded for display:
//! it is fixed to 1e-9 once, at the end. Linear scales need no function beyond IEEE 754 arithmetic,
//! which gives the same bits on every platform.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]
#![expect(clippy::cast_precision_loss, reason = "exact up to 2^53, beyond any count or ratio")]

use std::num::NonZeroU64;

use super::scheme::{Normalise, Point};
use crate::ratio::Ratio;

/// The score of `numerator / denominator` on a scale. `None` when the scale has no points.
///
/// A target below its floor makes a falling scale: a duplicate rate of 2 % with floor 100 % and
/// target 0 % scores 98, as `1 - A/B` does (GB/T 36344-2018, indicators 0303 and 0305).
#[must_use]
pub fn normalise(scale: &Normalise, numerator: u64, denominator: NonZeroU64) -> Option<f64> {
    let ratio = numerator as f64 / denominator.get() as f64;
    match scale {
        Normalise::Target { floor_ppm, target_ppm } => {
            let floor = Point { ppm: *floor_ppm, score_hundredths: 0 };
            let target = Point { ppm: *target_ppm, score_hundredths: 10_000 };
            let rising = if floor_ppm <= target_ppm { [floor, target] } else { [target, floor] };
            interpolate(&rising, ratio)
        }
        Normalise::Piecewise { points } => interpolate(points, ratio),
    }
}

/// Linear between the points around `ratio`, constant outside. Two points of one ratio are a step;
/// at the step the later one counts.
fn interpolate(points: &[Point], ratio: f64) -> Option<f64> {
    let beyond = points.iter().position(|point| ratio < unit(point.ppm)).unwrap_or(points.len());
    let (below, above) = points.split_at(beyond);
    let hundredths = match (below.last(), above.first()) {
        (Some(low), Some(high)) => between(low, high, ratio),
        (Some(end), None) | (None, Some(end)) => f64::from(end.score_hundredths),
        (None, None) => return None,
    };
    Some(hundredths / 100.0)
}

/// The score in hundredths between two points, of which `high` lies beyond `ratio`, so that their
/// distance is not zero. Hundredths are whole, so the line never rises above its higher end.
fn between(low: &Point, high: &Point, ratio: f64) -> f64 {
    let share = (ratio - unit(low.ppm)) / (unit(high.ppm) - unit(low.ppm));
    let (from, to) = (f64::from(low.score_hundredths), f64::from(high.score_hundredths));
    from + (to - from) * share
}

fn unit(ratio: Ratio) -> f64 {
    ratio.ppm() as f64 / 1e6
}

#[cfg(test)]
mod tests {
    use super::super::aggregate::nano;
    use super::*;

    const fn target(floor_ppm: i64, target_ppm: i64) -> Normalise {
        Normalise::Target {
            floor_ppm: Ratio::from_ppm(floor_ppm),
            target_ppm: Ratio::from_ppm(target_ppm),
        }
    }

    fn piecewise(points: &[(i64, u32)]) -> Normalise {
        let point =
            |&(ppm, score_hundredths)| Point { ppm: Ratio::from_ppm(ppm), score_hundredths };
        Normalise::Piecewise { points: points.iter().map(point).collect() }
    }

    /// Compares at 1e-9, where every score is fixed.
    fn check(scale: &Normalise, rows: &[(u64, u64, i64)]) {
        for &(numerator, denominator, score_nano) in rows {
            let score = normalise(scale, numerator, NonZeroU64::new(denominator).unwrap());
            assert_eq!(score.map(nano), Some(score_nano), "{numerator}/{denominator} on {scale:?}");
        }
    }

    #[test]
    fn a_rising_target_is_linear_between_floor_and_target() {
        check(
            &target(800_000, 1_000_000),
            &[
                (0, 1, 0),
                (799_999, 1_000_000, 0),
                (800_000, 1_000_000, 0),
                (800_001, 1_000_000, 500_000), // 100 × 0.000001 / 0.2 = 0.0005
                (9, 10, 50_000_000_000),
                (5, 6, 16_666_666_667), // 100 × (1/30) / (1/5) = 16.666…
                (1, 1, 100_000_000_000),
                (3, 2, 100_000_000_000),
            ],
        );
    }

    #[test]
    fn a_falling_target_scores_low_rates_high() {
        check(
            &target(1_000_000, 0),
            &[(0, 100, 100_000_000_000), (2, 100, 98_000_000_000), (100, 100, 0), (101, 100, 0)],
        );
        check(&target(500_000, 100_000), &[(1, 10, 100_000_000_000), (3, 10, 50_000_000_000)]);
    }

    #[test]
    fn a_target_at_its_floor_is_a_step() {
        let all = target(1_000_000, 1_000_000);
        check(&all, &[(999_999, 1_000_000, 0), (1, 1, 100_000_000_000), (2, 1, 100_000_000_000)]);
    }

    #[test]
    fn a_piecewise_scale_passes_through_its_points() {
        check(
            &piecewise(&[(500_000, 6_000), (900_000, 9_000), (1_000_000, 10_000)]),
            &[
                (0, 1, 60_000_000_000),
                (1, 2, 60_000_000_000),
                (3, 4, 78_750_000_000), // 60 + 30 × 0.25 / 0.4
                (9, 10, 90_000_000_000),
                (19, 20, 95_000_000_000),
                (7, 5, 100_000_000_000),
            ],
        );
        check(&piecewise(&[(0, 4_000)]), &[(0, 1, 40_000_000_000), (1, 1, 40_000_000_000)]);
    }

    #[test]
    fn a_scale_without_points_gives_nothing() {
        assert_eq!(normalise(&piecewise(&[]), 1, NonZeroU64::MIN), None);
    }
}
