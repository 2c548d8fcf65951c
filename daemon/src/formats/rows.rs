//! Rows of the ledger form as the elements of a foreign document give them, column by column.

use metrics::finding::{Fault, Faults, Place};
use metrics::form::{Column, Origin, Row, columns};
use metrics::kind::Kind;

use super::RowSink;
use super::text::{Problem, ROW_BYTES_MAX};

/// Columns by name, and what they hold.
pub(super) type Cells<'c> = [(&'static str, &'c str)];

/// Hands rows over, numbered from 1. One element may give several.
pub(super) struct Rows<'a> {
    sink: &'a mut dyn RowSink,
    columns: &'static [Column],
    pub(super) faults: Faults,
    /// The row before, and where the element stands that gives rows now.
    origin: Origin,
    is_refused: bool,
}

impl<'a> Rows<'a> {
    pub(super) fn new(sink: &'a mut dyn RowSink) -> Self {
        Self {
            sink,
            columns: columns(Kind::Ledger),
            faults: Faults::default(),
            origin: Origin::default(),
            is_refused: false,
        }
    }

    /// The next element that gives rows begins here and takes so many bytes. One that is longer than a
    /// row may be is named, and its rows are not read.
    pub(super) fn begin(&mut self, byte_offset: u64, byte_length: u64) {
        let length = u32::try_from(byte_length).ok().filter(|it| *it as usize <= ROW_BYTES_MAX);
        let byte_length = length.unwrap_or_default();
        self.origin = Origin { byte_offset, byte_length, ..self.origin };
        self.is_refused = false;
        if length.is_none() {
            self.refuse(Problem::Length.of_row(self.place()));
        }
    }

    /// The row that comes next.
    pub(super) fn place(&self) -> Place {
        Place::row(self.origin.row + 1)
    }

    /// The rows of the element that are still to come cannot be read.
    pub(super) fn refuse(&mut self, fault: Fault) {
        self.faults.push(fault);
        self.is_refused = true;
    }

    /// One row of the element. What is no column of the form is a mistake of this program, and not
    /// read.
    pub(super) fn row(&mut self, filled: &Cells<'_>) {
        let text = |column: &Column| filled.iter().find(|(name, _)| *name == column.name);
        let cells = self.columns.iter().map(|column| text(column).map_or("", |(_, text)| text));
        let cells: Vec<&str> = cells.collect();
        self.origin.row += 1;
        let Origin { row: number, byte_offset, byte_length } = self.origin;
        let row = Row { number, byte_offset, byte_length, cells: &cells };
        if self.is_refused { self.sink.unreadable(&row) } else { self.sink.row(&row) }
    }
}
