//! F-2: voucher numbers are continuous per month and type.

use super::{check, context, read};
use crate::ledger::BalanceRow;

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

/// Of vouchers that have one number the first that counts stands, however the others write it, as it does of
/// several files.
#[test]
fn a_number_counts_once_in_a_file() {
    let header = "voucher_no date account debit credit product use";
    let counted = |vouchers: &[(&str, u8, u8)]| {
        let rows = vouchers.iter().map(|(number, debit, credit)| {
            let [debit, credit] = [format!("1002 {debit} _ _"), format!("6001 _ {credit} P-1")];
            format!("\n{number} 2026-04-01 {debit} _\n{number} 2026-04-01 {credit} industry")
        });
        let ledger = read(context(), &rows.fold(header.to_owned(), |table, row| table + &row));
        let is_revenue = |it: &&BalanceRow| ledger.accounts[it.account as usize].code == "6001";
        let revenue = ledger.balances.iter().filter(is_revenue);
        let count = |name| ledger.counts.iter().find(|it| it.0 == name).unwrap().1;
        let names = ["vouchers", "vouchers_balanced", "separate_lines", "separate_lines_complete"];
        (revenue.map(|it| it.sums.credit_minor).sum::<i64>(), names.map(count))
    };
    assert_eq!(counted(&[("3", 7, 7)]), (700, [1, 1, 1, 1]));
    assert_eq!(counted(&[("3", 7, 7), ("03", 9, 9), ("003", 9, 9)]), (700, [1, 1, 1, 1]));
    assert_eq!(counted(&[("03", 9, 9), ("3", 7, 7)]), (900, [1, 1, 1, 1]), "the first");
    assert_eq!(counted(&[("3", 7, 8), ("03", 9, 9)]), (900, [2, 1, 2, 2]), "that counts");
    assert_eq!(counted(&[("3", 7, 7), ("03", 9, 8)]), (700, [2, 1, 2, 2]), "F-1 failed it");
    assert_eq!(counted(&[("3", 7, 7), ("30", 9, 9), ("0", 1, 1), ("00", 1, 1)]).0, 1800);
    // Written the same they are lines of one voucher, in whatever order.
    assert_eq!(counted(&[("3", 7, 7), ("4", 1, 1), ("3", 9, 9)]), (1700, [2, 2, 3, 3]));
}

#[test]
fn each_type_counts_for_itself() {
    check_numbers(&["收 1", "付 1", "转 1", "_ 1"], &[]);
    check_numbers(&["收 1", "付 2"], &["3 voucher_no | 付-1 | 1 | 2 | -"]);
}

/// Rows come in any order, so that lines of one number are one voucher wherever they stand, as long as
/// nothing tells two apart: whatever vouchers have in common and lines say otherwise is a contradiction
///
#[test]
fn lines_of_one_number_that_stand_apart_are_one_voucher() {
    let table = |again: &str| {
        format!(
            "voucher_type voucher_no date       account debit credit maker reviewer poster
             记           1          2026-04-01 1002    3.00  _      甲    乙       丙
             记           1          2026-04-01 6001    _     3.00   甲    乙       丙
             记           2          2026-04-02 1002    1.00  _      甲    乙       丙
             记           2          2026-04-02 6001    _     1.00   甲    乙       丙
             记           1          {again}
             记           1          {}",
            again.replace("1002 4.00 _", "6001 _ 4.00")
        )
    };
    let same = read(context(), &table("2026-04-01 1002 4.00 _ 甲 乙 丙"));
    assert_eq!(
        same.vouchers.iter().map(|it| (it.lines, it.counted)).collect::<Vec<_>>(),
        [(4, true), (2, true)]
    );
    for (again, contradiction) in [
        ("2026-04-01 1002 4.00 _ 甲 乙 丙", None),
        ("2026-04-01 1002 4.00 _ _ _ _", None),
        (
            "2026-04-02 1002 4.00 _ 甲 乙 丙",
            Some("2 date | 记-1 date | 2026-04-01 | 2026-04-02 | -"),
        ),
        ("2026-04-01 1002 4.00 _ 丁 乙 丙", Some("2 maker | 记-1 maker | 丁 | 甲 | -")),
        ("2026-04-01 1002 4.00 _ 甲 丁 丙", Some("2 reviewer | 记-1 reviewer | 丁 | 乙 | -")),
        ("2026-04-01 1002 4.00 _ 甲 乙 丁", Some("2 poster | 记-1 poster | 丁 | 丙 | -")),
    ] {
        check(context(), "R-8", &table(again), &contradiction.into_iter().collect::<Vec<_>>());
    }
}
