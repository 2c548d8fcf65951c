//! The score of one subject: scheme and counts in, scorecard tree out.
//!
//! Scores stay `f64` from the ratio to the final score and are fixed to 1e-9 only for the
//! scorecard; weights stay integers.

#[cfg(test)]
mod laws;

use std::collections::BTreeSet;
use std::num::NonZeroU64;

use thiserror::Error;

use super::aggregate::{self, Part};
use super::grade::grade;
use super::measure::{Counts, Measure, MeasureDefinition, sha256_of_lines};
use super::normalise::normalise;
use super::scheme::{Dimension, Indicator, Missing, Scheme};
use super::scorecard::{DimensionScore, FindingCount, IndicatorScore, ScoreResult, Scorecard};
use crate::party::PartyId;

/// Whom a scorecard is about, and what is open against it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject {
    /// Who.
    pub party: PartyId,
    /// The name in the register, as submitted.
    pub name: String,
    /// Open findings of error or worse in the period, by rule.
    pub findings: Vec<FindingCount>,
}

/// Why a scheme cannot score: its fault, never the subject's.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum ScoreError {
    /// An indicator names a measure that the policy pack does not have.
    #[error("indicator {indicator} names measure {measure:?}, which is not defined")]
    UnknownMeasure {
        /// The indicator.
        indicator: String,
        /// What it names.
        measure: String,
    },
    /// A piecewise scale has no points.
    #[error("the scale of indicator {indicator} has no points")]
    EmptyScale {
        /// The indicator.
        indicator: String,
    },
    /// No band reaches down to the score.
    #[error("no band covers a score of {score_nano} billionths")]
    NoBand {
        /// The score, before rounding.
        score_nano: i64,
    },
}

/// Scores one subject by a scheme.
///
/// # Errors
///
/// The first fault of the scheme, in its order of dimensions and indicators.
pub fn score(
    scheme: &Scheme,
    measures: &[MeasureDefinition],
    subject: Subject,
    counts: &Counts,
) -> Result<Scorecard, ScoreError> {
    let ruler = Ruler { measures, missing: scheme.missing, counts };
    let branches: Vec<Branch> =
        scheme.dimensions.iter().map(|it| ruler.branch(it)).collect::<Result<_, _>>()?;
    let parts: Vec<Part> = branches.iter().map(Branch::part).collect();
    let whole = aggregate::counted_weight(&parts);
    Ok(Scorecard {
        subject: subject.party,
        subject_name: subject.name,
        result: result(scheme, &parts)?,
        findings: subject.findings,
        facts_sha256: facts_sha256(&branches),
        dimensions: branches.into_iter().map(|branch| branch.scored(whole)).collect(),
    })
}

fn result(scheme: &Scheme, parts: &[Part]) -> Result<ScoreResult, ScoreError> {
    let Some(score) = aggregate::mean(parts) else {
        return Ok(ScoreResult::NotApplicable);
    };
    let score_nano = aggregate::nano(score);
    grade(score_nano, scheme.rounding, &scheme.bands).ok_or(ScoreError::NoBand { score_nano })
}

/// SHA-256 over the hashes of all facts that the scheme's measures counted, each once, sorted.
fn facts_sha256(branches: &[Branch]) -> String {
    let measures = branches.iter().flat_map(|it| &it.leaves).filter_map(|it| it.measure.as_ref());
    let counts = measures.flat_map(|measure| [&measure.numerator, &measure.denominator]);
    let hashes: BTreeSet<&str> = counts.map(|count| count.facts.sha256.as_str()).collect();
    sha256_of_lines(hashes.iter())
}

/// What every indicator of one subject is measured with.
struct Ruler<'a> {
    measures: &'a [MeasureDefinition],
    missing: Missing,
    counts: &'a Counts,
}

/// A dimension on its way: indicators scored, weights of the whole not yet known.
struct Branch<'a> {
    dimension: &'a Dimension,
    leaves: Vec<Leaf<'a>>,
}

