//! Balances that a file publishes beside its vouchers: checked, not believed. Closings are judged
//! against opening + debit − credit, movements against the debits and credits of the vouchers (F-3),
//! totals of the general ledger against those of the separate ledger (F-5).

use std::collections::BTreeMap;

use super::others::ByAccount;
use super::vouchers::WideSums;
use super::{AccountUsed, BalanceRow, EntryKind, LedgerContext, Sums, counts, rules};
use crate::finding::{Fault, Faults, Place};
use crate::money::{Currency, format_minor};
use crate::register::is_below;

/// A currency and an account code.
type Key<'a> = (Currency, &'a str);

/// The balances that a file publishes.
#[derive(Debug, Default)]
pub(super) struct Published {
    pub(super) closings: Sheet,
    pub(super) movements: Sheet,
    pub(super) generals: Sheet,
}

/// Balances of one sort by currency and account, each with the row that it stands in first.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    rows: BTreeMap<(Currency, String), (WideSums, u64)>,
    /// A row was not understood, so that nobody knows what the sheet says.
    pub(super) is_broken: bool,
}

impl Sheet {
    /// Adds a row. Rows of one account add up, as openings do.
    pub(super) fn add(&mut self, (account, currency): (&str, Currency), sums: WideSums, row: u64) {
        let entry = self.rows.entry((currency, account.to_owned())).or_insert(((0, 0), row));
        entry.0 = plus(entry.0, sums);
        entry.1 = entry.1.min(row);
    }

    fn keys(&self) -> impl Iterator<Item = Key<'_>> {
        self.rows.keys().map(|(currency, account)| (*currency, account.as_str()))
    }

    /// Whether it says anything, and all of it was understood.
    fn is_known(&self) -> bool {
        !self.is_broken && !self.rows.is_empty()
    }
}

/// What one account has in the books of the file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Book {
    opening: WideSums,
    movement: WideSums,
}

impl Book {
    fn add(&mut self, other: Self) {
        self.opening = plus(self.opening, other.opening);
        self.movement = plus(self.movement, other.movement);
    }

    fn closing(self) -> i128 {
        net(self.opening) + net(self.movement)
    }
}

/// The books of a month: what the counted vouchers of the file and of the others in force move, each
/// voucher once, and what they open with; where they open with nothing, the closing of the month before.
#[derive(Debug)]
pub(super) struct Books<'a>(BTreeMap<Key<'a>, Book>);

