//! Outliers. Part of the scoring kernel.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]
#![expect(clippy::float_cmp, reason = "what is equal is meant, not what is near")]

use super::scheme::method::{Transform, Treat};
use super::statistics::{shape, sorted};

/// What was done to an indicator.
#[derive(Clone, Debug, PartialEq)]
pub struct Treatment {
    /// Skewness and kurtosis before; `None` of too few values or of equals.
    pub before: Option<(f64, f64)>,
    /// How many values were pulled to the next one.
    pub winsorised: usize,
    /// What was done to all values.
    pub transformed: Option<Transform>,
}

/// The share of the range that is added below a logarithm, so that the least value has one: the log
/// transform of the JRC's COIN Tool, as COINr has it (`log_CT`).
const LOG_OFFSET: f64 = 0.01;

/// Treats the values of one indicator where both skewness and kurtosis are out of bounds.
///
/// As COINr does: the highest values are pulled where the skewness is positive, else the lowest;
/// those that are equal count each, so that a step may go beyond the limit. Where the limit is
/// reached and the shape is still out of bounds, all values are transformed. Two differences: what
/// stands exactly at a bound passes here, and `log_GII` is not offered, which the manual of COINr
/// advises against and its code leaves undone.
pub fn treat(values: &mut [f64], how: &Treat) -> Treatment {
    let before = shape(&sorted(values.iter().copied()));
    let mut treatment = Treatment { before, winsorised: 0, transformed: None };
    if passes(before, how) {
        return treatment;
    }
    let mut pulled = values.to_vec();
    let (mut high, mut low, mut now) = (0, 0, before);
    while let Some((skewness, _)) = now
        && (how.winsorise_all || !passes(now, how))
        && high + low < how.winsorise_max
    {
        let rising = 0.0 <= skewness;
        let count = pull(&mut pulled, rising);
        *(if rising { &mut high } else { &mut low }) = count;
        now = shape(&sorted(pulled.iter().copied()));
    }
    treatment.winsorised = high + low;
    treatment.transformed = how.then.filter(|_| !passes(now, how));
    if treatment.transformed.is_none() || how.combined {
        values.copy_from_slice(&pulled);
    }
    if let Some(transform) = treatment.transformed {
        apply(transform, values);
    }
    treatment
}

/// Either is enough. What has no shape has no outlier.
fn passes(shape: Option<(f64, f64)>, how: &Treat) -> bool {
    shape.is_none_or(|(skewness, kurtosis)| {
        skewness.abs() <= how.skewness_max.get() || kurtosis <= how.kurtosis_max.get()
    })
}

/// Pulls the highest, or lowest, values to the next one. Returns how many they were.
fn pull(values: &mut [f64], highest: bool) -> usize {
    let order = sorted(values.iter().copied());
    let extreme = if highest { order.last() } else { order.first() };
    let Some(&extreme) = extreme else { return 0 };
    let mut inner = order.iter().filter(|&&value| value != extreme);
    let next = if highest { inner.next_back() } else { inner.next() };
    let Some(&next) = next else { return 0 };
    let mut count = 0;
    for value in values.iter_mut().filter(|value| **value == extreme) {
        *value = next;
        count += 1;
    }
    count
}

fn apply(transform: Transform, values: &mut [f64]) {
    let order = sorted(values.iter().copied());
    let Some((&least, &best)) = order.first().zip(order.last()) else { return };
    let offset = LOG_OFFSET * (best - least);
    let is_low = shape(&order).is_some_and(|(skewness, _)| skewness <= 0.0);
    for value in values {
        *value = match transform {
            Transform::LogEither if is_low => -libm::log(best - *value + offset),
            Transform::Log | Transform::LogEither => libm::log(*value - least + offset),
            Transform::LogOne => libm::log(*value - least + 1.0),
            Transform::BoxCox { lambda } if lambda.get() == 0.0 => libm::log(*value - least + 1.0),
            Transform::BoxCox { lambda } => {
                (libm::pow(*value - least + 1.0, lambda.get()) - 1.0) / lambda.get()
            }
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::scheme::method::Real;
    use crate::source::{Confidence, Source};

    fn bounds(winsorise_max: usize, log: bool) -> Treat {
        let real = |it| Real::new(it).unwrap();
        let source = Source {
            instrument: "default".to_owned(),
            article: String::new(),
            confidence: Confidence::Default,
        };
        Treat {
            skewness_max: real(2.0),
            kurtosis_max: real(3.5),
            winsorise_max,
            winsorise_all: false,
            then: log.then_some(Transform::Log),
            combined: false,
            source,
        }
    }

    /// One to nine and a far one: skewness 3.12 and kurtosis 9.80, by R as in `statistics`.
    fn far() -> [f64; 10] {
        [1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 100.0]
    }

    #[test]
    fn one_far_value_is_pulled_to_the_next() {
        let mut values = far();
        let treatment = treat(&mut values, &bounds(5, true));
        assert_eq!((treatment.winsorised, treatment.transformed), (1, None));
        assert_eq!(values[8..], [9.0, 9.0]);
        let mut low = far().map(|it| -it);
        assert_eq!(treat(&mut low, &bounds(5, true)).winsorised, 1);
        assert_eq!(low[8..], [-9.0, -9.0]);
    }

    #[test]
    fn too_many_are_put_on_a_logarithm_as_they_were() {
        let mut values = far();
        let treatment = treat(&mut values, &bounds(0, true));
        assert_eq!((treatment.winsorised, treatment.transformed), (0, Some(Transform::Log)));
        assert!((values[0] - 0.99_f64.ln()).abs() < 1e-15); // ln(0.01 × 99)
        assert!((values[9] - 99.99_f64.ln()).abs() < 1e-14);
        let mut kept = far();
        assert_eq!(treat(&mut kept, &bounds(0, false)).transformed, None);
        assert_eq!(kept, far());
    }

    #[test]
    fn what_is_within_bounds_or_all_the_same_is_left_alone() {
        for values in [vec![1.0, 2.0, 3.0, 4.0, 5.0], vec![7.0; 9], vec![1.0, 1e9], vec![]] {
            let mut treated = values.clone();
            assert_eq!(treat(&mut treated, &bounds(5, true)).winsorised, 0);
            assert_eq!(treated, values);
        }
    }

    #[test]
    fn all_that_may_be_are_winsorised_until_all_are_the_same() {
        let mut values = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 3.0, 10.0, 100.0];
        let how = Treat { winsorise_all: true, ..bounds(3, true) };
        assert_eq!(treat(&mut values, &how).winsorised, 3);
        assert_eq!(values, [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 2.0]);
        let mut few = [1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 5.0];
        let how = Treat { winsorise_all: true, ..bounds(100, true) };
        assert_eq!(treat(&mut few, &how).winsorised, 1);
        assert_eq!(few, [1.0; 10]);
    }
}
