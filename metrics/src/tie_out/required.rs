//! F-23 and F-5-missing: what has to be there before a separate ledger can be held against anything.

use std::collections::BTreeSet;

use super::{about, rules};
use crate::finding::Fault;
use crate::party::PartyId;
use crate::period::Period;

/// That an operator hands ledgers in and has registered no account as 专账 (Measures art. 18: 建立专账; that
/// the register says which accounts it is, is a project default). Without one no line has to say its
/// dimensions (F-4), and nothing can stand outside (F-6-elsewhere).
#[must_use]
pub fn without_separate_account(
    party: &PartyId,
    ledgers: &BTreeSet<Period>,
    has_separate: bool,
) -> Option<Fault> {
    let since = ledgers.first().filter(|_| !has_separate)?;
    let mut fault = about(rules::NO_SEPARATE, party, None, String::new());
    fault.arguments = vec![("since", since.to_string()), ("count", ledgers.len().to_string())];
    Some(fault)
}

/// Months with a ledger of which no file in force has a total of the general ledger: F-5 compares
/// nothing there. That the totals are handed in is a project default.
#[must_use]
pub fn without_general_totals(
    party: &PartyId,
    ledgers: &BTreeSet<Period>,
    with_totals: &BTreeSet<Period>,
) -> Vec<Fault> {
    let missing = ledgers.difference(with_totals).map(|period| {
        let mut fault = about(rules::NO_GENERAL_TOTALS, party, Some(*period), String::new());
        fault.arguments = vec![("period", period.to_string())];
        fault
    });
    missing.collect()
}

#[cfg(test)]
mod tests {
    use super::super::testing::{books, shown};
    use super::*;

    fn months(months: &[&str]) -> BTreeSet<Period> {
        months.iter().map(|it| it.parse().unwrap()).collect()
    }

    #[test]
    fn whoever_hands_a_ledger_in_has_a_separate_account() {
        let found = |ledgers: &[&str], has_separate| {
            without_separate_account(&books().party, &months(ledgers), has_separate)
        };
        assert_eq!(found(&["2026-04"], true), None);
        assert_eq!(found(&[], false), None, "no ledger is in force");
        let fault = found(&["2026-05", "2026-04"], false).unwrap();
        assert_eq!((fault.rule, fault.period), ("F-23", None), "one, however many months");
        let arguments = [("since", "2026-04".to_owned()), ("count", "2".to_owned())];
        assert_eq!(fault.arguments, arguments);
    }

    #[test]
    fn every_month_with_a_ledger_has_totals_of_the_general_ledger() {
        let found = |ledgers: &[&str], with_totals: &[&str]| {
            let found =
                without_general_totals(&books().party, &months(ledgers), &months(with_totals));
            shown(&found)
        };
        let ledgers = ["2026-04", "2026-05"];
        assert_eq!(found(&ledgers, &ledgers), [""; 0]);
        assert_eq!(found(&[], &[]), [""; 0], "no ledger");
        assert_eq!(found(&[], &["2026-04"]), [""; 0], "no ledger in force");
        assert_eq!(found(&ledgers, &["2026-04"]), ["F-5-missing 2026-05    -"]);
        let both = ["F-5-missing 2026-04    -", "F-5-missing 2026-05    -"];
        assert_eq!(found(&ledgers, &[]), both);
    }
}
