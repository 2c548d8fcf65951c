//! The files that lines came in. A file never changes, so that what was read once is kept.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

use crate::StoreError;
use crate::db::{Reader, on_engine};
use crate::submissions::in_force;

/// Files that are kept at most.
pub(super) const KEPT_MAX: usize = 1 << 12;

const SELECT_FILES: &str = concat!(
    "SELECT submissions.id AS submission_id, submissions.receipt, submissions.sha256,
            submissions.file_name
     FROM submissions
     JOIN checks ON checks.submission_id = submissions.id
     WHERE submissions.party_id = $1 AND submissions.kind = 'ledger'
       AND submissions.period = $2 AND ",
    in_force!("$3")
);

/// What lines share: the file that they came in.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct FileRow {
    submission_id: i64,
    pub(super) receipt: String,
    pub(super) sha256: String,
    pub(super) file_name: String,
}

impl Reader {
    /// The files of these submissions, ledgers of a party and month that are in force at an instant.
    pub(super) async fn files(
        &self,
        submissions: impl Iterator<Item = i64>,
        (party_id, period, as_of): (i64, &str, &str),
    ) -> Result<HashMap<i64, Arc<FileRow>>, StoreError> {
        let submissions: BTreeSet<i64> = submissions.collect();
        let known = submissions.into_iter().map(|id| Some((id, self.memory.files.get(&id)?)));
        if let Some(known) = known.collect() {
            return Ok(known);
        }
        let rows: Vec<FileRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_FILES)
                .bind(party_id)
                .bind(period)
                .bind(as_of)
                .fetch_all(pool)
                .await?
        });
        let kept =
            |row: FileRow| (row.submission_id, self.memory.files.keep(row.submission_id, row, 1));
        Ok(rows.into_iter().map(kept).collect())
    }
}
