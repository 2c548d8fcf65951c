//! What a month has in force beside one submission: the other files that it was handed in as.

use jiff::Timestamp;
use metrics::ledger::{OtherFiles, VoucherNames};

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
        let Some(period) = submission.period else { return Ok(OtherFiles::default()) };
        let superseded = submission.supersedes.as_ref();
        let mut ledgers = self.ledgers(&submission.party, (Some(period), period), at).await?;
        ledgers.retain(|it| it.id != submission.id && Some(&it.receipt) != superseded);
        let mut sums = Vec::with_capacity(ledgers.len());
        for ledger in &ledgers {
            sums.push((ledger.receipt.clone(), self.sums_of(ledger).await?));
        }
        let vouchers = self.vouchers_of(&ledgers).await?;
        Ok(OtherFiles {
            counted: VoucherNames::union(vouchers.iter().map(|it| &it.counted)),
            uncounted: VoucherNames::union(vouchers.iter().map(|it| &it.uncounted)),
            sums,
        })
    }
}
