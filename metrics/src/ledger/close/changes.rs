//! F-15: a voucher that was posted is the same afterwards (会计基础工作规范; 财会〔2024〕12号: posted data is
//! not changed silently). What supersedes a file is compared with it, voucher by voucher.

use std::collections::HashMap;
use std::ops::Range;

use crate::finding::{Fault, Faults, Place};
use crate::ledger::cells::voucher_label;
use crate::ledger::{CheckedLedger, Dimensions, Line, Voucher, rules};
use crate::money::{Currency, format_minor};

/// So many lines are named of each side of a fault.
const LINES_NAMED_MAX: usize = 3;

/// What a line says, whatever its place in the file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Content<'a> {
    account: &'a str,
    currency: Currency,
    minor_digits: u8,
    debit_minor: i64,
    credit_minor: i64,
    day: u8,
    dimensions: &'a Dimensions,
    summary: &'a str,
}

impl CheckedLedger {
    /// The vouchers of the superseded file `old` that were posted and are not here, or say something
    /// else here. Lines are compared as they were understood, in any order.
    #[must_use]
    pub fn changes_since(&self, old: &Self, is_posted: impl Fn(&str, &str) -> bool) -> Faults {
        let (before, now) = (ByVoucher::of(old), ByVoucher::of(self));
        let key = |it: &Voucher| (it.voucher_type.to_string(), it.number.clone());
        let places: HashMap<_, usize> =
            self.vouchers.iter().enumerate().map(|(index, it)| (key(it), index)).collect();
        let mut faults = Faults::default();
        for (index, voucher) in old.vouchers.iter().enumerate() {
            if !voucher.counted || !is_posted(&voucher.voucher_type, &voucher.number) {
                continue;
            }
            let lines = before.lines(index);
            let fault = match places.get(&key(voucher)) {
                None => Some(missing(voucher, &lines)),
                Some(&place) => {
                    let again = &self.vouchers[place];
                    changed((voucher, &lines), (again, &now.lines(place)))
                }
            };
            if let Some(fault) = fault {
                faults.push(Fault { period: Some(self.period), ..fault });
            }
        }
        faults
    }
}

/// The lines of a ledger by voucher.
struct ByVoucher<'a> {
    ledger: &'a CheckedLedger,
    /// Indexes of lines, those of one voucher together.
    order: Vec<u32>,
    ranges: Vec<Range<usize>>,
}

impl<'a> ByVoucher<'a> {
    fn of(ledger: &'a CheckedLedger) -> Self {
        let mut order: Vec<u32> = ledger.lines.iter().zip(0..).map(|(_, index)| index).collect();
        order.sort_by_key(|&index| ledger.lines[index as usize].voucher);
        let mut ranges = vec![0..0; ledger.vouchers.len()];
        for (place, &index) in order.iter().enumerate() {
            let range: &mut Range<usize> =
                &mut ranges[ledger.lines[index as usize].voucher as usize];
            let start = if range.start == range.end { place } else { range.start };
            *range = start..place + 1;
        }
        Self { ledger, order, ranges }
    }

    /// What the lines of a voucher say, sorted.
    fn lines(&self, voucher: usize) -> Vec<Content<'a>> {
        let lines = self.order[self.ranges[voucher].clone()].iter();
        let mut lines: Vec<_> =
            lines.map(|&it| content(self.ledger, &self.ledger.lines[it as usize])).collect();
        lines.sort_unstable();
        lines
    }
}

fn content<'a>(ledger: &'a CheckedLedger, line: &Line) -> Content<'a> {
    let (currency, minor_digits) = ledger.currencies[usize::from(line.currency)];
    Content {
        account: &ledger.accounts[line.account as usize].code,
        currency,
        minor_digits,
        debit_minor: line.debit_minor,
        credit_minor: line.credit_minor,
        day: line.day,
        dimensions: &ledger.dimensions[line.dimensions as usize],
        summary: ledger.summary(line),
    }
}

