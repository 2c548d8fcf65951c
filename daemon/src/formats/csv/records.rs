//! The records of a CSV as a stream, each with the place of its raw bytes.
//!
//! The core parser is fed by hand because places have to be exact: it leaves line breaks between
//! records to whoever asks next.

use std::io::{self, ErrorKind, Read};

use csv_core::{ReadRecordResult, Reader};

use crate::formats::text::{BYTE_ORDER_MARK, Problem, ROW_BYTES_MAX};

/// How much is read at a time.
const BUFFER_BYTES: usize = 256 * 1024;

/// Reads records.
pub(super) struct Records<'s> {
    source: &'s mut dyn Read,
    core: Reader,
    /// Bytes read and not yet parsed: `buffer[start..end]`.
    buffer: Vec<u8>,
    start: usize,
    end: usize,
    /// Where `buffer[start]` stands in the file.
    byte_offset: u64,
    /// The number of the next row, as a spreadsheet counts: blank lines included.
    number: u64,
    /// Whether the last line break was a CR, of which an LF may be the second half.
    after_return: bool,
    /// The cells of the record being read, one after the other, and where each ends.
    cells: Vec<u8>,
    ends: Vec<usize>,
}

/// One record. Cells are bytes until somebody asks for text.
#[derive(Debug)]
pub(super) struct Record<'r> {
    pub(super) number: u64,
    pub(super) byte_offset: u64,
    pub(super) byte_length: u32,
    /// Why it cannot be read, if the cells do not say it.
    pub(super) problem: Option<Problem>,
    cells: &'r [u8],
    ends: &'r [usize],
    /// Bytes between two cells.
    separator: usize,
}

/// A record as it stands in the buffer.
struct Plain {
    start: usize,
    length: usize,
    cells: usize,
}

/// What was parsed of one record.
struct Parsed {
    cells: usize,
    bytes: usize,
    /// Bytes of the line break that was consumed with it.
    line_break: u64,
    problem: Option<Problem>,
}

impl<'s> Records<'s> {
    pub(super) fn new(source: &'s mut dyn Read) -> Self {
        Self {
            source,
            core: Reader::new(),
            buffer: vec![0; BUFFER_BYTES],
            start: 0,
            end: 0,
            byte_offset: 0,
            number: 1,
            after_return: false,
            cells: vec![0; 4096],
            ends: vec![0; 64],
        }
    }

