//! Vouchers by type and number, gathered from rows in any order.

use std::collections::{BTreeMap, BTreeSet};
use std::hash::BuildHasher as _;

use hashbrown::{DefaultHashBuilder, HashMap, HashTable};
use jiff::civil::Date;

use super::cells::{Cells, at};
use super::interner::is_same;
use super::voucher::{Mark, Marks, Voucher, Vouchers};
use crate::form::Origin;

/// Debits and credits of any number of lines: `i128` cannot overflow with fewer than 2^64 of them.
pub(super) type WideSums = (i128, i128);

/// What one understood line says of its voucher.
#[derive(Clone, Copy, Debug)]
pub(super) struct VoucherLine<'a> {
    pub(super) key: (&'a str, &'a str),
    pub(super) dated: Date,
    /// Maker, reviewer, poster.
    pub(super) people: [&'a str; 3],
    pub(super) origin: Origin,
    pub(super) currency: u16,
    pub(super) debit_minor: i64,
    pub(super) credit_minor: i64,
}

/// A voucher's currency and by how much its debits exceed its credits.
#[derive(Clone, Copy, Debug, Default)]
struct Open {
    voucher: u32,
    currency: u16,
    net_minor: i128,
}

/// The vouchers of a file.
#[derive(Debug, Default)]
pub(super) struct VoucherTable {
    pub(super) vouchers: Vouchers,
    numbers: HashTable<u32>,
    hasher: DefaultHashBuilder,
    /// What the lines of a voucher say differently, by voucher and column.
    pub(super) disagreements: BTreeMap<(u32, &'static str), BTreeSet<String>>,
    /// The voucher and currency of the line before, which most lines go on with.
    latest: Open,
    /// By how much debits exceed credits where the two are not equal, by voucher and currency.
    open: HashMap<(u32, u16), i128>,
    /// Types and numbers of rows that were not understood.
    broken: BTreeSet<(String, String)>,
    /// The same, of rows that may have shifted cells: they are not believed to name a voucher, but
    /// one of that name is not believed to be whole.
    suspect: BTreeSet<(String, String)>,
}

impl VoucherTable {
    /// Adds a line and returns the number of its voucher; `None` if there are too many.
    pub(super) fn take(&mut self, line: &VoucherLine<'_>) -> Option<u32> {
        let voucher = match self.find(line.key) {
            Some(voucher) => {
                self.compare(voucher, line);
                voucher
            }
            None => self.begin(line)?,
        };
        self.vouchers.add_line(voucher);
        if (self.latest.voucher, self.latest.currency) != (voucher, line.currency) {
            self.settle_latest();
            let net_minor = self.open.get(&(voucher, line.currency)).copied().unwrap_or_default();
            self.latest = Open { voucher, currency: line.currency, net_minor };
        }
        self.latest.net_minor += i128::from(line.debit_minor) - i128::from(line.credit_minor);
        Some(voucher)
    }

    /// Remembers a row that was not understood.
    pub(super) fn mark_broken(&mut self, cells: Cells<'_>) {
        if let Some(key) = named(cells) {
            self.broken.insert(key);
        }
    }

    /// Remembers a row that was not even a row.
    pub(super) fn mark_suspect(&mut self, cells: Cells<'_>) {
        if let Some(key) = named(cells) {
            self.suspect.insert(key);
        }
    }

    /// Once all rows are known: marks the vouchers that count, and those that rows were not
    /// understood of. Returns the vouchers of which nothing but such rows exists. No line is taken
    /// afterwards.
    pub(super) fn settle(&mut self) -> Vec<(String, String)> {
        self.settle_latest();
        for (voucher_type, number) in std::mem::take(&mut self.suspect) {
            if let Some(found) = self.find((&voucher_type, &number)) {
                self.vouchers.marks_mut(found).set(Mark::Broken, true);
            }
        }
        let mut only_broken = Vec::new();
        for (voucher_type, number) in std::mem::take(&mut self.broken) {
            match self.find((&voucher_type, &number)) {
                Some(found) => {
                    self.vouchers.marks_mut(found).set(Mark::Broken, true);
                }
                None => only_broken.push((voucher_type, number)),
            }
        }
        self.numbers = HashTable::new();
        for voucher in self.all() {
            let marks = self.vouchers.marks_mut(voucher);
            marks.set(Mark::Counted, !marks.has(Mark::Broken));
        }
        for &(voucher, _) in self.open.keys() {
            self.vouchers.set_counted(voucher, false);
        }
        only_broken
    }

    /// The vouchers and currencies that do not balance (F-1), without sums.
    pub(super) fn unbalanced(&self) -> BTreeMap<(u32, u16), WideSums> {
        self.open.keys().map(|&key| (key, WideSums::default())).collect()
    }

    /// The numbers of all vouchers.
    pub(super) fn all(&self) -> impl Iterator<Item = u32> + use<> {
        0..u32::try_from(self.vouchers.len()).unwrap_or(u32::MAX)
    }

    /// What is marked of a voucher.
    pub(super) fn marks_mut(&mut self, voucher: u32) -> &mut Marks {
        self.vouchers.marks_mut(voucher)
    }

    fn find(&self, key: (&str, &str)) -> Option<u32> {
        let latest = self.latest.voucher;
        if (latest as usize) < self.vouchers.len() && self.vouchers.is(latest, key) {
            return Some(latest);
        }
        let is_it = |&voucher: &u32| self.vouchers.is(voucher, key);
        self.numbers.find(self.hasher.hash_one(key), is_it).copied()
    }

