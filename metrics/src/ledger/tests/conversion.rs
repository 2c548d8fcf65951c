//! F-18: the original amount at its rate is the amount.

use super::{check, context, faults, lines, read};
use crate::ledger::Sums;

/// A line in renminbi with the cells of its original currency.
#[track_caller]
fn check_line(debit: &str, original: &str, expected: &[&str]) {
    let table = format!(
        "voucher_no line date account debit credit original_currency original_amount rate
         1 3 2026-04-01 1002 {debit} _ {original}"
    );
    check(context(), "F-18", &table, expected);
}

#[test]
fn amounts_are_converted_without_tolerance() {
    check_line("100", "_ _ _", &[]);
    check_line("100", "CNY 100 1", &[]);
    check_line("48.77", "JPY 1000 0.048765", &[]); // 48.765: half a fen goes up
    check_line("48.76", "JPY 1000 0.048764999999", &[]);
    check_line("-48.77", "JPY -1000 0.048765", &[]);
    check_line(
        "48.77",
        "JPY -1000 0.048765",
        &["2 debit | 1 3 original | -48.77 | 48.77 | -97.54"],
    );
    check_line("-1", "CNY 1 1", &["2 debit | 1 3 original | 1.00 | -1.00 | 2.00"]);
    check_line("200", "CNY 100 2", &["2 rate | 1 3 original | 1 | 2 | -"]);
    check_line("0", "JPY 0 0.05", &[]);
    check_line("48.76", "JPY 1000 0.048765", &["2 debit | 1 3 original | 48.77 | 48.76 | 0.01"]);
    check_line("48.78", "JPY 1000 0.048765", &["2 debit | 1 3 original | 48.77 | 48.78 | -0.01"]);
    check_line(
        "1",
        "JPY 9223372036854775807 9000000",
        &["2 debit | 1 3 original | > 184467440737095516.15 | 1.00 | -"],
    );
}

#[test]
fn currency_amount_and_rate_stand_together() {
    let missing =
        |columns: &str, first: &str| format!("2 {first} | 1 3 original | {columns} |  | -");
    check_line("1", "JPY 20 _", &[&missing("rate", "rate")]);
    check_line("1", "_ 20 0.05", &[&missing("original_currency", "original_currency")]);
    check_line(
        "1",
        "_ _ 0.05",
        &[&missing("original_currency, original_amount", "original_currency")],
    );
}

#[test]
fn what_cannot_be_read_keeps_the_voucher_from_counting() {
    let table = "
        voucher_no date       account debit credit original_currency original_amount rate
        1          2026-04-01 1002    1     _      XAA               1               1
        2          2026-04-01 1002    1     _      JPY               1.5             1
        3          2026-04-01 1002    1     _      JPY               20              0
        ";
    let checked = read(context(), table);
    assert_eq!(
        faults(&checked),
        "R-6 2 original_currency | 1 original_currency | ISO 4217 | XAA | -\n\
         R-6 3 original_amount | 2 original_amount | 0 | 1.5 | -\n\
         R-6 4 rate | 3 rate | 0 < 0.000000000000 | 0 | -"
    );
    assert_eq!(checked.understood, 0);
}

/// What is kept: the original amount with the line, its currency with the dimensions; balances are in
/// the currency of the books.
#[test]
fn original_amounts_are_kept_with_their_lines() {
    let table = "
        voucher_no date       account debit  credit original_currency original_amount rate maker reviewer
        1          2026-04-01 1002    50.00  _      JPY               1000            0.05 甲    乙
        1          2026-04-01 4001    _      50.00  _                 _               _    甲    乙
        ";
    let mut checked = read(context(), table);
    assert_eq!(faults(&checked), "");
    let lines = lines(&mut checked);
    let kept = lines.iter().map(|it| {
        let dimensions = &checked.dimensions[it.dimensions as usize];
        (dimensions.original_currency.as_str(), it.original_minor)
    });
    assert_eq!(kept.collect::<Vec<_>>(), [("JPY", 1000), ("", 0)]);
    assert_eq!(checked.balances[0].sums, Sums { debit_minor: 5000, credit_minor: 0 });
}
