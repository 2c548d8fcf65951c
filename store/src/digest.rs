//! What a daily digest counts: each statement looks at what was known at an instant.

use jiff::Timestamp;
use metrics::finding::Severity;

use crate::db::{Reader, on_engine};
use crate::{StoreError, text};

const SELECT_FINDINGS: &str = "
    SELECT findings.severity,
           SUM(CASE WHEN $1 < findings.found_at THEN 1 ELSE 0 END) AS found,
           SUM(CASE WHEN last.state IN ('open', 'notified', 'rectifying') THEN 1 ELSE 0 END) AS open
    FROM findings
    JOIN finding_events AS last ON last.finding_id = findings.id
    WHERE last.sequence = (
        SELECT MAX(finding_events.sequence)
        FROM finding_events
        WHERE finding_events.finding_id = findings.id AND finding_events.at <= $2
    )
    GROUP BY findings.severity
    ORDER BY findings.severity
";

// What failed is said once; what is held is said until a person answers.
const SELECT_JOBS: &str = "
    SELECT id, kind, state, outcome
    FROM jobs
    WHERE (state IN ('failed', 'timed_out') AND $1 < finished_at AND finished_at <= $2)
       OR (state = 'held' AND requested_at <= $2)
    ORDER BY id DESC
    LIMIT $3
";

/// Findings of one severity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FindingTally {
    /// The severity.
    pub severity: Severity,
    /// Found since the last digest.
    pub found: i64,
    /// Not closed.
    pub open: i64,
}

/// A job that did not end well, or that waits for a person.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct TroubledJob {
    /// Its number.
    pub id: i64,
    /// What it was to do.
    pub kind: String,
    /// The word of its state: `failed`, `timed_out` or `held`.
    pub state: String,
    /// What came of it.
    pub outcome: String,
}

impl Reader {
    /// Findings by severity: how many were found after `since`, and how many were open at `as_of`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn finding_tally(
        &self,
        since: Timestamp,
        as_of: Timestamp,
    ) -> Result<Vec<FindingTally>, StoreError> {
        let rows: Vec<(String, i64, i64)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_FINDINGS)
                .bind(text::instant(since))
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        let tally = |(severity, found, open): (String, i64, i64)| {
            let severity = text::word("findings", "severity", &severity, Severity::parse)?;
            Ok(FindingTally { severity, found, open })
        };
        rows.into_iter().map(tally).collect()
    }

    /// At most `limit` jobs that failed or took too long after `since` and by `as_of`, or that were
    /// held for a person, newest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn troubled_jobs(
        &self,
        (since, as_of): (Timestamp, Timestamp),
        limit: i64,
    ) -> Result<Vec<TroubledJob>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_JOBS)
                .bind(text::instant(since))
                .bind(text::instant(as_of))
                .bind(limit)
                .fetch_all(pool)
                .await?
        }))
    }
}
