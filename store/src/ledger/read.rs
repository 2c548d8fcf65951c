//! Reading ledgers: balances as sums over submissions in force.

use jiff::Timestamp;
use metrics::form::Origin;
use metrics::ledger::{BalanceFact, EntryKind, Sums};
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::period::Period;

use crate::db::{Reader, on_engine};
use crate::submissions::in_force;
use crate::{StoreError, text};

/// What is in force is looked up once for each file, not for each of its balances.
pub(super) const SELECT_BALANCES: &str = concat!(
    "WITH said AS (
         SELECT submissions.id, submissions.party_id, submissions.period
         FROM parties
         JOIN submissions ON submissions.party_id = parties.id AND submissions.kind = 'ledger'
         JOIN checks ON checks.submission_id = submissions.id
         WHERE parties.party = $1 AND submissions.period <= $2 AND ",
    in_force!("$3"),
    "),
     sums AS (
         SELECT balances.party_id, balances.period, balances.account, balances.currency,
                balances.entry, CAST(SUM(balances.debit_minor) AS BIGINT) AS debit_minor,
                CAST(SUM(balances.credit_minor) AS BIGINT) AS credit_minor
         FROM said
         CROSS JOIN balances
         WHERE balances.party_id = said.party_id AND balances.period = said.period
           AND balances.submission_id = said.id
         GROUP BY balances.party_id, balances.period, balances.account, balances.currency,
                  balances.entry
     )
     SELECT sums.period, accounts.code, accounts.name, sums.currency, sums.entry,
            sums.debit_minor, sums.credit_minor
     FROM sums
     JOIN accounts ON accounts.party_id = sums.party_id AND accounts.ordinal = sums.account
     ORDER BY sums.period, accounts.code, sums.currency, sums.entry"
);

const SELECT_PERIODS: &str = concat!(
    "SELECT DISTINCT parties.party, submissions.period
     FROM submissions
     JOIN parties ON parties.id = submissions.party_id
     JOIN checks ON checks.submission_id = submissions.id
     WHERE submissions.kind = 'ledger' AND ",
    in_force!("$1"),
    " ORDER BY parties.party, submissions.period"
);

impl Reader {
    /// Sums per month, account, currency and entry of everything in force at `as_of` up to a
    /// month. Its cost grows with balance keys, not with lines.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn balance_facts(
        &self,
        party: &PartyId,
        up_to: Period,
        as_of: Timestamp,
    ) -> Result<Vec<BalanceFact>, StoreError> {
        let rows: Vec<BalanceRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_BALANCES)
                .bind(party.as_str())
                .bind(up_to.to_string())
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(BalanceFact::try_from).collect()
    }

    /// The parties and months that have a ledger in force at `as_of`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn ledger_periods(
        &self,
        as_of: Timestamp,
    ) -> Result<Vec<(PartyId, Period)>, StoreError> {
        let rows: Vec<(String, String)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PERIODS).bind(text::instant(as_of)).fetch_all(pool).await?
        });
        let parse = |(party, period): (String, String)| {
            Ok((
                text::parse("parties", "party", &party)?,
                text::parse("submissions", "period", &period)?,
            ))
        };
        rows.into_iter().map(parse).collect()
    }
}

/// An entry by the word that it is kept under.
pub(super) fn entry(word: &str) -> Option<EntryKind> {
    match word {
        "opening" => Some(EntryKind::Opening),
        "movement" => Some(EntryKind::Movement),
        _ => None,
    }
}

#[derive(Debug, sqlx::FromRow)]
pub(super) struct BalanceRow {
    period: String,
    code: String,
    name: String,
    currency: String,
    entry: String,
    debit_minor: i64,
    credit_minor: i64,
}

impl TryFrom<BalanceRow> for BalanceFact {
    type Error = StoreError;

    fn try_from(row: BalanceRow) -> Result<Self, StoreError> {
        Ok(Self {
            period: text::parse("balances", "period", &row.period)?,
            currency: text::word("balances", "currency", &row.currency, Currency::parse)?,
            entry: text::word("balances", "entry", &row.entry, entry)?,
            account: row.code,
            name: row.name,
            sums: Sums { debit_minor: row.debit_minor, credit_minor: row.credit_minor },
        })
    }
}

/// A row's origin from its three columns.
pub(crate) fn origin(
    table: &'static str,
    (row, byte_offset, byte_length): (i64, i64, i64),
) -> Result<Origin, StoreError> {
    Ok(Origin {
        row: text::unsigned(table, "row_number", row)?,
        byte_offset: text::unsigned(table, "byte_offset", byte_offset)?,
        byte_length: u32::try_from(byte_length)
            .map_err(|_| text::corrupt(table, "byte_length", byte_length))?,
    })
}
