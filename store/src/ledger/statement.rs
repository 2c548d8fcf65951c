//! What statements are made of: sums by month, account and dimensions of what is in force.

use jiff::Timestamp;
use metrics::ledger::Sums;
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::period::Period;
use metrics::statement::{LedgerFacts, SumFact};

use super::read::entry;
use crate::db::{Reader, on_engine};
use crate::submissions::in_force;
use crate::{StoreError, text};

const SELECT_SUMS: &str = concat!(
    "SELECT balances.period, accounts.code, balances.currency, balances.entry, balances.product,
            balances.intended_use, balances.cost_class,
            CAST(SUM(balances.debit_minor) AS BIGINT) AS debit_minor,
            CAST(SUM(balances.credit_minor) AS BIGINT) AS credit_minor
     FROM parties
     JOIN balances ON balances.party_id = parties.id
     JOIN accounts ON accounts.party_id = balances.party_id AND accounts.ordinal = balances.account
     JOIN checks ON checks.submission_id = balances.submission_id
     WHERE parties.party = $1 AND balances.period <= $2 AND ",
    in_force!("$3"),
    " GROUP BY balances.period, accounts.code, balances.currency, balances.entry, balances.product,
              balances.intended_use, balances.cost_class
     ORDER BY balances.period, accounts.code, balances.currency, balances.entry, balances.product,
              balances.intended_use, balances.cost_class"
);

const SELECT_NAMES: &str = "
    SELECT accounts.code, accounts.name
    FROM parties
    JOIN accounts ON accounts.party_id = parties.id
    WHERE parties.party = $1
    ORDER BY accounts.code
";

impl Reader {
    /// Sums by month, account and dimensions of everything in force at `as_of` up to a month. The cost
    /// grows with balance keys, not with lines.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn ledger_sums(
        &self,
        party: &PartyId,
        up_to: Period,
        as_of: Timestamp,
    ) -> Result<Vec<SumFact>, StoreError> {
        let rows: Vec<SumRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_SUMS)
                .bind(party.as_str())
                .bind(up_to.to_string())
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
        let sums = self.ledger_sums(party, period, as_of).await?;
        let account_names = names.into_iter().collect();
        Ok(LedgerFacts { party: party.clone(), period, account_names, sums })
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
