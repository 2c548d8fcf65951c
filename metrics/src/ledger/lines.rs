//! Lines wait until it is known which vouchers count. A file may have more of them than memory, so
//! that whoever checks it says where they wait; posting asks for them in the order of their ids.

use std::fmt::Debug;
use std::io;
use std::ops::Range;

/// One line of a voucher. Texts are indexes into the tables of [`super::CheckedLedger`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// Number of its voucher in [`super::CheckedLedger::vouchers`].
    pub voucher: u32,
    /// Index into [`super::CheckedLedger::accounts`].
    pub account: u32,
    /// Index into [`super::CheckedLedger::dimensions`].
    pub dimensions: u32,
    /// Index into [`super::CheckedLedger::currencies`].
    pub currency: u16,
    /// The day of the month of the line's date, 1 to 31.
    pub day: u8,
    /// Debit in minor units; negative for a red-letter entry.
    pub debit_minor: i64,
    /// Credit in minor units; negative for a red-letter entry.
    pub credit_minor: i64,
    /// The amount in minor units of the original currency that its dimensions name; else 0.
    pub original_minor: i64,
    /// Number in [`super::CheckedLedger::invoices`].
    pub invoice: u32,
    /// The summary, as a range of the texts of its [`LineBlock`].
    pub summary: Range<u32>,
    /// Row number.
    pub row: u32,
    /// Byte length of the row.
    pub byte_length: u32,
    /// Byte offset of the row.
    pub byte_offset: u64,
}

/// Lines with their summaries, as many as are held in memory at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineBlock {
    lines: Vec<Line>,
    summaries: String,
}

impl LineBlock {
    /// Adds a line. Its summary is `summary`, whatever range it came with.
    pub fn push(&mut self, line: &Line, summary: &str) {
        let start = self.summaries.len();
        self.summaries.push_str(summary);
        // A block is emptied long before its summaries reach 4 GiB; beyond, they would be "".
        let place = |byte: usize| u32::try_from(byte).unwrap_or(u32::MAX);
        let summary = place(start)..place(self.summaries.len());
        self.lines.push(Line { summary, ..line.clone() });
    }

    /// The lines.
    #[must_use]
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// The summary of a line of this block.
    #[must_use]
    pub fn summary(&self, line: &Line) -> &str {
        self.summaries.get(line.summary.start as usize..line.summary.end as usize).unwrap_or("")
    }

    /// How many bytes the summaries have.
    #[must_use]
    pub fn summary_bytes(&self) -> usize {
        self.summaries.len()
    }

    /// Forgets the lines and keeps their memory.
    pub fn clear(&mut self) {
        self.lines.clear();
        self.summaries.clear();
    }

    /// The lines in the order of their accounts' ranks, then days, then as they were pushed.
    #[must_use]
    pub fn order(&self, rank: impl Fn(u32) -> u32) -> Vec<u32> {
        let key = |(line, index): (&Line, u32)| {
            (u64::from(rank(line.account)) << 5 | u64::from(line.day & 31), index)
        };
        let mut keys: Vec<(u64, u32)> = self.lines.iter().zip(0..).map(key).collect();
        keys.sort_unstable();
        keys.into_iter().map(|(_, index)| index).collect()
    }
}

/// Where the lines of one file wait. All are pushed before any is asked for.
pub trait LineStore: Debug + Send + Sync {
    /// Keeps a line. A failure is told by [`LineStore::rewind`].
    fn push(&mut self, line: &Line, summary: &str);

    /// Goes to the first line: of the accounts in this order, which names each once, then by day,
    /// then in the order of the file. It may be asked for any number of times.
    ///
    /// # Errors
    ///
    /// A line could not be kept, or the lines cannot be read.
    fn rewind(&mut self, accounts: &[u32]) -> io::Result<()>;

    /// Puts the next lines into a block in place of its own; none if all were given.
    ///
    /// # Errors
    ///
    /// The lines cannot be read.
    fn fill(&mut self, block: &mut LineBlock) -> io::Result<()>;
}

