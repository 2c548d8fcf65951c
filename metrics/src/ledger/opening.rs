//! F-3: openings balance, each is the closing of the month before, and an account opens in one file.

use std::collections::{BTreeMap, BTreeSet};

use super::month::MonthContext;
use super::vouchers::WideSums;
use super::{Sums, rules};
use crate::finding::{Fault, Faults, Place};
use crate::money::{Currency, format_minor};

/// Openings of a file by account code and currency.
pub(super) type Openings<'a> = BTreeMap<(&'a str, Currency), WideSums>;

/// Judges openings.
#[derive(Debug)]
pub(super) struct OpeningJudge<'a> {
    month: &'a MonthContext<'a>,
    faults: &'a mut Faults,
}

impl<'a> OpeningJudge<'a> {
    pub(super) fn of(month: &'a MonthContext<'a>, faults: &'a mut Faults) -> Self {
        Self { month, faults }
    }

    /// What the month opens with balances, and goes on from the closings of the month before, where there
    /// are any.
    pub(super) fn judge_month(&mut self, openings: &Openings<'_>) {
        self.judge_balance(openings);
        if let Some(closings) = self.month.closings_before {
            self.judge_chain(openings, closings);
        }
    }

    /// The trial balance (试算平衡): opening debits equal opening credits in each currency.
    fn judge_balance(&mut self, openings: &Openings<'_>) {
        let mut totals: BTreeMap<Currency, WideSums> = BTreeMap::new();
        for (&(_, currency), &(debit, credit)) in openings {
            let total = totals.entry(currency).or_default();
            *total = (total.0 + debit, total.1 + credit);
        }
        for (currency, (debit, credit)) in totals {
            if debit != credit {
                self.push("", currency, (debit, credit));
            }
        }
    }

    /// Opening(n) = closing(n − 1), for every account of either.
    fn judge_chain(
        &mut self,
        openings: &Openings<'_>,
        closings: &BTreeMap<(String, Currency), Sums>,
    ) {
        let of_closings = closings.keys().map(|(account, currency)| (account.as_str(), *currency));
        let keys: BTreeSet<(&str, Currency)> =
            openings.keys().copied().chain(of_closings).collect();
        for (account, currency) in keys {
            let closing = closings.get(&(account.to_owned(), currency));
            let closing = closing.map_or(0, |sums| sums.net_minor());
            let opening = openings.get(&(account, currency)).map_or(0, |sums| sums.0 - sums.1);
            if closing != opening {
                self.push(account, currency, (closing, opening));
            }
        }
    }

    /// An account opens once a month. What another file in force has it open with stands, and what this
    /// one says does not count: a fault for each account that opens otherwise here, and one where others
    /// say the same of some, which names one of them. Gives these accounts.
    pub(super) fn judge_again<'b>(
        &mut self,
        openings: &Openings<'b>,
        others: &BTreeMap<(&str, Currency), (&str, Sums)>,
    ) -> BTreeSet<(&'b str, Currency)> {
        let (mut again, mut repeated) = (BTreeSet::new(), 0_u64);
        let mut first = None;
        for (&(account, currency), &sums) in openings.iter().filter(|it| *it.1 != (0, 0)) {
            let Some((receipt, other)) = others.get(&(account, currency)) else { continue };
            let (own, other) = (sums.0 - sums.1, other.net_minor());
            again.insert((account, currency));
            if own == other {
                repeated += 1;
                first.get_or_insert(*receipt);
            } else {
                let mut fault = self.fault("again", (account, currency), (other, own));
                fault.cause.push_str(" again");
                fault.arguments.push(("receipt", (*receipt).to_owned()));
                self.faults.push(fault);
            }
        }
        if let Some(receipt) = first {
            self.faults.push(Fault {
                period: Some(self.month.period),
                cause: "openings again".to_owned(),
                expected: "1".to_owned(),
                actual: "2".to_owned(),
                arguments: vec![
                    ("check", "repeated".to_owned()),
                    ("count", repeated.to_string()),
                    ("receipt", receipt.to_owned()),
                ],
                ..Fault::at(rules::TRIAL_BALANCE, Place::default())
            });
        }
        again
    }

    /// A fault about an account, or with `""` about all of them.
    fn push(&mut self, account: &str, currency: Currency, sides: (i128, i128)) {
        let check = if account.is_empty() { "balance" } else { "chain" };
        let fault = self.fault(check, (account, currency), sides);
        self.faults.push(fault);
    }

    fn fault(
        &self,
        check: &str,
        (account, currency): (&str, Currency),
        (expected, actual): (i128, i128),
    ) -> Fault {
        let minor_digits = self.month.minor_digits.get(&currency).copied().unwrap_or(0);
        Fault {
            period: Some(self.month.period),
            cause: format!("opening {account} {currency}"),
            expected: format_minor(expected, minor_digits),
            actual: format_minor(actual, minor_digits),
            difference: Some(format_minor(expected - actual, minor_digits)),
            arguments: vec![
                ("check", check.to_owned()),
                ("account", account.to_owned()),
                ("currency", currency.to_string()),
            ],
            ..Fault::at(rules::TRIAL_BALANCE, Place::default())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ledger::tests::context;

    /// Openings as (account, debit, credit); closings before as (account, net); the faults as
    /// `cause expected actual difference`.
    #[track_caller]
    fn check(openings: &[(&str, i128, i128)], closings: &[(&str, i64)], expected: &[&str]) {
        let openings =
            openings.iter().map(|&(it, debit, credit)| ((it, Currency::CNY), (debit, credit)));
        let openings: Openings<'_> = openings.collect();
        let sums = |&net: &i64| Sums { debit_minor: net.max(0), credit_minor: -net.min(0) };
        let closings =
            closings.iter().map(|(it, net)| (((*it).to_owned(), Currency::CNY), sums(net)));
        let mut faults = Faults::default();
        let context = context();
        let closings = closings.collect();
        let month = MonthContext { closings_before: Some(&closings), ..context.month() };
        OpeningJudge::of(&month, &mut faults).judge_month(&openings);
        let shown = |it: &Fault| {
            let difference = it.difference.as_deref().unwrap_or("-");
            format!("{} {} {} {difference}", it.cause, it.expected, it.actual)
        };
        let found: Vec<String> = faults.kept().iter().map(shown).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn openings_balance_and_continue_the_closings() {
        check(&[("1002", 500, 0), ("4001", 0, 500)], &[("1002", 500), ("4001", -500)], &[]);
        // The net counts, not the side it was written on.
        check(&[("1002", 700, 200), ("4001", 0, 500)], &[("1002", 500), ("4001", -500)], &[]);
        check(
            &[("1002", 501, 0), ("4001", 0, 500)],
            &[("1002", 500), ("4001", -500)],
            &["opening  CNY 5.01 5.00 0.01", "opening 1002 CNY 5.00 5.01 -0.01"],
        );
        // An account that one side lacks is zero there.
        check(
            &[("1002", 500, 0), ("4001", 0, 500)],
            &[("1001", 500), ("1002", 0), ("4001", -500)],
            &["opening 1001 CNY 5.00 0.00 5.00", "opening 1002 CNY 0.00 5.00 -5.00"],
        );
    }
}
