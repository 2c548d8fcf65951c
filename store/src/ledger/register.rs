//! Registers page by page, and the lines of a voucher. Most lines of a page share their dimensions and
//! their file, which are kept between pages, as are the numbers of accounts.

use std::sync::Arc;

use jiff::Timestamp;
use metrics::form::Origin;
use metrics::ledger::{Dimensions, Sums};
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::period::{Period, Span};

use super::files::FileRow;
use super::ids;
use super::lines::{Line, LinesRow, line_columns};
use super::sets::{SetRow, set_columns};
use crate::db::{Reader, on_engine};
use crate::submissions::in_force;
use crate::{StoreError, text};

const SELECT_ACCOUNT: &str = "
    SELECT accounts.party_id, accounts.ordinal
    FROM parties
    JOIN accounts ON accounts.party_id = parties.id
    WHERE parties.party = $1 AND accounts.code = $2
";

/// SQLite prepares a statement anew for each value of a limit that is a bare parameter.
const SELECT_LINES: &str = concat!(
    "WITH page AS (
         SELECT ledger_lines.id, ",
    line_columns!(),
    "    FROM ledger_lines
         JOIN vouchers ON vouchers.party_id = ledger_lines.party_id
                      AND vouchers.id = ledger_lines.voucher_id
         WHERE ledger_lines.party_id = $1 AND ledger_lines.id BETWEEN $2 AND $3
           AND vouchers.submission_id IN (
               SELECT checks.submission_id
               FROM submissions
               JOIN checks ON checks.submission_id = submissions.id
               WHERE submissions.party_id = $1 AND submissions.kind = 'ledger'
                 AND submissions.period = $4 AND ",
    in_force!("$5"),
    "      )
         ORDER BY ledger_lines.id
         LIMIT CAST($6 AS BIGINT)
     )
     SELECT COALESCE(string_agg(numbers, ' ' ORDER BY id), '') AS numbers,
            COALESCE(string_agg(texts, '' ORDER BY id), '') AS texts
     FROM page"
);

const SELECT_VOUCHER_LINES: &str = concat!(
    "SELECT accounts.code AS account, submissions.id AS submission_id, submissions.receipt,
            submissions.sha256, submissions.file_name, ",
    line_columns!(),
    ", ",
    set_columns!(),
    " FROM ledger_lines
     JOIN vouchers ON vouchers.party_id = ledger_lines.party_id
                  AND vouchers.id = ledger_lines.voucher_id
     JOIN accounts ON accounts.party_id = ledger_lines.party_id
                  AND accounts.ordinal = (ledger_lines.id / 67108864) % 8192
     JOIN dimension_sets ON dimension_sets.id = ledger_lines.dimension_set_id
     JOIN submissions ON submissions.id = vouchers.submission_id
     WHERE ledger_lines.party_id = $1 AND ledger_lines.id BETWEEN $2 AND $3
       AND ledger_lines.voucher_id = $4
     ORDER BY ledger_lines.row_number, ledger_lines.id
     LIMIT $5"
);

const SELECT_VOUCHER: &str = "
    SELECT vouchers.party_id, vouchers.voucher_type, vouchers.number, vouchers.dated_on,
           vouchers.maker, vouchers.reviewer, vouchers.poster, vouchers.line_count,
           vouchers.counted, submissions.receipt
    FROM vouchers
    JOIN submissions ON submissions.id = vouchers.submission_id
    WHERE vouchers.id = $1
";

/// Accounts that are kept at most.
pub(super) const KEPT_MAX: usize = 1 << 14;

/// Lines of one voucher that are read at most.
const VOUCHER_LINES_MAX: i64 = 1_000;

/// Which register to read: an account over months, as known at an instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RegisterKey {
    /// Whose.
    pub party: PartyId,
    /// The account's code.
    pub account: String,
    /// Which months.
    pub span: Span,
    /// As known when.
    pub as_of: Timestamp,
}

/// Where a page of a register ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LineCursor(pub(super) i64);

/// A posted line, the voucher of which counts, with everything that leads back to the bytes it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineFact {
    /// Where the next page starts when this is the last line.
    pub cursor: LineCursor,
    /// The account's code.
    pub account: String,
    /// The month.
    pub period: Period,
    /// The day of the month.
    pub day: i64,
    /// The voucher's id in this database.
    pub voucher_id: i64,
    /// The voucher's type.
    pub voucher_type: String,
    /// The voucher's number.
    pub number: String,
    /// The summary, as submitted.
    pub summary: String,
    /// The currency.
    pub currency: Currency,
    /// Debit and credit in minor units.
    pub sums: Sums,
    /// The amount in minor units of the original currency that the dimensions name; else 0.
    pub original_minor: i64,
    /// The dimensions, which lines share.
    pub dimensions: Arc<Dimensions>,
    /// The receipt.
    pub receipt: String,
    /// The file's hash, for [`Reader::raw_range`].
    pub sha256: String,
    /// The file's name, as submitted.
    pub file_name: String,
    /// The row.
    pub origin: Origin,
}

