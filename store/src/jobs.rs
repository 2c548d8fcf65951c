//! Jobs: work that people or schedules ask for, done by whichever daemon claims it first.

use jiff::Timestamp;

use crate::db::{Reader, Tx, Writer, in_transaction, on_engine};
use crate::{StoreError, text};

const INSERT: &str = "
    INSERT INTO jobs (kind, arguments, dedupe, state, requested_by, requested_at, lease_holder,
                      lease_until, progress_done, progress_total, outcome)
    VALUES ($1, $2, $3, $4, $5, $6, '', '', 0, 0, '')
    ON CONFLICT (dedupe) DO NOTHING
";

const SELECT_BY_DEDUPE: &str = "SELECT id FROM jobs WHERE dedupe = $1";

// The conditions are asked twice: on PostgreSQL the row that the subquery chose may have been
// claimed by another daemon while this one waited for it. That nothing of the same kind and
// arguments runs twice at once is held by a unique index.
const CLAIM: &str = "
    UPDATE jobs
    SET state = 'running', lease_holder = $1, lease_until = $2, started_at = $3,
        attempts = attempts + 1
    WHERE id = (
        SELECT MIN(candidate.id)
        FROM jobs AS candidate
        WHERE (candidate.state = 'waiting'
               OR (candidate.state = 'running' AND candidate.lease_until < $3))
          AND NOT EXISTS (
              SELECT other.id
              FROM jobs AS other
              WHERE other.state = 'running' AND other.kind = candidate.kind
                AND other.arguments = candidate.arguments AND other.id <> candidate.id
          )
    )
      AND (state = 'waiting' OR (state = 'running' AND lease_until < $3))
    RETURNING id, kind, arguments, state, requested_by, requested_at, started_at, finished_at,
              progress_done, progress_total, outcome, attempts
";

const RENEW: &str = "
    UPDATE jobs
    SET lease_until = $3
    WHERE id = $1 AND lease_holder = $2 AND state = 'running'
";

const PUT_BACK: &str = "
    UPDATE jobs
    SET state = 'waiting', lease_holder = '', lease_until = '', attempts = attempts - 1
    WHERE id = $1 AND lease_holder = $2 AND state = 'running'
";

const ANSWER: &str = "
    UPDATE jobs SET state = $2, outcome = $3 WHERE id = $1 AND state = 'held'
";

const PROGRESS: &str = "
    UPDATE jobs
    SET progress_done = $3, progress_total = $4, lease_until = $5
    WHERE id = $1 AND lease_holder = $2 AND state = 'running'
";

const FINISH: &str = "
    UPDATE jobs
    SET state = $3, finished_at = $4, outcome = $5
    WHERE id = $1 AND lease_holder = $2 AND state = 'running'
";

const SELECT_PAGE: &str = "
    SELECT id, kind, arguments, state, requested_by, requested_at, started_at, finished_at,
           progress_done, progress_total, outcome, attempts
    FROM jobs
    WHERE id < $1
    ORDER BY id DESC
    LIMIT $2
";

/// Who asks for the jobs of schedules.
pub(crate) const DAEMON: &str = "mingjingd";

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum JobState {
    /// Nobody has begun.
    Waiting,
    /// A daemon is at it.
    Running,
    /// Done.
    Done,
    /// It failed; the outcome says why.
    Failed,
    /// It took longer than its limit.
    TimedOut,
    /// A person has to say whether it is to be done.
    Held,
    /// A person said that it is not.
    Dropped,
}

impl JobState {
    /// Every state.
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Running,
        Self::Done,
        Self::Failed,
        Self::TimedOut,
        Self::Held,
        Self::Dropped,
    ];

    /// The word used in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Running => "running",
            Self::Done => "done",
            Self::Failed => "failed",
            Self::TimedOut => "timed_out",
            Self::Held => "held",
            Self::Dropped => "dropped",
        }
    }

    pub(crate) fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// A job to be done.
#[derive(Clone, Copy, Debug)]
pub struct NewJob<'a> {
    /// What to do, such as `evaluate` or `collect`.
    pub kind: &'a str,
    /// How, as JSON.
    pub arguments: &'a str,
    /// Asking twice with the same key asks once.
    pub dedupe: &'a str,
}

/// A job as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Job {
    /// Its number in this database.
    pub id: i64,
    /// What to do.
    pub kind: String,
    /// How, as JSON.
    pub arguments: String,
    /// Where it stands.
    pub state: JobState,
    /// Who asked.
    pub requested_by: String,
    /// When.
    pub requested_at: Timestamp,
    /// When a daemon began.
    pub started_at: Option<Timestamp>,
    /// When it ended.
    pub finished_at: Option<Timestamp>,
    /// Steps done, of [`Job::progress_total`].
    pub progress_done: i64,
    /// Steps in all; 0 when nobody knows.
    pub progress_total: i64,
    /// What came of it, for a person.
    pub outcome: String,
    /// How often it was begun.
    pub attempts: i64,
}

/// A claim on jobs: who, and until when.
#[derive(Clone, Copy, Debug)]
pub struct Lease<'a> {
    /// The daemon's name.
    pub holder: &'a str,
    /// Until when the job is its own.
    pub until: Timestamp,
}

