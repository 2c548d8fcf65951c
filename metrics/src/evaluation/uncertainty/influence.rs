//! Which choice moves the ranks: shares of variance of first and of total order.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]
#![expect(clippy::cast_precision_loss, reason = "exact up to 2^53, beyond any number of samples")]

use super::Factor;

/// The share of the variance of ranks that a factor explains. Estimates: they may lie a little
/// outside of 0 to 1. `None` where nothing varies.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Influence {
    /// The factor.
    pub factor: Factor,
    /// Alone (first order).
    pub first_order: Option<f64>,
    /// Together with all others (total order).
    pub total: Option<f64>,
}

/// Sobol' indices of one factor, from the figures of two independent designs and of the first with
/// this factor of the second: first order after Saltelli et al. (2010), *Computer Physics
/// Communications* 181, 259, table 2 (b); total after Jansen (1999), table 2 (f).
#[must_use]
pub fn sobol(first: &[f64], second: &[f64], mixed: &[f64]) -> (Option<f64>, Option<f64>) {
    let count = first.len() as f64;
    let both = || first.iter().chain(second);
    let mean = both().sum::<f64>() / (2.0 * count);
    let variance = both().map(|it| (it - mean) * (it - mean)).sum::<f64>() / (2.0 * count - 1.0);
    if variance <= 0.0 {
        return (None, None);
    }
    let triples = || first.iter().zip(second).zip(mixed).map(|((a, b), ab)| (a, b, ab));
    let first_order = triples().map(|(a, b, ab)| b * (ab - a)).sum::<f64>() / count / variance;
    let total =
        triples().map(|(a, _, ab)| (a - ab) * (a - ab)).sum::<f64>() / (2.0 * count) / variance;
    (Some(first_order), Some(total))
}

#[cfg(test)]
mod tests {
    use std::f64::consts::PI;

    use super::super::super::sample::Stream;
    use super::*;

    /// The indices of three factors of a function of numbers from 0 to 1.
    fn indices(function: fn([f64; 3]) -> f64) -> [(f64, f64); 3] {
        let draw = |seed| -> Vec<[f64; 3]> {
            let point = |sample| {
                let mut stream = Stream::new(seed, sample);
                [stream.unit(), stream.unit(), stream.unit()]
            };
            (0..40_000).map(point).collect()
        };
        let (a, b) = (draw(1), draw(2));
        let of =
            |points: &[[f64; 3]]| -> Vec<f64> { points.iter().map(|it| function(*it)).collect() };
        [0, 1, 2].map(|factor| {
            let mixed: Vec<[f64; 3]> = (a.iter().zip(&b))
                .map(|(a, b)| {
                    let mut point = *a;
                    point[factor] = b[factor];
                    point
                })
                .collect();
            let (first, total) = sobol(&of(&a), &of(&b), &of(&mixed));
            (first.unwrap(), total.unwrap())
        })
    }

    fn check(function: fn([f64; 3]) -> f64, expected: [(f64, f64); 3]) {
        for (found, expected) in indices(function).into_iter().zip(expected) {
            let near = |found: f64, expected: f64| (found - expected).abs() < 0.03;
            assert!(
                near(found.0, expected.0) && near(found.1, expected.1),
                "{found:?} {expected:?}"
            );
        }
    }

    /// Ishigami and Homma (1990), a = 7 and b = 0.1: analytic values.
    #[test]
    fn the_function_of_ishigami_has_its_published_indices() {
        let ishigami = |point: [f64; 3]| {
            let [x, y, z] = point.map(|it| PI * (2.0 * it - 1.0));
            x.sin() + 7.0 * y.sin() * y.sin() + 0.1 * z.powi(4) * x.sin()
        };
        check(ishigami, [(0.3139, 0.5576), (0.4424, 0.4424), (0.0, 0.2437)]);
    }

    /// A sum has no interactions: shares are those of the squares of its factors.
    #[test]
    fn a_sum_has_no_interactions() {
        let sum = |[x, y, _]: [f64; 3]| 4.0 * x + 3.0 * y;
        check(sum, [(0.64, 0.64), (0.36, 0.36), (0.0, 0.0)]);
    }

    #[test]
    fn what_does_not_vary_has_no_influence() {
        assert_eq!(sobol(&[1.0, 1.0], &[1.0, 1.0], &[1.0, 1.0]), (None, None));
    }
}
