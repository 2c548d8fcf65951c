//! An empty form to fill in.

use metrics::form::Column;
use rust_xlsxwriter::{Workbook, Worksheet, XlsxError};

use super::{BYTE_ORDER_MARK, Form, clothes, guide, heads, validation, workbook};
use crate::csv::{self, RaggedRow};

/// The last row of a sheet, from 0.
const LAST_ROW: u32 = 1_048_575;

/// The form as a workbook: a sheet to fill in, a guide, and the lists behind the cells.
///
/// # Errors
///
/// An error if something exceeds what the format holds.
pub fn template(form: &Form) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook(form)?;
    let sheet = workbook.add_worksheet();
    sheet.set_name(form.sheet())?;
    for (index, column) in (0..).zip(form.columns()) {
        sheet.set_column_width(index, heads::width(form, column))?;
        sheet.set_column_format(index, &clothes::cell(column.cell))?;
        heads::write(sheet, (0, index), (form, column))?;
        validate(sheet, (1, index), (form, column))?;
    }
    sheet.set_row_height(0, clothes::height(2))?;
    sheet.set_freeze_panes(1, 0)?;
    clothes::page(sheet);
    guide::write(workbook.add_worksheet(), form)?;
    lists(&mut workbook, form)?;
    workbook.save_to_buffer()
}

/// The form as CSV: its head, in UTF-8 with a mark that spreadsheets look for.
///
/// # Errors
///
/// None in practice: there is no row.
pub fn template_csv(form: &Form) -> Result<Vec<u8>, RaggedRow> {
    let heads: Vec<&str> = form.columns().iter().map(|it| form.head(it)).collect();
    let table = csv::table(&heads, [[""; 0]; 0])?;
    Ok([BYTE_ORDER_MARK.as_bytes(), &table].concat())
}

/// Lets the cells of a column take, from a row on, what the form asks for.
pub(super) fn validate(
    sheet: &mut Worksheet,
    (row, index): (u32, u16),
    (form, column): (&Form, &Column),
) -> Result<(), XlsxError> {
    if let Some(validation) = validation::of((form, column), (row, index))? {
        sheet.add_data_validation(row, index, LAST_ROW, index, &validation)?;
    }
    Ok(())
}

/// A sheet that nobody sees; the lists of the form look into it.
pub(super) fn lists(workbook: &mut Workbook, form: &Form) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(validation::LISTS)?.set_hidden(true);
    for (index, column) in (0..).zip(form.columns()) {
        for (row, word) in (0..).zip(form.list(column)) {
            sheet.write_string(row, index, word)?;
        }
    }
    Ok(())
}
