//! Submissions that are to be posted again into another database, so that both can be compared.

use super::{NewSubmission, Row, Submission, insert};
use crate::db::{Reader, Writer, on_engine};
use crate::proof::Part;
use crate::{StoreError, text};

const SELECT_ACCEPTED: &str = select!(
    "WHERE submissions.kind = $1
       AND ($2 = '' OR parties.party = $2)
       AND ($3 = '' OR submissions.period = $3)
       AND checks.accepted_at IS NOT NULL
     ORDER BY checks.accepted_at, submissions.id"
);

impl Submission {
    fn as_handed_in(&self) -> NewSubmission<'_> {
        NewSubmission {
            kind: self.kind,
            party: &self.party,
            period: self.period,
            sender: &self.sender,
            source: &self.source,
            format: &self.format,
            mapping_sha256: self.mapping_sha256.as_deref(),
            file_name: &self.file_name,
            received_at: self.received_at,
            supersedes: self.supersedes.as_deref(),
        }
    }

    /// The receipt that it ought to have, from everything that it is a hash over.
    pub(crate) fn expected_receipt(&self) -> String {
        self.as_handed_in().receipt(&self.sha256)
    }
}

impl Writer {
    /// Knows a submission of another database, as it was handed in there, without its bytes.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn know(&self, other: &Submission) -> Result<Submission, StoreError> {
        let submission = other.as_handed_in();
        let mut tx = self.begin().await?;
        let bytes = (other.sha256.as_str(), other.size_bytes);
        insert(&mut tx, &submission, &other.receipt, bytes).await?;
        tx.commit().await?;
        let known = self.reader().submission(&other.receipt).await?;
        known.ok_or_else(|| text::corrupt("submissions", "receipt", &other.receipt))
    }
}

impl Reader {
    /// The accepted submissions of a part, superseded or not, in the order in which they were accepted.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn accepted(&self, part: &Part) -> Result<Vec<Submission>, StoreError> {
        let (kind, party, period) = part.key();
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_ACCEPTED)
                .bind(kind.as_str())
                .bind(party)
                .bind(&period)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(Submission::try_from).collect()
    }
}
