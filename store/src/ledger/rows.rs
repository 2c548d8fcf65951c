//! Where the vouchers of ledgers stand in their files.

use std::collections::BTreeMap;

use metrics::party::PartyId;
use metrics::period::Period;

use super::ids;
use crate::db::{Reader, on_engine};
use crate::{StoreError, text};

/// Vouchers that count have their lines, and those that do not their first row.
const SELECT_ROWS: &str = "
    SELECT submissions.receipt, MIN(places.place_row) AS first_row, MAX(places.place_row) AS last_row
    FROM (
        SELECT vouchers.submission_id, vouchers.row_number AS place_row
        FROM vouchers
        WHERE vouchers.party_id = $1 AND vouchers.id BETWEEN $2 AND $3
        UNION ALL
        SELECT vouchers.submission_id, ledger_lines.row_number AS place_row
        FROM ledger_lines
        JOIN vouchers ON vouchers.party_id = ledger_lines.party_id
                     AND vouchers.id = ledger_lines.voucher_id
        WHERE ledger_lines.party_id = $1 AND ledger_lines.id BETWEEN $2 AND $3
    ) AS places
    JOIN submissions ON submissions.id = places.submission_id
    GROUP BY submissions.receipt
    ORDER BY submissions.receipt
";

impl Reader {
    /// The first and the last row of vouchers in each ledger of a party's month, in force or not, by
    /// receipt. Reads the lines of that month.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn ledger_rows(
        &self,
        party: &PartyId,
        period: Period,
    ) -> Result<BTreeMap<String, (u64, u64)>, StoreError> {
        let Some(party_id) = self.party_number(party).await? else {
            return Ok(BTreeMap::new());
        };
        let (first, last) = ids::period_range(party_id, period);
        let found: Vec<(String, i64, i64)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_ROWS)
                .bind(party_id)
                .bind(first)
                .bind(last)
                .fetch_all(pool)
                .await?
        });
        let row = |it| text::unsigned("vouchers", "row_number", it);
        let rows = |(receipt, first, last)| Ok((receipt, (row(first)?, row(last)?)));
        found.into_iter().map(rows).collect()
    }
}
