//! Lets through to a sink what its form may read.

use metrics::finding::Faults;
use metrics::form::screen::{screen, screen_record};
use metrics::form::{Column, Origin, Row};

use super::RowSink;

/// Stands before a sink: a row that does not pass is unreadable to it.
pub(super) struct Screen<'a> {
    pub(super) columns: &'static [Column],
    pub(super) sink: &'a mut dyn RowSink,
    pub(super) faults: Faults,
}

impl RowSink for Screen<'_> {
    fn row(&mut self, row: &Row<'_>) {
        let faults = screen(self.columns, row);
        if faults.is_empty() {
            return self.sink.row(row);
        }
        for fault in faults {
            self.faults.push(fault);
        }
        self.sink.unreadable(row);
    }

    fn unreadable(&mut self, row: &Row<'_>) {
        self.sink.unreadable(row);
    }

    fn record(&mut self, origin: Origin, json: &str) {
        match screen_record(origin, json) {
            None => self.sink.record(origin, json),
            Some(fault) => self.faults.push(fault),
        }
    }
}
