//! F-6: revenue in the ledger against usage, per product and month.

use std::collections::{BTreeMap, BTreeSet};

use super::{Books, about, rules, yuan};
use crate::finding::Fault;
use crate::period::Period;
use crate::pricing::AccountRoles;
use crate::pricing::policy::Component;

/// Months in which a party's ledger and usage differ about a product, to the fen. Compared are months
/// that have a ledger in force, whatever moves on its 专账 accounts, from the first for which usage was
/// handed in: no rule says since when it has to be.
#[must_use]
pub fn revenue_without_usage(
    books: &Books,
    ledgers: &BTreeSet<Period>,
    roles: &AccountRoles<'_>,
) -> Vec<Fault> {
    let Some(first) = books.usage.iter().map(|(period, _)| *period).min() else {
        return never_used(books, roles);
    };
    let used: BTreeSet<Period> = books.usage.iter().map(|(period, _)| *period).collect();
    let mut faults = Vec::new();
    let mut missing: BTreeMap<Period, i128> = BTreeMap::new();
    let compared = |it: &Period| first <= *it && ledgers.contains(it);
    for ((period, product), (ledger, usage)) in sides(books, roles) {
        if !compared(&period) {
            continue;
        }
        if !used.contains(&period) {
            *missing.entry(period).or_default() += ledger;
        } else if ledger != usage {
            let mut fault = about(rules::REVENUE, &books.party, Some(period), product.to_owned());
            fault.expected = yuan(usage);
            fault.actual = yuan(ledger);
            fault.difference = Some(yuan(usage - ledger));
            fault.arguments = vec![("product", product.to_owned()), ("period", period.to_string())];
            faults.push(fault);
        }
    }
    for (period, revenue) in missing.into_iter().filter(|(_, revenue)| *revenue != 0) {
        let mut fault = about(rules::USAGE_MISSING, &books.party, Some(period), String::new());
        fault.expected = yuan(0);
        fault.actual = yuan(revenue);
        fault.difference = Some(yuan(-revenue));
        fault.arguments = vec![("period", period.to_string())];
        faults.push(fault);
    }
    faults
}

/// Revenue by month and product, in fen: what the ledger says, and what usage says.
pub(super) fn sides<'a>(
    books: &'a Books,
    roles: &AccountRoles<'_>,
) -> BTreeMap<(Period, &'a str), (i128, i128)> {
    let mut sides: BTreeMap<(Period, &str), (i128, i128)> = BTreeMap::new();
    for it in &books.movements {
        if let Some(revenue) =
            roles.amount_fen(Component::Revenue, (it.period, &it.account), it.sums)
        {
            sides.entry((it.period, &it.product)).or_default().0 += revenue;
        }
    }
    for (period, sum) in &books.usage {
        sides.entry((*period, &sum.key.product)).or_default().1 += i128::from(sum.amount_fen);
    }
    sides
}

