//! F-2: voucher numbers are continuous per month and type (会计基础工作规范).

use std::collections::BTreeMap;

use super::cells::voucher_label;
use super::names::VoucherNames;
use super::{Voucher, rules};
use crate::finding::{Fault, Faults, Place, reading};
use crate::period::Period;

/// Runs of numbers that a file has at most, of vouchers that are understood and of others apart: numbers with a
/// gap before each of so many are those of no month.
const RUNS_MAX: usize = 1 << 18;

/// A voucher number as found: its type, its text and the row of its first line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Numbered<'a> {
    pub(super) voucher_type: &'a str,
    pub(super) number: &'a str,
    pub(super) row: Option<u64>,
}

impl<'a> From<Voucher<'a>> for Numbered<'a> {
    fn from(Voucher { voucher_type, number, origin, .. }: Voucher<'a>) -> Self {
        Self { voucher_type, number, row: Some(origin.row) }
    }
}

/// What is named by rows that were not understood alone.
impl<'a> From<&'a (String, String)> for Numbered<'a> {
    fn from((voucher_type, number): &'a (String, String)) -> Self {
        Self { voucher_type, number, row: None }
    }
}

/// Numbers that follow one another in one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct NumberRun {
    /// The first number.
    pub first: i64,
    /// The last number.
    pub last: i64,
    /// The row of the voucher that has the first number, where one is understood.
    pub row: Option<u64>,
}

/// Voucher numbers of one file by type, in order.
pub type NumberRuns = BTreeMap<String, Vec<NumberRun>>;

/// What the numbers of a file say.
#[derive(Debug, Default)]
pub(super) struct NumbersRead {
    /// The numbers as runs.
    pub(super) runs: NumberRuns,
    /// The numbers that several vouchers have.
    pub(super) repeated: VoucherNames,
    /// How many vouchers have what is no number.
    pub(super) unnumbered: i64,
}

/// A run of numbers as one of several files has it: the type of its vouchers, the run, and the receipt of the
/// file, `""` where its row is nobody's to show.
pub(super) type RunOfFile<'a> = (&'a str, NumberRun, &'a str);

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

/// Reads the numbers of a file: what is no number is a fault, and counted; so is each number that several of
/// its vouchers have. What another file has too is V-1's to say. There are no runs of more than [`RUNS_MAX`],
/// which is a fault that refuses the file.
pub(super) fn read<'a>(
    numbers: impl Iterator<Item = Numbered<'a>>,
    (period, faults): (Period, &mut Faults),
) -> NumbersRead {
    let mut by_type: BTreeMap<&str, Numbers> = BTreeMap::new();
    let mut push = |fault| faults.push(Fault { period: Some(period), ..fault });
    let NumbersRead { mut runs, mut repeated, mut unnumbered } = NumbersRead::default();
    for numbered in numbers {
        if let Some(number) = parse_number(numbered.number) {
            by_type.entry(numbered.voucher_type).or_default().push(number, numbered.row);
        } else {
            unnumbered += 1;
            push(not_a_number(numbered));
        }
    }
    let mut found = 0_usize;
    for (voucher_type, mut numbers) in by_type {
        let of_type = runs.entry(voucher_type.to_owned()).or_default();
        numbers.each(|number, rows| {
            let (count, row) = (rows.len(), rows.next().and_then(place));
            if 1 < count {
                repeated.add(voucher_type, &number.to_string());
                push(twice(voucher_type, (number, count), rows.last().and_then(place)));
            }
            match of_type.last_mut() {
                Some(run) if run.last == number - 1 => run.last = number,
                _ => {
                    found += 1;
                    if found <= RUNS_MAX {
                        of_type.push(NumberRun { first: number, last: number, row });
                    }
                }
            }
        });
    }
    if RUNS_MAX < found {
        push(too_many_runs(found));
        runs.clear();
    }
    NumbersRead { runs, repeated, unnumbered }
}

/// Judges the numbers of a month: each type counts from 1 to its largest number, one fault a gap, at the
/// voucher that comes after it. Says how many numbers lack, and how many are there.
pub(super) fn judge<'a>(
    runs: impl Iterator<Item = RunOfFile<'a>>,
    (period, faults): (Period, &mut Faults),
) -> (i64, i64) {
    let mut runs: Vec<RunOfFile<'a>> = runs.collect();
    // Of files that have the same number, one that has a row of it.
    runs.sort_unstable_by_key(|&(voucher_type, run, receipt)| {
        (voucher_type, run.first, run.row.is_none(), receipt, run.row, run.last)
    });
    let (mut lacking, mut present) = (0_i64, 0_i64);
    for of_type in runs.chunk_by(|left, right| left.0 == right.0) {
        let mut before = 0;
        for &(voucher_type, NumberRun { first, last, row }, receipt) in of_type {
            if before < first - 1 {
                lacking = lacking.saturating_add(first - 1 - before);
                let gap = gap(voucher_type, before + 1..first, row);
                let receipt = row.filter(|_| !receipt.is_empty()).map(|_| receipt.to_owned());
                faults.push(Fault { period: Some(period), receipt, ..gap });
            }
            present = present.saturating_add((last - before.max(first - 1)).max(0));
            before = last.max(before);
        }
    }
    (lacking, present)
}

