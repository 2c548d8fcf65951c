//! Peers: where a subject stands among those of the same evaluation.

use serde::Serialize;

use super::scorecard::{Evaluation, ScoreResult};
use crate::party::PartyId;

/// The spread of the scores of an evaluation, in 1e-9, and a subject's place in it. Nobody is named.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Peers {
    /// How many have a score.
    pub count: usize,
    /// The subject's rank from the best, as [`Evaluation::ranked`] has it; `None` without a score.
    pub rank: Option<usize>,
    /// The lowest score.
    pub least_nano: i64,
    /// A quarter lies below.
    pub lower_nano: i64,
    /// Half lies below.
    pub median_nano: i64,
    /// Three quarters lie below.
    pub upper_nano: i64,
    /// The highest score.
    pub most_nano: i64,
}

impl Peers {
    /// The peers of a subject; `None` where fewer than two have a score, so that nothing is compared.
    ///
    /// Quartiles are those of Hyndman and Fan (1996), type 7, which spreadsheets call `QUARTILE.INC`:
    /// linear between the two scores around, rounded half up to 1e-9.
    #[must_use]
    pub fn of(evaluation: &Evaluation, subject: &PartyId) -> Option<Self> {
        let mut scores: Vec<i64> = (evaluation.scorecards.iter())
            .filter_map(|card| match card.result {
                ScoreResult::Scored { score_nano, .. } => Some(score_nano),
                ScoreResult::NotApplicable => None,
            })
            .collect();
        scores.sort_unstable();
        if scores.len() < 2 {
            return None;
        }
        let ranked = evaluation.ranked();
        let own = ranked.iter().find(|(_, card)| card.subject == *subject);
        Some(Self {
            count: scores.len(),
            rank: own.and_then(|(rank, _)| *rank),
            least_nano: quartile(&scores, 0),
            lower_nano: quartile(&scores, 1),
            median_nano: quartile(&scores, 2),
            upper_nano: quartile(&scores, 3),
            most_nano: quartile(&scores, 4),
        })
    }
}

/// So many quarters of the way through scores in rising order, of which there is one at least.
fn quartile(scores: &[i64], quarters: usize) -> i64 {
    let steps = (scores.len() - 1) * quarters;
    let (below, rest) = (steps / 4, steps % 4);
    let above = (below + 1).min(scores.len() - 1);
    let [low, high] = [below, above].map(|it| i128::from(scores[it]));
    let part = (high - low) * i128::from(rest as u64);
    i64::try_from(low + (part + 2).div_euclid(4)).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `numpy.percentile` and `QUARTILE.INC` give the same for each.
    #[test]
    fn quartiles_are_those_of_a_spreadsheet() {
        let rows: [(&[i64], [i64; 5]); 5] = [
            (&[7, 15, 36, 39, 40, 41], [7, 20, 38, 40, 41]), // 20.25, 37.5, 39.75
            (&[6, 7, 15, 36, 39, 40, 41, 42, 43, 47, 49], [6, 26, 40, 43, 49]), // 25.5, 42.5
            (&[1, 2], [1, 1, 2, 2, 2]),                      // 1.25, 1.5, 1.75
            (&[-3, -2], [-3, -3, -2, -2, -2]),               // -2.75, -2.5, -2.25
            (&[5, 5, 5], [5, 5, 5, 5, 5]),
        ];
        for (scores, expected) in rows {
            assert_eq!([0, 1, 2, 3, 4].map(|it| quartile(scores, it)), expected, "{scores:?}");
        }
    }
}
