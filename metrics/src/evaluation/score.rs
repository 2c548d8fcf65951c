//! The scores of subjects: scheme and counts in, scorecard trees out.
//!
//! Measures become the columns of a table, which the kernel scores as it does any other; what it
//! found is fixed to 1e-9 for the scorecards. Weights stay integers.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]

#[cfg(test)]
mod laws;

use std::collections::BTreeSet;

use thiserror::Error;

use super::aggregate::nano;
use super::grade::decimal;
use super::kernel::{self, KernelError, Scored, Verdict};
use super::measure::{Counts, Measure, MeasureDefinition, sha256_of_lines};
use super::scheme::method::Scale;
use super::scheme::{Indicator, Scheme};
use super::scorecard::{
    BandRef, DimensionScore, FindingCount, IndicatorScore, ScoreResult, Scorecard, WaivedFinding,
};
use super::share::Fraction;
use super::table::{Cell, Table, Unit};
use super::tree::{Branch, Is, Tree};
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
    /// Those that a waiver covers, by rule and waiver.
    pub waived: Vec<WaivedFinding>,
    /// What was counted.
    pub counts: Counts,
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
    /// The kernel cannot compute it.
    #[error(transparent)]
    Kernel(#[from] KernelError),
}

/// Scores subjects by a scheme. All of them at once: relative scales compare them with each other.
///
/// # Errors
///
/// The first fault of the scheme, in its order of dimensions and indicators.
pub fn score(
    scheme: &Scheme,
    measures: &[MeasureDefinition],
    subjects: Vec<Subject>,
) -> Result<Vec<Scorecard>, ScoreError> {
    let definitions: Vec<&MeasureDefinition> = scheme
        .indicators()
        .map(|indicator| definition(scheme, indicator, measures))
        .collect::<Result<_, _>>()?;
    let figures: Vec<Vec<Option<Measure>>> = (subjects.iter())
        .map(|subject| definitions.iter().map(|it| it.of(&subject.counts)).collect())
        .collect();
    let table = table(&definitions, &subjects, &figures);
    let scored = kernel::score(scheme, &table)?;
    let tree = Tree::of(scheme).map_err(KernelError::from)?;
    let cards = subjects.into_iter().zip(figures).enumerate();
    cards
        .map(|(row, (subject, measures))| {
            let card = Card { scheme, tree: &tree, scored: &scored, row };
            card.made(subject, measures)
        })
        .collect()
}

fn definition<'a>(
    scheme: &Scheme,
    indicator: &Indicator,
    measures: &'a [MeasureDefinition],
) -> Result<&'a MeasureDefinition, ScoreError> {
    let named = |it: &&MeasureDefinition| it.id == indicator.measure();
    let unknown = || ScoreError::UnknownMeasure {
        indicator: indicator.id.clone(),
        measure: indicator.measure().to_owned(),
    };
    let definition = measures.iter().find(named).ok_or_else(unknown)?;
    if matches!(scheme.scale(indicator), Scale::Piecewise { points } if points.is_empty()) {
        return Err(ScoreError::EmptyScale { indicator: indicator.id.clone() });
    }
    Ok(definition)
}

/// One unit for each subject, one column for each measure.
fn table(
    definitions: &[&MeasureDefinition],
    subjects: &[Subject],
    figures: &[Vec<Option<Measure>>],
) -> Table {
    let unit = |subject: &Subject| Unit { id: subject.party.to_string(), time: None };
    let column = |at: usize| figures.iter().map(|measures| cell(measures[at].as_ref())).collect();
    Table {
        units: subjects.iter().map(unit).collect(),
        columns: (definitions.iter().enumerate())
            .map(|(at, definition)| (definition.id.clone(), column(at)))
            .collect(),
        ..Table::default()
    }
}

/// The score is computed from numerator and denominator, not from the ratio rounded for display.
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53, beyond any count")]
fn cell(measure: Option<&Measure>) -> Cell {
    match measure {
        None => Cell::Missing,
        Some(measure) if measure.denominator.value == 0 => Cell::NotApplicable,
        Some(measure) => {
            Cell::Value(measure.numerator.value as f64 / measure.denominator.value as f64)
        }
    }
}

