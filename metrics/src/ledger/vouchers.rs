//! Vouchers by type and number, gathered from rows in any order.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use hashbrown::HashSet;
use jiff::civil::Date;

use super::Voucher;
use super::cells::{Cells, at};
use super::interner::{Interner, Keyed, is_same};
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

/// What is known of a voucher beside its [`Voucher`].
#[derive(Clone, Copy, Debug)]
pub(super) struct State {
    /// The currency of its first line; other currencies are in [`VoucherTable::other_currencies`].
    pub(super) currency: u16,
    pub(super) sums: WideSums,
    /// A line of it was not understood, so that nobody knows whether it balances.
    pub(super) is_broken: bool,
    /// A line of it is dated outside of the period.
    pub(super) is_date_outside: bool,
    /// A line of it names another period.
    pub(super) is_period_other: bool,
}

/// The vouchers of a file.
#[derive(Debug, Default)]
pub(super) struct VoucherTable {
    pub(super) vouchers: Interner<Voucher>,
    pub(super) states: Vec<State>,
    /// Sums of vouchers in more than one currency, by voucher and currency.
    pub(super) other_currencies: BTreeMap<(u32, u16), WideSums>,
    /// What the lines of a voucher say differently, by voucher and column.
    pub(super) disagreements: BTreeMap<(u32, &'static str), BTreeSet<String>>,
    /// Types and numbers of rows that were not understood.
    broken: BTreeSet<(String, String)>,
    /// The same, of rows that may have shifted cells: they are not believed to name a voucher, but
    /// one of that name is not believed to be whole.
    suspect: BTreeSet<(String, String)>,
    shared: HashSet<Arc<str>>,
}

impl Keyed for Voucher {
    type Key<'a> = (&'a str, &'a str);

    fn is(&self, (voucher_type, number): (&str, &str)) -> bool {
        is_same(&self.number, number) && is_same(&self.voucher_type, voucher_type)
    }

    fn key(&self) -> (&str, &str) {
        (&self.voucher_type, &self.number)
    }
}

impl VoucherTable {
    /// Adds a line and returns the number of its voucher.
    pub(super) fn take(&mut self, line: &VoucherLine<'_>) -> u32 {
        let number = match self.vouchers.find(line.key) {
            Some(number) => {
                self.compare(number, line);
                number
            }
            None => self.open(line),
        };
        self.vouchers.get_mut(number).lines += 1;
        let state = &mut self.states[number as usize];
        let sums = if state.currency == line.currency {
            &mut state.sums
        } else {
            self.other_currencies.entry((number, line.currency)).or_default()
        };
        sums.0 += i128::from(line.debit_minor);
        sums.1 += i128::from(line.credit_minor);
        number
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

    /// Marks the vouchers that rows were not understood of, once all rows are known. Returns the
    /// vouchers of which nothing but such rows exists.
    pub(super) fn settle(&mut self) -> Vec<(String, String)> {
        for (voucher_type, number) in &self.suspect {
            if let Some(found) = self.vouchers.find((voucher_type, number)) {
                self.states[found as usize].is_broken = true;
            }
        }
        let mut only_broken = Vec::new();
        for (voucher_type, number) in std::mem::take(&mut self.broken) {
            match self.vouchers.find((&voucher_type, &number)) {
                Some(found) => self.states[found as usize].is_broken = true,
                None => only_broken.push((voucher_type, number)),
            }
        }
        only_broken
    }

    fn open(&mut self, line: &VoucherLine<'_>) -> u32 {
        let [maker, reviewer, poster] = line.people.map(|name| self.share(name));
        self.states.push(State {
            currency: line.currency,
            sums: (0, 0),
            is_broken: false,
            is_date_outside: false,
            is_period_other: false,
        });
        let voucher_type = self.share(line.key.0);
        self.vouchers.add(Voucher {
            voucher_type,
            number: line.key.1.to_owned(),
            date: line.dated,
            maker,
            reviewer,
            poster,
            origin: line.origin,
            lines: 0,
            counted: false,
        })
    }

    /// Lines of one voucher say the same of it, or nothing; what they say differently is kept for
    /// The least value stands, so that the order of rows does not show.
    fn compare(&mut self, number: u32, line: &VoucherLine<'_>) {
        let voucher = self.vouchers.get_mut(number);
        if voucher.date != line.dated {
            let said = self.disagreements.entry((number, "date")).or_default();
            said.extend([voucher.date.to_string(), line.dated.to_string()]);
            voucher.date = voucher.date.min(line.dated);
        }
        let columns = ["maker", "reviewer", "poster"];
        let held = [&mut voucher.maker, &mut voucher.reviewer, &mut voucher.poster];
        for ((held, name), column) in held.into_iter().zip(line.people).zip(columns) {
            if name.is_empty() || is_same(held, name) {
                continue;
            }
            if !held.is_empty() {
                let said = self.disagreements.entry((number, column)).or_default();
                said.extend([held.to_string(), name.to_owned()]);
            }
            if held.is_empty() || *name < **held {
                *held = share(&mut self.shared, name);
            }
        }
    }

    fn share(&mut self, text: &str) -> Arc<str> {
        share(&mut self.shared, text)
    }
}

fn share(shared: &mut HashSet<Arc<str>>, text: &str) -> Arc<str> {
    if text.is_empty() {
        return Arc::default();
    }
    Arc::clone(shared.get_or_insert_with(text, |text| Arc::from(text)))
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
        assert_eq!(found, [0, 1, 0, 2, 1]);
        assert_eq!(table.states[0].sums, (2 * i128::from(i64::MAX), 2));
    }

    #[test]
    fn what_lines_say_differently_is_kept_whatever_their_order() {
        let lines = [line("1", "李四", 2), line("1", "", 1), line("1", "张三", 1)];
        let gather = |order: [usize; 3]| {
            let mut table = VoucherTable::default();
            for index in order {
                table.take(&lines[index]);
            }
            let voucher = table.vouchers.values()[0].clone();
            (voucher.maker, voucher.date, table.disagreements)
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
        assert_eq!(&*table.vouchers.values()[0].maker, "张三");
        assert!(table.disagreements.is_empty());
    }
}
