//! Scorecards as a table once more: what would have come out of one count that were another.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]

use std::collections::BTreeSet;

use super::super::kernel::{self, KernelError, Verdict};
use super::super::measure::{Count, Measure};
use super::super::scheme::Scheme;
use super::super::scheme::method::Scale;
use super::super::scorecard::Scorecard;
use super::super::table::{Cell, Table, Unit};
use super::{cell, counted, share};

/// The table that scorecards were made of, as far as one of them depends on it.
#[derive(Debug)]
pub(in super::super) struct Again<'a> {
    scheme: &'a Scheme,
    table: Table,
    row: usize,
}

impl<'a> Again<'a> {
    /// The table behind the scorecard at a place. The others are left out where it does not depend on
    /// them.
    pub(in super::super) fn of(scheme: &'a Scheme, cards: &[Scorecard], row: usize) -> Self {
        let (cards, row) = if scheme.is_relative() { (cards, row) } else { (&cards[row..=row], 0) };
        let unit = |card: &Scorecard| Unit { id: card.subject.to_string(), time: None };
        let measured = scheme.indicators().map(|indicator| {
            let column = cards.iter().map(|it| cell(measure(it, &indicator.id))).collect();
            (indicator.measure().to_owned(), column)
        });
        let others = scheme.counts().map(|name| {
            let column = cards.iter().map(|it| counted(count(it, name))).collect();
            (name.to_owned(), column)
        });
        let table = Table {
            units: cards.iter().map(unit).collect(),
            columns: measured.chain(others).collect(),
            ..Table::default()
        };
        Self { scheme, table, row }
    }

    /// What comes out of the table as it is.
    pub(in super::super) fn verdict(&self) -> Result<Option<Verdict>, KernelError> {
        Ok(kernel::score(self.scheme, &self.table)?.verdicts[self.row])
    }

    /// What would come out if a measure of the subject were this one.
    pub(in super::super) fn with_measure(
        &mut self,
        measure: &str,
        (numerator, denominator): (u64, u64),
    ) -> Result<Option<Verdict>, KernelError> {
        self.with(measure, share(numerator, denominator))
    }

    /// What would come out if a measure of the subject were what it is on another of its scorecards.
    pub(in super::super) fn with_measure_of(
        &mut self,
        measure: &str,
        other: Option<&Measure>,
    ) -> Result<Option<Verdict>, KernelError> {
        self.with(measure, cell(other))
    }

    /// What would come out if a count of the subject that is no part of a measure were this one.
    #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53, beyond any count")]
    pub(in super::super) fn with_count(
        &mut self,
        name: &str,
        count: u64,
    ) -> Result<Option<Verdict>, KernelError> {
        self.with(name, Cell::Value(count as f64))
    }

    fn with(&mut self, column: &str, cell: Cell) -> Result<Option<Verdict>, KernelError> {
        let was = self.put(column, cell);
        let found = self.verdict();
        if let Some(was) = was {
            self.put(column, was);
        }
        found
    }

    fn put(&mut self, column: &str, cell: Cell) -> Option<Cell> {
        let place = self.table.columns.get_mut(column)?.get_mut(self.row)?;
        Some(std::mem::replace(place, cell))
    }
}

fn measure<'c>(card: &'c Scorecard, indicator: &str) -> Option<&'c Measure> {
    let mut indicators = card.dimensions.iter().flat_map(|it| &it.indicators);
    indicators.find(|it| it.id == indicator)?.measure.as_ref()
}

/// A count beside the measures. Of vetoes a card keeps those that apply; of the others the count, which is
/// below what they apply from, caps nothing.
fn count<'c>(card: &'c Scorecard, name: &str) -> Option<&'c Count> {
    let points = card.adjusted.iter().flat_map(|it| it.deductions.iter().chain(&it.bonuses));
    let points = points.filter(|it| it.counted == name).find_map(|it| it.count.as_ref());
    points.or_else(|| card.vetoes.iter().find(|it| it.counted == name).map(|it| &it.count))
}

/// The numerators among which the best one is, whatever the scale: none, all, and those on both sides of
/// each value at which the scale bends.
pub(in super::super) fn candidates(scale: &Scale, denominator: u64) -> BTreeSet<u64> {
    #[expect(clippy::cast_precision_loss, reason = "exact up to 2^53, beyond any count")]
    let places = scale.bends().into_iter().map(|it| it.get() * denominator as f64);
    let beside = places.flat_map(|it| [it.floor() - 1.0, it.floor(), it.ceil(), it.ceil() + 1.0]);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "what is below 0 or beyond any count saturates, and is cut off"
    )]
    let beside = beside.map(|it| (it as u64).min(denominator));
    beside.chain([0, denominator]).collect()
}

#[cfg(test)]
mod tests {
    use super::super::laws::{real, target};
    use super::*;
    use crate::evaluation::scheme::method::Point;

    /// At 80 % the scale bends: 2.4 of 3 is none, 2 and 3 are.
    #[test]
    fn the_best_count_is_an_end_or_beside_a_bend() {
        let found = |scale: &Scale, of| candidates(scale, of).into_iter().collect::<Vec<u64>>();
        assert_eq!(found(&target(0.0, 1.0), 9), [0, 1, 8, 9]);
        assert_eq!(found(&target(0.0, 0.5), 10), [0, 1, 4, 5, 6, 10]);
        let point = |at, score| Point { at: real(at), score: real(score) };
        let band = Scale::Piecewise { points: vec![point(0.5, 0.0), point(0.8, 100.0)] };
        assert_eq!(found(&band, 100), [0, 49, 50, 51, 79, 80, 81, 100]);
        assert_eq!(found(&Scale::None, 7), [0, 7]);
        assert_eq!(found(&target(-1.0, 2.0), 3), [0, 3]);
        assert_eq!(found(&band, 0), [0]);
    }
}
