//! Ledger lines that wait in a nameless file while their ledger is checked, so that memory does not
//! grow with the lines. They are written as runs, each sorted by account and day, and posting reads
//! the runs side by side. A ledger that fits into one run never leaves memory.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, SeekFrom, Write};

use metrics::ledger::{HeldLines, LINES_GIVEN_MAX, Line, LineBlock, LineStore};

/// How long a run is, and how much of it is read at once.
#[derive(Clone, Copy, Debug)]
struct Sizes {
    run_lines: usize,
    run_summary_bytes: usize,
    read_bytes: usize,
}

impl Default for Sizes {
    fn default() -> Self {
        Self { run_lines: 1 << 17, run_summary_bytes: 1 << 23, read_bytes: 1 << 16 }
    }
}

/// Lines of one ledger.
#[derive(Debug, Default)]
pub(crate) struct Spill {
    sizes: Sizes,
    /// Lines that are in no run yet.
    held: HeldLines,
    file: Option<File>,
    file_end: u64,
    runs: Vec<Run>,
    /// Why a line could not be kept.
    failure: Option<io::Error>,
    /// Accounts still to be given, the next one last.
    left: Vec<u32>,
    /// Where each run stands in the account that is being given.
    cursors: Vec<Cursor>,
}

/// Lines that stand in the file one after the other, by account, day and row.
#[derive(Debug)]
struct Run {
    /// Where the lines of each account begin.
    starts: Vec<(u32, u64)>,
    end: u64,
}

impl Run {
    /// Where the lines of an account stand.
    fn of(&self, account: u32) -> Option<(u64, u64)> {
        let index = self.starts.binary_search_by_key(&account, |it| it.0).ok()?;
        let end = self.starts.get(index + 1).map_or(self.end, |it| it.1);
        Some((self.starts[index].1, end))
    }
}

impl Spill {
    fn write_run(&mut self) -> io::Result<()> {
        let file = match &mut self.file {
            Some(file) => file,
            None => self.file.insert(tempfile::tempfile()?),
        };
        file.seek(SeekFrom::Start(self.file_end))?;
        let mut writer = BufWriter::with_capacity(1 << 20, file);
        let mut run = Run { starts: Vec::new(), end: self.file_end };
        let block = self.held.block();
        for index in block.order(|account| account) {
            let line = &block.lines()[index as usize];
            if run.starts.last().is_none_or(|it| it.0 != line.account) {
                run.starts.push((line.account, run.end));
            }
            run.end += write_line(&mut writer, line, block.summary(line))?;
        }
        writer.flush()?;
        self.file_end = run.end;
        self.runs.push(run);
        self.held.clear();
        Ok(())
    }

    /// The failure to keep a line, if there was one. It is told each time, so that nobody goes on
    /// with half of the lines.
    fn failed(&self) -> io::Result<()> {
        match &self.failure {
            Some(failure) => Err(io::Error::new(failure.kind(), failure.to_string())),
            None => Ok(()),
        }
    }
}

impl LineStore for Spill {
    fn push(&mut self, line: &Line, summary: &str) {
        if self.failure.is_some() {
            return;
        }
        self.held.push(line, summary);
        let held = self.held.block();
        let is_full = self.sizes.run_lines <= held.lines().len()
            || self.sizes.run_summary_bytes <= held.summary_bytes();
        if is_full {
            self.failure = self.write_run().err();
        }
    }

    fn rewind(&mut self, accounts: &[u32]) -> io::Result<()> {
        self.failed()?;
        if self.runs.is_empty() {
            return self.held.rewind(accounts);
        }
        if !self.held.block().lines().is_empty() {
            self.write_run()?;
        }
        // Nothing is pushed any more.
        self.held = HeldLines::default();
        self.left = accounts.iter().rev().copied().collect();
        self.cursors.clear();
        Ok(())
    }

    fn fill(&mut self, block: &mut LineBlock) -> io::Result<()> {
        let Some(file) = &mut self.file else { return self.held.fill(block) };
        block.clear();
        while block.lines().len() < LINES_GIVEN_MAX {
            // Of equal days the first run comes first: it was earlier in the file.
            if let Some(cursor) = self.cursors.iter_mut().min_by_key(|it| it.day) {
                cursor.give(file, block)?;
                self.cursors.retain(|it| !it.is_done());
            } else if let Some(account) = self.left.pop() {
                for (start, end) in self.runs.iter().filter_map(|run| run.of(account)) {
                    let read_bytes = self.sizes.read_bytes;
                    self.cursors.push(Cursor::open(file, (start, end), read_bytes)?);
                }
            } else {
                break;
            }
        }
        Ok(())
    }
}

