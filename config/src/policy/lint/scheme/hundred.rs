//! The scores of subjects lie between 0 and 100, whatever is measured, and whatever of its alternatives a
//! scheme chooses; and there is one, and a better figure never lowers it.

use metrics::evaluation::scheme::Scheme;
use metrics::evaluation::scheme::method::{
    Aggregation, Direction, Real, Reference, Scale, Uncertainty,
};

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
        if let Some(rescale) = &scheme.rescale {
            self.within_hundred("rescale", rescale);
            let is_low = scales.iter().any(|(_, scale, direction)| may_be_low(scale, *direction));
            let beats = means.iter().any(|(_, how)| **how == Aggregation::Copeland);
            self.takes_roots(&means, is_low || beats);
            self.takes_roots(&alternatives, is_low);
            for (key, scale, direction) in scales {
                if may_turn(scale, direction) {
                    self.invalid(key, "normalise", "expected-not-turned");
                }
            }
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

    fn within_hundred(&mut self, key: &str, scale: &Scale) {
        if !is_to_hundred(scale) {
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

/// Whether every score of the scale lies between 0 and 100.
fn is_to_hundred(scale: &Scale) -> bool {
    match scale {
        Scale::MinMax { from, to } => is_score(*from) && is_score(*to),
        Scale::PercentileRank { scale, .. } => is_score(*scale),
        Scale::Goalposts { scale, capped, .. } => *capped && is_score(*scale),
        Scale::Piecewise { points } => points.iter().all(|point| is_score(point.score)),
        Scale::None
        | Scale::ZScore { .. }
        | Scale::Rank { .. }
        | Scale::Distance { .. }
        | Scale::FractionOfMax { .. } => false,
    }
}

/// Whether some score of the scale may lie below 0. Measures of subjects do not.
fn may_be_low(scale: &Scale, direction: Direction) -> bool {
    match scale {
        Scale::None => direction == Direction::Down,
        Scale::ZScore { .. } => true,
        Scale::MinMax { from, .. } => from.get() < 0.0,
        Scale::Goalposts { capped, .. } => !capped,
        Scale::Piecewise { points } => points.iter().any(|point| point.score.get() < 0.0),
        Scale::Distance { reference, .. } => matches!(reference, Reference::Value(_)),
        Scale::Rank { .. } | Scale::PercentileRank { .. } | Scale::FractionOfMax { .. } => false,
    }
}

/// Whether the scale turns round by where the subjects lie, so that worse figures score higher.
fn may_turn(scale: &Scale, direction: Direction) -> bool {
    match scale {
        Scale::FractionOfMax { .. } => direction == Direction::Down,
        Scale::Distance { reference, .. } => matches!(reference, Reference::Value(_)),
        Scale::None
        | Scale::ZScore { .. }
        | Scale::MinMax { .. }
        | Scale::Goalposts { .. }
        | Scale::Piecewise { .. }
        | Scale::Rank { .. }
        | Scale::PercentileRank { .. } => false,
    }
}
