//! What is wrong with a scheme.

use metrics::evaluation::scheme::{Dimension, Indicator, Normalise, Scheme};

use super::Lint;
use crate::fault::{Expected, FileFault, Wrong};
use crate::policy::Policy;

/// The sum of weights.
const WHOLE: u64 = 100;
/// The decimals that a score has at most.
const DECIMALS_MAX: u8 = 9;
/// The best score, in hundredths.
const SCORE_MAX: u32 = 10_000;

/// Everything that is wrong in a scheme that is used with a pack.
#[must_use]
pub fn lint_scheme(file: &str, scheme: &Scheme, policy: &Policy) -> Vec<FileFault> {
    let mut lint = Lint { policy, file, faults: Vec::new() };
    lint.source("", &scheme.source);
    if DECIMALS_MAX < scheme.rounding.decimals {
        let expected = Expected::integer(0, DECIMALS_MAX.into());
        let actual = scheme.rounding.decimals.to_string();
        lint.fault("rounding.decimals".to_owned(), Wrong::Invalid, &actual, expected);
    }
    lint.bands(scheme);
    lint.distinct("dimension", scheme.dimensions.iter().map(|it| it.id.as_str()));
    let indicators = scheme.dimensions.iter().flat_map(|it| &it.indicators);
    lint.distinct("indicator", indicators.map(|it| it.id.as_str()));
    lint.sum("dimension".to_owned(), scheme.dimensions.iter().map(|it| it.weight));
    for dimension in &scheme.dimensions {
        lint.dimension(dimension);
    }
    lint.faults
}

impl Lint<'_> {
    fn sum(&mut self, key: String, weights: impl Iterator<Item = u32>) {
        let sum: u64 = weights.map(u64::from).sum();
        if sum != WHOLE {
            self.fault(key, Wrong::Sum, &sum.to_string(), Expected::value(WHOLE.to_string()));
        }
    }

    /// Bands descend from at most 100 to exactly 0.
    fn bands(&mut self, scheme: &Scheme) {
        self.distinct("band", scheme.bands.iter().map(|it| it.id.as_str()));
        let mut above = SCORE_MAX + 1;
        for band in &scheme.bands {
            let key = format!("band[{}]", band.id);
            self.source(&key, &band.source);
            if above <= band.from_hundredths {
                let expected = Expected::word("expected-descending");
                self.fault(key, Wrong::Order, &band.from_hundredths.to_string(), expected);
            }
            above = band.from_hundredths;
        }
        if scheme.bands.last().is_none_or(|band| band.from_hundredths != 0) {
            let expected = Expected::word("expected-band-zero");
            self.fault("band".to_owned(), Wrong::Order, &above.to_string(), expected);
        }
    }

    fn dimension(&mut self, dimension: &Dimension) {
        let key = format!("dimension[{}]", dimension.id);
        self.source(&key, &dimension.source);
        self.sum(format!("{key}.indicator"), dimension.indicators.iter().map(|it| it.weight));
        for indicator in &dimension.indicators {
            self.indicator(indicator);
        }
    }

    fn indicator(&mut self, indicator: &Indicator) {
        let key = format!("indicator[{}]", indicator.id);
        self.source(&key, &indicator.source);
        let measures = self.policy.measures.iter().map(|it| it.id.as_str());
        self.known(format!("{key}.measure"), &indicator.measure, measures);
        let (scale, scores_fit) = match &indicator.normalise {
            Normalise::Target { floor_ppm, target_ppm } => (vec![*floor_ppm, *target_ppm], true),
            Normalise::Piecewise { points } => {
                let fit = points.iter().all(|point| point.score_hundredths <= SCORE_MAX);
                (points.iter().map(|point| point.ppm).collect(), fit)
            }
        };
        let rising = !scale.is_empty() && scale.windows(2).all(|pair| pair[0] < pair[1]);
        if !rising || !scores_fit {
            let actual: Vec<String> = scale.iter().map(ToString::to_string).collect();
            let expected = Expected::word("expected-rising");
            self.fault(format!("{key}.normalise"), Wrong::Order, &actual.join(" … "), expected);
        }
    }
}