/// A posted voucher.
#[derive(Clone, Debug, PartialEq, Eq, sqlx::FromRow)]
pub struct VoucherFact {
    party_id: i64,
    /// Type.
    pub voucher_type: String,
    /// Number.
    pub number: String,
    /// Date, ISO 8601.
    pub dated_on: String,
    /// Who made it, as submitted.
    pub maker: String,
    /// Who reviewed it, as submitted.
    pub reviewer: String,
    /// Who posted it, as submitted.
    pub poster: String,
    /// How many lines it has.
    pub line_count: i64,
    counted: i64,
    /// The receipt.
    pub receipt: String,
}

impl VoucherFact {
    /// Whether it counts.
    #[must_use]
    pub fn counted(&self) -> bool {
        self.counted != 0
    }
}

impl Reader {
    /// At most `limit` lines of a register after a cursor, by month, day and order of posting.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn register_lines(
        &self,
        key: &RegisterKey,
        after: Option<LineCursor>,
        limit: usize,
    ) -> Result<Vec<LineFact>, StoreError> {
        let Some(numbers) = self.account_numbers(&key.party, &key.account).await? else {
            return Ok(Vec::new());
        };
        let AccountNumbers { party_id, ordinal } = *numbers;
        let mut lines = Vec::new();
        for period in key.span.periods() {
            let (first, last) = ids::account_range(party_id, period, ordinal);
            let first = after.map_or(first, |cursor| first.max(cursor.0 + 1));
            if first <= last {
                let limit = limit - lines.len();
                let page = Page { key, party_id, period, range: (first, last), limit };
                lines.extend(self.page(&page).await?);
            }
            if limit <= lines.len() {
                break;
            }
        }
        Ok(lines)
    }

    /// What an account of a party has for numbers, once something was posted to it.
    async fn account_numbers(
        &self,
        party: &PartyId,
        code: &str,
    ) -> Result<Option<Arc<AccountNumbers>>, StoreError> {
        let name = (party.clone(), code.to_owned());
        if let Some(kept) = self.memory.accounts.get(&name) {
            return Ok(Some(kept));
        }
        let known: Option<AccountNumbers> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_ACCOUNT)
                .bind(party.as_str())
                .bind(code)
                .fetch_optional(pool)
                .await?
        });
        Ok(known.map(|it| self.memory.accounts.keep(name, it, 1)))
    }

    async fn page(&self, page: &Page<'_>) -> Result<Vec<LineFact>, StoreError> {
        let &Page { key, party_id, period, range: (first, last), limit } = page;
        let limit = text::signed("lines", limit as u64)?;
        let (period, as_of) = (period.to_string(), text::instant(key.as_of));
        let lines: LinesRow = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_LINES)
                .bind(party_id)
                .bind(first)
                .bind(last)
                .bind(&period)
                .bind(&as_of)
                .bind(limit)
                .fetch_one(pool)
                .await?
        });
        let lines = lines.lines()?;
        let (Some(first), Some(last)) = (lines.first(), lines.last()) else {
            return Ok(Vec::new());
        };
        let numbers = lines.iter().map(|it| it.dimension_set_id);
        let sets = self.sets(numbers, (party_id, first.id, last.id)).await?;
        let submissions = lines.iter().map(|it| it.submission_id);
        let files = self.files(submissions, (party_id, &period, &as_of)).await?;
        let fact = |line: Line| {
            let set = sets.get(&line.dimension_set_id).ok_or_else(|| {
                text::corrupt("ledger_lines", "dimension_set_id", line.dimension_set_id)
            })?;
            let file = files
                .get(&line.submission_id)
                .ok_or_else(|| text::corrupt("vouchers", "submission_id", line.submission_id))?;
            line.fact(key.account.clone(), set, file)
        };
        lines.into_iter().map(fact).collect()
    }

    /// A voucher with its lines, in the order of the file.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn voucher(
        &self,
        voucher_id: i64,
    ) -> Result<Option<(VoucherFact, Vec<LineFact>)>, StoreError> {
        let voucher: Option<VoucherFact> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_VOUCHER).bind(voucher_id).fetch_optional(pool).await?
        });
        let (Some(voucher), Some(period)) = (voucher, ids::period_of(voucher_id)) else {
            return Ok(None);
        };
        let (first, last) = ids::period_range(voucher.party_id, period);
        let rows: Vec<VoucherLineRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_VOUCHER_LINES)
                .bind(voucher.party_id)
                .bind(first)
                .bind(last)
                .bind(voucher_id)
                .bind(VOUCHER_LINES_MAX)
                .fetch_all(pool)
                .await?
        });
        let mut lines = Vec::new();
        for row in rows {
            let set = row.set.try_into()?;
            for line in row.lines.lines()? {
                lines.push(line.fact(row.account.clone(), &set, &row.file)?);
            }
        }
        Ok(Some((voucher, lines)))
    }
}

/// What an account is called by in line ids: it never changes.
#[derive(Debug, sqlx::FromRow)]
pub(crate) struct AccountNumbers {
    party_id: i64,
    ordinal: i64,
}

/// Lines of one account and month after a cursor.
#[derive(Clone, Copy, Debug)]
struct Page<'a> {
    key: &'a RegisterKey,
    party_id: i64,
    period: Period,
    /// The first and the last line id.
    range: (i64, i64),
    limit: usize,
}

#[derive(Debug, sqlx::FromRow)]
struct VoucherLineRow {
    account: String,
    #[sqlx(flatten)]
    lines: LinesRow,
    #[sqlx(flatten)]
    set: SetRow,
    #[sqlx(flatten)]
    file: FileRow,
}
