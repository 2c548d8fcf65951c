//! How parts make a whole, and fixing a score to 1e-9. Part of the scoring kernel.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]
#![expect(clippy::float_cmp, reason = "what is equal is meant, not what is near")]

use super::scheme::method::{Aggregation, Share};
use super::table::Cell;
use crate::ratio::Ratio;

/// A part with a score, on its way into a mean.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Part {
    /// Its score.
    pub score: f64,
    /// Its weight, not negative.
    pub weight: f64,
}

/// A mean that cannot be taken: it needs scores that are not negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Negative;

/// The mean of the parts that have a score; parts that weigh nothing are none. `None` without any.
///
/// The parts are sorted from the lowest score up and added in that order, so that the order in which
/// a scheme names them does not show. [`Aggregation::Copeland`] is not a mean of one unit's parts:
/// see [`copeland`]; its `None` here is never asked for.
///
/// # Errors
///
/// A negative score, where roots and logarithms are taken.
pub fn aggregate(parts: &mut Vec<Part>, how: &Aggregation) -> Result<Option<f64>, Negative> {
    parts.retain(|part| 0.0 < part.weight);
    parts.sort_by(|a, b| a.score.total_cmp(&b.score).then(a.weight.total_cmp(&b.weight)));
    let Some(least) = parts.first().map(|part| part.score) else { return Ok(None) };
    let weighted = |each: fn(f64) -> f64| parts.iter().map(|it| it.weight * each(it.score)).sum();
    let whole = parts.iter().map(|it| it.weight).sum::<f64>();
    Ok(Some(match how {
        Aggregation::Arithmetic => weighted(|score| score) / whole,
        Aggregation::Sum => weighted(|score| score),
        Aggregation::Median => median(parts, whole),
        Aggregation::Copeland => return Ok(None),
        Aggregation::Geometric | Aggregation::Harmonic | Aggregation::Generalised { .. }
            if least < 0.0 =>
        {
            return Err(Negative);
        }
        // The limit of each where a part approaches 0.
        Aggregation::Geometric | Aggregation::Harmonic if least == 0.0 => 0.0,
        Aggregation::Geometric => libm::exp(weighted(libm::log) / whole),
        Aggregation::Harmonic => whole / weighted(f64::recip),
        Aggregation::Generalised { power } if power.get() < 0.0 && least == 0.0 => 0.0,
        Aggregation::Generalised { power } => {
            let power = power.get();
            let raised = parts.iter().map(|it| it.weight * libm::pow(it.score, power));
            libm::pow(raised.sum::<f64>() / whole, power.recip())
        }
    }))
}

/// The value that half of the weight lies below; half way to the next where that is exactly half.
fn median(sorted: &[Part], whole: f64) -> f64 {
    let half = whole / 2.0;
    let mut below = 0.0;
    let mut median = 0.0;
    for (at, part) in sorted.iter().enumerate() {
        below += part.weight;
        median = part.score;
        if below == half {
            let next = sorted.get(at + 1).map_or(part.score, |next| next.score);
            return f64::midpoint(part.score, next);
        }
        if half < below {
            break;
        }
    }
    median
}

/// Whether at least a share of the parts of one unit are as they should be. Each part is its weight and
/// whether it is; parts that weigh nothing do not count.
#[must_use]
pub fn is_enough(parts: impl Iterator<Item = (f64, bool)>, (at_least, by): (Ratio, Share)) -> bool {
    let (mut known, mut all) = (0.0, 0.0);
    for (weight, is) in parts.filter(|(weight, _)| 0.0 < *weight) {
        let share = match by {
            Share::Count => 1.0,
            Share::Weight => weight,
        };
        all += share;
        known += if is { share } else { 0.0 };
    }
    #[expect(clippy::cast_precision_loss, reason = "at most a million")]
    let at_least = at_least.ppm() as f64;
    at_least * all <= known * 1e6
}

