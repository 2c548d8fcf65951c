//! The open findings about one month of a party: what is judged again with each file of the month.

use metrics::party::PartyId;
use metrics::period::Period;

use super::{Finding, Row, SELECT_OPEN_OF_MONTH};
use crate::StoreError;
use crate::db::{Reader, on_engine};

/// Findings read at once.
const PAGE: i64 = 1_000;

impl Reader {
    /// The open findings of three rules about a month of a party that its files showed, oldest first.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn open_of_month(
        &self,
        party: &PartyId,
        period: Period,
        [first, second, third]: [&str; 3],
    ) -> Result<Vec<Finding>, StoreError> {
        let (mut found, mut after) = (Vec::new(), 0);
        loop {
            let rows: Vec<Row> = on_engine!(&self.db, |pool| {
                sqlx::query_as(SELECT_OPEN_OF_MONTH)
                    .bind(party.as_str())
                    .bind(first)
                    .bind(second)
                    .bind(third)
                    .bind(period.to_string())
                    .bind(after)
                    .bind(PAGE)
                    .fetch_all(pool)
                    .await?
            });
            let Some(last) = rows.last() else { return Ok(found) };
            after = last.id;
            for row in rows {
                found.push(row.try_into()?);
            }
        }
    }
}
