//! What ledgers say of their months as a whole: kept when they are posted, read by month, so that a month is
//! judged by all of its files in force without a look at their lines. None of it ever changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use metrics::ledger::month::MonthFile;
use metrics::ledger::{
    CheckedLedger, Lost, NumberRun, NumberRuns, PublishedBalance, SaidOfMonth, Sums, counts,
};
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::period::Period;

use super::bound::bounded;
use super::said::Ledger;
use crate::bulk::{self, Cell, PUBLISHED_BALANCES, VOUCHER_RUNS};
use crate::db::{Reader, Tx, on_engine};
use crate::{StoreError, text};

/// Runs and balances of all ledgers that are kept at most.
pub(super) const KEPT_MAX: usize = 1 << 17;

const CLOSING: &str = "closing";
const MOVEMENT: &str = "movement";
const GENERAL: &str = "general";

const SELECT_COUNTS: &str = "
    SELECT name, value
    FROM submission_counts
    WHERE submission_id = $1 AND name IN ($2, $3, $4, $5, $6)
";

const SELECT_RUNS: &str = "
    SELECT voucher_type, understood, first_number, last_number, row_number
    FROM voucher_runs
    WHERE submission_id = $1
    ORDER BY voucher_type, understood, first_number
";

const SELECT_PUBLISHED: &str = "
    SELECT sheet, currency, account, debit_minor, credit_minor, row_number
    FROM published_balances
    WHERE submission_id = $1
    ORDER BY sheet, currency, account
";

/// Keeps what a ledger says of its month.
///
/// # Errors
///
/// Returns an error if it publishes more than sums may come to, or the database fails.
pub(super) async fn keep(
    tx: &mut Tx,
    submission_id: i64,
    ledger: &CheckedLedger,
) -> Result<(), StoreError> {
    let SaidOfMonth { numbers, lacking, closings, movements, generals, .. } = &ledger.said;
    bounded(closings.iter().map(|it| it.sums))?;
    bounded(movements.iter().map(|it| it.sums))?;
    bounded(generals.iter().map(|it| it.sums))?;
    let of = |runs| each_run(runs).map(|(voucher_type, run)| (voucher_type, 0, run));
    let mut runs: Vec<(&str, i64, &NumberRun)> = of(lacking).collect();
    runs.extend(each_run(numbers).map(|(voucher_type, run)| (voucher_type, 1, run)));
    runs.sort_unstable();
    let runs = runs.iter().map(|&(voucher_type, understood, run)| {
        [
            Cell::Number(submission_id),
            Cell::Text(voucher_type),
            Cell::Number(understood),
            Cell::Number(run.first),
            Cell::Number(run.last),
            Cell::Number(run.row.unwrap_or_default().cast_signed()),
        ]
    });
    bulk::insert(tx, VOUCHER_RUNS, runs).await?;
    let sheets = [(CLOSING, closings), (GENERAL, generals), (MOVEMENT, movements)];
    let balances =
        sheets.into_iter().flat_map(|(sheet, all)| all.iter().map(move |it| (sheet, it)));
    let balances = balances.map(|(sheet, it)| {
        [
            Cell::Number(submission_id),
            Cell::Text(sheet),
            Cell::Text(it.currency.as_str()),
            Cell::Text(&it.account),
            Cell::Number(it.sums.debit_minor),
            Cell::Number(it.sums.credit_minor),
            Cell::Number(it.row.cast_signed()),
        ]
    });
    bulk::insert(tx, PUBLISHED_BALANCES, balances).await
}

fn each_run(runs: &NumberRuns) -> impl Iterator<Item = (&str, &NumberRun)> {
    runs.iter().flat_map(|(voucher_type, runs)| runs.iter().map(|it| (voucher_type.as_str(), it)))
}

/// What it weighs among all that is kept.
pub(super) fn weight(said: &SaidOfMonth) -> usize {
    let runs = each_run(&said.numbers).chain(each_run(&said.lacking));
    1 + runs.count() + said.closings.len() + said.movements.len() + said.generals.len()
}

type RunRow = (String, i64, i64, i64, i64);
type PublishedRow = (String, String, String, i64, i64, i64);

