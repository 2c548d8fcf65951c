//! An empty form to fill in.

use metrics::form::CellKind;
use rust_xlsxwriter::{Worksheet, XlsxError, utility};

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
        let letters = utility::column_number_to_name(index);
        if let Some(validation) = validation::of((form, column), &letters)? {
            sheet.add_data_validation(1, index, LAST_ROW, index, &validation)?;
        }
    }
    sheet.set_row_height(0, clothes::height(2))?;
    sheet.set_freeze_panes(1, 0)?;
    clothes::page(sheet);
    guide::write(workbook.add_worksheet(), form)?;
    if form.columns().iter().any(|it| it.cell == CellKind::Currency) {
        currencies(workbook.add_worksheet(), form)?;
    }
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

/// Nobody reads this sheet; a list looks into it.
fn currencies(sheet: &mut Worksheet, form: &Form) -> Result<(), XlsxError> {
    sheet.set_name(validation::CURRENCIES)?.set_hidden(true);
    for (row, code) in (0..).zip(&form.currencies) {
        sheet.write_string(row, 0, code)?;
    }
    Ok(())
}
