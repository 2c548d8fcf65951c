//! The finances of an operator, month by month.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::period::{Period, Span};
use metrics::statement::{
    Form, LedgerFacts, Prices, SeparateInput, Statement, Unit, separate_ledger,
};
use store::StoreError;
use store::closings::closed_through;

use super::StoreSource;
use crate::query::{FinanceMonth, Finances};

impl StoreSource {
    /// Every month from the first ledger on, newest first; months without a ledger are named.
    pub(super) async fn finances(
        &self,
        party: &PartyId,
        (until, as_of): (Period, Timestamp),
    ) -> Result<Finances, StoreError> {
        let known = self.reader.ledger_periods(as_of).await?;
        let months = known.into_iter().filter(|it| it.0 == *party).map(|it| it.1);
        let months: BTreeSet<Period> = months.collect();
        let last = months.last().copied().max(Some(until));
        let span = months.first().zip(last).and_then(|(first, last)| Span::new(*first, last));
        let Some(span) = span else { return Ok(Finances::default()) };
        let unit = self.reader.unit(party, as_of).await?;
        let form = self.policy.statement_form(unit.standard);
        let facts = self.reader.ledger_facts(party, span.last(), as_of).await?;
        let prices = Prices::new(&unit, &facts, (&self.policy.pricing, &self.policy.charts))?;
        let closed_through = closed_through(&self.reader.closings(party).await?);
        let of_month = |period: Period| {
            let own = facts.sums.iter().filter(|it| it.period == period).cloned();
            let (party, account_names) = (party.clone(), BTreeMap::new());
            let facts = LedgerFacts {
                party,
                period,
                account_names,
                sums: own.collect(),
                usage: Vec::new(),
                separate_accounts: BTreeSet::new(),
                files: Vec::new(),
            };
            let statement = form.map(|form| separate((&facts, form), (&unit, &prices)));
            let fen = |id: &str| statement.as_ref().and_then(|it| it.fen(id, 0));
            let (income_fen, balance_fen) = (fen("income"), fen("balance"));
            FinanceMonth {
                period,
                is_handed_in: months.contains(&period),
                is_closed: closed_through.is_some_and(|last| period <= last),
                income_fen,
                cost_fen: income_fen.zip(balance_fen).map(|(income, balance)| income - balance),
                balance_fen,
            }
        };
        let mut months: Vec<FinanceMonth> = span.periods().map(of_month).collect();
        months.reverse();
        Ok(Finances { months, permitted: prices.permitted_use() })
    }

    /// The income and expenditure of a month; `None` where the pack has no form for its standard.
    pub(super) async fn statement(
        &self,
        party: &PartyId,
        (period, as_of): (Period, Timestamp),
    ) -> Result<Option<Box<Statement>>, StoreError> {
        let unit = self.reader.unit(party, as_of).await?;
        let Some(form) = self.policy.statement_form(unit.standard) else { return Ok(None) };
        let facts = self.reader.ledger_facts(party, period, as_of).await?;
        let prices = Prices::new(&unit, &facts, (&self.policy.pricing, &self.policy.charts))?;
        Ok(Some(Box::new(separate((&facts, form), (&unit, &prices)))))
    }
}

fn separate(
    (facts, form): (&LedgerFacts, Form<'_>),
    (unit, prices): (&Unit, &Prices),
) -> Statement {
    separate_ledger(&SeparateInput { facts, form, unit, prices })
}
