//! The end of the kernel: rescale, adjust, fix to 1e-9, round, band and rank.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]

use super::super::scheme::method::{Adjustment, Direction};
use super::super::statistics::ranks;
use super::{Cell, Kernel, KernelError, column, grade, nano};

/// The largest score that can be fixed to 1e-9, exclusive.
const SCORE_MAX: f64 = 9e9;

/// The final score of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Fixed to 1e-9, half to even, before rounding.
    pub score_nano: i64,
    /// Rounded by the scheme's rule.
    pub rounded_nano: i64,
    /// The place of its band in the scheme; `None` where none reaches down to it.
    pub band: Option<usize>,
    /// Its rank among the units of its time, from the best, by the rounded score.
    pub rank: f64,
}

impl Kernel<'_> {
    /// What the scores of the whole come to.
    pub(in super::super) fn verdicts(
        &self,
        whole: &[Option<f64>],
    ) -> Result<Vec<Option<Verdict>>, KernelError> {
        let rescaled = match &self.scheme.rescale {
            Some(scale) => self.on_scale(whole, scale, Direction::Up),
            None => whole.to_vec(),
        };
        let adjusted = self.adjust(rescaled)?;
        let mut verdicts = Vec::with_capacity(adjusted.len());
        for (row, score) in adjusted.into_iter().enumerate() {
            if score.is_some_and(|it| SCORE_MAX <= it.abs() || it.is_nan()) {
                return Err(self.range(&self.scheme.id, row));
            }
            verdicts.push(score.map(|score| {
                let score_nano = nano(score);
                let rounded_nano = grade::round(score_nano, self.scheme.rounding);
                let band = grade::band(rounded_nano, &self.scheme.bands, self.scheme.bounds);
                Verdict { score_nano, rounded_nano, band, rank: 0.0 }
            }));
        }
        self.rank(&mut verdicts);
        Ok(verdicts)
    }

    /// Deductions first, down to the least; then bonuses, up to their most and that of the score.
    fn adjust(&self, mut scores: Vec<Option<f64>>) -> Result<Vec<Option<f64>>, KernelError> {
        let Some(adjustments) = &self.scheme.adjustments else { return Ok(scores) };
        let columns = |adjustments: &[Adjustment]| -> Result<Vec<Vec<Cell>>, KernelError> {
            adjustments.iter().map(|it| column(self.table, &it.column)).collect()
        };
        let (taken, added) = (columns(&adjustments.deductions)?, columns(&adjustments.bonuses)?);
        for (row, score) in scores.iter_mut().enumerate() {
            let Some(score) = score else { continue };
            let sum = |of: &[Adjustment], columns: &[Vec<Cell>]| -> f64 {
                of.iter().zip(columns).map(|(it, column)| points(it, column[row])).sum()
            };
            let deducted = *score - sum(&adjustments.deductions, &taken);
            let deducted = deducted.max(adjustments.least.get());
            let bonus = sum(&adjustments.bonuses, &added).min(adjustments.bonus_max.get());
            *score = (deducted + bonus).min(adjustments.most.get());
        }
        Ok(scores)
    }

    fn rank(&self, verdicts: &mut [Option<Verdict>]) {
        for rows in &self.times {
            let ranked: Vec<usize> =
                rows.iter().copied().filter(|&row| verdicts[row].is_some()).collect();
            // From the best: below 9e9 points an integer of 1e-9 may not be exact, its order is.
            let order = |row: usize| verdicts[row].map_or(0, |it| -it.rounded_nano);
            let keys: Vec<f64> = dense(&ranked.iter().map(|&row| order(row)).collect::<Vec<_>>());
            for (&row, rank) in ranked.iter().zip(ranks(&keys, self.scheme.ties)) {
                if let Some(verdict) = &mut verdicts[row] {
                    verdict.rank = rank;
                }
            }
        }
    }
}

/// Small numbers in the order of large ones, equal where those are.
fn dense(keys: &[i64]) -> Vec<f64> {
    let mut distinct = keys.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    #[expect(clippy::cast_precision_loss, reason = "places of units")]
    let place = |key: &i64| distinct.binary_search(key).unwrap_or_default() as f64;
    keys.iter().map(place).collect()
}

/// The points of one adjustment for one unit.
fn points(adjustment: &Adjustment, count: Cell) -> f64 {
    let points = count.value().unwrap_or(0.0) * adjustment.points.get();
    adjustment.points_max.map_or(points, |most| points.min(most.get()))
}
