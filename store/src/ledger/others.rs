//! What a month has in force beside one submission: the other files that it was handed in as.

use jiff::Timestamp;
use metrics::ledger::{EntryKind, OtherFiles, Sums};
use metrics::money::Currency;

use super::ids;
use super::read::entry;
use crate::db::{Reader, on_engine};
use crate::submissions::{Submission, in_force};
use crate::{StoreError, text};

const SELECT_SUBMISSIONS: &str = concat!(
    "SELECT submissions.id, submissions.party_id
     FROM submissions
     JOIN parties ON parties.id = submissions.party_id
     JOIN checks ON checks.submission_id = submissions.id
     WHERE parties.party = $1 AND submissions.kind = 'ledger' AND submissions.period = $2
       AND submissions.id <> $3 AND submissions.receipt <> $4 AND ",
    in_force!("$5"),
    " ORDER BY submissions.id"
);

const SELECT_VOUCHERS: &str = "
    SELECT id, voucher_type, number
    FROM vouchers
    WHERE party_id = $1 AND id BETWEEN $2 AND $3 AND submission_id = $4
    ORDER BY id
    LIMIT $5
";

const SELECT_SUMS: &str = "
    SELECT accounts.code, balances.currency, balances.entry,
           CAST(SUM(balances.debit_minor) AS BIGINT), CAST(SUM(balances.credit_minor) AS BIGINT)
    FROM balances
    JOIN accounts ON accounts.party_id = balances.party_id AND accounts.ordinal = balances.account
    WHERE balances.party_id = $1 AND balances.period = $2 AND balances.submission_id = $3
    GROUP BY accounts.code, balances.currency, balances.entry
    ORDER BY accounts.code, balances.currency, balances.entry
";

/// Vouchers that are read at once.
const VOUCHER_PAGE: i64 = 10_000;

impl Reader {
    /// What the other ledgers of a submission's party and month have in force at `at`, without the one
    /// that it supersedes.
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
        let submissions: Vec<(i64, i64)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_SUBMISSIONS)
                .bind(submission.party.as_str())
                .bind(period.to_string())
                .bind(submission.id)
                .bind(submission.supersedes.as_deref().unwrap_or_default())
                .bind(text::instant(at))
                .fetch_all(pool)
                .await?
        });
        for (id, party_id) in submissions {
            let sums: Vec<(String, String, String, i64, i64)> = on_engine!(&self.db, |pool| {
                sqlx::query_as(SELECT_SUMS)
                    .bind(party_id)
                    .bind(period.to_string())
                    .bind(id)
                    .fetch_all(pool)
                    .await?
            });
            for (account, currency, kind, debit_minor, credit_minor) in sums {
                let currency = text::word("balances", "currency", &currency, Currency::parse)?;
                let kind: EntryKind = text::word("balances", "entry", &kind, entry)?;
                others.sums.push((account, currency, kind, Sums { debit_minor, credit_minor }));
            }
            let range = ids::period_range(party_id, period);
            others.vouchers.extend(self.vouchers_of(id, party_id, range).await?);
        }
        Ok(others)
    }

    /// Type and number of every voucher of a submission.
    async fn vouchers_of(
        &self,
        submission_id: i64,
        party_id: i64,
        (mut first, last): (i64, i64),
    ) -> Result<Vec<(String, String)>, StoreError> {
        let mut vouchers = Vec::new();
        loop {
            let page: Vec<(i64, String, String)> = on_engine!(&self.db, |pool| {
                sqlx::query_as(SELECT_VOUCHERS)
                    .bind(party_id)
                    .bind(first)
                    .bind(last)
                    .bind(submission_id)
                    .bind(VOUCHER_PAGE)
                    .fetch_all(pool)
                    .await?
            });
            let Some((id, ..)) = page.last() else { return Ok(vouchers) };
            first = id + 1;
            vouchers
                .extend(page.into_iter().map(|(_, voucher_type, number)| (voucher_type, number)));
        }
    }
}
