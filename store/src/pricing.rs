//! Facts of prices: the entry accepted last about a party, record and code is in force.

use jiff::Timestamp;
use metrics::party::PartyId;
use metrics::pricing::{Entered, PricingEntry, PricingFact};

use crate::db::{Reader, in_transaction, on_engine};
use crate::pages::Pages;
use crate::place::{Place, PlaceRow};
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, parties, text};

const INSERT: &str = "
    INSERT INTO pricing_facts (submission_id, row_number, byte_offset, byte_length, party_id,
                               record, code, body)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
";

const SELECT_PAGE: &str = concat!(
    "SELECT record, code, body, receipt, line_number, byte_offset, byte_length
     FROM (
         SELECT pricing_facts.record, pricing_facts.code, pricing_facts.body, submissions.receipt,
                pricing_facts.row_number AS line_number, pricing_facts.byte_offset,
                pricing_facts.byte_length,
                ROW_NUMBER() OVER (
                    PARTITION BY pricing_facts.record, pricing_facts.code
                    ORDER BY checks.accepted_at DESC, pricing_facts.id DESC
                ) AS newest
         FROM parties
         JOIN pricing_facts ON pricing_facts.party_id = parties.id
         JOIN submissions ON submissions.id = pricing_facts.submission_id
         JOIN checks ON checks.submission_id = pricing_facts.submission_id
         WHERE parties.party = $1
           AND (pricing_facts.record > $2 OR pricing_facts.record = $2 AND pricing_facts.code > $3)
           AND ",
    in_force!("$4"),
    ") AS entries
     WHERE newest = 1
     ORDER BY record, code
     LIMIT $5"
);

const SELECT_PARTIES: &str = concat!(
    "SELECT DISTINCT parties.party
     FROM pricing_facts
     JOIN parties ON parties.id = pricing_facts.party_id
     JOIN checks ON checks.submission_id = pricing_facts.submission_id
     WHERE ",
    in_force!("$1"),
    " ORDER BY parties.party"
);

/// Allocations as they were accepted, those that others took the place of since included.
const SELECT_ALLOCATIONS: &str = "
    SELECT pricing_facts.id, pricing_facts.body, submissions.receipt, checks.accepted_at,
           pricing_facts.row_number AS line_number, pricing_facts.byte_offset,
           pricing_facts.byte_length
    FROM parties
    JOIN pricing_facts ON pricing_facts.party_id = parties.id
    JOIN submissions ON submissions.id = pricing_facts.submission_id
    JOIN checks ON checks.submission_id = pricing_facts.submission_id
    WHERE parties.party = $1 AND pricing_facts.record = 'allocation' AND pricing_facts.id > $2
      AND checks.accepted_at <= $3
    ORDER BY pricing_facts.id
    LIMIT $4
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
            let place = Place::of(self.submission.id, &fact.origin)?;
            let body = body(&fact.entry)?;
            in_transaction!(&mut self.tx, |it| {
                place
                    .bind(sqlx::query(INSERT))
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

/// An entry as text. Its amounts are whole numbers of 64 bits, which canonical JSON would write as
/// binary fractions; nothing compares these bytes.
fn body(entry: &PricingEntry) -> Result<String, StoreError> {
    serde_json::to_string(entry).map_err(|error| StoreError::Io(error.into()))
}

/// Record and code of an entry.
type Key = (String, String);

impl Reader {
    /// The entries about a party in force at `as_of`, in the order of record and code, `limit` at once.
    pub fn pricing<'a>(
        &'a self,
        party: &'a PartyId,
        page: (Timestamp, i64),
    ) -> Pages<'a, Entered, Key> {
        Pages::new(move |after| Box::pin(self.pricing_after(after, party, page)))
    }

    async fn pricing_after(
        &self,
        (record, code): Key,
        party: &PartyId,
        (as_of, limit): (Timestamp, i64),
    ) -> Result<(Vec<Entered>, Option<Key>), StoreError> {
        let rows: Vec<Row> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PAGE)
                .bind(party.as_str())
                .bind(&record)
                .bind(&code)
                .bind(text::instant(as_of))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        let last = rows.last().map(|it| (it.record.clone(), it.code.clone()));
        let page: Result<_, _> =
            rows.into_iter().map(|it| entered(&it.body, it.receipt, it.place)).collect();
        Ok((page?, last))
    }

    /// The allocations of a party that were accepted by `as_of`, in the order of posting, `limit` at once, each
    /// with the instant of acceptance: also what a later one took the place of.
    pub fn allocations<'a>(
        &'a self,
        party: &'a PartyId,
        page: (Timestamp, i64),
    ) -> Pages<'a, (Entered, Timestamp)> {
        Pages::new(move |after| Box::pin(self.allocations_after(after, party, page)))
    }

    async fn allocations_after(
        &self,
        after: i64,
        party: &PartyId,
        (as_of, limit): (Timestamp, i64),
    ) -> Result<(Vec<(Entered, Timestamp)>, Option<i64>), StoreError> {
        let rows: Vec<SaidRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_ALLOCATIONS)
                .bind(party.as_str())
                .bind(after)
                .bind(text::instant(as_of))
                .bind(limit)
                .fetch_all(pool)
                .await?
        });
        let last = rows.last().map(|it| it.id);
        let said = |row: SaidRow| {
            let accepted_at = text::parse("checks", "accepted_at", &row.accepted_at)?;
            Ok((entered(&row.body, row.receipt, row.place)?, accepted_at))
        };
        let page: Result<_, StoreError> = rows.into_iter().map(said).collect();
        Ok((page?, last))
    }

    /// The parties with entries in force at `as_of`.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn priced(&self, as_of: Timestamp) -> Result<Vec<PartyId>, StoreError> {
        let rows: Vec<(String,)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_PARTIES).bind(text::instant(as_of)).fetch_all(pool).await?
        });
        rows.iter().map(|(party,)| text::parse("parties", "party", party)).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Row {
    record: String,
    code: String,
    body: String,
    receipt: String,
    #[sqlx(flatten)]
    place: PlaceRow,
}

#[derive(Debug, sqlx::FromRow)]
struct SaidRow {
    id: i64,
    body: String,
    receipt: String,
    accepted_at: String,
    #[sqlx(flatten)]
    place: PlaceRow,
}

fn entered(body: &str, receipt: String, place: PlaceRow) -> Result<Entered, StoreError> {
    let entry = serde_json::from_str(body);
    Ok(Entered {
        entry: entry.map_err(|_| text::corrupt("pricing_facts", "body", body))?,
        receipt,
        origin: place.origin("pricing_facts")?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allowance(approved_fen: i64) -> PricingEntry {
        PricingEntry::Allowance {
            cycle: "k".to_owned(),
            validity: metrics::pricing::Validity { from: jiff::civil::date(2026, 1, 1), to: None },
            profit: Some(metrics::pricing::ProfitStrategy::Fixed { amount_fen: approved_fen }),
            taxes_fen: Some(approved_fen),
            approved_fen: Some(approved_fen),
            deducted_fen: Some(approved_fen),
            document: String::new(),
        }
    }

    #[test]
    fn amounts_are_kept_to_the_fen() {
        for approved_fen in [0, 9_007_199_254_740_991, 9_007_199_254_740_993, i64::MAX] {
            let entry = allowance(approved_fen);
            let read: PricingEntry = serde_json::from_str(&body(&entry).unwrap()).unwrap();
            assert_eq!(read, entry);
        }
    }
}
