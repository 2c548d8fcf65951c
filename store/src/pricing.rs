//! Facts of prices: the entry accepted last about a party, record and code is in force.

use metrics::pricing::PricingFact;

use crate::db::in_transaction;
use crate::findings::json;
use crate::posting::Posting;
use crate::{StoreError, parties, text};

const INSERT: &str = "
    INSERT INTO pricing_facts (submission_id, row_number, byte_offset, byte_length, party_id,
                               record, code, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
";

impl Posting {
    /// Posts entries about prices.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn pricing(&mut self, facts: &[PricingFact]) -> Result<(), StoreError> {
        for fact in facts {
            let party_id = parties::number(&mut self.tx, &fact.party).await?;
            let body = json(&fact.entry)?;
            in_transaction!(&mut self.tx, |it| {
                sqlx::query(INSERT)
                    .bind(self.submission.id)
                    .bind(text::signed("rows", fact.origin.row)?)
                    .bind(text::signed("bytes", fact.origin.byte_offset)?)
                    .bind(i64::from(fact.origin.byte_length))
                    .bind(party_id)
                    .bind(fact.entry.record())
                    .bind(fact.entry.code())
                    .bind(&body)
                    .execute(it)
                    .await?;
            });
        }
        Ok(())
    }
}
