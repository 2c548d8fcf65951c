//! F-9: subsidies stand on the accounts for them and say for which use they are, so that permitted
//! revenue is net of them (CN-65: operating cost less government subsidies).

use std::collections::{BTreeMap, BTreeSet};

use super::{Books, about, rules, yuan};
use crate::finding::Fault;
use crate::ledger::Sums;
use crate::period::Period;
use crate::pricing::AccountRoles;
use crate::pricing::booked::uses;
use crate::pricing::policy::Component;
use crate::register::is_below;

/// The word of the ledger form for money that is a subsidy.
const SUBSIDY: &str = "subsidy";

/// Subsidies received on accounts that are not for them, by month and account; and what stands on the
/// accounts for subsidies without a use, by month and account: no cost is reduced by either. Received
/// is what is credited where money comes in as income, capital or a debt ([`AccountRoles::takes_in`]);
/// on the accounts of `spent`, which name whom money of any kind is spent on, it is not. On accounts of
/// operating cost, of which only debits count, it is what is credited beyond what subsidies paid there
/// in the year so far: up to that, it is the transfer to the profit of the year, in months in which that
/// moves. Where it never does, nobody knows how costs are transferred.
#[must_use]
pub fn subsidies_not_netted(
    books: &Books,
    (roles, spent): (&AccountRoles<'_>, &BTreeSet<String>),
) -> Vec<Fault> {
    let mut booked: BTreeMap<(Period, &str), i128> = BTreeMap::new();
    let mut costs: BTreeMap<(&str, Period), (i128, i128)> = BTreeMap::new();
    for it in books.counterparties.iter().filter(|it| it.funding == SUBSIDY) {
        let counted = roles.counted_minor((it.period, &it.account), it.sums);
        let component = counted.map(|(component, _)| component);
        if component == Some(Component::Cost) {
            let sums = costs.entry((&it.account, it.period)).or_default();
            sums.0 += i128::from(it.sums.debit_minor);
            sums.1 += i128::from(it.sums.credit_minor);
        }
        let is_right = component == Some(Component::Subsidy);
        let is_spent = spent.iter().any(|code| is_below(&it.account, code));
        if roles.takes_in(&it.account) && !is_right && !is_spent {
            *booked.entry((it.period, &it.account)).or_default() +=
                i128::from(it.sums.credit_minor);
        }
    }
    booked.extend(taken_off_cost(costs, &transferring(books, roles)));
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

/// The months in which something was transferred to or from the profit of the year.
fn transferring(books: &Books, roles: &AccountRoles<'_>) -> BTreeSet<Period> {
    let all = books.movements.iter().chain(&books.elsewhere);
    let moved = all.filter(|it| roles.is_profit_of_year(&it.account) && it.sums != Sums::default());
    moved.map(|it| it.period).collect()
}

/// What is credited on accounts of cost and is not transferred: beyond what is debited there in the year so
/// far, and all of it in a month without transfers; by month, of debits and credits by account and month.
fn taken_off_cost<'a>(
    costs: BTreeMap<(&'a str, Period), (i128, i128)>,
    transferring: &BTreeSet<Period>,
) -> impl Iterator<Item = ((Period, &'a str), i128)> {
    let mut year = None;
    let mut left = 0;
    costs.into_iter().map(move |((account, period), (debit, credit))| {
        let own = Some((account, period.last_day().year()));
        if std::mem::replace(&mut year, own) != own {
            left = 0;
        }
        left += debit;
        let has_transfers = transferring.is_empty() || transferring.contains(&period);
        let transferred = if has_transfers { credit.min(left).max(0) } else { 0 };
        left -= transferred;
        ((period, account), credit - transferred)
    })
}

#[cfg(test)]
mod tests;
