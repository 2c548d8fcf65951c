//! F-2: voucher numbers are continuous per month and type.

use super::{check, context};

/// Vouchers of one line by type and number.
#[track_caller]
fn check_numbers(vouchers: &[&str], expected: &[&str]) {
    let rows = vouchers.iter().map(|it| format!("\n{it} 2026-04-01 1002 0 0"));
    let header = "voucher_type voucher_no date account debit credit";
    let table = rows.fold(header.to_owned(), |table, row| table + &row);
    check(context(), "F-2", &table, expected);
}

#[test]
fn numbers_go_from_1_without_a_gap() {
    check_numbers(&["记 1", "记 2", "记 3"], &[]);
    check_numbers(&["记 3", "记 1", "记 2"], &[]);
    check_numbers(&["记 1", "记 1", "记 2"], &[]);
    check_numbers(&["记 0001", "记 2"], &[]);
    check_numbers(&["记 1", "记 01", "付 1"], &["3 voucher_no | 记-1 twice | 1 | 2 | -"]);
    check_numbers(&["记 2"], &["2 voucher_no | 记-1 | 1 | 2 | -"]);
    check_numbers(
        &["记 1", "记 5", "记 7"],
        &["3 voucher_no | 记-2–4 | 2–4 | 5 | -", "4 voucher_no | 记-6 | 6 | 7 | -"],
    );
}

#[test]
fn each_type_counts_for_itself() {
    check_numbers(&["收 1", "付 1", "转 1", "_ 1"], &[]);
    check_numbers(&["收 1", "付 2"], &["3 voucher_no | 付-1 | 1 | 2 | -"]);
}
