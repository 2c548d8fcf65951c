//! What checks counted of ledgers in force.

use std::collections::BTreeSet;

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::period::Period;

use crate::db::{Reader, on_engine};
use crate::submissions::in_force;
use crate::{StoreError, text};

const SELECT_COUNTS: &str = concat!(
    "SELECT submissions.receipt, submission_counts.name, submission_counts.value
     FROM submissions
     JOIN parties ON parties.id = submissions.party_id
     JOIN checks ON checks.submission_id = submissions.id
     JOIN submission_counts ON submission_counts.submission_id = submissions.id
     WHERE parties.party = $1
       AND submissions.period BETWEEN $2 AND $3
       AND ",
    in_force!("$4"),
    " ORDER BY submission_counts.name, submissions.receipt"
);

const SELECT_WITH_GENERALS: &str = concat!(
    "SELECT DISTINCT submissions.period
     FROM submissions
     JOIN parties ON parties.id = submissions.party_id
     JOIN checks ON checks.submission_id = submissions.id
     JOIN published_balances ON published_balances.submission_id = submissions.id
     WHERE parties.party = $1
       AND published_balances.sheet = 'general'
       AND ",
    in_force!("$2")
);

const SELECT_COUNT: &str = "
    SELECT submission_counts.value
    FROM submissions
    JOIN submission_counts ON submission_counts.submission_id = submissions.id
    WHERE submissions.receipt = $1 AND submission_counts.name = $2
";

/// A number that a check counted.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct SubmissionCount {
    /// Of which submission.
    pub receipt: String,
    /// The count's name.
    pub name: String,
    /// The number.
    pub value: i64,
}

impl Reader {
    /// What the checks counted in the submissions in force at `as_of` of a party and months,
    /// ordered by name and receipt.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn counts(
        &self,
        party: &PartyId,
        (first, last): (Period, Period),
        as_of: Timestamp,
    ) -> Result<Vec<SubmissionCount>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_COUNTS)
                .bind(party.as_str())
                .bind(first.to_string())
                .bind(last.to_string())
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        }))
    }

    /// What the check of a submission counted under a name, in force or not; 0 where it did not.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn count_of(&self, receipt: &str, name: &str) -> Result<i64, StoreError> {
        let value: Option<i64> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_COUNT).bind(receipt).bind(name).fetch_optional(pool).await?
        });
        Ok(value.unwrap_or_default())
    }

    /// The months of a party of which a ledger in force at `as_of` has totals of the general ledger.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn periods_with_generals(
        &self,
        party: &PartyId,
        as_of: Timestamp,
    ) -> Result<BTreeSet<Period>, StoreError> {
        let rows: Vec<String> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_WITH_GENERALS)
                .bind(party.as_str())
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        rows.iter().map(|it| text::parse("submissions", "period", it)).collect()
    }
}