/// Where a run stands in the lines of one account.
#[derive(Debug)]
struct Cursor {
    /// Bytes that were read, of which the first `given` were given.
    bytes: Vec<u8>,
    given: usize,
    file_next: u64,
    file_end: u64,
    read_bytes: usize,
    /// The day of the next line; 0 if there is none.
    day: u8,
}

impl Cursor {
    fn open(file: &mut File, (start, end): (u64, u64), read_bytes: usize) -> io::Result<Self> {
        let (bytes, given, file_next, file_end) = (Vec::new(), 0, start, end);
        let mut cursor = Self { bytes, given, file_next, file_end, read_bytes, day: 0 };
        cursor.look(file)?;
        Ok(cursor)
    }

    fn is_done(&self) -> bool {
        self.day == 0
    }

    /// Puts the lines of its day into a block, as far as there is room.
    fn give(&mut self, file: &mut File, block: &mut LineBlock) -> io::Result<()> {
        let day = self.day;
        while self.day == day && block.lines().len() < LINES_GIVEN_MAX {
            let (line, summary, length) =
                read_line(&self.bytes[self.given..]).ok_or(io::ErrorKind::InvalidData)?;
            block.push(&line, summary);
            self.given += length;
            self.look(file)?;
        }
        Ok(())
    }

    /// Reads on until the next line is there, and looks at its day.
    fn look(&mut self, file: &mut File) -> io::Result<()> {
        loop {
            let ahead = &self.bytes[self.given..];
            let wanted = line_length(ahead).unwrap_or(FIXED_BYTES);
            if wanted <= ahead.len() {
                self.day = ahead[DAY_AT];
                return Ok(());
            }
            let missing = wanted - ahead.len();
            self.bytes.drain(..self.given);
            self.given = 0;
            let left = self.file_end - self.file_next;
            if left == 0 {
                self.day = 0;
                return Ok(());
            }
            let more = (missing.max(self.read_bytes) as u64).min(left);
            file.seek(SeekFrom::Start(self.file_next))?;
            file.take(more).read_to_end(&mut self.bytes)?;
            self.file_next += more;
        }
    }
}

/// Bytes of a line without its summary.
const FIXED_BYTES: usize = 63;
/// Where its day stands.
const DAY_AT: usize = 4;

/// Writes a line; gives its bytes.
fn write_line(writer: &mut impl Write, line: &Line, summary: &str) -> io::Result<u64> {
    let Line {
        voucher,
        account,
        dimensions,
        currency,
        day,
        debit_minor,
        credit_minor,
        original_minor,
        invoice,
        summary: _,
        row,
        byte_length,
        byte_offset,
    } = line;
    let summary_bytes =
        u32::try_from(summary.len()).map_err(|_| io::Error::from(io::ErrorKind::FileTooLarge))?;
    let mut fixed = [0; FIXED_BYTES];
    let mut at = 0;
    let mut put = |bytes: &[u8]| {
        fixed[at..at + bytes.len()].copy_from_slice(bytes);
        at += bytes.len();
    };
    put(&summary_bytes.to_le_bytes());
    put(&[*day]);
    put(&voucher.to_le_bytes());
    put(&account.to_le_bytes());
    put(&dimensions.to_le_bytes());
    put(&currency.to_le_bytes());
    put(&debit_minor.to_le_bytes());
    put(&credit_minor.to_le_bytes());
    put(&original_minor.to_le_bytes());
    put(&invoice.to_le_bytes());
    put(&row.to_le_bytes());
    put(&byte_length.to_le_bytes());
    put(&byte_offset.to_le_bytes());
    writer.write_all(&fixed)?;
    writer.write_all(summary.as_bytes())?;
    Ok((FIXED_BYTES + summary.len()) as u64)
}

/// How many bytes the line at the start of `bytes` has.
fn line_length(bytes: &[u8]) -> Option<usize> {
    let (summary_bytes, _) = bytes.split_first_chunk()?;
    Some(FIXED_BYTES + u32::from_le_bytes(*summary_bytes) as usize)
}

