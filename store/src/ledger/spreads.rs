//! How the amounts of ledgers are spread: counted while a ledger is posted, added up by month for a rule
//! about the month as one. The cost of reading grows with files, not with lines.

use jiff::Timestamp;
use metrics::ledger::Spread;
use metrics::party::PartyId;
use metrics::period::Period;

use crate::bulk::{self, AMOUNT_SPREADS, Cell};
use crate::db::{Reader, Tx, on_engine};
use crate::submissions::in_force;
use crate::{StoreError, text};

/// A month counts if all of its files were counted.
const SELECT: &str = concat!(
    "SELECT submissions.period,
            CAST(SUM(digit_1) AS BIGINT), CAST(SUM(digit_2) AS BIGINT),
            CAST(SUM(digit_3) AS BIGINT), CAST(SUM(digit_4) AS BIGINT),
            CAST(SUM(digit_5) AS BIGINT), CAST(SUM(digit_6) AS BIGINT),
            CAST(SUM(digit_7) AS BIGINT), CAST(SUM(digit_8) AS BIGINT),
            CAST(SUM(digit_9) AS BIGINT), CAST(SUM(round) AS BIGINT),
            CAST(SUM(month_end) AS BIGINT)
     FROM parties
     JOIN submissions ON submissions.party_id = parties.id AND submissions.kind = 'ledger'
     JOIN checks ON checks.submission_id = submissions.id
     LEFT JOIN amount_spreads ON amount_spreads.submission_id = submissions.id
     WHERE parties.party = $1 AND ",
    in_force!("$2"),
    " GROUP BY submissions.period
     HAVING COUNT(*) = COUNT(amount_spreads.submission_id)
     ORDER BY submissions.period"
);

/// Keeps the spread of a submission.
pub(super) async fn keep(
    tx: &mut Tx,
    submission_id: i64,
    Spread {
        first_digits: [one, two, three, four, five, six, seven, eight, nine],
        round,
        month_end,
    }: Spread,
) -> Result<(), StoreError> {
    let row =
        [submission_id, one, two, three, four, five, six, seven, eight, nine, round, month_end];
    bulk::insert(tx, AMOUNT_SPREADS, std::iter::once(row.map(Cell::Number))).await
}

impl Reader {
    /// How the amounts of each month of a party are spread, in all its ledgers in force at `as_of`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn amount_spreads(
        &self,
        party: &PartyId,
        as_of: Timestamp,
    ) -> Result<Vec<(Period, Spread)>, StoreError> {
        let rows: Vec<SpreadRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT)
                .bind(party.as_str())
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        let spread = |row: SpreadRow| {
            let (period, one, two, three, four, five, six, seven, eight, nine, round, month_end) =
                row;
            let first_digits = [one, two, three, four, five, six, seven, eight, nine];
            let period = text::parse("submissions", "period", &period)?;
            Ok((period, Spread { first_digits, round, month_end }))
        };
        rows.into_iter().map(spread).collect()
    }
}

type SpreadRow = (String, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64, i64);
