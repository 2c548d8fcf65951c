//! What ledgers booked by use and cost class, month by month: sums over balances, never over lines.

use jiff::Timestamp;
use metrics::ledger::Sums;
use metrics::party::PartyId;
use metrics::period::Period;

use crate::db::{Reader, on_engine};
use crate::submissions::in_force;
use crate::{StoreError, text};

/// Codes are compared as far as the prefix is long: a pattern would be read as such by one engine in
/// any letter case.
const SELECT: &str = concat!(
    "SELECT balances.period, accounts.code, balances.intended_use, balances.cost_class,
            CAST(SUM(balances.debit_minor) AS BIGINT) AS debit_minor,
            CAST(SUM(balances.credit_minor) AS BIGINT) AS credit_minor
     FROM parties
     JOIN accounts ON accounts.party_id = parties.id
     JOIN balances ON balances.party_id = accounts.party_id AND balances.account = accounts.ordinal
     JOIN checks ON checks.submission_id = balances.submission_id
     WHERE parties.party = $1
       AND SUBSTR(accounts.code, 1, LENGTH($2)) = $2
       AND balances.entry = 'movement'
       AND balances.currency = 'CNY'
       AND ",
    in_force!("$3"),
    " GROUP BY balances.period, accounts.code, balances.intended_use, balances.cost_class
     ORDER BY balances.period, accounts.code, balances.intended_use, balances.cost_class"
);

/// What an account moved by in a month for one use and cost class. Fen: renminbi only.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MovementFact {
    /// The month.
    pub period: Period,
    /// The account's code.
    pub account: String,
    /// The use, as posted.
    pub use_: String,
    /// The cost class, as posted.
    pub cost_class: String,
    /// The sums, fen.
    pub sums: Sums,
}

impl Reader {
    /// The movements in renminbi of a party's accounts whose code begins with `prefix`, in force at
    /// `as_of`. Its cost grows with balance keys, not with lines.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn movements_by_use(
        &self,
        party: &PartyId,
        prefix: &str,
        as_of: Timestamp,
    ) -> Result<Vec<MovementFact>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT)
                .bind(party.as_str())
                .bind(prefix)
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(MovementFact::try_from).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    period: String,
    code: String,
    intended_use: String,
    cost_class: String,
    debit_minor: i64,
    credit_minor: i64,
}

impl TryFrom<Row> for MovementFact {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            period: text::parse("balances", "period", &row.period)?,
            account: row.code,
            use_: row.intended_use,
            cost_class: row.cost_class,
            sums: Sums { debit_minor: row.debit_minor, credit_minor: row.credit_minor },
        })
    }
}
