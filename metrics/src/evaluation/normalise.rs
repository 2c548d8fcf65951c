//! Scales: from values to scores. Part of the scoring kernel.
//!
//! Linear scales need no function beyond IEEE 754 arithmetic, which gives the same bits on every
//! platform; logarithms are those of `libm`.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]
#![expect(clippy::float_cmp, reason = "what is equal is meant, not what is near")]

use super::scheme::method::{Direction, Point, Reference, Scale};
use super::statistics::{deviation, mean, ranks, sorted};

/// A value, and the unit that it is of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Known<'a> {
    /// The unit's id.
    pub unit: &'a str,
    /// The value.
    pub value: f64,
}

/// The scores of values that are looked at together, in their order.
///
/// `None` where the scale has none: a relative scale among equals, a distance from a reference that
/// is not there or is the least itself, a share of a best that is 0. Of what is not above 0 the logarithm
/// lies below every post: the score of that end where there are caps, else infinitely far.
#[must_use]
pub fn normalise(known: &[Known], scale: &Scale, direction: Direction) -> Vec<Option<f64>> {
    let sign = direction.sign();
    // Of these more is better.
    let values: Vec<f64> = known.iter().map(|it| it.value * sign).collect();
    let order = if scale.is_relative() { sorted(values.iter().copied()) } else { Vec::new() };
    let [least, best] = [order.first(), order.last()].map(|it| it.copied().unwrap_or_default());
    let each = |score: &dyn Fn(f64) -> f64| values.iter().map(|&it| Some(score(it))).collect();
    let none = || vec![None; values.len()];
    match scale {
        Scale::None => each(&|it| it),
        // Posts at one point are a step.
        Scale::Goalposts { low, high, scale, .. } if low == high => {
            each(&|it| if high.get() * sign <= it { scale.get() } else { 0.0 })
        }
        Scale::Goalposts { low, high, scale, capped, log } => {
            let posts = match direction {
                Direction::Up => (low.get(), high.get()),
                Direction::Down => (high.get(), low.get()),
            };
            let cap = |share: f64| if *capped { share.clamp(0.0, 1.0) } else { share };
            let score = |it: &Known| Some(cap(share_between(it.value, posts, *log)) * scale.get());
            known.iter().map(score).collect()
        }
        Scale::Piecewise { points } => {
            known.iter().map(|it| interpolate(points, it.value)).collect()
        }
        Scale::MinMax { .. } if least == best => none(),
        Scale::MinMax { from, to } => {
            let width = to.get() - from.get();
            each(&|it| (it - least) / (best - least) * width + from.get())
        }
        Scale::ZScore { mean: center, sd } => match mean(&order).zip(deviation(&order)) {
            Some((mean, deviation)) if least < best => {
                each(&|it| (it - mean) / deviation * sd.get() + center.get())
            }
            Some(_) | None => none(),
        },
        Scale::Rank { first, ties } => {
            let shift = f64::from(*first) - 1.0;
            ranks(&values, *ties).into_iter().map(|rank| Some(rank + shift)).collect()
        }
        Scale::PercentileRank { .. } if values.len() < 2 => none(),
        Scale::PercentileRank { scale, ties } => {
            #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53 units")]
            let others = values.len() as f64 - 1.0;
            let score = |rank| Some((rank - 1.0) / others * scale.get());
            ranks(&values, *ties).into_iter().map(score).collect()
        }
        Scale::Distance { reference: from, scale, capped } => match reference_of(from, known, sign)
        {
            Some(reference) if reference != least => each(&|it| {
                let share = 1.0 - (reference - it) / (reference - least);
                scale.get() * if *capped { share.min(1.0) } else { share }
            }),
            Some(_) | None => none(),
        },
        Scale::FractionOfMax { .. } if best == 0.0 => none(),
        Scale::FractionOfMax { scale } => each(&|it| it / best * scale.get()),
    }
}

/// How far a value lies from the low post to the high one.
fn share_between(value: f64, (low, high): (f64, f64), log: bool) -> f64 {
    if log {
        let [value, low, high] = [value.max(0.0), low, high].map(libm::log);
        return (value - low) / (high - low);
    }
    (value - low) / (high - low)
}

/// Linear between the points around a value, constant outside. Two points at one value are a step; at
/// the step the later one counts.
fn interpolate(points: &[Point], value: f64) -> Option<f64> {
    let beyond = points.iter().position(|it| value < it.at.get()).unwrap_or(points.len());
    let (below, above) = points.split_at(beyond);
    match (below.last(), above.first()) {
        (Some(low), Some(high)) => {
            // `high` lies beyond the value, so that the two are not at one place.
            let share = (value - low.at.get()) / (high.at.get() - low.at.get());
            Some(low.score.get() + (high.score.get() - low.score.get()) * share)
        }
        (Some(end), None) | (None, Some(end)) => Some(end.score.get()),
        (None, None) => None,
    }
}

/// The value of a reference, with the sign that makes more better.
fn reference_of(reference: &Reference, known: &[Known], sign: f64) -> Option<f64> {
    match reference {
        Reference::Best => known.iter().map(|it| it.value * sign).max_by(f64::total_cmp),
        Reference::Unit(id) => known.iter().find(|it| it.unit == id).map(|it| it.value * sign),
        Reference::Value(value) => Some(value.get() * sign),
    }
}

#[cfg(test)]
mod tests;
