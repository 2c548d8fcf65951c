//! What ledgers say of invoices: gathered while a ledger is posted, of lines that name one, and read beside
//! what usage says of the same. The cost grows with invoices, not with lines.

use std::collections::{BTreeMap, HashMap};

use futures_util::TryStreamExt as _;
use jiff::Timestamp;
use metrics::ledger::{CheckedLedger, Invoices, Line, Sums, Vouchers};
use metrics::money::Currency;
use metrics::party::PartyId;
use metrics::tie_out::{InvoiceSide, Invoiced, InvoicedMonths};

use super::counterparties::Owner;
use crate::bulk::{self, Cell, LEDGER_INVOICES};
use crate::db::{Reader, Tx, on_engine};
use crate::submissions::in_force;
use crate::{StoreError, text};

/// Accounts with invoices and dimensions that one ledger may name.
const SUMS_MAX: usize = 1 << 20;

const SELECT_LEDGER_MONTHS: &str = concat!(
    "SELECT DISTINCT ledger_invoices.period, accounts.code
     FROM parties
     JOIN ledger_invoices ON ledger_invoices.party_id = parties.id
     JOIN accounts ON accounts.party_id = ledger_invoices.party_id
                  AND accounts.ordinal = ledger_invoices.account
     JOIN checks ON checks.submission_id = ledger_invoices.submission_id
     WHERE parties.party = $1 AND ",
    in_force!("$2")
);

const SELECT_USAGE_MONTHS: &str = concat!(
    "SELECT DISTINCT usage_invoices.period
     FROM parties
     JOIN usage_invoices ON usage_invoices.party_id = parties.id
     JOIN checks ON checks.submission_id = usage_invoices.submission_id
     WHERE parties.party = $1 AND ",
    in_force!("$2")
);

/// What both sides say, invoice by invoice.
const SELECT: &str = concat!(
    "SELECT ledger_invoices.invoice AS invoice, ledger_invoices.period, ledger_invoices.product,
            accounts.code, ledger_invoices.currency, ledger_invoices.debit_minor,
            ledger_invoices.credit_minor, ledger_invoices.first_voucher
     FROM parties
     JOIN ledger_invoices ON ledger_invoices.party_id = parties.id
     JOIN accounts ON accounts.party_id = ledger_invoices.party_id
                  AND accounts.ordinal = ledger_invoices.account
     JOIN checks ON checks.submission_id = ledger_invoices.submission_id
     WHERE parties.party = $1 AND ",
    in_force!("$2"),
    " UNION ALL
     SELECT usage_invoices.invoice, usage_invoices.period, usage_invoices.product,
            NULL, NULL, NULL, usage_invoices.amount_fen, usage_invoices.first_number
     FROM parties
     JOIN usage_invoices ON usage_invoices.party_id = parties.id
     JOIN checks ON checks.submission_id = usage_invoices.submission_id
     WHERE parties.party = $1 AND ",
    in_force!("$2"),
    " ORDER BY invoice"
);

/// Account, dimensions, currency and invoice, by their numbers in the ledger.
type Key = (u32, u32, u16, u32);

/// What the lines of a key come to.
#[derive(Debug)]
struct InvoiceSum {
    debit_minor: i128,
    credit_minor: i128,
    /// The first of their vouchers by its name.
    voucher: String,
}

/// What lines that name an invoice come to, being gathered.
#[derive(Debug, Default)]
pub(super) struct InvoiceSums(HashMap<Key, InvoiceSum>);

impl InvoiceSums {
    /// Adds a line that counts.
    ///
    /// # Errors
    ///
    /// [`StoreError::Limit`] if there are too many sums.
    pub(super) fn add(&mut self, line: &Line, vouchers: &Vouchers) -> Result<(), StoreError> {
        if line.invoice == Invoices::NONE {
            return Ok(());
        }
        let key = (line.account, line.dimensions, line.currency, line.invoice);
        let voucher = vouchers.get(line.voucher).label();
        if SUMS_MAX <= self.0.len() && !self.0.contains_key(&key) {
            let limit_max = i64::try_from(SUMS_MAX).unwrap_or(i64::MAX);
            return Err(StoreError::Limit {
                what: "accounts with invoices of one ledger",
                limit_max,
            });
        }
        let none = || InvoiceSum { debit_minor: 0, credit_minor: 0, voucher: voucher.clone() };
        let sum = self.0.entry(key).or_insert_with(none);
        sum.add(line.debit_minor.into(), line.credit_minor.into(), voucher);
        Ok(())
    }

