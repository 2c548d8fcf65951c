//! Statements: what is in force, gathered and made into documents. Nothing is kept.

use std::collections::BTreeMap;

use config::locale::Words;
use jiff::Timestamp;
use metrics::ledger::{AccountBalance, SumTooLarge, trial_balance};
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::period::{Period, Span};
use metrics::pricing::rules::REVENUE;
use metrics::register::Standard;
use metrics::statement::{
    AccountRegister, LedgerFacts, Prices, RegisterLine, SeparateInput, Statement, TrialBalance,
    Unit, income_statement, permitted_revenue, separate_ledger,
};
use reports::statement::{self, Audience, Document, LINES_MAX, Printed};
use store::ledger::{LineFact, RegisterKey};
use store::{Reader, StoreError};
use thiserror::Error;

use crate::installation::Installation;
use crate::progress::Amount;

/// Lines of a register read at once.
const PAGE: usize = 1_000;
/// Days of the longest month: a register is read day by day.
const DAYS: u64 = 31;

/// Which statement, of whom, as known when.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Whose.
    pub party: &'a PartyId,
    /// Of which month.
    pub period: Period,
    /// As known when.
    pub as_of: Timestamp,
}

/// A statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Report<'a> {
    /// 试算平衡表.
    TrialBalance,
    /// 明细账 of an account.
    AccountRegister(&'a str),
    /// 公共数据运营专账收支情况表.
    SeparateLedger,
    /// 利润表.
    IncomeStatement,
    /// 最高准许收入使用情况表 of the cycle that the month ends in.
    PermittedRevenue,
}

