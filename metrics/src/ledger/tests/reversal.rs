//! F-20: what was booked is corrected in red, not on the other side.

use super::chart::{account, chart};
use super::{check, context};
use crate::ledger::LedgerContext;
use crate::ledger::chart::{AccountKind, Chart, Role, Side};

pub(in crate::ledger) fn with_chart() -> LedgerContext {
    let of = |code: &str, kind, side, role| {
        let mut account = account(code, role);
        (account.kind, account.side) = (kind, side);
        account
    };
    let accounts = vec![
        of("1002", AccountKind::Asset, Side::Debit, None),
        of("2202", AccountKind::Liability, Side::Credit, None),
        of("4103", AccountKind::Equity, Side::Credit, Some(Role::ProfitOfYear)),
        of("4104", AccountKind::Equity, Side::Credit, None),
        of("5001", AccountKind::Cost, Side::Debit, None),
        of("6001", AccountKind::ProfitAndLoss, Side::Credit, Some(Role::MainRevenue)),
        of("6301", AccountKind::ProfitAndLoss, Side::Credit, Some(Role::NonOperatingIncome)),
        of("6401", AccountKind::ProfitAndLoss, Side::Debit, Some(Role::OperatingCost)),
        of("6602", AccountKind::ProfitAndLoss, Side::Debit, Some(Role::Administrative)),
        of("6603", AccountKind::ProfitAndLoss, Side::Debit, Some(Role::Financial)),
        of("6711", AccountKind::ProfitAndLoss, Side::Debit, Some(Role::NonOperatingExpense)),
    ];
    LedgerContext { chart: Some(Chart { accounts, ..chart() }), ..context() }
}

/// A voucher of 100 that debits one account and credits another.
#[track_caller]
fn check_pair(debited: &str, credited: &str, amount: &str, expected: &[&str]) {
    let table = format!(
        "voucher_type voucher_no date account debit credit
         记 7 2026-04-01 {debited} {amount} _
         记 7 2026-04-01 {credited} _ {amount}"
    );
    check(with_chart(), "F-20", &table, expected);
}

#[test]
fn revenue_and_expenses_move_on_their_own_side() {
    check_pair("1002", "6001.01", "100", &[]);
    check_pair("6602", "1002", "100", &[]);
    // Red letters, and nothing at all.
    check_pair("1002", "6001", "-100", &[]);
    check_pair("6001", "1002", "-100", &[]);
    check_pair("6001", "1002", "0", &[]);
    // What comes on both sides, and what the chart does not have.
    check_pair("1002", "6603", "100", &[]);
    check_pair("1002", "5001", "100", &[]);
    check_pair("9001", "1002", "100", &[]);
    check_pair("6001", "1002", "0.01", &["2 debit | 记-7 6001 CNY | 0.00 | 0.01 | -0.01"]);
    // Sums have it on 6001, whatever its code goes on with.
    check_pair("6001-01", "1002", "5", &["2 debit | 记-7 6001-01 CNY | 0.00 | 5.00 | -5.00"]);
    check_pair("6001收", "1002", "5", &["2 debit | 记-7 6001收 CNY | 0.00 | 5.00 | -5.00"]);
    check_pair("600", "1002", "5", &[]);
    check_pair("1002", "660201", "100", &["3 credit | 记-7 660201 CNY | 0.00 | 100.00 | -100.00"]);
}

#[test]
fn what_is_carried_to_the_profit_of_the_year_leaves_its_side() {
    check_pair("6001", "4103", "100", &[]);
    check_pair("4103", "6602", "100", &[]);
}

/// A voucher of these lines.
#[track_caller]
fn check_lines(lines: &[&str], expected: &[&str]) {
    let rows: Vec<String> = lines.iter().map(|it| format!("记 9 2026-04-01 {it}")).collect();
    let table = format!("voucher_type voucher_no date account debit credit\n{}", rows.join("\n"));
    check(with_chart(), "F-20", &table, expected);
}

