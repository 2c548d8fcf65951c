//! Balances that files publish beside their vouchers: checked, not believed. Closings are judged
//! against opening + debit − credit, movements against the debits and credits of the vouchers (F-3),
//! totals of the general ledger against those of the separate ledger (F-5).

use std::collections::BTreeMap;

use super::month::MonthContext;
use super::vouchers::WideSums;
use super::{EntryKind, Sums, rules};
use crate::finding::{Fault, Faults, Place};
use crate::money::{Currency, format_minor};
use crate::register::is_below;

/// A currency and an account code.
pub(super) type Key<'a> = (Currency, &'a str);

/// What sums have on one side.
type Side = fn(WideSums) -> i128;

/// The sides of an account, with what sums have on each.
const SIDES: [(&str, Side); 2] = [("debit", |it| it.0), ("credit", |it| it.1)];

/// A balance that a file publishes of an account: what its rows of the account come to, each side in minor
/// units of the currency.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishedBalance {
    /// The currency.
    pub currency: Currency,
    /// The account's code.
    pub account: String,
    /// Both sides. What 64 bits do not hold is told as what they hold at most, which no store takes.
    pub sums: Sums,
    /// The row that it stands in first.
    pub row: u64,
}

/// The balances that a file publishes.
#[derive(Debug, Default)]
pub(super) struct Published {
    pub(super) closings: Rows,
    pub(super) movements: Rows,
    pub(super) generals: Rows,
}

/// Balances of one sort by currency and account, each with the row that it stands in first.
#[derive(Debug, Default)]
pub(super) struct Rows {
    rows: BTreeMap<(Currency, String), (WideSums, u64)>,
    /// A row was not understood, so that nobody knows what the file says.
    pub(super) is_broken: bool,
}

impl Rows {
    /// Adds a row. Rows of one account add up, as openings do.
    pub(super) fn add(&mut self, (account, currency): (&str, Currency), sums: WideSums, row: u64) {
        let entry = self.rows.entry((currency, account.to_owned())).or_insert(((0, 0), row));
        entry.0 = plus(entry.0, sums);
        entry.1 = entry.1.min(row);
    }

    /// What the file says; nothing where not all of it was understood.
    pub(super) fn said(self) -> Vec<PublishedBalance> {
        if self.is_broken {
            return Vec::new();
        }
        let narrow =
            |it: i128| i64::try_from(it).unwrap_or(if it < 0 { i64::MIN } else { i64::MAX });
        let said = |((currency, account), (sums, row)): (_, (WideSums, u64))| {
            let sums = Sums { debit_minor: narrow(sums.0), credit_minor: narrow(sums.1) };
            PublishedBalance { currency, account, sums, row }
        };
        self.rows.into_iter().map(said).collect()
    }
}

/// What files publish of a month, by account. An account that several say otherwise of has what each says.
#[derive(Debug, Default)]
pub(super) struct Sheet<'a>(BTreeMap<Key<'a>, Vec<Said<'a>>>);

/// What one file says of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Said<'a> {
    sums: WideSums,
    /// The file's receipt, `""` for the one that is checked.
    receipt: &'a str,
    row: u64,
}

