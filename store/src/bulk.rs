//! Many rows at once: vouchers, ledger lines and balances of one file, inside its transaction.

mod postgres;
mod sqlite;

use crate::StoreError;
use crate::db::Tx;

/// A voucher as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct VoucherRow<'a> {
    pub(crate) id: i64,
    pub(crate) voucher_type: &'a str,
    pub(crate) number: &'a str,
    pub(crate) dated_on: &'a str,
    pub(crate) maker: &'a str,
    pub(crate) reviewer: &'a str,
    pub(crate) poster: &'a str,
    pub(crate) line_count: i64,
    pub(crate) counted: i64,
    pub(crate) row_number: i64,
    pub(crate) byte_offset: i64,
    pub(crate) byte_length: i64,
}

/// A ledger line as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineRow<'a> {
    pub(crate) id: i64,
    pub(crate) voucher_id: i64,
    pub(crate) dimension_set_id: i64,
    pub(crate) debit_minor: i64,
    pub(crate) credit_minor: i64,
    pub(crate) summary: &'a str,
    pub(crate) row_number: i64,
    pub(crate) byte_offset: i64,
    pub(crate) byte_length: i64,
}

/// A balance as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) struct BalanceRow<'a> {
    pub(crate) account: i64,
    pub(crate) currency: &'a str,
    pub(crate) entry: &'a str,
    pub(crate) product: &'a str,
    pub(crate) intended_use: &'a str,
    pub(crate) cost_class: &'a str,
    pub(crate) debit_minor: i64,
    pub(crate) credit_minor: i64,
}

/// What all rows of one file have in common.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Common<'a> {
    pub(crate) party_id: i64,
    pub(crate) submission_id: i64,
    pub(crate) period: &'a str,
}

/// The rows of one file, each in the order of its key. Made one by one, never all at once.
pub(crate) trait Rows {
    fn vouchers(&self) -> impl Iterator<Item = VoucherRow<'_>> + Send;
    fn lines(&self) -> impl Iterator<Item = LineRow<'_>> + Send;
    fn balances(&self) -> impl Iterator<Item = BalanceRow<'_>> + Send;
}

/// Writes the rows of one file.
pub(crate) async fn insert(
    tx: &mut Tx,
    common: Common<'_>,
    rows: &(impl Rows + Sync),
) -> Result<(), StoreError> {
    match tx {
        Tx::Sqlite(transaction) => sqlite::insert(&mut *transaction, common, rows).await,
        Tx::Postgres(transaction) => postgres::insert(&mut *transaction, common, rows).await,
    }
}
