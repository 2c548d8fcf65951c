//! The files of months that are in force, with how much of each was understood.

use jiff::Timestamp;
use metrics::kind::Kind;
use metrics::party::PartyId;
use metrics::period::Period;

use crate::db::{Reader, on_engine};
use crate::{StoreError, text};

const SELECT_IN_FORCE: &str = concat!(
    "SELECT submissions.receipt, submissions.period, checks.rows_total, checks.rows_understood
     FROM submissions
     JOIN parties ON parties.id = submissions.party_id
     JOIN checks ON checks.submission_id = submissions.id
     WHERE parties.party = $1
       AND submissions.kind = $2
       AND submissions.period BETWEEN $3 AND $4
       AND ",
    in_force!("$5"),
    " ORDER BY submissions.period, submissions.receipt"
);

/// A file of a month that is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileInForce {
    /// The receipt.
    pub receipt: String,
    /// Of which month.
    pub period: Period,
    /// Rows handed in.
    pub rows: u64,
    /// Rows understood.
    pub understood: u64,
}

impl Reader {
    /// The files of a kind that a party handed in for these months and that are in force at `as_of`, by
    /// month and receipt, whatever was understood of them.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn files_in_force(
        &self,
        kind: Kind,
        party: &PartyId,
        (first, last): (Period, Period),
        as_of: Timestamp,
    ) -> Result<Vec<FileInForce>, StoreError> {
        let rows: Vec<(String, String, i64, i64)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_IN_FORCE)
                .bind(party.as_str())
                .bind(kind.as_str())
                .bind(first.to_string())
                .bind(last.to_string())
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        let read = |(receipt, period, rows, understood): (String, String, i64, i64)| {
            Ok(FileInForce {
                receipt,
                period: text::parse("submissions", "period", &period)?,
                rows: text::unsigned("checks", "rows_total", rows)?,
                understood: text::unsigned("checks", "rows_understood", understood)?,
            })
        };
        rows.into_iter().map(read).collect()
    }
}
