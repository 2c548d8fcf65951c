//! F-2: voucher numbers are continuous per month and type (会计基础工作规范).

use std::collections::BTreeMap;

use super::cells::voucher_label;
use super::names::Runs;
use super::rules;
use crate::finding::{Fault, Faults, Place, reading};
use crate::period::Period;

/// A voucher number as found: its type, its text and the row of its first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Numbered<'a> {
    pub(super) voucher_type: &'a str,
    pub(super) number: &'a str,
    pub(super) row: Option<u64>,
}

/// How many numbers continuity asks for, and how many are there.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Continuity {
    pub(super) expected: i64,
    pub(super) present: i64,
}

/// The numbers of one type with their rows, 0 where there is none: a file has fewer than 2^32 rows,
/// counted from 1. A file may have millions of vouchers, and next to all numbers are small.
#[derive(Debug, Default)]
struct Numbers {
    small: Vec<(u32, u32)>,
    large: Vec<(i64, u32)>,
}

impl Numbers {
    fn push(&mut self, number: i64, row: Option<u64>) {
        let row = row.and_then(|it| u32::try_from(it).ok()).unwrap_or_default();
        match u32::try_from(number) {
            Ok(number) => self.small.push((number, row)),
            Err(_) => self.large.push((number, row)),
        }
    }

    /// Each number with its rows, in order.
    fn each(&mut self, mut take: impl FnMut(i64, &mut dyn ExactSizeIterator<Item = u32>)) {
        self.small.sort_unstable();
        for same in self.small.chunk_by(|left, right| left.0 == right.0) {
            take(i64::from(same[0].0), &mut same.iter().map(|it| it.1));
        }
        self.large.sort_unstable();
        for same in self.large.chunk_by(|left, right| left.0 == right.0) {
            take(same[0].0, &mut same.iter().map(|it| it.1));
        }
    }
}

/// Judges the numbers of a file together with those that other files of the month have: each type counts
/// from 1 to its largest number, one fault a gap, and one for each number of the file that several of its
/// vouchers have. What another file has too is V-1's to say. A number that is none is asked for and not present, so that writing one never helps;
/// what the others lack among themselves they were asked for already.
pub(super) fn judge<'a>(
    numbers: impl Iterator<Item = Numbered<'a>>,
    others: &BTreeMap<&'a str, &Runs>,
    (period, faults): (Period, &mut Faults),
) -> Continuity {
    let mut by_type: BTreeMap<&str, Numbers> = BTreeMap::new();
    by_type.extend(others.keys().map(|voucher_type| (*voucher_type, Numbers::default())));
    let mut judge = Judge { period, faults, lacking: 0 };
    for numbered in numbers {
        if let Some(number) = parse_number(numbered.number) {
            by_type.entry(numbered.voucher_type).or_default().push(number, numbered.row);
        } else {
            judge.lacks(1);
            judge.push(not_a_number(numbered));
        }
    }
    let (none, mut present) = (Runs::default(), 0);
    for (voucher_type, mut numbers) in by_type {
        let runs = others.get(voucher_type).copied().unwrap_or(&none);
        present += judge.judge(voucher_type, &mut numbers, runs);
    }
    Continuity { expected: judge.lacking.max(0).saturating_add(present), present }
}

/// Judges type by type.
struct Judge<'a> {
    period: Period,
    faults: &'a mut Faults,
    /// How many numbers lack that did not lack before the file came.
    lacking: i64,
}

impl Judge<'_> {
    /// Goes through the numbers of one type, those of the file and the runs of the others; says how many
    /// numbers the file has.
    fn judge(&mut self, voucher_type: &str, numbers: &mut Numbers, others: &Runs) -> i64 {
        let (mut present, mut before) = (0, 0);
        let mut left = others.iter().peekable();
        numbers.each(|number, rows| {
            present += 1;
            let (count, first) = (rows.len(), rows.next());
            if 1 < count {
                self.push(twice(voucher_type, (number, count), rows.last().and_then(place)));
            }
            while let Some(run) = left.next_if(|run| run.0 < number) {
                self.reach(voucher_type, (&mut before, run), None);
            }
            let row = first.and_then(place);
            self.reach(voucher_type, (&mut before, (number, number)), row);
        });
        left.for_each(|run| self.reach(voucher_type, (&mut before, run), None));
        self.lacks(-others.lacking());
        present
    }

    /// Goes on from the largest number before to a run, which begins at `row`.
    fn reach(
        &mut self,
        voucher_type: &str,
        (before, (first, last)): (&mut i64, (i64, i64)),
        row: Option<u64>,
    ) {
        if *before < first - 1 {
            self.lacks(first - 1 - *before);
            self.push(gap(voucher_type, *before + 1..first, row));
        }
        *before = last.max(*before);
    }

    fn lacks(&mut self, numbers: i64) {
        self.lacking = self.lacking.saturating_add(numbers);
    }

    fn push(&mut self, fault: Fault) {
        self.faults.push(Fault { period: Some(self.period), ..fault });
    }
}

/// The row of a number, if it has one.
fn place(row: u32) -> Option<u64> {
    (row != 0).then_some(u64::from(row))
}

/// A whole number from 1; leading zeros do not count.
pub(super) fn parse_number(text: &str) -> Option<i64> {
    let is_digits = text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|&number| is_digits && 1 <= number)
}

