//! The scores of subjects lie between 0 and 100, whatever is measured, and whatever of its alternatives a
//! scheme chooses; and there is one, however alike the subjects are, and a better figure never lowers it.

use metrics::evaluation::scheme::Scheme;
use metrics::evaluation::scheme::method::{Aggregation, Direction, Real, Scale, Uncertainty};

use super::SchemeLint;

/// The best score where subjects are evaluated.
const SCORE_MAX: f64 = 100.0;

/// Whether a number is a score that a subject can have.
pub(super) fn is_score(score: Real) -> bool {
    (0.0..=SCORE_MAX).contains(&score.get())
}

/// A scale, whom it is for, and the key where it is said.
type At<'a> = (String, &'a Scale, Direction);

impl SchemeLint<'_> {
    pub(super) fn scores_to_hundred(&mut self) {
        let scheme = self.scheme;
        let others = || scheme.uncertainty.iter();
        let alternatives: Vec<(String, &Aggregation)> =
            others().flat_map(|it| &it.aggregate).map(|it| (ALTERNATIVE.to_owned(), it)).collect();
        let (scales, means) = (scales(scheme), means(scheme));
        for (key, scale, _) in &scales {
            self.scores_all(key, scale);
        }
        if let Some(rescale) = &scheme.rescale {
            self.scores_all("rescale", rescale);
            self.within_hundred("rescale", rescale);
            let is_low = scales.iter().any(|(_, scale, direction)| may_be_low(scale, *direction));
            let beats = means.iter().any(|(_, how)| **how == Aggregation::Copeland);
            self.takes_roots(&means, is_low || beats);
            self.takes_roots(&alternatives, is_low);
            return;
        }
        for (key, scale, _) in scales {
            self.within_hundred(&key, scale);
        }
        for (key, how) in means.into_iter().chain(alternatives) {
            if matches!(how, Aggregation::Sum | Aggregation::Copeland) {
                self.invalid(key, "aggregate", "expected-mean");
            }
        }
    }

    fn scores_all(&mut self, key: &str, scale: &Scale) {
        if !gives_all_a_score(scale) {
            self.invalid(key.to_owned(), "normalise", "expected-for-all");
        }
    }

    /// What gives not all a score is named for that alone.
    fn within_hundred(&mut self, key: &str, scale: &Scale) {
        if gives_all_a_score(scale) && !is_to_hundred(scale) {
            self.invalid(key, "normalise", "expected-to-hundred");
        }
    }

    /// Of a score below 0 there is no root, and no evaluation.
    fn takes_roots(&mut self, means: &[(String, &Aggregation)], is_low: bool) {
        for (key, how) in means.iter().filter(|_| is_low) {
            if matches!(
                how,
                Aggregation::Geometric | Aggregation::Harmonic | Aggregation::Generalised { .. }
            ) {
                self.invalid(key.clone(), "aggregate", "expected-from-zero-scales");
            }
        }
    }
}

/// Where other means are named.
const ALTERNATIVE: &str = "uncertainty.aggregate";

/// The scales of all indicators, then those that might as well have been chosen.
fn scales(scheme: &Scheme) -> Vec<At<'_>> {
    let own = scheme
        .indicators()
        .map(|it| (format!("indicator[{}].normalise", it.id), scheme.scale(it), it.direction));
    let others = scheme.uncertainty.iter().flat_map(|Uncertainty { normalise, .. }| normalise);
    let shared = || scheme.indicators().filter(|it| it.normalise.is_none());
    let direction = if shared().any(|it| it.direction == Direction::Down) {
        Direction::Down
    } else {
        Direction::Up
    };
    let others = others.map(|it| ("uncertainty.normalise".to_owned(), it, direction));
    own.chain(others).collect()
}

/// The means of the whole and of the dimensions that name one.
fn means(scheme: &Scheme) -> Vec<(String, &Aggregation)> {
    let own =
        |it: &'_ metrics::evaluation::scheme::Dimension| format!("dimension[{}].aggregate", it.id);
    let dimensions =
        scheme.dimensions.iter().filter_map(|it| Some((own(it), it.aggregate.as_ref()?)));
    std::iter::once(("aggregate".to_owned(), &scheme.aggregate)).chain(dimensions).collect()
}

/// Whether every subject has a score, be it the only one or like all others, and whatever its figure is. What
/// spans from the least to the best figure is of no width among equals; a subject compared with may be
/// gone; and there is no logarithm of 0. Where all have one, a better figure never scores lower either:
/// only scales that these are not turn round by where the subjects lie.
fn gives_all_a_score(scale: &Scale) -> bool {
    match scale {
        Scale::None | Scale::Rank { .. } | Scale::Piecewise { .. } => true,
        Scale::Goalposts { capped, log, .. } => *capped || !log,
        Scale::MinMax { .. }
        | Scale::ZScore { .. }
        | Scale::PercentileRank { .. }
        | Scale::Distance { .. }
        | Scale::FractionOfMax { .. } => false,
    }
}

/// Whether every score of a scale that gives all one lies between 0 and 100.
fn is_to_hundred(scale: &Scale) -> bool {
    match scale {
        Scale::Goalposts { scale, capped, .. } => *capped && is_score(*scale),
        Scale::Piecewise { points } => points.iter().all(|point| is_score(point.score)),
        Scale::None
        | Scale::MinMax { .. }
        | Scale::ZScore { .. }
        | Scale::Rank { .. }
        | Scale::PercentileRank { .. }
        | Scale::Distance { .. }
        | Scale::FractionOfMax { .. } => false,
    }
}

/// Whether some score of a scale that gives all one may lie below 0. Measures of subjects do not.
fn may_be_low(scale: &Scale, direction: Direction) -> bool {
    match scale {
        Scale::None => direction == Direction::Down,
        Scale::Goalposts { capped, .. } => !capped,
        Scale::Piecewise { points } => points.iter().any(|point| point.score.get() < 0.0),
        Scale::MinMax { .. }
        | Scale::ZScore { .. }
        | Scale::Rank { .. }
        | Scale::PercentileRank { .. }
        | Scale::Distance { .. }
        | Scale::FractionOfMax { .. } => false,
    }
}
