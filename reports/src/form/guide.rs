//! How a form is filled in, in both languages.

use metrics::form::{CellKind, Column, OUR_SHEETS};
use metrics::source::Name;
use rust_xlsxwriter::{Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::{Form, clothes};

/// Widths of the columns, in characters.
const WIDTHS: [u16; 6] = [20, 24, 16, 38, 38, 34];
const LAST_COLUMN: u16 = 5;

/// Writes the guide.
pub(super) fn write(sheet: &mut Worksheet, form: &Form) -> Result<(), XlsxError> {
    sheet.set_name(OUR_SHEETS[0])?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    clothes::page(sheet);
    let kind = form.both(&form.kind_word(), &[]);
    let title = [(&form.zh, kind.zh), (&form.en, kind.en)]
        .map(|(words, kind)| words.format("form-title", &[("kind", kind)]));
    sheet.write_string_with_format(0, 0, title.join("  "), &clothes::title())?;
    sheet.set_row_height(0, 36)?;
    let mut row = 1;
    for sentence in sentences(form) {
        for text in [sentence.zh, sentence.en] {
            sheet.merge_range(row, 0, row, LAST_COLUMN, &text, &clothes::sentence())?;
            row += 1;
        }
    }
    row += 1;
    let heads = ["form-column", "form-required", "form-note", "form-words"];
    let [column, required, note, words] = heads.map(|id| form.both(id, &[]));
    let required = format!("{} {}", required.zh, required.en);
    let words = format!("{} {}", words.zh, words.en);
    let heads = [column.zh, column.en, required, note.zh, note.en, words];
    for (index, head) in (0..).zip(heads) {
        sheet.write_string_with_format(row, index, head, &clothes::optional_head())?;
    }
    sheet.set_row_height(row, clothes::height(2))?;
    for column in form.columns() {
        row += 1;
        write_column(sheet, row, (form, column))?;
    }
    Ok(())
}

fn sentences(form: &Form) -> [Name; 4] {
    let arguments = [("sheet", &*form.sheet()), ("kind", form.kind.as_str())];
    ["form-guide-sheet", "form-guide-heads", "form-guide-cells", "form-guide-check"]
        .map(|id| form.both(id, &arguments))
}

fn write_column(
    sheet: &mut Worksheet,
    row: u32,
    (form, column): (&Form, &Column),
) -> Result<(), XlsxError> {
    let required = if column.required { form.label("form-is-required") } else { String::new() };
    let words = match column.cell {
        CellKind::Words(words) => {
            let pair = |(en, zh): &(&str, &str)| {
                if en == zh { (*en).to_owned() } else { format!("{zh} {en}") }
            };
            words.iter().map(pair).collect::<Vec<String>>().join("\n")
        }
        CellKind::Text
        | CellKind::Currency
        | CellKind::Date
        | CellKind::Month
        | CellKind::Instant
        | CellKind::Amount
        | CellKind::AmountFromZero
        | CellKind::Count => String::new(),
    };
    let cells = [column.name_zh, column.name, &required, column.note_zh, column.note, &words];
    let mut lines = 1;
    for ((index, text), width) in (0..).zip(cells).zip(WIDTHS) {
        sheet.write_string_with_format(row, index, text, &clothes::text())?;
        let room = usize::from(width) - 2;
        lines = lines.max(text.lines().map(|it| it.width().max(1).div_ceil(room)).sum());
    }
    sheet.set_row_height(row, clothes::height(lines))?;
    Ok(())
}
