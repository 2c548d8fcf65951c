//! The heads of a form: names, what they ask for as a note, widths.

use metrics::form::{CellKind, Column};
use rust_xlsxwriter::{Note, Worksheet, XlsxError};
use unicode_width::UnicodeWidthStr;

use super::{Form, cell_word, clothes};

/// Widths of a column, in characters.
const WIDTH_MIN: usize = 10;
const WIDTH_MAX: usize = 28;
/// A note of so many pixels takes so many columns of text (a Chinese character takes two).
const NOTE_WIDTH: u32 = 300;
const NOTE_COLUMNS: usize = 44;
/// The height of a line of a note, in pixels.
const NOTE_LINE: usize = 18;

/// Writes the head of a column into a row.
pub(super) fn write(
    sheet: &mut Worksheet,
    (row, index): (u32, u16),
    (form, column): (&Form, &Column),
) -> Result<(), XlsxError> {
    let format = if column.required { clothes::required_head() } else { clothes::optional_head() };
    sheet.write_string_with_format(row, index, form.head(column), &format)?;
    sheet.insert_note(row, index, &note(&explanation(form, column)))?;
    Ok(())
}

/// The width of a column: room for its head and for what it holds.
pub(super) fn width(form: &Form, column: &Column) -> u32 {
    let needed = match column.cell {
        CellKind::Words(_) => {
            form.list(column).iter().map(|it| it.width()).max().unwrap_or_default()
        }
        CellKind::Date | CellKind::Month | CellKind::Currency | CellKind::Count => WIDTH_MIN,
        CellKind::Instant | CellKind::Amount | CellKind::AmountFromZero => 16,
        CellKind::Text => 14,
    };
    // The arrow of a list stands beside the cell.
    let width = needed.max(form.head(column).width()) + 3;
    u32::try_from(width.clamp(WIDTH_MIN, WIDTH_MAX)).unwrap_or_default()
}

/// A note as large as its text.
pub(super) fn note(text: &str) -> Note {
    let lines: usize = text.lines().map(|line| line.width().max(1).div_ceil(NOTE_COLUMNS)).sum();
    let height = u32::try_from((lines + 1) * NOTE_LINE).unwrap_or(u32::MAX);
    Note::new(text)
        .add_author_prefix(false)
        .set_font_name(clothes::FONT)
        .set_font_size(9)
        .set_width(NOTE_WIDTH)
        .set_height(height)
}

/// What a column asks for, in both languages.
fn explanation(form: &Form, column: &Column) -> String {
    let mut lines = vec![format!("{} {}", column.name_zh, column.name)];
    if column.required {
        lines.push(form.label("form-is-required"));
    }
    let what = form.both(cell_word(column.cell), &[]);
    for (note, what) in [(column.note_zh, what.zh), (column.note, what.en)] {
        lines.push(format!("{note} ({what})"));
    }
    lines.join("\n")
}
