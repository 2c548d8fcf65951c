//! What stands for a missing value. Part of the scoring kernel.

#![expect(clippy::float_arithmetic, reason = "scoring kernel: fixed order, no fused operations")]

use std::collections::BTreeMap;

use super::scheme::method::Impute;
use super::statistics::{mean, median, sorted};
use super::table::{Cell, Table};

/// Fills what is missing in a column, looking at the rows given; `Latest` looks at all of the table,
/// so that it sees the times before. What cannot be imputed stays missing.
pub fn impute(column: &mut [Cell], how: &Impute, (table, rows): (&Table, &[usize])) {
    match how {
        Impute::None => {}
        Impute::Zero => fill(column, rows, Some(0.0)),
        Impute::Mean => fill_by(column, rows, mean),
        Impute::Median => fill_by(column, rows, median),
        Impute::GroupMean { group } => fill_groups(column, (table, group, rows), mean),
        Impute::GroupMedian { group } => fill_groups(column, (table, group, rows), median),
        Impute::Latest { within } => latest(column, table, (rows, within.get())),
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

/// The unit's value of the latest time before that has one and is near enough. Only what was said
/// counts: a value that was filled in is not carried on.
fn latest(column: &mut [Cell], table: &Table, (rows, within): (&[usize], f64)) {
    let mut said: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for (unit, cell) in table.units.iter().zip(column.iter()) {
        if let Some(known) = unit.time.zip(cell.value()) {
            said.entry(&unit.id).or_default().push(known);
        }
    }
    for known in said.values_mut() {
        known.sort_by(|a, b| a.0.total_cmp(&b.0));
    }
    for &row in rows {
        let unit = &table.units[row];
        let Some((time, known)) = unit.time.zip(said.get(unit.id.as_str())) else { continue };
        let before = known.partition_point(|&(then, _)| then < time).checked_sub(1);
        let last = before.map(|at| known[at]).filter(|(then, _)| time - then <= within);
        if let (Cell::Missing, Some((_, value))) = (column[row], last) {
            column[row] = Cell::Value(value);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evaluation::scheme::method::Real;
    use crate::evaluation::table::Unit;

    const GAP: Cell = Cell::Missing;

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
        ] {
            let mut filled = column;
            impute(&mut filled, &how, (&table(), &[0, 1, 2, 3, 4, 5]));
            let expected = [column[0], column[1], third, fourth, column[4], column[5]];
            assert_eq!(filled, expected, "{how:?}");
        }
    }

    #[test]
    fn a_group_without_values_stays_missing() {
        let mut column = [Cell::Value(1.0), GAP, GAP, GAP, GAP, GAP];
        let how = Impute::GroupMean { group: "g".to_owned() };
        impute(&mut column, &how, (&table(), &[0, 1, 2, 3, 4, 5]));
        assert_eq!(column[1..], [Cell::Value(1.0), Cell::Value(1.0), GAP, GAP, GAP]);
    }
}
