//! Many rows at once: whatever one file has many of, inside its transaction, and whole tables, row by row.

mod postgres;
mod sqlite;

use crate::StoreError;
use crate::db::{Db, Tx};
use crate::facts::Told;

/// A table and the columns that rows of it are written with, in order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Table {
    name: &'static str,
    columns: &'static str,
}

pub(crate) const ACCOUNTS: Table =
    Table { name: "accounts", columns: "party_id, ordinal, code, name" };

pub(crate) const DIMENSIONS: Table = Table {
    name: "dimension_sets",
    columns: "party_id, currency, product, scenario, intended_use, funding, authorization_no,
              counterparty, cost_class, original_currency",
};

pub(crate) const REGISTER: Table = Table {
    name: "register_facts",
    columns: "submission_id, row_number, byte_offset, byte_length, party_id, record, code, body",
};

pub(crate) const VOUCHERS: Table = Table {
    name: "vouchers",
    columns: "id, party_id, submission_id, voucher_type, number, dated_on, maker, reviewer, poster,
              line_count, counted, row_number, byte_offset, byte_length",
};

pub(crate) const LINES: Table = Table {
    name: "ledger_lines",
    columns: "id, party_id, voucher_id, dimension_set_id, debit_minor, credit_minor,
              original_minor, summary, row_number, byte_offset, byte_length",
};

pub(crate) const BALANCES: Table = Table {
    name: "balances",
    columns: "party_id, period, submission_id, account, currency, entry, product, intended_use,
              cost_class, debit_minor, credit_minor",
};

pub(crate) const COUNTERPARTIES: Table = Table {
    name: "counterparty_sums",
    columns: "party_id, period, submission_id, account, currency, counterparty, funding,
              debit_minor, credit_minor",
};

pub(crate) const LEDGER_INVOICES: Table = Table {
    name: "ledger_invoices",
    columns: "party_id, period, submission_id, account, currency, product, invoice, debit_minor,
              credit_minor, first_voucher",
};

pub(crate) const USAGE_INVOICES: Table = Table {
    name: "usage_invoices",
    columns: "party_id, period, submission_id, invoice, product, amount_fen, first_number",
};

/// What the records of a product come to together.
pub(crate) const USAGE_PRODUCTS: Table = Table {
    name: "usage_products",
    columns: "party_id, period, submission_id, product, off_count, records, priced, charged,
              rounding, tolerance, row_number",
};

/// How the amounts of a ledger are spread.
pub(crate) const AMOUNT_SPREADS: Table = Table {
    name: "amount_spreads",
    columns:
        "submission_id, digit_1, digit_2, digit_3, digit_4, digit_5, digit_6, digit_7, digit_8,
              digit_9, round, month_end",
};

/// The numbers of a ledger's vouchers.
pub(crate) const VOUCHER_RUNS: Table = Table {
    name: "voucher_runs",
    columns: "submission_id, voucher_type, understood, first_number, last_number, row_number",
};

/// The vouchers that failed before and that a ledger leaves out.
pub(crate) const DROPPED_VOUCHERS: Table = Table {
    name: "dropped_vouchers",
    columns: "submission_id, voucher_type, number, balanced, in_period, two_people",
};

/// The balances that a ledger publishes.
pub(crate) const PUBLISHED_BALANCES: Table = Table {
    name: "published_balances",
    columns: "submission_id, sheet, currency, account, debit_minor, credit_minor, row_number",
};

/// What was counted in a submission.
pub(crate) const COUNTS: Table =
    Table { name: "submission_counts", columns: "submission_id, name, value" };

/// A value as it is written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Cell<'a> {
    Number(i64),
    Text(&'a str),
}

impl<'a> Cell<'a> {
    fn number(self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(number),
            Self::Text(_) => None,
        }
    }

    fn text(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Number(_) => None,
        }
    }
}

/// Writes rows, which are made one by one and come in the order of the table's key.
pub(crate) async fn insert<'a, const N: usize>(
    tx: &mut Tx,
    table: Table,
    rows: impl Iterator<Item = [Cell<'a>; N]> + Send,
) -> Result<(), StoreError> {
    match tx {
        Tx::Sqlite(transaction) => sqlite::insert(&mut *transaction, table, rows).await,
        Tx::Postgres(transaction) => postgres::insert(&mut *transaction, table, rows).await,
    }
}

/// The `id` of the row that has these cells, for each that is asked for; `None` where there is none. The
/// table has an index on its columns.
///
/// # Errors
///
/// Returns an error if the database fails.
pub(crate) async fn ids<const N: usize>(
    tx: &mut Tx,
    table: Table,
    asked: &[[Cell<'_>; N]],
) -> Result<Vec<Option<i64>>, StoreError> {
    match tx {
        Tx::Sqlite(transaction) => sqlite::ids(&mut *transaction, table, asked).await,
        Tx::Postgres(transaction) => postgres::ids(&mut *transaction, table, asked).await,
    }
}

/// Looks at each row of a statement: the names of the columns, and the cells. Nothing of a row is copied
/// unless whoever looks does.
///
/// # Errors
///
/// Returns an error if the database fails.
pub(crate) async fn each(
    db: &Db,
    statement: &str,
    bounds: &[Cell<'_>],
    look: impl FnMut(&[String], &[Told<&str>]),
) -> Result<(), StoreError> {
    match db {
        Db::Sqlite(pool) => {
            sqlite::each(&mut *pool.acquire().await?, statement, bounds, look).await
        }
        Db::Postgres(pool) => {
            postgres::each(&mut *pool.acquire().await?, statement, bounds, look).await
        }
    }
}
