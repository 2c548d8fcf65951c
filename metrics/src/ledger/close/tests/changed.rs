//! F-15: a voucher that was posted stays as it is.

use super::{TestLine, read};
use crate::finding::Fault;
use crate::ledger::tests as ledger_tests;

/// Lines as `voucher account fen summary`.
fn lines(table: &[(&str, &'static str, i64, &str)]) -> Vec<TestLine> {
    table
        .iter()
        .map(|&(it, account, fen, summary)| (it.into(), account, fen, summary.into()))
        .collect()
}

/// The faults of F-15 as `cause check columns | expected | actual | difference`.
#[track_caller]
fn check(old: &[TestLine], new: &[TestLine], expected: &[&str]) {
    let faults = read(new).changes_since(&mut read(old), |_, number| number != "9").unwrap();
    let shown = |it: &Fault| {
        let argument = |name| it.arguments.iter().find(|(key, _)| *key == name);
        let said = |name| argument(name).map_or("-", |(_, value)| value.as_str());
        let difference = it.difference.as_deref().unwrap_or("-");
        let cause = format!("{} {} {}", it.cause, said("check"), said("columns"));
        format!("{cause} | {} | {} | {difference}", it.expected, it.actual)
    };
    let found: Vec<String> = faults.kept().iter().map(shown).collect();
    assert_eq!(found, expected);
}

/// X18 of `domain` 11, with the rows that pass and those on the boundary.
#[test]
fn a_voucher_edited_after_posting_is_named() {
    let old = lines(&[
        ("1", "1002", 10_000, "收款"),
        ("1", "6001", -10_000, "收款"),
        ("2", "6401", 500, "运维"),
        ("2", "1002", -500, "运维"),
    ]);
    check(&old, &old, &[]);
    let mut turned = old.clone();
    turned.reverse();
    check(&old, &turned, &[]);
    // What is added is no change of what was posted.
    let mut more = old.clone();
    more.extend(lines(&[("3", "1002", 1, "利息"), ("3", "6603", -1, "利息")]));
    check(&old, &more, &[]);

    let mut edited = old.clone();
    (edited[0].2, edited[1].2) = (9_999, -9_999);
    let fault =
        "记-1 changed debit, credit | 1002 +100.00, 6001 -100.00 | 1002 +99.99, 6001 -99.99 | 0.01";
    check(&old, &edited, &[fault]);
    let mut moved = old.clone();
    moved[2].1 = "6602";
    check(&old, &moved, &["记-2 changed account | 6401 +5.00 | 6602 +5.00 | -"]);
    let mut renamed = old.clone();
    renamed[1].3 = "其他".to_owned();
    check(&old, &renamed, &["记-1 changed summary | 6001 -100.00 | 6001 -100.00 | -"]);
    check(&old, &old[..2], &["记-2 missing - | 1002 -5.00, 6401 +5.00 |  | -"]);
}

/// `01` is 1: it is found again under the other spelling, and what counts is what is compared.
#[test]
fn a_number_is_found_again_however_it_is_written() {
    let voucher = |number, fen| lines(&[(number, "1002", fen, ""), (number, "6001", -fen, "")]);
    check(&voucher("01", 500), &voucher("1", 500), &[]);
    let changed = |label: &str| {
        format!(
            "{label} changed debit, credit | 1002 +5.00, 6001 -5.00 | 1002 +0.01, 6001 -0.01 | 4.99"
        )
    };
    check(&voucher("1", 500), &voucher("01", 1), &[&changed("记-01")]);
    let before = [voucher("01", 1), voucher("1", 500)].concat();
    check(&voucher("1", 500), &before, &[&changed("记-01")]);
    let after = [voucher("1", 500), voucher("01", 1)].concat();
    check(&voucher("1", 500), &after, &[]);
}

/// The same day of another month is another date.
#[test]
fn a_voucher_dated_in_another_month_is_named() {
    let dated = |date: &str| {
        let table = format!(
            "voucher_no date account debit credit
             1 {date} 1002 5 _
             1 {date} 2202 _ 5"
        );
        ledger_tests::read(ledger_tests::context(), &table)
    };
    for (date, expected) in [("2026-04-05", None), ("2026-03-05", Some("date"))] {
        let faults = dated(date).changes_since(&mut dated("2026-04-05"), |_, _| true).unwrap();
        let columns = faults.kept().iter().flat_map(|it| &it.arguments);
        let columns: Vec<&str> =
            columns.filter(|it| it.0 == "columns").map(|it| it.1.as_str()).collect();
        assert_eq!(columns, expected.as_slice(), "{date}");
    }
}

/// A voucher that did not balance was never posted; nor was one that another submission has.
#[test]
fn what_was_not_posted_may_be_corrected() {
    let old = lines(&[("1", "1002", 10_000, ""), ("1", "6001", -9_999, "")]);
    let new = lines(&[("1", "1002", 10_000, ""), ("1", "6001", -10_000, "")]);
    check(&old, &new, &[]);
    let elsewhere = lines(&[("9", "1002", 1, ""), ("9", "6001", -1, "")]);
    check(&elsewhere, &new, &[]);
}
