//! What one ledger says of its month: its sums and the names of its vouchers. Neither ever changes; what
//! changes is which ledgers are in force. So each is read once and kept, and a file of a month costs the
//! same however many months and files came before it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use jiff::Timestamp;
use metrics::ledger::{CheckedLedger, EntryKind, SaidSums, Sums, VoucherNames};
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::period::Period;

use super::ids;
use super::read::entry;
use crate::db::{Reader, on_engine};
use crate::submissions::in_force;
use crate::{StoreError, text};

const SELECT_LEDGERS: &str = concat!(
    "SELECT submissions.id, submissions.party_id, submissions.period, submissions.receipt,
            transcripts.sheet
     FROM parties
     JOIN submissions ON submissions.party_id = parties.id AND submissions.kind = 'ledger'
     JOIN checks ON checks.submission_id = submissions.id
     LEFT JOIN transcripts ON transcripts.submission_id = submissions.id
     WHERE parties.party = $1 AND submissions.period BETWEEN $2 AND $3 AND ",
    in_force!("$4"),
    " ORDER BY submissions.period, submissions.id"
);

const SELECT_SUMS: &str = "
    SELECT accounts.code, balances.currency, balances.entry,
           CAST(SUM(balances.debit_minor) AS BIGINT), CAST(SUM(balances.credit_minor) AS BIGINT)
    FROM balances
    JOIN accounts ON accounts.party_id = balances.party_id AND accounts.ordinal = balances.account
    WHERE balances.party_id = $1 AND balances.period = $2 AND balances.submission_id = $3
    GROUP BY accounts.code, balances.currency, balances.entry
    ORDER BY accounts.code, balances.currency, balances.entry
";

/// SQLite prepares a statement anew each time for a limit that is a bare parameter.
const SELECT_VOUCHERS: &str = "
    SELECT id, submission_id, voucher_type, number, counted
    FROM vouchers
    WHERE party_id = $1 AND id BETWEEN $2 AND $3
    ORDER BY id
    LIMIT CAST($4 AS BIGINT)
";

/// Vouchers read at once.
const VOUCHER_PAGE: i64 = 10_000;

/// Sums of all ledgers that are kept at most, and as many names of vouchers.
pub(super) const KEPT_MAX: usize = 1 << 17;

/// The vouchers of a ledger.
#[derive(Debug, Default)]
pub(crate) struct SaidVouchers {
    pub(super) counted: VoucherNames,
    pub(super) uncounted: VoucherNames,
}

impl SaidVouchers {
    /// Those of a file that is posted; `None` of so many that they are rather read again, should anybody
    /// ask.
    pub(super) fn of(ledger: &CheckedLedger) -> Option<Self> {
        let vouchers = ledger.vouchers.iter();
        if KEPT_MAX < vouchers.len() {
            return None;
        }
        let mut said = Self::default();
        vouchers.for_each(|it| said.add((it.voucher_type, it.number), it.counted));
        Some(said)
    }

    fn add(&mut self, (voucher_type, number): (&str, &str), counted: bool) {
        let names = if counted { &mut self.counted } else { &mut self.uncounted };
        names.add(voucher_type, number);
    }

    /// What they weigh among all that is kept.
    pub(super) fn weight(&self) -> usize {
        1 + self.counted.entries() + self.uncounted.entries()
    }
}

/// The sums of a file that is posted.
pub(super) fn sums_of_posted(ledger: &CheckedLedger) -> Result<SaidSums, StoreError> {
    let mut sums: BTreeMap<(&str, Currency, EntryKind), Sums> = BTreeMap::new();
    for row in &ledger.balances {
        let account = ledger.accounts[row.account as usize].code.as_str();
        let currency = ledger.currencies[usize::from(row.currency)].0;
        sums.entry((account, currency, row.entry)).or_default().add(row.sums)?;
    }
    let said = |((account, currency, entry), sums): ((&str, _, _), _)| {
        (account.to_owned(), currency, entry, sums)
    };
    Ok(sums.into_iter().map(said).collect())
}

/// A ledger that is in force.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(super) struct Ledger {
    pub(super) id: i64,
    pub(super) party_id: i64,
    pub(super) period: String,
    pub(super) receipt: String,
    /// The sheet that it was read from, of a workbook.
    pub(super) sheet: Option<String>,
}

impl Ledger {
    pub(super) fn period(&self) -> Result<Period, StoreError> {
        text::parse("submissions", "period", &self.period)
    }
}

impl Reader {
    /// The ledgers of a party in force, from one month, or the first, to another.
    pub(super) async fn ledgers(
        &self,
        party: &PartyId,
        (first, last): (Option<Period>, Period),
        as_of: Timestamp,
    ) -> Result<Vec<Ledger>, StoreError> {
        Ok(on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_LEDGERS)
                .bind(party.as_str())
                .bind(first.map(|it| it.to_string()).unwrap_or_default())
                .bind(last.to_string())
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        }))
    }

    /// The sums of a ledger.
    pub(super) async fn sums_of(&self, ledger: &Ledger) -> Result<Arc<SaidSums>, StoreError> {
        if let Some(kept) = self.memory.sums.get(&ledger.id) {
            return Ok(kept);
        }
        let rows: Vec<(String, String, String, i64, i64)> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT_SUMS)
                .bind(ledger.party_id)
                .bind(&ledger.period)
                .bind(ledger.id)
                .fetch_all(pool)
                .await?
        });
        let said =
            |(account, currency, kind, debit_minor, credit_minor): (_, String, String, _, _)| {
                let currency = text::word("balances", "currency", &currency, Currency::parse)?;
                let kind: EntryKind = text::word("balances", "entry", &kind, entry)?;
                Ok((account, currency, kind, Sums { debit_minor, credit_minor }))
            };
        let sums: SaidSums = rows.into_iter().map(said).collect::<Result<_, StoreError>>()?;
        let weight = sums.len();
        Ok(self.memory.sums.keep(ledger.id, sums, weight))
    }

    /// The vouchers of ledgers of one party and month. Whatever of them is not kept is read in one go:
    /// vouchers stand by their names, not by their files.
    pub(super) async fn vouchers_of(
        &self,
        ledgers: &[Ledger],
    ) -> Result<Vec<Arc<SaidVouchers>>, StoreError> {
        let kept = ledgers.iter().map(|it| self.memory.vouchers.get(&it.id));
        if let Some(kept) = kept.collect() {
            return Ok(kept);
        }
        let mut said: HashMap<i64, SaidVouchers> = HashMap::new();
        said.extend(ledgers.iter().map(|it| (it.id, SaidVouchers::default())));
        let Some(month) = ledgers.first() else { return Ok(Vec::new()) };
        let (mut first, last) = ids::period_range(month.party_id, month.period()?);
        loop {
            let page: Vec<(i64, i64, String, String, i64)> = on_engine!(&self.db, |pool| {
                sqlx::query_as(SELECT_VOUCHERS)
                    .bind(month.party_id)
                    .bind(first)
                    .bind(last)
                    .bind(VOUCHER_PAGE)
                    .fetch_all(pool)
                    .await?
            });
            let Some((id, ..)) = page.last() else { break };
            first = id + 1;
            for (_, ledger, voucher_type, number, counted) in &page {
                if let Some(said) = said.get_mut(ledger) {
                    said.add((voucher_type, number), *counted != 0);
                }
            }
        }
        let kept = |(ledger, said): (i64, SaidVouchers)| {
            let weight = said.weight();
            self.memory.vouchers.keep(ledger, said, weight)
        };
        Ok(said.into_iter().map(kept).collect())
    }
}
