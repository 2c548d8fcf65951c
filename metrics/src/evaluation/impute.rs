//! What stands for a missing value. Part of the scoring kernel.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]

use std::collections::BTreeMap;

use super::scheme::Indicator;
use super::scheme::method::{Direction, Impute, UnitFill};
use super::statistics::{mean, median, sorted};
use super::table::{Cell, Table};
use super::tree::Tree;

/// Fills what is missing in the columns of the indicators, looking at the rows of each time by
/// themselves. What looks at other times looks at all of the table, and at what was said alone: a value
/// that was filled in is not carried on. What cannot be imputed stays missing.
pub fn impute(
    columns: &mut [Vec<Cell>],
    how: &Impute,
    (table, times, tree): (&Table, &[Vec<usize>], &Tree),
) {
    match how {
        Impute::None => {}
        Impute::Zero => each(columns, times, |column, rows| fill(column, rows, Some(0.0))),
        Impute::Mean => each(columns, times, |column, rows| fill_by(column, rows, mean)),
        Impute::Median => each(columns, times, |column, rows| fill_by(column, rows, median)),
        Impute::GroupMean { group } => each(columns, times, |column, rows| {
            fill_groups(column, (table, group, rows), mean);
        }),
        Impute::GroupMedian { group } => each(columns, times, |column, rows| {
            fill_groups(column, (table, group, rows), median);
        }),
        Impute::Latest { within } => {
            fill_over_time(columns, (table, times), |said, time| latest(said, time, within.get()));
        }
        Impute::Step => fill_over_time(columns, (table, times), step),
        Impute::Linear => fill_over_time(columns, (table, times), linear),
        Impute::UnitMean(fill) => fill_units(columns, *fill, (times, tree), mean),
        Impute::UnitMedian(fill) => fill_units(columns, *fill, (times, tree), median),
    }
}

fn each(columns: &mut [Vec<Cell>], times: &[Vec<usize>], by: impl Fn(&mut [Cell], &[usize])) {
    for column in columns {
        for rows in times {
            by(column, rows);
        }
    }
}

fn fill_groups(
    column: &mut [Cell],
    (table, group, rows): (&Table, &str, &[usize]),
    by: fn(&[f64]) -> Option<f64>,
) {
    for rows in of_groups(table, group, rows) {
        fill_by(column, &rows, by);
    }
}

fn fill_by(column: &mut [Cell], rows: &[usize], by: fn(&[f64]) -> Option<f64>) {
    let value = by(&sorted(rows.iter().filter_map(|&row| column[row].value())));
    fill(column, rows, value);
}

fn fill(column: &mut [Cell], rows: &[usize], value: Option<f64>) {
    let Some(value) = value else { return };
    for &row in rows {
        if column[row] == Cell::Missing {
            column[row] = Cell::Value(value);
        }
    }
}

/// The rows of each group; a row without group is in none.
fn of_groups(table: &Table, column: &str, rows: &[usize]) -> Vec<Vec<usize>> {
    let Some(words) = table.groups.get(column) else { return Vec::new() };
    let mut groups: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for &row in rows.iter().filter(|&&row| !words[row].is_empty()) {
        groups.entry(&words[row]).or_default().push(row);
    }
    groups.into_values().collect()
}

/// A time and what was said of it.
type At = (f64, f64);
/// What one unit said, from the earliest time on.
type Said = [At];

/// Fills what a unit did not say from what it said at other times.
fn fill_over_time(
    columns: &mut [Vec<Cell>],
    (table, times): (&Table, &[Vec<usize>]),
    at: impl Fn(&Said, f64) -> Option<f64>,
) {
    for column in columns {
        let mut said: BTreeMap<&str, Vec<At>> = BTreeMap::new();
        for (unit, cell) in table.units.iter().zip(column.iter()) {
            if let Some(known) = unit.time.zip(cell.value()) {
                said.entry(&unit.id).or_default().push(known);
            }
        }
        for known in said.values_mut() {
            known.sort_by(|a, b| a.0.total_cmp(&b.0));
        }
        for &row in times.iter().flatten() {
            let unit = &table.units[row];
            let Some((time, known)) = unit.time.zip(said.get(unit.id.as_str())) else { continue };
            if let (Cell::Missing, Some(value)) = (column[row], at(known, time)) {
                column[row] = Cell::Value(value);
            }
        }
    }
}

