//! Facts of usage: records of one operator and month, and their sums, by price, by invoice and by product.

mod products;
mod read;

use std::collections::{BTreeMap, BTreeSet, HashMap};

use metrics::party::PartyId;
use metrics::ratio::Ratio;
use metrics::usage::{InvoiceSum, ProductSum, UsageFact, UsageSum, by_invoice, sums};

use crate::bulk::{self, Cell, USAGE_INVOICES};
use crate::db::{Tx, in_transaction};
use crate::place::Place;
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, closings, parties, text};

pub use read::{StoredSum, StoredUsage};

const INSERT: &str = "
    INSERT INTO usage_records (submission_id, row_number, byte_offset, byte_length, party_id,
                               period, number, dated_on, product, scenario, intended_use, buyer,
                               unit, units_millionths, price_millionths, vat_included, amount_fen,
                               invoice, tax_rate_ppm, tax_fen)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19,
            $20)
";

const INSERT_SUM: &str = "
    INSERT INTO usage_sums (party_id, period, submission_id, product, intended_use, buyer, unit,
                            price_millionths, vat_included, first_on, last_on, units_millionths,
                            amount_fen, records, first_number)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)
";

/// The usage of a party and month in force, without this submission and what it supersedes.
const SELECT_OTHERS: &str = concat!(
    "SELECT DISTINCT usage_sums.submission_id, submissions.receipt
     FROM usage_sums
     JOIN submissions ON submissions.id = usage_sums.submission_id
     JOIN checks ON checks.submission_id = usage_sums.submission_id
     WHERE usage_sums.party_id = $1 AND usage_sums.period = $2
       AND usage_sums.submission_id <> $3 AND submissions.receipt <> $4
       AND ",
    in_force!("$5")
);

const SELECT_NUMBERS: &str = "
    SELECT id, submission_id, number
    FROM usage_records
    WHERE party_id = $1 AND period = $2 AND id > $3
    ORDER BY id
    LIMIT $4
";

const LOCK_POSTGRES: &str = "SELECT pg_advisory_xact_lock($1, $2)";

/// The class of locks that this table's are in; another lock of a posting is of another class.
const LOCK_CLASS: i32 = 0x7573_6167;

/// Records read at once while looking for conflicts.
const NUMBER_PAGE: i64 = 10_000;

