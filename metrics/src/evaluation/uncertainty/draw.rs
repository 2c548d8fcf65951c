//! What is drawn: points in the space of choices, and what each comes to.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]
#![expect(clippy::cast_precision_loss, reason = "exact up to 2^53, beyond any number of choices")]

use super::super::kernel::{Choice, Kernel, KernelError, Prepared, Verdict};
use super::super::sample::Stream;
use super::super::scheme::method::{Aggregation, Impute, Scale};
use super::Plan;

/// Something that might have been chosen otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Factor {
    /// The weights.
    Weights,
    /// The imputation.
    Impute,
    /// The scale.
    Normalise,
    /// The mean.
    Aggregate,
}

impl Factor {
    /// All factors.
    pub const ALL: [Self; 4] = [Self::Weights, Self::Impute, Self::Normalise, Self::Aggregate];

    /// The word used in files.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Weights => "weights",
            Self::Impute => "impute",
            Self::Normalise => "normalise",
            Self::Aggregate => "aggregate",
        }
    }
}

/// One number from 0 to 1 for each factor, in the order of [`Factor::ALL`], and the sample that it is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Point {
    sample: usize,
    numbers: [f64; 4],
}

/// The choices, prepared as far as no draw changes it.
pub(super) struct World<'a> {
    pub(super) kernel: &'a Kernel<'a>,
    pub(super) factors: Vec<Factor>,
    seed: u64,
    given: &'a [Vec<f64>],
    /// How far the weight of each node may lie from its own, as a share of it.
    noise: Vec<f64>,
    /// For each imputation, the scheme's first, and each scale, the indicators on their scales.
    prepared: Vec<Vec<Prepared>>,
    aggregations: Vec<&'a Aggregation>,
}

impl<'a> World<'a> {
    pub(super) fn new(kernel: &'a Kernel<'a>, plan: &Plan<'a>) -> Result<Self, KernelError> {
        let choices = kernel.scheme.uncertainty.as_ref();
        let imputations: Vec<&Impute> =
            choices.map_or_else(Vec::new, |it| it.impute.iter().collect());
        let scales: Vec<&Scale> = choices.map_or_else(Vec::new, |it| it.normalise.iter().collect());
        let aggregations: Vec<&Aggregation> =
            choices.map_or_else(Vec::new, |it| it.aggregate.iter().collect());
        let levels = choices.map_or(&[][..], |it| &it.weight_noise_ppm);
        let noise: Vec<f64> = (kernel.tree.nodes.iter())
            .map(|node| levels.get(node.level - 1).map_or(0.0, |ppm| ppm.ppm() as f64 / 1e6))
            .collect();
        let has = |factor: &Factor| match factor {
            Factor::Weights => !plan.weights.is_empty() || noise.iter().any(|it| 0.0 < *it),
            Factor::Impute => !imputations.is_empty(),
            Factor::Normalise => !scales.is_empty(),
            Factor::Aggregate => !aggregations.is_empty(),
        };
        let factors = Factor::ALL.into_iter().filter(has).collect();
        let on_scales = |how: &Impute| -> Result<Vec<Prepared>, KernelError> {
            let scales = std::iter::once(None).chain(scales.iter().map(|it| Some(*it)));
            scales.map(|scale| kernel.prepare(how, scale)).collect()
        };
        let imputations = std::iter::once(&kernel.scheme.impute).chain(imputations);
        let prepared = imputations.map(on_scales).collect::<Result<_, _>>()?;
        let (seed, given) = (plan.seed, plan.weights);
        Ok(Self { kernel, factors, seed, given, noise, prepared, aggregations })
    }

    /// The point of a sample.
    pub(super) fn first(&self, sample: u64) -> Point {
        Point { sample: at(sample), numbers: drawn(&mut Stream::new(self.seed, sample)) }
    }

    /// Another point for the same sample, independent of the first.
    pub(super) fn second(&self, sample: u64) -> Point {
        let mut stream = Stream::new(self.seed, sample);
        let _ = drawn(&mut stream);
        // Given weights are taken one after the other; here, by another order of them.
        let numbers = drawn(&mut stream);
        Point { sample: index(numbers[0], self.given.len()), numbers }
    }

    /// The first point, with one factor of the second.
    pub(super) fn mixed(&self, sample: u64, factor: usize) -> Point {
        let (mut point, other) = (self.first(sample), self.second(sample));
        let factor = self.factors[factor];
        let place = factor as usize;
        point.numbers[place] = other.numbers[place];
        if factor == Factor::Weights {
            point.sample = other.sample;
        }
        point
    }

    /// What the scheme says.
    pub(super) fn nominal(&self) -> Result<Vec<Option<Verdict>>, KernelError> {
        self.verdicts(&Choice::of(self.kernel.tree))
    }

