//! Gains: what a score would rise by if what is wrong were right, so that people see what to mend first.
//!
//! Nothing is estimated: the scorecards are scored again by the same scheme, with the same others and one
//! count changed. That is arithmetic of the scheme at the instant of the evaluation, and no promise: by
//! the next one facts, policy and scheme may be others, and what is past, such as a late report, is not
//! undone.

#[cfg(test)]
mod tests;

use std::cmp::Reverse;

use serde::Serialize;
use thiserror::Error;

use super::adjusted::Points;
use super::kernel::{KernelError, Verdict};
use super::measure::{Measure, MeasureDefinition};
use super::scheme::{Indicator, Scheme};
use super::score::again::{Again, candidates};
use super::scorecard::{BandRef, FindingCount, IndicatorScore, ScoreResult, Scorecard, score_text};
use crate::party::PartyId;
use crate::source::Name;

/// What putting one thing right would bring.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Gain {
    /// What is put right.
    pub of: Mended,
    /// The id of the indicator or deduction.
    pub id: String,
    /// Its name.
    pub name: Name,
    /// What was counted: the numerator of the measure, or what is deducted for.
    pub now: u64,
    /// The count at which all is right: of none, all, and those at which the scale bends, the one that
    /// gives the most; of several, the nearest to what was counted.
    pub right: u64,
    /// The denominator of the measure; `None` where there is none.
    pub whole: Option<u64>,
    /// By how much the score would rise if one more were right, in 1e-9. 0 where the scale asks for more
    /// than one; below 0 where it falls before it rises.
    pub one_nano: i64,
    /// By how much it would rise if all were right, in 1e-9: above 0.
    pub all_nano: i64,
    /// The grade if one more were right, where that is another one.
    pub grade_of_one: Option<BandRef>,
    /// The grade if all were right, where that is another one.
    pub grade_of_all: Option<BandRef>,
    /// The open findings of the rule that the measure counts, where there are any.
    pub findings: Option<FindingCount>,
}

/// What is put right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Mended {
    /// The measure of an indicator.
    Indicator,
    /// What points are taken for.
    Deduction,
}

/// Why no gains can be told.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum GainError {
    /// There is no such scorecard.
    #[error("there is no scorecard of {subject}")]
    Subject {
        /// Who was asked for.
        subject: PartyId,
    },
    /// The scorecards do not bear out the score: others that it depends on are not among them, or they
    /// were made otherwise.
    #[error("the score of {subject} does not come out again by this scheme")]
    Differs {
        /// Who.
        subject: PartyId,
    },
    /// The kernel cannot compute it.
    #[error(transparent)]
    Kernel(#[from] KernelError),
}

/// What each thing that is not all right would bring the subject, the largest gain of all first, those
/// that are equal by their ids. Nothing where there is no score.
///
/// A measure that has no value brings nothing: nobody counted it, or there is nothing to count. Bonuses
/// and vetoes are acts of people, not defects.
///
/// # Errors
///
/// Why the score cannot be computed again.
pub fn gains(
    scheme: &Scheme,
    measures: &[MeasureDefinition],
    (cards, subject): (&[Scorecard], &PartyId),
) -> Result<Vec<Gain>, GainError> {
    let row = cards.iter().position(|it| it.subject == *subject);
    let row = row.ok_or_else(|| GainError::Subject { subject: subject.clone() })?;
    let card = &cards[row];
    let ScoreResult::Scored { score_nano, .. } = &card.result else { return Ok(Vec::new()) };
    let again = Again::of(scheme, cards, row);
    let differs = || GainError::Differs { subject: subject.clone() };
    let before = again.verdict()?.filter(|it| it.score_nano == *score_nano).ok_or_else(differs)?;
    let mut search = Search { scheme, again, before };
    let mut gains = Vec::new();
    for score in card.dimensions.iter().flat_map(|it| &it.indicators) {
        let indicator = scheme.indicators().find(|it| it.id == score.id).ok_or_else(differs)?;
        let Some(measure) = &score.measure else { continue };
        if let Some(mut gain) = search.of_indicator((indicator, score), measure)? {
            gain.findings = open(card, measures, indicator.measure());
            gains.push(gain);
        }
    }
    for points in card.adjusted.iter().flat_map(|it| &it.deductions) {
        gains.extend(search.of_deduction(points)?);
    }
    gains.sort_by(|one, other| {
        let key = |it: &Gain| (Reverse(it.all_nano), it.of);
        key(one).cmp(&key(other)).then_with(|| one.id.cmp(&other.id))
    });
    Ok(gains)
}

