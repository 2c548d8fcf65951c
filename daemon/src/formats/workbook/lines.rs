//! Cells of a sheet, in the order of the file, as lines of CSV. A row without content is an empty line.

use std::io::{self, Write};

use metrics::form::guard::guard;
use thiserror::Error;

/// The most rows: those of a spreadsheet.
pub(in crate::formats) const ROWS_MAX: u32 = 1_048_576;
/// The most columns that a table may have.
pub(in crate::formats) const COLUMNS_MAX: u32 = 512;

/// Why cells do not become lines.
#[derive(Debug, Error)]
pub(super) enum LineError {
    /// The transcript cannot be written.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// A row comes after one that stands below it.
    #[error("the rows are not in order")]
    Order,
    /// A row stands below the last one of a spreadsheet.
    #[error("there are too many rows")]
    Rows,
    /// The header has too many columns.
    #[error("there are too many columns")]
    Columns,
}

/// Writes lines.
pub(super) struct Lines<'w> {
    into: &'w mut dyn Write,
    /// The row whose cells are being gathered, from 0.
    row: u32,
    cells: Vec<String>,
    /// How many columns the first row with content has. What stands to the right of them has no head.
    width: Option<usize>,
}

impl<'w> Lines<'w> {
    pub(super) fn new(into: &'w mut dyn Write) -> Self {
        Self { into, row: 0, cells: Vec::new(), width: None }
    }

    /// Takes a cell, by row and column from 0.
    pub(super) fn cell(&mut self, (row, column): (u32, u32), text: &str) -> Result<(), LineError> {
        if text.is_empty() {
            return Ok(());
        }
        if row < self.row {
            return Err(LineError::Order);
        }
        if ROWS_MAX <= row {
            return Err(LineError::Rows);
        }
        while self.row < row {
            self.line()?;
        }
        let is_header = self.width.is_none();
        if is_header && COLUMNS_MAX <= column {
            return Err(LineError::Columns);
        }
        let index = column as usize;
        if self.width.is_some_and(|width| width <= index) {
            return Ok(());
        }
        if self.cells.len() <= index {
            self.cells.resize(index + 1, String::new());
        }
        text.clone_into(&mut self.cells[index]);
        Ok(())
    }

    /// Ends the sheet.
    pub(super) fn finish(mut self) -> Result<(), LineError> {
        if !self.cells.is_empty() {
            self.line()?;
        }
        Ok(())
    }

    /// Ends a row.
    fn line(&mut self) -> io::Result<()> {
        if !self.cells.is_empty() {
            let width = *self.width.get_or_insert(self.cells.len());
            self.cells.resize(width, String::new());
            for (index, cell) in self.cells.iter().enumerate() {
                if index != 0 {
                    self.into.write_all(b",")?;
                }
                write_cell(self.into, cell)?;
            }
            self.cells.clear();
        }
        self.row += 1;
        self.into.write_all(b"\n")
    }
}

/// A cell as RFC 4180 has it. Text that a spreadsheet would run when it opens the transcript is guarded.
fn write_cell(into: &mut dyn Write, cell: &str) -> io::Result<()> {
    let cell = guard(cell);
    if cell.contains([',', '"', '\r', '\n']) {
        write!(into, "\"{}\"", cell.replace('"', "\"\""))
    } else {
        into.write_all(cell.as_bytes())
    }
}
