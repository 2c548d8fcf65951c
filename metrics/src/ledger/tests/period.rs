//! F-12: a voucher is dated in the period, and nothing is posted to a closed one.

use super::{check, context, count, faults, read};
use crate::ledger::{LedgerContext, counts};
use crate::period::Period;

/// A voucher of a day in a month.
#[track_caller]
fn check_date(month: (i16, i8), date: &str, expected: &[&str]) {
    let period = Period::new(month.0, month.1).unwrap();
    let table = format!("voucher_no date account debit credit\n1 {date} 1002 0 0");
    check(LedgerContext { period, ..context() }, "F-12", &table, expected);
}

#[test]
fn the_first_and_the_last_day_are_in_the_month() {
    check_date((2026, 4), "2026-04-01", &[]);
    check_date((2026, 4), "2026-04-30", &[]);
    check_date((2028, 2), "2028-02-29", &[]);
    let april = "2026-04-01..2026-04-30";
    for date in ["2026-03-31", "2026-05-01", "2025-04-15"] {
        check_date((2026, 4), date, &[&format!("2 date | 1 date | {april} | {date} | -")]);
    }
}

#[test]
fn dates_and_periods_are_of_the_submission() {
    let checked = read(
        context(),
        "
        voucher_no period  date       account debit credit maker reviewer
        1          2026-04 2026-04-30 1002    1     0      甲    乙
        1          2026-04 2026-04-30 4001    0     1      甲    乙
        2          2026-05 2026-05-01 1002    1     0      甲    乙
        2          2026-05 2026-05-01 4001    0     1      甲    乙
        3          Mai     2026-04-01 1002    1     0      甲    乙
        ",
    );
    assert_eq!(
        faults(&checked),
        "F-12 4 date | 2 date | 2026-04-01..2026-04-30 | 2026-05-01 | -\n\
         F-12 4 period | 2 period | 2026-04 | 2026-05 | -\n\
         R-6 6 period | 3 period | YYYY-MM | Mai | -"
    );
    assert_eq!(count(&checked, counts::VOUCHERS_IN_PERIOD), 1);
    assert_eq!(count(&checked, counts::VOUCHERS_BALANCED), 2);
}

#[test]
fn nothing_counts_in_a_closed_period() {
    let checked = read(
        LedgerContext { closed: true, ..context() },
        "
        record  voucher_no date       account debit credit maker reviewer
        期初    _          _          1002    0     0      _     _
        line    1          2026-04-30 1002    1     0      甲    乙
        分录    1          2026-04-30 4001    0     1      甲    乙
        ",
    );
    assert_eq!(faults(&checked), "F-12-closed - - | closed |  | 2026-04 | -");
    assert!(checked.balances.is_empty() && !checked.vouchers.get(0).counted);
    assert_eq!(count(&checked, counts::VOUCHERS_BALANCED), 1);
}

/// A month that was closed while a file was read takes nothing of it either.
#[test]
fn a_closed_file_posts_nothing() {
    let table = "voucher_no date account debit credit
                 1 2026-04-01 1002 0.01 _
                 1 2026-04-01 6001 _ 0.01";
    let mut file = read(context(), table);
    assert!(file.vouchers.get(0).counted);
    let found = file.close();
    assert!(file.balances.is_empty() && file.vouchers.iter().all(|it| !it.counted));
    let [fault] = found.kept() else { panic!("one fault") };
    assert_eq!((fault.rule, fault.actual.as_str()), ("F-12-closed", "2026-04"));
}
