//! Transcripts: text in UTF-8 of what was handed in otherwise, kept beside the bytes as received. The
//! places of a submission's facts are places in its transcript, where it has one.

use crate::StoreError;
use crate::blobs::{self, Source};
use crate::db::{Reader, in_transaction, on_engine};
use crate::posting::Posting;

const INSERT: &str = "
    INSERT INTO transcripts (submission_id, sha256, sheet) VALUES ($1, $2, $3)
";

const SELECT: &str = "
    SELECT transcripts.sha256, transcripts.sheet
    FROM transcripts
    JOIN submissions ON submissions.id = transcripts.submission_id
    WHERE submissions.receipt = $1
";

/// The transcript of a submission.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct Transcript {
    /// SHA-256 of its bytes, by which they are kept like raw ones.
    pub sha256: String,
    /// The sheet that it has, of a workbook.
    pub sheet: Option<String>,
}

impl Posting {
    /// Keeps the transcript that the facts were read from.
    ///
    /// # Errors
    ///
    /// Returns an error if the transcript cannot be read, or if the database fails.
    pub async fn transcript(
        &mut self,
        text: &mut dyn Source,
        sheet: Option<&str>,
    ) -> Result<(), StoreError> {
        let (sha256, size_bytes) = blobs::hash(text)?;
        blobs::insert(&mut self.tx, text, &sha256, size_bytes).await?;
        in_transaction!(&mut self.tx, |it| {
            sqlx::query(INSERT)
                .bind(self.submission.id)
                .bind(&sha256)
                .bind(sheet)
                .execute(it)
                .await?;
        });
        Ok(())
    }
}

impl Reader {
    /// The transcript that the facts of a submission were read from; `None` where that are the bytes
    /// as received.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn transcript(&self, receipt: &str) -> Result<Option<Transcript>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT).bind(receipt).fetch_optional(pool).await?
        }))
    }
}
