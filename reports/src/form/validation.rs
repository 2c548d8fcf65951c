//! What a cell of a form takes: a spreadsheet says so while it is typed. The rules are checked later.

use metrics::form::{CellKind, Column, OUR_SHEETS};
use rust_xlsxwriter::{
    DataValidation, DataValidationRule, ExcelDateTime, Formula, XlsxError, utility,
};

use super::{Form, cell_word};

/// Where lists stand, each in the column of its cells: one in the validation itself may have no more
/// than 255 characters.
pub(super) const LISTS: &str = OUR_SHEETS[2];
/// Days before are typing mistakes, and so are amounts beyond.
const FIRST_DAY: (u16, u8, u8) = (1990, 1, 1);
const AMOUNTS: (f64, f64) = (-1e13, 1e13);
/// The most characters of a message.
const MESSAGE_MAX: usize = 250;

/// The validation of the cells of a column from a row on, at this place of the sheet.
pub(super) fn of(
    (form, column): (&Form, &Column),
    (row, index): (u32, u16),
) -> Result<Option<DataValidation>, XlsxError> {
    let first = utility::row_col_to_cell(row, index);
    let (year, month, day) = FIRST_DAY;
    let since =
        DataValidationRule::GreaterThanOrEqualTo(ExcelDateTime::from_ymd(year, month, day)?);
    let validation = DataValidation::new();
    let validation = match column.cell {
        CellKind::Text => return Ok(None),
        CellKind::Words(_) | CellKind::Currency => {
            let Some(list) = form.list_place(column) else { return Ok(None) };
            validation.allow_list_formula(Formula::new(format!("={LISTS}!{list}")))
        }
        CellKind::Date => validation.allow_date(since),
        // RFC 3339 is text to a spreadsheet. A blank is text without a date.
        CellKind::Instant => validation.allow_custom(Formula::new(format!(
            "=OR(AND(ISNUMBER({first}),{first}>=DATE({year},{month},{day})),\
             AND(ISTEXT({first}),LEN({first})>=16,MID({first},5,1)=\"-\",MID({first},8,1)=\"-\"))"
        ))),
        CellKind::Month => validation
            .allow_custom(Formula::new(format!("=AND(LEN({first})=7,MID({first},5,1)=\"-\")"))),
        CellKind::Amount => {
            validation.allow_decimal_number(DataValidationRule::Between(AMOUNTS.0, AMOUNTS.1))
        }
        CellKind::AmountFromZero => {
            validation.allow_decimal_number(DataValidationRule::Between(0.0, AMOUNTS.1))
        }
        CellKind::Count => {
            validation.allow_whole_number(DataValidationRule::GreaterThanOrEqualTo(0))
        }
    };
    let mut message = String::new();
    for (words, note) in [(&form.zh, column.note_zh), (&form.en, column.note)] {
        let what = words.get(cell_word(column.cell));
        let sentence = words.format("form-invalid", &[("what", &*what), ("note", note)]);
        message.push_str(sentence.trim_end());
        message.push('\n');
    }
    let message: String = message.trim_end().chars().take(MESSAGE_MAX).collect();
    Ok(Some(validation.set_error_title(form.head(column))?.set_error_message(message)?))
}
