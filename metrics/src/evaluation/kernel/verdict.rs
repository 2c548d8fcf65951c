//! The end of the kernel: rescale, adjust, fix to 1e-9, round, band and rank.

use super::super::aggregate::nano;
use super::super::grade;
use super::super::scheme::method::Direction;
use super::super::statistics::ranks;
use super::{Cell, Kernel, KernelError};

/// The largest score that can be fixed to 1e-9, exclusive.
const SCORE_MAX: f64 = 9e9;

/// The final score of a unit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Verdict {
    /// Before deductions and bonuses, fixed as the score is.
    pub base_nano: i64,
    /// Fixed to 1e-9, half to even, before rounding.
    pub score_nano: i64,
    /// Rounded by the scheme's rule.
    pub rounded_nano: i64,
    /// The place in the scheme of the band of the score; `None` where none reaches down to it.
    pub band_of_score: Option<usize>,
    /// The place of the band given: that of the score, unless a veto caps it. A veto lifts nobody.
    pub band: Option<usize>,
    /// Its rank among the units of its time, from the best, by the rounded score.
    pub rank: f64,
}

impl Kernel<'_> {
    /// What the scores of the whole come to.
    pub(in super::super) fn verdicts(
        &self,
        whole: &[Cell],
    ) -> Result<Vec<Option<Verdict>>, KernelError> {
        let rescaled = match &self.scheme.rescale {
            Some(scale) => self.on_scale(whole, (scale, Direction::Up), &self.scheme.id)?,
            None => whole.to_vec(),
        };
        let mut verdicts = Vec::with_capacity(rescaled.len());
        for (row, base) in rescaled.into_iter().enumerate() {
            let verdict = base.value().map(|base| self.verdict(base, row)).transpose()?;
            verdicts.push(verdict);
        }
        self.rank(&mut verdicts);
        Ok(verdicts)
    }

    fn verdict(&self, base: f64, row: usize) -> Result<Verdict, KernelError> {
        let score = self.beside.adjusted(base, row);
        if [base, score].iter().any(|it| SCORE_MAX <= it.abs() || it.is_nan()) {
            return Err(self.range(&self.scheme.id, row));
        }
        let bands = &self.scheme.bands;
        let score_nano = nano(score);
        let rounded_nano = grade::round(score_nano, self.scheme.rounding);
        let band_of_score = grade::band(rounded_nano, bands, self.scheme.bounds);
        let lower = |one, other| grade::lower(one, other, bands);
        let capped = |band| self.beside.caps[row].map_or(band, |cap| lower(band, cap));
        let band = band_of_score.map(capped);
        let base_nano = nano(base);
        Ok(Verdict { base_nano, score_nano, rounded_nano, band_of_score, band, rank: 0.0 })
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
