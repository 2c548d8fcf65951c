//! Reading usage: sums in force, records page by page.

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::form::Origin;
use metrics::money::{Quantity, UnitPrice};
use metrics::party::PartyId;
use metrics::period::{Period, Span};
use metrics::pricing::tariff::TaxedPrice;
use metrics::ratio::Ratio;
use metrics::tie_out::Charge;
use metrics::usage::{SumKey, Usage, UsageSum};

use crate::db::{Reader, on_engine};
use crate::place::PlaceRow;
use crate::submissions::in_force;
use crate::{StoreError, text};

const SELECT_SUMS: &str = concat!(
    "SELECT usage_sums.period, usage_sums.product, usage_sums.intended_use, usage_sums.buyer,
            usage_sums.unit, usage_sums.price_millionths, usage_sums.vat_included,
            usage_sums.first_on, usage_sums.last_on, usage_sums.units_millionths,
            usage_sums.amount_fen, usage_sums.records, usage_sums.first_number,
            submissions.receipt
     FROM parties
     JOIN usage_sums ON usage_sums.party_id = parties.id
     JOIN submissions ON submissions.id = usage_sums.submission_id
     JOIN checks ON checks.submission_id = usage_sums.submission_id
     WHERE parties.party = $1 AND ($2 = '' OR usage_sums.period = $2) AND ",
    in_force!("$3"),
    " ORDER BY usage_sums.period, usage_sums.product, usage_sums.intended_use, usage_sums.buyer,
              usage_sums.unit, usage_sums.price_millionths, usage_sums.vat_included,
              usage_sums.submission_id"
);

const SELECT_PAGE: &str = concat!(
    "SELECT usage_records.id, usage_records.number, usage_records.dated_on, usage_records.product,
            usage_records.scenario, usage_records.intended_use, usage_records.buyer,
            usage_records.unit, usage_records.units_millionths, usage_records.price_millionths,
            usage_records.vat_included, usage_records.amount_fen, usage_records.invoice,
            usage_records.tax_rate_ppm, usage_records.tax_fen, submissions.receipt,
            usage_records.row_number AS line_number, usage_records.byte_offset,
            usage_records.byte_length
     FROM parties
     JOIN usage_records ON usage_records.party_id = parties.id
     JOIN submissions ON submissions.id = usage_records.submission_id
     JOIN checks ON checks.submission_id = usage_records.submission_id
     WHERE parties.party = $1 AND usage_records.period = $2 AND usage_records.id > $3 AND ",
    in_force!("$4"),
    " ORDER BY usage_records.id
     LIMIT $5"
);

const SELECT_CHARGES: &str = concat!(
    "SELECT usage_records.product, usage_records.unit, usage_records.price_millionths,
            usage_records.vat_included, usage_records.dated_on, usage_records.tax_rate_ppm
     FROM parties
     JOIN usage_records ON usage_records.party_id = parties.id
     JOIN checks ON checks.submission_id = usage_records.submission_id
     WHERE parties.party = $1 AND usage_records.period = $2
         AND usage_records.units_millionths > 0 AND ",
    in_force!("$3"),
    " GROUP BY usage_records.product, usage_records.unit, usage_records.price_millionths,
               usage_records.vat_included, usage_records.dated_on, usage_records.tax_rate_ppm
     ORDER BY usage_records.product, usage_records.unit, usage_records.price_millionths,
              usage_records.vat_included, usage_records.dated_on,
              COALESCE(usage_records.tax_rate_ppm, -1)
     LIMIT $4"
);

const SELECT_ROWS: &str = concat!(
    "SELECT usage_records.product, usage_records.intended_use, usage_records.buyer,
            usage_records.unit, usage_records.price_millionths, usage_records.vat_included,
            submissions.receipt, MIN(usage_records.row_number) AS first_row,
            MAX(usage_records.row_number) AS last_row
     FROM parties
     JOIN usage_records ON usage_records.party_id = parties.id
     JOIN submissions ON submissions.id = usage_records.submission_id
     JOIN checks ON checks.submission_id = usage_records.submission_id
     WHERE parties.party = $1 AND usage_records.period BETWEEN $2 AND $3 AND ",
    in_force!("$4"),
    " GROUP BY usage_records.product, usage_records.intended_use, usage_records.buyer,
               usage_records.unit, usage_records.price_millionths, usage_records.vat_included,
               submissions.receipt"
);

/// A record in force, with what leads back to the bytes it came from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredUsage {
    /// Its number in this database.
    pub id: i64,
    /// What it says.
    pub usage: Usage,
    /// The receipt.
    pub receipt: String,
    /// The row.
    pub origin: Origin,
}

/// A sum of records in force, with the submission that it is of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredSum {
    /// The month.
    pub period: Period,
    /// The sum.
    pub sum: UsageSum,
    /// The receipt.
    pub receipt: String,
}

