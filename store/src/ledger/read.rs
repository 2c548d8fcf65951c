//! Reading ledgers: balances as sums over submissions in force, registers page by page.

use jiff::Timestamp;
use metrics::form::Origin;
use metrics::ledger::{BalanceFact, Dimensions, EntryKind, Sums};
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::period::{Period, Span};

use super::ids;
use crate::db::{Reader, on_engine};
use crate::submissions::in_force;
use crate::{StoreError, text};

pub(super) const SELECT_BALANCES: &str = concat!(
    "SELECT balances.period, accounts.code, accounts.name, balances.currency, balances.entry,
            CAST(SUM(balances.debit_minor) AS BIGINT) AS debit_minor,
            CAST(SUM(balances.credit_minor) AS BIGINT) AS credit_minor
     FROM parties
     JOIN balances ON balances.party_id = parties.id
     JOIN accounts ON accounts.party_id = balances.party_id AND accounts.ordinal = balances.account
     JOIN checks ON checks.submission_id = balances.submission_id
     WHERE parties.party = $1 AND balances.period <= $2 AND ",
    in_force!("$3"),
    " GROUP BY balances.period, accounts.code, accounts.name, balances.currency, balances.entry
     ORDER BY balances.period, accounts.code, balances.currency, balances.entry"
);

const SELECT_PERIODS: &str = concat!(
    "SELECT DISTINCT parties.party, submissions.period
     FROM submissions
     JOIN parties ON parties.id = submissions.party_id
     JOIN checks ON checks.submission_id = submissions.id
     WHERE submissions.kind = 'ledger' AND ",
    in_force!("$1"),
    " ORDER BY parties.party, submissions.period"
);

const SELECT_ACCOUNT: &str = "
    SELECT parties.id, accounts.ordinal
    FROM parties
    JOIN accounts ON accounts.party_id = parties.id
    WHERE parties.party = $1 AND accounts.code = $2
";

macro_rules! select_lines {
    ($tail:literal) => {
        concat!(
            "SELECT ledger_lines.id, accounts.code AS account, vouchers.id AS voucher_id,
                    vouchers.voucher_type, vouchers.number, vouchers.counted, ledger_lines.summary,
                    dimension_sets.currency, ledger_lines.debit_minor, ledger_lines.credit_minor,
                    ledger_lines.original_minor,
                    dimension_sets.product, dimension_sets.scenario, dimension_sets.intended_use,
                    dimension_sets.funding, dimension_sets.authorization_no,
                    dimension_sets.counterparty, dimension_sets.cost_class,
                    dimension_sets.original_currency,
                    submissions.receipt, submissions.sha256, submissions.file_name,
                    ledger_lines.row_number, ledger_lines.byte_offset, ledger_lines.byte_length
             FROM ledger_lines
             JOIN vouchers ON vouchers.party_id = ledger_lines.party_id
                          AND vouchers.id = ledger_lines.voucher_id
             JOIN accounts ON accounts.party_id = ledger_lines.party_id
                          AND accounts.ordinal = (ledger_lines.id / 67108864) % 8192
             JOIN dimension_sets ON dimension_sets.id = ledger_lines.dimension_set_id
             JOIN submissions ON submissions.id = vouchers.submission_id
             JOIN checks ON checks.submission_id = vouchers.submission_id ",
            $tail
        )
    };
}

const SELECT_LINES: &str = concat!(
    select_lines!("WHERE ledger_lines.party_id = $1 AND ledger_lines.id BETWEEN $2 AND $3 AND "),
    in_force!("$4"),
    " ORDER BY ledger_lines.id
     LIMIT $5"
);