/// An indicator on its way.
struct Leaf<'a> {
    indicator: &'a Indicator,
    measure: Option<Measure>,
    score: Option<f64>,
}

impl Ruler<'_> {
    fn branch<'a>(&self, dimension: &'a Dimension) -> Result<Branch<'a>, ScoreError> {
        let leaves =
            dimension.indicators.iter().map(|it| self.leaf(it)).collect::<Result<_, _>>()?;
        Ok(Branch { dimension, leaves })
    }

    fn leaf<'a>(&self, indicator: &'a Indicator) -> Result<Leaf<'a>, ScoreError> {
        let named = |it: &&MeasureDefinition| it.id == indicator.measure;
        let definition =
            self.measures.iter().find(named).ok_or_else(|| ScoreError::UnknownMeasure {
                indicator: indicator.id.clone(),
                measure: indicator.measure.clone(),
            })?;
        let measure = definition.of(self.counts);
        let score = match (&measure, self.missing) {
            (Some(measure), Missing::Redistribute | Missing::Zero) => scored(indicator, measure)?,
            (None, Missing::Redistribute) => None,
            (None, Missing::Zero) => Some(0.0),
        };
        Ok(Leaf { indicator, measure, score })
    }
}

/// The score of what was counted; none where it is not applicable.
fn scored(indicator: &Indicator, measure: &Measure) -> Result<Option<f64>, ScoreError> {
    let Some(denominator) = NonZeroU64::new(measure.denominator.value) else {
        return Ok(None);
    };
    let score = normalise(&indicator.normalise, measure.numerator.value, denominator)
        .ok_or_else(|| ScoreError::EmptyScale { indicator: indicator.id.clone() })?;
    Ok(Some(score))
}

impl Branch<'_> {
    fn parts(&self) -> Vec<Part> {
        self.leaves.iter().map(Leaf::part).collect()
    }

    fn part(&self) -> Part {
        Part { weight: self.dimension.weight, score: aggregate::mean(&self.parts()) }
    }

    fn scored(self, whole: u64) -> DimensionScore {
        let (part, within) = (self.part(), aggregate::counted_weight(&self.parts()));
        let weight = counted(part);
        let indicators = (self.leaves.into_iter())
            .map(|leaf| {
                let above = weight * counted(leaf.part());
                leaf.scored(share_ppm(above, u128::from(whole) * u128::from(within)))
            })
            .collect();
        DimensionScore {
            id: self.dimension.id.clone(),
            name: self.dimension.name.clone(),
            weight: self.dimension.weight,
            effective_weight_ppm: share_ppm(weight, whole.into()),
            score_nano: part.score.map(aggregate::nano),
            source: self.dimension.source.clone(),
            indicators,
        }
    }
}

impl Leaf<'_> {
    fn part(&self) -> Part {
        Part { weight: self.indicator.weight, score: self.score }
    }

    fn scored(self, effective_weight_ppm: i64) -> IndicatorScore {
        IndicatorScore {
            id: self.indicator.id.clone(),
            name: self.indicator.name.clone(),
            weight: self.indicator.weight,
            effective_weight_ppm,
            measure: self.measure,
            score_nano: self.score.map(aggregate::nano),
            source: self.indicator.source.clone(),
        }
    }
}

/// The weight that a part brings into its mean: none without a score.
fn counted(part: Part) -> u128 {
    if part.score.is_some() { part.weight.into() } else { 0 }
}

/// `above / below` in parts per million, half to even; 0 where nothing is counted at all.
///
/// Each share is at most half a millionth off, so the weights of `n` indicators sum to 1 000 000
/// within `n / 2`. They are for reading; the mean is taken over the weights themselves.
fn share_ppm(above: u128, below: u128) -> i64 {
    if below == 0 {
        return 0;
    }
    let (share, rest) = (above * 1_000_000 / below, above * 1_000_000 % below);
    let up = below < 2 * rest + share % 2;
    i64::try_from(share + u128::from(up)).expect("a share is at most 1 000 000")
}
