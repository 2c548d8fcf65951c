//! The files that each took the place of the one before.

use std::collections::BTreeSet;

use crate::StoreError;
use crate::db::{Reader, on_engine};

const SELECT_CHAIN: &str = "
    WITH RECURSIVE chain (receipt, supersedes) AS (
        SELECT receipt, supersedes
        FROM submissions
        WHERE receipt = $1
        UNION
        SELECT submissions.receipt, submissions.supersedes
        FROM chain
        JOIN submissions ON submissions.receipt = chain.supersedes
    )
    SELECT receipt
    FROM chain
";

impl Reader {
    /// The receipts of the chain that ends with a submission: its own, that of the one that it supersedes,
    /// and so on to the first. Empty for a receipt that is not there.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn chain_of(&self, receipt: &str) -> Result<BTreeSet<String>, StoreError> {
        let receipts: Vec<String> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_CHAIN).bind(receipt).fetch_all(pool).await?
        });
        Ok(receipts.into_iter().collect())
    }
}