/// The runs of a file, under its receipt.
pub(super) fn runs_of<'a>(
    runs: &'a NumberRuns,
    receipt: &'a str,
) -> impl Iterator<Item = RunOfFile<'a>> {
    let each = move |(voucher_type, runs): (&'a String, &'a Vec<NumberRun>)| {
        runs.iter().map(move |run| (voucher_type.as_str(), *run, receipt))
    };
    runs.iter().flat_map(each)
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

fn too_many_runs(count: usize) -> Fault {
    Fault {
        cause: "number_runs".to_owned(),
        expected: RUNS_MAX.to_string(),
        actual: count.to_string(),
        arguments: vec![("limit", "number_runs".to_owned())],
        ..Fault::at(reading::LIMIT, Place::default())
    }
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

    fn april() -> Period {
        Period::new(2026, 4).unwrap()
    }

    /// What numbers are asked for and there, with those that are none.
    fn counted(all: &[(&str, &str)], faults: &mut Faults) -> (i64, i64) {
        let all = all.iter().map(|&(voucher_type, number)| Numbered {
            voucher_type,
            number,
            row: Some(2),
        });
        let NumbersRead { runs, unnumbered, .. } = read(all, (april(), &mut *faults));
        let (lacking, present) = judge(runs_of(&runs, ""), (april(), faults));
        (lacking.saturating_add(present).saturating_add(unnumbered), present)
    }

    /// Numbers of one type; expected and present; causes of the faults.
    #[track_caller]
    fn check(numbers: &[&str], counts: (i64, i64), causes: &[&str]) {
        let mut faults = Faults::default();
        let all: Vec<(&str, &str)> = numbers.iter().map(|it| ("记", *it)).collect();
        assert_eq!(counted(&all, &mut faults), counts, "{numbers:?}");
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

    /// With a gap before each number, as many as there may be are judged; one more refuses the file.
    #[test]
    fn numbers_of_a_file_have_so_many_gaps_at_most() {
        for (more, limited) in [(0, false), (1, true)] {
            let all: Vec<String> = (1..=RUNS_MAX + more).map(|it| (2 * it).to_string()).collect();
            let all =
                all.iter().map(|it| Numbered { voucher_type: "记", number: it, row: Some(2) });
            let mut faults = Faults::default();
            let runs = read(all, (april(), &mut faults)).runs;
            assert_eq!(runs.get("记").map(Vec::len), (!limited).then_some(RUNS_MAX));
            let told = faults.kept().iter().map(|it| (it.rule, &*it.expected, &*it.actual));
            let expected = [(reading::LIMIT, "262144", "262145")];
            assert_eq!(told.collect::<Vec<_>>(), &expected[..usize::from(limited)]);
        }
    }

    #[test]
    fn types_are_counted_apart() {
        let mut faults = Faults::default();
        let all = [("收", "1"), ("付", "1"), ("付", "2"), ("", "1")];
        assert_eq!(counted(&all, &mut faults), (4, 4));
        assert!(faults.is_empty());
    }

    proptest! {
        /// Into whatever files a month is cut, and in whatever order these come, its numbers are those of
        /// the whole: those that lack, those that are there, and the gaps with what stands after each.
        #[test]
        fn a_month_has_the_numbers_of_its_files(
            all in prop::collection::vec((prop::sample::select(&["收", "付"][..]), 1_u8..30, 0_u8..3), 1..20),
        ) {
            let file = |of: &dyn Fn(u8) -> bool| {
                let own = all.iter().filter(|it| of(it.2)).map(|it| (it.0, it.1.to_string()));
                let own: Vec<(&str, String)> = own.collect();
                let own = own.iter();
                let own =
                    own.map(|it| Numbered { voucher_type: it.0, number: &it.1, row: Some(2) });
                read(own, (april(), &mut Faults::default())).runs
            };
            let judged = |files: &[&NumberRuns]| {
                let mut faults = Faults::default();
                let counted = judge(files.iter().flat_map(|it| runs_of(it, "S-1")), (april(), &mut faults));
                (counted, faults)
            };
            let whole = file(&|_| true);
            let parts = [0, 1, 2].map(|part| file(&|it| it == part));
            let [one, two, three] = &parts;
            let expected = judged(&[&whole]);
            prop_assert_eq!(&judged(&[one, two, three]), &expected);
            prop_assert_eq!(&judged(&[three, one, two]), &expected);
            prop_assert_eq!(&judged(&[two, three, one, two]), &expected);
        }
    }
}
