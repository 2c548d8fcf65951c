//! Bulk rows on SQLite: prepared statements on the very connection that sqlx opened, because a
//! round trip to its worker thread for each row costs ten times the row.
#![expect(unsafe_code, reason = "borrowing sqlx's connection; half the cost, see bench_posting")]

use rusqlite::{Connection, params};
use sqlx::sqlite::SqliteConnection;

use super::{Common, Rows};
use crate::StoreError;

const INSERT_VOUCHER: &str = "
    INSERT INTO vouchers (id, party_id, submission_id, voucher_type, number, dated_on, maker,
                          reviewer, poster, line_count, counted, row_number, byte_offset,
                          byte_length)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)
";

const INSERT_LINE: &str = "
    INSERT INTO ledger_lines (id, party_id, voucher_id, dimension_set_id, debit_minor,
                              credit_minor, summary, row_number, byte_offset, byte_length)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
";

const INSERT_BALANCE: &str = "
    INSERT INTO balances (party_id, period, submission_id, account, currency, entry, product,
                          intended_use, cost_class, debit_minor, credit_minor)
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)
";

/// Rows gathered at once: few enough to stay in the fastest cache.
const BATCH_ROWS: usize = 64;

pub(super) async fn insert(
    connection: &mut SqliteConnection,
    common: Common<'_>,
    rows: &(impl Rows + Sync),
) -> Result<(), StoreError> {
    let mut handle = connection.lock_handle().await?;
    // SAFETY: the handle is open and stays so, and no other thread uses it, for as long as
    // `handle` is locked, which is until the end of this function. `from_handle` does not take
    // ownership: dropping `borrowed` closes nothing. Every statement is finalized when dropped,
    // and `borrowed` drops before `handle` because it is declared after it.
    let borrowed = unsafe { Connection::from_handle(handle.as_raw_handle().as_ptr().cast()) }?;
    insert_vouchers(&borrowed, common, rows)?;
    insert_lines(&borrowed, common, rows)?;
    insert_balances(&borrowed, common, rows)?;
    Ok(())
}

/// What all rows have in common is bound once; the rest is bound row by row.
fn insert_vouchers(
    connection: &Connection,
    common: Common<'_>,
    rows: &impl Rows,
) -> Result<(), rusqlite::Error> {
    let mut statement = connection.prepare(INSERT_VOUCHER)?;
    statement.raw_bind_parameter(2, common.party_id)?;
    statement.raw_bind_parameter(3, common.submission_id)?;
    in_batches(rows.vouchers(), |row| {
        statement.raw_bind_parameter(1, row.id)?;
        statement.raw_bind_parameter(4, row.voucher_type)?;
        statement.raw_bind_parameter(5, row.number)?;
        statement.raw_bind_parameter(6, row.dated_on)?;
        statement.raw_bind_parameter(7, row.maker)?;
        statement.raw_bind_parameter(8, row.reviewer)?;
        statement.raw_bind_parameter(9, row.poster)?;
        statement.raw_bind_parameter(10, row.line_count)?;
        statement.raw_bind_parameter(11, row.counted)?;
        statement.raw_bind_parameter(12, row.row_number)?;
        statement.raw_bind_parameter(13, row.byte_offset)?;
        statement.raw_bind_parameter(14, row.byte_length)?;
        statement.raw_execute().map(drop)
    })
}

fn insert_lines(
    connection: &Connection,
    common: Common<'_>,
    rows: &impl Rows,
) -> Result<(), rusqlite::Error> {
    let mut statement = connection.prepare(INSERT_LINE)?;
    statement.raw_bind_parameter(2, common.party_id)?;
    in_batches(rows.lines(), |row| {
        statement.raw_bind_parameter(1, row.id)?;
        statement.raw_bind_parameter(3, row.voucher_id)?;
        statement.raw_bind_parameter(4, row.dimension_set_id)?;
        statement.raw_bind_parameter(5, row.debit_minor)?;
        statement.raw_bind_parameter(6, row.credit_minor)?;
        statement.raw_bind_parameter(7, row.summary)?;
        statement.raw_bind_parameter(8, row.row_number)?;
        statement.raw_bind_parameter(9, row.byte_offset)?;
        statement.raw_bind_parameter(10, row.byte_length)?;
        statement.raw_execute().map(drop)
    })
}

/// Gathers rows before they are written. Rows in the order of their ids are scattered in memory;
/// fetched together they are waited for together, which saves a tenth of a posting.
fn in_batches<T>(
    mut rows: impl Iterator<Item = T>,
    mut write: impl FnMut(&T) -> Result<(), rusqlite::Error>,
) -> Result<(), rusqlite::Error> {
    let mut batch = Vec::with_capacity(BATCH_ROWS);
    loop {
        batch.extend(rows.by_ref().take(BATCH_ROWS));
        if batch.is_empty() {
            return Ok(());
        }
        batch.drain(..).try_for_each(|row| write(&row))?;
    }
}

fn insert_balances(
    connection: &Connection,
    common: Common<'_>,
    rows: &impl Rows,
) -> Result<(), rusqlite::Error> {
    let mut statement = connection.prepare(INSERT_BALANCE)?;
    for row in rows.balances() {
        statement.execute(params![
            common.party_id,
            common.period,
            common.submission_id,
            row.account,
            row.currency,
            row.entry,
            row.product,
            row.intended_use,
            row.cost_class,
            row.debit_minor,
            row.credit_minor,
        ])?;
    }
    Ok(())
}
