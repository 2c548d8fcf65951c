//! What looks at sources found, and when each source was last looked at.
//!
//! Looks are append-only, and one that found the same as the one before adds no row: the row then
//! says since when it is so. That somebody looked again is a sign of life, like a heartbeat, and
//! moves in place.

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::db::{Reader, Tx, Writer, in_transaction, on_engine};
use crate::{StoreError, text};

const INSERT: &str = "
    INSERT INTO source_looks (source, looked_at, state, cause, detail, files, size_bytes,
                              content_sha256, reading_sha256, etag, last_modified)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
";

const VISIT: &str = "
    INSERT INTO source_visits (source, looked_at) VALUES ($1, $2)
    ON CONFLICT (source) DO UPDATE SET looked_at = excluded.looked_at
";

macro_rules! select {
    ($tail:literal) => {
        concat!(
            "SELECT source, looked_at, state, cause, detail, files, size_bytes, content_sha256,
                    reading_sha256, etag, last_modified
             FROM source_looks
             WHERE ",
            $tail
        )
    };
}

const SELECT_LAST: &str = select!("source = $1 ORDER BY id DESC LIMIT 1");

const SELECT_KEPT: &str = select!("source = $1 AND content_sha256 <> '' ORDER BY id DESC LIMIT 1");

const SELECT_LAST_OF_EACH: &str = select!(
    "id IN (SELECT MAX(id) FROM source_looks GROUP BY source)
     ORDER BY id DESC
     LIMIT $1"
);

const SELECT_KEPT_OF_EACH: &str = select!(
    "id IN (SELECT MAX(id) FROM source_looks WHERE content_sha256 <> '' GROUP BY source)
     ORDER BY id DESC
     LIMIT $1"
);

const SELECT_VISIT: &str = "SELECT looked_at FROM source_visits WHERE source = $1";

const SELECT_VISITS: &str = "
    SELECT source, looked_at FROM source_visits ORDER BY looked_at DESC LIMIT $1
";

/// Sources that are read at once. A city has dozens.
const SOURCES_MAX: i64 = 10_000;

/// What a look at a source found. None of these says that something was deleted, or is zero.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LookState {
    /// It cannot be reached: nothing is known.
    Unreachable,
    /// It can be reached, and holds nothing.
    Empty,
    /// It holds much less than before: held until a person takes it.
    Shrunk,
    /// It holds what it held before.
    Unchanged,
    /// It holds something else than before, which was taken.
    Received,
    /// It holds something that could not be taken.
    NotTaken,
}

impl LookState {
    /// Every state.
    pub const ALL: [Self; 6] = [
        Self::Unreachable,
        Self::Empty,
        Self::Shrunk,
        Self::Unchanged,
        Self::Received,
        Self::NotTaken,
    ];

    /// The word used in JSON and in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Unreachable => "unreachable",
            Self::Empty => "empty",
            Self::Shrunk => "shrunk",
            Self::Unchanged => "unchanged",
            Self::Received => "received",
            Self::NotTaken => "not_taken",
        }
    }

    /// Whether a person should know of it.
    #[must_use]
    pub const fn is_trouble(self) -> bool {
        match self {
            Self::Unreachable | Self::Empty | Self::Shrunk | Self::NotTaken => true,
            Self::Unchanged | Self::Received => false,
        }
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == word)
    }
}

/// A look at a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceLook {
    /// The source's id in the settings.
    pub source: String,
    /// When; of a look that is kept, since when it has been so.
    pub looked_at: Timestamp,
    /// What was found.
    pub state: LookState,
    /// The word for why it is unreachable or was not taken, else `""`.
    pub cause: String,
    /// What the word is about, such as a status or a file's name.
    pub detail: String,
    /// Files it held.
    pub files: u64,
    /// Their size.
    pub size_bytes: u64,
    /// Hash over names and receipts of what was taken; `""` if nothing was.
    pub content_sha256: String,
    /// Hash over how it was to be read: what was taken with other settings is not the same.
    pub reading_sha256: String,
    /// What the server calls this content (RFC 9110, 8.8.3).
    pub etag: Option<String>,
    /// When the server says it changed, in the server's words (RFC 9110, 8.8.2).
    pub last_modified: Option<String>,
}

/// How all sources stand, by their ids. What was never looked at is in none of these.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standings {
    /// The last look at each, with the instant since when it has been so.
    pub last: BTreeMap<String, SourceLook>,
    /// The last look at each of which something was taken.
    pub kept: BTreeMap<String, SourceLook>,
    /// When each was last looked at.
    pub looked_at: BTreeMap<String, Timestamp>,
}