impl Posting {
    /// Records of the file that another submission in force has already, by index into `facts`, with
    /// its receipt. What this submission supersedes does not count. The months of the parties named
    /// are locked until the posting ends.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn usage_conflicts(
        &mut self,
        facts: &[UsageFact],
    ) -> Result<Vec<(usize, String)>, StoreError> {
        let mut numbers: BTreeMap<i64, HashMap<&str, usize>> = BTreeMap::new();
        let mut ids: BTreeMap<&PartyId, i64> = BTreeMap::new();
        for (index, fact) in facts.iter().enumerate() {
            let party_id = match ids.get(&*fact.party) {
                Some(&known) => known,
                None => parties::number(&mut self.tx, &fact.party).await?,
            };
            ids.insert(&fact.party, party_id);
            numbers.entry(party_id).or_default().insert(&fact.usage.number, index);
        }
        let mut conflicts = Vec::new();
        // In the order of the parties, so that two postings never wait for each other.
        for (party_id, numbers) in &numbers {
            self.lock_usage(*party_id).await?;
            let others = self.others(*party_id).await?;
            if !others.is_empty() {
                self.look_up(*party_id, (numbers, &others), &mut conflicts).await?;
            }
        }
        conflicts.sort();
        conflicts.dedup_by_key(|it| it.0);
        Ok(conflicts)
    }

    /// The first party of the records whose month is closed: then nothing of the file can be posted
    /// (F-12). The months stay as they are until the posting ends.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn usage_closed(
        &mut self,
        facts: &[UsageFact],
    ) -> Result<Option<PartyId>, StoreError> {
        let Some(period) = self.submission.period else { return Ok(None) };
        // What is handed in empty may supersede what is the sender's.
        let sender = self.submission.party.clone();
        let parties: BTreeSet<&PartyId> =
            facts.iter().map(|it| &*it.party).chain([&sender]).collect();
        for party in parties {
            closings::lock_shared(&mut self.tx, party).await?;
            let known = closings::closings_in(&mut self.tx, party).await?;
            if closings::closed_through(&known).is_some_and(|last| period <= last) {
                return Ok(Some(party.clone()));
            }
        }
        Ok(None)
    }

    /// The month handed in, as text.
    fn usage_period(&self) -> String {
        self.submission.period.map(|it| it.to_string()).unwrap_or_default()
    }

    async fn lock_usage(&mut self, party_id: i64) -> Result<(), StoreError> {
        if let Tx::Postgres(transaction) = &mut self.tx {
            // On SQLite the transaction itself is the only writer.
            let key = i32::try_from(party_id).unwrap_or(i32::MAX);
            sqlx::query(LOCK_POSTGRES)
                .bind(LOCK_CLASS)
                .bind(key)
                .execute(&mut **transaction)
                .await?;
        }
        Ok(())
    }

    async fn others(&mut self, party_id: i64) -> Result<HashMap<i64, String>, StoreError> {
        let (period, at) = (self.usage_period(), text::instant(self.at));
        let supersedes = self.submission.supersedes.clone().unwrap_or_default();
        let rows: Vec<(i64, String)> = in_transaction!(&mut self.tx, |it| {
            sqlx::query_as(SELECT_OTHERS)
                .bind(party_id)
                .bind(&period)
                .bind(self.submission.id)
                .bind(&supersedes)
                .bind(&at)
                .fetch_all(it)
                .await?
        });
        Ok(rows.into_iter().collect())
    }

    /// Compares the numbers of a party's records with those of other submissions, page by page.
    async fn look_up(
        &mut self,
        party_id: i64,
        (numbers, others): (&HashMap<&str, usize>, &HashMap<i64, String>),
        conflicts: &mut Vec<(usize, String)>,
    ) -> Result<(), StoreError> {
        let period = self.usage_period();
        let mut after = 0;
        loop {
            let page: Vec<(i64, i64, String)> = in_transaction!(&mut self.tx, |it| {
                sqlx::query_as(SELECT_NUMBERS)
                    .bind(party_id)
                    .bind(&period)
                    .bind(after)
                    .bind(NUMBER_PAGE)
                    .fetch_all(it)
                    .await?
            });
            let Some(last) = page.last() else { return Ok(()) };
            after = last.0;
            for (_, submission_id, number) in &page {
                let found = numbers.get(number.as_str()).zip(others.get(submission_id));
                conflicts.extend(found.map(|(index, receipt)| (*index, receipt.clone())));
            }
        }
    }

    /// Posts records of usage and their sums, by price, by invoice and, as given, by operator and product.
    /// Conflicts must have been looked for before.
    ///
    /// # Errors
    ///
    /// Returns an error if a sum does not fit 64 bits, or if the database fails.
    pub async fn usage(
        &mut self,
        facts: &[UsageFact],
        products: &[(&PartyId, ProductSum)],
    ) -> Result<(), StoreError> {
        let period = self.usage_period();
        for fact in facts {
            self.usage_record(fact, &period).await?;
        }
        let parties: BTreeSet<&PartyId> = facts.iter().map(|it| &*it.party).collect();
        for party in parties {
            let own = || facts.iter().filter(|it| *it.party == *party).map(|it| &it.usage);
            let limit = |_| StoreError::Limit { what: "usage_sum", limit_max: i64::MAX };
            let (sums, invoices) = (sums(own()).map_err(limit)?, by_invoice(own()).map_err(limit)?);
            let party_id = parties::number(&mut self.tx, party).await?;
            for sum in &sums {
                self.usage_sum(party_id, &period, sum).await?;
            }
            self.usage_invoices((party_id, &period), &invoices).await?;
        }
        products::keep(&mut self.tx, (self.submission.id, &period), products).await
    }

    async fn usage_record(&mut self, fact: &UsageFact, period: &str) -> Result<(), StoreError> {
        let party_id = parties::number(&mut self.tx, &fact.party).await?;
        let place = Place::of(self.submission.id, &fact.origin)?;
        let usage = &fact.usage;
        in_transaction!(&mut self.tx, |it| {
            place
                .bind(sqlx::query(INSERT))
                .bind(party_id)
                .bind(period)
                .bind(&usage.number)
                .bind(usage.dated_on.to_string())
                .bind(&*usage.product)
                .bind(&*usage.scenario)
                .bind(&*usage.use_)
                .bind(&*usage.buyer)
                .bind(&*usage.unit)
                .bind(usage.units.millionths)
                .bind(usage.price.millionths)
                .bind(i64::from(usage.vat_included))
                .bind(usage.amount_fen)
                .bind(&*usage.invoice)
                .bind(usage.tax_rate.map(Ratio::ppm))
                .bind(usage.tax_fen)
                .execute(it)
                .await?;
        });
        Ok(())
    }

    async fn usage_sum(
        &mut self,
        party_id: i64,
        period: &str,
        sum: &UsageSum,
    ) -> Result<(), StoreError> {
        let key = &sum.key;
        in_transaction!(&mut self.tx, |it| {
            sqlx::query(INSERT_SUM)
                .bind(party_id)
                .bind(period)
                .bind(self.submission.id)
                .bind(&key.product)
                .bind(&key.use_)
                .bind(&key.buyer)
                .bind(&key.unit)
                .bind(key.price.millionths)
                .bind(i64::from(key.vat_included))
                .bind(sum.first_on.to_string())
                .bind(sum.last_on.to_string())
                .bind(sum.units.millionths)
                .bind(sum.amount_fen)
                .bind(text::signed("records", sum.records)?)
                .bind(&sum.first_number)
                .execute(it)
                .await?;
        });
        Ok(())
    }

    async fn usage_invoices(
        &mut self,
        (party_id, period): (i64, &str),
        invoices: &[InvoiceSum],
    ) -> Result<(), StoreError> {
        let submission_id = self.submission.id;
        let rows = invoices.iter().map(|it| {
            [
                Cell::Number(party_id),
                Cell::Text(period),
                Cell::Number(submission_id),
                Cell::Text(&it.invoice),
                Cell::Text(&it.product),
                Cell::Number(it.amount_fen),
                Cell::Text(&it.first_number),
            ]
        });
        bulk::insert(&mut self.tx, USAGE_INVOICES, rows).await
    }
}
