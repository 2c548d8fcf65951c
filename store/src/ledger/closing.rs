//! What closing a month asks of a ledger: everything in force, whoever's clock accepted it.

use std::collections::BTreeSet;

use jiff::Timestamp;
use metrics::ledger::BalanceFact;
use metrics::party::PartyId;
use metrics::period::Period;

use super::ids;
use super::read::{BalanceRow, SELECT_BALANCES};
use crate::closings::AccountSums;
use crate::db::{Reader, Tx, in_transaction, on_engine};
use crate::submissions::{Submission, in_force};
use crate::{StoreError, text};

const SELECT_PERIODS_OF: &str = concat!(
    "SELECT DISTINCT submissions.period
     FROM submissions
     JOIN checks ON checks.submission_id = submissions.id
     WHERE submissions.party_id = $1 AND submissions.kind = 'ledger' AND ",
    in_force!("$2"),
    " ORDER BY submissions.period"
);

/// Lines are added up in two halves of 31 bits: they may be larger on the way than what they come to.
const SELECT_LINE_SUMS: &str = concat!(
    "SELECT accounts.code, dimension_sets.currency,
            CAST(SUM(ledger_lines.debit_minor / 2147483648) AS BIGINT),
            CAST(SUM(ledger_lines.debit_minor % 2147483648) AS BIGINT),
            CAST(SUM(ledger_lines.credit_minor / 2147483648) AS BIGINT),
            CAST(SUM(ledger_lines.credit_minor % 2147483648) AS BIGINT)
     FROM ledger_lines
     JOIN vouchers ON vouchers.party_id = ledger_lines.party_id
                  AND vouchers.id = ledger_lines.voucher_id
     JOIN accounts ON accounts.party_id = ledger_lines.party_id
                  AND accounts.ordinal = (ledger_lines.id / 67108864) % 8192
     JOIN dimension_sets ON dimension_sets.id = ledger_lines.dimension_set_id
     JOIN checks ON checks.submission_id = vouchers.submission_id
     WHERE ledger_lines.party_id = $1 AND ledger_lines.id BETWEEN $2 AND $3 AND ",
    in_force!("$4"),
    " GROUP BY accounts.code, dimension_sets.currency
     ORDER BY accounts.code, dimension_sets.currency"
);

const SELECT_PARTY_ID: &str = "SELECT id FROM parties WHERE party = $1";

const SELECT_POSTED: &str = "
    SELECT id, voucher_type, number
    FROM vouchers
    WHERE party_id = $1 AND id BETWEEN $2 AND $3 AND submission_id = $4 AND counted = 1
    ORDER BY id
    LIMIT $5
";

const SELECT_OPENING: &str = "
    SELECT submission_id
    FROM balances
    WHERE party_id = $1 AND period = $2 AND submission_id = $3 AND entry = 'opening'
    LIMIT 1
";

/// Vouchers that are read at once.
const VOUCHER_PAGE: i64 = 10_000;

impl Reader {
    /// Type and number of the vouchers of a submission that count.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn posted_vouchers(
        &self,
        submission: &Submission,
    ) -> Result<BTreeSet<(String, String)>, StoreError> {
        let mut posted = BTreeSet::new();
        let party_id = self.party_number(&submission.party).await?;
        let (Some(party_id), Some(period)) = (party_id, submission.period) else {
            return Ok(posted);
        };
        let (mut first, last) = ids::period_range(party_id, period);
        loop {
            let page: Vec<(i64, String, String)> = on_engine!(&self.db, |pool| {
                sqlx::query_as(SELECT_POSTED)
                    .bind(party_id)
                    .bind(first)
                    .bind(last)
                    .bind(submission.id)
                    .bind(VOUCHER_PAGE)
                    .fetch_all(pool)
                    .await?
            });
            let Some((id, ..)) = page.last() else { return Ok(posted) };
            first = id + 1;
            posted.extend(page.into_iter().map(|(_, voucher_type, number)| (voucher_type, number)));
        }
    }

    /// Whether a submission posted an opening that counted.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn has_posted_openings(&self, submission: &Submission) -> Result<bool, StoreError> {
        let party_id = self.party_number(&submission.party).await?;
        let (Some(party_id), Some(period)) = (party_id, submission.period) else {
            return Ok(false);
        };
        let found: Option<i64> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_OPENING)
                .bind(party_id)
                .bind(period.to_string())
                .bind(submission.id)
                .fetch_optional(pool)
                .await?
        });
        Ok(found.is_some())
    }

    /// The sums of all lines of a party's month, of what was accepted last.
    pub(crate) async fn line_sums(
        &self,
        party: &PartyId,
        period: Period,
    ) -> Result<AccountSums, StoreError> {
        let Some(party_id) = self.party_number(party).await? else {
            return Ok(AccountSums::new());
        };
        let (first, last) = ids::period_range(party_id, period);
        let rows: Vec<(String, String, i64, i64, i64, i64)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_LINE_SUMS)
                .bind(party_id)
                .bind(first)
                .bind(last)
                .bind(text::instant(Timestamp::MAX))
                .fetch_all(pool)
                .await?
        });
        let mut sums = AccountSums::new();
        for (code, currency, debit_high, debit_low, credit_high, credit_low) in rows {
            let (debit, credit) = (whole(debit_high, debit_low)?, whole(credit_high, credit_low)?);
            if (debit, credit) != (0, 0) {
                sums.insert((code, currency), (debit, credit));
            }
        }
        Ok(sums)
    }

    pub(crate) async fn party_number(&self, party: &PartyId) -> Result<Option<i64>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_PARTY_ID).bind(party.as_str()).fetch_optional(pool).await?
        }))
    }
}

/// A sum from its two halves. What does not fit was not posted by this system.
fn whole(high: i64, low: i64) -> Result<i64, StoreError> {
    let whole = i128::from(high) * (1 << 31) + i128::from(low);
    i64::try_from(whole).map_err(|_| text::corrupt("ledger_lines", "debit_minor", whole))
}

/// The months of a party that have a ledger in force, whenever it was accepted.
pub(crate) async fn periods_in(tx: &mut Tx, party_id: i64) -> Result<Vec<Period>, StoreError> {
    let rows: Vec<String> = in_transaction!(tx, |it| {
        sqlx::query_scalar(SELECT_PERIODS_OF)
            .bind(party_id)
            .bind(text::instant(Timestamp::MAX))
            .fetch_all(it)
            .await?
    });
    rows.iter().map(|it| text::parse("submissions", "period", it)).collect()
}

/// The balances of a party up to a month that are in force in a transaction, whenever they were
/// accepted: clocks of two daemons need not agree.
pub(crate) async fn balances_in(
    tx: &mut Tx,
    party: &PartyId,
    up_to: Period,
) -> Result<Vec<BalanceFact>, StoreError> {
    let rows: Vec<BalanceRow> = in_transaction!(tx, |it| {
        sqlx::query_as(SELECT_BALANCES)
            .bind(party.as_str())
            .bind(up_to.to_string())
            .bind(text::instant(Timestamp::MAX))
            .fetch_all(it)
            .await?
    });
    rows.into_iter().map(BalanceFact::try_from).collect()
}
