//! Workbooks (Office Open XML): one sheet becomes CSV, row for row, so that a row of the transcript
//! has the number that the spreadsheet shows.
//!
//! The file is hostile until its package has been looked through ([`package`]); nothing in it is
//! computed, followed or fetched.

mod cell;
pub(super) mod copy;
mod lines;
mod package;

use std::io::{self, BufReader, Read, Seek, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{Reader, SheetType, SheetVisible, Xlsx, XlsxError};
use metrics::finding::{Fault, Faults, Place, reading};
use metrics::form::OUR_SHEETS;
use metrics::kind::Kind;
use reports::form::TEXT_MAX;

use super::text::{Problem, ROW_BYTES_MAX, beyond};
use lines::{LineError, Lines};

pub(super) use lines::{COLUMNS_MAX, ROWS_MAX};

/// The most sheets that a workbook may have.
const SHEETS_MAX: usize = 256;

/// A sheet that was transcribed.
#[derive(Debug)]
pub(super) struct Sheet {
    pub(super) name: String,
    /// What is worth a word.
    pub(super) notes: Faults,
}

/// Why a workbook gives no sheet.
enum Refused {
    /// The file or the transcript failed, not the workbook.
    Io(io::Error),
    Fault(Box<Fault>),
}

impl From<XlsxError> for Refused {
    fn from(error: XlsxError) -> Self {
        match error {
            XlsxError::Io(error) => Self::Io(error),
            error => Self::Fault(Box::new(Problem::Workbook.of_file(error.to_string()))),
        }
    }
}

impl From<Fault> for Refused {
    fn from(fault: Fault) -> Self {
        Self::Fault(Box::new(fault))
    }
}

impl From<LineError> for Refused {
    fn from(error: LineError) -> Self {
        match error {
            LineError::Io(error) => Self::Io(error),
            LineError::Order => Problem::Workbook.of_file("").into(),
            LineError::Rows => beyond("rows", u64::from(ROWS_MAX)).into(),
            LineError::Columns => beyond("columns", u64::from(COLUMNS_MAX)).into(),
            LineError::Cell(row, column) => long_cell(row, column).into(),
            LineError::Row(row) => {
                let place = Place::row(u64::from(row) + 1);
                Fault { place, ..beyond("row", ROW_BYTES_MAX as u64) }.into()
            }
            LineError::Bytes => beyond("inflated", package::BYTES_MAX).into(),
        }
    }
}

/// A cell that no spreadsheet holds.
fn long_cell(row: u32, column: u32) -> Fault {
    let mut fault = beyond("cell", TEXT_MAX as u64);
    fault.arguments.push(("cell", cell::name((row, column))));
    Fault { place: Place::row(u64::from(row) + 1), ..fault }
}

/// Writes the sheet of a kind as CSV, or says why it cannot be read.
///
/// # Errors
///
/// The file cannot be read, or the transcript not be written.
pub(super) fn transcribe(
    mut source: impl Read + Seek,
    kind: Kind,
    into: &mut dyn Write,
) -> io::Result<Result<Sheet, Box<Fault>>> {
    let has_formulas = match package::inspect(&mut source)? {
        Ok(package) => package.has_formulas,
        Err(fault) => return Ok(Err(fault)),
    };
    source.rewind()?;
    // A workbook at which the library despairs is unreadable; it must not end the daemon.
    let read = || sheet(BufReader::new(source), (kind, has_formulas), into);
    match catch_unwind(AssertUnwindSafe(read)) {
        Ok(Ok(sheet)) => Ok(Ok(sheet)),
        Ok(Err(Refused::Fault(fault))) => Ok(Err(fault)),
        Ok(Err(Refused::Io(error))) => Err(error),
        Err(_) => Ok(Err(Box::new(Problem::Workbook.of_file("")))),
    }
}

fn sheet(
    source: impl Read + Seek,
    (kind, has_formulas): (Kind, bool),
    into: &mut dyn Write,
) -> Result<Sheet, Refused> {
    let mut workbook = Xlsx::new(source)?;
    let name = name_of_sheet(&mut workbook, kind)?;
    write(&mut workbook, &name, into)?;
    let notes = if has_formulas { formulas(&mut workbook, &name)? } else { Faults::default() };
    Ok(Sheet { name, notes })
}

fn write<R: Read + Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
    into: &mut dyn Write,
) -> Result<(), Refused> {
    let mut lines = Lines::new(into);
    let mut cells = workbook.worksheet_cells_reader(name)?;
    while let Some((cell, style)) = cells.next_cell_with_style_id()? {
        let text = cell::text(cell.get_value(), cell::format(cells.styles().get(style)));
        lines.cell(cell.get_position(), &text)?;
    }
    Ok(lines.finish()?)
}

/// The sheet that is meant: the one that has the kind's word in its name, as in our templates; else
/// the only one with content. What is hidden is not asked: nobody sees what it says. Nor is what we
/// wrote into it ourselves.
fn name_of_sheet<R: Read + Seek>(workbook: &mut Xlsx<R>, kind: Kind) -> Result<String, Refused> {
    let is_shown = |it: &&calamine::Sheet| {
        it.visible == SheetVisible::Visible
            && it.typ == SheetType::WorkSheet
            && !OUR_SHEETS.contains(&it.name.as_str())
    };
    let shown = workbook.sheets_metadata().iter().filter(is_shown);
    let asked: Vec<String> = shown.map(|it| it.name.clone()).collect();
    if SHEETS_MAX < asked.len() {
        return Err(beyond("sheets", SHEETS_MAX as u64).into());
    }
    let is_named = |name: &&String| {
        name.split_whitespace().any(|word| word.eq_ignore_ascii_case(kind.as_str()))
    };
    let named: Vec<&String> = asked.iter().filter(is_named).collect();
    if let [name] = named[..] {
        return Ok(name.clone());
    }
    let mut with_content = Vec::new();
    for name in &asked {
        if has_content(workbook, name)? {
            with_content.push(name.clone());
        }
    }
    if with_content.is_empty() {
        return Err(Problem::Empty.of_file("").into());
    }
    if let [name] = &mut with_content[..] {
        return Ok(std::mem::take(name));
    }
    let fault = Problem::Sheet.of_file(with_content.join(", "));
    Err(Fault { expected: kind.to_string(), ..fault }.into())
}

fn has_content<R: Read + Seek>(workbook: &mut Xlsx<R>, name: &str) -> Result<bool, XlsxError> {
    let mut cells = workbook.worksheet_cells_reader(name)?;
    while let Some(cell) = cells.next_cell()? {
        if !cell::text(cell.get_value(), "").is_empty() {
            return Ok(true);
        }
    }
    Ok(false)
}

/// One note for all cells that are computed, at the first of them.
fn formulas<R: Read + Seek>(workbook: &mut Xlsx<R>, name: &str) -> Result<Faults, XlsxError> {
    let mut cells = workbook.worksheet_cells_reader(name)?;
    let (mut first, mut count) = (None, 0_u64);
    // A formula that many cells share is not written out for each of them.
    while let Some(cell) = cells.next_cell_with_formula_metadata()? {
        if cell.formula.is_some() {
            first = first.or(Some(cell.pos));
            count += 1;
        }
    }
    let mut faults = Faults::default();
    if let Some(first) = first {
        faults.push(Fault {
            cause: "formulas".to_owned(),
            actual: count.to_string(),
            arguments: vec![("cell", cell::name(first))],
            ..Fault::at(reading::FORMULA, Place::row(u64::from(first.0) + 1))
        });
    }
    Ok(faults)
}

#[cfg(test)]
mod tests;
