//! F-19: an account is on the chart of the party's accounting standard, or below one that is.

use super::{check, context};
use crate::ledger::LedgerContext;
use crate::ledger::chart::{Account, AccountKind, Chart, Role, Side};
use crate::source::{Confidence, Name, Source};

fn name(text: &str) -> Name {
    Name { zh: text.to_owned(), en: text.to_owned() }
}

pub(super) fn account(code: &str, role: Option<Role>) -> Account {
    Account {
        code: code.to_owned(),
        name: name(code),
        kind: AccountKind::ProfitAndLoss,
        side: Side::Debit,
        role,
        source: None,
    }
}

pub(super) fn chart() -> Chart {
    Chart {
        standard: name("准则"),
        source: Source {
            instrument: "default".to_owned(),
            article: String::new(),
            confidence: Confidence::Default,
        },
        accounts: vec![
            account("6602", Some(Role::Administrative)),
            account("660201", Some(Role::Research)),
            account("1002", None),
        ],
    }
}

/// Lines on these accounts.
#[track_caller]
fn check_accounts(chart: Option<Chart>, accounts: &[&str], expected: &[&str]) {
    let rows = accounts.iter().map(|it| format!("\n1 2026-04-01 {it} 0 0"));
    let header = "voucher_no date account debit credit";
    let table = rows.fold(header.to_owned(), |table, row| table + &row);
    check(LedgerContext { chart, ..context() }, "F-19", &table, expected);
}

#[test]
fn accounts_are_on_the_chart_or_below() {
    check_accounts(Some(chart()), &["1002", "100201", "1002.01", "6602"], &[]);
    check_accounts(
        Some(chart()),
        &["1003", "100", "1002X", "1002"],
        &[
            "2 account | 1003 | 准则 | 1003 | -",
            "3 account | 100 | 准则 | 100 | -",
            "4 account | 1002X | 准则 | 1002X | -",
        ],
    );
}

#[test]
fn an_account_is_named_once() {
    let expected = ["2 account | 9999 | 准则 | 9999 | -"];
    check_accounts(Some(chart()), &["9999", "1002", "9999"], &expected);
}

#[test]
fn without_a_standard_nothing_is_asked() {
    check_accounts(None, &["9999"], &[]);
}

#[test]
fn the_closest_account_of_the_chart_is_found() {
    let chart = chart();
    let role = |code| chart.account(code).and_then(|it| it.role);
    assert_eq!(role("660201.3"), Some(Role::Research));
    assert_eq!(role("660202"), Some(Role::Administrative));
    assert_eq!(role("66"), None);
    assert_eq!(chart.account("6601"), None);
}
