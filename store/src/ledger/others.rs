//! What a month has in force beside one submission: the other files that it was handed in as.

use jiff::Timestamp;
use metrics::ledger::OtherFiles;

use crate::StoreError;
use crate::db::Reader;
use crate::submissions::Submission;

impl Reader {
    /// What the other ledgers of the same party and month have in force at `at`. A ledger that the
    /// submission supersedes is none of them.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn other_ledgers(
        &self,
        submission: &Submission,
        at: Timestamp,
    ) -> Result<OtherFiles, StoreError> {
        let mut others = OtherFiles::default();
        let Some(period) = submission.period else { return Ok(others) };
        let superseded = submission.supersedes.as_ref();
        for ledger in self.ledgers(&submission.party, (Some(period), period), at).await? {
            if ledger.id != submission.id && Some(&ledger.receipt) != superseded {
                others.sums.extend(self.sums_of(&ledger).await?.iter().cloned());
                others.vouchers.extend(self.vouchers_of(&ledger).await?.iter().cloned());
            }
        }
        Ok(others)
    }
}
