//! F-3: openings balance, each is the closing of the month before, and an account opens in one file.

use std::collections::{BTreeMap, BTreeSet};

use super::vouchers::WideSums;
use super::{EntryKind, OtherFiles, Sums, rules};
use crate::finding::{Fault, Faults, Place};
use crate::money::{Currency, format_minor};
use crate::period::Period;

/// Openings of a file by account code and currency.
pub(super) type Openings<'a> = BTreeMap<(&'a str, Currency), WideSums>;

/// Judges openings of one file.
#[derive(Debug)]
pub(super) struct OpeningJudge<'a> {
    pub(super) period: Period,
    pub(super) minor_digits: &'a BTreeMap<Currency, u8>,
    pub(super) faults: &'a mut Faults,
}

impl OpeningJudge<'_> {
    /// What the month opens with, in this file and in the others in force: it balances, and goes on from
    /// the closings of the month before, where there are any.
    pub(super) fn judge_month<'a>(
        &mut self,
        mut openings: Openings<'a>,
        others: &'a OtherFiles,
        closings: Option<&BTreeMap<(String, Currency), Sums>>,
    ) {
        for (account, currency, sums) in others.sums(EntryKind::Opening) {
            let total = openings.entry((account, currency)).or_default();
            total.0 += i128::from(sums.debit_minor);
            total.1 += i128::from(sums.credit_minor);
        }
        self.judge_balance(&openings);
        if let Some(closings) = closings {
            self.judge_chain(&openings, closings);
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
    /// one says does not count: a fault for each account that opens otherwise here, and one for each
    /// other file that says the same of some. Gives these accounts.
    pub(super) fn judge_again<'a>(
        &mut self,
        openings: &Openings<'a>,
        others: &BTreeMap<(&str, Currency), (&str, Sums)>,
    ) -> BTreeSet<(&'a str, Currency)> {
        let (mut again, mut repeated) = (BTreeSet::new(), BTreeMap::<&str, u64>::new());
        for (&(account, currency), &sums) in openings.iter().filter(|it| *it.1 != (0, 0)) {
            let Some((receipt, other)) = others.get(&(account, currency)) else { continue };
            let (own, other) = (sums.0 - sums.1, other.net_minor());
            again.insert((account, currency));
            if own == other {
                *repeated.entry(receipt).or_default() += 1;
            } else {
                let mut fault = self.fault("again", (account, currency), (other, own));
                fault.cause.push_str(" again");
                fault.arguments.push(("receipt", (*receipt).to_owned()));
                self.faults.push(fault);
            }
        }
        for (receipt, count) in repeated {
            self.faults.push(Fault {
                period: Some(self.period),
                cause: format!("openings again {receipt}"),
                expected: "1".to_owned(),
                actual: "2".to_owned(),
                arguments: vec![
                    ("check", "repeated".to_owned()),
                    ("count", count.to_string()),
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
        let minor_digits = self.minor_digits.get(&currency).copied().unwrap_or(0);
        Fault {
            period: Some(self.period),
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
        let mut judge = OpeningJudge {
            period: Period::new(2026, 4).unwrap(),
            minor_digits: &BTreeMap::from([(Currency::CNY, 2)]),
            faults: &mut faults,
        };
        judge.judge_balance(&openings);
        judge.judge_chain(&openings, &closings.collect());
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
