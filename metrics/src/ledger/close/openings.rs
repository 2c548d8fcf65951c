//! F-15 of openings: what a month was posted to open with is the same in a file that supersedes.

use std::collections::{BTreeMap, BTreeSet};

use crate::finding::{Fault, Faults, Place};
use crate::ledger::{CheckedLedger, EntryKind, rules};
use crate::money::{Currency, format_minor};

/// Account and currency.
type Key<'a> = (&'a str, Currency);

impl CheckedLedger {
    /// The accounts of which the superseded file `old` opens with another balance than this one; `None` if
    /// it opens with nothing. An account that a file leaves out opens with zero there.
    #[must_use]
    pub fn openings_since(&self, old: &Self) -> Option<Faults> {
        let (before, now) = (openings(old), openings(self));
        if before.is_empty() {
            return None;
        }
        let mut faults = Faults::default();
        let keys: BTreeSet<&Key<'_>> = before.keys().chain(now.keys()).collect();
        for key @ &(account, currency) in keys {
            let of = |openings: &BTreeMap<Key<'_>, (i128, u8)>| openings.get(key).copied();
            let (was, is) = (of(&before), of(&now));
            let minor_digits = was.or(is).map(|it| it.1).unwrap_or_default();
            let [was, is] = [was, is].map(|it| it.map(|it| it.0).unwrap_or_default());
            if was == is {
                continue;
            }
            faults.push(Fault {
                period: Some(self.period),
                cause: format!("opening {account} {currency}"),
                expected: format_minor(was, minor_digits),
                actual: format_minor(is, minor_digits),
                difference: Some(format_minor(was - is, minor_digits)),
                arguments: vec![
                    ("check", "opening".to_owned()),
                    ("account", account.to_owned()),
                    ("currency", currency.to_string()),
                ],
                ..Fault::at(rules::POSTED_CHANGED, Place::default())
            });
        }
        Some(faults)
    }
}

/// What each account opens with in minor units, debits positive, and how many digits these have.
fn openings(ledger: &CheckedLedger) -> BTreeMap<Key<'_>, (i128, u8)> {
    let mut openings = BTreeMap::new();
    for row in ledger.balances.iter().filter(|it| it.entry == EntryKind::Opening) {
        let (currency, minor_digits) = ledger.currencies[usize::from(row.currency)];
        let account = ledger.accounts[row.account as usize].code.as_str();
        let opening = openings.entry((account, currency)).or_insert((0, minor_digits));
        opening.0 += i128::from(row.sums.debit_minor) - i128::from(row.sums.credit_minor);
    }
    openings
}

#[cfg(test)]
mod tests {
    use crate::ledger::tests::{context, read};

    /// What the second table changes in the openings of the first; `-` if there are none.
    #[track_caller]
    fn check(old: &str, new: &str, expected: &[&str]) {
        let header = "record voucher_no date account debit credit currency product\n";
        let [old, new] = [old, new].map(|it| read(context(), &format!("{header}{it}")));
        let faults = new.openings_since(&old);
        let found: Vec<String> = faults.map_or_else(
            || vec!["-".to_owned()],
            |faults| {
                let shown = faults.kept().iter().map(|it| {
                    let difference = it.difference.as_deref().unwrap_or("-");
                    format!("{} | {} | {} | {difference}", it.cause, it.expected, it.actual)
                });
                shown.collect()
            },
        );
        assert_eq!(found, expected, "{}", new.faults.total());
    }

    #[test]
    fn openings_that_were_posted_stay() {
        let old = "opening _ _ 1002 100.00 _ CNY _\nopening _ _ 4001 _ 100.00 CNY _";
        check(old, old, &[]);
        // In parts, by product, in another order, and what opens with nothing.
        let parts = "opening _ _ 4001 _ 100.00 CNY _\nopening _ _ 1002 99.99 _ CNY P-1\n\
                     opening _ _ 1002 0.01 _ CNY _\nopening _ _ 1001 0 _ CNY _";
        check(old, parts, &[]);
        let less = "opening _ _ 1002 99.99 _ CNY _\nopening _ _ 4001 _ 99.99 CNY _";
        check(
            old,
            less,
            &[
                "opening 1002 CNY | 100.00 | 99.99 | 0.01",
                "opening 4001 CNY | -100.00 | -99.99 | -0.01",
            ],
        );
        let moved = "opening _ _ 1001 100.00 _ CNY _\nopening _ _ 4001 _ 100.00 CNY _";
        check(
            old,
            moved,
            &[
                "opening 1001 CNY | 0.00 | 100.00 | -100.00",
                "opening 1002 CNY | 100.00 | 0.00 | 100.00",
            ],
        );
        let line = "line 1 2026-04-01 1002 5 _ CNY _\nline 1 2026-04-01 2202 _ 5 CNY _";
        check(
            old,
            line,
            &[
                "opening 1002 CNY | 100.00 | 0.00 | 100.00",
                "opening 4001 CNY | -100.00 | 0.00 | -100.00",
            ],
        );
        check(line, old, &["-"]);
    }
}
