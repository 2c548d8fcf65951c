//! Sums per account, currency, entry, product, use and cost class: what evaluations read, so that
//! they never scan lines.

use std::collections::BTreeSet;

use hashbrown::HashMap;

use super::interner::{Interner, Keyed, is_same};
use super::vouchers::WideSums;
use super::{AccountUsed, BalanceRow, Dimensions, EntryKind, Sums};
use crate::finding::{Fault, Faults, Place, reading};
use crate::money::Currency;

/// The dimensions that balances are kept by: product, use, cost class.
#[derive(Debug)]
struct Group([String; 3]);

impl Keyed for Group {
    type Key<'a> = [&'a str; 3];

    fn is(&self, key: [&str; 3]) -> bool {
        self.key().iter().zip(key).all(|(own, other)| is_same(own, other))
    }

    fn key(&self) -> [&str; 3] {
        self.0.each_ref().map(String::as_str)
    }
}

/// What a sum is kept by; texts by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
struct Key {
    account: u32,
    group: u32,
    currency: u16,
    entry: EntryKind,
}

/// Where an amount belongs.
#[derive(Clone, Copy, Debug)]
pub(super) struct Posting {
    pub(super) account: u32,
    pub(super) currency: u16,
    pub(super) entry: EntryKind,
    /// Number of the dimensions, noted with [`Totals::note_dimensions`].
    pub(super) dimensions: u32,
}

/// Sums being gathered.
#[derive(Debug, Default)]
pub(super) struct Totals {
    groups: Interner<Group>,
    /// The group of each dimensions' number.
    group_of: Vec<u32>,
    sums: HashMap<Key, Gathered>,
}

/// A sum being gathered, and of how many amounts: what no amount is left of has no row.
#[derive(Clone, Copy, Debug, Default)]
struct Gathered {
    sums: WideSums,
    amounts: u64,
}

impl Totals {
    /// Says which dimensions have the next number.
    pub(super) fn note_dimensions(&mut self, dimensions: &Dimensions) {
        let key = [&*dimensions.product, &*dimensions.use_, &*dimensions.cost_class];
        let group = self.groups.find(key);
        let group = group.unwrap_or_else(|| self.groups.add(Group(key.map(str::to_owned))));
        self.group_of.push(group);
    }

    /// Adds an amount.
    pub(super) fn add(&mut self, posting: Posting, debit_minor: i64, credit_minor: i64) {
        let gathered = self.gathered(posting);
        gathered.sums.0 += i128::from(debit_minor);
        gathered.sums.1 += i128::from(credit_minor);
        gathered.amounts += 1;
    }

    /// Takes back an amount that was added.
    pub(super) fn take_back(&mut self, posting: Posting, debit_minor: i64, credit_minor: i64) {
        let gathered = self.gathered(posting);
        gathered.sums.0 -= i128::from(debit_minor);
        gathered.sums.1 -= i128::from(credit_minor);
        gathered.amounts -= 1;
    }

    fn gathered(&mut self, posting: Posting) -> &mut Gathered {
        let Posting { account, currency, entry, dimensions } = posting;
        let group = self.group_of[dimensions as usize];
        self.sums.entry(Key { account, group, currency, entry }).or_default()
    }

    /// The openings per account and currency, by number.
    pub(super) fn openings(&self) -> impl Iterator<Item = (u32, u16, WideSums)> {
        let openings = self.sums.iter().filter(|(key, _)| key.entry == EntryKind::Opening);
        openings.map(|(key, gathered)| (key.account, key.currency, gathered.sums))
    }

    /// Takes back what accounts open with, by account and currency.
    pub(super) fn take_back_openings(&mut self, of: &BTreeSet<(u32, u16)>) {
        self.sums.retain(|key, _| {
            key.entry != EntryKind::Opening || !of.contains(&(key.account, key.currency))
        });
    }

    /// The sums, sorted by key. What does not fit 64 bits of minor units is a fault.
    pub(super) fn into_rows(
        self,
        accounts: &[AccountUsed],
        currencies: &[(Currency, u8)],
        faults: &mut Faults,
    ) -> Vec<BalanceRow> {
        let code = |number: u32| accounts[number as usize].code.as_str();
        let currency = |number: u16| currencies[usize::from(number)].0;
        let groups = self.groups.into_values();
        let left = self.sums.into_iter().filter(|(_, gathered)| 0 < gathered.amounts);
        let mut sums: Vec<(Key, WideSums)> = left.map(|(key, it)| (key, it.sums)).collect();
        sums.sort_unstable_by_key(|(key, _)| {
            (code(key.account), currency(key.currency), key.entry, &groups[key.group as usize].0)
        });
        let mut rows = Vec::with_capacity(sums.len());
        for (key, (debit, credit)) in sums {
            let [product, use_, cost_class] = groups[key.group as usize].0.clone();
            let Key { account, currency, entry, group: _ } = key;
            match (i64::try_from(debit), i64::try_from(credit)) {
                (Ok(debit_minor), Ok(credit_minor)) => {
                    let sums = Sums { debit_minor, credit_minor };
                    rows.push(BalanceRow {
                        account,
                        currency,
                        entry,
                        product,
                        use_,
                        cost_class,
                        sums,
                    });
                }
                _ => faults.push(Fault {
                    cause: code(account).to_owned(),
                    expected: i64::MAX.to_string(),
                    actual: debit.max(credit).to_string(),
                    ..Fault::at(reading::LIMIT, Place::default())
                }),
            }
        }
        rows
    }
}
