//! A file as sheets of a workbook, to be given back with its findings marked.

use std::io::{self, Read};

use metrics::form::{Origin, Row, columns};
use reports::form::{CellCopy, SheetCopy, Value, shortened};

use super::{Content, Format, Reading, RowSink, Text, csv, read_text, workbook};

/// The most bytes of cells that are held at a time. The workbook made of them takes some times as many.
const CELLS_BYTES_MAX: usize = 64 << 20;

/// What a file looks like.
#[derive(Debug, Default)]
pub struct Sheets {
    /// Its sheets.
    pub sheets: Vec<SheetCopy>,
    /// Which of them is the table that was checked; none where it cannot be read.
    pub table: Option<usize>,
    /// How many rows a record stands below its number: records have no header of their own.
    pub rows_above: u64,
}

/// How many bytes of cells may still be held.
pub(super) struct Room {
    left: usize,
    is_full: bool,
}

impl Room {
    fn new() -> Self {
        Self { left: CELLS_BYTES_MAX, is_full: false }
    }

    /// Whether there is room for one more cell.
    pub(super) fn takes(&mut self, cell: &CellCopy) -> bool {
        let text_bytes = match &cell.value {
            Value::Text(text) => text.len(),
            Value::Number(_) | Value::Truth(_) => 0,
        };
        let size_bytes = size_of::<CellCopy>() + text_bytes + cell.number_format.len();
        self.is_full |= self.left < size_bytes;
        self.left = self.left.saturating_sub(size_bytes);
        !self.is_full
    }
}

/// Reads a file once more, as it is; nothing if it is too large to be given back.
///
/// # Errors
///
/// The source cannot be read.
pub fn sheets(source: &mut dyn Read, reading: Reading<'_>) -> io::Result<Option<Sheets>> {
    let mut room = Room::new();
    let sheets = if reading.format == Format::Xlsx {
        workbook::copy::read(source, (reading.kind, &mut room))?
    } else {
        table(source, reading, &mut room)?
    };
    Ok((!room.is_full).then_some(sheets))
}

fn table(source: &mut dyn Read, reading: Reading<'_>, room: &mut Room) -> io::Result<Sheets> {
    let mut table = Table::new(reading, room);
    let mut content = Content::open(source, reading)?;
    let Some((text, source)) = content.text() else { return Ok(Sheets::default()) };
    let rows_above = match text {
        Text::Csv => {
            csv::each_record(source, &mut |number, cells| table.line(number, cells))?;
            0
        }
        Text::Json
        | Text::JsonLines
        | Text::Veris
        | Text::Stix
        | Text::Ckan
        | Text::DcatUs
        | Text::SafT
        | Text::Gbt24589Xml
        | Text::Gbt24589Json => {
            table.line(1, &heads(text, reading));
            read_text(source, (text, reading), &mut table)?;
            1
        }
    };
    Ok(Sheets { sheets: vec![table.sheet], table: Some(0), rows_above })
}

/// The heads of records: the columns of the form, or what a mapping makes rows of.
fn heads(text: Text, reading: Reading<'_>) -> Vec<&'static str> {
    match text {
        Text::Veris => vec!["VERIS"],
        Text::Stix => vec!["STIX"],
        Text::Ckan => vec!["CKAN"],
        Text::DcatUs => vec!["DCAT-US"],
        Text::Csv
        | Text::Json
        | Text::JsonLines
        | Text::SafT
        | Text::Gbt24589Xml
        | Text::Gbt24589Json => columns(reading.kind).iter().map(|it| it.name).collect(),
    }
}

/// A sheet being filled.
struct Table<'r> {
    sheet: SheetCopy,
    room: &'r mut Room,
}

impl<'r> Table<'r> {
    fn new(reading: Reading<'_>, room: &'r mut Room) -> Self {
        let name = reading.kind.to_string();
        Self { sheet: SheetCopy { name, ..SheetCopy::default() }, room }
    }

    /// Puts cells into the row that a person counts so.
    fn line(&mut self, number: u64, cells: &[&str]) {
        let Ok(row) = u32::try_from(number - 1) else { return };
        if workbook::ROWS_MAX <= row {
            return;
        }
        for (column, cell) in (0..workbook::COLUMNS_MAX).zip(cells) {
            if let (false, Ok(column)) = (cell.is_empty(), u16::try_from(column)) {
                let value = Value::Text(shortened(cell).to_owned());
                let copy = CellCopy { row, column, value, number_format: String::new() };
                if self.room.takes(&copy) {
                    self.sheet.cells.push(copy);
                }
            }
        }
    }
}

impl RowSink for Table<'_> {
    fn row(&mut self, row: &Row<'_>) {
        self.line(row.number + 1, row.cells);
    }

    fn unreadable(&mut self, row: &Row<'_>) {
        self.row(row);
    }

    fn record(&mut self, origin: Origin, json: &str) {
        self.line(origin.row + 1, &[json]);
    }
}