    /// What other weights or means come to, on the scales of the scheme.
    pub(super) fn verdicts(&self, choice: &Choice) -> Result<Vec<Option<Verdict>>, KernelError> {
        self.kernel.judge(&self.prepared[0][0].normalised, choice)
    }

    /// What a point comes to.
    pub(super) fn outcome(&self, point: &Point) -> Result<Vec<Option<Verdict>>, KernelError> {
        let [weights, impute, normalise, aggregate] = point.numbers;
        let scales = &self.prepared[index(impute, self.prepared.len())];
        let prepared = &scales[index(normalise, scales.len())];
        let other = index(aggregate, self.aggregations.len() + 1).checked_sub(1);
        let choice = Choice {
            weights: self.weights(point.sample, weights),
            aggregate: other.map(|at| self.aggregations[at]),
        };
        self.kernel.judge(&prepared.normalised, &choice)
    }

    /// Given weights in turn, else noise around those of the scheme from a stream of the number.
    fn weights(&self, sample: usize, number: f64) -> Vec<f64> {
        if !self.given.is_empty() {
            return self.given[sample % self.given.len()].clone();
        }
        let mut stream = Stream::new(self.seed, number.to_bits());
        let mut weights = self.kernel.tree.weights();
        for (weight, noise) in weights.iter_mut().zip(&self.noise) {
            if 0.0 < *noise {
                *weight += (stream.unit() * 2.0 - 1.0) * noise * *weight;
            }
        }
        weights
    }
}

fn drawn(stream: &mut Stream) -> [f64; 4] {
    [stream.unit(), stream.unit(), stream.unit(), stream.unit()]
}

fn at(sample: u64) -> usize {
    usize::try_from(sample).unwrap_or(usize::MAX)
}

/// The place that a number from 0 to 1 falls into, of so many.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "from 0 to `places`")]
fn index(number: f64, places: usize) -> usize {
    ((number * places as f64) as usize).min(places.saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use std::num::NonZeroUsize;

    use super::super::super::kernel::laws;
    use super::super::super::tree::Tree;
    use super::*;

    /// Looks at the weights of numbers: noise of 0.5 on the indicators, of 0.25 on the dimension, of none
    /// on the whole.
    fn weighed(check: impl Fn(&dyn Fn(f64) -> Vec<f64>)) {
        let head = format!(
            "{}\n[uncertainty]\nweight_noise_ppm = [500_000, 250_000]\n{}",
            laws::POSTS,
            laws::SOURCE
        );
        let scheme = laws::scheme(&head, [3, 2, 1]);
        let (tree, table) = (Tree::of(&scheme).unwrap(), laws::table(&[[1.0, 2.0, 3.0]]));
        let kernel = Kernel::new(&scheme, &tree, &table).unwrap();
        let plan = Plan { samples: 2, seed: 7, weights: &[], threads: NonZeroUsize::MIN };
        let world = World::new(&kernel, &plan).unwrap();
        check(&|number| world.weights(0, number));
    }

    /// From the published stream, by `expected.py`.
    #[test]
    fn each_weight_has_its_own_noise() {
        let rows = [
            (
                0.0,
                [
                    3.848_643_444_779_986_7,
                    1.902_224_323_117_659_4,
                    1.223_696_509_678_603,
                    0.944_269_735_900_003_6,
                ],
            ),
            (
                0.25,
                [
                    4.285_386_168_174_885,
                    2.442_346_801_254_399,
                    1.001_671_399_725_510_4,
                    0.982_090_359_660_890_4,
                ],
            ),
            (
                0.75,
                [
                    3.159_052_388_057_901,
                    2.415_862_911_932_58,
                    0.562_507_120_039_357_7,
                    0.897_562_216_035_312_7,
                ],
            ),
        ];
        weighed(|weights| {
            for (number, expected) in rows {
                let found = weights(number);
                for (found, expected) in found.iter().zip(expected.into_iter().chain([1.0])) {
                    assert!((found - expected).abs() < 1e-14, "{number}: {found} {expected}");
                }
            }
        });
    }

    /// A number that is even between -1 and 1 has mean 0 and variance 1/3, and so has each tenth its share.
    #[test]
    fn noise_is_even_within_its_bounds() {
        weighed(|weights| {
            let all: Vec<Vec<f64>> =
                (0..10_000).map(|it| weights(f64::from(it) / 10_000.0)).collect();
            for (node, (weight, noise)) in
                [(3.0, 0.5), (2.0, 0.5), (1.0, 0.5), (1.0, 0.25)].into_iter().enumerate()
            {
                let mut tenths = [0; 10];
                for weights in &all {
                    let share = (weights[node] / weight - 1.0) / noise;
                    assert!((-1.0..1.0).contains(&share), "{share}");
                    tenths[index(f64::midpoint(share, 1.0), 10)] += 1;
                }
                // Four standard errors of 30.
                assert!(tenths.iter().all(|it| (880..=1_120).contains(it)), "{node}: {tenths:?}");
            }
        });
    }
}
