//! The finances of an operator, month by month.

use std::collections::BTreeSet;

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::period::{Period, Span};
use metrics::statement::{LedgerFacts, SeparateInput, StandardForm, Statement, separate_ledger};
use store::StoreError;
use store::ledger::Unit;

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
        let sums = self.reader.ledger_sums(party, span, as_of).await?;
        let mut found = Finances::default();
        for period in span.periods() {
            let own = sums.iter().filter(|it| it.period == period).cloned();
            let facts = LedgerFacts {
                party: party.clone(),
                period,
                account_names: std::collections::BTreeMap::new(),
                sums: own.collect(),
            };
            let statement = form.map(|form| separate((&facts, form), &unit));
            let fen = |id: &str| statement.as_ref().and_then(|it| it.fen(id, 0));
            found.months.push(FinanceMonth {
                period,
                is_handed_in: months.contains(&period),
                income_fen: fen("income"),
                cost_fen: fen("operating-cost"),
                balance_fen: fen("balance"),
            });
        }
        found.months.reverse();
        Ok(found)
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
        Ok(Some(Box::new(separate((&facts, form), &unit))))
    }
}

fn separate((facts, form): (&LedgerFacts, &StandardForm), unit: &Unit) -> Statement {
    separate_ledger(&SeparateInput {
        facts,
        form,
        separate_accounts: &unit.separate_accounts,
        allocations: &[],
        products: &[],
        permitted: None,
        shares: &[],
        tie_out: &[],
    })
}
