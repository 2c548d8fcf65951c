//! What is counted of a month with all of its files: whether anything can be said to agree with it.

use std::collections::{BTreeMap, BTreeSet};

use super::counts;

/// A month as it is counted: how much of its files was understood, and what is counted of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MonthCounted {
    rows: u64,
    understood: u64,
    counts: BTreeMap<String, i64>,
}

impl MonthCounted {
    /// Adds a file of the month: how many rows it has, and how many of them were understood.
    pub fn add_file(&mut self, rows: u64, understood: u64) {
        self.rows = self.rows.saturating_add(rows);
        self.understood = self.understood.saturating_add(understood);
    }

    /// Adds what is counted of a file or of the month, under a name of [`counts`].
    pub fn add(&mut self, name: &str, value: i64) {
        let count = self.counts.entry(name.to_owned()).or_default();
        *count = count.saturating_add(value);
    }

    fn count(&self, name: &str) -> i64 {
        self.counts.get(name).copied().unwrap_or_default()
    }

    /// Whether all of it is known: every row was understood, and every voucher counts. Sums leave out what is
    /// not understood, does not balance or has the number of another, so that of other months nobody can say
    /// that they agree with anything. A month of which files say that there was nothing is whole.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        let all_balance = self.count(counts::VOUCHERS) == self.count(counts::VOUCHERS_BALANCED);
        self.rows == self.understood && all_balance && self.count(counts::VOUCHERS_REPEATED) == 0
    }

    /// Whether it is reconciled (F-5: 专账 totals are those of the general ledger): it is whole, totals of
    /// the general ledger were handed in, and each is as booked. Where the register lists no account as 专账
    /// (F-23) nobody knows which totals have to be there. That a month without totals is not reconciled is a
    /// project default.
    #[must_use]
    pub fn is_reconciled(&self, separate_accounts: &BTreeSet<String>) -> bool {
        let totals = self.count(counts::GENERAL_TOTALS);
        let is_tied = 0 < totals && self.count(counts::GENERAL_TOTALS_EQUAL) == totals;
        self.is_whole() && is_tied && !separate_accounts.is_empty()
    }
}
