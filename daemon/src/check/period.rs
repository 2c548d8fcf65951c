//! The month that a ledger file says it is of, where nobody said it beside the file.

use std::io::{self, Read};

use metrics::form::{Origin, Row};
use metrics::ledger::COLUMNS;
use metrics::period::Period;

use crate::formats::{self, Reading, RowSink};

/// The first month that a row of the file names, if one does.
///
/// # Errors
///
/// The source cannot be read.
pub fn period_of(source: &mut dyn Read, reading: Reading<'_>) -> io::Result<Option<Period>> {
    let column = COLUMNS.iter().position(|it| it.name == "period");
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
            self.found = cell.and_then(|it| it.trim().parse().ok());
        }
    }

    fn unreadable(&mut self, _row: &Row<'_>) {}

    fn record(&mut self, _origin: Origin, _json: &str) {}
}
