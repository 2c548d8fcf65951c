//! Vital signs: what a probe and a monitoring system ask, by cheap statements.

use jiff::Timestamp;
use metrics::finding::Severity;

use crate::db::{Reader, on_engine};
use crate::deliveries::DeliveryState;
use crate::jobs::JobState;
use crate::{StoreError, text};

const COUNT_JOBS: &str = "
    SELECT kind, state, COUNT(*) FROM jobs GROUP BY kind, state ORDER BY kind, state
";

const OLDEST_WAITING: &str = "SELECT MIN(requested_at) FROM jobs WHERE state = 'waiting'";

// What failed and was done since is made good.
const COUNT_FAILURES: &str = "
    SELECT COUNT(*)
    FROM jobs
    WHERE state IN ('failed', 'timed_out')
      AND NOT EXISTS (
          SELECT later.id
          FROM jobs AS later
          WHERE later.kind = jobs.kind AND later.arguments = jobs.arguments
            AND later.id > jobs.id AND later.state = 'done'
      )
";

const COUNT_HELD: &str = "SELECT COUNT(*) FROM jobs WHERE state = 'held'";

const COUNT_SUBMISSIONS: &str = "SELECT COUNT(*) FROM submissions";

const COUNT_FINDINGS: &str = "
    SELECT findings.severity, COUNT(*)
    FROM findings
    JOIN finding_events AS last ON last.finding_id = findings.id
    WHERE last.sequence = (
        SELECT MAX(finding_events.sequence)
        FROM finding_events
        WHERE finding_events.finding_id = findings.id
    )
      AND last.state IN ('open', 'notified', 'rectifying')
    GROUP BY findings.severity
    ORDER BY findings.severity
";

const COUNT_DELIVERIES: &str = "
    SELECT state, COUNT(*) FROM outbox GROUP BY state ORDER BY state
";

type ByWord = Vec<(String, i64)>;

/// How the queues of jobs and deliveries stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Queue {
    /// When the job that waits longest was asked for.
    pub oldest_waiting_at: Option<Timestamp>,
    /// Jobs that failed or timed out, and that no later one of the same kind and arguments made
    /// good.
    pub failures: i64,
    /// Jobs that wait for a person.
    pub held: i64,
    /// Deliveries that wait for a person.
    pub troubled: i64,
}

/// What there is, counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Census {
    /// Jobs by kind and state.
    pub jobs: Vec<(String, JobState, i64)>,
    /// Submissions.
    pub submissions: i64,
    /// Findings that are not closed, by severity.
    pub open_findings: Vec<(Severity, i64)>,
    /// Deliveries by state.
    pub deliveries: Vec<(DeliveryState, i64)>,
}

impl Reader {
    /// How the queues of jobs and deliveries stand.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn queue(&self) -> Result<Queue, StoreError> {
        let (oldest, failures, held, deliveries): (Option<String>, i64, i64, ByWord) =
            on_engine!(&self.db, |pool| (
                sqlx::query_scalar(OLDEST_WAITING).fetch_one(pool).await?,
                sqlx::query_scalar(COUNT_FAILURES).fetch_one(pool).await?,
                sqlx::query_scalar(COUNT_HELD).fetch_one(pool).await?,
                sqlx::query_as(COUNT_DELIVERIES).fetch_all(pool).await?,
            ));
        let parse = |it: String| text::parse("jobs", "requested_at", &it);
        let deliveries = by_state(deliveries)?;
        let troubled = deliveries.iter().filter(|(state, _)| state.is_trouble());
        let troubled = troubled.map(|(_, count)| count).sum();
        let oldest_waiting_at = oldest.map(parse).transpose()?;
        Ok(Queue { oldest_waiting_at, failures, held, troubled })
    }

    /// What there is, counted.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn census(&self) -> Result<Census, StoreError> {
        let (jobs, submissions, findings, deliveries): (
            Vec<(String, String, i64)>,
            i64,
            ByWord,
            ByWord,
        ) = on_engine!(&self.db, |pool| (
            sqlx::query_as(COUNT_JOBS).fetch_all(pool).await?,
            sqlx::query_scalar(COUNT_SUBMISSIONS).fetch_one(pool).await?,
            sqlx::query_as(COUNT_FINDINGS).fetch_all(pool).await?,
            sqlx::query_as(COUNT_DELIVERIES).fetch_all(pool).await?,
        ));
        let job = |(kind, state, count): (String, String, i64)| {
            Ok((kind, text::word("jobs", "state", &state, JobState::parse)?, count))
        };
        let finding = |(severity, count): (String, i64)| {
            Ok((text::word("findings", "severity", &severity, Severity::parse)?, count))
        };
        Ok(Census {
            jobs: jobs.into_iter().map(job).collect::<Result<_, StoreError>>()?,
            submissions,
            open_findings: findings.into_iter().map(finding).collect::<Result<_, StoreError>>()?,
            deliveries: by_state(deliveries)?,
        })
    }
}

fn by_state(deliveries: ByWord) -> Result<Vec<(DeliveryState, i64)>, StoreError> {
    let delivery = |(state, count): (String, i64)| {
        Ok((text::word("outbox", "state", &state, DeliveryState::parse)?, count))
    };
    deliveries.into_iter().map(delivery).collect()
}
