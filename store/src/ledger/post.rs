//! Posting a checked ledger: conflicts, surrogate numbers, and rows in the order of their ids.

use std::collections::HashMap;

use jiff::civil::Date;
use metrics::ledger::{CheckedLedger, Dimensions, EntryKind, Line};
use metrics::money::Currency;

use super::ids;
use super::sums::{Counterparties, Owner};
use crate::bulk::{self, Cell, Rows};
use crate::db::{Tx, in_transaction};
use crate::posting::Posting;
use crate::submissions::in_force;
use crate::{StoreError, parties, text};

const SELECT_VOUCHERS: &str = "
    SELECT id, submission_id, voucher_type, number, counted
    FROM vouchers
    WHERE party_id = $1 AND id BETWEEN $2 AND $3
    ORDER BY id
    LIMIT $4
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

const SELECT_DIMENSIONS: &str = "
    SELECT id
    FROM dimension_sets
    WHERE party_id = $1 AND currency = $2 AND product = $3 AND scenario = $4
      AND intended_use = $5 AND funding = $6 AND authorization_no = $7 AND counterparty = $8
      AND cost_class = $9
";

const INSERT_DIMENSIONS: &str = "
    INSERT INTO dimension_sets (party_id, currency, product, scenario, intended_use, funding,
                                authorization_no, counterparty, cost_class)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)
    RETURNING id
";

