//! The three columns of a monthly statement: which months each sums, and whether they are known.

use std::collections::BTreeSet;

use super::{Fen, LedgerFacts};
use crate::ledger::SumFact;
use crate::ledger::chart::{Chart, Role, Side};
use crate::money::Currency;
use crate::period::{Period, Span};

/// Which months each column sums; `None` where one of them is missing.
pub(super) struct Columns<'a> {
    spans: [Option<Span>; 3],
    /// Months that were closed to 本年利润.
    closed: BTreeSet<Period>,
    facts: Vec<(Role, &'a SumFact)>,
}

impl<'a> Columns<'a> {
    /// The columns of a month. The year to date is known when no month is missing since the ledger
    /// began or the year did, whichever is later.
    pub(super) fn new(facts: &'a LedgerFacts, chart: &Chart) -> Self {
        let period = facts.period;
        let present: BTreeSet<Period> = facts.sums.iter().map(|it| it.period).collect();
        let known = |span: Span| span.periods().all(|it| present.contains(&it)).then_some(span);
        let january = Period::from_index(period.index() - period.index() % 12);
        let since = present.first().copied().into_iter().chain(january).max();
        let last_year = Period::from_index(period.index() - 12);
        let single = |it: Period| Span::new(it, it).and_then(known);
        let moved = facts.sums.iter().filter(|it| it.is_renminbi_movement());
        let with_role = moved.filter_map(|it| Some((chart.role(&it.account)?, it)));
        let facts: Vec<(Role, &SumFact)> = with_role.collect();
        let closed = facts.iter().filter(|(role, _)| *role == Role::ProfitOfYear);
        Self {
            spans: [
                single(period),
                since.and_then(|since| Span::new(since, period)).and_then(known),
                last_year.and_then(single),
            ],
            closed: closed.map(|(_, it)| it.period).collect(),
            facts,
        }
    }

    /// Movements in CNY on accounts of some roles, with what they come to on the side on which the
    /// account grows, fen.
    pub(super) fn of_roles(&self, roles: &[Role]) -> impl Iterator<Item = (&'a SumFact, i128)> {
        let own = self.facts.iter().filter(|(role, _)| roles.contains(role));
        own.map(|(role, it)| (*it, self.turnover(it, role.side())))
    }

    /// Amounts of months, put into the columns that they belong to.
    pub(super) fn sum(&self, months: impl IntoIterator<Item = (Period, i128)>) -> Fen {
        let mut sums = [0; 3];
        for (period, fen) in months {
            for (sum, span) in sums.iter_mut().zip(self.spans) {
                if span.is_some_and(|it| it.first() <= period && period <= it.last()) {
                    *sum += fen;
                }
            }
        }
        self.spans.iter().zip(sums).map(|(span, sum)| span.map(|_| sum)).collect()
    }

    /// What happened on the side on which an account grows, fen.
    ///
    /// Closing a month books the whole turnover of an account on its other side; accounts of profit and
    /// loss are corrected by red-letter entries on their own side (会计基础工作规范). So in a month that
    /// was closed the own side is the turnover, and in one that was not, one side less the other.
    fn turnover(&self, fact: &SumFact, side: Side) -> i128 {
        let debit = i128::from(fact.sums.debit_minor);
        let credit = i128::from(fact.sums.credit_minor);
        match (side, self.closed.contains(&fact.period)) {
            (Side::Debit, true) => debit,
            (Side::Debit, false) => debit - credit,
            (Side::Credit, true) => credit,
            (Side::Credit, false) => credit - debit,
        }
    }

    /// Credit less debit of 本年利润, in columns of which every month was closed.
    pub(super) fn transferred(&self) -> Fen {
        let profit = self.facts.iter().filter(|(role, _)| *role == Role::ProfitOfYear);
        let months = profit.map(|(_, it)| (it.period, -it.sums.net_minor()));
        let all_closed = |span: Span| span.periods().all(|it| self.closed.contains(&it));
        (self.sum(months).into_iter().zip(&self.spans))
            .map(|(fen, span)| fen.filter(|_| span.is_some_and(all_closed)))
            .collect()
    }

    /// 0 in every column that is known.
    pub(super) fn zero(&self) -> Fen {
        self.sum([])
    }
}

/// Whether something was left out because it is in another currency.
pub(super) fn has_other_currency(facts: &LedgerFacts) -> bool {
    facts.sums.iter().any(|it| it.currency != Currency::CNY)
}
