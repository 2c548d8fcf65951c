//! F-20: what was booked is corrected in red, not on the other side.

use super::chart::{account, chart};
use super::{check, context};
use crate::ledger::LedgerContext;
use crate::ledger::chart::{AccountKind, Chart, Role, Side};

fn with_chart() -> LedgerContext {
    let of = |code: &str, kind, side, role| {
        let mut account = account(code, role);
        (account.kind, account.side) = (kind, side);
        account
    };
    let accounts = vec![
        of("1002", AccountKind::Asset, Side::Debit, None),
        of("4103", AccountKind::Equity, Side::Credit, Some(Role::ProfitOfYear)),
        of("5001", AccountKind::Cost, Side::Debit, None),
        of("6001", AccountKind::ProfitAndLoss, Side::Credit, Some(Role::MainRevenue)),
        of("6602", AccountKind::ProfitAndLoss, Side::Debit, Some(Role::Administrative)),
        of("6603", AccountKind::ProfitAndLoss, Side::Debit, Some(Role::Financial)),
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