/// What the profit of the year takes over, alone or with other revenue and expenses, is exempt; what goes
/// elsewhere in the same voucher is not.
#[test]
fn a_voucher_carries_as_much_as_the_profit_of_the_year_takes_over() {
    let expense = |minor: &str| format!("3 credit | 记-9 6602 CNY | 0.00 | {minor} | -{minor}");
    for zero in ["0 _", "_ 0"] {
        let nothing = format!("4103 {zero}");
        let lines = ["2202 100 _", "6602 _ 100", &nothing];
        check_lines(&lines, &[&expense("100.00")]);
    }
    check_lines(&["2202 99.99 _", "6602 _ 100", "4103 0.01 _"], &[&expense("99.99")]);
    check_lines(&["4103 100 _", "6602 _ 100"], &[]);
    // The profit of the year moves on the other side, or back and forth.
    check_lines(&["2202 200 _", "6602 _ 100", "4103 _ 100"], &[&expense("100.00")]);
    check_lines(&["2202 100 _", "6602 _ 100", "4103 5 _", "4103 _ 5"], &[&expense("100.00")]);
    // Revenue and expenses are carried together, with those that come on both sides or in red.
    check_lines(&["6001 100 _", "6602 _ 60", "6603 _ 5", "4103 _ 35"], &[]);
    check_lines(&["6001 100 _", "6602 -60 _", "6603 5 _", "4103 _ 45"], &[]);
    check_lines(&["6001 100 _", "6602 _ 160", "4103 60 _"], &[]);
    // And on to what is distributed.
    check_lines(&["6001 100 _", "4103 _ 100", "4103 100 _", "4104 _ 100"], &[]);
    let mixed = ["6001 100 _", "6602 _ 160", "4103 _ 40", "2202 100 _"];
    check_lines(&mixed, &[&expense("100.00")]);
    // Nothing tells which of several it took.
    let two = ["6602 _ 30", "660201 _ 80", "4103 60 _", "2202 50 _"];
    let both = [
        "2 credit | 记-9 6602 CNY | 0.00 | 30.00 | -30.00",
        "3 credit | 记-9 660201 CNY | 0.00 | 50.00 | -50.00",
    ];
    check_lines(&two, &both);
}

/// A fen on the profit of the year covers no move of revenue to where it is no revenue of the cycle: an
/// account that is filled is not closed, and equity takes over what the profit of the year hands on.
#[test]
fn a_fen_carried_hides_no_move() {
    let moved = ["2 debit | 记-9 6001 CNY | 0.00 | 99.99 | -99.99"];
    check_lines(&["6001 100 _", "6301 _ 99.99", "4103 _ 0.01"], &moved);
    check_lines(&["6001 100 _", "6301 -99.99 _", "4103 _ 0.01"], &moved);
    check_lines(&["6001 100 _", "4104 _ 99.99", "4103 _ 0.01"], &moved);
    check_lines(&["6001 100 _", "4104 _ 99.99", "4103 -0.01 _"], &moved);
    let expense = ["4 credit | 记-9 6602 CNY | 0.00 | 99.99 | -99.99"];
    check_lines(&["6711 99.99 _", "4103 0.01 _", "6602 _ 100"], &expense);
    // Closing vouchers: revenue with expenses, other income and losses, and on to what is distributed.
    check_lines(&["6001 100 _", "6401 _ 60", "4103 _ 40"], &[]);
    check_lines(&["6001 100 _", "6301 5 _", "6401 _ 60", "6711 _ 7", "4103 _ 38"], &[]);
    check_lines(&["6001 100 _", "6301 _ -5", "6401 _ 60", "4103 _ 45"], &[]);
    check_lines(&["4103 60 _", "6602 _ 60", "4104 60 _", "4103 _ 60"], &[]);
    check_lines(&["6001 100 _", "4103 _ 100", "4103 _ -100", "4104 _ 100"], &[]);
}

/// Lines of one voucher stand anywhere in a file, and on any of its days; the first row is named.
#[test]
fn lines_of_a_voucher_may_stand_apart() {
    let table = "voucher_no date account debit credit
                 1 2026-04-02 6602 _ 30
                 2 2026-04-01 6001 100 _
                 1 2026-04-01 6602 _ 20
                 3 2026-04-01 1002 5 _
                 2 2026-04-01 4103 _ 40
                 1 2026-04-02 4103 10 _
                 3 2026-04-01 6603 _ 5
                 1 2026-04-02 2202 40 _
                 2 2026-04-01 6602 _ 60";
    let expected = ["2 credit | 1 6602 CNY | 0.00 | 40.00 | -40.00"];
    check(with_chart(), "F-20", table, &expected);
}

#[test]
fn what_does_not_count_inflates_nothing() {
    let table = "voucher_no date account debit credit\n1 2026-04-01 6001 5 _";
    check(with_chart(), "F-20", table, &[]);
}

#[test]
fn without_a_standard_nothing_is_asked() {
    let table =
        "voucher_no date account debit credit\n1 2026-04-01 6001 5 _\n1 2026-04-01 1002 _ 5";
    check(context(), "F-20", table, &[]);
}