/// One row of what was scored.
struct Card<'a> {
    scheme: &'a Scheme,
    tree: &'a Tree<'a>,
    scored: &'a Scored,
    row: usize,
}

impl Card<'_> {
    fn made(
        &self,
        subject: Subject,
        measures: Vec<Option<Measure>>,
    ) -> Result<Scorecard, ScoreError> {
        Ok(Scorecard {
            subject: subject.party,
            subject_name: subject.name,
            result: self.result()?,
            findings: subject.findings,
            facts_sha256: facts_sha256(&measures),
            dimensions: self.dimensions(measures),
            waived: subject.waived,
        })
    }

    fn result(&self) -> Result<ScoreResult, ScoreError> {
        let Some(Verdict { score_nano, rounded_nano, band, .. }) = self.scored.verdicts[self.row]
        else {
            return Ok(ScoreResult::NotApplicable);
        };
        let place = band.ok_or(ScoreError::NoBand { score_nano })?;
        let band = &self.scheme.bands[place];
        Ok(ScoreResult::Scored {
            score_nano,
            score: decimal(rounded_nano, self.scheme.rounding),
            band: BandRef { id: band.id.clone(), name: band.name.clone() },
        })
    }

    /// The parts of the whole, each with all indicators below it.
    fn dimensions(&self, measures: Vec<Option<Measure>>) -> Vec<DimensionScore> {
        let shares = self.shares();
        let mut scores: Vec<Option<IndicatorScore>> =
            (self.tree.leaves().zip(measures).enumerate())
                .map(|(at, (indicator, measure))| {
                    Some(IndicatorScore {
                        id: indicator.id.clone(),
                        name: indicator.name(),
                        weight: indicator.weight,
                        effective_weight_ppm: shares[at].ppm(),
                        measure,
                        score_nano: self.score_nano(at),
                        source: self.tree.nodes[at].source.clone(),
                        agreement: Vec::new(),
                    })
                })
                .collect();
        let Is::Branch(whole) = &self.tree.nodes[self.tree.whole()].is else { return Vec::new() };
        let dimension = |&at: &usize| {
            let node = &self.tree.nodes[at];
            let below = (0..scores.len()).filter(|&leaf| self.is_below(leaf, at));
            let indicators = below.collect::<Vec<_>>();
            DimensionScore {
                id: node.id.to_owned(),
                name: node.name(self.scheme),
                weight: node.weight,
                effective_weight_ppm: shares[at].ppm(),
                score_nano: self.score_nano(at),
                source: node.source.clone(),
                indicators: indicators.iter().filter_map(|&leaf| scores[leaf].take()).collect(),
            }
        };
        whole.parts.iter().map(dimension).collect()
    }

    fn is_below(&self, leaf: usize, above: usize) -> bool {
        std::iter::successors(Some(leaf), |&at| self.tree.nodes[at].parent).any(|at| at == above)
    }

    fn score_nano(&self, node: usize) -> Option<i64> {
        self.scored.scores[node][self.row].map(nano)
    }

    /// The share of each node in the whole, counting only what has a score.
    fn shares(&self) -> Vec<Fraction> {
        let weight = |&part: &usize| match self.scored.scores[part][self.row] {
            Some(_) => u64::from(self.tree.nodes[part].weight),
            None => 0,
        };
        let mut shares = vec![Fraction::ONE; self.tree.nodes.len()];
        let branches: Vec<(usize, &Branch)> = self.tree.branches().collect();
        for (at, branch) in branches.into_iter().rev() {
            let whole = branch.parts.iter().map(weight).sum();
            let above = match self.scored.scores[at][self.row] {
                Some(_) => shares[at],
                None => Fraction::ZERO,
            };
            for part in &branch.parts {
                shares[*part] = above.times(weight(part), whole);
            }
        }
        shares
    }
}

/// SHA-256 over the hashes of all facts that the scheme's measures counted, each once, sorted.
fn facts_sha256(measures: &[Option<Measure>]) -> String {
    let counts = measures.iter().flatten().flat_map(|it| [&it.numerator, &it.denominator]);
    let hashes: BTreeSet<&str> = counts.map(|count| count.facts.sha256.as_str()).collect();
    sha256_of_lines(hashes.iter())
}