/// Looks at each line of a store, of accounts `0..accounts`.
pub(super) fn each_line(
    lines: &mut dyn LineStore,
    accounts: usize,
    mut look: impl FnMut(&Line),
) -> io::Result<()> {
    let accounts: Vec<u32> = (0..).take(accounts).collect();
    let mut block = LineBlock::default();
    lines.rewind(&accounts)?;
    loop {
        lines.fill(&mut block)?;
        if block.lines().is_empty() {
            return Ok(());
        }
        block.lines().iter().for_each(&mut look);
    }
}

/// Lines that wait in memory.
#[derive(Clone, Debug, Default)]
pub struct HeldLines {
    held: LineBlock,
    /// Indexes of lines still to be given, the next one last.
    left: Vec<u32>,
}

/// So many lines are given at once.
pub const LINES_GIVEN_MAX: usize = 1 << 14;

impl HeldLines {
    /// The lines held.
    #[must_use]
    pub fn block(&self) -> &LineBlock {
        &self.held
    }

    /// Forgets the lines and keeps their memory.
    pub fn clear(&mut self) {
        self.held.clear();
        self.left.clear();
    }
}

impl LineStore for HeldLines {
    fn push(&mut self, line: &Line, summary: &str) {
        self.held.push(line, summary);
    }

    fn rewind(&mut self, accounts: &[u32]) -> io::Result<()> {
        let ranks = ranks(accounts);
        self.left = self.held.order(|account| ranks.get(account as usize).copied().unwrap_or(0));
        self.left.reverse();
        Ok(())
    }

    fn fill(&mut self, block: &mut LineBlock) -> io::Result<()> {
        block.clear();
        for index in self.left.drain(self.left.len().saturating_sub(LINES_GIVEN_MAX)..).rev() {
            let line = &self.held.lines[index as usize];
            block.push(line, self.held.summary(line));
        }
        Ok(())
    }
}

/// The place of each account in an order of them.
fn ranks(accounts: &[u32]) -> Vec<u32> {
    let mut ranks = vec![0; accounts.len()];
    for (&account, rank) in accounts.iter().zip(0..) {
        if let Some(place) = ranks.get_mut(account as usize) {
            *place = rank;
        }
    }
    ranks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(account: u32, day: u8, row: u32) -> Line {
        Line {
            voucher: 0,
            account,
            dimensions: 0,
            currency: 0,
            day,
            debit_minor: 1,
            credit_minor: 0,
            original_minor: 0,
            invoice: 0,
            summary: 0..0,
            row,
            byte_length: 0,
            byte_offset: 0,
        }
    }

    #[test]
    fn lines_come_by_account_in_the_order_asked_for_then_day_then_as_they_were() {
        let mut held = HeldLines::default();
        for (account, day, row) in [(0, 2, 1), (1, 31, 2), (0, 1, 3), (1, 31, 4), (1, 1, 5)] {
            held.push(&line(account, day, row), &format!("S{row}"));
        }
        let mut given = |accounts: &[u32]| {
            let (mut block, mut rows) = (LineBlock::default(), Vec::new());
            held.rewind(accounts).unwrap();
            loop {
                held.fill(&mut block).unwrap();
                if block.lines().is_empty() {
                    return rows;
                }
                for line in block.lines() {
                    assert_eq!(block.summary(line), format!("S{}", line.row));
                    rows.push(line.row);
                }
            }
        };
        assert_eq!(given(&[0, 1]), [3, 1, 5, 2, 4]);
        assert_eq!(given(&[1, 0]), [5, 2, 4, 3, 1]);
    }

    #[test]
    fn more_lines_than_are_given_at_once_are_all_given() {
        let mut held = HeldLines::default();
        for row in 0..40_000 {
            held.push(&line(0, 1, row), "");
        }
        held.rewind(&[0]).unwrap();
        let (mut block, mut rows) = (LineBlock::default(), Vec::new());
        for _ in 0..4 {
            held.fill(&mut block).unwrap();
            rows.extend(block.lines().iter().map(|it| it.row));
        }
        assert!(block.lines().is_empty());
        assert_eq!(rows, (0..40_000).collect::<Vec<u32>>());
    }
}