/// The Copeland score of each unit: how many others it beats, less how many beat it (Copeland, 1951;
/// Munda and Nardo, 2009; `a_copeland` of COINr). Parts are columns over the units, with their weights.
///
/// A pair is compared by the parts that both have; where there is none neither beats the other. COINr
/// leaves such parts out of the sum and their weight in, so that there the order of the units decides
/// who wins; with nothing missing the two are the same. Scores and shares of weight are compared as
/// they are ranked, fixed to 1e-9: nobody is beaten by what binary fractions lose.
#[must_use]
pub fn copeland(parts: &[&[Cell]], weights: &[f64], units: &[usize]) -> Vec<Option<f64>> {
    let of_units =
        |part: &[Cell]| units.iter().map(|&unit| part[unit].value().map(fixed)).collect();
    let weighing: Vec<(f64, Vec<Option<f64>>)> = (weights.iter().zip(parts))
        .filter(|(weight, _)| 0.0 < **weight)
        .map(|(weight, part)| (*weight, of_units(part)))
        .collect();
    let has_any = |unit: usize| weighing.iter().any(|(_, part)| part[unit].is_some());
    let beats = |mine: usize, theirs: usize| {
        let (mut better, mut worse, mut whole) = (0.0, 0.0, 0.0);
        for (weight, part) in &weighing {
            let Some((mine, theirs)) = part[mine].zip(part[theirs]) else { continue };
            whole += weight;
            better += if theirs < mine { *weight } else { 0.0 };
            worse += if mine < theirs { *weight } else { 0.0 };
        }
        // Of nothing that both have, nano makes 0.
        let lead = nano((better - worse) / whole);
        f64::from(i8::from(0 < lead) - i8::from(lead < 0))
    };
    let score = |unit: usize| (0..units.len()).map(|other| beats(unit, other)).sum();
    (0..units.len()).map(|unit| has_any(unit).then(|| score(unit))).collect()
}

/// Fixes a score to an integer of 1e-9, half to even: the last digit that is compared, printed or
/// stored. Whatever binary fractions lose lies below. Scores beyond ±9.2e9 stay at that bound.
#[must_use]
pub fn nano(score: f64) -> i64 {
    #[expect(clippy::cast_possible_truncation, reason = "saturates, as said")]
    let nano = fixed(score) as i64;
    nano
}

/// A score in units of 1e-9, half to even, of any size.
fn fixed(score: f64) -> f64 {
    (score * 1e9).round_ties_even()
}

