//! F-9: subsidies stand on the accounts for them, and cost that they paid for is marked as such, so
//! that permitted revenue is net of them (CN-65: operating cost less government subsidies).

use std::collections::BTreeMap;

use super::{AccountRoles, Books, Side, about, rules, yuan};
use crate::finding::Fault;
use crate::period::Period;

/// The word of the ledger form for money that is a subsidy.
const SUBSIDY: &str = "subsidy";

/// Subsidies booked as revenue, by month and account; and years in which more was recognised as
/// income than cost is marked as paid from subsidies.
#[must_use]
pub fn subsidies_not_netted(books: &Books, roles: &AccountRoles) -> Vec<Fault> {
    let mut booked: BTreeMap<(Period, &str), i128> = BTreeMap::new();
    let mut years: BTreeMap<i16, (i128, i128)> = BTreeMap::new();
    for it in &books.counterparties {
        let (is_subsidised, account) = (it.funding == SUBSIDY, it.account.as_str());
        let year = years.entry(it.period.first_day().year()).or_default();
        if AccountRoles::has(&roles.subsidy_income, account) {
            year.0 += Side::Credit.of(it.sums);
        } else if is_subsidised && AccountRoles::has(&roles.cost, account) {
            year.1 += Side::Debit.of(it.sums);
        } else if is_subsidised && AccountRoles::has(&roles.revenue, account) {
            *booked.entry((it.period, account)).or_default() += Side::Credit.of(it.sums);
        }
    }
    let mut faults = Vec::new();
    for ((period, account), fen) in booked.into_iter().filter(|(_, fen)| *fen != 0) {
        let mut fault = about(rules::SUBSIDY, &books.party, Some(period), account.to_owned());
        fault.expected = roles.subsidy.join(", ");
        fault.actual = account.to_owned();
        fault.arguments = vec![("check", "account".to_owned()), ("amount", yuan(fen))];
        faults.push(fault);
    }
    for (year, (income, netted)) in years {
        if netted < income {
            let mut fault = about(rules::SUBSIDY, &books.party, None, year.to_string());
            fault.expected = yuan(income);
            fault.actual = yuan(netted);
            fault.difference = Some(yuan(income - netted));
            fault.arguments = vec![("check", "netted".to_owned()), ("amount", yuan(income))];
            faults.push(fault);
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::CounterpartySum;
    use super::super::testing::{books, policy, shown};
    use super::*;
    use crate::ledger::Sums;
    use crate::register::Standard;

    /// What is found of sums of a month, account, funding, debit and credit.
    fn found(sums: &[(&str, &str, &str, i64, i64)]) -> Vec<String> {
        let of = |(period, account, funding, debit_minor, credit_minor): &(&str, &str, &str, _, _)| {
            CounterpartySum {
                period: period.parse().unwrap(),
                account: (*account).to_owned(),
                counterparty: String::new(),
                funding: (*funding).to_owned(),
                sums: Sums { debit_minor: *debit_minor, credit_minor: *credit_minor },
            }
        };
        let books = Books { counterparties: sums.iter().map(of).collect(), ..books() };
        let policy = policy();
        shown(&subsidies_not_netted(&books, policy.roles(Standard::Cas).unwrap()))
    }

    #[test]
    fn what_is_recognised_is_taken_off_cost() {
        let income = ("2026-03", "6117", "subsidy", 0, 100);
        assert_eq!(found(&[income]), ["F-9  2026 1.00 0.00 1.00"]);
        assert_eq!(found(&[income, ("2026-05", "6401.01", "subsidy", 100, 0)]), [""; 0]);
        assert_eq!(
            found(&[income, ("2026-05", "6401.01", "subsidy", 99, 0)]),
            ["F-9  2026 1.00 0.99 0.01"]
        );
        assert_eq!(
            found(&[income, ("2026-05", "6401.01", "own", 100, 0)]),
            ["F-9  2026 1.00 0.00 1.00"]
        );
        assert_eq!(
            found(&[income, ("2027-01", "6401.01", "subsidy", 100, 0)]),
            ["F-9  2026 1.00 0.00 1.00"],
            "years stand for themselves"
        );
        let deferred = ("2026-03", "2401", "subsidy", 0, 100);
        assert_eq!(found(&[deferred]), [""; 0], "not recognised yet");
    }

    #[test]
    fn a_subsidy_is_no_revenue() {
        let booked = ("2026-03", "6001", "subsidy", 0, 100);
        assert_eq!(found(&[booked]), ["F-9 2026-03 6001 2401, 6117 6001 -"]);
        assert_eq!(found(&[("2026-03", "6001", "own", 0, 100)]), [""; 0]);
    }
}
