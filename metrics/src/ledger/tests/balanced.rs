//! F-1: a voucher balances in each currency, to the minor unit.

use super::{check, context, count, faults, read};
use crate::ledger::counts;

/// Two lines of one voucher.
#[track_caller]
fn check_voucher(debit: &str, credit: &str, expected: &[&str]) {
    let table = format!(
        "voucher_type voucher_no date account debit credit
         记 1 2026-04-01 1002 {debit} _
         记 1 2026-04-01 4001 _ {credit}"
    );
    check(context(), "F-1", &table, expected);
}

#[test]
fn a_single_fen_is_found() {
    check_voucher("100.00", "100.00", &[]);
    check_voucher("100", "100.0", &[]);
    check_voucher("0", "0", &[]);
    check_voucher("100.01", "100.00", &["2 - | 记-1 CNY | 100.01 | 100.00 | 0.01"]);
    check_voucher("99.99", "100.00", &["2 - | 记-1 CNY | 99.99 | 100.00 | -0.01"]);
    check_voucher("92233720368547758.07", "92233720368547758.07", &[]);
    check_voucher(
        "92233720368547758.07",
        "-92233720368547758.07",
        &["2 - | 记-1 CNY | 92233720368547758.07 | -92233720368547758.07 | 184467440737095516.14"],
    );
}

/// A red-letter entry (红字) takes back; it is no credit.
#[test]
fn red_letter_entries_are_negative() {
    check_voucher("-5.00", "-5.00", &[]);
    check_voucher("-5.00", "5.00", &["2 - | 记-1 CNY | -5.00 | 5.00 | -10.00"]);
}

#[test]
fn a_voucher_balances_to_the_minor_unit_in_each_currency() {
    let checked = read(
        context(),
        "
        voucher_no date       account debit  credit currency maker reviewer
        1          2026-04-01 1002    100.01 _      _        甲    乙
        1          2026-04-01 4001    _      100    CNY      甲    乙
        2          2026-04-01 1002    100    _      CNY      甲    乙
        2          2026-04-01 4001    _      100    JPY      甲    乙
        3          2026-04-01 1002    100    _      JPY      甲    乙
        3          2026-04-01 4001    _      100    JPY      甲    乙
        ",
    );
    assert_eq!(
        faults(&checked),
        "F-1 2 - | 1 CNY | 100.01 | 100.00 | 0.01\n\
         F-1 4 - | 2 CNY | 100.00 | 0.00 | 100.00\n\
         F-1 4 - | 2 JPY | 0 | 100 | -100"
    );
    assert_eq!(count(&checked, counts::VOUCHERS_BALANCED), 1);
    assert!(checked.balances.iter().all(|it| it.sums.net_minor().abs() == 100));
}
