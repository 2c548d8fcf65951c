//! Facts of usage: records of one operator and month, and their sums.

use metrics::period::Period;
use metrics::usage::UsageFact;

use crate::db::in_transaction;
use crate::posting::Posting;
use crate::{StoreError, parties, text};

const INSERT: &str = "
    INSERT INTO usage_records (submission_id, row_number, byte_offset, byte_length, party_id,
                               period, number, dated_on, product, scenario, intended_use, buyer,
                               unit, units_millionths, price_millionths, vat_included, amount_fen,
                               invoice, tax_rate_ppm, tax_fen)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
            $20)
";

impl Posting {
    /// Posts records of usage.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn usage(&mut self, facts: &[UsageFact]) -> Result<(), StoreError> {
        for fact in facts {
            let party_id = parties::number(&mut self.tx, &fact.party).await?;
            let usage = &fact.usage;
            let period = Period::of(usage.dated_on).map(|it| it.to_string()).unwrap_or_default();
            in_transaction!(&mut self.tx, |it| {
                sqlx::query(INSERT)
                    .bind(self.submission.id)
                    .bind(text::signed("rows", fact.origin.row)?)
                    .bind(text::signed("bytes", fact.origin.byte_offset)?)
                    .bind(i64::from(fact.origin.byte_length))
                    .bind(party_id)
                    .bind(period)
                    .bind(&usage.number)
                    .bind(usage.dated_on.to_string())
                    .bind(&usage.product)
                    .bind(&usage.scenario)
                    .bind(&usage.use_)
                    .bind(&usage.buyer)
                    .bind(&usage.unit)
                    .bind(usage.units.millionths)
                    .bind(usage.price.millionths)
                    .bind(i64::from(usage.vat_included))
                    .bind(usage.amount_fen)
                    .bind(&usage.invoice)
                    .bind(usage.tax_rate.map(metrics::ratio::Ratio::ppm))
                    .bind(usage.tax_fen)
                    .execute(it)
                    .await?;
            });
        }
        Ok(())
    }
}
