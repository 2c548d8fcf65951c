//! Revenue where none belongs: of products on accounts outside of the separate ledger, and of public
//! use.

use std::collections::BTreeMap;

use super::{Books, about, rules, yuan};
use crate::finding::Fault;
use crate::ledger::SumFact;
use crate::period::Period;
use crate::pricing::AccountRoles;
use crate::pricing::booked::uses;
use crate::pricing::policy::Component;

/// Revenue and cost of products on accounts that the register does not list as 专账, per month,
/// account and product (Measures art. 18: 建立专账; that a product makes a line one of the separate
/// ledger is a project default).
#[must_use]
pub fn booked_elsewhere(books: &Books, roles: &AccountRoles<'_>) -> Vec<Fault> {
    let amount = |it: &SumFact| {
        let of = |role| roles.amount_fen(role, (it.period, &it.account), it.sums);
        of(Component::Revenue).or_else(|| of(Component::Cost))
    };
    let with_product = books.elsewhere.iter().filter(|it| !it.product.is_empty());
    found(rules::ELSEWHERE, books, with_product, amount)
}

/// Revenue of public use, per month, account and product (F-8: Measures art. 19, 无偿使用).
#[must_use]
pub fn public_revenue(books: &Books, roles: &AccountRoles<'_>) -> Vec<Fault> {
    let public = books.movements.iter().filter(|it| it.use_ == uses::PUBLIC);
    let amount =
        |it: &SumFact| roles.amount_fen(Component::Revenue, (it.period, &it.account), it.sums);
    found(rules::PUBLIC_REVENUE, books, public, amount)
}

/// One fault for each month, account and product that does not come to zero.
fn found<'a>(
    rule: &'static str,
    books: &Books,
    movements: impl Iterator<Item = &'a SumFact>,
    amount: impl Fn(&SumFact) -> Option<i128>,
) -> Vec<Fault> {
    let mut sums: BTreeMap<(Period, &str, &str), i128> = BTreeMap::new();
    for it in movements {
        if let Some(fen) = amount(it) {
            *sums.entry((it.period, &it.account, &it.product)).or_default() += fen;
        }
    }
    let mut faults = Vec::new();
    for ((period, account, product), fen) in sums.into_iter().filter(|(_, fen)| *fen != 0) {
        let mut fault = about(rule, &books.party, Some(period), format!("{account} {product}"));
        fault.expected = yuan(0);
        fault.actual = yuan(fen);
        fault.difference = Some(yuan(-fen));
        fault.arguments = vec![
            ("account", account.to_owned()),
            ("product", product.to_owned()),
            ("period", period.to_string()),
        ];
        faults.push(fault);
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Chart, books, movement, shown};
    use super::*;

    #[test]
    fn a_product_on_an_account_outside_is_found() {
        let found = |account, product, debit, credit| {
            let elsewhere = vec![movement(("2026-04", account, product, debit, credit))];
            shown(&booked_elsewhere(&Books { elsewhere, ..books() }, &Chart::new().roles()))
        };
        let one = ["F-6-elsewhere 2026-04 6001.09 P-1 0.00 1.00 -1.00"];
        assert_eq!(found("6001.09", "P-1", 0, 100), one);
        assert_eq!(found("6401", "P-1", 1, 0), ["F-6-elsewhere 2026-04 6401 P-1 0.00 0.01 -0.01"]);
        assert_eq!(found("6001.09", "", 0, 100), [""; 0], "no product");
        assert_eq!(found("6001.09", "P-1", 0, 0), [""; 0], "nothing");
        assert_eq!(found("1122", "P-1", 100, 0), [""; 0], "neither revenue nor cost");
    }

    #[test]
    fn public_use_brings_no_revenue() {
        let found = |use_: &str, account, credit| {
            let mut it = movement(("2026-04", account, "P-1", 0, credit));
            it.use_ = use_.to_owned();
            shown(&public_revenue(&Books { movements: vec![it], ..books() }, &Chart::new().roles()))
        };
        assert_eq!(found("public", "6001", 1), ["F-8-ledger 2026-04 6001 P-1 0.00 0.01 -0.01"]);
        assert_eq!(found("public", "6001", 0), [""; 0]);
        assert_eq!(found("industry", "6001", 1), [""; 0]);
        assert_eq!(found("public", "6117", 1), [""; 0], "a subsidy is no revenue of it");
    }
}
