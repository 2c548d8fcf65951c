//! Posting a checked ledger: conflicts, surrogate numbers, and rows in the order of their ids.

use std::collections::HashMap;

use jiff::civil::Date;
use metrics::ledger::{CheckedLedger, EntryKind, Line, LineBlock};

use super::bound::bounded;
use super::counterparties::{Counterparties, Owner};
use super::dimensions::DimensionSets;
use super::ids;
use crate::bulk::{self, BALANCES, Cell, LINES, VOUCHERS};
use crate::db::{Tx, in_transaction};
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, parties, text};

/// SQLite prepares a statement anew each time for a limit that is a bare parameter.
const SELECT_VOUCHERS: &str = "
    SELECT id, submission_id, voucher_type, number, counted
    FROM vouchers
    WHERE party_id = $1 AND id BETWEEN $2 AND $3
    ORDER BY id
    LIMIT CAST($4 AS BIGINT)
";

const SELECT_IN_FORCE: &str = concat!(
    "SELECT submissions.id, submissions.receipt
     FROM submissions
     JOIN checks ON checks.submission_id = submissions.id
     WHERE submissions.party_id = $1 AND submissions.kind = 'ledger' AND submissions.period = $2
       AND ",
    in_force!("$3")
);

const SELECT_LAST_LINES: &str = "
    SELECT MAX(id)
    FROM ledger_lines
    WHERE party_id = $1 AND id BETWEEN $2 AND $3
    GROUP BY id / 2097152
";

/// Vouchers read at once while looking for conflicts.
const VOUCHER_PAGE: i64 = 10_000;

