//! The rules, a file each: rows that pass, that fail and that sit on the boundary. Ledgers are small
//! tables.

mod balanced;
mod chart;
mod clues;
mod continuous;
mod conversion;
mod counted;
mod dimensions;
mod gaming;
mod general_ledger;
mod invoices;
mod laws;
mod months;
mod others;
mod outside;
mod people;
mod period;
pub(super) mod reversal;
mod trial_balance;

use std::collections::BTreeSet;
use std::sync::Arc;

use super::lines::{Line, each_line};
use super::month::{self, MonthFile};
use super::{COLUMNS, CheckedLedger, LedgerContext, LedgerIntake, OtherFiles};
use crate::form::Row;
use crate::money::Currency;
use crate::period::Period;

pub(super) fn context() -> LedgerContext {
    LedgerContext {
        party: "name:甲".parse().unwrap(),
        period: Period::new(2026, 4).unwrap(),
        minor_digits: [("CNY", 2), ("JPY", 0)]
            .into_iter()
            .map(|(code, digits)| (Currency::parse(code).unwrap(), digits))
            .collect(),
        separate_accounts: BTreeSet::from(["6001".to_owned()]),
        mandatory_dimensions: vec!["product".to_owned(), "use".to_owned()],
        closings_before: None,
        chart: None,
        others: OtherFiles::default(),
        closed: false,
    }
}

/// Reads a table whose first row names columns; `_` is an empty cell. Rows are numbered from 2.
pub(super) fn read(context: LedgerContext, table: &str) -> CheckedLedger {
    let mut rows = table.lines().map(str::trim).filter(|line| !line.is_empty());
    let header: Vec<&str> = rows.next().unwrap().split_whitespace().collect();
    let mut intake = LedgerIntake::new(context);
    for (number, line) in (2..).zip(rows) {
        let mut cells = vec![""; COLUMNS.len()];
        for (name, cell) in header.iter().zip(line.split_whitespace()) {
            let column = COLUMNS.iter().position(|it| it.is_named(name)).unwrap();
            cells[column] = if cell == "_" { "" } else { cell };
        }
        intake.row(&Row { number, byte_offset: number * 10, byte_length: 9, cells: &cells });
    }
    intake.finish().unwrap()
}

/// The lines, by account in order of first appearance, day and row.
pub(super) fn lines(checked: &mut CheckedLedger) -> Vec<Line> {
    let mut lines = Vec::new();
    let accounts = checked.accounts.len();
    each_line(&mut *checked.lines, accounts, |line| lines.push(line.clone())).unwrap();
    lines
}

/// The faults, a line each: rule, row, column, cause, expected, actual, difference.
pub(super) fn faults(checked: &CheckedLedger) -> String {
    let shown = checked.faults.kept().iter().map(|it| {
        let row = it.place.row.map_or("-".to_owned(), |row| row.to_string());
        let column = it.place.column.as_deref().unwrap_or("-");
        let difference = it.difference.as_deref().unwrap_or("-");
        format!(
            "{} {row} {column} | {} | {} | {} | {difference}",
            it.rule, it.cause, it.expected, it.actual
        )
    });
    shown.collect::<Vec<_>>().join("\n")
}

/// The ledgers as files of one month, S-0, S-1 and so on.
pub(super) fn files(ledgers: &[&CheckedLedger]) -> Vec<MonthFile> {
    let file = |(number, it): (usize, &&CheckedLedger)| {
        let sums = it.balances.iter().map(|row| {
            let account = it.accounts[row.account as usize].code.clone();
            (account, it.currencies[usize::from(row.currency)].0, row.entry, row.sums)
        });
        let (sums, said) = (Arc::new(sums.collect()), Arc::new(it.said.clone()));
        MonthFile { receipt: format!("S-{number}"), sheet: None, sums, said }
    };
    ledgers.iter().enumerate().map(file).collect()
}

/// What is counted of the files of one month; `None` if nothing is under this name.
pub(super) fn count_all(ledgers: &[&CheckedLedger], name: &str) -> Option<i64> {
    let of_files = ledgers.iter().flat_map(|it| it.counts.clone());
    let of_month = month::judge(&files(ledgers), &context().month()).counts;
    let all = of_files.chain(of_month).filter(|it| it.0 == name).map(|it| it.1);
    all.reduce(|one, other| one + other)
}

pub(super) fn count(checked: &CheckedLedger, name: &str) -> i64 {
    count_all(&[checked], name).unwrap()
}

/// What `rule` says of a table, a line each; other rules are not asked.
#[track_caller]
fn check(context: LedgerContext, rule: &str, table: &str, expected: &[&str]) {
    let all = faults(&read(context, table));
    let of_rule = format!("{rule} ");
    let found: Vec<&str> =
        all.lines().filter_map(|line| line.strip_prefix(of_rule.as_str())).collect();
    assert_eq!(found, expected, "{table}");
}
