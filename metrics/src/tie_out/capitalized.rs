//! F-22: what the separate ledger capitalizes where data resources stand. Public data that an operator
//! is authorized to process are not its asset by themselves (`domain` 7.4); only what it lawfully owns
//! or controls, and can measure, may be (CN-DRA). Which it is, people find out: a clue.

use std::collections::BTreeMap;

use super::{Books, about, rules, yuan};
use crate::finding::Fault;
use crate::period::Period;
use crate::pricing::AccountRoles;

/// Debits of a month on accounts of the separate ledger under which data resources stand, in renminbi,
/// one fault for each account. Asked where the register lists accounts as 专账: of a whole book every
/// purchase of stock would be one.
#[must_use]
pub fn capitalized(books: &Books, roles: &AccountRoles<'_>) -> Vec<Fault> {
    let mut sums: BTreeMap<(Period, &str), i128> = BTreeMap::new();
    for it in books.movements.iter().filter(|it| roles.is_data_resource(&it.account)) {
        *sums.entry((it.period, &it.account)).or_default() += i128::from(it.sums.debit_minor);
    }
    let mut faults = Vec::new();
    for ((period, account), fen) in sums.into_iter().filter(|(_, fen)| 0 < *fen) {
        let mut fault = about(rules::CAPITALIZED, &books.party, Some(period), account.to_owned());
        fault.actual = yuan(fen);
        fault.arguments = vec![("account", account.to_owned()), ("period", period.to_string())];
        faults.push(fault);
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Chart, books, movement, shown};
    use super::*;

    /// What is found of movements in April, each as account, debit and credit.
    fn found(movements: &[(&str, i64, i64)]) -> Vec<String> {
        let of = |&(account, debit, credit): &(&str, i64, i64)| {
            movement(("2026-04", account, "P-1", debit, credit))
        };
        let books = Books { movements: movements.iter().map(of).collect(), ..books() };
        shown(&capitalized(&books, &Chart::new().roles()))
    }

    #[test]
    fn what_becomes_a_data_resource_is_a_clue() {
        assert_eq!(found(&[("1701.01", 1, 0)]), ["F-22 2026-04 1701.01  0.01 -"]);
        assert_eq!(found(&[("1405", 100, 0), ("1405", 50, 0)]), ["F-22 2026-04 1405  1.50 -"]);
        assert_eq!(found(&[("1701.01", 0, 100)]), [""; 0], "what is taken off");
        assert_eq!(found(&[("1701.01", 100, 0), ("1701.01", -100, 0)]), [""; 0], "red");
        assert_eq!(found(&[("1702.01", 0, 100), ("6401", 100, 0)]), [""; 0], "amortization");
        assert_eq!(found(&[("1601", 100, 0)]), [""; 0], "a machine");
    }
}
