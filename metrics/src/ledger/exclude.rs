//! Taking vouchers out of count after a file was checked: they are in force from elsewhere.

use std::collections::{BTreeMap, BTreeSet};
use std::io;

use super::cells::voucher_label;
use super::lines::each_line;
use super::{CheckedLedger, EntryKind, Sums, rules};
use crate::finding::{Fault, Faults, Place};

impl CheckedLedger {
    /// Keeps vouchers, whole, from counting, because another submission has them already (V-1):
    /// what was handed in first stands until it is superseded. Each comes with the receipt of that
    /// submission. Returns the faults.
    ///
    /// # Errors
    ///
    /// The lines cannot be read.
    pub fn exclude(&mut self, conflicts: &[(u32, String)]) -> io::Result<Faults> {
        let mut faults = Faults::default();
        let mut excluded = BTreeSet::new();
        for (index, receipt) in conflicts {
            if !self.vouchers.is_counted(*index) {
                continue;
            }
            self.vouchers.set_counted(*index, false);
            excluded.insert(*index);
            let voucher = self.vouchers.get(*index);
            let label = voucher_label(voucher.voucher_type, voucher.number);
            faults.push(Fault {
                period: Some(self.period),
                cause: label.clone(),
                expected: "1".to_owned(),
                actual: "2".to_owned(),
                arguments: vec![("voucher", label), ("receipt", receipt.clone())],
                ..Fault::at(rules::VOUCHER_CONFLICT, Place::row(voucher.origin.row))
            });
        }
        // Mostly nothing is excluded, and then no line is looked at.
        if !excluded.is_empty() {
            self.subtract(&excluded)?;
        }
        Ok(faults)
    }

    /// Takes the lines of these vouchers out of the balances.
    fn subtract(&mut self, excluded: &BTreeSet<u32>) -> io::Result<()> {
        let mut places = BTreeMap::new();
        for (index, row) in self.balances.iter().enumerate() {
            let group = [row.product.clone(), row.use_.clone(), row.cost_class.clone()];
            places.insert((row.account, row.currency, row.entry, group), index);
        }
        let (dimensions, balances) = (&self.dimensions, &mut self.balances);
        each_line(&mut *self.lines, self.accounts.len(), |line| {
            if !excluded.contains(&line.voucher) {
                return;
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
        Ok(())
    }
}