/// The line at the start of `bytes`, its summary and its length in bytes.
fn read_line(mut bytes: &[u8]) -> Option<(Line, &str, usize)> {
    fn take<const N: usize>(bytes: &mut &[u8]) -> Option<[u8; N]> {
        let (first, rest) = bytes.split_first_chunk::<N>()?;
        *bytes = rest;
        Some(*first)
    }
    let length = line_length(bytes)?;
    take::<DAY_AT>(&mut bytes)?;
    let line = Line {
        day: u8::from_le_bytes(take(&mut bytes)?),
        voucher: u32::from_le_bytes(take(&mut bytes)?),
        account: u32::from_le_bytes(take(&mut bytes)?),
        dimensions: u32::from_le_bytes(take(&mut bytes)?),
        currency: u16::from_le_bytes(take(&mut bytes)?),
        debit_minor: i64::from_le_bytes(take(&mut bytes)?),
        credit_minor: i64::from_le_bytes(take(&mut bytes)?),
        original_minor: i64::from_le_bytes(take(&mut bytes)?),
        invoice: u32::from_le_bytes(take(&mut bytes)?),
        row: u32::from_le_bytes(take(&mut bytes)?),
        byte_length: u32::from_le_bytes(take(&mut bytes)?),
        byte_offset: u64::from_le_bytes(take(&mut bytes)?),
        summary: 0..0,
    };
    let summary = std::str::from_utf8(bytes.get(..length - FIXED_BYTES)?).ok()?;
    Some((line, summary, length))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// All lines with their summaries, in the order given.
    fn given(store: &mut dyn LineStore, accounts: &[u32]) -> Vec<(Line, String)> {
        let (mut block, mut given) = (LineBlock::default(), Vec::new());
        store.rewind(accounts).unwrap();
        loop {
            store.fill(&mut block).unwrap();
            if block.lines().is_empty() {
                return given;
            }
            assert!(block.lines().len() <= LINES_GIVEN_MAX);
            for line in block.lines() {
                let summary = block.summary(line).to_owned();
                given.push((Line { summary: 0..0, ..line.clone() }, summary));
            }
        }
    }

    fn line(account: u32, day: u8, row: u32) -> Line {
        Line {
            voucher: row / 2,
            account,
            dimensions: u32::MAX,
            currency: u16::MAX,
            day,
            debit_minor: i64::MIN,
            credit_minor: i64::MAX,
            original_minor: i64::from(row),
            invoice: u32::MAX - row,
            summary: 0..0,
            row,
            byte_length: u32::MAX - row,
            byte_offset: u64::MAX - u64::from(row),
        }
    }

    proptest! {
        /// Memory is the model: whatever the sizes, the file gives the same.
        #[test]
        fn lines_come_back_as_they_do_from_memory(
            lines in prop::collection::vec((0_u32..5, 1_u8..=31, "[a公]{0,9}"), 0..60),
            run_lines in 1_usize..9,
            run_summary_bytes in 1_usize..99,
            read_bytes in 1_usize..200,
            accounts in Just([0_u32, 1, 2, 3, 4]).prop_shuffle(),
        ) {
            let sizes = Sizes { run_lines, run_summary_bytes, read_bytes };
            let mut spill = Spill { sizes, ..Spill::default() };
            let mut held = HeldLines::default();
            for ((account, day, summary), row) in lines.iter().zip(0..) {
                spill.push(&line(*account, *day, row), summary);
                held.push(&line(*account, *day, row), summary);
            }
            let expected = given(&mut held, &accounts);
            prop_assert_eq!(expected.len(), lines.len());
            for _ in 0..2 {
                prop_assert_eq!(&given(&mut spill, &accounts), &expected);
            }
        }
    }

    #[test]
    fn a_small_ledger_never_leaves_memory() {
        let mut spill = Spill::default();
        spill.push(&line(0, 1, 1), "a");
        assert_eq!(given(&mut spill, &[0]).len(), 1);
        assert!(spill.file.is_none());
    }

    #[test]
    fn what_could_not_be_kept_is_told_each_time() {
        let failure = Some(io::Error::other("the disk is full"));
        let mut spill = Spill { failure, ..Spill::default() };
        spill.push(&line(0, 1, 1), "a");
        for _ in 0..2 {
            assert_eq!(spill.rewind(&[0]).unwrap_err().to_string(), "the disk is full");
        }
    }
}
