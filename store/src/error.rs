//! What can go wrong in the store.

use std::error::Error as Failed;

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

impl StoreError {
    /// Whether address, permissions, room on the disk or missing tables are behind it, so that whoever
    /// runs the system can mend it.
    #[must_use]
    pub fn is_of_the_place(&self) -> bool {
        match self {
            Self::Database(sqlx::Error::Database(refused)) => {
                let code = refused.code().unwrap_or_default();
                match code.parse::<u32>() {
                    Ok(sqlite) if code.len() < 5 => SQLITE_OF_THE_PLACE.contains(&(sqlite & 0xff)),
                    _ => POSTGRES_OF_THE_PLACE.iter().any(|it| code.starts_with(it)),
                }
            }
            Self::Engine | Self::Migrate(_) | Self::Io(_) | Self::Database(_) => true,
            Self::Bulk(_)
            | Self::Corrupt { .. }
            | Self::Limit { .. }
            | Self::Changed
            | Self::NotFound { .. }
            | Self::Supersedes { .. }
            | Self::Closed
            | Self::SumTooLarge(_)
            | Self::Stopped(_) => false,
        }
    }
}

/// Result codes of SQLite: no such table, no permission, busy, read-only, disk, full, cannot be opened, no
/// database.
const SQLITE_OF_THE_PLACE: [u32; 8] = [1, 3, 5, 8, 10, 13, 14, 26];
/// Classes of SQLSTATE (PostgreSQL, appendix A): connection, read-only, authorization, no such database, no
/// such table, resources, the operator's intervention, the system.
const POSTGRES_OF_THE_PLACE: [&str; 8] = ["08", "25006", "28", "3D", "42P01", "53", "57", "58"];

/// An error with what is behind it; what repeats the end of what was said is not said again.
#[must_use]
pub fn causes(error: &dyn Failed) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let said = cause.to_string();
        if !text.ends_with(&said) {
            text.push_str(": ");
            text.push_str(&said);
        }
        source = cause.source();
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, thiserror::Error)]
    #[error("answered: {0}")]
    struct Twice(#[source] std::io::Error);

    #[test]
    fn a_cause_is_said_once() {
        let error = Twice(std::io::Error::other("table is locked"));
        assert_eq!(causes(&error), "answered: table is locked");
        let error = StoreError::Io(std::io::Error::other("no room"));
        assert_eq!(causes(&error), "raw bytes cannot be read: no room");
    }

    #[test]
    fn a_figure_that_does_not_fit_is_nothing_of_the_place() {
        assert!(!StoreError::Limit { what: "pricing sums", limit_max: 1 }.is_of_the_place());
        assert!(StoreError::Database(sqlx::Error::PoolTimedOut).is_of_the_place());
    }
}
