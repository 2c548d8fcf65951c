//! Posting a checked ledger: conflicts, surrogate numbers, and rows in the order of their ids.

use std::collections::HashMap;

use jiff::civil::Date;
use metrics::ledger::{
    CheckedLedger, Conflict, EntryKind, Line, LineBlock, SaidOfMonth, SaidSums, SpreadCount,
    plain_number,
};

use super::bound::bounded;
use super::counterparties::{Counterparties, Owner};
use super::dimensions::DimensionSets;
use super::dropped;
use super::ids;
use super::invoices::InvoiceSums;
use super::memory::Memory;
use super::months;
use super::said::{self, SaidVouchers};
use super::sequences::{LineNumbers, Sequences};
use super::spreads;
use crate::bulk::{self, BALANCES, Cell, LINES, VOUCHERS};
use crate::db::{Tx, in_transaction};
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, parties, text};

macro_rules! select_slots {
    ($first:literal $(, $slot:literal)*) => {
        concat!(select_slots!(@one $first) $(, " UNION ALL ", select_slots!(@one $slot))*)
    };
    (@one $slot:literal) => {
        concat!(
            "SELECT id, submission_id, voucher_type, number, counted
             FROM (
                 SELECT id, submission_id, voucher_type, number, counted
                 FROM vouchers
                 WHERE party_id = $1 AND id BETWEEN CAST($",
            $slot,
            " AS BIGINT) AND CAST($",
            $slot,
            " AS BIGINT) + 127
                 ORDER BY id
                 LIMIT 128
             ) AS slot"
        )
    };
}

/// What stands in some slots of voucher ids, each sought by itself: a join PostgreSQL would rather do
/// against all that the party has, as long as it takes a table that grew for small, and without a limit
/// for each in parallel. Slots that are not needed are asked for as -1.
const SELECT_SLOTS: &str = select_slots!(
    2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27,
    28, 29, 30, 31, 32, 33
);

const SELECT_IN_FORCE: &str = concat!(
    "SELECT submissions.id, submissions.receipt
     FROM submissions
     JOIN checks ON checks.submission_id = submissions.id
     WHERE submissions.party_id = $1 AND submissions.kind = 'ledger' AND submissions.period = $2
       AND ",
    in_force!("$3")
);

/// Slots that are asked for at once.
const SLOTS: usize = 32;

impl Posting {
    /// Vouchers of the file that another submission in force has already. What this submission
    /// supersedes does not count.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn voucher_conflicts(
        &mut self,
        ledger: &CheckedLedger,
    ) -> Result<Vec<Conflict>, StoreError> {
        let mut conflicts = Vec::new();
        if self.ledgers_before == 0 {
            return Ok(conflicts);
        }
        let in_force = self.ledgers_in_force(ledger).await?;
        let (first, _) = ids::period_range(self.party_id, ledger.period);
        let hashed = hashed(ledger);
        let mut slots = hashed.chunk_by(|left, right| left.0 == right.0);
        loop {
            let block: Vec<&[(u32, u32)]> = slots.by_ref().take(SLOTS).collect();
            let asked: Vec<i64> = block.iter().map(|it| ids::slot(first, it[0].0)).collect();
            if asked.is_empty() {
                return Ok(conflicts);
            }
            for row in standing(&mut self.tx, self.party_id, &asked).await? {
                let slot = ids::slot_of(row.id);
                let next = self.voucher_ordinals.entry(slot).or_default();
                *next = (*next).max((row.id & ids::ORDINAL_MAX) + 1);
                let same = asked.binary_search(&slot).map_or(&[][..], |it| block[it]);
                let (1, Some(receipt)) = (row.counted, in_force.get(&row.submission_id)) else {
                    continue;
                };
                let is_it = |&index: &u32| {
                    let voucher = ledger.vouchers.get(index);
                    voucher.voucher_type == row.voucher_type
                        && plain_number(voucher.number) == plain_number(&row.number)
                };
                let of_file = same.iter().map(|it| it.1).filter(is_it);
                conflicts.extend(of_file.map(|voucher| Conflict {
                    voucher,
                    receipt: receipt.clone(),
                    number: row.number.clone(),
                }));
            }
        }
    }

    /// Receipts of the other ledgers of this party and period in force, by submission.
    async fn ledgers_in_force(
        &mut self,
        ledger: &CheckedLedger,
    ) -> Result<HashMap<i64, String>, StoreError> {
        let rows: Vec<(i64, String)> = in_transaction!(&mut self.tx, |it| {
            sqlx::query_as(SELECT_IN_FORCE)
                .bind(self.party_id)
                .bind(ledger.period.to_string())
                .bind(text::instant(self.at))
                .fetch_all(it)
                .await?
        });
        let supersedes = self.submission.supersedes.as_ref();
        Ok(rows.into_iter().filter(|(_, receipt)| Some(receipt) != supersedes).collect())
    }

    /// Posts vouchers, the lines of those that count, the balances, what invoices come to, how the amounts
    /// are spread, where a round one is a multiple of so many units of its currency, and what it leaves
    /// out. Conflicts must have been looked for before.
    ///
    /// # Errors
    ///
    /// Returns an error if a limit of the locality ids or of the party's sums is reached, the lines
    /// that waited cannot be read, or the database fails.
    pub async fn ledger(
        &mut self,
        ledger: &mut CheckedLedger,
        round_multiple: u32,
    ) -> Result<(), StoreError> {
        bounded(ledger.balances.iter().map(|it| it.sums))?;
        self.has_room().await?;
        let accounts = parties::accounts(&mut self.tx, self.party_id, &ledger.accounts).await?;
        let dimension_sets = DimensionSets::of(&mut self.tx, self.party_id, ledger).await?;
        let (first, last) = ids::period_range(self.party_id, ledger.period);
        let kept = self.memory.sequences.get(&first);
        let month = (&mut self.tx, self.party_id, (first, last));
        let sequences = Sequences::after(self.ledgers_before, kept, month).await?;
        let voucher_ids = self.vouchers(ledger, first).await?;
        let mut numbers = LineNumbers::new(first, &accounts, sequences);
        let sets = (&voucher_ids[..], &dimension_sets);
        let mut gathered = Gathered {
            counterparties: Counterparties::of(ledger),
            amounts: SpreadCount::of(ledger, round_multiple),
            invoices: InvoiceSums::default(),
        };
        self.lines(ledger, &mut numbers, (sets, &mut gathered)).await?;
        let (vouchers, sequences) = (SaidVouchers::of(ledger), numbers.into_sequences());
        let sums = said::sums_of_posted(ledger)?;
        let said = ledger.said.clone();
        self.posted = Some(PostedLedger { first, sums, vouchers, sequences, said });
        let (party_id, submission_id) = (self.party_id, self.submission.id);
        let owner = Owner { party_id, submission_id, accounts: &accounts };
        gathered.counterparties.keep(&mut self.tx, ledger, &owner).await?;
        gathered.invoices.keep(&mut self.tx, ledger, &owner).await?;
        spreads::keep(&mut self.tx, submission_id, gathered.amounts.spread()).await?;
        months::keep(&mut self.tx, submission_id, ledger).await?;
        dropped::keep(&mut self.tx, submission_id, &ledger.dropped).await?;
        self.balances(ledger, &accounts).await
    }

    /// Posts the vouchers in the order of their ids; gives the ids by voucher.
    async fn vouchers(
        &mut self,
        ledger: &CheckedLedger,
        first: i64,
    ) -> Result<Vec<i64>, StoreError> {
        let slots = ledger.vouchers.iter();
        let slots = slots.map(|it| ids::slot(first, ids::hash(it.voucher_type, it.number)));
        let mut voucher_ids: Vec<i64> = slots.collect();
        let mut order: Vec<u32> = (0..).take(voucher_ids.len()).collect();
        order.sort_unstable_by_key(|&voucher| (voucher_ids[voucher as usize], voucher));
        let (mut latest, mut ordinal) = (None, 0);
        for &voucher in &order {
            let slot = voucher_ids[voucher as usize];
            ordinal = match latest {
                Some(latest) if latest == slot => ordinal + 1,
                _ => self.voucher_ordinals.get(&slot).copied().unwrap_or_default(),
            };
            latest = Some(slot);
            voucher_ids[voucher as usize] = ids::voucher(slot, ordinal)?;
        }
        let (party_id, submission_id) = (self.party_id, self.submission.id);
        let dates = dates(ledger);
        let rows = order.iter().map(|&index| {
            let voucher = ledger.vouchers.get(index);
            [
                Cell::Number(voucher_ids[index as usize]),
                Cell::Number(party_id),
                Cell::Number(submission_id),
                Cell::Text(voucher.voucher_type),
                Cell::Text(voucher.number),
                Cell::Text(dates.get(&voucher.date).map_or("", String::as_str)),
                Cell::Text(voucher.maker),
                Cell::Text(voucher.reviewer),
                Cell::Text(voucher.poster),
                Cell::Number(i64::from(voucher.lines)),
                Cell::Number(i64::from(voucher.counted)),
                Cell::Number(voucher.origin.row.cast_signed()),
                Cell::Number(voucher.origin.byte_offset.cast_signed()),
                Cell::Number(i64::from(voucher.origin.byte_length)),
            ]
        });
        bulk::insert(&mut self.tx, VOUCHERS, rows).await?;
        Ok(voucher_ids)
    }

    /// Posts the lines of vouchers that count, block by block, in the order of their ids, and gathers what
    /// is told of them.
    async fn lines(
        &mut self,
        ledger: &mut CheckedLedger,
        numbers: &mut LineNumbers<'_>,
        ((voucher_ids, dimension_sets), gathered): ((&[i64], &DimensionSets), &mut Gathered),
    ) -> Result<(), StoreError> {
        // Ids grow from line to line: the table is only ever appended to.
        let mut by_number: Vec<u32> = (0..).take(numbers.accounts().len()).collect();
        by_number.sort_unstable_by_key(|&account| numbers.accounts()[account as usize]);
        let mut block = LineBlock::default();
        ledger.lines.rewind(&by_number)?;
        loop {
            ledger.lines.fill(&mut block)?;
            if block.lines().is_empty() {
                return Ok(());
            }
            let is_counted = |it: &&Line| ledger.vouchers.is_counted(it.voucher);
            let counted = block.lines().iter().filter(is_counted);
            let numbered = counted.map(|line| Ok((numbers.next(line)?, line)));
            let numbered: Vec<(i64, &Line)> = numbered.collect::<Result<_, StoreError>>()?;
            for (_, line) in &numbered {
                gathered.counterparties.add(line);
                gathered.amounts.add(line, &ledger.vouchers);
                gathered.invoices.add(line, &ledger.vouchers)?;
            }
            let party_id = self.party_id;
            let rows = numbered.iter().map(|&(id, line)| {
                [
                    Cell::Number(id),
                    Cell::Number(party_id),
                    Cell::Number(voucher_ids[line.voucher as usize]),
                    Cell::Number(dimension_sets.id(line)),
                    Cell::Number(line.debit_minor),
                    Cell::Number(line.credit_minor),
                    Cell::Number(line.original_minor),
                    Cell::Text(block.summary(line)),
                    Cell::Number(i64::from(line.row)),
                    Cell::Number(line.byte_offset.cast_signed()),
                    Cell::Number(i64::from(line.byte_length)),
                ]
            });
            bulk::insert(&mut self.tx, LINES, rows).await?;
        }
    }

    async fn balances(
        &mut self,
        ledger: &CheckedLedger,
        accounts: &[i64],
    ) -> Result<(), StoreError> {
        let (party_id, submission_id) = (self.party_id, self.submission.id);
        let period = ledger.period.to_string();
        let rows = ledger.balances.iter().map(|row| {
            [
                Cell::Number(party_id),
                Cell::Text(&period),
                Cell::Number(submission_id),
                Cell::Number(accounts[row.account as usize]),
                Cell::Text(ledger.currencies[usize::from(row.currency)].0.as_str()),
                Cell::Text(match row.entry {
                    EntryKind::Opening => "opening",
                    EntryKind::Movement => "movement",
                }),
                Cell::Text(&row.product),
                Cell::Text(&row.use_),
                Cell::Text(&row.cost_class),
                Cell::Number(row.sums.debit_minor),
                Cell::Number(row.sums.credit_minor),
            ]
        });
        bulk::insert(&mut self.tx, BALANCES, rows).await
    }
}

