//! CSV: a table with a header becomes rows. Quoted line breaks, CRLF, a byte order mark, blank and
//! ragged rows, bytes that are not UTF-8 and quotes that are never closed are all met in the wild.

mod records;

use std::io::{self, Read};

use metrics::finding::{Fault, Faults, Place, reading};
use metrics::form::Row;
use metrics::form::guard::unguard;
use smallvec::SmallVec;

use super::RowSink;
use super::header::{Layout, Wanted};
use super::text::Problem;
use records::{Record, Records};

pub(super) fn read(
    source: &mut dyn Read,
    wanted: Wanted<'_>,
    sink: &mut dyn RowSink,
) -> io::Result<Faults> {
    let mut faults = Faults::default();
    let mut records = Records::new(source);
    let Some(header) = records.next()? else {
        faults.push(Problem::Empty.of_file(""));
        return Ok(faults);
    };
    let header = match header_of(&header) {
        Ok(cells) => cells,
        Err(problem) => {
            faults.push(problem.of_file(""));
            return Ok(faults);
        }
    };
    let layout = Layout::of(&header, wanted, &mut faults);
    if faults.counts().contains_key(reading::COLUMN_MISSING) {
        return Ok(faults);
    }
    let mut table = Table { layout, wanted, sink, faults };
    while let Some(record) = records.next()? {
        table.row(&record);
    }
    Ok(table.faults)
}

/// Calls `take` with the number and the readable cells of every record, the header too.
pub(super) fn each_record(
    source: &mut dyn Read,
    take: &mut dyn FnMut(u64, &[&str]),
) -> io::Result<()> {
    let mut records = Records::new(source);
    while let Some(record) = records.next()? {
        let cells: Vec<&str> =
            record.readable().map(|cell| unguard(cell.unwrap_or_default())).collect();
        take(record.number, &cells);
    }
    Ok(())
}

fn header_of<'r>(record: &Record<'r>) -> Result<Vec<&'r str>, Problem> {
    if let Some(problem) = record.problem {
        return Err(problem);
    }
    let text = record.text().ok_or(Problem::Encoding)?;
    if record.has_nul() {
        return Err(Problem::Nul);
    }
    record.cells(text).collect::<Option<Vec<&str>>>().ok_or(Problem::Encoding)
}

/// Cells of a row that need no allocation: every form of ours has fewer.
const CELLS: usize = 32;

/// A table being read.
struct Table<'a> {
    layout: Layout,
    wanted: Wanted<'a>,
    sink: &'a mut dyn RowSink,
    faults: Faults,
}

impl Table<'_> {
    fn row(&mut self, record: &Record<'_>) {
        let is_good = record.problem.is_none() && record.width() == self.layout.width;
        let text = record.text().filter(|_| is_good && !record.has_nul());
        let Some(text) = text else { return self.unreadable(record) };
        let mut cells: SmallVec<[&str; CELLS]> = SmallVec::new();
        for source in &self.layout.sources {
            let cell = source.map_or(Some(""), |column| record.cell(text, column));
            let Some(cell) = cell else { return self.unreadable(record) };
            cells.push(unguard(cell));
        }
        self.sink.row(&row_of(record, &cells));
    }

    /// Reports what is wrong with a row, and hands over the cells that can be read nevertheless.
    fn unreadable(&mut self, record: &Record<'_>) {
        let readable: Vec<Option<&str>> = record.readable().collect();
        self.faults.push(self.fault(record, &readable));
        let cell = |column: &usize| readable.get(*column).copied().flatten();
        let cells = self.layout.sources.iter().map(|source| source.as_ref().and_then(cell));
        let cells: Vec<&str> = cells.map(Option::unwrap_or_default).collect();
        self.sink.unreadable(&row_of(record, &cells));
    }

    fn fault(&self, record: &Record<'_>, readable: &[Option<&str>]) -> Fault {
        let place = Place::row(record.number);
        if let Some(problem) = record.problem {
            return problem.of_row(place);
        }
        if record.width() != self.layout.width {
            let (expected, actual) = (self.layout.width.to_string(), record.width().to_string());
            return Fault { expected, actual, ..Problem::Cells.of_row(place) };
        }
        let bad = readable.iter().position(|cell| cell.is_none_or(|text| text.contains('\0')));
        let wanted = self.layout.sources.iter().position(|source| bad.is_some() && *source == bad);
        let column = wanted.map(|index| self.wanted.name(index).to_owned());
        let is_text = bad.is_some_and(|index| readable[index].is_some());
        let problem = if is_text { Problem::Nul } else { Problem::Encoding };
        problem.of_row(Place { column, ..place })
    }
}

fn row_of<'a>(record: &Record<'_>, cells: &'a [&'a str]) -> Row<'a> {
    Row {
        number: record.number,
        byte_offset: record.byte_offset,
        byte_length: record.byte_length,
        cells,
    }
}
