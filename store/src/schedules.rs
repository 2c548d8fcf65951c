//! Schedules: the last firing of each that was dealt with, and what came of every one.
//!
//! A firing is known by its schedule and the instant at which it was due, so that two daemons that
//! see the same one deal with it once.

use jiff::Timestamp;
use jiff::civil::DateTime;

use crate::db::{Reader, Writer, in_transaction, on_engine};
use crate::jobs::{self, JobState, NewJob};
use crate::{StoreError, text};

const SELECT: &str = "SELECT id, cron, zone, wall, at FROM schedules ORDER BY id LIMIT $1";

// Another daemon may have begun it in this moment; then nothing changes.
const BEGIN: &str = "
    INSERT INTO schedules (id, cron, zone, wall, at) VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (id) DO UPDATE
    SET cron = excluded.cron, zone = excluded.zone, wall = excluded.wall, at = excluded.at
    WHERE schedules.cron <> excluded.cron OR schedules.zone <> excluded.zone
";

const INSERT_FIRING: &str = "
    INSERT INTO firings (schedule, due_at, wall, verdict, decided_at)
    VALUES ($1, $2, $3, $4, $5)
    ON CONFLICT (schedule, due_at) DO NOTHING
";

const ADVANCE: &str = "
    UPDATE schedules SET wall = $2, at = $3 WHERE id = $1 AND at < $3
";

const SELECT_FIRINGS: &str = "
    SELECT schedule, due_at, wall, verdict, decided_at
    FROM firings
    WHERE due_at < $1
    ORDER BY due_at DESC, schedule
    LIMIT $2
";

/// A schedule as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSchedule {
    /// What it is for, such as `collect finance`.
    pub id: String,
    /// Cron text.
    pub cron: String,
    /// The zone of its hours, by name.
    pub zone: String,
    /// The wall time of the last firing that was dealt with, or of the beginning.
    pub wall: DateTime,
    /// Its instant.
    pub at: Timestamp,
}

/// What came of a firing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FiringVerdict {
    /// It fired when it was due.
    OnTime,
    /// It was missed and is done late.
    CaughtUp,
    /// It was missed and is not done.
    Skipped,
    /// It was missed, and a person is asked.
    Asked,
}

impl FiringVerdict {
    const ALL: [Self; 4] = [Self::OnTime, Self::CaughtUp, Self::Skipped, Self::Asked];

    /// The word used in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::OnTime => "on_time",
            Self::CaughtUp => "caught_up",
            Self::Skipped => "skipped",
            Self::Asked => "asked",
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|verdict| verdict.as_str() == word)
    }

    /// The state in which its job begins; `None` if there is none.
    const fn job_state(self) -> Option<JobState> {
        match self {
            Self::OnTime | Self::CaughtUp => Some(JobState::Waiting),
            Self::Skipped => None,
            Self::Asked => Some(JobState::Held),
        }
    }
}

/// A firing that was decided on.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Firing {
    /// The schedule's id.
    pub schedule: String,
    /// When it was due.
    pub due_at: Timestamp,
    /// The wall time that stands for.
    pub wall: DateTime,
    /// What came of it.
    pub verdict: FiringVerdict,
    /// When that was decided.
    pub decided_at: Timestamp,
}

impl Writer {
    /// Begins a schedule that is new, or whose cron text or zone has changed.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn begin_schedule(&self, schedule: &StoredSchedule) -> Result<(), StoreError> {
        on_engine!(&self.db, |pool| {
            sqlx::query(BEGIN)
                .bind(&schedule.id)
                .bind(&schedule.cron)
                .bind(&schedule.zone)
                .bind(schedule.wall.to_string())
                .bind(text::instant(schedule.at))
                .execute(pool)
                .await?;
        });
        Ok(())
    }

    /// Keeps a firing, puts its job in and moves the schedule on, all or nothing. `false` if another
    /// daemon dealt with it.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn fire(&self, firing: &Firing, job: NewJob<'_>) -> Result<bool, StoreError> {
        let (due_at, wall) = (text::instant(firing.due_at), firing.wall.to_string());
        let mut tx = self.begin().await?;
        let inserted = in_transaction!(&mut tx, |it| {
            sqlx::query(INSERT_FIRING)
                .bind(&firing.schedule)
                .bind(&due_at)
                .bind(&wall)
                .bind(firing.verdict.as_str())
                .bind(text::instant(firing.decided_at))
                .execute(it)
                .await?
                .rows_affected()
        });
        if inserted == 1
            && let Some(state) = firing.verdict.job_state()
        {
            jobs::insert(&mut tx, (job, state), (jobs::DAEMON, firing.decided_at)).await?;
        }
        in_transaction!(&mut tx, |it| {
            let advance = sqlx::query(ADVANCE).bind(&firing.schedule).bind(&wall).bind(&due_at);
            advance.execute(it).await?;
        });
        tx.commit().await?;
        Ok(inserted == 1)
    }
}

impl Reader {
    /// At most `limit` schedules.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn schedules(&self, limit: i64) -> Result<Vec<StoredSchedule>, StoreError> {
        let rows: Vec<(String, String, String, String, String)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT).bind(limit).fetch_all(pool).await?
        });
        let schedule = |(id, cron, zone, wall, at): (_, _, _, String, String)| {
            let wall = text::parse("schedules", "wall", &wall)?;
            Ok(StoredSchedule { id, cron, zone, wall, at: text::parse("schedules", "at", &at)? })
        };
        rows.into_iter().map(schedule).collect()
    }

    /// At most `limit` firings that were due before an instant, newest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn firings_before(
        &self,
        before: Timestamp,
        limit: i64,
    ) -> Result<Vec<Firing>, StoreError> {
        let before = text::instant(before);
        let rows: Vec<(String, String, String, String, String)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_FIRINGS).bind(before).bind(limit).fetch_all(pool).await?
        });
        let firing =
            |(schedule, due_at, wall, verdict, decided_at): (_, String, String, String, String)| {
                Ok(Firing {
                    schedule,
                    due_at: text::parse("firings", "due_at", &due_at)?,
                    wall: text::parse("firings", "wall", &wall)?,
                    verdict: text::word("firings", "verdict", &verdict, FiringVerdict::parse)?,
                    decided_at: text::parse("firings", "decided_at", &decided_at)?,
                })
            };
        rows.into_iter().map(firing).collect()
    }
}
