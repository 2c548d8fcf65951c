//! Sums of ledgers in force: what prices, tie-outs and statements are made of. Read from balances, so
//! that the cost grows with their keys, not with lines. Those of several submissions are added up by
//! whoever asks, who knows how large they may be.

use jiff::Timestamp;
use metrics::ledger::{SumFact, Sums};
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::period::Period;
use metrics::statement::LedgerFacts;

use super::read::entry;
use crate::db::{Reader, on_engine};
use crate::submissions::in_force;
use crate::{StoreError, text};

const SELECT_SUMS: &str = concat!(
    "SELECT balances.period, accounts.code, balances.currency, balances.entry, balances.product,
            balances.intended_use, balances.cost_class, balances.debit_minor, balances.credit_minor
     FROM parties
     JOIN balances ON balances.party_id = parties.id
     JOIN accounts ON accounts.party_id = balances.party_id AND accounts.ordinal = balances.account
     JOIN checks ON checks.submission_id = balances.submission_id
     WHERE parties.party = $1 AND ($2 = '' OR balances.period <= $2) AND ",
    in_force!("$3"),
    " ORDER BY balances.period, accounts.code, balances.currency, balances.entry, balances.product,
              balances.intended_use, balances.cost_class, balances.submission_id"
);

const SELECT_NAMES: &str = "
    SELECT accounts.code, accounts.name
    FROM parties
    JOIN accounts ON accounts.party_id = parties.id
    WHERE parties.party = $1
    ORDER BY accounts.code
";

impl Reader {
    /// Sums by month, account, currency, entry, product, use, cost class and submission of what is in
    /// force at `as_of`: up to a month, or of all.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn ledger_sums(
        &self,
        party: &PartyId,
        up_to: Option<Period>,
        as_of: Timestamp,
    ) -> Result<Vec<SumFact>, StoreError> {
        let rows: Vec<SumRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_SUMS)
                .bind(party.as_str())
                .bind(up_to.map(|it| it.to_string()).unwrap_or_default())
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(SumFact::try_from).collect()
    }

    /// What the monthly statements of a party are made of, as known at `as_of`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn ledger_facts(
        &self,
        party: &PartyId,
        period: Period,
        as_of: Timestamp,
    ) -> Result<LedgerFacts, StoreError> {
        let names: Vec<(String, String)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_NAMES).bind(party.as_str()).fetch_all(pool).await?
        });
        let usage = self.usage_sums(party, Some(period), as_of).await?;
        let month = (Some(period), period);
        let files = self.month_files(party, month, as_of).await?.remove(&period);
        Ok(LedgerFacts {
            party: party.clone(),
            period,
            account_names: names.into_iter().collect(),
            sums: self.ledger_sums(party, Some(period), as_of).await?,
            usage: usage.into_iter().map(|it| it.sum).collect(),
            separate_accounts: self.separate_accounts(party, as_of).await?,
            files: files.unwrap_or_default(),
        })
    }
}

#[derive(Debug, sqlx::FromRow)]
struct SumRow {
    period: String,
    code: String,
    currency: String,
    entry: String,
    product: String,
    intended_use: String,
    cost_class: String,
    debit_minor: i64,
    credit_minor: i64,
}

impl TryFrom<SumRow> for SumFact {
    type Error = StoreError;

    fn try_from(row: SumRow) -> Result<Self, StoreError> {
        Ok(Self {
            period: text::parse("balances", "period", &row.period)?,
            account: row.code,
            currency: text::word("balances", "currency", &row.currency, Currency::parse)?,
            entry: text::word("balances", "entry", &row.entry, entry)?,
            product: row.product,
            use_: row.intended_use,
            cost_class: row.cost_class,
            sums: Sums { debit_minor: row.debit_minor, credit_minor: row.credit_minor },
        })
    }
}
