//! F-5: totals of the general ledger are those of the separate ledger.

use super::{check, context, count_all, read};
use crate::ledger::counts;

/// 6001.01 is credited 30.00 and 600102 is credited 12.00 and debited 2.00; 6001 is 专账, 1002 is not.
#[track_caller]
fn check_generals(generals: &str, expected: &[&str]) {
    let table = format!(
        "record voucher_no date       account debit credit
         line   1          2026-04-01 1002    42    _
         line   1          2026-04-01 6001.01 _     30
         line   1          2026-04-01 600102  _     12
         line   2          2026-04-02 600102  2     _
         line   2          2026-04-02 1002    _     2
         {generals}"
    );
    check(context(), "F-5", &table, expected);
}

#[test]
fn debits_and_credits_tie_per_account() {
    check_generals("", &[]);
    check_generals("general _ _ 6001.01 0 30\n总账 _ _ 600102 2 12", &[]);
    check_generals(
        "general _ _ 6001.01 0 30.01\ngeneral _ _ 600102 1.99 12",
        &[
            "7 credit | general 6001.01 CNY credit | 30.01 | 30.00 | 0.01",
            "8 debit | general 600102 CNY debit | 1.99 | 2.00 | -0.01",
        ],
    );
    // The same net with other sums is another total.
    check_generals(
        "general _ _ 6001.01 1 31\ngeneral _ _ 600102 2 12",
        &[
            "7 credit | general 6001.01 CNY credit | 31.00 | 30.00 | 1.00",
            "7 debit | general 6001.01 CNY debit | 1.00 | 0.00 | 1.00",
        ],
    );
}

#[test]
fn an_account_above_has_the_totals_of_those_below() {
    check_generals("general _ _ 6001 2 42", &[]);
    check_generals("general _ _ 6001 2 42\ngeneral _ _ 600102 2 12", &[]);
    check_generals(
        "general _ _ 6001 2 41.99",
        &["7 credit | general 6001 CNY credit | 41.99 | 42.00 | -0.01"],
    );
}

/// Only 专账 accounts have to be in the list; one that nothing was posted to is zero.
#[test]
fn an_account_left_out_is_zero() {
    check_generals(
        "general _ _ 600102 2 12",
        &["- - | general 6001.01 CNY credit | 0.00 | 30.00 | -30.00"],
    );
    check_generals(
        "general _ _ 6001 2 42\ngeneral _ _ 6401 5 0",
        &["8 debit | general 6401 CNY debit | 5.00 | 0.00 | 5.00"],
    );
}

#[test]
fn what_was_not_understood_is_not_judged() {
    check_generals("general _ _ 6001 2 42.123\ngeneral _ _ 6401 5 0", &[]);
}

#[test]
fn what_was_compared_is_counted() {
    let counted = |generals: &str| {
        let table = format!(
            "record voucher_no date       account debit credit currency
             line   1          2026-04-01 1002    30    _      CNY
             line   1          2026-04-01 6001.01 _     30     CNY
             {generals}"
        );
        let checked = read(context(), &table);
        let all =
            [counts::GENERAL_TOTALS, counts::GENERAL_TOTALS_EQUAL, counts::GENERAL_DIFFERENCE];
        all.map(|name| count_all(&[&checked], name))
    };
    assert_eq!(counted(""), [None; 3]);
    assert_eq!(counted("general _ _ 6001.01 0 30 CNY"), [Some(2), Some(2), Some(0)]);
    assert_eq!(counted("general _ _ 6001.01 0.01 29.98 CNY"), [Some(2), Some(0), Some(3)]);
    // Another currency is compared, and not added to fen.
    let yen = "general _ _ 6001.01 0 30 CNY\ngeneral _ _ 6001.01 7 0 JPY";
    assert_eq!(counted(yen), [Some(4), Some(3), Some(0)]);
    assert_eq!(counted("general _ _ 6001.01 0 x CNY"), [None; 3], "nobody knows what it says");
}
