//! Every sheet of a workbook with its values, for giving it back.

use std::io::{self, BufReader, Read, Seek};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use metrics::form::OUR_SHEETS;
use metrics::kind::Kind;
use reports::form::{CellCopy, SheetCopy, Value, shortened};

use super::{cell, lines, name_of_sheet, package};
use crate::formats::content::spooled;
use crate::formats::sheets::{Room, Sheets};

/// The most columns of a sheet.
const SHEET_COLUMNS_MAX: u32 = 16_384;

/// Reads the sheets, as far as there is room; none where the workbook cannot be read.
pub(in crate::formats) fn read(
    source: &mut dyn Read,
    (kind, room): (Kind, &mut Room),
) -> io::Result<Sheets> {
    let mut source = spooled(source)?;
    if package::inspect(&mut source)?.is_err() {
        return Ok(Sheets::default());
    }
    source.rewind()?;
    let read = || sheets(BufReader::new(source), (kind, room)).unwrap_or_default();
    Ok(catch_unwind(AssertUnwindSafe(read)).unwrap_or_default())
}

fn sheets(source: impl Read + Seek, (kind, room): (Kind, &mut Room)) -> Result<Sheets, XlsxError> {
    let mut workbook = Xlsx::new(source)?;
    let table = name_of_sheet(&mut workbook, kind).ok();
    let is_copied = |it: &&calamine::Sheet| {
        it.typ == SheetType::WorkSheet && !OUR_SHEETS.contains(&it.name.as_str())
    };
    let metadata: Vec<(String, bool)> = (workbook.sheets_metadata().iter().filter(is_copied))
        .map(|it| (it.name.clone(), it.visible != SheetVisible::Visible))
        .collect();
    let mut sheets = Vec::with_capacity(metadata.len());
    for (name, is_hidden) in metadata {
        let cells = cells(&mut workbook, &name, room)?;
        sheets.push(SheetCopy { name, is_hidden, cells });
    }
    let table = table.and_then(|name| sheets.iter().position(|it| it.name == name));
    Ok(Sheets { sheets, table, rows_above: 0 })
}

fn cells<R: Read + Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
    room: &mut Room,
) -> Result<Vec<CellCopy>, XlsxError> {
    let mut reader = workbook.worksheet_cells_reader(name)?;
    let mut copies = Vec::new();
    while let Some((cell, style)) = reader.next_cell_with_style_id()? {
        let (row, column) = cell.get_position();
        let Ok(narrow) = u16::try_from(column) else { continue };
        if lines::ROWS_MAX <= row || SHEET_COLUMNS_MAX <= column {
            continue;
        }
        let value = match cell.get_value() {
            DataRef::Empty => continue,
            DataRef::Float(number) => Value::Number(*number),
            DataRef::DateTime(instant) => Value::Number(cell::serial(*instant)),
            DataRef::Bool(truth) => Value::Truth(*truth),
            DataRef::Int(_)
            | DataRef::String(_)
            | DataRef::SharedString(_)
            | DataRef::DateTimeIso(_)
            | DataRef::DurationIso(_)
            | DataRef::Error(_) => {
                Value::Text(shortened(&cell::text(cell.get_value(), "")).to_owned())
            }
        };
        let number_format = cell::format(reader.styles().get(style)).to_owned();
        let copy = CellCopy { row, column: narrow, value, number_format };
        if !room.takes(&copy) {
            break;
        }
        copies.push(copy);
    }
    Ok(copies)
}
