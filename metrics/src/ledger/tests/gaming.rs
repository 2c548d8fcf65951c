//! A row that is not understood never makes a share larger: writing one does not pay.

use proptest::prelude::*;

use super::{context, count_all, read};
use crate::ledger::{CheckedLedger, counts};

const HEADER: &str = "voucher_type voucher_no date account debit credit product use maker reviewer";

/// The shares that measures of the policy pack are made of.
const SHARES: [(&str, &str); 5] = [
    (counts::VOUCHERS_BALANCED, counts::VOUCHERS),
    (counts::VOUCHERS_IN_PERIOD, counts::VOUCHERS),
    (counts::VOUCHERS_TWO_PEOPLE, counts::VOUCHERS),
    (counts::NUMBERS_PRESENT, counts::NUMBERS_EXPECTED),
    (counts::SEPARATE_LINES_COMPLETE, counts::SEPARATE_LINES),
];

fn checked(rows: &[String]) -> CheckedLedger {
    read(context(), &format!("{HEADER}\n{}", rows.join("\n")))
}

/// Numerator and denominator of each share of a month in files.
fn shares(files: &[&CheckedLedger]) -> [(i64, i64); SHARES.len()] {
    let count = |name| count_all(files, name).unwrap();
    SHARES.map(|(above, below)| (count(above), count(below)))
}

/// Whether one share is larger than another. One of nothing is none: nothing is larger than that, and it
/// is larger than nothing.
fn is_larger((above, below): (i64, i64), (above_before, below_before): (i64, i64)) -> bool {
    0 < below_before && above_before * below < above * below_before
}

/// Lines that are understood, of vouchers that may not balance, lie outside the month, lack a dimension
/// or a second person.
fn lines() -> impl Strategy<Value = Vec<String>> {
    let days = prop::sample::select(vec!["2026-04-01", "2026-05-01"]);
    let uses = prop::sample::select(vec!["P-1 public", "_ _"]);
    let people = prop::sample::select(vec!["甲 乙", "甲 甲", "_ _"]);
    let line = (1_u8..9, days, 0_u8..3, uses, people).prop_map(|(no, day, off, of, by)| {
        let debit = format!("记 {no} {day} 1002 1 _ _ _ {by}");
        [debit, format!("记 {no} {day} 6001 _ {} {of} {by}", 1 + off / 2)]
    });
    prop::collection::vec(line, 1..8).prop_map(|lines| lines.concat())
}

/// Lines of which a cell cannot be read, of any voucher, there or not.
fn broken() -> impl Strategy<Value = Vec<String>> {
    let cells = prop::sample::select(vec![
        "2026-04-31 6001 1 _ P-1 public 甲 乙",
        "2026-04-01 6001 x _ P-1 public 甲 乙",
        "2026-04-01 6001 1 _ P-1 other 甲 乙",
        "_ 1002 _ 1 _ _ 甲 乙",
        "2026-04-01 _ 1 _ P-1 public 甲 乙",
    ]);
    let line = ("(记|付)", 1_u8..12, cells);
    let line = line.prop_map(|(voucher_type, no, cells)| format!("{voucher_type} {no} {cells}"));
    prop::collection::vec(line, 1..6)
}

/// 1 and 3 are two of three. That somebody wrote down 2, and nobody can read it, makes it no third.
#[test]
fn a_number_that_nobody_can_read_fills_no_gap() {
    let line = |no: u8| format!("记 {no} 2026-04-01 1002 0 _ _ _ 甲 乙");
    let (before, broken) =
        (vec![line(1), line(3)], "记 2 2026-04-31 1002 0 _ _ _ 甲 乙".to_owned());
    let after = [before.clone(), vec![broken]].concat();
    for rows in [before, after] {
        assert_eq!(shares(&[&checked(&rows)])[3], (2, 3), "{rows:?}");
    }
}

proptest! {
    /// Of two files too: what is in nobody's file but one that nobody can read fails there.
    #[test]
    fn what_is_not_understood_in_a_file_of_its_own_raises_no_share(
        lines in lines(), others in lines(), broken in broken(),
    ) {
        let first = checked(&lines);
        let together = |file: &[String]| shares(&[&first, &checked(file)]);
        let unreadable: Vec<String> = others.iter().map(|it| it.replace("2026-0", "2026-9")).collect();
        for file in [&broken, &unreadable] {
            for (at, (then, now)) in shares(&[&first]).into_iter().zip(together(file)).enumerate() {
                prop_assert!(!is_larger(now, then), "{:?}: {then:?} became {now:?}", SHARES[at]);
            }
        }
        // What was there fails instead of being gone: no voucher and no line is fewer.
        for at in [0, 1, 2, 4] {
            let (then, now) = (together(&others)[at], together(&unreadable)[at]);
            prop_assert!(now.0 <= then.0 && then.1 <= now.1, "{:?}: {then:?} became {now:?}", SHARES[at]);
        }
    }

    #[test]
    fn what_is_not_understood_never_raises_a_share(lines in lines(), broken in broken()) {
        let before = checked(&lines);
        let after = checked(&[lines, broken.clone()].concat());
        prop_assert!(after.rows - after.understood == broken.len() as u64, "all are broken");
        for (at, (then, now)) in shares(&[&before]).into_iter().zip(shares(&[&after])).enumerate() {
            prop_assert!(!is_larger(now, then), "{:?}: {then:?} became {now:?}", SHARES[at]);
        }
    }
}
