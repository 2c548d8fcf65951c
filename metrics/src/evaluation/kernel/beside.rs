//! What stands beside the mean: deductions, bonuses and vetoes, by the counts of a table. No choice of
//! weights, scales or means changes it.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]

use super::super::grade;
use super::super::scheme::Scheme;
use super::super::scheme::adjust::{Adjustment, Adjustments, Veto};
use super::{Cell, KernelError, Table, column};

/// Points and caps of the units of a table.
#[derive(Debug)]
pub(super) struct Beside<'a> {
    adjustments: Option<&'a Adjustments>,
    /// What all deductions take from each unit.
    taken: Vec<f64>,
    /// What all bonuses add to each, at most.
    added: Vec<f64>,
    /// The place of the highest band that vetoes leave each; `None` where no veto applies.
    pub(super) caps: Vec<Option<usize>>,
}

impl<'a> Beside<'a> {
    pub(super) fn of(scheme: &'a Scheme, table: &Table) -> Result<Self, KernelError> {
        let adjustments = scheme.adjustments.as_ref();
        let (taken, added) = match adjustments {
            None => (Vec::new(), Vec::new()),
            Some(it) => (sums(&it.deductions, table)?, sums(&it.bonuses, table)?),
        };
        Ok(Self { adjustments, taken, added, caps: caps(scheme, table)? })
    }

    /// Deductions first, down to the least; then bonuses, up to their most and that of the score. Neither
    /// limit moves who is beyond it already.
    pub(super) fn adjusted(&self, score: f64, row: usize) -> f64 {
        let Some(limits) = self.adjustments else { return score };
        let deducted = (score - self.taken[row]).max(limits.least.get().min(score));
        let added = self.added[row].min(limits.bonus_max.get());
        (deducted + added).min(limits.most.get().max(deducted))
    }
}

fn sums(adjustments: &[Adjustment], table: &Table) -> Result<Vec<f64>, KernelError> {
    let columns: Vec<Vec<Cell>> =
        adjustments.iter().map(|it| column(table, &it.count)).collect::<Result<_, _>>()?;
    let sum = |row: usize| {
        adjustments.iter().zip(&columns).map(|(it, column)| points(it, column[row])).sum()
    };
    Ok((0..table.units.len()).map(sum).collect())
}

/// The points of one adjustment for one unit, given its count.
#[must_use]
pub fn points(adjustment: &Adjustment, count: Cell) -> f64 {
    let points = count.value().unwrap_or(0.0) * adjustment.points.get();
    adjustment.points_max.map_or(points, |most| points.min(most.get()))
}

/// Whether a veto applies to one unit, given its count.
#[must_use]
#[expect(clippy::cast_precision_loss, reason = "exact up to 2^53, beyond any count")]
pub fn applies(veto: &Veto, count: Cell) -> bool {
    count.value().is_some_and(|it| veto.at_least.get() as f64 <= it)
}

fn caps(scheme: &Scheme, table: &Table) -> Result<Vec<Option<usize>>, KernelError> {
    let mut caps: Vec<Option<usize>> = vec![None; table.units.len()];
    for veto in &scheme.vetoes {
        let place = scheme.bands.iter().position(|it| it.id == veto.band);
        let unknown = || KernelError::Band { veto: veto.id.clone(), band: veto.band.clone() };
        let place = place.ok_or_else(unknown)?;
        for (cap, count) in caps.iter_mut().zip(column(table, &veto.count)?) {
            if applies(veto, count) {
                *cap = Some(cap.map_or(place, |it| grade::lower(it, place, &scheme.bands)));
            }
        }
    }
    Ok(caps)
}
