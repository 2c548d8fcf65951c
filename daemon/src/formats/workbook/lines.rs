//! Cells of a sheet, in the order of the file, as lines of CSV. A row without content is an empty line.

use std::io::{self, Write};

use metrics::form::guard::guard;
use reports::form::TEXT_MAX;
use thiserror::Error;

use super::package::BYTES_MAX;
use crate::formats::text::ROW_BYTES_MAX;

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
    /// A cell holds more than [`TEXT_MAX`] characters; by row and column from 0.
    #[error("a cell holds too many characters")]
    Cell(u32, u32),
    /// A row holds more than [`ROW_BYTES_MAX`]; from 0.
    #[error("a row is too long")]
    Row(u32),
    /// The lines are more than [`BYTES_MAX`]: many cells may share one text, which the package has once.
    #[error("there are too many lines")]
    Bytes,
}

/// Writes lines.
pub(super) struct Lines<'w> {
    into: &'w mut dyn Write,
    /// The row whose cells are being gathered, from 0.
    row: u32,
    cells: Vec<String>,
    /// How many bytes were gathered.
    row_bytes: usize,
    /// How many bytes may still be written.
    left: u64,
    /// How many columns the first row with content has. What stands to the right of them has no head.
    width: Option<usize>,
}

impl<'w> Lines<'w> {
    pub(super) fn new(into: &'w mut dyn Write) -> Self {
        Self { into, row: 0, cells: Vec::new(), row_bytes: 0, left: BYTES_MAX, width: None }
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
        if TEXT_MAX < text.len() && TEXT_MAX < text.encode_utf16().count() {
            return Err(LineError::Cell(row, column));
        }
        self.row_bytes += text.len();
        if ROW_BYTES_MAX < self.row_bytes {
            return Err(LineError::Row(row));
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
    fn line(&mut self) -> Result<(), LineError> {
        let mut line_bytes = 1;
        if !self.cells.is_empty() {
            let width = *self.width.get_or_insert(self.cells.len());
            line_bytes += self.row_bytes + width;
            self.cells.resize(width, String::new());
            for (index, cell) in self.cells.iter().enumerate() {
                if index != 0 {
                    self.into.write_all(b",")?;
                }
                write_cell(self.into, cell)?;
            }
            self.cells.clear();
        }
        self.into.write_all(b"\n")?;
        self.left = self.left.checked_sub(line_bytes as u64).ok_or(LineError::Bytes)?;
        (self.row, self.row_bytes) = (self.row + 1, 0);
        Ok(())
    }
}

/// A cell as RFC 4180 has it. Text that a spreadsheet would run when it opens the transcript is guarded.
fn write_cell(into: &mut dyn Write, cell: &str) -> io::Result<()> {
    let cell = guard(cell);
    if [',', '"', '\r', '\n'].iter().any(|it| cell.contains(*it)) {
        write!(into, "\"{}\"", cell.replace('"', "\"\""))
    } else {
        into.write_all(cell.as_bytes())
    }
}
