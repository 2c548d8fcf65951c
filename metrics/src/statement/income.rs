//! The income statement 利润表 (会企02表, 财会〔2019〕6号), by the form of the accounting standard.

use super::columns::{Columns, has_other_currency};
use super::policy::{FormLine, StandardForm};
use super::{Formula, Label, LedgerFacts, MONTHLY, Sign, Statement};

/// The income statement of a month. After its lines stand what was transferred to 本年利润 and the
/// difference to the net profit, known where the months were closed.
#[must_use]
pub fn income_statement(facts: &LedgerFacts, form: &StandardForm) -> Statement {
    let columns = Columns::new(facts, &form.profit);
    let mut statement = Statement {
        id: "income-statement",
        party: facts.party.clone(),
        period: facts.period.to_string(),
        columns: MONTHLY.to_vec(),
        lines: Vec::new(),
        tables: Vec::new(),
        source: form.source.clone(),
        notes: notes(facts),
    };
    for line in &form.lines {
        let label = Label::Name(line.name.clone());
        let Some(side) = line.side else {
            let place = (statement.lines.len(), 0);
            statement.total(place, (&line.id, label), (line.parts(), &columns.zero()));
            continue;
        };
        let of_line = columns.facts().iter().filter(|it| is_line(form, line, &it.account));
        let months = of_line.map(|it| (it.period, columns.turnover(it, side)));
        let formula = Formula::Accounts(line.accounts.clone());
        statement.push(1, (&line.id, label), (formula, columns.sum(months)));
    }
    let Some(profit) = form.lines.last() else { return statement };
    let transferred = (Formula::Accounts(form.profit.clone()), columns.transferred());
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

/// Whether an account makes a line: no other line names a longer beginning of its code.
fn is_line(form: &StandardForm, line: &FormLine, account: &str) -> bool {
    let longest = |line: &FormLine| {
        let fitting = line.accounts.iter().filter(|it| account.starts_with(it.as_str()));
        fitting.map(String::len).max().unwrap_or(0)
    };
    let own = longest(line);
    0 < own && form.lines.iter().all(|it| longest(it) <= own)
}
