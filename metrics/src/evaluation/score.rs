//! The scores of subjects: scheme and counts in, scorecard trees out.
//!
//! Measures, and the counts that deductions, bonuses and vetoes read, become the columns of a table,
//! which the kernel scores as it does any other; what it found is fixed to 1e-9 for the scorecards
//! (`card`), and how much that can bear to millionths (`bearing`). Weights stay integers. `again` makes
//! the table of scorecards, to ask what would have come out otherwise.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]

pub(super) mod again;
mod bearing;
mod card;
#[cfg(test)]
mod gaming;
#[cfg(test)]
pub(super) mod laws;
#[cfg(test)]
mod worked;

pub use bearing::ppm;

use std::num::NonZeroUsize;

use thiserror::Error;

use super::kernel::{self, KernelError};
use super::measure::{Count, Counts, Measure, MeasureDefinition};
use super::robustness::Robustness;
use super::scheme::method::Scale;
use super::scheme::{Indicator, Scheme};
use super::scorecard::{FindingCount, Scorecard, WaivedFinding};
use super::table::{Cell, Table, Unit};
use super::tree::Tree;
use super::uncertainty::UncertaintyError;
use crate::party::PartyId;
use card::Card;

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
    /// What the scheme asks to draw cannot be drawn.
    #[error(transparent)]
    Uncertainty(#[from] UncertaintyError),
}

/// What subjects were given, and how much that can bear.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marks {
    /// One for each subject, in their order.
    pub scorecards: Vec<Scorecard>,
    /// What was drawn; `None` where the scheme asks for no draws.
    pub robustness: Option<Robustness>,
}

/// Scores subjects by a scheme. All of them at once: relative scales and ranks compare them with each
/// other. The number of threads does not show.
///
/// # Errors
///
/// The first fault of the scheme, in its order of dimensions and indicators.
pub fn score(
    scheme: &Scheme,
    measures: &[MeasureDefinition],
    subjects: Vec<Subject>,
    threads: NonZeroUsize,
) -> Result<Marks, ScoreError> {
    let definitions: Vec<&MeasureDefinition> = scheme
        .indicators()
        .map(|indicator| definition(scheme, indicator, measures))
        .collect::<Result<_, _>>()?;
    let figures: Vec<Vec<Option<Measure>>> = (subjects.iter())
        .map(|subject| definitions.iter().map(|it| it.of(&subject.counts)).collect())
        .collect();
    let table = table(scheme, &definitions, (&subjects, &figures));
    let scored = kernel::score(scheme, &table)?;
    let tree = Tree::of(scheme).map_err(KernelError::from)?;
    let cards = subjects.into_iter().zip(figures).enumerate();
    let scorecards = cards.map(|(row, (subject, measures))| {
        let card = Card { scheme, tree: &tree, scored: &scored, row };
        card.made(subject, measures)
    });
    let scorecards = scorecards.collect::<Result<_, _>>()?;
    let mut marks = Marks { scorecards, robustness: None };
    bearing::draw(scheme, (&tree, &table), threads, &mut marks)?;
    Ok(marks)
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

/// One unit for each subject, one column for each measure and for each count that the scheme reads.
fn table(
    scheme: &Scheme,
    definitions: &[&MeasureDefinition],
    (subjects, figures): (&[Subject], &[Vec<Option<Measure>>]),
) -> Table {
    let unit = |subject: &Subject| Unit { id: subject.party.to_string(), time: None };
    let measured = definitions.iter().enumerate().map(|(at, definition)| {
        let column = figures.iter().map(|measures| cell(measures[at].as_ref())).collect();
        (definition.id.clone(), column)
    });
    let counted = scheme.counts().map(|name| {
        let column = subjects.iter().map(|it| counted(it.counts.get(name))).collect();
        (name.to_owned(), column)
    });
    Table {
        units: subjects.iter().map(unit).collect(),
        columns: measured.chain(counted).collect(),
        ..Table::default()
    }
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53, beyond any count")]
fn counted(count: Option<&Count>) -> Cell {
    count.map_or(Cell::Missing, |count| Cell::Value(count.value as f64))
}

/// The score is computed from numerator and denominator, not from the ratio rounded for display.
fn cell(measure: Option<&Measure>) -> Cell {
    measure.map_or(Cell::Missing, |it| share(it.numerator.value, it.denominator.value))
}

#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53, beyond any count")]
fn share(numerator: u64, denominator: u64) -> Cell {
    if denominator == 0 {
        return Cell::NotApplicable;
    }
    Cell::Value(numerator as f64 / denominator as f64)
}
