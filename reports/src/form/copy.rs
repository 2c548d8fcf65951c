//! Sheets as they were handed in: values with the way they are shown. Nothing is computed: a formula is
//! what it last gave, and text that looks like one is text.

use std::collections::BTreeMap;

use metrics::finding::Severity;
use rust_xlsxwriter::{Format, Worksheet, XlsxError};

use super::clothes;

/// The most characters of a cell, as the format counts them.
pub const TEXT_MAX: usize = 32_767;

/// Row and column of a cell, from 0.
pub(super) type Place = (u32, u16);

/// A sheet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SheetCopy {
    /// Its name.
    pub name: String,
    /// Whether it is shown.
    pub is_hidden: bool,
    /// Its cells with content.
    pub cells: Vec<CellCopy>,
}

/// A cell.
#[derive(Clone, Debug, PartialEq)]
pub struct CellCopy {
    /// Its row, from 0.
    pub row: u32,
    /// Its column, from 0.
    pub column: u16,
    /// What it holds.
    pub value: Value,
    /// Its number format; `""` for none.
    pub number_format: String,
}

/// What a cell holds.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// Text.
    Text(String),
    /// A number, or a day as the number that a spreadsheet counts.
    Number(f64),
    /// A truth value.
    Truth(bool),
}

/// The heads of a table.
pub(super) struct Header<'a> {
    /// Its row, from 0.
    pub(super) row: u32,
    /// Its columns with their texts.
    pub(super) heads: Vec<(u16, &'a str)>,
}

impl SheetCopy {
    /// The header: the first row with content.
    pub(super) fn header(&self) -> Header<'_> {
        let row = self.cells.iter().map(|it| it.row).min().unwrap_or_default();
        let cells = self.cells.iter().filter(|it| it.row == row);
        let heads = cells.map(|it| match &it.value {
            Value::Text(text) => (it.column, text.as_str()),
            Value::Number(_) | Value::Truth(_) => (it.column, ""),
        });
        Header { row, heads: heads.collect() }
    }

    /// Writes every cell, in the clothes of its column where it brings no format; a marked one in the
    /// colour of what weighs most.
    pub(super) fn write(
        &self,
        sheet: &mut Worksheet,
        marked: &BTreeMap<Place, Severity>,
        columns: &BTreeMap<u16, Format>,
    ) -> Result<(), XlsxError> {
        for cell in &self.cells {
            let mut format = columns.get(&cell.column).cloned().unwrap_or_else(clothes::plain);
            if !["", "General"].contains(&&*cell.number_format) {
                format = format.set_num_format(&cell.number_format);
            }
            if let Some(severity) = marked.get(&(cell.row, cell.column)) {
                format = format.set_background_color(clothes::colour(*severity));
            }
            cell.write(sheet, &format)?;
        }
        Ok(())
    }
}

impl CellCopy {
    fn write(&self, sheet: &mut Worksheet, format: &Format) -> Result<(), XlsxError> {
        match &self.value {
            Value::Text(text) => {
                let text = shortened(text);
                sheet.write_string_with_format(self.row, self.column, text, format)?;
            }
            Value::Number(number) => {
                sheet.write_number_with_format(self.row, self.column, *number, format)?;
            }
            Value::Truth(truth) => {
                sheet.write_boolean_with_format(self.row, self.column, *truth, format)?;
            }
        }
        Ok(())
    }
}

/// The text, as far as a cell holds it.
#[must_use]
pub fn shortened(text: &str) -> &str {
    if text.len() <= TEXT_MAX {
        return text;
    }
    let mut length = 0;
    let end = text.char_indices().find(|(_, character)| {
        length += character.len_utf16();
        TEXT_MAX < length
    });
    end.map_or(text, |(end, _)| &text[..end])
}