/// Days of a month, counted from 0, which no day is.
const DAYS: usize = 32;
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
        if existing(&mut self.tx, self.party_id, (first, last)).await?.is_empty() {
            return Ok(Vec::new());
        }
        let in_force = self.ledgers_in_force(ledger).await?;
        let mut slots: HashMap<i64, Vec<u32>> = HashMap::new();
        for (voucher, index) in ledger.vouchers.iter().zip(0..) {
            let slot = ids::slot(first, &voucher.voucher_type, &voucher.number);
            slots.entry(slot).or_default().push(index);
        }
        let mut conflicts = Vec::new();
        let mut after = first;
        loop {
            let page = existing(&mut self.tx, self.party_id, (after, last)).await?;
            for row in &page {
                let Some(indexes) = slots.get(&ids::slot_of(row.id)) else {
                    continue;
                };
                self.voucher_ordinals.insert(ids::slot_of(row.id), (row.id & ids::ORDINAL_MAX) + 1);
                let same = |index: &&u32| {
                    let voucher = &ledger.vouchers[**index as usize];
                    *voucher.number == *row.number && *voucher.voucher_type == *row.voucher_type
                };
                if let (1, Some(receipt), Some(index)) =
                    (row.counted, in_force.get(&row.submission_id), indexes.iter().find(same))
                {
                    conflicts.push(Conflict { voucher: *index, receipt: receipt.clone() });
                }
            }
            match page.last() {
                Some(row) => after = row.id + 1,
                None => return Ok(conflicts),
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

    /// Posts vouchers, the lines of those that count, and the balances. Conflicts must have been
    /// looked for before.
    ///
    /// # Errors
    ///
    /// Returns an error if a limit of the locality ids is reached or the database fails.
    pub async fn ledger(&mut self, ledger: &CheckedLedger) -> Result<(), StoreError> {
        let mut accounts = Vec::with_capacity(ledger.accounts.len());
        for used in &ledger.accounts {
            let number =
                parties::account(&mut self.tx, self.party_id, &used.code, &used.name).await?;
            accounts.push(number);
        }
        let (party_id, submission_id) = (self.party_id, self.submission.id);
        let mut counterparties = Counterparties::of(ledger);
        let counted = |it: &&Line| ledger.vouchers[it.voucher as usize].counted;
        ledger.lines.iter().filter(counted).for_each(|line| counterparties.add(line));
        let owner = Owner { party_id, submission_id, accounts: &accounts };
        counterparties.keep(&mut self.tx, ledger, &owner).await?;
        let dimension_sets = DimensionSets::of(&mut self.tx, self.party_id, ledger).await?;
        let (first, last) = ids::period_range(self.party_id, ledger.period);
        let sequences = next_sequences(&mut self.tx, self.party_id, (first, last)).await?;
        let vouchers = voucher_order(ledger, first, &self.voucher_ordinals)?;
        let lines = line_order(ledger, first, (&accounts, &sequences))?;
        let rows = LedgerRows {
            party_id: self.party_id,
            submission_id: self.submission.id,
            period: ledger.period.to_string(),
            ledger,
            accounts: &accounts,
            dimension_sets,
            dates: dates(ledger),
            vouchers,
            lines,
        };
        bulk::insert(&mut self.tx, &rows).await
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

/// The number of each currency with dimensions that a line of the file has.
struct DimensionSets {
    /// By dimensions, then currency; 0 for what no line has.
    ids: Vec<i64>,
    currencies: usize,
}

impl DimensionSets {
    async fn of(tx: &mut Tx, party_id: i64, ledger: &CheckedLedger) -> Result<Self, StoreError> {
        let currencies = ledger.currencies.len();
        let mut sets = Self { ids: vec![0; ledger.dimensions.len() * currencies], currencies };
        for line in &ledger.lines {
            let index = sets.index(line);
            if sets.ids[index] == 0 {
                let currency = ledger.currencies[usize::from(line.currency)].0;
                let dimensions = &ledger.dimensions[line.dimensions as usize];
                sets.ids[index] = dimension_set(tx, party_id, (currency, dimensions)).await?;
            }
        }
        Ok(sets)
    }

    fn index(&self, line: &Line) -> usize {
        line.dimensions as usize * self.currencies + usize::from(line.currency)
    }

    fn id(&self, line: &Line) -> i64 {
        self.ids[self.index(line)]
    }
}

async fn dimension_set(
    tx: &mut Tx,
    party_id: i64,
    (currency, dimensions): (Currency, &Dimensions),
) -> Result<i64, StoreError> {
    let Dimensions { product, scenario, use_, funding, authorization, counterparty, cost_class } =
        dimensions;
    let texts = [
        currency.as_str(),
        product,
        scenario,
        use_,
        funding,
        authorization,
        counterparty,
        cost_class,
    ];
    let known: Option<i64> = in_transaction!(&mut *tx, |it| {
        let query = sqlx::query_scalar(SELECT_DIMENSIONS).bind(party_id);
        texts.iter().fold(query, |query, text| query.bind(*text)).fetch_optional(it).await?
    });
    if let Some(id) = known {
        return Ok(id);
    }
    Ok(in_transaction!(tx, |it| {
        let query = sqlx::query_scalar(INSERT_DIMENSIONS).bind(party_id);
        texts.iter().fold(query, |query, text| query.bind(*text)).fetch_one(it).await?
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

/// The vouchers' ids by voucher, and the vouchers in the order of their ids.
struct VoucherOrder {
    ids: Vec<i64>,
    sorted: Vec<u32>,
}

fn voucher_order(
    ledger: &CheckedLedger,
    first: i64,
    taken: &HashMap<i64, i64>,
) -> Result<VoucherOrder, StoreError> {
    let mut slots: Vec<(i64, u32)> = (ledger.vouchers.iter().zip(0..))
        .map(|(voucher, index)| (ids::slot(first, &voucher.voucher_type, &voucher.number), index))
        .collect();
    slots.sort_unstable();
    let mut order =
        VoucherOrder { ids: vec![0; slots.len()], sorted: Vec::with_capacity(slots.len()) };
    let (mut last_slot, mut ordinal) = (-1, 0);
    for (slot, index) in slots {
        ordinal = if slot == last_slot {
            ordinal + 1
        } else {
            taken.get(&slot).copied().unwrap_or_default()
        };
        last_slot = slot;
        order.ids[index as usize] = ids::voucher(slot, ordinal)?;
        order.sorted.push(index);
    }
    Ok(order)
}

/// Ids of the lines that count, in order, each with its index into the file's lines.
fn line_order(
    ledger: &CheckedLedger,
    first: i64,
    (accounts, sequences): (&[i64], &HashMap<i64, i64>),
) -> Result<Vec<(i64, u32)>, StoreError> {
    let counted = |line: &&Line| ledger.vouchers[line.voucher as usize].counted;
    let bucket = |line: &Line| line.account as usize * DAYS + usize::from(line.day);
    // Where the lines of each account and day begin, with accounts in the order of their numbers:
    // sorted by counting, because there are far fewer of these than lines.
    let mut starts = vec![0_usize; ledger.accounts.len() * DAYS];
    ledger.lines.iter().filter(counted).for_each(|line| starts[bucket(line)] += 1);
    let mut by_number: Vec<usize> = (0..accounts.len()).collect();
    by_number.sort_unstable_by_key(|&account| accounts[account]);
    let mut total = 0;
    for start in by_number.iter().flat_map(|account| account * DAYS..(account + 1) * DAYS) {
        total += std::mem::replace(&mut starts[start], total);
    }
    let mut taken = starts.clone();
    let mut order = vec![(0, 0); total];
    for (line, index) in ledger.lines.iter().zip(0..).filter(|(line, _)| counted(line)) {
        let place = &mut taken[bucket(line)];
        let group = ids::group(accounts[line.account as usize], line.day);
        let nth = i64::try_from(*place - starts[bucket(line)]).unwrap_or(i64::MAX);
        let sequence = sequences.get(&group).copied().unwrap_or_default().saturating_add(nth);
        order[*place] = (ids::line(first, group, sequence)?, index);
        *place += 1;
    }
    Ok(order)
}

/// The days of the period as text, by day of the month.
fn dates(ledger: &CheckedLedger) -> HashMap<Date, String> {
    let mut dates = HashMap::new();
    for voucher in &ledger.vouchers {
        dates.entry(voucher.date).or_insert_with(|| voucher.date.to_string());
    }
    dates
}

/// A checked ledger as rows.
struct LedgerRows<'a> {
    party_id: i64,
    submission_id: i64,
    period: String,
    ledger: &'a CheckedLedger,
    accounts: &'a [i64],
    dimension_sets: DimensionSets,
    dates: HashMap<Date, String>,
    vouchers: VoucherOrder,
    lines: Vec<(i64, u32)>,
}

impl Rows for LedgerRows<'_> {
    fn vouchers(&self) -> impl Iterator<Item = [Cell<'_>; 14]> + Send {
        self.vouchers.sorted.iter().map(|&index| {
            let voucher = &self.ledger.vouchers[index as usize];
            [
                Cell::Number(self.vouchers.ids[index as usize]),
                Cell::Number(self.party_id),
                Cell::Number(self.submission_id),
                Cell::Text(&voucher.voucher_type),
                Cell::Text(&voucher.number),
                Cell::Text(self.dates.get(&voucher.date).map_or("", String::as_str)),
                Cell::Text(&voucher.maker),
                Cell::Text(&voucher.reviewer),
                Cell::Text(&voucher.poster),
                Cell::Number(i64::from(voucher.lines)),
                Cell::Number(i64::from(voucher.counted)),
                Cell::Number(voucher.origin.row.cast_signed()),
                Cell::Number(voucher.origin.byte_offset.cast_signed()),
                Cell::Number(i64::from(voucher.origin.byte_length)),
            ]
        })
    }

    fn lines(&self) -> impl Iterator<Item = [Cell<'_>; 10]> + Send {
        self.lines.iter().map(|&(id, index)| {
            let line = &self.ledger.lines[index as usize];
            [
                Cell::Number(id),
                Cell::Number(self.party_id),
                Cell::Number(self.vouchers.ids[line.voucher as usize]),
                Cell::Number(self.dimension_sets.id(line)),
                Cell::Number(line.debit_minor),
                Cell::Number(line.credit_minor),
                Cell::Text(self.ledger.summary(line)),
                Cell::Number(i64::from(line.row)),
                Cell::Number(line.byte_offset.cast_signed()),
                Cell::Number(i64::from(line.byte_length)),
            ]
        })
    }

    fn balances(&self) -> impl Iterator<Item = [Cell<'_>; 11]> + Send {
        self.ledger.balances.iter().map(|row| {
            [
                Cell::Number(self.party_id),
                Cell::Text(&self.period),
                Cell::Number(self.submission_id),
                Cell::Number(self.accounts[row.account as usize]),
                Cell::Text(self.ledger.currencies[usize::from(row.currency)].0.as_str()),
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
        })
    }
}
