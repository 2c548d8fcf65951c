//! How large the sums of one party may become: every reader of sums may add up whatever it likes of
//! one party without leaving 64 bits. What one file may come to times the files that a party may have
//! in force is half of what 64 bits hold, so that adding up in any order and taking differences cannot
//! fail; and nothing but the file itself has to be added up to know that.

use jiff::Timestamp;
use metrics::ledger::Sums;

use crate::db::in_transaction;
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, text};

/// What the sums of one file may come to, in minor units, each by its size.
const FILE_MINOR_MAX: i64 = 1 << 50;
/// Ledgers of one party in force.
const FILES_MAX: i64 = 1 << 12;

/// Whatever is in force was received; and receipts are counted in an index, without a look at each.
const SELECT_RECEIVED: &str = "
    SELECT COUNT(*) FROM submissions WHERE party_id = $1 AND kind = 'ledger'
";

const SELECT_FILES: &str = concat!(
    "SELECT COUNT(*)
     FROM submissions
     JOIN checks ON checks.submission_id = submissions.id
     WHERE submissions.party_id = $1 AND submissions.kind = 'ledger' AND ",
    in_force!("$2")
);

/// Refuses sums of one file that come to too much.
///
/// # Errors
///
/// [`StoreError::Limit`].
pub(super) fn bounded(sums: impl Iterator<Item = Sums>) -> Result<(), StoreError> {
    let size = |it: Sums| {
        u128::from(it.debit_minor.unsigned_abs()) + u128::from(it.credit_minor.unsigned_abs())
    };
    if u128::from(FILE_MINOR_MAX.unsigned_abs()) < sums.map(size).sum::<u128>() {
        let what = "minor units in one ledger";
        return Err(StoreError::Limit { what, limit_max: FILE_MINOR_MAX });
    }
    Ok(())
}

impl Posting {
    /// Refuses a ledger of a party that has too many in force. What it supersedes counts until it is
    /// superseded.
    ///
    /// # Errors
    ///
    /// [`StoreError::Limit`] if there are, or an error if the database fails.
    pub(super) async fn has_room(&mut self) -> Result<(), StoreError> {
        let received: i64 = in_transaction!(&mut self.tx, |it| {
            sqlx::query_scalar(SELECT_RECEIVED).bind(self.party_id).fetch_one(it).await?
        });
        // The file itself is one of them, and not in force yet.
        if received <= FILES_MAX {
            return Ok(());
        }
        let files: i64 = in_transaction!(&mut self.tx, |it| {
            sqlx::query_scalar(SELECT_FILES)
                .bind(self.party_id)
                .bind(text::instant(Timestamp::MAX))
                .fetch_one(it)
                .await?
        });
        if FILES_MAX <= files {
            return Err(StoreError::Limit {
                what: "ledgers of one party in force",
                limit_max: FILES_MAX,
            });
        }
        Ok(())
    }
}
