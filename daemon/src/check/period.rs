//! The month that a ledger or a file of usage says it is of, where nobody said it beside the file.

use std::io::{self, Read};

use metrics::form::{CellKind, Origin, Row, columns};
use metrics::period::Period;

use crate::formats::{self, Reading, RowSink};

/// `YYYY-MM`.
const MONTH_LENGTH: usize = 7;

/// The first month that a row of the file names, if one does.
///
/// # Errors
///
/// The source cannot be read.
pub fn period_of(source: &mut dyn Read, reading: Reading<'_>) -> io::Result<Option<Period>> {
    let columns = columns(reading.kind);
    let column = columns.iter().position(|it| matches!(it.cell, CellKind::Month | CellKind::Date));
    let mut sink = PeriodSink { column, found: None };
    formats::read(source, reading, &mut sink)?;
    Ok(sink.found)
}

struct PeriodSink {
    column: Option<usize>,
    found: Option<Period>,
}

impl RowSink for PeriodSink {
    fn row(&mut self, row: &Row<'_>) {
        if self.found.is_none() {
            let cell = self.column.and_then(|column| row.cells.get(column));
            // A day begins with its month.
            self.found = cell.and_then(|it| it.trim().get(..MONTH_LENGTH)?.parse().ok());
        }
    }

    fn unreadable(&mut self, _row: &Row<'_>) {}

    fn record(&mut self, _origin: Origin, _json: &str) {}
}
