//! A month handed in as several files: what the others have in force is judged with this one, so that
//! splitting a file neither hides a fault nor makes one.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;

use super::lines::{LineStore, each_line};
use super::names::VoucherNames;
use super::published::{Key, wide};
use super::voucher::{Voucher, Vouchers};
use super::vouchers::WideSums;
use super::{AccountUsed, BalanceRow, EntryKind, Sums};
use crate::money::Currency;

/// Openings and movements of one file by account code and currency.
pub type SaidSums = Vec<(String, Currency, EntryKind, Sums)>;

/// Sums by account and currency, by number.
pub(super) type ByAccount = BTreeMap<(u32, u16), WideSums>;

/// What the other files of the same party and month have in force. A file that this one supersedes is
/// none of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OtherFiles {
    /// The vouchers that count.
    pub counted: VoucherNames,
    /// Those that do not.
    pub uncounted: VoucherNames,
    /// The sums of each file, under its receipt; shared with whoever else asks.
    pub sums: Vec<(String, Arc<SaidSums>)>,
}

impl OtherFiles {
    /// All vouchers, whether they count or not.
    pub(super) fn vouchers(&self) -> VoucherNames {
        VoucherNames::union([&self.counted, &self.uncounted])
    }

    /// What counted vouchers of a file move that count here already (V-1).
    ///
    /// # Errors
    ///
    /// The lines cannot be read.
    pub(super) fn moved_again(
        &self,
        lines: &mut dyn LineStore,
        (vouchers, accounts): (&Vouchers, usize),
    ) -> io::Result<ByAccount> {
        let mut moved = ByAccount::new();
        let is_again = |it: Voucher<'_>| self.counted.contains(it.voucher_type, it.number);
        let again: Vec<bool> = vouchers.iter().map(|it| it.counted && is_again(it)).collect();
        if again.contains(&true) {
            each_line(lines, accounts, |line| {
                if again[line.voucher as usize] {
                    let sums = moved.entry((line.account, line.currency)).or_default();
                    sums.0 += i128::from(line.debit_minor);
                    sums.1 += i128::from(line.credit_minor);
                }
            })?;
        }
        Ok(moved)
    }

    /// What a file and the others open with and move, each voucher once: of `again` the file moves what the
    /// others do.
    pub(super) fn beside<'a>(
        &'a self,
        (balances, again): (&'a [BalanceRow], &'a ByAccount),
        (accounts, currencies): (&'a [AccountUsed], &'a [(Currency, u8)]),
    ) -> impl Iterator<Item = (Key<'a>, EntryKind, WideSums)> {
        let key = |account: u32, currency: u16| {
            (currencies[usize::from(currency)].0, accounts[account as usize].code.as_str())
        };
        let of_file = balances.iter();
        let of_file =
            of_file.map(move |it| (key(it.account, it.currency), it.entry, wide(it.sums)));
        let less = again.iter().map(move |(&(account, currency), sums)| {
            (key(account, currency), EntryKind::Movement, (-sums.0, -sums.1))
        });
        let others = self.sums.iter().flat_map(|it| it.1.iter());
        let others = others.map(|(account, currency, entry, sums)| {
            ((*currency, account.as_str()), *entry, wide(*sums))
        });
        of_file.chain(less).chain(others)
    }

    /// Sums of one sort by account code and currency.
    pub(super) fn sums(&self, entry: EntryKind) -> impl Iterator<Item = (&str, Currency, Sums)> {
        let of_entry = self.sums.iter().flat_map(|it| it.1.iter()).filter(move |it| it.2 == entry);
        of_entry.map(|(account, currency, _, sums)| (account.as_str(), *currency, *sums))
    }

    /// What each account opens with elsewhere, unless it is nothing, under the receipt of the file.
    pub(super) fn openings(&self) -> BTreeMap<(&str, Currency), (&str, Sums)> {
        let mut openings = BTreeMap::new();
        for (receipt, sums) in &self.sums {
            for (account, currency, entry, sums) in sums.iter() {
                if *entry == EntryKind::Opening && *sums != Sums::default() {
                    openings.entry((account.as_str(), *currency)).or_insert((&**receipt, *sums));
                }
            }
        }
        openings
    }
}
