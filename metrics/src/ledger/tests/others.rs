//! A month in several files is judged as one.

use std::sync::Arc;

use super::{check, context, read};
use crate::ledger::{EntryKind, LedgerContext, OtherFiles, Sums, VoucherNames};
use crate::money::Currency;

/// A third voucher, and what is published of the month of which the other files have the first two.
const PUBLISHED: &str = "
        record  voucher_type voucher_no date       account debit  credit
        line    记           3          2026-04-02 1002    _      40.00
        line    记           3          2026-04-02 6001    _      -40.00
        closing _            _          _          1002    65.00  _
        closing _            _          _          4001    _      5.00
        closing _            _          _          6001    _      60.00
        general _            _          _          1002    100.00 40.00
        general _            _          _          6001    _      60.00
        ";

/// The other files have vouchers 记-1 and 记-2, which move 100.00 from 6001 to 1002.
fn with_others() -> LedgerContext {
    let sum = |account: &str, entry, debit_minor, credit_minor| {
        (account.to_owned(), Currency::CNY, entry, Sums { debit_minor, credit_minor })
    };
    let others = OtherFiles {
        counted: [("记", "1"), ("记", "2")].into_iter().collect(),
        uncounted: VoucherNames::default(),
        sums: vec![(
            "S-1".to_owned(),
            Arc::new(vec![
                sum("1002", EntryKind::Opening, 500, 0),
                sum("1002", EntryKind::Movement, 10_000, 0),
                sum("4001", EntryKind::Opening, 0, 500),
                sum("6001", EntryKind::Movement, 0, 10_000),
            ]),
        )],
    };
    LedgerContext { others, ..context() }
}

#[test]
fn numbers_go_on_from_file_to_file() {
    let table = |number: &str| {
        format!(
            "voucher_type voucher_no date account debit credit\n记 {number} 2026-04-01 1002 0 0"
        )
    };
    check(with_others(), "F-2", &table("3"), &[]);
    check(with_others(), "F-2", &table("4"), &["2 voucher_no | 记-3 | 3 | 4 | -"]);
    // The same number is a conflict (V-1), which is found where it is posted.
    check(with_others(), "F-2", &table("2"), &[]);
    check(with_others(), "F-2", &table("02"), &[]);
}

#[test]
fn published_balances_are_those_of_the_month() {
    check(with_others(), "F-3", PUBLISHED, &[]);
    check(with_others(), "F-5", PUBLISHED, &[]);
    let alone = read(context(), PUBLISHED);
    let [closings, generals] =
        ["F-3", "F-5"].map(|rule| alone.faults.counts().get(rule).copied().unwrap_or_default());
    assert!(0 < closings && 0 < generals);
}

/// 记-1 and 记-2 are in force from elsewhere already: handed in once more, they move nothing (V-1), and the
/// totals of the month are those of the month still. What does not count there counts here.
#[test]
fn what_is_handed_in_again_is_in_the_books_once() {
    let again = "
        line    记           1          2026-04-01 1002    60.00  _
        line    记           1          2026-04-01 6001    _      60.00
        line    记           2          2026-04-01 1002    40.00  _
        line    记           2          2026-04-01 6001    _      40.00
        ";
    let table = &(PUBLISHED.to_owned() + again);
    check(with_others(), "F-3", table, &[]);
    check(with_others(), "F-5", table, &[]);
    let checked = read(with_others(), table);
    // What was posted is what excluding takes away, and that is known only when it is posted.
    assert_eq!(checked.balances.iter().map(|it| it.sums.debit_minor).sum::<i64>(), 10_000);

    let mut others = with_others();
    others.others.uncounted = std::mem::take(&mut others.others.counted);
    others.others.sums.clear();
    check(others, "F-5", &table.replace("-40.00", "-40"), &[]);
}

/// 1002 opens with 5.00 elsewhere, 4001 with its opposite: said again it counts once, said otherwise the
/// first one stands, and neither hides what this file opens besides.
#[test]
fn an_account_opens_in_one_file_of_a_month() {
    let openings = |cash: &str, bank: &str| {
        format!(
            "record account debit credit
             opening 1002 {cash} _
             opening 4001 _ 5.00
             opening 1001 {bank} _"
        )
    };
    let found = |table: &str| {
        let checked = read(with_others(), table);
        let codes = checked.balances.iter().map(|it| &checked.accounts[it.account as usize].code);
        let sums = checked.balances.iter().map(|it| it.sums.debit_minor);
        codes.cloned().zip(sums).collect::<Vec<_>>()
    };
    check(with_others(), "F-3", &openings("5.00", "0.00"), &["- - | openings again | 1 | 2 | -"]);
    assert_eq!(found(&openings("5.00", "0.00")), [("1001".to_owned(), 0)]);
    check(
        with_others(),
        "F-3",
        &openings("7.00", "1.00"),
        &[
            "- - | opening  CNY | 6.00 | 5.00 | 1.00",
            "- - | opening 1002 CNY again | 5.00 | 7.00 | -2.00",
            "- - | openings again | 1 | 2 | -",
        ],
    );
    assert_eq!(found(&openings("7.00", "1.00")), [("1001".to_owned(), 100)]);
    let broken = format!("{}\nopening 1003 x _", openings("7.00", "1.00"));
    assert_eq!(
        found(&broken),
        [("1001".to_owned(), 100)],
        "what is not understood doubles nothing"
    );
}

#[test]
fn balances_of_another_month_are_not_of_this_one() {
    let table = "
        record  period  account debit  credit
        opening 2026-04 1002    1.00   _
        opening 2026-04 4001    _      1.00
        opening 2026-03 1002    7.00   _
        closing 2026-03 4001    7.00   _
        ";
    let checked = read(context(), table);
    assert_eq!(checked.faults.counts().get("F-12"), Some(&2));
    assert_eq!(checked.balances.iter().map(|it| it.sums.debit_minor).max(), Some(100));
}
