//! Findings that a submission shows, whether it was the first to show them or not.

use super::{Finding, Row, SELECT_SIGHTED};
use crate::StoreError;
use crate::db::{Reader, on_engine};

impl Reader {
    /// At most `limit` findings of a rule that a submission shows, with a number above `after`, in the
    /// order in which they were found. Their file and row are those of the submission that was first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn findings_sighted(
        &self,
        (rule, receipt): (&str, &str),
        (after, limit): (i64, i64),
    ) -> Result<Vec<Finding>, StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_SIGHTED)
                .bind(rule)
                .bind(receipt)
                .bind(after)
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(Finding::try_from).collect()
    }
}