impl<'a> Books<'a> {
    /// The books, with what vouchers of the file move that others have in force already.
    pub(super) fn of(
        (balances, again): (&[BalanceRow], &ByAccount),
        (accounts, currencies): (&'a [AccountUsed], &[(Currency, u8)]),
        context: &'a LedgerContext,
    ) -> Self {
        let mut books: BTreeMap<Key<'a>, Book> = BTreeMap::new();
        let key = |account: u32, currency: u16| {
            (currencies[usize::from(currency)].0, accounts[account as usize].code.as_str())
        };
        for (&(account, currency), sums) in again {
            books.entry(key(account, currency)).or_default().movement = (-sums.0, -sums.1);
        }
        for row in balances {
            let book = books.entry(key(row.account, row.currency)).or_default();
            let sums = wide(row.sums);
            match row.entry {
                EntryKind::Opening => book.opening = plus(book.opening, sums),
                EntryKind::Movement => book.movement = plus(book.movement, sums),
            }
        }
        for (account, currency, sums) in context.others.sums(EntryKind::Opening) {
            let book = books.entry((currency, account)).or_default();
            book.opening = plus(book.opening, wide(sums));
        }
        for (account, currency, sums) in context.others.sums(EntryKind::Movement) {
            let book = books.entry((currency, account)).or_default();
            book.movement = plus(book.movement, wide(sums));
        }
        let opens = balances.iter().any(|row| row.entry == EntryKind::Opening)
            || context.others.sums(EntryKind::Opening).next().is_some();
        if !opens {
            for ((account, currency), sums) in context.closings_before.iter().flatten() {
                books.entry((*currency, account)).or_default().opening = wide(*sums);
            }
        }
        Self(books)
    }
}

/// The two figures that an account with others below it may stand for.
#[derive(Clone, Copy, Debug, Default)]
struct Rolled {
    /// It and everything below it.
    total: Book,
    /// The same without what the sheet lists below it.
    rest: Book,
}

/// The books, added up for accounts that a sheet lists.
#[derive(Debug, Default)]
struct RolledUp<'a> {
    listed: BTreeMap<Key<'a>, Rolled>,
    /// What is in none of them.
    uncovered: Vec<(Key<'a>, Book)>,
}

impl<'a> RolledUp<'a> {
    /// Adds up the accounts that are a listed one or lie below it. Both lists are sorted, so that the
    /// listed codes an account begins with are on a stack when its turn comes.
    fn of(listed: impl Iterator<Item = Key<'a>>, books: &Books<'a>) -> Self {
        let mut rolled = Self::default();
        let mut listed = listed.peekable();
        let mut open: Vec<(Key<'a>, Rolled)> = Vec::new();
        for (&key, book) in &books.0 {
            while let Some(next) = listed.next_if(|next| *next <= key) {
                rolled.close(&mut open, next);
                open.push((next, Rolled::default()));
            }
            rolled.close(&mut open, key);
            let mut is_covered = false;
            for ((_, code), above) in open.iter_mut().rev() {
                if is_below(key.1, code) {
                    above.total.add(*book);
                    if !std::mem::replace(&mut is_covered, true) {
                        above.rest.add(*book);
                    }
                }
            }
            if !is_covered {
                rolled.uncovered.push((key, *book));
            }
        }
        rolled.listed.extend(open);
        rolled.listed.extend(listed.map(|key| (key, Rolled::default())));
        rolled
    }

    /// Some sheets list an account with what is below it, some without: one reading holds for the whole
    /// sheet, the one that explains more of it.
    fn reading(&self, sheet: &Sheet, is_as: fn(Book, WideSums) -> bool) -> fn(&Rolled) -> Book {
        let explained = |figure: fn(&Rolled) -> Book| {
            let pairs = self.listed.values().zip(sheet.rows.values());
            pairs.filter(|(it, (sums, _))| is_as(figure(it), *sums)).count()
        };
        let (total, rest): (fn(&Rolled) -> Book, fn(&Rolled) -> Book) =
            (|it| it.total, |it| it.rest);
        if explained(rest) <= explained(total) { total } else { rest }
    }

    /// Takes the codes from the stack that `key` does not begin with.
    fn close(&mut self, open: &mut Vec<(Key<'a>, Rolled)>, (currency, code): Key<'_>) {
        let is_past =
            |(top, _): &mut (Key<'_>, Rolled)| top.0 != currency || !code.starts_with(top.1);
        while let Some((key, above)) = open.pop_if(is_past) {
            self.listed.insert(key, above);
        }
    }
}

impl Published {
    /// Whether there is nothing to judge.
    pub(super) fn is_empty(&self) -> bool {
        [&self.closings, &self.movements, &self.generals].into_iter().all(|it| !it.is_known())
    }

    /// Judges all sheets, and counts what it compared with the general ledger. Closings are not judged
    /// where openings were not understood.
    pub(super) fn judge(
        &self,
        books: &Books<'_>,
        context: &LedgerContext,
        (openings_broken, faults): (bool, &mut Faults),
    ) -> Vec<(&'static str, i64)> {
        let mut judge = Judge { context, faults, compared: 0, equal: 0, difference_fen: 0 };
        if self.closings.is_known() && !openings_broken {
            judge.closings(&self.closings, books);
        }
        if self.movements.is_known() {
            judge.movements(&self.movements, books);
        }
        if !self.generals.is_known() {
            return Vec::new();
        }
        judge.generals(&self.generals, books);
        let difference_fen = i64::try_from(judge.difference_fen).unwrap_or(i64::MAX);
        vec![
            (counts::GENERAL_TOTALS, judge.compared),
            (counts::GENERAL_TOTALS_EQUAL, judge.equal),
            (counts::GENERAL_DIFFERENCE, difference_fen),
        ]
    }
}

/// Compares a sheet with the books.
struct Judge<'a> {
    context: &'a LedgerContext,
    faults: &'a mut Faults,
    /// Totals of the general ledger, those that are as booked, and how far the others are off.
    compared: i64,
    equal: i64,
    difference_fen: u128,
}

impl Judge<'_> {
    /// F-3: each published closing is as computed. An account that the sheet leaves out is zero there.
    fn closings(&mut self, sheet: &Sheet, books: &Books<'_>) {
        let rolled = RolledUp::of(sheet.keys(), books);
        let figure = rolled.reading(sheet, |book, sums| book.closing() == net(sums));
        for ((key, above), (sums, row)) in rolled.listed.iter().zip(sheet.rows.values()) {
            self.closing(*key, figure(above), (net(*sums), Some(*row)));
        }
        for (key, book) in rolled.uncovered {
            self.closing(key, book, (0, None));
        }
    }

    fn closing(&mut self, key: Key<'_>, book: Book, (actual, row): (i128, Option<u64>)) {
        let (currency, account) = key;
        let expected = book.closing();
        if expected == actual {
            return;
        }
        let shown = |amount| self.shown(amount, currency);
        let arguments = vec![
            ("check", "closing".to_owned()),
            ("account", account.to_owned()),
            ("currency", currency.to_string()),
            ("opening", shown(net(book.opening))),
            ("debit", shown(book.movement.0)),
            ("credit", shown(book.movement.1)),
        ];
        let fault = Fault {
            cause: format!("closing {account} {currency}"),
            expected: shown(expected),
            actual: shown(actual),
            difference: Some(shown(expected - actual)),
            arguments,
            ..Fault::at(rules::TRIAL_BALANCE, Place { row, ..Place::default() })
        };
        self.push(fault);
    }

    /// F-3: debits and credits published of an account are those of its vouchers. An account that the
    /// sheet leaves out did not move there.
    fn movements(&mut self, sheet: &Sheet, books: &Books<'_>) {
        let rolled = RolledUp::of(sheet.keys(), books);
        let figure = rolled.reading(sheet, |book, sums| book.movement == sums);
        for ((key, above), (sums, row)) in rolled.listed.iter().zip(sheet.rows.values()) {
            self.movement(*key, figure(above), (*sums, Some(*row)));
        }
        for (key, book) in rolled.uncovered {
            self.movement(key, book, ((0, 0), None));
        }
    }

    fn movement(&mut self, key: Key<'_>, book: Book, (sums, row): (WideSums, Option<u64>)) {
        let sides = [("debit", book.movement.0, sums.0), ("credit", book.movement.1, sums.1)];
        for (side, expected, actual) in sides.into_iter().filter(|it| it.1 != it.2) {
            self.side((rules::TRIAL_BALANCE, "movement"), (key, side), (expected, actual), row);
        }
    }

    /// F-5: debits and credits of the general ledger are those of the separate ledger, per account
    /// with the ones below it. A 专账 account that the sheet leaves out is zero there.
    fn generals(&mut self, sheet: &Sheet, books: &Books<'_>) {
        let rolled = RolledUp::of(sheet.keys(), books);
        for ((key, above), (sums, row)) in rolled.listed.iter().zip(sheet.rows.values()) {
            self.general(*key, above.total, (*sums, Some(*row)));
        }
        for (key, book) in rolled.uncovered {
            if self.context.is_separate(key.1) {
                self.general(key, book, ((0, 0), None));
            }
        }
    }

    fn general(&mut self, key: Key<'_>, book: Book, (sums, row): (WideSums, Option<u64>)) {
        let sides = [("debit", sums.0, book.movement.0), ("credit", sums.1, book.movement.1)];
        for (side, expected, actual) in sides {
            self.compared += 1;
            if expected == actual {
                self.equal += 1;
                continue;
            }
            if key.0 == Currency::CNY {
                self.difference_fen += expected.abs_diff(actual);
            }
            self.side((rules::GENERAL_LEDGER, "general"), (key, side), (expected, actual), row);
        }
    }

    /// One side of an account is another than expected.
    fn side(
        &mut self,
        (rule, check): (&'static str, &'static str),
        ((currency, account), side): (Key<'_>, &str),
        (expected, actual): (i128, i128),
        row: Option<u64>,
    ) {
        let shown = |amount| self.shown(amount, currency);
        let place = Place { row, column: row.map(|_| side.to_owned()), sheet: None };
        let fault = Fault {
            cause: format!("{check} {account} {currency} {side}"),
            expected: shown(expected),
            actual: shown(actual),
            difference: Some(shown(expected - actual)),
            arguments: vec![
                ("check", check.to_owned()),
                ("account", account.to_owned()),
                ("currency", currency.to_string()),
                ("side", side.to_owned()),
            ],
            ..Fault::at(rule, place)
        };
        self.push(fault);
    }

    fn shown(&self, amount: i128, currency: Currency) -> String {
        format_minor(amount, self.context.minor_digits.get(&currency).copied().unwrap_or(0))
    }

    fn push(&mut self, fault: Fault) {
        self.faults.push(Fault { period: Some(self.context.period), ..fault });
    }
}

fn plus(left: WideSums, right: WideSums) -> WideSums {
    (left.0 + right.0, left.1 + right.1)
}

fn wide(sums: Sums) -> WideSums {
    (sums.debit_minor.into(), sums.credit_minor.into())
}

fn net(sums: WideSums) -> i128 {
    sums.0 - sums.1
}
