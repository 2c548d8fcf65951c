//! Findings that the calendar makes: a duty whose day has passed with nothing handed in. They rest on
//! no submission, and end when the duty is fulfilled.

use jiff::Timestamp;
use metrics::finding::life::FindingEvent;

use super::{Finding, NewFinding, Row, SELECT_OF_CALENDAR, advance, keep};
use crate::audit::{self, Act};
use crate::db::{Reader, Tx, Writer, on_engine};
use crate::{StoreError, parties, text};

/// Stands for the submission of a finding that has none.
const NO_SUBMISSION: i64 = 0;

/// Held by whoever writes what the calendar found, so that two daemons do it one after the other.
const LOCK: i64 = 0x6361_6c65_6e64_6172;
const LOCK_POSTGRES: &str = "SELECT pg_advisory_xact_lock($1)";

impl Writer {
    /// Keeps what the calendar found, and closes the findings with these numbers. What is known
    /// already stays as it is; what was closed is opened again.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails, or a fault does not say whom it is about.
    pub async fn keep_of_calendar(
        &self,
        found: &[NewFinding<'_>],
        cured: &[i64],
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        if let Tx::Postgres(transaction) = &mut tx {
            // On SQLite the transaction itself is the only writer.
            sqlx::query(LOCK_POSTGRES).bind(LOCK).execute(&mut **transaction).await?;
        }
        for finding in found {
            let subject = finding.fault.subject.as_ref();
            let subject = subject
                .ok_or_else(|| text::corrupt("findings", "subject_id", finding.fault.rule))?;
            let subject_id = parties::number(&mut tx, subject).await?;
            let period = finding.fault.period.map(|it| it.to_string()).unwrap_or_default();
            let identity = (subject_id, period.as_str(), NO_SUBMISSION);
            keep(&mut tx, finding, identity, (at, "")).await?;
        }
        for &id in cured {
            advance(&mut tx, id, FindingEvent::Cured, (at, "")).await?;
        }
        let detail = format!("{} found, {} cured", found.len(), cured.len());
        let act =
            Act { at, actor: "mingjingd", act: "calendar", object: "findings", detail: &detail };
        audit::append(&mut tx, act).await?;
        tx.commit().await
    }
}

impl Reader {
    /// At most `limit` findings of the calendar with a number above `after`, oldest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn findings_of_calendar(
        &self,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Finding>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_OF_CALENDAR).bind(after).bind(limit).fetch_all(pool).await?
        });
        rows.into_iter().map(Finding::try_from).collect()
    }
}
