//! How large the sums of one party may become: every reader of sums may add up whatever it likes of
//! one party without leaving 64 bits.

use crate::db::in_transaction;
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, text};

/// What the balances of a party in force may come to, in minor units, each by its size: half of what
/// 64 bits hold, so that adding up in any order and taking differences cannot fail.
const PARTY_MINOR_MAX: i64 = 1 << 62;

/// Amounts are added up in two halves of 31 bits: no sum of fewer than 2^31 rows overflows.
const HALF: i128 = 1 << 31;

macro_rules! select_size {
    ($table:literal) => {
        concat!(
            "SELECT CAST(COALESCE(SUM(ABS(debit_minor / 2147483648)
                                    + ABS(credit_minor / 2147483648)), 0) AS BIGINT),
                    CAST(COALESCE(SUM(ABS(debit_minor % 2147483648)
                                    + ABS(credit_minor % 2147483648)), 0) AS BIGINT)
             FROM ",
            $table,
            " AS sums
             WHERE sums.party_id = $1
               AND (sums.submission_id = $2
                    OR EXISTS (
                        SELECT 1
                        FROM checks
                        WHERE checks.submission_id = sums.submission_id AND ",
            in_force!("$3"),
            "))"
        )
    };
}

const SELECT_BALANCES: &str = select_size!("balances");
const SELECT_COUNTERPARTIES: &str = select_size!("counterparty_sums");

impl Posting {
    /// Refuses what was just posted if the party's sums in force would become too large with it.
    /// What it supersedes counts until it is superseded.
    ///
    /// # Errors
    ///
    /// [`StoreError::Limit`] if they would, or an error if the database fails.
    pub(super) async fn bounded(&mut self) -> Result<(), StoreError> {
        for select in [SELECT_BALANCES, SELECT_COUNTERPARTIES] {
            let (high, low): (i64, i64) = in_transaction!(&mut self.tx, |it| {
                sqlx::query_as(select)
                    .bind(self.party_id)
                    .bind(self.submission.id)
                    .bind(text::instant(jiff::Timestamp::MAX))
                    .fetch_one(it)
                    .await?
            });
            if i128::from(PARTY_MINOR_MAX) < i128::from(high) * HALF + i128::from(low) {
                let what = "minor units in the ledgers of one party";
                return Err(StoreError::Limit { what, limit_max: PARTY_MINOR_MAX });
            }
        }
        Ok(())
    }
}
