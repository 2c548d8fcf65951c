//! F-16: clues of how amounts and dates are spread.

use std::fmt::Write as _;

use super::{context, read};
use crate::ledger::lines::each_line;
use crate::ledger::{CheckedLedger, ClueLimits, LedgerContext, Spread, SpreadCount};
use crate::ratio::Ratio;

/// Limits that nothing reaches, but for the ones a test sets.
const OFF: ClueLimits = ClueLimits {
    amounts_min: 20,
    first_digits: Ratio::ONE,
    round_multiple: 1_000,
    round_share: Ratio::ONE,
    month_end_share: Ratio::ONE,
};

/// A ledger of vouchers of two lines, which each have the amount on the day.
fn ledger(amounts: &[(String, &str, usize)]) -> CheckedLedger {
    let mut table = "voucher_no date account debit credit maker reviewer".to_owned();
    let mut voucher = 0;
    for (amount, day, count) in amounts {
        for _ in 0..*count {
            voucher += 1;
            write!(table, "\n{voucher} {day} 1002 {amount} _ 甲 乙").unwrap();
            write!(table, "\n{voucher} {day} 4001 _ {amount} 甲 乙").unwrap();
        }
    }
    read(context(), &table)
}

fn spread(mut ledger: CheckedLedger) -> Spread {
    let mut count = SpreadCount::of(&ledger, OFF.round_multiple);
    let accounts = ledger.accounts.len();
    each_line(&mut *ledger.lines, accounts, |line| count.add(line, &ledger.vouchers)).unwrap();
    count.spread()
}

#[track_caller]
fn check_amounts(limits: ClueLimits, amounts: &[(String, &str, usize)], expected: &[&str]) {
    let LedgerContext { party, period, .. } = context();
    let found = limits.judge((&party, period), &spread(ledger(amounts)));
    assert!(found.iter().all(|it| it.subject.as_ref() == Some(&party)));
    let found: Vec<String> =
        found.iter().map(|it| format!("{} {} {}", it.cause, it.expected, it.actual)).collect();
    assert_eq!(found, expected, "{amounts:?}");
}

/// 1,000 amounts by first digit. As Benford's law has it, rounded: 301, 176, 125, 97, 79, 67, 58, 51,
/// 46; moving k from 1 to 2 makes the sum of deviations (728 + 2,000 k) ppm, which is by hand.
#[track_caller]
fn check_moved(moved: usize, expected: &[&str]) {
    let limits = ClueLimits { first_digits: Ratio::from_ppm(15_000), ..OFF };
    let counts = [301 - moved, 176 + moved, 125, 97, 79, 67, 58, 51, 46];
    let amounts: Vec<(String, &str, usize)> = (1..)
        .zip(counts)
        .map(|(digit, count)| (format!("{digit}3.70"), "2026-04-01", count))
        .collect();
    check_amounts(limits, &amounts, expected);
}

#[test]
fn first_digits_follow_benford_within_the_limit() {
    check_moved(0, &[]);
    check_moved(67, &[]); // 134,728 / 9 = 14,970 ppm
    check_moved(68, &["first_digits ≤ 1.50 % 1.51 %"]); // 136,728 / 9 = 15,192 ppm
}

#[test]
fn round_amounts_are_counted() {
    let limits = ClueLimits { round_share: Ratio::from_ppm(200_000), ..OFF };
    let amounts = |round: &[&str]| {
        let mut amounts = vec![("999.99".to_owned(), "2026-04-01", 9 - round.len())];
        amounts.extend([("1000.01".to_owned(), "2026-04-01", 1)]);
        amounts.extend(round.iter().map(|it| ((*it).to_owned(), "2026-04-01", 1)));
        amounts
    };
    check_amounts(limits, &amounts(&["1000", "-7000.00"]), &[]);
    let fault = "round ≤ 20.00 % 30.00 %";
    check_amounts(limits, &amounts(&["1000", "-7000.00", "12000"]), &[fault]);
}

#[test]
fn the_last_day_of_the_month_is_counted() {
    let limits = ClueLimits { month_end_share: Ratio::from_ppm(500_000), ..OFF };
    let amounts = |last: usize| {
        vec![("1.37".to_owned(), "2026-04-29", 10 - last), ("1.37".to_owned(), "2026-04-30", last)]
    };
    check_amounts(limits, &amounts(5), &[]);
    check_amounts(limits, &amounts(6), &["month_end ≤ 50.00 % 60.00 %"]);
}

/// Zero is no amount.
#[test]
fn nothing_is_said_of_few_amounts() {
    let limits = ClueLimits { month_end_share: Ratio::from_ppm(500_000), ..OFF };
    let amount =
        |count| vec![("5".to_owned(), "2026-04-30", count), ("0".to_owned(), "2026-04-30", 5)];
    check_amounts(limits, &amount(9), &[]);
    check_amounts(limits, &amount(10), &["month_end ≤ 50.00 % 100.00 %"]);
}

/// The last day of another month is not this one's, whatever its number: F-12 says that it is dated there.
#[test]
fn the_last_day_is_the_months_own() {
    let limits = ClueLimits { month_end_share: Ratio::from_ppm(500_000), ..OFF };
    check_amounts(limits, &[("1.37".to_owned(), "2026-05-30", 10)], &[]);
}