const SELECT_VOUCHER_LINES: &str = select_lines!(
    "WHERE ledger_lines.party_id = $1 AND ledger_lines.id BETWEEN $2 AND $3
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
pub struct LineCursor(i64);

/// A posted line with everything that leads back to the bytes it came from.
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
    /// Whether the voucher counts.
    pub is_counted: bool,
    /// The summary, as submitted.
    pub summary: String,
    /// The currency.
    pub currency: Currency,
    /// Debit and credit in minor units.
    pub sums: Sums,
    /// The amount in minor units of the original currency that the dimensions name; else 0.
    pub original_minor: i64,
    /// The dimensions.
    pub dimensions: Dimensions,
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
    /// Sums per month, account, currency and entry of everything in force at `as_of` up to a
    /// month. Its cost grows with balance keys, not with lines.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn balance_facts(
        &self,
        party: &PartyId,
        up_to: Period,
        as_of: Timestamp,
    ) -> Result<Vec<BalanceFact>, StoreError> {
        let rows: Vec<BalanceRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_BALANCES)
                .bind(party.as_str())
                .bind(up_to.to_string())
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(BalanceFact::try_from).collect()
    }

    /// The parties and months that have a ledger in force at `as_of`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn ledger_periods(
        &self,
        as_of: Timestamp,
    ) -> Result<Vec<(PartyId, Period)>, StoreError> {
        let rows: Vec<(String, String)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PERIODS).bind(text::instant(as_of)).fetch_all(pool).await?
        });
        let parse = |(party, period): (String, String)| {
            Ok((
                text::parse("parties", "party", &party)?,
                text::parse("submissions", "period", &period)?,
            ))
        };
        rows.into_iter().map(parse).collect()
    }

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
        let known: Option<(i64, i64)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_ACCOUNT)
                .bind(key.party.as_str())
                .bind(&key.account)
                .fetch_optional(pool)
                .await?
        });
        let Some((party_id, account)) = known else {
            return Ok(Vec::new());
        };
        let mut lines = Vec::new();
        for period in key.span.periods() {
            let (first, last) = ids::account_range(party_id, period, account);
            let first = after.map_or(first, |cursor| first.max(cursor.0 + 1));
            let wanted = text::signed("lines", (limit - lines.len()) as u64)?;
            if last < first {
                continue;
            }
            let rows: Vec<LineRow> = on_engine!(&self.db, |pool| {
                sqlx::query_as(SELECT_LINES)
                    .bind(party_id)
                    .bind(first)
                    .bind(last)
                    .bind(text::instant(key.as_of))
                    .bind(wanted)
                    .fetch_all(pool)
                    .await?
            });
            for row in rows {
                lines.push(LineFact::try_from(row)?);
            }
            if limit <= lines.len() {
                break;
            }
        }
        Ok(lines)
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
        let rows: Vec<LineRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_VOUCHER_LINES)
                .bind(voucher.party_id)
                .bind(first)
                .bind(last)
                .bind(voucher_id)
                .bind(VOUCHER_LINES_MAX)
                .fetch_all(pool)
                .await?
        });
        let lines = rows.into_iter().map(LineFact::try_from).collect::<Result<_, _>>()?;
        Ok(Some((voucher, lines)))
    }
}

/// An entry by the word that it is kept under.
pub(super) fn entry(word: &str) -> Option<EntryKind> {
    match word {
        "opening" => Some(EntryKind::Opening),
        "movement" => Some(EntryKind::Movement),
        _ => None,
    }
}

#[derive(Debug, sqlx::FromRow)]
pub(super) struct BalanceRow {
    period: String,
    code: String,
    name: String,
    currency: String,
    entry: String,
    debit_minor: i64,
    credit_minor: i64,
}

impl TryFrom<BalanceRow> for BalanceFact {
    type Error = StoreError;

    fn try_from(row: BalanceRow) -> Result<Self, StoreError> {
        Ok(Self {
            period: text::parse("balances", "period", &row.period)?,
            currency: text::word("balances", "currency", &row.currency, Currency::parse)?,
            entry: text::word("balances", "entry", &row.entry, entry)?,
            account: row.code,
            name: row.name,
            sums: Sums { debit_minor: row.debit_minor, credit_minor: row.credit_minor },
        })
    }
}

#[derive(Debug, sqlx::FromRow)]
struct LineRow {
    id: i64,
    account: String,
    voucher_id: i64,
    voucher_type: String,
    number: String,
    counted: i64,
    summary: String,
    currency: String,
    debit_minor: i64,
    credit_minor: i64,
    original_minor: i64,
    product: String,
    scenario: String,
    intended_use: String,
    funding: String,
    authorization_no: String,
    counterparty: String,
    cost_class: String,
    original_currency: String,
    receipt: String,
    sha256: String,
    file_name: String,
    row_number: i64,
    byte_offset: i64,
    byte_length: i64,
}

impl TryFrom<LineRow> for LineFact {
    type Error = StoreError;

    fn try_from(row: LineRow) -> Result<Self, StoreError> {
        let period =
            ids::period_of(row.id).ok_or_else(|| text::corrupt("ledger_lines", "id", row.id))?;
        Ok(Self {
            cursor: LineCursor(row.id),
            period,
            day: ids::day_of(row.id),
            currency: text::word("ledger_lines", "currency", &row.currency, Currency::parse)?,
            sums: Sums { debit_minor: row.debit_minor, credit_minor: row.credit_minor },
            original_minor: row.original_minor,
            origin: origin("ledger_lines", (row.row_number, row.byte_offset, row.byte_length))?,
            dimensions: Dimensions {
                product: row.product,
                scenario: row.scenario,
                use_: row.intended_use,
                funding: row.funding,
                authorization: row.authorization_no,
                counterparty: row.counterparty,
                cost_class: row.cost_class,
                original_currency: row.original_currency,
            },
            account: row.account,
            voucher_id: row.voucher_id,
            voucher_type: row.voucher_type,
            number: row.number,
            is_counted: row.counted != 0,
            summary: row.summary,
            receipt: row.receipt,
            sha256: row.sha256,
            file_name: row.file_name,
        })
    }
}

/// A row's origin from its three columns.
pub(crate) fn origin(
    table: &'static str,
    (row, byte_offset, byte_length): (i64, i64, i64),
) -> Result<Origin, StoreError> {
    Ok(Origin {
        row: text::unsigned(table, "row_number", row)?,
        byte_offset: text::unsigned(table, "byte_offset", byte_offset)?,
        byte_length: u32::try_from(byte_length)
            .map_err(|_| text::corrupt(table, "byte_length", byte_length))?,
    })
}
