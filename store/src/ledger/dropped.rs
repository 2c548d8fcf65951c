//! Vouchers that failed before and that a ledger leaves out: kept when it is posted, so that what takes its
//! place asks nothing of the files before it. None of it ever changes.

use metrics::ledger::close::{FailedVoucher, FailedVouchers};

use crate::StoreError;
use crate::bulk::{self, Cell, DROPPED_VOUCHERS};
use crate::db::{Reader, Tx, on_engine};
use crate::submissions::Submission;

const SELECT: &str = "
    SELECT voucher_type, number, balanced, in_period, two_people
    FROM dropped_vouchers
    WHERE submission_id = $1
";

/// Keeps what a ledger leaves out.
pub(super) async fn keep(
    tx: &mut Tx,
    submission_id: i64,
    dropped: &FailedVouchers,
) -> Result<(), StoreError> {
    let rows = dropped.iter().map(|((voucher_type, number), it)| {
        [
            Cell::Number(submission_id),
            Cell::Text(voucher_type),
            Cell::Text(number),
            Cell::Number(i64::from(it.balanced)),
            Cell::Number(i64::from(it.in_period)),
            Cell::Number(i64::from(it.two_people)),
        ]
    });
    bulk::insert(tx, DROPPED_VOUCHERS, rows).await
}

impl Reader {
    /// The vouchers that failed before an accepted ledger and that it leaves out, in force or not.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn dropped_vouchers(
        &self,
        submission: &Submission,
    ) -> Result<FailedVouchers, StoreError> {
        let rows: Vec<(String, String, i64, i64, i64)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT).bind(submission.id).fetch_all(pool).await?
        });
        let dropped = |(voucher_type, number, balanced, in_period, two_people)| {
            let [balanced, in_period, two_people] =
                [balanced, in_period, two_people].map(|it: i64| it != 0);
            ((voucher_type, number), FailedVoucher { balanced, in_period, two_people })
        };
        Ok(rows.into_iter().map(dropped).collect())
    }
}
