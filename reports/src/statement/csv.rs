//! A statement as CSV: a file for each block that has rows.

use metrics::clean::clean_inline;

use super::{Cell, Document};
use crate::csv::{RaggedRow, table};

/// A file of a statement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CsvFile {
    /// The block's id, `""` for the statement itself.
    pub block: &'static str,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// The files of a statement. What nobody knows is an empty cell, and submitted text shows what would steer
/// or hide: these files are read, and the data behind them is in the packages.
///
/// # Errors
///
/// [`RaggedRow`].
pub fn csv(document: &Document) -> Result<Vec<CsvFile>, RaggedRow> {
    let mut files = Vec::new();
    for (at, block) in document.blocks.iter().enumerate() {
        if 0 < at && block.rows.is_empty() {
            continue;
        }
        let heads: Vec<&str> = block.columns.iter().map(|it| it.head.as_str()).collect();
        let rows = block.rows.iter();
        let cell = |it: &Cell| clean_inline(&it.decimal().unwrap_or_default());
        let rows = rows.map(|row| row.cells.iter().map(cell));
        let name = if at == 0 { "" } else { block.id };
        files.push(CsvFile { block: name, bytes: table(&heads, rows)? });
    }
    Ok(files)
}