    fn begin(&mut self, line: &VoucherLine<'_>) -> Option<u32> {
        let [maker, reviewer, poster] = line.people;
        let voucher = self.vouchers.push(&Voucher {
            voucher_type: line.key.0,
            number: line.key.1,
            date: line.dated,
            maker,
            reviewer,
            poster,
            origin: line.origin,
            lines: 0,
            counted: false,
        })?;
        let (hasher, vouchers) = (&self.hasher, &self.vouchers);
        let hash_of = |&other: &u32| hasher.hash_one(vouchers.key(other));
        self.numbers.insert_unique(hasher.hash_one(line.key), voucher, hash_of);
        Some(voucher)
    }

    /// Keeps what the lines of the latest voucher come to, unless it is nothing.
    fn settle_latest(&mut self) {
        let Open { voucher, currency, net_minor } = self.latest;
        if net_minor != 0 {
            self.open.insert((voucher, currency), net_minor);
        } else if !self.open.is_empty() {
            self.open.remove(&(voucher, currency));
        }
    }

    /// Lines of one voucher say the same of it, or nothing; what they say differently is kept for
    /// The least value stands, so that the order of rows does not show.
    fn compare(&mut self, number: u32, line: &VoucherLine<'_>) {
        let voucher = self.vouchers.get(number);
        let held = [voucher.maker, voucher.reviewer, voucher.poster];
        let is_said = |(held, name): (&str, &str)| name.is_empty() || is_same(held, name);
        if voucher.date == line.dated && held.into_iter().zip(line.people).all(is_said) {
            return;
        }
        let mut said = Vec::new();
        if voucher.date != line.dated {
            said.push(("date", [voucher.date.to_string(), line.dated.to_string()]));
        }
        let mut people = held.map(str::to_owned);
        let columns = ["maker", "reviewer", "poster"];
        for ((held, name), column) in people.iter_mut().zip(line.people).zip(columns) {
            if is_said((held, name)) {
                continue;
            }
            if !held.is_empty() {
                said.push((column, [held.clone(), name.to_owned()]));
            }
            if held.is_empty() || name < held.as_str() {
                name.clone_into(held);
            }
        }
        let date = voucher.date.min(line.dated);
        let voucher_type = voucher.voucher_type.to_owned();
        self.vouchers.set_heading(
            number,
            date,
            [&voucher_type, &people[0], &people[1], &people[2]],
        );
        for (column, values) in said {
            self.disagreements.entry((number, column)).or_default().extend(values);
        }
    }
}

/// Type and number of the voucher that a row names, if it does.
fn named(cells: Cells<'_>) -> Option<(String, String)> {
    let number = cells.get(at::VOUCHER_NO);
    (!number.is_empty()).then(|| (cells.get(at::VOUCHER_TYPE).to_owned(), number.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line<'a>(number: &'a str, maker: &'a str, day: i8) -> VoucherLine<'a> {
        VoucherLine {
            key: ("记", number),
            dated: Date::constant(2026, 4, day),
            people: [maker, "", ""],
            origin: Origin::default(),
            currency: 0,
            debit_minor: i64::MAX,
            credit_minor: 1,
        }
    }

    #[test]
    fn lines_find_their_voucher_in_any_order() {
        let mut table = VoucherTable::default();
        let found = ["1", "2", "1", "3", "2"].map(|number| table.take(&line(number, "", 1)));
        assert_eq!(found, [0, 1, 0, 2, 1].map(Some));
        table.settle();
        assert_eq!(table.open[&(0, 0)], 2 * i128::from(i64::MAX) - 2);
    }

    #[test]
    fn what_lines_say_differently_is_kept_whatever_their_order() {
        let lines = [line("1", "李四", 2), line("1", "", 1), line("1", "张三", 1)];
        let gather = |order: [usize; 3]| {
            let mut table = VoucherTable::default();
            for index in order {
                table.take(&lines[index]);
            }
            let Voucher { maker, date, .. } = table.vouchers.get(0);
            (maker.to_owned(), date, table.disagreements)
        };
        let expected = gather([0, 1, 2]);
        assert_eq!(expected.1, Date::constant(2026, 4, 1));
        assert_eq!(expected.2.len(), 2);
        for order in [[0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
            assert_eq!(gather(order), expected, "{order:?}");
        }
    }

    #[test]
    fn a_name_given_once_holds_for_the_voucher() {
        let mut table = VoucherTable::default();
        table.take(&line("1", "", 1));
        table.take(&line("1", "张三", 1));
        assert_eq!(table.vouchers.get(0).maker, "张三");
        assert!(table.disagreements.is_empty());
    }
    #[test]
    fn a_voucher_balances_whatever_stands_between_its_lines() {
        let amount = |number, currency, debit_minor, credit_minor| VoucherLine {
            currency,
            debit_minor,
            credit_minor,
            ..line(number, "", 1)
        };
        let mut table = VoucherTable::default();
        for line in [
            amount("1", 0, 5, 0),
            amount("2", 0, 5, 0),
            amount("2", 1, 0, 5),
            amount("1", 0, 0, 5),
            amount("3", 0, 1, 0),
        ] {
            table.take(&line);
        }
        table.settle();
        assert_eq!([0, 1, 2].map(|it| table.vouchers.is_counted(it)), [true, false, false]);
        assert_eq!(table.unbalanced().into_keys().collect::<Vec<_>>(), [(1, 0), (1, 1), (2, 0)]);
    }
}
