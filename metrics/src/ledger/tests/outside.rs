//! F-4-outside: authorizations on accounts outside of the separate ledger.

use std::collections::BTreeSet;

use super::{check, context};
use crate::ledger::LedgerContext;
use crate::shipped;

/// 6001 and what is below it is 专账; the chart says what other accounts are.
fn charted() -> LedgerContext {
    LedgerContext { chart: Some(shipped::charts().cas), ..context() }
}

#[test]
fn an_authorization_outside_of_the_separate_ledger_is_a_clue() {
    let table = "
        voucher_no date       account debit credit product authorization
        1          2026-04-01 6602    1     _      _       SQ-1
        1          2026-04-01 6602    2     _      _       SQ-2
        1          2026-04-01 5301    3     _      _       SQ-1
        1          2026-04-01 6602    4     _      P-1     SQ-1
        1          2026-04-01 6602    5     _      _       _
        1          2026-04-01 6001.01 _     5      _       SQ-1
        1          2026-04-01 1002    _     10     _       SQ-1
        ";
    let expected = [
        "2 authorization | 6602 authorization |  | 6602 | -",
        "4 authorization | 5301 authorization |  | 5301 | -",
    ];
    check(charted(), "F-4-outside", table, &expected);
    let nothing_listed = LedgerContext { separate_accounts: BTreeSet::new(), ..charted() };
    check(nothing_listed, "F-4-outside", table, &[]);
    check(context(), "F-4-outside", table, &[]);
}
