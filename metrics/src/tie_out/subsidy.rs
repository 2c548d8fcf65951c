//! F-9: subsidies stand on the accounts for them and say for which use they are, so that permitted
//! revenue is net of them (CN-65: operating cost less government subsidies).

use std::collections::BTreeMap;

use super::{Books, about, rules, yuan};
use crate::finding::Fault;
use crate::period::Period;
use crate::pricing::AccountRoles;
use crate::pricing::booked::uses;
use crate::pricing::policy::Component;

/// The word of the ledger form for money that is a subsidy.
const SUBSIDY: &str = "subsidy";

/// Subsidies booked as revenue, by month and account; and what stands on the accounts for subsidies
/// without a use, by month and account: no cost is reduced by it.
#[must_use]
pub fn subsidies_not_netted(books: &Books, roles: &AccountRoles<'_>) -> Vec<Fault> {
    let mut booked: BTreeMap<(Period, &str), i128> = BTreeMap::new();
    for it in books.counterparties.iter().filter(|it| it.funding == SUBSIDY) {
        if let Some(revenue) =
            roles.amount_fen(Component::Revenue, (it.period, &it.account), it.sums)
        {
            *booked.entry((it.period, &it.account)).or_default() += revenue;
        }
    }
    let mut unused: BTreeMap<(Period, &str), i128> = BTreeMap::new();
    let known = [uses::INDUSTRY, uses::PUBLIC, uses::SHARED];
    for it in books.movements.iter().filter(|it| !known.contains(&it.use_.as_str())) {
        if let Some(subsidy) =
            roles.amount_fen(Component::Subsidy, (it.period, &it.account), it.sums)
        {
            *unused.entry((it.period, &it.account)).or_default() += subsidy;
        }
    }
    let fault = |check: &str, period, account: &str, fen| {
        let mut fault = about(rules::SUBSIDY, &books.party, Some(period), account.to_owned());
        fault.arguments = vec![("check", check.to_owned()), ("amount", yuan(fen))];
        account.clone_into(&mut fault.actual);
        fault
    };
    let booked = booked.into_iter().filter(|(_, fen)| *fen != 0).map(|((period, account), fen)| {
        let right = roles.codes(Component::Subsidy, period);
        Fault { expected: right.join(", "), ..fault("account", period, account, fen) }
    });
    let unused = unused.into_iter().filter(|(_, fen)| *fen != 0).map(|((period, account), fen)| {
        Fault { expected: known.join(", "), ..fault("use", period, account, fen) }
    });
    booked.chain(unused).collect()
}

#[cfg(test)]
mod tests {
    use super::super::CounterpartySum;
    use super::super::testing::{Chart, books, movement, shown};
    use super::*;
    use crate::ledger::Sums;
    use crate::money::Currency;

    #[test]
    fn a_subsidy_is_no_revenue() {
        let found = |account: &str, funding: &str, credit_minor| {
            let sum = CounterpartySum {
                period: "2026-03".parse().unwrap(),
                account: account.to_owned(),
                currency: Currency::CNY,
                counterparty: String::new(),
                funding: funding.to_owned(),
                sums: Sums { debit_minor: 0, credit_minor },
            };
            let books = Books { counterparties: vec![sum], ..books() };
            shown(&subsidies_not_netted(&books, &Chart::new().roles()))
        };
        assert_eq!(found("6001.01", "subsidy", 1), ["F-9 2026-03 6001.01 2401, 6117 6001.01 -"]);
        assert_eq!(found("6001.01", "subsidy", 0), [""; 0]);
        assert_eq!(found("6001.01", "own", 1), [""; 0]);
        assert_eq!(found("6117", "subsidy", 1), [""; 0]);
    }

    #[test]
    fn a_subsidy_without_use_reduces_no_cost() {
        let found = |account: &str, use_: &str, (debit, credit)| {
            let mut it = movement(("2026-03", account, "", debit, credit));
            use_.clone_into(&mut it.use_);
            let books = Books { movements: vec![it], ..books() };
            shown(&subsidies_not_netted(&books, &Chart::new().roles()))
        };
        let unused =
            |account: &str| [format!("F-9 2026-03 {account} industry, public, shared {account} -")];
        assert_eq!(found("6117", "", (0, 1)), unused("6117"));
        assert_eq!(found("2401.01", "", (0, 1)), unused("2401.01"));
        assert_eq!(found("2401", "", (1, 1)), [""; 0], "received and passed on");
        for use_ in ["industry", "public", "shared"] {
            assert_eq!(found("6117", use_, (0, 1)), [""; 0], "{use_}");
        }
        assert_eq!(found("6001", "", (0, 1)), [""; 0], "no subsidy");
    }
}
