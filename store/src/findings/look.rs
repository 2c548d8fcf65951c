//! Findings that looks make: a duty whose day has passed with nothing handed in, what submissions contradict
//! in each other, what is wrong with a month as a whole. They rest on no submission by itself, and end when
//! a look shows them no more.

use jiff::Timestamp;
use metrics::finding::life::FindingEvent;

use super::{Finding, Kept, NewFinding, Row, SELECT_OF_LOOKS, Told, advance};
use crate::audit::{self, Act};
use crate::db::{Reader, Tx, Writer, in_transaction, on_engine};
use crate::{StoreError, parties, text};

/// Stands for the submission of a finding that none shows.
const NO_SUBMISSION: i64 = 0;

const SELECT_SUBMISSION: &str = "SELECT id FROM submissions WHERE receipt = $1";

/// Held by whoever writes what looks found, so that two daemons do it one after the other.
const LOCK: i64 = 0x6361_6c65_6e64_6172;
const LOCK_POSTGRES: &str = "SELECT pg_advisory_xact_lock($1)";

impl Writer {
    /// Keeps what a look found, and closes the findings with these numbers. What was closed is opened again,
    /// and what is known says what it is found with now.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails, or a fault does not say whom it is about.
    pub async fn keep_of_look(
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
            let submission_id = match &finding.fault.receipt {
                Some(receipt) => in_transaction!(&mut tx, |it| {
                    sqlx::query_scalar(SELECT_SUBMISSION).bind(receipt).fetch_one(it).await?
                }),
                None => NO_SUBMISSION,
            };
            let period = period.as_str();
            let (told, note) = (Told::ByLook, "");
            let kept = Kept { finding, subject_id, period, submission_id, told, at, note };
            kept.keep(&mut tx).await?;
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
    /// At most `limit` findings that looks made and that are not closed, with a number above `after`,
    /// oldest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn findings_of_looks(
        &self,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Finding>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_OF_LOOKS).bind(after).bind(limit).fetch_all(pool).await?
        });
        rows.into_iter().map(Finding::try_from).collect()
    }
}