impl Reader {
    /// The files in force at `as_of` of a party's months, from one month, or the first, to another. Left out
    /// are months of which a file was posted before what it says of its month was kept.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn month_files(
        &self,
        party: &PartyId,
        (first, last): (Option<Period>, Period),
        as_of: Timestamp,
    ) -> Result<BTreeMap<Period, Vec<MonthFile>>, StoreError> {
        let ledgers = self.ledgers(party, (first, last), as_of).await?;
        let mut months: BTreeMap<Period, Option<Vec<MonthFile>>> = BTreeMap::new();
        for ledger in &ledgers {
            let files = months.entry(ledger.period()?).or_insert_with(|| Some(Vec::new()));
            let Some(known) = files else { continue };
            if let Some(said) = self.said_of_month(ledger).await? {
                let sums = self.sums_of(ledger).await?;
                let (receipt, sheet) = (ledger.receipt.clone(), ledger.sheet.clone());
                known.push(MonthFile { receipt, sheet, sums, said });
            } else {
                *files = None;
            }
        }
        Ok(months.into_iter().filter_map(|(month, files)| Some((month, files?))).collect())
    }

    /// What a ledger says of its month; `None` if it was posted before this was kept.
    async fn said_of_month(&self, ledger: &Ledger) -> Result<Option<Arc<SaidOfMonth>>, StoreError> {
        if let Some(kept) = self.memory.months.get(&ledger.id) {
            return Ok(Some(kept));
        }
        let Some(mut said) = self.counted_of_month(ledger.id).await? else { return Ok(None) };
        on_engine!(&self.db, |pool| {
            let mut rows = sqlx::query_as(SELECT_RUNS).bind(ledger.id).fetch(pool);
            while let Some(row) = rows.try_next().await? {
                add_run(&mut said, row)?;
            }
        });
        on_engine!(&self.db, |pool| {
            let mut rows = sqlx::query_as(SELECT_PUBLISHED).bind(ledger.id).fetch(pool);
            while let Some(row) = rows.try_next().await? {
                add_published(&mut said, row)?;
            }
        });
        let weight = weight(&said);
        Ok(Some(self.memory.months.keep(ledger.id, said, weight)))
    }

    /// What a ledger counted for its month, and nothing else; `None` if it did not count.
    async fn counted_of_month(&self, id: i64) -> Result<Option<SaidOfMonth>, StoreError> {
        let [unnumbered, openings, closings, movements, generals] = counts::FOR_MONTH;
        let counted: Vec<(String, i64)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_COUNTS)
                .bind(id)
                .bind(unnumbered)
                .bind(openings)
                .bind(closings)
                .bind(movements)
                .bind(generals)
                .fetch_all(pool)
                .await?
        });
        let value = |name| counted.iter().find(|it| it.0 == name).map_or(0, |it| it.1);
        let lost = Lost {
            openings: value(openings),
            closings: value(closings),
            movements: value(movements),
            generals: value(generals),
        };
        let said = SaidOfMonth { unnumbered: value(unnumbered), lost, ..SaidOfMonth::default() };
        Ok((!counted.is_empty()).then_some(said))
    }
}

fn add_run(
    said: &mut SaidOfMonth,
    (voucher_type, understood, first, last, row): RunRow,
) -> Result<(), StoreError> {
    let row = text::unsigned("voucher_runs", "row_number", row)?;
    let runs = if understood == 0 { &mut said.lacking } else { &mut said.numbers };
    let run = NumberRun { first, last, row: (row != 0).then_some(row) };
    runs.entry(voucher_type).or_default().push(run);
    Ok(())
}

fn add_published(
    said: &mut SaidOfMonth,
    (sheet, currency, account, debit_minor, credit_minor, row): PublishedRow,
) -> Result<(), StoreError> {
    let table = "published_balances";
    let currency = text::word(table, "currency", &currency, Currency::parse)?;
    let row = text::unsigned(table, "row_number", row)?;
    let sums = Sums { debit_minor, credit_minor };
    let balances = match sheet.as_str() {
        CLOSING => &mut said.closings,
        MOVEMENT => &mut said.movements,
        _ => &mut said.generals,
    };
    balances.push(PublishedBalance { currency, account, sums, row });
    Ok(())
}