impl<'a> Sheet<'a> {
    /// Adds what a file says.
    pub(super) fn add(&mut self, receipt: &'a str, balances: &'a [PublishedBalance]) {
        for PublishedBalance { currency, account, sums, row } in balances {
            let said = Said { sums: wide(*sums), receipt, row: *row };
            self.0.entry((*currency, account)).or_default().push(said);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn keys(&self) -> impl Iterator<Item = Key<'a>> {
        self.0.keys().copied()
    }
}

/// Of what is said of an account, whatever is farthest from what is booked; `None` where all of it is as
/// booked. Files say it in any order.
fn farthest<'a>(said: &[Said<'a>], off: impl Fn(&Said<'a>) -> i128) -> Option<Said<'a>> {
    let wrong = said.iter().filter(|it| off(it) != 0);
    wrong.min_by_key(|it| (std::cmp::Reverse(off(it).unsigned_abs()), **it)).copied()
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

/// The books of a month: what its vouchers that count move, each once, and what it opens with; where it
/// opens with nothing, the closing of the month before.
#[derive(Debug)]
pub(super) struct Books<'a>(BTreeMap<Key<'a>, Book>);

impl<'a> Books<'a> {
    /// The books that sums of openings and movements make.
    pub(super) fn of(
        sums: impl Iterator<Item = (Key<'a>, EntryKind, WideSums)>,
        month: &MonthContext<'a>,
    ) -> Self {
        let (mut books, mut opens) = (BTreeMap::<Key<'a>, Book>::new(), false);
        for (key, entry, sums) in sums {
            let book = books.entry(key).or_default();
            match entry {
                EntryKind::Opening => {
                    opens = true;
                    book.opening = plus(book.opening, sums);
                }
                EntryKind::Movement => book.movement = plus(book.movement, sums),
            }
        }
        if !opens {
            for ((account, currency), sums) in month.closings_before.into_iter().flatten() {
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

/// One of the two.
type Figure = fn(&Rolled) -> Book;

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
    fn reading(&self, sheet: &Sheet<'_>, is_as: fn(Book, WideSums) -> bool) -> Figure {
        let explained = |figure: Figure| {
            let pairs = self.listed.values().zip(sheet.0.values());
            let is_so = |it: &Rolled, said: &[Said<'_>]| {
                said.iter().all(|said| is_as(figure(it), said.sums))
            };
            pairs.filter(|(it, said)| is_so(it, said)).count()
        };
        let (total, rest): (Figure, Figure) = (|it| it.total, |it| it.rest);
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

/// What was compared with totals of the general ledger.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Compared {
    /// Totals, debits and credits apart.
    pub(super) totals: i64,
    /// Of these, the ones that are as booked.
    pub(super) equal: i64,
    /// How far the others in renminbi are off, in fen, whatever the direction.
    difference_fen: u128,
}

impl Compared {
    pub(super) fn difference_fen(self) -> i64 {
        i64::try_from(self.difference_fen).unwrap_or(i64::MAX)
    }
}

/// Compares sheets with the books.
pub(super) struct Judge<'a> {
    month: &'a MonthContext<'a>,
    faults: &'a mut Faults,
    compared: Compared,
}

impl<'a> Judge<'a> {
    pub(super) fn new(month: &'a MonthContext<'a>, faults: &'a mut Faults) -> Self {
        Self { month, faults, compared: Compared::default() }
    }

    /// F-3: each published closing is as computed. An account that the sheet leaves out is zero there.
    pub(super) fn closings(&mut self, sheet: &Sheet<'_>, books: &Books<'_>) {
        let rolled = RolledUp::of(sheet.keys(), books);
        let figure = rolled.reading(sheet, |book, sums| book.closing() == net(sums));
        for ((key, above), said) in rolled.listed.iter().zip(sheet.0.values()) {
            let book = figure(above);
            if let Some(said) = farthest(said, |it| book.closing() - net(it.sums)) {
                self.closing(*key, book, (net(said.sums), Some(said)));
            }
        }
        for (key, book) in rolled.uncovered {
            if book.closing() != 0 {
                self.closing(key, book, (0, None));
            }
        }
    }

    fn closing(&mut self, key: Key<'_>, book: Book, (actual, said): (i128, Option<Said<'_>>)) {
        let (currency, account) = key;
        let expected = book.closing();
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
            ..Fault::at(rules::TRIAL_BALANCE, Place::default())
        };
        self.push(fault, said, None);
    }

    /// F-3: debits and credits published of an account are those of its vouchers. An account that the
    /// sheet leaves out did not move there.
    pub(super) fn movements(&mut self, sheet: &Sheet<'_>, books: &Books<'_>) {
        let rolled = RolledUp::of(sheet.keys(), books);
        let figure = rolled.reading(sheet, |book, sums| book.movement == sums);
        for ((key, above), said) in rolled.listed.iter().zip(sheet.0.values()) {
            self.movement(*key, figure(above), said);
        }
        for (key, book) in rolled.uncovered {
            self.movement(key, book, &[]);
        }
    }

    fn movement(&mut self, key: Key<'_>, book: Book, said: &[Said<'_>]) {
        for (side, of) in SIDES {
            let expected = of(book.movement);
            let wrong = farthest(said, |it| of(it.sums) - expected);
            if wrong.is_some() || (said.is_empty() && expected != 0) {
                let actual = wrong.map_or(0, |it| of(it.sums));
                let rule = (rules::TRIAL_BALANCE, "movement");
                self.side(rule, (key, side), (expected, actual), wrong);
            }
        }
    }

    /// F-5: debits and credits of the general ledger are those of the separate ledger, per account
    /// with the ones below it. A 专账 account that the sheet leaves out is zero there.
    pub(super) fn generals(&mut self, sheet: &Sheet<'_>, books: &Books<'_>) -> Compared {
        let rolled = RolledUp::of(sheet.keys(), books);
        for ((key, above), said) in rolled.listed.iter().zip(sheet.0.values()) {
            self.general(*key, above.total, said);
        }
        for (key, book) in rolled.uncovered {
            if self.month.is_separate(key.1) {
                self.general(key, book, &[]);
            }
        }
        self.compared
    }

    /// Compares what is said of an account, or that nothing is.
    fn general(&mut self, key: Key<'_>, book: Book, said: &[Said<'_>]) {
        for (side, of) in SIDES {
            let actual = of(book.movement);
            self.compared.totals += 1;
            let wrong = farthest(said, |it| of(it.sums) - actual);
            if wrong.is_none() && (actual == 0 || !said.is_empty()) {
                self.compared.equal += 1;
                continue;
            }
            let expected = wrong.map_or(0, |it| of(it.sums));
            if key.0 == Currency::CNY {
                self.compared.difference_fen += expected.abs_diff(actual);
            }
            let rule = (rules::GENERAL_LEDGER, "general");
            self.side(rule, (key, side), (expected, actual), wrong);
        }
    }

    /// One side of an account is another than expected.
    fn side(
        &mut self,
        (rule, check): (&'static str, &'static str),
        ((currency, account), side): (Key<'_>, &str),
        (expected, actual): (i128, i128),
        said: Option<Said<'_>>,
    ) {
        let shown = |amount| self.shown(amount, currency);
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
            ..Fault::at(rule, Place::default())
        };
        self.push(fault, said, Some(side));
    }

    fn shown(&self, amount: i128, currency: Currency) -> String {
        format_minor(amount, self.month.minor_digits.get(&currency).copied().unwrap_or(0))
    }

    /// Keeps a fault, at what is said.
    fn push(&mut self, mut fault: Fault, said: Option<Said<'_>>, column: Option<&str>) {
        if let Some(said) = said {
            fault.place.row = Some(said.row);
            fault.place.column = column.map(str::to_owned);
            fault.receipt = (!said.receipt.is_empty()).then(|| said.receipt.to_owned());
        }
        self.faults.push(Fault { period: Some(self.month.period), ..fault });
    }
}

fn plus(left: WideSums, right: WideSums) -> WideSums {
    (left.0 + right.0, left.1 + right.1)
}

pub(super) fn wide(sums: Sums) -> WideSums {
    (sums.debit_minor.into(), sums.credit_minor.into())
}

fn net(sums: WideSums) -> i128 {
    sums.0 - sums.1
}
