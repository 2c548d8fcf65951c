//! Rows that a fault goes into: found by what they say, and changed.

use metrics::money::{format_minor, parse_minor};

use super::super::files::Row;

/// The first entry of a record type with a cell.
pub(super) fn entry<'a>(
    rows: &'a mut [Row],
    record: &str,
    column: &str,
    cell: &str,
) -> &'a mut Row {
    let is =
        |it: &&mut Row| it["record"] == record && it.get(column).is_some_and(|found| found == cell);
    rows.iter_mut().find(is).expect("every operator has such an entry")
}

/// A line of a voucher, by its place from 0.
pub(super) fn line<'a>(rows: &'a mut [Row], number: &str, index: usize) -> &'a mut Row {
    let mut lines = rows.iter_mut().filter(|it| it["voucher_no"] == number);
    lines.nth(index).expect("the voucher is in the books of every month")
}

/// Says something on every line of a voucher.
pub(super) fn set(rows: &mut [Row], number: &str, column: &'static str, text: &str) {
    for row in rows.iter_mut().filter(|it| it["voucher_no"] == number) {
        row.insert(column, text.to_owned());
    }
}

/// Makes an amount larger by some fen.
pub(super) fn shift(row: &mut Row, side: &'static str, fen: i64) {
    let amount = row.get(side).and_then(|it| parse_minor(it, 2).ok());
    let amount = amount.expect("the books write amounts in yuan and fen") + fen;
    row.insert(side, format_minor(i128::from(amount), 2));
}