/// What was said last before a time, and what was said first from then on.
fn around(said: &Said, time: f64) -> (Option<At>, Option<At>) {
    let (before, after) = said.split_at(said.partition_point(|&(then, _)| then < time));
    (before.last().copied(), after.first().copied())
}

fn latest(said: &Said, time: f64, within: f64) -> Option<f64> {
    around(said, time).0.filter(|(then, _)| time - then <= within).map(|(_, value)| value)
}

fn step(said: &Said, time: f64) -> Option<f64> {
    let (before, after) = around(said, time);
    before.or(after).map(|(_, value)| value)
}

fn linear(said: &Said, time: f64) -> Option<f64> {
    match around(said, time) {
        (Some((from, low)), Some((to, high))) => {
            // `from` lies before the time and `to` does not, so that the two are not one.
            Some(low + (high - low) * ((time - from) / (to - from)))
        }
        (end, other) => end.or(other).map(|(_, value)| value),
    }
}

/// Where the values of an indicator lie between its least, 0, and its best, 1.
struct Line {
    least: f64,
    range: f64,
    sign: f64,
}

impl Line {
    /// Numbers as they are.
    const PLAIN: Self = Self { least: 0.0, range: 1.0, sign: 1.0 };

    /// `None` of no values.
    fn of(values: impl Iterator<Item = f64>, direction: Direction) -> Option<Self> {
        let sign = direction.sign();
        let order = sorted(values.map(|it| it * sign));
        let (&least, &best) = order.first().zip(order.last())?;
        Some(Self { least, range: best - least, sign })
    }

    /// `None` where all values are one.
    fn place(&self, value: f64) -> Option<f64> {
        (0.0 < self.range).then(|| (value * self.sign - self.least) / self.range)
    }

    fn value(&self, place: f64) -> f64 {
        (place * self.range + self.least) * self.sign
    }
}