impl SourceLook {
    /// Whether another look found the same, whenever that was. What was received and is still there
    /// is unchanged: that is no news.
    fn found_what(&self, other: &Self) -> bool {
        let is_taken = |it: &Self| [LookState::Received, LookState::Unchanged].contains(&it.state);
        let is_alike = self.state == other.state || (is_taken(self) && is_taken(other));
        let alike = Self { looked_at: self.looked_at, state: self.state, ..other.clone() };
        is_alike && *self == alike
    }
}

impl Writer {
    /// Keeps a look, and answers whether it found something else than the one before.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn keep_look(&self, look: &SourceLook) -> Result<bool, StoreError> {
        let last = self.reader().last_look(&look.source).await?;
        let is_new = !last.is_some_and(|last| last.found_what(look));
        let mut tx = self.begin().await?;
        if is_new {
            insert(&mut tx, look).await?;
        }
        in_transaction!(&mut tx, |it| {
            sqlx::query(VISIT)
                .bind(&look.source)
                .bind(text::instant(look.looked_at))
                .execute(it)
                .await?;
        });
        tx.commit().await?;
        Ok(is_new)
    }
}

async fn insert(tx: &mut Tx, look: &SourceLook) -> Result<(), StoreError> {
    let files = text::signed("files", look.files)?;
    let size_bytes = text::signed("bytes", look.size_bytes)?;
    in_transaction!(tx, |it| {
        sqlx::query(INSERT)
            .bind(&look.source)
            .bind(text::instant(look.looked_at))
            .bind(look.state.as_str())
            .bind(&look.cause)
            .bind(&look.detail)
            .bind(files)
            .bind(size_bytes)
            .bind(&look.content_sha256)
            .bind(&look.reading_sha256)
            .bind(&look.etag)
            .bind(&look.last_modified)
            .execute(it)
            .await?;
    });
    Ok(())
}

impl Reader {
    /// The last look at a source, with the instant since when it has been so.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn last_look(&self, source: &str) -> Result<Option<SourceLook>, StoreError> {
        self.look(SELECT_LAST, source).await
    }

    /// The last look of which something was taken: what the next one is compared with.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn kept_look(&self, source: &str) -> Result<Option<SourceLook>, StoreError> {
        self.look(SELECT_KEPT, source).await
    }

    /// When a source was last looked at.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn looked_at(&self, source: &str) -> Result<Option<Timestamp>, StoreError> {
        let at: Option<String> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_VISIT).bind(source).fetch_optional(pool).await?
        });
        at.map(|it| text::parse("source_visits", "looked_at", &it)).transpose()
    }

    /// How all sources stand.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn standings(&self) -> Result<Standings, StoreError> {
        let visits: Vec<(String, String)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_VISITS).bind(SOURCES_MAX).fetch_all(pool).await?
        });
        let visit = |(source, at): (String, String)| {
            Ok((source, text::parse("source_visits", "looked_at", &at)?))
        };
        Ok(Standings {
            last: self.look_at_each(SELECT_LAST_OF_EACH).await?,
            kept: self.look_at_each(SELECT_KEPT_OF_EACH).await?,
            looked_at: visits.into_iter().map(visit).collect::<Result<_, StoreError>>()?,
        })
    }

    async fn look_at_each(
        &self,
        statement: &'static str,
    ) -> Result<BTreeMap<String, SourceLook>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(statement).bind(SOURCES_MAX).fetch_all(pool).await?
        });
        let look = |row: Row| Ok((row.source.clone(), SourceLook::try_from(row)?));
        rows.into_iter().map(look).collect()
    }

    async fn look(
        &self,
        statement: &'static str,
        source: &str,
    ) -> Result<Option<SourceLook>, StoreError> {
        let row: Option<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(statement).bind(source).fetch_optional(pool).await?
        });
        row.map(SourceLook::try_from).transpose()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    source: String,
    looked_at: String,
    state: String,
    cause: String,
    detail: String,
    files: i64,
    size_bytes: i64,
    content_sha256: String,
    reading_sha256: String,
    etag: Option<String>,
    last_modified: Option<String>,
}

impl TryFrom<Row> for SourceLook {
    type Error = StoreError;

    fn try_from(row: Row) -> Result<Self, StoreError> {
        Ok(Self {
            looked_at: text::parse("source_looks", "looked_at", &row.looked_at)?,
            state: text::word("source_looks", "state", &row.state, LookState::parse)?,
            files: text::unsigned("source_looks", "files", row.files)?,
            size_bytes: text::unsigned("source_looks", "size_bytes", row.size_bytes)?,
            source: row.source,
            cause: row.cause,
            detail: row.detail,
            content_sha256: row.content_sha256,
            reading_sha256: row.reading_sha256,
            etag: row.etag,
            last_modified: row.last_modified,
        })
    }
}