    /// Keeps the sums by account, currency, product and invoice.
    pub(super) async fn keep(
        self,
        tx: &mut Tx,
        ledger: &CheckedLedger,
        owner: &Owner<'_>,
    ) -> Result<(), StoreError> {
        let mut sums: BTreeMap<(i64, &str, &str, &str), InvoiceSum> = BTreeMap::new();
        for ((account, dimensions, currency, invoice), it) in self.0 {
            let key = (
                owner.accounts[account as usize],
                ledger.currencies[usize::from(currency)].0.as_str(),
                ledger.dimensions[dimensions as usize].product.as_str(),
                ledger.invoices.get(invoice),
            );
            match sums.get_mut(&key) {
                Some(sum) => sum.add(it.debit_minor, it.credit_minor, it.voucher),
                None => drop(sums.insert(key, it)),
            }
        }
        let narrow = sums.iter().map(|(&key, it)| {
            let sums = (minor(it.debit_minor)?, minor(it.credit_minor)?);
            Ok((key, sums, it.voucher.as_str()))
        });
        let narrow = narrow.collect::<Result<Vec<_>, StoreError>>()?;
        let period = ledger.period.to_string();
        let rows = narrow.iter().map(|&(key, (debit_minor, credit_minor), voucher)| {
            let (account, currency, product, invoice) = key;
            [
                Cell::Number(owner.party_id),
                Cell::Text(&period),
                Cell::Number(owner.submission_id),
                Cell::Number(account),
                Cell::Text(currency),
                Cell::Text(product),
                Cell::Text(invoice),
                Cell::Number(debit_minor),
                Cell::Number(credit_minor),
                Cell::Text(voucher),
            ]
        });
        bulk::insert(tx, LEDGER_INVOICES, rows).await
    }
}

impl InvoiceSum {
    fn add(&mut self, debit_minor: i128, credit_minor: i128, voucher: String) {
        self.debit_minor += debit_minor;
        self.credit_minor += credit_minor;
        if voucher < self.voucher {
            self.voucher = voucher;
        }
    }
}

fn minor(sum: i128) -> Result<i64, StoreError> {
    i64::try_from(sum)
        .map_err(|_| StoreError::Limit { what: "minor units of one invoice", limit_max: i64::MAX })
}

impl Reader {
    /// The months in which a party's ledgers and usage in force at `as_of` name invoices; none of usage
    /// where ledgers name none.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn invoiced_months(
        &self,
        party: &PartyId,
        as_of: Timestamp,
    ) -> Result<InvoicedMonths, StoreError> {
        let at = text::instant(as_of);
        let ledger: Vec<(String, String)> = on_engine!(&self.db, |pool| {
            let query = sqlx::query_as(SELECT_LEDGER_MONTHS).bind(party.as_str()).bind(&at);
            query.fetch_all(pool).await?
        });
        if ledger.is_empty() {
            return Ok(InvoicedMonths::default());
        }
        let usage: Vec<String> = on_engine!(&self.db, |pool| {
            let query = sqlx::query_scalar(SELECT_USAGE_MONTHS).bind(party.as_str()).bind(&at);
            query.fetch_all(pool).await?
        });
        let ledger = ledger.into_iter().map(|(period, account)| {
            Ok((text::parse("ledger_invoices", "period", &period)?, account))
        });
        let usage = usage.iter().map(|it| text::parse("usage_invoices", "period", it));
        Ok(InvoicedMonths {
            ledger: ledger.collect::<Result<_, StoreError>>()?,
            usage: usage.collect::<Result<_, StoreError>>()?,
        })
    }

    /// Looks at what a party's ledgers and usage in force at `as_of` say of each invoice, one after the
    /// other. What is held at once is what they say of one.
    ///
    /// # Errors
    ///
    /// Returns an error if the database fails.
    pub async fn each_invoice(
        &self,
        party: &PartyId,
        as_of: Timestamp,
        mut look: impl FnMut(&str, &[Invoiced]) + Send,
    ) -> Result<(), StoreError> {
        let at = text::instant(as_of);
        let (mut number, mut said) = (String::new(), Vec::new());
        on_engine!(&self.db, |pool| {
            let mut rows =
                sqlx::query_as::<_, InvoiceRow>(SELECT).bind(party.as_str()).bind(&at).fetch(pool);
            while let Some(row) = rows.try_next().await? {
                if row.invoice != number {
                    look(&number, &said);
                    number.clone_from(&row.invoice);
                    said.clear();
                }
                said.push(row.read()?);
            }
        });
        look(&number, &said);
        Ok(())
    }
}

#[derive(Debug, sqlx::FromRow)]
struct InvoiceRow {
    invoice: String,
    period: String,
    product: String,
    /// None of usage.
    code: Option<String>,
    currency: Option<String>,
    debit_minor: Option<i64>,
    /// The revenue of usage.
    credit_minor: i64,
    first_voucher: String,
}

impl InvoiceRow {
    fn read(self) -> Result<Invoiced, StoreError> {
        let side = match (self.code, self.currency, self.debit_minor) {
            (Some(account), Some(currency), Some(debit_minor)) => InvoiceSide::Ledger {
                account,
                currency: text::word("ledger_invoices", "currency", &currency, Currency::parse)?,
                sums: Sums { debit_minor, credit_minor: self.credit_minor },
                voucher: self.first_voucher,
            },
            _ => InvoiceSide::Usage { amount_fen: self.credit_minor, record: self.first_voucher },
        };
        let period = text::parse("ledger_invoices", "period", &self.period)?;
        Ok(Invoiced { period, product: self.product, side })
    }
}
