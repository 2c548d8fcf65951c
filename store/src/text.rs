//! Values as the database holds them: instants and periods as text that sorts, numbers as `i64`.

use std::fmt::Display;
use std::str::FromStr;

use jiff::Timestamp;

use crate::StoreError;

/// An instant in UTC with six decimals, so that text order is time order.
pub(crate) fn instant(at: Timestamp) -> String {
    format!("{at:.6}")
}

/// Reads a column back into a domain type; what does not parse was not written by us.
pub(crate) fn parse<T: FromStr>(
    table: &'static str,
    column: &'static str,
    value: &str,
) -> Result<T, StoreError> {
    value.parse().map_err(|_| corrupt(table, column, value))
}

/// Reads a word back through a type's own `parse`.
pub(crate) fn word<T>(
    table: &'static str,
    column: &'static str,
    value: &str,
    parse: impl Fn(&str) -> Option<T>,
) -> Result<T, StoreError> {
    parse(value).ok_or_else(|| corrupt(table, column, value))
}

/// A count or size that cannot be negative.
pub(crate) fn unsigned(
    table: &'static str,
    column: &'static str,
    value: i64,
) -> Result<u64, StoreError> {
    u64::try_from(value).map_err(|_| corrupt(table, column, value))
}

/// A count or size that has to fit `BIGINT`.
pub(crate) fn signed(what: &'static str, value: u64) -> Result<i64, StoreError> {
    i64::try_from(value).map_err(|_| StoreError::Limit { what, limit_max: i64::MAX })
}

pub(crate) fn corrupt(
    table: &'static str,
    column: &'static str,
    value: impl Display,
) -> StoreError {
    StoreError::Corrupt { table, column, value: value.to_string() }
}
