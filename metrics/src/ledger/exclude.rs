//! Taking vouchers out of count after a file was checked: they are in force from elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::cells::voucher_label;
use super::continuity::parse_number;
use super::lines::each_line;
use super::names::plain_number;
use super::tally::Tally;
use super::{CheckedLedger, EntryKind, Sums, counts, rules};
use crate::finding::{Fault, Faults, Place};

/// A voucher of a file that another submission in force has already: one of its type and number, however
/// many zeros that begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Which of the file's vouchers.
    pub voucher: u32,
    /// The receipt of the other submission.
    pub receipt: String,
    /// The number as it is written there.
    pub number: String,
}

impl CheckedLedger {
    /// Keeps vouchers, whole, from counting, because another submission has them already (V-1):
    /// what was handed in first stands until it is superseded. Neither the balances nor the counts know of
    /// them afterwards, so that handing a voucher in once more changes no score; one whose number is written
    /// otherwise is counted as repeated, as it is within a file. One that failed by itself stays in the counts
    /// as failed, whichever of the two came first, and no fault is made of it here. Returns the faults.
    ///
    /// # Errors
    ///
    /// The lines cannot be read.
    pub fn exclude(&mut self, conflicts: &[Conflict]) -> io::Result<Faults> {
        let mut faults = Faults::default();
        let mut excluded = BTreeSet::new();
        let mut written_otherwise = 0;
        for Conflict { voucher: index, receipt, number } in conflicts {
            if !self.vouchers.is_counted(*index) || !excluded.insert(*index) {
                continue;
            }
            let voucher = self.vouchers.get(*index);
            let label = voucher_label(voucher.voucher_type, plain_number(voucher.number));
            let other = voucher_label(voucher.voucher_type, number);
            written_otherwise += i64::from(voucher.number != number);
            faults.push(Fault {
                period: Some(self.period),
                cause: label.clone(),
                expected: "1".to_owned(),
                actual: "2".to_owned(),
                arguments: vec![("voucher", label), ("receipt", receipt.clone()), ("other", other)],
                ..Fault::at(rules::VOUCHER_CONFLICT, Place::row(voucher.origin.row))
            });
        }
        // Mostly nothing is excluded, and then no line is looked at.
        if !excluded.is_empty() {
            self.discount(&excluded);
            self.subtract(&excluded)?;
            self.add_counts([(counts::VOUCHERS_REPEATED, written_otherwise)]);
            for voucher in &excluded {
                self.vouchers.set_counted(*voucher, false);
            }
        }
        Ok(faults)
    }

    /// Takes these vouchers out of the counts. Their numbers are those of the month in any case.
    fn discount(&mut self, excluded: &BTreeSet<u32>) {
        let tally = Tally::of(excluded.iter().map(|it| self.vouchers.marks(*it)));
        self.add_counts(tally.counts().map(|(name, value)| (name, -value)));
        let is_none = |it: &&u32| parse_number(self.vouchers.key(**it).1).is_none();
        let unnumbered = excluded.iter().filter(is_none).count();
        self.said.unnumbered -= i64::try_from(unnumbered).unwrap_or(i64::MAX);
    }

    /// Adds to what was counted of the file, by name.
    pub(super) fn add_counts(&mut self, more: impl IntoIterator<Item = (&'static str, i64)>) {
        for (name, more) in more {
            let of_name = self.counts.iter_mut().filter(|it| it.0 == name);
            of_name.for_each(|it| it.1 = it.1.saturating_add(more));
        }
    }

    /// Takes the lines of these vouchers out of the balances and of the counts.
    fn subtract(&mut self, excluded: &BTreeSet<u32>) -> io::Result<()> {
        let mut places = BTreeMap::new();
        for (index, row) in self.balances.iter().enumerate() {
            let group = [row.product.clone(), row.use_.clone(), row.cost_class.clone()];
            places.insert((row.account, row.currency, row.entry, group), index);
        }
        let (dimensions, balances) = (&self.dimensions, &mut self.balances);
        let (separate, complete) = (&self.separate, &self.complete);
        let (mut lines, mut lines_complete) = (0, 0);
        each_line(&mut *self.lines, self.accounts.len(), |line| {
            if !excluded.contains(&line.voucher) {
                return;
            }
            if separate[line.account as usize] {
                lines += 1;
                lines_complete += i64::from(complete[line.dimensions as usize]);
            }
            let dimensions = &dimensions[line.dimensions as usize];
            let group = [
                dimensions.product.clone(),
                dimensions.use_.clone(),
                dimensions.cost_class.clone(),
            ];
            let key = (line.account, line.currency, EntryKind::Movement, group);
            if let Some(index) = places.get(&key) {
                let sums = &mut balances[*index].sums;
                sums.debit_minor -= line.debit_minor;
                sums.credit_minor -= line.credit_minor;
            }
        })?;
        self.balances.retain(|row| row.sums != Sums::default());
        self.add_counts([
            (counts::SEPARATE_LINES, -lines),
            (counts::SEPARATE_LINES_COMPLETE, -lines_complete),
        ]);
        Ok(())
    }
}
