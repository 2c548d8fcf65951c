//! Whether bytes and verdicts are those that the audit log has.

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use super::Difference;
use crate::audit::hex;
use crate::blobs::chunk;
use crate::db::{Reader, on_engine};
use crate::posting::Outcome;
use crate::submissions::Submission;
use crate::{StoreError, text};

/// What is not as the log has it, or is not in the log at all: the hash of a submission's bytes and when they
/// came, and what a check said and when, as [`told`] writes it. Earlier releases wrote the verdict alone.
/// Verdicts of the log that no check has are found from the other side.
const SELECT: &str = "
    SELECT receipt, named, COALESCE(expected, ''), COALESCE(actual, '')
    FROM (
        SELECT submissions.id, submissions.receipt, 'sha256' AS named, audit.detail AS expected,
               submissions.sha256 AS actual
        FROM submissions
        LEFT JOIN audit ON audit.object = submissions.receipt AND audit.act = 'submit'
        UNION ALL
        SELECT submissions.id, submissions.receipt, 'received_at', audit.at, submissions.received_at
        FROM submissions
        JOIN audit ON audit.object = submissions.receipt AND audit.act = 'submit'
        UNION ALL
        SELECT submissions.id, submissions.receipt, 'verdict', audit.detail,
               CASE WHEN audit.detail = checks.verdict THEN checks.verdict
                    ELSE 'verdict=' || checks.verdict || ' checked_at=' || checks.checked_at
                         || ' rows_total=' || checks.rows_total
                         || ' rows_understood=' || checks.rows_understood
                         || ' faults_total=' || checks.faults_total
                         || ' policy_sha256=' || checks.policy_sha256
               END
        FROM checks
        JOIN submissions ON submissions.id = checks.submission_id
        LEFT JOIN audit ON audit.object = submissions.receipt AND audit.act = 'post'
        UNION ALL
        SELECT submissions.id, submissions.receipt, 'accepted_at',
               CASE WHEN audit.detail NOT LIKE '%refused%' THEN audit.at END, checks.accepted_at
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

/// What the log says of a check: everything that it said, for posting it again rests on that.
pub(crate) fn told(checked_at: Timestamp, outcome: &Outcome<'_>) -> String {
    let Outcome { verdict, rows, understood, faults, policy_sha256, .. } = outcome;
    let checked_at = text::instant(checked_at);
    format!(
        "verdict={} checked_at={checked_at} rows_total={rows} rows_understood={understood} \
         faults_total={faults} policy_sha256={policy_sha256}",
        verdict.as_str(),
    )
}

/// The first column of which two lines like [`told`]'s say something else, with what each says of it.
fn first_unlike<'a>(expected: &'a str, actual: &'a str) -> Option<(&'a str, [Option<&'a str>; 2])> {
    let mut words = [expected, actual].map(str::split_whitespace);
    loop {
        let said = |word: &'a str| word.split_once('=').unwrap_or(("verdict", word));
        let pair = words.each_mut().map(|it| it.next().map(said));
        let (column, _) = pair[0].or(pair[1])?;
        if pair[0] != pair[1] {
            return Some((column, pair.map(|it| it.map(|(_, value)| value))));
        }
    }
}

impl Reader {
    /// The first submission whose hash, verdict or instant is not as the audit log has it.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn differs_from_log(&self) -> Result<Option<Difference>, StoreError> {
        let found: Option<(String, String, String, String)> =
            on_engine!(&self.db, |pool| sqlx::query_as(SELECT).fetch_optional(pool).await?);
        let Some((receipt, named, expected, actual)) = found else { return Ok(None) };
        let (table, unlike) = match named.as_str() {
            "verdict" => ("checks", first_unlike(&expected, &actual)),
            "accepted_at" => ("checks", None),
            _ => ("submissions", None),
        };
        let whole = || [&expected, &actual].map(|it| Some(it.as_str()).filter(|it| !it.is_empty()));
        let (column, values) = unlike.unwrap_or_else(|| (&named, whole()));
        let [expected, actual] = values.map(|it| it.map(str::to_owned));
        let difference = Difference::of(self, table, receipt).await?;
        Ok(Some(Difference { column: Some(column.to_owned()), expected, actual, ..difference }))
    }

    /// The difference, if the raw bytes of a submission are not those that were hashed, or what it says of them
    /// is not what its receipt is a hash over.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn bytes_differ(
        &self,
        submission: &Submission,
    ) -> Result<Option<Difference>, StoreError> {
        let Submission { receipt, sha256, .. } = submission;
        let (expected_receipt, actual) =
            (submission.expected_receipt(), self.hashed(sha256).await?);
        let (table, column, expected, actual) = if expected_receipt != *receipt {
            ("submissions", "receipt", expected_receipt, Some(receipt.clone()))
        } else if actual.as_ref() != Some(sha256) {
            ("blob_chunks", "bytes", sha256.clone(), actual)
        } else {
            return Ok(None);
        };
        let difference = Difference::of(self, table, receipt.clone()).await?;
        let (column, expected) = (Some(column.to_owned()), Some(expected));
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
