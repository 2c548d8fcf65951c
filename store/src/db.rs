//! The two engines behind one set of statements, and the doors that open them.

use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::SqliteSynchronous;
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions};
use sqlx::{Postgres, Sqlite, Transaction};

use crate::StoreError;
use crate::ledger::memory::Memory;

/// How long a writer waits for another one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(30);
/// Statements here read little and are estimated to read much: PostgreSQL would compile them, for longer
/// than they take.
const NO_COMPILING: (&str, &str) = ("jit", "off");
/// Readers of one process.
const READERS_MAX: u32 = 4;
/// Rows that a reader's engine may be ahead of who reads: with fewer, the two wait for each other.
const ROWS_AHEAD: usize = 256;
/// Larger pages cost a quarter less on runs of ledger lines.
const PAGE_SIZE_BYTES: u32 = 32_768;
/// Page cache of a SQLite writer, in KiB (SQLite counts KiB as negative pages). What is posted comes in
/// the order of its keys: a page that was left is not written again.
const WRITER_CACHE: &str = "-8192";
/// What a reader of registers has at hand on SQLite, for they are read page by page, here and there: of the
/// file 2 GiB are mapped, and of what is not in the file yet but in the log, which cannot be mapped, 32 MiB
/// are kept for each connection.
const AT_HAND: [(&str, &str); 2] = [("mmap_size", "2147483648"), ("cache_size", "-32768")];
/// What a reader of all has at hand on SQLite: what every line names, 4 MiB for each connection.
const AT_HAND_FOR_ALL: [(&str, &str); 1] = [("cache_size", "-4096")];

/// A pool on one of the two engines.
#[derive(Clone, Debug)]
pub(crate) enum Db {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

/// A transaction that writes, on one of the two engines.
#[derive(Debug)]
pub(crate) enum Tx {
    Sqlite(Transaction<'static, Sqlite>),
    Postgres(Transaction<'static, Postgres>),
}

/// Runs the same statement on whichever engine is open.
///
/// The body is compiled once for each engine, with that engine's own types, so the SQL text and
/// the code around it are written once and nothing is generic.
macro_rules! on_engine {
    ($db:expr, |$pool:ident| $body:expr) => {
        match $db {
            crate::db::Db::Sqlite($pool) => $body,
            crate::db::Db::Postgres($pool) => $body,
        }
    };
}
pub(crate) use on_engine;

/// Like [`on_engine`], on the connection of a transaction.
macro_rules! in_transaction {
    ($tx:expr, |$connection:ident| $body:expr) => {
        match $tx {
            crate::db::Tx::Sqlite(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
            crate::db::Tx::Postgres(transaction) => {
                let $connection = &mut **transaction;
                $body
            }
        }
    };
}
pub(crate) use in_transaction;

/// The door for everybody who looks. The engine itself refuses whatever would change a row.
#[derive(Clone, Debug)]
pub struct Reader {
    pub(crate) db: Db,
    pub(crate) memory: Arc<Memory>,
}

/// The daemon's door: it collects, posts, evaluates and delivers.
#[derive(Clone, Debug)]
pub struct Writer {
    pub(crate) db: Db,
    reader: Reader,
}

enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    fn of(url: &str) -> Result<Self, StoreError> {
        if url.starts_with("sqlite:") {
            return Ok(Self::Sqlite);
        }
        if url.starts_with("postgres:") || url.starts_with("postgresql:") {
            return Ok(Self::Postgres);
        }
        Err(StoreError::Engine)
    }
}

impl Reader {
    /// Opens the database at `url`, which must be there.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL names neither engine, or if the database cannot be reached.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        Self::with(url, &AT_HAND).await
    }

    /// Opens the database at `url`, which must be there, for reading all of it once: nothing of it is mapped,
    /// where it would count as the reader's memory.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL names neither engine, or if the database cannot be reached.
    pub async fn open_for_all(url: &str) -> Result<Self, StoreError> {
        Self::with(url, &AT_HAND_FOR_ALL).await
    }

    async fn with(url: &str, pragmas: &[(&'static str, &'static str)]) -> Result<Self, StoreError> {
        let db = match Engine::of(url)? {
            Engine::Sqlite => {
                let options = SqliteConnectOptions::from_str(url)?
                    .read_only(true)
                    .busy_timeout(BUSY_TIMEOUT)
                    .row_buffer_size(ROWS_AHEAD);
                let options =
                    pragmas.iter().fold(options, |it, &(key, value)| it.pragma(key, value));
                // A file does not hang up.
                let pool = SqlitePoolOptions::new()
                    .max_connections(READERS_MAX)
                    .test_before_acquire(false);
                Db::Sqlite(pool.connect_with(options).await?)
            }
            Engine::Postgres => {
                let options = PgConnectOptions::from_str(url)?
                    .options([("default_transaction_read_only", "on"), NO_COMPILING]);
                let pool = PgPoolOptions::new().max_connections(READERS_MAX);
                Db::Postgres(pool.connect_with(options).await?)
            }
        };
        Ok(Self { db, memory: Memory::empty() })
    }
}

impl Writer {
    /// Opens the database at `url`, makes it if it is not there, and brings its tables up to date.
    ///
    /// # Errors
    ///
    /// Returns an error if the URL names neither engine, the database cannot be reached, or it was
    /// migrated by a newer release.
    pub async fn open(url: &str) -> Result<Self, StoreError> {
        let db = open_for_writing(url).await?;
        match &db {
            Db::Sqlite(pool) => sqlx::migrate!("migrations/sqlite").run(pool).await?,
            Db::Postgres(pool) => sqlx::migrate!("migrations/postgres").run(pool).await?,
        }
        // Whoever writes reads whole files, once each.
        Ok(Self { db, reader: Reader::open_for_all(url).await? })
    }

