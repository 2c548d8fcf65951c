//! What can go wrong in the store.

use thiserror::Error;

/// A failure of the database, of what it holds, or a limit reached.
#[derive(Debug, Error)]
pub enum StoreError {
    /// The URL names neither engine.
    #[error("a database address starts with sqlite: or postgres:")]
    Engine,
    /// The database refused or could not be reached.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// The tables could not be brought up to date.
    #[error("the database could not be migrated")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// Bulk posting on SQLite failed.
    #[error("the database failed while posting")]
    Bulk(#[from] rusqlite::Error),
    /// A row holds what this program never writes.
    #[error("table {table} holds {value:?} in {column}, which was not written by this system")]
    Corrupt {
        /// The table.
        table: &'static str,
        /// The column.
        column: &'static str,
        /// What it holds.
        value: String,
    },
    /// A limit set by the layout of locality ids, or by the size of a count.
    #[error("more than {limit_max} {what}")]
    Limit {
        /// What there is too much of.
        what: &'static str,
        /// How many there may be.
        limit_max: i64,
    },
    /// Bytes changed between being hashed and being stored.
    #[error("the file changed while it was read")]
    Changed,
    /// Reading or decompressing raw bytes failed.
    #[error("raw bytes cannot be read")]
    Io(#[from] std::io::Error),
    /// There is nothing of that name.
    #[error("there is no {what} {name:?}")]
    NotFound {
        /// What was looked for.
        what: &'static str,
        /// By which name.
        name: String,
    },
    /// A submission is to supersede one of another kind, party or month.
    #[error("{receipt} is of another kind, party or month")]
    Supersedes {
        /// The receipt that was to be superseded.
        receipt: String,
    },
    /// Something is to be posted to a month that is closed.
    #[error("the period is closed")]
    Closed,
    /// A sum does not fit.
    #[error("a sum exceeds 9.2e18 minor units")]
    SumTooLarge(#[from] metrics::ledger::SumTooLarge),
    /// A test asked to stop here.
    #[error("stopped at failure point {0}")]
    Stopped(&'static str),
}