/// Revenue with products where no usage was ever handed in: one fault for the party.
fn never_used(books: &Books, roles: &AccountRoles<'_>) -> Vec<Fault> {
    let sold = books.movements.iter().filter(|it| !it.product.is_empty());
    let revenue = sold
        .filter_map(|it| roles.amount_fen(Component::Revenue, (it.period, &it.account), it.sums));
    let revenue: i128 = revenue.sum();
    if revenue == 0 {
        return Vec::new();
    }
    let mut fault = about(rules::NO_USAGE, &books.party, None, String::new());
    fault.actual = yuan(revenue);
    vec![fault]
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Chart, books, movement, shown, sum};
    use super::*;

    /// A movement of a month and account, of a product, with debit and credit in fen.
    type Moved = (&'static str, &'static str, &'static str, i64, i64);

    /// A ledger with one movement a row, and usage with one sum a row.
    fn found(movements: &[Moved], usage: &[(&str, &str, i64)]) -> Vec<String> {
        let ledgers: Vec<&str> = movements.iter().map(|it| it.0).collect();
        found_in(&ledgers, movements, usage)
    }

    /// The same with the months that have a ledger.
    fn found_in(ledgers: &[&str], movements: &[Moved], usage: &[(&str, &str, i64)]) -> Vec<String> {
        let mut books = books();
        books.movements = movements.iter().map(|it| movement(*it)).collect();
        let of = |(period, product, amount): &(&str, &str, i64)| {
            (period.parse().unwrap(), sum(product, 1_000_000, *amount))
        };
        books.usage = usage.iter().map(of).collect();
        let ledgers = ledgers.iter().map(|it| it.parse().unwrap()).collect();
        shown(&revenue_without_usage(&books, &ledgers, &Chart::new().roles()))
    }

    #[test]
    fn revenue_is_usage_to_the_fen() {
        let ledger = |fen| ("2026-04", "6001.01", "P-1", 0, fen);
        assert_eq!(found(&[ledger(100)], &[("2026-04", "P-1", 100)]), [""; 0]);
        let off = ["F-6-ledger 2026-04 P-1 1.00 1.01 -0.01"];
        assert_eq!(found(&[ledger(101)], &[("2026-04", "P-1", 100)]), off);
        let off = ["F-6-ledger 2026-04 P-1 1.00 0.99 0.01"];
        assert_eq!(found(&[ledger(99)], &[("2026-04", "P-1", 100)]), off);
        let both = [("2026-04", "P-1", 60), ("2026-04", "P-1", 40)];
        assert_eq!(found(&[ledger(100)], &both), [""; 0]);
    }

    #[test]
    fn products_are_compared_one_by_one() {
        let ledger = [("2026-04", "6001", "P-1", 0, 100), ("2026-04", "6051", "P-2", 0, 50)];
        let usage = [("2026-04", "P-1", 50), ("2026-04", "P-2", 100)];
        let off =
            ["F-6-ledger 2026-04 P-1 0.50 1.00 -0.50", "F-6-ledger 2026-04 P-2 1.00 0.50 0.50"];
        assert_eq!(found(&ledger, &usage), off);
    }

    #[test]
    fn closing_to_profit_takes_nothing_back() {
        let closed = [("2026-04", "6001", "P-1", 100, 100), ("2026-04", "4103", "", 0, 100)];
        assert_eq!(found(&closed, &[("2026-04", "P-1", 100)]), [""; 0]);
        // What is given back stands red.
        let returned = [("2026-04", "6001", "P-1", 0, 100), ("2026-04", "6001", "P-1", 0, -30)];
        assert_eq!(found(&returned, &[("2026-04", "P-1", 70)]), [""; 0]);
    }

    #[test]
    fn revenue_with_a_product_and_no_usage_ever_is_found() {
        assert_eq!(found(&[("2026-04", "6001", "P-1", 0, 7)], &[]), ["F-6-none    0.07 -"]);
        assert_eq!(found(&[("2026-04", "6001", "", 0, 7)], &[]), [""; 0], "no product");
        assert_eq!(found(&[("2026-04", "6401", "P-1", 7, 0)], &[]), [""; 0], "no revenue");
    }

    /// What is kept off the accounts that are 专账 is none of its revenue.
    #[test]
    fn a_ledger_in_which_nothing_moves_has_no_revenue() {
        let (april, usage) = ([("2026-04", "6001", "P-1", 0, 5)], [("2026-04", "P-1", 5)]);
        let both = [usage[0], ("2026-05", "P-1", 100_000)];
        assert_eq!(found_in(&["2026-04", "2026-05"], &april, &usage), [""; 0], "nothing used");
        let off = ["F-6-ledger 2026-05 P-1 1000.00 0.00 1000.00"];
        assert_eq!(found_in(&["2026-04", "2026-05"], &april, &both), off);
        assert_eq!(found_in(&["2026-04"], &april, &both), [""; 0], "no ledger");
        let cent = [april[0], ("2026-05", "6001", "P-1", 0, 1)];
        let off = ["F-6-ledger 2026-05 P-1 1000.00 0.01 999.99"];
        assert_eq!(found_in(&["2026-04", "2026-05"], &cent, &both), off);
    }

    #[test]
    fn months_without_ledger_or_before_the_first_usage_are_not_compared() {
        assert_eq!(found(&[], &[("2026-04", "P-1", 100)]), [""; 0]);
        let before = [("2026-03", "6001", "P-1", 0, 7), ("2026-04", "6001", "P-1", 0, 5)];
        assert_eq!(found(&before, &[("2026-04", "P-1", 5)]), [""; 0]);
        let after = [("2026-04", "6001", "P-1", 0, 5), ("2026-05", "6001", "P-1", 0, 7)];
        let missing = ["F-6-missing 2026-05  0.00 0.07 -0.07"];
        assert_eq!(found(&after, &[("2026-04", "P-1", 5)]), missing);
        let idle = [("2026-04", "6001", "P-1", 0, 5), ("2026-05", "6401", "P-1", 7, 0)];
        assert_eq!(found(&idle, &[("2026-04", "P-1", 5)]), [""; 0]);
    }
}