fn missing(voucher: &Voucher, lines: &[Content<'_>]) -> Fault {
    let label = voucher_label(&voucher.voucher_type, &voucher.number);
    Fault {
        cause: label.clone(),
        expected: described(lines),
        arguments: vec![("check", "missing".to_owned()), ("voucher", label)],
        ..Fault::at(rules::POSTED_CHANGED, Place::default())
    }
}

/// The fault of a voucher that says something else than before, if it does.
fn changed(
    (before, old): (&Voucher, &[Content<'_>]),
    (now, new): (&Voucher, &[Content<'_>]),
) -> Option<Fault> {
    let columns = columns((before, old), (now, new));
    if columns.is_empty() {
        return None;
    }
    let label = voucher_label(&now.voucher_type, &now.number);
    let difference = difference(old, new);
    Some(Fault {
        cause: label.clone(),
        expected: described(&without(old, new)),
        actual: described(&without(new, old)),
        difference,
        arguments: vec![
            ("check", "changed".to_owned()),
            ("voucher", label),
            ("columns", columns.join(", ")),
        ],
        ..Fault::at(rules::POSTED_CHANGED, Place::row(now.origin.row))
    })
}

/// The columns in which two states of a voucher differ.
fn columns(
    (before, old): (&Voucher, &[Content<'_>]),
    (now, new): (&Voucher, &[Content<'_>]),
) -> Vec<&'static str> {
    let mut columns = Vec::new();
    let mut note = |column, differs: bool| {
        if differs {
            columns.push(column);
        }
    };
    note("account", differ(old, new, |it| it.account));
    note("debit", differ(old, new, |it| (it.currency, it.debit_minor)));
    note("credit", differ(old, new, |it| (it.currency, it.credit_minor)));
    note("date", differ(old, new, |it| it.day));
    note("dimensions", differ(old, new, |it| it.dimensions));
    note("summary", differ(old, new, |it| it.summary));
    note("maker", before.maker != now.maker);
    note("reviewer", before.reviewer != now.reviewer);
    note("poster", before.poster != now.poster);
    // The same values, put together otherwise.
    let is_mixed = columns.is_empty() && old != new;
    if is_mixed {
        columns.push("lines");
    }
    columns
}

/// Whether a column holds other values, whatever their order.
fn differ<'a, T: Ord>(
    old: &[Content<'a>],
    new: &[Content<'a>],
    value: impl Fn(&Content<'a>) -> T,
) -> bool {
    let sorted = |lines: &[Content<'a>]| {
        let mut values: Vec<T> = lines.iter().map(&value).collect();
        values.sort_unstable();
        values
    };
    old.len() != new.len() || sorted(old) != sorted(new)
}

/// The lines of a sorted list that another one lacks.
fn without<'a>(lines: &[Content<'a>], others: &[Content<'a>]) -> Vec<Content<'a>> {
    let mut others = others.iter().peekable();
    let is_missing = |line: &&Content<'a>| {
        while others.next_if(|it| it < line).is_some() {}
        others.next_if(|it| it == line).is_none()
    };
    lines.iter().filter(is_missing).copied().collect()
}

/// The debits before less the debits now, where there is one currency and a difference.
fn difference(old: &[Content<'_>], new: &[Content<'_>]) -> Option<String> {
    let first = old.first()?;
    if old.iter().chain(new).any(|it| it.currency != first.currency) {
        return None;
    }
    let debits =
        |lines: &[Content<'_>]| -> i128 { lines.iter().map(|it| i128::from(it.debit_minor)).sum() };
    let difference = debits(old) - debits(new);
    (difference != 0).then(|| format_minor(difference, first.minor_digits))
}

/// Lines as `1002 +100.00, 6001 -100.00`: debits positive, credits negative.
fn described(lines: &[Content<'_>]) -> String {
    let line = |it: &Content<'_>| {
        let net = i128::from(it.debit_minor) - i128::from(it.credit_minor);
        let sign = if 0 < net { "+" } else { "" };
        format!("{} {sign}{}", it.account, format_minor(net, it.minor_digits))
    };
    let mut texts: Vec<String> = lines.iter().take(LINES_NAMED_MAX).map(line).collect();
    if LINES_NAMED_MAX < lines.len() {
        texts.push("…".to_owned());
    }
    texts.join(", ")
}