/// Fills what a unit did not say from what it said of other indicators.
fn fill_units(
    columns: &mut [Vec<Cell>],
    fill: UnitFill,
    (times, tree): (&[Vec<usize>], &Tree),
    by: fn(&[f64]) -> Option<f64>,
) {
    let mut parts: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for leaf in 0..columns.len() {
        let whole = fill.level.map_or(tree.whole(), |level| tree.above(leaf, level as usize));
        parts.entry(whole).or_default().push(leaf);
    }
    for rows in times {
        let line = |(column, leaf): (&Vec<Cell>, &Indicator)| {
            let values = rows.iter().filter_map(|&row| column[row].value());
            if fill.scaled { Line::of(values, leaf.direction) } else { Some(Line::PLAIN) }
        };
        let lines: Vec<Option<Line>> = columns.iter().zip(tree.leaves()).map(line).collect();
        for (leaves, &row) in parts.values().flat_map(|it| rows.iter().map(move |row| (it, row))) {
            let place = |&leaf: &usize| lines[leaf].as_ref()?.place(columns[leaf][row].value()?);
            let Some(place) = by(&sorted(leaves.iter().filter_map(place))) else { continue };
            for &leaf in leaves {
                if let (Cell::Missing, Some(line)) = (columns[leaf][row], &lines[leaf]) {
                    columns[leaf][row] = Cell::Value(line.value(place));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::kernel::laws::scheme;
    use crate::evaluation::scheme::method::Real;
    use crate::evaluation::table::Unit;

    const GAP: Cell = Cell::Missing;

    /// One indicator.
    fn filled(column: [Cell; 6], how: &Impute) -> Vec<Cell> {
        let scheme = scheme("", [1, 0, 0]);
        let mut columns = [column.to_vec()];
        let tree = Tree::of(&scheme).unwrap();
        impute(&mut columns, how, (&table(), &[vec![0, 1, 2, 3, 4, 5]], &tree));
        let [column] = columns;
        column
    }

    fn table() -> Table {
        let unit = |(id, time): (&str, f64)| Unit { id: id.to_owned(), time: Some(time) };
        let rows = [("a", 1.0), ("a", 2.0), ("a", 4.0), ("b", 1.0), ("b", 2.0), ("b", 4.0)];
        let groups = ["x", "x", "x", "y", "y", ""].map(str::to_owned).to_vec();
        Table {
            units: rows.map(unit).to_vec(),
            groups: [("g".to_owned(), groups)].into(),
            ..Table::default()
        }
    }

    #[test]
    fn each_way_fills_what_it_says() {
        let value = Cell::Value;
        let column = [value(1.0), value(2.0), GAP, GAP, value(9.0), Cell::NotApplicable];
        let group = || "g".to_owned();
        let within = |it| Impute::Latest { within: Real::new(it).unwrap() };
        for (how, third, fourth) in [
            (Impute::None, GAP, GAP),
            (Impute::Zero, value(0.0), value(0.0)),
            (Impute::Mean, value(4.0), value(4.0)),
            (Impute::Median, value(2.0), value(2.0)),
            (Impute::GroupMean { group: group() }, value(1.5), value(9.0)),
            (Impute::GroupMedian { group: group() }, value(1.5), value(9.0)),
            (Impute::GroupMean { group: "none".to_owned() }, GAP, GAP),
            (within(2.0), value(2.0), GAP),
            (within(1.0), GAP, GAP),
            (Impute::Step, value(2.0), value(9.0)),
            (Impute::Linear, value(2.0), value(9.0)),
        ] {
            let expected = [column[0], column[1], third, fourth, column[4], column[5]];
            assert_eq!(filled(column, &how), expected, "{how:?}");
        }
    }

    #[test]
    fn a_group_without_values_stays_missing() {
        let column = [Cell::Value(1.0), GAP, GAP, GAP, GAP, GAP];
        let how = Impute::GroupMean { group: "g".to_owned() };
        assert_eq!(filled(column, &how)[1..], [Cell::Value(1.0), Cell::Value(1.0), GAP, GAP, GAP]);
    }

    #[test]
    fn what_was_filled_in_is_not_carried_on() {
        let scheme = scheme("", [1, 0, 0]);
        let tree = Tree::of(&scheme).unwrap();
        let mut columns = [vec![Cell::Value(1.0), GAP, GAP, GAP, GAP, GAP]];
        let how = Impute::Latest { within: Real::new(2.0).unwrap() };
        let times = [vec![0, 3], vec![1, 4], vec![2, 5]];
        impute(&mut columns, &how, (&table(), &times, &tree));
        assert_eq!(columns[0][..3], [Cell::Value(1.0), Cell::Value(1.0), GAP]);
    }

    /// By hand: one third of the way from time 1 to time 4 is one third of that from 1 to 4.
    #[test]
    fn between_two_times_lies_the_line_or_the_step() {
        let value = Cell::Value;
        let column = [value(1.0), GAP, value(4.0), GAP, value(7.0), GAP];
        let all = |second| [column[0], second, column[2], value(7.0), column[4], value(7.0)];
        assert_eq!(filled(column, &Impute::Linear), all(value(2.0)));
        assert_eq!(filled(column, &Impute::Step), all(value(1.0)));
        assert_eq!(filled([GAP; 6], &Impute::Linear), [GAP; 6]);
    }

    /// By hand, of `a` from 0 to 10, `b` from 0 to 4 and `c`, of which less is better, from 8 to 6: 5
    /// and 1 are 0.5 and 0.25, so that `c` is 0.375 of the way from 8 to 6.
    #[test]
    fn other_indicators_stand_for_a_missing_one() {
        let value = Cell::Value;
        let rows = |third| {
            [
                vec![value(0.0), value(10.0), value(5.0), GAP],
                vec![value(0.0), value(4.0), value(1.0), GAP],
                vec![value(8.0), value(6.0), third, GAP],
            ]
        };
        let fill = |scaled| Impute::UnitMean(UnitFill { level: None, scaled });
        let scheme = scheme("", [1, 1, 1]);
        let tree = Tree::of(&scheme).unwrap();
        for (how, expected) in [(fill(true), 7.25), (fill(false), 3.0)] {
            let mut columns = rows(GAP);
            impute(&mut columns, &how, (&table(), &[vec![0, 1, 2, 3]], &tree));
            assert_eq!(columns, rows(value(expected)), "{how:?}");
        }
        let mut columns = rows(Cell::NotApplicable);
        impute(&mut columns, &fill(true), (&table(), &[vec![0, 1, 2, 3]], &tree));
        assert_eq!(columns, rows(Cell::NotApplicable));
    }
}