/// A gain as text: points with two decimals, as scores have, and what is less than a hundredth said so.
#[must_use]
pub fn gain_text(gain_nano: i64) -> String {
    match gain_nano {
        1..10_000_000 => "<+0.01".to_owned(),
        0.. => format!("+{}", score_text(gain_nano)),
        _ => score_text(gain_nano),
    }
}

/// The open findings of the rule that a measure counts.
fn open(card: &Scorecard, measures: &[MeasureDefinition], measure: &str) -> Option<FindingCount> {
    let rule = measures.iter().find(|it| it.id == measure)?.rule.as_ref()?;
    card.findings.iter().find(|it| it.rule == *rule).cloned()
}

/// A subject whose counts are changed one at a time.
struct Search<'a> {
    scheme: &'a Scheme,
    again: Again<'a>,
    before: Verdict,
}

impl Search<'_> {
    fn of_indicator(
        &mut self,
        (indicator, score): (&Indicator, &IndicatorScore),
        measure: &Measure,
    ) -> Result<Option<Gain>, KernelError> {
        let (now, whole) = (measure.numerator.value, measure.denominator.value);
        let scale = self.scheme.scale(indicator);
        let mut found = Vec::new();
        for right in candidates(scale, whole) {
            let verdict = self.again.with_measure(indicator.measure(), (right, whole))?;
            found.extend(verdict.map(|it| (right, it)));
        }
        let best = found.into_iter().max_by_key(|(right, verdict)| {
            (verdict.score_nano, Reverse(right.abs_diff(now)), *right)
        });
        let Some((right, all)) = best.filter(|(_, it)| self.before.score_nano < it.score_nano)
        else {
            return Ok(None);
        };
        let nearer = if now < right { now + 1 } else { now - 1 };
        let one = self.again.with_measure(indicator.measure(), (nearer, whole))?;
        let head = (Mended::Indicator, score.id.clone(), score.name.clone());
        Ok(Some(self.gain(head, (now, right, Some(whole)), (one, all))))
    }

    fn of_deduction(&mut self, points: &Points) -> Result<Option<Gain>, KernelError> {
        let Some(now) = points.count.as_ref().map(|it| it.value).filter(|it| 0 < *it) else {
            return Ok(None);
        };
        let one = self.again.with_count(&points.counted, now - 1)?;
        let all = self.again.with_count(&points.counted, 0)?;
        let Some(all) = all.filter(|it| self.before.score_nano < it.score_nano) else {
            return Ok(None);
        };
        let head = (Mended::Deduction, points.id.clone(), points.name.clone());
        Ok(Some(self.gain(head, (now, 0, None), (one, all))))
    }

    fn gain(
        &self,
        (of, id, name): (Mended, String, Name),
        (now, right, whole): (u64, u64, Option<u64>),
        (one, all): (Option<Verdict>, Verdict),
    ) -> Gain {
        let one = one.unwrap_or(self.before);
        let rise = |it: &Verdict| it.score_nano.saturating_sub(self.before.score_nano);
        let grade = |it: &Verdict| {
            let band = it.band.filter(|_| it.band != self.before.band)?;
            Some(BandRef::from(&self.scheme.bands[band]))
        };
        Gain {
            of,
            id,
            name,
            now,
            right,
            whole,
            one_nano: rise(&one),
            all_nano: rise(&all),
            grade_of_one: grade(&one),
            grade_of_all: grade(&all),
            findings: None,
        }
    }
}
