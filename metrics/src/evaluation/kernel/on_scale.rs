//! Putting the figures of units on scales, those of an indicator as those of the whole.

use super::super::aggregate::{nano, of_nano};
use super::super::grade;
use super::super::normalise::{Known, normalise};
use super::super::scheme::method::{Direction, Reference, Scale};
use super::super::scheme::{Indicator, Missing};
use super::{Cell, Kernel, KernelError, Scores};

impl Kernel<'_> {
    /// The scores of an indicator; a scale given stands for that of the scheme.
    pub(super) fn normalise(
        &self,
        indicator: &Indicator,
        column: &[Cell],
        scale: Option<&Scale>,
    ) -> Result<Scores, KernelError> {
        let scale = match &indicator.normalise {
            Some(own) => own,
            None => scale.unwrap_or_else(|| self.scheme.scale(indicator)),
        };
        let mut scores = self.on_scale(column, (scale, indicator.direction), &indicator.id)?;
        for row in (0..scores.len()).filter(|&row| self.screened_in[row]) {
            if self.scheme.missing == Missing::Zero && column[row] == Cell::Missing {
                scores[row] = Cell::Value(0.0);
            }
            if let (Cell::Value(score), Some(rounding)) = (&mut scores[row], indicator.rounding) {
                *score = of_nano(grade::round(nano(*score), rounding));
            }
        }
        self.finite(&scores, &indicator.id)?;
        Ok(scores)
    }

    /// Scores of values, looked at time by time or across all of them.
    pub(super) fn on_scale(
        &self,
        values: &[Cell],
        (scale, direction): (&Scale, Direction),
        node: &str,
    ) -> Result<Scores, KernelError> {
        self.has_scores(values, scale, node)?;
        let score = |it: &Cell| if it.applies() { Cell::Missing } else { Cell::NotApplicable };
        let mut scores: Scores = values.iter().map(score).collect();
        let across = [self.times.concat()];
        let times = if self.scheme.table.normalise_across { &across[..] } else { &self.times };
        for rows in times {
            let known: Vec<(usize, Known)> = (rows.iter())
                .filter_map(|&row| {
                    let value = values[row].value()?;
                    Some((row, Known { unit: &self.table.units[row].id, value }))
                })
                .collect();
            let looked_at: Vec<Known> = known.iter().map(|(_, known)| *known).collect();
            for ((row, _), score) in known.iter().zip(normalise(&looked_at, scale, direction)) {
                scores[*row] = score.map_or(Cell::Missing, Cell::Value);
            }
        }
        Ok(scores)
    }

    /// Refuses a scale that would leave units without a score by a slip of whoever wrote it.
    fn has_scores(&self, values: &[Cell], scale: &Scale, node: &str) -> Result<(), KernelError> {
        let mut rows = self.times.iter().flatten().copied();
        let id = |row: usize| &self.table.units[row].id;
        match scale {
            Scale::Distance { reference: Reference::Unit(unit), .. }
                if !rows.any(|row| id(row) == unit) =>
            {
                Err(KernelError::Reference { node: node.to_owned(), unit: unit.clone() })
            }
            Scale::Goalposts { log: true, capped: false, .. } => {
                match rows.find(|&row| values[row].value().is_some_and(|it| it <= 0.0)) {
                    Some(row) => {
                        Err(KernelError::Logarithm { node: node.to_owned(), unit: id(row).clone() })
                    }
                    None => Ok(()),
                }
            }
            Scale::None
            | Scale::MinMax { .. }
            | Scale::ZScore { .. }
            | Scale::Rank { .. }
            | Scale::PercentileRank { .. }
            | Scale::Distance { .. }
            | Scale::FractionOfMax { .. }
            | Scale::Goalposts { .. }
            | Scale::Piecewise { .. } => Ok(()),
        }
    }
}
