//! F-21: revenue, cost, taxes and subsidies in another currency. Books may be kept in one, and what is
//! reported is renminbi (会计法 art. 12, recalled), so that permitted revenue, tie-outs and statements
//! count renminbi alone. What they leave out is named.

use std::collections::BTreeMap;

use super::{Books, about, in_currency, rules};
use crate::finding::Fault;
use crate::money::Currency;
use crate::period::Period;
use crate::pricing::AccountRoles;
use crate::pricing::policy::Component;

/// One fault for each month, component and currency that does not come to zero. `digits` are the minor
/// digits of a currency.
#[must_use]
pub fn not_in_renminbi(
    books: &Books,
    roles: &AccountRoles<'_>,
    digits: &BTreeMap<Currency, u8>,
) -> Vec<Fault> {
    let mut sums: BTreeMap<(Period, Component, Currency), i128> = BTreeMap::new();
    for it in &books.foreign {
        if let Some((component, minor)) = roles.counted_minor((it.period, &it.account), it.sums) {
            *sums.entry((it.period, component, it.currency)).or_default() += minor;
        }
    }
    let mut faults = Vec::new();
    for ((period, component, currency), minor) in sums.into_iter().filter(|(_, it)| *it != 0) {
        let cause = format!("{} {currency}", component.as_str());
        let mut fault = about(rules::CURRENCY, &books.party, Some(period), cause);
        let digits = digits.get(&currency).copied().unwrap_or_default();
        fault.expected = Currency::CNY.to_string();
        fault.actual = in_currency(minor, (currency, digits));
        fault.arguments =
            vec![("component", component.as_str().to_owned()), ("period", period.to_string())];
        faults.push(fault);
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::super::testing::{Chart, books, movement, shown};
    use super::*;

    /// What is found of movements in April, each as account, currency, debit and credit.
    fn found(movements: &[(&str, &str, i64, i64)]) -> Vec<String> {
        let of = |(account, currency, debit, credit): &(&str, &str, i64, i64)| {
            let mut it = movement(("2026-04", account, "P-1", *debit, *credit));
            it.currency = Currency::parse(currency).unwrap();
            it
        };
        let books = Books { foreign: movements.iter().map(of).collect(), ..books() };
        let digits = [("USD", 2), ("JPY", 0)];
        let digits = digits.map(|(code, digits)| (Currency::parse(code).unwrap(), digits));
        shown(&not_in_renminbi(&books, &Chart::new().roles(), &digits.into()))
    }

    #[test]
    fn what_is_left_out_is_named_with_its_sum() {
        let revenue = ["F-21 2026-04 revenue USD CNY 0.01 USD -"];
        assert_eq!(found(&[("6001.01", "USD", 0, 1)]), revenue);
        let added = ["F-21 2026-04 revenue USD CNY 3.00 USD -"];
        assert_eq!(found(&[("6001.01", "USD", 0, 100), ("6051", "USD", 0, 200)]), added);
        let apart = [
            "F-21 2026-04 revenue JPY CNY 7 JPY -",
            "F-21 2026-04 cost USD CNY 1.00 USD -",
            "F-21 2026-04 taxes USD CNY 2.00 USD -",
            "F-21 2026-04 subsidy USD CNY 3.00 USD -",
        ];
        let movements = [
            ("6401.02", "USD", 100, 0),
            ("6403", "USD", 200, 0),
            ("6117", "USD", 0, 300),
            ("6001", "JPY", 0, 7),
        ];
        assert_eq!(found(&movements), apart);
    }

    #[test]
    fn what_counts_nowhere_is_left_out_by_nobody() {
        assert_eq!(found(&[("1002", "USD", 100, 0), ("2202", "USD", 0, 100)]), [""; 0]);
        assert_eq!(found(&[("6001", "USD", 0, 100), ("6001", "USD", 0, -100)]), [""; 0], "red");
        assert_eq!(found(&[]), [""; 0]);
    }
}
