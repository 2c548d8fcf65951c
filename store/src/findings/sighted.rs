//! Findings that a submission shows, whether it was the first to show them or not.

use jiff::Timestamp;

use super::{Finding, Row, SELECT_SIGHTED};
use crate::db::{Reader, on_engine};
use crate::{StoreError, text};

impl Reader {
    /// At most `limit` findings of a rule that a submission shows, as they stood and with what they said at
    /// `as_of`, with a number above `after`, in the order in which they were found. Their file and row are
    /// those of the submission that was first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn findings_sighted(
        &self,
        (rule, receipt): (&str, &str),
        after: i64,
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<Finding>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_SIGHTED)
                .bind(rule)
                .bind(receipt)
                .bind(after)
                .bind(limit)
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(Finding::try_from).collect()
    }
}