    /// The next record that has a filled cell.
    pub(super) fn next(&mut self) -> io::Result<Option<Record<'_>>> {
        loop {
            self.skip_line_breaks()?;
            if self.is_at_end()? {
                return Ok(None);
            }
            let (number, byte_offset) = (self.number, self.byte_offset);
            if let Some(plain) = self.plain() {
                let Plain { start, length, cells } = plain;
                return Ok(Some(Record {
                    number,
                    byte_offset,
                    byte_length: u32::try_from(length).unwrap_or(u32::MAX),
                    problem: None,
                    cells: &self.buffer[start..start + length],
                    ends: &self.ends[..cells],
                    separator: 1,
                }));
            }
            let parsed = self.parse()?;
            self.number += 1;
            let byte_length = self.byte_offset - byte_offset - parsed.line_break;
            let byte_length = u32::try_from(byte_length).unwrap_or(u32::MAX);
            if parsed.bytes == 0 && parsed.problem.is_none() {
                continue;
            }
            return Ok(Some(Record {
                number,
                byte_offset,
                byte_length,
                problem: parsed.problem,
                cells: &self.cells[..parsed.bytes],
                ends: &self.ends[..parsed.cells],
                separator: 0,
            }));
        }
    }

    /// Cuts a record that lies whole in the buffer and has neither quotes nor CR nor NUL at its commas.
    /// That is nearly every record, at a third of the parser's cost; a test holds both to the same.
    fn plain(&mut self) -> Option<Plain> {
        let start = self.start;
        let mut cells = 0;
        for (length, byte) in self.buffer[start..self.end].iter().enumerate() {
            match byte {
                b'"' | b'\r' | b'\0' => return None,
                b',' | b'\n' => {
                    *self.ends.get_mut(cells)? = length;
                    cells += 1;
                    if *byte == b'\n' {
                        // Only commas: whether such a row is blank is for the parser to say.
                        if length < cells {
                            return None;
                        }
                        self.number += 1;
                        self.after_return = false;
                        self.advance(length + 1);
                        return Some(Plain { start, length, cells });
                    }
                }
                _ => {}
            }
        }
        None
    }

    /// Parses one record into `cells` and `ends`. At the end of the file it is given one line break
    /// that is not there: if it takes that into a cell, a quote was never closed.
    fn parse(&mut self) -> io::Result<Parsed> {
        let mut parsed = Parsed { cells: 0, bytes: 0, line_break: 0, problem: None };
        let mut is_closed = false;
        loop {
            let is_at_end = self.is_at_end()?;
            let input: &[u8] = match (is_at_end, is_closed) {
                (false, _) => &self.buffer[self.start..self.end],
                (true, false) => b"\n",
                (true, true) => b"",
            };
            let (result, taken, bytes, cells) = self.core.read_record(
                input,
                &mut self.cells[parsed.bytes..],
                &mut self.ends[parsed.cells..],
            );
            parsed.bytes += bytes;
            parsed.cells += cells;
            if is_at_end {
                is_closed |= 0 < taken;
            } else {
                self.after_return = 0 < taken && input[taken - 1] == b'\r';
                self.advance(taken);
            }
            match result {
                ReadRecordResult::Record | ReadRecordResult::End => {
                    parsed.line_break = u64::from(!is_at_end);
                    if is_at_end && taken == 0 && parsed.problem.is_none() {
                        parsed.problem = Some(Problem::Quote);
                        parsed.bytes -= 1;
                        self.ends[parsed.cells - 1] -= 1;
                    }
                    return Ok(parsed);
                }
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.make_room(&mut parsed),
                ReadRecordResult::OutputEndsFull => self.ends.resize(self.ends.len() * 2, 0),
            }
        }
    }

    /// Makes room for a longer record, up to the limit; beyond it the record is read to its end
    /// without being kept.
    fn make_room(&mut self, parsed: &mut Parsed) {
        if self.cells.len() < ROW_BYTES_MAX {
            self.cells.resize(self.cells.len() * 2, 0);
        } else {
            *parsed = Parsed { cells: 0, bytes: 0, line_break: 0, problem: Some(Problem::Length) };
        }
    }

    /// Passes over line breaks before a record; each blank line is a row.
    fn skip_line_breaks(&mut self) -> io::Result<()> {
        while !self.is_at_end()? {
            match self.buffer[self.start] {
                b'\n' => {
                    self.number += u64::from(!self.after_return);
                    self.after_return = false;
                }
                b'\r' => {
                    self.number += 1;
                    self.after_return = true;
                }
                _ => return Ok(()),
            }
            self.advance(1);
        }
        Ok(())
    }

    fn advance(&mut self, taken: usize) {
        self.start += taken;
        self.byte_offset += taken as u64;
    }

    /// Whether nothing is left, after reading more if the buffer is used up.
    fn is_at_end(&mut self) -> io::Result<bool> {
        if self.start < self.end {
            return Ok(false);
        }
        (self.start, self.end) = (0, 0);
        // A byte order mark must not be cut in two, so the beginning is read until it would fit.
        let wanted = if self.byte_offset == 0 { BYTE_ORDER_MARK.len() } else { 1 };
        while self.end < wanted {
            match self.source.read(&mut self.buffer[self.end..]) {
                Ok(0) => break,
                Ok(count) => self.end += count,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if self.byte_offset == 0 && self.buffer[..self.end].starts_with(BYTE_ORDER_MARK) {
            self.advance(BYTE_ORDER_MARK.len());
            return self.is_at_end();
        }
        Ok(self.end == 0)
    }
}

impl<'r> Record<'r> {
    /// How many cells it has.
    pub(super) fn width(&self) -> usize {
        self.ends.len()
    }

    /// Whether a cell has the character NUL. A record that was cut has none.
    pub(super) fn has_nul(&self) -> bool {
        self.separator == 0 && self.cells.contains(&b'\0')
    }

    /// All cells, if they are UTF-8.
    pub(super) fn text(&self) -> Option<&'r str> {
        simdutf8::basic::from_utf8(self.cells).ok()
    }

    /// One cell of its [`Record::text`]; `None` if a character is cut in two there.
    pub(super) fn cell(&self, text: &'r str, index: usize) -> Option<&'r str> {
        text.get(self.start(index)..self.ends[index])
    }

    /// The cells of its [`Record::text`].
    pub(super) fn cells(&self, text: &'r str) -> impl Iterator<Item = Option<&'r str>> {
        (0..self.width()).map(move |index| self.cell(text, index))
    }

    /// Each cell that is UTF-8.
    pub(super) fn readable(&self) -> impl Iterator<Item = Option<&'r str>> {
        self.ends.iter().enumerate().map(|(index, &end)| {
            let bytes = self.cells.get(self.start(index)..end)?;
            std::str::from_utf8(bytes).ok()
        })
    }

    fn start(&self, index: usize) -> usize {
        if index == 0 { 0 } else { self.ends[index - 1] + self.separator }
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str) -> Vec<(u64, Vec<String>)> {
        let mut source = text.as_bytes();
        let mut records = Records::new(&mut source);
        let mut found = Vec::new();
        while let Some(record) = records.next().unwrap() {
            let cells = record.readable().map(|cell| cell.unwrap_or("?").to_owned()).collect();
            found.push((record.number, cells));
        }
        found
    }

    proptest! {
        /// Rows without quotes are cut; the same rows with every cell quoted are parsed.
        #[test]
        fn cutting_and_parsing_agree(rows in vec(vec("[a-z专 ]{0,3}", 1..5), 0..6)) {
            let written = |cell: fn(&String) -> String| -> String {
                let line = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join(",");
                rows.iter().map(|row| line(row) + "\n").collect()
            };
            // A row of empty cells is blank when it is not quoted, too.
            prop_assert_eq!(read(&written(String::clone)), read(&written(|it| format!("\"{it}\""))));
        }
    }
}
