//! Daemons: the signs of life that they give, and whose turn it is where one at a time works.

use jiff::Timestamp;

use crate::db::{Reader, Writer, on_engine};
use crate::jobs::Lease;
use crate::{StoreError, text};

const BEAT: &str = "
    INSERT INTO heartbeats (name, seen_at, ended_at) VALUES ($1, $2, '')
    ON CONFLICT (name) DO UPDATE SET seen_at = excluded.seen_at, ended_at = ''
";

const END: &str = "UPDATE heartbeats SET ended_at = $2 WHERE name = $1";

const FORGET: &str = "DELETE FROM heartbeats WHERE seen_at < $1";

const SELECT_LAST_BEAT: &str = "SELECT MAX(seen_at) FROM heartbeats WHERE ended_at = ''";

const SELECT_DAEMONS: &str = "
    SELECT name, seen_at, ended_at FROM heartbeats ORDER BY seen_at DESC, name LIMIT $1
";

const TAKE_TURN: &str = "
    INSERT INTO turns (name, holder, until) VALUES ($1, $2, $3)
    ON CONFLICT (name) DO UPDATE SET holder = excluded.holder, until = excluded.until
    WHERE turns.holder = excluded.holder OR turns.until < $4
";

const END_TURN: &str = "DELETE FROM turns WHERE name = $1 AND holder = $2";

/// A daemon as the database knows it.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Daemon {
    /// Host and process, or what the settings call it.
    pub name: String,
    /// Its last sign of life.
    pub seen_at: Timestamp,
    /// When it stopped in good order.
    pub ended_at: Option<Timestamp>,
}

impl Writer {
    /// Says that a daemon is alive.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn beat(&self, name: &str, at: Timestamp) -> Result<(), StoreError> {
        on_engine!(&self.db, |pool| {
            sqlx::query(BEAT).bind(name).bind(text::instant(at)).execute(pool).await?;
        });
        Ok(())
    }

    /// Says that a daemon stopped in good order.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn end_beat(&self, name: &str, at: Timestamp) -> Result<(), StoreError> {
        on_engine!(&self.db, |pool| {
            sqlx::query(END).bind(name).bind(text::instant(at)).execute(pool).await?;
        });
        Ok(())
    }

    /// Forgets daemons that were last seen before an instant.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn forget_daemons(&self, before: Timestamp) -> Result<(), StoreError> {
        on_engine!(&self.db, |pool| {
            sqlx::query(FORGET).bind(text::instant(before)).execute(pool).await?;
        });
        Ok(())
    }

    /// Takes or keeps the turn at something. `false` while it is another daemon's.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn take_turn(
        &self,
        name: &str,
        lease: Lease<'_>,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let touched = on_engine!(&self.db, |pool| {
            sqlx::query(TAKE_TURN)
                .bind(name)
                .bind(lease.holder)
                .bind(text::instant(lease.until))
                .bind(text::instant(now))
                .execute(pool)
                .await?
                .rows_affected()
        });
        Ok(touched == 1)
    }

    /// Leaves a turn to others.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn end_turn(&self, name: &str, holder: &str) -> Result<(), StoreError> {
        on_engine!(&self.db, |pool| {
            sqlx::query(END_TURN).bind(name).bind(holder).execute(pool).await?;
        });
        Ok(())
    }
}

impl Reader {
    /// When any daemon was last seen alive that did not stop in good order.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn daemon_seen_at(&self) -> Result<Option<Timestamp>, StoreError> {
        let seen: Option<String> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_LAST_BEAT).fetch_one(pool).await?
        });
        seen.map(|it| text::parse("heartbeats", "seen_at", &it)).transpose()
    }

    /// At most `limit` daemons, the one seen last first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn daemons(&self, limit: i64) -> Result<Vec<Daemon>, StoreError> {
        let rows: Vec<(String, String, String)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_DAEMONS).bind(limit).fetch_all(pool).await?
        });
        let daemon = |(name, seen_at, ended_at): (String, String, String)| {
            let ended = (!ended_at.is_empty()).then_some(ended_at);
            Ok(Daemon {
                name,
                seen_at: text::parse("heartbeats", "seen_at", &seen_at)?,
                ended_at: ended.map(|it| text::parse("heartbeats", "ended_at", &it)).transpose()?,
            })
        };
        rows.into_iter().map(daemon).collect()
    }
}