/// The score that was fixed to an integer of 1e-9.
#[must_use]
pub fn of_nano(score_nano: i64) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "nine decimals of scores up to nine million")]
    let nano = score_nano as f64;
    nano / 1e9
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::scheme::method::Real;

    fn part(weight: u32, score: f64) -> Part {
        Part { weight: f64::from(weight), score }
    }

    fn generalised(power: f64) -> Aggregation {
        Aggregation::Generalised { power: Real::new(power).unwrap() }
    }

    #[test]
    fn the_mean_weighs_and_leaves_out() {
        let check = |parts: &[Part], expected: Option<i64>| {
            let mean = aggregate(&mut parts.to_vec(), &Aggregation::Arithmetic).unwrap();
            assert_eq!(mean.map(nano), expected, "{parts:?}");
        };
        check(&[], None);
        check(&[part(0, 80.0)], None);
        check(&[part(7, 80.0)], Some(80_000_000_000));
        check(&[part(7, 80.0), part(0, 3.0)], Some(80_000_000_000));
        check(&[part(60, 90.0), part(40, 50.0)], Some(74_000_000_000));
        check(&[part(1, 100.0), part(2, 0.0)], Some(33_333_333_333));
    }

    /// By hand, of 1, 4 and 16 that weigh 1, 2 and 1: sum 25; logarithms to base 2 are 0, 2, 4;
    /// reciprocals add up to 1 + 2/4 + 1/16; squares to 1 + 32 + 256.
    #[test]
    fn each_mean_is_what_its_name_says() {
        let parts = [part(1, 16.0), part(2, 4.0), part(1, 1.0)];
        for (how, expected) in [
            (Aggregation::Arithmetic, 6.25),
            (Aggregation::Sum, 25.0),
            (Aggregation::Geometric, 4.0),
            (Aggregation::Harmonic, 4.0 / 1.5625),
            (generalised(1.0), 6.25),
            (generalised(-1.0), 4.0 / 1.5625),
            (generalised(2.0), 72.25_f64.sqrt()),
            (Aggregation::Median, 4.0),
        ] {
            let found = aggregate(&mut parts.to_vec(), &how).unwrap().unwrap();
            assert!((found - expected).abs() < 1e-12, "{how:?}: {found}");
        }
    }

    #[test]
    fn half_of_the_weight_lies_below_the_median() {
        for (weights, expected) in
            [([1, 1, 1, 1], 2.5), ([3, 1, 1, 1], 1.5), ([4, 1, 1, 1], 1.0), ([1, 1, 1, 9], 4.0)]
        {
            let parts = (1_u32..).zip(weights).map(|(score, it)| part(it, f64::from(score)));
            let found = aggregate(&mut parts.collect(), &Aggregation::Median);
            assert_eq!(found, Ok(Some(expected)), "{weights:?}");
        }
    }

    #[test]
    fn a_zero_draws_down_and_a_negative_score_is_refused() {
        let zero = [part(1, 0.0), part(1, 9.0)];
        let negative = [part(1, -1.0), part(1, 9.0)];
        for how in [Aggregation::Geometric, Aggregation::Harmonic, generalised(-0.5)] {
            assert_eq!(aggregate(&mut zero.to_vec(), &how), Ok(Some(0.0)), "{how:?}");
            assert_eq!(aggregate(&mut negative.to_vec(), &how), Err(Negative), "{how:?}");
        }
        assert_eq!(aggregate(&mut negative.to_vec(), &Aggregation::Arithmetic), Ok(Some(4.0)));
    }

    #[test]
    fn the_order_of_parts_does_not_show_in_a_single_bit() {
        let parts = [part(10, 33.333_333_333_3), part(30, 66.666_6), part(60, 12.345_678_9)];
        let [a, b, c] = parts;
        for how in [Aggregation::Arithmetic, Aggregation::Geometric, generalised(0.5)] {
            let bits =
                |parts: [Part; 3]| aggregate(&mut parts.to_vec(), &how).unwrap().map(f64::to_bits);
            for order in [[a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]] {
                assert_eq!(bits(order), bits(parts));
            }
        }
    }

    #[test]
    fn availability_is_counted_or_weighed_up_to_its_bound() {
        let parts = || [(30.0, true), (10.0, false), (10.0, false), (0.0, true)].into_iter();
        for (ppm, by, enough) in [
            (333_333, Share::Count, true),
            (333_334, Share::Count, false),
            (600_000, Share::Weight, true),
            (600_001, Share::Weight, false),
        ] {
            assert_eq!(is_enough(parts(), (Ratio::from_ppm(ppm), by)), enough, "{ppm} {by:?}");
        }
    }

    /// By hand: `a` is better than `b` in 6 of 10 and than `c` in 6, never worse; `b` is better than
    /// `c` in 4, never worse. Of a cycle each beats one and is beaten once; halves beat nobody.
    #[test]
    fn who_beats_more_than_beat_it_stands_above() {
        let some = |scores: [f64; 3]| scores.map(Some);
        let cells = |scores: &[f64; 3]| scores.map(Cell::Value);
        let (first, second, third) = ([3.0, 1.0, 1.0], [1.0, 2.0, 1.0], [2.0, 3.0, 1.0]);
        let check = |parts: &[[f64; 3]], weights: &[f64], expected: [f64; 3]| {
            let parts: Vec<_> = parts.iter().map(cells).collect();
            let parts: Vec<&[Cell]> = parts.iter().map(<[_; 3]>::as_slice).collect();
            assert_eq!(copeland(&parts, weights, &[0, 1, 2]), some(expected), "{weights:?}");
        };
        check(&[first, second], &[6.0, 4.0], [2.0, 0.0, -2.0]);
        check(&[first, third], &[5.0, 5.0], [1.0, 1.0, -2.0]);
        check(&[first, third, [2.0, 1.0, 3.0]], &[1.0, 1.0, 0.0], [1.0, 1.0, -2.0]);
        check(&[[3.0, 2.0, 1.0], [1.0, 3.0, 2.0], [2.0, 1.0, 3.0]], &[1.0; 3], [0.0; 3]);
        // In binary, a tenth and two tenths weigh more than three.
        check(&[[3.0, 1.0, 2.0], [3.0, 1.0, 2.0], [1.0, 3.0, 2.0]], &[0.1, 0.2, 0.3], [0.0; 3]);
        let gap = [Cell::Value(3.0), Cell::Missing, Cell::Value(1.0)];
        assert_eq!(copeland(&[&gap], &[1.0], &[0, 1, 2]), [Some(1.0), None, Some(-1.0)]);
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