/// Puts a job in a state among the others. Returns its number, and whether it was there already.
pub(crate) async fn insert(
    tx: &mut Tx,
    (job, state): (NewJob<'_>, JobState),
    (requested_by, at): (&str, Timestamp),
) -> Result<(i64, bool), StoreError> {
    Ok(in_transaction!(tx, |it| {
        let inserted = sqlx::query(INSERT)
            .bind(job.kind)
            .bind(job.arguments)
            .bind(job.dedupe)
            .bind(state.as_str())
            .bind(requested_by)
            .bind(text::instant(at))
            .execute(&mut *it)
            .await?
            .rows_affected();
        let id = sqlx::query_scalar(SELECT_BY_DEDUPE).bind(job.dedupe).fetch_one(it).await?;
        (id, inserted == 0)
    }))
}

/// Lets a held job run, or drops it. `false` if it is not held.
pub(crate) async fn answer(
    tx: &mut Tx,
    id: i64,
    (state, outcome): (JobState, &str),
) -> Result<bool, StoreError> {
    let touched = in_transaction!(tx, |it| {
        let answer = sqlx::query(ANSWER).bind(id).bind(state.as_str()).bind(outcome);
        answer.execute(it).await?.rows_affected()
    });
    Ok(touched == 1)
}

impl Writer {
    /// Puts a job of the daemon itself among the waiting ones, such as a schedule's tick.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn add_job(&self, job: NewJob<'_>, at: Timestamp) -> Result<i64, StoreError> {
        let mut tx = self.begin().await?;
        let (id, _) = insert(&mut tx, (job, JobState::Waiting), (DAEMON, at)).await?;
        tx.commit().await?;
        Ok(id)
    }

    /// Takes the oldest job that waits or whose lease ran out, unless one of the same kind and
    /// arguments runs.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn claim_job(
        &self,
        lease: Lease<'_>,
        now: Timestamp,
    ) -> Result<Option<Job>, StoreError> {
        let claimed: Result<Option<Row>, sqlx::Error> = on_engine!(&self.db, |pool| {
            sqlx::query_as(CLAIM)
                .bind(lease.holder)
                .bind(text::instant(lease.until))
                .bind(text::instant(now))
                .fetch_optional(pool)
                .await
        });
        match claimed {
            Ok(row) => row.map(Job::try_from).transpose(),
            // Another daemon began the same thing in this moment.
            Err(sqlx::Error::Database(error)) if error.is_unique_violation() => Ok(None),
            Err(error) => Err(error.into()),
        }
    }

    /// Keeps the lease of a job. `false` if the job is no longer this holder's.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn renew_job(&self, id: i64, lease: Lease<'_>) -> Result<bool, StoreError> {
        let until = text::instant(lease.until);
        let touched = on_engine!(&self.db, |pool| {
            let renew = sqlx::query(RENEW).bind(id).bind(lease.holder).bind(until);
            renew.execute(pool).await?.rows_affected()
        });
        Ok(touched == 1)
    }

    /// Puts a job back among the waiting ones, as if it had not been begun. `false` if the job is
    /// no longer this holder's.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn put_job_back(&self, id: i64, holder: &str) -> Result<bool, StoreError> {
        let touched = on_engine!(&self.db, |pool| {
            sqlx::query(PUT_BACK).bind(id).bind(holder).execute(pool).await?.rows_affected()
        });
        Ok(touched == 1)
    }

    /// Says how far a job is, and keeps the lease. `false` if the job is no longer this holder's.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn job_progress(
        &self,
        id: i64,
        (done, total): (i64, i64),
        lease: Lease<'_>,
    ) -> Result<bool, StoreError> {
        let touched = on_engine!(&self.db, |pool| {
            sqlx::query(PROGRESS)
                .bind(id)
                .bind(lease.holder)
                .bind(done)
                .bind(total)
                .bind(text::instant(lease.until))
                .execute(pool)
                .await?
                .rows_affected()
        });
        Ok(touched == 1)
    }

    /// Ends a job. `false` if the job is no longer this holder's.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn finish_job(
        &self,
        (id, holder): (i64, &str),
        (state, outcome): (JobState, &str),
        at: Timestamp,
    ) -> Result<bool, StoreError> {
        let touched = on_engine!(&self.db, |pool| {
            sqlx::query(FINISH)
                .bind(id)
                .bind(holder)
                .bind(state.as_str())
                .bind(text::instant(at))
                .bind(outcome)
                .execute(pool)
                .await?
                .rows_affected()
        });
        Ok(touched == 1)
    }
}

impl Reader {
    /// At most `limit` jobs with a number below `before`, newest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn jobs_before(&self, before: i64, limit: i64) -> Result<Vec<Job>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PAGE).bind(before).bind(limit).fetch_all(pool).await?
        });
        rows.into_iter().map(Job::try_from).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    id: i64,
    kind: String,
    arguments: String,
    state: String,
    requested_by: String,
    requested_at: String,
    started_at: Option<String>,
    finished_at: Option<String>,
    progress_done: i64,
    progress_total: i64,
    outcome: String,
    attempts: i64,
}

impl TryFrom<Row> for Job {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        let instant = |column, value: Option<String>| {
            value.map(|it| text::parse("jobs", column, &it)).transpose()
        };
        Ok(Self {
            state: text::word("jobs", "state", &row.state, JobState::parse)?,
            requested_at: text::parse("jobs", "requested_at", &row.requested_at)?,
            started_at: instant("started_at", row.started_at)?,
            finished_at: instant("finished_at", row.finished_at)?,
            id: row.id,
            kind: row.kind,
            arguments: row.arguments,
            requested_by: row.requested_by,
            progress_done: row.progress_done,
            progress_total: row.progress_total,
            outcome: row.outcome,
            attempts: row.attempts,
        })
    }
}
