//! Sums of ledgers by account and counterparty: gathered while a ledger is posted, read by rules about
//! several submissions. The cost of reading grows with keys, not with lines. Sums of several submissions
//! are added up by whoever asks, who knows how large they may be.

use std::collections::BTreeMap;

use jiff::Timestamp;
use metrics::ledger::{CheckedLedger, Line, Sums};
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::tie_out::CounterpartySum;

use super::bound::bounded;
use crate::bulk::{self, COUNTERPARTIES, Cell};
use crate::db::{Reader, Tx, on_engine};
use crate::submissions::in_force;
use crate::{StoreError, text};

/// Accounts with counterparties and funding that one ledger may name.
const SUMS_MAX: usize = 1 << 20;

const SELECT: &str = concat!(
    "SELECT counterparty_sums.period, accounts.code, counterparty_sums.currency,
            counterparty_sums.counterparty, counterparty_sums.funding, counterparty_sums.debit_minor,
            counterparty_sums.credit_minor
     FROM parties
     JOIN counterparty_sums ON counterparty_sums.party_id = parties.id
     JOIN accounts ON accounts.party_id = counterparty_sums.party_id
                  AND accounts.ordinal = counterparty_sums.account
     JOIN checks ON checks.submission_id = counterparty_sums.submission_id
     WHERE parties.party = $1 AND ",
    in_force!("$2"),
    " ORDER BY counterparty_sums.period, accounts.code, counterparty_sums.currency,
              counterparty_sums.counterparty, counterparty_sums.funding, counterparty_sums.submission_id"
);

/// Where the sums of a ledger belong.
pub(super) struct Owner<'a> {
    pub(super) party_id: i64,
    pub(super) submission_id: i64,
    /// The number of each of the ledger's accounts.
    pub(super) accounts: &'a [i64],
}

/// Account, dimensions and currency, by their numbers in the ledger.
type Key = (u32, u32, u16);

/// What moved on each account with each counterparty, being gathered. Lines that name neither
/// counterparty nor funding are left out: balances have them.
#[derive(Debug)]
pub(super) struct Counterparties {
    is_told: Vec<bool>,
    currencies: usize,
    /// There are far more lines than these.
    sums: Vec<(Key, (i128, i128))>,
    /// By dimensions, then currency: the account that came with them last, and where its sum is.
    /// Lines come by account, so that nearly all find theirs.
    latest: Vec<Option<(u32, usize)>>,
}

impl Counterparties {
    /// Nothing yet of a ledger.
    pub(super) fn of(ledger: &CheckedLedger) -> Self {
        let told = ledger.dimensions.iter();
        let told = told.map(|it| !(it.counterparty.is_empty() && it.funding.is_empty()));
        let currencies = ledger.currencies.len();
        let latest = vec![None; ledger.dimensions.len() * currencies];
        Self { is_told: told.collect(), currencies, sums: Vec::new(), latest }
    }

    /// Adds a line that counts.
    pub(super) fn add(&mut self, line: &Line) {
        let &Line { account, dimensions, currency, .. } = line;
        if !self.is_told[dimensions as usize] {
            return;
        }
        let place = dimensions as usize * self.currencies + usize::from(currency);
        let sum = match self.latest[place] {
            Some((latest, sum)) if latest == account => sum,
            _ => {
                self.sums.push(((account, dimensions, currency), (0, 0)));
                self.sums.len() - 1
            }
        };
        self.latest[place] = Some((account, sum));
        let sums = &mut self.sums[sum].1;
        sums.0 += i128::from(line.debit_minor);
        sums.1 += i128::from(line.credit_minor);
    }

    /// Keeps the sums, in the order of their key.
    pub(super) async fn keep(
        self,
        tx: &mut Tx,
        ledger: &CheckedLedger,
        owner: &Owner<'_>,
    ) -> Result<(), StoreError> {
        let mut sums: BTreeMap<(i64, &str, &str, &str), (i128, i128)> = BTreeMap::new();
        for ((account, dimensions, currency), (debit, credit)) in self.sums {
            let told = &ledger.dimensions[dimensions as usize];
            let account = owner.accounts[account as usize];
            let currency = ledger.currencies[usize::from(currency)].0.as_str();
            let key = (account, currency, told.counterparty.as_str(), told.funding.as_str());
            let sums = sums.entry(key).or_default();
            *sums = (sums.0 + debit, sums.1 + credit);
        }
        if SUMS_MAX < sums.len() {
            let limit_max = i64::try_from(SUMS_MAX).unwrap_or(i64::MAX);
            let what = "accounts with counterparties of one ledger";
            return Err(StoreError::Limit { what, limit_max });
        }
        let period = ledger.period.to_string();
        let sums = sums.into_iter().map(|(key, (debit, credit))| {
            Ok((key, Sums { debit_minor: minor(debit)?, credit_minor: minor(credit)? }))
        });
        let sums: Vec<_> = sums.collect::<Result<_, StoreError>>()?;
        bounded(sums.iter().map(|it| it.1))?;
        let rows = sums.iter().map(|&((account, currency, counterparty, funding), sums)| {
            [
                Cell::Number(owner.party_id),
                Cell::Text(&period),
                Cell::Number(owner.submission_id),
                Cell::Number(account),
                Cell::Text(currency),
                Cell::Text(counterparty),
                Cell::Text(funding),
                Cell::Number(sums.debit_minor),
                Cell::Number(sums.credit_minor),
            ]
        });
        bulk::insert(tx, COUNTERPARTIES, rows).await
    }
}

fn minor(sum: i128) -> Result<i64, StoreError> {
    i64::try_from(sum).map_err(|_| StoreError::Limit {
        what: "minor units of one counterparty",
        limit_max: i64::MAX,
    })
}

impl Reader {
    /// What moved on each account of a party with each counterparty in each month and currency, as
    /// known at `as_of`. Lines that name neither counterparty nor funding are not in it.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn counterparty_sums(
        &self,
        party: &PartyId,
        as_of: Timestamp,
    ) -> Result<Vec<CounterpartySum>, StoreError> {
        let rows: Vec<CounterpartyRow> = on_engine!(&self.db, |pool| {
            sqlx::query_as(SELECT)
                .bind(party.as_str())
                .bind(text::instant(as_of))
                .fetch_all(pool)
                .await?
        });
        let sum = |row: CounterpartyRow| {
            Ok(CounterpartySum {
                period: text::parse("counterparty_sums", "period", &row.period)?,
                account: row.code,
                currency: text::word(
                    "counterparty_sums",
                    "currency",
                    &row.currency,
                    Currency::parse,
                )?,
                counterparty: row.counterparty,
                funding: row.funding,
                sums: Sums { debit_minor: row.debit_minor, credit_minor: row.credit_minor },
            })
        };
        rows.into_iter().map(sum).collect()
    }
}

#[derive(Debug, sqlx::FromRow)]
struct CounterpartyRow {
    period: String,
    code: String,
    currency: String,
    counterparty: String,
    funding: String,
    debit_minor: i64,
    credit_minor: i64,
}