impl Reader {
    /// The sums of a party's usage in force at `as_of`, of one month or of all, by month, key and
    /// submission: adding them up is for whoever knows how large they may be. Its cost grows with
    /// keys, not with records.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn usage_sums(
        &self,
        party: &PartyId,
        period: Option<Period>,
        as_of: Timestamp,
    ) -> Result<Vec<StoredSum>, StoreError> {
        let rows: Vec<SumRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_SUMS)
                .bind(party.as_str())
                .bind(period.map(|it| it.to_string()).unwrap_or_default())
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(SumRow::read).collect()
    }

    /// The first and the last row of the records behind each sum of a party's usage in force at `as_of`, by
    /// receipt and key. Reads the records of those months.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn usage_rows(
        &self,
        party: &PartyId,
        span: Span,
        as_of: Timestamp,
    ) -> Result<BTreeMap<(String, SumKey), (u64, u64)>, StoreError> {
        let rows: Vec<RowsRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_ROWS)
                .bind(party.as_str())
                .bind(span.first().to_string())
                .bind(span.last().to_string())
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        let row = |it| text::unsigned("usage_records", "row_number", it);
        let rows = rows
            .into_iter()
            .map(|it| Ok(((it.receipt, it.key.into()), (row(it.first_row)?, row(it.last_row)?))));
        rows.collect()
    }

    /// At most `limit` records of a party's month in force at `as_of` with a number above `after`, in
    /// the order of posting.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn usage_after(
        &self,
        after: i64,
        (party, period): (&PartyId, Period),
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<StoredUsage>, StoreError> {
        let rows: Vec<RecordRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PAGE)
                .bind(party.as_str())
                .bind(period.to_string())
                .bind(after)
                .bind(text::instant(as_of))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(StoredUsage::try_from).collect()
    }

    /// Which prices were charged on which days of a month, at which rates of tax: at most `limit`, by
    /// product, unit and price. Reads the records of that month; sums do not tell.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn charges(
        &self,
        (party, period): (&PartyId, Period),
        (as_of, limit): (Timestamp, i64),
    ) -> Result<Vec<Charge>, StoreError> {
        let rows: Vec<ChargeRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_CHARGES)
                .bind(party.as_str())
                .bind(period.to_string())
                .bind(text::instant(as_of))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        rows.into_iter().map(Charge::try_from).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct ChargeRow {
    product: String,
    unit: String,
    price_millionths: i64,
    vat_included: i64,
    dated_on: String,
    tax_rate_ppm: Option<i64>,
}

impl TryFrom<ChargeRow> for Charge {
    type Error = StoreError;

    fn try_from(row: ChargeRow) -> Result<Self, StoreError> {
        let price = UnitPrice { millionths: row.price_millionths };
        Ok(Self {
            product: row.product,
            unit: row.unit,
            price: TaxedPrice { price, vat_included: row.vat_included != 0 },
            dated_on: text::parse("usage_records", "dated_on", &row.dated_on)?,
            tax_rate: row.tax_rate_ppm.map(Ratio::from_ppm),
        })
    }
}

#[derive(Debug, sqlx::FromRow)]
struct KeyRow {
    product: String,
    intended_use: String,
    buyer: String,
    unit: String,
    price_millionths: i64,
    vat_included: i64,
}

impl From<KeyRow> for SumKey {
    fn from(row: KeyRow) -> Self {
        Self {
            product: row.product,
            use_: row.intended_use,
            buyer: row.buyer,
            unit: row.unit,
            price: UnitPrice { millionths: row.price_millionths },
            vat_included: row.vat_included != 0,
        }
    }
}

#[derive(Debug, sqlx::FromRow)]
struct RowsRow {
    #[sqlx(flatten)]
    key: KeyRow,
    receipt: String,
    first_row: i64,
    last_row: i64,
}

#[derive(Debug, sqlx::FromRow)]
struct SumRow {
    period: String,
    #[sqlx(flatten)]
    key: KeyRow,
    first_on: String,
    last_on: String,
    units_millionths: i64,
    amount_fen: i64,
    records: i64,
    first_number: String,
    receipt: String,
}

impl SumRow {
    fn read(self) -> Result<StoredSum, StoreError> {
        let table = "usage_sums";
        let sum = UsageSum {
            key: self.key.into(),
            first_on: text::parse(table, "first_on", &self.first_on)?,
            last_on: text::parse(table, "last_on", &self.last_on)?,
            units: Quantity { millionths: self.units_millionths },
            amount_fen: self.amount_fen,
            records: text::unsigned(table, "records", self.records)?,
            first_number: self.first_number,
        };
        let period = text::parse(table, "period", &self.period)?;
        Ok(StoredSum { period, sum, receipt: self.receipt })
    }
}

#[derive(Debug, sqlx::FromRow)]
struct RecordRow {
    id: i64,
    number: String,
    dated_on: String,
    product: String,
    scenario: String,
    intended_use: String,
    buyer: String,
    unit: String,
    units_millionths: i64,
    price_millionths: i64,
    vat_included: i64,
    amount_fen: i64,
    invoice: String,
    tax_rate_ppm: Option<i64>,
    tax_fen: Option<i64>,
    receipt: String,
    #[sqlx(flatten)]
    place: PlaceRow,
}

impl TryFrom<RecordRow> for StoredUsage {
    type Error = StoreError;

    fn try_from(row: RecordRow) -> Result<Self, StoreError> {
        let usage = Usage {
            number: row.number,
            dated_on: text::parse("usage_records", "dated_on", &row.dated_on)?,
            product: row.product.into(),
            scenario: row.scenario.into(),
            use_: row.intended_use.into(),
            buyer: row.buyer.into(),
            unit: row.unit.into(),
            units: Quantity { millionths: row.units_millionths },
            price: UnitPrice { millionths: row.price_millionths },
            vat_included: row.vat_included != 0,
            amount_fen: row.amount_fen,
            invoice: row.invoice.into(),
            tax_rate: row.tax_rate_ppm.map(Ratio::from_ppm),
            tax_fen: row.tax_fen,
        };
        Ok(Self {
            id: row.id,
            usage,
            receipt: row.receipt,
            origin: row.place.origin("usage_records")?,
        })
    }
}
