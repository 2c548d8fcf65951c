//! The income statement 利润表 (会企02表, 财会〔2019〕6号), by the form of the accounting standard.

use super::columns::{Columns, has_other_currency};
use super::policy::Form;
use super::{Formula, Label, LedgerFacts, MONTHLY, Sign, Statement};
use crate::ledger::chart::Role;

/// The income statement of a month. After its lines stand what was transferred to 本年利润 and the
/// difference to the net profit, known where the months were closed.
#[must_use]
pub fn income_statement(facts: &LedgerFacts, form: Form<'_>) -> Statement {
    let columns = Columns::new(facts, form.chart);
    let mut statement = Statement {
        id: "income-statement",
        party: facts.party.clone(),
        period: facts.period.to_string(),
        columns: MONTHLY.to_vec(),
        lines: Vec::new(),
        tables: Vec::new(),
        source: form.standard.source.clone(),
        notes: notes(facts),
    };
    for line in &form.standard.lines {
        let label = Label::Name(line.name.clone());
        if line.roles.is_empty() {
            let place = (statement.lines.len(), 0);
            statement.total(place, (&line.id, label), (line.parts(), &columns.zero()));
            continue;
        }
        let months = columns.of_roles(&line.roles).map(|(it, fen)| (it.period, fen));
        let formula = Formula::Accounts(form.codes(&line.roles));
        statement.push(1, (&line.id, label), (formula, columns.sum(months)));
    }
    let Some(profit) = form.standard.lines.last() else { return statement };
    let transferred = (Formula::Accounts(form.codes(&[Role::ProfitOfYear])), columns.transferred());
    statement.push(1, ("transferred", Label::Word("transferred")), transferred);
    let parts = vec![(Sign::Plus, profit.id.clone()), (Sign::Minus, "transferred".to_owned())];
    let label = Label::Word("transfer-difference");
    let place = (statement.lines.len(), 1);
    statement.total(place, ("transfer_difference", label), (parts, &columns.zero()));
    statement
}

/// What has to be read with a monthly statement.
pub(super) fn notes(facts: &LedgerFacts) -> Vec<&'static str> {
    let mut notes = vec!["unknown", "turnover"];
    if has_other_currency(facts) {
        notes.push("currency");
    }
    notes
}