/// Why there is no statement.
#[derive(Debug, Error)]
pub enum StatementError {
    /// No ledger of that party and month is in force.
    #[error("no ledger of {period} is in force")]
    NoLedger {
        /// Which month.
        period: Period,
    },
    /// The account has neither opening nor movement.
    #[error("the account {account} has neither opening nor movement")]
    NoAccount {
        /// Which.
        account: String,
    },
    /// The pack has no form for the accounting standard.
    #[error("the policy pack has no statements of the standard {}", .standard.as_str())]
    NoForm {
        /// Which.
        standard: Standard,
    },
    /// No entry about prices says what is permitted in the month.
    #[error("no permitted revenue is in force in {period}")]
    NoCycle {
        /// Which month.
        period: Period,
    },
    /// A register has more lines than a sheet.
    #[error("the register has more than {LINES_MAX} lines")]
    TooLong,
    /// A sum is too large.
    #[error(transparent)]
    Sum(#[from] SumTooLarge),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The documents of a statement: one, or for a register one for each currency of the account.
///
/// # Errors
///
/// [`StatementError`].
pub async fn documents(
    installation: &Installation,
    reader: &Reader,
    (report, asked): (Report<'_>, Asked<'_>),
    (words, audience): (&Words, Audience),
) -> Result<Vec<Document>, StatementError> {
    let Asked { party, period, as_of } = asked;
    let known = reader.ledger_periods(as_of).await?;
    if !known.iter().any(|it| (&it.0, it.1) == (party, period)) {
        return Err(StatementError::NoLedger { period });
    }
    let unit = reader.unit(party, as_of).await?;
    let zone = &installation.settings.clock.zone;
    let name = unit.name.as_deref().unwrap_or(party.as_str());
    let policy = &installation.policy;
    let printed = Printed { unit: name, as_of, zone, words, policy, audience };
    Ok(match report {
        Report::TrialBalance => {
            let accounts = balances(installation, reader, asked).await?;
            let trial = TrialBalance::new(party.clone(), period, accounts);
            vec![statement::trial_balance(&trial, &printed)]
        }
        Report::AccountRegister(account) => {
            registers(installation, reader, (account, asked), &printed).await?
        }
        Report::SeparateLedger | Report::IncomeStatement | Report::PermittedRevenue => {
            let facts = reader.ledger_facts(party, period, as_of).await?;
            let made = of_facts(installation, (report, &unit), &facts)?;
            vec![statement::statement(&made, &printed)]
        }
    })
}

/// A statement that is made of sums.
fn of_facts(
    installation: &Installation,
    (report, unit): (Report<'_>, &Unit),
    facts: &LedgerFacts,
) -> Result<Statement, StatementError> {
    let policy = &installation.policy;
    let standard = unit.standard;
    let form = policy.statement_form(standard).ok_or(StatementError::NoForm { standard })?;
    if report == Report::IncomeStatement {
        return Ok(income_statement(facts, form));
    }
    let prices = Prices::new(unit, facts, (&policy.pricing, &policy.charts))?;
    if report == Report::PermittedRevenue {
        let cycle = prices.cycle.as_ref();
        let cycle = cycle.ok_or(StatementError::NoCycle { period: facts.period })?;
        let source = policy.rule(REVENUE).map_or(&form.standard.separate.source, |it| &it.basis);
        return Ok(permitted_revenue(facts, cycle, (&prices.marks, source)));
    }
    Ok(separate_ledger(&SeparateInput { facts, form, unit, prices: &prices }))
}

async fn balances(
    installation: &Installation,
    reader: &Reader,
    asked: Asked<'_>,
) -> Result<Vec<AccountBalance>, StatementError> {
    let facts = reader.balance_facts(asked.party, asked.period, asked.as_of).await?;
    let digits = installation.policy.minor_digits();
    let of = |currency| digits.get(&currency).copied().unwrap_or_default();
    Ok(trial_balance(&facts, asked.period, of)?)
}

async fn registers(
    installation: &Installation,
    reader: &Reader,
    (account, asked): (&str, Asked<'_>),
    printed: &Printed<'_>,
) -> Result<Vec<Document>, StatementError> {
    let mut balances = balances(installation, reader, asked).await?;
    balances.retain(|it| it.account == account);
    if balances.is_empty() {
        return Err(StatementError::NoAccount { account: account.to_owned() });
    }
    let mut lines = lines(installation, reader, (account, asked)).await?;
    let document = |balance: AccountBalance| {
        let lines = lines.remove(&balance.currency).unwrap_or_default();
        let (party, period) = (asked.party.clone(), asked.period);
        let register = AccountRegister { party, period, balance, lines };
        statement::account_register(&register, printed)
    };
    Ok(balances.into_iter().map(document).collect())
}

/// The lines of an account that count, by currency.
async fn lines(
    installation: &Installation,
    reader: &Reader,
    (account, asked): (&str, Asked<'_>),
) -> Result<BTreeMap<Currency, Vec<RegisterLine>>, StatementError> {
    let mut lines: BTreeMap<Currency, Vec<RegisterLine>> = BTreeMap::new();
    let Some(span) = Span::new(asked.period, asked.period) else { return Ok(lines) };
    let (party, account) = (asked.party.clone(), account.to_owned());
    let mut work = None;
    let key = RegisterKey { party, account, span, as_of: asked.as_of };
    let (mut after, mut count) = (None, 0);
    loop {
        let page = reader.register_lines(&key, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(lines) };
        after = Some(last.cursor);
        if page.len() == PAGE {
            // Whoever waits for more than a page is told on which day of the month the reading is.
            let begin = || {
                installation.progress.begin("progress-render", &key.account, Amount::Steps(DAYS))
            };
            work.get_or_insert_with(begin).reach(last.day.unsigned_abs());
        }
        for fact in page {
            count += 1;
            if LINES_MAX < count {
                return Err(StatementError::TooLong);
            }
            lines.entry(fact.currency).or_default().push(line(fact));
        }
    }
}

fn line(fact: LineFact) -> RegisterLine {
    let voucher = match fact.voucher_type.as_str() {
        "" => fact.number,
        named => format!("{named}-{}", fact.number),
    };
    RegisterLine { day: fact.day, voucher, summary: fact.summary, sums: fact.sums }
}
