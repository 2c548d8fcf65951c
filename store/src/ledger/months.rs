//! What ledgers say of their months as a whole: kept when they are posted, read by month, so that a month is
//! judged by all of its files in force without a look at their lines. None of it ever changes.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use metrics::ledger::month::MonthFile;
use metrics::ledger::{
    CheckedLedger, NumberRun, NumberRuns, PublishedBalance, SaidOfMonth, Sums, counts,
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

macro_rules! select {
    ($columns:literal, $table:literal, $tail:literal) => {
        concat!(
            "SELECT submissions.id, ",
            $columns,
            " FROM parties
             JOIN submissions ON submissions.party_id = parties.id AND submissions.kind = 'ledger'
             JOIN ",
            $table,
            " AS said ON said.submission_id = submissions.id
             WHERE parties.party = $1 AND submissions.period BETWEEN $2 AND $3 ",
            $tail
        )
    };
}

const SELECT_RUNS: &str = select!(
    "said.voucher_type, said.understood, said.first_number, said.last_number, said.row_number",
    "voucher_runs",
    "ORDER BY said.submission_id, said.voucher_type, said.understood, said.first_number"
);

const SELECT_PUBLISHED: &str = select!(
    "said.sheet, said.currency, said.account, said.debit_minor, said.credit_minor,
     said.row_number",
    "published_balances",
    "ORDER BY said.submission_id, said.sheet, said.currency, said.account"
);

const SELECT_COUNTS: &str =
    select!("said.name, said.value", "submission_counts", "AND said.name IN ($4, $5)");

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

type RunRow = (i64, String, i64, i64, i64, i64);
type PublishedRow = (i64, String, String, String, i64, i64, i64);

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
        let said = self.said_of_months(party, (first, last), &ledgers).await?;
        let mut months: BTreeMap<Period, Option<Vec<MonthFile>>> = BTreeMap::new();
        for ledger in &ledgers {
            let files = months.entry(ledger.period()?).or_insert_with(|| Some(Vec::new()));
            let Some(said) = said.get(&ledger.id) else {
                *files = None;
                continue;
            };
            if let Some(files) = files {
                let (receipt, sums) = (ledger.receipt.clone(), self.sums_of(ledger).await?);
                files.push(MonthFile { receipt, sums, said: Arc::clone(said) });
            }
        }
        Ok(months.into_iter().filter_map(|(month, files)| Some((month, files?))).collect())
    }

    /// What ledgers say of their months, by number. Where one of them is not kept all are read in one go.
    async fn said_of_months(
        &self,
        party: &PartyId,
        (first, last): (Option<Period>, Period),
        ledgers: &[Ledger],
    ) -> Result<HashMap<i64, Arc<SaidOfMonth>>, StoreError> {
        let kept = ledgers.iter().map(|it| Some((it.id, self.memory.months.get(it.id)?)));
        if let Some(kept) = kept.collect() {
            return Ok(kept);
        }
        let months = Months {
            party,
            first: first.map(|it| it.to_string()).unwrap_or_default(),
            last: last.to_string(),
        };
        let mut all = months.counted(self).await?;
        months.add_runs(self, &mut all).await?;
        months.add_published(self, &mut all).await?;
        let keep = |(id, said): (i64, SaidOfMonth)| {
            let weight = weight(&said);
            (id, self.memory.months.keep(id, said, weight))
        };
        Ok(all.into_iter().map(keep).collect())
    }
}

/// The months of a party, as they are asked for.
struct Months<'a> {
    party: &'a PartyId,
    first: String,
    last: String,
}

impl Months<'_> {
    /// What the ledgers counted, by number. One that did not count this was posted before it was kept.
    async fn counted(&self, reader: &Reader) -> Result<HashMap<i64, SaidOfMonth>, StoreError> {
        let rows: Vec<(i64, String, i64)> = on_engine!(&reader.db, |pool| {
            sqlx::query_as(SELECT_COUNTS)
                .bind(self.party.as_str())
                .bind(&self.first)
                .bind(&self.last)
                .bind(counts::UNNUMBERED)
                .bind(counts::OPENINGS_LOST)
                .fetch_all(pool)
                .await?
        });
        let mut all: HashMap<i64, SaidOfMonth> = HashMap::new();
        for (id, name, value) in rows {
            let said = all.entry(id).or_default();
            if name == counts::UNNUMBERED {
                said.unnumbered = value;
            } else {
                said.openings_lost = value;
            }
        }
        Ok(all)
    }

    async fn add_runs(
        &self,
        reader: &Reader,
        all: &mut HashMap<i64, SaidOfMonth>,
    ) -> Result<(), StoreError> {
        let rows: Vec<RunRow> = on_engine!(&reader.db, |pool| {
            sqlx::query_as(SELECT_RUNS)
                .bind(self.party.as_str())
                .bind(&self.first)
                .bind(&self.last)
                .fetch_all(pool)
                .await?
        });
        for (id, voucher_type, understood, first, last, row) in rows {
            let row = text::unsigned("voucher_runs", "row_number", row)?;
            let Some(said) = all.get_mut(&id) else { continue };
            let runs = if understood == 0 { &mut said.lacking } else { &mut said.numbers };
            let run = NumberRun { first, last, row: (row != 0).then_some(row) };
            runs.entry(voucher_type).or_default().push(run);
        }
        Ok(())
    }

    async fn add_published(
        &self,
        reader: &Reader,
        all: &mut HashMap<i64, SaidOfMonth>,
    ) -> Result<(), StoreError> {
        let rows: Vec<PublishedRow> = on_engine!(&reader.db, |pool| {
            sqlx::query_as(SELECT_PUBLISHED)
                .bind(self.party.as_str())
                .bind(&self.first)
                .bind(&self.last)
                .fetch_all(pool)
                .await?
        });
        let table = "published_balances";
        for (id, sheet, currency, account, debit_minor, credit_minor, row) in rows {
            let Some(said) = all.get_mut(&id) else { continue };
            let currency = text::word(table, "currency", &currency, Currency::parse)?;
            let row = text::unsigned(table, "row_number", row)?;
            let sums = Sums { debit_minor, credit_minor };
            let balances = match sheet.as_str() {
                CLOSING => &mut said.closings,
                MOVEMENT => &mut said.movements,
                _ => &mut said.generals,
            };
            balances.push(PublishedBalance { currency, account, sums, row });
        }
        Ok(())
    }
}