/// What is gathered of the lines that are posted.
struct Gathered {
    counterparties: Counterparties,
    amounts: SpreadCount,
    invoices: InvoiceSums,
}

/// Hash and index of each voucher, in the order of the hashes.
fn hashed(ledger: &CheckedLedger) -> Vec<(u32, u32)> {
    let vouchers = ledger.vouchers.iter().zip(0..);
    let mut hashed: Vec<(u32, u32)> =
        vouchers.map(|(it, index)| (ids::hash(it.voucher_type, it.number), index)).collect();
    hashed.sort_unstable();
    hashed
}

/// What a posted ledger adds to what is kept, once it is committed.
#[derive(Debug)]
pub(crate) struct PostedLedger {
    first: i64,
    sums: SaidSums,
    vouchers: Option<SaidVouchers>,
    sequences: Sequences,
    said: SaidOfMonth,
}

impl PostedLedger {
    /// Keeps it, as what the submission says.
    pub(crate) fn keep(self, memory: &Memory, submission_id: i64) {
        if let Some(vouchers) = self.vouchers {
            let weight = vouchers.weight();
            memory.vouchers.keep(submission_id, vouchers, weight);
        }
        let weight = self.sums.len();
        memory.sums.keep(submission_id, self.sums, weight);
        let weight = months::weight(&self.said);
        memory.months.keep(submission_id, self.said, weight);
        let weight = self.sequences.len();
        memory.sequences.keep(self.first, self.sequences, weight);
    }
}

#[derive(Debug, sqlx::FromRow)]
struct Existing {
    id: i64,
    submission_id: i64,
    voucher_type: String,
    number: String,
    counted: i64,
}

/// The vouchers of a party in these slots, no more than are asked for at once.
async fn standing(tx: &mut Tx, party_id: i64, slots: &[i64]) -> Result<Vec<Existing>, StoreError> {
    Ok(in_transaction!(tx, |it| {
        let mut query = sqlx::query_as(SELECT_SLOTS).bind(party_id);
        for slot in slots.iter().copied().chain(std::iter::repeat(-1)).take(SLOTS) {
            query = query.bind(slot);
        }
        query.fetch_all(it).await?
    }))
}

/// The days of the period as text, by day of the month.
fn dates(ledger: &CheckedLedger) -> HashMap<Date, String> {
    let mut dates = HashMap::new();
    for voucher in ledger.vouchers.iter() {
        dates.entry(voucher.date).or_insert_with(|| voucher.date.to_string());
    }
    dates
}
