//! Whether bytes and verdicts are those that the audit log has.

use sha2::{Digest, Sha256};

use super::Difference;
use crate::StoreError;
use crate::audit::hex;
use crate::blobs::chunk;
use crate::db::{Reader, on_engine};
use crate::submissions::Submission;

/// What is not as the log has it, or is not in the log at all: the hash of a submission's bytes, and what a
/// check said and when. Verdicts of the log that no check has are found from the other side.
const SELECT: &str = "
    SELECT receipt, named, expected, actual
    FROM (
        SELECT submissions.id, submissions.receipt, 'sha256' AS named, audit.detail AS expected,
               submissions.sha256 AS actual
        FROM submissions
        LEFT JOIN audit ON audit.object = submissions.receipt AND audit.act = 'submit'
        UNION ALL
        SELECT submissions.id, submissions.receipt, 'verdict', audit.detail, checks.verdict
        FROM checks
        JOIN submissions ON submissions.id = checks.submission_id
        LEFT JOIN audit ON audit.object = submissions.receipt AND audit.act = 'post'
        UNION ALL
        SELECT submissions.id, submissions.receipt, 'accepted_at',
               CASE WHEN audit.detail <> 'refused' THEN audit.at END, checks.accepted_at
        FROM checks
        JOIN submissions ON submissions.id = checks.submission_id
        JOIN audit ON audit.object = submissions.receipt AND audit.act = 'post'
        UNION ALL
        SELECT audit.sequence, audit.object, 'verdict', audit.detail, checks.verdict
        FROM audit
        LEFT JOIN submissions ON submissions.receipt = audit.object
        LEFT JOIN checks ON checks.submission_id = submissions.id
        WHERE audit.act = 'post' AND checks.verdict IS NULL
    ) AS told
    WHERE COALESCE(expected, '') <> COALESCE(actual, '')
    ORDER BY id, named
    LIMIT 1
";

impl Reader {
    /// The first submission whose hash, verdict or instant is not as the audit log has it.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn differs_from_log(&self) -> Result<Option<Difference>, StoreError> {
        let found: Option<(String, String, Option<String>, Option<String>)> =
            on_engine!(&self.db, |pool| sqlx::query_as(SELECT).fetch_optional(pool).await?);
        let Some((receipt, column, expected, actual)) = found else { return Ok(None) };
        let table = if column == "sha256" { "submissions" } else { "checks" };
        let difference = Difference::of(self, table, receipt).await?;
        Ok(Some(Difference { column: Some(column), expected, actual, ..difference }))
    }

    /// The difference, if the raw bytes of a submission are not those that were hashed.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn bytes_differ(
        &self,
        submission: &Submission,
    ) -> Result<Option<Difference>, StoreError> {
        let expected = &submission.sha256;
        let actual = self.hashed(expected).await?;
        if actual.as_ref() == Some(expected) {
            return Ok(None);
        }
        let difference = Difference::of(self, "blob_chunks", submission.receipt.clone()).await?;
        let (column, expected) = (Some("bytes".to_owned()), Some(expected.clone()));
        Ok(Some(Difference { column, expected, actual, ..difference }))
    }

    /// The hash that raw bytes have; `None` if they cannot be read.
    async fn hashed(&self, sha256: &str) -> Result<Option<String>, StoreError> {
        let mut hash = Sha256::new();
        for ordinal in 0.. {
            match chunk(&self.db, sha256, ordinal).await {
                Ok(Some(bytes)) => hash.update(&bytes),
                Ok(None) => break,
                // What does not decompress was not kept so.
                Err(StoreError::Io(_)) => return Ok(None),
                Err(error) => return Err(error),
            }
        }
        Ok(Some(hex(&hash.finalize())))
    }
}
