//! What the records of a product come to together in each file of usage: kept when it is posted, read by month.

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::period::Period;
use metrics::usage::{ProductSum, SumOfFile};

use crate::bulk::{self, Cell, USAGE_PRODUCTS};
use crate::db::{Reader, Tx, on_engine};
use crate::submissions::in_force;
use crate::{StoreError, parties, text};

/// One look into the index a party.
const SELECT_PARTIES: &str = "
    SELECT parties.party
    FROM parties
    WHERE EXISTS (SELECT 1 FROM usage_products WHERE usage_products.party_id = parties.id)
    ORDER BY parties.party
";

const SELECT: &str = concat!(
    "SELECT usage_products.period, usage_products.product, usage_products.off_count,
            usage_products.records, usage_products.priced, usage_products.charged,
            usage_products.rounding, usage_products.tolerance, usage_products.row_number AS line_number,
            submissions.receipt, transcripts.sheet
     FROM parties
     JOIN usage_products ON usage_products.party_id = parties.id
     JOIN submissions ON submissions.id = usage_products.submission_id
     JOIN checks ON checks.submission_id = usage_products.submission_id
     LEFT JOIN transcripts ON transcripts.submission_id = usage_products.submission_id
     WHERE parties.party = $1 AND ",
    in_force!("$2"),
    " ORDER BY usage_products.period, submissions.receipt, usage_products.product"
);

/// Keeps what the records of each operator and product come to.
pub(super) async fn keep(
    tx: &mut Tx,
    (submission_id, period): (i64, &str),
    products: &[(&PartyId, ProductSum)],
) -> Result<(), StoreError> {
    for of_party in products.chunk_by(|one, other| one.0 == other.0) {
        let party_id = parties::number(tx, of_party[0].0).await?;
        let mut kept = Vec::new();
        for (_, sum) in of_party {
            let amounts = [sum.priced, sum.charged, sum.rounding, sum.tolerance];
            let counts =
                [text::signed("off_count", sum.off)?, text::signed("records", sum.records)?];
            let row = text::signed("rows", sum.row)?;
            kept.push((&sum.product, counts, amounts.map(|it| it.to_string()), row));
        }
        let rows = kept.iter().map(|(product, [off, records], amounts, row)| {
            let [priced, charged, rounding, tolerance] = amounts;
            [
                Cell::Number(party_id),
                Cell::Text(period),
                Cell::Number(submission_id),
                Cell::Text(product),
                Cell::Number(*off),
                Cell::Number(*records),
                Cell::Text(priced),
                Cell::Text(charged),
                Cell::Text(rounding),
                Cell::Text(tolerance),
                Cell::Number(*row),
            ]
        });
        bulk::insert(tx, USAGE_PRODUCTS, rows).await?;
    }
    Ok(())
}

impl Reader {
    /// Whoever has usage of which products were summed, in force or not.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn parties_with_products(&self) -> Result<Vec<PartyId>, StoreError> {
        let rows: Vec<String> = on_engine!(&self.db, |pool| {
            sqlx::query_scalar(SELECT_PARTIES).fetch_all(pool).await?
        });
        rows.iter().map(|it| text::parse("parties", "party", it)).collect()
    }

    /// What the records of each product come to in each file of a party's usage in force at `as_of`, by
    /// month. Its cost grows with files and products, not with records.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn product_sums(
        &self,
        party: &PartyId,
        as_of: Timestamp,
    ) -> Result<BTreeMap<Period, Vec<SumOfFile>>, StoreError> {
        let rows: Vec<ProductRow> = on_engine!(&self.db, |pool| {
            let query = sqlx::query_as(SELECT).bind(party.as_str()).bind(text::instant(as_of));
            query.fetch_all(pool).await?
        });
        let mut months: BTreeMap<Period, Vec<SumOfFile>> = BTreeMap::new();
        for row in rows {
            let period = text::parse(TABLE, "period", &row.period)?;
            months.entry(period).or_default().push(row.read()?);
        }
        Ok(months)
    }
}

const TABLE: &str = "usage_products";

#[derive(Debug, sqlx::FromRow)]
struct ProductRow {
    period: String,
    product: String,
    off_count: i64,
    records: i64,
    priced: String,
    charged: String,
    rounding: String,
    tolerance: String,
    line_number: i64,
    receipt: String,
    sheet: Option<String>,
}

impl ProductRow {
    fn read(self) -> Result<SumOfFile, StoreError> {
        let amount = |column, value: &str| text::parse(TABLE, column, value);
        let sum = ProductSum {
            product: self.product,
            off: text::unsigned(TABLE, "off_count", self.off_count)?,
            records: text::unsigned(TABLE, "records", self.records)?,
            priced: amount("priced", &self.priced)?,
            charged: amount("charged", &self.charged)?,
            rounding: amount("rounding", &self.rounding)?,
            tolerance: amount("tolerance", &self.tolerance)?,
            row: text::unsigned(TABLE, "row_number", self.line_number)?,
        };
        Ok(SumOfFile { receipt: Some(self.receipt), sheet: self.sheet, sum })
    }
}