/// A voucher of the file that is in force from another submission.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// Index into the file's vouchers.
    pub voucher: u32,
    /// The receipt of the other submission.
    pub receipt: String,
}

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
        let (first, last) = ids::period_range(self.party_id, ledger.period);
        let mut page = existing(&mut self.tx, self.party_id, (first, last)).await?;
        if page.is_empty() {
            return Ok(Vec::new());
        }
        let in_force = self.ledgers_in_force(ledger).await?;
        let hashed = hashed(ledger);
        let of_hash = |hash: u32| {
            let start = hashed.partition_point(|&it| it.0 < hash);
            hashed[start..].iter().take_while(move |it| it.0 == hash).map(|it| it.1)
        };
        let mut conflicts = Vec::new();
        loop {
            for row in &page {
                let mut same = of_hash(ids::hash(&row.voucher_type, &row.number)).peekable();
                if same.peek().is_none() {
                    continue;
                }
                self.voucher_ordinals.insert(ids::slot_of(row.id), (row.id & ids::ORDINAL_MAX) + 1);
                let is_it = |&index: &u32| {
                    let voucher = ledger.vouchers.get(index);
                    voucher.number == row.number && voucher.voucher_type == row.voucher_type
                };
                if let (1, Some(receipt), Some(voucher)) =
                    (row.counted, in_force.get(&row.submission_id), same.find(is_it))
                {
                    conflicts.push(Conflict { voucher, receipt: receipt.clone() });
                }
            }
            let Some(row) = page.last() else { return Ok(conflicts) };
            page = existing(&mut self.tx, self.party_id, (row.id + 1, last)).await?;
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

    /// Posts vouchers, the lines of those that count, and the balances. Conflicts must have been
    /// looked for before.
    ///
    /// # Errors
    ///
    /// Returns an error if a limit of the locality ids or of the party's sums is reached, the lines
    /// that waited cannot be read, or the database fails.
    pub async fn ledger(&mut self, ledger: &mut CheckedLedger) -> Result<(), StoreError> {
        bounded(ledger.balances.iter().map(|it| it.sums))?;
        self.has_room().await?;
        let accounts = parties::accounts(&mut self.tx, self.party_id, &ledger.accounts).await?;
        let dimension_sets = DimensionSets::of(&mut self.tx, self.party_id, ledger).await?;
        let (first, last) = ids::period_range(self.party_id, ledger.period);
        let sequences = next_sequences(&mut self.tx, self.party_id, (first, last)).await?;
        let voucher_ids = self.vouchers(ledger, first).await?;
        let numbers = LineNumbers { first, accounts: &accounts, sequences, latest: None };
        let sets = (&voucher_ids[..], &dimension_sets);
        let counterparties = self.lines(ledger, numbers, sets).await?;
        let (party_id, submission_id) = (self.party_id, self.submission.id);
        let owner = Owner { party_id, submission_id, accounts: &accounts };
        counterparties.keep(&mut self.tx, ledger, &owner).await?;
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

    /// Posts the lines of vouchers that count, block by block, in the order of their ids; gives what
    /// moved with each counterparty.
    async fn lines(
        &mut self,
        ledger: &mut CheckedLedger,
        mut numbers: LineNumbers<'_>,
        (voucher_ids, dimension_sets): (&[i64], &DimensionSets),
    ) -> Result<Counterparties, StoreError> {
        let mut counterparties = Counterparties::of(ledger);
        // Ids grow from line to line: the table is only ever appended to.
        let mut by_number: Vec<u32> = (0..).take(numbers.accounts.len()).collect();
        by_number.sort_unstable_by_key(|&account| numbers.accounts[account as usize]);
        let mut block = LineBlock::default();
        ledger.lines.rewind(&by_number)?;
        loop {
            ledger.lines.fill(&mut block)?;
            if block.lines().is_empty() {
                return Ok(counterparties);
            }
            let is_counted = |it: &&Line| ledger.vouchers.is_counted(it.voucher);
            let counted = block.lines().iter().filter(is_counted);
            let numbered = counted.map(|line| Ok((numbers.next(line)?, line)));
            let numbered: Vec<(i64, &Line)> = numbered.collect::<Result<_, StoreError>>()?;
            for (_, line) in &numbered {
                counterparties.add(line);
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

/// Hash and index of each voucher, in the order of the hashes.
fn hashed(ledger: &CheckedLedger) -> Vec<(u32, u32)> {
    let vouchers = ledger.vouchers.iter().zip(0..);
    let mut hashed: Vec<(u32, u32)> =
        vouchers.map(|(it, index)| (ids::hash(it.voucher_type, it.number), index)).collect();
    hashed.sort_unstable();
    hashed
}

#[derive(Debug, sqlx::FromRow)]
struct Existing {
    id: i64,
    submission_id: i64,
    voucher_type: String,
    number: String,
    counted: i64,
}

async fn existing(
    tx: &mut Tx,
    party_id: i64,
    (first, last): (i64, i64),
) -> Result<Vec<Existing>, StoreError> {
    Ok(in_transaction!(tx, |it| {
        sqlx::query_as(SELECT_VOUCHERS)
            .bind(party_id)
            .bind(first)
            .bind(last)
            .bind(VOUCHER_PAGE)
            .fetch_all(it)
            .await?
    }))
}

/// The next free sequence number of each account and day that has lines already.
async fn next_sequences(
    tx: &mut Tx,
    party_id: i64,
    (first, last): (i64, i64),
) -> Result<HashMap<i64, i64>, StoreError> {
    let rows: Vec<Option<i64>> = in_transaction!(tx, |it| {
        sqlx::query_scalar(SELECT_LAST_LINES)
            .bind(party_id)
            .bind(first)
            .bind(last)
            .fetch_all(it)
            .await?
    });
    let next = |id: i64| (ids::group_of(id), ids::sequence_of(id) + 1);
    Ok(rows.into_iter().flatten().map(next).collect())
}

/// Numbers lines that come by account and day.
struct LineNumbers<'a> {
    first: i64,
    accounts: &'a [i64],
    /// The next free sequence number of each account and day that had lines before.
    sequences: HashMap<i64, i64>,
    /// The account and day of the line before, and the next free sequence number there.
    latest: Option<(i64, i64)>,
}

impl LineNumbers<'_> {
    fn next(&mut self, line: &Line) -> Result<i64, StoreError> {
        let group = ids::group(self.accounts[line.account as usize], line.day);
        let sequence = match self.latest {
            Some((latest, sequence)) if latest == group => sequence,
            _ => self.sequences.get(&group).copied().unwrap_or_default(),
        };
        self.latest = Some((group, sequence + 1));
        ids::line(self.first, group, sequence)
    }
}

/// The days of the period as text, by day of the month.
fn dates(ledger: &CheckedLedger) -> HashMap<Date, String> {
    let mut dates = HashMap::new();
    for voucher in ledger.vouchers.iter() {
        dates.entry(voucher.date).or_insert_with(|| voucher.date.to_string());
    }
    dates
}
