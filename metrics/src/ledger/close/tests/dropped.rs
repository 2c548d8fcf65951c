//! A voucher that failed and that a superseding file leaves out stays in the shares that it was in.

use std::collections::BTreeMap;

use crate::ledger::{CheckedLedger, counts, tests as ledger_tests};

const SHARES: [&str; 5] = [
    counts::VOUCHERS,
    counts::VOUCHERS_LOST,
    counts::VOUCHERS_BALANCED,
    counts::VOUCHERS_IN_PERIOD,
    counts::VOUCHERS_TWO_PEOPLE,
];

const GOOD: &str = "记 1 2026-04-01 1002 5 _ 甲 乙\n记 1 2026-04-01 4001 _ 5 甲 乙";
const UNBALANCED: &str = "记 2 2026-04-01 1002 5 _ 甲 乙\n记 2 2026-04-01 4001 _ 6 甲 乙";
const UNREADABLE: &str = "记 3 2026-04-31 1002 5 _ 甲 乙";
const LATE: &str = "记 4 2026-05-01 1002 5 _ 甲 乙\n记 4 2026-05-01 4001 _ 5 甲 乙";
const ALONE: &str = "记 5 2026-04-01 1002 5 _ 甲 甲\n记 5 2026-04-01 4001 _ 5 甲 甲";

fn read(vouchers: &[&str]) -> CheckedLedger {
    let header = "voucher_type voucher_no date account debit credit maker reviewer";
    ledger_tests::read(ledger_tests::context(), &format!("{header}\n{}", vouchers.join("\n")))
}

/// What is left out of files, each in the place of the one before, by the last one: the labels of its
/// fault, and what it counts more for it of each of [`SHARES`].
fn dropped(files: &[&[&str]]) -> (String, [i64; SHARES.len()]) {
    let counted = |it: &CheckedLedger| {
        let counted: BTreeMap<&str, i64> = it.counted().into_iter().collect();
        SHARES.map(|name| counted[name])
    };
    let (mut failed, mut last) = (BTreeMap::new(), (String::new(), [0; SHARES.len()]));
    for file in files {
        let mut ledger = read(file);
        let before = counted(&ledger);
        let fault = ledger.keep_dropped(failed);
        let now = counted(&ledger);
        last = (fault.map(|it| it.expected).unwrap_or_default(), now);
        last.1.iter_mut().zip(before).for_each(|(now, before)| *now -= before);
        failed = ledger.dropped.clone();
        failed.extend(ledger.failed(|_, _| true));
    }
    last
}

#[track_caller]
fn check(files: &[&[&str]], labels: &str, more: [i64; SHARES.len()]) {
    assert_eq!(dropped(files), (labels.to_owned(), more), "{files:?}");
}

/// Each counts as it was found; those that were posted are F-15's to name.
#[test]
fn failed_vouchers_that_are_left_out_are_counted() {
    let all = [GOOD, UNBALANCED, UNREADABLE, LATE, ALONE];
    check(&[&all, &all], "", [0; 5]);
    for (left_out, labels, more) in [
        (GOOD, "", [0, 0, 0, 0, 0]),
        (UNBALANCED, "记-2", [1, 1, 0, 1, 1]),
        (UNREADABLE, "记-3", [1, 1, 0, 0, 0]),
        (LATE, "", [1, 1, 1, 0, 1]),
        (ALONE, "", [1, 1, 1, 1, 0]),
    ] {
        let rest: Vec<&str> = all.into_iter().filter(|it| *it != left_out).collect();
        check(&[&all, &rest], labels, more);
    }
    check(&[&all, &[GOOD]], "记-2, 记-3", [4, 4, 2, 2, 2]);
    check(&[&[GOOD], &[UNBALANCED]], "", [0; 5]);
}

/// Whatever it says now, it is there; so is one of which nothing is understood still.
#[test]
fn what_is_named_again_is_not_left_out() {
    let corrected = UNBALANCED.replace("记 2", "记 02").replace(" 6", " 5");
    check(&[&[GOOD, UNBALANCED], &[GOOD, &corrected]], "", [0; 5]);
    check(&[&[GOOD, UNREADABLE], &[GOOD, UNREADABLE]], "", [0; 5]);
    // The type 记-2 with the number 1 has the label of another voucher, and is none of its kind.
    let other = UNBALANCED.replace("记 2", "记 2-1");
    check(
        &[&[GOOD, &other], &[GOOD, &other.replace("记 2-1", "记-2 1")]],
        "记-2-1",
        [1, 1, 0, 1, 1],
    );
}

/// Of two with one number, one is as good as the worse of both.
#[test]
fn a_number_that_is_there_twice_is_left_out_once() {
    let again = UNBALANCED.replace("记 2", "记 02").replace(" 6", " 5").replace('乙', "甲");
    check(&[&[GOOD, UNBALANCED, &again], &[GOOD]], "记-2", [1, 1, 0, 1, 0]);
}

/// A file without them between hides nothing, and one that names them again ends it.
#[test]
fn failed_vouchers_stay_failed_through_other_files() {
    let corrected = UNBALANCED.replace(" 6", " 5");
    let left_out = [1, 1, 0, 1, 1];
    check(&[&[UNBALANCED], &[GOOD]], "记-2", left_out);
    check(&[&[UNBALANCED], &[GOOD], &[GOOD]], "记-2", left_out);
    check(&[&[UNBALANCED], &[GOOD], &[&corrected]], "", [0; 5]);
    check(&[&[UNBALANCED], &[GOOD], &[&corrected], &[GOOD]], "", [0; 5]);
    check(&[&[GOOD], &[&corrected]], "", [0; 5]);
}

/// What balances and was not posted is in force from another file: it is that one's.
#[test]
fn what_another_file_has_is_not_left_out_of_this_one() {
    let before = read(&[GOOD, UNBALANCED, ALONE]);
    let failed = before.failed(|_, number| number != "5");
    let numbers: Vec<&str> = failed.keys().map(|(_, number)| number.as_str()).collect();
    assert_eq!(numbers, ["2"]);
}