fn not_a_number(numbered: Numbered<'_>) -> Fault {
    let label = voucher_label(numbered.voucher_type, numbered.number);
    let place = Place { row: numbered.row, column: Some("voucher_no".to_owned()), sheet: None };
    Fault {
        cause: format!("{label} voucher_no"),
        expected: "1, 2, 3 …".to_owned(),
        actual: numbered.number.to_owned(),
        arguments: vec![("voucher", label)],
        ..Fault::at(reading::CELL_INVALID, place)
    }
}

/// One number is given to several vouchers: written otherwise, such as `3` and `03`, they are one.
fn twice(voucher_type: &str, (number, count): (i64, usize), row: Option<u64>) -> Fault {
    let number = number.to_string();
    let place = Place { row, column: Some("voucher_no".to_owned()), sheet: None };
    let label = voucher_label(voucher_type, &number);
    Fault {
        cause: format!("{label} twice"),
        expected: number,
        actual: count.to_string(),
        arguments: vec![("check", "twice".to_owned()), ("label", label)],
        ..Fault::at(rules::CONTINUOUS, place)
    }
}

/// The numbers `missing` are not there; the voucher after them stands at `row`.
fn gap(voucher_type: &str, missing: std::ops::Range<i64>, row: Option<u64>) -> Fault {
    let (first, last) = (missing.start, missing.end - 1);
    let range = if first == last { first.to_string() } else { format!("{first}–{last}") };
    let place = Place { row, column: Some("voucher_no".to_owned()), sheet: None };
    Fault {
        cause: voucher_label(voucher_type, &range),
        expected: range,
        actual: missing.end.to_string(),
        arguments: vec![
            ("check", "gap".to_owned()),
            ("type", voucher_type.to_owned()),
            ("count", (missing.end - first).to_string()),
        ],
        ..Fault::at(rules::CONTINUOUS, place)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ledger::VoucherNames;

    /// Numbers of one type; expected and present; causes of the faults.
    #[track_caller]
    fn check(numbers: &[&str], counts: (i64, i64), causes: &[&str]) {
        let mut faults = Faults::default();
        let all =
            numbers.iter().map(|number| Numbered { voucher_type: "记", number, row: Some(2) });
        let period = Period::new(2026, 4).unwrap();
        let found = judge(all, &BTreeMap::new(), (period, &mut faults));
        assert_eq!((found.expected, found.present), counts, "{numbers:?}");
        let found: Vec<&str> = faults.kept().iter().map(|fault| fault.cause.as_str()).collect();
        assert_eq!(found, causes, "{numbers:?}");
    }

    #[test]
    fn each_gap_is_one_fault() {
        check(&[], (0, 0), &[]);
        check(&["1", "2", "3"], (3, 3), &[]);
        check(&["3", "1", "2"], (3, 3), &[]);
        check(&["2"], (2, 1), &["记-1"]);
        check(&["1", "5", "6", "8"], (8, 4), &["记-2–4", "记-7"]);
        check(&["001", "2"], (2, 2), &[]);
        check(&["001", "1", "2", "02", "0002"], (2, 2), &["记-1 twice", "记-2 twice"]);
    }

    #[test]
    fn what_is_no_number_is_asked_for_and_absent() {
        check(&["1", "A-7"], (2, 1), &["记-A-7 voucher_no"]);
        check(&["0"], (1, 0), &["记-0 voucher_no"]);
        check(&["-1", "+2"], (2, 0), &["记--1 voucher_no", "记-+2 voucher_no"]);
        check(&["99999999999999999999"], (1, 0), &["记-99999999999999999999 voucher_no"]);
        check(&["9223372036854775807"], (i64::MAX, 1), &["记-1–9223372036854775806"]);
    }

    #[test]
    fn types_are_counted_apart() {
        let mut faults = Faults::default();
        let all = [("收", "1"), ("付", "1"), ("付", "2"), ("", "1")]
            .map(|(voucher_type, number)| Numbered { voucher_type, number, row: None });
        let period = Period::new(2026, 4).unwrap();
        let found = judge(all.into_iter(), &BTreeMap::new(), (period, &mut faults));
        assert_eq!(found, Continuity { expected: 4, present: 4 });
        assert!(faults.is_empty());
    }

    proptest! {
        /// Wherever a month is cut into files, the one that comes last shows the gaps of the whole, and
        /// what the files are asked for adds up.
        #[test]
        fn a_month_has_the_gaps_of_its_files(
            all in prop::collection::btree_set((prop::sample::select(&["收", "付"][..]), 1_u8..30), 1..20),
            at in any::<prop::sample::Index>(),
        ) {
            let all: Vec<(&str, String)> = all.iter().map(|it| (it.0, it.1.to_string())).collect();
            let (first, last) = all.split_at(at.index(all.len() + 1));
            let judged = |own: &[(&'static str, String)], others: &[(&str, String)]| {
                let others: VoucherNames = others.iter().map(|it| (it.0, it.1.as_str())).collect();
                let own = own.iter();
                let own =
                    own.map(|it| Numbered { voucher_type: it.0, number: &it.1, row: Some(2) });
                let mut faults = Faults::default();
                let period = Period::new(2026, 4).unwrap();
                let found = judge(own, &others.numbers(), (period, &mut faults));
                let causes: Vec<String> = faults.kept().iter().map(|it| it.cause.clone()).collect();
                (found, causes)
            };
            let (whole, gaps) = judged(&all, &[]);
            let ((before, _), (after, shown)) = (judged(first, &[]), judged(last, first));
            prop_assert_eq!(shown, gaps);
            prop_assert_eq!(before.present + after.present, whole.present);
            // A gap that is filled later was asked for once.
            prop_assert!(whole.expected <= before.expected + after.expected);
        }
    }
}