    /// The reading door to the same database.
    #[must_use]
    pub fn reader(&self) -> &Reader {
        &self.reader
    }

    pub(crate) async fn begin(&self) -> Result<Tx, StoreError> {
        begin(&self.db).await
    }
}

/// One connection on SQLite: there is one writer at a time anyway.
pub(crate) async fn open_for_writing(url: &str) -> Result<Db, StoreError> {
    Ok(match Engine::of(url)? {
        Engine::Sqlite => {
            let options = SqliteConnectOptions::from_str(url)?
                .create_if_missing(true)
                .page_size(PAGE_SIZE_BYTES)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(BUSY_TIMEOUT)
                .pragma("cache_size", WRITER_CACHE)
                .pragma("temp_store", "MEMORY")
                .pragma("wal_autocheckpoint", "4000");
            Db::Sqlite(SqlitePoolOptions::new().max_connections(1).connect_with(options).await?)
        }
        Engine::Postgres => {
            let options = PgConnectOptions::from_str(url)?.options([NO_COMPILING]);
            Db::Postgres(PgPoolOptions::new().max_connections(4).connect_with(options).await?)
        }
    })
}

/// Begins a transaction that may write. On SQLite it takes the write lock at once: one that turns
/// into a writer later fails when another wrote in between, and waiting does not help.
pub(crate) async fn begin(db: &Db) -> Result<Tx, StoreError> {
    Ok(match db {
        Db::Sqlite(pool) => Tx::Sqlite(pool.begin_with("BEGIN IMMEDIATE").await?),
        Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
    })
}

/// Begins a transaction that only reads.
pub(crate) async fn begin_reading(db: &Db) -> Result<Tx, StoreError> {
    Ok(match db {
        Db::Sqlite(pool) => Tx::Sqlite(pool.begin().await?),
        Db::Postgres(pool) => Tx::Postgres(pool.begin().await?),
    })
}

impl Tx {
    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(transaction) => transaction.commit().await?,
            Self::Postgres(transaction) => transaction.commit().await?,
        }
        Ok(())
    }
}
