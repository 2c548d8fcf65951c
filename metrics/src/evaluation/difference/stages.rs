//! What each stage of a new scheme makes of a score: the old facts are scored by schemes that lie between the
//! old one and the new one, and take over one stage after the other.

use serde::Serialize;

use super::super::scheme::Scheme;
use super::super::score::again::Again;
use super::super::scorecard::{Evaluation, ScoreResult};
use crate::party::PartyId;

/// A stage of a scheme, in the order in which the new ones are taken over.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// What is measured, and everything that is no other stage: what becomes of missing data, outliers,
    /// rounding.
    Measured,
    /// Weights.
    Weights,
    /// Scales.
    Scales,
    /// Means.
    Means,
    /// Deductions, bonuses and their limits.
    Points,
}

/// What a stage made of a score.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct StagePart {
    /// The stage.
    pub stage: Stage,
    /// By how much it changed the score, in 1e-9.
    pub nano: i64,
}

impl Stage {
    /// Every stage.
    pub const ALL: [Self; 5] =
        [Self::Measured, Self::Weights, Self::Scales, Self::Means, Self::Points];

    /// The word used in JSON and in the ids of words.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Measured => "measured",
            Self::Weights => "weights",
            Self::Scales => "scales",
            Self::Means => "means",
            Self::Points => "points",
        }
    }

    /// Gives a scheme this stage of an older one, as far as what the older one has is still there.
    fn undo(self, scheme: &mut Scheme, old: &Scheme) {
        match self {
            Self::Measured | Self::Weights => {}
            Self::Points => scheme.adjustments.clone_from(&old.adjustments),
            Self::Means => scheme.aggregate.clone_from(&old.aggregate),
            Self::Scales => {
                scheme.normalise.clone_from(&old.normalise);
                scheme.rescale.clone_from(&old.rescale);
            }
        }
        for dimension in &mut scheme.dimensions {
            let before = old.dimensions.iter().find(|it| it.id == dimension.id);
            match (self, before) {
                (Self::Weights, Some(before)) => dimension.weight = before.weight,
                (Self::Means, Some(before)) => dimension.aggregate.clone_from(&before.aggregate),
                _ => {}
            }
            for indicator in &mut dimension.indicators {
                let Some(before) = old.indicators().find(|it| it.id == indicator.id) else {
                    continue;
                };
                match self {
                    Self::Weights => indicator.weight = before.weight,
                    Self::Scales => {
                        indicator.normalise.clone_from(&before.normalise);
                        indicator.direction = before.direction;
                    }
                    Self::Measured | Self::Means | Self::Points => {}
                }
            }
        }
    }
}

/// What each stage that made a difference made of the score of a subject, given the score of the old facts
/// by the old scheme, in 1e-9, and their evaluation by the new one. The parts add up exactly. A scheme
/// between the two that gives no score makes no part: the next stage has it.
///
/// Counts that the new scheme does not read are not on its scorecards: old deductions for them are parts of
/// the last stage.
#[must_use]
pub fn stages(
    (old, score_nano): (&Scheme, i64),
    (new, by_new): (&Scheme, &Evaluation),
    subject: &PartyId,
) -> Vec<StagePart> {
    let cards = &by_new.scorecards;
    let Some(row) = cards.iter().position(|it| it.subject == *subject) else { return Vec::new() };
    let ScoreResult::Scored { score_nano: last, .. } = cards[row].result else { return Vec::new() };
    let mut before = score_nano;
    let mut parts = Vec::new();
    for (at, stage) in Stage::ALL.into_iter().enumerate() {
        let mut between = new.clone();
        for later in &Stage::ALL[at + 1..] {
            later.undo(&mut between, old);
        }
        let again = Again::of(&between, cards, row).verdict().ok().flatten();
        let is_last = at + 1 == Stage::ALL.len();
        let scored = if is_last { Some(last) } else { again.map(|it| it.score_nano) };
        let Some(after) = scored.filter(|it| *it != before) else { continue };
        parts.push(StagePart { stage, nano: after - before });
        before = after;
    }
    parts
}
